//! Who published a page: the name the site gives itself, else its host.
//!
//! Places where a site names itself, in order of trust. An agency is the outlet on its own site only; elsewhere
//! it fed the story. What is not here: the domain (`url.rs`).

use super::clues::{Clues, tidy_markup};
use crate::article::Sourced;
use crate::source::{agencies, outlets};

/// JSON-LD types of those who publish.
const PUBLISHERS: &[&str] = &["NewsMediaOrganization", "Organization", "Corporation"];

/// What systems write where no name was given, as [`outlets::letters`] makes them.
const PLACEHOLDERS: &[&str] = &[
    "home",
    "homepage",
    "blog",
    "myblog",
    "news",
    "website",
    "mywebsite",
    "mysite",
    "site",
    "wordpress",
    "undefined",
    "null",
    "none",
    "default",
    "untitled",
    "index",
    "article",
    "sitename",
    "yoursitename",
];

/// Who published, and the agency that is named in the place of a publisher.
#[derive(Debug, Default)]
pub(super) struct Stated {
    pub(super) outlet: Option<Sourced<String>>,
    pub(super) agency: Option<Sourced<String>>,
}

/// Finds the outlet of a page on that registrable domain.
pub(super) fn find(clues: &Clues, site: Option<&str>) -> Stated {
    let mut stated = Stated::default();
    for (rule, words) in candidates(clues, site) {
        let name = outlets::without_slogan(&words, site).to_owned();
        if is_foreign_agency(&name, site) {
            let named =
                agencies::named(&name).map(|agency| Sourced::new(agency.to_owned(), rule, words));
            stated.agency = stated.agency.or(named);
        } else if is_name(&name) && !is_title(&name, clues) {
            if let Some(own) = own_agency(&name, site) {
                stated.outlet = Some(own);
                return stated;
            }
            stated.outlet = Some(Sourced::new(name, rule, words));
            return stated;
        }
    }
    stated
}

/// Returns the agency whose own site this is, where the site's stated name is but that of a part, such as `U.S.`.
fn own_agency(name: &str, site: Option<&str>) -> Option<Sourced<String>> {
    let agency = agencies::of_domain(site?)?;
    let is_whole = agencies::named(name) == Some(agency)
        || (name.contains(char::is_alphabetic)
            && !name.contains('.')
            && outlets::names_domain(name, site?));
    (!is_whole).then(|| Sourced::new(agency.to_owned(), "own_site", site.unwrap_or_default()))
}

fn candidates(clues: &Clues, site: Option<&str>) -> Vec<(&'static str, String)> {
    let article = clues.article();
    let publisher = article.and_then(|article| article.get("publisher"));
    let metas = |rule, name| {
        clues
            .metas(name)
            .map(move |words| (rule, tidy_markup(words)))
    };
    let objects = |types| {
        clues
            .of_types(types)
            .filter(move |node| is_of_site(node, site))
            .filter_map(|node| node.get("name"))
            .flat_map(|name| clues.names(name))
            .map(|name| ("json_ld_site", name))
    };
    metas("og_site_name", "og:site_name")
        .chain(
            publisher
                .into_iter()
                .flat_map(|value| clues.names(value))
                .map(|name| ("json_ld_publisher", name)),
        )
        .chain(objects(&["WebSite"]))
        .chain(objects(PUBLISHERS))
        .chain(metas("application_name", "application-name"))
        .chain(metas("meta_publisher", "dc.publisher"))
        .chain(metas("meta_publisher", "publisher"))
        .chain(title_part(clues, site).map(|part| ("title_suffix", part)))
        .chain(metas("application_name", "apple-mobile-web-app-title"))
        .chain(host(clues).or(site).map(|host| ("host", host.to_owned())))
        .collect()
}

/// The host of the page's address: a domain may be many outlets'.
fn host(clues: &Clues) -> Option<&str> {
    let urls = [clues.canonical.as_deref(), clues.fetched.as_deref()];
    let host = urls.into_iter().flatten().find_map(outlets::host)?;
    Some(host.strip_prefix("www.").unwrap_or(host))
}

/// An organisation with an address elsewhere is another's.
fn is_of_site(node: &serde_json::Map<String, serde_json::Value>, site: Option<&str>) -> bool {
    let url = node.get("url").and_then(serde_json::Value::as_str);
    let domain = url.and_then(outlets::domain);
    domain.is_none() || domain.as_deref() == site
}

/// The part of the page's title, after or before the headline, that names the domain and is not the headline.
fn title_part(clues: &Clues, site: Option<&str>) -> Option<String> {
    let site = site.unwrap_or_default();
    let whole = clues.title.as_deref()?;
    let parts = outlets::parts(whole);
    let parts = parts.into_iter().flat_map(|part| part.split(" / "));
    let parts: Vec<&str> = parts.map(|part| before_colon(part.trim(), site)).collect();
    let headline = clues.meta("og:title").map(outlets::letters);
    let names = |part: &&&str| {
        outlets::names_domain(part, site) && headline.as_ref() != Some(&outlets::letters(part))
    };
    let first = || parts.first().filter(|part| part.len() < whole.len());
    let found = parts.iter().skip(1).rev().find(names);
    found
        .or_else(|| first().filter(names))
        .map(|part| (*part).to_owned())
}

/// The name of a blog before the headline, as in `Jane's Corner: A truce holds`; else all of the part.
fn before_colon<'t>(part: &'t str, site: &str) -> &'t str {
    let name = part.split_once(": ").map_or(part, |(name, _)| name);
    if outlets::names_domain(name, site) {
        name
    } else {
        part
    }
}

