//! The documents that a server answers with: lines of JSON Lines put together, and problems.
//!
//! What the command line prints line by line ([`json`](crate::render::json)), a server gives as one document; each line
//! in it has the same bytes. A failure is a problem as RFC 9457 has it, with the members of an error line. What is not
//! here: the shapes that other programs demand ([`dropins`](crate::render::dropins)), and anything of HTTP itself.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;

use super::json::{
    ArticleLine, ErrorLine, FacetFields, FaultSpan, HitLine, PassageLine, SkippedLine, StatusLine,
    SummaryLine, TallyLine, UnpairedLine, VerdictLine,
};
use crate::error::Error;

/// Makes types that are one kind of line each, with its `type` in front.
macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident: $kind:ident::$variant:ident, $line:ty;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
        pub struct $name {
            #[serde(rename = "type")]
            kind: $kind,
            #[serde(flatten)]
            line: Box<$line>,
        }

        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        #[schemars(inline)]
        enum $kind {
            $variant,
        }

        impl From<$line> for $name {
            fn from(line: $line) -> Self {
                $name { kind: $kind::$variant, line: Box::new(line) }
            }
        }
    )*};
}

kinds! {
    /// A hit, as a line of its own.
    HitObject: HitKind::Hit, HitLine;
    /// A summary, as a line of its own.
    SummaryObject: SummaryKind::Summary, SummaryLine;
    /// An article, as a line of its own.
    ArticleObject: ArticleKind::Article, ArticleLine;
    /// A passage, as a line of its own.
    PassageObject: PassageKind::Passage, PassageLine;
    /// A facet, as a line of its own.
    FacetObject: FacetKind::Facet, FacetFields;
    /// What an index holds, as a line of its own.
    StatusObject: StatusKind::Status, StatusLine;
    /// A verdict, as a line of its own.
    VerdictObject: VerdictKind::Verdict, VerdictLine;
    /// Marks that do not pair, as a line of their own.
    UnpairedObject: UnpairedKind::Unpaired, UnpairedLine;
    /// What was passed over, as a line of its own.
    SkippedObject: SkippedKind::Skipped, SkippedLine;
    /// What verdicts come to, as a line of its own.
    TallyObject: TallyKind::Tally, TallyLine;
}

/// The answer to a search.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SearchAnswer {
    /// The articles that matched, the best first.
    pub hits: Vec<HitObject>,
    /// What is to be known of the answer as a whole.
    pub summary: SummaryObject,
}

/// The answer to a count.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FacetsAnswer {
    /// A facet for each field asked for.
    pub facets: Vec<FacetObject>,
    /// What is to be known of the answer as a whole.
    pub summary: SummaryObject,
}

/// The answer to a check of quotations.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct VerifyAnswer {
    /// A verdict for each quotation, in the order of the text.
    pub verdicts: Vec<VerdictObject>,
    /// Paragraphs whose marks do not pair, so that they were given up on.
    pub unpaired: Vec<UnpairedObject>,
    /// Quotations that were passed over.
    pub skipped: Vec<SkippedObject>,
    /// What the verdicts come to.
    pub tally: TallyObject,
}

/// A failure, as problem details (RFC 9457).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ProblemFields {
    /// What kind of problem it is: `urn:pullquote:problem:` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind in words; the same for each problem of the kind.
    pub title: String,
    /// The HTTP status.
    #[schemars(range(min = 400, max = 599))]
    pub status: u16,
    /// What could not be done, in words that may change.
    pub detail: String,
    /// The kind, in snake case; stable, and the same as in an error line.
    pub code: String,
    /// The next step, where one is known.
    pub hint: Option<String>,
    /// The place in the text that was given, where the fault lies in one.
    pub span: Option<FaultSpan>,
    /// Why, from the nearest cause to the farthest.
    pub causes: Vec<String>,
}

impl From<&Error> for ProblemFields {
    fn from(error: &Error) -> Self {
        let line = ErrorLine::from(error);
        ProblemFields {
            kind: format!("urn:pullquote:problem:{}", line.code),
            title: line.code.replace('_', " "),
            status: error.kind().facts().status,
            detail: line.message,
            code: line.code,
            hint: line.hint,
            span: line.span,
            causes: line.causes,
        }
    }
}

/// Returns the JSON Schemas (2020-12) of all the documents, by name, for a place such as `#/components/schemas`.
pub fn schemas(place: &str) -> serde_json::Map<String, serde_json::Value> {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let settings = settings.with(|settings| settings.definitions_path = place.to_owned().into());
    let mut generator = settings.into_generator();
    generator.subschema_for::<SearchAnswer>();
    generator.subschema_for::<FacetsAnswer>();
    generator.subschema_for::<VerifyAnswer>();
    generator.subschema_for::<ArticleObject>();
    generator.subschema_for::<PassageObject>();
    generator.subschema_for::<StatusObject>();
    generator.subschema_for::<ProblemFields>();
    generator.subschema_for::<super::json::Line>();
    super::dropins::describe(&mut generator);
    generator.take_definitions(true)
}
