//! What holds for every archive: looked for in small ones made of words that nobody uses.

use std::ops::ControlFlow;
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::Index as Pick;
use pullquote::article::ArticleId;
use pullquote::engine::embedded::Index;
use pullquote::search::engine::{Effort, Engine, Ranked};
use pullquote::verify::{Finding, Place, VerifyOptions, verify};

use super::{dated, found, is_as_stored, tell, texts};
use crate::archive::{Archive, Story};

const WORDS: [&str; 24] = [
    "bado",
    "kemi",
    "Lutra",
    "sivon",
    "“tarek",
    "golu”",
    "mirsa,",
    "denko.",
    "ob’la",
    "ob'la",
    "3.5",
    "$5",
    "non-ra",
    "exam-\nple",
    "zu—va",
    "not",
    "[nuru]",
    "…",
    "café",
    "the",
    "of",
    "Hilu:",
    "(pa)",
    "tenth",
];

fn texts_of_words() -> impl Strategy<Value = Vec<String>> {
    let gap = prop_oneof![8 => Just(" "), 1 => Just("\n"), 1 => Just("\n\n")];
    let text =
        prop::collection::vec((prop::sample::select(&WORDS[..]), gap), 8..50).prop_map(|words| {
            words
                .into_iter()
                .flat_map(|(word, gap)| [word, gap])
                .collect()
        });
    prop::collection::vec(text, 1..6)
}

/// The first and the end byte of some words of a text, parted by blanks.
fn stretch(text: &str, start: Pick, length: usize) -> &str {
    let base = text.as_ptr() as usize;
    let words: Vec<&str> = text.split_whitespace().collect();
    let start = start.index(words.len());
    let last = words[(start + length).min(words.len()) - 1];
    &text[words[start].as_ptr() as usize - base..last.as_ptr() as usize - base + last.len()]
}

fn stories(texts: &[String]) -> Vec<Story> {
    let story = |(id, text): (usize, &String)| {
        let date = match id % 3 {
            0 => String::new(),
            _ => format!("2025-01-{:02}", 20 - id),
        };
        dated(&format!("story-{id}"), &date, text)
    };
    texts.iter().enumerate().map(story).collect()
}

/// The articles that share most of the words, in order.
fn closest(index: &Index, text: &str) -> Vec<ArticleId> {
    let mut ids = Vec::new();
    let mut visit = |ranked: Ranked| {
        ids.push(ranked.stored.article.id);
        Ok(ControlFlow::Continue(()))
    };
    let words = pullquote::text::words(text);
    index
        .closest(&words, Effort::Thorough, 20, &mut visit)
        .unwrap();
    ids
}

fn has_word(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_cut_from_an_article_is_exact(
        texts in texts_of_words(),
        picks in prop::collection::vec((any::<Pick>(), any::<Pick>(), 1usize..12), 8),
    ) {
        let index = Archive::of(&stories(&texts)).index();
        for (which, start, length) in picks {
            let quotation = stretch(&texts[which.index(texts.len())], start, length);
            if has_word(quotation) {
                let found = found(&index, quotation);
                prop_assert_eq!(tell(&found).replace("; not quoted", ""), "exact", "{:?}", quotation);
                prop_assert_eq!(texts_of(&found), [quotation]);
            }
        }
    }

    #[test]
    fn an_unknown_word_is_never_faithful(
        texts in texts_of_words(),
        picks in prop::collection::vec((any::<Pick>(), any::<Pick>(), 3usize..12, any::<Pick>()), 8),
    ) {
        let index = Archive::of(&stories(&texts)).index();
        for (which, start, length, changed) in picks {
            let mut words: Vec<&str> = stretch(&texts[which.index(texts.len())], start, length).split_whitespace().collect();
            if words.len() > 2 {
                let inner = 1 + changed.index(words.len() - 2);
                words[inner] = "zzyzx";
                let found = found(&index, &words.join(" "));
                prop_assert!(!found.verdict.is_faithful(), "{}: {}", found.quotation, tell(&found));
            }
        }
    }

    #[test]
    fn the_way_to_an_index_makes_no_difference(
        texts in texts_of_words(),
        picks in prop::collection::vec((any::<Pick>(), any::<Pick>(), 2usize..12, 0usize..4), 8),
    ) {
        let stories = stories(&texts);
        let at_once = Archive::of(&stories);
        let (late, early) = stories.split_at(stories.len() / 2);
        let in_steps = Archive::of(early);
        in_steps.write("later.jsonl", &late.iter().rev().cloned().collect::<Vec<_>>());
        in_steps.update(2);
        for (which, start, length, how) in picks {
            let cut = stretch(&texts[which.index(texts.len())], start, length);
            let other = stretch(&texts[0], start, 6);
            let quotation = match how {
                0 => cut.to_owned(),
                1 => cut.replacen(' ', " zzyzx ", 1),
                2 => format!("{cut} {other}"),
                _ => cut.to_lowercase().replacen("the", "", 1),
            };
            if has_word(&quotation) {
                let [one, other] = [&at_once, &in_steps].map(|archive| closest(&archive.index(), &quotation));
                prop_assert_eq!(one, other);
                let [one, other] = [&at_once, &in_steps].map(|archive| found(&archive.index(), &quotation));
                let ids = |found: &Finding| (ids_of(&found.places), ids_of(&found.elsewhere), found.more);
                prop_assert_eq!(tell(&one), tell(&other));
                prop_assert_eq!(texts_of(&one), texts_of(&other));
                prop_assert_eq!(ids(&one), ids(&other));
            }
        }
    }
}

static TALKS: LazyLock<Archive> = LazyLock::new(|| {
    Archive::of(&[Story::new(
        "one",
        "“The talks [a] go on… not now,” he (b) said.",
    )])
});

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_told_something_of(quotation in prop_oneof![
        "\\PC{0,60}",
        "[ab \\[\\]().…“”\"'$%,\u{ad}-]{0,60}",
        "(the|not|talks|go|on|\\[|\\]|…|\\.|,| |\n){0,30}",
    ]) {
        let index = TALKS.index();
        let told = verify(&index, &quotation, &VerifyOptions::default());
        for found in told.iter() {
            for place in found.places.iter().chain(&found.elsewhere) {
                is_as_stored(&index, found, place);
            }
        }
    }
}

fn texts_of(found: &Finding) -> Vec<&str> {
    texts(&found.places)
}

fn ids_of(places: &[Place]) -> Vec<String> {
    places
        .iter()
        .map(|place| place.article.id.to_string())
        .collect()
}
