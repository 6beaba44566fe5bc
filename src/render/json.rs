//! The wire format: every line of JSON that Pullquote writes, and the JSON Schema that describes them.
//!
//! The types here are written down as they stand, fields in the order of their declaration. They are made
//! of domain types by `convert`, or filled by a front end, and go out through [`write_line`] or
//! [`write_array`]. Strings are the stored ones, character for character. Only this file and those below it derive
//! `schemars`; `docs/json.md` explains the format to those who read it, and its examples are checked here. What is not
//! here: the JSON of other programs' making, such as that of [`citations`](super::citations).

mod evaluation;
mod score;
mod selectors;
mod verdicts;

use std::collections::BTreeMap;
use std::io::{self, Write};

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::{Deserialize, Serialize};

pub use evaluation::{
    ComparedFields, ComparisonLine, DifferenceFields, EvaluationLine, FiguresLine, MadeFields,
    TestMethod,
};
pub use score::ScorePartFields;
pub use selectors::Selector;
pub use verdicts::{
    DiffFields, DiffOperation, EditClass, EditFields, PartFields, PlaceFields, SpotFields,
    TallyLine, UnpairedLine, VerdictCounts, VerdictLine,
};

/// One JSON object of the output, told apart by its `type`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Line {
    /// An article that matched, with the passages that show it.
    Hit(Box<HitLine>),
    /// The last line of a search: what is to be known of the answer as a whole.
    Summary(Box<SummaryLine>),
    /// A whole article, as stored.
    Article(Box<ArticleLine>),
    /// One passage of an article, found by its address.
    Passage(Box<PassageLine>),
    /// Counts of articles by the values of one field.
    Facet(FacetFields),
    /// A failure; the last line of a command that failed.
    Error(ErrorLine),
    /// A file or record that was passed over.
    Skipped(SkippedLine),
    /// The last line of indexing: what was done.
    Report(ReportLine),
    /// What an index holds.
    Status(StatusLine),
    /// A query as it was understood.
    Parse(ParseLine),
    /// What became of one quotation that was checked.
    Verdict(Box<VerdictLine>),
    /// A paragraph of a draft whose quotation marks do not pair.
    Unpaired(UnpairedLine),
    /// The last line of a check: what the verdicts come to.
    Tally(TallyLine),
    /// The figures of one topic in a run.
    Figures(FiguresLine),
    /// The figures of a run as a whole.
    Evaluation(Box<EvaluationLine>),
    /// How one metric differs between two runs.
    Comparison(Box<ComparisonLine>),
}

/// The version of the format; see `docs/json.md` for what may change within one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("const" = 1))]
pub struct SchemaVersion(pub u32);

impl Default for SchemaVersion {
    /// Returns the version that is written.
    fn default() -> Self {
        SchemaVersion(1)
    }
}

/// An article that matched, with the passages that show it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HitLine {
    /// Its place in the order, from 1, over all pages.
    pub rank: u64,
    /// Its score: unbounded, comparable within one answer only.
    pub score: f64,
    /// What is known about the article.
    #[serde(flatten)]
    pub article: ArticleFields,
    /// Copies of the article that are not shown themselves.
    pub duplicates: Duplicates,
    /// What matched in the title: code points of the title, end-exclusive.
    pub title_matches: Vec<Span>,
    /// The best passages, the best first; never overlapping.
    pub passages: Vec<PassageFields>,
    /// How many further passages match but are not shown.
    pub more_passages: u64,
    /// What the score is the sum of; empty where that was not asked for.
    #[serde(default)]
    pub score_parts: Vec<ScorePartFields>,
}

