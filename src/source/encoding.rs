//! The bytes of a plain text in, its characters out, in whichever encoding they were written.
//!
//! A byte order mark decides; then UTF-8, if the bytes are valid; then chardetng's guess, if every byte has a
//! meaning in it and the text looks written. A text is never patched: a replacement character is not what the outlet printed, and a
//! UTF-8 text with a few bad bytes read as windows-1252 would turn its curly marks into other letters. What is
//! not here: JSON, which has to be UTF-8.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// Decodes a text; the byte order mark, if there is one, is left out.
///
/// # Errors
/// The reason, as a clause, where no encoding fits.
pub(crate) fn decode(bytes: Vec<u8>) -> Result<String, String> {
    if let Some((marked, length)) = Encoding::for_bom(&bytes) {
        return decode_marked(marked, &bytes[length..]);
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(error) => {
            let bad = error.utf8_error().valid_up_to();
            decode_guessed(error.as_bytes(), bad)
        }
    }
}

/// Returns why bytes are not UTF-8, naming the first bad one (from 0).
pub(crate) fn invalid_utf8(at: usize) -> String {
    format!("invalid UTF-8 at byte {at}")
}

fn decode_marked(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, String> {
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok(text.into_owned()),
        None if encoding == UTF_8 => {
            let bad = std::str::from_utf8(bytes)
                .err()
                .map_or(0, |error| error.valid_up_to());
            Err(format!(
                "{}, though it begins with the mark of UTF-8",
                invalid_utf8(bad)
            ))
        }
        None => Err(format!(
            "not valid {}, though it begins with its mark",
            encoding.name()
        )),
    }
}

fn decode_guessed(bytes: &[u8], bad: usize) -> Result<String, String> {
    let no_encoding = || format!("{}, and no other encoding fits", invalid_utf8(bad));
    let encoding = guess(bytes);
    if is_mostly_utf8(bytes) || !is_grounded(encoding, bytes) {
        return Err(no_encoding());
    }
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    match text {
        Some(text) if is_plausible(&text) => Ok(text.into_owned()),
        _ => Err(no_encoding()),
    }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Whether more of the text's long characters are valid UTF-8 than not: then it is UTF-8 that was damaged.
/// In texts of other encodings such sequences occur by accident only, in about one of ten pairs at most.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut valid, mut invalid) = (0usize, 0usize);
    for run in bytes.utf8_chunks() {
        valid += run
            .valid()
            .chars()
            .filter(|letter| !letter.is_ascii())
            .count();
        invalid += usize::from(!run.invalid().is_empty());
    }
    valid >= invalid
}

/// Whether there is enough to go by. A few bytes make sense in many encodings; then only the commonest will do.
fn is_grounded(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    const ENOUGH: usize = 10;
    encoding == WINDOWS_1252 || bytes.iter().filter(|byte| !byte.is_ascii()).count() >= ENOUGH
}

/// Whether a person could have written this: no control codes, such as single-byte encodings fill their gaps
/// with, and letters of western languages within words, as damaged bytes hardly ever stand.
fn is_plausible(text: &str) -> bool {
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let after = letters.peek().copied().unwrap_or(' ');
        if is_gap(letter) || !is_at_home(before, letter, after) {
            return false;
        }
        before = letter;
    }
    true
}

fn is_gap(letter: char) -> bool {
    matches!(letter, '\u{0}' | '\u{80}'..='\u{84}' | '\u{86}'..='\u{9f}' | '\u{fffd}')
}

