//! The pages for people: the project's own documentation of what is served.
//!
//! Markdown comes in, pages without scripts go out. Their only style is a file of its own, so that the strictest policy
//! can be sent along. What is not here: the words.

use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderName, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use pulldown_cmark::{Alignment, CowStr, Event, Options, Parser, Tag, html};
use pullquote::error::{Error, ErrorKind};

use super::problem::Problem;
use super::read::Named;

/// The pages, by their names; the first is shown where none is named.
const PAGES: [(&str, &str); 8] = [
    ("http", include_str!("../../../../docs/http.md")),
    ("mcp", include_str!("../../../../docs/mcp.md")),
    (
        "query_syntax",
        include_str!("../../../../docs/query_syntax.md"),
    ),
    ("json", include_str!("../../../../docs/json.md")),
    ("verdicts", include_str!("../../../../docs/verdicts.md")),
    ("citations", include_str!("../../../../docs/citations.md")),
    ("sources", include_str!("../../../../docs/sources.md")),
    ("ranking", include_str!("../../../../docs/ranking.md")),
];

const STYLE: &str = "\
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 56rem; margin: 2rem auto; padding: 0 1rem; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; }
pre { overflow-x: auto; padding: .75rem; border: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
code { font: .9em/1.4 ui-monospace, monospace; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; }
th, td { border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
";

/// Leads to the first page.
pub(super) async fn home() -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, "/docs")]).into_response()
}

/// Gives the first page.
pub(super) async fn first() -> Html<String> {
    let (_, text) = PAGES[0];
    page("http", text)
}

/// Gives the page of that name.
pub(super) async fn named(Named(name): Named) -> Result<Html<String>, Problem> {
    let found = PAGES.into_iter().find(|(known, _)| *known == name);
    found.map(|(name, text)| page(name, text)).ok_or_else(|| {
        Problem(Error::new(ErrorKind::NoRoute, "there is no such page").hint("begin at /docs"))
    })
}

/// Gives the pages' style.
pub(super) async fn style() -> ([(HeaderName, &'static str); 1], &'static str) {
    ([(CONTENT_TYPE, "text/css; charset=utf-8")], STYLE)
}

fn page(name: &str, text: &'static str) -> Html<String> {
    let mut body = String::new();
    html::push_html(
        &mut body,
        Parser::new_ext(text, Options::ENABLE_TABLES).map(for_page),
    );
    let links = PAGES.map(|(name, _)| format!("<a href=\"/docs/{name}\">{name}</a>"));
    Html(format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Pullquote: {name}</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><link rel=\"stylesheet\" href=\"/docs/style.css\">\
         </head><body><nav>{}<a href=\"/openapi.json\">openapi.json</a></nav>\n{body}</body></html>\n",
        links.concat()
    ))
}

/// Lets a link from one file of the documentation to another lead to its page, and leaves out how tables are aligned,
/// which would be a style in the page.
fn for_page(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Start(Tag::Table(columns)) => {
            Event::Start(Tag::Table(vec![Alignment::None; columns.len()]))
        }
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        }) => {
            let dest_url = match dest_url.strip_suffix(".md") {
                Some(name) => CowStr::from(format!("/docs/{name}")),
                None => dest_url,
            };
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            })
        }
        event => event,
    }
}
