//! What the score of one document is the sum of.

use tantivy::DocAddress;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;

use super::nearness::Nearness;
use super::words::{Lengths, Occurrences, Words};
use super::{Counted, Place};
use crate::engine::embedded::postings::stands_in;
use crate::search::engine::{ScorePart, Signal};
use crate::search::signals::Shared;

/// Returns the parts of a document's score, each above 0: the words in the order of the query, then the rest.
pub(super) fn of(
    words: &Words<'_>,
    nearness: &Nearness<'_, '_>,
    place: &Place,
) -> tantivy::Result<Vec<ScorePart>> {
    let address = place.address;
    let mut parts = of_words(words, address)?;
    if place.nearness == Counted::Yes {
        parts.extend(of_places(words, nearness, address)?);
    }
    if words.is_raised(address) {
        parts.push(part(Signal::Phrase, words.lift()));
    }
    parts.push(part(Signal::Feedback, place.gained));
    parts.retain(|part| part.value > 0.0);
    Ok(parts)
}

fn part(signal: Signal, value: f64) -> ScorePart {
    ScorePart { signal, value }
}

/// Adds up again, for one document, what the first pass adds up for all.
fn of_words(words: &Words<'_>, address: DocAddress) -> tantivy::Result<Vec<ScorePart>> {
    let (index, doc) = (words.index, address.doc_id);
    let segment = index.searcher.segment_reader(address.segment_ord);
    let norms = &words.norms;
    let lengths = Lengths::open(index, segment)?;
    let mut shared = Shared::default();
    let mut parts = Vec::new();
    for (number, group) in words.ranking.groups.iter().enumerate() {
        let mut found = Occurrences::default();
        for form in words.forms[number].of(address.segment_ord) {
            let mut postings = form.open(segment, IndexRecordOption::WithFreqs)?;
            if stands_in(&mut postings, doc) {
                let each = norms.of(&lengths, form.view, doc);
                found.add(form.view, postings.term_freq(), each);
            }
        }
        for (view, docs) in words.forms[number].written_as_two(address.segment_ord) {
            if docs.binary_search(&doc).is_ok() {
                found.add_as_two(view, norms.of(&lengths, view, doc));
            }
        }
        if found.title > 0 {
            shared.add(&words.weighed, number, f64::from(found.title));
        }
        let signal = Signal::Word {
            word: group.label.clone(),
            body: found.body,
            title: found.title,
            articles: words.frequencies[number],
        };
        let value = words.weighed.word(&words.weights, number, found.frequency);
        parts.push(part(signal, value));
    }
    let columns = &index.columns()?[address.segment_ord as usize];
    let length = columns.title_words.first(doc).unwrap_or(0) as f64;
    let title = words.weighed.title(&words.weights, &shared, length);
    parts.push(part(Signal::TitleShare, title.share));
    parts.push(part(Signal::TitleLikeness, title.likeness));
    Ok(parts)
}

fn of_places(
    words: &Words<'_>,
    nearness: &Nearness<'_, '_>,
    address: DocAddress,
) -> tantivy::Result<Vec<ScorePart>> {
    let places = nearness.places(address)?;
    let label = |group: usize| words.ranking.groups[group].label.clone();
    let lead: Vec<(usize, f64)> = nearness
        .lead(&places)
        .filter(|(_, value)| *value > 0.0)
        .collect();
    let leading = lead.iter().map(|(group, _)| label(*group)).collect();
    let of_lead = part(
        Signal::Lead { words: leading },
        lead.iter().map(|(_, value)| value).sum(),
    );
    let of_pairs = nearness.pairs(&places).map(|(number, value)| {
        let pair = &words.ranking.pairs[number];
        let words = [label(pair.first), label(pair.second)];
        part(Signal::Pair { words }, value)
    });
    Ok([of_lead].into_iter().chain(of_pairs).collect())
}
