//! The command `verify`, as people run it on drafts, lines and tables.

use crate::harness::Sandbox;

const DRAFT: &str = "\
Right: \"Further modalities of the implementation will be discussed and decided in a principal level meeting in Istanbul on 6 November 2025.\"

Changed: “Further modalities of the implementation will be discussed and decided in a principal level meeting in Istanbul on 7 November 2025.”

Cut: “Further modalities of the implementation will be discussed … in Istanbul on 6 November 2025.”

Put together: “Peaceful relations with our neighbour are only possible. The ceasefire violations are being committed by Afghanistan.”

Made up: “We shall build a wall of glass before the winter comes,” he said. “No way.”
";

fn draft() -> Sandbox {
    let sandbox = Sandbox::with_seeds();
    sandbox.write("draft.md", DRAFT);
    sandbox
}

#[test]
fn every_quotation_of_a_draft_in_order() {
    let run = draft().run(&["verify", "draft.md"]);
    let heads: Vec<&str> = run
        .stdout
        .lines()
        .filter_map(|line| line.split_once('“'))
        .map(|(head, _)| head.trim())
        .filter(|head| head.starts_with("draft.md"))
        .collect();
    assert_eq!(
        heads,
        [
            "draft.md:1:8: exact",
            "draft.md:3:10: altered",
            "draft.md:5:6: editorial",
            "draft.md:7:15: spliced",
            "draft.md:9:10: not in this archive",
            "draft.md:9:77: too short to decide",
        ]
    );
    assert!(!run.stdout.contains("false"));
    assert!(run.stdout.contains("  number: “7” for “6”\n"));
    assert_eq!(run.code, 1);
}

#[test]
fn exit_codes() {
    let sandbox = draft();
    sandbox.write(
        "good.md",
        "“Peaceful relations with our neighbour are only possible,” he said.",
    );
    let check = |args: &[&str], expected: i32| {
        let run = sandbox.run(&[&["verify"], args].concat());
        assert_eq!(run.code, expected, "{args:?} {run:?}");
    };
    check(&["good.md"], 0);
    check(&["good.md", "draft.md"], 1);
    check(&["draft.md", "--fail-on", "near"], 0);
    check(&["draft.md", "--fail-on", "near,spliced"], 1);
    check(&["draft.md", "--fail-on", "nonsense"], 2);
    check(&["good.md", "missing.md"], 2);
    check(&["--quote", "a monitoring and verification mechanism"], 0);
    check(&["--quote", "a monitoring or verification mechanism"], 1);
    check(&["--short", "--quote", "— …"], 2);
    check(&["--index", "nowhere", "good.md"], 2);
}

#[test]
fn lines_of_json_and_rows_of_tables() {
    let sandbox = draft();
    sandbox.write(
        "claims.csv",
        "who,quote\nA,a monitoring AND verification mechanism\nB,a monitoring and verification system\n",
    );
    sandbox.write(
        "answers.jsonl",
        "{\"answer\": \"He said “everything hinges on this one clause”.\"}\nnot json\n{\"answer\": \"He said “everything hangs on this one clause”.\"}\n",
    );
    let verdicts = |args: &[&str]| {
        let run = sandbox.run(&[&["verify", "--json"], args].concat());
        let lines = run
            .stdout
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        let told = lines.filter_map(|line| Some(line["verdict"].as_str()?.to_owned()));
        (told.collect::<Vec<_>>(), run.code)
    };
    assert_eq!(
        verdicts(&["--queries", "claims.csv", "--column", "quote"]),
        (vec!["editorial".to_owned(), "altered".to_owned()], 1)
    );
    let (told, code) = verdicts(&["answers.jsonl", "--field", "answer"]);
    assert_eq!(
        (told, code),
        (vec!["exact".to_owned(), "altered".to_owned()], 2)
    );
}
