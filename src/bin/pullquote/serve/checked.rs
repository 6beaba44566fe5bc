//! A text or a list of quotations checked, for the doors: everything that became of them, kept until it is written.
//!
//! A question comes in, [`Checked`] goes out. What is not here: one quotation (`checking`), and the protocols.

use std::time::Instant;

use pullquote::error::{Error, ErrorKind, Result, Skipped};
use pullquote::quotation::{DraftFormat, quotations};
use pullquote::render::answers::VerifyAnswer;
use pullquote::render::json::{Line, SkippedLine, TallyLine, UnpairedLine};
use pullquote::render::verdicts::{Spot, Tally, TallyContext};
use pullquote::search::engine::Engine;

use super::question::{MOST_QUOTES, VerifyQuestion, at_most};
use crate::checking::{Outcome, Rules, verdict_line};

/// What became of the quotations of one question.
pub(crate) struct Checked {
    /// The quotations with their places, in order.
    pub(crate) outcomes: Vec<(Spot, String, Outcome)>,
    /// The marks that do not pair.
    pub(crate) unpaired: Vec<UnpairedLine>,
    /// What the verdicts come to.
    pub(crate) tally: TallyLine,
}

/// Checks what was given, as long as there is time.
pub(crate) fn check(
    engine: &dyn Engine,
    question: &VerifyQuestion,
    rules: &Rules,
    until: Instant,
) -> Result<Checked> {
    let begun = Instant::now();
    let (given, unpaired) = match &question.text {
        Some(text) => in_text(text, question.format()),
        None => (numbered(&question.quotes), Vec::new()),
    };
    at_most("quotations in the text", given.len(), MOST_QUOTES)?;
    let mut tally = Tally {
        unpaired: unpaired.len() as u64,
        ..Tally::default()
    };
    let mut outcomes = Vec::with_capacity(given.len());
    for (spot, text) in given {
        if Instant::now() > until {
            return Err(too_many(outcomes.len()));
        }
        let outcome = rules.decide(engine, &text)?;
        rules.count(&outcome, &mut tally);
        outcomes.push((spot, text, outcome));
    }
    let context = TallyContext {
        index_articles: engine.size(),
        elapsed_ms: begun.elapsed().as_secs_f64() * 1e3,
    };
    Ok(Checked {
        outcomes,
        unpaired,
        tally: TallyLine::new(&tally, &context),
    })
}

/// Gives each quotation of a list its number, from 1, as the records of a file have theirs.
fn numbered(quotes: &[String]) -> Vec<(Spot, String)> {
    let at = |number: u64| Spot {
        record: Some(number),
        ..Spot::default()
    };
    let numbered = (1..).zip(quotes);
    numbered
        .map(|(number, quote)| (at(number), quote.clone()))
        .collect()
}

fn in_text(text: &str, format: DraftFormat) -> (Vec<(Spot, String)>, Vec<UnpairedLine>) {
    let found = quotations(text, format);
    let at = |line: usize, column: usize| Spot {
        line: Some(line as u64),
        column: Some(column as u64),
        ..Spot::default()
    };
    let quotations = found.quotations.into_iter();
    let quotations =
        quotations.map(|quotation| (at(quotation.line, quotation.column), quotation.text));
    let unpaired = found.unpaired.iter();
    let unpaired =
        unpaired.map(|marks| UnpairedLine::new(&at(marks.line, marks.column), marks.marks));
    (quotations.collect(), unpaired.collect())
}

fn too_many(done: usize) -> Error {
    let message = format!("there was time for {done} quotations only");
    Error::new(ErrorKind::TimedOut, message).hint("check the text in parts")
}

impl Checked {
    /// Returns the lines that the command line prints.
    pub(crate) fn lines(&self) -> Vec<Line> {
        let unpaired = self.unpaired.iter().cloned().map(Line::Unpaired);
        let decided = self.outcomes.iter().filter_map(|(spot, text, outcome)| {
            match skipped_of(spot, outcome) {
                Some(skipped) => Some(Line::Skipped(skipped)),
                None => Some(Line::from(verdict_line(spot, text, outcome)?)),
            }
        });
        unpaired
            .chain(decided)
            .chain([Line::Tally(self.tally.clone())])
            .collect()
    }

    /// Returns the same as one document.
    pub(crate) fn answer(&self) -> VerifyAnswer {
        let verdicts = self.outcomes.iter();
        let verdicts =
            verdicts.filter_map(|(spot, text, outcome)| verdict_line(spot, text, outcome));
        let skipped = self.outcomes.iter();
        let skipped = skipped.filter_map(|(spot, _, outcome)| skipped_of(spot, outcome));
        VerifyAnswer {
            verdicts: verdicts.map(Into::into).collect(),
            unpaired: self.unpaired.iter().cloned().map(Into::into).collect(),
            skipped: skipped.map(Into::into).collect(),
            tally: self.tally.clone().into(),
        }
    }
}

/// Makes the line of a quotation that was passed over; none where it was not.
pub(crate) fn skipped_of(spot: &Spot, outcome: &Outcome) -> Option<SkippedLine> {
    let Outcome::PassedOver(error) = outcome else {
        return None;
    };
    Some(SkippedLine::from(&Skipped {
        path: "quotation".to_owned(),
        line: spot.record.or(spot.line),
        reason: error.to_string(),
    }))
}
