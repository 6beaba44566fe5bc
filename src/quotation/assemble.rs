//! Quotations put together: from pairs of marks and block quotes to what is reported.
//!
//! A reading and its pairing go in; quotations with their words, places and surroundings come out, and the places of
//! the marks that were given up on. What is not here: how marks are paired (`pairing`).

use std::ops::Range;

use super::pairing::{Pairing, Part, pair};
use super::reading::{Paragraph, Reading};
use super::speech::continues;
use super::{Found, Quotation, QuotationKind, Unpaired};

/// The most code points of narration kept before and after a quotation.
const SURROUNDINGS: usize = 80;

/// The most code points of a last line that may name who is quoted in a block.
const LONGEST_SIGNATURE: usize = 120;

/// Finds the quotations of a draft that was read.
pub(super) fn assemble(draft: &str, reading: &Reading<'_>) -> Found {
    let mut spans = Vec::new();
    let mut pairings = Vec::new();
    for group in reading
        .paragraphs
        .chunk_by(|left, right| left.block == right.block)
    {
        let ranges: Vec<Range<usize>> = group
            .iter()
            .map(|paragraph| paragraph.range.clone())
            .collect();
        let (Some(first), Some(last)) = (ranges.first(), ranges.last()) else {
            continue;
        };
        let hidden = within(&reading.hidden, first.start..last.end);
        let pairing = pair(&reading.text, &ranges, hidden);
        let marked = spans_of(&pairing);
        spans.extend(match block(&reading.text, group, &marked) {
            Some(block) => vec![block],
            None => marked,
        });
        pairings.push(pairing);
    }
    Found {
        quotations: quotations(draft, reading, &spans),
        unpaired: unpaired(draft, reading, &pairings),
    }
}

/// A quotation as a place in the reading.
#[derive(Debug)]
pub(super) struct Span {
    /// The bytes with the marks.
    pub(super) outer: Range<usize>,
    /// The bytes of its words, one range for each paragraph.
    pub(super) parts: Vec<Range<usize>>,
    pub(super) nested: Vec<Range<usize>>,
    kind: QuotationKind,
}

/// Returns the outermost quotations of a pairing, each with those right within it.
pub(super) fn spans_of(pairing: &Pairing) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for pair in &pairing.pairs {
        let last = spans
            .last_mut()
            .filter(|last| pair.part == Part::Later || pair.outer.start < last.outer.end);
        match last {
            Some(last) if pair.part == Part::Later => {
                last.outer.end = pair.outer.end;
                last.parts.push(pair.inner.clone());
                if let QuotationKind::Marked { closing, .. } = &mut last.kind {
                    *closing = pair.closing;
                }
            }
            Some(last) => {
                let after = last
                    .nested
                    .last()
                    .is_none_or(|nested| nested.end <= pair.outer.start);
                last.nested.extend(after.then(|| pair.outer.clone()));
            }
            None => spans.push(Span {
                outer: pair.outer.clone(),
                parts: vec![pair.inner.clone()],
                nested: Vec::new(),
                kind: QuotationKind::Marked {
                    opening: pair.opening,
                    closing: pair.closing,
                },
            }),
        }
    }
    spans
}

fn within(ranges: &[Range<usize>], range: Range<usize>) -> &[Range<usize>] {
    let start = ranges.partition_point(|hidden| hidden.end <= range.start);
    let end = ranges.partition_point(|hidden| hidden.start < range.end);
    &ranges[start..end.max(start)]
}

/// Returns the block quote that some paragraphs are, if they are one. One whose words stand in quotation marks as
/// well is left to the marks, which part them better from the name below.
fn block(text: &str, paragraphs: &[Paragraph], marked: &[Span]) -> Option<Span> {
    paragraphs.first()?.block?;
    let begins = |span: &Span| {
        paragraphs
            .binary_search_by_key(&span.outer.start, |paragraph| paragraph.range.start)
            .is_ok()
    };
    if marked.iter().any(begins) {
        return None;
    }
    let mut parts: Vec<Range<usize>> = paragraphs
        .iter()
        .map(|paragraph| paragraph.range.clone())
        .collect();
    drop_signature(text, &mut parts);
    let outer = parts.first()?.start..parts.last()?.end;
    let nested = marked
        .iter()
        .map(|span| span.outer.clone())
        .filter(|nested| nested.end <= outer.end)
        .collect();
    Some(Span {
        outer,
        parts,
        nested,
        kind: QuotationKind::Block,
    })
}

