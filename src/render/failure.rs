//! Errors and warnings for people, with a caret under the place in their own text.
//!
//! An [`Error`] or a [`Skipped`] comes in, lines come out. What is not here: the JSON of either (`json`), and
//! what the process does about it.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::error::{Error, Fault, Skipped};
use crate::render::flow::one_line;

const ERROR: Style = AnsiColor::Red.on_default().bold();
pub(crate) const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const HINT: Style = AnsiColor::Cyan.on_default().bold();

/// The most columns of the user's text that are shown.
const WINDOW: usize = 76;
/// The most of them that are shown of the fault itself.
const FAULT_WINDOW: usize = 40;

/// Returns an error as lines: what failed, the place of the fault, its causes, the next step.
///
/// A line of the user's text that is too long is cut around the fault, with an ellipsis at each cut.
pub fn error_text(error: &Error, styled: bool) -> String {
    let mut text = labelled("error", ERROR, error.message(), styled);
    if let Some(fault) = error.fault() {
        text.push_str(&fault_text(fault, styled));
    }
    for cause in causes(error) {
        text.push_str(&labelled("caused by", ERROR, &cause, styled));
    }
    if let Some(hint) = error.next_step() {
        text.push_str(&labelled("hint", HINT, hint, styled));
    }
    text
}

/// Returns the warning for a file or record that was passed over, as a line.
pub fn skipped_text(skipped: &Skipped, styled: bool) -> String {
    labelled("skipped", WARNING, &skipped.to_string(), styled)
}

/// Returns what must be known though nothing failed, as a line.
pub fn warning_text(warning: &str, styled: bool) -> String {
    labelled("warning", WARNING, warning, styled)
}

/// Returns a next step that a person can take though nothing failed, as a line.
pub fn hint_text(hint: &str, styled: bool) -> String {
    labelled("hint", HINT, hint, styled)
}

/// Three parts of a line of the user's text, made fit to be shown.
struct Snippet {
    before: String,
    fault: String,
    after: String,
}

/// Every cause that says something new: an error whose text ends in its own cause's says that one already.
fn causes(error: &Error) -> Vec<String> {
    let mut causes: Vec<String> = Vec::new();
    let first = std::error::Error::source(error);
    for cause in std::iter::successors(first, |cause| cause.source()) {
        let cause = cause.to_string();
        if !causes.iter().any(|said| said.ends_with(&cause)) {
            causes.push(cause);
        }
    }
    causes
}

/// Writes `label: text`, further lines of the text indented.
pub(crate) fn labelled(label: &str, style: Style, text: &str, styled: bool) -> String {
    let style = if styled { style } else { Style::new() };
    let mut labelled = format!("{style}{label}:{style:#}");
    for (number, line) in text.trim_end().split('\n').enumerate() {
        labelled.push_str(if number == 0 { " " } else { "\n  " });
        labelled.push_str(&one_line(line));
    }
    labelled.push('\n');
    labelled
}

fn fault_text(fault: &Fault, styled: bool) -> String {
    let snippet = Snippet::cut(fault);
    let style = if styled { ERROR } else { Style::new() };
    let Snippet {
        before,
        fault: at,
        after,
    } = &snippet;
    let indent = " ".repeat(before.width());
    let carets = "^".repeat(at.width().max(1));
    let label = one_line(&fault.label);
    let mut text = String::new();
    writeln!(text, "  {before}{at}{after}").expect("a string takes everything");
    writeln!(text, "  {indent}{style}{carets} {label}{style:#}")
        .expect("a string takes everything");
    text
}

impl Snippet {
    /// Takes the line on which the fault begins, and of that the columns around it.
    fn cut(fault: &Fault) -> Self {
        let text = fault.text.as_str();
        let start = boundary(text, fault.span.start);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let end = boundary(text, fault.span.end).clamp(start, line_end);
        let fault = first_columns(&one_line(&text[start..end]), FAULT_WINDOW);
        let before = one_line(&text[line_start..start]);
        let after = one_line(text[end..line_end].trim_end_matches('\r'));
        let room = WINDOW.saturating_sub(fault.width());
        let before = last_columns(&before, room - after.width().min(room / 2));
        let after = first_columns(&after, room.saturating_sub(before.width()));
        Snippet {
            before,
            fault,
            after,
        }
    }
}

/// Returns the nearest place at or before `at` where a character begins or the text ends.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}

/// Keeps the beginning of a text, at most `columns` wide with the ellipsis that stands for the rest.
pub(crate) fn first_columns(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let kept = fitting(text.chars(), columns.saturating_sub(1));
    kept.chars().chain(['…']).collect()
}

/// Keeps the end of a text, at most `columns` wide with the ellipsis that stands for the rest.
fn last_columns(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let kept = fitting(text.chars().rev(), columns.saturating_sub(1));
    ['…'].into_iter().chain(kept.chars().rev()).collect()
}

