//! Stems and stop words of English: what free text is ranked by, never what a phrase is matched by.
//!
//! A folded word goes in, its stem by the Porter2 algorithm (as Snowball's `english`) comes out, and for a stem a
//! prefix under which all its words are found in a sorted dictionary. What is not here: other languages; their
//! words pass through the same algorithm and are found by it all the same.

use std::borrow::Cow;

/// Finds the stems of words.
#[derive(Clone, Copy)]
pub struct Stemmer(frostem::Stemmer);

impl Stemmer {
    /// Makes the stemmer for English.
    pub fn english() -> Self {
        Stemmer(frostem::Stemmer::new(frostem::Algorithm::English))
    }

    /// Returns the stem of a folded word.
    pub fn stem<'w>(&self, word: &'w str) -> Cow<'w, str> {
        self.0.stem(word)
    }
}

impl std::fmt::Debug for Stemmer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Stemmer(english)")
    }
}

/// Returns a prefix that every word of that stem begins with, as long as is safe.
///
/// The algorithm drops endings, and rewrites the last letters of what is left: `y` to `i` (`happy`, `happi`), a
/// dropped `e` put back (`hoping`, `hope`), `ibility` to `ible` (`possibl`). `ie` may stand for `ying` (`die`) and
/// `sky` for `skies`.
pub fn stem_prefix(stem: &str) -> &str {
    if let Some(first) = stem
        .strip_suffix("ie")
        .filter(|rest| rest.chars().count() == 1)
    {
        return first;
    }
    if stem == "sky" {
        return "sk";
    }
    let stem = stem.strip_suffix(['e', 'i']).unwrap_or(stem);
    stem.strip_suffix('l')
        .filter(|rest| rest.ends_with('b'))
        .unwrap_or(stem)
}

/// Tells whether a folded word is one of grammar, which says nothing of what a text is about: articles,
/// prepositions, pronouns, question words, and what an apostrophe leaves (`s`, `t`, `ll`).
pub fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.binary_search(&word).is_ok()
}

/// The stop words, sorted.
const STOP_WORDS: &[&str] = &[
    "a",
    "about",
    "after",
    "again",
    "all",
    "also",
    "am",
    "an",
    "and",
    "any",
    "are",
    "as",
    "at",
    "be",
    "because",
    "been",
    "before",
    "being",
    "between",
    "both",
    "but",
    "by",
    "can",
    "could",
    "d",
    "did",
    "do",
    "does",
    "doing",
    "during",
    "each",
    "for",
    "from",
    "had",
    "has",
    "have",
    "having",
    "he",
    "her",
    "hers",
    "him",
    "himself",
    "his",
    "how",
    "i",
    "if",
    "in",
    "into",
    "is",
    "it",
    "its",
    "itself",
    "just",
    "ll",
    "m",
    "may",
    "me",
    "might",
    "more",
    "most",
    "must",
    "my",
    "no",
    "nor",
    "not",
    "of",
    "off",
    "on",
    "only",
    "or",
    "other",
    "our",
    "ours",
    "out",
    "over",
    "own",
    "re",
    "s",
    "same",
    "shall",
    "she",
    "should",
    "so",
    "some",
    "such",
    "t",
    "than",
    "that",
    "the",
    "their",
    "theirs",
    "them",
    "themselves",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "through",
    "to",
    "too",
    "under",
    "until",
    "up",
    "upon",
    "us",
    "ve",
    "very",
    "was",
    "we",
    "were",
    "what",
    "when",
    "where",
    "which",
    "while",
    "who",
    "whom",
    "whose",
    "why",
    "will",
    "with",
    "would",
    "you",
    "your",
    "yours",
];

#[cfg(test)]
mod tests {
    use super::super::tokens::{Reading, Tokenizer};
    use super::*;
    use proptest::prelude::*;
    use std::io::Write;

