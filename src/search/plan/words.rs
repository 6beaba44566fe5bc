//! The words of a query: the forms, phrases and joined forms that each stands for, looked up in the archive.
//!
//! A word as it was typed goes in; a leaf that marks it, its condition and its groups come out.

use std::collections::BTreeSet;

use super::faults::{not_one_word, nothing_in_phrase, prefix_limit, too_many_prefixes};
use super::groups::{exact_terms, group, is_same, merge, whole_group};
use super::leaves::{both_readings, leaf_condition, leaf_terms, phrase_leaf};
use super::{Leaf, PREFIX_LIMIT, PREFIXES_LIMIT, PhraseLeaf, Planner, Scope};
use crate::error::Result;
use crate::query::{Clause, Demand, Query};
use crate::search::engine::{Condition, TermGroup, View};
use crate::text::{self, Join, Reading};

/// A word that stands in fewer than one of so many articles may be a slip.
const SLIPS: u64 = 2_000;

/// The shortest part into which a word is taken apart to find it written as two, and the shortest word whose forms
/// are looked up, in letters: of a shorter one the plural alone is a form.
const SHORTEST_PART: usize = 3;

impl Planner<'_> {
    /// Plans a bare word: the forms of its stem, and the ways to write it with a hyphen, a space or neither.
    pub(super) fn word(
        &mut self,
        word: &str,
        scope: Scope,
        neighbours: Neighbours,
    ) -> Result<Option<Condition>> {
        let tokens = text::words(without_possessive(word));
        match tokens.as_slice() {
            [] => {
                self.ignored.push(word.to_owned());
                Ok(None)
            }
            [token] => self.single(word, token, scope, neighbours).map(Some),
            _ => self.compound(word, tokens, scope).map(Some),
        }
    }

    fn single(
        &mut self,
        label: &str,
        token: &str,
        scope: Scope,
        neighbours: Neighbours,
    ) -> Result<Condition> {
        let mut leaf = self.leaf(label, scope);
        leaf.forms = self.forms(token, scope)?;
        if scope.has_body() {
            for joined in neighbours.joined_with(token) {
                if self.engine.frequency(View::Body, &joined)? > 0 {
                    leaf.forms.insert(joined);
                }
            }
            leaf.joined = self.forms_in(View::Joined, token)?;
            leaf.phrases = self.written_as_two(token)?;
        }
        let group = whole_group(&leaf);
        self.close(leaf, vec![group])
    }

    /// Plans a word of several tokens, such as `cross-border` or `1,600`: they stand next to each other, or are
    /// written as one.
    fn compound(&mut self, word: &str, tokens: Vec<String>, scope: Scope) -> Result<Condition> {
        let mut leaf = self.leaf(word, scope);
        if is_hyphenated_pair(word) {
            self.take_joined(&mut leaf, &tokens.concat())?;
        }
        leaf.phrases = both_readings(&tokens);
        let groups = tokens.iter().map(|token| {
            let mut part = self.leaf(token, scope);
            part.forms = self.forms(token, scope)?;
            // Written as one it is an occurrence of both; its joined forms are there as two words already.
            part.forms.extend(leaf.forms.iter().cloned());
            Ok(group(token, leaf_terms(&part)))
        });
        let groups = groups.collect::<Result<_>>()?;
        self.close(leaf, groups)
    }

    /// Plans a phrase: exactly its words, whichever way a word hyphenated at a line's end is read.
    pub(super) fn phrase_of(
        &mut self,
        phrase: &str,
        slop: u32,
        scope: Scope,
        label: &str,
    ) -> Result<Option<Condition>> {
        let split = text::words(phrase);
        if split.is_empty() {
            return Err(nothing_in_phrase(phrase));
        }
        let joined: Vec<String> = text::tokens(phrase, Reading::Joined)
            .into_iter()
            .map(|token| token.text)
            .collect();
        let mut leaf = self.leaf(label, scope);
        leaf.phrases = both_readings(&split);
        if joined != split {
            leaf.phrases.extend(both_readings(&joined));
        }
        for phrase in &mut leaf.phrases {
            phrase.slop = slop;
        }
        let groups = split
            .iter()
            .map(|word| group(word, exact_terms(word, scope)))
            .collect();
        self.close(leaf, groups).map(Some)
    }

    pub(super) fn prefix(&mut self, start: &str, scope: Scope) -> Result<Option<Condition>> {
        let tokens = text::words(start);
        let [token] = tokens.as_slice() else {
            return Err(not_one_word(start));
        };
        let mut leaf = self.leaf(&format!("{start}*"), scope);
        for view in scope.word_views() {
            let expansion = self.engine.terms(*view, token, &|_| true, PREFIX_LIMIT)?;
            if expansion.omitted > 0 {
                self.limits
                    .push(prefix_limit(start, &expansion.terms, expansion.omitted));
            }
            leaf.forms.extend(expansion.terms);
        }
        if scope.has_body() {
            leaf.joined.extend(
                self.engine
                    .terms(View::Joined, token, &|_| true, PREFIX_LIMIT)?
                    .terms,
            );
        }
        self.expanded += leaf.forms.len() + leaf.joined.len();
        if self.expanded > PREFIXES_LIMIT {
            return Err(too_many_prefixes(start, PREFIXES_LIMIT));
        }
        let group = whole_group(&leaf);
        self.close(leaf, vec![group]).map(Some)
    }

    /// Adds the ways to write a hyphenated word as one.
    fn take_joined(&self, leaf: &mut Leaf, joined: &str) -> Result<()> {
        leaf.forms = self.forms(joined, leaf.scope)?;
        leaf.joined = self.forms_in(View::Joined, joined)?;
        Ok(())
    }

    /// Finds the words of the archive that have the same stem, and the word itself.
    fn forms(&self, token: &str, scope: Scope) -> Result<BTreeSet<String>> {
        let mut forms = BTreeSet::from([token.to_owned()]);
        for view in scope.word_views() {
            let more = self.forms_in(*view, token)?;
            forms.extend(more);
        }
        Ok(forms)
    }

    fn forms_in(&self, view: View, token: &str) -> Result<BTreeSet<String>> {
        let stem = self.stemmer.stem(token);
        if !token.chars().all(char::is_alphabetic) {
            return self.known_in(view, [token.to_owned()]);
        }
        if token.chars().count() < SHORTEST_PART {
            let plural = format!("{token}s");
            let is_form = self.stemmer.stem(&plural) == stem;
            let forms = [token.to_owned()].into_iter();
            return self.known_in(view, forms.chain(is_form.then_some(plural)));
        }
        let start = text::stem_prefix(&stem);
        // A stem of one letter has no forms worth a walk through all the words.
        let walked = if start.chars().count() > 1 {
            start
        } else {
            token
        };
        let same = |term: &str| self.stemmer.stem(term) == stem;
        let found = self.engine.terms(view, walked, &same, usize::MAX)?;
        Ok(found.terms.into_iter().collect())
    }

    fn known_in(
        &self,
        view: View,
        words: impl IntoIterator<Item = String>,
    ) -> Result<BTreeSet<String>> {
        let mut known = BTreeSet::new();
        for word in words {
            if self.engine.frequency(view, &word)? > 0 {
                known.insert(word);
            }
        }
        Ok(known)
    }

    /// Finds the ways to write a word as two that the archive knows both of: `ceasefire` as `cease fire`.
    fn written_as_two(&self, token: &str) -> Result<Vec<PhraseLeaf>> {
        let mut phrases = Vec::new();
        if text::is_stop_word(token) || !token.chars().all(char::is_alphabetic) {
            return Ok(phrases);
        }
        for (cut, _) in token.char_indices() {
            let (one, other) = token.split_at(cut);
            if is_part(one) && is_part(other) && self.is_usual(one)? && self.is_usual(other)? {
                phrases.push(phrase_leaf(
                    &[one.to_owned(), other.to_owned()],
                    Reading::Split,
                ));
            }
        }
        Ok(phrases)
    }

    /// Tells whether a word is no mere slip of the archive, which has `int ends` for `intends` somewhere.
    fn is_usual(&self, token: &str) -> Result<bool> {
        let frequency = self.engine.frequency(View::Body, token)?;
        Ok(frequency > 0 && frequency * SLIPS >= self.engine.size())
    }

    fn leaf(&self, label: &str, scope: Scope) -> Leaf {
        let (forms, joined, phrases) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
        Leaf {
            label: label.to_owned(),
            scope,
            forms,
            joined,
            phrases,
            weight: 0.0,
        }
    }

    /// Turns a leaf into its condition and, unless it is negated, scores it by `groups`, in the order of the query,
    /// and marks it.
    fn close(&mut self, leaf: Leaf, groups: Vec<TermGroup>) -> Result<Condition> {
        let condition = leaf_condition(&leaf);
        if self.negations > 0 {
            return Ok(condition);
        }
        for group in groups {
            let known = self.groups.iter().position(|known| is_same(known, &group));
            match known.map(|known| &mut self.groups[known]) {
                Some(known) => merge(known, group),
                None => self.groups.push(group),
            }
            self.sequence.add(known.unwrap_or(self.groups.len() - 1));
        }
        self.leaves.push(leaf);
        Ok(condition)
    }
}

