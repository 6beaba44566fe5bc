//! Pairing: which mark opens and which closes, paragraph by paragraph.
//!
//! A text, the ranges of its paragraphs and of what is hidden in them go in; pairs of marks and the marks that were
//! given up on come out. A closing mark takes the nearest open one of its class; what is left open is given up and
//! what was paired within it stands. A quotation may run over paragraphs where each is opened again. Time is linear:
//! marks deeper than [`DEEPEST`] are nobody's writing, and their paragraph is given up. What is not here: single
//! marks, which need to be told from apostrophes (`singles`), and formats (`reading`).

use std::ops::Range;

use super::marks::{Beside, Glyph, Mark, collect};
use super::roles::{Class, Role, class, guillemet_role, left_role, reopens};
use super::singles;

/// The most marks open at once that are followed.
const DEEPEST: usize = 16;

/// Which part of a quotation a pair is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it.
    Whole,
    /// The first of several paragraphs.
    First,
    /// A later paragraph of several; it belongs with the part before.
    Later,
}

/// Two marks that belong together, or the part of a longer quotation within one paragraph.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    /// The bytes with the marks.
    pub(super) outer: Range<usize>,
    /// The bytes between the marks.
    pub(super) inner: Range<usize>,
    pub(super) opening: char,
    pub(super) closing: char,
    pub(super) part: Part,
}

/// The marks of a paragraph that found no fellow.
#[derive(Clone, Debug)]
pub(super) struct GivenUp {
    /// The byte where the first of them begins.
    pub(super) at: usize,
    pub(super) marks: usize,
    pub(super) paragraph: Range<usize>,
    /// The bytes that may stand within quotation marks for all one can tell.
    pub(super) unsure: Range<usize>,
}

/// What became of a text's marks.
#[derive(Debug, Default)]
pub(super) struct Pairing {
    /// In order of their beginning, the wider first where two begin together; they nest and never cross.
    pub(super) pairs: Vec<Pair>,
    pub(super) given_up: Vec<GivenUp>,
}

/// Pairs the marks of a text that are not hidden; `paragraphs` and `hidden` are in order.
pub(super) fn pair(text: &str, paragraphs: &[Range<usize>], hidden: &[Range<usize>]) -> Pairing {
    let mut pairer = Pairer::new(text);
    let mut hidden = hidden;
    for paragraph in paragraphs {
        let passed = hidden
            .iter()
            .take_while(|range| range.end <= paragraph.start)
            .count();
        hidden = &hidden[passed..];
        pairer.paragraph(paragraph.clone(), hidden);
    }
    pairer.finish()
}

/// A mark that is open.
#[derive(Clone, Copy, Debug)]
struct Open {
    mark: Mark,
    class: Class,
    /// How many pairs of the paragraph were closed before it.
    pairs_before: usize,
}

/// A quotation that its paragraph left open, and the parts of it so far.
#[derive(Debug)]
struct Carried {
    mark: Mark,
    class: Class,
    parts: Vec<Pair>,
    paragraph: Range<usize>,
}

struct Pairer<'t> {
    text: &'t str,
    pairing: Pairing,
    carried: Option<Carried>,
    // What follows belongs to the paragraph at hand and is kept for its memory.
    marks: Vec<Mark>,
    singles: Vec<Mark>,
    open: Vec<Open>,
    pairs: Vec<Pair>,
}

impl<'t> Pairer<'t> {
    fn new(text: &'t str) -> Self {
        Pairer {
            text,
            pairing: Pairing::default(),
            carried: None,
            marks: Vec::new(),
            singles: Vec::new(),
            open: Vec::new(),
            pairs: Vec::new(),
        }
    }

    fn finish(mut self) -> Pairing {
        self.drop_carried();
        let order = |pair: &Pair| (pair.outer.start, std::cmp::Reverse(pair.outer.end));
        self.pairing.pairs.sort_by_key(order);
        self.pairing
    }

    fn paragraph(&mut self, paragraph: Range<usize>, hidden: &[Range<usize>]) {
        let mut marks = std::mem::take(&mut self.marks);
        collect(self.text, paragraph.clone(), hidden, &mut marks);
        self.singles.clear();
        self.open.clear();
        self.pairs.clear();
        let mut step = Step {
            paragraph,
            pairer: self,
        };
        step.run(&marks);
        self.marks = marks;
    }

    /// Gives up the quotation that no paragraph closed.
    fn drop_carried(&mut self) {
        let Some(carried) = self.carried.take() else {
            return;
        };
        for part in carried.parts {
            // A later part begins where its paragraph does.
            let paragraph = match part.part {
                Part::First => carried.paragraph.clone(),
                _ => part.outer.clone(),
            };
            self.give_up(part.outer.start, part.outer, paragraph);
        }
    }

