//! The day a page was published, and how sure that is.
//!
//! A document in, a date with the words it was read from out. A page states its date in up to five places that
//! are filled in independently: JSON-LD, metas, the text people read, the address, variables of scripts. The
//! most trusted of them gives the date; that the others agree makes it sure. The date is the calendar day as
//! written, never shifted to another time zone. What is not here: dates of plain text (`plain.rs`), and dates
//! inferred from weekdays.

mod address;
mod months;
mod names;
mod picture;
mod stated;
mod survey;
mod tokens;
mod visible;
pub(in crate::source) mod written;

use dom_query::Document;
use jiff::civil::Date;

use super::jsonld;
use crate::article::Confidence;
use survey::Survey;
pub(in crate::source) use written::leading;
use written::{Order, Reading};

/// The day a page was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::source) struct Dated {
    /// The calendar day as written.
    pub(in crate::source) date: Date,
    /// How sure it is.
    pub(in crate::source) confidence: Confidence,
    /// The rule that found it.
    pub(in crate::source) rule: &'static str,
    /// What it was read from, after the name of the place.
    pub(in crate::source) words: String,
}

/// Finds the day a page was published; `fetched` is the last day that can be.
pub(in crate::source) fn publication_date(
    document: &Document,
    url: Option<&str>,
    fetched: Option<Date>,
) -> Option<Dated> {
    let candidates = candidates(document, url, fetched);
    decide(candidates)
}

/// The places of a page that are filled in independently of each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Linked,
    Meta,
    Visible,
    Address,
    Script,
}

impl Family {
    const ALL: [Family; 5] = [
        Family::Linked,
        Family::Meta,
        Family::Visible,
        Family::Address,
        Family::Script,
    ];
}

/// A date that may be the one.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Candidate {
    date: Date,
    /// The date in the other order of its figures.
    other: Option<Date>,
    family: Family,
    /// How far it can be trusted, from 0 to 100.
    strength: u8,
    rule: &'static str,
    words: String,
}

fn candidates(document: &Document, url: Option<&str>, fetched: Option<Date>) -> Vec<Candidate> {
    let survey = Survey::of(document);
    let reading = reading(&survey);
    let addresses: Vec<&str> = url.into_iter().chain(survey.canonical.as_deref()).collect();
    let identity = stated::Identity {
        addresses: addresses.clone(),
        headline: &survey.text[survey.headline.clone()],
    };
    let mut found = stated::linked(&jsonld::nodes(document), &identity, &reading);
    found.extend(stated::metas(&survey.metas, &reading));
    found.extend(addresses.iter().filter_map(|address| of_address(address)));
    found.extend(stated::variables(&survey.scripts, &reading));
    found.extend(visible::candidates(&survey, &reading));
    found.retain(|candidate| is_plausible(candidate.date, fetched));
    found
}

fn reading(survey: &Survey) -> Reading {
    let is_american = survey.language.as_deref() == Some("en-us");
    Reading {
        order: if is_american {
            Order::MonthFirst
        } else {
            Order::DayFirst
        },
        language: survey.language.clone(),
    }
}

fn of_address(address: &str) -> Option<Candidate> {
    let (date, words) = address::date(address)?;
    Some(Candidate {
        date,
        other: None,
        family: Family::Address,
        strength: 84,
        rule: "url",
        words: format!("url: {words}"),
    })
}

fn is_plausible(date: Date, fetched: Option<Date>) -> bool {
    // The day of fetching is told in UTC: east of it the next day may have begun.
    let last = fetched.and_then(|fetched| fetched.tomorrow().ok());
    date.year() >= 1995 && date.year() <= 2100 && last.is_none_or(|last| date <= last)
}

/// Chooses the date: that of the most trusted place, but for a day that the time zone alone makes another.
fn decide(mut candidates: Vec<Candidate>) -> Option<Dated> {
    read_as_others_do(&mut candidates);
    prefer_local_days(&mut candidates);
    let strongest = candidates
        .iter()
        .map(|candidate| support(candidate, &candidates))
        .max()?;
    let best = candidates
        .iter()
        .find(|candidate| support(candidate, &candidates) == strongest)?;
    Some(Dated {
        date: best.date,
        confidence: confidence(best, &candidates),
        rule: best.rule,
        words: best.words.clone(),
    })
}

