//! Single marks: quotations in `‘ ’` and `' '`, told from apostrophes.
//!
//! The single marks of one paragraph and the regions of its double ones go in; pairs come out. A single pair lies
//! within one region or outside all, and then holds whole ones. The same sign ends a plural possessive (the players'
//! union) and a quotation; a mark that could be a possessive closes only where no surer one stands before the next
//! opening. What is not here: apostrophes that the letters about them give away (`marks`).

use std::ops::Range;

use super::marks::{Beside, Glyph, Mark};
use super::pairing::{Pair, Part};

/// What became of a paragraph's single marks.
#[derive(Debug, Default)]
pub(super) struct Singles {
    pub(super) pairs: Vec<Pair>,
    /// Marks that can only have been meant to open, and found no end.
    pub(super) given_up: Vec<Mark>,
}

/// Pairs single marks; `marks` and `regions` are in order, and regions do not overlap.
pub(super) fn pair(text: &str, marks: &[Mark], regions: &[Range<usize>]) -> Singles {
    let mut found = Singles::default();
    if marks.is_empty() {
        return found;
    }
    let mut outside = Vec::new();
    let mut inside: Vec<Mark> = Vec::new();
    let mut regions = regions.iter().peekable();
    for mark in marks {
        while regions.next_if(|region| region.end <= mark.start).is_some() {
            found.sequence(text, &inside);
            inside.clear();
        }
        match regions.peek() {
            Some(region) if region.start <= mark.start => inside.push(*mark),
            _ => outside.push(*mark),
        }
    }
    found.sequence(text, &inside);
    found.sequence(text, &outside);
    found
}

impl Singles {
    /// Pairs the marks of one region.
    fn sequence(&mut self, text: &str, marks: &[Mark]) {
        let mut at = 0;
        while let Some(opening) = marks.get(at) {
            at += 1;
            if !is_opening(opening) {
                continue;
            }
            let until = marks[at..]
                .iter()
                .take_while(|mark| !ends_search(opening, mark))
                .count();
            let candidates = &marks[at..at + until];
            match choose(text, opening, candidates) {
                Some(chosen) => {
                    self.pairs.push(between(opening, &candidates[chosen]));
                    at += chosen + 1;
                }
                None => {
                    self.give_up(opening);
                    at += until;
                }
            }
        }
    }

    fn give_up(&mut self, opening: &Mark) {
        if matches!(opening.glyph, Glyph::SingleLeft | Glyph::SingleLow) {
            self.given_up.push(*opening);
        }
    }
}

fn is_opening(mark: &Mark) -> bool {
    match mark.glyph {
        Glyph::SingleLow => true,
        Glyph::SingleLeft => mark.after != Beside::Space && !mark.closes(),
        Glyph::Apostrophe => mark.opens() && mark.after != Beside::Dash,
        _ => false,
    }
}

/// Tells whether the search for the end of `opening` ends at `mark`, which opens another.
fn ends_search(opening: &Mark, mark: &Mark) -> bool {
    let closes_low = opening.glyph == Glyph::SingleLow && !mark.opens();
    is_opening(mark) && !closes_low
}

/// Chooses the mark that closes: the first that is surely no possessive, else the first.
fn choose(text: &str, opening: &Mark, candidates: &[Mark]) -> Option<usize> {
    let may_close = |mark: &Mark| match mark.glyph {
        Glyph::SingleLeft => opening.glyph == Glyph::SingleLow,
        _ => mark.before != Beside::Space && mark.after != Beside::Letter,
    };
    let sure = candidates
        .iter()
        .position(|mark| may_close(mark) && !may_be_apostrophe(text, mark));
    sure.or_else(|| candidates.iter().position(may_close))
}

/// Tells whether a closing mark may end a word instead: the players' union, goin' home, a 6' wall.
fn may_be_apostrophe(text: &str, mark: &Mark) -> bool {
    let before = &text[..mark.start];
    let possible =
        before.ends_with(['s', 'S']) || before.ends_with("in") || mark.before == Beside::Digit;
    let mut after = text[mark.end..].chars();
    possible && after.next() == Some(' ') && after.next().is_some_and(char::is_alphanumeric)
}

fn between(opening: &Mark, closing: &Mark) -> Pair {
    Pair {
        outer: opening.start..closing.end,
        inner: opening.end..closing.start,
        opening: opening.sign,
        closing: closing.sign,
        part: Part::Whole,
    }
}
