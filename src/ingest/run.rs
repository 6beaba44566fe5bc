//! The run itself: one thread reads, several parse and prepare, and what they find is settled under one lock.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;

use crossbeam_channel::{Receiver, Sender, bounded};

use super::ledger::{FileEntry, Ledger};
use super::owners::{Owners, Place, Verdict};
use super::plan::{FileWork, Plan, RootOptions, absolute};
use super::{IngestRequest, Report, Watch};
use crate::engine::embedded::{Index, Key, Prepared, Writer};
use crate::error::{Error, Result, Skipped};
use crate::source::{self, FileDigest, FileRef, RawRecord};

/// How many records may wait to be parsed.
const WAITING: usize = 256;

/// How many skipped records of a file the ledger names; the rest is counted.
const NAMED_SKIPS: usize = 1_000;

/// Reads the files of a plan into the writer and returns the ledger to be committed with them.
pub(super) fn run(
    request: &IngestRequest,
    plan: Plan,
    before: Option<&Index>,
    writer: &Writer,
    watch: &dyn Watch,
    report: &mut Report,
) -> Result<Ledger> {
    let Plan {
        mut ledger,
        read,
        gone,
        ..
    } = plan;
    let mut vanished = Vec::new();
    for file in &gone {
        vanished.extend(keys_of(before, file)?);
        writer.remove_file(file);
    }
    let released = read.iter().map(|work| absolute(&work.file)).collect();
    let run = Run {
        request,
        before,
        writer,
        watch,
        owners: Mutex::new(Owners::new(before, gone.into_iter().collect(), released)),
        tally: Tally::default(),
        failure: OnceLock::new(),
    };
    let (files, unread) = run.read_all(read);
    if let Some(error) = run.failure.into_inner() {
        return Err(error);
    }
    let owners = run
        .owners
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    // What turned up in another file has not left.
    report.removed += vanished.iter().filter(|key| !owners.has(**key)).count() as u64;
    for file in files {
        settle(file, &owners, writer, &mut ledger, report);
    }
    for work in unread {
        let entry = work
            .entry
            .map_or_else(|| never_read(&work.file), to_be_read);
        ledger.files.insert(absolute(&work.file), entry);
    }
    for (path, entry) in &mut ledger.files {
        entry.left_out.extend(owners.left_out(path));
    }
    let outcomes = owners.outcomes();
    report.added = outcomes.added;
    report.changed = outcomes.changed;
    report.unchanged = outcomes.unchanged;
    run.tally.add_to(report);
    report.interrupted = watch.stopped();
    Ok(ledger)
}

fn keys_of(before: Option<&Index>, file: &str) -> Result<Vec<Key>> {
    let articles = before.map(|index| index.articles_of(file)).transpose()?;
    let articles = articles.into_iter().flatten();
    Ok(articles.map(|(key, _)| key).collect())
}

/// What all threads of a run share.
struct Run<'r> {
    request: &'r IngestRequest,
    before: Option<&'r Index>,
    writer: &'r Writer,
    watch: &'r dyn Watch,
    owners: Mutex<Owners<'r>>,
    tally: Tally,
    /// The first failure that ends the run.
    failure: OnceLock<Error>,
}

#[derive(Default)]
struct Tally {
    duplicates: AtomicU64,
    bytes: AtomicU64,
}

impl Tally {
    fn add_to(self, report: &mut Report) {
        report.duplicates += self.duplicates.into_inner();
        report.bytes += self.bytes.into_inner();
    }
}

fn one_more(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}

/// A file as it is read.
struct FileRun {
    file: FileRef,
    entry: Option<FileEntry>,
    options: Arc<RootOptions>,
    /// The articles that the index has of it: the digest, and whether the file still has it.
    existing: Mutex<HashMap<Key, (u64, bool)>>,
    skipped: Mutex<Vec<(Option<u64>, String)>>,
    skipped_more: AtomicU64,
    digest: OnceLock<FileDigest>,
}

