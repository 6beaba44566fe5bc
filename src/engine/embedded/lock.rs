//! The lock of the one writer of an index, and who holds it.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use super::manifest::Manifest;
use crate::error::{Error, ErrorKind, Result};

const FILE_NAME: &str = "pullquote.lock";

/// The right to write an index, held until it is dropped or the process ends.
#[derive(Debug)]
pub struct WriteLock {
    folder: PathBuf,
    _file: File,
}

impl WriteLock {
    /// Takes the lock of the index in `folder`, making the folder where there is none. It never waits.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::IndexLocked`] names the process that holds it; [`ErrorKind::Usage`] says that the folder
    /// holds something else than an index.
    pub fn acquire(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder).map_err(|error| Error::io("make the folder", folder, error))?;
        refuse_other_folders(folder)?;
        let path = folder.join(FILE_NAME);
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path)
            .map_err(|error| Error::io("open", &path, error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(held(folder, &mut file)),
            Err(TryLockError::Error(error)) => return Err(Error::io("lock", &path, error)),
        }
        sign(&mut file).map_err(|error| Error::io("write", &path, error))?;
        Ok(WriteLock {
            folder: folder.to_owned(),
            _file: file,
        })
    }

    /// Returns the folder of the index.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

fn sign(file: &mut File) -> std::io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    write!(file, "process {}", std::process::id())
}

fn held(folder: &Path, file: &mut File) -> Error {
    let mut holder = String::new();
    // Who holds it is only said to help: a lock that cannot be read is still a lock.
    let _ = file.read_to_string(&mut holder);
    let holder = if holder.is_empty() {
        "another process"
    } else {
        holder.trim()
    };
    Error::new(
        ErrorKind::IndexLocked,
        format!(
            "the index `{}` is being written by {holder}",
            folder.display()
        ),
    )
    .hint("wait until it is done; searching is possible meanwhile")
}

/// An index is made in a folder of its own: nobody's files are mixed with it.
fn refuse_other_folders(folder: &Path) -> Result<()> {
    if matches!(Manifest::read(folder), Ok(Some(_)) | Err(_)) {
        return Ok(());
    }
    let entries = fs::read_dir(folder).map_err(|error| Error::io("read", folder, error))?;
    let foreign = entries
        .flatten()
        .map(|entry| entry.file_name())
        .find(|name| {
            let name = name.to_string_lossy();
            !name.starts_with('.')
                && name != FILE_NAME
                && name != "segments"
                && !name.ends_with(".part")
        });
    match foreign {
        None => Ok(()),
        Some(name) => Err(Error::new(
            ErrorKind::Usage,
            format!(
                "`{}` is no index and holds other files, such as `{}`",
                folder.display(),
                name.display()
            ),
        )
        .hint("name an empty or new folder with --index")),
    }
}
