//! The making of a case: for each label, how a quotation of it comes out of an archive.
//!
//! An archive and chance go in; a case comes out, or nothing where the draw does not fit the label. What is not here:
//! what stands elsewhere in the archive ([`correction`](super::correction)).

use pullquote::text::{is_stop_word, words};

use super::alterations::{alter, alter_share};
use super::archive::{Archive, Part, kept};
use super::edits::{bracket, case_and_end, ellipsis};
use super::label::{Alteration, Label};
use super::random::Random;
use super::typography::vary;
use super::written::{Stretch, written};
use super::{Case, Options, Place};

/// Makes a case of a label.
pub(crate) fn make(
    archive: &mut Archive,
    label: Label,
    options: &Options,
    random: &mut Random,
) -> Option<Case> {
    match label {
        Label::Joined => joined(archive, options, random),
        Label::Fabricated => fabricated(archive, options, random),
        Label::Ellipsis => with_ellipsis(archive, options, random),
        Label::SplicedSame | Label::SplicedCross => spliced(archive, label, options, random),
        _ => of_one_stretch(archive, label, options, random),
    }
}

/// Makes a case of one stretch of one article.
fn of_one_stretch(
    archive: &Archive,
    label: Label,
    options: &Options,
    random: &mut Random,
) -> Option<Case> {
    let held_out = label == Label::HeldOut;
    let part = if held_out {
        Part::HeldOut
    } else {
        Part::Indexed
    };
    let mut all = Vec::new();
    let (article, stretch) =
        archive.draw(&mut all, random.within(options.words.clone()), part, random)?;
    let as_it_stands = matches!(label, Label::Exact | Label::Typographic | Label::HeldOut);
    if !as_it_stands && stretch.declares_edits() {
        return None;
    }
    let text = match label {
        Label::Exact | Label::HeldOut => with_end(&stretch, random),
        Label::Typographic => vary(&with_end(&stretch, random), random)?,
        Label::CaseEndpunct => case_and_end(archive, &stretch, random)?,
        Label::Bracket => bracket(archive, &stretch, random)?,
        Label::Truncated => truncated(&stretch)?,
        _ => altered(archive, &stretch, label, random)?,
    };
    let verbatim = label.is_verbatim() || held_out;
    let same = words(&text) == words(stretch.text());
    let place = (!held_out).then(|| vec![(article, stretch.range())]);
    let mut case = case(label, text, place);
    if label == Label::Heavy35To45 {
        case.expected = heavy_expected(&case.text, stretch.text())?;
    }
    (same == verbatim || label == Label::Bracket).then_some(case)
}

fn case(label: Label, text: String, place: Option<Vec<Place>>) -> Case {
    Case {
        label,
        words: words(&text).len(),
        held_out: label == Label::HeldOut,
        expected: label.expected(),
        text,
        place,
    }
}

/// Returns the text of a stretch, sometimes with the mark that stands behind it.
fn with_end(stretch: &Stretch, random: &mut Random) -> String {
    let mark = stretch.gap(stretch.len() - 1).chars().next();
    let mark = mark.filter(|mark| matches!(mark, '.' | ',' | '?' | '!' | ';') && random.chance(50));
    stretch.text().to_owned() + &mark.map(String::from).unwrap_or_default()
}

fn truncated(stretch: &Stretch) -> Option<String> {
    let last = stretch.len() - 1;
    let next = stretch.body[stretch.range().end..].trim_start();
    let goes_on = stretch.gap(last) == " " && next.starts_with(char::is_lowercase);
    let ends_well = !is_stop_word(&stretch.word(last).to_lowercase());
    (goes_on && ends_well).then(|| format!("{}.", stretch.text()))
}

fn altered(
    archive: &Archive,
    stretch: &Stretch,
    label: Label,
    random: &mut Random,
) -> Option<String> {
    use Alteration::{Delete, Insert, Name, Negation, Number, Substitute};
    let edits = match label {
        Label::AlteredOneWord(kind) => alter(archive, stretch, kind, random)?,
        Label::AlteredAndTypography => {
            let kinds = [Substitute, Delete, Insert, Negation, Number, Name];
            alter(archive, stretch, *random.pick(&kinds), random)?
        }
        Label::Altered12To22 => alter_share(archive, stretch, 12..=22, random)?,
        _ => alter_share(archive, stretch, 35..=45, random)?,
    };
    let text = stretch.edited(&edits);
    match label {
        Label::AlteredAndTypography => vary(&text, random),
        _ => Some(text),
    }
}

