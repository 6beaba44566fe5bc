//! The parts of a score made into their wire form. Nothing is computed here.

use crate::render::json::ScorePartFields;
use crate::search::engine::{ScorePart, Signal};

impl From<&ScorePart> for ScorePartFields {
    fn from(part: &ScorePart) -> Self {
        let value = part.value;
        match part.signal.clone() {
            Signal::Word {
                word,
                body,
                title,
                articles,
            } => ScorePartFields::Word {
                value,
                word,
                body: u64::from(body),
                title: u64::from(title),
                articles,
            },
            Signal::TitleShare => ScorePartFields::TitleShare { value },
            Signal::TitleLikeness => ScorePartFields::TitleLikeness { value },
            Signal::Lead { words } => ScorePartFields::Lead { value, words },
            Signal::Pair { words } => ScorePartFields::Pair { value, words },
            Signal::Feedback => ScorePartFields::Feedback { value },
            Signal::Phrase => ScorePartFields::Phrase { value },
        }
    }
}
