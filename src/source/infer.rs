//! The day of publication as a text's words let one infer it: for those who ask for it, and never taken for a
//! day that is stated.
//!
//! News tells what happened `on Friday`. Where the latest past day that it names, such as `30th October`, is that
//! day of the week or the one before it, the two fix a day once the year is known. Anything less stays
//! unknown: days further apart have as many readings as weeks between them. What is not here: where the years
//! come from (dated neighbours in the collection).

use std::ops::RangeInclusive;

use jiff::civil::{Date, Weekday};

use crate::article::{DaySpan, Sourced};

/// How many lines that are not blank may hold the day of the week.
const NEAR_TOP: usize = 6;

/// How many days lie at most between the latest day named and the day of the week.
const NEAR: i32 = 1;

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("Monday", Weekday::Monday),
    ("Tuesday", Weekday::Tuesday),
    ("Wednesday", Weekday::Wednesday),
    ("Thursday", Weekday::Thursday),
    ("Friday", Weekday::Friday),
    ("Saturday", Weekday::Saturday),
    ("Sunday", Weekday::Sunday),
];

const MONTHS: [(&str, &str); 12] = [
    ("January", "Jan"),
    ("February", "Feb"),
    ("March", "Mar"),
    ("April", "Apr"),
    ("May", "May"),
    ("June", "Jun"),
    ("July", "Jul"),
    ("August", "Aug"),
    ("September", "Sep"),
    ("October", "Oct"),
    ("November", "Nov"),
    ("December", "Dec"),
];

/// Words of sentences about what is still to come, and of days that are not the story's own.
const AHEAD: &[&str] = &[
    "will",
    "would",
    "next",
    "upcoming",
    "scheduled",
    "expected",
    "due",
    "until",
    "deadline",
    "plans",
    "planned",
    "later",
    "set",
    "ahead",
    "anniversary",
];

/// A day of a month without its year, and the words that name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct DayOfMonth<'t> {
    month: i8,
    day: i8,
    words: &'t str,
}

/// Infers the day of publication of a text that was published in one of these years.
///
/// The words are the two slices of the text that fix it, with ` … ` between them. Returns nothing where the
/// words fit several days.
pub fn infer(body: &str, years: RangeInclusive<i16>) -> Option<Sourced<DaySpan>> {
    let (weekday, spoken) = weekday(body)?;
    let named = latest(&days(body))?;
    let fits = |year: i16| following(Date::new(year, named.month, named.day).ok()?, weekday);
    let mut fitting = years.filter_map(fits);
    let day = fitting.next()?;
    let span = DaySpan { from: day, to: day };
    fitting
        .next()
        .is_none()
        .then(|| Sourced::new(span, "inferred", format!("{spoken} … {}", named.words)))
}

/// The first such day of the week on or after a day, where it is near.
fn following(day: Date, weekday: Weekday) -> Option<Date> {
    let apart = i32::from(day.weekday().until(weekday));
    (apart <= NEAR)
        .then(|| day.checked_add(jiff::Span::new().days(apart)).ok())
        .flatten()
}

/// Finds the first `on Friday` near the top, in a sentence that tells of the past.
fn weekday(body: &str) -> Option<(Weekday, &str)> {
    let top = body
        .lines()
        .filter(|line| !line.trim().is_empty())
        .take(NEAR_TOP);
    top.flat_map(sentences)
        .filter(|sentence| !is_ahead(sentence))
        .find_map(on_weekday)
}

fn on_weekday(sentence: &str) -> Option<(Weekday, &str)> {
    let found = WEEKDAYS.iter().filter_map(|(name, weekday)| {
        let words = format!("on {name}");
        let start = sentence.find(&words)?;
        let before = sentence[..start].chars().next_back();
        let after = sentence[start + words.len()..].chars().next();
        let is_whole = |letter: Option<char>| !letter.is_some_and(char::is_alphanumeric);
        (is_whole(before) && is_whole(after))
            .then(|| (start, *weekday, &sentence[start..start + words.len()]))
    });
    found
        .min_by_key(|(start, ..)| *start)
        .map(|(_, weekday, words)| (weekday, words))
}

/// Finds the days of months that sentences about the past name without a year.
fn days(body: &str) -> Vec<DayOfMonth<'_>> {
    let lines = body.lines().flat_map(sentences);
    lines
        .filter(|sentence| !is_ahead(sentence))
        .flat_map(days_of_sentence)
        .collect()
}

/// The latest of them; nothing where they may lie on both sides of a new year.
fn latest<'t>(days: &[DayOfMonth<'t>]) -> Option<DayOfMonth<'t>> {
    let latest = days.iter().max_by_key(|day| (day.month, day.day))?;
    let earliest = days.iter().min_by_key(|day| (day.month, day.day))?;
    (latest.month - earliest.month < 6).then_some(*latest)
}

fn days_of_sentence(sentence: &str) -> Vec<DayOfMonth<'_>> {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let day = |at: usize| {
        let month = month(words[at])?;
        let behind = words.get(at + 1).and_then(|word| last_day(word));
        let before = || words[..at].last().and_then(|word| last_day(word));
        let (first, last) = if behind.is_some() {
            (at, at + 1)
        } else {
            (at.checked_sub(1)?, at)
        };
        let has_year = words.get(last + 1).is_some_and(|word| is_year(word));
        let day = behind.or_else(before).filter(|_| !has_year)?;
        Some(DayOfMonth {
            month,
            day,
            words: between(sentence, words[first], words[last]),
        })
    };
    (0..words.len()).filter_map(day).collect()
}

