//! Passages: the spans that are shown, ranked and cited.
//!
//! Text goes in; byte ranges come out that tile it: concatenated they are the whole text. A passage is some
//! sentences, about 120 words of them, that begin at a heading where there is one, end with a paragraph where that
//! is near, and do not part a quotation if that can be avoided. What is not here: which passages answer a query.

use std::ops::Range;

use super::measure::{Measured, measure};
use super::tokens::{Reading, Tokenizer};

/// The number of words a passage comes as near to as its sentences allow.
const TARGET: usize = 120;
/// The most words between two headings that stay together.
const WHOLE: usize = 165;
/// The most words of a sentence that stays whole, and about how many its parts have if it does not.
const LONGEST_SENTENCE: usize = 300;
const PART: usize = 150;
/// The fewest words that are left to stand alone, if that can be avoided.
const SCRAP: usize = 40;

/// What speaks against a cut, in words that a passage may be longer or shorter to avoid it.
const WITHIN_PARAGRAPH: usize = 25;
const WITHIN_QUOTATION: usize = 60;
const WITHIN_SENTENCE: usize = 40;
const BEHIND_HEADING: usize = 400;
const LEAVES_SCRAP: usize = 40;

/// Returns the byte ranges of a text's passages, in order; none for an empty text.
pub fn passages(text: &str) -> Vec<Range<usize>> {
    let blocks = blocks(text);
    let mut starts = Vec::new();
    for mut stretch in blocks.chunk_by(|_, next| !next.begins) {
        while let Some(first) = stretch.first() {
            starts.push(first.start);
            stretch = &stretch[passage_length(stretch)..];
        }
    }
    tile(text, &starts)
}

/// A sentence, or a part of a very long one.
#[derive(Debug)]
struct Block {
    start: usize,
    /// The words of the text up to its end.
    words_to_end: usize,
    words: usize,
    /// What speaks against a cut behind it.
    against: usize,
    /// Whether a passage must begin with it.
    begins: bool,
}

fn blocks(text: &str) -> Vec<Block> {
    let sentences = measure(text);
    let mut blocks: Vec<Block> = Vec::with_capacity(sentences.len());
    let mut words_to_end = 0;
    for (at, sentence) in sentences.iter().enumerate() {
        let begins = sentence.heading && (at == 0 || !sentences[at - 1].heading);
        let against = against(sentence, sentences.get(at + 1));
        if sentence.words > LONGEST_SENTENCE {
            for (start, words) in parts(text, sentence) {
                words_to_end += words;
                blocks.push(Block {
                    start,
                    words_to_end,
                    words,
                    against: WITHIN_SENTENCE,
                    begins: false,
                });
            }
        } else {
            words_to_end += sentence.words;
            blocks.push(Block {
                start: sentence.range.start,
                words_to_end,
                words: sentence.words,
                against,
                begins,
            });
        }
    }
    blocks
}

fn against(sentence: &Measured, next: Option<&Measured>) -> usize {
    let within_paragraph = next.is_some_and(|next| next.paragraph == sentence.paragraph);
    let weigh = |holds, weight| if holds { weight } else { 0 };
    weigh(within_paragraph, WITHIN_PARAGRAPH)
        + weigh(sentence.quoted, WITHIN_QUOTATION)
        + weigh(sentence.heading, BEHIND_HEADING)
}

/// Cuts a sentence into parts, each given by its start in the text and its number of words. A part begins behind
/// white space where there is any within some words, otherwise with a token.
fn parts(text: &str, sentence: &Measured) -> Vec<(usize, usize)> {
    let offset = sentence.range.start;
    let sentence = &text[sentence.range.clone()];
    let mut parts = Vec::new();
    let (mut start, mut words, mut end) = (0, 0, 0);
    let mut tokenizer = Tokenizer::new(sentence, Reading::Split);
    while tokenizer.advance() {
        let token = tokenizer.token();
        let gap = sentence.get(end..token.start).unwrap_or("");
        let opening = gap.rsplit(char::is_whitespace).next().unwrap_or("").len();
        let spaced = opening < gap.len();
        if token.start >= end && (words >= PART && spaced || words >= PART + SCRAP) {
            parts.push((offset + start, words));
            start = if spaced {
                token.start - opening
            } else {
                token.start
            };
            words = 0;
        }
        words += 1;
        end = token.end;
    }
    parts.push((offset + start, words));
    parts
}

