//! A quotation made ready: read in every way it may be meant, its words numbered.
//!
//! Its text goes in; patterns, a vocabulary and what an engine is asked come out. Nothing is looked up here.

use std::ops::Range;

use super::body::Vocabulary;
use super::pattern::Pattern;
use crate::error::{Error, ErrorKind, Result};
use crate::search::engine::{Condition, View};
use crate::text::Reading;

/// The most words of a quotation that is checked.
pub const LONGEST: usize = 2_000;

/// A quotation, read in every way it may be meant.
pub(super) struct Question<'q> {
    pub(super) text: &'q str,
    pub(super) vocabulary: Vocabulary,
    /// As it stands, and then with its declared edits; each with the numbers of its words.
    pub(super) readings: Vec<(Pattern, Vec<Vec<u32>>)>,
    /// Which reading is aligned.
    aligned: usize,
}

impl<'q> Question<'q> {
    pub(super) fn new(text: &'q str) -> Result<Self> {
        let mut patterns: Vec<Pattern> = Vec::new();
        for make in [Pattern::literal, Pattern::declared] {
            for reading in [Reading::Split, Reading::Joined] {
                let pattern = make(text, reading);
                patterns.extend(pattern.filter(|pattern| !patterns.contains(pattern)));
            }
        }
        let longest = patterns.iter().map(Pattern::length).max();
        match longest {
            None => return Err(no_word(text)),
            Some(length) if length > LONGEST => return Err(too_long(length)),
            Some(_) => {}
        }
        let is_declared = |pattern: &Pattern| pattern.gaps.iter().any(|gap| !gap.is_empty());
        let mut vocabulary = Vocabulary::default();
        let readings: Vec<_> = patterns
            .into_iter()
            .map(|pattern| {
                let numbers = vocabulary.numbers_of(&pattern);
                (pattern, numbers)
            })
            .collect();
        Ok(Question {
            text,
            vocabulary,
            aligned: readings
                .iter()
                .position(|(pattern, _)| is_declared(pattern))
                .unwrap_or(0),
            readings,
        })
    }

    /// Returns the reading that is aligned: that with the declared edits, where there are some.
    pub(super) fn aligned(&self) -> &(Pattern, Vec<Vec<u32>>) {
        &self.readings[self.aligned]
    }

    /// Tells whether the quotation declares no edit.
    pub(super) fn is_plain(&self) -> bool {
        self.readings
            .iter()
            .all(|(pattern, _)| pattern.pieces.len() == 1)
    }

    /// Returns the words of the reading that is aligned.
    pub(super) fn words(&self) -> Vec<String> {
        let words = self.readings[self.aligned].0.words();
        words.map(|word| word.text.clone()).collect()
    }

    /// Returns the bytes of the quotation that some of the aligned reading's words cover.
    pub(super) fn bytes(&self, words: &Range<usize>) -> Range<usize> {
        let all: Vec<_> = self.readings[self.aligned].0.words().collect();
        all[words.start].start..all[words.end - 1].end
    }

    /// The articles that have the words of a reading, piece by piece.
    pub(super) fn condition(&self) -> Condition {
        let reading = |pattern: &Pattern| {
            let texts = pattern.pieces.iter().map(|piece| {
                piece
                    .words
                    .iter()
                    .map(|word| word.text.clone())
                    .collect::<Vec<_>>()
            });
            Condition::All(texts.map(|words| in_a_row(&words)).collect())
        };
        Condition::Any(
            self.readings
                .iter()
                .map(|(pattern, _)| reading(pattern))
                .collect(),
        )
    }
}

/// The articles that have some folded words in a row.
pub(super) fn in_a_row(words: &[String]) -> Condition {
    let phrase = |view| Condition::Phrase {
        view,
        terms: words.to_vec(),
        slop: 0,
    };
    Condition::Any(vec![phrase(View::Body), phrase(View::Rejoined)])
}

fn no_word(text: &str) -> Error {
    Error::new(
        ErrorKind::QueryEmpty,
        format!("there is no word in the quotation `{text}`"),
    )
    .hint("give the words as they are quoted")
}

fn too_long(length: usize) -> Error {
    Error::new(
        ErrorKind::Usage,
        format!("the quotation has {length} words; at most {LONGEST} are checked"),
    )
    .hint("check it in parts")
}
