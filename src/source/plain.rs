//! What a careful reader finds in a plain text: headline, section, date, place and outlet.
//!
//! A text in; values with the rule that found each and the very words, which are always a slice of the text,
//! out. Each rule claims only what the words say; where they do not, the value stays unknown. What is not here:
//! bylines, addresses, and days reckoned from words such as `on Friday`.

use jiff::civil::Date;

use super::names::is_agency;
use super::{dateline, dates};
use crate::article::{Metadata, Sourced};

/// How many lines that are not blank may hold the day of publication.
const NEAR_TOP: usize = 6;

/// What stands before a day of publication. An `updated` line does not: it tells another day.
const DATE_LABELS: &[&str] = &[
    "date published",
    "publication date",
    "published on",
    "published at",
    "published",
    "posted on",
    "posted at",
    "posted",
    "first published",
    "date",
];

/// What follows the outlet's name in the last line of a page.
const FOOTERS: &[&str] = &[
    " Latest News",
    " Breaking News",
    " Latest, Breaking",
    " Latest and Breaking",
    " Breaking,",
];

/// Beginnings of first lines that are no headlines: bylines, credits, addresses, notes of the publisher.
const NOT_HEADLINES: &[&str] = &[
    "by ",
    "from staff",
    "staff ",
    "compiled by",
    "story by",
    "http://",
    "https://",
    "www.",
    "photo",
    "image",
    "file ",
    "updated",
    "copyright",
    "©",
    "- ",
    "* ",
    "sign up",
    "a version of this",
    "letters to the editor",
    "leer en",
    "from the ",
    "editor's note",
    "editor’s note",
];

/// Single words that stand on a line of their own under a headline and name no section.
const NOT_SECTIONS: &[&str] = &[
    "Advertisement",
    "Agencies",
    "Analysis",
    "Audio",
    "Background",
    "Breaking",
    "Comment",
    "Comments",
    "Contributor",
    "Columnist",
    "Reviewed",
    "Copy",
    "Exclusive",
    "Explainer",
    "Facebook",
    "Gallery",
    "Listen",
    "Live",
    "Menu",
    "News",
    "Photo",
    "Photos",
    "Print",
    "Save",
    "Share",
    "Sponsored",
    "Staff",
    "Subscribe",
    "Summary",
    "Text",
    "Tweet",
    "Twitter",
    "Update",
    "Updated",
    "Video",
    "Watch",
    "WhatsApp",
];

/// Sections whose name has several words.
const SECTIONS: &[&str] = &[
    "Top Stories",
    "Top News",
    "World News",
    "South Asia",
    "Middle East",
    "Latin America",
    "North America",
    "Asia Pacific",
    "Climate Change",
    "Real Estate",
    "Arts & Culture",
    "Life & Style",
    "Science & Technology",
];

/// Finds what is known from the text alone.
pub(crate) fn metadata(text: &str) -> Metadata {
    let dateline = dateline::find(text);
    let title = headline(text);
    let section = title.and_then(|title| section(text, title));
    let in_dateline = |value: &str, words: &str| Sourced::new(value.to_owned(), "dateline", words);
    let footer = footer(text).map(|(name, words)| Sourced::new(name.to_owned(), "footer", words));
    let named = dateline.and_then(|found| Some(in_dateline(found.outlet?, found.words)));
    Metadata {
        title: title.map(|title| Sourced::new(bare_headline(title).to_owned(), "headline", title)),
        // The footer is the page's own; the outlet in a dateline may be the one the page has it from.
        outlet: footer.or(named),
        date: date_line(text).map(|(date, words)| Sourced::new(date, "date_line", words)),
        section: section.map(|section| Sourced::new(section.to_owned(), "section_line", section)),
        place: dateline.map(|found| in_dateline(found.place, found.words)),
        ..Metadata::default()
    }
}

