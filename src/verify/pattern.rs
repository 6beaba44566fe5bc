//! A quotation taken apart: the words that must stand in the source, and what the quoter declared between them.
//!
//! The text of a quotation goes in; pieces of words come out, with the gaps that ellipses and square brackets make
//! between them. A quotation is read twice: as it stands, for the source may itself have the marks, and as
//! declared. What is not here: any source.

use std::ops::Range;

use super::words::{is_negation, is_number};
use crate::text::{self, Reading, Stemmer, Token};

/// The most pieces of a quotation that is read with its declared edits.
const MOST_PIECES: usize = 64;

/// The longest text between two square brackets that is taken for a declared edit, in bytes.
const LONGEST_BRACKET: usize = 160;

/// A quotation taken apart; never without a piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern {
    /// The words that must stand in the source, each piece without a break.
    pub(super) pieces: Vec<Piece>,
    /// What is declared before each piece, and after the last: one more than there are pieces.
    pub(super) gaps: Vec<Gap>,
}

/// Words in order; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// The words; their ranges count bytes of the quotation.
    pub(super) words: Vec<Token>,
}

/// What the quoter declared at one place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Gap {
    /// Where it stands in the quotation, in bytes; empty where nothing is declared.
    pub(super) bytes: Range<usize>,
    /// Whether words were cut there.
    pub(super) ellipsis: bool,
    /// What was put in, if anything.
    pub(super) bracket: Option<Bracket>,
}

/// An insertion in square brackets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bracket {
    /// Its folded words; empty for `[sic]`.
    pub(super) words: Vec<String>,
    /// The part of a word that stands outside the brackets, for `[T]he` and `agree[d]`.
    pub(super) kept: Option<Kept>,
}

/// The letters of a word that the quoter left as they were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Kept {
    /// The folded letters before the bracket.
    pub(super) start: String,
    /// The folded letters after it.
    pub(super) end: String,
    /// The folded word as the quotation has it.
    pub(super) whole: String,
}

impl Kept {
    /// Tells whether a folded word of the source may be the one that was changed: it is the same word, or another form
    /// of it by its ending. No other beginning is a form of a word, and no other figure a form of a number.
    pub(super) fn may_be(&self, word: &str) -> bool {
        if word == self.whole {
            return true;
        }
        let has_digit = |word: &str| word.contains(|letter: char| letter.is_ascii_digit());
        if !self.end.is_empty()
            || has_digit(word)
            || has_digit(&self.whole)
            || is_negation(word)
            || is_negation(&self.whole)
            || is_number(word)
            || is_number(&self.whole)
        {
            return false;
        }
        let stemmer = Stemmer::english();
        let ends_as_form = |word: &str| {
            let ending = word.strip_prefix(self.start.as_str());
            self.start.chars().count() >= 4
                && ending.is_some_and(|ending| ENDINGS.contains(&ending))
        };
        stemmer.stem(word) == stemmer.stem(&self.whole) && word.starts_with(&self.start)
            || ends_as_form(word) && ends_as_form(&self.whole)
    }
}

/// The endings by which the forms of an English word differ.
const ENDINGS: [&str; 17] = [
    "", "s", "es", "d", "ed", "ing", "er", "ers", "est", "y", "ies", "ied", "e", "en", "n", "t",
    "ly",
];

impl Gap {
    /// Tells whether nothing is declared there.
    pub(super) fn is_empty(&self) -> bool {
        !self.ellipsis && self.bracket.is_none()
    }
}

impl Pattern {
    /// Reads a quotation as it stands; `None` where it has no word.
    pub(super) fn literal(text: &str, reading: Reading) -> Option<Self> {
        let words = text::tokens(text, reading);
        (!words.is_empty()).then(|| Pattern {
            pieces: vec![Piece { words }],
            gaps: vec![Gap::default(), Gap::default()],
        })
    }

    /// Reads a quotation with its ellipses and brackets as declared edits; `None` where it declares none or has no
    /// word beside them.
    pub(super) fn declared(text: &str, reading: Reading) -> Option<Self> {
        let declarations = declarations(text);
        if declarations.is_empty() {
            return None;
        }
        let mut builder = Builder::default();
        let mut at = 0;
        for declaration in declarations {
            builder.words(text, at..declaration.bytes.start, reading);
            at = declaration.bytes.end;
            builder.declare(declaration);
        }
        builder.words(text, at..text.len(), reading);
        builder.finish()
    }