/// What is known about an article. What is not known is null or empty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ArticleFields {
    /// The article's id: 16 letters and digits, the same on every machine.
    pub id: String,
    /// The headline.
    pub title: Option<String>,
    /// Who published.
    pub outlet: Option<String>,
    /// Who wrote.
    pub authors: Vec<String>,
    /// The place of the dateline.
    pub place: Option<String>,
    /// The section of the outlet.
    pub section: Option<String>,
    /// The language, as a BCP 47 tag in lower case.
    pub language: Option<String>,
    /// The news agency that wrote or fed the story.
    pub agency: Option<String>,
    /// The registrable domain of the outlet's site.
    pub domain: Option<String>,
    /// The day of publication, as YYYY-MM-DD.
    pub date: Option<String>,
    /// How far the date can be relied on.
    pub date_confidence: DateConfidence,
    /// The days between which the article must have been published, where it states none itself.
    pub date_inferred: Option<InferredDate>,
    /// Words of the source that stand where a date does and name no day for certain; null where there are none.
    pub date_unread: Option<String>,
    /// The address on the web.
    pub url: Option<String>,
    /// Whether the body is only the summary that a feed carries.
    pub summary_only: bool,
    /// The file it came from.
    pub path: String,
    /// The SHA-256 of the body's UTF-8 bytes, in lower-case hexadecimal.
    pub body_sha256: String,
    /// Where each known value was found.
    pub provenance: Provenance,
}

/// How far a date can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DateConfidence {
    /// The record, a sidecar or a line of the text states it in so many words.
    Stated,
    /// Three independent places of a page agree, and none differs.
    Certain,
    /// Two independent places of a page agree, or one that is rarely wrong stands alone.
    Likely,
    /// A single hint, or hints that differ.
    Doubtful,
    /// There is no date.
    None,
}

/// A span of days that was concluded from an article's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct InferredDate {
    /// The first day, as YYYY-MM-DD.
    pub from: String,
    /// The last day, included.
    pub to: String,
    /// The words it was concluded from.
    pub words: String,
}

/// Where each known value of an article was found; a value that is not known has no entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Provenance {
    /// For `title`, `outlet`, `place`, `section`, `language`, `agency`, `domain`, `date` and `url`.
    #[serde(flatten)]
    pub fields: BTreeMap<String, Origin>,
    /// For `authors`: one for each author, in the same order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<Origin>,
}

/// The rule that found a value and the words it was read from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Origin {
    /// The rule, in snake case.
    pub rule: String,
    /// The words, as they stand in the source.
    pub words: String,
}

/// Copies of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Duplicates {
    /// How many there are.
    pub count: u64,
    /// Their ids.
    pub ids: Vec<String>,
}

/// A range of Unicode code points, end-exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Span {
    /// The first code point.
    pub start: u64,
    /// The code point after the last.
    pub end: u64,
}

/// A span of an article's body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PassageFields {
    /// Where it stands, as ID@START-END; accepted wherever an address is asked for.
    pub address: String,
    /// The text: exactly these code points of the body.
    pub text: String,
    /// Its first code point in the body.
    pub start: u64,
    /// The code point of the body after its last.
    pub end: u64,
    /// Its first byte in the body, which is UTF-8.
    pub byte_start: u64,
    /// The byte of the body after its last.
    pub byte_end: u64,
    /// What matched: code points of the body, in order, never overlapping.
    pub matches: Vec<Span>,
    /// Up to 32 code points of the body before it.
    pub prefix: String,
    /// Up to 32 code points of the body after it.
    pub suffix: String,
    /// A link that opens the article's page at the passage; null where it has no address on the web.
    pub fragment_url: Option<String>,
    /// Where it stands, in the words of the W3C's Web Annotation model: a `TextQuoteSelector` and a
    /// `TextPositionSelector`.
    pub selectors: [Selector; 2],
}

/// The last line of a search: what is to be known of the answer as a whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SummaryLine {
    /// The version of the format.
    pub schema_version: SchemaVersion,
    /// How many articles matched.
    pub counts: CountFields,
    /// Whether no article had all the words, and those with any of them were taken instead.
    pub relaxed: bool,
    /// What neither had to match nor counted in the ranking: stop words, and marks without a word.
    pub ignored: Vec<String>,
    /// How many articles matched but for having no date, where dates were narrowed.
    pub undated: u64,
    /// The limits that were met, each as a sentence; empty when the answer is whole.
    pub limits: Vec<String>,
    /// What was counted, in the order it was asked for.
    pub facets: Vec<FacetFields>,
    /// Always empty: so that `.passages[]` can be asked of every line of a search.
    pub passages: [PassageFields; 0],
    /// How many hits were left out at the front.
    pub offset: u64,
    /// How many hits stand in this answer.
    pub returned: u64,
    /// How long the search took, in milliseconds; null where that is said beside the answer, as over HTTP.
    pub elapsed_ms: Option<f64>,
    /// How many articles the index holds.
    pub index_articles: u64,
    /// How many files and records were passed over when the index was brought up to date for this search, each
    /// named in a line of its own.
    pub skipped: u64,
}

