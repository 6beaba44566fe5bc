//! What is answered: a document in the form that was asked for, with what tells whether it has changed since.
//!
//! A question is worked on in [`reply`], with the entity tag that its answer has. The tag is of the commit, the address
//! and the form, so whoever has it has the very bytes, and need not be given them again. What is not here: the documents.

use std::sync::Arc;
use std::time::Instant;

use axum::body::Body;
use axum::http::header::{
    ACCEPT, CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue, IF_NONE_MATCH, VARY,
};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::Response;
use pullquote::article::hexadecimal;
use pullquote::error::{Error, ErrorKind, Result};
use pullquote::render::citations::CitationFormat;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::Door;
use super::problem::Problem;
use crate::archive::Edition;

pub(super) const JSON: &str = "application/json";
pub(super) const JSON_LINES: &str = "application/x-ndjson";

/// How many bytes of the digest a tag has.
const TAG: usize = 16;

/// The form of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// One document.
    Json,
    /// JSON Lines, as the command line prints them.
    Lines,
    /// Citations.
    Cited(CitationFormat),
}

/// The document of an answer, written down, with what must be known of it where its form has no room for that.
pub(super) struct Document {
    bytes: Vec<u8>,
    notes: Vec<(&'static str, String)>,
}

impl Document {
    /// Adds what must be known of the answer.
    pub(super) fn noted(mut self, name: &'static str, value: impl ToString) -> Self {
        self.notes.push((name, value.to_string()));
        self
    }
}

impl From<Vec<u8>> for Document {
    fn from(bytes: Vec<u8>) -> Self {
        Document {
            bytes,
            notes: Vec::new(),
        }
    }
}

/// What a request says of the answer it wants.
pub(super) struct Wanted {
    /// What the tag of the answer is of, beside the commit; none where the request is no plain question for it.
    address: Option<String>,
    /// The tags of what the asker has.
    has: Option<String>,
    tagged: Tagged,
}

/// What a tag is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tagged {
    /// The commit, on which everything else depends, so that it is known before any work is done.
    Commit,
    /// The answer itself, where it depends on more.
    Bytes,
}

impl Form {
    /// Every form, the one that is given where anything is accepted first.
    pub(super) const ALL: [Form; 7] = [
        Form::Json,
        Form::Lines,
        Form::Cited(CitationFormat::Csl),
        Form::Cited(CitationFormat::Bibtex),
        Form::Cited(CitationFormat::Ris),
        Form::Cited(CitationFormat::Anthropic),
        Form::Cited(CitationFormat::JsonLd),
    ];
    /// The forms of what cannot be cited.
    pub(super) const UNCITED: [Form; 2] = [Form::Json, Form::Lines];

    fn name(self) -> &'static str {
        match self {
            Form::Json => "json",
            Form::Lines => "ndjson",
            Form::Cited(format) => format.name(),
        }
    }

    pub(super) fn media_type(self) -> &'static str {
        match self {
            Form::Json => JSON,
            Form::Lines => JSON_LINES,
            Form::Cited(format) => format.media_type(),
        }
    }

    /// Finds the form that a request asks for among those that there are: by its name, else by the media types it
    /// accepts.
    pub(super) fn wanted(named: Option<&str>, headers: &HeaderMap, forms: &[Form]) -> Result<Form> {
        let Some(name) = named else {
            return accepted(headers, forms);
        };
        let found = forms.iter().find(|form| form.name() == name);
        found.copied().ok_or_else(|| {
            let names: Vec<_> = forms.iter().map(|form| form.name()).collect();
            Error::new(ErrorKind::Usage, format!("there is no form `{name}`"))
                .hint(format!("the forms are {}", names.join(", ")))
        })
    }
}

