//! What is asked through a door: the parameters of a search, a count and a check, and what they mean.
//!
//! Query strings, JSON bodies and tools' arguments come in as the same structs; the library's requests go out. Lists
//! may be named in the plural or, as on the command line, in the singular. What is not here: where a question came from.

use std::ops::RangeInclusive;

use pullquote::error::{Error, ErrorKind, Result};
use pullquote::query::{self, Query};
use pullquote::quotation::DraftFormat;
use pullquote::search::{ExactPhrase, Filters, SearchRequest, Sort};
use pullquote::verify::VerifyOptions;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

use crate::args::{Match, Matching, Narrowing};
use crate::checking::{Rules, unfaithful};
use crate::commands::{self, facet, filters, mode};

/// The longest query, in code points.
pub(crate) const LONGEST_QUERY: usize = 2_000;
/// The longest text whose quotations are checked at once, in code points.
pub(crate) const LONGEST_TEXT: usize = 200_000;
/// The longest quotation, in code points.
const LONGEST_QUOTE: usize = 20_000;
/// The most quotations that are checked at once.
pub(super) const MOST_QUOTES: usize = 500;
/// How many articles one answer may hold.
const LIMITS: RangeInclusive<u64> = 0..=100;
/// How many articles may be left out at the front.
const OFFSETS: RangeInclusive<u64> = 0..=10_000;
/// How many passages of an article an answer may hold; 0 for all.
const PASSAGES: RangeInclusive<u64> = 0..=50;
/// How many articles an answer may hold with all their passages.
const MOST_WHOLE: usize = 10;
/// How many further places of a quotation an answer may hold.
const ELSEWHERE: RangeInclusive<u64> = 0..=20;
/// How many values one list may hold.
const MOST_VALUES: usize = 50;
/// The longest of them, in code points.
const LONGEST_VALUE: usize = 200;

/// How many of the words must match.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(crate) enum Matched {
    /// All of them; where no article has all, any of them, and the answer says so.
    #[default]
    Auto,
    /// All of them.
    All,
    /// Any of them.
    Any,
    /// All of them, next to each other, in order.
    Phrase,
}

/// The order of the articles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(crate) enum Order {
    /// The best match first.
    #[default]
    Score,
    /// The earliest first.
    Date,
    /// The latest first.
    #[serde(rename = "-date")]
    DateDescending,
}

/// How a text is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(crate) enum Written {
    /// Words without markup.
    #[default]
    Text,
    /// Markdown.
    Markdown,
    /// HTML.
    Html,
}

/// What articles are narrowed by, and how strictly a query is matched: what a search and a count have in common.
#[derive(Clone, Debug, Default)]
pub(crate) struct Narrowed<'a> {
    query: Option<&'a str>,
    mode: Matched,
    literal: bool,
    names: [&'a [String]; 7],
    since: Option<&'a str>,
    until: Option<&'a str>,
    inferred: bool,
}

/// Makes a question with what every question has that articles answer, and with fields of its own.
macro_rules! question {
    ($(#[$meta:meta])* $name:ident { $($own:tt)* }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
        #[serde(default, deny_unknown_fields)]
        pub(crate) struct $name {
            /// What to look for: words, "phrases", AND OR NOT, field:value, prefix*.
            #[serde(alias = "q")]
            #[schemars(length(max = LONGEST_QUERY))]
            pub(crate) query: Option<String>,
            /// How many of the words must match.
            #[serde(rename = "match")]
            pub(crate) mode: Matched,
            /// Take the whole query as one phrase, word for word.
            pub(crate) literal: bool,
            /// Only these outlets, by their whole names; `(unknown)` for articles without one.
            #[serde(alias = "outlet")]
            #[schemars(schema_with = "names")]
            pub(crate) outlets: Vec<String>,
            /// Only these authors.
            #[serde(alias = "author")]
            #[schemars(schema_with = "names")]
            pub(crate) authors: Vec<String>,
            /// Only these sections.
            #[serde(alias = "section")]
            #[schemars(schema_with = "names")]
            pub(crate) sections: Vec<String>,
            /// Only these languages, such as `en`, which takes in `en-gb`.
            #[serde(alias = "language")]
            #[schemars(schema_with = "names")]
            pub(crate) languages: Vec<String>,
            /// Only these places of the dateline.
            #[serde(alias = "place")]
            #[schemars(schema_with = "names")]
            pub(crate) places: Vec<String>,
            /// Only stories of these news agencies, by their names or letters.
            #[serde(alias = "agency")]
            #[schemars(schema_with = "names")]
            pub(crate) agencies: Vec<String>,
            /// Only these sites; of an address or a host its registrable domain.
            #[serde(alias = "domain")]
            #[schemars(schema_with = "names")]
            pub(crate) domains: Vec<String>,
            /// Published on or after this day, month or year.
            #[schemars(schema_with = "day")]
            pub(crate) since: Option<String>,
            /// Published on or before this day, or up to the end of this month or year.
            #[schemars(schema_with = "day")]
            pub(crate) until: Option<String>,
            /// Let articles without a date through by the days inferred for them.
            pub(crate) inferred: bool,
            $($own)*
        }

        impl $name {
            fn narrowed(&self) -> Narrowed<'_> {
                Narrowed {
                    query: self.query.as_deref(),
                    mode: self.mode,
                    literal: self.literal,
                    names: [
                        &self.outlets,
                        &self.authors,
                        &self.sections,
                        &self.languages,
                        &self.places,
                        &self.agencies,
                        &self.domains,
                    ],
                    since: self.since.as_deref(),
                    until: self.until.as_deref(),
                    inferred: self.inferred,
                }
            }
        }
    };
}

