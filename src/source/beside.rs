//! What lies beside articles: sidecars, which are read, and what editors and systems leave, which is passed over.
//!
//! Paths and names in; what the sidecars of a file state, with a fingerprint of their text, out. What is not
//! here: how a sidecar is written (`sidecar.rs`).

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

use sha2::{Digest, Sha256};

use super::read::unreadable;
use super::sidecar::{FILE_SUFFIX, FOLDER_NAME, Malformed, Scope, Sidecar};

/// The file that an index is held by while it is written; it may be there before anything else is.
const INDEX_LOCK: &str = "pullquote.lock";

/// Folders of version control and of operating systems, where no article lies.
pub(crate) fn is_machinery(name: &str) -> bool {
    matches!(
        name,
        ".git" | ".hg" | ".svn" | ".bzr" | "CVS" | "__MACOSX" | ".Trash" | "$RECYCLE.BIN"
    )
}

/// Files that lie beside articles and are none: sidecars, and what editors and systems leave behind.
pub(crate) fn is_beside(name: &str) -> bool {
    name == FOLDER_NAME
        || name.ends_with(FILE_SUFFIX)
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || [
            ".swp",
            ".swo",
            ".tmp",
            ".bak",
            ".orig",
            ".part",
            ".crdownload",
        ]
        .iter()
        .any(|end| name.ends_with(end))
        || name.starts_with("._")
        || matches!(
            name,
            INDEX_LOCK
                | ".DS_Store"
                | "Thumbs.db"
                | "desktop.ini"
                | ".ignore"
                | ".gitignore"
                | ".gitattributes"
                | ".git"
        )
}

/// What sidecars state about a folder or a file.
#[derive(Clone, Default)]
pub(crate) struct Stated {
    /// What they state.
    pub(crate) sidecar: Arc<Sidecar>,
    /// The fingerprint of their text; 0 where there are none.
    pub(crate) fingerprint: u64,
}

/// A sidecar that cannot be used.
pub(crate) type Fault = (PathBuf, Malformed);

/// Reads sidecars, those of folders once.
pub(crate) struct Sidecars {
    root: PathBuf,
    folders: HashMap<PathBuf, Stated>,
}

impl Sidecars {
    /// Reads none above `root`.
    pub(crate) fn new(root: PathBuf) -> Self {
        Sidecars {
            root,
            folders: HashMap::new(),
        }
    }

    /// Returns what is stated of a file; sidecars that cannot be used are added to `faults`.
    pub(crate) fn of_file(&mut self, path: &Path, faults: &mut Vec<Fault>) -> Stated {
        let mut stated = path
            .parent()
            .map_or_else(Stated::default, |folder| self.of_folder(folder, faults));
        let mut own = vec![
            with_suffix(path.with_extension("")),
            with_suffix(path.to_owned()),
        ];
        own.dedup();
        for own in own {
            stated = nearer(stated, &own, Scope::File, faults);
        }
        stated
    }

    fn of_folder(&mut self, folder: &Path, faults: &mut Vec<Fault>) -> Stated {
        if let Some(known) = self.folders.get(folder) {
            return known.clone();
        }
        let above = match folder.parent() {
            Some(parent) if folder != self.root && folder.starts_with(&self.root) => {
                self.of_folder(parent, faults)
            }
            _ => Stated::default(),
        };
        let stated = nearer(above, &folder.join(FOLDER_NAME), Scope::Folder, faults);
        self.folders.insert(folder.to_owned(), stated.clone());
        stated
    }
}

fn with_suffix(path: PathBuf) -> PathBuf {
    let mut name = path.into_os_string();
    name.push(FILE_SUFFIX);
    PathBuf::from(name)
}

/// Adds a sidecar, if it is there, to what those farther away state.
fn nearer(farther: Stated, path: &Path, scope: Scope, faults: &mut Vec<Fault>) -> Stated {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            return farther;
        }
        Err(error) => {
            faults.push((
                path.to_owned(),
                Malformed {
                    line: None,
                    reason: unreadable(&error),
                },
            ));
            return farther;
        }
    };
    let fingerprint = fingerprint(farther.fingerprint, &bytes);
    let parsed = match std::str::from_utf8(&bytes) {
        Ok(text) => Sidecar::parse(text, scope),
        Err(_) => Err(Malformed {
            line: None,
            reason: "malformed sidecar: not UTF-8".to_owned(),
        }),
    };
    match parsed {
        Ok(near) => Stated {
            sidecar: Arc::new(near.or(&farther.sidecar)),
            fingerprint,
        },
        Err(fault) => {
            faults.push((path.to_owned(), fault));
            Stated {
                fingerprint,
                ..farther
            }
        }
    }
}

