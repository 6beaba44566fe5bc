//! From a query as it was written to what an engine is asked and what is marked in a body.
//!
//! Words are analysed with the index's own rules and looked up in its vocabulary: a bare word becomes the forms
//! of its stem that the archive has, a prefix the words that begin so, a phrase exactly its words. The same
//! [`Leaf`]s that make the condition mark the passages. What is not here:
//! filters and paging, which need no analysis.

mod faults;
mod groups;
mod leaves;
mod names;
mod words;

use std::collections::BTreeSet;

use crate::error::Result;
use crate::query::{Clause, Demand, Field, Query};
use crate::search::engine::{Condition, Engine, Ranking, TermGroup, View};
use crate::search::request::MatchMode;
use crate::text::{self, Reading, Stemmer};

use faults::{not_words_alone, nothing_in};
use groups::Sequence;
use leaves::rarity;
use names::name_condition;
use words::Neighbours;

/// The most words that all the prefixes of a query may stand for.
const PREFIXES_LIMIT: usize = 4 * PREFIX_LIMIT;
/// The most words that a prefix may stand for.
pub const PREFIX_LIMIT: usize = 10_000;

/// What a query asks of an engine, and what it marks.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Passed by the articles that match strictly.
    pub strict: Condition,
    /// Passed by the articles with any of the words, where the query is relaxed when none matches strictly.
    pub loose: Option<Condition>,
    /// Passed by the articles that have the bare words as an exact phrase, where there are two and more.
    pub phrase: Option<Condition>,
    /// What counts towards the score.
    pub ranking: Ranking,
    /// What is marked.
    pub leaves: Vec<Leaf>,
    /// The parts of the query that neither had to match nor counted: stop words, and marks without a word.
    pub ignored: Vec<String>,
    /// The limits that were met, each as a sentence.
    pub limits: Vec<String>,
}

/// One thing that is looked for in the text of an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaf {
    /// How the query names it.
    pub label: String,
    /// Where it is looked for.
    pub scope: Scope,
    /// Words, each of which is an occurrence.
    pub forms: BTreeSet<String>,
    /// Joined forms of hyphenated words, each of which is an occurrence.
    pub joined: BTreeSet<String>,
    /// Phrases, each of which is an occurrence.
    pub phrases: Vec<PhraseLeaf>,
    /// What an occurrence counts in the choice of passages; 0 until the plan is weighed.
    pub weight: f64,
}

/// Words in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhraseLeaf {
    /// The folded words.
    pub terms: Vec<String>,
    /// How many other words may stand among them in all.
    pub slop: u32,
    /// How words hyphenated at a line's end are read for it.
    pub reading: Reading,
}

/// Where something is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// In the body and in the title.
    Anywhere,
    /// In the body alone.
    Body,
    /// In the title alone.
    Title,
}

impl Scope {
    /// Tells whether the body is looked through.
    pub fn has_body(self) -> bool {
        self != Scope::Title
    }

    /// Tells whether the title is looked through.
    pub fn has_title(self) -> bool {
        self != Scope::Body
    }

    fn word_views(self) -> &'static [View] {
        match self {
            Scope::Anywhere => &[View::Body, View::Title],
            Scope::Body => &[View::Body],
            Scope::Title => &[View::Title],
        }
    }
}

impl Plan {
    /// Analyses a query for an engine; no query asks for every article.
    ///
    /// # Errors
    ///
    /// [`crate::error::ErrorKind::QueryEmpty`] where no part of the query has a word in it, and whatever the engine fails
    /// of.
    pub fn new(engine: &dyn Engine, query: Option<&Query>, mode: MatchMode) -> Result<Self> {
        let mut planner = Planner::new(engine, mode);
        let Some(query) = query else {
            return Ok(planner.finish(Condition::Everything));
        };
        if mode == MatchMode::Phrase {
            let words = query
                .bare_words()
                .ok_or_else(|| not_words_alone(query))?
                .join(" ");
            let phrase = planner.phrase_of(&words, 0, Scope::Anywhere, &words)?;
            return Ok(planner.finish(phrase.unwrap_or(Condition::Nothing)));
        }
        planner.plan_phrase(query)?;
        let condition = planner
            .condition(query, Scope::Anywhere)?
            .ok_or_else(|| nothing_in(query))?;
        Ok(planner.finish(condition))
    }

