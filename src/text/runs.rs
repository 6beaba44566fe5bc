//! Runs of plain letters: the quick way through most of most texts.
//!
//! Bytes go in, the length of the run of ASCII letters and digits at their beginning comes out. What is not here:
//! any other character, and what is made of the run ([`tokens`](super::tokens)).

/// ASCII letters and digits at the beginning of some bytes.
pub(crate) struct PlainRun {
    /// Their number.
    pub(crate) length: usize,
    /// Whether there may be capitals among them.
    pub(crate) capitals: bool,
}

/// Measures the run of ASCII letters and digits at the beginning of `bytes`, eight at a time: a word has no
/// predictable length, so a loop over its bytes would pay for a wrong guess with every word.
pub(crate) fn plain_run(bytes: &[u8]) -> PlainRun {
    let mut run = PlainRun {
        length: 0,
        capitals: false,
    };
    while let Some(eight) = bytes[run.length..].first_chunk() {
        let (plain, capitals) = plain_of_eight(u64::from_le_bytes(*eight));
        let ends = !plain & HIGH_BITS;
        let before_end = ends ^ ends.wrapping_sub(1);
        run.capitals |= capitals & before_end != 0;
        let length = ends.trailing_zeros() as usize / 8;
        run.length += length;
        if length < 8 {
            return run;
        }
    }
    let rest = &bytes[run.length..];
    let more = rest
        .iter()
        .position(|byte| !byte.is_ascii_alphanumeric())
        .unwrap_or(rest.len());
    PlainRun {
        length: run.length + more,
        capitals: run.capitals || more > 0,
    }
}

const HIGH_BITS: u64 = 0x8080_8080_8080_8080;

/// Marks, by the high bit of each of eight bytes, the ASCII letters and digits, and the capitals among them.
///
/// A byte below 128 is at least `low` where adding `128 - low` sets its high bit, with no carry into the next.
fn plain_of_eight(eight: u64) -> (u64, u64) {
    const fn every(byte: u8) -> u64 {
        u64::from_le_bytes([byte; 8])
    }
    let seven = eight & !HIGH_BITS;
    let small = seven | every(0x20);
    let letters = (small + every(128 - b'a')) & !(small + every(127 - b'z'));
    let digits = (seven + every(128 - b'0')) & !(seven + every(127 - b'9'));
    let ascii = !eight & HIGH_BITS;
    // The bit that tells small letters from capitals, moved to the high bit.
    (ascii & (letters | digits), ascii & letters & !(eight << 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_runs_are_those_of_the_bytes_one_by_one() {
        for byte in 0..=255u8 {
            for at in 0..8 {
                let mut eight = [b'a'; 8];
                eight[at] = byte;
                let expected = if byte.is_ascii_alphanumeric() { 8 } else { at };
                let run = plain_run(&eight);
                assert_eq!(
                    (run.length, run.capitals),
                    (expected, byte.is_ascii_uppercase()),
                    "{byte} at {at}"
                );
                assert_eq!(plain_run(&eight[..at]).length, at);
            }
        }
    }
}
