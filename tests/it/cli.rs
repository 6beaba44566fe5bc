//! The command line as people use it, on the sample articles.

use std::io::Read;
use std::process::Stdio;

use crate::harness::{Sandbox, finished};

#[test]
fn one_command_from_a_folder_to_quoted_passages() {
    let sandbox = Sandbox::with_seeds();
    std::fs::remove_dir_all(sandbox.path("index")).unwrap();
    let run = sandbox.run(&["search", "\"verification mechanism\"", "--in", "seeds"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.stdout
            .contains("establish a monitoring and verification mechanism to ensure compliance")
    );
    assert!(run.stdout.contains("Dunya News"));
    assert_eq!(run.stderr, "");
}

#[test]
fn what_the_seeds_hold_is_found() {
    let sandbox = Sandbox::with_seeds();
    let count = |args: &[&str]| {
        let run = sandbox.run(&[&["search", "-c"], args].concat());
        (run.stdout.trim().parse::<u64>().unwrap(), run.code)
    };
    assert_eq!(count(&["\"verification mechanism\""]), (2, 0));
    assert_eq!(
        count(&["\"verification mechanism\"", "--outlet", "Dunya News"]),
        (1, 0)
    );
    assert_eq!(
        count(&[
            "\"verification mechanism\"",
            "--outlet",
            "dunya news",
            "--outlet",
            "(unknown)"
        ]),
        (2, 0)
    );
    assert_eq!(
        count(&["Torkham", "--since", "2025-11-01", "--until", "2025-11-30"]),
        (1, 0)
    );
    assert_eq!(count(&["Torkham", "--since", "2025-12"]), (0, 1));
    assert_eq!(
        count(&["ceasefire AND (Istanbul OR Doha) NOT Moscow"]),
        (4, 0)
    );
    assert_eq!(count(&["outlet:Dunya"]), (1, 0));
    assert_eq!(count(&["\"steps against [militants]\""]), (1, 0));
    assert_eq!(count(&["--literal", "AND"]), (5, 0));
}

#[test]
fn the_exact_phrase_ranks_first_without_its_quotes() {
    let sandbox = Sandbox::with_seeds();
    let lines = sandbox.json(&["search", "verification", "mechanism", "--json"]);
    let summary = lines.last().unwrap();
    assert_eq!(summary["counts"]["exact_phrase"], 2);
    for hit in &lines[..2] {
        assert!(
            hit["passages"][0]["text"]
                .as_str()
                .unwrap()
                .contains("verification mechanism")
        );
    }
    let scores: Vec<f64> = lines[..lines.len() - 1]
        .iter()
        .map(|hit| hit["score"].as_f64().unwrap())
        .collect();
    assert!(scores.is_sorted_by(|one, other| one >= other), "{scores:?}");
}

#[test]
fn an_address_is_shown_again_as_it_was_printed() {
    let sandbox = Sandbox::with_seeds();
    let lines = sandbox.json(&["search", "conditional truce", "--json"]);
    let passage = &lines[0]["passages"][0];
    let address = passage["address"].as_str().unwrap();
    let shown = sandbox.json(&["show", address, "--json"]);
    assert_eq!(shown[0]["passage"]["text"], passage["text"]);
    let id = lines[0]["id"].as_str().unwrap();
    let article = sandbox.json(&["show", id, "--json"]);
    let body = article[0]["body"].as_str().unwrap();
    let file = std::fs::read_to_string(sandbox.path(lines[0]["path"].as_str().unwrap())).unwrap();
    assert_eq!(body, file);
    let slice: String = body
        .chars()
        .skip(passage["start"].as_u64().unwrap() as usize)
        .take((passage["end"].as_u64().unwrap() - passage["start"].as_u64().unwrap()) as usize)
        .collect();
    assert_eq!(passage["text"], slice);
    let around = sandbox.run(&["show", address, "-C", "2"]);
    assert_eq!(around.code, 0);
    assert!(around.stdout.len() > passage["text"].as_str().unwrap().len());
}

#[test]
fn facets_count_articles_and_say_what_is_unknown() {
    let sandbox = Sandbox::with_seeds();
    let lines = sandbox.json(&[
        "search",
        "ceasefire",
        "--facet",
        "outlet",
        "--facet",
        "date:month",
        "--outlet",
        "Dunya News",
        "--json",
    ]);
    let facets = &lines.last().unwrap()["facets"];
    // Its own choice does not narrow a facet.
    let outlets: Vec<_> = facets[0]["values"]
        .as_array()
        .unwrap()
        .iter()
        .map(|bar| (bar["value"].as_str(), bar["count"].as_u64().unwrap()))
        .collect();
    assert_eq!(
        outlets,
        [
            (Some("Afghanistan Times"), 1),
            (Some("Dunya News"), 1),
            (None, 3)
        ]
    );
    assert_eq!(facets[1]["values"][0]["value"], serde_json::Value::Null);
    let plain = sandbox.run(&["facets", "date:month"]);
    assert!(
        plain.stdout.contains("2025-11") && plain.stdout.contains("(unknown)"),
        "{plain:?}"
    );
    let undated = sandbox.json(&["search", "ceasefire", "--since", "2025", "--json"]);
    assert_eq!(undated.last().unwrap()["undated"], 4);
}

#[test]
fn relaxed_answers_say_so() {
    let sandbox = Sandbox::with_seeds();
    let lines = sandbox.json(&["search", "Torkham", "Chaman", "--json"]);
    assert_eq!(lines.last().unwrap()["relaxed"], true);
    assert_eq!(lines.last().unwrap()["counts"]["all_words"], 0);
    assert_eq!(
        sandbox
            .run(&["search", "Torkham", "Chaman", "--match", "all", "-q"])
            .code,
        1
    );
}

#[test]
fn short_answers_say_what_the_long_ones_say() {
    let sandbox = Sandbox::with_seeds();
    for form in ["-c", "-l", "--format=md"] {
        let run = sandbox.run(&["search", "Torkham", "Chaman", form]);
        assert!(run.stderr.contains("all the words"), "{form}: {run:?}");
    }
    let undated = sandbox.run(&["search", "ceasefire", "--since", "2025", "-c"]);
    assert!(undated.stderr.contains("4"), "{undated:?}");
    let asked = sandbox.json(&["search", "ceasefire date:2025-11", "--json"]);
    assert_eq!(asked.last().unwrap()["undated"], 4);
    assert_eq!(
        sandbox
            .run(&["search", "--match", "phrase", "talks", "-c"])
            .code,
        0
    );
    assert_eq!(
        sandbox
            .run(&["search", "--match", "phrase", "peace talks -Moscow", "-c"])
            .code,
        2
    );
    let any = sandbox.json(&["search", "--match", "any", "Torkham", "Chaman", "--json"]);
    assert_eq!(any.last().unwrap()["counts"]["all_words"], 0);
    assert_eq!(any.last().unwrap()["counts"]["any_word"], 2);
}

#[test]
fn context_is_whole_sentences() {
    let sandbox = Sandbox::with_seeds();
    let hit = &sandbox.json(&["search", "\"conditional truce\"", "--json"])[0];
    let place = &hit["passages"][0]["matches"][0];
    let address = format!(
        "{}@{}-{}",
        hit["id"].as_str().unwrap(),
        place["start"],
        place["end"]
    );
    let shown = &sandbox.json(&["show", &address, "-C", "1", "--json"])[0];
    let words = |name: &str| shown[name].as_str().unwrap().split_whitespace().count();
    assert!(words("before") > 10 && words("after") > 10, "{shown}");
}

#[test]
fn errors_point_at_the_place_and_say_the_next_step() {
    let sandbox = Sandbox::with_seeds();
    let run = sandbox.run(&["search", "tax AND (cuts"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(
        run.stderr.starts_with("error: cannot parse"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("\n          ^") && run.stderr.contains("hint: "),
        "{}",
        run.stderr
    );
    let nowhere = Sandbox::new().run(&["search", "peace"]);
    assert_eq!(nowhere.code, 2);
    assert!(
        nowhere.stderr.contains("pullquote index"),
        "{}",
        nowhere.stderr
    );
    let nothing = sandbox.run(&["search", "zzzz"]);
    assert_eq!(nothing.code, 1);
    let no_such = sandbox.run(&["show", "0000000000000000"]);
    assert_eq!(no_such.code, 1);
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let sandbox = Sandbox::with_seeds();
    for args in [
        &["search", "ceasefire"][..],
        &["search", "ceasefire", "--json"],
        &["search", "ceasefire", "--format", "md"],
        &["schema"],
        &["man"],
        &["--help"],
        &["completions", "bash"],
        &["facets", "outlet"],
        &["status"],
    ] {
        let mut child = sandbox
            .command(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut stderr = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut stderr)
            .unwrap();
        assert_eq!(
            (child.wait().unwrap().code(), stderr.as_str()),
            (Some(0), ""),
            "{args:?}"
        );
    }
}

#[test]
fn a_full_disk_is_an_error() {
    let sandbox = Sandbox::with_seeds();
    let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") else {
        return;
    };
    let run = finished(
        sandbox
            .command(&["search", "ceasefire"])
            .stdout(full)
            .output()
            .unwrap(),
    );
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("standard output"), "{run:?}");
}

#[test]
fn settings_come_from_a_file_only_where_it_is_named() {
    let sandbox = Sandbox::with_seeds();
    sandbox.write(
        "settings/pullquote.toml",
        "index = \"../index\"\nlimit = 1\n",
    );
    let run = finished(
        sandbox
            .command(&["search", "ceasefire", "-l"])
            .current_dir(sandbox.path("settings"))
            .env("PULLQUOTE_CONFIG", "pullquote.toml")
            .output()
            .unwrap(),
    );
    assert_eq!((run.stdout.lines().count(), run.code), (1, 0), "{run:?}");
    sandbox.write("bad.toml", "limit = \"ten\"\n");
    let bad = sandbox.run(&["search", "ceasefire", "--config", "bad.toml"]);
    assert_eq!(bad.code, 2);
    assert!(bad.stderr.contains("limit = \"ten\""), "{bad:?}");
}

#[test]
fn inferred_days_are_shown_as_inferred() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "in/dated.json",
        "{\"text\": \"A story of long ago about something else.\", \"date\": \"2025-10-01\"}",
    );
    sandbox.write(
        "in/undated.txt",
        "ISTANBUL: The minister said on Friday that the talks had ended without a treaty.\n\nThe two sides had met \
         on October 30 for the last time, he said.\n",
    );
    let index = sandbox.run(&["index", "in", "--infer-dates", "--explain"]);
    assert!(
        index.stdout.contains("\n  inferred 2025-10-31 (“"),
        "{index:?}"
    );
    assert!(
        index
            .stdout
            .contains("1 article without a date has days inferred"),
        "{index:?}"
    );
    let lines = sandbox.json(&["index", "in", "--infer-dates", "--explain", "--json"]);
    assert_eq!(lines[0]["date_inferred"]["from"], "2025-10-31", "{lines:?}");
    let found = |form: &[&str]| {
        let args = ["search", "treaty", "--since", "2025-10-15", "--inferred"];
        sandbox.run(&[&args[..], form].concat()).stdout
    };
    for form in [&[][..], &["-l"], &["--format", "md"]] {
        let shown = found(form);
        assert!(
            shown.contains("inferred 2025-10-31 (“"),
            "{form:?}: {shown}"
        );
        assert_eq!(shown.matches("2025-10-31").count(), 1, "{form:?}: {shown}");
    }
}

