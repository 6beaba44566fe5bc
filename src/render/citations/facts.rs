//! What a reference says of an article, the same in all forms.
//!
//! An article with its passages comes in; its values go out, each on one line, without control characters and those
//! that turn the text about them. What is not here: what a form makes of characters that mean something in it.

use jiff::civil::Date;

use super::Cited;
use crate::article::Sourced;
use crate::render::flow::turns_text;
use crate::render::link::{percent_encoded, web_address};

/// What is known of an article that is cited. What is not known is `None` or empty.
pub(super) struct Facts {
    /// The article's id.
    pub(super) id: String,
    pub(super) title: Option<String>,
    pub(super) outlet: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) section: Option<String>,
    pub(super) language: Option<String>,
    /// The day of publication, as the source states it; never an inferred one.
    pub(super) date: Option<Date>,
    /// The day it was fetched.
    pub(super) fetched: Option<Date>,
    /// The address on the web; what no address may hold is percent-encoded in it.
    pub(super) url: Option<String>,
    /// The addresses of the passages, parted by `; `.
    pub(super) addresses: Option<String>,
}

impl Facts {
    /// Gathers what is known.
    pub(super) fn of(cited: &Cited<'_>) -> Self {
        let metadata = &cited.article.metadata;
        let authors = metadata.authors.iter();
        let addresses = cited.passages.iter();
        let addresses: Vec<_> = addresses
            .map(|passage| passage.address.to_string())
            .collect();
        Facts {
            id: cited.article.id.to_string(),
            title: known(&metadata.title),
            outlet: known(&metadata.outlet),
            authors: authors.filter_map(|author| line(&author.value)).collect(),
            section: known(&metadata.section),
            language: known(&metadata.language),
            date: metadata.date.as_ref().map(|date| date.value),
            fetched: metadata.fetched.as_ref().map(|date| date.value),
            url: web_address(cited.article).map(|url| percent_encoded(url, b"")),
            addresses: Some(addresses.join("; ")).filter(|addresses| !addresses.is_empty()),
        }
    }
}

fn known(value: &Option<Sourced<String>>) -> Option<String> {
    line(&value.as_ref()?.value)
}

/// Sets a text on one line; none where nothing is left of it.
///
/// Control characters and white space but for the non-breaking spaces become one space, direction controls vanish.
pub(super) fn line(text: &str) -> Option<String> {
    let mut line = String::new();
    for letter in text.chars().filter(|letter| !turns_text(*letter)) {
        let stays = matches!(letter, '\u{a0}' | '\u{2007}' | '\u{202f}');
        match !stays && (letter.is_whitespace() || letter.is_control()) {
            false => line.push(letter),
            true if line.is_empty() || line.ends_with(' ') => {}
            true => line.push(' '),
        }
    }
    line.truncate(line.trim_end().len());
    (!line.is_empty()).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_set_on_one_line() {
        let check =
            |text: &str, expected: Option<&str>| assert_eq!(line(text).as_deref(), expected);
        check("One  two", Some("One two"));
        check(
            "\r\n One\u{2028}\ttwo\0\x1b[1m three\u{85}",
            Some("One two [1m three"),
        );
        check("user\u{202e}txt.exe", Some("usertxt.exe"));
        check(
            "«\u{a0}Fini\u{202f}», 中文 é",
            Some("«\u{a0}Fini\u{202f}», 中文 é"),
        );
        check(" \n\u{200f}", None);
    }
}
