//! Indexing: only what changed is read, nothing is lost, and whatever cannot be read is named.

use std::collections::BTreeMap;
use std::io::Write;

use pullquote::search::{SearchRequest, Weights, search};

use crate::archive::{Archive, Story, record_ids};
use crate::harness::Sandbox;

#[test]
fn only_what_changed_is_read_again() {
    let sandbox = Sandbox::with_seeds();
    let report = |args: &[&str]| sandbox.json(args).pop().unwrap();
    let again = report(&["index", "seeds", "--json"]);
    assert_eq!(
        (&again["files_read"], &again["files_unchanged"]),
        (&0.into(), &5.into())
    );
    assert_eq!(again["committed"], false);

    let path = "seeds/002_bd062090da669a4d.txt";
    let text = std::fs::read_to_string(sandbox.path(path)).unwrap();
    sandbox.write(path, text.replace("Wednesday", "Thursday"));
    std::fs::remove_file(sandbox.path("seeds/003_9d2b129ead42925e.txt")).unwrap();
    sandbox.write("seeds/new.txt", "Something new was said.");
    let changed = report(&["index", "seeds", "--json"]);
    assert_eq!(
        (&changed["added"], &changed["removed"]),
        (&2.into(), &2.into()),
        "{changed}"
    );
    assert_eq!(changed["articles"], 5);
    assert_eq!(
        sandbox
            .run(&["search", "-c", "\"issued on Wednesday\""])
            .stdout,
        "0\n"
    );
    assert_eq!(
        sandbox
            .run(&["search", "-c", "\"issued on Thursday\""])
            .stdout,
        "1\n"
    );
}

#[test]
fn a_file_that_was_only_touched_is_not_read_again() {
    let sandbox = Sandbox::with_seeds();
    let path = "seeds/000_790a63dd4dd4b25b.txt";
    let text = std::fs::read(sandbox.path(path)).unwrap();
    sandbox.write(path, text);
    let report = sandbox.json(&["index", "seeds", "--json"]).pop().unwrap();
    assert_eq!(
        (&report["files_read"], &report["files_unchanged"]),
        (&0.into(), &5.into())
    );
}

fn stories(range: std::ops::Range<usize>) -> Vec<Story> {
    range
        .map(|number| Story {
            title: Some(format!("Story {number}")),
            outlet: (number % 3 > 0).then(|| format!("Outlet {}", number % 3)),
            date: (number % 4 > 0).then(|| format!("2025-0{}-1{}", 1 + number % 9, number % 10)),
            ..Story::new(
                number,
                format!(
                    "The minister spoke {} times of peace. {}",
                    number,
                    "More words. ".repeat(number % 7)
                ),
            )
        })
        .collect()
}

/// Everything a user can see of an index.
fn everything(archive: &Archive) -> Vec<(String, String, usize)> {
    let mut seen = Vec::new();
    for query in ["minister", "peace more", "\"spoke 3 times\"", "story"] {
        let answer = archive.search(query);
        let scores = answer.hits.iter().map(|hit| format!("{:.9}", hit.score));
        seen.extend(
            record_ids(&answer)
                .into_iter()
                .zip(scores)
                .map(|(id, score)| (id, score, answer.hits.len())),
        );
    }
    seen
}

#[test]
fn the_order_of_indexing_does_not_matter() {
    let at_once = Archive::of(&stories(0..60));
    let in_steps = Archive {
        folder: tempfile::tempdir().unwrap(),
    };
    in_steps.write("b.jsonl", &stories(30..60));
    in_steps.update(2);
    // What is written and removed again leaves nothing behind, not even in the scores.
    in_steps.write("c.jsonl", &stories(100..140));
    in_steps.update(2);
    in_steps.write("a.jsonl", &stories(0..30));
    std::fs::remove_file(in_steps.folder.path().join("stories/c.jsonl")).unwrap();
    in_steps.update(2);
    assert_eq!(everything(&at_once), everything(&in_steps));
}

