//! The errors of the query language: their first line, and the hints that many of them share.
//!
//! The user's text goes in with the bytes at fault; an [`Error`] comes out. What is not here: the labels,
//! which stand where the fault is found.

use std::ops::Range;

use crate::error::{Error, ErrorKind};
use crate::query::Query;

/// How many code points of the user's text are repeated in a message or a hint.
const SHOWN: usize = 120;

/// Makes the error for `text` that does not parse because of what stands at `span`.
pub(super) fn syntax(text: &str, span: Range<usize>, label: impl Into<String>) -> Error {
    of_kind(ErrorKind::QuerySyntax, text, span, label)
}

/// Makes the same of another kind.
pub(super) fn of_kind(
    kind: ErrorKind,
    text: &str,
    span: Range<usize>,
    label: impl Into<String>,
) -> Error {
    Error::new(kind, format!("cannot parse query `{}`", excerpt(text))).at(text, span, label)
}

/// Makes the error for a query without anything to look for.
pub(super) fn empty() -> Error {
    Error::new(ErrorKind::QueryEmpty, "the query is empty")
        .hint("write at least one word, or a phrase between quotation marks")
}

/// Says how to look for a part of the query as it stands: quoted.
pub(super) fn as_it_stands(part: &str) -> String {
    quote("it", part)
}

/// Says how to look for the whole query as it stands: quoted.
pub(super) fn as_they_stand(text: &str) -> String {
    quote("the words", text.trim())
}

fn quote(what: &str, text: &str) -> String {
    let pronoun = if what == "it" {
        "it stands, quote it"
    } else {
        "they stand, quote them"
    };
    match is_short(text) {
        true => {
            let phrase = Query::Phrase {
                text: text.to_owned(),
                slop: 0,
            };
            format!("to search for {what} as {pronoun}: {phrase}")
        }
        false => format!("to search for {what} as {pronoun}"),
    }
}

/// Tells whether a text is short enough to be repeated in a hint.
pub(super) fn is_short(text: &str) -> bool {
    text.chars().nth(SHOWN).is_none()
}

/// Returns the beginning of the text on one line.
fn excerpt(text: &str) -> String {
    let line = |letter: char| if letter.is_control() { ' ' } else { letter };
    let mut shown: String = text.chars().take(SHOWN).map(line).collect();
    if !is_short(text) {
        shown.push('…');
    }
    shown
}
