//! The manifest of an index: which format it has, how its words were analysed, how they are weighed.
//!
//! It is read before anything else of the index, so that an index of another version is refused with a clear
//! word instead of being misread. It is written once, when the index is made.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind, Result};

/// The version of the format of the folder; a change that old code would misread raises it.
pub(super) const FORMAT: u32 = 1;

const FILE_NAME: &str = "pullquote.json";

/// What an index says of itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of the format.
    pub format: u32,
    /// The version of Pullquote that made it.
    pub made_by: String,
    /// How words were analysed.
    pub analyzer: Analyzer,
    /// How words are weighed in the ranking.
    pub weights: Weights,
}

/// How the words of an index were analysed. A query is analysed in the same way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Analyzer {
    /// The rules of folding and cutting words, by name and version.
    pub name: String,
    /// The algorithm that finds the stem of a word in a query.
    pub stemmer: String,
    /// About how many words a passage has.
    pub passage_words: u32,
}

/// The parameters of the ranking.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weights {
    /// BM25's saturation of a term's frequency (Robertson and Zaragoza 2009, section 3.4).
    pub k1: f64,
    /// BM25's normalisation by length, 0 for none to 1 for full.
    pub b: f64,
    /// What an occurrence in the title counts, beside one in the body.
    pub title: f64,
}

impl Default for Weights {
    fn default() -> Self {
        Weights {
            k1: 1.2,
            b: 0.75,
            title: 0.5,
        }
    }
}

impl Manifest {
    /// Returns the manifest that an index made by this code bears.
    pub(super) fn current() -> Self {
        Manifest {
            format: FORMAT,
            made_by: env!("CARGO_PKG_VERSION").to_owned(),
            analyzer: Analyzer {
                name: "pullquote-1".to_owned(),
                stemmer: "english".to_owned(),
                passage_words: 120,
            },
            weights: Weights::default(),
        }
    }

    /// Reads the manifest of the index in `folder`; `None` where there is none.
    pub(super) fn read(folder: &Path) -> Result<Option<Self>> {
        let path = path(folder);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::io("read", &path, error)),
        };
        Self::parse(folder, &bytes).map(Some)
    }

    fn parse(folder: &Path, bytes: &[u8]) -> Result<Self> {
        let value: serde_json::Value =
            serde_json::from_slice(bytes).map_err(|error| damaged(folder).because(error))?;
        let format = value.get("format").and_then(serde_json::Value::as_u64);
        match format {
            Some(format) if format == u64::from(FORMAT) => {
                let manifest: Manifest = serde_json::from_value(value)
                    .map_err(|error| damaged(folder).because(error))?;
                if manifest.analyzer != Manifest::current().analyzer {
                    return Err(other_analyzer(folder, &manifest.analyzer.name));
                }
                Ok(manifest)
            }
            Some(format) => Err(other_version(folder, format)),
            None => Err(damaged(folder)),
        }
    }

    /// Writes the manifest whole or not at all.
    pub(super) fn write(&self, folder: &Path) -> Result<()> {
        let json =
            serde_json::to_vec_pretty(self).map_err(|error| damaged(folder).because(error))?;
        write_whole(&path(folder), &json)
    }
}

/// Writes a file so that it is there whole or, when the process is killed, as it was before.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let parted = path.with_extension("part");
    let write = || {
        let mut file = fs::File::create(&parted)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&parted, path)
    };
    write().map_err(|error| Error::io("write", path, error))
}

fn path(folder: &Path) -> PathBuf {
    folder.join(FILE_NAME)
}

fn damaged(folder: &Path) -> Error {
    let path = path(folder);
    Error::new(
        ErrorKind::IndexDamaged,
        format!("cannot read the manifest `{}`", path.display()),
    )
    .hint(rebuild(folder))
}

fn other_version(folder: &Path, format: u64) -> Error {
    let message = format!(
        "the index `{}` has format {format}; this version reads and writes format {FORMAT}",
        folder.display()
    );
    Error::new(ErrorKind::IndexVersion, message).hint(rebuild(folder))
}

fn other_analyzer(folder: &Path, name: &str) -> Error {
    let message = format!(
        "the words of the index `{}` were analysed in another way, `{name}`",
        folder.display()
    );
    Error::new(ErrorKind::IndexVersion, message).hint(rebuild(folder))
}

fn rebuild(folder: &Path) -> String {
    format!(
        "index the articles again: pullquote index PATH --index {} --rebuild",
        super::shell_quoted(folder)
    )
}
