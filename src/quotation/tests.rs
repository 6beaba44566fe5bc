//! What is expected of the quotations in a draft.

use std::path::Path;

use super::*;

fn texts(draft: &str, format: DraftFormat) -> Vec<String> {
    let found = quotations(draft, format);
    found
        .quotations
        .into_iter()
        .map(|quotation| quotation.text)
        .collect()
}

fn check(draft: &str, expected: &[&str]) {
    assert_eq!(texts(draft, DraftFormat::Text), expected, "{draft}");
}

fn check_markdown(draft: &str, expected: &[&str]) {
    assert_eq!(texts(draft, DraftFormat::Markdown), expected, "{draft}");
}

fn check_html(draft: &str, expected: &[&str]) {
    assert_eq!(texts(draft, DraftFormat::Html), expected, "{draft}");
}

#[test]
fn every_kind_of_mark_pairs() {
    for draft in [
        "He said “all is well here” again.",
        "He said \"all is well here\" again.",
        "He said ‘all is well here’ again.",
        "He said 'all is well here' again.",
        "He said ''all is well here'' again.",
        "He said ``all is well here'' again.",
        "He said ‘‘all is well here’’ again.",
        "Er sagte „all is well here“ dazu.",
        "Er sagte »all is well here« dazu.",
        "Er sagte ‚all is well here‘ dazu.",
        "Han sa ”all is well here” igen.",
        "Hän sanoi »all is well here» taas.",
        "Powiedział „all is well here” znowu.",
        "Il a dit « all is well here » encore.",
        "Il a dit «\u{a0}all is well here\u{a0}» encore.",
        "Il a dit ‹all is well here› encore.",
        "他说「all is well here」。",
        "他说『all is well here』。",
        "他说“all is well here”。",
        "He said \"all is well here” again.",
        "He said “all is well here\" again.",
        "(\"all is well here\")",
        "He said—\"all is well here\"—again.",
        "*\"all is well here\"*",
    ] {
        check(draft, &["all is well here"]);
    }
}

#[test]
fn apostrophes_are_not_marks() {
    for draft in [
        "’Tis the season, and they don't mind it, nor do the players’ wives.",
        "In the ’90s, and the '80s too, it was rock ’n’ roll, or rock 'n' roll.",
        "Give 'em hell. The players' union and the owners' union agreed.",
        "The U.S.'s role and James's house.",
        "He is 6'2\" tall, or 5 ft 6\", and the record was a 12\" one at 33' and 5'30\".",
        "It stands at 40°26'46\" N.",
        "Read more »",
        "It's ’cause of them, ’round here.",
        "",
        "No marks at all.",
    ] {
        check(draft, &[]);
    }
}

#[test]
fn apostrophes_do_not_end_single_quotations() {
    check(
        "'I don't know the players' union,' he said, 'but it's theirs.'",
        &["I don't know the players' union,", "but it's theirs."],
    );
    check(
        "‘We’re in the ’90s and the boys’ school won’t mind,’ she said.",
        &["We’re in the ’90s and the boys’ school won’t mind,"],
    );
    check(
        "'He said \"no\" to it,' she wrote.",
        &["He said \"no\" to it,"],
    );
    check(
        "'Rock 'n' roll is dead,' he said.",
        &["Rock 'n' roll is dead,"],
    );
    check("The so-called 'players' are at John's place.", &["players"]);
}

#[test]
fn lengths_do_not_end_quotations() {
    check(
        "\"He is 6'2\" tall,\" she said. \"And 5 feet 6\" is not.\"",
        &["He is 6'2\" tall,", "And 5 feet 6\" is not."],
    );
    check(
        "\"I bought a 12\" record,\" he said.",
        &["I bought a 12\" record,"],
    );
    check("\"It was in 2024\" was all.", &["It was in 2024"]);
}

#[test]
fn nested_quotations_stay_in_the_outer_one() {
    fn check(draft: &str, outer: &str, nested: &[&str]) {
        let found = quotations(draft, DraftFormat::Text);
        let [quotation] = &found.quotations[..] else {
            panic!("{draft}: {found:?}");
        };
        assert_eq!(quotation.text, outer);
        let inner: Vec<&str> = quotation
            .nested
            .iter()
            .map(|range| &quotation.text[range.clone()])
            .collect();
        assert_eq!(inner, nested);
    }
    check(
        "“He told me ‘no, never’ and left.”",
        "He told me ‘no, never’ and left.",
        &["‘no, never’"],
    );
    check("\"'No,' he said.\"", "'No,' he said.", &["'No,'"]);
    check(
        "“He said, ‘I won’t.’”",
        "He said, ‘I won’t.’",
        &["‘I won’t.’"],
    );
    check(
        "\"I asked \"why\" of him\"",
        "I asked \"why\" of him",
        &["\"why\""],
    );
    check("« Il a dit “non” hier »", "Il a dit “non” hier", &["“non”"]);
    check(
        "„Er sagte ‚nein‘ dazu“",
        "Er sagte ‚nein‘ dazu",
        &["‚nein‘"],
    );
    check(
        "“One ‘a’\n\n“Two ‘b’”",
        "One ‘a’\n\nTwo ‘b’",
        &["‘a’", "‘b’"],
    );
}

