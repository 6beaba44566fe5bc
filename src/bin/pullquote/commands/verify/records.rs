//! Texts out of a batch: lines of plain text, fields of JSON Lines, columns of a table.
//!
//! A reader comes in; one text after another goes out, or why a record holds none. A record is read whole and then
//! let go, and none may be longer than [`LONGEST`]. A quotation mark that opens a value of a table and is not closed
//! spoils its own line and no other. What is not here: what the texts are.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read};

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use serde_json::Value;

use crate::failure::Failure;

/// How many bytes a record has at most.
const LONGEST: usize = 16 << 20;

/// How many bytes a row of a table that goes over several lines has at most.
const LONGEST_ROW: usize = 1 << 20;

/// What may part the values of a row, the commonest first.
const MARKS: [u8; 3] = [b',', b'\t', b';'];

/// How the records of a batch lie.
#[derive(Clone, Debug)]
pub(super) enum Layout {
    /// A text a line.
    Lines,
    /// A JSON object a line, with the texts in these fields; a dotted path leads into nested ones.
    Json(Vec<String>),
    /// A row of a table, with the texts in these columns, which the first row names.
    Table(Vec<String>),
}

/// A text of a batch.
pub(super) struct Record {
    /// The line on which its record begins, from 1.
    pub(super) line: u64,
    /// The field or column, where there are such.
    pub(super) field: Option<String>,
    pub(super) text: String,
}

/// A record without a text.
pub(super) struct Unread {
    pub(super) line: Option<u64>,
    pub(super) reason: String,
}

/// What takes the texts, and stops the reading where it fails.
type Take<'t> = dyn FnMut(Result<Record, Unread>) -> Result<(), Failure> + 't;

/// Reads a batch to its end; the inner error is that of its reader.
pub(super) fn read(
    input: impl Read,
    layout: &Layout,
    take: &mut Take<'_>,
) -> Result<io::Result<()>, Failure> {
    let mut lines = Lines {
        reader: BufReader::new(input),
        number: 0,
        ahead: VecDeque::new(),
    };
    if let Layout::Table(columns) = layout {
        return read_table(&mut lines, columns, take);
    }
    loop {
        let (number, line) = match lines.next() {
            Ok(Some(line)) => line,
            Ok(None) => return Ok(Ok(())),
            Err(error) => return Ok(Err(error)),
        };
        let text = match line.and_then(decoded) {
            Ok(text) => text,
            Err(reason) => {
                take(Err(unread(number, reason)))?;
                continue;
            }
        };
        match layout {
            _ if text.trim().is_empty() => {}
            Layout::Json(fields) => take_fields(&text, number, fields, take)?,
            _ => take(Ok(Record {
                line: number,
                field: None,
                text,
            }))?,
        }
    }
}

fn unread(line: u64, reason: impl Into<String>) -> Unread {
    Unread {
        line: Some(line),
        reason: reason.into(),
    }
}

fn take_fields(
    text: &str,
    line: u64,
    fields: &[String],
    take: &mut Take<'_>,
) -> Result<(), Failure> {
    let record: Value = match serde_json::from_str(text) {
        Ok(record) => record,
        Err(error) => {
            let error = error.to_string();
            let reason = error.split(" at line ").next().unwrap_or_default();
            return take(Err(unread(line, format!("not JSON: {reason}"))));
        }
    };
    for field in fields {
        let text = text_at(&record, field).map_err(|reason| unread(line, reason));
        take(text.map(|text| Record {
            line,
            field: Some(field.clone()),
            text: text.to_owned(),
        }))?;
    }
    Ok(())
}

/// Finds the text at a path: a field's whole name first, then parts of it between dots, numbers for lists.
fn text_at<'v>(record: &'v Value, path: &str) -> Result<&'v str, String> {
    let found = record.get(path).or_else(|| {
        path.split('.').try_fold(record, |value, part| match value {
            Value::Array(values) => values.get(part.parse::<usize>().ok()?),
            value => value.get(part),
        })
    });
    let kind = match found {
        Some(Value::String(text)) => return Ok(text),
        None => return Err(no_field(record, path)),
        Some(Value::Null) => "null",
        Some(Value::Bool(_)) => "a truth value",
        Some(Value::Number(_)) => "a number",
        Some(Value::Array(_)) => "a list",
        Some(Value::Object(_)) => "an object",
    };
    Err(format!("the field `{path}` is no text but {kind}"))
}

