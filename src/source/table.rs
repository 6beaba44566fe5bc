//! Tables of articles: CSV, and its kin with tabs, semicolons or bars.
//!
//! A stream in; a record for each row out, as JSON that names each value by its column, so that the names tools
//! use and the user's mappings count for columns as they do for fields. What is not here: the names (`fields.rs`)
//! and the values (`json.rs`).

use std::io::Read;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use serde_json::{Map, Value};

use super::delivery::{Delivery, Halt};
use super::input::{Input, Taken};
use super::{MappedField, RecordFormat, SourceOptions, encoding, fields};

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
    delivery.format = RecordFormat::Json;
    let mut input = Input::new(content, delivery.limit);
    let mark = mark(input.ahead()?);
    let mut table = Table::new(input, mark, delivery.limit);
    let Some(first) = table.row()? else {
        return Ok(());
    };
    if first.size > delivery.limit as u64 {
        return Err(Halt::NotRead(format!(
            "its first row has {} bytes, above the limit",
            first.size
        )));
    }
    let Some(columns) = columns(&first, options)? else {
        let columns: Vec<_> = TRAFILATURA.map(str::to_owned).into();
        deliver(first, &columns, delivery)?;
        return rest(&mut table, &columns, delivery);
    };
    rest(&mut table, &columns, delivery)
}

fn rest<R: Read>(
    table: &mut Table<R>,
    columns: &[String],
    delivery: &mut Delivery<'_>,
) -> Result<(), Halt> {
    while let Some(row) = table.row()? {
        deliver(row, columns, delivery)?;
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
    if row.size > delivery.limit as u64 {
        return delivery.too_large(row.size, Some(row.line));
    }
    if row.ends.iter().all(|end| *end == 0) {
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

/// A row as it was read.
struct Row {
    values: Vec<u8>,
    /// Where each value ends in `values`.
    ends: Vec<usize>,
    /// The bytes of all values, more than are kept where they are too many.
    size: u64,
    /// The line it begins on.
    line: u64,
}

impl Row {
    /// Returns the values; all of a row are in one encoding.
    fn texts(&self) -> Result<Vec<String>, String> {
        const SEPARATOR: u8 = 0x1f;
        let mut joined = Vec::with_capacity(self.values.len() + self.ends.len());
        let mut start = 0;
        for end in &self.ends {
            let value = &self.values[start..*end];
            joined.extend(
                value
                    .iter()
                    .map(|byte| if *byte == SEPARATOR { b' ' } else { *byte }),
            );
            joined.push(SEPARATOR);
            start = *end;
        }
        joined.pop();
        let text = encoding::decode(joined)?;
        Ok(text
            .split(char::from(SEPARATOR))
            .map(str::to_owned)
            .collect())
    }
}

/// Reads rows.
struct Table<R> {
    input: Input<R>,
    reader: Reader,
    limit: usize,
}

impl<R: Read> Table<R> {
    fn new(input: Input<R>, mark: u8, limit: usize) -> Self {
        let reader = ReaderBuilder::new().delimiter(mark).build();
        Table {
            input,
            reader,
            limit,
        }
    }

    /// Reads the next row; of one that is too long only the size is kept.
    fn row(&mut self) -> Result<Option<Row>, Halt> {
        while matches!(self.input.ahead()?.first(), Some(b'\n' | b'\r')) {
            self.input.pass(1);
        }
        let line = self.input.line();
        let (mut values, mut ends) = (vec![0; 4 << 10], vec![0; 32]);
        let (mut length, mut count, mut size) = (0, 0, 0u64);
        loop {
            let ahead = self.input.ahead()?;
            let is_end = ahead.is_empty();
            let (outcome, read, written, ended) =
                self.reader
                    .read_record(ahead, &mut values[length..], &mut ends[count..]);
            self.input.pass(read);
            size += written as u64;
            length += written;
            count += ended;
            match outcome {
                ReadRecordResult::OutputFull if length > self.limit => length = 0,
                ReadRecordResult::OutputFull => values.resize(values.len() * 2, 0),
                ReadRecordResult::OutputEndsFull if count > self.limit => count = 0,
                ReadRecordResult::OutputEndsFull => ends.resize(ends.len() * 2, 0),
                ReadRecordResult::InputEmpty if is_end => return Ok(None),
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::Record => break,
                ReadRecordResult::End => return Ok(None),
            }
        }
        values.truncate(length);
        ends.truncate(count);
        Ok(Some(Row {
            values,
            ends,
            size,
            line,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::super::read::tests::told_with;
    use super::*;
    use proptest::prelude::*;

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
            Table::new(input, b',', 100).row().ok().flatten().unwrap()
        };
        assert!(columns(&row("title,story\n"), &options).is_ok_and(|columns| columns.is_some()));
        assert!(columns(&row("title,text\n"), &options).is_ok_and(|columns| columns.is_some()));
        assert!(columns(&row("title,url\n"), &options).is_err());
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
                "3! the record has 2002 bytes, above the limit of 200",
            ],
        );
    }

    proptest! {
        #[test]
        fn what_a_writer_of_tables_quotes_is_read_back(texts in prop::collection::vec("[a-z\",;\n é]{1,12}", 1..6)) {
            let rows: String = texts.iter().map(|text| format!("\"{}\",x\n", text.replace('"', "\"\""))).collect();
            let mut table = Table::new(Input::new(rows.as_bytes(), 1000), b',', 1000);
            for text in &texts {
                let row = table.row().ok().flatten().unwrap();
                prop_assert_eq!(&row.texts().unwrap()[0], text);
            }
            prop_assert!(table.row().ok().flatten().is_none());
        }
    }
}
