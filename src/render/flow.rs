//! Text made fit for a page: paragraphs found, white space collapsed, dangerous characters disarmed, lines wrapped.
//!
//! Everything that `render` shows to people goes through a [`Flow`], so nothing can reach a terminal on another
//! way. Stored text comes in, with ranges to be marked; wrapped lines go out. Nothing here alters what is
//! stored, and JSON does not pass through here.

use std::io::{self, Write};
use std::ops::Range;

use anstyle::Style;
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};
use unicode_width::UnicodeWidthStr;

use crate::article::Article;
use crate::render::text::TextOptions;

/// One paragraph, ready to be wrapped: its text and the style of each part.
///
/// The text holds no line break and no control character; a run of white space is one space.
#[derive(Clone, Debug, Default)]
pub(crate) struct Flow {
    text: String,
    /// Byte ranges of the text with their styles: in order, without gaps.
    spans: Vec<(Range<usize>, Style)>,
}

/// What stands at the left of a flow's lines, and where they lead.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Margin<'a> {
    /// Before the first line.
    pub(crate) first: &'a str,
    /// Before every further line.
    pub(crate) rest: &'a str,
    /// The target of an OSC 8 hyperlink, already percent-encoded.
    pub(crate) link: Option<&'a str>,
}

/// How a text's own line breaks are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Setting {
    /// Lines are as long as their paragraphs: every line break parts two paragraphs.
    Unwrapped,
    /// Lines were broken by hand or by a telex, at up to so many columns.
    Wrapped(usize),
}

/// The narrowest room that lines are wrapped to, in columns, however narrow the page.
const NARROWEST: usize = 16;
/// The columns within which the longest line of a hard-wrapped text falls. Shorter lines are verse or a list.
const MEASURES: Range<usize> = 40..91;

impl Flow {
    /// Makes a flow of one text in one style.
    pub(crate) fn new(text: &str, style: Style) -> Self {
        let mut flow = Flow::default();
        flow.push(text, style);
        flow
    }

    /// Appends a text in one style.
    pub(crate) fn push(&mut self, text: &str, style: Style) {
        self.push_marked(text, 0, &[], [style, style]);
    }

    /// Appends a text that begins at code point `start`, the `marks` (code points, in order) in the second style.
    pub(crate) fn push_marked(
        &mut self,
        text: &str,
        start: usize,
        marks: &[Range<usize>],
        styles: [Style; 2],
    ) {
        let mut marks = marks.iter().skip_while(|mark| mark.end <= start).peekable();
        for (at, letter) in (start..).zip(text.chars()) {
            while marks.next_if(|mark| mark.end <= at).is_some() {}
            let marked = marks.peek().is_some_and(|mark| mark.start <= at);
            self.push_letter(letter, styles[usize::from(marked)]);
        }
    }

    fn push_letter(&mut self, letter: char, style: Style) {
        let Some(letter) = disarmed(letter) else {
            return;
        };
        if letter == ' ' && (self.text.is_empty() || self.text.ends_with(' ')) {
            return;
        }
        let start = self.text.len();
        self.text.push(letter);
        match self.spans.last_mut() {
            Some((range, last)) if *last == style => range.end = self.text.len(),
            _ => self.spans.push((start..self.text.len(), style)),
        }
    }