fn no_field(record: &Value, path: &str) -> String {
    let Value::Object(fields) = record else {
        return "not a JSON object".to_owned();
    };
    format!(
        "there is no field `{path}`{}",
        among(fields.keys().map(String::as_str), "fields")
    )
}

/// Lists names as a clause; none for none.
fn among<'n>(names: impl Iterator<Item = &'n str>, what: &str) -> String {
    let names: Vec<_> = names.take(12).map(|name| format!("`{name}`")).collect();
    match names.is_empty() {
        true => String::new(),
        false => format!(" (its {what}: {})", names.join(", ")),
    }
}

fn read_table(
    lines: &mut Lines<impl Read>,
    columns: &[String],
    take: &mut Take<'_>,
) -> Result<io::Result<()>, Failure> {
    let mut header = match Header::read(lines, columns) {
        Ok(Some(header)) => header,
        Ok(None) => return Ok(Ok(())),
        Err(Fault::Input(error)) => return Ok(Err(error)),
        Err(Fault::Header(fault)) => {
            take(Err(fault))?;
            return Ok(Ok(()));
        }
    };
    loop {
        let (line, row) = match lines.row(&mut header.reader) {
            Ok(Some(row)) => row,
            Ok(None) => return Ok(Ok(())),
            Err(error) => return Ok(Err(error)),
        };
        match row.and_then(|row| header.check(row)) {
            Err(reason) => take(Err(unread(line, reason)))?,
            Ok(row) => {
                for (name, place) in &header.columns {
                    take(header.text(&row, line, name, *place))?;
                }
            }
        }
    }
}

/// The first row of a table.
struct Header {
    /// Reads the rows after it.
    reader: Reader,
    /// How many columns there are.
    width: usize,
    /// The columns asked for, with their places.
    columns: Vec<(String, usize)>,
}

/// Why a table cannot be read.
enum Fault {
    Input(io::Error),
    Header(Unread),
}

impl Header {
    /// Reads the first row, the values of which are parted by the first of [`MARKS`] that gives all the columns.
    fn read(lines: &mut Lines<impl Read>, columns: &[String]) -> Result<Option<Self>, Fault> {
        let Some((number, first)) = lines.next().map_err(Fault::Input)? else {
            return Ok(None);
        };
        let fault = |reason: String| Fault::Header(unread(number, reason));
        let first = first.map_err(fault)?;
        let first = first
            .strip_prefix(b"\xef\xbb\xbf")
            .unwrap_or(&first)
            .to_vec();
        let mut names = Vec::new();
        for mark in MARKS {
            lines.ahead.push_front((number, Ok(first.clone())));
            let mut reader = ReaderBuilder::new().delimiter(mark).build();
            let row = lines.row(&mut reader).map_err(Fault::Input)?;
            let Some((_, Ok(row))) = row else { continue };
            let row: Vec<String> = row
                .into_iter()
                .map(|value| decoded(value).map(|name| name.trim().to_owned()))
                .collect::<Result<_, _>>()
                .map_err(fault)?;
            let place =
                |name: &String| Some((name.clone(), row.iter().position(|own| own == name)?));
            if let Some(columns) = columns.iter().map(place).collect() {
                let width = row.len();
                return Ok(Some(Header {
                    reader,
                    width,
                    columns,
                }));
            }
            if row.len() > names.len() {
                names = row;
            }
        }
        let missing = columns.iter().find(|name| !names.contains(name));
        let missing = missing.or(columns.first()).map_or("", String::as_str);
        let names = among(names.iter().map(String::as_str), "columns");
        Err(fault(format!("there is no column `{missing}`{names}")))
    }

    /// Refuses a row with more or fewer values than there are columns: it cannot be told which is which.
    fn check(&self, row: Vec<Vec<u8>>) -> Values {
        match row.len() == self.width {
            true => Ok(row),
            false => Err(format!(
                "a row of {} values for {} columns",
                row.len(),
                self.width
            )),
        }
    }

    fn text(&self, row: &[Vec<u8>], line: u64, name: &str, place: usize) -> Result<Record, Unread> {
        let text = decoded(row[place].clone());
        let text = text.map_err(|reason| unread(line, format!("{reason} of `{name}`")))?;
        Ok(Record {
            line,
            field: Some(name.to_owned()),
            text,
        })
    }
}

