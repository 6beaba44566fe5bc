//! Reading a file: its bytes in, one raw record after another out, in bounded memory.
//!
//! The whole file is hashed in the same pass. A record above the limit is counted to its end but not kept; a
//! file that is cut gives the whole records before the cut. What is not here: what a record says (`json.rs`,
//! `plain.rs`), and which files there are (`walk.rs`).

use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::path::Path;

use super::decompress::{Decoding, Hashing, Peeked, content, gzip_begins, is_zstd};
use super::delivery::{Delivery, Halt};
use super::input::{self, Input};
use super::kind::{self, Kind, Shape};
use super::members::{Members, RECORD};
use super::walk::FileRef;
use super::warc::{self, Plain};
use super::{RawRecord, RecordFormat, SourceOptions, table, wacz, wrapped, xml};
use crate::error::Skipped;

/// How much of the content is looked at to tell what it is, in bytes.
const HEAD: u64 = 64 << 10;

/// The byte order mark of UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// The first 16 bytes of the SHA-256 of a file's bytes, as they lie on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FileDigest([u8; 16]);

impl FileDigest {
    /// Returns the bytes.
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// Makes a digest of its bytes.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        FileDigest(bytes)
    }
}

impl fmt::Display for FileDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Computes the digest of a file without looking into it.
pub fn digest(path: &Path) -> io::Result<FileDigest> {
    let mut raw = Hashing::new(File::open(path)?);
    io::copy(&mut raw, &mut io::sink())?;
    Ok(FileDigest(raw.finish()))
}

/// Reads a file and hands its records, and those that had to be skipped, to `sink` in their order.
///
/// # Errors
/// A [`Skipped`] for the file as a whole where it cannot be read, is empty or binary, or is of a kind that is
/// not read; also where `sink` broke off, because then there is no digest. Records may have been handed out.
pub fn read(
    file: &FileRef,
    options: &SourceOptions,
    sink: &mut dyn FnMut(Result<RawRecord, Skipped>) -> ControlFlow<()>,
) -> Result<FileDigest, Skipped> {
    let skip = |reason| Skipped {
        path: file.shown.clone(),
        line: None,
        reason,
    };
    let named = kind::by_name(&file.path).map_err(skip)?;
    let opened = File::open(&file.path).map_err(|error| skip(unreadable(&error)))?;
    let mut raw = BufReader::with_capacity(128 << 10, Hashing::new(opened));
    let mut delivery = Delivery::new(file, options.record_limit, sink);
    let outcome = if named == Some(Kind::Wacz) {
        zipped(&mut raw, &file.path, &mut delivery)
    } else {
        records(&mut raw, named, file, options, &mut delivery)
    };
    match outcome {
        Ok(()) => {}
        Err(Halt::Stopped) => return Err(skip("reading was stopped".to_owned())),
        Err(Halt::NotRead(reason)) => return Err(skip(reason)),
        Err(Halt::Failed(error)) => return Err(skip(unreadable(&error))),
    }
    io::copy(&mut raw, &mut io::sink()).map_err(|error| skip(unreadable(&error)))?;
    Ok(FileDigest(raw.into_inner().finish()))
}

/// Says, as a clause, that something cannot be read and why.
pub(crate) fn unreadable(error: &io::Error) -> String {
    format!("cannot be read: {}", error.kind())
}

/// Delivers the records, up to where the content is cut if it is.
fn records(
    raw: &mut BufReader<Hashing<File>>,
    named: Option<Kind>,
    file: &FileRef,
    options: &SourceOptions,
    delivery: &mut Delivery<'_>,
) -> Result<(), Halt> {
    if is_in_members(raw.fill_buf()?, named, file) {
        let outcome = warc::pages(Members::new(raw), "", &mut 0, delivery);
        return ended(outcome, true, delivery);
    }
    let (content, compressed) = content(raw)?;
    let outcome = by_kind(Peeked::new(content, HEAD), named, options, delivery);
    ended(outcome, compressed, delivery)
}

/// Whether a file is a web archive in gzip members: by its first bytes, or, as those may be the damaged ones, by
/// its name.
fn is_in_members(raw: &[u8], named: Option<Kind>, file: &FileRef) -> bool {
    let is_gz = |path: &Path| {
        path.extension()
            .is_some_and(|end| end.eq_ignore_ascii_case("gz"))
    };
    let may_be = !raw.is_empty() && !raw.starts_with(RECORD) && !is_zstd(raw);
    gzip_begins(raw, RECORD) || (named == Some(Kind::Warc) && is_gz(&file.path) && may_be)
}

