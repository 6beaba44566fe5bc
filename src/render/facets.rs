//! Facets as aligned bars, for [`text::write_facet`](crate::render::text::write_facet).
//!
//! Counts come in, lines of a label, a bar and a number go out. What is not here: which values are counted and
//! in which order, but for the unknown, which always stands last.

use std::io::{self, Write};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::render::flow::one_line;
use crate::render::summary::grouped;
use crate::render::text::{FAINT, PLAIN, STRONG, TextOptions};
use crate::search::{Facet, FacetValue, UNKNOWN};

/// The longest bar, in columns, however wide the page.
const LONGEST_BAR: usize = 40;
/// The longest label that others are aligned with on a page without a width, in columns.
const LONGEST_ALIGNED: usize = 40;
/// The ends of a bar, from nothing to seven eighths of a column.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// The columns that a facet's lines are laid out in.
struct Columns {
    label: usize,
    /// Whether a longer label is cut.
    is_cut: bool,
    bar: usize,
    most: u64,
}

/// Writes counts by the values of a field as aligned bars: a name or date, its bar, its count.
///
/// What the search narrows by is marked with `*`; `(unknown)` stands last.
pub fn write_facet(out: &mut dyn Write, facet: &Facet, options: &TextOptions) -> io::Result<()> {
    let name = facet.field.name();
    match options.styled {
        true => writeln!(out, "{STRONG}{name}{STRONG:#}")?,
        false => writeln!(out, "{name}")?,
    }
    let columns = Columns::of(facet, options);
    let (known, unknown): (Vec<_>, Vec<_>) =
        facet.values.iter().partition(|value| value.value.is_some());
    for value in known.into_iter().chain(unknown) {
        write_value(out, value, &columns, options)?;
    }
    Ok(())
}

impl Columns {
    fn of(facet: &Facet, options: &TextOptions) -> Self {
        let most = facet
            .values
            .iter()
            .map(|value| value.count)
            .max()
            .unwrap_or(0);
        let longest = facet
            .values
            .iter()
            .map(|value| label(value).width())
            .max()
            .unwrap_or(0);
        let label = match options.width {
            usize::MAX => longest.min(LONGEST_ALIGNED),
            width => longest.min((width / 2).max(UNKNOWN.len())),
        };
        let others = "  ".len() + label + " ".len() + " ".len() + grouped(most).len();
        let bar = options.width.saturating_sub(others).clamp(1, LONGEST_BAR);
        Columns {
            label,
            is_cut: options.width < usize::MAX,
            bar,
            most,
        }
    }
}

fn write_value(
    out: &mut dyn Write,
    value: &FacetValue,
    columns: &Columns,
    options: &TextOptions,
) -> io::Result<()> {
    let mark = if value.chosen { '*' } else { ' ' };
    let name = match columns.is_cut {
        true => fitted(label(value), columns.label),
        false => label(value),
    };
    let padding = " ".repeat(columns.label.saturating_sub(name.width()));
    let bar = bar(value.count, columns);
    let gap = if bar.is_empty() { "" } else { " " };
    let count = grouped(value.count);
    let style = match (value.chosen, &value.value) {
        _ if !options.styled => PLAIN,
        (true, _) => STRONG,
        (false, None) => FAINT,
        (false, Some(_)) => PLAIN,
    };
    writeln!(
        out,
        "{mark} {style}{name}{style:#}{padding} {bar}{gap}{count}"
    )
}

fn label(value: &FacetValue) -> String {
    one_line(value.value.as_deref().unwrap_or(UNKNOWN))
}

/// Cuts a label to `width` columns, with an ellipsis where something is lost.
fn fitted(label: String, width: usize) -> String {
    if label.width() <= width {
        return label;
    }
    let mut used = 1;
    let fits = |letter: &char| {
        used += letter.width().unwrap_or(0);
        used <= width
    };
    label.chars().take_while(fits).chain(['…']).collect()
}

/// Draws a bar in eighths of a column: as long as the share of the greatest count, never invisible but for 0.
fn bar(count: u64, columns: &Columns) -> String {
    if count == 0 {
        return String::new();
    }
    let eighths = u128::from(count) * columns.bar as u128 * 8 / u128::from(columns.most);
    let eighths = eighths.max(1) as usize;
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;
    use insta::assert_snapshot;

    fn check(facet: &Facet) -> String {
        check_at(facet, 40)
    }

    fn check_at(facet: &Facet, width: usize) -> String {
        let mut out = Vec::new();
        write_facet(
            &mut out,
            facet,
            &TextOptions {
                width,
                ..TextOptions::default()
            },
        )
        .unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn facets_are_aligned() {
        assert_snapshot!(check(&sample::facet()), @"
        date:month
        * 2025-10   ██████████████████████ 1,230
          2025-11   ▋ 41
          (unknown) ▏ 7
        ");
        let mut names = sample::facet();
        names.values[1].value = Some("新华社 with a name that is far too long".into());
        names.values[2].count = 0;
        assert_snapshot!(check(&names), @"
        date:month
        * 新华社 with a name … ███████████ 1,230
          2025-11              0
          (unknown)            ▏ 7
        ");
    }

    #[test]
    fn a_label_is_whole_where_there_is_no_page_and_does_not_push_the_others_aside() {
        let mut facet = sample::facet();
        let long = "a section with a name that is far too long for a page of any width";
        facet.values[1].value = Some(long.into());
        let shown = check_at(&facet, usize::MAX);
        assert!(shown.contains(long), "{shown}");
        assert!(
            shown.lines().all(|line| !line.contains(&" ".repeat(40))),
            "{shown}"
        );
    }
}
