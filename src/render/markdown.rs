//! Passages as Markdown, ready to paste: a block quotation, then the line that cites it.
//!
//! Hits and looked-up passages come in, CommonMark goes out. Every character that CommonMark or its GitHub dialect would
//! interpret is escaped, so that the words rendered are the words printed. As in text, white space is
//! collapsed and control characters are disarmed. Nothing is marked: emphasis would be ours, not the outlet's.

use std::io::{self, Write};

use crate::article::{Address, Article};
use crate::render::flow::{Flow, Setting, one_line, paragraphs, setting};
use crate::render::link::percent_encoded;
use crate::render::text::{PLAIN, inferred};
use crate::search::{Hit, Shown};

/// Writes each passage of a hit as a quotation with its citation, a blank line after each.
pub fn write_hit(out: &mut dyn Write, hit: &Hit) -> io::Result<()> {
    let setting = setting(&hit.article.body);
    for passage in &hit.passages {
        write_quotation(out, &hit.article, &passage.text, &passage.address, setting)?;
    }
    Ok(())
}

/// Writes a passage that an address names, without its context, as a quotation with its citation.
pub fn write_shown(out: &mut dyn Write, shown: &Shown) -> io::Result<()> {
    let Shown {
        article, passage, ..
    } = shown;
    write_quotation(
        out,
        article,
        &passage.text,
        &passage.address,
        setting(&article.body),
    )
}

fn write_quotation(
    out: &mut dyn Write,
    article: &Article,
    text: &str,
    address: &Address,
    setting: Setting,
) -> io::Result<()> {
    let flows = paragraphs(text, &[], setting, [PLAIN; 2]);
    for (number, flow) in flows.iter().enumerate() {
        if number > 0 {
            writeln!(out, ">")?;
        }
        writeln!(out, "> {}", escaped(flow))?;
    }
    writeln!(out, "\n{}\n", citation(article, address))
}

/// Cites a passage: outlet, title, date, place of the source, address; what is unknown is left out.
fn citation(article: &Article, address: &Address) -> String {
    let metadata = &article.metadata;
    let mut parts = Vec::new();
    parts.extend(
        metadata
            .outlet
            .as_ref()
            .map(|outlet| escaped(&Flow::new(&outlet.value, PLAIN))),
    );
    parts.extend(
        metadata
            .title
            .as_ref()
            .map(|title| format!("“{}”", escaped(&Flow::new(&title.value, PLAIN)))),
    );
    parts.extend(metadata.date.as_ref().map(|date| date.value.to_string()));
    parts.extend(inferred(article).map(|days| escaped(&Flow::new(&days, PLAIN))));
    parts.push(match &metadata.url {
        Some(url) if url.value.contains("://") => format!("<{}>", percent_encoded(&url.value, b"")),
        _ => code_span(&article.path),
    });
    parts.push(code_span(&address.to_string()));
    format!("— {}", parts.join(", "))
}

/// Escapes what would be interpreted, anywhere or at the beginning of a line.
fn escaped(flow: &Flow) -> String {
    let text = flow.text().trim_end_matches(' ');
    let digits = text.len()
        - text
            .trim_start_matches(|letter: char| letter.is_ascii_digit())
            .len();
    let mut escaped = String::with_capacity(text.len());
    for (at, letter) in text.char_indices() {
        let opens_block = at == 0 && matches!(letter, '#' | '+' | '-' | '=' | ':');
        let opens_list = at == digits && at > 0 && matches!(letter, '.' | ')');
        if opens_block || opens_list || r"\`*_[]<>&~|$".contains(letter) {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

/// Writes a text as code, between as many backticks as it needs.
fn code_span(text: &str) -> String {
    let text = one_line(text);
    let longest = text
        .split(|letter| letter != '`')
        .map(str::len)
        .max()
        .unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    match text.starts_with('`') || text.ends_with('`') || text.trim() != text {
        true => format!("{fence} {text} {fence}"),
        false => format!("{fence}{text}{fence}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;
    use insta::assert_snapshot;
    use proptest::prelude::*;

    #[test]
    fn a_quotation_is_ready_to_paste() {
        let mut out = Vec::new();
        write_hit(&mut out, &sample::hit()).unwrap();
        assert_snapshot!(String::from_utf8(out).unwrap(), @"
        > Both sides “agreed on a verification mechanism,” the ministry said, and on a joint commission that will meet each month.
        >
        > It gave no date.

        — Daily Post, “Talks end with a verification mechanism”, 2025-10-31, `posts/talks.txt`, `9trgx2pd3gzhqxmf@51-188`
        ");
    }

    #[test]
    fn inferred_days_are_cited_as_inferred() {
        let mut hit = sample::hit();
        hit.article.metadata.date = None;
        hit.article.metadata.inferred_date = Some(sample::inferred());
        let address = &hit.passages[0].address;
        assert_snapshot!(citation(&hit.article, address), @"— Daily Post, “Talks end with a verification mechanism”, inferred 2025-10-30 to 2025-11-01 (“on Friday … 30th October”), `posts/talks.txt`, `9trgx2pd3gzhqxmf@51-188`");
    }

    #[test]
    fn what_markdown_reads_is_escaped() {
        let cases = [
            (
                "1. one * two_three `four`",
                r"1\. one \* two\_three \`four\`",
            ),
            (
                "1986) was <SRD> & [5] | ~6~ $7",
                r"1986\) was \<SRD\> \& \[5\] \| \~6\~ \$7",
            ),
            ("# no heading", r"\# no heading"),
            ("- no list - no list", r"\- no list - no list"),
            ("=== --", r"\=== --"),
            (r"back\slash", r"back\\slash"),
            (
                "plain words, 3.5 and (so) on!",
                "plain words, 3.5 and (so) on!",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(escaped(&Flow::new(text, PLAIN)), expected);
        }
    }

    #[test]
    fn code_is_fenced_by_what_it_needs() {
        let cases = [
            ("a/b_c.txt", "`a/b_c.txt`"),
            ("a`b", "``a`b``"),
            ("`a", "`` `a ``"),
            ("a``", "``` a`` ```"),
        ];
        for (text, expected) in cases {
            assert_eq!(code_span(text), expected);
        }
    }

    proptest! {
        #[test]
        fn unescaping_gives_the_words_back(text in sample::any_text()) {
            let flow = Flow::new(&text, PLAIN);
            let mut letters = escaped(&flow);
            letters.push(' ');
            let mut plain = String::new();
            let mut letters = letters.chars();
            while let Some(letter) = letters.next() {
                plain.push(if letter == '\\' { letters.next().unwrap() } else { letter });
            }
            prop_assert_eq!(plain.trim_end_matches(' '), flow.text().trim_end_matches(' '));
        }
    }
}
