//! Datelines: `ISLAMABAD (Dunya News) –`, `WASHINGTON, Oct 31 (Reuters) -`, `SIALKOT:`.
//!
//! A text in; the place at the head of its first paragraph, and the outlet or agency in the parentheses, out.
//! After a known city in capitals a dash is enough; after other words in capitals, which may be a heading, the
//! text itself must write them as a name. A colon stands after many labels too, and is believed after a known city
//! only, or after an agency. What is not here: days named in datelines, which have no year.

use super::agencies::{self, is_agency};
use super::{dates, places};

/// How many lines that are not blank are looked at: captions and summaries may stand before the dateline.
const NEAR_TOP: usize = 8;

/// Words in capitals that stand before a dash or a colon and are no places.
const NOT_PLACES: &[&str] = &[
    "AFP",
    "ALERT",
    "ALSO READ",
    "ANALYSIS",
    "ANSWER",
    "BACKGROUND",
    "BBC",
    "BREAKING",
    "BREAKING NEWS",
    "CAPTION",
    "CLARIFICATION",
    "CNBC",
    "CNN",
    "COMMENT",
    "CORRECTED",
    "CORRECTION",
    "DATE",
    "DPA",
    "EDITOR'S NOTE",
    "EDITORIAL",
    "EDITOR’S NOTE",
    "ESPN",
    "EXCLUSIVE",
    "EXPLAINED",
    "EXPLAINER",
    "FACT CHECK",
    "FACTBOX",
    "FEATURE",
    "FIFA",
    "FILE",
    "FILE PHOTO",
    "FREE",
    "GMT",
    "HOT TIP",
    "HOW",
    "IMF",
    "INTERVIEW",
    "ISIS",
    "LIVE",
    "MORE",
    "NASA",
    "NATO",
    "NEWS",
    "NEWSLETTER",
    "NOTABLE LINKS",
    "NOTE",
    "NPR",
    "OPEC",
    "OPINION",
    "PHOTO",
    "PHOTOS",
    "PICTURES",
    "PODCAST",
    "PREVIEW",
    "PREVIOUS COVERAGE",
    "PROFILE",
    "QUESTION",
    "READ",
    "READ MORE",
    "RECALL DATABASE",
    "REFILE",
    "RELATED",
    "REUTERS",
    "REVIEW",
    "SOURCE",
    "SUMMARY",
    "TIMELINE",
    "UNESCO",
    "UNICEF",
    "UPDATE",
    "UPDATED",
    "UPDATES",
    "USA TODAY",
    "VIDEO",
    "WARNING",
    "WATCH",
    "WHAT",
    "WHEN",
    "WHERE",
    "WHO",
    "WHY",
];

/// How many characters a story has at least, on the line of its dateline.
const SHORTEST_STORY: usize = 20;

/// What a dateline says; every part is a slice of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dateline<'t> {
    /// The place, as written.
    pub(crate) place: &'t str,
    /// The outlet, where one stands in parentheses; agencies and desks are none.
    pub(crate) outlet: Option<&'t str>,
    /// The agency, where one stands in parentheses.
    pub(crate) agency: Option<&'static str>,
    /// All of it, up to the dash or colon.
    pub(crate) words: &'t str,
}

/// Finds the dateline of a text.
pub(crate) fn find(text: &str) -> Option<Dateline<'_>> {
    let mut top = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .take(NEAR_TOP);
    let dateline = top.find_map(of_line)?;
    let speaks = dateline.words.ends_with(':') && is_transcript(text);
    let is_heading = is_bare(&dateline) && !is_name_in(text, dateline.place);
    (!speaks && !is_heading).then_some(dateline)
}

/// Whether a dateline is nothing but words in capitals, of which no city is known.
fn is_bare(dateline: &Dateline<'_>) -> bool {
    let after = dateline.words[dateline.place.len()..].trim_start();
    !after.starts_with([',', '(']) && !places::is_city(dateline.place)
}

/// Whether words in capitals are a name: by their form, or since the text writes them so elsewhere and never writes
/// one word alone in small letters, as it does with `migration` below the heading `MIGRATION –`.
fn is_name_in(text: &str, place: &str) -> bool {
    let words: Vec<String> = words(place).map(str::to_lowercase).collect();
    if words
        .iter()
        .any(|word| FUNCTION_WORDS.contains(&word.as_str()))
    {
        return false;
    }
    let all: Vec<&str> = self::words(text).collect();
    let is_titled = |written: &&str, word: &String| {
        written.starts_with(char::is_uppercase)
            && written.chars().any(char::is_lowercase)
            && written.to_lowercase() == *word
    };
    let is_written = all.windows(words.len()).any(|run| {
        run.iter()
            .zip(&words)
            .all(|(written, word)| is_titled(written, word))
    });
    let is_common = words.len() == 1 && all.contains(&words[0].as_str());
    let is_shaped =
        has_form_of_a_place(&words) && !words.iter().any(|word| all.contains(&word.as_str()));
    is_written && !is_common || is_shaped
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphabetic())
        .filter(|word| !word.is_empty())
}

