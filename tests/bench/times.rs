//! The time of a ranked search beside plain tantivy's, in one process, over the same topics.
//!
//! Three searches take turns, round after round, each for the ten best articles and an exact count: plain tantivy
//! over its own index of stems; plain tantivy over Pullquote's index, an OR of the topic's words as they are folded,
//! which isolates what the ranking adds to reading the same lists; and Pullquote's, through the library, which also
//! reads the ten articles from the store. A topic's time is its median over the rounds; of these the table gives
//! the median and the 99th percentile. The topics are those of `news`, and the titles of each hundredth Reuters
//! story. Everything lies in memory after the first round, which counts for nothing.

use std::error::Error;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use pullquote::engine::embedded::Index;
use pullquote::eval::Topics;
use pullquote::query::{Clause, Demand, Query as Tree};
use pullquote::search::{MatchMode, SearchRequest, search};
use pullquote::text;
use tantivy::query::{BooleanQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use crate::indexed::indexed;
use crate::peer::{Layout, Peer, best};
use crate::records::each;
use crate::unpack::unpack;

const HITS: usize = 10;

/// Every so many of the Reuters stories give their title as a topic.
const STEP: usize = 100;

/// Measures both collections; returns the table in Markdown.
pub(crate) fn table(rounds: usize) -> Result<String, Box<dyn Error>> {
    let samples = std::env::var_os("PULLQUOTE_SAMPLES").map(PathBuf::from);
    let samples = samples.ok_or("PULLQUOTE_SAMPLES names the folder of the sample collections")?;
    let news = samples.join("collections/news");
    let reuters = samples.join("corpora/reuters.jsonl.zst");
    let mut lines = line(HEADS.map(str::to_owned)) + "|---|---:|---:|---:|---:|---:|---:|\n";
    for (name, topics, corpus) in [
        ("news", judged(&news)?, news.join("corpus.jsonl.zst")),
        ("Reuters", titles(&reuters)?, reuters),
    ] {
        let space = tempfile::tempdir()?;
        let bench = Bench::new(&corpus, space.path())?;
        lines += &row(name, &bench.times(&topics, rounds)?);
    }
    Ok(format!(
        "{lines}\nMilliseconds, median (99th percentile) over the topics; {rounds} rounds."
    ))
}

const HEADS: [&str; 7] = [
    "collection",
    "topics",
    "plain tantivy, its own index",
    "plain tantivy, Pullquote's index",
    "Pullquote",
    "times the first",
    "times the second",
];

/// The same collection, indexed by each.
struct Bench {
    peer: Peer,
    words: Searcher,
    body: Field,
    index: Index,
}

/// The times of each search, a median for each topic.
type Times = [Vec<Duration>; 3];

impl Bench {
    fn new(corpus: &Path, space: &Path) -> Result<Self, Box<dyn Error>> {
        let (theirs, ours) = (space.join("plain"), space.join("pullquote"));
        std::fs::create_dir(&theirs)?;
        let peer = Peer::index(corpus, Layout::OneField, &theirs)?;
        let (index, _) = indexed(corpus, &ours)?;
        let opened = tantivy::Index::open_in_dir(ours.join("segments"))?;
        Ok(Bench {
            peer,
            words: opened.reader()?.searcher(),
            body: opened.schema().get_field("body")?,
            index,
        })
    }

    fn times(&self, topics: &[String], rounds: usize) -> Result<Times, Box<dyn Error>> {
        let mut times: Vec<[Vec<Duration>; 3]> = vec![Default::default(); topics.len()];
        for round in 0..=rounds {
            for (topic, times) in topics.iter().zip(&mut times) {
                for place in 0..3 {
                    // Another is the first each time: what follows finds the processor's caches full.
                    let system = (round + place) % 3;
                    let time = self.time(system, topic)?;
                    if round > 0 {
                        times[system].push(time);
                    }
                }
            }
        }
        let medians = |system: usize| times.iter_mut().map(|of| median(&mut of[system])).collect();
        Ok([0, 1, 2].map(medians))
    }

    fn time(&self, system: usize, topic: &str) -> Result<Duration, Box<dyn Error>> {
        let begun = Instant::now();
        match system {
            0 => drop(best(&self.peer.searcher, &self.peer.query(topic), HITS)?),
            1 => drop(best(&self.words, &any_word(self.body, topic), HITS)?),
            _ => drop(search(&self.index, &ranked(topic))?),
        }
        Ok(begun.elapsed())
    }
}

fn any_word(body: Field, topic: &str) -> BooleanQuery {
    let mut words = text::words(topic);
    words.sort();
    words.dedup();
    let term = |word: &String| -> Box<dyn Query> {
        let term = Term::from_field_text(body, word);
        Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
    };
    BooleanQuery::union(words.iter().map(term).collect())
}

/// What Pullquote is asked: any of the words, nothing in them an operator, no passages.
fn ranked(topic: &str) -> SearchRequest {
    let clause = |word: &str| Clause {
        demand: Demand::Open,
        query: Tree::Word(word.to_owned()),
    };
    let words = topic.split_whitespace().map(clause).collect();
    SearchRequest {
        mode: MatchMode::Any,
        limit: HITS,
        passages: Some(0),
        ..SearchRequest::new(Some(Tree::Side(words)))
    }
}

fn judged(folder: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let file = BufReader::new(File::open(folder.join("queries.jsonl"))?);
    let topics = Topics::read(file, "queries.jsonl")?;
    Ok(topics
        .as_slice()
        .iter()
        .map(|topic| topic.text.clone())
        .collect())
}

fn titles(corpus: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let mut titles = Vec::new();
    each(unpack(corpus)?, |record| {
        titles.push(record.title.to_string());
        Ok(())
    })?;
    let titles = titles.into_iter().step_by(STEP);
    Ok(titles
        .filter(|title| !text::words(title).is_empty())
        .collect())
}

fn row(name: &str, times: &Times) -> String {
    let shown = |times: &Vec<Duration>| {
        let mut times = times.clone();
        let median = median(&mut times);
        let last = times[(times.len() - 1) * 99 / 100];
        (median.as_secs_f64() * 1e3, last.as_secs_f64() * 1e3)
    };
    let all @ [plain, words, ours] = [0, 1, 2].map(|system| shown(&times[system]));
    let [one, two, three] = all.map(|(median, last)| format!("{median:.2} ({last:.2})"));
    let [first, second] = [plain, words].map(|(median, _)| format!("{:.2}", ours.0 / median));
    let topics = times[0].len().to_string();
    line([name.to_owned(), topics, one, two, three, first, second])
}

fn line(cells: [String; 7]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

/// Returns the one in the middle, and leaves them sorted.
fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
