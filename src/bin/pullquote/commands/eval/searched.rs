//! The run that is made by searching the index for each topic.
//!
//! Topics, judgements and an index go in, a run comes out, and goes into a file where one is asked for. Before the
//! first search, everything is refused that would end in figures that mean nothing.

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::Path;
use std::time::Instant;

use pullquote::article::ArticleId;
use pullquote::engine::embedded::Index;
use pullquote::error::{Error, ErrorKind, Result};
use pullquote::eval::{Averaging, Metric, Qrels, Retrieved, Run, Topic, Topics, evaluate_known};
use pullquote::query;
use pullquote::render::evaluation::{Made, Measured};
use pullquote::render::failure::warning_text;
use pullquote::render::plural;
use pullquote::search::engine::Engine;
use pullquote::search::{self, ExactPhrase, MatchMode, SearchRequest, Weights};

use super::names::{Names, few};
use super::{STDOUT, read, runs_to_stdout};
use crate::args::{EvalArgs, MissingIds};
use crate::commands::Context;
use crate::failure::Failure;
use crate::output::{Output, styles_stderr};
use crate::progress::{Searching, Shown, stop_on_interrupt};
use crate::whole::{check_writable, write_whole};

/// The name of this system in runs.
const TAG: &str = "pullquote";

/// A run of the index.
pub(super) struct Searched {
    run: Run,
    made: Made,
}

impl Searched {
    /// Measures the run.
    pub(super) fn measured(self, qrels: &Qrels, metrics: &[Metric]) -> Result<Measured> {
        Ok(Measured {
            name: TAG.to_owned(),
            tag: self.run.tag().to_owned(),
            evaluation: evaluate_known(qrels, &self.run, metrics, Averaging::Complete)?,
            made: Some(self.made),
        })
    }
}

/// Searches the index for every topic of a file.
pub(super) fn search(
    args: &EvalArgs,
    context: &Context,
    topics: &Path,
    qrels: &Qrels,
) -> Result<Searched, Failure> {
    check_output(args)?;
    let name = topics.display().to_string();
    let topics = read(topics, Topics::read)?;
    let unasked = unasked(&topics, &name, qrels, args)?;
    let index = open(&context.config.index(args.index.dir.as_deref()))?;
    let weights = weights(index.weights(), &args.searching.weight)?;
    let index = index.with_weights(weights);
    stop_on_interrupt();
    let progress = Searching::begin(index.size(), shown(args));
    let searched = searched(&index, topics.as_slice(), qrels, args, &progress);
    progress.end();
    let searched = searched?;
    if let Some(path) = &args.searching.run {
        write_run(&searched.run, path)?;
    }
    if !args.json.is_asked() {
        warn(&searched.made, &unasked, context)?;
    }
    Ok(searched)
}

/// Overrides weights as `NAME=VALUE` says.
fn weights(weights: Weights, overrides: &[String]) -> Result<Weights> {
    overrides.iter().try_fold(weights, |weights, text| {
        let parts = text.split_once('=');
        let known = parts.and_then(|(name, value)| Some((name, value.parse().ok()?)));
        let (name, value) = known.ok_or_else(|| {
            Error::new(ErrorKind::Usage, format!("`{text}` is no weight"))
                .hint("write a name and a number: --weight title=2.5")
        })?;
        weights.with(name, value)
    })
}

fn open(folder: &Path) -> Result<Index> {
    let index = Index::open(folder)?;
    match index.size() {
        0 => Err(no_articles(folder)),
        _ => Ok(index),
    }
}

/// Refuses before any work what could only fail after it.
fn check_output(args: &EvalArgs) -> Result<()> {
    match &args.searching.run {
        Some(_) if runs_to_stdout(args) && args.json.is_asked() => Err(Error::new(
            ErrorKind::Usage,
            "the run and the JSON cannot both go to standard output",
        )
        .hint("name a file for one of them: --run FILE")),
        Some(path) if !runs_to_stdout(args) => check_writable(path),
        _ => Ok(()),
    }
}

/// Returns the judged topics that are not asked; where none is asked, there is nothing to measure.
fn unasked(topics: &Topics, name: &str, qrels: &Qrels, args: &EvalArgs) -> Result<Vec<String>> {
    let asked: HashSet<_> = topics.as_slice().iter().map(|topic| &*topic.id).collect();
    let unasked = qrels.topics().filter(|topic| !asked.contains(topic));
    let unasked: Vec<_> = unasked.map(str::to_owned).collect();
    if unasked.len() < qrels.topics().count() {
        return Ok(unasked);
    }
    let message = format!(
        "none of the topics in `{name}` is judged in `{}`",
        args.qrels.display()
    );
    Err(Error::new(ErrorKind::Usage, message).hint(format!(
        "check that both name topics by the same ids: there `{}`, here {}",
        topics.as_slice()[0].id,
        few(&unasked[..1])
    )))
}

fn no_articles(folder: &Path) -> Error {
    let message = format!("the index `{}` holds no article", folder.display());
    Error::new(ErrorKind::Usage, message)
        .hint("index the collection that was judged: pullquote index PATH --index DIR")
}

fn shown(args: &EvalArgs) -> Shown {
    if args.searching.quiet || args.json.is_asked() {
        Shown::Never
    } else {
        Shown::OnTerminal
    }
}

