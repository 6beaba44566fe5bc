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
        let children = children(outline, place);
        let best = children.max_by(|a, b| sums[*a].total_cmp(&sums[*b]));
        match best {
            Some(child) if sums[child] > 0.0 && sums[child] >= SHARE * sums[place] => place = child,
            _ => return (place, sums[place]),
        }
    }
}

/// How much of an element's prose must stand in one within it for the other parts to be given up.
const SHARE: f64 = 0.75;

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

fn children<'o>(outline: &'o Outline<'_>, place: usize) -> impl Iterator<Item = usize> + 'o {
    let mut next = place + 1;
    std::iter::from_fn(move || {
        let child = next;
        (child < outline.entries[place].end).then(|| {
            next = outline.entries[child].end;
            child
        })
    })
}
