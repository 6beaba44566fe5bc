//! Running a search: the plan, the engine's answer, and the quoting of what it found.

use crate::article::NameField;
use crate::error::{Error, ErrorKind, Result};
use crate::query::DateRange;
use crate::search::engine::{Condition, Engine, Found, Lookup, NamePart, Ranked, Ranking};
use crate::search::hit::{Answer, Counts, Facet, Hit};
use crate::search::plan::Plan;
use crate::search::quote::quote;
use crate::search::request::{
    ExactPhrase, FacetField, Filters, Granularity, MatchMode, SearchRequest, UNKNOWN,
};
use crate::text;

/// Runs a search on an engine.
///
/// # Errors
///
/// [`ErrorKind::QueryEmpty`] where the query has no word in it, [`ErrorKind::BadDate`] where the days asked
/// for end before they begin, and whatever the engine fails of.
pub fn search(engine: &dyn Engine, request: &SearchRequest) -> Result<Answer> {
    check_dates(&request.filters.dates)?;
    let mut plan = Plan::new(engine, request.query.as_ref(), request.mode)?;
    plan.weigh(engine)?;
    let (lookup, found, relaxed) = find(engine, &plan, request)?;
    let counts = counts(engine, &plan, &lookup, &found, relaxed)?;
    let undated = undated(engine, &lookup)?;
    Ok(Answer {
        hits: hits(found.articles, &plan, request),
        counts,
        facets: found
            .facets
            .into_iter()
            .map(|facet| mark_chosen(facet, &request.filters))
            .collect(),
        relaxed,
        ignored: plan.ignored,
        undated,
        limits: plan.limits,
    })
}

/// Ranks articles without quoting from them: for those who measure.
///
/// # Errors
///
/// As [`search`].
pub fn rank(engine: &dyn Engine, request: &SearchRequest) -> Result<Vec<Ranked>> {
    check_dates(&request.filters.dates)?;
    let plan = Plan::new(engine, request.query.as_ref(), request.mode)?;
    find(engine, &plan, request).map(|(_, found, _)| found.articles)
}

/// Finds what matches strictly or, where nothing does, loosely; tells whether it had to.
fn find(
    engine: &dyn Engine,
    plan: &Plan,
    request: &SearchRequest,
) -> Result<(Lookup, Found, bool)> {
    let mut lookup = lookup(plan, request);
    let mut found = engine.find(&lookup)?;
    let mut relaxed = false;
    if let (0, MatchMode::Auto, Some(loose)) = (found.total, request.mode, &plan.loose) {
        lookup.condition = loose.clone();
        found = engine.find(&lookup)?;
        relaxed = found.total > 0;
    }
    Ok((lookup, found, relaxed))
}

fn check_dates(dates: &DateRange) -> Result<()> {
    match (dates.from, dates.to) {
        (Some(from), Some(to)) if from > to => Err(Error::new(
            ErrorKind::BadDate,
            format!("the days from {from} to {to} end before they begin"),
        )
        .hint("exchange the two dates")),
        _ => Ok(()),
    }
}

fn lookup(plan: &Plan, request: &SearchRequest) -> Lookup {
    let filters = &request.filters;
    let names = filters
        .names
        .iter()
        .map(|(field, values)| (Some(*field), any_name(*field, values)));
    let under = filters
        .under
        .iter()
        .map(|path| Condition::Under(path.clone()));
    let elsewhere = Some(Condition::Keyed(filters.kept_elsewhere.clone()))
        .filter(|_| !filters.kept_elsewhere.is_empty());
    let under = Condition::Any(under.chain(elsewhere).collect());
    let under = Some((None, under)).filter(|_| !filters.under.is_empty());
    Lookup {
        condition: match (request.mode, &plan.loose) {
            (MatchMode::Any, Some(loose)) => loose.clone(),
            _ => plan.strict.clone(),
        },
        filters: names.chain(under).collect(),
        dates: filters.dates,
        inferred: filters.inferred,
        ranking: Ranking {
            first: plan
                .phrase
                .clone()
                .filter(|_| request.exact_phrase == ExactPhrase::First),
            ..plan.ranking.clone()
        },
        sort: request.sort,
        offset: request.offset,
        limit: request.limit,
        facets: request.facets.clone(),
        expand: request.expand,
        explain: request.explain,
    }
}

/// Returns the test that at least one of the names lets an article through: the whole name, but for a language,
/// where a longer tag below it passes as well.
pub(crate) fn any_name(field: NameField, values: &[String]) -> Condition {
    let one = |value: &String| {
        let words = text::words(value);
        match value.as_str() {
            UNKNOWN => Condition::NameUnknown(field),
            _ if words.is_empty() => Condition::Nothing,
            _ => Condition::NameHas {
                field,
                words,
                part: match field {
                    NameField::Language => NamePart::First,
                    _ => NamePart::Whole,
                },
            },
        }
    };
    Condition::Any(values.iter().map(one).collect())
}

