//! From a query as it was written to what an engine is asked and what is marked in a body.
//!
//! Words are analysed with the index's own rules and looked up in its vocabulary: a bare word becomes the forms
//! of its stem that the archive has, a prefix the words that begin so, a phrase exactly its words. The same
//! [`Leaf`]s that make the condition mark the passages. What is not here:
//! filters and paging, which need no analysis.

use std::collections::BTreeSet;

use crate::article::NameField;
use crate::error::{Error, ErrorKind, Result};
use crate::query::{Clause, Demand, Field, Query};
use crate::search::engine::{Condition, Engine, NamePart, Ranking, TermGroup, View};
use crate::search::request::{MatchMode, UNKNOWN};
use crate::text::{self, Join, Reading, Stemmer};

/// The most words that a prefix may stand for.
pub const PREFIX_LIMIT: usize = 10_000;

/// The shortest part into which a word is taken apart to find it written as two.
const SHORTEST_PART: usize = 3;

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
    /// What an occurrence counts in the choice of passages.
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
    /// [`ErrorKind::QueryEmpty`] where no part of the query has a word in it, and whatever the engine fails of.
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
    leaves: Vec<Leaf>,
    ignored: Vec<String>,
    limits: Vec<String>,
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
            leaves: Vec::new(),
            ignored: Vec::new(),
            limits: Vec::new(),
        }
    }

    fn finish(self, strict: Condition) -> Plan {
        Plan {
            strict,
            loose: self.loose,
            ranking: Ranking {
                groups: self.groups,
                first: self.phrase.clone(),
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
        if text::words(&words).len() < 2 {
            return Ok(());
        }
        self.phrase = self.phrase_of(&words, 0, Scope::Anywhere, &words)?;
        // The phrase stands first by its own rule; its words are scored as words.
        self.groups.clear();
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
                conditions.extend(planner.condition(part, scope)?);
            }
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

    /// Plans a bare word: the forms of its stem, and the ways to write it with a hyphen, a space or neither.
    fn word(
        &mut self,
        word: &str,
        scope: Scope,
        neighbours: Neighbours,
    ) -> Result<Option<Condition>> {
        let tokens = text::words(without_possessive(word));
        match tokens.as_slice() {
            [] => {
                self.ignored.push(word.to_owned());
                Ok(None)
            }
            [token] => self.single(word, token, scope, neighbours).map(Some),
            _ => self.compound(word, tokens, scope).map(Some),
        }
    }

    fn single(
        &mut self,
        label: &str,
        token: &str,
        scope: Scope,
        neighbours: Neighbours,
    ) -> Result<Condition> {
        let mut leaf = self.leaf(label, scope);
        leaf.forms = self.forms(token, scope)?;
        if scope.has_body() {
            for joined in neighbours.joined_with(token) {
                if self.engine.frequency(View::Body, &joined)? > 0 {
                    leaf.forms.insert(joined);
                }
            }
            leaf.joined = self.forms_in(View::Joined, token)?;
            leaf.phrases = self.written_as_two(token)?;
        }
        self.close(leaf, None)
    }

    /// Plans a word of several tokens, such as `cross-border` or `1,600`: they stand next to each other, or are
    /// written as one.
    fn compound(&mut self, word: &str, tokens: Vec<String>, scope: Scope) -> Result<Condition> {
        let mut leaf = self.leaf(word, scope);
        if is_hyphenated_pair(word) {
            self.take_joined(&mut leaf, &tokens.concat())?;
        }
        leaf.phrases = both_readings(&tokens);
        self.close(leaf, Some(&tokens))
    }

    /// Plans a phrase: exactly its words, whichever way a word hyphenated at a line's end is read.
    fn phrase_of(
        &mut self,
        phrase: &str,
        slop: u32,
        scope: Scope,
        label: &str,
    ) -> Result<Option<Condition>> {
        let split = text::words(phrase);
        if split.is_empty() {
            return Err(nothing_in_phrase(phrase));
        }
        let joined: Vec<String> = text::tokens(phrase, Reading::Joined)
            .into_iter()
            .map(|token| token.text)
            .collect();
        let mut leaf = self.leaf(label, scope);
        leaf.phrases = both_readings(&split);
        if joined != split {
            leaf.phrases.extend(both_readings(&joined));
        }
        for phrase in &mut leaf.phrases {
            phrase.slop = slop;
        }
        self.close(leaf, Some(&split)).map(Some)
    }

    fn prefix(&mut self, start: &str, scope: Scope) -> Result<Option<Condition>> {
        let tokens = text::words(start);
        let [token] = tokens.as_slice() else {
            return Err(not_one_word(start));
        };
        let mut leaf = self.leaf(&format!("{start}*"), scope);
        for view in scope.word_views() {
            let expansion = self.engine.terms(*view, token, &|_| true, PREFIX_LIMIT)?;
            if expansion.omitted > 0 {
                self.limits
                    .push(prefix_limit(start, &expansion.terms, expansion.omitted));
            }
            leaf.forms.extend(expansion.terms);
        }
        if scope.has_body() {
            leaf.joined.extend(
                self.engine
                    .terms(View::Joined, token, &|_| true, PREFIX_LIMIT)?
                    .terms,
            );
        }
        self.close(leaf, None).map(Some)
    }

    /// Adds the ways to write a hyphenated word as one.
    fn take_joined(&self, leaf: &mut Leaf, joined: &str) -> Result<()> {
        leaf.forms = self.forms(joined, leaf.scope)?;
        leaf.joined = self.forms_in(View::Joined, joined)?;
        Ok(())
    }

    /// Finds the words of the archive that have the same stem, and the word itself.
    fn forms(&self, token: &str, scope: Scope) -> Result<BTreeSet<String>> {
        let mut forms = BTreeSet::from([token.to_owned()]);
        for view in scope.word_views() {
            forms.extend(self.forms_in(*view, token)?);
        }
        Ok(forms)
    }

    fn forms_in(&self, view: View, token: &str) -> Result<BTreeSet<String>> {
        let stem = self.stemmer.stem(token);
        let start = text::stem_prefix(&stem);
        // A stem of a letter or two has no forms worth a walk through all the words.
        let walked = if start.chars().count() > 1 {
            start
        } else {
            token
        };
        let same = |term: &str| self.stemmer.stem(term) == stem;
        let found = self.engine.terms(view, walked, &same, usize::MAX)?;
        Ok(found.terms.into_iter().collect())
    }

    /// Finds the ways to write a word as two that the archive knows both of: `ceasefire` as `cease fire`.
    fn written_as_two(&self, token: &str) -> Result<Vec<PhraseLeaf>> {
        let mut phrases = Vec::new();
        if text::is_stop_word(token) || !token.chars().all(char::is_alphabetic) {
            return Ok(phrases);
        }
        for (cut, _) in token.char_indices() {
            let (one, other) = token.split_at(cut);
            if is_part(one) && is_part(other) && self.known(one)? && self.known(other)? {
                phrases.push(phrase_leaf(
                    &[one.to_owned(), other.to_owned()],
                    Reading::Split,
                ));
            }
        }
        Ok(phrases)
    }

    fn known(&self, token: &str) -> Result<bool> {
        Ok(self.engine.frequency(View::Body, token)? > 0)
    }

    fn leaf(&self, label: &str, scope: Scope) -> Leaf {
        let (forms, joined, phrases) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
        Leaf {
            label: label.to_owned(),
            scope,
            forms,
            joined,
            phrases,
            weight: 0.0,
        }
    }

    /// Turns a leaf into its condition and, unless it is negated, scores and marks it. `scored` are the words
    /// that are scored each for itself; without them the leaf is scored as one.
    fn close(&mut self, mut leaf: Leaf, scored: Option<&[String]>) -> Result<Condition> {
        let condition = leaf_condition(&leaf);
        if self.negations > 0 {
            return Ok(condition);
        }
        let groups = match scored {
            Some(words) => words
                .iter()
                .map(|word| self.exact_group(word, leaf.scope))
                .collect(),
            None => vec![TermGroup {
                terms: leaf_terms(&leaf),
                weight: 1.0,
            }],
        };
        leaf.weight = self.rarity(&groups)?;
        for group in groups {
            match self
                .groups
                .iter_mut()
                .find(|known| known.terms == group.terms)
            {
                Some(known) => known.weight += 1.0,
                None => self.groups.push(group),
            }
        }
        self.leaves.push(leaf);
        Ok(condition)
    }

    fn exact_group(&self, word: &str, scope: Scope) -> TermGroup {
        let terms = scope
            .word_views()
            .iter()
            .map(|view| (*view, word.to_owned()))
            .collect();
        TermGroup {
            terms,
            weight: if text::is_stop_word(word) { 0.0 } else { 1.0 },
        }
    }

    /// Returns how much an occurrence tells: the sum of the logarithms of how rare each group is.
    fn rarity(&self, groups: &[TermGroup]) -> Result<f64> {
        let mut rarity = 0.0;
        for group in groups {
            let mut frequency = 0;
            for (view, term) in group.terms.iter().take(100) {
                frequency += self.engine.frequency(*view, term)?;
            }
            rarity += (1.0 + self.engine.size() as f64 / (frequency as f64 + 1.0)).ln();
        }
        Ok(rarity)
    }
}

/// The words beside a bare word, with which it may be written as one.
#[derive(Clone, Copy, Default)]
struct Neighbours<'q> {
    before: Option<&'q str>,
    after: Option<&'q str>,
}

