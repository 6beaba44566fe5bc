//! The quoting code: over the stored body of an article that an engine found, it marks the exact spans that
//! match, chooses and ranks the passages that show them, and cites each with its offsets.
//!
//! It is the same for every engine. A body is read token by token with the index's own analysis; only tokens
//! that the query knows are kept. A match that runs over the edge of a passage joins the passages, so it is
//! shown whole and once. The text of a passage is always a slice of the body.

use std::collections::HashMap;
use std::ops::Range;

use crate::article::Address;
use crate::search::engine::Stored;
use crate::search::hit::Passage;
use crate::search::plan::{Leaf, PhraseLeaf};
use crate::text::{self, JoinedForm, JoinedForms, Reading, Tokenizer};

/// How many code points of context are given before and after a passage.
const CONTEXT: usize = 32;

/// What is shown of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Quoted {
    pub(crate) passages: Vec<Passage>,
    pub(crate) more_passages: usize,
    pub(crate) title_matches: Vec<Range<usize>>,
}

/// Chooses at most `limit` passages of an article, the best first; without any match, its first passage.
pub(crate) fn quote(stored: &Stored, leaves: &[Leaf], limit: Option<usize>) -> Quoted {
    let body = &stored.article.body;
    let in_body: Vec<&Leaf> = leaves.iter().filter(|leaf| leaf.scope.has_body()).collect();
    let found = occurrences(body, &in_body);
    let mut spans = show(&stored.passages, body.len(), &found, &in_body);
    if spans.is_empty() {
        spans.extend(lead(&stored.passages, body));
    }
    let shown = spans.len().min(limit.unwrap_or(usize::MAX));
    let more_passages = spans.len() - shown;
    spans.truncate(shown);
    let passages = spans.into_iter().map(|span| cite(stored, span)).collect();
    Quoted {
        passages,
        more_passages,
        title_matches: title_matches(stored, leaves),
    }
}

/// Cites a range of an article's body, in bytes, exactly, with nothing marked.
pub(crate) fn passage(stored: &Stored, bytes: Range<usize>) -> Passage {
    cite_exactly(
        stored,
        Span {
            bytes,
            matches: Vec::new(),
            score: 0.0,
        },
    )
}

fn title_matches(stored: &Stored, leaves: &[Leaf]) -> Vec<Range<usize>> {
    let Some(title) = &stored.article.metadata.title else {
        return Vec::new();
    };
    let in_title: Vec<Leaf> = leaves
        .iter()
        .filter(|leaf| leaf.scope.has_title())
        .map(as_in_titles)
        .collect();
    let found = occurrences(&title.value, &in_title.iter().collect::<Vec<_>>());
    let matches = merged(
        found
            .into_iter()
            .flat_map(|occurrence| occurrence.marks)
            .collect(),
    );
    matches
        .into_iter()
        .map(|bytes| code_points(&title.value, &bytes))
        .collect()
}

/// Titles have one reading and no joined forms: what is marked in them is what the engine looks up.
fn as_in_titles(leaf: &Leaf) -> Leaf {
    let mut leaf = leaf.clone();
    leaf.joined.clear();
    leaf.phrases
        .retain(|phrase| phrase.reading == Reading::Split);
    leaf
}

/// One place where a leaf matches.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Occurrence {
    leaf: usize,
    /// What is marked, in bytes; in order.
    marks: Vec<Range<usize>>,
}

impl Occurrence {
    fn range(&self) -> Range<usize> {
        let start = self.marks.first().map_or(0, |mark| mark.start);
        start..self.marks.last().map_or(start, |mark| mark.end)
    }
}

/// Finds every place where a leaf matches, in the order of the text, each once.
fn occurrences(text: &str, leaves: &[&Leaf]) -> Vec<Occurrence> {
    if leaves.is_empty() {
        return Vec::new();
    }
    let vocabulary = Vocabulary::of(leaves);
    let split = Words::read(text, &vocabulary, Reading::Split);
    let mut found = split.singles;
    found.extend(phrases(&split.known, leaves, &vocabulary, Reading::Split));
    if split.has_line_hyphen {
        let rejoined = Words::read(text, &vocabulary, Reading::Joined);
        let more = phrases(&rejoined.known, leaves, &vocabulary, Reading::Joined);
        found.extend(more);
    }
    found.sort_by_key(|occurrence| {
        (
            occurrence.range().start,
            occurrence.range().end,
            occurrence.leaf,
        )
    });
    found.dedup();
    found
}

/// The terms a query knows, numbered.
struct Vocabulary<'l> {
    numbers: HashMap<&'l str, usize>,
    /// For each number, the leaves of which the term alone is an occurrence.
    alone: Vec<Vec<usize>>,
    /// The leaves of which a joined form is an occurrence.
    joined: HashMap<&'l str, Vec<usize>>,
}

