//! The words of a text as a browser bounds them, and where else a row of them stands.
//!
//! A text goes in; its words come out by number, each with its bytes and its line. A word is one token, or several
//! that a browser holds for one, such as `don’t` and `1,600`: only at its ends is there surely the end of a word.
//! Characters of a script without spaces make one word up to the next mark. Rows of words are compared token by token,
//! which takes more for equal than a browser does. What is not here: what is made of the words.

use std::ops::Range;

use crate::text::{Reading, Token, fold, tokens};

/// The characters that end a line.
const LINE_ENDS: [char; 7] = ['\n', '\r', '\x0b', '\x0c', '\u{85}', '\u{2028}', '\u{2029}'];

/// A text, cut into words.
#[derive(Clone, Debug)]
pub(super) struct Words<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    words: Vec<Word>,
}

#[derive(Clone, Debug)]
struct Word {
    tokens: Range<usize>,
    bytes: Range<usize>,
    /// How many of the breaks between two words that part lines stand before it.
    line: usize,
}

impl<'t> Words<'t> {
    /// Cuts a text into words.
    pub(super) fn of(text: &'t str) -> Self {
        let tokens = tokens(text, Reading::Split);
        let mut words: Vec<Word> = Vec::new();
        for (number, token) in tokens.iter().enumerate() {
            let next = Word {
                tokens: number..number + 1,
                bytes: token.start..token.end,
                line: 0,
            };
            match words.last_mut() {
                Some(last) => match text.get(last.bytes.end..token.start).unwrap_or("") {
                    gap if joins(gap) => last.extend(&next),
                    gap => {
                        let line = last.line + usize::from(breaks_line(gap));
                        words.push(Word { line, ..next });
                    }
                },
                None => words.push(next),
            }
        }
        Words {
            text,
            tokens,
            words,
        }
    }

    /// Returns the words that lie in a range of bytes, those that it cuts among them; none where it has no word.
    pub(super) fn within(&self, bytes: &Range<usize>) -> Option<Range<usize>> {
        let start = self
            .words
            .partition_point(|word| word.bytes.end <= bytes.start);
        let end = self
            .words
            .partition_point(|word| word.bytes.start < bytes.end);
        (start < end).then_some(start..end)
    }

    /// Returns the text from the first of some words to the last; empty without a word.
    pub(super) fn text(&self, words: Range<usize>) -> &'t str {
        match self.words.get(words).unwrap_or_default() {
            [] => "",
            [first, .., last] => &self.text[first.bytes.start..last.bytes.end],
            [only] => &self.text[only.bytes.clone()],
        }
    }

    /// Returns the text of some words and the marks behind them, up to the next word; empty without a word.
    pub(super) fn text_before(&self, words: Range<usize>) -> &'t str {
        match words.is_empty() {
            true => "",
            false => &self.text[self.bytes(words.start).start..self.bytes(words.end).start],
        }
    }

    /// Returns the text of some words and the marks in front of them, from the word before; empty without a word.
    pub(super) fn text_after(&self, words: Range<usize>) -> &'t str {
        match words.is_empty() {
            true => "",
            false => &self.text[self.bytes(words.start - 1).end..self.bytes(words.end - 1).end],
        }
    }

    fn bytes(&self, word: usize) -> &Range<usize> {
        &self.words[word].bytes
    }

    /// Counts the words of `within`, from its first on, that stand on one line.
    pub(super) fn first_line(&self, within: Range<usize>) -> usize {
        let words = &self.words[within];
        let line = words.first().map(|word| word.line);
        words.partition_point(|word| Some(word.line) == line)
    }

    /// Counts the words of `within`, from its last back, that stand on one line.
    pub(super) fn last_line(&self, within: Range<usize>) -> usize {
        let words = &self.words[within];
        let line = words.last().map(|word| word.line);
        words.len() - words.partition_point(|word| Some(word.line) < line)
    }

    /// Counts the words, at most so many, that stand on a word's line before it.
    pub(super) fn before(&self, word: usize, most: usize) -> usize {
        self.last_line(word.saturating_sub(most)..word + 1)
            .saturating_sub(1)
    }

    /// Counts the words, at most so many, that stand on a word's line after it.
    pub(super) fn after(&self, word: usize, most: usize) -> usize {
        self.first_line(word..self.words.len().min(word + 1 + most))
            .saturating_sub(1)
    }

    /// Tells whether nothing but white space or a question mark stands between a word and the end of its line.
    pub(super) fn ends_line(&self, word: usize) -> bool {
        let rest = self.text[self.bytes(word).end..].trim_start_matches(['?', ' ', '\t', '\u{a0}']);
        rest.is_empty() || rest.starts_with(LINE_ENDS)
    }

    /// Returns the numbers of the tokens of some words, one at least.
    pub(super) fn tokens(&self, words: Range<usize>) -> Range<usize> {
        self.words[words.start].tokens.start..self.words[words.end - 1].tokens.end
    }

    /// Tells whether a row of words stands in the text no second time.
    pub(super) fn stand_once(&self, words: Range<usize>) -> bool {
        self.places(0, words).take(2).count() < 2
    }

    /// Tells whether a row of words stands in the text, from a word on, nowhere before its own place.
    pub(super) fn stand_first(&self, from: usize, words: Range<usize>) -> bool {
        let own = self.tokens(words.clone()).start;
        let from = self.words[from].tokens.start;
        self.places(from, words).next() == Some(own)
    }

    /// Gives the tokens, from one on, at which a row of words stands.
    fn places(&self, from: usize, words: Range<usize>) -> impl Iterator<Item = usize> {
        let row = &self.tokens[self.tokens(words)];
        let same = move |other: &[Token]| row.iter().zip(other).all(|(a, b)| a.text == b.text);
        let rows = self.tokens[from..].windows(row.len());
        (from..)
            .zip(rows)
            .filter_map(move |(at, other)| same(other).then_some(at))
    }
}

