//! A gzip file as its members, and reading on behind a damaged one.
//!
//! Compressed bytes in; the content of one member after another out, as one stream. A web archive has a member
//! for each record, so a member that does not check out costs one record: it is reported once, as a [`Damage`],
//! and the stream goes on at the next gzip header under which a record begins. What is not here: the records
//! (`warc.rs`).

use std::error::Error;
use std::fmt;
use std::io::{self, BufRead, Read};

use flate2::{Crc, Decompress, FlushDecompress, Status};
use memchr::memmem;

/// The first bytes of every gzip header that is in use.
const MAGIC: &[u8] = b"\x1f\x8b\x08";

/// What every record of a web archive begins with.
pub(crate) const RECORD: &[u8] = b"WARC/";

/// How much of a long member is kept, in compressed bytes, to be searched again if it turns out to be damaged.
const KEPT: usize = 16 << 20;

const STEP: usize = 128 << 10;

/// How long a header may be: its extra bytes, and the name and the comment, which nothing but a zero ends.
const LONGEST_HEADER: usize = 128 << 10;

/// A member that does not check out, in bytes of the compressed file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Damage {
    /// Where it begins.
    pub(crate) at: u64,
    /// Where reading goes on; `None` where nothing readable follows.
    pub(crate) next: Option<u64>,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "damaged at byte {}: ", self.at)?;
        match self.next {
            Some(next) => write!(f, "left out up to byte {next}"),
            None => f.write_str("left out up to the end"),
        }
    }
}

impl Error for Damage {}

/// Returns the damage that an error stands for, if it stands for one that can be read on behind.
pub(crate) fn damage(error: &io::Error) -> Option<Damage> {
    error.get_ref()?.downcast_ref::<Damage>().copied()
}

/// Reads the content of the members.
pub(crate) struct Members<R> {
    raw: Window<R>,
    inflate: Decompress,
    sum: Crc,
    ready: Box<[u8]>,
    unread: std::ops::Range<usize>,
    member: u64,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Between,
    Within,
    Ended,
}

/// Why a member cannot be read to its end.
#[derive(Clone, Copy)]
enum Fault {
    Cut,
    Damaged,
}

impl<R: Read> Members<R> {
    /// Reads from the first member on.
    pub(crate) fn new(raw: R) -> Self {
        Members {
            raw: Window::new(raw),
            inflate: Decompress::new(false),
            sum: Crc::new(),
            ready: vec![0; STEP].into_boxed_slice(),
            unread: 0..0,
            member: 0,
            state: State::Between,
        }
    }

    /// Returns where the member begins that the last bytes came from, in bytes of the file.
    pub(crate) fn member(&self) -> u64 {
        self.member
    }

    fn begin(&mut self) -> io::Result<()> {
        self.raw.forget(0);
        if !self.raw.skip_zeros()? {
            self.state = State::Ended;
            return Ok(());
        }
        self.member = self.raw.offset();
        match self.raw.header()? {
            Header::Whole(length) => {
                self.raw.at += length;
                self.inflate.reset(false);
                self.sum.reset();
                self.state = State::Within;
                Ok(())
            }
            Header::Short => self.lost(Fault::Cut),
            Header::Other => self.lost(Fault::Damaged),
        }
    }

    fn go_on(&mut self) -> io::Result<()> {
        if !self.raw.fill(1)? {
            return self.lost(Fault::Cut);
        }
        let (before_in, before_out) = (self.inflate.total_in(), self.inflate.total_out());
        let status =
            self.inflate
                .decompress(self.raw.unread(), &mut self.ready, FlushDecompress::None);
        let Ok(status) = status else {
            return self.lost(Fault::Damaged);
        };
        let used = count(self.inflate.total_in() - before_in);
        let made = count(self.inflate.total_out() - before_out);
        self.raw.at += used;
        self.raw.forget(KEPT);
        self.sum.update(&self.ready[..made]);
        self.unread = 0..made;
        match status {
            Status::StreamEnd => self.check(),
            _ if used == 0 && made == 0 => self.more(),
            _ => Ok(()),
        }
    }