/// The slice of a sentence from one of its words to another, without marks at the end.
fn between<'t>(sentence: &'t str, first: &str, last: &str) -> &'t str {
    let at = |word: &str| word.as_ptr() as usize - sentence.as_ptr() as usize;
    sentence[at(first)..at(last) + last.len()].trim_end_matches([',', '.', ';', ':', ')', '"', '”'])
}

fn month(word: &str) -> Option<i8> {
    let bare = word.trim_end_matches([',', '.', ';', ':', ')', '"', '”', '?']);
    let is = |(whole, short): &(&str, &str)| {
        bare == *whole || bare == *short || (*short == "Sep" && bare == "Sept")
    };
    let place = MONTHS.iter().position(is)?;
    i8::try_from(place + 1).ok()
}

/// The day that a word such as `25`, `30th`, `19,` or `25–30` ends with.
fn last_day(word: &str) -> Option<i8> {
    let bare = word.trim_end_matches([',', '.', ';', ':', ')', '"', '”', '?']);
    let last = bare.rsplit(['–', '-', '/']).next()?;
    let figures = last.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
    let ending = &last[figures.len()..];
    let is_day = matches!(ending, "" | "st" | "nd" | "rd" | "th") && figures.len() <= 2;
    let day: i8 = figures.parse().ok().filter(|_| is_day)?;
    (1..=31).contains(&day).then_some(day)
}

fn is_year(word: &str) -> bool {
    let figures = word.trim_end_matches(|letter: char| !letter.is_ascii_digit());
    figures.len() == 4 && figures.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_ahead(sentence: &str) -> bool {
    let mut words = sentence.split(|letter: char| !letter.is_alphanumeric());
    words.any(|word| AHEAD.contains(&word))
}

/// Parts a line into sentences, roughly: at a mark, a blank and a capital.
fn sentences(line: &str) -> impl Iterator<Item = &str> {
    let mut start = 0;
    let ends = line
        .match_indices(['.', '!', '?', '”'])
        .filter_map(|(at, mark)| {
            let rest = &line[at + mark.len()..];
            let next = rest.strip_prefix(' ')?;
            let is_end =
                next.starts_with(|first: char| first.is_uppercase() || "“\"‘".contains(first));
            is_end.then_some(at + mark.len())
        });
    let ends: Vec<usize> = ends.chain([line.len()]).collect();
    ends.into_iter().map(move |end| {
        let sentence = &line[start..end];
        start = end;
        sentence
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn check(body: &str, years: RangeInclusive<i16>, expected: Option<(Date, &str)>) {
        let found = infer(body, years);
        let found = found
            .as_ref()
            .map(|found| (found.value.from, found.words.as_str()));
        assert_eq!(found, expected, "{body}");
    }

    #[test]
    fn a_weekday_and_a_day_fix_a_date() {
        let day = date(2025, 10, 31);
        check(
            "He spoke on Friday. They had met from 25th to 30th October.",
            2025..=2025,
            Some((day, "on Friday … 30th October")),
        );
        check(
            "He spoke on Friday of the October 25–30 talks.",
            2025..=2025,
            Some((day, "on Friday … October 25–30")),
        );
        check(
            "He spoke on Friday, Oct. 31.",
            2025..=2026,
            Some((day, "on Friday … Oct. 31")),
        );
        check(
            "He spoke on Friday. They met on Oct. 30. They will meet again on November 6.",
            2025..=2025,
            Some((day, "on Friday … Oct. 30")),
        );
    }

    #[test]
    fn what_fixes_no_date() {
        check(
            "He spoke on Wednesday. They had agreed on October 19.",
            2025..=2025,
            None,
        );
        check(
            "They would meet again in Istanbul on October 25.",
            2025..=2025,
            None,
        );
        check("He spoke on Friday.", 2025..=2025, None);
        check("They met on October 30.", 2025..=2025, None);
        check(
            "He will speak on Friday. They met on October 30.",
            2025..=2025,
            None,
        );
        check(
            "He spoke on Friday. They met on October 30, 2021.",
            2025..=2025,
            None,
        );
        check(
            "He spoke on Friday. It fell on January 2 and December 30.",
            2025..=2025,
            None,
        );
        check(
            "He spoke on Friday. They met on October 30.",
            2014..=2025,
            None,
        );
        check(
            "He spoke on Fridays. They met on October 30.",
            2025..=2025,
            None,
        );
        check("", 2025..=2025, None);
    }

    proptest! {
        #[test]
        fn the_day_is_the_weekday_it_was_inferred_from(days in 0i32..3000, apart in 0i32..=NEAR) {
            let told = date(2020, 7, 1).checked_add(jiff::Span::new().days(days)).unwrap();
            let named = told.checked_sub(jiff::Span::new().days(apart)).unwrap();
            let body = format!("He spoke on {}. They met on {}.", told.strftime("%A"), named.strftime("%B %-d"));
            let found = infer(&body, named.year()..=named.year());
            prop_assert_eq!(found.map(|found| found.value), Some(DaySpan { from: told, to: told }));
        }

        #[test]
        fn nothing_breaks_it(body in ".{0,80}|(on Friday|30th|October|Oct\\.|25–30| |\\.|, ){0,12}") {
            let _ = infer(&body, 2020..=2025);
        }
    }
}