#[test]
fn the_same_article_in_two_files_is_kept_once_and_outlives_either() {
    let archive = Archive {
        folder: tempfile::tempdir().unwrap(),
    };
    archive.write("b.jsonl", &stories(0..3));
    archive.update(1);
    archive.write("a.jsonl", &stories(0..3));
    let report = archive.update(1);
    assert_eq!((report.articles, report.duplicates), (3, 3));
    let paths = |archive: &Archive| -> BTreeMap<String, usize> {
        let mut request = SearchRequest::new(None);
        request.limit = 10;
        let answer = search(&archive.index(), &request).unwrap();
        let mut paths = BTreeMap::new();
        for hit in answer.hits {
            *paths
                .entry(hit.article.path.rsplit('/').next().unwrap().to_owned())
                .or_default() += 1;
        }
        paths
    };
    assert_eq!(paths(&archive), BTreeMap::from([("a.jsonl".to_owned(), 3)]));
    std::fs::remove_file(archive.folder.path().join("stories/a.jsonl")).unwrap();
    assert_eq!(archive.update(1).articles, 3);
    assert_eq!(paths(&archive), BTreeMap::from([("b.jsonl".to_owned(), 3)]));
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_indexed() {
    let sandbox = Sandbox::new();
    sandbox.write("in/good.txt", "A good article about the ceasefire.");
    sandbox.write("in/empty.txt", "");
    sandbox.write("in/binary.txt", b"\x7fELF\0\0\0\x01\x02".repeat(50));
    sandbox.write("in/bad.jsonl", b"{\"text\":\"fine one\"}\n{\"text\":\"\xff\xfe broken\"}\n{\"text\":\n{\"text\":\"fine two\"}\n");
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    for number in 0..3_000 {
        writeln!(
            gzip,
            "{{\"id\":\"{number}\",\"text\":\"zipped story {number} {:x}\"}}",
            number * 7_919
        )
        .unwrap();
    }
    let gzip = gzip.finish().unwrap();
    sandbox.write("in/cut.jsonl.gz", &gzip[..gzip.len() / 2]);
    sandbox.write(
        "in/long.jsonl",
        format!(
            "{{\"text\":\"{}\"}}\n{{\"text\":\"after the long line\"}}\n",
            "x".repeat(40 << 20)
        ),
    );
    let run = sandbox.run(&["index", "in"]);
    assert_eq!(run.code, 2, "{run:?}");
    for named in [
        "in/empty.txt",
        "in/binary.txt",
        "in/bad.jsonl:2",
        "in/bad.jsonl:3",
        "in/cut.jsonl.gz",
        "in/long.jsonl:1",
    ] {
        assert!(
            run.stderr.contains(named),
            "{named} is not named in\n{}",
            run.stderr
        );
    }
    for (phrase, count) in [
        ("good article", "1\n"),
        ("fine one", "1\n"),
        ("fine two", "1\n"),
        ("after the long line", "1\n"),
    ] {
        assert_eq!(
            sandbox.run(&["search", "-c", "--literal", phrase]).stdout,
            count,
            "{phrase}"
        );
    }
    let zipped: u64 = sandbox
        .run(&["search", "-c", "\"zipped story\""])
        .stdout
        .trim()
        .parse()
        .unwrap();
    assert!((500..3_000).contains(&zipped), "{zipped}");
    // It is told again as long as it is so, though nothing is read again.
    let again = sandbox.run(&["index", "in"]);
    assert_eq!(again.code, 2);
    assert!(again.stderr.contains("in/bad.jsonl:2"), "{again:?}");
}

#[test]
fn a_run_that_is_killed_leaves_the_last_commit() {
    let sandbox = Sandbox::with_seeds();
    let lines: String = (0..60_000)
        .map(|number| {
            format!("{{\"id\":\"{number}\",\"text\":\"story number {number} of many\"}}\n")
        })
        .collect();
    sandbox.write("more/more.jsonl", lines);
    for wait in [5, 30, 120, 300] {
        let mut child = sandbox
            .command(&["index", "more"])
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(wait));
        child.kill().unwrap();
        child.wait().unwrap();
        let count = sandbox.run(&["search", "-c", "\"verification mechanism\""]);
        assert_eq!((count.stdout.as_str(), count.code), ("2\n", 0), "{count:?}");
    }
    assert_eq!(sandbox.run(&["index", "more"]).code, 0);
    assert_eq!(
        sandbox.run(&["search", "-c", "\"story number\""]).stdout,
        "60000\n"
    );
}

#[cfg(unix)]
#[test]
fn a_second_writer_is_told_who_holds_the_lock() {
    let sandbox = Sandbox::with_seeds();
    let lock = pullquote::engine::embedded::WriteLock::acquire(&sandbox.path("index")).unwrap();
    let run = sandbox.run(&["index", "seeds"]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr
            .contains(&format!("process {}", std::process::id())),
        "{run:?}"
    );
    assert_eq!(sandbox.run(&["search", "-c", "Torkham"]).stdout, "1\n");
    drop(lock);
    assert_eq!(sandbox.run(&["index", "seeds"]).code, 0);
}

