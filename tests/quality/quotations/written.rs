//! Written words: what stands between white space, with the marks about it known, and stretches of them.
//!
//! A body goes in; the byte ranges of its words come out, and with a list of edits the text of an edited stretch.
//! What is not here: which edits are made ([`alterations`](super::alterations), [`edits`](super::edits)).

use std::ops::Range;

use pullquote::text::{Reading, Tokenizer};

/// A word as written: the bytes from its first letter or digit to its last, `cross-border` and `Asif’s` as one.
pub(crate) type Written = Range<usize>;

/// A replacement of some bytes of a body; an empty range inserts.
pub(crate) type Edit = (Range<usize>, String);

/// Some words of a body that follow one another.
pub(crate) struct Stretch<'a> {
    /// The body.
    pub(crate) body: &'a str,
    /// All words of the body.
    pub(crate) all: &'a [Written],
    /// The words of the stretch, as indexes into all.
    pub(crate) words: Range<usize>,
}

impl<'a> Stretch<'a> {
    /// Returns the number of words.
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// Returns the bytes of one word of the stretch, counted from its first.
    pub(crate) fn at(&self, index: usize) -> Written {
        self.all[self.words.start + index].clone()
    }

    /// Returns the text of one word of the stretch.
    pub(crate) fn word(&self, index: usize) -> &'a str {
        &self.body[self.at(index)]
    }

    /// Returns what stands between a word of the stretch and the next, which may lie behind the stretch.
    pub(crate) fn gap(&self, index: usize) -> &'a str {
        let next = self.all.get(self.words.start + index + 1);
        let end = next.map_or(self.body.len(), |next| next.start);
        &self.body[self.at(index).end..end]
    }

    /// Returns what stands before the first word, back to the word before.
    pub(crate) fn gap_before(&self) -> &'a str {
        let before = self.words.start.checked_sub(1);
        let start = before.map_or(0, |before| self.all[before].end);
        &self.body[start..self.range().start]
    }

    /// Returns the bytes of the body from the first word's first to the last word's last.
    pub(crate) fn range(&self) -> Range<usize> {
        self.at(0).start..self.at(self.len() - 1).end
    }

    /// Returns the text as it stands.
    pub(crate) fn text(&self) -> &'a str {
        &self.body[self.range()]
    }

    /// Returns the text with edits made in it, which are in order and apart.
    pub(crate) fn edited(&self, edits: &[Edit]) -> String {
        let whole = self.range();
        let mut text = String::with_capacity(whole.len() + 16);
        let mut at = whole.start;
        for (range, replacement) in edits {
            text.push_str(&self.body[at..range.start]);
            text.push_str(replacement);
            at = range.end;
        }
        text.push_str(&self.body[at..whole.end]);
        text
    }

    /// Tells whether the words are prose that a person might quote: no addresses, no rows of signs.
    pub(crate) fn is_prose(&self) -> bool {
        let letters = (0..self.len()).filter(|at| self.word(*at).contains(char::is_alphabetic));
        (0..self.len()).all(|at| self.word(at).len() <= 32 && self.gap(at).len() <= 12)
            && letters.count() * 4 >= self.len() * 3
            && !self.text().contains("http")
            && !self.cuts_a_number()
    }

    /// Tells whether a sign that belongs to the first or the last word is left behind: `$` of `$5`, `%` of `5%`.
    fn cuts_a_number(&self) -> bool {
        let digit = |character: char| character.is_ascii_digit();
        let before = self
            .gap_before()
            .ends_with(['$', '£', '€', '¥', '-', '–', '−', '.', ',']);
        let after = self
            .gap(self.len() - 1)
            .starts_with(['%', '‰', '°', '+', '€', '$', '£', '½', '¼', '¾', '/']);
        before && self.word(0).starts_with(digit)
            || after && self.word(self.len() - 1).ends_with(digit)
    }

    /// Tells whether the text holds brackets or an ellipsis of its own, behind which an edit would count as declared.
    pub(crate) fn declares_edits(&self) -> bool {
        let text = self.text();
        text.contains(['[', ']', '…']) || text.contains("..") || text.contains(". .")
    }
}

/// Returns the written words of a body.
pub(crate) fn written(body: &str) -> Vec<Written> {
    let mut tokenizer = Tokenizer::new(body, Reading::Split);
    let mut words: Vec<Written> = Vec::new();
    while tokenizer.advance() {
        let token = tokenizer.token();
        match words.last_mut() {
            // Pieces of one character, such as `½`, share its bytes.
            Some(last) if token.start < last.end => last.end = token.end,
            Some(last) if !body[last.end..token.start].contains(char::is_whitespace) => {
                last.end = token.end;
            }
            _ => words.push(token.start..token.end),
        }
    }
    words
}

/// Tells whether what stands between two words is nothing but white space within a line.
pub(crate) fn is_plain_gap(gap: &str) -> bool {
    gap == " " || gap == "\u{A0}"
}

/// Tells whether what stands between two words ends a sentence.
pub(crate) fn ends_sentence(gap: &str) -> bool {
    gap.contains(['.', '!', '?', '\n', '…'])
}
