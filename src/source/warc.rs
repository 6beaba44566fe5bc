//! Web archives: the pages among the records of a WARC file.
//!
//! A stream in; pages with their address, charset and day of fetching out. Handed out are `response` records that
//! answer 200 with HTML, and `resource` records of HTML; records of other kinds hold no article and are passed
//! over. A page that the archive does not hold as a whole is named and left out. What is not here: the members of a compressed archive (`members.rs`), and HTTP (`http.rs`).

use std::io::{self, BufRead, Read};
use std::str;

use jiff::civil::Date;
use memchr::memchr;

use super::Origin;
use super::delivery::{Delivery, Halt};
use super::http::{self, Media};
use super::input::cut;
use super::members::{Members, RECORD, damage};

/// The longest head of a record or of an answer within it, in bytes.
const HEAD: usize = 64 << 10;

/// A stream of records.
pub(crate) trait Stream: BufRead {
    /// Whether bytes that were given out can turn out to be damaged at the end of the part they came in.
    const CHECKED: bool;

    /// Returns where the part begins that the last bytes came in.
    fn part(&self) -> u64;
}

impl<R: Read> Stream for Members<R> {
    const CHECKED: bool = true;

    fn part(&self) -> u64 {
        self.member()
    }
}

/// A stream that is no gzip file: not compressed, or by other means.
pub(crate) struct Plain<R>(pub(crate) R);

impl<R: BufRead> Read for Plain<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl<R: BufRead> BufRead for Plain<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.0.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.0.consume(count);
    }
}

impl<R: BufRead> Stream for Plain<R> {
    const CHECKED: bool = false;

    fn part(&self) -> u64 {
        0
    }
}

/// A page that waits until the part it came in is known to be whole.
struct Held {
    page: Page,
    part: u64,
    record: u64,
}

/// What a record gives.
enum Page {
    Whole(Vec<u8>, Origin),
    TooLarge(u64),
    Broken(String),
}

/// Delivers the pages of an archive. `record` counts its records of every kind, and goes on from where it is;
/// `name` is put before what is said of damage, for an archive that lies within another file.
pub(crate) fn pages<S: Stream>(
    stream: S,
    name: &str,
    record: &mut u64,
    delivery: &mut Delivery<'_>,
) -> Result<(), Halt> {
    let mut records = Records {
        stream,
        record,
        limit: delivery.limit,
    };
    let mut held = None;
    loop {
        let before = *records.record;
        let outcome = records.next();
        let mut lost = *records.record - before;
        if let Some(held) = held.take() {
            if records.is_safe(&held, &outcome) {
                deliver(held, delivery)?;
            } else {
                lost += 1;
            }
        }
        match outcome {
            Ok(Next::Page(page)) => held = Some(page),
            Ok(Next::Other) => {}
            Ok(Next::Malformed(reason)) => {
                delivery.skip(*records.record, format!("{name}{reason}"))?;
            }
            Ok(Next::End) => return Ok(()),
            Err(error) => match damage(&error) {
                Some(damage) => {
                    // Damage before a record's first line is a record as well.
                    *records.record += u64::from(lost == 0);
                    delivery.skip(*records.record, format!("{name}{damage}"))?;
                }
                None => return Err(Halt::Failed(error)),
            },
        }
    }
}

fn deliver(held: Held, delivery: &mut Delivery<'_>) -> Result<(), Halt> {
    let line = Some(held.record);
    match held.page {
        Page::Whole(bytes, _) if bytes.trim_ascii_start().is_empty() => Ok(()),
        Page::Whole(bytes, origin) if bytes.len() <= delivery.limit => {
            delivery.page(bytes, line, origin)
        }
        Page::Whole(bytes, _) => delivery.too_large(bytes.len() as u64, line),
        Page::TooLarge(size) => delivery.too_large(size, line),
        Page::Broken(reason) => delivery.skip(held.record, reason),
    }
}

enum Next {
    Page(Held),
    /// A record that is no page.
    Other,
    /// Something that is no record, or not a whole one.
    Malformed(String),
    End,
}

struct Records<'r, S> {
    stream: S,
    record: &'r mut u64,
    limit: usize,
}

