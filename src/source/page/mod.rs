//! Web pages: the body of the article, and what the page states of it.

mod body;
mod boilerplate;
mod cleaning;
mod container;
mod date;
mod encoding;
mod facts;
pub(super) mod jsonld;
mod outline;
mod plain_text;
mod repeats;

use dom_query::Document;
use jiff::civil::Date;

use super::Parsed;
use crate::article::Sourced;

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
    let document = Document::from(html);
    let body = body::extract(&document);
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
