//! Web pages: the body of the article, and what the page states of it.

mod body;
mod boilerplate;
mod cleaning;
mod container;
pub(super) mod date;
mod encoding;
mod facts;
pub(super) mod jsonld;
mod nesting;
mod outline;
mod plain_text;
mod repeats;

use dom_query::Document;
use jiff::civil::Date;

use super::Parsed;
use crate::article::Sourced;
pub(super) use date::leading as leading_date;

/// What is known of a page before it is looked into.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PageContext {
    /// The address it was fetched from, where the archive or a field says so.
    pub(super) url: Option<String>,
    /// The encoding that the server named.
    pub(super) charset: Option<String>,
    /// The day it was fetched: it cannot have been published later.
    pub(super) fetched: Option<Date>,
}

/// Makes an article of a page.
pub(super) fn parse(bytes: &[u8], context: &PageContext) -> Result<Parsed, String> {
    let html = encoding::decode(bytes, context.charset.as_deref());
    let depth = nesting::depth(&html);
    if depth > nesting::DEEPEST {
        return Err(format!(
            "the page's elements are nested {depth} deep, above the limit of {}",
            nesting::DEEPEST
        ));
    }
    let document = Document::from(html);
    let body = body::extract(&document);
    if body.contains('\u{fffd}') && !html_has_replacement(bytes) {
        return Err("the text holds bytes that no encoding explains".to_owned());
    }
    if body.is_empty() {
        return Err("no article: the page holds no running text".to_owned());
    }
    let mut metadata = facts::metadata(&document, &body, context.url.as_deref());
    let url = metadata.url.as_ref().map(|url| url.value.as_str());
    if let Some(found) = date::publication_date(&document, url, context.fetched) {
        metadata.date = Some(Sourced::new(found.date, found.rule, found.words));
        metadata.date_confidence = Some(found.confidence);
    }
    Ok(Parsed {
        body,
        metadata,
        stated_title: None,
    })
}

/// Returns the text of a piece of a page, such as a feed carries.
pub(super) fn render_fragment(html: &str) -> String {
    body::render(&Document::from(html).root())
}

/// Tells whether a page prints the replacement character itself, in UTF-8 or by its number.
fn html_has_replacement(bytes: &[u8]) -> bool {
    let has = |words: &[u8]| memchr::memmem::find(bytes, words).is_some();
    has("\u{fffd}".as_bytes()) || has(b"&#65533;") || has(b"&#xfffd;") || has(b"&#xFFFD;")
}