impl<'l> Vocabulary<'l> {
    fn of(leaves: &[&'l Leaf]) -> Self {
        let mut vocabulary = Vocabulary {
            numbers: HashMap::new(),
            alone: Vec::new(),
            joined: HashMap::new(),
        };
        for (place, leaf) in leaves.iter().enumerate() {
            for form in &leaf.forms {
                let number = vocabulary.number(form);
                vocabulary.alone[number].push(place);
            }
            for form in &leaf.joined {
                vocabulary.joined.entry(form).or_default().push(place);
            }
            for term in leaf.phrases.iter().flat_map(|phrase| &phrase.terms) {
                vocabulary.number(term);
            }
        }
        vocabulary
    }

    fn number(&mut self, term: &'l str) -> usize {
        let next = self.numbers.len();
        let number = *self.numbers.entry(term).or_insert(next);
        if number == next {
            self.alone.push(Vec::new());
        }
        number
    }
}

/// A token that the query knows.
#[derive(Clone, Debug)]
struct Known {
    number: usize,
    position: u32,
    bytes: Range<usize>,
}

/// What one reading of a text has of a vocabulary.
struct Words {
    known: Vec<Known>,
    singles: Vec<Occurrence>,
    has_line_hyphen: bool,
}

impl Words {
    fn read(text: &str, vocabulary: &Vocabulary<'_>, reading: Reading) -> Self {
        let mut words = Words {
            known: Vec::new(),
            singles: Vec::new(),
            has_line_hyphen: false,
        };
        let mut joined = JoinedForms::new(text);
        let mut tokens = Tokenizer::new(text, reading);
        while tokens.advance() {
            let token = tokens.token();
            words.has_line_hyphen |= token.join == text::Join::LineHyphen;
            if !vocabulary.joined.is_empty() {
                joined.push(token, |form| words.take_joined(&form, vocabulary));
            }
            if let Some(&number) = vocabulary.numbers.get(token.text.as_str()) {
                words.take(number, token, vocabulary);
            }
        }
        joined.finish(|form| words.take_joined(&form, vocabulary));
        words
    }

    fn take(&mut self, number: usize, token: &text::Token, vocabulary: &Vocabulary<'_>) {
        let bytes = token.start..token.end;
        for &leaf in &vocabulary.alone[number] {
            self.singles.push(Occurrence {
                leaf,
                marks: vec![bytes.clone()],
            });
        }
        self.known.push(Known {
            number,
            position: token.position,
            bytes,
        });
    }

