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
use pullquote::error::{Error, ErrorKind, Result};
use pullquote::render::citations::CitationFormat;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::Door;
use super::problem::Problem;
use crate::archive::Edition;

pub(super) const JSON: &str = "application/json";
pub(super) const JSON_LINES: &str = "application/x-ndjson";

/// How many digits of the digest a tag has.
const TAG: usize = 32;

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

/// The document of an answer, written down.
pub(super) struct Document {
    pub(super) media_type: &'static str,
    pub(super) bytes: Vec<u8>,
}

/// What a request says of the answer it wants.
pub(super) struct Wanted {
    /// What the tag of the answer is of, beside the commit; none where the request is no plain question for it.
    address: Option<String>,
    /// The tags of what the asker has.
    has: Option<String>,
}

impl Form {
    /// Every form, the one that is given where anything is accepted first.
    fn all() -> impl Iterator<Item = Form> {
        let cited = CitationFormat::ALL.into_iter().map(Form::Cited);
        [Form::Json, Form::Lines].into_iter().chain(cited)
    }

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

    /// Finds the form that a request asks for: by its name, else by the media types it accepts.
    pub(super) fn wanted(named: Option<&str>, headers: &HeaderMap) -> Result<Form> {
        let Some(name) = named else {
            return accepted(headers);
        };
        Form::all().find(|form| form.name() == name).ok_or_else(|| {
            let names: Vec<_> = Form::all().map(Form::name).collect();
            Error::new(ErrorKind::Usage, format!("there is no form `{name}`"))
                .hint(format!("the forms are {}", names.join(", ")))
        })
    }
}

/// Picks the first form, in the order of preference of the request, that its header `Accept` lets through.
fn accepted(headers: &HeaderMap) -> Result<Form> {
    let given = headers.get_all(ACCEPT).iter();
    let given: Vec<&str> = given.filter_map(|value| value.to_str().ok()).collect();
    let given = given.join(",");
    if given.trim().is_empty() {
        return Ok(Form::Json);
    }
    let mut ranges: Vec<(&str, f64)> = given.split(',').filter_map(range).collect();
    ranges.sort_by(|one, other| other.1.total_cmp(&one.1));
    let found = ranges.iter().filter(|(_, quality)| *quality > 0.0);
    let mut found = found.filter_map(|(range, _)| Form::all().find(|form| covers(range, *form)));
    found.next().ok_or_else(|| {
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
    Some((
        range,
        quality.map_or(1.0, |quality| quality.parse().unwrap_or(1.0)),
    ))
}

fn covers(range: &str, form: Form) -> bool {
    let range = range.to_ascii_lowercase();
    match range.strip_suffix("/*") {
        Some("*") => true,
        Some(kind) => form.media_type().split('/').next() == Some(kind),
        None => range == form.media_type(),
    }
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
        }
    }

    /// Returns the tag of the answer that an edition gives in a form.
    fn tag(&self, edition: &Edition, media_type: &str) -> Option<String> {
        let mut hash = Sha256::new();
        let address = self.address.as_ref()?;
        for part in [
            env!("CARGO_PKG_VERSION"),
            &edition.fingerprint,
            address,
            media_type,
        ] {
            hash.update(part);
            hash.update(b"\0");
        }
        let digits = hash
            .finalize()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>();
        Some(format!("\"{}\"", &digits[..TAG]))
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
pub(super) async fn reply(
    door: &Arc<Door>,
    wanted: Wanted,
    media_type: &'static str,
    work: impl FnOnce(&Edition, &Door) -> Result<Vec<u8>> + Send + 'static,
) -> Result<Response, Problem> {
    let begun = Instant::now();
    let for_work = Arc::clone(door);
    let answered = door.service.answer(move |edition| {
        let tag = wanted.tag(edition, media_type);
        if tag.as_deref().is_some_and(|tag| wanted.has_it(tag)) {
            return Ok((Answered::Unchanged, tag));
        }
        let bytes = work(edition, &for_work)?;
        if wanted.has_any() {
            return Ok((Answered::Unchanged, tag));
        }
        Ok((Answered::Document(Document { media_type, bytes }), tag))
    });
    let (answered, tag) = answered.await?;
    let mut response = match answered {
        Answered::Document(document) => written(document),
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

fn written(document: Document) -> Response {
    let mut response = Response::new(Body::from(document.bytes));
    let media_type = HeaderValue::from_static(document.media_type);
    response.headers_mut().insert(CONTENT_TYPE, media_type);
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
            let form = Form::wanted(None, &headers).ok();
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
    }

    #[test]
    fn a_form_can_be_named() {
        let named = |name| Form::wanted(Some(name), &HeaderMap::new()).ok();
        assert_eq!(named("ndjson"), Some(Form::Lines));
        assert_eq!(named("csl"), Some(Form::Cited(CitationFormat::Csl)));
        assert_eq!(named("xml"), None);
    }
}
