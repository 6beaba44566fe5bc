//! Markdown, read for its words.
//!
//! A draft in CommonMark with tables, footnotes and front matter goes in, a [`Reading`] comes out: without link
//! targets, pictures, comments, front matter and code blocks. The words of a code span stay, but its marks are code.
//! What is not here: the grammar, which is pulldown-cmark's.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::html;
use super::reading::{Builder, Reading};

/// Reads a draft in Markdown.
pub(super) fn read(draft: &str) -> Reading<'static> {
    let mut reader = Reader {
        draft,
        builder: Builder::default(),
        skipped: 0,
    };
    for (event, range) in Parser::new_ext(draft, options()).into_offset_iter() {
        reader.event(event, range);
    }
    reader.builder.finish(draft.len())
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
}

struct Reader<'d> {
    draft: &'d str,
    builder: Builder,
    /// How many elements without words of the draft are open.
    skipped: usize,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag, range.end),
            _ if self.skipped > 0 => {}
            Event::Text(words) => self.words(&words, range),
            Event::Code(words) => {
                self.builder.hide();
                self.builder.replaced(&words, range);
                self.builder.show();
            }
            Event::InlineHtml(_) => {
                html::read_into(&self.draft[range.clone()], range.start, &mut self.builder)
            }
            Event::SoftBreak | Event::HardBreak => self.builder.replaced("\n", range),
            _ => {}
        }
    }

    fn words(&mut self, words: &str, range: Range<usize>) {
        match &self.draft[range.clone()] == words {
            true => self.builder.verbatim(words, range.start),
            false => self.builder.replaced(words, range),
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::BlockQuote(_) => self.builder.enter_block(range.start),
            Tag::HtmlBlock => {
                html::read_into(&self.draft[range.clone()], range.start, &mut self.builder);
                self.builder.end_paragraph(range.end);
                self.skipped += 1;
            }
            Tag::CodeBlock(_) | Tag::MetadataBlock(_) => {
                self.builder.end_paragraph(range.start);
                self.skipped += 1;
            }
            Tag::Image { .. } => self.skipped += 1,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } => {}
            _ => self.builder.end_paragraph(range.start),
        }
    }

    fn end(&mut self, tag: TagEnd, at: usize) {
        match tag {
            TagEnd::BlockQuote(_) => self.builder.leave_block(at),
            TagEnd::HtmlBlock | TagEnd::CodeBlock | TagEnd::MetadataBlock(_) | TagEnd::Image => {
                self.skipped -= 1
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link => {}
            _ => self.builder.end_paragraph(at),
        }
    }
}
