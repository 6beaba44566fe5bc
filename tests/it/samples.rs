//! Promises at scale, on the sample collections. They are named by `PULLQUOTE_SAMPLES` (a folder with
//! `corpora/reuters.jsonl.zst` and `collections/news/corpus.jsonl.zst`); without it these tests say that they
//! were skipped. `PULLQUOTE_PHRASES` sets how many phrases are cut from each collection.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;

use aho_corasick::AhoCorasick;
use pullquote::article::NameField;
use pullquote::engine::embedded::{Index, WriterOptions};
use pullquote::ingest::{IngestRequest, ingest};
use pullquote::query::{self, DateRange};
use pullquote::search::{FacetField, Granularity, SearchRequest, search};
use pullquote::source::{SourceOptions, WalkOptions};

use crate::archive::Silent;
use crate::brute;

/// Phrases that stand in more articles than this are compared by their counts alone.
const MANY: usize = 3_000;

pub(crate) struct Sample {
    _folder: tempfile::TempDir,
    pub(crate) index: Index,
    /// Record id, title and body of every article.
    articles: Vec<Record>,
    /// Outlet and day of every article, where the record states them.
    facts: Vec<(Option<String>, Option<String>)>,
}

/// Indexes a sample collection; says that it is skipped where the collections are not there.
pub(crate) fn sample(name: &str) -> Option<Sample> {
    let Some(samples) = std::env::var_os("PULLQUOTE_SAMPLES") else {
        println!("skipped: set PULLQUOTE_SAMPLES to the folder of the sample collections");
        return None;
    };
    let file = PathBuf::from(samples).join(name);
    let folder = tempfile::tempdir().unwrap();
    let request = IngestRequest {
        index: folder.path().join("index"),
        roots: vec![file.clone()],
        walk: WalkOptions::default(),
        source: SourceOptions::default(),
        writer: WriterOptions {
            threads: 2,
            memory: 800 << 20,
        },
        infer_dates: false,
        rebuild: false,
    };
    let report = ingest(&request, &Silent).unwrap();
    assert_eq!(report.skipped, 0);
    let mut decoder = zstd::Decoder::new(std::fs::File::open(&file).unwrap()).unwrap();
    decoder.window_log_max(31).unwrap();
    let mut json = String::new();
    std::io::Read::read_to_string(&mut decoder, &mut json).unwrap();
    let mut articles = Vec::new();
    let mut facts = Vec::new();
    for line in json.lines() {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| {
            record[name]
                .as_str()
                .filter(|text| !text.is_empty())
                .map(str::to_owned)
        };
        articles.push((
            text("_id").or(text("id")).unwrap(),
            text("title").unwrap_or_default(),
            text("text").unwrap_or_default(),
        ));
        facts.push((
            text("outlet"),
            text("date").map(|date| date[..10].to_owned()),
        ));
    }
    let index = Index::open(&folder.path().join("index")).unwrap();
    Some(Sample {
        _folder: folder,
        index,
        articles,
        facts,
    })
}

/// A generator of numbers that gives the same ones every time (Marsaglia's xorshift, 64 bits).
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }
}

/// Cuts a phrase of 2 to 12 folded words out of a body; half of them with their typography varied.
fn cut(sample: &Sample, numbers: &mut Numbers) -> Option<(Vec<String>, String)> {
    let (_, _, body) = &sample.articles[numbers.below(sample.articles.len())];
    let printed: Vec<&str> = body.split_whitespace().collect();
    let length = 2 + numbers.below(11);
    let start = numbers.below(printed.len().checked_sub(length)?.max(1));
    let printed = &printed[start..start + length];
    let phrase = brute::words(&printed.join(" "));
    if phrase.len() < 2 {
        return None;
    }
    let typed = match numbers.below(2) {
        0 => printed.join(" "),
        _ => vary(printed, numbers),
    };
    Some((
        phrase,
        typed.replace(['"', '“', '”', '„', '‟', '«', '»', '″', '\\'], "'"),
    ))
}

fn vary(printed: &[&str], numbers: &mut Numbers) -> String {
    let mut typed = String::new();
    for word in printed {
        let word = match numbers.below(6) {
            0 => word.to_uppercase(),
            1 => word.replace('\'', "’").replace('-', "\u{2011}"),
            2 => word.replace(['’', '‘'], "'").replace(['–', '—'], "-"),
            3 => soft_hyphen(word, numbers),
            4 => word.replace("fi", "ﬁ").replace('e', "é"),
            _ => (*word).to_owned(),
        };
        typed.push_str(&word);
        typed.push_str(["\u{a0}", " ", "  ", "\n", " — ", "\u{2009}"][numbers.below(6)]);
    }
    typed
}

fn soft_hyphen(word: &str, numbers: &mut Numbers) -> String {
    let places: Vec<usize> = word.char_indices().map(|(place, _)| place).collect();
    let (one, other) = word.split_at(places[numbers.below(places.len())]);
    format!("{one}\u{ad}{other}")
}

