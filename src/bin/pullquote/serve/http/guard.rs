//! Who is let in: by the host that is named, by the page that asks, by the token that is shown. Every path is behind it.
//!
//! A page of another site can make a browser send requests here, and a name that its owner lets point to this machine
//! makes them look like this server's own. So a request that names a host not in the list is refused, and one that says
//! which page it comes from, where that is neither this server's nor one that was allowed. What is not here: the limits.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD,
    AUTHORIZATION, HOST, HeaderMap, HeaderName, HeaderValue, ORIGIN, VARY,
};
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use pullquote::error::{Error, ErrorKind, Result};
use sha2::{Digest, Sha256};

use super::problem::Problem;

/// The longest address of a request, in bytes.
const LONGEST_URI: usize = 16_384;
/// The names by which a machine knows itself.
const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

/// Who is let in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Guard {
    /// The hosts that may be named, in lower case, beside those of the loopback.
    pub(crate) hosts: Vec<String>,
    /// Whether any address in numbers may be named: no page can pretend to be at one.
    pub(crate) any_number: bool,
    /// The origins of pages that may ask, such as `https://desk.example`.
    pub(crate) origins: Vec<String>,
    /// The digest of the token that must be shown.
    pub(crate) token: Option<[u8; 32]>,
}

/// Returns the digest by which a token is known.
pub(crate) fn token_digest(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}

impl Guard {
    /// Tells whether a token is demanded.
    pub(super) fn has_token(&self) -> bool {
        self.token.is_some()
    }

    fn check(&self, headers: &HeaderMap, uri: &Uri) -> Result<()> {
        let host = self.check_named_host(headers, uri)?;
        self.check_origin(headers, host)?;
        self.check_token(headers)?;
        match uri.path_and_query().map_or(0, |uri| uri.as_str().len()) > LONGEST_URI {
            true => Err(Error::new(
                ErrorKind::UriTooLong,
                format!("the address of the request has more than {LONGEST_URI} bytes"),
            )
            .hint("a query has 2,000 code points at the most; many names are sent as JSON: POST /v1/search")),
            false => Ok(()),
        }
    }

    fn check_named_host<'r>(&self, headers: &'r HeaderMap, uri: &'r Uri) -> Result<&'r str> {
        let host = named_host(headers, uri)?;
        self.check_host(host).map(|()| host)
    }

    fn check_host(&self, authority: &str) -> Result<()> {
        let host = without_port(authority);
        let is_number = host.parse::<IpAddr>().is_ok();
        let is_known = LOOPBACK.contains(&host.as_str()) || self.hosts.contains(&host);
        match is_known || (self.any_number && is_number) {
            true => Ok(()),
            false => Err(forbidden(format!("this server is not called `{host}`"))
                .hint("start it with --allow-host and the name by which it is reached")),
        }
    }

    fn check_origin(&self, headers: &HeaderMap, host: &str) -> Result<()> {
        let mut given = headers.get_all(ORIGIN).iter();
        if !headers.contains_key(ORIGIN) && comes_from_elsewhere(headers) {
            return Err(forbidden("pages of another site may not ask here"));
        }
        let foreign = given.find(|origin| match origin.to_str() {
            Ok(origin) => {
                !self.is_own(origin, host) && !self.origins.iter().any(|known| known == origin)
            }
            Err(_) => true,
        });
        match foreign {
            None => Ok(()),
            Some(origin) => Err(forbidden(format!(
                "pages of `{}` may not ask here",
                String::from_utf8_lossy(origin.as_bytes())
            ))
            .hint("start the server with --allow-origin and the page's origin")),
        }
    }

    /// Tells whether a page is this server's own: at the very host, port included, that its request names. Where a proxy
    /// adds encryption, the host is one that was allowed.
    fn is_own(&self, origin: &str, host: &str) -> bool {
        let plain = origin.strip_prefix("http://");
        let encrypted = origin.strip_prefix("https://");
        let encrypted = encrypted.filter(|_| self.hosts.contains(&without_port(host)));
        plain
            .or(encrypted)
            .is_some_and(|at| at.eq_ignore_ascii_case(host))
    }

