//! What a page's head and JSON-LD hold, gathered in one walk over the page.
//!
//! What is not here: which of it is believed.

use dom_query::{Document, NodeRef};
use serde_json::{Map, Value};

use crate::source::page::jsonld;

/// The types of JSON-LD objects that are articles.
const ARTICLES: &[&str] = &[
    "NewsArticle",
    "Article",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "BackgroundNewsArticle",
    "ReviewNewsArticle",
    "LiveBlogPosting",
    "BlogPosting",
    "SocialMediaPosting",
    "Report",
    "TechArticle",
    "ScholarlyArticle",
];

/// What the rules look at.
#[derive(Debug, Default)]
pub(super) struct Clues {
    /// The `meta` elements: name in lower case, and content.
    metas: Vec<(String, String)>,
    /// The JSON-LD objects.
    pub(super) nodes: Vec<Map<String, Value>>,
    /// The address of `link rel=canonical`.
    pub(super) canonical: Option<String>,
    /// The text of the `title` element.
    pub(super) title: Option<String>,
    /// The texts of the `h1` elements.
    pub(super) headings: Vec<String>,
    /// The `lang` of the page.
    pub(super) language: Option<String>,
    /// The address the page was fetched from.
    pub(super) fetched: Option<String>,
}

impl Clues {
    /// Walks over the page.
    pub(super) fn gather(document: &Document, fetched: Option<&str>) -> Self {
        let mut clues = Clues {
            nodes: with_main(jsonld::nodes(document)),
            fetched: fetched.map(str::to_owned),
            ..Clues::default()
        };
        let chosen = document.select("html, meta[content], link[rel=canonical], title, h1");
        for node in chosen.iter() {
            if let Some(node) = node.nodes().first() {
                clues.take(node);
            }
        }
        clues
    }

    fn take(&mut self, node: &NodeRef<'_>) {
        let attribute = |name| {
            node.attr(name)
                .map(|value| tidy(&value))
                .filter(|value| !value.is_empty())
        };
        match node.node_name().as_deref() {
            Some("html") => self.language = attribute("lang").or_else(|| attribute("xml:lang")),
            Some("link") => self.canonical = self.canonical.take().or_else(|| attribute("href")),
            Some("title") => self.title = self.title.take().or_else(|| Some(tidy(&node.text()))),
            Some("h1") => self.headings.push(tidy(&node.text())),
            _ => {
                let name = ["property", "name", "itemprop", "http-equiv"]
                    .into_iter()
                    .find_map(attribute);
                if let (Some(name), Some(content)) = (name, attribute("content")) {
                    self.metas.push((name.to_lowercase(), content));
                }
            }
        }
    }

    /// Returns the contents of the `meta` elements of that name.
    pub(super) fn metas<'c>(&'c self, name: &'c str) -> impl Iterator<Item = &'c str> {
        self.metas
            .iter()
            .filter(move |(known, _)| known == name)
            .map(|(_, content)| content.as_str())
    }

    /// Returns the content of the first `meta` element of that name.
    pub(super) fn meta(&self, name: &str) -> Option<&str> {
        let found = self.metas.iter().find(|(known, _)| known == name);
        found.map(|(_, content)| content.as_str())
    }

    /// Returns the JSON-LD object of the article: the first whose headline the page's own title has too, else
    /// the first.
    pub(super) fn article(&self) -> Option<&Map<String, Value>> {
        let mut articles = self.of_types(ARTICLES);
        let first = articles.next()?;
        let own = [self.meta("og:title"), self.title.as_deref()];
        let is_own = |node: &&Map<String, Value>| {
            let headline = node
                .get("headline")
                .and_then(Value::as_str)
                .unwrap_or_default();
            !headline.is_empty()
                && own
                    .into_iter()
                    .flatten()
                    .any(|title| title.contains(headline.trim()))
        };
        Some(
            std::iter::once(first)
                .chain(articles)
                .find(is_own)
                .unwrap_or(first),
        )
    }

    /// Returns the JSON-LD objects of those types.
    pub(super) fn of_types<'c>(
        &'c self,
        types: &'c [&str],
    ) -> impl Iterator<Item = &'c Map<String, Value>> {
        self.nodes.iter().filter(|node| is_of(node, types))
    }

    /// Returns the names that a JSON-LD value states: a text, objects with a name, or references to such.
    pub(super) fn names(&self, value: &Value) -> Vec<String> {
        match value {
            Value::String(name) => vec![tidy_markup(name)],
            Value::Array(values) => values.iter().flat_map(|value| self.names(value)).collect(),
            Value::Object(object) => match object.get("name") {
                Some(Value::Object(_)) | None => self.referred(object).into_iter().collect(),
                Some(name) => self.names(name),
            },
            _ => Vec::new(),
        }
    }

    fn referred(&self, object: &Map<String, Value>) -> Option<String> {
        let id = object.get("@id")?.as_str()?;
        let names =
            |node: &Map<String, Value>| node.get("name").and_then(Value::as_str).map(tidy_markup);
        let has_id =
            |node: &&Map<String, Value>| node.get("@id").and_then(Value::as_str) == Some(id);
        self.nodes.iter().filter(has_id).find_map(names)
    }
}

fn is_of(node: &Map<String, Value>, types: &[&str]) -> bool {
    match node.get("@type") {
        Some(Value::String(name)) => types.contains(&name.as_str()),
        Some(Value::Array(names)) => names
            .iter()
            .filter_map(Value::as_str)
            .any(|name| types.contains(&name)),
        _ => false,
    }
}

/// Adds the objects that others hold as what the page is about.
fn with_main(nodes: Vec<Map<String, Value>>) -> Vec<Map<String, Value>> {
    let inner =
        |node: &Map<String, Value>| node.get("mainEntity").and_then(Value::as_object).cloned();
    let main: Vec<_> = nodes.iter().filter_map(inner).collect();
    nodes.into_iter().chain(main).collect()
}

/// Returns words with single blanks between them.
pub(super) fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns words without the character references and tags that JSON-LD may hold.
pub(super) fn tidy_markup(text: &str) -> String {
    match text.contains(['&', '<']) {
        true => tidy(&Document::fragment(text).text()),
        false => tidy(text),
    }
}
