//! The manifest of an index: which format it has, how its words were analysed, how they are weighed.
//!
//! It is read before anything else of the index, so that an index of another version is refused with a clear
//! word instead of being misread. It is written once, when the index is made.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind, Result};
use crate::search::Weights;

/// The version of the format of the folder; a change that old code would misread raises it.
pub(super) const FORMAT: u32 = 2;

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
    #[serde(with = "weights")]
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

/// Weights as an object of numbers, each under its name, none missing and none unknown.
mod weights {
    use std::collections::BTreeMap;

    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::search::Weights;

    pub(super) fn serialize<S: Serializer>(weights: &Weights, to: S) -> Result<S::Ok, S::Error> {
        let number = |value: f64| match value.fract() == 0.0 {
            true => serde_json::Value::from(value as u64),
            false => serde_json::Value::from(value),
        };
        let named = weights.named().into_iter();
        let named: BTreeMap<_, _> = named.map(|(name, value)| (name, number(value))).collect();
        named.serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Weights, D::Error> {
        let named = BTreeMap::<String, f64>::deserialize(from)?;
        let mut names = Weights::default().named().into_iter();
        if let Some((name, _)) = names.find(|(name, _)| !named.contains_key(*name)) {
            return Err(D::Error::custom(format!("the weight `{name}` is missing")));
        }
        let mut named = named.into_iter();
        named
            .try_fold(Weights::default(), |weights, (name, value)| {
                weights.with(&name, value)
            })
            .map_err(D::Error::custom)
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

/// Returns where the manifest of the index in `folder` is.
pub(super) fn path(folder: &Path) -> PathBuf {
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
    let again = rebuild(folder);
    let hint = match format > u64::from(FORMAT) {
        true => format!("it is of a later version: use that one, or {again}"),
        false => again,
    };
    Error::new(ErrorKind::IndexVersion, message).hint(hint)
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