impl<'q> Neighbours<'q> {
    fn of(clauses: &'q [Clause], place: usize) -> Self {
        let word = |clause: &'q Clause| match (&clause.demand, &clause.query) {
            (Demand::Open, Query::Word(word)) => Some(word.as_str()),
            _ => None,
        };
        let before = place.checked_sub(1).and_then(|place| clauses.get(place));
        Neighbours {
            before: before.and_then(word),
            after: clauses.get(place + 1).and_then(word),
        }
    }

    /// Returns the word as one with each of its neighbours.
    fn joined_with(self, token: &str) -> Vec<String> {
        let single = |word: &str| match text::words(word).as_slice() {
            [only] if is_joinable(only) => Some(only.clone()),
            _ => None,
        };
        if !is_joinable(token) {
            return Vec::new();
        }
        let before = self
            .before
            .and_then(single)
            .map(|before| format!("{before}{token}"));
        let after = self
            .after
            .and_then(single)
            .map(|after| format!("{token}{after}"));
        before.into_iter().chain(after).collect()
    }
}

fn leaf_condition(leaf: &Leaf) -> Condition {
    let mut parts = Vec::new();
    let terms = leaf_terms(leaf);
    if !terms.is_empty() {
        parts.push(Condition::AnyTerm(terms));
    }
    for phrase in &leaf.phrases {
        let view = match phrase.reading {
            Reading::Split => View::Body,
            Reading::Joined => View::Rejoined,
        };
        let condition = |view| Condition::Phrase {
            view,
            terms: phrase.terms.clone(),
            slop: phrase.slop,
        };
        if leaf.scope.has_body() {
            parts.push(condition(view));
        }
        if leaf.scope.has_title() && phrase.reading == Reading::Split {
            parts.push(condition(View::Title));
        }
    }
    match parts.len() {
        1 => parts.remove(0),
        _ => Condition::Any(parts),
    }
}

