//! Where the words of a quotation stand in a body without a single undeclared change.
//!
//! The numbered pieces of a pattern and a body go in; chains come out: for each piece the words of the body that
//! are its own, in order, with no more between two pieces than their gap declares. What is not here: punctuation
//! and letters ([`compare`](super::compare)).

use std::ops::Range;

use super::body::Body;
use super::pattern::{Bracket, Gap, Pattern};
use super::stretches::places;
use super::words::{is_amount, is_negation};

/// The most words that an ellipsis may stand for: what lies further apart was not one utterance.
pub(super) const LONGEST_CUT: usize = 250;

/// The most words that it may stand for beside a piece of one word or two, which stand almost anywhere.
const LONGEST_CUT_BY_TWO: usize = 40;
const LONGEST_CUT_BY_ONE: usize = 12;

/// An ellipsis for no more words than these may not stand for a negation: nobody cuts so little but for that.
const SHORT_CUT: usize = 3;

/// The most words that a bracketed insertion may take the place of.
pub(super) const LONGEST_REPLACED: usize = 6;

/// The most places of one piece that are tried, and the most chains that are given.
const MOST_PLACES: usize = 4_000;
const MOST_CHAINS: usize = 64;

/// For each piece of a pattern its words in the body, in order.
pub(super) type Chain = Vec<Range<usize>>;

/// Finds the chains of a pattern in a body, in the order in which they end.
///
/// `numbers` are those of the words of each piece. Of chains that end at one place the tightest is given.
pub(super) fn chains(pattern: &Pattern, numbers: &[Vec<u32>], body: &Body<'_>) -> Vec<Chain> {
    let Some((first, rest)) = numbers.split_first() else {
        return Vec::new();
    };
    let mut heads: Vec<Chain> = places(first, body)
        .into_iter()
        .take(MOST_PLACES)
        .filter(|place| edge_holds(&pattern.gaps[0], body, place.start.checked_sub(1)))
        .map(|place| vec![place])
        .collect();
    for (place, piece) in rest.iter().enumerate() {
        if heads.is_empty() {
            break;
        }
        let gap = &pattern.gaps[place + 1];
        let farthest = farthest(gap, piece.len().min(numbers[place].len()));
        heads = continued(&heads, places(piece, body), gap, farthest, body);
    }
    let last = &pattern.gaps[numbers.len()];
    heads.retain(|chain| {
        let end = chain.last().map_or(0, |place| place.end);
        edge_holds(last, body, Some(end))
    });
    heads.truncate(MOST_CHAINS);
    heads
}

/// Continues each place by the chain that ends nearest before it.
fn continued(
    heads: &[Chain],
    places: Vec<Range<usize>>,
    gap: &Gap,
    farthest: usize,
    body: &Body<'_>,
) -> Vec<Chain> {
    let mut chains = Vec::new();
    for place in places.into_iter().take(MOST_PLACES) {
        let ends = heads.partition_point(|head| end(head) <= place.start);
        let near = heads[..ends]
            .iter()
            .rev()
            .take_while(|head| place.start - end(head) <= farthest);
        // Chains end in order, so the first that may be continued leaves the least between.
        let head = near
            .filter(|head| may_lie_between(gap, body, end(head)..place.start))
            .max_by_key(|head| head[0].start);
        chains.extend(head.map(|head| {
            let mut chain = head.clone();
            chain.push(place);
            chain
        }));
    }
    chains
}

fn end(chain: &Chain) -> usize {
    chain.last().map_or(0, |place| place.end)
}

/// Returns the most words that a gap stands for, between pieces of which the shorter has `length` words.
fn farthest(gap: &Gap, length: usize) -> usize {
    let cut = match (gap.ellipsis, length) {
        (false, _) => 0,
        (true, 1) => LONGEST_CUT_BY_ONE,
        (true, 2) => LONGEST_CUT_BY_TWO,
        (true, _) => LONGEST_CUT,
    };
    let replaced = gap.bracket.as_ref().map_or(0, |_| LONGEST_REPLACED);
    cut + replaced
}

/// Tells whether a gap may stand for those words of the body; how many there are at most is told before.
fn may_lie_between(gap: &Gap, body: &Body<'_>, between: Range<usize>) -> bool {
    let words: Vec<String> = match (&gap.bracket, between.len()) {
        (None, length) if length > SHORT_CUT => return true,
        _ => between.map(|place| body.folded(place)).collect(),
    };
    match &gap.bracket {
        None => !words.iter().any(|word| is_negation(word)),
        Some(Bracket {
            kept: Some(kept), ..
        }) => (gap.ellipsis || words.len() == 1) && words.iter().any(|word| kept.may_be(word)),
        Some(bracket) if gap.ellipsis => {
            let weighty = bracket.words.iter().filter(|word| has_weight(word));
            weighty.into_iter().all(|word| words.contains(word))
        }
        Some(bracket) => words.len() <= longest_replaced(bracket) && !hides(bracket, &words),
    }
}

