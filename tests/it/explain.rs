//! Where scores come from: the parts add up to the score and asking for them changes nothing, and feedback reorders the
//! best and changes nothing else, over generated archives and queries; and what `search --explain` prints of the sample
//! articles.

use std::collections::{BTreeMap, BTreeSet};

use proptest::collection::vec;
use proptest::prelude::*;
use pullquote::engine::embedded::Index;
use pullquote::query;
use pullquote::search::engine::{ScorePart, Signal};
use pullquote::search::{Answer, Hit, MatchMode, SearchRequest, Sort, search};
use pullquote::text;

use crate::archive::{Archive, Story, record_ids};
use crate::harness::Sandbox;

/// Words that have forms, that are stop words, that are written as one, as two or with a hyphen.
const WORDS: [&str; 16] = [
    "ceasefire",
    "cease-fire",
    "cease",
    "fire",
    "talk",
    "talks",
    "talked",
    "cross-border",
    "crossborder",
    "the",
    "of",
    "Istanbul",
    "minister",
    "ministers’",
    "1,600",
    "peace",
];

fn a_text(length: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    vec(prop::sample::select(&WORDS[..]), length).prop_map(|words| words.join(" "))
}

fn a_story() -> impl Strategy<Value = Story> {
    let title = prop::option::of(a_text(1..7));
    let date = prop::option::of(1u8..4);
    (a_text(1..160), title, date).prop_map(|(text, title, day)| Story {
        text,
        title,
        date: day.map(|day| format!("2025-10-{day:02}")),
        ..Story::default()
    })
}

fn stories() -> impl Strategy<Value = Vec<Story>> {
    vec(a_story(), 2..14).prop_map(|mut stories| {
        for (number, story) in stories.iter_mut().enumerate() {
            story.id = number.to_string();
        }
        stories
    })
}

/// Indexes stories in two runs, the second of which takes some away: there are segments and removed documents.
fn archive_of(stories: &[Story]) -> Archive {
    let (first, second) = stories.split_at(stories.len().div_ceil(2));
    let archive = Archive::of(first);
    archive.write("stories.jsonl", &first[first.len() / 3..]);
    archive.write("more.jsonl", &[second, &others()].concat());
    archive.update(1);
    archive
}

/// Articles that have none of the words, beside which these are rare enough to tell something.
fn others() -> Vec<Story> {
    let story = |number| {
        Story::new(
            format!("other-{number}"),
            format!("Rain fell on day {number}."),
        )
    };
    (0..40).map(story).collect()
}

/// Queries of every kind; one that stands in another is in parentheses.
fn a_query() -> BoxedStrategy<String> {
    let word = || prop::sample::select(&WORDS[..]).prop_map(str::to_owned);
    let part = prop_oneof![
        5 => word(),
        2 => a_text(1..4).prop_map(|words| format!("\"{words}\"")),
        1 => a_text(2..4).prop_map(|words| format!("\"{words}\"~2")),
        1 => prop::sample::select(&["ce*", "talk*", "minis*", "cross-bord*"][..]).prop_map(str::to_owned),
        1 => word().prop_map(|word| format!("title:{word}")),
        1 => a_text(1..3).prop_map(|words| format!("body:\"{words}\"")),
    ]
    .boxed();
    let signed = |part| (prop::sample::select(&["", "", "", "+", "-"][..]), part);
    let signed = |part| signed(part).prop_map(|(sign, part)| format!("{sign}{part}"));
    let joined = |by: &'static str| move |parts: Vec<String>| parts.join(by);
    let group = prop_oneof![
        3 => vec(part.clone(), 1..7).prop_map(joined(" ")),
        2 => (part.clone(), vec(signed(part.clone()), 1..4)).prop_map(|(part, more)| format!("{part} {}", more.join(" "))),
        1 => vec(part.clone(), 2..4).prop_map(joined(" AND ")),
        1 => vec(part.clone(), 2..4).prop_map(joined(" OR ")),
        1 => (part.clone(), part).prop_map(|(one, other)| format!("{one} NOT {other}")),
    ]
    .boxed();
    let groups = (group.clone(), group.clone());
    prop_oneof![
        2 => a_text(2..9),
        4 => group,
        1 => groups.clone().prop_map(|(one, other)| format!("({one}) OR ({other})")),
        1 => groups.clone().prop_map(|(one, other)| format!("({one}) AND NOT ({other})")),
        1 => groups.prop_map(|(one, other)| format!("({one}) ({other})")),
    ]
    .boxed()
}

