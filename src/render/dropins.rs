//! The answers that programs written for other backends expect: SearXNG, ColBERTv2, Dify and Open WebUI.
//!
//! Hits come in; the shapes that those programs read go out, each with the names of its own contract. A passage is given
//! as it is stored. What is not here: what they ask (the front end), and what they cannot ask.

use schemars::{JsonSchema, SchemaGenerator};
use serde::Serialize;
use serde_json::Map;

use crate::render::headline;
use crate::render::tools::{date, outlet};
use crate::search::{Answer, Hit, Passage};

/// An answer as SearXNG's JSON has it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SearxngAnswer {
    /// The query, as it was given.
    pub query: String,
    /// How many articles matched, over all pages.
    pub number_of_results: u64,
    /// One for each article.
    pub results: Vec<SearxngHit>,
    /// Always empty, like what follows.
    pub answers: [String; 0],
    /// Always empty.
    pub corrections: [String; 0],
    /// Always empty.
    pub infoboxes: [String; 0],
    /// Always empty.
    pub suggestions: [String; 0],
    /// Always empty.
    pub unresponsive_engines: [String; 0],
}

/// An article in such an answer.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SearxngHit {
    /// Its address on the web, or here.
    pub url: String,
    /// Its headline.
    pub title: String,
    /// Its best passage.
    pub content: String,
    /// Always `pullquote`.
    pub engine: &'static str,
    /// The same, as a list.
    pub engines: [&'static str; 1],
    /// Always `news`.
    pub category: &'static str,
    /// Its score.
    pub score: f64,
    /// The day of publication, as YYYY-MM-DD.
    #[serde(rename = "publishedDate")]
    pub published_date: Option<String>,
    /// Where the passage stands.
    pub address: Option<String>,
    /// Who published.
    pub outlet: Option<String>,
}

/// An answer as a ColBERTv2 server gives it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ColbertAnswer {
    /// The best passage of each article, the best first.
    pub topk: Vec<ColbertPassage>,
}

/// A passage in such an answer.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ColbertPassage {
    /// The passage.
    pub text: String,
    /// Its address.
    pub pid: String,
    /// Its place, from 1.
    pub rank: u64,
    /// The score of its article.
    pub score: f64,
    /// The share of the exponential of its score in those of all: the softmax.
    pub prob: f64,
    /// The headline.
    pub title: String,
    /// The article's address on the web, or here.
    pub url: String,
}

/// An answer as Dify reads external knowledge.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct DifyAnswer {
    /// The best passage of each article, the best first.
    pub records: Vec<DifyRecord>,
}

/// A passage in such an answer.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct DifyRecord {
    /// The passage.
    pub content: String,
    /// The score of its article as a share of the best one's, from 0 to 1.
    pub score: f64,
    /// The headline.
    pub title: String,
    /// What is known of it.
    pub metadata: Map<String, serde_json::Value>,
}

/// An answer as Open WebUI reads an external search: the best articles.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct OpenWebuiAnswer(pub Vec<OpenWebuiHit>);

/// An article in such an answer.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct OpenWebuiHit {
    /// Its address on the web, or here.
    pub link: String,
    /// Its headline.
    pub title: String,
    /// Its best passage.
    pub snippet: String,
}

/// What stands for an article that bears no address of its own.
pub type AddressOf<'a> = &'a dyn Fn(&Hit) -> String;

impl SearxngAnswer {
    /// Makes the answer to a query.
    pub fn new(query: &str, answer: &Answer, address_of: AddressOf<'_>) -> Self {
        let hit = |hit: &Hit| {
            let passage = hit.passages.first();
            SearxngHit {
                url: address_of(hit),
                title: title(hit),
                content: passage.map(text).unwrap_or_default(),
                engine: "pullquote",
                engines: ["pullquote"],
                category: "news",
                score: hit.score,
                published_date: date(&hit.article),
                address: passage.map(address),
                outlet: outlet(&hit.article),
            }
        };
        SearxngAnswer {
            query: query.to_owned(),
            number_of_results: answer.counts.articles,
            results: answer.hits.iter().map(hit).collect(),
            answers: [],
            corrections: [],
            infoboxes: [],
            suggestions: [],
            unresponsive_engines: [],
        }
    }
}

