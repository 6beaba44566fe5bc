//! The names by which pages tell what an element, a meta or a variable is for.
//!
//! Names in, their meanings out. A class is looked at word by word, so that `post-date` and `postDate` name a
//! date and `candidate` and `updates` do not. What is not here: the values.

use dom_query::Element;

use super::survey::attribute;

/// How plainly an element says that it holds the date of publication; the greatest is the plainest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Dating {
    /// It says that it holds the time of a change.
    Changed,
    /// It is made for what is told about an article, such as a byline.
    About,
    /// It is made for dates.
    Date,
    /// It is a `time` element.
    Time,
    /// It says that it holds the time of publication.
    Published,
}

/// Tells whether an element is made for dates, and the attribute that states one.
///
/// `words` are those of the element, from [`words`].
pub(super) fn dating(
    name: &str,
    element: &Element,
    words: &[String],
) -> Option<(Dating, Option<(&'static str, String)>)> {
    let kind = kind(name, element, words)?;
    let stated = STATING
        .iter()
        .filter(|key| **key != "title" || kind > Dating::About)
        .filter_map(|key| attribute(element, key).map(|value| (*key, value)))
        .find(|(_, value)| value.bytes().filter(u8::is_ascii_digit).count() >= 5);
    Some((kind, stated.map(|(key, value)| (key, value.to_owned()))))
}

const STATING: &[&str] = &[
    "datetime",
    "content",
    "data-datetime",
    "data-date",
    "data-published",
    "data-publish-date",
    "data-pubdate",
    "data-time",
    "data-timestamp",
    "data-utc",
    "title",
];

fn kind(name: &str, element: &Element, words: &[String]) -> Option<Dating> {
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    let property = attribute(element, "itemprop")
        .unwrap_or_default()
        .to_ascii_lowercase();
    if property.contains("modified") || (has(CHANGED) && says_changed(element)) {
        return Some(Dating::Changed);
    }
    let is_stated = property.contains("datepublished") || property.contains("datecreated");
    if is_stated || attribute(element, "pubdate").is_some() {
        return Some(Dating::Published);
    }
    if has(NO_DATE) {
        return None;
    }
    if has(PUBLISHED) && (name == "time" || has(DATE)) || has(&["pubdate", "dtpublished"]) {
        return Some(Dating::Published);
    }
    if name == "time" {
        return Some(Dating::Time);
    }
    if has(DATE) || has(PUBLISHED) {
        return Some(Dating::Date);
    }
    has(ABOUT).then_some(Dating::About)
}

/// Whether a class or an id names a change. The class `updated` beside another that names a date or a byline does not: the
/// hAtom format demands it of every entry.
fn says_changed(element: &Element) -> bool {
    let value = |key| attribute(element, key).unwrap_or_default();
    let classes = || {
        value("class")
            .split_ascii_whitespace()
            .chain([value("id"), value("data-testid")])
    };
    let names = |class: &str, known: &[&str]| {
        let mut words = Vec::new();
        split_words(class, &mut words);
        words.iter().any(|word| known.contains(&word.as_str()))
    };
    let is_dated = || {
        classes().any(|class| {
            [DATE, PUBLISHED, ABOUT]
                .iter()
                .any(|known| names(class, known))
        })
    };
    classes().any(|class| names(class, CHANGED) && (class != "updated" || !is_dated()))
}

const CHANGED: &[&str] = &[
    "modified",
    "updated",
    "update",
    "lastmod",
    "edited",
    "changed",
    "dateupdated",
    "datemodified",
];
const NO_DATE: &[&str] = &[
    "comment",
    "comments",
    "related",
    "countdown",
    "event",
    "current",
    "today",
    "picker",
    "reading",
];
const PUBLISHED: &[&str] = &[
    "published",
    "publish",
    "publication",
    "posted",
    "created",
    "pubdate",
    "publicado",
    "veröffentlicht",
];
const DATE: &[&str] = &[
    "date",
    "dates",
    "datum",
    "fecha",
    "data",
    "datetime",
    "timestamp",
    "dateline",
    "time",
    "day",
    "dt",
    "pubdate",
    "postdate",
    "entrydate",
    "articledate",
    "newsdate",
    "dato",
    "tarih",
    "dtreviewed",
    "dtstart",
    "ngay",
    "zeit",
    "uhrzeit",
    "heure",
    "hora",
];
const ABOUT: &[&str] = &[
    "meta",
    "byline",
    "info",
    "author",
    "postmeta",
    "postinfo",
    "submitted",
    "details",
    "credits",
    "byl",
    "credit",
    "subhead",
    "headline",
    "entry",
    "header",
    "intro",
];

/// The words of the class, the id and the name of an element, in lower case.
pub(super) fn words(element: &Element) -> Vec<String> {
    let mut found = Vec::new();
    for key in ["class", "id", "data-testid", "itemprop", "rel"] {
        if let Some(value) = attribute(element, key) {
            split_words(value, &mut found);
        }
    }
    found
}

/// Parts a name at marks and where a capital follows a small letter.
fn split_words(value: &str, found: &mut Vec<String>) {
    let mut word = String::new();
    let mut before = ' ';
    for letter in value.chars() {
        let breaks = letter.is_uppercase() && before.is_lowercase();
        if !letter.is_alphabetic() || breaks {
            found.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
        }
        if letter.is_alphabetic() {
            word.extend(letter.to_lowercase());
        }
        before = letter;
    }
    found.extend((!word.is_empty()).then_some(word));
}

/// What a part of a page is, where it is not the article itself; the greatest is the furthest from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Zone {
    /// It frames the article: header, footer, what stands aside. A date in it may be that of the article.
    Frame,
    /// It speaks of other articles or is written by readers.
    Foreign,
    /// It speaks of a picture: a day in it is the day of the picture.
    Picture,
}