/// How a query is asked: the mode, the order, how many are ranked again and by what, where the page begins.
#[derive(Clone, Debug)]
struct Asked {
    query: String,
    mode: MatchMode,
    sort: Sort,
    reranked: usize,
    expand: bool,
    reach: usize,
    offset: usize,
}

fn asked() -> impl Strategy<Value = Asked> {
    let modes = [MatchMode::Auto, MatchMode::All, MatchMode::Any];
    let mode = prop::sample::select(modes.to_vec());
    let sorts = [Sort::Score, Sort::Score, Sort::Date, Sort::DateDescending];
    let sort = prop::sample::select(sorts.to_vec());
    let best = || prop::sample::select(vec![0usize, 1, 3, 100]);
    let passes = (best(), any::<bool>(), best());
    (a_query(), mode, sort, passes, 0usize..3).prop_map(
        |(query, mode, sort, (reranked, expand, reach), offset)| Asked {
            query,
            mode,
            sort,
            reranked,
            expand,
            reach,
            offset,
        },
    )
}

impl Asked {
    /// Asks without and with an explanation; nothing where the query has no word to look for.
    fn answers(&self, archive: &Archive) -> Option<[Answer; 2]> {
        let index = self.index(archive);
        let mut request = self.request();
        let plain = search(&index, &request).ok()?;
        request.explain = true;
        Some([plain, search(&index, &request).unwrap()])
    }

    /// Asks for all there is by score, explained, without and with feedback; nothing where there is no word.
    fn without_and_with_feedback(&self, index: &Index) -> Option<[Answer; 2]> {
        let mut request = SearchRequest {
            sort: Sort::Score,
            explain: true,
            expand: false,
            offset: 0,
            ..self.request()
        };
        let plain = search(index, &request).ok()?;
        request.expand = true;
        Some([plain, search(index, &request).unwrap()])
    }

    /// Asks with feedback for one page after the other.
    fn expanded_pages(&self, index: &Index, size: usize) -> Vec<Hit> {
        let mut request = SearchRequest {
            sort: Sort::Score,
            expand: true,
            limit: size,
            offset: 0,
            ..self.request()
        };
        let mut hits = Vec::new();
        loop {
            let page = search(index, &request).unwrap().hits;
            if page.is_empty() {
                return hits;
            }
            hits.extend(page);
            request.offset += size;
        }
    }

    fn request(&self) -> SearchRequest {
        let query = query::parse(&self.query).expect("generated queries can be read");
        SearchRequest {
            mode: self.mode,
            sort: self.sort,
            offset: self.offset,
            limit: 100,
            expand: self.expand,
            ..SearchRequest::new(Some(query))
        }
    }

    fn index(&self, archive: &Archive) -> Index {
        let index = archive.index();
        let mut weights = index.weights();
        weights.reranked = self.reranked as u32;
        weights.feedback_reach = self.reach as u32;
        index.with_weights(weights)
    }
}

fn sum(parts: &[ScorePart]) -> f64 {
    parts.iter().map(|part| part.value).sum()
}

/// What stands where, with its score to the last bit.
fn places(hits: &[Hit]) -> Vec<(u64, String)> {
    let place = |hit: &Hit| (hit.score.to_bits(), hit.article.id.to_string());
    hits.iter().map(place).collect()
}