#[test]
fn names_are_found_by_what_people_call_them() {
    let sandbox = Sandbox::new();
    let story = |number: u32, fields: &str| {
        sandbox.write(
            &format!("in/{number}.json"),
            format!("{{\"text\": \"Story {number} of a ceasefire.\", {fields}}}"),
        );
    };
    story(1, "\"language\": \"en-US\", \"outlet\": \"Dawn\"");
    story(2, "\"language\": \"en-gb\", \"outlet\": \"Dunya News\"");
    story(3, "\"language\": \"en\", \"outlet\": \"Gulf News\"");
    story(4, "\"language\": \"fr\"");
    sandbox.write(
        "in/5.txt",
        "The two sides agreed on a ceasefire on Friday, officials said.\n\n— Associated Press\n",
    );
    sandbox.write(
        "in/6.html",
        "<html><head><title>The talks</title><link rel=canonical href=https://www.bbc.co.uk/news/1></head><body>\
         <article><p>The two sides have met in the capital and spoken for a day about the border between them.</p>\
         <p>They did not say what they had agreed on, or when they would meet for the next time.</p></article>\
         </body></html>",
    );
    assert_eq!(sandbox.run(&["index", "in"]).code, 0);
    let count = |args: &[&str]| {
        let run = sandbox.run(&[&["search", "-c"], args].concat());
        run.stdout.trim().parse::<u64>().unwrap()
    };
    for (args, expected) in [
        (&["ceasefire", "--language", "EN"][..], 3),
        (&["--language", "en-us"], 1),
        (&["--language", "us"], 0),
        (&["ceasefire language:en"], 3),
        (&["ceasefire language:us"], 0),
        (&["--domain", "https://www.bbc.co.uk/news"], 1),
        (&["--domain", "www.bbc.co.uk"], 1),
        (&["--agency", "AP"], 1),
    ] {
        assert_eq!(count(args), expected, "{args:?}");
    }
    let facets = sandbox.json(&["facets", "language", "--language", "en", "--json"]);
    let chosen: Vec<_> = facets[0]["values"]
        .as_array()
        .unwrap()
        .iter()
        .map(|bar| (bar["value"].as_str().unwrap_or("-"), bar["chosen"] == true))
        .collect();
    for (language, is_chosen) in [
        ("en", true),
        ("en-gb", true),
        ("en-us", true),
        ("fr", false),
    ] {
        assert!(chosen.contains(&(language, is_chosen)), "{chosen:?}");
    }
    let typo = sandbox.run(&["search", "ceasefire", "--outlet", "Dwan"]);
    assert_eq!(
        (typo.code, typo.stderr.as_str()),
        (
            1,
            "hint: no article has the outlet `Dwan`; there is `Dawn`; for all of them: pullquote facets outlet\n"
        )
    );
    let known = sandbox.run(&["search", "nothing", "--outlet", "dawn", "--language", "en"]);
    assert_eq!((known.code, known.stderr.as_str()), (1, ""));
}