question! {
    /// A search.
    SearchQuestion {
        /// Count the articles by these fields.
        #[serde(alias = "facet")]
        #[schemars(schema_with = "facet_names")]
        pub(crate) facets: Vec<String>,
        /// The order of the articles.
        pub(crate) sort: Order,
        /// How many articles are given at most; 10 where nothing is said.
        #[schemars(range(min = 0, max = 100))]
        pub(crate) limit: Option<u64>,
        /// How many articles are left out at the front.
        #[schemars(range(min = 0, max = 10_000))]
        pub(crate) offset: u64,
        /// How many passages of an article are given at most, 0 for all, of ten articles at most; 3 where nothing is said.
        #[schemars(range(min = 0, max = 50))]
        pub(crate) passages: Option<u64>,
        /// Let articles rise that are like the best ones; not with an order by date.
        pub(crate) expand: bool,
        /// Say of each hit what its score is the sum of.
        pub(crate) explain: bool,
        /// The form of the answer; where nothing is said, the one that the header `Accept` asks for.
        #[schemars(extend("enum" = ["json", "ndjson", "csl", "bibtex", "ris", "anthropic", "jsonld", null]))]
        pub(crate) format: Option<String>,
    }
}

question! {
    /// A count of articles.
    FacetsQuestion {
        /// What to count by.
        #[schemars(schema_with = "some_facet_names")]
        pub(crate) by: Vec<String>,
    }
}

/// What needs no question.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoQuestion {}

/// How an article is given.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ArticleQuestion {
    /// The form of the answer; where nothing is said, the one that the header `Accept` asks for.
    #[schemars(extend("enum" = ["json", "ndjson", "csl", "bibtex", "ris", "anthropic", "jsonld", null]))]
    pub(crate) format: Option<String>,
}

/// How a passage is given.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct PassageQuestion {
    /// How many sentences are given before and after it.
    #[schemars(range(min = 0, max = 50))]
    context: u64,
    /// The form of the answer; where nothing is said, the one that the header `Accept` asks for.
    #[schemars(extend("enum" = ["json", "ndjson", "csl", "bibtex", "ris", "anthropic", "jsonld", null]))]
    pub(crate) format: Option<String>,
}

impl PassageQuestion {
    /// Returns how many sentences are given before and after the passage.
    pub(crate) fn context(&self) -> Result<usize> {
        within("context", self.context, &PASSAGES)
    }
}

/// A check of quotations: of those in a text, or of some that are given one by one.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct VerifyQuestion {
    /// A draft, or a model's answer: what stands in quotation marks in it is checked.
    #[schemars(length(max = LONGEST_TEXT))]
    pub(crate) text: Option<String>,
    /// How the text is written.
    pub(crate) format: Written,
    /// Quotations, each without the marks around it.
    #[schemars(length(max = MOST_QUOTES), inner(length(max = LONGEST_QUOTE)))]
    pub(crate) quotes: Vec<String>,
    /// Decide on quotations of fewer than 12 characters or 3 words too.
    pub(crate) short: bool,
    /// How many further places of each quotation are given at most; 3 where nothing is said.
    #[schemars(range(min = 0, max = 20))]
    pub(crate) elsewhere: Option<u64>,
}

