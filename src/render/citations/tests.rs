//! Tests of citations: what each form looks like, that no text can break out of its place, and that the examples of
//! the documentation are what is written.

use insta::assert_snapshot;
use jiff::civil::date;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::article::Sourced;
use crate::render::flow::turns_text;
use crate::render::sample;

fn written(format: CitationFormat, cited: &[Cited<'_>]) -> String {
    let mut out = Vec::new();
    write_citations(&mut out, format, cited).unwrap();
    String::from_utf8(out).unwrap()
}

/// Writes it with a sign at the end of the records of RIS, which end in a blank.
fn shown(format: CitationFormat, cited: &[Cited<'_>]) -> String {
    written(format, cited).replace("ER  - \n", "ER  - $\n")
}

fn of_hit(format: CitationFormat) -> String {
    shown(format, &[Cited::from(&sample::hit())])
}

#[test]
fn an_item_of_csl() {
    assert_snapshot!(of_hit(CitationFormat::Csl), @r#"
    [
      {
        "type": "article-newspaper",
        "id": "9trgx2pd3gzhqxmf",
        "title": "Talks end with a verification mechanism",
        "container-title": "Daily Post",
        "author": [
          {
            "literal": "A. Writer"
          }
        ],
        "issued": {
          "date-parts": [
            [
              2025,
              10,
              31
            ]
          ]
        },
        "note": "9trgx2pd3gzhqxmf@51-188"
      }
    ]
    "#);
}

#[test]
fn an_entry_of_bibtex() {
    assert_snapshot!(of_hit(CitationFormat::Bibtex), @r#"
    @article{dailypost2025-9trgx2pd3gzhqxmf,
      title = {{Talks end with a verification mechanism}},
      author = {{A. Writer}},
      journal = {Daily Post},
      year = {2025},
      month = oct,
      day = {31},
      annote = {9trgx2pd3gzhqxmf@51-188},
    }
    "#);
}

#[test]
fn a_record_of_ris() {
    assert_snapshot!(of_hit(CitationFormat::Ris), @r#"
    TY  - NEWS
    ID  - 9trgx2pd3gzhqxmf
    TI  - Talks end with a verification mechanism
    T2  - Daily Post
    AU  - A. Writer
    PY  - 2025
    DA  - 2025/10/31/
    N1  - 9trgx2pd3gzhqxmf@51-188
    ER  - $
    "#);
}

#[test]
fn a_search_result() {
    assert_snapshot!(of_hit(CitationFormat::Anthropic), @r#"
    [
      {
        "type": "search_result",
        "source": "9trgx2pd3gzhqxmf",
        "title": "Talks end with a verification mechanism",
        "content": [
          {
            "type": "text",
            "text": "Both sides “agreed on a verification mechanism,” the ministry said, and on a joint commission that will meet each month.\nIt gave no date."
          }
        ],
        "citations": {
          "enabled": true
        }
      }
    ]
    "#);
}

#[test]
fn a_quotation() {
    assert_snapshot!(of_hit(CitationFormat::JsonLd), @r#"
    {
      "@context": "https://schema.org",
      "@graph": [
        {
          "@type": "Quotation",
          "text": "Both sides “agreed on a verification mechanism,” the ministry said, and on a joint commission that will meet each month.\nIt gave no date.",
          "identifier": "9trgx2pd3gzhqxmf@51-188",
          "isPartOf": {
            "@type": "NewsArticle",
            "identifier": "9trgx2pd3gzhqxmf",
            "headline": "Talks end with a verification mechanism",
            "datePublished": "2025-10-31",
            "author": [
              {
                "name": "A. Writer"
              }
            ],
            "publisher": {
              "@type": "Organization",
              "name": "Daily Post"
            }
          }
        }
      ]
    }
    "#);
}

/// Takes the sample's article with two authors and characters that mean something to LaTeX.
fn marked() -> Article {
    let mut article = sample::documented_hit().article;
    let sourced = |text: &str| Sourced::new(text.to_owned(), "field", text);
    article.metadata.title = Some(sourced("50% of {R&D} #1 costs $5_000 ~ x^2 \\end"));
    article.metadata.outlet = Some(sourced("L’Écho & Söhne"));
    article.metadata.authors = vec![sourced("A. Writer and Sons"), sourced("Łukasz Ó")];
    article.metadata.section = Some(sourced("World\nNews"));
    article.metadata.url = Some(sourced("https://post.example/a_b%20{c}?d=é#e"));
    article
}

#[test]
fn what_latex_reads_is_escaped() {
    let article = marked();
    assert_snapshot!(shown(CitationFormat::Bibtex, &[Cited::from(&article)]), @r#"
    @article{lechosohne2025-3nw61xjn65dzhz84,
      title = {{50\% of \{R\&D\} \#1 costs \$5\_000 \textasciitilde{} x\textasciicircum{}2 \textbackslash{}end}},
      author = {{A. Writer and Sons} and {Łukasz Ó}},
      journal = {L’Écho \& Söhne},
      year = {2025},
      month = oct,
      day = {31},
      url = {https://post.example/a_b%20%7Bc%7D?d=%C3%A9#e},
      urldate = {2025-11-02},
      language = {en},
    }
    "#);
}

#[test]
fn braces_that_do_not_balance_are_commands_of_latex() {
    let mut article = marked();
    article.metadata.title = Some(Sourced::new("a } b {".to_owned(), "field", ""));
    let entry = shown(CitationFormat::Bibtex, &[Cited::from(&article)]);
    let title = r"title = {{a \textbraceright{} b \textbraceleft{}}},";
    assert!(entry.contains(title), "{entry}");
}

#[test]
fn a_record_has_a_line_for_each_author() {
    let article = marked();
    assert_snapshot!(shown(CitationFormat::Ris, &[Cited::from(&article)]), @r#"
    TY  - NEWS
    ID  - 3nw61xjn65dzhz84
    TI  - 50% of {R&D} #1 costs $5_000 ~ x^2 \end
    T2  - L’Écho & Söhne
    AU  - A. Writer and Sons
    AU  - Łukasz Ó
    PY  - 2025
    DA  - 2025/10/31/
    SE  - World News
    UR  - https://post.example/a_b%20%7Bc%7D?d=%C3%A9#e
    Y2  - 2025/11/02/
    LA  - en
    ER  - $
    "#);
}

#[test]
fn what_is_not_known_is_left_out() {
    let article = Article::new(
        "One.\n\nTwo.\n".into(),
        Default::default(),
        "a\u{202e}b.txt".into(),
        None,
    );
    let id = article.id;
    let check = |format, expected: &str| {
        assert_eq!(written(format, &[Cited::from(&article)]), expected);
    };
    check(CitationFormat::Bibtex, &format!("@article{{{id},\n}}\n\n"));
    check(
        CitationFormat::Ris,
        &format!("TY  - NEWS\nID  - {id}\nER  - \n\n"),
    );
    let json = |format| -> Value {
        serde_json::from_str(&written(format, &[Cited::from(&article)])).unwrap()
    };
    let id = id.to_string();
    assert_eq!(
        json(CitationFormat::Csl),
        json!([{ "type": "article-newspaper", "id": id }])
    );
    let graph = json!([{ "@type": "NewsArticle", "identifier": id }]);
    assert_eq!(json(CitationFormat::JsonLd)["@graph"], graph);
    let block = json!([{
        "type": "search_result", "source": id, "title": "ab.txt",
        "content": [{ "type": "text", "text": "One." }, { "type": "text", "text": "Two." }],
        "citations": { "enabled": true }
    }]);
    assert_eq!(json(CitationFormat::Anthropic), block);
}

#[test]
fn an_inferred_day_is_not_cited() {
    let mut article = sample::documented_hit().article;
    article.metadata.date = None;
    article.metadata.fetched = None;
    article.metadata.inferred_date = Some(sample::inferred());
    for format in CitationFormat::ALL {
        let written = written(format, &[Cited::from(&article)]);
        assert!(!written.contains("2025"), "{written}");
    }
}

#[test]
fn nothing_to_cite_is_a_file_all_the_same() {
    let check = |format, expected: &str| assert_eq!(written(format, &[]), expected);
    check(CitationFormat::Csl, "[]\n");
    check(CitationFormat::Bibtex, "");
    check(CitationFormat::Ris, "");
    check(CitationFormat::Anthropic, "[]\n");
    check(
        CitationFormat::JsonLd,
        "{\n  \"@context\": \"https://schema.org\",\n  \"@graph\": []\n}\n",
    );
}

#[test]
fn names_name_their_forms() {
    for format in CitationFormat::ALL {
        assert_eq!(CitationFormat::named(format.name()), Some(format));
    }
    assert_eq!(CitationFormat::named("md"), None);
}

#[test]
fn the_documented_examples_are_what_is_written() {
    let text = include_str!("../../docs/citations.md");
    let hit = sample::documented_hit();
    for format in CitationFormat::ALL {
        let heading = format!("\n## `{}`", format.name());
        let section = text
            .split(&heading)
            .nth(1)
            .expect("every form has a section");
        let example = section.split("\n```").nth(1).expect("and an example");
        let (_, example) = example.split_once('\n').unwrap();
        let written = written(format, &[Cited::from(&hit)]);
        assert_eq!(written.trim_end(), example.trim_end());
        let media_type = format!("`{}`", format.media_type());
        assert!(text.contains(&media_type), "{media_type} is not documented");
    }
}

/// Text that would like to be more than text.
fn hostile() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        prop::sample::select(vec![
            "\n",
            "\r\n",
            "\r",
            "\u{2028}",
            "\u{85}",
            "\0",
            "\x1e",
            "\u{202e}",
            "ER  - ",
            "\nER  - \n\nTY  - NEWS\n",
            "{",
            "}",
            "}}",
            "\\",
            "\\{",
            "\n@article{x,\n",
            "},\n}",
            "%",
            "\"",
            "\"}],",
            "</script>",
            " and ",
            "é",
        ])
        .prop_map(str::to_owned),
        "[a-z ]{1,6}",
        any::<char>().prop_map(String::from),
    ];
    vec(part, 0..8).prop_map(|parts| parts.concat())
}

/// A hit of which everything is hostile.
fn hostile_hit() -> impl Strategy<Value = Hit> {
    (sample::any_hit(), vec(hostile(), 6..9)).prop_map(|(mut hit, texts)| {
        let sourced = |text: &str| Sourced::new(text.to_owned(), "field", text);
        let metadata = &mut hit.article.metadata;
        let url = format!("https://a.example/{}", texts[0]);
        metadata.url = Some(sourced(&url)).filter(|_| hit.rank % 2 == 0);
        let names = [
            &mut metadata.title,
            &mut metadata.outlet,
            &mut metadata.section,
            &mut metadata.language,
        ];
        for (name, text) in names.into_iter().zip(&texts[1..]) {
            *name = Some(sourced(text));
        }
        metadata.authors = texts[5..].iter().map(|text| sourced(text)).collect();
        metadata.fetched = Some(Sourced::new(date(2025, 11, 2), "field", "x"));
        hit
    })
}

fn ends_line(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}')
}

proptest! {
    #[test]
    fn no_text_breaks_a_record_of_ris(hits in vec(hostile_hit(), 0..3)) {
        let cited: Vec<_> = hits.iter().map(Cited::from).collect();
        let written = written(CitationFormat::Ris, &cited);
        let mut records = 0;
        for record in written.split_terminator("ER  - \n\n") {
            records += 1;
            prop_assert!(record.starts_with("TY  - NEWS\nID  - "));
            for line in record.split_terminator('\n') {
                let (tag, value) = line.split_once("  - ").unwrap();
                prop_assert!(tag.len() == 2 && tag.bytes().all(|byte| matches!(byte, b'A'..=b'Z' | b'0'..=b'9')));
                prop_assert!(tag != "ER" && !value.is_empty() && !value.contains(ends_line), "{line:?}");
            }
        }
        prop_assert_eq!(records, hits.len());
        prop_assert!(written.is_empty() || written.ends_with("ER  - \n\n"));
    }

    #[test]
    fn no_text_breaks_an_entry_of_bibtex(hits in vec(hostile_hit(), 0..3)) {
        let cited: Vec<_> = hits.iter().map(Cited::from).collect();
        let written = written(CitationFormat::Bibtex, &cited);
        let (mut depth, mut entries) = (0i32, 0);
        for line in written.lines() {
            prop_assert_eq!(depth == 0, line.is_empty() || line.starts_with("@article{"), "{:?}", line);
            prop_assert!(!line.contains(ends_line));
            entries += usize::from(line.starts_with('@'));
            for letter in line.chars() {
                depth += i32::from(letter == '{') - i32::from(letter == '}');
                prop_assert!(depth >= 0);
            }
            prop_assert!(depth <= 1, "{:?}", line);
        }
        prop_assert_eq!((depth, entries), (0, hits.len()));
    }

    #[test]
    fn no_text_breaks_json(hits in vec(hostile_hit(), 0..3)) {
        let cited: Vec<_> = hits.iter().map(Cited::from).collect();
        let read = |format| -> Value { serde_json::from_str(&written(format, &cited)).unwrap() };
        let ids: Vec<_> = hits.iter().map(|hit| hit.article.id.to_string()).collect();
        let items = read(CitationFormat::Csl);
        let items = items.as_array().unwrap();
        prop_assert_eq!(items.iter().map(|item| item["id"].as_str().unwrap()).collect::<Vec<_>>(), ids);
        let graph = read(CitationFormat::JsonLd);
        let quoted = graph["@graph"].as_array().unwrap().iter().filter(|node| node["@type"] == "Quotation");
        let texts: Vec<_> = hits.iter().flat_map(|hit| &hit.passages).map(|passage| &passage.text).collect();
        prop_assert_eq!(quoted.map(|node| node["text"].as_str().unwrap()).collect::<Vec<_>>(), texts);
    }

    #[test]
    fn a_search_result_is_as_it_must_be(hits in vec(hostile_hit(), 0..3)) {
        let cited: Vec<_> = hits.iter().map(Cited::from).collect();
        let blocks: Value = serde_json::from_str(&written(CitationFormat::Anthropic, &cited)).unwrap();
        for block in blocks.as_array().unwrap() {
            let title = block["title"].as_str().unwrap();
            prop_assert!(!title.is_empty() && !title.contains(ends_line) && !title.contains(turns_text));
            prop_assert!(!block["source"].as_str().unwrap().is_empty());
            let texts = block["content"].as_array().unwrap();
            prop_assert!(!texts.is_empty());
            prop_assert!(texts.iter().all(|text| !text["text"].as_str().unwrap().trim().is_empty()));
        }
    }
}
