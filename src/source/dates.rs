//! Days of the calendar as people and programs write them.
//!
//! Words in, a civil date out: the day as written, never shifted to another time zone, or nothing. What is not
//! here: dates that have two readings, such as 01/05/2024, dates without a year, and seconds since 1970, which
//! name no day until a time zone is chosen; all of these are unknown.

use jiff::civil::Date;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Reads a text that is a date, with or without a time of day.
pub(crate) fn parse(text: &str) -> Option<Date> {
    let text = text.trim();
    let (date, length) = leading(text)?;
    is_time(&text[length..]).then_some(date)
}

/// Reads the date that a text begins with, and returns how many bytes it takes, without a time of day.
pub(crate) fn leading(text: &str) -> Option<(Date, usize)> {
    let mut cursor = Cursor { text, at: 0 };
    let date = match cursor.digits() {
        Some(digits) if digits.len() == 4 => year_first(digits, &mut cursor),
        Some(digits) if matches!(digits.len(), 8 | 14) => run_together(digits),
        Some(digits) => day_first(digits, &mut cursor),
        None => words_first(&mut cursor),
    }?;
    let ends = !text[cursor.at..].starts_with(|next: char| next.is_ascii_digit());
    ends.then_some((date, cursor.at))
}

/// Whether a text has a month or a day of the week among its words, beside a figure.
pub(crate) fn names_a_day(text: &str) -> bool {
    let mut words = text.split(|letter: char| !letter.is_alphanumeric());
    let has_figure = text.contains(|letter: char| letter.is_ascii_digit());
    has_figure && words.any(|word| month(word).is_some() || is_weekday(word))
}

/// `2024-05-01`, and with slashes or stops.
fn year_first(year: &str, cursor: &mut Cursor<'_>) -> Option<Date> {
    let mark = cursor.one_of(&['-', '/', '.'])?;
    let month = cursor.digits()?;
    cursor.one_of(&[mark])?;
    let day = cursor.digits()?;
    civil(year, number(month)?, day)
}

/// `20240501`, and with the time of day behind it. Other numbers of eight digits are ids.
fn run_together(digits: &str) -> Option<Date> {
    let year: i16 = digits[..4].parse().ok()?;
    let plausible = (1500..2500).contains(&year);
    plausible
        .then(|| civil(&digits[..4], number(&digits[4..6])?, &digits[6..8]))
        .flatten()
}

/// `1 May 2024`, `1st of May, 2024`, `26-FEB-1987`.
fn day_first(day: &str, cursor: &mut Cursor<'_>) -> Option<Date> {
    cursor.ordinal();
    cursor.gap();
    cursor.word_of();
    let month = month(cursor.letters()?)?;
    cursor.gap();
    let year = cursor.digits()?;
    civil(year, month, day)
}

/// `May 1, 2024`, and a day of the week before it or before any date that begins with the day.
fn words_first(cursor: &mut Cursor<'_>) -> Option<Date> {
    let mut word = cursor.letters()?;
    if is_weekday(word) {
        cursor.gap();
        match cursor.digits() {
            Some(digits) if digits.len() == 4 => return year_first(digits, cursor),
            Some(digits) => return day_first(digits, cursor),
            None => word = cursor.letters()?,
        }
    }
    let month = month(word)?;
    cursor.gap();
    let day = cursor.digits()?;
    cursor.ordinal();
    cursor.gap();
    let year = cursor.digits()?;
    civil(year, month, day)
}

fn civil(year: &str, month: i8, day: &str) -> Option<Date> {
    let is_whole = year.len() == 4 && !year.starts_with('0') && matches!(day.len(), 1 | 2);
    is_whole
        .then(|| Date::new(year.parse().ok()?, month, day.parse().ok()?).ok())
        .flatten()
}

fn number(month: &str) -> Option<i8> {
    matches!(month.len(), 1 | 2)
        .then(|| month.parse().ok())
        .flatten()
}

/// A month by its name or the first letters of it, at least three.
fn month(word: &str) -> Option<i8> {
    let word = word.to_ascii_lowercase();
    let place = MONTHS.iter().position(|month| abbreviates(&word, month))?;
    i8::try_from(place + 1).ok()
}

fn is_weekday(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    WEEKDAYS.iter().any(|day| abbreviates(&word, day))
}

fn abbreviates(word: &str, name: &str) -> bool {
    word == name || (matches!(word.len(), 3 | 4) && name.starts_with(word))
}

/// Whether this can follow a date: nothing, or a time of day with its zone, and no second date.
pub(super) fn is_time(rest: &str) -> bool {
    let attached = !rest.starts_with(|first: char| first.is_whitespace() || first == ',');
    let time_after_t = |text: &str| {
        text.strip_prefix(['T', 't'])
            .is_some_and(|time| time.starts_with(|first: char| first.is_ascii_digit()))
    };
    if attached && !(rest.is_empty() || time_after_t(rest) || matches!(rest, "Z" | "z")) {
        return false;
    }
    rest.split([' ', ',', '\t', '\u{a0}', '\u{202f}'])
        .all(|word| leading(word).is_none() && is_time_word(word))
}

