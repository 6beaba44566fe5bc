//! A stored answer of a web server: its head, and its payload as the server meant it.
//!
//! Bytes of HTTP in; status, type, charset and the payload without chunks and compression out. What is not here:
//! the records such answers stand in (`warc.rs`).

use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

/// What the head of an answer says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    /// The status, such as 200.
    pub(crate) status: u16,
    /// What the payload is.
    pub(crate) media: Media,
    /// Where the payload begins, in bytes.
    pub(crate) length: usize,
    chunked: bool,
    codings: Vec<String>,
}

/// A type as servers state it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Media {
    /// The type in lower case, such as `text/html`; empty where none is stated.
    pub(crate) name: String,
    /// The charset, as written.
    pub(crate) charset: Option<String>,
}

impl Media {
    /// Reads the value of a `Content-Type` header.
    pub(crate) fn parse(value: &str) -> Self {
        let mut parts = value.split(';');
        let name = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
        let charset = parts.find_map(|part| {
            let (name, value) = part.split_once('=')?;
            let value = value.trim().trim_matches(['"', '\'']);
            (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty())
                .then(|| value.to_owned())
        });
        Media { name, charset }
    }

    /// Whether this is a page, by its type or, where none is stated, by its first bytes.
    pub(crate) fn is_page(&self, payload: &[u8]) -> bool {
        match self.name.as_str() {
            "text/html" | "application/xhtml+xml" => true,
            "" => begins_like_page(payload),
            _ => false,
        }
    }
}

fn begins_like_page(payload: &[u8]) -> bool {
    let payload = payload.strip_prefix(b"\xef\xbb\xbf").unwrap_or(payload);
    let text = payload.trim_ascii_start();
    ["<!doctype html", "<html"].iter().any(|start| {
        text.get(..start.len())
            .is_some_and(|first| first.eq_ignore_ascii_case(start.as_bytes()))
    })
}

/// Reads the head; `None` where the bytes are no answer, or the head does not end within them.
pub(crate) fn head(bytes: &[u8]) -> Option<Head> {
    let mut lines = Lines { bytes, at: 0 };
    let status = lines.next()?;
    let status = status
        .strip_prefix("HTTP/")?
        .split_ascii_whitespace()
        .nth(1)?;
    let mut head = Head {
        status: status.parse().ok()?,
        ..Head::default()
    };
    loop {
        let line = lines.next()?;
        if line.is_empty() {
            head.length = lines.at;
            return Some(head);
        }
        if let Some((name, value)) = line.split_once(':') {
            head.note(name.trim(), value.trim());
        }
    }
}

impl Head {
    fn note(&mut self, name: &str, value: &str) {
        let named = |name: &str| {
            value
                .split(',')
                .any(|part| part.trim().eq_ignore_ascii_case(name))
        };
        match name.to_ascii_lowercase().as_str() {
            "content-type" => self.media = Media::parse(value),
            "transfer-encoding" => self.chunked |= named("chunked"),
            "content-encoding" => {
                let codings = value
                    .split(',')
                    .map(|part| part.trim().to_ascii_lowercase());
                self.codings
                    .extend(codings.filter(|coding| !coding.is_empty() && coding != "identity"));
            }
            _ => {}
        }
    }

    /// Returns the payload of the answer that this is the head of, with at most `limit` bytes and one more.
    ///
    /// Archives are written by tools that take off an encoding and leave the header that names it: what does not
    /// begin in the encoding is taken as it stands if it is markup.
    ///
    /// # Errors
    /// The reason, as a clause, where the payload does not decode to its end.
    pub(crate) fn payload(&self, bytes: Vec<u8>, limit: usize) -> Result<Vec<u8>, String> {
        let mut payload = bytes;
        payload.drain(..self.length.min(payload.len()));
        if self.chunked {
            payload = join(payload)?;
        }
        for coding in self.codings.iter().rev() {
            if !is_markup(&payload) {
                payload = unpack(coding, &payload, limit)?;
            }
        }
        Ok(payload)
    }
}

