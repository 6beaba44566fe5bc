//! A draft as it is read: its words without markup, and where each stands in the draft.
//!
//! Formats push what they find; a [`Reading`] comes out: the text, its paragraphs, which of them are in a block
//! quote, the ranges in which marks are code, and a map from the text back to the draft. What is not here: what the
//! formats' markup means (`markdown`, `html`), and marks.

use std::borrow::Cow;
use std::ops::Range;

use super::pairing::pair;

/// A draft's words, and the way back to the draft. All ranges but those a [`Reading::source`] returns are bytes of
/// `text`.
#[derive(Debug)]
pub(super) struct Reading<'d> {
    pub(super) text: Cow<'d, str>,
    pub(super) paragraphs: Vec<Paragraph>,
    /// Where marks are code, in order.
    pub(super) hidden: Vec<Range<usize>>,
    /// What the text is made of, in order; none where the text is the draft.
    runs: Vec<Run>,
}

/// One paragraph, trimmed of white space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Paragraph {
    pub(super) range: Range<usize>,
    /// The number of the block quote it is in.
    pub(super) block: Option<usize>,
}

/// A stretch of the text that one stretch of the draft became.
#[derive(Clone, Debug)]
struct Run {
    text: Range<usize>,
    source: Range<usize>,
    /// Whether the two are the same bytes.
    verbatim: bool,
}

impl<'d> Reading<'d> {
    /// Reads a draft without markup.
    pub(super) fn plain(draft: &'d str) -> Self {
        let lines = crate::text::paragraphs(draft);
        let mut paragraphs = Vec::with_capacity(lines.len());
        let follow = |one: &Range<usize>, next: &Range<usize>| {
            draft[one.end..next.start].matches('\n').count() < 2
        };
        for block in lines.chunk_by(follow) {
            paragraphs.extend(paragraphs_of(draft, block));
        }
        let free = |range| Paragraph { range, block: None };
        Reading {
            text: Cow::Borrowed(draft),
            paragraphs: paragraphs.into_iter().map(free).collect(),
            hidden: Vec::new(),
            runs: Vec::new(),
        }
    }

    /// Returns the bytes of the draft that a range of the text, which is not empty, came from.
    pub(super) fn source(&self, range: Range<usize>) -> Range<usize> {
        if self.runs.is_empty() {
            return range;
        }
        let first = self.run_at(range.start);
        let last = self.run_at(range.end.saturating_sub(1));
        let start = match first.verbatim {
            true => first.source.start + (range.start - first.text.start),
            false => first.source.start,
        };
        let end = match last.verbatim {
            true => last.source.start + (range.end - last.text.start),
            false => last.source.end,
        };
        start..end.max(start)
    }

    fn run_at(&self, at: usize) -> &Run {
        let index = self.runs.partition_point(|run| run.text.end <= at);
        &self.runs[index.min(self.runs.len() - 1)]
    }
}

/// Tells whether lines without an empty one between are paragraphs or one that is wrapped: the one in which more marks
/// pair.
fn paragraphs_of(draft: &str, lines: &[Range<usize>]) -> Vec<Range<usize>> {
    let lost = |paragraphs: &[Range<usize>]| -> usize {
        let pairing = pair(draft, paragraphs, &[]);
        pairing.given_up.iter().map(|given_up| given_up.marks).sum()
    };
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
        return Vec::new();
    };
    let whole = std::iter::once(first.start..last.end).collect::<Vec<_>>();
    let by_lines = if lines.len() > 1 { lost(lines) } else { 0 };
    if by_lines > 0 && lost(&whole) < by_lines {
        whole
    } else {
        lines.to_vec()
    }
}

/// Takes what a format reads, piece by piece.
#[derive(Debug, Default)]
pub(super) struct Builder {
    text: String,
    paragraphs: Vec<Paragraph>,
    hidden: Vec<Range<usize>>,
    runs: Vec<Run>,
    paragraph_start: usize,
    /// How many block quotes are open, and how many were opened on the outside.
    depth: usize,
    blocks: usize,
    /// How many notes that name the source are open within a block quote.
    notes: usize,
    hides: usize,
    hidden_start: usize,
}

impl Builder {
    /// Adds words that stand in the draft at `source` as they are.
    pub(super) fn verbatim(&mut self, words: &str, source: usize) {
        let text = self.grow(words);
        match self.runs.last_mut() {
            Some(run) if run.verbatim && run.source.end == source && run.text.end == text.start => {
                run.text.end = text.end;
                run.source.end += words.len();
            }
            _ => self.runs.push(Run {
                text,
                source: source..source + words.len(),
                verbatim: true,
            }),
        }
    }

    /// Adds what the markup at `source` stands for.
    pub(super) fn replaced(&mut self, words: &str, source: Range<usize>) {
        if words.is_empty() {
            return;
        }
        let text = self.grow(words);
        self.runs.push(Run {
            text,
            source,
            verbatim: false,
        });
    }

    /// Tells whether white space would be the first of its paragraph or follow other white space.
    pub(super) fn after_space(&self) -> bool {
        self.text[self.paragraph_start..]
            .chars()
            .next_back()
            .is_none_or(char::is_whitespace)
    }

    /// Ends the paragraph at hand, which may be empty.
    pub(super) fn end_paragraph(&mut self, source: usize) {
        let whole = &self.text[self.paragraph_start..];
        let start = self.paragraph_start + whole.len() - whole.trim_start().len();
        let range = start..start + whole.trim().len();
        if range.start < range.end {
            let block = (self.depth > 0 && self.notes == 0).then_some(self.blocks);
            self.paragraphs.push(Paragraph { range, block });
            self.replaced("\n", source..source);
        }
        self.paragraph_start = self.text.len();
    }

    pub(super) fn enter_block(&mut self, source: usize) {
        self.end_paragraph(source);
        self.blocks += usize::from(self.depth == 0);
        self.depth += 1;
    }

    pub(super) fn leave_block(&mut self, source: usize) {
        self.end_paragraph(source);
        self.depth = self.depth.saturating_sub(1);
    }

    /// Begins a note in a block quote that is not of its words, such as a footer.
    pub(super) fn enter_note(&mut self, source: usize) {
        self.end_paragraph(source);
        self.notes += 1;
    }

    pub(super) fn leave_note(&mut self, source: usize) {
        self.end_paragraph(source);
        self.notes = self.notes.saturating_sub(1);
    }

    /// Begins a stretch whose marks are code.
    pub(super) fn hide(&mut self) {
        if self.hides == 0 {
            self.hidden_start = self.text.len();
        }
        self.hides += 1;
    }

    pub(super) fn show(&mut self) {
        if self.hides == 1 {
            self.hidden.push(self.hidden_start..self.text.len());
        }
        self.hides = self.hides.saturating_sub(1);
    }

    pub(super) fn finish(mut self, end: usize) -> Reading<'static> {
        self.hides = self.hides.min(1);
        self.show();
        self.end_paragraph(end);
        Reading {
            text: Cow::Owned(self.text),
            paragraphs: self.paragraphs,
            hidden: self.hidden,
            runs: self.runs,
        }
    }

    fn grow(&mut self, words: &str) -> Range<usize> {
        let start = self.text.len();
        self.text.push_str(words);
        start..self.text.len()
    }
}
