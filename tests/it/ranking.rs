//! Ranking goldens: each file of `tests/snapshots/ranking` is a topic and what the ranking makes of it, so that a
//! change of the ranking is read as a difference of files.
//!
//! The first lines of a file are the topic and written by hand; what follows the first empty line is written by
//! `PULLQUOTE_BLESS=1 cargo test --test it ranking`. Topics over the Reuters stories need the sample collections.

mod golden;
mod promise;
mod samples;
mod topic;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use pullquote::article::Article;
use pullquote::engine::embedded::{Index, WriterOptions};
use pullquote::ingest::{IngestRequest, ingest};
use pullquote::search::{SearchRequest, rank};
use pullquote::source::{SourceOptions, WalkOptions};

use crate::archive::Silent;
use crate::harness::root;
use golden::Golden;
use topic::Topic;

/// What writes the goldens anew.
const BLESS: &str = "PULLQUOTE_BLESS=1 cargo test --test it ranking";

/// The archives that the topics are asked of; each is a folder of goldens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    /// The sample articles of the project, named by their files.
    Seeds,
    /// The Reuters stories of 1987, named by their records; no text of theirs is written down.
    Reuters,
}

impl Source {
    fn folder(self) -> PathBuf {
        let name = match self {
            Source::Seeds => "seeds",
            Source::Reuters => "reuters",
        };
        root().join("tests/snapshots/ranking").join(name)
    }

    /// Names an article so that it is found again on every machine.
    fn name(self, article: &Article) -> String {
        match self {
            Source::Seeds => article.path.rsplit('/').next().unwrap().to_owned(),
            Source::Reuters => article.metadata.record_id.clone().unwrap(),
        }
    }

    /// Returns the names of all its articles.
    fn names(self, index: &Index) -> BTreeSet<String> {
        let mut every = SearchRequest::new(None);
        every.limit = usize::MAX;
        let articles = rank(index, &every).unwrap();
        articles
            .iter()
            .map(|ranked| self.name(&ranked.stored.article))
            .collect()
    }

    /// Returns the files of its goldens, in order; at least one.
    fn files(self) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(self.folder()).unwrap();
        let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        files.sort();
        assert!(!files.is_empty(), "{} is empty", self.folder().display());
        files
    }
}

fn indexed_seeds() -> (tempfile::TempDir, Index) {
    let folder = tempfile::tempdir().unwrap();
    let request = IngestRequest {
        index: folder.path().join("index"),
        roots: vec![root().join("seeds")],
        walk: WalkOptions::default(),
        source: SourceOptions::default(),
        writer: WriterOptions {
            threads: 1,
            memory: 64 << 20,
        },
        infer_dates: false,
        rebuild: false,
    };
    assert_eq!(ingest(&request, &Silent).unwrap().articles, 5);
    let index = Index::open(&request.index).unwrap();
    (folder, index)
}

/// Tells whether goldens are to be written, not compared.
fn is_blessed() -> bool {
    std::env::var_os("PULLQUOTE_BLESS").is_some()
}

/// Compares every golden of an archive with the ranking of today, or writes them anew.
fn check(source: Source, index: &Index) {
    let known = source.names(index);
    let mut differences = String::new();
    for file in source.files() {
        let text = std::fs::read_to_string(&file).unwrap();
        let topic = Topic::read(&file, &text);
        for wanted in &topic.wanted {
            assert!(known.contains(wanted), "{}: {wanted}?", file.display());
        }
        let today = Golden::of(source, index, &topic).to_string();
        if is_blessed() {
            std::fs::write(&file, today).unwrap();
        } else {
            differences.push_str(&difference(&file, &text, &today));
        }
    }
    assert!(
        differences.is_empty(),
        "the ranking has moved:\n\n{differences}where that is wanted: {BLESS}"
    );
}

/// Returns the lines that differ, under the name of the file; nothing where none does.
fn difference(file: &Path, golden: &str, today: &str) -> String {
    if golden == today {
        return String::new();
    }
    let name = file.strip_prefix(root()).unwrap().display().to_string();
    let lines = similar::TextDiff::from_lines(golden, today);
    let mut lines = lines.unified_diff();
    format!("{}\n", lines.context_radius(1).header(&name, "today"))
}

#[test]
fn the_seeds_are_ranked_as_their_goldens_say() {
    let (_folder, index) = indexed_seeds();
    check(Source::Seeds, &index);
}

/// Needs no archive: what a golden says of its query alone is looked at even where the samples are not there.
#[test]
fn every_golden_has_its_topic_and_every_topic_its_golden() {
    if is_blessed() {
        return;
    }
    for source in [Source::Seeds, Source::Reuters] {
        for file in source.files() {
            let text = std::fs::read_to_string(&file).unwrap();
            let topic = Topic::read(&file, &text);
            let start = format!("{}\n{}", topic.head, golden::tree(&topic));
            let name = file.display();
            assert!(
                text.starts_with(&start),
                "{name} is not of its topic: {BLESS}"
            );
            assert!(text.contains("\nfound   "), "{name} has no hits: {BLESS}");
        }
    }
}