impl SearchQuestion {
    /// Understands what the articles are narrowed by.
    pub(crate) fn filters(&self) -> Result<Filters> {
        Ok(self.narrowed().request()?.filters)
    }

    /// Understands the search.
    pub(crate) fn request(&self) -> Result<SearchRequest> {
        let limit = within("limit", self.limit.unwrap_or(10), &LIMITS)?;
        let passages = within("passages", self.passages.unwrap_or(3), &PASSAGES)?;
        if passages == 0 && limit > MOST_WHOLE {
            return Err(
                usage("all passages of so many articles are too much at once").hint(format!(
                    "give a limit of {MOST_WHOLE}, or a number of passages"
                )),
            );
        }
        let request = SearchRequest {
            facets: facets(&self.facets)?,
            sort: match self.sort {
                Order::Score => Sort::Score,
                Order::Date => Sort::Date,
                Order::DateDescending => Sort::DateDescending,
            },
            offset: within("offset", self.offset, &OFFSETS)?,
            limit,
            passages: Some(passages).filter(|passages| *passages > 0),
            exact_phrase: ExactPhrase::First,
            expand: self.expand,
            explain: self.explain,
            ..self.narrowed().request()?
        };
        checked(request)
    }
}

impl FacetsQuestion {
    /// Understands the count.
    pub(crate) fn request(&self) -> Result<SearchRequest> {
        if self.by.is_empty() {
            return Err(usage("there is nothing to count by").hint("name a field: by=outlet"));
        }
        Ok(SearchRequest {
            facets: facets(&self.by)?,
            limit: 0,
            ..self.narrowed().request()?
        })
    }
}

impl VerifyQuestion {
    /// Understands how quotations are decided on.
    ///
    /// # Errors
    ///
    /// Where there is neither a text nor a quotation, both, or too much of either.
    pub(crate) fn rules(&self) -> Result<Rules> {
        match (&self.text, self.quotes.len()) {
            (None, 0) => {
                return Err(usage("there is nothing to check")
                    .hint("give a `text` with quotations in it, or `quotes`"));
            }
            (Some(_), 1..) => {
                return Err(usage("a text and quotations cannot be checked at once")
                    .hint("ask twice: once with `text`, once with `quotes`"));
            }
            (Some(text), 0) => short_enough("text", text, LONGEST_TEXT)?,
            (None, quotes) => at_most("quotes", quotes, MOST_QUOTES)?,
        }
        for quote in &self.quotes {
            short_enough("quotation", quote, LONGEST_QUOTE)?;
        }
        let elsewhere = self.elsewhere.unwrap_or(3);
        Ok(Rules {
            options: VerifyOptions {
                elsewhere: within("elsewhere", elsewhere, &ELSEWHERE)?,
            },
            short: self.short,
            failing: unfaithful(),
        })
    }

    /// Returns how the text is written.
    pub(crate) fn format(&self) -> DraftFormat {
        match self.format {
            Written::Text => DraftFormat::Text,
            Written::Markdown => DraftFormat::Markdown,
            Written::Html => DraftFormat::Html,
        }
    }
}

impl Narrowed<'_> {
    fn request(&self) -> Result<SearchRequest> {
        if let Some(query) = self.query {
            short_enough("query", query, LONGEST_QUERY)?;
        }
        for values in self.names {
            at_most("values of one field", values.len(), MOST_VALUES)?;
            for value in values {
                short_enough("name", value, LONGEST_VALUE)?;
            }
        }
        for day in [self.since, self.until].into_iter().flatten() {
            check_day(day)?;
        }
        let [outlet, author, section, language, place, agency, domain] =
            self.names.map(<[String]>::to_vec);
        let narrowing = Narrowing {
            outlet,
            author,
            section,
            language,
            place,
            agency,
            domain,
            since: self.since.map(str::to_owned),
            until: self.until.map(str::to_owned),
            inferred: self.inferred,
        };
        let matching = self.matching();
        let words: Vec<String> = self.query.map(str::to_owned).into_iter().collect();
        Ok(SearchRequest {
            mode: mode(&matching),
            filters: filters(&narrowing)?,
            ..SearchRequest::new(commands::query(&words, &matching)?)
        })
    }

    fn matching(&self) -> Matching {
        Matching {
            mode: match self.mode {
                Matched::Auto => Match::Auto,
                Matched::All => Match::All,
                Matched::Any => Match::Any,
                Matched::Phrase => Match::Phrase,
            },
            literal: self.literal,
        }
    }
}

