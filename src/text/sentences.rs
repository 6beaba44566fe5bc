//! Sentences: where a paragraph pauses.
//!
//! Text goes in, the byte ranges of its sentences come out, in order and trimmed; all that is not white space lies in
//! exactly one, and none runs over a paragraph's end. A mark that could end a sentence does so where the next begins
//! with a capital, a digit or a letter that has no case, and the word before is no abbreviation. In doubt the
//! sentence goes on: half a sentence quotes worse than two. What is not here: languages that write abbreviations
//! otherwise than English.

use std::ops::Range;

use super::abbreviations::{LONGEST, Stop, is_starter, stop_after};
use super::characters::is_ignorable;
pub use super::paragraphs::paragraphs;

/// Returns the byte ranges of a text's sentences.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    for paragraph in paragraphs(text) {
        sentences_of(text, paragraph, |sentence| sentences.push(sentence));
    }
    sentences
}

/// Gives the byte ranges in `text` of the sentences of one paragraph, which is trimmed, to `found`.
pub(crate) fn sentences_of(
    text: &str,
    paragraph: Range<usize>,
    mut found: impl FnMut(Range<usize>),
) {
    let offset = paragraph.start;
    let paragraph = &text[paragraph];
    let (mut start, mut at) = (0, 0);
    while let Some(mark) = next_mark(paragraph, at) {
        at = mark.end;
        if let Some(end) = sentence_end(&paragraph[start..], mark.start - start..mark.end - start) {
            found(offset + start..offset + start + end);
            start += end + white_space(&paragraph[start + end..]);
            at = start;
        }
    }
    if start < paragraph.len() {
        found(offset + start..offset + paragraph.len());
    }
}

/// Finds the next run of marks that may end a sentence: its bytes in `paragraph`.
fn next_mark(paragraph: &str, from: usize) -> Option<Range<usize>> {
    let mut at = from;
    loop {
        at += paragraph.as_bytes()[at..]
            .iter()
            .position(|byte| MAY_MARK[usize::from(*byte)])?;
        let run = run(&paragraph[at..], is_mark);
        if run > 0 {
            return Some(at..at + run);
        }
        at += paragraph[at..].chars().next().map_or(1, char::len_utf8);
    }
}

/// Tells where the sentence ends, if it ends with the marks at `mark`; the text begins with the sentence.
fn sentence_end(text: &str, mark: Range<usize>) -> Option<usize> {
    let end = mark.end + run(&text[mark.end..], is_closing);
    let (before, marks, rest) = (&text[..mark.start], &text[mark.clone()], &text[end..]);
    if !rest.is_empty() && marks.contains(is_wide_mark) {
        return Some(end);
    }
    let gap = white_space(rest);
    if gap == 0 || is_marker(before, marks) {
        return None;
    }
    let next = Next::of(&rest[gap..]).filter(|next| !next.first.is_lowercase())?;
    let ends = match stop_before(before, marks) {
        Stop::Ends => true,
        Stop::Goes => false,
        Stop::EndsBeforeWords => !next.first.is_numeric(),
        Stop::EndsBeforeStarters => {
            is_starter(next.word) || text[mark.end..end].contains(is_closing_quote)
        }
    };
    ends.then_some(end)
}

/// How the text goes on behind a mark and white space.
struct Next<'t> {
    /// The first letter or digit.
    first: char,
    /// The letters from there.
    word: &'t str,
}

impl<'t> Next<'t> {
    /// The most characters that may stand before the first word of a sentence: marks, brackets, dashes, bullets.
    const OPENING: usize = 16;

    /// Looks for the next word; none where no sentence begins, as with the second of three stops set apart.
    fn of(text: &'t str) -> Option<Self> {
        if text.starts_with('.') && !text.starts_with("..") {
            return None;
        }
        let (at, first) = text
            .char_indices()
            .take(Self::OPENING)
            .find(|(_, character)| character.is_alphanumeric())?;
        let word = &text[at..];
        Some(Next {
            first,
            word: &word[..run(word, char::is_alphabetic)],
        })
    }
}

/// Tells whether the marks follow what numbers a list or is nothing yet: `1.`, `B.`, `...`.
fn is_marker(before: &str, marks: &str) -> bool {
    if before.len() > 24 {
        return false;
    }
    let bare = before.trim_matches(|character: char| !character.is_alphanumeric());
    let counts = bare.len() <= 3 && bare.bytes().all(|byte| byte.is_ascii_digit());
    bare.is_empty() || (marks == "." && (counts || bare.chars().count() == 1))
}

/// Tells what the marks mean after the word before them.
fn stop_before(before: &str, marks: &str) -> Stop {
    if marks != "." {
        return Stop::Ends;
    }
    let start = before.rfind(|character: char| !character.is_alphanumeric() && character != '.');
    let start = start.map_or(0, |at| {
        at + before[at..].chars().next().map_or(0, char::len_utf8)
    });
    match before[start..].trim_start_matches('.') {
        word if word.len() > LONGEST => Stop::Ends,
        // The pronoun, not an initial: a name has a capital before it.
        "I" if before[..start].trim_end().ends_with(char::is_lowercase) => Stop::Ends,
        word => stop_after(word),
    }
}