impl<S: Stream> Records<'_, S> {
    /// Whether a page is whole, by what reading on behind it came to. Reading on ends the page's member and so
    /// checks it, unless the page shares a long member with the record that follows.
    fn is_safe(&self, held: &Held, outcome: &io::Result<Next>) -> bool {
        !S::CHECKED || outcome.is_ok() || held.part < self.stream.part()
    }

    /// Reads the next record.
    fn next(&mut self) -> io::Result<Next> {
        let Some(first) = self.first_line()? else {
            return Ok(Next::End);
        };
        *self.record += 1;
        if !first.starts_with(RECORD) {
            return self.pass_rubbish();
        }
        let Some(head) = self.head()? else {
            return Ok(Next::Malformed(
                "a record whose head does not end is left out".to_owned(),
            ));
        };
        let Some(length) = head.length else {
            return Ok(Next::Malformed(
                "a record without a length is left out".to_owned(),
            ));
        };
        self.block(&head, length)
    }

    /// Returns the first line that is not blank; `None` at the end.
    fn first_line(&mut self) -> io::Result<Option<Vec<u8>>> {
        loop {
            let line = self.line()?;
            if line.is_empty() {
                return Ok(None);
            }
            if !line.trim_ascii().is_empty() {
                return Ok(Some(line));
            }
        }
    }

    /// Passes over what is no record, up to the line before the next one.
    fn pass_rubbish(&mut self) -> io::Result<Next> {
        loop {
            let ahead = self.stream.fill_buf()?;
            if ahead.is_empty() || RECORD.starts_with(&ahead[..ahead.len().min(RECORD.len())]) {
                return Ok(Next::Malformed("what stands here is no record".to_owned()));
            }
            self.line()?;
        }
    }

    /// Takes a line with its end, or as much of it as a head may have.
    fn line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        loop {
            let ahead = self.stream.fill_buf()?;
            let end = memchr(b'\n', ahead).map(|place| place + 1);
            let count = end.unwrap_or(ahead.len()).min(HEAD - line.len());
            line.extend_from_slice(&ahead[..count]);
            self.stream.consume(count);
            if end.is_some() || count == 0 || line.len() == HEAD {
                return Ok(line);
            }
        }
    }

    /// Reads the head behind its first line; `None` where it is longer than any.
    fn head(&mut self) -> io::Result<Option<Head>> {
        let (mut head, mut read) = (Head::default(), 0);
        loop {
            let line = self.line()?;
            if line.is_empty() {
                return Err(cut());
            }
            read += line.len();
            if line.trim_ascii().is_empty() {
                return Ok(Some(head));
            }
            if read >= HEAD {
                return Ok(None);
            }
            head.note(&line);
        }
    }

    /// Reads the block of a record, and makes a page of it if it holds one.
    fn block(&mut self, head: &Head, length: u64) -> io::Result<Next> {
        let part = self.stream.part();
        let mut bytes = Vec::new();
        let begin = length.min(HEAD as u64);
        if head.segment > 1 {
            let passed = self.pass(length, part)?;
            return Ok(match passed {
                Next::Other => Next::Malformed(head.goes_on()),
                broken => broken,
            });
        }
        if !head.may_be_page() {
            return self.pass(length, part);
        }
        if let Some(broken) = self.take(begin, part, &mut bytes)? {
            return Ok(broken);
        }
        let rest = length - begin;
        let Some(found) = Found::of(head, &bytes) else {
            return self.pass(rest, part);
        };
        let page = if let Some(reason) = head.cut() {
            if let Next::Malformed(reason) = self.pass(rest, part)? {
                return Ok(Next::Malformed(reason));
            }
            Page::Broken(found.left_out(&reason))
        } else if length > self.limit as u64 {
            if let Next::Malformed(reason) = self.pass(rest, part)? {
                return Ok(Next::Malformed(reason));
            }
            Page::TooLarge(length)
        } else {
            if let Some(broken) = self.take(rest, part, &mut bytes)? {
                return Ok(broken);
            }
            found.page(bytes, self.limit)
        };
        let (part, record) = (self.stream.part(), *self.record);
        Ok(Next::Page(Held { page, part, record }))
    }

    /// Takes bytes of a block; tells if the block is broken off by the next record.
    fn take(&mut self, mut count: u64, part: u64, into: &mut Vec<u8>) -> io::Result<Option<Next>> {
        while count > 0 {
            let is_next = self.stream.fill_buf()?.starts_with(RECORD);
            if is_next && self.stream.part() != part {
                return Ok(Some(short()));
            }
            let ahead = self.stream.fill_buf()?;
            if ahead.is_empty() {
                return Err(cut());
            }
            let taken = ahead
                .len()
                .min(usize::try_from(count).unwrap_or(usize::MAX));
            into.extend_from_slice(&ahead[..taken]);
            self.stream.consume(taken);
            count -= taken as u64;
        }
        Ok(None)
    }

    /// Passes over bytes of a block.
    fn pass(&mut self, mut count: u64, part: u64) -> io::Result<Next> {
        let mut passed = Vec::new();
        while count > 0 {
            let step = count.min(HEAD as u64);
            if let Some(broken) = self.take(step, part, &mut passed)? {
                return Ok(broken);
            }
            passed.clear();
            count -= step;
        }
        Ok(Next::Other)
    }
}