#[test]
fn an_index_of_another_version_is_refused_with_the_next_step() {
    let sandbox = Sandbox::with_seeds();
    let manifest = std::fs::read_to_string(sandbox.path("index/pullquote.json")).unwrap();
    for format in [1, 99] {
        let mut manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
        manifest["format"] = format.into();
        // Of what another version writes the format alone is sure to be there.
        manifest.as_object_mut().unwrap().remove("weights");
        sandbox.write("index/pullquote.json", manifest.to_string());
        for args in [&["search", "peace"][..], &["index", "seeds"]] {
            let run = sandbox.run(args);
            assert_eq!(run.code, 2);
            let said = format!("has format {format};");
            assert!(
                run.stderr.contains(&said) && run.stderr.contains("--rebuild"),
                "{run:?}"
            );
        }
    }
    assert_eq!(sandbox.run(&["index", "seeds", "--rebuild"]).code, 0);
    assert_eq!(sandbox.run(&["search", "-c", "Torkham"]).stdout, "1\n");
}

fn ids(archive: &Archive) -> Vec<String> {
    let mut request = SearchRequest::new(None);
    request.limit = 5_000;
    let mut ids = record_ids(&search(&archive.index(), &request).unwrap());
    ids.sort();
    ids
}

#[test]
fn an_article_that_moves_from_file_to_file_is_kept_once() {
    let story = |id: &str| Story::new(id, format!("The story called {id}."));
    let archive = Archive {
        folder: tempfile::tempdir().unwrap(),
    };
    archive.write("a.jsonl", &[story("x"), story("y")]);
    archive.write("b.jsonl", &[story("z")]);
    archive.update(2);
    archive.write("a.jsonl", &[story("y")]);
    archive.write("b.jsonl", &[story("x"), story("z")]);
    assert_eq!(archive.update(2).articles, 3);
    assert_eq!(ids(&archive), ["x", "y", "z"]);
    archive.write("c.jsonl", &[story("z")]);
    archive.write("b.jsonl", &[story("z"), story("w")]);
    archive.update(2);
    assert_eq!(ids(&archive), ["w", "y", "z"]);
}

#[test]
fn a_rebuild_of_nothing_leaves_the_index() {
    let sandbox = Sandbox::with_seeds();
    assert_eq!(
        sandbox.run(&["index", "no-such-folder", "--rebuild"]).code,
        2
    );
    assert_eq!(sandbox.run(&["search", "-c", "Torkham"]).stdout, "1\n");
    assert_eq!(sandbox.run(&["index", "--rebuild"]).code, 0);
    assert_eq!(sandbox.run(&["search", "-c", "Torkham"]).stdout, "1\n");
}

#[test]
fn a_folder_is_searched_with_what_it_shares_with_another() {
    let sandbox = Sandbox::with_seeds();
    sandbox.copy("seeds", "copy");
    for folder in ["seeds", "copy", "seeds", "copy"] {
        let run = sandbox.run(&["search", "-c", "Torkham", "--in", folder]);
        assert_eq!(run.stdout, "1\n", "{folder}: {run:?}");
    }
}

#[test]
fn the_same_folders_are_read_again_from_anywhere_and_in_the_same_way() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "there/in/story.json",
        "{\"verhaal\": \"De kaas is op de markt.\", \"krant\": \"De Courant\"}",
    );
    sandbox.write("there/in/usual.json", "{\"text\": \"A usual story.\"}");
    sandbox.write("elsewhere/in/other.txt", "Not to be read.");
    let there = |args: &[&str]| {
        crate::harness::finished(
            sandbox
                .command(args)
                .current_dir(sandbox.path("there"))
                .output()
                .unwrap(),
        )
    };
    let run = there(&[
        "index",
        "in",
        "--index",
        "idx",
        "--map",
        "text=verhaal",
        "--map",
        "outlet=krant",
    ]);
    assert_eq!(run.code, 0, "{run:?}");
    sandbox.write(
        "there/in/story.json",
        "{\"verhaal\": \"De kaas ligt op de markt.\", \"krant\": \"De Courant\"}",
    );
    let elsewhere = |args: &[&str]| {
        crate::harness::finished(
            sandbox
                .command(args)
                .current_dir(sandbox.path("elsewhere"))
                .output()
                .unwrap(),
        )
    };
    let run = elsewhere(&["index", "--index", "../there/idx"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stdout.starts_with("2 articles"), "{run:?}");
    let run = elsewhere(&[
        "search",
        "-c",
        "kaas",
        "--outlet",
        "De Courant",
        "--index",
        "../there/idx",
    ]);
    assert_eq!(run.stdout, "1\n", "{run:?}");
}

