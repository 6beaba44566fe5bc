//! What holds for every query: displaying and parsing are inverse, and every error is whole.

use jiff::civil::Date;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::article::NameField;
use crate::error::Error;

/// Pieces from which queries are put together at random, so that most of the syntax is met.
const PIECES: &str = "a bc é AND OR NOT NEAR + - ( ) \" “ ” „ « » ″ \\ ~ ~3 ^ * ? / /s w/ 5 : :// :: title: \
    date: foo: [ ] { TO 2025 -10 -31 >= < . ' \0 atleast3( (u\u{a0}v) outlet: title:( body:([ // ://";

/// Words and operators that can be mixed in every way.
const MIXED: [&str; 10] = [
    "a ", "b ", "\"c d\" ", "(e f) ", "AND ", "OR ", "OR ", "NOT ", "-", "+",
];

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_tree_reads_back(query in trees()) {
        prop_assert_eq!(parse(&query.to_string()).map_err(|error| error.to_string()), Ok(query));
    }

    #[test]
    fn any_text_gives_a_tree_that_reads_back_or_a_whole_error(text: String) {
        check(&text)?;
    }

    #[test]
    fn so_does_text_full_of_syntax(text in pieces()) {
        check(&text)?;
    }

    #[test]
    fn so_does_a_mixture_of_operators_and_every_reading_offered_parses(text in mixtures()) {
        check(&text)?;
        for reading in parse(&text).err().iter().flat_map(readings) {
            prop_assert!(parse(&reading).is_ok(), "{text}: {reading}");
        }
    }

    #[test]
    fn a_literal_reads_back(text: String) {
        if let Ok(query) = literal(&text) {
            prop_assert_eq!(parse(&query.to_string()).expect("was displayed"), query);
        }
    }
}

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 2_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn check(text: &str) -> Result<(), TestCaseError> {
    match parse(text) {
        Ok(query) => {
            let again = parse(&query.to_string()).map_err(|error| error.to_string());
            prop_assert_eq!(again, Ok(query));
        }
        Err(error) => whole(text, &error)?,
    }
    Ok(())
}

/// Checks that an error has a place that can be shown, and a hint whose quoted form parses.
fn whole(text: &str, error: &Error) -> Result<(), TestCaseError> {
    let hint = error.next_step().expect("every error has a hint");
    if let Some((_, quoted)) = hint
        .split_once("quote it: ")
        .or(hint.split_once("quote them: "))
    {
        prop_assert!(
            matches!(parse(quoted), Ok(Query::Phrase { slop: 0, .. })),
            "{quoted}"
        );
    }
    if let Some(fault) = error.fault() {
        prop_assert_eq!(&fault.text, text);
        prop_assert!(
            text.get(fault.span.clone())
                .is_some_and(|at_fault| !at_fault.is_empty())
        );
    }
    Ok(())
}

/// Returns the readings that the error for a mixture of operators offers.
fn readings(error: &Error) -> Vec<String> {
    let label = error.fault().map_or("", |fault| fault.label.as_str());
    match label.contains("two ways") {
        true => error
            .next_step()
            .unwrap_or("")
            .split('`')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect(),
        false => Vec::new(),
    }
}

fn pieces() -> impl Strategy<Value = String> {
    let pieces: Vec<&str> = PIECES.split(' ').collect();
    let spaced = (select(pieces), select(&["", "", " "][..]));
    vec(
        spaced.prop_map(|(piece, space)| format!("{piece}{space}")),
        0..16,
    )
    .prop_map(|all| all.concat())
}

fn mixtures() -> impl Strategy<Value = String> {
    vec(select(&MIXED[..]), 1..9).prop_map(|words| words.concat())
}

/// Every tree that the parser can give, within a few levels.
fn trees() -> impl Strategy<Value = Query> {
    let leaves = prop_oneof![4 => leaves(), 1 => dates(), 1 => fields()];
    leaves.prop_recursive(4, 24, 4, composed)
}

fn fields() -> impl Strategy<Value = Query> {
    let names = NameField::ALL.into_iter().map(Field::Name);
    let fields: Vec<Field> = names.chain([Field::Title, Field::Body]).collect();
    let inside = leaves().prop_recursive(2, 8, 3, composed);
    (select(fields), inside).prop_map(|(field, query)| Query::In {
        field,
        query: Box::new(query),
    })
}

fn leaves() -> BoxedStrategy<Query> {
    let phrase = (".*[a-z\"“”\\\\].*", prop_oneof![Just(0), 0u32..9])
        .prop_map(|(text, slop)| Query::Phrase { text, slop });
    let prefix = "[a-zA-Z0-9é][a-z0-9'’.-]{0,6}".prop_map(Query::Prefix);
    prop_oneof![3 => words().prop_map(Query::Word), 1 => phrase, 1 => prefix].boxed()
}

/// Words with any punctuation that does not make them something else.
fn words() -> impl Strategy<Value = String> {
    let is_word = |text: &String| matches!(parse(text), Ok(Query::Word(word)) if word == *text);
    "[a-zA-Z0-9é&:\\[{][a-zA-Z0-9'’.,&%$é+?!:/=~^-]{0,8}"
        .prop_filter("is a word by itself", is_word)
}

fn dates() -> impl Strategy<Value = Query> {
    let day = || {
        (1i16..=9999, 1i8..=12, 1i8..=28)
            .prop_map(|(year, month, day)| Date::constant(year, month, day))
    };
    let point = (day(), select(&["%Y", "%Y-%m", "%Y-%m-%d"][..])).prop_map(|(day, width)| {
        DateRange::parse(&day.strftime(width).to_string()).expect("is a date")
    });
    let range = (prop::option::of(day()), prop::option::of(day())).prop_map(|(one, two)| {
        match (one, two) {
            (Some(from), Some(to)) if from > to => DateRange { from: two, to: one },
            _ => DateRange { from: one, to: two },
        }
    });
    prop_oneof![point, range].prop_map(Query::Date)
}

/// Parts side by side, joined by `AND` and by `OR`.
fn composed(part: BoxedStrategy<Query>) -> BoxedStrategy<Query> {
    let demand = || select(&[Demand::Open, Demand::Open, Demand::Must, Demand::MustNot][..]);
    let clause = (demand(), part.clone()).prop_map(|(demand, query)| Clause { demand, query });
    let side =
        vec(clause, 1..4).prop_filter_map("says what must match", |clauses| match clauses[..] {
            [
                Clause {
                    demand: Demand::Open,
                    ..
                },
            ] => None,
            _ if clauses
                .iter()
                .all(|clause| clause.demand == Demand::MustNot) =>
            {
                None
            }
            _ => Some(Query::Side(clauses)),
        });
    let conjunct = (any::<bool>(), part.clone()).prop_map(|(negated, query)| match negated {
        true => Query::Not(Box::new(query)),
        false => query,
    });
    let and = (
        part.clone(),
        vec(conjunct, 1..3),
        any::<prop::sample::Index>(),
    )
        .prop_map(|(sure, mut parts, place)| {
            parts.insert(place.index(parts.len() + 1), sure);
            Query::And(parts)
        });
    prop_oneof![side, and, vec(part, 2..4).prop_map(Query::Or)].boxed()
}
