//! Credits: the agency that a story is from, and the outlet that had it first.
//!
//! A text in; a name and the words of the line out. Credits of photographs name agencies as well, so a bare name
//! counts only on a line of its own or at the very end of the story. What is not here: agencies in datelines.

use super::filled;
use super::footer::is_proper_name;
use crate::source::{agencies, dates};

/// How many lines at the end may hold a credit.
const NEAR_END: usize = 6;

/// What stands before those who fed a story, in lower case.
const FED_BY: &[&str] = &[
    "with inputs from",
    "with input from",
    "with additional inputs from",
    "with agency inputs from",
    "with reporting by",
    "with additional reporting by",
    "with additional reporting from",
    "additional reporting by",
    "inputs from",
    "source:",
    "credit:",
    "agency:",
];

/// What stands behind those who fed a story.
const FED: &[&str] = &[
    " contributed to this report",
    " contributed to this story",
    " contributed to this article",
];

/// What a note begins with that says where a story was before, in lower case.
const STORIES: &[&str] = &[
    "this article ",
    "this story ",
    "this report ",
    "this piece ",
    "this post ",
    "the article ",
    "the story ",
];

/// How such a note goes on.
const APPEARED: &[&str] = &[
    "originally appeared",
    "first appeared",
    "was originally published",
    "originally published",
    "was first published",
    "originally ran",
];

/// Words in the credits of photographs.
const PHOTOGRAPHS: &[&str] = &[
    "photo", "image", "picture", "file", "getty", "video", "handout",
];

/// Finds the agency that a credit names: its own name, and the words of the line.
pub(super) fn agency(text: &str) -> Option<(&'static str, &str)> {
    let near_end = filled(text).rev().take(NEAR_END);
    let found = near_end
        .filter_map(|line| Some((credited(line)?, line)))
        .last();
    found
        .or_else(|| at_the_end(text))
        .or_else(|| at_the_start(text))
}

/// Finds the outlet that a note such as `This article originally appeared on Geo News` names.
pub(super) fn first_outlet(text: &str) -> Option<(&str, &str)> {
    let near_end = filled(text).rev().take(NEAR_END);
    near_end
        .chain(filled(text).take(NEAR_END))
        .find_map(|line| Some((appeared_on(line)?, line)))
}

/// Reads a line that is a credit and nothing else.
fn credited(line: &str) -> Option<&'static str> {
    const LONGEST: usize = 160;
    let bare = bare(line);
    if line.len() > LONGEST {
        return None;
    }
    let lead = FED_BY.iter().find(|lead| starts(bare, lead));
    let fed = || FED.iter().find_map(|end| Some(&bare[..bare.find(end)?]));
    let is_marked = bare.len() < line.trim_end_matches(['.', ' ']).len();
    match lead {
        Some(lead) => agencies::named(&bare[lead.len()..]),
        None => fed()
            .or_else(|| is_marked.then_some(bare))
            .and_then(agencies::named),
    }
}

/// Leaves out the marks around a credit: `- With inputs from Reuters`, `(AFP)`, `— Reuters`.
fn bare(line: &str) -> &str {
    line.trim_matches(|letter: char| " -–—*•(.)[]_".contains(letter))
}

/// Reads an agency behind the last sentence: `… officials said. — Reuters`, `… officials said. (AFP)`.
fn at_the_end(text: &str) -> Option<(&'static str, &str)> {
    const SHORTEST: usize = 80;
    let line = filled(text)
        .next_back()
        .filter(|line| line.len() >= SHORTEST)?;
    let lower = line.to_lowercase();
    let is_photograph = PHOTOGRAPHS.iter().any(|word| lower.contains(word));
    let marks = [" — ", " – ", " - ", " —", " –", " -", "—", " ("];
    let start = marks.iter().filter_map(|mark| line.rfind(mark)).max()?;
    let ends = line[..start]
        .trim_end()
        .ends_with(['.', '”', '"', '!', '?']);
    let sentence = line[..start].trim_end().trim_end_matches(['.', '”', '"']);
    let day_before = dates::names_a_day(sentence.rsplit(". ").next().unwrap_or_default());
    let several = filled(text).take(2).count() > 1;
    let found = agencies::named(bare(&line[start..]));
    (ends && several && !day_before && !is_photograph)
        .then_some((found?, &line[start..]))
        .map(|(name, words)| (name, words.trim()))
}

/// Reads an agency in parentheses before the first words: `(Reuters) - The two sides …`.
fn at_the_start(text: &str) -> Option<(&'static str, &str)> {
    let line = filled(text).next()?;
    let (inside, story) = line.strip_prefix('(')?.split_once(')')?;
    let words = &line[..line.len() - story.len()];
    let goes_on = story.trim_start().starts_with(['-', '–', '—']);
    goes_on.then_some((agencies::named(inside)?, words))
}

