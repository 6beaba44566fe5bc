//! Which files there are: a folder or a file in, references to files that may hold articles out, in order.
//!
//! `.ignore` files are honoured; `.gitignore` and git's own excludes are not, because what is not committed is
//! often exactly the archive. Sidecars are read on the way, so that a reference carries what they state, and are
//! not articles themselves. What is not here: opening the files (`read.rs`).

use std::collections::VecDeque;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use ignore::WalkBuilder;

use super::beside::{Sidecars, Stated, is_beside, is_machinery};
use super::kind;
use super::read::unreadable;
use super::sidecar::{Malformed, Sidecar};
use crate::error::{Error, Result, Skipped};

/// What a user can say about which files are looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WalkOptions {
    /// Looks at files and folders whose name begins with a dot.
    pub hidden: bool,
    /// Follows symbolic links.
    pub follow: bool,
}

/// A file that may hold articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRef {
    /// Where it is: the root without links or dots, then the way from there.
    pub path: PathBuf,
    /// The same as it is shown to people: the root as it was given, then the way from there.
    pub shown: String,
    /// Its length in bytes, on the disk.
    pub size: u64,
    /// When it was last changed, in nanoseconds since 1970; 0 where the system does not say.
    pub modified_ns: i64,
    /// A fingerprint of the sidecars that speak of it: it changes when they do, and is 0 where there are none.
    pub sidecars: u64,
    /// What those sidecars state.
    pub sidecar: Arc<Sidecar>,
}

/// The files below a root, in order of their names, folder by folder.
pub struct Walk {
    files: Files,
    root: PathBuf,
    shown_root: PathBuf,
    sidecars: Sidecars,
    except: Vec<PathBuf>,
    pending: VecDeque<Skipped>,
}

enum Files {
    One(Option<Metadata>),
    Tree(Box<ignore::Walk>),
}

/// Returns the path of a root without links or dots.
///
/// # Errors
/// `Unreadable` where it is not there or cannot be read.
pub fn canonical(root: &Path) -> Result<PathBuf> {
    fs::canonicalize(root).map_err(|error| Error::io("read", root, error))
}

/// Lists the files below `root`, or `root` itself if it is a file.
///
/// A link given as the root is followed. Only `.ignore` files and sidecars at or below the root count.
///
/// # Errors
/// `Unreadable` where the root is not there or cannot be looked at.
pub fn walk(root: &Path, options: &WalkOptions) -> Result<Walk> {
    let failed = |error: io::Error| {
        let missing = error.kind() == io::ErrorKind::NotFound;
        let error = Error::io("read", root, error);
        if missing {
            error.hint("name a file or a folder that is there")
        } else {
            error
        }
    };
    let path = fs::canonicalize(root).map_err(failed)?;
    let metadata = fs::metadata(&path).map_err(failed)?;
    let files = if metadata.is_dir() {
        fs::read_dir(&path).map_err(failed)?;
        match is_index(&path) {
            true => Files::One(None),
            false => Files::Tree(Box::new(tree(&path, options))),
        }
    } else {
        Files::One(Some(metadata))
    };
    let folder = match &files {
        Files::Tree(_) => path.clone(),
        Files::One(_) => path.parent().map_or_else(PathBuf::new, Path::to_owned),
    };
    let sidecars = Sidecars::new(folder);
    Ok(Walk {
        files,
        root: path,
        shown_root: root.to_owned(),
        sidecars,
        except: Vec::new(),
        pending: VecDeque::new(),
    })
}

fn tree(root: &Path, options: &WalkOptions) -> ignore::Walk {
    WalkBuilder::new(root)
        .standard_filters(false)
        .hidden(!options.hidden)
        .ignore(true)
        .follow_links(options.follow)
        .sort_by_file_name(Ord::cmp)
        .filter_entry(|entry| {
            let name = entry.file_name().to_string_lossy();
            entry.depth() == 0 || !is_machinery(&name) && !is_index(entry.path())
        })
        .build()
}

/// An index that lies among the articles is none of them, whichever index is being made.
fn is_index(path: &Path) -> bool {
    path.join("pullquote.json").is_file() && path.join("pullquote.lock").is_file()
}

impl Walk {
    /// Leaves out what lies in `folder`, such as an index within the archive.
    #[must_use]
    pub fn except(mut self, folder: &Path) -> Self {
        self.except.extend(fs::canonicalize(folder));
        self
    }

