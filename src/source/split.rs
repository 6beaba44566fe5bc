//! Finds where a JSON value ends, without parsing it.
//!
//! Bytes in, in pieces of any length; how many of them belong to the value out. It counts brackets outside
//! strings and believes the rest. What is not here: whether the value is valid, which is for the parser.

use memchr::memchr2;

/// Follows one object, array or string from its first byte to the bracket or mark that closes it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Scanner {
    depth: u32,
    in_string: bool,
    escaped: bool,
}

impl Scanner {
    /// Returns how many of the next bytes belong to the value, and whether it ends with the last of them.
    pub(crate) fn take(&mut self, bytes: &[u8]) -> (usize, bool) {
        let mut at = 0;
        while at < bytes.len() {
            if self.in_string {
                at += self.take_string(&bytes[at..]);
            } else {
                self.step(bytes[at]);
                at += 1;
            }
            if self.depth == 0 && !self.in_string {
                return (at, true);
            }
        }
        (at, false)
    }

    /// Returns whether the bytes so far end within a string.
    pub(crate) fn in_string(&self) -> bool {
        self.in_string
    }

    fn step(&mut self, byte: u8) {
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }

    /// Takes bytes of a string up to its closing mark, or all of them.
    fn take_string(&mut self, bytes: &[u8]) -> usize {
        if self.escaped {
            self.escaped = false;
            return 1;
        }
        match memchr2(b'"', b'\\', bytes) {
            Some(place) if bytes[place] == b'"' => {
                self.in_string = false;
                place + 1
            }
            Some(place) => {
                self.escaped = true;
                place + 1
            }
            None => bytes.len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(bytes: &str, expected: (usize, bool)) {
        assert_eq!(
            Scanner::default().take(bytes.as_bytes()),
            expected,
            "{bytes}"
        );
    }

    #[test]
    fn ends() {
        check("{}", (2, true));
        check(r#"{"a": [1, {}]} {"b": 1}"#, (14, true));
        check(r#"{"a": "}"} tail"#, (10, true));
        check(r#"{"a": "\"}"} tail"#, (12, true));
        check(r#"{"a": "\\"} tail"#, (11, true));
        check(r#"{"a": "#, (6, false));
        check(r#"[[], "]"], 1"#, (9, true));
        check(r#""a]" ]"#, (4, true));
    }

    proptest! {
        #[test]
        fn it_does_not_matter_how_the_bytes_are_cut(texts: Vec<String>, cut in 1usize..7) {
            let value = serde_json::to_string(&serde_json::json!({ "texts": texts })).unwrap();
            let followed = format!("{value} {{}}");
            let (mut scanner, mut length) = (Scanner::default(), 0);
            for piece in followed.as_bytes().chunks(cut) {
                let (used, done) = scanner.take(piece);
                length += used;
                if done {
                    break;
                }
            }
            prop_assert_eq!(length, value.len());
        }
    }
}
