//! The bytes of a page in, its characters out, in whichever encoding they were written.
//!
//! A byte order mark decides; then UTF-8, if the bytes are valid or nearly so; then the encoding that the server
//! or the page names; then chardetng's guess. Pages declare wrongly more often than they are damaged, so what
//! the bytes say stands above what is said of them. A page is never refused: a bad byte in a menu is no reason
//! to lose the article. What is not here: plain texts, which are never patched (`source/encoding.rs`).

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Decodes a page; `charset` is the encoding that the server named. A byte without meaning becomes U+FFFD.
pub(super) fn decode(bytes: &[u8], charset: Option<&str>) -> String {
    if let Some((marked, length)) = Encoding::for_bom(bytes) {
        return without_bom(marked, &bytes[length..]);
    }
    let encoding = if is_nearly_utf8(bytes) {
        UTF_8
    } else {
        charset
            .and_then(|label| Encoding::for_label(label.trim().as_bytes()))
            .or_else(|| declared(bytes))
            .filter(|encoding| fits(encoding, bytes))
            .unwrap_or_else(|| guess(bytes))
    };
    without_bom(encoding, bytes)
}

fn without_bom(encoding: &'static Encoding, bytes: &[u8]) -> String {
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// Whether the bytes are UTF-8, or were but for a few: at least ten long characters are whole for each bad byte.
/// In other encodings such sequences are accidents, rarer than bytes that are bad.
fn is_nearly_utf8(bytes: &[u8]) -> bool {
    const WHOLE_FOR_EACH_BAD: usize = 10;
    let (mut whole, mut bad) = (0usize, 0usize);
    for run in bytes.utf8_chunks() {
        whole += run.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!run.invalid().is_empty());
    }
    bad == 0 || whole >= bad * WHOLE_FOR_EACH_BAD
}

/// The encoding that the page names within its first bytes, as browsers look for it.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    const HEAD: usize = 4096;
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_ascii_lowercase();
    let named = head
        .match_indices("charset=")
        .map(|(at, word)| at + word.len())
        .chain(
            head.starts_with("<?xml")
                .then(|| head.find("encoding="))
                .flatten()
                .map(|at| at + 9),
        );
    named
        .filter_map(|at| label_at(&head[at..]))
        .find_map(|label| Encoding::for_label(label.as_bytes()))
}

fn label_at(text: &str) -> Option<&str> {
    text.trim_start_matches(['"', '\'', ' '])
        .split(['"', '\'', ' ', ';', '>', '/', '?'])
        .next()
}

/// Whether an encoding that was named can be that of the bytes: not UTF-8, which was tried, nor UTF-16, in
/// which the name could not have been read; and without a byte that has no meaning in it.
fn fits(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    ![UTF_8, UTF_16LE, UTF_16BE].contains(&encoding)
        && (encoding == WINDOWS_1252 || !encoding.decode_without_bom_handling(bytes).1)
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(name: &str, bytes: &[u8], charset: Option<&str>, expected: &str) {
        assert_eq!(decode(bytes, charset), expected, "{name}");
    }

    fn in_encoding(label: &str, text: &str) -> Vec<u8> {
        let encoding = Encoding::for_label(label.as_bytes()).unwrap();
        encoding.encode(text).0.into_owned()
    }

    #[test]
    fn what_decides() {
        check(
            "a mark",
            b"\xef\xbb\xbf<p>caf\xc3\xa9",
            Some("latin1"),
            "<p>café",
        );
        check("UTF-16", b"\xff\xfe<\0p\0>\0", None, "<p>");
        check(
            "valid UTF-8 that claims to be another",
            "<meta charset=iso-8859-1>“é”".as_bytes(),
            Some("latin1"),
            "<meta charset=iso-8859-1>“é”",
        );
        check(
            "the server",
            b"<meta charset=utf-8>\xcf\xf0\xe5\xe7",
            Some("windows-1251"),
            "<meta charset=utf-8>През",
        );
        check(
            "the page",
            b"<meta charset=\"windows-1251\">\xcf\xf0\xe5\xe7",
            None,
            "<meta charset=\"windows-1251\">През",
        );
        check(
            "the page, at length",
            b"<meta content='text/html; charset=koi8-r'>\xf0\xd2\xc5\xda",
            None,
            "<meta content='text/html; charset=koi8-r'>През",
        );
        check(
            "XML",
            b"<?xml version='1.0' encoding='windows-1251'?>\xcf\xf0",
            None,
            "<?xml version='1.0' encoding='windows-1251'?>Пр",
        );
        check(
            "a name that cannot be",
            b"<meta charset=utf-16>caf\xe9 here",
            None,
            "<meta charset=utf-16>café here",
        );
        check(
            "nothing but bytes",
            b"the caf\xe9 in Paris was full",
            None,
            "the café in Paris was full",
        );
    }

    #[test]
    fn one_bad_byte_is_replaced() {
        let mut bytes = "“Yes,” – “no,” – “yes,” – “no” –".as_bytes().to_vec();
        bytes.push(0xff);
        check(
            "UTF-8 but for one byte",
            &bytes,
            Some("windows-1252"),
            "“Yes,” – “no,” – “yes,” – “no” –\u{fffd}",
        );
    }

    proptest! {
        #[test]
        fn utf8_stays_as_it_is(text in "[^\u{feff}].*", charset in proptest::option::of("utf-8|latin1|gbk|nonsense")) {
            prop_assert_eq!(decode(text.as_bytes(), charset.as_deref()), text);
        }

        #[test]
        fn a_declared_encoding_is_obeyed(text in "<p>[а-я]{20,60}") {
            prop_assert_eq!(decode(&in_encoding("windows-1251", &text), Some("cp1251")), text);
        }

        #[test]
        fn no_bytes_are_refused(bytes: Vec<u8>, charset in proptest::option::of("utf-8|utf-16|gbk|shift_jis|x")) {
            let _ = decode(&bytes, charset.as_deref());
        }
    }
}
