//! How a command fails: words on standard error, JSON where JSON was asked for, and an exit code from the
//! library's table.

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use pullquote::error::{Error, ErrorKind};
use pullquote::render::failure::error_text;
use pullquote::render::json::{ErrorLine, Line, write_line};

use crate::args::ColorWhen;
use crate::output;

/// Why a command stopped.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Something that was asked could not be done.
    Error(Error),
    /// The answer could not be written.
    Output(io::Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::Error(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::Output(error)
    }
}

/// Reports a failure and returns its exit code.
pub(crate) fn report(failure: Failure, json: bool, color: ColorWhen) -> ExitCode {
    let error = match failure {
        Failure::Error(error) => error,
        Failure::Output(error) => {
            Error::io("write", std::path::Path::new("standard output"), error)
        }
    };
    let mut stderr = io::stderr().lock();
    // When standard error is closed there is nobody left to tell.
    let _ = match json {
        true => write_line(&mut stderr, &Line::Error(ErrorLine::from(&error))),
        false => write!(
            stderr,
            "{}",
            error_text(&error, output::styles_stderr(color))
        ),
    };
    ExitCode::from(error.kind().facts().exit)
}

/// Reports what was wrong with the command line, or prints the help or version that it asked for.
pub(crate) fn usage(error: &clap::Error, typed: &[OsString]) -> ExitCode {
    let asks_json = typed
        .iter()
        .any(|word| word == "--json" || word.to_string_lossy().starts_with("--json="));
    if !error.use_stderr() || !asks_json {
        // A reader that went away, as with `| head`, is no failure.
        let _ = error.print();
        return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
    }
    let text = error.render().to_string();
    // What is missing stands on lines of its own, up to the usage.
    let said = text.lines().take_while(|line| !line.trim().is_empty());
    let message = said.map(str::trim).collect::<Vec<_>>().join(" ");
    let message = message.strip_prefix("error: ").unwrap_or(&message);
    let error = Error::new(ErrorKind::Usage, message).hint("pullquote --help");
    report(Failure::Error(error), true, ColorWhen::Never)
}