/// The words beside a bare word, with which it may be written as one.
#[derive(Clone, Copy, Default)]
pub(super) struct Neighbours<'q> {
    before: Option<&'q str>,
    after: Option<&'q str>,
}

impl<'q> Neighbours<'q> {
    pub(super) fn of(clauses: &'q [Clause], place: usize) -> Self {
        let word = |clause: &'q Clause| match (&clause.demand, &clause.query) {
            (Demand::Open, Query::Word(word)) => Some(word.as_str()),
            _ => None,
        };
        let before = place.checked_sub(1).and_then(|place| clauses.get(place));
        Neighbours {
            before: before.and_then(word),
            after: clauses.get(place + 1).and_then(word),
        }
    }

    /// Returns the word as one with each of its neighbours.
    fn joined_with(self, token: &str) -> Vec<String> {
        let single = |word: &str| match text::words(word).as_slice() {
            [only] if is_joinable(only) => Some(only.clone()),
            _ => None,
        };
        if !is_joinable(token) {
            return Vec::new();
        }
        let before = self
            .before
            .and_then(single)
            .map(|before| format!("{before}{token}"));
        let after = self
            .after
            .and_then(single)
            .map(|after| format!("{token}{after}"));
        before.into_iter().chain(after).collect()
    }
}

/// A word may be written as one with its neighbour when both are words, and neither is one that fits anywhere.
fn is_joinable(word: &str) -> bool {
    word.chars().all(char::is_alphabetic) && !text::is_stop_word(word)
}

fn is_hyphenated_pair(word: &str) -> bool {
    let tokens = text::tokens(word, Reading::Split);
    tokens.len() == 2 && tokens[1].join == Join::Hyphen
}

fn is_part(word: &str) -> bool {
    word.chars().count() >= SHORTEST_PART && !text::is_stop_word(word)
}

/// A bare `Pakistan's` looks for Pakistan, as its stem does.
fn without_possessive(word: &str) -> &str {
    ["'s", "’s", "'S", "’S"]
        .iter()
        .find_map(|end| word.strip_suffix(end))
        .unwrap_or(word)
}
