//! Declared and customary edits: brackets, ellipses, the case at the start and the mark at the end.
//!
//! A stretch goes in; a text comes out that says the same by the customs of the press. What is not here: edits that
//! say nothing of themselves ([`alterations`](super::alterations)).

use super::alterations::NUMBERS;
use super::alterations::capitalised;
use super::archive::Archive;
use super::random::Random;
use super::written::{Stretch, ends_sentence, is_plain_gap};

/// Changes the case of the first letter, or the mark at the end, or both; none where neither can be changed.
pub(crate) fn case_and_end(
    archive: &Archive,
    stretch: &Stretch,
    random: &mut Random,
) -> Option<String> {
    let ways = random.below(3);
    let text = stretch.text();
    let start = match ways {
        0 => None,
        _ => other_case(archive, stretch),
    };
    let end = match ways {
        1 => None,
        _ => other_end(stretch, random),
    };
    let changed = start.is_some() || end.is_some();
    let first = start.unwrap_or_else(|| stretch.word(0).to_owned());
    let whole = first + &text[stretch.word(0).len()..] + end.unwrap_or_default();
    (changed && !stretch.body.contains(&whole)).then_some(whole)
}

/// Returns the first word with its case changed: a capital for a small letter, or a small letter for the capital of a
/// sentence whose first word is no name.
fn other_case(archive: &Archive, stretch: &Stretch) -> Option<String> {
    let word = stretch.word(0);
    let lower = word.to_lowercase();
    if word == lower {
        return word
            .starts_with(char::is_alphabetic)
            .then(|| capitalised(word));
    }
    let starts = stretch.words.start == 0 || ends_sentence(stretch.gap_before());
    (starts && word == capitalised(&lower) && archive.knows(&lower)).then_some(lower)
}

/// Returns a comma where the source has none, or a full stop where its sentence ends with another mark of rest.
fn other_end(stretch: &Stretch, random: &mut Random) -> Option<&'static str> {
    let gap = stretch.gap(stretch.len() - 1);
    let ends = gap.starts_with([';', ':']) && random.chance(50);
    match gap.chars().next()? {
        ',' => None,
        // No full stop: that would end a sentence where the source goes on.
        _ if ends => Some(","),
        '.' if gap.starts_with("..") => None,
        '.' | ' ' => Some(","),
        _ => None,
    }
}

const ROLES: [&str; 8] = [
    "the minister",
    "the company",
    "the president",
    "officials",
    "the group",
    "the city",
    "the team",
    "my colleague",
];

const PRONOUNS: [&str; 14] = [
    "he", "she", "it", "they", "him", "her", "them", "his", "their", "this", "that", "these",
    "those", "we",
];

/// Replaces words by others in brackets, or puts brackets in.
pub(crate) fn bracket(archive: &Archive, stretch: &Stretch, random: &mut Random) -> Option<String> {
    match random.below(5) {
        0 => bracketed_capital(stretch),
        1 => bracketed_ending(archive, stretch, random),
        2 => inserted(stretch, random),
        _ => replaced(archive, stretch, random),
    }
}

/// Writes `[T]he` for `the`, and `[t]he` for `The`.
fn bracketed_capital(stretch: &Stretch) -> Option<String> {
    let text = stretch.text();
    let first = text.chars().next().filter(char::is_ascii_alphabetic)?;
    let word = stretch.word(0);
    let plain = word[1..].bytes().all(|byte| byte.is_ascii_lowercase()) && word != "I";
    let other = if first.is_ascii_lowercase() {
        first.to_ascii_uppercase()
    } else {
        first.to_ascii_lowercase()
    };
    plain.then(|| format!("[{other}]{}", &text[1..]))
}

/// Writes `agree[d]` for `agree` or `agrees`.
fn bracketed_ending(archive: &Archive, stretch: &Stretch, random: &mut Random) -> Option<String> {
    let mut endings = Vec::new();
    for at in 1..stretch.len() - 1 {
        let word = stretch.word(at);
        if word.len() < 4 || !archive.knows(word) {
            continue;
        }
        let stem = word
            .strip_suffix('s')
            .filter(|stem| archive.knows(stem))
            .unwrap_or(word);
        // A word with a form in `ing` is a verb, or near enough to one.
        let bare = stem.strip_suffix('e').unwrap_or(stem);
        let acts = [stem, bare]
            .iter()
            .any(|stem| archive.knows(&format!("{stem}ing")));
        let other = ["d", "s", "ed", "ing"].into_iter().find(|ending| {
            acts && archive.knows(&format!("{stem}{ending}")) && format!("{stem}{ending}") != word
        });
        endings.extend(other.map(|ending| (stretch.at(at), format!("{stem}[{ending}]"))));
    }
    random
        .pick_any(&endings)
        .map(|edit| stretch.edited(std::slice::from_ref(edit)))
}