    /// Weighs what is marked by how rare it is, for the choice of passages.
    pub(crate) fn weigh(&mut self, engine: &dyn Engine) -> Result<()> {
        for leaf in &mut self.leaves {
            leaf.weight = rarity(engine, leaf)?;
        }
        Ok(())
    }
}

struct Planner<'e> {
    engine: &'e dyn Engine,
    mode: MatchMode,
    stemmer: Stemmer,
    /// How many negations the part at hand stands in: what is negated is neither scored nor marked.
    negations: usize,
    /// How many groups the part at hand stands in: only the outermost list is relaxed.
    depth: usize,
    loose: Option<Condition>,
    phrase: Option<Condition>,
    groups: Vec<TermGroup>,
    sequence: Sequence,
    leaves: Vec<Leaf>,
    ignored: Vec<String>,
    limits: Vec<String>,
    /// How many words the prefixes stand for so far.
    expanded: usize,
}

impl<'e> Planner<'e> {
    fn new(engine: &'e dyn Engine, mode: MatchMode) -> Self {
        Planner {
            engine,
            mode,
            stemmer: Stemmer::english(),
            negations: 0,
            depth: 0,
            loose: None,
            phrase: None,
            groups: Vec::new(),
            sequence: Sequence::default(),
            leaves: Vec::new(),
            ignored: Vec::new(),
            limits: Vec::new(),
            expanded: 0,
        }
    }

    fn finish(mut self, strict: Condition) -> Plan {
        // A query of nothing but stop words is about them.
        if self.groups.iter().all(|group| group.count == 0.0) {
            for group in &mut self.groups {
                group.count = 1.0;
            }
        }
        Plan {
            strict,
            loose: self.loose,
            ranking: Ranking {
                pairs: self.sequence.pairs(&self.groups),
                groups: self.groups,
                first: None,
            },
            phrase: self.phrase,
            leaves: self.leaves,
            ignored: self.ignored,
            limits: self.limits,
        }
    }

    /// Plans the bare words as an exact phrase, where there are two and more.
    fn plan_phrase(&mut self, query: &Query) -> Result<()> {
        let Some(words) = query.bare_words() else {
            return Ok(());
        };
        let words = words.join(" ");
        let count = text::words(&words).len();
        if count < 2 {
            return Ok(());
        }
        self.phrase = self.phrase_of(&words, 0, Scope::Anywhere, &words)?;
        // The phrase stands first by its own rule; its words are scored as words.
        self.groups.clear();
        self.sequence = Sequence::default();
        Ok(())
    }

    /// Returns the condition of a part of the query; `None` where it has no word in it.
    fn condition(&mut self, query: &Query, scope: Scope) -> Result<Option<Condition>> {
        match query {
            Query::Word(word) => self.word(word, scope, Neighbours::default()),
            Query::Phrase { text, slop } => self.phrase_of(text, *slop, scope, text),
            Query::Prefix(start) => self.prefix(start, scope),
            Query::In {
                field: Field::Title,
                query,
            } => self.inside(|planner| planner.condition(query, Scope::Title)),
            Query::In {
                field: Field::Body,
                query,
            } => self.inside(|planner| planner.condition(query, Scope::Body)),
            Query::In {
                field: Field::Name(field),
                query,
            } => name_condition(*field, query),
            Query::Date(range) => Ok(Some(Condition::Dated(*range))),
            Query::Side(clauses) => self.side(clauses, scope),
            Query::And(parts) => Ok(self.parts(parts, scope)?.map(Condition::All)),
            Query::Or(parts) => Ok(self.parts(parts, scope)?.map(Condition::Any)),
            Query::Not(part) => self.negated(part, scope),
        }
    }

    fn parts(&mut self, parts: &[Query], scope: Scope) -> Result<Option<Vec<Condition>>> {
        self.inside(|planner| {
            let mut conditions = Vec::with_capacity(parts.len());
            for part in parts {
                planner.sequence.interrupt();
                conditions.extend(planner.condition(part, scope)?);
            }
            planner.sequence.interrupt();
            let excludes_only = conditions
                .iter()
                .all(|part| matches!(part, Condition::Not(_)));
            Ok((!excludes_only).then_some(conditions))
        })
    }

