//! XML that holds articles: telling its elements apart, and one of them as a tree.
//!
//! A stream in; the entries of a feed and the documents that tools write out, each with its tags, as a record of
//! its own. So a long file costs no memory, and one that is damaged somewhere gives what is whole in it. What is
//! not here: what an entry (`feed.rs`) or a document (`tei.rs`) says.

use std::io::{self, Read};

use encoding_rs::{Encoding, UTF_8};
use memchr::memchr;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::delivery::{Delivery, Halt};
use super::input::{Input, Taken, cut};
use super::{Origin, Parsed, RecordFormat, SourceOptions, encoding, feed, tei};

/// The elements that are records, wherever they stand.
const RECORDS: &[&str] = &["item", "entry", "doc", "TEI"];

/// The elements whose title is that of a feed.
const FEEDS: &[&str] = &["channel", "feed"];

/// How deep elements may lie in each other; what lies deeper is taken as text of the last.
const DEEPEST: usize = 200;

/// Returns the encoding that XML has to be read in, where that is not UTF-8: the one it declares, unless it is
/// valid UTF-8 all the same.
pub(crate) fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let end = memchr::memmem::find(head, b"?>")?;
    let declaration = std::str::from_utf8(&head[..end]).ok()?;
    let (_, value) = declaration
        .trim_start()
        .strip_prefix("<?xml")?
        .split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let label = value.get(1..)?.split(value.chars().next()?).next()?;
    let is_utf8 = match std::str::from_utf8(head) {
        Ok(text) => !text.is_ascii(),
        Err(error) => error.error_len().is_none(),
    };
    Encoding::for_label(label.as_bytes())
        .filter(|encoding| *encoding != UTF_8 && encoding.is_ascii_compatible() && !is_utf8)
}

/// Delivers the records.
pub(crate) fn elements<R: Read>(content: R, delivery: &mut Delivery<'_>) -> Result<(), Halt> {
    delivery.format = RecordFormat::Xml;
    let mut input = Input::new(content, delivery.limit);
    let mut around: Vec<String> = Vec::new();
    loop {
        let mut passed = Taken::default();
        let Some(tag) = input.take_tag(&mut passed)? else {
            return if around.is_empty() {
                Ok(())
            } else {
                Err(Halt::Failed(cut()))
            };
        };
        match tag.kind {
            TagKind::Close => {
                if let Some(place) = around.iter().rposition(|name| *name == tag.name) {
                    around.truncate(place);
                }
            }
            TagKind::Open if RECORDS.contains(&tag.name.as_str()) => {
                let taken = record(&mut input, &tag)?;
                delivery.taken(taken, tag.line)?;
            }
            TagKind::Open if tag.name == "title" && is_feed(&around) => {
                let taken = record(&mut input, &tag)?;
                delivery.origin.feed = feed_title(taken.bytes).map(Into::into);
            }
            TagKind::Open if around.len() >= DEEPEST => {
                return Err(Halt::NotRead(format!(
                    "elements nested more than {DEEPEST} deep"
                )));
            }
            TagKind::Open => around.push(tag.name),
            TagKind::Empty => {}
        }
    }
}

fn is_feed(around: &[String]) -> bool {
    around
        .last()
        .is_some_and(|parent| FEEDS.contains(&parent.as_str()))
}

fn feed_title(bytes: Vec<u8>) -> Option<String> {
    let title = feed::line(&tree(&encoding::decode(bytes).ok()?).ok()?);
    (!title.is_empty()).then_some(title)
}

