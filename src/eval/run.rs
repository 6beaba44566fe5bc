//! Runs: what a system retrieved for each topic, in its order.
//!
//! TREC's run files go in and out, `topic Q0 article rank score tag` on each line. A run orders what it is given as
//! trec_eval does. What is not here: whether anything retrieved is relevant.

use std::collections::BTreeMap;
use std::io::{BufRead, Write};
use std::path::Path;

use super::lines::{Origin, each_line};
use crate::error::{Error, ErrorKind, Result};

/// An article that was retrieved for a topic.
#[derive(Clone, Debug, PartialEq)]
pub struct Retrieved {
    /// The id by which the judgements name it.
    pub article: String,
    /// The score, the higher the better.
    pub score: f64,
}

/// What one system retrieved: for each topic, articles from the best down.
///
/// As in trec_eval, scores alone make the order, compared in single precision, and articles of equal score stand by
/// their ids, the greater (by bytes) first. A ranking that breaks its ties in another way is added in its order
/// ([`Run::add_in_order`]).
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    tag: String,
    topics: BTreeMap<String, Vec<Retrieved>>,
}

impl Run {
    /// Makes a run without topics; `tag` is the name of the system.
    pub fn new(tag: impl Into<String>) -> Self {
        Run {
            tag: tag.into(),
            topics: BTreeMap::new(),
        }
    }

    /// Reads a run file; `name` is the file as it is shown to people.
    ///
    /// The second column, the rank and whatever follows the tag are passed over, as trec_eval does; the tag is that
    /// of the last line.
    ///
    /// # Errors
    ///
    /// Those of the stream; [`ErrorKind::Usage`], with the line, for one of fewer than six columns, a score that is
    /// no finite number, an article retrieved twice for a topic, and an empty file.
    pub fn read(source: impl BufRead, name: &str) -> Result<Self> {
        let origin = Origin {
            what: "the run",
            name,
            form: "write each line as topic, Q0, article, rank, score and the name of the system",
        };
        let mut reader = Reader::default();
        each_line(source, origin, |line| reader.line(line))?;
        Ok(reader.finish())
    }

    /// Adds what was retrieved for a topic, in any order. A topic for which nothing was retrieved stays missing, as
    /// no run file can hold it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Usage`] for a topic that has been added before, an article that comes twice, and a score that is
    /// no finite number.
    pub fn add(&mut self, topic: &str, retrieved: Vec<Retrieved>) -> Result<()> {
        let fault = |reason: String| {
            let message = format!("cannot add topic `{topic}` to the run");
            Error::new(ErrorKind::Usage, message).because(reason)
        };
        if self.topics.contains_key(topic) {
            return Err(fault("it came before".to_owned()));
        }
        let mut scores = BTreeMap::new();
        for Retrieved { article, score } in retrieved {
            score_once(&mut scores, article, score).map_err(fault)?;
        }
        if !scores.is_empty() {
            self.topics.insert(topic.to_owned(), in_order(scores));
        }
        Ok(())
    }

    /// Adds what was retrieved for a topic in the order given, the best first, whatever the scores say.
    ///
    /// A score that is not below the one before it in single precision becomes the next number below: so all who
    /// order by score, ties and all, keep the order.
    ///
    /// # Errors
    ///
    /// As of [`Run::add`].
    pub fn add_in_order(&mut self, topic: &str, mut retrieved: Vec<Retrieved>) -> Result<()> {
        let mut before = f32::INFINITY;
        // A score that is not finite is left as it is, to be refused.
        for Retrieved { score, .. } in retrieved.iter_mut().filter(|one| one.score.is_finite()) {
            let kept = compared(*score);
            before = if kept < before {
                kept
            } else {
                before.next_down()
            };
            *score = f64::from(before);
        }
        self.add(topic, retrieved)
    }

