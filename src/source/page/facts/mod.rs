//! What a page states of its article beside the day: outlet, title, authors, section, language, address.
//!
//! A parsed page, its body and the address it was fetched from in; metadata out, each value with the rule that
//! found it and the words as the page has them. What is not here: the date, and the body itself.

mod authors;
mod clues;
mod language;
mod outlet;
mod section;
mod title;
mod url;

use dom_query::Document;

use crate::article::{Metadata, Sourced};
use crate::source::{agencies, dateline, plain};
use clues::Clues;

/// Finds what a page states, all but the day of publication. `url` is the address it was fetched from.
pub(in crate::source) fn metadata(document: &Document, body: &str, url: Option<&str>) -> Metadata {
    let clues = Clues::gather(document, url);
    let url = url::address(&clues);
    let domain = url::domain(&clues, url.as_ref());
    let site = domain.as_ref().map(|domain| domain.value.as_str());
    let stated = outlet::find(&clues, site);
    let outlet = stated.outlet;
    let title = title::find(
        &clues,
        outlet.as_ref().map(|outlet| outlet.value.as_str()),
        site,
    );
    let byline = authors::find(document, &clues, outlet.as_ref(), site);
    Metadata {
        title: title.title,
        other_titles: title.others,
        section: section::find(&clues),
        language: language::find(&clues, body),
        place: dateline::find(body)
            .map(|found| Sourced::new(found.place.to_owned(), "dateline", found.words)),
        agency: plain::agency(body)
            .or(byline.agency)
            .or(stated.agency)
            .or_else(|| own_agency(site)),
        authors: byline.authors,
        outlet,
        domain,
        url,
        ..Metadata::default()
    }
}

/// On an agency's own site its stories are its own.
fn own_agency(site: Option<&str>) -> Option<Sourced<String>> {
    let agency = agencies::of_domain(site?)?;
    Some(Sourced::new(agency.to_owned(), "own_site", site?))
}
