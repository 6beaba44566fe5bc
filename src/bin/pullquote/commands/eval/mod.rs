//! `pullquote eval`: measures how well a ranking finds what people judged relevant.
//!
//! Three forms: the index is searched for topics (`searched.rs`), run files are measured, or two of them compared.
//! Here files are read and figures written. What is not here: the metrics, which the library has.

mod names;
mod searched;

use std::fs::File;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use pullquote::error::{Error, Result};
use pullquote::eval::{Averaging, Comparison, Evaluation, Metric, Qrels, Run, compare, evaluate};
use pullquote::render::evaluation::{Measured, Topics, write_comparisons, write_evaluations};
use pullquote::render::json::{ComparisonLine, EvaluationLine, FiguresLine, Line};

use super::Context;
use crate::args::EvalArgs;
use crate::failure::Failure;
use crate::output::{Output, styles_stderr, text_options};

/// The name of standard output.
const STDOUT: &str = "-";

/// Runs the command.
pub(crate) fn run(args: &EvalArgs, context: &Context) -> Result<ExitCode, Failure> {
    let metrics = metrics(&args.metric)?;
    let qrels = read(&args.qrels, Qrels::read)?;
    match (&args.topics, args.compare.as_slice()) {
        (Some(topics), _) => {
            let searched = searched::search(args, context, topics, &qrels)?;
            let measured = searched.measured(&qrels, &metrics)?;
            write_measured(&[measured], args, context)?;
        }
        (None, [first, second]) => compare_runs([first, second], &qrels, &metrics, args, context)?,
        (None, _) => {
            let measured = measured(&args.evaluate, &qrels, &metrics)?;
            write_measured(&measured, args, context)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Understands which metrics are asked for, each once.
fn metrics(names: &[String]) -> Result<Vec<Metric>> {
    if names.is_empty() {
        return Ok(Metric::STANDARD.to_vec());
    }
    let mut metrics = Vec::new();
    for name in names {
        let metric = name.trim().parse()?;
        if !metrics.contains(&metric) {
            metrics.push(metric);
        }
    }
    Ok(metrics)
}

/// Opens a file and reads it.
fn read<T>(path: &Path, read: impl Fn(BufReader<File>, &str) -> Result<T>) -> Result<T> {
    let file = File::open(path).map_err(|error| Error::io("read", path, error))?;
    read(BufReader::new(file), &path.display().to_string())
}

fn measured(paths: &[PathBuf], qrels: &Qrels, metrics: &[Metric]) -> Result<Vec<Measured>> {
    let measured = |path: &PathBuf| {
        let run = read(path, Run::read)?;
        Ok(Measured {
            name: path.display().to_string(),
            tag: run.tag().to_owned(),
            evaluation: evaluated(&run, path, qrels, metrics)?,
            made: None,
        })
    };
    paths.iter().map(measured).collect()
}

/// Measures a run out of a file. Where there is nothing to measure, tags would not tell which file is meant.
fn evaluated(run: &Run, path: &Path, qrels: &Qrels, metrics: &[Metric]) -> Result<Evaluation> {
    evaluate(qrels, run, metrics, Averaging::Complete).map_err(|error| {
        let message = format!("cannot evaluate `{}`", path.display());
        let reason = std::error::Error::source(&error).map(ToString::to_string);
        let named = Error::new(error.kind(), message).because(reason.unwrap_or_default());
        match error.next_step() {
            Some(hint) => named.hint(hint),
            None => named,
        }
    })
}

fn write_measured(runs: &[Measured], args: &EvalArgs, context: &Context) -> Result<(), Failure> {
    let topics = topics(args);
    let mut options = text_options(context.color);
    if runs_to_stdout(args) {
        options.styled = styles_stderr(context.color);
        return Ok(write_evaluations(
            &mut io::stderr().lock(),
            runs,
            topics,
            &options,
        )?);
    }
    let mut out = Output::stdout();
    match args.json.json {
        Some(form) => {
            let lines = runs.iter().flat_map(|run| lines(run, topics));
            out.json(form, &lines.collect::<Vec<_>>())?;
        }
        None => write_evaluations(&mut out, runs, topics, &options)?,
    }
    Ok(out.finish()?)
}

/// Tells whether standard output is taken by the run itself.
fn runs_to_stdout(args: &EvalArgs) -> bool {
    args.searching.run.as_deref() == Some(Path::new(STDOUT))
}

fn lines(run: &Measured, topics: Topics) -> Vec<Line> {
    let figures = match topics {
        Topics::Few => &[][..],
        Topics::All => run.evaluation.topics(),
    };
    let figures = figures
        .iter()
        .map(|topic| Line::Figures(FiguresLine::new(run, topic)));
    figures
        .chain([Line::from(EvaluationLine::from(run))])
        .collect()
}

fn topics(args: &EvalArgs) -> Topics {
    match args.per_topic {
        true => Topics::All,
        false => Topics::Few,
    }
}

fn compare_runs(
    paths: [&PathBuf; 2],
    qrels: &Qrels,
    metrics: &[Metric],
    args: &EvalArgs,
    context: &Context,
) -> Result<(), Failure> {
    let runs = measured(&paths.map(PathBuf::clone), qrels, metrics)?;
    let names = [runs[0].name.as_str(), runs[1].name.as_str()];
    let compared = |metric: &Metric| compare(&runs[0].evaluation, &runs[1].evaluation, *metric);
    let comparisons: Vec<Comparison> = metrics.iter().map(compared).collect::<Result<_>>()?;
    let mut out = Output::stdout();
    match args.json.json {
        Some(form) => {
            let lines = comparisons.iter();
            let lines = lines.map(|one| Line::from(ComparisonLine::new(names, one)));
            out.json(form, &lines.collect::<Vec<_>>())?;
        }
        None => {
            let options = text_options(context.color);
            write_comparisons(&mut out, names, &comparisons, topics(args), &options)?;
        }
    }
    Ok(out.finish()?)
}
