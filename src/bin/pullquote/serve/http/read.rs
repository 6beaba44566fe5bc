//! Reading what was asked: query strings, JSON bodies, ids in paths. What does not read is a problem of ours, with the
//! place at fault.
//!
//! What is not here: what the parameters mean (`question`).

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::header::{CONTENT_TYPE, HeaderMap};
use axum::http::request::Parts;
use pullquote::error::{Error, ErrorKind, Result};
use serde::de::DeserializeOwned;

use super::problem::Problem;
use super::{Door, LARGEST_BODY};
use std::sync::Arc;

/// The parameters of a query string; a repeated one is a list.
pub(super) struct Asked<T>(pub(super) T);

/// A body of JSON.
pub(super) struct Sent<T>(pub(super) T);

/// The last part of a path.
pub(super) struct Named(pub(super) String);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        check_values(query)?;
        let asked = serde_html_form::from_str(query).map_err(|error| {
            Error::new(ErrorKind::Usage, "cannot understand the parameters")
                .because(error)
                .hint("the parameters are described at /docs")
        })?;
        Ok(Asked(asked))
    }
}

impl<T: DeserializeOwned> FromRequest<Arc<Door>> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, door: &Arc<Door>) -> Result<Self, Problem> {
        check_media_type(request.headers())?;
        let bytes = body(request.into_body(), door).await?;
        Ok(Sent(json(&bytes)?))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Named {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match Path::<String>::from_request_parts(parts, state).await {
            Ok(Path(name)) => Ok(Named(name)),
            Err(error) => {
                let error =
                    Error::new(ErrorKind::BadAddress, "cannot read the path").because(error);
                Err(Problem(error.hint("an id has letters and digits alone")))
            }
        }
    }
}

/// A parameter without a value asks for nothing that could be guessed; only a query may be empty.
fn check_values(query: &str) -> Result<()> {
    let pairs: Vec<(String, String)> = serde_html_form::from_str(query).unwrap_or_default();
    let is_blank = |(name, value): &&(String, String)| {
        value.is_empty() && !["q", "query"].contains(&name.as_str())
    };
    match pairs.iter().find(is_blank) {
        None => Ok(()),
        Some((name, _)) => Err(Error::new(
            ErrorKind::Usage,
            format!("the parameter `{name}` has no value"),
        )
        .hint("give it one, or leave it out")),
    }
}

/// JSON is also taken from those who say nothing of it, and from curl, which calls whatever it sends a form.
fn check_media_type(headers: &HeaderMap) -> Result<()> {
    let Some(given) = headers.get(CONTENT_TYPE) else {
        return Ok(());
    };
    let essence = given.to_str().unwrap_or_default().split(';').next();
    let essence = essence.unwrap_or_default().trim().to_ascii_lowercase();
    let is_json = essence == "application/json"
        || (essence.starts_with("application/") && essence.ends_with("+json"));
    match is_json || essence == "application/x-www-form-urlencoded" {
        true => Ok(()),
        false => Err(Error::new(
            ErrorKind::MediaType,
            format!("a body of the type `{essence}` is not read"),
        )
        .hint("send JSON, with Content-Type: application/json")),
    }
}

async fn body(body: Body, door: &Door) -> Result<Vec<u8>> {
    let read = to_bytes(body, LARGEST_BODY);
    match tokio::time::timeout(door.service.time(), read).await {
        Ok(Ok(bytes)) => Ok(bytes.into()),
        Ok(Err(error)) => Err(unread(error)),
        Err(_) => Err(Error::new(
            ErrorKind::SlowRequest,
            "the body of the request did not arrive in time",
        )),
    }
}

fn unread(error: axum::Error) -> Error {
    let mut causes = std::iter::successors(Some(&error as &dyn std::error::Error), |error| {
        error.source()
    });
    match causes.any(|cause| cause.to_string().contains("length limit exceeded")) {
        true => Error::new(
            ErrorKind::TooLarge,
            format!("the body has more than {LARGEST_BODY} bytes"),
        )
        .hint("send it in parts"),
        false => Error::new(ErrorKind::Usage, "cannot read the body").because(error),
    }
}

fn json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        Error::new(
            ErrorKind::Usage,
            format!("the body has invalid UTF-8 at byte {at}"),
        )
    })?;
    let starts = text.trim_start();
    if !starts.is_empty() && !starts.starts_with('{') {
        let at = text.len() - starts.len();
        return Err(Error::new(ErrorKind::Usage, "cannot understand the body")
            .at(text, at..at, "an object is expected here")
            .hint("send a JSON object: {\"query\": \"…\"}"));
    }
    serde_json::from_str(text).map_err(|error| {
        let at = offset(text, error.line(), error.column());
        let message = error.to_string();
        let label = message.split(" at line ").next().unwrap_or_default();
        Error::new(ErrorKind::Usage, "cannot understand the body")
            .at(text, at..at, label)
            .hint("the fields are described at /docs")
    })
}

/// Returns the byte of a line and column, both from 1.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let before = text.split_inclusive('\n').take(line.saturating_sub(1));
    let start: usize = before.map(str::len).sum();
    (start + column.saturating_sub(1)).min(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_read_is_pointed_at() {
        let check = |body: &str, at: usize| {
            let error = json::<serde_json::Map<_, _>>(body.as_bytes()).unwrap_err();
            assert_eq!(error.fault().unwrap().span, at..at, "{body}");
        };
        check("{\"a\" 1}", 5);
        check("{\n\"a\": x}", 7);
        check("", 0);
        check("[1]", 0);
    }

    #[test]
    fn json_is_taken_from_whoever_sends_it() {
        let check = |given: Option<&str>, taken: bool| {
            let mut headers = HeaderMap::new();
            if let Some(given) = given {
                headers.insert(CONTENT_TYPE, given.parse().unwrap());
            }
            assert_eq!(check_media_type(&headers).is_ok(), taken, "{given:?}");
        };
        check(None, true);
        check(Some("application/json; charset=utf-8"), true);
        check(Some("application/ld+json"), true);
        check(Some("application/x-www-form-urlencoded"), true);
        check(Some("text/xml"), false);
        check(Some("multipart/form-data; boundary=x"), false);
    }
}
