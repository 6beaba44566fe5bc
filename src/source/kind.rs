//! What a file is: by its name where that is certain, by its first bytes otherwise.
//!
//! Names and first bytes in; a [`Kind`] out, or the reason why such a file is not read. Formats that Pullquote
//! knows of but does not read yet are the lists [`NOT_YET`] and [`MAGIC`]; a new format leaves them as its
//! reader joins. What is not here: decompression (`decompress.rs`).

use std::path::Path;

use super::split::Scanner;

/// The kinds of file that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Plain text, one article.
    Text,
    /// JSON: one record, an array of them, or one a line.
    Json,
    /// JSON whose name promises one record a line.
    JsonLines,
    /// A web page, one article.
    Page,
    /// A table of articles, one a row.
    Table,
    /// XML: a feed, or documents that a tool wrote.
    Xml,
    /// A web archive.
    Warc,
    /// Web archives in a zip file.
    Wacz,
}

/// How the records of a JSON file are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// One record a line.
    Lines,
    /// Objects one after another, each over as many lines as it likes.
    Values,
    /// An array of records.
    Array,
}

const EXTRACT: &str = "extract its text and index that";
const UNPACK: &str = "unpack it first";
const ROWS: &str = "turn each row into a line of JSON";

/// Extensions of files that are not read, with what they are and what to index in their place.
const NOT_YET: &[(&[&str], &str, &str)] = &[
    (&["mht", "mhtml"], "a web page in the form of mail", EXTRACT),
    (&["arc"], "a web archive of the form before WARC", EXTRACT),
    (&["parquet", "xls", "xlsx", "ods"], "a table", ROWS),
    (
        &["pdf", "doc", "docx", "odt", "rtf", "epub", "ps", "tex"],
        "a document",
        EXTRACT,
    ),
    (&["eml", "mbox", "msg"], "mail", EXTRACT),
    (
        &["tar", "tgz", "zip", "7z", "rar", "bz2", "xz", "lz4", "br"],
        "an archive",
        UNPACK,
    ),
    (&["sqlite", "sqlite3", "db"], "a database", ROWS),
];

/// Extensions of what lies beside saved pages and holds no article.
const NEVER: &[&str] = &[
    "css", "js", "mjs", "map", "svg", "woff", "woff2", "ttf", "ico",
];

