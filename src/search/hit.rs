//! What a search gives back: hits with their passages, counts and facets.
//!
//! Every offset is end-exclusive and counts into the stored body of the article, in Unicode code points
//! (`start`, `end`) and in bytes (`byte_start`, `byte_end`). The text of a passage is always a slice of that
//! body. What is not here: how any of this is written down (`render`).

use std::ops::Range;

use crate::article::{Address, Article};
use crate::search::engine::ScorePart;
use crate::search::request::FacetField;

/// The answer to a search.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The hits asked for, in order.
    pub hits: Vec<Hit>,
    /// How many articles matched, in all and more strictly.
    pub counts: Counts,
    /// What was counted, in the order it was asked for.
    pub facets: Vec<Facet>,
    /// Whether no article had all the words and articles with any of them were taken instead.
    pub relaxed: bool,
    /// The stop words of the query, which neither had to match nor counted in the ranking.
    pub ignored: Vec<String>,
    /// How many articles matched but for having no date, where dates were narrowed.
    pub undated: u64,
    /// The limits that were met, each as a sentence; empty when the answer is whole.
    pub limits: Vec<String>,
}

/// How many articles matched. Every count is exact and is narrowed by the same filters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Articles that match, over all pages.
    pub articles: u64,
    /// Those with the query's words as an exact phrase; counted for two bare words and more.
    pub exact_phrase: Option<u64>,
    /// Those with all the words.
    pub all_words: Option<u64>,
    /// Those with at least one of the words.
    pub any_word: Option<u64>,
}

/// An article that matched, and the passages that show it.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Its place in the order, from 1, over all pages.
    pub rank: usize,
    /// Its score: unbounded, comparable within one answer only.
    pub score: f64,
    /// What the score is the sum of, where that was asked for.
    pub score_parts: Vec<ScorePart>,
    /// The article, as stored.
    pub article: Article,
    /// The SHA-256 of its body, in hexadecimal.
    pub body_sha256: String,
    /// What matched in its title: ranges of the title's code points.
    pub title_matches: Vec<Range<usize>>,
    /// Its best passages, the best first; never overlapping.
    pub passages: Vec<Passage>,
    /// How many further passages match but are not shown.
    pub more_passages: usize,
}

/// A span of an article's body, as shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Where it stands.
    pub address: Address,
    /// The same range in bytes of the body.
    pub bytes: Range<usize>,
    /// The text: exactly these bytes of the body.
    pub text: String,
    /// What matched, in code points of the body (not of the passage), in order, never overlapping.
    pub matches: Vec<Range<usize>>,
    /// Up to 32 code points of the body before the passage.
    pub prefix: String,
    /// Up to 32 code points of the body after it.
    pub suffix: String,
}

/// Counts of articles by the values of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// What is counted.
    pub field: FacetField,
    /// Names: the commonest first, then by name. Dates: in order of time, empty bars left out. `(unknown)` last.
    pub values: Vec<FacetValue>,
}

/// One bar of a facet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetValue {
    /// The value: a name, or a date as long as the granularity (`2025`, `2025-10`, `2025-10-31`); `None` where
    /// it is not known.
    pub value: Option<String>,
    /// How many articles have it, narrowed by every filter but the field's own.
    pub count: u64,
    /// Whether the request narrows by it.
    pub chosen: bool,
}
