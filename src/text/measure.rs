//! Sentences measured: what [`passages`](super::passages) must know of each to group them.
//!
//! Text goes in; its sentences come out with their words counted, and with whether a quotation is open and whether a
//! heading stands there. What is not here: quotations themselves, of which only those that run over a sentence's
//! end are noticed, and the exact count of words, which is [`tokens`](super::tokens)' business.

use std::ops::Range;

use super::characters::{Kind, is_ignorable, kind, known};
use super::paragraphs::{ends_sentence, paragraphs};
use super::sentences::sentences_of;
use super::tokens::{self, Reading, Tokenizer};

/// The most words of a heading.
const HEADING: usize = 12;
/// The most short paragraphs in a row that are taken for headings of what follows; more are a list.
const HEADINGS: usize = 3;

/// A sentence and what bears on cutting behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Measured {
    /// Its bytes in the text.
    pub(crate) range: Range<usize>,
    /// How many words it has, nearly.
    pub(crate) words: usize,
    /// How many paragraphs stand before its own.
    pub(crate) paragraph: usize,
    /// Whether a quotation is open behind it.
    pub(crate) quoted: bool,
    /// Whether it is a heading.
    pub(crate) heading: bool,
}

/// Returns the sentences of a text, measured.
pub(crate) fn measure(text: &str) -> Vec<Measured> {
    let mut measured: Vec<Measured> = Vec::new();
    let mut quotation = Quotation::default();
    for (paragraph, range) in paragraphs(text).into_iter().enumerate() {
        if !quotation.goes_on(&text[range.clone()]) {
            measured
                .iter_mut()
                .last()
                .into_iter()
                .for_each(|last| last.quoted = false);
        }
        sentences_of(text, range, |range| {
            let words = quotation.follow(&text[range.clone()]);
            measured.push(Measured {
                range,
                words,
                paragraph,
                quoted: quotation.is_open(),
                heading: false,
            });
        });
    }
    mark_headings(text, &mut measured);
    measured
}

/// A heading is a short paragraph without punctuation at its end before a longer one. Up to three such in a row
/// are headings together, as a headline and its section are.
fn mark_headings(text: &str, measured: &mut [Measured]) {
    let mut short = 0;
    for at in 0..measured.len() {
        let alone = at == 0 || measured[at - 1].paragraph != measured[at].paragraph;
        let last = measured
            .get(at + 1)
            .is_none_or(|next| next.paragraph != measured[at].paragraph);
        let Measured { range, words, .. } = &measured[at];
        if alone && last && *words <= HEADING && !ends_sentence(&text[range.clone()]) {
            short += 1;
            continue;
        }
        let longer = !last || (short > 0 && *words > measured[at - 1].words);
        let headings = if short > HEADINGS { 1 } else { short };
        if alone && longer {
            measured[at - headings..at]
                .iter_mut()
                .for_each(|heading| heading.heading = true);
        }
        short = 0;
    }
}

/// The quotation that is open, if one is, known by its opening mark.
#[derive(Debug, Default)]
struct Quotation(Option<char>);

impl Quotation {
    fn is_open(&self) -> bool {
        self.0.is_some()
    }

    /// Comes to a new paragraph. A quotation goes on in it only if it is opened again there, as is the custom;
    /// otherwise its closing mark was forgotten.
    fn goes_on(&mut self, paragraph: &str) -> bool {
        self.0 = self.0.filter(|open| paragraph.starts_with(*open));
        self.is_open()
    }

    /// Reads a sentence, and counts its words on the way.
    fn follow(&mut self, sentence: &str) -> usize {
        let (mut words, mut within, mut at) = (0, 0, 0);
        while let Some(byte) = sentence.as_bytes().get(at) {
            // A word begins where a letter follows none: added up rather than asked, for the answer has no pattern.
            let class = CLASS[usize::from(*byte)];
            if class <= 1 {
                words += usize::from(class & !within);
                within = class;
                at += 1;
            } else {
                at += self.take(sentence, at, &mut within, &mut words);
            }
        }
        if words * 64 < sentence.len() && sentence.len() > tokens::LONGEST {
            count(sentence)
        } else {
            words
        }
    }

