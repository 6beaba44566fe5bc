//! The query as a tree: what the user wrote, before any analysis of its words.
//!
//! Text goes in through `parse`, comes out again through `Display`, and parsing what was displayed gives the
//! same tree. Words are kept as they were typed; folding them is the business of whoever knows the index. What
//! is not here: spans (an error is raised while parsing) and anything an engine would recognise.

use jiff::civil::Date;

use crate::article::NameField;

/// A query, or a part of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// A bare word, as typed: matched by its stem.
    Word(String),
    /// The words between quotation marks: matched exactly, in order, with at most `slop` other words among
    /// them in all.
    Phrase {
        /// What stood between the marks, as typed.
        text: String,
        /// How many further words may stand among them in all; 0 for an exact phrase.
        slop: u32,
    },
    /// `word*`: every word that begins so.
    Prefix(String),
    /// `field:` before a word, phrase, prefix or group.
    In {
        /// The field.
        field: Field,
        /// What is looked for in it; it holds no further field or date.
        query: Box<Query>,
    },
    /// `date:`: published on one of these days.
    Date(DateRange),
    /// Parts that stand side by side without an operator; the match mode says how many of them must match.
    Side(Vec<Clause>),
    /// Joined by `AND`; at least two.
    And(Vec<Query>),
    /// Joined by `OR`; at least two.
    Or(Vec<Query>),
    /// `NOT`: a part that must not match. Stands only within [`Query::And`], beside a part that is not negated.
    Not(Box<Query>),
}

impl Query {
    /// Returns the words of a query that is nothing but bare words, in order, as typed.
    ///
    /// These are the queries to which the match modes and the count of exact phrases apply: one word, or words
    /// side by side without a sign. `None` for any other query.
    pub fn bare_words(&self) -> Option<Vec<&str>> {
        match self {
            Query::Word(word) => Some(vec![word]),
            Query::Side(clauses) => clauses.iter().map(Clause::bare_word).collect(),
            _ => None,
        }
    }
}

/// One of several parts that stand side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// What its sign demands.
    pub demand: Demand,
    /// The part.
    pub query: Query,
}

impl Clause {
    fn bare_word(&self) -> Option<&str> {
        match self {
            Clause {
                demand: Demand::Open,
                query: Query::Word(word),
            } => Some(word),
            _ => None,
        }
    }
}

/// What the sign before a clause demands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demand {
    /// No sign: the match mode decides.
    Open,
    /// `+`, always to match.
    Must,
    /// `-` or `NOT`, never to match.
    MustNot,
}

/// What can be named before a colon, other than `date`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// The headline.
    Title,
    /// The article's text.
    Body,
    /// The outlet, an author and so on: matches where the words stand within the name.
    Name(NameField),
}

impl Field {
    /// Returns the field's name, as it is written in a query.
    pub const fn name(self) -> &'static str {
        match self {
            Field::Title => "title",
            Field::Body => "body",
            Field::Name(name) => name.name(),
        }
    }

    /// Finds the field of that name.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "title" => Some(Field::Title),
            "body" => Some(Field::Body),
            _ => NameField::named(name).map(Field::Name),
        }
    }
}

/// Days of the calendar from one to another, both included; open where an end is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DateRange {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
}
