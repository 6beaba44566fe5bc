//! The groups of terms that a query is scored by, and the order in which they stand in it.

use super::leaves::{leaf_phrases, leaf_terms};
use super::{Leaf, Scope};
use crate::search::engine::{TermGroup, View};
use crate::search::signals::Pair;
use crate::text;

/// The order in which the groups of a query stand in it.
#[derive(Default)]
pub(super) struct Sequence {
    /// The place in the query, counted in words, and the group.
    places: Vec<(u32, usize)>,
    next: u32,
}

impl Sequence {
    /// Words further apart in a query are no neighbours.
    const WIDEST: u32 = 8;

    pub(super) fn add(&mut self, group: usize) {
        self.places.push((self.next, group));
        self.pass();
    }

    /// Leaves out a word.
    pub(super) fn pass(&mut self) {
        self.next += 1;
    }

    /// Parts what came before from what follows.
    pub(super) fn interrupt(&mut self) {
        self.next += Self::WIDEST;
    }

    /// Returns the pairs of neighbours among the words that count, each once.
    pub(super) fn pairs(&self, groups: &[TermGroup]) -> Vec<Pair> {
        let counts = |place: &&(u32, usize)| groups[place.1].count > 0.0;
        let places: Vec<&(u32, usize)> = self.places.iter().filter(counts).collect();
        let mut pairs: Vec<Pair> = Vec::new();
        for neighbours in places.windows(2) {
            let (first, second) = (neighbours[0].1, neighbours[1].1);
            let gap = neighbours[1].0 - neighbours[0].0;
            let same = |pair: &&mut Pair| (pair.first, pair.second) == (first, second);
            match pairs.iter_mut().find(same) {
                _ if gap > Self::WIDEST || first == second => {}
                Some(pair) => {
                    pair.count += 1.0;
                    pair.gap = pair.gap.max(gap);
                }
                None => pairs.push(Pair {
                    first,
                    second,
                    gap,
                    count: 1.0,
                }),
            }
        }
        pairs
    }
}

/// A word that the query repeats is one group, though its neighbours may have given it other forms each time.
pub(super) fn is_same(one: &TermGroup, other: &TermGroup) -> bool {
    let views = |group: &TermGroup| group.terms.iter().any(|(view, _)| *view == View::Title);
    one.terms == other.terms || (one.label == other.label && views(one) == views(other))
}

pub(super) fn merge(known: &mut TermGroup, group: TermGroup) {
    known.count += group.count;
    for term in group.terms {
        if !known.terms.contains(&term) {
            known.terms.push(term);
        }
    }
    for phrase in group.phrases {
        if !known.phrases.contains(&phrase) {
            known.phrases.push(phrase);
        }
    }
}

pub(super) fn whole_group(leaf: &Leaf) -> TermGroup {
    TermGroup {
        count: 1.0,
        phrases: leaf_phrases(leaf).collect(),
        ..group(&leaf.label, leaf_terms(leaf))
    }
}

/// Makes the group of one word of several: one that is a stop word must match, but counts for nothing.
pub(super) fn group(word: &str, terms: Vec<(View, String)>) -> TermGroup {
    TermGroup {
        label: word.to_owned(),
        terms,
        phrases: Vec::new(),
        count: if text::is_stop_word(word) { 0.0 } else { 1.0 },
    }
}

pub(super) fn exact_terms(word: &str, scope: Scope) -> Vec<(View, String)> {
    let views = scope.word_views().iter();
    views.map(|view| (*view, word.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(words: &[&str]) -> Vec<TermGroup> {
        let forms = |word: &&str| vec![(View::Body, (*word).to_owned())];
        words.iter().map(|word| group(word, forms(word))).collect()
    }

    fn check(sequence: &[Option<usize>], expected: &[(usize, usize, u32, f64)]) {
        let mut found = Sequence::default();
        for place in sequence {
            match place {
                Some(group) => found.add(*group),
                None => found.pass(),
            }
        }
        let pairs = found.pairs(&groups(&["oil", "tanker", "of", "strike"]));
        let pairs: Vec<_> = pairs
            .iter()
            .map(|pair| (pair.first, pair.second, pair.gap, pair.count))
            .collect();
        assert_eq!(pairs, expected, "{sequence:?}");
    }

    #[test]
    fn neighbours_are_pairs() {
        check(&[], &[]);
        check(&[Some(0)], &[]);
        check(&[Some(0), Some(1)], &[(0, 1, 1, 1.0)]);
        check(&[Some(0), None, Some(1)], &[(0, 1, 2, 1.0)]);
        // What counts for nothing keeps its place and makes no pair.
        check(&[Some(0), Some(2), Some(1)], &[(0, 1, 2, 1.0)]);
        check(&[Some(0), Some(0)], &[]);
        check(
            &[Some(0), Some(1), Some(0), None, Some(1)],
            &[(0, 1, 2, 2.0), (1, 0, 1, 1.0)],
        );
    }

    #[test]
    fn what_is_far_apart_is_no_pair() {
        let apart: Vec<_> = [Some(0)]
            .into_iter()
            .chain([None; 8])
            .chain([Some(1)])
            .collect();
        check(&apart, &[]);
        check(&apart[1..], &[]);
        let mut interrupted = Sequence::default();
        interrupted.add(0);
        interrupted.interrupt();
        interrupted.add(1);
        assert_eq!(interrupted.pairs(&groups(&["oil", "tanker"])), []);
    }

    #[test]
    fn a_repeated_word_is_one_group() {
        let [mut one, other] = [["sugar", "sugarbeet"], ["sugar", "sugars"]].map(|forms| {
            let forms = forms.map(|form| (View::Body, form.to_owned()));
            group("sugar", forms.to_vec())
        });
        assert!(is_same(&one, &other));
        merge(&mut one, other);
        assert_eq!(one.count, 2.0);
        let forms: Vec<_> = one.terms.iter().map(|(_, form)| form.as_str()).collect();
        assert_eq!(forms, ["sugar", "sugarbeet", "sugars"]);
    }
}