fn decoded(bytes: Vec<u8>) -> Result<String, String> {
    let text = String::from_utf8(bytes);
    text.map_err(|error| format!("invalid UTF-8 at byte {}", error.utf8_error().valid_up_to()))
}

/// A line, or why it is none.
type Line = Result<Vec<u8>, String>;

/// The values of a row, or why it is none.
type Values = Result<Vec<Vec<u8>>, String>;

/// Takes lines out of a reader, and rows out of lines.
struct Lines<R> {
    reader: BufReader<R>,
    /// How many lines were read.
    number: u64,
    /// Lines that were looked at in search of a closing mark, with their numbers.
    ahead: VecDeque<(u64, Line)>,
}

impl<R: Read> Lines<R> {
    /// Takes the next line without its line feed; `None` at the end.
    fn next(&mut self) -> io::Result<Option<(u64, Line)>> {
        match self.ahead.pop_front() {
            Some(line) => Ok(Some(line)),
            None => self.read(),
        }
    }

    fn read(&mut self) -> io::Result<Option<(u64, Line)>> {
        let mut line = Vec::new();
        let limit = LONGEST as u64 + 1;
        if self
            .reader
            .by_ref()
            .take(limit)
            .read_until(b'\n', &mut line)?
            == 0
        {
            return Ok(None);
        }
        self.number += 1;
        if line.last() == Some(&b'\n') {
            line.pop();
        } else if line.len() > LONGEST {
            self.reader.skip_until(b'\n')?;
            return Ok(Some((
                self.number,
                Err(format!("longer than {LONGEST} bytes")),
            )));
        }
        if self.number == 1 && line.starts_with(b"\xef\xbb\xbf") {
            line.drain(..3);
        }
        Ok(Some((self.number, Ok(line))))
    }

    /// Takes the next row whose values are parted as `reader` says, and passes over blank lines.
    fn row(&mut self, reader: &mut Reader) -> io::Result<Option<(u64, Values)>> {
        loop {
            let (number, line) = match self.next()? {
                None => return Ok(None),
                Some((number, Err(reason))) => return Ok(Some((number, Err(reason)))),
                Some((number, Ok(line))) => (number, line),
            };
            if !matches!(line.as_slice(), b"" | b"\r") {
                return Ok(Some((number, self.row_from(line, reader)?)));
            }
        }
    }

    /// Reads a row that begins with a line; where a value stays open, the lines after it are left for other rows.
    fn row_from(&mut self, mut line: Vec<u8>, reader: &mut Reader) -> io::Result<Values> {
        let mut row = Row::new(reader);
        let mut used = 0;
        loop {
            line.push(b'\n');
            if row.feed(&line) {
                self.ahead.drain(..used);
                return Ok(Ok(row.values()));
            }
            if self.ahead.len() == used {
                let Some(next) = self.read()? else {
                    return Ok(Err(UNCLOSED.to_owned()));
                };
                self.ahead.push_back(next);
            }
            match &self.ahead[used].1 {
                Ok(next) if row.size() + next.len() <= LONGEST_ROW => line.clone_from(next),
                _ => return Ok(Err(UNCLOSED.to_owned())),
            }
            used += 1;
        }
    }
}

const UNCLOSED: &str = "a quotation mark opens a value and is not closed";

/// A row as far as it has been read.
struct Row<'r> {
    reader: &'r mut Reader,
    output: Vec<u8>,
    ends: Vec<usize>,
    written: usize,
    ended: usize,
}

impl<'r> Row<'r> {
    fn new(reader: &'r mut Reader) -> Self {
        reader.reset();
        Row {
            reader,
            output: Vec::new(),
            ends: Vec::new(),
            written: 0,
            ended: 0,
        }
    }

    /// Reads a line, and tells whether the row ends with it.
    fn feed(&mut self, line: &[u8]) -> bool {
        self.output.resize(self.written + line.len() + 1, 0);
        self.ends.resize(self.ended + line.len() + 1, 0);
        let (output, ends) = (
            &mut self.output[self.written..],
            &mut self.ends[self.ended..],
        );
        let (state, _, written, ended) = self.reader.read_record(line, output, ends);
        self.written += written;
        self.ended += ended;
        state == ReadRecordResult::Record
    }