    /// Words with every ending that the algorithm rewrites, and its exceptions.
    const WORDS: &str = "hope hoping hoped hopes hopping die dies died dying lie lying tie tying vie vying vied sky skies \
        skis ski skiing skied idly idle gently gentle ugly uglier early earlier only singly single news howe atlas \
        cosmos bias andes inning innings outing canning herring earring evening proceed proceeds exceed succeeded \
        agree agreed agreeing agreement feed freed happy happier happily happiness cry cried cries say says saying \
        by enjoy enjoyed possible possibly possibility able ability ably capable capability capably trouble \
        troubled troubling relate relation relational relations organise organize organization organizer valency \
        valence valencies constancy constant analogy analogies analogous geologist geology create created creating \
        creation creator state stating station sensitive sensitivity sensitiveness hopeful hopefulness hopefully \
        hopeless hopelessly formal formality formalism formalize communicate communication communicative electric \
        electrical electricity rational rationalize rate rating ration national nation control controlling \
        controlled controller universe university universal past paste inter later lateral emerge emergency \
        arsenal arsenic generate general generic commune community negotiate negotiations negotiator militancy \
        militant eye eyes eyeing eying free freer added adding egg egged put putting plying ply plied dyed dye \
        using use used us bus buses gas gases kiwis ties bye yes yelled luxury luxuriate conflate size sized sizing \
        fizz fizzed abolish nobly noble nobility bly humbly humble doubly double doubling ble bl e i ie y";

    fn check(word: &str) {
        let stemmer = Stemmer::english();
        let stem = stemmer.stem(word);
        assert!(
            word.starts_with(stem_prefix(&stem)),
            "{word} has the stem {stem}"
        );
    }

    #[test]
    fn prefixes_hold_for_the_words_above() {
        WORDS.split_whitespace().for_each(check);
    }

    #[test]
    fn prefixes_are_as_long_as_is_safe() {
        let check = |word: &str, expected: &str| {
            assert_eq!(
                stem_prefix(&Stemmer::english().stem(word)),
                expected,
                "{word}"
            );
        };
        check("negotiations", "negoti".strip_suffix('i').unwrap());
        check("verification", "verif");
        check("mechanisms", "mechan");
        check("possibility", "possib");
        check("hoping", "hop");
        check("dying", "d");
        check("news", "news");
        check("skis", "sk");
    }

    #[test]
    fn prefixes_hold_for_the_sample_corpora() {
        let Some(folder) = std::env::var_os("PULLQUOTE_SAMPLES") else {
            return writeln!(
                std::io::stderr(),
                "skipped: PULLQUOTE_SAMPLES names no folder"
            )
            .unwrap();
        };
        let bytes =
            std::fs::read(std::path::Path::new(&folder).join("corpora/reuters.jsonl.zst")).unwrap();
        let text = String::from_utf8(zstd::decode_all(bytes.as_slice()).unwrap())
            .unwrap()
            .replace("\\n", "\n");
        let mut tokenizer = Tokenizer::new(&text, Reading::Split);
        let mut words = std::collections::HashSet::new();
        while tokenizer.advance() {
            if words.insert(tokenizer.token().text.clone()) {
                check(&tokenizer.token().text);
            }
        }
        assert!(words.len() > 10_000);
    }

    #[test]
    fn stop_words_are_sorted_and_known() {
        assert!(STOP_WORDS.is_sorted());
        assert!(
            ["the", "who", "why", "s", "ll", "a", "yours"]
                .into_iter()
                .all(is_stop_word)
        );
        assert!(
            !["ceasefire", "", "he's", "The"]
                .into_iter()
                .any(is_stop_word)
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn prefixes_hold_for_made_up_words(
            root in "[a-z]{0,5}",
            endings in prop::collection::vec(prop::sample::select(&ENDINGS[..]), 0..4),
        ) {
            check(&(root + &endings.concat()));
        }
    }

    /// What the algorithm looks for at a word's end, and letters it looks for before that.
    const ENDINGS: [&str; 62] = [
        "sses", "ied", "ies", "s", "ss", "us", "eed", "eedly", "ed", "edly", "ing", "ingly",
        "ying", "y", "at", "bl", "iz", "tional", "enci", "anci", "ency", "ancy", "ably", "ability",
        "ibility", "ently", "ization", "izer", "ational", "ation", "ator", "alism", "ality",
        "ally", "fulness", "ously", "ousness", "iveness", "ivity", "bly", "ology", "ologist",
        "fully", "lessly", "li", "alize", "icate", "icity", "ical", "ful", "ness", "ative", "al",
        "ance", "ible", "ement", "ion", "e", "l", "ll", "tt", "ie",
    ];
}
