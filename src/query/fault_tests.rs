//! The errors of the query language as rows: what is typed, what stands under it, and the hint.
//!
//! Also here: that the reference, `docs/query_syntax.md`, tells the truth about queries and errors.

use crate::error::{Error, ErrorKind};
use crate::query::parse;

/// What does not parse. Three lines each: the query, the carets with the label, the hint.
const SYNTAX: &str = r#"
tax AND (cuts
        ^ this parenthesis is never closed
to search for the words as they stand, quote them: "tax AND (cuts"

a) b
 ^ this parenthesis was never opened
to search for the words as they stand, quote them: "a) b"

"tax cuts
^ this phrase is never closed
add the closing mark `"` after the last word, or leave this one out

„tax cuts"" x
          ^ this phrase is never closed
add the closing mark `"` after the last word, or leave this one out

a 5″ gun
   ^ this phrase is never closed
add the closing mark `″` after the last word, or leave this one out

AND a
^^^ nothing to look for stands before this `AND`
to search for the word, write it in lower case or quote it: "AND"

a OR
  ^^ nothing to look for stands after this `OR`
to search for the word, write it in lower case or quote it: "OR"

a AND OR b
  ^^^ nothing to look for stands after this `AND`
to search for the word, write it in lower case or quote it: "AND"

(a AND) b
   ^^^ nothing to look for stands after this `AND`
to search for the word, write it in lower case or quote it: "AND"

a NOT
  ^^^ nothing to look for stands after this `NOT`
to search for the word, write it in lower case or quote it: "NOT"

NOT
^^^ nothing to look for stands after this `NOT`
to search for the word, write it in lower case or quote it: "NOT"

+AND b
^ nothing to look for stands after this `+`
write a word there, or leave `+` out

a -OR b
  ^ nothing to look for stands after this `-`
write a word there, or leave `-` out

NOT x
^^^^^ this only says what must not match
add what must match beside it: word NOT x

-x
^^ this only says what must not match
add what must match beside it: word -x; to search for it as it stands, quote it: "-x"

a OR NOT b
     ^^^^^ this side of `OR` only says what must not match
add what must match beside it: (word NOT b)

x AND (NOT y)
       ^^^^^ this only says what must not match
add what must match beside it, or write `NOT` before the parenthesis instead

NOT a AND NOT b
^^^^^^^^^^^^^^^ this only says what must not match
add what must match beside it: word NOT a AND NOT b

+a OR b
^ `+` has no meaning beside `OR`
leave the `+` out

NOT NOT a
^^^^^^^ only one of `NOT`, `-` and `+` can stand before a part
leave the others out

a --b
  ^^ only one of `NOT`, `-` and `+` can stand before a part
leave the others out; to search for it as it stands, quote it: "--b"

NOT -a b
^^^^^ only one of `NOT`, `-` and `+` can stand before a part
leave the others out

a AND b OR c
        ^^ `OR` beside `AND` can be read in two ways
write `(a AND b) OR c` or `a AND (b OR c)`

a OR b AND c OR d
  ^^ `OR` beside `AND` can be read in two ways
write `a OR (b AND c) OR d` or `(a OR b) AND (c OR d)`

a AND NOT b OR c
            ^^ `OR` beside `AND` can be read in two ways
write `(a AND NOT b) OR c` or `a AND NOT (b OR c)`

a b OR c
    ^^ `OR` beside words without an operator can be read in two ways
write `(a b) OR c` or `a (b OR c)`

a OR b NOT c
  ^^ `OR` beside words without an operator can be read in two ways
write `a OR (b NOT c)` or `(a OR b) NOT c`

a OR b AND NOT c
  ^^ `OR` beside `AND` can be read in two ways
write `a OR (b AND NOT c)` or `(a OR b) AND NOT c`

a OR NOT b c
  ^^ `OR` beside words without an operator can be read in two ways
write `a OR (NOT b c)`

NOT b OR c AND d
      ^^ `OR` beside `AND` can be read in two ways
