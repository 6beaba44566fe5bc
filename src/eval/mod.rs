//! Evaluation: how well a ranking finds what people judged relevant, measured as the field does.
//!
//! Topics, relevance judgements (qrels) and runs go in, as streams of the forms that BEIR and TREC use; figures for
//! each topic, their means, and the comparison of two runs come out. Metrics are defined as trec_eval defines them,
//! so that the same files give the same figures there. Topics and articles are known by their ids alone. What is
//! not here: opening files, searching, and printing.
//!
//! There is no evaluation of nothing: an empty file, a run that answers no judged topic, one that shares no article
//! with the judgements, and judgements without anything relevant are errors, never a row of zeros.
//!
//! ```
//! use pullquote::eval::{Averaging, Metric, Qrels, Run, compare, evaluate};
//!
//! let qrels = Qrels::read("query-id\tcorpus-id\tscore\n1\ta\t1\n2\tb\t1\n".as_bytes(), "qrels.tsv")?;
//! let first = Run::read("1 Q0 a 1 2.5 first\n2 Q0 c 1 2.0 first\n2 Q0 b 2 1.5 first\n".as_bytes(), "first.run")?;
//! let second = Run::read("1 Q0 a 1 9 second\n2 Q0 b 1 8 second\n".as_bytes(), "second.run")?;
//!
//! let first = evaluate(&qrels, &first, &Metric::STANDARD, Averaging::Complete)?;
//! let second = evaluate(&qrels, &second, &Metric::STANDARD, Averaging::Complete)?;
//! let metric = "MRR@10".parse()?;
//! assert_eq!(first.mean(metric), Some(0.75));
//!
//! let comparison = compare(&first, &second, metric)?;
//! assert_eq!((comparison.wins, comparison.losses, comparison.ties), (1, 0, 1));
//! assert_eq!(comparison.differences[0].topic, "2");
//! # Ok::<(), pullquote::error::Error>(())
//! ```

mod classic;
mod compare;
mod evaluate;
mod lines;
mod metric;
#[cfg(test)]
mod properties;
mod qrels;
mod ranking;
mod run;
mod significance;
mod topics;

pub use compare::{Comparison, Difference, compare};
pub use evaluate::{Averaging, Coverage, Evaluation, TopicFigures, evaluate, evaluate_known};
pub use metric::Metric;
pub use qrels::Qrels;
pub use run::{Retrieved, Run};
pub use significance::{Method, Significance};
pub use topics::{Topic, Topics};
