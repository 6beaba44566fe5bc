//! The records of a collection in BEIR's form, one at a time: `_id`, `title` and `text` on each line.

use std::borrow::Cow;
use std::error::Error;
use std::io::{BufRead, BufReader, Read};

use serde::Deserialize;

/// A record of the collection.
#[derive(Deserialize)]
pub(crate) struct Record<'r> {
    #[serde(rename = "_id", alias = "id", borrow)]
    pub(crate) id: Cow<'r, str>,
    #[serde(borrow, default)]
    pub(crate) title: Cow<'r, str>,
    #[serde(borrow)]
    pub(crate) text: Cow<'r, str>,
}

/// Gives every record to `take`; returns how many there were.
pub(crate) fn each(
    source: impl Read,
    mut take: impl FnMut(&Record) -> Result<(), Box<dyn Error>>,
) -> Result<u64, Box<dyn Error>> {
    let mut lines = BufReader::with_capacity(1 << 20, source);
    let mut line = String::new();
    let mut records = 0;
    while lines.read_line(&mut line)? > 0 {
        take(&serde_json::from_str(&line)?)?;
        records += 1;
        line.clear();
    }
    Ok(records)
}
