//! Evaluations for people: a table of figures, which topics they cover, and two runs side by side.
//!
//! What was measured comes in, lines go out. Figures are rounded to four places; JSON has them whole. What is not
//! here: what must be known beside the figures and is said on standard error.

use std::io::{self, Write};

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use crate::eval::{Comparison, Coverage, Difference, Evaluation};
use crate::render::flow::one_line;
use crate::render::summary::{grouped, plural};
use crate::render::text::{PLAIN, STRONG, TextOptions};

/// How many topics that moved are shown where not all are asked for.
const MOST_MOVED: usize = 10;

/// A run that was measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// The name under which it is shown.
    pub name: String,
    /// The name of the system, as the run states it.
    pub tag: String,
    /// Its figures.
    pub evaluation: Evaluation,
    /// How it was made, where an index was searched.
    pub made: Option<Made>,
}

/// How a run was made by searching an index.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Made {
    /// How many articles the index holds.
    pub index_articles: u64,
    /// How many articles were retrieved for a topic at most.
    pub depth: usize,
    /// The topics without a word to search for.
    pub wordless: Vec<String>,
    /// The ids in the judgements that no article of the index bears.
    pub missing: Vec<String>,
    /// How long the searches took in all, in milliseconds.
    pub elapsed_ms: f64,
}

/// Which topics are shown one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topics {
    /// None; of a comparison, those that moved most by its first metric.
    Few,
    /// All of them.
    All,
}