    /// Leaves out what lies below those of other roots that lie below this one: a file belongs to the longest root
    /// it lies below, in whatever order the roots are walked. Roots that are not there are passed over.
    #[must_use]
    pub fn except_roots<'r>(mut self, roots: impl IntoIterator<Item = &'r Path>) -> Self {
        let roots = roots.into_iter().flat_map(fs::canonicalize);
        let below: Vec<_> = roots
            .filter(|root| *root != self.root && root.starts_with(&self.root))
            .collect();
        self.except.extend(below);
        self
    }

    fn is_excepted(&self, path: &Path) -> bool {
        self.except.iter().any(|folder| path.starts_with(folder))
    }

    fn entry(&mut self, entry: &ignore::DirEntry) -> Option<Result<FileRef, Skipped>> {
        let (path, kind) = (entry.path(), entry.file_type()?);
        if self.is_excepted(path) {
            return None;
        }
        if let Some(error) = entry.error() {
            let skipped = self.fault(error);
            self.pending.push_back(skipped);
        }
        if kind.is_dir() {
            return None;
        }
        if is_beside(&entry.file_name().to_string_lossy()) {
            return None;
        }
        if kind.is_symlink() {
            return Some(Err(self.skipped(
                path,
                "a symbolic link, which is not followed unless asked for",
            )));
        }
        match entry.metadata() {
            Ok(metadata) => Some(self.file(path, &metadata)),
            Err(error) => Some(Err(self.fault(&error))),
        }
    }

    fn file(&mut self, path: &Path, metadata: &Metadata) -> Result<FileRef, Skipped> {
        if !metadata.is_file() {
            return Err(self.skipped(path, "neither a file nor a folder"));
        }
        if let Err(reason) = kind::by_name(path) {
            return Err(self.skipped(path, &reason));
        }
        let stated = self.stated(path);
        Ok(FileRef {
            path: path.to_owned(),
            shown: self.shown(path),
            size: metadata.len(),
            modified_ns: modified_ns(metadata),
            sidecars: stated.fingerprint,
            sidecar: stated.sidecar,
        })
    }

    fn stated(&mut self, path: &Path) -> Stated {
        let mut faults = Vec::new();
        let stated = self.sidecars.of_file(path, &mut faults);
        for (path, Malformed { line, reason }) in faults {
            let path = self.shown(&path);
            self.pending.push_back(Skipped { path, line, reason });
        }
        stated
    }

    /// Returns a path as it is shown: the root as the user gave it, then the way from there.
    fn shown(&self, path: &Path) -> String {
        let shown = match path.strip_prefix(&self.root) {
            Ok(rest) if rest.as_os_str().is_empty() => self.shown_root.clone(),
            Ok(rest) => self.shown_root.join(rest),
            Err(_) => self.beside_root(path),
        };
        shown.to_string_lossy().into_owned()
    }

    /// The shown path of a sidecar beside a root that is a file.
    fn beside_root(&self, path: &Path) -> PathBuf {
        path.file_name().map_or_else(
            || path.to_owned(),
            |name| self.shown_root.with_file_name(name),
        )
    }

    fn skipped(&self, path: &Path, reason: &str) -> Skipped {
        Skipped {
            path: self.shown(path),
            line: None,
            reason: reason.to_owned(),
        }
    }

    fn fault(&self, error: &ignore::Error) -> Skipped {
        let (path, line, reason) = explain(error);
        let path = path.map_or_else(|| self.shown(&self.root), |path| self.shown(path));
        Skipped { path, line, reason }
    }
}

impl Iterator for Walk {
    type Item = Result<FileRef, Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(skipped) = self.pending.pop_front() {
                return Some(Err(skipped));
            }
            let next = match &mut self.files {
                Files::One(metadata) => {
                    let metadata = metadata.take()?;
                    return Some(self.file(&self.root.clone(), &metadata));
                }
                Files::Tree(tree) => tree.next()?,
            };
            let found = match next {
                Ok(entry) => self.entry(&entry),
                Err(error) if explain(&error).0.is_some_and(|path| self.is_excepted(path)) => None,
                Err(error) => Some(Err(self.fault(&error))),
            };
            if found.is_some() {
                return found;
            }
        }
    }
}

/// Takes an error of the walk apart: the path and line it is about, and why.
fn explain(error: &ignore::Error) -> (Option<&Path>, Option<u64>, String) {
    match error {
        ignore::Error::WithPath { path, err } => {
            let (inner, line, reason) = explain(err);
            (inner.or(Some(path)), line, reason)
        }
        ignore::Error::WithDepth { err, .. } => explain(err),
        ignore::Error::WithLineNumber { line, err } => {
            let (path, _, reason) = explain(err);
            (path, Some(*line), reason)
        }
        ignore::Error::Partial(errors) => errors
            .first()
            .map_or((None, None, error.to_string()), explain),
        ignore::Error::Loop { child, .. } => (
            Some(child),
            None,
            "a symbolic link to a folder it lies in".to_owned(),
        ),
        ignore::Error::Io(error) => (None, None, unreadable(error)),
        other => (None, None, other.to_string()),
    }
}

