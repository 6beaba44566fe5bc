//! How deep the elements of a page are nested, before it is parsed.
//!
//! A parser of HTML looks up through the open elements at many a tag, so a page of nothing but opening tags takes time
//! with the square of its depth. No page that was printed comes near the limit.

use memchr::memchr_iter;

/// The most elements that may be open at once.
pub(super) const DEEPEST: usize = 2_000;

/// Elements that are not counted: those without an end, and those whose end may be left out.
const UNCOUNTED: &[&str] = &[
    "area", "base", "body", "br", "col", "colgroup", "dd", "dt", "embed", "head", "hr", "html",
    "img", "input", "li", "link", "meta", "optgroup", "option", "p", "param", "rp", "rt", "source",
    "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
];

/// Returns how many elements are open at once at the most, as far as their tags tell.
pub(super) fn depth(html: &str) -> usize {
    let (mut open, mut deepest) = (0usize, 0);
    for start in memchr_iter(b'<', html.as_bytes()) {
        let rest = &html[start + 1..];
        let is_end = rest.starts_with('/');
        let name = rest.trim_start_matches('/');
        let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let name = &name[..length];
        if !name.starts_with(|first: char| first.is_ascii_alphabetic()) || is_uncounted(name) {
            continue;
        }
        open = if is_end {
            open.saturating_sub(1)
        } else {
            open + 1
        };
        deepest = deepest.max(open);
    }
    deepest
}

fn is_uncounted(name: &str) -> bool {
    UNCOUNTED
        .iter()
        .any(|known| known.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: usize) {
        assert_eq!(depth(html), expected, "{html:.60}");
    }

    #[test]
    fn open_elements_are_counted() {
        check("", 0);
        check("<p>One<p>Two<br><img src=x>", 0);
        check("<div><span>One</span><SPAN>Two</SPAN></div><div></div>", 2);
        check("a < b, </div> and <!-- <div> -->", 1);
        check(&"<b>".repeat(7_000), 7_000);
    }

    #[test]
    fn a_page_of_opening_tags_is_refused_at_once() {
        let page = format!("<body>{}<p>A text.</p>", "<div>".repeat(200_000));
        let refused = super::super::parse(page.as_bytes(), &Default::default());
        assert!(refused.is_err_and(|reason| reason.contains("nested 200000 deep")));
    }
}
