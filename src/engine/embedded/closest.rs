//! The articles that share most with a text: votes of its words, weighed by rarity, and then of its word pairs.
//!
//! Words go in, in the order of the text; documents come out, the best first. It serves to find the article that
//! a quotation was taken from though some of its words are others, so nothing has to match. What is not here: how
//! well a text stands in an article, which is told from the stored body.

use std::cmp::Ordering;
use std::collections::HashMap;

use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, DocSet, InvertedIndexReader, SegmentReader, TERMINATED};

use super::lower::view_term;
use super::reader::Index;
use crate::search::engine::{Effort, View};

/// The most postings that are read for the votes of words, and as many again for those of pairs, the rarest first; of
/// a pair those of its rarer word count.
const fn postings(effort: Effort) -> u64 {
    match effort {
        Effort::Quick => 6_000,
        Effort::Thorough => 40_000,
    }
}

/// How many words vote in any case.
const VOTERS: usize = 2;

/// What a pair's vote counts beside a word's of the same rarity: a pair tells more of where words were taken from.
const PAIR_WEIGHT: f32 = 1.5;

/// Returns at most `limit` documents, the best first, each with its votes.
pub(super) fn closest(
    index: &Index,
    words: &[String],
    effort: Effort,
    limit: usize,
) -> tantivy::Result<Vec<(f64, DocAddress)>> {
    let ballot = Ballot::new(index, words, postings(effort))?;
    let mut votes = ballot.no_votes(index);
    ballot.vote_by_words(index, &mut votes)?;
    ballot.vote_by_pairs(index, &mut votes)?;
    let mut best = Vec::new();
    for (ordinal, votes) in votes.into_iter().enumerate() {
        let segment = index.searcher.segment_reader(ordinal as u32);
        let alive = votes
            .into_pairs()
            .filter(|(_, doc)| !segment.is_deleted(*doc))
            .map(|(votes, doc)| (votes, DocAddress::new(ordinal as u32, doc)));
        best.extend(alive);
        keep_best(&mut best, limit);
    }
    best.sort_unstable_by(by_votes);
    let ranked = best.into_iter();
    Ok(ranked
        .map(|(votes, address)| (f64::from(votes), address))
        .collect())
}

/// The words of a text that the index has, each once, the rarest first.
struct Ballot {
    words: Vec<Voter>,
    /// How many of them vote.
    voters: usize,
    /// Neighbouring words of the text, as places in `words`: those that vote, the rarest first.
    pairs: Vec<(usize, usize)>,
    articles: f64,
}

struct Voter {
    /// For each segment that has it, where its postings are.
    infos: Vec<Option<TermInfo>>,
    frequency: u64,
    weight: f32,
}

impl Ballot {
    fn new(index: &Index, words: &[String], most: u64) -> tantivy::Result<Self> {
        let articles = index.searcher.num_docs() as f64;
        let mut known: Vec<(&str, Voter)> = Vec::new();
        let mut distinct: Vec<&str> = words.iter().map(String::as_str).collect();
        distinct.sort_unstable();
        distinct.dedup();
        for word in distinct {
            let voter = Voter::look_up(index, word, articles)?;
            known.extend((voter.frequency > 0).then_some((word, voter)));
        }
        known.sort_by_key(|(_, voter)| voter.frequency);
        let places: HashMap<&str, usize> = known
            .iter()
            .enumerate()
            .map(|(place, (word, _))| (*word, place))
            .collect();
        let pairs = pairs(words, &places);
        let words: Vec<Voter> = known.into_iter().map(|(_, voter)| voter).collect();
        let frequencies = words.iter().map(|voter| voter.frequency);
        let rarer = pairs
            .iter()
            .map(|(one, next)| words[*one.min(next)].frequency);
        Ok(Ballot {
            voters: within(frequencies, most).max(VOTERS).min(words.len()),
            pairs: pairs[..within(rarer, most)].to_vec(),
            words,
            articles,
        })
    }

    fn no_votes(&self, index: &Index) -> Vec<Votes> {
        let segments = index.searcher.segment_readers().iter().enumerate();
        segments
            .map(|(ordinal, segment)| Votes::new(segment, &self.words[..self.voters], ordinal))
            .collect()
    }

    fn vote_by_words(&self, index: &Index, votes: &mut [Votes]) -> tantivy::Result<()> {
        for (ordinal, votes) in votes.iter_mut().enumerate() {
            let segment = index.searcher.segment_reader(ordinal as u32);
            let inverted = segment.inverted_index(index.fields.body)?;
            for voter in &self.words[..self.voters] {
                let postings = voter.open(&inverted, ordinal, IndexRecordOption::Basic)?;
                let Some(mut postings) = postings else {
                    continue;
                };
                while postings.doc() != TERMINATED {
                    votes.add(postings.doc(), voter.weight);
                    postings.advance();
                }
            }
        }
        Ok(())
    }