fn is_markup(payload: &[u8]) -> bool {
    payload.trim_ascii_start().first() == Some(&b'<')
}

fn unpack(coding: &str, payload: &[u8], limit: usize) -> Result<Vec<u8>, String> {
    let mut reader: Box<dyn Read + '_> = match coding {
        "gzip" | "x-gzip" => Box::new(MultiGzDecoder::new(payload)),
        // Servers send both forms under this name; the first byte of the usual one says so.
        "deflate" if payload.first().is_some_and(|byte| byte & 0x0f == 8) => {
            Box::new(ZlibDecoder::new(payload))
        }
        "deflate" => Box::new(DeflateDecoder::new(payload)),
        "br" => Box::new(brotli_decompressor::Decompressor::new(payload, 4 << 10)),
        "zstd" => Box::new(
            zstd::stream::read::Decoder::with_buffer(payload)
                .map_err(|error| format!("its {coding} payload is damaged ({error})"))?,
        ),
        other => {
            return Err(format!(
                "its payload is encoded as `{other}`, which is not read"
            ));
        }
    };
    let mut unpacked = Vec::new();
    reader
        .by_ref()
        .take(limit as u64 + 1)
        .read_to_end(&mut unpacked)
        .map_err(|error| format!("its {coding} payload is damaged ({error})"))?;
    Ok(unpacked)
}

/// Joins the chunks of a payload; one that has none is given back.
fn join(payload: Vec<u8>) -> Result<Vec<u8>, String> {
    if chunk(&payload).is_none() {
        return Ok(payload);
    }
    let (mut joined, mut rest) = (Vec::with_capacity(payload.len()), payload.as_slice());
    while let Some((size, begin)) = chunk(rest) {
        if size == 0 {
            return Ok(joined);
        }
        let bytes = rest.get(begin..).and_then(|rest| rest.get(..size));
        joined.extend_from_slice(bytes.ok_or("its payload is cut")?);
        rest = &rest[begin + size..];
        rest = rest.strip_prefix(b"\r").unwrap_or(rest);
        rest = rest.strip_prefix(b"\n").unwrap_or(rest);
    }
    // Servers that close the connection in the place of a last chunk are common.
    if rest.is_empty() {
        Ok(joined)
    } else {
        Err("the chunks of its payload are damaged".to_owned())
    }
}

/// Reads the line that begins a chunk: how long the chunk is, and where it begins.
fn chunk(bytes: &[u8]) -> Option<(usize, usize)> {
    let end = memchr::memchr(b'\n', bytes.get(..bytes.len().min(256))?)?;
    let line = std::str::from_utf8(&bytes[..end]).ok()?;
    let digits = line.split(';').next()?.trim();
    Some((usize::from_str_radix(digits, 16).ok()?, end + 1))
}

