//! Files that are written whole or not at all.
//!
//! Whatever stops the program, the file is there as it is wanted, or as it was before. What is not here: standard
//! output, of which nothing can be taken back.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use pullquote::error::{Error, Result};

/// Tells early, before any work is done, that a file cannot be written where its folder is not there.
pub(crate) fn check_writable(path: &Path) -> Result<()> {
    let folder = folder(path);
    let refused = match (folder.is_dir(), path.is_dir()) {
        (false, _) => io::Error::from(io::ErrorKind::NotFound),
        (_, true) => io::Error::from(io::ErrorKind::IsADirectory),
        _ => return Ok(()),
    };
    Err(Error::io("write", path, refused))
}

/// Writes a file by way of another one beside it, which takes its name at the end.
pub(crate) fn write_whole(path: &Path, write: impl Fn(&mut dyn Write) -> Result<()>) -> Result<()> {
    let failed = |error| Error::io("write", path, error);
    // What is no plain file, such as a pipe, cannot be replaced. A link stays one: what it leads to is replaced.
    let target = match fs::canonicalize(path) {
        Ok(target) if !target.is_file() => {
            let mut file = File::options().write(true).open(path).map_err(failed)?;
            return write(&mut file);
        }
        Ok(target) => target,
        Err(_) => path.to_owned(),
    };
    let beside = beside(&target);
    let written = File::create(&beside).map_err(failed).and_then(|file| {
        let mut file = BufWriter::new(file);
        write(&mut file)?;
        file.flush().map_err(failed)?;
        file.get_ref().sync_all().map_err(failed)?;
        fs::rename(&beside, &target).map_err(failed)
    });
    if written.is_err() {
        // It may never have been there.
        let _ = fs::remove_file(&beside);
    }
    written
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

fn beside(target: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(format!(".{}.part", std::process::id()));
    target.with_file_name(name)
}