    /// Lets each pair vote where its words stand next to each other, with the weight that its own frequency gives it.
    fn vote_by_pairs(&self, index: &Index, votes: &mut [Votes]) -> tantivy::Result<()> {
        for (one, next) in &self.pairs {
            let mut docs = Vec::new();
            for (ordinal, segment) in index.searcher.segment_readers().iter().enumerate() {
                let inverted = segment.inverted_index(index.fields.body)?;
                let open = |word: &usize| {
                    let option = IndexRecordOption::WithFreqsAndPositions;
                    self.words[*word].open(&inverted, ordinal, option)
                };
                if let (Some(one), Some(next)) = (open(one)?, open(next)?) {
                    standing(one, next, |doc| docs.push((ordinal, doc)));
                }
            }
            let weight = PAIR_WEIGHT * idf(self.articles, docs.len() as f64);
            for (ordinal, doc) in docs {
                votes[ordinal].add(doc, weight);
            }
        }
        Ok(())
    }
}

/// Returns the neighbouring words of a text, each pair once, those with the rarest word first.
fn pairs(words: &[String], places: &HashMap<&str, usize>) -> Vec<(usize, usize)> {
    let place = |word: &String| places.get(word.as_str()).copied();
    let mut pairs: Vec<(usize, usize)> = words
        .windows(2)
        .filter_map(|pair| Some((place(&pair[0])?, place(&pair[1])?)))
        .filter(|(one, next)| one != next)
        .collect();
    pairs.sort_unstable_by_key(|(one, next)| (*one.min(next), *one.max(next), *one));
    pairs.dedup();
    pairs
}

/// Returns how many of some frequencies add up to no more than a limit.
fn within(frequencies: impl Iterator<Item = u64>, limit: u64) -> usize {
    let mut read = 0;
    frequencies
        .take_while(|frequency| {
            read += frequency;
            read <= limit
        })
        .count()
}

/// Gives the documents in which one word stands right before the next.
fn standing(mut one: SegmentPostings, mut next: SegmentPostings, mut found: impl FnMut(DocId)) {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    while one.doc() != TERMINATED && next.doc() != TERMINATED {
        match one.doc().cmp(&next.doc()) {
            Ordering::Less => _ = one.seek(next.doc()),
            Ordering::Greater => _ = next.seek(one.doc()),
            Ordering::Equal => {
                one.positions(&mut before);
                next.positions(&mut after);
                if follows(&before, &after) {
                    found(one.doc());
                }
                one.advance();
            }
        }
    }
}

/// Tells whether some position of one list is right before one of the other; both are in order.
fn follows(before: &[u32], after: &[u32]) -> bool {
    let mut after = after.iter().peekable();
    before.iter().any(|position| {
        while after.next_if(|next| **next <= *position).is_some() {}
        after.peek().is_some_and(|next| **next == position + 1)
    })
}

/// The weight of what so many articles have, as in BM25; never negative.
fn idf(articles: f64, frequency: f64) -> f32 {
    let frequency = frequency.min(articles);
    (1.0 + (articles - frequency + 0.5) / (frequency + 0.5)).ln() as f32
}

impl Voter {
    fn look_up(index: &Index, word: &str, articles: f64) -> tantivy::Result<Self> {
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
        voter.weight = idf(articles, voter.frequency as f64);
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

/// Votes by document: an array where many have some, otherwise a map, so that a large index costs no more.
enum Votes {
    Dense(Vec<f32>),
    Sparse(HashMap<DocId, f32>),
}

impl Votes {
    fn new(segment: &SegmentReader, voters: &[Voter], ordinal: usize) -> Self {
        let infos = voters
            .iter()
            .filter_map(|voter| voter.infos[ordinal].as_ref());
        let postings: u64 = infos.map(|info| u64::from(info.doc_freq)).sum();
        if postings * 16 > u64::from(segment.max_doc()) {
            Votes::Dense(vec![0.0; segment.max_doc() as usize])
        } else {
            Votes::Sparse(HashMap::with_capacity(postings as usize))
        }
    }

    fn add(&mut self, doc: DocId, weight: f32) {
        match self {
            Votes::Dense(votes) => votes[doc as usize] += weight,
            Votes::Sparse(votes) => *votes.entry(doc).or_default() += weight,
        }
    }

    fn into_pairs(self) -> Box<dyn Iterator<Item = (f32, DocId)>> {
        match self {
            Votes::Dense(votes) => {
                Box::new(votes.into_iter().zip(0..).filter(|(votes, _)| *votes > 0.0))
            }
            Votes::Sparse(votes) => Box::new(votes.into_iter().map(|(doc, votes)| (votes, doc))),
        }
    }
}

/// Keeps the best `count`, in no order.
fn keep_best(pool: &mut Vec<(f32, DocAddress)>, count: usize) {
    if pool.len() > count {
        pool.select_nth_unstable_by(count, by_votes);
        pool.truncate(count);
    }
}

/// The most votes first; ties in the order of the documents.
fn by_votes(one: &(f32, DocAddress), other: &(f32, DocAddress)) -> Ordering {
    other.0.total_cmp(&one.0).then(one.1.cmp(&other.1))
}
