//! The JSON-LD that a page carries: its objects, however they are nested.
//!
//! A document in, JSON objects out. Publishers write JSON by hand and by template, so the usual slips are
//! mended: marks of a comment or of CDATA around it, line breaks and tabs inside strings, commas before a
//! closing bracket, quotation marks as entities, several values one after another. What is not here: what the objects say.

use std::borrow::Cow;

use dom_query::Document;
use serde_json::{Deserializer, Map, Value};

/// Returns every JSON-LD object of a page, those of `@graph` and of lists each for itself, in their order; of a
/// script that is not JSON, what stands before the fault.
pub(in crate::source) fn nodes(document: &Document) -> Vec<Map<String, Value>> {
    let mut found = Vec::new();
    for script in document.select(r#"script[type*="ld+json" i]"#).iter() {
        for value in values(&script.text()) {
            flatten(value, &mut found);
        }
    }
    found
}

fn flatten(value: Value, found: &mut Vec<Map<String, Value>>) {
    match value {
        Value::Array(values) => values.into_iter().for_each(|value| flatten(value, found)),
        Value::Object(mut object) => {
            let graph = object.remove("@graph");
            found.push(object);
            if let Some(graph) = graph {
                flatten(graph, found);
            }
        }
        _ => {}
    }
}

/// Reads the values that a script holds, one after another.
fn values(script: &str) -> Vec<Value> {
    let json = without_wrapping(script);
    match serde_json::from_str(json) {
        Ok(value) => vec![value],
        Err(_) if !json.contains('"') => read_on(&mended(&json.replace("&quot;", "\""))),
        Err(_) => read_on(&mended(json)),
    }
}

/// Reads value after value; commas and semicolons may stand between them.
fn read_on(json: &str) -> Vec<Value> {
    let mut found = Vec::new();
    let mut rest = json;
    loop {
        rest = rest.trim_start_matches(|next: char| next.is_whitespace() || ",;".contains(next));
        let mut stream = Deserializer::from_str(rest).into_iter();
        match stream.next() {
            Some(Ok(value)) => found.push(value),
            _ => return found,
        }
        rest = &rest[stream.byte_offset()..];
    }
}

/// Cuts off what stands before the first bracket and after the last, such as `<!--` and `//]]>`.
fn without_wrapping(script: &str) -> &str {
    let script = script.trim().trim_start_matches('\u{feff}');
    let is_wrapped = script.starts_with(['<', '/']);
    let script = if is_wrapped {
        after_opening(script)
    } else {
        script
    };
    match script.rfind(['}', ']']) {
        Some(_) if !script.ends_with(['}', ']']) || script.ends_with("]]") => {
            before_closing(script)
        }
        _ => script,
    }
}

/// The CDATA mark itself ends in a bracket, so the bracket that opens the JSON is looked for behind it.
fn after_opening(script: &str) -> &str {
    let start = script.find("CDATA[").map_or(0, |at| at + "CDATA[".len());
    let rest = &script[start..];
    rest.find(['{', '[']).map_or(rest, |at| &rest[at..])
}

fn before_closing(script: &str) -> &str {
    let ends = ["]]>", "-->"];
    let end = ends.iter().filter_map(|end| script.rfind(end)).min();
    let rest = end.map_or(script, |end| &script[..end]);
    rest.trim_end_matches(|last: char| last.is_whitespace() || "/*;".contains(last))
}

/// Writes control characters inside strings as escapes, and leaves out commas that nothing follows.
fn mended(json: &str) -> Cow<'_, str> {
    let mut mended = String::with_capacity(json.len() + 16);
    let (mut in_string, mut escaped) = (false, false);
    for (at, letter) in json.char_indices() {
        match letter {
            '\n' | '\r' | '\t' if in_string && escaped => mended.push('n'),
            control if in_string && control < ' ' => push_escape(control, &mut mended),
            ',' if !in_string && closes(&json[at + 1..]) => {}
            other => mended.push(other),
        }
        in_string ^= letter == '"' && !escaped;
        escaped = in_string && letter == '\\' && !escaped;
    }
    Cow::Owned(mended)
}

fn push_escape(control: char, mended: &mut String) {
    mended.push_str(match control {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ => " ",
    });
}

fn closes(rest: &str) -> bool {
    rest.trim_start().starts_with(['}', ']'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn check(script: &str, expected: Value) {
        let page = format!(r#"<script type="application/ld+json">{script}</script>"#);
        let found: Vec<Value> = nodes(&Document::from(page))
            .into_iter()
            .map(Value::Object)
            .collect();
        assert_eq!(Value::Array(found), expected, "{script}");
    }

    #[test]
    fn objects_are_found_however_they_are_nested() {
        check(r#"{"a": 1}"#, json!([{"a": 1}]));
        check(r#"[{"a": 1}, [{"b": 2}]]"#, json!([{"a": 1}, {"b": 2}]));
        check(
            r#"{"c": 1, "@graph": [{"a": 1}]}"#,
            json!([{"c": 1}, {"a": 1}]),
        );
        check("", json!([]));
        check("no JSON", json!([]));
    }

    #[test]
    fn slips_are_mended() {
        for script in [
            "<!-- {\"a\": 1} -->",
            "//<![CDATA[\n{\"a\": 1}\n//]]>",
            "/*<![CDATA[*/ {\"a\": 1} /*]]>*/",
            "<![CDATA[{\"a\": 1}]]>",
            "{\"a\": 1};",
            "{\"a\": 1,}",
            "{&quot;a&quot;: 1}",
            "[{\"a\": 1},\n]",
        ] {
            check(script, json!([{"a": 1}]));
        }
        check("{\"a\": \"x\n\ty\"}", json!([{"a": "x\n\ty"}]));
        check("{\"a\": \",}\", }", json!([{"a": ",}"}]));
        check(r#"{"a": "\"\u00e9\\"}"#, json!([{"a": "\"é\\"}]));
        check(
            "{\"a\": 1}\n{\"b\": 2}, {\"c\": 3}",
            json!([{"a": 1}, {"b": 2}, {"c": 3}]),
        );
        check("{\"a\": 1} {\"b\": ", json!([{"a": 1}]));
        check("[[{\"a\": [[1]]}]]", json!([{"a": [[1]]}]));
    }

    #[test]
    fn the_type_may_be_written_otherwise() {
        let page = r#"<script type='application/LD+JSON; charset=utf-8'>{"a": 1}</script>"#;
        assert_eq!(nodes(&Document::from(page)).len(), 1);
    }

    proptest! {
        #[test]
        fn nothing_breaks_it(script in "([\\[\\]{}\",:;/*<>!\\\\\n-]|CDATA|a|1|\\PC){0,40}") {
            let _ = values(&script);
        }
    }
}
