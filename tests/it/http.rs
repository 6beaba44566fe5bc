//! The archive over HTTP: the same answers as on the command line, failures with their statuses, and who is let in.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::harness::{Sandbox, root};
use crate::server::{Answer, Server};

/// Queries of every kind, with the same question as the command line has it and as a query string.
const QUESTIONS: [(&[&str], &str); 9] = [
    (
        &["\"verification mechanism\""],
        "q=%22verification+mechanism%22",
    ),
    (&["verification mechanism"], "q=verification+mechanism"),
    (
        &["ceasefire AND (Istanbul OR Doha) NOT Moscow"],
        "q=ceasefire+AND+(Istanbul+OR+Doha)+NOT+Moscow",
    ),
    (
        &["peace", "--match", "any", "--facet", "outlet"],
        "q=peace&match=any&facet=outlet",
    ),
    (
        &["ceasefire", "--outlet", "Dunya News"],
        "q=ceasefire&outlet=Dunya+News",
    ),
    (
        &["Torkham", "--since", "2025-11-01", "--until", "2025-11-30"],
        "q=Torkham&since=2025-11-01&until=2025-11-30",
    ),
    (
        &["attack*", "--passages", "0", "-n", "2"],
        "q=attack*&passages=0&limit=2",
    ),
    (
        &["talks", "--sort", "-date", "--offset", "1"],
        "q=talks&sort=-date&offset=1",
    ),
    (
        &["border trade", "--expand", "--explain"],
        "q=border+trade&expand=true&explain=true",
    ),
];

#[test]
fn hits_are_those_of_the_command_line_byte_for_byte() {
    let sandbox = Sandbox::with_seeds();
    let server = Server::start(&sandbox, &[]);
    for (args, query) in QUESTIONS {
        let run = sandbox.run(&[&["search", "--json"], args].concat());
        let hits: Vec<&str> = run
            .stdout
            .lines()
            .filter(|line| line.contains("\"type\":\"hit\""))
            .collect();
        let document = server.get(&format!("/v1/search?{query}"));
        assert_eq!(document.status, 200, "{document:?}");
        let expected = format!("{{\"hits\":[{}],\"summary\":", hits.join(","));
        assert!(
            document.body.starts_with(&expected),
            "{query}: {}",
            document.body
        );
        let lines = server.get_with(
            &format!("/v1/search?{query}"),
            &[("accept", "application/x-ndjson")],
        );
        assert_eq!(lines.header("content-type"), Some("application/x-ndjson"));
        let got: Vec<&str> = lines.body.lines().collect();
        assert_eq!(got[..got.len() - 1], hits, "{query}");
    }
}

#[test]
fn a_question_as_json_is_the_same_question() {
    let sandbox = Sandbox::with_seeds();
    let server = Server::start(&sandbox, &[]);
    let by_address = server.get("/v1/search?q=ceasefire&outlet=Dunya+News&facet=outlet&limit=3");
    let question = json!({ "query": "ceasefire", "outlets": ["Dunya News"], "facets": ["outlet"], "limit": 3 });
    let by_body = server.post("/v1/search", &question.to_string());
    assert_eq!(by_address.body, by_body.body);
    // As curl sends it where nothing is said of its type.
    let form = [("content-type", "application/x-www-form-urlencoded")];
    assert_eq!(
        server
            .post_with("/v1/search", &question.to_string(), &form)
            .body,
        by_body.body
    );
}

