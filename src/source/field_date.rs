//! The day of publication as a field of a record states it, in any language, or as a time since 1970.
//!
//! The words of a field in; a civil date out, or nothing where they name no single day: `03/04/2025` has two
//! readings, `October 2025` is a month. The words have to be a date and no more than what stands around one: a
//! day of the week before it, a time of day behind it. What is not here: which field is asked (`fields.rs`), and
//! dates among other words (`page/date`).

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::dates;
use super::page::date::written::{self, Order, Reading};

/// First letters of words that make the date behind them another than that of publication, in lower case.
const OTHERWISE: &[&str] = &[
    "updat", "modif", "edit", "revis", "aktual", "geänd", "actual", "aggiorn", "bijgew", "uppdat",
    "oppdat", "opdat", "atual", "mis", "before", "after", "since", "until", "till", "about",
    "around", "circa", "ca", "bis", "vor", "nach", "seit",
];

/// What follows the figure of a day or the year in some languages.
const ENDINGS: &[&str] = &["日", "일", " года", " г.", " г", "."];

/// Reads a date that is written out.
///
/// `language` is the tag of the record: it tells apart the one name that two languages give to different months.
pub(crate) fn written(text: &str, language: Option<&str>) -> Option<Date> {
    dates::parse(text).or_else(|| foreign(text.trim(), language))
}

/// Reads seconds or milliseconds since 1970 as the day in UTC.
///
/// The two are told apart by their size: either has to lie between 1995 and 2100.
pub(crate) fn epoch(text: &str) -> Option<Date> {
    const SECONDS: std::ops::Range<i64> = 788_918_400..4_102_444_800;
    let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), "0"));
    let is_figure = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let number: i64 = whole.parse().ok()?;
    let seconds = [number, number / 1000];
    let seconds = seconds
        .into_iter()
        .find(|seconds| SECONDS.contains(seconds))?;
    let is_time = is_figure(whole) && is_figure(part) && !is_run_together(whole);
    let instant = Timestamp::from_second(seconds).ok()?;
    is_time.then(|| TimeZone::UTC.to_datetime(instant).date())
}

/// Returns the words of a field that were not understood, or the beginning of them.
pub(crate) fn shown(written: &str) -> String {
    const LONGEST: usize = 80;
    let line = written.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// Whether ten figures may be a day and an hour, such as 2024050110, rather than a time since 1970.
fn is_run_together(figures: &str) -> bool {
    let hour = figures.get(8..10).and_then(|hour| hour.parse().ok());
    figures.len() == 10
        && dates::parse(&figures[..8]).is_some()
        && hour.is_some_and(|hour: u8| hour < 24)
}

fn foreign(text: &str, language: Option<&str>) -> Option<Date> {
    const LONGEST: usize = 200;
    if text.len() > LONGEST {
        return None;
    }
    let reading = Reading {
        order: Order::DayFirst,
        language: language.map(str::to_owned),
    };
    let found = written::find(text, &reading);
    let [date] = found.as_slice() else {
        return None;
    };
    let is_sure = date.other.is_none() && !date.is_short && !has_two_months(text, language);
    let (before, behind) = (&text[..date.span.start], &text[date.span.end..]);
    (is_sure && is_weekday(before) && dates::is_time(without_ending(behind))).then_some(date.date)
}

/// Whether a month has the name that is October in Croatian and November in Czech and Polish.
fn has_two_months(text: &str, language: Option<&str>) -> bool {
    language.is_none() && text.to_lowercase().contains("listopad")
}

/// Whether this may be a day of the week before a date, or is nothing.
fn is_weekday(before: &str) -> bool {
    let word = before.trim().trim_end_matches([',', '.', '،']);
    let is_letter = |letter: char| letter.is_alphabetic() || matches!(letter, '-' | '\'' | '’');
    let lower = word.to_lowercase();
    word.chars().all(is_letter) && !OTHERWISE.iter().any(|start| lower.starts_with(start))
}

fn without_ending(behind: &str) -> &str {
    let ending = ENDINGS.iter().find(|ending| behind.starts_with(**ending));
    ending.map_or(behind, |ending| &behind[ending.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn check(text: &str, expected: Option<Date>) {
        assert_eq!(
            written(text, None).or_else(|| epoch(text)),
            expected,
            "{text}"
        );
    }

    #[test]
    fn days_that_are_named() {
        for text in [
            "2025-10-31",
            "31/10/2025",
            "10/31/2025",
            "31.10.2025",
            "31-10-2025 10:30",
            "31/10/2025, 10:30",
            "31 oktober 2025",
            "Freitag, 31. Oktober 2025, 10:30 Uhr",
            "vendredi 31 octobre 2025",
            "31 de outubro de 2025",
            "31 октября 2025 г.",
            "2025年10月31日",
            "2025. október 31.",
            "1761906600",
            "1761906600000",
            "1761906600.25",
            " 1761906600 ",
        ] {
            check(text, Some(date(2025, 10, 31)));
        }
        check("05/05/2025", Some(date(2025, 5, 5)));
    }

    #[test]
    fn days_that_would_be_guessed() {
        for text in [
            "03/04/2025",
            "03.04.2025",
            "October 2025",
            "2025-10",
            "2025",
            "31/10/25",
            "31/13/2025",
            "31 oktober",
            "Updated: 31/10/2025",
            "Updated 31 oktober 2025",
            "31/10/2025 to 02/11/2025",
            "31 oktober 2025 in Amsterdam",
            "20 listopada 2025",
            "2024050110",
            "12345678",
            "1714559",
            "17619066000000000",
            "-1761906600",
            "1761906600.x",
            "+1761906600",
            "",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn one_language_settles_a_name() {
        let text = "20 listopada 2025";
        assert_eq!(written(text, Some("hr")), Some(date(2025, 10, 20)));
        assert_eq!(written(text, Some("pl")), Some(date(2025, 11, 20)));
    }

    #[test]
    fn unread_words_are_one_short_line() {
        assert_eq!(shown(" October\n2025 "), "October 2025");
        assert_eq!(shown(&"é".repeat(81)), format!("{}…", "é".repeat(80)));
    }

    proptest! {
        #[test]
        fn nothing_breaks_it(text in "[0-9/. -]{0,12}|\\PC{0,30}") {
            let _ = (written(&text, None), epoch(&text), shown(&text));
        }

        #[test]
        fn every_second_of_a_day_is_that_day(second in 0i64..86_400) {
            let day = 1_761_868_800 + second;
            prop_assert_eq!(epoch(&day.to_string()), Some(date(2025, 10, 31)));
            prop_assert_eq!(epoch(&format!("{day}999")), Some(date(2025, 10, 31)));
        }
    }
}
