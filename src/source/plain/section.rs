//! The section of a text: the line under the headline, where it is a section's name.

use super::filled;
use crate::source::places;

/// Sections whose name is one word. A list, since names of states, people and cities stand on lines of their own
/// too.
const WORDS: &[&str] = &[
    "Africa",
    "Americas",
    "Arts",
    "Asia",
    "Automotive",
    "Banking",
    "Books",
    "Business",
    "Cities",
    "Climate",
    "Companies",
    "Cricket",
    "Crime",
    "Culture",
    "Defence",
    "Defense",
    "Diplomacy",
    "Economy",
    "Editorial",
    "Education",
    "Energy",
    "Entertainment",
    "Environment",
    "Europe",
    "Fashion",
    "Features",
    "Film",
    "Finance",
    "Food",
    "Football",
    "Golf",
    "Health",
    "International",
    "Investing",
    "Law",
    "Lifestyle",
    "Local",
    "Markets",
    "Media",
    "Metro",
    "Metropolitan",
    "Military",
    "Money",
    "Movies",
    "Music",
    "Nation",
    "National",
    "Opinion",
    "Parenting",
    "Personalities",
    "Politics",
    "Regional",
    "Religion",
    "Science",
    "Security",
    "Society",
    "Soccer",
    "Sport",
    "Sports",
    "Style",
    "Tech",
    "Technology",
    "Television",
    "Tennis",
    "Theatre",
    "Travel",
    "Weather",
    "Wellness",
    "World",
];

/// Sections whose name has several words.
const SECTIONS: &[&str] = &[
    "Top Stories",
    "Top News",
    "World News",
    "South Asia",
    "Middle East",
    "Latin America",
    "North America",
    "Asia Pacific",
    "Climate Change",
    "Real Estate",
    "Arts & Culture",
    "Life & Style",
    "Science & Technology",
];

/// Reads the line after the headline where it is the name of a section: one known by name, or a country.
pub(super) fn section<'t>(text: &'t str, title: &str) -> Option<&'t str> {
    let mut lines = filled(text).skip_while(|line| *line != title).skip(1);
    let (line, next) = (lines.next()?, lines.next()?);
    let is_long = |line: &str, next: &str| next.chars().count() > line.chars().count() * 2;
    let further = lines.filter(|line| is_section(line)).count();
    // Several such lines head the parts of one story.
    (is_section(line) && is_long(line, next) && further == 0).then_some(line)
}

fn is_section(line: &str) -> bool {
    WORDS.contains(&line) || SECTIONS.contains(&line) || places::is_country(line)
}

#[cfg(test)]
mod tests {
    use crate::source::plain::metadata;

    const STORY: &str = "The two sides met again on Friday to extend the ceasefire, officials said, after talks in Istanbul.";

    fn check_section(line: &str, expected: Option<&str>) {
        let found = metadata(&format!("Ceasefire holds after talks\n{line}\n{STORY}"));
        assert_eq!(
            found.section.map(|section| section.value).as_deref(),
            expected,
            "{line}"
        );
    }

    #[test]
    fn sections() {
        check_section("Pakistan", Some("Pakistan"));
        check_section("South Asia", Some("South Asia"));
        check_section("Jane Doe", None);
        check_section("Advertisement", None);
        check_section("Reuters", None);
        check_section("WORLD", None);
        check_section("Share", None);
        check_section("Alabama", None);
        check_section("Karachi", None);
    }

    #[test]
    fn headings_of_a_list_are_no_section() {
        check_section(&format!("India\n{STORY}\nPakistan"), None);
    }
}