#[test]
fn articles_passages_and_citations_are_those_of_the_command_line() {
    let sandbox = Sandbox::with_seeds();
    let server = Server::start(&sandbox, &[]);
    let same = |args: &[&str], path: &str| {
        let run = sandbox.run(args);
        let answer = server.get(path);
        assert_eq!(answer.body.trim_end(), run.stdout.trim_end(), "{path}");
    };
    same(
        &["show", "64grp7rc9x55vsm5", "--json"],
        "/v1/articles/64grp7rc9x55vsm5",
    );
    same(
        &["show", "64grp7rc9x55vsm5@1712-1749", "-C", "1", "--json"],
        "/v1/passages/64grp7rc9x55vsm5@1712-1749?context=1",
    );
    same(&["status", "--json"], "/v1/status");
    for format in ["csl", "bibtex", "ris", "anthropic", "jsonld"] {
        same(
            &["search", "ceasefire", "--format", format],
            &format!("/v1/search?q=ceasefire&format={format}"),
        );
    }
    let relaxed = server.get("/v1/search?q=ceasefire+zebra&format=ris&limit=1");
    assert_eq!(relaxed.header("pullquote-relaxed"), Some("true"));
    assert_eq!(relaxed.header("pullquote-articles"), Some("5"));
    let bibtex = server.get_with(
        "/v1/articles/64grp7rc9x55vsm5",
        &[("accept", "application/x-bibtex")],
    );
    assert!(bibtex.body.starts_with("@article{dunyanews"), "{bibtex:?}");
}

#[test]
fn verdicts_are_those_of_the_command_line() {
    let sandbox = Sandbox::with_seeds();
    let server = Server::start(&sandbox, &[]);
    let text =
        "It is “a conditional truce … by the Afghan side”, and “not a peace made of glass”.\n";
    sandbox.write("draft.txt", text);
    let mut lines = sandbox.json(&["verify", "draft.txt", "--json"]);
    lines.pop();
    for line in &mut lines {
        line["source"]["path"] = Value::Null;
    }
    let answer = server
        .post("/v1/verify", &json!({ "text": text }).to_string())
        .json();
    assert_eq!(answer["verdicts"], Value::from(lines));
    assert_eq!(answer["tally"]["failed"], 1);
    let quotes = json!({ "quotes": ["this ceasefire is open-ended or unconditional"] });
    let answer = server.post("/v1/verify", &quotes.to_string()).json();
    assert_eq!(answer["verdicts"][0]["verdict"], "altered");
    // One that is passed over can be told by its number, and so can those that are not.
    let quotes = [
        "a monitoring and verification mechanism",
        "peace ",
        "this ceasefire is open-ended or unconditional",
    ];
    let quotes = [
        quotes[0].to_owned(),
        quotes[1].repeat(2_100),
        quotes[2].to_owned(),
    ];
    let answer = server
        .post("/v1/verify", &json!({ "quotes": quotes }).to_string())
        .json();
    let number = |line: &Value| line["source"]["record"].as_u64().unwrap();
    assert_eq!(
        answer["verdicts"]
            .as_array()
            .unwrap()
            .iter()
            .map(number)
            .collect::<Vec<_>>(),
        [1, 3]
    );
    assert_eq!(answer["skipped"][0]["line"], 2);
}

