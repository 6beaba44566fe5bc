//! How well articles are taken out of web pages: bodies, dates, outlets, titles and authors against gold.
//!
//! Each FILE is JSON Lines with `id`, `url`, `html` and, where known, the gold `body`, `date`, `title` and
//! `author`; `.zst` is read too. Printed is what must stay as it is; with `pages.expected` beside this file it is
//! compared, so that a change shows as a difference. `--write` writes it anew. Times are printed apart: they are
//! never compared.
//!
//! Bodies are measured as the article-extraction-benchmark does: runs of four words, counted, the counts of each
//! page divided by their sum, precision and recall averaged over the pages.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a report that ends at the first surprise"
)]

mod unpack;

use std::collections::{BTreeMap, HashMap};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use pullquote::article::Article;
use pullquote::source::{Origin, RawRecord, RecordFormat, SourceOptions};
use serde_json::Value;
use unpack::unpack;

fn main() -> ExitCode {
    let typed: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let write = typed.iter().any(|word| word == "--write");
    let mut files: Vec<PathBuf> = typed
        .iter()
        .filter(|word| !word.starts_with("--"))
        .map(PathBuf::from)
        .collect();
    if files.is_empty() {
        let Some(samples) = std::env::var_os("PULLQUOTE_SAMPLES") else {
            println!(
                "skipped: name files, or set PULLQUOTE_SAMPLES to the folder of the sample collections"
            );
            return ExitCode::SUCCESS;
        };
        let names = ["bodies", "articles", "dates"].map(|name| format!("pages/{name}.jsonl.zst"));
        files.extend(names.map(|name| Path::new(&samples).join(name)));
    }
    let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/quality/pages.expected");
    let mut report = String::new();
    for file in &files {
        let (found, times) = measure(file);
        print!("{found}");
        println!("{times}\n");
        report.push_str(&found);
    }
    if write {
        std::fs::write(&expected, &report).unwrap();
        return ExitCode::SUCCESS;
    }
    let expected = std::fs::read_to_string(&expected).unwrap_or_default();
    let changed: Vec<&str> = report
        .lines()
        .filter(|line| !expected.lines().any(|known| known == *line))
        .collect();
    for line in &changed {
        println!("not as expected: {line}");
    }
    // Files of others have no expectations.
    let ours = expected
        .lines()
        .any(|line| report.lines().next() == Some(line));
    if changed.is_empty() || !ours {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// What is counted over the pages of a file.
#[derive(Default)]
struct Tally {
    pages: usize,
    without_article: usize,
    bodies: usize,
    precision: f64,
    recall: f64,
    paragraphs: usize,
    verbatim: usize,
    dated: usize,
    date_right: usize,
    tiers: BTreeMap<&'static str, (usize, usize)>,
    outlets: BTreeMap<String, usize>,
    agencies_as_outlets: usize,
    titles: (usize, usize),
    authors: (usize, usize),
    times: Vec<(Duration, String)>,
}

fn measure(file: &Path) -> (String, String) {
    let mut tally = Tally::default();
    for line in text(file).lines() {
        let page: Value = serde_json::from_str(line).unwrap();
        tally.pages += 1;
        let begun = Instant::now();
        let article = extract(&page);
        tally.times.push((
            begun.elapsed(),
            page["id"].as_str().unwrap_or_default().to_owned(),
        ));
        tally.without_article += usize::from(article.is_none());
        tally.compare(&page, article.as_ref());
    }
    let name = file.file_name().unwrap().to_string_lossy().into_owned();
    let name = name.split('.').next().unwrap_or_default().to_owned();
    (tally.report(&name), tally.speed(&name))
}

fn text(file: &Path) -> String {
    let mut text = String::new();
    unpack(file).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn extract(page: &Value) -> Option<Article> {
    let record = RawRecord {
        format: RecordFormat::Page,
        bytes: page["html"].as_str().unwrap().as_bytes().to_vec(),
        line: None,
        path: "page.html".into(),
        sidecar: Arc::default(),
        origin: Origin {
            url: page["url"].as_str().map(str::to_owned),
            ..Origin::default()
        },
    };
    record.parse(&SourceOptions::default()).ok()
}

impl Tally {
    fn compare(&mut self, page: &Value, article: Option<&Article>) {
        let gold = |name: &str| page[name].as_str().filter(|gold| !gold.trim().is_empty());
        let metadata = article.map(|article| &article.metadata);
        if let Some(gold) = gold("body") {
            self.body(gold, article.map_or("", |article| &article.body));
        }
        if let Some(gold) = gold("date").and_then(|date| date.get(..10)) {
            self.dated += 1;
            let date = metadata.and_then(|metadata| metadata.date.as_ref());
            let right = date.is_some_and(|date| date.value.to_string() == gold);
            self.date_right += usize::from(right);
            let sure = metadata.and_then(|metadata| metadata.date_confidence);
            let tier = self
                .tiers
                .entry(sure.map_or("none", |sure| sure.name()))
                .or_default();
            tier.0 += 1;
            tier.1 += usize::from(right);
        }
        let outlet = metadata.and_then(|metadata| metadata.outlet.as_ref());
        let rule = outlet.map_or("none", |outlet| &outlet.rule).to_owned();
        *self.outlets.entry(rule).or_default() += 1;
        let agency = |name: &str| {
            [
                "Reuters",
                "AFP",
                "Associated Press",
                "AP",
                "dpa",
                "ANI",
                "PTI",
                "Xinhua",
            ]
            .contains(&name)
        };
        let own_site = |url: &str| {
            [
                "reuters.", "afp.", "apnews.", "ap.org", "dpa.", "aninews.", "ptinews.", "xinhua",
            ]
            .iter()
            .any(|host| url.contains(host))
        };
        let url = page["url"].as_str().unwrap_or_default();
        self.agencies_as_outlets +=
            usize::from(outlet.is_some_and(|outlet| agency(&outlet.value)) && !own_site(url));
        if let (Some(gold), Some(metadata)) = (gold("title"), metadata) {
            self.titles.0 += 1;
            let title = metadata.title.as_ref().map(|title| folded(&title.value));
            self.titles.1 += usize::from(title == Some(folded(gold)));
        }
        if let (Some(gold), Some(metadata)) = (gold("author"), metadata) {
            self.authors.0 += 1;
            let gold = folded(gold);
            let named = |author: &str| {
                !author.is_empty() && (gold.contains(author) || author.contains(&gold))
            };
            self.authors.1 += usize::from(
                metadata
                    .authors
                    .iter()
                    .any(|author| named(&folded(&author.value))),
            );
        }
    }

    fn body(&mut self, gold: &str, found: &str) {
        let (gold_runs, found_runs) = (shingles(gold), shingles(found));
        let shared: usize = gold_runs
            .iter()
            .map(|(run, n)| (*n).min(found_runs.get(run).copied().unwrap_or(0)))
            .sum();
        let (all, given) = (
            gold_runs.values().sum::<usize>(),
            found_runs.values().sum::<usize>(),
        );
        let share = |of: usize| {
            if of == 0 {
                f64::from(u8::from(all == 0))
            } else {
                shared as f64 / of as f64
            }
        };
        self.bodies += 1;
        self.precision += share(given);
        self.recall += share(all);
        let found = spaced(found);
        for paragraph in gold
            .split('\n')
            .map(spaced)
            .filter(|paragraph| !paragraph.is_empty())
        {
            self.paragraphs += 1;
            self.verbatim += usize::from(found.contains(&paragraph));
        }
    }

    fn report(&self, name: &str) -> String {
        let mut lines = vec![format!(
            "{name}: {} pages, {} without an article",
            self.pages, self.without_article
        )];
        if self.bodies > 0 {
            let (precision, recall) = (
                self.precision / self.bodies as f64,
                self.recall / self.bodies as f64,
            );
            let f1 = 2.0 * precision * recall / (precision + recall);
            lines.push(format!(
                "{name}: body F1 {f1:.4}, precision {precision:.4}, recall {recall:.4}"
            ));
            lines.push(format!(
                "{name}: gold paragraphs verbatim {}",
                part(self.verbatim, self.paragraphs)
            ));
        }
        if self.dated > 0 {
            lines.push(format!(
                "{name}: date right {}",
                part(self.date_right, self.dated)
            ));
            for (tier, (pages, right)) in &self.tiers {
                let of = part(*pages, self.dated);
                lines.push(format!(
                    "{name}: date {tier} on {of}, right {}",
                    part(*right, *pages)
                ));
            }
        }
        let rules: Vec<String> = self
            .outlets
            .iter()
            .map(|(rule, pages)| format!("{rule} {pages}"))
            .collect();
        lines.push(format!("{name}: outlets by rule: {}", rules.join(", ")));
        lines.push(format!(
            "{name}: agencies as outlets {}",
            self.agencies_as_outlets
        ));
        for (what, (of, right)) in [("title", self.titles), ("author", self.authors)] {
            if of > 0 {
                lines.push(format!("{name}: {what} right {}", part(right, of)));
            }
        }
        lines.join("\n") + "\n"
    }

    fn speed(&self, name: &str) -> String {
        let all: Duration = self.times.iter().map(|(time, _)| *time).sum();
        let (worst, page) = self.times.iter().max().unwrap();
        let rate = self.pages as f64 / all.as_secs_f64();
        format!(
            "{name}: {rate:.0} pages a second, worst page {:.0} ms ({page})",
            worst.as_secs_f64() * 1e3
        )
    }
}

fn part(some: usize, of: usize) -> String {
    format!("{some} of {of} = {:.4}", some as f64 / of.max(1) as f64)
}

fn shingles(text: &str) -> HashMap<[String; 4], usize> {
    let words: Vec<String> = text
        .split(|character: char| !character.is_alphanumeric() && character != '_')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let mut runs = HashMap::new();
    for run in words.windows(4) {
        *runs
            .entry([0, 1, 2, 3].map(|place| run[place].clone()))
            .or_default() += 1;
    }
    runs
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn folded(text: &str) -> String {
    pullquote::text::fold_name(text)
}