write `NOT (b OR c) AND d`

(a AND b OR “c d”) x
         ^^ `OR` beside `AND` can be read in two ways
write `(a AND b) OR “c d”` or `a AND (b OR “c d”)`

title: taxes
^^^^^^ no value stands right after this
write title:word, a "phrase" or (one OR two), without a space

title:AND
^^^^^^ no value stands right after this
write title:word, a "phrase" or (one OR two), without a space

title:-x
      ^ a sign cannot stand here
write the sign before the field: -title:x

title:[a TO b]
      ^ only dates have ranges
write a word, a phrase or a group after the colon

title:(a outlet:b)
         ^^^^^^ a field cannot stand within `title:`
write the fields beside each other; to search for it as it stands, quote it: "outlet:b"

date:
^^^^^ no value stands right after this
write date:2025-10-31, date:2025-10, date:>=2025 or date:[2025-10-01 TO 2025-11-01]

date:"2025"
^^^^^ no value stands right after this
write date:2025-10-31, date:2025-10, date:>=2025 or date:[2025-10-01 TO 2025-11-01]

date:(2025 OR 2026)
^^^^^ no value stands right after this
write date:2025-10-31, date:2025-10, date:>=2025 or date:[2025-10-01 TO 2025-11-01]

a w/5 b
  ^^^ `w/5`, the operator for words near each other, is not supported yet
for words in order with up to 5 others among them write "one two"~5; to search for it as it stands, quote it: "w/5"

a pre/3 b
  ^^^^^ `pre/3`, the operator for one word shortly before another, is not supported yet
for words in order with up to 3 others among them write "one two"~3; to search for it as it stands, quote it: "pre/3"

a NEAR/5 b
  ^^^^^^ `NEAR/5`, the operator for words near each other, is not supported yet
for words in order with up to 5 others among them write "one two"~5; to search for it as it stands, quote it: "NEAR/5"

a NEAR b
  ^^^^ `NEAR`, the operator for words near each other, is not supported yet
for words in order with up to 5 others among them write "one two"~5; to search for it as it stands, quote it: "NEAR"

a /s b
  ^^ `/s`, the operator for words in one sentence or paragraph, is not supported yet
for words close together in order write "one two"~20; to search for it as it stands, quote it: "/s"

a w/p b
  ^^^ `w/p`, the operator for words in one sentence or paragraph, is not supported yet
for words close together in order write "one two"~20; to search for it as it stands, quote it: "w/p"

word~1
^^^^^^ the fuzzy operator `~` after a word is not supported yet
write the spellings as alternatives: (gray OR grey); to search for it as it stands, quote it: "word~1"

"a b"~
     ^ `~` after a phrase takes a whole number
write how many other words may stand within a phrase: "tax cuts"~3

"a b"~x
     ^^ `~` after a phrase takes a whole number
write how many other words may stand within a phrase: "tax cuts"~3

"a b"~1.5
     ^^^^ `~` after a phrase takes a whole number
write how many other words may stand within a phrase: "tax cuts"~3

"a b"^2
     ^^ the boost operator `^` is not supported yet
leave it out: `+` makes a part necessary

(a b)~2
     ^^ `~` can only stand after a phrase
write how many other words may stand within a phrase: "tax cuts"~3

word^2
^^^^^^ the boost operator `^` is not supported yet
leave it out: `+` makes a word necessary; to search for it as it stands, quote it: "word^2"

wo?d
^^^^ the wildcard `?` within a word is not supported yet
write the spellings as alternatives: (gray OR grey); to search for it as it stands, quote it: "wo?d"

atleast3(x)
^^^^^^^^ `atleast3`, the operator for a number of occurrences, is not supported yet
write the word alone: articles that have it often rank higher; to search for it as it stands, quote it: "atleast3"

/gr[ae]y/
^^^^^^^^^ `/gr[ae]y/`, a regular expression, is not supported yet
write the beginning of a word and a star, or the alternatives: (gray OR grey); to search for it as it stands, quote it: "/gr[ae]y/"

