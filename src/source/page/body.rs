//! The body of the article: a page goes in, its text comes out as it was printed, a blank line between
//! paragraphs.

use dom_query::Document;

use super::boilerplate::{self, Trust};
use super::cleaning;
use super::container;
use super::outline::{self, Outline};
use super::plain_text;

/// Returns the article's text; empty where the page holds none.
pub(super) fn extract(document: &Document) -> String {
    let document = document.clone();
    let outline = Outline::of(&document);
    if outline.entries.is_empty() {
        return String::new();
    }
    let (found, marks) = choose(&outline);
    let node = outline.entries[found].node;
    for place in cleaning::leavings(&outline, found, &marks) {
        outline.entries[place].node.remove_from_parent();
    }
    let silent: Vec<_> = node
        .descendants_it()
        .filter(|node| {
            node.qual_name_ref()
                .is_some_and(|name| outline::is_silent(&name.local))
        })
        .collect();
    for node in silent {
        node.remove_from_parent();
    }
    plain_text::render(&node)
}

/// Finds the element with the article, believing less and less of what its parts are called where little is
/// left otherwise.
fn choose(outline: &Outline<'_>) -> (usize, Vec<bool>) {
    let favours = boilerplate::favours(outline);
    let mut chosen: Option<(usize, Vec<bool>, f64)> = None;
    for (trust, share, most) in [
        (Trust::All, 0.0, 0.0),
        (Trust::Firm, 0.3, f64::INFINITY),
        (Trust::Elements, 0.1, 300.0),
    ] {
        let marks = boilerplate::marks(outline, trust);
        let (found, sum) = container::find(outline, &container::weights(outline, &marks, &favours));
        if chosen
            .as_ref()
            .is_none_or(|(_, _, before)| *before < f64::min(share * sum, most))
        {
            chosen = Some((found, marks, sum));
        }
    }
    chosen.map_or_else(Default::default, |(found, marks, _)| (found, marks))
}
