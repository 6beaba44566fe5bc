//! What is wrong with a query that parses, and the limits that one meets, each in words.

use crate::error::{Error, ErrorKind};
use crate::query::Query;

pub(super) fn nothing_in(query: &Query) -> Error {
    Error::new(
        ErrorKind::QueryEmpty,
        format!("the query `{query}` has no word to look for"),
    )
    .hint("a word is made of letters or digits")
}

pub(super) fn nothing_in_phrase(phrase: &str) -> Error {
    Error::new(
        ErrorKind::QueryEmpty,
        format!("the phrase `{phrase}` has no word to look for"),
    )
    .hint("a word is made of letters or digits")
}

pub(super) fn not_words_alone(query: &Query) -> Error {
    let message =
        format!("the query `{query}` is more than words, and cannot be matched as a phrase");
    Error::new(ErrorKind::QuerySyntax, message)
        .hint("leave out the operators, or put the phrase in quotation marks and match as usual")
}

pub(super) fn not_one_word(start: &str) -> Error {
    Error::new(
        ErrorKind::QuerySyntax,
        format!("the prefix `{start}*` is not the beginning of one word"),
    )
    .hint(format!("search for the words as a phrase: \"{start}\""))
}

pub(super) fn too_many_prefixes(start: &str, limit: usize) -> Error {
    let message = format!("the prefixes up to `{start}*` stand for more than {limit} words");
    Error::new(ErrorKind::QuerySyntax, message).hint("write longer prefixes, or fewer of them")
}

pub(super) fn prefix_limit(start: &str, terms: &[String], omitted: usize) -> String {
    let all = terms.len() + omitted;
    format!(
        "`{start}*` stands for {all} words; the first {} in order were searched",
        terms.len()
    )
}
