//! The first pass: BM25F over body and title, and how like the query the title is, for every document.
//!
//! Word by word, the postings of all its forms are read once and in order. The score of a document is kept at its
//! number in the segment.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::{DocAddress, DocId, SegmentReader};

use super::groups::Forms;
use crate::engine::embedded::reader::{Index, Matched};
use crate::search::Weights;
use crate::search::engine::{Ranking, View};
use crate::search::signals::{Shared, Statistics, Weighed};

/// How many lengths the index tells apart: a length is kept in one byte.
const LENGTHS: usize = 256;

/// The scores of all documents by their words and titles.
pub(super) struct Words<'i> {
    pub(super) index: &'i Index,
    pub(super) ranking: &'i Ranking,
    pub(super) weights: Weights,
    pub(super) norms: Norms,
    pub(super) weighed: Weighed,
    /// For each group of the ranking, its forms.
    pub(super) forms: Vec<Forms>,
    /// For each group of the ranking, how many documents have it.
    pub(super) frequencies: Vec<u64>,
    /// The scores, segment by segment.
    scores: Vec<Vec<f64>>,
    /// What stands above all others, segment by segment.
    raised: Matched,
}

/// What one document has of one group.
#[derive(Clone, Copy, Default)]
pub(super) struct Occurrences {
    /// How often the group stands there, each field normalised by its length and weighed.
    pub(super) frequency: f64,
    /// How often in the body.
    pub(super) body: u32,
    /// How often in the title.
    pub(super) title: u32,
}

impl Occurrences {
    /// Returns the count of the field that a view is of.
    pub(super) fn count(&mut self, view: View) -> &mut u32 {
        match view {
            View::Title => &mut self.title,
            View::Body | View::Joined | View::Rejoined => &mut self.body,
        }
    }

    /// Adds so many occurrences of a form, each of which counts as much.
    pub(super) fn add(&mut self, view: View, times: u32, each: f64) {
        self.frequency += each * f64::from(times);
        *self.count(view) += times;
    }

    /// Adds that it is written as two words: the joined forms of these are occurrences already.
    pub(super) fn add_as_two(&mut self, view: View, each: f64) {
        if *self.count(view) == 0 {
            self.add(view, 1, each);
        }
    }
}

/// A document and what it has of one group.
type Posting = (DocId, Occurrences);

impl<'i> Words<'i> {
    /// Scores every document by a ranking.
    pub(super) fn score(index: &'i Index, ranking: &'i Ranking) -> tantivy::Result<Self> {
        let weights = index.weights();
        let statistics = index.statistics()?;
        let documents = || {
            index
                .searcher
                .segment_readers()
                .iter()
                .map(SegmentReader::max_doc)
        };
        let mut words = Words {
            index,
            ranking,
            weights,
            norms: Norms::new(&weights, &statistics),
            forms: Vec::with_capacity(ranking.groups.len()),
            weighed: Weighed::default(),
            frequencies: Vec::with_capacity(ranking.groups.len()),
            scores: documents().map(|count| vec![0.0; count as usize]).collect(),
            raised: Vec::new(),
        };
        let mut titles: Vec<Slots<Shared>> = documents().map(Slots::new).collect();
        for group in &ranking.groups {
            let forms = Forms::look_up(index, group)?;
            let read = read_group(index, &words.norms, &forms)?;
            let frequency = total(&read);
            words
                .weighed
                .add(&weights, &statistics, group.count, frequency);
            words.frequencies.push(frequency);
            words.forms.push(forms);
            words.add(&read, &mut titles);
        }
        words.add_titles(titles)?;
        Ok(words)
    }

    /// Adds what the group that was weighed last scores.
    fn add(&mut self, read: &[Vec<Posting>], titles: &mut [Slots<Shared>]) {
        let group = self.forms.len() - 1;
        for ((postings, scores), titles) in read.iter().zip(&mut self.scores).zip(titles) {
            for (doc, found) in postings {
                scores[*doc as usize] += self.weighed.word(&self.weights, group, found.frequency);
                if found.title > 0 {
                    let (_, shared) = titles.of(*doc, Shared::default);
                    shared.add(&self.weighed, group, f64::from(found.title));
                }
            }
        }
    }

    fn add_titles(&mut self, titles: Vec<Slots<Shared>>) -> tantivy::Result<()> {
        let columns = self.index.columns()?.iter();
        for ((titles, columns), scores) in titles.into_iter().zip(columns).zip(&mut self.scores) {
            for (doc, shared) in titles.taken {
                let length = columns.title_words.first(doc).unwrap_or(0) as f64;
                let title = self.weighed.title(&self.weights, &shared, length);
                scores[doc as usize] += title.total();
            }
        }
        Ok(())
    }

