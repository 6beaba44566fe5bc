//! Small archives made by the tests, indexed through the library.

use pullquote::engine::embedded::{Index, WriterOptions};
use pullquote::ingest::{IngestRequest, Report, Watch, ingest};
use pullquote::query;
use pullquote::search::{Answer, SearchRequest, search};
use pullquote::source::{SourceOptions, WalkOptions};

pub(crate) struct Silent;

impl Watch for Silent {}

/// An article as a test states it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Story {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) title: Option<String>,
    pub(crate) outlet: Option<String>,
    pub(crate) date: Option<String>,
}

impl Story {
    pub(crate) fn new(id: impl ToString, text: impl Into<String>) -> Self {
        Story {
            id: id.to_string(),
            text: text.into(),
            ..Story::default()
        }
    }

    fn json(&self) -> String {
        let mut record = serde_json::json!({ "id": self.id, "text": self.text });
        for (name, value) in [
            ("title", &self.title),
            ("outlet", &self.outlet),
            ("date", &self.date),
        ] {
            if let Some(value) = value {
                record[name] = value.as_str().into();
            }
        }
        record.to_string()
    }
}

/// An index in a folder of its own.
pub(crate) struct Archive {
    pub(crate) folder: tempfile::TempDir,
}

impl Archive {
    pub(crate) fn of(stories: &[Story]) -> Self {
        let archive = Archive {
            folder: tempfile::tempdir().unwrap(),
        };
        archive.write("stories.jsonl", stories);
        archive.update(1);
        archive
    }

    pub(crate) fn write(&self, name: &str, stories: &[Story]) {
        let lines: Vec<String> = stories.iter().map(Story::json).collect();
        let folder = self.folder.path().join("stories");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(name), lines.join("\n")).unwrap();
    }

    pub(crate) fn update(&self, threads: usize) -> Report {
        self.update_watched(threads, &Silent)
    }

    pub(crate) fn update_watched(&self, threads: usize, watch: &dyn Watch) -> Report {
        ingest(&self.request(threads), watch).unwrap()
    }

    /// Asks for the index to be brought up to date with the stories.
    pub(crate) fn request(&self, threads: usize) -> IngestRequest {
        IngestRequest {
            index: self.folder.path().join("index"),
            roots: vec![self.folder.path().join("stories")],
            walk: WalkOptions::default(),
            source: SourceOptions::default(),
            writer: WriterOptions {
                threads,
                memory: 64 << 20,
            },
            infer_dates: false,
            rebuild: false,
        }
    }

    pub(crate) fn index(&self) -> Index {
        Index::open(&self.folder.path().join("index")).unwrap()
    }

    /// Searches with all the passages of all the articles.
    pub(crate) fn search(&self, text: &str) -> Answer {
        let mut request = SearchRequest::new(Some(query::parse(text).unwrap()));
        request.limit = usize::MAX;
        request.passages = None;
        search(&self.index(), &request).unwrap()
    }

    /// The record ids that a search finds, in order of the ids.
    pub(crate) fn found(&self, text: &str) -> Vec<String> {
        let mut ids = record_ids(&self.search(text));
        ids.sort();
        ids
    }
}

pub(crate) fn record_ids(answer: &Answer) -> Vec<String> {
    answer
        .hits
        .iter()
        .map(|hit| hit.article.metadata.record_id.clone().unwrap_or_default())
        .collect()
}