/// First bytes of files that are not read, whatever their name, with what they are.
const MAGIC: &[(&[u8], &str, &str)] = &[
    (b"%PDF-", "a PDF document", EXTRACT),
    (b"PK\x03\x04", "a zip archive", UNPACK),
    (b"BZh", "a file compressed with bzip2", UNPACK),
    (b"\xfd7zXZ\0", "a file compressed with xz", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", UNPACK),
    (b"Rar!\x1a\x07", "a rar archive", UNPACK),
    (b"{\\rtf", "a document in rich text", EXTRACT),
    (b"SQLite format 3\0", "a database", ROWS),
];

/// The names of the elements that XML is made of which is read, in lower case.
const ROOTS: &[&str] = &["rss", "rdf", "feed", "doc", "tei", "teicorpus"];

/// Tells the kind of a file from its name alone; `None` where the name does not say.
///
/// # Errors
/// The reason, as a clause, where files of such a name are not read.
pub(crate) fn by_name(path: &Path) -> Result<Option<Kind>, String> {
    let bare = without_compression(path);
    let Some(extension) = bare
        .extension()
        .map(|extension| extension.to_string_lossy().to_ascii_lowercase())
    else {
        return Ok(None);
    };
    match extension.as_str() {
        "txt" | "text" | "md" => Ok(Some(Kind::Text)),
        "json" => Ok(Some(Kind::Json)),
        "jsonl" | "ndjson" => Ok(Some(Kind::JsonLines)),
        "html" | "htm" | "xhtml" => Ok(Some(Kind::Page)),
        "csv" | "tsv" => Ok(Some(Kind::Table)),
        "xml" | "rss" | "atom" | "tei" => Ok(Some(Kind::Xml)),
        "warc" => Ok(Some(Kind::Warc)),
        "wacz" => Ok(Some(Kind::Wacz)),
        other => not_read(other).map_or(Ok(None), Err),
    }
}

/// Tells the kind of a file from its first bytes, after decompression; `named` is what its name says.
///
/// # Errors
/// The reason, as a clause, where it is binary or of a kind that is not read.
pub(crate) fn by_content(head: &[u8], named: Option<Kind>) -> Result<Kind, String> {
    if head.starts_with(b"WARC/") {
        return Ok(Kind::Warc);
    }
    if named == Some(Kind::Wacz) && head.starts_with(b"PK\x03\x04") {
        return Ok(Kind::Wacz);
    }
    if let Some((_, what, instead)) = MAGIC.iter().find(|(magic, _, _)| head.starts_with(magic)) {
        return Err(not_yet(what, instead));
    }
    if head.get(257..262) == Some(b"ustar") {
        return Err(not_yet("a tar archive", UNPACK));
    }
    if utf16_mark(head).is_none() && is_binary(&head[..head.len().min(8 << 10)]) {
        return Err("binary file".to_owned());
    }
    if let Some(kind) = markup(head, named)? {
        return Ok(kind);
    }
    match named {
        Some(Kind::Warc | Kind::Wacz) => {
            Err("not a web archive, though its name says so".to_owned())
        }
        Some(Kind::Xml) if utf16_mark(head).is_none() => {
            Err("not XML, though its name says so".to_owned())
        }
        Some(Kind::Json)
            if !matches!(first_letter(head), Some(b'{' | b'[')) && utf16_mark(head).is_none() =>
        {
            Err("not JSON, though its name says so".to_owned())
        }
        Some(kind) => Ok(kind),
        None if looks_like_json(head) => Ok(Kind::Json),
        None => Ok(Kind::Text),
    }
}

/// Returns whether the byte order mark of UTF-16 stands first, and if so, whether the big end comes first.
pub(crate) fn utf16_mark(head: &[u8]) -> Option<bool> {
    match head {
        [0xff, 0xfe, ..] => Some(false),
        [0xfe, 0xff, ..] => Some(true),
        _ => None,
    }
}

/// Tells how the records of a JSON file lie, from its first bytes.
pub(crate) fn shape(head: &[u8], kind: Kind) -> Shape {
    let text = head.trim_ascii_start();
    if text.first() == Some(&b'[') {
        return Shape::Array;
    }
    let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let is_whole_line = line.len() < text.len();
    let over_lines = match kind {
        Kind::JsonLines => line.trim_ascii() == b"{" && is_whole_line,
        _ => first_line_is_open(line) || (!is_whole_line && !Scanner::default().take(line).1),
    };
    if over_lines {
        Shape::Values
    } else {
        Shape::Lines
    }
}

/// Whether the line ends within an object but outside a string: in JSON Lines no record does.
fn first_line_is_open(line: &[u8]) -> bool {
    let mut scanner = Scanner::default();
    let (_, done) = scanner.take(line);
    !done && !scanner.in_string()
}

fn without_compression(path: &Path) -> std::path::PathBuf {
    let compressed = path.extension().is_some_and(|extension| {
        extension.eq_ignore_ascii_case("gz")
            || extension.eq_ignore_ascii_case("zst")
            || extension.eq_ignore_ascii_case("zstd")
    });
    if compressed {
        path.with_extension("")
    } else {
        path.to_owned()
    }
}

fn not_read(extension: &str) -> Option<String> {
    if NEVER.contains(&extension) {
        return Some(format!(
            "not an article: .{extension} files belong to web pages"
        ));
    }
    let (_, what, instead) = NOT_YET
        .iter()
        .find(|(extensions, _, _)| extensions.contains(&extension))?;
    Some(not_yet(what, instead))
}

fn not_yet(what: &str, instead: &str) -> String {
    format!("{what} is not read yet: {instead}")
}

/// Binary: a zero byte, or more control characters than any text has. Random bytes have one in ten.
fn is_binary(head: &[u8]) -> bool {
    let is_control = |byte: &&u8| {
        **byte < 0x20
            && !matches!(
                **byte,
                b'\t' | b'\n' | b'\r' | 0x08 | 0x0b | 0x0c | 0x1a | 0x1b
            )
    };
    head.contains(&0) || head.iter().filter(is_control).count() * 20 > head.len()
}

/// Tells pages and XML by how they begin; what is named as a page is one however it begins.
fn markup(head: &[u8], named: Option<Kind>) -> Result<Option<Kind>, String> {
    let text = without_mark(head).trim_ascii_start();
    let starts = |tag: &str| {
        text.get(..tag.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(tag.as_bytes()))
    };
    if starts("<!doctype html") || starts("<html") {
        return Ok(Some(Kind::Page));
    }
    if named == Some(Kind::Page) || !text.starts_with(b"<") {
        return Ok(None);
    }
    let is_xml = starts("<?xml");
    match root(text).as_deref() {
        Some("html") if is_xml => Ok(Some(Kind::Page)),
        Some(root) if ROOTS.contains(&root) && (is_xml || named == Some(Kind::Xml)) => {
            Ok(Some(Kind::Xml))
        }
        Some("rss" | "feed") => Ok(Some(Kind::Xml)),
        Some(root) if is_xml || named == Some(Kind::Xml) => {
            Err(not_yet(&format!("XML of the kind `{root}`"), EXTRACT))
        }
        None if is_xml => Err(not_yet("XML of this kind", EXTRACT)),
        _ => Ok(None),
    }
}

/// Returns the name of the first element, in lower case and without its prefix.
fn root(text: &[u8]) -> Option<String> {
    let mut rest = text;
    loop {
        rest = &rest[memchr::memchr(b'<', rest)?..];
        rest = match rest.get(1)? {
            b'?' => after(rest, b"?>")?,
            b'!' if rest.starts_with(b"<!--") => after(rest, b"-->")?,
            b'!' => after(rest, b">")?,
            _ => break,
        };
    }
    let is_end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/');
    let name = &rest[1..1 + rest[1..].iter().position(is_end)?];
    let local = name.rsplit(|byte| *byte == b':').next()?;
    Some(String::from_utf8_lossy(local).to_ascii_lowercase())
}

fn after<'t>(text: &'t [u8], end: &[u8]) -> Option<&'t [u8]> {
    Some(&text[memchr::memmem::find(text, end)? + end.len()..])
}

