//! What is true of the quotations in any draft at all.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;

#[test]
fn hostile_drafts_take_linear_time() {
    for unit in [
        "\"",
        "“",
        "“a",
        "“a ‘b’\n\n",
        "'a",
        "\"a\" ",
        "‘a “b ",
        "<q>",
        "> ",
        "<blockquote>",
        "&",
        "''a",
        "„«‹「",
        "<a =\"",
    ] {
        let draft = unit.repeat(200_000 / unit.len());
        for format in [DraftFormat::Text, DraftFormat::Markdown, DraftFormat::Html] {
            let began = std::time::Instant::now();
            quotations(&draft, format);
            let taken = began.elapsed();
            assert!(taken.as_secs() < 10, "{unit} as {format:?} took {taken:?}");
        }
        quoted_ranges(&draft);
    }
}

/// Text that is dense in everything that is looked at.
fn dense() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "\"",
        "'",
        "“",
        "”",
        "‘",
        "’",
        "«",
        "»",
        "‹",
        "›",
        "„",
        "‚",
        "''",
        "``",
        "`",
        "「",
        "」",
        " ",
        " ",
        "\n",
        "\n\n",
        "> ",
        "a",
        "Bé",
        "s",
        "12",
        "ft",
        ".",
        ",",
        "<q>",
        "</q>",
        "<blockquote>",
        "</blockquote>",
        "<code>",
        "<!--",
        "-->",
        "&ldquo;",
        "&#8221;",
        "&",
        "<p>",
        "<",
        "*",
        "\\",
        "[",
        "](",
        ")",
        "—",
        "\u{a0}",
        "- ",
        "    ",
        "\r\n",
        "\t",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn any_draft() -> impl Strategy<Value = String> {
    prop_oneof![dense(), any::<String>()]
}

fn words() -> impl Strategy<Value = String> {
    prop::collection::vec("[a-z]{2,8}(’t|'t)?", 1..8).prop_map(|words| words.join(" "))
}

/// Words that begin as no elision does: `‘ll` and `‘em` are none that open.
fn quotation() -> impl Strategy<Value = String> {
    words().prop_map(|words| format!("qu{words}"))
}

proptest! {
    #[test]
    fn places_slice_the_draft_in_order(draft in any_draft()) {
        for format in [DraftFormat::Text, DraftFormat::Markdown, DraftFormat::Html] {
            let mut end = 0;
            for quotation in quotations(&draft, format).quotations {
                prop_assert!(quotation.bytes.start >= end, "{format:?}");
                end = quotation.bytes.end;
                prop_assert!(draft.get(quotation.bytes.clone()).is_some());
                let line_start = draft[..quotation.bytes.start].rfind('\n').map_or(0, |at| at + 1);
                prop_assert_eq!(quotation.column, draft[line_start..quotation.bytes.start].chars().count() + 1);
                prop_assert!(quotation.nested.iter().all(|nested| quotation.text.get(nested.clone()).is_some()));
                prop_assert!(!quotation.text.trim().is_empty());
            }
        }
    }

    #[test]
    fn a_quotation_of_one_paragraph_is_a_slice(draft in any_draft()) {
        for quotation in quotations(&draft, DraftFormat::Text).quotations {
            let whole = &draft[quotation.bytes.clone()];
            if !quotation.text.contains("\n\n") {
                prop_assert!(whole.contains(&quotation.text), "{whole}");
            }
        }
    }

    #[test]
    fn quoted_ranges_are_in_order_and_slice_the_body(body in any_draft()) {
        let mut end = 0;
        for range in quoted_ranges(&body) {
            prop_assert!(range.start >= end && body.get(range.clone()).is_some());
            end = range.end;
        }
    }

    #[test]
    fn known_quotations_come_back(
        parts in prop::collection::vec((words(), quotation(), 0..6_usize, any::<bool>()), 0..12)
    ) {
        let marks = [("“", "”"), ("\"", "\""), ("«", "»"), ("„", "“"), ("‘", "’"), ("''", "''")];
        let mut draft = String::new();
        for (filler, quotation, mark, ends) in &parts {
            let (opening, closing) = marks[*mark];
            let stop = if *ends { ".\n\n" } else { ", " };
            write!(draft, "{filler} {opening}{quotation}{closing}{stop}").expect("a string takes all");
        }
        draft.push_str("end");
        for format in [DraftFormat::Text, DraftFormat::Markdown, DraftFormat::Html] {
            let expected: Vec<&String> = parts.iter().map(|(_, quotation, ..)| quotation).collect();
            let found = quotations(&draft, format);
            prop_assert_eq!(found.quotations.iter().map(|found| &found.text).collect::<Vec<_>>(), expected);
            prop_assert!(found.unpaired.is_empty());
        }
    }
}
