//! Small stories made for one case each.

use std::time::Instant;

use pullquote::error::ErrorKind;
use pullquote::verify::{Place, VerifyOptions, verify};

use super::{dated, found, tell};
use crate::archive::{Archive, Story};

/// Checks quotations on an archive of one article each: its text, the quotation, what is told of it.
fn check_alone(cases: &[(&str, &str, &str)]) {
    let unlike = cases.iter().filter_map(|(text, quotation, told)| {
        let found = found(&Archive::of(&[Story::new("one", *text)]).index(), quotation);
        (tell(&found) != *told).then(|| format!("{quotation}\n  {}\n", tell(&found)))
    });
    let unlike: Vec<String> = unlike.collect();
    assert!(unlike.is_empty(), "\n{}", unlike.join("\n"));
}

#[test]
fn numbers_and_their_signs() {
    check_alone(&[
        (
            "“It goes on for ½ mile to the village,” he said.",
            "2 mile to the village",
            "altered; number ‹2› for ‹½›",
        ),
        (
            "“It goes on for ½ mile to the village,” he said.",
            "It goes on for 1",
            "altered; number ‹1› for ‹½›",
        ),
        (
            "“It grew by 3.5 percent this year,” he said.",
            "It grew by 35 percent this year",
            "altered; number ‹35› for ‹3.5›",
        ),
        (
            "“It grew by 3.5 percent this year,” he said.",
            "It grew by 3,5 percent this year",
            "altered; number ‹,› for ‹.›",
        ),
        (
            "“It took 1,000 men to do it,” he said.",
            "It took 1.000 men to do it",
            "altered; number ‹.› for ‹,›",
        ),
        (
            "“We paid $5 for each of them,” he said.",
            "We paid €5 for each of them",
            "altered; number ‹ €› for ‹ $›",
        ),
        (
            "“We paid $5 for each of them,” he said.",
            "We paid 5 for each of them",
            "altered; number ‹ › for ‹ $›",
        ),
        (
            "“Prices rose 5% in a year,” he said.",
            "Prices rose 5 in a year",
            "altered; number ‹ › for ‹% ›",
        ),
        (
            "“It was −5 degrees at noon,” he said.",
            "It was 5 degrees at noon",
            "altered; number ‹ › for ‹ −›",
        ),
        (
            "“It was −5 degrees at noon,” he said.",
            "It was -5 degrees at noon",
            "typographic",
        ),
        (
            "“It took 10–12 men to do it,” he said.",
            "It took 10-12 men to do it",
            "typographic",
        ),
    ]);
}

/// Checks that none of the quotations is called faithful to the text beside it.
fn none_is_faithful(cases: &[(&str, &str)]) {
    let faithful = cases.iter().filter_map(|(text, quotation)| {
        let found = found(&Archive::of(&[Story::new("one", *text)]).index(), quotation);
        found
            .verdict
            .is_faithful()
            .then(|| format!("{quotation}\n  of {text}\n  {}\n", tell(&found)))
    });
    let faithful: Vec<String> = faithful.collect();
    assert!(faithful.is_empty(), "\n{}", faithful.join("\n"));
}

#[test]
fn a_number_is_not_cut() {
    none_is_faithful(&[
        (
            "“Prices in a year rose 5%,” he said.",
            "Prices in a year rose 5",
        ),
        (
            "“Prices in a year rose 3.5 percent,” he said.",
            "Prices in a year rose 3",
        ),
        (
            "“Prices in a year rose 3.5 percent,” he said.",
            "Prices in a year rose 3.",
        ),
        (
            "“3.5 percent is the rise in prices,” he said.",
            "5 percent is the rise in prices",
        ),
        (
            "“1,000 men are on the border,” he said.",
            "000 men are on the border",
        ),
        (
            "“$5 was the price of each,” he said.",
            "5 was the price of each",
        ),
        (
            "“A cold −5 degrees is what we had,” he said.",
            "5 degrees is what we had",
        ),
    ]);
}