fn modified_ns(metadata: &Metadata) -> i64 {
    let modified = metadata.modified().ok();
    let since = modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    since
        .and_then(|since| i64::try_from(since.as_nanos()).ok())
        .unwrap_or(0)
}

#[cfg(test)]
pub(in crate::source) mod tests {
    use super::*;

    /// A folder with these files, each given as path and text.
    pub(in crate::source) fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    /// What the walk gives: paths below the root, with `! REASON` where a file is skipped.
    fn told(root: &Path, options: WalkOptions) -> Vec<String> {
        let below = |shown: &str| {
            Path::new(shown)
                .strip_prefix(root)
                .unwrap()
                .to_string_lossy()
                .into_owned()
        };
        let told = walk(root, &options).unwrap().map(|found| match found {
            Ok(file) => below(&file.shown),
            Err(skipped) => format!("{}! {}", below(&skipped.path), skipped.reason),
        });
        told.collect()
    }

    fn check(files: &[&str], options: WalkOptions, expected: &[&str]) {
        let files: Vec<_> = files.iter().map(|path| (*path, "text")).collect();
        assert_eq!(told(folder(&files).path(), options), expected, "{files:?}");
    }

    const HIDDEN: WalkOptions = WalkOptions {
        hidden: true,
        follow: false,
    };

    #[test]
    fn files_come_in_order() {
        check(
            &["b.txt", "a/2.txt", "a/10.txt", "c", "a.jsonl.gz"],
            WalkOptions::default(),
            &["a/10.txt", "a/2.txt", "a.jsonl.gz", "b.txt", "c"],
        );
    }

    #[test]
    fn what_is_no_article_is_passed_over() {
        let beside = [
            "a.txt",
            "a.txt~",
            "#a.txt#",
            ".a.txt.swp",
            "a.txt.meta.toml.bak",
            "Thumbs.db",
            ".git/x.txt",
            "CVS/Entries",
            ".DS_Store",
        ];
        check(&beside, WalkOptions::default(), &["a.txt"]);
        check(&beside, HIDDEN, &["a.txt"]);
        check(
            &[".a.txt", ".b/c.txt", "d.txt"],
            WalkOptions::default(),
            &["d.txt"],
        );
        check(
            &[".a.txt", ".b/c.txt", "d.txt"],
            HIDDEN,
            &[".a.txt", ".b/c.txt", "d.txt"],
        );
    }

    #[test]
    fn kinds_that_are_not_read_are_named() {
        check(
            &["a.pdf", "b.txt"],
            WalkOptions::default(),
            &[
                "a.pdf! a document is not read yet: extract its text and index that",
                "b.txt",
            ],
        );
    }

    #[test]
    fn ignore_files_are_honoured_and_those_of_git_are_not() {
        let folder = folder(&[
            (".ignore", "drafts/\n"),
            (".gitignore", "*.txt\n"),
            (".git/info/exclude", "*.txt\n"),
            ("a.txt", ""),
            ("drafts/b.txt", ""),
        ]);
        assert_eq!(told(folder.path(), WalkOptions::default()), ["a.txt"]);
    }

    #[test]
    fn ignore_files_above_the_root_do_not_count() {
        let folder = folder(&[(".ignore", "*.txt\n"), ("in/a.txt", "")]);
        assert_eq!(
            told(&folder.path().join("in"), WalkOptions::default()),
            ["a.txt"]
        );
    }

    #[test]
    fn a_folder_can_be_excepted() {
        let folder = folder(&[("a.txt", ""), ("index/meta.json", "{}")]);
        let walk = walk(folder.path(), &WalkOptions::default())
            .unwrap()
            .except(&folder.path().join("index"));
        assert_eq!(walk.count(), 1);
    }

