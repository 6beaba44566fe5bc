//! How a quotation and the source differ where their words are the same: letters, marks and what was declared.
//!
//! A chain of words goes in; how faithful the quotation is there comes out, with every difference that a reader can
//! see. What is not here: words that differ ([`align`](super::align)).

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::body::Body;
use super::chain::Chain;
use super::finding::{Edit, EditKind};
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
    }
    comparing.tail(pattern, chain);
    Comparison {
        level: comparing.level,
        edits: comparing.edits,
        bytes: comparing.bytes,
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
                let (one, next) = (self.body.word(place - 1), self.body.word(place));
                self.marks(ours, between(one.end, next.start));
            }
            self.word(word, self.body.word(place), number == 0);
        }
    }

    fn word(&mut self, word: &Token, source: Range<usize>, begins: bool) {
        let ours = &self.text[word.start..word.end];
        let theirs = &self.body.text[source.clone()];
        if ours == theirs {
            return;
        }
        let (ours, theirs) = (letters(ours), letters(theirs));
        if ours == theirs {
            return self.raise(Level::Typographic);
        }
        let kind = if ours.to_lowercase() != theirs.to_lowercase() {
            EditKind::Accents
        } else if begins && ours.chars().skip(1).eq(theirs.chars().skip(1)) {
            EditKind::Capital
        } else {
            EditKind::Case
        };
        self.edit(Level::Editorial, kind, word.start..word.end, source);
    }

    /// Compares what stands between two words.
    fn marks(&mut self, ours: Range<usize>, theirs: Range<usize>) {
        let (mine, source) = (&self.text[ours.clone()], &self.body.text[theirs.clone()]);
        if mine == source {
            return;
        }
        let between_digits = |text: &str, range: &Range<usize>| {
            text[..range.start].ends_with(|c: char| c.is_ascii_digit())
                && text[range.end..].starts_with(|c: char| c.is_ascii_digit())
        };
        let digits = between_digits(self.text, &ours);
        let same = marks(mine) == marks(source);
        if signs(mine) != signs(source) || digits && !same {
            self.edit(Level::Changed, EditKind::Number, ours, theirs);
        } else if same {
            self.raise(Level::Typographic);
        } else {
            self.edit(Level::Editorial, EditKind::Punctuation, ours, theirs);
        }
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
            return self.declared_at_edge(gap, first.checked_sub(1));
        }
        let start = pattern.pieces[0].words[0].start;
        let ours = &self.text[..start];
        let before = first
            .checked_sub(1)
            .map_or(0, |place| self.body.word(place).end);
        let theirs = &self.body.text[before..self.bytes.start];
        if theirs.ends_with(ours) {
            self.bytes.start -= ours.len();
        } else if marks(theirs).trim_end().ends_with(marks(ours).trim()) {
            self.raise(Level::Typographic);
        } else {
            let kind = edge_kind(ours, theirs, EditKind::Punctuation);
            let source = self.bytes.start..self.bytes.start;
            self.edit(edge_level(kind), kind, 0..start, source);
        }
    }

    fn tail(&mut self, pattern: &Pattern, chain: &Chain) {
        let end = chain[chain.len() - 1].end;
        let gap = &pattern.gaps[chain.len()];
        if !gap.is_empty() {
            return self.declared_at_edge(gap, Some(end));
        }
        let piece = &pattern.pieces[chain.len() - 1].words;
        let start = piece[piece.len() - 1].end;
        let ours = &self.text[start..];
        let after = if end < self.body.length() {
            self.body.word(end).start
        } else {
            self.body.text.len()
        };
        let theirs = &self.body.text[self.bytes.end..after];
        let source = self.bytes.end..self.bytes.end;
        if theirs.starts_with(ours) {
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
            let kind = edge_kind(ours, theirs, EditKind::EndPunctuation);
            self.edit(edge_level(kind), kind, start..self.text.len(), source);
        }
    }

    /// Notes what is declared before the first word or after the last: what it stands for cannot be told, but for a
    /// part of a word.
    fn declared_at_edge(&mut self, gap: &Gap, place: Option<usize>) {
        let is_part = gap
            .bracket
            .as_ref()
            .is_some_and(|bracket| bracket.kept.is_some());
        let at = match (place, is_part) {
            (Some(place), true) => place..place + 1,
            (Some(place), false) if place >= self.body.length() => {
                self.body.length()..self.body.length()
            }
            (Some(place), false) => place + 1..place + 1,
            (None, _) => 0..0,
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

/// A sign that the quotation has at its edge and the source has not is no matter of punctuation.
fn edge_kind(ours: &str, theirs: &str, otherwise: EditKind) -> EditKind {
    let there = signs(theirs);
    if signs(ours).chars().all(|sign| there.contains(sign)) {
        otherwise
    } else {
        EditKind::Number
    }
}

fn edge_level(kind: EditKind) -> Level {
    if kind == EditKind::Number {
        Level::Changed
    } else {
        Level::Editorial
    }
}

fn ends_sentence(tail: &str) -> bool {
    let marks = marks(tail);
    marks.contains(['.', '!', '?']) && !marks.contains('…')
}

/// Returns the letters of a word in one form of each: composed, ligatures taken apart, without soft hyphens and
/// whatever else stands in a word without being read.
fn letters(word: &str) -> String {
    word.nfkc()
        .filter(|character| character.is_alphanumeric())
        .collect()
}

/// Returns the marks of a gap in one form of each: quotation marks as `'`, dashes as `-`, three dots and more as `…`;
/// a gap of blanks as one blank, and no blanks among marks.
fn marks(gap: &str) -> String {
    let folded = crate::text::fold(gap).text;
    if folded.chars().all(char::is_whitespace) {
        return if gap.is_empty() {
            String::new()
        } else {
            " ".to_owned()
        };
    }
    let mut marks = String::with_capacity(folded.len());
    for mark in folded.chars().filter(|mark| !mark.is_whitespace()) {
        let mark = if mark == '"' { '\'' } else { mark };
        let is_run = matches!(mark, '\'' | '-') && marks.ends_with(mark);
        if !is_run {
            marks.push(mark);
        }
    }
    while let Some(dots) = marks.find("...") {
        let run = marks[dots..].len() - marks[dots..].trim_start_matches('.').len();
        marks.replace_range(dots..dots + run, "…");
    }
    marks
}

/// Returns the signs in a gap that belong to what the words mean: of money and measure, and a minus before a number.
fn signs(gap: &str) -> String {
    let has_minus = gap.ends_with(['-', '\u{2212}'])
        && !gap.trim_end_matches(['-', '\u{2212}']).is_empty()
        && gap
            .trim_end_matches(['-', '\u{2212}'])
            .ends_with(char::is_whitespace);
    let signs = gap.chars().filter(|character| {
        matches!(
            character,
            '$' | '¢'..='¥' | '%' | '‰' | '°' | '+' | '=' | '<' | '>' | '&' | '/' | '×' | '÷' | '±'
        ) || matches!(character, '\u{20A0}'..='\u{20CF}')
    });
    signs.chain(has_minus.then_some('-')).collect()
}
