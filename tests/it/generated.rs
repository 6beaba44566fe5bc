//! The generator held to its word, over small archives made up for it.
//!
//! What is not here: a checker; the answers given are made up as well.

use std::sync::LazyLock;

use pullquote::text::words;

use crate::quotations::archive::Archive;
use crate::quotations::label::Label;
use crate::quotations::random::Random;
use crate::quotations::*;

/// Bodies of news that nobody wrote, with names, numbers, dashes, curly and straight quotations.
fn bodies(count: usize, seed: u64) -> Vec<String> {
    let mut random = Random::new(seed);
    let syllables = [
        "ta", "ren", "mo", "si", "ka", "lor", "ve", "dun", "pi", "gra", "fen", "flo",
    ];
    let spell = |mut number: usize| {
        let mut word = String::new();
        while word.is_empty() || number > 0 {
            word.push_str(syllables[number % 12]);
            number /= 12;
        }
        word
    };
    (0..count)
        .map(|_| {
            (0..12)
                .map(|_| paragraph(&mut random, &spell))
                .collect::<Vec<_>>()
                .join("\n\n")
        })
        .collect()
}

fn paragraph(random: &mut Random, spell: &dyn Fn(usize) -> String) -> String {
    let mut clause = |capital: usize| {
        let mut words: Vec<String> = (0..random.within(8..=16))
            .map(|_| word(random, spell))
            .collect();
        if capital > 0 {
            words[0] = alterations::capitalised(&words[0]);
        }
        words.join(" ")
    };
    let (one, two, three, four) = (clause(1), clause(0), clause(0), clause(1));
    let name = alterations::capitalised(&spell(random.below(40) + 700));
    match random.below(3) {
        0 => format!("{one}, {two}. “{four},” said {name}, “{three}.”"),
        1 => format!("{one} — {two}, \"{three},\" {name}’s aide said. {four}."),
        _ => format!("{one}; {two}... {four}, {three}."),
    }
}

/// A word: rare or frequent, sometimes one that can be negated, a number, or a name.
fn word(random: &mut Random, spell: &dyn Fn(usize) -> String) -> String {
    let frequent = [
        "the", "is", "was", "not", "it", "has", "agree", "agreed", "said", "of",
    ];
    match random.below(24) {
        0 => random.below(900).to_string(),
        1 => "three".to_owned(),
        2 | 3 => alterations::capitalised(&spell(random.below(40) + 700)),
        4..12 => frequent[random.below(10)].to_owned(),
        _ => {
            let below = random.within(2..=400);
            spell(random.below(below))
        }
    }
}

fn sources(bodies: &[String]) -> Vec<Source<'_>> {
    let named = bodies.iter().enumerate();
    named
        .map(|(at, body)| Source {
            id: format!("made-up-{at}"),
            body,
        })
        .collect()
}

fn options(seed: u64, words: std::ops::RangeInclusive<usize>) -> Options {
    Options {
        seed,
        count: 400,
        words,
        ..Options::default()
    }
}

/// Long and short cases of a few archives, made once for all tests.
static GENERATED: LazyLock<Vec<(Generated<'static>, Options)>> = LazyLock::new(|| {
    let make = |(seed, lengths)| {
        let bodies: &'static [String] = bodies(240, seed).leak();
        let archive: &'static [Source] = sources(bodies).leak();
        let options = options(seed, lengths);
        (generate(archive, &options), options)
    };
    [(1, 8..=40), (2, 8..=40), (3, 3..=7)].map(make).into()
});

fn each(check: impl Fn(&Generated, &Options)) {
    for (generated, options) in GENERATED.iter() {
        check(generated, options);
    }
}

/// The words of a text with a space before, between and behind them.
fn line(text: &str) -> String {
    format!(" {} ", words(text).join(" "))
}

fn source<'a>(generated: &Generated<'a>, case: &Case) -> Option<&'a str> {
    let (article, range) = case.place.as_ref()?.first()?;
    Some(&generated.archive[*article].body[range.clone()])
}

#[test]
fn every_label_gets_its_share() {
    each(|generated, options| {
        for (label, wanted) in label::shares(options) {
            assert_eq!(generated.count(label), wanted, "{}", label.row());
        }
        assert_eq!(generated.cases.len(), options.count);
    });
}

#[test]
fn the_same_seed_gives_the_same_cases() {
    let bodies = bodies(240, 5);
    let archive = sources(&bodies);
    let cases = |seed| generate(&archive, &options(seed, 8..=40)).cases;
    assert_eq!(cases(5), cases(5));
    assert_ne!(cases(5), cases(6));
}

#[test]
fn exact_cases_stand_in_their_source_and_typographic_ones_do_not() {
    each(|generated, _| {
        for case in &generated.cases {
            let Some((article, range)) = case.place.iter().flatten().next() else {
                continue;
            };
            let body = generated.archive[*article].body;
            match case.label {
                Label::Exact => assert!(body[range.start..].starts_with(&case.text), "{case:?}"),
                Label::Typographic => {
                    assert!(!body[range.start..].starts_with(&case.text), "{case:?}")
                }
                _ => {}
            }
        }
    });
}

