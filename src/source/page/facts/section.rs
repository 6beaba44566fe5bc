//! The section of the outlet that a page belongs to.

use serde_json::Value;

use super::clues::{Clues, tidy_markup};
use crate::article::Sourced;
use crate::source::outlets::letters;

/// Names of front pages, in breadcrumbs, and of sections that say nothing, as [`letters`] makes them.
const NOT_SECTIONS: &[&str] = &[
    "home",
    "start",
    "all",
    "tags",
    "blog",
    "homepage",
    "frontpage",
    "startseite",
    "inicio",
    "accueil",
    "uncategorized",
    "uncategorised",
    "sinclasificar",
    "nonclasse",
    "allgemein",
    "article",
    "articles",
    "post",
    "posts",
    "null",
    "undefined",
];

/// Finds the section: the first one where several are named.
pub(super) fn find(clues: &Clues) -> Option<Sourced<String>> {
    candidates(clues).find_map(|(rule, words)| {
        let name = words.split([';', '|']).next().unwrap_or_default().trim();
        is_section(name, clues).then(|| Sourced::new(name.to_owned(), rule, words.as_str()))
    })
}

fn candidates(clues: &Clues) -> impl Iterator<Item = (&'static str, String)> {
    let metas = |rule, name| {
        clues
            .metas(name)
            .map(move |words| (rule, tidy_markup(words)))
    };
    let stated = clues
        .article()
        .and_then(|article| article.get("articleSection"));
    metas("article_section", "article:section")
        .chain(
            stated
                .into_iter()
                .flat_map(|value| clues.names(value))
                .map(|name| ("json_ld_section", name)),
        )
        .chain(metas("meta_section", "parsely-section"))
        .chain(metas("meta_section", "section"))
        .chain(
            breadcrumbs(clues)
                .into_iter()
                .map(|name| ("breadcrumbs", name)),
        )
}

/// The names in the page's breadcrumbs, without the last, which is the article.
fn breadcrumbs(clues: &Clues) -> Vec<String> {
    let name = |step: &Value| {
        let step = step.as_object()?;
        let name = step.get("name").or_else(|| step.get("item")?.get("name"))?;
        clues.names(name).into_iter().next()
    };
    let list = clues
        .of_types(&["BreadcrumbList"])
        .find_map(|list| list.get("itemListElement")?.as_array());
    let mut names: Vec<_> = list.into_iter().flatten().filter_map(name).collect();
    names.pop();
    names
}

fn is_section(name: &str, clues: &Clues) -> bool {
    const LONGEST: usize = 40;
    let bare = letters(name);
    let is_site = clues
        .meta("og:site_name")
        .is_some_and(|site| letters(site) == bare);
    !bare.is_empty()
        && !is_site
        && name.chars().count() <= LONGEST
        && !name.contains("://")
        && (name.contains(' ') || !name.contains('.'))
        && !bare.chars().all(|letter| letter.is_ascii_digit())
        && !NOT_SECTIONS.contains(&bare.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    fn check(page: &str, expected: Option<(&str, &str)>) {
        let found = find(&Clues::gather(&Document::from(page), None));
        let found = found
            .as_ref()
            .map(|found| (found.value.as_str(), found.rule.as_str()));
        assert_eq!(found, expected, "{page}");
    }

    fn json_ld(json: &str) -> String {
        format!(r#"<script type="application/ld+json">{json}</script>"#)
    }

    #[test]
    fn sections() {
        check(
            r#"<meta property="article:section" content="World">"#,
            Some(("World", "article_section")),
        );
        check(
            &json_ld(r#"{"@type":"Article","articleSection":["Asia","World"]}"#),
            Some(("Asia", "json_ld_section")),
        );
        let steps = r#"{"@type":"BreadcrumbList","itemListElement":[{"name":"Home"},{"item":{"name":"Sport"}},{"name":"Cricket is back"}]}"#;
        check(&json_ld(steps), Some(("Sport", "breadcrumbs")));
    }

    #[test]
    fn what_is_no_section() {
        check(
            r#"<meta property="article:section" content="Uncategorized">"#,
            None,
        );
        check(
            r#"<meta property="article:section" content="https://a.example/world">"#,
            None,
        );
        check(
            r#"<meta property="article:section" content="a.example">"#,
            None,
        );
        check(r#"<meta property="article:section" content="12">"#, None);
        check(
            &json_ld(
                r#"{"@type":"BreadcrumbList","itemListElement":[{"name":"Home"},{"name":"Cricket"}]}"#,
            ),
            None,
        );
        check("", None);
    }
}
