//! The joined forms of hyphenated words: `crossborder` for `cross-border`.
//!
//! Tokens go in, in order and read as [`Reading::Split`](super::Reading::Split); joined forms come out with their
//! places. So a word is found however its parts are joined. What is not here: the parts themselves, which are
//! tokens.

use std::ops::Range;

use super::tokens::{Join, Token, words};

/// The longest chain of hyphenated words that has a joined form as a whole.
const LONGEST_CHAIN: usize = 4;

/// A hyphenated word written as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinedForm<'f> {
    /// The folded parts without what stands between them.
    pub text: &'f str,
    /// The bytes of the source from the first part to the last, end-exclusive.
    pub bytes: Range<usize>,
    /// The positions of the parts' tokens, end-exclusive.
    pub positions: Range<u32>,
}

/// Finds joined forms in the stream of a text's tokens: of each pair, and of a chain of three or four as a whole.
///
/// Only words that begin with a letter are joined, so `25-30` gives nothing.
#[derive(Clone, Debug)]
pub struct JoinedForms<'t> {
    source: &'t str,
    /// The bytes of the token before the next, unless that one cannot be part of a form. Its text is not kept:
    /// copying every token for the few that are joined would cost more than folding those again.
    before: Option<Range<usize>>,
    /// The folded words of the chain so far, one after another; empty while there is but one word.
    text: String,
    /// For each word of the chain where it begins in `text`.
    starts: Vec<usize>,
    /// Where the chain stands in the source, and the position of its last token.
    bytes: Range<usize>,
    last: u32,
}

impl<'t> JoinedForms<'t> {
    /// Starts before the first token of `source`.
    pub fn new(source: &'t str) -> Self {
        JoinedForms {
            source,
            before: None,
            text: String::new(),
            starts: Vec::new(),
            bytes: 0..0,
            last: 0,
        }
    }

    /// Takes the next token and gives the forms that it completes to `found`.
    pub fn push(&mut self, token: &Token, found: impl FnMut(JoinedForm<'_>)) {
        let fits = token.text.starts_with(char::is_alphabetic);
        match self
            .before
            .take()
            .filter(|_| fits && token.join != Join::None)
        {
            Some(before) => self.lengthen(before, token, found),
            None => self.finish(found),
        }
        self.before = fits.then_some(token.start..token.end);
    }

    /// Gives the form of a chain that stood last; to be called once more at the end of the tokens.
    pub fn finish(&mut self, mut found: impl FnMut(JoinedForm<'_>)) {
        let length = self.starts.len();
        if (3..=LONGEST_CHAIN).contains(&length) {
            let positions = self.last + 1 - length as u32..self.last + 1;
            found(JoinedForm {
                text: &self.text,
                bytes: self.bytes.clone(),
                positions,
            });
        }
        self.starts.clear();
        self.text.clear();
    }

    fn lengthen(
        &mut self,
        before: Range<usize>,
        token: &Token,
        mut found: impl FnMut(JoinedForm<'_>),
    ) {
        if self.starts.is_empty() {
            self.begin(before.clone());
        }
        let pair = self.starts.last().copied().unwrap_or(0);
        self.starts.push(self.text.len());
        self.text.push_str(&token.text);
        self.bytes.end = token.end;
        self.last = token.position;
        let positions = token.position - 1..token.position + 1;
        found(JoinedForm {
            text: &self.text[pair..],
            bytes: before.start..token.end,
            positions,
        });
    }

    fn begin(&mut self, first: Range<usize>) {
        // Of a character that folds to several words, the last is the one joined.
        self.text.push_str(
            words(&self.source[first.clone()])
                .last()
                .map_or("", String::as_str),
        );
        self.starts.push(0);
        self.bytes = first;
    }
}

#[cfg(test)]
mod tests {
    use super::super::tokens::{Reading, tokens};
    use super::*;

    /// Lists the joined forms of a text, each with its source and the positions of its parts.
    fn forms(text: &str) -> Vec<(String, &str, Range<u32>)> {
        let mut forms = Vec::new();
        let mut joined = JoinedForms::new(text);
        let mut keep = |form: JoinedForm<'_>| {
            forms.push((form.text.to_owned(), &text[form.bytes], form.positions))
        };
        tokens(text, Reading::Split)
            .iter()
            .for_each(|token| joined.push(token, &mut keep));
        joined.finish(&mut keep);
        forms
    }

    #[test]
    fn forms_of_hyphenated_words() {
        let check = |input: &str, expected: &[&str]| {
            let texts: Vec<_> = forms(input).into_iter().map(|form| form.0).collect();
            assert_eq!(texts, expected, "{input}");
        };
        check("no such word", &[]);
        check("a cross-border raid", &["crossborder"]);
        check("exam-\nple", &["example"]);
        check(
            "state-of-the-art",
            &["stateof", "ofthe", "theart", "stateoftheart"],
        );
        check(
            "Tehreek-e-Taliban, so-called",
            &["tehreeke", "etaliban", "tehreeketaliban", "socalled"],
        );
        check("a-b-c-d-e", &["ab", "bc", "cd", "de"]);
        check("25-30 covid-19 x-3b-c", &[]);
    }

    #[test]
    fn forms_know_their_place() {
        let pair = ("crossborder".to_owned(), "cross‑border", 1..3);
        assert_eq!(forms("the cross‑border raid"), [pair]);
        let chain = forms("the state-of-the-art raid").pop().unwrap();
        assert_eq!(
            chain,
            ("stateoftheart".to_owned(), "state-of-the-art", 1..5)
        );
    }
}
