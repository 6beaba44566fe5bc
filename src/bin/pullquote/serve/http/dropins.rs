//! The contracts of other backends, so that programs written for them can ask here: SearXNG's JSON, ColBERTv2 as DSPy
//! asks it, Dify's external knowledge, Open WebUI's external search.
//!
//! What they send is free text, written by people or models: an operator that does not parse is a word among others, and
//! any of the words may match. What is not here: the shapes of the answers (`render`).

use std::sync::Arc;

use axum::extract::State;
use axum::http::request::Parts;
use axum::response::Response;
use pullquote::error::{Error, ErrorKind, Result};
use pullquote::query::{self, DateRange, Query};
use pullquote::render::dropins::{ColbertAnswer, DifyAnswer, OpenWebuiAnswer, SearxngAnswer};
use pullquote::search::{self, Answer, Hit, MatchMode, SearchRequest};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::Door;
use super::problem::Problem;
use super::read::{Asked, Sent};
use super::reply::{JSON, Wanted, json, reply};
use crate::serve::question::{SearchQuestion, free_text, number};

type Reply = Result<Response, Problem>;

/// The most passages or articles that are given at once.
const MOST: u64 = 100;
/// What Dify can narrow by.
const FIELDS: [&str; 8] = [
    "outlet", "author", "section", "language", "place", "agency", "domain", "date",
];
/// How.
const OPERATORS: [&str; 9] = ["is", "=", "in", "after", "before", ">", "<", "≥", "≤"];
/// How many SearXNG gives on a page.
const PAGE: usize = 10;

/// A search as it is asked of SearXNG. Its other parameters, `language` among them, choose engines and pages of its own
/// and narrow nothing here.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(crate) struct SearxngQuestion {
    /// What to look for.
    #[schemars(length(max = 2_000))]
    q: String,
    /// The form of the answer: only `json`.
    #[schemars(extend("enum" = ["json"]))]
    format: Option<String>,
    /// The page, from 1.
    #[schemars(range(min = 1, max = 1_000))]
    pageno: Option<u64>,
}

/// A search as DSPy asks it of ColBERTv2.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(crate) struct ColbertQuestion {
    /// What to look for.
    #[schemars(length(max = 2_000))]
    query: String,
    /// How many passages are given at most; 10 where nothing is said.
    #[schemars(range(min = 1, max = 100))]
    k: Option<u64>,
}

/// A search as Dify asks it of external knowledge.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(crate) struct DifyQuestion {
    /// What to look for.
    #[schemars(length(max = 2_000))]
    query: String,
    /// Which knowledge: there is one archive, whatever it is called.
    #[serde(default)]
    #[expect(dead_code, reason = "the contract has it, and there is one archive")]
    knowledge_id: String,
    /// How much of it.
    #[serde(default, deserialize_with = "object")]
    retrieval_setting: DifySetting,
    /// What articles are narrowed by.
    #[serde(default, deserialize_with = "object_or_null")]
    metadata_condition: Option<DifyCondition>,
}

/// How much Dify wants.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(inline)]
pub(crate) struct DifySetting {
    /// How many passages are given at most; 10 where nothing is said.
    #[schemars(range(min = 1, max = 100))]
    top_k: Option<u64>,
    /// The least score, as a share of the best one's.
    #[schemars(range(min = 0.0, max = 1.0))]
    score_threshold: Option<f64>,
}

/// What Dify narrows by.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(inline)]
pub(crate) struct DifyCondition {
    /// Only `and`: all the conditions must hold.
    #[schemars(extend("enum" = ["and", null]))]
    logical_operator: Option<String>,
    /// The conditions.
    #[serde(deserialize_with = "objects")]
    #[schemars(length(max = 20))]
    conditions: Vec<DifyTest>,
}

/// One thing that Dify narrows by.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[schemars(inline)]
pub(crate) struct DifyTest {
    /// The fields, one of them: `outlet`, `author`, `section`, `language`, `place`, `agency`, `domain` or `date`.
    #[schemars(schema_with = "one_field")]
    name: Vec<String>,
    /// `is`, `=` or `in` for names; `is`, `=`, `after`, `before`, `>`, `<`, `≥` or `≤` for the
    /// date.
    #[schemars(extend("enum" = OPERATORS))]
    comparison_operator: String,
    /// The name, names parted by commas for `in`, or the day, month or year.
    #[serde(default)]
    value: Option<DifyValue>,
}

/// What Dify compares with.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
enum DifyValue {
    Text(String),
    Number(serde_json::Number),
    Texts(Vec<String>),
}

impl DifyValue {
    /// Returns the value where it is one.
    fn one(&self) -> Option<String> {
        match self {
            DifyValue::Text(text) => Some(text.clone()),
            DifyValue::Number(number) => Some(number.to_string()),
            DifyValue::Texts(texts) => texts.first().filter(|_| texts.len() == 1).cloned(),
        }
    }

    /// Returns the values; those in one text are parted by commas.
    fn all(&self) -> Vec<String> {
        match self {
            DifyValue::Text(text) => text.split(',').map(|part| part.trim().to_owned()).collect(),
            DifyValue::Number(number) => vec![number.to_string()],
            DifyValue::Texts(texts) => texts.clone(),
        }
    }
}