fn without_mark(head: &[u8]) -> &[u8] {
    head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head)
}

fn first_letter(head: &[u8]) -> Option<u8> {
    without_mark(head).trim_ascii_start().first().copied()
}

/// Whether a file whose name says nothing begins as a JSON object, or an array of objects, does.
fn looks_like_json(head: &[u8]) -> bool {
    let text = without_mark(head).trim_ascii_start();
    let after = |open: u8| {
        text.strip_prefix(&[open])
            .and_then(|rest| rest.trim_ascii_start().first().copied())
    };
    after(b'{') == Some(b'"') || after(b'[') == Some(b'{')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_name(name: &str, expected: Result<Option<Kind>, &str>) {
        let kind = by_name(Path::new(name));
        match expected {
            Ok(expected) => assert_eq!(kind, Ok(expected), "{name}"),
            Err(start) => assert!(
                kind.as_ref().is_err_and(|reason| reason.starts_with(start)),
                "{name}: {kind:?}"
            ),
        }
    }

    #[test]
    fn names() {
        check_name("a.txt", Ok(Some(Kind::Text)));
        check_name("A.TXT", Ok(Some(Kind::Text)));
        check_name("a.md.gz", Ok(Some(Kind::Text)));
        check_name("a.json.zst", Ok(Some(Kind::Json)));
        check_name("a.ndjson", Ok(Some(Kind::JsonLines)));
        check_name("article", Ok(None));
        check_name("article.gz", Ok(None));
        check_name("2024.05.01", Ok(None));
        check_name("a.html", Ok(Some(Kind::Page)));
        check_name("a.htm.gz", Ok(Some(Kind::Page)));
        check_name("a.XHTML", Ok(Some(Kind::Page)));
        check_name("a.warc.gz", Ok(Some(Kind::Warc)));
        check_name("a.wacz", Ok(Some(Kind::Wacz)));
        check_name("a.csv", Ok(Some(Kind::Table)));
        check_name("feed.rss", Ok(Some(Kind::Xml)));
        check_name(
            "a.parquet",
            Err("a table is not read yet: turn each row into a line of JSON"),
        );
        check_name("a.mhtml", Err("a web page in the form of mail is not read"));
        check_name(
            "a.tar.gz",
            Err("an archive is not read yet: unpack it first"),
        );
        check_name("style.css", Err("not an article"));
    }

    fn check_content(head: &[u8], named: Option<Kind>, expected: Result<Kind, &str>) {
        let kind = by_content(head, named);
        match expected {
            Ok(expected) => assert_eq!(kind, Ok(expected), "{head:?}"),
            Err(start) => assert!(
                kind.as_ref().is_err_and(|reason| reason.starts_with(start)),
                "{head:?}: {kind:?}"
            ),
        }
    }

    #[test]
    fn contents() {
        check_content(b"It rained.", None, Ok(Kind::Text));
        check_content(b" {\"text\": 1}", None, Ok(Kind::Json));
        check_content(b"[\n{\"text\": 1}]", None, Ok(Kind::Json));
        check_content(b"[militants] they said", None, Ok(Kind::Text));
        check_content(b"{\"text\": 1}", Some(Kind::Text), Ok(Kind::Text));
        check_content(b"\xff\xfeI\0t\0", None, Ok(Kind::Text));
        check_content(b"a\0b", Some(Kind::Text), Err("binary file"));
        check_content(b"\x01\x02\x03abc", None, Err("binary file"));
        check_content(
            b"%PDF-1.7 ...",
            Some(Kind::Text),
            Err("a PDF document is not read yet"),
        );
        check_content(
            b"BZh91AY",
            None,
            Err("a file compressed with bzip2 is not read yet"),
        );
        check_content(b"\n<!DOCTYPE HTML><p>", Some(Kind::Text), Ok(Kind::Page));
        check_content(b"<html>gateway error", Some(Kind::Json), Ok(Kind::Page));
        check_content(b"<div><p>saved", Some(Kind::Page), Ok(Kind::Page));
        check_content(b"WARC/1.0\r\n", None, Ok(Kind::Warc));
        check_content(b"WAR", Some(Kind::Warc), Err("not a web archive"));
        check_content(b"PK\x03\x04", Some(Kind::Wacz), Ok(Kind::Wacz));
        check_content(b"PK\x03\x04", None, Err("a zip archive is not read yet"));
        check_content(b"gateway error", Some(Kind::Json), Err("not JSON"));
        check_content(
            b"<b>Update</b>: it rained",
            Some(Kind::Text),
            Ok(Kind::Text),
        );
    }

    fn check_markup(head: &str, named: Option<Kind>, expected: Result<Kind, &str>) {
        check_content(head.as_bytes(), named, expected);
    }

    #[test]
    fn xml_is_told_by_its_first_element() {
        let (unnamed, text, xml) = (None, Some(Kind::Text), Some(Kind::Xml));
        check_markup(
            "<?xml version='1.0'?>\n<rss version='2.0'>",
            unnamed,
            Ok(Kind::Xml),
        );
        check_markup(
            "<?xml version='1.0'?><!-- <a> --><rdf:RDF>",
            text,
            Ok(Kind::Xml),
        );
        check_markup("\u{feff}<feed xmlns='a'>", text, Ok(Kind::Xml));
        check_markup("<doc sitename='A'>", xml, Ok(Kind::Xml));
        check_markup("<doc> a text", text, Ok(Kind::Text));
        check_markup("<TEI xmlns='a'>", xml, Ok(Kind::Xml));
        check_markup(
            "<?xml version='1.0'?><!DOCTYPE html PUBLIC 'a'><html xmlns='b'>",
            xml,
            Ok(Kind::Page),
        );
        check_markup(
            "<?xml version='1.0'?><urlset>",
            xml,
            Err("XML of the kind `urlset` is not read yet: extract its text"),
        );
        check_markup(
            "<urlset>",
            xml,
            Err("XML of the kind `urlset` is not read yet"),
        );
        check_markup(
            "\u{feff}<?xml version",
            text,
            Err("XML of this kind is not read yet"),
        );
        check_markup("plain", xml, Err("not XML, though its name says so"));
    }

    fn check_shape(head: &str, kind: Kind, expected: Shape) {
        assert_eq!(shape(head.as_bytes(), kind), expected, "{head}");
    }

    #[test]
    fn shapes() {
        check_shape("{\"a\": 1}\n{\"a\": 2}", Kind::Json, Shape::Lines);
        check_shape("{\"a\": 1}", Kind::Json, Shape::Lines);
        check_shape("{\n \"a\": 1}", Kind::Json, Shape::Values);
        check_shape("{\n \"a\": 1}", Kind::JsonLines, Shape::Values);
        check_shape("{\"a\": 1,\n \"b\": 1}", Kind::Json, Shape::Values);
        check_shape("{\"a\": 1,\n{\"b\": 1}", Kind::JsonLines, Shape::Lines);
        check_shape("{\"a\": \"cut \n{\"b\": 1}", Kind::Json, Shape::Lines);
        check_shape("{\"a\": \"longer than the head", Kind::Json, Shape::Values);
        check_shape(
            "{\"a\": \"longer than the head",
            Kind::JsonLines,
            Shape::Lines,
        );
        check_shape(" [{}", Kind::JsonLines, Shape::Array);
    }
}