/// Stops a run after some articles.
struct StopAfter(std::sync::atomic::AtomicI64);

impl pullquote::ingest::Watch for StopAfter {
    fn article(&self, _: &pullquote::article::Article) {
        self.0.fetch_sub(1, std::sync::atomic::Ordering::SeqCst);
    }

    fn stopped(&self) -> bool {
        self.0.load(std::sync::atomic::Ordering::SeqCst) <= 0
    }
}

#[test]
fn a_run_that_is_stopped_keeps_what_it_read_and_is_finished_by_the_next() {
    let archive = Archive {
        folder: tempfile::tempdir().unwrap(),
    };
    for (number, name) in ["a.jsonl", "b.jsonl", "c.jsonl", "d.jsonl"]
        .iter()
        .enumerate()
    {
        archive.write(name, &stories(number * 1_000..(number + 1) * 1_000));
    }
    let report = archive.update_watched(1, &StopAfter(1_500.into()));
    assert!(report.interrupted && report.articles < 4_000, "{report:?}");
    // What was not reached is still missed when it vanishes.
    std::fs::remove_file(archive.folder.path().join("stories/b.jsonl")).unwrap();
    assert_eq!(archive.update(1).articles, 3_000);
    let mut expected: Vec<String> = (0..1_000)
        .chain(2_000..4_000)
        .map(|number| number.to_string())
        .collect();
    expected.sort();
    let mut request = SearchRequest::new(None);
    request.limit = 5_000;
    let mut found = record_ids(&search(&archive.index(), &request).unwrap());
    found.sort();
    assert_eq!(found, expected);
}

#[test]
fn outlets_are_called_as_the_alias_file_says_and_stay_so() {
    let sandbox = Sandbox::with_seeds();
    sandbox.write("names.toml", "\"Dunya News\" = \"Dunya\"\n");
    assert_eq!(
        sandbox
            .run(&["index", "seeds", "--aliases", "names.toml"])
            .code,
        0
    );
    assert_eq!(
        sandbox
            .run(&["search", "-c", "peace", "--outlet", "Dunya"])
            .stdout,
        "1\n"
    );
    sandbox.write(
        "seeds/more.txt",
        "KARACHI (Dunya News) – Something more about peace was said in the city today.",
    );
    assert_eq!(sandbox.run(&["index", "seeds"]).code, 0);
    assert_eq!(
        sandbox
            .run(&["search", "-c", "peace", "--outlet", "Dunya"])
            .stdout,
        "2\n"
    );
    sandbox.write("names.toml", "Dunya News");
    assert_eq!(
        sandbox
            .run(&["index", "seeds", "--aliases", "names.toml"])
            .code,
        2
    );
}

#[test]
fn a_rebuild_keeps_how_folders_are_read_and_what_is_not_there() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "in/story.json",
        "{\"verhaal\": \"De kaas is op de markt.\", \"krant\": \"De Courant\"}",
    );
    sandbox.write("more/more.txt", "Nog meer kaas.");
    let map = ["--map", "text=verhaal", "--map", "outlet=krant"];
    assert_eq!(
        sandbox
            .run(&[&["index", "in", "more"][..], &map].concat())
            .code,
        0
    );
    assert_eq!(sandbox.run(&["index", "in", "more", "--rebuild"]).code, 0);
    assert_eq!(
        sandbox
            .run(&["search", "-c", "kaas", "--outlet", "De Courant"])
            .stdout,
        "1\n"
    );
    std::fs::rename(sandbox.path("more"), sandbox.path("away")).unwrap();
    assert_eq!(sandbox.run(&["index", "--rebuild"]).code, 2);
    assert_eq!(sandbox.run(&["search", "-c", "kaas"]).stdout, "2\n");
}

#[test]
fn nothing_hostile_ends_a_run() {
    let sandbox = Sandbox::new();
    let deep = |open: &str, n: usize| open.repeat(n);
    sandbox.write(
        "in/deep.html",
        format!("<body>{}<p>Text.", deep("<div>", 100_000)),
    );
    sandbox.write(
        "in/deep.json",
        format!(
            "{{\"articles\":[{{\"text\":\"x\"}}],{}",
            deep("\"data\":{", 400_000)
        ),
    );
    sandbox.write(
        "in/deep.xml",
        format!("<rss><channel>{}", deep("<a>", 100_000)),
    );
    sandbox.write("in/row.csv", format!("title,\"{}", deep("x", 70 << 20)));
    sandbox.write("in/good.txt", "A good article.");
    let run = sandbox.run(&["index", "in"]);
    assert_eq!(run.code, 2, "{run:?}");
    for name in ["deep.html", "deep.xml", "row.csv"] {
        assert!(run.stderr.contains(name), "{name}: {}", run.stderr);
    }
    assert_eq!(
        sandbox.run(&["search", "-c", "\"good article\""]).stdout,
        "1\n"
    );
}

