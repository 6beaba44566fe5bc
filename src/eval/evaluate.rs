//! The evaluation of a run: every metric for every topic, and the means.
//!
//! Judgements and a run go in, figures come out, with counts of the topics that they do not cover. Where there is
//! nothing to measure, an error says so. What is not here: the formulas, and the comparison of two runs.

use super::metric::Metric;
use super::qrels::Qrels;
use super::ranking::{Ranking, is_relevant};
use super::run::Run;
use crate::error::{Error, ErrorKind, Result};

const SAME_TOPICS: &str = "check that the run and the judgements name topics by the same ids";
const SAME_ARTICLES: &str = "check that the run and the judgements name articles by the same ids";
const GRADES: &str = "check the judgements: a grade of 1 or more means relevant";

/// Over which topics the means go.
///
/// Either way, topics that nobody judged are passed over, and judged topics without a relevant article count as 0,
/// as in trec_eval; [`Qrels::with_relevant`] leaves them out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Averaging {
    /// Over all judged topics: one that the run does not answer counts as 0, as with `trec_eval -c` and ir_measures.
    #[default]
    Complete,
    /// Over the judged topics that the run answers, as trec_eval does unless told otherwise.
    Answered,
}

/// The figures of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    metrics: Vec<Metric>,
    topics: Vec<TopicFigures>,
    means: Vec<f64>,
    coverage: Coverage,
}

/// The figures of one topic.
#[derive(Clone, Debug, PartialEq)]
pub struct TopicFigures {
    /// The topic's id.
    pub topic: String,
    /// The figures, from 0 to 1, in the order of [`Evaluation::metrics`].
    pub figures: Vec<f64>,
}

/// How the topics of a run and of the judgements go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// How many topics were judged.
    pub judged: usize,
    /// How many of the judged have no relevant article, so that every figure of theirs is 0.
    pub without_relevant: usize,
    /// How many of the judged the run does not answer.
    pub unanswered: usize,
    /// How many topics the run answers that nobody judged, which count for nothing.
    pub unjudged: usize,
}

/// Measures a run against judgements.
///
/// # Errors
///
/// [`ErrorKind::Usage`] where there is nothing to measure: no metric; no topic in the run; no judged topic that the
/// run answers; no relevant article in any topic that counts; and no article retrieved for these topics that has a
/// grade for any topic.
pub fn evaluate(
    qrels: &Qrels,
    run: &Run,
    metrics: &[Metric],
    averaging: Averaging,
) -> Result<Evaluation> {
    measured(qrels, run, metrics, averaging, Names::Unchecked)
}

/// Measures a run that is known to name articles as the judgements do: where it finds none of them, its figures are
/// zeros.
///
/// # Errors
///
/// As [`evaluate`], but for the last.
pub fn evaluate_known(
    qrels: &Qrels,
    run: &Run,
    metrics: &[Metric],
    averaging: Averaging,
) -> Result<Evaluation> {
    measured(qrels, run, metrics, averaging, Names::Known)
}

/// Whether a run is known to name articles as the judgements do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Names {
    Known,
    Unchecked,
}

fn measured(
    qrels: &Qrels,
    run: &Run,
    metrics: &[Metric],
    averaging: Averaging,
    names: Names,
) -> Result<Evaluation> {
    let coverage = coverage(qrels, run);
    let topics: Vec<_> = qrels
        .topics()
        .filter(|topic| averaging == Averaging::Complete || is_answered(run, topic))
        .collect();
    refuse_nothing(qrels, run, metrics, &topics, names)?;
    let topics: Vec<_> = topics
        .into_iter()
        .map(|topic| figures(qrels, run, metrics, topic))
        .collect();
    Ok(Evaluation {
        metrics: metrics.to_vec(),
        means: means(&topics, metrics.len()),
        topics,
        coverage,
    })
}

impl Evaluation {
    /// Returns the metrics that were measured, in the order asked for.
    pub fn metrics(&self) -> &[Metric] {
        &self.metrics
    }

    /// Returns the topics over which the means go, in byte order of their ids.
    pub fn topics(&self) -> &[TopicFigures] {
        &self.topics
    }

    /// Returns the means over the topics, in the order of [`Evaluation::metrics`].
    pub fn means(&self) -> &[f64] {
        &self.means
    }

