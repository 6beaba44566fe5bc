//! Feedback: the words of the best articles, by which others that are like them rise.
//!
//! The best articles of a ranking go in as counts of their words, a model of words comes out; then, article by article,
//! how much each gains. The query keeps its whole weight, no article gains more than the first one does, and an article
//! that the model was made of counts for little in its own favour, so what the first articles have in common by chance
//! cannot carry the ranking away. What is not here: reading articles and postings.
//!
//! This is the sum of Rocchio's (1971) with weights by score, bounded as said; the bounds are ours.

use std::collections::{BTreeMap, HashMap};

use super::signals::Statistics;
use super::weights::Weights;
use crate::text::{self, Stemmer};

/// How much more rare words weigh in the model than in a score: the power of their idf.
const RARITY: f64 = 1.5;
/// How much more the first articles weigh than those after them: the power of their scores.
const STEEPNESS: f64 = 4.0;
/// What an article that the model was made of keeps of its own words' share.
const OWN: f64 = 0.25;
/// How many words of an article are read: what a story is about stands at its beginning.
const READ: u32 = 500;
/// Words that more than this share of the articles have tell nothing.
const COMMON: f64 = 0.2;

/// An article of the best: its score, its words with how often each stands in it, and its length in words.
#[derive(Clone, Debug, Default)]
pub struct Seed {
    /// Its score without what lifts exact phrases.
    pub score: f64,
    words: HashMap<String, u32>,
    length: u32,
}

impl Seed {
    /// Reads the first words of a body.
    pub fn read(score: f64, body: &str) -> Self {
        let mut seed = Seed {
            score,
            ..Seed::default()
        };
        let mut tokens = text::Tokenizer::new(body, text::Reading::Split);
        while seed.length < READ && tokens.advance() {
            let word = &tokens.token().text;
            seed.length += 1;
            match seed.words.get_mut(word) {
                Some(count) => *count += 1,
                None if text::is_stop_word(word) => {}
                None => {
                    seed.words.insert(word.clone(), 1);
                }
            }
        }
        seed
    }

    fn count(&self, forms: &[String]) -> u32 {
        let counts = forms.iter().filter_map(|form| self.words.get(form));
        counts.sum()
    }

    /// Returns its words, stop words left out, each once.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.keys().map(String::as_str)
    }
}

/// The words that the best articles have in common, and how much each tells.
#[derive(Clone, Debug)]
pub struct Model {
    terms: Vec<Term>,
    /// For each seed its share in the model.
    shares: Vec<f64>,
}

/// A word of the model.
#[derive(Clone, Debug)]
struct Term {
    /// The forms that the seeds have of it.
    forms: Vec<String>,
    idf: f64,
    /// For each seed how often it has any of them.
    counts: Vec<u32>,
    weight: f64,
    /// For each seed how much of the weight is from it.
    own: Vec<f64>,
}

impl Model {
    /// Makes the model of seeds, given how many articles have each of their words.
    pub fn new(
        weights: &Weights,
        statistics: &Statistics,
        seeds: &[Seed],
        frequencies: &HashMap<String, u64>,
    ) -> Self {
        let shares = shares(seeds);
        let mut terms = terms(statistics, seeds, frequencies);
        for (place, (seed, share)) in seeds.iter().zip(&shares).enumerate() {
            let norm = statistics.body_norm(weights, seed.length);
            let told = |term: &Term| {
                let frequency = f64::from(term.counts[place]);
                weights.saturated(frequency / norm) * term.idf.powf(RARITY)
            };
            let told: Vec<f64> = terms.iter().map(told).collect();
            let length = told.iter().map(|one| one * one).sum::<f64>().sqrt();
            for (term, told) in terms.iter_mut().zip(told).filter(|(_, told)| *told > 0.0) {
                term.own[place] = share * told / length;
                term.weight += term.own[place];
            }
        }
        // The sort is stable: words that tell as much stay in the order of their stems.
        terms.sort_by(|one, other| other.weight.total_cmp(&one.weight));
        terms.truncate(weights.feedback_words as usize);
        Model { terms, shares }
    }

    /// Returns for each word of the model its forms.
    pub fn forms(&self) -> impl Iterator<Item = &[String]> {
        self.terms.iter().map(|term| term.forms.as_slice())
    }

    /// Returns how like the seeds an article is. `frequencies` has for each word of the model how often it stands in
    /// the article, normalised by length as in BM25F; `seed` is its place among the seeds, where it is one.
    pub fn likeness(&self, weights: &Weights, frequencies: &[f64], seed: Option<usize>) -> f64 {
        let told = |weight: &dyn Fn(&Term) -> f64| -> f64 {
            let terms = self.terms.iter().zip(frequencies);
            terms
                .map(|(term, frequency)| weight(term) * term.idf * weights.saturated(*frequency))
                .sum()
        };
        let whole = told(&|term| term.weight);
        match seed {
            Some(seed) if self.shares[seed] < 1.0 => {
                let others = (whole - told(&|term| term.own[seed])) / (1.0 - self.shares[seed]);
                OWN * whole + (1.0 - OWN) * others
            }
            _ => whole,
        }
    }
}