/// The strength of a candidate, and what other places add to it that state the same day. Scripts add nothing:
/// they are filled from the same source as JSON-LD.
fn support(candidate: &Candidate, candidates: &[Candidate]) -> u16 {
    const CONFIRMED: u16 = 14;
    const FAINT: u8 = 50;
    const EARLIER: u16 = 45;
    let others = [
        Family::Linked,
        Family::Meta,
        Family::Visible,
        Family::Address,
    ]
    .into_iter();
    let confirming = others
        .filter(|family| *family != candidate.family)
        .filter(|family| {
            let mut same = candidates
                .iter()
                .filter(|other| other.family == *family && other.strength >= FAINT);
            same.any(|other| other.date == candidate.date)
        });
    let earlier = if is_shown_earlier(candidate, candidates) {
        EARLIER
    } else {
        0
    };
    u16::from(candidate.strength)
        + earlier
        + CONFIRMED * u16::try_from(confirming.count()).unwrap_or(0)
}

/// Whether a day that stands plainly beside the headline is earlier than any that programs are told: those are
/// then the days of a later edition.
fn is_shown_earlier(candidate: &Candidate, candidates: &[Candidate]) -> bool {
    const PLAIN: u8 = 68;
    let mut told = candidates
        .iter()
        .filter(|other| matches!(other.family, Family::Linked | Family::Meta));
    candidate.family == Family::Visible
        && candidate.strength >= PLAIN
        && candidate
            .date
            .tomorrow()
            .is_ok_and(|tomorrow| told.all(|other| other.date > tomorrow))
}

/// Of the two readings of short figures, takes the one that another place confirms.
fn read_as_others_do(candidates: &mut [Candidate]) {
    let known: Vec<(Family, Date)> = candidates
        .iter()
        .filter(|candidate| candidate.other.is_none())
        .map(|candidate| (candidate.family, candidate.date))
        .collect();
    for candidate in candidates {
        let is_confirmed = |date| {
            known
                .iter()
                .any(|(family, known)| *family != candidate.family && *known == date)
        };
        if let Some(other) = candidate.other
            && is_confirmed(other)
            && !is_confirmed(candidate.date)
        {
            candidate.other = Some(candidate.date);
            candidate.date = other;
        }
    }
}

/// Weakens the times that are given in universal time where the page itself names the day before or after: the
/// day that readers see, and that the address bears, is the outlet's own.
fn prefer_local_days(candidates: &mut [Candidate]) {
    let local: Vec<Date> = candidates
        .iter()
        .filter(|candidate| candidate.strength >= 60 && !is_universal(&candidate.words))
        .map(|candidate| candidate.date)
        .collect();
    for candidate in candidates
        .iter_mut()
        .filter(|candidate| is_universal(&candidate.words))
    {
        let beside = [candidate.date.tomorrow(), candidate.date.yesterday()];
        let is_shifted = beside.iter().flatten().any(|day| local.contains(day));
        if is_shifted && !local.contains(&candidate.date) {
            candidate.strength = candidate.strength.min(45);
        }
    }
}

/// Whether the words end in a time of day in universal time.
fn is_universal(words: &str) -> bool {
    let is_time = words.contains('T') || words.matches(':').count() >= 2;
    let zones = ["Z", "+00:00", "+0000", "GMT", "UTC"];
    is_time && zones.iter().any(|zone| words.trim_end().ends_with(zone))
}

/// How sure a date is: by how many independent places state it, and whether one states another.
fn confidence(best: &Candidate, candidates: &[Candidate]) -> Confidence {
    const RARELY_WRONG: u8 = 84;
    let stands: Vec<bool> = Family::ALL
        .into_iter()
        .filter_map(|family| stand(family, best, candidates))
        .collect();
    let agree = stands.iter().filter(|agrees| **agrees).count();
    let differ = stands.len() - agree;
    // A day that could as well be another, such as 11/05, is settled only by a place that writes it out.
    let settles = |other: &Candidate| other.date == best.date && other.other.is_none();
    if best.other.is_some() && !candidates.iter().any(settles) {
        return Confidence::Doubtful;
    }
    match (agree, differ) {
        (3.., 0) => Confidence::Certain,
        (2.., 0 | 1) | (3.., _) => Confidence::Likely,
        (1, 0) if best.strength >= RARELY_WRONG => Confidence::Likely,
        _ => Confidence::Doubtful,
    }
}

