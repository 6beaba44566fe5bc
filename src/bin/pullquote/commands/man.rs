//! `pullquote man`: the manual page, with a section for each command.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::CommandFactory;
use clap_mangen::Man;

use crate::args::Cli;
use crate::failure::Failure;
use crate::output::Output;

/// Runs the command.
pub(crate) fn run() -> Result<ExitCode, Failure> {
    let mut out = Output::stdout();
    let mut command = Cli::command();
    command.build();
    Man::new(command.clone()).render(&mut out)?;
    for sub in command.get_subcommands() {
        write_command(&mut out, sub)?;
    }
    out.finish()?;
    Ok(ExitCode::SUCCESS)
}

fn write_command(out: &mut dyn Write, command: &clap::Command) -> io::Result<()> {
    let man = Man::new(command.clone());
    writeln!(
        out,
        ".SH \"PULLQUOTE {}\"",
        command.get_name().to_uppercase()
    )?;
    let mut page = Vec::new();
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    // Its headings stand one step below ours.
    out.write_all(
        String::from_utf8_lossy(&page)
            .replace(".SH ", ".SS ")
            .as_bytes(),
    )
}
