//! How long searches take inside a process: as many threads as there are cores, the same searches in turn.
//!
//! What comes in is what a server is asked, a line of JSON a search: a query, and what is counted. Each is parsed,
//! answered, quoted and written down as JSON, as the server does it, without a connection. One round counts for nothing,
//! so that everything lies in memory. What is not here: other parts of a question.

use std::error::Error;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use pullquote::engine::embedded::Index;
use pullquote::query;
use pullquote::render::json::{Line, write_line};
use pullquote::search::{FacetField, SearchRequest, search};
use serde_json::Value;

/// How many times each search is answered.
const ROUNDS: usize = 20;

/// Measures; returns one line.
pub(crate) fn table(file: &Path, index: &Path) -> Result<String, Box<dyn Error>> {
    let index = Index::open(index)?;
    let text = std::fs::read_to_string(file)?;
    let questions: Vec<Value> = text
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    let threads = std::thread::available_parallelism()?.get();
    run(&index, &questions, 1, threads)?;
    let begun = Instant::now();
    let mut times = run(&index, &questions, ROUNDS, threads)?;
    let seconds = begun.elapsed().as_secs_f64();
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    Ok(format!(
        "{:.0} searches/s on {threads} threads, p50 {:.1} ms, p99 {:.1} ms",
        times.len() as f64 / seconds,
        at(0.5),
        at(0.99)
    ))
}

/// Answers every question so many times, on so many threads; returns the times.
fn run(
    index: &Index,
    questions: &[Value],
    rounds: usize,
    threads: usize,
) -> Result<Vec<Duration>, Box<dyn Error>> {
    let (next, all) = (AtomicUsize::new(0), Mutex::new(Ok(Vec::new())));
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let mut times = Vec::new();
                while let Some(place) = Some(next.fetch_add(1, Ordering::Relaxed))
                    .filter(|place| *place < questions.len() * rounds)
                {
                    match time(index, &questions[place % questions.len()]) {
                        Ok(time) => times.push(time),
                        Err(error) => *all.lock().expect("nobody panics") = Err(error.to_string()),
                    }
                }
                if let Ok(all) = all.lock().expect("nobody panics").as_mut() {
                    all.append(&mut times);
                }
            });
        }
    });
    Ok(all.into_inner()??)
}

fn time(index: &Index, question: &Value) -> Result<Duration, Box<dyn Error>> {
    let begun = Instant::now();
    let query = query::parse(
        question["query"]
            .as_str()
            .ok_or("a search without a query")?,
    )?;
    let names = question["facets"].as_array().into_iter().flatten();
    let facets = names.map(|name| FacetField::named(name.as_str().unwrap_or_default()));
    let request = SearchRequest {
        facets: facets
            .collect::<Option<_>>()
            .ok_or("a facet without a name")?,
        ..SearchRequest::new(Some(query))
    };
    let answer = search(index, &request)?;
    let mut written = Vec::new();
    for hit in &answer.hits {
        write_line(&mut written, &Line::from(hit))?;
    }
    Ok(begun.elapsed())
}
