//! The names that judgements give to articles.
//!
//! Of every article the record's own id, its id and its path are known; which of them is its name depends on the
//! judgements. What goes out has one name for each article, and no name twice.

use std::collections::{BTreeSet, HashMap, HashSet};

use pullquote::article::ArticleId;
use pullquote::engine::embedded::Index;
use pullquote::error::{Error, ErrorKind, Result};
use pullquote::search::engine::Condition;

use crate::progress::Searching;

/// How many names are shown where there may be many.
const SHOWN: usize = 5;

/// The names of the articles of an index.
pub(super) struct Names {
    names: HashMap<ArticleId, String>,
    /// The judged names that no article bears, in byte order.
    pub(super) missing: Vec<String>,
    /// Whether an article bears any judged name.
    pub(super) is_any_known: bool,
}

/// What an article may be called.
#[derive(Clone, Debug)]
struct Bearer {
    id: ArticleId,
    record_id: Option<String>,
    path: String,
}

impl Names {
    /// Reads what every article of an index is called where these names are `judged`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Usage`] where two articles bear one name, or one is judged by two names;
    /// [`ErrorKind::Interrupted`] where the user stops it.
    pub(super) fn read(
        index: &Index,
        judged: &BTreeSet<&str>,
        progress: &Searching,
    ) -> Result<Self> {
        let mut bearers = Vec::new();
        for article in index.each(&Condition::Everything)? {
            let (_, article) = article?;
            bearers.push(Bearer {
                id: article.id,
                record_id: article.metadata.record_id,
                path: article.path,
            });
            progress.step()?;
        }
        Names::of(&bearers, judged)
    }

    fn of(bearers: &[Bearer], judged: &BTreeSet<&str>) -> Result<Self> {
        let alone = alone(bearers);
        let mut names = HashMap::new();
        let mut by_name: HashMap<String, &Bearer> = HashMap::new();
        for bearer in bearers {
            let name = bearer.name(judged, &alone)?;
            if let Some(other) = by_name.insert(name.clone(), bearer) {
                return Err(two_of_one_name(&name, other, bearer));
            }
            names.insert(bearer.id, name);
        }
        let missing = judged.iter().filter(|name| !by_name.contains_key(**name));
        let missing: Vec<_> = missing.map(|name| (*name).to_owned()).collect();
        Ok(Names {
            names,
            is_any_known: missing.len() < judged.len(),
            missing,
        })
    }

    /// Returns the name of an article of the index.
    pub(super) fn name(&self, id: ArticleId) -> &str {
        let name = self.names.get(&id);
        name.expect("a commit has the same articles as long as it is open")
    }
}

impl Bearer {
    /// Returns the name by which the article is judged; where it is not, the record's own id or else its own.
    fn name(&self, judged: &BTreeSet<&str>, alone: &HashSet<&str>) -> Result<String> {
        let id = self.id.to_string();
        let path = alone.get(self.path.as_str()).copied();
        let own = self.record_id.as_deref();
        let mut known = [own, Some(id.as_str()), path].into_iter().flatten();
        let first = known.find(|name| judged.contains(name));
        match (first, known.find(|name| judged.contains(name))) {
            (Some(first), Some(second)) if first != second => Err(judged_twice(first, second)),
            (Some(first), _) => Ok(first.to_owned()),
            (None, _) => Ok(own.unwrap_or(&id).to_owned()),
        }
    }
}

/// Returns the paths of the files that hold one article.
fn alone(bearers: &[Bearer]) -> HashSet<&str> {
    let mut articles: HashMap<&str, usize> = HashMap::new();
    for bearer in bearers {
        *articles.entry(&bearer.path).or_default() += 1;
    }
    articles.retain(|_, articles| *articles == 1);
    articles.into_keys().collect()
}

fn two_of_one_name(name: &str, one: &Bearer, other: &Bearer) -> Error {
    let message = format!("two articles of the index bear the id `{name}`");
    Error::new(ErrorKind::Usage, message)
        .because(format!(
            "{} in `{}` and {} in `{}`",
            one.id, one.path, other.id, other.path
        ))
        .hint(
            "index the collection that was judged alone, into an index of its own; where its records state their ids \
             in another field, with --map id=FIELD",
        )
}