    fn take_joined(&mut self, form: &JoinedForm<'_>, vocabulary: &Vocabulary<'_>) {
        for &leaf in vocabulary.joined.get(form.text).into_iter().flatten() {
            self.singles.push(Occurrence {
                leaf,
                marks: vec![form.bytes.clone()],
            });
        }
    }
}

fn phrases(
    known: &[Known],
    leaves: &[&Leaf],
    vocabulary: &Vocabulary<'_>,
    reading: Reading,
) -> Vec<Occurrence> {
    let mut found = Vec::new();
    for (leaf, phrase) in leaves.iter().enumerate().flat_map(|(place, leaf)| {
        leaf.phrases
            .iter()
            .filter(|phrase| phrase.reading == reading)
            .map(move |phrase| (place, phrase))
    }) {
        let numbers: Vec<usize> = phrase
            .terms
            .iter()
            .map(|term| vocabulary.numbers[term.as_str()])
            .collect();
        for start in 0..known.len() {
            if let Some(places) = phrase_from(known, start, &numbers, phrase) {
                found.push(Occurrence {
                    leaf,
                    marks: phrase_marks(known, &places, phrase),
                });
            }
        }
    }
    found
}

/// Returns the places in `known` of a phrase that begins at `start`: each word takes the nearest place left.
fn phrase_from(
    known: &[Known],
    start: usize,
    numbers: &[usize],
    phrase: &PhraseLeaf,
) -> Option<Vec<usize>> {
    let first = known[start].position;
    if known[start].number != *numbers.first()? {
        return None;
    }
    let widest = phrase.slop.saturating_add(numbers.len() as u32 - 1);
    let mut places = vec![start];
    for number in &numbers[1..] {
        let next = places[places.len() - 1] + 1;
        let place = (next..known.len())
            .take_while(|place| known[*place].position - first <= widest)
            .find(|place| known[*place].number == *number)?;
        places.push(place);
    }
    Some(places)
}

/// An exact phrase is marked as a whole; of one with other words among its own, only its own.
fn phrase_marks(known: &[Known], places: &[usize], phrase: &PhraseLeaf) -> Vec<Range<usize>> {
    let marks = places.iter().map(|place| known[*place].bytes.clone());
    if phrase.slop > 0 {
        return marks.collect();
    }
    let whole = marks.reduce(|first, last| first.start..last.end);
    whole.into_iter().collect()
}

/// A stretch of the body to be shown.
struct Span {
    bytes: Range<usize>,
    matches: Vec<Range<usize>>,
    score: f64,
}

/// Chooses the stretches that show what was found: passages, joined where a match runs over their edge; the
/// best first.
fn show(starts: &[u32], length: usize, found: &[Occurrence], leaves: &[&Leaf]) -> Vec<Span> {
    let mut places: Vec<(usize, usize, &Occurrence)> = found
        .iter()
        .map(|occurrence| {
            let range = occurrence.range();
            (
                passage_at(starts, range.start),
                passage_at(starts, range.end.max(1) - 1),
                occurrence,
            )
        })
        .collect();
    places.sort_by_key(|(first, last, occurrence)| {
        (*first, *last, occurrence.leaf, occurrence.range().start)
    });
    let mut spans = Vec::new();
    let mut rest = places.as_slice();
    while let Some((first, last, _)) = rest.first() {
        let (first, mut last) = (*first, *last);
        let mut count = 0;
        while let Some((next, end, _)) = rest.get(count)
            && *next <= last
        {
            last = last.max(*end);
            count += 1;
        }
        let (here, after) = rest.split_at(count);
        spans.push(span(
            passage_range(starts, length, first, last),
            here,
            leaves,
        ));
        rest = after;
    }
    spans.sort_by(|one, other| {
        other
            .score
            .total_cmp(&one.score)
            .then(one.bytes.start.cmp(&other.bytes.start))
    });
    spans
}

fn span(bytes: Range<usize>, places: &[(usize, usize, &Occurrence)], leaves: &[&Leaf]) -> Span {
    let mut counts = vec![0u32; leaves.len()];
    for (_, _, occurrence) in places {
        counts[occurrence.leaf] += 1;
    }
    // A further occurrence of the same counts less each time, so that variety stands above repetition.
    let score = counts
        .iter()
        .zip(leaves)
        .map(|(&count, leaf)| leaf.weight * (2.0 * f64::from(count) / (1.0 + f64::from(count))))
        .sum();
    let matches = merged(
        places
            .iter()
            .flat_map(|(_, _, occurrence)| occurrence.marks.clone())
            .collect(),
    );
    Span {
        bytes,
        matches,
        score,
    }
}

fn passage_at(starts: &[u32], byte: usize) -> usize {
    starts
        .partition_point(|start| *start as usize <= byte)
        .saturating_sub(1)
}

fn passage_range(starts: &[u32], length: usize, first: usize, last: usize) -> Range<usize> {
    let start = starts.get(first).map_or(0, |start| *start as usize);
    start..starts.get(last + 1).map_or(length, |next| *next as usize)
}

/// Returns the first passage that is not white space alone.
fn lead(starts: &[u32], body: &str) -> Option<Span> {
    (0..starts.len())
        .map(|place| passage_range(starts, body.len(), place, place))
        .find(|bytes| !body[bytes.clone()].trim().is_empty())
        .map(|bytes| Span {
            bytes,
            matches: Vec::new(),
            score: 0.0,
        })
}

/// Sorts ranges and joins those that overlap.
fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

/// Cites a span without the white space at its ends.
fn cite(stored: &Stored, span: Span) -> Passage {
    let bytes = trimmed(&stored.article.body, span.bytes);
    cite_exactly(stored, Span { bytes, ..span })
}

fn cite_exactly(stored: &Stored, span: Span) -> Passage {
    let body = &stored.article.body;
    let bytes = span.bytes;
    let place = code_points(body, &bytes);
    let matches = span.matches.iter().map(|range| {
        let start = place.start + body[bytes.start..range.start].chars().count();
        start..start + body[range.clone()].chars().count()
    });
    Passage {
        address: Address {
            id: stored.article.id,
            start: place.start,
            end: place.end,
        },
        matches: matches.collect(),
        text: body[bytes.clone()].to_owned(),
        prefix: last_code_points(&body[..bytes.start]).to_owned(),
        suffix: first_code_points(&body[bytes.end..]).to_owned(),
        bytes,
    }
}

fn trimmed(body: &str, bytes: Range<usize>) -> Range<usize> {
    let text = &body[bytes.clone()];
    let start = bytes.start + (text.len() - text.trim_start().len());
    start..(bytes.start + text.trim_end().len()).max(start)
}

fn code_points(text: &str, bytes: &Range<usize>) -> Range<usize> {
    let start = text[..bytes.start].chars().count();
    start..start + text[bytes.clone()].chars().count()
}

fn last_code_points(text: &str) -> &str {
    let start = text
        .char_indices()
        .rev()
        .take(CONTEXT)
        .last()
        .map_or(text.len(), |(start, _)| start);
    &text[start..]
}

fn first_code_points(text: &str) -> &str {
    let end = text
        .char_indices()
        .nth(CONTEXT)
        .map_or(text.len(), |(end, _)| end);
    &text[..end]
}
