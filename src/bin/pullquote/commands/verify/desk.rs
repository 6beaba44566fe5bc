//! The desk where quotations are checked one after another: verdicts out, what they come to counted.
//!
//! Texts come in with their place. Nothing is kept but the counts, so a batch may be as long as it likes. What is not
//! here: reading files (`mod.rs`) and records (`records.rs`).

use std::collections::BTreeSet;
use std::io::{self, Read, Write};
use std::process::ExitCode;
use std::time::Instant;

use pullquote::engine::embedded::Index;
use pullquote::error::{Error, ErrorKind, Skipped};
use pullquote::quotation::{DraftFormat, is_too_short, quotations};
use pullquote::render::TextOptions;
use pullquote::render::failure::{hint_text, skipped_text};
use pullquote::render::json::{
    Line, SkippedLine, TallyLine, UnpairedLine, VerdictLine, write_line,
};
use pullquote::render::verdicts::{
    Spot, Tally, TallyContext, tally_text, unpaired_text, write_finding, write_too_short,
};
use pullquote::search::engine::Engine;
use pullquote::verify::{Finding, Verdict, VerifyOptions, verify};

use super::super::{Context, INCOMPLETE, NOTHING};
use crate::args::VerifyArgs;
use crate::failure::Failure;
use crate::output::{LineWriter, Output, styles_stderr, text_options};
use crate::progress::Checking;

/// What a quotation that was typed is called where it has to be named.
const TYPED: &str = "--quote";

/// Checks quotations and writes what became of them.
pub(super) struct Desk<'a> {
    index: &'a Index,
    options: VerifyOptions,
    /// The verdicts that fail the check.
    failing: BTreeSet<Verdict>,
    /// Whether short quotations are decided on as well.
    short: bool,
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
        options: VerifyOptions,
        failing: BTreeSet<Verdict>,
        args: &VerifyArgs,
        context: &Context,
    ) -> Self {
        let out = Output::stdout();
        Desk {
            index,
            options,
            failing,
            short: args.short,
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
        if !self.short && is_too_short(text) {
            self.tally.too_short += 1;
            return Ok(self.write_too_short(text, spot)?);
        }
        match verify(self.index, text, &self.options) {
            Ok(finding) => {
                self.count(&finding);
                Ok(self.write(&finding, spot)?)
            }
            Err(error) => self.undecided(error, spot),
        }
    }

    /// Passes over what is at fault in itself; whatever else fails ends the run.
    fn undecided(&mut self, error: Error, spot: &Spot) -> Result<(), Failure> {
        let at_fault = matches!(error.kind(), ErrorKind::QueryEmpty | ErrorKind::Usage);
        if !at_fault {
            return Err(error.into());
        }
        let path = spot.path.as_deref().unwrap_or(TYPED);
        Ok(self.skip(path, spot.record.or(spot.line), &error.to_string())?)
    }

    /// Names what is passed over, and counts it.
    pub(super) fn skip(&mut self, path: &str, line: Option<u64>, reason: &str) -> io::Result<()> {
        self.tally.skipped += 1;
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

    fn count(&mut self, finding: &Finding) {
        let Tally {
            verdicts,
            failed,
            not_quoted,
            ..
        } = &mut self.tally;
        *verdicts.entry(finding.verdict).or_default() += 1;
        *failed += u64::from(self.failing.contains(&finding.verdict));
        *not_quoted += u64::from(finding.not_quoted);
    }

    fn write(&mut self, finding: &Finding, spot: &Spot) -> io::Result<()> {
        let is_first = self.tally.quotations() == 1;
        match &mut self.out {
            Form::Json(lines) => lines.write(&Line::from(VerdictLine::new(spot, finding))),
            Form::Text(out, options) => {
                part(out, is_first)?;
                write_finding(out, spot, finding, options)
            }
        }
    }

    fn write_too_short(&mut self, text: &str, spot: &Spot) -> io::Result<()> {
        let is_first = self.tally.quotations() == 1;
        match &mut self.out {
            Form::Json(lines) => lines.write(&Line::from(VerdictLine::too_short(spot, text))),
            Form::Text(out, options) => {
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
