//! The headline of a page, and the others it states.
//!
//! The heading on the page is believed where another place says the same; otherwise what the page states for
//! machines. The name of the site is cut off where it stands after, or before, a parting mark.

use std::collections::HashSet;

use serde_json::Value;

use super::clues::{Clues, tidy_markup};
use crate::article::Sourced;
use crate::source::outlets::{self, letters};

/// The chosen title and those that differ from it.
#[derive(Debug, Default)]
pub(super) struct Titles {
    pub(super) title: Option<Sourced<String>>,
    pub(super) others: Vec<Sourced<String>>,
}

/// Finds the titles of a page whose site has that name and registrable domain.
pub(super) fn find(clues: &Clues, outlet: Option<&str>, site: Option<&str>) -> Titles {
    let bare = |rule: &str, words: String| {
        let title = without_site(&words, outlet, site).to_owned();
        Sourced::new(title, rule, words)
    };
    let stated: Vec<_> = stated(clues)
        .map(|(rule, words)| bare(rule, words))
        .collect();
    let element = clues
        .title
        .clone()
        .map(|words| bare("title_element", words));
    let headings = headings(clues, outlet, site);
    let agreed = agreed(&headings, &stated, element.as_ref());
    let sole = headings.first().filter(|_| headings.len() == 1);
    let heading = |words: &str| bare("h1", words.to_owned());
    let all = agreed.map(heading).into_iter().chain(stated);
    let all = all.filter(|title| !is_site(&title.value, outlet, site));
    let mut seen = HashSet::new();
    let mut all: Vec<_> = all
        .filter(|title| seen.insert(letters(&title.value)))
        .collect();
    if all.is_empty() {
        all.extend(sole.map(|words| heading(words)).or(element));
    }
    let mut all = all
        .into_iter()
        .filter(|title| !letters(&title.value).is_empty());
    Titles {
        title: all.next(),
        others: all.collect(),
    }
}

/// What the page states for machines, the most trusted first.
fn stated(clues: &Clues) -> impl Iterator<Item = (&'static str, String)> {
    let headline = clues
        .article()
        .and_then(|article| article.get("headline"))
        .and_then(Value::as_str);
    let metas = [("og_title", "og:title"), ("twitter_title", "twitter:title")];
    let metas = metas
        .into_iter()
        .filter_map(|(rule, name)| Some((rule, tidy_markup(clues.meta(name)?))));
    headline
        .map(|words| ("json_ld_headline", tidy_markup(words)))
        .into_iter()
        .chain(metas)
}

/// The headings that are not the site's name.
fn headings<'c>(clues: &'c Clues, outlet: Option<&str>, site: Option<&str>) -> Vec<&'c str> {
    let headings = clues.headings.iter().map(String::as_str);
    headings
        .filter(|words| !words.is_empty() && !is_site(words, outlet, site))
        .collect()
}

fn is_site(words: &str, outlet: Option<&str>, site: Option<&str>) -> bool {
    let same = |name: &str| letters(name) == letters(words);
    outlet.is_some_and(same) || site.is_some_and(same)
}

/// Finds the heading that another place agrees with: one that is a stated title; else one that is a good part of
/// one, or has one in it; else one that begins the title element; else the only one, where it shares a word.
fn agreed<'c>(
    headings: &[&'c str],
    stated: &[Sourced<String>],
    element: Option<&Sourced<String>>,
) -> Option<&'c str> {
    const SHORTEST: usize = 12;
    let known: Vec<_> = stated.iter().map(|title| letters(&title.value)).collect();
    let element = element
        .map(|title| letters(&title.value))
        .unwrap_or_default();
    let within = |long: &str, short: &str| short.len() >= SHORTEST && long.contains(short);
    let same = |heading: &str| heading == element || known.iter().any(|title| title == heading);
    let part = |heading: &str| {
        known
            .iter()
            .any(|title| within(title, heading) || within(heading, title))
    };
    let begins = |heading: &str| heading.len() >= SHORTEST && element.starts_with(heading);
    let find =
        |fits: &dyn Fn(&str) -> bool| headings.iter().find(|heading| fits(&letters(heading)));
    let sole = headings
        .first()
        .filter(|heading| headings.len() == 1 && shares_a_word(heading, stated));
    find(&same)
        .or_else(|| find(&part))
        .or_else(|| find(&begins))
        .or(sole)
        .copied()
}

