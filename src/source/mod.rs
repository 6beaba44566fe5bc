//! Articles out of bytes: walking folders, reading files, and parsing the records they hold.
//!
//! Two steps, so that a caller can run them apart: [`read`] streams a file and hands out [`RawRecord`]s one
//! after another, in bounded memory; [`RawRecord::parse`] makes an article of one of them, needs nothing but
//! the record, and may run on any thread. Whatever cannot be read is handed out as a [`Skipped`] that names
//! it; nothing here ends a run. What is not here: documents, mail and archives of files, which are named as not
//! read yet (`kind.rs` lists them), and keeping track of what was indexed before.

mod agencies;
mod aliases;
mod beside;
mod dateline;
mod dates;
mod decompress;
mod delivery;
mod encoding;
mod feed;
mod field_date;
mod fields;
mod http;
mod implied;
mod infer;
mod input;
mod json;
mod kind;
mod members;
mod names;
mod outlets;
mod page;
mod places;
mod plain;
mod read;
mod rows;
mod sidecar;
mod split;
mod table;
mod tei;
mod values;
mod visitor;
mod wacz;
mod walk;
mod warc;
mod wrapped;
mod xml;

use std::sync::Arc;

use jiff::civil::Date;

use crate::article::{Article, Confidence, Metadata, Sourced};
use crate::error::{Error, ErrorKind, Skipped};

pub use agencies::agency_name;
pub use aliases::Aliases;
pub use infer::infer;
pub use read::{FileDigest, digest, read};
pub use sidecar::Sidecar;
pub use walk::{FileRef, Walk, WalkOptions, canonical, walk};

/// What a user can say about how files are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceOptions {
    /// For a field of ours, the JSON field it is read from; a dotted path such as `source.name` leads into
    /// nested objects. Several entries are tried in order, and then the names
    /// that the usual tools write.
    pub map: Vec<(MappedField, String)>,
    /// The length in bytes, after decompression, above which a record is skipped.
    pub record_limit: usize,
    /// What outlets are called; a sidecar's word stands above it.
    pub aliases: Aliases,
}

impl Default for SourceOptions {
    /// Maps nothing and takes records of up to 32 MiB.
    fn default() -> Self {
        SourceOptions {
            map: Vec::new(),
            record_limit: 32 << 20,
            aliases: Aliases::default(),
        }
    }
}

impl SourceOptions {
    /// Reads one mapping, written `ours=theirs`.
    ///
    /// # Errors
    /// `Usage` where the text is not of that form, `UnknownField` where the left side is no field of ours.
    pub fn parse_map(text: &str) -> Result<(MappedField, String), Error> {
        let (ours, theirs) = text.split_once('=').ok_or_else(|| bad_map(text))?;
        let (ours, theirs) = (ours.trim(), theirs.trim());
        if theirs.is_empty() || theirs.split('.').any(str::is_empty) {
            return Err(bad_map(text));
        }
        match MappedField::named(ours) {
            Some(field) => Ok((field, theirs.to_owned())),
            None => Err(unknown_field(ours, text)),
        }
    }
}

fn bad_map(text: &str) -> Error {
    Error::new(
        ErrorKind::Usage,
        format!("cannot read the mapping `{text}`"),
    )
    .hint("write ours=theirs, such as outlet=source.name")
}

fn unknown_field(ours: &str, text: &str) -> Error {
    let known: Vec<_> = MappedField::ALL.iter().map(|field| field.name()).collect();
    let start = text.find(ours).unwrap_or(0);
    Error::new(ErrorKind::UnknownField, format!("cannot map to `{ours}`"))
        .at(text, start..start + ours.len(), "not a field of an article")
        .hint(format!("the fields are {}", known.join(", ")))
}

/// The parts of an article that a JSON field can be mapped to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MappedField {
    /// The article's text.
    Body,
    /// [`Metadata::title`].
    Title,
    /// [`Metadata::outlet`].
    Outlet,
    /// [`Metadata::date`].
    Date,
    /// [`Metadata::authors`].
    Author,
    /// [`Metadata::section`].
    Section,
    /// [`Metadata::language`].
    Language,
    /// [`Metadata::place`].
    Place,
    /// [`Metadata::url`].
    Url,
    /// [`Metadata::record_id`].
    Id,
}

