//! The figures, words and marks that dates are put together from.
//!
//! A text in, tokens out. The decimal digits of several scripts are figures. What is not here: what the tokens
//! mean (`written.rs`).

use unicode_normalization::char::is_combining_mark;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A figure: its value, and of how many digits it is.
    Number { value: u32, digits: u8 },
    /// Letters.
    Word,
    /// Anything else, and each letter of the scripts that write whole words in one.
    Mark(char),
}

/// A part of a text; its place is in bytes, end-exclusive.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether a blank stands before it.
    pub(super) spaced: bool,
}

/// Parts a text into figures, words and marks; a word beside a figure is a token of its own, as in `20th`.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(text.len() / 5);
    let mut spaced = true;
    for (start, letter) in text.char_indices() {
        if letter.is_whitespace() || is_invisible(letter) {
            spaced = true;
            continue;
        }
        let end = start + letter.len_utf8();
        let grown = match tokens.last_mut() {
            Some(last) if !spaced => grow(last, letter, end),
            _ => false,
        };
        if !grown {
            tokens.push(Token {
                kind: kind_of(letter),
                start,
                end,
                spaced,
            });
        }
        spaced = false;
    }
    tokens
}

fn grow(last: &mut Token, letter: char, end: usize) -> bool {
    match (&mut last.kind, kind_of(letter)) {
        (Kind::Number { value, digits }, Kind::Number { value: digit, .. }) => {
            *value = value.saturating_mul(10).saturating_add(digit);
            *digits = digits.saturating_add(1);
        }
        (Kind::Word, Kind::Word) => {}
        _ => return false,
    }
    last.end = end;
    true
}

fn kind_of(letter: char) -> Kind {
    if let Some(value) = digit(letter) {
        return Kind::Number { value, digits: 1 };
    }
    let is_letter = letter.is_ascii_alphabetic()
        || (!letter.is_ascii()
            && !is_ideograph(letter)
            && (letter.is_alphabetic() || is_combining_mark(letter)));
    if is_letter && !matches!(letter, 'º' | 'ª') {
        Kind::Word
    } else {
        Kind::Mark(letter)
    }
}

/// The value of a decimal digit of the scripts in which dates are written.
fn digit(letter: char) -> Option<u32> {
    const ZEROES: [char; 6] = ['٠', '۰', '०', '০', '๐', '０'];
    if letter.is_ascii() {
        return letter.to_digit(10);
    }
    ZEROES
        .into_iter()
        .map(|zero| u32::from(letter).wrapping_sub(u32::from(zero)))
        .find(|value| *value < 10)
}

/// Letters that stand for whole words, so that each is a token.
fn is_ideograph(letter: char) -> bool {
    matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<_> = tokens(text)
            .iter()
            .map(|token| &text[token.start..token.end])
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn texts_are_parted() {
        check("", &[]);
        check("20th of Nov.", &["20", "th", "of", "Nov", "."]);
        check("2019年11月20日", &["2019", "年", "11", "月", "20", "日"]);
        check("٢٠ نوفمبر", &["٢٠", "نوفمبر"]);
        check("20\u{a0}नवंबर", &["20", "नवंबर"]);
    }

    #[test]
    fn figures_of_every_script_have_their_value() {
        for text in ["2019", "٢٠١٩", "۲۰۱۹", "२०१९", "২০১৯", "２０１９"]
        {
            assert_eq!(
                tokens(text)[0].kind,
                Kind::Number {
                    value: 2019,
                    digits: 4
                },
                "{text}"
            );
        }
    }
}
