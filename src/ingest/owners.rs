//! Which of several articles with one id is kept, whatever the order in which they are read.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::path::Path;

use jiff::civil::Date;

use crate::engine::embedded::{Index, Key, Origin};
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

/// An article that is kept, so far.
struct Kept {
    place: Place,
    /// The digest of all that is kept of it.
    digest: u64,
    /// The digest of what the index had under its key before the run, from whatever file.
    before: Option<u64>,
}

/// How many of the articles that were read are new, changed or as they were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Outcomes {
    /// The index had none of their id.
    pub(super) added: u64,
    /// The index had another form of them.
    pub(super) changed: u64,
    /// The index had them as they are.
    pub(super) unchanged: u64,
}

/// The articles that are kept, by their keys.
pub(super) struct Owners<'i> {
    /// The index before the run, where there is one.
    before: Option<&'i Index>,
    /// The files that are removed in this run: what the index has of them is gone.
    gone: HashSet<String>,
    /// The files that are read again in this run: what the index has of them does not bind.
    released: HashSet<String>,
    kept: HashMap<Key, Kept>,
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

    /// Decides about an article, given the digest of all that would be kept of it, and remembers the decision.
    pub(super) fn decide(&mut self, key: Key, place: &Place, digest: u64) -> Result<Verdict> {
        let (other, moved, before) = match self.kept.get(&key) {
            Some(kept) => (Some(kept.place.clone()), false, kept.before),
            None => self.kept_before(key, place)?,
        };
        if let Some(other) = other.as_ref().filter(|other| !place.is_kept_over(other)) {
            self.leave_out(key, place, other);
            return Ok(Verdict::LeftOut(other.clone()));
        }
        let kept = Kept {
            place: place.clone(),
            digest,
            before,
        };
        self.kept.insert(key, kept);
        Ok(match other {
            None if moved => Verdict::Moved,
            None => Verdict::New,
            Some(other) => {
                self.leave_out(key, &other, place);
                Verdict::Instead(other)
            }
        })
    }

    /// Counts what became of the articles: each once, however often it was met and in whatever order.
    pub(super) fn outcomes(&self) -> Outcomes {
        let mut outcomes = Outcomes::default();
        for kept in self.kept.values() {
            *match kept.before {
                None => &mut outcomes.added,
                Some(before) if before == kept.digest => &mut outcomes.unchanged,
                Some(_) => &mut outcomes.changed,
            } += 1;
        }
        outcomes
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

    /// Finds the article of that key that the index keeps from a file which this run does not touch, tells whether
    /// it has one that gives way (from a file that is read again, or that is not there at the moment), and gives
    /// the digest of the one it has.
    fn kept_before(
        &mut self,
        key: Key,
        place: &Place,
    ) -> Result<(Option<Place>, bool, Option<u64>)> {
        let origin = self
            .before
            .map(|index| index.origin_of(key))
            .transpose()?
            .flatten();
        let Some(Origin {
            file,
            fetched,
            digest,
        }) = origin
        else {
            return Ok((None, false, None));
        };
        let before = Some(digest);
        if file == place.file || self.gone.contains(&file) {
            return Ok((None, false, before));
        }
        if self.released.contains(&file) {
            return Ok((None, true, before));
        }
        let other = Place {
            fetched,
            file,
            record: 0,
        };
        if Path::new(&other.file).exists() {
            return Ok((Some(other), false, before));
        }
        self.leave_out(key, &other, place);
        Ok((None, true, before))
    }
}
