//! Stretches of a quotation that stand word for word in a body: what shows that two places were joined.
//!
//! The numbered words of a quotation and a body go in; the stretches that both have come out, and the halves of one
//! utterance that make up the whole quotation. What is not here: where the bodies come from.

use std::cell::OnceCell;
use std::ops::Range;

use super::body::Body;
use crate::quotation::quoted_ranges;

/// The most parts of one utterance.
const MOST: usize = 3;

/// The most halves that are tried in one body, which is met only where the same few words stand again and again.
const MOST_STEPS: usize = 20_000;

/// The most words between two halves of one utterance.
const LONGEST_ATTRIBUTION: usize = 45;

/// Stretches in order with no more words between them than these are one place.
const ONE_PLACE: usize = 12;

/// Words that a quotation and a body share, in order and without a break.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    /// Which words of the quotation.
    pub(super) quotation: Range<usize>,
    /// Which words of the body.
    pub(super) body: Range<usize>,
}

/// Finds where some words stand in a body without a break, in order.
pub(super) fn places(words: &[u32], body: &Body<'_>) -> Vec<Range<usize>> {
    let starts = body.numbers.windows(words.len().max(1)).enumerate();
    starts
        .filter(|(_, found)| *found == words)
        .map(|(start, found)| start..start + found.len())
        .collect()
}

fn shared(words: &[u32], source: &[u32]) -> usize {
    words
        .iter()
        .zip(source)
        .take_while(|(word, other)| word == other)
        .count()
}

/// The bytes of a text between quotation marks, looked for when they are first asked for.
pub(super) struct Quoted<'b> {
    text: &'b str,
    ranges: OnceCell<Vec<Range<usize>>>,
}

impl<'b> Quoted<'b> {
    /// Asks for those of a text.
    pub(super) fn of(text: &'b str) -> Self {
        Quoted {
            text,
            ranges: OnceCell::new(),
        }
    }

    /// Tells whether every word of some bytes stands between quotation marks: of one pair, or of several where an
    /// utterance runs over paragraphs.
    pub(super) fn holds(&self, bytes: &Range<usize>) -> bool {
        let ranges = self.ranges();
        let first = ranges.partition_point(|range| range.end <= bytes.start);
        let mut at = bytes.start;
        for range in ranges[first..]
            .iter()
            .take_while(|range| range.start < bytes.end)
        {
            if self.has_word(at..range.start) {
                return false;
            }
            at = at.max(range.end);
        }
        !self.has_word(at..bytes.end)
    }

    /// Tells the same of several stretches.
    pub(super) fn hold(&self, stretches: &[Range<usize>]) -> bool {
        stretches.iter().all(|bytes| self.holds(bytes))
    }

    fn has_word(&self, bytes: Range<usize>) -> bool {
        let text = self.text.get(bytes).unwrap_or_default();
        text.contains(char::is_alphanumeric)
    }

    fn ranges(&self) -> &[Range<usize>] {
        self.ranges.get_or_init(|| quoted_ranges(self.text))
    }
}

/// Finds the halves of one utterance that make up a quotation: each in quotation marks of its own, with nothing but an
/// attribution between.
pub(super) fn joined(words: &[u32], body: &Body<'_>, quoted: &Quoted<'_>) -> Option<Vec<Stretch>> {
    let first = *words.first()?;
    let starts = body
        .numbers
        .iter()
        .enumerate()
        .filter(|(_, number)| **number == first);
    let mut steps = MOST_STEPS;
    let mut chains = starts.filter_map(|(start, _)| {
        let mut chain = Vec::new();
        continue_joined(words, 0, body, start, quoted, &mut chain, &mut steps).then_some(chain)
    });
    chains.find(|chain| chain.len() > 1)
}

