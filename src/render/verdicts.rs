//! Verdicts for people: what became of each quotation, the source's own words beside it, and what differs.
//!
//! A [`Finding`] and the [`Spot`] where its quotation stood come in, wrapped lines go out. The source's words stand
//! unmarked on lines of their own; in the comparison below them, words that the quotation leaves out stand in `[-…-]`
//! and words that it adds in `{+…+}`, in a pipe as on a terminal. What is not here: the JSON of it (`json`), and how
//! a verdict is come by.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use super::differences::{difference, edit_text};
use crate::render::failure::{WARNING, first_columns, labelled};
use crate::render::flow::{Flow, Margin, paragraphs, setting};
use crate::render::link::link;
use crate::render::summary::{grouped, plural};
use crate::render::text::{FAINT, INDENT, PLAIN, TextOptions, push_heading, write_inferred_days};
use crate::verify::{Finding, Place, Verdict};

/// Where a quotation stood in what was given to be checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// The file, `-` for standard input; none where the quotation was typed.
    pub path: Option<String>,
    /// The line of the file on which the record begins, from 1, where the file holds many.
    pub record: Option<u64>,
    /// The field or column of the record, where it has such.
    pub field: Option<String>,
    /// The line of the draft, from 1.
    pub line: Option<u64>,
    /// The column of that line, from 1, in code points.
    pub column: Option<u64>,
}

impl fmt::Display for Spot {
    /// Writes `file:line:column`, `file:record` or `file:record field:line:column`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.path.as_deref().unwrap_or_default())?;
        if let Some(record) = self.record {
            write!(f, ":{record}")?;
        }
        if let (Some(field), Some(_)) = (&self.field, self.line) {
            write!(f, " {field}")?;
        }
        for place in [self.line, self.column].into_iter().flatten() {
            write!(f, ":{place}")?;
        }
        Ok(())
    }
}

/// What the verdicts come to so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many quotations have each verdict; those that none has are left out.
    pub verdicts: BTreeMap<Verdict, u64>,
    /// How many have a verdict that fails the check.
    pub failed: u64,
    /// How many stand in the archive only as narration.
    pub not_quoted: u64,
    /// How many were too short to decide on.
    pub too_short: u64,
    /// How many drafts, records and quotations were passed over.
    pub skipped: u64,
    /// How many paragraphs have marks that do not pair.
    pub unpaired: u64,
}

impl Tally {
    /// Returns how many quotations have a verdict.
    pub fn count(&self, verdict: Verdict) -> u64 {
        self.verdicts.get(&verdict).copied().unwrap_or(0)
    }

    /// Returns how many quotations there were, those too short to decide on among them.
    pub fn quotations(&self) -> u64 {
        self.verdicts.values().sum::<u64>() + self.too_short
    }

    /// Returns how many may stand as they are.
    pub fn faithful(&self) -> u64 {
        let faithful = Verdict::ALL
            .into_iter()
            .filter(|verdict| verdict.is_faithful());
        faithful.map(|verdict| self.count(verdict)).sum()
    }
}

/// What the last line of a check says beside the tally itself.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TallyContext {
    /// How many articles the index holds.
    pub index_articles: u64,
    /// How long the check took, in milliseconds.
    pub elapsed_ms: f64,
}

const FAITHFUL: Style = AnsiColor::Green.on_default().bold();
const DOUBTFUL: Style = AnsiColor::Yellow.on_default().bold();
const UNFAITHFUL: Style = AnsiColor::Red.on_default().bold();

/// The narrowest room that a quotation is cut to, in columns.
const NARROWEST: usize = 16;

/// Writes what became of a quotation: a heading, the places with what differs, and where else it stands.
pub fn write_finding(
    out: &mut dyn Write,
    spot: &Spot,
    finding: &Finding,
    options: &TextOptions,
) -> io::Result<()> {
    let verdict = finding.verdict;
    let verdict = (label(verdict), style(verdict));
    write_verdict(out, spot, verdict, &finding.quotation, options)?;
    for (number, place) in finding.places.iter().enumerate() {
        if finding.places.len() > 1 {
            write_part(
                out,
                number + 1,
                &finding.quotation[place.quotation.clone()],
                options,
            )?;
        }
        write_place(out, place, finding, options)?;
    }
    if finding.not_quoted {
        Flow::new("only in narration, never between quotation marks", DOUBTFUL)
            .write(out, INDENT, options)?;
    }
    write_elsewhere(out, finding, options)
}

