//! What the tools give.
//!
//! Arguments that were understood come in, a tool's result goes out: structured content, and text for those who read
//! only that. What the articles say is given as it was printed; headlines and names are made fit for one line. What is
//! not here: the shapes (`render`), and how much is given at once (`budget`).

use std::ops::Range;
use std::sync::Arc;
use std::time::Instant;

use pullquote::article::{Address, Article, ArticleId};
use pullquote::error::{Error, ErrorKind, Result};
use pullquote::quotation::DraftFormat;
use pullquote::render::json::{CountFields, FacetFields, HitLine};
use pullquote::render::tools::{
    ConciseArticle, ConciseVerdict, CountedArticles, FetchedArticle, FetchedMetadata, FoundArticle,
    FoundArticles, SearchedArticles, VerifiedQuotes, citation,
};
use pullquote::render::verdicts::Spot;
use pullquote::render::{headline, one_line, plural};
use pullquote::search::{self, Answer, Hit, MatchMode, SearchRequest, UnknownName, unknown_names};
use rmcp::model::{CallToolResult, ContentBlock};
use serde::Serialize;
use serde_json::Value;

use super::budget::{cursor, fitting, offset, question_digest};
use super::resources;
use super::tools::{
    CountBy, FacetsArguments, FetchArguments, ResponseFormat, SearchArguments,
    SearchArticlesArguments, VerifyQuotesArguments,
};
use crate::archive::Edition;
use crate::checking::{Outcome, verdict_line};
use crate::serve::Service;
use crate::serve::checked::{check, skipped_of};
use crate::serve::question::{FacetsQuestion, SearchQuestion, VerifyQuestion, Written, number};

/// How many code points of an article are given at once.
const LONGEST_TEXT: usize = 20_000;
/// How many paragraphs are named whose marks do not pair; the tally counts all of them.
const UNPAIRED: usize = 20;
/// How many values of a facet are given where nothing is said.
const VALUES: u64 = 30;
/// The longest text that is taken as one quotation where it has no quotation marks, in words.
const LONGEST_QUOTATION: usize = 120;

/// Searches as ChatGPT's connectors ask it: any word, the best first.
pub(super) async fn search(
    service: &Arc<Service>,
    arguments: SearchArguments,
) -> Result<CallToolResult> {
    let addresses = Arc::clone(service);
    let found = service.answer(move |edition| {
        if arguments.query.trim().is_empty() {
            return Ok(FoundArticles {
                results: Vec::new(),
            });
        }
        let question = SearchQuestion {
            query: Some(arguments.query),
            passages: Some(1),
            ..SearchQuestion::default()
        };
        let request = SearchRequest {
            mode: MatchMode::Any,
            ..question.request()?
        };
        let hits = search::search(&edition.index, &request)?.hits;
        let article = |hit: &Hit| FoundArticle::new(hit, addresses.address_of(&hit.article));
        Ok(FoundArticles {
            results: fitting(hits.iter().map(article).collect())?,
        })
    });
    structured(&found.await?)
}

/// Gives an article, or as much of it as is read at once.
pub(super) async fn fetch(
    service: &Arc<Service>,
    arguments: FetchArguments,
) -> Result<CallToolResult> {
    let addresses = Arc::clone(service);
    let fetched = service.answer(move |edition| {
        let (id, start, end) = part(&arguments.id)?;
        let article = search::article(&edition.index, id)?.article;
        fetched(
            &arguments.id,
            &article,
            start..end,
            addresses.address_of(&article),
        )
    });
    structured(&fetched.await?)
}

/// Reads what may be fetched: an id, an id and where to go on, or an address.
fn part(text: &str) -> Result<(ArticleId, usize, usize)> {
    let text = text.trim();
    let text = text.strip_prefix(resources::SCHEME).unwrap_or(text);
    let Some((id, from)) = text.split_once('@') else {
        return Ok((text.parse()?, 0, usize::MAX));
    };
    match from.parse() {
        Ok(start) => Ok((id.parse()?, start, usize::MAX)),
        Err(_) => {
            let Address { id, start, end } = text.parse()?;
            Ok((id, start, end))
        }
    }
}

