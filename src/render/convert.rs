//! Domain types made into the lines of the wire format.
//!
//! Hits, answers, articles and errors come in; the structs of [`json`](crate::render::json) go out. Nothing is
//! computed here but offsets in code points where the domain type has bytes; links are made by `fragment`.

mod evaluation;
mod score;
mod verdicts;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::article::{Article, Confidence, Metadata, Sourced};
use crate::error::{Error, Fault, Skipped};
use crate::render::fragment::Page;
use crate::render::json::{
    ArticleFields, ArticleLine, CountFields, DateConfidence, Duplicates, ErrorLine, FacetFields,
    FacetValueFields, FaultSpan, HitLine, InferredDate, Line, Origin, PassageFields, PassageLine,
    Provenance, SchemaVersion, ScorePartFields, Selector, SkippedLine, Span, SpanUnit, SummaryLine,
};
use crate::search::{Answer, Counts, Facet, FacetValue, Hit, Passage, Shown};

/// What a summary says beside the answer itself.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SummaryContext {
    /// How many hits were left out at the front.
    pub offset: usize,
    /// How long the search took, in milliseconds, where that is part of the answer.
    pub elapsed_ms: Option<f64>,
    /// How many articles the index holds.
    pub index_articles: u64,
    /// How many files and records were passed over when the index was brought up to date for this search.
    pub skipped: u64,
}

impl SummaryLine {
    /// Makes the last line of a search.
    pub fn new(answer: &Answer, context: &SummaryContext) -> Self {
        SummaryLine {
            schema_version: SchemaVersion::default(),
            counts: CountFields::from(&answer.counts),
            relaxed: answer.relaxed,
            ignored: answer.ignored.clone(),
            undated: answer.undated,
            limits: answer.limits.clone(),
            facets: answer.facets.iter().map(FacetFields::from).collect(),
            passages: [],
            offset: context.offset as u64,
            returned: answer.hits.len() as u64,
            elapsed_ms: context.elapsed_ms,
            index_articles: context.index_articles,
            skipped: context.skipped,
        }
    }
}

impl From<&Hit> for HitLine {
    fn from(hit: &Hit) -> Self {
        let page = Page::of(&hit.article);
        let passage = |passage| PassageFields::on(page.as_ref(), passage);
        HitLine {
            rank: hit.rank as u64,
            score: hit.score,
            article: ArticleFields::new(&hit.article, hit.body_sha256.clone()),
            duplicates: Duplicates::default(),
            title_matches: spans(&hit.title_matches),
            passages: hit.passages.iter().map(passage).collect(),
            more_passages: hit.more_passages as u64,
            score_parts: hit.score_parts.iter().map(ScorePartFields::from).collect(),
        }
    }
}

impl ArticleFields {
    fn new(article: &Article, body_sha256: String) -> Self {
        let metadata = &article.metadata;
        ArticleFields {
            id: article.id.to_string(),
            title: value(&metadata.title),
            outlet: value(&metadata.outlet),
            authors: metadata
                .authors
                .iter()
                .map(|author| author.value.clone())
                .collect(),
            place: value(&metadata.place),
            section: value(&metadata.section),
            language: value(&metadata.language),
            agency: value(&metadata.agency),
            domain: value(&metadata.domain),
            date: metadata.date.as_ref().map(|date| date.value.to_string()),
            date_confidence: DateConfidence::from(metadata.date_confidence),
            date_inferred: metadata.inferred_date.as_ref().map(|days| InferredDate {
                from: days.value.from.to_string(),
                to: days.value.to.to_string(),
                words: days.words.clone(),
            }),
            date_unread: metadata.unread_date.clone(),
            url: value(&metadata.url),
            summary_only: metadata.summary_only,
            path: article.path.clone(),
            body_sha256,
            provenance: Provenance::from(metadata),
        }
    }
}

impl From<Option<Confidence>> for DateConfidence {
    fn from(confidence: Option<Confidence>) -> Self {
        match confidence {
            None => DateConfidence::None,
            Some(Confidence::Doubtful) => DateConfidence::Doubtful,
            Some(Confidence::Likely) => DateConfidence::Likely,
            Some(Confidence::Certain) => DateConfidence::Certain,
            Some(Confidence::Stated) => DateConfidence::Stated,
        }
    }
}

impl From<&Metadata> for Provenance {
    fn from(metadata: &Metadata) -> Self {
        let names = [
            ("title", &metadata.title),
            ("outlet", &metadata.outlet),
            ("place", &metadata.place),
            ("section", &metadata.section),
            ("language", &metadata.language),
            ("agency", &metadata.agency),
            ("domain", &metadata.domain),
            ("url", &metadata.url),
        ];
        let names = names
            .iter()
            .filter_map(|(name, value)| Some(((*name).to_owned(), origin(value.as_ref()?))));
        let mut fields: BTreeMap<_, _> = names.collect();
        fields.extend(
            metadata
                .date
                .as_ref()
                .map(|date| ("date".to_owned(), origin(date))),
        );
        Provenance {
            fields,
            authors: metadata.authors.iter().map(origin).collect(),
        }
    }
}

impl PassageFields {
    /// Makes the fields of a passage of an article.
    pub fn new(article: &Article, passage: &Passage) -> Self {
        PassageFields::on(Page::of(article).as_ref(), passage)
    }

