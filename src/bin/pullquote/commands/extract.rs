//! `pullquote extract`: what would be indexed of files, without an index.

use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;

use pullquote::article::Article;
use pullquote::error::{Error, ErrorKind, Result, Skipped};
use pullquote::render::article::write_article;
use pullquote::render::failure::skipped_text;
use pullquote::render::json::{ArticleLine, Line, SkippedLine, write_line};
use pullquote::source::{self, FileRef, SourceOptions};

use super::{Context, INCOMPLETE, found_or_not, source_options, walk_options};
use crate::args::{ExtractArgs, JsonForm};
use crate::failure::Failure;
use crate::output::{Output, styles_stderr, text_options};

/// Runs the command.
pub(crate) fn run(args: &ExtractArgs, context: &Context) -> Result<ExitCode, Failure> {
    let mut extraction = Extraction {
        args,
        context,
        options: source_options(&args.walk)?,
        out: Output::stdout(),
        lines: Vec::new(),
        articles: 0,
        skipped: 0,
    };
    for path in &args.paths {
        for file in source::walk(path, &walk_options(&args.walk))? {
            match file {
                Ok(file) => extraction.file(&file)?,
                Err(skipped) => extraction.skip(&skipped)?,
            }
        }
    }
    extraction.finish()
}

struct Extraction<'a> {
    args: &'a ExtractArgs,
    context: &'a Context,
    options: SourceOptions,
    out: Output,
    /// The lines of a JSON array, which is written at the end.
    lines: Vec<Line>,
    articles: u64,
    skipped: u64,
}

impl Extraction<'_> {
    fn file(&mut self, file: &FileRef) -> Result<(), io::Error> {
        let options = self.options.clone();
        let mut failed = Ok(());
        let read = source::read(file, &options, &mut |record| {
            let article = record.and_then(|record| record.parse(&options));
            failed = match article {
                Ok(article) => self.article(&article),
                Err(skipped) => self.skip(&skipped),
            };
            if failed.is_ok() {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        });
        failed?;
        read.map_or_else(|skipped| self.skip(&skipped), |_| Ok(()))
    }

    fn article(&mut self, article: &Article) -> io::Result<()> {
        self.articles += 1;
        let line = || Line::Article(Box::new(ArticleLine::from(article)));
        match self.args.json.json {
            Some(JsonForm::Array) => self.lines.push(line()),
            Some(JsonForm::Lines) => write_line(&mut self.out, &line())?,
            None if self.articles > 1 => {
                writeln!(self.out)?;
                write_article(&mut self.out, article, &text_options(self.context.color))?;
            }
            None => write_article(&mut self.out, article, &text_options(self.context.color))?,
        }
        Ok(())
    }

    fn skip(&mut self, skipped: &Skipped) -> io::Result<()> {
        self.skipped += 1;
        let mut stderr = io::stderr().lock();
        match self.args.json.is_asked() {
            true => write_line(&mut stderr, &Line::Skipped(SkippedLine::from(skipped))),
            false => write!(
                stderr,
                "{}",
                skipped_text(skipped, styles_stderr(self.context.color))
            ),
        }
    }

    fn finish(mut self) -> Result<ExitCode, Failure> {
        if self.args.json.json == Some(JsonForm::Array) {
            self.out.json(JsonForm::Array, &self.lines)?;
        }
        self.out.finish()?;
        if self.articles == 0 && self.skipped == 0 {
            return Err(nothing_to_read(&self.args.paths).into());
        }
        Ok(if self.skipped > 0 {
            ExitCode::from(INCOMPLETE)
        } else {
            found_or_not(self.articles)
        })
    }
}

fn nothing_to_read(paths: &[PathBuf]) -> Error {
    let paths: Vec<String> = paths
        .iter()
        .map(|path| format!("`{}`", path.display()))
        .collect();
    Error::new(
        ErrorKind::NotFound,
        format!("there is nothing to read in {}", paths.join(", ")),
    )
    .hint("name a file or a folder of articles; hidden files are read with --hidden")
}
