//! What stands within an article and is no part of it, though nothing but its text says so: invitations, lines of
//! links, bylines, credits, headings with nothing below.
//!
//! An outline and a part of it go in; the places to leave out come out. What is not here: parts that are
//! named for what they are (`boilerplate.rs`).

use super::outline::{self, Entry, Outline};

/// The places within `found` that are to be left out, `marks` among them.
pub(super) fn leavings(outline: &Outline<'_>, found: usize, marks: &[bool]) -> Vec<usize> {
    let mut left_out = vec![false; outline.entries.len()];
    let mut has_prose = false;
    for place in outline.within(found).skip(1) {
        let entry = &outline.entries[place];
        left_out[place] = left_out[entry.parent]
            || marks[place]
            || is_heading_of_all(entry)
            || is_code(outline, place)
            || is_link_list(entry)
            || is_line(outline, place) && is_aside(&line_of(entry), has_prose);
        has_prose |= !left_out[place] && is_paragraph(entry);
    }
    leave_out_last_headings(outline, found, &mut left_out);
    outline
        .within(found)
        .skip(1)
        .filter(|place| left_out[*place])
        .collect()
}

fn is_heading_of_all(entry: &Entry<'_>) -> bool {
    &*entry.name == "h1"
}

fn is_paragraph(entry: &Entry<'_>) -> bool {
    entry.own > 80 && entry.own_linked * 2 < entry.own
}

/// Whether an element prints a program.
fn is_code(outline: &Outline<'_>, place: usize) -> bool {
    &*outline.entries[place].name == "pre"
        && outline
            .within(place)
            .any(|inner| matches!(&*outline.entries[inner].name, "code" | "span"))
}

fn is_link_list(entry: &Entry<'_>) -> bool {
    !outline::is_inline(&entry.name)
        && entry.text > 0
        && entry.linked * 10 > entry.text * 8
        && !matches!(&*entry.name, "h2" | "h3" | "h4" | "blockquote")
}

/// Whether an element is a block of one short line.
fn is_line(outline: &Outline<'_>, place: usize) -> bool {
    const LONGEST: usize = 160;
    let entry = &outline.entries[place];
    let parts = outline.within(place).skip(1);
    !outline::is_inline(&entry.name)
        && (1..=LONGEST).contains(&entry.text)
        && parts.map(|inner| &outline.entries[inner].name).all(|name| {
            outline::is_inline(name) || !matches!(&**name, "p" | "li" | "div" | "h2" | "h3" | "td")
        })
}

