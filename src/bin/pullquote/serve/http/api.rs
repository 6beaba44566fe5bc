//! The API of its own: searches, articles, passages, checks, counts, and what the archive holds.
//!
//! Each operation reads its question, works on it and writes a document; what OpenAPI says of it stands above it, but
//! for the other forms and the failures, which are the same everywhere. What is not here: how documents are described (`openapi`), and who
//! is let in (`guard`).

use std::sync::Arc;
use std::time::Instant;

use axum::extract::State;
use axum::http::request::Parts;
use axum::response::Response;
use pullquote::article::{Address, ArticleId};
use pullquote::error::{Error, ErrorKind, Result};
use pullquote::render::SummaryContext;
use pullquote::render::answers::{
    ArticleObject, FacetsAnswer, PassageObject, SearchAnswer, StatusObject, SummaryObject,
};
use pullquote::render::citations::{Cited, write_citations};
use pullquote::render::json::{
    ArticleLine, FacetFields, HitLine, Line, PassageLine, SummaryLine, write_line,
};
use pullquote::search::engine::Engine;
use pullquote::search::{self, Answer, SearchRequest};

use super::Door;
use super::problem::Problem;
use super::read::{Asked, Named, Sent};
use super::reply::{Document, Form, Wanted, json, reply};
use crate::archive::Edition;
use crate::serve::checked::check;
use crate::serve::question::{
    ArticleQuestion, FacetsQuestion, NoQuestion, PassageQuestion, SearchQuestion, VerifyQuestion,
};

type Reply = Result<Response, Problem>;

/// Search
///
/// Ranked articles with the passages that match, and exact counts.
#[utoipa::path(get, path = "/v1/search", operation_id = "search", tag = "find", params(SearchQuestion), responses(
    (status = 200, description = "What matched", body = ref("#/components/schemas/SearchAnswer"), content_type = "application/json")))]
pub(super) async fn search(
    State(door): State<Arc<Door>>,
    parts: Parts,
    Asked(question): Asked<SearchQuestion>,
) -> Reply {
    answer_search(&door, &parts, &question).await
}

/// Search, with the question as JSON
///
/// The same as the search by address, for questions that are long or have many parts.
#[utoipa::path(post, path = "/v1/search", operation_id = "search_by_body", tag = "find",
    request_body = ref("#/components/schemas/SearchQuestion"),
    responses((status = 200, description = "What matched", body = ref("#/components/schemas/SearchAnswer"), content_type = "application/json")))]
pub(super) async fn search_by_body(
    State(door): State<Arc<Door>>,
    parts: Parts,
    Sent(question): Sent<SearchQuestion>,
) -> Reply {
    answer_search(&door, &parts, &question).await
}

/// Read an article
///
/// The whole article as it is stored, with what is known of it and how.
#[utoipa::path(get, path = "/v1/articles/{id}", operation_id = "article", tag = "read",
    params(("id" = String, Path, description = "The article's id", pattern = "^[0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{16}$"), ArticleQuestion),
    responses(
        (status = 200, description = "The article", body = ref("#/components/schemas/ArticleObject"), content_type = "application/json")))]
pub(super) async fn article(
    State(door): State<Arc<Door>>,
    parts: Parts,
    Named(id): Named,
    Asked(question): Asked<ArticleQuestion>,
) -> Reply {
    let id: ArticleId = id.parse()?;
    let form = Form::wanted(question.format.as_deref(), &parts.headers, &Form::ALL)?;
    let media_type = form.media_type();
    reply(&door, Wanted::of(&parts), media_type, move |edition, _| {
        let article = search::article(&edition.index, id)?.article;
        match form {
            Form::Json => json(&ArticleObject::from(ArticleLine::from(&article))),
            Form::Lines => lines(&[Line::from(&article)]),
            Form::Cited(format) => {
                into_memory(|out| write_citations(out, format, &[Cited::from(&article)]))
            }
        }
    })
    .await
}

/// Look a passage up
///
/// The passage that an address names, with the sentences around it that were asked for.
#[utoipa::path(get, path = "/v1/passages/{address}", operation_id = "passage", tag = "read",
    params(("address" = String, Path, description = "The passage's address: ID@START-END",
        pattern = "^[0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{16}@[0-9]{1,9}-[0-9]{1,9}$"), PassageQuestion),
    responses(
        (status = 200, description = "The passage", body = ref("#/components/schemas/PassageObject"), content_type = "application/json")))]
pub(super) async fn passage(
    State(door): State<Arc<Door>>,
    parts: Parts,
    Named(address): Named,
    Asked(question): Asked<PassageQuestion>,
) -> Reply {
    let address: Address = address.parse()?;
    let context = question.context()?;
    let form = Form::wanted(question.format.as_deref(), &parts.headers, &Form::ALL)?;
    let media_type = form.media_type();
    reply(&door, Wanted::of(&parts), media_type, move |edition, _| {
        let shown = search::passage(&edition.index, address, context)?;
        match form {
            Form::Json => json(&PassageObject::from(PassageLine::from(&shown))),
            Form::Lines => lines(&[Line::from(&shown)]),
            Form::Cited(format) => {
                into_memory(|out| write_citations(out, format, &[Cited::from(&shown)]))
            }
        }
    })
    .await
}

