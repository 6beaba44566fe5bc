//! Tokens: the words of a text, folded, each with its place.
//!
//! Text goes in, tokens come out in order, one at a time from [`Tokenizer`] or all at once. An engine indexes them,
//! and a query is cut by the same code, so what is found does not depend on the typography of either. What is not
//! here: stems, stop words, and the joined forms of hyphenated words ([`joined`](super::joined)).

use super::characters::{Kind, fold_character, is_ignorable, is_unspaced, kind, known};
pub use super::hyphens::Join;
use super::hyphens::{join_between, joins_letters, line_hyphen, may_end_line};
use super::runs::plain_run;

/// The most bytes a token's text has; what is longer is cut into several tokens.
pub const LONGEST: usize = 255;

/// How a word that is hyphenated at a line's end is read: the hyphen may be the word's own or the typesetter's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reading {
    /// As two tokens.
    Split,
    /// As one token, which covers both parts and what stands between them.
    Joined,
}

/// A word of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Token {
    /// The word, folded; at most [`LONGEST`] bytes, never empty.
    pub text: String,
    /// The first byte of it in the source.
    pub start: usize,
    /// The byte after its last in the source.
    ///
    /// Ranges are in order and apart, but for the tokens of one character, such as `½`, and the pieces of a token
    /// cut within one: they share that character.
    pub end: usize,
    /// How many tokens stand before it.
    pub position: u32,
    /// How it hangs on the token before it.
    pub join: Join,
}

/// Gives the tokens of a text one after another, in a buffer that is used again.
#[derive(Clone, Debug)]
pub struct Tokenizer<'t> {
    text: &'t str,
    reading: Reading,
    /// The first byte not yet read.
    at: usize,
    /// The folded characters of the character last read, where it was not plain, and how many of them are used.
    pending: Vec<char>,
    used: usize,
    /// Where the character they came from begins; it ends at `at`.
    pending_start: usize,
    token: Token,
    /// Whether the token is a character of a script without spaces, to which only marks may be added.
    lone: bool,
    /// The number of tokens given.
    given: u32,
}

impl<'t> Tokenizer<'t> {
    /// Starts at the beginning of a text.
    pub fn new(text: &'t str, reading: Reading) -> Self {
        let token = Token {
            text: String::with_capacity(LONGEST),
            ..Token::default()
        };
        let pending = Vec::with_capacity(18);
        Tokenizer {
            text,
            reading,
            at: 0,
            pending,
            used: 0,
            pending_start: 0,
            token,
            lone: false,
            given: 0,
        }
    }

    /// Moves to the next token; false at the end of the text.
    pub fn advance(&mut self) -> bool {
        let before = self.token.start..self.token.end;
        self.token.text.clear();
        self.lone = false;
        while self.grow() {}
        if self.token.text.is_empty() {
            return false;
        }
        self.token.join = join_between(self.text, before, &self.token);
        self.token.position = self.given;
        self.given += 1;
        true
    }

    /// Returns the token last moved to.
    pub fn token(&self) -> &Token {
        &self.token
    }

    /// Reads on by a run of plain letters or by one character; false where the token ends.
    fn grow(&mut self) -> bool {
        if self.used < self.pending.len() {
            return self.take_pending();
        }
        match self.text.as_bytes().get(self.at) {
            None => false,
            Some(byte) if byte.is_ascii_alphanumeric() => !self.lone && self.take_plain(),
            Some(byte) if byte.is_ascii() && self.token.text.is_empty() => {
                self.at += 1;
                true
            }
            Some(b'-') => self.cross_line(),
            Some(byte) if byte.is_ascii() => false,
            Some(_) => self.read_character(),
        }
    }

    /// Takes a run of ASCII letters and digits at once, and tells whether the token may go on behind it.
    ///
    /// This is most of most texts: one pass finds the end, and only a run with capitals is gone over again.
    fn take_plain(&mut self) -> bool {
        let (start, old) = (self.at, self.token.text.len());
        // One byte beyond the longest tells that it goes on; to look at all of a long run again and again would take
        // time quadratic in it.
        let rest = &self.text.as_bytes()[start..];
        let run = plain_run(&rest[..rest.len().min(LONGEST + 1)]);
        let taken = run.length.min(LONGEST - old);
        if taken == 0 {
            return false;
        }
        self.at += taken;
        self.token.text.push_str(&self.text[start..self.at]);
        if run.capitals {
            self.token.text[old..].make_ascii_lowercase();
        }
        self.cover(old, start, self.at);
        taken == run.length
            && self
                .text
                .as_bytes()
                .get(self.at)
                .is_some_and(|next| *next == b'-' || !next.is_ascii())
    }

