//! Alterations: edits that change what was said and say nothing of it.
//!
//! A stretch goes in; edits of its inner words come out. The first and the last word are never touched: without them
//! the rest would be a shorter quotation, and a faithful one. What is not here: declared edits
//! ([`edits`](super::edits)) and whether the altered words stand elsewhere ([`correction`](super::correction)).

use super::Alteration;
use super::archive::{Archive, is_name};
use super::random::Random;
use super::written::{Edit, Stretch, ends_sentence, is_plain_gap};

/// Alters one inner word in one way; none where the stretch has no word for it.
pub(crate) fn alter(
    archive: &Archive,
    stretch: &Stretch,
    kind: Alteration,
    random: &mut Random,
) -> Option<Vec<Edit>> {
    let inner: Vec<usize> = (1..stretch.len() - 1).collect();
    let edits: Vec<Edit> = match kind {
        Alteration::Substitute | Alteration::Delete | Alteration::Insert => {
            let at = *random.pick_any(&inner)?;
            vec![edit_at(archive, stretch, at, kind, random)?]
        }
        Alteration::Negation => vec![negation(stretch, &inner, random)?],
        Alteration::Number => vec![number(stretch, &inner, random)?],
        Alteration::Name => vec![name(archive, stretch, &inner, random)?],
    };
    Some(edits)
}

/// Alters a share of the words, given in hundredths, spread over the stretch and never two that stand together.
pub(crate) fn alter_share(
    archive: &Archive,
    stretch: &Stretch,
    hundredths: std::ops::RangeInclusive<usize>,
    random: &mut Random,
) -> Option<Vec<Edit>> {
    let length = stretch.len();
    let fitting: Vec<usize> = (1..length)
        .filter(|count| hundredths.contains(&(count * 100 / length)))
        .collect();
    let count = *random.pick_any(&fitting)?;
    let mut edits = Vec::new();
    let mut last = 0;
    for nth in 0..count {
        // The stretch is parted evenly, and one word of each part is altered.
        let from = (1 + nth * (length - 2) / count).max(if nth == 0 { 1 } else { last + 2 });
        let to = (nth + 1) * (length - 2) / count;
        let at = if from < to {
            random.within(from..=to)
        } else {
            from
        };
        let kinds = [
            Alteration::Substitute,
            Alteration::Substitute,
            Alteration::Delete,
            Alteration::Insert,
        ];
        edits.push(edit_at(archive, stretch, at, *random.pick(&kinds), random)?);
        last = at;
    }
    (last + 1 < length).then_some(edits)
}

/// Substitutes or deletes one word, or inserts one behind it.
fn edit_at(
    archive: &Archive,
    stretch: &Stretch,
    at: usize,
    kind: Alteration,
    random: &mut Random,
) -> Option<Edit> {
    let word = stretch.word(at);
    let plain = word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let lower = word.to_ascii_lowercase();
    match kind {
        Alteration::Delete => delete(stretch, at),
        Alteration::Insert => {
            let inserted = *random.pick(&archive.stream);
            let fits =
                archive.knows(inserted) && inserted != lower && is_plain_gap(stretch.gap(at));
            let end = stretch.at(at).end;
            fits.then(|| (end..end, format!(" {inserted}")))
        }
        _ => {
            let other = archive.like(&lower, random);
            let fits = plain && other != lower && (word == lower || is_name(word));
            let replacement = if word == lower {
                other.to_owned()
            } else {
                capitalised(other)
            };
            fits.then(|| (stretch.at(at), replacement))
        }
    }
}

/// Deletes a word with the space beside it; none where marks stand on both sides, which would be left alone.
fn delete(stretch: &Stretch, at: usize) -> Option<Edit> {
    let range = stretch.at(at);
    if is_plain_gap(stretch.gap(at)) {
        return Some((range.start..stretch.at(at + 1).start, String::new()));
    }
    is_plain_gap(stretch.gap(at - 1)).then(|| (stretch.at(at - 1).end..range.end, String::new()))
}

