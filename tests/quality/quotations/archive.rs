//! What the generator knows of an archive: which articles are held out, which words and names it uses, and where an
//! utterance is parted by an attribution.
//!
//! The articles go in; samples drawn by chance come out. What is not here: edits and labels.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use pullquote::text::words;

use super::random::Random;
use super::utterances::{Utterance, utterances};
use super::written::{Stretch, Written, ends_sentence, written};
use super::{Options, Source};

/// The most articles that words are counted in.
const COUNTED: usize = 1_500;

/// An archive with what was learnt of it.
pub(crate) struct Archive<'a> {
    /// The articles.
    pub(crate) articles: &'a [Source<'a>],
    /// The articles that are not to be indexed.
    pub(crate) held_out: HashSet<usize>,
    /// Lower-case words, the most frequent first.
    pub(crate) vocabulary: Vec<&'a str>,
    /// The place of a word in the vocabulary.
    ranks: HashMap<&'a str, usize>,
    /// Words that have a capital within a sentence.
    pub(crate) names: Vec<&'a str>,
    /// The written words of the counted articles, one after another.
    pub(crate) stream: Vec<&'a str>,
    /// Where a word stands in the stream, by its text.
    pub(crate) occurrences: HashMap<&'a str, Vec<u32>>,
    /// Utterances parted by an attribution, in indexed articles, in the order of chance.
    pub(crate) utterances: Vec<Utterance>,
}

impl<'a> Archive<'a> {
    /// Learns what is needed of an archive; the articles are read once, and words counted in a part of them.
    pub(crate) fn new(articles: &'a [Source<'a>], options: &Options) -> Self {
        let offset = (options.seed % options.hold_out.max(1) as u64) as usize;
        let held_out = (0..articles.len())
            .skip(offset)
            .step_by(options.hold_out.max(2))
            .collect();
        let mut archive = Archive {
            articles,
            held_out,
            vocabulary: Vec::new(),
            ranks: HashMap::new(),
            names: Vec::new(),
            stream: Vec::new(),
            occurrences: HashMap::new(),
            utterances: Vec::new(),
        };
        archive.count_words();
        archive.find_utterances(&mut Random::new(options.seed ^ 0x7574_7465));
        archive
    }

    /// Draws a stretch of so many words from an article that is held out or is not; none where the draw is no prose.
    pub(crate) fn draw<'w>(
        &self,
        words: &'w mut Vec<Written>,
        length: usize,
        from: Part,
        random: &mut Random,
    ) -> Option<(usize, Stretch<'w>)>
    where
        'a: 'w,
    {
        let article = self.draw_article(from, random)?;
        let body = self.articles[article].body;
        *words = written(body);
        let starts = words.len().checked_sub(length + 1)?;
        let start = random.below(starts + 1);
        let stretch = Stretch {
            body,
            all: words,
            words: start..start + length,
        };
        stretch.is_prose().then_some((article, stretch))
    }

    /// Draws an article of a part; none where the draw misses it.
    pub(crate) fn draw_article(&self, from: Part, random: &mut Random) -> Option<usize> {
        (0..64)
            .map(|_| random.below(self.articles.len()))
            .find(|article| self.held_out.contains(article) == (from == Part::HeldOut))
    }

    /// Tells whether a lower-case word is one of the archive's.
    pub(crate) fn knows(&self, word: &str) -> bool {
        self.ranks.contains_key(word)
    }

    /// Returns another word of about the same frequency; a rare one for a word that is not known.
    pub(crate) fn like(&self, word: &str, random: &mut Random) -> &'a str {
        let size = self.vocabulary.len();
        let rank = self.ranks.get(word).copied().unwrap_or(size * 3 / 4);
        let reach = (rank / 8).max(6);
        let from = rank.saturating_sub(reach);
        let to = (rank + reach).min(size - 1);
        self.vocabulary[random.within(from..=to)]
    }

    fn count_words(&mut self) {
        let step = self.articles.len().div_ceil(COUNTED).max(1);
        let mut lower: BTreeMap<&'a str, usize> = BTreeMap::new();
        let mut capital: BTreeMap<&'a str, usize> = BTreeMap::new();
        for article in self.articles.iter().step_by(step) {
            let all = written(article.body);
            for at in 0..all.len() {
                let word = &article.body[all[at].clone()];
                self.stream.push(word);
                if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
                    *lower.entry(word).or_default() += 1;
                } else if at > 0 && is_name(word) {
                    let gap = &article.body[all[at - 1].end..all[at].start];
                    *capital.entry(word).or_default() += usize::from(!ends_sentence(gap));
                }
            }
        }
        let mut counted: Vec<_> = lower.iter().filter(|(_, count)| **count > 1).collect();
        counted.sort_by_key(|(word, count)| (std::cmp::Reverse(**count), **word));
        self.vocabulary = counted.into_iter().map(|(word, _)| *word).collect();
        let known = lower.keys().copied().collect::<HashSet<_>>();
        self.names = capital
            .iter()
            .filter(|(word, count)| **count > 2 && !known.contains(word.to_lowercase().as_str()))
            .map(|(word, _)| *word)
            .collect();
        let ranked = self.vocabulary.iter().enumerate();
        self.ranks = ranked.map(|(rank, word)| (*word, rank)).collect();
        for (at, word) in self.stream.iter().enumerate() {
            self.occurrences.entry(word).or_default().push(at as u32);
        }
    }

    fn find_utterances(&mut self, random: &mut Random) {
        for (article, source) in self.articles.iter().enumerate() {
            if !self.held_out.contains(&article) {
                utterances(article, source.body, &mut self.utterances);
            }
        }
        for at in (1..self.utterances.len()).rev() {
            self.utterances.swap(at, random.below(at + 1));
        }
    }
}

/// A part of an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// What is indexed.
    Indexed,
    /// What is not.
    HeldOut,
}

/// Tells whether a word is written as names are: one capital, small letters behind it.
pub(crate) fn is_name(word: &str) -> bool {
    let bytes = word.as_bytes();
    bytes.len() > 2
        && bytes[0].is_ascii_uppercase()
        && bytes[1..].iter().all(u8::is_ascii_lowercase)
}

/// Counts the words that two texts have in common, in order, and those of the longer one.
pub(crate) fn kept(one: &str, other: &str) -> (usize, usize) {
    let (one, other) = (words(one), words(other));
    (common(&one, &other), one.len().max(other.len()))
}

/// Returns the length of the longest common subsequence.
pub(crate) fn common(one: &[String], other: &[String]) -> usize {
    let mut row = vec![0; other.len() + 1];
    for word in one {
        let mut diagonal = 0;
        for (at, against) in other.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = match word == against {
                true => diagonal + 1,
                false => above.max(row[at]),
            };
            diagonal = above;
        }
    }
    row[other.len()]
}

/// Tells whether two ranges share a byte.
pub(crate) fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}
