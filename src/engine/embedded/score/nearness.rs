//! The second pass: where the words of the query stand in the best documents.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId};

use super::words::Words;
use super::{Counted, Place};
use crate::engine::embedded::postings::stands_in;
use crate::search::engine::{Ranking, View};

/// The signals of where words stand.
pub(super) struct Nearness<'w, 'i> {
    words: &'w Words<'i>,
    ranking: &'w Ranking,
}

impl<'w, 'i> Nearness<'w, 'i> {
    pub(super) fn new(words: &'w Words<'i>, ranking: &'w Ranking) -> Self {
        Nearness { words, ranking }
    }

    /// Adds to the scores of documents what they have by where the words stand.
    pub(super) fn add(&self, places: &mut [Place]) -> tantivy::Result<()> {
        if self.ranking.groups.is_empty() {
            return Ok(());
        }
        places.sort_unstable_by_key(|place| place.address);
        for places in
            places.chunk_by_mut(|one, next| one.address.segment_ord == next.address.segment_ord)
        {
            let mut reader = self.open(places[0].address.segment_ord)?;
            for place in places {
                reader.read(place.address.doc_id);
                place.score += self
                    .lead(&reader.places)
                    .map(|(_, value)| value)
                    .sum::<f64>();
                place.score += self
                    .pairs(&reader.places)
                    .map(|(_, value)| value)
                    .sum::<f64>();
                place.nearness = Counted::Yes;
            }
        }
        Ok(())
    }

    /// Returns where the words stand in a document's body, for each group in ascending order.
    pub(super) fn places(&self, address: DocAddress) -> tantivy::Result<Vec<Vec<u32>>> {
        let mut reader = self.open(address.segment_ord)?;
        reader.read(address.doc_id);
        Ok(reader.places)
    }

    /// Returns for each group among the first words what it scores.
    pub(super) fn lead(&self, places: &[Vec<u32>]) -> impl Iterator<Item = (usize, f64)> {
        let weights = &self.words.weights;
        places.iter().enumerate().map(|(group, places)| {
            let among = places.partition_point(|place| *place < weights.lead_words);
            (group, self.words.weighed.lead(weights, group, among))
        })
    }

    /// Returns for each pair of neighbours what it scores.
    pub(super) fn pairs(&self, places: &[Vec<u32>]) -> impl Iterator<Item = (usize, f64)> {
        let score = |pair| self.words.weighed.pair(&self.words.weights, pair, places);
        self.ranking.pairs.iter().map(score).enumerate()
    }

    fn open(&self, ordinal: u32) -> tantivy::Result<Reader> {
        let segment = self.words.index.searcher.segment_reader(ordinal);
        let option = IndexRecordOption::WithFreqsAndPositions;
        let groups = self.words.forms.iter().map(|forms| {
            let in_body = forms
                .of(ordinal)
                .iter()
                .filter(|form| form.view == View::Body);
            in_body.map(|form| form.open(segment, option)).collect()
        });
        let groups: Vec<Vec<SegmentPostings>> = groups.collect::<tantivy::Result<_>>()?;
        Ok(Reader {
            places: vec![Vec::new(); groups.len()],
            groups,
            read: Vec::new(),
        })
    }
}

/// Reads the places of words in one document after the other, in ascending order.
struct Reader {
    /// The forms of each group in the body.
    groups: Vec<Vec<SegmentPostings>>,
    /// Where each group stands in the document read last.
    places: Vec<Vec<u32>>,
    read: Vec<u32>,
}

impl Reader {
    fn read(&mut self, doc: DocId) {
        for (forms, places) in self.groups.iter_mut().zip(&mut self.places) {
            places.clear();
            for postings in forms {
                if stands_in(postings, doc) {
                    postings.positions(&mut self.read);
                    places.extend_from_slice(&self.read);
                }
            }
            places.sort_unstable();
        }
    }
}