/// Leaves out a last line that begins with a dash and names who is quoted.
fn drop_signature(text: &str, parts: &mut Vec<Range<usize>>) {
    let Some(last) = parts.last_mut() else {
        return;
    };
    let words = &text[last.clone()];
    let line_start = words.rfind('\n').map_or(0, |at| at + 1);
    let line = words[line_start..].trim_start();
    let signed = line.starts_with(['—', '–', '―']) || line.starts_with("--");
    if !signed || line.chars().count() > LONGEST_SIGNATURE {
        return;
    }
    last.end = last.start + words[..line_start].trim_end().len();
    if last.start == last.end {
        parts.pop();
    }
}

fn quotations(draft: &str, reading: &Reading<'_>, spans: &[Span]) -> Vec<Quotation> {
    let mut places = Places::new(draft);
    let mut quotations = Vec::with_capacity(spans.len());
    for (index, span) in spans.iter().enumerate() {
        let bytes = reading.source(span.outer.clone());
        let (line, column) = places.of(bytes.start);
        let (text, nested) = words(&reading.text, span);
        let before = index
            .checked_sub(1)
            .map_or(0, |before| spans[before].outer.end);
        let after = spans
            .get(index + 1)
            .map_or(reading.text.len(), |next| next.outer.start);
        quotations.push(Quotation {
            text,
            bytes,
            line,
            column,
            kind: span.kind,
            nested,
            before: last_points(&reading.text[before..span.outer.start]).to_owned(),
            after: first_points(&reading.text[span.outer.end..after]).to_owned(),
            continues: index
                .checked_sub(1)
                .filter(|before| continues(&reading.text, &spans[*before], span)),
        });
    }
    quotations
}

/// Returns a quotation's words, and where within them others are quoted.
fn words(text: &str, span: &Span) -> (String, Vec<Range<usize>>) {
    let mut words = String::new();
    let mut nested = Vec::new();
    for part in &span.parts {
        let part = trimmed(text, part.clone());
        if !words.is_empty() {
            words.push_str("\n\n");
        }
        let inside = within(&span.nested, part.clone()).iter();
        let inside = inside.filter(|inner| part.start <= inner.start && inner.end <= part.end);
        let moved = |at: usize| words.len() + at - part.start;
        nested.extend(inside.map(|inner| moved(inner.start)..moved(inner.end)));
        words.push_str(&text[part]);
    }
    (words, nested)
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let words = &text[range.clone()];
    let start = range.start + words.len() - words.trim_start().len();
    start..start + words.trim().len()
}

fn last_points(text: &str) -> &str {
    let start = text.char_indices().rev().take(SURROUNDINGS).last();
    &text[start.map_or(text.len(), |(at, _)| at)..]
}

fn first_points(text: &str) -> &str {
    let end = text.char_indices().nth(SURROUNDINGS);
    &text[..end.map_or(text.len(), |(at, _)| at)]
}

fn unpaired(draft: &str, reading: &Reading<'_>, pairings: &[Pairing]) -> Vec<Unpaired> {
    let mut places = Places::new(draft);
    let mut given_up: Vec<_> = pairings
        .iter()
        .flat_map(|pairing| &pairing.given_up)
        .collect();
    given_up.sort_by_key(|given_up| given_up.at);
    let place = |given_up: &&super::pairing::GivenUp| {
        let mark = reading.source(given_up.at..given_up.at + 1);
        let (line, column) = places.of(mark.start);
        let paragraph = reading.source(given_up.paragraph.clone());
        Unpaired {
            line,
            column,
            marks: given_up.marks,
            paragraph,
        }
    };
    given_up.iter().map(place).collect()
}

/// Counts lines and columns as it goes through a draft, in one pass.
struct Places<'d> {
    draft: &'d str,
    at: usize,
    line: usize,
    column: usize,
}

impl<'d> Places<'d> {
    fn new(draft: &'d str) -> Self {
        Places {
            draft,
            at: 0,
            line: 1,
            column: 1,
        }
    }

    /// Returns the line and the column of a byte that is not before the last one asked for.
    fn of(&mut self, at: usize) -> (usize, usize) {
        for character in self.draft[self.at..at.max(self.at)].chars() {
            match character {
                '\n' => (self.line, self.column) = (self.line + 1, 1),
                _ => self.column += 1,
            }
        }
        self.at = at.max(self.at);
        (self.line, self.column)
    }
}