    /// Lifts documents above all others, so that their scores tell the order too.
    pub(super) fn raise(&mut self, first: Matched) {
        let by = self.lift();
        for (docs, scores) in first.iter().zip(&mut self.scores) {
            for doc in docs {
                scores[*doc as usize] += by;
            }
        }
        self.raised = first;
    }

    /// Tells whether a document was lifted.
    pub(super) fn is_raised(&self, address: DocAddress) -> bool {
        let docs = self.raised.get(address.segment_ord as usize);
        docs.is_some_and(|docs| docs.binary_search(&address.doc_id).is_ok())
    }

    /// Returns by how much what stands first is lifted.
    pub(super) fn lift(&self) -> f64 {
        self.weighed.highest(&self.weights, &self.ranking.pairs)
    }

    /// Returns the score of a document.
    pub(super) fn of(&self, address: DocAddress) -> f64 {
        self.scores[address.segment_ord as usize][address.doc_id as usize]
    }
}

/// Something for each of some documents of a segment, found by the document's number.
struct Slots<T> {
    /// For each document the place of its own in `taken`, from 1; 0 where it has none.
    places: Vec<u32>,
    taken: Vec<(DocId, T)>,
}

impl<T> Slots<T> {
    fn new(documents: u32) -> Self {
        Slots {
            places: vec![0; documents as usize],
            taken: Vec::new(),
        }
    }

    fn of(&mut self, doc: DocId, first: impl FnOnce() -> T) -> &mut (DocId, T) {
        let place = &mut self.places[doc as usize];
        if *place == 0 {
            self.taken.push((doc, first()));
            *place = self.taken.len() as u32;
        }
        &mut self.taken[*place as usize - 1]
    }
}

fn total(segments: &[Vec<Posting>]) -> u64 {
    segments.iter().map(|postings| postings.len() as u64).sum()
}

/// Reads what every document has of a group, segment by segment, in no order.
fn read_group(index: &Index, norms: &Norms, forms: &Forms) -> tantivy::Result<Vec<Vec<Posting>>> {
    let segments = index.searcher.segment_readers().iter().zip(0..);
    segments
        .map(|(segment, ordinal)| read_in_segment(index, norms, segment, ordinal, forms))
        .collect()
}

/// What frequencies are divided by, for each length that the index tells apart, with the weight of the field in it.
pub(super) struct Norms {
    body: Vec<f64>,
    title: Vec<f64>,
}

impl Norms {
    pub(super) fn new(weights: &Weights, statistics: &Statistics) -> Self {
        let lengths = || (0..LENGTHS).map(|id| FieldNormReader::id_to_fieldnorm(id as u8));
        Norms {
            body: lengths()
                .map(|length| 1.0 / statistics.body_norm(weights, length))
                .collect(),
            title: lengths()
                .map(|length| weights.title / statistics.title_norm(weights, length))
                .collect(),
        }
    }

    /// Returns what one occurrence in a document counts.
    pub(super) fn of(&self, lengths: &Lengths, view: View, doc: DocId) -> f64 {
        match view {
            View::Title => self.title[lengths.title.fieldnorm_id(doc) as usize],
            _ => self.body[lengths.body.fieldnorm_id(doc) as usize],
        }
    }
}

/// The lengths of the fields of a segment's documents.
pub(super) struct Lengths {
    body: FieldNormReader,
    title: FieldNormReader,
}

impl Lengths {
    pub(super) fn open(index: &Index, segment: &SegmentReader) -> tantivy::Result<Self> {
        Ok(Lengths {
            body: segment.get_fieldnorms_reader(index.fields.body)?,
            title: segment.get_fieldnorms_reader(index.fields.title)?,
        })
    }
}

fn read_in_segment(
    index: &Index,
    norms: &Norms,
    segment: &SegmentReader,
    ordinal: u32,
    forms: &Forms,
) -> tantivy::Result<Vec<Posting>> {
    let lengths = Lengths::open(index, segment)?;
    let mut found = Slots::new(segment.max_doc());
    for form in forms.of(ordinal) {
        let mut block = form.open_blocks(segment)?;
        while block.block_len() > 0 {
            for (&doc, &count) in block.docs().iter().zip(block.freqs()) {
                if segment.is_deleted(doc) {
                    continue;
                }
                let (_, occurrences) = found.of(doc, Occurrences::default);
                occurrences.add(form.view, count, norms.of(&lengths, form.view, doc));
            }
            block.advance();
        }
    }
    for (view, docs) in forms.written_as_two(ordinal) {
        for &doc in docs {
            let (_, occurrences) = found.of(doc, Occurrences::default);
            occurrences.add_as_two(view, norms.of(&lengths, view, doc));
        }
    }
    Ok(found.taken)
}