/// Returns what an article gains that is so like the seeds, where the first one is so like them and has that score.
pub fn gain(weights: &Weights, likeness: f64, first: f64, score: f64) -> f64 {
    match first > 0.0 {
        true => weights.feedback * score * (likeness / first).clamp(0.0, 1.0),
        false => 0.0,
    }
}

fn shares(seeds: &[Seed]) -> Vec<f64> {
    let best = seeds.iter().map(|seed| seed.score).fold(0.0, f64::max);
    let raised = |seed: &Seed| (seed.score / best).powf(STEEPNESS);
    let sum: f64 = seeds.iter().map(raised).sum();
    seeds.iter().map(|seed| raised(seed) / sum).collect()
}

/// Returns the words of the seeds by their stems, those that are neither too common nor of one article alone.
///
/// How many articles have any form of a word is taken to be the sum over the forms that the seeds have: to count them
/// once would mean to read the postings of some thousand words.
fn terms(statistics: &Statistics, seeds: &[Seed], frequencies: &HashMap<String, u64>) -> Vec<Term> {
    let stemmer = Stemmer::english();
    let mut forms: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for word in frequencies.keys() {
        let stem = stemmer.stem(word).into_owned();
        forms.entry(stem).or_default().push(word.clone());
    }
    let terms = forms.into_values().filter_map(|mut forms| {
        forms.sort_unstable();
        let frequency: u64 = forms.iter().map(|form| frequencies[form]).sum();
        let frequency = (frequency as f64).min(statistics.articles);
        let tells = frequency >= 2.0 && frequency <= COMMON * statistics.articles;
        tells.then(|| Term {
            idf: statistics.idf(frequency),
            counts: seeds.iter().map(|seed| seed.count(&forms)).collect(),
            forms,
            weight: 0.0,
            own: vec![0.0; seeds.len()],
        })
    });
    terms.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATISTICS: Statistics = Statistics {
        articles: 1000.0,
        body_length: 4.0,
        title_length: 4.0,
    };

    fn model(bodies: &[(f64, &str)]) -> Model {
        let read = |(score, body): &(f64, &str)| Seed::read(*score, body);
        let seeds: Vec<Seed> = bodies.iter().map(read).collect();
        let words = seeds.iter().flat_map(Seed::words);
        let frequencies = words.map(|word| {
            let frequency = match word {
                "said" => 900,
                "hapax" => 1,
                _ => 10,
            };
            (word.to_owned(), frequency)
        });
        Model::new(
            &Weights::default(),
            &STATISTICS,
            &seeds,
            &frequencies.collect(),
        )
    }

    fn words(model: &Model) -> Vec<String> {
        model.forms().map(|forms| forms.join(" ")).collect()
    }

    #[test]
    fn what_the_best_share_stands_first() {
        let model = model(&[
            (3.0, "the tanker burned, they said"),
            (3.0, "two tankers, hapax, and a strike"),
        ]);
        let words = words(&model);
        assert_eq!(words[0], "tanker tankers");
        assert!(!words.contains(&"said".to_owned()), "{words:?}");
        assert!(!words.contains(&"hapax".to_owned()), "{words:?}");
        assert!(!words.contains(&"the".to_owned()), "{words:?}");
    }

    #[test]
    fn the_best_article_tells_most() {
        let model = model(&[(4.0, "tanker"), (2.0, "strike")]);
        assert_eq!(words(&model), ["tanker", "strike"]);
        assert_eq!(model.shares, [16.0 / 17.0, 1.0 / 17.0]);
    }

    #[test]
    fn an_article_counts_for_little_in_its_own_favour() {
        let model = model(&[(1.0, "tanker"), (1.0, "tanker strike")]);
        let weights = Weights::default();
        let strike = |frequency: f64| {
            let of = |word: &str| if word == "strike" { frequency } else { 0.0 };
            words(&model)
                .iter()
                .map(|word| of(word))
                .collect::<Vec<_>>()
        };
        let whole = model.likeness(&weights, &strike(1.0), None);
        let own = model.likeness(&weights, &strike(1.0), Some(1));
        assert!((own - OWN * whole).abs() < 1e-12, "{own} of {whole}");
    }

    #[test]
    fn nothing_gains_more_than_the_first() {
        let weights = Weights::default();
        let most = weights.feedback * 7.0;
        for (likeness, first, expected) in [
            (2.0, 2.0, most),
            (9.0, 2.0, most),
            (1.0, 2.0, most / 2.0),
            (-1.0, 2.0, 0.0),
            (1.0, 0.0, 0.0),
        ] {
            assert_eq!(gain(&weights, likeness, first, 7.0), expected);
        }
    }
}
