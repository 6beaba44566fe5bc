//! What stands on one level of a query, between two parentheses or from end to end, made into one tree.
//!
//! Parts and what joins them go in, a [`Query`] comes out. Here live the rules that need a level as a whole:
//! that AND and OR are not mixed, and that something must match. What is not here: reading the text.

use std::ops::Range;

use crate::error::{Error, Result};
use crate::query::{Clause, Demand, Query, fault};

/// What stands between two parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Join {
    /// Nothing.
    Side,
    /// `AND`
    And,
    /// `OR`
    Or,
}

/// One of the parts, with its sign.
#[derive(Debug)]
pub(super) struct Part {
    /// What stands between this part and the one before; [`Join::Side`] for the first.
    pub(super) join: Join,
    /// Where `join` is written, in bytes.
    pub(super) join_span: Range<usize>,
    /// `NOT `, `-`, `+` or nothing.
    pub(super) sign: &'static str,
    /// The part without its sign.
    pub(super) query: Query,
    /// Where the part is written, with its sign.
    pub(super) span: Range<usize>,
    /// Where the part is written, without its sign.
    pub(super) operand: Range<usize>,
}

impl Part {
    fn demand(&self) -> Demand {
        match self.sign {
            "" => Demand::Open,
            "+" => Demand::Must,
            _ => Demand::MustNot,
        }
    }

    fn is_negated(&self) -> bool {
        self.demand() == Demand::MustNot
    }

    fn into_clause(self) -> Clause {
        Clause {
            demand: self.demand(),
            query: self.query,
        }
    }

    fn into_conjunct(self) -> Query {
        match self.is_negated() {
            true => Query::Not(Box::new(self.query)),
            false => self.query,
        }
    }
}

/// Makes one query of the parts of a level; at least one.
pub(super) fn query_of(text: &str, parts: Vec<Part>) -> Result<Query> {
    let joined_by = |join| parts.iter().skip(1).any(|part| part.join == join);
    match (
        joined_by(Join::And),
        joined_by(Join::Or),
        joined_by(Join::Side),
    ) {
        (false, true, false) => alternatives(text, parts),
        (_, true, _) => Err(two_readings(text, &parts)),
        _ if parts.iter().all(Part::is_negated) => Err(only_negated(text, &parts)),
        (true, _, _) => Ok(Query::And(
            parts.into_iter().map(Part::into_conjunct).collect(),
        )),
        _ => Ok(side_by_side(parts)),
    }
}

fn side_by_side(parts: Vec<Part>) -> Query {
    let mut clauses: Vec<Clause> = parts.into_iter().map(Part::into_clause).collect();
    match clauses[..] {
        [
            Clause {
                demand: Demand::Open,
                ..
            },
        ] => clauses.remove(0).query,
        _ => Query::Side(clauses),
    }
}

fn alternatives(text: &str, parts: Vec<Part>) -> Result<Query> {
    if let Some(part) = parts.iter().find(|part| part.is_negated()) {
        let written = hinted(&text[part.span.clone()], |part| format!("(word {part})"));
        return Err(fault::syntax(
            text,
            part.span.clone(),
            "this side of `OR` only says what must not match",
        )
        .hint(written));
    }
    if let Some(part) = parts.iter().find(|part| part.demand() == Demand::Must) {
        let sign = part.span.start..part.operand.start;
        return Err(
            fault::syntax(text, sign, "`+` has no meaning beside `OR`").hint("leave the `+` out")
        );
    }
    Ok(Query::Or(
        parts.into_iter().map(|part| part.query).collect(),
    ))
}

