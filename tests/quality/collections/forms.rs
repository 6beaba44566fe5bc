//! The forms: what is expected of each collection, a TOML file each, beside this one.
//!
//! A form names the collection, fixes its files by their digests, and gives the statistics of the index and the
//! figures of the ranking. A new one needs `name`, `what` and `source`; the rest is written by `--write`.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use pullquote::eval::Metric;
use serde::Deserialize;

/// Figures by the names of their metrics, rounded to four places.
pub(crate) type Figures = BTreeMap<String, f64>;

/// What is expected of a collection.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Form {
    /// The name of its folder.
    pub(crate) name: String,
    /// What its articles and topics are.
    pub(crate) what: String,
    /// Where it comes from.
    pub(crate) source: String,
    /// The digests of its files.
    #[serde(default)]
    pub(crate) sha256: Digests,
    /// What the index holds.
    #[serde(default)]
    pub(crate) index: Statistics,
    /// What is asked.
    #[serde(default)]
    pub(crate) topics: Asked,
    /// The figures of the ranking.
    #[serde(default)]
    pub(crate) ranking: Figures,
    /// The figures with `--expand`; none where they are not measured.
    #[serde(default)]
    pub(crate) expanded: Figures,
}

/// SHA-256 of the files' bytes, unpacked, in hexadecimal digits.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Digests {
    pub(crate) corpus: String,
    pub(crate) topics: String,
    pub(crate) qrels: String,
}

/// What the index of a collection holds.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Statistics {
    /// How many articles.
    pub(crate) articles: u64,
    /// How many records have no text, and how many stand there twice: neither is an article.
    pub(crate) left_out: u64,
    /// How many words the bodies have.
    pub(crate) words: u64,
    /// How many different words, as they are looked up.
    pub(crate) distinct_words: u64,
    /// How many words a body has in the mean.
    pub(crate) mean_words: f64,
}

/// What is asked of a collection.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Asked {
    /// How many topics were judged.
    pub(crate) judged: u64,
    /// How many judgements say that an article is relevant to a topic.
    pub(crate) relevant: u64,
    /// How many of these name an article that is not in the index: they count as not found.
    pub(crate) not_indexed: u64,
}

/// Reads all forms, in the order of their names.
pub(crate) fn all() -> Vec<Form> {
    let files = std::fs::read_dir(folder()).unwrap();
    let mut files: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    files.retain(|file| {
        file.extension()
            .is_some_and(|extension| extension == "toml")
    });
    files.sort();
    files.iter().map(|file| read(file)).collect()
}

/// Writes a form over the one of that name.
pub(crate) fn write(form: &Form) {
    let file = folder().join(format!("{}.toml", form.name));
    std::fs::write(file, form.to_string()).unwrap();
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/quality/collections")
}

fn read(file: &Path) -> Form {
    let text = std::fs::read_to_string(file).unwrap();
    let form: Form =
        toml::from_str(&text).unwrap_or_else(|fault| panic!("{}: {fault}", file.display()));
    assert_eq!(
        Some(form.name.as_ref()),
        file.file_stem(),
        "a form is named as its file"
    );
    form
}

impl Form {
    /// Says what is not as this form expects, a line each.
    pub(crate) fn moved(&self, found: &Form) -> Vec<String> {
        let differ = |((heading, name, expected), (_, _, found)): &(Line, Line)| {
            let is_other = expected != found;
            is_other.then(|| {
                format!(
                    "{}: [{heading}] {name} moved from {expected} to {found}",
                    self.name
                )
            })
        };
        let pairs = self.lines().into_iter().zip(found.lines());
        pairs.filter_map(|pair| differ(&pair)).collect()
    }

    /// The lines below the headings, the same in number and order for every form.
    fn lines(&self) -> Vec<Line> {
        let Form {
            sha256,
            index,
            topics,
            ..
        } = self;
        let mut lines = vec![
            line("sha256", "corpus", quoted(&sha256.corpus)),
            line("sha256", "topics", quoted(&sha256.topics)),
            line("sha256", "qrels", quoted(&sha256.qrels)),
            line("index", "articles", index.articles),
            line("index", "left_out", index.left_out),
            line("index", "words", index.words),
            line("index", "distinct_words", index.distinct_words),
            line("index", "mean_words", format!("{:.2}", index.mean_words)),
            line("topics", "judged", topics.judged),
            line("topics", "relevant", topics.relevant),
            line("topics", "not_indexed", topics.not_indexed),
        ];
        for (heading, figures) in [("ranking", &self.ranking), ("expanded", &self.expanded)] {
            lines.extend(Metric::STANDARD.map(|metric| {
                let name = metric.to_string();
                // TOML has no word for a figure that is not known.
                let figure = figures.get(&name).copied().unwrap_or(f64::NAN);
                line(heading, &quoted(&name), format!("{figure:.4}"))
            }));
        }
        lines
    }
}

/// A heading, a name below it, and the value there.
type Line = (&'static str, String, String);

fn line(heading: &'static str, name: &str, value: impl ToString) -> Line {
    (heading, name.to_owned(), value.to_string())
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, text) in [
            ("name", &self.name),
            ("what", &self.what),
            ("source", &self.source),
        ] {
            writeln!(f, "{name} = {}", quoted(text))?;
        }
        let mut below = "";
        for (heading, name, value) in self.lines() {
            if heading == "expanded" && self.expanded.is_empty() {
                continue;
            }
            if heading != below {
                writeln!(f, "\n[{heading}]")?;
                below = heading;
            }
            writeln!(f, "{name} = {value}")?;
        }
        Ok(())
    }
}
