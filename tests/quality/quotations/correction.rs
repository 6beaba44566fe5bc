//! Correction of labels: what a quotation is called by how it was made may be wrong, for its words may stand elsewhere.
//!
//! Cases go in; those come out whose label is true of the indexed archive, with every place where their words stand
//! one after another. All cases are looked for at once, in one pass over the archive. What is not here: the making of
//! cases in place of those dropped.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use aho_corasick::AhoCorasick;
use pullquote::text::{Reading, Tokenizer, words};

use super::archive::{Archive, overlap};
use super::label::{FAITHFUL, Label};
use super::{Case, Place};

/// The length of the runs of words by which quotations without a source are told from those with one.
const RUN: usize = 5;

/// Drops and corrects cases; adds to `dropped` how many of each label went.
pub(crate) fn correct(
    archive: &Archive,
    mut cases: Vec<Case>,
    dropped: &mut Vec<(Label, usize)>,
) -> Vec<Case> {
    let found = look_up(archive, &cases);
    let mut kept = Vec::with_capacity(cases.len());
    for (at, mut case) in cases.drain(..).enumerate() {
        let places = found.places.get(&at).map_or(&[][..], Vec::as_slice);
        let holds = match case.label {
            Label::Exact => true,
            Label::Truncated => places.iter().all(|place| goes_on(archive, place)),
            label if label.is_verbatim() => widen(archive, &mut case, places),
            _ => places.is_empty(),
        };
        if holds && !found.borrowed.contains(&at) {
            add_places(&mut case, places);
            kept.push(case);
        } else {
            count(dropped, case.label);
        }
    }
    kept
}

fn count(dropped: &mut Vec<(Label, usize)>, label: Label) {
    match dropped.iter_mut().find(|(other, _)| *other == label) {
        Some((_, count)) => *count += 1,
        None => dropped.push((label, 1)),
    }
}

/// Adds the places of a verbatim case that it does not have yet.
fn add_places(case: &mut Case, places: &[Place]) {
    let Some(known) = &mut case.place else { return };
    for (article, range) in places {
        if !known
            .iter()
            .any(|(other, right)| other == article && overlap(range, right))
        {
            known.push((*article, range.clone()));
        }
    }
}

/// Tells whether the source goes on in the same sentence behind a place.
fn goes_on(archive: &Archive, (article, range): &Place) -> bool {
    let behind = &archive.articles[*article].body[range.end..];
    behind.starts_with(' ') && behind[1..].starts_with(char::is_lowercase)
}

/// Accepts every faithful verdict where the words stand elsewhere in another dress, which may be the quotation's own.
fn widen(archive: &Archive, case: &mut Case, places: &[Place]) -> bool {
    let dress = |(article, range): &Place| {
        let body = archive.articles[*article].body;
        (&body[range.clone()], body[range.end..].chars().next())
    };
    let own = case
        .place
        .as_ref()
        .and_then(|places| places.first())
        .map(dress);
    if places.iter().any(|place| Some(dress(place)) != own) {
        case.expected = &FAITHFUL;
    }
    true
}

/// What was found of the cases in the indexed articles.
#[derive(Default)]
struct Found {
    /// Where the words of a case stand, by its index.
    places: BTreeMap<usize, Vec<Place>>,
    /// Cases without a source of which too many runs of words stand in one article, or in the archive.
    borrowed: BTreeSet<usize>,
}

/// Looks for the words of all cases in all indexed articles.
fn look_up(archive: &Archive, cases: &[Case]) -> Found {
    let patterns = Patterns::of(cases);
    let automaton = AhoCorasick::new(&patterns.texts).expect("the patterns are few and short");
    let mut found = Found::default();
    let mut runs: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    let mut folded = FoldedBody::default();
    for (article, source) in archive.articles.iter().enumerate() {
        if archive.held_out.contains(&article) {
            continue;
        }
        folded.read(source.body);
        let mut here: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for hit in automaton.find_overlapping_iter(&folded.text) {
            match patterns.meanings[hit.pattern().as_usize()] {
                (case, None) => {
                    let place = (article, folded.source(hit.range()));
                    found.places.entry(case).or_default().push(place);
                }
                (case, Some(run)) => {
                    here.entry(case).or_default().insert(run);
                }
            }
        }
        for (case, mut standing) in here {
            if standing.len() > most_in_one(&cases[case]) {
                found.borrowed.insert(case);
            }
            runs.entry(case).or_default().append(&mut standing);
        }
    }
    let too_many = runs
        .iter()
        .filter(|(case, standing)| standing.len() > most_in_all(&cases[**case]));
    found.borrowed.extend(too_many.map(|(case, _)| *case));
    found
}

/// Returns how many runs of words of a case without a source may stand in one article.
fn most_in_one(case: &Case) -> usize {
    match case.label {
        Label::Fabricated => 2,
        _ => case.words.saturating_sub(RUN - 1) / 4,
    }
}

/// Returns how many runs of words of a case without a source may stand in the archive.
fn most_in_all(case: &Case) -> usize {
    case.words.saturating_sub(RUN - 1) / 2
}

/// What is looked for: whole cases, and runs of words of those without a source.
#[derive(Default)]
struct Patterns {
    texts: Vec<String>,
    /// The case a pattern is of, and the run, if it is not the whole.
    meanings: Vec<(usize, Option<usize>)>,
}

impl Patterns {
    fn of(cases: &[Case]) -> Self {
        let mut patterns = Patterns::default();
        for (at, case) in cases.iter().enumerate() {
            let folded = words(&case.text);
            patterns.add(&folded, (at, None));
            if !case.label.has_source() && folded.len() > RUN {
                for (nth, run) in folded.windows(RUN).enumerate() {
                    patterns.add(run, (at, Some(nth)));
                }
            }
        }
        patterns
    }

    fn add(&mut self, folded: &[String], meaning: (usize, Option<usize>)) {
        self.texts.push(format!(" {} ", folded.join(" ")));
        self.meanings.push(meaning);
    }
}

/// The folded words of a body, one space before, between and behind them, with the way back.
#[derive(Default)]
struct FoldedBody {
    text: String,
    /// For each word, where it begins in the text, and its bytes in the body.
    words: Vec<(usize, Range<usize>)>,
}

impl FoldedBody {
    fn read(&mut self, body: &str) {
        self.text.clear();
        self.words.clear();
        self.text.push(' ');
        let mut tokenizer = Tokenizer::new(body, Reading::Split);
        while tokenizer.advance() {
            let token = tokenizer.token();
            self.words.push((self.text.len(), token.start..token.end));
            self.text.push_str(&token.text);
            self.text.push(' ');
        }
    }

    /// Returns the bytes of the body for a hit, which begins and ends with a space.
    fn source(&self, hit: Range<usize>) -> Range<usize> {
        let first = self.words.partition_point(|(start, _)| *start <= hit.start);
        let after = self
            .words
            .partition_point(|(start, _)| *start < hit.end - 1);
        self.words[first].1.start..self.words[after - 1].1.end
    }
}
