//! What articles are narrowed by, as it was typed, and what is said of a name that no article bears.
//!
//! Arguments in, [`Filters`] out. What is not here: the narrowing itself (`search`).

use std::io::{self, Write};

use pullquote::article::NameField;
use pullquote::engine::embedded::Index;
use pullquote::error::Result;
use pullquote::query::DateRange;
use pullquote::render::failure::hint_text;
use pullquote::search::{Filters, UNKNOWN, UnknownName, unknown_names};
use pullquote::source::agency_name;

use crate::args::{Json, Narrowing};
use crate::failure::Failure;

/// Understands what was typed.
pub(crate) fn filters(narrowing: &Narrowing) -> Result<Filters> {
    let names = [
        (NameField::Outlet, &narrowing.outlet),
        (NameField::Author, &narrowing.author),
        (NameField::Section, &narrowing.section),
        (NameField::Language, &narrowing.language),
        (NameField::Place, &narrowing.place),
        (NameField::Agency, &narrowing.agency),
        (NameField::Domain, &narrowing.domain),
    ];
    let given = names.into_iter().filter(|(_, values)| !values.is_empty());
    let since = narrowing
        .since
        .as_deref()
        .map(DateRange::parse)
        .transpose()?;
    let until = narrowing
        .until
        .as_deref()
        .map(DateRange::parse)
        .transpose()?;
    Ok(Filters {
        names: given
            .map(|(field, values)| {
                let names = values.iter().map(|value| as_kept(field, value));
                (field, names.collect())
            })
            .collect(),
        dates: DateRange {
            from: since.and_then(|range| range.from),
            to: until.and_then(|range| range.to),
        },
        inferred: narrowing.inferred,
        under: Vec::new(),
        kept_elsewhere: Vec::new(),
    })
}

/// Says on standard error which of the names asked for no article bears; not where JSON was asked for.
pub(super) fn say_unknown(
    index: &Index,
    filters: &Filters,
    json: Json,
    styled: bool,
) -> Result<(), Failure> {
    if json.is_asked() {
        return Ok(());
    }
    for unknown in unknown_names(index, filters)? {
        write!(io::stderr(), "{}", hint_text(&hint(&unknown), styled))?;
    }
    Ok(())
}

fn hint(unknown: &UnknownName) -> String {
    let UnknownName {
        field,
        name,
        nearest,
    } = unknown;
    let field = field.name();
    let nearest: Vec<String> = nearest.iter().map(|name| format!("`{name}`")).collect();
    let nearest = match nearest.is_empty() {
        true => String::new(),
        false => format!("; there is {}", nearest.join(", ")),
    };
    format!(
        "no article has the {field} `{name}`{nearest}; for all of them: pullquote facets {field}"
    )
}

/// Returns a name as articles have it: of a site its registrable domain, of an agency its own name.
fn as_kept(field: NameField, name: &str) -> String {
    let kept = match field {
        _ if name == UNKNOWN => None,
        NameField::Domain => domain(name),
        NameField::Agency => agency_name(name).map(str::to_owned),
        _ => None,
    };
    kept.unwrap_or_else(|| name.to_owned())
}

/// Returns the registrable domain of an address or a host, in lower case.
fn domain(written: &str) -> Option<String> {
    let rest = written.split_once("://").map_or(written, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    let host = host.trim().trim_end_matches('.').to_lowercase();
    psl::domain_str(&host).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_looked_for_as_they_are_kept() {
        let check =
            |field, typed: &str, kept: &str| assert_eq!(as_kept(field, typed), kept, "{typed}");
        check(
            NameField::Domain,
            "https://www.bbc.co.uk:443/news?a=b",
            "bbc.co.uk",
        );
        check(NameField::Domain, "WWW.Dawn.com", "dawn.com");
        check(NameField::Domain, "dawn.com/", "dawn.com");
        check(NameField::Domain, "localhost", "localhost");
        check(NameField::Domain, UNKNOWN, UNKNOWN);
        check(NameField::Agency, "AP", "Associated Press");
        check(NameField::Agency, "ap", "Associated Press");
        check(NameField::Agency, "Agence France-Presse", "AFP");
        check(NameField::Agency, "Nobody's", "Nobody's");
        check(NameField::Outlet, "AP", "AP");
    }
}