fn fetched(
    asked: &str,
    article: &Article,
    range: Range<usize>,
    url: String,
) -> Result<FetchedArticle> {
    let length = article.body.chars().count();
    let is_whole = range.end == usize::MAX;
    let until = if is_whole { length } else { range.end };
    if range.start >= length.max(1) || until > length {
        let message = format!("`{asked}` lies beyond the article, which has {length} code points");
        return Err(Error::new(ErrorKind::NotFound, message)
            .hint(format!("fetch it from its beginning: {}", article.id)));
    }
    let end = until.min(range.start + LONGEST_TEXT);
    let next_id = (end < until).then(|| match is_whole {
        true => format!("{}@{end}", article.id),
        false => format!("{}@{end}-{until}", article.id),
    });
    let given = range.start..end;
    let text = article.body.chars().skip(given.start).take(given.len());
    Ok(FetchedArticle {
        id: asked.to_owned(),
        title: headline(article),
        text: text.collect(),
        url,
        metadata: FetchedMetadata::new(article, given, length, next_id),
    })
}

/// Searches with everything that narrows.
pub(super) async fn search_articles(
    service: &Arc<Service>,
    arguments: SearchArticlesArguments,
) -> Result<CallToolResult> {
    let format = arguments.response_format;
    let searched = service.answer(move |edition| {
        let asked = question_digest(&SearchArticlesArguments {
            cursor: None,
            limit: None,
            ..arguments.clone()
        });
        let offset = offset(arguments.cursor.as_deref(), edition, &asked)?;
        let limit = number("limit", arguments.limit, 10, 1..=50)?;
        let request = SearchRequest {
            offset,
            limit,
            ..question(arguments).request()?
        };
        let mut answer = search::search(&edition.index, &request)?;
        let notes = notes(edition, &request, &answer)?;
        let cursor_at = |offset| cursor(offset, edition, &asked);
        searched(&mut answer, offset, format, notes, cursor_at).map(|searched| (searched, answer))
    });
    let (searched, answer) = searched.await?;
    match format {
        ResponseFormat::Concise => structured(&searched),
        ResponseFormat::Detailed => {
            let mut blocks = passages(&answer.hits);
            blocks.push(ContentBlock::text(closing(&searched)));
            with_blocks(&searched, blocks)
        }
    }
}

fn question(arguments: SearchArticlesArguments) -> SearchQuestion {
    SearchQuestion {
        query: arguments.query,
        mode: arguments.mode,
        outlets: arguments.outlets,
        authors: arguments.authors,
        sections: arguments.sections,
        languages: arguments.languages,
        places: arguments.places,
        agencies: arguments.agencies,
        domains: arguments.domains,
        since: arguments.since,
        until: arguments.until,
        sort: arguments.sort,
        ..SearchQuestion::default()
    }
}

/// Makes the answer of as many hits as the budget allows; the others are taken out of what was found.
fn searched(
    answer: &mut Answer,
    offset: usize,
    format: ResponseFormat,
    notes: Vec<String>,
    cursor_at: impl Fn(usize) -> String,
) -> Result<SearchedArticles> {
    let mut searched = SearchedArticles {
        counts: CountFields::from(&answer.counts),
        relaxed: answer.relaxed,
        articles: Vec::new(),
        hits: Vec::new(),
        next_cursor: None,
        notes,
    };
    match format {
        ResponseFormat::Concise => {
            searched.articles = fitting(answer.hits.iter().map(ConciseArticle::new).collect())?;
        }
        ResponseFormat::Detailed => {
            let hits = answer.hits.iter().map(|hit| HitLine::from(hit).into());
            searched.hits = fitting(hits.collect())?;
        }
    }
    let given = searched.articles.len() + searched.hits.len();
    answer.hits.truncate(given);
    let is_last = (offset + given) as u64 >= answer.counts.articles;
    searched.next_cursor = Some(cursor_at(offset + given)).filter(|_| !is_last && given > 0);
    Ok(searched)
}

/// Says what must be known of an answer: limits, what was left out, names that nobody bears.
fn notes(edition: &Edition, request: &SearchRequest, answer: &Answer) -> Result<Vec<String>> {
    let mut notes = answer.limits.clone();
    if answer.relaxed {
        notes.push("no article has all the words: these have any of them".to_owned());
    }
    if !answer.ignored.is_empty() {
        notes.push(format!("not searched for: {}", answer.ignored.join(", ")));
    }
    if answer.undated > 0 {
        let articles = plural(answer.undated, "article matches", "articles match");
        notes.push(format!("{articles} but for having no date"));
    }
    let unknown = unknown_names(&edition.index, &request.filters)?;
    notes.extend(unknown.iter().map(unknown_name));
    Ok(notes)
}

