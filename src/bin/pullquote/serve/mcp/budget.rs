//! How much an agent is given at once, and where it goes on.
//!
//! A model reads some thousand tokens with profit and pays for each, so answers end where the budget does, and say by a
//! cursor how to go on. A cursor holds for one commit: in another the order may be different. What is not here: what is
//! counted.

use pullquote::error::{Error, ErrorKind, Result};
use serde::Serialize;

use crate::archive::Edition;

/// How many bytes of JSON an answer has at most: about 8,000 tokens, three bytes of such JSON each.
pub(super) const BYTES: usize = 24_000;
/// How many digits of a commit's fingerprint a cursor bears.
const DIGITS: usize = 8;

/// Takes as many as the budget allows, at least one.
pub(super) fn fitting<T: Serialize>(all: Vec<T>) -> Result<Vec<T>> {
    let mut taken = Vec::new();
    let mut used = 0;
    for one in all {
        used += serde_json::to_vec(&one).map_err(unwritten)?.len();
        if used > BYTES && !taken.is_empty() {
            break;
        }
        taken.push(one);
    }
    Ok(taken)
}

/// Writes where to go on: after so many.
pub(super) fn cursor(offset: usize, edition: &Edition) -> String {
    format!("{offset}.{}", &edition.fingerprint[..DIGITS])
}

/// Reads where to go on; 0 without a cursor.
pub(super) fn offset(cursor: Option<&str>, edition: &Edition) -> Result<usize> {
    let Some(cursor) = cursor.filter(|cursor| !cursor.is_empty()) else {
        return Ok(0);
    };
    let (offset, commit) = cursor.split_once('.').unwrap_or((cursor, ""));
    // No archive has more articles than that.
    let offset: u32 = offset.parse().map_err(|_| bad(cursor))?;
    match commit == &edition.fingerprint[..DIGITS] {
        true => Ok(offset as usize),
        false if commit.len() == DIGITS => Err(Error::new(
            ErrorKind::Usage,
            "the archive has changed since the cursor was given",
        )
        .hint("ask again without the cursor")),
        false => Err(bad(cursor)),
    }
}

fn bad(cursor: &str) -> Error {
    Error::new(ErrorKind::Usage, format!("`{cursor}` is not a cursor"))
        .hint("give the `next_cursor` of the answer before, or none to begin")
}

fn unwritten(error: serde_json::Error) -> Error {
    Error::new(ErrorKind::Internal, "cannot write the answer").because(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_ends_where_the_budget_does() {
        let check = |lengths: &[usize], taken: usize| {
            let all: Vec<String> = lengths.iter().map(|length| "x".repeat(*length)).collect();
            assert_eq!(fitting(all).unwrap().len(), taken, "{lengths:?}");
        };
        check(&[], 0);
        check(&[10, 20], 2);
        check(&[BYTES * 2], 1);
        check(&[BYTES * 2, 1], 1);
        check(&[BYTES / 2, BYTES / 3, BYTES / 2], 2);
    }
}
