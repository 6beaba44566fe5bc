//! Which of several articles with one id is kept, whatever the order in which they are read.

use std::collections::{HashMap, HashSet};

use crate::engine::embedded::{Index, Key};
use crate::error::Result;

/// Where an article was read: the smallest is kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// The absolute path of its file.
    pub(super) file: String,
    /// Its line in the file; 0 where it is alone in it.
    pub(super) line: u64,
}

/// What is to be done with an article that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// No other has its id.
    New,
    /// It takes the place of another, which has to be removed.
    Instead,
    /// Another is kept.
    LeftOut,
}

/// The articles that are kept, by their keys.
pub(super) struct Owners<'i> {
    /// The index before the run, where there is one.
    before: Option<&'i Index>,
    /// The files that are read or removed in this run: what the index has of them does not bind.
    released: HashSet<String>,
    kept: HashMap<Key, Place>,
    /// The files of which an article was left out, or taken the place of.
    shared: HashSet<String>,
}

impl<'i> Owners<'i> {
    /// Begins a run in which the files `released` are read anew or removed.
    pub(super) fn new(before: Option<&'i Index>, released: impl Iterator<Item = String>) -> Self {
        Owners {
            before,
            released: released.collect(),
            kept: HashMap::new(),
            shared: HashSet::new(),
        }
    }

    /// Decides about an article and remembers the decision.
    pub(super) fn decide(&mut self, key: Key, place: &Place) -> Result<Verdict> {
        let other = match self.kept.get(&key) {
            Some(other) => Some(other.clone()),
            None => self.kept_before(key)?,
        };
        let Some(other) = other else {
            self.kept.insert(key, place.clone());
            return Ok(Verdict::New);
        };
        self.share(&other.file);
        self.share(&place.file);
        if other < *place {
            return Ok(Verdict::LeftOut);
        }
        self.kept.insert(key, place.clone());
        Ok(Verdict::Instead)
    }

    /// Tells whether an article of that key was read in this run.
    pub(super) fn has(&self, key: Key) -> bool {
        self.kept.contains_key(&key)
    }

    /// Tells whether a file shares an article with another.
    pub(super) fn shares(&self, file: &str) -> bool {
        self.shared.contains(file)
    }

    fn share(&mut self, file: &str) {
        if !self.shared.contains(file) {
            self.shared.insert(file.to_owned());
        }
    }

    /// Finds the article of that key that the index keeps from a file which this run does not touch.
    fn kept_before(&self, key: Key) -> Result<Option<Place>> {
        let Some(index) = self.before else {
            return Ok(None);
        };
        let file = index
            .file_of(key)?
            .filter(|file| !self.released.contains(file));
        Ok(file.map(|file| Place { file, line: 0 }))
    }
}