    /// Returns every word of the pieces, in order.
    pub(super) fn words(&self) -> impl Iterator<Item = &Token> {
        self.pieces.iter().flat_map(|piece| &piece.words)
    }

    /// Returns how many words the pieces have.
    pub(super) fn length(&self) -> usize {
        self.pieces.iter().map(|piece| piece.words.len()).sum()
    }
}

#[derive(Default)]
struct Builder {
    pieces: Vec<Piece>,
    gaps: Vec<Gap>,
    gap: Gap,
    is_unclear: bool,
}

impl Builder {
    fn words(&mut self, text: &str, bytes: Range<usize>, reading: Reading) {
        let mut words = text::tokens(&text[bytes.clone()], reading);
        if words.is_empty() {
            return;
        }
        for word in &mut words {
            word.start += bytes.start;
            word.end += bytes.start;
        }
        self.gaps.push(std::mem::take(&mut self.gap));
        self.pieces.push(Piece { words });
    }

    /// Adds to the gap at hand: marks with no word between them are one gap.
    fn declare(&mut self, declaration: Declaration) {
        let gap = &mut self.gap;
        let start = if gap.is_empty() {
            declaration.bytes.start
        } else {
            gap.bytes.start
        };
        gap.bytes = start..declaration.bytes.end;
        match (declaration.what, &mut gap.bracket) {
            (Mark::Ellipsis, _) => gap.ellipsis = true,
            (Mark::Bracket(more), Some(bracket)) => {
                // Parts of words side by side leave nothing that could be told.
                self.is_unclear |= bracket.kept.is_some() || more.kept.is_some();
                bracket.words.extend(more.words);
            }
            (Mark::Bracket(bracket), none) => *none = Some(bracket),
        }
    }

    fn finish(mut self) -> Option<Pattern> {
        self.gaps.push(self.gap);
        let is_readable = (1..=MOST_PIECES).contains(&self.pieces.len()) && !self.is_unclear;
        is_readable.then_some(Pattern {
            pieces: self.pieces,
            gaps: self.gaps,
        })
    }
}

#[derive(Debug, PartialEq, Eq)]
struct Declaration {
    bytes: Range<usize>,
    what: Mark,
}

#[derive(Debug, PartialEq, Eq)]
enum Mark {
    Ellipsis,
    Bracket(Bracket),
}

/// Finds the ellipses and brackets of a quotation, in order.
fn declarations(text: &str) -> Vec<Declaration> {
    let mut found: Vec<Declaration> = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find(['[', '(', '…', '.']) {
        let start = at + next;
        let taken = found.last().map_or(0, |last| last.bytes.end);
        let declaration = bracketed(text, start, taken).or_else(|| ellipsis(text, start));
        match declaration {
            Some(declaration) => {
                at = declaration.bytes.end;
                found.push(declaration);
            }
            None => at = start + text[start..].chars().next().map_or(1, char::len_utf8),
        }
    }
    found
}

/// Reads dots that stand for words: `…`, or three and more dots with blanks among them or none.
fn ellipsis(text: &str, start: usize) -> Option<Declaration> {
    let mut dots = 0;
    let mut end = start;
    for (place, character) in text[start..].char_indices() {
        match character {
            '…' => dots += 3,
            '.' => dots += 1,
            ' ' | '\u{A0}' | '\u{202F}' | '\u{2009}' => continue,
            _ => break,
        }
        end = start + place + character.len_utf8();
    }
    (dots >= 3).then_some(Declaration {
        bytes: start..end,
        what: Mark::Ellipsis,
    })
}

/// Reads what stands between brackets; the bytes before `taken` belong to the declaration before.
fn bracketed(text: &str, start: usize, taken: usize) -> Option<Declaration> {
    let close = match text.as_bytes()[start] {
        b'[' => b']',
        b'(' => b')',
        _ => return None,
    };
    let mut ahead = text.as_bytes()[start..].iter().take(LONGEST_BRACKET);
    let length = ahead.position(|byte| *byte == close)?;
    let inside = &text[start + 1..start + length];
    if inside.contains(['[', '(']) {
        return None;
    }
    let bytes = start..start + length + 1;
    let dots = inside.trim();
    if ellipsis(dots, 0).is_some_and(|found| found.bytes.end == dots.len()) {
        return Some(Declaration {
            bytes,
            what: Mark::Ellipsis,
        });
    }
    (close == b']').then(|| insertion(text, bytes, taken, inside))
}