#[test]
fn a_part_of_a_word_does_not_turn_it_round() {
    none_is_faithful(&[
        (
            "“Illegal under the law of the land,” he said.",
            "[L]egal under the law of the land",
        ),
        (
            "“It is impossible to go home,” he said.",
            "It is [p]ossible to go home",
        ),
        (
            "“We are unable to go home,” he said.",
            "We are [a]ble to go home",
        ),
        (
            "“They will not go home tonight,” he said.",
            "They will no[w] go home tonight",
        ),
        (
            "“They cannot go home tonight,” he said.",
            "They can[] go home tonight",
        ),
        (
            "“We lost 500 soldiers in a day,” he said.",
            "We lost [2]00 soldiers in a day",
        ),
        (
            "“We lost 10 soldiers in a day,” he said.",
            "We lost 10[0] soldiers in a day",
        ),
    ]);
}

#[test]
fn rare_signs_and_figures() {
    none_is_faithful(&[
        (
            "“It was –5 degrees at noon,” he said.",
            "It was 5 degrees at noon",
        ),
        (
            "“The change (-5) is too much,” he said.",
            "The change (5) is too much",
        ),
        (
            "“The share is ≤5 in all cases,” he said.",
            "The share is ≥5 in all cases",
        ),
        (
            "“There are 10² ways to do it,” he said.",
            "There are 102 ways to do it",
        ),
        (
            "“It took us 1½ hours to go,” he said.",
            "It took us 11/2 hours to go",
        ),
        (
            "“They won 2-\n1 at home again,” he said.",
            "They won 21 at home again",
        ),
        (
            "“He stands 6' tall in his shoes,” he said.",
            "He stands 6\" tall in his shoes",
        ),
    ]);
}

#[test]
fn two_utterances_are_not_one() {
    none_is_faithful(&[
        (
            "“Do you want this war?”\n\n“No,” she said.",
            "Do you want this war? No",
        ),
        (
            "“We will win.” “We never will,” she said.",
            "We will win. We never will",
        ),
    ]);
}

#[test]
fn what_brackets_and_ellipses_may_not_hide() {
    let far = |words: usize| {
        format!(
            "“We began here with nothing at all {}and we ended there with everything.”",
            "word ".repeat(words)
        )
    };
    let cut = "We began here with nothing at all … and we ended there with everything";
    let words = format!(
        "editorial; ellipsis ‹…› for ‹{}›",
        "word ".repeat(250).trim()
    );
    check_alone(&[
        (
            "“They will not go home tonight,” he said.",
            "They will [surely] go home tonight",
            "altered; bracket ‹[surely]› for ‹not›",
        ),
        (
            "“We lost 23 men in the attack,” he said.",
            "We lost [several] men in the attack",
            "altered; bracket ‹[several]› for ‹23›",
        ),
        (
            "“We say that the one and only man of honour said yes,” he said.",
            "We say that [he] said yes",
            "altered; bracket ‹[he]› for ‹the one and only man of honour›",
        ),
        (&far(250), cut, &words),
        (&far(251), cut, "spliced"),
    ]);
}

#[test]
fn typography_of_the_source() {
    check_alone(&[
        (
            "“We will fight.\n\nAnd we will win,” he said.",
            "We will fight. And we will win",
            "typographic",
        ),
        (
            "“We will fight.\n\n“And we will win,” he said.",
            "We will fight.\n\nAnd we will win",
            "typographic",
        ),
        (
            "“The border saw many at-\ntacks this year,” he said.",
            "The border saw many attacks this year",
            "typographic",
        ),
        (
            "“The border saw cross-\nborder raids this year,” he said.",
            "The border saw cross-border raids this year",
            "typographic",
        ),
        (
            "“The cease\u{ad}fire will hold for now,” he said.",
            "The ceasefire will hold for now",
            "typographic",
        ),
        (
            "“Open ﬁre on the border,” he said.",
            "Open fire on the border",
            "typographic",
        ),
        (
            "“They met at the cafe\u{301} at noon,” he said.",
            "They met at the café at noon",
            "typographic",
        ),
        (
            "“They met at the café at noon,” he said.",
            "They met at the cafe at noon",
            "editorial; accents ‹cafe› for ‹café›",
        ),
        (
            "“The allies in NATO agreed today,” he said.",
            "The allies in Nato agreed today",
            "editorial; case ‹Nato› for ‹NATO›",
        ),
        (
            "“Wait... and then go on,” he said.",
            "Wait… and then go on",
            "typographic",
        ),
        (
            "“Search for this AND that and/or more,” he said.",
            "Search for this AND that and/or more",
            "exact",
        ),
    ]);
}

