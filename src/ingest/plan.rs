//! What a run has to do: the files found, compared with the ledger.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::ledger::{FileEntry, Ledger, Root};
use super::{IngestRequest, Report, Watch, no_roots};
use crate::article::leading_number;
use crate::error::{Error, ErrorKind, Result, Skipped};
use crate::source::{self, Aliases, FileRef, MappedField, SourceOptions, WalkOptions};

/// The work of a run.
pub(super) struct Plan {
    /// What is known so far; files to be read and files that are gone are no longer in it.
    pub(super) ledger: Ledger,
    /// The files to be read, in the order of their paths.
    pub(super) read: Vec<FileWork>,
    /// The absolute paths of the files that vanished.
    pub(super) gone: Vec<String>,
    /// The unchanged files with articles that are kept from another file.
    overlapping: Vec<FileWork>,
    /// Whether the ledger alone has to be written again.
    touched: bool,
}

/// A file to be read.
pub(super) struct FileWork {
    /// The file.
    pub(super) file: FileRef,
    /// What the ledger has of it.
    pub(super) entry: Option<FileEntry>,
    /// How it is read.
    pub(super) options: Arc<RootOptions>,
}

/// How the files below a root are read.
pub(super) struct RootOptions {
    /// How records are parsed.
    pub(super) source: SourceOptions,
    /// A fingerprint of all that decides about it besides the files.
    pub(super) fingerprint: u64,
}

impl Plan {
    /// Walks the roots and compares what is there with the ledger.
    pub(super) fn make(
        request: &IngestRequest,
        ledger: Ledger,
        watch: &dyn Watch,
        report: &mut Report,
    ) -> Result<Self> {
        let mut plan = Plan {
            ledger,
            read: Vec::new(),
            gone: Vec::new(),
            overlapping: Vec::new(),
            touched: false,
        };
        let roots = plan.roots(request)?;
        let mut seen = BTreeSet::new();
        let mut unreadable = Vec::new();
        for (path, root) in &roots {
            let options = Arc::new(options(request, root)?);
            let walk = WalkOptions {
                hidden: root.hidden,
                follow: root.follow,
            };
            // A root that was named must be there; one that is only remembered may be on a disk that is not.
            if request.roots.is_empty() && !path.exists() {
                if request.rebuild {
                    let root = std::path::Path::new(&root.shown);
                    return Err(Error::io("read", root, std::io::ErrorKind::NotFound.into())
                        .hint("name the folders that are to be in the index: pullquote index PATH --rebuild"));
                }
                note(watch, report, &vanished(root));
                unreadable.push(path.to_string_lossy().into_owned());
                continue;
            }
            let files = source::walk(path, &walk)?.except(&request.index);
            for file in files.except_roots(roots.keys().map(PathBuf::as_path)) {
                if watch.stopped() {
                    return Err(Error::new(
                        ErrorKind::Interrupted,
                        "stopped before anything was read",
                    ));
                }
                match file
                    .map(|file| shown_below(file, path, root))
                    .and_then(named)
                {
                    Ok(file) if seen.insert(absolute(&file)) => {
                        plan.place(file, &options, watch, report)
                    }
                    Ok(_) => {}
                    Err(skipped) => {
                        unreadable.push(skipped.path.clone());
                        note(watch, report, &skipped);
                    }
                }
            }
        }
        plan.find_gone(&roots, &seen, &unreadable);
        plan.read_again_what_overlaps(request)?;
        report.files_removed = plan.gone.len() as u64;
        watch.planned(
            plan.read.len() as u64,
            plan.read.iter().map(|work| work.file.size).sum(),
        );
        Ok(plan)
    }

    /// Tells whether there is nothing to do.
    pub(super) fn is_idle(&self) -> bool {
        self.read.is_empty() && self.gone.is_empty() && !self.touched
    }