    /// Writes the run as TREC's tools read it, with ranks from 1 and scores to the last digit; `name` is the file as
    /// it is shown to people.
    ///
    /// # Errors
    ///
    /// Those of the stream; [`ErrorKind::Usage`] where an id or the tag is empty or holds white space.
    pub fn write(&self, mut out: impl Write, name: &str) -> Result<()> {
        let failed = |error| Error::io("write", Path::new(name), error);
        let tag = column(&self.tag)?;
        for (topic, retrieved) in &self.topics {
            let topic = column(topic)?;
            for (rank, Retrieved { article, score }) in (1..).zip(retrieved) {
                let article = column(article)?;
                writeln!(out, "{topic} Q0 {article} {rank} {score} {tag}").map_err(failed)?;
            }
        }
        out.flush().map_err(failed)
    }

    /// Returns the name of the system.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// Returns the ids of the topics for which anything was retrieved, in byte order.
    pub fn topics(&self) -> impl Iterator<Item = &str> {
        self.topics.keys().map(String::as_str)
    }

    /// Returns what was retrieved for a topic, from the best down; nothing where the topic is missing.
    pub fn retrieved(&self, topic: &str) -> &[Retrieved] {
        self.topics.get(topic).map_or(&[], Vec::as_slice)
    }
}

#[derive(Default)]
struct Reader {
    tag: String,
    topics: BTreeMap<String, BTreeMap<String, f64>>,
}

impl Reader {
    fn line(&mut self, line: &str) -> Result<(), String> {
        let columns: Vec<_> = line.split_whitespace().collect();
        let [topic, _, article, _, score, tag, ..] = columns[..] else {
            return Err(format!("it has {} columns, not 6", columns.len()));
        };
        let number = score
            .parse()
            .map_err(|_| format!("the score `{score}` is not a number"))?;
        if !self.topics.contains_key(topic) {
            self.topics.insert(topic.to_owned(), BTreeMap::new());
        }
        let scores = self.topics.get_mut(topic).expect("was put there");
        if self.tag != tag {
            tag.clone_into(&mut self.tag);
        }
        score_once(scores, article.to_owned(), number)
            .map_err(|reason| format!("{reason} for topic `{topic}`"))
    }

    fn finish(self) -> Run {
        let topics = self.topics.into_iter();
        Run {
            tag: self.tag,
            topics: topics
                .map(|(topic, scores)| (topic, in_order(scores)))
                .collect(),
        }
    }
}

fn score_once(
    scores: &mut BTreeMap<String, f64>,
    article: String,
    score: f64,
) -> Result<(), String> {
    if !score.is_finite() {
        return Err(format!("the score of `{article}` is not finite"));
    }
    if scores.contains_key(&article) {
        return Err(format!("`{article}` comes twice"));
    }
    scores.insert(article, score);
    Ok(())
}

fn in_order(scores: BTreeMap<String, f64>) -> Vec<Retrieved> {
    let mut retrieved: Vec<_> = scores
        .into_iter()
        .map(|(article, score)| Retrieved { article, score })
        .rev()
        .collect();
    // The sort is stable: where scores are equal, the greater id stays first.
    retrieved.sort_by(|one, other| compared(other.score).total_cmp(&compared(one.score)));
    retrieved
}

/// Returns a score as trec_eval compares it: it keeps single precision, so that scores closer than that are ties.
fn compared(score: f64) -> f32 {
    // Adding zero turns -0 into 0, which a total order would tell apart.
    score as f32 + 0.0
}

