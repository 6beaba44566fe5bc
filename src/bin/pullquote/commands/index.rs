//! `pullquote index`: brings an index up to date and says what it did.

use std::io::Write;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use pullquote::error::Result;
use pullquote::ingest::{IngestRequest, Report, ingest};
use pullquote::render::json::{Line, ReportLine};
use pullquote::render::{grouped, plural};

use super::{Context, INCOMPLETE, source_options, walk_options, writer_options};
use crate::args::IndexArgs;
use crate::failure::Failure;
use crate::output::{Output, styles_stderr, text_options};
use crate::progress::{Progress, stop_on_interrupt};

/// Runs the command.
pub(crate) fn run(args: &IndexArgs, context: &Context) -> Result<ExitCode, Failure> {
    let request = IngestRequest {
        index: context.config.index(args.index.dir.as_deref()),
        roots: args.paths.clone(),
        walk: walk_options(&args.walk),
        source: source_options(&args.walk)?,
        writer: writer_options(args.threads, args.memory),
        infer_dates: args.infer_dates,
        rebuild: args.rebuild,
    };
    stop_on_interrupt();
    let begun = Instant::now();
    let explain = args.explain.then(|| text_options(context.color));
    let progress = Progress::begin(
        args.json.is_asked(),
        args.quiet,
        styles_stderr(context.color),
    );
    let progress = progress.explaining(explain);
    let done = ingest(&request, &progress);
    progress.end();
    let report = done?;
    let mut out = Output::stdout();
    match args.json.json {
        Some(form) => out.json(form, &[Line::Report(report_line(&report, begun.elapsed()))])?,
        None if args.quiet => {}
        None => write_report(&mut out, &report, begun.elapsed())?,
    }
    out.finish()?;
    Ok(match (report.interrupted, report.skipped) {
        (true, _) => ExitCode::from(130),
        (false, 0) => ExitCode::SUCCESS,
        (false, _) => ExitCode::from(INCOMPLETE),
    })
}

/// Says in a few lines what a run did.
pub(super) fn write_report(
    out: &mut dyn Write,
    report: &Report,
    elapsed: Duration,
) -> std::io::Result<()> {
    let Report {
        added,
        changed,
        removed,
        articles,
        ..
    } = report;
    let unchanged = articles.saturating_sub(added + changed);
    writeln!(
        out,
        "{}: {} added, {} changed, {} unchanged, {} removed",
        plural(*articles, "article", "articles"),
        grouped(*added),
        grouped(*changed),
        grouped(unchanged),
        grouped(*removed)
    )?;
    writeln!(
        out,
        "files: {} read, {} unchanged, {} gone",
        grouped(report.files_read),
        grouped(report.files_unchanged),
        grouped(report.files_removed)
    )?;
    for line in remarks(report) {
        writeln!(out, "{line}")?;
    }
    if report.interrupted {
        writeln!(
            out,
            "stopped before the end: what was read is in the index; run it again for the rest"
        )?;
    }
    if report.bytes > 0 {
        let megabytes = report.bytes as f64 / 1e6;
        let seconds = elapsed.as_secs_f64();
        writeln!(
            out,
            "{megabytes:.1} MB of text in {seconds:.1} s, {:.1} MB/s",
            megabytes / seconds.max(1e-9)
        )?;
    }
    Ok(())
}

/// Says what is only said where there is something to say.
fn remarks(report: &Report) -> Vec<String> {
    let Report {
        duplicates,
        inferred,
        skipped,
        ..
    } = *report;
    let mut lines = Vec::new();
    if duplicates > 0 {
        let copies = plural(duplicates, "copy of an article", "copies of articles");
        lines.push(format!("{copies} left out: each article is kept once"));
    }
    if inferred > 0 {
        let articles = plural(
            inferred,
            "article without a date has",
            "articles without a date have",
        );
        lines.push(format!("{articles} days inferred"));
    }
    if skipped > 0 {
        let each = if skipped == 1 {
            "with its reason"
        } else {
            "each with its reason"
        };
        lines.push(format!("{} skipped, named above {each}", grouped(skipped)));
    }
    lines
}

fn report_line(report: &Report, elapsed: Duration) -> ReportLine {
    ReportLine {
        added: report.added,
        changed: report.changed,
        unchanged: report
            .articles
            .saturating_sub(report.added + report.changed),
        removed: report.removed,
        duplicates: report.duplicates,
        articles: report.articles,
        files_read: report.files_read,
        files_unchanged: report.files_unchanged,
        files_removed: report.files_removed,
        skipped: report.skipped,
        bytes: report.bytes,
        elapsed_ms: elapsed.as_secs_f64() * 1e3,
        interrupted: report.interrupted,
        committed: report.committed,
        ..ReportLine::default()
    }
}
