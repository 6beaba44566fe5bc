//! The metrics and their names.
//!
//! Names go in and out as people and tools write them: `nDCG@10`, `MAP`, `recall@100`. What is not here: the
//! formulas, which `ranking.rs` holds.

use std::fmt;
use std::num::NonZeroUsize;
use std::str::FromStr;

use crate::error::{Error, ErrorKind};

/// A measure of one topic's ranking, from 0 to 1, as trec_eval 9 defines it; the grades that count as relevant are
/// those of 1 and more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Metric {
    /// Normalised discounted cumulative gain of the first ranks (`ndcg_cut`): the gain is the grade, the discount
    /// the binary logarithm of the rank plus 1, the ideal the best order of all that was judged.
    Ndcg(NonZeroUsize),
    /// Average precision over the whole ranking (`map`): the mean, over all relevant articles, of the precision at
    /// their ranks; 0 for those not retrieved.
    AveragePrecision,
    /// One divided by the rank of the first relevant article (`recip_rank`), 0 where it stands behind the first
    /// ranks.
    ReciprocalRank(NonZeroUsize),
    /// The share of all relevant articles that the first ranks hold (`recall`).
    Recall(NonZeroUsize),
    /// The share of the first ranks that is relevant (`P`); a ranking that ends before counts as going on with
    /// articles that are not.
    Precision(NonZeroUsize),
    /// The precision at the rank that is the count of the relevant articles (`Rprec`).
    RPrecision,
    /// How rarely judged articles that are not relevant stand before relevant ones (`bpref`); articles without a
    /// grade of 0 or more count for nothing. After Buckley and Voorhees, SIGIR 2004, as trec_eval bounds it.
    Bpref,
}

impl Metric {
    /// The metrics that an evaluation shows unless asked for others.
    pub const STANDARD: [Metric; 5] = [
        Metric::Ndcg(first(10)),
        Metric::AveragePrecision,
        Metric::ReciprocalRank(first(10)),
        Metric::Recall(first(100)),
        Metric::Precision(first(5)),
    ];
}

const fn first(ranks: usize) -> NonZeroUsize {
    NonZeroUsize::new(ranks).expect("is written out above, and not 0")
}

impl fmt::Display for Metric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Metric::Ndcg(ranks) => write!(f, "nDCG@{ranks}"),
            Metric::AveragePrecision => f.write_str("MAP"),
            Metric::ReciprocalRank(ranks) => write!(f, "MRR@{ranks}"),
            Metric::Recall(ranks) => write!(f, "recall@{ranks}"),
            Metric::Precision(ranks) => write!(f, "P@{ranks}"),
            Metric::RPrecision => f.write_str("R-precision"),
            Metric::Bpref => f.write_str("bpref"),
        }
    }
}

impl FromStr for Metric {
    type Err = Error;

    /// Reads a name without regard to case, as it is displayed or as ir_measures writes it (`AP`, `RR@10`, `R@100`,
    /// `Rprec`).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Usage`] for any other name, and for a count of ranks that is missing, 0, or not wanted.
    fn from_str(name: &str) -> Result<Self, Error> {
        let lower = name.to_ascii_lowercase();
        let metric = match lower.split_once('@') {
            Some((family, ranks)) => ranks.parse().ok().and_then(|ranks| cut(family, ranks)),
            None => whole(&lower),
        };
        metric.ok_or_else(|| {
            Error::new(ErrorKind::Usage, format!("there is no metric `{name}`")).hint(
                "the metrics are nDCG@10, MAP, MRR@10, recall@100, P@5 (with any number of ranks), R-precision and bpref",
            )
        })
    }
}

fn cut(family: &str, ranks: NonZeroUsize) -> Option<Metric> {
    Some(match family {
        "ndcg" => Metric::Ndcg(ranks),
        "mrr" | "rr" => Metric::ReciprocalRank(ranks),
        "recall" | "r" => Metric::Recall(ranks),
        "p" => Metric::Precision(ranks),
        _ => return None,
    })
}

fn whole(family: &str) -> Option<Metric> {
    Some(match family {
        "map" | "ap" => Metric::AveragePrecision,
        "r-precision" | "rprec" => Metric::RPrecision,
        "bpref" => Metric::Bpref,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expected: Option<&str>) {
        let metric = name.parse::<Metric>().ok();
        let displayed = metric.map(|metric| metric.to_string());
        assert_eq!(displayed.as_deref(), expected, "{name}");
    }

    #[test]
    fn names_are_read() {
        for name in [
            "nDCG@10",
            "MAP",
            "MRR@3",
            "recall@1000",
            "P@5",
            "R-precision",
            "bpref",
        ] {
            check(name, Some(name));
        }
        check("AP", Some("MAP"));
        check("RR@10", Some("MRR@10"));
        check("R@100", Some("recall@100"));
        check("Rprec", Some("R-precision"));
        check("NDCG@20", Some("nDCG@20"));
    }

    #[test]
    fn other_names_are_not() {
        for name in [
            "", "@", "nDCG", "nDCG@", "nDCG@0", "nDCG@-1", "P@5.0", "MAP@10", "F1", "MRR",
        ] {
            check(name, None);
        }
    }
}
