//! Who wrote a page: stated for machines, else in its byline.
//!
//! The first place that names anyone is believed alone. Agencies among the names are handed out apart; the
//! outlet, accounts, addresses and days are no authors.

use dom_query::{Document, NodeRef};
use serde_json::Value;

use super::clues::{Clues, tidy, tidy_markup};
use crate::article::Sourced;
use crate::source::outlets::{self, letters};
use crate::source::{agencies, dates, names};

/// The `meta` elements that name authors.
const METAS: &[&str] = &[
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "byl",
    "article:author_name",
    "og:article:author",
];

/// Elements that a byline may be in, the surest first.
const BYLINES: &[&str] = &[
    "[rel~=author]",
    "[itemprop~=author] [itemprop~=name], [itemprop~=author]",
    "[class*=byline], [class*=Byline], [class*=by-line]",
    "[class*=author], [class*=Author]",
    r#"a[href*="/author"], a[href*="/contributor"], a[href*="/profile/"], a[href*="/people/"]"#,
];

/// Parts of the names of classes that stand around other things: comments, portraits, other stories.
const ELSEWHERE: &[&str] = &[
    "comment",
    "related",
    "avatar",
    "image",
    "img",
    "photo",
    "testimonial",
    "quote",
    "card",
    "sidebar",
    "footer",
    "widget_",
    "recommend",
    "popular",
    "nav",
    "menu",
    "reply",
    "teaser",
    "carousel",
    "bio",
    "desc",
];

/// What stands before names, in lower case.
const LEADS: &[&str] = &[
    "by:",
    "by ",
    "written by",
    "posted by",
    "published by",
    "story by",
    "words by",
    "reported by",
    "article by",
    "author:",
    "authors:",
    "author ",
    "von ",
    "por ",
    "par ",
    "text:",
];

/// What stands after names and ends them.
const ENDS: &[&str] = &[
    " | ",
    " · ",
    " • ",
    " — ",
    " – ",
    " / ",
    " Updated",
    " Published",
    " Posted",
    " Last ",
    " on ",
    " Reviewed by",
    " reviewed by",
    " Medically",
    " Fact checked",
    " Edited by",
    " Follow",
    " View ",
    " @",
];

/// First words of links that lead to more about an author.
const LINKS: &[&str] = &[
    "About", "All", "Follow", "Learn", "Meet", "More", "Our", "Read", "See", "View", "Visit",
];

/// Names of accounts that stand for nobody, as [`letters`] makes them.
const ACCOUNTS: &[&str] = &[
    "admin",
    "administrator",
    "webmaster",
    "root",
    "guest",
    "user",
    "editor",
    "author",
    "authors",
    "null",
    "undefined",
    "none",
    "unknown",
    "anonymous",
    "wpadmin",
    "siteadmin",
    "superuser",
    "default",
    "by",
];

/// Who wrote, and the agency that is named in the place of an author.
#[derive(Debug, Default)]
pub(super) struct Byline {
    pub(super) authors: Vec<Sourced<String>>,
    pub(super) agency: Option<Sourced<String>>,
}

/// Finds the authors of a page of that outlet, on that registrable domain.
pub(super) fn find(
    document: &Document,
    clues: &Clues,
    outlet: Option<&Sourced<String>>,
    site: Option<&str>,
) -> Byline {
    let outlet = outlet.map(|outlet| outlet.value.as_str());
    let mut byline = Byline::default();
    let places = stated(clues).into_iter().map(Some).chain([None]);
    for place in places {
        let lines = place.unwrap_or_else(|| visible(document));
        for (rule, words) in lines {
            byline.add(rule, &words, |name| is_site(name, outlet, site));
        }
        if !byline.authors.is_empty() {
            break;
        }
    }
    byline
}

impl Byline {
    fn add(&mut self, rule: &str, words: &str, is_site: impl Fn(&str) -> bool) {
        for name in names_in(words) {
            let known = |author: &Sourced<String>| letters(&author.value) == letters(&name);
            if let Some(agency) = agencies::named(&name) {
                let found = || Sourced::new(agency.to_owned(), rule, words);
                self.agency = self.agency.take().or_else(|| Some(found()));
            } else if is_author(&name) && !is_site(&name) && !self.authors.iter().any(known) {
                self.authors.push(Sourced::new(name, rule, words));
            }
        }
    }
}

