//! Names that were asked for and that no article bears, and which they may have been meant for.
//!
//! Filters in, names out. What is not here: how that is said, and the names that an agency or a site goes by.

use crate::article::NameField;
use crate::error::Result;
use crate::search::engine::{Condition, Engine, Lookup};
use crate::search::request::{FacetField, Filters, UNKNOWN};
use crate::search::run::any_name;
use crate::text;

/// A name that no article bears.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownName {
    /// The field that was asked for it.
    pub field: NameField,
    /// The name, as it was given.
    pub name: String,
    /// Names that articles bear and that are like it, the likest first.
    pub nearest: Vec<String>,
}

/// How many near names are given.
const MOST: usize = 3;
/// How like two names must be, from 0 to 1.
const LIKE: f64 = 0.8;

/// Finds the names among the filters that no article of the engine bears.
pub fn unknown_names(engine: &dyn Engine, filters: &Filters) -> Result<Vec<UnknownName>> {
    let mut unknown = Vec::new();
    for (field, names) in &filters.names {
        let mut all = None;
        for name in names.iter().filter(|name| *name != UNKNOWN) {
            if engine.count(&any_name(*field, std::slice::from_ref(name)))? == 0 {
                let all = match &all {
                    Some(all) => all,
                    None => all.insert(known(engine, *field)?),
                };
                unknown.push(UnknownName {
                    field: *field,
                    name: name.clone(),
                    nearest: nearest(name, all),
                });
            }
        }
    }
    Ok(unknown)
}

/// Returns the names of a field, the commonest first.
fn known(engine: &dyn Engine, field: NameField) -> Result<Vec<String>> {
    let lookup = Lookup {
        facets: vec![FacetField::Name(field)],
        ..Lookup::new(Condition::Everything)
    };
    let facets = engine.find(&lookup)?.facets.into_iter();
    let values = facets.flat_map(|facet| facet.values);
    Ok(values.filter_map(|value| value.value).collect())
}

/// Picks the known names that are like a name: those of which it is a part, then those written almost like it.
fn nearest(name: &str, known: &[String]) -> Vec<String> {
    let asked = text::fold_name(name);
    let likeness = |known: &String| {
        let known = text::fold_name(known);
        let is_part = !asked.is_empty() && format!(" {known} ").contains(&format!(" {asked} "));
        let likeness = strsim::jaro_winkler(&asked, &known);
        if is_part { 1.0 + likeness } else { likeness }
    };
    let like = known.iter().map(|known| (likeness(known), known));
    let mut like: Vec<(f64, &String)> = like.filter(|(likeness, _)| *likeness >= LIKE).collect();
    like.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    like.into_iter()
        .take(MOST)
        .map(|(_, known)| known.clone())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_names_are_those_one_could_have_meant() {
        let known =
            ["The Dawn", "Dawn", "Dunya News", "Gulf News", "Al Jazeera"].map(str::to_owned);
        let check = |name: &str, expected: &[&str]| assert_eq!(nearest(name, &known), expected);
        check("Dwan", &["Dawn"]);
        check("dunya", &["Dunya News"]);
        check("Aljazeera", &["Al Jazeera"]);
        check("news", &["Dunya News", "Gulf News"]);
        check("Xinhua", &[]);
        check("", &[]);
    }
}
