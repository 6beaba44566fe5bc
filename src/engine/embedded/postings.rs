//! Documents by terms alone, read straight from the postings.

use tantivy::postings::SegmentPostings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, Term};

use super::lower::view_term;
use super::reader::{Index, Matched};
use super::schema::Fields;
use crate::search::engine::Condition;

/// Counts the documents that have a term.
pub(super) fn document_frequency(index: &Index, term: &Term) -> tantivy::Result<u64> {
    let mut frequency = 0;
    for segment in index.searcher.segment_readers() {
        frequency += match segment.has_deletes() {
            true => alive(segment, term)?,
            false => u64::from(segment.inverted_index(term.field())?.doc_freq(term)?),
        };
    }
    Ok(frequency)
}

/// Counts the documents of a segment that have a term and were not removed.
fn alive(segment: &SegmentReader, term: &Term) -> tantivy::Result<u64> {
    let inverted = segment.inverted_index(term.field())?;
    let mut count = 0;
    let Some(mut block) = inverted.read_block_postings(term, IndexRecordOption::Basic)? else {
        return Ok(count);
    };
    while block.block_len() > 0 {
        let docs = block.docs().iter();
        count += docs.filter(|doc| !segment.is_deleted(**doc)).count() as u64;
        block.advance();
    }
    Ok(count)
}

/// A condition as the terms any of which is enough, and the other parts any of which is.
#[derive(Default)]
pub(super) struct Alternatives<'c> {
    pub(super) terms: Vec<Term>,
    pub(super) others: Vec<&'c Condition>,
}

impl<'c> Alternatives<'c> {
    pub(super) fn of(fields: &Fields, condition: &'c Condition) -> Self {
        let mut alternatives = Alternatives::default();
        alternatives.add(fields, condition);
        alternatives
    }

    fn add(&mut self, fields: &Fields, condition: &'c Condition) {
        match condition {
            Condition::AnyTerm(terms) => {
                let terms = terms.iter();
                self.terms
                    .extend(terms.map(|(view, word)| view_term(fields, *view, word)));
            }
            Condition::Any(parts) => parts.iter().for_each(|part| self.add(fields, part)),
            Condition::All(parts) if parts.len() == 1 => self.add(fields, &parts[0]),
            _ => self.others.push(condition),
        }
    }
}

/// Adds to documents those that have at least one of the terms, segment by segment.
pub(super) fn add_any(index: &Index, terms: &[Term], found: Matched) -> tantivy::Result<Matched> {
    let segments = index.searcher.segment_readers().iter().zip(found);
    segments
        .map(|(segment, found)| in_segment(segment, terms, &found))
        .collect()
}

fn in_segment(
    segment: &SegmentReader,
    terms: &[Term],
    found: &[DocId],
) -> tantivy::Result<Vec<DocId>> {
    let mut seen = vec![0u64; segment.max_doc() as usize / 64 + 1];
    for doc in found {
        seen[*doc as usize / 64] |= 1 << (doc % 64);
    }
    for term in terms {
        let inverted = segment.inverted_index(term.field())?;
        let Some(mut block) = inverted.read_block_postings(term, IndexRecordOption::Basic)? else {
            continue;
        };
        while block.block_len() > 0 {
            for doc in block.docs() {
                seen[*doc as usize / 64] |= 1 << (doc % 64);
            }
            block.advance();
        }
    }
    let mut docs = Vec::new();
    for (mut word, first) in seen.into_iter().zip((0..).step_by(64)) {
        while word != 0 {
            docs.push(first + word.trailing_zeros());
            word &= word - 1;
        }
    }
    docs.retain(|doc| !segment.is_deleted(*doc));
    Ok(docs)
}

/// Moves postings to a document and tells whether it is there; documents are asked for in ascending order.
pub(super) fn stands_in(postings: &mut SegmentPostings, doc: DocId) -> bool {
    if postings.doc() < doc {
        postings.seek(doc);
    }
    postings.doc() == doc
}
