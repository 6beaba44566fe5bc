//! HTTP: the API of its own, MCP, the contracts of other backends, the documentation, and the numbers, at one address.
//!
//! A [`Service`] comes in with who is let in; a router goes out, and is served. Every path is behind the guard, and every
//! answer bears the headers that keep a browser from making anything else of it. What is not here: how questions are
//! understood (`question`).

mod api;
mod dropins;
pub(crate) mod guard;
mod listen;
mod openapi;
mod page;
mod problem;
mod read;
mod reply;
mod watch;

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{any_service, get};
use pullquote::error::Result;
use tokio::net::TcpListener;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use self::guard::Guard;
use self::watch::Metrics;
use super::Service;
use super::mcp;

/// The largest body of a request, in bytes.
pub(crate) const LARGEST_BODY: usize = 1 << 20;

/// What every answer may load: nothing but the style of this server.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'none'";

/// Everything that answers requests.
pub(crate) struct Door {
    pub(crate) service: Arc<Service>,
    metrics: Metrics,
    description: Vec<u8>,
}

/// Serves until `stop` is done.
pub(crate) async fn serve(
    listener: TcpListener,
    service: Arc<Service>,
    guard: Guard,
    stop: impl Future<Output = ()>,
) -> Result<()> {
    let router = router(service, guard)?;
    listen::serve(listener, router, stop).await;
    Ok(())
}

fn router(service: Arc<Service>, guard: Guard) -> Result<Router> {
    let (operations, description) = operations().split_for_parts();
    let description = openapi::completed(&description, guard.has_token());
    let door = Arc::new(Door {
        service: Arc::clone(&service),
        metrics: Metrics::new()?,
        description: description.to_string().into_bytes(),
    });
    let router = operations
        .route("/", get(page::home))
        .route("/docs", get(page::first))
        .route("/docs/{name}", get(page::named))
        .route("/docs/style.css", get(page::style))
        .route("/openapi.json", get(description_of))
        .route("/mcp", any_service(mcp::over_http(service)))
        .fallback(problem::no_route)
        .method_not_allowed_fallback(problem::no_method)
        .layer(from_fn_with_state(Arc::clone(&door), read::whole_body))
        .layer(from_fn_with_state(Arc::new(guard), guard::guard))
        .layer(from_fn_with_state(Arc::clone(&door), watch::measure))
        .layer(from_fn(with_safe_headers))
        .with_state(door);
    Ok(router)
}

fn operations() -> OpenApiRouter<Arc<Door>> {
    OpenApiRouter::with_openapi(openapi::begun())
        .routes(routes!(api::search, api::search_by_body))
        .routes(routes!(api::facets))
        .routes(routes!(api::article))
        .routes(routes!(api::passage))
        .routes(routes!(api::status))
        .routes(routes!(api::verify))
        .routes(routes!(dropins::searxng))
        .routes(routes!(dropins::colbert))
        .routes(routes!(dropins::dify))
        .routes(routes!(dropins::open_webui))
        .routes(routes!(watch::healthz))
        .routes(routes!(watch::readyz))
        .routes(routes!(watch::metrics))
}

async fn description_of(State(door): State<Arc<Door>>) -> Response {
    let mut response = Body::from(door.description.clone()).into_response();
    let media_type = HeaderValue::from_static(reply::JSON);
    response.headers_mut().insert(CONTENT_TYPE, media_type);
    response
}

async fn with_safe_headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers: [(HeaderName, &'static str); 5] = [
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
        (REFERRER_POLICY, "no-referrer"),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ];
    for (name, value) in headers {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Returns the address at which a server that listens there is reached from this machine.
pub(crate) fn local_url(listening: SocketAddr) -> String {
    let ip = listening.ip();
    let port = listening.port();
    match (ip.is_unspecified(), ip) {
        (true, _) => format!("http://127.0.0.1:{port}"),
        (false, std::net::IpAddr::V6(ip)) => format!("http://[{ip}]:{port}"),
        (false, ip) => format!("http://{ip}:{port}"),
    }
}
