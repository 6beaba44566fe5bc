//! JSON-LD in the words of schema.org: the passages as quotations, each part of its article.
//!
//! Articles with their passages come in, one graph goes out. An article that is cited as a whole stands in the graph
//! itself. What is not here: who said the words, which is not known, and whether an author is a person. The words are
//! those of <https://schema.org/Quotation> and <https://schema.org/NewsArticle>.

use std::io::{self, Write};

use serde::Serialize;

use super::facts::Facts;
use super::{Cited, write_json};
use crate::render::fragment::Page;

/// Writes a graph with all passages and whole articles.
pub(super) fn write(out: &mut dyn Write, cited: &[Cited<'_>]) -> io::Result<()> {
    let graph = Graph {
        context: "https://schema.org",
        graph: cited.iter().flat_map(nodes).collect(),
    };
    let mut json = Vec::new();
    write_json(&mut json, &graph)?;
    // It is put into pages, where a mark of theirs would end it; in JSON these stand in strings alone.
    for byte in json {
        match byte {
            b'<' | b'>' | b'&' => write!(out, "\\u{byte:04x}")?,
            _ => out.write_all(&[byte])?,
        }
    }
    Ok(())
}

#[derive(Serialize)]
struct Graph<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    graph: Vec<Node<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "@type")]
enum Node<'a> {
    Quotation {
        text: &'a str,
        /// The passage's address.
        identifier: String,
        /// A link that opens the page at the passage.
        #[serde(skip_serializing_if = "Option::is_none")]
        url: Option<String>,
        #[serde(rename = "isPartOf")]
        part_of: Box<Node<'a>>,
    },
    NewsArticle(NewsArticle),
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct NewsArticle {
    #[serde(rename = "@id", skip_serializing_if = "Option::is_none")]
    iri: Option<String>,
    /// The article's id.
    identifier: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    headline: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Name>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<Publisher>,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    article_section: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Clone, Serialize)]
struct Name {
    name: String,
}

#[derive(Clone, Serialize)]
#[serde(tag = "@type", rename = "Organization")]
struct Publisher {
    name: String,
}

fn nodes<'a>(cited: &Cited<'a>) -> Vec<Node<'a>> {
    let article = NewsArticle::from(Facts::of(cited));
    if cited.passages.is_empty() {
        return vec![Node::NewsArticle(article)];
    }
    let page = Page::of(cited.article);
    let passages = cited.passages.iter().map(|passage| Node::Quotation {
        text: &passage.text,
        identifier: passage.address.to_string(),
        url: page.as_ref().and_then(|page| page.link(&passage.bytes)),
        part_of: Box::new(Node::NewsArticle(article.clone())),
    });
    passages.collect()
}

impl From<Facts> for NewsArticle {
    fn from(facts: Facts) -> Self {
        NewsArticle {
            iri: facts.url.clone(),
            identifier: facts.id,
            headline: facts.title,
            date_published: facts.date.map(|date| date.to_string()),
            author: facts
                .authors
                .into_iter()
                .map(|name| Name { name })
                .collect(),
            publisher: facts.outlet.map(|name| Publisher { name }),
            in_language: facts.language,
            article_section: facts.section,
            url: facts.url,
        }
    }
}
