//! The day that the address of a page bears.
//!
//! An address in, a date and the part of the address it was read from out. Only the path is looked at. What is
//! not here: addresses that bear a month and no day.

use jiff::civil::Date;

use super::months::month;

/// Finds the date in the path of an address.
pub(super) fn date(url: &str) -> Option<(Date, &str)> {
    let path = path(archived(url));
    let runs = runs(path);
    let parted = (0..runs.len()).find_map(|at| parted(path, &runs[at..]));
    parted.or_else(|| runs.iter().find_map(|run| run_together(run.text)))
}

/// The address of the page that a web archive keeps, which bears the day of keeping in its own address.
fn archived(url: &str) -> &str {
    let Some((_, kept)) = url.split_once("web.archive.org/web/") else {
        return url;
    };
    kept.split_once('/').map_or(url, |(_, address)| address)
}

fn path(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = rest.find('/').map_or("", |start| &rest[start..]);
    path.split(['?', '#']).next().unwrap_or_default()
}

/// A stretch of figures or of letters, and where it begins in the path.
#[derive(Clone, Copy)]
struct Run<'p> {
    text: &'p str,
    start: usize,
}

impl Run<'_> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }

    fn number(&self, digits: std::ops::RangeInclusive<usize>) -> Option<i16> {
        let is_number = self.text.bytes().all(|byte| byte.is_ascii_digit());
        (is_number && digits.contains(&self.text.len()))
            .then(|| self.text.parse().ok())
            .flatten()
    }
}

fn runs(path: &str) -> Vec<Run<'_>> {
    let mut runs: Vec<Run<'_>> = Vec::new();
    let mut start = 0;
    let kind = |byte: u8| (byte.is_ascii_digit(), byte.is_ascii_alphabetic());
    let bytes = path.as_bytes();
    for at in 1..=bytes.len() {
        if at == bytes.len()
            || kind(bytes[at]) != kind(bytes[start])
            || !bytes[at].is_ascii_alphanumeric()
        {
            if bytes[start].is_ascii_alphanumeric() {
                runs.push(Run {
                    text: &path[start..at],
                    start,
                });
            }
            start = at;
        }
    }
    runs
}

/// `/2019/11/20/`, `2019-11-20`, `/2019/nov/20/`, `20-11-2019`, and `/2019/1120/`.
fn parted<'p>(path: &'p str, runs: &[Run<'p>]) -> Option<(Date, &'p str)> {
    let [first, second, rest @ ..] = runs else {
        return None;
    };
    let starts = !path[..first.start].ends_with(|letter: char| letter.is_ascii_alphanumeric());
    let mark = path.as_bytes()[first.end()];
    let joined = |one: &Run<'_>, two: &Run<'_>| {
        let gap = &path.as_bytes()[one.end()..two.start];
        gap == [mark] && b"/-_.".contains(&mark)
    };
    (starts && joined(first, second)).then_some(())?;
    if let (Some(year), Some(both)) = (year(first), second.number(4..=4)) {
        let date = Date::new(year, (both / 100) as i8, (both % 100) as i8).ok();
        return date
            .filter(|_| mark == b'/')
            .map(|date| (date, &path[first.start..second.end()]));
    }
    let third = rest.first().filter(|third| joined(second, third))?;
    let ends = !path[third.end()..].starts_with(|letter: char| letter.is_ascii_alphanumeric());
    let middle = second
        .number(1..=2)
        .and_then(|number| i8::try_from(number).ok())
        .or_else(|| month(second.text, None))?;
    let day = |run: &Run<'_>| run.number(1..=2).and_then(|day| i8::try_from(day).ok());
    let (year, day) = match year(first) {
        Some(year) => (year, day(third)?),
        None => (year(third)?, day(first)?),
    };
    let date = Date::new(year, middle, day).ok().filter(|_| ends)?;
    Some((date, &path[first.start..third.end()]))
}

fn year(run: &Run<'_>) -> Option<i16> {
    run.number(4..=4).filter(|year| (1990..2100).contains(year))
}

/// `20191120`, also at the start of a longer number that goes on with a time of day.
fn run_together(run: &str) -> Option<(Date, &str)> {
    let is_number = run.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && matches!(run.len(), 8 | 12 | 14)).then_some(())?;
    let number = |range: std::ops::Range<usize>| run[range].parse::<i16>().ok();
    let year = number(0..4).filter(|year| (1990..2100).contains(year))?;
    let date = Date::new(year, number(4..6)? as i8, number(6..8)? as i8).ok()?;
    Some((date, &run[..8]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(url: &str, expected: Option<&str>) {
        let found = date(url).map(|(date, words)| format!("{date} {words}"));
        assert_eq!(found.as_deref(), expected, "{url}");
    }

    #[test]
    fn addresses_with_a_day() {
        check(
            "https://a.org/2019/11/20/story",
            Some("2019-11-20 2019/11/20"),
        );
        check("https://a.org/2019/11/20", Some("2019-11-20 2019/11/20"));
        check(
            "https://a.org/story-2019-11-20.html",
            Some("2019-11-20 2019-11-20"),
        );
        check(
            "https://a.org/2019-11-20-story",
            Some("2019-11-20 2019-11-20"),
        );
        check(
            "https://a.org/world/2019/nov/20/story",
            Some("2019-11-20 2019/nov/20"),
        );
        check("https://a.org/20191120/story", Some("2019-11-20 20191120"));
        check(
            "https://a.org/t20191120_55.html",
            Some("2019-11-20 20191120"),
        );
        check(
            "https://a.org/2019/1120/c90.html",
            Some("2019-11-20 2019/1120"),
        );
        check(
            "https://a.org/news/20-11-2019/story",
            Some("2019-11-20 20-11-2019"),
        );
        check(
            "https://web.archive.org/web/20211120194448/https://a.org/20191120",
            Some("2019-11-20 20191120"),
        );
        check("a.org/2019/11/20/", Some("2019-11-20 2019/11/20"));
    }

    #[test]
    fn addresses_without() {
        for url in [
            "",
            "https://2019.11.20.org",
            "https://a.org/2019/11/story",
            "https://a.org/2019/13/20/",
            "https://a.org/p?date=2019-11-20",
            "https://a.org/12345678",
            "https://a.org/story-20191120123",
            "https://a.org/2019/11-20",
            "https://a.org/é/2019/11",
        ] {
            check(url, None);
        }
    }

    proptest! {
        #[test]
        fn the_words_stand_in_the_address(url in "(https?://)?([a-z0-9é/._?-]|2019|/11/|20){0,40}") {
            if let Some((_, words)) = date(&url) {
                prop_assert!(url.contains(words));
            }
        }
    }
}
