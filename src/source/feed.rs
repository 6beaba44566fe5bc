//! Entries of feeds: RSS, Atom and JSON Feed.
//!
//! An entry in; an article out, whose body is the full content where the feed carries it, and otherwise the
//! summary, marked as one. Its outlet is the feed's title. What is not here: telling the entries apart (`xml.rs`,
//! `wrapped.rs`). The libraries for feeds shift every date to UTC, which can move it to another day; here it is
//! the day as written.

use serde_json::{Map, Value, json};

use super::xml::{Element, Node};
use super::{MappedField, Origin, Parsed, SourceOptions, json, page, visitor};
use crate::article::Sourced;

const RULE: &str = "feed_title";

/// What an entry says in another form than a record of JSON does.
#[derive(Default)]
struct Entry {
    fields: Map<String, Value>,
    full: Option<String>,
    summary: Option<String>,
    sections: Vec<String>,
}

/// Reads an `item` of RSS or an `entry` of Atom.
///
/// # Errors
/// The reason, as a clause, where it holds no text.
pub(crate) fn parse_entry(
    element: &Element,
    origin: &Origin,
    options: &SourceOptions,
) -> Result<Parsed, String> {
    let mut entry = Entry::default();
    for part in element.elements() {
        entry.take(part);
    }
    entry.finish(origin, options)
}

/// Reads an item of a JSON Feed.
///
/// # Errors
/// The reason, as a clause, where it is no JSON object or holds no text.
pub(crate) fn parse_item(
    bytes: &[u8],
    origin: &Origin,
    options: &SourceOptions,
) -> Result<Parsed, String> {
    let Ok(Value::Object(mut item)) = serde_json::from_slice(bytes) else {
        return json::parse(bytes, options);
    };
    let mut text = |name: &str| match item.remove(name) {
        Some(Value::String(text)) => Some(text),
        _ => None,
    };
    let html = text("content_html").map(|html| page::render_fragment(&html));
    let full = html
        .filter(|text| !text.is_empty())
        .or_else(|| text("content_text"));
    let summary = text("summary");
    let sections = match item.get("tags") {
        Some(Value::Array(tags)) => tags
            .iter()
            .filter_map(|tag| Some(tag.as_str()?.to_owned()))
            .collect(),
        _ => Vec::new(),
    };
    Entry {
        fields: item,
        full,
        summary,
        sections,
    }
    .finish(origin, options)
}

impl Entry {
    fn take(&mut self, part: &Element) {
        let is_plain =
            part.prefix.is_empty() || matches!(part.prefix.as_str(), "atom" | "a10" | "rss");
        match part.name.as_str() {
            "encoded" => self.full = self.full.take().or(filled(markup(part))),
            "content" if is_plain => self.full = self.full.take().or(filled(markup(part))),
            "description" | "summary" if is_plain => {
                self.summary = self.summary.take().or(filled(markup(part)));
            }
            "title" if is_plain => self.put("title", line(part)),
            "link" if is_plain => self.link(part),
            "origLink" => {
                self.fields.insert("url".to_owned(), part.text().into());
            }
            "guid" | "id" => self.put("id", part.text()),
            "pubDate" | "published" | "issued" => self.put(&part.name, part.text()),
            "date" if part.prefix == "dc" => self.put("date", part.text()),
            "creator" => self.author(part.text(), 0),
            "author" => self.author(author(part), usize::MAX),
            "category" => self.category(part),
            "subject" if part.prefix == "dc" => self.sections.push(part.text()),
            _ => {}
        }
    }

    fn put(&mut self, name: &str, value: String) {
        if !value.is_empty() && !self.fields.contains_key(name) {
            self.fields.insert(name.to_owned(), value.into());
        }
    }

    /// Keeps the address of the story, not those of its enclosures and comments.
    fn link(&mut self, part: &Element) {
        match part.attribute("href") {
            None => self.put("url", part.text()),
            Some(href) if matches!(part.attribute("rel"), None | Some("alternate")) => {
                self.put("url", href.to_owned());
            }
            Some(_) => {}
        }
    }

    /// Keeps an author, once; those that `dc:creator` names stand first.
    fn author(&mut self, name: String, place: usize) {
        let authors = self.fields.entry("authors").or_insert_with(|| json!([]));
        if let Value::Array(authors) = authors
            && !name.is_empty()
            && !authors.iter().any(|known| *known == name.as_str())
        {
            authors.insert(place.min(authors.len()), name.into());
        }
    }

    fn category(&mut self, part: &Element) {
        let name = part.attribute("label").or(part.attribute("term"));
        self.sections
            .push(name.map_or_else(|| part.text(), str::to_owned));
    }