/// `[sic]` takes the place of nothing.
fn longest_replaced(bracket: &Bracket) -> usize {
    if bracket.words.is_empty() {
        0
    } else {
        LONGEST_REPLACED
    }
}

/// Tells whether a bracket takes away or puts in a negation or an amount: more than a clarification.
fn hides(bracket: &Bracket, words: &[String]) -> bool {
    let theirs = words.iter().filter(|word| has_weight(word));
    !bracket
        .words
        .iter()
        .filter(|word| has_weight(word))
        .eq(theirs)
}

fn has_weight(word: &str) -> bool {
    is_negation(word) || is_amount(word)
}

/// Tells whether a part of a word, declared before the first piece or after the last, is there.
fn edge_holds(gap: &Gap, body: &Body<'_>, place: Option<usize>) -> bool {
    match &gap.bracket {
        Some(Bracket {
            kept: Some(kept), ..
        }) => place
            .filter(|place| *place < body.length())
            .is_some_and(|place| kept.may_be(&body.folded(place))),
        Some(bracket) => !hides(bracket, &[]),
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::super::body::Vocabulary;
    use super::*;
    use crate::text::Reading;

    fn check(quotation: &str, source: &str, expected: &[&str]) {
        let pattern = Pattern::declared(quotation, Reading::Split)
            .or_else(|| Pattern::literal(quotation, Reading::Split))
            .unwrap();
        let mut vocabulary = Vocabulary::default();
        let numbers = vocabulary.numbers_of(&pattern);
        let body = &Body::readings(source, &vocabulary)[0];
        let found: Vec<&str> = chains(&pattern, &numbers, body)
            .iter()
            .map(|chain| &source[body.bytes(chain[0].start..chain[chain.len() - 1].end)])
            .collect();
        assert_eq!(found, expected, "{quotation} in {source}");
    }

    #[test]
    fn words_without_a_break() {
        check(
            "the peace",
            "The peace, “the\npeace”",
            &["The peace", "the\npeace"],
        );
        check("the peace", "the lasting peace", &[]);
        check("peace", "", &[]);
    }

    #[test]
    fn an_ellipsis_stands_for_some_words() {
        check(
            "we will … fight",
            "we will not stop. We will fight",
            &["We will fight"],
        );
        check("we … fight", "we all must fight", &["we all must fight"]);
        check(
            "a a a … b b b",
            &format!("a a a {} b b b", "x ".repeat(LONGEST_CUT)),
            &[&format!("a a a {} b b b", "x ".repeat(LONGEST_CUT))],
        );
        check(
            "a a a … b b b",
            &format!("a a a {} b b b", "x ".repeat(LONGEST_CUT + 1)),
            &[],
        );
        check("fight … we", "we all must fight", &[]);
        check("is … open to us", "is not open to us", &[]);
        let far = |words| format!("we {} fight on", "x ".repeat(words));
        check(
            "we … fight on",
            &far(LONGEST_CUT_BY_ONE),
            &[far(LONGEST_CUT_BY_ONE).as_str()],
        );
        check("we … fight on", &far(LONGEST_CUT_BY_ONE + 1), &[]);
    }

    #[test]
    fn a_bracket_stands_for_a_few_words() {
        check(
            "that [Dar] said",
            "that the minister said",
            &["that the minister said"],
        );
        check("that [Dar] said", "that said", &["that said"]);
        check(
            "that [Dar] said",
            "that one two three four five six seven said",
            &[],
        );
        check("they will [surely] go", "they will not go", &[]);
        check("they will [never] go", "they will not go", &[]);
        check(
            "they will [not] go",
            "they will not go",
            &["they will not go"],
        );
        check("they will [not] go", "they will go", &[]);
        check("some [12] men", "some twenty men", &[]);
        check("we … destroy[ed] it", "we visit it", &[]);
        check("[Not] we fight", "we fight", &[]);
        check("an advise [sic] of", "an advise of", &["an advise of"]);
        check("an advise [sic] of", "an advise out of", &[]);
        check(
            "[T]he men agree[d] to",
            "while the men agreeing to",
            &["men agreeing to"],
        );
        check("[T]he men agree", "while these men agree", &[]);
    }
}
