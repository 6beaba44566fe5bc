//! The comparison of two evaluated runs: which topics moved, which way, and whether chance explains it.
//!
//! Two evaluations go in; the differences by topic, the most moved first, their mean, and a test of it come out.
//! What is not here: reading runs and measuring them.

use std::collections::BTreeMap;

use super::evaluate::Evaluation;
use super::metric::Metric;
use super::significance::{Significance, significance};
use crate::error::{Error, ErrorKind, Result};

/// Figures that differ by less are equal: sums of the same gains at other ranks can differ in their last digits.
const TOLERANCE: f64 = 1e-12;

/// How one metric differs between two runs, over the topics that both were evaluated on.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The metric compared.
    pub metric: Metric,
    /// The topics, those that moved most first; those that moved equally far in byte order of their ids.
    pub differences: Vec<Difference>,
    /// The mean of the first run over these topics.
    pub first: f64,
    /// The mean of the second run over these topics.
    pub second: f64,
    /// On how many topics the second run is better.
    pub wins: usize,
    /// On how many topics the second run is worse.
    pub losses: usize,
    /// On how many topics both runs are equal.
    pub ties: usize,
    /// How many topics only one of the runs was evaluated on, which count for nothing here. There are none where
    /// both were evaluated with the same judgements and [`super::Averaging::Complete`].
    pub unpaired: usize,
    /// How likely chance alone explains the mean difference.
    pub significance: Significance,
}

/// The figures of one topic in two runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The topic's id.
    pub topic: String,
    /// The figure in the first run.
    pub first: f64,
    /// The figure in the second run.
    pub second: f64,
}

impl Comparison {
    /// Returns the mean difference, above 0 where the second run is better.
    pub fn mean(&self) -> f64 {
        let sum: f64 = self.differences.iter().map(Difference::change).sum();
        sum / self.differences.len() as f64
    }
}

impl Difference {
    /// Returns by how much the second run is better, below 0 where it is worse, and 0 where only rounding parts them.
    pub fn change(&self) -> f64 {
        let change = self.second - self.first;
        if change.abs() < TOLERANCE {
            0.0
        } else {
            change
        }
    }
}

/// Compares the second run with the first by one metric.
///
/// # Errors
///
/// [`ErrorKind::Usage`] where the metric was not measured in both, or no topic is in both.
pub fn compare(first: &Evaluation, second: &Evaluation, metric: Metric) -> Result<Comparison> {
    let (firsts, seconds) = (figures(first, metric)?, figures(second, metric)?);
    let differences = most_moved_first(differences(&firsts, &seconds));
    if differences.is_empty() {
        return Err(cannot("they have no topic in common")
            .hint("check that both runs name topics by the same ids"));
    }
    let unpaired = firsts.len() + seconds.len() - 2 * differences.len();
    Ok(comparison(metric, differences, unpaired))
}

fn figures(evaluation: &Evaluation, metric: Metric) -> Result<BTreeMap<&str, f64>> {
    let place = evaluation
        .place(metric)
        .ok_or_else(|| cannot(&format!("{metric} was not measured in both")))?;
    let topics = evaluation.topics().iter();
    Ok(topics
        .map(|one| (one.topic.as_str(), one.figures[place]))
        .collect())
}

fn cannot(reason: &str) -> Error {
    Error::new(ErrorKind::Usage, "cannot compare the runs").because(reason)
}

fn differences(firsts: &BTreeMap<&str, f64>, seconds: &BTreeMap<&str, f64>) -> Vec<Difference> {
    let paired = firsts.iter().filter_map(|(topic, first)| {
        seconds.get(topic).map(|second| Difference {
            topic: (*topic).to_owned(),
            first: *first,
            second: *second,
        })
    });
    paired.collect()
}

/// Sorts stably, so that topics that moved equally far stay in the order of their ids.
fn most_moved_first(mut differences: Vec<Difference>) -> Vec<Difference> {
    let far = |difference: &Difference| difference.change().abs();
    differences.sort_by(|one, other| far(other).total_cmp(&far(one)));
    differences
}

