//! The contract between Pullquote and an engine: terms go in, ranked articles and exact counts come out.
//!
//! An engine is given a [`Condition`] over terms that are already analysed, and a [`Ranking`] that says what
//! counts; it knows no query syntax, cuts no passages and marks nothing. What it gives back is the stored
//! article with the boundaries of its passages. Every engine must give the same articles, counts and order.

use std::ops::ControlFlow;

use crate::article::{Article, ArticleId, NameField};
use crate::error::Result;
use crate::query::DateRange;
use crate::search::hit::Facet;
use crate::search::request::{FacetField, Sort};
use crate::search::signals::Pair;

/// The analysed views of an article in which terms are looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum View {
    /// The body's words, with positions; a hyphen at a line's end parts two words.
    Body,
    /// The same for a body with words hyphenated at a line's end, read as if each such word were whole.
    Rejoined,
    /// The joined forms of hyphenated words: `crossborder` for `cross-border`. No positions.
    Joined,
    /// The title's words, with positions.
    Title,
}

/// A test that an article passes or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Passed by every article.
    Everything,
    /// Passed by none.
    Nothing,
    /// Has at least one of the terms.
    AnyTerm(Vec<(View, String)>),
    /// Has the terms in this order, with at most `slop` others among them in all. At least two terms.
    Phrase {
        /// Where; a view with positions.
        view: View,
        /// The terms in order.
        terms: Vec<String>,
        /// How many further tokens may stand among them in all.
        slop: u32,
    },
    /// Has a name of that field in which these folded words stand next to each other.
    NameHas {
        /// The field.
        field: NameField,
        /// The folded words; at least one.
        words: Vec<String>,
        /// How they must stand in the name.
        part: NamePart,
    },
    /// Has no name in that field.
    NameUnknown(NameField),
    /// Was published within the range.
    Dated(DateRange),
    /// Has no date of publication.
    Undated,
    /// Has no date of publication, and what its words let one infer lies within the range.
    InferredWithin(DateRange),
    /// Comes from that file, or from a file below that folder: an absolute path.
    Under(String),
    /// Bears one of these ids, each given by its first eight bytes as a big-endian number.
    Keyed(Vec<u64>),
    /// Passes all of these; everything where there is none.
    All(Vec<Condition>),
    /// Passes at least one of these; nothing where there is none.
    Any(Vec<Condition>),
    /// Does not pass this.
    Not(Box<Condition>),
}

/// How words must stand in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamePart {
    /// They are the whole name.
    Whole,
    /// They are its first words: `en` of `en-us`.
    First,
    /// They stand in it next to each other.
    Words,
    /// They stand in it next to each other, and the last may go on.
    Beginning,
}

/// What counts towards an article's score.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ranking {
    /// Groups of terms that count as one word each.
    pub groups: Vec<TermGroup>,
    /// The groups that are neighbours in the query.
    pub pairs: Vec<Pair>,
    /// Articles that pass this stand above all others: those with the whole query as an exact phrase.
    pub first: Option<Condition>,
}

/// Terms that are forms of one word: their frequencies are added and scored as one term's.
#[derive(Clone, Debug, PartialEq)]
pub struct TermGroup {
    /// The word as the query has it.
    pub label: String,
    /// The forms, each with its view. [`View::Joined`] counts an occurrence wherever it stands.
    pub terms: Vec<(View, String)>,
    /// The ways to write it as two words, each with its view: an article that has them counts one occurrence.
    pub phrases: Vec<(View, Vec<String>)>,
    /// How many times the query names it; 0 for what must match but counts for nothing.
    pub count: f64,
}

/// One request to an engine.
#[derive(Clone, Debug)]
pub struct Lookup {
    /// Which articles match.
    pub condition: Condition,
    /// What they are narrowed by, each with the facet field whose own counts it does not narrow.
    pub filters: Vec<(Option<NameField>, Condition)>,
    /// The days they are narrowed to; not applied to counts by date.
    pub dates: DateRange,
    /// Whether an article without a date passes by the days inferred for it.
    pub inferred: bool,
    /// How they are ordered.
    pub ranking: Ranking,
    /// The order.
    pub sort: Sort,
    /// How many are left out at the front.
    pub offset: usize,
    /// How many are returned.
    pub limit: usize,
    /// What is counted.
    pub facets: Vec<FacetField>,
    /// Whether articles rise that are like the best ones: see [`crate::search::feedback`].
    pub expand: bool,
    /// Whether each article comes with the parts of its score.
    pub explain: bool,
}

