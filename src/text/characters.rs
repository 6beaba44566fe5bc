//! What becomes of one character when text is folded: the one table behind [`fold`](super::fold) and
//! [`tokens`](super::tokens).
//!
//! A character goes in, its folded characters come out, whatever stands around it. So a text, its folded form and
//! its tokens cannot disagree. What is not here: runs of white space and hyphens at a line's end, which are more
//! than one character.

use std::sync::LazyLock;

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// What a folded character is to a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A letter or digit, of one word with those beside it.
    Letter,
    /// A character of a script written without spaces: a word of its own.
    Lone,
    /// A combining mark that was kept: belongs to the character before it.
    Mark,
    /// Anything else: parts words.
    Break,
}

/// Tells what a folded character is to a word.
pub(crate) fn kind(folded: char) -> Kind {
    if folded.is_ascii() {
        return if folded.is_ascii_alphanumeric() {
            Kind::Letter
        } else {
            Kind::Break
        };
    }
    match folded {
        _ if is_combining_mark(folded) => Kind::Mark,
        _ if !folded.is_alphanumeric() => Kind::Break,
        _ if is_unspaced(folded) => Kind::Lone,
        _ => Kind::Letter,
    }
}

/// Gives the folded characters of `character` to `emit`; none for one that vanishes.
///
/// The folding is NFKD with accents dropped, in lower case, with one form each of quotation mark, dash and space.
pub(crate) fn fold_character(character: char, mut emit: impl FnMut(char)) {
    if character.is_ascii_alphanumeric() {
        return emit(character.to_ascii_lowercase());
    }
    match known(character) {
        Some((folded, _)) => emit(folded),
        None => look_up(character, emit),
    }
}

/// Returns the one character that `character` folds to, and what it is to a word, where that is known at once: for
/// most letters of the alphabets of Europe and the Near East, common marks, and Chinese.
pub(crate) fn known(character: char) -> Option<(char, Kind)> {
    match character {
        '\u{80}'..'\u{700}' => KNOWN[character as usize - 0x80],
        '\u{2000}'..'\u{2060}' => KNOWN[character as usize - 0x2000 + (0x700 - 0x80)],
        '\u{4E00}'..='\u{9FFF}' => Some((character, Kind::Lone)),
        _ => None,
    }
}

/// Looking up the tables of Unicode takes longer than all else that is done with a character.
static KNOWN: LazyLock<Vec<Option<(char, Kind)>>> = LazyLock::new(|| {
    let only = |character| {
        let mut folded = Vec::new();
        look_up(character, |plain| folded.push(plain));
        <[char; 1]>::try_from(folded)
            .ok()
            .map(|[plain]| (plain, kind(plain)))
    };
    ('\u{80}'..'\u{700}')
        .chain('\u{2000}'..'\u{2060}')
        .map(only)
        .collect()
});

fn look_up(character: char, mut emit: impl FnMut(char)) {
    if let Some(plain) = plain_form(character) {
        return plain.chars().for_each(emit);
    }
    if is_fraction(character) {
        emit(' ');
    }
    decompose_compatible(character, |part| fold_part(part, &mut emit));
}

