//! The words of a body as numbers, so that they are compared fast: those of the quotation by their number, all
//! others alike.
//!
//! A vocabulary and a body go in; numbers with their places in the body come out. Nothing is decided here.

use std::collections::HashMap;
use std::ops::Range;

use super::pattern::{Pattern, Piece};
use crate::text::{Join, Reading, Tokenizer};

/// The number of a word that the quotation does not have.
pub(super) const OTHER: u32 = u32::MAX;

/// The words of a quotation, numbered from 0.
#[derive(Clone, Debug, Default)]
pub(super) struct Vocabulary {
    numbers: HashMap<String, u32>,
    /// For each first byte the lengths of the words that begin with it, a bit each: most words of a body are told from
    /// all of these at once.
    shapes: Vec<u64>,
}

impl Vocabulary {
    /// Returns the number of a word, a new one where it has none.
    fn add(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = self.numbers.len() as u32;
        self.numbers.insert(word.to_owned(), number);
        self.shapes.resize(256, 0);
        if let Some((first, shape)) = shape(word) {
            self.shapes[first] |= shape;
        }
        number
    }

    /// Returns the numbers of a pattern's words, piece by piece, with new ones where they have none.
    pub(super) fn numbers_of(&mut self, pattern: &Pattern) -> Vec<Vec<u32>> {
        let piece = |piece: &Piece| {
            piece
                .words
                .iter()
                .map(|word| self.add(&word.text))
                .collect()
        };
        pattern.pieces.iter().map(piece).collect()
    }

    /// Returns how many words it has.
    pub(super) fn size(&self) -> usize {
        self.numbers.len()
    }

    fn number(&self, word: &str) -> u32 {
        match shape(word) {
            Some((first, shape))
                if self
                    .shapes
                    .get(first)
                    .is_some_and(|known| known & shape != 0) =>
            {
                self.numbers.get(word).copied().unwrap_or(OTHER)
            }
            _ => OTHER,
        }
    }
}

/// Returns the first byte of a word and a bit for its length.
fn shape(word: &str) -> Option<(usize, u64)> {
    let first = word.bytes().next()?;
    Some((usize::from(first), 1 << word.len().min(63)))
}

/// A body by its words.
#[derive(Clone, Debug)]
pub(super) struct Body<'b> {
    /// The text.
    pub(super) text: &'b str,
    /// The number of each word.
    pub(super) numbers: Vec<u32>,
    places: Vec<(u32, u32)>,
}

impl<'b> Body<'b> {
    /// Reads a body in each way that differs: with words hyphenated at a line's end as two, and as one.
    pub(super) fn readings(text: &'b str, vocabulary: &Vocabulary) -> Vec<Self> {
        let (split, has_line_hyphen) = Body::read(text, vocabulary, Reading::Split);
        let mut readings = vec![split];
        if has_line_hyphen {
            readings.push(Body::read(text, vocabulary, Reading::Joined).0);
        }
        readings
    }

    fn read(text: &'b str, vocabulary: &Vocabulary, reading: Reading) -> (Self, bool) {
        let mut body = Body {
            text,
            numbers: Vec::with_capacity(text.len() / 5),
            places: Vec::with_capacity(text.len() / 5),
        };
        let mut has_line_hyphen = false;
        let mut tokens = Tokenizer::new(text, reading);
        while tokens.advance() {
            let token = tokens.token();
            has_line_hyphen |= token.join == Join::LineHyphen;
            body.numbers.push(vocabulary.number(&token.text));
            body.places.push((token.start as u32, token.end as u32));
        }
        (body, has_line_hyphen)
    }

    /// Returns how many words it has.
    pub(super) fn length(&self) -> usize {
        self.numbers.len()
    }

    /// Returns the bytes of a word.
    pub(super) fn word(&self, place: usize) -> Range<usize> {
        let (start, end) = self.places[place];
        start as usize..end as usize
    }

    /// Returns the bytes between a word and the one before it, or the beginning of the text; for the place behind the
    /// last word, those to the end. The words of one character, such as `½`, overlap: there is nothing between them.
    pub(super) fn gap_before(&self, place: usize) -> Range<usize> {
        let start = place
            .checked_sub(1)
            .map_or(0, |before| self.word(before).end);
        let end = self
            .places
            .get(place)
            .map_or(self.text.len(), |(start, _)| *start as usize);
        start.min(end)..end
    }

    /// Returns the bytes from the first to the last of some words; an empty range where there are none, before the
    /// word that would be the first.
    pub(super) fn bytes(&self, words: Range<usize>) -> Range<usize> {
        if words.is_empty() {
            let at = self
                .places
                .get(words.start)
                .map_or(self.text.len(), |place| place.0 as usize);
            return at..at;
        }
        self.word(words.start).start..self.word(words.end - 1).end
    }

    /// Returns the folded form of a word.
    pub(super) fn folded(&self, place: usize) -> String {
        crate::text::tokens(&self.text[self.word(place)], Reading::Joined)
            .into_iter()
            .map(|token| token.text)
            .collect()
    }
}
