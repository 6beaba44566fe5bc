//! The time of a ranked search beside plain tantivy's, in one process, over the same topics.
//!
//! Five searches take turns, round after round: plain tantivy over its own index of stems; plain tantivy over
//! Pullquote's index, an OR of the topic's words as they are folded, which isolates what the ranking adds to reading
//! the same lists; Pullquote's ranking, through the library, which also reads the ten articles from the store; the
//! same with `--expand`; and Pullquote's whole answer, as `pullquote search` gives it, which adds the counts beside
//! the first and the passages of the ten, found and marked. The others quote nothing. Each gives the ten best
//! articles and an exact count. A topic's time is its median over the rounds; of these the first table gives the
//! median and the 99th percentile, and the second how many times plain tantivy's median Pullquote's is. The topics
//! are those of `news`, and the titles of each hundredth Reuters story. Everything lies in memory after the first
//! round, which counts for nothing.

use std::error::Error;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use pullquote::engine::embedded::Index;
use pullquote::eval::Topics;
use pullquote::query;
use pullquote::search::{ExactPhrase, MatchMode, SearchRequest, rank, search};
use pullquote::text;
use tantivy::query::{BooleanQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use crate::indexed::indexed;
use crate::peer::{Layout, Peer, best};
use crate::records::each;
use crate::unpack::unpack;

const HITS: usize = 10;

/// The searches, as the tables head them: the first two are plain tantivy's.
const SYSTEMS: [&str; 5] = [
    "plain tantivy, its own index",
    "plain tantivy, Pullquote's index",
    "Pullquote, ranking",
    "Pullquote, ranking with --expand",
    "Pullquote, the whole answer",
];

/// How many of the searches are plain tantivy's.
const PLAIN: usize = 2;

/// Every so many of the Reuters stories give their title as a topic.
const STEP: usize = 100;

/// Measures both collections; returns the tables in Markdown.
pub(crate) fn table(rounds: usize) -> Result<String, Box<dyn Error>> {
    let samples = std::env::var_os("PULLQUOTE_SAMPLES").map(PathBuf::from);
    let samples = samples.ok_or("PULLQUOTE_SAMPLES names the folder of the sample collections")?;
    let news = samples.join("collections/news");
    let reuters = samples.join("corpora/reuters.jsonl.zst");
    let mut times = head(["topics"].iter().chain(&SYSTEMS));
    let mut ratios = head(&SYSTEMS[PLAIN..]);
    for (name, topics, corpus) in [
        ("news", judged(&news)?, news.join("corpus.jsonl.zst")),
        ("Reuters", titles(&reuters)?, reuters),
    ] {
        let space = tempfile::tempdir()?;
        let bench = Bench::new(&corpus, space.path())?;
        let measured = bench.times(&topics, rounds)?.map(Spread::of);
        times += &times_of(name, topics.len(), &measured);
        ratios += &ratios_of(name, &measured);
    }
    Ok(format!(
        "Milliseconds, median (99th percentile) over the topics; {rounds} rounds.\n\n{times}\n\
         How many times the median of plain tantivy over its own index / over Pullquote's.\n\n{ratios}"
    ))
}

/// The same collection, indexed by each.
struct Bench {
    peer: Peer,
    words: Searcher,
    body: Field,
    index: Index,
}

/// The times of each search, a median for each topic.
type Times = [Vec<Duration>; SYSTEMS.len()];

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
        let mut times: Vec<Times> = vec![Default::default(); topics.len()];
        for round in 0..=rounds {
            for (topic, times) in topics.iter().zip(&mut times) {
                for place in 0..SYSTEMS.len() {
                    // Another is the first each time: what follows finds the processor's caches full.
                    let system = (round + place) % SYSTEMS.len();
                    let time = self.time(system, topic)?;
                    if round > 0 {
                        times[system].push(time);
                    }
                }
            }
        }
        let medians = |system: usize| times.iter_mut().map(|of| median(&mut of[system])).collect();
        Ok(std::array::from_fn(medians))
    }

    fn time(&self, system: usize, topic: &str) -> Result<Duration, Box<dyn Error>> {
        let begun = Instant::now();
        match system {
            0 => drop(best(&self.peer.searcher, &self.peer.query(topic), HITS)?),
            1 => drop(best(&self.words, &any_word(self.body, topic), HITS)?),
            2 => drop(rank(&self.index, &asked(topic))?),
            3 => drop(rank(&self.index, &expanded(topic))?),
            _ => drop(search(&self.index, &asked(topic))?),
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

/// What Pullquote is asked: any of the words, nothing in them an operator.
fn asked(topic: &str) -> SearchRequest {
    SearchRequest {
        mode: MatchMode::Any,
        limit: HITS,
        exact_phrase: ExactPhrase::Unlifted,
        ..SearchRequest::new(query::free_text(topic).ok())
    }
}

fn expanded(topic: &str) -> SearchRequest {
    SearchRequest {
        expand: true,
        ..asked(topic)
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

/// What is shown of the times of a search, in milliseconds.
#[derive(Clone, Copy)]
struct Spread {
    median: f64,
    last: f64,
}

impl Spread {
    fn of(mut times: Vec<Duration>) -> Self {
        let middle = median(&mut times);
        let last = times[(times.len() - 1) * 99 / 100];
        let [median, last] = [middle, last].map(|time| time.as_secs_f64() * 1e3);
        Spread { median, last }
    }
}

fn head<'c>(columns: impl IntoIterator<Item = &'c &'static str>) -> String {
    let cells: Vec<&str> = ["collection"].iter().chain(columns).copied().collect();
    let rule = "---:|".repeat(cells.len() - 1);
    line(cells.into_iter().map(str::to_owned)) + "|---|" + &rule + "\n"
}

fn times_of(name: &str, topics: usize, measured: &[Spread]) -> String {
    let first = [name.to_owned(), topics.to_string()];
    let times = measured
        .iter()
        .map(|spread| format!("{:.2} ({:.2})", spread.median, spread.last));
    line(first.into_iter().chain(times))
}

fn ratios_of(name: &str, measured: &[Spread]) -> String {
    let (plain, ours) = measured.split_at(PLAIN);
    let ratios = ours.iter().map(|ours| {
        let times = plain
            .iter()
            .map(|plain| format!("{:.2}", ours.median / plain.median));
        times.collect::<Vec<_>>().join(" / ")
    });
    line([name.to_owned()].into_iter().chain(ratios))
}

fn line(cells: impl Iterator<Item = String>) -> String {
    format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
}

/// Returns the one in the middle, and leaves them sorted.
fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
