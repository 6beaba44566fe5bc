//! Checking one quotation: first where its words stand as they are, then what comes nearest.
//!
//! The engine finds articles; whether and how a quotation stands in one is told here from the stored body. A verdict
//! that calls it faithful comes only of the same words in the same order. What is printed as the source's own words is
//! read once more from the store before it is given out.

use std::ops::{ControlFlow, Range};

use jiff::civil::Date;

use super::align::{Alignment, align, windows};
use super::body::Body;
use super::chain::chains;
use super::compare::{Comparison, Level, compare};
use super::edits::differences;
use super::finding::{Change, Edit, EditKind, Finding, Place, Verdict};
use super::pattern::Gap;
use super::question::Question;
use super::splice::{self, SHORTEST};
use super::stretches::{Quoted, Stretch, joined};
use crate::article::ArticleId;
use crate::error::{Error, ErrorKind, Result};
use crate::search::engine::{Effort, Engine, Lookup, Ranked, Stored};
use crate::search::{self, Sort};

/// The share of words, of the quotation or the place, whichever has more, at which the place is the altered source.
const ALTERED: f64 = 0.7;

/// The share of the quotation's words at which a place is the nearest passage.
const NEAR: f64 = 0.55;

/// The likeness from which one place is not doubted for several, and the edits up to which it is not either.
const PLAIN: f64 = 0.85;
const FEW_EDITS: u32 = 3;

/// How many articles with the words are read at first, and how many at most to find one more faithful.
const FIRST: usize = 12;
const FURTHER: usize = 120;

/// How many of the closest articles are looked at, and the share of the best one's votes they need.
const fn closest(effort: Effort) -> usize {
    match effort {
        Effort::Quick => 3,
        Effort::Thorough => 5,
    }
}
const WORTH: f64 = 0.5;

/// What a user can say about a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerifyOptions {
    /// How many further places are given.
    pub elsewhere: usize,
}

impl Default for VerifyOptions {
    /// Gives three further places.
    fn default() -> Self {
        VerifyOptions { elsewhere: 3 }
    }
}

/// Checks a quotation: its words, without the marks around them.
///
/// # Errors
///
/// [`ErrorKind::QueryEmpty`] where it has no word, [`ErrorKind::Usage`] where it has more than [`LONGEST`](super::LONGEST), and
/// whatever the engine fails of.
pub fn verify(engine: &dyn Engine, quotation: &str, options: &VerifyOptions) -> Result<Finding> {
    let question = Question::new(quotation.trim())?;
    let checking = Checking {
        engine,
        question: &question,
        options,
    };
    let matches = checking.word_for_word()?;
    match matches.best() {
        Some(best) if best.comparison.level <= Level::Truncated => checking.matched(matches),
        _ => checking.changed(matches),
    }
}

/// An article in which the words of the quotation stand.
struct Match {
    stored: Stored,
    comparison: Comparison,
    quoted: bool,
    /// Whether the words stand between quotation marks anywhere in it.
    quoted_anywhere: bool,
}

/// The articles with the words, one match each.
#[derive(Default)]
struct Matches {
    found: Vec<Match>,
    /// How many articles have the words in all: with a break between, the words of each piece.
    total: u64,
    /// How many of these were read.
    read: u64,
}

impl Matches {
    /// Returns the most faithful, quoted before not, the earliest of these.
    fn best(&self) -> Option<&Match> {
        self.found.iter().min_by_key(|found| rank(found))
    }

    fn has(&self, id: ArticleId) -> bool {
        self.found.iter().any(|found| found.stored.article.id == id)
    }
}

fn rank(found: &Match) -> (Level, bool, (bool, Option<Date>), ArticleId) {
    let level = found.comparison.level;
    (
        level,
        !found.quoted,
        by_date(&found.stored),
        found.stored.article.id,
    )
}

/// Orders by date with the unknown ones last.
fn by_date(stored: &Stored) -> (bool, Option<Date>) {
    let date = stored.article.metadata.date.as_ref().map(|date| date.value);
    (date.is_none(), date)
}

/// An article that comes near, with what was found in it.
struct Near {
    stored: Stored,
    alignment: Alignment,
    /// Which reading of the body was aligned.
    reading: usize,
    joined: Option<Vec<Stretch>>,
}

struct Checking<'c> {
    engine: &'c dyn Engine,
    question: &'c Question<'c>,
    options: &'c VerifyOptions,
}

