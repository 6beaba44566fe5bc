//! Fisher's paired randomisation test, two-sided.
//!
//! The differences between two systems on each topic go in; out comes how often chance alone would part their means
//! at least as far. If the systems were alike, each difference could as well have had the other sign: the test goes
//! through all assignments of signs, or draws many (Smucker, Allan and Carterette, CIKM 2007). What is not here:
//! corrections for many comparisons.

/// Up to so many differences, all assignments are gone through: about a million, in some milliseconds.
const EXACT: usize = 20;

/// How many assignments are drawn where there are too many to go through.
const DRAWN: u64 = 100_000;

/// Where the drawing starts, so that the same runs always get the same figure.
const SEED: u64 = 2007;

/// Sums that differ by less are equal: the order of adding alone can part them.
const TOLERANCE: f64 = 1e-10;

/// How likely chance alone explains the difference of two means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Significance {
    /// The share of the assignments under which the means differ at least as much as observed, from above 0 to 1.
    pub p: f64,
    /// How many assignments of signs were looked at, the observed one among them.
    pub assignments: u64,
    /// How they were chosen.
    pub method: Method,
}

/// How the assignments of a randomisation test are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// All of them were gone through: the figure is exact.
    Exact,
    /// They were drawn at random, always the same ones, and the observed one was added (Phipson and Smyth 2010).
    Drawn,
}

/// Tests whether the sum of `differences` is further from 0 than signs at random would bring it.
pub(super) fn significance(differences: &[f64]) -> Significance {
    // A difference of 0 is the same under both signs.
    let differences: Vec<_> = differences
        .iter()
        .copied()
        .filter(|difference| *difference != 0.0)
        .collect();
    if differences.len() <= EXACT {
        exact(&differences)
    } else {
        drawn(&differences)
    }
}

fn exact(differences: &[f64]) -> Significance {
    let least = differences.iter().sum::<f64>().abs() - TOLERANCE;
    let assignments = 1 << differences.len();
    let as_far = count_as_far(differences, 0.0, least);
    Significance {
        p: as_far as f64 / assignments as f64,
        assignments,
        method: Method::Exact,
    }
}

/// Counts the assignments of signs to `rest` that bring `sum` at least `least` away from 0.
fn count_as_far(rest: &[f64], sum: f64, least: f64) -> u64 {
    match rest {
        [] => u64::from(sum.abs() >= least),
        [first, rest @ ..] => {
            count_as_far(rest, sum + first, least) + count_as_far(rest, sum - first, least)
        }
    }
}

fn drawn(differences: &[f64]) -> Significance {
    let least = differences.iter().sum::<f64>().abs() - TOLERANCE;
    let mut random = SplitMix(SEED);
    let as_far = (0..DRAWN)
        .filter(|_| signed_sum(differences, &mut random).abs() >= least)
        .count();
    Significance {
        p: (as_far + 1) as f64 / (DRAWN + 1) as f64,
        assignments: DRAWN + 1,
        method: Method::Drawn,
    }
}

fn signed_sum(differences: &[f64], random: &mut SplitMix) -> f64 {
    let mut sum = 0.0;
    for part in differences.chunks(64) {
        let mut signs = random.next();
        for difference in part {
            // The lowest bit becomes the sign: a branch on it would be guessed wrong half of the time.
            sum += f64::from_bits(difference.to_bits() ^ (signs << 63));
            signs >>= 1;
        }
    }
    sum
}

/// The generator SplitMix64 of Steele, Lea and Flood (OOPSLA 2014), with Vigna's constants.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(differences: &[f64], expected: f64) {
        let found = significance(differences);
        assert_eq!((found.p, found.method), (expected, Method::Exact));
    }

    #[test]
    fn few_differences_are_tested_exactly() {
        check(&[], 1.0);
        check(&[0.0, 0.0], 1.0);
        check(&[0.3], 1.0);
        check(&[0.1, 0.2], 0.5);
        check(&[0.1, 0.0, 0.2, 0.3], 0.25);
        check(&[-0.1, -0.2, -0.3], 0.25);
        check(&[0.1, -0.2, 0.3], 0.75);
        check(&[1.0; 10], 2.0 / 1024.0);
    }

    #[test]
    fn many_are_drawn_close_to_the_exact_figure() {
        let of = |count: u32| -> Vec<f64> {
            (0..count)
                .map(|place| f64::from(place * 7 % 11) - 4.2)
                .collect()
        };
        for count in [10, 15, EXACT as u32] {
            let (exact, drawn) = (exact(&of(count)), drawn(&of(count)));
            assert!((exact.p - drawn.p).abs() < 0.01, "{exact:?} {drawn:?}");
        }
        let many = significance(&of(100));
        assert_eq!((many.assignments, many.method), (100_001, Method::Drawn));
        assert_eq!(many, significance(&of(100)));
        assert_eq!(significance(&[0.1; 100]).p, 1.0 / 100_001.0);
    }

    #[test]
    fn the_generator_gives_the_published_numbers() {
        let mut random = SplitMix(1_234_567);
        let numbers = [random.next(), random.next(), random.next()];
        let expected = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
        ];
        assert_eq!(numbers, expected);
    }
}
