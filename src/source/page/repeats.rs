//! What a page prints over and over: the same paragraphs again, and one card after another that leads to another
//! story.
//!
//! An outline goes in, with the marks of what is not the article; these parts are marked as well. What is not
//! here: parts that are named for what they are (`boilerplate.rs`).

use std::collections::{HashMap, HashSet};

use super::outline::{self, Outline};

/// Marks the parts of a page that print again what stands before them, such as a second layout of it.
///
/// A single block that comes again is left: a refrain is part of the text.
pub(super) fn mark_copies(outline: &Outline<'_>, marks: &mut [bool]) {
    const FEWEST: usize = 3;
    for (place, copied) in copied(outline, marks).into_iter().enumerate() {
        if copied.blocks >= FEWEST && copied.text * 10 > outline.entries[place].text * 7 {
            mark(outline, place, marks);
        }
    }
}

/// Marks the cards of a page: three or more parts side by side, alike in name and class, each a linked title
/// and a few words.
pub(super) fn mark_cards(outline: &Outline<'_>, marks: &mut [bool]) {
    for place in 0..marks.len() {
        if marks[place] || outline.entries[place].text < SHORTEST_CARD * FEWEST_CARDS {
            continue;
        }
        for group in alike(outline, place) {
            let cards = group.iter().filter(|part| is_card(outline, **part));
            let cards = cards.count();
            if cards >= FEWEST_CARDS && cards * 4 >= group.len() * 3 {
                group.iter().for_each(|part| mark(outline, *part, marks));
            }
        }
    }
}

const FEWEST_CARDS: usize = 3;
/// In characters without blanks, as are all lengths here.
const SHORTEST_CARD: usize = 40;
const LONGEST_CARD: usize = 600;

fn mark(outline: &Outline<'_>, place: usize, marks: &mut [bool]) {
    marks[outline.within(place)].fill(true);
}

/// How much of an element was printed before.
#[derive(Clone, Copy, Default)]
struct Copied {
    blocks: usize,
    text: usize,
}

fn copied(outline: &Outline<'_>, marks: &[bool]) -> Vec<Copied> {
    let mut copied = vec![Copied::default(); outline.entries.len()];
    let mut seen = HashSet::new();
    for place in comparable(outline, marks) {
        let entry = &outline.entries[place];
        let text: String = entry.node.text().split_whitespace().collect();
        if !seen.insert(text) {
            copied[place] = Copied {
                blocks: 1,
                text: entry.text,
            };
        }
    }
    for place in (1..copied.len()).rev() {
        let Copied { blocks, text } = copied[place];
        let around = &mut copied[outline.entries[place].parent];
        around.blocks += blocks;
        around.text += text;
    }
    copied
}

/// The unmarked blocks that are no shorter than a sentence and as long as another: only their text need be
/// looked at.
fn comparable(outline: &Outline<'_>, marks: &[bool]) -> Vec<usize> {
    const SHORTEST: usize = 60;
    let mut lengths: HashMap<usize, usize> = HashMap::new();
    let is_block = |place: &usize| {
        let entry = &outline.entries[*place];
        !marks[*place]
            && entry.own == entry.text
            && entry.own >= SHORTEST
            && !outline::is_inline(&entry.name)
    };
    let mut blocks: Vec<usize> = (0..marks.len()).filter(is_block).collect();
    for place in &blocks {
        *lengths.entry(outline.entries[*place].own).or_default() += 1;
    }
    blocks.retain(|place| lengths[&outline.entries[*place].own] > 1);
    blocks
}

/// The parts that stand right in an element, those of one name and class together.
fn alike(outline: &Outline<'_>, place: usize) -> Vec<Vec<usize>> {
    let mut groups: HashMap<(String, String), Vec<usize>> = HashMap::new();
    for child in outline.children(place) {
        let entry = &outline.entries[child];
        let may_be_card = (SHORTEST_CARD..=LONGEST_CARD).contains(&entry.text)
            && !outline::is_inline(&entry.name)
            && !matches!(&*entry.name, "p" | "ul" | "ol");
        if let Some(class) = entry.node.attr("class").filter(|_| may_be_card) {
            let kind = (entry.name.to_string(), class.to_string());
            groups.entry(kind).or_default().push(child);
        }
    }
    groups.into_values().collect()
}

