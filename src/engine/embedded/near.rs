//! Words in order with a few others among them: the one positional test that tantivy's phrases do not offer
//! exactly (its slop lets words change places and does not bound the gap as people count it).

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term};

/// Matches where the terms stand in this order with at most `slop` other tokens among them in all.
#[derive(Clone, Debug)]
pub(super) struct Near {
    pub(super) terms: Vec<Term>,
    pub(super) slop: u32,
}

impl Query for Near {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Near {
    fn scorer(&self, reader: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut postings = Vec::with_capacity(self.terms.len());
        for term in &self.terms {
            let inverted = reader.inverted_index(term.field())?;
            match inverted.read_postings(term, IndexRecordOption::WithFreqsAndPositions)? {
                Some(found) => postings.push(found),
                None => return Ok(Box::new(EmptyScorer)),
            }
        }
        Ok(Box::new(NearScorer::new(postings, self.slop)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument(
            "a test of positions has no score to explain".to_owned(),
        ))
    }
}

struct NearScorer {
    /// One for each term, in the order of the phrase.
    postings: Vec<SegmentPostings>,
    positions: Vec<Vec<u32>>,
    slop: u32,
}

impl NearScorer {
    fn new(postings: Vec<SegmentPostings>, slop: u32) -> Self {
        let positions = vec![Vec::new(); postings.len()];
        let mut scorer = NearScorer {
            postings,
            positions,
            slop,
        };
        let first = scorer.postings[0].doc();
        scorer.settle(first);
        scorer
    }

    /// Moves to the first document at or after `candidate` that matches.
    fn settle(&mut self, mut candidate: DocId) -> DocId {
        loop {
            candidate = self.align(candidate);
            if candidate == TERMINATED || self.matches_here() {
                return candidate;
            }
            candidate = self.postings[0].advance();
        }
    }

    /// Moves to the first document at or after `candidate` that has all the terms.
    fn align(&mut self, mut candidate: DocId) -> DocId {
        let mut agreeing = 0;
        let mut place = 0;
        while agreeing < self.postings.len() && candidate != TERMINATED {
            let postings = &mut self.postings[place];
            let doc = if postings.doc() < candidate {
                postings.seek(candidate)
            } else {
                postings.doc()
            };
            agreeing = if doc == candidate { agreeing + 1 } else { 1 };
            candidate = doc;
            place = (place + 1) % self.postings.len();
        }
        if candidate == TERMINATED {
            self.postings[0].seek(TERMINATED);
        }
        candidate
    }

    fn matches_here(&mut self) -> bool {
        for (postings, positions) in self.postings.iter_mut().zip(&mut self.positions) {
            postings.positions(positions);
        }
        let widest = self.slop.saturating_add(self.postings.len() as u32 - 1);
        self.positions[0].iter().any(|&start| {
            self.end_from(start)
                .is_some_and(|end| end - start <= widest)
        })
    }

    /// Returns where the last term stands when, from `start` on, each takes the nearest place that is left:
    /// no other choice ends earlier.
    fn end_from(&self, start: u32) -> Option<u32> {
        self.positions[1..]
            .iter()
            .try_fold(start, |last, positions| {
                positions
                    .get(positions.partition_point(|&position| position <= last))
                    .copied()
            })
    }
}

impl DocSet for NearScorer {
    fn advance(&mut self) -> DocId {
        let next = self.postings[0].advance();
        self.settle(next)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() >= target {
            return self.doc();
        }
        let next = self.postings[0].seek(target);
        self.settle(next)
    }

    fn doc(&self) -> DocId {
        self.postings[0].doc()
    }

    fn size_hint(&self) -> u32 {
        self.postings
            .iter()
            .map(DocSet::size_hint)
            .min()
            .unwrap_or(0)
    }
}

impl Scorer for NearScorer {
    fn score(&mut self) -> Score {
        1.0
    }
}
