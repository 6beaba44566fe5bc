//! How a long run is shown while it goes: a bar on a terminal, and of indexing a line for everything that is skipped.

use std::io::{self, IsTerminal, Read, Write};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use pullquote::article::Article;
use pullquote::error::{Error, ErrorKind, Result, Skipped};
use pullquote::ingest::Watch;
use pullquote::render::article::{write_facts, write_inferred};
use pullquote::render::failure::skipped_text;
use pullquote::render::json::{ArticleLine, Line, SkippedLine, write_line};
use pullquote::render::{TextOptions, plural};

/// Set when the run should stop.
static STOP: AtomicBool = AtomicBool::new(false);

/// Shows a run, and stops it when the user does.
pub(crate) struct Progress {
    bar: ProgressBar,
    articles: AtomicU64,
    /// Whether the user was told that the run is stopping.
    told: AtomicBool,
    json: bool,
    styled: bool,
    /// How what is known of each article is printed, where it is.
    explain: Option<TextOptions>,
}

impl Progress {
    /// Begins to show a run. Where `json` is set, what is skipped is told as JSON and there is no bar.
    pub(crate) fn begin(json: bool, quiet: bool, styled: bool) -> Self {
        let shown = !json && !quiet && io::stderr().is_terminal();
        let target = if shown {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(None, target);
        bar.set_style(spinner());
        Progress {
            bar,
            articles: AtomicU64::new(0),
            told: AtomicBool::new(false),
            json,
            styled,
            explain: None,
        }
    }

    /// Prints what is known of each article as well.
    pub(crate) fn explaining(mut self, options: Option<TextOptions>) -> Self {
        self.explain = options;
        self
    }

    fn write_explained(&self, article: &Article, options: &TextOptions) -> io::Result<()> {
        let mut out = io::stdout().lock();
        if self.json {
            return write_line(
                &mut out,
                &Line::Article(Box::new(ArticleLine::from(article))),
            );
        }
        write_facts(&mut out, article, options)?;
        writeln!(out)
    }

    /// In JSON the article is written once more, now with the days inferred for it.
    fn write_inferred(&self, article: &Article, options: &TextOptions) -> io::Result<()> {
        if self.json {
            return self.write_explained(article, options);
        }
        let mut out = io::stdout().lock();
        write_inferred(&mut out, article, options)?;
        writeln!(out)
    }

    /// Takes the bar off the screen.
    pub(crate) fn end(&self) {
        self.bar.finish_and_clear();
    }
}

/// Lets the first Ctrl-C stop the run with a commit, and the second end the process at once.
#[expect(
    clippy::exit,
    reason = "the user asked twice, and the last commit stands"
)]
pub(crate) fn stop_on_interrupt() {
    // Where no handler can be set, Ctrl-C ends the process and the last commit stands: nothing is lost.
    let _ = ctrlc::set_handler(|| {
        if STOP.swap(true, Ordering::SeqCst) {
            std::process::exit(130);
        }
    });
}

/// Shows how far a batch of quotations has been checked.
pub(crate) struct Checking {
    bar: ProgressBar,
    quotations: AtomicU64,
}

impl Checking {
    /// Begins without a bar: there is one only over a batch.
    pub(crate) fn begin() -> Self {
        Checking {
            bar: ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()),
            quotations: AtomicU64::new(0),
        }
    }

    /// Shows how much of a batch of so many bytes has been read; not where its verdicts come on the same screen.
    pub(crate) fn read(&self, input: Box<dyn Read>, size: Option<u64>) -> impl Read + use<> {
        if io::stderr().is_terminal() && !io::stdout().is_terminal() {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.set_position(0);
        match size {
            Some(size) => {
                self.bar.set_length(size);
                self.bar.set_style(style(
                    "{msg} {bar:24.cyan} {decimal_bytes}/{decimal_total_bytes} {eta} left",
                ));
            }
            None => {
                self.bar.unset_length();
                self.bar.set_style(style("{spinner} {msg}"));
            }
        }
        self.bar.wrap_read(input)
    }

    /// Counts a quotation.
    pub(crate) fn quotation(&self) {
        let quotations = self.quotations.fetch_add(1, Ordering::Relaxed) + 1;
        if quotations.is_multiple_of(16) {
            self.bar
                .set_message(plural(quotations, "quotation", "quotations"));
        }
    }

    /// Takes the bar off the screen while something else is written there.
    pub(crate) fn suspend<T>(&self, write: impl FnOnce() -> T) -> T {
        self.bar.suspend(write)
    }

    /// Takes the bar off the screen.
    pub(crate) fn end(&self) {
        self.bar.finish_and_clear();
    }
}

