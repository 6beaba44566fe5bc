//! Quotation marks in a paragraph, each with what stands beside it.
//!
//! A text and the bytes of one paragraph go in; its marks come out in order, without the apostrophes that can be
//! told from the letters about them. Marks that touch one another share their surroundings: in `"'No,' he said`
//! both stand after nothing and before a letter. What is not here: which mark belongs to which (`pairing`,
//! `singles`).

use std::ops::Range;

/// The form of a mark, which says what it may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Glyph {
    /// `"`
    Straight,
    /// `“`
    Left,
    /// `”`
    Right,
    /// `„` or `‟`, which only open.
    Low,
    /// Two single marks in a row that may stand for one double: `''` or `’’`.
    Doubled,
    /// Two that only open: two graves or `‘‘`.
    Grave,
    /// `«` or `‹`
    GuillemetLeft,
    /// `»` or `›`
    GuillemetRight,
    /// `「` or `『`
    CornerLeft,
    /// `」` or `』`
    CornerRight,
    /// `'`
    Apostrophe,
    /// `‘`
    SingleLeft,
    /// `’`
    SingleRight,
    /// `‚`
    SingleLow,
}

/// What stands beside a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beside {
    /// White space, or the paragraph's end.
    Space,
    /// An opening bracket, or a sign written before its word.
    Opener,
    /// A dash, slash or sign of emphasis: words may stand on either side.
    Dash,
    Letter,
    Digit,
    /// Any other sign; most end something.
    Stop,
}

/// One mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) glyph: Glyph,
    /// The first character of the mark.
    pub(super) sign: char,
    pub(super) before: Beside,
    pub(super) after: Beside,
}

impl Mark {
    /// Tells whether what stands beside the mark says that it opens.
    pub(super) fn opens(&self) -> bool {
        use Beside::*;
        match self.before {
            Space | Opener => self.after != Space,
            Dash => matches!(self.after, Letter | Digit | Opener),
            _ => false,
        }
    }

    /// Tells whether what stands beside the mark says that it closes.
    pub(super) fn closes(&self) -> bool {
        use Beside::*;
        match self.before {
            Letter | Digit | Stop => matches!(self.after, Space | Stop | Dash),
            Dash => matches!(self.after, Space | Stop),
            _ => false,
        }
    }

    /// Tells whether the mark is of the single kind, which is paired apart.
    pub(super) fn is_single(&self) -> bool {
        use Glyph::*;
        matches!(
            self.glyph,
            Apostrophe | SingleLeft | SingleRight | SingleLow
        )
    }

    /// Takes a doubled mark for the two single ones it is made of.
    pub(super) fn halves(&self) -> [Mark; 2] {
        let half = self.start + self.sign.len_utf8();
        let glyph = single_glyph(self.sign);
        let first = Mark {
            end: half,
            glyph,
            ..*self
        };
        let second = Mark {
            start: half,
            glyph,
            ..*self
        };
        [first, second]
    }
}

/// Puts the marks of the paragraph at `range` that are not within `hidden` into `marks`.
///
/// `hidden` holds ranges of the text in order; those that end before the paragraph may be left out.
pub(super) fn collect(
    text: &str,
    range: Range<usize>,
    hidden: &[Range<usize>],
    marks: &mut Vec<Mark>,
) {
    marks.clear();
    let paragraph = Paragraph { text, range };
    let mut hidden = hidden.iter().peekable();
    let mut at = paragraph.range.start;
    while let Some(start) = paragraph.next_candidate(at) {
        while hidden.next_if(|range| range.end <= start).is_some() {}
        at = match (hidden.peek(), paragraph.mark(start)) {
            (Some(range), _) if range.start <= start => range.end,
            (_, Found::Mark(mark)) => {
                marks.push(mark);
                mark.end
            }
            (_, Found::Other(end)) => end,
        };
    }
    share_surroundings(&paragraph, marks);
}

/// The first bytes of every mark.
const CANDIDATES: [bool; 256] = {
    let mut table = [false; 256];
    let leads = [b'"', b'\'', b'`', 0xC2, 0xE2, 0xE3];
    let mut at = 0;
    while at < leads.len() {
        table[leads[at] as usize] = true;
        at += 1;
    }
    table
};

enum Found {
    Mark(Mark),
    /// No mark; where to look on.
    Other(usize),
}

struct Paragraph<'t> {
    text: &'t str,
    range: Range<usize>,
}

