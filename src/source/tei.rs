//! The two kinds of XML that trafilatura writes, of which TEI is also written by others.
//!
//! An element in; what it says of an article out, through the same fields as a record of JSON, so that mappings
//! count for it as well. A block is a paragraph of the body. What is not here: reading XML (`xml.rs`).

use serde_json::{Map, Value};

use super::xml::{Element, Node};
use super::{Parsed, SourceOptions, json};

/// The elements that are paragraphs, headings and entries of lists.
const BLOCKS: &[&str] = &[
    "p", "head", "ab", "item", "quote", "row", "code", "fw", "l", "label",
];

/// The elements that hold blocks, and text of their own only by accident.
const HOLDERS: &[&str] = &["main", "body", "div", "list", "table", "lg"];

/// Reads a `doc`, whose attributes are its fields.
pub(crate) fn parse_doc(doc: &Element, options: &SourceOptions) -> Result<Parsed, String> {
    let mut fields = Map::new();
    for (name, value) in &doc.attributes {
        fields.insert(name.clone(), Value::String(value.clone()));
    }
    add(&mut fields, "text", doc.find(&["main"]).map(body));
    json::parse_fields(fields, options)
}

/// Reads a `TEI`. The header describes the file as well as its source; only the source is the article.
pub(crate) fn parse_tei(tei: &Element, options: &SourceOptions) -> Result<Parsed, String> {
    let mut fields = Map::new();
    let header = tei.find(&["teiHeader", "fileDesc"]);
    let source = header.and_then(|header| header.find(&["sourceDesc", "biblFull"]));
    let stated = |path: &[&str]| Some(source?.find(path)?.text());
    let titled = |path: &[&str]| Some(header?.find(path)?.text());
    let title = stated(&["titleStmt", "title"]).or_else(|| titled(&["titleStmt", "title"]));
    let author = stated(&["titleStmt", "author"]).or_else(|| titled(&["titleStmt", "author"]));
    let address = source.and_then(|source| source.find(&["publicationStmt", "ptr"]));
    add(&mut fields, "title", title);
    add(&mut fields, "author", author);
    add(
        &mut fields,
        "publisher",
        stated(&["publicationStmt", "publisher"]),
    );
    add(&mut fields, "date", stated(&["publicationStmt", "date"]));
    add(
        &mut fields,
        "url",
        address
            .and_then(|ptr| ptr.attribute("target"))
            .map(str::to_owned),
    );
    add(
        &mut fields,
        "language",
        tei.attribute("xml:lang").map(str::to_owned),
    );
    add(&mut fields, "text", tei.find(&["text", "body"]).map(body));
    json::parse_fields(fields, options)
}

fn add(fields: &mut Map<String, Value>, name: &str, value: Option<String>) {
    if let Some(value) = value.filter(|value| !value.is_empty()) {
        fields.insert(name.to_owned(), Value::String(value));
    }
}

/// Returns the paragraphs in an element, a blank line between them.
fn body(element: &Element) -> String {
    let mut blocks = Vec::new();
    add_blocks(element, &mut blocks);
    blocks.join("\n\n")
}

fn add_blocks(element: &Element, blocks: &mut Vec<String>) {
    for child in &element.children {
        match child {
            Node::Element(child) if child.attribute("type") == Some("comments") => {}
            Node::Element(child) if has_blocks(child) => add_blocks(child, blocks),
            Node::Element(child) => push(paragraph(child), blocks),
            Node::Text(text) => push(joined(text), blocks),
        }
    }
}

fn has_blocks(element: &Element) -> bool {
    let is_block = |child: &Element| {
        BLOCKS.contains(&child.name.as_str()) || HOLDERS.contains(&child.name.as_str())
    };
    HOLDERS.contains(&element.name.as_str()) || element.elements().any(is_block)
}

fn push(block: String, blocks: &mut Vec<String>) {
    let block = block.trim();
    if !block.is_empty() {
        blocks.push(block.to_owned());
    }
}

/// Returns the text of a block: a line for each line of it, its cells apart.
fn paragraph(element: &Element) -> String {
    let mut text = String::new();
    add_line(element, &mut text);
    text
}