/// Takes an element up to where it closes, with the tag that opened it.
fn record<R: Read>(input: &mut Input<R>, opened: &Tag) -> Result<Taken, Halt> {
    let mut taken = Taken::default();
    taken.add(&opened.bytes, input.limit());
    let mut depth = 1;
    while depth > 0 {
        let tag = input.take_tag(&mut taken)?.ok_or_else(cut)?;
        taken.add(&tag.bytes, input.limit());
        match tag.kind {
            TagKind::Open if tag.name == opened.name => depth += 1,
            TagKind::Close if tag.name == opened.name => depth -= 1,
            _ => {}
        }
    }
    Ok(taken)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TagKind {
    Open,
    Close,
    Empty,
}

/// A tag of an element.
#[derive(Debug)]
struct Tag {
    kind: TagKind,
    /// Its name without the prefix.
    name: String,
    bytes: Vec<u8>,
    line: u64,
}

impl<R: Read> Input<R> {
    /// Takes the text up to the next tag of an element, comments and the like included, then the tag.
    fn take_tag(&mut self, text: &mut Taken) -> io::Result<Option<Tag>> {
        loop {
            if !self.take_text(text)? {
                return Ok(None);
            }
            let line = self.line();
            let bytes = self.take_markup(text)?;
            if let Some((kind, name)) = told(&bytes) {
                return Ok(Some(Tag {
                    kind,
                    name,
                    bytes,
                    line,
                }));
            }
            text.add(&bytes, self.limit());
        }
    }

    /// Takes what stands before the next angle bracket; returns whether there is one.
    fn take_text(&mut self, text: &mut Taken) -> io::Result<bool> {
        let limit = self.limit();
        loop {
            let ahead = self.ahead()?;
            if ahead.is_empty() {
                return Ok(false);
            }
            let end = memchr(b'<', ahead);
            let count = end.unwrap_or(ahead.len());
            text.add(&ahead[..count], limit);
            self.pass(count);
            if end.is_some() {
                return Ok(true);
            }
        }
    }

    /// Takes a tag, which is returned, or the beginning of a longer thing, whose rest goes to `text`.
    fn take_markup(&mut self, text: &mut Taken) -> io::Result<Vec<u8>> {
        const LONGEST: usize = 64 << 10;
        let (mut bytes, mut quote) = (Vec::new(), None);
        loop {
            let byte = *self.ahead()?.first().ok_or_else(cut)?;
            self.pass(1);
            bytes.push(byte);
            let end: &[u8] = match bytes.as_slice() {
                b"<!--" => b"-->",
                b"<![CDATA[" => b"]]>",
                b"<?" => b"?>",
                _ if bytes.len() > LONGEST => b">",
                _ => b"",
            };
            if !end.is_empty() {
                text.add(&bytes, self.limit());
                self.take_until(end, text)?;
                return Ok(Vec::new());
            }
            match (quote, byte) {
                (Some(open), byte) if open == byte => quote = None,
                (None, b'"' | b'\'') if bytes.len() > 2 => quote = Some(byte),
                (None, b'>') => return Ok(bytes),
                _ => {}
            }
        }
    }

    /// Takes bytes up to a mark, and the mark.
    fn take_until(&mut self, mark: &[u8], text: &mut Taken) -> io::Result<()> {
        let (limit, last) = (self.limit(), mark[mark.len() - 1]);
        let mut tail = Vec::new();
        loop {
            let ahead = self.ahead()?;
            if ahead.is_empty() {
                return Err(cut());
            }
            let end = memchr(last, ahead).map(|place| place + 1);
            let count = end.unwrap_or(ahead.len());
            tail.extend_from_slice(&ahead[count.saturating_sub(mark.len())..count]);
            text.add(&ahead[..count], limit);
            self.pass(count);
            if end.is_some() && tail.ends_with(mark) {
                return Ok(());
            }
            tail.drain(..tail.len().saturating_sub(mark.len()));
        }
    }
}

/// Tells what a tag is; `None` where the bytes are no tag of an element.
fn told(bytes: &[u8]) -> Option<(TagKind, String)> {
    let inner = bytes.strip_prefix(b"<")?.strip_suffix(b">")?;
    let (kind, inner) = match (inner.strip_prefix(b"/"), inner.strip_suffix(b"/")) {
        (Some(inner), _) => (TagKind::Close, inner),
        (_, Some(inner)) => (TagKind::Empty, inner),
        _ => (TagKind::Open, inner),
    };
    let name = inner.split(u8::is_ascii_whitespace).next()?;
    let local = name.rsplit(|byte| *byte == b':').next()?;
    let is_name = local
        .first()
        .is_some_and(|byte| byte.is_ascii_alphabetic() || *byte >= 0x80);
    is_name.then(|| (kind, String::from_utf8_lossy(local).into_owned()))
}

/// Makes an article of a record.
///
/// # Errors
/// The reason, as a clause, where it is not well-formed or holds no text.
pub(crate) fn parse(
    bytes: Vec<u8>,
    origin: &Origin,
    options: &SourceOptions,
) -> Result<Parsed, String> {
    let element = tree(&encoding::decode(bytes)?)?;
    match element.name.as_str() {
        "doc" => tei::parse_doc(&element, options),
        "TEI" => tei::parse_tei(&element, options),
        _ => feed::parse_entry(&element, origin, options),
    }
}

/// An element with what lies in it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Element {
    /// Its name without the prefix.
    pub(crate) name: String,
    /// Its prefix; empty where it has none.
    pub(crate) prefix: String,
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) children: Vec<Node>,
}