/// Whether the first words of a part, short labels left aside, are a linked title.
fn is_card(outline: &Outline<'_>, place: usize) -> bool {
    const SHORTEST_TITLE: usize = 15;
    const LONGEST_LABEL: usize = 40;
    let entry = &outline.entries[place];
    let inner = outline.within(place).skip(1);
    let mut lines = inner
        .map(|inner| &outline.entries[inner])
        .filter(|line| !outline::is_inline(&line.name) && line.own >= SHORTEST_TITLE)
        .map(|line| (line.own, line.own_linked * 10 > line.own * 9));
    let first = lines.find(|(length, is_linked)| *is_linked || *length > LONGEST_LABEL);
    entry.own * 2 < entry.text && first.is_some_and(|(_, is_linked)| is_linked)
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    /// The ids of what is marked, those within marked elements too.
    fn check(html: &str, mark: fn(&Outline<'_>, &mut [bool]), expected: &str) {
        let document = Document::from(format!("<body id=body>{html}</body>"));
        let outline = Outline::of(&document);
        let mut marks = vec![false; outline.entries.len()];
        mark(&outline, &mut marks);
        let marked = outline
            .entries
            .iter()
            .zip(&marks)
            .filter(|(_, marked)| **marked);
        let ids: Vec<_> = marked
            .filter_map(|(entry, _)| entry.node.attr("id"))
            .collect();
        let ids: Vec<&str> = ids.iter().map(|id| &**id).collect();
        assert_eq!(ids.join(" "), expected, "{html}");
    }

    fn paragraphs(names: &[&str]) -> String {
        let rest =
            "told the court that nothing of the kind had ever happened to them in all these years.";
        names
            .iter()
            .map(|name| format!("<p>{name} {rest}</p>"))
            .collect()
    }

    #[test]
    fn a_second_layout_is_a_copy() {
        let text = paragraphs(&["Ann", "Ben", "Cleo"]);
        check(
            &format!("<div id=a>{text}</div><div id=b>{text}</div>"),
            mark_copies,
            "b",
        );
        check(&format!("<div id=a>{text}{text}</div>"), mark_copies, "");
        let others = paragraphs(&["Dan", "Eve", "Fay"]);
        check(
            &format!("<div id=a>{text}</div><div id=b>{others}</div>"),
            mark_copies,
            "",
        );
        check(
            &format!("<div id=a>{text}</div><div id=b>{text}{others}</div>"),
            mark_copies,
            "",
        );
    }

    #[test]
    fn a_refrain_is_no_copy() {
        let text = paragraphs(&["Ann", "Ben", "Ann", "Cleo", "Ann"]);
        check(&format!("<div id=a>{text}</div>"), mark_copies, "");
        check(
            &format!("<div id=a>{}</div>", "<p>No.</p>".repeat(9)),
            mark_copies,
            "",
        );
    }

    fn cards(class: &str, title: &str) -> String {
        let card = |id| {
            format!(
                "<div id={id} class={class}><h3>{title}</h3><p>What happened on that day, in a few words.</p></div>"
            )
        };
        ["a", "b", "c"].map(card).concat()
    }

    #[test]
    fn cards_lead_to_other_stories() {
        let linked = "<a href=/>The title of another story</a>";
        check(&cards("card", linked), mark_cards, "a b c");
        check(
            &cards("card", "A heading of the text itself"),
            mark_cards,
            "",
        );
        let two = cards("card", linked).replace("id=c class=card", "id=c class=other");
        check(&two, mark_cards, "");
    }

    #[test]
    fn paragraphs_with_links_are_no_cards() {
        let line = "<p class=text><a href=/>The ministry of the interior</a> said that it knew of nothing.</p>";
        check(&line.repeat(5), mark_cards, "");
        let list = "<ul class=list><li><a href=/>The ministry of the interior</a><li>and what it said</ul>";
        check(&list.repeat(5), mark_cards, "");
    }
}
