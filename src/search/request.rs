//! What is asked of a search: the query, how strictly to match it, what to narrow by, count and return.

use crate::article::NameField;
use crate::query::{DateRange, Query};

/// A search, ready to be run on any engine.
#[derive(Clone, Debug)]
pub struct SearchRequest {
    /// What to look for; `None` for every article.
    pub query: Option<Query>,
    /// How many of the words that stand side by side must match.
    pub mode: MatchMode,
    /// What the articles are narrowed by.
    pub filters: Filters,
    /// What is counted over everything that matched.
    pub facets: Vec<FacetField>,
    /// The order of the hits.
    pub sort: Sort,
    /// How many hits are left out at the front.
    pub offset: usize,
    /// How many hits are returned at most; 0 to count only.
    pub limit: usize,
    /// How many passages a hit shows at most; `None` for all of them.
    pub passages: Option<usize>,
    /// Whether articles with the bare words as an exact phrase stand above all others.
    pub exact_phrase: ExactPhrase,
    /// Whether articles rise that are like the best ones: see [`crate::search::feedback`]. An order by date stays as it
    /// is.
    pub expand: bool,
    /// Whether each hit comes with the parts of its score.
    pub explain: bool,
}

impl SearchRequest {
    /// Asks for the ten best articles with up to three passages each.
    pub fn new(query: Option<Query>) -> Self {
        SearchRequest {
            query,
            mode: MatchMode::Auto,
            filters: Filters::default(),
            facets: Vec::new(),
            sort: Sort::Score,
            offset: 0,
            limit: 10,
            passages: Some(3),
            exact_phrase: ExactPhrase::First,
            expand: false,
            explain: false,
        }
    }
}

/// How many of the words that stand side by side must match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatchMode {
    /// All of them; where no article has all, any of them, and the answer says so.
    Auto,
    /// All of them.
    All,
    /// Any of them.
    Any,
    /// All of them, next to each other, in order, exactly.
    Phrase,
}

/// What articles are narrowed by. Values of one field are alternatives; different fields must all hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    /// For each field the whole names that are let through, for the language also every longer tag below it;
    /// [`UNKNOWN`] stands for articles without one.
    pub names: Vec<(NameField, Vec<String>)>,
    /// The days of publication that are let through; an article without a date is not, once an end is set.
    pub dates: DateRange,
    /// Whether an article without a date is let through by the days that were inferred for it.
    pub inferred: bool,
    /// Only articles from one of these files, or from files below one of these folders: absolute paths.
    pub under: Vec<String>,
    /// Articles that stand in those files too but are kept from another, by the first eight bytes of their ids.
    pub kept_elsewhere: Vec<u64>,
}

/// The value that stands for "not known" in filters and facets.
pub const UNKNOWN: &str = "(unknown)";

/// What can be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FacetField {
    /// Articles by outlet, author and so on.
    Name(NameField),
    /// Articles by date of publication.
    Date(Granularity),
}

impl FacetField {
    /// Returns the name under which it is asked for: `outlet`, `date:month`.
    pub const fn name(self) -> &'static str {
        match self {
            FacetField::Name(name) => name.name(),
            FacetField::Date(Granularity::Year) => "date:year",
            FacetField::Date(Granularity::Month) => "date:month",
            FacetField::Date(Granularity::Day) => "date:day",
        }
    }

    /// Finds the facet of that name; `date` alone is by month.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "date" | "date:month" => Some(FacetField::Date(Granularity::Month)),
            "date:year" => Some(FacetField::Date(Granularity::Year)),
            "date:day" => Some(FacetField::Date(Granularity::Day)),
            _ => NameField::named(name).map(FacetField::Name),
        }
    }
}

/// The width of a bar in a count by date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Granularity {
    /// `2025`
    Year,
    /// `2025-10`
    Month,
    /// `2025-10-31`
    Day,
}

/// Where articles stand that have the bare words of the query as an exact phrase, in an order by score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExactPhrase {
    /// Above every one that has not.
    First,
    /// Where their scores put them: for questions, as what repeats one word for word is rarely its answer.
    Unlifted,
}

/// The order of the hits. Ties are broken by date, newest first, then by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// The best match first; where [`ExactPhrase`] has it so, an article with the words as an exact phrase stands above
    /// every one without.
    Score,
    /// The earliest first; articles without a date last.
    Date,
    /// The latest first; articles without a date last.
    DateDescending,
}
