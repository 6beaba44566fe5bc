//! The order of the articles that matched: BM25 over groups of terms, then the date, then the id.
//!
//! Scores are computed for the documents that matched, group by group, so a group's postings are read once and
//! in order. Every number that enters is taken from the documents that are there now: removed ones do not
//! count, however lately they were removed, so the same articles always get the same scores.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use tantivy::columnar::Column;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocId, DocSet, SegmentReader, TERMINATED};

use super::lower::view_term;
use super::manifest::Weights;
use super::reader::{Index, Matched};
use super::schema::{DATE, KEY};
use crate::search::Sort;
use crate::search::engine::{Lookup, Ranking, TermGroup, View};

/// Returns the documents of the page asked for, in order, with their scores.
pub(super) fn order(
    index: &Index,
    lookup: &Lookup,
    matched: &Matched,
) -> tantivy::Result<Vec<(f64, DocAddress)>> {
    let wanted = lookup.offset.saturating_add(lookup.limit);
    if lookup.limit == 0 || matched.iter().all(Vec::is_empty) {
        return Ok(Vec::new());
    }
    let scores = scores(index, &lookup.ranking, matched)?;
    let mut best = BinaryHeap::new();
    for (ordinal, (docs, scores)) in matched.iter().zip(&scores).enumerate() {
        let columns = Columns::open(index.searcher.segment_reader(ordinal as u32))?;
        for (&doc, &score) in docs.iter().zip(scores) {
            let address = DocAddress::new(ordinal as u32, doc);
            let place = columns.place(lookup.sort, score, address);
            if best.len() < wanted {
                best.push(place);
            } else if best.peek().is_some_and(|worst| place < *worst) {
                best.pop();
                best.push(place);
            }
        }
    }
    let ordered = best.into_sorted_vec();
    Ok(ordered
        .into_iter()
        .skip(lookup.offset)
        .map(|place| (place.score, place.address))
        .collect())
}

/// A document's place in the order: the smallest stands first.
#[derive(Debug)]
struct Place {
    sort: Sort,
    score: f64,
    date: Option<i64>,
    key: u64,
    address: DocAddress,
}

impl Ord for Place {
    fn cmp(&self, other: &Self) -> Ordering {
        let latest = || Reverse(self.date).cmp(&Reverse(other.date));
        let by_choice = match self.sort {
            Sort::Score => other.score.total_cmp(&self.score).then_with(latest),
            Sort::DateDescending => latest().then_with(|| other.score.total_cmp(&self.score)),
            Sort::Date => {
                earliest(self.date, other.date).then_with(|| other.score.total_cmp(&self.score))
            }
        };
        by_choice.then_with(|| self.key.cmp(&other.key))
    }
}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Place {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Place {}

/// Orders by date with the unknown ones last.
fn earliest(one: Option<i64>, other: Option<i64>) -> Ordering {
    (one.is_none(), one).cmp(&(other.is_none(), other))
}

struct Columns {
    date: Column<i64>,
    key: Column<u64>,
}

impl Columns {
    fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        Ok(Columns {
            date: columns.i64(DATE)?,
            key: columns.u64(KEY)?,
        })
    }

    fn place(&self, sort: Sort, score: f64, address: DocAddress) -> Place {
        let date = self.date.first(address.doc_id);
        let key = self.key.first(address.doc_id).unwrap_or(0);
        Place {
            sort,
            score,
            date,
            key,
            address,
        }
    }
}

/// Scores every document that matched.
fn scores(index: &Index, ranking: &Ranking, matched: &Matched) -> tantivy::Result<Vec<Vec<f64>>> {
    let mut scores: Vec<Vec<f64>> = matched.iter().map(|docs| vec![0.0; docs.len()]).collect();
    if ranking.groups.is_empty() && ranking.first.is_none() {
        return Ok(scores);
    }
    let bm25 = Bm25::new(index)?;
    let mut highest = 0.0;
    for group in &ranking.groups {
        let idf = idf(bm25.articles, document_frequency(index, group)? as f64);
        let weight = f64::from(group.weight) * idf;
        highest += weight * bm25.highest();
        for (ordinal, (docs, scores)) in matched.iter().zip(&mut scores).enumerate() {
            bm25.add(ordinal as u32, group, weight, docs, scores)?;
        }
    }
    if let Some(first) = &ranking.first {
        // What stands first gets more than words alone can score, so the scores tell the order too.
        for ((first, docs), scores) in index.matched(first)?.iter().zip(matched).zip(&mut scores) {
            raise(first, docs, highest, scores);
        }
    }
    Ok(scores)
}

fn raise(first: &[DocId], docs: &[DocId], by: f64, scores: &mut [f64]) {
    let mut rest = first.iter().peekable();
    for (doc, score) in docs.iter().zip(scores) {
        while rest.next_if(|next| *next < doc).is_some() {}
        if rest.peek() == Some(&doc) {
            *score += by;
        }
    }
}

