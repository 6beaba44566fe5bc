//! Utterances parted by an attribution: `“A,” said X, “B”`.
//!
//! A body goes in; the byte ranges of A and B come out. Taken are only those of which nobody could doubt that B goes
//! on where A ended: a comma before and behind the attribution, a verb of speech in it, and B in small letters.
//! What is not here: quotations in general.

use std::ops::Range;

/// Both parts of an utterance, without the marks about them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Utterance {
    /// The article it stands in.
    pub(crate) article: usize,
    /// The bytes of the first part, its comma among them.
    pub(crate) first: Range<usize>,
    /// The bytes of the second part.
    pub(crate) second: Range<usize>,
}

/// The most words of an attribution.
const LONGEST: usize = 20;

const SPEECH: [&str; 16] = [
    "said",
    "says",
    "told",
    "tells",
    "added",
    "adds",
    "wrote",
    "writes",
    "explained",
    "explains",
    "continued",
    "argued",
    "insisted",
    "warned",
    "noted",
    "recalled",
];

/// Adds the parted utterances of a body to `found`.
pub(crate) fn utterances(article: usize, body: &str, found: &mut Vec<Utterance>) {
    for (close, open) in [(",”", '“'), (",\"", '"')] {
        for (at, _) in body.match_indices(close) {
            found.extend(utterance(article, body, at + 1, open));
        }
    }
}

/// Reads one utterance about the closing mark at `mark`.
fn utterance(article: usize, body: &str, mark: usize, open: char) -> Option<Utterance> {
    let close = body[mark..].chars().next()?;
    let line_start = body[..mark].rfind('\n').map_or(0, |at| at + 1);
    let line_end = body[mark..].find('\n').map_or(body.len(), |at| mark + at);
    let start = line_start + body[line_start..mark].rfind(open)? + open.len_utf8();
    let attribution = mark + close.len_utf8();
    let second = attribution + body[attribution..line_end].find(open)? + open.len_utf8();
    let second_end = second + body[second..line_end].find(close)?;
    let between = body[attribution..second].strip_suffix(open)?;
    let utterance = Utterance {
        article,
        first: start..mark,
        second: second..second_end,
    };
    let opens = body[line_start..start - open.len_utf8()].ends_with(char::is_whitespace)
        || start - open.len_utf8() == line_start;
    let whole = opens && is_attribution(between) && goes_on(&body[second..second_end]);
    let all = &body[start..second_end];
    let clean =
        !all.contains(['[', ']', '…']) && !all.contains("...") && !body[start..mark].contains('“');
    (whole && clean).then_some(utterance)
}

/// Tells whether the words between two marks say who spoke, and that there is more to come.
fn is_attribution(between: &str) -> bool {
    let words: Vec<&str> = between.split_whitespace().collect();
    let bare = |word: &&str| {
        word.trim_matches(|character: char| !character.is_alphanumeric())
            .to_owned()
    };
    between.starts_with(' ')
        && between.ends_with(", ")
        && words.len() <= LONGEST
        && !between.contains(['.', '?', '!', '“', '”', '"', ':', '—'])
        && words
            .iter()
            .take(6)
            .any(|word| SPEECH.contains(&bare(word).as_str()))
}

/// Tells whether a second part begins in the midst of a sentence.
fn goes_on(second: &str) -> bool {
    second.starts_with(char::is_lowercase) || second.starts_with("I ") || second.starts_with("I’")
}