type Lines = Vec<(&'static str, String)>;

/// What the page states for machines, place by place.
fn stated(clues: &Clues) -> Vec<Lines> {
    let value = clues
        .article()
        .and_then(|article| article.get("author").or_else(|| article.get("creator")));
    let of_value = |value: &Value| {
        clues
            .names(value)
            .into_iter()
            .map(|name| ("json_ld_author", name))
            .collect()
    };
    let of_meta = |name: &&str| {
        clues
            .metas(name)
            .map(|words| ("meta_author", tidy_markup(words)))
            .collect()
    };
    value
        .map(of_value)
        .into_iter()
        .chain(METAS.iter().map(of_meta))
        .collect()
}

/// What stands in the page's bylines: the first kind of element that has a name in it.
fn visible(document: &Document) -> Lines {
    let kinds = [
        "rel_author",
        "itemprop_author",
        "byline_class",
        "author_class",
        "author_link",
    ];
    for (rule, selector) in kinds.into_iter().zip(BYLINES) {
        let chosen = document.select(selector);
        let lines: Lines = chosen
            .nodes()
            .iter()
            .filter_map(|node| Some((rule, byline(node)?)))
            .take(3)
            .collect();
        if !lines.is_empty() {
            return lines;
        }
    }
    let led = led_text(document).map(|text| ("by_line", text));
    led.into_iter().collect()
}

/// Finds an element whose text begins with `By` and a name.
fn led_text(document: &Document) -> Option<String> {
    let chosen = document.select("p, span, div, address, li, em, strong, small");
    let is_led = |node: &&NodeRef<'_>| {
        let text = node.immediate_text();
        let text = text.trim_start();
        ["By", "By:", "BY", "Written by"]
            .iter()
            .any(|lead| starts(text, lead))
    };
    chosen.nodes().iter().filter(is_led).find_map(|node| {
        let text = byline(node)?;
        LEADS.iter().any(|lead| starts(&text, lead)).then_some(text)
    })
}

/// Reads an element that may be a byline: few words, and names in them.
fn byline(node: &NodeRef<'_>) -> Option<String> {
    const LONGEST: usize = 120;
    let text = tidy(&node.text());
    let fits = !text.is_empty() && text.chars().count() <= LONGEST && !is_elsewhere(node);
    let names = fits.then(|| names_in(&text))?;
    (!names.is_empty()
        && names
            .iter()
            .all(|name| is_author(name) && looks_like_name(name)))
    .then_some(text)
}

fn is_elsewhere(node: &NodeRef<'_>) -> bool {
    const HEIGHT: usize = 8;
    let tells = |node: &NodeRef<'_>| {
        let names = [node.attr("class"), node.attr("id")];
        let names = names.into_iter().flatten().map(|name| name.to_lowercase());
        let is_aside = matches!(
            node.node_name().as_deref(),
            Some("aside" | "footer" | "nav")
        );
        let mut names = names.peekable();
        is_aside || names.any(|name| ELSEWHERE.iter().any(|part| name.contains(part)))
    };
    let is_whole =
        |node: &NodeRef<'_>| matches!(node.node_name().as_deref(), Some("body" | "html"));
    tells(node)
        || node
            .ancestors_it(Some(HEIGHT))
            .take_while(|node| !is_whole(node))
            .any(|node| tells(&node))
}

/// Parts a line into names, without what stands around them.
fn names_in(words: &str) -> Vec<String> {
    let mut line = words.trim();
    while let Some(lead) = LEADS.iter().find(|lead| starts(line, lead)) {
        line = line[lead.len()..].trim_start_matches([' ', ':']);
    }
    let end = ENDS.iter().filter_map(|end| line.find(end)).min();
    let line = without_day(&line[..end.unwrap_or(line.len())]);
    let line = line.split('(').next().unwrap_or_default();
    let trim = |name: String| {
        name.trim_matches([' ', ',', '.', '-', '–', '—', ':', '•', '·', '|', '*'])
            .to_owned()
    };
    names::authors(line)
        .into_iter()
        .map(trim)
        .filter(|name| !name.is_empty())
        .collect()
}

fn starts(line: &str, lead: &str) -> bool {
    line.get(..lead.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(lead))
}

/// Cuts a line off where a day begins in it.
fn without_day(line: &str) -> &str {
    let starts = line
        .char_indices()
        .filter(|(at, _)| *at == 0 || line[..*at].ends_with([' ', ',']));
    let day = starts
        .map(|(at, _)| at)
        .find(|at| dates::leading(&line[*at..]).is_some());
    &line[..day.unwrap_or(line.len())]
}

/// Whether words may name an author at all.
fn is_author(name: &str) -> bool {
    const LONGEST: usize = 80;
    let bare = letters(name);
    bare.chars().any(char::is_alphabetic)
        && bare.chars().count() >= 2
        && name.chars().count() <= LONGEST
        && !name.contains(['@', '/', '{', '<', '=', '_'])
        && !name.contains("www.")
        && !ACCOUNTS.contains(&bare.as_str())
}

/// Whether words look like the name of a person: two to five, with capitals.
fn looks_like_name(name: &str) -> bool {
    let words = name.split_whitespace();
    let is_name =
        |word: &str| word.starts_with(|first: char| first.is_uppercase() || !first.is_ascii());
    let small = |word: &str| {
        matches!(
            word,
            "de" | "van" | "von" | "der" | "la" | "bin" | "al" | "del" | "di" | "da" | "el"
        )
    };
    // Months are names of people too: of days, only those of the week are told apart.
    let is_day = |word: &str| {
        word.len() >= 6 && word.ends_with("day") && dates::names_a_day(&format!("1 {word}"))
    };
    (2..=5).contains(&words.clone().count())
        && !words
            .clone()
            .take(1)
            .any(|word| is_day(word) || LINKS.contains(&word))
        && words.clone().all(|word| is_name(word) || small(word))
        && !name.contains(|letter: char| letter.is_ascii_digit() || "?!:".contains(letter))
}

