//! Hits for people: a heading, the passages with their matches marked, an address under each.
//!
//! A [`Hit`] comes in, wrapped lines go out. Where the text is styled, matches are marked by style; where it is
//! not, nothing marks them, because a mark of our own among the printed words would not be verbatim. A
//! passage keeps its paragraphs; inside one, line breaks and runs of white space become one space so that it
//! can be wrapped, and control characters, escape sequences and bidirectional controls are disarmed, always,
//! also in a pipe. Whoever needs the stored characters takes the JSON.

use std::io::{self, Write};
use std::ops::Range;
use std::path::PathBuf;

use anstyle::{AnsiColor, Style};

use crate::article::{Address, Article};
use crate::render::flow::{Flow, Margin, Setting, paragraphs, setting};
use crate::render::link::link;
use crate::render::summary::plural;
use crate::search::{Hit, Passage};

pub use crate::render::explanation::write_explanation;
pub use crate::render::facets::write_facet;
pub use crate::render::summary::write_summary;

/// The page that text is written for.
#[derive(Clone, Debug)]
pub struct TextOptions {
    /// Its width in columns; `usize::MAX` to wrap nothing.
    pub width: usize,
    /// Whether ANSI styles may be written.
    pub styled: bool,
    /// Whether OSC 8 hyperlinks may be written.
    pub hyperlinks: bool,
    /// The folder that relative paths count from in hyperlinks; without it they are not linked.
    pub folder: Option<PathBuf>,
}

impl Default for TextOptions {
    /// Returns a plain page of 80 columns.
    fn default() -> Self {
        TextOptions {
            width: 80,
            styled: false,
            hyperlinks: false,
            folder: None,
        }
    }
}

pub(crate) const PLAIN: Style = Style::new();
pub(crate) const STRONG: Style = Style::new().bold();
pub(crate) const FAINT: Style = Style::new().dimmed();
pub(crate) const MATCH: Style = AnsiColor::Red.on_default().bold();

/// The margin of a passage.
pub(crate) const INDENT: Margin<'static> = Margin {
    first: "  ",
    rest: "  ",
    link: None,
};

/// Writes a hit: its heading, then each passage with its address.
pub fn write_hit(out: &mut dyn Write, hit: &Hit, options: &TextOptions) -> io::Result<()> {
    write_heading(out, &hit.article, &hit.title_matches, options)?;
    write_inferred_days(out, &hit.article, options)?;
    let setting = setting(&hit.article.body);
    for (number, passage) in hit.passages.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        write_passage(out, passage, setting, options)?;
    }
    if hit.more_passages > 0 {
        let more = plural(hit.more_passages as u64, "more passage", "more passages");
        Flow::new(&format!("{more} in this article"), FAINT).write(out, INDENT, options)?;
    }
    Ok(())
}

/// Writes hits with a blank line between them.
pub fn write_hits(out: &mut dyn Write, hits: &[Hit], options: &TextOptions) -> io::Result<()> {
    for (number, hit) in hits.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        write_hit(out, hit, options)?;
    }
    Ok(())
}

/// Writes hits with a blank line between them, below each where its score comes from.
pub fn write_explained_hits(
    out: &mut dyn Write,
    hits: &[Hit],
    options: &TextOptions,
) -> io::Result<()> {
    for (number, hit) in hits.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        write_hit(out, hit, options)?;
        write_explanation(out, hit, options)?;
    }
    Ok(())
}

/// Writes a hit as one line without its passages: the article's id and its heading, not wrapped.
pub fn write_listing(out: &mut dyn Write, hit: &Hit, options: &TextOptions) -> io::Result<()> {
    let mut flow = Flow::new(&hit.article.id.to_string(), FAINT);
    flow.push(" ", PLAIN);
    push_heading(&mut flow, &hit.article, &hit.title_matches);
    if let Some(inferred) = inferred(&hit.article) {
        flow.push(&format!(" · {inferred}"), FAINT);
    }
    let link = link(&hit.article, options);
    let margin = Margin {
        link: link.as_deref(),
        ..Margin::default()
    };
    flow.write(
        out,
        margin,
        &TextOptions {
            width: usize::MAX,
            ..options.clone()
        },
    )
}

/// Writes `outlet · date · title`. What is unknown is left out; without a title the path stands in its place.
pub(crate) fn write_heading(
    out: &mut dyn Write,
    article: &Article,
    title_matches: &[Range<usize>],
    options: &TextOptions,
) -> io::Result<()> {
    let mut flow = Flow::default();
    push_heading(&mut flow, article, title_matches);
    let link = link(article, options);
    flow.write(
        out,
        Margin {
            first: "",
            rest: "    ",
            link: link.as_deref(),
        },
        options,
    )
}