/// Tells whether an element holds something else than the article.
pub(super) fn zone(name: &str, words: &[String]) -> Option<Zone> {
    if matches!(name, "html" | "body" | "main" | "time" | "h1") {
        return None;
    }
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    if matches!(name, "figure" | "figcaption") || has(CAPTION) && has(PICTURE) {
        return Some(Zone::Picture);
    }
    if has(FOREIGN) {
        return Some(Zone::Foreign);
    }
    let is_frame = matches!(name, "aside" | "nav" | "footer" | "header" | "blockquote");
    (is_frame || has(FRAME)).then_some(Zone::Frame)
}

const FOREIGN: &[&str] = &[
    "comment",
    "comments",
    "commentlist",
    "disqus",
    "respond",
    "reply",
    "replies",
    "related",
    "sidebar",
    "teaser",
    "teasers",
    "recommended",
    "recommendations",
    "popular",
    "trending",
    "latest",
    "recent",
    "archive",
    "archives",
    "calendar",
    "mostread",
    "mostpopular",
    "similar",
    "upcoming",
    "carousel",
    "tweet",
    "newsletter",
    "kommentare",
    "events",
    "readmore",
    "kalender",
];

/// A caption alone may be that of the headline.
const CAPTION: &[&str] = &["caption", "credit", "credits"];

const PICTURE: &[&str] = &["figure", "foto", "image", "img", "photo", "picture", "wp"];

const FRAME: &[&str] = &[
    "widget",
    "copyright",
    "colophon",
    "next",
    "prev",
    "previous",
    "navigation",
    "navbar",
    "menu",
    "breadcrumb",
    "ticker",
    "advert",
    "slider",
    "caption",
    "quote",
    "blockquote",
    "today",
    "footer",
    "promo",
    "references",
    "footnotes",
];

/// Whether the text of a script is worth reading.
pub(super) fn may_hold_a_date(script: &str) -> bool {
    memchr::memmem::find(script.as_bytes(), b"ublish").is_some()
        || memchr::memmem::find(script.as_bytes(), b"ubDate").is_some()
        || memchr::memmem::find(script.as_bytes(), b"ubdate").is_some()
        || memchr::memmem::find(script.as_bytes(), b"reat").is_some()
        || memchr::memmem::find(script.as_bytes(), b"Date").is_some()
}
