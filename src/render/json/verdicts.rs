//! The lines that a check of quotations writes: a verdict for each quotation, and what they come to.
//!
//! The types are written down as they stand, like those of the folder above, by which they go out. What is not here:
//! how they are made of findings (`convert`).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DateConfidence, SchemaVersion};

/// What became of one quotation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct VerdictLine {
    /// Where it stood in what was given.
    pub source: SpotFields,
    /// The quotation as it was given, without blanks at its ends.
    pub quotation: String,
    /// The verdict, in snake case; `too_short` where it was not decided on.
    pub verdict: String,
    /// Whether it may stand as it is: `exact`, `typographic` or `editorial`. Null where it was not decided on.
    pub faithful: Option<bool>,
    /// Whether the words stand in the archive, but nowhere between quotation marks.
    pub not_quoted: bool,
    /// The share of the quotation's words that the place has in order, from 0 to 1. Null where it was not decided on.
    pub share: Option<f64>,
    /// The places it was taken from, in the order of the quotation.
    pub places: Vec<PlaceFields>,
    /// Further places that are as faithful or nearly so, one an article: the earliest first.
    pub elsewhere: Vec<PlaceFields>,
    /// How many further articles have its words.
    pub more: u64,
}

/// Where a quotation stood in what was given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SpotFields {
    /// The file, `-` for standard input; null where it was typed.
    pub path: Option<String>,
    /// The line of the file on which its record begins, from 1, where the file holds many.
    pub record: Option<u64>,
    /// The field or column of the record, where it has such.
    pub field: Option<String>,
    /// The line of the draft, from 1: of the file, or of the record's field. Null where nothing was a draft.
    pub line: Option<u64>,
    /// The code point of that line, from 1.
    pub column: Option<u64>,
}

/// A place of the archive where a quotation, or a stretch of it, stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlaceFields {
    /// Where it stands, as ID@START-END; accepted wherever an address is asked for.
    pub address: String,
    /// The article's id.
    pub id: String,
    /// Who published.
    pub outlet: Option<String>,
    /// The day of publication, as YYYY-MM-DD.
    pub date: Option<String>,
    /// How far the date can be relied on.
    pub date_confidence: DateConfidence,
    /// The headline.
    pub title: Option<String>,
    /// The address on the web.
    pub url: Option<String>,
    /// The file it came from.
    pub path: String,
    /// The SHA-256 of the body's UTF-8 bytes, in lower-case hexadecimal.
    pub body_sha256: String,
    /// The source's own words: exactly these code points of the body.
    pub text: String,
    /// Their first code point in the body.
    pub start: u64,
    /// The code point of the body after their last.
    pub end: u64,
    /// Their first byte in the body, which is UTF-8.
    pub byte_start: u64,
    /// The byte of the body after their last.
    pub byte_end: u64,
    /// Up to 32 code points of the body before them.
    pub prefix: String,
    /// Up to 32 code points of the body after them.
    pub suffix: String,
    /// A link that opens the article's page at them; null where it has no address on the web.
    pub fragment_url: Option<String>,
    /// Whether they stand between quotation marks there.
    pub quoted: bool,
    /// The first code point of the quotation that this place accounts for.
    pub quotation_start: u64,
    /// The code point of the quotation after the last of these.
    pub quotation_end: u64,
    /// Every difference from the quotation, in its order.
    pub edits: Vec<EditFields>,
    /// The comparison word by word; empty where the words are the same.
    pub diff: Vec<DiffFields>,
}

/// One difference between a quotation and the source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EditFields {
    /// What it is, in snake case.
    pub kind: String,
    /// Whether it is declared, customary or neither.
    pub class: EditClass,
    /// What stands in the quotation: code points of the quotation; empty where something is missing in it.
    pub quotation: PartFields,
    /// What stands in the source: code points of the body; empty where the source has nothing there.
    pub source: PartFields,
    /// How many words an ellipsis or a missing attribution stands for; null for other kinds.
    pub words_cut: Option<u64>,
}

/// Whether an edit is open about itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EditClass {
    /// It says so itself: brackets, an ellipsis, `[sic]`.
    Declared,
    /// Nobody minds it: a capital at the start, the marks at the end.
    Customary,
    /// Neither.
    Undeclared,
}

/// A part of a text and where it stands there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PartFields {
    /// The first code point.
    pub start: u64,
    /// The code point after the last.
    pub end: u64,
    /// The text between them.
    pub text: String,
}

/// A stretch of words in a comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DiffFields {
    /// On which side the words stand.
    pub op: DiffOperation,
    /// The words: of the source where both have them.
    pub text: String,
}

/// On which side words stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DiffOperation {
    /// On both.
    Same,
    /// In the source, and not in the quotation.
    Missing,
    /// In the quotation, and not in the source.
    Added,
}

/// A paragraph of a draft whose quotation marks do not pair, so that they were given up on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UnpairedLine {
    /// Where the first such mark stands.
    pub source: SpotFields,
    /// How many there are.
    pub marks: u64,
}

/// The last line of a check: what the verdicts come to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TallyLine {
    /// The version of the format.
    pub schema_version: SchemaVersion,
    /// How many quotations there were.
    pub quotations: u64,
    /// How many have each verdict.
    pub verdicts: VerdictCounts,
    /// How many are `exact`, `typographic` or `editorial`.
    pub faithful: u64,
    /// How many have a verdict that fails the check.
    pub failed: u64,
    /// How many stand in the archive only as narration.
    pub not_quoted: u64,
    /// How many were too short to decide on.
    pub too_short: u64,
    /// How many drafts, records and quotations were passed over; each was named in a line of its own.
    pub skipped: u64,
    /// How many paragraphs have marks that do not pair; each was named in a line of its own.
    pub unpaired: u64,
    /// How many articles the index holds.
    pub index_articles: u64,
    /// How long it took, in milliseconds.
    pub elapsed_ms: f64,
}

/// How many quotations have each verdict.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VerdictCounts {
    /// The quotation's bytes are the source's bytes.
    pub exact: u64,
    /// Equal but for the form of marks, dashes, spaces, soft hyphens, ligatures and dots.
    pub typographic: u64,
    /// The same words but for declared or customary edits.
    pub editorial: u64,
    /// The same words, ended as a sentence where the source runs on.
    pub truncated: u64,
    /// Stretches of one utterance, joined over an attribution without a mark.
    pub joined: u64,
    /// One place of the source, with edits that are not declared.
    pub altered: u64,
    /// Stretches from different places, put together.
    pub spliced: u64,
    /// Nothing better than a passage that shares at least 55 % of the words.
    pub near: u64,
    /// Not in this archive.
    pub not_found: u64,
}
