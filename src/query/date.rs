//! Dates and ranges of dates as they are written in queries and options.
//!
//! `2025-10-31`, `2025-10`, `2025`, `[2025-10 TO *]`, `>=2025-10` go in, a [`DateRange`] comes out and prints
//! as text again. A short date stands for all its days. What is not here: dates in prose, time zones.

use std::fmt;
use std::ops::Range;

use jiff::civil::Date;

use crate::error::{Error, ErrorKind, Result};
use crate::query::cursor::Cursor;
use crate::query::{DateRange, fault};

const HINT: &str = "write a day, a month or a year: 2025-10-31, 2025-10 or 2025";
const RANGE_HINT: &str =
    "write date:[2025-10-01 TO 2025-11-01]; an end may be a month, a year, or * where it is open";

impl DateRange {
    /// Reads a day, month or year and returns its first and last day; both ends are set.
    ///
    /// # Errors
    /// [`ErrorKind::BadDate`] where the text is anything else, or no day of the calendar.
    pub fn parse(text: &str) -> Result<Self> {
        let (from, to) = days(text).map_err(|flaw| {
            Error::new(ErrorKind::BadDate, format!("`{text}` is not a date"))
                .at(text, flaw.span, flaw.label)
                .hint(HINT)
        })?;
        Ok(DateRange {
            from: Some(from),
            to: Some(to),
        })
    }

    /// Tells whether the range has that day.
    pub fn contains(&self, date: Date) -> bool {
        self.from.is_none_or(|from| from <= date) && self.to.is_none_or(|to| date <= to)
    }
}

impl fmt::Display for DateRange {
    /// Writes what stands after `date:` in a query, as short as it goes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.from, self.to) {
            (Some(from), Some(to)) if from == to => write!(f, "{from}"),
            (Some(from), Some(to)) if from.day() == 1 && to == from.last_of_month() => {
                write!(f, "{}", from.strftime("%Y-%m"))
            }
            (Some(from), Some(to)) if from.day_of_year() == 1 && to == from.last_of_year() => {
                write!(f, "{}", from.strftime("%Y"))
            }
            (Some(from), Some(to)) => write!(f, "[{from} TO {to}]"),
            (Some(from), None) => write!(f, ">={from}"),
            (None, Some(to)) => write!(f, "<={to}"),
            (None, None) => f.write_str("[* TO *]"),
        }
    }
}

/// Moves over the value of `date:`, which comes next, and returns it.
pub(super) fn value(cursor: &mut Cursor<'_>) -> Result<DateRange> {
    match cursor.peek() {
        Some('[') => range(cursor),
        Some('{') => {
            let span = cursor.at()..cursor.at() + 1;
            Err(bad(
                cursor,
                span,
                "a range of dates stands between square brackets",
            )
            .hint(RANGE_HINT))
        }
        _ => point(cursor),
    }
}

/// Moves over a date, with or without `>=`, `>`, `<=` or `<` before it.
fn point(cursor: &mut Cursor<'_>) -> Result<DateRange> {
    let word = cursor.word();
    let sign = ["<=", ">=", "<", ">"]
        .into_iter()
        .find(|sign| word.starts_with(sign))
        .unwrap_or("");
    let span = cursor.take(word.len());
    if sign.len() == word.len() {
        return Err(bad(cursor, span, "no date stands after this").hint(HINT));
    }
    let (first, last) = date_at(cursor, span.start + sign.len()..span.end)?;
    let beyond = |day: Option<Date>| {
        day.ok_or_else(|| {
            bad(cursor, span, "no day lies beyond this date").hint("years go from 0001 to 9999")
        })
    };
    Ok(match sign {
        ">=" => DateRange {
            from: Some(first),
            to: None,
        },
        "<=" => DateRange {
            from: None,
            to: Some(last),
        },
        ">" => DateRange {
            from: Some(beyond(last.tomorrow().ok())?),
            to: None,
        },
        "<" => DateRange {
            from: None,
            to: Some(beyond(day_before(first))?),
        },
        _ => DateRange {
            from: Some(first),
            to: Some(last),
        },
    })
}

