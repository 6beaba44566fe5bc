//! Taking connections, and letting go of them.
//!
//! A router comes in; it is served until a signal comes, then what was begun is finished. Only so many connections are
//! held at once, and one that does not say what it wants is closed. What is not here: what is answered.

use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_io_timeout::TimeoutStream;

/// How many connections are held at once; further ones wait to be taken.
const CONNECTIONS: usize = 1_024;
/// How long a request's head may take to arrive.
const HEAD: Duration = Duration::from_secs(10);
/// How long what was begun may take to be finished once the server is to stop.
const FINISHING: Duration = Duration::from_secs(10);
/// How long a client may take none of what is written to it.
const STALL: Duration = Duration::from_secs(30);
/// How long nothing is taken after taking failed, as it does where no more files can be opened.
const REST: Duration = Duration::from_millis(50);

/// Serves until `stop` is done.
pub(super) async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let room = std::sync::Arc::new(Semaphore::new(CONNECTIONS));
    let open = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD);
    let mut stop = std::pin::pin!(stop);
    loop {
        let place = tokio::select! {
            place = std::sync::Arc::clone(&room).acquire_owned() => place,
            () = &mut stop => break,
        };
        let taken = tokio::select! {
            taken = listener.accept() => taken,
            () = &mut stop => break,
        };
        let Ok((stream, _)) = taken else {
            tokio::time::sleep(REST).await;
            continue;
        };
        // Answers are small and written whole: waiting to fill a packet would only delay them.
        let _ = stream.set_nodelay(true);
        let service = TowerToHyperService::new(router.clone());
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(STALL));
        let stream = TokioIo::new(Box::pin(stream));
        let connection = open.watch(http.serve_connection(stream, service));
        tokio::spawn(async move {
            let _place = place;
            // A connection that breaks is its owner's affair.
            let _ = connection.await;
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(FINISHING, open.shutdown()).await;
}
