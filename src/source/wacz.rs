//! Web archives in a zip file, with an index beside them, as the WACZ format has it.
//!
//! A file in; the pages of every WARC file in its folder `archive` out, in the order of their names. What is not
//! here: the indexes and page lists that come with them, which hold no text of their own.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek};

use zip::{CompressionMethod, ZipArchive, result::ZipError};

use super::delivery::{Delivery, Halt};
use super::members::Members;
use super::warc::{self, Plain};

/// Delivers the pages.
pub(crate) fn pages(file: File, delivery: &mut Delivery<'_>) -> Result<(), Halt> {
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(not_read)?;
    let mut record = 0;
    for name in names(&archive) {
        one(&mut archive, &name, &mut record, delivery)?;
    }
    Ok(())
}

fn names<R: Read + Seek>(archive: &ZipArchive<R>) -> Vec<String> {
    let is_archive = |name: &String| {
        let name = name.to_ascii_lowercase();
        name.starts_with("archive/") && (name.ends_with(".warc.gz") || name.ends_with(".warc"))
    };
    let named = archive.file_names().filter_map(Result::ok);
    let mut names: Vec<_> = named
        .map(|name| name.into_owned())
        .filter(is_archive)
        .collect();
    names.sort();
    names
}

fn one<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    name: &str,
    record: &mut u64,
    delivery: &mut Delivery<'_>,
) -> Result<(), Halt> {
    let place = archive
        .index_for_name(name)
        .expect("a name out of the archive's own list");
    // What is stored as it is needs no check of its own: the members within are checked one by one.
    let stored = archive.by_index_raw(place).map_err(not_read)?;
    let is_stored = stored.compression() == CompressionMethod::Stored;
    let entry = if is_stored {
        stored
    } else {
        drop(stored);
        archive.by_index(place).map_err(not_read)?
    };
    let within = format!("{name}: ");
    let outcome = if name.to_ascii_lowercase().ends_with(".gz") {
        warc::pages(Members::new(entry), &within, record, delivery)
    } else {
        warc::pages(Plain(BufReader::new(entry)), &within, record, delivery)
    };
    match outcome {
        // The archives that follow may be whole.
        Err(Halt::Failed(error)) => {
            delivery.skip(*record, format!("{within}{}", broken_off(&error)))
        }
        other => other,
    }
}

fn broken_off(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => "cut here".to_owned(),
        _ => format!("cannot be read on here ({error})"),
    }
}

fn not_read(error: ZipError) -> Halt {
    match error {
        ZipError::Io(error) => Halt::Failed(error),
        other => Halt::NotRead(format!("the zip archive cannot be read: {other}")),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::super::read::tests::{gzip, told_with};
    use super::*;

    fn archive(text: &str) -> Vec<u8> {
        let length = text.len();
        format!(
            "WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length: {length}\r\n\r\n{text}\r\n\r\n"
        )
        .into_bytes()
    }

    fn zipped(files: &[(&str, Vec<u8>)], method: CompressionMethod) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(method);
        for (name, bytes) in files {
            writer.start_file(*name, options).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn check(name: &str, bytes: &[u8], expected: &[&str]) {
        assert_eq!(
            told_with(name, bytes, 200),
            (
                expected.iter().map(|told| (*told).to_owned()).collect(),
                Ok(())
            )
        );
    }

    #[test]
    fn archives_in_a_zip_file() {
        let files = [
            ("datapackage.json", b"{}".to_vec()),
            ("archive/b.warc", archive("<p>two")),
            ("archive/a.warc.gz", gzip(&archive("<p>one"))),
            ("pages/pages.jsonl", b"{\"text\": \"x\"}".to_vec()),
        ];
        for method in [CompressionMethod::Stored, CompressionMethod::Deflated] {
            check("a.wacz", &zipped(&files, method), &["1:<p>one", "2:<p>two"]);
        }
    }

    #[test]
    fn one_that_is_cut_does_not_end_the_others() {
        let whole = gzip(&archive("<p>one"));
        let files = [
            ("archive/a.warc.gz", whole[..whole.len() - 9].to_vec()),
            ("archive/b.warc.gz", whole.clone()),
        ];
        let expected = ["1! archive/a.warc.gz: cut here", "2:<p>one"];
        check(
            "a.wacz",
            &zipped(&files, CompressionMethod::Stored),
            &expected,
        );
    }

    #[test]
    fn what_is_no_zip_file_is_not_read() {
        for bytes in [&b"WARC/1.0"[..], b"PK\x03\x04 cut"] {
            let (told, outcome) = told_with("a.wacz", bytes, 200);
            assert_eq!(told, [""; 0]);
            assert!(outcome.is_err(), "{outcome:?}");
        }
    }
}
