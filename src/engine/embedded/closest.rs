//! The articles that share most with a text: votes of its words, weighed by rarity, and then how near they stand to
//! each other.
//!
//! Words go in, in the order of the text; documents come out, the best first. It serves to find the article that
//! a quotation was taken from though some of its words are others, so nothing has to match. What is not here: how
//! well a text stands in an article, which is told from the stored body.

use std::cmp::Ordering;

use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, DocSet, InvertedIndexReader, TERMINATED};

use super::lower::view_term;
use super::numbers::Columns;
use super::postings;
use super::reader::Index;
use crate::search::engine::{Effort, View};
use crate::search::signals::Statistics;

/// How far the search goes.
struct Limits {
    /// The most postings that are read for the votes of words, the rarest first.
    postings: u64,
    /// How many of the best by votes are looked at for how near the words stand.
    pool: usize,
    /// How many of the best by their rare words are looked at again with the common ones.
    refined: usize,
}

const fn limits(effort: Effort) -> Limits {
    match effort {
        Effort::Quick => Limits {
            postings: 20_000,
            pool: 100,
            refined: 10,
        },
        Effort::Thorough => Limits {
            postings: 200_000,
            pool: 1_000,
            refined: 30,
        },
    }
}

/// How many words vote in any case.
const VOTERS: usize = 3;

/// The most words whose places are looked at, and how many are in any case though most articles have them.
const PLACED: usize = 24;
const PLACED_AT_LEAST: usize = 6;

/// The most words when the best are looked at again.
const REFINED_BY: usize = 64;

/// The most that one word counts for nearness: one rare word that was put in may not outweigh many that stand together.
const HEAVIEST: f32 = 3.5;

/// Documents with fewer than this share of the most votes are not looked at.
const WORTH: f32 = 0.3;

/// Returns at most `limit` documents, the best first, each with a score.
pub(super) fn closest(
    index: &Index,
    words: &[String],
    effort: Effort,
    limit: usize,
) -> tantivy::Result<Vec<(f64, DocAddress)>> {
    let limits = limits(effort);
    let ballot = Ballot::new(index, words, limits.postings)?;
    let mut pool = ballot.vote(index, limits.pool.max(limit))?;
    ballot.rank_by_nearness(index, &mut pool, ballot.placed)?;
    pool.truncate(limits.refined.max(limit));
    ballot.rank_by_nearness(index, &mut pool, REFINED_BY)?;
    pool.truncate(limit);
    let ranked = pool.into_iter();
    Ok(ranked
        .map(|(score, address)| (f64::from(score), address))
        .collect())
}

/// The words of a text that the index has, each once, the rarest first.
struct Ballot {
    words: Vec<Voter>,
    /// How many of them vote.
    voters: usize,
    /// How many of them are looked at for how near they stand, and within how many words.
    placed: usize,
    width: u32,
}

struct Voter {
    /// For each segment that has it, where its postings are.
    infos: Vec<Option<TermInfo>>,
    frequency: u64,
    weight: f32,
}

impl Ballot {
    fn new(index: &Index, words: &[String], postings: u64) -> tantivy::Result<Self> {
        let articles = index.searcher.num_docs();
        let statistics = index.statistics()?;
        let mut distinct: Vec<&str> = words.iter().map(String::as_str).collect();
        distinct.sort_unstable();
        distinct.dedup();
        let mut known = Vec::with_capacity(distinct.len());
        for word in distinct {
            let voter = Voter::look_up(index, word, &statistics)?;
            known.extend((voter.frequency > 0).then_some(voter));
        }
        known.sort_by_key(|voter| voter.frequency);
        let mut read = 0;
        let voters = known.iter().take_while(|voter| {
            read += voter.frequency;
            read <= postings
        });
        let voters = voters.count().max(VOTERS).min(known.len());
        let rare = known.partition_point(|voter| voter.frequency <= articles / 4);
        Ok(Ballot {
            voters,
            placed: rare.clamp(PLACED_AT_LEAST, PLACED).min(known.len()),
            width: words.len() as u32 * 4 / 3 + 4,
            words: known,
        })
    }

    /// Adds up the votes of words and returns the documents with most, at most `count`.
    fn vote(&self, index: &Index, count: usize) -> tantivy::Result<Vec<(f32, DocAddress)>> {
        let columns = index.columns()?;
        let (mut best, mut most) = (Vec::new(), 0.0f32);
        for (ordinal, segment) in index.searcher.segment_readers().iter().enumerate() {
            let inverted = segment.inverted_index(index.fields.body)?;
            let mut votes = vec![0.0f32; segment.max_doc() as usize];
            for voter in &self.words[..self.voters] {
                let postings = voter.open(&inverted, ordinal, IndexRecordOption::Basic)?;
                let Some(mut postings) = postings else {
                    continue;
                };
                while postings.doc() != TERMINATED {
                    votes[postings.doc() as usize] += voter.weight;
                    postings.advance();
                }
            }
            most = votes.iter().copied().fold(most, f32::max);
            let worth = votes.into_iter().zip(0..).filter(|(votes, doc)| {
                *votes > 0.0 && *votes >= most * WORTH && !segment.is_deleted(*doc)
            });
            best.extend(worth.map(|(votes, doc)| (votes, DocAddress::new(ordinal as u32, doc))));
            if best.len() > count {
                best.select_nth_unstable_by(count, |one, other| by_score(columns, one, other));
                best.truncate(count);
            }
        }
        // What is worth a look hangs on the most votes of all, and not on how articles lie in segments.
        best.retain(|(votes, _)| *votes >= most * WORTH);
        Ok(best)
    }

