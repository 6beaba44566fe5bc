//! Where an article's heading leads when it is clicked, and where its page is.
//!
//! An article comes in, the target of an OSC 8 hyperlink goes out, percent-encoded so that no character of it
//! can end the sequence it is written in. The sequence itself is written by `flow`, links into a page by `fragment`.

use std::borrow::Cow;
use std::path::Path;

use crate::article::Article;
use crate::render::text::TextOptions;

/// Returns the target of an article's hyperlink: its address on the web, else its file.
///
/// Only `http` and `https` addresses are linked: a stored article must not decide which program a click opens.
pub(crate) fn link(article: &Article, options: &TextOptions) -> Option<String> {
    if !options.hyperlinks {
        return None;
    }
    match web_address(article) {
        Some(url) => Some(percent_encoded(url, b"")),
        None => file_url(&article.path, options.folder.as_deref()),
    }
}

/// Returns an article's address where it is one on the web: with `http` or `https`.
pub fn web_address(article: &Article) -> Option<&str> {
    let url = article.metadata.url.as_ref()?.value.as_str();
    let is_web = url.starts_with("http://") || url.starts_with("https://");
    is_web.then_some(url)
}

fn file_url(path: &str, folder: Option<&Path>) -> Option<String> {
    let path = match folder {
        Some(folder) => Cow::Owned(folder.join(path)),
        None => Cow::Borrowed(Path::new(path)),
    };
    let path = path.to_str().filter(|_| path.is_absolute())?;
    Some(format!("file://{}", percent_encoded(path, b"%?#")))
}

/// Encodes every byte that is not a printing ASCII character, those that no URL may hold, and `also`.
pub(crate) fn percent_encoded(text: &str, also: &[u8]) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte) && !also.contains(&byte) {
            true => encoded.push(char::from(byte)),
            false => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Sourced;
    use crate::render::sample;
    use std::path::PathBuf;

    #[test]
    fn links_lead_to_the_page_or_the_file() {
        let check =
            |url: Option<&str>, path: &str, folder: Option<&str>, expected: Option<&str>| {
                let mut article = sample::hit().article;
                article.metadata.url = url.map(|url| Sourced::new(url.into(), "field", url));
                article.path = path.into();
                let options = TextOptions {
                    hyperlinks: true,
                    folder: folder.map(PathBuf::from),
                    ..TextOptions::default()
                };
                assert_eq!(link(&article, &options).as_deref(), expected);
            };
        check(
            Some("https://a.example/1?b=c%20d"),
            "p",
            None,
            Some("https://a.example/1?b=c%20d"),
        );
        check(
            Some("https://a.example/\x1b\\é"),
            "p",
            None,
            Some("https://a.example/%1B%5C%C3%A9"),
        );
        check(
            Some("javascript:alert(1)"),
            "/a b/50%.txt",
            None,
            Some("file:///a%20b/50%25.txt"),
        );
        check(
            None,
            "seeds/1.txt",
            Some("/home/x"),
            Some("file:///home/x/seeds/1.txt"),
        );
        check(None, "seeds/1.txt", None, None);
    }
}