impl ColbertAnswer {
    /// Makes the answer out of hits.
    pub fn new(hits: &[Hit], address_of: AddressOf<'_>) -> Self {
        let best = hits
            .iter()
            .map(|hit| hit.score)
            .fold(f64::NEG_INFINITY, f64::max);
        let weight = |hit: &Hit| (hit.score - best).exp();
        let all: f64 = hits.iter().map(weight).sum();
        let passage = |(hit, passage): (&Hit, &Passage)| ColbertPassage {
            text: text(passage),
            pid: address(passage),
            rank: 0,
            score: hit.score,
            prob: weight(hit) / all,
            title: title(hit),
            url: address_of(hit),
        };
        let mut topk: Vec<ColbertPassage> = best_passages(hits).map(passage).collect();
        for (rank, passage) in (1..).zip(&mut topk) {
            passage.rank = rank;
        }
        ColbertAnswer { topk }
    }
}

impl DifyAnswer {
    /// Makes the answer out of hits; those whose share of the best score is below `threshold` are left out.
    pub fn new(hits: &[Hit], threshold: f64, address_of: AddressOf<'_>) -> Self {
        let best = hits.iter().map(|hit| hit.score).fold(0.0, f64::max);
        let share = |hit: &Hit| if best > 0.0 { hit.score / best } else { 1.0 };
        let passages = best_passages(hits).filter(|(hit, _)| share(hit) >= threshold);
        let record = |(hit, passage): (&Hit, &Passage)| DifyRecord {
            content: text(passage),
            score: share(hit),
            title: title(hit),
            metadata: metadata(hit, passage, address_of),
        };
        DifyAnswer {
            records: passages.map(record).collect(),
        }
    }
}

impl OpenWebuiAnswer {
    /// Makes the answer out of hits.
    pub fn new(hits: &[Hit], address_of: AddressOf<'_>) -> Self {
        let hits = hits.iter().map(|hit| OpenWebuiHit {
            link: address_of(hit),
            title: title(hit),
            snippet: hit.passages.first().map(text).unwrap_or_default(),
        });
        OpenWebuiAnswer(hits.collect())
    }
}

/// Adds the shapes to those that are described.
pub(super) fn describe(generator: &mut SchemaGenerator) {
    generator.subschema_for::<SearxngAnswer>();
    generator.subschema_for::<ColbertAnswer>();
    generator.subschema_for::<DifyAnswer>();
    generator.subschema_for::<OpenWebuiAnswer>();
}

fn best_passages(hits: &[Hit]) -> impl Iterator<Item = (&Hit, &Passage)> {
    hits.iter()
        .filter_map(|hit| Some((hit, hit.passages.first()?)))
}

fn metadata(
    hit: &Hit,
    passage: &Passage,
    address_of: AddressOf<'_>,
) -> Map<String, serde_json::Value> {
    let known = [
        ("address", Some(address(passage))),
        ("id", Some(hit.article.id.to_string())),
        ("outlet", outlet(&hit.article)),
        ("date", date(&hit.article)),
        ("url", Some(address_of(hit))),
        ("body_sha256", Some(hit.body_sha256.clone())),
    ];
    let known = known.into_iter();
    known
        .filter_map(|(name, value)| Some((name.to_owned(), value?.into())))
        .collect()
}

fn title(hit: &Hit) -> String {
    headline(&hit.article)
}

fn text(passage: &Passage) -> String {
    passage.text.clone()
}

fn address(passage: &Passage) -> String {
    passage.address.to_string()
}
