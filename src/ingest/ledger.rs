//! The ledger: which files an index was made from, and how they looked when they were read.
//!
//! It travels with the commit of the index, so it never speaks of articles that are not there.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind, Result, Skipped};

/// Level of compression: the ledger is written once a run, and small beside the index.
const LEVEL: i32 = 3;

/// What an index was made from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// The folders and files that were named, by absolute path.
    pub roots: BTreeMap<String, Root>,
    /// The files that were read, by absolute path.
    pub files: BTreeMap<String, FileEntry>,
}

/// A folder or file that was named, and how it is walked and read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Root {
    /// The path as it was given.
    pub shown: String,
    /// Whether hidden files are read.
    pub hidden: bool,
    /// Whether symbolic links are followed.
    pub follow: bool,
    /// The fields that are read from other JSON fields, ours and theirs.
    pub map: Vec<(String, String)>,
    /// What outlets are called, by name or domain.
    pub aliases: Vec<(String, String)>,
}

/// A file as it was when it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Its size in bytes.
    pub size: u64,
    /// When it was last modified, in nanoseconds since 1970.
    pub modified_ns: i64,
    /// A fingerprint of the sidecar files that apply to it.
    pub sidecars: u64,
    /// A fingerprint of the options it was read with.
    pub options: u64,
    /// A digest of its bytes, in hexadecimal.
    pub digest: String,
    /// The path as it is shown.
    pub shown: String,
    /// The articles in it that are kept from another file, by the first eight bytes of their ids.
    pub left_out: Vec<u64>,
    /// What was passed over in it: line and reason.
    pub skipped: Vec<(Option<u64>, String)>,
    /// How many more were passed over than are named.
    pub skipped_more: u64,
}

impl FileEntry {
    /// Returns what was passed over in the file.
    pub fn skips(&self) -> impl Iterator<Item = Skipped> + '_ {
        self.skipped.iter().map(|(line, reason)| Skipped {
            path: self.shown.clone(),
            line: *line,
            reason: reason.clone(),
        })
    }
}

impl Ledger {
    /// Reads a ledger back.
    pub fn decode(bytes: &[u8]) -> Result<Self> {
        let json = zstd::decode_all(bytes).map_err(|error| damaged().because(error))?;
        serde_json::from_slice(&json).map_err(|error| damaged().because(error))
    }

    /// Returns the articles that stand in the files of one of these roots but are kept from another file.
    pub fn kept_elsewhere(&self, roots: &[String]) -> Vec<u64> {
        let below = |path: &String| roots.iter().any(|root| Path::new(path).starts_with(root));
        let files = self.files.iter().filter(|(path, _)| below(path));
        files
            .flat_map(|(_, entry)| entry.left_out.iter().copied())
            .collect()
    }

    /// Writes a ledger down.
    pub fn encode(&self) -> Result<Vec<u8>> {
        let json = serde_json::to_vec(self).map_err(|error| damaged().because(error))?;
        zstd::encode_all(json.as_slice(), LEVEL).map_err(|error| damaged().because(error))
    }
}

fn damaged() -> Error {
    Error::new(
        ErrorKind::IndexDamaged,
        "cannot read the ledger of the index",
    )
    .hint("index the articles again with --rebuild")
}
