//! The address of a page: canonical link, `og:url`, or where it was fetched from.

use super::clues::Clues;
use crate::article::Sourced;
use crate::source::outlets;

/// Finds the address. One that leads to the front page of a site while the page was fetched from further down is
/// a slip of the site's and is passed over.
pub(super) fn address(clues: &Clues) -> Option<Sourced<String>> {
    let fetched = clues.fetched.as_deref();
    let stated = [
        ("canonical_link", clues.canonical.as_deref()),
        ("og_url", clues.meta("og:url")),
        ("fetched", fetched),
    ];
    stated.into_iter().find_map(|(rule, words)| {
        let words = words?;
        let url = absolute(words, fetched)?;
        let is_slip =
            rule != "fetched" && is_front(&url) && fetched.is_some_and(|own| !is_front(own));
        (!is_slip).then(|| Sourced::new(url, rule, words))
    })
}

/// Finds the registrable domain of the address.
pub(super) fn domain(clues: &Clues, url: Option<&Sourced<String>>) -> Option<Sourced<String>> {
    let of = |url: &str, rule: &str| Some(Sourced::new(outlets::domain(url)?, rule, url));
    url.and_then(|url| of(&url.value, &url.rule))
        .or_else(|| of(clues.fetched.as_deref()?, "fetched"))
}

fn absolute(words: &str, base: Option<&str>) -> Option<String> {
    let words = words.split('#').next()?.trim();
    let url = match words.strip_prefix("//") {
        Some(_) => format!("https:{words}"),
        None if words.starts_with('/') => format!("{}{words}", origin(base?)?),
        None => words.to_owned(),
    };
    outlets::host(&url).is_some().then_some(url)
}

fn origin(url: &str) -> Option<&str> {
    let start = url.find("://")? + 3;
    let end = url[start..].find('/').map_or(url.len(), |end| start + end);
    Some(&url[..end])
}

fn is_front(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split_once('/').is_none_or(|(_, path)| path.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    fn check(head: &str, fetched: Option<&str>, expected: Option<(&str, &str)>) {
        let clues = Clues::gather(&Document::from(head), fetched);
        let found = address(&clues).map(|url| (url.value, url.rule));
        let found = found
            .as_ref()
            .map(|(value, rule)| (value.as_str(), rule.as_str()));
        assert_eq!(found, expected, "{head}");
    }

    #[test]
    fn addresses() {
        let canonical = r#"<link rel="canonical" href="https://a.example/1#top">"#;
        let own = Some("https://b.example/2?from=feed");
        check(
            canonical,
            own,
            Some(("https://a.example/1", "canonical_link")),
        );
        check(
            r#"<link rel="canonical" href="/1">"#,
            own,
            Some(("https://b.example/1", "canonical_link")),
        );
        check(
            r#"<link rel="canonical" href="//a.example/1">"#,
            own,
            Some(("https://a.example/1", "canonical_link")),
        );
        check(
            r#"<meta property="og:url" content="https://a.example/1">"#,
            own,
            Some(("https://a.example/1", "og_url")),
        );
        check("", own, Some(("https://b.example/2?from=feed", "fetched")));
        check("", None, None);
    }

    #[test]
    fn addresses_that_are_slips() {
        let own = Some("https://b.example/2");
        check(
            r#"<link rel="canonical" href="https://b.example/">"#,
            own,
            Some(("https://b.example/2", "fetched")),
        );
        check(
            r#"<link rel="canonical" href="https://b.example">"#,
            own,
            Some(("https://b.example/2", "fetched")),
        );
        check(
            r#"<link rel="canonical" href="undefined">"#,
            own,
            Some(("https://b.example/2", "fetched")),
        );
        check(
            r#"<link rel="canonical" href="https://b.example/">"#,
            None,
            Some(("https://b.example/", "canonical_link")),
        );
    }
}
