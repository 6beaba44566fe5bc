//! What a careful reader finds in a plain text: headline, section, date, place, outlet and agency.
//!
//! A text in; values with the rule that found each and the very words, which are always a slice of the text,
//! out. Each rule claims only what the words say; where they do not, the value stays unknown: a story that
//! somebody `told Geo News` need not be theirs. What is not here: bylines, addresses, and days reckoned from
//! words such as `on Friday` (`infer.rs`).

mod credits;
mod day;
mod footer;
mod headline;
mod section;

use super::dateline;
use crate::article::{Metadata, Sourced};

/// Finds what is known from the text alone.
pub(crate) fn metadata(text: &str) -> Metadata {
    let dateline = dateline::find(text);
    let title = headline::headline(text);
    let section = title.and_then(|title| section::section(text, title));
    Metadata {
        title: title.map(|title| sourced(headline::bare_headline(title), "headline", title)),
        outlet: outlet(text),
        agency: agency(text),
        date: day::date_line(text).map(|(date, words)| Sourced::new(date, "date_line", words)),
        section: section.map(|section| sourced(section, "section_line", section)),
        place: dateline.map(|found| sourced(found.place, "dateline", found.words)),
        ..Metadata::default()
    }
}

/// Finds the agency that a text is from: the one of its dateline, else of a credit.
pub(in crate::source) fn agency(text: &str) -> Option<Sourced<String>> {
    let dateline =
        dateline::find(text).and_then(|found| Some((found.agency?, "dateline", found.words)));
    let credit = || credits::agency(text).map(|(name, words)| (name, "credit_line", words));
    let (name, rule, words) = dateline.or_else(credit)?;
    Some(sourced(name, rule, words))
}

/// The footer is the page's own; the outlet in a dateline may be the one the page has it from, and that of a note
/// surely is.
fn outlet(text: &str) -> Option<Sourced<String>> {
    let footer = footer::footer(text).map(|(name, words)| sourced(name, "footer", words));
    let dateline = || {
        dateline::find(text).and_then(|found| Some(sourced(found.outlet?, "dateline", found.words)))
    };
    let note = || {
        credits::first_outlet(text).map(|(name, words)| sourced(name, "originally_appeared", words))
    };
    footer.or_else(dateline).or_else(note)
}

fn sourced(value: &str, rule: &str, words: &str) -> Sourced<String> {
    Sourced::new(value.to_owned(), rule, words)
}

fn filled(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const STORY: &str = "The two sides met again on Friday to extend the ceasefire, officials said, after talks in Istanbul.";

    #[test]
    fn the_page_is_the_outlet_where_page_and_dateline_differ() {
        let found = metadata(&format!(
            "KABUL (Pajhwok) – {STORY}\nAfghanistan Times Latest News"
        ));
        assert_eq!(found.outlet.unwrap().value, "Afghanistan Times");
    }

    proptest! {
        #[test]
        fn all_words_stand_in_the_text(parts in proptest::collection::vec(prop_oneof![
            Just("KABUL (Dunya News) – ".to_owned()), Just("date 2025-11-01 ".to_owned()), Just("\n".to_owned()),
            Just("Pakistan\n".to_owned()), Just("Ceasefire holds again\n".to_owned()), Just(STORY.to_owned()),
            Just("\nDawn Latest News".to_owned()), Just("© 2025 Dawn".to_owned()), ".{0,12}",
        ], 0..8)) {
            let text = parts.concat();
            let found = metadata(&text);
            for name in [&found.title, &found.outlet, &found.section, &found.place].into_iter().flatten() {
                prop_assert!(text.contains(&name.words) && name.words.contains(&name.value));
            }
            prop_assert!(found.date.is_none_or(|date| text.contains(&date.words)));
        }
    }
}
