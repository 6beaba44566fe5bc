//! How the server is: alive, ready, and in numbers for Prometheus.
//!
//! What is not here: what the archive holds (`api`).

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use prometheus::{
    Encoder, HistogramOpts, HistogramVec, IntCounterVec, IntGauge, Opts, Registry, TextEncoder,
};
use pullquote::error::{Error, ErrorKind, Result};
use pullquote::search::engine::Engine;

use tokio::task::block_in_place;

use super::Door;
use super::problem::Problem;

/// Bounds of the times that are counted, in seconds.
const SECONDS: [f64; 10] = [
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5, 10.0,
];
/// What requests to paths that do not exist are counted as: their own would be without number.
const ELSEWHERE: &str = "other";

/// The numbers of a server.
pub(crate) struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    seconds: HistogramVec,
    present: IntGauge,
    articles: IntGauge,
    commits: IntGauge,
}

impl Metrics {
    pub(crate) fn new() -> Result<Self> {
        Self::registered()
            .map_err(|error| Error::new(ErrorKind::Internal, "cannot count").because(error))
    }

    fn registered() -> prometheus::Result<Self> {
        let gauge = |name, help| IntGauge::with_opts(Opts::new(name, help));
        let seconds = HistogramOpts::new(
            "pullquote_http_request_duration_seconds",
            "How long requests took.",
        );
        let metrics = Metrics {
            registry: Registry::new(),
            requests: IntCounterVec::new(
                Opts::new(
                    "pullquote_http_requests_total",
                    "Requests that were answered.",
                ),
                &["route", "method", "status"],
            )?,
            seconds: HistogramVec::new(seconds.buckets(SECONDS.to_vec()), &["route"])?,
            present: gauge(
                "pullquote_questions",
                "Questions that are worked on or wait.",
            )?,
            articles: gauge(
                "pullquote_index_articles",
                "Articles in the commit that is served.",
            )?,
            commits: gauge(
                "pullquote_index_commits",
                "Commits that were served so far.",
            )?,
        };
        metrics
            .registry
            .register(Box::new(metrics.requests.clone()))?;
        metrics
            .registry
            .register(Box::new(metrics.seconds.clone()))?;
        for gauge in [&metrics.present, &metrics.articles, &metrics.commits] {
            metrics.registry.register(Box::new(gauge.clone()))?;
        }
        Ok(metrics)
    }

    fn count(&self, route: &str, method: &str, status: u16, begun: Instant) {
        let status = status.to_string();
        self.requests
            .with_label_values(&[route, method, &status])
            .inc();
        let seconds = begun.elapsed().as_secs_f64();
        self.seconds.with_label_values(&[route]).observe(seconds);
    }
}

/// Counts a request and the time it took.
pub(super) async fn measure(
    State(door): State<Arc<Door>>,
    request: Request,
    next: Next,
) -> Response {
    let begun = Instant::now();
    let path = request.extensions().get::<MatchedPath>();
    let route = path.map_or_else(|| ELSEWHERE.to_owned(), |path| path.as_str().to_owned());
    let method = known(request.method().as_str());
    let response = next.run(request).await;
    let status = response.status().as_u16();
    door.metrics.count(&route, method, status, begun);
    response
}

/// Anybody can invent methods; only the known ones are counted by name.
fn known(method: &str) -> &'static str {
    let known = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"];
    let found = known.into_iter().find(|known| *known == method);
    found.unwrap_or(ELSEWHERE)
}

/// Tell whether the server is alive
#[utoipa::path(get, path = "/healthz", operation_id = "healthz", tag = "watch",
    responses((status = 200, body = String, description = "It is", content_type = "text/plain")))]
pub(super) async fn healthz() -> &'static str {
    "ok\n"
}

/// Tell whether the last commit of the archive is served
#[utoipa::path(get, path = "/readyz", operation_id = "readyz", tag = "watch",
    responses((status = 200, body = String, description = "It is", content_type = "text/plain")))]
pub(super) async fn readyz(State(door): State<Arc<Door>>) -> Result<&'static str, Problem> {
    match block_in_place(|| door.service.archive.fault()) {
        None => Ok("ok\n"),
        Some(fault) => {
            let message = "the last commit cannot be opened; the one before it is served";
            Err(Error::new(ErrorKind::NotReady, message)
                .because(fault)
                .into())
        }
    }
}

/// Give the server's numbers to Prometheus
#[utoipa::path(get, path = "/metrics", operation_id = "metrics", tag = "watch",
    responses((status = 200, body = String, description = "The numbers", content_type = "text/plain")))]
pub(super) async fn metrics(State(door): State<Arc<Door>>) -> Result<Response, Problem> {
    let metrics = &door.metrics;
    metrics.present.set(door.service.present() as i64);
    let archive = &door.service.archive;
    let (edition, editions) = block_in_place(|| (archive.edition(), archive.editions()));
    metrics.commits.set(editions as i64);
    metrics.articles.set(edition.index.size() as i64);
    let encoder = TextEncoder::new();
    let mut text = Vec::new();
    encoder
        .encode(&metrics.registry.gather(), &mut text)
        .map_err(|error| {
            Error::new(ErrorKind::Internal, "cannot write the numbers").because(error)
        })?;
    let media_type = encoder.format_type().to_owned();
    Ok(([(CONTENT_TYPE, media_type)], text).into_response())
}