fn filled(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// Finds a line near the top such as `date 2025-11-01 …`, `Published: May 1, 2024` or `May 1, 2024, 7:27 a.m.`:
/// the day, and the words up to it.
fn date_line(text: &str) -> Option<(Date, &str)> {
    filled(text)
        .take(NEAR_TOP)
        .find_map(|line| labelled_date(line).or_else(|| stamp(line)))
}

/// Reads a line that is nothing but a day with a time of day, or with the day of an update behind it. A day
/// alone may be anything's.
fn stamp(line: &str) -> Option<(Date, &str)> {
    let (date, length) = dates::leading(line)?;
    let (words, after) = line.split_at(length);
    let (time, update) = after
        .split_once(" Updated")
        .map_or((after, None), |(time, update)| (time, Some(update)));
    let is_update = |update: &str| dates::parse(update.trim_start_matches([':', ' '])).is_some();
    let is_stamp = match update {
        Some(update) => is_update(update),
        None => time.contains(':'),
    };
    (is_stamp && dates::parse(&line[..length + time.len()]).is_some()).then_some((date, words))
}

fn labelled_date(line: &str) -> Option<(Date, &str)> {
    let starts = |label: &&&str| {
        line.get(..label.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(label))
    };
    let label = DATE_LABELS.iter().find(starts)?;
    let rest = &line[label.len()..];
    let written = rest.trim_start_matches([' ', ':', '\t', '\u{a0}']);
    let (date, length) = dates::leading(written)?;
    let after = &written[length..];
    let is_certain = *label == "date" || rest.trim_start().starts_with(':') || ends_or_parts(after);
    let words = &line[..line.len() - after.len()];
    (written.len() < rest.len() && is_certain).then_some((date, words))
}

/// Whether nothing, a time of day or a parting mark follows. After `Published 1 May 2020 in Nature, …` a
/// sentence goes on, and the day is its subject's.
fn ends_or_parts(after: &str) -> bool {
    let after = after.trim_start_matches([' ', ',', '\u{a0}']);
    after.is_empty()
        || after.starts_with(|first: char| first.is_ascii_digit() || "|•·–—-(T".contains(first))
        || after.starts_with("at ")
        || after.starts_with("by ")
        || after.starts_with("By ")
}

/// Reads the outlet in the last line: `NAME Latest News …`, `NAME Breaking News …`, `© NAME`.
fn footer(text: &str) -> Option<(&str, &str)> {
    let line = filled(text).next_back()?;
    let name = if line.len() > 160 || line.contains('@') {
        None
    } else {
        slogan(line).or_else(|| copyright(line))
    }?;
    let name = name
        .trim()
        .trim_end_matches(['-', '–', '—', '|', ':', ',', '.'])
        .trim_end();
    (is_proper_name(name) && !is_agency(name)).then_some((name, line))
}

fn slogan(line: &str) -> Option<&str> {
    let is_sentence = line.ends_with(['.', '!', '?', '”', '"', '…']);
    let end = FOOTERS
        .iter()
        .filter_map(|footer| line.find(footer))
        .min()?;
    (!is_sentence).then(|| &line[..end])
}

fn copyright(line: &str) -> Option<&str> {
    let word = |text: &'_ str| {
        text.get(..9)
            .is_some_and(|start| start.eq_ignore_ascii_case("copyright"))
    };
    let rest = if word(line) {
        line[9..].trim_start()
    } else {
        line
    };
    let rest = rest
        .strip_prefix('©')
        .or_else(|| rest.strip_prefix("(c)"))
        .or_else(|| rest.strip_prefix("(C)"));
    let rest = rest.or_else(|| word(line).then(|| line[9..].trim_start()))?;
    let rest = rest.trim_start_matches(|letter: char| {
        letter.is_ascii_digit() || " -–,\u{a0}".contains(letter)
    });
    let end = [
        ". ",
        " | ",
        ", ",
        " - ",
        " – ",
        " All rights",
        " all rights",
    ]
    .iter()
    .filter_map(|end| rest.find(end))
    .min();
    Some(&rest[..end.unwrap_or(rest.len())])
}

/// One to six words that all begin with a capital or a figure, but for small words among them.
fn is_proper_name(name: &str) -> bool {
    let is_name =
        |word: &str| word.starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit());
    let words = name.split_whitespace();
    (1..=6).contains(&words.clone().count())
        && words.clone().all(|word| is_small(word) || is_name(word))
        && words.take(1).any(is_name)
}

/// Words in small letters that stand within names.
fn is_small(word: &str) -> bool {
    matches!(
        word,
        "of" | "the" | "and" | "de" | "la" | "le" | "el" | "&" | "for" | "in"
    )
}

/// Finds the headline: a short first line without the end of a sentence, with a story under it.
fn headline(text: &str) -> Option<&str> {
    let mut lines = filled(text);
    let first = lines.next()?;
    let looks = is_headline(bare_headline(first))
        && labelled_date(first).is_none()
        && dateline::of_line(first).is_none();
    let has_story = lines
        .any(|line| line.chars().count() >= 80 || dateline::of_line(line).is_some())
        || is_parted(text, first);
    (looks && has_story && !is_wrapped(text, first)).then_some(first)
}

/// Leaves out the marks of a Markdown heading.
fn bare_headline(line: &str) -> &str {
    let bare = line.trim_start_matches('#');
    if bare.starts_with(' ') {
        bare.trim()
    } else {
        line
    }
}