/// Counts the documents that have at least one of the group's terms.
pub(super) fn document_frequency(index: &Index, group: &TermGroup) -> tantivy::Result<u64> {
    let mut frequency = 0;
    for segment in index.searcher.segment_readers() {
        let mut lists = open(index, segment, group, IndexRecordOption::Basic)?;
        frequency += match (lists.as_mut_slice(), segment.has_deletes()) {
            ([], _) => 0,
            ([(_, only)], false) => u64::from(only.doc_freq()),
            _ => count_union(segment, lists),
        };
    }
    Ok(frequency)
}

fn count_union(segment: &SegmentReader, lists: Vec<(View, SegmentPostings)>) -> u64 {
    let mut seen = tantivy::BitSet::with_max_value(segment.max_doc());
    for (_, mut postings) in lists {
        while postings.doc() != TERMINATED {
            if !segment.is_deleted(postings.doc()) {
                seen.insert(postings.doc());
            }
            postings.advance();
        }
    }
    seen.len() as u64
}

fn open(
    index: &Index,
    segment: &SegmentReader,
    group: &TermGroup,
    option: IndexRecordOption,
) -> tantivy::Result<Vec<(View, SegmentPostings)>> {
    let mut lists = Vec::with_capacity(group.terms.len());
    for (view, word) in &group.terms {
        let term = view_term(&index.fields, *view, word);
        if let Some(postings) = segment
            .inverted_index(term.field())?
            .read_postings(&term, option)?
        {
            lists.push((*view, postings));
        }
    }
    Ok(lists)
}

/// The weight of what so many of the articles have: the never negative idf of Lucene.
pub(super) fn idf(articles: f64, frequency: f64) -> f64 {
    (1.0 + (articles - frequency + 0.5) / (frequency + 0.5)).ln()
}

/// BM25 as Robertson and Zaragoza 2009 give it (section 3), with the never negative idf of Lucene, over the
/// body and, weighed less, the title.
struct Bm25<'i> {
    index: &'i Index,
    weights: Weights,
    articles: f64,
    body_average: f64,
    title_average: f64,
}

impl<'i> Bm25<'i> {
    fn new(index: &'i Index) -> tantivy::Result<Self> {
        Ok(Bm25 {
            index,
            weights: index.manifest().weights,
            articles: index.searcher.num_docs() as f64,
            body_average: average_length(index, index.fields.body)?,
            title_average: average_length(index, index.fields.title)?,
        })
    }

    /// The most that one group can score, before its weight.
    fn highest(&self) -> f64 {
        (self.weights.k1 + 1.0) * (1.0 + self.weights.title)
    }

    fn saturated(&self, frequency: u32, length: u32, average: f64) -> f64 {
        let Weights { k1, b, .. } = self.weights;
        let frequency = f64::from(frequency);
        let norm = k1 * (1.0 - b + b * f64::from(length) / average);
        frequency * (k1 + 1.0) / (frequency + norm)
    }

    /// Adds what a group scores to the documents of one segment.
    fn add(
        &self,
        ordinal: u32,
        group: &TermGroup,
        weight: f64,
        docs: &[DocId],
        scores: &mut [f64],
    ) -> tantivy::Result<()> {
        let segment = self.index.searcher.segment_reader(ordinal);
        let mut lists = open(self.index, segment, group, IndexRecordOption::WithFreqs)?;
        let body_lengths = segment.get_fieldnorms_reader(self.index.fields.body)?;
        let title_lengths = segment.get_fieldnorms_reader(self.index.fields.title)?;
        for (&doc, score) in docs.iter().zip(scores) {
            let (body, title) = frequencies(&mut lists, doc);
            let mut part = 0.0;
            if body > 0 {
                part += self.saturated(body, body_lengths.fieldnorm(doc), self.body_average);
            }
            if title > 0 {
                let length = title_lengths.fieldnorm(doc);
                part += self.weights.title * self.saturated(title, length, self.title_average);
            }
            *score += weight * part;
        }
        Ok(())
    }
}

/// Returns how often a group's terms stand in the body and in the title of a document; documents are asked for
/// in ascending order.
fn frequencies(lists: &mut [(View, SegmentPostings)], doc: DocId) -> (u32, u32) {
    let mut body = 0;
    let mut title = 0;
    for (view, postings) in lists {
        if postings.doc() < doc {
            postings.seek(doc);
        }
        if postings.doc() == doc {
            match view {
                View::Title => title += postings.term_freq(),
                View::Body | View::Joined | View::Rejoined => body += postings.term_freq(),
            }
        }
    }
    (body, title)
}

/// Returns the mean length of a field over the articles that are there; 1 where there is none.
fn average_length(index: &Index, field: Field) -> tantivy::Result<f64> {
    let mut sum = 0u64;
    for segment in index.searcher.segment_readers() {
        let lengths = segment.get_fieldnorms_reader(field)?;
        sum += segment
            .doc_ids_alive()
            .map(|doc| u64::from(length(&lengths, doc)))
            .sum::<u64>();
    }
    Ok((sum as f64 / index.searcher.num_docs().max(1) as f64).max(1.0))
}

fn length(lengths: &FieldNormReader, doc: DocId) -> u32 {
    lengths.fieldnorm(doc)
}
