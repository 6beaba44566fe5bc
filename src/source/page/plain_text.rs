//! A part of a page in, its text out, verbatim: a blank line between blocks, a new line where a line is broken.
//!
//! html2text lays the blocks out; what it would add for the eye is switched off, or renamed before it is asked.

use dom_query::NodeRef;
use html2text::config;
use html2text::render::TrivialDecorator;

/// So wide that no line is ever wrapped.
const WIDTH: usize = 1 << 30;

/// html2text drops this character, at which a line may be wrapped; it is part of what was printed.
const ZERO_WIDTH_SPACE: &str = "\u{200b}";

/// A character of private use, which no page prints.
const STAND_IN: &str = "\u{10fffd}";

/// Returns the text of an element.
pub(super) fn render(node: &NodeRef<'_>) -> String {
    for raised in node.find(&["sup"]) {
        raised.rename("span");
    }
    set_lists_apart(node);
    let html = node.html().replace(ZERO_WIDTH_SPACE, STAND_IN);
    let text = config::with_decorator(TrivialDecorator::new())
        .raw_mode(true)
        .no_link_wrapping()
        .unicode_strikeout(false)
        .string_from_read(html.as_bytes(), WIDTH)
        .unwrap_or_default();
    paragraphs(&text.replace(STAND_IN, ZERO_WIDTH_SPACE))
}

/// A line of this alone is a blank line; of private use too.
const BLANK: &str = "\u{10fffc}";

/// html2text sets a list apart from what follows, but not from the paragraph before it.
fn set_lists_apart(node: &NodeRef<'_>) {
    let is_list = |node: &NodeRef<'_>| {
        node.qual_name_ref()
            .is_some_and(|name| matches!(&*name.local, "ul" | "ol"))
    };
    let lists: Vec<_> = node
        .descendants_it()
        .filter(|inner| is_list(inner) && !inner.ancestors_it(None).any(|around| is_list(&around)))
        .collect();
    for list in lists {
        list.before_html(format!("<p>{BLANK}</p>"));
    }
}

/// Sets paragraphs apart by one blank line, without blanks around them.
fn paragraphs(text: &str) -> String {
    let mut body = String::with_capacity(text.len());
    let mut is_apart = false;
    for line in text.lines() {
        let line = line.trim();
        if line.is_empty() || line == BLANK {
            is_apart = true;
            continue;
        }
        if !body.is_empty() {
            body.push_str(if is_apart { "\n\n" } else { "\n" });
        }
        body.push_str(line);
        is_apart = false;
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;
    use proptest::prelude::*;

    fn check(html: &str, expected: &str) {
        let document = Document::from(format!("<body><main>{html}</main></body>"));
        assert_eq!(
            render(&document.select("main").nodes()[0]),
            expected,
            "{html}"
        );
    }

    #[test]
    fn blocks() {
        check("<p>One.</p><p>Two.</p>", "One.\n\nTwo.");
        check("<h2>Head</h2><p>One.</p>", "Head\n\nOne.");
        check(
            "<blockquote><p>“Yes.”</p></blockquote><p>He left.</p>",
            "“Yes.”\n\nHe left.",
        );
        check("<p>One.<br>Two.</p>", "One.\nTwo.");
        check("<ul><li>One</li><li>Two</li></ul>", "One\nTwo");
        check("<ol><li>One</li><li>Two</li></ol>", "One\nTwo");
        check(
            "<p>One:</p><ul><li>Two</li></ul><p>Three</p>",
            "One:\n\nTwo\n\nThree",
        );
        check("<ul><li>One<ul><li>Two</li></ul></li></ul>", "One\nTwo");
        check(
            "<table><tr><td>One</td><td>Two</td></tr></table>",
            "One\nTwo",
        );
        check("<pre>  a\n    b</pre>", "a\nb");
    }

    #[test]
    fn nothing_is_added_within_a_line() {
        check(
            "<p>a <a href='https://x.example/'>link</a>, <em>so</em> <b>it</b> <s>is</s> <code>x</code>.</p>",
            "a link, so it is x.",
        );
        check(
            "<p>E = mc<sup>2</sup> and H<sub>2</sub>O</p>",
            "E = mc2 and H2O",
        );
        check(
            "<p>one\u{a0}two\u{ad}three\u{200b}four\u{200d}five\u{2060}six\u{feff} <i>“five”</i>—six</p>",
            "one\u{a0}two\u{ad}three\u{200b}four\u{200d}five\u{2060}six\u{feff} “five”—six",
        );
        check(
            "<p>[1] *not* _a_ ~mark~ # | > - 1. &lt;b&gt; &amp;amp;</p>",
            "[1] *not* _a_ ~mark~ # | > - 1. <b> &amp;",
        );
    }

    proptest! {
        #[test]
        fn a_paragraph_is_printed_as_it_stands(words in proptest::collection::vec("[\\PC&&[^<>&\\s]]{1,12}", 1..60)) {
            let text = words.join(" ");
            let document = Document::from(format!("<main><p>{text}</p></main>"));
            let rendered = render(&document.select("main").nodes()[0]);
            prop_assert_eq!(rendered.split_whitespace().collect::<String>(), text.split_whitespace().collect::<String>());
        }
    }
}