    fn finish(mut self, origin: &Origin, options: &SourceOptions) -> Result<Parsed, String> {
        self.sections.retain(|section| !section.trim().is_empty());
        self.sections.dedup();
        if let [section] = self.sections.as_slice() {
            self.fields
                .insert("section".to_owned(), section.clone().into());
        }
        let is_full = self.full.is_some();
        let text = self
            .full
            .or(self.summary)
            .filter(|text| !text.trim().is_empty());
        let text = text.ok_or("no text: the entry has neither content nor a summary")?;
        self.fields.insert("text".to_owned(), text.into());
        let mut parsed = json::parse_fields(self.fields, options)?;
        let is_mapped = visitor::is_mapped(options, MappedField::Outlet);
        if let Some(title) = origin.feed.as_deref().filter(|_| !is_mapped) {
            parsed.metadata.outlet = Some(Sourced::new(title.to_owned(), RULE, title));
        }
        parsed.metadata.summary_only = !is_full && !visitor::is_mapped(options, MappedField::Body);
        Ok(parsed)
    }
}

fn filled(text: String) -> Option<String> {
    (!text.trim().is_empty()).then_some(text)
}

/// Returns the name of an author: of Atom's its own element, of RSS the one beside the address of mail.
fn author(part: &Element) -> String {
    if let Some(name) = part.find(&["name"]) {
        return name.text();
    }
    let text = part.text();
    if !text.contains('@') {
        return text;
    }
    let within = text
        .split_once('(')
        .and_then(|(_, rest)| rest.split_once(')'));
    within.map_or_else(String::new, |(name, _)| name.trim().to_owned())
}

