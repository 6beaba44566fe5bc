//! What stands about words: which differences of letters, marks and signs are typography, and which change what is said.
//!
//! Stretches of text go in; their plain forms and answers come out. What is not here: which words belong together.

use unicode_normalization::UnicodeNormalization;

/// Returns the letters of a word in one form of each: composed, ligatures taken apart, without soft hyphens and
/// whatever else stands in a word without being read. Raised and lowered figures stay what they are.
pub(super) fn letters(word: &str) -> String {
    let mut letters = String::with_capacity(word.len());
    for character in word.nfc() {
        match character {
            '²' | '³' | '¹' | '\u{2070}'..='\u{209C}' => letters.push(character),
            plain => letters.extend(plain.nfkc().filter(|letter| letter.is_alphanumeric())),
        }
    }
    letters.nfc().collect()
}

/// Returns the marks of a gap in one form of each: quotation marks as `'`, dashes as `-`, three dots and more as `…`;
/// a gap of blanks as one blank, and no blanks among marks.
pub(super) fn marks(gap: &str) -> String {
    let folded = crate::text::fold(gap).text;
    if folded.chars().all(char::is_whitespace) {
        return if gap.is_empty() {
            String::new()
        } else {
            " ".to_owned()
        };
    }
    let mut marks = String::with_capacity(folded.len());
    for mark in folded.chars().filter(|mark| !mark.is_whitespace()) {
        let mark = if mark == '"' { '\'' } else { mark };
        let is_run = matches!(mark, '\'' | '-') && marks.ends_with(mark);
        if !is_run {
            marks.push(mark);
        }
    }
    while let Some(dots) = marks.find("...") {
        let run = marks[dots..].len() - marks[dots..].trim_start_matches('.').len();
        marks.replace_range(dots..dots + run, "…");
    }
    marks
}

/// Returns the signs in a gap that belong to what the words mean: of money, measure and comparison, and, where a number
/// follows, a minus.
pub(super) fn signs(gap: &str, before_digit: bool) -> String {
    let minus = gap.strip_suffix(is_minus).filter(|before| {
        // A dash alone between two words parts them, as in `2019–20`.
        before.ends_with(|mark: char| !is_minus(mark))
    });
    let signs = gap.chars().filter(|character| is_sign(*character));
    let minus = minus.filter(|_| before_digit).map(|_| '-');
    signs.chain(minus).collect()
}

fn is_minus(mark: char) -> bool {
    matches!(
        mark,
        '-' | '\u{2010}' | '\u{2011}' | '–' | '\u{2212}' | '\u{FF0D}'
    )
}

fn is_sign(character: char) -> bool {
    matches!(
        character,
        '$' | '¢'
            ..='¥'
                | '%'
                | '‰'
                | '°'
                | '+'
                | '='
                | '<'
                | '>'
                | '≤'
                | '≥'
                | '≠'
                | '≈'
                | '~'
                | '&'
                | '/'
                | '×'
                | '÷'
                | '±'
    ) || is_money(character)
}

fn is_money(character: char) -> bool {
    matches!(character, '$' | '＄' | '฿' | '¢'..='¥' | '\u{20A0}'..='\u{20CF}')
}

/// Tells whether a gap behind a number has feet for inches: a single mark for a double one that closes nothing.
pub(super) fn is_measure(text: &str, ours: &str, theirs: &str) -> bool {
    let mark = |gap: &str| match gap.chars().next() {
        Some('\'' | '′') => Some('\''),
        Some('"' | '″') => Some('"'),
        _ => None,
    };
    match (mark(ours), mark(theirs)) {
        (Some(one), Some(other)) if one != other => {
            let first = ours.chars().next();
            text.chars().filter(|mark| Some(*mark) == first).count() % 2 == 1
        }
        _ => false,
    }
}

/// Tells whether one utterance closes in a gap and another opens.
pub(super) fn parts_utterances(gap: &str) -> bool {
    let is_double = |mark: &char| matches!(mark, '“' | '”' | '"' | '«' | '»' | '„' | '‟');
    let is_single = |mark: char| matches!(mark, '‘' | '’' | '\'' | '‹' | '›');
    let blank = gap.find(char::is_whitespace);
    let on_both_sides =
        blank.is_some_and(|at| gap[..at].contains(is_single) && gap[at..].contains(is_single));
    gap.chars().filter(is_double).count() > 1 || on_both_sides
}

