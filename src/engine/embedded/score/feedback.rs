//! The third pass, where it is asked for: what the best articles have in common lifts others that are like them.

use std::collections::HashMap;

use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId};

use super::Place;
use super::groups::Forms;
use super::words::{Lengths, Norms, Words};
use crate::engine::embedded::lower::view_term;
use crate::engine::embedded::postings::{document_frequency, stands_in};
use crate::engine::embedded::reader::Index;
use crate::search::engine::{TermGroup, View};
use crate::search::feedback::{Model, Seed, gain};

/// Adds to the scores of documents what they gain by what the first of them have in common. They come in order.
pub(super) fn add(words: &Words<'_>, places: &mut [Place]) -> tantivy::Result<()> {
    let weights = &words.weights;
    let seeds = places.len().min(weights.feedback_articles as usize);
    let first = places.first().map_or(0.0, |place| unlifted(words, place));
    if seeds < 2 || first <= 0.0 {
        return Ok(());
    }
    let addresses: Vec<DocAddress> = places[..seeds].iter().map(|place| place.address).collect();
    let model = model(words, &places[..seeds])?;
    let likeness = likeness(words, &model, &addresses, places)?;
    let of_first = likeness[0];
    for (place, likeness) in places.iter_mut().zip(likeness) {
        place.gained = gain(weights, likeness, of_first, first);
        place.score += place.gained;
    }
    Ok(())
}

fn unlifted(words: &Words<'_>, place: &Place) -> f64 {
    match words.is_raised(place.address) {
        true => place.score - words.lift(),
        false => place.score,
    }
}

fn model(words: &Words<'_>, places: &[Place]) -> tantivy::Result<Model> {
    let index = words.index;
    let seeds = places.iter().map(|place| {
        let body = index.body(place.address)?;
        Ok(Seed::read(unlifted(words, place), &body))
    });
    let seeds: Vec<Seed> = seeds.collect::<tantivy::Result<_>>()?;
    let mut frequencies: HashMap<String, u64> = HashMap::new();
    for word in seeds.iter().flat_map(Seed::words) {
        if !frequencies.contains_key(word) {
            let term = view_term(&index.fields, View::Body, word);
            frequencies.insert(word.to_owned(), document_frequency(index, &term)?);
        }
    }
    let statistics = index.statistics()?;
    Ok(Model::new(
        &words.weights,
        &statistics,
        &seeds,
        &frequencies,
    ))
}

/// Returns how like the seeds each document is, in the order given.
fn likeness(
    words: &Words<'_>,
    model: &Model,
    seeds: &[DocAddress],
    places: &[Place],
) -> tantivy::Result<Vec<f64>> {
    let index = words.index;
    let groups = model.forms().map(group);
    let forms: Vec<Forms> = groups
        .map(|group| Forms::look_up(index, &group))
        .collect::<tantivy::Result<_>>()?;
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_unstable_by_key(|place| places[*place].address);
    let mut likeness = vec![0.0; places.len()];
    for order in order
        .chunk_by(|one, next| places[*one].address.segment_ord == places[*next].address.segment_ord)
    {
        let docs = order
            .iter()
            .map(|place| places[*place].address.doc_id)
            .collect::<Vec<_>>();
        let segment = places[order[0]].address.segment_ord;
        let found = frequencies(index, &words.norms, &forms, segment, &docs)?;
        for (place, frequencies) in order.iter().zip(found.chunks(forms.len().max(1))) {
            let address = places[*place].address;
            let seed = seeds.iter().position(|seed| *seed == address);
            likeness[*place] = model.likeness(&words.weights, frequencies, seed);
        }
    }
    Ok(likeness)
}

fn group(forms: &[String]) -> TermGroup {
    let terms = forms.iter().flat_map(|form| {
        let views = [View::Body, View::Title].into_iter();
        views.map(move |view| (view, form.clone()))
    });
    TermGroup {
        label: String::new(),
        terms: terms.collect(),
        phrases: Vec::new(),
        count: 1.0,
    }
}

/// Returns for each document, and in it for each word, how often it stands there, normalised by length.
fn frequencies(
    index: &Index,
    norms: &Norms,
    words: &[Forms],
    ordinal: u32,
    docs: &[DocId],
) -> tantivy::Result<Vec<f64>> {
    let segment = index.searcher.segment_reader(ordinal);
    let lengths = Lengths::open(index, segment)?;
    let mut frequencies = vec![0.0; docs.len() * words.len()];
    for (word, forms) in words.iter().enumerate() {
        for form in forms.of(ordinal) {
            let mut postings = form.open(segment, IndexRecordOption::WithFreqs)?;
            for (place, doc) in docs.iter().enumerate() {
                if stands_in(&mut postings, *doc) {
                    let count = f64::from(postings.term_freq());
                    frequencies[place * words.len() + word] +=
                        norms.of(&lengths, form.view, *doc) * count;
                }
            }
        }
    }
    Ok(frequencies)
}
