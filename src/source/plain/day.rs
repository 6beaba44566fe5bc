//! The day of publication, where a line near the top says it.
//!
//! Captions and photo credits hold days too, those of the photo; so a day counts only behind a label or beside a
//! time of day. What is not here: days of updates, and days named in the story.

use jiff::civil::Date;

use super::filled;
use crate::source::{dates, page};

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
    "datum",
    "date",
];

/// Finds a line near the top such as `date 2025-11-01 …`, `Published: May 1, 2024` or `May 1, 2024, 7:27 a.m.`:
/// the day, and the words up to it.
pub(super) fn date_line(text: &str) -> Option<(Date, &str)> {
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

pub(super) fn labelled_date(line: &str) -> Option<(Date, &str)> {
    let starts = |label: &&&str| {
        line.get(..label.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(label))
    };
    let label = DATE_LABELS.iter().find(starts)?;
    let rest = &line[label.len()..];
    let written = rest.trim_start_matches([' ', ':', '\t', '\u{a0}']);
    let (date, length) = dates::leading(written).or_else(|| page::leading_date(written))?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

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
            "Date: 01/11/2025\nDate: 31/10/2025",
            Some((date(2025, 10, 31), "Date: 31/10/2025")),
        );
        check_date(
            "Date: 31 oktober 2025",
            Some((date(2025, 10, 31), "Date: 31 oktober 2025")),
        );
        check_date(
            "Datum: 31. Oktober 2025",
            Some((date(2025, 10, 31), "Datum: 31. Oktober 2025")),
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
        check_date("Date: 05/10/2025", None);
        check_date("Date: October 2025", None);
        check_date("Date: 2025-10", None);
        check_date("Dated 2025-11-01", None);
        check_date("date2025-11-01", None);
        check_date(
            &format!("{}date 2025-11-01", "A line.\n".repeat(NEAR_TOP)),
            None,
        );
    }
}
