//! Values of JSON fields, as tools nest them: names, outlets, places, addresses, authors.
//!
//! A value in; what it says, or nothing where it says nothing of the kind, out. What is not here: which field
//! the value stands in (`fields.rs`, `json.rs`).

use serde_json::Value;

use super::{names, page};

/// A value as it was found.
pub(crate) enum Found<'r> {
    /// A text that is kept by itself.
    Text(&'r str),
    /// Any value.
    Tree(&'r Value),
}

impl<'r> Found<'r> {
    fn text(&self) -> Option<&'r str> {
        match self {
            Found::Text(text) => Some(*text),
            Found::Tree(value) => value.as_str(),
        }
        .filter(|text| !is_absent(text))
    }
}

/// Follows a dotted path; where it meets a list it goes into each of its values, or into the one numbered.
pub(crate) fn dig<'v>(value: &'v Value, path: &str) -> Vec<&'v Value> {
    if let Value::Array(values) = value {
        let (first, rest) = path.split_once('.').unwrap_or((path, ""));
        return match first.parse::<usize>() {
            Ok(place) => values
                .get(place)
                .map_or_else(Vec::new, |value| dig_rest(value, rest)),
            Err(_) => values.iter().flat_map(|value| dig(value, path)).collect(),
        };
    }
    if let Some(value) = value.get(path) {
        return vec![value];
    }
    let Some((first, rest)) = path.split_once('.') else {
        return Vec::new();
    };
    value
        .get(first)
        .map_or_else(Vec::new, |value| dig_rest(value, rest))
}

fn dig_rest<'v>(value: &'v Value, rest: &str) -> Vec<&'v Value> {
    if rest.is_empty() {
        vec![value]
    } else {
        dig(value, rest)
    }
}

/// Whether a text stands for no value; some tools write the word for it.
pub(crate) fn is_absent(text: &str) -> bool {
    let text = text.trim();
    text.is_empty()
        || ["none", "null", "nan"]
            .iter()
            .any(|word| text.eq_ignore_ascii_case(word))
}

/// Returns a text: of ninjs bodies the one without marks, otherwise the one that is marked up as pages are.
pub(crate) fn body(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(bodies) => ninjs_body(bodies, "text/plain")
            .map(str::to_owned)
            .or_else(|| ninjs_body(bodies, "html").map(page::render_fragment)),
        _ => None,
    }
}

fn ninjs_body<'v>(bodies: &'v [Value], kind: &str) -> Option<&'v str> {
    let is_kind = |body: &&Value| {
        let stated = body.get("contentType").and_then(Value::as_str);
        stated.is_some_and(|stated| stated.contains(kind))
    };
    let text = bodies.iter().find(is_kind)?.get("value")?.as_str()?;
    (!is_absent(text)).then_some(text)
}

/// Returns a name: a text, the name within an object, or the main or first one of a list.
fn name_in(value: &Value) -> Option<&str> {
    let name = match value {
        Value::String(name) => Some(name.as_str()),
        Value::Object(fields) => ["name", "value", "main", "original", "@value"]
            .iter()
            .find_map(|field| fields.get(*field)?.as_str()),
        Value::Array(values) => {
            let is_main =
                |value: &&Value| value.get("role").and_then(Value::as_str) == Some("main");
            values
                .iter()
                .find(is_main)
                .and_then(name_in)
                .or_else(|| values.iter().find_map(name_in))
        }
        _ => None,
    };
    name.filter(|name| !is_absent(name))
}

pub(crate) fn name(found: &Found<'_>) -> Option<String> {
    match found {
        Found::Text(_) => found.text(),
        Found::Tree(value) => name_in(value),
    }
    .map(str::to_owned)
}

fn is_url(text: &str) -> bool {
    let text = text.trim();
    let has_scheme = |scheme: &str| {
        text.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    (has_scheme("https://") || has_scheme("http://")) && !text.contains(char::is_whitespace)
}

pub(crate) fn outlet(found: &Found<'_>) -> Option<String> {
    name(found).filter(|name| !is_url(name))
}

/// Returns a place, of a whole dateline without the dash or colon that ends it.
pub(crate) fn place(found: &Found<'_>) -> Option<String> {
    let name = name(found)?;
    let place = name
        .trim()
        .trim_end_matches(['-', '–', '—', ':', ','])
        .trim_end();
    (!place.is_empty()).then(|| place.to_owned())
}

pub(crate) fn url(found: &Found<'_>) -> Option<String> {
    let text = match found {
        Found::Tree(Value::Object(fields)) => fields.get("@id").and_then(Value::as_str),
        _ => found.text(),
    };
    text.filter(|text| is_url(text)).map(str::to_owned)
}

/// Returns a text or a number, as it is written.
pub(crate) fn scalar(found: &Found<'_>) -> Option<String> {
    match found {
        Found::Tree(Value::Number(number)) => Some(number.to_string()),
        _ => found.text().map(str::to_owned),
    }
}

/// Returns the authors in a value, each with the words it was read from. A list has one author an entry.
pub(crate) fn authors(found: &Found<'_>) -> Vec<(String, String)> {
    let entry = |value: &Value| name_in(value).map(|name| (bare_author(name), name.to_owned()));
    match found {
        Found::Tree(Value::Array(values)) if values.len() > 1 => {
            values.iter().filter_map(entry).collect()
        }
        _ => {
            let line = name(found).unwrap_or_default();
            names::authors(&line)
                .into_iter()
                .map(|author| (author, line.clone()))
                .collect()
        }
    }
}

fn bare_author(name: &str) -> String {
    let name = name.trim();
    let is_by = name
        .get(..3)
        .is_some_and(|start| start.eq_ignore_ascii_case("by "));
    if is_by {
        name[3..].trim().to_owned()
    } else {
        name.to_owned()
    }
}
