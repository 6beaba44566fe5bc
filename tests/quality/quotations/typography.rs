//! Typography: what publishers vary and no reader minds.
//!
//! A text goes in; the same words in another dress come out. What is not here: case, and any other mark.

use pullquote::text::words;
use unicode_normalization::UnicodeNormalization;

use super::random::Random;

type Variation = fn(&str, &mut Random) -> String;

const VARIATIONS: [Variation; 7] = [
    marks,
    dashes,
    spaces,
    soft_hyphens,
    ligatures,
    ellipses,
    composition,
];

/// Varies a text in one to three ways; none where nothing came of it.
pub(crate) fn vary(text: &str, random: &mut Random) -> Option<String> {
    let mut varied = text.to_owned();
    let ways = random.within(1..=3);
    let mut order: Vec<Variation> = VARIATIONS.to_vec();
    let mut done = 0;
    while done < ways && !order.is_empty() {
        let variation = order.swap_remove(random.below(order.len()));
        let next = variation(&varied, random);
        done += usize::from(next != varied);
        varied = next;
    }
    (varied != text && words(&varied) == words(text)).then_some(varied)
}

/// Makes curly quotation marks and apostrophes straight, or straight ones curly where none is curly.
fn marks(text: &str, _: &mut Random) -> String {
    if text.contains(['“', '”', '‘', '’']) {
        return text.replace(['“', '”'], "\"").replace(['‘', '’'], "'");
    }
    let mut before = ' ';
    let mut curly = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        let opens = before.is_whitespace() || matches!(before, '(' | '—' | '–');
        curly.push(match (character, opens) {
            ('"', true) => '“',
            ('"', false) => '”',
            ('\'', true) => '‘',
            ('\'', false) => '’',
            (other, _) => other,
        });
        before = character;
    }
    curly
}

/// Sets dashes in another length, with spaces or without. Hyphens within words stay.
fn dashes(text: &str, random: &mut Random) -> String {
    let forms = ["—", " — ", " – ", " - ", " -- ", "--"];
    let mut varied = String::new();
    let mut rest = text;
    while let Some((before, dash, after)) = next_dash(rest) {
        let counts = before.ends_with(|last: char| last.is_ascii_digit())
            && after.starts_with(|next: char| next.is_ascii_digit());
        let breaks =
            before.ends_with(char::is_whitespace) || after.starts_with(char::is_whitespace);
        varied.push_str(before);
        varied.push_str(match (counts, breaks) {
            (_, true) => dash,
            (true, _) => random.pick::<&str>(&["-", "–", "—"]),
            _ => random.pick::<&str>(&forms),
        });
        rest = after;
    }
    varied + rest
}

/// Parts a text at its next dash, with one space on either side of it.
fn next_dash(text: &str) -> Option<(&str, &str, &str)> {
    let found = [" — ", " – ", " - ", " -- ", "—", "–", "--"]
        .iter()
        .filter_map(|dash| text.find(dash).map(|at| (at, *dash)));
    let (at, dash) = found.min_by_key(|(at, dash)| (*at, std::cmp::Reverse(dash.len())))?;
    Some((
        &text[..at],
        &text[at..at + dash.len()],
        &text[at + dash.len()..],
    ))
}

/// Sets one to three spaces in another way, and runs paragraphs together where there are several.
fn spaces(text: &str, random: &mut Random) -> String {
    let flowing = match text.contains('\n') && random.chance(70) {
        true => text
            .split('\n')
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect::<Vec<_>>()
            .join(" "),
        false => text.to_owned(),
    };
    let places: Vec<usize> = flowing
        .match_indices(' ')
        .map(|(at, _)| at)
        .filter(|at| {
            !flowing[..*at].ends_with(['-', ' ', '\u{AD}'])
                && !flowing[at + 1..].starts_with(['-', ' '])
        })
        .collect();
    if places.is_empty() {
        return flowing;
    }
    let forms = ["\u{A0}", "\u{2009}", "\u{202F}", "  ", "\n", " \n"];
    let mut chosen: Vec<usize> = (0..random.within(1..=3))
        .map(|_| *random.pick(&places))
        .collect();
    chosen.sort_unstable();
    chosen.dedup();
    let mut varied = flowing;
    for at in chosen.into_iter().rev() {
        varied.replace_range(at..at + 1, random.pick::<&str>(&forms));
    }
    varied
}

/// Puts soft hyphens into one to three long words.
fn soft_hyphens(text: &str, random: &mut Random) -> String {
    let bytes = text.as_bytes();
    let within = |at: usize| (at - 3..at + 3).all(|near| bytes[near].is_ascii_lowercase());
    let places: Vec<usize> = (3..text.len().saturating_sub(3))
        .filter(|at| within(*at))
        .collect();
    if places.is_empty() {
        return text.to_owned();
    }
    let mut chosen: Vec<usize> = (0..random.within(1..=3))
        .map(|_| *random.pick(&places))
        .collect();
    chosen.sort_unstable();
    chosen.dedup();
    let mut varied = text.to_owned();
    for at in chosen.into_iter().rev() {
        varied.insert(at, '\u{AD}');
    }
    varied
}

fn ligatures(text: &str, _: &mut Random) -> String {
    text.replace("ffi", "ﬃ")
        .replace("fi", "ﬁ")
        .replace("fl", "ﬂ")
}

fn ellipses(text: &str, _: &mut Random) -> String {
    match text.contains('…') {
        true => text.replace('…', "..."),
        false => text.replace("...", "…"),
    }
}

/// Parts letters from their accents, or joins them where they are parted.
fn composition(text: &str, _: &mut Random) -> String {
    let parted: String = text.nfd().collect();
    if parted != text {
        parted
    } else {
        text.nfc().collect()
    }
}
