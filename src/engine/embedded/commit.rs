//! Which commit of an index is open, and whether another has followed it.
//!
//! A [`Mark`] is of the two small files that a new commit or a new index cannot leave as they are, so that looking
//! costs next to nothing. A fingerprint is of what was opened. What is not here: opening the new commit, which is for
//! whoever holds the old one to decide.

use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::manifest;
use super::reader::Index;
use super::writer::segments;
use crate::article::{hexadecimal, leading_number};
use crate::error::Result;

/// How many bytes of the digest a fingerprint has.
const FINGERPRINT: usize = 16;

/// How the last commit of a folder looks from outside; `None` where it has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark(Option<u64>);

impl Mark {
    /// Looks at a folder. What cannot be read is being replaced, or gone.
    pub(super) fn of(folder: &Path) -> Self {
        let files = [manifest::path(folder), segments(folder).join("meta.json")];
        let mut hash = Sha256::new();
        for file in files {
            match fs::read(file) {
                Ok(bytes) => hash.update(bytes),
                Err(_) => return Mark(None),
            }
        }
        Mark(Some(leading_number(&hash.finalize())))
    }
}

impl Index {
    /// Tells whether the folder has another commit by now than the one that is open. While an index is being made
    /// anew it has none, and the open one is still the last.
    pub fn is_outdated(&self) -> bool {
        let now = Mark::of(&self.folder);
        now.0.is_some() && now != self.mark
    }

    /// Returns 32 hexadecimal digits that another commit, another format or other weights would not have.
    pub fn fingerprint(&self) -> Result<String> {
        let mut hash = Sha256::new();
        let manifest = serde_json::to_vec(&self.manifest).map_err(|error| {
            self.failed(tantivy::TantivyError::InternalError(error.to_string()))
        })?;
        hash.update(manifest);
        for segment in self.searcher.segment_readers() {
            hash.update(segment.segment_id().uuid_string());
            hash.update(segment.delete_opstamp().unwrap_or(0).to_be_bytes());
        }
        Ok(hexadecimal(&hash.finalize()[..FINGERPRINT]))
    }
}
