//! Reads the files of the sample collections, packed with zstd or as they are.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

/// The largest window that a file may have been packed with, as a power of two.
const WINDOW: u32 = 31;

/// Opens a file, its bytes unpacked where its name ends in `.zst`.
pub(crate) fn unpack(file: &Path) -> std::io::Result<Box<dyn Read>> {
    let bytes = File::open(file)?;
    if file.extension().is_none_or(|extension| extension != "zst") {
        return Ok(Box::new(BufReader::new(bytes)));
    }
    let mut decoder = zstd::Decoder::new(bytes)?;
    decoder.window_log_max(WINDOW)?;
    Ok(Box::new(decoder))
}
