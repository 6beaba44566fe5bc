//! How well the ranking finds what people judged relevant, on each of the sample collections, pinned.
//!
//! For each form in `collections`, the collection of that name is indexed, every topic is searched, and what was
//! found is measured against the judgements. A figure that is not as the form says ends in a failure that names it;
//! so does a table in `src/docs/quality.md` that is not what the forms say. `--write` writes both anew,
//! `--collection NAME` takes one alone, `--runs FOLDER` keeps the runs there. Times are printed apart: they are
//! never compared. What is not here: other systems, which `tests/bench/ranking` measures.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a report that ends at the first surprise"
)]

mod collections;
mod indexed;
mod unpack;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use collections::{Form, forms, measure, tables};

#[derive(Default)]
struct Typed {
    collection: Option<String>,
    runs: Option<PathBuf>,
    write: bool,
}

fn main() -> ExitCode {
    let typed = typed();
    let moved = match std::env::var_os("PULLQUOTE_SAMPLES") {
        Some(samples) => measured(&typed, Path::new(&samples)),
        None => {
            println!("skipped: set PULLQUOTE_SAMPLES to the folder of the sample collections");
            Vec::new()
        }
    };
    let forms = forms::all();
    println!("{}", tables::figures(&forms));
    let outdated = match typed.write {
        true => tables::write(&forms),
        false => tables::outdated(&forms),
    };
    for line in moved.iter().chain(&outdated) {
        println!("{line}");
    }
    if moved.is_empty() && outdated.is_none() {
        ExitCode::SUCCESS
    } else {
        println!("`cargo bench --bench ranking -- --write` takes the figures as they are now");
        ExitCode::FAILURE
    }
}

fn typed() -> Typed {
    let mut typed = Typed::default();
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--collection" => typed.collection = Some(words.next().unwrap()),
            "--runs" => typed.runs = Some(words.next().unwrap().into()),
            "--write" => typed.write = true,
            "--bench" => {}
            other => panic!("there is no option `{other}`"),
        }
    }
    typed
}

/// Measures the collections asked for; returns which figures moved, none where they are written.
fn measured(typed: &Typed, samples: &Path) -> Vec<String> {
    let asked = |form: &Form| {
        typed
            .collection
            .as_ref()
            .is_none_or(|name| form.name == *name)
    };
    let forms: Vec<Form> = forms::all().into_iter().filter(asked).collect();
    assert!(
        !forms.is_empty(),
        "no form in `tests/quality/collections` bears that name"
    );
    let mut moved = Vec::new();
    for form in forms {
        let folder = samples.join("collections").join(&form.name);
        if !folder.is_dir() {
            println!("skipped: there is no `{}`", folder.display());
            continue;
        }
        let (found, times) = measure::measure(&form, &folder, typed.runs.as_deref());
        println!("{times}");
        match typed.write {
            true => forms::write(&found),
            false => moved.extend(form.moved(&found)),
        }
    }
    moved
}