fn unknown_name(unknown: &UnknownName) -> String {
    let field = unknown.field.name();
    let nearest: Vec<String> = unknown
        .nearest
        .iter()
        .map(|name| format!("`{}`", one_line(name)))
        .collect();
    let nearest = match nearest.is_empty() {
        true => format!("; for the names there are, call facets by {field}"),
        false => format!("; there is {}", nearest.join(", ")),
    };
    format!(
        "no article has the {field} `{}`{nearest}",
        one_line(&unknown.name)
    )
}

/// Makes a block of each passage, so that a model can cite it by itself: the words as printed, then where they stand.
fn passages(hits: &[Hit]) -> Vec<ContentBlock> {
    let blocks = hits.iter().flat_map(|hit| {
        hit.passages.iter().map(|passage| {
            let citation = citation(&hit.article, &passage.address);
            ContentBlock::text(format!("{}\n\n{citation}", passage.text))
        })
    });
    blocks.collect()
}

fn closing(searched: &SearchedArticles) -> String {
    let articles = searched.counts.articles;
    let mut parts = vec![match articles {
        0 => "No article matches.".to_owned(),
        _ => format!(
            "{}; {} given.",
            plural(articles, "article matches", "articles match"),
            searched.hits.len()
        ),
    }];
    parts.extend(searched.notes.iter().map(|note| format!("{note}.")));
    if let Some(cursor) = &searched.next_cursor {
        parts.push(format!(
            "For the next ones call again with cursor {cursor}."
        ));
    }
    parts.join(" ")
}

/// Checks the quotations of a text.
pub(super) async fn verify_quotes(
    service: &Arc<Service>,
    arguments: VerifyQuotesArguments,
) -> Result<CallToolResult> {
    let until = Instant::now() + service.time();
    let verified = service.answer(move |edition| verified(edition, &arguments, until));
    structured(&verified.await?)
}

fn verified(
    edition: &Edition,
    arguments: &VerifyQuotesArguments,
    until: Instant,
) -> Result<VerifiedQuotes> {
    let asked = question_digest(&(&arguments.text, arguments.response_format));
    let offset = offset(arguments.cursor.as_deref(), edition, &asked)?;
    if arguments.text.trim().is_empty() {
        return Err(Error::new(ErrorKind::Usage, "there is nothing to check")
            .hint("give a text with quotations in it, or one quotation without marks"));
    }
    let (question, whole_text) = quotations_of(&arguments.text);
    let checked = check(&edition.index, &question, &question.rules()?, until)?;
    let (passed_over, decided): (Vec<_>, Vec<_>) = checked
        .outcomes
        .iter()
        .partition(|(_, _, outcome)| matches!(outcome, Outcome::PassedOver(_)));
    let passed_over = passed_over
        .iter()
        .filter_map(|(spot, _, outcome)| skipped_of(spot, outcome));
    let mut verified = VerifiedQuotes {
        whole_text,
        quotes: Vec::new(),
        verdicts: Vec::new(),
        unpaired: checked.unpaired.iter().take(UNPAIRED).cloned().collect(),
        tally: checked.tally.clone(),
        next_cursor: None,
        notes: passed_over
            .map(|skipped| format!("passed over: {}", skipped.reason))
            .collect(),
    };
    let rest = decided.iter().skip(offset);
    match arguments.response_format {
        ResponseFormat::Concise => {
            let concise = rest.filter_map(|(spot, text, outcome)| concise(spot, text, outcome));
            verified.quotes = fitting(concise.collect())?;
        }
        ResponseFormat::Detailed => {
            let lines = rest.filter_map(|(spot, text, outcome)| verdict_line(spot, text, outcome));
            verified.verdicts = fitting(lines.map(Into::into).collect())?;
        }
    }
    if checked.outcomes.is_empty() && checked.unpaired.is_empty() {
        verified.notes.push(
            "there are no quotation marks in the text; to check one quotation, give its words alone"
                .to_owned(),
        );
    }
    let given = verified.quotes.len() + verified.verdicts.len();
    let is_last = offset + given >= decided.len();
    verified.next_cursor =
        Some(cursor(offset + given, edition, &asked)).filter(|_| !is_last && given > 0);
    Ok(verified)
}

