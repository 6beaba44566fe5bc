//! `pullquote eval` from outside: what is searched, what is measured, what is refused.

use std::io::Read;
use std::process::Stdio;

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;

use crate::harness::{Run, Sandbox, finished, root};

/// Five records, three of them about a ceasefire, and judgements of two topics.
const RECORDS: [(&str, &str); 5] = [
    ("a", "The ceasefire holds, the minister said."),
    ("b", "A ceasefire was agreed on in the capital."),
    ("c", "Ceasefire, ceasefire, and again a ceasefire."),
    ("d", "The harvest was good this year."),
    ("e", "The river rose after a week of rain."),
];
const TOPICS: &str = "1\tceasefire\n2\tharvest and rain\n";
const QRELS: &str = "1 0 a 2\n1 0 b 0\n1 0 c 1\n2 0 d 1\n2 0 e 1\n";

/// The index of the five records, with topics and judgements beside it.
fn five() -> Sandbox {
    let sandbox = Sandbox::new();
    indexed(&sandbox, &RECORDS);
    sandbox.write("topics", TOPICS);
    sandbox.write("qrels", QRELS);
    sandbox
}

fn indexed(sandbox: &Sandbox, records: &[(impl AsRef<str>, impl AsRef<str>)]) {
    let lines = records.iter().map(|(id, text)| {
        let (id, text) = (id.as_ref(), text.as_ref());
        let record = serde_json::json!({"_id": id, "title": format!("Title {id}"), "text": text});
        format!("{record}\n")
    });
    sandbox.write("in.jsonl", lines.collect::<String>());
    let run = sandbox.run(&["index", "in.jsonl"]);
    assert_eq!(run.code, 0, "{run:?}");
}

/// Searches the topics of `five`, with further arguments.
fn eval(sandbox: &Sandbox, more: &[&str]) -> Run {
    let args = ["eval", "--topics", "topics", "--qrels", "qrels"];
    sandbox.run(&[&args[..], more].concat())
}

fn refused(run: &Run, message: &str, hint: &str) {
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run:?}");
    let stderr = run.stderr.replace("\ncaused by: ", ": ");
    assert!(
        stderr.starts_with(&format!("error: {message}\n")),
        "{stderr}"
    );
    assert!(stderr.contains("hint: ") || hint.is_empty(), "{stderr}");
    assert!(stderr.contains(hint), "{stderr}");
}

fn read(sandbox: &Sandbox, name: &str) -> String {
    std::fs::read_to_string(sandbox.path(name)).unwrap()
}