/// How many articles matched, exactly; null where the query has no words to count so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CountFields {
    /// Articles that match, over all pages.
    pub articles: u64,
    /// Those with the query's words as an exact phrase.
    pub exact_phrase: Option<u64>,
    /// Those with all the words.
    pub all_words: Option<u64>,
    /// Those with at least one of the words.
    pub any_word: Option<u64>,
}

/// Counts of articles by the values of one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FacetFields {
    /// What is counted, such as `outlet` or `date:month`.
    pub field: String,
    /// Names by count, dates in order of time, the unknown last.
    pub values: Vec<FacetValueFields>,
}

/// One value of a facet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FacetValueFields {
    /// The value; null for the articles in which it is not known.
    pub value: Option<String>,
    /// How many articles have it.
    pub count: u64,
    /// Whether the search was narrowed by it.
    pub chosen: bool,
}

/// A whole article, as stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ArticleLine {
    /// The version of the format.
    pub schema_version: SchemaVersion,
    /// What is known about it.
    #[serde(flatten)]
    pub article: ArticleFields,
    /// The record's own id, where the source states one.
    pub record_id: Option<String>,
    /// The body that all offsets count into.
    pub body: String,
}

/// One passage of an article, found by its address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PassageLine {
    /// The version of the format.
    pub schema_version: SchemaVersion,
    /// What is known about the article.
    #[serde(flatten)]
    pub article: ArticleFields,
    /// The passage; nothing is marked in it.
    pub passage: PassageFields,
    /// The context asked for that stands before the passage.
    pub before: String,
    /// The context asked for that stands after it.
    pub after: String,
}

/// A failure; the last line of a command that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ErrorLine {
    /// The kind, in snake case; stable.
    pub code: String,
    /// What could not be done, in words that may change.
    pub message: String,
    /// Why, from the nearest cause to the farthest.
    pub causes: Vec<String>,
    /// The next step, where one is known.
    pub hint: Option<String>,
    /// The place in the text that was given, where the fault lies in one.
    pub span: Option<FaultSpan>,
    /// The exit code of the command line.
    pub exit: u8,
}

/// The place of a fault in a text that was given, such as the query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FaultSpan {
    /// The first byte at fault.
    pub start: u64,
    /// The byte after the last; equal to `start` where something is missing.
    pub end: u64,
    /// What `start` and `end` count.
    pub unit: SpanUnit,
    /// The whole text they count into.
    pub text: String,
    /// What is wrong there.
    pub label: String,
}

/// What an error's offsets count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SpanUnit {
    /// Bytes of UTF-8.
    Byte,
}

/// A file or record that was passed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SkippedLine {
    /// The file.
    pub path: String,
    /// The line of the record, from 1, where the file holds many.
    pub line: Option<u64>,
    /// Why.
    pub reason: String,
}

/// The last line of indexing: what was done.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReportLine {
    /// The version of the format.
    pub schema_version: SchemaVersion,
    /// How many articles the index has now.
    pub articles: u64,
    /// Articles that are new in the index.
    pub added: u64,
    /// Articles that replaced an older version of themselves.
    pub changed: u64,
    /// Articles that stayed as they were.
    pub unchanged: u64,
    /// Articles that left the index because their source is gone.
    pub removed: u64,
    /// Articles that stand in more than one place and are kept once.
    pub duplicates: u64,
    /// Files that were read.
    pub files_read: u64,
    /// Files that were as they had been, and were not read.
    pub files_unchanged: u64,
    /// Files that vanished.
    pub files_removed: u64,
    /// Files and records that were passed over; each was named in a line of its own.
    pub skipped: u64,
    /// Bytes of text that were read, after decompression.
    pub bytes: u64,
    /// How long it took, in milliseconds.
    pub elapsed_ms: f64,
    /// Whether the run was stopped before it had read everything.
    pub interrupted: bool,
    /// Whether there was anything to commit.
    pub committed: bool,
}

