//! A JSON record in, what it says of an article out.
//!
//! The record is read in one pass that keeps only fields with a meaning (`fields.rs`, or the user's mapping)
//! and builds no tree of the text, which is nearly all of it. Every value carries the words it was read from.
//! What is not here: telling records apart (`input.rs`), and values that stand in the text itself.

use jiff::civil::Date;
use serde::de::Deserializer;
use serde_json::Value;

use super::fields;
use super::values::{self, Found};
use super::visitor::{Content, Kept, RecordVisitor, inner_path};
use super::{MappedField, Parsed, SourceOptions, encoding, field_date, names};
use crate::article::{Confidence, Metadata, Sourced};

const RULE: &str = "field";

/// The rule of a day that a field gives as a time since 1970: it is the day in UTC.
const EPOCH: &str = "epoch";

/// Reads a record.
///
/// # Errors
/// The reason, as a clause, where it is not one JSON object in UTF-8, or holds no text.
pub(crate) fn parse(bytes: &[u8], options: &SourceOptions) -> Result<Parsed, String> {
    let text =
        std::str::from_utf8(bytes).map_err(|error| encoding::invalid_utf8(error.valid_up_to()))?;
    let mut json = serde_json::Deserializer::from_str(text);
    let kept = json.deserialize_any(RecordVisitor { options });
    let kept = kept.and_then(|kept| json.end().map(|()| kept));
    let kept = kept.map_err(|error| not_json(text, &error))?;
    let mut record = Record { kept, options };
    let metadata = record.metadata();
    let body = record.body().ok_or_else(|| no_text(text))?;
    let stated_title = metadata.title.as_ref().map(|title| title.value.clone());
    Ok(Parsed {
        body,
        metadata,
        stated_title,
    })
}

/// Reads fields that stand for those of a record.
///
/// # Errors
/// The reason, as a clause, where none of them holds a text.
pub(crate) fn parse_fields(
    fields: serde_json::Map<String, Value>,
    options: &SourceOptions,
) -> Result<Parsed, String> {
    parse(Value::Object(fields).to_string().as_bytes(), options)
}

fn not_json(text: &str, error: &serde_json::Error) -> String {
    if !text.trim_start().starts_with('{') {
        return "not a JSON object".to_owned();
    }
    if error.is_eof() {
        return "the JSON object is cut".to_owned();
    }
    let message = error.to_string();
    let reason = message.split(" at line ").next().unwrap_or_default();
    match error.line() {
        0 | 1 => format!("malformed JSON at column {}: {reason}", error.column()),
        line => format!(
            "malformed JSON at line {line} of the record, column {}: {reason}",
            error.column()
        ),
    }
}

/// Says that there is no text, and which fields there are, because one of them may have to be mapped.
fn no_text(text: &str) -> String {
    let found: serde_json::Map<String, Value> = serde_json::from_str(text).unwrap_or_default();
    let names: Vec<_> = found
        .keys()
        .take(12)
        .map(|name| format!("`{name}`"))
        .collect();
    let names = if names.is_empty() {
        "none".to_owned()
    } else {
        names.join(", ")
    };
    format!(
        "no text: none of {} and the like holds any (its fields: {names})",
        fields::BODY_NAMES
    )
}

/// What was kept of a record.
struct Record<'o> {
    kept: Vec<Kept>,
    options: &'o SourceOptions,
}

/// A field kept for one of ours: where it is kept, and the path within it, if any.
type Place<'o> = (usize, Option<&'o str>);

impl<'o> Record<'o> {
    /// Takes out the text: the first, in order of names, that holds any.
    fn body(&mut self) -> Option<String> {
        let places = self.places(MappedField::Body);
        places.into_iter().find_map(|(place, path)| {
            let text = match (&mut self.kept[place].value, path) {
                (Content::Text(text), None) => std::mem::take(text),
                (Content::Text(_), Some(_)) => return None,
                (Content::Tree(tree), None) => values::body(tree)?,
                (Content::Tree(tree), Some(path)) => {
                    values::body(values::dig(tree, path).first()?)?
                }
            };
            (!values::is_absent(&text)).then_some(text)
        })
    }