/// What lies in an element.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// Returns the value of an attribute, which is written with its prefix if it has one.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let (_, value) = self.attributes.iter().find(|(known, _)| known == name)?;
        Some(value)
    }

    /// Returns the elements directly in this one.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Returns the first element that a path of names leads to.
    pub(crate) fn find(&self, path: &[&str]) -> Option<&Element> {
        let Some((first, rest)) = path.split_first() else {
            return Some(self);
        };
        let named = self.elements().filter(|element| element.name == *first);
        named.filter_map(|element| element.find(rest)).next()
    }

    /// Returns the whole text in it, without blanks around it.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        self.add_text(&mut text);
        text.trim().to_owned()
    }

    fn add_text(&self, text: &mut String) {
        for child in &self.children {
            match child {
                Node::Text(more) => text.push_str(more),
                Node::Element(element) => element.add_text(text),
            }
        }
    }

    fn push_text(&mut self, more: &str) {
        match self.children.last_mut() {
            Some(Node::Text(text)) => text.push_str(more),
            _ => self.children.push(Node::Text(more.to_owned())),
        }
    }
}

/// Reads one element. Tags that do not match are borne with; entities that no one has declared are those of HTML.
fn tree(text: &str) -> Result<Element, String> {
    let mut reader = quick_xml::Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut open = vec![Element::default()];
    let mut deeper = 0usize;
    loop {
        let event = reader
            .read_event()
            .map_err(|error| format!("malformed XML: {error}"))?;
        let is_deep = open.len() > DEEPEST;
        let last = open.last_mut().expect("the outermost is never closed");
        match event {
            Event::Text(text) => last.push_text(&text.xml10_content()),
            Event::CData(text) => last.push_text(&text.xml10_content()),
            Event::GeneralRef(entity) => last.push_text(&resolved(&entity)),
            Event::Start(_) if is_deep => deeper += 1,
            Event::Start(start) => open.push(begun(&start)),
            Event::Empty(start) => last.children.push(Node::Element(begun(&start))),
            Event::End(_) if deeper > 0 => deeper -= 1,
            Event::End(_) => close(&mut open),
            Event::Eof => break,
            _ => {}
        }
    }
    while open.len() > 1 {
        close(&mut open);
    }
    let outermost = open.pop().expect("it is never closed");
    let first = outermost
        .children
        .into_iter()
        .find_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        });
    first.ok_or_else(|| "malformed XML: no element in it".to_owned())
}

fn close(open: &mut Vec<Element>) {
    if open.len() > 1
        && let Some(closed) = open.pop()
        && let Some(parent) = open.last_mut()
    {
        parent.children.push(Node::Element(closed));
    }
}

fn begun(start: &BytesStart<'_>) -> Element {
    let (name, prefix) = start.name().decompose();
    let value = |attribute: quick_xml::events::attributes::Attribute<'_>| {
        let value = attribute
            .normalized_value_with(XmlVersion::Implicit1_0, 1, resolve_html5_entity)
            .map_or_else(|_| attribute.value.to_string(), |value| value.into_owned());
        (attribute.key.as_ref().to_owned(), value)
    };
    let mut attributes = start.attributes();
    Element {
        name: name.as_ref().to_owned(),
        prefix: prefix.map_or_else(String::new, |prefix| prefix.as_ref().to_owned()),
        attributes: attributes.with_checks(false).flatten().map(value).collect(),
        children: Vec::new(),
    }
}

fn resolved(entity: &BytesRef<'_>) -> String {
    if let Ok(Some(letter)) = entity.resolve_char_ref() {
        return letter.to_string();
    }
    let known = resolve_html5_entity(entity).map(str::to_owned);
    known.unwrap_or_else(|| format!("&{};", &**entity))
}