    /// Gets more bytes where those at hand are too few to go on with.
    fn more(&mut self) -> io::Result<()> {
        let wanted = self.raw.unread().len() + 1;
        if self.raw.fill(wanted)? {
            return Ok(());
        }
        self.lost(Fault::Cut)
    }

    /// Compares the check sum and the length that end a member.
    fn check(&mut self) -> io::Result<()> {
        if !self.raw.fill(8)? {
            return self.lost(Fault::Cut);
        }
        let trailer = [
            self.sum.sum().to_le_bytes(),
            self.sum.amount().to_le_bytes(),
        ]
        .concat();
        if !self.raw.unread().starts_with(&trailer) {
            return self.lost(Fault::Damaged);
        }
        self.raw.at += trailer.len();
        self.state = State::Between;
        Ok(())
    }

    /// Gives the member up and looks for another. Damaged bytes can decompress into something for long, over
    /// the next members as well, so the search begins where the member did.
    fn lost(&mut self, fault: Fault) -> io::Result<()> {
        self.unread = 0..0;
        let at = self.member;
        if self.raw.seek_record(at + 1)? {
            self.state = State::Between;
            let next = Some(self.raw.offset());
            return Err(invalid(Damage { at, next }));
        }
        self.state = State::Ended;
        Err(match fault {
            Fault::Cut => io::Error::from(io::ErrorKind::UnexpectedEof),
            Fault::Damaged => invalid(Damage { at, next: None }),
        })
    }
}

fn invalid(damage: Damage) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, damage)
}

fn count(bytes: u64) -> usize {
    usize::try_from(bytes).expect("no more than a buffer holds")
}

impl<R: Read> BufRead for Members<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.unread.is_empty() {
            match self.state {
                State::Between => self.begin()?,
                State::Within => self.go_on()?,
                State::Ended => break,
            }
        }
        Ok(&self.ready[self.unread.clone()])
    }

    fn consume(&mut self, count: usize) {
        self.unread.start += count;
    }
}

impl<R: Read> Read for Members<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

/// The compressed bytes around the place that is read.
struct Window<R> {
    reader: R,
    bytes: Vec<u8>,
    /// The place that is read, in `bytes`.
    at: usize,
    /// Where `bytes` begins in the file.
    start: u64,
}

enum Header {
    /// A header of that many bytes.
    Whole(usize),
    /// The file ends within it.
    Short,
    /// Something else.
    Other,
}

impl<R: Read> Window<R> {
    fn new(reader: R) -> Self {
        Window {
            reader,
            bytes: Vec::new(),
            at: 0,
            start: 0,
        }
    }

    fn offset(&self) -> u64 {
        self.start + self.at as u64
    }

    fn unread(&self) -> &[u8] {
        &self.bytes[self.at..]
    }