/// Writes that a quotation is too short to decide on.
pub fn write_too_short(
    out: &mut dyn Write,
    spot: &Spot,
    quotation: &str,
    options: &TextOptions,
) -> io::Result<()> {
    write_verdict(
        out,
        spot,
        ("too short to decide", FAINT),
        quotation,
        options,
    )
}

/// Returns the warning for a paragraph with quotation marks that do not pair, as a line.
pub fn unpaired_text(spot: &Spot, marks: usize, styled: bool) -> String {
    let marks = plural(
        marks as u64,
        "quotation mark of this paragraph does not pair",
        "quotation marks of this paragraph do not pair",
    );
    let text = format!("{spot}: {marks}; what could stand between was not checked");
    labelled("unpaired", WARNING, &text, styled)
}

/// Says what the verdicts come to: `20 quotations: 14 exact, 3 altered`.
pub fn tally_text(tally: &Tally) -> String {
    let counted = Verdict::ALL
        .into_iter()
        .map(|verdict| (tally.count(verdict), label(verdict)));
    let counted = counted.chain([(tally.too_short, "too short to decide")]);
    let parts = counted.filter(|(count, _)| *count > 0);
    let parts: Vec<_> = parts
        .map(|(count, label)| format!("{} {label}", grouped(count)))
        .collect();
    let mut text = match tally.quotations() {
        0 => "no quotation was checked".to_owned(),
        count => format!(
            "{}: {}",
            plural(count, "quotation", "quotations"),
            parts.join(", ")
        ),
    };
    if tally.not_quoted > 0 {
        text.push_str(&format!(
            "; {} only in narration",
            grouped(tally.not_quoted)
        ));
    }
    if tally.skipped > 0 {
        text.push_str(&format!("; {} skipped", grouped(tally.skipped)));
    }
    text
}

/// What a verdict is called: of what was not found, only that it is not in this archive.
const fn label(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::NotFound => "not in this archive",
        named => named.name(),
    }
}

const fn style(verdict: Verdict) -> Style {
    match verdict {
        Verdict::Exact | Verdict::Typographic | Verdict::Editorial => FAITHFUL,
        Verdict::Truncated | Verdict::Joined => DOUBTFUL,
        Verdict::Altered | Verdict::Spliced | Verdict::Near | Verdict::NotFound => UNFAITHFUL,
    }
}

/// Writes `file:line:column: verdict “quotation”`, the quotation cut where the page ends.
fn write_verdict(
    out: &mut dyn Write,
    spot: &Spot,
    (label, style): (&str, Style),
    quotation: &str,
    options: &TextOptions,
) -> io::Result<()> {
    let mut flow = Flow::default();
    let spot = spot.to_string();
    if !spot.is_empty() {
        flow.push(&format!("{spot}: "), PLAIN);
    }
    flow.push(label, style);
    let room = options
        .width
        .saturating_sub(flow.text().width() + 3)
        .max(NARROWEST);
    let words = Flow::new(quotation, PLAIN);
    let words = first_columns(words.text().trim_end(), room);
    flow.push(&format!(" “{words}”"), PLAIN);
    flow.write(out, Margin::default(), options)
}

/// Writes the words of a quotation that one place of several accounts for.
fn write_part(
    out: &mut dyn Write,
    number: usize,
    words: &str,
    options: &TextOptions,
) -> io::Result<()> {
    let mut flow = Flow::new(&format!("part {number}: "), FAINT);
    flow.push(&format!("“{}”", words.trim()), PLAIN);
    flow.write(out, HANGING, options)
}

/// The margin of a line that goes on below itself.
const HANGING: Margin<'static> = Margin {
    first: "  ",
    rest: "    ",
    link: None,
};