/// Returns a condition narrowed by the filters, and by the days asked for where `dates` is one more.
fn narrowed(lookup: &Lookup, condition: &Condition, dates: Condition) -> Condition {
    let filters = lookup.filters.iter().map(|(_, filter)| filter.clone());
    Condition::All(
        [condition.clone(), dates]
            .into_iter()
            .chain(filters)
            .collect(),
    )
}

fn counts(
    engine: &dyn Engine,
    plan: &Plan,
    lookup: &Lookup,
    found: &Found,
    relaxed: bool,
) -> Result<Counts> {
    let count = |condition: &Condition| engine.count(&narrowed(lookup, condition, lookup.dated()));
    let mut counts = Counts {
        articles: found.total,
        ..Counts::default()
    };
    if let Some(phrase) = &plan.phrase {
        counts.exact_phrase = Some(count(phrase)?);
    }
    if let Some(loose) = &plan.loose {
        counts.all_words = Some(match relaxed {
            true => 0,
            false if lookup.condition == plan.strict => found.total,
            false => count(&plan.strict)?,
        });
        counts.any_word = Some(if lookup.condition == *loose {
            found.total
        } else {
            count(loose)?
        });
    }
    Ok(counts)
}

/// Counts the articles that are left out only because they have no date: by a filter or by the query itself.
fn undated(engine: &dyn Engine, lookup: &Lookup) -> Result<u64> {
    let asked = without_dates(&lookup.condition);
    let (condition, dates) = match (&asked, lookup.dated()) {
        (None, Condition::Everything) => return Ok(0),
        (None, _) => (&lookup.condition, lookup.dates),
        (Some(condition), _) => (condition, lookup.dates),
    };
    let all = engine.count(&narrowed(lookup, condition, Condition::Undated))?;
    let inferred = match lookup.inferred {
        true => engine.count(&narrowed(
            lookup,
            condition,
            Condition::InferredWithin(dates),
        ))?,
        false => 0,
    };
    Ok(all - inferred)
}

/// Returns a condition with every range of dates in it passed; `None` where it has none.
fn without_dates(condition: &Condition) -> Option<Condition> {
    let parts = |parts: &[Condition]| -> Option<Vec<Condition>> {
        let changed: Vec<_> = parts.iter().map(without_dates).collect();
        let any = changed.iter().any(Option::is_some);
        let whole = changed
            .into_iter()
            .zip(parts)
            .map(|(new, old)| new.unwrap_or_else(|| old.clone()));
        any.then(|| whole.collect())
    };
    match condition {
        Condition::Dated(_) => Some(Condition::Everything),
        Condition::All(list) => parts(list).map(Condition::All),
        Condition::Any(list) => parts(list).map(Condition::Any),
        _ => None,
    }
}

fn hits(articles: Vec<Ranked>, plan: &Plan, request: &SearchRequest) -> Vec<Hit> {
    let hit = |(place, ranked): (usize, Ranked)| {
        let quoted = quote(&ranked.stored, &plan.leaves, request.passages);
        Hit {
            rank: request.offset + place + 1,
            score: ranked.score,
            score_parts: ranked.parts,
            body_sha256: ranked.stored.article.body_sha256(),
            title_matches: quoted.title_matches,
            passages: quoted.passages,
            more_passages: quoted.more_passages,
            article: ranked.stored.article,
        }
    };
    articles.into_iter().enumerate().map(hit).collect()
}

fn mark_chosen(mut facet: Facet, filters: &Filters) -> Facet {
    for bar in &mut facet.values {
        bar.chosen = match facet.field {
            FacetField::Name(field) => name_is_chosen(filters, field, bar.value.as_deref()),
            FacetField::Date(granularity) => {
                date_is_chosen(filters, granularity, bar.value.as_deref())
            }
        };
    }
    facet
}

fn name_is_chosen(filters: &Filters, field: NameField, name: Option<&str>) -> bool {
    let same = |chosen: &String| match name {
        None => chosen == UNKNOWN,
        Some(name) if field == NameField::Language => {
            let chosen = text::words(chosen);
            !chosen.is_empty() && text::words(name).starts_with(&chosen)
        }
        Some(name) => text::fold_name(chosen) == text::fold_name(name),
    };
    filters
        .names
        .iter()
        .filter(|(chosen, _)| *chosen == field)
        .any(|(_, values)| values.iter().any(same))
}

/// A bar of dates is chosen where some of it lies within the days asked for.
fn date_is_chosen(filters: &Filters, granularity: Granularity, bar: Option<&str>) -> bool {
    let DateRange { from, to } = filters.dates;
    let Some(bar) = bar.filter(|_| from.is_some() || to.is_some()) else {
        return false;
    };
    let label = |day: jiff::civil::Date| match granularity {
        Granularity::Year => format!("{:04}", day.year()),
        Granularity::Month => format!("{:04}-{:02}", day.year(), day.month()),
        Granularity::Day => day.to_string(),
    };
    from.is_none_or(|from| label(from).as_str() <= bar)
        && to.is_none_or(|to| bar <= label(to).as_str())
}
