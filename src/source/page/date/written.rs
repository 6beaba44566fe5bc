//! Days of the calendar within running text, in many languages.
//!
//! A text in, the dates that stand in it out, each with its place. A date is a day, a month and a year; what
//! lacks one of them is none. `leading` in `source/dates.rs` is the strict reader for what states nothing but a
//! date; this one looks for dates among other words. What is not here: which of them is the day of publication.

use std::ops::Range;

use super::months::month;
use super::tokens::{Kind, Token, tokens};
use jiff::civil::Date;

/// Which figure comes first in a date of three short figures, such as 01/05/2024.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::source) enum Order {
    DayFirst,
    MonthFirst,
}

/// How the writing of a page is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::source) struct Reading {
    pub(in crate::source) order: Order,
    /// The language that the page declares, as a tag in lower case.
    pub(in crate::source) language: Option<String>,
}

/// A date within a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::source) struct Written {
    pub(in crate::source) date: Date,
    /// The date in the other order of its figures, where that is a day of the calendar as well.
    pub(in crate::source) other: Option<Date>,
    /// Whether the year has two figures only.
    pub(in crate::source) is_short: bool,
    /// Its bytes in the text, end-exclusive, without a time of day.
    pub(in crate::source) span: Range<usize>,
}

/// Finds the dates in a text, in their order.
pub(in crate::source) fn find(text: &str, reading: &Reading) -> Vec<Written> {
    let tokens = tokens(text);
    let parser = Parser {
        text,
        tokens: &tokens,
        reading,
    };
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match parser.date_at(at) {
            Some((written, next)) => {
                found.push(written);
                at = next;
            }
            None => at += 1,
        }
    }
    found
}

/// Finds the first date in a text; eight or fourteen figures run together are one as well.
pub(super) fn first(text: &str, reading: &Reading) -> Option<Written> {
    let run = text.trim_start();
    if let Some((date, length)) = crate::source::dates::leading(run) {
        let start = text.len() - run.len();
        return Some(Written {
            date,
            other: None,
            is_short: false,
            span: start..start + length,
        });
    }
    find(text, reading).into_iter().next()
}

/// Reads the date that a text begins with, in any language, and returns how many bytes it takes. One that has two
/// readings is none: `01/05/2024`, a year of two figures, `1 listopada 2024`.
pub(in crate::source) fn leading(text: &str) -> Option<(Date, usize)> {
    let read = |language: Option<&str>| {
        let language = language.map(str::to_owned);
        let reading = Reading {
            order: Order::DayFirst,
            language,
        };
        let line = text.lines().next()?;
        find(line, &reading).into_iter().next()
    };
    let written = read(None).filter(|written| written.span.start == 0)?;
    let is_settled = written.other.is_none()
        && !written.is_short
        && read(Some("hr")).is_some_and(|croatian| croatian.date == written.date);
    is_settled.then_some((written.date, written.span.end))
}

struct Parser<'t> {
    text: &'t str,
    tokens: &'t [Token],
    reading: &'t Reading,
}

/// A date and the index of the token after it.
type Step = Option<(Written, usize)>;

