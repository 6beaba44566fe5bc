//! How much an agent is given at once, and where it goes on.
//!
//! A model reads some thousand tokens with profit and pays for each, so answers end where the budget does, and say by a
//! cursor how to go on. A cursor holds for one commit: in another the order may be different. What is not here: what is
//! counted.

use std::fmt::Debug;

use pullquote::article::hexadecimal;
use pullquote::error::{Error, ErrorKind, Result};
use serde::Serialize;
use sha2::{Digest, Sha256};

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

/// Returns what a cursor bears of the question it belongs to.
pub(super) fn question_digest(question: &impl Debug) -> String {
    let digest = Sha256::digest(format!("{question:?}"));
    hexadecimal(&digest[..DIGITS / 2])
}

/// Writes where to go on: after so many.
pub(super) fn cursor(offset: usize, edition: &Edition, question: &str) -> String {
    format!("{offset}.{}.{question}", &edition.fingerprint[..DIGITS])
}

/// Reads where to go on; 0 without a cursor.
pub(super) fn offset(cursor: Option<&str>, edition: &Edition, question: &str) -> Result<usize> {
    let Some(cursor) = cursor.filter(|cursor| !cursor.is_empty()) else {
        return Ok(0);
    };
    let mut parts = cursor.split('.');
    let (Some(offset), Some(commit), Some(asked), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(bad(cursor));
    };
    // No archive has more articles than that.
    let offset: u32 = offset.parse().map_err(|_| bad(cursor))?;
    if commit != &edition.fingerprint[..DIGITS] {
        let message = "the archive has changed since the cursor was given";
        return Err(Error::new(ErrorKind::Usage, message).hint("ask again without the cursor"));
    }
    if asked != question {
        let message = "the cursor belongs to another question";
        return Err(Error::new(ErrorKind::Usage, message)
            .hint("ask with everything as it was, or without the cursor"));
    }
    Ok(offset as usize)
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
