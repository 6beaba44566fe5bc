//! Topics: what is asked of a collection.
//!
//! Three forms go in, told apart by their first character: JSON Lines as BEIR's `queries.jsonl`, TREC's classic
//! `<top>` blocks, and an id followed by white space and the query on each line. Topics come out in the order of
//! the file. What is not here: how a query is parsed, and TREC's topics in XML.

use std::collections::HashSet;
use std::io::BufRead;

use serde_json::Value;

use super::classic::Blocks;
use super::lines::{Origin, each_line};
use crate::error::Result;

/// One question, known by its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// The id by which judgements and runs name it.
    pub id: String,
    /// The query; of TREC's classic topics, the title.
    pub text: String,
}

/// The topics of one file, each id once, at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topics(Vec<Topic>);

impl Topics {
    /// Reads topics; `name` is the file as it is shown to people.
    ///
    /// # Errors
    ///
    /// Those of the stream; [`crate::error::ErrorKind::Usage`], with the line, for a topic without an id or text, an
    /// id that comes twice, a line of none of the forms, and an empty file.
    pub fn read(source: impl BufRead, name: &str) -> Result<Self> {
        let origin = Origin {
            what: "the topics",
            name,
            form: "write each as {\"_id\": …, \"text\": …}, as <top> with <num> and <title>, or as its id, a tab, its query",
        };
        let mut reader = Reader::default();
        let last = each_line(source, origin, |line| reader.line(line))?;
        let topics = reader
            .finish()
            .map_err(|reason| origin.fault(last, reason))?;
        Ok(Topics(topics))
    }

    /// Returns the topics in the order of the file.
    pub fn as_slice(&self) -> &[Topic] {
        &self.0
    }
}

#[derive(Default)]
struct Reader {
    form: Option<Form>,
    topics: Vec<Topic>,
    ids: HashSet<String>,
}

enum Form {
    Json,
    Classic(Blocks),
    Table,
}

impl Reader {
    fn line(&mut self, line: &str) -> Result<(), String> {
        match self.form.get_or_insert_with(|| form(line)) {
            Form::Json => self.add(from_json(line)?),
            Form::Table => self.add(from_table(line)?),
            Form::Classic(blocks) => {
                let topics = blocks.line(line)?;
                topics.into_iter().try_for_each(|topic| self.add(topic))
            }
        }
    }

    fn add(&mut self, topic: Topic) -> Result<(), String> {
        if topic.id.is_empty() {
            return Err("the topic has no id".to_owned());
        }
        if topic.text.is_empty() {
            return Err(format!("topic `{}` has no text", topic.id));
        }
        if !self.ids.insert(topic.id.clone()) {
            return Err(format!("topic `{}` came before", topic.id));
        }
        self.topics.push(topic);
        Ok(())
    }

    fn finish(self) -> Result<Vec<Topic>, String> {
        if let Some(Form::Classic(blocks)) = self.form {
            blocks.finish()?;
        }
        Ok(self.topics)
    }
}

fn form(first: &str) -> Form {
    match first.trim_start().chars().next() {
        Some('{') => Form::Json,
        Some('<') => Form::Classic(Blocks::default()),
        _ => Form::Table,
    }
}

fn from_json(line: &str) -> Result<Topic, String> {
    let record: Value = serde_json::from_str(line)
        .map_err(|error| format!("it is not JSON at column {}", error.column()))?;
    let id = match record.get("_id") {
        Some(Value::String(id)) => id.trim().to_owned(),
        // Some tools write ids that look like numbers as numbers.
        Some(Value::Number(id)) if !id.is_f64() => id.to_string(),
        Some(_) => return Err("`_id` is neither a string nor a whole number".to_owned()),
        None => return Err("it has no `_id`".to_owned()),
    };
    match record.get("text") {
        Some(Value::String(text)) => Ok(topic(&id, text)),
        Some(_) => Err("`text` is not a string".to_owned()),
        None => Err("it has no `text`".to_owned()),
    }
}

fn from_table(line: &str) -> Result<Topic, String> {
    let line = line.trim();
    let (id, text) = line
        .split_once(char::is_whitespace)
        .ok_or_else(|| format!("topic `{line}` has no text"))?;
    Ok(topic(id, text))
}