    /// Returns the mean of a metric, where it was measured.
    pub fn mean(&self, metric: Metric) -> Option<f64> {
        self.place(metric).map(|place| self.means[place])
    }

    /// Returns which topics the means do and do not go over, in numbers.
    pub fn coverage(&self) -> Coverage {
        self.coverage
    }

    pub(super) fn place(&self, metric: Metric) -> Option<usize> {
        self.metrics.iter().position(|measured| *measured == metric)
    }
}

fn coverage(qrels: &Qrels, run: &Run) -> Coverage {
    Coverage {
        judged: qrels.topics().count(),
        without_relevant: qrels
            .topics()
            .filter(|topic| !has_relevant(qrels, topic))
            .count(),
        unanswered: qrels
            .topics()
            .filter(|topic| !is_answered(run, topic))
            .count(),
        unjudged: run
            .topics()
            .filter(|topic| qrels.grades(topic).is_none())
            .count(),
    }
}

fn is_answered(run: &Run, topic: &str) -> bool {
    !run.retrieved(topic).is_empty()
}

fn has_relevant(qrels: &Qrels, topic: &str) -> bool {
    let grades = qrels.grades(topic).into_iter().flatten();
    grades.into_iter().any(|(_, grade)| is_relevant(grade))
}

/// A row of zeros looks like a bad system where it only means that files do not belong together.
fn refuse_nothing(
    qrels: &Qrels,
    run: &Run,
    metrics: &[Metric],
    topics: &[&str],
    names: Names,
) -> Result<()> {
    let (reason, hint) = if metrics.is_empty() {
        ("no metric is asked for", "ask for one, such as nDCG@10")
    } else if run.topics().next().is_none() {
        (
            "nothing was retrieved for any topic",
            "check what was searched",
        )
    } else if !topics.iter().any(|topic| is_answered(run, topic)) {
        ("none of its topics was judged", SAME_TOPICS)
    } else if !topics.iter().any(|topic| has_relevant(qrels, topic)) {
        ("none of its topics has a relevant article", GRADES)
    } else if names == Names::Unchecked && !shares_articles(qrels, run, topics) {
        (
            "no article that it retrieved was judged for any topic",
            SAME_ARTICLES,
        )
    } else {
        return Ok(());
    };
    let message = format!("cannot evaluate the run `{}`", run.tag());
    Err(Error::new(ErrorKind::Usage, message)
        .because(reason)
        .hint(hint))
}

fn shares_articles(qrels: &Qrels, run: &Run, topics: &[&str]) -> bool {
    let judged = qrels.articles();
    let mut retrieved = topics.iter().flat_map(|topic| run.retrieved(topic));
    retrieved.any(|one| judged.contains(one.article.as_str()))
}

fn figures(qrels: &Qrels, run: &Run, metrics: &[Metric], topic: &str) -> TopicFigures {
    let judged = qrels.grades(topic).expect("the topic is one of the judged");
    let ranking = Ranking::new(judged, run.retrieved(topic));
    TopicFigures {
        topic: topic.to_owned(),
        figures: metrics
            .iter()
            .map(|metric| ranking.figure(*metric))
            .collect(),
    }
}

