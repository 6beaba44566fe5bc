//! `pullquote parse`: a query as it is understood, with the terms that an index has for it.

use std::io::{self, Write};
use std::process::ExitCode;

use pullquote::engine::embedded::Index;
use pullquote::error::{ErrorKind, Result};
use pullquote::query::Query;
use pullquote::render::json::{Line, ParseLine, ParsedTerm};
use pullquote::search::{Leaf, Plan};

use super::{Context, mode, query};
use crate::args::ParseArgs;
use crate::failure::Failure;
use crate::output::Output;

/// Runs the command. Without an index it shows the tree alone.
pub(crate) fn run(args: &ParseArgs, context: &Context) -> Result<ExitCode, Failure> {
    let parsed = query(&args.query, &args.matching)?;
    let plan = plan(args, context, parsed.as_ref())?;
    let line = ParseLine {
        query: args.query.join(" "),
        tree: parsed.map(|query| query.to_string()).unwrap_or_default(),
        terms: plan
            .iter()
            .flat_map(|plan| &plan.leaves)
            .flat_map(terms)
            .collect(),
        ignored: plan.iter().flat_map(|plan| plan.ignored.clone()).collect(),
        limits: plan.iter().flat_map(|plan| plan.limits.clone()).collect(),
        ..ParseLine::default()
    };
    let mut out = Output::stdout();
    match args.json.json {
        Some(form) => out.json(form, &[Line::Parse(line)])?,
        None => write_parsed(&mut out, &line, plan.is_some())?,
    }
    out.finish()?;
    Ok(ExitCode::SUCCESS)
}

fn plan(args: &ParseArgs, context: &Context, query: Option<&Query>) -> Result<Option<Plan>> {
    match Index::open(&context.config.index(args.index.dir.as_deref())) {
        Err(error) if error.kind() == ErrorKind::NoIndex && args.index.dir.is_none() => Ok(None),
        index => Plan::new(&index?, query, mode(&args.matching)).map(Some),
    }
}

fn terms(leaf: &Leaf) -> Vec<ParsedTerm> {
    let term = |view: &str, terms: Vec<String>| ParsedTerm {
        view: view.to_owned(),
        form: leaf.label.clone(),
        terms,
    };
    let mut parsed = Vec::new();
    if !leaf.forms.is_empty() {
        parsed.push(term("words", leaf.forms.iter().cloned().collect()));
    }
    if leaf
        .joined
        .iter()
        .any(|joined| !leaf.forms.contains(joined))
    {
        parsed.push(term("joined", leaf.joined.iter().cloned().collect()));
    }
    let mut phrases: Vec<String> = leaf
        .phrases
        .iter()
        .map(|phrase| phrase.terms.join(" "))
        .collect();
    phrases.dedup();
    if !phrases.is_empty() {
        parsed.push(term("phrases", phrases));
    }
    parsed
}

fn write_parsed(out: &mut dyn Write, line: &ParseLine, has_index: bool) -> io::Result<()> {
    writeln!(out, "tree      {}", line.tree)?;
    for term in &line.terms {
        writeln!(
            out,
            "{:9} {} → {}",
            term.view,
            term.form,
            term.terms.join(", ")
        )?;
    }
    if !line.ignored.is_empty() {
        writeln!(out, "ignored   {}", line.ignored.join(", "))?;
    }
    for limit in &line.limits {
        writeln!(out, "limit     {limit}")?;
    }
    if !has_index {
        writeln!(
            out,
            "terms     unknown: there is no index to look them up in"
        )?;
    }
    Ok(())
}