#[test]
fn topics_are_searched_and_measured() {
    let sandbox = five();
    let run = eval(&sandbox, &["-m", "recall@5,P@2", "--metric", "p@2"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let precision = precision(&sandbox);
    assert_eq!(
        run.stdout,
        format!(
            "run        recall@5     P@2\n\
             pullquote    1.0000  {precision}\n\
             \n\
             2 judged topics\n"
        )
    );
    let topics = eval(&sandbox, &["-m", "recall@5", "--per-topic"]);
    let rows: Vec<_> = topics.stdout.lines().take(4).collect();
    assert_eq!(
        rows,
        [
            "pullquote  recall@5",
            "1            1.0000",
            "2            1.0000",
            "mean         1.0000"
        ]
    );
}

/// The precision at the second rank, counted by hand from the run.
fn precision(sandbox: &Sandbox) -> String {
    assert_eq!(eval(sandbox, &["--run", "counted.run"]).code, 0);
    let run = read(sandbox, "counted.run");
    let firsts = run.lines().filter(|line| {
        let columns: Vec<_> = line.split(' ').collect();
        ["1", "2"].contains(&columns[3])
            && ["1", "2"]
                .iter()
                .any(|grade| QRELS.contains(&format!("{} 0 {} {grade}\n", columns[0], columns[2])))
    });
    format!("{:.4}", firsts.count() as f64 / 4.0)
}

#[test]
fn the_run_that_is_written_measures_as_the_search_did() {
    let sandbox = Sandbox::with_seeds();
    for name in ["seeds.topics.jsonl", "seeds.qrels.tsv"] {
        let file = std::fs::read(root().join("tests/quality").join(name)).unwrap();
        sandbox.write(name, file);
    }
    let searched = sandbox.json(&[
        "eval",
        "--topics",
        "seeds.topics.jsonl",
        "--qrels",
        "seeds.qrels.tsv",
        "--run",
        "our.run",
        "--per-topic",
        "--json",
    ]);
    let read = sandbox.json(&[
        "eval",
        "--qrels",
        "seeds.qrels.tsv",
        "--evaluate",
        "our.run",
        "--per-topic",
        "--json",
    ]);
    assert_eq!((searched.len(), read.len()), (13, 13));
    for (one, other) in searched.iter().zip(&read) {
        for field in ["topic", "figures", "means", "judged", "tag", "unanswered"] {
            assert_eq!(one[field], other[field], "{field}");
        }
        assert_eq!(
            (&one["run"], &other["run"]),
            (&"pullquote".into(), &"our.run".into())
        );
    }
    let last = &searched[12];
    assert_eq!(
        (&last["judged"], &last["unanswered"]),
        (&12.into(), &0.into())
    );
    assert!(last["means"]["nDCG@10"].as_f64().unwrap() > 0.7, "{last}");
    assert_eq!(last["search"]["index_articles"], 5);
    assert_eq!(read[12]["search"], Value::Null);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_the_search_is_kept(kinds in vec(0..4usize, 2..40)) {
        let texts = ["A ceasefire.", "A ceasefire, they said.", "A ceasefire and a ceasefire.", "The exact truce."];
        let sandbox = Sandbox::new();
        let records: Vec<_> = kinds
            .iter()
            .enumerate()
            .map(|(number, kind)| (format!("n{number}"), texts[*kind]))
            .collect();
        indexed(&sandbox, &records);
        sandbox.write("topics", "1 exact ceasefire truce\n");
        sandbox.write("qrels", "1 n0 1\n");
        let run = sandbox.run(&["eval", "--topics", "topics", "--qrels", "qrels", "--run", "r", "-m", "MAP"]);
        prop_assert_eq!(run.code, 0, "{:?}", run);
        let search = sandbox.json(&["search", "exact ceasefire truce", "--match", "any", "-n", "99", "--json"]);
        let titles = search.iter().filter_map(|line| line["title"].as_str());
        let found: Vec<_> = titles.map(|title| title.trim_start_matches("Title ").to_owned()).collect();
        let mut lines: Vec<_> = Vec::new();
        for line in read(&sandbox, "r").lines() {
            let columns: Vec<_> = line.split(' ').collect();
            lines.push((columns[4].parse::<f32>().unwrap(), columns[2].to_owned()));
        }
        prop_assert!(lines.windows(2).all(|pair| pair[1].0 < pair[0].0), "{:?}", lines);
        let written: Vec<_> = lines.into_iter().map(|(_, id)| id).collect();
        prop_assert_eq!(written, found);
    }
}

#[test]
fn a_topic_is_free_text() {
    let sandbox = five();
    sandbox.write(
        "topics",
        "1\tNOT (ceasefire title:\" OR -\n2\tharvest\n3\train*\n",
    );
    let run = eval(&sandbox, &["-m", "recall@5"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stdout.contains("pullquote    0.7500\n"), "{run:?}");
    assert!(
        run.stdout
            .ends_with("\n1 topic is answered but not judged and counts for nothing\n"),
        "{run:?}"
    );
}

#[test]
fn a_topic_without_a_word_is_named_and_counts() {
    let sandbox = five();
    sandbox.write("topics", "1\tceasefire\n2\t… ?!\n");
    let run = eval(&sandbox, &["-m", "recall@5"]);
    assert_eq!(run.code, 0);
    assert!(run.stdout.contains("pullquote    0.5000\n"), "{run:?}");
    assert!(
        run.stdout
            .contains("\n1 judged topic is not answered and counts as 0\n")
    );
    assert_eq!(
        run.stderr,
        "warning: 1 topic has no word to search for: `2`\n"
    );
    let lines = sandbox.json(&["eval", "--topics", "topics", "--qrels", "qrels", "--json"]);
    assert_eq!(lines[0]["search"]["wordless"], serde_json::json!(["2"]));
}

#[test]
fn judged_topics_that_are_not_asked_are_named() {
    let sandbox = five();
    sandbox.write("topics", "2\tharvest\n");
    let run = eval(&sandbox, &[]);
    assert_eq!(run.code, 0);
    assert_eq!(
        run.stderr,
        "warning: 1 judged topic is not among the topics: `1`\n"
    );
}

#[test]
fn an_id_that_no_article_bears_is_an_error_unless_let_pass() {
    let sandbox = five();
    sandbox.write("qrels", format!("{QRELS}2 0 471 1\n2 0 472 0\n"));
    let run = eval(&sandbox, &["--run", "our.run"]);
    let message = "`qrels` names 2 ids that no article of the index bears: `471`, `472`";
    refused(&run, message, "--missing-ids skip");
    assert!(!sandbox.path("our.run").exists());
    let run = eval(&sandbox, &["--missing-ids", "skip", "-m", "recall@9"]);
    assert_eq!(run.code, 0);
    assert!(run.stdout.contains("pullquote    0.8333\n"), "{run:?}");
    assert!(
        run.stdout.contains("\n2 judged ids have no article; "),
        "{run:?}"
    );
    assert!(run.stderr.contains(": `471`, `472`\n"), "{run:?}");

    sandbox.write("qrels", "1 0 471 1\n");
    for missing in ["skip", "error"] {
        let run = eval(&sandbox, &["--missing-ids", missing]);
        let message = "`qrels` names 1 id that no article of the index bears: `471`";
        refused(&run, message, "--map id=FIELD");
    }
}

#[test]
fn an_article_is_known_by_its_record_its_id_or_its_path() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "in/a b.txt",
        "The ceasefire holds, the minister said on Friday.",
    );
    sandbox.write(
        "in/b.txt",
        "A ceasefire was agreed on in the capital, they said.",
    );
    sandbox.write(
        "in/c.json",
        r#"{"id": 3, "text": "Ceasefire, ceasefire, and again a ceasefire."}"#,
    );
    assert_eq!(sandbox.run(&["index", "in"]).code, 0);
    let hits = sandbox.json(&["search", "capital", "--json"]);
    let id = hits[0]["id"].as_str().unwrap();
    sandbox.write("topics", "1\tceasefire\n");
    sandbox.write("qrels", format!("1\tin/a b.txt\t1\n1\t{id}\t1\n1\t3\t1\n"));
    let run = eval(&sandbox, &["-m", "recall@3"]);
    assert!(run.stdout.contains("pullquote    1.0000\n"), "{run:?}");
    let run = eval(&sandbox, &["--run", "our.run"]);
    refused(
        &run,
        "cannot write `in/a b.txt` to a run file: it holds white space",
        "",
    );
    sandbox.write("qrels", format!("1\tin/b.txt\t1\n1\t{id}\t1\n"));
    let message = format!("the judgements name one article twice: as `{id}` and as `in/b.txt`");
    refused(&eval(&sandbox, &[]), &message, "throughout");
}

#[test]
fn two_articles_of_one_id_are_an_error() {
    let sandbox = five();
    sandbox.write(
        "other.jsonl",
        "{\"_id\": \"a\", \"text\": \"Another story.\"}\n",
    );
    assert_eq!(sandbox.run(&["index", "in.jsonl", "other.jsonl"]).code, 0);
    let run = eval(&sandbox, &[]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(
        run.stderr
            .starts_with("error: two articles of the index bear the id `a`\n"),
        "{run:?}"
    );
    assert!(run.stderr.contains("`in.jsonl`") && run.stderr.contains("`other.jsonl`"));
}

#[test]
fn what_measures_nothing_is_an_error() {
    let sandbox = five();
    sandbox.write("unjudged", "x\tceasefire\n");
    let run = sandbox.run(&["eval", "--topics", "unjudged", "--qrels", "qrels"]);
    let message = "none of the topics in `unjudged` is judged in `qrels`";
    refused(&run, message, "there `x`, here `1`");
    sandbox.write("unjudged.run", "x Q0 a 1 1 t\n");
    let run = sandbox.run(&["eval", "--evaluate", "unjudged.run", "--qrels", "qrels"]);
    let message = "cannot evaluate `unjudged.run`: none of its topics was judged";
    refused(&run, message, "same ids");

    sandbox.write("in/a.txt", "The ceasefire holds, the minister said.");
    assert_eq!(sandbox.run(&["index", "in", "--index", "empty"]).code, 0);
    std::fs::remove_file(sandbox.path("in/a.txt")).unwrap();
    sandbox.run(&["index", "in", "--index", "empty"]);
    refused(
        &eval(&sandbox, &["--index", "empty"]),
        "the index `empty` holds no article",
        "pullquote index",
    );
    let run = eval(&sandbox, &["--index", "nowhere"]);
    refused(&run, "there is no index in `nowhere`", "pullquote index");
}

#[test]
fn files_that_do_not_read_are_named_with_the_line() {
    let sandbox = five();
    let check = |name: &str, content: &[u8], message: &str| {
        sandbox.write("good.run", "1 Q0 a 1 1 t\n");
        sandbox.write("topics", TOPICS);
        sandbox.write("qrels", QRELS);
        sandbox.write(name, content);
        let run = match name {
            "good.run" => sandbox.run(&["eval", "--qrels", "qrels", "--evaluate", "good.run"]),
            _ => eval(&sandbox, &[]),
        };
        refused(&run, message, "");
    };
    check(
        "topics",
        b"1\tpeace\n2\n",
        "cannot read the topics in `topics`, line 2: topic `2` has no text",
    );
    check(
        "qrels",
        b"1 0 a 1\n1 0 b \xff\n",
        "cannot read the judgements in `qrels`, line 2: it is not UTF-8",
    );
    check(
        "good.run",
        b"1 Q0 a 1\n",
        "cannot read the run in `good.run`, line 1: it has 4 columns, not 6",
    );
    check(
        "good.run",
        b"",
        "cannot read the run in `good.run`: the file is empty",
    );
    for args in [
        ["--evaluate", "none", "--qrels", "qrels"],
        ["--topics", "none", "--qrels", "qrels"],
        ["--topics", "topics", "--qrels", "none"],
    ] {
        let run = sandbox.run(&[&["eval"][..], &args].concat());
        assert_eq!(run.code, 2);
        assert!(
            run.stderr.starts_with("error: cannot read `none`\n"),
            "{run:?}"
        );
    }
    let run = eval(&sandbox, &["-m", "MAP@3"]);
    refused(&run, "there is no metric `MAP@3`", "bpref");
}

#[test]
fn the_run_is_written_whole_or_not_at_all() {
    let sandbox = five();
    sandbox.write("qrels", "1\ta\t1\n2 3\td\t1\n");
    sandbox.write(
        "topics",
        "{\"_id\": \"1\", \"text\": \"ceasefire\"}\n{\"_id\": \"2 3\", \"text\": \"harvest\"}\n",
    );
    sandbox.write("our.run", "as it was before");
    let run = eval(&sandbox, &["--run", "our.run"]);
    refused(
        &run,
        "cannot write `2 3` to a run file: it holds white space",
        "",
    );
    assert_eq!(read(&sandbox, "our.run"), "as it was before");
    let files = std::fs::read_dir(sandbox.path("")).unwrap();
    let left = files.filter(|file| {
        let name = file.as_ref().unwrap().file_name();
        name.to_string_lossy().ends_with(".part")
    });
    assert_eq!(left.count(), 0);
    for (path, reason) in [("none/our.run", "not found"), ("index", "is a directory")] {
        let run = eval(&sandbox, &["--run", path]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""));
        let message = format!("error: cannot write `{path}`\ncaused by: ");
        assert!(
            run.stderr.starts_with(&message) && run.stderr.contains(reason),
            "{run:?}"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_link_stays_one_and_what_is_no_file_is_written_to() {
    let sandbox = five();
    sandbox.write("there/our.run", "as it was before");
    std::os::unix::fs::symlink("there/our.run", sandbox.path("link")).unwrap();
    assert_eq!(eval(&sandbox, &["--run", "link"]).code, 0);
    assert!(sandbox.path("link").is_symlink());
    assert!(read(&sandbox, "there/our.run").ends_with(" pullquote\n"));
    assert_eq!(eval(&sandbox, &["--run", "/dev/null"]).code, 0);
    assert!(!std::path::Path::new("/dev/null").is_file());
}

#[cfg(unix)]
#[test]
fn a_run_that_is_stopped_writes_nothing() {
    use std::os::unix::process::ExitStatusExt;

    let sandbox = five();
    let topics = (1..50_000).map(|topic| format!("{topic}\tceasefire and harvest and rain\n"));
    sandbox.write("topics", topics.collect::<String>());
    // On a slow machine the signal may come before it is waited for, and then ends the program itself.
    for wait in [1, 3, 6] {
        let mut command = sandbox.command(&[
            "eval", "--topics", "topics", "--qrels", "qrels", "--run", "our.run",
        ]);
        let child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_secs(wait));
        let kill = std::process::Command::new("kill")
            .args(["-INT", &child.id().to_string()])
            .status();
        assert!(kill.unwrap().success());
        let output = child.wait_with_output().unwrap();
        assert!(!sandbox.path("our.run").exists());
        if output.status.signal().is_none() {
            let run = finished(output);
            assert_eq!((run.code, run.stdout.as_str()), (130, ""), "{run:?}");
            assert!(run.stderr.contains("nothing was written"), "{run:?}");
            return;
        }
    }
    panic!("the signal was never waited for");
}

#[test]
fn the_run_can_go_to_standard_output() {
    let sandbox = five();
    let run = eval(&sandbox, &["--run", "-", "--depth", "1"]);
    assert_eq!((run.code, run.stdout.lines().count()), (0, 2), "{run:?}");
    assert!(
        run.stdout.lines().all(|line| line.ends_with(" pullquote")),
        "{run:?}"
    );
    assert!(run.stderr.starts_with("run  "), "{run:?}");
    let both = eval(&sandbox, &["--run", "-", "--json"]);
    assert_eq!((both.code, both.stdout.as_str()), (2, ""), "{both:?}");
}

#[test]
fn runs_of_any_system_are_compared() {
    let sandbox = five();
    sandbox.write("first", "1 Q0 b 1 2 f\n1 Q0 a 2 1 f\n2 Q0 d 1 1 f\n");
    sandbox.write("second", "1 Q0 a 1 2 s\n2 Q0 d 1 1 s\n");
    let args = ["eval", "--qrels", "qrels", "-m", "MRR@10", "-m", "P@1"];
    let run = sandbox.run(&[&args[..], &["--compare", "first", "second"]].concat());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_eq!(
        run.stdout,
        "metric   first  second   change  better  worse  same       p\n\
         MRR@10  0.7500  1.0000  +0.2500       1      0     1  1.0000\n\
         P@1     0.5000  1.0000  +0.5000       1      0     1  1.0000\n\
         \n\
         1 of 2 topics moved by MRR@10\n\
         topic   first  second   change\n\
         1      0.5000  1.0000  +0.5000\n"
    );
    let measured = sandbox.run(&[&args[..], &["--evaluate", "first", "second"]].concat());
    assert_eq!(
        measured.stdout,
        "run     MRR@10     P@1\n\
         first   0.7500  0.5000\n\
         second  1.0000  1.0000\n\
         \n\
         2 judged topics\n"
    );
}

#[test]
fn all_that_is_written_is_as_the_schema_says() {
    let sandbox = five();
    sandbox.write("first", "1 Q0 b 1 2 f\n1 Q0 a 2 1 f\n");
    let schema = sandbox.json_document(&["schema"]);
    let validator = jsonschema::validator_for(&schema).unwrap();
    for (args, kinds) in [
        (
            &["--topics", "topics", "--per-topic"][..],
            "figures figures evaluation",
        ),
        (&["--evaluate", "first", "first"], "evaluation evaluation"),
        (
            &["--compare", "first", "first", "-m", "MAP,P@1"],
            "comparison comparison",
        ),
        (&["--evaluate", "none"], "error"),
        (&["--evaluate", "first", "--topics", "topics"], "error"),
        (&["--evaluate", "first", "--index", "index"], "error"),
        (&["--compare", "first"], "error"),
    ] {
        let lines = sandbox.json(&[&["eval", "--qrels", "qrels", "--json"][..], args].concat());
        let found: Vec<_> = lines
            .iter()
            .map(|line| line["type"].as_str().unwrap())
            .collect();
        assert_eq!(found.join(" "), kinds, "{args:?}");
        assert!(
            lines.iter().all(|line| validator.is_valid(line)),
            "{lines:?}"
        );
    }
    let array = sandbox.json_document(&[
        "eval",
        "--qrels",
        "qrels",
        "--evaluate",
        "first",
        "--json=array",
    ]);
    assert_eq!(array.as_array().map(Vec::len), Some(1));
}

#[test]
fn a_reader_that_goes_away_is_no_failure_of_an_evaluation() {
    let sandbox = five();
    sandbox.write("first", "1 Q0 b 1 2 f\n1 Q0 a 2 1 f\n");
    for args in [
        &["--evaluate", "first"][..],
        &["--compare", "first", "first", "--json"],
        &["--topics", "topics", "--run", "-"],
    ] {
        let mut child = sandbox
            .command(&[&["eval", "--qrels", "qrels"][..], args].concat())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut stderr = String::new();
        let mut stream = child.stderr.take().unwrap();
        stream.read_to_string(&mut stderr).unwrap();
        let ended = (child.wait().unwrap().code(), stderr.as_str());
        assert_eq!(ended, (Some(0), ""), "{args:?}");
    }
}

#[test]
fn topics_without_a_word_measure_nothing() {
    let sandbox = five();
    sandbox.write("topics", "1\t?!\n2\t—\n");
    let run = eval(&sandbox, &[]);
    refused(
        &run,
        "no topic has a word to search for",
        "letters or digits",
    );
}

#[test]
fn what_is_missing_is_named_in_the_json_too() {
    let run = five().run(&["eval", "--json"]);
    let error: Value = serde_json::from_str(&run.stderr).unwrap();
    let message = error["message"].as_str().unwrap();
    assert!(message.contains("--qrels"), "{message}");
}