impl Parser<'_> {
    fn date_at(&self, at: usize) -> Step {
        match self.tokens[at].kind {
            Kind::Number { digits: 4, value } if (1900..=2100).contains(&value) => {
                self.year_first(at, value)
            }
            Kind::Number { digits: 1 | 2, .. } if !self.continues_a_number(at) => {
                self.three_figures(at).or_else(|| self.day_first(at))
            }
            Kind::Word => self.month_first(at),
            _ => None,
        }
    }

    /// Whether a figure is the later part of a number such as `10.1.2020` or of `1,20`.
    fn continues_a_number(&self, at: usize) -> bool {
        let [before, mark] = match at.checked_sub(2) {
            Some(start) => [self.tokens[start], self.tokens[start + 1]],
            None => return false,
        };
        !self.tokens[at].spaced
            && !mark.spaced
            && matches!(mark.kind, Kind::Mark('.' | '/' | '-' | ','))
            && matches!(before.kind, Kind::Number { .. })
    }

    /// `2019-11-20`, `2019年11月20日`, and the year before the name of the month.
    fn year_first(&self, at: usize, year: u32) -> Step {
        self.year_and_figures(at, year)
            .or_else(|| self.year_and_name(at, year))
    }

    fn year_and_figures(&self, at: usize, year: u32) -> Step {
        let mark = self.mark(at + 1)?;
        let second = match mark {
            '年' => '月',
            '년' => '월',
            '-' | '/' | '.' | '‐' | '–' => mark,
            _ => return None,
        };
        (self.mark(at + 3)? == second).then_some(())?;
        let (month, day) = (self.number(at + 2, 2)?, self.number(at + 4, 2)?);
        self.ends(at, at + 5, year, month, day)
    }

    /// `2019. november 20.`, `2019 m. lapkričio 20 d.`
    fn year_and_name(&self, at: usize, year: u32) -> Step {
        let name = self.skip_gap(at + 1);
        let month = self.month(name)?;
        let place = self.skip_gap(name + 1);
        let day = self.number(place, 2)?;
        self.ends(at, place + 1, year, month, day)
    }

    /// `20.11.2019`, `20/11/19`, `11-20-2019`.
    fn three_figures(&self, at: usize) -> Step {
        let mark = self.mark(at + 1).filter(|mark| "./-‐–".contains(*mark))?;
        let (one, two) = (self.number(at, 2)?, self.number(at + 2, 2)?);
        (self.mark(at + 3)? == mark).then_some(())?;
        let apart = self.tokens[at + 2].spaced || self.tokens.get(at + 4)?.spaced;
        if let Some(year) = self.number(at + 4, 4).filter(|year| *year >= 1900) {
            return self.ordered(at, [one, two], year, at + 5);
        }
        let year = self.number(at + 4, 2).filter(|_| !apart && mark != '-')?;
        let is_whole = self.digits(at + 4) == 2
            && self.digits(at + 2) == 2
            && !self.mark_joined(at + 5, "./-:");
        let (mut written, next) = is_whole
            .then(|| self.ordered(at, [one, two], 2000 + year, at + 5))
            .flatten()?;
        written.is_short = true;
        Some((written, next))
    }

    fn ordered(&self, at: usize, figures: [u32; 2], year: u32, next: usize) -> Step {
        let [one, two] = figures;
        let day_first = civil(year, two, one);
        let month_first = civil(year, one, two);
        let (date, other) = match self.reading.order {
            Order::DayFirst => (day_first, month_first),
            Order::MonthFirst => (month_first, day_first),
        };
        let (date, other) = match date {
            Some(date) => (date, other.filter(|other| *other != date)),
            None => (other?, None),
        };
        let goes_on = self.digits(next) > 0 && !self.tokens[next].spaced;
        (!goes_on && !self.mark_joined(next, "./")).then_some(())?;
        let mut written = self.written(at, next, date);
        written.other = other;
        Some((written, next))
    }

    /// `20 November 2019`, `20. November 2019`, `1er décembre 2019`, `20 de noviembre de 2019`.
    fn day_first(&self, at: usize) -> Step {
        let day = self.number(at, 2)?;
        let name = self.skip_gap(self.skip_ordinal(at + 1));
        let (month, next) = match self.month(name) {
            Some(month) => (month, name + 1),
            None => self.counted_month(at + 1)?,
        };
        let place = self.skip_gap(next);
        if let Some(year) = self.number(place, 4).filter(|year| *year >= 1900) {
            return self.ends(at, place + 1, year, month, day);
        }
        self.short_year(at, place, month, day)
    }

    /// `20 tháng 11, 2019`: Vietnamese counts its months.
    fn counted_month(&self, at: usize) -> Option<(u32, usize)> {
        (self.word(at)?.to_lowercase() == "tháng").then_some(())?;
        Some((self.number(at + 1, 2)?, at + 2))
    }

    /// `20 Nov '19`, `20-Nov-19`.
    fn short_year(&self, at: usize, place: usize, month: u32, day: u32) -> Step {
        let year = self.number(place, 2).filter(|_| self.digits(place) == 2)?;
        let before = self.tokens[place - 1];
        let is_marked =
            matches!(before.kind, Kind::Mark('\'' | '’' | '-' | '/')) && !self.tokens[place].spaced;
        (is_marked && !self.mark_joined(place + 1, ":.-/")).then_some(())?;
        let (mut written, next) = self.ends(at, place + 1, 2000 + year, month, day)?;
        written.is_short = true;
        Some((written, next))
    }

    /// `November 20, 2019`, `Nov. 20th 2019`, `Wed Nov 20 08:00:00 UTC 2019`.
    fn month_first(&self, at: usize) -> Step {
        let month = self.month(at)?;
        let place = self.skip_gap(at + 1);
        let day = self.number(place, 2)?;
        let next = self.skip_gap(self.skip_ordinal(place + 1));
        let year = |at| self.number(at, 4).filter(|year| *year >= 1900);
        let place = match year(next) {
            Some(_) => next,
            None => self
                .skip_time(next)
                .filter(|after| year(*after).is_some())?,
        };
        self.ends(at, place + 1, year(place)?, month, day)
    }

    /// Passes over `08:00:00 UTC`.
    fn skip_time(&self, at: usize) -> Option<usize> {
        self.number(at, 2)?;
        let mut next = at + 1;
        while self.mark(next) == Some(':') && self.number(next + 1, 2).is_some() {
            next += 2;
        }
        (next > at + 1).then_some(())?;
        while next < at + 9
            && !matches!(self.tokens.get(next)?.kind, Kind::Number { digits: 4, .. })
        {
            next += 1;
        }
        Some(next)
    }

    fn ends(&self, at: usize, next: usize, year: u32, month: u32, day: u32) -> Step {
        let touches = self.digits(next) > 0 && !self.tokens[next].spaced;
        let date = civil(year, month, day).filter(|_| !touches)?;
        Some((self.written(at, next, date), next))
    }

    fn written(&self, at: usize, next: usize, date: Date) -> Written {
        Written {
            date,
            other: None,
            is_short: false,
            span: self.tokens[at].start..self.tokens[next - 1].end,
        }
    }

    fn word(&self, at: usize) -> Option<&str> {
        let token = self.tokens.get(at)?;
        (token.kind == Kind::Word).then(|| &self.text[token.start..token.end])
    }

    fn month(&self, at: usize) -> Option<u32> {
        let number = month(self.word(at)?, self.reading.language.as_deref())?;
        u32::try_from(number).ok()
    }

    fn number(&self, at: usize, longest: u8) -> Option<u32> {
        match self.tokens.get(at)?.kind {
            Kind::Number { value, digits } if digits <= longest => Some(value),
            _ => None,
        }
    }

    fn digits(&self, at: usize) -> u8 {
        match self.tokens.get(at).map(|token| token.kind) {
            Some(Kind::Number { digits, .. }) => digits,
            _ => 0,
        }
    }

    fn mark(&self, at: usize) -> Option<char> {
        match self.tokens.get(at)?.kind {
            Kind::Mark(mark) => Some(mark),
            _ => None,
        }
    }

    /// Whether one of these marks stands here and a figure right behind it.
    fn mark_joined(&self, at: usize, marks: &str) -> bool {
        self.mark(at).is_some_and(|mark| marks.contains(mark))
            && self.digits(at + 1) > 0
            && !self.tokens[at + 1].spaced
    }

    fn skip_ordinal(&self, at: usize) -> usize {
        const ENDINGS: &[&str] = &[
            "st", "nd", "rd", "th", "er", "re", "e", "ste", "a", "o", "і", "го", "ви", "ти", "eme",
        ];
        let is_ending = self
            .word(at)
            .is_some_and(|word| ENDINGS.contains(&word.to_lowercase().as_str()))
            || matches!(self.mark(at), Some('º' | 'ª' | '°'));
        if is_ending { at + 1 } else { at }
    }

    /// Passes over what may stand between the parts of a date: a mark or two, and a word that means `of`.
    fn skip_gap(&self, at: usize) -> usize {
        const LINKS: &[&str] = &[
            "de", "del", "of", "di", "d", "da", "den", "m", "năm", "the", "a", "שנת", "year", "do",
        ];
        let mut next = at;
        while next < at + 3 {
            let is_link = self
                .word(next)
                .is_some_and(|word| LINKS.contains(&word.to_lowercase().as_str()));
            let is_mark = matches!(
                self.mark(next),
                Some('.' | ',' | '-' | '/' | '\'' | '’' | '،' | '–' | '|')
            );
            if !(is_link || is_mark) {
                break;
            }
            next += 1;
        }
        next
    }
}