fn fingerprint(farther: u64, bytes: &[u8]) -> u64 {
    let mut hash = Sha256::new();
    hash.update(farther.to_le_bytes());
    hash.update(bytes);
    let digest = hash.finalize();
    let first = digest
        .iter()
        .take(8)
        .fold(0u64, |first, byte| first << 8 | u64::from(*byte));
    first.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Metadata;
    use crate::source::walk::tests::folder;
    use crate::source::{FileRef, WalkOptions, walk};

    fn outlets(root: &Path) -> Vec<String> {
        let options = WalkOptions::default();
        let files = walk(root, &options).unwrap().filter_map(Result::ok);
        let outlet = |file: FileRef| {
            let mut metadata = Metadata::default();
            file.sidecar.apply(&mut metadata);
            metadata
                .outlet
                .map_or_else(|| "-".to_owned(), |outlet| outlet.value)
        };
        files.map(outlet).collect()
    }

    #[test]
    fn the_nearest_sidecar_wins() {
        let folder = folder(&[
            ("a.txt", ""),
            ("b.txt", ""),
            ("b.meta.toml", "outlet = \"Of b\""),
            ("c.txt", ""),
            ("c.meta.toml", "outlet = \"Of c\""),
            ("c.txt.meta.toml", "outlet = \"Of c.txt\""),
            ("in/d.txt", ""),
            ("in/deep/e.txt", ""),
            ("in/deep/pullquote.toml", "outlet = \"Of deep\""),
            ("pullquote.toml", "outlet = \"Of the root\""),
        ]);
        assert_eq!(
            outlets(folder.path()),
            ["Of the root", "Of b", "Of c.txt", "Of the root", "Of deep"]
        );
        assert_eq!(
            outlets(&folder.path().join("in")),
            ["-", "Of deep"],
            "a sidecar above the root does not count"
        );
        assert_eq!(outlets(&folder.path().join("b.txt")), ["Of b"]);
        assert_eq!(outlets(&folder.path().join("a.txt")), ["Of the root"]);
    }

    #[test]
    fn the_fingerprint_changes_with_the_sidecars() {
        let folder = folder(&[("a.txt", ""), ("in/b.txt", "")]);
        let fingerprints = || -> Vec<u64> {
            walk(folder.path(), &WalkOptions::default())
                .unwrap()
                .filter_map(Result::ok)
                .map(|file| file.sidecars)
                .collect()
        };
        let bare = fingerprints();
        assert_eq!(bare, [0, 0]);
        fs::write(folder.path().join("in/pullquote.toml"), "outlet = \"A\"").unwrap();
        let with_folder = fingerprints();
        assert!(with_folder[0] == 0 && with_folder[1] != 0);
        fs::write(folder.path().join("in/pullquote.toml"), "outlet = \"B\"").unwrap();
        assert_ne!(fingerprints()[1], with_folder[1]);
        fs::write(folder.path().join("a.meta.toml"), "").unwrap();
        assert_ne!(fingerprints()[0], 0);
    }

    #[test]
    fn a_malformed_sidecar_is_named_once_and_the_files_are_kept() {
        let folder = folder(&[
            ("a.txt", ""),
            ("b.txt", ""),
            ("pullquote.toml", "\noutlte = \"Dawn\""),
        ]);
        let found: Vec<_> = walk(folder.path(), &WalkOptions::default())
            .unwrap()
            .collect();
        let (files, skipped): (Vec<_>, Vec<_>) = found.into_iter().partition(Result::is_ok);
        assert_eq!(files.len(), 2);
        let skipped: Vec<_> = skipped.into_iter().map(Result::unwrap_err).collect();
        assert_eq!(skipped.len(), 1);
        assert_eq!(
            (skipped[0].line, skipped[0].path.ends_with("pullquote.toml")),
            (Some(2), true)
        );
        assert!(
            skipped[0]
                .reason
                .starts_with("malformed sidecar: unknown field `outlte`"),
            "{}",
            skipped[0].reason
        );
    }
}