fn short() -> Next {
    Next::Malformed("the record is shorter than it says, and is left out".to_owned())
}

/// What the head of a record says.
#[derive(Default)]
struct Head {
    kind: String,
    media: Media,
    length: Option<u64>,
    url: Option<String>,
    fetched: Option<Date>,
    /// Why the block is not whole, as written; empty where it is.
    truncated: String,
    /// Which part of a record this is that was written as several; 0 where it is whole.
    segment: u64,
}

impl Head {
    fn note(&mut self, line: &[u8]) {
        let line = String::from_utf8_lossy(line);
        let Some((name, value)) = line.split_once(':') else {
            return;
        };
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "warc-type" => self.kind = value.to_ascii_lowercase(),
            "content-type" => self.media = Media::parse(value),
            "content-length" => self.length = value.parse().ok(),
            // Some tools put the address in the brackets that the grammar of WARC 1.0 shows.
            "warc-target-uri" => self.url = Some(value.trim_matches(['<', '>']).to_owned()),
            "warc-truncated" => self.truncated = value.to_owned(),
            "warc-segment-number" => self.segment = value.parse().unwrap_or(0),
            "warc-date" => self.fetched = value.get(..10).and_then(|day| day.parse().ok()),
            _ => {}
        }
    }

    /// Why no article is made of a page: of one that is cut the archive does not hold all that was printed.
    fn cut(&self) -> Option<String> {
        match (self.truncated.as_str(), self.segment) {
            ("", 0) => None,
            ("", _) => Some("the archive holds it in segments, which are not joined".to_owned()),
            (why, _) => Some(format!(
                "the archive holds its beginning only (WARC-Truncated: {why})"
            )),
        }
    }

    fn goes_on(&self) -> String {
        let of = self.url.as_deref().unwrap_or("another record");
        format!(
            "segment {} of {of} is left out: segments are not joined",
            self.segment
        )
    }

    fn may_be_page(&self) -> bool {
        match self.kind.as_str() {
            "response" => matches!(self.media.name.as_str(), "application/http" | ""),
            "resource" => self.media.is_page(b""),
            _ => false,
        }
    }

    fn origin(&self, charset: Option<String>) -> Origin {
        Origin {
            url: self.url.clone(),
            charset,
            fetched: self.fetched,
            ..Origin::default()
        }
    }
}

/// A page that a block begins as.
struct Found {
    answer: Option<http::Head>,
    origin: Origin,
}

impl Found {
    fn of(head: &Head, block: &[u8]) -> Option<Self> {
        if head.kind == "resource" {
            let origin = head.origin(head.media.charset.clone());
            return Some(Found {
                answer: None,
                origin,
            });
        }
        let answer = http::head(block)?;
        let is_page = answer.status == 200 && answer.media.is_page(&block[answer.length..]);
        let origin = head.origin(answer.media.charset.clone());
        is_page.then_some(Found {
            answer: Some(answer),
            origin,
        })
    }

    fn page(self, block: Vec<u8>, limit: usize) -> Page {
        let payload = match self.answer {
            None => Ok(block),
            Some(answer) => answer.payload(block, limit),
        };
        match payload {
            Ok(payload) => Page::Whole(payload, self.origin),
            Err(reason) => Page::Broken(left_out(&self.origin, &reason)),
        }
    }

    fn left_out(&self, reason: &str) -> String {
        left_out(&self.origin, reason)
    }
}

