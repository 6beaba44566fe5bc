//! What single words are: negations and numbers, which a quotation may not lose or exchange.

/// Words that turn a sentence round, folded; `t` is what is left of `n't`.
const NEGATIONS: [&str; 18] = [
    "not", "no", "never", "none", "nobody", "nothing", "nowhere", "neither", "nor", "without",
    "cannot", "cant", "wont", "dont", "t", "hardly", "barely", "unable",
];

/// Numbers in words, folded.
const NUMBERS: [&str; 44] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
    "hundreds",
    "thousand",
    "thousands",
    "million",
    "millions",
    "billion",
    "billions",
    "trillion",
    "trillions",
    "dozen",
    "dozens",
    "half",
    "twice",
    "first",
    "second",
];

/// Tells whether a folded word turns a sentence round.
pub(super) fn is_negation(word: &str) -> bool {
    NEGATIONS.contains(&word)
}

/// Tells whether a folded word is a number: it has a digit or is the word for one.
pub(super) fn is_number(word: &str) -> bool {
    word.contains(|character: char| character.is_ascii_digit()) || NUMBERS.contains(&word)
}

/// Tells whether a folded word says how much: `one` and `first` often do not.
pub(super) fn is_amount(word: &str) -> bool {
    is_number(word) && !matches!(word, "one" | "first" | "second")
}
