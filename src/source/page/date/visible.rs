//! Dates that people read: `time` elements, elements made for dates, text near the headline.
//!
//! A survey of the page in, candidates out. What stands in comments, teasers and the frame of the page is left
//! out, and what is told to be the time of a change. What is not here: how a date is written (`written.rs`).

use std::cmp::Reverse;
use std::ops::Range;

use super::months::fold;
use super::names::{Dating, Zone};
use super::picture;
use super::survey::{Marked, Survey};
use super::written::{Reading, Written, find, first};
use super::{Candidate, Family};

/// Finds the dates that the page shows: the best of them, the strongest first.
pub(super) fn candidates(survey: &Survey, reading: &Reading) -> Vec<Candidate> {
    const MOST_READ: usize = 300;
    const MOST: usize = 12;
    let of_page =
        |place: &Range<usize>| !matches!(survey.zone(place), Some(Zone::Foreign | Zone::Picture));
    let marked = survey
        .marked
        .iter()
        .filter(|marked| marked.kind != Dating::Changed && marked.stated.is_some());
    let mut found: Vec<Candidate> = marked
        .filter(|marked| of_page(&marked.span))
        .filter_map(|marked| stated(marked, survey, reading))
        .collect();
    let shown = find(&survey.text, reading).into_iter().take(MOST_READ);
    let shown = shown.filter(|written| of_page(&written.span)).enumerate();
    found.extend(shown.filter_map(|(order, written)| read(&written, order, survey)));
    found.sort_by_key(|candidate| Reverse(candidate.strength));
    found.truncate(MOST);
    found
}

/// The date that an attribute states.
fn stated(marked: &Marked, survey: &Survey, reading: &Reading) -> Option<Candidate> {
    let (key, value) = marked.stated.as_ref()?;
    let written = first(value, reading)?;
    if label(survey, marked.span.start) == Some(Label::Changed) {
        return None;
    }
    let base: u8 = match marked.kind {
        Dating::Published => 88,
        Dating::Time => 80,
        Dating::Date => 76,
        Dating::About => 66,
        Dating::Changed => return None,
    };
    Some(Candidate {
        date: written.date,
        other: written.other,
        family: Family::Visible,
        strength: base.saturating_sub(loss(survey, &marked.span)),
        rule: if marked.kind == Dating::Date {
            "date_class"
        } else {
            "time"
        },
        words: format!("{key}: {value}"),
    })
}

/// A date that stands in the text.
fn read(written: &Written, order: usize, survey: &Survey) -> Option<Candidate> {
    const LONGEST: usize = 250;
    let around = survey
        .marked
        .iter()
        .filter(|marked| {
            marked.span.start <= written.span.start && written.span.end <= marked.span.end
        })
        .filter(|marked| marked.span.len() <= LONGEST)
        .map(|marked| marked.kind);
    let kinds: Vec<_> = around.collect();
    let label = label(survey, written.span.start);
    let is_foreign = label == Some(Label::Changed) || kinds.contains(&Dating::Changed);
    if is_foreign || picture::is_credited(&survey.text, &written.span) {
        return None;
    }
    let (base, rule): (u8, _) = match kinds.into_iter().max() {
        Some(Dating::Published) => (86, "time"),
        Some(Dating::Time) => (78, "time"),
        Some(Dating::Date) => (76, "date_class"),
        Some(_) => (68, "byline"),
        None => (setting(&survey.text, &written.span), "text"),
    };
    let gain = if label == Some(Label::Published) {
        12
    } else {
        0
    };
    let late = u8::try_from(order.min(3)).unwrap_or(3);
    let short = if written.is_short { 6 } else { 0 };
    Some(Candidate {
        date: written.date,
        other: written.other,
        family: Family::Visible,
        strength: (base + gain).saturating_sub(loss(survey, &written.span) + late + short),
        rule,
        words: format!("text: {}", words_around(&survey.text, &written.span)),
    })
}