fn appeared_on(line: &str) -> Option<&str> {
    let line = line
        .split_once(": ")
        .filter(|(label, _)| label.to_lowercase().contains("note"))
        .map_or(line, |(_, note)| note);
    let bare = bare(line);
    let story = STORIES.iter().find(|story| starts(bare, story))?;
    let rest = bare[story.len()..].trim_start();
    let verb = APPEARED.iter().find(|verb| starts(rest, verb))?;
    let rest = rest[verb.len()..].trim_start();
    let place = [
        "on the ", "in the ", "by the ", "at the ", "on ", "in ", "by ", "at ",
    ]
    .iter()
    .find(|place| starts(rest, place))?;
    let rest = &rest[place.len()..];
    let end = [". ", ", ", ": ", " and ", " on ", " (", " under "]
        .iter()
        .filter_map(|end| rest.find(end))
        .min();
    let name = rest[..end.unwrap_or(rest.len())].trim();
    let is_day = name.starts_with(|first: char| first.is_ascii_digit())
        || dates::names_a_day(name)
        || is_month(name);
    (is_proper_name(name) && !is_day && !agencies::is_agency(name) && !name.ends_with("ewsletter"))
        .then_some(name)
}

/// Whether words begin with a month, as in `in November 2022`.
fn is_month(name: &str) -> bool {
    let first = name.split_whitespace().next().unwrap_or_default();
    dates::names_a_day(&format!("1 {first}"))
}

fn starts(line: &str, lead: &str) -> bool {
    line.get(..lead.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(lead))
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "The two sides met again on Friday to extend the ceasefire, officials said, after talks in Istanbul.";

    fn check_agency(line: &str, expected: Option<&str>) {
        let text = format!("{STORY}\n{STORY}\n{line}\n \n");
        assert_eq!(agency(&text).map(|(name, _)| name), expected, "{line}");
    }

    #[test]
    fn agencies_in_credits() {
        check_agency("- With inputs from Reuters", Some("Reuters"));
        check_agency("(With inputs from PTI and ANI)", Some("PTI"));
        check_agency("— Reuters", Some("Reuters"));
        check_agency("(AFP)", Some("AFP"));
        check_agency("Source: Xinhua", Some("Xinhua"));
        check_agency(
            "– Jane Doe and Reuters contributed to this report.",
            Some("Reuters"),
        );
        check_agency(
            "The Associated Press contributed to this report.",
            Some("Associated Press"),
        );
        check_agency(&format!("{STORY} — Reuters"), Some("Reuters"));
        check_agency(&format!("{STORY} –APP"), Some("APP"));
        check_agency(&format!("{STORY} (AFP)"), Some("AFP"));
        check_agency(
            "With inputs from Reuters\nThis article originally appeared on",
            Some("Reuters"),
        );
    }

    #[test]
    fn what_credits_no_agency() {
        check_agency("With inputs from agencies", None);
        check_agency("With inputs from our correspondent", None);
        check_agency("- With inputs from Jane Doe", None);
        check_agency("Reuters", None);
        check_agency("He had told Reuters so.", None);
        check_agency(
            "The minister attends a meeting in Moscow, February 20, 2018. — Reuters",
            None,
        );
        check_agency(&format!("{STORY} Photo. — Reuters"), None);
        check_agency("Reuters reported that talks went on (and on)", None);
        check_agency(&format!("It was read out at noon (AFP). {STORY}"), None);
    }

    #[test]
    fn an_agency_before_the_first_words() {
        let text = |head: &str| format!("{head} {STORY}\n{STORY}");
        assert_eq!(agency(&text("(Reuters) -")), Some(("Reuters", "(Reuters)")));
        assert_eq!(agency(&text("(Reuters)")), None);
        assert_eq!(agency(&text("(CNN) —")), None);
    }

    fn check_outlet(line: &str, expected: Option<&str>) {
        let text = format!("{STORY}\n{line}\n \n");
        assert_eq!(
            first_outlet(&text).map(|(name, _)| name),
            expected,
            "{line}"
        );
    }

    #[test]
    fn outlets_that_had_it_first() {
        check_outlet(
            "This article originally appeared on Geo News",
            Some("Geo News"),
        );
        check_outlet(
            "* This story was first published in The Daily Star.",
            Some("Daily Star"),
        );
        check_outlet(
            "This article originally appeared on USA TODAY: Truce holds",
            Some("USA TODAY"),
        );
        check_outlet(
            "Editor's note: This piece was originally published by Dawn on May 1.",
            Some("Dawn"),
        );
    }

    #[test]
    fn notes_that_name_no_outlet() {
        check_outlet("- This article originally appaeared on", None);
        check_outlet("- This article originally appeared on", None);
        check_outlet(
            "This story was originally published on August 8, 2022.",
            None,
        );
        check_outlet(
            "This story was originally published in November 2022.",
            None,
        );
        check_outlet("This story was originally published in 2012.", None);
        check_outlet(
            "A version of this article first appeared in the “Reliable Sources” newsletter.",
            None,
        );
        check_outlet(
            "This story originally appeared on the College blog, a news source.",
            None,
        );
        check_outlet("This article originally appeared on Reuters", None);
        check_outlet(
            "The email, first published by ITV News on Monday, says so.",
            None,
        );
        check_outlet("The minister told Geo News that it held.", None);
    }
}