#[test]
fn a_rebuild_that_is_stopped_leaves_the_index_as_it_was() {
    let archive = Archive::of(&stories(0..2_000));
    let mut request = archive.request(1);
    request.rebuild = true;
    let stopped = pullquote::ingest::ingest(&request, &StopAfter(500.into()));
    let kind = stopped
        .map(|report| report.articles)
        .map_err(|error| error.kind());
    assert_eq!(kind, Err(pullquote::error::ErrorKind::Interrupted));
    assert_eq!(ids(&archive).len(), 2_000);
}

/// A web archive of one page as it was on that day.
fn fetched_on(day: &str) -> String {
    let page = format!(
        "<html><head><title>The story</title></head><body><article><p>The ministers of both countries met in the \
         capital and agreed on a ceasefire, as it was told on {day}.</p><p>They did not say for how long it would \
         hold, or who was to watch over it in the mountains between them.</p></article></body></html>"
    );
    let response = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}");
    format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://paper.example/story\r\n\
         WARC-Date: {day}T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n\
         Content-Length: {}\r\n\r\n{response}\r\n\r\n",
        response.len()
    )
}

#[test]
fn a_report_counts_an_article_once_in_any_order_of_its_copies() {
    let days = ["2025-10-01", "2025-10-02", "2025-10-03"];
    for order in [
        [0, 1, 2],
        [2, 1, 0],
        [1, 2, 0],
        [1, 0, 2],
        [0, 2, 1],
        [2, 0, 1],
    ] {
        let sandbox = Sandbox::new();
        for (file, day) in order.into_iter().enumerate() {
            sandbox.write(&format!("in/{file}.warc"), fetched_on(days[day]));
        }
        let report = |args: &[&str]| sandbox.json(args).pop().unwrap();
        let counts = |report: &serde_json::Value| {
            [
                "articles",
                "added",
                "changed",
                "unchanged",
                "removed",
                "duplicates",
            ]
            .map(|name| report[name].as_u64().unwrap())
        };
        let first = report(&["index", "in", "--threads", "1", "--json"]);
        assert_eq!(counts(&first), [1, 1, 0, 0, 0, 2], "{order:?}");
        // The same copies are read again for the sake of one more that is fetched before them all.
        sandbox.write("in/9.warc", fetched_on("2025-09-01"));
        let second = report(&["index", "in", "--threads", "1", "--json"]);
        assert_eq!(counts(&second)[..5], [1, 0, 0, 1, 0], "{order:?}");
        sandbox.write("in/9.warc", fetched_on("2025-12-01"));
        let third = report(&["index", "in", "--threads", "1", "--json"]);
        assert_eq!(counts(&third)[..5], [1, 0, 1, 0, 0], "{order:?}");
        std::fs::remove_dir_all(sandbox.path("in")).unwrap();
        sandbox.write("in/other.txt", "Another story altogether.");
        let last = report(&["index", "in", "--json"]);
        assert_eq!(counts(&last), [1, 1, 0, 0, 1, 0], "{order:?}");
    }
}

#[test]
fn status_names_the_weights_of_the_ranking() {
    let sandbox = Sandbox::with_seeds();
    let text = sandbox.run(&["status"]).stdout;
    let status = sandbox.json(&["status", "--json"]).remove(0);
    let named = Weights::default().named();
    assert_eq!(status["weights"].as_object().unwrap().len(), named.len());
    for (name, weight) in named {
        assert_eq!(status["weights"][name], weight, "{name}");
        let said = format!(" {name} {weight}");
        let is_said = |line: &str| line.split(',').any(|part| part.ends_with(&said));
        assert!(text.lines().any(is_said), "{name}: {text}");
    }
}

#[test]
fn one_is_not_spoken_of_as_many() {
    let sandbox = Sandbox::new();
    sandbox.write("in/a.txt", "A story about the one ceasefire of the year.");
    let report = sandbox.run(&["index", "in"]).stdout;
    assert!(report.starts_with("1 article: 1 added, "), "{report}");
    let status = sandbox.run(&["status"]).stdout;
    for said in ["1 article without one", "1 file,", "in 1 segment\n"] {
        assert!(status.contains(said), "{said}: {status}");
    }
}
