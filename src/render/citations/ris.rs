//! RIS: one record an article, a tag and a value a line.
//!
//! Articles come in, records go out, in UTF-8, a blank line after each. No value has a line break, so none can end a
//! record or begin another.

use std::io::{self, Write};

use jiff::civil::Date;

use super::Cited;
use super::facts::Facts;

/// Writes a record for each article.
pub(super) fn write(out: &mut dyn Write, cited: &[Cited<'_>]) -> io::Result<()> {
    for cited in cited {
        write_record(out, Facts::of(cited))?;
    }
    Ok(())
}

fn write_record(out: &mut dyn Write, facts: Facts) -> io::Result<()> {
    writeln!(out, "TY  - NEWS")?;
    for (tag, value) in lines(facts) {
        writeln!(out, "{tag}  - {value}")?;
    }
    writeln!(out, "ER  - \n")
}

/// Returns the lines between the first and the last: those whose values are known, `AU` once for each author.
fn lines(facts: Facts) -> Vec<(&'static str, String)> {
    let authors = facts.authors.into_iter().map(|author| ("AU", Some(author)));
    let day = |date: Date| date.strftime("%Y/%m/%d/").to_string();
    let mut lines = vec![
        ("ID", Some(facts.id)),
        ("TI", facts.title),
        ("T2", facts.outlet),
    ];
    lines.extend(authors);
    lines.extend([
        ("PY", facts.date.map(|date| date.strftime("%Y").to_string())),
        ("DA", facts.date.map(day)),
        ("SE", facts.section),
        ("UR", facts.url),
        ("Y2", facts.fetched.map(day)),
        ("LA", facts.language),
        ("N1", facts.addresses),
    ]);
    let known = lines.into_iter();
    known
        .filter_map(|(tag, value)| Some((tag, value?)))
        .collect()
}
