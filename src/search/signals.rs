//! The signals of the ranking: what the score of an article is the sum of, as pure functions of numbers.
//!
//! How often words stand in an article, and where, goes in; parts of a score come out. Every engine calls these, so
//! that they rank alike. What is not here: reading postings, and the choice of the weights.
//!
#![doc = include_str!("../docs/ranking.md")]

use super::weights::Weights;

/// Numbers of a whole index, taken over the articles that are there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Statistics {
    /// How many articles.
    pub articles: f64,
    /// How many words a body has on average, at least 1.
    pub body_length: f64,
    /// How many words a title has on average, at least 1.
    pub title_length: f64,
}

impl Statistics {
    /// Returns what a frequency is divided by in a body of that many words: 1 for one of average length.
    pub fn body_norm(&self, weights: &Weights, words: u32) -> f64 {
        norm(weights.b, words, self.body_length)
    }

    /// Returns what a frequency is divided by in a title of that many words.
    pub fn title_norm(&self, weights: &Weights, words: u32) -> f64 {
        norm(weights.title_b, words, self.title_length)
    }

    /// Returns the weight of what so many of the articles have: the never negative idf of Lucene.
    pub fn idf(&self, frequency: f64) -> f64 {
        (1.0 + (self.articles - frequency + 0.5) / (frequency + 0.5)).ln()
    }
}

fn norm(b: f64, words: u32, average: f64) -> f64 {
    1.0 - b + b * f64::from(words) / average
}

/// The words of a query as the ranking weighs them.
#[derive(Clone, Debug, Default)]
pub struct Weighed {
    /// For each group of the query, how many times the query names it, saturated.
    counts: Vec<f64>,
    /// For each group, its idf.
    idf: Vec<f64>,
    /// The idf of the whole query.
    total: f64,
    /// The square of the length of the query as a vector of idf.
    squares: f64,
    /// The idf of the groups that the index has, and how many these are.
    known: (f64, f64),
}

impl Weighed {
    /// Adds a group: how many times the query names it, 0 for what counts for nothing, else at least 1; and how many
    /// articles have it.
    pub fn add(&mut self, weights: &Weights, statistics: &Statistics, count: f64, frequency: u64) {
        let (count, idf) = (weights.repeated(count), statistics.idf(frequency as f64));
        self.total += count * idf;
        self.squares += (count * idf).powi(2);
        if frequency > 0 && count > 0.0 {
            self.known.0 += idf;
            self.known.1 += 1.0;
        }
        self.counts.push(count);
        self.idf.push(idf);
    }

    /// Returns the mean idf of the groups that the index has, which a word of a title that the query lacks is taken to
    /// have.
    fn mean_idf(&self) -> f64 {
        self.known.0 / self.known.1.max(1.0)
    }

    /// The most that all signals together, and feedback, can score.
    pub fn highest(&self, weights: &Weights, pairs: &[Pair]) -> f64 {
        let of_pairs: f64 = pairs.iter().map(|pair| self.rarer(pair)).sum();
        let saturated = weights.k1 + 1.0;
        let of_signals = self.total * saturated * (1.0 + weights.lead)
            + self.total * (weights.title_share + weights.title_likeness)
            + of_pairs * saturated * weights.pairs;
        of_signals * (1.0 + weights.feedback)
    }

    /// Returns what a group scores that stands so often in an article: `frequency` is over body and title, each
    /// normalised by its length and weighed.
    pub fn word(&self, weights: &Weights, group: usize, frequency: f64) -> f64 {
        self.counts[group] * self.idf[group] * weights.saturated(frequency)
    }

    /// Returns what the words score that stand in the title.
    pub fn title(&self, weights: &Weights, shared: &Shared, title_words: f64) -> TitleScore {
        if shared.idf == 0.0 {
            return TitleScore::default();
        }
        let others = (title_words - shared.occurrences).max(0.0);
        let mean = self.mean_idf();
        let whole = shared.idf + others * mean;
        let length = (self.squares * (shared.squares + others * mean * mean)).sqrt();
        TitleScore {
            share: weights.title_share * shared.idf * shared.idf / whole,
            likeness: weights.title_likeness * self.total * shared.product / length,
        }
    }