fn write_place(
    out: &mut dyn Write,
    place: &Place,
    finding: &Finding,
    options: &TextOptions,
) -> io::Result<()> {
    write_citation(out, "", place, options)?;
    write_inferred_days(out, &place.article, options)?;
    write_source(out, place, finding, options)?;
    if let Some(flow) = difference(place, &finding.quotation) {
        flow.write(out, HANGING, options)?;
    }
    for edit in &place.edits {
        let text = edit_text(edit, &finding.quotation, place);
        Flow::new(&text, PLAIN).write(out, HANGING, options)?;
    }
    Ok(())
}

/// Writes `outlet · date · title · address`.
fn write_citation(
    out: &mut dyn Write,
    before: &str,
    place: &Place,
    options: &TextOptions,
) -> io::Result<()> {
    let mut flow = Flow::new(before, FAINT);
    push_heading(&mut flow, &place.article, &[]);
    flow.push(&format!(" · {}", place.passage.address), FAINT);
    let link = link(&place.article, options);
    let margin = Margin {
        link: link.as_deref(),
        ..HANGING
    };
    flow.write(out, margin, options)
}

/// Writes the source's own words, whole.
fn write_source(
    out: &mut dyn Write,
    place: &Place,
    finding: &Finding,
    options: &TextOptions,
) -> io::Result<()> {
    let label = match finding.verdict {
        Verdict::Near => format!(
            "closest, with {:.0} % of the words: ",
            finding.share * 100.0
        ),
        _ => "source: ".to_owned(),
    };
    let flows = paragraphs(
        &place.passage.text,
        &[],
        setting(&place.article.body),
        [PLAIN; 2],
    );
    for (number, flow) in flows.iter().enumerate() {
        let first = match number {
            0 => format!("  {label}"),
            _ => "    ".to_owned(),
        };
        let margin = Margin {
            first: &first,
            rest: "    ",
            link: None,
        };
        flow.write(out, margin, options)?;
    }
    Ok(())
}

