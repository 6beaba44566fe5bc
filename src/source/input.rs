//! Taking records out of a stream of bytes, one after another, each up to a limit.
//!
//! A reader in; lines, JSON values and scalars out. What exceeds the limit is counted and not kept, so a line of
//! two gigabytes costs no more memory than any other. What is not here: which of these a file is made of
//! (`kind.rs`, `read.rs`).

use std::io::{self, BufRead, BufReader, Read};

use memchr::{memchr, memchr_iter};

use super::split::Scanner;

/// The bytes of a record, or only how many they are where they are too many.
#[derive(Default)]
pub(crate) struct Taken {
    /// The bytes; empty where there are more than the limit.
    pub(crate) bytes: Vec<u8>,
    /// How many there are.
    pub(crate) size: u64,
}

impl Taken {
    /// Adds bytes, which are kept only while there are no more than `limit`.
    pub(crate) fn add(&mut self, more: &[u8], limit: usize) {
        self.size += more.len() as u64;
        if self.size > limit as u64 {
            self.bytes = Vec::new();
        } else {
            self.bytes.extend_from_slice(more);
        }
    }
}

/// A buffered reader that knows the line it stands on.
pub(crate) struct Input<R> {
    reader: BufReader<R>,
    line: u64,
    limit: usize,
}

impl<R: Read> Input<R> {
    /// Stands on line 1; of a record of more than `limit` bytes none is kept.
    pub(crate) fn new(reader: R, limit: usize) -> Self {
        Input {
            reader: BufReader::with_capacity(256 << 10, reader),
            line: 1,
            limit,
        }
    }

    /// Returns the line it stands on, from 1.
    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    /// Returns how many bytes of a record are kept.
    pub(crate) fn limit(&self) -> usize {
        self.limit
    }

    /// Passes over bytes that were looked at.
    pub(crate) fn skip(&mut self, count: usize) {
        self.reader.consume(count);
    }

    /// Looks at the bytes that come next; there are none only at the end.
    pub(crate) fn ahead(&mut self) -> io::Result<&[u8]> {
        self.fill()
    }

    /// Passes over bytes that were looked at and may hold line feeds.
    pub(crate) fn pass(&mut self, count: usize) {
        let breaks = memchr_iter(b'\n', &self.reader.buffer()[..count]).count();
        self.line += breaks as u64;
        self.skip(count);
    }

    /// Takes the bytes up to the next line feed, which is left out; `None` at the end.
    pub(crate) fn take_line(&mut self) -> io::Result<Option<Taken>> {
        let mut taken = Taken::default();
        let mut begun = false;
        loop {
            let limit = self.limit;
            let buffer = self.fill()?;
            if buffer.is_empty() {
                return Ok(begun.then_some(taken));
            }
            begun = true;
            let end = memchr(b'\n', buffer);
            let count = end.unwrap_or(buffer.len());
            taken.add(&buffer[..count], limit);
            self.skip(count + usize::from(end.is_some()));
            if end.is_some() {
                self.line += 1;
                return Ok(Some(taken));
            }
        }
    }

    /// Takes an object, array or string, up to where it closes.
    pub(crate) fn take_value(&mut self) -> io::Result<Taken> {
        let (mut taken, mut scanner) = (Taken::default(), Scanner::default());
        loop {
            let limit = self.limit;
            let buffer = self.fill()?;
            if buffer.is_empty() {
                return Err(cut());
            }
            let (count, done) = scanner.take(buffer);
            taken.add(&buffer[..count], limit);
            let breaks = memchr_iter(b'\n', &buffer[..count]).count();
            self.line += breaks as u64;
            self.skip(count);
            if done {
                return Ok(taken);
            }
        }
    }

    /// Takes what is no object, array or string, up to a comma, a bracket, a brace or a blank.
    pub(crate) fn take_scalar(&mut self) -> io::Result<Taken> {
        let mut taken = Taken::default();
        loop {
            let limit = self.limit;
            let buffer = self.fill()?;
            if buffer.is_empty() {
                return Err(cut());
            }
            let ends = |byte: &u8| matches!(byte, b',' | b']' | b'}') || byte.is_ascii_whitespace();
            // The first byte is always taken, so that a bracket out of place cannot stop the reading.
            let from = usize::from(taken.size == 0);
            let end = buffer[from..]
                .iter()
                .position(ends)
                .map(|place| place + from);
            let count = end.unwrap_or(buffer.len());
            taken.add(&buffer[..count], limit);
            self.skip(count);
            if end.is_some() {
                return Ok(taken);
            }
        }
    }

    /// Passes over blanks, and the bytes of `also`, and returns what stands next; `None` at the end.
    pub(crate) fn next_letter(&mut self, also: &[u8]) -> io::Result<Option<u8>> {
        loop {
            let buffer = self.fill()?;
            if buffer.is_empty() {
                return Ok(None);
            }
            let blank = |byte: &u8| byte.is_ascii_whitespace() || also.contains(byte);
            let count = buffer.iter().take_while(|byte| blank(byte)).count();
            let next = buffer.get(count).copied();
            let breaks = memchr_iter(b'\n', &buffer[..count]).count();
            self.line += breaks as u64;
            self.skip(count);
            if next.is_some() {
                return Ok(next);
            }
        }
    }

    fn fill(&mut self) -> io::Result<&[u8]> {
        loop {
            match self.reader.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
                Ok(_) => return Ok(self.reader.buffer()),
            }
        }
    }
}

/// Makes the error for content that ends within a record.
pub(crate) fn cut() -> io::Error {
    io::Error::from(io::ErrorKind::UnexpectedEof)
}