/// Letters of Latin-1 stand beside another letter, but for those that are words; capitals do not end words that
/// begin with small letters.
fn is_at_home(before: char, letter: char, after: char) -> bool {
    const WORDS: &str = "àâéèêìíòóôùúåäöøæÀÂÉÈÊÍÓÔÚÅÄÖØÆ";
    if !letter.is_alphabetic() || !matches!(letter, 'À'..='ÿ') {
        return true;
    }
    let is_beside = before.is_alphabetic() || after.is_alphabetic() || WORDS.contains(letter);
    let ends_in_capital = before.is_lowercase() && letter.is_uppercase() && !after.is_alphabetic();
    is_beside && !ends_in_capital
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(name: &str, bytes: &[u8], expected: Result<&str, &str>) {
        let decoded = decode(bytes.to_vec());
        assert_eq!(
            decoded.as_deref().map_err(String::as_str),
            expected,
            "{name}"
        );
    }

    fn in_encoding(label: &str, text: &str) -> Vec<u8> {
        let encoding = Encoding::for_label(label.as_bytes()).unwrap();
        encoding.encode(text).0.into_owned()
    }

    #[test]
    fn encodings() {
        check("ASCII", b"It rained.\r\n", Ok("It rained.\r\n"));
        check("UTF-8", "“Yes,” – he".as_bytes(), Ok("“Yes,” – he"));
        check(
            "UTF-8 with a mark",
            b"\xef\xbb\xbfIt rained",
            Ok("It rained"),
        );
        check(
            "UTF-16, little end first",
            b"\xff\xfeI\0t\0\x1c\x20",
            Ok("It“"),
        );
        check(
            "UTF-16, big end first",
            b"\xfe\xff\0I\0t\x20\x1c",
            Ok("It“"),
        );
        check(
            "one accent in windows-1252",
            b"the caf\xe9 in Paris was full on Friday",
            Ok("the café in Paris was full on Friday"),
        );
        check(
            "curly marks in windows-1252",
            b"\x93Yes,\x94 he said \x96 it\x92s done",
            Ok("“Yes,” he said – it’s done"),
        );
    }

    #[test]
    fn longer_texts_of_other_scripts() {
        for (label, text) in [
            (
                "windows-1251",
                "Президент заявил в пятницу, что переговоры в Стамбуле завершились без соглашения.",
            ),
            (
                "koi8-r",
                "Президент заявил в пятницу, что переговоры в Стамбуле завершились без соглашения.",
            ),
            (
                "shift_jis",
                "大臣は金曜日、イスタンブールでの協議が合意に至らなかったと述べた。",
            ),
            (
                "gbk",
                "部长星期五表示，在伊斯坦布尔举行的会谈未能达成协议，双方将继续谈判。",
            ),
            (
                "windows-1252",
                "Der Präsident sagte am Freitag, die Gespräche in Istanbul seien „gescheitert“.",
            ),
        ] {
            check(label, &in_encoding(label, text), Ok(text));
        }
    }

    #[test]
    fn damaged_texts_are_not_patched() {
        let fits = "invalid UTF-8 at byte 8, and no other encoding fits";
        check(
            "a stray byte among UTF-8",
            b"\xe2\x80\x9cYes\xe2\xff\x9d it\xe2\x80\x99s",
            Err("invalid UTF-8 at byte 6, and no other encoding fits"),
        );
        check(
            "cut within a letter",
            b"\xe2\x80\x9cYes\xc3\xa9\xe2\x80",
            Err(fits),
        );
        check("bytes without meaning", b"It was a\x81\x8d day", Err(fits));
        check(
            "bytes that are no letters here",
            b"abc def \xff\xfe ghi jkl",
            Err(fits),
        );
        check(
            "a letter that lost its second byte",
            b"It was a\xc3(bad) day",
            Err(fits),
        );
        check(
            "four bytes are not enough",
            b"The day \x80\x81\x82\x83",
            Err(fits),
        );
        check(
            "a mark of UTF-8 that lies",
            b"\xef\xbb\xbfcaf\xe9 !",
            Err("invalid UTF-8 at byte 3, though it begins with the mark of UTF-8"),
        );
        check(
            "half a pair of UTF-16",
            b"\xff\xfeI\0\x00\xd8",
            Err("not valid UTF-16LE, though it begins with its mark"),
        );
    }

    proptest! {
        #[test]
        fn utf8_stays_as_it_is(text in "[^\u{feff}].*") {
            prop_assert_eq!(decode(text.clone().into_bytes()), Ok(text));
        }

        #[test]
        fn nothing_is_ever_replaced(bytes: Vec<u8>) {
            prop_assume!(std::str::from_utf8(&bytes).is_err() && Encoding::for_bom(&bytes).is_none());
            let patched = decode(bytes).is_ok_and(|text| text.contains(char::REPLACEMENT_CHARACTER));
            prop_assert!(!patched);
        }
    }
}