/// Understands what a program sends that knows nothing of operators: where they do not parse, they are words.
pub(crate) fn free_text(text: &str) -> Result<Query> {
    short_enough("query", text, LONGEST_QUERY)?;
    match query::parse(text) {
        Err(error) if error.kind() != ErrorKind::QueryEmpty => query::free_text(text),
        parsed => parsed,
    }
}

/// Returns a number within its range, or the one that stands where none is given.
pub(crate) fn number(
    name: &str,
    given: Option<u64>,
    otherwise: u64,
    range: RangeInclusive<u64>,
) -> Result<usize> {
    within(name, given.unwrap_or(otherwise), &range)
}

/// Takes days as they are described, and no other way to write them that is understood elsewhere.
fn check_day(text: &str) -> Result<()> {
    let has_form = |form: &str| {
        let fits = |(byte, like): (u8, u8)| match like {
            b'0' => byte.is_ascii_digit(),
            _ => byte == like,
        };
        text.len() == form.len() && text.bytes().zip(form.bytes()).all(fits)
    };
    match ["0000-00-00", "0000-00", "0000"].into_iter().any(has_form) {
        true => Ok(()),
        false => Err(
            Error::new(ErrorKind::BadDate, format!("`{text}` is not a date"))
                .hint("write a day, a month or a year: 2025-10-31, 2025-10 or 2025"),
        ),
    }
}

/// Refuses a search that asks for nothing, or for two things that exclude each other.
fn checked(request: SearchRequest) -> Result<SearchRequest> {
    if request.expand && request.sort != Sort::Score {
        let error = usage("an order by date has no place for what is like the best articles");
        return Err(error.hint("leave out `expand` or `sort`"));
    }
    let is_empty = request.query.is_none()
        && request.filters == Default::default()
        && request.facets.is_empty();
    if is_empty {
        return Err(
            Error::new(ErrorKind::QueryEmpty, "there is nothing to look for")
                .hint("give words or a \"phrase\", or narrow by outlet, date and the rest"),
        );
    }
    Ok(request)
}

fn facets(names: &[String]) -> Result<Vec<pullquote::search::FacetField>> {
    at_most("facets", names.len(), MOST_VALUES)?;
    names.iter().map(|name| facet(name)).collect()
}

fn within(name: &str, value: u64, range: &RangeInclusive<u64>) -> Result<usize> {
    if range.contains(&value) {
        return Ok(value as usize);
    }
    let (least, most) = (range.start(), range.end());
    Err(usage(format!("{value} is no number for `{name}`"))
        .hint(format!("give a number from {least} to {most}")))
}

pub(super) fn at_most(what: &str, count: usize, most: usize) -> Result<()> {
    match count > most {
        true => Err(usage(format!("{count} {what} are too many")).hint(format!(
            "give {most} at the most, and ask again for the rest"
        ))),
        false => Ok(()),
    }
}

fn short_enough(what: &str, text: &str, most: usize) -> Result<()> {
    // As many bytes are as many code points at the most.
    let length = match text.len() <= most {
        true => return Ok(()),
        false => text.chars().count(),
    };
    match length > most {
        true => Err(usage(format!(
            "the {what} has {length} code points, too many to be read"
        ))
        .hint(format!("give {most} at the most"))),
        false => Ok(()),
    }
}

fn usage(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Usage, message)
}

fn names(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "array",
        "items": { "type": "string", "maxLength": LONGEST_VALUE },
        "maxItems": MOST_VALUES,
    })
}

fn day(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": ["string", "null"],
        "pattern": "^(?!0000)[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$",
        "description": "A day, month or year: YYYY-MM-DD, YYYY-MM or YYYY.",
    })
}

fn facet_names(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "array",
        "items": { "type": "string", "enum": FACETS },
        "maxItems": MOST_VALUES,
    })
}

fn some_facet_names(generator: &mut SchemaGenerator) -> Schema {
    let mut schema = facet_names(generator);
    schema.insert("minItems".to_owned(), 1.into());
    schema
}

/// What can be counted by.
const FACETS: [&str; 11] = [
    "outlet",
    "author",
    "section",
    "language",
    "place",
    "agency",
    "domain",
    "date",
    "date:year",
    "date:month",
    "date:day",
];
