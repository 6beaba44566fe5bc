//! The rows of a table: lines parted at a mark, and values in quotation marks that may go over several lines.
//!
//! A stream in; one row after another out, each with its values, or with the reason why it is none. A value is in
//! quotation marks only where the mark that closes it ends the value; any other mark is a letter of the value, as
//! tables with tabs have them. One that is opened and not closed spoils its own row and no other: reading goes on
//! at the next line. What is not here: what the values mean (`table.rs`).

use std::collections::VecDeque;
use std::io::{self, Read};

use memchr::memchr;

use super::encoding;
use super::input::{Input, Taken};

/// How many values a row has at most.
const MOST: usize = 4096;

/// How many bytes a value in quotation marks that goes over several lines has at most.
const LONGEST: usize = 4 << 20;

/// A row as it was read.
#[derive(Default)]
pub(crate) struct Row {
    values: Vec<u8>,
    /// Where each value ends in `values`.
    ends: Vec<usize>,
    /// The line it begins on.
    pub(crate) line: u64,
}

/// Why a line is no row.
pub(crate) enum Fault {
    /// It has that many bytes, above the limit.
    TooLarge(u64),
    /// The reason, as a clause.
    Malformed(String),
}

impl Row {
    /// Returns how many values it has.
    pub(crate) fn count(&self) -> usize {
        self.ends.len()
    }

    /// Whether no value has anything in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Returns the values; all of a row are in one encoding.
    pub(crate) fn texts(&self) -> Result<Vec<String>, String> {
        let starts = [0].into_iter().chain(self.ends.iter().copied());
        let ranges = starts.zip(&self.ends).map(|(start, end)| start..*end);
        if std::str::from_utf8(&self.values).is_ok() {
            let text = |range| String::from_utf8_lossy(&self.values[range]).into_owned();
            return Ok(ranges.map(text).collect());
        }
        // Texts in other encodings are told by all of their letters, so the values are decoded as one.
        let separator = (1..=31u8).find(|byte| {
            !byte.is_ascii_whitespace() && *byte != 0x1b && memchr(*byte, &self.values).is_none()
        });
        let separator = separator.ok_or("a row of control codes")?;
        let values: Vec<_> = ranges.map(|range| &self.values[range]).collect();
        let text = encoding::decode(values.join(&separator))?;
        Ok(text
            .split(char::from(separator))
            .map(str::to_owned)
            .collect())
    }

    fn push(&mut self, value: &[u8]) {
        self.values.extend_from_slice(value);
        self.ends.push(self.values.len());
    }

    /// Adds a value that stood in quotation marks, where two of them are one.
    fn push_quoted(&mut self, value: &[u8]) {
        let mut rest = value;
        while let Some(place) = memchr(b'"', rest) {
            self.values.extend_from_slice(&rest[..=place]);
            rest = &rest[(place + 2).min(rest.len())..];
        }
        self.push(rest);
    }
}

/// Reads rows.
pub(crate) struct Rows<R> {
    input: Input<R>,
    mark: u8,
    /// Lines that were looked at in search of a closing mark, with their numbers.
    ahead: VecDeque<(Taken, u64)>,
}

/// Where a value in quotation marks ends.
enum Close {
    At(usize),
    /// It is none: the mark that would close it stands before a letter of the same line.
    Nowhere,
    /// Nothing closes it.
    Missing,
}

impl<R: Read> Rows<R> {
    /// Reads rows whose values are parted at `mark`.
    pub(crate) fn new(input: Input<R>, mark: u8) -> Self {
        Rows {
            input,
            mark,
            ahead: VecDeque::new(),
        }
    }

    /// Reads the next row; `None` at the end. Blank lines are passed over.
    pub(crate) fn next(&mut self) -> io::Result<Option<(u64, Result<Row, Fault>)>> {
        loop {
            let line = self.ahead.pop_front();
            let Some((taken, number)) =
                line.map_or_else(|| self.read_line(), |line| Ok(Some(line)))?
            else {
                return Ok(None);
            };
            if taken.size > self.input.limit() as u64 {
                return Ok(Some((number, Err(Fault::TooLarge(taken.size)))));
            }
            if !matches!(taken.bytes.as_slice(), b"" | b"\r") {
                return Ok(Some((number, self.row(taken.bytes, number)?)));
            }
        }
    }

