//! Speech in halves: two quotations that are one utterance with its attribution between them.
//!
//! The words between two quotations go in; whether they only say who speaks comes out. What is not here: who it is.

use super::assemble::Span;

/// The most words of an attribution between two halves.
const LONGEST_ATTRIBUTION: usize = 12;

/// Verbs that report speech, as they stand in an attribution.
const VERBS: [&str; 64] = [
    "said",
    "says",
    "say",
    "saying",
    "told",
    "tells",
    "added",
    "adds",
    "asked",
    "asks",
    "wrote",
    "writes",
    "replied",
    "replies",
    "answered",
    "explained",
    "explains",
    "continued",
    "continues",
    "warned",
    "warns",
    "noted",
    "notes",
    "argued",
    "argues",
    "claimed",
    "claims",
    "insisted",
    "insists",
    "stated",
    "states",
    "declared",
    "declares",
    "remarked",
    "recalled",
    "recalls",
    "admitted",
    "admits",
    "announced",
    "announces",
    "concluded",
    "concludes",
    "observed",
    "observes",
    "tweeted",
    "posted",
    "read",
    "reads",
    "quipped",
    "joked",
    "jokes",
    "shouted",
    "stressed",
    "emphasised",
    "emphasized",
    "suggested",
    "suggests",
    "acknowledged",
    "acknowledges",
    "commented",
    "complained",
    "testified",
    "responded",
    "went",
];

/// Tells whether `second` goes on with what `first` began: `“…,” he said, “…”`.
pub(super) fn continues(text: &str, first: &Span, second: &Span) -> bool {
    let (Some(left), Some(right)) = (first.parts.last(), second.parts.first()) else {
        return false;
    };
    let between = &text[first.outer.end..second.outer.start];
    let breaks_off = |words: &str| {
        words
            .trim_end()
            .ends_with([',', '—', '–', '-', '…', '?', '!', ';'])
    };
    let stops_inside = breaks_off(&text[left.clone()]) || between.starts_with(',');
    stops_inside && !right.is_empty() && is_attribution(between)
}

fn is_attribution(between: &str) -> bool {
    let trimmed = between.trim();
    let Some(words) = trimmed.strip_suffix([',', '.', ':', ';', '—', '–', '-']) else {
        return false;
    };
    let verb = |word: &str| VERBS.contains(&word.trim_matches(|sign: char| !sign.is_alphabetic()));
    !between.contains('\n')
        && words
            .split_whitespace()
            .take(LONGEST_ATTRIBUTION + 1)
            .count()
            <= LONGEST_ATTRIBUTION
        && words.split_whitespace().any(verb)
}