    /// Returns the roots to be walked: those named, else all that are known. A root that is known is walked and
    /// read as before, unless it is said how.
    fn roots(&mut self, request: &IngestRequest) -> Result<BTreeMap<PathBuf, Root>> {
        if request.roots.is_empty() {
            let known = self
                .ledger
                .roots
                .iter()
                .map(|(path, root)| (PathBuf::from(path), root.clone()));
            let known: BTreeMap<_, _> = known.collect();
            return if known.is_empty() {
                Err(no_roots(&request.index))
            } else {
                Ok(known)
            };
        }
        let mut roots = BTreeMap::new();
        let known = self.ledger.roots.clone();
        if request.rebuild {
            self.ledger.roots.clear();
        }
        for given in &request.roots {
            let path = canonical(given)?;
            let shown = given.to_string_lossy().into_owned();
            let root = match known.get(&path) {
                Some(known) if says_nothing(request) => Root {
                    shown,
                    ..known.clone()
                },
                _ => as_root(request, shown),
            };
            self.touched |= self
                .ledger
                .roots
                .insert(path.clone(), root.clone())
                .as_ref()
                != Some(&root);
            roots.insert(PathBuf::from(path), root);
        }
        // A file belongs to the longest root it lies below, whether or not that one was named this time.
        for (path, root) in &self.ledger.roots {
            let is_below = roots.keys().any(|named| Path::new(path).starts_with(named));
            if is_below && Path::new(path).exists() {
                roots
                    .entry(PathBuf::from(path))
                    .or_insert_with(|| root.clone());
            }
        }
        Ok(roots)
    }

    /// Puts a file among those to be read, unless it is as the ledger has it.
    fn place(
        &mut self,
        file: FileRef,
        options: &Arc<RootOptions>,
        watch: &dyn Watch,
        report: &mut Report,
    ) {
        let key = absolute(&file);
        let options = options.clone();
        let Some(entry) = self.ledger.files.get_mut(&key) else {
            self.read.push(FileWork {
                file,
                entry: None,
                options,
            });
            return;
        };
        let same_time = entry.modified_ns == file.modified_ns;
        let same = entry.options == options.fingerprint
            && entry.sidecars == file.sidecars
            && entry.size == file.size
            && (same_time || has_digest(&file, &entry.digest));
        if !same {
            let entry = self.ledger.files.remove(&key);
            self.read.push(FileWork {
                file,
                entry,
                options,
            });
            return;
        }
        self.touched |= !same_time;
        entry.modified_ns = file.modified_ns;
        report.files_unchanged += 1;
        report.skipped += entry.skipped_more;
        for skipped in entry.skips() {
            note(watch, report, &skipped);
        }
        if !entry.left_out.is_empty() {
            self.overlapping.push(FileWork {
                file,
                entry: None,
                options,
            });
        }
    }

    /// A file is gone when it was below a root that was walked and is not there any more. What lies in a folder
    /// that could not be read is not gone.
    fn find_gone(
        &mut self,
        roots: &BTreeMap<PathBuf, Root>,
        seen: &BTreeSet<String>,
        unreadable: &[String],
    ) {
        let is_walked = |path: &str| roots.keys().any(|root| Path::new(path).starts_with(root));
        let is_hidden = |path: &str, entry: &FileEntry| {
            let below = |folder: &String| Path::new(path).starts_with(folder);
            let shown_below = |folder: &String| Path::new(&entry.shown).starts_with(folder);
            unreadable
                .iter()
                .any(|folder| below(folder) || shown_below(folder) || ends_alike(path, folder))
        };
        let files = self.ledger.files.iter();
        let gone = files.filter(|(path, entry)| {
            is_walked(path) && !seen.contains(*path) && !is_hidden(path, entry)
        });
        self.gone = gone.map(|(path, _)| path.clone()).collect();
        for path in &self.gone {
            self.ledger.files.remove(path);
        }
    }

    /// When files change or vanish, an article that stands in two files may have lost the one it was kept from.
    fn read_again_what_overlaps(&mut self, request: &IngestRequest) -> Result<()> {
        if self.read.is_empty() && self.gone.is_empty() {
            return Ok(());
        }
        let walked = std::mem::take(&mut self.overlapping);
        let known: BTreeSet<String> = walked.iter().map(|work| absolute(&work.file)).collect();
        let overlaps = |(path, entry): &(&String, &FileEntry)| {
            !entry.left_out.is_empty() && !known.contains(*path)
        };
        let mut elsewhere = Vec::new();
        for (path, entry) in self.ledger.files.iter().filter(overlaps) {
            elsewhere.extend(self.look_again(request, path, entry)?);
        }
        for work in walked.into_iter().chain(elsewhere) {
            let entry = self.ledger.files.remove(&absolute(&work.file));
            self.read.push(FileWork { entry, ..work });
        }
        self.read
            .sort_by(|one, other| one.file.path.cmp(&other.file.path));
        Ok(())
    }