    fn check_token(&self, headers: &HeaderMap) -> Result<()> {
        let Some(expected) = self.token else {
            return Ok(());
        };
        let given = headers
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        let given = given.and_then(|value| value.split_once(' '));
        let shown = given.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        // Digests are compared, so that the time it takes tells nothing of the token.
        let same = |token: &str| token_digest(token.trim()) == expected;
        match shown {
            Some((_, token)) if same(token) => Ok(()),
            _ => Err(Error::new(
                ErrorKind::Unauthorized,
                "the request does not show the token of this server",
            )
            .hint("send it along: Authorization: Bearer TOKEN")),
        }
    }

    /// Returns the page's origin where it is another's that was allowed: its browser has to be told.
    fn allowed_origin(&self, headers: &HeaderMap) -> Option<HeaderValue> {
        let origin = headers.get(ORIGIN)?;
        let is_allowed = |known: &String| known.as_bytes() == origin.as_bytes();
        self.origins.iter().any(is_allowed).then(|| origin.clone())
    }
}

/// Lets a request in or answers it with a problem.
pub(super) async fn guard(
    State(guard): State<Arc<Guard>>,
    request: Request,
    next: Next,
) -> Response {
    let origin = guard.allowed_origin(request.headers());
    let asks_leave = request.method() == Method::OPTIONS
        && request
            .headers()
            .contains_key(ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = match (&origin, asks_leave) {
        // A browser asks for leave without the token. What it may then send is checked like everything else.
        (Some(_), true) => match guard.check_named_host(request.headers(), request.uri()) {
            Ok(_) => leave(),
            Err(error) => Problem(error).into_response(),
        },
        _ => match guard.check(request.headers(), request.uri()) {
            Ok(()) => next.run(request).await,
            Err(error) => Problem(error).into_response(),
        },
    };
    if let Some(origin) = origin {
        let headers = response.headers_mut();
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(
            ACCESS_CONTROL_EXPOSE_HEADERS,
            HeaderValue::from_static("etag, retry-after, server-timing, mcp-protocol-version"),
        );
    }
    if !guard.origins.is_empty() {
        response
            .headers_mut()
            .append(VARY, HeaderValue::from_static("origin"));
    }
    response
}

fn leave() -> Response {
    let headers: [(HeaderName, &str); 3] = [
        (ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, POST"),
        (
            ACCESS_CONTROL_ALLOW_HEADERS,
            "authorization, content-type, if-none-match, mcp-protocol-version, mcp-method, mcp-name",
        ),
        (ACCESS_CONTROL_MAX_AGE, "600"),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// Returns the one host that a request names.
fn named_host<'r>(headers: &'r HeaderMap, uri: &'r Uri) -> Result<&'r str> {
    let mut given = headers.get_all(HOST).iter();
    let host = given.next().and_then(|host| host.to_str().ok());
    match (uri.authority(), host, given.next()) {
        // In the form that is meant for proxies the address itself counts; both must be known.
        (Some(authority), Some(host), None) if authority.as_str() != host => {
            Err(forbidden("the request names two hosts"))
        }
        (_, Some(host), None) => Ok(host),
        _ => Err(forbidden("the request does not name one host")),
    }
}

/// Returns a host in lower case, without its port, and without the brackets of an address in numbers.
pub(crate) fn without_port(authority: &str) -> String {
    let host = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next(),
        None => authority.split(':').next(),
    };
    host.unwrap_or_default()
        .trim_end_matches('.')
        .to_ascii_lowercase()
}

/// Tells whether a browser says that a page of another site wants this for itself, as a picture or a frame. Whoever
/// follows a link goes to a page of their own.
fn comes_from_elsewhere(headers: &HeaderMap) -> bool {
    let is = |name: &str, values: &[&str]| {
        let value = headers.get(name).map(HeaderValue::as_bytes);
        value.is_some_and(|value| values.iter().any(|known| known.as_bytes() == value))
    };
    let follows_link = is("sec-fetch-mode", &["navigate"]) && is("sec-fetch-dest", &["document"]);
    is("sec-fetch-site", &["cross-site", "same-site"]) && !follows_link
}

fn forbidden(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Forbidden, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(guard: &Guard, headers: &[(&str, &str)]) -> Option<ErrorKind> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(name.parse::<HeaderName>().unwrap(), value.parse().unwrap());
        }
        let checked = guard.check(&map, &Uri::from_static("/v1/search"));
        checked.err().map(|error| error.kind())
    }

    #[test]
    fn hosts_are_known_by_name() {
        let guard = Guard {
            hosts: vec!["desk.example".to_owned()],
            ..Guard::default()
        };
        let check = |host: &str, passes: bool| {
            assert_eq!(
                checked(&guard, &[("host", host)]).is_none(),
                passes,
                "{host}"
            );
        };
        check("localhost:7700", true);
        check("LOCALHOST.", true);
        check("127.0.0.1", true);
        check("[::1]:7700", true);
        check("desk.example:443", true);
        check("evil.example", false);
        check("localhost.evil.example", false);
        check("127.0.0.1.evil.example:7700", false);
        check("192.168.0.7:7700", false);
        check("", false);
        assert!(checked(&guard, &[]).is_some());
        let two = [("host", "localhost"), ("host", "evil.example")];
        assert!(checked(&guard, &two).is_some());
        let anywhere = Guard {
            any_number: true,
            ..Guard::default()
        };
        assert_eq!(checked(&anywhere, &[("host", "192.168.0.7:7700")]), None);
        assert!(checked(&anywhere, &[("host", "evil.example")]).is_some());
    }

    #[test]
    fn pages_of_others_are_refused() {
        let guard = Guard {
            origins: vec!["https://desk.example".to_owned()],
            ..Guard::default()
        };
        let check = |origin: &str, passes: bool| {
            let headers = [("host", "localhost:7700"), ("origin", origin)];
            assert_eq!(checked(&guard, &headers).is_none(), passes, "{origin}");
        };
        check("http://localhost:7700", true);
        check("https://localhost:7700", false);
        check("https://desk.example", true);
        check("http://desk.example", false);
        check("http://localhost:3000", false);
        check("http://localhost", false);
        check("http://evil.example", false);
        check("http://localhost:7700.evil.example", false);
        check("null", false);
        check("", false);
        let behind_a_proxy = Guard {
            hosts: vec!["desk.example".to_owned()],
            ..Guard::default()
        };
        let own = [("host", "desk.example"), ("origin", "https://desk.example")];
        assert_eq!(checked(&behind_a_proxy, &own), None);
        let two = [
            ("host", "localhost"),
            ("origin", "http://localhost"),
            ("origin", "http://evil.example"),
        ];
        assert!(checked(&guard, &two).is_some());
    }

    #[test]
    fn what_pages_of_others_embed_is_refused() {
        let check = |site: &str, mode: &str, dest: &str, passes: bool| {
            let headers = [
                ("host", "localhost"),
                ("sec-fetch-site", site),
                ("sec-fetch-mode", mode),
                ("sec-fetch-dest", dest),
            ];
            let passed = checked(&Guard::default(), &headers).is_none();
            assert_eq!(passed, passes, "{site} {mode} {dest}");
        };
        check("none", "navigate", "document", true);
        check("same-origin", "no-cors", "style", true);
        check("cross-site", "navigate", "document", true);
        check("cross-site", "navigate", "iframe", false);
        check("cross-site", "no-cors", "image", false);
        check("same-site", "no-cors", "script", false);
    }

    #[test]
    fn a_token_must_be_shown_whole() {
        let guard = Guard {
            token: Some(token_digest("0123456789abcdef")),
            ..Guard::default()
        };
        let check = |shown: Option<&str>, passes: bool| {
            let mut headers = vec![("host", "localhost")];
            headers.extend(shown.map(|shown| ("authorization", shown)));
            assert_eq!(checked(&guard, &headers).is_none(), passes, "{shown:?}");
        };
        check(Some("Bearer 0123456789abcdef"), true);
        check(Some("bearer 0123456789abcdef"), true);
        check(None, false);
        check(Some("Bearer 0123456789abcde"), false);
        check(Some("Bearer "), false);
        check(Some("0123456789abcdef"), false);
        check(Some("Basic 0123456789abcdef"), false);
    }
}
