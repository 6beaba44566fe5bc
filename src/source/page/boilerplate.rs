//! Parts of a page that are not the article by what they are called: menus, share bars, related stories,
//! comments, notices.
//!
//! An outline goes in; a mark for each of its elements comes out. What is not here: parts that only their text
//! gives away (`cleaning.rs`).

use dom_query::Element;

use super::outline::{self, Entry, Outline};

/// How far names are believed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Trust {
    /// Only the names of the elements count.
    Elements,
    /// Classes and ids count that hardly ever stand around an article.
    Firm,
    /// All known classes and ids count, unless they stand around much of the page.
    All,
}

/// For each element of the outline, whether it or one around it is no part of the article.
pub(super) fn marks(outline: &Outline<'_>, trust: Trust) -> Vec<bool> {
    let mut marks = vec![false; outline.entries.len()];
    for place in 0..marks.len() {
        let parent = outline.entries[place].parent;
        marks[place] = parent != place && marks[parent] || is_marked(outline, place, trust);
    }
    marks
}

fn is_marked(outline: &Outline<'_>, place: usize, trust: Trust) -> bool {
    let entry = &outline.entries[place];
    let all = outline.entries[0].text;
    let plain = entry.text - entry.linked;
    let is_small = plain * 10 < all * 4;
    if is_small && is_beside(&entry.name) {
        return !(&*entry.name == "form" && holds_most(outline, place));
    }
    let Some(element) = entry.node.element_ref().filter(|_| trust > Trust::Elements) else {
        return false;
    };
    if matches!(&*element.name.local, "body" | "html" | "main" | "article") {
        return false;
    }
    is_named(&element, FIRM)
        || plain * 10 < all * 6 && is_named(&element, WINDOWS)
        || has_hiding_style(&element)
        || trust == Trust::All
            && is_small
            && (is_named_beside(&element) || plain < SHORT && is_hidden_away(&element))
            && !is_cut_from_line(outline, entry)
            && !quotes_most(outline, place)
}

/// Whether an element holds most of the page's text that is not linked: some systems put the whole page in a form,
/// and menus of many links make it look small.
fn holds_most(outline: &Outline<'_>, place: usize) -> bool {
    let plain = |place: usize| outline.entries[place].text - outline.entries[place].linked;
    plain(place) * 10 >= plain(0) * 6
}

/// Whether an element runs within a line that goes on without it.
fn is_cut_from_line(outline: &Outline<'_>, entry: &Entry<'_>) -> bool {
    outline::is_inline(&entry.name) && outline.entries[entry.parent].own > entry.text
}

/// Whether most of an element is a quotation, such as a post that is embedded.
fn quotes_most(outline: &Outline<'_>, place: usize) -> bool {
    const MOST: usize = 8;
    let entry = &outline.entries[place];
    outline.within(place).skip(1).any(|inner| {
        let inner = &outline.entries[inner];
        &*inner.name == "blockquote" && inner.text * 10 > entry.text * MOST
    })
}

/// Names of comments, which can be longer than the article.
const FIRM: &[&str] = &["comment", "commentlist", "comments", "disqus", "respond"];

/// Names of windows before the page, which can be longer than a short article.
const WINDOWS: &[&str] = &["consent", "cookie", "cookies", "gdpr", "modal", "popup"];

fn is_named(element: &Element, words: &[&str]) -> bool {
    element.attrs.iter().any(|attribute| {
        matches!(&*attribute.name.local, "class" | "id")
            && attribute.value.split_ascii_whitespace().any(|name| {
                spelled_out(name)
                    .split(' ')
                    .any(|word| words.contains(&word))
            })
    })
}

fn is_beside(name: &str) -> bool {
    matches!(name, "aside" | "footer" | "form" | "menu")
}

fn is_named_beside(element: &Element) -> bool {
    element
        .attrs
        .iter()
        .any(|attribute| match &*attribute.name.local {
            "class" | "id" | "data-testid" | "data-component" | "data-module" | "role" => {
                names_other(attribute.value.as_ref())
            }
            "itemprop" => matches!(
                attribute.value.as_ref(),
                "author" | "datePublished" | "image" | "publisher"
            ),
            _ => false,
        })
}

/// How many characters may be hidden without being taken for text that unfolds.
const SHORT: usize = 200;