    /// Finds a file again that belongs to a root which is not walked in this run.
    fn look_again(
        &self,
        request: &IngestRequest,
        path: &str,
        entry: &FileEntry,
    ) -> Result<Option<FileWork>> {
        let roots = self
            .ledger
            .roots
            .iter()
            .filter(|(root, _)| Path::new(path).starts_with(root));
        let Some((root_path, root)) = roots.max_by_key(|(root, _)| root.len()) else {
            return Ok(None);
        };
        let options = Arc::new(options(request, root)?);
        let walk = WalkOptions {
            hidden: root.hidden,
            follow: root.follow,
        };
        let Ok(mut walk) = source::walk(Path::new(root_path), &walk) else {
            return Ok(None);
        };
        let file = walk.find_map(|file| file.ok().filter(|file| file.path == Path::new(path)));
        let file = file.map(|file| FileRef {
            shown: entry.shown.clone(),
            ..file
        });
        Ok(file.map(|file| FileWork {
            file,
            entry: None,
            options,
        }))
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

fn vanished(root: &Root) -> Skipped {
    let reason =
        "is not there; its articles are kept. To let them go: pullquote index PATH --rebuild";
    Skipped {
        path: root.shown.clone(),
        line: None,
        reason: reason.to_owned(),
    }
}

fn says_nothing(request: &IngestRequest) -> bool {
    request.source == SourceOptions::default() && !request.walk.hidden && !request.walk.follow
}

fn as_root(request: &IngestRequest, shown: String) -> Root {
    let map = request
        .source
        .map
        .iter()
        .map(|(ours, theirs)| (ours.name().to_owned(), theirs.clone()));
    let aliases = request.source.aliases.pairs();
    Root {
        shown,
        hidden: request.walk.hidden,
        follow: request.walk.follow,
        map: map.collect(),
        aliases: aliases
            .map(|(name, outlet)| (name.to_owned(), outlet.to_owned()))
            .collect(),
    }
}

/// A file is read again when the mapping changes, or the version of Pullquote, whose rules may find more.
fn options(request: &IngestRequest, root: &Root) -> Result<RootOptions> {
    let map = root
        .map
        .iter()
        .filter_map(|(ours, theirs)| Some((MappedField::named(ours)?, theirs.clone())));
    let source = SourceOptions {
        map: map.collect(),
        aliases: Aliases::of(root.aliases.iter().cloned()),
        ..request.source.clone()
    };
    let said = format!("{} {source:?}", env!("CARGO_PKG_VERSION"));
    Ok(RootOptions {
        source,
        fingerprint: leading_number(&Sha256::digest(said)),
    })
}

/// Shows a file as the root was given, wherever the run was started.
fn shown_below(file: FileRef, path: &Path, root: &Root) -> FileRef {
    let shown = match file.path.strip_prefix(path) {
        Ok(rest) if rest.as_os_str().is_empty() => root.shown.clone(),
        Ok(rest) => Path::new(&root.shown)
            .join(rest)
            .to_string_lossy()
            .into_owned(),
        Err(_) => return file,
    };
    FileRef { shown, ..file }
}

/// Files are known by their names: one that is no text could be taken for another.
fn named(file: FileRef) -> Result<FileRef, Skipped> {
    match file.path.to_str() {
        Some(_) => Ok(file),
        None => Err(Skipped {
            path: file.shown,
            line: None,
            reason: "its name is not UTF-8".to_owned(),
        }),
    }
}

fn canonical(root: &Path) -> Result<String> {
    let path = source::canonical(root)?;
    path.to_str().map(str::to_owned).ok_or_else(|| {
        Error::new(
            ErrorKind::Usage,
            format!("the name of `{}` is not UTF-8", root.display()),
        )
        .hint("give the folder a name in UTF-8")
    })
}

/// Tells whether a folder that was shown under another spelling of its root may be the one a path lies in.
fn ends_alike(path: &str, folder: &str) -> bool {
    Path::new(path)
        .ancestors()
        .any(|above| above.ends_with(folder))
}

fn has_digest(file: &FileRef, digest: &str) -> bool {
    source::digest(&file.path).is_ok_and(|found| found.to_string() == digest)
}
