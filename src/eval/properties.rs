//! What holds for every run and all judgements: figures equal the metrics' definitions, and files read back.

use std::collections::BTreeMap;

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

use super::*;

const METRICS: [&str; 10] = [
    "nDCG@1",
    "nDCG@10",
    "MAP",
    "MRR@3",
    "MRR@10",
    "recall@4",
    "recall@100",
    "P@5",
    "R-precision",
    "bpref",
];

/// Articles by number, with their grades.
type Judged = BTreeMap<u8, i32>;
/// Articles by number, with their scores, of which there are few, so that many are equal.
type Scores = BTreeMap<u8, i8>;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn figures_equal_the_definitions(topics in vec((judged(), scores()), 1..6)) {
        let (qrels, run) = (qrels(&topics), run(&topics));
        let metrics = METRICS.map(|name| name.parse().unwrap());
        let Ok(evaluation) = evaluate(&qrels, &run, &metrics, Averaging::Complete) else {
            let is_nothing = |(judged, scores): &(Judged, Scores)| {
                judged.iter().all(|(article, grade)| *grade < 1 || !scores.contains_key(article))
            };
            prop_assert!(topics.iter().all(is_nothing));
            return Ok(());
        };
        for (topic, (judged, scores)) in evaluation.topics().iter().zip(&topics) {
            for (name, figure) in METRICS.iter().zip(&topic.figures) {
                let expected = defined(name, judged, scores);
                prop_assert!((figure - expected).abs() < 1e-12, "{name}: {figure}, not {expected}");
            }
        }
    }

    #[test]
    fn a_run_reads_back(topics in vec((judged(), scores()), 1..6)) {
        let run = run(&topics);
        let mut file = Vec::new();
        run.write(&mut file, "r").unwrap();
        match Run::read(file.as_slice(), "r") {
            Ok(read) => prop_assert_eq!(read, run),
            Err(_) => prop_assert_eq!(run.topics().count(), 0),
        }
    }

    #[test]
    fn an_order_given_is_kept_in_the_run_and_in_its_file(scores in vec(any_score(), 1..60)) {
        let retrieved = (0..).zip(&scores).map(|(place, score): (u32, _)| Retrieved {
            article: (place * 37 % 61).to_string(),
            score: *score,
        });
        let given: Vec<_> = retrieved.collect();
        let mut run = Run::new("t");
        run.add_in_order("1", given.clone()).unwrap();
        let mut file = Vec::new();
        run.write(&mut file, "r").unwrap();
        let read = Run::read(file.as_slice(), "r").unwrap();
        for kept in [run.retrieved("1"), read.retrieved("1")] {
            let ids = |list: &[Retrieved]| -> Vec<_> {
                list.iter().map(|one| one.article.clone()).collect()
            };
            prop_assert_eq!(ids(kept), ids(&given));
            let falls = |pair: &[Retrieved]| (pair[1].score as f32) < pair[0].score as f32;
            prop_assert!(kept.windows(2).all(falls), "{:?}", kept);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[ \\t\\n0-3a<>/{}\":,._-]{0,60}|(<(top|num|title|/top)>| |\\n|1){0,9}") {
        let refused = |error: Option<crate::error::Error>| {
            error.is_none_or(|error| error.to_string().contains("`x`"))
        };
        prop_assert!(refused(Topics::read(text.as_bytes(), "x").err()));
        prop_assert!(refused(Qrels::read(text.as_bytes(), "x").err()));
        prop_assert!(refused(Run::read(text.as_bytes(), "x").err()));
    }
}

fn judged() -> impl Strategy<Value = Judged> {
    btree_map(0..30u8, -1..4i32, 1..20)
}

fn scores() -> impl Strategy<Value = Scores> {
    btree_map(0..30u8, -2..3i8, 0..30)
}

/// Scores with many that are equal, rise, or differ by less than single precision tells apart.
fn any_score() -> impl Strategy<Value = f64> {
    prop_oneof![
        (-2..3i8).prop_map(f64::from),
        (0..9u8).prop_map(|step| 10.0 + f64::from(step) * 1e-9),
        -1e30..1e30f64,
        Just(-0.0),
        Just(f64::MAX),
        Just(5e-324),
    ]
}

fn qrels(topics: &[(Judged, Scores)]) -> Qrels {
    let mut text = String::new();
    for (topic, (judged, _)) in topics.iter().enumerate() {
        for (article, grade) in judged {
            text += &format!("{topic} 0 {article} {grade}\n");
        }
    }
    Qrels::read(text.as_bytes(), "q").unwrap()
}

fn run(topics: &[(Judged, Scores)]) -> Run {
    let mut run = Run::new("t");
    for (topic, (_, scores)) in topics.iter().enumerate() {
        let retrieved = scores.iter().map(|(article, score)| Retrieved {
            article: article.to_string(),
            score: f64::from(*score),
        });
        run.add(&topic.to_string(), retrieved.collect()).unwrap();
    }
    run
}

/// Computes a figure the slow way, word for word from its definition.
fn defined(name: &str, judged: &Judged, scores: &Scores) -> f64 {
    let relevant: Vec<u8> = judged
        .keys()
        .copied()
        .filter(|article| judged[article] > 0)
        .collect();
    let count = relevant.len() as f64;
    if relevant.is_empty() {
        return 0.0;
    }
    let ranks: Vec<usize> = relevant
        .iter()
        .filter_map(|article| rank(*article, scores))
        .collect();
    let within = |limit: usize| ranks.iter().filter(|rank| **rank <= limit).count() as f64;
    let (family, limit) = name.split_once('@').unwrap_or((name, "1000"));
    let limit: usize = limit.parse().unwrap();
    match family {
        "nDCG" => gain(judged, |article| rank(article, scores), limit) / ideal(judged, limit),
        "MAP" => {
            ranks
                .iter()
                .map(|rank| within(*rank) / *rank as f64)
                .sum::<f64>()
                / count
        }
        "MRR" => ranks
            .iter()
            .filter(|rank| **rank <= limit)
            .min()
            .map_or(0.0, |rank| 1.0 / *rank as f64),
        "recall" => within(limit) / count,
        "P" => within(limit) / limit as f64,
        "R-precision" => within(relevant.len()) / count,
        _ => {
            ranks
                .iter()
                .map(|rank| preferred(*rank, judged, scores))
                .sum::<f64>()
                / count
        }
    }
}

/// One more than the count of the articles that stand before this one.
fn rank(article: u8, scores: &Scores) -> Option<usize> {
    let score = scores.get(&article)?;
    let stands_before = |(other, other_score): &(&u8, &i8)| {
        *other_score > score || (*other_score == score && other.to_string() > article.to_string())
    };
    Some(1 + scores.iter().filter(stands_before).count())
}

fn gain(judged: &Judged, rank: impl Fn(u8) -> Option<usize>, limit: usize) -> f64 {
    let gains = judged.iter().filter_map(|(article, grade)| {
        let rank = rank(*article).filter(|rank| *rank <= limit)?;
        Some(f64::from((*grade).max(0)) * 2f64.ln() / ((rank + 1) as f64).ln())
    });
    gains.sum()
}

fn ideal(judged: &Judged, limit: usize) -> f64 {
    let before = |article: u8| {
        let stands_before =
            |(other, grade): &(&u8, &i32)| (**grade, **other) > (judged[&article], article);
        judged.iter().filter(stands_before).count()
    };
    gain(judged, |article| Some(1 + before(article)), limit)
}

/// The share of the judged articles that are not relevant, as many as count, that does not stand before this rank.
fn preferred(rank_of_relevant: usize, judged: &Judged, scores: &Scores) -> f64 {
    let relevant = judged.values().filter(|grade| **grade > 0).count();
    let irrelevant: Vec<_> = judged
        .keys()
        .filter(|article| judged[article] == 0)
        .collect();
    let stands_before =
        |article: &&&u8| rank(***article, scores).is_some_and(|rank| rank < rank_of_relevant);
    match irrelevant.iter().filter(stands_before).count() {
        0 => 1.0,
        before => 1.0 - before.min(relevant) as f64 / irrelevant.len().min(relevant) as f64,
    }
}