/// Returns how many of the blocks at the front of a stretch make the best passage; at least one.
fn passage_length(stretch: &[Block]) -> usize {
    let before = stretch[0].words_to_end - stretch[0].words;
    let total = stretch[stretch.len() - 1].words_to_end - before;
    if total <= WHOLE {
        return stretch.len();
    }
    let (mut best, mut least) = (stretch.len(), usize::MAX);
    for (at, block) in stretch.iter().enumerate() {
        let words = block.words_to_end - before;
        let distance = words.abs_diff(TARGET);
        if words > TARGET && distance >= least {
            break;
        }
        let scrap = if (1..SCRAP).contains(&(total - words)) {
            LEAVES_SCRAP
        } else {
            0
        };
        let against = distance + block.against + scrap;
        if against < least {
            (best, least) = (at + 1, against);
        }
    }
    best
}

/// Makes ranges that cover the whole text: white space belongs to the passage before it, or to the first.
fn tile(text: &str, starts: &[usize]) -> Vec<Range<usize>> {
    if text.is_empty() {
        return Vec::new();
    }
    let starts = std::iter::once(0).chain(starts.iter().copied().skip(1));
    let ends = starts.clone().skip(1).chain([text.len()]);
    starts.zip(ends).map(|(start, end)| start..end).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tokens::words;
    use super::*;
    use proptest::prelude::*;

    fn cut(text: &str) -> Vec<&str> {
        passages(text)
            .into_iter()
            .map(|range| &text[range])
            .collect()
    }

    fn lengths(text: &str) -> Vec<usize> {
        cut(text)
            .into_iter()
            .map(|passage| words(passage).len())
            .collect()
    }

    /// Makes a sentence of that many words.
    fn sentence(words: usize) -> String {
        format!("Word{}. ", " word".repeat(words - 1))
    }

    #[test]
    fn lengths_are_near_the_target() {
        let check = |input: &str, expected: &[usize]| assert_eq!(lengths(input), expected);
        check("", &[]);
        check(" \n ", &[0]);
        check("One.", &[1]);
        check(&sentence(20).repeat(8), &[160]);
        check(&sentence(20).repeat(20), &[120, 120, 160]);
        check(&sentence(250), &[250]);
        check(&sentence(300), &[300]);
        check(&sentence(600), &[150, 150, 150, 150]);
        check(&format!("{}{}", sentence(290), sentence(40)), &[290, 40]);
    }

    #[test]
    fn paragraphs_and_quotations_are_kept_whole_where_they_can_be() {
        let paragraphs = [sentence(50).repeat(2), sentence(35).repeat(4)].map(|text| text + "\n\n");
        assert_eq!(lengths(&paragraphs.concat()), [100, 140]);
        let speech = sentence(20).repeat(4);
        let around = |speech: &str| format!("{}{speech} {}", sentence(80), sentence(60).repeat(2));
        assert_eq!(lengths(&around(speech.trim_end())), [120, 160]);
        assert_eq!(
            lengths(&around(&format!("“{}”", speech.trim_end()))),
            [80, 140, 60]
        );
    }

    #[test]
    fn a_heading_begins_a_passage() {
        let text = format!(
            "{}\n\nThe ceasefire agreement\n\n{}",
            sentence(30),
            sentence(40)
        );
        assert_eq!(lengths(&text), [30, 43]);
        let text = format!(
            "The ceasefire agreement\n\n{}{}",
            sentence(290),
            sentence(40)
        );
        assert_eq!(lengths(&text), [293, 40]);
    }

    #[test]
    fn a_long_sentence_is_cut_between_words() {
        let text = format!("{} end", "(half-way) ".repeat(400));
        assert!(
            cut(&text)[1..]
                .iter()
                .all(|passage| passage.starts_with('('))
        );
        let unspaced = cut("北").len() + cut(&"北京".repeat(400)).len();
        assert!(unspaced > 4);
        assert!(cut(&"x".repeat(100_000)).len() > 1);
    }

    proptest! {
        #[test]
        fn passages_tile_the_text(text in "([A-Za-z]{0,6}(\\.|!|…|。|“|”|\"|½|字|,)?( |\n\n|\n)?){0,60}", times in 1usize..30) {
            let text = text.repeat(times);
            prop_assert_eq!(cut(&text).concat(), text.clone());
            for passage in cut(&text) {
                prop_assert!(!passage.is_empty());
                prop_assert!(words(passage).len() <= LONGEST_SENTENCE + 60);
            }
        }

        #[test]
        fn no_cut_falls_within_a_word(text in "([A-Za-z]{0,6}(\\.|!|…|。|“|-|\u{AD}|½|字|,)?( |\n)?){0,60}", times in 1usize..30) {
            let text = text.repeat(times);
            let found: Vec<_> = cut(&text).into_iter().flat_map(words).collect();
            prop_assert_eq!(found, words(&text));
        }

        #[test]
        fn passages_begin_with_what_is_seen(text in "([A-Za-z]{1,6}(\\.|!)?( |\n\n)){0,60}") {
            for passage in cut(&text.repeat(9)).into_iter().skip(1) {
                prop_assert!(!passage.starts_with(char::is_whitespace));
            }
        }
    }
}
