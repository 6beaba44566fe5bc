//! What differs between a quotation and the words it stands beside, word by word, and of what kind each difference
//! is.
//!
//! Words of both sides go in; a comparison and typed edits come out. What is not here: letters and marks of words
//! that are the same ([`compare`](super::compare)).

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::body::Body;
use super::finding::{Change, Edit, EditKind};
use super::pattern::Piece;
use super::words::{is_negation, is_number};
use crate::text::Stemmer;

/// Compares a piece of a quotation with the words of a body beside it.
pub(super) fn differences(
    quotation: &str,
    piece: &Piece,
    numbers: &[u32],
    body: &Body<'_>,
    beside: Range<usize>,
) -> (Vec<Change>, Vec<Edit>) {
    let sides = Sides {
        quotation,
        piece,
        body,
        offset: beside.start,
    };
    let operations = capture_diff_slices(Algorithm::Myers, &body.numbers[beside], numbers);
    let mut changes = Vec::new();
    let mut edits = Vec::new();
    for operation in operations {
        sides.take(operation, &mut changes, &mut edits);
    }
    (changes, edits)
}

struct Sides<'s> {
    quotation: &'s str,
    piece: &'s Piece,
    body: &'s Body<'s>,
    /// The place in the body of the first word of the source's side.
    offset: usize,
}

impl Sides<'_> {
    fn take(&self, operation: DiffOp, changes: &mut Vec<Change>, edits: &mut Vec<Edit>) {
        let (_, source, ours) = operation.as_tag_tuple();
        if matches!(operation, DiffOp::Equal { .. }) {
            return changes.push(Change::Same {
                quotation: self.ours(&ours),
                source: self.theirs(&source),
            });
        }
        if !source.is_empty() {
            changes.push(Change::Missing(self.theirs(&source)));
        }
        if !ours.is_empty() {
            changes.push(Change::Added(self.ours(&ours)));
        }
        if source.len() == ours.len() {
            for (theirs, mine) in source.zip(ours) {
                edits.push(self.edit(mine..mine + 1, theirs..theirs + 1));
            }
        } else {
            edits.push(self.edit(ours, source));
        }
    }

    fn edit(&self, ours: Range<usize>, source: Range<usize>) -> Edit {
        Edit {
            kind: self.kind(&ours, &source),
            quotation: self.ours(&ours),
            source: self.theirs(&source),
        }
    }

    fn kind(&self, ours: &Range<usize>, source: &Range<usize>) -> EditKind {
        let mine: Vec<&str> = ours
            .clone()
            .map(|word| self.piece.words[word].text.as_str())
            .collect();
        let theirs: Vec<String> = source
            .clone()
            .map(|word| self.body.folded(self.offset + word))
            .collect();
        let differ = |test: fn(&str) -> bool| {
            let mine = mine.iter().filter(|word| test(word)).copied();
            let theirs = theirs.iter().filter(|word| test(word)).map(String::as_str);
            !mine.eq(theirs)
        };
        if differ(is_number) {
            return EditKind::Number;
        }
        if differ(is_negation) {
            return EditKind::Negation;
        }
        if ours.is_empty() || source.is_empty() {
            return if ours.is_empty() {
                EditKind::Deleted
            } else {
                EditKind::Inserted
            };
        }
        if mine.concat() == theirs.concat() {
            return EditKind::Spelling;
        }
        if self.has_name(ours, source) {
            return EditKind::Name;
        }
        match (mine.as_slice(), theirs.as_slice()) {
            ([mine], [theirs]) => kind_of_pair(mine, theirs),
            _ => EditKind::Substituted,
        }
    }

    /// Tells whether there is a capital on either side that does not begin a sentence.
    fn has_name(&self, ours: &Range<usize>, source: &Range<usize>) -> bool {
        let mine = |word: usize| {
            let word = &self.piece.words[word];
            is_capital_within(self.quotation, word.start..word.end)
        };
        let theirs =
            |word: usize| is_capital_within(self.body.text, self.body.word(self.offset + word));
        ours.clone().any(mine) || source.clone().any(theirs)
    }

    fn ours(&self, range: &Range<usize>) -> Range<usize> {
        let words = &self.piece.words;
        match words.get(range.clone()) {
            Some([first, .., last]) => first.start..last.end,
            Some([only]) => only.start..only.end,
            _ => {
                let at = words.get(range.start).map_or_else(
                    || words.last().map_or(0, |word| word.end),
                    |word| word.start,
                );
                at..at
            }
        }
    }

    fn theirs(&self, words: &Range<usize>) -> Range<usize> {
        self.body
            .bytes(self.offset + words.start..self.offset + words.end)
    }
}

/// Tells whether a word begins with a capital and stands within a sentence, as far as what is before it tells.
fn is_capital_within(text: &str, word: Range<usize>) -> bool {
    let before = text[..word.start].trim_end();
    let begins =
        before.is_empty() || before.ends_with(['.', '!', '?', ':', '“', '"', '‘', '\'', '…', '—']);
    text[word].starts_with(char::is_uppercase) && !begins
}

fn kind_of_pair(mine: &str, theirs: &str) -> EditKind {
    let stemmer = Stemmer::english();
    if stemmer.stem(mine) == stemmer.stem(theirs) {
        return EditKind::Inflection;
    }
    let longest = mine.chars().count().max(theirs.chars().count());
    let distance = strsim::damerau_levenshtein(mine, theirs);
    let is_near = distance == 1 && longest >= 4 || distance == 2 && longest >= 7;
    if is_near {
        EditKind::Spelling
    } else {
        EditKind::Substituted
    }
}