fn searched(
    index: &Index,
    topics: &[Topic],
    qrels: &Qrels,
    args: &EvalArgs,
    progress: &Searching,
) -> Result<Searched> {
    let names = Names::read(index, &qrels.articles(), progress)?;
    names.check_missing(args)?;
    let begun = Instant::now();
    let depth = args.searching.depth.get();
    progress.topics(topics.len() as u64);
    let expand = args.searching.expand;
    let ranker = Ranker {
        index,
        depth,
        expand,
    };
    let (run, wordless) = ranked(&ranker, topics, &names, progress)?;
    let made = Made {
        index_articles: index.size(),
        depth,
        wordless,
        missing: names.missing,
        elapsed_ms: begun.elapsed().as_secs_f64() * 1e3,
    };
    Ok(Searched { run, made })
}

/// Makes the run, and lists the topics without a word to search for.
fn ranked(
    ranker: &Ranker<'_>,
    topics: &[Topic],
    names: &Names,
    progress: &Searching,
) -> Result<(Run, Vec<String>)> {
    let mut run = Run::new(TAG);
    let mut wordless = Vec::new();
    for topic in topics {
        match ranker.ranked(&topic.text) {
            Ok(ranked) => run.add_in_order(&topic.id, names.named(ranked))?,
            Err(error) if error.kind() == ErrorKind::QueryEmpty => wordless.push(topic.id.clone()),
            Err(error) => return Err(in_topic(topic, &error)),
        }
        progress.step()?;
    }
    match wordless.len() == topics.len() {
        true => Err(
            Error::new(ErrorKind::Usage, "no topic has a word to search for")
                .hint("a word is made of letters or digits"),
        ),
        false => Ok((run, wordless)),
    }
}

/// Ranks articles for free text.
struct Ranker<'i> {
    index: &'i Index,
    /// How many articles are ranked at most.
    depth: usize,
    /// Whether they are ranked with feedback.
    expand: bool,
}

impl Ranker<'_> {
    /// Returns the articles with any word of a text, the best first, and their scores.
    fn ranked(&self, text: &str) -> Result<Vec<(ArticleId, f64)>> {
        let request = SearchRequest {
            mode: MatchMode::Any,
            limit: self.depth,
            exact_phrase: ExactPhrase::Unlifted,
            expand: self.expand,
            ..SearchRequest::new(Some(query::free_text(text)?))
        };
        let ranked = search::rank(self.index, &request)?.into_iter();
        Ok(ranked
            .map(|ranked| (ranked.stored.article.id, ranked.score))
            .collect())
    }
}

impl Names {
    fn named(&self, ranked: Vec<(ArticleId, f64)>) -> Vec<Retrieved> {
        let named = ranked.into_iter().map(|(id, score)| Retrieved {
            article: self.name(id).to_owned(),
            score,
        });
        named.collect()
    }

    fn check_missing(&self, args: &EvalArgs) -> Result<()> {
        let is_let_pass = args.searching.missing_ids == MissingIds::Skip && self.is_any_known;
        if self.missing.is_empty() || is_let_pass {
            return Ok(());
        }
        let ids = plural(
            self.missing.len() as u64,
            "id that no article of the index bears",
            "ids that no article of the index bears",
        );
        let message = format!(
            "`{}` names {ids}: {}",
            args.qrels.display(),
            few(&self.missing)
        );
        let hint = match self.is_any_known {
            true => {
                "index all of the collection, with --map id=FIELD where its ids are in another field; to measure \
                 without these: --missing-ids skip"
            }
            false => {
                "index the collection that was judged; where its records state their ids in another field, with \
                 --map id=FIELD"
            }
        };
        Err(Error::new(ErrorKind::Usage, message).hint(hint))
    }
}

fn in_topic(topic: &Topic, error: &Error) -> Error {
    let message = format!("cannot search for topic `{}`", topic.id);
    let named = Error::new(error.kind(), message).because(error.to_string());
    match error.next_step() {
        Some(hint) => named.hint(hint),
        None => named,
    }
}

fn write_run(run: &Run, path: &Path) -> Result<(), Failure> {
    if path != Path::new(STDOUT) {
        let name = path.display().to_string();
        return Ok(write_whole(path, |out| run.write(out, &name))?);
    }
    // By way of memory, so that a reader that goes away is told from a run that cannot be written.
    let mut bytes = Vec::new();
    run.write(&mut bytes, STDOUT)?;
    let mut out = Output::stdout();
    out.write_all(&bytes)?;
    Ok(out.finish()?)
}

/// Says on standard error what must be known beside the figures.
fn warn(made: &Made, unasked: &[String], context: &Context) -> io::Result<()> {
    let warnings = [
        (
            made.wordless.as_slice(),
            "topic has no word to search for",
            "topics have no word to search for",
        ),
        (
            made.missing.as_slice(),
            "judged id is borne by no article of the index",
            "judged ids are borne by no article of the index",
        ),
        (
            unasked,
            "judged topic is not among the topics",
            "judged topics are not among the topics",
        ),
    ];
    for (ids, one, many) in warnings.into_iter().filter(|(ids, ..)| !ids.is_empty()) {
        let text = format!("{}: {}", plural(ids.len() as u64, one, many), few(ids));
        let text = warning_text(&text, styles_stderr(context.color));
        io::stderr().write_all(text.as_bytes())?;
    }
    Ok(())
}
