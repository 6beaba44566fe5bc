//! Articles, hits and answers for the tests of this folder: one that is written out, and any that may occur.

use std::iter::once;
use std::ops::Range;

use jiff::civil::date;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use crate::article::{Address, Article, Confidence, DaySpan, Metadata, NameField, Sourced};
use crate::eval::{Averaging, Comparison, Metric, Qrels, Run, compare, evaluate};
use crate::render::evaluation::{Made, Measured};
use crate::render::verdicts::{Spot, Tally};
use crate::search::engine::{ScorePart, Signal};
use crate::search::{Answer, Counts, Facet, FacetField, FacetValue, Granularity, Hit, Passage};
use crate::verify::{Change, Edit, EditKind, Finding, Place, Verdict};

const BODY: &str = "ISTANBUL (Daily Post) – The talks ended on Friday.\nBoth sides “agreed on a verification mechanism,” \
                    the ministry said, and on a joint commission that will meet each month.\nIt gave no date.";

/// A hit whose every offset can be counted by hand.
pub(crate) fn hit() -> Hit {
    let metadata = Metadata {
        title: Some(Sourced::new(
            "Talks end with a verification mechanism".into(),
            "field",
            "title",
        )),
        outlet: Some(Sourced::new(
            "Daily Post".into(),
            "dateline",
            "ISTANBUL (Daily Post) –",
        )),
        date: Some(Sourced::new(date(2025, 10, 31), "field", "2025-10-31")),
        authors: vec![Sourced::new("A. Writer".into(), "field", "A. Writer")],
        place: Some(Sourced::new(
            "ISTANBUL".into(),
            "dateline",
            "ISTANBUL (Daily Post) –",
        )),
        ..Metadata::default()
    };
    let article = Article::new(BODY.into(), metadata, "posts/talks.txt".into(), None);
    let words = "verification mechanism";
    let start = BODY[..BODY.find(words).unwrap()].chars().count();
    let passage =
        BODY.find("Both").unwrap()..BODY.find("It gave").unwrap() + "It gave no date.".len();
    Hit {
        rank: 1,
        score_parts: Vec::new(),
        score: 7.25,
        body_sha256: article.body_sha256(),
        title_matches: once(17..39).collect(),
        passages: vec![passage_at(
            &article,
            passage,
            once(start..start + words.len()).collect(),
        )],
        more_passages: 0,
        article,
    }
}

/// The hit of the documentation: an article with an address on the web, and a passage of it.
pub(crate) fn documented_hit() -> Hit {
    let field = |value: &str, words: &str| Some(Sourced::new(value.to_owned(), "field", words));
    let url = "https://post.example/talks";
    let metadata = Metadata {
        date_confidence: Some(Confidence::Stated),
        language: field("en", "language"),
        url: field(url, url),
        fetched: Some(Sourced::new(date(2025, 11, 2), "field", "2025-11-02")),
        record_id: Some("post-17".into()),
        ..hit().article.metadata
    };
    let lines: Vec<_> = BODY.lines().collect();
    let passage = lines[1].split_once(", and on").unwrap().0;
    let body = format!("{}\n{passage}.\n", lines[0]);
    let article = Article::new(body, metadata, "posts.jsonl".into(), None);
    let start = article.body.find("Both").unwrap();
    let passage = start..start + passage.len() + 1;
    Hit {
        body_sha256: article.body_sha256(),
        passages: vec![passage_at(&article, passage, once(75..97).collect())],
        score_parts: vec![],
        article,
        ..hit()
    }
}

/// The first of these hits with all that a score may be the sum of.
pub(crate) fn explained_hit() -> Hit {
    let words = || ["verification".to_owned(), "mechanism".to_owned()];
    let word = |number: usize, title, articles| Signal::Word {
        word: words()[number].clone(),
        body: 1,
        title,
        articles,
    };
    let parts = [
        (word(0, 1, 1), 1.75),
        (word(1, 1, 1204), 0.5),
        (Signal::TitleShare, 0.375),
        (Signal::TitleLikeness, 0.25),
        (
            Signal::Lead {
                words: words().to_vec(),
            },
            0.25,
        ),
        (Signal::Pair { words: words() }, 0.125),
        (Signal::Phrase, 4.0),
        (Signal::Feedback, 0.625),
    ];
    let parts = parts.map(|(signal, value)| ScorePart { signal, value });
    Hit {
        score: 7.875,
        score_parts: parts.into(),
        ..hit()
    }
}

