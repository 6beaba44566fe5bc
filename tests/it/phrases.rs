//! No phrase is missed and none is found that is not there: small archives made at random, every phrase of them
//! looked for, with its typography varied, and compared with the slow opinion.

use proptest::prelude::*;

use crate::archive::{Archive, Story, record_ids};
use crate::brute;

/// Words with the typography that publishers vary; few of them, so that phrases recur.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("peace"),
        Just("Peace"),
        Just("talks"),
        Just("Türkiye"),
        Just("Tu\u{308}rkiye"),
        Just("Turkiye"),
        Just("cross-border"),
        Just("cross\u{2011}border"),
        Just("cross"),
        Just("border"),
        Just("crossborder"),
        Just("Asif’s"),
        Just("Asif's"),
        Just("“truce”"),
        Just("\"truce\""),
        Just("truce,"),
        Just("truce."),
        Just("ﬁre"),
        Just("fire"),
        Just("cease\u{ad}fire"),
        Just("ceasefire"),
        Just("1,600"),
        Just("Oct."),
        Just("—"),
        Just("co-operate"),
        Just("exam-\nple"),
        Just("example"),
        Just("the"),
        Just("of"),
    ]
    .prop_map(str::to_owned)
}

fn text() -> impl Strategy<Value = String> {
    let gap = prop_oneof![6 => Just(" "), 1 => Just("\n"), 1 => Just("\n\n"), 1 => Just("\u{a0}"), 1 => Just("  ")];
    prop::collection::vec((word(), gap), 1..60).prop_map(|words| {
        words
            .into_iter()
            .flat_map(|(word, gap)| [word, gap.to_owned()])
            .collect()
    })
}

/// Varies what a reader would not see, or would call the same words.
fn varied(words: &[String], how: usize) -> String {
    match how % 5 {
        0 => words.join(" "),
        1 => words.join("\n").to_uppercase(),
        2 => words.join("\u{a0}"),
        3 => words
            .iter()
            .map(|word| format!("“{word}” "))
            .collect::<String>()
            .replace(['“', '”'], "’"),
        _ => words
            .iter()
            .map(|word| soft(word))
            .collect::<Vec<_>>()
            .join(" — "),
    }
}

fn soft(word: &str) -> String {
    let middle = word
        .char_indices()
        .nth(word.chars().count() / 2)
        .map_or(0, |(byte, _)| byte);
    format!("{}\u{ad}{}", &word[..middle], &word[middle..])
}

