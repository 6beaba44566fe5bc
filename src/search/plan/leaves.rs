//! Leaves: what is looked for in a text, as terms, as a condition, and as something of a weight.

use super::groups::exact_terms;
use super::{Leaf, PhraseLeaf};
use crate::error::Result;
use crate::search::engine::{Condition, Engine, View};
use crate::text::{self, Reading};

/// Returns how much an occurrence tells: the logarithm of how rare it is, of several words the sum.
pub(super) fn rarity(engine: &dyn Engine, leaf: &Leaf) -> Result<f64> {
    let words = text::words(&leaf.label);
    let groups: Vec<Vec<(View, String)>> = match words.len() {
        0 | 1 => vec![leaf_terms(leaf)],
        _ => words
            .iter()
            .map(|word| exact_terms(word, leaf.scope))
            .collect(),
    };
    let mut rarity = 0.0;
    for group in groups {
        let mut frequency = 0;
        for (view, term) in group.iter().take(100) {
            frequency += engine.frequency(*view, term)?;
        }
        rarity += (1.0 + engine.size() as f64 / (frequency as f64 + 1.0)).ln();
    }
    Ok(rarity)
}

pub(super) fn leaf_condition(leaf: &Leaf) -> Condition {
    let mut parts = Vec::new();
    let terms = leaf_terms(leaf);
    if !terms.is_empty() {
        parts.push(Condition::AnyTerm(terms));
    }
    for phrase in &leaf.phrases {
        let condition = |view| Condition::Phrase {
            view,
            terms: phrase.terms.clone(),
            slop: phrase.slop,
        };
        parts.extend(views(leaf, phrase).map(condition));
    }
    match parts.len() {
        1 => parts.remove(0),
        _ => Condition::Any(parts),
    }
}

/// Returns the phrases of a leaf, each with the view it is looked for in.
pub(super) fn leaf_phrases(leaf: &Leaf) -> impl Iterator<Item = (View, Vec<String>)> {
    let phrases = leaf.phrases.iter();
    phrases.flat_map(|phrase| views(leaf, phrase).map(|view| (view, phrase.terms.clone())))
}

fn views(leaf: &Leaf, phrase: &PhraseLeaf) -> impl Iterator<Item = View> {
    let body = match phrase.reading {
        Reading::Split => View::Body,
        Reading::Joined => View::Rejoined,
    };
    let in_body = leaf.scope.has_body().then_some(body);
    let in_title = leaf.scope.has_title() && phrase.reading == Reading::Split;
    in_body.into_iter().chain(in_title.then_some(View::Title))
}

pub(super) fn leaf_terms(leaf: &Leaf) -> Vec<(View, String)> {
    let mut terms = Vec::new();
    for view in leaf.scope.word_views() {
        terms.extend(leaf.forms.iter().map(|form| (*view, form.clone())));
    }
    if leaf.scope.has_body() {
        terms.extend(leaf.joined.iter().map(|form| (View::Joined, form.clone())));
    }
    terms
}

pub(super) fn phrase_leaf(terms: &[String], reading: Reading) -> PhraseLeaf {
    PhraseLeaf {
        terms: terms.to_vec(),
        slop: 0,
        reading,
    }
}

pub(super) fn both_readings(terms: &[String]) -> Vec<PhraseLeaf> {
    vec![
        phrase_leaf(terms, Reading::Split),
        phrase_leaf(terms, Reading::Joined),
    ]
}
