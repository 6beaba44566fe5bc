//! The headline of a text: a short first line that is no credit, with a story under it.

use super::day::labelled_date;
use super::filled;
use super::footer::is_small;
use crate::source::agencies::is_agency;
use crate::source::{dateline, dates};

/// Beginnings of first lines that are no headlines: bylines, credits, addresses, notes of the publisher.
const NOT_HEADLINES: &[&str] = &[
    "by ",
    "claim:",
    "the claim:",
    "on today's episode",
    "on today’s episode",
    "update:",
    "warning:",
    "watch:",
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

/// Finds the headline: a short first line without the end of a sentence, with a story under it.
pub(super) fn headline(text: &str) -> Option<&str> {
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
pub(super) fn bare_headline(line: &str) -> &str {
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
        && !is_credit(line)
        && dates::leading(line).is_none()
        && (credit == line || !is_agency(credit))
}

/// Whether a line names those who wrote: a list of names, a staff, or a site.
fn is_credit(line: &str) -> bool {
    let lower = line.to_lowercase();
    let words: Vec<_> = lower.split_whitespace().collect();
    let is_staff = words.last() == Some(&"staff")
        || lower.contains(" staff and ")
        || lower.ends_with("wire reports");
    let last = line.rsplit(" | ").next().unwrap_or_default();
    let is_site = last.len() < line.len() && last.contains('.') && !last.contains(' ');
    is_staff || is_site || is_list_of_names(line)
}

/// Whether a line is two names and more, of two to four words each, with a newspaper's among them perhaps.
fn is_list_of_names(line: &str) -> bool {
    let parts = line
        .split([',', '/', '|', '&'])
        .flat_map(|part| part.split(" and "));
    let parts: Vec<_> = parts
        .map(|part| part.trim().trim_start_matches("and "))
        .filter(|part| !part.is_empty())
        .collect();
    let particle = |word: &str| {
        matches!(
            word,
            "della" | "van" | "von" | "der" | "bin" | "al" | "del" | "di" | "da"
        )
    };
    let is_name =
        |word: &str| word.starts_with(char::is_uppercase) || is_small(word) || particle(word);
    let full = parts
        .iter()
        .filter(|part| (2..=4).contains(&part.split_whitespace().count()));
    let all = parts
        .iter()
        .all(|part| part.split_whitespace().all(is_name));
    full.count() >= 2
        && all
        && parts
            .iter()
            .all(|part| part.split_whitespace().count() <= 5)
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

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "The two sides met again on Friday to extend the ceasefire, officials said, after talks in Istanbul.";

    fn check_headline(text: &str, expected: Option<&str>) {
        assert_eq!(headline(text).map(bare_headline), expected, "{text}");
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
    fn credits_are_no_headlines() {
        let none = |line: &str| check_headline(&format!("{line}\n{STORY}"), None);
        none("From Example Register staff");
        none("Julia Doe, Example Democrat staff and archive reports");
        none("John Roe, Andrew Poe, Christopher Hong, Emily Bloch and Nate Doe");
        none("Marco della Cava, Eric J. Roe and John Bacon, USA TODAY");
        none("Veronica Doe/La Verdad and Victoria Rossi/El Paso Matters");
        none("The Republic of letters | example.com");
        none("The claim: the minister has a house by the sea");
        let some = |line: &str| check_headline(&format!("{line}\n{STORY}"), Some(line));
        some("Trump, Putin agree to meet in Alaska");
        some("Pakistan, India and China agree on a truce");
        some("Nurses, teachers and hospital staff go on strike");
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
}
