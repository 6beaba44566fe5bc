//! Tables of articles: CSV, and its kin with tabs, semicolons or bars.
//!
//! A stream in; a record for each row out, as JSON that names each value by its column, so that the names tools
//! use and the user's mappings count for columns as they do for fields. What is not here: telling rows and values
//! apart (`rows.rs`), the names (`fields.rs`) and the values (`json.rs`).

use std::io::Read;

use serde_json::{Map, Value};

use super::delivery::{Delivery, Halt};
use super::input::{Input, Taken};
use super::rows::{Fault, Row, Rows};
use super::{MappedField, RecordFormat, SourceOptions, fields};

/// The columns of the tables that trafilatura writes, which have no header.
const TRAFILATURA: [&str; 11] = [
    "url",
    "id",
    "fingerprint",
    "hostname",
    "title",
    "image",
    "date",
    "text",
    "comments",
    "license",
    "pagetype",
];

/// Marks that divide the values of a row, the likelier first, where no tab does.
const MARKS: [u8; 3] = [b',', b';', b'|'];

/// Delivers the rows of a table.
pub(crate) fn rows<R: Read>(
    content: R,
    options: &SourceOptions,
    delivery: &mut Delivery<'_>,
) -> Result<(), Halt> {
    const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
    delivery.format = RecordFormat::Json;
    let mut input = Input::new(content, delivery.limit);
    if input.ahead()?.starts_with(BYTE_ORDER_MARK) {
        input.pass(BYTE_ORDER_MARK.len());
    }
    let mark = mark(input.ahead()?);
    let mut rows = Rows::new(input, mark);
    let first = match rows.next()? {
        None => return Ok(()),
        Some((_, Ok(first))) => first,
        Some((_, Err(fault))) => return Err(Halt::NotRead(of_first(fault))),
    };
    let columns = match columns(&first, options)? {
        Some(columns) => columns,
        None => {
            let columns: Vec<_> = TRAFILATURA.map(str::to_owned).into();
            deliver(first, &columns, delivery)?;
            columns
        }
    };
    rest(&mut rows, &columns, delivery)
}

fn of_first(fault: Fault) -> String {
    match fault {
        Fault::TooLarge(size) => format!("its first row has {size} bytes, above the limit"),
        Fault::Malformed(reason) => format!("its first row names no columns: {reason}"),
    }
}

/// Delivers the rows below the first. Behind one that is no row may come the lines of its values: they are passed
/// over up to a row that has a value for every column.
fn rest<R: Read>(
    rows: &mut Rows<R>,
    columns: &[String],
    delivery: &mut Delivery<'_>,
) -> Result<(), Halt> {
    let mut is_lost = false;
    while let Some((line, row)) = rows.next()? {
        match row {
            Ok(row) if is_lost && row.count() != columns.len() => {}
            Ok(row) => {
                is_lost = false;
                deliver(row, columns, delivery)?;
            }
            Err(Fault::TooLarge(size)) => delivery.too_large(size, Some(line))?,
            Err(Fault::Malformed(reason)) => {
                is_lost = true;
                delivery.skip(line, reason)?;
            }
        }
    }
    Ok(())
}

/// Tells which mark divides the values: a tab where there is any in the first line, otherwise the one that stands
/// oftenest in it; within quotation marks none counts.
fn mark(head: &[u8]) -> u8 {
    let mut counts = [0usize; MARKS.len()];
    let mut in_quotes = false;
    for byte in head {
        match byte {
            b'"' => in_quotes = !in_quotes,
            b'\n' if !in_quotes => break,
            b'\t' if !in_quotes => return b'\t',
            byte if !in_quotes => {
                if let Some(place) = MARKS.iter().position(|mark| mark == byte) {
                    counts[place] += 1;
                }
            }
            _ => {}
        }
    }
    let best = (0..MARKS.len()).rev().max_by_key(|place| counts[*place]);
    best.map_or(b',', |place| MARKS[place])
}

