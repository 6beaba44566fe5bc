//! One topic's ranking, reduced to the grades at its ranks, and the formulas of the metrics.
//!
//! Judgements and what was retrieved go in, figures come out. What is not here: means over topics.

use std::collections::BTreeMap;

use super::metric::Metric;
use super::run::Retrieved;

/// What the metrics need to know of one topic.
pub(super) struct Ranking {
    /// The grade at each rank, from the best down; `None` for an article that nobody judged.
    grades: Vec<Option<i32>>,
    /// The grades of all relevant articles, retrieved or not, the highest first.
    relevant: Vec<i32>,
    /// How many articles were judged not relevant, retrieved or not.
    irrelevant: usize,
}

impl Ranking {
    pub(super) fn new(judged: &BTreeMap<String, i32>, retrieved: &[Retrieved]) -> Self {
        let mut relevant: Vec<_> = judged.values().copied().filter(is_relevant).collect();
        relevant.sort_unstable_by(|one, other| other.cmp(one));
        let grade = |one: &Retrieved| judged.get(&one.article).copied();
        Ranking {
            grades: retrieved.iter().map(grade).collect(),
            relevant,
            irrelevant: judged.values().filter(|grade| **grade == 0).count(),
        }
    }

    /// Returns a metric's figure; 0 where no article is relevant.
    pub(super) fn figure(&self, metric: Metric) -> f64 {
        if self.relevant.is_empty() {
            return 0.0;
        }
        let figure = match metric {
            Metric::Ndcg(ranks) => self.ndcg(ranks.get()),
            Metric::AveragePrecision => self.average_precision(),
            Metric::ReciprocalRank(ranks) => self.reciprocal_rank(ranks.get()),
            Metric::Recall(ranks) => share(self.found(ranks.get()), self.relevant.len()),
            Metric::Precision(ranks) => share(self.found(ranks.get()), ranks.get()),
            Metric::RPrecision => share(self.found(self.relevant.len()), self.relevant.len()),
            Metric::Bpref => self.bpref(),
        };
        // An empty sum of floating-point numbers is -0, which people and programs would be shown.
        figure + 0.0
    }

    fn ndcg(&self, ranks: usize) -> f64 {
        let gains = self.grades.iter().map(|grade| grade.unwrap_or(0));
        let ideal = self.relevant.iter().copied();
        discounted(gains.take(ranks)) / discounted(ideal.take(ranks))
    }

    fn average_precision(&self) -> f64 {
        let precisions = self.relevant_ranks().zip(1..);
        let sum: f64 = precisions.map(|(rank, found)| share(found, rank)).sum();
        sum / count(self.relevant.len())
    }

    fn reciprocal_rank(&self, ranks: usize) -> f64 {
        match self.relevant_ranks().next() {
            Some(rank) if rank <= ranks => share(1, rank),
            _ => 0.0,
        }
    }

    fn bpref(&self) -> f64 {
        let relevant = self.relevant.len();
        let (mut before, mut sum) = (0, 0.0);
        for grade in self.grades.iter().flatten() {
            match *grade {
                0 => before += 1,
                1.. if before == 0 => sum += 1.0,
                1.. => sum += 1.0 - share(before.min(relevant), self.irrelevant.min(relevant)),
                _ => {}
            }
        }
        sum / count(relevant)
    }

    /// Counts the relevant articles at the first ranks.
    fn found(&self, ranks: usize) -> usize {
        let found = self.relevant_ranks().take_while(|rank| *rank <= ranks);
        found.count()
    }

    /// Returns the ranks, counted from 1, at which relevant articles stand.
    fn relevant_ranks(&self) -> impl Iterator<Item = usize> {
        let ranks = (1..).zip(&self.grades);
        ranks
            .filter(|(_, grade)| grade.as_ref().is_some_and(is_relevant))
            .map(|(rank, _)| rank)
    }
}