fn is_headline(line: &str) -> bool {
    let inner = line.trim_end_matches(['”', '"', '’', '\'', ')']);
    let is_sentence = inner.ends_with(['.', ',', ';', ':', '…', '-', '–', '—']);
    let starts = |label: &&&str| {
        line.get(..label.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(label))
    };
    let credit = line
        .rsplit(['—', '–', '/', '|'])
        .next()
        .map(str::trim)
        .unwrap_or_default();
    line.chars().count() <= 160
        && says_something(line)
        && !is_sentence
        && !NOT_HEADLINES.iter().any(|label| starts(&label))
        && !is_numbered(line)
        && !line.contains('@')
        && !line.ends_with("wire reports")
        && dates::leading(line).is_none()
        && (credit == line || !is_agency(credit))
}

/// Whether a line is more than names: it has eight words, or four with a word in small letters among them.
/// `Jane Doe and John Roe` and `The Daily Example` have neither.
fn says_something(line: &str) -> bool {
    let words = line.split_whitespace();
    let count = words.clone().count();
    let is_plain = |word: &str| word.starts_with(char::is_lowercase) && !is_small(word);
    let enough = count >= 8 || (count >= 4 && words.clone().any(is_plain));
    enough && count <= 30 && line.chars().any(char::is_alphabetic)
}

fn is_numbered(line: &str) -> bool {
    let rest = line.trim_start_matches(|letter: char| letter.is_ascii_digit());
    rest.len() < line.len() && rest.starts_with(['.', ')'])
}

/// Whether a blank line follows the first one, and then at least two further lines.
fn is_parted(text: &str, first: &str) -> bool {
    let after = text.trim_start().strip_prefix(first).unwrap_or_default();
    let mut lines = after.lines().skip(1);
    lines.next().is_some_and(|line| line.trim().is_empty()) && filled(after).count() >= 2
}

/// Whether the text is wrapped to lines of one width, so that the first line is only the beginning of a
/// sentence: the next line, with no blank one between, goes on in small letters, or nearly all lines are short.
fn is_wrapped(text: &str, first: &str) -> bool {
    let after = text.trim_start().strip_prefix(first).unwrap_or_default();
    let Some(next) = after
        .lines()
        .nth(1)
        .map(str::trim)
        .filter(|line| !line.is_empty())
    else {
        return false;
    };
    let goes_on = next.starts_with(char::is_lowercase);
    let widths: Vec<_> = filled(text).map(|line| line.chars().count()).collect();
    let narrow = widths.iter().filter(|width| **width <= 90).count();
    goes_on || (widths.len() >= 4 && narrow * 10 >= widths.len() * 9)
}

