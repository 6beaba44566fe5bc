//! The parameters of the ranking: one struct, kept with an index, documented where they are declared.

use crate::error::{Error, ErrorKind, Result};

/// The largest weight: more would carry sums out of what numbers hold.
const LARGEST: f64 = 1e6;

/// What counts how much in the score of an article. `src/docs/ranking.md` says what each does,
/// `src/docs/quality.md` how they were measured.
///
/// A weight is a factor on something that is itself a sum of idf, so that all of them are of one scale; 0 leaves the
/// signal out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights {
    /// BM25's saturation of a word's frequency (Robertson and Zaragoza 2009, section 3.4).
    pub k1: f64,
    /// BM25's normalisation by the length of the body, 0 for none to 1 for full.
    pub b: f64,
    /// The same of the title.
    pub title_b: f64,
    /// BM25's saturation of how often the query repeats a word (section 3.4.5 there).
    pub k3: f64,
    /// How many words of the body one in the title counts as, before the saturation (BM25F, section 3.6 there).
    pub title: f64,
    /// The words that the query and the title share, times the share of the title that they are.
    pub title_share: f64,
    /// The cosine of query and title, each word weighed by its idf, times the idf of the whole query.
    pub title_likeness: f64,
    /// The query's words among the first of the body.
    pub lead: f64,
    /// How many words of the body are the first.
    pub lead_words: u32,
    /// Two neighbouring words of the query that stand in the body in that order, as near as in the query.
    pub pairs: f64,
    /// How many articles, the best by words and titles, are ranked again by where the words stand.
    pub reranked: u32,
    /// The most that feedback adds to a score, as a share of the best one's.
    pub feedback: f64,
    /// How many of the best articles feedback is taken from.
    pub feedback_articles: u32,
    /// How many of their words are taken.
    pub feedback_words: u32,
    /// How many articles, the best so far, may rise by it.
    pub feedback_reach: u32,
}

impl Default for Weights {
    fn default() -> Self {
        Weights {
            k1: 1.2,
            b: 0.75,
            title_b: 0.3,
            k3: 8.0,
            title: 3.0,
            title_share: 0.4,
            title_likeness: 0.3,
            lead: 0.3,
            lead_words: 90,
            pairs: 0.15,
            reranked: 30,
            feedback: 0.8,
            feedback_articles: 6,
            feedback_words: 40,
            feedback_reach: 50,
        }
    }
}

impl Weights {
    /// Returns every weight with its name.
    pub fn named(mut self) -> Vec<(&'static str, f64)> {
        let weights = self.slots().into_iter();
        weights
            .map(|(name, weight)| match weight {
                Slot::Share(value) | Slot::Factor(value) => (name, *value),
                Slot::Count(value) => (name, f64::from(*value)),
            })
            .collect()
    }

    /// Returns these weights with one of them changed, by its name.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Usage`] where none has that name, or it does not take that value: `b` and `title_b` go from 0 to 1,
    /// those that count words or articles are whole, the others go from 0 to a million.
    pub fn with(mut self, name: &str, value: f64) -> Result<Self> {
        let mut slots = self.slots().into_iter();
        match slots.find(|(known, _)| *known == name) {
            None => return Err(unknown(name)),
            Some((_, Slot::Share(slot))) if (0.0..=1.0).contains(&value) => *slot = value,
            Some((_, Slot::Factor(slot))) if (0.0..=LARGEST).contains(&value) => *slot = value,
            Some((_, Slot::Count(slot))) if f64::from(value as u32) == value => {
                *slot = value as u32;
            }
            Some(_) => {
                let message = format!("the weight `{name}` cannot be {value}");
                return Err(Error::new(ErrorKind::Usage, message)
                    .hint("b and title_b go from 0 to 1, counts are whole numbers, the others go from 0 to a million"));
            }
        }
        drop(slots);
        Ok(self)
    }

    /// Returns what so many occurrences count, the more the less each.
    pub(crate) fn saturated(&self, frequency: f64) -> f64 {
        saturated(frequency, self.k1)
    }

    /// Returns what so many occurrences in the query count.
    pub(crate) fn repeated(&self, count: f64) -> f64 {
        saturated(count, self.k3)
    }

    fn slots(&mut self) -> [(&'static str, Slot<'_>); 15] {
        [
            ("k1", Slot::Factor(&mut self.k1)),
            ("b", Slot::Share(&mut self.b)),
            ("title_b", Slot::Share(&mut self.title_b)),
            ("k3", Slot::Factor(&mut self.k3)),
            ("title", Slot::Factor(&mut self.title)),
            ("title_share", Slot::Factor(&mut self.title_share)),
            ("title_likeness", Slot::Factor(&mut self.title_likeness)),
            ("lead", Slot::Factor(&mut self.lead)),
            ("lead_words", Slot::Count(&mut self.lead_words)),
            ("pairs", Slot::Factor(&mut self.pairs)),
            ("reranked", Slot::Count(&mut self.reranked)),
            ("feedback", Slot::Factor(&mut self.feedback)),
            (
                "feedback_articles",
                Slot::Count(&mut self.feedback_articles),
            ),
            ("feedback_words", Slot::Count(&mut self.feedback_words)),
            ("feedback_reach", Slot::Count(&mut self.feedback_reach)),
        ]
    }
}

/// Returns 1 for one occurrence, `k + 1` at the most, 0 for none.
fn saturated(frequency: f64, k: f64) -> f64 {
    match frequency > 0.0 {
        true => frequency * (k + 1.0) / (frequency + k),
        false => 0.0,
    }
}

enum Slot<'w> {
    /// From 0 to 1.
    Share(&'w mut f64),
    /// From 0 to [`LARGEST`].
    Factor(&'w mut f64),
    /// A whole number.
    Count(&'w mut u32),
}

fn unknown(name: &str) -> Error {
    let names: Vec<&str> = Weights::default()
        .named()
        .iter()
        .map(|(name, _)| *name)
        .collect();
    Error::new(ErrorKind::Usage, format!("there is no weight `{name}`"))
        .hint(format!("the weights are {}", names.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_weight_is_changed_by_its_name() {
        let weights = Weights::default();
        let changed = weights.with("title", 5.0).unwrap();
        assert_eq!(
            changed,
            Weights {
                title: 5.0,
                ..weights
            }
        );
        let changed = weights.with("lead_words", 12.0).unwrap();
        assert_eq!(
            changed,
            Weights {
                lead_words: 12,
                ..weights
            }
        );
    }

    #[test]
    fn every_weight_is_described() {
        let page = include_str!("../docs/ranking.md");
        for (name, _) in Weights::default().named() {
            assert!(page.contains(&format!("`{name}`")), "{name}");
        }
    }

    #[test]
    fn what_no_weight_takes_is_refused() {
        for (name, value, expected) in [
            ("titel", 1.0, "there is no weight `titel`"),
            ("title", -1.0, "the weight `title` cannot be -1"),
            ("title", f64::NAN, "the weight `title` cannot be NaN"),
            ("b", 1.5, "the weight `b` cannot be 1.5"),
            ("k1", f64::INFINITY, "the weight `k1` cannot be inf"),
            ("k1", 1e308, &format!("the weight `k1` cannot be {}", 1e308)),
            ("lead_words", 1.5, "the weight `lead_words` cannot be 1.5"),
            ("reranked", -3.0, "the weight `reranked` cannot be -3"),
        ] {
            let error = Weights::default().with(name, value).unwrap_err();
            assert_eq!(error.to_string(), expected);
        }
    }
}