    fn read_line(&mut self) -> io::Result<Option<(Taken, u64)>> {
        let number = self.input.line();
        Ok(self.input.take_line()?.map(|taken| (taken, number)))
    }

    fn row(&mut self, mut text: Vec<u8>, line: u64) -> io::Result<Result<Row, Fault>> {
        let (mut at, mut used) = (0, 0);
        let mut row = Row {
            line,
            ..Row::default()
        };
        loop {
            let close = match text.get(at) {
                Some(b'"') => self.close(&mut text, at + 1, &mut used)?,
                _ => Close::Nowhere,
            };
            at = match close {
                Close::At(end) => {
                    row.push_quoted(&text[at + 1..end]);
                    end + 1
                }
                Close::Nowhere => {
                    let end = memchr(self.mark, &text[at..]).map_or(text.len(), |end| at + end);
                    let value = &text[at..end];
                    let is_last = end == text.len();
                    row.push(
                        value
                            .strip_suffix(b"\r")
                            .filter(|_| is_last)
                            .unwrap_or(value),
                    );
                    end
                }
                Close::Missing => return Ok(Err(unclosed())),
            };
            if text.get(at) != Some(&self.mark) {
                break;
            }
            at += 1;
            if row.ends.len() == MOST {
                return Ok(Err(too_many()));
            }
        }
        self.ahead.drain(..used);
        Ok(Ok(row))
    }

    /// Finds the mark that closes a value, from `from` on; lines are added to `text` as they are needed, and
    /// counted in `used`.
    fn close(
        &mut self,
        text: &mut Vec<u8>,
        mut from: usize,
        used: &mut usize,
    ) -> io::Result<Close> {
        let (start, line_end) = (from, text.len());
        loop {
            match lone_mark(text, &mut from) {
                Some(place) if self.ends_value(text, place + 1) => return Ok(Close::At(place)),
                Some(place) if place < line_end => return Ok(Close::Nowhere),
                Some(_) => return Ok(Close::Missing),
                None => {}
            }
            if self.ahead.len() == *used {
                let Some(line) = self.read_line()? else {
                    return Ok(Close::Missing);
                };
                self.ahead.push_back(line);
            }
            let (line, _) = &self.ahead[*used];
            let size = (text.len() - start) as u64 + line.size;
            if size > LONGEST.min(self.input.limit()) as u64 {
                return Ok(Close::Missing);
            }
            text.push(b'\n');
            text.extend_from_slice(&line.bytes);
            *used += 1;
        }
    }

    /// Whether a value ends here: at a mark, or where the line ends.
    fn ends_value(&self, text: &[u8], at: usize) -> bool {
        matches!(&text[at..], b"" | b"\r") || text[at] == self.mark
    }
}

/// Finds a quotation mark that is not one of two, from `from` on, which moves behind what was looked at.
fn lone_mark(text: &[u8], from: &mut usize) -> Option<usize> {
    while let Some(place) = memchr(b'"', &text[*from..]) {
        let place = *from + place;
        if text.get(place + 1) != Some(&b'"') {
            return Some(place);
        }
        *from = place + 2;
    }
    *from = text.len();
    None
}

fn unclosed() -> Fault {
    Fault::Malformed(
        "a row with a quotation mark that opens a value and is not closed; left out up to the next row with a value for every column"
            .to_owned(),
    )
}