/// Reads the line after the headline where it is the name of a section: one word, or a section known by name.
fn section<'t>(text: &'t str, title: &str) -> Option<&'t str> {
    let mut lines = filled(text).skip_while(|line| *line != title).skip(1);
    let (line, next) = (lines.next()?, lines.next()?);
    let is_word = line.len() <= 20
        && line.starts_with(char::is_uppercase)
        && line.chars().skip(1).all(char::is_lowercase)
        && line.chars().count() >= 4;
    let is_section = is_word && !NOT_SECTIONS.contains(&line) && !is_agency(line);
    ((is_section || SECTIONS.contains(&line)) && next.chars().count() > line.chars().count() * 2)
        .then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    const STORY: &str = "The two sides met again on Friday to extend the ceasefire, officials said, after talks in Istanbul.";

    fn check_date(text: &str, expected: Option<(Date, &str)>) {
        assert_eq!(date_line(text), expected, "{text}");
    }

    #[test]
    fn date_lines() {
        let day = date(2025, 11, 1);
        check_date(
            " date 2025-11-01 The minister, February 20, 2018. — Reuters\n\nMore",
            Some((day, "date 2025-11-01")),
        );
        check_date(
            "A headline\nPublished: November 1, 2025 | Updated: November 3, 2025",
            Some((day, "Published: November 1, 2025")),
        );
        check_date(
            "Posted on 1 November 2025",
            Some((day, "Posted on 1 November 2025")),
        );
        check_date(
            "Published 1 November 2025, 10:30 GMT",
            Some((day, "Published 1 November 2025")),
        );
        check_date(
            "PUBLISHED AT: 2025-11-01T10:30:00Z",
            Some((day, "PUBLISHED AT: 2025-11-01")),
        );
    }

    #[test]
    fn days_that_are_not_of_publication() {
        check_date(
            "The minister in Moscow, Russia February 20, 2018. — Reuters",
            None,
        );
        check_date("February 20, 2018. — Reuters", None);
        check_date("November 1, 2025", None);
        check_date(
            "November 1, 2025, was the day of the truce: both sides met.",
            None,
        );
        check_date("November 1, 2025 Updated by the editors", None);
        check_date("Updated: November 1, 2025", None);
        check_date("Last updated 2025-11-01", None);
        check_date(
            "Published 1 May 2020 in Nature, the study says otherwise.",
            None,
        );
        check_date("Published: last Friday", None);
        check_date("Posted 3 hours ago", None);
        check_date("Dated 2025-11-01", None);
        check_date("date2025-11-01", None);
        check_date(
            &format!("{}date 2025-11-01", "A line.\n".repeat(NEAR_TOP)),
            None,
        );
    }

    fn check_footer(line: &str, expected: Option<&str>) {
        let text = format!("{STORY}\n{line}\n \n\n");
        assert_eq!(footer(&text).map(|(name, _)| name), expected, "{line}");
    }

    #[test]
    fn footers() {
        check_footer(
            "Afghanistan Times Latest News and Analysis from Afghanistan and the Region",
            Some("Afghanistan Times"),
        );
        check_footer(
            "The Daily Star - Breaking News, Sports & More",
            Some("The Daily Star"),
        );
        check_footer(
            "© 2025 Dawn Media Group. All rights reserved.",
            Some("Dawn Media Group"),
        );
        check_footer(
            "Copyright © 2020-2025 Khaama Press | Contact",
            Some("Khaama Press"),
        );
        check_footer("Copyright 2025 Times of Israel", Some("Times of Israel"));
    }

    #[test]
    fn last_lines_that_name_no_outlet() {
        check_footer("© Reuters", None);
        check_footer(
            "Contact Breaking News Reporter Jane Doe at jane@a.example",
            None,
        );
        check_footer(
            "Copyright 2025 The Associated Press. All rights reserved.",
            None,
        );
        check_footer("He was watching the BBC Breaking News.", None);
        check_footer("he read it in the Latest News of the day", None);
        check_footer("- With inputs from Reuters", None);
        check_footer("- This article originally appeared on", None);
        check_footer("Latest News", None);
    }

    fn check_headline(text: &str, expected: Option<&str>) {
        assert_eq!(
            metadata(text).title.map(|title| title.value).as_deref(),
            expected,
            "{text}"
        );
    }

    #[test]
    fn headlines() {
        check_headline(
            &format!("Ceasefire holds after talks\n\n{STORY}"),
            Some("Ceasefire holds after talks"),
        );
        check_headline(
            &format!("# Ceasefire holds after talks\n{STORY}"),
            Some("Ceasefire holds after talks"),
        );
        check_headline(
            &format!("\n Will the truce hold?\n{STORY}"),
            Some("Will the truce hold?"),
        );
        check_headline(
            &format!("‘We are ready’, says minister\n{STORY}"),
            Some("‘We are ready’, says minister"),
        );
    }

    #[test]
    fn first_lines_that_are_no_headline() {
        check_headline("Ceasefire holds after talks", None);
        check_headline(STORY, None);
        check_headline(&format!("{STORY}\n{STORY}"), None);
        check_headline(&format!("World\n{STORY}"), None);
        check_headline(&format!("By Jane Doe and John Roe\n{STORY}"), None);
        check_headline(
            &format!("https://a.example/ceasefire holds now\n{STORY}"),
            None,
        );
        check_headline(
            &format!("date 2025-11-01 The minister attends a meeting — Reuters\n{STORY}"),
            None,
        );
        check_headline(
            &format!("The minister attends a meeting in Moscow — Reuters\n{STORY}"),
            None,
        );
        check_headline(&format!("Nov. 1, 2025, 7:27 a.m. ET\n{STORY}"), None);
        check_headline(&format!("Jane Doe and John Roe\n{STORY}"), None);
        check_headline(&format!("The Daily Example Times Herald\n{STORY}"), None);
        check_headline(&format!("From staff and wire reports\n{STORY}"), None);
        check_headline(
            &format!("1. How relevant is this ad to you?\n{STORY}"),
            None,
        );
        check_headline(&format!("He said “it is over.”\n{STORY}"), None);
    }

    #[test]
    fn the_first_line_of_a_wrapped_text_is_no_headline() {
        check_headline(
            &format!("The two sides met again on\nfriday. {STORY}"),
            None,
        );
        let wrapped = "Pakistan and the Afghan Taliban agreed on Friday to extend the\nIstanbul ceasefire, their ministers said in a\njoint statement that was read out in the city\non the last day of their meeting, after a week\nof talks.";
        check_headline(wrapped, None);
    }

    fn check_section(line: &str, expected: Option<&str>) {
        let found = metadata(&format!("Ceasefire holds after talks\n{line}\n{STORY}"));
        assert_eq!(
            found.section.map(|section| section.value).as_deref(),
            expected,
            "{line}"
        );
    }

    #[test]
    fn sections() {
        check_section("Pakistan", Some("Pakistan"));
        check_section("South Asia", Some("South Asia"));
        check_section("Jane Doe", None);
        check_section("Advertisement", None);
        check_section("Reuters", None);
        check_section("WORLD", None);
        check_section("Share", None);
    }

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
