//! JSON whose records stand in an array within another object, as interfaces answer: `{"articles": [...]}`.
//!
//! A stream in; the elements of the array out, one by one, so that a long answer costs no more memory than a
//! short one. The title of a JSON Feed is kept for its items. What is not here: what an element says
//! (`json.rs`, `feed.rs`).

use std::io::{self, Read};

use serde_json::Value;

use super::MappedField;
use super::delivery::{Delivery, Halt};
use super::fields;
use super::input::{self, Input};
use super::read;

/// The names that interfaces give to their list of articles, or to the object it stands in.
const NAMES: &[&str] = &[
    "articles",
    "items",
    "results",
    "docs",
    "documents",
    "stories",
    "records",
    "entries",
    "news",
    "data",
    "response",
];

/// How the items of a JSON Feed name a text, where other records do not.
const ITEM_TEXTS: &[&str] = &["content_html", "content_text", "summary"];

/// Whether a JSON file is such an object, from its first bytes: one of the names leads to an array whose first
/// element is an object that holds a text.
pub(crate) fn is_wrapped(head: &[u8]) -> bool {
    if head.trim_ascii_start().first() != Some(&b'{') {
        return false;
    }
    let mut input = Input::new(head, head.len());
    let mut found = false;
    let _ = input
        .next_letter(b"")
        .map_err(Halt::Failed)
        .and_then(|_| object(&mut input, &mut Finding(&mut found), 0));
    found
}

/// Delivers the records of such objects, of which a file may hold several.
pub(crate) fn records<R: Read>(
    input: &mut Input<R>,
    delivery: &mut Delivery<'_>,
) -> Result<(), Halt> {
    while let Some(first) = input.next_letter(b"")? {
        if first == b'{' {
            object(
                input,
                &mut Delivering {
                    delivery,
                    is_feed: false,
                },
                0,
            )?;
        } else {
            let line = input.line();
            let taken = input.take_line()?.unwrap_or_default();
            delivery.taken(taken, line)?;
        }
    }
    Ok(())
}

/// What is done with the parts of an object.
trait Visit {
    /// Stands before the bracket that opens the array of records; is to stand before the one that closes it.
    fn array<R: Read>(&mut self, input: &mut Input<R>) -> Result<(), Halt>;

    /// Is told a text of the object.
    fn text(&mut self, name: &str, value: &[u8]);
}

/// How many objects may stand one in another around the array of records.
const DEEPEST: usize = 16;

/// Goes through an object from the brace that opens it to behind the one that closes it.
fn object<R: Read>(input: &mut Input<R>, visit: &mut impl Visit, depth: usize) -> Result<(), Halt> {
    input.skip(1);
    loop {
        match input.next_letter(b",")?.ok_or_else(input::cut)? {
            b'}' => {
                input.skip(1);
                return Ok(());
            }
            b'"' => {}
            _ => return Err(Halt::Failed(malformed())),
        }
        let name = text(&input.take_value()?.bytes);
        field(input, &name, visit, depth)?;
    }
}

fn field<R: Read>(
    input: &mut Input<R>,
    name: &str,
    visit: &mut impl Visit,
    depth: usize,
) -> Result<(), Halt> {
    let first = input.next_letter(b":")?.ok_or_else(input::cut)?;
    match first {
        b'[' if NAMES.contains(&name) => {
            visit.array(input)?;
            input.skip(1);
        }
        b'{' if NAMES.contains(&name) && depth < DEEPEST => object(input, visit, depth + 1)?,
        b'{' | b'[' => drop(input.take_value()?),
        b'"' => visit.text(name, &input.take_value()?.bytes),
        b'}' | b',' => return Err(Halt::Failed(malformed())),
        _ => drop(input.take_scalar()?),
    }
    Ok(())
}

fn malformed() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "malformed JSON")
}

/// Returns the text that a JSON string writes, or nothing.
fn text(json: &[u8]) -> String {
    serde_json::from_slice(json).unwrap_or_default()
}

/// Looks for the array and stops there.
struct Finding<'f>(&'f mut bool);

impl Visit for Finding<'_> {
    fn array<R: Read>(&mut self, input: &mut Input<R>) -> Result<(), Halt> {
        input.next_letter(b"[")?;
        *self.0 = holds_text(input)?;
        Err(Halt::Stopped)
    }

    fn text(&mut self, _: &str, _: &[u8]) {}
}

/// Whether the object that stands here has a field for a text. One that is longer than the bytes at hand
/// cannot be told field by field; such are long for their text.
fn holds_text<R: Read>(input: &mut Input<R>) -> Result<bool, Halt> {
    if input.next_letter(b"")? != Some(b'{') {
        return Ok(false);
    }
    let Ok(taken) = input.take_value() else {
        return Ok(true);
    };
    let Ok(Value::Object(fields)) = serde_json::from_slice(&taken.bytes) else {
        return Ok(false);
    };
    let is_text = |name: &String| {
        ITEM_TEXTS.contains(&name.as_str())
            || fields::meanings(name)
                .iter()
                .any(|meaning| meaning.ours == MappedField::Body)
    };
    Ok(fields.keys().any(is_text))
}

/// Delivers the elements.
struct Delivering<'a, 's> {
    delivery: &'a mut Delivery<'s>,
    is_feed: bool,
}

impl Visit for Delivering<'_, '_> {
    fn array<R: Read>(&mut self, input: &mut Input<R>) -> Result<(), Halt> {
        read::elements(input, self.delivery)
    }

    fn text(&mut self, name: &str, value: &[u8]) {
        let value = text(value);
        match name {
            "version" => self.is_feed = value.contains("jsonfeed.org/version"),
            "title" if self.is_feed => self.delivery.origin.feed = Some(value.into()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::read::tests::told_with;

    fn check(text: &str, expected: &[&str]) {
        let (told, outcome) = told_with("a.json", text.as_bytes(), 200);
        assert_eq!(outcome, Ok(()), "{text}");
        assert_eq!(told, expected, "{text}");
    }

    #[test]
    fn records_within_an_object() {
        check(
            "{\"status\": \"ok\", \"n\": 2, \"articles\": [{\"content\": \"a\"},\n{\"content\": \"b\"}], \"x\": [1]}\n",
            &["1:{\"content\": \"a\"}", "2:{\"content\": \"b\"}"],
        );
        check(
            "{\"response\": {\"total\": 1, \"docs\": [{\"text\": \"a\"}]}, \"ok\": true}",
            &["-:{\"text\": \"a\"}"],
        );
        check(
            "{\"data\":[{\"text\":\"a\"}]}\n{\"data\":[{\"text\":\"b\"}]}\n",
            &["1:{\"text\":\"a\"}", "2:{\"text\":\"b\"}"],
        );
        check(
            "{\"articles\":[{\"text\":\"a\"},{\"text\":\"b",
            &[
                "-:{\"text\":\"a\"}",
                "-! the file is cut after 1 whole record",
            ],
        );
    }

    #[test]
    fn lists_without_texts_are_part_of_a_record() {
        for record in [
            "{\"text\":\"a\",\"items\":[{\"src\":\"i.jpg\"}]}",
            "{\"text\":\"a\",\"results\":[]}",
            "{\"text\":\"a\",\"articles\":[\"b\"]}",
            "{\"bodies\":[{\"contentType\":\"text/plain\",\"value\":\"a\"}]}",
        ] {
            check(record, &[&format!("-:{record}")]);
        }
    }
}