#[test]
fn a_quotation_runs_over_paragraphs_that_open_it_again() {
    check(
        "“One.\n\n“Two.\n\n“Three,” he said. “Four.”",
        &["One.\n\nTwo.\n\nThree,", "Four."],
    );
    check("\"One.\n\n\"Two.\"\n\nNo more.", &["One.\n\nTwo."]);
    check("« Un.\n\n» Deux. »", &["Un.\n\nDeux."]);
    check("„Eins.\n\n„Zwei.“", &["Eins.\n\nZwei."]);
}

#[test]
fn marks_without_a_fellow_cost_their_paragraph_only() {
    fn check(draft: &str, expected: &[&str], unpaired: &[(usize, usize)]) {
        let found = quotations(draft, DraftFormat::Text);
        let texts: Vec<&str> = found
            .quotations
            .iter()
            .map(|quotation| quotation.text.as_str())
            .collect();
        assert_eq!(texts, expected, "{draft}");
        let places: Vec<(usize, usize)> = found
            .unpaired
            .iter()
            .map(|mark| (mark.line, mark.column))
            .collect();
        assert_eq!(places, unpaired, "{draft}");
    }
    check(
        "She said “never.\n\nThen “all is well” came.",
        &["all is well"],
        &[(1, 10)],
    );
    check(
        "Never,” she said.\n\nThen “all is well” came.",
        &["all is well"],
        &[(1, 7)],
    );
    check("“One. “Two,” he said.", &["Two,"], &[(1, 1)]);
    check("“One,” he said. Two.”", &["One,"], &[(1, 21)]);
    check(
        "“One.\n\n“Two.\n\nThree.\n\n“Four.”",
        &["Four."],
        &[(1, 1), (3, 1)],
    );
}

#[test]
fn the_marks_of_one_paragraph_may_be_mixed() {
    check(
        "\"The entire nation,” Asif said. “The only \"way\" out.”",
        &["The entire nation,", "The only \"way\" out."],
    );
}

#[test]
fn slips_of_the_keyboard_still_pair() {
    check("“All is well,’’ he said.", &["All is well,"]);
    check("\"All is well,'' he said.", &["All is well,"]);
    check("“He said ‘no’’", &["no"]);
    check("“He said ‘no.’ “ And so on.", &["He said ‘no.’"]);
    check("Sinninger, 6’2”, Wright, 6’0”, both “tall” men.", &["tall"]);
}

#[test]
fn markdown_is_read_for_its_words() {
    check_markdown("Say `\"a\"` and \"run `\"b\"` now\".", &["run \"b\" now"]);
    check_markdown(
        "```\n\"code\"\n```\n\n    \"more code\"\n\n\"words\"",
        &["words"],
    );
    check_markdown(
        "\"the *very* [end](http://x.org/\"a\") of it\"",
        &["the very end of it"],
    );
    check_markdown(
        "[a](http://x.org \"title\") <!-- \"no\" --> ![\"alt\"](x.png)",
        &[],
    );
    check_markdown(
        "<!--\n\"no\"\n-->\n\n<div title=\"no\">“yes”</div>",
        &["yes"],
    );
    check_markdown("---\ntitle: \"no\"\n---\n\n\"yes\"", &["yes"]);
    check_markdown("He \\\"said\\\" &ldquo;all&rdquo;", &["said", "all"]);
    check_markdown("- \"one\n- two\"\n", &[]);
    check_markdown("\"wrapped\nhere\"", &["wrapped\nhere"]);
}

#[test]
fn block_quotes_are_quotations() {
    check_markdown(
        "He said:\n\n> One \"two\" three.\n>\n> Four.\n\nEnd.",
        &["One \"two\" three.\n\nFour."],
    );
    check_markdown("> One two.\n>\n> — A Name, *Paper*", &["One two."]);
    check_markdown("> “One two.” — A Name", &["One two."]);
    check_markdown("> one\n\ntext\n\n> two", &["one", "two"]);
    check_html(
        "<blockquote><p>One</p><p>Two</p><footer>“A” Name</footer></blockquote>",
        &["One\n\nTwo", "A"],
    );
}

#[test]
fn html_is_read_for_its_words() {
    check_html(
        "<p title=\"no > no\">He said &ldquo;all &amp; more&#8221; <q>and so</q>.</p>",
        &["all & more", "and so"],
    );
    check_html(
        "<script>\"no\"</script><!-- \"no\" --><style>\"no\"</style>\"<b>yes</b>\nit  is\"",
        &["yes it is"],
    );
    check_html("<code>\"no\"</code><p>\"one<p>two\"", &[]);
    check_html("a < b \"and\" c & d", &["and"]);
    check_html("<p>“One<p>“Two”", &["One\n\nTwo"]);
}

