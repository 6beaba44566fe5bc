//! The query language as rows: what is typed, and the tree that comes of it.

use super::fault_tests::rendered;
use super::*;
use crate::article::NameField;
use crate::error::ErrorKind;

/// Text and the tree it gives, as it is displayed.
const TREES: &[(&str, &str)] = &[
    // Words and phrases.
    ("ceasefire", "ceasefire"),
    ("  verification   mechanism ", "verification mechanism"),
    ("cross-border", "cross-border"),
    (
        "don't O’Brien U.S. AT&T 50% $5m",
        "don't O’Brien U.S. AT&T 50% $5m",
    ),
    ("a\u{a0}b\nc\td", "a b c d"),
    ("and or not", "and or not"),
    ("And Or Not ANDY", "And Or Not ANDY"),
    ("a && b || c !d", "a && b || c !d"),
    ("what? really?!", "what? really?!"),
    ("'tis the '90s", "'tis the '90s"),
    ("C++ Google+ ~5 x^y a~b", "C++ Google+ ~5 x^y a~b"),
    ("24/7 9/11 w/o and/or /etc", "24/7 9/11 w/o and/or /etc"),
    (
        "10:30 Reuters: update: UN:x covid-19:x",
        "10:30 Reuters: update: UN:x covid-19:x",
    ),
    (
        "https://a.example/b?c=d&e=~1 std::fs :x",
        "https://a.example/b?c=d&e=~1 std::fs :x",
    ),
    ("\"verification mechanism\"", "\"verification mechanism\""),
    ("“verification mechanism”", "\"verification mechanism\""),
    (
        "“closed by a straight mark\" x",
        "\"closed by a straight mark\" x",
    ),
    (
        "„Deutsch“ „Polski” ”Svenska” ‟x”",
        "\"Deutsch\" \"Polski\" \"Svenska\" \"x\"",
    ),
    (
        "«français» »dansk« »suomi» ″prime″",
        "\"français\" \"dansk\" \"suomi\" \"prime\"",
    ),
    (
        "\"he said “no” (AND NOT) title:x -y*\"",
        "\"he said “no” (AND NOT) title:x -y*\"",
    ),
    (r#""say \"no\" \\ C:\dir""#, r#""say \"no\" \\ C:\\dir""#),
    (r"“a\”b”", "\"a”b\""),
    ("\" spaced  out \"", "\" spaced  out \""),
    ("rock\"n\"roll", "rock \"n\" roll"),
    ("\"tax cuts\"~3 “a b”~0", "\"tax cuts\"~3 \"a b\""),
    ("econom* cross-bord* 20*", "econom* cross-bord* 20*"),
    // Signs.
    ("+a", "+a"),
    ("+a b -c", "+a b -c"),
    ("NOT a b", "-a b"),
    ("a NOT b", "a -b"),
    ("a NOT (b c)", "a -(b c)"),
    (
        "a -\"b c\" -(d OR e) +title:f -g*",
        "a -\"b c\" -(d OR e) +title:f -g*",
    ),
    ("a - b -- c + d -", "a b c d"),
    ("a -5 b-5 5-", "a -5 b-5 5-"),
    ("a –b", "a –b"),
    ("(-a b)", "-a b"),
    ("NOT - a b", "-a b"),
    // Operators and groups.
    ("a AND b", "a AND b"),
    ("a AND b AND c", "a AND b AND c"),
    ("a OR b OR c", "a OR b OR c"),
    ("a b AND c", "a AND b AND c"),
    ("x AND (y OR z) NOT m", "x AND (y OR z) AND NOT m"),
    (
        "ceasefire AND (Istanbul OR Doha) NOT Moscow",
        "ceasefire AND (Istanbul OR Doha) AND NOT Moscow",
    ),
    ("NOT a AND b", "NOT a AND b"),
    ("a AND NOT b", "a AND NOT b"),
    ("a AND -b", "a AND NOT b"),
    ("+a AND +b", "a AND b"),
    ("a AND NOT (b OR c)", "a AND NOT (b OR c)"),
    ("((a))", "a"),
    ("((a b))", "a b"),
    ("(a b) c", "(a b) c"),
    ("(a AND b) AND c", "(a AND b) AND c"),
    ("(a AND b) OR c", "(a AND b) OR c"),
    ("(+a) AND b", "(+a) AND b"),
    ("(a)(b)", "a b"),
    ("member(s)", "member s"),
    ("a AND(b OR c)", "a AND (b OR c)"),
    ("\"a\"OR\"b\"", "\"a\" OR \"b\""),
    ("( a OR ( b AND c ) )", "a OR (b AND c)"),
    // Fields.
    ("title:taxes", "title:taxes"),
    ("body:x author:y section:z", "body:x author:y section:z"),
    (
        "outlet:\"Dunya News\" ceasefire",
        "outlet:\"Dunya News\" ceasefire",
    ),
    (
        "place:(Kabul OR \"New York\") language:en*",
        "place:(Kabul OR \"New York\") language:en*",
    ),
    ("title:(+a b -c)", "title:(+a b -c)"),
    ("title:(a)", "title:a"),
    ("title:“tax cuts”~2", "title:\"tax cuts\"~2"),
    ("title:10:30", "title:10:30"),
    ("title:([sic])", "title:([sic])"),
    ("title:(:x) title:(//y*)", "title:(:x) title:(//y*)"),
    ("(title:a)", "title:a"),
    // Dates.
    ("date:2025", "date:2025"),
    ("date:2025-10 x", "date:2025-10 x"),
    ("x AND date:2025-10-31", "x AND date:2025-10-31"),
    (
        "date:[2025-10-01 TO 2025-11-01]",
        "date:[2025-10-01 TO 2025-11-01]",
    ),
    ("date:[2025 TO 2025-10]", "date:[2025-01-01 TO 2025-10-31]"),
    ("date:[2024-02 TO 2024-02]", "date:2024-02"),
    ("date:[2025-01 TO 2025-12]", "date:2025"),
    ("date:[ *  TO 2025-02 ]", "date:<=2025-02-28"),
    ("date:[2025 TO *]", "date:>=2025-01-01"),
    ("date:[* TO *]", "date:[* TO *]"),
    ("date:>=2025-10-01", "date:>=2025-10-01"),
    ("date:>2025-10", "date:>=2025-11-01"),
    ("date:<2025-10", "date:<=2025-09-30"),
    ("date:<=2025", "date:<=2025-12-31"),
    ("date:0001", "date:0001"),
    ("x -date:2025-10", "x -date:2025-10"),
    (
        "date:2025-10 OR date:2025-12",
        "date:2025-10 OR date:2025-12",
    ),
];

#[test]
fn text_becomes_a_tree() {
    for (text, expected) in TREES {
        let query = parse(text).unwrap_or_else(|error| panic!("{}", rendered(&error)));
        assert_eq!(query.to_string(), *expected, "{text}");
        assert_eq!(parse(expected).expect("was displayed"), query, "{text}");
    }
}

#[test]
fn the_shape_is_the_one_meant() {
    let open = |query| Clause {
        demand: Demand::Open,
        query,
    };
    let outlet = Query::In {
        field: Field::Name(NameField::Outlet),
        query: Box::new(word("c")),
    };
    for (text, expected) in [
        ("a", word("a")),
        ("a b", Query::Side(vec![open(word("a")), open(word("b"))])),
        (
            "+a",
            Query::Side(vec![Clause {
                demand: Demand::Must,
                query: word("a"),
            }]),
        ),
        (
            "a NOT b",
            Query::Side(vec![
                open(word("a")),
                Clause {
                    demand: Demand::MustNot,
                    query: word("b"),
                },
            ]),
        ),
        (
            "a AND NOT b",
            Query::And(vec![word("a"), Query::Not(Box::new(word("b")))]),
        ),
        ("a OR outlet:c", Query::Or(vec![word("a"), outlet])),
        (
            "\"a b\"~2",
            Query::Phrase {
                text: "a b".into(),
                slop: 2,
            },
        ),
        ("a*", Query::Prefix("a".into())),
        (
            "date:2025",
            Query::Date(DateRange::parse("2025").expect("a year")),
        ),
    ] {
        assert_eq!(parse(text).expect(text), expected, "{text}");
    }
}

#[test]
fn bare_words_are_told_from_other_queries() {
    for (text, expected) in [
        ("a", Some(vec!["a"])),
        ("a b-c d", Some(vec!["a", "b-c", "d"])),
        ("\"a b\"", None),
        ("a +b", None),
        ("a \"b\"", None),
        ("a b*", None),
        ("a AND b", None),
        ("(a b) c", None),
        ("title:a", None),
    ] {
        assert_eq!(parse(text).expect(text).bare_words(), expected, "{text}");
    }
}

#[test]
fn a_literal_has_no_operators() {
    for text in ["tax AND (cuts", "  \"a\" -b* ", "title:x\\"] {
        assert_eq!(
            literal(text).expect(text),
            Query::Phrase {
                text: text.into(),
                slop: 0
            }
        );
    }
    assert_eq!(
        literal(" \n").expect_err("is blank").kind(),
        ErrorKind::QueryEmpty
    );
    assert_eq!(
        literal(&"a".repeat(MAX_BYTES + 1))
            .expect_err("is long")
            .kind(),
        ErrorKind::QuerySyntax
    );
}

#[test]
fn limits_are_met_exactly() {
    let nested = |depth: usize| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
    let words = |count: usize| "a ".repeat(count);
    for (name, within, beyond) in [
        ("depth", nested(MAX_DEPTH), nested(MAX_DEPTH + 1)),
        ("clauses", words(MAX_CLAUSES), words(MAX_CLAUSES + 1)),
        ("bytes", "a".repeat(MAX_BYTES), "a".repeat(MAX_BYTES + 1)),
        (
            "slop",
            format!("\"a b\"~{}", u32::MAX),
            format!("\"a b\"~{}", u64::from(u32::MAX) + 1),
        ),
    ] {
        assert!(parse(&within).is_ok(), "{name}");
        assert_eq!(
            parse(&beyond).expect_err(name).kind(),
            ErrorKind::QuerySyntax,
            "{name}"
        );
    }
    let beyond = parse(&nested(MAX_DEPTH + 1)).expect_err("is too deep");
    assert_eq!(
        beyond.fault().expect("has a place").span,
        MAX_DEPTH..MAX_DEPTH + 1
    );
    let beyond = parse(&words(MAX_CLAUSES + 1)).expect_err("has too many");
    assert_eq!(
        beyond.fault().expect("has a place").span,
        2 * MAX_CLAUSES..2 * MAX_CLAUSES + 1
    );
}

#[test]
fn a_blank_query_is_empty() {
    for text in ["", "  ", "\u{3000}\n", "-", " - + -- "] {
        let error = parse(text).expect_err(text);
        assert_eq!(error.kind(), ErrorKind::QueryEmpty);
        assert_eq!(
            rendered(&error),
            "error: the query is empty\nhint: write at least one word, or a phrase between quotation marks"
        );
    }
}

#[test]
fn nothing_in_free_text_is_an_operator() {
    for (text, words) in [
        ("peace", &["peace"][..]),
        (" NOT\n-now ", &["NOT", "-now"]),
        (
            "(a OR\u{3000}title:b* \"c d\"~2 AND +",
            &["(a", "OR", "title:b*", "\"c", "d\"~2", "AND", "+"],
        ),
        ("???", &["???"]),
    ] {
        let query = free_text(text).expect(text);
        assert_eq!(query.bare_words().expect(text), words);
    }
    assert_eq!(free_text("peace").ok(), Some(word("peace")));
    assert_eq!(free_text("peace talks").ok(), parse("peace talks").ok());
}

#[test]
fn free_text_has_words_and_not_too_many() {
    for (text, kind) in [
        (String::new(), ErrorKind::QueryEmpty),
        (" \n\u{3000}".to_owned(), ErrorKind::QueryEmpty),
        ("a ".repeat(MAX_CLAUSES + 1), ErrorKind::QuerySyntax),
        ("a".repeat(MAX_BYTES + 1), ErrorKind::QuerySyntax),
    ] {
        assert_eq!(free_text(&text).expect_err("is refused").kind(), kind);
    }
    assert!(free_text(&"a ".repeat(MAX_CLAUSES)).is_ok());
}

fn word(text: &str) -> Query {
    Query::Word(text.to_owned())
}