/// A search as Open WebUI asks it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(crate) struct OpenWebuiQuestion {
    /// What to look for.
    #[schemars(length(max = 2_000))]
    query: String,
    /// How many articles are given at most; 10 where nothing is said.
    #[serde(default)]
    #[schemars(range(min = 1, max = 100))]
    count: Option<u64>,
}

/// Search as SearXNG does
#[utoipa::path(get, path = "/search", operation_id = "searxng", tag = "other backends", params(SearxngQuestion),
    responses((status = 200, body = ref("#/components/schemas/SearxngAnswer"), description = "What was found",
        content_type = "application/json")))]
pub(super) async fn searxng(
    State(door): State<Arc<Door>>,
    parts: Parts,
    Asked(question): Asked<SearxngQuestion>,
) -> Reply {
    if question
        .format
        .as_deref()
        .is_some_and(|format| format != "json")
    {
        return Err(usage("only JSON is given here", "format=json").into());
    }
    let page = number("pageno", question.pageno, 1, 1..=1_000)?;
    let query = question.q.clone();
    let request = SearchRequest {
        offset: (page - 1) * PAGE,
        limit: PAGE,
        ..SearchRequest::new(None)
    };
    answer(
        &door,
        &parts,
        (&query, request),
        move |answer, address_of| json(&SearxngAnswer::new(&question.q, answer, address_of)),
    )
    .await
}

/// Search as a ColBERTv2 server does
#[utoipa::path(get, path = "/colbert", operation_id = "colbert", tag = "other backends", params(ColbertQuestion),
    responses((status = 200, body = ref("#/components/schemas/ColbertAnswer"), description = "The best passages",
        content_type = "application/json")))]
pub(super) async fn colbert(
    State(door): State<Arc<Door>>,
    parts: Parts,
    Asked(question): Asked<ColbertQuestion>,
) -> Reply {
    let request = SearchRequest {
        limit: number("k", question.k, 10, 1..=MOST)?,
        ..SearchRequest::new(None)
    };
    answer(
        &door,
        &parts,
        (&question.query, request),
        |answer, address_of| json(&ColbertAnswer::new(&answer.hits, address_of)),
    )
    .await
}

/// Search as external knowledge of Dify
#[utoipa::path(post, path = "/retrieval", operation_id = "dify", tag = "other backends",
    request_body = ref("#/components/schemas/DifyQuestion"),
    responses((status = 200, body = ref("#/components/schemas/DifyAnswer"), description = "The best passages",
        content_type = "application/json")))]
pub(super) async fn dify(
    State(door): State<Arc<Door>>,
    parts: Parts,
    Sent(question): Sent<DifyQuestion>,
) -> Reply {
    let setting = &question.retrieval_setting;
    let threshold = setting.score_threshold.unwrap_or(0.0);
    if !(0.0..=1.0).contains(&threshold) {
        return Err(usage(
            &format!("{threshold} is no number for `score_threshold`"),
            "give a share of the best score, from 0 to 1",
        )
        .into());
    }
    let narrowed = narrowed(question.metadata_condition.as_ref())?;
    let request = SearchRequest {
        limit: number("top_k", setting.top_k, 10, 1..=MOST)?,
        filters: narrowed.filters()?,
        ..SearchRequest::new(None)
    };
    answer(
        &door,
        &parts,
        (&question.query, request),
        move |answer, address_of| json(&DifyAnswer::new(&answer.hits, threshold, address_of)),
    )
    .await
}

/// Search as Open WebUI asks it
#[utoipa::path(post, path = "/open-webui", operation_id = "open_webui", tag = "other backends",
    request_body = ref("#/components/schemas/OpenWebuiQuestion"),
    responses((status = 200, body = ref("#/components/schemas/OpenWebuiAnswer"), description = "The best articles",
        content_type = "application/json")))]
pub(super) async fn open_webui(
    State(door): State<Arc<Door>>,
    parts: Parts,
    Sent(question): Sent<OpenWebuiQuestion>,
) -> Reply {
    let request = SearchRequest {
        limit: number("count", question.count, 10, 1..=MOST)?,
        ..SearchRequest::new(None)
    };
    answer(
        &door,
        &parts,
        (&question.query, request),
        |answer, address_of| json(&OpenWebuiAnswer::new(&answer.hits, address_of)),
    )
    .await
}

/// Answers a program that knows nothing of operators: any word may match, and one passage an article is given. A query
/// without a word finds nothing, and is no failure.
async fn answer(
    door: &Arc<Door>,
    parts: &Parts,
    (query, narrowed): (&str, SearchRequest),
    write: impl FnOnce(&Answer, &dyn Fn(&Hit) -> String) -> Result<Vec<u8>> + Send + 'static,
) -> Reply {
    let text = query.to_owned();
    reply(door, Wanted::of(parts), JSON, move |edition, door| {
        let find = |query: Result<Query>| {
            let request = SearchRequest {
                query: Some(query?),
                mode: MatchMode::Any,
                passages: Some(1),
                ..narrowed.clone()
            };
            search::search(&edition.index, &request)
        };
        // Some operators parse and cannot be looked up, such as a prefix of two words: they are words as well.
        let found = match find(free_text(&text)) {
            Err(error) if error.kind() == ErrorKind::QuerySyntax => find(query::free_text(&text)),
            found => found,
        };
        let answer = match found {
            Err(error) if error.kind() == ErrorKind::QueryEmpty => Answer::default(),
            found => found?,
        };
        write(&answer, &|hit| door.service.address_of(&hit.article))
    })
    .await
}

