//! What an article's address, its names and its text tell beyond what its record states.
//!
//! The values a record states and its body in; the same with the domain of the address, the outlet by its host,
//! the agency and the place filled in where they were missing. So a dump says of an article what the page it was
//! made from would. An agency among authors, or in the place of the outlet, fed the story and is named as the
//! agency: it is the outlet on its own site only. What is not here: what pages state (`page/facts`), and what
//! names are agencies (`agencies.rs`).

use crate::article::{Metadata, Sourced};

use super::{agencies, dateline, outlets, plain};

/// Fills in what a record does not state; what it states stays, but for agencies in the place of others.
pub(crate) fn complete(metadata: &mut Metadata, body: &str) {
    if let (None, Some(url)) = (&metadata.domain, &metadata.url) {
        let domain = outlets::domain(&url.value);
        metadata.domain = domain.map(|domain| Sourced::new(domain, &url.rule, &url.value));
    }
    let site = metadata.domain.as_ref().map(|domain| domain.value.clone());
    let site = site.as_deref();
    let author = agency_of_authors(metadata);
    let outlet = agency_of_outlet(metadata, site);
    metadata.outlet = metadata.outlet.take().or_else(|| by_host(metadata, site));
    metadata.agency = (metadata.agency.take())
        .or_else(|| plain::agency(body))
        .or(author)
        .or(outlet)
        .or_else(|| own_site(site));
    metadata.place = metadata.place.take().or_else(|| place(body));
}

/// Takes the agencies out of the authors, and returns the first. Who is named beside one stays an author.
fn agency_of_authors(metadata: &mut Metadata) -> Option<Sourced<String>> {
    let named = metadata.authors.iter().find_map(|author| {
        let agency = agencies::named(&author.value)?;
        Some(Sourced::new(agency.to_owned(), &author.rule, &author.words))
    });
    metadata
        .authors
        .retain(|author| !agencies::are_all(&author.value));
    named
}

/// Takes an agency out of the place of the outlet, unless the article lies on the agency's own site.
fn agency_of_outlet(metadata: &mut Metadata, site: Option<&str>) -> Option<Sourced<String>> {
    let outlet = metadata.outlet.as_ref()?;
    let own = site.and_then(agencies::of_domain);
    let whole = agencies::named(&outlet.value);
    let is_named_so = || site.is_some_and(|site| outlets::names_domain(&outlet.value, site));
    let service = agencies::of_service(&outlet.value).filter(|service| {
        // A site may be called by the same letters as an agency that it is not: `MENA News` of menanews.com.
        own == Some(*service) || !is_named_so()
    });
    let is_feeder = agencies::leads(&outlet.value) || service.is_some();
    let agency = whole.or(service);
    if agency.is_some() && agency == own {
        // Its feeds and sections are the agency's, whatever they are called.
        metadata.outlet = metadata.outlet.take().filter(|_| whole == own);
        return None;
    }
    let found = agency.map(|agency| Sourced::new(agency.to_owned(), &outlet.rule, &outlet.words));
    // With no address that says otherwise, a record's own word for its outlet stands.
    let is_stated = site.is_none() && whole.is_some();
    if is_feeder && !is_stated {
        metadata.outlet = None;
    }
    found
}

/// The outlet by the host of the address: an agency by its name, any other by the host itself.
fn by_host(metadata: &Metadata, site: Option<&str>) -> Option<Sourced<String>> {
    const RULE: &str = "host";
    if let Some(own) = own_site(site) {
        return Some(own);
    }
    let domain = site?;
    let host = metadata
        .url
        .as_ref()
        .and_then(|url| outlets::host(&url.value))
        .filter(|host| host.to_lowercase().ends_with(domain))
        .unwrap_or(domain);
    let name = host.to_lowercase();
    let name = name.strip_prefix("www.").unwrap_or(&name).to_owned();
    Some(Sourced::new(name, RULE, host))
}

/// On an agency's own site its stories are its own.
fn own_site(site: Option<&str>) -> Option<Sourced<String>> {
    let agency = agencies::of_domain(site?)?;
    Some(Sourced::new(agency.to_owned(), "own_site", site?))
}

