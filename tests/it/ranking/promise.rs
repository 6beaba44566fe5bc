//! The promise that no weight may break: articles with the words of a query as an exact phrase stand above all that
//! have not, however many there are. Phrases are cut out of an archive; which articles have them is told by a scan.

use std::collections::HashSet;

use pullquote::article::Article;
use pullquote::engine::embedded::Index;
use pullquote::query::{self, Query};
use pullquote::search::{MatchMode, SearchRequest, rank, search};

use crate::archive::{Archive, Story};
use crate::brute;
use crate::samples::{Numbers, Record, scan_readings};

/// How many phrases are cut from an archive.
const PHRASES: usize = 200;

/// Of more articles than these only the page is looked at on which those with the phrase end.
const MANY: usize = 1_000;

/// A phrase as it is typed and in folded words.
struct Cut {
    typed: String,
    words: Vec<String>,
}

/// Cuts phrases of 2 to 4 words from an archive and looks for each with and without marks.
pub(super) fn exact_phrases_stand_first(index: &Index, seed: u64) {
    let articles = records(index);
    let mut numbers = Numbers(seed);
    let mut cuts = Vec::new();
    while cuts.len() < PHRASES {
        cuts.extend(cut(&articles, &mut numbers));
    }
    let phrases: Vec<Vec<String>> = cuts.iter().map(|cut| cut.words.clone()).collect();
    let in_body = scan_readings(&articles, &phrases, |(_, _, body)| body);
    let in_title = scan_readings(&articles, &phrases, |(_, title, _)| title);
    let mut contested = 0;
    for (number, cut) in cuts.iter().enumerate() {
        let having = in_body[number].keys().chain(in_title[number].keys());
        let exact: HashSet<&str> = having
            .map(|article| articles[*article].0.as_str())
            .collect();
        let marked = request(query::literal(&cut.typed).unwrap(), MatchMode::Auto);
        assert_eq!(
            stand_first(index, &marked, &exact),
            exact.len(),
            "{marked:?}"
        );
        for mode in [MatchMode::Auto, MatchMode::Any] {
            let bare = request(query::free_text(&cut.typed).unwrap(), mode);
            let found = stand_first(index, &bare, &exact);
            contested += usize::from(found > exact.len());
        }
    }
    assert!(
        contested > PHRASES / 10,
        "{contested} searches find others too"
    );
    println!(
        "{PHRASES} phrases (seed {seed}), {contested} searches that find others too: exact ones first"
    );
}

fn records(index: &Index) -> Vec<Record> {
    let mut every = SearchRequest::new(None);
    every.limit = usize::MAX;
    let articles = rank(index, &every).unwrap();
    let record = |article: Article| {
        assert!(article.metadata.other_titles.is_empty());
        let title = article.metadata.title.map(|title| title.value);
        let id = article.id.to_string();
        (id, title.unwrap_or_default(), article.body)
    };
    articles
        .into_iter()
        .map(|ranked| record(ranked.stored.article))
        .collect()
}

/// Cuts a phrase out of a body or, one time in eight, a title; one in two as it is printed.
fn cut(articles: &[Record], numbers: &mut Numbers) -> Option<Cut> {
    let (_, title, body) = &articles[numbers.below(articles.len())];
    let text = if numbers.below(8) == 0 { title } else { body };
    let printed: Vec<&str> = text.split_whitespace().collect();
    let length = 2 + numbers.below(3);
    let start = numbers.below((printed.len() + 1).saturating_sub(length).max(1));
    let printed = printed.get(start..start + length)?.join(" ");
    let words = brute::words(&printed);
    let typed = match numbers.below(2) {
        0 => printed,
        _ => words.join(" "),
    };
    (2..=4)
        .contains(&words.len())
        .then_some(Cut { typed, words })
}

fn request(query: Query, mode: MatchMode) -> SearchRequest {
    SearchRequest {
        mode,
        ..SearchRequest::new(Some(query))
    }
}

/// Asserts that the articles with the phrase are found, and before all others; returns how many are found.
fn stand_first(index: &Index, request: &SearchRequest, exact: &HashSet<&str>) -> usize {
    let count = SearchRequest {
        limit: 0,
        ..request.clone()
    };
    let counts = search(index, &count).unwrap().counts;
    let found = counts.articles as usize;
    let stated = counts.exact_phrase.map_or(found, |exact| exact as usize);
    assert_eq!(stated, exact.len(), "{:?}", request.query);
    let (offset, limit) = match found {
        ..MANY => (0, usize::MAX),
        _ => (exact.len().saturating_sub(100), 200),
    };
    let page = SearchRequest {
        offset,
        limit,
        ..request.clone()
    };
    for (place, ranked) in rank(index, &page).unwrap().iter().enumerate() {
        let id = ranked.stored.article.id.to_string();
        let first = offset + place < exact.len();
        let rank = offset + place + 1;
        assert_eq!(
            exact.contains(id.as_str()),
            first,
            "{id} at {rank}: {request:?}"
        );
    }
    found
}

#[test]
fn exact_phrases_stand_first_among_the_seeds() {
    let (_folder, index) = super::indexed_seeds();
    exact_phrases_stand_first(&index, 2025);
}

/// More articles than are ranked again have the phrase, once and far down; as many others have its words in the
/// title and everywhere.
#[test]
fn no_frequency_outweighs_the_phrase() {
    let filler = "other words that say nothing of it ".repeat(60);
    let far = |id: usize| Story::new(id, format!("{filler} alpha beta {filler}"));
    let full = |id: usize| Story {
        title: Some("Beta alpha".to_owned()),
        ..Story::new(id, "beta alpha gamma ".repeat(20))
    };
    let stories: Vec<Story> = (0..150).map(far).chain((150..300).map(full)).collect();
    let archive = Archive::of(&stories);
    let index = archive.index();
    let articles = records(&index);
    let has = |record: &&Record| record.2.contains("alpha beta");
    let exact: HashSet<&str> = articles
        .iter()
        .filter(has)
        .map(|one| one.0.as_str())
        .collect();
    assert_eq!(exact.len(), 150);
    for mode in [MatchMode::Auto, MatchMode::All, MatchMode::Any] {
        let request = request(query::parse("alpha beta").unwrap(), mode);
        assert_eq!(stand_first(&index, &request, &exact), 300);
    }
}