/// Returns the day before, unless it lies in the year 0, which cannot be written.
fn day_before(date: Date) -> Option<Date> {
    date.yesterday().ok().filter(|day| day.year() > 0)
}

/// Moves over `[from TO to]`.
fn range(cursor: &mut Cursor<'_>) -> Result<DateRange> {
    let start = cursor.at();
    let Some(length) = cursor.rest().find(']') else {
        return Err(bad(cursor, start..start + 1, "this bracket is never closed").hint(RANGE_HINT));
    };
    let span = cursor.take(length + 1);
    let [from, to] = ends(cursor.text(), span.start + 1..span.end - 1).ok_or_else(|| {
        bad(
            cursor,
            span.clone(),
            "a range has two ends and `TO` between them",
        )
        .hint(RANGE_HINT)
    })?;
    let range = DateRange {
        from: end_at(cursor, from.clone())?.map(|(first, _)| first),
        to: end_at(cursor, to.clone())?.map(|(_, last)| last),
    };
    match (range.from, range.to) {
        (Some(first), Some(last)) if first > last => Err(backwards(cursor, span, from, to)),
        _ => Ok(range),
    }
}

/// Returns where the two ends stand in what is between the brackets.
fn ends(text: &str, inside: Range<usize>) -> Option<[Range<usize>; 2]> {
    let words: Vec<&str> = text[inside.clone()].split_whitespace().collect();
    let [from, "TO", to] = words[..] else {
        return None;
    };
    let from_start = inside.start + text[inside.clone()].find(from)?;
    let to_start = inside.start + text[inside].rfind(to)?;
    Some([
        from_start..from_start + from.len(),
        to_start..to_start + to.len(),
    ])
}

/// Returns the first and last day of one end, `None` where it is open.
fn end_at(cursor: &Cursor<'_>, span: Range<usize>) -> Result<Option<(Date, Date)>> {
    match &cursor.text()[span.clone()] {
        "*" => Ok(None),
        _ => date_at(cursor, span).map(Some),
    }
}

fn backwards(
    cursor: &Cursor<'_>,
    span: Range<usize>,
    from: Range<usize>,
    to: Range<usize>,
) -> Error {
    let (from, to) = (&cursor.text()[from], &cursor.text()[to]);
    bad(cursor, span, "this range ends before it begins")
        .hint(format!("write date:[{to} TO {from}]"))
}

/// Returns the first and last day of the date that stands at `span`.
fn date_at(cursor: &Cursor<'_>, span: Range<usize>) -> Result<(Date, Date)> {
    let text = &cursor.text()[span.clone()];
    days(text).map_err(|flaw| {
        let flawed = span.start + flaw.span.start..span.start + flaw.span.end;
        let hint = if text.contains("..") {
            RANGE_HINT
        } else {
            HINT
        };
        bad(cursor, flawed, flaw.label).hint(hint)
    })
}

fn bad(cursor: &Cursor<'_>, span: Range<usize>, label: impl Into<String>) -> Error {
    fault::of_kind(ErrorKind::BadDate, cursor.text(), span, label)
}

/// What is wrong with a date, and the bytes of it that are.
struct Flaw {
    span: Range<usize>,
    label: String,
}

/// Returns the first and last day of a day, month or year.
fn days(text: &str) -> Result<(Date, Date), Flaw> {
    let numbers: Option<Vec<i16>> = text
        .split('-')
        .zip([4, 2, 2])
        .map(|(part, width)| number(part, width))
        .collect();
    let numbers = numbers.filter(|_| matches!(text.len(), 4 | 7 | 10));
    let no_date = || Flaw {
        span: 0..text.len(),
        label: "this is not a date".to_owned(),
    };
    let (year, rest) = numbers
        .as_deref()
        .and_then(|numbers| numbers.split_first())
        .ok_or_else(no_date)?;
    let january = Date::new(*year, 1, 1).ok().filter(|day| day.year() > 0);
    let january = january.ok_or_else(|| Flaw {
        span: 0..4,
        label: "the first year is 0001".to_owned(),
    })?;
    match *rest {
        [] => Ok((january, january.last_of_year())),
        [month] => first_of(january, month).map(|day| (day, day.last_of_month())),
        [month, day, ..] => day_of(first_of(january, month)?, day).map(|day| (day, day)),
    }
}

