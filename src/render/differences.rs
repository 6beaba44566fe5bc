//! What differs between a quotation and its source, for people: a comparison word by word, and a line for each edit.
//!
//! A place and the quotation come in, a flow and short texts go out. What is not here: how the differences were found.

use std::ops::Range;

use anstyle::{AnsiColor, Style};

use crate::render::failure::first_columns;
use crate::render::flow::Flow;
use crate::render::summary::plural;
use crate::render::text::{FAINT, PLAIN};
use crate::text;
use crate::verify::{Change, Edit, EditKind, Place};

const MISSING: Style = AnsiColor::Red.on_default();
const ADDED: Style = AnsiColor::Green.on_default();

/// How many words that are the same are shown on each side of a difference, and how many are shown whole.
const BESIDE: usize = 6;
const WHOLE: usize = 10;

/// What stands for words that are the same and not shown again. Not an ellipsis, which would be the quotation's own.
const SAME: &str = "⋯";

/// The most columns of the words of an edit; the source's words are shown whole elsewhere.
const WORDS: usize = 60;

/// Compares the source's words with the quotation, where words differ: `they [-will-] {+may+} meet`.
pub(super) fn difference(place: &Place, quotation: &str) -> Option<Flow> {
    let changes = &place.changes;
    if changes
        .iter()
        .all(|change| matches!(change, Change::Same { .. }))
    {
        return None;
    }
    let mut flow = Flow::new("differs: ", PLAIN);
    let body = place.article.body.as_str();
    let mut read = None;
    for (number, change) in changes.iter().enumerate() {
        if let Some(source) = source_of(change) {
            if read.is_some_and(|end| has_words(body, end..source.start)) {
                flow.push(&format!("{SAME} "), FAINT);
            }
            read = Some(source.end);
        }
        let sides = [number > 0, number + 1 < changes.len()];
        push_change(&mut flow, change, sides, [body, quotation]);
        flow.push(" ", PLAIN);
    }
    Some(flow)
}

/// Says what an edit is, in a line: `number: “12” for “21”`.
pub(super) fn edit_text(edit: &Edit, quotation: &str, place: &Place) -> String {
    let body = place.article.body.as_str();
    let (ours, theirs) = (
        &quotation[edit.quotation.clone()],
        &body[edit.source.clone()],
    );
    let kind = edit.kind.name().replace('_', " ");
    let what = match (edit.kind, ours.trim().is_empty(), theirs.trim().is_empty()) {
        (EditKind::Sic, ..) => quoted(ours),
        (EditKind::Ellipsis | EditKind::Attribution, _, true) => "nothing cut".to_owned(),
        (EditKind::Ellipsis | EditKind::Attribution, _, false) => {
            let words = text::words(theirs).len() as u64;
            format!("{} cut: {}", plural(words, "word", "words"), quoted(theirs))
        }
        (EditKind::RunsOn, ..) => format!("the source goes on: {}", quoted(&further(place))),
        (_, true, _) => format!("{} left out", quoted(theirs)),
        (_, false, true) => format!("{} put in", quoted(ours)),
        (_, false, false) => format!("{} for {}", quoted(ours), quoted(theirs)),
    };
    format!("{kind}: {what}")
}

fn quoted(words: &str) -> String {
    let flow = Flow::new(words.trim(), PLAIN);
    format!("“{}”", first_columns(flow.text(), WORDS))
}

/// The words behind a place, as far as they are whole.
fn further(place: &Place) -> String {
    let suffix = place.passage.suffix.trim_start();
    match suffix.rsplit_once(char::is_whitespace) {
        Some((whole, _)) => format!("{} …", whole.trim_end()),
        None => format!("{suffix}…"),
    }
}

fn source_of(change: &Change) -> Option<&Range<usize>> {
    match change {
        Change::Same { source, .. } | Change::Missing(source) => Some(source),
        Change::Added(_) => None,
    }
}

fn has_words(body: &str, between: Range<usize>) -> bool {
    body.get(between)
        .is_some_and(|between| between.contains(char::is_alphanumeric))
}

/// Appends a change; of many words that are the same only those beside a difference, of which `sides` tells.
fn push_change(flow: &mut Flow, change: &Change, sides: [bool; 2], [body, quotation]: [&str; 2]) {
    match change {
        Change::Same { source, .. } => push_same(flow, &body[source.clone()], sides),
        Change::Missing(source) => flow.push(&format!("[-{}-]", &body[source.clone()]), MISSING),
        Change::Added(added) => flow.push(&format!("{{+{}+}}", &quotation[added.clone()]), ADDED),
    }
}

fn push_same(flow: &mut Flow, words: &str, [after, before]: [bool; 2]) {
    let all: Vec<&str> = words.split_whitespace().collect();
    let shown = BESIDE * (usize::from(after) + usize::from(before));
    if all.len() <= shown.max(WHOLE) {
        return flow.push(words, PLAIN);
    }
    if after {
        flow.push(&format!("{} ", all[..BESIDE].join(" ")), PLAIN);
    }
    flow.push(SAME, FAINT);
    if before {
        flow.push(&format!(" {}", all[all.len() - BESIDE..].join(" ")), PLAIN);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    #[test]
    fn edits_are_said_in_words() {
        let place = sample::finding().places.remove(0);
        let check = |kind, ours: &str, theirs: &str, expected: &str| {
            let start = place.article.body.find(theirs).unwrap();
            let edit = Edit {
                kind,
                quotation: 0..ours.len(),
                source: start..start + theirs.len(),
            };
            assert_eq!(edit_text(&edit, ours, &place), expected);
        };
        check(EditKind::Number, "21", "each", "number: “21” for “each”");
        check(EditKind::Deleted, "", "joint", "deleted: “joint” left out");
        check(EditKind::Negation, "not", "", "negation: “not” put in");
        check(
            EditKind::Bracket,
            "[Both]",
            "Both sides",
            "bracket: “[Both]” for “Both sides”",
        );
        check(
            EditKind::Ellipsis,
            "…",
            "joint commission",
            "ellipsis: 2 words cut: “joint commission”",
        );
        check(EditKind::Ellipsis, "…", "", "ellipsis: nothing cut");
        check(EditKind::Sic, "[sic]", "", "sic: “[sic]”");
        check(
            EditKind::EndPunctuation,
            ",",
            "",
            "end punctuation: “,” put in",
        );
        check(
            EditKind::RunsOn,
            ".",
            "",
            "runs on: the source goes on: “. It gave no …”",
        );
    }

    #[test]
    fn long_stretches_that_are_the_same_are_cut() {
        let words = "a b c d e f g h i j k l m n o p";
        let check = |sides, expected: &str| {
            let mut flow = Flow::default();
            push_same(&mut flow, words, sides);
            assert_eq!(flow.text(), expected);
        };
        check([false, true], "⋯ k l m n o p");
        check([true, false], "a b c d e f ⋯");
        check([true, true], "a b c d e f ⋯ k l m n o p");
    }
}
