//! Abbreviations of English news: words whose full stop need not end a sentence.
//!
//! A word goes in without its last stop, what the stop means comes out. What is not here: how the word and its
//! surroundings are found ([`sentences`](super::sentences)).

/// When the stop after a word ends a sentence that could end there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    /// Always: the word is no abbreviation.
    Ends,
    /// Never: something always follows, such as the name after a title.
    Goes,
    /// Unless a number follows: `No. 5`.
    EndsBeforeWords,
    /// Only where a word follows that seldom stands within a sentence with a capital: `Inc. The`.
    EndsBeforeStarters,
}

/// Tells what the stop after a word means; `word` may have stops within it (`U.S`).
pub(crate) fn stop_after(word: &str) -> Stop {
    if NEVER.contains(&word) {
        Stop::Goes
    } else if BEFORE_NUMBERS.contains(&word) {
        Stop::EndsBeforeWords
    } else if SOMETIMES.contains(&word) || is_initials(word) {
        Stop::EndsBeforeStarters
    } else {
        Stop::Ends
    }
}

/// Tells whether a word with a capital most likely begins a sentence.
pub(crate) fn is_starter(word: &str) -> bool {
    STARTERS.contains(&word)
}

/// The bytes of the longest abbreviation; a longer word need not be looked up.
pub(crate) const LONGEST: usize = 12;

/// Tells whether a word is letters with stops between them, in groups of three at most: `J`, `U.S`, `a.m`, `Ph.D`.
fn is_initials(word: &str) -> bool {
    let letters = |part: &str| !part.is_empty() && part.chars().all(char::is_alphabetic);
    let single = word.chars().count() == 1;
    (single || word.contains('.'))
        && word
            .split('.')
            .all(|part| letters(part) && part.chars().count() <= 3)
}

/// Titles, months, and words that stand between two others.
const NEVER: &[&str] = &[
    "Mr", "Mrs", "Ms", "Mx", "Dr", "Drs", "Prof", "Gen", "Col", "Lt", "Maj", "Capt", "Cpl", "Sgt",
    "Pvt", "Cmdr", "Cdr", "Adm", "Brig", "Rev", "Hon", "Sen", "Sens", "Rep", "Reps", "Gov", "Govs",
    "Pres", "Atty", "Supt", "Insp", "Det", "Msgr", "Messrs", "Mme", "Mlle", "Sra", "Amb", "Cllr",
    "Asst", "Fr", "St", "Ste", "Mt", "Ft", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep",
    "Sept", "Oct", "Nov", "Dec", "vs", "v", "e.g", "i.e", "eg", "ie", "cf", "viz", "Ave",
];

const BEFORE_NUMBERS: &[&str] = &[
    "No", "Nos", "no", "nos", "Art", "Fig", "Figs", "Vol", "Sec", "Ch", "p", "pp", "c", "ca",
    "para", "approx", "est",
];

/// Companies, degrees, places and days: the end of a name, and now and then of a sentence.
const SOMETIMES: &[&str] = &[
    "Inc", "Corp", "Co", "Cos", "Ltd", "Bros", "Plc", "Assn", "Dept", "Univ", "Jr", "Sr", "Esq",
    "Blvd", "Rd", "etc", "al", "Mon", "Tue", "Tues", "Wed", "Thu", "Thur", "Thurs", "Fri", "Ala",
    "Ariz", "Ark", "Calif", "Colo", "Conn", "Del", "Fla", "Ga", "Ill", "Ind", "Kan", "Ky", "La",
    "Mass", "Md", "Mich", "Minn", "Miss", "Mo", "Mont", "Neb", "Nev", "Okla", "Ore", "Pa", "Penn",
    "Tenn", "Tex", "Va", "Vt", "Wash", "Wis", "Wyo", "Ont", "Que", "Intl", "Natl", "Govt", "govt",
    "dept", "intl",
];

const STARTERS: &[&str] = &[
    "A",
    "About",
    "According",
    "After",
    "All",
    "Also",
    "Although",
    "Among",
    "An",
    "And",
    "Another",
    "Any",
    "As",
    "At",
    "Because",
    "Before",
    "Both",
    "But",
    "By",
    "Despite",
    "During",
    "Each",
    "Even",
    "Every",
    "For",
    "From",
    "Had",
    "Has",
    "Have",
    "He",
    "Her",
    "Here",
    "His",
    "How",
    "However",
    "I",
    "If",
    "In",
    "Instead",
    "Is",
    "It",
    "Its",
    "Just",
    "Last",
    "Later",
    "Like",
    "Many",
    "Meanwhile",
    "Most",
    "Much",
    "My",
    "Neither",
    "Nobody",
    "Not",
    "Nothing",
    "Now",
    "On",
    "Once",
    "One",
    "Only",
    "Other",
    "Others",
    "Our",
    "Out",
    "Over",
    "People",
    "Perhaps",
    "She",
    "Since",
    "So",
    "Some",
    "Still",
    "Such",
    "That",
    "The",
    "Their",
    "Then",
    "There",
    "These",
    "They",
    "This",
    "Those",
    "Though",
    "Through",
    "Thus",
    "To",
    "Today",
    "Two",
    "Under",
    "Until",
    "Was",
    "We",
    "What",
    "When",
    "Where",
    "Whether",
    "Which",
    "While",
    "Who",
    "Why",
    "Will",
    "With",
    "Without",
    "Yet",
    "You",
    "Your",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_stop_means() {
        let check = |word: &str, expected| assert_eq!(stop_after(word), expected, "{word}");
        check("Mr", Stop::Goes);
        check("Oct", Stop::Goes);
        check("No", Stop::EndsBeforeWords);
        check("Inc", Stop::EndsBeforeStarters);
        check("U.S", Stop::EndsBeforeStarters);
        check("a.m", Stop::EndsBeforeStarters);
        check("Ph.D", Stop::EndsBeforeStarters);
        check("J", Stop::EndsBeforeStarters);
        check("example.com", Stop::Ends);
        check("truce", Stop::Ends);
        check("", Stop::Ends);
        check("2.5", Stop::Ends);
    }

    #[test]
    fn no_abbreviation_is_longer_than_the_longest() {
        let all = NEVER.iter().chain(BEFORE_NUMBERS).chain(SOMETIMES);
        assert!(all.clone().all(|word| word.len() <= LONGEST));
        assert!(all.clone().all(|word| stop_after(word) != Stop::Ends));
    }
}