/// Picks the form that the header `Accept` likes best, the first of those it likes as well (RFC 9110, 12.5.1).
fn accepted(headers: &HeaderMap, forms: &[Form]) -> Result<Form> {
    let given = headers.get_all(ACCEPT).iter();
    let given: Vec<&str> = given.filter_map(|value| value.to_str().ok()).collect();
    let given = given.join(",");
    let ranges: Vec<(&str, f64)> = given.split(',').filter_map(range).collect();
    if ranges.is_empty() {
        return Ok(forms[0]);
    }
    let mut best = (0.0, None);
    for form in forms {
        let quality = quality(*form, &ranges);
        if quality > best.0 {
            best = (quality, Some(*form));
        }
    }
    best.1.ok_or_else(|| {
        Error::new(
            ErrorKind::NotAcceptable,
            format!("no answer can be given as `{given}`"),
        )
        .hint("accept application/json or application/x-ndjson")
    })
}

/// Reads a media range and its quality, which is 1 where none is given.
fn range(text: &str) -> Option<(&str, f64)> {
    let mut parts = text.split(';').map(str::trim);
    let range = parts.next().filter(|range| !range.is_empty())?;
    let quality = parts.find_map(|part| part.strip_prefix("q="));
    let quality = quality.map_or(1.0, |quality| quality.parse().unwrap_or(1.0));
    Some((range, quality))
}

/// Returns how much a form is liked: by the range that names it most exactly; 0 where none does.
fn quality(form: Form, ranges: &[(&str, f64)]) -> f64 {
    let exactness = |range: &str| match range.strip_suffix("/*") {
        Some("*") => Some(1),
        Some(kind) if form.media_type().split('/').next() == Some(kind) => Some(2),
        None if range.eq_ignore_ascii_case(form.media_type()) => Some(3),
        _ => None,
    };
    let covering = ranges
        .iter()
        .filter_map(|(range, quality)| Some((exactness(range)?, *quality)));
    covering
        .max_by_key(|(exactness, _)| *exactness)
        .map_or(0.0, |(_, quality)| quality)
}

impl Wanted {
    /// Reads a request's headers.
    pub(super) fn of(parts: &Parts) -> Self {
        let is_plain = matches!(parts.method, Method::GET | Method::HEAD);
        let address = parts.uri.path_and_query();
        let has = parts.headers.get_all(IF_NONE_MATCH).iter();
        let has: Vec<_> = has.filter_map(|value| value.to_str().ok()).collect();
        Wanted {
            address: address
                .filter(|_| is_plain)
                .map(|uri| uri.as_str().to_owned()),
            has: Some(has.join(",")).filter(|has| is_plain && !has.is_empty()),
            tagged: Tagged::Commit,
        }
    }

    /// Has the answer tagged by what it says.
    pub(super) fn by_bytes(self) -> Self {
        Wanted {
            tagged: Tagged::Bytes,
            ..self
        }
    }

    /// Returns the tag of the answer that an edition gives in a form, on a server that people reach at `public_url`.
    fn tag_of_commit(
        &self,
        edition: &Edition,
        media_type: &str,
        public_url: &str,
    ) -> Option<String> {
        let address = self
            .address
            .as_ref()
            .filter(|_| self.tagged == Tagged::Commit)?;
        let version = env!("CARGO_PKG_VERSION");
        Some(tag(&[
            version,
            &edition.fingerprint,
            public_url,
            address,
            media_type,
        ]))
    }

    fn tag_of_bytes(&self, bytes: &[u8]) -> Option<String> {
        self.address
            .as_ref()
            .filter(|_| self.tagged == Tagged::Bytes)?;
        Some(tag(&[&String::from_utf8_lossy(bytes)]))
    }

    /// Tells whether the asker has an answer already: by its tag, which other addresses and commits do not have.
    fn has_it(&self, tag: &str) -> bool {
        let has = self.has.iter().flat_map(|tags| tags.split(','));
        has.map(str::trim)
            .any(|known| known.trim_start_matches("W/") == tag)
    }

    fn has_any(&self) -> bool {
        let has = self.has.iter().flat_map(|tags| tags.split(','));
        has.map(str::trim).any(|known| known == "*")
    }
}