/// Returns the bytes of the characters at the beginning of `text` that pass the test.
fn run(text: &str, test: impl Fn(char) -> bool) -> usize {
    text.find(|character| !test(character))
        .unwrap_or(text.len())
}

fn white_space(text: &str) -> usize {
    run(text, char::is_whitespace)
}

fn is_mark(character: char) -> bool {
    matches!(
        character,
        '.' | '!' | '?' | '…' | '‼' | '⁇' | '⁈' | '⁉' | '؟' | '۔' | '।' | '॥'
    ) || is_wide_mark(character)
}

/// Tells whether a mark is of those that have the space behind them in themselves.
fn is_wide_mark(character: char) -> bool {
    matches!(character, '。' | '！' | '？' | '｡')
}

fn is_closing(character: char) -> bool {
    is_closing_quote(character)
        || is_ignorable(character)
        || matches!(character, ')' | ']' | '}' | '）' | '】' | '〉')
}

/// Tells whether a mark may close a quotation; behind a full stop `“` does, as German uses it.
fn is_closing_quote(character: char) -> bool {
    matches!(
        character,
        '"' | '\'' | '”' | '’' | '“' | '‘' | '»' | '›' | '」' | '』' | '》'
    )
}

/// The first bytes of the characters for which [`is_mark`] holds.
const MAY_MARK: [bool; 256] = {
    let mut may = [false; 256];
    let first = [b'.', b'!', b'?', 0xD8, 0xDB, 0xE0, 0xE2, 0xE3, 0xEF];
    let mut at = 0;
    while at < first.len() {
        may[first[at] as usize] = true;
        at += 1;
    }
    may
};

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Checks that a text is cut where `expected` has ` | `.
    #[track_caller]
    fn check(expected: &str) {
        let text = expected.replace(" | ", " ").replace('|', "");
        let found: Vec<_> = sentences(&text)
            .into_iter()
            .map(|range| &text[range])
            .collect();
        let expected: Vec<_> = expected.split('|').map(str::trim).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn plain_sentences() {
        check("One came. | Two went! | Did three? | Four");
        check("Wait… | What?! | No.");
        check("He paused... then went on. | He paused... | Then he went on.");
        check("She said . . . nothing. | He left.");
        check("It rose 3.5 pct to 1.2 mln. | 40 people came.");
        check("See example.com or U.S.-based firms. | Done.");
        check("He left. | — Reuters");
        check("The end. ***");
        check("هل انتهى؟ | نعم۔ | لا");
        check("平和だ。|本当？|「はい。」|終わり");
    }

    #[test]
    fn quotations_and_brackets() {
        check("“It is over.” | He left.");
        check("“Is it over?” he asked. | “It is!” she said. | “Go.”");
        check("He left (at last.) | She stayed. | (So did I.) | [Laughter.]");
        check("\"It is over.\" | \"Is it?\" | 'Yes.' | Done.");
        check("He said: ‘No.’ | “Why?” | 25 left.");
        check("„Es ist vorbei.“ | Er ging. | «Fini.» | Oui.");
        check("Mr. “Lucky” Luke drew. | Yahoo! is a firm.");
    }

    #[test]
    fn abbreviations() {
        check("Mr. Asif met Gen. Munir and Dr. Khan on Oct. 25. | They spoke.");
        check("It was signed on Oct. The day after Sept. 11.");
        check(
            "The U.S. Army left. | It went to the U.S. | The army left the U.N. | Later it came back.",
        );
        check("At 10 a.m. Monday he rose. | At 5 p.m. | The meeting ended at 6 p.m. sharp.");
        check("Apple Inc. Chief Tim Cook spoke. | He left Apple Inc. | The firm grew.");
        check("No. 5 is alive. | No. | It is not. | He said no. | She agreed.");
        check("J. Smith, George W. Bush and J.R.R. Tolkien met. | So did I. | We left.");
        check("St. George's stands on Main St. Peter lives there.");
        check("Sen. Ted Cruz, R-Texas, won vs. Beto. | Roe v. Wade fell.");
        check("He likes fruit, e.g. Apples, etc. | The rest he left.");
        check("“We live in the U.S.” | Biden left.");
        check("Lt.-Gen. Ali spoke.");
    }

    #[test]
    fn lists_and_starts() {
        check("1. Take this. | 2. Take that.");
        check("A. First one. | B. Second one.");
        check("... And then. | … But no.");
    }

    #[test]
    fn sentences_keep_to_paragraphs() {
        check("A headline\n|\nThe first paragraph goes on. | It ends\n|\nThe second");
    }

    proptest! {
        #[test]
        fn every_character_lies_in_one_sentence(
            text in "([A-Za-z]{0,4}(\\.|!|\\?|…|。|Mr\\.| J\\.|\\.”|\\.\\)|,|\u{200B}|٪)?[ \n]{0,2}){0,24}"
        ) {
            let mut end = 0;
            let paragraphs = paragraphs(&text);
            for range in sentences(&text) {
                prop_assert!(text[end..range.start].trim().is_empty());
                prop_assert_eq!(text[range.clone()].trim(), &text[range.clone()]);
                prop_assert!(!range.is_empty());
                prop_assert!(paragraphs.iter().any(|outer| outer.start <= range.start && range.end <= outer.end));
                end = range.end;
            }
            prop_assert!(text[end..].trim().is_empty());
        }
    }
}