fn is_hidden_away(element: &Element) -> bool {
    element
        .attrs
        .iter()
        .any(|attribute| match &*attribute.name.local {
            "hidden" => true,
            "aria-hidden" => attribute.value.as_ref() == "true",
            "class" => attribute.value.split_ascii_whitespace().any(|name| {
                spelled_out(name)
                    .split(' ')
                    .any(|word| DOUBTFUL.contains(&word))
            }),
            _ => false,
        })
}

const DOUBTFUL: &[&str] = &["hidden", "social", "toc", "widget"];

fn has_hiding_style(element: &Element) -> bool {
    element
        .attrs
        .iter()
        .any(|attribute| &*attribute.name.local == "style" && is_hidden(attribute.value.as_ref()))
}

fn is_hidden(style: &str) -> bool {
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    style.contains("display:none") || style.contains("visibility:hidden")
}

/// Whether a class or id says that its element is no part of the text.
fn names_other(names: &str) -> bool {
    let names: Vec<String> = names.split_ascii_whitespace().map(spelled_out).collect();
    names.iter().any(|name| {
        let mut words = name.split(' ');
        words.clone().any(|word| WORDS.binary_search(&word).is_ok())
            || words.any(|word| STARTS.iter().any(|start| word.starts_with(start)))
            || PAIRS.iter().any(|pair| name.contains(pair))
    })
}

/// Splits a name such as `relatedPosts` or `related_posts` into its words, in lower case.
fn spelled_out(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    let mut before = ' ';
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && before.is_ascii_lowercase()
            || !letter.is_ascii_alphanumeric()
        {
            words.push(' ');
        }
        if letter.is_ascii_alphanumeric() {
            words.push(letter.to_ascii_lowercase());
        }
        before = letter;
    }
    words
}

/// In alphabetic order.
const WORDS: &[&str] = &[
    "ad",
    "ads",
    "advert",
    "advertisement",
    "advertising",
    "attribution",
    "author",
    "authors",
    "avatar",
    "banner",
    "bio",
    "breadcrumb",
    "breadcrumbs",
    "byline",
    "bylines",
    "caption",
    "captions",
    "carousel",
    "comment",
    "commentlist",
    "comments",
    "contentinfo",
    "cookie",
    "cookies",
    "copyright",
    "credit",
    "credits",
    "cta",
    "dateline",
    "disclaimer",
    "disqus",
    "facebook",
    "feedback",
    "flyout",
    "foot",
    "footer",
    "gallery",
    "infobox",
    "login",
    "masthead",
    "menu",
    "menubar",
    "meta",
    "metadata",
    "modal",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "outbrain",
    "overlay",
    "pager",
    "pagination",
    "paywall",
    "poll",
    "popular",
    "popup",
    "print",
    "promo",
    "promos",
    "promotion",
    "rating",
    "recirc",
    "recirculation",
    "recommendation",
    "recommendations",
    "recommended",
    "register",
    "related",
    "reply",
    "respond",
    "search",
    "share",
    "sharebar",
    "sharedaddy",
    "shares",
    "sharing",
    "sidebar",
    "signup",
    "skip",
    "slideshow",
    "sponsor",
    "sponsored",
    "subscribe",
    "subscription",
    "survey",
    "syndication",
    "taboola",
    "tags",
    "teaser",
    "teasers",
    "timestamp",
    "toolbar",
    "tooltip",
    "trending",
];

/// Beginnings of words that are written together.
const STARTS: &[&str] = &[
    "advert",
    "addtoany",
    "breadcrumb",
    "comment",
    "jp-relatedposts",
    "newsletter",
    "outbrain",
    "pagination",
    "recommend",
    "related",
    "sharedaddy",
    "sidebar",
    "signup",
    "sharethis",
    "socialshar",
    "taboola",
    "trending",
];

/// Words that say it together only.
const PAIRS: &[&str] = &[
    "read more",
    "read next",
    "see also",
    "sign up",
    "more stories",
    "more news",
    "more from",
    "up next",
    "also like",
    "also read",
    "most read",
    "most viewed",
    "most popular",
    "latest news",
    "latest stories",
    "latest posts",
    "article date",
    "post date",
    "entry date",
    "table of contents",
    "screen reader",
    "sr only",
    "visually hidden",
    "editors pick",
];

/// How much more the text of each element counts for standing in what is called the article's text: from 1.
pub(super) fn favours(outline: &Outline<'_>) -> Vec<f64> {
    let mut favours = vec![1.0f64; outline.entries.len()];
    for place in 0..favours.len() {
        let entry = &outline.entries[place];
        let own = entry
            .node
            .element_ref()
            .map_or(1.0, |element| favour(&element));
        favours[place] = own.max(favours[entry.parent]);
    }
    favours
}