/// What became of a question.
enum Answered {
    Document(Document),
    Unchanged,
}

/// Works on a question and answers with the document, or says that the asker has it.
pub(super) async fn reply<D: Into<Document>>(
    door: &Arc<Door>,
    wanted: Wanted,
    media_type: &'static str,
    work: impl FnOnce(&Edition, &Door) -> Result<D> + Send + 'static,
) -> Result<Response, Problem> {
    let begun = Instant::now();
    let for_work = Arc::clone(door);
    let answered = door.service.answer(move |edition| {
        let public_url = for_work.service.public_url();
        let tag = wanted.tag_of_commit(edition, media_type, public_url);
        if tag.as_deref().is_some_and(|tag| wanted.has_it(tag)) {
            return Ok((Answered::Unchanged, tag));
        }
        let document: Document = work(edition, &for_work)?.into();
        let tag = tag.or_else(|| wanted.tag_of_bytes(&document.bytes));
        if wanted.has_any() || tag.as_deref().is_some_and(|tag| wanted.has_it(tag)) {
            return Ok((Answered::Unchanged, tag));
        }
        Ok((Answered::Document(document), tag))
    });
    let (answered, tag) = answered.await?;
    let mut response = match answered {
        Answered::Document(document) => written(document, media_type),
        Answered::Unchanged => status_alone(StatusCode::NOT_MODIFIED),
    };
    let headers = response.headers_mut();
    if let Some(tag) = tag.and_then(|tag| HeaderValue::try_from(tag).ok()) {
        headers.insert(ETAG, tag);
    }
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.append(VARY, HeaderValue::from_static("accept"));
    let taken = format!("answer;dur={:.3}", begun.elapsed().as_secs_f64() * 1e3);
    if let Ok(taken) = HeaderValue::try_from(taken) {
        headers.insert("server-timing", taken);
    }
    Ok(response)
}

/// Makes a strong tag of what an answer depends on.
fn tag(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
        hash.update(b"\0");
    }
    format!("\"{}\"", hexadecimal(&hash.finalize()[..TAG]))
}

fn written(document: Document, media_type: &'static str) -> Response {
    let mut response = Response::new(Body::from(document.bytes));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    for (name, value) in document.notes {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(name, value);
        }
    }
    response
}

fn status_alone(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

/// Writes a document as JSON.
pub(super) fn json(document: &impl Serialize) -> Result<Vec<u8>> {
    serde_json::to_vec(document)
        .map_err(|error| Error::new(ErrorKind::Internal, "cannot write the answer").because(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_is_negotiated() {
        let check = |accept: &str, expected: Option<&str>| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT, accept.parse().unwrap());
            let form = Form::wanted(None, &headers, &Form::ALL).ok();
            assert_eq!(form.map(Form::name), expected, "{accept}");
        };
        check("*/*", Some("json"));
        check("", Some("json"));
        check("application/json", Some("json"));
        check("application/x-ndjson", Some("ndjson"));
        check("application/x-ndjson;q=0.1, application/json", Some("json"));
        check(
            "application/json;q=0.1, application/x-ndjson",
            Some("ndjson"),
        );
        check("text/html, application/*;q=0.5", Some("json"));
        check("application/x-bibtex", Some("bibtex"));
        check("text/html", None);
        check("application/json;q=0", None);
        check("application/json;q=0, */*", Some("ndjson"));
        check("application/ld+json, application/json", Some("json"));
        check("application/*;q=0.1, application/ld+json", Some("jsonld"));
    }

    #[test]
    fn a_form_can_be_named() {
        let named = |name| Form::wanted(Some(name), &HeaderMap::new(), &Form::ALL).ok();
        assert_eq!(named("ndjson"), Some(Form::Lines));
        assert_eq!(named("csl"), Some(Form::Cited(CitationFormat::Csl)));
        assert_eq!(named("xml"), None);
    }
}
