//! The one element of a page that holds its article.
//!
//! An outline and the marks of what is not the article go in; the place of an element comes out. What is not
//! here: taking out of that element what is not the article either (`cleaning.rs`).

use super::outline::Outline;

/// Finds the smallest element with nearly all of the page's prose.
pub(super) fn find(outline: &Outline<'_>, weights: &[f64]) -> (usize, f64) {
    let sums = sum_up(outline, weights);
    let mut place = 0;
    loop {
        let children = outline.children(place);
        let best = children.max_by(|a, b| sums[*a].total_cmp(&sums[*b]));
        match best {
            Some(child) if sums[child] > 0.0 && sums[child] >= SHARE * sums[place] => place = child,
            _ => return (place, sums[place]),
        }
    }
}

/// How much of an element's prose must stand in one within it for the other parts to be given up.
const SHARE: f64 = 0.8;

/// What each block weighs as prose.
pub(super) fn weights(outline: &Outline<'_>, marks: &[bool], favours: &[f64]) -> Vec<f64> {
    outline
        .entries
        .iter()
        .zip(marks)
        .zip(favours)
        .map(|((entry, marked), favour)| {
            let plain = entry.own.saturating_sub(entry.own_linked) as f64;
            if *marked || plain < 25.0 || entry.own_linked * 2 > entry.own {
                return 0.0;
            }
            let kind = match &*entry.name {
                "p" | "blockquote" | "pre" => 1.0,
                "li" | "dd" => 0.5,
                "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => 0.2,
                _ => 0.7,
            };
            kind * favour * plain
        })
        .collect()
}

fn sum_up(outline: &Outline<'_>, weights: &[f64]) -> Vec<f64> {
    let mut sums = weights.to_vec();
    for place in (1..sums.len()).rev() {
        let parent = outline.entries[place].parent;
        sums[parent] += sums[place];
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    /// The id of the element found, where `$n` stands for a paragraph of n sentences.
    fn check(html: &str, expected: &str) {
        let sentences = |count: usize| "Nobody had expected so many of them. ".repeat(count);
        let html = (1..=9).rev().fold(html.to_owned(), |html, count| {
            html.replace(
                &format!("${count}"),
                &format!("<p>{}</p>", sentences(count)),
            )
        });
        let document = Document::from(format!("<body id=body>{html}</body>"));
        let outline = Outline::of(&document);
        let none = vec![false; outline.entries.len()];
        let even = vec![1.0; outline.entries.len()];
        let (found, _) = find(&outline, &weights(&outline, &none, &even));
        let id = outline.entries[found].node.attr("id").unwrap_or_default();
        assert_eq!(&*id, expected, "{html}");
    }

    #[test]
    fn the_smallest_element_with_nearly_all_prose_is_found() {
        check("<div id=a>$3$3$3</div><div id=b>$1</div>", "a");
        check("<div id=a><div id=b>$3$3</div></div>", "b");
        check("<div id=a><div id=b>$3$3</div>$3$3</div>", "a");
        check("<div id=a>$3$3</div><div id=b>$3$3</div>", "body");
    }

    #[test]
    fn links_and_short_lines_weigh_nothing() {
        check(
            "<div id=a>$2$2</div><ul id=b><li><a href=/>A long title of another story that is linked</a></ul>",
            "a",
        );
        check(
            &format!("<div id=a>$1$1</div>{}", "<p>Short.</p>".repeat(50)),
            "a",
        );
    }
}
