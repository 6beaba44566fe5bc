//! Tests of the wire format: every line against the schema, hits against the bodies they are cut from, the
//! examples of the documentation against both.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::Value;

use crate::error::{Error, ErrorKind, Skipped};
use crate::render::SummaryContext;
use crate::render::fragment::Page;
use crate::render::json::{
    ComparisonLine, EvaluationLine, FiguresLine, HitLine, Line, ParseLine, ParsedTerm, PartFields,
    ReportLine, ScorePartFields, Selector, StatusLine, SummaryLine, TallyLine, UnpairedLine,
    VerdictLine, schema, write_array, write_line,
};
use crate::render::sample;
use crate::render::verdicts::TallyContext;
use crate::search::Shown;

fn validator() -> jsonschema::Validator {
    jsonschema::draft202012::new(&schema()).unwrap()
}

fn written(line: &Line) -> String {
    let mut out = Vec::new();
    write_line(&mut out, line).unwrap();
    String::from_utf8(out).unwrap()
}

fn lines() -> Vec<Line> {
    let hit = sample::hit();
    let (bytes, length) = (hit.passages[0].bytes.clone(), hit.article.body.len());
    let shown = Shown {
        passage: hit.passages[0].clone(),
        before: 0..bytes.start,
        after: bytes.end..length,
        article: hit.article.clone(),
    };
    let context = SummaryContext {
        offset: 1,
        elapsed_ms: Some(3.25),
        index_articles: 40,
        skipped: 0,
    };
    let error = Error::new(ErrorKind::QuerySyntax, "cannot parse query `a AND (b`")
        .at("a AND (b", 6..7, "this parenthesis is never closed")
        .because("no reason")
        .hint("close it");
    let skipped = Skipped {
        path: "a.jsonl".into(),
        line: Some(7),
        reason: "the record has no text".into(),
    };
    let term = ParsedTerm {
        view: "body".into(),
        form: "Talks".into(),
        terms: vec!["talk".into(), "talks".into()],
    };
    vec![
        Line::from(&hit),
        Line::from(&sample::explained_hit()),
        Line::from(SummaryLine::new(&sample::answer(), &context)),
        Line::from(&hit.article),
        Line::from(&shown),
        Line::from(&sample::facet()),
        Line::from(&error),
        Line::from(&Error::new(ErrorKind::NoIndex, "there is no index")),
        Line::from(&skipped),
        Line::Report(ReportLine {
            added: 5,
            committed: true,
            ..ReportLine::default()
        }),
        Line::Status(StatusLine {
            earliest: Some("2025-10-31".into()),
            weights: [("k1".into(), 1.25), ("reranked".into(), 30.0)].into(),
            ..StatusLine::default()
        }),
        Line::Parse(ParseLine {
            terms: vec![term],
            ..ParseLine::default()
        }),
        Line::from(VerdictLine::new(&sample::spot(), &sample::finding())),
        Line::from(VerdictLine::too_short(&sample::spot(), " tit for tat ")),
        Line::Unpaired(UnpairedLine::new(&sample::spot(), 3)),
        Line::Tally(TallyLine::new(&sample::tally(), &TallyContext::default())),
        Line::Figures(FiguresLine::new(
            &sample::measured(),
            &sample::measured().evaluation.topics()[0],
        )),
        Line::from(EvaluationLine::from(&sample::measured())),
        Line::from(ComparisonLine::new(
            ["first.run", "second.run"],
            &sample::comparison(),
        )),
    ]
}

/// Every JSON value of the documentation, in order.
fn documented() -> Vec<Value> {
    let text = include_str!("../docs/json.md");
    let blocks = text
        .split("```json\n")
        .skip(1)
        .map(|rest| rest.split("\n```").next().unwrap());
    let values =
        blocks.flat_map(|block| serde_json::Deserializer::from_str(block).into_iter::<Value>());
    values
        .map(|value| value.expect("the examples are JSON"))
        .collect()
}

fn kind(value: &Value) -> String {
    value["type"]
        .as_str()
        .expect("every line has a type")
        .to_owned()
}

#[test]
fn every_kind_of_line_keeps_the_schema() {
    let validator = validator();
    let mut kinds = BTreeSet::new();
    for line in lines() {
        let value: Value = serde_json::from_str(&written(&line)).unwrap();
        let errors: Vec<_> = validator
            .iter_errors(&value)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{value}: {errors:?}");
        assert_eq!(value.as_object().unwrap().keys().next().unwrap(), "type");
        kinds.insert(kind(&value));
    }
    assert_eq!(
        kinds.len(),
        schema()["oneOf"].as_array().unwrap().len(),
        "a kind of line is not tested"
    );
}

