//! `pullquote search`: finds articles and writes the passages that match.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use pullquote::engine::embedded::Index;
use pullquote::error::{Error, ErrorKind, Result};
use pullquote::ingest::{IngestRequest, Report, ingest};
use pullquote::render::citations::{CitationFormat, Cited, write_citations};
use pullquote::render::json::{HitLine, Line, SummaryLine};
use pullquote::render::{SummaryContext, TextOptions, markdown, text};
use pullquote::search::engine::Engine;
use pullquote::search::{self, Answer, ExactPhrase, SearchRequest, Sort};
use pullquote::source;

use super::narrowing::{filters, say_unknown};
use super::{
    Context, facet, found_or_not, mode, query, source_options, walk_options, writer_options,
};
use crate::args::{Format, SearchArgs, SortBy};
use crate::failure::Failure;
use crate::output::{Output, styles_stderr, text_options};
use crate::progress::{Progress, stop_on_interrupt};

/// The memory for bringing an index up to date before a search, in megabytes.
const MEMORY: u32 = 800;

/// Runs the command.
pub(crate) fn run(args: &SearchArgs, context: &Context) -> Result<ExitCode, Failure> {
    let mut request = request(args, context)?;
    let folder = context.config.index(args.index.dir.as_deref());
    let report = update(args, context, &folder)?;
    request.filters.kept_elsewhere = report.ledger.kept_elsewhere(&request.filters.under);
    let index = Index::open(&folder)?;
    let begun = Instant::now();
    let answer = search::search(&index, &request)?;
    let summary = SummaryContext {
        offset: request.offset,
        elapsed_ms: Some(begun.elapsed().as_secs_f64() * 1e3),
        index_articles: index.size(),
        skipped: report.skipped,
    };
    let mut out = if args.pager {
        Output::pager()?
    } else {
        Output::stdout()
    };
    write(&mut out, args, context, &answer, &summary)?;
    out.finish()?;
    if !args.quiet {
        let styled = styles_stderr(context.color);
        say_unknown(&index, &request.filters, args.json, styled)?;
    }
    Ok(found_or_not(answer.counts.articles))
}

fn request(args: &SearchArgs, context: &Context) -> Result<SearchRequest> {
    if let Some(name) = args.format.and_then(pasted).filter(|_| args.explain) {
        let what = if name == "md" {
            "quotation to paste"
        } else {
            "citation"
        };
        let message = format!("a {what} has no place for its score");
        return Err(Error::new(ErrorKind::Usage, message)
            .hint(format!("leave out --explain or --format {name}")));
    }
    if args.expand && args.sort != SortBy::Score {
        return Err(Error::new(
            ErrorKind::Usage,
            "an order by date has no place for what is like the best articles",
        )
        .hint("leave out --expand or --sort"));
    }
    let mut filters = filters(&args.narrowing)?;
    filters.under = args
        .within
        .iter()
        .map(|path| absolute(path))
        .collect::<Result<_>>()?;
    let query = query(&args.query, &args.matching)?;
    if query.is_none() && filters == Default::default() && args.facet.is_empty() {
        return Err(Error::new(ErrorKind::QueryEmpty, "there is nothing to look for")
            .hint("give words or a \"phrase\", or narrow by --outlet, --since …; see pullquote search --help"));
    }
    Ok(SearchRequest {
        query,
        mode: mode(&args.matching),
        filters,
        facets: args
            .facet
            .iter()
            .map(|name| facet(name))
            .collect::<Result<_>>()?,
        sort: match args.sort {
            SortBy::Score => Sort::Score,
            SortBy::Date => Sort::Date,
            SortBy::DateDescending => Sort::DateDescending,
        },
        offset: args.offset,
        limit: if args.count || args.quiet {
            0
        } else {
            context.config.limit(args.limit)
        },
        passages: context.config.passages(args.passages),
        exact_phrase: ExactPhrase::First,
        expand: args.expand,
        explain: args.explain,
    })
}

