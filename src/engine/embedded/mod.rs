//! The embedded engine: tantivy, in this process, in a folder on disk.
//!
//! An index is a folder with a manifest (`pullquote.json`), the lock of its one writer (`pullquote.lock`), the
//! ledger of the files it was made from, and tantivy's segments. [`Index`] reads, [`Writer`] writes, and a
//! reader is never blocked by a writer: it sees the last commit. What is not here: query syntax, passages and
//! highlights, which belong to `query` and `search`, and the walk over files, which belongs to `ingest`.

mod analysis;
mod closest;
mod commit;
mod excluded;
mod facets;
mod lock;
mod lower;
mod manifest;
mod names;
mod near;
mod numbers;
mod postings;
mod reader;
mod schema;
mod score;
mod stored;
mod terms;
mod writer;

pub use lock::WriteLock;
pub use manifest::{Analyzer, Manifest};
pub use reader::{Index, Origin, Status};
pub use writer::{Key, Prepared, Writer, WriterOptions, ledger, make_anew};

use crate::error::{Error, ErrorKind};

/// Returns a path as it is typed in a shell, between single quotation marks where it needs them.
fn shell_quoted(path: &std::path::Path) -> String {
    let path = path.to_string_lossy();
    let is_plain = |letter: char| letter.is_alphanumeric() || "/._-+,:@%".contains(letter);
    match !path.is_empty() && path.chars().all(is_plain) {
        true => path.into_owned(),
        false => format!("'{}'", path.replace('\'', r"'\''")),
    }
}

/// Turns a failure of tantivy into ours: a refusal of the system keeps its kind, the rest is damage.
fn engine_error(doing: &str, path: &std::path::Path, error: tantivy::TantivyError) -> Error {
    match error {
        tantivy::TantivyError::IoError(source) => {
            let source = std::io::Error::new(source.kind(), source.to_string());
            Error::io(doing, path, source)
        }
        other => Error::new(
            ErrorKind::IndexDamaged,
            format!("cannot {doing} `{}`", path.display()),
        )
        .because(other)
        .hint(format!(
            "index again: pullquote index PATH --index {} --rebuild",
            shell_quoted(path)
        )),
    }
}
