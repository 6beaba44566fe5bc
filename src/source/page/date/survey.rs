//! One walk over a page, for all that may tell its date.
//!
//! A document in, its visible text out, with the places that matter in it: headings, elements that are made for
//! dates, and zones that speak of something else than the article, such as comments and teasers; besides these,
//! the metas and the scripts. All places are bytes of the text, end-exclusive. What is not here: reading dates.

use std::ops::Range;

use dom_query::{Document, Element, NodeData, NodeId, NodeRef};

use super::months::fold;
use super::names;

/// What a page holds.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// The text that a reader sees; blocks are parted by line breaks, other elements by blanks.
    pub(super) text: String,
    /// The place of the headline; empty at the start of the text where none is known.
    pub(super) headline: Range<usize>,
    /// The elements that are made for dates, in the order in which they end.
    pub(super) marked: Vec<Marked>,
    /// The zones that speak of something else than the article.
    pub(super) zones: Vec<(names::Zone, Range<usize>)>,
    /// The metas: the name in lower case, and the content.
    pub(super) metas: Vec<(String, String)>,
    /// The text of the scripts that may hold a date.
    pub(super) scripts: Vec<String>,
    /// The language that the page declares, as a tag in lower case.
    pub(super) language: Option<String>,
    /// The canonical address.
    pub(super) canonical: Option<String>,
    headings: Vec<Heading>,
    title: String,
}

/// An element that is made for dates.
#[derive(Debug)]
pub(super) struct Marked {
    pub(super) kind: names::Dating,
    /// The attribute that states the date, and its value.
    pub(super) stated: Option<(&'static str, String)>,
    pub(super) span: Range<usize>,
}

#[derive(Debug)]
struct Heading {
    span: Range<usize>,
    rank: u8,
}

impl Survey {
    /// Walks over the page.
    pub(super) fn of(document: &Document) -> Survey {
        let mut walk = Walk::default();
        walk.all(document.root());
        let mut survey = walk.survey;
        survey.find_headline();
        let headline = survey.headline.clone();
        survey.zones.retain(|(_, zone)| {
            headline.is_empty() || zone.start > headline.start || zone.end < headline.end
        });
        survey
    }

    /// The zone that a place lies in; a small one beside the headline is never foreign, one of a picture always is
    /// one.
    pub(super) fn zone(&self, place: &Range<usize>) -> Option<names::Zone> {
        const SMALL: usize = 200;
        const NEAR: usize = 400;
        let is_beside = |zone: &Range<usize>| {
            zone.len() <= SMALL
                && zone.start <= self.headline.end + NEAR
                && zone.end + NEAR >= self.headline.start
        };
        let around = self
            .zones
            .iter()
            .filter(|(_, zone)| zone.start <= place.start && place.end <= zone.end);
        let kinds = around.map(|(kind, zone)| match kind {
            names::Zone::Foreign if is_beside(zone) => names::Zone::Frame,
            _ => *kind,
        });
        kinds.max()
    }

    /// The heading that says what the title of the page says, else the first of the highest rank.
    fn find_headline(&mut self) {
        let metas = self
            .metas
            .iter()
            .filter(|(name, _)| matches!(name.as_str(), "og:title" | "twitter:title"));
        let titles: Vec<String> = metas
            .map(|(_, content)| content.as_str())
            .chain([self.title.as_str()])
            .map(plain)
            .collect();
        let mut best: Option<(usize, &Heading)> = None;
        for heading in self.headings.iter().filter(|heading| heading.rank < 4) {
            let words = plain(&self.text[heading.span.clone()]);
            let shared = titles
                .iter()
                .filter_map(|title| shared(&words, title))
                .max()
                .unwrap_or(0);
            if shared > best.map_or(0, |(most, _)| most) {
                best = Some((shared, heading));
            }
        }
        let first = || {
            let filled = self
                .headings
                .iter()
                .filter(|heading| !heading.span.is_empty());
            filled.min_by_key(|heading| (heading.rank, self.zone(&heading.span).is_some()))
        };
        self.headline = best
            .map(|(_, heading)| heading)
            .or_else(first)
            .map_or(0..0, |heading| heading.span.clone());
    }
}

/// How many bytes a heading and a title share, where one holds the other.
fn shared(heading: &str, title: &str) -> Option<usize> {
    const SHORTEST: usize = 9;
    let is_one = title.contains(heading) || heading.contains(title);
    is_one
        .then(|| heading.len().min(title.len()))
        .filter(|shared| *shared >= SHORTEST)
}

/// The letters and figures of a text, so that titles can be compared.
fn plain(text: &str) -> String {
    fold(text)
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .collect()
}

#[derive(Default)]
struct Walk {
    survey: Survey,
    open: Vec<Open>,
    has_body: bool,
}

/// An element that matters and has not ended yet.
struct Open {
    id: NodeId,
    start: usize,
    role: Role,
}

enum Role {
    Title,
    Heading(u8),
    Zone(names::Zone),
    Marked(names::Dating, Option<(&'static str, String)>),
}

/// What to do with an element.
enum Visit {
    Skip,
    Descend,
}

impl Walk {
    fn all(&mut self, root: NodeRef<'_>) {
        let end = root.id;
        let mut next = root.first_child();
        while let Some(node) = next {
            next = match self.enter(&node) {
                Visit::Descend => node.first_child(),
                Visit::Skip => None,
            };
            if next.is_none() {
                next = self.leave(node, end);
            }
        }
    }

    /// Leaves a node and those it is the last of; returns the node after them.
    fn leave<'a>(&mut self, node: NodeRef<'a>, end: NodeId) -> Option<NodeRef<'a>> {
        let mut here = node;
        loop {
            self.close(&here);
            if let Some(sibling) = here.next_sibling() {
                return Some(sibling);
            }
            here = here.parent().filter(|parent| parent.id != end)?;
        }
    }