    /// Scores documents by the words that stand together in them, of so many of the rarest, and sorts them.
    fn rank_by_nearness(
        &self,
        index: &Index,
        pool: &mut [(f32, DocAddress)],
        placed: usize,
    ) -> tantivy::Result<()> {
        let placed = &self.words[..placed.min(self.words.len())];
        pool.sort_unstable_by_key(|(_, address)| *address);
        let (mut places, mut positions) = (Vec::new(), Vec::new());
        for docs in pool.chunk_by_mut(|(_, one), (_, next)| one.segment_ord == next.segment_ord) {
            let ordinal = docs[0].1.segment_ord;
            let segment = index.searcher.segment_reader(ordinal);
            let inverted = segment.inverted_index(index.fields.body)?;
            let option = IndexRecordOption::WithFreqsAndPositions;
            let open = |voter: &Voter| voter.open(&inverted, ordinal as usize, option);
            let words = placed.iter().map(open);
            let mut words: Vec<Option<SegmentPostings>> = words.collect::<tantivy::Result<_>>()?;
            for (score, address) in docs {
                places.clear();
                for (word, postings) in words.iter_mut().enumerate() {
                    if stands_in(postings.as_mut(), address.doc_id, &mut positions) {
                        places.extend(positions.iter().map(|position| (*position, word)));
                    }
                }
                places.sort_unstable();
                *score = nearness(placed, &places, self.width);
            }
        }
        let columns = index.columns()?;
        pool.sort_unstable_by(|one, other| by_score(columns, one, other));
        Ok(())
    }
}

/// Returns the greatest weight of the distinct words within a window of `width` words.
fn nearness(words: &[Voter], places: &[(u32, usize)], width: u32) -> f32 {
    let mut counts = [0u32; REFINED_BY];
    let (mut weight, mut best, mut first) = (0.0f32, 0.0f32, 0);
    let weigh = |word: usize| 0.5 + words[word].weight.min(HEAVIEST);
    for (position, word) in places {
        counts[*word] += 1;
        if counts[*word] == 1 {
            weight += weigh(*word);
        }
        while places[first].0 + width < *position {
            let gone = places[first].1;
            counts[gone] -= 1;
            if counts[gone] == 0 {
                weight -= weigh(gone);
            }
            first += 1;
        }
        best = best.max(weight);
    }
    best
}

/// Gives the positions of a word in a document, if it is there; documents are asked for in ascending order.
fn stands_in(postings: Option<&mut SegmentPostings>, doc: DocId, positions: &mut Vec<u32>) -> bool {
    let Some(postings) = postings else {
        return false;
    };
    let is_there = postings::stands_in(postings, doc);
    if is_there {
        postings.positions(positions);
    }
    is_there
}

impl Voter {
    fn look_up(index: &Index, word: &str, statistics: &Statistics) -> tantivy::Result<Self> {
        let term = view_term(&index.fields, View::Body, word);
        let mut voter = Voter {
            infos: Vec::new(),
            frequency: 0,
            weight: 0.0,
        };
        for segment in index.searcher.segment_readers() {
            let info = segment.inverted_index(term.field())?.get_term_info(&term)?;
            voter.frequency += info.as_ref().map_or(0, |info| u64::from(info.doc_freq));
            voter.infos.push(info);
        }
        let frequency = (voter.frequency as f64).min(statistics.articles);
        voter.weight = statistics.idf(frequency) as f32;
        Ok(voter)
    }

    fn open(
        &self,
        inverted: &InvertedIndexReader,
        segment: usize,
        option: IndexRecordOption,
    ) -> tantivy::Result<Option<SegmentPostings>> {
        let info = self.infos[segment].as_ref();
        let open = |info| inverted.read_postings_from_terminfo(info, option);
        Ok(info.map(open).transpose()?)
    }
}

/// The highest score first; ties by date, the newest first, then by id: as they lie in no index by chance.
fn by_score(columns: &[Columns], one: &(f32, DocAddress), other: &(f32, DocAddress)) -> Ordering {
    let of = |address: &DocAddress| {
        let columns = &columns[address.segment_ord as usize];
        let date = columns.date.first(address.doc_id);
        (date, columns.key.first(address.doc_id))
    };
    let (score, (date, key)) = (other.0.total_cmp(&one.0), of(&one.1));
    let (other_date, other_key) = of(&other.1);
    score
        .then_with(|| other_date.cmp(&date))
        .then_with(|| key.cmp(&other_key))
}
