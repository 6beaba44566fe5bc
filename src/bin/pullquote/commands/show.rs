//! `pullquote show`: a passage by its address, or an article by its id.

use std::process::ExitCode;

use pullquote::article::{Address, ArticleId};
use pullquote::engine::embedded::Index;
use pullquote::error::{Error, ErrorKind, Result};
use pullquote::render::citations::{Cited, write_citations};
use pullquote::render::json::{ArticleLine, Line, PassageLine};
use pullquote::render::{article, markdown};
use pullquote::search;

use super::Context;
use super::search::citations;
use crate::args::{Format, ShowArgs};
use crate::failure::Failure;
use crate::output::{Output, text_options};

/// Runs the command.
pub(crate) fn run(args: &ShowArgs, context: &Context) -> Result<ExitCode, Failure> {
    let index = Index::open(&context.config.index(args.index.dir.as_deref()))?;
    let mut out = Output::stdout();
    if args.address.contains('@') {
        show_passage(&mut out, &index, args, context)?;
    } else {
        show_article(&mut out, &index, args, context)?;
    }
    out.finish()?;
    Ok(ExitCode::SUCCESS)
}

fn show_passage(
    out: &mut Output,
    index: &Index,
    args: &ShowArgs,
    context: &Context,
) -> Result<(), Failure> {
    let address: Address = args.address.parse()?;
    let shown = search::passage(index, address, args.context)?;
    if let Some(format) = args.format.and_then(citations) {
        write_citations(out, format, &[Cited::from(&shown)])?;
        return Ok(());
    }
    match (args.json.json, args.format) {
        (Some(form), _) => out.json(form, &[Line::Passage(Box::new(PassageLine::from(&shown)))])?,
        (None, Some(Format::Md)) => markdown::write_shown(out, &shown)?,
        (None, _) => article::write_shown(out, &shown, &text_options(context.color))?,
    }
    Ok(())
}

fn show_article(
    out: &mut Output,
    index: &Index,
    args: &ShowArgs,
    context: &Context,
) -> Result<(), Failure> {
    if args.format == Some(Format::Md) {
        return Err(
            Error::new(ErrorKind::Usage, "a whole article is not a quotation")
                .hint("give the address of a passage, ID@START-END, or leave out --format")
                .into(),
        );
    }
    let id: ArticleId = args.address.parse()?;
    let stored = search::article(index, id)?;
    if let Some(format) = args.format.and_then(citations) {
        write_citations(out, format, &[Cited::from(&stored.article)])?;
        return Ok(());
    }
    match args.json.json {
        Some(form) => out.json(
            form,
            &[Line::Article(Box::new(ArticleLine::from(&stored.article)))],
        )?,
        None => article::write_article(out, &stored.article, &text_options(context.color))?,
    }
    Ok(())
}
