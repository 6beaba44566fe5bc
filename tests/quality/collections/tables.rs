//! The tables of the forms: to be read on the terminal, and kept in the documentation between two marks.

use std::path::{Path, PathBuf};

use pullquote::eval::Metric;

use super::forms::{Figures, Form};

const BEGIN: &str = "<!-- begin: written by `cargo bench --bench ranking -- --write` -->\n";
const END: &str = "<!-- end -->\n";

/// Returns the figures as a table in Markdown, with their means over the collections in the last line.
pub(crate) fn figures(forms: &[Form]) -> String {
    let mut tables = table("collection", forms, |form| &form.ranking);
    if forms.iter().any(|form| !form.expanded.is_empty()) {
        tables += "\n";
        tables += &table("with `--expand`", forms, |form| &form.expanded);
    }
    tables
}

/// Says that the documentation does not hold the tables of the forms, where that is so.
pub(crate) fn outdated(forms: &[Form]) -> Option<String> {
    let text = std::fs::read_to_string(documentation()).unwrap();
    let is_current = with_tables(&text, forms) == text;
    (!is_current).then(|| "the tables in src/docs/quality.md are not what the forms say".to_owned())
}

/// Writes the tables into the documentation; there is nothing left to say.
pub(crate) fn write(forms: &[Form]) -> Option<String> {
    let text = std::fs::read_to_string(documentation()).unwrap();
    std::fs::write(documentation(), with_tables(&text, forms)).unwrap();
    None
}

fn documentation() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/docs/quality.md")
}

fn with_tables(text: &str, forms: &[Form]) -> String {
    let (before, rest) = text.split_once(BEGIN).expect("the first mark is there");
    let (_, after) = rest.split_once(END).expect("the second mark is there");
    format!(
        "{before}{BEGIN}\n{}\n{}\n{END}{after}",
        collections(forms),
        figures(forms)
    )
}

/// Returns what each collection is.
fn collections(forms: &[Form]) -> String {
    let mut lines = row([
        "collection",
        "what",
        "articles",
        "words each",
        "topics",
        "relevant each",
        "source",
    ]);
    lines += "|---|---|---:|---:|---:|---:|---|\n";
    for form in forms {
        lines += &row([
            &form.name,
            &form.what,
            &form.index.articles.to_string(),
            &format!("{:.0}", form.index.mean_words),
            &form.topics.judged.to_string(),
            &format!(
                "{:.1}",
                form.topics.relevant as f64 / form.topics.judged as f64
            ),
            &form.source,
        ]);
    }
    lines
}

fn table(heading: &str, forms: &[Form], figures: impl Fn(&Form) -> &Figures) -> String {
    let names = Metric::STANDARD.map(|metric| metric.to_string());
    let mut lines = row([heading]
        .into_iter()
        .chain(names.iter().map(String::as_str)));
    lines += "|---|---:|---:|---:|---:|---:|\n";
    let line = |first: &str, figure: &dyn Fn(&String) -> f64| {
        let cells = names.iter().map(|name| format!("{:.4}", figure(name)));
        row([first.to_owned()].into_iter().chain(cells))
    };
    let of = |form: &Form, name: &String| figures(form).get(name).copied().unwrap_or(f64::NAN);
    for form in forms {
        lines += &line(&form.name, &|name| of(form, name));
    }
    let sum = |name: &String| forms.iter().map(|form| of(form, name)).sum::<f64>();
    lines + &line("mean", &|name| sum(name) / forms.len() as f64)
}

fn row(cells: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let cells = cells
        .into_iter()
        .map(|cell| format!(" {} |", cell.as_ref()));
    format!("|{}\n", cells.collect::<String>())
}
