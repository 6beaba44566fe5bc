//! Evaluations and comparisons made into the lines of the wire format.
//!
//! What was measured comes in; the structs of [`json`](crate::render::json) go out, every figure as it was computed.

use std::collections::BTreeMap;

use crate::eval::{Comparison, Difference, Method, TopicFigures};
use crate::render::evaluation::{Made, Measured};
use crate::render::json::{
    ComparedFields, ComparisonLine, DifferenceFields, EvaluationLine, FiguresLine, Line,
    MadeFields, SchemaVersion, TestMethod,
};

impl FiguresLine {
    /// Makes the line of one topic of a run.
    pub fn new(run: &Measured, topic: &TopicFigures) -> Self {
        FiguresLine {
            run: run.name.clone(),
            topic: topic.topic.clone(),
            figures: by_metric(run, &topic.figures),
        }
    }
}

impl From<&Measured> for EvaluationLine {
    fn from(run: &Measured) -> Self {
        let coverage = run.evaluation.coverage();
        EvaluationLine {
            schema_version: SchemaVersion::default(),
            run: run.name.clone(),
            tag: run.tag.clone(),
            means: by_metric(run, run.evaluation.means()),
            judged: coverage.judged as u64,
            without_relevant: coverage.without_relevant as u64,
            unanswered: coverage.unanswered as u64,
            unjudged: coverage.unjudged as u64,
            search: run.made.as_ref().map(MadeFields::from),
        }
    }
}

impl From<&Made> for MadeFields {
    fn from(made: &Made) -> Self {
        MadeFields {
            index_articles: made.index_articles,
            depth: made.depth as u64,
            wordless: made.wordless.clone(),
            missing: made.missing.clone(),
            elapsed_ms: made.elapsed_ms,
        }
    }
}

impl ComparisonLine {
    /// Makes the line of one metric; `names` are those of the first and the second run.
    pub fn new(names: [&str; 2], comparison: &Comparison) -> Self {
        let significance = comparison.significance;
        let compared = |place: usize, mean| ComparedFields {
            run: names[place].to_owned(),
            mean,
        };
        ComparisonLine {
            schema_version: SchemaVersion::default(),
            metric: comparison.metric.to_string(),
            first: compared(0, comparison.first),
            second: compared(1, comparison.second),
            change: comparison.mean(),
            wins: comparison.wins as u64,
            losses: comparison.losses as u64,
            ties: comparison.ties as u64,
            p: significance.p,
            assignments: significance.assignments,
            method: TestMethod::from(significance.method),
            topics: comparison
                .differences
                .iter()
                .map(DifferenceFields::from)
                .collect(),
        }
    }
}

impl From<Method> for TestMethod {
    fn from(method: Method) -> Self {
        match method {
            Method::Exact => TestMethod::Exact,
            Method::Drawn => TestMethod::Drawn,
        }
    }
}

impl From<&Difference> for DifferenceFields {
    fn from(difference: &Difference) -> Self {
        DifferenceFields {
            topic: difference.topic.clone(),
            first: difference.first,
            second: difference.second,
            change: difference.change(),
        }
    }
}

impl From<EvaluationLine> for Line {
    fn from(line: EvaluationLine) -> Self {
        Line::Evaluation(Box::new(line))
    }
}

impl From<ComparisonLine> for Line {
    fn from(line: ComparisonLine) -> Self {
        Line::Comparison(Box::new(line))
    }
}

fn by_metric(run: &Measured, figures: &[f64]) -> BTreeMap<String, f64> {
    let names = run.evaluation.metrics().iter().map(ToString::to_string);
    names.zip(figures.iter().copied()).collect()
}