/// Reads the first row as names of columns; `None` where the table is trafilatura's, whose first row is an article.
fn columns(first: &Row, options: &SourceOptions) -> Result<Option<Vec<String>>, Halt> {
    let names: Vec<_> = first
        .texts()
        .unwrap_or_default()
        .into_iter()
        .map(|name| name.trim().to_owned())
        .collect();
    if names.len() == TRAFILATURA.len() && (names[0].starts_with("http") || names[10] == "null") {
        return Ok(None);
    }
    let is_body = |name: &String| {
        let mapped = options
            .map
            .iter()
            .any(|(ours, path)| *ours == MappedField::Body && path == name);
        let meanings = fields::meanings(name);
        mapped
            || meanings
                .iter()
                .any(|meaning| meaning.ours == MappedField::Body)
    };
    if names.iter().any(is_body) {
        return Ok(Some(names));
    }
    Err(Halt::NotRead(no_body(&names)))
}

/// Says that no column holds a text. It is said once, not for each row: such tables list articles.
fn no_body(names: &[String]) -> String {
    let shown = |name: &String| format!("`{}`", name.chars().take(40).collect::<String>());
    let names: Vec<_> = names.iter().take(12).map(shown).collect();
    format!(
        "a table without text: none of {} and the like is a column (its first row: {})",
        fields::BODY_NAMES,
        names.join(", ")
    )
}

fn deliver(row: Row, columns: &[String], delivery: &mut Delivery<'_>) -> Result<(), Halt> {
    if row.is_empty() {
        return Ok(());
    }
    match row.texts() {
        Ok(texts)
            if texts[columns.len().min(texts.len())..]
                .iter()
                .any(|text| !text.trim().is_empty()) =>
        {
            let reason = format!(
                "a row of {} values under {} columns",
                texts.len(),
                columns.len()
            );
            delivery.skip(row.line, reason)
        }
        Ok(texts) => {
            let fields = columns
                .iter()
                .cloned()
                .zip(texts.into_iter().map(Value::String));
            let mut object = Map::new();
            // Of two columns of one name the first counts, as with two fields.
            fields.for_each(|(name, value)| {
                object.entry(name).or_insert(value);
            });
            let bytes = Value::Object(object).to_string().into_bytes();
            let size = bytes.len() as u64;
            delivery.taken(
                Taken {
                    bytes,
                    size: size.min(delivery.limit as u64),
                },
                row.line,
            )
        }
        Err(reason) => delivery.skip(row.line, reason),
    }
}

#[cfg(test)]
mod tests {
    use super::super::read::tests::told_with;
    use super::*;

    fn check(name: &str, table: &str, expected: &[&str]) {
        let (told, outcome) = told_with(name, table.as_bytes(), 200);
        assert_eq!(outcome, Ok(()), "{table}");
        assert_eq!(told, expected, "{table}");
    }

    fn check_unread(table: &str, start: &str) {
        let (told, outcome) = told_with("a.csv", table.as_bytes(), 200);
        assert_eq!(told, [""; 0], "{table}");
        assert!(
            outcome
                .as_ref()
                .is_err_and(|reason| reason.starts_with(start)),
            "{outcome:?}"
        );
    }