    /// Makes the fields of a passage of the article that has this page, if it has one.
    fn on(page: Option<&Page<'_>>, passage: &Passage) -> Self {
        PassageFields {
            address: passage.address.to_string(),
            text: passage.text.clone(),
            start: passage.address.start as u64,
            end: passage.address.end as u64,
            byte_start: passage.bytes.start as u64,
            byte_end: passage.bytes.end as u64,
            matches: spans(&passage.matches),
            prefix: passage.prefix.clone(),
            suffix: passage.suffix.clone(),
            fragment_url: page.and_then(|page| page.link(&passage.bytes)),
            selectors: selectors(passage),
        }
    }
}

fn selectors(passage: &Passage) -> [Selector; 2] {
    [
        Selector::TextQuote {
            exact: passage.text.clone(),
            prefix: passage.prefix.clone(),
            suffix: passage.suffix.clone(),
        },
        Selector::TextPosition {
            start: passage.address.start as u64,
            end: passage.address.end as u64,
        },
    ]
}

impl From<&Counts> for CountFields {
    fn from(counts: &Counts) -> Self {
        let Counts {
            articles,
            exact_phrase,
            all_words,
            any_word,
        } = *counts;
        CountFields {
            articles,
            exact_phrase,
            all_words,
            any_word,
        }
    }
}

impl From<&Facet> for FacetFields {
    fn from(facet: &Facet) -> Self {
        let values = facet.values.iter().map(FacetValueFields::from).collect();
        FacetFields {
            field: facet.field.name().to_owned(),
            values,
        }
    }
}

impl From<&FacetValue> for FacetValueFields {
    fn from(value: &FacetValue) -> Self {
        FacetValueFields {
            value: value.value.clone(),
            count: value.count,
            chosen: value.chosen,
        }
    }
}

impl From<&Article> for ArticleLine {
    fn from(article: &Article) -> Self {
        ArticleLine {
            schema_version: SchemaVersion::default(),
            article: ArticleFields::new(article, article.body_sha256()),
            record_id: article.metadata.record_id.clone(),
            body: article.body.clone(),
        }
    }
}

impl From<&Shown> for PassageLine {
    fn from(shown: &Shown) -> Self {
        let body = &shown.article.body;
        PassageLine {
            schema_version: SchemaVersion::default(),
            article: ArticleFields::new(&shown.article, shown.article.body_sha256()),
            passage: PassageFields::new(&shown.article, &shown.passage),
            before: body[shown.before.clone()].to_owned(),
            after: body[shown.after.clone()].to_owned(),
        }
    }
}

impl From<&Error> for ErrorLine {
    fn from(error: &Error) -> Self {
        let facts = error.kind().facts();
        let first = std::error::Error::source(error);
        let causes = std::iter::successors(first, |cause| cause.source());
        ErrorLine {
            code: facts.code.to_owned(),
            message: error.message().to_owned(),
            causes: causes.map(ToString::to_string).collect(),
            hint: error.next_step().map(str::to_owned),
            span: error.fault().map(FaultSpan::from),
            exit: facts.exit,
        }
    }
}

impl From<&Fault> for FaultSpan {
    fn from(fault: &Fault) -> Self {
        FaultSpan {
            start: fault.span.start as u64,
            end: fault.span.end as u64,
            unit: SpanUnit::Byte,
            text: fault.text.clone(),
            label: fault.label.clone(),
        }
    }
}

impl From<&Skipped> for SkippedLine {
    fn from(skipped: &Skipped) -> Self {
        SkippedLine {
            path: skipped.path.clone(),
            line: skipped.line,
            reason: skipped.reason.clone(),
        }
    }
}

impl From<&Hit> for Line {
    fn from(hit: &Hit) -> Self {
        Line::Hit(Box::new(HitLine::from(hit)))
    }
}

impl From<&Article> for Line {
    fn from(article: &Article) -> Self {
        Line::Article(Box::new(ArticleLine::from(article)))
    }
}

impl From<&Shown> for Line {
    fn from(shown: &Shown) -> Self {
        Line::Passage(Box::new(PassageLine::from(shown)))
    }
}

impl From<&Facet> for Line {
    fn from(facet: &Facet) -> Self {
        Line::Facet(FacetFields::from(facet))
    }
}

impl From<&Error> for Line {
    fn from(error: &Error) -> Self {
        Line::Error(ErrorLine::from(error))
    }
}

impl From<&Skipped> for Line {
    fn from(skipped: &Skipped) -> Self {
        Line::Skipped(SkippedLine::from(skipped))
    }
}

impl From<SummaryLine> for Line {
    fn from(summary: SummaryLine) -> Self {
        Line::Summary(Box::new(summary))
    }
}

fn value(sourced: &Option<Sourced<String>>) -> Option<String> {
    sourced.as_ref().map(|sourced| sourced.value.clone())
}

fn origin<T>(sourced: &Sourced<T>) -> Origin {
    Origin {
        rule: sourced.rule.clone(),
        words: sourced.words.clone(),
    }
}

fn spans(ranges: &[Range<usize>]) -> Vec<Span> {
    ranges
        .iter()
        .map(|range| Span {
            start: range.start as u64,
            end: range.end as u64,
        })
        .collect()
}
