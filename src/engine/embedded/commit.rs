//! Which commit of an index is open, and whether another has followed it.
//!
//! A [`Mark`] is of the two small files that a new commit or a new index cannot leave as they are, so that looking
//! costs next to nothing. What is not here: opening the new commit, which is for whoever holds the old one to decide.

use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::manifest;
use super::reader::Index;
use super::writer::segments;
use crate::article::hexadecimal;

/// How many bytes of the digest a mark has.
const LENGTH: usize = 16;

/// How the last commit of a folder looks from outside; `None` where it has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark(Option<[u8; LENGTH]>);

impl Mark {
    /// Looks at a folder. What cannot be read is being replaced, or gone; an index that was begun and never committed
    /// names no ledger yet.
    pub(super) fn of(folder: &Path) -> Self {
        let read = |path| fs::read(path).ok();
        let manifest = read(manifest::path(folder));
        let metas = read(segments(folder).join("meta.json")).filter(|metas| is_committed(metas));
        Mark(manifest.zip(metas).map(|(manifest, metas)| {
            let mut hash = Sha256::new();
            hash.update(manifest);
            hash.update(metas);
            *hash.finalize().first_chunk().expect("a digest is longer")
        }))
    }
}

fn is_committed(metas: &[u8]) -> bool {
    let metas = serde_json::from_slice::<serde_json::Value>(metas);
    metas.is_ok_and(|metas| metas["payload"].is_string())
}

impl Index {
    /// Tells whether the folder has another commit by now than the one that is open. While an index is being made
    /// anew it has none, and the open one is still the last.
    pub fn is_outdated(&self) -> bool {
        let now = Mark::of(&self.folder);
        now.0.is_some() && now != self.mark
    }

    /// Returns 32 hexadecimal digits that another commit would not have, nor one of another format or of other weights.
    /// An index that was never committed has zeros.
    pub fn fingerprint(&self) -> String {
        hexadecimal(&self.mark.0.unwrap_or_default())
    }
}