pub(super) fn is_relevant(grade: &i32) -> bool {
    *grade > 0
}

/// Sums gains, each divided by the binary logarithm of its rank plus 1 (Järvelin and Kekäläinen, TOIS 20, 2002, in
/// the form of Burges that discounts the second rank already); those below 0 count for nothing.
fn discounted(gains: impl Iterator<Item = i32>) -> f64 {
    let ranks = (1..).zip(gains);
    ranks
        .filter(|(_, gain)| is_relevant(gain))
        .map(|(rank, gain)| f64::from(gain) / count(rank + 1).log2())
        .sum()
}

fn share(part: usize, of: usize) -> f64 {
    count(part) / count(of)
}

fn count(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Grades are written by rank; `.` is an article that nobody judged, and `missed` are grades not retrieved.
    fn check(ranks: &str, missed: &[i32], metric: &str, expected: f64) {
        let mut judged = BTreeMap::new();
        let mut retrieved = Vec::new();
        for (place, grade) in ranks.split_whitespace().enumerate() {
            let article = format!("r{place}");
            if let Ok(grade) = grade.parse() {
                judged.insert(article.clone(), grade);
            }
            retrieved.push(Retrieved {
                article,
                score: 0.0,
            });
        }
        let missed = missed.iter().enumerate();
        judged.extend(missed.map(|(place, grade)| (format!("m{place}"), *grade)));
        let figure = Ranking::new(&judged, &retrieved).figure(metric.parse().unwrap());
        assert!(
            (figure - expected).abs() < 1e-12,
            "{metric} of {ranks}: {figure}, not {expected}"
        );
        assert!(figure.is_sign_positive(), "{metric} of {ranks}: {figure}");
    }

    #[test]
    fn ndcg_weighs_grades_by_rank() {
        let log3 = 3f64.log2();
        check("1", &[], "nDCG@10", 1.0);
        check(". 1", &[], "nDCG@10", 1.0 / log3);
        check(
            "1 2",
            &[],
            "nDCG@10",
            (1.0 + 2.0 / log3) / (2.0 + 1.0 / log3),
        );
        check("1 2", &[3], "nDCG@1", 1.0 / 3.0);
        check(". -1 0 1", &[], "nDCG@3", 0.0);
        check("", &[1], "nDCG@3", 0.0);
    }

    #[test]
    fn average_precision_is_over_all_relevant() {
        check("1 0 1", &[], "MAP", (1.0 + 2.0 / 3.0) / 2.0);
        check(". 2", &[1, 0], "MAP", 0.25);
    }

    #[test]
    fn the_reciprocal_rank_is_cut() {
        check("0 . 1 1", &[], "MRR@10", 1.0 / 3.0);
        check("0 . 1 1", &[], "MRR@3", 1.0 / 3.0);
        check("0 . 1 1", &[], "MRR@2", 0.0);
    }

    #[test]
    fn shares_are_of_the_right_whole() {
        check("1 0 1", &[1, 1], "recall@100", 0.5);
        check("1 0 1", &[1, 1], "recall@2", 0.25);
        check("1 0 1", &[], "P@5", 0.4);
        check("1 0 1", &[1], "R-precision", 2.0 / 3.0);
        check("1", &[1, 0], "R-precision", 0.5);
    }

    #[test]
    fn bpref_counts_only_what_was_judged() {
        check(". 1 -1 0 1", &[], "bpref", 0.5);
        check("0 1 1", &[0], "bpref", 0.5);
        check("1", &[1], "bpref", 0.5);
        check("0 0 0 1", &[], "bpref", 0.0);
    }

    #[test]
    fn nothing_relevant_is_0_in_all() {
        for metric in [
            "nDCG@10",
            "MAP",
            "MRR@10",
            "recall@100",
            "P@5",
            "R-precision",
            "bpref",
        ] {
            check("0 . -1", &[0], metric, 0.0);
        }
    }
}
