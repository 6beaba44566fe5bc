//! Relevance judgements: which articles people found relevant to which topic, and how much.
//!
//! BEIR's table of three columns, with its header or without, and TREC's of four go in, told apart by their first
//! line. What is not here: topics that nobody judged.

use std::collections::{BTreeMap, BTreeSet};
use std::io::BufRead;

use super::lines::{Origin, each_line};
use crate::error::Result;

/// The names that a header gives the first column.
const HEADERS: [&str; 4] = ["query-id", "query_id", "qid", "topic"];

/// The judgements of one file: for each topic, the grade of each article judged.
///
/// As in trec_eval, a grade of 1 or more means relevant, 0 means judged and not relevant, and a negative one means
/// that the article was in the pool and nobody judged it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qrels {
    topics: BTreeMap<String, BTreeMap<String, i32>>,
}

impl Qrels {
    /// Reads judgements; `name` is the file as it is shown to people.
    ///
    /// The forms are `topic TAB article TAB grade`, whose ids may hold spaces, and columns parted by any white
    /// space: `topic article grade` or `topic iteration article grade`. The first line is a header where it opens
    /// with `query-id`, `query_id`, `qid` or `topic` and ends in no number.
    ///
    /// # Errors
    ///
    /// Those of the stream; [`crate::error::ErrorKind::Usage`], with the line, for one with another number of
    /// columns than the first, a grade that is no whole number, an article judged twice for a topic, and a file
    /// without judgements.
    pub fn read(source: impl BufRead, name: &str) -> Result<Self> {
        let origin = Origin {
            what: "the judgements",
            name,
            form: "write each as topic, article and grade (BEIR), or as topic, 0, article and grade (TREC)",
        };
        let mut reader = Reader::default();
        let last = each_line(source, origin, |line| reader.line(line))?;
        match reader.topics {
            topics if topics.is_empty() => Err(origin.fault(last, "nothing follows the header")),
            topics => Ok(Qrels { topics }),
        }
    }

    /// Returns the ids of the judged topics, in byte order.
    pub fn topics(&self) -> impl Iterator<Item = &str> {
        self.topics.keys().map(String::as_str)
    }

    /// Returns the ids of all articles that have a grade for any topic, so that a caller can check that they exist.
    pub fn articles(&self) -> BTreeSet<&str> {
        let grades = self.topics.values();
        grades
            .flat_map(BTreeMap::keys)
            .map(String::as_str)
            .collect()
    }

    /// Returns the grade of an article for a topic, where it has one.
    pub fn grade(&self, topic: &str, article: &str) -> Option<i32> {
        self.topics.get(topic)?.get(article).copied()
    }

    /// Leaves out the topics without a relevant article, which trec_eval counts as 0 in every mean.
    #[must_use]
    pub fn with_relevant(mut self) -> Self {
        self.topics
            .retain(|_, grades| grades.values().any(|grade| *grade > 0));
        self
    }

    /// Returns the grades given for a topic, by article.
    pub(super) fn grades(&self, topic: &str) -> Option<&BTreeMap<String, i32>> {
        self.topics.get(topic)
    }
}

#[derive(Default)]
struct Reader {
    form: Option<Form>,
    topics: BTreeMap<String, BTreeMap<String, i32>>,
}

#[derive(Clone, Copy)]
enum Form {
    Tabs,
    Beir,
    Trec,
}

impl Reader {
    fn line(&mut self, line: &str) -> Result<(), String> {
        let is_first = self.form.is_none();
        let form = match self.form {
            Some(form) => form,
            None => *self.form.insert(form(line)?),
        };
        let [topic, article, grade] = columns(line, form)?;
        let grade = match grade.parse() {
            Ok(grade) => grade,
            Err(_) if is_first && is_header(topic) => return Ok(()),
            Err(_) => return Err(format!("the grade `{grade}` is not a whole number")),
        };
        self.add(topic, article, grade)
    }

    fn add(&mut self, topic: &str, article: &str, grade: i32) -> Result<(), String> {
        if topic.is_empty() || article.is_empty() {
            return Err("an id is empty".to_owned());
        }
        let grades = self.topics.entry(topic.to_owned()).or_default();
        match grades.insert(article.to_owned(), grade) {
            Some(_) => Err(format!("topic `{topic}` judges `{article}` twice")),
            None => Ok(()),
        }
    }
}

fn is_header(first: &str) -> bool {
    HEADERS.iter().any(|name| first.eq_ignore_ascii_case(name))
}

fn form(first: &str) -> Result<Form, String> {
    if first.trim().split('\t').count() == 3 {
        return Ok(Form::Tabs);
    }
    match first.split_whitespace().count() {
        3 => Ok(Form::Beir),
        4 => Ok(Form::Trec),
        count => Err(format!("it has {count} columns, neither 3 nor 4")),
    }
}

