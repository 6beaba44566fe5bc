//! Defaults from a configuration file, which is read only where one is named.

use std::path::{Path, PathBuf};

use pullquote::error::{Error, ErrorKind, Result};
use serde::Deserialize;

/// The folder of the index where none is named.
const INDEX: &str = "index";

/// Defaults for what was not typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    index: Option<PathBuf>,
    limit: Option<usize>,
    passages: Option<usize>,
}

impl Config {
    /// Reads the file named; no file gives no defaults.
    pub(crate) fn read(path: Option<&Path>) -> Result<Self> {
        let Some(path) = path else {
            return Ok(Config::default());
        };
        let text = std::fs::read_to_string(path)
            .map_err(|error| Error::io("read the configuration", path, error))?;
        let mut config: Config = toml::from_str(&text).map_err(|error| {
            let span = error.span().unwrap_or(0..0);
            let line_start = text[..span.start].rfind('\n').map_or(0, |end| end + 1);
            let line = text[line_start..].lines().next().unwrap_or_default();
            let start = span.start - line_start;
            let end = (span.end - line_start).clamp(start, line.len().max(start));
            Error::new(
                ErrorKind::Usage,
                format!("cannot understand the configuration `{}`", path.display()),
            )
            .at(
                line,
                start..end,
                error.message().lines().next().unwrap_or_default(),
            )
            .hint("a configuration may set index, limit and passages")
        })?;
        // A path in a configuration counts from the file, wherever the command is run.
        config.index = config
            .index
            .map(|index| path.parent().unwrap_or(Path::new("")).join(index));
        Ok(config)
    }

    /// Returns the folder of the index.
    pub(crate) fn index(&self, typed: Option<&Path>) -> PathBuf {
        typed
            .or(self.index.as_deref())
            .unwrap_or(Path::new(INDEX))
            .to_owned()
    }

    /// Returns how many articles are shown at most.
    pub(crate) fn limit(&self, typed: Option<usize>) -> usize {
        typed.or(self.limit).unwrap_or(10)
    }

    /// Returns how many passages of an article are shown at most; `None` for all.
    pub(crate) fn passages(&self, typed: Option<usize>) -> Option<usize> {
        Some(typed.or(self.passages).unwrap_or(3)).filter(|passages| *passages > 0)
    }
}