/// Check quotations
///
/// A verdict on each quotation of a text, or on each that is given: does it stand in the archive, word for word?
#[utoipa::path(post, path = "/v1/verify", operation_id = "verify", tag = "check",
    request_body = ref("#/components/schemas/VerifyQuestion"),
    responses((status = 200, description = "The verdicts", body = ref("#/components/schemas/VerifyAnswer"), content_type = "application/json")))]
pub(super) async fn verify(
    State(door): State<Arc<Door>>,
    parts: Parts,
    Sent(question): Sent<VerifyQuestion>,
) -> Reply {
    let rules = question.rules()?;
    let form = Form::wanted(None, &parts.headers, &Form::UNCITED)?;
    let media_type = form.media_type();
    let until = Instant::now() + door.service.time();
    reply(&door, Wanted::of(&parts), media_type, move |edition, _| {
        let checked = check(&edition.index, &question, &rules, until)?;
        match form {
            Form::Lines => lines(&checked.lines()),
            _ => json(&checked.answer()),
        }
    })
    .await
}

/// Count
///
/// How many articles match by outlet, date and the rest, exactly.
#[utoipa::path(get, path = "/v1/facets", operation_id = "facets", tag = "find", params(FacetsQuestion), responses(
    (status = 200, description = "The counts", body = ref("#/components/schemas/FacetsAnswer"), content_type = "application/json")))]
pub(super) async fn facets(
    State(door): State<Arc<Door>>,
    parts: Parts,
    Asked(question): Asked<FacetsQuestion>,
) -> Reply {
    let request = question.request()?;
    let form = Form::wanted(None, &parts.headers, &Form::UNCITED)?;
    let media_type = form.media_type();
    reply(&door, Wanted::of(&parts), media_type, move |edition, _| {
        let answer = search::search(&edition.index, &request)?;
        let summary = summary(edition, &request, &answer);
        let facets = answer.facets.iter().map(FacetFields::from);
        match form {
            Form::Lines => {
                let facets = facets.map(Line::Facet);
                lines(&facets.chain([Line::from(summary)]).collect::<Vec<_>>())
            }
            _ => json(&FacetsAnswer {
                facets: facets.map(Into::into).collect(),
                summary: SummaryObject::from(summary),
            }),
        }
    })
    .await
}

/// What the archive holds
///
/// Articles, outlets, dates and the rest, in numbers.
#[utoipa::path(get, path = "/v1/status", operation_id = "status", tag = "read", responses(
    (status = 200, description = "What it holds", body = ref("#/components/schemas/StatusObject"), content_type = "application/json")))]
pub(super) async fn status(
    State(door): State<Arc<Door>>,
    parts: Parts,
    Asked(NoQuestion {}): Asked<NoQuestion>,
) -> Reply {
    let form = Form::wanted(None, &parts.headers, &Form::UNCITED)?;
    let media_type = form.media_type();
    // The folder may change without a commit: what is no longer needed is removed.
    let wanted = Wanted::of(&parts).by_bytes();
    reply(&door, wanted, media_type, move |edition, _| {
        let status = edition.status()?;
        match form {
            Form::Lines => lines(&[Line::Status(status)]),
            _ => json(&StatusObject::from(status)),
        }
    })
    .await
}

async fn answer_search(door: &Arc<Door>, parts: &Parts, question: &SearchQuestion) -> Reply {
    let form = Form::wanted(question.format.as_deref(), &parts.headers, &Form::ALL)?;
    let request = question.request()?;
    let media_type = form.media_type();
    reply(door, Wanted::of(parts), media_type, move |edition, _| {
        let answer = search::search(&edition.index, &request)?;
        let summary = summary(edition, &request, &answer);
        let document = match form {
            Form::Json => json(&SearchAnswer {
                hits: answer
                    .hits
                    .iter()
                    .map(|hit| HitLine::from(hit).into())
                    .collect(),
                summary: SummaryObject::from(summary),
            }),
            Form::Lines => {
                let hits = answer.hits.iter().map(Line::from);
                lines(&hits.chain([Line::from(summary)]).collect::<Vec<_>>())
            }
            Form::Cited(format) => into_memory(|out| {
                let hits: Vec<Cited<'_>> = answer.hits.iter().map(Cited::from).collect();
                write_citations(out, format, &hits)
            }),
        }?;
        Ok(Document::from(document)
            .noted("pullquote-articles", answer.counts.articles)
            .noted("pullquote-relaxed", answer.relaxed))
    })
    .await
}

/// Makes the summary of an answer. The time it took is in a header: the same question has the same bytes for answer.
fn summary(edition: &Edition, request: &SearchRequest, answer: &Answer) -> SummaryLine {
    let context = SummaryContext {
        offset: request.offset,
        index_articles: edition.index.size(),
        ..SummaryContext::default()
    };
    SummaryLine::new(answer, &context)
}

fn lines(lines: &[Line]) -> Result<Vec<u8>> {
    into_memory(|out| lines.iter().try_for_each(|line| write_line(out, line)))
}

/// Writes into memory.
fn into_memory(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    write(&mut bytes).map_err(|error| {
        Error::new(ErrorKind::Internal, "cannot write the answer").because(error)
    })?;
    Ok(bytes)
}
