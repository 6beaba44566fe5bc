//! Search results as Anthropic's models take them: blocks that they cite from, passage by passage.
//!
//! Articles with their passages come in, an array of `search_result` blocks goes out, ready for a message or the result
//! of a tool. A model cites whole texts of a block, so a passage is a text of its own. What is not here: any text of
//! ours. An article without words is left out, since a block must have some.

use std::io::{self, Write};

use serde::Serialize;

use super::facts::{Facts, line};
use super::{Cited, write_json};
use crate::text;

/// Writes an array with a block for each article.
pub(super) fn write(out: &mut dyn Write, cited: &[Cited<'_>]) -> io::Result<()> {
    let blocks = cited.iter().map(Block::from);
    let blocks: Vec<_> = blocks.filter(|block| !block.content.is_empty()).collect();
    write_json(out, &blocks)
}

#[derive(Serialize)]
struct Block<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    /// The address on the web, else the article's id.
    source: String,
    title: String,
    content: Vec<Text<'a>>,
    citations: Citations,
}

#[derive(Serialize)]
struct Text<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    text: &'a str,
}

#[derive(Serialize)]
struct Citations {
    enabled: bool,
}

impl<'a> From<&Cited<'a>> for Block<'a> {
    fn from(cited: &Cited<'a>) -> Self {
        let facts = Facts::of(cited);
        let id = facts.id;
        Block {
            kind: "search_result",
            source: facts.url.unwrap_or_else(|| id.clone()),
            title: facts
                .title
                .or_else(|| line(&cited.article.path))
                .unwrap_or(id),
            content: content(cited),
            citations: Citations { enabled: true },
        }
    }
}

/// Returns the texts: the passages, or the paragraphs of an article that is cited as a whole.
fn content<'a>(cited: &Cited<'a>) -> Vec<Text<'a>> {
    let body = &cited.article.body;
    let texts: Vec<&'a str> = match cited.passages {
        [] => text::paragraphs(body)
            .into_iter()
            .map(|paragraph| &body[paragraph])
            .collect(),
        passages => passages
            .iter()
            .map(|passage| passage.text.as_str())
            .collect(),
    };
    let texts = texts.into_iter().filter(|text| !text.trim().is_empty());
    texts.map(|text| Text { kind: "text", text }).collect()
}