impl Word {
    fn extend(&mut self, next: &Word) {
        self.tokens.end = next.tokens.end;
        self.bytes.end = next.bytes.end;
    }
}

/// Tells whether a text has a line break.
pub(super) fn breaks_line(text: &str) -> bool {
    text.contains(['\n', '\r', '\x0b', '\x0c', '\u{85}', '\u{2028}', '\u{2029}'])
}

/// Tells whether a browser may hold two tokens for one word over what stands between them: nothing, or a mark that
/// stands in words or numbers. This goes by Unicode's rules for the ends of words (UAX 29), and joins more than those.
fn joins(gap: &str) -> bool {
    if matches!(gap, " " | "\n" | ", " | ". ") {
        return false;
    }
    let seen = |mark: &char| *mark != '_' && !is_unseen(*mark);
    let mut marks = gap.chars().filter(seen);
    marks.next().is_none_or(may_stand_in_word) && marks.next().is_none()
}

fn may_stand_in_word(mark: char) -> bool {
    matches!(
        mark,
        '\'' | '’' | '‘' | '"' | '״' | '.' | ',' | ':' | ';' | '·' | '‧' | '،' | '٫' | '٬'
    )
}

/// Tells whether a character stands between others without being seen.
fn is_unseen(character: char) -> bool {
    !character.is_ascii() && fold(character.encode_utf8(&mut [0; 4])).text.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_where_a_browser_ends_them() {
        let check = |text: &str, expected: &str| {
            let words = Words::of(text);
            let each: Vec<_> = (0..words.words.len())
                .map(|word| words.text(word..word + 1))
                .collect();
            assert_eq!(each.join("|"), expected);
        };
        check("", "");
        check("One, two. Three", "One|two|Three");
        check(
            "don’t pay 1,600.50 at example.com",
            "don’t|pay|1,600.50|at|example.com",
        );
        check("snake_case__name _it_", "snake_case__name|it");
        check(
            "cross-border truce—one said…then",
            "cross|border|truce|one|said|then",
        );
        check("“agreed,” 1½x", "agreed|1½x");
        check("我们学习，然后 回家。", "我们学习|然后|回家");
        check("exam-\nple a\u{200B}.b", "exam|ple|a\u{200B}.b");
    }

    #[test]
    fn lines_are_told_apart() {
        let words = Words::of("one two\n\n* * *\nthree four five\u{2028}six");
        assert_eq!(words.first_line(0..6), 2);
        assert_eq!(words.last_line(0..5), 3);
        assert_eq!(words.last_line(0..6), 1);
        assert_eq!((words.before(4, 8), words.before(4, 1)), (2, 1));
        assert_eq!((words.before(0, 8), words.after(5, 8)), (0, 0));
        assert_eq!((words.after(2, 8), words.after(2, 1)), (2, 1));
    }

    #[test]
    fn rows_are_found_again() {
        let words = Words::of("He said no. “He said” yes; HE SAID nó");
        assert!(!words.stand_once(0..2));
        assert!(!words.stand_once(0..3));
        assert!(words.stand_once(3..6));
        assert!(words.stand_first(4, 6..8));
        assert!(!words.stand_first(3, 6..8));
    }
}
