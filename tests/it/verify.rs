//! Whether a quotation is in the archive, word for word: on the sample articles, on stories made for one case each, on
//! archives of made-up words, and through the program.

mod made;
mod program;
mod properties;

use pullquote::engine::embedded::Index;
use pullquote::ingest::ingest;
use pullquote::search::engine::Engine;
use pullquote::verify::{Edit, Finding, Place, VerifyOptions, verify};

use crate::archive::{Archive, Silent, Story};
use crate::harness::root;

/// A quotation, what is told of it, and the source's own words, place by place.
type Case<'c> = (&'c str, &'c str, &'c [&'c str]);

/// Checks every case, and names all that fail at once.
fn check(index: &Index, cases: &[Case<'_>]) {
    let unlike = cases.iter().filter_map(|(quotation, told, source)| {
        let found = found(index, quotation);
        let places: Vec<&str> = texts(&found.places);
        let is_like = tell(&found) == *told && places == *source;
        (!is_like).then(|| format!("{quotation}\n  {}\n  {places:#?}\n", tell(&found)))
    });
    let unlike: Vec<String> = unlike.collect();
    assert!(unlike.is_empty(), "\n{}", unlike.join("\n"));
}

fn found(index: &Index, quotation: &str) -> Finding {
    let found = verify(index, quotation, &VerifyOptions::default()).unwrap();
    for place in found.places.iter().chain(&found.elsewhere) {
        is_as_stored(index, &found, place);
    }
    found
}

/// Whatever is given as the source's own words is a slice of the stored body, by its bytes and by its code points.
fn is_as_stored(index: &Index, found: &Finding, place: &Place) {
    let passage = &place.passage;
    let stored = index.article(passage.address.id).unwrap().unwrap();
    let body = &stored.article.body;
    assert_eq!(*body, place.article.body);
    assert_eq!(passage.text, body[passage.bytes.clone()]);
    let (start, end) = (passage.address.start, passage.address.end);
    let by_code_points: String = body.chars().skip(start).take(end - start).collect();
    assert_eq!(passage.text, by_code_points);
    assert!(found.quotation.get(place.quotation.clone()).is_some());
    for edit in &place.edits {
        assert!(found.quotation.get(edit.quotation.clone()).is_some());
        assert!(body.get(edit.source.clone()).is_some());
    }
}

fn texts(places: &[Place]) -> Vec<&str> {
    places
        .iter()
        .map(|place| place.passage.text.as_str())
        .collect()
}

/// Writes down a verdict and its edits: of each its kind, the quotation's words and the source's.
fn tell(found: &Finding) -> String {
    let edit = |place: &Place, edit: &Edit| {
        let ours = &found.quotation[edit.quotation.clone()];
        let theirs = &place.article.body[edit.source.clone()];
        format!("; {} ‹{ours}› for ‹{theirs}›", edit.kind.name())
    };
    let places = found.places.iter();
    let edits = places.flat_map(|place| place.edits.iter().map(move |one| edit(place, one)));
    let narrated = if found.not_quoted { "; not quoted" } else { "" };
    format!(
        "{}{}{narrated}",
        found.verdict.name(),
        edits.collect::<String>()
    )
}

fn seeds() -> Archive {
    let archive = Archive {
        folder: tempfile::tempdir().unwrap(),
    };
    let mut request = archive.request(1);
    request.roots = vec![root().join("seeds")];
    assert_eq!(ingest(&request, &Silent).unwrap().articles, 5);
    archive
}

/// The joint statement as Geo News has it.
const STATEMENT: &str = "Further modalities of the implementation will be discussed and decided in a principal level meeting in Istanbul on 6 November 2025.";

/// The same as Turkiye's ministry has it, in Arab News.
const MECHANISM: &str = "All parties have agreed to put in place a monitoring and verification mechanism that will ensure maintenance of peace and impose penalties on the violating party";

#[test]
fn a_statement_quoted_right() {
    check(
        &seeds().index(),
        &[
            (STATEMENT, "exact", &[STATEMENT]),
            (MECHANISM, "exact", &[MECHANISM]),
            (
                "everything hinges on this one clause",
                "exact",
                &["everything hinges on this one clause"],
            ),
            (
                "Pakistan's stance has been clear, support for terrorism must end.",
                "typographic",
                &["Pakistan’s stance has been clear, support for terrorism must end."],
            ),
            (
                "calling it Pakistan’s issue",
                "typographic",
                &["calling it Pakistan's issue"],
            ),
            (
                "a conditional truce -- one which hinges on demonstrable responsibility",
                "typographic",
                &["a conditional truce — one which hinges on demonstrable responsibility"],
            ),
            (
                "The clashes erupted after Pakistan launched airstrikes inside Afghanistan",
                "exact; not quoted",
                &["The clashes erupted after Pakistan launched airstrikes inside Afghanistan"],
            ),
            (
                "were operating “in connivance” with elements of Afghanistan’s ruling Taliban",
                "exact; not quoted",
                &["were operating “in connivance” with elements of Afghanistan’s ruling Taliban"],
            ),
            ("in connivance", "exact", &["in connivance"]),
            ("misadventures", "exact", &["misadventures"]),
        ],
    );
}

#[test]
fn one_word_changed() {
    check(
        &seeds().index(),
        &[
            (
                "Further modalities of the implementation will be discussed and decided in a principal level meeting in Istanbul on 7 November 2025.",
                "altered; number ‹7› for ‹6›",
                &[STATEMENT.trim_end_matches('.')],
            ),
            (
                "Further modalities of the implementation will not be discussed and decided in a principal level meeting in Istanbul on 6 November 2025.",
                "altered; negation ‹not› for ‹›",
                &[STATEMENT.trim_end_matches('.')],
            ),
            (
                "Further modalities of the implementation will be discussed and decided in a principal level meeting in Ankara on 6 November 2025.",
                "altered; name ‹Ankara› for ‹Istanbul›",
                &[STATEMENT.trim_end_matches('.')],
            ),
            (
                "Further modalities of the implementation will be fully discussed and decided in a principal level meeting in Istanbul on 6 November 2025.",
                "altered; inserted ‹fully› for ‹›",
                &[STATEMENT.trim_end_matches('.')],
            ),
            (
                "Further modalities of the implementation will be discussed and decided in a level meeting in Istanbul on 6 November 2025.",
                "altered; deleted ‹› for ‹principal›",
                &[STATEMENT.trim_end_matches('.')],
            ),
            (
                "Further modalities of the implementation will be discussed and decided in a ministerial level meeting in Istanbul on 6 November 2025.",
                "altered; substituted ‹ministerial› for ‹principal›",
                &[STATEMENT.trim_end_matches('.')],
            ),
            (
                "Further modalities of the implementation will be discussed and decided in principal level meetings in Istanbul on 6 November 2025.",
                "altered; deleted ‹› for ‹a›; inflection ‹meetings› for ‹meeting›",
                &[STATEMENT.trim_end_matches('.')],
            ),
            (
                "Further modalities of the implementation will be discussed and decided in a principle level meeting in Istanbul on 6 November 2025.",
                "altered; spelling ‹principle› for ‹principal›",
                &[STATEMENT.trim_end_matches('.')],
            ),
            (
                "this ceasefire is open-ended or unconditional",
                "altered; negation ‹› for ‹not›",
                &["this ceasefire is not open-ended or unconditional"],
            ),
        ],
    );
}

#[test]
fn honest_edits() {
    check(
        &seeds().index(),
        &[
            (
                "Further modalities of the implementation will be discussed … in Istanbul on 6 November 2025.",
                "editorial; ellipsis ‹…› for ‹and decided in a principal level meeting›",
                &[STATEMENT],
            ),
            (
                "Pakistan welcomes the interim understanding … this ceasefire is not open-ended",
                "editorial; ellipsis ‹…› for ‹reached in Istanbul under the mediation of Türkiye and Qatar,” the official said. “But›",
                &[
                    "Pakistan welcomes the interim understanding reached in Istanbul under the mediation of Türkiye and Qatar,” the official said. “But this ceasefire is not open-ended",
                ],
            ),
            (
                "Peaceful relations with [Afghanistan] are only possible",
                "editorial; bracket ‹[Afghanistan]› for ‹our neighbour›",
                &["Peaceful relations with our neighbour are only possible"],
            ),
            (
                "[I]t’s a scary situation.",
                "editorial; bracket ‹[I]t› for ‹it›",
                &["it’s a scary situation."],
            ),
            (
                "Turkiye and Qatar “stand[s] ready to continue cooperation with both sides",
                "editorial; bracket ‹stand[s]› for ‹stand›; not quoted",
                &["Turkiye and Qatar “stand ready to continue cooperation with both sides"],
            ),
            (
                "This article originally appaeared [sic] on",
                "editorial; sic ‹[sic]› for ‹›; not quoted",
                &["This article originally appaeared on"],
            ),
            (
                "Everything hinges on this one clause.",
                "editorial; capital ‹Everything› for ‹everything›; end_punctuation ‹.› for ‹›",
                &["everything hinges on this one clause"],
            ),
            (
                "Pakistan’s stance has been clear: support for terrorism must end",
                "editorial; punctuation ‹: › for ‹, ›",
                &["Pakistan’s stance has been clear, support for terrorism must end"],
            ),
            (
                "this ceasefire is not open-ended.",
                "truncated; runs_on ‹.› for ‹›",
                &["this ceasefire is not open-ended"],
            ),
        ],
    );
}

#[test]
fn halves_of_one_utterance() {
    check(
        &seeds().index(),
        &[
            (
                "under the mediation of Türkiye and Qatar. But this ceasefire is not open-ended or unconditional.",
                "joined; attribution ‹› for ‹the official said›",
                &[
                    "under the mediation of Türkiye and Qatar,” the official said. “But this ceasefire is not open-ended or unconditional",
                ],
            ),
            (
                "calling it Pakistan's issue. Now, the matter has gained international ownership.",
                "joined; attribution ‹› for ‹the minister told Geo News›",
                &[
                    "calling it Pakistan's issue,\" the minister told Geo News. \"Now, the matter has gained international ownership",
                ],
            ),
        ],
    );
}

#[test]
fn stretches_of_several_places() {
    check(
        &seeds().index(),
        &[
            (
                "Peaceful relations with our neighbour are only possible. The ceasefire violations are being committed by Afghanistan.",
                "spliced",
                &[
                    "Peaceful relations with our neighbour are only possible",
                    "the ceasefire violations are being committed by Afghanistan",
                ],
            ),
            (
                "Failure to meet that responsibility will require Pakistan to revert to other measures. Support for terrorism must end.",
                "spliced",
                &[
                    "Failure to meet that responsibility will require Pakistan to revert to other measures",
                    "support for terrorism must end",
                ],
            ),
        ],
    );
}

#[test]
fn words_half_remembered_and_invented() {
    check(
        &seeds().index(),
        &[
            (
                "We shall build a wall of glass from the mountains to the sea before winter comes.",
                "not_found",
                &[],
            ),
            ("obviously preposterous fabrication", "not_found", &[]),
        ],
    );
    let near = found(
        &seeds().index(),
        "The losses we have suffered over many decades are the collective pain of both nations.",
    );
    assert_eq!(near.verdict.name(), "near");
    assert!((0.55..0.7).contains(&near.share), "{}", near.share);
    assert_eq!(
        texts(&near.places),
        [
            "The losses Pakistan has suffered over the past five decades are collective losses of both nations"
        ]
    );
}

#[test]
fn curly_and_straight_marks_mixed_in_one_utterance() {
    check(
        &seeds().index(),
        &[
            (
                "stands united and wants an immediate resolution to the Afghan issue,",
                "exact",
                &["stands united and wants an immediate resolution to the Afghan issue,"],
            ),
            (
                "The only solution is for Afghanistan to end terrorism originating from its soil.",
                "exact",
                &[
                    "The only solution is for Afghanistan to end terrorism originating from its soil.",
                ],
            ),
            (
                "wants an immediate resolution to the Afghan issue. The only solution is for Afghanistan to end terrorism",
                "joined; attribution ‹› for ‹Asif emphasised›",
                &[
                    "wants an immediate resolution to the Afghan issue,” Asif emphasised. “The only solution is for Afghanistan to end terrorism",
                ],
            ),
            (
                "it would be preferable for both states to maintain civilised relations",
                "exact; not quoted",
                &["it would be preferable for both states to maintain civilised relations"],
            ),
        ],
    );
}

#[test]
fn a_bracket_that_the_source_prints() {
    check(
        &seeds().index(),
        &[
            (
                "verifiable and effective steps against [militants].",
                "exact",
                &["verifiable and effective steps against [militants]."],
            ),
            (
                "verifiable and effective steps against militants",
                "editorial; punctuation ‹ › for ‹ [›",
                &["verifiable and effective steps against [militants"],
            ),
            (
                "verifiable and effective steps against [the Taliban]",
                "editorial; bracket ‹[the Taliban]› for ‹›",
                &["verifiable and effective steps against"],
            ),
            (
                "verifiable and effective steps against terrorists",
                "altered; substituted ‹terrorists› for ‹militants›",
                &["verifiable and effective steps against [militants"],
            ),
        ],
    );
}

const REFERENCE: &str = include_str!("../../src/docs/verdicts.md");

/// The words between back quotes in each cell of the rows that have an example.
fn examples() -> Vec<(String, String, String)> {
    let code = |cell: &str| cell.trim().trim_matches('`').to_owned();
    let rows = REFERENCE.lines().filter(|line| line.starts_with("| `"));
    let cells = rows.map(|row| row.split('|').skip(1).map(code).collect::<Vec<_>>());
    let row = |cells: Vec<String>| match cells.as_slice() {
        [verdict, quotation, edits, _, _] => {
            Some((verdict.clone(), quotation.clone(), edits.clone()))
        }
        [edit, quotation, _, _] => Some(("editorial".into(), quotation.clone(), edit.clone())),
        _ => None,
    };
    cells.filter_map(row).collect()
}

#[test]
fn the_reference_tells_the_truth() {
    let archive = seeds();
    let index = archive.index();
    let examples = examples();
    assert!(examples.len() >= 18, "the reference shows too little");
    for (verdict, quotation, kinds) in examples {
        let found = found(&index, &quotation);
        let named = found.places.iter().flat_map(|place| &place.edits);
        let named: Vec<&str> = named.map(|edit| edit.kind.name()).collect();
        assert_eq!(found.verdict.name(), verdict, "{quotation}");
        let is_told = kinds.is_empty() || named == [kinds.as_str()];
        assert!(is_told, "{quotation}: {named:?}");
    }
}

fn dated(id: &str, date: &str, text: &str) -> Story {
    Story {
        date: (!date.is_empty()).then(|| date.to_owned()),
        ..Story::new(id, text)
    }
}
