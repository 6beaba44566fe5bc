//! Answering others than the person at the terminal: over HTTP, and over MCP.
//!
//! Both doors put their questions to one [`Service`], which holds the archive and sees to it that only so much is done
//! at once, and nothing for longer than it may take. What is not here: how a question is asked and an answer written,
//! which is each door's own.

mod checked;
pub(crate) mod http;
pub(crate) mod mcp;
mod question;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use pullquote::article::Article;
use pullquote::error::{Error, ErrorKind, Result};
use pullquote::render::{one_line, web_address};
use tokio::sync::Semaphore;
use tokio::task::JoinError;

use crate::archive::{Archive, Edition};

/// How much is done, and for how long.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// How many questions are worked on at once.
    pub(crate) concurrent: usize,
    /// How many more may wait for their turn.
    pub(crate) waiting: usize,
    /// How long a question may take, waiting included.
    pub(crate) time: Duration,
}

/// The archive, and the room for questions to it.
pub(crate) struct Service {
    pub(crate) archive: Arc<Archive>,
    limits: Limits,
    room: Arc<Semaphore>,
    present: AtomicUsize,
    /// Where people reach this server, for articles that have no address of their own.
    public_url: Option<String>,
}

/// Somebody who waits or is being answered; counted as long as it is there.
struct Present<'s>(&'s AtomicUsize);

impl Service {
    pub(crate) fn new(archive: Archive, limits: Limits, public_url: Option<String>) -> Self {
        Service {
            archive: Arc::new(archive),
            limits,
            room: Arc::new(Semaphore::new(limits.concurrent)),
            present: AtomicUsize::new(0),
            public_url: public_url.map(|url| url.trim_end_matches('/').to_owned()),
        }
    }

    /// Returns where people reach this server; nothing where there is none.
    pub(crate) fn public_url(&self) -> &str {
        self.public_url.as_deref().unwrap_or_default()
    }

    /// Returns how long a question may take.
    pub(crate) fn time(&self) -> Duration {
        self.limits.time
    }

    /// Returns how many questions are worked on or wait.
    pub(crate) fn present(&self) -> usize {
        self.present.load(Ordering::Relaxed)
    }

    /// Works on a question, on a thread of its own, with the last commit of the archive.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Overloaded`] where too many wait already, [`ErrorKind::TimedOut`] where it takes too long, and what
    /// the work fails of. Work that took too long is not broken off: it keeps its place until it is done.
    pub(crate) async fn answer<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Edition) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let _present = self.enter()?;
        let worked_on = async {
            let place = Arc::clone(&self.room).acquire_owned().await;
            let place = place.map_err(|_| shutting_down())?;
            let archive = Arc::clone(&self.archive);
            let done = tokio::task::spawn_blocking(move || {
                let _place = place;
                work(&archive.edition())
            });
            done.await.map_err(broken)?
        };
        let limit = self.limits.time;
        match tokio::time::timeout(limit, worked_on).await {
            Ok(answer) => answer,
            Err(_) => Err(too_slow(limit)),
        }
    }

    fn enter(&self) -> Result<Present<'_>> {
        let before = self.present.fetch_add(1, Ordering::Relaxed);
        let present = Present(&self.present);
        match before < self.limits.concurrent + self.limits.waiting {
            true => Ok(present),
            false => Err(Error::new(
                ErrorKind::Overloaded,
                "too many questions are asked at once",
            )
            .hint("ask again in a second")),
        }
    }

    /// Returns the address at which people can read an article: its own on the web, else this server's, else the one
    /// by which agents know it.
    pub(crate) fn address_of(&self, article: &Article) -> String {
        match (web_address(article), &self.public_url) {
            (Some(url), _) => one_line(url),
            (None, Some(server)) => format!("{server}/v1/articles/{}", article.id),
            (None, None) => mcp::resource_uri(article.id),
        }
    }
}

impl Drop for Present<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

fn shutting_down() -> Error {
    Error::new(ErrorKind::Interrupted, "the server is shutting down")
}

fn broken(error: JoinError) -> Error {
    Error::new(ErrorKind::Internal, "the question could not be worked on").because(error)
}

fn too_slow(limit: Duration) -> Error {
    let message = format!("the answer took longer than {} s", limit.as_secs_f64());
    Error::new(ErrorKind::TimedOut, message).hint("ask for less at once, or narrow the query")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    use pullquote::engine::embedded::WriterOptions;
    use pullquote::ingest::{IngestRequest, Watch, ingest};
    use pullquote::source;

    struct Quiet;
    impl Watch for Quiet {}

    /// A service of the sample articles with these limits.
    fn service(folder: &std::path::Path, limits: Limits) -> Service {
        let request = IngestRequest {
            index: folder.join("index"),
            roots: vec!["seeds".into()],
            walk: source::WalkOptions::default(),
            source: source::SourceOptions::default(),
            writer: WriterOptions {
                threads: 1,
                memory: 64 << 20,
            },
            infer_dates: false,
            rebuild: false,
        };
        ingest(&request, &Quiet).unwrap();
        Service::new(Archive::open(&folder.join("index")).unwrap(), limits, None)
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn only_so_many_ask_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let limits = Limits {
            concurrent: 1,
            waiting: 1,
            time: Duration::from_secs(60),
        };
        let service = Arc::new(service(folder.path(), limits));
        let (go, wait) = channel::<()>();
        let first = Arc::clone(&service);
        let first = tokio::spawn(async move {
            let work = move |_: &Edition| Ok(wait.recv().is_ok());
            first.answer(work).await
        });
        let second = Arc::clone(&service);
        let second = tokio::spawn(async move { second.answer(|_| Ok(())).await });
        while service.present() < 2 {
            tokio::task::yield_now().await;
        }
        let third = service.answer(|_| Ok(())).await.unwrap_err();
        assert_eq!(third.kind(), ErrorKind::Overloaded);
        go.send(()).unwrap();
        assert!(first.await.unwrap().unwrap());
        second.await.unwrap().unwrap();
        service.answer(|_| Ok(())).await.unwrap();
        assert_eq!(service.present(), 0);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn an_answer_that_takes_too_long_is_given_up() {
        let folder = tempfile::tempdir().unwrap();
        let limits = Limits {
            concurrent: 1,
            waiting: 1,
            time: Duration::from_millis(50),
        };
        let service = service(folder.path(), limits);
        let (go, wait) = channel::<()>();
        let answer = service.answer(move |_| Ok(wait.recv().is_ok())).await;
        assert_eq!(answer.unwrap_err().kind(), ErrorKind::TimedOut);
        // It keeps its place until it is done.
        let next = service.answer(|_| Ok(())).await;
        assert_eq!(next.unwrap_err().kind(), ErrorKind::TimedOut);
        go.send(()).unwrap();
        while service.answer(|_| Ok(())).await.is_err() {}
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn work_that_breaks_breaks_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let limits = Limits {
            concurrent: 1,
            waiting: 0,
            time: Duration::from_secs(60),
        };
        let service = service(folder.path(), limits);
        let broken = service
            .answer(|_| -> Result<()> { panic!("as it is meant to") })
            .await;
        assert_eq!(broken.unwrap_err().kind(), ErrorKind::Internal);
        service.answer(|_| Ok(())).await.unwrap();
    }
}
