//! Bringing an index up to date with the files it is made from: what is new is added, what changed is
//! replaced, what vanished leaves, and what is as it was is not read again.
//!
//! One thread reads files, several parse records and prepare articles, the engine's own build the index, and one
//! commit at the end makes all of it visible together with the ledger. A run that is stopped commits the files
//! it has read whole; a run that is killed leaves the last commit as it was. A record that cannot be read is
//! skipped and named and never ends the run. Which articles are kept does not depend on the order in which
//! files are read: of two with the same id, the one with the smaller path is.

mod ledger;
mod owners;
mod plan;
mod run;

use std::path::PathBuf;

use crate::engine::embedded::{self, WriteLock, Writer, WriterOptions};
use crate::error::{Error, ErrorKind, Result, Skipped};
use crate::source::{SourceOptions, WalkOptions};

pub use ledger::{FileEntry, Ledger};

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
    /// Whether the index is made anew instead of being brought up to date.
    pub rebuild: bool,
}

/// Is told how a run goes, from several threads, and is asked whether it should stop.
pub trait Watch: Sync {
    /// The files were compared with the ledger: so many have to be read, of so many bytes on the disk.
    fn planned(&self, _files: u64, _bytes: u64) {}
    /// So many bytes of a file, after decompression, were read.
    fn read(&self, _bytes: u64) {}
    /// An article was taken in.
    fn article(&self) {}
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
    /// Articles that are new.
    pub added: u64,
    /// Articles that replaced an older form of themselves.
    pub changed: u64,
    /// Articles that were read and found as they were; those of files that were not read are not counted.
    pub unchanged: u64,
    /// Articles that left.
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
    /// Bytes of text read, after decompression.
    pub bytes: u64,
    /// Whether the run was stopped before it had read everything.
    pub interrupted: bool,
    /// Whether there was anything to commit.
    pub committed: bool,
    /// How many articles the index has now.
    pub articles: u64,
}

/// Brings an index up to date.
///
/// # Errors
///
/// [`ErrorKind::IndexLocked`] where another process writes the index, [`ErrorKind::Unreadable`] where a root
/// is not there, [`ErrorKind::DiskFull`], and whatever the engine fails of. The last commit stands whole.
pub fn ingest(request: &IngestRequest, watch: &dyn Watch) -> Result<Report> {
    let lock = WriteLock::acquire(&request.index)?;
    if request.rebuild {
        let roots = request.rebuild_roots()?;
        embedded::clear(&lock)?;
        return IngestRequest {
            roots,
            ..request.clone()
        }
        .run(lock, Ledger::default(), watch);
    }
    let ledger = embedded::ledger(&request.index)?;
    let ledger = ledger
        .map(|bytes| Ledger::decode(&bytes))
        .transpose()?
        .unwrap_or_default();
    request.run(lock, ledger, watch)
}

impl IngestRequest {
    fn run(&self, lock: WriteLock, ledger: Ledger, watch: &dyn Watch) -> Result<Report> {
        let mut report = Report::default();
        let plan = plan::Plan::make(self, ledger, watch, &mut report)?;
        if plan.is_idle() && embedded::is_committed(&self.index)? {
            report.articles = embedded::Index::open(&self.index)?.status()?.articles;
            return Ok(report);
        }
        let before = match embedded::is_committed(&self.index)? {
            true => Some(embedded::Index::open(&self.index)?),
            false => None,
        };
        let writer = Writer::open(lock, self.writer)?;
        let ledger = run::run(self, plan, before.as_ref(), &writer, watch, &mut report)?;
        watch.committing();
        writer.commit(&ledger.encode()?)?;
        report.committed = true;
        report.articles = embedded::Index::open(&self.index)?.status()?.articles;
        Ok(report)
    }

    /// Returns the roots of a rebuild: those named, else those that the index to be replaced was made from.
    fn rebuild_roots(&self) -> Result<Vec<PathBuf>> {
        if !self.roots.is_empty() {
            return Ok(self.roots.clone());
        }
        let bytes = embedded::ledger(&self.index)?.ok_or_else(|| no_roots(&self.index))?;
        Ok(Ledger::decode(&bytes)?
            .roots
            .into_keys()
            .map(PathBuf::from)
            .collect())
    }
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
