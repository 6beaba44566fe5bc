//! Sidecars: what people state about articles in TOML files beside them.
//!
//! `NAME.meta.toml` speaks of the file `NAME` (`story.txt.meta.toml` or `story.meta.toml` of `story.txt`);
//! `pullquote.toml` speaks of every file in its folder and below. The nearer one wins, value by value, and what
//! is stated stands above everything found in a record. What is not here: finding the files (`walk.rs`).

use std::ops::Range;

use jiff::civil::Date;
use serde::Deserialize;
use toml::Spanned;

use super::{field_date, names};
use crate::article::{Confidence, Metadata, Sourced};

/// The name of the sidecar that speaks of a whole folder.
pub(crate) const FOLDER_NAME: &str = "pullquote.toml";

/// The end of the name of a sidecar that speaks of one file.
pub(crate) const FILE_SUFFIX: &str = ".meta.toml";

const RULE: &str = "sidecar";

/// What sidecars state; what they do not state is `None` or empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sidecar {
    title: Option<Sourced<String>>,
    outlet: Option<Sourced<String>>,
    date: Option<Sourced<Date>>,
    authors: Vec<Sourced<String>>,
    section: Option<Sourced<String>>,
    language: Option<Sourced<String>>,
    place: Option<Sourced<String>>,
    url: Option<Sourced<String>>,
}

/// Why a sidecar cannot be used, and the line it is about, from 1.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Malformed {
    pub(crate) line: Option<u64>,
    pub(crate) reason: String,
}

/// Which articles a sidecar speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// One file.
    File,
    /// Every file of a folder: it cannot state what belongs to one article.
    Folder,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    title: Option<Spanned<toml::Value>>,
    outlet: Option<Spanned<toml::Value>>,
    date: Option<Spanned<toml::Value>>,
    #[serde(alias = "author")]
    authors: Option<Spanned<toml::Value>>,
    section: Option<Spanned<toml::Value>>,
    language: Option<Spanned<toml::Value>>,
    place: Option<Spanned<toml::Value>>,
    url: Option<Spanned<toml::Value>>,
}

impl Sidecar {
    /// Reads the text of a sidecar.
    pub(crate) fn parse(text: &str, scope: Scope) -> Result<Self, Malformed> {
        let written: Written =
            toml::from_str(text).map_err(|error| malformed(text, error.span(), error.message()))?;
        let page = Page { text };
        let sidecar = Sidecar {
            title: page.name("title", written.title)?,
            outlet: page.name("outlet", written.outlet)?,
            date: page.date(written.date)?,
            authors: page.authors(written.authors)?,
            section: page.name("section", written.section)?,
            language: page.language(written.language)?,
            place: page.name("place", written.place)?,
            url: page.name("url", written.url)?,
        };
        match scope {
            Scope::Folder => sidecar.refuse_single(text),
            Scope::File => Ok(sidecar),
        }
    }

    /// Fills in what this one does not state from one that is farther away.
    pub(crate) fn or(self, farther: &Sidecar) -> Sidecar {
        let farther = farther.clone();
        Sidecar {
            title: self.title.or(farther.title),
            outlet: self.outlet.or(farther.outlet),
            date: self.date.or(farther.date),
            authors: if self.authors.is_empty() {
                farther.authors
            } else {
                self.authors
            },
            section: self.section.or(farther.section),
            language: self.language.or(farther.language),
            place: self.place.or(farther.place),
            url: self.url.or(farther.url),
        }
    }

    /// Returns what is stated of each of several records in one file, with the reason why that is less; `None`
    /// where nothing has to be left out. Articles with one URL would replace each other.
    pub(crate) fn for_many(&self) -> Option<(Sidecar, String)> {
        if self.title.is_none() && self.url.is_none() {
            return None;
        }
        let shared = Sidecar {
            title: None,
            url: None,
            ..self.clone()
        };
        Some((shared, "the sidecar's title and url are left out: they are one article's, and the file holds several".to_owned()))
    }

    /// Returns the address that is stated.
    pub(crate) fn url(&self) -> Option<&Sourced<String>> {
        self.url.as_ref()
    }