    fn give_up(&mut self, at: usize, unsure: Range<usize>, paragraph: Range<usize>) {
        match self.pairing.given_up.last_mut() {
            Some(last) if last.paragraph.start == paragraph.start => {
                last.marks += 1;
                last.at = last.at.min(at);
                last.unsure.start = last.unsure.start.min(unsure.start);
                last.unsure.end = last.unsure.end.max(unsure.end);
            }
            _ => self.pairing.given_up.push(GivenUp {
                at,
                marks: 1,
                paragraph,
                unsure,
            }),
        }
    }
}

/// One paragraph's turn.
struct Step<'p, 't> {
    paragraph: Range<usize>,
    pairer: &'p mut Pairer<'t>,
}

impl Step<'_, '_> {
    fn run(&mut self, marks: &[Mark]) {
        let marks = self.reopen(marks);
        for mark in marks {
            match self.role(mark) {
                _ if mark.is_single() => self.pairer.singles.push(*mark),
                Role::Opens => self.open(mark),
                Role::Closes => self.close(mark),
                Role::Halves => self.pairer.singles.extend(mark.halves()),
                Role::Nothing => {}
            }
        }
        self.leave();
    }

    /// Takes up the quotation of the paragraph before where this one opens with the mark again.
    fn reopen<'m>(&mut self, marks: &'m [Mark]) -> &'m [Mark] {
        let Some(carried) = &self.pairer.carried else {
            return marks;
        };
        match marks.split_first() {
            Some((first, rest))
                if first.start == self.paragraph.start && reopens(&carried.mark, first) =>
            {
                let open = Open {
                    mark: *first,
                    class: carried.class,
                    pairs_before: 0,
                };
                self.pairer.open.push(open);
                rest
            }
            _ => {
                self.pairer.drop_carried();
                marks
            }
        }
    }

    fn top(&self, class: Class) -> Option<&Open> {
        self.pairer
            .open
            .iter()
            .rev()
            .find(|open| open.class == class)
    }

    fn role(&self, mark: &Mark) -> Role {
        let top = self.top(class(mark)).map(|open| open.mark.glyph);
        match mark.glyph {
            Glyph::Straight => self.straight_role(mark, top.is_some()),
            Glyph::Left => left_role(mark, top),
            Glyph::Right if mark.before == Beside::Digit && self.is_inches(mark) => Role::Nothing,
            Glyph::Right if top.is_none() && mark.opens() => Role::Opens,
            Glyph::Doubled => self.doubled_role(mark),
            Glyph::GuillemetLeft | Glyph::GuillemetRight => guillemet_role(mark, top),
            Glyph::Low | Glyph::Grave | Glyph::CornerLeft => Role::Opens,
            _ => Role::Closes,
        }
    }

    fn straight_role(&self, mark: &Mark, is_open: bool) -> Role {
        if mark.before == Beside::Digit && (!is_open || self.is_inches(mark)) {
            return Role::Nothing;
        }
        match (mark.opens(), mark.closes()) {
            (true, _) => Role::Opens,
            (_, true) => Role::Closes,
            _ if is_open => Role::Closes,
            _ => Role::Opens,
        }
    }

    /// Two single marks are a double one where they open, where two such are open, and where a double mark is open
    /// and no single one within it: much copy closes `“` with `’’`.
    fn doubled_role(&self, mark: &Mark) -> Role {
        let top = self.top(Class::Double);
        let single_open = |open: &Open| {
            let last = self.pairer.singles.last();
            last.is_some_and(|single| single.start > open.mark.start && single.opens())
        };
        match top {
            Some(open) if matches!(open.mark.glyph, Glyph::Doubled | Glyph::Grave) => Role::Closes,
            Some(open) if mark.closes() && !single_open(open) => Role::Closes,
            _ if mark.opens() && mark.sign == '\'' => Role::Opens,
            _ => Role::Halves,
        }
    }

    /// Tells whether the number before a mark is the inches of a length in feet: 6'2", 5 ft 6".
    fn is_inches(&self, mark: &Mark) -> bool {
        let before = &self.pairer.text[self.paragraph.start..mark.start];
        let before = before.trim_end_matches(|digit: char| digit.is_ascii_digit() || digit == '.');
        if before.ends_with(['\'', '’', '′']) {
            return before
                .trim_end_matches(['\'', '’', '′'])
                .ends_with(|digit: char| digit.is_ascii_digit());
        }
        let before = before.trim_end();
        ["ft", "ft.", "feet", "foot"]
            .iter()
            .any(|feet| before.ends_with(feet))
    }

    fn open(&mut self, mark: &Mark) {
        if self.pairer.open.len() == DEEPEST {
            self.pairer.drop_carried();
            self.give_up_open(0);
        }
        let pairs_before = self.pairer.pairs.len();
        self.pairer.open.push(Open {
            mark: *mark,
            class: class(mark),
            pairs_before,
        });
    }

    fn close(&mut self, mark: &Mark) {
        let class = class(mark);
        let Some(at) = self
            .pairer
            .open
            .iter()
            .rposition(|open| open.class == class)
        else {
            if !self.move_close(mark) {
                let unsure = self.paragraph.start..mark.end;
                self.pairer
                    .give_up(mark.start, unsure, self.paragraph.clone());
            }
            return;
        };
        self.give_up_open(at + 1);
        let Some(open) = self.pairer.open.pop() else {
            return;
        };
        let pair = Pair {
            outer: open.mark.start..mark.end,
            inner: open.mark.end..mark.start,
            opening: open.mark.sign,
            closing: mark.sign,
            part: Part::Whole,
        };
        match self.pairer.carried.take() {
            Some(carried)
                if self.pairer.open.is_empty() && open.mark.start == self.paragraph.start =>
            {
                self.pairer.pairing.pairs.extend(carried.parts);
                self.pairer.pairs.push(Pair {
                    part: Part::Later,
                    ..pair
                });
            }
            carried => {
                self.pairer.carried = carried;
                self.pairer.pairs.push(pair);
            }
        }
    }

    /// Moves the end of the last pair to a closing mark that has no other fellow, where the mark that closed it may
    /// have meant inches: `"I bought a 12" record," he said`.
    fn move_close(&mut self, mark: &Mark) -> bool {
        let text = self.pairer.text;
        let last = self.pairer.pairs.last_mut().filter(|pair| {
            mark.glyph == Glyph::Straight
                && self.pairer.open.is_empty()
                && pair.opening == '"'
                && text[pair.inner.clone()].ends_with(|digit: char| digit.is_ascii_digit())
        });
        if let Some(pair) = last {
            pair.inner.end = mark.start;
            pair.outer.end = mark.end;
            return true;
        }
        false
    }

    /// Gives up the open marks from the `keep`th on.
    fn give_up_open(&mut self, keep: usize) {
        for at in keep..self.pairer.open.len() {
            let start = self.pairer.open[at].mark.start;
            self.pairer
                .give_up(start, start..self.paragraph.end, self.paragraph.clone());
        }
        self.pairer.open.truncate(keep);
    }

    /// Ends the paragraph: pairs its single marks, and carries on what may run over its end.
    fn leave(&mut self) {
        let carries = self.left_open();
        let regions = self.regions(carries.as_ref());
        let mut singles = std::mem::take(&mut self.pairer.singles);
        let found = singles::pair(self.pairer.text, &singles, &regions);
        singles.clear();
        self.pairer.singles = singles;
        self.pairer.pairs.extend(found.pairs);
        for mark in &found.given_up {
            self.pairer.give_up(
                mark.start,
                mark.start..self.paragraph.end,
                self.paragraph.clone(),
            );
        }
        self.carry(carries);
        let pairs = self.pairer.pairs.drain(..);
        let kept = pairs.filter(|pair| !self.pairer.text[pair.inner.clone()].trim().is_empty());
        self.pairer.pairing.pairs.extend(kept);
    }

    /// Returns the mark that the next paragraph may open again, and gives up the others that are open.
    fn left_open(&mut self) -> Option<Open> {
        let [open] = self.pairer.open[..] else {
            self.give_up_open(0);
            self.pairer.drop_carried();
            return None;
        };
        let within = &self.pairer.pairs[open.pairs_before..];
        let again = within.iter().any(|pair| pair.opening == open.mark.sign);
        if again || matches!(open.class, Class::Corner(_)) {
            self.give_up_open(0);
            self.pairer.drop_carried();
            return None;
        }
        Some(open)
    }

    /// Returns what single marks may not reach out of or into, in order.
    fn regions(&self, carries: Option<&Open>) -> Vec<Range<usize>> {
        let mut regions: Vec<Range<usize>> = Vec::new();
        // Pairs come in the order of their ends: a wider one takes the place of those within it.
        for pair in &self.pairer.pairs {
            while regions
                .pop_if(|last| last.start > pair.outer.start)
                .is_some()
            {}
            regions.push(pair.outer.clone());
        }
        if let Some(open) = carries {
            while regions
                .pop_if(|last| last.start > open.mark.start)
                .is_some()
            {}
            regions.push(open.mark.start..self.paragraph.end);
        }
        regions
    }

    fn carry(&mut self, open: Option<Open>) {
        let Some(open) = open else {
            return;
        };
        let goes_on = open.mark.start == self.paragraph.start;
        let carried = self.pairer.carried.take().filter(|_| goes_on);
        let part = Pair {
            outer: open.mark.start..self.paragraph.end,
            inner: open.mark.end..self.paragraph.end,
            opening: open.mark.sign,
            closing: open.mark.sign,
            part: if carried.is_some() {
                Part::Later
            } else {
                Part::First
            },
        };
        let mut carried = carried.unwrap_or_else(|| Carried {
            mark: open.mark,
            class: open.class,
            parts: Vec::new(),
            paragraph: self.paragraph.clone(),
        });
        carried.parts.push(part);
        self.pairer.carried = Some(carried);
    }
}
