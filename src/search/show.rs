//! Looking up an address again: the passage it names, as it stands in the stored body, with what is around it.

use std::ops::Range;

use crate::article::{Address, Article, ArticleId};
use crate::error::{Error, ErrorKind, Result};
use crate::search::engine::{Engine, Stored};
use crate::search::hit::Passage;
use crate::search::quote;
use crate::text;

/// A passage that an address names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Its article.
    pub article: Article,
    /// The passage, exactly as addressed.
    pub passage: Passage,
    /// The bytes of the body from which context is shown before it; ends where the passage begins.
    pub before: Range<usize>,
    /// The bytes of the body after it up to which context is shown.
    pub after: Range<usize>,
}

/// Looks up an article.
///
/// # Errors
///
/// [`ErrorKind::NotFound`] where the index has no article of that id.
pub fn article(engine: &dyn Engine, id: ArticleId) -> Result<Stored> {
    engine.article(id)?.ok_or_else(|| {
        Error::new(
            ErrorKind::NotFound,
            format!("no article of this index has the id `{id}`"),
        )
        .hint("an article whose text changed has another id; search for the words to find it")
    })
}

/// Looks up a passage, with `context` sentences before and after it.
///
/// # Errors
///
/// [`ErrorKind::NotFound`] where the index has no such article, or its body ends before the address does.
pub fn passage(engine: &dyn Engine, address: Address, context: usize) -> Result<Shown> {
    let stored = article(engine, address.id)?;
    let body = &stored.article.body;
    let bytes = byte_range(body, address).ok_or_else(|| beyond(body, address))?;
    let (before, after) = around(body, &bytes, context);
    let passage = quote::passage(&stored, bytes);
    Ok(Shown {
        passage,
        before,
        after,
        article: stored.article,
    })
}

fn byte_range(body: &str, address: Address) -> Option<Range<usize>> {
    let mut bounds = body
        .char_indices()
        .map(|(byte, _)| byte)
        .chain([body.len()]);
    let start = bounds.nth(address.start)?;
    let end = bounds.nth(address.end - address.start - 1)?;
    Some(start..end)
}

/// Returns the ranges of the sentences before and after a range of bytes.
fn around(body: &str, bytes: &Range<usize>, context: usize) -> (Range<usize>, Range<usize>) {
    let nothing = (bytes.start..bytes.start, bytes.end..bytes.end);
    if context == 0 {
        return nothing;
    }
    let sentences = text::sentences(body);
    // The sentences that the passage begins and ends within are its own, and do not count.
    let own_first = sentences.partition_point(|sentence| sentence.end <= bytes.start);
    let own_end = sentences.partition_point(|sentence| sentence.start < bytes.end);
    let start = sentences[own_first.saturating_sub(context)..].first();
    let end = sentences[..(own_end + context).min(sentences.len())].last();
    let start = start.map_or(bytes.start, |sentence| sentence.start.min(bytes.start));
    let end = end.map_or(bytes.end, |sentence| sentence.end.max(bytes.end));
    (start..bytes.start, bytes.end..end)
}

fn beyond(body: &str, address: Address) -> Error {
    let length = body.chars().count();
    let message =
        format!("the address `{address}` lies beyond the article, which has {length} code points");
    Error::new(ErrorKind::NotFound, message).hint(format!(
        "the article may have changed; see the whole of it by its id, {}",
        address.id
    ))
}
