//! The lines of an evaluation: the figures of a topic, those of a run, and the comparison of two runs.
//!
//! What is not here: how they are made of what was measured (`convert`).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::SchemaVersion;

/// The figures of one topic in a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FiguresLine {
    /// The run: its file as it was named, `pullquote` where the index was searched.
    pub run: String,
    /// The topic's id.
    pub topic: String,
    /// The figures, from 0 to 1, by the names of their metrics.
    pub figures: BTreeMap<String, f64>,
}

/// The figures of a run as a whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EvaluationLine {
    /// The version of the format.
    pub schema_version: SchemaVersion,
    /// The run: its file as it was named, `pullquote` where the index was searched.
    pub run: String,
    /// The name of the system, as the run states it.
    pub tag: String,
    /// The means over all judged topics, from 0 to 1, by the names of their metrics.
    pub means: BTreeMap<String, f64>,
    /// How many topics were judged.
    pub judged: u64,
    /// How many of the judged have no relevant article, so that every figure of theirs is 0.
    pub without_relevant: u64,
    /// How many of the judged the run does not answer, so that every figure of theirs is 0.
    pub unanswered: u64,
    /// How many topics the run answers that nobody judged, which count for nothing.
    pub unjudged: u64,
    /// How the run was made; null for a run that was read from a file.
    pub search: Option<MadeFields>,
}

/// How a run was made by searching an index.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MadeFields {
    /// How many articles the index holds.
    pub index_articles: u64,
    /// How many articles were retrieved for a topic at most.
    pub depth: u64,
    /// The topics without a word to search for, which answer nothing.
    pub wordless: Vec<String>,
    /// The ids in the judgements that no article of the index bears, where that was let pass.
    pub missing: Vec<String>,
    /// How long the searches took in all, in milliseconds.
    pub elapsed_ms: f64,
}

/// How one metric differs between two runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ComparisonLine {
    /// The version of the format.
    pub schema_version: SchemaVersion,
    /// The name of the metric.
    pub metric: String,
    /// The first run.
    pub first: ComparedFields,
    /// The second run.
    pub second: ComparedFields,
    /// The mean difference, above 0 where the second run is better.
    pub change: f64,
    /// On how many topics the second run is better.
    pub wins: u64,
    /// On how many topics the second run is worse.
    pub losses: u64,
    /// On how many topics both runs are equal.
    pub ties: u64,
    /// How likely chance alone would part the means at least as far: the paired randomisation test, two-sided.
    pub p: f64,
    /// How many assignments of signs the test looked at.
    pub assignments: u64,
    /// How they were chosen.
    pub method: TestMethod,
    /// Every topic, those that moved most first.
    pub topics: Vec<DifferenceFields>,
}

/// One of two runs that are compared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ComparedFields {
    /// Its file as it was named.
    pub run: String,
    /// The mean over all judged topics.
    pub mean: f64,
}

/// How the assignments of a randomisation test are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TestMethod {
    /// All of them were gone through.
    Exact,
    /// They were drawn at random, always the same ones.
    Drawn,
}

/// The figures of one topic in two runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DifferenceFields {
    /// The topic's id.
    pub topic: String,
    /// The figure in the first run.
    pub first: f64,
    /// The figure in the second run.
    pub second: f64,
    /// By how much the second run is better; below 0 where it is worse.
    pub change: f64,
}
