//! The wire form of what a score is the sum of.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One part of a score, told apart by its `signal`; its `value` is above 0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "signal", rename_all = "snake_case")]
pub enum ScorePartFields {
    /// A word of the query stands in the article.
    Word {
        /// How much of the score it is.
        value: f64,
        /// The word as the query has it.
        word: String,
        /// How often it stands in the body, in any of its forms.
        body: u64,
        /// How often it stands in the title.
        title: u64,
        /// How many articles of the index have it.
        articles: u64,
    },
    /// The title's words are words of the query.
    TitleShare {
        /// How much of the score it is.
        value: f64,
    },
    /// The title is like the query.
    TitleLikeness {
        /// How much of the score it is.
        value: f64,
    },
    /// Words of the query stand among the first of the body.
    Lead {
        /// How much of the score it is.
        value: f64,
        /// The words as the query has them.
        words: Vec<String>,
    },
    /// Two neighbouring words of the query stand in the body in its order, as near as there.
    Pair {
        /// How much of the score it is.
        value: f64,
        /// The words as the query has them.
        words: [String; 2],
    },
    /// The article is like the best ones, where that was asked for.
    Feedback {
        /// How much of the score it is.
        value: f64,
    },
    /// All the words stand together as in the query.
    Phrase {
        /// How much of the score it is: more than all other parts can come to.
        value: f64,
    },
}

impl ScorePartFields {
    /// Returns how much of the score it is.
    pub fn value(&self) -> f64 {
        match self {
            ScorePartFields::Word { value, .. }
            | ScorePartFields::TitleShare { value }
            | ScorePartFields::TitleLikeness { value }
            | ScorePartFields::Lead { value, .. }
            | ScorePartFields::Pair { value, .. }
            | ScorePartFields::Feedback { value }
            | ScorePartFields::Phrase { value } => *value,
        }
    }
}