fn comparison(metric: Metric, differences: Vec<Difference>, unpaired: usize) -> Comparison {
    let changes: Vec<_> = differences.iter().map(Difference::change).collect();
    let mean = |figure: fn(&Difference) -> f64| {
        differences.iter().map(figure).sum::<f64>() / differences.len() as f64
    };
    let count = |is: fn(&f64) -> bool| changes.iter().copied().filter(is).count();
    Comparison {
        metric,
        first: mean(|one| one.first),
        second: mean(|one| one.second),
        wins: count(|change| *change > 0.0),
        losses: count(|change| *change < 0.0),
        ties: count(|change| *change == 0.0),
        unpaired,
        significance: significance(&changes),
        differences,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::{Averaging, Qrels, Run, evaluate};

    fn evaluation(run: &str, averaging: Averaging) -> Evaluation {
        let qrels = "1 0 a 1\n2 0 a 1\n10 0 a 1\n4 0 a 1\n";
        let qrels = Qrels::read(qrels.as_bytes(), "q").unwrap();
        let run = Run::read(run.as_bytes(), "r").unwrap();
        evaluate(&qrels, &run, &Metric::STANDARD, averaging).unwrap()
    }

    /// A run that has the article of each topic at the rank given.
    fn ranked(ranks: &[(&str, usize)]) -> String {
        let lines = ranks.iter().flat_map(|(topic, rank)| {
            (1..=*rank).map(move |place| {
                let article = if place == *rank {
                    "a"
                } else {
                    &format!("x{place}")
                };
                format!("{topic} Q0 {article} 0 -{place} t\n")
            })
        });
        lines.collect()
    }

    fn check(averaging: Averaging, expected: &[(&str, f64, f64)], counts: [usize; 4], p: f64) {
        let first = evaluation(&ranked(&[("1", 2), ("2", 2), ("10", 4)]), averaging);
        let second = evaluation(
            &ranked(&[("1", 2), ("2", 1), ("10", 2), ("4", 5)]),
            averaging,
        );
        let found = compare(&first, &second, Metric::AveragePrecision).unwrap();
        let differences: Vec<_> = found
            .differences
            .iter()
            .map(|one| (one.topic.as_str(), one.first, one.second))
            .collect();
        assert_eq!(differences, expected);
        let found_counts = [found.wins, found.losses, found.ties, found.unpaired];
        assert_eq!(found_counts, counts);
        assert_eq!(found.significance.p, p);
        let mean = expected
            .iter()
            .map(|(_, first, second)| second - first)
            .sum::<f64>();
        assert_eq!(found.mean(), mean / expected.len() as f64);
        assert!((found.second - found.first - found.mean()).abs() < 1e-12);
    }

    #[test]
    fn topics_that_moved_most_come_first() {
        let complete = [
            ("2", 0.5, 1.0),
            ("10", 0.25, 0.5),
            ("4", 0.0, 0.2),
            ("1", 0.5, 0.5),
        ];
        check(Averaging::Complete, &complete, [3, 0, 1, 0], 0.25);
        let answered = [("2", 0.5, 1.0), ("10", 0.25, 0.5), ("1", 0.5, 0.5)];
        check(Averaging::Answered, &answered, [2, 0, 1, 1], 0.5);
    }

    #[test]
    fn the_other_way_round_wins_are_losses() {
        let first = evaluation(&ranked(&[("1", 1), ("2", 2)]), Averaging::Complete);
        let second = evaluation(&ranked(&[("1", 2), ("4", 1)]), Averaging::Complete);
        let there = compare(&first, &second, Metric::AveragePrecision).unwrap();
        let back = compare(&second, &first, Metric::AveragePrecision).unwrap();
        assert_eq!((there.wins, there.losses), (1, 2));
        assert_eq!((back.wins, back.losses), (2, 1));
        assert_eq!(there.mean(), -back.mean());
        assert_eq!(there.significance, back.significance);
    }

    #[test]
    fn what_rounding_alone_parts_is_equal() {
        let difference = Difference {
            topic: "1".to_owned(),
            first: 0.1 + 0.2,
            second: 0.3,
        };
        assert_eq!(difference.change(), 0.0);
    }

    #[test]
    fn what_cannot_be_compared_is_an_error() {
        let first = evaluation(&ranked(&[("1", 1)]), Averaging::Answered);
        let second = evaluation(&ranked(&[("2", 1)]), Averaging::Answered);
        let check = |metric, reason: &str| {
            let error = compare(&first, &second, metric).unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("cannot compare the runs: {reason}")
            );
        };
        check(Metric::AveragePrecision, "they have no topic in common");
        check(Metric::Bpref, "bpref was not measured in both");
    }
}