    #[test]
    fn a_row_is_a_record_of_its_columns() {
        let expected = [
            r#"2:{"title":"T","text":"a, \"b\"\nc"}"#,
            r#"4:{"title":"","text":"d"}"#,
        ];
        check(
            "a.csv",
            "title,text\r\nT,\"a, \"\"b\"\"\nc\"\r\n,d\r\n",
            &expected,
        );
        check(
            "a.csv",
            "\u{feff}title;text\nT;\"a, \"\"b\"\"\nc\"\n;d",
            &expected,
        );
        check(
            "a.tsv",
            "title\ttext\nT\t\"a, \"\"b\"\"\nc\"\n\td\n",
            &expected,
        );
        check(
            "a.csv",
            "text,title\n\na\nb,T, \n",
            &[r#"3:{"text":"a"}"#, r#"4:{"text":"b","title":"T"}"#],
        );
        // A comma that was not quoted must not cut the text short.
        let (told, _) = told_with("a.csv", b"title,text\nT,He said no, then left\nU,b\n", 200);
        assert!(told[0].contains("3 values under 2 columns"), "{told:?}");
        assert_eq!(told[1], r#"3:{"title":"U","text":"b"}"#);
        check("a.csv", "text\na\n", &[r#"-:{"text":"a"}"#]);
    }

    #[test]
    fn a_table_of_trafilatura_has_no_header() {
        check(
            "a.csv",
            "https://a.example/1\tnull\tf\ta.example\tT\tnull\t2024-05-01\t\"a, b, c, d\ne\"\tnull\tnull\tnull\n",
            &[
                r#"-:{"url":"https://a.example/1","id":"null","fingerprint":"f","hostname":"a.example","title":"T","image":"null","date":"2024-05-01","text":"a, b, c, d\ne","comments":"null","license":"null","pagetype":"null"}"#,
            ],
        );
    }

    #[test]
    fn a_table_without_text_is_named_once() {
        check_unread(
            "id,indexed_date,language,media_name,media_url,publish_date,title,url\n1,2024-05-02,en,A,a.example,2024-05-01,T,https://a.example/1\n",
            "a table without text: none of text, maintext, plaintext, articleBody, body, content and the like is a column (its first row: `id`, `indexed_date`",
        );
        check_unread("\n\n", "no records in it");
    }

    #[test]
    fn a_mapped_column_is_the_text() {
        let options = SourceOptions {
            map: vec![(MappedField::Body, "story".to_owned())],
            ..SourceOptions::default()
        };
        let row = |text: &str| {
            let input = Input::new(text.as_bytes(), 100);
            let row = Rows::new(input, b',').next().unwrap().unwrap().1;
            row.ok().unwrap()
        };
        assert!(columns(&row("title,story\n"), &options).is_ok_and(|columns| columns.is_some()));
        assert!(columns(&row("title,text\n"), &options).is_ok_and(|columns| columns.is_some()));
        assert!(columns(&row("title,url\n"), &options).is_err());
    }

    #[test]
    fn lines_of_a_row_that_is_none_are_no_articles() {
        let unclosed = "a row with a quotation mark that opens a value and is not closed; left out up to the next row with a value for every column";
        check(
            "a.tsv",
            "title\ttext\nT\t\"one\ntwo\nU\t\"b\" c\nV\td\n",
            &[
                &format!("2! {unclosed}"),
                r#"4:{"title":"U","text":"\"b\" c"}"#,
                r#"5:{"title":"V","text":"d"}"#,
            ],
        );
    }

    #[test]
    fn rows_in_another_encoding_are_decoded() {
        let (told, _) = told_with("a.csv", b"title,text\nT,Caf\xe9 in M\xfcnchen\n", 200);
        assert_eq!(told, ["-:{\"title\":\"T\",\"text\":\"Café in München\"}"]);
    }

    #[test]
    fn long_rows_are_counted_not_kept() {
        let long = "x".repeat(1000);
        check(
            "a.csv",
            &format!("text\na\n{long}\nb\n"),
            &[
                r#"2:{"text":"a"}"#,
                "3! the record has 1000 bytes, above the limit of 200",
                r#"4:{"text":"b"}"#,
            ],
        );
        let unclosed = format!("text\na\n\"{long}\n{long}\n");
        check(
            "a.csv",
            &unclosed,
            &[
                r#"2:{"text":"a"}"#,
                "3! the record has 1001 bytes, above the limit of 200",
                "4! the record has 1000 bytes, above the limit of 200",
            ],
        );
    }
}