/// Tells whether a character stands between those of a word without being seen: soft hyphens, joiners,
/// zero-width spaces, the byte order mark, direction controls, variation selectors.
pub(crate) fn is_ignorable(character: char) -> bool {
    matches!(character,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Tells whether a mark is an accent or point that readers and publishers leave out: of Latin, Greek, Cyrillic,
/// Hebrew and Arabic, with the Arabic tatweel.
pub(crate) fn is_dropped_mark(character: char) -> bool {
    matches!(character,
        '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}' | '\u{5C2}'
        | '\u{5C4}' | '\u{5C5}' | '\u{5C7}' | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}'
        | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

/// Tells whether a character belongs to a script that is written without spaces between words.
pub(crate) fn is_unspaced(character: char) -> bool {
    matches!(character,
        '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{19E0}'..='\u{19FF}'
        | '\u{2E80}'..='\u{2FDF}' | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{3029}' | '\u{3031}'..='\u{3035}'
        | '\u{3038}'..='\u{303C}' | '\u{3041}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}' | '\u{A9E0}'..='\u{A9FF}' | '\u{AA60}'..='\u{AA7F}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FF66}'..='\u{FF9F}' | '\u{1AFF0}'..='\u{1B16F}' | '\u{20000}'..='\u{3FFFF}')
}

/// Returns what stands for marks, dashes and spaces of every form, before compatibility folding can take them for
/// something else; nothing for a character of a word.
fn plain_form(character: char) -> Option<&'static str> {
    match character {
        '`'
        | '\u{B4}'
        | '\u{2B9}'
        | '\u{2BB}'..='\u{2BF}'
        | '\u{2C8}'
        | '\u{55A}'
        | '\u{5F3}'
        | '\u{2018}'..='\u{201B}'
        | '\u{2032}'
        | '\u{2035}'
        | '\u{2039}'
        | '\u{203A}'
        | '\u{275B}'
        | '\u{275C}'
        | '\u{A78B}'
        | '\u{A78C}'
        | '\u{FF07}' => Some("'"),
        '\u{AB}'
        | '\u{BB}'
        | '\u{2BA}'
        | '\u{2EE}'
        | '\u{5F4}'
        | '\u{201C}'..='\u{201F}'
        | '\u{2033}'
        | '\u{2036}'
        | '\u{275D}'
        | '\u{275E}'
        | '\u{300A}'..='\u{300F}'
        | '\u{301D}'..='\u{301F}'
        | '\u{FE41}'..='\u{FE44}'
        | '\u{FF02}'
        | '\u{FF62}'
        | '\u{FF63}' => Some("\""),
        '-'
        | '\u{58A}'
        | '\u{5BE}'
        | '\u{1400}'
        | '\u{1806}'
        | '\u{2010}'..='\u{2015}'
        | '\u{2043}'
        | '\u{2212}'
        | '\u{2E17}'
        | '\u{2E1A}'
        | '\u{2E3A}'
        | '\u{2E3B}'
        | '\u{2E40}'
        | '\u{2E5D}'
        | '\u{301C}'
        | '\u{3030}'
        | '\u{30A0}'
        | '\u{FE31}'
        | '\u{FE32}'
        | '\u{FE58}'
        | '\u{FE63}'
        | '\u{FF0D}' => Some("-"),
        // Letters by decomposition, yet no reader searches for the word "tm".
        '\u{2122}' => Some("\u{2122}"),
        '\u{2120}' => Some("\u{2120}"),
        // The dots and rings that stand alone would decompose into a space and a mark.
        '\u{A8}' | '\u{AF}' | '\u{B8}' | '\u{2D8}'..='\u{2DD}' => Some(" "),
        '\u{2044}' | '\u{2215}' => Some("/"),
        _ if character.is_whitespace() => Some(" "),
        _ if is_ignorable(character) => Some(""),
        _ => None,
    }
}

/// Tells whether a character is a fraction such as `½`. It is folded with a space before it, so that `1½` reads
/// `1 1/2` and not `11/2`.
fn is_fraction(character: char) -> bool {
    matches!(character, '\u{BC}'..='\u{BE}' | '\u{2150}'..='\u{215F}' | '\u{2189}')
}

fn fold_part(part: char, emit: &mut impl FnMut(char)) {
    if is_dropped_mark(part) {
        return;
    }
    match plain_form(part) {
        Some(plain) => plain.chars().for_each(emit),
        None => part
            .to_lowercase()
            .filter(|lower| !is_dropped_mark(*lower))
            .for_each(|lower| fold_letter(lower, emit)),
    }
}

/// Gives the plain letters of a lower-case letter that has no decomposition.
fn fold_letter(lower: char, emit: &mut impl FnMut(char)) {
    let plain = match lower {
        _ if lower < '\u{80}' => return emit(lower),
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ĳ' => "ij",
        'ø' | 'ɵ' | 'ꝋ' => "o",
        'ð' | 'đ' | 'ɖ' | 'ɗ' | 'ƌ' => "d",
        'ł' | 'ƚ' | 'ɫ' | 'ɬ' => "l",
        'ħ' => "h",
        'ı' | 'ɨ' => "i",
        'ŧ' | 'ƫ' | 'ƭ' | 'ʈ' => "t",
        'ŋ' | 'ƞ' | 'ɲ' => "n",
        'ƀ' | 'ƃ' | 'ɓ' => "b",
        'ƈ' | 'ȼ' => "c",
        'ƒ' => "f",
        'ǥ' | 'ɠ' => "g",
        'ƙ' => "k",
        'ƥ' => "p",
        'ɍ' => "r",
        'ɉ' | 'ȷ' => "j",
        'ʉ' => "u",
        'ʋ' => "v",
        'ƴ' | 'ɏ' => "y",
        'ƶ' | 'ȥ' => "z",
        'ɇ' | 'ǝ' => "e",
        'ⱥ' => "a",
        'ĸ' => "q",
        'ς' => "σ",
        _ => return emit(lower),
    };
    plain.chars().for_each(emit);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        let mut folded = String::new();
        text.chars()
            .for_each(|character| fold_character(character, |plain| folded.push(plain)));
        folded
    }

    #[test]
    fn characters_fold_to_what_a_reader_would_type() {
        let check = |input: &str, expected: &str| assert_eq!(folded(input), expected, "{input}");
        check("Ångström, naïve CAFÉ", "angstrom, naive cafe");
        check("A\u{30A}ngstro\u{308}m", "angstrom");
        check("Straße GROẞ ſo", "strasse gross so");
        check(
            "Ødegaard Łódź Đoković ÞÓR ÆSIR œuvre ħ ŧ",
            "odegaard lodz dokovic thor aesir oeuvre h t",
        );
        check(
            "Türkiye'nin İstanbul ISPARTA ılık",
            "turkiye'nin istanbul isparta ilik",
        );
        check(
            "“a” ‘b’ «c» ‹d› „e‟ ′f″ `g´",
            "\"a\" 'b' \"c\" 'd' \"e\" 'f\" 'g'",
        );
        check("a‐b‑c‒d–e—f―g−h", "a-b-c-d-e-f-g-h");
        check("a\u{A0}b\u{2009}c\u{3000}d\ne\tf", "a b c d e f");
        check(
            "so\u{AD}ft\u{200B} \u{FEFF}\u{202A}a\u{202C}\u{FE0F}",
            "soft a",
        );
        check("eﬃcient ﬂow ﬆ ǆ", "efficient flow st dz");
        check("wait… 1½ ⅓ m² № ５", "wait... 1 1/2  1/3 m2 no 5");
        check("Apple™ ℠ © ®", "apple™ ℠ © ®");
        check("ΣΊΣΥΦΟΣ Σίσυφος", "σισυφοσ σισυφοσ");
        check("Ёлка Й", "елка и");
        check("שָׁלוֹם־עֲלֵיכֶם", "שלום-עליכם");
        check("أَحْمَد محمـــد", "احمد محمد");
        check("हिन्दी が ｶﾞ", "हिन्दी か\u{3099} カ\u{3099}");
        check("Hawaiʻi", "hawai'i");
    }

    #[test]
    fn folding_a_folded_character_changes_nothing() {
        for character in ('\0'..=char::MAX).filter(|character| !is_fraction(*character)) {
            let once = folded(&character.to_string());
            assert_eq!(folded(&once), once, "U+{:04X}", character as u32);
        }
    }

    #[test]
    fn what_is_known_is_what_is_looked_up() {
        for character in '\u{80}'..=char::MAX {
            let mut looked_up = Vec::new();
            look_up(character, |plain| looked_up.push((plain, kind(plain))));
            assert!(
                known(character).is_none_or(|known| looked_up == [known]),
                "U+{:04X}",
                character as u32
            );
        }
    }

    #[test]
    fn no_folded_character_is_one_that_vanishes() {
        for character in '\0'..=char::MAX {
            fold_character(character, |plain| {
                assert!(!is_ignorable(plain) && !is_dropped_mark(plain))
            });
        }
    }

    #[test]
    fn kinds() {
        let check = |character, expected| assert_eq!(kind(character), expected, "{character}");
        check('a', Kind::Letter);
        check('7', Kind::Letter);
        check('я', Kind::Letter);
        check('\u{1112}', Kind::Letter);
        check('字', Kind::Lone);
        check('か', Kind::Lone);
        check('ก', Kind::Lone);
        check('\u{3099}', Kind::Mark);
        check('\u{93E}', Kind::Mark);
        check('\'', Kind::Break);
        check('™', Kind::Break);
    }
}
