//! How a quotation and the source differ where their words are the same: letters, marks and what was declared.
//!
//! A chain of words goes in; how faithful the quotation is there comes out, with every difference that a reader can
//! see. What is not here: words that differ ([`align`](super::align)).

use std::ops::Range;

use super::body::Body;
use super::chain::Chain;
use super::finding::{Edit, EditKind};
use super::marks::{
    cut_number_after, cut_number_before, is_measure, letters, marks, parts_utterances, signs,
};
use super::pattern::{Gap, Pattern};
use super::runs_on::runs_on;
use crate::text::Token;

/// How faithful a quotation is at a place that has its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// Byte for byte.
    Exact,
    /// But for typography.
    Typographic,
    /// But for declared or customary edits.
    Editorial,
    /// But for an end where the source runs on.
    Truncated,
    /// But for the marks where one utterance ends and another begins.
    Joined,
    /// A sign that is part of the meaning differs.
    Changed,
}

/// A quotation beside a place of a body that has its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Comparison {
    pub(super) level: Level,
    /// Every difference but those of typography, in the order of the quotation.
    pub(super) edits: Vec<Edit>,
    /// The place, in bytes of the body: the words, and the marks at their ends that the quotation has too.
    pub(super) bytes: Range<usize>,
    /// The same without what the quotation leaves out by an ellipsis: what must stand between quotation marks.
    pub(super) pieces: Vec<Range<usize>>,
}

/// Compares a quotation with the words of a body that are its own.
pub(super) fn compare(text: &str, pattern: &Pattern, chain: &Chain, body: &Body<'_>) -> Comparison {
    let words = chain[0].start..chain[chain.len() - 1].end;
    let mut comparing = Comparing {
        text,
        body,
        level: Level::Exact,
        edits: Vec::new(),
        bytes: body.bytes(words),
    };
    comparing.head(pattern, chain);
    for (place, (piece, words)) in pattern.pieces.iter().zip(chain).enumerate() {
        if place > 0 {
            comparing.declared(&pattern.gaps[place], chain[place - 1].end..words.start);
        }
        comparing.piece(&piece.words, words);
        comparing.numbers_at_gaps(pattern, place, words);
    }
    comparing.tail(pattern, chain);
    Comparison {
        level: comparing.level,
        edits: comparing.edits,
        bytes: comparing.bytes,
        pieces: chain
            .iter()
            .map(|words| body.bytes(words.clone()))
            .collect(),
    }
}

struct Comparing<'c> {
    text: &'c str,
    body: &'c Body<'c>,
    level: Level,
    edits: Vec<Edit>,
    bytes: Range<usize>,
}

