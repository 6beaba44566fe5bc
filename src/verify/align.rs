//! The best alignment of a quotation with a stretch of a body, word by word, where some of its words are others.
//!
//! Numbered words and a window of the body go in; for each piece of the quotation the words it stands beside come
//! out, with the number that are the same. It is the semi-global form of the distance of Levenshtein over words
//! (Sellers 1980): the window's ends are free, and so nearly are the words that a gap declares. What is not here: what
//! the differences are ([`edits`](super::edits)).

use std::ops::Range;

use super::body::{Body, OTHER};
use super::pattern::Pattern;

/// What an edit of one word costs; words that a gap declares cost next to nothing.
const EDIT: u32 = 64;
const CUT: u32 = 1;
const REPLACED: u32 = 8;

/// The most words an ellipsis is given in a window.
const CUT_IN_WINDOW: usize = 80;

/// The most cells of the table of distances: a window that needs more is not looked at.
const MOST_CELLS: usize = 16 << 20;

/// A quotation beside a stretch of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Alignment {
    /// The sum of the edits' costs.
    pub(super) cost: u32,
    /// How many words are the same, in order.
    pub(super) kept: usize,
    /// For each piece the words of the body it stands beside.
    pub(super) pieces: Vec<Range<usize>>,
}

impl Alignment {
    /// Returns the share of words that are the same, in those of the quotation or of the source, whichever are more;
    /// from 0 to 1.
    pub(super) fn likeness(&self, length: usize) -> f64 {
        let beside: usize = self.pieces.iter().map(ExactSizeIterator::len).sum();
        self.kept as f64 / length.max(beside).max(1) as f64
    }

    /// Returns how many words were edited, as far as not declared.
    pub(super) fn edits(&self) -> u32 {
        self.cost / EDIT
    }

    /// Returns the words of the body from the first to the last.
    pub(super) fn words(&self) -> Range<usize> {
        let mut found = self.pieces.iter().filter(|piece| !piece.is_empty());
        let start = found.next().map_or(0..0, Clone::clone);
        start.start..found.next_back().map_or(start.end, |last| last.end)
    }
}

/// Finds the windows of a body that have most of a quotation's words, those that are rare there before others: at
/// most two, the better first.
pub(super) fn windows(body: &Body<'_>, vocabulary: usize, pattern: &Pattern) -> Vec<Range<usize>> {
    let ellipses = pattern.gaps.iter().filter(|gap| gap.ellipsis).count();
    let length = pattern.length();
    let width = length + length / 3 + 6 + ellipses * CUT_IN_WINDOW;
    let mut counts = vec![0u32; vocabulary];
    for number in body.numbers.iter().filter(|number| **number != OTHER) {
        counts[*number as usize] += 1;
    }
    let weights: Vec<f32> = body
        .numbers
        .iter()
        .map(|number| match number {
            &OTHER => 0.0,
            known => 1.0 / counts[*known as usize] as f32,
        })
        .collect();
    let Some((best, sum)) = heaviest(&weights, width, &(0..0)) else {
        return Vec::new();
    };
    let mut windows = vec![best.clone()];
    if let Some((second, _)) =
        heaviest(&weights, width, &best).filter(|(_, next)| *next > sum * 0.6)
    {
        windows.push(second);
    }
    let margin = width / 4;
    for window in &mut windows {
        *window = window.start.saturating_sub(margin)..(window.end + margin).min(weights.len());
    }
    windows
}

/// Finds the heaviest window that does not touch `taken`.
fn heaviest(weights: &[f32], width: usize, taken: &Range<usize>) -> Option<(Range<usize>, f32)> {
    let mut best: Option<(Range<usize>, f32)> = None;
    let mut sum = 0.0;
    for (last, weight) in weights.iter().enumerate() {
        sum += weight;
        if last >= width {
            sum -= weights[last - width];
        }
        let window = (last + 1).saturating_sub(width)..last + 1;
        let is_apart = window.end <= taken.start || window.start >= taken.end || taken.is_empty();
        if is_apart && *weight > 0.0 && best.as_ref().is_none_or(|(_, most)| sum > *most) {
            best = Some((window, sum));
        }
    }
    best
}

/// How a cell of the table is reached.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Start,
    Same,
    Other,
    Added,
    Missing,
}

/// Aligns a pattern with a window of a body; `None` where the table would be too large.
pub(super) fn align(
    pattern: &Pattern,
    numbers: &[Vec<u32>],
    body: &Body<'_>,
    window: Range<usize>,
) -> Option<Alignment> {
    let words: Vec<u32> = numbers.concat();
    let source = &body.numbers[window.clone()];
    let width = source.len() + 1;
    if (words.len() + 1).checked_mul(width)? > MOST_CELLS {
        return None;
    }
    let skips = skip_costs(pattern, numbers);
    let mut steps = vec![Step::Start; (words.len() + 1) * width];
    let mut above = vec![0u32; width];
    let mut row = vec![0u32; width];
    for (number, word) in words.iter().enumerate() {
        let steps = &mut steps[(number + 1) * width..(number + 2) * width];
        row[0] = above[0] + EDIT;
        steps[0] = Step::Added;
        for place in 1..width {
            let same = source[place - 1] == *word;
            let beside = above[place - 1] + if same { 0 } else { EDIT };
            let added = above[place] + EDIT;
            let missing = row[place - 1] + skips[number + 1];
            let least = beside.min(added).min(missing);
            row[place] = least;
            steps[place] = match least {
                _ if least == beside && same => Step::Same,
                _ if least == missing => Step::Missing,
                _ if least == beside => Step::Other,
                _ => Step::Added,
            };
        }
        std::mem::swap(&mut above, &mut row);
    }
    // At the same cost the last word is rather the same than another, and rather another than none.
    let last = &steps[words.len() * width..];
    let worth = |step: Step| match step {
        Step::Same => 0,
        Step::Other => 1,
        _ => 2,
    };
    let ends = above.iter().enumerate();
    let (end, cost) = ends.min_by_key(|(end, cost)| (**cost, worth(last[*end])))?;
    let beside = trace(&steps, width, words.len(), end);
    Some(Alignment {
        cost: *cost,
        kept: beside.iter().filter(|(_, same)| *same).count(),
        pieces: by_piece(&beside, numbers, window.start),
    })
}