fn judged_twice(first: &str, second: &str) -> Error {
    let message = format!("the judgements name one article twice: as `{first}` and as `{second}`");
    Error::new(ErrorKind::Usage, message).hint("name it by one of them throughout")
}

/// Shows the first of some names.
pub(super) fn few(names: &[String]) -> String {
    let shown: Vec<_> = names
        .iter()
        .take(SHOWN)
        .map(|name| format!("`{name}`"))
        .collect();
    let more = if names.len() > SHOWN { ", …" } else { "" };
    shown.join(", ") + more
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bearer(number: u8, record_id: Option<&str>, path: &str) -> Bearer {
        Bearer {
            id: ArticleId::from_bytes([number; 10]),
            record_id: record_id.map(str::to_owned),
            path: path.to_owned(),
        }
    }

    /// Articles by number: `a.txt` without a record id, two records of `b.jsonl`, one of `c.jsonl`.
    fn check(judged: &[&str], expected: Result<([&str; 4], &[&str]), &str>) {
        let bearers = [
            bearer(0, None, "a.txt"),
            bearer(1, Some("r1"), "b.jsonl"),
            bearer(2, Some("r2"), "b.jsonl"),
            bearer(3, Some("r3"), "c.jsonl"),
        ];
        let names = Names::of(&bearers, &judged.iter().copied().collect());
        match (names, expected) {
            (Ok(names), Ok((expected, missing))) => {
                assert_eq!(bearers.map(|one| names.name(one.id).to_owned()), expected);
                assert_eq!(names.missing, missing, "{judged:?}");
                assert_eq!(names.is_any_known, missing.len() < judged.len());
            }
            (Err(error), Err(expected)) => assert_eq!(error.message(), expected),
            (names, expected) => panic!("{judged:?}: {:?}, not {expected:?}", names.err()),
        }
    }

    #[test]
    fn an_article_is_called_as_it_is_judged() {
        let id = |number: u8| ArticleId::from_bytes([number; 10]).to_string();
        let (zero, three) = (id(0), id(3));
        check(&["r1"], Ok(([&zero, "r1", "r2", "r3"], &[])));
        check(&[&zero, "r2"], Ok(([&zero, "r1", "r2", "r3"], &[])));
        check(&["a.txt", &three], Ok((["a.txt", "r1", "r2", &three], &[])));
        check(&["c.jsonl"], Ok(([&zero, "r1", "r2", "c.jsonl"], &[])));
    }

    #[test]
    fn a_name_that_is_nobodys_is_missing() {
        let zero = ArticleId::from_bytes([0; 10]).to_string();
        let names = [zero.as_str(), "r1", "r2", "r3"];
        check(&["r1", "R1", "471"], Ok((names, &["471", "R1"])));
        check(&["471"], Ok((names, &["471"])));
        check(&["b.jsonl", "r1"], Ok((names, &["b.jsonl"])));
    }

    #[test]
    fn one_article_has_one_name() {
        let twice = "the judgements name one article twice: as `r3` and as `c.jsonl`";
        check(&["c.jsonl", "r3"], Err(twice));
    }

    #[test]
    fn one_name_has_one_article() {
        let bearers = [
            bearer(0, Some("7"), "a.jsonl"),
            bearer(1, Some("7"), "b.jsonl"),
        ];
        let error = Names::of(&bearers, &["x"].into()).err().unwrap();
        assert_eq!(error.message(), "two articles of the index bear the id `7`");
        assert!(error.to_string().contains("`a.jsonl`"), "{error}");
        let apart = Names::of(&bearers, &["a.jsonl"].into()).unwrap();
        assert_eq!(apart.name(bearers[0].id), "a.jsonl");
    }

    #[test]
    fn only_the_first_of_many_are_shown() {
        let names = |count: usize| -> Vec<_> { (0..count).map(|name| name.to_string()).collect() };
        assert_eq!(few(&names(2)), "`0`, `1`");
        assert_eq!(few(&names(6)), "`0`, `1`, `2`, `3`, `4`, …");
    }
}
