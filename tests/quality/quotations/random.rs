//! Chance that can be repeated: a seed goes in, the same numbers come out on every machine.
//!
//! The generator is splitmix64 (Steele, Lea and Flood, 2014). What is not here: any clock or other source of surprise.

use std::ops::RangeInclusive;

/// A stream of numbers fixed by its seed.
#[derive(Clone, Debug)]
pub(crate) struct Random {
    state: u64,
}

impl Random {
    /// Starts the stream of a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Random { state: seed }
    }

    /// Returns the next number.
    pub(crate) fn number(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number below `bound`, which is more than zero.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        (self.number() % bound as u64) as usize
    }

    /// Returns a number of a range that is not empty.
    pub(crate) fn within(&mut self, range: RangeInclusive<usize>) -> usize {
        range.start() + self.below(range.end() - range.start() + 1)
    }

    /// Says yes in so many of a hundred times.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// Returns one of several, of which there is at least one.
    pub(crate) fn pick<'t, T>(&mut self, several: &'t [T]) -> &'t T {
        &several[self.below(several.len())]
    }

    /// Returns one of several, if there are any.
    pub(crate) fn pick_any<'t, T>(&mut self, several: &'t [T]) -> Option<&'t T> {
        (!several.is_empty()).then(|| self.pick(several))
    }
}