    fn metadata(&self) -> Metadata {
        let language = self.language();
        let tag = language.as_ref().map(|language| language.value.as_str());
        let (date, unread_date) = self.date(tag);
        let date_confidence = match &date {
            Some(date) if date.rule == EPOCH => Confidence::Likely,
            _ => Confidence::Stated,
        };
        Metadata {
            title: self.first(MappedField::Title, values::name),
            outlet: self.first(MappedField::Outlet, values::outlet),
            date_confidence: date.is_some().then_some(date_confidence),
            date,
            unread_date,
            authors: self.authors(),
            section: self.first(MappedField::Section, values::name),
            language,
            place: self.first(MappedField::Place, values::place),
            url: self.first(MappedField::Url, values::url),
            record_id: self
                .first(MappedField::Id, values::scalar)
                .map(|id| id.value),
            ..Metadata::default()
        }
    }

    /// Returns the fields kept for one of ours, the preferred first.
    fn places(&self, ours: MappedField) -> Vec<Place<'o>> {
        let mut places: Vec<(usize, Place<'o>)> = Vec::new();
        for (place, kept) in self.kept.iter().enumerate() {
            let map = self.options.map.iter().enumerate();
            let mapped = map.filter(|(_, (field, _))| *field == ours);
            places.extend(mapped.filter_map(|(rank, (_, path))| {
                Some((rank, (place, inner_path(path, &kept.name)?)))
            }));
            // The names of the usual tools come after what is mapped, so that one folder may hold both.
            let meant = kept.meanings.iter().filter(|meaning| meaning.ours == ours);
            places.extend(
                meant.map(|meaning| (self.options.map.len() + meaning.rank, (place, None))),
            );
        }
        places.sort_by_key(|(rank, _)| *rank);
        places.into_iter().map(|(_, place)| place).collect()
    }

    /// Returns the values found for one of our fields, in order, each with the name it was found under.
    fn values(&self, ours: MappedField) -> impl Iterator<Item = (&str, Found<'_>)> {
        self.places(ours).into_iter().flat_map(|(place, path)| {
            let Kept { name, value, .. } = &self.kept[place];
            let found = match (value, path) {
                (Content::Text(text), None) => vec![Found::Text(text)],
                (Content::Text(_), Some(_)) => Vec::new(),
                (Content::Tree(tree), None) => vec![Found::Tree(tree)],
                (Content::Tree(tree), Some(path)) => values::dig(tree, path)
                    .into_iter()
                    .map(Found::Tree)
                    .collect(),
            };
            found.into_iter().map(|value| (name.as_str(), value))
        })
    }