    /// Returns what a group scores that stands so often among the first words.
    pub fn lead(&self, weights: &Weights, group: usize, frequency: usize) -> f64 {
        weights.lead * self.word(weights, group, frequency as f64)
    }

    /// Returns what two neighbouring words of the query score by where they stand.
    pub fn pair(&self, weights: &Weights, pair: &Pair, places: &[Vec<u32>]) -> f64 {
        let (one, other) = (&places[pair.first], &places[pair.second]);
        let frequency = followed(one, other, pair.gap);
        weights.pairs * self.rarer(pair) * weights.saturated(frequency as f64)
    }

    fn rarer(&self, pair: &Pair) -> f64 {
        pair.count * self.idf[pair.first].min(self.idf[pair.second])
    }
}

/// What the query and a title share, summed over the groups that stand in it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Shared {
    idf: f64,
    squares: f64,
    product: f64,
    occurrences: f64,
}

impl Shared {
    /// Adds a group that stands so often in the title.
    pub fn add(&mut self, weighed: &Weighed, group: usize, occurrences: f64) {
        let idf = weighed.idf[group];
        self.idf += idf;
        self.squares += idf * idf;
        self.product += weighed.counts[group] * idf * idf;
        self.occurrences += occurrences;
    }
}

/// What a title scores.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TitleScore {
    /// By the share of it that the query names.
    pub share: f64,
    /// By its cosine with the query.
    pub likeness: f64,
}

impl TitleScore {
    /// Returns both together.
    pub fn total(&self) -> f64 {
        self.share + self.likeness
    }
}

/// Two words that are neighbours in a query, once its stop words are left out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The group of the first.
    pub first: usize,
    /// The group of the second.
    pub second: usize,
    /// How many words after the first the second stands in the query, at least 1.
    pub gap: u32,
    /// How many times the query has the pair.
    pub count: f64,
}