/// What the line of a date makes of it: most where it holds little else, least where it goes on before and after.
fn setting(text: &str, span: &Range<usize>) -> u8 {
    const LITTLE: usize = 24;
    let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[span.end..]
        .find('\n')
        .map_or(text.len(), |at| span.end + at);
    let (before, after) = (text[start..span.start].trim(), text[span.end..end].trim());
    match (before.len(), after.len()) {
        (before, after) if before + after <= LITTLE => 70,
        (0, _) | (_, 0) => 64,
        _ => 56,
    }
}

/// What a date loses for its distance from the headline.
fn loss(survey: &Survey, place: &Range<usize>) -> u8 {
    let headline = &survey.headline;
    let (distance, before) = if place.start >= headline.end {
        (place.start - headline.end, 0)
    } else {
        (headline.start.saturating_sub(place.end), 4)
    };
    let framed = if survey.zone(place).is_some() { 8 } else { 0 };
    framed
        + before
        + match distance {
            0..200 => 0,
            200..500 => 5,
            500..1500 => 18,
            1500..5000 => 26,
            _ => 32,
        }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    Published,
    Changed,
}

/// What the words before a date call it: those of its own line, or a short line right before it.
fn label(survey: &Survey, start: usize) -> Option<Label> {
    const SHORT: usize = 32;
    let text = &survey.text;
    let from = text.floor_char_boundary(start.saturating_sub(60));
    let mut lines = text[from..start].rsplit('\n');
    let own = lines.next().unwrap_or_default();
    let line = match own.trim().is_empty() {
        true => lines
            .next()
            .filter(|line| line.len() <= SHORT)
            .unwrap_or_default(),
        false => own
            .rsplit(['|', '·', '•'])
            .find(|part| !part.trim().is_empty())
            .unwrap_or_default(),
    };
    let words = format!(" {}", fold(line));
    match (last_of(&words, PUBLISHED), last_of(&words, CHANGED)) {
        (Some(published), Some(changed)) if published > changed => Some(Label::Published),
        (_, Some(_)) => Some(Label::Changed),
        (Some(_), None) => Some(Label::Published),
        (None, None) => None,
    }
}

/// The place of the last word that begins as one of these.
fn last_of(words: &str, names: &[&str]) -> Option<usize> {
    let begins = |at: usize| !words[..at].ends_with(char::is_alphabetic);
    let places = names
        .iter()
        .flat_map(|name| words.match_indices(name).map(|(at, _)| at));
    places.filter(|at| begins(*at)).max()
}

const PUBLISHED: &[&str] = &[
    "publi",
    "posted",
    "veroffentlicht",
    "erstellt",
    "geschrieben",
    "eingestellt",
    "written",
    "opublikowan",
    "dodan",
    "опубликован",
    "опублікован",
    "pubbli",
    "gepubliceerd",
    "geplaatst",
    "yayin",
    "kozzetet",
    "δημοσιευ",
    "objavljen",
    "postado",
    "escrit",
    "ecrit",
    "mis en ligne",
    "vydan",
    "julkaistu",
    "udgivet",
    "diterbitkan",
    "ngay dang",
    "publikov",
    "created",
    "issued",
];
const CHANGED: &[&str] = &[
    "updat",
    "modif",
    "edited",
    "aktualis",
    "aktualiz",
    "geandert",
    "uberarbeitet",
    "mis a jour",
    "mise a jour",
    "actualiz",
    "atualizad",
    "aggiorn",
    "bijgewerkt",
    "zuletzt",
    "last change",
    "laatst",
    "обновлен",
    "изменен",
    "оновлен",
    "guncelle",
    "frissit",
    "ενημερω",
    "oppdatert",
    "uppdaterad",
    "opdateret",
    "paivitet",
    "revised",
    "reviewed",
    "copyright",
    "©",
    "accessed",
    "retrieved",
    "abgerufen",
];

/// The line that a date stands in, cut down to what stands near.
fn words_around(text: &str, span: &Range<usize>) -> String {
    const NEAR: usize = 40;
    let from = text.floor_char_boundary(span.start.saturating_sub(NEAR));
    let to = text.ceil_char_boundary((span.end + NEAR).min(text.len()));
    let start = text[from..span.start]
        .rfind('\n')
        .map_or(from, |at| from + at + 1);
    let end = text[span.end..to].find('\n').map_or(to, |at| span.end + at);
    text[start..end].replace('\n', " ").trim().to_owned()
}