    fn enter(&mut self, node: &NodeRef<'_>) -> Visit {
        let visit = node.query(|tree_node| match &tree_node.data {
            NodeData::Text { contents } => {
                self.push_text(contents);
                Visit::Skip
            }
            NodeData::Element(element) => self.enter_element(node.id, element),
            _ => Visit::Skip,
        });
        match visit {
            Some(Visit::Skip) if node.has_name("script") => {
                self.push_script(node);
                Visit::Skip
            }
            Some(visit) => visit,
            None => Visit::Skip,
        }
    }

    fn enter_element(&mut self, id: NodeId, element: &Element) -> Visit {
        let name: &str = &element.name.local;
        match name {
            "script" | "style" | "noscript" | "template" | "svg" | "select" | "textarea"
            | "iframe" | "object" => {
                return Visit::Skip;
            }
            "meta" => self.push_meta(element),
            "link" => self.push_link(element),
            "html" => {
                self.survey.language = attribute(element, "lang").map(str::to_ascii_lowercase)
            }
            "body" => self.has_body = true,
            _ => {}
        }
        self.break_line(name);
        let start = self.survey.text.len();
        for role in self.roles(name, element) {
            self.open.push(Open { id, start, role });
        }
        Visit::Descend
    }

    fn roles(&self, name: &str, element: &Element) -> Vec<Role> {
        let mut roles = Vec::new();
        match name {
            "title" if !self.has_body => roles.push(Role::Title),
            "h1" | "h2" | "h3" => roles.push(Role::Heading(name.as_bytes()[1] - b'0')),
            "html" | "body" | "head" | "meta" | "link" => return roles,
            _ if attribute(element, "itemprop").is_some_and(|value| value == "headline") => {
                roles.push(Role::Heading(1));
            }
            _ => {}
        }
        let words = names::words(element);
        if let Some(zone) = names::zone(name, &words) {
            roles.push(Role::Zone(zone));
        }
        if let Some((kind, stated)) = names::dating(name, element, &words) {
            roles.push(Role::Marked(kind, stated));
        }
        roles
    }

    fn close(&mut self, node: &NodeRef<'_>) {
        while self.open.last().is_some_and(|open| open.id == node.id) {
            if let Some(open) = self.open.pop() {
                self.keep(open);
            }
        }
        if let Some(name) = node.qual_name_ref() {
            self.break_line(&name.local);
        }
    }

    fn keep(&mut self, open: Open) {
        let span = open.start..self.survey.text.len();
        let survey = &mut self.survey;
        match open.role {
            Role::Title if survey.title.is_empty() => {
                survey.title = survey.text[span].trim().to_owned();
                survey.text.truncate(open.start);
            }
            Role::Title => {}
            Role::Heading(rank) => survey.headings.push(Heading { span, rank }),
            Role::Zone(kind) => survey.zones.push((kind, span)),
            Role::Marked(kind, stated) => survey.marked.push(Marked { kind, stated, span }),
        }
    }

    fn push_text(&mut self, contents: &str) {
        let mut words = contents.split_ascii_whitespace();
        let text = &mut self.survey.text;
        if let Some(first) = words.next() {
            if !text.is_empty() && !text.ends_with([' ', '\n']) {
                text.push(' ');
            }
            text.push_str(first);
        }
        for word in words {
            text.push(' ');
            text.push_str(word);
        }
    }

    /// Begins a new line where a block begins or ends.
    fn break_line(&mut self, name: &str) {
        const INLINE: &[&str] = &[
            "a", "abbr", "b", "em", "font", "i", "small", "span", "strong", "sub", "sup", "time",
            "u",
        ];
        let text = &mut self.survey.text;
        if !INLINE.contains(&name) && !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
    }

    fn push_meta(&mut self, element: &Element) {
        let Some(content) = attribute(element, "content") else {
            return;
        };
        for key in ["property", "name", "itemprop", "http-equiv"] {
            if let Some(name) = attribute(element, key) {
                let name = name.trim().to_ascii_lowercase();
                self.survey.metas.push((name, content.trim().to_owned()));
            }
        }
    }

    fn push_link(&mut self, element: &Element) {
        let is_canonical = attribute(element, "rel").is_some_and(|rel| rel == "canonical");
        if is_canonical && let Some(address) = attribute(element, "href") {
            self.survey.canonical = Some(address.to_owned());
        }
    }

    fn push_script(&mut self, script: &NodeRef<'_>) {
        let is_linked = script
            .attr("type")
            .is_some_and(|kind| kind.contains("ld+json"));
        let text = script.text();
        if !is_linked && names::may_hold_a_date(&text) {
            self.survey.scripts.push(text.to_string());
        }
    }
}

/// The value of an attribute.
pub(super) fn attribute<'e>(element: &'e Element, name: &str) -> Option<&'e str> {
    element
        .attrs
        .iter()
        .find(|attribute| &*attribute.name.local == name)
        .map(|attribute| attribute.value.as_ref())
}
