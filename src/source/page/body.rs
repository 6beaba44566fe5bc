//! The body of the article: a page goes in, its text comes out as it was printed, a blank line between
//! paragraphs.

use dom_query::{Document, NodeRef};

use super::boilerplate::{self, Trust};
use super::cleaning;
use super::container;
use super::outline::{self, Outline};
use super::plain_text;
use super::repeats;

/// Returns the article's text; empty where the page holds none.
pub(super) fn extract(document: &Document) -> String {
    let document = document.clone();
    let outline = Outline::of(&document);
    if outline.entries.is_empty() {
        return String::new();
    }
    let (found, marks) = choose(&outline);
    let node = outline.entries[found].node;
    for place in cleaning::leavings(&outline, found, &marks) {
        outline.entries[place].node.remove_from_parent();
    }
    render(&node)
}

/// Returns the text of an element without what prints none of the article's words.
pub(super) fn render(node: &NodeRef<'_>) -> String {
    let silent: Vec<_> = node
        .descendants_it()
        .filter(|node| {
            node.qual_name_ref()
                .is_some_and(|name| outline::is_silent(&name.local))
        })
        .collect();
    for node in silent {
        node.remove_from_parent();
    }
    plain_text::render(node)
}

/// Finds the element with the article, believing less and less of what its parts are called where little is
/// left otherwise.
fn choose(outline: &Outline<'_>) -> (usize, Vec<bool>) {
    let favours = boilerplate::favours(outline);
    let mut chosen: Option<(usize, Vec<bool>, f64)> = None;
    for (trust, share, most) in [
        (Trust::All, 0.0, 0.0),
        (Trust::Firm, 0.3, f64::INFINITY),
        (Trust::Elements, 0.1, 300.0),
    ] {
        let mut marks = boilerplate::marks(outline, trust);
        repeats::mark_copies(outline, &mut marks);
        if trust == Trust::All {
            repeats::mark_cards(outline, &mut marks);
        }
        let weights = container::weights(outline, &marks, &favours);
        let (found, sum) = container::find(outline, &weights);
        if chosen
            .as_ref()
            .is_none_or(|(_, _, before)| *before < f64::min(share * sum, most))
        {
            chosen = Some((found, marks, sum));
        }
    }
    chosen.map_or_else(Default::default, |(found, marks, _)| (found, marks))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FIRST: &str = "The council voted late on Monday to keep the old bridge, after hearing from more than forty people in the hall.";
    const LAST: &str = "“We have waited for this for thirty years,” said Ann Lee, who lives on the far bank and crosses it every day.";

    fn page(within: &str) -> String {
        format!(
            "<body><nav><a href=/>Home</a> <a href=/news>News</a></nav><h1>Bridge stays</h1>\
             <article><p>{FIRST}</p>{within}<p>{LAST}</p></article><footer>© The Paper</footer></body>"
        )
    }

    /// What a page prints between its first and last paragraph.
    fn check(within: &str, expected: &str) {
        let body = extract(&Document::from(page(within)));
        let between = if expected.is_empty() {
            String::new()
        } else {
            format!("{expected}\n\n")
        };
        assert_eq!(body, format!("{FIRST}\n\n{between}{LAST}"), "{within}");
    }

    #[test]
    fn what_is_printed_in_the_article_is_kept() {
        check("", "");
        check("<p>It rained.</p>", "It rained.");
        check("<h2>Why now</h2>", "Why now");
        check("<ul><li>Bread</li><li>Wine</li></ul>", "Bread\nWine");
        check("<blockquote>Never again.</blockquote>", "Never again.");
        check(
            "<div class=social-embed><blockquote class=twitter-tweet><p>So happy today!</p>— Ann (@ann)</blockquote></div>",
            "So happy today!\n\n— Ann (@ann)",
        );
        check(
            "<p>The <a href=/x>old <em>bridge</em></a> was closed.</p>",
            "The old bridge was closed.",
        );
    }

    #[test]
    fn what_is_not_the_article_is_left_out() {
        for within in [
            "<nav><a href=/>Home</a></nav>",
            "<ul class=related-links><li><a href=/a>Another story</a></li></ul>",
            "<p><a href=/a>Another story about another bridge</a></p>",
            "<div class=newsletter-box><p>All the news, every morning.</p></div>",
            "<div class=cookie-notice><p>This site stores small files.</p></div>",
            "<figure><img src=a.jpg><figcaption>The bridge in 1950</figcaption></figure>",
            "<p class=caption>The bridge in 1950</p>",
            "<div id=comments><p>First!</p><p>I never liked that bridge, and neither did my family.</p></div>",
            "<aside><p>Five other bridges</p></aside>",
            "<script>var a = '<p>b</p>';</script>",
            "<p>Advertisement</p>",
        ] {
            check(within, "");
        }
    }

    #[test]
    fn a_form_around_the_whole_page_is_no_form_beside_it() {
        let menu = "<li><a href=/a>Another story of the same long day</a></li>".repeat(40);
        let page =
            format!("<body><form><ul>{menu}</ul><div><p>{FIRST}</p><p>{LAST}</p></div></form>");
        assert_eq!(extract(&Document::from(page)), format!("{FIRST}\n\n{LAST}"));
    }

    #[test]
    fn a_page_without_prose_holds_nothing() {
        for html in [
            "",
            "<body></body>",
            "<ul><li><a href=/a>The first story of the day</a></li><li><a href=/b>The second story of the day</a></li></ul>",
        ] {
            assert_eq!(extract(&Document::from(html)), "", "{html}");
        }
    }

    #[test]
    fn the_document_is_left_as_it_was() {
        let document = Document::from(page("<p>Advertisement</p>"));
        let before = document.html();
        extract(&document);
        assert_eq!(document.html(), before);
    }

    proptest! {
        #[test]
        fn nothing_breaks_it(html in "(</?(p|div|ul|li|a|article|x-y)( class=(ad|card))?>|[a-z ]{1,60}){0,60}") {
            extract(&Document::from(html));
        }
    }
}