fn too_many() -> Fault {
    Fault::Malformed(format!("a row of more than {MOST} values"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The rows of a table, each with its line; `!` before why one is none.
    fn told(table: &[u8], mark: u8) -> Vec<String> {
        let mut rows = Rows::new(Input::new(table, 2000), mark);
        let mut told = Vec::new();
        while let Some((line, row)) = rows.next().unwrap() {
            told.push(match row {
                Ok(row) => format!("{line}:{}", row.texts().unwrap().join("|")),
                Err(Fault::TooLarge(size)) => format!("{line}! {size}"),
                Err(Fault::Malformed(reason)) => format!("{line}! {}", &reason[..10]),
            });
        }
        told
    }

    fn check(table: &str, mark: u8, expected: &[&str]) {
        assert_eq!(told(table.as_bytes(), mark), expected, "{table}");
    }

    #[test]
    fn values_in_quotation_marks() {
        check("\"a, b\",c\r\nd,e\n", b',', &["1:a, b|c", "2:d|e"]);
        check("\"a\r\nb\"\r\n,\n", b',', &["1:a\r\nb", "3:|"]);
        check("\"\",\"\"\"\"\n", b',', &["1:|\""]);
        check("\"a \"\"b\"\" c\"", b',', &["1:a \"b\" c"]);
        check("a\n\n\r\nb", b',', &["1:a", "4:b"]);
        check("", b',', &[]);
    }

    #[test]
    fn marks_that_are_letters() {
        check("\"Peace\" he said\tx\n", b'\t', &["1:\"Peace\" he said|x"]);
        check("He said \"no\"\tx\n", b'\t', &["1:He said \"no\"|x"]);
        check("\"a\" \"b\"\tx\n", b'\t', &["1:\"a\" \"b\"|x"]);
        check("a\u{1f}b,c\n", b',', &["1:a\u{1f}b|c"]);
    }

    #[test]
    fn a_mark_that_is_not_closed_spoils_one_row() {
        check(
            "a\t\"b\nc\td\ne\tf\n",
            b'\t',
            &["1! a row with", "2:c|d", "3:e|f"],
        );
        check(
            "a,\"b\nc,d\n\"e\",f\n",
            b',',
            &["1! a row with", "2:c|d", "3:e|f"],
        );
        let far = format!("\"a\n{}b\"\nc\n", "x\n".repeat(1000));
        assert_eq!(told(far.as_bytes(), b',')[0], "1! a row with");
        assert_eq!(told(far.as_bytes(), b',').last().unwrap(), "1003:c");
    }

    #[test]
    fn long_lines_and_many_values_are_told() {
        check(
            &format!("{}\nb\n", "a".repeat(2001)),
            b',',
            &["1! 2001", "2:b"],
        );
        let many = ",".repeat(MOST);
        let mut rows = Rows::new(Input::new(many.as_bytes(), 1 << 20), b',');
        let row = rows.next().unwrap().unwrap().1;
        assert!(matches!(row, Err(Fault::Malformed(_))));
    }

    #[test]
    fn other_encodings_keep_their_values_apart() {
        let told = told(b"Caf\xe9 in M\xfcnchen,a\x01b\x1f\n", b',');
        assert_eq!(told, ["1:Café in München|a\u{1}b\u{1f}"]);
    }

    proptest! {
        #[test]
        fn what_a_writer_of_tables_quotes_is_read_back(texts in prop::collection::vec("[a-z\",;\r\n é\u{1f}]{0,12}", 1..6)) {
            let table: String = texts.iter().map(|text| format!("\"{}\",x\n", text.replace('"', "\"\""))).collect();
            let mut rows = Rows::new(Input::new(table.as_bytes(), 1000), b',');
            for text in &texts {
                let (_, row) = rows.next().unwrap().unwrap();
                prop_assert_eq!(&row.ok().unwrap().texts().unwrap()[0], text);
            }
            prop_assert!(rows.next().unwrap().is_none());
        }

        #[test]
        fn no_line_is_lost(table in "[a\"\t\n]{0,60}") {
            let told = told(table.as_bytes(), b'\t');
            let filled = table.lines().filter(|line| !line.is_empty()).count();
            prop_assert!(told.len() <= filled && (filled == 0 || !told.is_empty()));
        }
    }
}