/// What a hit has for a signal.
fn part_of(hit: &Hit, signal: &Signal) -> f64 {
    let parts = hit.score_parts.iter().filter(|part| part.signal == *signal);
    parts.map(|part| part.value).sum()
}

fn reorders_the_best(
    asked: &Asked,
    index: &Index,
    plain: &Answer,
    expanded: &Answer,
) -> Result<(), TestCaseError> {
    prop_assert_eq!(&plain.counts, &expanded.counts);
    prop_assert_eq!(plain.relaxed, expanded.relaxed);
    let reach = asked.reach.min(plain.hits.len());
    prop_assert_eq!(
        places(&plain.hits[reach..]),
        places(&expanded.hits[reach..])
    );
    let ids = |hits: &[Hit]| -> BTreeSet<_> { hits.iter().map(|hit| hit.article.id).collect() };
    prop_assert_eq!(ids(&plain.hits[..reach]), ids(&expanded.hits[..reach]));
    let falls = |one: &Hit, next: &Hit| one.score >= next.score;
    prop_assert!(expanded.hits.is_sorted_by(falls));
    let is_phrase = |hit: &Hit| part_of(hit, &Signal::Phrase) > 0.0;
    let phrases_first = |one: &Hit, next: &Hit| is_phrase(one) || !is_phrase(next);
    prop_assert!(expanded.hits.is_sorted_by(phrases_first));
    let first = plain.hits.first();
    let first = first.map_or(0.0, |hit| hit.score - part_of(hit, &Signal::Phrase));
    let most = index.weights().feedback * first;
    let before: BTreeMap<_, _> = plain.hits.iter().map(|hit| (hit.article.id, hit)).collect();
    for hit in &expanded.hits {
        adds_up(hit)?;
        prop_assert!(part_of(hit, &Signal::Feedback) <= most * (1.0 + 1e-9));
        let others = hit.score_parts.iter().cloned();
        let others: Vec<_> = others
            .filter(|part| part.signal != Signal::Feedback)
            .collect();
        prop_assert_eq!(&others, &before[&hit.article.id].score_parts);
    }
    Ok(())
}

