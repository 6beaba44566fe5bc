//! Indexes a sample collection as the command does: two threads, no days inferred.

use std::path::Path;

use pullquote::engine::embedded::{Index, WriterOptions};
use pullquote::error::Result;
use pullquote::ingest::{IngestRequest, Report, Watch, ingest};
use pullquote::source::{SourceOptions, WalkOptions};

struct Silent;

impl Watch for Silent {}

/// Indexes a file into a new folder, and opens what came of it.
pub(crate) fn indexed(file: &Path, folder: &Path) -> Result<(Index, Report)> {
    let request = IngestRequest {
        index: folder.to_owned(),
        roots: vec![file.to_owned()],
        walk: WalkOptions::default(),
        source: SourceOptions::default(),
        writer: WriterOptions {
            threads: 2,
            memory: 800 << 20,
        },
        infer_dates: false,
        rebuild: false,
    };
    let report = ingest(&request, &Silent)?;
    Ok((Index::open(folder)?, report))
}