/// Whether a heading of three words and more has a long one that a stated title has too.
fn shares_a_word(heading: &str, stated: &[Sourced<String>]) -> bool {
    const LONG: usize = 5;
    let words = |text: &str| {
        let words = text.split_whitespace().map(letters);
        words
            .filter(|word| word.len() >= LONG)
            .collect::<HashSet<_>>()
    };
    let own = words(heading);
    let shares = |title: &Sourced<String>| !own.is_disjoint(&words(&title.value));
    heading.split_whitespace().count() >= 3 && stated.iter().any(shares)
}

/// Cuts the site's name off a title, with all that stands after it.
fn without_site<'t>(title: &'t str, outlet: Option<&str>, site: Option<&str>) -> &'t str {
    let parts = outlets::parts(title);
    let is_name = |part: &&str| {
        is_site(part, outlet, site) || site.is_some_and(|site| outlets::names_domain(part, site))
    };
    let start = |part: &str| part.as_ptr() as usize - title.as_ptr() as usize;
    let last_kept = |end: usize| start(parts[end - 1]) + parts[end - 1].len();
    match parts.iter().position(is_name) {
        None => title.trim(),
        Some(0) if parts.len() > 1 => &title[start(parts[1])..],
        Some(0) => title.trim(),
        Some(end) => &title[start(parts[0])..last_kept(end)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    fn check(page: &str, title: Option<(&str, &str)>, others: &[&str]) {
        let clues = Clues::gather(&Document::from(page), None);
        let found = find(&clues, Some("Daily Example"), Some("example.com"));
        let chosen = found
            .title
            .as_ref()
            .map(|title| (title.value.as_str(), title.rule.as_str()));
        assert_eq!(chosen, title, "{page}");
        let values: Vec<_> = found
            .others
            .iter()
            .map(|title| title.value.as_str())
            .collect();
        assert_eq!(values, others, "{page}");
    }

    #[test]
    fn titles() {
        let og = r#"<meta property="og:title" content="Truce holds after talks | Daily Example">"#;
        check(og, Some(("Truce holds after talks", "og_title")), &[]);
        check(
            &format!("{og}<h1>Truce holds after talks</h1>"),
            Some(("Truce holds after talks", "h1")),
            &[],
        );
        check(
            &format!("<h1>Daily Example</h1>{og}<h1>Subscribe</h1>"),
            Some(("Truce holds after talks", "og_title")),
            &[],
        );
        let json = r#"<script type="application/ld+json">{"@type":"NewsArticle","headline":"Talks &amp; truce"}</script>"#;
        check(
            &format!("{og}{json}"),
            Some(("Talks & truce", "json_ld_headline")),
            &["Truce holds after talks"],
        );
        check(
            "<title>Truce holds</title>",
            Some(("Truce holds", "title_element")),
            &[],
        );
        check(
            "<title>Daily Example</title><h1>Truce</h1>",
            Some(("Truce", "h1")),
            &[],
        );
        check("", None, &[]);
    }

    #[test]
    fn a_heading_that_differs() {
        let og = r#"<meta property="og:title" content="Truce in Istanbul: what we know">"#;
        check(
            &format!("<h1>Sides agree in Istanbul</h1>{og}"),
            Some(("Sides agree in Istanbul", "h1")),
            &["Truce in Istanbul: what we know"],
        );
        check(
            &format!("<h1>Our own blog</h1>{og}"),
            Some(("Truce in Istanbul: what we know", "og_title")),
            &[],
        );
    }

    fn check_bare(title: &str, expected: &str) {
        assert_eq!(
            without_site(title, Some("BBC News"), Some("bbc.co.uk")),
            expected,
            "{title}"
        );
    }

    #[test]
    fn the_name_of_the_site_is_cut_off() {
        check_bare("Truce holds - BBC News", "Truce holds");
        check_bare(
            "Truce holds – talks go on | BBC News",
            "Truce holds – talks go on",
        );
        check_bare("Truce holds - BBC News - Asia", "Truce holds");
        check_bare("BBC News | Truce holds | Asia", "Truce holds | Asia");
        check_bare("BBC News", "BBC News");
        check_bare("Truce holds | Politics", "Truce holds | Politics");
        check_bare("Cross-border talks", "Cross-border talks");
        check_bare(
            "How BBC News covered the war",
            "How BBC News covered the war",
        );
    }
}
