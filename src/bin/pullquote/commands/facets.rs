//! `pullquote facets`: counts of articles by one field.

use std::process::ExitCode;

use pullquote::engine::embedded::Index;
use pullquote::error::Result;
use pullquote::render::json::{FacetFields, Line, SummaryLine};
use pullquote::render::{SummaryContext, text};
use pullquote::search::engine::Engine;
use pullquote::search::{self, SearchRequest};

use super::search::note;
use super::{Context, facet, filters, found_or_not, mode, query};
use crate::args::FacetsArgs;
use crate::failure::Failure;
use crate::output::{Output, text_options};

/// Runs the command.
pub(crate) fn run(args: &FacetsArgs, context: &Context) -> Result<ExitCode, Failure> {
    let request = SearchRequest {
        mode: mode(&args.matching),
        filters: filters(&args.narrowing)?,
        facets: vec![facet(&args.field)?],
        limit: 0,
        ..SearchRequest::new(query(&args.query, &args.matching)?)
    };
    let index = Index::open(&context.config.index(args.index.dir.as_deref()))?;
    let answer = search::search(&index, &request)?;
    let mut out = Output::stdout();
    match args.json.json {
        Some(form) => {
            let summary = SummaryContext {
                index_articles: index.size(),
                ..SummaryContext::default()
            };
            let facets = answer
                .facets
                .iter()
                .map(|facet| Line::Facet(FacetFields::from(facet)));
            let summary = Line::Summary(Box::new(SummaryLine::new(&answer, &summary)));
            out.json(form, &facets.chain([summary]).collect::<Vec<_>>())?;
        }
        None => {
            note(&answer)?;
            let options = text_options(context.color);
            answer
                .facets
                .iter()
                .try_for_each(|facet| text::write_facet(&mut out, facet, &options))?;
        }
    }
    out.finish()?;
    Ok(found_or_not(answer.counts.articles))
}