fn civil(year: u32, month: u32, day: u32) -> Option<Date> {
    Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
    .ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn reading(order: Order) -> Reading {
        Reading {
            order,
            language: None,
        }
    }

    fn check(text: &str, expected: &[Date]) {
        let found: Vec<_> = find(text, &reading(Order::DayFirst))
            .into_iter()
            .map(|written| written.date)
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn the_forms_of_many_languages() {
        for text in [
            "2019-11-20",
            "2019-11-20T23:30:00Z",
            "2019/11/20 08:00",
            "Posted on November 20, 2019 by Jane",
            "Nov. 20th 2019",
            "Wed Nov 20 08:00:00 UTC 2019",
            "NOVEMBER 20 2019",
            "20th of November, 2019",
            "20-Nov-19",
            "20 Nov '19 |",
            "Mittwoch, 20. November 2019, 10:30 Uhr",
            "Stand: 20.11.2019",
            "20.11.19, 10:30",
            "le 20 novembre 2019 à 10h30",
            "20 de noviembre de 2019",
            "20 de novembro de 2019",
            "20 de novembre de 2019",
            "20 novembre 2019",
            "20 november 2019",
            "20 listopada 2019",
            "20. listopadu 2019",
            "20. 11. 2019",
            "20. novembra 2019",
            "20 ноября 2019",
            "20 листопада 2019",
            "20 ноември 2019",
            "20. новембар 2019.",
            "20 noiembrie 2019",
            "2019. november 20.",
            "2019. 11. 20.",
            "20 Kasım 2019",
            "20 Νοεμβρίου 2019",
            "20 november 2019",
            "20. marraskuuta 2019",
            "20 November 2019",
            "20 tháng 11, 2019",
            "ngày 20 tháng 11 năm 2019",
            "2019年11月20日",
            "2019 年 11 月 20 日",
            "2019년 11월 20일",
            "２０１９年１１月２０日",
            "20 نوفمبر 2019",
            "٢٠ نوفمبر ٢٠١٩",
            "20 नवंबर 2019",
            "২০ নভেম্বর ২০১৯",
            "2019 m. lapkričio 20 d.",
            "20\nNov\n2019",
            "11/20/2019",
        ] {
            check(text, &[date(2019, 11, 20)]);
        }
        check("1er décembre 2019", &[date(2019, 12, 1)]);
        check("1º de mayo de 2019", &[date(2019, 5, 1)]);
        check("20 d'abril de 2019", &[date(2019, 4, 20)]);
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "",
            "November 2019",
            "20 November",
            "version 1.2.2019.4",
            "10.1.2.3",
            "call 555-20-11-2019",
            "2019-13-20",
            "31. Februar 2019",
            "may 20 people in 2019",
            "5 May 25 people",
            "2019-11-2012",
            "12:20:19",
        ] {
            check(text, &[]);
        }
    }

    fn check_leading(text: &str, expected: Option<(Date, usize)>) {
        assert_eq!(leading(text), expected, "{text}");
    }

    #[test]
    fn a_date_at_the_start_of_a_text() {
        let day = date(2025, 10, 31);
        check_leading("31/10/2025", Some((day, 10)));
        check_leading("31 oktober 2025, 10:30", Some((day, 15)));
        check_leading("31 de octubre de 2025", Some((day, 21)));
        check_leading("10/10/2025", Some((date(2025, 10, 10), 10)));
    }

    #[test]
    fn what_is_no_single_date_at_the_start_of_a_text() {
        for text in [
            "",
            "05/10/2025",
            "31/10/25",
            "oktober 2025",
            "2025-10",
            "31 listopada 2025",
            "1 listopada 2025",
            "On 31 oktober 2025",
            "31\noktober 2025",
        ] {
            check_leading(text, None);
        }
    }

    #[test]
    fn several_dates_in_one_text() {
        check(
            "Published 1 May 2019, updated 2 May 2019",
            &[date(2019, 5, 1), date(2019, 5, 2)],
        );
    }

    #[test]
    fn the_order_of_short_figures() {
        let day = |text, order| find(text, &reading(order))[0].clone();
        assert_eq!(day("05/11/2019", Order::DayFirst).date, date(2019, 11, 5));
        assert_eq!(day("05/11/2019", Order::MonthFirst).date, date(2019, 5, 11));
        assert_eq!(
            day("05/11/2019", Order::MonthFirst).other,
            Some(date(2019, 11, 5))
        );
        assert_eq!(day("20/11/2019", Order::MonthFirst).other, None);
    }

    proptest! {
        #[test]
        fn every_day_is_found_where_it_stands(days in 0i32..70_000, before in "[a-z ]{0,9}") {
            let day = date(1901, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
            for format in ["%Y-%m-%d", "%d %B %Y", "%B %-d, %Y", "%d.%m.%Y"] {
                let written = day.strftime(format).to_string();
                let text = format!("{before}| {written} |");
                let found = find(&text, &reading(Order::DayFirst));
                prop_assert_eq!(found.len(), 1);
                prop_assert_eq!(found[0].date, day);
                prop_assert_eq!(&text[found[0].span.clone()], written.as_str());
            }
        }

        #[test]
        fn spans_stand_in_order_within_the_text(text in "([0-9]{1,4}|[-./ ,年月:]|Nov|mai|tháng|\\PC){0,40}") {
            let mut end = 0;
            for written in find(&text, &reading(Order::MonthFirst)) {
                prop_assert!(written.span.start >= end);
                end = written.span.end;
                prop_assert!(text.get(written.span).is_some());
            }
        }
    }
}