a*b
^^^ a star can only stand at the end of a word
write the star after the beginning of a word, with at least one letter: econom*; to search for it as it stands, quote it: "a*b"

*ing
^^^^ a star can only stand at the end of a word
write the star after the beginning of a word, with at least one letter: econom*; to search for it as it stands, quote it: "*ing"

*
^ a star can only stand at the end of a word
write the star after the beginning of a word, with at least one letter: econom*

"a b"*
     ^ a star can only stand at the end of a word
write the star after the beginning of a word, with at least one letter: econom*

AROUND(5)
^^^^^^ `AROUND`, the operator for words near each other, is not supported yet
for words in order with up to 5 others among them write "one two"~5; to search for it as it stands, quote it: "AROUND"

title:"a"^2
         ^^ the boost operator `^` is not supported yet
leave it out: `+` makes a part necessary

x (NOT y -z)
   ^^^^^^^^ this only says what must not match
add what must match beside it, or write `NOT` before the parenthesis instead

-x -y
^^^^^ this only says what must not match
add what must match beside it: word -x -y

date:[2025 TO 2026]~
                   ^ `~` can only stand after a phrase
write how many other words may stand within a phrase: "tax cuts"~3
"#;

/// What holds nothing to look for. Three lines each: the query, the carets with the label, the hint.
const EMPTY: &str = r#"
a ()
  ^^ nothing to look for stands between these parentheses
write a word between the parentheses, or leave them out

title:()
      ^^ nothing to look for stands between these parentheses
write a word between the parentheses, or leave them out

a "" b
  ^^ nothing to look for stands between these quotation marks
write a word between the quotation marks, or leave them out

“ ”
^^^ nothing to look for stands between these quotation marks
write a word between the quotation marks, or leave them out
"#;

/// Fields that do not exist. Three lines each: the query, the carets with the label, the hint.
const FIELDS: &str = r#"
foo:bar
^^^ there is no field `foo`
the fields are title, body, outlet, author, section, language, place, agency, domain and date; to search for it as it stands, quote it: "foo:bar"

source:"Dunya News"
^^^^^^ there is no field `source`
did you mean `outlet:`? the fields are title, body, outlet, author, section, language, place, agency, domain and date; to search for the words, leave the colon out

since:2025 x
^^^^^ there is no field `since`
did you mean `date:>=`? the fields are title, body, outlet, author, section, language, place, agency, domain and date; to search for it as it stands, quote it: "since:2025"

title:foo:bar
      ^^^ there is no field `foo`
the fields are title, body, outlet, author, section, language, place, agency, domain and date; to search for it as it stands, quote it: "foo:bar"
"#;

/// Dates and ranges that are none. Three lines each: the query, the carets with the label, the hint.
const DATES: &str = r#"
date:2025-13
          ^^ there is no month 13
write a day, a month or a year: 2025-10-31, 2025-10 or 2025

date:2025-02-30
             ^^ 2025-02 has the days 01 to 28
write a day, a month or a year: 2025-10-31, 2025-10 or 2025

date:tomorrow
     ^^^^^^^^ this is not a date
write a day, a month or a year: 2025-10-31, 2025-10 or 2025

date:2025-10..2025-11
     ^^^^^^^^^^^^^^^^ this is not a date
write date:[2025-10-01 TO 2025-11-01]; an end may be a month, a year, or * where it is open

date:{2025 TO 2026}
     ^ a range of dates stands between square brackets
write date:[2025-10-01 TO 2025-11-01]; an end may be a month, a year, or * where it is open

