//! `pullquote status`: what an index holds and what it was made from.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use pullquote::article::NameField;
use pullquote::engine::embedded::{Index, ledger};
use pullquote::error::Result;
use pullquote::ingest::Ledger;
use pullquote::render::json::{Line, RuleFields, StatusLine};
use pullquote::render::{grouped, plural};
use pullquote::search::{self, FacetField, FacetValue, Granularity, SearchRequest};

use super::Context;
use crate::args::StatusArgs;
use crate::failure::Failure;
use crate::output::Output;

/// How many weights stand on one line.
const WEIGHTS_A_LINE: usize = 5;

/// Runs the command.
pub(crate) fn run(args: &StatusArgs, context: &Context) -> Result<ExitCode, Failure> {
    let folder = context.config.index(args.index.dir.as_deref());
    let index = Index::open(&folder)?;
    let mut status = status_line(&index, &folder)?;
    if args.metadata {
        status.rules = rules(&index)?;
    }
    let mut out = Output::stdout();
    match args.json.json {
        Some(form) => out.json(form, &[Line::Status(status)])?,
        None => write_status(&mut out, &status)?,
    }
    out.finish()?;
    Ok(ExitCode::SUCCESS)
}

/// Says what an index holds, but for the rules that found it.
pub(crate) fn status_line(index: &Index, folder: &Path) -> Result<StatusLine> {
    let numbers = index.status()?;
    let ledger = ledger(folder)?
        .map(|bytes| Ledger::decode(&bytes))
        .transpose()?
        .unwrap_or_default();
    let facets = vec![
        FacetField::Name(NameField::Outlet),
        FacetField::Date(Granularity::Day),
    ];
    let answer = search::search(
        index,
        &SearchRequest {
            facets,
            limit: 0,
            ..SearchRequest::new(None)
        },
    )?;
    let outlets = &answer.facets[0].values;
    let days = &answer.facets[1].values;
    let known =
        |values: &[FacetValue]| values.iter().filter(|bar| bar.value.is_some()).count() as u64;
    Ok(StatusLine {
        index: folder.display().to_string(),
        format: index.manifest().format,
        analyzer: index.manifest().analyzer.name.clone(),
        articles: numbers.articles,
        index_bytes: numbers.bytes,
        segments: numbers.segments as u64,
        outlets: known(outlets),
        without_outlet: unknown(outlets),
        undated: unknown(days),
        earliest: days.iter().find_map(|bar| bar.value.clone()),
        latest: days.iter().rev().find_map(|bar| bar.value.clone()),
        sources: ledger.roots.into_values().map(|root| root.shown).collect(),
        files: ledger.files.len() as u64,
        skipped: ledger
            .files
            .values()
            .map(|file| file.skipped.len() as u64 + file.skipped_more)
            .sum(),
        weights: weights(index),
        ..StatusLine::default()
    })
}

fn weights(index: &Index) -> BTreeMap<String, f64> {
    let named = index.manifest().weights.named().into_iter();
    named
        .map(|(name, weight)| (name.to_owned(), weight))
        .collect()
}

/// Counts the articles by the rules that found their values; certainty first.
fn rules(index: &Index) -> Result<Vec<RuleFields>> {
    let rules = index.rules()?.into_iter().map(|(parts, articles)| {
        let mut parts = parts.into_iter();
        let mut next = || parts.next();
        RuleFields {
            field: next().unwrap_or_default(),
            rule: next().unwrap_or_default(),
            value: next(),
            articles,
        }
    });
    let mut rules: Vec<RuleFields> = rules.collect();
    rules.sort_by(|one, other| {
        let rank = |rule: &RuleFields| {
            (
                rule.field != "certainty",
                rule.field.clone(),
                Reverse(rule.articles),
            )
        };
        rank(one).cmp(&rank(other))
    });
    Ok(rules)
}

fn unknown(values: &[FacetValue]) -> u64 {
    values
        .iter()
        .filter(|bar| bar.value.is_none())
        .map(|bar| bar.count)
        .sum()
}

fn write_status(out: &mut dyn Write, status: &StatusLine) -> io::Result<()> {
    let dates = match (&status.earliest, &status.latest) {
        (Some(earliest), Some(latest)) => format!("{earliest} to {latest}, "),
        _ => String::new(),
    };
    writeln!(
        out,
        "index      {}, format {}, analyzer {}",
        status.index, status.format, status.analyzer
    )?;
    let without = |count| plural(count, "article without one", "articles without one");
    writeln!(out, "articles   {}", grouped(status.articles))?;
    writeln!(
        out,
        "outlets    {}, {}",
        grouped(status.outlets),
        without(status.without_outlet)
    )?;
    writeln!(out, "dates      {dates}{}", without(status.undated))?;
    writeln!(
        out,
        "sources    {}, {}, {} skipped",
        status.sources.join(", "),
        plural(status.files, "file", "files"),
        grouped(status.skipped)
    )?;
    writeln!(
        out,
        "on disk    {:.1} MB in {}",
        status.index_bytes as f64 / 1e6,
        plural(status.segments, "segment", "segments")
    )?;
    write_weights(out, &status.weights)?;
    for rule in &status.rules {
        let value = rule
            .value
            .as_ref()
            .map(|value| format!("  {value}"))
            .unwrap_or_default();
        writeln!(
            out,
            "{:10} {:8}  {}{value}",
            rule.field, rule.articles, rule.rule
        )?;
    }
    Ok(())
}

/// Writes the weights of the ranking, as many a line as are easily read.
fn write_weights(out: &mut dyn Write, weights: &BTreeMap<String, f64>) -> io::Result<()> {
    let named = weights
        .iter()
        .map(|(name, weight)| format!("{name} {weight}"));
    let named: Vec<String> = named.collect();
    for (line, weights) in named.chunks(WEIGHTS_A_LINE).enumerate() {
        let label = if line == 0 { "weights" } else { "" };
        writeln!(out, "{label:10} {}", weights.join(", "))?;
    }
    Ok(())
}