/// Puts a word in brackets behind another.
fn inserted(stretch: &Stretch, random: &mut Random) -> Option<String> {
    let at = random.within(1..=stretch.len() - 2);
    let end = stretch.at(at).end;
    let role = if random.chance(40) {
        "sic"
    } else {
        random.pick(&ROLES)
    };
    is_plain_gap(stretch.gap(at)).then(|| stretch.edited(&[(end..end, format!(" [{role}]"))]))
}

/// Replaces a pronoun, or one to three words within a clause, by a name in brackets.
fn replaced(archive: &Archive, stretch: &Stretch, random: &mut Random) -> Option<String> {
    let pronouns: Vec<usize> = (1..stretch.len() - 1)
        .filter(|at| PRONOUNS.contains(&stretch.word(*at)))
        .collect();
    let (from, count) = match random.pick_any(&pronouns) {
        Some(pronoun) => (*pronoun, 1),
        None => (random.within(1..=stretch.len() - 2), random.within(1..=3)),
    };
    let last = from + count - 1;
    let within = last < stretch.len() - 1 && (from..last).all(|at| is_plain_gap(stretch.gap(at)));
    if !within || (from..=last).any(|at| carries_weight(stretch.word(at))) {
        return None;
    }
    let name = if random.chance(60) {
        random.pick_any(&archive.names)?
    } else {
        *random.pick(&ROLES)
    };
    let range = stretch.at(from).start..stretch.at(last).end;
    let edit = (range, format!("[{name}]"));
    Some(stretch.edited(std::slice::from_ref(&edit)))
}

/// Leaves two to twenty inner words out, one to three times; none where the stretch has too few words for it.
///
/// `kept` is the number of words that shall be left, with at least three between the cuts.
pub(crate) fn ellipsis(
    stretch: &Stretch,
    cuts: &[usize],
    kept: usize,
    random: &mut Random,
) -> Option<String> {
    let pieces = cuts.len() + 1;
    let spare = kept.checked_sub(3 * pieces)?;
    let mut bounds: Vec<usize> = cuts.iter().map(|_| random.within(0..=spare)).collect();
    bounds.sort_unstable();
    let mark = *random.pick(&[" … ", "… ", " ... ", "... ", " [...] ", " […] ", " . . . "]);
    let mut edits = Vec::new();
    let mut cut = 0;
    for (nth, count) in cuts.iter().enumerate() {
        let from = 3 * (nth + 1) + bounds[nth] + cut;
        if (from..from + count).any(|at| carries_weight(stretch.word(at))) {
            return None;
        }
        // A comma before the cut may stay or go; a full stop stays, for the sentence does end there.
        let gap = stretch.gap(from - 1);
        let stays = gap.starts_with('.') || (gap.starts_with(',') && random.chance(50));
        let start = stretch.at(from - 1).end + usize::from(stays);
        edits.push((start..stretch.at(from + count).start, mark.to_owned()));
        cut += count;
    }
    let open = |gap: &str| {
        gap.chars()
            .all(|mark| mark.is_whitespace() || matches!(mark, '.' | ','))
    };
    let clean = edits.iter().all(|(range, _)| open(&edges(stretch, range)));
    let digit = |character: char| character.is_ascii_digit();
    let cuts_a_number = edits.iter().any(|(range, _)| {
        let (before, after) = (&stretch.body[..range.start], &stretch.body[range.end..]);
        let cut = &stretch.body[range.clone()];
        let sign = ['$', '£', '€', '¥', '-', '–', '~', '+', '.', '%', '°'];
        after.starts_with(digit) && cut.ends_with(sign)
            || before.ends_with(digit) && cut.starts_with(sign)
    });
    (clean && !cuts_a_number).then(|| stretch.edited(&edits))
}

/// Returns the marks on both sides of a cut, of which quotation marks and brackets must not be parted.
fn edges(stretch: &Stretch, cut: &std::ops::Range<usize>) -> String {
    let marks = |text: &str| {
        text.chars()
            .filter(|mark| "“”\"()‘«»—–".contains(*mark))
            .collect::<String>()
    };
    marks(&stretch.body[cut.clone()])
}

/// Tells whether leaving a word out would turn what is said: a negation or a number.
fn carries_weight(word: &str) -> bool {
    matches!(word, "not" | "no" | "never" | "cannot" | "nor" | "without")
        || word.ends_with("n’t")
        || word.ends_with("n't")
        || word.contains(|character: char| character.is_ascii_digit())
        || NUMBERS.iter().any(|family| family.contains(&word))
}