/// Counts the places of a word from which another stands at most `gap` words on.
fn followed(one: &[u32], other: &[u32], gap: u32) -> usize {
    let follows = |place: &&u32| {
        let next = other.partition_point(|other| other <= *place);
        other.get(next).is_some_and(|next| next - **place <= gap)
    };
    one.iter().filter(follows).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const STATISTICS: Statistics = Statistics {
        articles: 99.0,
        body_length: 100.0,
        title_length: 5.0,
    };

    fn weighed(counts: &[f64], frequencies: &[u64]) -> Weighed {
        weighed_by(&Weights::default(), counts, frequencies)
    }

    fn weighed_by(weights: &Weights, counts: &[f64], frequencies: &[u64]) -> Weighed {
        let mut weighed = Weighed::default();
        for (count, frequency) in counts.iter().zip(frequencies) {
            weighed.add(weights, &STATISTICS, *count, *frequency);
        }
        weighed
    }

    fn shared(weighed: &Weighed, groups: &[(usize, f64)]) -> Shared {
        let mut shared = Shared::default();
        for (group, occurrences) in groups {
            shared.add(weighed, *group, *occurrences);
        }
        shared
    }

    #[test]
    fn rare_words_weigh_more() {
        // ln(1 + (99 - 9 + 0.5) / (9 + 0.5))
        assert!((STATISTICS.idf(9.0) - 2.353_878).abs() < 1e-6);
        assert!(STATISTICS.idf(99.0) > 0.0);
        assert!(STATISTICS.idf(0.0) > STATISTICS.idf(1.0));
    }

    #[test]
    fn a_field_of_average_length_is_divided_by_one() {
        let weights = Weights::default();
        assert_eq!(STATISTICS.body_norm(&weights, 100), 1.0);
        assert_eq!(STATISTICS.title_norm(&weights, 5), 1.0);
        assert_eq!(STATISTICS.body_norm(&weights, 0), 1.0 - weights.b);
    }

    #[test]
    fn what_is_repeated_counts_again_but_less() {
        let weights = Weights::default();
        let score = |count| weighed(&[count], &[9]).word(&weights, 0, 1.0);
        let (once, twice) = (score(1.0), score(2.0));
        assert!((once - STATISTICS.idf(9.0)).abs() < 1e-12, "{once}");
        assert!(once < twice && twice < 2.0 * once, "{once} {twice}");
        assert_eq!(score(0.0), 0.0);
    }

    #[test]
    fn a_title_of_the_querys_words_alone_gets_all_of_its_share() {
        let weights = Weights::default();
        let query = weighed(&[1.0, 1.0], &[9, 9]);
        let idf = STATISTICS.idf(9.0);
        let both = shared(&query, &[(0, 1.0), (1, 1.0)]);
        let score = query.title(&weights, &both, 2.0);
        assert!((score.share - weights.title_share * 2.0 * idf).abs() < 1e-12);
        assert!((score.likeness - weights.title_likeness * 2.0 * idf).abs() < 1e-12);
        let longer = query.title(&weights, &both, 4.0);
        assert!((longer.share - score.share / 2.0).abs() < 1e-12);
        assert!((longer.likeness - score.likeness / 2f64.sqrt()).abs() < 1e-12);
        let nothing = query.title(&weights, &Shared::default(), 4.0);
        assert_eq!(nothing, TitleScore::default());
    }

    #[test]
    fn nothing_is_not_a_number_without_saturation() {
        let weights = Weights {
            k1: 0.0,
            k3: 0.0,
            ..Weights::default()
        };
        let query = weighed_by(&weights, &[2.0, 0.0], &[9, 0]);
        assert_eq!(query.word(&weights, 0, 0.0), 0.0);
        assert_eq!(query.word(&weights, 0, 5.0), STATISTICS.idf(9.0));
        assert_eq!(query.word(&weights, 1, 5.0), 0.0);
    }

    fn check_pair(one: &[u32], other: &[u32], gap: u32, expected: usize) {
        assert_eq!(
            followed(one, other, gap),
            expected,
            "{one:?} {other:?} {gap}"
        );
    }

    #[test]
    fn pairs_stand_in_order_as_near_as_in_the_query() {
        check_pair(&[3], &[4], 1, 1);
        check_pair(&[3], &[5], 1, 0);
        check_pair(&[3], &[5], 2, 1);
        check_pair(&[4], &[3], 8, 0);
        check_pair(&[3], &[3], 1, 0);
        check_pair(&[1, 3, 9], &[2, 4, 20], 1, 2);
        check_pair(&[], &[1], 1, 0);
        check_pair(&[1], &[], 1, 0);
    }

    proptest! {
        #[test]
        fn nothing_scores_more_than_the_most(
            counts in proptest::collection::vec(1.0f64..5.0, 2..5),
            frequency in 0.1f64..1e4,
            places in proptest::collection::vec(proptest::collection::vec(0u32..200, 0..30), 5),
            others in 0u32..20,
        ) {
            let weights = Weights::default();
            let query = weighed(&counts, &vec![9; counts.len()]);
            let places: Vec<Vec<u32>> = places.into_iter().map(|mut one| { one.sort_unstable(); one }).collect();
            let pairs: Vec<Pair> = (1..counts.len())
                .map(|second| Pair { first: second - 1, second, gap: 3, count: 1.0 })
                .collect();
            let all: Vec<(usize, f64)> = (0..counts.len()).map(|group| (group, 1.0)).collect();
            let length = (counts.len() as u32 + others).into();
            let words: f64 = (0..counts.len()).map(|group| query.word(&weights, group, frequency)).sum();
            let lead: f64 = (0..counts.len()).map(|group| query.lead(&weights, group, places[group].len())).sum();
            let near: f64 = pairs.iter().map(|pair| query.pair(&weights, pair, &places)).sum();
            let title = query.title(&weights, &shared(&query, &all), length).total();
            let score = words + lead + near + title;
            prop_assert!(score <= query.highest(&weights, &pairs) / (1.0 + weights.feedback) + 1e-9);
        }
    }
}
