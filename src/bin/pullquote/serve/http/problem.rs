//! Failures as problem details, and answers with their headers.
//!
//! An [`Error`] comes in, `application/problem+json` (RFC 9457) goes out, with the status of the library's table. What is
//! not here: which failure it is.

use axum::Json;
use axum::http::header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use pullquote::error::{Error, ErrorKind};
use pullquote::render::answers::ProblemFields;

pub(super) const PROBLEM: &str = "application/problem+json";

/// A failure, on its way to whoever asked.
pub(super) struct Problem(pub(super) Error);

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        Problem(error)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let kind = self.0.kind();
        let status = StatusCode::from_u16(kind.facts().status);
        let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(ProblemFields::from(&self.0))).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM));
        match kind {
            ErrorKind::Unauthorized => {
                headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            ErrorKind::Overloaded | ErrorKind::TimedOut => {
                headers.insert(RETRY_AFTER, HeaderValue::from_static("1"));
            }
            _ => {}
        }
        response
    }
}

/// Answers a path at which there is nothing.
pub(super) async fn no_route(uri: Uri) -> Problem {
    let message = format!("there is nothing at `{}`", uri.path());
    Problem(Error::new(ErrorKind::NoRoute, message).hint("what there is: /docs, /openapi.json"))
}

/// Answers a method that a path does not take.
pub(super) async fn no_method(uri: Uri) -> Problem {
    let message = format!("`{}` does not take this method", uri.path());
    Problem(Error::new(ErrorKind::Method, message).hint("the methods are in the header `Allow`"))
}