fn topic(id: &str, text: &str) -> Topic {
    Topic {
        id: id.to_owned(),
        text: text.trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<&[(&str, &str)], &str>) {
        let read = Topics::read(text.as_bytes(), "t").map_err(|error| error.to_string());
        let topics = read.as_ref().map(|topics| {
            let pairs = topics.as_slice().iter();
            pairs
                .map(|topic| (topic.id.as_str(), topic.text.as_str()))
                .collect::<Vec<_>>()
        });
        let expected = expected
            .map(<[_]>::to_vec)
            .map_err(|reason| format!("cannot read the topics in `t`{reason}"));
        assert_eq!(topics.map_err(String::clone), expected, "{text}");
    }

    #[test]
    fn json_lines_are_read() {
        check(
            "{\"_id\": \"q1\", \"text\": \" who won? \", \"metadata\": {}}\n\n{\"text\": \"x\\ty\", \"_id\": 7}\n",
            Ok(&[("q1", "who won?"), ("7", "x\ty")]),
        );
    }

    #[test]
    fn faults_of_json_lines_are_named() {
        let good = "{\"_id\": \"1\", \"text\": \"a\"}\n";
        for (line, reason) in [
            ("{\"_id\": \"1\"", "it is not JSON at column 11"),
            ("{\"text\": \"a\"}", "it has no `_id`"),
            (
                "{\"_id\": 1.5, \"text\": \"a\"}",
                "`_id` is neither a string nor a whole number",
            ),
            ("{\"_id\": \" \", \"text\": \"a\"}", "the topic has no id"),
            ("{\"_id\": \"2\"}", "it has no `text`"),
            ("{\"_id\": \"2\", \"text\": 3}", "`text` is not a string"),
            ("{\"_id\": \"2\", \"text\": \" \"}", "topic `2` has no text"),
            ("{\"_id\": \"1\", \"text\": \"b\"}", "topic `1` came before"),
            ("2\tb", "it is not JSON at column 3"),
        ] {
            check(
                &format!("{good}{line}\n"),
                Err(&format!(", line 2: {reason}")),
            );
        }
    }

    #[test]
    fn a_table_is_read() {
        check(
            "1\twho won?\nq2 where  is it\r\n 3 \t x\n",
            Ok(&[("1", "who won?"), ("q2", "where  is it"), ("3", "x")]),
        );
        check("1\ta\n2\n", Err(", line 2: topic `2` has no text"));
        check("1\ta\n1\tb\n", Err(", line 2: topic `1` came before"));
    }

    #[test]
    fn an_empty_file_is_an_error() {
        check("", Err(": the file is empty"));
    }

    #[test]
    fn classic_topics_are_read() {
        check(
            "<top>\n\n<num> Number: 301\n<title> International\nOrganized Crime\n\n<desc> Description:\nWhich?\n\n</top>\n\n\
             <top>\n<num> Number:  051 \n<dom> Domain: X\n<title> Topic:  Airbus < Boeing\n</top>\n",
            Ok(&[
                ("301", "International Organized Crime"),
                ("051", "Airbus < Boeing"),
            ]),
        );
        check(
            "<TOP><NUM>1</NUM><TITLE>a b</TITLE></TOP> <top><num>2<title>c</top>",
            Ok(&[("1", "a b"), ("2", "c")]),
        );
    }

    #[test]
    fn faults_of_classic_topics_are_named() {
        for (text, reason) in [
            ("<top>\n<title>a\n</top>\n", ", line 3: the topic has no id"),
            ("<top>\n<num>1\n</top>\n", ", line 3: topic `1` has no text"),
            (
                "<top>\n<num>1\n<title>a\n<top>\n",
                ", line 4: the topic before has no </top>",
            ),
            (
                "<top>\n<num>1\n<title>a\n",
                ", line 3: the last topic has no </top>",
            ),
            (
                "<top>\n<num>1\n<title>a\n</top>\n<num>2\n",
                ", line 5: <num> stands outside <top>",
            ),
            (
                "<top><num>1<title>a</top>\nwords\n",
                ", line 2: `words` stands outside <top>",
            ),
            (
                "<top><num>1<title>a</top>\n</top>\n",
                ", line 2: </top> stands outside <top>",
            ),
            (
                "<top><num>1<num>2<title>a</top>\n",
                ", line 1: <num> comes twice in a topic",
            ),
            (
                "<top><num>1<title>a</top>\n<top><num>1<title>b</top>\n",
                ", line 2: topic `1` came before",
            ),
            (
                "<topics>\n</topics>\n",
                ", line 1: <topics> stands outside <top>",
            ),
        ] {
            check(text, Err(reason));
        }
    }
}
