//! What is kept of an article beside its body, as the bytes of one stored field.
//!
//! The form is private to the index and changes only with the format of the manifest.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::article::{Article, ArticleId, Metadata, Sourced};
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
    outlet: Option<Kept<String>>,
    /// The day in days since 1970-01-01.
    date: Option<Kept<i64>>,
    authors: Vec<Kept<String>>,
    section: Option<Kept<String>>,
    language: Option<Kept<String>>,
    place: Option<Kept<String>>,
    url: Option<Kept<String>>,
    /// The lengths of the passages in bytes, in order.
    passages: Vec<u32>,
}

/// Writes down an article without its body; `passages` are the byte offsets at which its passages begin.
pub(super) fn encode(article: &Article, passages: &[u32]) -> Result<Vec<u8>> {
    let metadata = &article.metadata;
    let record = Record {
        id: *article.id.as_bytes(),
        path: article.path.clone(),
        record_id: metadata.record_id.clone(),
        title: keep(&metadata.title),
        outlet: keep(&metadata.outlet),
        date: metadata
            .date
            .as_ref()
            .map(|date| keep_value(date, day_number(date.value))),
        authors: metadata
            .authors
            .iter()
            .map(|author| keep_value(author, author.value.clone()))
            .collect(),
        section: keep(&metadata.section),
        language: keep(&metadata.language),
        place: keep(&metadata.place),
        url: keep(&metadata.url),
        passages: lengths(passages, article.body.len()),
    };
    serde_json::to_vec(&record).map_err(|error| damaged().because(error))
}

/// Reads an article back, given its body.
pub(super) fn decode(bytes: &[u8], body: String) -> Result<Stored> {
    let record: Record = serde_json::from_slice(bytes).map_err(|error| damaged().because(error))?;
    let metadata = Metadata {
        title: record.title.map(give),
        outlet: record.outlet.map(give),
        date: record.date.map(give_date).transpose()?,
        authors: record.authors.into_iter().map(give).collect(),
        section: record.section.map(give),
        language: record.language.map(give),
        place: record.place.map(give),
        url: record.url.map(give),
        record_id: record.record_id,
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
