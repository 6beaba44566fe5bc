//! The ranking of the Reuters stories, where the sample collections are there.

use super::{Source, check, promise};
use crate::samples::sample;

const REUTERS: &str = "corpora/reuters.jsonl.zst";

#[test]
fn the_reuters_stories_are_ranked_as_their_goldens_say() {
    if let Some(sample) = sample(REUTERS) {
        check(Source::Reuters, &sample.index);
    }
}

#[test]
fn exact_phrases_stand_first_among_the_reuters_stories() {
    if let Some(sample) = sample(REUTERS) {
        promise::exact_phrases_stand_first(&sample.index, 1987);
    }
}
