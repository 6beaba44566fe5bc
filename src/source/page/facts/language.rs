//! The language of a page: what it declares, unless its words plainly speak another.

use whatlang::Lang;

use super::clues::Clues;
use crate::article::Sourced;
use crate::source::names;

/// How many letters a body has at least before its language is detected.
const ENOUGH: usize = 300;

/// How many bytes of it are looked at.
const LOOKED_AT: usize = 4000;

/// Groups of languages that a detector takes for each other.
const NEAR: &[&[&str]] = &[
    &["id", "ms", "jv", "su"],
    &["nb", "nn", "no", "da", "sv"],
    &["hr", "sr", "bs", "sl", "mk"],
    &["cs", "sk"],
    &["tl", "fil"],
    &["ur", "fa", "prs", "ps", "ar", "ckb", "ug"],
    &["ru", "uk", "be", "bg", "mk", "sr"],
    &["es", "pt", "gl", "ca", "ast"],
    &["hi", "mr", "ne"],
    &["nl", "af", "fy"],
    &["az", "tr", "tk", "uz"],
    &["zh", "yue", "cmn"],
];

/// Finds the language, as a tag in lower case.
pub(super) fn find(clues: &Clues, body: &str) -> Option<Sourced<String>> {
    let stated = declared(clues);
    let Some((tag, words)) = detected(body) else {
        return stated;
    };
    let agrees = stated
        .as_ref()
        .is_some_and(|stated| is_near(&stated.value, tag));
    match stated {
        Some(stated) if agrees => Some(stated),
        _ => Some(Sourced::new(tag.to_owned(), "detected", words)),
    }
}

fn declared(clues: &Clues) -> Option<Sourced<String>> {
    let in_json = clues
        .article()
        .and_then(|article| article.get("inLanguage")?.as_str());
    let stated = [
        ("html_lang", clues.language.as_deref()),
        ("og_locale", clues.meta("og:locale")),
        ("content_language", clues.meta("content-language")),
        ("json_ld_language", in_json),
    ];
    let read = |(rule, words): (&str, Option<&str>)| {
        Some(Sourced::new(names::language(words?)?, rule, words?))
    };
    stated.into_iter().find_map(read)
}

/// Returns the language that the words of a body are surely in, and the first of them.
fn detected(body: &str) -> Option<(&'static str, &str)> {
    let mut end = body.len().min(LOOKED_AT);
    while !body.is_char_boundary(end) {
        end -= 1;
    }
    let looked_at = &body[..end];
    let letters = looked_at
        .chars()
        .filter(|letter| letter.is_alphabetic())
        .count();
    let info =
        whatlang::detect(looked_at).filter(|info| letters >= ENOUGH && info.is_reliable())?;
    let first = body.lines().map(str::trim).find(|line| !line.is_empty())?;
    let end = first
        .char_indices()
        .nth(80)
        .map_or(first.len(), |(end, _)| end);
    Some((tag(info.lang())?, &first[..end]))
}

fn is_near(stated: &str, detected: &str) -> bool {
    let stated = stated.split('-').next().unwrap_or_default();
    let both = |group: &&&[&str]| group.contains(&stated) && group.contains(&detected);
    stated == detected || NEAR.iter().any(|group| both(&group))
}

/// The two letters of a language, where it is one that outlets publish in.
fn tag(language: Lang) -> Option<&'static str> {
    let known = TAGS.iter().find(|(code, _)| *code == language.code());
    known.map(|(_, tag)| *tag)
}

const TAGS: &[(&str, &str)] = &[
    ("eng", "en"),
    ("rus", "ru"),
    ("cmn", "zh"),
    ("spa", "es"),
    ("por", "pt"),
    ("ita", "it"),
    ("ben", "bn"),
    ("fra", "fr"),
    ("deu", "de"),
    ("ukr", "uk"),
    ("kat", "ka"),
    ("ara", "ar"),
    ("hin", "hi"),
    ("jpn", "ja"),
    ("heb", "he"),
    ("yid", "yi"),
    ("pol", "pl"),
    ("amh", "am"),
    ("jav", "jv"),
    ("kor", "ko"),
    ("nob", "nb"),
    ("dan", "da"),
    ("swe", "sv"),
    ("fin", "fi"),
    ("tur", "tr"),
    ("nld", "nl"),
    ("hun", "hu"),
    ("ces", "cs"),
    ("ell", "el"),
    ("bul", "bg"),
    ("bel", "be"),
    ("mar", "mr"),
    ("kan", "kn"),
    ("ron", "ro"),
    ("slv", "sl"),
    ("hrv", "hr"),
    ("srp", "sr"),
    ("mkd", "mk"),
    ("lit", "lt"),
    ("lav", "lv"),
    ("est", "et"),
    ("tam", "ta"),
    ("vie", "vi"),
    ("urd", "ur"),
    ("tha", "th"),
    ("guj", "gu"),
    ("uzb", "uz"),
    ("pan", "pa"),
    ("aze", "az"),
    ("ind", "id"),
    ("tel", "te"),
    ("pes", "fa"),
    ("mal", "ml"),
    ("ori", "or"),
    ("mya", "my"),
    ("nep", "ne"),
    ("sin", "si"),
    ("khm", "km"),
    ("tuk", "tk"),
    ("afr", "af"),
    ("slk", "sk"),
    ("cat", "ca"),
    ("tgl", "tl"),
    ("hye", "hy"),
    ("cym", "cy"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    const ENGLISH: &str = "The two sides met again on Friday to extend the ceasefire, officials said, after a week of talks in Istanbul. They had agreed on a mechanism that would see to it that the peace is kept, and on another meeting in the coming month, at which the details are to be settled. Nobody could say what would happen if either of them were to walk away, and the border remained closed for trade and for travellers.";
    const GERMAN: &str = "Die beiden Seiten trafen sich am Freitag erneut, um die Waffenruhe zu verlängern, wie Beamte nach einer Woche der Gespräche in Istanbul sagten. Sie hatten sich auf ein Verfahren geeinigt, das dafür sorgen soll, dass der Frieden gewahrt wird, und auf ein weiteres Treffen im kommenden Monat, bei dem die Einzelheiten geklärt werden sollen. Niemand konnte sagen, was geschehen würde, und die Grenze blieb geschlossen.";

    fn check(page: &str, body: &str, expected: Option<(&str, &str)>) {
        let found = find(&Clues::gather(&Document::from(page), None), body);
        let found = found
            .as_ref()
            .map(|found| (found.value.as_str(), found.rule.as_str()));
        assert_eq!(found, expected, "{page}");
    }

    #[test]
    fn languages() {
        check(
            r#"<html lang="en-GB">"#,
            ENGLISH,
            Some(("en-gb", "html_lang")),
        );
        check(r#"<html lang="en">"#, "Short.", Some(("en", "html_lang")));
        check(
            r#"<meta property="og:locale" content="de_DE">"#,
            GERMAN,
            Some(("de-de", "og_locale")),
        );
        check(
            r#"<meta http-equiv="Content-Language" content="de">"#,
            GERMAN,
            Some(("de", "content_language")),
        );
        check(r#"<html lang="en">"#, GERMAN, Some(("de", "detected")));
        check("", ENGLISH, Some(("en", "detected")));
        check("", "Short.", None);
        check(r#"<html lang="">"#, "", None);
    }

    #[test]
    fn near_languages_do_not_contradict() {
        assert!(is_near("no", "da"));
        assert!(is_near("en-us", "en"));
        assert!(!is_near("en", "de"));
    }
}