fn column(id: &str) -> Result<&str> {
    let reason = match id {
        "" => "it is empty",
        id if id.contains(char::is_whitespace) => "it holds white space",
        id => return Ok(id),
    };
    let message = format!("cannot write `{id}` to a run file");
    Err(Error::new(ErrorKind::Usage, message).because(reason))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<&[(&str, &str, f64)], &str>) {
        let read = Run::read(text.as_bytes(), "r").map_err(|error| error.to_string());
        let retrieved = read.as_ref().map(|run| {
            let topics = run.topics.iter();
            topics
                .flat_map(|(topic, retrieved)| {
                    let each = retrieved.iter();
                    each.map(move |one| (topic.as_str(), one.article.as_str(), one.score))
                })
                .collect::<Vec<_>>()
        });
        let expected = expected
            .map(<[_]>::to_vec)
            .map_err(|reason| format!("cannot read the run in `r`{reason}"));
        assert_eq!(retrieved.map_err(String::clone), expected, "{text}");
    }

    #[test]
    fn scores_make_the_order_and_greater_ids_break_ties() {
        check(
            "2 Q0 x 1 1e-3 t\n1 Q0 a 1 -2.5 t\n1 Q0 b 2 7 t more\n1\tQ0\td9\tx\t-0\tt\n1 Q0 d10 4 0 t\n",
            Ok(&[
                ("1", "b", 7.0),
                ("1", "d9", 0.0),
                ("1", "d10", 0.0),
                ("1", "a", -2.5),
                ("2", "x", 0.001),
            ]),
        );
    }

    #[test]
    fn scores_that_single_precision_does_not_part_are_equal() {
        check(
            "1 Q0 a 1 10.00000002 t\n1 Q0 b 2 10.00000001 t\n1 Q0 c 3 10.00001 t\n",
            Ok(&[
                ("1", "c", 10.00001),
                ("1", "b", 10.00000001),
                ("1", "a", 10.00000002),
            ]),
        );
        check(
            "1 Q0 a 1 1e-99 t\n1 Q0 b 2 -1e-99 t\n1 Q0 c 3 1e99 t\n",
            Ok(&[("1", "c", 1e99), ("1", "b", -1e-99), ("1", "a", 1e-99)]),
        );
    }

    #[test]
    fn faults_are_named() {
        for (line, reason) in [
            ("1 Q0 b 1 2.5", "it has 5 columns, not 6"),
            ("1 Q0 b 1 2,5 t", "the score `2,5` is not a number"),
            (
                "1 Q0 b 1 NaN t",
                "the score of `b` is not finite for topic `1`",
            ),
            (
                "1 Q0 b 1 1e999 t",
                "the score of `b` is not finite for topic `1`",
            ),
            ("1 Q0 a 2 0.5 t", "`a` comes twice for topic `1`"),
        ] {
            check(
                &format!("1 Q0 a 1 1 t\n\n{line}\n"),
                Err(&format!(", line 3: {reason}")),
            );
        }
        check("", Err(": the file is empty"));
    }

    fn of(pairs: &[(&str, f64)]) -> Vec<Retrieved> {
        let pairs = pairs.iter();
        pairs
            .map(|(article, score)| Retrieved {
                article: (*article).to_owned(),
                score: *score,
            })
            .collect()
    }

    #[test]
    fn what_is_written_reads_back() {
        let mut run = Run::new("own");
        run.add("2", of(&[("a", 0.1 + 0.2), ("b", 1e-9), ("c", 7.0)]))
            .unwrap();
        run.add("1", of(&[("a", -1.0), ("b", -1.0)])).unwrap();
        run.add("3", Vec::new()).unwrap();
        let mut file = Vec::new();
        run.write(&mut file, "r").unwrap();
        let text = String::from_utf8(file).unwrap();
        assert_eq!(
            text,
            "1 Q0 b 1 -1 own\n1 Q0 a 2 -1 own\n2 Q0 c 1 7 own\n2 Q0 a 2 0.30000000000000004 own\n\
             2 Q0 b 3 0.000000001 own\n"
        );
        assert_eq!(Run::read(text.as_bytes(), "r").unwrap(), run);
    }

    #[test]
    fn what_cannot_be_added_or_written_is_an_error() {
        let mut run = Run::new("own");
        run.add("1", of(&[("a b", 1.0)])).unwrap();
        for (topic, retrieved, reason) in [
            (
                "1",
                of(&[("a", 1.0)]),
                "topic `1` to the run: it came before",
            ),
            (
                "2",
                of(&[("a", 1.0), ("a", 2.0)]),
                "topic `2` to the run: `a` comes twice",
            ),
            (
                "2",
                of(&[("a", f64::INFINITY)]),
                "topic `2` to the run: the score of `a` is not finite",
            ),
        ] {
            let error = run.add(topic, retrieved).unwrap_err();
            assert_eq!(error.to_string(), format!("cannot add {reason}"));
        }
        assert_eq!(Vec::from_iter(run.topics()), ["1"]);
        let error = run.write(Vec::new(), "r").unwrap_err();
        assert_eq!(
            error.to_string(),
            "cannot write `a b` to a run file: it holds white space"
        );
    }
}