date:[2025 TO 2026
     ^ this bracket is never closed
write date:[2025-10-01 TO 2025-11-01]; an end may be a month, a year, or * where it is open

date:[2025 to 2026]
     ^^^^^^^^^^^^^^ a range has two ends and `TO` between them
write date:[2025-10-01 TO 2025-11-01]; an end may be a month, a year, or * where it is open

date:[2025-11 TO 2025-10]
     ^^^^^^^^^^^^^^^^^^^^ this range ends before it begins
write date:[2025-10 TO 2025-11]

date:[2025-11 TO 2025-10-32]
                         ^^ 2025-10 has the days 01 to 31
write a day, a month or a year: 2025-10-31, 2025-10 or 2025

date:>9999
     ^^^^^ no day lies beyond this date
years go from 0001 to 9999

date:>=
     ^^ no date stands after this
write a day, a month or a year: 2025-10-31, 2025-10 or 2025

date:<0001
     ^^^^^ no day lies beyond this date
years go from 0001 to 9999

date:2025*
     ^^^^^ this is not a date
write a day, a month or a year: 2025-10-31, 2025-10 or 2025
"#;

#[test]
fn errors_say_where_and_what_next() {
    for (kind, rows) in [
        (ErrorKind::QuerySyntax, SYNTAX),
        (ErrorKind::QueryEmpty, EMPTY),
        (ErrorKind::UnknownField, FIELDS),
        (ErrorKind::BadDate, DATES),
    ] {
        rows.trim().split("\n\n").for_each(|row| check(kind, row));
    }
}

fn check(kind: ErrorKind, row: &str) {
    let (text, expected) = row.split_once('\n').expect("a row has three lines");
    let error = parse(text).expect_err(text);
    assert_eq!(error.kind(), kind, "{text}");
    assert_eq!(error.to_string(), format!("cannot parse query `{text}`"));
    let hint = error.next_step().expect("every error has a hint");
    assert_eq!(format!("{}\n{hint}", marked(&error)), expected, "{text}");
}

/// Prints an error as the command line does.
pub(super) fn rendered(error: &Error) -> String {
    let mut lines = vec![format!("error: {error}")];
    if let Some(fault) = error.fault() {
        lines.push(format!("  {}", fault.text));
        lines.push(format!("  {}", marked(error)));
    }
    lines.extend(error.next_step().map(|hint| format!("hint: {hint}")));
    lines.join("\n")
}

/// Returns the line under the query: a caret for each code point at fault, and what is wrong there.
fn marked(error: &Error) -> String {
    let fault = error.fault().expect("the error has a place");
    let before = fault.text[..fault.span.start].chars().count();
    let carets = fault.text[fault.span.clone()].chars().count();
    let (before, carets) = (" ".repeat(before), "^".repeat(carets));
    format!("{before}{carets} {}", fault.label)
}

#[test]
fn a_long_query_is_shown_in_part() {
    let text = format!("{} AND (b", "word ".repeat(100).trim());
    let error = parse(&text).expect_err("is not closed");
    let shown = format!("cannot parse query `{}…`", &text[..120]);
    assert_eq!(error.message(), shown);
    assert_eq!(
        error.next_step(),
        Some("to search for the words as they stand, quote them")
    );
}

const REFERENCE: &str = include_str!("../docs/query_syntax.md");

#[test]
fn the_queries_of_the_reference_parse() {
    let rows = REFERENCE.lines().filter(|line| line.starts_with("| `"));
    let queries: Vec<&str> = rows
        .filter_map(|row| row[2..].split_once(" | "))
        .flat_map(|(queries, _)| queries.split('`').skip(1).step_by(2))
        .collect();
    assert!(queries.len() > 30, "the tables were not found");
    for query in queries {
        parse(query).unwrap_or_else(|error| panic!("{}", rendered(&error)));
    }
}

#[test]
fn the_errors_of_the_reference_are_those_given() {
    let blocks: Vec<&str> = REFERENCE.split("```text\n").skip(1).collect();
    let shown = blocks
        .iter()
        .filter_map(|block| Some(block.split_once("```")?.0));
    let errors: Vec<&str> = shown
        .flat_map(|block| block.trim_end().split("\n\n"))
        .collect();
    assert!(errors.len() > 3, "the blocks were not found");
    for expected in errors {
        let query = expected.lines().nth(1).expect("the query is shown").trim();
        assert_eq!(rendered(&parse(query).expect_err(query)), expected);
    }
}