/// Days inferred from words.
pub(crate) fn inferred() -> Sourced<DaySpan> {
    let days = DaySpan {
        from: date(2025, 10, 30),
        to: date(2025, 11, 1),
    };
    Sourced::new(days, "inferred", "on Friday … 30th October")
}

/// An answer of which that hit is the second of three.
pub(crate) fn answer() -> Answer {
    let mut hit = hit();
    hit.rank = 2;
    Answer {
        hits: vec![hit],
        counts: Counts {
            articles: 3,
            exact_phrase: Some(1),
            all_words: Some(3),
            any_word: Some(1204),
        },
        facets: vec![facet()],
        relaxed: false,
        ignored: vec!["the".into()],
        undated: 2,
        limits: vec![],
    }
}

/// A facet by month with a value that is chosen and one that is not known.
pub(crate) fn facet() -> Facet {
    let value = |value: Option<&str>, count, chosen| FacetValue {
        value: value.map(str::to_owned),
        count,
        chosen,
    };
    Facet {
        field: FacetField::Date(Granularity::Month),
        values: vec![
            value(None, 7, false),
            value(Some("2025-10"), 1230, true),
            value(Some("2025-11"), 41, false),
        ],
    }
}

/// Cuts a passage (bytes) out of an article; `matches` are code points of the body.
pub(crate) fn passage_at(
    article: &Article,
    bytes: Range<usize>,
    matches: Vec<Range<usize>>,
) -> Passage {
    let count = |text: &str| text.chars().count();
    let (before, after) = (&article.body[..bytes.start], &article.body[bytes.end..]);
    let start = count(before);
    let text = article.body[bytes.clone()].to_owned();
    let prefix: Vec<_> = before.chars().rev().take(32).collect();
    Passage {
        address: Address {
            id: article.id,
            start,
            end: start + count(&text),
        },
        bytes,
        text,
        matches,
        prefix: prefix.into_iter().rev().collect(),
        suffix: after.chars().take(32).collect(),
    }
}

/// Where the quotation of [`finding`] stood.
pub(crate) fn spot() -> Spot {
    Spot {
        path: Some("draft.md".into()),
        line: Some(12),
        column: Some(5),
        ..Spot::default()
    }
}

/// A quotation with an ellipsis that is honest and a word that is not.
pub(crate) fn finding() -> Finding {
    let quotation = "and … commission that will gather each month";
    let article = hit().article;
    let whole = "and on a joint commission that will meet each month";
    let within = |text: &str, words: &str| {
        let start = text.find(words).unwrap();
        start..start + words.len()
    };
    let (ours, theirs) = (
        |words: &str| within(quotation, words),
        |words: &str| within(BODY, words),
    );
    let same = |words: &str| Change::Same {
        quotation: ours(words),
        source: theirs(words),
    };
    let edit = |kind, mine: &str, other: &str| Edit {
        kind,
        quotation: ours(mine),
        source: theirs(other),
    };
    let place = Place {
        passage: passage_at(&article, theirs(whole), Vec::new()),
        article,
        quoted: false,
        quotation: 0..quotation.len(),
        edits: vec![
            edit(EditKind::Ellipsis, "…", "on a joint"),
            edit(EditKind::Substituted, "gather", "meet"),
        ],
        changes: vec![
            same("and"),
            same("commission that will"),
            Change::Missing(theirs("meet")),
            Change::Added(ours("gather")),
            same("each month"),
        ],
    };
    Finding {
        quotation: quotation.to_owned(),
        verdict: Verdict::Altered,
        not_quoted: true,
        share: 0.875,
        elsewhere: vec![Place {
            edits: Vec::new(),
            changes: Vec::new(),
            ..place.clone()
        }],
        places: vec![place],
        more: 4,
    }
}

/// What some verdicts come to.
pub(crate) fn tally() -> Tally {
    Tally {
        verdicts: [
            (Verdict::Exact, 1204),
            (Verdict::Altered, 3),
            (Verdict::NotFound, 1),
        ]
        .into(),
        failed: 4,
        not_quoted: 1,
        too_short: 2,
        skipped: 1,
        unpaired: 1,
    }
}

/// Text of any kind: words, controls, escape sequences, bidirectional controls, wide letters.
pub(crate) fn any_text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        4 => "[a-zé“”’,.*_#<>`|&$~\\[\\]\\\\0-9-]{1,9}",
        4 => Just(" ".to_owned()),
        1 => Just("\n".to_owned()),
        1 => Just("\n    ".to_owned()),
        1 => any::<char>().prop_map(String::from),
        1 => prop::sample::select(vec!["\x1b[31m", "\x1b]8;;http://x\x07", "\u{9b}1m", "\u{202e}", "中文字", "\r\n", "\0"])
            .prop_map(str::to_owned),
    ];
    vec(part, 0..60).prop_map(|parts| parts.concat())
}