fn ids(places: &[Place]) -> Vec<&str> {
    places
        .iter()
        .filter_map(|place| place.article.metadata.record_id.as_deref())
        .collect()
}

#[test]
fn who_printed_it_first() {
    let said = "“We will never give in,” he said.";
    let narrated = "They said that we will never give in.";
    let check = |stories: &[Story], elsewhere: usize, first: &str, others: &[&str], more: u64| {
        let index = Archive::of(stories).index();
        let options = VerifyOptions { elsewhere };
        let found = verify(&index, "we will never give in", &options).unwrap();
        let told = (ids(&found.places), ids(&found.elsewhere), found.more);
        assert_eq!(told, (vec![first], others.to_vec(), more));
    };
    let three = [
        dated("c", "2025-03-01", said),
        dated("a", "2025-01-01", said),
        dated("b", "2025-02-01", said),
        dated("unknown", "", said),
    ];
    check(&three, 3, "a", &["b", "c", "unknown"], 0);
    check(&three, 1, "a", &["b"], 2);
    check(&three, 0, "a", &[], 3);
    let many: Vec<Story> = (10..40)
        .map(|day| dated(&day.to_string(), &format!("19{day}-01-01"), said))
        .collect();
    check(&many, 3, "10", &["11", "12", "13"], 26);
    let two = [
        dated("narrated", "2025-01-01", narrated),
        dated("said", "2025-02-01", &said.to_lowercase()),
    ];
    check(&two, 3, "said", &["narrated"], 0);
    let index = Archive::of(&two).index();
    assert!(!found(&index, "we will never give in").not_quoted);
    let three = [
        dated("case", "2025-01-01", "“WE will never give in,” he said."),
        dated(
            "exact",
            "2025-02-01",
            "“And we will never give in,” he said.",
        ),
    ];
    check(&three, 3, "exact", &["case"], 0);
}

#[test]
fn what_cannot_be_checked() {
    let index = Archive::of(&[Story::new("one", "“The talks go on,” he said.")]).index();
    let check = |quotation: &str, expected: Option<ErrorKind>| {
        let started = Instant::now();
        let found = verify(&index, quotation, &VerifyOptions::default());
        let kind = found.err().map(|error| error.kind());
        let start: String = quotation.chars().take(40).collect();
        assert_eq!(kind, expected, "{start}");
        let seconds = started.elapsed().as_secs();
        assert!(seconds < 60, "{start} took {seconds} seconds");
    };
    check("", Some(ErrorKind::QueryEmpty));
    check("  \n", Some(ErrorKind::QueryEmpty));
    check("— “…” ! [ ]", Some(ErrorKind::QueryEmpty));
    check(&"talks ".repeat(2_000), None);
    check(&"talks ".repeat(2_001), Some(ErrorKind::Usage));
    check(&"[".repeat(10_000), Some(ErrorKind::QueryEmpty));
    check(&"[] ".repeat(10_000), Some(ErrorKind::QueryEmpty));
    check(&format!("talks {} go on", "[".repeat(10_000)), None);
    check(&format!("talks {} go on", "[]".repeat(10_000)), None);
    check(
        &format!("talks {} go on", "[x]".repeat(10_000)),
        Some(ErrorKind::Usage),
    );
    check(&format!("talks {} go on", "(…) ".repeat(10_000)), None);
    check(&"talks … ".repeat(500), None);
    check(&"a".repeat(1 << 20), Some(ErrorKind::Usage));
    check(&format!("talks{}", "[".repeat(1 << 20)), None);
    check("the t[al]k[s] go on", None);
    check("[]the[]", None);
}