fn favour(element: &Element) -> f64 {
    let named = element.attrs.iter().map(|attribute| {
        match (&*attribute.name.local, attribute.value.as_ref()) {
            ("itemprop", "articleBody") => 4.0,
            ("role", "main") => 1.5,
            ("class" | "id", names) => names
                .split_ascii_whitespace()
                .map(favour_of_name)
                .fold(1.0, f64::max),
            _ => 1.0,
        }
    });
    let kind = if matches!(&*element.name.local, "article" | "main") {
        1.5
    } else {
        1.0
    };
    named.fold(kind, f64::max)
}

fn favour_of_name(name: &str) -> f64 {
    const ABOUT: &[&str] = &[
        "article", "story", "entry", "post", "news", "blog", "page", "single",
    ];
    const TEXT: &[&str] = &["body", "content", "text", "copy"];
    let name = spelled_out(name);
    let has = |words: &[&str]| name.split(' ').any(|word| words.contains(&word));
    match name.as_str() {
        "articlebody" | "storybody" | "entrycontent" | "postcontent" | "articlecontent"
        | "bodytext" => 2.0,
        _ if has(ABOUT) && has(TEXT) => 2.0,
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    /// Whether the element with the id `x` is marked, on a page with a long paragraph besides.
    fn check(html: &str, expected: [bool; 3]) {
        let prose = "There was something else to read here. ".repeat(20);
        let document = Document::from(format!("<body><p>{prose}</p>{html}</body>"));
        let outline = Outline::of(&document);
        let mut entries = outline.entries.iter();
        let place = entries.position(|entry| entry.node.attr("id").as_deref() == Some("x"));
        let place = place.expect("the page has the element");
        let found =
            [Trust::Elements, Trust::Firm, Trust::All].map(|trust| marks(&outline, trust)[place]);
        assert_eq!(found, expected, "{html}");
    }

    const NEVER: [bool; 3] = [false; 3];
    const BY_ALL: [bool; 3] = [false, false, true];
    const BY_NAMES: [bool; 3] = [false, true, true];
    const ALWAYS: [bool; 3] = [true; 3];

    #[test]
    fn parts_are_known_by_their_names() {
        check("<div id=x class='story-body'>Text.</div>", NEVER);
        check("<div id=x class='relatedPosts'>Text.</div>", BY_ALL);
        check("<div id=x class='newsletter-box'>Text.</div>", BY_ALL);
        check("<ul id=x class='main_menu'><li>One</ul>", BY_ALL);
        check("<p id=x class='wp-caption-text'>The harbour.</p>", BY_ALL);
        check(
            "<div id=x class='cookie-notice'>We use cookies.</div>",
            BY_NAMES,
        );
        check("<div class=comments><p id=x>First!</p></div>", BY_NAMES);
        check("<p id=x style='display: none'>Text.</p>", BY_NAMES);
        check("<aside id=x>Text.</aside>", ALWAYS);
        check("<footer><p id=x>Text.</p></footer>", ALWAYS);
    }

    #[test]
    fn an_embedded_quotation_is_text() {
        check(
            "<div id=x class=social-embed><blockquote>“We will not leave,” she wrote.</blockquote></div>",
            NEVER,
        );
        check(
            "<div id=x class=social-embed>Share this story with friends<blockquote>Yes.</blockquote></div>",
            BY_ALL,
        );
    }

    #[test]
    fn a_name_within_a_line_counts_for_nothing() {
        check(
            "<p>He is the <span id=x class=author>author</span> of two books.</p>",
            NEVER,
        );
    }

    #[test]
    fn names_hold_for_small_parts_only() {
        let long = "<p>The article itself, which is long. </p>".repeat(60);
        check(&format!("<div id=x class=sidebar>{long}</div>"), NEVER);
        check(&format!("<aside id=x>{long}</aside>"), NEVER);
        check(&format!("<div id=x class=comments>{long}</div>"), BY_NAMES);
    }

    #[test]
    fn words_are_in_order() {
        assert!(WORDS.is_sorted());
    }

    fn check_words(name: &str, expected: &str) {
        assert_eq!(spelled_out(name), expected, "{name}");
    }

    #[test]
    fn names_are_split_into_words() {
        check_words("relatedPosts", "related posts");
        check_words("related_posts-2", "related posts 2");
        check_words("CTA", "cta");
    }
}
