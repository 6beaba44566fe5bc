//! What a run has to do: the files found, compared with the ledger.

use std::collections::BTreeSet;
use std::path::PathBuf;

use sha2::{Digest, Sha256};

use super::ledger::{FileEntry, Ledger};
use super::{IngestRequest, Report, Watch, no_roots};
use crate::error::{Error, Result, Skipped};
use crate::source::{self, FileRef, WalkOptions};

/// The work of a run.
pub(super) struct Plan {
    /// What is known so far; files to be read and files that are gone are no longer in it.
    pub(super) ledger: Ledger,
    /// The files to be read, in the order of their paths.
    pub(super) read: Vec<(FileRef, Option<FileEntry>)>,
    /// The absolute paths of the files that vanished.
    pub(super) gone: Vec<String>,
    /// The unchanged files that share an article with another.
    shared: Vec<FileRef>,
    /// Whether the ledger alone has to be written again.
    touched: bool,
    /// A fingerprint of what besides the files decides how they are read.
    pub(super) options: u64,
}

impl Plan {
    /// Walks the roots and compares what is there with the ledger.
    pub(super) fn make(
        request: &IngestRequest,
        ledger: Ledger,
        watch: &dyn Watch,
        report: &mut Report,
    ) -> Result<Self> {
        let options = fingerprint(request);
        let mut plan = Plan {
            ledger,
            read: Vec::new(),
            gone: Vec::new(),
            shared: Vec::new(),
            touched: false,
            options,
        };
        let roots = plan.roots(request)?;
        let mut seen = BTreeSet::new();
        let mut unreadable = Vec::new();
        for root in &roots {
            for file in source::walk(root, &request.walk)?.except(&request.index) {
                match file {
                    Ok(file) if seen.insert(absolute(&file)) => plan.place(file, watch, report),
                    Ok(_) => {}
                    Err(skipped) => {
                        unreadable.push(skipped.path.clone());
                        note(watch, report, &skipped);
                    }
                }
            }
        }
        plan.find_gone(&roots, &seen, &unreadable)?;
        plan.read_again_what_is_shared();
        report.files_removed = plan.gone.len() as u64;
        watch.planned(
            plan.read.len() as u64,
            plan.read.iter().map(|(file, _)| file.size).sum(),
        );
        Ok(plan)
    }

    /// Tells whether there is nothing to do.
    pub(super) fn is_idle(&self) -> bool {
        self.read.is_empty() && self.gone.is_empty() && !self.touched
    }

    fn roots(&mut self, request: &IngestRequest) -> Result<Vec<PathBuf>> {
        if request.roots.is_empty() {
            let roots: Vec<PathBuf> = self.ledger.roots.values().map(PathBuf::from).collect();
            return if roots.is_empty() {
                Err(no_roots(&request.index))
            } else {
                Ok(roots)
            };
        }
        for root in &request.roots {
            let path = canonical(root)?;
            let shown = root.to_string_lossy().into_owned();
            self.touched |= self.ledger.roots.insert(path, shown.clone()) != Some(shown);
        }
        Ok(request.roots.clone())
    }

    /// Puts a file among those to be read, unless it is as the ledger has it.
    fn place(&mut self, file: FileRef, watch: &dyn Watch, report: &mut Report) {
        let key = absolute(&file);
        let Some(entry) = self.ledger.files.get_mut(&key) else {
            self.read.push((file, None));
            return;
        };
        let same_time = entry.modified_ns == file.modified_ns;
        let same = entry.options == self.options
            && entry.sidecars == file.sidecars
            && entry.size == file.size
            && entry.shown == file.shown
            && (same_time || has_digest(&file, &entry.digest));
        if same {
            self.touched |= !same_time;
            entry.modified_ns = file.modified_ns;
            report.files_unchanged += 1;
            report.skipped += entry.skipped_more;
            for skipped in entry.skips() {
                note(watch, report, &skipped);
            }
            if entry.shares {
                self.shared.push(file);
            }
            return;
        }
        let entry = self.ledger.files.remove(&key);
        self.read.push((file, entry));
    }

    /// A file is gone when it was below a root that was walked and is not there any more. What lies in a folder
    /// that could not be read is not gone.
    fn find_gone(
        &mut self,
        roots: &[PathBuf],
        seen: &BTreeSet<String>,
        unreadable: &[String],
    ) -> Result<()> {
        let roots: Vec<String> = roots
            .iter()
            .map(|root| canonical(root))
            .collect::<Result<_>>()?;
        let is_gone = |path: &String, entry: &FileEntry| {
            roots.iter().any(|root| is_below(path, root))
                && !seen.contains(path)
                && !unreadable
                    .iter()
                    .any(|folder| is_below(&entry.shown, folder))
        };
        let gone = self
            .ledger
            .files
            .iter()
            .filter(|(path, entry)| is_gone(path, entry));
        self.gone = gone.map(|(path, _)| path.clone()).collect();
        for path in &self.gone {
            self.ledger.files.remove(path);
        }
        Ok(())
    }

    /// When files change or vanish, an article that two files share may have lost the file it was kept from.
    fn read_again_what_is_shared(&mut self) {
        if self.read.is_empty() && self.gone.is_empty() {
            return;
        }
        let walked = std::mem::take(&mut self.shared);
        let known: BTreeSet<String> = walked.iter().map(absolute).collect();
        let elsewhere = self
            .ledger
            .files
            .iter()
            .filter(|(path, entry)| entry.shares && !known.contains(*path));
        let elsewhere: Vec<FileRef> = elsewhere
            .filter_map(|(path, entry)| look_again(path, entry))
            .collect();
        for file in walked.into_iter().chain(elsewhere) {
            let entry = self.ledger.files.remove(&absolute(&file));
            self.read.push((file, entry));
        }
        self.read
            .sort_by(|(one, _), (other, _)| one.path.cmp(&other.path));
    }
}

/// Returns the absolute path of a file as the ledger and the index name it.
pub(super) fn absolute(file: &FileRef) -> String {
    file.path.to_string_lossy().into_owned()
}

/// Tells a watcher of something passed over, and counts it.
pub(super) fn note(watch: &dyn Watch, report: &mut Report, skipped: &Skipped) {
    report.skipped += 1;
    watch.skipped(skipped);
}

/// Finds a file again that belongs to a root which is not walked in this run.
fn look_again(path: &str, entry: &FileEntry) -> Option<FileRef> {
    let mut walk = source::walk(
        std::path::Path::new(path),
        &WalkOptions {
            hidden: true,
            follow: true,
        },
    )
    .ok()?;
    let file = walk.find_map(std::result::Result::ok)?;
    Some(FileRef {
        shown: entry.shown.clone(),
        ..file
    })
}

fn canonical(root: &std::path::Path) -> Result<String> {
    let path = root
        .canonicalize()
        .map_err(|error| Error::io("read", root, error))?;
    Ok(path.to_string_lossy().into_owned())
}

fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || folder.ends_with('/'))
}

fn has_digest(file: &FileRef, digest: &str) -> bool {
    source::digest(&file.path).is_ok_and(|found| found.to_string() == digest)
}

/// A file is read again when the mapping changes, or the version of Pullquote, whose rules may find more.
fn fingerprint(request: &IngestRequest) -> u64 {
    let said = format!("{} {:?}", env!("CARGO_PKG_VERSION"), request.source);
    Sha256::digest(said)[..8]
        .iter()
        .fold(0, |fingerprint, byte| fingerprint << 8 | u64::from(*byte))
}