const AUXILIARIES: [&str; 15] = [
    "is", "are", "was", "were", "will", "would", "can", "could", "should", "has", "have", "had",
    "do", "does", "did",
];

/// Takes a negation out or puts one in.
fn negation(stretch: &Stretch, inner: &[usize], random: &mut Random) -> Option<Edit> {
    let fitting: Vec<Edit> = inner
        .iter()
        .filter_map(|at| negated(stretch, *at, random))
        .collect();
    random.pick_any(&fitting).cloned()
}

fn negated(stretch: &Stretch, at: usize, random: &mut Random) -> Option<Edit> {
    let (word, range) = (stretch.word(at), stretch.at(at));
    let behind = |text: &str| (range.end..range.end, text.to_owned());
    match word {
        "not" | "never" => delete(stretch, at),
        "cannot" => Some((range, "can".to_owned())),
        "can’t" | "can't" => Some((range, "can".to_owned())),
        "won’t" | "won't" => Some((range, "will".to_owned())),
        "can" => Some((range, "cannot".to_owned())),
        _ if word.ends_with("n’t") || word.ends_with("n't") => {
            let bare = word.trim_end_matches("n’t").trim_end_matches("n't");
            AUXILIARIES
                .contains(&bare)
                .then(|| (range, bare.to_owned()))
        }
        _ if AUXILIARIES.contains(&word) && is_plain_gap(stretch.gap(at)) => {
            let negations = [" not", " never", "n’t"];
            let contracts = word != "will";
            let negation: &str = random.pick::<&str>(&negations[..2 + usize::from(contracts)]);
            Some(behind(negation))
        }
        _ => None,
    }
}

/// Numbers written as words, those that may stand for each other together.
pub(super) const NUMBERS: [&[&str]; 3] = [
    &[
        "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    ],
    &["hundred", "thousand", "million", "billion", "trillion"],
    &["second", "third", "fourth", "fifth", "sixth", "seventh"],
];

/// Changes a digit of a number, or a number written as a word.
fn number(stretch: &Stretch, inner: &[usize], random: &mut Random) -> Option<Edit> {
    let counts = |at: &&usize| {
        let word = stretch.word(**at);
        word.contains(|character: char| character.is_ascii_digit())
            || NUMBERS.iter().any(|family| family.contains(&word))
    };
    let fitting: Vec<usize> = inner.iter().filter(counts).copied().collect();
    let at = *random.pick_any(&fitting)?;
    let (word, range) = (stretch.word(at), stretch.at(at));
    if let Some(family) = NUMBERS.iter().find(|family| family.contains(&word)) {
        let others: Vec<&&str> = family.iter().filter(|other| **other != word).collect();
        return Some((range, random.pick(&others).to_string()));
    }
    let digits: Vec<(usize, char)> = word
        .char_indices()
        .filter(|(_, character)| character.is_ascii_digit())
        .collect();
    let (place, old) = *random.pick_any(&digits)?;
    let new = (b'1' + ((old as u8 - b'0') + random.within(0..=7) as u8) % 9) as char;
    let byte = range.start + place;
    (new != old).then(|| (byte..byte + 1, new.to_string()))
}

/// Exchanges a name within a sentence by another; what hangs on it, such as `’s`, stays.
fn name(
    archive: &Archive,
    stretch: &Stretch,
    inner: &[usize],
    random: &mut Random,
) -> Option<Edit> {
    let head = |at: usize| {
        stretch
            .word(at)
            .split(['’', '\''])
            .next()
            .unwrap_or_default()
    };
    let named = |at: &&usize| {
        !ends_sentence(stretch.gap(**at - 1)) && archive.names.binary_search(&head(**at)).is_ok()
    };
    let fitting: Vec<usize> = inner.iter().filter(named).copied().collect();
    let at = *random.pick_any(&fitting)?;
    let other = *random.pick(&archive.names);
    let start = stretch.at(at).start;
    (other != head(at)).then(|| (start..start + head(at).len(), other.to_owned()))
}

/// Gives a plain word a capital.
pub(crate) fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}
