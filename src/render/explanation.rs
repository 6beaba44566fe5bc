//! Where the score of a hit comes from, in words and numbers, for
//! [`text::write_explanation`](crate::render::text::write_explanation).
//!
//! The parts of a score come in, a line each goes out below their sum, the numbers aligned. Words of the query are the
//! user's: like all that is shown they go through a [`Flow`]. What is not here: how much a signal counts
//! ([`search::signals`](crate::search::signals)), and the JSON of it.

use std::io::{self, Write};

use crate::render::flow::{Flow, Margin};
use crate::render::summary::{grouped, plural};
use crate::render::text::{FAINT, INDENT, PLAIN, TextOptions};
use crate::search::Hit;
use crate::search::engine::{ScorePart, Signal};

/// Writes the score of a hit and, a line each, what it is the sum of, for a hit that was asked to be explained.
pub fn write_explanation(out: &mut dyn Write, hit: &Hit, options: &TextOptions) -> io::Result<()> {
    let sum = number(hit.score);
    let mut flow = Flow::new("score ", FAINT);
    flow.push(&sum, PLAIN);
    if hit.score_parts.is_empty() {
        flow.push(": nothing counts towards it", FAINT);
    }
    flow.write(out, INDENT, options)?;
    for part in &hit.score_parts {
        write_part(out, part, sum.len(), options)?;
    }
    Ok(())
}

/// Writes a part with its number at the right of a column of so many.
fn write_part(
    out: &mut dyn Write,
    part: &ScorePart,
    column: usize,
    options: &TextOptions,
) -> io::Result<()> {
    let first = format!("    {:>column$}  ", number(part.value));
    let rest = " ".repeat(first.len());
    let margin = Margin {
        first: &first,
        rest: &rest,
        link: None,
    };
    Flow::new(&reason(&part.signal), FAINT).write(out, margin, options)
}

/// Writes a number to three places: on a small archive what is common scores little.
fn number(value: f64) -> String {
    format!("{value:.3}")
}

fn reason(signal: &Signal) -> String {
    match signal {
        Signal::Word {
            word,
            body,
            title,
            articles,
        } => format!(
            "{word}: {}; in {}",
            places(*body, *title),
            plural(*articles, "article", "articles")
        ),
        Signal::TitleShare => "the title’s words are words of the query".to_owned(),
        Signal::TitleLikeness => "the title is like the query".to_owned(),
        Signal::Lead { words } => format!("{}: among the first words", words.join(", ")),
        Signal::Pair { words } => format!(
            "{}: in this order, as near as in the query",
            words.join(", ")
        ),
        Signal::Feedback => "like the best articles".to_owned(),
        Signal::Phrase => "all the words together, as in the query".to_owned(),
    }
}

fn places(body: u32, title: u32) -> String {
    match (body, title) {
        (0, title) => format!("{} in the title", times(title)),
        (body, 0) => format!("{} in the body", times(body)),
        (body, title) => format!("{} in the body, {} in the title", times(body), times(title)),
    }
}

fn times(count: u32) -> String {
    match count {
        1 => "once".to_owned(),
        count => format!("{} times", grouped(u64::from(count))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;
    use insta::assert_snapshot;
    use proptest::prelude::*;

    fn written(hit: &Hit, width: usize, styled: bool) -> String {
        let options = TextOptions {
            width,
            styled,
            ..TextOptions::default()
        };
        let mut out = Vec::new();
        write_explanation(&mut out, hit, &options).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_score_is_said_in_words_and_numbers() {
        assert_snapshot!(written(&sample::explained_hit(), 80, false), @"
        score 7.875
          1.750  verification: once in the body, once in the title; in 1 article
          0.500  mechanism: once in the body, once in the title; in 1,204 articles
          0.375  the title’s words are words of the query
          0.250  the title is like the query
          0.250  verification, mechanism: among the first words
          0.125  verification, mechanism: in this order, as near as in the query
          4.000  all the words together, as in the query
          0.625  like the best articles
        ");
    }

    #[test]
    fn reasons_are_wrapped_beside_their_numbers() {
        assert_snapshot!(written(&sample::explained_hit(), 44, false), @"
        score 7.875
          1.750  verification: once in the body,
                 once in the title; in 1 article
          0.500  mechanism: once in the body, once
                 in the title; in 1,204 articles
          0.375  the title’s words are words of
                 the query
          0.250  the title is like the query
          0.250  verification, mechanism: among
                 the first words
          0.125  verification, mechanism: in this
                 order, as near as in the query
          4.000  all the words together, as in the
                 query
          0.625  like the best articles
        ");
    }

    #[test]
    fn words_are_faint_and_numbers_are_not() {
        let mut hit = sample::explained_hit();
        hit.score_parts.truncate(1);
        assert_snapshot!(written(&hit, 80, true).replace('\x1b', "ESC"), @"
        ESC[2mscore ESC[0m7.875
          1.750  ESC[2mverification: once in the body, once in the title; in 1 articleESC[0m
        ");
    }

    #[test]
    fn a_score_of_nothing_is_said_to_be_one() {
        let mut hit = sample::hit();
        hit.score = 0.0;
        assert_snapshot!(written(&hit, 80, false), @"  score 0.000: nothing counts towards it");
    }

    #[test]
    fn places_are_counted_in_words() {
        for (body, title, expected) in [
            (1, 0, "once in the body"),
            (1204, 1, "1,204 times in the body, once in the title"),
            (0, 2, "2 times in the title"),
        ] {
            assert_eq!(places(body, title), expected);
        }
    }

    proptest! {
        #[test]
        fn no_word_of_a_query_can_command_a_terminal(words in [sample::any_text(), sample::any_text()]) {
            let mut hit = sample::explained_hit();
            let signal = Signal::Pair { words: words.clone() };
            hit.score_parts.push(ScorePart { signal, value: 0.5 });
            let signal = Signal::Word { word: words[0].clone(), body: 1, title: 0, articles: 1 };
            hit.score_parts.push(ScorePart { signal, value: 0.5 });
            let text = written(&hit, 60, false);
            let bidi = |letter| matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            let commands = |letter: char| (letter.is_control() && letter != '\n') || bidi(letter);
            prop_assert!(!text.contains(commands), "{:?}", text);
        }
    }
}