/// An article of any kind.
pub(crate) fn any_article() -> impl Strategy<Value = Article> {
    let sourced = || {
        option::of(
            (any_text(), any_text()).prop_map(|(value, words)| Sourced::new(value, "field", words)),
        )
    };
    let names = (
        sourced(),
        sourced(),
        sourced(),
        sourced(),
        sourced(),
        sourced(),
    );
    let dates = option::of((1i16..9999, 1i8..=12, 1i8..=28));
    (any_text(), names, dates, any_text()).prop_map(|(body, names, day, path)| {
        let metadata = Metadata {
            title: names.0,
            outlet: names.1,
            authors: names.2.into_iter().collect(),
            section: names.3,
            place: names.4,
            url: names.5,
            date: day.map(|(year, month, day)| Sourced::new(date(year, month, day), "field", "x")),
            ..Metadata::default()
        };
        Article::new(body, metadata, path, None)
    })
}

/// A hit of any kind, with one passage unless the body is empty.
pub(crate) fn any_hit() -> impl Strategy<Value = Hit> {
    let places = any::<[prop::sample::Index; 4]>();
    (any_article(), places, 1usize..1000, 0.0..100.0).prop_map(|(article, places, rank, score)| {
        let length = article.body.chars().count();
        let byte = |at: usize| {
            article
                .body
                .char_indices()
                .nth(at)
                .map_or(article.body.len(), |(byte, _)| byte)
        };
        let within = |range: Range<usize>, [one, two]: [prop::sample::Index; 2]| {
            let (one, two) = (
                range.start + one.index(range.len()),
                range.start + two.index(range.len()),
            );
            one.min(two)..one.max(two) + 1
        };
        let passages = (length > 0).then(|| {
            let passage = within(0..length, [places[0], places[1]]);
            let matched = within(passage.clone(), [places[2], places[3]]);
            passage_at(
                &article,
                byte(passage.start)..byte(passage.end),
                vec![matched],
            )
        });
        let passages = passages.into_iter().collect();
        let body_sha256 = article.body_sha256();
        Hit {
            rank,
            score,
            score_parts: match rank % 2 {
                0 => Vec::new(),
                _ => explained_hit().score_parts,
            },
            body_sha256,
            title_matches: vec![0..2, 3..4],
            passages,
            more_passages: rank % 3,
            article,
        }
    })
}

/// A run of an index, measured over three topics.
pub(crate) fn measured() -> Measured {
    Measured {
        made: Some(Made {
            index_articles: 40,
            depth: 1000,
            wordless: vec!["q3".into()],
            missing: vec!["post-9".into()],
            elapsed_ms: 4.5,
        }),
        ..evaluated("pullquote", "q1 Q0 b 1 2 t\nq1 Q0 a 2 1 t\nq9 Q0 a 1 1 t\n")
    }
}

/// A run out of a file, measured over the same topics.
pub(crate) fn other_run() -> Measured {
    evaluated("other.run", "q1 Q0 a 1 2 t\nq2 Q0 c 1 2 t\n")
}

/// The first of these runs against the second, by average precision.
pub(crate) fn comparison() -> Comparison {
    let (first, second) = (measured().evaluation, other_run().evaluation);
    compare(&first, &second, Metric::AveragePrecision).unwrap()
}

fn evaluated(name: &str, run: &str) -> Measured {
    let qrels = "q1 0 a 1\nq1 0 b 0\nq2 0 c 2\nq3 0 d 0\n";
    let qrels = Qrels::read(qrels.as_bytes(), "q").unwrap();
    let run = Run::read(run.as_bytes(), "r").unwrap();
    let metrics = ["nDCG@10".parse().unwrap(), Metric::AveragePrecision];
    Measured {
        name: name.into(),
        tag: run.tag().into(),
        evaluation: evaluate(&qrels, &run, &metrics, Averaging::Complete).unwrap(),
        made: None,
    }
}

/// A facet of any kind.
pub(crate) fn any_facet() -> impl Strategy<Value = Facet> {
    let value = (option::of(any_text()), any::<u64>(), any::<bool>());
    let value = value.prop_map(|(value, count, chosen)| FacetValue {
        value,
        count,
        chosen,
    });
    vec(value, 0..6).prop_map(|values| Facet {
        field: FacetField::Name(NameField::Outlet),
        values,
    })
}
