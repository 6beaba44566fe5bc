//! Reading what was asked: query strings, JSON bodies, ids in paths. What does not read is a problem of ours, with the
//! place at fault.
//!
//! What is not here: what the parameters mean (`question`).

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, FromRequestParts, Path, Request, State};
use axum::http::Uri;
use axum::http::header::{CONTENT_TYPE, HeaderMap};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use pullquote::error::{Error, ErrorKind, Result};
use serde::de::DeserializeOwned;

use super::problem::Problem;
use super::{Door, LARGEST_BODY};

/// How much of a body that is too large is read all the same, in bytes.
const THROWN_AWAY: usize = 16 << 20;
/// How many bytes of a body are shown on each side of what is wrong in it.
const EXCERPT: usize = 60;

/// The parameters of a query string; a repeated one is a list.
pub(super) struct Asked<T>(pub(super) T);

/// A body of JSON.
pub(super) struct Sent<T>(pub(super) T);

/// The last part of a path.
pub(super) struct Named(pub(super) String);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        check_values(&parts.uri)?;
        let query = parts.uri.query().unwrap_or_default();
        let pairs = form_urlencoded::parse(query.as_bytes());
        let asked = serde_path_to_error::deserialize(serde_html_form::Deserializer::new(pairs));
        let asked = asked.map_err(|error| {
            let message = match error.path().to_string().as_str() {
                "." => "cannot understand the parameters".to_owned(),
                place => format!("cannot understand the parameter `{place}`"),
            };
            Error::new(ErrorKind::Usage, message)
                .because(error.into_inner())
                .hint("the parameters are described at /docs")
        })?;
        Ok(Asked(asked))
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        check_media_type(request.headers())?;
        if request.uri().query().is_some() {
            let error = Error::new(ErrorKind::Usage, "a question is asked in the body alone");
            return Err(error
                .hint("give what stands in the address as fields of the body")
                .into());
        }
        let bytes = whole(request.into_body()).await?;
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

/// A parameter without a value asks for nothing that could be guessed. Programs that were written for other backends
/// send what they have no value for: there it counts only for what is read.
fn check_values(uri: &Uri) -> Result<()> {
    let query = uri.query().unwrap_or_default();
    let pairs: Vec<(String, String)> = serde_html_form::from_str(query).unwrap_or_default();
    let is_own = uri.path().starts_with("/v1/");
    let is_read = |name: &str| match is_own {
        true => name != "q" && name != "query",
        false => ["k", "pageno", "format"].contains(&name),
    };
    let mut blank = pairs.iter().filter(|(_, value)| value.is_empty());
    match blank.find(|(name, _)| is_read(name)) {
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

/// Reads the bodies of requests, whole and in time, before anything is done with them.
pub(super) async fn whole_body(
    State(door): State<Arc<Door>>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    match body_in_time(body, &door).await {
        Ok(bytes) => {
            next.run(Request::from_parts(parts, Body::from(bytes)))
                .await
        }
        Err(error) => Problem(error).into_response(),
    }
}

async fn body_in_time(body: Body, door: &Door) -> Result<Bytes> {
    match tokio::time::timeout(door.service.time(), whole(body)).await {
        Ok(read) => read,
        Err(_) => Err(Error::new(
            ErrorKind::SlowRequest,
            "the body of the request did not arrive in time",
        )),
    }
}

/// Reads a body. One that is too large is read on for a while and thrown away: whoever is still sending it would not
/// hear the answer.
async fn whole(mut body: Body) -> Result<Bytes> {
    let (mut bytes, mut read) = (Vec::new(), 0);
    while let Some(frame) = body.frame().await {
        let frame = frame
            .map_err(|error| Error::new(ErrorKind::Usage, "cannot read the body").because(error))?;
        let Ok(data) = frame.into_data() else {
            continue;
        };
        read += data.len();
        if read > THROWN_AWAY {
            break;
        }
        match read > LARGEST_BODY {
            true => bytes = Vec::new(),
            false => bytes.extend_from_slice(&data),
        }
    }
    match read > LARGEST_BODY {
        true => Err(Error::new(
            ErrorKind::TooLarge,
            format!("the body has more than {LARGEST_BODY} bytes"),
        )
        .hint("send it in parts")),
        false => Ok(bytes.into()),
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
        let error = Error::new(ErrorKind::Usage, "cannot understand the body");
        return Err(pointed_at(error, text, at, "an object is expected here"));
    }
    let mut from = serde_json::Deserializer::from_str(text);
    let read = serde_path_to_error::deserialize(&mut from).map_err(|error| {
        let message = match error.path().to_string().as_str() {
            "." => "cannot understand the body".to_owned(),
            place => format!("cannot understand `{place}` in the body"),
        };
        broken(Error::new(ErrorKind::Usage, message), text, error.inner())
    })?;
    let rest = from.end().map_err(|error| {
        broken(
            Error::new(ErrorKind::Usage, "cannot understand the body"),
            text,
            &error,
        )
    });
    rest.map(|()| read)
}

fn broken(error: Error, text: &str, cause: &serde_json::Error) -> Error {
    let at = offset(text, cause.line(), cause.column());
    let message = cause.to_string();
    let label = message.split(" at line ").next().unwrap_or_default();
    pointed_at(error, text, at, label)
}

/// Points at a place of the body, in as much of it as shows the place.
fn pointed_at(error: Error, text: &str, at: usize, label: &str) -> Error {
    let start = text.floor_char_boundary(at.saturating_sub(EXCERPT));
    let end = text.floor_char_boundary(at.saturating_add(EXCERPT));
    let at = text.floor_char_boundary(at) - start;
    error
        .at(&text[start..end], at..at, label)
        .hint("the fields are described at /docs")
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