/// Takes letters as long as they fit; a selector that makes an emoji of the letter before it counts as a column.
fn fitting(letters: impl Iterator<Item = char>, columns: usize) -> String {
    let mut used = 0;
    let fits = |letter: &char| {
        used += match letter {
            '\u{fe0f}' => 1,
            letter => letter.width().unwrap_or(0),
        };
        used <= columns
    };
    letters.take_while(fits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use insta::assert_snapshot;
    use proptest::prelude::*;
    use std::ops::Range;

    fn at(text: &str, span: Range<usize>) -> Error {
        Error::new(ErrorKind::QuerySyntax, "cannot parse the query").at(text, span, "this is wrong")
    }

    #[test]
    fn an_error_shows_the_place_and_the_next_step() {
        let query = "tax AND (cuts";
        let error = Error::new(
            ErrorKind::QuerySyntax,
            format!("cannot parse query `{query}`"),
        )
        .at(query, 8..9, "this parenthesis is never closed")
        .hint(format!(
            "to search for the words as they stand, quote them: \"{query}\""
        ));
        assert_snapshot!(error_text(&error, false), @r#"
        error: cannot parse query `tax AND (cuts`
          tax AND (cuts
                  ^ this parenthesis is never closed
        hint: to search for the words as they stand, quote them: "tax AND (cuts"
        "#);
        assert_snapshot!(error_text(&error, true).replace('\x1b', "ESC"), @r#"
        ESC[1mESC[31merror:ESC[0m cannot parse query `tax AND (cuts`
          tax AND (cuts
                  ESC[1mESC[31m^ this parenthesis is never closedESC[0m
        ESC[1mESC[36mhint:ESC[0m to search for the words as they stand, quote them: "tax AND (cuts"
        "#);
    }

    #[test]
    fn causes_are_said_once() {
        let inner =
            Error::new(ErrorKind::Unreadable, "cannot read `b`").because("permission denied");
        let error = Error::new(ErrorKind::NoIndex, "cannot open `a`").because(inner);
        assert_snapshot!(error_text(&error, false), @"
        error: cannot open `a`
        caused by: cannot read `b`: permission denied
        ");
    }

    #[test]
    fn the_caret_stands_under_the_fault() {
        let cases = [
            ("one two", 4..7, "  one two\n      ^^^ this is wrong\n"),
            (
                "中文 (x",
                "中文 ".len().."中文 (".len(),
                "  中文 (x\n       ^ this is wrong\n",
            ),
            (
                "e\u{301}a(",
                "e\u{301}a".len().."e\u{301}a(".len(),
                "  e\u{301}a(\n    ^ this is wrong\n",
            ),
            ("a\t(", 2..3, "  a (\n    ^ this is wrong\n"),
            ("open", 4..4, "  open\n      ^ this is wrong\n"),
            (
                "first = 1\nsecond = x\nthird",
                19..20,
                "  second = x\n           ^ this is wrong\n",
            ),
            ("\x1b[31m(", 5..6, "  ␛[31m(\n       ^ this is wrong\n"),
        ];
        for (text, span, expected) in cases {
            assert_eq!(
                error_text(&at(text, span), false),
                format!("error: cannot parse the query\n{expected}")
            );
        }
    }

    #[test]
    fn a_long_query_is_cut_around_the_fault() {
        let text = format!("{}(middle) {}", "before ".repeat(30), "after ".repeat(30));
        assert_snapshot!(error_text(&at(&text, 210..218), false), @"
        error: cannot parse the query
          …fore before before before before (middle) after after after after after af…
                                            ^^^^^^^^ this is wrong
        ");
    }

    #[test]
    fn a_skipped_record_is_named() {
        let skipped = Skipped {
            path: "a.jsonl".into(),
            line: Some(7),
            reason: "the record has no text".into(),
        };
        assert_snapshot!(skipped_text(&skipped, false), @"skipped: a.jsonl:7: the record has no text");
    }

    proptest! {
        #[test]
        fn the_caret_is_under_the_fault_in_any_text(before in "\\PC{0,120}", fault in "[a-z中]{1,20}", after in "\\PC{0,120}") {
            let text = format!("{before}{fault}{after}");
            let shown = error_text(&at(&text, before.len()..before.len() + fault.len()), false);
            let lines: Vec<_> = shown.lines().collect();
            let (line, carets) = (lines[1], lines[2]);
            let blank = carets.len() - carets.trim_start().len();
            let prefix = line.char_indices().find(|(at, _)| line[*at..].starts_with(&fault) && line[..*at].width() == blank);
            prop_assert!(prefix.is_some(), "{:?}", lines);
            prop_assert_eq!(carets.matches('^').count(), fault.width());
            prop_assert!(line.width() <= WINDOW + 2);
        }

        #[test]
        fn any_span_is_survived(text in ".{0,90}", start in 0usize..100, length in 0usize..100) {
            error_text(&at(&text, start..start + length), true);
        }
    }
}