fn absolute(path: &Path) -> Result<String> {
    Ok(source::canonical(path)?.to_string_lossy().into_owned())
}

/// Brings the index up to date with what `--in` names, where it names something.
fn update(args: &SearchArgs, context: &Context, folder: &Path) -> Result<Report> {
    if args.within.is_empty() {
        return Ok(Report::default());
    }
    let request = IngestRequest {
        index: folder.to_owned(),
        roots: args.within.clone(),
        walk: walk_options(&args.walk),
        source: source_options(&args.walk)?,
        writer: writer_options(None, MEMORY),
        infer_dates: false,
        rebuild: false,
    };
    stop_on_interrupt();
    let progress = Progress::begin(
        args.json.is_asked(),
        args.quiet,
        styles_stderr(context.color),
    );
    let report = ingest(&request, &progress);
    progress.end();
    let report = report?;
    match report.interrupted {
        true => Err(Error::new(
            ErrorKind::Interrupted,
            "stopped before all of it was indexed",
        )
        .hint("run it again for the rest")),
        false => Ok(report),
    }
}

fn write(
    out: &mut Output,
    args: &SearchArgs,
    context: &Context,
    answer: &Answer,
    summary: &SummaryContext,
) -> io::Result<()> {
    if args.quiet {
        return Ok(());
    }
    if let Some(form) = args.json.json {
        let hits = answer
            .hits
            .iter()
            .map(|hit| Line::Hit(Box::new(HitLine::from(hit))));
        let lines: Vec<Line> = hits
            .chain([Line::Summary(Box::new(SummaryLine::new(answer, summary)))])
            .collect();
        return out.json(form, &lines);
    }
    let options = text_options(context.color);
    if args.count || args.list || args.format.and_then(pasted).is_some() {
        note(answer)?;
    }
    if args.count {
        return writeln!(out, "{}", answer.counts.articles);
    }
    if let Some(format) = args.format.and_then(citations) {
        let cited: Vec<_> = answer.hits.iter().map(Cited::from).collect();
        return write_citations(out, format, &cited);
    }
    match args.format {
        Some(Format::Md) => {
            return answer
                .hits
                .iter()
                .try_for_each(|hit| markdown::write_hit(out, hit));
        }
        _ if args.list => answer
            .hits
            .iter()
            .try_for_each(|hit| text::write_listing(out, hit, &options))?,
        _ if args.explain => text::write_explained_hits(out, &answer.hits, &options)?,
        _ => text::write_hits(out, &answer.hits, &options)?,
    }
    for facet in &answer.facets {
        writeln!(out)?;
        text::write_facet(out, facet, &options)?;
    }
    if !args.list {
        writeln!(out)?;
        text::write_summary(out, answer, &options)?;
    }
    Ok(())
}

/// Returns the form of citation that is asked for, if it is one.
pub(super) fn citations(format: Format) -> Option<CitationFormat> {
    match format {
        Format::Text | Format::Md => None,
        Format::Csl => Some(CitationFormat::Csl),
        Format::Bibtex => Some(CitationFormat::Bibtex),
        Format::Ris => Some(CitationFormat::Ris),
        Format::Anthropic => Some(CitationFormat::Anthropic),
        Format::Jsonld => Some(CitationFormat::JsonLd),
    }
}

/// Returns the name of a form that holds the passages and nothing else, if it is one.
fn pasted(format: Format) -> Option<&'static str> {
    match format {
        Format::Text => None,
        Format::Md => Some("md"),
        _ => citations(format).map(CitationFormat::name),
    }
}

/// Says on standard error what must be known of an answer whose form has no room for it.
pub(super) fn note(answer: &Answer) -> io::Result<()> {
    if !answer.relaxed && answer.undated == 0 && answer.limits.is_empty() {
        return Ok(());
    }
    text::write_summary(
        &mut io::stderr().lock(),
        answer,
        &TextOptions {
            width: usize::MAX,
            ..TextOptions::default()
        },
    )
}