#[test]
fn words_are_those_of_the_source_where_the_label_says_so() {
    each(|generated, _| {
        for case in generated
            .cases
            .iter()
            .filter(|case| case.label.has_source())
        {
            let source = source(generated, case).unwrap();
            match case.label {
                label if label.is_verbatim() => {
                    assert_eq!(line(&case.text), line(source), "{case:?}")
                }
                Label::Bracket => {}
                _ => assert_ne!(line(&case.text), line(source), "{case:?}"),
            }
        }
    });
}

#[test]
fn altered_cases_begin_and_end_as_their_source() {
    each(|generated, _| {
        for case in &generated.cases {
            if !matches!(
                case.label,
                Label::AlteredOneWord(_) | Label::Altered12To22 | Label::Heavy35To45
            ) {
                continue;
            }
            let (text, source) = (words(&case.text), words(source(generated, case).unwrap()));
            assert_eq!(
                (text.first(), text.last()),
                (source.first(), source.last()),
                "{case:?}"
            );
        }
    });
}

#[test]
fn nothing_stands_elsewhere_unless_its_label_says_so() {
    each(|generated, _| {
        let lines: Vec<String> = generated
            .archive
            .iter()
            .map(|source| line(source.body))
            .collect();
        for case in &generated.cases {
            let text = line(&case.text);
            let standing = (0..lines.len()).filter(|article| {
                !generated.held_out.contains(article) && lines[*article].contains(&text)
            });
            let standing: Vec<usize> = standing.collect();
            match case.label {
                label if label.is_verbatim() => {
                    let places = case.place.as_ref().unwrap();
                    let known = |article: &usize| places.iter().any(|(right, _)| right == article);
                    assert!(
                        standing.iter().all(known) && !standing.is_empty(),
                        "{case:?}"
                    );
                }
                // `agree[d]` for a word that ends so may be the source's own.
                Label::Bracket => {}
                _ => assert_eq!(standing, [0; 0], "{case:?}"),
            }
        }
    });
}

#[test]
fn held_out_cases_stand_in_held_out_articles_and_no_other_does() {
    each(|generated, options| {
        assert_eq!(
            generated.held_out.len(),
            generated.archive.len() / options.hold_out
        );
        for case in &generated.cases {
            let places = case.place.iter().flatten();
            assert!(
                places
                    .clone()
                    .all(|(article, _)| !generated.held_out.contains(article))
            );
            assert_eq!(case.held_out, case.label == Label::HeldOut);
            assert_eq!(case.place.is_some(), case.label.has_source());
        }
    });
}

#[test]
fn the_same_words_in_an_updated_copy_are_a_right_place() {
    let lead = "Updated at noon with a further line.\n\n";
    let mut bodies = bodies(120, 9);
    bodies.extend(bodies.clone().iter().map(|body| format!("{lead}{body}")));
    let archive = sources(&bodies);
    let generated = generate(&archive, &options(9, 8..=40));
    for case in generated
        .cases
        .iter()
        .filter(|case| case.label.has_source())
    {
        let (article, range) = case.place.as_ref().unwrap()[0].clone();
        // The line itself has no copy.
        if article >= 120 && range.start < lead.len() {
            continue;
        }
        let shifted = match article < 120 {
            true => range.start + lead.len()..range.end + lead.len(),
            false => range.start - lead.len()..range.end - lead.len(),
        };
        assert!(generated.same_place(case, article, range.clone()));
        assert!(generated.same_place(case, (article + 120) % 240, shifted));
        assert!(!generated.same_place(case, (article + 1) % 240, range));
    }
}

#[test]
fn labels_that_the_archive_belies_are_dropped_or_corrected() {
    let articles = [
        "Held out, and so of no account: the bridge was opened by three ministers on Monday.",
        "On Sunday the old bridge was closed to all traffic by the council after heavy rain.",
        "The old bridge was closed to all traffic. A new bridge “was closed” to all traffic by then.",
    ];
    let bodies = articles.map(str::to_owned);
    let archive = sources(&bodies);
    // The seed holds the first article out.
    let archive = Archive::new(
        &archive,
        &Options {
            seed: 3,
            hold_out: 3,
            ..Options::default()
        },
    );
    assert!(archive.held_out.contains(&0) && archive.held_out.len() == 1);
    let check = |label: Label, text: &str, expected: Option<&[&str]>| {
        let start = articles[1].find("the old").unwrap();
        let own = label
            .has_source()
            .then(|| vec![(1, start..start + text.len().min(50))]);
        let case = Case {
            label,
            text: text.to_owned(),
            place: own,
            held_out: label == Label::HeldOut,
            words: words(text).len(),
            expected: label.expected(),
        };
        let kept = correction::correct(&archive, vec![case], &mut Vec::new());
        assert_eq!(kept.first().map(|case| case.expected), expected, "{text}");
    };
    let one_word = Label::AlteredOneWord(Alteration::Insert);
    check(one_word, "A new bridge was closed to all traffic", None);
    check(
        one_word,
        "A fine bridge was closed to all traffic",
        Some(&["altered"]),
    );
    check(
        Label::Truncated,
        "the old bridge was closed to all traffic.",
        None,
    );
    check(
        Label::Truncated,
        "the old bridge was closed to all traffic by the council.",
        Some(&["truncated"]),
    );
    check(
        Label::Exact,
        "the old bridge was closed to all traffic",
        Some(&["exact"]),
    );
    check(
        Label::CaseEndpunct,
        "The old bridge was closed to all traffic",
        Some(&label::FAITHFUL),
    );
    check(
        Label::SplicedSame,
        "closed to all traffic A new bridge",
        None,
    );
    check(
        Label::HeldOut,
        "the bridge was opened by three ministers",
        Some(&["not_found", "near"]),
    );
    check(Label::HeldOut, "the bridge was closed to all traffic", None);
    check(
        Label::Fabricated,
        "new ministers closed to all traffic by the council",
        None,
    );
    check(
        Label::Fabricated,
        "rain opened the council bridge by Sunday",
        Some(&["not_found", "near"]),
    );
}

