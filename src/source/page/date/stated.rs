//! Dates that a page states for programs: JSON-LD, metas, variables of scripts.
//!
//! Objects, metas and scripts in, candidates out. Names that speak of a change are never read. What is not here:
//! the text that people read (`visible.rs`).

use serde_json::{Map, Value};

use super::written::{Reading, first};
use super::{Candidate, Family};

type Object = Map<String, Value>;

/// What is known of the page for telling its own object from those of other pages.
pub(super) struct Identity<'p> {
    /// The addresses of the page.
    pub(super) addresses: Vec<&'p str>,
    /// The headline, as it stands on the page.
    pub(super) headline: &'p str,
}

/// Reads the dates that JSON-LD states.
pub(super) fn linked(
    nodes: &[Object],
    identity: &Identity<'_>,
    reading: &Reading,
) -> Vec<Candidate> {
    let mut objects = Vec::new();
    for node in nodes {
        gather(node, 0, &mut objects);
    }
    let articles = objects
        .iter()
        .filter(|object| kind(object) == Kind::Article)
        .count();
    objects
        .iter()
        .filter_map(|object| linked_date(object, articles > 1, identity, reading))
        .collect()
}

/// An object, and those that it names as what the page is about.
fn gather<'o>(object: &'o Object, depth: u8, objects: &mut Vec<&'o Object>) {
    const DEEPEST: u8 = 4;
    objects.push(object);
    if depth == DEEPEST {
        return;
    }
    for key in ["mainEntity", "mainEntityOfPage", "@graph", "article"] {
        match object.get(key) {
            Some(Value::Object(inner)) => gather(inner, depth + 1, objects),
            Some(Value::Array(inner)) => {
                let inner = inner.iter().filter_map(Value::as_object);
                inner.for_each(|inner| gather(inner, depth + 1, objects));
            }
            _ => {}
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Article,
    Page,
    Media,
    Else,
}

fn kind(object: &Object) -> Kind {
    let types: Vec<&str> = match object.get("@type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let is = |test: fn(&str) -> bool| {
        types
            .iter()
            .any(|name| test(name.rsplit(['/', ':', '#']).next().unwrap_or_default()))
    };
    if is(|name| {
        name.ends_with("Article")
            || name.ends_with("BlogPosting")
            || matches!(
                name,
                "Blogposting"
                    | "Report"
                    | "Recipe"
                    | "HowTo"
                    | "SocialMediaPosting"
                    | "DiscussionForumPosting"
                    | "CreativeWork"
                    | "OpinionNewsArticle"
                    | "Review"
                    | "CriticReview"
                    | "article"
            )
    }) {
        Kind::Article
    } else if is(|name| name.ends_with("Page")) {
        Kind::Page
    } else if is(|name| {
        matches!(
            name,
            "VideoObject" | "PodcastEpisode" | "AudioObject" | "Episode" | "Photograph"
        )
    }) {
        Kind::Media
    } else {
        Kind::Else
    }
}

fn linked_date(
    object: &Object,
    has_several: bool,
    identity: &Identity<'_>,
    reading: &Reading,
) -> Option<Candidate> {
    let kind = kind(object);
    let strength = match kind {
        Kind::Article if !has_several || identity.names(object) => 100,
        Kind::Article => 82,
        Kind::Page => 90,
        Kind::Media => 40,
        Kind::Else => return None,
    };
    let keys: &[(&str, u8)] = match kind {
        Kind::Media => &[("datePublished", 0), ("uploadDate", 5)],
        _ => &[
            ("datePublished", 0),
            ("dateCreated", 25),
            ("uploadDate", 40),
        ],
    };
    let (key, loss, text) = keys.iter().find_map(|(key, loss)| {
        let text = object.get(*key).and_then(text_of)?;
        Some((*key, *loss, text))
    })?;
    let written = first(text, reading)?;
    Some(Candidate {
        date: written.date,
        other: written.other,
        family: Family::Linked,
        strength: strength - loss,
        rule: "json_ld",
        words: format!("{key}: {text}"),
    })
}

fn text_of(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text),
        Value::Array(values) => values.first().and_then(text_of),
        Value::Object(object) => object.get("@value").and_then(text_of),
        _ => None,
    }
}

impl Identity<'_> {
    /// Whether an object is about this page: it bears its address or its headline.
    fn names(&self, object: &Object) -> bool {
        let is_address = |text: &str| {
            self.addresses
                .iter()
                .any(|address| same_address(address, text))
        };
        let by_address =
            ["url", "@id", "mainEntityOfPage"]
                .iter()
                .any(|key| match object.get(*key) {
                    Some(Value::String(text)) => is_address(text),
                    Some(Value::Object(inner)) => inner
                        .get("@id")
                        .and_then(Value::as_str)
                        .is_some_and(is_address),
                    _ => false,
                });
        let by_headline = ["headline", "name"].iter().any(|key| {
            let text = object
                .get(*key)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .trim();
            !text.is_empty() && text == self.headline.trim()
        });
        by_address || by_headline
    }
}

fn same_address(one: &str, two: &str) -> bool {
    let bare = |address: &str| -> String {
        let address = address.split('#').next().unwrap_or_default();
        let address = address.split_once("://").map_or(address, |(_, rest)| rest);
        address
            .trim_start_matches("www.")
            .trim_end_matches('/')
            .to_owned()
    };
    bare(one) == bare(two)
}

