//! CSL-JSON: one item an article, for reference managers and the styles of citation they have.
//!
//! Articles come in, an array of items goes out. Names stay whole: to part them into given and family names would be a
//! guess. The form is that of <https://docs.citationstyles.org/en/stable/specification.html>.

use std::io::{self, Write};

use jiff::civil::Date;
use serde::Serialize;

use super::facts::Facts;
use super::{Cited, write_json};

/// Writes an array with an item for each article.
pub(super) fn write(out: &mut dyn Write, cited: &[Cited<'_>]) -> io::Result<()> {
    let items: Vec<_> = cited
        .iter()
        .map(|cited| Item::from(Facts::of(cited)))
        .collect();
    write_json(out, &items)
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Item {
    #[serde(rename = "type")]
    kind: &'static str,
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    container_title: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Name>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accessed: Option<Day>,
    #[serde(rename = "URL", skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

/// A name as it is printed.
#[derive(Serialize)]
struct Name {
    literal: String,
}

/// A day: year, month and day of the month.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Day {
    date_parts: [[i16; 3]; 1],
}

impl From<Facts> for Item {
    fn from(facts: Facts) -> Self {
        let authors = facts.authors.into_iter();
        Item {
            kind: "article-newspaper",
            id: facts.id,
            title: facts.title,
            container_title: facts.outlet,
            author: authors.map(|literal| Name { literal }).collect(),
            issued: facts.date.map(Day::from),
            accessed: facts.fetched.map(Day::from),
            url: facts.url,
            language: facts.language,
            section: facts.section,
            note: facts.addresses,
        }
    }
}

impl From<Date> for Day {
    fn from(date: Date) -> Self {
        Day {
            date_parts: [[date.year(), date.month().into(), date.day().into()]],
        }
    }
}