fn place(body: &str) -> Option<Sourced<String>> {
    let found = dateline::find(body)?;
    Some(Sourced::new(
        found.place.to_owned(),
        "dateline",
        found.words,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "The two sides met again on Friday to extend the ceasefire, officials of both said, and will meet once more in Istanbul.";

    /// What the tests look at: outlet, agency, place, domain, authors; each value with its rule.
    fn told(outlet: &str, url: &str, author: &str, body: &str) -> String {
        let stated = |value: &str| {
            (!value.is_empty()).then(|| Sourced::new(value.to_owned(), "field", value))
        };
        let mut metadata = Metadata {
            outlet: stated(outlet),
            url: stated(url),
            authors: stated(author).into_iter().collect(),
            ..Metadata::default()
        };
        complete(&mut metadata, body);
        let names = [
            ("outlet", &metadata.outlet),
            ("agency", &metadata.agency),
            ("place", &metadata.place),
            ("domain", &metadata.domain),
        ];
        let names = names.into_iter().filter_map(|(field, name)| {
            let name = name.as_ref()?;
            Some(format!("{field} {} by {}", name.value, name.rule))
        });
        let authors = metadata.authors.iter();
        let authors = authors.map(|author| format!("author {}", author.value));
        names.chain(authors).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn the_address_tells_the_domain_and_the_outlet() {
        let check = |outlet: &str, url: &str, expected: &str| {
            assert_eq!(told(outlet, url, "", STORY), expected)
        };
        check(
            "",
            "https://WWW.Dawn.com/news/1",
            "outlet dawn.com by host, domain dawn.com by field",
        );
        check(
            "",
            "https://urdu.geo.tv/1",
            "outlet urdu.geo.tv by host, domain geo.tv by field",
        );
        check(
            "Dawn",
            "https://www.dawn.com/news/1",
            "outlet Dawn by field, domain dawn.com by field",
        );
        check("", "http://127.0.0.1/1", "");
        check("Dawn", "", "outlet Dawn by field");
        check("", "", "");
    }

    #[test]
    fn an_agency_is_the_outlet_on_its_own_site_only() {
        let check = |outlet: &str, url: &str, expected: &str| {
            assert_eq!(told(outlet, url, "", STORY), expected)
        };
        let dawn = "https://www.dawn.com/news/1";
        let fed = "outlet dawn.com by host, agency Reuters by field, domain dawn.com by field";
        for name in [
            "Reuters",
            "Reuters World News",
            "Reuters: Top News",
            "Reuters | Breaking International News & Views",
            "Thomson Reuters",
            "Reuters/AFP",
        ] {
            check(name, dawn, fed);
        }
        check("Reuters World News", "", "agency Reuters by field");
        check(
            "Reuters",
            "",
            "outlet Reuters by field, agency Reuters by field",
        );
        check(
            "AP Top News",
            dawn,
            "outlet dawn.com by host, agency Associated Press by field, domain dawn.com by field",
        );
        check(
            "AP Top News at 5:00 p.m. EST",
            "",
            "agency Associated Press by field",
        );
        check(
            "Reuters World News",
            "https://www.reuters.com/1",
            "outlet Reuters by own_site, agency Reuters by own_site, domain reuters.com by field",
        );
        check(
            "",
            "https://www.reuters.com/1",
            "outlet Reuters by own_site, agency Reuters by own_site, domain reuters.com by field",
        );
        check(
            "Web Desk",
            dawn,
            "outlet dawn.com by host, domain dawn.com by field",
        );
        for name in ["Reuters Institute", "Apple Daily News", "BBC News"] {
            check(name, "", &format!("outlet {name} by field"));
        }
        check(
            "Bloomberg",
            "",
            "outlet Bloomberg by field, agency Bloomberg by field",
        );
        check(
            "MENA News",
            "https://menanews.example/1",
            "outlet MENA News by field, domain menanews.example by field",
        );
        check(
            "Dawn/AFP",
            "",
            "outlet Dawn/AFP by field, agency AFP by field",
        );
    }

    #[test]
    fn an_agency_among_authors_fed_the_story() {
        let check =
            |author: &str, expected: &str| assert_eq!(told("Dawn", "", author, STORY), expected);
        check("Reuters", "outlet Dawn by field, agency Reuters by field");
        check(
            "AP",
            "outlet Dawn by field, agency Associated Press by field",
        );
        check("AFP, Reuters", "outlet Dawn by field, agency AFP by field");
        check(
            "Jane Doe and AFP",
            "outlet Dawn by field, agency AFP by field, author Jane Doe and AFP",
        );
        check("Jane Doe", "outlet Dawn by field, author Jane Doe");
    }

    #[test]
    fn the_text_tells_agency_and_place() {
        let check =
            |body: &str, expected: &str| assert_eq!(told("Dawn", "", "Reuters", body), expected);
        check(
            &format!("KABUL (AFP) – {STORY}"),
            "outlet Dawn by field, agency AFP by dateline, place KABUL by dateline",
        );
        check(
            &format!("{STORY}\n{STORY}\n- With inputs from PTI\n"),
            "outlet Dawn by field, agency PTI by credit_line",
        );
    }
}