/// Returns, for each number of words read, what a word of the source that is passed over costs there.
fn skip_costs(pattern: &Pattern, numbers: &[Vec<u32>]) -> Vec<u32> {
    let mut costs = vec![EDIT; pattern.length() + 1];
    let mut read = 0;
    for (piece, gap) in numbers.iter().zip(&pattern.gaps[1..]) {
        read += piece.len();
        if gap.ellipsis {
            costs[read] = CUT;
        } else if gap.bracket.is_some() {
            costs[read] = REPLACED;
        }
    }
    costs
}

/// Returns for each word of the quotation the place in the window it stands beside, if any, and whether it is the same.
fn trace(steps: &[Step], width: usize, words: usize, end: usize) -> Vec<(Option<usize>, bool)> {
    let mut beside = vec![(None, false); words];
    let (mut word, mut place) = (words, end);
    while word > 0 {
        match steps[word * width + place] {
            Step::Missing => place -= 1,
            Step::Added | Step::Start => word -= 1,
            step => {
                word -= 1;
                place -= 1;
                beside[word] = (Some(place), step == Step::Same);
            }
        }
    }
    beside
}

/// Gathers the places piece by piece; a piece that stands beside nothing has an empty range where it would be.
fn by_piece(
    beside: &[(Option<usize>, bool)],
    numbers: &[Vec<u32>],
    offset: usize,
) -> Vec<Range<usize>> {
    let mut rest = beside;
    let mut end = beside.iter().find_map(|(place, _)| *place).unwrap_or(0);
    let range = |piece: &Vec<u32>| {
        let (own, after) = rest.split_at(piece.len());
        rest = after;
        let mut places = own.iter().filter_map(|(place, _)| *place);
        let start = places.next().unwrap_or(end);
        let last = places.next_back().unwrap_or(start);
        if own.iter().any(|(place, _)| place.is_some()) {
            end = last + 1;
        }
        start + offset..end.max(start) + offset
    };
    numbers.iter().map(range).collect()
}

#[cfg(test)]
mod tests {
    use super::super::body::Vocabulary;
    use super::*;
    use crate::text::Reading;
    use proptest::prelude::*;

    fn aligned(quotation: &str, source: &str) -> (u32, usize, Vec<String>) {
        let pattern = Pattern::declared(quotation, Reading::Split)
            .or_else(|| Pattern::literal(quotation, Reading::Split))
            .unwrap();
        let mut vocabulary = Vocabulary::default();
        let numbers = vocabulary.numbers_of(&pattern);
        let body = &Body::readings(source, &vocabulary)[0];
        let window = 0..body.length();
        let found = align(&pattern, &numbers, body, window).unwrap();
        let text = |words: &Range<usize>| source[body.bytes(words.clone())].to_owned();
        let pieces = found.pieces.iter().map(text).collect();
        (found.cost / EDIT, found.kept, pieces)
    }

    #[test]
    fn words_beside_each_other() {
        let check = |quotation: &str, source: &str, cost: u32, kept: usize, pieces: &[&str]| {
            assert_eq!(
                aligned(quotation, source),
                (cost, kept, pieces.iter().map(ToString::to_string).collect()),
                "{quotation} in {source}"
            );
        };
        check(
            "we will fight",
            "so we will fight on",
            0,
            3,
            &["we will fight"],
        );
        check(
            "we may fight",
            "so we will fight on",
            1,
            2,
            &["we will fight"],
        );
        check("we fight", "so we will fight on", 1, 2, &["we will fight"]);
        check(
            "we will not fight",
            "so we will fight on",
            1,
            3,
            &["we will fight"],
        );
        check(
            "we … may win",
            "we fight and fight and will win",
            1,
            2,
            &["we", "will win"],
        );
        check("a b", "", 2, 0, &[""]);
    }

    /// The distance by its definition, without a table of steps.
    fn distance(words: &[char], source: &[char]) -> u32 {
        let whole = |from: usize, to: usize| {
            let mut row: Vec<u32> = (0..=(to - from) as u32).collect();
            for (number, word) in words.iter().enumerate() {
                let mut corner = row[0];
                row[0] = number as u32 + 1;
                for place in 1..row.len() {
                    let beside = corner + u32::from(source[from + place - 1] != *word);
                    corner = row[place];
                    row[place] = beside.min(corner + 1).min(row[place - 1] + 1);
                }
            }
            row[row.len() - 1]
        };
        let spans =
            (0..=source.len()).flat_map(|from| (from..=source.len()).map(move |to| (from, to)));
        spans.map(|(from, to)| whole(from, to)).min().unwrap()
    }

    proptest! {
        #[test]
        fn the_cost_is_the_least_distance(quotation in "[abc]{1,6}", source in "[abcd]{0,9}") {
            let spaced = |text: &str| text.chars().map(|c| format!("{c} ")).collect::<String>();
            let (cost, kept, _) = aligned(&spaced(&quotation), &spaced(&source));
            let words: Vec<char> = quotation.chars().collect();
            prop_assert_eq!(cost, distance(&words, &source.chars().collect::<Vec<_>>()));
            prop_assert!(kept + cost as usize >= words.len());
        }
    }
}