    /// Reads a quotation mark or a character that is not ASCII, and returns its length in bytes.
    fn take(&mut self, sentence: &str, at: usize, within: &mut u8, words: &mut usize) -> usize {
        let character = sentence[at..].chars().next().unwrap_or(' ');
        let length = character.len_utf8();
        self.pass(sentence, at, character);
        let kind = match known(character) {
            Some((_, kind)) => kind,
            None if is_ignorable(character) => return length,
            None => kind(character),
        };
        match kind {
            Kind::Mark => return length,
            Kind::Letter => *words += usize::from(1 & !*within),
            Kind::Lone => *words += 1,
            Kind::Break => {}
        }
        *within = u8::from(kind == Kind::Letter);
        length
    }

    /// Opens or closes the quotation at a mark.
    fn pass(&mut self, sentence: &str, at: usize, character: char) {
        let before = || sentence[..at].chars().next_back();
        let opens = match character {
            '“' => self.0 != Some('„'),
            '«' | '„' | '「' | '『' => true,
            '‘' if self.is_open() => return,
            '‘' => true,
            '"' => {
                before().is_none_or(|before| before.is_whitespace() || "([—–-‘'".contains(before))
            }
            '”' | '»' | '」' | '』' => false,
            // Within a word and behind a plural it is an apostrophe; only the former can be told.
            '’' if self.0 == Some('‘')
                && !sentence[at + 3..].starts_with(char::is_alphanumeric) =>
            {
                false
            }
            _ => return,
        };
        self.0 = opens.then_some(character);
    }
}

/// Counts the words of a sentence exactly; for what hardly looks like one, such as encoded bytes.
fn count(sentence: &str) -> usize {
    let mut tokenizer = Tokenizer::new(sentence, Reading::Split);
    let mut words = 0;
    while tokenizer.advance() {
        words += 1;
    }
    words
}

/// For each byte 1 if it is an ASCII letter or digit, 0 if it is of no interest, 2 if it must be looked at.
const CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        class[byte] = match byte as u8 {
            byte if byte.is_ascii_alphanumeric() => 1,
            b'"' | 128.. => 2,
            _ => 0,
        };
        byte += 1;
    }
    class
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_as_tokens_are() {
        let check =
            |input: &str| assert_eq!(Quotation::default().follow(input), count(input), "{input}");
        check("");
        check("Asif’s “clause”, 1,600 km from a cross-border café: naïve");
        check("北京大学 Peking University Привет мир");
        check("so\u{AD}ft e\u{301}tat");
        check(&"x".repeat(1000));
    }

    #[test]
    fn open_quotations() {
        let check = |input: &str, expected: &[bool]| {
            assert_eq!(
                measure(input)
                    .iter()
                    .map(|part| part.quoted)
                    .collect::<Vec<_>>(),
                expected,
                "{input}"
            );
        };
        check("“One. Two,” he said. Three.", &[true, false, false]);
        check("\"One. Two,\" he said. 5\" wide.", &[true, false, false]);
        check("‘It’s one. It’s two,’ he said.", &[true, false]);
        check("„Eins. Zwei.“ Drei.", &[true, false, false]);
        check("“One. Two.\n\n“Three.” Four.", &[true, true, false, false]);
        check("“One. Two.\n\nThree. Four.", &[true, false, false, false]);
    }

    #[test]
    fn headings() {
        let check = |input: &str, expected: &[bool]| {
            assert_eq!(
                measure(input)
                    .iter()
                    .map(|part| part.heading)
                    .collect::<Vec<_>>(),
                expected,
                "{input}"
            );
        };
        check(
            "The ceasefire agreement\n\nAsif confirmed that an agreement was reached.",
            &[true, false],
        );
        check(
            "A headline of a few words\nPakistan\nAsif confirmed that an agreement was reached.",
            &[true, true, false],
        );
        check(
            "one\n\ntwo\n\nthree\n\nfour\n\nAsif confirmed that it was so.",
            &[false, false, false, true, false],
        );
        check(
            "He left.\n\nAsif confirmed that an agreement was reached.",
            &[false, false],
        );
        check(
            "Asif confirmed that an agreement was reached.\n\nThe end",
            &[false, false],
        );
        check("A longer line of words\n\nHe left.", &[false, false]);
    }
}
