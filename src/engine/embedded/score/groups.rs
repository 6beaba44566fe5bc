//! The postings of the terms that are forms of one word.
//!
//! A group is looked up in the dictionaries of all segments once; its postings are opened as often as they are read.

use tantivy::postings::{BlockSegmentPostings, SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, SegmentReader};

use crate::engine::embedded::lower::view_term;
use crate::engine::embedded::reader::{Index, Matched};
use crate::search::engine::{Condition, TermGroup, View};

/// The forms of one word that an index has: for each segment, in the order of the group.
pub(super) struct Forms {
    segments: Vec<Vec<Form>>,
    /// The documents that have it written as two words.
    phrases: Vec<(View, Matched)>,
}

/// One form in one segment.
pub(super) struct Form {
    pub(super) view: View,
    field: Field,
    info: TermInfo,
}

impl Forms {
    /// Looks up the terms of a group; one that counts for nothing has no forms.
    pub(super) fn look_up(index: &Index, group: &TermGroup) -> tantivy::Result<Self> {
        let segments = index.searcher.segment_readers().iter();
        let segments = segments.map(|segment| match group.count > 0.0 {
            true => in_segment(index, segment, group),
            false => Ok(Vec::new()),
        });
        let phrases = group.phrases.iter().map(|(view, words)| {
            let phrase = Condition::Phrase {
                view: *view,
                terms: words.clone(),
                slop: 0,
            };
            Ok((*view, index.matched(&phrase)?))
        });
        Ok(Forms {
            segments: segments.collect::<tantivy::Result<_>>()?,
            phrases: phrases.collect::<tantivy::Result<_>>()?,
        })
    }

    /// Returns the documents of a segment that have it as two words, for each way and view.
    pub(super) fn written_as_two(&self, ordinal: u32) -> impl Iterator<Item = (View, &[DocId])> {
        let phrases = self.phrases.iter();
        phrases.map(move |(view, docs)| (*view, docs[ordinal as usize].as_slice()))
    }

    /// Returns the forms that a segment has.
    pub(super) fn of(&self, ordinal: u32) -> &[Form] {
        &self.segments[ordinal as usize]
    }
}

fn in_segment(
    index: &Index,
    segment: &SegmentReader,
    group: &TermGroup,
) -> tantivy::Result<Vec<Form>> {
    let mut forms = Vec::with_capacity(group.terms.len());
    for (view, word) in &group.terms {
        let term = view_term(&index.fields, *view, word);
        let field = term.field();
        let info = segment.inverted_index(field)?.get_term_info(&term)?;
        forms.extend(info.map(|info| Form {
            view: *view,
            field,
            info,
        }));
    }
    Ok(forms)
}

impl Form {
    /// Opens the postings, at the first document.
    pub(super) fn open(
        &self,
        segment: &SegmentReader,
        option: IndexRecordOption,
    ) -> tantivy::Result<SegmentPostings> {
        let inverted = segment.inverted_index(self.field)?;
        Ok(inverted.read_postings_from_terminfo(&self.info, option)?)
    }

    /// Opens the documents and the frequencies, block by block.
    pub(super) fn open_blocks(
        &self,
        segment: &SegmentReader,
    ) -> tantivy::Result<BlockSegmentPostings> {
        let inverted = segment.inverted_index(self.field)?;
        let option = IndexRecordOption::WithFreqs;
        Ok(inverted.read_block_postings_from_terminfo(&self.info, option)?)
    }
}
