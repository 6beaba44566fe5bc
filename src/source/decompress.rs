//! The bytes of a file as they are meant: hashed on the way, decompressed, and in UTF-8.
//!
//! Readers in, readers out; gzip and zstd are told by their first bytes, never by the file's name. What is not
//! here: what the bytes mean (`kind.rs`, `read.rs`).

use std::io::{self, BufRead, Cursor, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_16BE, UTF_16LE};
use flate2::bufread::{GzDecoder, MultiGzDecoder};
use sha2::{Digest, Sha256};

/// The longest window that a zstd frame may ask for: what `zstd --ultra --long=31` writes.
const LONGEST_WINDOW: u32 = 31;

/// A reader that hashes what passes through it.
pub(crate) struct Hashing<R> {
    inner: R,
    hash: Sha256,
}

impl<R: Read> Hashing<R> {
    /// Starts with nothing hashed.
    pub(crate) fn new(inner: R) -> Self {
        Hashing {
            inner,
            hash: Sha256::new(),
        }
    }

    /// Returns the first 16 bytes of the SHA-256 of everything that was read.
    pub(crate) fn finish(self) -> [u8; 16] {
        let mut first = [0; 16];
        first.copy_from_slice(&self.hash.finalize()[..16]);
        first
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.hash.update(&buffer[..count]);
        Ok(count)
    }
}

/// Returns a reader of the content, and whether it had to be decompressed.
pub(crate) fn content<'r>(mut raw: impl BufRead + 'r) -> io::Result<(Box<dyn Read + 'r>, bool)> {
    match raw.fill_buf()? {
        [0x1f, 0x8b, ..] => Ok((Box::new(MultiGzDecoder::new(raw)), true)),
        raw_start if is_zstd(raw_start) => {
            let mut decoder = zstd::stream::read::Decoder::with_buffer(raw)?;
            decoder.window_log_max(LONGEST_WINDOW)?;
            Ok((Box::new(decoder), true))
        }
        _ => Ok((Box::new(raw), false)),
    }
}

/// Whether bytes are gzip whose content begins with `start`.
pub(crate) fn gzip_begins(raw: &[u8], start: &[u8]) -> bool {
    let mut first = Vec::new();
    let mut decoder = GzDecoder::new(raw).take(start.len() as u64);
    decoder.read_to_end(&mut first).is_ok() && first == start
}

/// Whether bytes begin as zstd does. The second form is a frame that decoders skip; some tools put one first.
pub(crate) fn is_zstd(raw: &[u8]) -> bool {
    matches!(
        raw,
        [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..]
    )
}

/// A reader whose first bytes have been looked at and are read again.
pub(crate) struct Peeked<R> {
    head: Cursor<Vec<u8>>,
    failure: Option<io::Error>,
    rest: R,
}

impl<R: Read> Peeked<R> {
    /// Looks at up to `length` bytes. A failure among them is kept until they have been read.
    pub(crate) fn new(mut rest: R, length: u64) -> Self {
        let mut head = Vec::new();
        let failure = rest.by_ref().take(length).read_to_end(&mut head).err();
        Peeked {
            head: Cursor::new(head),
            failure,
            rest,
        }
    }

    /// Returns the bytes looked at.
    pub(crate) fn head(&self) -> &[u8] {
        self.head.get_ref()
    }

    /// Leaves out the first `count` bytes.
    pub(crate) fn skip(&mut self, count: u64) {
        self.head.set_position(count);
    }

    /// Returns the failure met while looking, if there was one, so that it is not read as an end.
    pub(crate) fn take_failure(&mut self) -> Option<io::Error> {
        self.failure.take()
    }
}

impl<R: Read> Read for Peeked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.head.read(buffer)? {
            0 => match self.failure.take() {
                Some(failure) => Err(failure),
                None => self.rest.read(buffer),
            },
            count => Ok(count),
        }
    }
}

/// A reader of another encoding that gives UTF-8. Where the bytes are not valid it gives one that no UTF-8 has, so
/// that the record is found out and not patched.
pub(crate) struct Decoding<R> {
    inner: R,
    decoder: Decoder,
    ready: Cursor<Vec<u8>>,
    ended: bool,
}

impl<R: Read> Decoding<R> {
    /// Reads UTF-16 in either order of bytes.
    pub(crate) fn utf16(inner: R, big_end_first: bool) -> Self {
        Decoding::new(inner, if big_end_first { UTF_16BE } else { UTF_16LE })
    }

    /// Reads any encoding; the byte order mark is left out.
    pub(crate) fn new(inner: R, encoding: &'static Encoding) -> Self {
        Decoding {
            inner,
            decoder: encoding.new_decoder_with_bom_removal(),
            ready: Cursor::default(),
            ended: false,
        }
    }

    fn refill(&mut self) -> io::Result<()> {
        let mut units = [0; 16 << 10];
        let count = self.inner.read(&mut units)?;
        self.ended = count == 0;
        let text = self.decode(&units[..count]);
        self.ready = Cursor::new(text);
        Ok(())
    }

    fn decode(&mut self, mut units: &[u8]) -> Vec<u8> {
        let mut text = Vec::new();
        loop {
            let needed = self
                .decoder
                .max_utf8_buffer_length_without_replacement(units.len())
                .unwrap_or(64 << 10);
            let start = text.len();
            text.resize(start + needed, 0);
            let (outcome, read, written) = self.decoder.decode_to_utf8_without_replacement(
                units,
                &mut text[start..],
                self.ended,
            );
            text.truncate(start + written);
            units = &units[read..];
            match outcome {
                DecoderResult::InputEmpty => return text,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(_, _) => text.push(0xff),
            }
        }
    }
}

impl<R: Read> Read for Decoding<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = self.ready.read(buffer)?;
            if count > 0 || self.ended || buffer.is_empty() {
                return Ok(count);
            }
            self.refill()?;
        }
    }
}
