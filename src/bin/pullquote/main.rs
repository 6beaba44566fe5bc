//! The command line: reads what was typed, runs one command, and turns how it went into an exit code.
//!
//! All that a person sees is decided here or in `render`; all that is true is decided in the library. Answers
//! go to standard output, everything else to standard error.

mod archive;
mod args;
mod checking;
mod commands;
mod config;
mod failure;
mod output;
mod progress;
mod serve;
mod whole;

use std::process::ExitCode;

use clap::Parser;

use args::Cli;
use failure::Failure;

fn main() -> ExitCode {
    let typed: Vec<_> = std::env::args_os().collect();
    let cli = match Cli::try_parse_from(&typed) {
        Ok(cli) => cli,
        Err(error) => return failure::usage(&error, &typed),
    };
    let json = cli.command.is_json();
    let color = cli.color;
    match commands::run(cli) {
        Ok(code) => code,
        Err(Failure::Output(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(failure) => failure::report(failure, json, color),
    }
}