/// Writes the means of every run, each on its line, or all topics of one run after the other, each run with its means
/// at the end; then how far the judgements cover them.
pub fn write_evaluations(
    out: &mut dyn Write,
    runs: &[Measured],
    topics: Topics,
    options: &TextOptions,
) -> io::Result<()> {
    match topics {
        Topics::Few => means(runs).write(out, options)?,
        Topics::All => {
            for (place, run) in runs.iter().enumerate() {
                part(out, place)?;
                by_topic(run).write(out, options)?;
            }
        }
    }
    writeln!(out)?;
    for line in covered(runs) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// Writes how two runs differ, a line a metric, then the topics that moved, those that moved most first. `names` are
/// those of the first and the second run.
pub fn write_comparisons(
    out: &mut dyn Write,
    names: [&str; 2],
    comparisons: &[Comparison],
    topics: Topics,
    options: &TextOptions,
) -> io::Result<()> {
    changes(names, comparisons).write(out, options)?;
    let (shown, most) = match topics {
        Topics::Few => (&comparisons[..comparisons.len().min(1)], MOST_MOVED),
        Topics::All => (comparisons, usize::MAX),
    };
    for comparison in shown {
        writeln!(out)?;
        write_moved(out, names, comparison, most, options)?;
    }
    Ok(())
}

fn write_moved(
    out: &mut dyn Write,
    names: [&str; 2],
    comparison: &Comparison,
    most: usize,
    options: &TextOptions,
) -> io::Result<()> {
    let is_moved = |one: &&Difference| one.change() != 0.0;
    let moved: Vec<_> = comparison.differences.iter().filter(is_moved).collect();
    let (metric, all) = (comparison.metric, comparison.differences.len());
    writeln!(
        out,
        "{} of {} moved by {metric}",
        grouped(moved.len() as u64),
        plural(all as u64, "topic", "topics")
    )?;
    if moved.is_empty() {
        return Ok(());
    }
    let mut table = Table::new(["topic", names[0], names[1], "change"]);
    for one in moved.iter().take(most) {
        let figures = [figure(one.first), figure(one.second), signed(one.change())];
        table.push(&one.topic, figures);
    }
    table.write(out, options)?;
    match moved.len().saturating_sub(most) {
        0 => Ok(()),
        more => writeln!(out, "and {} more", grouped(more as u64)),
    }
}

fn means(runs: &[Measured]) -> Table {
    let mut table = Table::new(heads("run", runs.first()));
    for run in runs {
        table.push(&run.name, figures(run.evaluation.means()));
    }
    table
}

fn by_topic(run: &Measured) -> Table {
    let mut table = Table::new(heads(&run.name, Some(run)));
    for topic in run.evaluation.topics() {
        table.push(&topic.topic, figures(&topic.figures));
    }
    table.push("mean", figures(run.evaluation.means()));
    table
}

fn heads(first: &str, run: Option<&Measured>) -> Vec<String> {
    let metrics = run.map_or(&[][..], |run| run.evaluation.metrics());
    let names = metrics.iter().map(ToString::to_string);
    [first.to_owned()].into_iter().chain(names).collect()
}

fn changes(names: [&str; 2], comparisons: &[Comparison]) -> Table {
    let mut table = Table::new([
        "metric", names[0], names[1], "change", "better", "worse", "same", "p",
    ]);
    for one in comparisons {
        let cells = [
            figure(one.first),
            figure(one.second),
            signed(one.mean()),
            grouped(one.wins as u64),
            grouped(one.losses as u64),
            grouped(one.ties as u64),
            chance(one.significance.p),
        ];
        table.push(&one.metric.to_string(), cells);
    }
    table
}

fn figures(figures: &[f64]) -> Vec<String> {
    figures.iter().copied().map(figure).collect()
}

fn figure(figure: f64) -> String {
    format!("{figure:.4}")
}

fn signed(change: f64) -> String {
    match format!("{change:+.4}") {
        none if none.ends_with("0.0000") => "0.0000".to_owned(),
        some => some,
    }
}

fn chance(p: f64) -> String {
    if p < 0.0001 {
        "<0.0001".to_owned()
    } else {
        figure(p)
    }
}

/// Says which topics the means go over, and what is among them that looks worse than it is.
fn covered(runs: &[Measured]) -> Vec<String> {
    let Some(first) = runs.first() else {
        return Vec::new();
    };
    let mut lines = vec![judged(first.evaluation.coverage())];
    for run in runs {
        let name = match runs.len() {
            1 => String::new(),
            _ => format!("{}: ", one_line(&run.name)),
        };
        lines.extend(remarks(run).into_iter().map(|line| name.clone() + &line));
    }
    lines
}

fn judged(coverage: Coverage) -> String {
    let judged = plural(coverage.judged as u64, "judged topic", "judged topics");
    match coverage.without_relevant as u64 {
        0 => judged,
        1 => format!("{judged}; 1 has no relevant article and counts as 0"),
        none => format!(
            "{judged}; {} have no relevant article and count as 0",
            grouped(none)
        ),
    }
}

fn remarks(run: &Measured) -> Vec<String> {
    let coverage = run.evaluation.coverage();
    let missing = run.made.as_ref().map_or(0, |made| made.missing.len());
    let lines = [
        (
            coverage.unanswered,
            "judged topic is not answered and counts as 0",
            "judged topics are not answered and count as 0",
        ),
        (
            coverage.unjudged,
            "topic is answered but not judged and counts for nothing",
            "topics are answered but not judged and count for nothing",
        ),
        (
            missing,
            "judged id has no article; where it is relevant, it counts as not found",
            "judged ids have no article; where they are relevant, they count as not found",
        ),
    ];
    let some = lines.into_iter().filter(|(count, ..)| *count > 0);
    some.map(|(count, one, many)| plural(count as u64, one, many))
        .collect()
}

fn part(out: &mut dyn Write, place: usize) -> io::Result<()> {
    if place == 0 { Ok(()) } else { writeln!(out) }
}

/// Rows of cells under their heads: the first column to the left, the others to the right.
struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    fn new(heads: impl IntoIterator<Item: AsRef<str>>) -> Self {
        let heads = heads.into_iter().map(|head| one_line(head.as_ref()));
        Table {
            rows: vec![heads.collect()],
        }
    }

    fn push(&mut self, first: &str, others: impl IntoIterator<Item = String>) {
        let row = [one_line(first)].into_iter().chain(others);
        self.rows.push(row.collect());
    }

    fn write(&self, out: &mut dyn Write, options: &TextOptions) -> io::Result<()> {
        let width = |place: usize| {
            let cells = self.rows.iter().map(|row| row[place].width());
            cells.max().unwrap_or(0)
        };
        let widths: Vec<_> = (0..self.rows[0].len()).map(width).collect();
        for (number, row) in self.rows.iter().enumerate() {
            let style = match options.styled && number == 0 {
                true => STRONG,
                false => PLAIN,
            };
            write_row(out, row, &widths, style)?;
        }
        Ok(())
    }
}

