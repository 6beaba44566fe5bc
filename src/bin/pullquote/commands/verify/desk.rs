//! The desk where quotations are checked one after another: verdicts out, what they come to counted.
//!
//! Texts come in with their place. Nothing is kept but the counts, so a batch may be as long as it likes. What is not
//! here: reading files (`mod.rs`) and records (`records.rs`).

use std::io::{self, Read, Write};
use std::process::ExitCode;
use std::time::Instant;

use pullquote::engine::embedded::Index;
use pullquote::error::Skipped;
use pullquote::quotation::{DraftFormat, quotations};
use pullquote::render::TextOptions;
use pullquote::render::failure::{hint_text, skipped_text};
use pullquote::render::json::{Line, SkippedLine, TallyLine, UnpairedLine, write_line};
use pullquote::render::verdicts::{
    Spot, Tally, TallyContext, tally_text, unpaired_text, write_finding, write_too_short,
};
use pullquote::search::engine::Engine;

use super::super::{Context, INCOMPLETE, NOTHING};
use crate::args::VerifyArgs;
use crate::checking::{Outcome, Rules, verdict_line};
use crate::failure::Failure;
use crate::output::{LineWriter, Output, styles_stderr, text_options};
use crate::progress::Checking;

/// What a quotation that was typed is called where it has to be named.
const TYPED: &str = "--quote";

/// Checks quotations and writes what became of them.
pub(super) struct Desk<'a> {
    index: &'a Index,
    rules: Rules,
    out: Form,
    /// Whether words on standard error are styled.
    styled: bool,
    tally: Tally,
    begun: Instant,
    bar: Checking,
}

/// How the verdicts are written.
enum Form {
    Text(Output, TextOptions),
    Json(LineWriter),
}

impl<'a> Desk<'a> {
    pub(super) fn new(
        index: &'a Index,
        rules: Rules,
        args: &VerifyArgs,
        context: &Context,
    ) -> Self {
        let out = Output::stdout();
        Desk {
            index,
            rules,
            out: match args.json.json {
                Some(form) => Form::Json(LineWriter::new(out, form)),
                None => Form::Text(out, text_options(context.color)),
            },
            styled: styles_stderr(context.color),
            tally: Tally::default(),
            begun: Instant::now(),
            bar: Checking::begin(),
        }
    }

    /// Shows how far a batch of so many bytes has been read.
    pub(super) fn watch(&self, input: Box<dyn Read>, size: Option<u64>) -> impl Read + use<> {
        self.bar.read(input, size)
    }

    /// Checks every quotation of a draft, and returns how many there are, unpaired marks among them.
    pub(super) fn draft(
        &mut self,
        text: &str,
        format: DraftFormat,
        spot: &Spot,
    ) -> Result<usize, Failure> {
        let found = quotations(text, format);
        let at = |line: usize, column: usize| Spot {
            line: Some(line as u64),
            column: Some(column as u64),
            ..spot.clone()
        };
        for unpaired in &found.unpaired {
            self.unpaired(&at(unpaired.line, unpaired.column), unpaired.marks)?;
        }
        for quotation in &found.quotations {
            self.quotation(&quotation.text, &at(quotation.line, quotation.column))?;
        }
        Ok(found.quotations.len() + found.unpaired.len())
    }

    /// Checks a quotation: its whole text, whatever it looks like.
    pub(super) fn quotation(&mut self, text: &str, spot: &Spot) -> Result<(), Failure> {
        self.bar.quotation();
        let outcome = self.rules.decide(self.index, text)?;
        self.rules.count(&outcome, &mut self.tally);
        match &outcome {
            Outcome::PassedOver(error) => {
                let path = spot.path.as_deref().unwrap_or(TYPED);
                self.name_skipped(path, spot.record.or(spot.line), &error.to_string())?;
            }
            _ => self.write(text, &outcome, spot)?,
        }
        Ok(())
    }