fn add_line(element: &Element, text: &mut String) {
    for child in &element.children {
        match child {
            Node::Text(more) => text.push_str(&joined(more)),
            Node::Element(child) => match child.name.as_str() {
                "lb" => text.push('\n'),
                "graphic" | "note" => {}
                "cell" => {
                    text.push_str(paragraph(child).trim());
                    text.push('\t');
                }
                _ => add_line(child, text),
            },
        }
    }
}

/// Joins lines that were broken for the width of the file. Blanks without a line break stay as they are.
fn joined(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for (place, part) in text.split('\n').enumerate() {
        if place > 0 {
            line.truncate(line.trim_end_matches([' ', '\t', '\r']).len());
            line.push(' ');
            line.push_str(part.trim_start_matches([' ', '\t']));
        } else {
            line.push_str(part);
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::super::{Origin, xml};
    use super::*;
    use crate::article::Metadata;

    fn check(text: &str, expected: &[&str]) {
        let parsed = xml::parse(text.into(), &Origin::default(), &SourceOptions::default());
        let Parsed { body, metadata, .. } = parsed.unwrap();
        let Metadata {
            title,
            outlet,
            date,
            authors,
            language,
            url,
            ..
        } = metadata;
        let mut told: Vec<_> = [title, outlet, language, url]
            .into_iter()
            .flatten()
            .chain(authors)
            .map(|value| value.value)
            .collect();
        told.extend(date.map(|date| format!("{} ({})", date.value, date.words)));
        told.push(body);
        assert_eq!(told, expected);
    }

    #[test]
    fn documents_of_trafilatura() {
        check(
            r##"<doc sitename="The Example" title="No &quot;peace&quot;" author="Jane Doe; John Roe" date="2024-05-01"
               url="https://a.example/1?a=1&amp;b=2" hostname="a.example" fingerprint="7f99218ad8a84edc">
  <main>
    <head rend="h1">No peace</head>
    <p>ISLAMABAD: It was <hi rend="#b">Friday</hi>&#8217;s <ref target="https://a.example/x">talk</ref> &amp; more,
      he said.<lb/>The  end.</p>
    <list rend="ul">
      <item>One</item>
      <item>Two</item>
    </list>
    <quote><p>We will</p><p>not stop</p></quote>
    <table><row><cell>a</cell><cell>b</cell></row></table>
    <graphic src="i.jpg"/>
  </main>
  <comments><p>First!</p></comments>
</doc>"##,
            &[
                "No \"peace\"",
                "The Example",
                "https://a.example/1?a=1&b=2",
                "Jane Doe",
                "John Roe",
                "2024-05-01 (date: 2024-05-01)",
                "No peace\n\nISLAMABAD: It was Friday’s talk & more, he said.\nThe  end.\n\nOne\n\nTwo\n\nWe will\n\nnot stop\n\na\tb",
            ],
        );
    }

    #[test]
    fn tei() {
        check(
            r##"<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader><fileDesc>
  <titleStmt><title type="main">No peace</title><author>Jane Doe</author></titleStmt>
  <publicationStmt><p/></publicationStmt>
  <sourceDesc><bibl>No peace, The Example, 2024-05-01</bibl><biblFull>
    <titleStmt><title type="main">No peace</title><author>Jane Doe</author></titleStmt>
    <publicationStmt><publisher>The Example</publisher><ptr type="URL" target="https://a.example/1"/><date>2024-05-01</date></publicationStmt>
  </biblFull></sourceDesc></fileDesc>
  <profileDesc><creation><date type="download">2026-11-21</date></creation></profileDesc></teiHeader>
  <text><body><div type="entry"><ab rend="h1" type="header">No peace</ab><p>It rained.</p></div>
  <div type="comments"><p>First!</p></div></body></text></TEI>"##,
            &[
                "No peace",
                "The Example",
                "en",
                "https://a.example/1",
                "Jane Doe",
                "2024-05-01 (date: 2024-05-01)",
                "No peace\n\nIt rained.",
            ],
        );
    }
}