fn write_elsewhere(
    out: &mut dyn Write,
    finding: &Finding,
    options: &TextOptions,
) -> io::Result<()> {
    for place in &finding.elsewhere {
        write_citation(out, "also in: ", place, options)?;
    }
    if finding.more > 0 {
        let more = plural(finding.more, "more article", "more articles");
        let before = if finding.elsewhere.is_empty() {
            "also in"
        } else {
            "and"
        };
        Flow::new(&format!("{before} {more}"), FAINT).write(out, INDENT, options)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;
    use insta::assert_snapshot;

    fn written(finding: &Finding, options: &TextOptions) -> String {
        let mut out = Vec::new();
        write_finding(&mut out, &sample::spot(), finding, options).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn page(width: usize) -> TextOptions {
        TextOptions {
            width,
            ..TextOptions::default()
        }
    }

    #[test]
    fn an_altered_quotation_reads_well() {
        assert_snapshot!(written(&sample::finding(), &page(60)), @"
        draft.md:12:5: altered “and … commission that will gather …”
          Daily Post · 2025-10-31 · Talks end with a verification
            mechanism · 9trgx2pd3gzhqxmf@119-170
          source: and on a joint commission that will meet each
            month
          differs: and ⋯ commission that will [-meet-] {+gather+}
            each month
          ellipsis: 3 words cut: “on a joint”
          substituted: “gather” for “meet”
          only in narration, never between quotation marks
          also in: Daily Post · 2025-10-31 · Talks end with a
            verification mechanism · 9trgx2pd3gzhqxmf@119-170
          and 4 more articles
        ");
    }

    #[test]
    fn styles_are_added_to_the_marks() {
        let options = TextOptions {
            styled: true,
            ..page(usize::MAX)
        };
        let text = written(&sample::finding(), &options).replace('\x1b', "ESC");
        assert_snapshot!(text, @"
        draft.md:12:5: ESC[1mESC[31malteredESC[0m “and … commission that will gather each month”
          Daily PostESC[2m · ESC[0m2025-10-31ESC[2m · ESC[0mESC[1mTalks end with a verification mechanismESC[0mESC[2m · 9trgx2pd3gzhqxmf@119-170ESC[0m
          source: and on a joint commission that will meet each month
          differs: and ESC[2m⋯ ESC[0mcommission that will ESC[31m[-meet-]ESC[0m ESC[32m{+gather+}ESC[0m each month
          ellipsis: 3 words cut: “on a joint”
          substituted: “gather” for “meet”
          ESC[1mESC[33monly in narration, never between quotation marksESC[0m
          ESC[2malso in: ESC[0mDaily PostESC[2m · ESC[0m2025-10-31ESC[2m · ESC[0mESC[1mTalks end with a verification mechanismESC[0mESC[2m · 9trgx2pd3gzhqxmf@119-170ESC[0m
          ESC[2mand 4 more articlesESC[0m
        ");
    }

    #[test]
    fn what_was_not_found_is_not_called_false() {
        let finding = Finding {
            verdict: Verdict::NotFound,
            not_quoted: false,
            places: Vec::new(),
            elsewhere: Vec::new(),
            more: 0,
            ..sample::finding()
        };
        assert_snapshot!(written(&finding, &page(60)), @"draft.md:12:5: not in this archive “and … commission that …”");
    }

    #[test]
    fn the_closest_passage_is_not_called_the_source() {
        let mut finding = sample::finding();
        finding.verdict = Verdict::Near;
        finding.share = 0.6;
        finding.elsewhere.clear();
        assert_snapshot!(written(&finding, &page(usize::MAX)), @"
        draft.md:12:5: near “and … commission that will gather each month”
          Daily Post · 2025-10-31 · Talks end with a verification mechanism · 9trgx2pd3gzhqxmf@119-170
          closest, with 60 % of the words: and on a joint commission that will meet each month
          differs: and ⋯ commission that will [-meet-] {+gather+} each month
          ellipsis: 3 words cut: “on a joint”
          substituted: “gather” for “meet”
          only in narration, never between quotation marks
          also in 4 more articles
        ");
    }

    #[test]
    fn the_parts_of_a_spliced_quotation_stand_over_their_places() {
        let mut finding = sample::finding();
        finding.verdict = Verdict::Spliced;
        finding.not_quoted = false;
        finding.places[0].edits.clear();
        finding.places[0].changes.clear();
        finding.places.push(finding.places[0].clone());
        finding.places[0].quotation = 0.."and …".len();
        finding.places[1].quotation = "and …".len()..finding.quotation.len();
        finding.elsewhere.clear();
        finding.more = 0;
        assert_snapshot!(written(&finding, &page(usize::MAX)), @"
        draft.md:12:5: spliced “and … commission that will gather each month”
          part 1: “and …”
          Daily Post · 2025-10-31 · Talks end with a verification mechanism · 9trgx2pd3gzhqxmf@119-170
          source: and on a joint commission that will meet each month
          part 2: “commission that will gather each month”
          Daily Post · 2025-10-31 · Talks end with a verification mechanism · 9trgx2pd3gzhqxmf@119-170
          source: and on a joint commission that will meet each month
        ");
    }

    #[test]
    fn spots() {
        let check = |spot: Spot, expected: &str| assert_eq!(spot.to_string(), expected);
        let record = Spot {
            path: Some("a.jsonl".into()),
            record: Some(7),
            field: Some("answer".into()),
            ..Spot::default()
        };
        check(Spot::default(), "");
        check(sample::spot(), "draft.md:12:5");
        check(record.clone(), "a.jsonl:7");
        let draft = Spot {
            line: Some(2),
            column: Some(9),
            ..record
        };
        check(draft, "a.jsonl:7 answer:2:9");
    }

    #[test]
    fn tallies() {
        assert_snapshot!(tally_text(&sample::tally()), @"1,210 quotations: 1,204 exact, 3 altered, 1 not in this archive, 2 too short to decide; 1 only in narration; 1 skipped");
        assert_snapshot!(tally_text(&Tally::default()), @"no quotation was checked");
        assert_snapshot!(unpaired_text(&sample::spot(), 1, false), @"unpaired: draft.md:12:5: 1 quotation mark of this paragraph does not pair; what could stand between was not checked");
    }
}