impl Checking<'_> {
    /// Finds the articles that have the words as they stand, the earliest first.
    fn word_for_word(&self) -> Result<Matches> {
        let mut lookup = Lookup {
            sort: Sort::Date,
            limit: FIRST,
            ..Lookup::new(self.question.condition())
        };
        let mut matches = Matches::default();
        loop {
            let found = self.engine.find(&lookup)?;
            matches.total = found.total;
            matches.read += found.articles.len() as u64;
            for ranked in found.articles {
                matches.found.extend(self.best_in(ranked.stored));
            }
            lookup.offset += lookup.limit;
            let is_exact = matches
                .best()
                .is_some_and(|best| best.comparison.level == Level::Exact && best.quoted);
            if is_exact || lookup.offset as u64 >= found.total || lookup.offset >= FURTHER {
                return Ok(matches);
            }
            lookup.limit = FURTHER - lookup.offset;
        }
    }

    /// Finds the most faithful place of an article.
    fn best_in(&self, stored: Stored) -> Option<Match> {
        let quoted = Quoted::of(&stored.article.body);
        let found = self.places_in(&stored.article.body);
        let is_quoted =
            |found: &Comparison| found.level <= Level::Joined && quoted.hold(&found.pieces);
        let quoted_anywhere = found.iter().any(is_quoted);
        let comparison = found.into_iter().min_by_key(|found| {
            let quoted = quoted.hold(&found.pieces);
            (found.level, found.edits.len(), !quoted, found.bytes.start)
        })?;
        Some(Match {
            quoted: quoted.hold(&comparison.pieces),
            quoted_anywhere,
            comparison,
            stored,
        })
    }

    /// Finds every place of a body that has the words, in any way they may be meant.
    fn places_in(&self, text: &str) -> Vec<Comparison> {
        let mut found = Vec::new();
        for body in Body::readings(text, &self.question.vocabulary) {
            for (pattern, numbers) in &self.question.readings {
                let chains = chains(pattern, numbers, &body);
                let compare = |chain| compare(self.question.text, pattern, chain, &body);
                found.extend(chains.iter().map(compare));
            }
        }
        found
    }

    /// Finds the article that comes nearest; ones that have all the words join the matches.
    /// None is looked at twice: `nearest` is the best of those that were.
    fn nearest(
        &self,
        effort: Effort,
        mut nearest: Option<Near>,
        seen: &mut Vec<ArticleId>,
        matches: &mut Matches,
    ) -> Result<Option<Near>> {
        let mut most = 0.0;
        let words = self.question.words();
        self.engine.closest(
            &words,
            effort,
            closest(effort),
            &mut |Ranked { score, stored, .. }| {
                most = f64::max(most, score);
                if score < most * WORTH {
                    return Ok(ControlFlow::Break(()));
                }
                if seen.contains(&stored.article.id) {
                    return Ok(ControlFlow::Continue(()));
                }
                seen.push(stored.article.id);
                let near = self.look_at(stored);
                let has_all = near
                    .as_ref()
                    .is_some_and(|near| near.alignment.kept == words.len());
                if let Some(near) = near
                    .as_ref()
                    .filter(|near| has_all && !matches.has(near.stored.article.id))
                {
                    let found = self.best_in(near.stored.clone());
                    matches.found.extend(found);
                }
                let both = nearest.take().into_iter().chain(near);
                nearest = both.min_by_key(|near| {
                    (
                        near.joined.is_none(),
                        near.alignment.cost,
                        by_date(&near.stored),
                        near.stored.article.id,
                    )
                });
                Ok(ControlFlow::Continue(()))
            },
        )?;
        Ok(nearest)
    }

    fn look_at(&self, stored: Stored) -> Option<Near> {
        let (pattern, numbers) = self.question.aligned();
        let text = &stored.article.body;
        let readings = Body::readings(text, &self.question.vocabulary);
        let size = self.question.vocabulary.size();
        let aligned = readings.iter().enumerate().flat_map(|(reading, body)| {
            let windows = windows(body, size, pattern).into_iter();
            windows
                .filter_map(move |window| Some((align(pattern, numbers, body, window)?, reading)))
        });
        let (alignment, reading) = aligned.min_by_key(|(found, _)| found.cost)?;
        let joined = joined(&numbers.concat(), &readings[0], &Quoted::of(text));
        Some(Near {
            alignment,
            reading,
            joined,
            stored,
        })
    }

    /// Tells what became of a quotation whose words stand in the archive as they are.
    fn matched(&self, matches: Matches) -> Result<Finding> {
        // What was not read may quote them, and of other words nobody can say that they are a reporter's.
        let is_known = matches.read >= matches.total
            && matches
                .best()
                .is_some_and(|best| best.comparison.level <= Level::Joined);
        let not_quoted = is_known && matches.found.iter().all(|found| !found.quoted_anywhere);
        let best = matches.best().map(|best| best.stored.article.id);
        // Of pieces with a break between, the engine tells no order: only what was read counts.
        let total = match self.question.is_plain() {
            true => matches.total.max(matches.found.len() as u64),
            false => matches.found.len() as u64,
        };
        let (chosen, mut others): (Vec<_>, Vec<_>) = matches
            .found
            .into_iter()
            .partition(|found| Some(found.stored.article.id) == best);
        others.retain(|found| found.comparison.level <= Level::Truncated);
        others.sort_by_key(|found| (by_date(&found.stored), found.stored.article.id));
        others.truncate(self.options.elsewhere);
        let verdict =
            chosen
                .first()
                .map_or(Verdict::NotFound, |found| match found.comparison.level {
                    Level::Exact => Verdict::Exact,
                    Level::Typographic => Verdict::Typographic,
                    Level::Editorial => Verdict::Editorial,
                    Level::Truncated => Verdict::Truncated,
                    Level::Joined => Verdict::Joined,
                    Level::Changed => Verdict::Altered,
                });
        let place = |found: Match| {
            let comparison = found.comparison;
            self.place(
                found.stored,
                comparison.bytes,
                found.quoted,
                comparison.edits,
                Vec::new(),
            )
        };
        let places: Vec<Place> = chosen.into_iter().map(place).collect::<Result<_>>()?;
        let elsewhere: Vec<Place> = others.into_iter().map(place).collect::<Result<_>>()?;
        let shown = (places.len() + elsewhere.len()) as u64;
        Ok(Finding {
            quotation: self.question.text.to_owned(),
            verdict,
            not_quoted,
            share: 1.0,
            places,
            more: total.saturating_sub(shown),
            elsewhere,
        })
    }

    /// Tells what became of a quotation that stands nowhere as it is.
    fn changed(&self, mut matches: Matches) -> Result<Finding> {
        let mut seen = Vec::new();
        let quick = self.nearest(Effort::Quick, None, &mut seen, &mut matches)?;
        if let Some(finding) = self.told_at_once(quick.as_ref(), &mut matches)? {
            return Ok(finding);
        }
        let stored = quick.as_ref().map(|near| &near.stored);
        if let Some(sources) = splice::spliced(self.engine, self.question, stored)? {
            let one = sources.iter().find_map(|source| {
                self.look_at(source.stored.clone())
                    .filter(|near| near.joined.is_some())
            });
            return match one.map(|near| self.joined(&near)).transpose()?.flatten() {
                Some(finding) => Ok(finding),
                None => self.spliced(sources),
            };
        }
        let is_found = |near: &Near| self.likeness(near) >= ALTERED;
        let nearest = if quick.as_ref().is_some_and(is_found) {
            quick
        } else {
            self.nearest(Effort::Thorough, quick, &mut seen, &mut matches)?
        };
        if let Some(finding) = self.told_at_once(nearest.as_ref(), &mut matches)? {
            return Ok(finding);
        }
        let Some(near) = nearest else {
            return Ok(self.finding(Verdict::NotFound, 0.0, Vec::new()));
        };
        let verdict = match self.likeness(&near) {
            likeness if likeness >= ALTERED => Verdict::Altered,
            _ if self.share(&near) >= NEAR => Verdict::Near,
            _ => return Ok(self.finding(Verdict::NotFound, 0.0, Vec::new())),
        };
        let place = self.altered(&near)?;
        Ok(self.finding(verdict, self.share(&near), vec![place]))
    }

    /// Tells the verdict where the nearest article leaves no doubt.
    fn told_at_once(&self, near: Option<&Near>, matches: &mut Matches) -> Result<Option<Finding>> {
        let is_faithful = matches
            .best()
            .is_some_and(|best| best.comparison.level <= Level::Truncated);
        if is_faithful {
            return self.matched(std::mem::take(matches)).map(Some);
        }
        if let Some(finding) = near.map(|near| self.joined(near)).transpose()?.flatten() {
            return Ok(Some(finding));
        }
        if !matches.found.is_empty() {
            return self.matched(std::mem::take(matches)).map(Some);
        }
        let Some(near) = near.filter(|near| self.is_plain(near)) else {
            return Ok(None);
        };
        let place = self.altered(near)?;
        let is_one = !self.has_foreign_words(&place);
        Ok(is_one.then(|| self.finding(Verdict::Altered, self.share(near), vec![place])))
    }

    fn is_plain(&self, near: &Near) -> bool {
        let likeness = self.likeness(near);
        likeness >= PLAIN || likeness >= ALTERED && near.alignment.edits() <= FEW_EDITS
    }

    /// Returns the share of the quotation's words that are the same.
    fn share(&self, near: &Near) -> f64 {
        near.alignment.kept as f64 / self.question.aligned().0.length() as f64
    }

    /// Returns the share of the same words in the quotation or the place, whichever has more.
    fn likeness(&self, near: &Near) -> f64 {
        near.alignment.likeness(self.question.aligned().0.length())
    }

    fn finding(&self, verdict: Verdict, share: f64, places: Vec<Place>) -> Finding {
        let quoted = places.iter().any(|place| place.quoted);
        Finding {
            quotation: self.question.text.to_owned(),
            verdict,
            // Of other words nobody can say that they are a reporter's.
            not_quoted: matches!(verdict, Verdict::Spliced) && !quoted,
            share,
            places,
            elsewhere: Vec::new(),
            more: 0,
        }
    }

    /// Tells whether as many words in a row as make a stretch are not in the place.
    fn has_foreign_words(&self, place: &Place) -> bool {
        let words =
            |bytes: &Range<usize>| crate::text::words(&self.question.text[bytes.clone()]).len();
        place
            .changes
            .iter()
            .any(|change| matches!(change, Change::Added(added) if words(added) >= SHORTEST))
    }

    fn joined(&self, near: &Near) -> Result<Option<Finding>> {
        let Some(halves) = &near.joined else {
            return Ok(None);
        };
        let body = &Body::readings(&near.stored.article.body, &self.question.vocabulary)[0];
        let words = halves[0].body.start..halves[halves.len() - 1].body.end;
        let attribution = |pair: &[Stretch]| {
            let at = self.question.bytes(&pair[0].quotation).end;
            Edit {
                kind: EditKind::Attribution,
                quotation: at..at,
                source: body.bytes(pair[0].body.end..pair[1].body.start),
            }
        };
        let edits = halves.windows(2).map(attribution).collect();
        let place = self.place(
            near.stored.clone(),
            body.bytes(words),
            true,
            edits,
            Vec::new(),
        )?;
        Ok(Some(self.finding(Verdict::Joined, 1.0, vec![place])))
    }

    /// Makes the place of a quotation that was altered.
    fn altered(&self, near: &Near) -> Result<Place> {
        let (pattern, numbers) = self.question.aligned();
        let body =
            &Body::readings(&near.stored.article.body, &self.question.vocabulary)[near.reading];
        let alignment = &near.alignment;
        let mut edits = Vec::new();
        let mut changes = Vec::new();
        for (place, piece) in pattern.pieces.iter().enumerate() {
            let beside = alignment.pieces[place].clone();
            if let Some(before) = place.checked_sub(1) {
                let between = alignment.pieces[before].end..beside.start;
                edits.extend(declared(&pattern.gaps[place], body, between));
            }
            let (more, differ) =
                differences(self.question.text, piece, &numbers[place], body, beside);
            changes.extend(more);
            edits.extend(differ);
        }
        let bytes = body.bytes(alignment.words());
        let quoted = Quoted::of(body.text).holds(&bytes);
        self.place(near.stored.clone(), bytes, quoted, edits, changes)
    }

    fn spliced(&self, sources: Vec<splice::Source>) -> Result<Finding> {
        let mut places = Vec::new();
        for source in sources {
            let body = &Body::readings(&source.stored.article.body, &self.question.vocabulary)[0];
            let bytes = body.bytes(source.stretch.body);
            let quoted = Quoted::of(body.text).holds(&bytes);
            let mut place =
                self.place(source.stored.clone(), bytes, quoted, Vec::new(), Vec::new())?;
            place.quotation = self.question.bytes(&source.stretch.quotation);
            places.push(place);
        }
        Ok(self.finding(Verdict::Spliced, 1.0, places))
    }

    /// Makes a place, and reads its words once more from the store.
    fn place(
        &self,
        stored: Stored,
        bytes: Range<usize>,
        quoted: bool,
        edits: Vec<Edit>,
        changes: Vec<Change>,
    ) -> Result<Place> {
        let passage = search::quote_exactly(&stored, bytes.clone());
        let again = self.engine.article(stored.article.id)?;
        if again
            .as_ref()
            .and_then(|again| again.article.body.get(bytes))
            != Some(passage.text.as_str())
        {
            return Err(unlike_the_store(stored.article.id));
        }
        Ok(Place {
            article: stored.article,
            passage,
            quoted,
            quotation: 0..self.question.text.len(),
            edits,
            changes,
        })
    }
}

/// The declared edits of a gap in an altered quotation, with the words it stands beside.
fn declared(gap: &Gap, body: &Body<'_>, between: Range<usize>) -> Vec<Edit> {
    let between = between.start..between.end.max(between.start);
    let kinds = [
        gap.bracket.as_ref().map(|_| EditKind::Bracket),
        gap.ellipsis.then_some(EditKind::Ellipsis),
    ];
    let edit = |kind| Edit {
        kind,
        quotation: gap.bytes.clone(),
        source: body.bytes(between.clone()),
    };
    kinds.into_iter().flatten().map(edit).collect()
}

fn unlike_the_store(id: ArticleId) -> Error {
    Error::new(
        ErrorKind::IndexDamaged,
        format!("the stored article `{id}` is not what it was a moment ago"),
    )
    .hint("index the articles again with --rebuild")
}