impl Paragraph<'_> {
    fn next_candidate(&self, at: usize) -> Option<usize> {
        let bytes = self.text.as_bytes().get(at..self.range.end)?;
        let found = bytes
            .iter()
            .position(|byte| CANDIDATES[usize::from(*byte)])?;
        Some(at + found)
    }

    fn mark(&self, start: usize) -> Found {
        let Some(sign) = self.text[start..self.range.end].chars().next() else {
            return Found::Other(start + 1);
        };
        let end = start + sign.len_utf8();
        let glyph = match sign {
            '\'' | '’' | '‘' | '`' => return self.single(start, sign),
            '"' => Glyph::Straight,
            '“' => Glyph::Left,
            '”' => Glyph::Right,
            '„' | '‟' => Glyph::Low,
            '«' | '‹' => Glyph::GuillemetLeft,
            '»' | '›' => Glyph::GuillemetRight,
            '「' | '『' => Glyph::CornerLeft,
            '」' | '』' => Glyph::CornerRight,
            '‚' => Glyph::SingleLow,
            _ => return Found::Other(end),
        };
        Found::Mark(bare(start..end, glyph, sign))
    }

    /// Reads a run of one single sign: alone it may be an apostrophe, two may be a double mark.
    fn single(&self, start: usize, sign: char) -> Found {
        let rest = &self.text[start..self.range.end];
        let signs = rest
            .chars()
            .take_while(|next| *next == sign)
            .take(3)
            .count();
        let end = start + signs.min(2) * sign.len_utf8();
        match (signs, sign) {
            (2, '`' | '‘') => Found::Mark(bare(start..end, Glyph::Grave, sign)),
            (2, _) => Found::Mark(bare(start..end, Glyph::Doubled, sign)),
            (1, '`') => Found::Other(end),
            (1, _) if self.is_apostrophe(start, end, sign) => Found::Other(end),
            (1, _) => Found::Mark(bare(start..end, single_glyph(sign), sign)),
            // Three and more are a fence or a line.
            _ => Found::Other(start + rest.len() - rest.trim_start_matches(sign).len()),
        }
    }

    fn is_apostrophe(&self, start: usize, end: usize, sign: char) -> bool {
        let before = &self.text[self.range.start..start];
        let after = &self.text[end..self.range.end];
        let within =
            before.ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric);
        within || is_genitive(before, after) || is_elision(sign, before, after) || ends_and(before)
    }

    fn beside_start(&self, at: usize) -> Beside {
        beside(self.text[self.range.start..at].chars().next_back())
    }

    fn beside_end(&self, at: usize) -> Beside {
        beside(self.text[at..self.range.end].chars().next())
    }
}

fn bare(range: Range<usize>, glyph: Glyph, sign: char) -> Mark {
    Mark {
        start: range.start,
        end: range.end,
        glyph,
        sign,
        before: Beside::Space,
        after: Beside::Space,
    }
}

fn single_glyph(sign: char) -> Glyph {
    match sign {
        '‘' => Glyph::SingleLeft,
        '’' => Glyph::SingleRight,
        _ => Glyph::Apostrophe,
    }
}

/// Tells whether an `s` follows that belongs to what stands before, as in `the U.S.'s` and `“Time”’s`.
fn is_genitive(before: &str, after: &str) -> bool {
    let mut letters = after.chars();
    matches!(letters.next(), Some('s' | 'S'))
        && !letters.next().is_some_and(char::is_alphanumeric)
        && before
            .ends_with(|sign: char| !sign.is_whitespace() && !matches!(sign, '(' | '[' | '—' | '–'))
}

/// Words that are written with an apostrophe for their beginning.
const ELISIONS: [&str; 22] = [
    "tis", "twas", "twere", "twill", "twould", "em", "til", "till", "cause", "cos", "cuz", "bout",
    "round", "n", "neath", "tween", "fraid", "nuff", "cept", "scuse", "d", "ll",
];

/// Those of them that are words without it as well.
const WORDS: [&str; 3] = ["till", "cause", "round"];

/// Tells whether the mark stands for letters or digits left out at a word's beginning: ’tis, ’em, the ’90s.
fn is_elision(sign: char, before: &str, after: &str) -> bool {
    if before.ends_with(char::is_alphanumeric) {
        return false;
    }
    let length = after
        .bytes()
        .take_while(u8::is_ascii_alphanumeric)
        .take(7)
        .count();
    let (word, rest) = after.split_at(length);
    match word.bytes().take_while(u8::is_ascii_digit).count() {
        0 => is_elided_word(sign, word, rest),
        2 => word[2..].eq_ignore_ascii_case("s") || (length == 2 && sign == '’'),
        _ => false,
    }
}

fn is_elided_word(sign: char, word: &str, rest: &str) -> bool {
    let is = |other: &&str| word.eq_ignore_ascii_case(other);
    let opens_word = sign == '‘' || (sign == '\'' && word.starts_with(char::is_uppercase));
    let enclosed = rest.starts_with(['\'', '’']) && !word.eq_ignore_ascii_case("n");
    ELISIONS.iter().any(is) && !(WORDS.iter().any(is) && opens_word) && !enclosed
}

/// Tells whether the mark is the second of `rock 'n' roll`.
fn ends_and(before: &str) -> bool {
    let mut letters = before.chars().rev();
    matches!(letters.next(), Some('n' | 'N')) && matches!(letters.next(), Some('\'' | '’' | '‘'))
}

fn beside(character: Option<char>) -> Beside {
    let Some(character) = character else {
        return Beside::Space;
    };
    match character {
        '0'..='9' => Beside::Digit,
        '(' | '[' | '{' | '¿' | '¡' | '$' | '£' | '€' | '#' | '@' | '（' | '【' | '《' => {
            Beside::Opener
        }
        '-'
        | '\u{2010}'..='\u{2015}'
        | '/'
        | '\\'
        | '*'
        | '_'
        | '~'
        | '|'
        | '<'
        | '>'
        | '='
        | '+' => Beside::Dash,
        _ if character.is_alphanumeric() => Beside::Letter,
        _ if character.is_whitespace() || matches!(character, '\u{200B}' | '\u{FEFF}') => {
            Beside::Space
        }
        _ => Beside::Stop,
    }
}

/// Gives each mark what stands about the run of touching marks it is in.
fn share_surroundings(paragraph: &Paragraph<'_>, marks: &mut [Mark]) {
    for run in marks.chunk_by_mut(|left, right| left.end == right.start) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else {
            continue;
        };
        let before = paragraph.beside_start(first.start);
        let after = paragraph.beside_end(last.end);
        for mark in run {
            (mark.before, mark.after) = (before, after);
        }
    }
}