/// Makes the error for a level that excludes articles and says nothing of which ones to find.
fn only_negated(text: &str, parts: &[Part]) -> Error {
    let span = parts[0].span.start..parts[parts.len() - 1].span.end;
    let written = &text[span.clone()];
    let in_parentheses = text[..span.start].trim_end().ends_with('(');
    let hint = match (in_parentheses, parts) {
        (true, _) => "add what must match beside it, or write `NOT` before the parenthesis instead"
            .to_owned(),
        (_, [part]) if part.sign == "-" => {
            format!(
                "{}; {}",
                hinted(written, |part| format!("word {part}")),
                fault::as_it_stands(written)
            )
        }
        _ => hinted(written, |part| format!("word {part}")),
    };
    fault::syntax(text, span, "this only says what must not match").hint(hint)
}

fn hinted(written: &str, example: impl Fn(&str) -> String) -> String {
    match fault::is_short(written) {
        true => format!("add what must match beside it: {}", example(written)),
        false => "add what must match beside it".to_owned(),
    }
}

/// Makes the error for a level that mixes `OR` with anything else; the hint prints the readings.
fn two_readings(text: &str, parts: &[Part]) -> Error {
    let or = parts
        .iter()
        .find(|part| part.join == Join::Or)
        .map_or(0..0, |part| part.join_span.clone());
    let label = match parts.iter().any(|part| part.join == Join::And) {
        true => "`OR` beside `AND` can be read in two ways",
        false => "`OR` beside words without an operator can be read in two ways",
    };
    let readings: Vec<String> = [
        alternatives_last(text, parts),
        alternatives_first(text, parts),
    ]
    .into_iter()
    .flatten()
    .filter(|reading| fault::is_short(reading))
    .map(|reading| format!("`{reading}`"))
    .collect();
    let hint = match readings.is_empty() {
        true => "put parentheses around the parts that belong together".to_owned(),
        false => format!("write {}", readings.join(" or ")),
    };
    fault::syntax(text, or, label).hint(hint)
}

/// Writes the reading `(a AND b) OR c`, unless a side of an `OR` would only exclude.
fn alternatives_last(text: &str, parts: &[Part]) -> Option<String> {
    let runs: Vec<&[Part]> = parts.chunk_by(|_, next| next.join != Join::Or).collect();
    let written = runs.into_iter().map(|run| conjunction(text, run));
    written
        .collect::<Option<Vec<String>>>()
        .map(|runs| runs.join(" OR "))
}

fn conjunction(text: &str, run: &[Part]) -> Option<String> {
    match run {
        _ if run.iter().all(Part::is_negated) => None,
        [part] => Some(text[part.operand.clone()].to_owned()),
        [first, rest @ ..] => {
            let rest = rest
                .iter()
                .map(|part| format!("{}{}", separator(part), signed(text, part)));
            Some(format!(
                "({}{})",
                signed(text, first),
                rest.collect::<String>()
            ))
        }
        [] => None,
    }
}

/// Writes the reading `a AND (b OR c)`, unless a side of an `OR` would only exclude.
fn alternatives_first(text: &str, parts: &[Part]) -> Option<String> {
    let runs: Vec<&[Part]> = parts.chunk_by(|_, next| next.join == Join::Or).collect();
    let excludes = runs.iter().any(|run| run[1..].iter().any(Part::is_negated));
    let nothing_else = runs.iter().all(|run| run[0].is_negated());
    if excludes || nothing_else {
        return None;
    }
    let written = runs
        .iter()
        .map(|run| format!("{}{}", separator(&run[0]), disjunction(text, run)));
    Some(written.collect::<String>().trim_start().to_owned())
}

fn disjunction(text: &str, run: &[Part]) -> String {
    let operands: Vec<&str> = run.iter().map(|part| &text[part.operand.clone()]).collect();
    match operands[..] {
        [one] => format!("{}{one}", run[0].sign),
        _ => format!("{}({})", run[0].sign, operands.join(" OR ")),
    }
}

fn signed(text: &str, part: &Part) -> String {
    format!("{}{}", part.sign, &text[part.operand.clone()])
}

fn separator(part: &Part) -> &'static str {
    match part.join {
        Join::And => " AND ",
        _ => " ",
    }
}
