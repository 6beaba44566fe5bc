//! A page's elements in document order, each with how much text it holds and what kind of element it is.
//!
//! A document goes in; a list comes out in which the elements below an element stand right behind it, so that
//! a part of the page is a range. What is not here: judging any of it (`boilerplate.rs`, `container.rs`).

use std::ops::Range;

use dom_query::{Document, LocalName, NodeData, NodeRef};

/// The elements of a page, in document order.
pub(super) struct Outline<'a> {
    pub(super) entries: Vec<Entry<'a>>,
}

/// An element and its text. Lengths are in characters, blanks left out.
pub(super) struct Entry<'a> {
    pub(super) node: NodeRef<'a>,
    pub(super) name: LocalName,
    /// The place of the element around it; its own where there is none.
    pub(super) parent: usize,
    /// The place behind its last element.
    pub(super) end: usize,
    /// The text for which it is the nearest block.
    pub(super) own: usize,
    /// What of that stands in links.
    pub(super) own_linked: usize,
    /// All text in it.
    pub(super) text: usize,
    /// What of that stands in links.
    pub(super) linked: usize,
}

impl<'a> Outline<'a> {
    /// Takes the outline of a document.
    pub(super) fn of(document: &'a Document) -> Self {
        let mut outline = Outline {
            entries: Vec::with_capacity(2048),
        };
        outline.fill(document);
        outline.sum_up();
        outline
    }

    /// The elements within an element, itself first.
    pub(super) fn within(&self, place: usize) -> Range<usize> {
        place..self.entries[place].end
    }

    fn fill(&mut self, document: &'a Document) {
        let mut waiting = vec![(document.html_root(), 0, 0, false)];
        while let Some((node, parent, block, linked)) = waiting.pop() {
            let Some(name) = node.qual_name_ref().map(|name| name.local.clone()) else {
                self.add_text(&node, block, linked);
                continue;
            };
            if is_silent(&name) {
                continue;
            }
            let place = self.entries.len();
            let block = if is_inline(&name) { block } else { place };
            let linked = linked || &*name == "a";
            self.entries.push(Entry::new(node, name, parent));
            waiting.extend(
                node.children_it(true)
                    .map(|child| (child, place, block, linked)),
            );
        }
    }

    fn add_text(&mut self, node: &NodeRef<'_>, block: usize, linked: bool) {
        let length = node.query_or(0, |node| match &node.data {
            NodeData::Text { contents } => contents.chars().filter(|c| !c.is_whitespace()).count(),
            _ => 0,
        });
        if let Some(entry) = self.entries.get_mut(block) {
            entry.own += length;
            entry.own_linked += if linked { length } else { 0 };
        }
    }

    fn sum_up(&mut self) {
        for place in (0..self.entries.len()).rev() {
            let entry = &mut self.entries[place];
            entry.end = entry.end.max(place + 1);
            entry.text += entry.own;
            entry.linked += entry.own_linked;
            let (parent, end, text, linked) = (entry.parent, entry.end, entry.text, entry.linked);
            if parent != place {
                let around = &mut self.entries[parent];
                around.end = around.end.max(end);
                around.text += text;
                around.linked += linked;
            }
        }
    }
}

impl<'a> Entry<'a> {
    fn new(node: NodeRef<'a>, name: LocalName, parent: usize) -> Self {
        Entry {
            node,
            name,
            parent,
            end: 0,
            own: 0,
            own_linked: 0,
            text: 0,
            linked: 0,
        }
    }
}

/// Whether an element shows no text of the article, whatever stands in it.
pub(super) fn is_silent(name: &str) -> bool {
    matches!(
        name,
        "head"
            | "script"
            | "style"
            | "noscript"
            | "template"
            | "iframe"
            | "svg"
            | "math"
            | "button"
            | "select"
            | "option"
            | "textarea"
            | "input"
            | "object"
            | "embed"
            | "audio"
            | "video"
            | "canvas"
            | "map"
            | "dialog"
            | "nav"
            | "figcaption"
            | "img"
            | "picture"
            | "label"
            | "datalist"
            | "progress"
    )
}

/// Whether an element runs within a line of text.
pub(super) fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "acronym"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "br"
            | "cite"
            | "code"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "ins"
            | "kbd"
            | "mark"
            | "q"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
            | "data"
            | "ruby"
            | "rt"
            | "rp"
            | "rb"
    )
}
