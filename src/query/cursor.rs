//! A place in the query's text: what comes next, and where words and phrases end.
//!
//! Text goes in; pieces of it come out with the bytes they stand at. What is not here: what a piece means.

use std::ops::Range;

use crate::error::Error;
use crate::query::fault;

/// A place in the text of a query. Every offset is in bytes.
#[derive(Clone, Debug)]
pub(super) struct Cursor<'q> {
    text: &'q str,
    at: usize,
    /// Where slashes at the end of a word and quotation marks stand. Found once, for every word with a slash
    /// before it asks for the next, and a long query may be full of them.
    stops: Vec<usize>,
}

impl<'q> Cursor<'q> {
    pub(super) fn new(text: &'q str) -> Self {
        let ends = |at: usize| text[at + 1..].chars().next().is_none_or(ends_word);
        let is_stop =
            |(at, letter): &(usize, char)| is_mark(*letter) || (*letter == '/' && ends(*at));
        let stops = text
            .char_indices()
            .filter(is_stop)
            .map(|(at, _)| at)
            .collect();
        Cursor { text, at: 0, stops }
    }

    /// Returns the whole text.
    pub(super) fn text(&self) -> &'q str {
        self.text
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Returns the text from here on.
    pub(super) fn rest(&self) -> &'q str {
        &self.text[self.at..]
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Moves on by `bytes` and returns the range passed over.
    pub(super) fn take(&mut self, bytes: usize) -> Range<usize> {
        let start = self.at;
        self.at += bytes;
        start..self.at
    }

    /// Moves over `letter` if it comes next, and returns its range.
    pub(super) fn take_if(&mut self, letter: char) -> Option<Range<usize>> {
        (self.peek() == Some(letter)).then(|| self.take(letter.len_utf8()))
    }

    /// Moves over white space, and over `-` and `+` that stand before it: dashes, not signs.
    pub(super) fn skip_blank(&mut self) {
        loop {
            self.at = self.text.len() - self.rest().trim_start().len();
            let signs = self.signs();
            let after = self.rest()[signs..].chars().next();
            if signs == 0 || !after.is_none_or(|letter| letter.is_whitespace() || letter == ')') {
                return;
            }
            self.at += signs;
        }
    }

    /// Returns how many `-` and `+` come next.
    pub(super) fn signs(&self) -> usize {
        let rest = self.rest();
        rest.len() - rest.trim_start_matches(['-', '+']).len()
    }

    /// Returns what comes next up to white space, a parenthesis or a quotation mark; nothing is passed over.
    pub(super) fn word(&self) -> &'q str {
        let rest = self.rest();
        &rest[..rest.find(ends_word).unwrap_or(rest.len())]
    }

    /// Returns the length of `/…/` where it comes next and a word ends after it.
    ///
    /// It may hold spaces and parentheses, and so goes on to the first slash at the end of a word, wherever
    /// that is; but not beyond a quotation mark, for what stands in a phrase is the publisher's.
    pub(super) fn between_slashes(&self) -> Option<usize> {
        let inside = self.at + self.rest().strip_prefix('/').map(|_| 1)?;
        let first = self.stops.partition_point(|stop| *stop < inside);
        let is_slash = |stop: usize| self.text[stop..].starts_with('/');
        let mut stops = self.stops[first..].iter().copied();
        let last = stops.find(|stop| *stop > inside || !is_slash(*stop))?;
        is_slash(last).then_some(last + 1 - self.at)
    }

    /// Returns the digits that come next; nothing is passed over.
    pub(super) fn digits(&self) -> &'q str {
        let rest = self.rest();
        &rest[..rest
            .find(|letter: char| !letter.is_ascii_digit())
            .unwrap_or(rest.len())]
    }

    /// Moves over a phrase with its marks, and returns what stood between them; the opening mark comes next.
    pub(super) fn phrase(&mut self, opening: char) -> Result<String, Error> {
        let start = self.take(opening.len_utf8());
        let mut phrase = String::new();
        while let Some(letter) = self.peek() {
            self.take(letter.len_utf8());
            match letter {
                '\\' => phrase.push(self.escaped()),
                _ if letter == '"' || closing_marks(opening).contains(&letter) => {
                    return Ok(phrase);
                }
                _ => phrase.push(letter),
            }
        }
        Err(self.never_closed(opening, start))
    }

    /// Moves over what a backslash protects and returns it, or the backslash where it protects nothing.
    fn escaped(&mut self) -> char {
        match self.peek() {
            Some(letter) if letter == '\\' || is_mark(letter) => {
                self.take(letter.len_utf8());
                letter
            }
            _ => '\\',
        }
    }

    fn never_closed(&self, opening: char, start: Range<usize>) -> Error {
        let closing = closing_marks(opening)[0];
        fault::syntax(self.text, start, "this phrase is never closed").hint(format!(
            "add the closing mark `{closing}` after the last word, or leave this one out"
        ))
    }
}

/// Tells whether a letter opens a phrase, wherever it stands.
pub(super) fn is_mark(letter: char) -> bool {
    !closing_marks(letter).is_empty()
}

/// Tells whether a word cannot go on with this letter.
pub(super) fn ends_word(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '(' | ')') || is_mark(letter)
}

/// Returns the marks that close a phrase opened by `opening`, beside the straight one, the usual one first.
///
/// The partners are those in print: “English”, „German“, „Polish”, ”Swedish”, «French», »Danish«, »Finnish».
fn closing_marks(opening: char) -> &'static [char] {
    match opening {
        '"' => &['"'],
        '“' | '”' => &['”'],
        '„' => &['“', '”', '‟'],
        '‟' => &['”', '‟'],
        '«' => &['»'],
        '»' => &['«', '»'],
        '″' => &['″'],
        _ => &[],
    }
}