#[test]
fn the_schema_refuses_what_is_not_a_line() {
    let validator = validator();
    for line in lines() {
        let mut value: Value = serde_json::from_str(&written(&line)).unwrap();
        let names: Vec<String> = value.as_object().unwrap().keys().cloned().collect();
        for name in names {
            let removed = value.as_object_mut().unwrap().shift_remove(&name).unwrap();
            assert!(
                !validator.is_valid(&value),
                "{} is not required: {value}",
                name
            );
            value[&name] = removed;
        }
        value["type"] = "nothing".into();
        assert!(!validator.is_valid(&value));
    }
}

#[test]
fn a_hit_has_the_fields_in_their_order() {
    let value: Value = serde_json::from_str(&written(&Line::from(&sample::hit()))).unwrap();
    let names = |value: &Value| {
        value
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(
        names(&value),
        "type rank score id title outlet authors place section language agency domain date date_confidence date_inferred date_unread url summary_only path \
         body_sha256 provenance duplicates title_matches passages more_passages score_parts"
    );
    assert_eq!(
        names(&value["passages"][0]),
        "address text start end byte_start byte_end matches prefix suffix fragment_url selectors"
    );
    assert_eq!(
        names(&value["provenance"]),
        "date outlet place title authors"
    );
    let explained: Value =
        serde_json::from_str(&written(&Line::from(&sample::explained_hit()))).unwrap();
    let parts = explained["score_parts"].as_array().unwrap();
    let parts: Vec<_> = parts.iter().map(names).collect();
    let expected = [
        "signal value word body title articles",
        "signal value word body title articles",
        "signal value",
        "signal value",
        "signal value words",
        "signal value words",
        "signal value",
        "signal value",
    ];
    assert_eq!(parts, expected);
}

#[test]
fn the_documented_examples_are_lines_as_they_are_written() {
    let validator = validator();
    let mut kinds = BTreeSet::new();
    for value in documented() {
        let errors: Vec<_> = validator
            .iter_errors(&value)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{value}: {errors:?}");
        let line: Line = serde_json::from_value(value.clone()).unwrap();
        assert_eq!(written(&line).trim_end(), value.to_string());
        kinds.insert(kind(&value));
    }
    let all: BTreeSet<_> = lines()
        .iter()
        .map(|line| kind(&serde_json::to_value(line).unwrap()))
        .collect();
    assert_eq!(kinds, all, "every kind of line is documented");
}

#[test]
fn the_documented_hit_can_be_counted() {
    let hits = documented()
        .into_iter()
        .filter(|value| kind(value) == "hit");
    let articles: Vec<_> = documented()
        .into_iter()
        .filter(|value| kind(value) == "article")
        .collect();
    for hit in hits {
        let article = articles
            .iter()
            .find(|article| article["id"] == hit["id"])
            .expect("the article is there");
        let hit: HitLine = serde_json::from_value(hit).unwrap();
        offsets_slice(&hit, article["body"].as_str().unwrap()).unwrap();
    }
}

#[test]
fn the_documented_article_and_its_passage_are_what_is_written() {
    let hit = sample::documented_hit();
    let of_kind = |name| {
        let documented = documented().into_iter();
        documented.filter(move |value| kind(value) == name)
    };
    for article in of_kind("article") {
        assert_eq!(
            written(&Line::from(&hit.article)).trim_end(),
            article.to_string()
        );
    }
    let mut passage = serde_json::to_value(HitLine::from(&hit)).unwrap()["passages"].clone();
    for hit in of_kind("hit") {
        assert_eq!(hit["passages"], passage);
    }
    passage[0]["matches"] = Value::Array(vec![]);
    for line in of_kind("passage") {
        assert_eq!(line["passage"], passage[0]);
    }
    for verdict in of_kind("verdict") {
        let article = &hit.article;
        let place = &verdict["places"][0];
        let bytes = ["byte_start", "byte_end"].map(|name| place[name].as_u64().unwrap() as usize);
        let link = Page::of(article).unwrap().link(&(bytes[0]..bytes[1]));
        assert_eq!(place["fragment_url"].as_str(), link.as_deref());
    }
}

#[test]
fn the_documented_score_is_the_sum_of_its_parts() {
    let mut explained = 0;
    for value in documented() {
        let Ok(Line::Hit(hit)) = serde_json::from_value(value) else {
            continue;
        };
        let sum: f64 = hit.score_parts.iter().map(ScorePartFields::value).sum();
        if !hit.score_parts.is_empty() {
            assert!((sum - hit.score).abs() < 1e-9, "{sum}");
            explained += 1;
        }
    }
    assert!(explained > 0, "no documented hit is explained");
}

#[test]
fn the_documented_verdict_can_be_counted() {
    let of_kind = |name| {
        let documented = documented().into_iter();
        documented.filter(move |value| kind(value) == name)
    };
    let article = of_kind("article").next().unwrap();
    let body = article["body"].as_str().unwrap();
    for verdict in of_kind("verdict") {
        let verdict: VerdictLine = serde_json::from_value(verdict).unwrap();
        for place in &verdict.places {
            assert_eq!(article["id"], place.id.as_str());
            assert_eq!(sliced(body, place.start, place.end), place.text);
            let bytes = place.byte_start as usize..place.byte_end as usize;
            assert_eq!(body[bytes], place.text);
            assert!(body.contains(&format!("{}{}{}", place.prefix, place.text, place.suffix)));
            for edit in &place.edits {
                let slices = |text: &str, part: &PartFields| {
                    assert_eq!(sliced(text, part.start, part.end), part.text);
                };
                slices(&verdict.quotation, &edit.quotation);
                slices(body, &edit.source);
            }
        }
    }
}

#[test]
fn offsets_of_a_verdict_count_code_points() {
    let finding = sample::finding();
    let line = VerdictLine::new(&sample::spot(), &finding);
    let body = &finding.places[0].article.body;
    let place = &line.places[0];
    assert_eq!(sliced(body, place.start, place.end), place.text);
    let texts = |edit: &super::json::EditFields| {
        let ours = sliced(&line.quotation, edit.quotation.start, edit.quotation.end);
        let theirs = sliced(body, edit.source.start, edit.source.end);
        assert_eq!([&ours, &theirs], [&edit.quotation.text, &edit.source.text]);
        (edit.kind.clone(), ours, theirs, edit.words_cut)
    };
    let texts: Vec<_> = place.edits.iter().map(texts).collect();
    let edit = |kind: &str, ours: &str, theirs: &str, cut| {
        (kind.to_owned(), ours.to_owned(), theirs.to_owned(), cut)
    };
    assert_eq!(
        texts,
        [
            edit("ellipsis", "…", "on a joint", Some(3)),
            edit("substituted", "gather", "meet", None),
        ]
    );
}

#[test]
fn an_array_is_one_document_of_the_same_lines() {
    for lines in [vec![], lines()] {
        let mut out = Vec::new();
        write_array(&mut out, &lines).unwrap();
        let read: Vec<Line> = serde_json::from_slice(&out).unwrap();
        assert_eq!(read, lines);
    }
}

fn sliced(body: &str, start: u64, end: u64) -> String {
    body.chars()
        .skip(start as usize)
        .take((end - start) as usize)
        .collect()
}

fn offsets_slice(hit: &HitLine, body: &str) -> Result<(), TestCaseError> {
    for passage in &hit.passages {
        prop_assert_eq!(
            passage.text.chars().count() as u64,
            passage.end - passage.start
        );
        prop_assert_eq!(&sliced(body, passage.start, passage.end), &passage.text);
        prop_assert_eq!(
            &body[passage.byte_start as usize..passage.byte_end as usize],
            &passage.text
        );
        prop_assert_eq!(
            &passage.address,
            &format!("{}@{}-{}", hit.article.id, passage.start, passage.end)
        );
        let around = format!("{}{}{}", passage.prefix, passage.text, passage.suffix);
        prop_assert!(body.contains(&around));
        let [quote, position] = &passage.selectors;
        prop_assert_eq!(
            position,
            &Selector::TextPosition {
                start: passage.start,
                end: passage.end,
            }
        );
        let Selector::TextQuote {
            exact,
            prefix,
            suffix,
        } = quote
        else {
            return Err(TestCaseError::fail("the first selector is of another kind"));
        };
        prop_assert_eq!(&format!("{prefix}{exact}{suffix}"), &around);
        for matched in &passage.matches {
            prop_assert!(passage.start <= matched.start && matched.end <= passage.end);
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_hit_reads_back_and_slices(hit in sample::any_hit()) {
        let line = written(&Line::from(&hit));
        prop_assert_eq!(line.matches('\n').count(), 1, "one line");
        let Line::Hit(read) = serde_json::from_str(&line).unwrap() else { panic!("not a hit") };
        prop_assert_eq!(&*read, &HitLine::from(&hit));
        offsets_slice(&read, &hit.article.body)?;
    }

    #[test]
    fn any_hit_keeps_the_schema(hit in sample::any_hit(), facet in sample::any_facet()) {
        thread_local!(static VALIDATOR: jsonschema::Validator = validator());
        for line in [Line::from(&hit), Line::from(&hit.article), Line::from(&facet)] {
            prop_assert!(VALIDATOR.with(|validator| validator.is_valid(&serde_json::to_value(&line).unwrap())));
        }
    }
}
