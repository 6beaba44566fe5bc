//! A second, slow opinion: folding and matching written anew from Unicode's own tables, against which the
//! program's answers are compared.

use unicode_normalization::UnicodeNormalization;

/// Returns the folded words of a text: compatibility forms taken apart, marks and invisible characters dropped,
/// lower case, runs of letters and digits.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for character in text.chars() {
        if is_ignored(character) {
            continue;
        }
        if is_sign(character) {
            words.push(String::new());
            continue;
        }
        for part in character
            .nfkd()
            .filter(|part| !is_mark(*part))
            .flat_map(lower)
        {
            match part.is_alphanumeric() {
                true => words.last_mut().unwrap().push(part),
                false => words.push(String::new()),
            }
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Returns how often a phrase stands in a text, overlapping places counted each.
pub(crate) fn count(text: &[String], phrase: &[String]) -> usize {
    text.windows(phrase.len())
        .filter(|window| *window == phrase)
        .count()
}

fn lower(character: char) -> Vec<char> {
    match character {
        'ß' => vec!['s', 's'],
        'ø' | 'Ø' => vec!['o'],
        'ł' | 'Ł' => vec!['l'],
        'æ' | 'Æ' => vec!['a', 'e'],
        'œ' | 'Œ' => vec!['o', 'e'],
        'đ' | 'Đ' => vec!['d'],
        'ı' => vec!['i'],
        other => other
            .to_lowercase()
            .filter(|part| !is_mark(*part))
            .collect(),
    }
}

fn is_mark(character: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&character)
}

fn is_ignored(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

fn is_sign(character: char) -> bool {
    matches!(character, '™' | '℠' | '©' | '®')
}