#[test]
fn what_has_not_changed_is_not_sent_again_and_a_new_commit_is_served() {
    let sandbox = Sandbox::with_seeds();
    let server = Server::start(&sandbox, &[]);
    let path = "/v1/search?q=ceasefire&limit=1";
    let first = server.get(path);
    let tag = first.header("etag").unwrap().to_owned();
    assert!(tag.starts_with('"'), "the tag is not a strong one: {tag}");
    assert_eq!(server.get(path).body, first.body);
    let again = server.get_with(path, &[("if-none-match", &tag)]);
    assert_eq!((again.status, again.body.as_str()), (304, ""));
    assert_eq!(again.header("etag"), Some(tag.as_str()));
    // The tag of one address says nothing of another, nor of another form.
    assert_eq!(
        server
            .get_with("/v1/search?q=peace", &[("if-none-match", &tag)])
            .status,
        200
    );
    let lines = [
        ("if-none-match", tag.as_str()),
        ("accept", "application/x-ndjson"),
    ];
    assert_eq!(server.get_with(path, &lines).status, 200);
    assert_eq!(
        server
            .get_with("/v1/articles/0000000000000000", &[("if-none-match", "*")])
            .status,
        404
    );
    // An index that is being made anew has no commit yet: what was served before goes on.
    let metas = std::fs::read_to_string(sandbox.path("index/segments/meta.json")).unwrap();
    let begun = json!({ "index_settings": {}, "segments": [], "schema": [], "opstamp": 0 });
    sandbox.write("index/segments/meta.json", begun.to_string());
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(server.get(path).body, first.body);
    sandbox.write("index/segments/meta.json", metas);
    // What only skips a file is a commit too: the status has another tag then.
    let status = server.get("/v1/status");
    let known = status.header("etag").unwrap();
    sandbox.write("seeds/bad.jsonl", "{\n");
    assert_eq!(sandbox.run(&["index", "seeds"]).code, 2);
    std::thread::sleep(Duration::from_millis(300));
    let changed = server.get_with("/v1/status", &[("if-none-match", known)]);
    assert_eq!(
        (changed.status, &changed.json()["skipped"]),
        (200, &json!(1))
    );
    sandbox.write(
        "seeds/new.txt",
        "GENEVA (Lake Post) – A ceasefire was spoken of by the lake.",
    );
    assert_eq!(sandbox.run(&["index", "seeds"]).code, 2);
    let until = Instant::now() + Duration::from_secs(20);
    loop {
        let changed = server.get_with(path, &[("if-none-match", &tag)]);
        assert_eq!(changed.status, 200, "the tag is of the commit before");
        if changed.json()["summary"]["index_articles"] == 6 {
            assert_ne!(changed.header("etag"), Some(tag.as_str()));
            break;
        }
        assert!(Instant::now() < until, "the new commit is not served");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn failures_are_problems_with_their_status_and_code() {
    let sandbox = Sandbox::with_seeds();
    let server = Server::start(&sandbox, &[]);
    let check = |answer: Answer, status: u16, code: &str| {
        assert_eq!(answer.status, status, "{answer:?}");
        assert_eq!(
            answer.header("content-type"),
            Some("application/problem+json")
        );
        let problem = answer.json();
        assert_eq!(problem["code"], code, "{problem}");
        assert_eq!(problem["status"], status);
        assert_eq!(problem["type"], format!("urn:pullquote:problem:{code}"));
        problem
    };
    let problem = check(
        server.get("/v1/search?q=tax+AND+(cuts"),
        400,
        "query_syntax",
    );
    assert_eq!(problem["span"]["start"], 8);
    assert!(problem["hint"].as_str().unwrap().contains("quote them"));
    check(server.get("/v1/search"), 400, "query_empty");
    check(server.get("/v1/search?q=colour:red"), 400, "unknown_field");
    check(
        server.get("/v1/search?q=peace&since=2025-02-31"),
        400,
        "bad_date",
    );
    check(
        server.get("/v1/search?q=peace&since=yesterday"),
        400,
        "bad_date",
    );
    check(server.get("/v1/search?q=peace&limit=101"), 400, "usage");
    check(server.get("/v1/search?q=peace&limit="), 400, "usage");
    check(server.get("/v1/search?q=peace&colour=red"), 400, "usage");
    check(
        server.get("/v1/search?q=peace&sort=-date&expand=true"),
        400,
        "usage",
    );
    check(
        server.get(&format!("/v1/search?q={}", "x".repeat(2_001))),
        400,
        "usage",
    );
    check(
        server.get(&format!("/v1/search?q={}", "x".repeat(20_000))),
        414,
        "uri_too_long",
    );
    check(server.get("/v1/facets?by=colour"), 400, "unknown_field");
    check(server.get("/v1/facets"), 400, "usage");
    check(server.get("/v1/articles/nonsense"), 400, "bad_address");
    check(
        server.get("/v1/articles/..%2f..%2fetc%2fpasswd"),
        400,
        "bad_address",
    );
    check(
        server.get("/v1/articles/0000000000000000"),
        404,
        "not_found",
    );
    check(
        server.get("/v1/passages/64grp7rc9x55vsm5@1-999999"),
        404,
        "not_found",
    );
    check(server.get("/nothing/here"), 404, "no_route");
    let problem = server.post("/v1/status", "{}");
    assert_eq!(problem.header("allow"), Some("GET,HEAD"));
    check(problem, 405, "method_not_allowed");
    check(
        server.get_with("/v1/search?q=peace", &[("accept", "text/html")]),
        406,
        "not_acceptable",
    );
    check(
        server.post_with("/v1/search", "<q/>", &[("content-type", "text/xml")]),
        415,
        "unsupported_media_type",
    );
    let problem = check(server.post("/v1/search", "{\"query\": 1}"), 400, "usage");
    assert_eq!(problem["span"]["start"], 10);
    check(server.post("/v1/search", "[\"peace\"]"), 400, "usage");
    check(
        server.post("/v1/search?limit=1", "{\"query\": \"peace\"}"),
        400,
        "usage",
    );
    check(server.get("/v1/status?limit=1"), 400, "usage");
    let problem = check(server.get("/v1/search?q=peace&limit=abc"), 400, "usage");
    assert!(
        problem["detail"].as_str().unwrap().contains("`limit`"),
        "{problem}"
    );
    let problem = check(
        server.post("/v1/search", "{\"outlets\": \"Dunya News\"}"),
        400,
        "usage",
    );
    assert!(
        problem["detail"].as_str().unwrap().contains("`outlets`"),
        "{problem}"
    );
    let long = format!(
        "{{\"query\": \"{}\", \"limit\": \"y\"}}",
        "é".repeat(100_000)
    );
    let problem = server.post("/v1/search", &long);
    assert!(problem.body.len() < 2_000, "{}", problem.body.len());
    check(problem, 400, "usage");
    check(server.post("/v1/verify", "{}"), 400, "usage");
    let large = json!({ "text": "x".repeat(2 << 20) }).to_string();
    check(server.post("/v1/verify", &large), 413, "too_large");
    let long = json!({ "text": "x".repeat(200_001) }).to_string();
    check(server.post("/v1/verify", &long), 400, "usage");
}

/// Every path that is described, with what has to be filled in, and those beside the description.
fn paths(server: &Server) -> Vec<String> {
    let description = server.get("/openapi.json").json();
    let described = description["paths"]
        .as_object()
        .unwrap()
        .keys()
        .map(|path| {
            let path = path.replace("{id}", "64grp7rc9x55vsm5");
            path.replace("{address}", "64grp7rc9x55vsm5@1712-1749")
        });
    let others = [
        "/",
        "/docs",
        "/docs/mcp",
        "/docs/style.css",
        "/openapi.json",
        "/mcp",
        "/nothing",
    ];
    described.chain(others.map(str::to_owned)).collect()
}

#[test]
fn pages_of_others_and_other_hosts_are_refused_on_every_path() {
    let sandbox = Sandbox::with_seeds();
    let server = Server::start(
        &sandbox,
        &[
            "--allow-origin",
            "https://desk.example",
            "--allow-host",
            "desk.example",
        ],
    );
    let host = server.url.strip_prefix("http://").unwrap().to_owned();
    let paths = paths(&server);
    assert!(paths.len() > 15, "{paths:?}");
    for path in &paths {
        for send in [
            Server::get_with,
            |server: &Server, path: &str, headers: &[(&str, &str)]| {
                server.post_with(path, "{}", headers)
            },
        ] {
            let refused = |headers: &[(&str, &str)]| {
                let answer = send(&server, path, headers);
                assert_eq!(answer.status, 403, "{path} {headers:?}");
                assert_eq!(answer.json()["code"], "forbidden");
                assert_eq!(answer.header("access-control-allow-origin"), None);
            };
            refused(&[("origin", "http://evil.example")]);
            refused(&[("origin", "null")]);
            refused(&[("origin", "http://localhost:1")]);
            refused(&[("host", "evil.example")]);
            let own = send(&server, path, &[("origin", &server.url)]);
            assert_ne!(own.status, 403, "{path}");
            let desk = send(
                &server,
                path,
                &[("origin", "https://desk.example"), ("host", &host)],
            );
            assert_ne!(desk.status, 403, "{path}");
            assert_eq!(
                desk.header("access-control-allow-origin"),
                Some("https://desk.example")
            );
        }
    }
}

#[test]
fn every_answer_bears_what_keeps_browsers_from_more() {
    let sandbox = Sandbox::with_seeds();
    let server = Server::start(&sandbox, &[]);
    for path in paths(&server) {
        let answer = server.get(&path);
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(
            answer.header("x-content-type-options"),
            Some("nosniff"),
            "{path}"
        );
        assert_eq!(answer.header("access-control-allow-origin"), None, "{path}");
    }
    let page = server.get("/docs").body;
    assert!(
        !page.contains("<script") && !page.contains("style="),
        "{page}"
    );
}

#[test]
fn a_token_is_demanded_of_every_request_and_of_every_public_server() {
    let sandbox = Sandbox::with_seeds();
    let token = "0123456789abcdef";
    let server = Server::start(&sandbox, &["--token", token]);
    let shown = format!("Bearer {token}");
    let paths = [
        "/",
        "/docs",
        "/openapi.json",
        "/mcp",
        "/healthz",
        "/readyz",
        "/metrics",
        "/v1/status",
        "/nothing",
    ];
    for path in paths {
        let answer = server.get(path);
        assert_eq!(answer.status, 401, "{path}");
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
        assert_eq!(
            server
                .get_with(path, &[("authorization", "Bearer 0123456789abcdeg")])
                .status,
            401
        );
        assert_ne!(
            server.get_with(path, &[("authorization", &shown)]).status,
            401,
            "{path}"
        );
    }
    let refused = |args: &[&str], said: &str| {
        let run = sandbox.run(&[&["serve"], args].concat());
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args:?}");
        assert!(
            run.stderr.contains(said) && run.stderr.contains("hint: "),
            "{}",
            run.stderr
        );
    };
    refused(
        &["--listen", "0.0.0.0:0"],
        "can be reached from other machines",
    );
    refused(
        &["--listen", "[::]:0"],
        "can be reached from other machines",
    );
    refused(
        &["--listen", "0.0.0.0:0", "--token", "short"],
        "the token must be 16",
    );
    refused(
        &["--listen", "127.0.0.1:0", "--public-url", "desk.example"],
        "is no address of a server",
    );
    refused(
        &[
            "--listen",
            "127.0.0.1:0",
            "--allow-host",
            "https://desk.example",
        ],
        "is no name of a host",
    );
    refused(&["--listen", "nowhere"], "is no address to listen at");
    refused(
        &["--listen", "127.0.0.1:0", "--index", "nowhere"],
        "no index",
    );
    refused(
        &["--listen", "127.0.0.1:0", "--allow-origin", "*"],
        "is no origin",
    );
}

#[test]
fn other_backends_contracts_are_kept() {
    let sandbox = Sandbox::with_seeds();
    let server = Server::start(&sandbox, &["--public-url", "https://desk.example/"]);
    let best = server.get("/v1/search?q=ceasefire&match=any").json();
    let (best, passage) = (&best["hits"][0], &best["hits"][0]["passages"][0]);
    let link = format!(
        "https://desk.example/v1/articles/{}",
        best["id"].as_str().unwrap()
    );
    let searxng = server
        .get("/search?q=ceasefire&format=json&language=en&categories=general")
        .json();
    let found = &searxng["results"][0];
    assert_eq!(
        (&found["url"], &found["content"]),
        (&json!(link), &passage["text"])
    );
    assert_eq!(
        (&found["engines"], &found["category"]),
        (&json!(["pullquote"]), &json!("news"))
    );
    assert_eq!(searxng["number_of_results"], 5);
    let colbert = server.get("/colbert?query=ceasefire&k=2").json();
    let topk = colbert["topk"].as_array().unwrap();
    assert_eq!(
        (topk.len(), &topk[0]["text"], &topk[0]["pid"]),
        (2, &passage["text"], &passage["address"])
    );
    let sum: f64 = topk
        .iter()
        .map(|passage| passage["prob"].as_f64().unwrap())
        .sum();
    assert!((sum - 1.0).abs() < 1e-9, "{sum}");
    let dify = |condition: Value| {
        let body = json!({
            "knowledge_id": "news", "query": "ceasefire", "retrieval_setting": { "top_k": 5, "score_threshold": 0.0 },
            "metadata_condition": condition,
        });
        server.post("/retrieval", &body.to_string())
    };
    let all = dify(Value::Null).json();
    assert_eq!(all["records"][0]["content"], passage["text"]);
    assert_eq!(all["records"][0]["score"], 1.0);
    assert!(
        all["records"]
            .as_array()
            .unwrap()
            .iter()
            .all(|record| record["metadata"].is_object())
    );
    let outlet = json!({ "name": ["outlet"], "comparison_operator": "is", "value": "Dunya News" });
    let only = dify(json!({ "logical_operator": "and", "conditions": [outlet] })).json();
    assert_eq!(only["records"].as_array().unwrap().len(), 1);
    let unknown = json!({ "name": ["outlet"], "comparison_operator": "start with", "value": "D" });
    assert_eq!(
        dify(json!({ "logical_operator": "and", "conditions": [unknown] })).status,
        400
    );
    let dated = |operator: &str, value: Value| {
        let test = json!({ "name": ["date"], "comparison_operator": operator, "value": value });
        let found = dify(json!({ "logical_operator": "and", "conditions": [test] })).json();
        found["records"].as_array().unwrap().len()
    };
    assert_eq!(
        (dated("is", json!("2025-11-01")), dated("=", json!(2025))),
        (1, 1)
    );
    assert_eq!(
        (
            dated("after", json!("2025-11-01")),
            dated("≥", json!("2025-11-01"))
        ),
        (0, 1)
    );
    assert_eq!(
        (
            dated("before", json!("2025-11")),
            dated("≤", json!("2025-11"))
        ),
        (0, 1)
    );
    let outlets = json!({ "name": ["outlet"], "comparison_operator": "in", "value": ["Dunya News", "Geo News"] });
    let either = dify(json!({ "logical_operator": "and", "conditions": [outlets] })).json();
    assert_eq!(either["records"].as_array().unwrap().len(), 1);
    // As Open WebUI asks SearXNG, with what it has no value for.
    let as_sent = "/search?q=ceasefire&format=json&pageno=1&safesearch=1&language=en-US&time_range=&categories=&theme=simple&image_proxy=0";
    assert_eq!(server.get(as_sent).json()["number_of_results"], 5);
    let webui = server
        .post(
            "/open-webui",
            &json!({ "query": "ceasefire", "count": 2 }).to_string(),
        )
        .json();
    assert_eq!(webui.as_array().unwrap().len(), 2);
    assert_eq!(
        (&webui[0]["link"], &webui[0]["snippet"]),
        (&json!(link), &passage["text"])
    );
    // What is no query on the command line is free text to a program that knows no operators, and none fails.
    for text in [
        "tax+AND+(cuts",
        "colour:red",
        "a+AND+b+OR+c",
        "e-mail*",
        "...",
        "",
    ] {
        assert_eq!(
            server.get(&format!("/colbert?query={text}")).status,
            200,
            "{text}"
        );
        assert_eq!(
            server.get(&format!("/search?q={text}")).status,
            200,
            "{text}"
        );
    }
}

#[test]
fn what_was_begun_is_finished_when_the_server_stops() {
    let sandbox = Sandbox::with_seeds();
    let server = Server::start(&sandbox, &[]);
    assert_eq!(server.get("/healthz").body, "ok\n");
    assert_eq!(server.get("/readyz").body, "ok\n");
    let numbers = server.get("/metrics").body;
    assert!(numbers.contains(
        "pullquote_http_requests_total{method=\"GET\",route=\"/healthz\",status=\"200\"} 1"
    ));
    assert!(numbers.contains("pullquote_index_articles 5"), "{numbers}");
    // A request whose body has not arrived when the server is told to stop is read and answered.
    let body = json!({ "query": "ceasefire", "limit": 1 }).to_string();
    let host = server.url.strip_prefix("http://").unwrap();
    let mut begun = TcpStream::connect(host).unwrap();
    let head = format!(
        "POST /v1/search HTTP/1.1\r\nhost: {host}\r\ncontent-length: {}\r\n\r\n{{",
        body.len()
    );
    begun.write_all(head.as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(200));
    let stopping = std::thread::spawn(move || server.stop());
    std::thread::sleep(Duration::from_millis(200));
    begun.write_all(&body.as_bytes()[1..]).unwrap();
    let mut answered = String::new();
    begun.read_to_string(&mut answered).unwrap();
    assert!(answered.starts_with("HTTP/1.1 200 OK"), "{answered}");
    let (said, well) = stopping.join().unwrap();
    assert!(well, "{said}");
    assert!(
        said.starts_with("serving 5 articles of `index`") && said.ends_with("stopped\n"),
        "{said}"
    );
}

#[test]
fn a_commit_that_cannot_be_opened_leaves_the_one_before() {
    let sandbox = Sandbox::with_seeds();
    let server = Server::start(&sandbox, &[]);
    let manifest = std::fs::read_to_string(sandbox.path("index/pullquote.json")).unwrap();
    sandbox.write(
        "index/pullquote.json",
        manifest
            .replace("\"format\": 2", "\"format\": 3")
            .replace("\"format\":2", "\"format\":3"),
    );
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(
        server.get("/v1/search?q=ceasefire&limit=1").json()["summary"]["counts"]["articles"],
        5
    );
    let ready = server.get("/readyz");
    assert_eq!(
        (ready.status, ready.json()["code"].as_str()),
        (503, Some("not_ready"))
    );
    assert_eq!(server.get("/healthz").status, 200);
    sandbox.write("index/pullquote.json", manifest);
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(server.get("/readyz").status, 200);
}

#[test]
fn the_documentation_names_every_path_and_shows_what_is_answered() {
    let sandbox = Sandbox::with_seeds();
    let server = Server::start(&sandbox, &[]);
    let text = std::fs::read_to_string(root().join("src/docs/http.md")).unwrap();
    let description = server.get("/openapi.json").json();
    for path in description["paths"].as_object().unwrap().keys() {
        let named = ["GET", "POST"].iter().any(|method| {
            let written = format!("`{method} {path}");
            let mut after = text
                .match_indices(&written)
                .map(|(at, _)| text[at + written.len()..].chars().next());
            after.any(|next| matches!(next, Some('`' | '?')))
        });
        assert!(named, "src/docs/http.md does not name {path}");
    }
    let there = |program: &str| {
        std::process::Command::new(program)
            .arg("--version")
            .output()
            .is_ok()
    };
    if !there("curl") || !there("jq") {
        println!("skipped: the examples of src/docs/http.md need curl and jq");
        return;
    }
    let port = server.url.rsplit(':').next().unwrap().to_owned();
    let mut shown = text
        .split("```console\n")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap()
        .lines()
        .peekable();
    let mut examples = 0;
    while let Some(line) = shown.next() {
        let command = line
            .strip_prefix("$ ")
            .unwrap()
            .replace("localhost:7700", &format!("localhost:{port}"));
        let output = std::process::Command::new("sh")
            .args(["-c", &command])
            .output()
            .unwrap();
        let mut expected = String::new();
        while let Some(line) = shown.next_if(|line| !line.starts_with("$ ")) {
            expected += line;
            expected += "\n";
        }
        assert_eq!(
            String::from_utf8(output.stdout).unwrap(),
            expected,
            "{command}"
        );
        examples += 1;
    }
    assert!(examples >= 5);
}