/// Both readings of a text: with words hyphenated at a line's end taken apart, and whole.
fn readings(text: &str) -> [Vec<String>; 2] {
    [
        brute::words(text),
        brute::words(&text.replace("exam-\nple", "example")),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_phrase_is_found_wherever_it_stands_and_nowhere_else(
        texts in prop::collection::vec(text(), 1..8),
        picks in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 1usize..8, 0usize..5), 8),
    ) {
        let stories: Vec<Story> =
            texts.iter().enumerate().map(|(id, text)| Story::new(id, text.clone())).collect();
        let archive = Archive::of(&stories);
        for (which, start, length, how) in picks {
            let words = brute::words(&texts[which.index(texts.len())]);
            if words.is_empty() {
                continue;
            }
            let start = start.index(words.len());
            let phrase = &words[start..(start + length).min(words.len())];
            let answer = archive.search(&format!("\"{}\"", varied(phrase, how)));
            let mut found = record_ids(&answer);
            found.sort();
            let expected: Vec<String> = texts
                .iter()
                .enumerate()
                .filter(|(_, text)| readings(text).iter().any(|words| brute::count(words, phrase) > 0))
                .map(|(id, _)| id.to_string())
                .collect();
            prop_assert_eq!(&found, &expected, "{:?}", phrase);
            for hit in &answer.hits {
                for passage in &hit.passages {
                    prop_assert_eq!(&passage.text, &hit.article.body[passage.bytes.clone()]);
                    let body: Vec<char> = hit.article.body.chars().collect();
                    let by_code_points: String = body[passage.address.start..passage.address.end].iter().collect();
                    prop_assert_eq!(&passage.text, &by_code_points);
                    for place in &passage.matches {
                        let marked: String = body[place.clone()].iter().collect();
                        let wanted = [brute::words(&marked), brute::words(&marked.replace("exam-\nple", "example"))];
                        // Overlapping places of a phrase that repeats itself are marked as one stretch.
                        prop_assert!(
                            wanted.iter().any(|marked| brute::count(marked, phrase) > 0),
                            "{:?} is marked for {:?}", marked, phrase
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn hyphenated_words_find_each_other() {
    let archive = Archive::of(&[
        Story::new("hyphen", "A cross-border raid."),
        Story::new("space", "They cross border posts."),
        Story::new("joined", "A crossborder raid."),
        Story::new("apart", "The border is where they cross."),
    ]);
    for query in ["cross-border", "crossborder"] {
        assert_eq!(
            archive.found(query),
            ["hyphen", "joined", "space"],
            "{query}"
        );
    }
    assert_eq!(
        archive.found("cross border"),
        ["apart", "hyphen", "joined", "space"]
    );
    for query in ["\"cross-border\"", "\"cross border\""] {
        assert_eq!(archive.found(query), ["hyphen", "space"], "{query}");
    }
    assert_eq!(archive.found("\"crossborder\""), ["joined"]);
}

#[test]
fn a_phrase_is_never_matched_by_stem_and_only_its_own_words_are_marked() {
    let archive = Archive::of(&[
        Story::new("a", "The talks failed. Nobody talks about a failed talk."),
        Story::new("b", "The talk fails."),
    ]);
    assert_eq!(archive.found("\"talks failed\""), ["a"]);
    assert_eq!(archive.found("talks failed"), ["a", "b"]);
    let answer = archive.search("\"talks failed\"");
    let marked: Vec<_> = answer.hits[0]
        .passages
        .iter()
        .flat_map(|passage| passage.matches.clone())
        .collect();
    assert_eq!((marked.len(), marked[0].clone()), (1, 4..16));
}

#[test]
fn a_phrase_that_runs_over_passages_is_shown_whole_and_once() {
    let sentence = "One two three four five six seven eight nine ten. ";
    let text = format!(
        "{}Here it begins. And goes on. {}",
        sentence.repeat(11),
        sentence.repeat(20)
    );
    let archive = Archive::of(&[Story::new("long", text)]);
    for phrase in [
        "begins and",
        "ten here it begins and goes on one",
        "nine ten one two",
    ] {
        let answer = archive.search(&format!("\"{phrase}\""));
        assert_eq!(answer.counts.articles, 1, "{phrase}");
        let words: Vec<String> = phrase.split(' ').map(str::to_owned).collect();
        let places: usize = answer.hits[0]
            .passages
            .iter()
            .map(|passage| passage.matches.len())
            .sum();
        let expected = brute::count(&brute::words(&answer.hits[0].article.body), &words);
        assert_eq!(places, expected, "{phrase}");
    }
}

#[test]
fn words_with_others_among_them() {
    let archive = Archive::of(&[
        Story::new("next", "alpha beta"),
        Story::new("two", "alpha x y beta"),
        Story::new("four", "alpha w x y z beta"),
        Story::new("reversed", "beta alpha"),
    ]);
    assert_eq!(archive.found("\"alpha beta\""), ["next"]);
    assert_eq!(archive.found("\"alpha beta\"~2"), ["next", "two"]);
    assert_eq!(archive.found("\"alpha beta\"~4"), ["four", "next", "two"]);
}

#[test]
fn only_hyphenated_words_are_joined() {
    let archive = Archive::of(&[
        Story::new("us", "They told us apart."),
        Story::new(
            "acronym",
            "The U.S. said so, and we'll see; AT&T is a part of it.",
        ),
        Story::new("will", "He fell ill."),
    ]);
    assert_eq!(archive.found("U.S."), ["acronym"]);
    assert_eq!(archive.found("we'll"), ["acronym"]);
    assert_eq!(archive.found("a part"), ["acronym"]);
    assert_eq!(archive.found("AT&T"), ["acronym"]);
}

#[test]
fn words_hyphenated_at_a_line_s_end_have_their_forms() {
    let archive = Archive::of(&[Story::new(
        "wrapped",
        "The border saw many at-\ntacks and cross-border raids.",
    )]);
    for query in [
        "attack",
        "attacks",
        "attack*",
        "crossb*",
        "\"many attacks\"",
    ] {
        assert_eq!(archive.found(query), ["wrapped"], "{query}");
    }
}

#[test]
fn a_distance_beyond_all_measure_is_a_distance() {
    let archive = Archive::of(&[Story::new("far", "alpha and then, much later, beta")]);
    assert_eq!(archive.found("\"alpha beta\"~4294967295"), ["far"]);
}

#[test]
fn a_phrase_is_excluded_wherever_it_stands() {
    let archive = Archive::of(&[
        Story::new("a", "one two three four five"),
        Story::new("b", "six seven two one eight two three"),
        Story::new("c", "six two one seven"),
    ]);
    for (query, expected) in [
        ("five -\"two one\"", &["a"][..]),
        ("five -\"two three\"", &[]),
        ("six -\"two three\"", &["c"]),
        ("six NOT (\"two one\" AND \"two three\")", &["c"]),
        ("two -(\"four five\" OR \"one eight\")", &["c"]),
    ] {
        assert_eq!(archive.found(query), expected, "{query}");
    }
}

#[test]
fn a_name_without_a_word_matches_nothing() {
    let archive = Archive::of(&[Story::new("a", "The ceasefire holds.")]);
    assert!(archive.found("ceasefire outlet:\"***\"").is_empty());
}