    /// Reads until at least so many bytes are unread; returns whether there are.
    fn fill(&mut self, wanted: usize) -> io::Result<bool> {
        while self.unread().len() < wanted {
            let length = self.bytes.len();
            self.bytes.resize(length + STEP, 0);
            let read = loop {
                match self.reader.read(&mut self.bytes[length..]) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    read => break read,
                }
            };
            self.bytes.truncate(length + *read.as_ref().unwrap_or(&0));
            if read? == 0 {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Drops bytes that were read, once they are more than `kept` by enough to be worth the move.
    fn forget(&mut self, kept: usize) {
        if self.at > kept + STEP {
            let dropped = self.at - kept / 2;
            self.bytes.drain(..dropped);
            self.at -= dropped;
            self.start += dropped as u64;
        }
    }

    /// Passes over the zeros that some storage ends files with; returns whether anything follows.
    fn skip_zeros(&mut self) -> io::Result<bool> {
        while self.fill(1)? {
            let zeros = self.unread().iter().take_while(|byte| **byte == 0).count();
            self.at += zeros;
            if !self.unread().is_empty() {
                return Ok(true);
            }
            self.forget(0);
        }
        Ok(false)
    }

    /// Measures the header that begins here.
    fn header(&mut self) -> io::Result<Header> {
        let mut wanted = 32;
        loop {
            let enough = self.fill(wanted)?;
            match header(self.unread()) {
                Header::Short if wanted > LONGEST_HEADER => return Ok(Header::Other),
                Header::Short if enough => wanted *= 2,
                measured => return Ok(measured),
            }
        }
    }

    /// Goes to the next header, at or after `from`, under which a record begins; returns whether there is one.
    fn seek_record(&mut self, from: u64) -> io::Result<bool> {
        let from = usize::try_from(from.saturating_sub(self.start)).unwrap_or(usize::MAX);
        self.at = from.min(self.bytes.len());
        loop {
            let more = self.fill(STEP)?;
            match memmem::find(self.unread(), MAGIC) {
                Some(place) => {
                    self.at += place;
                    if self.begins_record()? {
                        return Ok(true);
                    }
                    self.at += 1;
                }
                None if !more => return Ok(false),
                None => self.at += self.unread().len() - (MAGIC.len() - 1),
            }
            self.forget(0);
        }
    }

    fn begins_record(&mut self) -> io::Result<bool> {
        let Header::Whole(length) = self.header()? else {
            return Ok(false);
        };
        self.fill(length + (4 << 10))?;
        let mut first = [0; RECORD.len()];
        let packed = &self.unread()[length..];
        let outcome = Decompress::new(false).decompress(packed, &mut first, FlushDecompress::None);
        Ok(outcome.is_ok() && first == RECORD)
    }
}

/// Measures a gzip header, as RFC 1952 lays it out.
fn header(bytes: &[u8]) -> Header {
    const FIXED: usize = 10;
    if !MAGIC.starts_with(&bytes[..bytes.len().min(MAGIC.len())]) {
        return Header::Other;
    }
    let Some(flags) = bytes.get(..FIXED).map(|fixed| fixed[3]) else {
        return Header::Short;
    };
    if flags & 0xe0 != 0 {
        return Header::Other;
    }
    match variable(bytes, flags) {
        Some(length) if length > LONGEST_HEADER => Header::Other,
        Some(length) => Header::Whole(length),
        None => Header::Short,
    }
}

/// Returns where the parts end that the flags announce: extra bytes, a name, a comment, a check sum.
fn variable(bytes: &[u8], flags: u8) -> Option<usize> {
    let mut end = 10;
    if flags & 4 != 0 {
        let length = bytes.get(end..end + 2)?;
        end += 2 + usize::from(u16::from_le_bytes([length[0], length[1]]));
    }
    for flag in [8, 16] {
        if flags & flag != 0 {
            end += memchr::memchr(0, bytes.get(end..)?)? + 1;
        }
    }
    if flags & 2 != 0 {
        end += 2;
    }
    (end <= bytes.len()).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reader that counts what is taken from it.
    struct Counted<'c>(io::Repeat, &'c std::cell::Cell<usize>);

    impl Read for Counted<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.1.set(self.1.get() + buffer.len());
            self.0.read(buffer)
        }
    }

    fn check(flags: u8, name: usize, expected: bool) {
        let head = [MAGIC, &[flags, 0, 0, 0, 0, 0, 255], &vec![b'x'; name], &[0]].concat();
        let is_whole = matches!(header(&head), Header::Whole(length) if length == head.len());
        assert_eq!(is_whole, expected, "{flags} {name}");
    }

    #[test]
    fn names_and_comments_have_an_end() {
        check(8, 10, true);
        check(16, 10, true);
        check(8, LONGEST_HEADER, false);
    }

    #[test]
    fn a_name_without_an_end_is_not_read_to_the_end_of_the_file() {
        let head = [MAGIC, &[8, 0, 0, 0, 0, 0, 255]].concat();
        let count = std::cell::Cell::new(0);
        let mut window = Window::new(head.as_slice().chain(Counted(io::repeat(b'x'), &count)));
        assert!(matches!(window.header().unwrap(), Header::Other));
        assert!(count.get() <= 4 * LONGEST_HEADER, "{}", count.get());
    }
}