impl MappedField {
    /// Every field, in the order they are shown.
    pub const ALL: [MappedField; 10] = [
        MappedField::Body,
        MappedField::Title,
        MappedField::Outlet,
        MappedField::Date,
        MappedField::Author,
        MappedField::Section,
        MappedField::Language,
        MappedField::Place,
        MappedField::Url,
        MappedField::Id,
    ];

    /// Returns the field's name, as it is written in options.
    pub const fn name(self) -> &'static str {
        match self {
            MappedField::Body => "body",
            MappedField::Title => "title",
            MappedField::Outlet => "outlet",
            MappedField::Date => "date",
            MappedField::Author => "author",
            MappedField::Section => "section",
            MappedField::Language => "language",
            MappedField::Place => "place",
            MappedField::Url => "url",
            MappedField::Id => "id",
        }
    }

    /// Finds the field of that name; `text` and `authors` are understood as well.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "text" => Some(MappedField::Body),
            "authors" => Some(MappedField::Author),
            _ => Self::ALL.into_iter().find(|field| field.name() == name),
        }
    }
}

/// How the bytes of a record are to be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordFormat {
    /// Plain text in some encoding; the record is the whole file.
    Text,
    /// One JSON object in UTF-8.
    Json,
    /// A web page.
    Page,
    /// One element of XML in UTF-8 that is an article: an entry of a feed, or a document that a tool wrote.
    Xml,
}

/// What the file that holds a record says of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The address a page was fetched from.
    pub url: Option<String>,
    /// The encoding of a page that the server named, as written.
    pub charset: Option<String>,
    /// The day a page was fetched, as written: it was not published later. No day of publication.
    pub fetched: Option<Date>,
    /// The title of the feed a record stands in.
    pub feed: Option<Arc<str>>,
}

/// A record as it stands in a file, not yet parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawRecord {
    /// How its bytes are to be understood.
    pub format: RecordFormat,
    /// Its bytes, decompressed.
    pub bytes: Vec<u8>,
    /// The line it begins on, from 1; its number among the records in web archives and XML; `None` where it is
    /// the only record of its file.
    pub line: Option<u64>,
    /// The file, as it is shown to people.
    pub path: Arc<str>,
    /// What the sidecar files state of it, which stands above everything found in the record.
    pub sidecar: Arc<Sidecar>,
    /// What the file says of it from outside.
    pub origin: Origin,
}

impl RawRecord {
    /// Makes the article.
    ///
    /// # Errors
    /// A [`Skipped`] that names the record where it is not in the format it claims, or holds no text.
    pub fn parse(self, options: &SourceOptions) -> Result<Article, Skipped> {
        let RawRecord {
            format,
            bytes,
            line,
            path,
            sidecar,
            origin,
        } = self;
        let fetched = origin.fetched;
        let parsed = match format {
            RecordFormat::Text => parse_text(bytes),
            RecordFormat::Json if origin.feed.is_some() => {
                feed::parse_item(&bytes, &origin, options)
            }
            RecordFormat::Json => json::parse(&bytes, options),
            RecordFormat::Page => page::parse(&bytes, &origin.into_context()),
            RecordFormat::Xml => xml::parse(bytes, &origin, options),
        };
        let skip = |reason| Skipped {
            path: path.to_string(),
            line,
            reason,
        };
        let mut parsed = parsed.map_err(skip)?;
        let metadata = &mut parsed.metadata;
        if metadata.date.is_some() && metadata.date_confidence.is_none() {
            metadata.date_confidence = Some(Confidence::Stated);
        }
        if let (None, Some(day)) = (&metadata.fetched, fetched) {
            metadata.fetched = Some(Sourced::new(day, "archive", day.to_string()));
        }
        // A page was asked all of this already, but for what a sidecar's address tells.
        let is_complete = format == RecordFormat::Page && sidecar.url().is_none();
        if let Some(url) = sidecar.url() {
            metadata.url = Some(url.clone());
        }
        if !is_complete {
            implied::complete(metadata, &parsed.body);
        }
        options.aliases.apply(metadata);
        sidecar.apply(metadata);
        if metadata.date.is_some() {
            metadata.unread_date = None;
        }
        Ok(Article::new(
            parsed.body,
            parsed.metadata,
            path.to_string(),
            parsed.stated_title.as_deref(),
        ))
    }
}

