//! One quotation decided on, for whoever asks: the command line, HTTP or MCP.
//!
//! A text comes in, an [`Outcome`] goes out, which a tally counts. What is not here: finding the quotations of a draft
//! (`quotation`), and how an outcome is told.

use std::collections::BTreeSet;

use pullquote::error::{Error, ErrorKind, Result};
use pullquote::quotation::is_too_short;
use pullquote::render::json::VerdictLine;
use pullquote::render::verdicts::{Spot, Tally};
use pullquote::search::engine::Engine;
use pullquote::verify::{Finding, Verdict, VerifyOptions, verify};

/// How quotations are decided on.
#[derive(Clone, Debug)]
pub(crate) struct Rules {
    pub(crate) options: VerifyOptions,
    /// Whether short quotations are decided on as well.
    pub(crate) short: bool,
    /// The verdicts that fail the check.
    pub(crate) failing: BTreeSet<Verdict>,
}

/// What became of one quotation.
pub(crate) enum Outcome {
    Decided(Box<Finding>),
    TooShort,
    /// It is at fault in itself, such as one without a word.
    PassedOver(Error),
}

impl Rules {
    /// Decides on a quotation: its whole text, whatever it looks like.
    pub(crate) fn decide(&self, engine: &dyn Engine, text: &str) -> Result<Outcome> {
        if !self.short && is_too_short(text) {
            return Ok(Outcome::TooShort);
        }
        match verify(engine, text, &self.options) {
            Ok(finding) => Ok(Outcome::Decided(Box::new(finding))),
            Err(error) if matches!(error.kind(), ErrorKind::QueryEmpty | ErrorKind::Usage) => {
                Ok(Outcome::PassedOver(error))
            }
            Err(error) => Err(error),
        }
    }

    /// Counts an outcome.
    pub(crate) fn count(&self, outcome: &Outcome, tally: &mut Tally) {
        match outcome {
            Outcome::TooShort => tally.too_short += 1,
            Outcome::PassedOver(_) => tally.skipped += 1,
            Outcome::Decided(finding) => {
                *tally.verdicts.entry(finding.verdict).or_default() += 1;
                tally.failed += u64::from(self.failing.contains(&finding.verdict));
                tally.not_quoted += u64::from(finding.not_quoted);
            }
        }
    }
}

/// Returns the verdicts of quotations that may not stand as they are.
pub(crate) fn unfaithful() -> BTreeSet<Verdict> {
    let all = Verdict::ALL.into_iter();
    all.filter(|verdict| !verdict.is_faithful()).collect()
}

/// Makes the line of an outcome; none where the quotation was passed over.
pub(crate) fn verdict_line(spot: &Spot, text: &str, outcome: &Outcome) -> Option<VerdictLine> {
    match outcome {
        Outcome::Decided(finding) => Some(VerdictLine::new(spot, finding)),
        Outcome::TooShort => Some(VerdictLine::too_short(spot, text)),
        Outcome::PassedOver(_) => None,
    }
}
