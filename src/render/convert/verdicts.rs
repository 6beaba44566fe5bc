//! Findings made into the lines of the wire format.
//!
//! A finding, where its quotation stood, and the tally come in; the structs of [`json`](crate::render::json) go out.
//! Nothing is computed here but offsets in code points where the domain type has bytes, and words that were cut.

use std::ops::Range;

use super::value;
use crate::render::fragment::Page;
use crate::render::json::{
    DateConfidence, DiffFields, DiffOperation, EditClass, EditFields, Line, PartFields,
    PlaceFields, SchemaVersion, SpotFields, TallyLine, UnpairedLine, VerdictCounts, VerdictLine,
};
use crate::render::verdicts::{Spot, Tally, TallyContext};
use crate::text;
use crate::verify::{Change, Edit, EditKind, Finding, Place, Verdict};

impl VerdictLine {
    /// Makes the line of a quotation that was decided on.
    pub fn new(spot: &Spot, finding: &Finding) -> Self {
        let place = |place: &Place| PlaceFields::new(place, &finding.quotation);
        VerdictLine {
            source: SpotFields::from(spot),
            quotation: finding.quotation.clone(),
            verdict: finding.verdict.name().to_owned(),
            faithful: Some(finding.verdict.is_faithful()),
            not_quoted: finding.not_quoted,
            share: Some(finding.share),
            places: finding.places.iter().map(place).collect(),
            elsewhere: finding.elsewhere.iter().map(place).collect(),
            more: finding.more,
        }
    }

    /// Makes the line of a quotation that is too short to decide on.
    pub fn too_short(spot: &Spot, quotation: &str) -> Self {
        VerdictLine {
            source: SpotFields::from(spot),
            quotation: quotation.trim().to_owned(),
            verdict: "too_short".to_owned(),
            faithful: None,
            not_quoted: false,
            share: None,
            places: Vec::new(),
            elsewhere: Vec::new(),
            more: 0,
        }
    }
}

impl UnpairedLine {
    /// Makes the line of a paragraph with so many marks that do not pair.
    pub fn new(spot: &Spot, marks: usize) -> Self {
        UnpairedLine {
            source: SpotFields::from(spot),
            marks: marks as u64,
        }
    }
}

impl TallyLine {
    /// Makes the last line of a check.
    pub fn new(tally: &Tally, context: &TallyContext) -> Self {
        TallyLine {
            schema_version: SchemaVersion::default(),
            quotations: tally.quotations(),
            verdicts: VerdictCounts::from(tally),
            faithful: tally.faithful(),
            failed: tally.failed,
            not_quoted: tally.not_quoted,
            too_short: tally.too_short,
            skipped: tally.skipped,
            unpaired: tally.unpaired,
            index_articles: context.index_articles,
            elapsed_ms: context.elapsed_ms,
        }
    }
}

impl From<&Tally> for VerdictCounts {
    fn from(tally: &Tally) -> Self {
        VerdictCounts {
            exact: tally.count(Verdict::Exact),
            typographic: tally.count(Verdict::Typographic),
            editorial: tally.count(Verdict::Editorial),
            truncated: tally.count(Verdict::Truncated),
            joined: tally.count(Verdict::Joined),
            altered: tally.count(Verdict::Altered),
            spliced: tally.count(Verdict::Spliced),
            near: tally.count(Verdict::Near),
            not_found: tally.count(Verdict::NotFound),
        }
    }
}

impl From<&Spot> for SpotFields {
    fn from(spot: &Spot) -> Self {
        SpotFields {
            path: spot.path.clone(),
            record: spot.record,
            field: spot.field.clone(),
            line: spot.line,
            column: spot.column,
        }
    }
}

impl PlaceFields {
    fn new(place: &Place, quotation: &str) -> Self {
        let (article, passage) = (&place.article, &place.passage);
        let metadata = &article.metadata;
        let covered = part(quotation, &place.quotation);
        let edit = |edit: &Edit| EditFields::new(edit, quotation, &article.body);
        let change = |change: &Change| DiffFields::new(change, quotation, &article.body);
        PlaceFields {
            address: passage.address.to_string(),
            id: article.id.to_string(),
            outlet: value(&metadata.outlet),
            date: metadata.date.as_ref().map(|date| date.value.to_string()),
            date_confidence: DateConfidence::from(metadata.date_confidence),
            title: value(&metadata.title),
            url: value(&metadata.url),
            path: article.path.clone(),
            body_sha256: article.body_sha256(),
            text: passage.text.clone(),
            start: passage.address.start as u64,
            end: passage.address.end as u64,
            byte_start: passage.bytes.start as u64,
            byte_end: passage.bytes.end as u64,
            prefix: passage.prefix.clone(),
            suffix: passage.suffix.clone(),
            fragment_url: Page::of(article).and_then(|page| page.link(&passage.bytes)),
            quoted: place.quoted,
            quotation_start: covered.start,
            quotation_end: covered.end,
            edits: place.edits.iter().map(edit).collect(),
            diff: place.changes.iter().map(change).collect(),
        }
    }
}

impl EditFields {
    fn new(edit: &Edit, quotation: &str, body: &str) -> Self {
        let source = part(body, &edit.source);
        let is_cut = matches!(edit.kind, EditKind::Ellipsis | EditKind::Attribution);
        EditFields {
            kind: edit.kind.name().to_owned(),
            class: EditClass::from(edit.kind),
            quotation: part(quotation, &edit.quotation),
            words_cut: is_cut.then(|| text::words(&source.text).len() as u64),
            source,
        }
    }
}

impl From<EditKind> for EditClass {
    fn from(kind: EditKind) -> Self {
        match kind {
            EditKind::Bracket | EditKind::Ellipsis | EditKind::Sic => EditClass::Declared,
            EditKind::Capital
            | EditKind::Case
            | EditKind::Accents
            | EditKind::EndPunctuation
            | EditKind::Punctuation => EditClass::Customary,
            EditKind::RunsOn
            | EditKind::Attribution
            | EditKind::Number
            | EditKind::Negation
            | EditKind::Name
            | EditKind::Inserted
            | EditKind::Deleted
            | EditKind::Substituted
            | EditKind::Inflection
            | EditKind::Spelling => EditClass::Undeclared,
        }
    }
}

impl DiffFields {
    fn new(change: &Change, quotation: &str, body: &str) -> Self {
        let (op, text) = match change {
            Change::Same { source, .. } => (DiffOperation::Same, &body[source.clone()]),
            Change::Missing(source) => (DiffOperation::Missing, &body[source.clone()]),
            Change::Added(added) => (DiffOperation::Added, &quotation[added.clone()]),
        };
        DiffFields {
            op,
            text: text.to_owned(),
        }
    }
}

impl From<VerdictLine> for Line {
    fn from(verdict: VerdictLine) -> Self {
        Line::Verdict(Box::new(verdict))
    }
}

/// Takes a part (bytes) out of a text, with its code points.
fn part(text: &str, bytes: &Range<usize>) -> PartFields {
    let start = text[..bytes.start].chars().count() as u64;
    let within = &text[bytes.clone()];
    PartFields {
        start,
        end: start + within.chars().count() as u64,
        text: within.to_owned(),
    }
}