/// Whether words, in small letters, begin or end as the names of many places do.
fn has_form_of_a_place(words: &[String]) -> bool {
    let first = words.first().map_or("", String::as_str);
    let last = words.last().map_or("", String::as_str);
    let ends = ENDINGS
        .iter()
        .any(|ending| last.len() > ending.len() + 2 && last.ends_with(ending));
    ends || words.len() > 1 && (BEGINNINGS.contains(&first) || PLACE_WORDS.contains(&last))
}

/// Words that stand in headings and in hardly any name of a place that is not known.
const FUNCTION_WORDS: &[&str] = &[
    "a", "an", "and", "at", "by", "for", "from", "in", "is", "of", "on", "or", "the", "to", "with",
];

/// First words of the names of many places.
const BEGINNINGS: &[&str] = &[
    "baton", "cape", "el", "fort", "ft", "las", "los", "mount", "mt", "new", "palm", "port", "rio",
    "saint", "san", "santa", "santo", "são", "st",
];

/// Last words of the names of many places.
const PLACE_WORDS: &[&str] = &[
    "bay", "beach", "borough", "city", "county", "creek", "falls", "heights", "hills", "island",
    "islands", "junction", "lake", "park", "rapids", "ridge", "river", "springs", "township",
    "valley", "village",
];

/// Ends of the names of many places, of which hardly any other word has one.
const ENDINGS: &[&str] = &[
    "abad", "boro", "borough", "burg", "burgh", "bury", "chester", "grad", "ington", "istan",
    "mouth", "nagar", "polis", "pur", "shire", "ville", "wick",
];

/// Reads the dateline at the head of a line.
pub(crate) fn of_line(line: &str) -> Option<Dateline<'_>> {
    let line = line.trim();
    let place = place(line).or_else(|| city(line))?;
    let rest = &line[place.len()..];
    let rest = &rest[aside(rest)..];
    let (inside, rest) = parenthesis(rest.trim_start());
    let rest = rest.trim_start();
    let mark = ["--", "–", "—", "-", ":"]
        .into_iter()
        .find(|mark| rest.starts_with(mark))?;
    let story = &rest[mark.len()..];
    let is_colon_apart = mark == ":"
        && !line[..line.len() - rest.len()]
            .ends_with(|end: char| end.is_alphanumeric() || end == ')');
    let agency = inside.and_then(agencies::named);
    let is_label = mark == ":" && !is_before_colon(place, agency, line);
    if is_colon_apart || is_label || !is_story(story, mark) {
        return None;
    }
    let words = &line[..line.len() - story.len()];
    let outlet = inside.filter(|name| is_outlet(name));
    Some(Dateline {
        place,
        outlet,
        agency,
        words,
    })
}

/// Reads one to four words in capitals, parted by single blanks.
fn place(line: &str) -> Option<&str> {
    let mut end = 0;
    for word in line.split_inclusive([' ', '\u{a0}']).take(4) {
        let bare = word
            .trim_end()
            .split(['–', '—', ',', ':', '('])
            .next()
            .unwrap_or_default();
        let is_mark = bare.is_empty() || bare.chars().all(|letter| letter == '-');
        if is_mark || !is_in_capitals(bare) {
            break;
        }
        end = word.as_ptr() as usize - line.as_ptr() as usize + bare.len();
        if bare.len() < word.trim_end().len() {
            break;
        }
    }
    let place = line[..end].trim_end_matches(['-', '/']);
    let letters = place
        .chars()
        .filter(|letter| letter.is_alphabetic())
        .count();
    let is_long = letters >= 4 || (letters == 3 && places::is_city(place));
    (is_long && place.len() <= 40 && !NOT_PLACES.contains(&place)).then_some(place)
}

/// Reads a known city that is not in capitals, before an agency in parentheses: `Islamabad (AFP) –`.
fn city(line: &str) -> Option<&str> {
    let (head, rest) = line.split_once(" (")?;
    let place = head.split(',').next().unwrap_or_default().trim_end();
    let is_agency = agencies::named(rest.split(')').next()?).is_some();
    (is_agency && places::is_city(place)).then_some(place)
}

fn is_in_capitals(word: &str) -> bool {
    let has_letter = word.chars().any(char::is_alphabetic);
    let fits =
        |letter: char| letter.is_uppercase() || matches!(letter, '.' | '\'' | '’' | '-' | '/');
    has_letter && word.chars().all(fits) && word.starts_with(char::is_uppercase)
}

