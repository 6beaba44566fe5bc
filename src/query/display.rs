//! The query as text again: a tree goes in, the shortest plain form comes out.
//!
//! `parse` gives the same tree back for every tree that it can give, as long as the text stays within the
//! limits on length. A part excluded side by side is written with `-`, one excluded beside `AND` with `NOT`.

use std::fmt::{self, Display, Formatter, Write};

use crate::query::{Clause, Demand, Query};

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Query::Word(word) => f.write_str(word),
            Query::Phrase { text, slop } => phrase(f, text, *slop),
            Query::Prefix(prefix) => write!(f, "{prefix}*"),
            Query::In { field, query } if is_misread(query) => {
                write!(f, "{}:({query})", field.name())
            }
            Query::In { field, query } => write!(f, "{}:{}", field.name(), Operand(query)),
            Query::Date(range) => write!(f, "date:{range}"),
            Query::Side(clauses) => joined(f, clauses, " "),
            Query::And(parts) => joined(f, parts.iter().map(Operand), " AND "),
            Query::Or(parts) => joined(f, parts.iter().map(Operand), " OR "),
            Query::Not(query) => write!(f, "NOT {}", Operand(query)),
        }
    }
}

impl Display for Clause {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self.demand {
            Demand::Open => "",
            Demand::Must => "+",
            Demand::MustNot => "-",
        })?;
        Operand(&self.query).fmt(f)
    }
}

/// A part of a larger query: in parentheses where it consists of parts itself.
struct Operand<'a>(&'a Query);

impl Display for Operand<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Query::Side(_) | Query::And(_) | Query::Or(_) => write!(f, "({})", self.0),
            query => query.fmt(f),
        }
    }
}

/// Tells whether a word right after `field:` would be read as a range, or the whole as one word with a colon.
fn is_misread(query: &Query) -> bool {
    match query {
        Query::Word(word) | Query::Prefix(word) => {
            word.starts_with(['[', '{', ':']) || word.starts_with("//")
        }
        _ => false,
    }
}

/// Writes a phrase between straight marks, its own marks and backslashes escaped.
fn phrase(f: &mut Formatter<'_>, text: &str, slop: u32) -> fmt::Result {
    f.write_char('"')?;
    for letter in text.chars() {
        if matches!(letter, '"' | '\\') {
            f.write_char('\\')?;
        }
        f.write_char(letter)?;
    }
    f.write_char('"')?;
    match slop {
        0 => Ok(()),
        _ => write!(f, "~{slop}"),
    }
}

fn joined(
    f: &mut Formatter<'_>,
    parts: impl IntoIterator<Item: Display>,
    between: &str,
) -> fmt::Result {
    for (place, part) in parts.into_iter().enumerate() {
        if place > 0 {
            f.write_str(between)?;
        }
        part.fmt(f)?;
    }
    Ok(())
}
