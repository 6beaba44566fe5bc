//! Outlets by their sites: the registrable domain of an address, and which words are the name of a site.
//!
//! Addresses and names as stated in; domains and names out, which are slices of what came in but for the letter
//! case of domains. What is not here: where a page states its name (`page/facts/outlet.rs`).

/// Marks that part a headline from the name of the site, and that name from its slogan.
const PARTING: &[&str] = &[
    " | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", " ‹ ", " › ", " ~ ",
];

/// Returns the host of a web address, without a port.
pub(in crate::source) fn host(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    let is_web = ["http", "https"]
        .iter()
        .any(|web| scheme.eq_ignore_ascii_case(web));
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    (is_web && host.contains('.') && !host.contains(char::is_whitespace)).then_some(host)
}

/// Returns the registrable domain of a web address, in lower case: `bbc.co.uk` for `https://www.bbc.co.uk/news`.
pub(in crate::source) fn domain(url: &str) -> Option<String> {
    let host = host(url)?.trim_end_matches('.').to_lowercase();
    let is_number = host
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    (!is_number)
        .then(|| psl::domain_str(&host).map(str::to_owned))
        .flatten()
}

/// Returns a name without its blanks, marks and letter case, as names are compared.
pub(in crate::source) fn letters(name: &str) -> String {
    name.chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether words name the site of that registrable domain: `BBC News` that of `bbc.co.uk`.
pub(in crate::source) fn names_domain(words: &str, domain: &str) -> bool {
    const LONGEST: usize = 6;
    let label = letters(domain.split('.').next().unwrap_or_default());
    let (bare, whole) = (letters(words), letters(domain));
    let few = words.split_whitespace().count() <= LONGEST;
    let initials: String = words
        .split_whitespace()
        .filter_map(|word| word.chars().next())
        .collect();
    let is_part = label.len() >= 3 && (bare.starts_with(&label) || bare.ends_with(&label));
    let has_part = bare.len() >= 4 && (label.starts_with(&bare) || label.ends_with(&bare));
    let is_initials = initials.len() >= 3 && letters(&initials) == label;
    few && !bare.is_empty()
        && (bare == whole || bare == label || is_part || has_part || is_initials)
}

/// Parts words at the marks between a headline and a site's name; every part is trimmed.
pub(in crate::source) fn parts(words: &str) -> Vec<&str> {
    let mut parts = vec![words];
    for mark in PARTING {
        parts = parts
            .into_iter()
            .flat_map(|part| part.split(mark))
            .collect();
    }
    parts
        .into_iter()
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect()
}

/// Returns a site's name without its slogan, where one of its parts alone names the domain.
pub(in crate::source) fn without_slogan<'t>(name: &'t str, domain: Option<&str>) -> &'t str {
    let parts = parts(name);
    let named = domain.and_then(|domain| parts.iter().find(|part| names_domain(part, domain)));
    match named {
        Some(part) if parts.len() > 1 => part,
        _ => name.trim(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_domain(url: &str, expected: Option<&str>) {
        assert_eq!(domain(url).as_deref(), expected, "{url}");
    }

    #[test]
    fn domains() {
        check_domain("https://www.bbc.co.uk/news/1?a=b", Some("bbc.co.uk"));
        check_domain("HTTP://WWW.Dawn.COM:8080", Some("dawn.com"));
        check_domain("https://jane.blogspot.com/2020/", Some("jane.blogspot.com"));
        check_domain(
            "https://user:word@news.example.org#top",
            Some("example.org"),
        );
        check_domain("http://127.0.0.1/page", None);
        check_domain("http://localhost/page", None);
        check_domain("ftp://a.example.org/", None);
        check_domain("/news/1", None);
        check_domain("", None);
    }

    fn check_named(words: &str, domain: &str, expected: bool) {
        assert_eq!(names_domain(words, domain), expected, "{words} {domain}");
    }

    #[test]
    fn names_of_domains() {
        check_named("BBC News", "bbc.co.uk", true);
        check_named("The New York Times", "nytimes.com", false);
        check_named("New York Times", "nyt.com", true);
        check_named("NYTimes.com", "nytimes.com", true);
        check_named("CNN", "cnn.com", true);
        check_named("Dawn", "dawn.com", true);
        check_named("Guardian", "theguardian.com", true);
        check_named("Politics", "cnn.com", false);
        check_named("", "cnn.com", false);
        check_named(
            "Time is running out for the truce in Istanbul",
            "time.com",
            false,
        );
    }

    fn check_slogan(name: &str, domain: &str, expected: &str) {
        assert_eq!(without_slogan(name, Some(domain)), expected, "{name}");
    }

    #[test]
    fn slogans() {
        check_slogan("Dawn - Latest news from Pakistan", "dawn.com", "Dawn");
        check_slogan("Latest news | BBC News", "bbc.co.uk", "BBC News");
        check_slogan("Daily Star - Sunday", "example.org", "Daily Star - Sunday");
        check_slogan(" Dawn ", "dawn.com", "Dawn");
        check_slogan("Coca-Cola News", "example.org", "Coca-Cola News");
    }
}
