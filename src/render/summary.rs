//! The lines that close an answer: how many articles matched, and what else must be known of it.
//!
//! An [`Answer`] comes in, lines go out, re-exported as [`text::write_summary`](crate::render::text::write_summary).
//! What is not here: the hits themselves, and the facets.

use std::io::{self, Write};

use crate::render::flow::{Flow, Margin};
use crate::render::text::{PLAIN, TextOptions};
use crate::search::{Answer, Counts};

/// Writes how many articles matched, then what else must be known of the answer, a line each.
pub fn write_summary(
    out: &mut dyn Write,
    answer: &Answer,
    options: &TextOptions,
) -> io::Result<()> {
    for line in summary(answer) {
        Flow::new(&line, PLAIN).write(
            out,
            Margin {
                rest: "  ",
                ..Margin::default()
            },
            options,
        )?;
    }
    Ok(())
}

/// Writes a number with its noun; thousands are parted by commas.
pub fn plural(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { many })
}

/// Writes a number with its thousands parted by commas.
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn summary(answer: &Answer) -> Vec<String> {
    let mut lines = vec![counts(&answer.counts, shown(answer))];
    if answer.relaxed {
        lines.push("no article has all the words, so those with any of them were taken".to_owned());
    }
    if !answer.ignored.is_empty() {
        lines.push(format!(
            "not searched for, being stop words or no words: {}",
            answer.ignored.join(", ")
        ));
    }
    if answer.undated > 0 {
        let articles = plural(
            answer.undated,
            "article matches but has",
            "articles match but have",
        );
        lines.push(format!(
            "{articles} no date, so the dates asked for leave them out"
        ));
    }
    lines.extend(answer.limits.iter().cloned());
    lines
}

/// The ranks that are shown, where that is not all of them.
fn shown(answer: &Answer) -> Option<String> {
    let (first, last) = (answer.hits.first()?.rank, answer.hits.last()?.rank);
    let ranks = match first == last {
        true => format!("number {}", grouped(first as u64)),
        false => format!("{} to {}", grouped(first as u64), grouped(last as u64)),
    };
    (answer.hits.len() as u64 != answer.counts.articles).then_some(ranks)
}

fn counts(counts: &Counts, shown: Option<String>) -> String {
    let mut line = match counts.articles {
        0 => "no article matches".to_owned(),
        articles => plural(articles, "article", "articles"),
    };
    if let Some(shown) = shown {
        line.push_str(&format!(", {shown} shown"));
    }
    let kinds = [
        (counts.exact_phrase, "with the exact phrase"),
        (counts.all_words, "with all words"),
        (counts.any_word, "with some words"),
    ];
    let number = |count| {
        if count == 0 {
            "none".to_owned()
        } else {
            grouped(count)
        }
    };
    let kinds = kinds
        .iter()
        .filter_map(|(count, kind)| Some(format!("{} {kind}", number((*count)?))));
    let kinds: Vec<_> = kinds.collect();
    if !kinds.is_empty() {
        line.push_str("; ");
        line.push_str(&kinds.join(", "));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;
    use insta::assert_snapshot;

    fn check(answer: &Answer) -> String {
        let mut out = Vec::new();
        write_summary(&mut out, answer, &TextOptions::default()).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_summary_says_what_must_be_known() {
        assert_snapshot!(check(&sample::answer()), @"
        3 articles, number 2 shown; 1 with the exact phrase, 3 with all words, 1,204
          with some words
        not searched for, being stop words or no words: the
        2 articles match but have no date, so the dates asked for leave them out
        ");
        let none = Answer {
            hits: vec![],
            counts: Counts::default(),
            ignored: vec![],
            undated: 1,
            ..sample::answer()
        };
        assert_snapshot!(check(&none), @"
        no article matches
        1 article matches but has no date, so the dates asked for leave them out
        ");
        let counts = Counts {
            articles: 1,
            all_words: Some(0),
            any_word: Some(1),
            ..Counts::default()
        };
        let relaxed = Answer {
            counts,
            relaxed: true,
            undated: 0,
            ..sample::answer()
        };
        assert_snapshot!(check(&relaxed), @"
        1 article; none with all words, 1 with some words
        no article has all the words, so those with any of them were taken
        not searched for, being stop words or no words: the
        ");
    }
}
