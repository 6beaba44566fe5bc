//! Operators that people bring from other search engines and that this language does not have.
//!
//! A word goes in; what it would mean elsewhere comes out, with what to write instead. They are named rather
//! than taken as words, for a search that quietly means something else is worse than none.

use std::ops::Range;

use crate::error::Error;
use crate::query::cursor::Cursor;
use crate::query::fault;

/// An operator of another query language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Foreign {
    /// `w/5`, `NEAR/5`, `NEAR`, `AROUND(5)`, `/5`
    Near,
    /// `pre/5`, `onear/5`
    Before,
    /// `/s`, `/p`, `w/s`, `w/p`
    SameSentence,
    /// `atleast3(…)`
    AtLeast,
    /// `/…/`
    Pattern,
    /// `wo?d`
    Wildcard,
    /// `word~1`
    Fuzzy,
    /// `word^2`
    Boost,
}

impl Foreign {
    /// Makes the error for this operator, standing at `span`.
    pub(super) fn error(self, text: &str, span: Range<usize>) -> Error {
        let operator = &text[span.clone()];
        let hint = format!(
            "{}; {}",
            self.instead(operator),
            fault::as_it_stands(operator)
        );
        let label = match self.name() {
            name if name.contains('`') => format!("{name} is not supported yet"),
            name => format!("`{operator}`, {name}, is not supported yet"),
        };
        fault::syntax(text, span, label).hint(hint)
    }

    fn name(self) -> &'static str {
        match self {
            Foreign::Near => "the operator for words near each other",
            Foreign::Before => "the operator for one word shortly before another",
            Foreign::SameSentence => "the operator for words in one sentence or paragraph",
            Foreign::AtLeast => "the operator for a number of occurrences",
            Foreign::Pattern => "a regular expression",
            Foreign::Wildcard => "the wildcard `?` within a word",
            Foreign::Fuzzy => "the fuzzy operator `~` after a word",
            Foreign::Boost => "the boost operator `^`",
        }
    }

    /// Says what to write for `operator`.
    fn instead(self, operator: &str) -> String {
        let instead = match self {
            Foreign::Near | Foreign::Before => return in_order(operator),
            Foreign::SameSentence => "for words close together in order write \"one two\"~20",
            Foreign::AtLeast => "write the word alone: articles that have it often rank higher",
            Foreign::Pattern => {
                "write the beginning of a word and a star, or the alternatives: (gray OR grey)"
            }
            Foreign::Wildcard | Foreign::Fuzzy => {
                "write the spellings as alternatives: (gray OR grey)"
            }
            Foreign::Boost => "leave it out: `+` makes a word necessary",
        };
        instead.to_owned()
    }
}

fn in_order(operator: &str) -> String {
    let reach = operator
        .split_once('/')
        .and_then(|(_, reach)| reach.parse::<u32>().ok())
        .unwrap_or(5);
    format!("for words in order with up to {reach} others among them write \"one two\"~{reach}")
}

/// Finds the foreign operator in the word that comes next, and the bytes it takes up.
pub(super) fn find(cursor: &Cursor<'_>) -> Option<(Foreign, Range<usize>)> {
    let word = cursor.word();
    let found = |foreign| Some((foreign, cursor.at()..cursor.at() + word.len()));
    if word.contains("://") {
        return None;
    }
    if let Some(foreign) = proximity(word).or_else(|| suffixed(word)) {
        return found(foreign);
    }
    if cursor.rest()[word.len()..].starts_with('(')
        && let Some(foreign) = called(word)
    {
        return found(foreign);
    }
    let length = cursor.between_slashes()?;
    Some((Foreign::Pattern, cursor.at()..cursor.at() + length))
}