/// How often each phrase stands in each text, by one pass over all of them.
fn scan(texts: &[Vec<String>], phrases: &[Vec<String>]) -> Vec<BTreeMap<usize, usize>> {
    let patterns: Vec<String> = phrases
        .iter()
        .map(|phrase| format!(" {} ", phrase.join(" ")))
        .collect();
    let automaton = AhoCorasick::new(&patterns).unwrap();
    let mut found = vec![BTreeMap::new(); phrases.len()];
    for (number, words) in texts.iter().enumerate() {
        // A space of its own on either side of each word, so that a phrase may follow itself.
        let text: String = words
            .iter()
            .map(|word| format!(" {word}"))
            .chain([" ".to_owned()])
            .collect();
        for place in automaton.find_overlapping_iter(&text) {
            *found[place.pattern().as_usize()].entry(number).or_default() += 1;
        }
    }
    found
}

fn recall(name: &str, seed: u64) {
    let Some(sample) = sample(name) else { return };
    let wanted: usize = std::env::var("PULLQUOTE_PHRASES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(500);
    let mut numbers = Numbers(seed);
    let mut phrases = Vec::new();
    while phrases.len() < wanted {
        phrases.extend(cut(&sample, &mut numbers));
    }
    let folded: Vec<Vec<String>> = phrases.iter().map(|(folded, _)| folded.clone()).collect();
    let mut in_body: Vec<BTreeMap<usize, usize>> =
        scan_readings(&sample.articles, &folded, |(_, _, body)| body);
    let in_title = scan_readings(&sample.articles, &folded, |(_, title, _)| title);
    let (mut articles, mut places, mut offsets) = (0, 0, 0);
    for (number, (phrase, typed)) in phrases.iter().enumerate() {
        let bodies = std::mem::take(&mut in_body[number]);
        let expected: BTreeSet<usize> = bodies
            .keys()
            .chain(in_title[number].keys())
            .copied()
            .collect();
        let mut request = SearchRequest::new(Some(query::parse(&format!("\"{typed}\"")).unwrap()));
        request.limit = if expected.len() > MANY { 0 } else { usize::MAX };
        request.passages = None;
        let answer = search(&sample.index, &request).unwrap();
        assert_eq!(answer.counts.articles as usize, expected.len(), "{typed:?}");
        articles += expected.len();
        let numbers: HashMap<&str, usize> = expected
            .iter()
            .map(|number| (sample.articles[*number].0.as_str(), *number))
            .collect();
        for hit in &answer.hits {
            let id = hit.article.metadata.record_id.as_deref().unwrap();
            let number = *numbers
                .get(id)
                .unwrap_or_else(|| panic!("{typed:?} is not in {id}"));
            let body: Vec<char> = hit.article.body.chars().collect();
            let mut marked = 0;
            for passage in &hit.passages {
                assert_eq!(passage.text, hit.article.body[passage.bytes.clone()]);
                assert!(
                    body[passage.address.start..passage.address.end]
                        .iter()
                        .copied()
                        .eq(passage.text.chars())
                );
                offsets += 2 + 2 * passage.matches.len();
                for place in &passage.matches {
                    let place: String = body[place.clone()].iter().collect();
                    let found = brute::count(&brute::words(&place), phrase);
                    assert!(
                        found > 0 || place.contains('\n'),
                        "{place:?} is marked for {typed:?}"
                    );
                    marked += found.max(1);
                }
            }
            assert_eq!(
                marked,
                bodies.get(&number).copied().unwrap_or(0),
                "{typed:?} in {id}"
            );
            places += marked;
        }
    }
    println!(
        "{name}: {} phrases (seed {seed}), {articles} articles, {places} places, {offsets} offsets: all as the scan has them",
        phrases.len()
    );
}

/// Whether an article with these words passes a query.
type Test<'w> = dyn Fn(&BTreeSet<String>) -> bool + 'w;

/// The id, the title and the body of an article.
pub(crate) type Record = (String, String, String);

/// Scans both readings of words hyphenated at a line's end; a place is counted once.
pub(crate) fn scan_readings(
    articles: &[Record],
    phrases: &[Vec<String>],
    part: impl Fn(&Record) -> &String,
) -> Vec<BTreeMap<usize, usize>> {
    let split: Vec<Vec<String>> = articles
        .iter()
        .map(|article| brute::words(part(article)))
        .collect();
    let mut found = scan(&split, phrases);
    let whole: Vec<Vec<String>> = articles
        .iter()
        .map(|article| {
            let rejoined = rejoin(part(article));
            if rejoined.len() == part(article).len() {
                Vec::new()
            } else {
                brute::words(&rejoined)
            }
        })
        .collect();
    for (found, more) in found.iter_mut().zip(scan(&whole, phrases)) {
        for (number, count) in more {
            let known = found.entry(number).or_default();
            *known = count.max(*known);
        }
    }
    found
}

/// Takes the hyphen and the break out of words that are hyphenated at a line's end.
fn rejoin(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut rejoined = String::new();
    let mut place = 0;
    while place < characters.len() {
        match line_hyphen(&characters, place) {
            Some(next) => place = next,
            None => {
                rejoined.push(characters[place]);
                place += 1;
            }
        }
    }
    rejoined
}

fn line_hyphen(characters: &[char], place: usize) -> Option<usize> {
    let before = place.checked_sub(1).map(|before| characters[before])?;
    if !matches!(characters[place], '-' | '\u{2010}' | '\u{2011}') || !before.is_alphabetic() {
        return None;
    }
    let gap = characters[place + 1..]
        .iter()
        .take_while(|character| character.is_whitespace())
        .count();
    let breaks = characters[place + 1..place + 1 + gap]
        .iter()
        .filter(|character| **character == '\n')
        .count();
    let next = place + 1 + gap;
    (breaks == 1
        && characters
            .get(next)
            .is_some_and(|next| next.is_alphabetic()))
    .then_some(next)
}

#[test]
fn every_phrase_of_the_reuters_stories_is_found() {
    recall("corpora/reuters.jsonl.zst", 20_251_101);
}

#[test]
fn every_phrase_of_the_news_archive_is_found() {
    recall("collections/news/corpus.jsonl.zst", 20_251_102);
}

/// Counts of articles and of every facet for random boolean queries over exact words, outlets and dates.
#[test]
fn counts_are_exact() {
    let Some(sample) = sample("corpora/reuters.jsonl.zst") else {
        return;
    };
    let wanted: usize = std::env::var("PULLQUOTE_QUERIES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(200);
    let texts: Vec<BTreeSet<String>> = sample
        .articles
        .iter()
        .map(|(_, title, body)| {
            // A word hyphenated at a line's end is there in both its readings.
            let readings = [title.clone(), body.clone(), rejoin(body)];
            readings
                .iter()
                .flat_map(|text| brute::words(text))
                .collect()
        })
        .collect();
    let mut numbers = Numbers(7);
    let mut bars = 0;
    for _ in 0..wanted {
        let words: Vec<String> = (0..3).map(|_| some_word(&sample, &mut numbers)).collect();
        let (a, b, c) = (&words[0], &words[1], &words[2]);
        let (text, passes): (String, Box<Test<'_>>) = match numbers.below(4) {
            0 => (
                format!("\"{a}\" AND \"{b}\""),
                Box::new(|has| has.contains(a) && has.contains(b)),
            ),
            1 => (
                format!("\"{a}\" OR \"{b}\""),
                Box::new(|has| has.contains(a) || has.contains(b)),
            ),
            2 => (
                format!("\"{a}\" NOT \"{b}\""),
                Box::new(|has| has.contains(a) && !has.contains(b)),
            ),
            _ => (
                format!("(\"{a}\" OR \"{b}\") AND NOT \"{c}\""),
                Box::new(|has| (has.contains(a) || has.contains(b)) && !has.contains(c)),
            ),
        };
        let day = sample.facts[numbers.below(sample.facts.len())].1.clone();
        let until = day.filter(|_| numbers.below(2) == 0);
        let mut request = SearchRequest::new(Some(query::parse(&text).unwrap()));
        request.limit = 0;
        request.facets = vec![
            FacetField::Name(NameField::Outlet),
            FacetField::Date(Granularity::Month),
            FacetField::Date(Granularity::Day),
        ];
        request.filters.dates = DateRange {
            from: None,
            to: until.as_deref().map(|day| day.parse().unwrap()),
        };
        let answer = search(&sample.index, &request).unwrap();
        let matching: Vec<usize> = (0..texts.len())
            .filter(|number| passes(&texts[*number]))
            .collect();
        let dated = |number: &usize| {
            until.as_ref().is_none_or(|until| {
                sample.facts[*number]
                    .1
                    .as_ref()
                    .is_some_and(|day| day <= until)
            })
        };
        let narrowed: Vec<usize> = matching.iter().copied().filter(dated).collect();
        assert_eq!(
            answer.counts.articles as usize,
            narrowed.len(),
            "{text} until {until:?}"
        );
        let outlets = tally(
            narrowed
                .iter()
                .map(|number| sample.facts[*number].0.clone()),
        );
        // A facet's own counts are not narrowed by its own choice.
        let months = tally(matching.iter().map(|number| {
            sample.facts[*number]
                .1
                .as_ref()
                .map(|day| day[..7].to_owned())
        }));
        let days = tally(
            matching
                .iter()
                .map(|number| sample.facts[*number].1.clone()),
        );
        for (facet, expected) in answer.facets.iter().zip([outlets, months, days]) {
            let counted = facet
                .values
                .iter()
                .map(|bar| (bar.value.clone(), bar.count))
                .collect::<BTreeMap<_, _>>();
            assert_eq!(counted, expected, "{text} until {until:?}");
            bars += counted.len();
        }
    }
    println!("counts: {wanted} queries, {bars} bars of facets: all as counted one by one");
}

fn some_word(sample: &Sample, numbers: &mut Numbers) -> String {
    loop {
        let (_, _, body) = &sample.articles[numbers.below(sample.articles.len())];
        let words = brute::words(body);
        if !words.is_empty() {
            return words[numbers.below(words.len())].clone();
        }
    }
}

fn tally(values: impl Iterator<Item = Option<String>>) -> BTreeMap<Option<String>, u64> {
    let mut counts = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    counts
}
