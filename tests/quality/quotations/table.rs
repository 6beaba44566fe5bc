//! The table: label against verdict, with places and times.
//!
//! Cases and answers go in, one of each for the other; text for people comes out, the wrong answers on request. What is not here: who answered.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use super::label::{FAITHFUL, Label};
use super::{Case, Generated};

/// What was said of a quotation.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Answer {
    /// The verdict; `faithful` or `unfaithful` by one who knows no other.
    pub(crate) verdict: String,
    /// The place shown: an article, counted from nought, and bytes of its body.
    pub(crate) place: Option<(usize, Range<usize>)>,
    /// How long it took.
    pub(crate) micros: f64,
}

/// The columns that every table has, in order.
const VERDICTS: [&str; 9] = [
    "exact",
    "typographic",
    "editorial",
    "truncated",
    "joined",
    "altered",
    "spliced",
    "near",
    "not_found",
];

/// Writes the table of the answers to the cases, which are in the same order.
pub(crate) fn table(generated: &Generated, answers: &[Answer]) -> String {
    let pairs: Vec<(&Case, &Answer)> = generated.cases.iter().zip(answers).collect();
    let mut verdicts: Vec<&str> = VERDICTS.to_vec();
    for (_, answer) in &pairs {
        if !verdicts.contains(&answer.verdict.as_str()) {
            verdicts.push(&answer.verdict);
        }
    }
    verdicts.retain(|verdict| pairs.iter().any(|(_, answer)| answer.verdict == *verdict));
    let mut rows: BTreeMap<Label, Vec<(&Case, &Answer)>> = BTreeMap::new();
    for pair in &pairs {
        rows.entry(pair.0.label).or_default().push(*pair);
    }
    let mut table = head(&verdicts);
    for (label, pairs) in &rows {
        table.push_str(&row(generated, *label, pairs, &verdicts));
    }
    table + &figures(generated, &pairs)
}

/// Lists wrong answers, at most so many of a label: the verdict, the quotation, and the article and words it was made of.
pub(crate) fn misses(generated: &Generated, answers: &[Answer], most: usize) -> String {
    let mut listed: BTreeMap<Label, usize> = BTreeMap::new();
    let mut list = String::new();
    for (case, answer) in generated.cases.iter().zip(answers) {
        let placed = !case.label.has_source() || is_right_place(generated, case, answer);
        let count = listed.entry(case.label).or_default();
        if (is_right(case, answer) && placed) || *count == most {
            continue;
        }
        *count += 1;
        let at = if placed { "" } else { ", elsewhere" };
        let (row, verdict, text) = (case.label.row(), &answer.verdict, &case.text);
        let _ = writeln!(list, "{row}: {verdict}{at}\n  says {text:?}");
        for (article, range) in case.place.iter().flatten().take(2) {
            let source = &generated.archive[*article];
            let _ = writeln!(
                list,
                "  from {}: {:?}",
                source.id,
                &source.body[range.clone()]
            );
        }
    }
    list
}

fn head(verdicts: &[&str]) -> String {
    let mut head = format!("{:<28}{:>7}", "label", "cases");
    for verdict in verdicts {
        let _ = write!(head, "{verdict:>13}");
    }
    head + &format!(
        "{:>9}{:>9}{:>9}{:>9}\n",
        "right %", "place %", "median", "99th"
    )
}

fn row(
    generated: &Generated,
    label: Label,
    pairs: &[(&Case, &Answer)],
    verdicts: &[&str],
) -> String {
    let mut row = format!("{:<28}{:>7}", label.row(), pairs.len());
    for verdict in verdicts {
        let count = pairs
            .iter()
            .filter(|(_, answer)| answer.verdict == *verdict)
            .count();
        let shown = if count == 0 {
            "·".to_owned()
        } else {
            count.to_string()
        };
        let _ = write!(row, "{shown:>13}");
    }
    let right = pairs
        .iter()
        .filter(|(case, answer)| is_right(case, answer))
        .count();
    let place = pairs
        .iter()
        .filter(|(case, answer)| is_right_place(generated, case, answer))
        .count();
    let place = if label.has_source() {
        percent(place, pairs.len())
    } else {
        "·".to_owned()
    };
    let (median, slow) = milliseconds(pairs);
    let right = percent(right, pairs.len());
    row + &format!("{right:>9}{place:>9}{median:>9.3}{slow:>9.3}\n")
}