#[test]
fn places_are_those_of_the_draft() {
    fn check(draft: &str, format: DraftFormat, line: usize, column: usize, with_marks: &str) {
        let found = quotations(draft, format);
        let last = found.quotations.last().expect("the draft has a quotation");
        assert_eq!((last.line, last.column), (line, column), "{draft}");
        assert_eq!(&draft[last.bytes.clone()], with_marks);
    }
    check("é “a b”\nü ö “c d”", DraftFormat::Text, 2, 5, "“c d”");
    check(
        "# é\n\nThe *x* \"a *b* c\".",
        DraftFormat::Markdown,
        3,
        9,
        "\"a *b* c\"",
    );
    check(
        "é\n\n> one\n> two",
        DraftFormat::Markdown,
        3,
        3,
        "one\n> two",
    );
    check(
        "<p>\n é &ldquo;a <b>c</b>&rdquo;",
        DraftFormat::Html,
        2,
        4,
        "&ldquo;a <b>c</b>&rdquo;",
    );
    check("<p>a <q>b</q></p>", DraftFormat::Html, 1, 6, "<q>b</q>");
}

#[test]
fn halves_of_an_utterance_are_told() {
    fn check(draft: &str, expected: &[Option<usize>]) {
        let found = quotations(draft, DraftFormat::Text).quotations;
        let continues: Vec<Option<usize>> =
            found.iter().map(|quotation| quotation.continues).collect();
        assert_eq!(continues, expected, "{draft}");
    }
    check(
        "“We will,” he said, “not go.” “No.”",
        &[None, Some(0), None],
    );
    check(
        "\"We will,\" said Mr. Khan of the ministry, \"not go.\"",
        &[None, Some(0)],
    );
    check("‘We will’, he said, ‘not go.’", &[None, Some(0)]);
    check("They call it “home” and “office” alike.", &[None, None]);
    check("“We will.” She said: “Not go.”", &[None, None]);
    check("“We will,” he said,\n\n“Not go.”", &[None, None]);
}

#[test]
fn surroundings_are_narration() {
    let long = "x".repeat(100);
    let draft = format!("{long} “a” he said “b” ü");
    let found = quotations(&draft, DraftFormat::Text).quotations;
    assert_eq!(found[0].before, format!("{} ", "x".repeat(79)));
    assert_eq!(
        (found[0].after.as_str(), found[1].before.as_str()),
        (" he said ", " he said ")
    );
    assert_eq!(found[1].after, " ü");
}

#[test]
fn short_quotations_are_told() {
    for (text, expected) in [
        ("", true),
        ("in connivance", true),
        ("a b c d e f", true),
        ("a — b c d ef", false),
        ("blah — blah —", true),
        ("under all circumstances", false),
    ] {
        assert_eq!(is_too_short(text), expected, "{text}");
    }
}

#[test]
fn formats_are_told_from_names() {
    for (name, format) in [
        ("draft.md", DraftFormat::Markdown),
        ("a.b/DRAFT.HTM", DraftFormat::Html),
        ("draft.txt", DraftFormat::Text),
        ("draft", DraftFormat::Text),
    ] {
        assert_eq!(DraftFormat::of_file_name(name), format, "{name}");
    }
}

#[test]
fn quoted_words_of_a_body_are_told_from_narration() {
    fn check(body: &str, expected: &[&str]) {
        let ranges = quoted_ranges(body);
        let words: Vec<&str> = ranges.into_iter().map(|range| &body[range]).collect();
        assert_eq!(words, expected, "{body}");
    }
    check("He said “one ‘two’” and 'three'.", &["one ‘two’", "three"]);
    check("“One.\n\n“Two.”\n\nNo.", &["One.", "Two."]);
    check("He said “one.\n\nNo. “Two.”", &["“one.", "Two."]);
}

/// The quotations in the seeds, counted by hand.
#[test]
fn the_seeds_have_as_many_quotations_as_a_reader_counts() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let expected = [
        ("000_", 4),
        ("001_", 6),
        ("002_", 8),
        ("003_", 10),
        ("004_", 10),
    ];
    let mut seen = 0;
    for file in std::fs::read_dir(seeds).expect("the seeds are part of the tree") {
        let path = file.expect("the folder can be read").path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let Some((_, count)) = expected.iter().find(|(start, _)| name.starts_with(start)) else {
            continue;
        };
        let body = std::fs::read_to_string(&path).expect("a seed is text");
        let found = quotations(&body, DraftFormat::Text);
        assert_eq!(found.quotations.len(), *count, "{name}: {found:#?}");
        assert_eq!(found.unpaired, [], "{name}");
        seen += 1;
    }
    assert_eq!(seen, expected.len());
}
