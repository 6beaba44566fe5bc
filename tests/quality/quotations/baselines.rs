//! What people do without a checker: a search for the folded characters, and a threshold on similarity.
//!
//! Generated cases go in; an answer to each comes out that says `faithful` or `unfaithful`, and where. What is not
//! here: any verdict finer than that.

use std::time::Instant;

use aho_corasick::AhoCorasick;
use pullquote::text::{Folded, fold};
use rapidfuzz::fuzz::{Args, RatioBatchComparator};

use super::{Answer, Generated, Place};

/// The share of characters from which a window counts as the quotation.
const THRESHOLD: f64 = 0.9;

/// Answers `faithful` where the folded characters of a quotation stand in an indexed article.
///
/// All quotations are looked for at once; each is given its share of the time.
pub(crate) fn substring_answers(generated: &Generated) -> Vec<Answer> {
    let started = Instant::now();
    let texts: Vec<String> = generated
        .cases
        .iter()
        .map(|case| fold(&case.text).text)
        .collect();
    let automaton = AhoCorasick::new(&texts).expect("the patterns are few and short");
    let mut places: Vec<Option<Place>> = vec![None; texts.len()];
    for (article, source) in indexed(generated) {
        let body = fold(source);
        for hit in automaton.find_overlapping_iter(&body.text) {
            let place = &mut places[hit.pattern().as_usize()];
            place.get_or_insert_with(|| (article, body.source_range(hit.range())));
        }
    }
    let micros = started.elapsed().as_secs_f64() * 1e6 / texts.len().max(1) as f64;
    places
        .into_iter()
        .map(|place| answer(place, micros))
        .collect()
}

/// Answers `faithful` where nine of ten characters of a quotation stand in a window of one of the articles that
/// `candidates` names for it.
pub(crate) fn similarity_answers(
    generated: &Generated,
    candidates: &dyn Fn(&str) -> Vec<usize>,
) -> Vec<Answer> {
    let check = |text: &str| {
        let started = Instant::now();
        let comparator = RatioBatchComparator::new(fold(text).text.chars());
        let length = fold(text).text.chars().count();
        let best = candidates(text)
            .into_iter()
            .filter_map(|article| {
                let body = generated.archive[article].body;
                best_window(&comparator, length, body)
                    .map(|(score, range)| (score, (article, range)))
            })
            .max_by(|one, other| one.0.total_cmp(&other.0));
        answer(
            best.map(|(_, place)| place),
            started.elapsed().as_secs_f64() * 1e6,
        )
    };
    generated
        .cases
        .iter()
        .map(|case| check(&case.text))
        .collect()
}

fn answer(place: Option<Place>, micros: f64) -> Answer {
    let verdict = if place.is_some() {
        "faithful"
    } else {
        "unfaithful"
    };
    Answer {
        verdict: verdict.to_owned(),
        place,
        micros,
    }
}

fn indexed<'g>(generated: &'g Generated) -> impl Iterator<Item = (usize, &'g str)> {
    let all = generated.archive.iter().enumerate();
    all.filter(|(article, _)| !generated.held_out.contains(article))
        .map(|(article, source)| (article, source.body))
}

/// Finds the window of whole words, as long as the quotation, that is most like it, if any is enough like it.
fn best_window(
    comparator: &RatioBatchComparator<char>,
    length: usize,
    body: &str,
) -> Option<(f64, std::ops::Range<usize>)> {
    let folded = fold(body);
    let letters: Vec<(usize, char)> = folded.text.char_indices().collect();
    let starts = |at: &usize| *at == 0 || letters[*at - 1].1 == ' ';
    let mut best: Option<(f64, std::ops::Range<usize>)> = None;
    for start in (0..letters.len()).filter(starts) {
        let end = word_end(&letters, start + length);
        let window = letters[start..end].iter().map(|(_, letter)| *letter);
        let cutoff = best.as_ref().map_or(THRESHOLD, |(score, _)| *score);
        let score = comparator.similarity_with_args(window, &Args::default().score_cutoff(cutoff));
        if let Some(score) = score.filter(|score| best.is_none() || *score > cutoff) {
            best = Some((score, start..end));
        }
    }
    best.map(|(score, window)| (score, source_range(&folded, &letters, window)))
}

/// Moves an end of a window to the nearest end of a word.
fn word_end(letters: &[(usize, char)], end: usize) -> usize {
    let is_end = |at: usize| at >= letters.len() || letters[at].1 == ' ';
    let end = end.min(letters.len());
    (0..6)
        .flat_map(|step| [end.saturating_sub(step), (end + step).min(letters.len())])
        .find(|at| is_end(*at))
        .unwrap_or(end)
}

fn source_range(
    folded: &Folded,
    letters: &[(usize, char)],
    window: std::ops::Range<usize>,
) -> std::ops::Range<usize> {
    let byte = |at: usize| letters.get(at).map_or(folded.text.len(), |(byte, _)| *byte);
    folded.source_range(byte(window.start)..byte(window.end))
}