    /// Names what is passed over, and counts it.
    pub(super) fn skip(&mut self, path: &str, line: Option<u64>, reason: &str) -> io::Result<()> {
        self.tally.skipped += 1;
        self.name_skipped(path, line, reason)
    }

    fn name_skipped(&mut self, path: &str, line: Option<u64>, reason: &str) -> io::Result<()> {
        let skipped = Skipped {
            path: path.to_owned(),
            line,
            reason: reason.to_owned(),
        };
        let line = Line::Skipped(SkippedLine::from(&skipped));
        self.warn(&line, &skipped_text(&skipped, self.styled))
    }

    fn unpaired(&mut self, spot: &Spot, marks: usize) -> io::Result<()> {
        self.tally.unpaired += 1;
        let line = Line::Unpaired(UnpairedLine::new(spot, marks));
        self.warn(&line, &unpaired_text(spot, marks, self.styled))
    }

    /// Warns on standard error, in the form of the answer.
    fn warn(&mut self, line: &Line, text: &str) -> io::Result<()> {
        // Verdicts that were found before stand before the warning.
        self.flush()?;
        let is_json = matches!(self.out, Form::Json(_));
        self.bar.suspend(|| {
            let mut stderr = io::stderr().lock();
            match is_json {
                true => write_line(&mut stderr, line),
                false => stderr.write_all(text.as_bytes()),
            }
        })
    }

    /// Says something on standard error; nothing where JSON was asked for.
    pub(super) fn say(&mut self, text: &str) -> io::Result<()> {
        match &self.out {
            Form::Json(_) => Ok(()),
            Form::Text(..) => self.bar.suspend(|| io::stderr().write_all(text.as_bytes())),
        }
    }

    /// Hands over what was written.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        match &mut self.out {
            Form::Text(out, _) => out.flush(),
            Form::Json(lines) => lines.flush(),
        }
    }

    fn write(&mut self, text: &str, outcome: &Outcome, spot: &Spot) -> io::Result<()> {
        let is_first = self.tally.quotations() == 1;
        match (&mut self.out, outcome) {
            (Form::Json(lines), _) => match verdict_line(spot, text, outcome) {
                Some(line) => lines.write(&Line::from(line)),
                None => Ok(()),
            },
            (Form::Text(out, options), Outcome::Decided(finding)) => {
                part(out, is_first)?;
                write_finding(out, spot, finding, options)
            }
            (Form::Text(out, options), _) => {
                part(out, is_first)?;
                write_too_short(out, spot, text, options)
            }
        }
    }

    /// Closes the answer, says what the verdicts come to, and turns it into an exit code.
    pub(super) fn finish(mut self, checked: Result<(), Failure>) -> Result<ExitCode, Failure> {
        self.bar.end();
        let context = TallyContext {
            index_articles: self.index.size(),
            elapsed_ms: self.begun.elapsed().as_secs_f64() * 1e3,
        };
        if let (Form::Json(lines), Ok(())) = (&mut self.out, &checked) {
            lines.write(&Line::Tally(TallyLine::new(&self.tally, &context)))?;
        }
        let (closed, is_json) = match self.out {
            Form::Json(lines) => (lines.finish(), true),
            Form::Text(out, _) => (out.finish(), false),
        };
        checked?;
        closed?;
        if !is_json {
            say_tally(&self.tally, self.styled)?;
        }
        Ok(match &self.tally {
            Tally { skipped: 1.., .. } => ExitCode::from(INCOMPLETE),
            Tally { failed: 1.., .. } => ExitCode::from(NOTHING),
            _ => ExitCode::SUCCESS,
        })
    }
}

/// Parts a verdict from the one before it.
fn part(out: &mut Output, is_first: bool) -> io::Result<()> {
    if is_first { Ok(()) } else { writeln!(out) }
}

fn say_tally(tally: &Tally, styled: bool) -> io::Result<()> {
    let mut text = format!("{}\n", tally_text(tally));
    if tally.too_short > 0 {
        text.push_str(&hint_text("to decide the short ones too: --short", styled));
    }
    io::stderr().write_all(text.as_bytes())
}