/// Returns the length of what follows a place after a comma: a country, a state, a day.
fn aside(rest: &str) -> usize {
    if !rest.starts_with(',') {
        return 0;
    }
    let end = rest
        .find(" (")
        .or_else(|| rest.find([':', '–', '—']))
        .into_iter()
        .chain(rest.find(" - "))
        .chain(rest.find(" -- "))
        .min();
    let aside = &rest[..end.unwrap_or(0)];
    let is_name = |word: &str| {
        word.is_empty()
            || word.starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit())
    };
    let words = aside.split([',', ' ']);
    if aside.len() <= 48 && words.clone().count() <= 8 && words.clone().all(is_name) {
        aside.len()
    } else {
        0
    }
}

/// Reads what stands in parentheses, if anything does, and returns it with what follows.
fn parenthesis(rest: &str) -> (Option<&str>, &str) {
    let inside = rest
        .strip_prefix('(')
        .and_then(|inside| inside.split_once(')'));
    match inside {
        Some((inside, after)) if inside.len() <= 48 => (Some(inside.trim()), after),
        _ => (None, rest),
    }
}

fn is_outlet(name: &str) -> bool {
    let words = name.split_whitespace().count();
    let is_named = name.starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit());
    is_named
        && !dates::names_a_day(name)
        && (1..=5).contains(&words)
        && name.chars().any(char::is_alphabetic)
        && !is_agency(name)
}

/// Whether what follows is the beginning of a story: a dash apart, and a sentence not in capitals.
fn is_story(story: &str, mark: &str) -> bool {
    let apart = story.starts_with(char::is_whitespace) || matches!(mark, "–" | "—" | "--");
    let length = story.trim().chars().count();
    apart && length >= SHORTEST_STORY && story.chars().any(char::is_lowercase)
}

/// A colon stands after many labels too, such as `WORLD CUP CENTRAL: …`; before one a known city stands, or an
/// agency, and a whole paragraph after it.
fn is_before_colon(place: &str, agency: Option<&str>, line: &str) -> bool {
    const PARAGRAPH: usize = 110;
    (places::is_city(place) || agency.is_some()) && line.chars().count() >= PARAGRAPH
}