/// Returns a text that is one line, whatever marks stand in it.
pub(crate) fn line(part: &Element) -> String {
    let text = markup(part);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the text of an element that holds a page's marks: as text, as those of Atom say, or as elements.
fn markup(part: &Element) -> String {
    match part.attribute("type") {
        Some("xhtml" | "application/xhtml+xml") => page::render_fragment(&written(part)),
        Some("text" | "text/plain") => part.text(),
        _ if part.attribute("src").is_some() => String::new(),
        _ if part.elements().next().is_some() => page::render_fragment(&written(part)),
        _ => {
            let text = part.text();
            if text.contains(['<', '&']) {
                page::render_fragment(&text)
            } else {
                text
            }
        }
    }
}

/// Writes what lies in an element as HTML.
fn written(part: &Element) -> String {
    let mut html = String::new();
    for child in &part.children {
        write(child, &mut html);
    }
    html
}

fn write(node: &Node, html: &mut String) {
    const VOID: &[&str] = &["br", "img", "hr", "wbr"];
    match node {
        Node::Text(text) => html.push_str(&quick_xml::escape::escape(text.as_str())),
        Node::Element(element) => {
            html.push_str(&format!("<{}>", element.name));
            element.children.iter().for_each(|child| write(child, html));
            if !VOID.contains(&element.name.as_str()) {
                html.push_str(&format!("</{}>", element.name));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::super::{SourceOptions, WalkOptions, read, walk};
    use crate::article::Article;

    fn articles(name: &str, text: &[u8]) -> Vec<Result<Article, String>> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        let file = walk(&path, &WalkOptions::default())
            .unwrap()
            .next()
            .unwrap()
            .unwrap();
        let (mut articles, options) = (Vec::new(), SourceOptions::default());
        read(&file, &options, &mut |record| {
            let article = record.and_then(|record| record.parse(&options));
            articles.push(article.map_err(|skipped| skipped.reason));
            ControlFlow::Continue(())
        })
        .unwrap();
        articles
    }

    fn told(article: Result<Article, String>) -> String {
        let Ok(article) = article else {
            return format!("! {}", article.unwrap_err());
        };
        let metadata = article.metadata;
        let outlet = metadata
            .outlet
            .map(|outlet| format!("{}/{}", outlet.rule, outlet.value));
        let authors = metadata.authors.into_iter().map(|author| author.value);
        let values = [
            metadata.title.map(|title| title.value),
            outlet,
            metadata
                .date
                .map(|date| format!("{} ({})", date.value, date.words)),
            Some(authors.collect::<Vec<_>>().join(" + ")),
            metadata.section.map(|section| section.value),
            metadata.url.map(|url| url.value),
            metadata.record_id,
            metadata.summary_only.then(|| "summary".to_owned()),
            Some(article.body.replace('\n', "/")),
        ];
        values.map(Option::unwrap_or_default).join("|")
    }

    fn check(name: &str, text: &[u8], expected: &[&str]) {
        let told: Vec<_> = articles(name, text).into_iter().map(told).collect();
        assert_eq!(told, expected);
    }

    #[test]
    fn rss() {
        let feed = r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="c" xmlns:dc="d" xmlns:media="m" xmlns:atom="a"><channel>
<title>The Example &amp; Co</title><link>https://a.example/</link><atom:link href="https://a.example/feed" rel="self"/>
<image><title>Logo</title></image><lastBuildDate>Sat, 02 Nov 2024 00:00:00 GMT</lastBuildDate>
<item><title>No &amp;#8220;peace&amp;#8221;</title><link>https://a.example/1</link><guid isPermaLink="false">g1</guid>
<pubDate>Fri, 01 Nov 2024 23:30:00 -0500</pubDate><dc:creator><![CDATA[Jane Doe]]></dc:creator><category>World</category>
<media:content url="i.jpg"/><media:title>Photo</media:title>
<description>Short.</description><content:encoded><![CDATA[<p>It <b>rained</b>&nbsp;&amp; rained.</p><p>The ]]]]><![CDATA[> end.</p>]]></content:encoded></item>
<item><title>Two</title><link>https://a.example/2</link><author>jane@a.example (Jane Doe)</author><category>A</category><category>B</category>
<description>&lt;p&gt;Only this.&lt;/p&gt;</description></item>
<item><title>Three</title></item>
</channel></rss>"#;
        check(
            "feed.xml",
            feed.as_bytes(),
            &[
                "No “peace”|feed_title/The Example & Co|2024-11-01 (pubDate: Fri, 01 Nov 2024 23:30:00 -0500)|Jane Doe|World|https://a.example/1|g1||It rained\u{a0}& rained.//The ]]> end.",
                "Two|feed_title/The Example & Co||Jane Doe||https://a.example/2||summary|Only this.",
                "! no text: the entry has neither content nor a summary",
            ],
        );
    }

    #[test]
    fn an_agency_in_the_title_is_the_outlet_on_its_own_site_only() {
        let feed = |title: &str, host: &str| {
            format!(
                "<rss><channel><title>{title}</title><item><link>https://{host}/1</link><description>one</description></item></channel></rss>"
            )
        };
        let check =
            |title, host, expected| check("a.rss", feed(title, host).as_bytes(), &[expected]);
        check(
            "AP Top News",
            "www.dawn.com",
            "|host/dawn.com||||https://www.dawn.com/1||summary|one",
        );
        check(
            "AP Top News",
            "apnews.com",
            "|own_site/Associated Press||||https://apnews.com/1||summary|one",
        );
        check(
            "Reuters",
            "www.reuters.com",
            "|feed_title/Reuters||||https://www.reuters.com/1||summary|one",
        );
    }

    #[test]
    fn atom() {
        let feed = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title type="text">The Example</title><updated>2024-11-02T00:00:00Z</updated>
<entry><id>tag:1</id><title type="html">One &lt;i&gt;day&lt;/i&gt;</title><link rel="enclosure" href="https://a.example/a.mp3"/>
<link href="https://a.example/1"/><published>2024-11-01T23:30:00-05:00</published><updated>2024-11-02T09:00:00Z</updated>
<author><name>Jane Doe</name><email>j@a.example</email></author><author><name>John Roe</name></author><category term="World"/>
<summary>Short.</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>It &lt; rained.<br/>Twice.</p></div></content></entry>
<entry><id>tag:2</id><title>Two</title><updated>2024-11-02T09:00:00Z</updated><content src="https://a.example/2"/><summary type="text">A &lt;b&gt; B</summary></entry>
</feed>"#;
        check(
            "feed.atom",
            feed.as_bytes(),
            &[
                "One day|feed_title/The Example|2024-11-01 (published: 2024-11-01T23:30:00-05:00)|Jane Doe + John Roe|World|https://a.example/1|tag:1||It < rained./Twice.",
                "Two|feed_title/The Example|||||tag:2|summary|A <b> B",
            ],
        );
    }

    #[test]
    fn json_feed() {
        let feed = br#"{"version": "https://jsonfeed.org/version/1.1", "title": "The Example", "items": [
{"id": "1", "url": "https://a.example/1", "title": "One", "content_html": "<p>It rained.</p>", "date_published": "2024-11-01T23:30:00-05:00", "authors": [{"name": "Jane Doe"}], "tags": ["World"]},
{"id": "2", "content_text": "Plain <b>.", "date_modified": "2024-11-02"},
{"id": "3", "summary": "Short."}]}"#;
        check(
            "feed.json",
            feed,
            &[
                "One|feed_title/The Example|2024-11-01 (date_published: 2024-11-01T23:30:00-05:00)|Jane Doe|World|https://a.example/1|1||It rained.",
                "|feed_title/The Example|||||2||Plain <b>.",
                "|feed_title/The Example|||||3|summary|Short.",
            ],
        );
    }

    #[test]
    fn other_encodings_and_broken_feeds() {
        let latin = b"<?xml version='1.0' encoding='iso-8859-1'?><rss><channel><title>Caf\xe9</title><item><description>\xdcber</description></item></channel></rss>";
        check("a.rss", latin, &["|feed_title/Café||||||summary|Über"]);
        let cut = b"<rss><channel><title>A</title><item><description>one</description></item><item><description>tw";
        check(
            "a.rss",
            cut,
            &[
                "|feed_title/A||||||summary|one",
                "! the file is cut after 1 whole record",
            ],
        );
        let sloppy = b"<rss><channel><title>A</title><item><description>a & b &nbsp; <i>c</description></item><item><description>two</description></item></channel></rss>";
        check(
            "a.rss",
            sloppy,
            &[
                "|feed_title/A||||||summary|a & b \u{a0} c",
                "|feed_title/A||||||summary|two",
            ],
        );
    }
}