/// Delivers the records of archives in a zip file, which has its table of contents at the end and so is opened
/// apart from the pass that hashes it.
fn zipped(
    raw: &mut BufReader<Hashing<File>>,
    path: &Path,
    delivery: &mut Delivery<'_>,
) -> Result<(), Halt> {
    if raw.fill_buf()?.is_empty() {
        return Err(Halt::NotRead("empty file".to_owned()));
    }
    kind::by_content(raw.buffer(), Some(Kind::Wacz)).map_err(Halt::NotRead)?;
    let outcome = wacz::pages(File::open(path)?, delivery);
    ended(outcome, false, delivery)
}

/// Delivers what is left, and says so where the content broke off.
fn ended(
    outcome: Result<(), Halt>,
    compressed: bool,
    delivery: &mut Delivery<'_>,
) -> Result<(), Halt> {
    let breaks_off = |kind| {
        matches!(
            kind,
            io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData
        )
    };
    match outcome {
        Err(Halt::Failed(error)) if compressed || breaks_off(error.kind()) => delivery.cut(&error),
        Ok(()) => delivery.end(),
        other => other,
    }
}

/// Finds out what the content is and delivers its records.
fn by_kind<R: Read>(
    mut content: Peeked<R>,
    named: Option<Kind>,
    options: &SourceOptions,
    delivery: &mut Delivery<'_>,
) -> Result<(), Halt> {
    if content.head().is_empty() {
        let failure = content.take_failure();
        return Err(failure.map_or_else(|| Halt::NotRead("empty file".to_owned()), Halt::Failed));
    }
    let kind = kind::by_content(content.head(), named).map_err(Halt::NotRead)?;
    match (kind, kind::utf16_mark(content.head())) {
        (Kind::Text, _) => whole(content, RecordFormat::Text, delivery),
        (Kind::Page, _) => whole(content, RecordFormat::Page, delivery),
        (Kind::Warc | Kind::Wacz, _) => {
            warc::pages(Plain(BufReader::new(content)), "", &mut 0, delivery)
        }
        (Kind::Xml, None) => match xml::declared(content.head()) {
            Some(declared) => xml::elements(Decoding::new(content, declared), delivery),
            None => xml::elements(content, delivery),
        },
        (other, None) => rows_or_objects(content, other, options, delivery),
        (other, Some(big_end_first)) => {
            let content = Peeked::new(Decoding::utf16(content, big_end_first), HEAD);
            match other {
                Kind::Xml => xml::elements(content, delivery),
                other => rows_or_objects(content, other, options, delivery),
            }
        }
    }
}

/// Delivers the records of a table or a JSON file.
fn rows_or_objects<R: Read>(
    mut content: Peeked<R>,
    kind: Kind,
    options: &SourceOptions,
    delivery: &mut Delivery<'_>,
) -> Result<(), Halt> {
    if content.head().starts_with(MARK) {
        content.skip(MARK.len() as u64);
    }
    match kind {
        Kind::Table => table::rows(content, options, delivery),
        json => objects(content, json, delivery),
    }
}

/// Delivers the whole content as one record.
fn whole(
    mut content: impl Read,
    format: RecordFormat,
    delivery: &mut Delivery<'_>,
) -> Result<(), Halt> {
    delivery.format = format;
    let mut bytes = Vec::new();
    content
        .by_ref()
        .take(delivery.limit as u64 + 1)
        .read_to_end(&mut bytes)?;
    let size = bytes.len() as u64;
    if size > delivery.limit as u64 {
        drop(bytes);
        let rest = io::copy(&mut content, &mut io::sink())?;
        return delivery.too_large(size + rest, None);
    }
    delivery.record(bytes, None)
}

/// Delivers the records of a JSON file.
fn objects<R: Read>(
    content: Peeked<R>,
    kind: Kind,
    delivery: &mut Delivery<'_>,
) -> Result<(), Halt> {
    let head = content.head();
    let head = head.strip_prefix(MARK).unwrap_or(head);
    let (is_wrapped, shape) = (wrapped::is_wrapped(head), kind::shape(head, kind));
    let mut input = Input::new(content, delivery.limit);
    if is_wrapped {
        return wrapped::records(&mut input, delivery);
    }
    match shape {
        Shape::Lines => lines(&mut input, delivery),
        Shape::Values => values(&mut input, delivery),
        Shape::Array => elements(&mut input, delivery),
    }
}

fn lines<R: Read>(input: &mut Input<R>, delivery: &mut Delivery<'_>) -> Result<(), Halt> {
    loop {
        let line = input.line();
        let Some(taken) = input.take_line()? else {
            return Ok(());
        };
        delivery.taken(taken, line)?;
    }
}

