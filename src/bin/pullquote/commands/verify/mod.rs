//! `pullquote verify`: tells of every quotation whether it stands in the archive, word for word.

mod desk;
mod records;

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::process::ExitCode;

use pullquote::engine::embedded::Index;
use pullquote::error::{Error, ErrorKind, Result};
use pullquote::quotation::DraftFormat;
use pullquote::render::verdicts::Spot;
use pullquote::verify::{Verdict, VerifyOptions};

use self::desk::Desk;
use self::records::{Layout, read};
use super::Context;
use crate::args::{DraftForm, VerifyArgs};
use crate::checking::{Rules, unfaithful};
use crate::failure::Failure;

/// The name of standard input.
const STDIN: &str = "-";

/// What a text is: one in which quotations are looked for, or a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Draft,
    Quotation,
}

/// Runs the command.
pub(crate) fn run(args: &VerifyArgs, context: &Context) -> Result<ExitCode, Failure> {
    let rules = Rules {
        options: VerifyOptions {
            elsewhere: args.elsewhere,
        },
        short: args.short,
        failing: failing(&args.fail_on)?,
    };
    let layouts = layouts(args)?;
    let index = Index::open(&context.config.index(args.index.dir.as_deref()))?;
    let mut desk = Desk::new(&index, rules, args, context);
    let checked = check(args, &layouts, &mut desk);
    desk.finish(checked)
}

/// Checks everything that was given, in order: what was typed, the drafts, the batches.
fn check(args: &VerifyArgs, layouts: &[Source<'_>], desk: &mut Desk<'_>) -> Result<(), Failure> {
    for quotation in &args.quotes {
        desk.quotation(quotation, &Spot::default())?;
    }
    layouts
        .iter()
        .try_for_each(|source| check_file(source, args, desk))
}

/// A file to be read.
struct Source<'a> {
    path: &'a Path,
    role: Role,
    /// How its records lie; none where the file is one draft.
    layout: Option<Layout>,
}

fn layouts(args: &VerifyArgs) -> Result<Vec<Source<'_>>> {
    let drafts = args.drafts.iter().map(|path| (path, Role::Draft));
    let batches = args.queries.iter().map(|path| (path, Role::Quotation));
    let sources: Vec<_> = drafts
        .chain(batches)
        .map(|(path, role)| {
            let layout = layout(path, role, args)?;
            Ok(Source { path, role, layout })
        })
        .collect::<Result<_>>()?;
    if sources.is_empty() && args.quotes.is_empty() {
        return Err(Error::new(ErrorKind::Usage, "there is nothing to check").hint(
            "name a draft, or - for standard input, or give the words: --quote TEXT; see pullquote verify --help",
        ));
    }
    Ok(sources)
}

/// Tells how a file is read: by the fields or columns asked for, else by its name.
fn layout(path: &Path, role: Role, args: &VerifyArgs) -> Result<Option<Layout>> {
    if !args.fields.is_empty() {
        return Ok(Some(Layout::Json(args.fields.clone())));
    }
    if !args.columns.is_empty() {
        return Ok(Some(Layout::Table(args.columns.clone())));
    }
    let extension = path
        .extension()
        .map(|extension| extension.to_ascii_lowercase());
    let option = match extension.as_ref().and_then(|extension| extension.to_str()) {
        Some("jsonl" | "ndjson" | "json") => "--field",
        Some("csv" | "tsv" | "tab") => "--column",
        _ => return Ok((role == Role::Quotation).then_some(Layout::Lines)),
    };
    let shown = path.display();
    Err(Error::new(
        ErrorKind::Usage,
        format!("cannot tell where the text is in the records of `{shown}`"),
    )
    .hint(format!("name it: {option} NAME")))
}

fn check_file(source: &Source<'_>, args: &VerifyArgs, desk: &mut Desk<'_>) -> Result<(), Failure> {
    let name = source.path.display().to_string();
    let input: io::Result<(Box<dyn Read>, Option<u64>)> = match name.as_str() {
        STDIN => Ok((Box::new(io::stdin().lock()), None)),
        _ => open(source.path),
    };
    let (input, size) = match input {
        Ok(opened) => opened,
        Err(error) => return Ok(desk.skip(&name, None, &format!("cannot be read: {error}"))?),
    };
    let format = format(source, args);
    match &source.layout {
        None => check_draft(input, &name, format, desk),
        Some(layout) => {
            let input = desk.watch(input, size);
            check_records(input, &name, (layout, source.role, format), desk)
        }
    }
}

fn open(path: &Path) -> io::Result<(Box<dyn Read>, Option<u64>)> {
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    let size = metadata.is_file().then_some(metadata.len());
    Ok((Box::new(file), size))
}

fn format(source: &Source<'_>, args: &VerifyArgs) -> DraftFormat {
    match args.format {
        Some(DraftForm::Text) => DraftFormat::Text,
        Some(DraftForm::Markdown) => DraftFormat::Markdown,
        Some(DraftForm::Html) => DraftFormat::Html,
        None => DraftFormat::of_file_name(&source.path.to_string_lossy()),
    }
}

fn check_draft(
    mut input: Box<dyn Read>,
    name: &str,
    format: DraftFormat,
    desk: &mut Desk<'_>,
) -> Result<(), Failure> {
    let mut bytes = Vec::new();
    if let Err(error) = input.read_to_end(&mut bytes) {
        return Ok(desk.skip(name, None, &format!("cannot be read: {error}"))?);
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            return Ok(desk.skip(name, None, &format!("invalid UTF-8 at byte {at}"))?);
        }
    };
    let spot = Spot {
        path: Some(name.to_owned()),
        ..Spot::default()
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    if desk.draft(text, format, &spot)? == 0 {
        desk.say(&format!("{name}: there is no quotation in it\n"))?;
    }
    Ok(())
}

fn check_records(
    input: impl Read,
    name: &str,
    (layout, role, format): (&Layout, Role, DraftFormat),
    desk: &mut Desk<'_>,
) -> Result<(), Failure> {
    let ended = read(input, layout, &mut |record| {
        let record = match record {
            Ok(record) => record,
            Err(unread) => return Ok(desk.skip(name, unread.line, &unread.reason)?),
        };
        let spot = Spot {
            path: Some(name.to_owned()),
            record: Some(record.line),
            field: record.field,
            ..Spot::default()
        };
        match role {
            Role::Quotation => desk.quotation(&record.text, &spot)?,
            Role::Draft => {
                desk.draft(&record.text, format, &spot)?;
            }
        }
        // Whoever writes records one by one waits for the verdict on each.
        if name == STDIN {
            desk.flush()?;
        }
        Ok(())
    })?;
    ended.or_else(|error| {
        Ok(desk.skip(name, None, &format!("cannot be read to its end: {error}"))?)
    })
}

/// Understands which verdicts fail the check: all but the faithful ones where none is named.
fn failing(names: &[String]) -> Result<BTreeSet<Verdict>> {
    if names.is_empty() {
        return Ok(unfaithful());
    }
    let verdict = |name: &String| Verdict::named(name.trim()).ok_or_else(|| unknown(name.trim()));
    names.iter().map(verdict).collect()
}

fn unknown(name: &str) -> Error {
    let names = Verdict::ALL.map(Verdict::name).join(", ");
    Error::new(ErrorKind::Usage, format!("there is no verdict `{name}`"))
        .hint(format!("the verdicts are {names}"))
}
