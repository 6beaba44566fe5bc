//! Quotations put together from several places: the fewest stretches of words in a row that make up the whole.
//!
//! A question and an engine go in; stretches come out, from the left, each as long as the archive has it. An engine
//! tells exactly whether some words stand in a row, so none is missed. What is not here: stretches of one utterance
//! ([`stretches`](super::stretches)), which need no more than one article.

use std::ops::Range;

use super::body::Body;
use super::question::{Question, in_a_row};
use super::stretches::{Stretch, goes_on, places};
use crate::article::ArticleId;
use crate::error::Result;
use crate::search::Sort;
use crate::search::engine::{Condition, Engine, Lookup, Stored};

/// The fewest words of a stretch that is told from chance.
pub(super) const SHORTEST: usize = 5;

/// The most stretches that a quotation is taken to be put together from.
const MOST: usize = 3;

/// The first length that is tried: few sentences share as many words.
const FIRST_LENGTH: usize = 10;

/// How many of the articles that have a stretch are looked at.
const ARTICLES: usize = 3;

/// A stretch and the article it stands in.
pub(super) struct Source {
    pub(super) stored: Stored,
    pub(super) stretch: Stretch,
}

/// Finds the stretches of a quotation, where they stand at two places at least. `nearest` is the article that is taken
/// where several have a stretch.
pub(super) fn spliced(
    engine: &dyn Engine,
    question: &Question<'_>,
    nearest: Option<&Stored>,
) -> Result<Option<Vec<Source>>> {
    let splicing = Splicing {
        engine,
        question,
        words: question.words(),
        numbers: question.aligned().1.concat(),
    };
    let Some(stretches) = splicing.stretches()? else {
        return Ok(None);
    };
    let whole = splicing.article_of_all(&stretches)?;
    let nearest = whole.as_ref().or(nearest);
    let mut sources: Vec<Source> = Vec::new();
    for stretch in stretches {
        let before = sources.last();
        let known = before.map(|source| &source.stored).or(nearest);
        let Some(source) = splicing.source(stretch, known, before)? else {
            return Ok(None);
        };
        sources.push(source);
    }
    let is_apart = |pair: &[Source]| {
        id(&pair[0].stored) != id(&pair[1].stored) || !goes_on(&pair[0].stretch, &pair[1].stretch)
    };
    Ok(sources.windows(2).any(is_apart).then_some(sources))
}

struct Splicing<'s> {
    engine: &'s dyn Engine,
    question: &'s Question<'s>,
    words: Vec<String>,
    numbers: Vec<u32>,
}

impl Splicing<'_> {
    /// Makes up the quotation of the longest stretches, from the left; a single word may be missing between two.
    fn stretches(&self) -> Result<Option<Vec<Range<usize>>>> {
        let length = self.words.len();
        let mut found: Vec<Range<usize>> = Vec::new();
        let mut at = 0;
        while at < length {
            if found.len() == MOST || length < SHORTEST {
                return Ok(None);
            }
            // What is left at the end may be too short to tell: the stretch before may have its first words by chance.
            let start = at.min(length - SHORTEST);
            let stretch = match self.longest(start)? {
                None if at > 0 && start + 1 + SHORTEST <= length => self.longest(start + 1)?,
                stretch => stretch,
            };
            match stretch {
                Some(stretch) if stretch.end > at => {
                    at = stretch.end;
                    found.push(stretch);
                }
                _ => return Ok(None),
            }
        }
        Ok(Some(found))
    }

    /// Returns the words from `start` on that some article has in a row, as many as can be.
    fn longest(&self, start: usize) -> Result<Option<Range<usize>>> {
        let most = self.words.len() - start;
        let (mut good, mut bad) = (SHORTEST - 1, most + 1);
        let mut length = FIRST_LENGTH.min(most);
        while good + 1 < bad {
            if self.stands(start..start + length)? {
                good = length;
                length = if bad > most {
                    (length * 2).min(most)
                } else {
                    good + (bad - good) / 2
                };
            } else {
                bad = length;
                length = good + (bad - good) / 2;
            }
            length = length.max(good + 1);
        }
        Ok((good >= SHORTEST).then_some(start..start + good))
    }

    fn stands(&self, words: Range<usize>) -> Result<bool> {
        Ok(self.engine.count(&in_a_row(&self.words[words]))? > 0)
    }

    /// Finds an article that has every stretch: the earliest.
    fn article_of_all(&self, stretches: &[Range<usize>]) -> Result<Option<Stored>> {
        let phrases = stretches
            .iter()
            .map(|words| in_a_row(&self.words[words.clone()]));
        let found = self
            .engine
            .find(&earliest(Condition::All(phrases.collect())))?;
        Ok(found
            .articles
            .into_iter()
            .next()
            .map(|ranked| ranked.stored))
    }

    /// Finds the place of a stretch: where the one before goes on, else in the known article, else in the earliest.
    fn source(
        &self,
        words: Range<usize>,
        known: Option<&Stored>,
        before: Option<&Source>,
    ) -> Result<Option<Source>> {
        let known = known.and_then(|stored| self.place_in(stored, &words, before));
        if known.is_some() {
            return Ok(known);
        }
        let found = self
            .engine
            .find(&earliest(in_a_row(&self.words[words.clone()])))?;
        let mut articles = found.articles.iter();
        Ok(articles.find_map(|ranked| self.place_in(&ranked.stored, &words, None)))
    }

    fn place_in(
        &self,
        stored: &Stored,
        words: &Range<usize>,
        before: Option<&Source>,
    ) -> Option<Source> {
        let body = &Body::readings(&stored.article.body, &self.question.vocabulary)[0];
        let stretch = |body| Stretch {
            quotation: words.clone(),
            body,
        };
        let mut found: Vec<Stretch> = places(&self.numbers[words.clone()], body)
            .into_iter()
            .map(stretch)
            .collect();
        let follows =
            |stretch: &Stretch| before.is_some_and(|before| goes_on(&before.stretch, stretch));
        found.sort_by_key(|stretch| !follows(stretch));
        found.into_iter().next().map(|stretch| Source {
            stored: stored.clone(),
            stretch,
        })
    }
}

fn earliest(condition: Condition) -> Lookup {
    Lookup {
        sort: Sort::Date,
        limit: ARTICLES,
        ..Lookup::new(condition)
    }
}

fn id(stored: &Stored) -> ArticleId {
    stored.article.id
}