#[test]
fn articles_are_counted_by_several_fields_at_once() {
    let sandbox = Sandbox::with_seeds();
    let shown = sandbox.run(&["facets", "outlet", "date:month", "ceasefire"]);
    let separate =
        ["outlet", "date:month"].map(|field| sandbox.run(&["facets", field, "ceasefire"]).stdout);
    assert_eq!(shown.stdout, separate.join("\n"), "{shown:?}");
    let quoted = sandbox.json(&["facets", "outlet", "\"place\"", "--json"]);
    assert_eq!(
        quoted.iter().filter(|line| line["type"] == "facet").count(),
        1
    );
}

#[test]
fn a_folder_without_articles_is_spoken_of() {
    let sandbox = Sandbox::new();
    std::fs::create_dir(sandbox.path("empty")).unwrap();
    let run = sandbox.run(&["extract", "empty"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(
        run.stderr
            .starts_with("error: there is nothing to read in `empty`\n"),
        "{run:?}"
    );
}

#[test]
fn commands_in_hints_can_be_pasted() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["search", "peace", "--index", "an index; of mine"]);
    assert!(
        run.stderr
            .contains("pullquote index PATH --index 'an index; of mine'\n"),
        "{run:?}"
    );
}

#[test]
fn prefixes_that_stand_for_too_many_words_are_refused() {
    let sandbox = Sandbox::new();
    let words: Vec<String> = (0..10_500).map(|number| format!("a{number}")).collect();
    sandbox.write("many.txt", words.join(" "));
    assert_eq!(sandbox.run(&["index", "many.txt"]).code, 0);
    let one = sandbox.run(&["search", "a*", "-c"]);
    assert_eq!((one.code, one.stdout.as_str()), (0, "1\n"));
    assert!(
        one.stderr.contains("stands for 10,500 words")
            || one.stderr.contains("stands for 10500 words"),
        "{}",
        one.stderr
    );
    let many = sandbox.run(&["search", "a* a* a* a* a*", "-c"]);
    assert_eq!(many.code, 2, "{many:?}");
    assert!(
        many.stderr.contains("stand for more than 40000 words"),
        "{}",
        many.stderr
    );
}
