//! Where answers go: standard output, or a pager, with or without styles.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::{Child, Command, Stdio};

use pullquote::error::{Error, ErrorKind};
use pullquote::render::TextOptions;
use pullquote::render::json::{Line, end_array, write_array, write_element, write_line};

use crate::args::{ColorWhen, JsonForm};
use crate::failure::Failure;

/// The width of a page where the terminal does not tell it.
const WIDTH: usize = 100;

/// The stream that the answer is written to.
pub(crate) struct Output {
    stream: Box<dyn Write>,
    pager: Option<Child>,
}

impl Output {
    /// Opens standard output.
    pub(crate) fn stdout() -> Self {
        Output {
            stream: Box::new(BufWriter::new(io::stdout().lock())),
            pager: None,
        }
    }

    /// Opens the pager that the environment names, `less -R` without one; where standard output is no terminal,
    /// that.
    pub(crate) fn pager() -> Result<Self, Failure> {
        if !io::stdout().is_terminal() {
            return Ok(Output::stdout());
        }
        let named = std::env::var("PAGER")
            .ok()
            .filter(|pager| !pager.trim().is_empty());
        let pager = named.unwrap_or_else(|| "less -R".to_owned());
        let mut words = pager.split_whitespace();
        let program = words.next().unwrap_or("less");
        let mut command = Command::new(program);
        if std::env::var_os("LESS").is_none() {
            // Without this, less shows styles as their codes.
            command.env("LESS", "FRX");
        }
        let child = command.args(words).stdin(Stdio::piped()).spawn();
        let mut child = child.map_err(|error| {
            Error::new(
                ErrorKind::Usage,
                format!("cannot start the pager `{pager}`"),
            )
            .because(error)
            .hint("set PAGER to a program that is there, or leave out --pager")
        })?;
        let input = child
            .stdin
            .take()
            .ok_or_else(|| io::Error::from(io::ErrorKind::BrokenPipe))?;
        Ok(Output {
            stream: Box::new(BufWriter::new(input)),
            pager: Some(child),
        })
    }

    /// Writes lines of JSON in the form asked for.
    pub(crate) fn json(&mut self, form: JsonForm, lines: &[Line]) -> io::Result<()> {
        match form {
            JsonForm::Array => write_array(self, lines),
            JsonForm::Lines => lines.iter().try_for_each(|line| write_line(self, line)),
        }
    }

    /// Hands everything over and waits for the pager.
    pub(crate) fn finish(self) -> io::Result<()> {
        let Output { mut stream, pager } = self;
        let flushed = stream.flush();
        drop(stream);
        if let Some(mut pager) = pager {
            pager.wait()?;
        }
        flushed
    }
}

/// Writes lines of JSON one by one, as they come, in the form asked for.
pub(crate) struct LineWriter {
    out: Output,
    form: JsonForm,
    /// How many lines were written.
    written: u64,
}

impl LineWriter {
    /// Begins an answer that has no line yet.
    pub(crate) fn new(out: Output, form: JsonForm) -> Self {
        LineWriter {
            out,
            form,
            written: 0,
        }
    }

    /// Writes a line.
    pub(crate) fn write(&mut self, line: &Line) -> io::Result<()> {
        match self.form {
            JsonForm::Lines => write_line(&mut self.out, line)?,
            JsonForm::Array => write_element(&mut self.out, self.written, line)?,
        }
        self.written += 1;
        Ok(())
    }

    /// Hands over what was written.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Ends the answer; an array is closed whatever has become of the command.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        if self.form == JsonForm::Array {
            end_array(&mut self.out, self.written)?;
        }
        self.out.finish()
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

/// Returns the page that text is written for: wrapped and styled on a terminal, neither in a pipe.
pub(crate) fn text_options(color: ColorWhen) -> TextOptions {
    let terminal = io::stdout().is_terminal();
    let width =
        terminal_size::terminal_size().map_or(WIDTH, |(width, _)| usize::from(width.0).max(20));
    TextOptions {
        width: if terminal { width } else { usize::MAX },
        styled: styles(color, terminal),
        hyperlinks: terminal && styles(color, terminal),
        folder: std::env::current_dir().ok(),
    }
}

/// Tells whether words on standard error are styled.
pub(crate) fn styles_stderr(color: ColorWhen) -> bool {
    styles(color, io::stderr().is_terminal())
}

fn styles(color: ColorWhen, terminal: bool) -> bool {
    let asked_not_to = || std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = || std::env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
    match color {
        ColorWhen::Always => true,
        ColorWhen::Never => false,
        ColorWhen::Auto => terminal && !asked_not_to() && !dumb(),
    }
}
