//! HTML, read for its words and where they stand.
//!
//! A page or a fragment goes in; words, paragraphs, block quotes and code go to a [`Builder`], each with its place
//! in the source, which a document tree does not keep. Tags, attributes, comments and scripts are left out; entities
//! are decoded; `<q>` becomes the marks that browsers draw for it. What is not here: the story of a page told from
//! its menus, which is `source`'s work. A draft is all story.

use std::ops::Range;

use super::reading::{Builder, Reading};

/// Reads a draft in HTML.
pub(super) fn read(draft: &str) -> Reading<'static> {
    let mut builder = Builder::default();
    read_into(draft, 0, &mut builder);
    builder.finish(draft.len())
}

/// Reads a fragment that stands in the draft at `offset`.
pub(super) fn read_into(fragment: &str, offset: usize, builder: &mut Builder) {
    let mut lexer = Lexer {
        fragment,
        offset,
        builder,
    };
    let mut at = 0;
    while at < fragment.len() {
        let tag = memchr::memchr(b'<', &fragment.as_bytes()[at..])
            .map_or(fragment.len(), |found| at + found);
        lexer.words(at..tag);
        at = lexer.markup(tag);
    }
}

/// Elements whose content is no text of the page.
const SKIPPED: [&str; 8] = [
    "script", "style", "title", "textarea", "iframe", "noframes", "noembed", "xmp",
];

/// Elements that stand within a paragraph.
const INLINE: [&str; 33] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "data", "del", "dfn", "em", "font",
    "i", "img", "ins", "label", "mark", "nobr", "s", "small", "span", "strike", "strong", "sub",
    "sup", "svg", "path", "time", "tt", "u", "wbr", "abbrev",
];

/// Elements whose words are code.
const CODE: [&str; 4] = ["code", "kbd", "samp", "var"];

struct Lexer<'f, 'b> {
    fragment: &'f str,
    offset: usize,
    builder: &'b mut Builder,
}

impl Lexer<'_, '_> {
    /// Reads the tag, comment or declaration at `at`, and returns where it ends.
    fn markup(&mut self, at: usize) -> usize {
        let rest = &self.fragment[at..];
        let after = |end: &str| {
            rest.find(end)
                .map_or(self.fragment.len(), |found| at + found + end.len())
        };
        match rest.as_bytes() {
            [] => at,
            [b'<', b'!', b'-', b'-', ..] => after("-->"),
            [b'<', b'!' | b'?', ..] => after(">"),
            [b'<', b'/', letter, ..] if letter.is_ascii_alphabetic() => self.tag(at, at + 2),
            [b'<', letter, ..] if letter.is_ascii_alphabetic() => self.tag(at, at + 1),
            _ => {
                self.words(at..at + 1);
                at + 1
            }
        }
    }

    fn tag(&mut self, at: usize, name_start: usize) -> usize {
        let rest = &self.fragment[name_start..];
        let name_length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let name = rest[..name_length].to_ascii_lowercase();
        let end = tag_end(self.fragment.as_bytes(), name_start + name_length);
        let source = self.offset + at..self.offset + end;
        if name_start == at + 2 {
            self.closing(&name, source);
            return end;
        }
        if SKIPPED.contains(&name.as_str()) {
            return self.past_content(&name, end);
        }
        self.opening(&name, source);
        end
    }

    fn opening(&mut self, name: &str, source: Range<usize>) {
        match name {
            "q" => self.builder.replaced("“", source),
            "br" => self.builder.replaced("\n", source),
            "blockquote" => self.builder.enter_block(source.start),
            "footer" | "figcaption" => self.builder.enter_note(source.start),
            _ if CODE.contains(&name) => self.builder.hide(),
            _ if INLINE.contains(&name) => {}
            _ => self.builder.end_paragraph(source.start),
        }
    }

    fn closing(&mut self, name: &str, source: Range<usize>) {
        match name {
            "q" => self.builder.replaced("”", source),
            "blockquote" => self.builder.leave_block(source.start),
            "footer" | "figcaption" => self.builder.leave_note(source.start),
            _ if CODE.contains(&name) => self.builder.show(),
            _ if INLINE.contains(&name) || name == "br" => {}
            _ => self.builder.end_paragraph(source.start),
        }
    }

    /// Returns where the content of a skipped element ends: before its end tag, or nowhere.
    fn past_content(&self, name: &str, at: usize) -> usize {
        let bytes = self.fragment.as_bytes();
        let ends = |found: usize| {
            let rest = &bytes[at + found..];
            let named = rest
                .get(2..2 + name.len())
                .is_some_and(|end| end.eq_ignore_ascii_case(name.as_bytes()));
            named && rest.get(1) == Some(&b'/')
        };
        let end = memchr::memchr_iter(b'<', &bytes[at..]).find(|found| ends(*found));
        end.map_or(bytes.len(), |found| at + found)
    }

    /// Adds the text between two tags: white space folded to one space, entities decoded.
    fn words(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            let rest = &self.fragment[at..range.end];
            let plain = rest
                .find(|sign: char| sign.is_ascii_whitespace() || sign == '&')
                .unwrap_or(rest.len());
            if plain > 0 {
                self.builder.verbatim(&rest[..plain], self.offset + at);
            }
            at += plain;
            at += self.space_or_entity(at, &rest[plain..]);
        }
    }

    /// Adds the white space or entity at the beginning of `rest`, and returns its length in bytes.
    fn space_or_entity(&mut self, at: usize, rest: &str) -> usize {
        let source = |length: usize| self.offset + at..self.offset + at + length;
        if let Some((decoded, length)) = entity(rest) {
            self.builder.replaced(&decoded, source(length));
            return length;
        }
        if rest.starts_with('&') {
            self.builder.verbatim("&", self.offset + at);
            return 1;
        }
        let length = rest.bytes().take_while(u8::is_ascii_whitespace).count();
        if length > 0 && !self.builder.after_space() {
            match &rest[..length] {
                " " => self.builder.verbatim(" ", self.offset + at),
                _ => self.builder.replaced(" ", source(length)),
            }
        }
        length
    }
}

/// Returns where the tag ends whose attributes begin at `at`; a `>` in quotes does not end it.
fn tag_end(bytes: &[u8], mut at: usize) -> usize {
    let mut after_equals = false;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'>' => return at,
            b'"' | b'\'' if after_equals => {
                let value = memchr::memchr(*byte, &bytes[at..]);
                at = value.map_or(bytes.len(), |length| at + length + 1);
                after_equals = false;
            }
            byte if byte.is_ascii_whitespace() => {}
            byte => after_equals = *byte == b'=',
        }
    }
    bytes.len()
}

/// The longest name of an entity, in bytes.
const LONGEST_ENTITY: usize = 32;

/// Decodes the entity at the beginning of some text, if there is one; returns it with its length in bytes.
fn entity(text: &str) -> Option<(String, usize)> {
    let body = text.strip_prefix('&')?;
    let length = body
        .bytes()
        .take(LONGEST_ENTITY)
        .position(|byte| byte == b';')?;
    let name = &body[..length];
    let decoded = match name.strip_prefix('#') {
        Some(number) => code_point(number)?.to_string(),
        None => quick_xml::escape::resolve_html5_entity(name)?.to_owned(),
    };
    Some((decoded, length + 2))
}

fn code_point(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
        None => number.parse().ok()?,
    };
    match code {
        // Pages that count in the Windows code page are read as browsers read them.
        0x80..=0x9F => encoding_rs::WINDOWS_1252
            .decode(&[code as u8])
            .0
            .chars()
            .next(),
        _ => char::from_u32(code),
    }
}