/// Tells what is right for a heavily altered quotation: where two words of three are kept in order, it may as well be
/// called altered. None where too few are kept to be near.
fn heavy_expected(text: &str, source: &str) -> Option<&'static [&'static str]> {
    let (kept, longer) = kept(text, source);
    match kept * 100 / longer {
        66.. => Some(&["near", "altered"]),
        56.. => Some(&["near"]),
        _ => None,
    }
}

fn with_ellipsis(archive: &Archive, options: &Options, random: &mut Random) -> Option<Case> {
    let kept = random.within(options.words.clone()).max(6);
    let most = (kept / 3 - 1).min(3);
    let cuts: Vec<usize> = (0..random.within(1..=most))
        .map(|_| random.within(2..=20))
        .collect();
    let mut all = Vec::new();
    let length = kept + cuts.iter().sum::<usize>();
    let (article, stretch) = archive.draw(&mut all, length, Part::Indexed, random)?;
    let text = ellipsis(&stretch, &cuts, kept, random).filter(|_| !stretch.declares_edits())?;
    Some(case(
        Label::Ellipsis,
        text,
        Some(vec![(article, stretch.range())]),
    ))
}

/// Two stretches of at least six words, of which neither is so much longer that the other would be an insertion.
fn spliced(
    archive: &Archive,
    label: Label,
    options: &Options,
    random: &mut Random,
) -> Option<Case> {
    let whole = random.within(options.words.clone()).max(12);
    let half = whole / 2;
    let first = random.within((half - half / 8).max(6)..=half);
    let second = whole - first;
    let mut all = Vec::new();
    let (article, one) = archive.draw(&mut all, first, Part::Indexed, random)?;
    let mut others = Vec::new();
    let (other_article, other) = if label == Label::SplicedSame {
        let starts = one.all.len().checked_sub(second + 1)?;
        let start = random.below(starts + 1);
        (
            article,
            Stretch {
                words: start..start + second,
                ..one
            },
        )
    } else {
        archive.draw(&mut others, second, Part::Indexed, random)?
    };
    let near = other.words.start < one.words.end + 60 && one.words.start < other.words.end + 60;
    let apart = if label == Label::SplicedSame {
        !near
    } else {
        other_article != article
    };
    let declared = one.declares_edits() || other.declares_edits();
    let text = format!("{} {}", with_stop(&one), other.text());
    let places = vec![(article, one.range()), (other_article, other.range())];
    (apart && !declared && other.is_prose()).then(|| case(label, text, Some(places)))
}

/// Returns the text of a stretch, with its full stop if one stands behind it.
fn with_stop(stretch: &Stretch) -> String {
    let stops = stretch.gap(stretch.len() - 1).starts_with('.');
    stretch.text().to_owned() + if stops { "." } else { "" }
}

/// Both parts of an utterance, the first from one of its last words on, the second to one of its first.
fn joined(archive: &mut Archive, options: &Options, random: &mut Random) -> Option<Case> {
    let utterance = archive.utterances.pop()?;
    let body = archive.articles[utterance.article].body;
    let most = options.words.end() / 2;
    let first = written(&body[utterance.first.clone()]);
    let second = written(&body[utterance.second.clone()]);
    if first.len() < 4 || second.len() < 4 {
        return None;
    }
    let skipped = first.len() - random.within(4..=first.len().min(most));
    let taken = random.within(4..=second.len().min(most));
    let start = utterance.first.start + first[skipped].start;
    let end = utterance.second.start + second[taken - 1].end;
    let comma = usize::from(random.chance(60));
    let one = &body[start..utterance.first.end - 1 + comma];
    let other = &body[utterance.second.start..end];
    let text = format!("{one} {other}");
    let long_enough = words(&text).len() >= *options.words.start();
    long_enough.then(|| {
        case(
            Label::Joined,
            text,
            Some(vec![(utterance.article, start..end)]),
        )
    })
}

/// Fluent nonsense: every two words stand together somewhere, three hardly anywhere.
fn fabricated(archive: &Archive, options: &Options, random: &mut Random) -> Option<Case> {
    let length = random.within(options.words.clone());
    let mut at = random.below(archive.stream.len());
    let mut made: Vec<&str> = Vec::new();
    while made.len() < length {
        let word = archive.stream.get(at)?;
        made.push(word);
        let places = &archive.occurrences[word];
        let next = *random.pick(places) as usize + 1;
        // A word that stands but once would go on as its article does.
        at = if places.len() > 1 && next != at + 1 {
            next
        } else {
            random.below(archive.stream.len())
        };
    }
    let text = made.join(" ");
    let prose = made
        .iter()
        .all(|word| word.len() <= 24 && !word.contains(['.', '/', '@', '_']));
    prose.then(|| case(Label::Fabricated, text, None))
}