    /// Reads a character that is not ASCII. Kept out of line: it would crowd the registers of the plain way.
    #[inline(never)]
    fn read_character(&mut self) -> bool {
        let character = self.text[self.at..].chars().next().expect("a byte is left");
        if may_end_line(character) && self.cross_line() {
            return true;
        }
        let (start, end) = (self.at, self.at + character.len_utf8());
        if let Some((folded, kind)) = known(character) {
            let taken = self.take(folded, kind, start, end);
            self.at = if taken { end } else { start };
            return taken;
        }
        self.pending_start = start;
        self.at = end;
        self.used = 0;
        self.pending.clear();
        fold_character(character, |folded| self.pending.push(folded));
        let accent = self.pending.is_empty() && !is_ignorable(character);
        if accent && !self.token.text.is_empty() {
            self.token.end = end;
        }
        true
    }

    fn take_pending(&mut self) -> bool {
        let folded = self.pending[self.used];
        let taken = self.take(folded, kind(folded), self.pending_start, self.at);
        self.used += usize::from(taken);
        taken
    }

    /// Adds a folded character of the source range to the token, or passes over it before one begins; false where the
    /// token ends before it.
    fn take(&mut self, folded: char, kind: Kind, start: usize, end: usize) -> bool {
        let old = self.token.text.len();
        let parts = match kind {
            Kind::Letter => self.lone,
            Kind::Lone | Kind::Break => true,
            Kind::Mark => false,
        };
        if old > 0 && (parts || old + folded.len_utf8() > LONGEST) {
            return false;
        }
        if kind == Kind::Break || (kind == Kind::Mark && old == 0 && !folded.is_alphanumeric()) {
            return true;
        }
        self.lone |= kind == Kind::Lone || (old == 0 && kind == Kind::Mark && is_unspaced(folded));
        self.token.text.push(folded);
        self.cover(old, start, end);
        true
    }

    /// Widens the token to a source range; sets its start if it was empty before.
    fn cover(&mut self, old_length: usize, start: usize, end: usize) {
        if old_length == 0 {
            self.token.start = start;
        }
        self.token.end = end;
    }

    /// Goes over a hyphen at a line's end to the other half of the word, where it is read so; false if it is not.
    fn cross_line(&mut self) -> bool {
        if self.reading == Reading::Split || self.token.text.is_empty() || self.lone {
            return false;
        }
        let gap = &self.text[self.at..];
        let word = &self.text[self.token.start..self.token.end];
        match line_hyphen(gap).filter(|length| joins_letters(word, &gap[*length..])) {
            Some(length) => self.at += length,
            None => return false,
        }
        true
    }
}

/// Returns all tokens of a text.
pub fn tokens(text: &str, reading: Reading) -> Vec<Token> {
    let mut tokenizer = Tokenizer::new(text, reading);
    let mut tokens = Vec::new();
    while tokenizer.advance() {
        tokens.push(tokenizer.token().clone());
    }
    tokens
}

/// Returns the folded words of a text, a word hyphenated at a line's end as two.
pub fn words(text: &str) -> Vec<String> {
    tokens(text, Reading::Split)
        .into_iter()
        .map(|token| token.text)
        .collect()
}