fn means(topics: &[TopicFigures], metrics: usize) -> Vec<f64> {
    let mean = |place: usize| {
        let figures = topics.iter().map(|topic| topic.figures[place]);
        figures.sum::<f64>() / topics.len() as f64
    };
    (0..metrics).map(mean).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const JUDGEMENTS: &str = "1 0 a 1\n1 0 b 0\n2 0 c 2\n3 0 d 0\n4 0 e 1\n";

    fn evaluated(judgements: &str, run: &str, averaging: Averaging) -> Result<Evaluation> {
        let qrels = Qrels::read(judgements.as_bytes(), "q").unwrap();
        let run = Run::read(run.as_bytes(), "r").unwrap();
        let metrics = ["P@1".parse().unwrap(), "MAP".parse().unwrap()];
        evaluate(&qrels, &run, &metrics, averaging)
    }

    fn check(averaging: Averaging, topics: &[(&str, [f64; 2])], means: [f64; 2]) {
        let run = "1 Q0 b 1 2 t\n1 Q0 a 2 1 t\n2 Q0 c 1 1 t\n3 Q0 a 1 1 t\n9 Q0 a 1 1 t\n";
        let evaluation = evaluated(JUDGEMENTS, run, averaging).unwrap();
        let figures: Vec<_> = evaluation
            .topics()
            .iter()
            .map(|topic| (topic.topic.as_str(), topic.figures.clone()))
            .collect();
        let expected: Vec<_> = topics
            .iter()
            .map(|(topic, figures)| (*topic, figures.to_vec()))
            .collect();
        assert_eq!(figures, expected);
        assert_eq!(evaluation.means(), means);
        let expected = Coverage {
            judged: 4,
            without_relevant: 1,
            unanswered: 1,
            unjudged: 1,
        };
        assert_eq!(evaluation.coverage(), expected);
    }

    #[test]
    fn means_go_over_all_judged_topics_or_over_those_answered() {
        let answered = [("1", [0.0, 0.5]), ("2", [1.0, 1.0]), ("3", [0.0, 0.0])];
        check(Averaging::Answered, &answered, [1.0 / 3.0, 0.5]);
        let complete = [&answered[..], &[("4", [0.0, 0.0])]].concat();
        check(Averaging::Complete, &complete, [0.25, 0.375]);
    }

    #[test]
    fn the_mean_of_a_metric_is_known_where_it_was_measured() {
        let evaluation = evaluated(JUDGEMENTS, "2 Q0 c 1 1 t\n", Averaging::Answered).unwrap();
        assert_eq!(evaluation.mean("MAP".parse().unwrap()), Some(1.0));
        assert_eq!(evaluation.mean("P@2".parse().unwrap()), None);
    }

    #[test]
    fn there_is_no_evaluation_of_nothing() {
        for (judgements, run, reason) in [
            (
                "1 0 a 1\n",
                "2 Q0 a 1 1 t\n",
                "none of its topics was judged",
            ),
            (
                "1 0 a 0\n2 0 a -1\n",
                "1 Q0 a 1 1 t\n",
                "none of its topics has a relevant article",
            ),
            (
                "1 0 a 1\n2 0 b 1\n",
                "1 Q0 A 1 1 t\n3 Q0 b 1 1 t\n",
                "no article that it retrieved was judged for any topic",
            ),
        ] {
            for averaging in [Averaging::Complete, Averaging::Answered] {
                let error = evaluated(judgements, run, averaging).unwrap_err();
                let expected = format!("cannot evaluate the run `t`: {reason}");
                assert_eq!(error.to_string(), expected);
            }
        }
        let answered = evaluated("1 0 a 0\n2 0 a 1\n", "1 Q0 a 1 1 t\n", Averaging::Answered);
        assert!(answered.is_err(), "its one topic has nothing relevant");
    }

    #[test]
    fn an_empty_run_and_an_empty_question_are_errors() {
        let qrels = Qrels::read(JUDGEMENTS.as_bytes(), "q").unwrap();
        let empty = Run::new("t");
        let error = evaluate(&qrels, &empty, &Metric::STANDARD, Averaging::Complete).unwrap_err();
        let expected = "cannot evaluate the run `t`: nothing was retrieved for any topic";
        assert_eq!(error.to_string(), expected);
        let run = Run::read("1 Q0 a 1 1 t\n".as_bytes(), "r").unwrap();
        let error = evaluate(&qrels, &run, &[], Averaging::Complete).unwrap_err();
        let expected = "cannot evaluate the run `t`: no metric is asked for";
        assert_eq!(error.to_string(), expected);
    }

    #[test]
    fn a_run_that_names_articles_as_the_judgements_do_may_find_none_of_them() {
        let qrels = Qrels::read(JUDGEMENTS.as_bytes(), "q").unwrap();
        let run = Run::read("1 Q0 z 1 1 t\n".as_bytes(), "r").unwrap();
        let metrics = ["MAP".parse().unwrap()];
        assert!(evaluate(&qrels, &run, &metrics, Averaging::Complete).is_err());
        let evaluation = evaluate_known(&qrels, &run, &metrics, Averaging::Complete).unwrap();
        assert_eq!(evaluation.means(), [0.0]);
    }

    #[test]
    fn a_run_that_finds_nothing_relevant_is_measured() {
        let evaluation = evaluated(JUDGEMENTS, "1 Q0 b 1 1 t\n", Averaging::Complete).unwrap();
        assert_eq!(evaluation.means(), [0.0, 0.0]);
    }
}