/// Writes the figures below the rows.
fn figures(generated: &Generated, pairs: &[(&Case, &Answer)]) -> String {
    let mut text = String::new();
    let mut share =
        |name: &str, of: &dyn Fn(&Case) -> bool, is: &dyn Fn(&Case, &Answer) -> bool| {
            let all: Vec<_> = pairs.iter().filter(|(case, _)| of(case)).collect();
            let found = all.iter().filter(|(case, answer)| is(case, answer)).count();
            let _ = writeln!(
                text,
                "{name:<56}{found:>7} of {:>6}{:>9} %",
                all.len(),
                percent(found, all.len())
            );
        };
    let called_faithful = |answer: &Answer| {
        answer.verdict == "faithful" || FAITHFUL.contains(&answer.verdict.as_str())
    };
    let cut_short = |case: &Case| matches!(case.label, Label::Truncated | Label::Joined);
    share("right verdict, all labels", &|_| true, &is_right);
    share(
        "right verdict, labels with a source",
        &|case| case.label.has_source(),
        &is_right,
    );
    share(
        "right place, labels with a source",
        &|case| case.label.has_source(),
        &|case, answer| is_right_place(generated, case, answer),
    );
    share(
        "faithful, called anything else",
        &|case| case.label.is_faithful(),
        &|_, answer| !called_faithful(answer),
    );
    share(
        "altered, spliced, held out or fabricated, called faithful",
        &|case| !case.label.is_faithful() && !cut_short(case),
        &|_, answer| called_faithful(answer),
    );
    share(
        "truncated or joined, called faithful",
        &cut_short,
        &|_, answer| called_faithful(answer),
    );
    text + &times(pairs)
}

/// Names the promises that the answers break.
pub(crate) fn promises(generated: &Generated, answers: &[Answer]) -> Vec<String> {
    let pairs: Vec<(&Case, &Answer)> = generated.cases.iter().zip(answers).collect();
    let broken = |name: &str,
                  at_most: f64,
                  of: &dyn Fn(&Case) -> bool,
                  is: &dyn Fn(&Case, &Answer) -> bool| {
        let all = pairs.iter().filter(|(case, _)| of(case)).count();
        let wrong = pairs
            .iter()
            .filter(|(case, answer)| of(case) && is(case, answer))
            .count();
        let is_broken = wrong as f64 > at_most * all as f64;
        is_broken.then(|| format!("{name}: {wrong} of {all}"))
    };
    let is_called_faithful = |answer: &Answer| FAITHFUL.contains(&answer.verdict.as_str());
    let is_sourced = |case: &Case| case.label.has_source();
    let is_faithful = |case: &Case| case.label.is_faithful();
    let is_changed = |case: &Case| !case.label.is_faithful();
    let found = [
        broken(
            "called faithful that is not",
            0.0,
            &is_changed,
            &|_, answer| is_called_faithful(answer),
        ),
        broken(
            "faithful, called anything else",
            0.001,
            &is_faithful,
            &|_, answer| !is_called_faithful(answer),
        ),
        broken("wrong verdict", 0.005, &is_sourced, &|case, answer| {
            !is_right(case, answer)
        }),
        broken("wrong place", 0.004, &is_sourced, &|case, answer| {
            !is_right_place(generated, case, answer)
        }),
    ];
    found.into_iter().flatten().collect()
}

fn times(pairs: &[(&Case, &Answer)]) -> String {
    let (median, slow) = milliseconds(pairs);
    format!("milliseconds a quotation: median {median:.3}, 99th percentile {slow:.3}\n")
}

/// Returns the median and the 99th percentile of the times.
fn milliseconds(pairs: &[(&Case, &Answer)]) -> (f64, f64) {
    let mut micros: Vec<f64> = pairs.iter().map(|(_, answer)| answer.micros).collect();
    micros.sort_by(f64::total_cmp);
    let last = micros.len().saturating_sub(1);
    let at = |hundredth: usize| micros.get((micros.len() * hundredth / 100).min(last));
    let shown = |hundredth| at(hundredth).map_or(0.0, |micros| micros / 1000.0);
    (shown(50), shown(99))
}

/// Tells whether an answer is right; of one who only knows faithful and unfaithful no more is asked.
pub(crate) fn is_right(case: &Case, answer: &Answer) -> bool {
    match answer.verdict.as_str() {
        "faithful" => case.label.is_faithful(),
        "unfaithful" => !case.label.is_faithful(),
        verdict => case.expected.contains(&verdict),
    }
}

/// Tells whether the place shown is one of those that are right.
pub(crate) fn is_right_place(generated: &Generated, case: &Case, answer: &Answer) -> bool {
    let shown = answer.place.as_ref();
    shown.is_some_and(|(article, range)| generated.same_place(case, *article, range.clone()))
}

fn percent(part: usize, whole: usize) -> String {
    format!("{:.2}", 100.0 * part as f64 / whole.max(1) as f64)
}