/// Folds a name to its words with one space between them, so that ways of writing it compare equal.
pub fn fold_name(name: &str) -> String {
    words(name).join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Writes tokens as text, those joined by a hyphen with `-`, at a line's end with `=`.
    fn shown(text: &str, reading: Reading) -> String {
        let mut shown = String::new();
        for token in tokens(text, reading) {
            shown.push_str(match token.join {
                Join::None => " ",
                Join::Hyphen => "-",
                Join::LineHyphen => "=",
            });
            shown.push_str(&token.text);
        }
        shown.trim_start().to_owned()
    }

    #[test]
    fn words_of_a_text() {
        let check = |input: &str, expected: &str| {
            assert_eq!(shown(input, Reading::Split), expected, "{input:?}")
        };
        check("", "");
        check(" … — ", "");
        check("Asif’s “clause,” 1,600 km", "asif s clause 1 600 km");
        check(
            "cross-border cross‑border cross\u{AD}‐border",
            "cross-border cross-border cross-border",
        );
        check("Tehreek-e-Taliban", "tehreek-e-taliban");
        check(
            "cross - border cross--border cross–border 25-30 covid-19",
            "cross border cross border cross border 25 30 covid 19",
        );
        check(
            "exam-\nple exam- \r\n  ple exam\u{AD}\nple",
            "exam=ple exam=ple exam=ple",
        );
        check(
            "exam-\n\nple 25-\n30 exam-\n“ple”",
            "exam ple 25 30 exam ple",
        );
        check("exam\u{AD}ple ex\u{200B}am\u{FEFF}ple", "example example");
        check("snake_case a@b.example", "snake case a b example");
        check(
            "北京大学 Pekingか\u{3099}が",
            "北 京 大 学 peking か\u{3099} か\u{3099}",
        );
        check("กำ हिन्दी", "ก\u{E4D} า हिन्दी");
        check("1½ Apple™x", "1 1 2 apple x");
        check("caf\u{65}\u{301}s", "cafes");
    }

    #[test]
    fn a_line_hyphen_read_as_the_typesetters() {
        let check = |input: &str, expected: &str| {
            assert_eq!(shown(input, Reading::Joined), expected, "{input:?}")
        };
        check("exam-\nple", "example");
        check("an exam‐ \r\n\tple, and\u{AD}\nmore", "an example andmore");
        check("state-of-\nthe-art", "state-ofthe-art");
        check("ex-\nam-\nple", "example");
        check(
            "exam-\n\nple 25-\n30 exam-\n“ple” cross-border",
            "exam ple 25 30 exam ple cross-border",
        );
        check("漢-\n字", "漢 字");
    }

    #[test]
    fn ranges_slice_the_source() {
        let check = |input: &str, reading, expected: &[&str]| {
            let slices: Vec<_> = tokens(input, reading)
                .iter()
                .map(|token| &input[token.start..token.end])
                .collect();
            assert_eq!(slices, expected);
        };
        check(
            "“Café\u{301}\u{AD}” ex\u{AD}am",
            Reading::Split,
            &["Café\u{301}", "ex\u{AD}am"],
        );
        check("an exam-\n  ple.", Reading::Joined, &["an", "exam-\n  ple"]);
        check("1½x", Reading::Split, &["1", "½", "½x"]);
    }

    #[test]
    fn a_long_token_is_cut_and_nothing_lost() {
        for text in [
            "x".repeat(1000),
            "X\u{AD}".repeat(600),
            "é".repeat(300),
            "हि".repeat(100),
            "ﬃ".repeat(200),
        ] {
            let found = words(&text);
            assert!(found.iter().all(|word| word.len() <= LONGEST));
            assert_eq!(found.concat(), super::super::fold(&text).text);
        }
    }

    #[test]
    fn names_fold_to_words() {
        assert_eq!(fold_name(" The  Guardian™ – Café"), "the guardian cafe");
    }

    fn text() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            "[a-zA-Z0-9 .,'\"-]{0,8}",
            "[a-z]{1,3}[-\u{2010}\u{AD}][ ]?\r?\n[ \t]{0,2}[a-z0-9]{1,3}",
            "[“”‘’–—…\u{A0}\u{AD}\u{200B}\u{301}ﬁßéÅ½字か\u{3099}ก\u{E33}™\n\r\t -]{0,4}",
            "\\PC{0,3}",
        ];
        proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
    }

    fn reading() -> impl Strategy<Value = Reading> {
        prop_oneof![Just(Reading::Split), Just(Reading::Joined)]
    }

    proptest! {
        #[test]
        fn ranges_are_in_order_and_fold_to_the_token(text in text(), reading in reading()) {
            let mut end = 0;
            for (position, token) in tokens(&text, reading).iter().enumerate() {
                prop_assert_eq!(token.position as usize, position);
                let shares = text[token.start..].chars().next().unwrap().len_utf8();
                prop_assert!(token.start >= end || token.start + shares == end);
                prop_assert!(token.start < token.end);
                end = token.end;
                let again: Vec<_> = tokens(&text[token.start..token.end], reading);
                prop_assert!(again.iter().any(|other| other.text == token.text), "{:?} {:?}", token, again);
            }
        }

        #[test]
        fn the_words_are_those_of_the_folded_text(text in text()) {
            let folded = super::super::fold(&text).text;
            prop_assert_eq!(words(&text), words(&folded));
        }

        #[test]
        fn joining_only_leaves_out_breaks(text in text()) {
            let joined: String = tokens(&text, Reading::Joined).into_iter().map(|token| token.text).collect();
            prop_assert_eq!(joined, words(&text).concat());
            let hyphens = tokens(&text, Reading::Joined).iter().filter(|token| token.join == Join::LineHyphen).count();
            prop_assert_eq!(hyphens, 0);
        }

        #[test]
        fn typography_changes_no_word(plain in "[a-zA-Z ,.'\"-]{0,40}", seed: u64) {
            prop_assert_eq!(words(&varied(&plain, seed)), words(&plain));
        }
    }

    /// Sets a plain text as some publisher might: every second choice taken by a bit of `seed`.
    fn varied(plain: &str, seed: u64) -> String {
        let mut varied = String::new();
        for (at, character) in plain.chars().enumerate() {
            let bit = seed.rotate_right(at as u32) & 3;
            match (character, bit) {
                (' ', 1) => varied.push('\u{A0}'),
                (' ', 2) => varied.push_str(" \n"),
                ('\'', 1) => varied.push('’'),
                ('"', 1) => varied.push('“'),
                ('-', 1) => varied.push('\u{2011}'),
                ('-', 2) => varied.push('–'),
                ('e', 1) => varied.push('é'),
                ('e', 2) => varied.push_str("e\u{301}"),
                (letter, 1) if letter.is_alphabetic() => varied.extend(letter.to_uppercase()),
                (letter, 2) if letter.is_alphabetic() => varied.extend([letter, '\u{200B}']),
                (other, _) => varied.push(other),
            }
        }
        varied.replace("fi", "ﬁ").replace("ffl", "ﬄ")
    }
}