/// Tells by how many bytes a number of the source, which the first word is part of, begins before `start`: `3.` of
/// `3.5`, or a sign of money or minus. None where the quotation has it, or there is none.
pub(super) fn cut_number_before(source: &str, start: usize, ours: &str) -> Option<usize> {
    let (before, number) = source.split_at(start);
    if !number.starts_with(char::is_numeric) {
        return None;
    }
    let mark = before.chars().next_back()?;
    let rest = &before[..before.len() - mark.len_utf8()];
    let is_part = match mark {
        '.' | ',' | ':' | '/' => rest.ends_with(is_digit),
        mark if is_minus(mark) => !rest.ends_with(|c: char| c.is_alphanumeric() || is_minus(c)),
        mark if number.starts_with(is_digit) => is_sign(mark) && mark != '&',
        mark => is_digit(mark),
    };
    (is_part && !ours.ends_with(mark)).then_some(mark.len_utf8())
}

/// Tells by how many bytes a number of the source, which the last word is part of, goes on behind `end`: `.5` of `3.5`,
/// or a sign of measure. None where the quotation has it, or there is none.
pub(super) fn cut_number_after(source: &str, end: usize, ours: &str) -> Option<usize> {
    let (number, after) = source.split_at(end);
    if !number.ends_with(is_digit) {
        return None;
    }
    let mark = after.chars().next()?;
    let rest = &after[mark.len_utf8()..];
    let goes_on =
        matches!(mark, '.' | ',' | ':' | '/') && rest.starts_with(is_digit) || mark.is_numeric();
    let is_measured =
        (is_sign(mark) && !matches!(mark, '/' | '&' | '=')) && !ours.starts_with(mark);
    (goes_on || is_measured).then_some(mark.len_utf8())
}

fn is_digit(character: char) -> bool {
    character.is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_that_mean_something() {
        let check = |gap: &str, expected: &str| assert_eq!(signs(gap, true), expected, "{gap}");
        check(" ", "");
        check(" – ", "");
        check(" –", "-");
        check(" (-", "-");
        check("–", "");
        check(" ≤", "≤");
        check(" €", "€");
        assert_eq!(signs(" –", false), "");
    }

    #[test]
    fn numbers_are_not_cut() {
        let after = |source: &str, end, ours| cut_number_after(source, end, ours);
        assert_eq!(after("rose 3.5", 6, ""), Some(1));
        assert_eq!(after("rose 3.5", 6, "."), Some(1));
        assert_eq!(after("rose 3. Five", 6, "."), None);
        assert_eq!(after("rose 5%", 6, ""), Some(1));
        assert_eq!(after("rose 5%", 6, "%"), None);
        assert_eq!(after("rose 5½", 6, ""), Some(2));
        assert_eq!(after("rose 5€", 6, ""), Some(3));
        let before = |source: &str, start, ours| cut_number_before(source, start, ours);
        assert_eq!(before("is 3.5", 5, ""), Some(1));
        assert_eq!(before("is €5", 6, ""), Some(3));
        assert_eq!(before("is €5", 6, "€"), None);
        assert_eq!(before("in 2019-20", 8, ""), None);
        assert_eq!(before("at −5", 6, ""), Some(3));
        assert_eq!(before("at “-5", 7, ""), Some(1));
        assert_eq!(before("so -- 5", 6, ""), None);
        assert_eq!(before("at 10:30", 6, ""), Some(1));
        assert_eq!(before("is ≥5", 6, ""), Some(3));
    }

    #[test]
    fn letters_in_one_form() {
        let check = |word: &str, expected: &str| assert_eq!(letters(word), expected, "{word}");
        check("ﬁ\u{ad}ne", "fine");
        check("cafe\u{301}", "café");
        check("10²", "10²");
        check("exam-\nple", "example");
    }
}