    /// Puts what is stated in the place of what was found.
    pub(crate) fn apply(&self, metadata: &mut Metadata) {
        put(&mut metadata.title, &self.title);
        put(&mut metadata.outlet, &self.outlet);
        put(&mut metadata.date, &self.date);
        if self.date.is_some() {
            metadata.date_confidence = Some(Confidence::Stated);
        }
        put(&mut metadata.section, &self.section);
        put(&mut metadata.language, &self.language);
        put(&mut metadata.place, &self.place);
        put(&mut metadata.url, &self.url);
        if !self.authors.is_empty() {
            metadata.authors.clone_from(&self.authors);
        }
    }

    fn refuse_single(self, text: &str) -> Result<Self, Malformed> {
        let single = [("title", &self.title), ("url", &self.url)];
        match single.iter().find(|(_, value)| value.is_some()) {
            None => Ok(self),
            Some((name, value)) => {
                let start = value
                    .as_ref()
                    .and_then(|value| text.find(value.words.as_str()))
                    .unwrap_or(0);
                let reason = format!(
                    "`{name}` is one article's: it belongs in a sidecar of that file, NAME{FILE_SUFFIX}"
                );
                Err(malformed(text, Some(start..start), &reason))
            }
        }
    }
}

fn put<T: Clone>(found: &mut Option<Sourced<T>>, stated: &Option<Sourced<T>>) {
    if stated.is_some() {
        found.clone_from(stated);
    }
}

fn malformed(text: &str, span: Option<Range<usize>>, message: &str) -> Malformed {
    let line = span.map(|span| text[..span.start].matches('\n').count() as u64 + 1);
    let message = message.lines().next().unwrap_or_default();
    Malformed {
        line,
        reason: format!("malformed sidecar: {message}"),
    }
}

/// The text of a sidecar, to take words from.
struct Page<'t> {
    text: &'t str,
}

