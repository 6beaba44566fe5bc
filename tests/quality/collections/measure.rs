//! Measuring one collection: its files' digests, what its index holds, and how well it is ranked.
//!
//! A folder of a collection goes in, the form it would have comes out, with a line on the time it took.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::time::Instant;

use pullquote::engine::embedded::Index;
use pullquote::eval::{Averaging, Metric, Qrels, Retrieved, Run, Topics, evaluate};
use pullquote::query;
use pullquote::search::engine::{Condition, Engine, View};
use pullquote::search::{ExactPhrase, MatchMode, SearchRequest, rank};
use pullquote::text;
use sha2::{Digest, Sha256};

use super::forms::{Asked, Digests, Figures, Form, Statistics};
use crate::indexed::indexed;
use crate::unpack::unpack;

/// How many articles are retrieved for a topic, as trec_eval's figures are usually given.
const DEPTH: usize = 1_000;

/// Measures the collection in `folder`; returns the form as it should be, and the times. The runs are kept in `runs`.
pub(crate) fn measure(form: &Form, folder: &Path, runs: Option<&Path>) -> (Form, String) {
    let file = |name: &str| folder.join(name);
    let begun = Instant::now();
    let space = tempfile::tempdir().unwrap();
    let (index, report) = indexed(&file("corpus.jsonl.zst"), &space.path().join("index")).unwrap();
    let indexing = begun.elapsed();

    let opened = |name| BufReader::new(File::open(file(name)).unwrap());
    let topics = Topics::read(opened("queries.jsonl"), "queries.jsonl").unwrap();
    let qrels = Qrels::read(opened("qrels.tsv"), "qrels.tsv").unwrap();
    let (plain, searching) = run(&index, &topics, &request());
    keep(&plain, &form.name, runs);
    let expanding = SearchRequest {
        expand: true,
        ..request()
    };
    let (expanded, expanding) = run(&index, &topics, &expanding);
    keep(&expanded, &format!("{}.expanded", form.name), runs);

    let (statistics, ids) = statistics(&index, report.skipped + report.duplicates);
    let found = Form {
        sha256: Digests {
            corpus: sha256(&file("corpus.jsonl.zst")),
            topics: sha256(&file("queries.jsonl")),
            qrels: sha256(&file("qrels.tsv")),
        },
        index: statistics,
        topics: asked(&qrels, &ids),
        ranking: figures(&qrels, &plain),
        expanded: figures(&qrels, &expanded),
        ..form.clone()
    };
    let times = format!(
        "{}: indexed in {:.1} s, {searching:.1} ms a topic, {expanding:.1} ms with `--expand`",
        form.name,
        indexing.as_secs_f64()
    );
    (found, times)
}

/// Answers every topic; returns the run, and the milliseconds a topic took in the mean.
fn run(index: &Index, topics: &Topics, request: &SearchRequest) -> (Run, f64) {
    let begun = Instant::now();
    let mut run = Run::new("pullquote");
    for topic in topics.as_slice() {
        run.add_in_order(&topic.id, ranked(index, &topic.text, request))
            .unwrap();
    }
    let time = 1e3 * begun.elapsed().as_secs_f64();
    (run, time / topics.as_slice().len() as f64)
}

/// What is asked of every topic.
fn request() -> SearchRequest {
    SearchRequest {
        mode: MatchMode::Any,
        limit: DEPTH,
        exact_phrase: ExactPhrase::Unlifted,
        ..SearchRequest::new(None)
    }
}

/// Ranks the articles for a topic, from the best down.
fn ranked(index: &Index, topic: &str, request: &SearchRequest) -> Vec<Retrieved> {
    let request = SearchRequest {
        query: Some(query::free_text(topic).unwrap()),
        ..request.clone()
    };
    let ranked = rank(index, &request).unwrap().into_iter();
    let ranked = ranked.map(|ranked| Retrieved {
        article: ranked.stored.article.metadata.record_id.unwrap(),
        score: ranked.score,
    });
    ranked.collect()
}

fn keep(run: &Run, name: &str, runs: Option<&Path>) {
    if let Some(folder) = runs {
        std::fs::create_dir_all(folder).unwrap();
        let file = folder.join(format!("{name}.run"));
        run.write(File::create(&file).unwrap(), name).unwrap();
    }
}

fn figures(qrels: &Qrels, run: &Run) -> Figures {
    let evaluation = evaluate(qrels, run, &Metric::STANDARD, Averaging::Complete).unwrap();
    let rounded = evaluation
        .means()
        .iter()
        .map(|mean| (mean * 1e4).round() / 1e4);
    let names = evaluation.metrics().iter().map(Metric::to_string);
    names.zip(rounded).collect()
}

fn asked(qrels: &Qrels, ids: &BTreeSet<String>) -> Asked {
    let articles = qrels.articles();
    let mut asked = Asked::default();
    for topic in qrels.topics() {
        let relevant = |article: &&&str| qrels.grade(topic, article).is_some_and(|grade| grade > 0);
        let relevant: Vec<_> = articles.iter().filter(relevant).collect();
        asked.judged += 1;
        asked.relevant += relevant.len() as u64;
        let missing = relevant
            .iter()
            .filter(|article| !ids.contains(**article as &str));
        asked.not_indexed += missing.count() as u64;
    }
    asked
}

/// What the index holds, and the records' own ids.
fn statistics(index: &Index, left_out: u64) -> (Statistics, BTreeSet<String>) {
    let mut ids = BTreeSet::new();
    let mut words = 0;
    for article in index.each(&Condition::Everything).unwrap() {
        let (_, article) = article.unwrap();
        words += text::words(&article.body).len() as u64;
        ids.insert(article.metadata.record_id.unwrap());
    }
    let articles = index.size();
    let distinct = index.terms(View::Body, "", &|_| true, usize::MAX).unwrap();
    let statistics = Statistics {
        articles,
        left_out,
        words,
        distinct_words: distinct.terms.len() as u64,
        mean_words: words as f64 / articles as f64,
    };
    (statistics, ids)
}

fn sha256(file: &Path) -> String {
    let mut hash = Sha256::new();
    let mut source = BufReader::new(unpack(file).unwrap());
    loop {
        let bytes = source.fill_buf().unwrap();
        if bytes.is_empty() {
            break;
        }
        hash.update(bytes);
        let taken = bytes.len();
        source.consume(taken);
    }
    let digits = |mut digits: String, byte: &u8| {
        write!(digits, "{byte:02x}").unwrap();
        digits
    };
    hash.finalize().iter().fold(String::new(), digits)
}