#[test]
fn the_table_counts_what_was_answered() {
    let bodies = bodies(240, 4);
    let archive = sources(&bodies);
    let generated = generate(&archive, &options(4, 8..=40));
    let answer = |case: &Case| Answer {
        verdict: case.expected[0].to_owned(),
        place: case.place.as_ref().map(|places| places[0].clone()),
        micros: 1000.0,
    };
    let right: Vec<Answer> = generated.cases.iter().map(answer).collect();
    let all_right = table(&generated, &right);
    let figure = |table: &str, name: &str| {
        let line = table.lines().find(|line| line.starts_with(name)).unwrap();
        line[name.len()..]
            .split_whitespace()
            .next()
            .unwrap()
            .parse::<usize>()
            .unwrap()
    };
    assert_eq!(figure(&all_right, "right verdict, all labels"), 400);
    assert_eq!(figure(&all_right, "faithful, called anything else"), 0);
    assert!(
        all_right.contains("median 1.000, 99th percentile 1.000"),
        "{all_right}"
    );
    let faithful = generated
        .cases
        .iter()
        .filter(|case| case.label.is_faithful())
        .count();
    let blind: Vec<Answer> = right
        .iter()
        .map(|answer| Answer {
            verdict: "exact".to_owned(),
            ..answer.clone()
        })
        .collect();
    let all_exact = table(&generated, &blind);
    assert_eq!(misses(&generated, &right, 9), "");
    assert!(misses(&generated, &blind, 1).contains("altered_12_22: exact\n  says "));
    let lost = figure(
        &all_exact,
        "altered, spliced, held out or fabricated, called faithful",
    );
    assert_eq!(
        lost + figure(&all_exact, "truncated or joined, called faithful"),
        400 - faithful
    );
}

#[test]
fn baselines_find_what_stands_and_let_alterations_pass() {
    let bodies = bodies(60, 7);
    let archive = sources(&bodies);
    let generated = generate(
        &archive,
        &Options {
            count: 120,
            ..options(7, 12..=40)
        },
    );
    let every = |_: &str| {
        (0..60)
            .filter(|article| !generated.held_out.contains(article))
            .collect()
    };
    let (substring, similarity) = (
        substring_answers(&generated),
        similarity_answers(&generated, &every),
    );
    for (at, case) in generated.cases.iter().enumerate() {
        match case.label {
            Label::Exact => {
                assert!(
                    table::is_right(case, &substring[at])
                        && table::is_right_place(&generated, case, &substring[at])
                );
                assert!(
                    table::is_right(case, &similarity[at])
                        && table::is_right_place(&generated, case, &similarity[at])
                );
            }
            Label::AlteredOneWord(_) => assert_eq!(substring[at].verdict, "unfaithful"),
            _ => {}
        }
    }
    let passed = |at: &usize| {
        matches!(generated.cases[*at].label, Label::AlteredOneWord(_))
            && similarity[*at].verdict == "faithful"
    };
    assert!((0..generated.cases.len()).filter(passed).count() > 0);
}

#[test]
fn broken_promises_are_named() {
    each(|generated, _| {
        let all = |verdict: &str| -> Vec<Answer> {
            let answer = |case: &Case| Answer {
                verdict: verdict.to_owned(),
                place: case.place.as_ref().map(|places| places[0].clone()),
                micros: 0.0,
            };
            generated.cases.iter().map(answer).collect()
        };
        let named = |verdict: &str, broken: &str| {
            let promises = promises(generated, &all(verdict));
            promises.iter().any(|promise| promise.starts_with(broken))
        };
        assert!(named("exact", "called faithful that is not"));
        assert!(!named("exact", "faithful, called anything else"));
        assert!(named("altered", "faithful, called anything else"));
        assert!(!named("altered", "called faithful that is not"));
    });
}