/// Completes a chain with the words from `from` on, which begin at `start` in the body; false where it cannot be.
fn continue_joined(
    words: &[u32],
    from: usize,
    body: &Body<'_>,
    start: usize,
    quoted: &Quoted<'_>,
    chain: &mut Vec<Stretch>,
    steps: &mut usize,
) -> bool {
    if *steps == 0 {
        return false;
    }
    *steps -= 1;
    let longest = shared(&words[from..], &body.numbers[start..]);
    let whole = longest == words.len() - from;
    // Words that stand on both sides of the attribution may belong to either.
    for length in (1..=longest).rev().take(if whole { 1 } else { 4 }) {
        let stretch = Stretch {
            quotation: from..from + length,
            body: start..start + length,
        };
        let end = stretch.body.end;
        chain.push(stretch);
        if whole {
            return true;
        }
        if chain.len() < MOST {
            let next = words[from + length];
            let window = end + 1..(end + LONGEST_ATTRIBUTION).min(body.length());
            for place in window.filter(|place| body.numbers[*place] == next) {
                if is_attribution(body, end - 1, place, quoted)
                    && continue_joined(words, from + length, body, place, quoted, chain, steps)
                {
                    return true;
                }
            }
        }
        chain.pop();
    }
    false
}

/// Tells whether all between two words stands outside quotation marks, one pair of which closes there and the next opens.
fn is_attribution(body: &Body<'_>, last: usize, first: usize, quoted: &Quoted<'_>) -> bool {
    let quoted = quoted.ranges();
    let holds = |place: usize| {
        let word = body.word(place);
        let after = quoted.partition_point(|range| range.start <= word.start);
        after
            .checked_sub(1)
            .filter(|range| word.end <= quoted[*range].end)
    };
    let is_between = || (last + 1..first).all(|place| holds(place).is_none());
    match (holds(last), holds(first)) {
        (Some(one), Some(next)) => next == one + 1 && last + 1 < first && is_between(),
        _ => false,
    }
}

/// Tells whether one stretch goes on, in the same body, about where another ends.
pub(super) fn goes_on(one: &Stretch, next: &Stretch) -> bool {
    next.body.start + 2 >= one.body.end && next.body.start <= one.body.end + ONE_PLACE
}

#[cfg(test)]
mod tests {
    use super::super::body::Vocabulary;
    use super::super::pattern::Pattern;
    use super::*;
    use crate::text::Reading;

    fn read<'b>(quotation: &str, source: &'b str) -> (Vec<u32>, Body<'b>) {
        let pattern = Pattern::literal(quotation, Reading::Split).unwrap();
        let mut vocabulary = Vocabulary::default();
        let words = vocabulary.numbers_of(&pattern).concat();
        (words, Body::readings(source, &vocabulary).remove(0))
    }

    #[test]
    fn halves_of_one_utterance() {
        let check = |quotation: &str, source: &str, expected: &[Range<usize>]| {
            let (words, body) = read(quotation, source);
            let found: Vec<_> = joined(&words, &body, &Quoted::of(source))
                .into_iter()
                .flatten()
                .map(|stretch| stretch.body)
                .collect();
            assert_eq!(found, expected, "{quotation} in {source}");
        };
        let source = "“We will fight,” he said, “and we will win.” “Never,” she said.";
        check("We will fight, and we will win.", source, &[0..3, 5..9]);
        check("We will fight and we will", source, &[0..3, 5..8]);
        check("We will fight", source, &[]);
        check("We will win", source, &[]);
        check("We will fight he said and we", source, &[]);
        check("a b", "a “x” y “b”", &[]);
    }

    #[test]
    fn stretches_of_one_place() {
        let at = |body: Range<usize>| Stretch {
            quotation: 0..0,
            body,
        };
        let check = |one, next, expected| assert_eq!(goes_on(&at(one), &at(next)), expected);
        check(100..108, 109..116, true);
        check(100..108, 107..116, true);
        check(100..108, 20..28, false);
        check(100..108, 190..198, false);
    }
}
