//! Quotations: what a text puts between quotation marks or sets as a block.
//!
//! A draft in plain text, Markdown or HTML goes in; its direct quotations come out, in order, each with its words and
//! its place. Marks that do not pair are given up on by the paragraph and reported, never guessed at. Everything is
//! a pure function of the text and takes time linear in it. What is not here: whether the words were printed
//! (`verify`), and reading files.

mod assemble;
mod html;
mod markdown;
mod marks;
mod pairing;
#[cfg(test)]
mod properties;
mod reading;
mod roles;
mod singles;
mod speech;
#[cfg(test)]
mod tests;

use std::ops::Range;

use reading::Reading;

/// How a draft is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DraftFormat {
    /// Words without markup.
    #[default]
    Text,
    /// CommonMark, with tables, footnotes and front matter.
    Markdown,
    /// HTML, a page or a fragment.
    Html,
}

impl DraftFormat {
    /// Returns the format that a file's name says it has, without regard to case; plain text if it says none.
    pub fn of_file_name(name: &str) -> Self {
        let extension = name
            .rsplit_once('.')
            .map(|(_, extension)| extension.to_ascii_lowercase());
        match extension.as_deref() {
            Some("md" | "markdown" | "mdown" | "mkd" | "qmd" | "rmd") => DraftFormat::Markdown,
            Some("html" | "htm" | "xhtml") => DraftFormat::Html,
            _ => DraftFormat::Text,
        }
    }
}

/// How a quotation is set off from the text about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuotationKind {
    /// By marks; of a doubled mark, the character that is doubled. HTML's `<q>` counts as `“` and `”`.
    Marked {
        /// The opening mark.
        opening: char,
        /// The closing mark.
        closing: char,
    },
    /// As a block quote of Markdown or HTML, without marks about it.
    Block,
}

/// Somebody's words, as a draft quotes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// The words between the outer marks as they stand in the draft, without markup and the white space about them.
    /// Paragraphs are joined by two line feeds, and the marks that open later ones again are left out.
    pub text: String,
    /// The bytes of the draft from the opening mark to the closing one, both included; of a block quote, those of
    /// its words.
    pub bytes: Range<usize>,
    /// The line of the opening mark, from 1.
    pub line: usize,
    /// The column of the opening mark, from 1, in code points.
    pub column: usize,
    /// What sets it off.
    pub kind: QuotationKind,
    /// The quotations right within this one, as bytes of `text`, with their marks.
    pub nested: Vec<Range<usize>>,
    /// The narration before it: at most 80 code points, and none of the quotation before.
    pub before: String,
    /// The narration after it: at most 80 code points, and none of the quotation after.
    pub after: String,
    /// The index of the quotation before it where the two are halves of one utterance: `“…,” he said, “…”`.
    pub continues: Option<usize>,
}

/// A paragraph with marks that were given up on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unpaired {
    /// The line of the first such mark, from 1.
    pub line: usize,
    /// The column of the first such mark, from 1, in code points.
    pub column: usize,
    /// How many there are.
    pub marks: usize,
    /// The bytes of the draft that the paragraph takes.
    pub paragraph: Range<usize>,
}

/// What was found in a draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The quotations, in order; none lies within another.
    pub quotations: Vec<Quotation>,
    /// The paragraphs with marks that did not pair, in order.
    pub unpaired: Vec<Unpaired>,
}

/// Finds the direct quotations of a draft.
pub fn quotations(draft: &str, format: DraftFormat) -> Found {
    let reading = match format {
        DraftFormat::Text => Reading::plain(draft),
        DraftFormat::Markdown => markdown::read(draft),
        DraftFormat::Html => html::read(draft),
    };
    assemble::assemble(draft, &reading)
}

/// The fewest code points and words of a quotation that can be looked for with any meaning.
const SHORTEST: usize = 12;
const FEWEST_WORDS: usize = 3;

/// Tells whether a quotation is too short to decide on: of fewer than 12 code points or 3 words.
pub fn is_too_short(text: &str) -> bool {
    let is_word = |word: &&str| word.contains(char::is_alphanumeric);
    let words = text
        .split_whitespace()
        .filter(is_word)
        .take(FEWEST_WORDS)
        .count();
    text.trim().chars().take(SHORTEST).count() < SHORTEST || words < FEWEST_WORDS
}

/// Returns the bytes of an article's body that stand within quotation marks, without the outer marks: in order, not
/// overlapping, one range for each paragraph of a longer quotation.
///
/// Where a mark was given up on, the words that it could have enclosed count as quoted: to say of words that they
/// are narration alone is the graver claim.
pub fn quoted_ranges(body: &str) -> Vec<Range<usize>> {
    let paragraphs = crate::text::paragraphs(body);
    let pairing = pairing::pair(body, &paragraphs, &[]);
    let paired = pairing.pairs.iter().map(|pair| pair.inner.clone());
    let unsure = pairing
        .given_up
        .iter()
        .map(|given_up| given_up.unsure.clone());
    let mut ranges: Vec<Range<usize>> = paired.chain(unsure).collect();
    ranges.sort_by_key(|range| range.start);
    merged(ranges)
}

fn merged(ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}