    fn inside<T>(&mut self, part: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        self.depth += 1;
        let done = part(self);
        self.depth -= 1;
        done
    }

    fn negated(&mut self, part: &Query, scope: Scope) -> Result<Option<Condition>> {
        self.negations += 1;
        let condition = self.inside(|planner| planner.condition(part, scope));
        self.negations -= 1;
        Ok(condition?.map(|condition| Condition::Not(Box::new(condition))))
    }

    /// Plans parts that stand side by side: the match mode says how many must match.
    fn side(&mut self, clauses: &[Clause], scope: Scope) -> Result<Option<Condition>> {
        let outermost = self.depth == 0;
        let free = stop_words_are_free(clauses);
        let mut fixed = Vec::new();
        let mut open = Vec::new();
        for (place, clause) in clauses.iter().enumerate() {
            if free && is_free(clause) {
                self.sequence.pass();
                self.ignored.push(clause.query.to_string());
                continue;
            }
            match clause.demand {
                Demand::Must => {
                    fixed.extend(self.inside(|planner| planner.condition(&clause.query, scope))?)
                }
                Demand::MustNot => fixed.extend(self.negated(&clause.query, scope)?),
                // A word more or less may match; a day or a name that was asked for must.
                Demand::Open if is_filter(&clause.query) => {
                    fixed.extend(self.inside(|planner| planner.condition(&clause.query, scope))?);
                }
                Demand::Open => {
                    let neighbours = Neighbours::of(clauses, place);
                    open.extend(
                        self.inside(|planner| planner.open(&clause.query, scope, neighbours))?,
                    );
                }
            }
        }
        Ok(self.join_side(fixed, open, outermost))
    }

    fn open(
        &mut self,
        query: &Query,
        scope: Scope,
        neighbours: Neighbours,
    ) -> Result<Option<Condition>> {
        match query {
            Query::Word(word) => self.word(word, scope, neighbours),
            other => self.condition(other, scope),
        }
    }

    fn join_side(
        &mut self,
        fixed: Vec<Condition>,
        open: Vec<Condition>,
        outermost: bool,
    ) -> Option<Condition> {
        let is_filter = |part: &Condition| {
            matches!(
                part,
                Condition::Not(_)
                    | Condition::Dated(_)
                    | Condition::NameHas { .. }
                    | Condition::NameUnknown(_)
            )
        };
        let positive = fixed.iter().any(|part| !is_filter(part));
        if open.is_empty() {
            let excludes_only = fixed.iter().all(|part| matches!(part, Condition::Not(_)));
            return (!excludes_only).then_some(Condition::All(fixed));
        }
        let all = || Condition::All(fixed.iter().chain(&open).cloned().collect());
        // Beside a part that must match, the others only add to the score once any is enough.
        let any = || match positive {
            true => Condition::All(fixed.clone()),
            false => Condition::All(
                fixed
                    .iter()
                    .cloned()
                    .chain([Condition::Any(open.clone())])
                    .collect(),
            ),
        };
        if outermost && open.len() + usize::from(positive) > 1 {
            self.loose = Some(any());
        }
        let any_is_asked = self.mode == MatchMode::Any;
        // Of the outermost list both are kept: how many articles have all its words is told in any mode.
        Some(if any_is_asked && !outermost {
            any()
        } else {
            all()
        })
    }
}

/// Stop words need not match as long as another word must.
fn stop_words_are_free(clauses: &[Clause]) -> bool {
    let counts = |clause: &Clause| match &clause.query {
        Query::Word(word) => text::words(word)
            .iter()
            .any(|token| !text::is_stop_word(token)),
        _ => true,
    };
    clauses
        .iter()
        .any(|clause| clause.demand != Demand::MustNot && counts(clause))
}

fn is_free(clause: &Clause) -> bool {
    let Query::Word(word) = &clause.query else {
        return false;
    };
    let tokens = text::words(word);
    clause.demand == Demand::Open
        && !tokens.is_empty()
        && tokens.iter().all(|token| text::is_stop_word(token))
}

fn is_filter(query: &Query) -> bool {
    matches!(
        query,
        Query::Date(_)
            | Query::In {
                field: Field::Name(_),
                ..
            }
    )
}
