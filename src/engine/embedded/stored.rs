//! What is kept of an article beside its body, as the bytes of one stored field.
//!
//! The form is private to the index and changes only with the format of the manifest.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::article::{Article, ArticleId, Confidence, DaySpan, Metadata, Sourced};
use crate::error::{Error, ErrorKind, Result};
use crate::search::engine::Stored;

/// A value, its rule and its words.
type Kept<T> = (T, String, String);

#[derive(Serialize, Deserialize)]
struct Record {
    id: [u8; 10],
    path: String,
    record_id: Option<String>,
    title: Option<Kept<String>>,
    other_titles: Vec<Kept<String>>,
    outlet: Option<Kept<String>>,
    /// The day in days since 1970-01-01.
    date: Option<Kept<i64>>,
    date_confidence: Option<String>,
    unread_date: Option<String>,
    /// The days in days since 1970-01-01, both included.
    inferred_date: Option<Kept<(i64, i64)>>,
    authors: Vec<Kept<String>>,
    section: Option<Kept<String>>,
    language: Option<Kept<String>>,
    place: Option<Kept<String>>,
    agency: Option<Kept<String>>,
    domain: Option<Kept<String>>,
    url: Option<Kept<String>>,
    /// The lengths of the passages in bytes, in order.
    passages: Vec<u32>,
    fetched: Option<Kept<i64>>,
    summary_only: bool,
}

/// Writes down an article without its body; `passages` are the byte offsets at which its passages begin.
pub(super) fn encode(article: &Article, passages: &[u32]) -> Result<Vec<u8>> {
    let metadata = &article.metadata;
    let record = Record {
        id: *article.id.as_bytes(),
        path: article.path.clone(),
        record_id: metadata.record_id.clone(),
        title: keep(&metadata.title),
        other_titles: keep_all(&metadata.other_titles),
        outlet: keep(&metadata.outlet),
        date: metadata
            .date
            .as_ref()
            .map(|date| keep_value(date, day_number(date.value))),
        date_confidence: metadata
            .date_confidence
            .map(|confidence| confidence.name().to_owned()),
        unread_date: metadata.unread_date.clone(),
        inferred_date: metadata.inferred_date.as_ref().map(|days| {
            keep_value(
                days,
                (day_number(days.value.from), day_number(days.value.to)),
            )
        }),
        authors: keep_all(&metadata.authors),
        section: keep(&metadata.section),
        language: keep(&metadata.language),
        place: keep(&metadata.place),
        agency: keep(&metadata.agency),
        domain: keep(&metadata.domain),
        url: keep(&metadata.url),
        summary_only: metadata.summary_only,
        fetched: metadata
            .fetched
            .as_ref()
            .map(|day| keep_value(day, day_number(day.value))),
        passages: lengths(passages, article.body.len()),
    };
    serde_json::to_vec(&record).map_err(|error| damaged().because(error))
}

/// Reads an article back, given its body.
pub(super) fn decode(bytes: &[u8], body: String) -> Result<Stored> {
    let record: Record = serde_json::from_slice(bytes).map_err(|error| damaged().because(error))?;
    let metadata = Metadata {
        title: record.title.map(give),
        other_titles: record.other_titles.into_iter().map(give).collect(),
        outlet: record.outlet.map(give),
        date: record.date.map(give_date).transpose()?,
        date_confidence: record
            .date_confidence
            .as_deref()
            .and_then(Confidence::named),
        unread_date: record.unread_date,
        inferred_date: record.inferred_date.map(give_days).transpose()?,
        authors: record.authors.into_iter().map(give).collect(),
        section: record.section.map(give),
        language: record.language.map(give),
        place: record.place.map(give),
        agency: record.agency.map(give),
        domain: record.domain.map(give),
        url: record.url.map(give),
        fetched: record.fetched.map(give_date).transpose()?,
        record_id: record.record_id,
        summary_only: record.summary_only,
    };
    let id = ArticleId::from_bytes(record.id);
    let passages = starts(&record.passages);
    Ok(Stored {
        article: Article {
            id,
            body,
            metadata,
            path: record.path,
        },
        passages,
    })
}

/// Returns the number of days from 1970-01-01 to `day`.
pub(super) fn day_number(day: Date) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    i64::from(
        epoch
            .until(day)
            .expect("a span between two days of the calendar fits")
            .get_days(),
    )
}

/// Returns the day that is `number` days from 1970-01-01, if the calendar has it.
pub(super) fn day_of(number: i64) -> Option<Date> {
    let span = jiff::Span::new().try_days(number).ok()?;
    jiff::civil::date(1970, 1, 1).checked_add(span).ok()
}

fn keep(value: &Option<Sourced<String>>) -> Option<Kept<String>> {
    value
        .as_ref()
        .map(|value| keep_value(value, value.value.clone()))
}

fn keep_all(values: &[Sourced<String>]) -> Vec<Kept<String>> {
    values
        .iter()
        .map(|value| keep_value(value, value.value.clone()))
        .collect()
}

fn keep_value<T, U>(from: &Sourced<T>, value: U) -> Kept<U> {
    (value, from.rule.clone(), from.words.clone())
}

fn give<T>((value, rule, words): Kept<T>) -> Sourced<T> {
    Sourced { value, rule, words }
}

fn give_date((number, rule, words): Kept<i64>) -> Result<Sourced<Date>> {
    day_of(number)
        .map(|day| Sourced {
            value: day,
            rule,
            words,
        })
        .ok_or_else(damaged)
}

fn give_days(((from, to), rule, words): Kept<(i64, i64)>) -> Result<Sourced<DaySpan>> {
    let from = day_of(from).ok_or_else(damaged)?;
    let to = day_of(to).ok_or_else(damaged)?;
    Ok(Sourced {
        value: DaySpan { from, to },
        rule,
        words,
    })
}

fn lengths(starts: &[u32], end: usize) -> Vec<u32> {
    let ends = starts.iter().skip(1).copied().chain([end as u32]);
    starts
        .iter()
        .zip(ends)
        .map(|(start, end)| end - start)
        .collect()
}

fn starts(lengths: &[u32]) -> Vec<u32> {
    let mut end = 0;
    let start = |length: &u32| {
        let start = end;
        end += length;
        start
    };
    lengths.iter().map(start).collect()
}

fn damaged() -> Error {
    Error::new(ErrorKind::IndexDamaged, "cannot read a stored article")
        .hint("index the articles again with --rebuild")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_reads_back() {
        let date = Sourced::new(
            jiff::civil::date(2025, 11, 1),
            "date_line",
            "date 2025-11-01",
        );
        let metadata = Metadata {
            title: Some(Sourced::new("T".to_owned(), "field", "T")),
            date: Some(date),
            authors: vec![Sourced::new("A".to_owned(), "field", "A")],
            record_id: Some("7".to_owned()),
            ..Metadata::default()
        };
        let article = Article::new("one. two.".to_owned(), metadata, "a.txt".to_owned(), None);
        let passages = vec![0, 5];
        let bytes = encode(&article, &passages).unwrap();
        let back = decode(&bytes, article.body.clone()).unwrap();
        assert_eq!(back, Stored { article, passages });
    }

    #[test]
    fn days_before_the_epoch_have_numbers_too() {
        for day in [
            jiff::civil::date(1969, 12, 31),
            jiff::civil::date(1851, 9, 18),
            jiff::civil::date(2026, 2, 28),
        ] {
            assert_eq!(day_of(day_number(day)), Some(day));
        }
    }
}