fn values<R: Read>(input: &mut Input<R>, delivery: &mut Delivery<'_>) -> Result<(), Halt> {
    while let Some(first) = input.next_letter(b"")? {
        let line = input.line();
        let taken = match first {
            b'{' | b'[' => input.take_value()?,
            _ => input.take_line()?.unwrap_or_default(),
        };
        delivery.taken(taken, line)?;
    }
    Ok(())
}

/// Delivers the elements of an array, from the bracket that opens it to the one that closes it, which is left.
pub(crate) fn elements<R: Read>(
    input: &mut Input<R>,
    delivery: &mut Delivery<'_>,
) -> Result<(), Halt> {
    input.next_letter(b"")?;
    input.skip(1);
    loop {
        let first = input.next_letter(b",")?.ok_or_else(input::cut)?;
        let line = input.line();
        let taken = match first {
            b']' => return Ok(()),
            b'{' | b'[' | b'"' => input.take_value()?,
            _ => input.take_scalar()?,
        };
        delivery.taken(taken, line)?;
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Write;

    use super::*;
    use crate::source::{WalkOptions, walk};

    /// Writes a file, reads it, and tells what came: records as `LINE:BYTES`, skipped ones as `LINE! REASON`.
    pub(in crate::source) fn told_with(
        name: &str,
        bytes: &[u8],
        limit: usize,
    ) -> (Vec<String>, Result<(), String>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let file = walk(&path, &WalkOptions::default())
            .unwrap()
            .next()
            .unwrap()
            .unwrap();
        let mut told = Vec::new();
        let line = |line: Option<u64>| line.map_or("-".to_owned(), |line| line.to_string());
        let options = SourceOptions {
            record_limit: limit,
            ..SourceOptions::default()
        };
        let outcome = read(&file, &options, &mut |record| {
            told.push(match record {
                Ok(record) => format!(
                    "{}:{}",
                    line(record.line),
                    String::from_utf8_lossy(&record.bytes)
                ),
                Err(skipped) => format!("{}! {}", line(skipped.line), skipped.reason),
            });
            ControlFlow::Continue(())
        });
        if let Ok(of_pass) = outcome {
            assert_eq!(of_pass, digest(&path).unwrap(), "{name}");
        }
        (told, outcome.map(drop).map_err(|skipped| skipped.reason))
    }

    fn check(name: &str, bytes: &[u8], expected: &[&str]) {
        let (told, outcome) = told_with(name, bytes, 64);
        assert_eq!(outcome, Ok(()), "{name}");
        assert_eq!(told, expected, "{name}");
    }

    fn check_unread(name: &str, bytes: &[u8], start: &str) {
        let (told, outcome) = told_with(name, bytes, 64);
        assert_eq!(told, [""; 0], "{name}");
        assert!(
            outcome
                .as_ref()
                .is_err_and(|reason| reason.starts_with(start)),
            "{name}: {outcome:?}"
        );
    }

    pub(in crate::source) fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zstandard(bytes: &[u8]) -> Vec<u8> {
        zstd::encode_all(bytes, 3).unwrap()
    }

    #[test]
    fn a_text_is_one_record() {
        check("a.txt", b"one\ntwo\n", &["-:one\ntwo\n"]);
        check("a", b"{one} two", &["-:{one} two"]);
        check("a.txt", b"\xef\xbb\xbfone", &["-:\u{feff}one"]);
    }

    #[test]
    fn a_page_is_one_record_whatever_its_name() {
        let page = b"<!DOCTYPE html>\n<p>one";
        for (name, bytes) in [
            ("a.html", page.to_vec()),
            ("a", page.to_vec()),
            ("a.txt", page.to_vec()),
            ("a.htm.gz", gzip(page)),
            ("a.zst", zstandard(page)),
        ] {
            check(name, &bytes, &["-:<!DOCTYPE html>\n<p>one"]);
        }
        check("a.html", b"<div>\xff", &["-:<div>\u{fffd}"]);
    }

    #[test]
    fn json_lines() {
        check(
            "a.jsonl",
            b"{\"a\":1}\n{\"a\":2}\n",
            &["1:{\"a\":1}", "2:{\"a\":2}"],
        );
        check(
            "a.json",
            b"{\"a\":1}\n\n{\"a\":2}",
            &["1:{\"a\":1}", "3:{\"a\":2}"],
        );
        check(
            "a",
            b"{\"a\":1}\r\n{\"a\":2}\r\n",
            &["1:{\"a\":1}\r", "2:{\"a\":2}\r"],
        );
        check(
            "a.jsonl",
            b"\xef\xbb\xbf{\"a\":1}\n{\"a\":2}",
            &["1:{\"a\":1}", "2:{\"a\":2}"],
        );
        check(
            "a.ndjson",
            b"{\"a\":1\nrubbish\n{\"a\":2}",
            &["1:{\"a\":1", "2:rubbish", "3:{\"a\":2}"],
        );
        check(
            "a.json",
            b"{\"a\":\"cut\n{\"a\":2}\n",
            &["1:{\"a\":\"cut", "2:{\"a\":2}"],
        );
    }

    #[test]
    fn the_only_record_of_a_file_has_no_line() {
        check("a.jsonl", b"{\"a\":1}\n", &["-:{\"a\":1}"]);
        check(
            "a.json",
            b"{\n \"a\": \"}\"\n}\n",
            &["-:{\n \"a\": \"}\"\n}"],
        );
        check("a.json", b"[ {\"a\":1} ]", &["-:{\"a\":1}"]);
    }

    #[test]
    fn objects_over_many_lines() {
        check(
            "a.json",
            b"{\n\"a\":1}\n{\n\"a\":2\n}\n",
            &["1:{\n\"a\":1}", "3:{\n\"a\":2\n}"],
        );
        check(
            "a.json",
            b"{\n\"a\":1}\n,rubbish\n{\"a\":2}",
            &["1:{\n\"a\":1}", "3:,rubbish", "4:{\"a\":2}"],
        );
    }

    #[test]
    fn an_array_of_records() {
        check(
            "a.json",
            b"[{\"a\":[1,2]},\n{\"a\":\"]\"}\n]\n",
            &["1:{\"a\":[1,2]}", "2:{\"a\":\"]\"}"],
        );
        check(
            "a.json",
            b"[1, \"x,y\", null,{}]",
            &["1:1", "1:\"x,y\"", "1:null", "1:{}"],
        );
        check("a.json", b"[{}}, {}]", &["1:{}", "1:}", "1:{}"]);
        check(
            "a.json",
            b"[{\"a\":1},{\"a\":",
            &["-:{\"a\":1}", "-! the file is cut after 1 whole record"],
        );
        check_unread("a.json", b"[]", "no records in it");
    }

    #[test]
    fn utf16_json() {
        let wide = |text: &str| {
            text.encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect::<Vec<_>>()
        };
        let bytes = wide("\u{feff}{\"a\":\"“\"}\n{\"a\":2}\n");
        check("a.jsonl", &bytes, &["1:{\"a\":\"“\"}", "2:{\"a\":2}"]);
        let mut broken = wide("\u{feff}{\"a\":\"");
        broken.extend([0x00, 0xd8]);
        broken.extend(wide("\"}"));
        check("a.jsonl", &broken, &["-:{\"a\":\"\u{fffd}\"}"]);
    }

    #[test]
    fn compression_is_told_by_content() {
        let (one, two) = (b"{\"a\":1}\n", b"{\"a\":2}\n");
        let both = ["1:{\"a\":1}", "2:{\"a\":2}"];
        check("a.jsonl.gz", &[gzip(one), gzip(two)].concat(), &both);
        check(
            "a.jsonl.zst",
            &[zstandard(one), zstandard(two)].concat(),
            &both,
        );
        check("a.jsonl", &gzip(&[*one, *two].concat()), &both);
        check("a.jsonl.gz", &[*one, *two].concat(), &both);
        check("a.txt.gz", &gzip(b"text"), &["-:text"]);
    }

    #[test]
    fn long_windows_of_zstd_are_read() {
        let mut encoder = zstd::Encoder::new(Vec::new(), 1).unwrap();
        encoder.long_distance_matching(true).unwrap();
        encoder.window_log(30).unwrap();
        encoder.write_all(b"{\"a\":1}\n").unwrap();
        check("a.jsonl.zst", &encoder.finish().unwrap(), &["-:{\"a\":1}"]);
    }

    /// Lines that do not compress, so that a cut leaves some of them whole.
    fn many_lines() -> String {
        let words = (0u64..20_000).map(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        words
            .map(|word| format!("{{\"a\":\"{word:x}\"}}\n"))
            .collect()
    }

    #[test]
    fn of_a_cut_file_the_whole_records_are_read() {
        let lines = many_lines();
        for (name, packed) in [
            ("a.jsonl.gz", gzip(lines.as_bytes())),
            ("a.jsonl.zst", zstandard(lines.as_bytes())),
        ] {
            let (told, outcome) = told_with(name, &packed[..packed.len() - 9], 64);
            assert_eq!(outcome, Ok(()));
            let (last, records) = told.split_last().unwrap();
            assert!(records.len() > 10, "{name}: {}", records.len());
            assert_eq!(
                last,
                &format!("-! the file is cut after {} whole records", records.len()),
                "{name}"
            );
            for (record, line) in records.iter().zip(lines.lines()) {
                assert!(record.ends_with(&format!(":{line}")), "{record}");
            }
        }
        check(
            "a.txt.gz",
            &gzip(b"text that is not whole")[..20],
            &["-! the file is cut after 0 whole records"],
        );
        check(
            "a.jsonl.gz",
            &gzip(b"{}")[..3],
            &["-! the file is cut after 0 whole records"],
        );
    }

    #[test]
    fn a_damaged_file_is_told_from_a_cut_one() {
        let mut packed = gzip(many_lines().as_bytes());
        let middle = packed.len() / 2;
        packed[middle..middle + 64].fill(0xff);
        let (told, outcome) = told_with("a.jsonl.gz", &packed, 64);
        assert_eq!(outcome, Ok(()));
        assert!(
            told.last().unwrap().starts_with("-! the file is damaged ("),
            "{:?}",
            told.last()
        );
    }

    #[test]
    fn records_above_the_limit_are_counted_not_kept() {
        let long = format!("{{\"a\":\"{}\"}}", "x".repeat(992));
        let above = "the record has 1000 bytes, above the limit of 64";
        check(
            "a.jsonl",
            format!("{{}}\n{long}\n{{}}\n").as_bytes(),
            &["1:{}", &format!("2! {above}"), "3:{}"],
        );
        check(
            "a.json",
            format!("[{{}},\n{long},{{}}]").as_bytes(),
            &["1:{}", &format!("2! {above}"), "2:{}"],
        );
        check("a.jsonl", long.as_bytes(), &[&format!("-! {above}")]);
        check(
            "a.txt",
            "x".repeat(1000).as_bytes(),
            &[&format!("-! {above}")],
        );
        check(
            "a.txt",
            "x".repeat(64).as_bytes(),
            &[&format!("-:{}", "x".repeat(64))],
        );
        check(
            "a.txt.zst",
            &zstandard(&[b'x'; 100_000]),
            &["-! the record has 100000 bytes, above the limit of 64"],
        );
    }

    #[test]
    fn files_that_are_not_read() {
        check_unread("a.txt", b"", "empty file");
        check_unread("a.jsonl.gz", &gzip(b""), "empty file");
        check_unread("a.jsonl", b"\n \n", "no records in it");
        check_unread("a.txt", b"GIF89a\0\0", "binary file");
        check_unread("a.txt.gz", &gzip(b"a\0b"), "binary file");
    }

    #[test]
    fn the_title_and_url_of_a_sidecar_are_one_articles() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(
            folder.path().join("a.meta.toml"),
            "url = \"https://a.example/1\"\noutlet = \"Dawn\"",
        )
        .unwrap();
        for (lines, urls) in [
            ("{\"text\":\"X\"}", vec![true]),
            ("{\"text\":\"X\"}\n{\"text\":\"Y\"}\n", vec![false, false]),
        ] {
            let path = folder.path().join("a.jsonl");
            std::fs::write(&path, lines).unwrap();
            let file = walk(&path, &WalkOptions::default())
                .unwrap()
                .next()
                .unwrap()
                .unwrap();
            let (mut found, mut skipped, options) = (Vec::new(), 0, SourceOptions::default());
            read(&file, &options, &mut |record| {
                match record {
                    Ok(record) => found.push(record.parse(&options).unwrap().metadata),
                    Err(_) => skipped += 1,
                }
                ControlFlow::Continue(())
            })
            .unwrap();
            assert_eq!(
                found
                    .iter()
                    .map(|metadata| metadata.url.is_some())
                    .collect::<Vec<_>>(),
                urls
            );
            assert!(found.iter().all(|metadata| metadata.outlet.is_some()));
            assert_eq!(skipped, usize::from(urls.len() > 1));
        }
    }

    #[test]
    fn a_sink_can_break_off() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jsonl");
        std::fs::write(&path, "{}\n{}\n{}\n").unwrap();
        let file = walk(&path, &WalkOptions::default())
            .unwrap()
            .next()
            .unwrap()
            .unwrap();
        let mut count = 0;
        let outcome = read(&file, &SourceOptions::default(), &mut |_| {
            count += 1;
            ControlFlow::Break(())
        });
        assert_eq!(
            (count, outcome.unwrap_err().reason.as_str()),
            (1, "reading was stopped")
        );
    }
}