fn is_site(name: &str, outlet: Option<&str>, site: Option<&str>) -> bool {
    let bare = letters(name);
    let label = site.and_then(|site| site.split('.').next()).map(letters);
    outlet.is_some_and(|outlet| letters(outlet) == bare)
        || label.is_some_and(|label| label == bare)
        || site.is_some_and(|site| letters(site) == bare)
        || outlets::host(name).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(page: &str, authors: &[&str], agency: Option<&str>) {
        let document = Document::from(page);
        let outlet = Sourced::new("Daily Example".to_owned(), "og_site_name", "Daily Example");
        let clues = Clues::gather(&document, None);
        let found = find(&document, &clues, Some(&outlet), Some("dailyexample.com"));
        let values: Vec<_> = found
            .authors
            .iter()
            .map(|author| author.value.as_str())
            .collect();
        assert_eq!(values, authors, "{page}");
        assert_eq!(
            found.agency.map(|agency| agency.value).as_deref(),
            agency,
            "{page}"
        );
    }

    fn json_ld(author: &str) -> String {
        format!(
            r#"<script type="application/ld+json">{{"@type":"NewsArticle","author":{author}}}</script>"#
        )
    }

    #[test]
    fn authors_that_are_stated() {
        check(
            &json_ld(r#"{"@type":"Person","name":"Jane Doe"}"#),
            &["Jane Doe"],
            None,
        );
        check(
            &json_ld(r#"[{"name":"Jane Doe"},{"name":"John Roe"}]"#),
            &["Jane Doe", "John Roe"],
            None,
        );
        check(
            &json_ld(r#""By Jane Doe and John Roe""#),
            &["Jane Doe", "John Roe"],
            None,
        );
        check(
            &json_ld(r#"{"name":["Jane Doe","Jane Doe"]}"#),
            &["Jane Doe"],
            None,
        );
        check(
            r#"<meta name="author" content="Jane Doe">"#,
            &["Jane Doe"],
            None,
        );
        check(
            r#"<meta property="article:author" content="Jane Doe">"#,
            &["Jane Doe"],
            None,
        );
    }

    #[test]
    fn authors_in_bylines() {
        check(r#"<a rel="author">Jane Doe</a>"#, &["Jane Doe"], None);
        check(
            r#"<p class="byline">By Jane Doe and John Roe</p>"#,
            &["Jane Doe", "John Roe"],
            None,
        );
        check(
            r#"<p class="byline">By Jane Doe | May 1, 2024</p>"#,
            &["Jane Doe"],
            None,
        );
        check(
            r#"<p class="byline">Jane Doe May 1, 2024</p>"#,
            &["Jane Doe"],
            None,
        );
        check(
            r#"<span class="post-author">Written by: Jane Doe</span>"#,
            &["Jane Doe"],
            None,
        );
    }

    #[test]
    fn authors_in_other_elements() {
        check("<div>By <b>Jane Doe</b></div>", &["Jane Doe"], None);
        check("<p>By April Doe</p>", &["April Doe"], None);
        check(
            r#"<a href="/author/jane">Jane Doe</a>"#,
            &["Jane Doe"],
            None,
        );
        check("<p>By the river they met.</p>", &[], None);
        check("<p>By Friday Both Sides Met</p>", &[], None);
        check("<p>Bytes Are Counted</p>", &[], None);
        check(r#"<a href="/author/jane">Learn More</a>"#, &[], None);
    }

    #[test]
    fn agencies_are_no_authors() {
        check(&json_ld(r#"{"name":"Reuters"}"#), &[], Some("Reuters"));
        check(
            &json_ld(r#"[{"name":"Jane Doe"},{"name":"AFP"}]"#),
            &["Jane Doe"],
            Some("AFP"),
        );
    }

    #[test]
    fn what_is_no_author() {
        check(
            r#"<meta property="article:author" content="https://www.facebook.com/example">"#,
            &[],
            None,
        );
        check(r#"<meta name="author" content="Daily Example">"#, &[], None);
        check(
            r#"<meta name="author" content="dailyexample.com">"#,
            &[],
            None,
        );
        check(r#"<meta name="author" content="admin">"#, &[], None);
        check(
            r#"<meta name="author" content="jane@example.com">"#,
            &[],
            None,
        );
        check(r#"<meta name="author" content="@jane">"#, &[], None);
        check(
            r#"<div class="comments"><span class="author">Jane Doe</span></div>"#,
            &[],
            None,
        );
        check(r#"<div class="author-bio">Jane Doe</div>"#, &[], None);
        check(
            r#"<div class="author">About the author of this</div>"#,
            &[],
            None,
        );
    }
}
