//! The commands, a file each, and what they share: opening the index and understanding what was typed.

mod completions;
mod eval;
mod extract;
mod facets;
mod index;
mod man;
mod mcp;
mod narrowing;
mod parse;
mod schema;
mod search;
mod serve;
mod show;
mod status;
mod verify;

pub(crate) use narrowing::filters;
pub(crate) use status::status_line;

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use pullquote::engine::embedded::WriterOptions;
use pullquote::error::{Error, ErrorKind, Result};
use pullquote::query::{self, Query};
use pullquote::search::{FacetField, MatchMode};
use pullquote::source::{Aliases, SourceOptions, WalkOptions};

use tokio::runtime::{Builder, Runtime};

use crate::archive::Archive;
use crate::args::{Cli, ColorWhen, Command, LimitArgs, Match, Matching, WalkArgs};
use crate::config::Config;
use crate::failure::Failure;
use crate::serve::{Limits, Service};

/// Exit code of a search that found nothing, as grep has it, and of a check that failed.
const NOTHING: u8 = 1;
/// Exit code of a run that went through but passed something over.
const INCOMPLETE: u8 = 2;

/// What every command is given beside its own arguments.
pub(crate) struct Context {
    pub(crate) config: Config,
    pub(crate) color: ColorWhen,
}

/// Runs the command that was typed.
pub(crate) fn run(cli: Cli) -> Result<ExitCode, Failure> {
    let context = Context {
        config: Config::read(cli.config.as_deref())?,
        color: cli.color,
    };
    match cli.command {
        Command::Index(args) => index::run(&args, &context),
        Command::Search(args) => search::run(&args, &context),
        Command::Extract(args) => extract::run(&args, &context),
        Command::Show(args) => show::run(&args, &context),
        Command::Verify(args) => verify::run(&args, &context),
        Command::Eval(args) => eval::run(&args, &context),
        Command::Facets(args) => facets::run(&args, &context),
        Command::Status(args) => status::run(&args, &context),
        Command::Serve(args) => serve::run(&args, &context),
        Command::Mcp(args) => mcp::run(&args, &context),
        Command::Parse(args) => parse::run(&args, &context),
        Command::Schema(_) => schema::run(),
        Command::Completions(args) => completions::run(&args),
        Command::Man => man::run(),
    }
}

/// Opens the archive for whoever asks from outside.
fn service(folder: &Path, limits: LimitArgs, public_url: Option<String>) -> Result<Arc<Service>> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let limits = Limits {
        concurrent: limits.concurrency.map_or(2 * cores, usize::from),
        waiting: limits.queue.into(),
        time: Duration::from_secs(limits.timeout.into()),
    };
    let archive = Archive::open(folder)?;
    Ok(Arc::new(Service::new(archive, limits, public_url)))
}

/// Makes what runs many conversations at once.
fn runtime() -> Result<Runtime> {
    Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Error::new(ErrorKind::Internal, "cannot start threads").because(error))
}

fn found_or_not(articles: u64) -> ExitCode {
    if articles > 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(NOTHING)
    }
}

/// Understands the words of a query; none asks for every article.
pub(crate) fn query(words: &[String], matching: &Matching) -> Result<Option<Query>> {
    let text = words.join(" ");
    match (text.trim().is_empty(), matching.literal) {
        (true, _) if words.is_empty() => Ok(None),
        (_, true) => query::literal(&text).map(Some),
        (_, false) => query::parse(&text).map(Some),
    }
}

pub(crate) fn mode(matching: &Matching) -> MatchMode {
    match matching.mode {
        Match::Auto => MatchMode::Auto,
        Match::All => MatchMode::All,
        Match::Any => MatchMode::Any,
        Match::Phrase => MatchMode::Phrase,
    }
}

pub(crate) fn facet(name: &str) -> Result<FacetField> {
    FacetField::named(name).ok_or_else(|| {
        Error::new(ErrorKind::UnknownField, format!("cannot count by `{name}`")).hint(
            "count by outlet, author, section, language, place, agency, domain, date:year, date:month or date:day",
        )
    })
}

fn walk_options(args: &WalkArgs) -> WalkOptions {
    WalkOptions {
        hidden: args.hidden,
        follow: args.follow,
    }
}

fn source_options(args: &WalkArgs) -> Result<SourceOptions> {
    let map = args
        .map
        .iter()
        .map(|text| SourceOptions::parse_map(text))
        .collect::<Result<_>>()?;
    let aliases = match &args.aliases {
        None => Aliases::default(),
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .map_err(|error| Error::io("read the aliases", path, error))?;
            Aliases::parse(&text)?
        }
    };
    Ok(SourceOptions {
        map,
        aliases,
        ..SourceOptions::default()
    })
}

fn writer_options(threads: Option<u16>, megabytes: u32) -> WriterOptions {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    WriterOptions {
        threads: threads.map_or(cores, usize::from),
        memory: (megabytes as usize) << 20,
    }
}
