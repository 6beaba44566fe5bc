//! Generated quotations with labels: what a checker of quotations is measured on.
//!
//! An archive and a seed go in; cases come out, each a quotation with the place it was cut from and the verdicts that
//! are right for it, and the articles that must not be indexed. The same seed gives the same cases. What is not here:
//! the checker, and where articles come from.

pub(crate) mod alterations;
pub(crate) mod archive;
pub(crate) mod baselines;
pub(crate) mod cases;
pub(crate) mod correction;
pub(crate) mod edits;
pub(crate) mod label;
pub(crate) mod random;
pub(crate) mod table;
pub(crate) mod typography;
pub(crate) mod utterances;
pub(crate) mod written;

use std::collections::HashSet;
use std::ops::{Range, RangeInclusive};

use archive::Archive;
pub(crate) use baselines::{similarity_answers, substring_answers};
pub(crate) use label::{Alteration, Label};
use pullquote::text::words;
use random::Random;
pub(crate) use table::{Answer, misses, promises, table};

/// An article of an archive: a name for it and its body.
#[derive(Clone, Debug)]
pub(crate) struct Source<'a> {
    /// The name, as the index knows it.
    pub(crate) id: String,
    /// The body, as it is indexed.
    pub(crate) body: &'a str,
}

/// A stretch of an archive: an article, counted from nought, and bytes of its body.
pub(crate) type Place = (usize, Range<usize>);

/// A quotation of which it is known what must be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Case {
    /// How it was made.
    pub(crate) label: Label,
    /// The quotation.
    pub(crate) text: String,
    /// Where it stands, or what it was made of; none for one that has no source in the index.
    pub(crate) place: Option<Vec<Place>>,
    /// Whether it was cut from an article that is not to be indexed.
    pub(crate) held_out: bool,
    /// The number of its folded words.
    pub(crate) words: usize,
    /// The verdicts that are right.
    pub(crate) expected: &'static [&'static str],
}

/// What is generated.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    /// What fixes every choice.
    pub(crate) seed: u64,
    /// How many cases.
    pub(crate) count: usize,
    /// How many written words a quotation is cut to have, before edits.
    pub(crate) words: RangeInclusive<usize>,
    /// Of how many articles one is held out; at least two.
    pub(crate) hold_out: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            seed: 1,
            count: 10_000,
            words: 8..=40,
            hold_out: 20,
        }
    }
}

/// Cases, with the archive they were made of.
#[derive(Clone)]
pub(crate) struct Generated<'a> {
    /// The archive.
    pub(crate) archive: &'a [Source<'a>],
    /// The cases, in the order of their labels.
    pub(crate) cases: Vec<Case>,
    /// The articles that must not be indexed.
    pub(crate) held_out: HashSet<usize>,
    /// How many cases of each label were dropped, for their words stand elsewhere.
    pub(crate) dropped: Vec<(Label, usize)>,
}

/// The rounds in which cases that were dropped are replaced.
const ROUNDS: usize = 5;

/// The draws for one case, after which it is given up: an archive may have no number or name to alter.
const DRAWS: usize = 400;

/// Generates cases from an archive.
///
/// There are fewer than asked for where the archive has too little for a label.
pub(crate) fn generate<'a>(articles: &'a [Source<'a>], options: &Options) -> Generated<'a> {
    let mut archive = Archive::new(articles, options);
    let mut random = Random::new(options.seed);
    let mut generated = Generated {
        archive: articles,
        cases: Vec::new(),
        held_out: archive.held_out.clone(),
        dropped: Vec::new(),
    };
    let shares = label::shares(options);
    for _ in 0..ROUNDS {
        let mut made = Vec::new();
        for (label, wanted) in &shares {
            let missing = wanted - generated.count(*label);
            // A fifth more than is missing, for those that will be dropped.
            let spare = missing.div_ceil(5) + missing.min(2);
            made.extend(
                (0..missing + spare)
                    .map_while(|_| draw(&mut archive, *label, options, &mut random)),
            );
        }
        if made.is_empty() {
            break;
        }
        let kept = correction::correct(&archive, made, &mut generated.dropped);
        generated.take(kept, &shares);
    }
    generated.cases.sort_by_key(|case| case.label);
    generated
}

/// Draws until there is a case.
fn draw(
    archive: &mut Archive,
    label: Label,
    options: &Options,
    random: &mut Random,
) -> Option<Case> {
    (0..DRAWS).find_map(|_| cases::make(archive, label, options, random))
}

impl Generated<'_> {
    /// Tells whether a claimed place is right for a case: it shares bytes with one that is, or has the same words.
    pub(crate) fn same_place(&self, case: &Case, article: usize, range: Range<usize>) -> bool {
        let places = case.place.as_deref().unwrap_or_default();
        let shared = |(at, right): &Place| *at == article && archive::overlap(right, &range);
        places.iter().any(shared) || {
            let claimed = self.archive[article].body.get(range).unwrap_or_default();
            places
                .iter()
                .any(|(at, right)| same_words(claimed, &self.archive[*at].body[right.clone()]))
        }
    }

    pub(crate) fn count(&self, label: Label) -> usize {
        self.cases.iter().filter(|case| case.label == label).count()
    }

    fn take(&mut self, kept: Vec<Case>, shares: &[(Label, usize)]) {
        for case in kept {
            let wanted = shares.iter().find(|(label, _)| *label == case.label);
            if wanted.is_some_and(|(label, wanted)| self.count(*label) < *wanted) {
                self.cases.push(case);
            }
        }
    }
}

/// Tells whether nine of ten folded words of the shorter text stand in the longer, which is not much longer.
fn same_words(claimed: &str, right: &str) -> bool {
    let (claimed, right) = (words(claimed), words(right));
    let (short, long) = (
        claimed.len().min(right.len()),
        claimed.len().max(right.len()),
    );
    short * 2 > long && archive::common(&claimed, &right) * 10 >= short * 9
}
