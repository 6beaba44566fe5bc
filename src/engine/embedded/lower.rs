//! A [`Condition`] as a tantivy query that tells which documents pass it. Nothing here scores.

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, EmptyQuery, ExistsQuery, InvertedIndexRangeQuery, Occur,
    PhrasePrefixQuery, PhraseQuery, Query, RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::analysis::joined_term;
use super::excluded::Excluded;
use super::names::{NAME_END, NAME_START};
use super::near::Near;
use super::schema::{DATE, Fields, INFERRED};
use crate::article::NameField;
use crate::query::DateRange;
use crate::search::engine::{Condition, NamePart, View};

/// Turns a condition into a query.
pub(super) fn lower(fields: &Fields, condition: &Condition) -> Box<dyn Query> {
    match condition {
        Condition::Everything => Box::new(AllQuery),
        Condition::Nothing => Box::new(EmptyQuery),
        Condition::AnyTerm(terms) => any_term(fields, terms),
        Condition::Phrase { view, terms, slop } => phrase(fields, *view, terms, *slop),
        Condition::NameHas { field, words, part } => name_has(fields, *field, words, *part),
        Condition::NameUnknown(field) => not_existing(field.name()),
        Condition::Dated(range) => within(fields.date, fields.date, range),
        Condition::InferredWithin(range) => {
            let [from, to] = fields.inferred;
            let has_one = Box::new(ExistsQuery::new(INFERRED[0].to_owned(), false));
            let parts: Vec<Box<dyn Query>> =
                vec![not_existing(DATE), has_one, within(from, to, range)];
            Box::new(BooleanQuery::new(
                parts.into_iter().map(|part| (Occur::Must, part)).collect(),
            ))
        }
        Condition::Undated => not_existing(DATE),
        Condition::Under(path) => under(fields, path),
        Condition::Keyed(keys) => Box::new(TermSetQuery::new(
            keys.iter()
                .map(|key| Term::from_field_u64(fields.key, *key)),
        )),
        Condition::All(parts) => all(fields, parts),
        Condition::Any(parts) => any(parts.iter().map(|part| lower(fields, part)).collect()),
        Condition::Not(part) => without(lower(fields, part)),
    }
}

/// Returns the term under which a word is looked up in a view.
pub(super) fn view_term(fields: &Fields, view: View, word: &str) -> Term {
    match view {
        View::Body => Term::from_field_text(fields.body, word),
        View::Rejoined => Term::from_field_text(fields.rejoined, word),
        View::Joined => Term::from_field_text(fields.body, &joined_term(word)),
        View::Title => Term::from_field_text(fields.title, word),
    }
}

fn any_term(fields: &Fields, terms: &[(View, String)]) -> Box<dyn Query> {
    any(terms
        .iter()
        .map(|(view, word)| term_query(view_term(fields, *view, word)))
        .collect())
}

fn term_query(term: Term) -> Box<dyn Query> {
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

fn phrase(fields: &Fields, view: View, words: &[String], slop: u32) -> Box<dyn Query> {
    let terms: Vec<Term> = words
        .iter()
        .map(|word| view_term(fields, view, word))
        .collect();
    match (terms.len(), slop) {
        (0, _) => Box::new(EmptyQuery),
        (1, _) => any(terms.into_iter().map(term_query).collect()),
        (_, 0) => Box::new(PhraseQuery::new(terms)),
        (_, slop) => Box::new(Near { terms, slop }),
    }
}

fn name_has(fields: &Fields, field: NameField, words: &[String], part: NamePart) -> Box<dyn Query> {
    let field = fields.name(field);
    let starts = matches!(part, NamePart::Whole | NamePart::First);
    let ends = part == NamePart::Whole;
    let words = starts
        .then_some(NAME_START)
        .into_iter()
        .chain(words.iter().map(String::as_str))
        .chain(ends.then_some(NAME_END));
    let terms: Vec<Term> = words
        .map(|word| Term::from_field_text(field, word))
        .collect();
    match (part, terms.len()) {
        (NamePart::Beginning, _) => name_prefix(field, terms),
        (_, 0 | 1) => any(terms.into_iter().map(term_query).collect()),
        _ => Box::new(PhraseQuery::new(terms)),
    }
}

fn name_prefix(field: Field, mut terms: Vec<Term>) -> Box<dyn Query> {
    if terms.len() > 1 {
        let mut query = PhrasePrefixQuery::new(terms);
        query.set_max_expansions(u32::MAX);
        return Box::new(query);
    }
    match terms.pop() {
        None => Box::new(EmptyQuery),
        Some(term) => {
            let start = term.value().as_str().unwrap_or_default().to_owned();
            let bound = |text: &str| Term::from_field_text(field, text);
            let end = format!("{start}\u{10ffff}");
            Box::new(InvertedIndexRangeQuery::new(
                Bound::Included(bound(&start)),
                Bound::Excluded(bound(&end)),
            ))
        }
    }
}

/// Passes where the first day is not before the range and the last not after it.
fn within(first: Field, last: Field, range: &DateRange) -> Box<dyn Query> {
    let bound =
        |field, day| Bound::Included(Term::from_field_i64(field, super::stored::day_number(day)));
    let from = range
        .from
        .map(|day| RangeQuery::new(bound(first, day), Bound::Unbounded));
    let to = range
        .to
        .map(|day| RangeQuery::new(Bound::Unbounded, bound(last, day)));
    let ends = [from, to].into_iter().flatten();
    let ends: Vec<(Occur, Box<dyn Query>)> =
        ends.map(|end| (Occur::Must, Box::new(end) as _)).collect();
    if ends.is_empty() {
        Box::new(AllQuery)
    } else {
        Box::new(BooleanQuery::new(ends))
    }
}

/// A folder's files are the paths that begin with it and a slash; `0` follows the slash in the order of bytes.
fn under(fields: &Fields, path: &str) -> Box<dyn Query> {
    let term = |text: &str| Term::from_field_text(fields.file, text);
    let path = path.trim_end_matches('/');
    let below = InvertedIndexRangeQuery::new(
        Bound::Included(term(&format!("{path}/"))),
        Bound::Excluded(term(&format!("{path}0"))),
    );
    any(vec![term_query(term(path)), Box::new(below)])
}

fn all(fields: &Fields, parts: &[Condition]) -> Box<dyn Query> {
    if parts.is_empty() {
        return Box::new(AllQuery);
    }
    let positive = parts.iter().any(|part| !matches!(part, Condition::Not(_)));
    let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::with_capacity(parts.len() + 1);
    if !positive {
        clauses.push((Occur::Must, Box::new(AllQuery)));
    }
    clauses.extend(parts.iter().map(|part| match part {
        Condition::Not(part) => (Occur::MustNot, excluded(lower(fields, part))),
        part => (Occur::Must, lower(fields, part)),
    }));
    Box::new(BooleanQuery::new(clauses))
}

fn any(mut parts: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match parts.len() {
        0 => Box::new(EmptyQuery),
        1 => parts.remove(0),
        _ => Box::new(BooleanQuery::new(
            parts
                .into_iter()
                .map(|part| (Occur::Should, part))
                .collect(),
        )),
    }
}

fn without(part: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(BooleanQuery::new(vec![
        (Occur::Must, Box::new(AllQuery) as Box<dyn Query>),
        (Occur::MustNot, excluded(part)),
    ]))
}

fn excluded(part: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(Excluded(part))
}

fn not_existing(column: &str) -> Box<dyn Query> {
    without(Box::new(ExistsQuery::new(column.to_owned(), false)))
}