/// Lines of a head: up to a line feed, with or without a carriage return before it.
struct Lines<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Lines<'b> {
    fn next(&mut self) -> Option<std::borrow::Cow<'b, str>> {
        let rest = self.bytes.get(self.at..)?;
        let end = memchr::memchr(b'\n', rest)?;
        self.at += end + 1;
        let line = rest[..end].strip_suffix(b"\r").unwrap_or(&rest[..end]);
        Some(String::from_utf8_lossy(line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn check(answer: &[u8], expected: Result<&str, &str>) {
        let head = head(answer).unwrap();
        let payload = head.payload(answer.to_vec(), 100);
        let told = payload
            .as_ref()
            .map(|payload| std::str::from_utf8(payload).unwrap());
        let told = told.map_err(String::as_str);
        match expected {
            Err(start) => assert!(
                told.is_err_and(|reason| reason.starts_with(start)),
                "{told:?}"
            ),
            Ok(_) => assert_eq!(told, expected),
        }
    }

    fn answer(headers: &str, payload: &[u8]) -> Vec<u8> {
        let head = format!("HTTP/1.1 200 OK\r\n{headers}\r\n\r\n");
        [head.as_bytes(), payload].concat()
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn payloads() {
        check(&answer("X: y", b"<p>a"), Ok("<p>a"));
        let chunks = b"3;x=y\r\n<p>\r\n1\r\na\r\n0\r\n\r\n";
        check(&answer("Transfer-Encoding: chunked", chunks), Ok("<p>a"));
        check(&answer("Transfer-Encoding: chunked", b"<p>a"), Ok("<p>a"));
        check(
            &answer("Transfer-Encoding: chunked", b"3\r\n<p>\r\n"),
            Ok("<p>"),
        );
        check(
            &answer("transfer-encoding: Chunked", b"3\r\n<p"),
            Err("its payload is cut"),
        );
        check(
            &answer("transfer-encoding: chunked", b"1\r\na\r\nrubbish"),
            Err("the chunks"),
        );
        check(
            &answer("Content-Encoding: gzip", &gzip(b"<p>a")),
            Ok("<p>a"),
        );
        check(&answer("Content-Encoding: gzip", b" <p>a"), Ok(" <p>a"));
        check(&answer("Content-Encoding: identity", b"a"), Ok("a"));
        check(
            &answer("Content-Encoding: gzip", &gzip(b"<p>a")[..15]),
            Err("its gzip payload is damaged"),
        );
        check(
            &answer("Content-Encoding: compress", b"a"),
            Err("its payload is encoded as `compress`"),
        );
        let zstandard = zstd::encode_all(&b"<p>a"[..], 3).unwrap();
        check(&answer("Content-Encoding: zstd", &zstandard), Ok("<p>a"));
        // Brotli of the four bytes, stored without compression.
        check(
            &answer("Content-Encoding: br", b"\x8b\x01\x80<p>a\x03"),
            Ok("<p>a"),
        );
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        zlib.write_all(b"<p>a").unwrap();
        check(
            &answer("Content-Encoding: deflate", &zlib.finish().unwrap()),
            Ok("<p>a"),
        );
        let mut bare =
            flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        bare.write_all(b"<p>a").unwrap();
        check(
            &answer("Content-Encoding: deflate", &bare.finish().unwrap()),
            Ok("<p>a"),
        );
        let mut chunked = b"18\r\n".to_vec();
        chunked.extend(gzip(b"<p>a"));
        assert_eq!(chunked.len(), 4 + 0x18);
        chunked.extend(b"\r\n0\r\n\r\n");
        check(
            &answer(
                "Transfer-Encoding: chunked\r\nContent-Encoding: gzip",
                &chunked,
            ),
            Ok("<p>a"),
        );
    }

    #[test]
    fn no_more_is_unpacked_than_was_asked_for() {
        let answer = answer("Content-Encoding: gzip", &gzip(&[b'<'; 1 << 20]));
        let payload = head(&answer).unwrap().payload(answer, 100);
        assert_eq!(payload.unwrap().len(), 101);
    }

    fn check_media(value: &str, name: &str, charset: Option<&str>) {
        let expected = Media {
            name: name.to_owned(),
            charset: charset.map(str::to_owned),
        };
        assert_eq!(Media::parse(value), expected, "{value}");
    }

    #[test]
    fn types() {
        check_media("text/html", "text/html", None);
        check_media("Text/HTML; Charset=\"UTF-8\"", "text/html", Some("UTF-8"));
        check_media("text/html;q=1; charset=koi8-r", "text/html", Some("koi8-r"));
        check_media("text/html; charset=", "text/html", None);
        check_media("", "", None);
    }

    #[test]
    fn heads() {
        assert_eq!(
            head(b"HTTP/1.0 404\nA: b\n\nx").map(|head| (head.status, head.length)),
            Some((404, 19))
        );
        assert_eq!(head(b"HTTP/1.1 200 OK\r\nA: b\r\n"), None);
        assert_eq!(head(b"<html>\n\n"), None);
        assert_eq!(head(b""), None);
    }
}