    /// Returns the text, which may end in one space.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Returns whether there is nothing to show.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Writes the lines, each ended by a line feed, wrapped to the width of the page.
    pub(crate) fn write(
        &self,
        out: &mut dyn Write,
        margin: Margin<'_>,
        options: &TextOptions,
    ) -> io::Result<()> {
        let used = margin.first.width().max(margin.rest.width());
        let width = options.width.saturating_sub(used).max(NARROWEST);
        for (number, line) in self.lines(width).into_iter().enumerate() {
            out.write_all(
                if number == 0 {
                    margin.first
                } else {
                    margin.rest
                }
                .as_bytes(),
            )?;
            self.write_line(out, line, margin.link, options)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }

    /// Wraps at spaces only, so that no hyphen is added and none is parted from its word.
    ///
    /// Returns byte ranges of the text.
    fn lines(&self, width: usize) -> Vec<Range<usize>> {
        let options = Options::new(width)
            .word_separator(WordSeparator::AsciiSpace)
            .word_splitter(WordSplitter::NoHyphenation)
            .wrap_algorithm(WrapAlgorithm::FirstFit);
        let mut cursor = 0;
        let mut range_of = |line: &str| {
            cursor += self.text[cursor..].len() - self.text[cursor..].trim_start_matches(' ').len();
            let start = cursor;
            cursor += line.len();
            start..cursor
        };
        textwrap::wrap(self.text.trim_end_matches(' '), options)
            .iter()
            .map(|line| range_of(line))
            .collect()
    }

    fn write_line(
        &self,
        out: &mut dyn Write,
        line: Range<usize>,
        link: Option<&str>,
        options: &TextOptions,
    ) -> io::Result<()> {
        if let Some(link) = link {
            write!(out, "\x1b]8;;{link}\x1b\\")?;
        }
        match options.styled {
            true => self.write_styled(out, line)?,
            false => out.write_all(self.text[line].as_bytes())?,
        }
        match link {
            Some(_) => out.write_all(b"\x1b]8;;\x1b\\"),
            None => Ok(()),
        }
    }

    fn write_styled(&self, out: &mut dyn Write, line: Range<usize>) -> io::Result<()> {
        let first = self
            .spans
            .partition_point(|(range, _)| range.end <= line.start);
        for (range, style) in self.spans[first..]
            .iter()
            .take_while(|(range, _)| range.start < line.end)
        {
            let part = &self.text[range.start.max(line.start)..range.end.min(line.end)];
            write!(out, "{style}{part}{style:#}")?;
        }
        Ok(())
    }
}

/// Finds out how the line breaks of an article's body are to be read.
///
/// A body was wrapped by hand when nine in ten of its lines, blank ones aside, have at most 90 columns, and the
/// longest of these has 40 or more.
pub(crate) fn setting(body: &str) -> Setting {
    let widths = lines(body)
        .map(|line| line.trim().width())
        .filter(|width| *width > 0);
    let (mut count, mut short, mut longest) = (0, 0, 0);
    for width in widths {
        count += 1;
        if width < MEASURES.end {
            short += 1;
            longest = longest.max(width);
        }
    }
    match short * 10 >= count * 9 && MEASURES.contains(&longest) {
        true => Setting::Wrapped(longest),
        false => Setting::Unwrapped,
    }
}

/// Parts a text into paragraphs, its line breaks read as `setting` says; `marks` are code points of the text.
///
/// Within a paragraph, line breaks and other runs of white space become one space, so that hard-wrapped text
/// reflows. This is for display alone. In a wrapped text a line break is taken for a wrap when the next line
/// begins with a small letter, or when the line is full: the next word would have passed four fifths of the
/// measure. A blank line or an indented one always begins a paragraph.
pub(crate) fn paragraphs(
    text: &str,
    marks: &[Range<usize>],
    setting: Setting,
    styles: [Style; 2],
) -> Vec<Flow> {
    let mut flows = vec![Flow::default()];
    let (mut start, mut previous) = (0, "");
    for line in lines(text) {
        if parted(previous, line, setting) {
            flows.push(Flow::default());
        }
        let flow = flows.last_mut().expect("there is one from the start");
        flow.push_marked(line, start, marks, styles);
        start += line.chars().count();
        previous = line;
    }
    flows.retain(|flow| !flow.is_empty());
    flows
}

/// Returns a text as it can be shown on one line, every white space as one space and nothing collapsed.
pub fn one_line(text: &str) -> String {
    text.chars().filter_map(disarmed).collect()
}

/// Returns an article's headline as it can be shown on one line; the file it came from where it has none.
pub fn headline(article: &Article) -> String {
    let title = article.metadata.title.as_ref();
    one_line(title.map_or(&article.path, |title| &title.value))
}

/// Says what is shown for a character: nothing, itself, or something harmless in its place.
///
/// A space stands for every white space but the non-breaking ones. Control characters are shown as their
/// pictures (U+2400 and on), those without one as U+FFFD. The twelve characters with Unicode's property
/// `Bidi_Control` are left out: they print nothing themselves, but could turn what stands around them.
fn disarmed(letter: char) -> Option<char> {
    match letter {
        '\u{a0}' | '\u{2007}' | '\u{202f}' => Some(letter),
        letter if letter.is_whitespace() => Some(' '),
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(letter)),
        '\x7f' => Some('\u{2421}'),
        '\u{80}'..='\u{9f}' => Some(char::REPLACEMENT_CHARACTER),
        letter if turns_text(letter) => None,
        _ => Some(letter),
    }
}

