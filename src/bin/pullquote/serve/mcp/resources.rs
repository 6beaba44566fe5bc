//! Articles as resources: `pullquote://article/ID`.
//!
//! They are listed the latest first, and read as their stored text. An id is looked up in the index, and leads nowhere
//! else. What is not here: the tools.

use std::sync::Arc;

use pullquote::article::{Article, ArticleId};
use pullquote::error::{ErrorKind, Result};
use pullquote::render::{headline, one_line};
use pullquote::search::{self, SearchRequest, Sort};
use rmcp::model::{
    Annotations, ErrorData, ListResourcesResult, ReadResourceResult, Resource, ResourceContents,
    ResourceTemplate,
};
use serde_json::json;

use super::{budget, protocol_error};
use crate::serve::Service;

/// What a resource's address begins with.
pub(super) const SCHEME: &str = "pullquote://article/";
/// What stands in a cursor for the list, where others have their question.
const LISTED: &str = "list";
/// How many are listed at once.
const PAGE: usize = 50;
const PLAIN: &str = "text/plain";

/// Returns the address of an article among the resources.
pub(crate) fn uri(id: ArticleId) -> String {
    format!("{SCHEME}{id}")
}

/// Describes the addresses of articles.
pub(super) fn template() -> ResourceTemplate {
    ResourceTemplate::new(format!("{SCHEME}{{id}}"), "article")
        .with_title("Article")
        .with_description("The stored text of an article, by the id that a search gave")
        .with_mime_type(PLAIN)
}

/// Lists articles, the latest first.
pub(super) async fn list(
    service: &Arc<Service>,
    cursor: Option<&str>,
) -> Result<ListResourcesResult> {
    let cursor = cursor.map(str::to_owned);
    let listed = service.answer(move |edition| {
        let offset = budget::offset(cursor.as_deref(), edition, LISTED)?;
        let request = SearchRequest {
            sort: Sort::DateDescending,
            offset,
            limit: PAGE,
            passages: Some(1),
            ..SearchRequest::new(None)
        };
        let answer = search::search(&edition.index, &request)?;
        let resources = answer
            .hits
            .iter()
            .map(|hit| resource(&hit.article))
            .collect();
        let mut listed = ListResourcesResult::with_all_items(resources);
        let next = offset + answer.hits.len();
        let is_last = next as u64 >= answer.counts.articles;
        listed.next_cursor = (!is_last).then(|| budget::cursor(next, edition, LISTED));
        Ok(listed)
    });
    listed.await
}

/// Reads an article.
pub(super) async fn read(
    service: &Arc<Service>,
    address: &str,
) -> Result<ReadResourceResult, ErrorData> {
    let id = address
        .strip_prefix(SCHEME)
        .and_then(|id| id.parse::<ArticleId>().ok());
    let Some(id) = id else {
        return Err(not_found(address));
    };
    let article = service.answer(move |edition| Ok(search::article(&edition.index, id)?.article));
    match article.await {
        Ok(article) => {
            let contents = ResourceContents::text(article.body, address).with_mime_type(PLAIN);
            Ok(ReadResourceResult::new(vec![contents]))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Err(not_found(address)),
        Err(error) => Err(protocol_error(&error)),
    }
}

fn resource(article: &Article) -> Resource {
    let metadata = &article.metadata;
    let outlet = metadata
        .outlet
        .as_ref()
        .map(|outlet| one_line(&outlet.value));
    let date = metadata.date.as_ref().map(|date| date.value.to_string());
    let known: Vec<String> = [outlet, date.clone()].into_iter().flatten().collect();
    let mut resource = Resource::new(uri(article.id), headline(article))
        .with_title(headline(article))
        .with_mime_type(PLAIN)
        .with_size(article.body.len() as u64);
    if !known.is_empty() {
        resource = resource.with_description(known.join(", "));
    }
    if let Some(date) = date {
        let mut annotations = Annotations::default();
        // The day is known, and no time of it.
        annotations.last_modified = Some(date);
        resource = resource.with_annotations(annotations);
    }
    resource
}

fn not_found(address: &str) -> ErrorData {
    let message =
        "no article of this archive has that address: search for it, or list the resources";
    ErrorData::resource_not_found(message, Some(json!({ "uri": address })))
}