fn write_row(
    out: &mut dyn Write,
    row: &[String],
    widths: &[usize],
    style: Style,
) -> io::Result<()> {
    for (place, (cell, width)) in row.iter().zip(widths).enumerate() {
        let padding = " ".repeat(width - cell.width());
        match place {
            0 => write!(out, "{style}{cell}{style:#}{padding}")?,
            _ => write!(out, "  {padding}{style}{cell}{style:#}")?,
        }
    }
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;
    use insta::assert_snapshot;

    fn check(write: impl Fn(&mut Vec<u8>, &TextOptions) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        write(&mut out, &TextOptions::default()).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn runs_stand_below_each_other() {
        let runs = [sample::measured(), sample::other_run()];
        let shown = check(|out, options| write_evaluations(out, &runs, Topics::Few, options));
        assert_snapshot!(shown, @"
        run        nDCG@10     MAP
        pullquote   0.2103  0.1667
        other.run   0.6667  0.6667

        3 judged topics; 1 has no relevant article and counts as 0
        pullquote: 2 judged topics are not answered and count as 0
        pullquote: 1 topic is answered but not judged and counts for nothing
        pullquote: 1 judged id has no article; where it is relevant, it counts as not found
        other.run: 1 judged topic is not answered and counts as 0
        ");
    }

    #[test]
    fn topics_are_shown_run_by_run() {
        let runs = [sample::measured()];
        let shown = check(|out, options| write_evaluations(out, &runs, Topics::All, options));
        assert_snapshot!(shown, @"
        pullquote  nDCG@10     MAP
        q1          0.6309  0.5000
        q2          0.0000  0.0000
        q3          0.0000  0.0000
        mean        0.2103  0.1667

        3 judged topics; 1 has no relevant article and counts as 0
        2 judged topics are not answered and count as 0
        1 topic is answered but not judged and counts for nothing
        1 judged id has no article; where it is relevant, it counts as not found
        ");
    }

    #[test]
    fn two_runs_stand_side_by_side() {
        let comparisons = [sample::comparison()];
        let names = ["first.run", "second\u{1b}.run"];
        let compared = |topics| {
            check(|out, options| write_comparisons(out, names, &comparisons, topics, options))
        };
        assert_snapshot!(compared(Topics::All), @"
        metric  first.run  second␛.run   change  better  worse  same       p
        MAP        0.1667       0.6667  +0.5000       2      0     1  0.5000

        2 of 3 topics moved by MAP
        topic  first.run  second␛.run   change
        q2        0.0000       1.0000  +1.0000
        q1        0.5000       1.0000  +0.5000
        ");
        assert_eq!(compared(Topics::Few), compared(Topics::All));
    }

    #[test]
    fn topics_that_moved_less_are_counted() {
        let mut comparison = sample::comparison();
        comparison.differences = vec![comparison.differences[0].clone(); MOST_MOVED + 2];
        let comparisons = [comparison.clone(), comparison];
        let rows = |topics, row: &str| {
            let shown = check(|out, options| {
                write_comparisons(out, ["a", "b"], &comparisons, topics, options)
            });
            shown.lines().filter(|line| line.starts_with(row)).count()
        };
        assert_eq!(
            (rows(Topics::Few, "q"), rows(Topics::Few, "and 2 more")),
            (MOST_MOVED, 1)
        );
        assert_eq!(
            (rows(Topics::All, "q"), rows(Topics::All, "and")),
            (2 * (MOST_MOVED + 2), 0)
        );
    }
}