    #[test]
    fn a_file_belongs_to_the_longest_root() {
        let folder = folder(&[
            ("a.txt", ""),
            ("in/b.txt", ""),
            ("in/deep/c.txt", ""),
            ("inner/d.txt", ""),
        ]);
        let path = |name: &str| folder.path().join(name);
        let roots = [
            folder.path().to_owned(),
            path("in"),
            path("in/deep"),
            path("away"),
        ];
        let check = |root: &Path, expected: &[&str]| {
            let walk = walk(root, &WalkOptions::default()).unwrap();
            let walk = walk.except_roots(roots.iter().map(PathBuf::as_path));
            let names = walk.map(|file| file.unwrap().path);
            let names: Vec<_> = names
                .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
                .collect();
            assert_eq!(names, expected, "{}", root.display());
        };
        check(folder.path(), &["a.txt", "d.txt"]);
        check(&path("in"), &["b.txt"]);
        check(&path("in/deep"), &["c.txt"]);
    }

    #[test]
    fn an_index_holds_no_articles() {
        let own = ["pullquote.json", "pullquote.lock", "meta.json", "a.store"];
        check(&own, HIDDEN, &[]);
        check(&["a.txt", "pullquote.lock"], HIDDEN, &["a.txt"]);
        check(
            &[
                "a.txt",
                "in/pullquote.json",
                "in/pullquote.lock",
                "in/b.txt",
            ],
            HIDDEN,
            &["a.txt"],
        );
    }

    #[test]
    fn a_root_that_is_missing_is_an_error() {
        let folder = folder(&[]);
        let error = walk(&folder.path().join("nowhere"), &WalkOptions::default())
            .err()
            .unwrap();
        assert_eq!(error.kind(), crate::error::ErrorKind::Unreadable);
        assert!(error.next_step().is_some());
    }

    #[test]
    fn a_root_may_be_a_file() {
        let folder = folder(&[(".hidden.txt", "text")]);
        let path = folder.path().join(".hidden.txt");
        let files: Vec<_> = walk(&path, &WalkOptions::default())
            .unwrap()
            .map(Result::unwrap)
            .collect();
        assert_eq!(files.len(), 1);
        assert_eq!(files[0].shown, path.to_str().unwrap());
        assert_eq!((files[0].size, files[0].sidecars), (4, 0));
        assert!(files[0].modified_ns > 0);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_named_and_followed_only_when_asked() {
        let folder = folder(&[("in/a.txt", "text"), ("out/b.txt", "text")]);
        let root = folder.path().join("in");
        std::os::unix::fs::symlink(folder.path().join("out"), root.join("out")).unwrap();
        std::os::unix::fs::symlink(&root, root.join("round")).unwrap();
        std::os::unix::fs::symlink(root.join("nowhere"), root.join("dangling.txt")).unwrap();
        let link = "a symbolic link, which is not followed unless asked for";
        let named = [
            "a.txt".to_owned(),
            format!("dangling.txt! {link}"),
            format!("out! {link}"),
            format!("round! {link}"),
        ];
        assert_eq!(told(&root, WalkOptions::default()), named);
        let followed = WalkOptions {
            follow: true,
            hidden: false,
        };
        let round = "round! a symbolic link to a folder it lies in";
        assert_eq!(
            told(&root, followed),
            [
                "a.txt",
                "dangling.txt! cannot be read: entity not found",
                "out/b.txt",
                round
            ]
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_link_given_as_the_root_is_read() {
        let folder = folder(&[("in/a.txt", "text")]);
        for (target, name) in [("in/a.txt", "file.txt"), ("in", "folder")] {
            let link = folder.path().join(name);
            std::os::unix::fs::symlink(folder.path().join(target), &link).unwrap();
            let files: Vec<_> = walk(&link, &WalkOptions::default())
                .unwrap()
                .map(Result::unwrap)
                .collect();
            assert_eq!(files.len(), 1);
            assert!(
                files[0].shown.starts_with(link.to_str().unwrap()),
                "{}",
                files[0].shown
            );
            assert_eq!(
                files[0].path,
                fs::canonicalize(folder.path().join("in/a.txt")).unwrap()
            );
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_without_permission_is_named() {
        use std::os::unix::fs::PermissionsExt;
        let folder = folder(&[("a.txt", "text"), ("shut/b.txt", "text")]);
        let shut = folder.path().join("shut");
        fs::set_permissions(&shut, fs::Permissions::from_mode(0o000)).unwrap();
        let reads_all = fs::read_dir(&shut).is_ok();
        let told = told(folder.path(), WalkOptions::default());
        fs::set_permissions(&shut, fs::Permissions::from_mode(0o700)).unwrap();
        // Who may read everything, such as root, cannot be shut out.
        let expected = if reads_all {
            "shut/b.txt"
        } else {
            "shut! cannot be read: permission denied"
        };
        assert_eq!(told, ["a.txt", expected]);
    }
}