/// Understands what Dify narrows by.
fn narrowed(condition: Option<&DifyCondition>) -> Result<SearchQuestion> {
    let mut question = SearchQuestion::default();
    let Some(condition) = condition else {
        return Ok(question);
    };
    let joined = condition.logical_operator.as_deref().unwrap_or("and");
    if joined != "and" {
        return Err(usage(
            &format!("conditions joined by `{joined}` are not understood"),
            "join them by `and`, or ask once for each",
        ));
    }
    for test in &condition.conditions {
        narrow(&mut question, test)?;
    }
    Ok(question)
}

fn narrow(question: &mut SearchQuestion, test: &DifyTest) -> Result<()> {
    let [name] = test.name.as_slice() else {
        return Err(usage(
            "a condition names one field",
            "give one condition for each field",
        ));
    };
    let Some(value) = &test.value else {
        return Err(usage(
            &format!("the condition on `{name}` has no value"),
            "give the name or the day",
        ));
    };
    if name == "date" {
        return narrow_dates(question, &test.comparison_operator, value);
    }
    let values = match test.comparison_operator.as_str() {
        "is" | "=" => value.one().into_iter().collect(),
        "in" => value.all(),
        other => return Err(unknown_operator(other)),
    };
    let list = match name.as_str() {
        "outlet" => &mut question.outlets,
        "author" => &mut question.authors,
        "section" => &mut question.sections,
        "language" => &mut question.languages,
        "place" => &mut question.places,
        "agency" => &mut question.agencies,
        "domain" => &mut question.domains,
        other => {
            return Err(Error::new(
                ErrorKind::UnknownField,
                format!("cannot narrow by `{other}`"),
            )
            .hint("narrow by outlet, author, section, language, place, agency, domain or date"));
        }
    };
    if !list.is_empty() || values.is_empty() {
        return Err(usage(
            &format!("the conditions on `{name}` are not understood"),
            "give one name by `is`, or several in one condition by `in`",
        ));
    }
    *list = values;
    Ok(())
}

/// Narrows by days. A month or year has a first and a last day: what is after it is after its last.
fn narrow_dates(question: &mut SearchQuestion, operator: &str, value: &DifyValue) -> Result<()> {
    let days = DateRange::parse(&value.one().unwrap_or_default())?;
    let (first, last) = (days.from, days.to);
    let (since, until) = match operator {
        "≥" => (first, None),
        "≤" => (None, last),
        "after" | ">" => (last.and_then(|day| day.tomorrow().ok()), None),
        "before" | "<" => (None, first.and_then(|day| day.yesterday().ok())),
        "is" | "=" => (first, last),
        other => return Err(unknown_operator(other)),
    };
    for (bound, day) in [(&mut question.since, since), (&mut question.until, until)] {
        if day.is_some() && bound.is_some() {
            return Err(usage(
                "two conditions set the same end of the days",
                "give one for the first day and one for the last",
            ));
        }
        *bound = day.map(|day| day.to_string()).or(bound.take());
    }
    Ok(())
}

fn unknown_operator(operator: &str) -> Error {
    usage(
        &format!("the operator `{operator}` is not understood"),
        "names take `is`, `=` and `in`, the date `is`, `=`, `after`, `before`, `>`, `<`, `≥` and `≤`",
    )
}

/// Reads an object and nothing else: what is read by itself would be taken from a list as well.
fn object<'de, D: Deserializer<'de>, T: DeserializeOwned>(from: D) -> Result<T, D::Error> {
    let map = Map::deserialize(from)?;
    serde_json::from_value(Value::Object(map)).map_err(D::Error::custom)
}

fn object_or_null<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    from: D,
) -> Result<Option<T>, D::Error> {
    let map: Option<Map<String, Value>> = Option::deserialize(from)?;
    let read = |map| serde_json::from_value(Value::Object(map)).map_err(D::Error::custom);
    map.map(read).transpose()
}

fn objects<'de, D: Deserializer<'de>, T: DeserializeOwned>(from: D) -> Result<Vec<T>, D::Error> {
    let maps: Vec<Map<String, Value>> = Vec::deserialize(from)?;
    let read = |map| serde_json::from_value(Value::Object(map)).map_err(D::Error::custom);
    maps.into_iter().map(read).collect()
}

fn one_field(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "array",
        "items": { "type": "string", "enum": FIELDS },
        "minItems": 1,
        "maxItems": 1,
    })
}

fn usage(message: &str, hint: &str) -> Error {
    Error::new(ErrorKind::Usage, message).hint(hint)
}