fn adds_up(hit: &Hit) -> Result<(), TestCaseError> {
    let parts = &hit.score_parts;
    prop_assert!(
        parts
            .iter()
            .all(|part| part.value > 0.0 && part.value.is_finite()),
        "{:?}",
        parts
    );
    let off = (sum(parts) - hit.score).abs();
    prop_assert!(off <= 1e-9 * hit.score, "{} is not {:?}", hit.score, parts);
    for part in parts {
        match &part.signal {
            Signal::Word {
                body,
                title,
                articles,
                ..
            } => {
                prop_assert!(body + title > 0 && *articles > 0, "{:?}", part);
            }
            Signal::Lead { words } => prop_assert!(!words.is_empty()),
            _ => {}
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn parts_add_up_to_the_score_and_change_nothing(stories in stories(), all in vec(asked(), 40)) {
        let archive = archive_of(&stories);
        for asked in all {
            let Some([plain, explained]) = asked.answers(&archive) else { continue };
            let order = |answer: &Answer| -> Vec<_> {
                let hits = answer.hits.iter();
                hits.map(|hit| (hit.rank, hit.score.to_bits(), hit.article.id)).collect()
            };
            prop_assert_eq!(order(&plain), order(&explained), "{:?}", asked);
            prop_assert!(plain.hits.iter().all(|hit| hit.score_parts.is_empty()));
            let falls = |one: &Hit, next: &Hit| one.score >= next.score;
            prop_assert!(asked.sort != Sort::Score || plain.hits.is_sorted_by(falls), "{:?}", asked);
            for hit in &explained.hits {
                adds_up(hit).map_err(|error| TestCaseError::fail(format!("{asked:?}: {error}")))?;
            }
        }
    }

    #[test]
    fn words_are_counted_where_they_stand(stories in stories(), word in prop::sample::select(&["fire", "talks", "peace"][..])) {
        let archive = archive_of(&stories);
        let [_, explained] = exactly(word).answers(&archive).unwrap();
        let stands = |text: &str| text::words(text).iter().filter(|token| *token == word).count() as u32;
        for hit in &explained.hits {
            let title = hit.article.metadata.title.as_ref().map_or("", |title| &title.value);
            let Signal::Word { body, title: in_title, articles, .. } = &hit.score_parts[0].signal else {
                return Err(TestCaseError::fail("the word comes first"));
            };
            prop_assert_eq!((*body, *in_title), (stands(&hit.article.body), stands(title)));
            prop_assert_eq!(*articles, explained.counts.articles);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn feedback_reorders_the_best_and_changes_nothing_else(stories in stories(), all in vec(asked(), 12)) {
        let archive = archive_of(&stories);
        for asked in all {
            let index = asked.index(&archive);
            let Some([plain, expanded]) = asked.without_and_with_feedback(&index) else { continue };
            reorders_the_best(&asked, &index, &plain, &expanded)
                .map_err(|error| TestCaseError::fail(format!("{asked:?}: {error}")))?;
            let pages = asked.expanded_pages(&index, 3);
            prop_assert_eq!(places(&pages), places(&expanded.hits), "{:?}", asked);
        }
    }
}

/// Asks for a word and none of its other forms.
fn exactly(word: &str) -> Asked {
    Asked {
        query: format!("\"{word}\""),
        mode: MatchMode::Auto,
        sort: Sort::Score,
        reranked: 100,
        expand: false,
        reach: 100,
        offset: 0,
    }
}

/// The names of the signals of every hit, in order.
fn signals(answer: &Answer) -> Vec<String> {
    let name = |part: &ScorePart| match &part.signal {
        Signal::Word { word, .. } => word.clone(),
        Signal::TitleShare => "share".to_owned(),
        Signal::TitleLikeness => "likeness".to_owned(),
        Signal::Lead { words } => format!("lead {}", words.join("+")),
        Signal::Pair { words } => words.join("~"),
        Signal::Feedback => "feedback".to_owned(),
        Signal::Phrase => "phrase".to_owned(),
    };
    let of_hit = |hit: &Hit| hit.score_parts.iter().map(name).collect::<Vec<_>>();
    let hits = answer.hits.iter();
    hits.map(|hit| of_hit(hit).join(", ")).collect()
}

#[test]
fn every_signal_is_told_where_it_counts() {
    let titled = Story {
        title: Some("Peace talks".to_owned()),
        ..Story::new(1, "The peace talks went on. A minister spoke of them.")
    };
    let archive = Archive::of(&[
        titled,
        Story::new(2, "Talks of peace were held by a minister of the north."),
        Story::new(
            3,
            "Nothing of that kind was said in the south, but of a minister.",
        ),
    ]);
    let check = |asked: Asked, expected: &[&str]| {
        let [plain, explained] = asked.answers(&archive).unwrap();
        assert_eq!(signals(&explained), expected, "{asked:?}");
        assert!(plain.hits.iter().all(|hit| hit.score_parts.is_empty()));
    };
    let ask = |query: &str| Asked {
        query: query.to_owned(),
        ..exactly("")
    };
    let whole = "peace, talks, share, likeness, lead peace+talks, peace~talks, phrase";
    let apart = "peace, talks, lead peace+talks";
    check(ask("peace talks"), &[whole, apart]);
    check(
        ask("of peace talks"),
        &[whole.trim_end_matches(", phrase"), apart],
    );
    check(
        ask("talks of peace"),
        &[
            "talks, peace, lead talks+peace, talks~peace, phrase",
            "talks, peace, share, likeness, lead talks+peace",
        ],
    );
    check(
        Asked {
            reranked: 1,
            ..ask("peace talks")
        },
        &[whole, "peace, talks"],
    );
    check(
        Asked {
            sort: Sort::Date,
            ..ask("title:talks NOT north")
        },
        &["talks, share, likeness"],
    );
    check(ask("pea* -north"), &["pea*, share, likeness, lead pea*"]);
    check(
        ask("minister NOT (peace OR talks)"),
        &["minister, lead minister"],
    );
    check(
        ask("said OR north"),
        &["north, lead north", "said, lead said"],
    );
}

#[test]
fn what_is_like_the_best_rises() {
    let best = "A tanker burned. The tanker had carried crude past the strait.";
    let stories = [
        Story::new("first", best),
        Story::new("second", format!("{best} Its crew was saved.")),
        Story::new(
            "other",
            "A tanker lorry, the tanker of a dairy, stood in front of the old town hall.",
        ),
        Story::new(
            "like",
            "Crude floats in the strait, where burned wreckage drifts. One tanker is gone.",
        ),
    ];
    let archive = Archive::of(&[&stories[..], &others()].concat());
    let asked = Asked {
        query: "tanker".to_owned(),
        ..exactly("")
    };
    let [plain, expanded] = asked.without_and_with_feedback(&archive.index()).unwrap();
    assert_eq!(record_ids(&plain), ["first", "second", "other", "like"]);
    assert_eq!(record_ids(&expanded), ["first", "second", "like", "other"]);
    let told = |signals: String| signals.ends_with(", feedback");
    assert!(signals(&expanded).into_iter().all(told));
    let by_date = Asked {
        sort: Sort::Date,
        expand: true,
        ..asked
    };
    let [_, by_date] = by_date.answers(&archive).unwrap();
    assert!(!signals(&by_date).into_iter().any(told));
}

#[test]
fn hyphenated_words_are_counted_however_they_are_written() {
    let archive = Archive::of(&[
        Story::new("apart", "A cross-border raid, then a cross-border talk."),
        Story::new("as one", "A crossborder raid."),
    ]);
    let check = |query: &str, expected: &[(&str, u32)]| {
        let asked = Asked {
            query: query.to_owned(),
            ..exactly("")
        };
        let [_, explained] = asked.answers(&archive).unwrap();
        for (hit, id) in explained.hits.iter().zip(record_ids(&explained)) {
            let parts = hit.score_parts.iter();
            let counted: Vec<(&str, u32)> = parts
                .filter_map(|part| match &part.signal {
                    Signal::Word { word, body, .. } => Some((word.as_str(), *body)),
                    _ => None,
                })
                .collect();
            let times = if id == "apart" { 2 } else { 1 };
            let expected: Vec<_> = expected
                .iter()
                .map(|(word, one)| (*word, one * times))
                .collect();
            assert_eq!(counted, expected, "{query}: {id}");
        }
        assert_eq!(explained.hits.len(), 2, "{query}");
    };
    check("cross-border", &[("cross", 1), ("border", 1)]);
    check("crossborder", &[("crossborder", 1)]);
}

#[test]
fn the_text_says_where_a_score_comes_from() {
    let sandbox = Sandbox::with_seeds();
    let plain = sandbox.run(&["search", "verification", "mechanism"]);
    let explained = sandbox.run(&["search", "verification", "mechanism", "--explain"]);
    assert_eq!((explained.code, explained.stderr.as_str()), (0, ""));
    for line in plain.stdout.lines() {
        assert!(explained.stdout.contains(line), "{line}");
    }
    let lines = block(&explained.stdout, "64grp7rc9x55vsm5@1181-1807");
    let reasons: Vec<&str> = lines.iter().map(|(_, reason)| reason.as_str()).collect();
    assert_eq!(
        reasons,
        [
            "score",
            "verification: once in the body; in 2 articles",
            "mechanism: once in the body; in 3 articles",
            "verification, mechanism: in this order, as near as in the query",
            "all the words together, as in the query",
        ]
    );
    let sum: f64 = lines[1..].iter().map(|(number, _)| number).sum();
    assert!(
        (sum - lines[0].0).abs() < 0.0005 * lines.len() as f64,
        "{lines:?}"
    );
    let nothing = sandbox.run(&["search", "--outlet", "Dunya News", "--explain"]);
    assert!(
        nothing
            .stdout
            .contains("\n  score 0.000: nothing counts towards it\n"),
        "{nothing:?}"
    );
}

/// The numbers and words of the explanation below an address.
fn block(text: &str, address: &str) -> Vec<(f64, String)> {
    let (_, below) = text.split_once(address).expect("the passage is shown");
    let lines = below
        .lines()
        .skip_while(|line| !line.starts_with("  score "));
    let lines = lines.take_while(|line| !line.is_empty());
    let parted = lines.map(|line| match line.split_once("score ") {
        Some((_, sum)) => (sum.parse().unwrap(), "score".to_owned()),
        None => {
            let (number, reason) = line.trim_start().split_once("  ").unwrap();
            (number.parse().unwrap(), reason.to_owned())
        }
    });
    parted.collect()
}

#[test]
fn the_json_has_the_parts_where_they_were_asked_for() {
    let sandbox = Sandbox::with_seeds();
    let args = ["search", "verification mechanism", "--json"];
    let plain = sandbox.json(&args);
    let explained = sandbox.json(&[&args[..], &["--explain"]].concat());
    assert_eq!(plain.len(), explained.len());
    for (plain, explained) in plain
        .iter()
        .zip(&explained)
        .filter(|(hit, _)| hit["type"] == "hit")
    {
        assert_eq!(plain["score_parts"], serde_json::json!([]));
        let parts = explained["score_parts"].as_array().unwrap();
        let sum: f64 = parts
            .iter()
            .map(|part| part["value"].as_f64().unwrap())
            .sum();
        assert!(
            (sum - plain["score"].as_f64().unwrap()).abs() < 1e-9,
            "{explained}"
        );
        let mut same = explained.clone();
        same["score_parts"] = serde_json::json!([]);
        assert_eq!(same, *plain);
    }
    let signals: Vec<_> = explained[0]["score_parts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| part["signal"].as_str().unwrap())
        .collect();
    assert_eq!(signals, ["word", "word", "pair", "phrase"]);
}

#[test]
fn an_order_by_date_refuses_feedback() {
    let sandbox = Sandbox::with_seeds();
    for sort in ["--sort=date", "--sort=-date"] {
        let run = sandbox.run(&["search", "peace", "--expand", sort]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""));
        insta::allow_duplicates! {
            insta::assert_snapshot!(run.stderr, @"
            error: an order by date has no place for what is like the best articles
            hint: leave out --expand or --sort
            ");
        }
    }
    assert_eq!(
        sandbox
            .run(&["search", "peace", "--expand", "--sort=score"])
            .code,
        0
    );
}

#[test]
fn what_has_no_place_for_an_explanation_refuses_it() {
    let sandbox = Sandbox::with_seeds();
    for form in ["--count", "--quiet", "--articles"] {
        let run = sandbox.run(&["search", "peace", "--explain", form]);
        assert_eq!(run.code, 2, "{form}");
        assert!(run.stderr.contains("cannot be used with"), "{run:?}");
    }
    let run = sandbox.run(&["search", "peace", "--explain", "--format", "md"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    insta::assert_snapshot!(run.stderr, @"
    error: a quotation to paste has no place for its score
    hint: leave out --explain or --format md
    ");
    let run = sandbox.run(&["search", "peace", "--explain", "--format", "text"]);
    assert_eq!(run.code, 0);
    assert!(run.stdout.contains("\n  score "), "{run:?}");
}
