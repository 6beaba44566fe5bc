//! The outlet in the last line of a page: `NAME Latest News …`, `NAME Breaking News …`, `© NAME`.

use super::filled;
use crate::source::agencies::is_agency;

/// What follows the outlet's name in the last line of a page.
const FOOTERS: &[&str] = &[
    " Latest News",
    " Breaking News",
    " Latest, Breaking",
    " Latest and Breaking",
    " Breaking,",
];

/// Reads the outlet in the last line: `NAME Latest News …`, `NAME Breaking News …`, `© NAME`.
pub(super) fn footer(text: &str) -> Option<(&str, &str)> {
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
pub(super) fn is_proper_name(name: &str) -> bool {
    let is_name =
        |word: &str| word.starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit());
    let words = name.split_whitespace();
    (1..=6).contains(&words.clone().count())
        && words.clone().all(|word| is_small(word) || is_name(word))
        && words.take(1).any(is_name)
}

/// Words in small letters that stand within names.
pub(super) fn is_small(word: &str) -> bool {
    matches!(
        word,
        "of" | "the" | "and" | "de" | "la" | "le" | "el" | "&" | "for" | "in"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "The two sides met again on Friday to extend the ceasefire, officials said, after talks in Istanbul.";

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
}
