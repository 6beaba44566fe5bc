//! `pullquote facets`: counts of articles by one field or more.

use std::io::Write;
use std::process::ExitCode;
use std::time::Instant;

use pullquote::engine::embedded::Index;
use pullquote::error::Result;
use pullquote::render::json::{FacetFields, Line, SummaryLine};
use pullquote::render::{SummaryContext, text};
use pullquote::search::engine::Engine;
use pullquote::search::{self, FacetField, SearchRequest};

use super::narrowing::{filters, say_unknown};
use super::search::note;
use super::{Context, facet, found_or_not, mode, query};
use crate::args::FacetsArgs;
use crate::failure::Failure;
use crate::output::{Output, styles_stderr, text_options};

/// Runs the command.
pub(crate) fn run(args: &FacetsArgs, context: &Context) -> Result<ExitCode, Failure> {
    let (facets, words) = split(args)?;
    let request = SearchRequest {
        mode: mode(&args.matching),
        filters: filters(&args.narrowing)?,
        facets,
        limit: 0,
        ..SearchRequest::new(query(words, &args.matching)?)
    };
    let index = Index::open(&context.config.index(args.index.dir.as_deref()))?;
    let begun = Instant::now();
    let answer = search::search(&index, &request)?;
    let elapsed = begun.elapsed();
    let mut out = Output::stdout();
    match args.json.json {
        Some(form) => {
            let summary = SummaryContext {
                elapsed_ms: Some(elapsed.as_secs_f64() * 1e3),
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
            for (number, facet) in answer.facets.iter().enumerate() {
                if number > 0 {
                    writeln!(out)?;
                }
                text::write_facet(&mut out, facet, &options)?;
            }
        }
    }
    out.finish()?;
    let styled = styles_stderr(context.color);
    say_unknown(&index, &request.filters, args.json, styled)?;
    Ok(found_or_not(answer.counts.articles))
}

/// Parts the fields to count by from the words of the query, which begin with the first that is no field's name.
fn split(args: &FacetsArgs) -> Result<(Vec<FacetField>, &[String])> {
    let mut facets = vec![facet(&args.field)?];
    if !args.matching.literal {
        facets.extend(args.query.iter().map_while(|word| FacetField::named(word)));
    }
    let words = &args.query[facets.len() - 1..];
    Ok((facets, words))
}