impl FileRun {
    fn skip(&self, watch: &dyn Watch, skipped: &Skipped) {
        watch.skipped(skipped);
        let mut named = lock(&self.skipped);
        if named.len() < NAMED_SKIPS {
            named.push((skipped.line, skipped.reason.clone()));
        } else {
            one_more(&self.skipped_more);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

type Work = (Arc<FileRun>, RawRecord);

impl Run<'_> {
    /// Reads files until all are read or the run is over; returns those that were begun and those that were not.
    fn read_all(&self, files: Vec<FileWork>) -> (Vec<Arc<FileRun>>, Vec<FileWork>) {
        let (sender, receiver) = bounded::<Work>(WAITING);
        thread::scope(|scope| {
            for _ in 0..self.request.writer.threads.max(1) {
                let receiver = receiver.clone();
                scope.spawn(move || self.parse_all(&receiver));
            }
            drop(receiver);
            let sender = sender;
            let mut runs = Vec::with_capacity(files.len());
            let mut files = files.into_iter();
            while !self.is_over()
                && let Some(work) = files.next()
            {
                match self.read_file(work, &sender) {
                    Ok(run) => runs.push(run),
                    Err(error) => self.fail(error),
                }
            }
            (runs, files.collect())
        })
    }

    fn is_over(&self) -> bool {
        self.failure.get().is_some() || self.watch.stopped()
    }

    fn fail(&self, error: Error) {
        // Only the first failure is told; the others follow from it.
        let _ = self.failure.set(error);
    }

    fn read_file(&self, work: FileWork, sender: &Sender<Work>) -> Result<Arc<FileRun>> {
        let FileWork {
            file,
            entry,
            options,
        } = work;
        let existing = match self.before {
            Some(index) => index.articles_of(&absolute(&file))?,
            None => Vec::new(),
        };
        let existing = existing
            .into_iter()
            .map(|(key, digest)| (key, (digest, false)))
            .collect();
        let run = Arc::new(FileRun {
            file,
            entry,
            options,
            existing: Mutex::new(existing),
            skipped: Mutex::default(),
            skipped_more: AtomicU64::new(0),
            digest: OnceLock::new(),
        });
        let mut sink = |record| self.pass_on(&run, record, sender);
        let digest = match source::read(&run.file, &run.options.source, &mut sink) {
            Ok(digest) => Some(digest),
            Err(_) if self.is_over() => None,
            Err(skipped) => {
                run.skip(self.watch, &skipped);
                // What can be read and holds no article is done with; what cannot be read may come back.
                source::digest(&run.file.path).ok()
            }
        };
        if let Some(digest) = digest {
            let _ = run.digest.set(digest);
        }
        Ok(run)
    }

    fn pass_on(
        &self,
        run: &Arc<FileRun>,
        record: Result<RawRecord, Skipped>,
        sender: &Sender<Work>,
    ) -> ControlFlow<()> {
        match record {
            Err(skipped) => run.skip(self.watch, &skipped),
            Ok(record) => {
                let bytes = record.bytes.len() as u64;
                self.tally.bytes.fetch_add(bytes, Ordering::Relaxed);
                self.watch.read(bytes);
                if sender.send((run.clone(), record)).is_err() {
                    return ControlFlow::Break(());
                }
            }
        }
        if self.is_over() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    fn parse_all(&self, receiver: &Receiver<Work>) {
        // After a failure the rest is drained, so that the reading thread does not wait for ever.
        for (run, record) in receiver {
            if self.failure.get().is_none()
                && let Err(error) = self.take(&run, record)
            {
                self.fail(error);
            }
        }
    }

    /// Counts an article that stands in two places and tells the watcher which is kept; returns true.
    fn twice(&self, kept: &Place, left_out: &Place) -> bool {
        one_more(&self.tally.duplicates);
        self.watch.twice(&kept.to_string(), &left_out.to_string());
        true
    }

    fn take(&self, run: &FileRun, record: RawRecord) -> Result<()> {
        let line = record.line.unwrap_or(0);
        let article = match record.parse(&run.options.source) {
            Ok(article) => article,
            Err(skipped) => {
                run.skip(self.watch, &skipped);
                return Ok(());
            }
        };
        let file = absolute(&run.file);
        self.watch.article(&article);
        let prepared = self.writer.prepare(article, &file)?;
        let fetched = prepared.fetched;
        self.offer(
            run,
            Place {
                fetched,
                file,
                record: line,
            },
            prepared,
        )
    }

    /// Adds an article, unless the index has it as it is or keeps another of the same id.
    fn offer(&self, run: &FileRun, place: Place, prepared: Prepared) -> Result<()> {
        let mut owners = lock(&self.owners);
        let verdict = owners.decide(prepared.key, &place, prepared.digest)?;
        let instead = match verdict {
            Verdict::New => false,
            Verdict::Moved => true,
            Verdict::Instead(other) => self.twice(&place, &other),
            Verdict::LeftOut(other) => {
                self.twice(&other, &place);
                return Ok(());
            }
        };
        let mut existing = lock(&run.existing);
        let known = existing.get_mut(&prepared.key);
        let unchanged = !instead
            && known
                .as_ref()
                .is_some_and(|(digest, _)| *digest == prepared.digest);
        if known.is_some() && !unchanged || instead {
            self.writer.remove(prepared.key);
        }
        if let Some((_, seen)) = known {
            *seen = true;
        }
        if unchanged {
            Ok(())
        } else {
            self.writer.add(prepared)
        }
    }
}

/// Removes what a file has no longer and enters it in the ledger; of a file that was not read to its end
/// nothing is removed, and the ledger keeps what it had of it.
fn settle(
    run: Arc<FileRun>,
    owners: &Owners<'_>,
    writer: &Writer,
    ledger: &mut Ledger,
    report: &mut Report,
) {
    let path = absolute(&run.file);
    let skipped = lock(&run.skipped).clone();
    let skipped_more = run.skipped_more.load(Ordering::Relaxed);
    report.skipped += skipped.len() as u64 + skipped_more;
    let Some(digest) = run.digest.get() else {
        let entry = run
            .entry
            .clone()
            .map_or_else(|| never_read(&run.file), to_be_read);
        ledger.files.insert(path, entry);
        return;
    };
    report.files_read += 1;
    for (key, (_, seen)) in lock(&run.existing).iter() {
        if !seen && !owners.has(*key) {
            writer.remove(*key);
            report.removed += 1;
        }
    }
    let entry = FileEntry {
        size: run.file.size,
        modified_ns: run.file.modified_ns,
        sidecars: run.file.sidecars,
        options: run.options.fingerprint,
        digest: digest.to_string(),
        shown: run.file.shown.clone(),
        left_out: Vec::new(),
        skipped,
        skipped_more,
    };
    ledger.files.insert(path, entry);
}

/// A file that was planned to be read, and was not, is read by the next run, though it may look as it did.
fn to_be_read(entry: FileEntry) -> FileEntry {
    FileEntry {
        modified_ns: i64::MIN,
        digest: String::new(),
        ..entry
    }
}

/// A file that was not read to its end is entered so that it is read again, and missed when it vanishes.
fn never_read(file: &FileRef) -> FileEntry {
    FileEntry {
        size: 0,
        modified_ns: i64::MIN,
        sidecars: 0,
        options: 0,
        digest: String::new(),
        shown: file.shown.clone(),
        left_out: Vec::new(),
        skipped: Vec::new(),
        skipped_more: 0,
    }
}