fn is_foreign_agency(name: &str, site: Option<&str>) -> bool {
    let own = site.and_then(agencies::of_domain);
    agencies::is_agency(name) && (own.is_none() || own != agencies::named(name))
}

/// Some pages state their headline where the site's name belongs.
fn is_title(name: &str, clues: &Clues) -> bool {
    const LONG: usize = 5;
    let headline = clues.meta("og:title").or(clues.title.as_deref());
    let begins = |title: &str| outlets::letters(title).starts_with(&outlets::letters(name));
    name.split_whitespace().count() >= LONG && headline.is_some_and(begins)
}

fn is_name(name: &str) -> bool {
    const LONGEST: usize = 80;
    let letters = outlets::letters(name);
    !letters.is_empty()
        && name.chars().count() <= LONGEST
        && !name.contains("://")
        && !name.starts_with(['@', '/', '{', '%', '#'])
        && !PLACEHOLDERS.contains(&letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    fn check(page: &str, site: &str, outlet: Option<(&str, &str)>, agency: Option<&str>) {
        let stated = find(&Clues::gather(&Document::from(page), None), Some(site));
        let found = stated
            .outlet
            .as_ref()
            .map(|found| (found.value.as_str(), found.rule.as_str()));
        assert_eq!(found, outlet, "{page}");
        assert_eq!(
            stated.agency.map(|found| found.value).as_deref(),
            agency,
            "{page}"
        );
    }

    fn json_ld(json: &str) -> String {
        format!(r#"<script type="application/ld+json">{json}</script>"#)
    }

    #[test]
    fn outlets_by_rule() {
        let both = format!(
            r#"<meta property="og:site_name" content="Dawn">{}"#,
            json_ld(
                r#"{"@type":"NewsArticle","publisher":{"@type":"Organization","name":"DAWN.COM"}}"#
            )
        );
        check(&both, "dawn.com", Some(("Dawn", "og_site_name")), None);
        let publisher = json_ld(r#"{"@type":"NewsArticle","publisher":{"name":"Geo &amp; Co"}}"#);
        check(
            &publisher,
            "geo.tv",
            Some(("Geo & Co", "json_ld_publisher")),
            None,
        );
        let referred = json_ld(
            r##"{"@graph":[{"@type":"Article","publisher":{"@id":"#o"}},{"@id":"#o","@type":"Organization","name":"Dawn"}]}"##,
        );
        check(
            &referred,
            "dawn.com",
            Some(("Dawn", "json_ld_publisher")),
            None,
        );
        let site = json_ld(r#"{"@type":"WebSite","name":"Dawn"}"#);
        check(&site, "dawn.com", Some(("Dawn", "json_ld_site")), None);
        check(
            "<title>Truce holds - BBC News</title>",
            "bbc.co.uk",
            Some(("BBC News", "title_suffix")),
            None,
        );
        check(
            "<title>CNN | Truce holds</title>",
            "cnn.com",
            Some(("CNN", "title_suffix")),
            None,
        );
        check(
            "<title>Truce holds | Politics</title>",
            "cnn.com",
            Some(("cnn.com", "host")),
            None,
        );
        check(
            "<title>A bridge by Jane Doe / Photo 26034451 / 500px</title>",
            "500px.com",
            Some(("500px", "title_suffix")),
            None,
        );
        check(
            "<title>Jane's Corner: A truce | Blog</title>",
            "example.org",
            Some(("example.org", "host")),
            None,
        );
        check(
            "<title>Jane's Corner: A truce holds</title>",
            "janescorner.com",
            Some(("Jane's Corner", "title_suffix")),
            None,
        );
        check(
            r#"<title>Acme at the fair of 2018 | Blog</title><meta property="og:title" content="Acme at the fair of 2018">"#,
            "acme.com",
            Some(("acme.com", "host")),
            None,
        );
        check("", "cnn.com", Some(("cnn.com", "host")), None);
    }

    #[test]
    fn an_agency_is_the_outlet_on_its_own_site_only() {
        let page = r#"<meta property="og:site_name" content="Reuters">"#;
        check(page, "reuters.com", Some(("Reuters", "og_site_name")), None);
        check(
            page,
            "dawn.com",
            Some(("dawn.com", "host")),
            Some("Reuters"),
        );
        let publisher = json_ld(r#"{"@type":"NewsArticle","publisher":{"name":"AP"}}"#);
        check(
            &publisher,
            "kare11.com",
            Some(("kare11.com", "host")),
            Some("Associated Press"),
        );
    }

    #[test]
    fn a_headline_is_no_name() {
        let page = r#"<title>Truce holds as the talks go on</title><meta name="application-name" content="Truce holds as the talks go on">"#;
        check(page, "dawn.com", Some(("dawn.com", "host")), None);
    }

    #[test]
    fn names_that_are_none() {
        for name in [
            "Home",
            "https://dawn.com",
            "@dawn_com",
            "{{site}}",
            "WordPress",
            "-",
        ] {
            let page = format!(r#"<meta property="og:site_name" content="{name}">"#);
            check(&page, "dawn.com", Some(("dawn.com", "host")), None);
        }
        let other =
            json_ld(r#"{"@type":"Organization","name":"Acme","url":"https://acme.example.org"}"#);
        check(&other, "dawn.com", Some(("dawn.com", "host")), None);
    }
}
