//! Paragraphs: what a text's line breaks mean.
//!
//! Text goes in, the byte ranges of its paragraphs come out, trimmed of white space. A blank line always parts, and
//! so does an indented line; a single line break parts unless the text was wrapped to a fixed width, which is told
//! from the lines themselves. What is not here: headings and lists, which are paragraphs like any other.

use std::ops::Range;

/// The most code points in a line of wrapped text.
const WIDEST: usize = 90;

/// Returns the byte ranges of a text's paragraphs, in order, trimmed of the white space about them.
pub fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let lines = lines(text);
    let wrap = Wrap::of(text, &lines);
    let mut paragraphs: Vec<Range<usize>> = Vec::new();
    let mut before: Option<&Line> = None;
    for line in &lines {
        match (before, paragraphs.last_mut()) {
            (Some(before), Some(paragraph)) if !parts(text, before, line, wrap) => {
                paragraph.end = line.end
            }
            _ if line.is_blank() => {}
            _ => paragraphs.push(line.start..line.end),
        }
        before = Some(line).filter(|line| !line.is_blank());
    }
    paragraphs
}

/// A line without the white space about it.
#[derive(Debug)]
struct Line {
    start: usize,
    end: usize,
    indented: bool,
}

impl Line {
    fn is_blank(&self) -> bool {
        self.start == self.end
    }

    fn text<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start..self.end]
    }
}

fn lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    for end in memchr::memchr2_iter(b'\n', b'\r', text.as_bytes()).chain([text.len()]) {
        // The two characters of one line end have no line between them.
        if end > 0 && text.as_bytes()[end - 1..].starts_with(b"\r\n") {
            start = end + 1;
            continue;
        }
        lines.push(line(text, start..end));
        start = end + 1;
    }
    lines
}

fn line(text: &str, range: Range<usize>) -> Line {
    let whole = &text[range.clone()];
    let trimmed = whole.trim_start();
    let indent = &whole[..whole.len() - trimmed.len()];
    let start = range.start + indent.len();
    let indented = indent.contains('\t') || indent.chars().count() >= 2;
    Line {
        start,
        end: start + trimmed.trim_end().len(),
        indented,
    }
}

/// Tells whether a paragraph ends between two lines, the first of which is not blank.
fn parts(text: &str, before: &Line, line: &Line, wrap: Option<Wrap>) -> bool {
    if line.is_blank() {
        return true;
    }
    if is_first_line(text, before, line) {
        return true;
    }
    if goes_on(before.text(text), line.text(text)) {
        return false;
    }
    wrap.is_none_or(|wrap| before.text(text).chars().count() * 2 < wrap.width)
}

/// Tells whether a line is set in as the first of a paragraph. Wire copy sets in every first line, also after a
/// paragraph of a single line; other lines that are all set in are one quotation or table.
fn is_first_line(text: &str, before: &Line, line: &Line) -> bool {
    line.indented && (!before.indented || ends_sentence(before.text(text)))
}

/// Tells whether a line is a sentence's next whatever the text is like: a note below a table is wrapped where the
/// table is not.
fn goes_on(before: &str, line: &str) -> bool {
    let hyphenated = before.ends_with(['-', '\u{2010}', '\u{AD}']);
    let long = (WIDEST / 2..=WIDEST).contains(&before.chars().count());
    line.starts_with(char::is_lowercase) && (hyphenated || (long && !ends_sentence(before)))
}

/// How a text is wrapped.
#[derive(Clone, Copy, Debug)]
struct Wrap {
    /// The width in code points that most lines keep to.
    width: usize,
}

impl Wrap {
    /// Finds the width a text is wrapped to; none where a single line break ends a paragraph.
    ///
    /// In wrapped text lines are not long, most breaks come within a sentence, and most lines could not have taken
    /// the next word as well. The last keeps headlines, names and short captions apart.
    fn of(text: &str, lines: &[Line]) -> Option<Self> {
        let pairs = lines.windows(2).map(|pair| (&pair[0], &pair[1]));
        let breaks: Vec<Break> = pairs
            .filter_map(|(before, after)| Break::between(text, before, after))
            .collect();
        let mut lengths: Vec<usize> = breaks
            .iter()
            .flat_map(|found| [found.before, found.after])
            .collect();
        lengths.sort_unstable();
        let median = *lengths.get(lengths.len() / 2)?;
        let width = lengths[lengths.len() * 9 / 10];
        let most = |test: &dyn Fn(&Break) -> bool| {
            breaks.iter().filter(|found| test(found)).count() * 2 > breaks.len()
        };
        let wrapped = median <= WIDEST
            && most(&|found| !found.ends_sentence)
            && most(&|found| found.before + 1 + found.next_word >= width * 9 / 10);
        wrapped.then_some(Wrap { width })
    }
}

