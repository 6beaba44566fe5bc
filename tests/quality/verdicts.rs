//! How right the verdicts on quotations are: quotations cut from an archive, altered in known ways, and checked.
//!
//! `--archive PATH` is any file or folder that Pullquote reads, `--seed N` fixes every choice, `--count N` how many
//! quotations, `--short` asks for 3 to 7 words instead of 8 to 40, `--part N` takes each Nth article alone, `--misses N`
//! lists that many wrong answers of each label, and `--baselines` checks the same quotations by a search for folded
//! characters and by a threshold on similarity. Printed is the table of label against verdict. The exit code is 1 where
//! a figure is missed that the project promises of quotations of 8 words and more.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a report that ends at the first surprise"
)]

mod indexed;
mod quotations;

use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use indexed::indexed;
use pullquote::article::Article;
use pullquote::engine::embedded::Index;
use pullquote::search::engine::{Effort, Engine};
use pullquote::source::{SourceOptions, WalkOptions, read, walk};
use pullquote::text;
use pullquote::verify::{VerifyOptions, verify};
use quotations::{
    Answer, Generated, Options, Source, generate, misses, promises, similarity_answers,
    substring_answers, table,
};

/// The most quotations that are checked by similarity: it takes so much longer.
const BY_SIMILARITY: usize = 1_000;

struct Typed {
    archive: Option<PathBuf>,
    options: Options,
    part: usize,
    misses: usize,
    baselines: bool,
}

fn main() -> ExitCode {
    let typed = typed();
    let samples = std::env::var_os("PULLQUOTE_SAMPLES")
        .map(|samples| Path::new(&samples).join("collections/news/corpus.jsonl.zst"));
    let Some(archive) = typed.archive.or(samples) else {
        println!(
            "skipped: name an archive with --archive PATH, or set PULLQUOTE_SAMPLES to the folder of the sample collections"
        );
        return ExitCode::SUCCESS;
    };
    let articles = articles(&archive, typed.part);
    let sources: Vec<Source<'_>> = articles
        .iter()
        .enumerate()
        .map(|(number, article)| Source {
            id: number.to_string(),
            body: &article.body,
        })
        .collect();
    let generated = generate(&sources, &typed.options);
    let folder = tempfile::tempdir().unwrap();
    let index = index(folder.path(), &articles, &generated);
    let words: usize = articles
        .iter()
        .map(|article| text::words(&article.body).len())
        .sum();
    println!(
        "{} articles, {words} words, {} of the articles not indexed; {} quotations, seed {}\n",
        articles.len(),
        generated.held_out.len(),
        generated.cases.len(),
        typed.options.seed
    );
    let answers = answers(&index, &generated);
    println!("{}", table(&generated, &answers));
    if typed.misses > 0 {
        println!("{}", misses(&generated, &answers, typed.misses));
    }
    if typed.baselines {
        baselines(&index, generated.clone());
    }
    let missed = promises(&generated, &answers);
    for promise in &missed {
        println!("missed: {promise}");
    }
    if missed.is_empty() || *typed.options.words.start() < 8 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn typed() -> Typed {
    let mut typed = Typed {
        archive: None,
        options: Options::default(),
        part: 1,
        misses: 0,
        baselines: false,
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().unwrap();
        match word.as_str() {
            "--archive" => typed.archive = Some(value().into()),
            "--seed" => typed.options.seed = value().parse().unwrap(),
            "--count" => typed.options.count = value().parse().unwrap(),
            "--part" => typed.part = value().parse().unwrap(),
            "--misses" => typed.misses = value().parse().unwrap(),
            "--short" => typed.options.words = 3..=7,
            "--baselines" => typed.baselines = true,
            _ => {}
        }
    }
    typed
}

fn articles(archive: &Path, part: usize) -> Vec<Article> {
    let options = SourceOptions::default();
    let mut articles = Vec::new();
    for file in walk(archive, &WalkOptions::default()).unwrap() {
        let taken = read(&file.unwrap(), &options, &mut |record| {
            articles.extend(record.ok().and_then(|record| record.parse(&options).ok()));
            ControlFlow::Continue(())
        });
        taken.unwrap();
    }
    articles.into_iter().step_by(part).collect()
}

/// Indexes the articles that are not held out, each under its number.
fn index(folder: &Path, articles: &[Article], generated: &Generated<'_>) -> Index {
    let file = folder.join("articles.jsonl");
    let mut out = std::io::BufWriter::new(std::fs::File::create(&file).unwrap());
    for (number, article) in articles.iter().enumerate() {
        if !generated.held_out.contains(&number) {
            let record = serde_json::json!({
                "id": number.to_string(),
                "text": article.body,
                "date": article.metadata.date.as_ref().map(|date| date.value.to_string()),
            });
            writeln!(out, "{record}").unwrap();
        }
    }
    out.flush().unwrap();
    let (index, _) = indexed(&file, &folder.join("index")).unwrap();
    index
}

fn answers(index: &Index, generated: &Generated<'_>) -> Vec<Answer> {
    let check = |text: &str| {
        let started = Instant::now();
        let finding = verify(index, text, &VerifyOptions::default()).unwrap();
        let micros = started.elapsed().as_secs_f64() * 1e6;
        let place = finding.places.first().map(|place| {
            let number = place
                .article
                .metadata
                .record_id
                .as_ref()
                .unwrap()
                .parse()
                .unwrap();
            let start = place.passage.bytes.start;
            (number, start..start + place.passage.text.len())
        });
        Answer {
            verdict: finding.verdict.name().to_owned(),
            place,
            micros,
        }
    };
    // Once before it counts, so that the index lies in memory.
    for case in generated.cases.iter().step_by(10) {
        check(&case.text);
    }
    generated
        .cases
        .iter()
        .map(|case| check(&case.text))
        .collect()
}

fn baselines(index: &Index, mut generated: Generated<'_>) {
    println!("A search for the folded characters:\n");
    println!("{}", table(&generated, &substring_answers(&generated)));
    let step = generated.cases.len().div_ceil(BY_SIMILARITY);
    let cases = std::mem::take(&mut generated.cases);
    generated.cases = cases.into_iter().step_by(step).collect();
    let candidates = |text: &str| {
        let mut articles = Vec::new();
        index
            .closest(&text::words(text), Effort::Thorough, 12, &mut |ranked| {
                let number = ranked.stored.article.metadata.record_id.unwrap();
                articles.push(number.parse().unwrap());
                Ok(ControlFlow::Continue(()))
            })
            .unwrap();
        articles
    };
    println!("A threshold of 90 % similarity, each {step}th quotation:\n");
    println!(
        "{}",
        table(&generated, &similarity_answers(&generated, &candidates))
    );
}
