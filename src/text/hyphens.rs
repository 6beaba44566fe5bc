//! Hyphens between words: which two tokens are parts of one written word.
//!
//! What stands between two tokens goes in; how they hang together comes out. What is not here: what is made of it, by
//! the [`Tokenizer`](super::Tokenizer) at a line's end and by [`JoinedForms`](super::JoinedForms) anywhere.

use std::ops::Range;

use super::characters::{Kind, fold_character, is_ignorable, kind};
use super::tokens::Token;

/// How a token hangs on the one before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Join {
    /// Not at all.
    #[default]
    None,
    /// By one hyphen and nothing else that is seen, where both have a letter.
    Hyphen,
    /// By a hyphen at a line's end, with a letter on either side.
    LineHyphen,
}

/// Tells how a token hangs on the one that covers `before`.
pub(crate) fn join_between(text: &str, before: Range<usize>, token: &Token) -> Join {
    let Some(gap) = text
        .get(before.end..token.start)
        .filter(|gap| may_join(gap))
    else {
        return Join::None;
    };
    let before = &text[before];
    if matches!(
        gap.trim_matches(is_ignorable),
        "-" | "\u{2010}" | "\u{2011}"
    ) {
        let both = has_letter(before) && has_letter(&token.text);
        return if both { Join::Hyphen } else { Join::None };
    }
    let over_line =
        line_hyphen(gap) == Some(gap.len()) && joins_letters(before, &text[token.start..]);
    if over_line {
        Join::LineHyphen
    } else {
        Join::None
    }
}

/// Returns the length in bytes of a hyphen with one line end after it and spaces about that, at the beginning of
/// `gap`.
///
/// A soft hyphen there is one that was printed, and counts as well.
pub(crate) fn line_hyphen(gap: &str) -> Option<usize> {
    let seen = trim_start(gap, is_ignorable);
    let soft = gap[..gap.len() - seen.len()].contains(SOFT_HYPHEN);
    let rest = seen.strip_prefix(is_hyphen).or(soft.then_some(seen))?;
    let rest = trim_start(rest, is_blank);
    let rest = rest
        .strip_prefix("\r\n")
        .or_else(|| rest.strip_prefix('\n'))?;
    Some(gap.len() - trim_start(rest, is_blank).len())
}

/// Tells whether one text ends and the other begins with a letter, one that is not a word of its own.
pub(crate) fn joins_letters(before: &str, after: &str) -> bool {
    let unseen = |character: &char| is_ignorable(*character) || kind(*character) == Kind::Mark;
    let last = before.chars().rev().find(|character| !unseen(character));
    last.is_some_and(is_letter) && after.chars().next().is_some_and(is_letter)
}

/// Tells whether a character may be the hyphen at a line's end.
pub(crate) fn may_end_line(character: char) -> bool {
    is_hyphen(character) || character == SOFT_HYPHEN
}

const SOFT_HYPHEN: char = '\u{AD}';

/// The most characters that may stand before, behind or about a line end. There is a limit only so that a text
/// of nothing but soft hyphens is not gone through for each of them.
const LONGEST_GAP: usize = 64;

fn trim_start(text: &str, test: impl Fn(char) -> bool) -> &str {
    let trimmed = text
        .chars()
        .take(LONGEST_GAP)
        .take_while(|character| test(*character));
    &text[trimmed.map(char::len_utf8).sum()..]
}

/// Tells quickly that most gaps join nothing: nearly all begin with a space.
fn may_join(gap: &str) -> bool {
    let rare = |first| is_hyphen(first) || is_ignorable(first);
    gap.starts_with(|first: char| first == '-' || (!first.is_ascii() && rare(first)))
}

fn is_hyphen(character: char) -> bool {
    matches!(character, '-' | '\u{2010}' | '\u{2011}')
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\u{A0}') || is_ignorable(character)
}

fn has_letter(text: &str) -> bool {
    text.contains(char::is_alphabetic)
}

fn is_letter(character: char) -> bool {
    let mut first = None;
    fold_character(character, |folded| first = first.or(Some(folded)));
    first.is_some_and(|folded| folded.is_alphabetic() && kind(folded) == Kind::Letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hyphens_at_a_lines_end() {
        let check = |input: &str, expected| assert_eq!(line_hyphen(input), expected, "{input:?}");
        check("-\nple", Some(2));
        check("- \r\n\t ple", Some(6));
        check("\u{AD}\nple", Some(3));
        check("\u{200B}\u{2010}\nple", Some(7));
        check("-\n\nple", Some(2));
        check("-ple", None);
        check("--\nple", None);
        check("\u{200B}\nple", None);
        check("\n", None);
        check("", None);
        check(&format!("-{}\nple", " ".repeat(LONGEST_GAP + 1)), None);
    }

    #[test]
    fn letters_on_both_sides() {
        let check = |before, after, expected| {
            assert_eq!(joins_letters(before, after), expected, "{before} {after}")
        };
        check("exam", "ple", true);
        check("caf\u{65}\u{301}", "Élan", true);
        check("25", "ple", false);
        check("exam", "“ple”", false);
        check("漢", "字", false);
    }
}
