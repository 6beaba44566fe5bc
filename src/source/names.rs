//! Names as sources write them: several authors in one line, and languages.
//!
//! Words in, names out. What is not here: where the words stand (`fields.rs`, `page/facts`), and agencies
//! (`agencies.rs`).

use super::agencies;

/// English names of languages that tables write in the place of a tag.
const LANGUAGES: &[(&str, &str)] = &[
    ("arabic", "ar"),
    ("bengali", "bn"),
    ("chinese", "zh"),
    ("dari", "prs"),
    ("dutch", "nl"),
    ("english", "en"),
    ("french", "fr"),
    ("german", "de"),
    ("hindi", "hi"),
    ("indonesian", "id"),
    ("italian", "it"),
    ("japanese", "ja"),
    ("korean", "ko"),
    ("pashto", "ps"),
    ("persian", "fa"),
    ("polish", "pl"),
    ("portuguese", "pt"),
    ("russian", "ru"),
    ("spanish", "es"),
    ("swahili", "sw"),
    ("turkish", "tr"),
    ("ukrainian", "uk"),
    ("urdu", "ur"),
    ("vietnamese", "vi"),
];

/// Returns the tag of a language, in lower case: of a tag itself, or of its English name.
pub(crate) fn language(written: &str) -> Option<String> {
    let tag = written.trim().to_ascii_lowercase().replace('_', "-");
    if let Some((_, known)) = LANGUAGES.iter().find(|(name, _)| *name == tag) {
        return Some((*known).to_owned());
    }
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    let is_tag = matches!(first.len(), 2 | 3)
        && first.bytes().all(|letter| letter.is_ascii_lowercase())
        && parts.all(|part| {
            matches!(part.len(), 1..=8) && part.bytes().all(|letter| letter.is_ascii_alphanumeric())
        })
        && !matches!(first, "und" | "mul" | "zxx" | "nan");
    is_tag.then_some(tag)
}

/// Parts the authors written in one line.
///
/// A semicolon or an upright bar parts always. A comma or an `and` parts only where every part looks like a
/// whole name; otherwise, as in `Doe, Jane` or `Staff and agencies`, the line stays one name.
pub(crate) fn authors(line: &str) -> Vec<String> {
    let line = without_by(line.trim());
    line.split([';', '|'])
        .flat_map(authors_of_group)
        .filter(|name| !name.is_empty())
        .collect()
}

fn without_by(line: &str) -> &str {
    let is_by = line
        .get(..3)
        .is_some_and(|start| start.eq_ignore_ascii_case("by "));
    if is_by { line[3..].trim_start() } else { line }
}

fn authors_of_group(group: &str) -> Vec<String> {
    let group = group.trim();
    let names = parted(group);
    if names.len() > 1 && names.iter().all(|name| is_whole_name(name)) {
        return names;
    }
    vec![group.to_owned()]
}

/// Parts at commas and at `and`; `Jr.` and the like stay with the name before them.
fn parted(group: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let parts = group
        .split(',')
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" & "));
    for part in parts.map(|part| part.trim().trim_start_matches("and ").trim()) {
        match names.last_mut() {
            Some(before) if is_suffix(part) => {
                before.push_str(", ");
                before.push_str(part);
            }
            _ if part.is_empty() => {}
            _ => names.push(part.to_owned()),
        }
    }
    names
}

fn is_suffix(part: &str) -> bool {
    matches!(
        part.trim_end_matches('.'),
        "Jr" | "Sr" | "II" | "III" | "IV" | "MD" | "M.D" | "PhD" | "Ph.D" | "Esq"
    )
}

fn is_whole_name(name: &str) -> bool {
    name.split_whitespace().count() >= 2 || agencies::named(name).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_authors(line: &str, expected: &[&str]) {
        assert_eq!(authors(line), expected, "{line}");
    }

    #[test]
    fn authors_in_one_line() {
        check_authors("Jane Doe", &["Jane Doe"]);
        check_authors("By Jane Doe", &["Jane Doe"]);
        check_authors("BY JANE DOE", &["JANE DOE"]);
        check_authors("Byron Katie", &["Byron Katie"]);
        check_authors(
            "Jane Doe, John Roe and Ann Poe",
            &["Jane Doe", "John Roe", "Ann Poe"],
        );
        check_authors(
            "Jane Doe, John Roe, and Ann Poe",
            &["Jane Doe", "John Roe", "Ann Poe"],
        );
        check_authors("Jane Doe & John Roe", &["Jane Doe", "John Roe"]);
        check_authors("Jane Doe; John Roe", &["Jane Doe", "John Roe"]);
        check_authors("Jane Doe and AFP", &["Jane Doe", "AFP"]);
        check_authors(
            "Martin Luther King, Jr. and Jane Doe",
            &["Martin Luther King, Jr.", "Jane Doe"],
        );
        check_authors("", &[]);
    }

    #[test]
    fn a_line_that_may_be_one_name_stays_one() {
        check_authors("Doe, Jane", &["Doe, Jane"]);
        check_authors("Doe, Jane; Roe, John", &["Doe, Jane", "Roe, John"]);
        check_authors("Jane Doe, Jr.", &["Jane Doe, Jr."]);
        check_authors("Staff and agencies", &["Staff and agencies"]);
        check_authors("Alexander Sandy Anderson", &["Alexander Sandy Anderson"]);
        check_authors("Jane Doe, editor", &["Jane Doe, editor"]);
    }

    fn check_language(written: &str, expected: Option<&str>) {
        assert_eq!(language(written).as_deref(), expected, "{written}");
    }

    #[test]
    fn languages() {
        check_language("en", Some("en"));
        check_language("EN_us", Some("en-us"));
        check_language("zh-Hans-CN", Some("zh-hans-cn"));
        check_language("English", Some("en"));
        check_language("und", None);
        check_language("unknown", None);
        check_language("e", None);
        check_language("English (UK)", None);
    }
}
