//! Bringing an index up to date with the files it is made from: what is new is added, what changed is
//! replaced, what vanished leaves, and what is as it was is not read again.
//!
//! One thread reads files, several parse records and prepare articles, the engine's own build the index, and one
//! commit at the end makes all of it visible together with the ledger. A run that is stopped commits the files
//! it has read whole; a run that is killed leaves the last commit as it was. A record that cannot be read is
//! skipped and named and never ends the run. Which articles are kept does not depend on the order in which
//! files are read: of two with the same id, the one that was fetched later is, then the one with the smaller path.

mod infer;
mod ledger;
mod owners;
mod plan;
mod run;

use std::path::PathBuf;

use crate::article::Article;
use crate::engine::embedded::{self, WriteLock, Writer, WriterOptions};
use crate::error::{Error, ErrorKind, Result, Skipped};
use crate::search::engine::Engine;
use crate::source::{SourceOptions, WalkOptions};

pub use ledger::{FileEntry, Ledger, Root};

/// What is to be indexed, and how.
#[derive(Clone, Debug)]
pub struct IngestRequest {
    /// The folder of the index.
    pub index: PathBuf,
    /// The files and folders; none for those that the index was made from before.
    pub roots: Vec<PathBuf>,
    /// How folders are walked.
    pub walk: WalkOptions,
    /// How files are read.
    pub source: SourceOptions,
    /// With how many threads and how much memory the index is built.
    pub writer: WriterOptions,
    /// Whether days are inferred for articles without a date.
    pub infer_dates: bool,
    /// Whether the index is made anew instead of being brought up to date.
    pub rebuild: bool,
}

/// Is told how a run goes, from several threads, and is asked whether it should stop.
pub trait Watch: Sync {
    /// The files were compared with the ledger: so many have to be read, of so many bytes on the disk.
    fn planned(&self, _files: u64, _bytes: u64) {}
    /// So many bytes of a file, after decompression, were read.
    fn read(&self, _bytes: u64) {}
    /// An article was read, and is about to be taken in.
    fn article(&self, _article: &Article) {}
    /// Days were inferred for an article without a date, which has been told of before.
    fn inferred(&self, _article: &Article) {}
    /// An article was met in two places: the first is kept.
    fn twice(&self, _kept: &str, _left_out: &str) {}
    /// A record or file was passed over.
    fn skipped(&self, _skipped: &Skipped) {}
    /// Everything is read; the commit begins.
    fn committing(&self) {}
    /// Whether the run should stop reading and commit what it has.
    fn stopped(&self) -> bool {
        false
    }
}

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Articles of which the index had no form.
    pub added: u64,
    /// Articles that replaced an older form of themselves, or came from another file than before.
    pub changed: u64,
    /// Articles that were read and found as they were; those of files that were not read are not counted.
    pub unchanged: u64,
    /// Articles that left; added to those there were, less these, they make those there are.
    pub removed: u64,
    /// Articles that stand in two files, or twice in one, and are kept once.
    pub duplicates: u64,
    /// Files that were read.
    pub files_read: u64,
    /// Files that were as they had been.
    pub files_unchanged: u64,
    /// Files that vanished.
    pub files_removed: u64,
    /// Records and files that were passed over, in this run or in an earlier one that read the file.
    pub skipped: u64,
    /// Articles without a date for which days were inferred.
    pub inferred: u64,
    /// Bytes of text read, after decompression.
    pub bytes: u64,
    /// Whether the run was stopped before it had read everything.
    pub interrupted: bool,
    /// Whether there was anything to commit.
    pub committed: bool,
    /// How many articles the index has now.
    pub articles: u64,
    /// What the index is made from now.
    pub ledger: Ledger,
}

/// Brings an index up to date.
///
/// # Errors
///
/// [`ErrorKind::IndexLocked`] where another process writes the index, [`ErrorKind::Unreadable`] where a root
/// is not there, [`ErrorKind::DiskFull`], and whatever the engine fails of. The last commit stands whole.
pub fn ingest(request: &IngestRequest, watch: &dyn Watch) -> Result<Report> {
    let mut report = update(request, watch)?;
    if request.infer_dates && !report.interrupted {
        report.inferred = infer::infer_dates(request, watch)?;
    }
    Ok(report)
}

fn update(request: &IngestRequest, watch: &dyn Watch) -> Result<Report> {
    let lock = WriteLock::acquire(&request.index)?;
    let known = embedded::ledger(&request.index)
        .and_then(|bytes| bytes.map(|bytes| Ledger::decode(&bytes)).transpose());
    let known = match known {
        // What cannot be read is made anew, but only once it is known of what.
        Err(_) if request.rebuild => None,
        known => Some(known?),
    };
    let mut report = Report::default();
    let usable = known.is_some();
    let committed = known.flatten();
    let is_committed = committed.is_some();
    let ledger = match (request.rebuild, committed) {
        (false, committed) => committed.unwrap_or_default(),
        // A root that is named again is read as it was, unless it is said how.
        (true, Some(known)) => Ledger {
            roots: known.roots,
            ..Ledger::default()
        },
        (true, _) => Ledger::default(),
    };
    let plan = plan::Plan::make(request, ledger, watch, &mut report)?;
    if plan.is_idle() && is_committed && !request.rebuild {
        report.articles = embedded::Index::open(&request.index)?.size();
        report.ledger = plan.ledger;
        return Ok(report);
    }
    if !usable {
        embedded::make_anew(&lock)?;
    }
    let before = match is_committed && !request.rebuild {
        true => Some(embedded::Index::open(&request.index)?),
        false => None,
    };
    let writer = Writer::open(lock, request.writer)?;
    if request.rebuild {
        writer.clear()?;
    }
    let ledger = run::run(request, plan, before.as_ref(), &writer, watch, &mut report)?;
    if request.rebuild && report.interrupted {
        return Err(Error::new(
            ErrorKind::Interrupted,
            "stopped before all of it was indexed anew",
        )
        .hint("the index is as it was; run the command again"));
    }
    watch.committing();
    writer.commit(&ledger.encode()?)?;
    report.committed = true;
    report.ledger = ledger;
    report.articles = embedded::Index::open(&request.index)?.size();
    Ok(report)
}

fn no_roots(index: &std::path::Path) -> Error {
    Error::new(
        ErrorKind::Usage,
        format!(
            "the index `{}` was made from no folder yet",
            index.display()
        ),
    )
    .hint("name the folder or file to index: pullquote index PATH")
}
