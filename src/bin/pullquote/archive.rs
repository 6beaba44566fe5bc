//! The archive that is served: the last commit of an index, and the next one as soon as it is there.
//!
//! A folder comes in, an [`Edition`] goes out: one commit, with what is told of it as a whole. Whoever holds an edition
//! goes on reading it while others are given the next. What is not here: threads and limits (`serve`), and writing.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use pullquote::article::NameField;
use pullquote::engine::embedded::Index;
use pullquote::error::Result;
use pullquote::render::json::StatusLine;
use pullquote::render::plural;
use pullquote::render::tools::CorpusInfo;
use pullquote::search::engine::Engine;
use pullquote::search::{self, FacetField, Granularity, SearchRequest};

use crate::commands::status_line;

/// How long an edition is given out before the folder is looked at again.
const LOOKED_AT: Duration = Duration::from_millis(250);

/// An index on disk that others may write to meanwhile.
pub(crate) struct Archive {
    folder: PathBuf,
    now: Mutex<Now>,
}

struct Now {
    edition: Arc<Edition>,
    looked_at: Instant,
    /// Why the last commit could not be opened, where it could not.
    fault: Option<String>,
    /// How many editions there were.
    editions: u64,
}

/// One commit of an index.
pub(crate) struct Edition {
    /// The index.
    pub(crate) index: Index,
    /// What no other commit has.
    pub(crate) fingerprint: String,
    folder: PathBuf,
    /// Held while it is counted, so that it is counted once.
    corpus: Mutex<Option<CorpusInfo>>,
}

impl Archive {
    /// Opens the last commit of the index in `folder`.
    pub(crate) fn open(folder: &Path) -> Result<Self> {
        Ok(Archive {
            folder: folder.to_owned(),
            now: Mutex::new(Now {
                edition: Arc::new(Edition::open(folder)?),
                looked_at: Instant::now(),
                fault: None,
                editions: 1,
            }),
        })
    }

    /// Returns the last commit that can be opened.
    pub(crate) fn edition(&self) -> Arc<Edition> {
        let mut now = self.lock();
        if now.looked_at.elapsed() >= LOOKED_AT {
            now.looked_at = Instant::now();
            match now.edition.index.is_outdated() {
                true => now.turn(Edition::open(&self.folder)),
                false => now.fault = None,
            }
        }
        Arc::clone(&now.edition)
    }

    /// Returns why the last commit is not served but the one before it, where that is so.
    pub(crate) fn fault(&self) -> Option<String> {
        self.edition();
        self.lock().fault.clone()
    }

    /// Returns how many commits were served so far.
    pub(crate) fn editions(&self) -> u64 {
        self.lock().editions
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Now> {
        // Nothing that is done under the lock leaves it half done.
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Now {
    fn turn(&mut self, opened: Result<Edition>) {
        match opened {
            Ok(edition) => {
                say(&format!(
                    "serving a new commit: {}",
                    plural(edition.index.size(), "article", "articles")
                ));
                self.edition = Arc::new(edition);
                self.editions += 1;
                self.fault = None;
            }
            // It may be on its way: what was served before goes on.
            Err(error) => {
                let fault = error.to_string();
                if self.fault.as_ref() != Some(&fault) {
                    say(&format!(
                        "the last commit cannot be opened, the one before it is served: {fault}"
                    ));
                }
                self.fault = Some(fault);
            }
        }
    }
}

/// Tells whoever started the server. Where nobody is left to read it, the archive is served all the same.
fn say(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

impl Edition {
    fn open(folder: &Path) -> Result<Self> {
        let index = Index::open(folder)?;
        Ok(Edition {
            fingerprint: index.fingerprint(),
            index,
            folder: folder.to_owned(),
            corpus: Mutex::new(None),
        })
    }

    /// Returns what the index holds, as `pullquote status` says it.
    pub(crate) fn status(&self) -> Result<StatusLine> {
        status_line(&self.index, &self.folder)
    }

    /// Returns what agents are told of the archive.
    pub(crate) fn corpus(&self) -> Result<CorpusInfo> {
        let mut corpus = self.corpus.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = &*corpus {
            return Ok(known.clone());
        }
        let facets = vec![
            FacetField::Name(NameField::Outlet),
            FacetField::Date(Granularity::Day),
        ];
        let request = SearchRequest {
            facets,
            limit: 0,
            ..SearchRequest::new(None)
        };
        let counted = search::search(&self.index, &request)?;
        let [outlets, days] = counted.facets.as_slice() else {
            unreachable!("two facets were asked for")
        };
        let articles = counted.counts.articles;
        let counted = CorpusInfo::new(articles, outlets, days, &self.fingerprint);
        Ok(corpus.insert(counted).clone())
    }
}