impl Origin {
    fn into_context(self) -> page::PageContext {
        page::PageContext {
            url: self.url,
            charset: self.charset,
            fetched: self.fetched,
        }
    }
}

/// What was found in a record.
#[derive(Debug)]
struct Parsed {
    body: String,
    metadata: Metadata,
    /// The title as a field states it; a title that a rule found in the body is none.
    stated_title: Option<String>,
}

fn parse_text(bytes: Vec<u8>) -> Result<Parsed, String> {
    let body = encoding::decode(bytes)?;
    if body.trim().is_empty() {
        return Err("no text: the file holds nothing but blanks".to_owned());
    }
    let metadata = plain::metadata(&body);
    Ok(Parsed {
        body,
        metadata,
        stated_title: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_map(input: &str, expected: Result<(MappedField, &str), ErrorKind>) {
        let read = SourceOptions::parse_map(input);
        let read = read
            .as_ref()
            .map(|(ours, theirs)| (*ours, theirs.as_str()))
            .map_err(|error| error.kind());
        assert_eq!(read, expected, "{input}");
    }

    #[test]
    fn mappings() {
        check_map(
            "outlet=source.name",
            Ok((MappedField::Outlet, "source.name")),
        );
        check_map(
            " text = fields.bodyText ",
            Ok((MappedField::Body, "fields.bodyText")),
        );
        check_map("authors=by=line", Ok((MappedField::Author, "by=line")));
        check_map("outlet", Err(ErrorKind::Usage));
        check_map("outlet=", Err(ErrorKind::Usage));
        check_map("outlet=source..name", Err(ErrorKind::Usage));
        check_map("headline=title", Err(ErrorKind::UnknownField));
        check_map("=title", Err(ErrorKind::UnknownField));
    }

    #[test]
    fn every_mapped_field_is_found_by_its_name() {
        for field in MappedField::ALL {
            assert_eq!(MappedField::named(field.name()), Some(field));
        }
    }

    fn parse(bytes: &[u8], sidecar: Sidecar) -> Result<Article, Skipped> {
        let record = RawRecord {
            format: RecordFormat::Text,
            bytes: bytes.to_vec(),
            line: None,
            path: "a.txt".into(),
            sidecar: Arc::new(sidecar),
            origin: Origin::default(),
        };
        record.parse(&SourceOptions::default())
    }

    #[test]
    fn the_body_of_a_text_is_the_whole_text() {
        let text = "\r\n A headline\r\n\r\nKABUL – It\u{a0}rained.\t\r\n";
        assert_eq!(
            parse(text.as_bytes(), Sidecar::default()).unwrap().body,
            text
        );
    }

    #[test]
    fn an_outlet_can_be_called_by_the_domain_of_a_record() {
        let json = br#"{"url": "https://www.dawn.com/1", "text": "It rained.", "date": "2025-10"}"#;
        let record = RawRecord {
            format: RecordFormat::Json,
            bytes: json.to_vec(),
            line: None,
            path: "a.json".into(),
            sidecar: Arc::default(),
            origin: Origin::default(),
        };
        let options = SourceOptions {
            aliases: Aliases::of([("dawn.com".to_owned(), "Dawn".to_owned())]),
            ..SourceOptions::default()
        };
        let metadata = record.parse(&options).unwrap().metadata;
        let outlet = metadata.outlet.unwrap();
        assert_eq!(
            (outlet.value.as_str(), outlet.rule.as_str()),
            ("Dawn", "alias")
        );
        assert_eq!(metadata.unread_date.as_deref(), Some("2025-10"));
        assert_eq!(metadata.date_confidence, None);
    }

    #[test]
    fn a_text_of_blanks_is_skipped() {
        assert!(
            parse(b" \r\n\t\n", Sidecar::default())
                .unwrap_err()
                .reason
                .starts_with("no text")
        );
    }
}