fn leaf_terms(leaf: &Leaf) -> Vec<(View, String)> {
    let mut terms = Vec::new();
    for view in leaf.scope.word_views() {
        terms.extend(leaf.forms.iter().map(|form| (*view, form.clone())));
    }
    if leaf.scope.has_body() {
        terms.extend(leaf.joined.iter().map(|form| (View::Joined, form.clone())));
    }
    terms
}

fn phrase_leaf(terms: &[String], reading: Reading) -> PhraseLeaf {
    PhraseLeaf {
        terms: terms.to_vec(),
        slop: 0,
        reading,
    }
}

fn both_readings(terms: &[String]) -> Vec<PhraseLeaf> {
    vec![
        phrase_leaf(terms, Reading::Split),
        phrase_leaf(terms, Reading::Joined),
    ]
}

/// A word may be written as one with its neighbour when both are words, and neither is one that fits anywhere.
fn is_joinable(word: &str) -> bool {
    word.chars().all(char::is_alphabetic) && !text::is_stop_word(word)
}

fn is_hyphenated_pair(word: &str) -> bool {
    let tokens = text::tokens(word, Reading::Split);
    tokens.len() == 2 && tokens[1].join == Join::Hyphen
}

fn is_part(word: &str) -> bool {
    word.chars().count() >= SHORTEST_PART && !text::is_stop_word(word)
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

/// A bare `Pakistan's` looks for Pakistan, as its stem does.
fn without_possessive(word: &str) -> &str {
    ["'s", "’s", "'S", "’S"]
        .iter()
        .find_map(|end| word.strip_suffix(end))
        .unwrap_or(word)
}

fn name_condition(field: NameField, query: &Query) -> Result<Option<Condition>> {
    let has = |text: &str, prefix: bool| {
        let words = text::words(text);
        Some(match words.is_empty() {
            true => Condition::Nothing,
            false => Condition::NameHas {
                field,
                words,
                part: match field {
                    _ if prefix => NamePart::Beginning,
                    NameField::Language => NamePart::First,
                    _ => NamePart::Words,
                },
            },
        })
    };
    let parts = |parts: &mut dyn Iterator<Item = &Query>| -> Result<Vec<Condition>> {
        let conditions: Result<Vec<_>> = parts.map(|part| name_condition(field, part)).collect();
        Ok(conditions?.into_iter().flatten().collect())
    };
    Ok(match query {
        Query::Word(text) | Query::Phrase { text, .. } if text == UNKNOWN => {
            Some(Condition::NameUnknown(field))
        }
        Query::Word(text) | Query::Phrase { text, .. } => has(text, false),
        Query::Prefix(text) => has(text, true),
        Query::And(list) => Some(Condition::All(parts(&mut list.iter())?)),
        Query::Or(list) => Some(Condition::Any(parts(&mut list.iter())?)),
        Query::Side(clauses) => Some(Condition::All(
            clauses
                .iter()
                .map(|clause| {
                    Ok(name_condition(field, &clause.query)?
                        .map(|part| demanded(clause.demand, part)))
                })
                .collect::<Result<Vec<_>>>()?
                .into_iter()
                .flatten()
                .collect(),
        )),
        Query::Not(part) => name_condition(field, part)?.map(|part| Condition::Not(Box::new(part))),
        Query::In { .. } | Query::Date(_) => None,
    })
}

fn demanded(demand: Demand, part: Condition) -> Condition {
    match demand {
        Demand::MustNot => Condition::Not(Box::new(part)),
        Demand::Open | Demand::Must => part,
    }
}

fn nothing_in(query: &Query) -> Error {
    Error::new(
        ErrorKind::QueryEmpty,
        format!("the query `{query}` has no word to look for"),
    )
    .hint("a word is made of letters or digits")
}

fn nothing_in_phrase(phrase: &str) -> Error {
    Error::new(
        ErrorKind::QueryEmpty,
        format!("the phrase `{phrase}` has no word to look for"),
    )
    .hint("a word is made of letters or digits")
}

fn not_words_alone(query: &Query) -> Error {
    let message =
        format!("the query `{query}` is more than words, and cannot be matched as a phrase");
    Error::new(ErrorKind::QuerySyntax, message)
        .hint("leave out the operators, or put the phrase in quotation marks and leave out --match")
}

fn not_one_word(start: &str) -> Error {
    Error::new(
        ErrorKind::QuerySyntax,
        format!("the prefix `{start}*` is not the beginning of one word"),
    )
    .hint(format!("search for the words as a phrase: \"{start}\""))
}

fn prefix_limit(start: &str, terms: &[String], omitted: usize) -> String {
    let all = terms.len() + omitted;
    format!(
        "`{start}*` stands for {all} words; the first {} in order were searched",
        terms.len()
    )
}
