//! The days of pictures: a credit names when a picture was taken, not when the article was published.
//!
//! A text and the place of a date in; whether words about a picture stand around it in its line, out. What is not
//! here: the elements that are made for captions (`names.rs`).

use std::ops::Range;

use super::months::fold;
use crate::source::agencies::is_agency;

/// How many bytes before and after a date are looked at.
const NEAR: usize = 120;

/// Whether the line of a date speaks of a picture, or ends with the agency that the picture is from.
pub(super) fn is_credited(text: &str, span: &Range<usize>) -> bool {
    let from = text.floor_char_boundary(span.start.saturating_sub(NEAR));
    let to = text.ceil_char_boundary((span.end + NEAR).min(text.len()));
    let before = text[from..span.start]
        .rsplit('\n')
        .next()
        .unwrap_or_default();
    let after = text[span.end..to].split('\n').next().unwrap_or_default();
    names_a_picture(before) || is_credit(after)
}

/// Whether the words before a date, from the last bar on, name a picture.
fn names_a_picture(before: &str) -> bool {
    let part = before.rsplit(['|', '·', '•']).next().unwrap_or_default();
    let folded = fold(part);
    let mut words = folded.split(|letter: char| !letter.is_alphanumeric());
    words.any(|word| PICTURE.contains(&word))
}

/// Whether the words after a date credit a picture: `. — Reuters`, ` (AP)`, `. REUTERS/Jane Doe`,
/// ` (AP Photo/Jane Doe)`, `. Photo: Jane Doe`. A stop, a slash or a parenthesis stands before them: without one
/// they begin another part of the line, such as a byline.
fn is_credit(after: &str) -> bool {
    const PARTING: [char; 4] = ['.', '(', '[', '/'];
    const DASHES: [char; 4] = [' ', '–', '—', '-'];
    let words =
        after.trim_start_matches(|letter| PARTING.contains(&letter) || DASHES.contains(&letter));
    if !after[..after.len() - words.len()].contains(PARTING) {
        return false;
    }
    let name = words.trim_end_matches([')', ']', '.', ' ']);
    let first = words.split(['/', ' ', ':']).next().unwrap_or_default();
    let rest = &words[first.len()..];
    is_agency(name)
        || is_agency(first) && rest.starts_with('/')
        || PICTURE.contains(&fold(first).as_str())
        || is_agency(first) && names_a_picture(rest.split(')').next().unwrap_or_default())
}

/// Words for pictures, as `months::fold` writes them.
const PICTURE: &[&str] = &[
    "foto",
    "fotografia",
    "fotos",
    "getty",
    "handout",
    "photo",
    "photograph",
    "photographed",
    "photos",
    "picture",
    "pictured",
    "screengrab",
    "screenshot",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(before: &str, after: &str, expected: bool) {
        let text =
            format!("A line, June 1, 2018. Photo: AP\n{before}June 5, 2018{after}\nPhoto: AP");
        let start = text.rfind("June").unwrap_or_default();
        let found = is_credited(&text, &(start..start + "June 5, 2018".len()));
        assert_eq!(found, expected, "{before}|{after}");
    }

    #[test]
    fn credits_of_pictures() {
        check("Photo: ", " (AP)", true);
        check("Photo by Jane Doe, ", "", true);
        check("FOTO ", "", true);
        check("The minister in Moscow, ", ". — Reuters", true);
        check("", ". — Reuters", true);
        check("The bridge, ", ". REUTERS/Jane Doe", true);
        check("The bridge on ", ". (AP Photo/Jane Doe)", true);
        check("The bridge on ", " (AFP)", true);
        check("The bridge on ", ". Photo: Jane Doe", true);
    }

    #[test]
    fn other_days() {
        check("", "", false);
        check("By Jane Doe, ", "", false);
        check("Reuters, ", "", false);
        check("(Reuters) ", "", false);
        check("", " | Reuters", false);
        check("", " Photo: Jane Doe", false);
        check("Photos | ", "", false);
        check("", " - 10:30 GMT", false);
        check("", " - AFP", false);
        check("", ", Staff", false);
        check("KABUL, ", " (Reuters) - The two sides met again", false);
    }
}