impl Comparing<'_> {
    fn piece(&mut self, words: &[Token], places: &Range<usize>) {
        let (text, source) = (self.text, self.body.text);
        let whole = self.body.bytes(places.clone());
        if text[words[0].start..words[words.len() - 1].end] == source[whole] {
            return;
        }
        for (number, (word, place)) in words.iter().zip(places.clone()).enumerate() {
            if let Some(before) = number.checked_sub(1) {
                let ours = between(words[before].end, word.start);
                self.marks(ours, self.body.gap_before(place));
            }
            self.word(word, self.body.word(place), number == 0);
        }
    }

    /// Looks at the numbers beside what is declared: the marks there are not compared, but none may be cut or put in.
    fn numbers_at_gaps(&mut self, pattern: &Pattern, place: usize, places: &Range<usize>) {
        let (text, words) = (self.text, &pattern.pieces[place].words);
        let (first, last) = (&words[0], &words[words.len() - 1]);
        let source = self.body.bytes(places.clone());
        let (before, after) = (&pattern.gaps[place], &pattern.gaps[place + 1]);
        if !before.is_empty() {
            let ours = &text[before.bytes.end..first.start];
            let theirs = &self.body.text[self.body.gap_before(places.start)];
            let before_digit = text[first.start..].starts_with(|c: char| c.is_ascii_digit());
            let signs = (signs(ours, before_digit), signs(theirs, before_digit));
            let is_other = signs.0.chars().any(|sign| !signs.1.contains(sign));
            if is_other || cut_number_before(self.body.text, source.start, ours).is_some() {
                let at = source.start..source.start;
                self.edit(
                    Level::Changed,
                    EditKind::Number,
                    first.start..first.start,
                    at,
                );
            }
        }
        if !after.is_empty() {
            let ours = &text[last.end..after.bytes.start.max(last.end)];
            if cut_number_after(self.body.text, source.end, ours).is_some() {
                let at = source.end..source.end;
                self.edit(Level::Changed, EditKind::Number, last.end..last.end, at);
            }
        }
    }

    fn word(&mut self, word: &Token, source: Range<usize>, begins: bool) {
        let ours = &self.text[word.start..word.end];
        let theirs = &self.body.text[source.clone()];
        if ours == theirs {
            return;
        }
        let has_figure = |word: &str| word.contains(char::is_numeric);
        let figures = has_figure(ours) || has_figure(theirs);
        let (ours, theirs) = (letters(ours), letters(theirs));
        let kind = if ours == theirs {
            return self.raise(Level::Typographic);
        } else if ours.to_lowercase() == theirs.to_lowercase() {
            let rest_is_same = ours.chars().skip(1).eq(theirs.chars().skip(1));
            if begins && rest_is_same {
                EditKind::Capital
            } else {
                EditKind::Case
            }
        } else if figures {
            return self.edit(
                Level::Changed,
                EditKind::Number,
                word.start..word.end,
                source,
            );
        } else {
            EditKind::Accents
        };
        self.edit(Level::Editorial, kind, word.start..word.end, source);
    }

    /// Compares what stands between two words.
    fn marks(&mut self, ours: Range<usize>, theirs: Range<usize>) {
        let (mine, source) = (&self.text[ours.clone()], &self.body.text[theirs.clone()]);
        if mine == source {
            return;
        }
        let is_digit = |character: char| character.is_ascii_digit();
        let after_digit = self.text[..ours.start].ends_with(is_digit);
        let before_digit = self.text[ours.end..].starts_with(is_digit);
        let same = marks(mine) == marks(source);
        let is_spaced = |gap: &str| gap.contains(char::is_whitespace);
        let is_number = signs(mine, before_digit) != signs(source, before_digit)
            || after_digit && before_digit && (!same || is_spaced(mine) != is_spaced(source))
            || after_digit && is_measure(self.text, mine, source);
        let (level, kind) = if is_number {
            (Level::Changed, EditKind::Number)
        } else if same || is_opened_again(mine, source) {
            return self.raise(Level::Typographic);
        } else if parts_utterances(source) && !parts_utterances(mine) {
            (Level::Joined, EditKind::Attribution)
        } else {
            (Level::Editorial, EditKind::Punctuation)
        };
        self.edit(level, kind, ours, theirs);
    }

    /// Notes what the quotation declares between two pieces.
    fn declared(&mut self, gap: &Gap, between: Range<usize>) {
        let source = self.body.bytes(between.clone());
        if let Some(bracket) = &gap.bracket {
            let own = bracket.words.iter().eq(between
                .clone()
                .map(|place| self.body.folded(place))
                .collect::<Vec<_>>()
                .iter());
            let is_own = own && !between.is_empty() && !gap.ellipsis;
            let kind = match is_own {
                true => EditKind::Punctuation,
                false if bracket.words.is_empty() && bracket.kept.is_none() => EditKind::Sic,
                false => EditKind::Bracket,
            };
            self.edit(Level::Editorial, kind, gap.bytes.clone(), source.clone());
        }
        if gap.ellipsis {
            self.edit(
                Level::Editorial,
                EditKind::Ellipsis,
                gap.bytes.clone(),
                source,
            );
        }
    }

    fn head(&mut self, pattern: &Pattern, chain: &Chain) {
        let first = chain[0].start;
        let gap = &pattern.gaps[0];
        if !gap.is_empty() {
            return self.declared_at_edge(gap, first.checked_sub(1), first);
        }
        let start = pattern.pieces[0].words[0].start;
        let ours = &self.text[..start];
        let theirs = &self.body.text[self.body.gap_before(first)];
        if let Some(cut) = cut_number_before(self.body.text, self.bytes.start, ours) {
            let source = self.bytes.start - cut..self.bytes.start;
            self.edit(Level::Changed, EditKind::Number, 0..start, source);
        } else if theirs.ends_with(ours) {
            self.bytes.start -= ours.len();
        } else if marks(theirs).trim_end().ends_with(marks(ours).trim()) {
            self.raise(Level::Typographic);
        } else {
            let source = self.bytes.start..self.bytes.start;
            let before_digit = self.text[start..].starts_with(|c: char| c.is_ascii_digit());
            let signs = (
                signs(&format!(" {ours}"), before_digit),
                signs(theirs, before_digit),
            );
            self.edge(signs, EditKind::Punctuation, 0..start, source);
        }
    }

    fn tail(&mut self, pattern: &Pattern, chain: &Chain) {
        let end = chain[chain.len() - 1].end;
        let gap = &pattern.gaps[chain.len()];
        if !gap.is_empty() {
            return self.declared_at_edge(gap, Some(end), end);
        }
        let piece = &pattern.pieces[chain.len() - 1].words;
        let start = piece[piece.len() - 1].end;
        let ours = &self.text[start..];
        let theirs = &self.body.text[self.body.gap_before(end)];
        let source = self.bytes.end..self.bytes.end;
        if let Some(cut) = cut_number_after(self.body.text, self.bytes.end, ours) {
            let source = self.bytes.end..self.bytes.end + cut;
            self.edit(
                Level::Changed,
                EditKind::Number,
                start..self.text.len(),
                source,
            );
        } else if theirs.starts_with(ours) {
            self.bytes.end += ours.len();
        } else if marks(theirs).trim_start().starts_with(marks(ours).trim()) {
            self.raise(Level::Typographic);
        } else if ends_sentence(ours) && runs_on(&self.body.text[self.bytes.end..]) {
            self.edit(
                Level::Truncated,
                EditKind::RunsOn,
                start..self.text.len(),
                source,
            );
        } else {
            let signs = (signs(ours, false), signs(theirs, false));
            self.edge(
                signs,
                EditKind::EndPunctuation,
                start..self.text.len(),
                source,
            );
        }
    }

    /// Notes other marks at an edge. A sign that the quotation has there and the source has not is no matter of
    /// punctuation.
    fn edge(
        &mut self,
        (ours, theirs): (String, String),
        kind: EditKind,
        quotation: Range<usize>,
        source: Range<usize>,
    ) {
        if ours.chars().all(|sign| theirs.contains(sign)) {
            self.edit(Level::Editorial, kind, quotation, source);
        } else {
            self.edit(Level::Changed, EditKind::Number, quotation, source);
        }
    }

    /// Notes what is declared before the first word or after the last: what it stands for cannot be told, but for a
    /// part of a word.
    fn declared_at_edge(&mut self, gap: &Gap, place: Option<usize>, edge: usize) {
        let is_part = gap
            .bracket
            .as_ref()
            .is_some_and(|bracket| bracket.kept.is_some());
        let at = match place {
            Some(place) if is_part => place..place + 1,
            _ => edge..edge,
        };
        self.declared(gap, at.clone());
        if is_part {
            let part = self.body.bytes(at);
            self.bytes = self.bytes.start.min(part.start)..self.bytes.end.max(part.end);
        }
    }

    fn edit(
        &mut self,
        level: Level,
        kind: EditKind,
        quotation: Range<usize>,
        source: Range<usize>,
    ) {
        self.raise(level);
        self.edits.push(Edit {
            kind,
            quotation,
            source,
        });
    }

    fn raise(&mut self, level: Level) {
        self.level = self.level.max(level);
    }
}

/// The words of one character, such as `½`, overlap: there is nothing between them.
fn between(end: usize, start: usize) -> Range<usize> {
    end.min(start)..start
}

/// Tells whether the source only opens a paragraph of one utterance again, which nobody would quote.
fn is_opened_again(ours: &str, theirs: &str) -> bool {
    let opening = |mark: char| matches!(mark, '“' | '"' | '«' | '„' | '‘');
    let bare: String = theirs.chars().filter(|mark| !opening(*mark)).collect();
    theirs.contains('\n') && !parts_utterances(theirs) && marks(ours) == marks(&bare)
}

fn ends_sentence(tail: &str) -> bool {
    let marks = marks(tail);
    marks.contains(['.', '!', '?']) && !marks.contains('…')
}