/// Tells what is to be checked: the quotations in a text, or the text itself where it is short and has no marks.
fn quotations_of(text: &str) -> (VerifyQuestion, bool) {
    let found = pullquote::quotation::quotations(text, DraftFormat::Markdown);
    let has_marks = !found.quotations.is_empty() || !found.unpaired.is_empty();
    let words = text.split_whitespace().count();
    let whole = !has_marks && (1..=LONGEST_QUOTATION).contains(&words);
    let question = match whole {
        true => VerifyQuestion {
            quotes: vec![text.to_owned()],
            short: true,
            ..VerifyQuestion::default()
        },
        false => VerifyQuestion {
            text: Some(text.to_owned()),
            format: Written::Markdown,
            ..VerifyQuestion::default()
        },
    };
    (question, whole)
}

fn concise(spot: &Spot, text: &str, outcome: &Outcome) -> Option<ConciseVerdict> {
    match outcome {
        Outcome::Decided(finding) => Some(ConciseVerdict::new(finding, spot.line)),
        Outcome::TooShort => Some(ConciseVerdict::too_short(text, spot.line)),
        Outcome::PassedOver(_) => None,
    }
}

/// Counts articles.
pub(super) async fn facets(
    service: &Arc<Service>,
    arguments: FacetsArguments,
) -> Result<CallToolResult> {
    let counted = service.answer(move |edition| {
        let limit = number("limit", arguments.limit, VALUES, 1..=200)?;
        let question = FacetsQuestion {
            by: vec![facet_name(arguments.by).to_owned()],
            query: arguments.query,
            since: arguments.since,
            until: arguments.until,
            ..FacetsQuestion::default()
        };
        let answer = search::search(&edition.index, &question.request()?)?;
        let facet = answer.facets.first().map(FacetFields::from);
        let mut facet = facet.unwrap_or_else(|| unreachable!("one was asked for"));
        let omitted = cut(&mut facet, limit);
        Ok(CountedArticles {
            articles: answer.counts.articles,
            field: facet.field,
            values: facet.values,
            omitted,
        })
    });
    structured(&counted.await?)
}

/// Keeps the values with the most articles, in their order, and tells how many are left out.
fn cut(facet: &mut FacetFields, limit: usize) -> u64 {
    let mut counts: Vec<u64> = facet.values.iter().map(|value| value.count).collect();
    let omitted = counts.len().saturating_sub(limit);
    counts.sort_unstable_by(|one, other| other.cmp(one));
    let least = counts.get(limit.saturating_sub(1)).copied().unwrap_or(0);
    let above = counts.iter().filter(|count| **count > least).count();
    let mut at_least = limit.saturating_sub(above);
    facet.values.retain(|value| {
        let keeps = value.count > least || (value.count == least && at_least > 0);
        at_least -= usize::from(keeps && value.count == least);
        keeps
    });
    omitted as u64
}

const fn facet_name(by: CountBy) -> &'static str {
    match by {
        CountBy::Outlet => "outlet",
        CountBy::Author => "author",
        CountBy::Section => "section",
        CountBy::Language => "language",
        CountBy::Place => "place",
        CountBy::Agency => "agency",
        CountBy::Domain => "domain",
        CountBy::Year => "date:year",
        CountBy::Month => "date:month",
        CountBy::Day => "date:day",
    }
}

/// Tells what the archive holds.
pub(super) async fn corpus_info(service: &Arc<Service>) -> Result<CallToolResult> {
    let corpus = service.answer(|edition| edition.corpus());
    structured(&corpus.await?)
}

fn structured(content: &impl Serialize) -> Result<CallToolResult> {
    Ok(CallToolResult::structured(value(content)?))
}

fn with_blocks(content: &impl Serialize, blocks: Vec<ContentBlock>) -> Result<CallToolResult> {
    let mut result = CallToolResult::structured(value(content)?);
    result.content = blocks;
    Ok(result)
}

fn value(content: &impl Serialize) -> Result<Value> {
    serde_json::to_value(content)
        .map_err(|error| Error::new(ErrorKind::Internal, "cannot write the answer").because(error))
}