fn line_of(entry: &Entry<'_>) -> String {
    let text = entry.node.text();
    let words: Vec<_> = text.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// Whether a short line is about the page; before the first paragraph, bylines and times are as well.
fn is_aside(line: &str, has_prose: bool) -> bool {
    let begins = |starts: &[&str]| starts.iter().any(|start| line.starts_with(start));
    let bare = line.trim_matches(|letter: char| !letter.is_alphanumeric());
    WHOLE.contains(&bare) || begins(STARTS) || !has_prose && begins(FIRST)
}

/// Lines that are nothing but this.
const WHOLE: &[&str] = &[
    "advert",
    "advertisement",
    "advertising",
    "article continues below",
    "article continues below this ad",
    "comments",
    "continue reading",
    "don't miss",
    "embed",
    "facebook",
    "iklan",
    "more",
    "publicidad",
    "publicidade",
    "anzeige",
    "werbung",
    "reklam",
    "reklama",
    "pubblicità",
    "publicité",
    "recommended",
    "related",
    "related articles",
    "related content",
    "related posts",
    "related stories",
    "share",
    "share this",
    "share this article",
    "show caption",
    "hide caption",
    "story continues",
    "story continues below advertisement",
    "table of contents",
    "twitter",
    "watch",
    "you may also like",
    "you might also like",
    "you'll also love",
    "up next",
    "read more",
    "learn more",
    "sponsored",
    "print",
    "email",
    "whatsapp",
    "share on facebook",
    "tweet",
    "leave a comment",
    "back to top",
    "loading",
    "tags",
    "subscribe",
    "sign up",
    "see also",
];

/// How lines begin that lead away from the article.
const STARTS: &[&str] = &[
    "read more:",
    "read also:",
    "also read:",
    "also read |",
    "read | ",
    "read:",
    "related:",
    "see also:",
    "more:",
    "watch:",
    "recommended:",
    "also check:",
    "don't miss:",
    "read our full",
    "read next:",
    "more from ",
    "more on ",
    "sign up for",
    "sign up now",
    "sign up to",
    "sign up here",
    "subscribe to ",
    "subscribe now",
    "subscribe here",
    "follow us",
    "join our",
    "click here to",
    "get the latest",
    "download our app",
    "download the app",
    "follow him on twitter",
    "follow her on twitter",
    "like us on facebook",
    "find us on",
    "image credit",
    "photo credit",
    "(image credit",
    "(photo",
    "photo by ",
    "photo:",
    "photos by ",
    "image:",
    "image source",
    "credit:",
    "copyright ©",
    "© ",
    "all rights reserved",
    "tags:",
    "filed under",
    "posted in",
    "categories:",
    "lire aussi",
    "lire également",
    "lesen sie auch",
    "lea también",
    "leia também",
    "leia mais",
    "leggi anche",
    "baca juga",
    "читайте также",
];

/// How lines begin that stand above an article.
const FIRST: &[&str] = &[
    "by ",
    "posted on",
    "posted by",
    "published",
    "updated",
    "last updated",
    "written by",
    "reviewed by",
    "medically reviewed",
    "edited by",
    "fact checked",
    "author:",
    "date:",
];

fn leave_out_last_headings(outline: &Outline<'_>, found: usize, left_out: &mut [bool]) {
    for place in outline.within(found).skip(1).rev() {
        let entry = &outline.entries[place];
        if left_out[place] || entry.own == 0 {
            continue;
        }
        if !matches!(&*entry.name, "h2" | "h3" | "h4" | "h5" | "h6") {
            return;
        }
        left_out[place] = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    /// What is left of a page's text, its blocks parted by `|`.
    fn check(html: &str, expected: &str) {
        let document = Document::from(format!("<body>{html}</body>"));
        let outline = Outline::of(&document);
        let none = vec![false; outline.entries.len()];
        let left_out = leavings(&outline, 0, &none);
        let kept: Vec<String> = (0..none.len())
            .filter(|place| outline.entries[*place].own > 0 && !left_out.contains(place))
            .map(|place| outline.entries[place].node.text().trim().to_owned())
            .collect();
        assert_eq!(kept.join("|"), expected, "{html}");
    }

    const PROSE: &str = "The council voted late on Monday to keep the old bridge, after hearing from more than forty people.";

    #[test]
    fn lines_about_the_page_are_left_out() {
        for line in [
            "Advertisement",
            "READ MORE: Another story",
            "Sign up for our newsletter",
            "Photo by Somebody",
            "© 2024 The Paper",
        ] {
            check(
                &format!("<p>{PROSE}</p><p>{line}</p><p>It rained.</p>"),
                &format!("{PROSE}|It rained."),
            );
        }
    }

    #[test]
    fn bylines_are_left_out_above_the_first_paragraph_only() {
        check(&format!("<p>By Ann Lee</p><p>{PROSE}</p>"), PROSE);
        check(
            &format!("<p>{PROSE}</p><p>By noon it was over.</p>"),
            &format!("{PROSE}|By noon it was over."),
        );
    }

    #[test]
    fn headings_stay_where_text_follows() {
        check(
            &format!("<h2>Why</h2><p>{PROSE}</p>"),
            &format!("Why|{PROSE}"),
        );
        check(
            &format!("<h1>Title</h1><p>{PROSE}</p><h2>More stories</h2>"),
            PROSE,
        );
    }

    #[test]
    fn lists_of_links_are_left_out_and_others_stay() {
        check(
            &format!("<p>{PROSE}</p><ul><li><a href=/>Another story</a></ul><ul><li>Bread</ul>"),
            &format!("{PROSE}|Bread"),
        );
        check(
            &format!("<p>{PROSE}</p><blockquote>Never.</blockquote>"),
            &format!("{PROSE}|Never."),
        );
        check(
            &format!("<p>{PROSE}</p><p>It is so (<x-source><a href=/>1</a></x-source>).</p>"),
            &format!("{PROSE}|It is so (1)."),
        );
    }
}