fn left_out(origin: &Origin, reason: &str) -> String {
    match &origin.url {
        Some(url) => format!("the page {url} is left out: {reason}"),
        None => format!("the page is left out: {reason}"),
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use flate2::Compression;
    use proptest::prelude::*;

    use super::super::read::tests::{gzip, told_with};
    use super::super::{RawRecord, SourceOptions, WalkOptions, read, walk};
    use super::*;

    fn record(kind: &str, headers: &str, block: &[u8]) -> Vec<u8> {
        let length = block.len();
        let head = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: 2025-11-01T23:30:00Z\r\n{headers}Content-Length: {length}\r\n\r\n"
        );
        [head.as_bytes(), block, b"\r\n\r\n"].concat()
    }

    fn response(number: usize, http: &str, payload: &[u8]) -> Vec<u8> {
        let headers = format!(
            "WARC-Target-URI: https://a.example/{number}\r\nContent-Type: application/http; msgtype=response\r\n"
        );
        record(
            "response",
            &headers,
            &[http.as_bytes(), b"\r\n\r\n", payload].concat(),
        )
    }

    fn page(number: usize, text: &str) -> Vec<u8> {
        let http = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8";
        response(number, http, text.as_bytes())
    }

    /// Texts that do not compress, and so fill their members with bytes that can be damaged.
    fn texts(count: u64) -> Vec<String> {
        let word = |place: u64| format!("{:x} ", (place + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        (0..count)
            .map(|text| {
                format!(
                    "<p>{text} {}",
                    (0..40)
                        .map(|place| word(text * 40 + place))
                        .collect::<String>()
                )
            })
            .collect()
    }

    fn told(name: &str, bytes: &[u8]) -> Vec<String> {
        let (told, outcome) = told_with(name, bytes, 4 << 10);
        assert_eq!(outcome, Ok(()), "{name}");
        told
    }

    #[test]
    fn pages_that_are_not_whole_are_named_and_left_out() {
        let html = b"<p>one";
        let resource = |number: usize, header: &str| {
            let headers = format!(
                "WARC-Target-URI: https://a.example/{number}\r\nContent-Type: text/html\r\n{header}\r\n"
            );
            record("resource", &headers, html)
        };
        let records = [
            resource(1, "WARC-Truncated: length"),
            resource(2, "WARC-Segment-Number: 1"),
            resource(2, "WARC-Segment-Number: 2"),
            record("continuation", "WARC-Segment-Number: 3\r\n", html),
            record(
                "response",
                "Content-Type: image/png\r\nWARC-Truncated: time\r\n",
                html,
            ),
            resource(3, "X: y"),
        ];
        let expected = [
            "1! the page https://a.example/1 is left out: the archive holds its beginning only (WARC-Truncated: length)",
            "2! the page https://a.example/2 is left out: the archive holds it in segments, which are not joined",
            "3! segment 2 of https://a.example/2 is left out: segments are not joined",
            "4! segment 3 of another record is left out: segments are not joined",
            "6:<p>one",
        ];
        assert_eq!(told("a.warc", &records.concat()), expected);
        let by_member: Vec<u8> = records.iter().flat_map(|record| gzip(record)).collect();
        assert_eq!(told("a.warc.gz", &by_member), expected);
    }

    #[test]
    fn pages_among_other_records() {
        let html = "HTTP/1.1 200 OK\r\nContent-Type: text/html";
        let records = [
            record(
                "warcinfo",
                "Content-Type: application/warc-fields\r\n",
                b"software: x\r\n",
            ),
            record(
                "request",
                "Content-Type: application/http\r\n",
                b"GET / HTTP/1.1\r\n\r\n",
            ),
            page(1, "<p>one"),
            response(
                2,
                "HTTP/1.1 404 Not Found\r\nContent-Type: text/html",
                b"<p>gone",
            ),
            response(3, "HTTP/1.1 200 OK\r\nContent-Type: image/png", b"\x89PNG"),
            response(4, "HTTP/1.1 200 OK\r\nX: y", b"\n<!DOCTYPE html><p>four"),
            response(5, "HTTP/1.1 200 OK\r\nX: y", b"body {}"),
            response(
                6,
                &format!("{html}\r\nTransfer-Encoding: chunked"),
                b"5\r\n<p>si\r\n1\r\nx\r\n0\r\n\r\n",
            ),
            response(
                7,
                &format!("{html}\r\nContent-Encoding: gzip"),
                &gzip(b"<p>seven"),
            ),
            response(8, html, b" \n"),
            record(
                "resource",
                "WARC-Target-URI: <https://a.example/9>\r\nContent-Type: text/html\r\n",
                b"<p>nine",
            ),
            response(10, html, "x".repeat(8 << 10).as_bytes()),
            response(
                11,
                &format!("{html}\r\nContent-Encoding: gzip"),
                &gzip(b"<p>eleven")[..20],
            ),
            record(
                "revisit",
                "Content-Type: application/http\r\n",
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
            ),
        ];
        let expected = [
            "3:<p>one",
            "6:\n<!DOCTYPE html><p>four",
            "8:<p>six",
            "9:<p>seven",
            "11:<p>nine",
            "12! the record has 8236 bytes, above the limit of 4096",
            "13! the page https://a.example/11 is left out: its gzip payload is damaged (",
        ];
        let by_member: Vec<u8> = records.iter().flat_map(|record| gzip(record)).collect();
        for (name, bytes) in [
            ("a.warc", records.concat()),
            ("a.warc.gz", by_member.clone()),
            ("a", by_member),
            ("a.warc.gz", gzip(&records.concat())),
            (
                "a.warc.zst",
                zstd::encode_all(&records.concat()[..], 3).unwrap(),
            ),
        ] {
            let told = told(name, &bytes);
            assert_eq!(told.len(), expected.len(), "{name}: {told:?}");
            for (told, expected) in told.iter().zip(expected) {
                assert!(told.starts_with(expected), "{name}: {told}");
            }
        }
    }

    fn records_of(bytes: &[u8]) -> Vec<RawRecord> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.warc");
        std::fs::write(&path, bytes).unwrap();
        let file = walk(&path, &WalkOptions::default())
            .unwrap()
            .next()
            .unwrap()
            .unwrap();
        let mut records = Vec::new();
        read(&file, &SourceOptions::default(), &mut |record| {
            records.extend(record);
            ControlFlow::Continue(())
        })
        .unwrap();
        records
    }

    #[test]
    fn a_page_knows_where_it_comes_from() {
        let records = records_of(&page(1, "<p>one"));
        let expected = Origin {
            url: Some("https://a.example/1".to_owned()),
            charset: Some("utf-8".to_owned()),
            fetched: Some(jiff::civil::date(2025, 11, 1)),
            feed: None,
        };
        assert_eq!(records.len(), 1);
        assert_eq!(records[0].origin, expected);
    }

    #[test]
    fn what_is_no_record_is_passed_over_and_said() {
        let rubbish = b"HTTP/1.1 200 OK\r\n\r\nrubbish\r\n".to_vec();
        let without_length = b"WARC/1.0\r\nWARC-Type: response\r\n\r\n".to_vec();
        let archive = [
            page(1, "<p>one"),
            rubbish,
            page(2, "<p>two"),
            without_length,
            page(3, "<p>three"),
        ];
        let expected = [
            "1:<p>one",
            "2! what stands here is no record",
            "3:<p>two",
            "4! a record without a length is left out",
            "5:<p>three",
        ];
        assert_eq!(told("a.warc", &archive.concat()), expected);
        assert_eq!(
            told("a.warc.gz", &archive.map(|record| gzip(&record)).concat()),
            expected
        );
    }

    #[test]
    fn a_record_that_is_shorter_than_it_says_takes_no_other_with_it() {
        let mut short = page(1, "<p>one");
        short.truncate(short.len() - 6);
        let archive = [gzip(&short), gzip(&page(2, "<p>two"))].concat();
        let expected = [
            "1! the record is shorter than it says, and is left out",
            "2:<p>two",
        ];
        assert_eq!(told("a.warc.gz", &archive), expected);
    }

    #[test]
    fn a_damaged_member_is_left_out_and_named() {
        let members: Vec<_> = (0..5)
            .zip(texts(5))
            .map(|(number, text)| gzip(&page(number, &text)))
            .collect();
        let mut archive = members.concat();
        let start = members[0].len() + members[1].len();
        let end = start + members[2].len();
        let middle = (start + end) / 2;
        archive[middle - 32..middle + 32].fill(0xff);
        let told = told("a.warc.gz", &archive);
        assert_eq!(told.len(), 5);
        assert_eq!(
            told[2],
            format!("3! damaged at byte {start}: left out up to byte {end}")
        );
        assert!(told[3].starts_with("4:<p>3 "), "{}", told[3]);
    }

    #[test]
    fn a_stored_member_is_checked_by_its_sum() {
        let member = |text: &str| {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), Compression::none());
            io::Write::write_all(&mut encoder, &page(1, text)).unwrap();
            encoder.finish().unwrap()
        };
        let (whole, mut damaged) = (member("<p>one"), member("<p>two"));
        let place = damaged
            .windows(3)
            .position(|bytes| bytes == b"two")
            .unwrap();
        damaged[place] = b'T';
        let told = told("a.warc.gz", &[whole.clone(), damaged, whole].concat());
        assert_eq!(told.len(), 3);
        assert!(told[1].starts_with("2! damaged at byte "), "{told:?}");
    }

    /// An archive with a member for each page, where the members end, and what is told of its pages.
    fn archive() -> (Vec<u8>, Vec<usize>, Vec<String>) {
        let texts = texts(6);
        let members: Vec<_> = (0..)
            .zip(&texts)
            .map(|(number, text)| gzip(&page(number, text)))
            .collect();
        let ends = members.iter().scan(0, |end, member| {
            *end += member.len();
            Some(*end)
        });
        (members.concat(), ends.collect(), texts)
    }

    fn text_of(told: &str) -> Option<&str> {
        let (line, text) = told.split_once(':')?;
        (line == "-" || line.parse::<u64>().is_ok()).then_some(text)
    }

    proptest! {
        #[test]
        fn damage_costs_only_the_pages_it_touches(place in 0.0..1.0f64, damage in prop::collection::vec(any::<u8>(), 1..64)) {
            let (mut bytes, ends, texts) = archive();
            let from = (place * (bytes.len() - damage.len()) as f64) as usize;
            let to = from + damage.len();
            let before = bytes.clone();
            bytes[from..to].copy_from_slice(&damage);
            let told = told("a.warc.gz", &bytes);
            let kept: Vec<_> = told.iter().filter_map(|told| text_of(told)).collect();
            let mut start = 0;
            for (end, text) in ends.iter().zip(&texts) {
                let is_touched = start < to && from < *end && bytes[start..*end] != before[start..*end];
                prop_assert!(is_touched || kept.contains(&text.as_str()), "{told:?}");
                start = *end;
            }
            prop_assert!(kept.iter().all(|kept| texts.iter().any(|text| text == kept)));
            prop_assert!(kept.len() == texts.len() || told.len() > kept.len(), "{told:?}");
        }

        #[test]
        fn of_a_cut_archive_all_but_the_cut_page_is_read(place in 0.0..1.0f64) {
            let (bytes, ends, texts) = archive();
            let length = 1 + (place * (bytes.len() - 2) as f64) as usize;
            let told = told("a.warc.gz", &bytes[..length]);
            let whole = ends.iter().filter(|end| **end <= length).count();
            let kept: Vec<_> = told.iter().filter_map(|told| text_of(told)).collect();
            prop_assert_eq!(&kept, &texts[..whole]);
            let is_cut = !ends.contains(&length);
            prop_assert_eq!(told.len() > kept.len(), is_cut);
            let said = told.last().is_some_and(|last| last.contains("! the file is cut after "));
            prop_assert_eq!(said, is_cut);
        }

        #[test]
        fn of_a_cut_plain_archive_all_but_the_cut_page_is_read(place in 0.0..1.0f64) {
            let texts = texts(3);
            let records: Vec<_> = (0..).zip(&texts).map(|(number, text)| page(number, text)).collect();
            let bytes = records.concat();
            let from = records[0].len() + 4;
            let length = from + (place * (bytes.len() - from) as f64) as usize;
            let told = told("a.warc", &bytes[..length]);
            let kept: Vec<_> = told.iter().filter_map(|told| text_of(told)).collect();
            prop_assert!(!kept.is_empty() && kept.iter().zip(&texts).all(|(kept, text)| kept == text));
            let whole = if length + 4 >= bytes.len() { 3 } else { kept.len() };
            prop_assert_eq!(kept.len(), whole);
        }

        #[test]
        fn no_bytes_can_harm(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = told_with("a.warc.gz", &[b"\x1f\x8b\x08\0\0\0\0\0\0\0", bytes.as_slice()].concat(), 64);
            let _ = told_with("a.warc", &[b"WARC/1.0\r\n", bytes.as_slice()].concat(), 64);
        }
    }
}
