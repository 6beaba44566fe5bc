//! BibTeX: one entry an article, for LaTeX and the reference managers that read it.
//!
//! Articles come in, entries go out, in UTF-8, a blank line after each. Characters that mean something to LaTeX are
//! escaped; braces that do not balance by commands, since BibTeX counts them wherever they stand. Names and the title
//! are in braces of their own, so that they are kept as they are printed. What is not here: the section, for which
//! BibTeX has no field.

use std::io::{self, Write};

use jiff::civil::Date;

use super::Cited;
use super::facts::Facts;
use crate::text;

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Writes an entry for each article.
pub(super) fn write(out: &mut dyn Write, cited: &[Cited<'_>]) -> io::Result<()> {
    for cited in cited {
        write_entry(out, &Facts::of(cited))?;
    }
    Ok(())
}

fn write_entry(out: &mut dyn Write, facts: &Facts) -> io::Result<()> {
    writeln!(out, "@article{{{},", key(facts))?;
    for (name, value) in fields(facts) {
        writeln!(out, "  {name} = {value},")?;
    }
    writeln!(out, "}}\n")
}

/// Makes the key: the outlet's letters and digits in ASCII, the year, the id; what is not known is left out.
fn key(facts: &Facts) -> String {
    let outlet = text::words(facts.outlet.as_deref().unwrap_or_default()).concat();
    let mut key: String = outlet.chars().filter(char::is_ascii_alphanumeric).collect();
    key.extend(facts.date.map(|date| date.year().to_string()));
    match key.is_empty() {
        true => facts.id.clone(),
        false => format!("{key}-{}", facts.id),
    }
}

/// Returns the fields that are known, each with its value as it is written.
fn fields(facts: &Facts) -> Vec<(&'static str, String)> {
    let authors = facts.authors.iter().map(|name| braced(&escaped(name)));
    let authors: Vec<_> = authors.collect();
    let authors = Some(authors.join(" and ")).filter(|authors| !authors.is_empty());
    let title = facts.title.as_deref().map(escaped);
    let value = |text: &Option<String>| text.as_deref().map(|text| braced(&escaped(text)));
    let (date, url) = (facts.date, facts.url.as_deref());
    let fields = [
        ("title", title.map(|title| braced(&braced(&title)))),
        ("author", authors.map(|authors| braced(&authors))),
        ("journal", value(&facts.outlet)),
        ("year", date.map(|date| braced(&date.year().to_string()))),
        ("month", date.map(month)),
        ("day", date.map(|date| braced(&date.day().to_string()))),
        ("url", url.map(braced)),
        (
            "urldate",
            facts.fetched.map(|date| braced(&date.to_string())),
        ),
        ("language", value(&facts.language)),
        ("annote", value(&facts.addresses)),
    ];
    let known = fields.into_iter();
    known
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
}

/// Returns the month as the word that styles of BibTeX define.
fn month(date: Date) -> String {
    MONTHS[usize::from(date.month().unsigned_abs()) - 1].to_owned()
}

fn braced(text: &str) -> String {
    format!("{{{text}}}")
}

/// Escapes what LaTeX would interpret.
fn escaped(text: &str) -> String {
    let [open, close] = match balances(text) {
        true => [r"\{", r"\}"],
        false => [r"\textbraceleft{}", r"\textbraceright{}"],
    };
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' => escaped.push_str(r"\textbackslash{}"),
            '{' => escaped.push_str(open),
            '}' => escaped.push_str(close),
            '^' => escaped.push_str(r"\textasciicircum{}"),
            '~' => escaped.push_str(r"\textasciitilde{}"),
            '#' | '$' | '%' | '&' | '_' => escaped.extend(['\\', letter]),
            _ => escaped.push(letter),
        }
    }
    escaped
}

/// Tells whether every brace that is opened is closed, and none is closed that was not opened.
fn balances(text: &str) -> bool {
    let mut depth = 0usize;
    for letter in text.chars() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => return false,
            '}' => depth -= 1,
            _ => {}
        }
    }
    depth == 0
}