/// Knows `w/5` and its relatives; `w/o` and `and/or` are words.
fn proximity(word: &str) -> Option<Foreign> {
    if word == "NEAR" {
        return Some(Foreign::Near);
    }
    let lower = word.to_lowercase();
    let (operator, reach) = lower.split_once('/')?;
    let counted = !reach.is_empty() && reach.bytes().all(|digit| digit.is_ascii_digit());
    match (operator, reach) {
        ("" | "w", "s" | "p" | "sent" | "para") => Some(Foreign::SameSentence),
        ("" | "w" | "n" | "near" | "within" | "adj", _) if counted => Some(Foreign::Near),
        ("pre" | "onear", _) if counted => Some(Foreign::Before),
        _ => None,
    }
}

/// Knows what stands before a parenthesis.
fn called(word: &str) -> Option<Foreign> {
    let lower = word.to_lowercase();
    let name = lower.trim_end_matches(|letter: char| letter.is_ascii_digit());
    match name {
        "atleast" | "atl" if name != lower => Some(Foreign::AtLeast),
        _ if word == "AROUND" => Some(Foreign::Near),
        _ => None,
    }
}

/// Knows what stands within or after a word; a question mark at the end is punctuation.
fn suffixed(word: &str) -> Option<Foreign> {
    let is_number = |number: &str| {
        number
            .bytes()
            .all(|digit| digit.is_ascii_digit() || digit == b'.')
    };
    let ends_in = |mark| {
        word.rsplit_once(mark)
            .is_some_and(|(left, right)| has_letter(left) && is_number(right))
    };
    match word.split_once('?') {
        Some((_, after)) if has_letter(after) || after.contains('*') => Some(Foreign::Wildcard),
        _ if ends_in('~') => Some(Foreign::Fuzzy),
        _ if ends_in('^') => Some(Foreign::Boost),
        _ => None,
    }
}

/// Tells whether a word has something that can be looked for: a letter or a digit.
pub(super) fn has_letter(word: &str) -> bool {
    word.contains(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_are_told_from_words() {
        for (text, expected) in [
            ("w/5 b", Some((Foreign::Near, 0..3))),
            ("W/15", Some((Foreign::Near, 0..4))),
            ("/5", Some((Foreign::Near, 0..2))),
            ("NEAR/5", Some((Foreign::Near, 0..6))),
            ("NEAR", Some((Foreign::Near, 0..4))),
            ("AROUND(5)", Some((Foreign::Near, 0..6))),
            ("pre/5", Some((Foreign::Before, 0..5))),
            ("/s", Some((Foreign::SameSentence, 0..2))),
            ("w/p", Some((Foreign::SameSentence, 0..3))),
            ("atleast3(x)", Some((Foreign::AtLeast, 0..8))),
            ("/colou?r/", Some((Foreign::Wildcard, 0..9))),
            ("/gr[ae]y/ x", Some((Foreign::Pattern, 0..9))),
            ("/gr(a|e)y b/ x", Some((Foreign::Pattern, 0..12))),
            ("wo?d", Some((Foreign::Wildcard, 0..4))),
            ("?ord", Some((Foreign::Wildcard, 0..4))),
            ("wor?*", Some((Foreign::Wildcard, 0..5))),
            ("word~", Some((Foreign::Fuzzy, 0..5))),
            ("word~0.8", Some((Foreign::Fuzzy, 0..8))),
            ("word^", Some((Foreign::Boost, 0..5))),
            ("word^2", Some((Foreign::Boost, 0..6))),
            ("near", None),
            ("w/o", None),
            ("and/or", None),
            ("9/11", None),
            ("24/7", None),
            ("atleast3", None),
            ("around(5)", None),
            ("/etc", None),
            ("/", None),
            ("/\"a/\" b/", None),
            ("// b", None),
            ("// b/", Some((Foreign::Pattern, 0..5))),
            ("/etc \"a/\" b/", None),
            ("what?", None),
            ("really?!", None),
            ("~5", None),
            ("^", None),
            ("a~b", None),
            ("https://a.example/w?x=y~1", None),
        ] {
            assert_eq!(find(&Cursor::new(text)), expected, "{text}");
        }
    }
}