impl Lookup {
    /// Asks for a condition alone, and for nothing of what it finds: what is wanted is set by its field.
    pub fn new(condition: Condition) -> Self {
        Lookup {
            condition,
            filters: Vec::new(),
            dates: DateRange::default(),
            inferred: false,
            ranking: Ranking::default(),
            sort: Sort::Score,
            offset: 0,
            limit: 0,
            facets: Vec::new(),
            expand: false,
            explain: false,
        }
    }

    /// Returns the condition that the days asked for make.
    pub fn dated(&self) -> Condition {
        match (self.dates, self.inferred) {
            (
                DateRange {
                    from: None,
                    to: None,
                },
                _,
            ) => Condition::Everything,
            (dates, false) => Condition::Dated(dates),
            (dates, true) => Condition::Any(vec![
                Condition::Dated(dates),
                Condition::InferredWithin(dates),
            ]),
        }
    }
}

/// What an engine found.
#[derive(Clone, Debug)]
pub struct Found {
    /// How many articles match and pass the filters, exactly.
    pub total: u64,
    /// The articles asked for, in order.
    pub articles: Vec<Ranked>,
    /// The counts asked for, in order; `chosen` is left false.
    pub facets: Vec<Facet>,
}

/// An article with its score, as the engine keeps it.
#[derive(Clone, Debug)]
pub struct Ranked {
    /// The score: the sum of the signals of [`crate::search::signals`] and, where that was asked for, of feedback.
    /// Articles that are ordered by date, and those behind the best that are ranked again, have that of words and
    /// titles alone.
    pub score: f64,
    /// What the score is the sum of, where that was asked for.
    pub parts: Vec<ScorePart>,
    /// The article.
    pub stored: Stored,
}

/// One part of a score, above 0.
#[derive(Clone, Debug, PartialEq)]
pub struct ScorePart {
    /// What it is given for.
    pub signal: Signal,
    /// How much.
    pub value: f64,
}

/// What a part of a score is given for.
#[derive(Clone, Debug, PartialEq)]
pub enum Signal {
    /// A word of the query stands in the article.
    Word {
        /// The word as the query has it.
        word: String,
        /// How often it stands in the body, in any of its forms.
        body: u32,
        /// How often it stands in the title.
        title: u32,
        /// How many articles have it.
        articles: u64,
    },
    /// The title's words are words of the query.
    TitleShare,
    /// The title is like the query.
    TitleLikeness,
    /// Words of the query stand among the first of the body.
    Lead {
        /// The words as the query has them.
        words: Vec<String>,
    },
    /// Two neighbouring words of the query stand in the body in its order, as near as there.
    Pair {
        /// The words as the query has them.
        words: [String; 2],
    },
    /// The article is like the best ones.
    Feedback,
    /// All the words stand together as in the query: more than all other parts can come to.
    Phrase,
}

/// An article as an engine gives it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The article.
    pub article: Article,
    /// The byte offsets in the body at which its passages begin, ascending from 0; empty for an empty body.
    pub passages: Vec<u32>,
}

/// Terms that an index holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expansion {
    /// The terms, in order.
    pub terms: Vec<String>,
    /// How many more there were beyond the limit.
    pub omitted: usize,
}

/// How far an engine goes to find the articles that are closest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// By the rarest words alone: enough where most words are the same.
    Quick,
    /// By common ones too.
    Thorough,
}

/// Takes an article that an engine gives, and tells whether to go on.
pub type Visit<'v> = dyn FnMut(Ranked) -> Result<ControlFlow<()>> + 'v;

/// An engine: keeps articles, and finds, counts and gives back those that pass a test.
pub trait Engine {
    /// Finds, ranks and counts.
    fn find(&self, lookup: &Lookup) -> Result<Found>;

    /// Counts the articles that pass a test, exactly.
    fn count(&self, condition: &Condition) -> Result<u64>;

    /// Returns the article of that id, if the index has it.
    fn article(&self, id: ArticleId) -> Result<Option<Stored>>;

    /// Returns the terms of a view that begin with `prefix` and pass `keep`, at most `limit` of them.
    fn terms(
        &self,
        view: View,
        prefix: &str,
        keep: &dyn Fn(&str) -> bool,
        limit: usize,
    ) -> Result<Expansion>;

    /// Gives the articles that share most of some folded words of the body, in the order of a text, to `visit`: the best
    /// first, at most `limit`, until it breaks off. Rare words count more, and words that stand near each other; none
    /// has to match. The scores are comparable within one call.
    fn closest(
        &self,
        words: &[String],
        effort: Effort,
        limit: usize,
        visit: &mut Visit<'_>,
    ) -> Result<()>;

    /// Returns how many articles have that term.
    fn frequency(&self, view: View, term: &str) -> Result<u64>;

    /// Returns how many articles there are.
    fn size(&self) -> u64;
}