fn columns(line: &str, form: Form) -> Result<[&str; 3], String> {
    let (columns, wanted): (Vec<_>, _) = match form {
        Form::Tabs => (line.trim().split('\t').map(str::trim).collect(), 3),
        Form::Beir => (line.split_whitespace().collect(), 3),
        Form::Trec => (line.split_whitespace().collect(), 4),
    };
    match (form, columns.as_slice()) {
        (Form::Trec, [topic, _, article, grade]) => Ok([topic, article, grade]),
        (Form::Tabs | Form::Beir, [topic, article, grade]) => Ok([topic, article, grade]),
        _ => Err(format!("it has {} columns, not {wanted}", columns.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<&[(&str, &str, i32)], &str>) {
        let read = Qrels::read(text.as_bytes(), "q").map_err(|error| error.to_string());
        let grades = read.as_ref().map(|qrels| {
            let topics = qrels.topics.iter();
            topics
                .flat_map(|(topic, grades)| {
                    let each = grades.iter();
                    each.map(move |(article, grade)| (topic.as_str(), article.as_str(), *grade))
                })
                .collect::<Vec<_>>()
        });
        let expected = expected
            .map(<[_]>::to_vec)
            .map_err(|reason| format!("cannot read the judgements in `q`{reason}"));
        assert_eq!(grades.map_err(String::clone), expected, "{text}");
    }

    #[test]
    fn the_table_of_beir_is_read_with_its_header_or_without() {
        let expected: &[_] = &[("1", "a b", 1), ("1", "c", 0), ("2", "c", 2)];
        check(
            "query-id\tcorpus-id\tscore\n1\tc\t0\n1\ta b\t1\n\n2\tc\t2\n",
            Ok(expected),
        );
        check("1\tc\t0\r\n1\ta b\t1\r\n2\tc\t2", Ok(expected));
        check("qid doc rel\n1 c 0\n", Ok(&[("1", "c", 0)]));
    }

    #[test]
    fn the_table_of_trec_is_read() {
        check(
            "301 0 FBIS3-1 1\n301\t0  FBIS3-2\t-1\n302 Q0 FBIS3-1 +3\n",
            Ok(&[
                ("301", "FBIS3-1", 1),
                ("301", "FBIS3-2", -1),
                ("302", "FBIS3-1", 3),
            ]),
        );
    }

    #[test]
    fn faults_are_named() {
        for (text, reason) in [
            ("", ": the file is empty"),
            (
                "query-id\tcorpus-id\tscore\n",
                ", line 1: nothing follows the header",
            ),
            (
                "1\ta\tscore\n",
                ", line 1: the grade `score` is not a whole number",
            ),
            (
                "1\ta\t1\n1\tb\t0.5\n",
                ", line 2: the grade `0.5` is not a whole number",
            ),
            (
                "1\ta\t1\nquery-id\tcorpus-id\tscore\n",
                ", line 2: the grade `score` is not a whole number",
            ),
            (
                "1 0 a 1\n\n1 0 a 1\n",
                ", line 3: topic `1` judges `a` twice",
            ),
            ("1 0 a 1\n1 a 1\n", ", line 2: it has 3 columns, not 4"),
            ("1 a 1\n1 0 a 1\n", ", line 2: it has 4 columns, not 3"),
            ("1\ta\t1\n1\ta\tb\t1\n", ", line 2: it has 4 columns, not 3"),
            ("1 a\n", ", line 1: it has 2 columns, neither 3 nor 4"),
            ("1\t\t1\n", ", line 1: an id is empty"),
            (
                "1 0 a 99999999999\n",
                ", line 1: the grade `99999999999` is not a whole number",
            ),
        ] {
            check(text, Err(reason));
        }
    }

    #[test]
    fn topics_without_anything_relevant_can_be_left_out() {
        let text = "1 0 a 1\n2 0 a 0\n3 0 a -1\n";
        let qrels = Qrels::read(text.as_bytes(), "q").unwrap();
        assert_eq!(qrels.topics().collect::<Vec<_>>(), ["1", "2", "3"]);
        assert_eq!(qrels.with_relevant().topics().collect::<Vec<_>>(), ["1"]);
    }

    #[test]
    fn articles_and_grades_are_known() {
        let qrels = Qrels::read("1 0 b 1\n2 0 b 0\n2 0 a 2\n".as_bytes(), "q").unwrap();
        assert_eq!(Vec::from_iter(qrels.articles()), ["a", "b"]);
        assert_eq!(qrels.grade("2", "a"), Some(2));
        assert_eq!(qrels.grade("1", "a"), None);
        assert_eq!(qrels.grade("3", "a"), None);
    }
}
