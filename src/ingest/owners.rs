//! Which of several articles with one id is kept, whatever the order in which they are read.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::path::Path;

use jiff::civil::Date;

use crate::engine::embedded::{Index, Key};
use crate::error::Result;

/// Where an article was read. Of several the one that was fetched last is kept, then the one with the smaller path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The day it was fetched, where that is known.
    pub(super) fetched: Option<Date>,
    /// The absolute path of its file.
    pub(super) file: String,
    /// Its record in the file; 0 where it is alone in it.
    pub(super) record: u64,
}

impl Place {
    /// Tells whether this one is kept rather than the other.
    fn is_kept_over(&self, other: &Place) -> bool {
        let rank = |place: &Place| (Reverse(place.fetched), place.file.clone(), place.record);
        rank(self) < rank(other)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.record {
            0 => f.write_str(&self.file),
            record => write!(f, "{}:{record}", self.file),
        }
    }
}

/// What is to be done with an article that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// No other has its id.
    New,
    /// The index has it from a file that is read again in this run; that one has to be removed.
    Moved,
    /// It takes the place of that one, which has to be removed.
    Instead(Place),
    /// That one is kept.
    LeftOut(Place),
}

/// The articles that are kept, by their keys.
pub(super) struct Owners<'i> {
    /// The index before the run, where there is one.
    before: Option<&'i Index>,
    /// The files that are removed in this run: what the index has of them is gone.
    gone: HashSet<String>,
    /// The files that are read again in this run: what the index has of them does not bind.
    released: HashSet<String>,
    kept: HashMap<Key, Place>,
    /// For each file the articles in it that are kept from another.
    left_out: HashMap<String, Vec<u64>>,
}

impl<'i> Owners<'i> {
    /// Begins a run in which some files are gone and others are read again.
    pub(super) fn new(
        before: Option<&'i Index>,
        gone: HashSet<String>,
        released: HashSet<String>,
    ) -> Self {
        Owners {
            before,
            gone,
            released,
            kept: HashMap::new(),
            left_out: HashMap::new(),
        }
    }

    /// Decides about an article and remembers the decision.
    pub(super) fn decide(&mut self, key: Key, place: &Place) -> Result<Verdict> {
        let (other, moved) = match self.kept.get(&key) {
            Some(other) => (Some(other.clone()), false),
            None => self.kept_before(key, place)?,
        };
        let Some(other) = other else {
            self.kept.insert(key, place.clone());
            return Ok(if moved { Verdict::Moved } else { Verdict::New });
        };
        if !place.is_kept_over(&other) {
            self.leave_out(key, place, &other);
            return Ok(Verdict::LeftOut(other));
        }
        self.leave_out(key, &other, place);
        self.kept.insert(key, place.clone());
        Ok(Verdict::Instead(other))
    }

    fn leave_out(&mut self, key: Key, left_out: &Place, kept: &Place) {
        if left_out.file != kept.file {
            self.left_out
                .entry(left_out.file.clone())
                .or_default()
                .push(key.0);
        }
    }

    /// Tells whether an article of that key was read in this run.
    pub(super) fn has(&self, key: Key) -> bool {
        self.kept.contains_key(&key)
    }

    /// Returns the articles of a file that this run kept from another.
    pub(super) fn left_out(&self, file: &str) -> &[u64] {
        self.left_out.get(file).map_or(&[], Vec::as_slice)
    }

    /// Finds the article of that key that the index keeps from a file which this run does not touch, and tells
    /// whether it has one that gives way: from a file that is read again, or that is not there at the moment.
    fn kept_before(&mut self, key: Key, place: &Place) -> Result<(Option<Place>, bool)> {
        let origin = self
            .before
            .map(|index| index.origin_of(key))
            .transpose()?
            .flatten();
        let Some((file, fetched)) = origin else {
            return Ok((None, false));
        };
        if file == place.file || self.gone.contains(&file) {
            return Ok((None, false));
        }
        if self.released.contains(&file) {
            return Ok((None, true));
        }
        let other = Place {
            fetched,
            file,
            record: 0,
        };
        if Path::new(&other.file).exists() {
            return Ok((Some(other), false));
        }
        self.leave_out(key, &other, place);
        Ok((None, true))
    }
}
