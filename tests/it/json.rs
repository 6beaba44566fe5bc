//! Everything that `--json` prints is JSON, and is as the published schema says.

use crate::harness::Sandbox;

#[test]
fn every_line_of_every_command_is_as_the_schema_says() {
    let sandbox = Sandbox::with_seeds();
    sandbox.write("bad/bad.jsonl", "{\n");
    let schema = sandbox.json_document(&["schema"]);
    let validator = jsonschema::validator_for(&schema).unwrap();
    let id = sandbox.json(&["search", "Torkham", "--json"])[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let commands: [&[&str]; 15] = [
        &[
            "search",
            "ceasefire",
            "--facet",
            "outlet",
            "--facet",
            "date:day",
            "--json",
        ],
        &["search", "verification mechanism", "--explain", "--json"],
        &["search", "zzzz", "--json"],
        &["search", "(", "--json"],
        &["search", "--json"],
        &["search", "peace", "--nonsense", "--json"],
        &["search", "peace", "--index", "nowhere", "--json"],
        &[
            "search", "peace", "--in", "bad", "--index", "other", "--json",
        ],
        &["index", "seeds", "--json"],
        &["index", "bad", "--index", "other", "--json"],
        &["show", &id, "--json"],
        &["show", "nonsense", "--json"],
        &["facets", "place", "--json"],
        &["status", "--json"],
        &["parse", "cross-border AND (attack* OR \"a b\"~2)", "--json"],
    ];
    for args in commands {
        let lines = sandbox.json(args);
        assert!(!lines.is_empty(), "{args:?}");
        for line in lines {
            let errors: Vec<String> = validator
                .iter_errors(&line)
                .map(|error| error.to_string())
                .collect();
            assert!(errors.is_empty(), "{args:?}: {errors:?}: {line}");
        }
    }
}

#[test]
fn an_array_holds_the_same_lines() {
    let sandbox = Sandbox::with_seeds();
    let lines = sandbox.json(&["search", "ceasefire", "--json"]);
    let array = sandbox.json_document(&["search", "ceasefire", "--json=array"]);
    let hits = |values: &[serde_json::Value]| values[..values.len() - 1].to_vec();
    assert_eq!(hits(array.as_array().unwrap()), hits(&lines));
}