/// Shows how far the topics of an evaluation have been searched.
pub(crate) struct Searching {
    bar: ProgressBar,
}

impl Searching {
    /// Begins to show the reading of so many articles' ids.
    pub(crate) fn begin(articles: u64, shown: Shown) -> Self {
        let target = match shown {
            Shown::OnTerminal if io::stderr().is_terminal() => ProgressDrawTarget::stderr(),
            _ => ProgressDrawTarget::hidden(),
        };
        let bar = ProgressBar::with_draw_target(Some(articles), target);
        bar.set_style(style(
            "{msg} {bar:24.cyan} {human_pos}/{human_len} {eta} left",
        ));
        bar.set_message("reading ids");
        Searching { bar }
    }

    /// Shows the searching of so many topics.
    pub(crate) fn topics(&self, topics: u64) {
        self.bar.reset();
        self.bar.set_length(topics);
        self.bar.set_message("searching topics");
    }

    /// Counts an article or a topic.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Interrupted`] once the user has stopped the run.
    pub(crate) fn step(&self) -> Result<()> {
        self.bar.inc(1);
        match STOP.load(Ordering::Relaxed) {
            false => Ok(()),
            true => Err(Error::new(
                ErrorKind::Interrupted,
                "stopped before all topics were searched",
            )
            .hint("run it again: nothing was written")),
        }
    }

    /// Takes the bar off the screen.
    pub(crate) fn end(&self) {
        self.bar.finish_and_clear();
    }
}

/// Whether progress is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    OnTerminal,
    Never,
}

fn spinner() -> ProgressStyle {
    style("{spinner} {msg} {decimal_bytes} {decimal_bytes_per_sec}")
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

impl Watch for Progress {
    fn planned(&self, files: u64, bytes: u64) {
        if files > 0 {
            self.bar.set_length(bytes);
            self.bar.set_style(style(
                "{msg} {bar:24.cyan} {decimal_bytes}/{decimal_total_bytes} {decimal_bytes_per_sec} {eta} left",
            ));
        }
    }

    fn read(&self, bytes: u64) {
        self.bar.inc(bytes);
        // Compressed files hold more than they weigh: then nobody knows how much is left.
        if self
            .bar
            .length()
            .is_some_and(|length| self.bar.position() > length)
        {
            self.bar.unset_length();
            self.bar.set_style(spinner());
        }
    }

    fn article(&self, article: &Article) {
        let articles = self.articles.fetch_add(1, Ordering::Relaxed) + 1;
        if articles.is_multiple_of(64) {
            self.bar
                .set_message(plural(articles, "article", "articles"));
        }
        if let Some(options) = &self.explain {
            // A reader that went away, as with `| head`, does not stop the indexing.
            let _ = self.bar.suspend(|| self.write_explained(article, options));
        }
    }

    fn inferred(&self, article: &Article) {
        if let Some(options) = &self.explain {
            let _ = self.bar.suspend(|| self.write_inferred(article, options));
        }
    }

    fn twice(&self, kept: &str, left_out: &str) {
        if self.explain.is_some() && !self.json {
            let line = format!("the same article: {kept} is kept, {left_out} is not\n\n");
            let _ = self.bar.suspend(|| io::stdout().write_all(line.as_bytes()));
        }
    }

    fn skipped(&self, skipped: &Skipped) {
        self.bar.suspend(|| {
            let mut stderr = io::stderr().lock();
            let _ = match self.json {
                true => write_line(&mut stderr, &Line::Skipped(SkippedLine::from(skipped))),
                false => write!(stderr, "{}", skipped_text(skipped, self.styled)),
            };
        });
    }

    fn committing(&self) {
        self.bar.set_style(style("{spinner} {msg}"));
        self.bar.set_message("committing");
        self.bar
            .enable_steady_tick(std::time::Duration::from_millis(120));
    }

    fn stopped(&self) -> bool {
        let stopped = STOP.load(Ordering::Relaxed);
        if stopped && !self.told.swap(true, Ordering::Relaxed) {
            let told = "stopping: what was read is committed; Ctrl-C again to stop at once\n";
            let _ = self.bar.suspend(|| io::stderr().write_all(told.as_bytes()));
        }
        stopped
    }
}