/// Tells whether a character is one of the twelve with Unicode's property `Bidi_Control`.
pub(crate) fn turns_text(letter: char) -> bool {
    matches!(
        letter,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

/// Cuts a text into lines, each with the line break that ends it.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let ends_line = |letter| {
        matches!(
            letter,
            '\n' | '\x0b' | '\x0c' | '\u{85}' | '\u{2028}' | '\u{2029}'
        )
    };
    text.split_inclusive(ends_line)
}

fn parted(previous: &str, next: &str, setting: Setting) -> bool {
    let indented = next.starts_with("  ") || next.starts_with(['\t', '\u{3000}']);
    let Setting::Wrapped(measure) = setting else {
        return true;
    };
    if previous.trim().is_empty() || next.trim().is_empty() || indented {
        return true;
    }
    let word = next.split_whitespace().next().unwrap_or_default();
    let full = (previous.trim().width() + 1 + word.width()) * 5 > measure * 4;
    !full && !word.starts_with(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(text: &str) -> Vec<String> {
        let flows = paragraphs(text, &[], setting(text), [Style::new(); 2]);
        flows
            .iter()
            .map(|flow| flow.text().trim_end().to_owned())
            .collect()
    }

    #[test]
    fn paragraphs_are_found() {
        let cases: &[(&str, &[&str])] = &[
            ("", &[]),
            (" \n \t", &[]),
            ("One.\nTwo.\r\n\r\nThree.", &["One.", "Two.", "Three."]),
            ("One\u{2028}two\u{85}three", &["One", "two", "three"]),
            ("a  b\t\tc\u{a0}\u{a0}d", &["a b c\u{a0}\u{a0}d"]),
            (
                "CLEVELAND, Feb 26 - Standard Oil Co and BP North America\nInc said they plan to form a venture to \
                 manage the money market\nborrowing.\n    BP is a subsidiary of British Petroleum.\n    The rest.",
                &[
                    "CLEVELAND, Feb 26 - Standard Oil Co and BP North America Inc said they plan to form a venture to \
                     manage the money market borrowing.",
                    "BP is a subsidiary of British Petroleum.",
                    "The rest.",
                ],
            ),
            (
                "This line of the story runs on to the edge of the page\nand on\nA heading\nThe line below it.",
                &[
                    "This line of the story runs on to the edge of the page and on",
                    "A heading",
                    "The line below it.",
                ],
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(texts(text), *expected, "{text:?}");
        }
    }

    #[test]
    fn dangerous_characters_are_disarmed() {
        let cases = [
            ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
            ("a\x07b\x7fc\u{9b}d\0", "a␇b␡c\u{fffd}d␀"),
            ("user\u{202e}txt.exe\u{2066}\u{200f}", "usertxt.exe"),
            ("a\tb\nc", "a b c"),
            ("soft\u{ad}hyphen café 中文", "soft\u{ad}hyphen café 中文"),
        ];
        for (text, expected) in cases {
            assert_eq!(one_line(text), expected);
        }
    }

    #[test]
    fn marks_follow_their_words() {
        let marked = Style::new().bold();
        let flows = paragraphs(
            "ab cd\n\nef gh",
            &[1..4, 7..9],
            Setting::Unwrapped,
            [Style::new(), marked],
        );
        let parts = |flow: &Flow| -> Vec<String> {
            let marked = flow.spans.iter().filter(|(_, style)| *style == marked);
            marked
                .map(|(range, _)| flow.text[range.clone()].to_owned())
                .collect()
        };
        assert_eq!(
            flows.iter().map(parts).collect::<Vec<_>>(),
            [vec!["b c"], vec!["ef"]]
        );
    }

    proptest! {
        #[test]
        fn lines_hold_every_word_and_keep_the_width(text in "\\PC{0,200}", width in NARROWEST..100) {
            let flow = Flow::new(&text, Style::new());
            let lines: Vec<_> = flow.lines(width).into_iter().map(|line| &flow.text[line]).collect();
            prop_assert!(lines.iter().all(|line| textwrap::core::display_width(line) <= width), "{:?}", lines);
            prop_assert_eq!(lines.concat().replace(' ', ""), flow.text.replace(' ', ""));
        }
    }
}