/// Whether other paragraphs begin with words in capitals and a colon too: then these are speakers.
fn is_transcript(text: &str) -> bool {
    let speaks = |line: &&str| {
        place(line.trim()).is_some_and(|name| line.trim()[name.len()..].starts_with(": "))
    };
    text.lines().filter(speaks).take(2).count() > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "The two sides met again on Friday to extend the ceasefire, officials of both said, and will meet once more in Istanbul.";

    fn check(head: &str, expected: Option<(&str, Option<&str>)>) {
        let line = format!("{head} {STORY}");
        let found = find(&line);
        assert_eq!(
            found.map(|dateline| (dateline.place, dateline.outlet)),
            expected,
            "{head}"
        );
        assert!(
            found.is_none_or(|dateline| dateline.words == head.trim()),
            "{found:?}"
        );
    }

    #[test]
    fn datelines() {
        check("KABUL –", Some(("KABUL", None)));
        check("KABUL —", Some(("KABUL", None)));
        check("KABUL -", Some(("KABUL", None)));
        check("KABUL --", Some(("KABUL", None)));
        check("SIALKOT:", Some(("SIALKOT", None)));
        check("  NEW DELHI –", Some(("NEW DELHI", None)));
        check("SAN JOSÉ —", Some(("SAN JOSÉ", None)));
        check("ISLAMABAD/KABUL:", Some(("ISLAMABAD/KABUL", None)));
        check("ST. LOUIS —", Some(("ST. LOUIS", None)));
        check("KABUL, Afghanistan —", Some(("KABUL", None)));
        check("WASHINGTON, D.C. –", Some(("WASHINGTON", None)));
        check("SALVADOR, Feb 26 -", Some(("SALVADOR", None)));
        check(
            "PORT-AU-PRINCE, Haiti, Oct. 3 --",
            Some(("PORT-AU-PRINCE", None)),
        );
    }

    #[test]
    fn an_outlet_in_parentheses_but_no_agency() {
        check(
            "ISLAMABAD (Dunya News) –",
            Some(("ISLAMABAD", Some("Dunya News"))),
        );
        check(
            "KABUL, Oct 31 (Pajhwok) -",
            Some(("KABUL", Some("Pajhwok"))),
        );
        check("KABUL (Reuters) -", Some(("KABUL", None)));
        check("WASHINGTON, Oct 31 (Reuters) -", Some(("WASHINGTON", None)));
        check("NEW YORK (AP) —", Some(("NEW YORK", None)));
        check("BERLIN (dpa) -", Some(("BERLIN", None)));
        check("GAZA (AFP/Reuters) –", Some(("GAZA", None)));
        check("LAHORE (Web Desk) –", Some(("LAHORE", None)));
        check("NEW YORK (Jan. 31) —", Some(("NEW YORK", None)));
        check("ROME (Tuesday, June 22, 2021) —", Some(("ROME", None)));
        check("PARIS (France 24) —", Some(("PARIS", Some("France 24"))));
    }

    fn check_agency(head: &str, expected: Option<&str>) {
        let line = format!("{head} {STORY}");
        let found = find(&line).and_then(|dateline| dateline.agency);
        assert_eq!(found, expected, "{head}");
    }

    #[test]
    fn an_agency_in_parentheses() {
        check_agency("KABUL (Reuters) -", Some("Reuters"));
        check_agency("WASHINGTON, Oct 31 (AP) —", Some("Associated Press"));
        check_agency("ISLAMABAD, Oct 31 (APP):", Some("APP"));
        check_agency("GAZA (AFP/Reuters) –", Some("AFP"));
        check_agency("Islamabad (AFP) –", Some("AFP"));
        check_agency("Beijing, Oct. 31 (Xinhua) --", Some("Xinhua"));
        check_agency("ISLAMABAD (Dunya News) –", None);
        check_agency("LAHORE (Web Desk) –", None);
        check_agency("Jane Doe (AFP) –", None);
        check_agency("Islamabad (Dunya News) –", None);
    }

    #[test]
    fn what_is_no_dateline() {
        for head in [
            "CNN —",
            "ADT -",
            "WATCH:",
            "EXCLUSIVE:",
            "Q:",
            "US –",
            "Kabul –",
            "KABUL",
            "KABUL–Istanbul",
            "The KABUL –",
            "KABUL and ISLAMABAD –",
            "READ MORE:",
            "CEASEFIRE HOLDS AS TALKS GO ON –",
            "2025 –",
            "(Reuters) –",
            "KABUL, where the talks are held -",
            "KABUL :",
        ] {
            if head != "KABUL–Istanbul" {
                check(head, None);
            }
        }
        assert_eq!(find("KABUL – Talks resume"), None, "too short for a story");
        assert_eq!(
            find("KABUL – TALKS RESUME IN ISTANBUL TODAY"),
            None,
            "a headline in capitals"
        );
    }

    #[test]
    fn a_colon_needs_a_city_and_a_paragraph() {
        assert_eq!(find("SIALKOT: The two sides met again on Friday."), None);
        check("WORLD CUP CENTRAL:", None);
        check("CDC:", None);
        check("BLITZER:", None);
        check("CRICKET:", None);
        check("ISLAMABAD/KABUL:", Some(("ISLAMABAD/KABUL", None)));
        check("NEW DELHI:", Some(("NEW DELHI", None)));
        check("DOHA:", Some(("DOHA", None)));
    }

    fn check_name(head: &str, story: &str, expected: bool) {
        let text = format!("{head} {STORY}\n{story}");
        assert_eq!(find(&text).is_some(), expected, "{text}");
    }

    #[test]
    fn a_heading_before_a_dash_is_no_place() {
        check_name("MIGRATION –", "", false);
        check_name(
            "MIGRATION –",
            "Migration has become migration by sea.",
            false,
        );
        check_name(
            "HEART OF EMPIRE —",
            "Heart of Empire was printed in 1999.",
            false,
        );
        check_name("FIRST OUTFIT —", "The second outfit is of silk.", false);
        check_name("STORM WARNING –", "", false);
    }

    #[test]
    fn a_place_that_the_text_names() {
        check_name("DOVER –", "The school in Dover was closed.", true);
        check_name("DOVER –", "", false);
        check_name("DOVER (Example News) –", "", true);
        check_name("DOVER, Oct. 31 –", "", true);
        check_name(
            "REHOBOTH BEACH –",
            "At the beach, Rehoboth Beach is proud.",
            true,
        );
        check_name("MYRTLE BEACH –", "", true);
        check_name("KNOXVILLE –", "", true);
        check_name("NEW BEDFORD –", "", true);
    }

    #[test]
    fn speakers_are_no_places() {
        let transcript = format!("BLITZER: {STORY}\nTAPPER: {STORY}\nBLITZER: {STORY}");
        assert_eq!(find(&transcript), None);
    }

    #[test]
    fn it_stands_near_the_top() {
        let after = |lines: usize| format!("{}KABUL – {STORY}", "A line.\n\n".repeat(lines));
        assert!(find(&after(NEAR_TOP - 1)).is_some());
        assert!(find(&after(NEAR_TOP)).is_none());
    }
}