/// Writes the days inferred for an article without a date, on a line of their own: they are not its date.
pub(crate) fn write_inferred_days(
    out: &mut dyn Write,
    article: &Article,
    options: &TextOptions,
) -> io::Result<()> {
    match inferred(article) {
        Some(inferred) => Flow::new(&inferred, FAINT).write(out, INDENT, options),
        None => Ok(()),
    }
}

/// Says which days were inferred for an article without a date, and from which of its words.
pub(crate) fn inferred(article: &Article) -> Option<String> {
    let metadata = &article.metadata;
    let days = metadata.inferred_date.as_ref()?;
    let unknown = metadata.date.is_none();
    unknown.then(|| format!("inferred {} (“{}”)", days.value, days.words))
}

/// Writes the address of a passage.
pub(crate) fn write_address(
    out: &mut dyn Write,
    address: &Address,
    options: &TextOptions,
) -> io::Result<()> {
    Flow::new(&address.to_string(), FAINT).write(out, INDENT, options)
}

/// Writes paragraphs with a blank line between them.
pub(crate) fn write_flows(
    out: &mut dyn Write,
    flows: &[Flow],
    margin: Margin<'_>,
    options: &TextOptions,
) -> io::Result<()> {
    for (number, flow) in flows.iter().enumerate() {
        if number > 0 {
            writeln!(out, "{}", margin.first.trim_end())?;
        }
        flow.write(out, margin, options)?;
    }
    Ok(())
}

fn write_passage(
    out: &mut dyn Write,
    passage: &Passage,
    setting: Setting,
    options: &TextOptions,
) -> io::Result<()> {
    let start = passage.address.start;
    let inner =
        |range: &Range<usize>| range.start.saturating_sub(start)..range.end.saturating_sub(start);
    let marks: Vec<_> = passage.matches.iter().map(inner).collect();
    let flows = paragraphs(&passage.text, &marks, setting, [PLAIN, MATCH]);
    write_flows(out, &flows, INDENT, options)?;
    write_address(out, &passage.address, options)
}