impl Page<'_> {
    fn name(
        &self,
        field: &str,
        value: Option<Spanned<toml::Value>>,
    ) -> Result<Option<Sourced<String>>, Malformed> {
        let Some(value) = value else { return Ok(None) };
        match value.get_ref() {
            toml::Value::String(name) if !name.trim().is_empty() => {
                Ok(Some(self.sourced(&value, name.trim().to_owned())))
            }
            _ => Err(self.not(
                &value,
                &format!("`{field}` is not a name in quotation marks"),
            )),
        }
    }

    fn date(
        &self,
        value: Option<Spanned<toml::Value>>,
    ) -> Result<Option<Sourced<Date>>, Malformed> {
        let Some(value) = value else { return Ok(None) };
        let written = match value.get_ref() {
            toml::Value::Datetime(date) => date.to_string(),
            toml::Value::String(date) => date.clone(),
            _ => String::new(),
        };
        match field_date::written(&written, None) {
            Some(date) => Ok(Some(self.sourced(&value, date))),
            None => Err(self.not(
                &value,
                "`date` is not a day of the calendar, such as 2025-10-31",
            )),
        }
    }

    fn language(
        &self,
        value: Option<Spanned<toml::Value>>,
    ) -> Result<Option<Sourced<String>>, Malformed> {
        let Some(value) = value else { return Ok(None) };
        match value.get_ref().as_str().and_then(names::language) {
            Some(tag) => Ok(Some(self.sourced(&value, tag))),
            None => Err(self.not(
                &value,
                "`language` is not a language tag, such as en or pt-BR",
            )),
        }
    }

    fn authors(
        &self,
        value: Option<Spanned<toml::Value>>,
    ) -> Result<Vec<Sourced<String>>, Malformed> {
        let Some(value) = value else {
            return Ok(Vec::new());
        };
        let authors = match value.get_ref() {
            toml::Value::String(authors) => Some(names::authors(authors)),
            toml::Value::Array(authors) => authors
                .iter()
                .map(|author| author.as_str().map(|author| author.trim().to_owned()))
                .collect(),
            _ => None,
        };
        match authors {
            Some(authors) => Ok(authors
                .into_iter()
                .map(|author| self.sourced(&value, author))
                .collect()),
            None => Err(self.not(
                &value,
                "`authors` is not a list of names in quotation marks",
            )),
        }
    }

    fn sourced<T>(&self, at: &Spanned<toml::Value>, value: T) -> Sourced<T> {
        Sourced::new(value, RULE, self.lines(at.span()))
    }

    fn not(&self, at: &Spanned<toml::Value>, message: &str) -> Malformed {
        malformed(self.text, Some(at.span()), message)
    }

    /// Returns the lines that the range touches.
    fn lines(&self, span: Range<usize>) -> &str {
        let start = self.text[..span.start]
            .rfind('\n')
            .map_or(0, |place| place + 1);
        let end = self.text[span.end..]
            .find('\n')
            .map_or(self.text.len(), |place| span.end + place);
        self.text[start..end].trim()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn check_malformed(text: &str, scope: Scope, line: Option<u64>, start: &str) {
        let error = Sidecar::parse(text, scope).unwrap_err();
        assert_eq!(error.line, line, "{text}");
        assert!(
            error
                .reason
                .starts_with(&format!("malformed sidecar: {start}")),
            "{text}: {}",
            error.reason
        );
    }

    #[test]
    fn malformed_sidecars_name_their_line() {
        check_malformed(
            "outlet = \"Dawn\"\noutlte = \"Dawn\"",
            Scope::File,
            Some(2),
            "unknown field `outlte`",
        );
        check_malformed("outlet = Dawn", Scope::File, Some(1), "");
        check_malformed(
            "\noutlet = 3",
            Scope::File,
            Some(2),
            "`outlet` is not a name",
        );
        check_malformed(
            "outlet = \" \"",
            Scope::File,
            Some(1),
            "`outlet` is not a name",
        );
        check_malformed(
            "date = \"last Friday\"",
            Scope::File,
            Some(1),
            "`date` is not a day",
        );
        check_malformed("date = 2025-02-30", Scope::File, Some(1), "");
        check_malformed(
            "authors = [1]",
            Scope::File,
            Some(1),
            "`authors` is not a list",
        );
        check_malformed(
            "language = \"Klingonese tongue\"",
            Scope::File,
            Some(1),
            "`language` is not",
        );
        check_malformed(
            "\n\nurl = \"https://a.example\"",
            Scope::Folder,
            Some(3),
            "`url` is one article's",
        );
        check_malformed(
            "title = \"A\"",
            Scope::Folder,
            Some(1),
            "`title` is one article's",
        );
    }

    #[test]
    fn a_sidecar_states_values_with_their_lines() {
        let text = "outlet = \"Dawn\" # as printed\ndate = 2025-10-31\nauthors = [\n  \"A. Khan\",\n]\nlanguage = \"EN\"\n";
        let sidecar = Sidecar::parse(text, Scope::Folder).unwrap();
        assert_eq!(
            sidecar.outlet,
            Some(Sourced::new(
                "Dawn".to_owned(),
                RULE,
                "outlet = \"Dawn\" # as printed"
            ))
        );
        assert_eq!(
            sidecar.date,
            Some(Sourced::new(date(2025, 10, 31), RULE, "date = 2025-10-31"))
        );
        assert_eq!(
            sidecar.authors,
            [Sourced::new(
                "A. Khan".to_owned(),
                RULE,
                "authors = [\n  \"A. Khan\",\n]"
            )]
        );
        assert_eq!(sidecar.language.unwrap().value, "en");
    }

    #[test]
    fn dates_may_be_written_as_words_and_keep_their_day() {
        for written in [
            "2025-10-31",
            "2025-10-31T23:30:00-05:00",
            "\"31 October 2025\"",
            "\"31. Oktober 2025\"",
            "\"31/10/2025\"",
            "\"2025-10-31\"",
        ] {
            let sidecar = Sidecar::parse(&format!("date = {written}"), Scope::File).unwrap();
            assert_eq!(sidecar.date.unwrap().value, date(2025, 10, 31), "{written}");
        }
    }

    #[test]
    fn the_nearer_one_wins_value_by_value() {
        let near = Sidecar::parse("outlet = \"Near\"", Scope::File).unwrap();
        let far = Sidecar::parse("outlet = \"Far\"\nplace = \"Far\"", Scope::File).unwrap();
        let both = near.or(&far);
        assert_eq!(both.outlet.unwrap().value, "Near");
        assert_eq!(both.place.unwrap().value, "Far");
    }

    #[test]
    fn what_is_stated_replaces_what_was_found_and_nothing_else() {
        let found = |value: &str| Some(Sourced::new(value.to_owned(), "dateline", value));
        let mut metadata = Metadata {
            outlet: found("Found"),
            place: found("KABUL"),
            ..Metadata::default()
        };
        Sidecar::parse("outlet = \"Stated\"", Scope::File)
            .unwrap()
            .apply(&mut metadata);
        assert_eq!(metadata.outlet.unwrap().value, "Stated");
        assert_eq!(metadata.place, found("KABUL"));
    }
}