    fn size(&self) -> usize {
        self.written
    }

    fn values(&self) -> Vec<Vec<u8>> {
        let starts = [0].into_iter().chain(self.ends.iter().copied());
        let ranges = starts.zip(&self.ends[..self.ended]);
        ranges
            .map(|(start, end)| self.output[start..*end].to_vec())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The texts of a batch, each with its line; `!` before why a record has none.
    fn told(batch: &[u8], layout: &Layout) -> Vec<String> {
        let mut told = Vec::new();
        let ended = read(batch, layout, &mut |record| {
            told.push(match record {
                Ok(record) => format!("{}:{}", record.line, record.text),
                Err(unread) => format!("{}! {}", unread.line.unwrap_or(0), unread.reason),
            });
            Ok(())
        });
        ended.unwrap().unwrap();
        told
    }

    fn check(batch: &[u8], layout: &Layout, expected: &[&str]) {
        let shown = String::from_utf8_lossy(batch);
        assert_eq!(told(batch, layout), expected, "{shown}");
    }

    #[test]
    fn lines_are_texts() {
        check(
            b"\xef\xbb\xbfa AND b\r\n\n\"c, d\"\n\xff\ne",
            &Layout::Lines,
            &[
                "1:a AND b\r",
                "3:\"c, d\"",
                "4! invalid UTF-8 at byte 0",
                "5:e",
            ],
        );
        check(b"", &Layout::Lines, &[]);
    }

    #[test]
    fn fields_are_found_by_name_or_path() {
        let layout = |fields: &[&str]| {
            Layout::Json(fields.iter().map(|field| (*field).to_owned()).collect())
        };
        let batch = br#"{"a": "x", "b": {"c": ["y", "z"]}, "b.c.1": "whole"}
{"a": 7}
{"a": null}
[1]
{"a
"#;
        check(
            batch,
            &layout(&["a"]),
            &[
                "1:x",
                "2! the field `a` is no text but a number",
                "3! the field `a` is no text but null",
                "4! not a JSON object",
                "5! not JSON: EOF while parsing a string",
            ],
        );
        assert_eq!(told(batch, &layout(&["b.c.0"]))[0], "1:y");
        assert_eq!(told(batch, &layout(&["b.c.1"]))[0], "1:whole");
        assert_eq!(
            told(batch, &layout(&["d"]))[1],
            "2! there is no field `d` (its fields: `a`)"
        );
    }

    #[test]
    fn columns_are_found_by_the_header() {
        let layout = Layout::Table(vec!["quote".to_owned()]);
        let expected = [
            "2:a, \"b\" c",
            "4! a row of 3 values for 2 columns",
            "5:d\r\ne",
        ];
        let csv = b"id,quote\r\n1,\"a, \"\"b\"\" c\"\r\n\r\n1,a,b\r\n2,\"d\r\ne\"\r\n";
        check(csv, &layout, &expected);
        check(b"\xef\xbb\xbfquote\ta,b\nx\ty\n", &layout, &["2:x"]);
        check(b"a;quote\n1;x, y\n", &layout, &["2:x, y"]);
        check(
            b"a,b\n1,2\n",
            &layout,
            &["1! there is no column `quote` (its columns: `a`, `b`)"],
        );
        check(
            b"a,quote\n1,\xff\n",
            &layout,
            &["2! invalid UTF-8 at byte 0 of `quote`"],
        );
        check(b"", &layout, &[]);
    }

    #[test]
    fn a_mark_that_is_not_closed_spoils_one_row() {
        let layout = Layout::Table(vec!["quote".to_owned()]);
        let unclosed = format!("2! {UNCLOSED}");
        check(b"quote\n\"a\nb\nc\n", &layout, &[&unclosed, "3:b", "4:c"]);
        let line = format!("{}\n", "x".repeat(999));
        let far = format!("quote\n\"a\n{}", line.repeat(LONGEST_ROW / 900));
        assert_eq!(
            told(far.as_bytes(), &layout)[..2],
            [unclosed, format!("3:{}", line.trim())]
        );
    }

    #[test]
    fn long_lines_are_told() {
        let batch = format!("{}\nb\n", "a".repeat(LONGEST + 1));
        let long = format!("1! longer than {LONGEST} bytes");
        check(batch.as_bytes(), &Layout::Lines, &[&long, "2:b"]);
    }
}