/// What an index holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StatusLine {
    /// The version of the format.
    pub schema_version: SchemaVersion,
    /// The folder of the index.
    pub index: String,
    /// The version of the index's own format.
    pub format: u32,
    /// The name of the analyzer that its terms were made by.
    pub analyzer: String,
    /// Articles in it.
    pub articles: u64,
    /// Bytes that the index takes on the disk.
    pub index_bytes: u64,
    /// Segments that it lies in.
    pub segments: u64,
    /// Outlets that are known by name.
    pub outlets: u64,
    /// Articles without an outlet.
    pub without_outlet: u64,
    /// Articles without a date.
    pub undated: u64,
    /// The earliest date of an article, as YYYY-MM-DD.
    pub earliest: Option<String>,
    /// The latest date of an article.
    pub latest: Option<String>,
    /// The files and folders it was made from, as they were given.
    pub sources: Vec<String>,
    /// Files that were read for it.
    pub files: u64,
    /// Files and records among them that were passed over.
    pub skipped: u64,
    /// The weights of the ranking, kept with the index, by their names.
    pub weights: BTreeMap<String, f64>,
    /// How many articles have a value by which rule; only where it was asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<RuleFields>,
}

/// How many articles have a value by a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RuleFields {
    /// The field, such as `outlet`; `certainty` for how sure the date is.
    pub field: String,
    /// The rule that found the value, or how sure the date is: `stated`, `certain`, `likely`, `doubtful`,
    /// `inferred` or `none`.
    pub rule: String,
    /// The value, for outlets.
    pub value: Option<String>,
    /// How many articles.
    pub articles: u64,
}

/// A query as it was understood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ParseLine {
    /// The version of the format.
    pub schema_version: SchemaVersion,
    /// The query, as it was given.
    pub query: String,
    /// The query as it is written in full; parsing it gives the same tree.
    pub tree: String,
    /// The terms that are looked up; none without an index to look them up in.
    pub terms: Vec<ParsedTerm>,
    /// The parts that neither have to match nor count: stop words, and marks without a word.
    pub ignored: Vec<String>,
    /// The limits that were met, each as a sentence.
    pub limits: Vec<String>,
}

/// A word of a query and the terms it stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ParsedTerm {
    /// The view of the articles in which the terms are looked up, such as `body` or `title`.
    pub view: String,
    /// The word as it was given.
    pub form: String,
    /// The terms after folding and expansion.
    pub terms: Vec<String>,
}

/// Writes a line of JSON Lines.
pub fn write_line(out: &mut dyn Write, line: &Line) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}

/// Writes the same lines as the elements of one JSON array.
pub fn write_array(out: &mut dyn Write, lines: &[Line]) -> io::Result<()> {
    for (number, line) in (0..).zip(lines) {
        write_element(out, number, line)?;
    }
    end_array(out, lines.len() as u64)
}

/// Writes a line as the element of that number, from 0, of a JSON array, the beginning of which goes before the first.
pub fn write_element(out: &mut dyn Write, number: u64, line: &Line) -> io::Result<()> {
    out.write_all(if number == 0 { b"[\n" } else { b",\n" })?;
    Ok(serde_json::to_writer(&mut *out, line)?)
}

/// Ends a JSON array of so many elements.
pub fn end_array(out: &mut dyn Write, elements: u64) -> io::Result<()> {
    out.write_all(if elements == 0 { b"[\n]\n" } else { b"\n]\n" })
}

/// Returns the JSON Schema (2020-12) of a line.
pub fn schema() -> serde_json::Value {
    let generator = SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator();
    let mut schema = generator.into_root_schema_for::<Line>();
    schema.insert("$id".to_owned(), "urn:pullquote:schema:1".into());
    schema.insert(
        "title".to_owned(),
        "A line of Pullquote's JSON Lines".into(),
    );
    schema.to_value()
}
