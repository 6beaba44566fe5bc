//! Handing records over, in their order, each with its file, its line and what the sidecars state of it.
//!
//! Bytes in; raw records and skipped ones out, to a sink that may break off. What is not here: finding where a
//! record begins and ends (`input.rs`).

use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;

use super::input::Taken;
use super::sidecar::Sidecar;
use super::walk::FileRef;
use super::{Origin, RawRecord, RecordFormat};
use crate::error::Skipped;

/// What records are handed to.
pub(crate) type Sink<'s> = dyn FnMut(Result<RawRecord, Skipped>) -> ControlFlow<()> + 's;

/// Why reading ends before the end.
pub(crate) enum Halt {
    /// The sink wants no more.
    Stopped,
    /// The file is of a kind that is not read.
    NotRead(String),
    /// The content cannot be read on.
    Failed(io::Error),
}

impl From<io::Error> for Halt {
    fn from(error: io::Error) -> Self {
        Halt::Failed(error)
    }
}

/// Hands records to the sink. The first is held back until it is known whether others follow it, because the
/// only record of a file has no line, and because a sidecar's title and URL are those of one article.
pub(crate) struct Delivery<'s> {
    sink: &'s mut Sink<'s>,
    pub(crate) format: RecordFormat,
    /// What is known of every record of the file that does not say it of itself.
    pub(crate) origin: Origin,
    pub(crate) limit: usize,
    path: Arc<str>,
    sidecar: Arc<Sidecar>,
    held: Option<Result<RawRecord, Skipped>>,
    seen: u64,
    whole: u64,
}

impl<'s> Delivery<'s> {
    /// Delivers the records of `file`; JSON until `format` is set to something else.
    pub(crate) fn new(file: &FileRef, limit: usize, sink: &'s mut Sink<'s>) -> Self {
        let (path, sidecar) = (file.shown.as_str().into(), Arc::clone(&file.sidecar));
        Delivery {
            sink,
            format: RecordFormat::Json,
            origin: Origin::default(),
            limit,
            path,
            sidecar,
            held: None,
            seen: 0,
            whole: 0,
        }
    }

    /// Delivers what was taken from a JSON file, unless it is blank.
    pub(crate) fn taken(&mut self, taken: Taken, line: u64) -> Result<(), Halt> {
        if taken.size > self.limit as u64 {
            return self.too_large(taken.size, Some(line));
        }
        if taken.bytes.trim_ascii_start().is_empty() {
            return Ok(());
        }
        self.record(taken.bytes, Some(line))
    }

    /// Delivers a record.
    pub(crate) fn record(&mut self, bytes: Vec<u8>, line: Option<u64>) -> Result<(), Halt> {
        self.with_origin(bytes, line, self.origin.clone())
    }

    /// Delivers a page out of an archive.
    pub(crate) fn page(
        &mut self,
        bytes: Vec<u8>,
        line: Option<u64>,
        origin: Origin,
    ) -> Result<(), Halt> {
        self.format = RecordFormat::Page;
        self.with_origin(bytes, line, origin)
    }

    fn with_origin(
        &mut self,
        bytes: Vec<u8>,
        line: Option<u64>,
        origin: Origin,
    ) -> Result<(), Halt> {
        self.whole += 1;
        let (path, sidecar) = (Arc::clone(&self.path), Arc::clone(&self.sidecar));
        self.next(Ok(RawRecord {
            format: self.format,
            bytes,
            line,
            path,
            sidecar,
            origin,
        }))
    }

    /// Says that something in the place of a record, counted from 1, was left out.
    pub(crate) fn skip(&mut self, record: u64, reason: String) -> Result<(), Halt> {
        self.next(Err(self.skipped(Some(record), reason)))
    }

    /// Says that a record of `size` bytes was left out.
    pub(crate) fn too_large(&mut self, size: u64, line: Option<u64>) -> Result<(), Halt> {
        let reason = format!(
            "the record has {size} bytes, above the limit of {}",
            self.limit
        );
        self.next(Err(self.skipped(line, reason)))
    }

    fn next(&mut self, record: Result<RawRecord, Skipped>) -> Result<(), Halt> {
        self.seen += 1;
        match self.seen {
            1 => {
                self.held = Some(record);
                Ok(())
            }
            2 => {
                self.share_sidecar()?;
                let sidecar = Arc::clone(&self.sidecar);
                let held = self.held.take().map(|held| {
                    held.map(|first| RawRecord {
                        sidecar: Arc::clone(&sidecar),
                        ..first
                    })
                });
                held.map_or(Ok(()), |held| self.send(held))?;
                self.send(record.map(|second| RawRecord { sidecar, ..second }))
            }
            _ => self.send(record),
        }
    }

    /// Takes out of the sidecar what belongs to one article, now that there are several, and says so.
    fn share_sidecar(&mut self) -> Result<(), Halt> {
        let Some((shared, reason)) = self.sidecar.for_many() else {
            return Ok(());
        };
        self.sidecar = Arc::new(shared);
        self.send(Err(self.skipped(None, reason)))
    }

    /// Delivers what is held, at the end of the file.
    pub(crate) fn end(&mut self) -> Result<(), Halt> {
        if self.seen == 0 {
            return Err(Halt::NotRead("no records in it".to_owned()));
        }
        self.flush()
    }

    /// Delivers what is held and says that the file is not whole.
    pub(crate) fn cut(&mut self, error: &io::Error) -> Result<(), Halt> {
        self.flush()?;
        let what = match error.kind() {
            io::ErrorKind::UnexpectedEof => "cut".to_owned(),
            _ => format!("damaged ({error})"),
        };
        let records = if self.whole == 1 { "record" } else { "records" };
        let reason = format!("the file is {what} after {} whole {records}", self.whole);
        self.send(Err(self.skipped(None, reason)))
    }

    fn flush(&mut self) -> Result<(), Halt> {
        let Some(held) = self.held.take() else {
            return Ok(());
        };
        self.send(match held {
            Ok(only) => Ok(RawRecord { line: None, ..only }),
            Err(skipped) => Err(Skipped {
                line: None,
                ..skipped
            }),
        })
    }

    fn send(&mut self, record: Result<RawRecord, Skipped>) -> Result<(), Halt> {
        match (self.sink)(record) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Halt::Stopped),
        }
    }

    fn skipped(&self, line: Option<u64>, reason: String) -> Skipped {
        Skipped {
            path: self.path.to_string(),
            line,
            reason,
        }
    }
}
