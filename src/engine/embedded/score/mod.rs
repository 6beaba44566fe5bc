//! The order of the articles that matched: by the signals of `search::signals`, then the date, then the id.
//!
//! A first pass scores every article that matched by its words and its title; a second reads where the words stand in
//! the best of them; a third, where it is asked for, lifts what is like these. Every number that enters is taken from
//! the documents that are there now: removed ones do not count, however lately they were removed, so the same articles
//! always get the same scores.

mod feedback;
mod groups;
mod nearness;
mod parts;
mod words;

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use tantivy::DocAddress;

use super::numbers::Columns;
use super::reader::{Index, Matched};
use crate::search::Sort;
use crate::search::engine::{Lookup, ScorePart};

use nearness::Nearness;
use words::Words;

/// A document with its score, and the parts of that where they were asked for.
pub(super) struct Scored {
    pub(super) address: DocAddress,
    pub(super) score: f64,
    pub(super) parts: Vec<ScorePart>,
}

/// Returns the documents of the page asked for, in order.
pub(super) fn order(
    index: &Index,
    lookup: &Lookup,
    matched: &Matched,
) -> tantivy::Result<Vec<Scored>> {
    if lookup.limit == 0 || matched.iter().all(Vec::is_empty) {
        return Ok(Vec::new());
    }
    let mut words = Words::score(index, &lookup.ranking)?;
    if let Some(first) = &lookup.ranking.first {
        words.raise(index.matched(first)?);
    }
    let wanted = lookup.offset.saturating_add(lookup.limit);
    let (reranked, reach) = passes(index, lookup);
    let read = wanted.max(reranked).max(reach);
    let mut places = best(index, lookup.sort, matched, &words, read)?;
    let nearness = Nearness::new(&words, &lookup.ranking);
    let again = reranked.min(places.len());
    nearness.add(&mut places[..again])?;
    places[..again].sort_unstable();
    let again = reach.min(places.len());
    feedback::add(&words, &mut places[..again])?;
    places[..again].sort_unstable();
    let page = places.into_iter().take(wanted).skip(lookup.offset);
    page.map(|place| {
        let (address, score) = (place.address, place.score);
        let parts = match lookup.explain {
            true => parts::of(&words, &nearness, &place)?,
            false => Vec::new(),
        };
        Ok(Scored {
            address,
            score,
            parts,
        })
    })
    .collect()
}

/// Returns how many of the best are ranked again by places, and how many by feedback.
fn passes(index: &Index, lookup: &Lookup) -> (usize, usize) {
    let weights = index.weights();
    match (lookup.sort, lookup.expand) {
        (Sort::Score, false) => (weights.reranked as usize, 0),
        (Sort::Score, true) => (weights.reranked as usize, weights.feedback_reach as usize),
        (Sort::Date | Sort::DateDescending, _) => (0, 0),
    }
}

/// Returns the places of the first documents, so many at most, in order.
fn best(
    index: &Index,
    sort: Sort,
    matched: &Matched,
    words: &Words<'_>,
    wanted: usize,
) -> tantivy::Result<Vec<Place>> {
    let columns = index.columns()?;
    let mut best: BinaryHeap<Place> = BinaryHeap::new();
    for (ordinal, docs) in matched.iter().enumerate() {
        let columns = &columns[ordinal];
        for &doc in docs {
            let address = DocAddress::new(ordinal as u32, doc);
            let score = words.of(address);
            let is_full = best.len() >= wanted;
            let worst = best.peek().filter(|_| is_full && sort == Sort::Score);
            if worst.is_some_and(|worst| score < worst.score) {
                continue;
            }
            let place = columns.place(sort, score, address);
            if !is_full {
                best.push(place);
            } else if best.peek().is_some_and(|worst| place < *worst) {
                best.pop();
                best.push(place);
            }
        }
    }
    Ok(best.into_sorted_vec())
}

/// Whether a signal is in a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Counted {
    Yes,
    No,
}

/// A document's place in the order: the smallest stands first.
#[derive(Debug)]
struct Place {
    sort: Sort,
    score: f64,
    date: Option<i64>,
    key: u64,
    address: DocAddress,
    /// Whether where its words stand is in its score.
    nearness: Counted,
    /// What feedback added to its score.
    gained: f64,
}

impl Ord for Place {
    fn cmp(&self, other: &Self) -> Ordering {
        let latest = || Reverse(self.date).cmp(&Reverse(other.date));
        let by_choice = match self.sort {
            Sort::Score => other.score.total_cmp(&self.score).then_with(latest),
            Sort::DateDescending => latest().then_with(|| other.score.total_cmp(&self.score)),
            Sort::Date => {
                earliest(self.date, other.date).then_with(|| other.score.total_cmp(&self.score))
            }
        };
        by_choice.then_with(|| self.key.cmp(&other.key))
    }
}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Place {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Place {}

/// Orders by date with the unknown ones last.
fn earliest(one: Option<i64>, other: Option<i64>) -> Ordering {
    (one.is_none(), one).cmp(&(other.is_none(), other))
}

impl Columns {
    fn place(&self, sort: Sort, score: f64, address: DocAddress) -> Place {
        let date = self.date.first(address.doc_id);
        let key = self.key.first(address.doc_id).unwrap_or(0);
        Place {
            sort,
            score,
            date,
            key,
            address,
            nearness: Counted::No,
            gained: 0.0,
        }
    }
}
