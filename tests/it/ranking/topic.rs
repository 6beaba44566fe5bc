//! Topics: the lines at the head of a golden go in, a search and the wanted hits come out.
//!
//! A line is a key and what follows it. `shows` says what the topic is there for, `note` what is to be known of the
//! wanted ones. `query` is what is typed; `taken` says how, if not as a query; the others are the options of a search.

use std::path::Path;

use pullquote::article::NameField;
use pullquote::query::{self, Query};
use pullquote::search::{MatchMode, SearchRequest, Sort};

/// A search with the hits that a reader would want first.
pub(super) struct Topic {
    /// The lines as they were written, each with its end.
    pub(super) head: String,
    /// What is searched.
    pub(super) request: SearchRequest,
    /// The names of the wanted articles; none where every order is right by rule.
    pub(super) wanted: Vec<String>,
}

impl Topic {
    /// Reads the head of a golden; whatever is not understood there is a failure that names the file.
    pub(super) fn read(file: &Path, text: &str) -> Self {
        let head = text.split_once("\n\n").map_or(text, |(head, _)| head);
        let lines: Vec<(&str, &str)> = head.lines().map(key_and_value).collect();
        let value = |key: &str| lines.iter().find(|line| line.0 == key).map(|line| line.1);
        assert!(value("shows").is_some(), "{}: no `shows`", file.display());
        let text = value("query").unwrap_or_else(|| panic!("{}: no `query`", file.display()));
        let mut topic = Topic {
            head: format!("{}\n", head.trim_end()),
            request: SearchRequest::new(Some(taken(text, value("taken")))),
            wanted: Vec::new(),
        };
        for (key, value) in lines {
            let known = topic.set(key, value);
            assert!(known.is_some(), "{}: `{key} {value}`?", file.display());
        }
        topic
    }

    fn set(&mut self, key: &str, value: &str) -> Option<()> {
        let filters = &mut self.request.filters;
        match key {
            "shows" | "note" | "query" | "taken" => {}
            "wanted" => self.wanted.extend(value.split(' ').map(str::to_owned)),
            "match" => self.request.mode = mode(value)?,
            "sort" => self.request.sort = sort(value)?,
            "since" => filters.dates.from = Some(value.parse().ok()?),
            "until" => filters.dates.to = Some(value.parse().ok()?),
            _ => {
                let field = NameField::named(key)?;
                filters.names.push((field, vec![value.to_owned()]));
            }
        }
        Some(())
    }
}

fn key_and_value(line: &str) -> (&str, &str) {
    let (key, value) = line.split_once(' ').unwrap_or((line, ""));
    (key, value.trim())
}

fn taken(text: &str, how: Option<&str>) -> Query {
    match how {
        None => query::parse(text).unwrap(),
        Some("literally") => query::literal(text).unwrap(),
        Some("as free text") => query::free_text(text).unwrap(),
        Some(other) => panic!("a query is not taken `{other}`"),
    }
}

fn mode(name: &str) -> Option<MatchMode> {
    Some(match name {
        "all" => MatchMode::All,
        "any" => MatchMode::Any,
        "phrase" => MatchMode::Phrase,
        _ => return None,
    })
}

fn sort(name: &str) -> Option<Sort> {
    Some(match name {
        "date" => Sort::Date,
        "-date" => Sort::DateDescending,
        _ => return None,
    })
}