/// A single line break, and what speaks for or against its being the typesetter's.
#[derive(Debug)]
struct Break {
    /// The code points of the line before it, of the line after it, and of the first word of that.
    before: usize,
    after: usize,
    next_word: usize,
    ends_sentence: bool,
}

impl Break {
    fn between(text: &str, before: &Line, after: &Line) -> Option<Self> {
        if before.is_blank() || after.is_blank() || is_first_line(text, before, after) {
            return None;
        }
        let (before, after) = (before.text(text), after.text(text));
        let next_word = after.split_whitespace().next()?.chars().count();
        let ends_sentence = ends_sentence(before);
        Some(Break {
            before: before.chars().count(),
            after: after.chars().count(),
            next_word,
            ends_sentence,
        })
    }
}

/// Tells whether a line ends with the punctuation of a sentence's end, within closing marks perhaps.
pub(crate) fn ends_sentence(line: &str) -> bool {
    let bare = line.trim_end_matches(['"', '\'', '”', '’', '»', '›', ')', ']', '」', '』', '）']);
    bare.ends_with(['.', '!', '?', '…', ':', '。', '！', '？', '؟', '۔', '।'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn paragraphs_of_a_text() {
        let check = |input: &str, expected: &[&str]| {
            let found: Vec<_> = paragraphs(input)
                .into_iter()
                .map(|range| &input[range])
                .collect();
            assert_eq!(found, expected, "{input:?}");
        };
        check("", &[]);
        check(" \n\t\n ", &[]);
        check("One.", &["One."]);
        check(" One. \n\n \r\n\r\nTwo.\n", &["One.", "Two."]);
        check(
            "A headline\nPakistan\nThe first paragraph, in one line, of some length.",
            &[
                "A headline",
                "Pakistan",
                "The first paragraph, in one line, of some length.",
            ],
        );
        check(
            "Ann Lee\nBob Young\nCarol Smith-Jones of London\nDan",
            &["Ann Lee", "Bob Young", "Carol Smith-Jones of London", "Dan"],
        );
        check(
            "One sentence here.\rAnother sentence there.",
            &["One sentence here.", "Another sentence there."],
        );
    }

    #[test]
    fn wrapped_text_is_put_together() {
        let wire = "SALVADOR, Feb 26 - Showers continued throughout the week in\nthe Bahia cocoa zone, alleviating the \
                    drought since early\nJanuary and improving prospects.\n    The dry period means it will be late.\n    \
                    Arrivals for the week ended February 22 were 155,221 bags\nof 60 kilos making a total of 5.93\nmln \
                    bags.\n Reuter";
        let starts: Vec<_> = paragraphs(wire)
            .into_iter()
            .map(|range| wire[range].split(' ').next().unwrap())
            .collect();
        assert_eq!(starts, ["SALVADOR,", "The", "Arrivals", "Reuter"]);
    }

    #[test]
    fn a_wrapped_note_below_a_table_is_put_together() {
        let report = "Shr 23 cts vs 16 cts\n    Net 12 mln vs nine mln\n    Revs 45 mln vs 41 mln\n    NOTE: Excludes a \
                      gain of 73,000 dlrs vs 290,000 dlrs from\nbenefit of tax loss.\n Reuter";
        let lines: Vec<_> = paragraphs(report)
            .into_iter()
            .map(|range| report[range].lines().count())
            .collect();
        assert_eq!(lines, [1, 1, 1, 2, 1]);
    }

    proptest! {
        #[test]
        fn paragraphs_hold_all_but_white_space(text in "([a-z.]{0,4}[ \t\r\n\u{A0}]{0,3}){0,20}") {
            let mut end = 0;
            for range in paragraphs(&text) {
                prop_assert!(text[end..range.start].trim().is_empty());
                prop_assert_eq!(text[range.clone()].trim(), &text[range.clone()]);
                prop_assert!(!range.is_empty() && !text[range.clone()].contains("\n\n"));
                end = range.end;
            }
            prop_assert!(text[end..].trim().is_empty());
        }
    }
}