fn insertion(text: &str, bytes: Range<usize>, taken: usize, inside: &str) -> Declaration {
    let is_part = |character: &char| character.is_alphanumeric();
    let before: usize = text[taken..bytes.start]
        .chars()
        .rev()
        .take_while(is_part)
        .map(char::len_utf8)
        .sum();
    let after: usize = text[bytes.end..]
        .chars()
        .take_while(is_part)
        .map(char::len_utf8)
        .sum();
    let whole = bytes.start - before..bytes.end + after;
    let start = &text[whole.start..bytes.start];
    let end = &text[bytes.end..whole.end];
    let words = text::words(inside);
    let kept = (before + after > 0).then(|| Kept {
        start: text::words(start).concat(),
        end: text::words(end).concat(),
        whole: text::words(&format!("{start}{inside}{end}")).concat(),
    });
    let is_sic = words.len() == 1 && words[0] == "sic";
    Declaration {
        bytes: whole,
        what: Mark::Bracket(Bracket {
            words: if is_sic || kept.is_some() {
                Vec::new()
            } else {
                words
            },
            kept,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Writes a pattern down: pieces as words, `…` for an ellipsis, `[words]` for a bracket, `{start|end}` for a part.
    fn written(text: &str) -> Option<String> {
        let pattern = Pattern::declared(text, Reading::Split)?;
        let mut parts = Vec::new();
        for (place, gap) in pattern.gaps.iter().enumerate() {
            if gap.ellipsis {
                parts.push("…".to_owned());
            }
            if let Some(bracket) = &gap.bracket {
                parts.push(match &bracket.kept {
                    Some(kept) => format!("{{{}|{}}}", kept.start, kept.end),
                    None => format!("[{}]", bracket.words.join(" ")),
                });
            }
            for word in pattern
                .pieces
                .get(place)
                .iter()
                .flat_map(|piece| &piece.words)
            {
                parts.push(word.text.clone());
            }
        }
        Some(parts.join(" "))
    }

    #[test]
    fn what_is_declared() {
        let check = |input: &str, expected: Option<&str>| {
            assert_eq!(written(input).as_deref(), expected, "{input}");
        };
        check("no marks, none (at all).", None);
        check("we will … fight", Some("we will … fight"));
        check("we will... fight", Some("we will … fight"));
        check("we will . . . fight", Some("we will … fight"));
        check("we will. … fight", Some("we will … fight"));
        check("we will [...] fight (…) on", Some("we will … fight … on"));
        check("…and so on…", Some("… and so on …"));
        check("end. Begin", None);
        check("[The militants] will go", Some("[the militants] will go"));
        check("will go [home]", Some("will go [home]"));
        check("[T]he men agree[d] to it", Some("{|he} men {agree|} to it"));
        check("an advise [sic] of", Some("an advise [] of"));
        check("he … [Dar] said", Some("he … [dar] said"));
        check("[…]", None);
        check("an [open", None);
        check("a []the[] b", None);
        check("the t[al]k[s] go on", None);
        check("(an aside)", None);
    }

    #[test]
    fn what_a_changed_word_may_have_been() {
        let check = |quotation: &str, source: &str, expected: bool| {
            let pattern = Pattern::declared(quotation, Reading::Split).unwrap();
            let bracket = pattern.gaps.iter().find_map(|gap| gap.bracket.clone());
            let kept = bracket.unwrap().kept.unwrap();
            assert_eq!(kept.may_be(source), expected, "{quotation} {source}");
        };
        check("x agree[d]", "agree", true);
        check("x agree[d]", "agrees", true);
        check("x agree[d]", "disagree", false);
        check("x agree[d]", "agreeing", true);
        check("x agree[d]", "agreeably", false);
        check("x help[ful]", "helpless", false);
        check("x no[w]", "not", false);
        check("x can[]", "cannot", false);
        check("[l]egal x", "illegal", false);
        check("x 10[0]", "10", false);
        check("[2]00 x", "500", false);
        check("[T]he x", "the", true);
        check("[W]e x", "we", true);
        check("[w]e x", "me", false);
    }

    proptest! {
        #[test]
        fn every_word_lies_where_it_says(text in "[a-c \\[\\]().…éß“-]{0,40}") {
            for pattern in [Pattern::literal(&text, Reading::Split), Pattern::declared(&text, Reading::Split)].into_iter().flatten() {
                prop_assert_eq!(pattern.gaps.len(), pattern.pieces.len() + 1);
                let mut end = 0;
                for word in pattern.words() {
                    prop_assert!(word.start >= end);
                    prop_assert_eq!(text::words(&text[word.start..word.end]).concat(), word.text.clone());
                    end = word.end;
                }
            }
        }
    }
}
