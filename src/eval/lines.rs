//! The lines of a file of topics, judgements or a run, numbered for people.
//!
//! A stream goes in; every line that is not blank is handed on, without its end, and a fault found in it becomes an
//! error that names the file, the line and the reason. What is not here: what a line means.

use std::io::BufRead;
use std::path::Path;

use crate::error::{Error, ErrorKind, Result};

/// What is read, in words for errors.
#[derive(Clone, Copy)]
pub(super) struct Origin<'a> {
    /// What the file holds, such as `the run`.
    pub(super) what: &'static str,
    /// The file as it is shown to people.
    pub(super) name: &'a str,
    /// What a line looks like, as the next step after a fault.
    pub(super) form: &'static str,
}

impl Origin<'_> {
    /// Makes the error for a fault in one line, counted from 1.
    pub(super) fn fault(&self, line: u64, reason: impl Into<String>) -> Error {
        let message = format!("cannot read {} in `{}`, line {line}", self.what, self.name);
        self.error(message, reason.into())
    }

    fn empty(&self) -> Error {
        let message = format!("cannot read {} in `{}`", self.what, self.name);
        self.error(message, "the file is empty".to_owned())
    }

    fn error(&self, message: String, reason: String) -> Error {
        let error = Error::new(ErrorKind::Usage, message).because(reason);
        error.hint(self.form)
    }
}

/// Hands each line that is not blank to `take`, and returns the number of the last, counted from 1.
///
/// # Errors
///
/// A stream that does not read, a line that is not UTF-8, one for which `take` gives a reason against it, or no
/// line at all.
pub(super) fn each_line(
    mut source: impl BufRead,
    origin: Origin<'_>,
    mut take: impl FnMut(&str) -> Result<(), String>,
) -> Result<u64> {
    let (mut number, mut last) = (0, None);
    let mut bytes = Vec::new();
    while read(&mut source, origin, &mut bytes)? {
        number += 1;
        let line = text(&bytes, number).map_err(|reason| origin.fault(number, reason))?;
        if !line.trim().is_empty() {
            take(line).map_err(|reason| origin.fault(number, reason))?;
            last = Some(number);
        }
    }
    last.ok_or_else(|| origin.empty())
}

fn read(source: &mut impl BufRead, origin: Origin<'_>, bytes: &mut Vec<u8>) -> Result<bool> {
    bytes.clear();
    let taken = source.read_until(b'\n', bytes);
    let taken = taken.map_err(|error| Error::io("read", Path::new(origin.name), error))?;
    Ok(taken > 0)
}

fn text(bytes: &[u8], number: u64) -> Result<&str, String> {
    let line = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())?;
    let line = line.trim_end_matches(['\n', '\r']);
    Ok(match number {
        1 => line.strip_prefix('\u{feff}').unwrap_or(line),
        _ => line,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: Result<(&[&str], u64), &str>) {
        let origin = Origin {
            what: "the lines",
            name: "x",
            form: "write lines",
        };
        let mut lines = Vec::new();
        let read = each_line(bytes, origin, |line| {
            lines.push(line.to_owned());
            if line == "bad" {
                return Err("it is bad".to_owned());
            }
            Ok(())
        });
        match expected {
            Ok((expected, last)) => {
                assert_eq!(lines, expected);
                assert_eq!(read.unwrap(), last);
            }
            Err(expected) => assert_eq!(read.unwrap_err().to_string(), expected),
        }
    }

    #[test]
    fn blank_lines_count_but_are_not_handed_on() {
        check(b"\xef\xbb\xbfa\r\n\n \t\nb c\n\n", Ok((&["a", "b c"], 4)));
        check(b"a", Ok((&["a"], 1)));
    }

    #[test]
    fn faults_name_the_file_and_the_line() {
        check(
            b"a\n\nbad\n",
            Err("cannot read the lines in `x`, line 3: it is bad"),
        );
        check(
            b"a\n\xff\n",
            Err("cannot read the lines in `x`, line 2: it is not UTF-8"),
        );
        check(b"", Err("cannot read the lines in `x`: the file is empty"));
        check(
            b"\n \n",
            Err("cannot read the lines in `x`: the file is empty"),
        );
    }
}
