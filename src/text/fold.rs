//! Folded text: what remains of a text when everything publishers vary is taken out of it.
//!
//! Text goes in; its folded form comes out with a map back to the source, for people to read and for
//! differences to be told on. Runs of white space, line ends among them, become one space. What is not here: words
//! ([`tokens`](mod@super::tokens)), which come of the same characters, and the two readings of a word hyphenated at a
//! line's end, of which `-` and a space remain.

use std::ops::Range;

use super::characters::{fold_character, is_ignorable};

/// A folded text, with the way back to its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    segments: Vec<Segment>,
    source_length: usize,
}

/// A stretch of folded text and the source bytes it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Segment {
    /// Where it begins in the folded text; it ends where the next begins.
    folded: usize,
    source: Range<usize>,
    /// Whether it maps byte for byte; otherwise it maps as a whole.
    bytewise: bool,
}

/// Folds a text: compatibility forms, case, accents, quotation marks, dashes, spaces, ligatures, and what is not
/// seen at all, such as soft hyphens.
pub fn fold(source: &str) -> Folded {
    let mut folding = Folding::default();
    for (start, character) in source.char_indices() {
        folding.take(character, start..start + character.len_utf8());
    }
    Folded {
        text: folding.text,
        segments: folding.segments,
        source_length: source.len(),
    }
}

impl Folded {
    /// Returns the source bytes that a range of bytes of the folded text came from.
    ///
    /// Both ends are taken outwards to whole source characters with their accents; white space that became one
    /// space maps as a whole. An empty range maps to an empty one.
    pub fn source_range(&self, folded: Range<usize>) -> Range<usize> {
        let start = self.source_start(folded.start);
        if folded.is_empty() {
            return start..start;
        }
        let last = self
            .segment(folded.end - 1)
            .expect("a range that is not empty lies in the text");
        let end = if last.bytewise {
            last.source.start + (folded.end - last.folded)
        } else {
            last.source.end
        };
        start..end
    }

    fn source_start(&self, folded: usize) -> usize {
        match self.segment(folded) {
            Some(segment) if segment.bytewise => segment.source.start + (folded - segment.folded),
            Some(segment) => segment.source.start,
            None => self.source_length,
        }
    }

    /// Finds the segment that holds a byte of the folded text; none at its end.
    fn segment(&self, folded: usize) -> Option<&Segment> {
        let after = self
            .segments
            .partition_point(|segment| segment.folded <= folded);
        if folded < self.text.len() {
            self.segments.get(after.checked_sub(1)?)
        } else {
            None
        }
    }
}

#[derive(Default)]
struct Folding {
    text: String,
    segments: Vec<Segment>,
}

impl Folding {
    fn take(&mut self, character: char, source: Range<usize>) {
        if character.is_whitespace() && self.text.ends_with(' ') {
            return self.extend_last(source.end);
        }
        let before = self.text.len();
        let text = &mut self.text;
        fold_character(character, |plain| {
            if plain != ' ' || !text.ends_with(' ') {
                text.push(plain);
            }
        });
        if self.text.len() > before {
            self.append(before, character, source);
        } else if !is_ignorable(character) {
            self.extend_last(source.end);
        }
    }

    fn append(&mut self, folded: usize, character: char, source: Range<usize>) {
        let bytewise = character.is_ascii();
        match self.segments.last_mut() {
            Some(last) if bytewise && last.bytewise && last.source.end == source.start => {
                last.source.end = source.end
            }
            _ => self.segments.push(Segment {
                folded,
                source,
                bytewise,
            }),
        }
    }

    /// Adds a source character that left nothing of itself, an accent or a further space, to the one before it.
    fn extend_last(&mut self, source_end: usize) {
        let Some(last) = self.segments.last_mut() else {
            return;
        };
        if last.bytewise && last.source.len() > 1 {
            let source_start = last.source.end - 1;
            last.source.end = source_start;
            let folded = self.text.len() - 1;
            self.segments.push(Segment {
                folded,
                source: source_start..source_end,
                bytewise: false,
            });
        } else {
            last.bytewise = false;
            last.source.end = source_end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn folded_for_people() {
        let check = |input: &str, expected: &str| assert_eq!(fold(input).text, expected, "{input}");
        check("", "");
        check(
            "“Peace”, said Asif’s aide…",
            "\"peace\", said asif's aide...",
        );
        check("a  b\r\n\r\n\tc", "a b c");
        check("exam-\n  ple", "exam- ple");
        check("about ½ a mile, 1½ hours", "about 1/2 a mile, 1 1/2 hours");
        check("so\u{AD}ft", "soft");
    }

    #[test]
    fn ranges_lead_back() {
        let check = |source: &str, folded: &str, expected: &str| {
            let text = fold(source);
            let start = text.text.find(folded).unwrap();
            assert_eq!(
                &source[text.source_range(start..start + folded.len())],
                expected,
                "{source}"
            );
        };
        check(
            "He said “cross–border” talks",
            "cross-border",
            "cross–border",
        );
        check("He said “cross–border” talks", "\"cross", "“cross");
        check("the cafe\u{301} there", "cafe", "cafe\u{301}");
        check("so\u{AD}ft\u{AD} words", "soft", "so\u{AD}ft");
        check("one \n two", "one two", "one \n two");
        check("one \n two", "e t", "e \n t");
        check("Straße", "s", "S");
        check("Straße", "ss", "ß");
        check("die Straße", "stras", "Straß");
        check("plain words only", "words", "words");
    }

    #[test]
    fn an_empty_range_stays_empty() {
        let text = fold("so\u{AD} ");
        assert_eq!(
            (0..=text.text.len())
                .map(|at| text.source_range(at..at))
                .collect::<Vec<_>>(),
            [0..0, 1..1, 4..4, 5..5]
        );
    }

    fn text() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            "[a-zA-Z0-9 .,'\"-]{0,6}",
            "[“”‘’–—…\u{A0}\u{AD}\u{200B}\u{301}ﬁßéÅ½字か\u{3099}ก\u{E33}™\n\r\t ]{0,4}",
            "\\PC{0,3}",
        ];
        proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn every_range_maps_to_source_that_folds_to_it(source in text(), from: prop::sample::Index, to: prop::sample::Index) {
            let folded = fold(&source);
            let bounds: Vec<usize> = (0..=folded.text.len()).filter(|at| folded.text.is_char_boundary(*at)).collect();
            let (a, b) = (bounds[from.index(bounds.len())], bounds[to.index(bounds.len())]);
            let range = a.min(b)..a.max(b);
            let back = folded.source_range(range.clone());
            prop_assert!(fold(&source[back]).text.contains(&folded.text[range]));
        }

        #[test]
        fn folding_twice_changes_nothing(source in text()) {
            let once = fold(&source).text;
            prop_assert_eq!(fold(&once).text, once);
        }
    }
}