/// Reads the dates that metas state.
pub(super) fn metas(metas: &[(String, String)], reading: &Reading) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (name, content) in metas {
        let Some(strength) = meta_strength(name) else {
            continue;
        };
        let Some(written) = first(content, reading) else {
            continue;
        };
        found.push(Candidate {
            date: written.date,
            other: written.other,
            family: Family::Meta,
            strength,
            rule: "meta",
            words: format!("{name}: {content}"),
        });
    }
    found
}

/// How far a meta of that name can be trusted with the date of publication.
fn meta_strength(name: &str) -> Option<u8> {
    let bare: String = name
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .collect();
    Some(match bare.as_str() {
        "articlepublishedtime"
        | "ogarticlepublishedtime"
        | "articlepublished"
        | "ogpublishedtime"
        | "ogarticlepublished" => 96,
        "datepublished"
        | "rnewsdatepublished"
        | "publisheddate"
        | "parselypubdate"
        | "sailthrudate"
        | "parselydate"
        | "publicationdate"
        | "citationpublicationdate"
        | "publishdate"
        | "pubdate"
        | "datepublish"
        | "originalpublicationdate"
        | "articleoriginalpublicationdate"
        | "cxenseparserecspublishtime"
        | "cxenseparsepublishtime"
        | "firstpublished"
        | "displaydate"
        | "ogpubdate"
        | "ogpublishdate"
        | "publishedtime"
        | "vrpublished"
        | "cxenseparserecspubdate"
        | "cxenseparsearticlepublishdate"
        | "articledate"
        | "articlepubdate"
        | "contentpublishdate"
        | "ptime"
        | "pubtime"
        | "published"
        | "publishtime"
        | "datepublication"
        | "articledatepublished"
        | "articlepublishdate"
        | "articlepublicationdate" => 92,
        "dcdateissued"
        | "dctermsissued"
        | "dcissued"
        | "dctermsdateissued"
        | "citationdate"
        | "citationonlinedate"
        | "articledatedisplay"
        | "ogdate"
        | "bttime"
        | "shareaholicarticlepublishedtime"
        | "twtrpublished"
        | "moddatepublished"
        | "issued"
        | "dctermspublished" => 88,
        "dcdate"
        | "date"
        | "dctermsdate"
        | "dcdatecreated"
        | "dctermscreated"
        | "dccreated"
        | "datecreated"
        | "articlecreated"
        | "created"
        | "creationdate"
        | "articledateoriginal"
        | "datedeparution"
        | "dateoriginal"
        | "originaldate"
        | "pagedate"
        | "postdate"
        | "storydate"
        | "eomportaldate"
        | "gentime"
        | "datum" => 72,
        "videoreleasedate" | "ogvideoreleasedate" | "uploaddate" => 50,
        _ => return None,
    })
}

/// Reads the dates that variables of scripts state.
pub(super) fn variables(scripts: &[String], reading: &Reading) -> Vec<Candidate> {
    let mut found = Vec::new();
    for script in scripts {
        for name in VARIABLES {
            found.extend(variable(script, name, reading));
        }
    }
    found
}

const VARIABLES: &[(&str, u8)] = &[
    ("datePublished", 70),
    ("publishedAt", 66),
    ("published_at", 66),
    ("publishDate", 66),
    ("publish_date", 66),
    ("publishedDate", 66),
    ("published_date", 66),
    ("published_time", 66),
    ("publicationDate", 66),
    ("publication_date", 66),
    ("firstPublished", 66),
    ("datePublication", 66),
    ("pubDate", 64),
    ("pubdate", 64),
    ("pub_date", 64),
    ("dateCreated", 45),
    ("createdAt", 40),
    ("created_at", 40),
];

/// The first date that a variable of this name holds.
fn variable(
    script: &str,
    (name, strength): &(&'static str, u8),
    reading: &Reading,
) -> Option<Candidate> {
    memchr::memmem::find_iter(script.as_bytes(), name.as_bytes()).find_map(|at| {
        let before = script
            .as_bytes()
            .get(at.wrapping_sub(1))
            .copied()
            .unwrap_or(b' ');
        let rest = &script[at + name.len()..];
        let value = (!before.is_ascii_alphanumeric())
            .then(|| value_of(rest))
            .flatten()?;
        let written = first(value, reading)?;
        Some(Candidate {
            date: written.date,
            other: written.other,
            family: Family::Script,
            strength: *strength,
            rule: "script",
            words: format!("{name}: {value}"),
        })
    })
}

/// The string that is given to a variable: `": "…"`, ` = '…'`, `\":\"…\"`.
fn value_of(rest: &str) -> Option<&str> {
    let rest = rest.trim_start_matches(['\\', '"', '\'', ']']).trim_start();
    let rest = rest.strip_prefix([':', '=', ','])?.trim_start();
    let rest = rest.trim_start_matches('\\').strip_prefix(['"', '\''])?;
    let end = rest
        .find(['"', '\'', '\\'])
        .filter(|end| (6..60).contains(end))?;
    Some(&rest[..end])
}