    /// Returns the first value that `accept` takes.
    fn first(
        &self,
        ours: MappedField,
        accept: fn(&Found<'_>) -> Option<String>,
    ) -> Option<Sourced<String>> {
        let words = self.values(ours).find_map(|(_, found)| accept(&found))?;
        Some(Sourced::new(words.trim().to_owned(), RULE, words))
    }

    /// Returns the day of the first field that names one; where none does, the words of the first that is filled.
    fn date(&self, language: Option<&str>) -> (Option<Sourced<Date>>, Option<String>) {
        let mut unread = None;
        for (name, found) in self.values(MappedField::Date) {
            let Some(written) = values::scalar(&found) else {
                continue;
            };
            let words = || format!("{name}: {written}");
            if let Some(day) = field_date::written(&written, language) {
                return (Some(Sourced::new(day, RULE, words())), None);
            }
            if let Some(day) = field_date::epoch(&written) {
                return (Some(Sourced::new(day, EPOCH, words())), None);
            }
            unread.get_or_insert_with(|| field_date::shown(&written));
        }
        (None, unread)
    }

    fn language(&self) -> Option<Sourced<String>> {
        self.values(MappedField::Language).find_map(|(_, found)| {
            let written = values::name(&found)?;
            Some(Sourced::new(names::language(&written)?, RULE, written))
        })
    }

    /// Returns the authors of the first field that has any.
    fn authors(&self) -> Vec<Sourced<String>> {
        let mut authors: Vec<Sourced<String>> = Vec::new();
        let mut from = "";
        for (name, found) in self.values(MappedField::Author) {
            if !authors.is_empty() && name != from {
                break;
            }
            from = name;
            for (author, words) in values::authors(&found) {
                if !authors.iter().any(|known| known.value == author) {
                    authors.push(Sourced::new(author, RULE, words));
                }
            }
        }
        authors
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// What the tests look at: title, outlet, day, authors, section, language, place, url, id, body.
    fn told(json: &str, map: &[&str]) -> Result<String, String> {
        let map = map
            .iter()
            .map(|map| SourceOptions::parse_map(map).unwrap())
            .collect();
        let parsed = parse(
            json.as_bytes(),
            &SourceOptions {
                map,
                ..SourceOptions::default()
            },
        )?;
        let Metadata {
            title,
            outlet,
            date,
            unread_date,
            authors,
            section,
            language,
            place,
            url,
            record_id,
            ..
        } = parsed.metadata;
        let authors: Vec<_> = authors.into_iter().map(|author| author.value).collect();
        let name = |name: Option<Sourced<String>>| name.map(|name| name.value);
        let told = [
            ("title", name(title)),
            ("outlet", name(outlet)),
            ("date", date.map(|date| date.value.to_string())),
            ("unread", unread_date),
            (
                "authors",
                (!authors.is_empty()).then(|| authors.join(" + ")),
            ),
            ("section", name(section)),
            ("language", name(language)),
            ("place", name(place)),
            ("url", name(url)),
            ("id", record_id),
            ("body", Some(parsed.body)),
        ];
        let told = told
            .into_iter()
            .filter_map(|(field, value)| Some(format!("{field}: {}", value?)));
        Ok(told.collect::<Vec<_>>().join(", "))
    }

    fn check(json: &str, expected: &str) {
        assert_eq!(told(json, &[]).as_deref(), Ok(expected), "{json}");
    }

    #[test]
    fn records_as_the_tools_write_them() {
        check(
            r#"{"title": "T", "author": "Jane Doe; John Roe", "hostname": "a.example", "date": "2024-05-01", "fingerprint": "f",
               "id": null, "raw_text": "flat", "text": "one\ntwo", "language": null, "source": "https://a.example/1",
               "source-hostname": "The Example", "filedate": "2026-01-01", "categories": "", "excerpt": "E"}"#,
            "title: T, outlet: The Example, date: 2024-05-01, authors: Jane Doe + John Roe, url: https://a.example/1, body: one\ntwo",
        );
        check(
            r#"{"authors": ["Jane Doe"], "date_download": "2026-01-01 00:00:00", "date_modify": "None",
               "date_publish": "2024-05-01 10:30:00", "description": "D", "filename": "f.json", "language": "en",
               "maintext": "M", "source_domain": "a.example", "text": null, "title": "T", "url": "https://a.example/1"}"#,
            "title: T, date: 2024-05-01, authors: Jane Doe, language: en, url: https://a.example/1, id: f.json, body: M",
        );
        check(
            r#"{"url": "https://a.example/1", "canonical_link": "", "title": "T", "authors": ["Jane Doe", "John Roe"],
               "publish_date": "2024-05-01T00:00:00", "meta_site_name": "The Example", "meta_lang": "en",
               "text": "X", "summary": "S", "tags": [], "html": "<p>"}"#,
            "title: T, outlet: The Example, date: 2024-05-01, authors: Jane Doe + John Roe, language: en, url: https://a.example/1, body: X",
        );
        check(
            r#"{"title": "T", "body": {"summary": [], "sections": []}, "plaintext": "P", "authors": [], "publisher": "The Example",
               "publishing_date": "2024-05-01 10:30:00+02:00", "topics": ["a"], "lang": "de"}"#,
            "title: T, outlet: The Example, date: 2024-05-01, language: de, body: P",
        );
        check(
            r#"{"title": "T", "text": "X", "domain": "a.example", "date": "2017-05-01 10:30:00", "description": "D",
               "url": "https://a.example/1", "image_url": "https://a.example/i"}"#,
            "title: T, date: 2017-05-01, url: https://a.example/1, body: X",
        );
        check(
            r#"{"uri": "urn:newsml:1", "language": "en-GB", "headlines": [{"role": "sub", "value": "S"}, {"role": "main", "value": "T"}],
               "bodies": [{"contentType": "application/xhtml+xml", "value": "<p>"}, {"contentType": "text/plain", "value": "X"}],
               "by": "By Jane Doe", "versionCreated": "2024-06-01T00:00:00Z", "firstCreated": "2024-05-01T23:00:00-05:00",
               "infoSources": [{"name": "The Example"}]}"#,
            "title: T, outlet: The Example, date: 2024-05-01, authors: Jane Doe, language: en-gb, id: urn:newsml:1, body: X",
        );
        check(
            r#"{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "T", "datePublished": "2024-05-01T10:30:00+05:00",
               "dateModified": "2024-05-02", "author": [{"@type": "Person", "name": "Jane Doe"}, {"name": "John Roe"}],
               "publisher": {"@type": "Organization", "name": "The Example", "url": "https://a.example"}, "inLanguage": "en",
               "articleSection": ["World", "Asia"], "articleBody": "X", "mainEntityOfPage": {"@id": "https://a.example/1"}}"#,
            "title: T, outlet: The Example, date: 2024-05-01, authors: Jane Doe + John Roe, section: World, language: en, url: https://a.example/1, body: X",
        );
        check(
            r#"{"_id": "d0", "title": "T", "text": "X", "metadata": {}}"#,
            "title: T, id: d0, body: X",
        );
        check(
            r#"{"id": 7, "title": "T", "text": "X", "date": "26-FEB-1987 15:01:01.79", "outlet": "Reuters", "place": null}"#,
            "title: T, outlet: Reuters, date: 1987-02-26, id: 7, body: X",
        );
    }

    #[test]
    fn a_flattened_text_is_none_and_a_marked_up_one_is_the_last_resort() {
        let no_text = told(r#"{"title": "T", "text": null, "raw_text": "flat"}"#, &[]);
        assert!(no_text.is_err_and(|reason| reason.starts_with("no text")));
        check(
            r#"{"bodies": [{"contentType": "application/xhtml+xml", "value": "<p>one</p><p>two</p>"}, {"contentType": "text/plain", "value": ""}]}"#,
            "body: one\n\ntwo",
        );
    }

    #[test]
    fn source_is_an_address_or_an_outlet() {
        check(
            r#"{"text": "X", "source": "Dawn"}"#,
            "outlet: Dawn, body: X",
        );
        check(
            r#"{"text": "X", "source": "https://a.example/1"}"#,
            "url: https://a.example/1, body: X",
        );
        check(
            r#"{"text": "X", "source": {"name": "Dawn", "url": "https://a.example"}}"#,
            "outlet: Dawn, body: X",
        );
        check(
            r#"{"text": "X", "source.name": "Dawn"}"#,
            "outlet: Dawn, body: X",
        );
        check(
            r#"{"text": "X", "publisher": "https://facebook.example/dawn"}"#,
            "body: X",
        );
    }

    #[test]
    fn words_for_nothing_are_nothing() {
        check(
            r#"{"text": "X", "title": "None", "outlet": "null", "author": "", "date": "None", "id": ""}"#,
            "body: X",
        );
        check(r#"{"text": "None", "maintext": "M"}"#, "body: M");
        check(r#"{"text": " \n", "content": "C"}"#, "body: C");
        check(
            r#"{"text": ["a", {"b": 1}], "body": {"c": [1.5, true, -1]}, "content": "C"}"#,
            "body: C",
        );
    }

    #[test]
    fn only_a_day_of_publication_is_a_date() {
        check(
            r#"{"text": "X", "seendate": "20240501T103000Z", "updated": "2024-05-01", "indexed_date": "2024-05-01"}"#,
            "body: X",
        );
        check(
            r#"{"text": "X", "date": 20240501}"#,
            "date: 2024-05-01, body: X",
        );
        check(
            r#"{"text": "X", "date": 1714559400}"#,
            "date: 2024-05-01, body: X",
        );
        check(
            r#"{"text": "X", "date": "20 listopada 2024", "language": "hr"}"#,
            "date: 2024-10-20, language: hr, body: X",
        );
        check(
            r#"{"text": "X", "date": "01/05/2024"}"#,
            "unread: 01/05/2024, body: X",
        );
        check(
            r#"{"text": "X", "date_publish": "None", "published": "October 2025", "date": "2025-10"}"#,
            "unread: October 2025, body: X",
        );
        check(
            r#"{"text": "X", "published": "October 2025", "date": "2025-10-31"}"#,
            "date: 2025-10-31, body: X",
        );
        check(
            r#"{"text": "X", "date": "2024-05-02", "date_publish": "2024-05-01"}"#,
            "date: 2024-05-01, body: X",
        );
    }

    #[test]
    fn the_body_is_verbatim() {
        check(
            "{\"text\": \" a\\r\\nb\\u00a0\\ud83d\\ude00\\u0000 \"}",
            "body:  a\r\nb\u{a0}😀\0 ",
        );
    }

    #[test]
    fn a_day_of_a_time_since_1970_is_less_sure() {
        let sure = |json: &str| {
            let parsed = parse(json.as_bytes(), &SourceOptions::default()).unwrap();
            let rule = parsed.metadata.date.map(|date| date.rule);
            (rule.unwrap_or_default(), parsed.metadata.date_confidence)
        };
        assert_eq!(
            sure(r#"{"text": "X", "date": 1714559400}"#),
            ("epoch".to_owned(), Some(Confidence::Likely))
        );
        assert_eq!(
            sure(r#"{"text": "X", "date": "2024-05-01"}"#),
            ("field".to_owned(), Some(Confidence::Stated))
        );
        assert_eq!(sure(r#"{"text": "X"}"#), (String::new(), None));
    }

    #[test]
    fn values_carry_their_words() {
        let parsed = parse(
            br#"{"text": "X", "title": " T ", "date_publish": "2024-05-01 10:30"}"#,
            &SourceOptions::default(),
        );
        let parsed = parsed.unwrap();
        assert_eq!(
            parsed.metadata.title,
            Some(Sourced::new("T".to_owned(), "field", " T "))
        );
        assert_eq!(
            parsed.metadata.date,
            Some(Sourced::new(
                date(2024, 5, 1),
                "field",
                "date_publish: 2024-05-01 10:30"
            ))
        );
        assert_eq!(parsed.stated_title.as_deref(), Some("T"));
    }

    fn check_mapped(json: &str, map: &[&str], expected: &str) {
        assert_eq!(told(json, map).as_deref(), Ok(expected), "{json} {map:?}");
    }

    #[test]
    fn mapped_fields_come_before_the_usual_names() {
        let record = r#"{"text": "X", "title": "T", "story": "S", "meta": {"paper": {"name": "Dawn"}, "body": "B", "by": [{"n": "A B"}, {"n": "C D"}]}}"#;
        check_mapped(record, &["text=story"], "title: T, body: S");
        check_mapped(
            record,
            &["outlet=meta.paper.name"],
            "title: T, outlet: Dawn, body: X",
        );
        check_mapped(
            record,
            &["outlet=meta.paper"],
            "title: T, outlet: Dawn, body: X",
        );
        check_mapped(
            record,
            &["body=meta.body", "outlet=meta.paper.name"],
            "title: T, outlet: Dawn, body: B",
        );
        check_mapped(
            record,
            &["author=meta.by.n"],
            "title: T, authors: A B + C D, body: X",
        );
        check_mapped(
            record,
            &["author=meta.by.1.n"],
            "title: T, authors: C D, body: X",
        );
        check_mapped(record, &["title=nowhere"], "title: T, body: X");
        check_mapped(
            record,
            &["title=nowhere", "title=story"],
            "title: S, body: X",
        );
        check_mapped(record, &["title=text"], "title: X, body: X");
        check_mapped(
            r#"{"text": "X", "a.b": "T"}"#,
            &["title=a.b"],
            "title: T, body: X",
        );
        check_mapped(
            r#"{"text": "X", "source": {"name": "Dawn", "link": "https://a.example/1"}}"#,
            &["url=source.link"],
            "outlet: Dawn, url: https://a.example/1, body: X",
        );
    }

    fn check_bad(json: &[u8], start: &str) {
        let reason = parse(json, &SourceOptions::default()).unwrap_err();
        assert!(reason.starts_with(start), "{reason}");
    }

    #[test]
    fn records_that_are_skipped_say_why() {
        check_bad(b"{\"text\": \"caf\xe9\"}", "invalid UTF-8 at byte 13");
        check_bad(br#"{"text": "cut"#, "the JSON object is cut");
        check_bad(
            br#"{"text": "a"} {"text": "b"}"#,
            "malformed JSON at column 15: trailing characters",
        );
        check_bad(br#"{"text": "a",, }"#, "malformed JSON at column 14");
        check_bad(br#"["text"]"#, "not a JSON object");
        check_bad(b"null", "not a JSON object");
        check_bad(b"", "not a JSON object");
        check_bad(
            br#"{"title": "T", "html": "<p>"}"#,
            "no text: none of text, maintext, plaintext, articleBody, body, content and the like holds any (its fields: `title`, `html`)",
        );
        check_bad(br#"{"text": null, "maintext": ""}"#, "no text");
        check_bad(b"{}", "no text");
    }
}
