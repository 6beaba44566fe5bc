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

    /// The elements that stand right in an element.
    pub(super) fn children(&self, place: usize) -> impl Iterator<Item = usize> + '_ {
        let mut next = place + 1;
        std::iter::from_fn(move || {
            let child = next;
            (child < self.entries[place].end).then(|| {
                next = self.entries[child].end;
                child
            })
        })
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
///
/// Elements that a page names for itself, which have a hyphen in their name, do unless a style says otherwise.
pub(super) fn is_inline(name: &str) -> bool {
    name.contains('-')
        || matches!(
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Each element below the body as `name own/linked text/linked`.
    fn check(html: &str, expected: &[&str]) {
        let document = Document::from(format!("<body>{html}</body>"));
        let outline = Outline::of(&document);
        let entries = outline
            .entries
            .iter()
            .skip_while(|entry| &*entry.name != "body");
        let lines: Vec<String> = entries
            .skip(1)
            .map(|entry| {
                let Entry {
                    name,
                    own,
                    own_linked,
                    text,
                    linked,
                    ..
                } = entry;
                format!("{name} {own}/{own_linked} {text}/{linked}")
            })
            .collect();
        assert_eq!(lines, expected, "{html}");
    }

    #[test]
    fn text_counts_for_the_nearest_block() {
        check("<p>a b <b>c</b></p>", &["p 3/0 3/0", "b 0/0 0/0"]);
        check("<p>ab <a>cd</a></p>", &["p 4/2 4/2", "a 0/0 0/0"]);
        check("<div>a<p>bc</p>d</div>", &["div 2/0 4/0", "p 2/0 2/0"]);
        check(
            "<p>a <x-note><a>1</a></x-note></p>",
            &["p 2/1 2/1", "x-note 0/0 0/0", "a 0/0 0/0"],
        );
    }

    #[test]
    fn silent_elements_are_left_out() {
        check("<nav>Menu</nav><p>a</p><script>b</script>", &["p 1/0 1/0"]);
        check(
            "<figure><img><figcaption>b</figcaption></figure>",
            &["figure 0/0 0/0"],
        );
    }

    #[test]
    fn a_part_is_a_range() {
        let document = Document::from("<body><ul><li><b>a</b></li><li>b</li></ul><p>c</p></body>");
        let outline = Outline::of(&document);
        let names = |range: Range<usize>| -> Vec<&str> {
            range.map(|place| &*outline.entries[place].name).collect()
        };
        let list = outline
            .entries
            .iter()
            .position(|entry| &*entry.name == "ul");
        let list = list.expect("the page has a list");
        assert_eq!(names(outline.within(list)), ["ul", "li", "b", "li"]);
        let items: Vec<usize> = outline.children(list).collect();
        assert_eq!(items, [list + 1, list + 3]);
    }
}