fn number(part: &str, width: usize) -> Option<i16> {
    let plain = part.len() == width && part.bytes().all(|digit| digit.is_ascii_digit());
    part.parse().ok().filter(|_| plain)
}

fn first_of(january: Date, month: i16) -> Result<Date, Flaw> {
    let named = i8::try_from(month)
        .ok()
        .and_then(|month| Date::new(january.year(), month, 1).ok());
    named.ok_or_else(|| Flaw {
        span: 5..7,
        label: format!("there is no month {month:02}"),
    })
}

fn day_of(first: Date, day: i16) -> Result<Date, Flaw> {
    let named = i8::try_from(day)
        .ok()
        .and_then(|day| Date::new(first.year(), first.month(), day).ok());
    let label = || {
        format!(
            "{} has the days 01 to {}",
            first.strftime("%Y-%m"),
            first.days_in_month()
        )
    };
    named.ok_or_else(|| Flaw {
        span: 8..10,
        label: label(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_short_date_stands_for_all_its_days() {
        for (text, from, to) in [
            ("2025-10-31", date(2025, 10, 31), date(2025, 10, 31)),
            ("2025-10", date(2025, 10, 1), date(2025, 10, 31)),
            ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
            ("2025", date(2025, 1, 1), date(2025, 12, 31)),
            ("9999", date(9999, 1, 1), date(9999, 12, 31)),
        ] {
            let range = DateRange::parse(text).expect(text);
            assert_eq!(
                range,
                DateRange {
                    from: Some(from),
                    to: Some(to)
                }
            );
            assert_eq!(range.to_string(), text);
        }
    }

    #[test]
    fn what_is_no_date_says_why() {
        for (text, span, label) in [
            ("", 0..0, "this is not a date"),
            ("25", 0..2, "this is not a date"),
            ("2025-", 0..5, "this is not a date"),
            ("2025-1", 0..6, "this is not a date"),
            ("2025-10-31-", 0..11, "this is not a date"),
            ("2025-10-1é", 0..11, "this is not a date"),
            ("+202-10", 0..7, "this is not a date"),
            ("2025/10/31", 0..10, "this is not a date"),
            ("0000", 0..4, "the first year is 0001"),
            ("2025-13", 5..7, "there is no month 13"),
            ("2025-00-01", 5..7, "there is no month 00"),
            ("2025-02-29", 8..10, "2025-02 has the days 01 to 28"),
            ("2025-02-00", 8..10, "2025-02 has the days 01 to 28"),
        ] {
            let error = DateRange::parse(text).expect_err(text);
            let fault = error.fault().expect("has a place");
            assert_eq!(
                (error.kind(), fault.span.clone(), fault.label.as_str()),
                (ErrorKind::BadDate, span, label)
            );
            assert_eq!((fault.text.as_str(), error.next_step()), (text, Some(HINT)));
        }
    }

    #[test]
    fn both_ends_are_within() {
        let october = DateRange::parse("2025-10").expect("a month");
        for (day, within) in [
            (date(2025, 9, 30), false),
            (date(2025, 10, 1), true),
            (date(2025, 10, 31), true),
            (date(2025, 11, 1), false),
        ] {
            assert_eq!(october.contains(day), within);
            assert_eq!(
                DateRange {
                    to: None,
                    ..october
                }
                .contains(day),
                day >= date(2025, 10, 1)
            );
            assert_eq!(
                DateRange {
                    from: None,
                    ..october
                }
                .contains(day),
                day <= date(2025, 10, 31)
            );
            assert!(DateRange::default().contains(day));
        }
    }
}
