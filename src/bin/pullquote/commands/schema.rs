//! `pullquote schema`: the JSON Schema of what `--json` prints.

use std::io::Write;
use std::process::ExitCode;

use pullquote::render::json::schema;

use crate::failure::Failure;
use crate::output::Output;

/// Runs the command.
pub(crate) fn run() -> Result<ExitCode, Failure> {
    let mut out = Output::stdout();
    writeln!(out, "{:#}", schema())?;
    out.finish()?;
    Ok(ExitCode::SUCCESS)
}
