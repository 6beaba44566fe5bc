//! The terms of a view that begin with a prefix, over all segments.

use std::collections::BTreeSet;

use super::lower::view_term;
use super::reader::Index;
use crate::search::engine::{Expansion, View};

/// Collects the terms that begin with `prefix` and pass `keep`: the first `limit` of them in order.
pub(super) fn expand(
    index: &Index,
    view: View,
    prefix: &str,
    keep: &dyn Fn(&str) -> bool,
    limit: usize,
) -> tantivy::Result<Expansion> {
    let start = view_term(&index.fields, view, prefix);
    let mark = start.serialized_value_bytes().len() - prefix.len();
    let mut terms = BTreeSet::new();
    for segment in index.searcher.segment_readers() {
        let inverted = segment.inverted_index(start.field())?;
        let mut stream = inverted
            .terms()
            .range()
            .ge(start.serialized_value_bytes())
            .into_stream()?;
        while let Some((term, _)) = stream.next() {
            if !term.starts_with(start.serialized_value_bytes()) {
                break;
            }
            // Every term was written from a string.
            let Ok(term) = std::str::from_utf8(&term[mark..]) else {
                continue;
            };
            if !terms.contains(term) && keep(term) {
                terms.insert(term.to_owned());
            }
        }
    }
    let omitted = terms.len().saturating_sub(limit);
    Ok(Expansion {
        terms: terms.into_iter().take(limit).collect(),
        omitted,
    })
}