fn is_time_word(word: &str) -> bool {
    let bare = word.trim_matches(['(', ')', '[', ']', '|']);
    let is_zone = bare.len() <= 5
        && bare
            .chars()
            .all(|letter| letter.is_ascii_alphabetic() || letter == '.');
    let is_figure = |letter: char| letter.is_ascii_alphanumeric() || ":.+-[]/_".contains(letter);
    is_zone
        || (bare.contains(|letter: char| letter.is_ascii_digit()) && bare.chars().all(is_figure))
}

/// A place in a text, and the small steps a date is read by.
struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn take(&mut self, belongs: impl Fn(char) -> bool) -> Option<&'t str> {
        let rest = self.rest();
        let end = rest.find(|letter| !belongs(letter)).unwrap_or(rest.len());
        self.at += end;
        (end > 0).then(|| &rest[..end])
    }

    fn digits(&mut self) -> Option<&'t str> {
        self.take(|letter| letter.is_ascii_digit())
    }

    fn letters(&mut self) -> Option<&'t str> {
        self.take(|letter| letter.is_ascii_alphabetic())
    }

    fn one_of(&mut self, marks: &[char]) -> Option<char> {
        let mark = self
            .rest()
            .chars()
            .next()
            .filter(|mark| marks.contains(mark))?;
        self.at += mark.len_utf8();
        Some(mark)
    }

    /// Passes over what stands between the parts of a date: blanks, one comma, stop or hyphen.
    fn gap(&mut self) {
        let _ = self.one_of(&[',', '.', '-']);
        let _ = self.one_of(&[',']);
        let _ = self.take(|letter| matches!(letter, ' ' | '\u{a0}' | '\u{202f}'));
    }

    fn ordinal(&mut self) {
        let ends = ["st", "nd", "rd", "th"];
        if self.rest().get(..2).is_some_and(|end| ends.contains(&end)) {
            self.at += 2;
        }
    }

    fn word_of(&mut self) {
        if self.rest().starts_with("of ") {
            self.at += 3;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn check(text: &str, expected: Option<Date>) {
        assert_eq!(parse(text), expected, "{text}");
    }

    #[test]
    fn the_forms_a_date_is_written_in() {
        for text in [
            "2024-05-01",
            " 2024-05-01 ",
            "2024-5-1",
            "2024/05/01",
            "2024.05.01",
            "20240501",
            "20240501103000",
            "20240501T103000Z",
            "2024-05-01 10:30:00",
            "2024-05-01 10:30:00 UTC",
            "2024-05-01T10:30:00Z",
            "2024-05-01T10:30:00.000+05:00",
            "2024-05-01T10:30:00+02:00[Europe/Berlin]",
            "Wed, 01 May 2024 10:30:00 +0000",
            "Wed, 1 May 2024 10:30:00 GMT",
            "1 May 2024",
            "1st May 2024",
            "1st of May, 2024",
            "May 1, 2024",
            "May 1st, 2024 at 10:30 a.m. ET",
            "Wednesday, May 1, 2024",
            "Wednesday 1 May 2024",
            "01-MAY-2024 15:01:01.79",
        ] {
            check(text, Some(date(2024, 5, 1)));
        }
        check("26-FEB-1987 15:01:01.79", Some(date(1987, 2, 26)));
        check(" 5-MAR-1987 09:00:00.00", Some(date(1987, 3, 5)));
        check("Sept. 3, 2024", Some(date(2024, 9, 3)));
        check("Oct. 31, 2025", Some(date(2025, 10, 31)));
    }

    #[test]
    fn the_day_is_never_shifted() {
        check("2024-05-01T23:59:59-11:00", Some(date(2024, 5, 1)));
        check("2024-05-01T00:00:00+14:00", Some(date(2024, 5, 1)));
    }

    #[test]
    fn what_names_no_single_day_is_unknown() {
        for text in [
            "",
            "None",
            "null",
            "yesterday",
            "2024",
            "2024-05",
            "May 2024",
            "May 1",
            "01/05/2024",
            "25/12/2024",
            "1714559400",
            "1714559400000",
            "2024-02-30",
            "2024-13-01",
            "20241301",
            "12345678",
            "2024-05-011",
            "2024-05-01 to 2024-05-03",
            "2024-05-01/2024-05-03",
            "2024-05-01 - 2024-05-03",
            "2024-05-01 in Istanbul",
            "0000-00-00",
            "0001-01-01",
            "Marching 1, 2024",
            "3 hours ago",
            "2024-05-01 Pakistani minister",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn a_date_at_the_start_of_a_text() {
        assert_eq!(
            leading("2025-11-01 Pakistani Foreign"),
            Some((date(2025, 11, 1), 10))
        );
        assert_eq!(
            leading("November 1, 2025 | Updated"),
            Some((date(2025, 11, 1), 16))
        );
        assert_eq!(leading("20251101 Pakistani"), Some((date(2025, 11, 1), 8)));
        assert_eq!(leading("May the 1st, 2025"), None);
    }

    proptest! {
        #[test]
        fn every_day_reads_back(days in 0i32..300_000) {
            let day = date(1600, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
            prop_assert_eq!(parse(&day.to_string()), Some(day));
            prop_assert_eq!(parse(&day.strftime("%d %B %Y, 10:30").to_string()), Some(day));
            prop_assert_eq!(parse(&day.strftime("%a, %b %-d, %Y").to_string()), Some(day));
        }

        #[test]
        fn nothing_breaks_it(text: String) {
            let length = leading(&text).map_or(0, |(_, length)| length);
            prop_assert!(text.is_char_boundary(length));
        }
    }
}