/// Whether the strongest candidates of a family state the same day; nothing where it has none worth asking.
fn stand(family: Family, best: &Candidate, candidates: &[Candidate]) -> Option<bool> {
    const FAINT: u8 = 55;
    let of_family = || {
        candidates
            .iter()
            .filter(|candidate| candidate.family == family)
    };
    let strongest = of_family().map(|candidate| candidate.strength).max()?;
    let states =
        |candidate: &Candidate| candidate.date == best.date || candidate.other == Some(best.date);
    let agrees = of_family()
        .filter(|candidate| candidate.strength == strongest)
        .any(states);
    (agrees || strongest >= FAINT).then_some(agrees)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn find(page: &str, url: Option<&str>) -> Option<Dated> {
        publication_date(&Document::from(page), url, None)
    }

    fn check(page: &str, expected: Option<(&str, Confidence, &str)>) {
        let found = find(page, None);
        let found = found.as_ref().map(|dated| {
            let words = format!("{}: {}", dated.date, dated.words);
            (words, dated.confidence, dated.rule)
        });
        let found = found
            .as_ref()
            .map(|(words, confidence, rule)| (words.as_str(), *confidence, *rule));
        assert_eq!(found, expected, "{page}");
    }

    #[test]
    fn each_place_alone() {
        use Confidence::{Doubtful, Likely};
        check(
            r#"<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2019-11-20T23:30:00-05:00"}</script>"#,
            Some((
                "2019-11-20: datePublished: 2019-11-20T23:30:00-05:00",
                Likely,
                "json_ld",
            )),
        );
        check(
            r#"<meta property="article:published_time" content="2019-11-20T08:00:00+01:00">"#,
            Some((
                "2019-11-20: article:published_time: 2019-11-20T08:00:00+01:00",
                Likely,
                "meta",
            )),
        );
        check(
            r#"<h1>A headline</h1><time datetime="2019-11-20">today</time>"#,
            Some(("2019-11-20: datetime: 2019-11-20", Doubtful, "time")),
        );
        check(
            r#"<h1>A headline</h1><span class="post-date">20 November 2019</span>"#,
            Some(("2019-11-20: text: 20 November 2019", Doubtful, "date_class")),
        );
        check(
            "<h1>A headline</h1><p>Published on 20 November 2019</p>",
            Some((
                "2019-11-20: text: Published on 20 November 2019",
                Doubtful,
                "text",
            )),
        );
        check(
            r#"<script>var page = {"publishedAt": "2019-11-20T08:00:00Z"}</script>"#,
            Some((
                "2019-11-20: publishedAt: 2019-11-20T08:00:00Z",
                Doubtful,
                "script",
            )),
        );
    }

    #[test]
    fn what_is_no_day_of_publication() {
        for page in [
            "",
            "<p>Copyright 2019</p>",
            r#"<meta property="article:modified_time" content="2019-11-20">"#,
            r#"<script type="application/ld+json">{"@type": "Article", "dateModified": "2019-11-20"}</script>"#,
            r#"<script type="application/ld+json">{"@type": "Comment", "datePublished": "2019-11-20"}</script>"#,
            r#"<h1>A headline</h1><time class="last-modified" datetime="2019-11-20">20 November 2019</time>"#,
            "<h1>A headline</h1><p>Last updated: 20 November 2019</p>",
            "<h1>A headline</h1><p>Updated</p><p>20 November 2019</p>",
            r#"<h1>A headline</h1><div class="comments"><p>Jane, 20 November 2019: it is so, and it has ever been so, and whoever says that it is not should read it again from the start, slowly, and then write a letter to the editor, who will be glad of it and print it at length.</p></div>"#,
            "<h1>A headline</h1><p>20 November 1989</p>",
            "<h1>A headline</h1><figure><img src=a.jpg><figcaption>Photo: 20 November 2019 (AP)</figcaption></figure>",
            r#"<h1>A headline</h1><figure><img src=a.jpg><time datetime="2019-11-20">20 November 2019</time></figure>"#,
            r#"<h1>A headline</h1><div class="wp-caption-text">The bridge on 20 November 2019</div>"#,
            "<h1>A headline</h1><p>The minister in Moscow, November 20, 2019. — Reuters</p>",
            "<h1>A headline</h1><p>Photo by Jane Doe, November 20, 2019</p>",
        ] {
            check(page, None);
        }
    }

    #[test]
    fn three_places_that_agree_make_a_date_certain() {
        let page = |day: &str| {
            format!(
                r#"<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "2019-11-20"}}</script>
                <meta name="date" content="2019-11-20"><h1>A headline</h1><time>{day}</time>"#
            )
        };
        let confidence = |day: &str| find(&page(day), None).map(|dated| dated.confidence);
        assert_eq!(confidence("20.11.2019"), Some(Confidence::Certain));
        assert_eq!(confidence("25.11.2019"), Some(Confidence::Likely));
    }

    #[test]
    fn the_day_readers_see_stands_above_universal_time() {
        let page = r#"<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2019-11-21T01:30:00Z"}</script>"#;
        let found = find(page, Some("https://a.org/2019/11/20/story")).unwrap();
        assert_eq!((found.date, found.rule), (date(2019, 11, 20), "url"));
    }

    #[test]
    fn short_figures_are_read_as_other_places_read_them() {
        let page = r#"<meta name="pubdate" content="11/05/2019"><h1>A headline</h1><time>5 November 2019</time>"#;
        assert_eq!(find(page, None).unwrap().date, date(2019, 11, 5));
        let american = r#"<html lang="en-US"><h1>A headline</h1><p>11/05/2019</p>"#;
        assert_eq!(find(american, None).unwrap().date, date(2019, 11, 5));
        let other = r#"<html lang="en-GB"><h1>A headline</h1><p>11/05/2019</p>"#;
        assert_eq!(find(other, None).unwrap().date, date(2019, 5, 11));
    }

    #[test]
    fn nothing_is_published_after_it_was_fetched() {
        let page = Document::from(r#"<meta name="date" content="2019-11-20">"#);
        let found = |day| publication_date(&page, None, Some(day)).is_some();
        assert!(found(date(2019, 11, 20)));
        // It was fetched on the evening of the 19th in UTC, when the 20th had begun in the east.
        assert!(found(date(2019, 11, 19)));
        assert!(!found(date(2019, 11, 18)));
    }

    #[test]
    fn of_several_articles_the_one_of_this_page_is_taken() {
        let page = r#"<script type="application/ld+json">[
            {"@type": "NewsArticle", "url": "https://a.org/other", "datePublished": "2018-01-01"},
            {"@type": "NewsArticle", "url": "https://a.org/this/", "datePublished": "2019-11-20"}]</script>"#;
        let found = find(page, Some("http://www.a.org/this")).unwrap();
        assert_eq!(found.date, date(2019, 11, 20));
    }

    #[test]
    fn the_word_updated_in_a_class_that_names_a_date_is_no_change() {
        let page = r#"<h1>A headline</h1><span class="entry-date updated">20 November 2019</span>"#;
        assert_eq!(find(page, None).unwrap().date, date(2019, 11, 20));
    }

    proptest! {
        #[test]
        fn no_page_breaks_it(
            page in "(<(/?(h1|div|p|time|script|footer|title|svg)|meta name=\"date\" content=\"2019-11-20\"|p class=\"date\")>|2019|-11-|20|Nov|\\PC){0,40}"
        ) {
            let bound = date(2019, 6, 1);
            if let Some(dated) = publication_date(&Document::from(page), None, Some(bound)) {
                prop_assert!(dated.date <= bound);
                prop_assert!(!dated.words.is_empty());
            }
        }
    }
}
