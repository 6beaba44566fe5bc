//! Plain tantivy beside Pullquote: what it finds, and how long it takes.
//!
//! Plain means its own analyzer `en_stem`, its own query parser and its own BM25, over title and text. `run` indexes
//! the collection in FOLDER (`corpus.jsonl`, packed or not, and `queries.jsonl`) and writes what it finds for each
//! topic as a TREC run: `one` has title and text in one field, `two` in a field each. `times` prints the times of a
//! search beside those of Pullquote over the same topics, as `times.rs` says. `queries` prints how long the searches of
//! FILE (JSON Lines, each a body of `POST /v1/search`) take on an index, without a server: what `tests/clients` sets
//! beside the same over HTTP. What is not here: judging the run, which the script `ranking` does.

#[path = "../quality/indexed.rs"]
mod indexed;
mod peer;
mod queries;
mod records;
mod times;
#[path = "../quality/unpack.rs"]
mod unpack;

use std::error::Error;
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use peer::{Layout, Peer};
use pullquote::eval::{Retrieved, Run, Topics};

const USAGE: &str = "usage: plain run FOLDER one|two RUN
       plain times [ROUNDS]
       plain queries FILE INDEX";

/// How many articles are retrieved for a topic.
const DEPTH: usize = 1_000;

fn main() -> ExitCode {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let given = given.iter().map(String::as_str);
    let given: Vec<&str> = given.filter(|word| *word != "--bench").collect();
    let done = match given[..] {
        ["run", folder, "one", file] => run(Path::new(folder), Layout::OneField, Path::new(file)),
        ["run", folder, "two", file] => run(Path::new(folder), Layout::TwoFields, Path::new(file)),
        ["queries", file, index] => queries::table(Path::new(file), Path::new(index)),
        ["times"] => times::table(5),
        ["times", rounds] => rounds.parse().map_err(Into::into).and_then(times::table),
        _ => Ok(USAGE.to_owned()),
    };
    match done {
        Ok(text) => say(&mut std::io::stdout(), &text, ExitCode::SUCCESS),
        Err(error) => say(
            &mut std::io::stderr(),
            &format!("error: {error}"),
            ExitCode::FAILURE,
        ),
    }
}

fn say(out: &mut dyn Write, text: &str, code: ExitCode) -> ExitCode {
    writeln!(out, "{text}").map_or(ExitCode::FAILURE, |()| code)
}

fn run(folder: &Path, layout: Layout, file: &Path) -> Result<String, Box<dyn Error>> {
    let topics = BufReader::new(File::open(folder.join("queries.jsonl"))?);
    let topics = Topics::read(topics, "queries.jsonl")?;
    let space = tempfile::tempdir()?;
    let peer = Peer::index(&corpus(folder), layout, space.path())?;
    let mut run = Run::new("tantivy");
    for topic in topics.as_slice() {
        run.add(&topic.id, retrieved(&peer, &topic.text)?)?;
    }
    run.write(BufWriter::new(File::create(file)?), &file.to_string_lossy())?;
    Ok(format!("{} topics", topics.as_slice().len()))
}

fn corpus(folder: &Path) -> PathBuf {
    let plain = folder.join("corpus.jsonl");
    match plain.is_file() {
        true => plain,
        false => folder.join("corpus.jsonl.zst"),
    }
}

fn retrieved(peer: &Peer, topic: &str) -> Result<Vec<Retrieved>, Box<dyn Error>> {
    let (_, best) = peer::best(&peer.searcher, &peer.query(topic), DEPTH)?;
    let retrieved = best.into_iter().map(|(score, address)| {
        Ok(Retrieved {
            article: peer.id(address)?,
            score: f64::from(score),
        })
    });
    retrieved.collect()
}