/// Appends `outlet · date · title`.
pub(crate) fn push_heading(flow: &mut Flow, article: &Article, title_matches: &[Range<usize>]) {
    let metadata = &article.metadata;
    let outlet = metadata.outlet.as_ref().map(|outlet| outlet.value.clone());
    let date = metadata.date.as_ref().map(|date| date.value.to_string());
    for part in outlet.into_iter().chain(date) {
        flow.push(&part, PLAIN);
        flow.push(" · ", FAINT);
    }
    match &metadata.title {
        Some(title) => flow.push_marked(&title.value, 0, title_matches, [STRONG, MATCH]),
        None => flow.push(&article.path, FAINT),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;
    use insta::assert_snapshot;
    use proptest::prelude::*;

    fn written(write: impl Fn(&mut dyn Write) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        write(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn page(width: usize) -> TextOptions {
        TextOptions {
            width,
            ..TextOptions::default()
        }
    }

    #[test]
    fn a_hit_reads_well() {
        assert_snapshot!(written(|out| write_hit(out, &sample::hit(), &page(60))), @"
        Daily Post · 2025-10-31 · Talks end with a verification
            mechanism
          Both sides “agreed on a verification mechanism,” the
          ministry said, and on a joint commission that will meet
          each month.

          It gave no date.
          9trgx2pd3gzhqxmf@51-188
        ");
    }

    #[test]
    fn a_styled_hit_marks_its_matches() {
        let options = TextOptions {
            styled: true,
            hyperlinks: true,
            folder: Some("/home/x".into()),
            ..page(60)
        };
        let text = written(|out| write_hit(out, &sample::hit(), &options));
        assert_snapshot!(text.replace('\x1b', "ESC"), @r#"
        ESC]8;;file:///home/x/posts/talks.txtESC\Daily PostESC[2m · ESC[0m2025-10-31ESC[2m · ESC[0mESC[1mTalks end with a ESC[0mESC[1mESC[31mverificationESC[0mESC]8;;ESC\
            ESC]8;;file:///home/x/posts/talks.txtESC\ESC[1mESC[31mmechanismESC[0mESC]8;;ESC\
          Both sides “agreed on a ESC[1mESC[31mverification mechanismESC[0m,” the
          ministry said, and on a joint commission that will meet
          each month.

          It gave no date.
          ESC[2m9trgx2pd3gzhqxmf@51-188ESC[0m
        "#);
    }

    #[test]
    fn unknown_parts_are_left_out_of_the_heading() {
        let mut hit = sample::hit();
        hit.passages.clear();
        hit.more_passages = 1;
        hit.article.metadata.date = None;
        hit.article.metadata.title = None;
        assert_snapshot!(written(|out| write_hit(out, &hit, &page(60))), @"
        Daily Post · posts/talks.txt
          1 more passage in this article
        ");
        hit.article.metadata.outlet = None;
        assert_snapshot!(written(|out| write_listing(out, &hit, &page(20))), @"9trgx2pd3gzhqxmf posts/talks.txt");
    }

    #[test]
    fn inferred_days_are_never_shown_as_the_date() {
        let mut hit = sample::hit();
        hit.passages.clear();
        hit.article.metadata.inferred_date = Some(sample::inferred());
        assert_snapshot!(written(|out| write_hit(out, &hit, &page(100))), @"Daily Post · 2025-10-31 · Talks end with a verification mechanism");
        hit.article.metadata.date = None;
        assert_snapshot!(written(|out| write_hit(out, &hit, &page(100))), @"
        Daily Post · Talks end with a verification mechanism
          inferred 2025-10-30 to 2025-11-01 (“on Friday … 30th October”)
        ");
        assert_snapshot!(written(|out| write_listing(out, &hit, &page(20))), @"9trgx2pd3gzhqxmf Daily Post · Talks end with a verification mechanism · inferred 2025-10-30 to 2025-11-01 (“on Friday … 30th October”)");
    }

    /// The characters that neither wrapping nor disarming touches.
    fn words(text: &str) -> String {
        text.chars()
            .filter(|letter| letter.is_alphanumeric())
            .collect()
    }

    fn disarmed(text: &str) -> bool {
        let bidi = ['\u{61c}', '\u{200e}', '\u{200f}']
            .into_iter()
            .chain('\u{202a}'..='\u{202e}');
        let bidi: Vec<char> = bidi.chain('\u{2066}'..='\u{2069}').collect();
        !text.contains(|letter: char| {
            (letter.is_control() && letter != '\n') || bidi.contains(&letter)
        })
    }

    proptest! {
        #[test]
        fn a_passage_is_whole_when_its_lines_are_joined(hit in sample::any_hit(), width in 0usize..120) {
            let bare = Hit { more_passages: 0, ..hit };
            for passage in &bare.passages {
                let text = written(|out| write_passage(out, passage, setting(&bare.article.body), &page(width)));
                prop_assert_eq!(words(&text), words(&passage.text) + &words(&passage.address.to_string()));
            }
        }

        #[test]
        fn unwrapped_lines_are_the_paragraphs(hit in sample::any_hit()) {
            for passage in &hit.passages {
                let text = written(|out| write_passage(out, passage, Setting::Unwrapped, &page(usize::MAX)));
                let lines: Vec<_> = text.lines().filter(|line| !line.is_empty()).map(words).collect();
                let printed = passage.text.split(['\n', '\x0b', '\x0c', '\u{85}', '\u{2028}', '\u{2029}']);
                let printed: Vec<_> = printed.map(words).filter(|line| !line.is_empty()).collect();
                let lines: Vec<_> = lines.into_iter().filter(|line| !line.is_empty()).collect();
                prop_assert_eq!(&lines[..lines.len() - 1], printed);
            }
        }

        #[test]
        fn nothing_stored_can_command_a_terminal(hit in sample::any_hit(), facet in sample::any_facet()) {
            let options = page(50);
            let text = written(|out| write_hit(out, &hit, &options));
            prop_assert!(disarmed(&text), "{:?}", text);
            let text = written(|out| write_facet(out, &facet, &options));
            prop_assert!(disarmed(&text), "{:?}", text);
        }

        #[test]
        fn styles_and_links_add_only_their_own_sequences(hit in sample::any_hit()) {
            let plain = written(|out| write_hit(out, &hit, &page(50)));
            let options = TextOptions { styled: true, hyperlinks: true, folder: Some("/f".into()), ..page(50) };
            let mut styled = written(|out| write_hit(out, &hit, &options));
            if let Some(link) = link(&hit.article, &options) {
                prop_assert!(link.bytes().all(|byte| byte.is_ascii_graphic()));
                styled = styled.replace(&format!("\x1b]8;;{link}\x1b\\"), "").replace("\x1b]8;;\x1b\\", "");
            }
            for own in ["\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[31m"] {
                styled = styled.replace(own, "");
            }
            prop_assert_eq!(styled, plain);
        }
    }
}
