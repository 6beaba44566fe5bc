//! Goldens: a topic and an index go in, the text of the file comes out.
//!
//! Scores are not in it: they change with every weight, where the order is what counts. Of a Reuters story it tells
//! the record, the day, the place and which words of the query it has, and nothing in its own words.

use std::fmt::{self, Display, Formatter};

use pullquote::engine::embedded::Index;
use pullquote::query::Query;
use pullquote::search::engine::Signal;
use pullquote::search::{Answer, Hit, Leaf, Plan, SearchRequest, search};

use super::Source;
use super::topic::Topic;

/// How many hits are written down.
const SHOWN: usize = 10;

/// How far down the wanted ones are looked for.
const SOUGHT: usize = 100;

/// How many forms of a word are written down.
const FORMS: usize = 12;

/// What is written below a topic.
pub(super) struct Golden<'t> {
    source: Source,
    topic: &'t Topic,
    plan: Plan,
    answer: Answer,
}

/// Returns the line of the parsed query.
pub(super) fn tree(topic: &Topic) -> String {
    let query = topic.request.query.as_ref().map(Query::to_string);
    format!("tree    {}\n", query.unwrap_or_default())
}

impl<'t> Golden<'t> {
    /// Asks a topic of an index.
    pub(super) fn of(source: Source, index: &Index, topic: &'t Topic) -> Self {
        let request = SearchRequest {
            limit: SOUGHT,
            passages: Some(1),
            explain: true,
            ..topic.request.clone()
        };
        Golden {
            source,
            topic,
            plan: Plan::new(index, request.query.as_ref(), request.mode).unwrap(),
            answer: search(index, &request).unwrap(),
        }
    }

    fn is_wanted(&self, hit: &Hit) -> bool {
        self.topic.wanted.contains(&self.name(hit))
    }

    fn name(&self, hit: &Hit) -> String {
        self.source.name(&hit.article)
    }

    /// Says where each wanted article stands.
    fn places(&self) -> String {
        let place = |name: &String| {
            let rank = self.answer.hits.iter().find(|hit| self.name(hit) == *name);
            match rank {
                Some(hit) => format!("{name} at {}", hit.rank),
                None if self.answer.counts.articles > SOUGHT as u64 => {
                    format!("{name} not among the first {SOUGHT}")
                }
                None => format!("{name} not found"),
            }
        };
        let places: Vec<String> = self.topic.wanted.iter().map(place).collect();
        places.join(", ")
    }

    fn found(&self) -> String {
        let counts = &self.answer.counts;
        let more = [
            (counts.exact_phrase, "with the exact phrase"),
            (counts.all_words, "with all the words"),
            (counts.any_word, "with any"),
        ];
        let more: Vec<String> = more
            .iter()
            .filter_map(|(count, what)| count.map(|count| format!("{count} {what}")))
            .collect();
        let all = match counts.articles {
            1 => "1 article".to_owned(),
            many => format!("{many} articles"),
        };
        let all = match self.answer.relaxed {
            true => format!("{all}, none with all the words"),
            false => all,
        };
        match more.is_empty() {
            true => all,
            false => format!("{all}: {}", more.join(", ")),
        }
    }

    /// Says what is known of a hit and which words of the query it has, each with how often.
    fn hit(&self, hit: &Hit) -> String {
        let metadata = &hit.article.metadata;
        let date = metadata.date.as_ref().map(|date| date.value.to_string());
        let value = |name: Option<&String>| name.cloned().unwrap_or_else(|| "?".to_owned());
        let outlet = metadata.outlet.as_ref().map(|name| &name.value);
        let place = metadata.place.as_ref().map(|name| &name.value);
        let title = metadata.title.as_ref().map(|title| &title.value);
        let mut columns = vec![
            self.name(hit),
            value(date.as_ref()),
            match self.source {
                Source::Seeds => value(outlet),
                Source::Reuters => value(place),
            },
        ];
        columns.extend(matched(hit));
        if self.source == Source::Seeds {
            columns.extend(title.map(|title| format!("“{title}”")));
        }
        columns.join("  ")
    }
}

impl Display for Golden<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}", self.topic.head, tree(self.topic))?;
        for leaf in &self.plan.leaves {
            write_leaf(f, leaf)?;
        }
        if !self.answer.ignored.is_empty() {
            writeln!(f, "ignored {}", self.answer.ignored.join(", "))?;
        }
        for limit in &self.answer.limits {
            writeln!(f, "limit   {limit}")?;
        }
        writeln!(f, "found   {}", self.found())?;
        if !self.topic.wanted.is_empty() {
            writeln!(f, "wanted  {}", self.places())?;
        }
        for (place, hit) in self.answer.hits.iter().take(SHOWN).enumerate() {
            let start = if place == 0 { "\n" } else { "" };
            let mark = if self.is_wanted(hit) { '*' } else { ' ' };
            writeln!(f, "{start}{:2} {mark} {}", hit.rank, self.hit(hit))?;
        }
        Ok(())
    }
}

/// Writes what is looked for as `pullquote parse` does, of many forms the first.
fn write_leaf(f: &mut Formatter<'_>, leaf: &Leaf) -> fmt::Result {
    let mut phrases: Vec<String> = leaf.phrases.iter().map(|one| one.terms.join(" ")).collect();
    phrases.dedup();
    let forms: Vec<String> = leaf.forms.iter().cloned().collect();
    let joined = leaf.joined.difference(&leaf.forms).cloned().collect();
    for (view, terms) in [("words", forms), ("joined", joined), ("phrases", phrases)] {
        if !terms.is_empty() {
            writeln!(f, "{view:7} {} → {}", leaf.label, first_of(&terms))?;
        }
    }
    Ok(())
}

fn first_of(terms: &[String]) -> String {
    match terms.len() {
        all if all > FORMS => format!("{} and {} more", terms[..FORMS].join(", "), all - FORMS),
        _ => terms.join(", "),
    }
}

/// Returns which words of the query the title and the body have, and whether all of them together.
fn matched(hit: &Hit) -> Vec<String> {
    let (mut exact, mut title, mut body) = (Vec::new(), Vec::new(), Vec::new());
    for part in &hit.score_parts {
        match &part.signal {
            Signal::Word {
                word,
                body: in_body,
                title: in_title,
                ..
            } => {
                title.extend(times(word, *in_title));
                body.extend(times(word, *in_body));
            }
            Signal::Phrase => exact.push("exact phrase".to_owned()),
            _ => {}
        }
    }
    let list = |name: &str, words: Vec<String>| {
        let words = words.join(" ");
        Some(format!("{name}: {words}")).filter(|_| !words.is_empty())
    };
    exact
        .into_iter()
        .chain(list("title", title))
        .chain(list("body", body))
        .collect()
}

fn times(word: &str, count: u32) -> Option<String> {
    match count {
        0 => None,
        1 => Some(word.to_owned()),
        _ => Some(format!("{word}×{count}")),
    }
}

/// Two searches for one topic give the same file.
#[test]
fn a_golden_is_the_same_twice() {
    let (_folder, index) = super::indexed_seeds();
    let head = "shows   x\nquery   ceasefire Istanbul\nwanted  000_790a63dd4dd4b25b.txt\n";
    let topic = Topic::read(std::path::Path::new("x"), head);
    let text = Golden::of(Source::Seeds, &index, &topic).to_string();
    let again = Topic::read(std::path::Path::new("x"), &text);
    assert_eq!(Golden::of(Source::Seeds, &index, &again).to_string(), text);
    assert!(text.starts_with(&format!("{head}\ntree    ceasefire Istanbul\n")));
}
