//! The article: a story as published, with what is known about it and how that is known.
//!
//! A source makes [`Article`]s out of bytes, an engine keeps them and gives them back unchanged. The body is
//! the text that every offset counts into; nothing in the library alters it after it was made. What is not
//! here: how a value is found (`source`), and how an article is written down as JSON (`render`).

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use crate::error::{Error, ErrorKind};

/// Names an article: 80 bits, written as 16 letters and digits (Crockford's base 32, lower case).
///
/// It is derived from the article alone: from its URL where it has one, otherwise from the record's own id,
/// the title the record states and the body. So the same article has the same id on every machine.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId([u8; 10]);

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

impl ArticleId {
    /// Derives the id from what identifies the article; see the type.
    pub fn derive(
        url: Option<&str>,
        record_id: Option<&str>,
        stated_title: Option<&str>,
        body: &str,
    ) -> Self {
        let mut hash = Sha256::new();
        match url {
            Some(url) => {
                hash.update(b"url\0");
                hash.update(url);
            }
            None => {
                for part in [record_id.unwrap_or(""), stated_title.unwrap_or("")] {
                    hash.update(part);
                    hash.update(b"\0");
                }
                hash.update(body);
            }
        }
        let digest = hash.finalize();
        let mut id = [0; 10];
        id.copy_from_slice(&digest[..10]);
        ArticleId(id)
    }

    /// Returns the ten bytes.
    pub fn as_bytes(&self) -> &[u8; 10] {
        &self.0
    }

    /// Makes an id of its ten bytes.
    pub fn from_bytes(bytes: [u8; 10]) -> Self {
        ArticleId(bytes)
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for five in self.0.chunks_exact(5) {
            let bits = five
                .iter()
                .fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
            for place in (0..8).rev() {
                let letter = ALPHABET[(bits >> (5 * place) & 31) as usize];
                write!(f, "{}", letter as char)?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ArticleId({self})")
    }
}

impl FromStr for ArticleId {
    type Err = Error;

    /// Reads an id as it is printed; capitals are accepted.
    fn from_str(text: &str) -> Result<Self, Error> {
        let bad = || {
            Error::new(
                ErrorKind::BadAddress,
                format!("`{text}` is not an article id"),
            )
            .hint("an id is 16 letters and digits, as a search gives it in `id`")
        };
        if text.len() != 16 {
            return Err(bad());
        }
        let mut id = [0; 10];
        for (half, chunk) in text.as_bytes().chunks_exact(8).enumerate() {
            let mut bits = 0u64;
            for letter in chunk {
                let letter = letter.to_ascii_lowercase();
                let value = ALPHABET
                    .iter()
                    .position(|known| *known == letter)
                    .ok_or_else(bad)?;
                bits = bits << 5 | value as u64;
            }
            id[half * 5..half * 5 + 5].copy_from_slice(&bits.to_be_bytes()[3..]);
        }
        Ok(ArticleId(id))
    }
}

/// Where a passage stands: an article and a range of its body, in Unicode code points, end-exclusive.
///
/// Written `ID@START-END`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Address {
    /// The article.
    pub id: ArticleId,
    /// The first code point of the passage in the article's body.
    pub start: usize,
    /// The code point after its last.
    pub end: usize,
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}-{}", self.id, self.start, self.end)
    }
}

impl FromStr for Address {
    type Err = Error;

    /// Reads an address as it is printed.
    fn from_str(text: &str) -> Result<Self, Error> {
        let bad = || {
            Error::new(ErrorKind::BadAddress, format!("`{text}` is not an address"))
                .hint("an address is ID@START-END, such as 0123456789abcdef@120-188")
        };
        // What was pasted may have a blank at its end, or a dash that an editor put for the hyphen.
        let (id, range) = text.trim().split_once('@').ok_or_else(bad)?;
        let (start, end) = range.split_once(['-', '–']).ok_or_else(bad)?;
        let (start, end) = (
            start.parse().map_err(|_| bad())?,
            end.parse().map_err(|_| bad())?,
        );
        if start >= end {
            return Err(bad());
        }
        Ok(Address {
            id: id.parse()?,
            start,
            end,
        })
    }
}

/// A value and where it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// The rule that found it, in snake case, such as `dateline` or `field`.
    pub rule: String,
    /// The words it was read from, as they stand in the source.
    pub words: String,
}

impl<T> Sourced<T> {
    /// Pairs a value with the rule that found it and the words it came from.
    pub fn new(value: T, rule: impl Into<String>, words: impl Into<String>) -> Self {
        Sourced {
            value,
            rule: rule.into(),
            words: words.into(),
        }
    }
}

/// The metadata fields whose values are names: those that can be counted as facets and filtered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameField {
    /// [`Metadata::outlet`].
    Outlet,
    /// [`Metadata::authors`].
    Author,
    /// [`Metadata::section`].
    Section,
    /// [`Metadata::language`].
    Language,
    /// [`Metadata::place`].
    Place,
    /// [`Metadata::agency`].
    Agency,
    /// [`Metadata::domain`].
    Domain,
}

impl NameField {
    /// Every name field, in the order they are shown.
    pub const ALL: [NameField; 7] = [
        NameField::Outlet,
        NameField::Author,
        NameField::Section,
        NameField::Language,
        NameField::Place,
        NameField::Agency,
        NameField::Domain,
    ];

    /// Returns the field's name, as it is written in queries and options.
    pub const fn name(self) -> &'static str {
        match self {
            NameField::Outlet => "outlet",
            NameField::Author => "author",
            NameField::Section => "section",
            NameField::Language => "language",
            NameField::Place => "place",
            NameField::Agency => "agency",
            NameField::Domain => "domain",
        }
    }

    /// Finds the field of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }
}

/// How sure a date of publication is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// A single hint, or hints that differ.
    Doubtful,
    /// Two independent places of a page agree, or one that is rarely wrong stands alone.
    Likely,
    /// Three independent places of a page agree and none differs.
    Certain,
    /// The record, a sidecar or a line of the text states it in so many words.
    Stated,
}

impl Confidence {
    /// Every confidence, the lowest first.
    pub const ALL: [Confidence; 4] = [
        Confidence::Doubtful,
        Confidence::Likely,
        Confidence::Certain,
        Confidence::Stated,
    ];

    /// Finds the confidence of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|confidence| confidence.name() == name)
    }

    /// Returns the confidence in a word: `stated`, `certain`, `likely` or `doubtful`.
    pub const fn name(self) -> &'static str {
        match self {
            Confidence::Doubtful => "doubtful",
            Confidence::Likely => "likely",
            Confidence::Certain => "certain",
            Confidence::Stated => "stated",
        }
    }
}

/// Days of the calendar from one to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DaySpan {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

impl fmt::Display for DaySpan {
    /// Writes `2025-10-30 to 2025-11-01`, or the day alone where it is one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.from == self.to {
            true => write!(f, "{}", self.from),
            false => write!(f, "{} to {}", self.from, self.to),
        }
    }
}

/// What is known about an article. What is not known is `None` or empty, never guessed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// The headline.
    pub title: Option<Sourced<String>>,
    /// Other headlines that the source states, such as the one for social media; searched like the title.
    pub other_titles: Vec<Sourced<String>>,
    /// Who published.
    pub outlet: Option<Sourced<String>>,
    /// The day of publication, as written, in no time zone.
    pub date: Option<Sourced<Date>>,
    /// How sure the date is; `None` where there is none.
    pub date_confidence: Option<Confidence>,
    /// The words of a field for the day of publication that name no single day, such as `October 2025` or
    /// `03/04/2025`; `None` where there is a date.
    pub unread_date: Option<String>,
    /// The days between which the article was published, as far as its words let one infer them. Never taken for
    /// [`Metadata::date`].
    pub inferred_date: Option<Sourced<DaySpan>>,
    /// Who wrote.
    pub authors: Vec<Sourced<String>>,
    /// The section of the outlet.
    pub section: Option<Sourced<String>>,
    /// The language, as a BCP 47 tag in lower case.
    pub language: Option<Sourced<String>>,
    /// The place of the dateline.
    pub place: Option<Sourced<String>>,
    /// The news agency that wrote or fed the story, which is not the outlet that printed it.
    pub agency: Option<Sourced<String>>,
    /// The registrable domain of the outlet's site.
    pub domain: Option<Sourced<String>>,
    /// The address on the web.
    pub url: Option<Sourced<String>>,
    /// The day it was fetched: it cannot have been published later.
    pub fetched: Option<Sourced<Date>>,
    /// The record's own id, where the source states one.
    pub record_id: Option<String>,
    /// Whether the body is only the summary that a feed carries, and not the story.
    pub summary_only: bool,
}

impl Metadata {
    /// Returns the values of a name field: none where it is unknown, several only for authors.
    pub fn names(&self, field: NameField) -> Vec<&str> {
        let one = match field {
            NameField::Outlet => &self.outlet,
            NameField::Author => {
                return self
                    .authors
                    .iter()
                    .map(|author| author.value.as_str())
                    .collect();
            }
            NameField::Section => &self.section,
            NameField::Language => &self.language,
            NameField::Place => &self.place,
            NameField::Agency => &self.agency,
            NameField::Domain => &self.domain,
        };
        one.iter().map(|name| name.value.as_str()).collect()
    }
}

/// A story as published: its body, what is known about it, and the file it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// The article's name.
    pub id: ArticleId,
    /// The text, as stored; all offsets count into it.
    pub body: String,
    /// What is known about it.
    pub metadata: Metadata,
    /// The file it came from, as it is shown to people.
    pub path: String,
}

impl Article {
    /// Makes an article and derives its id. `stated_title` is the title as the record states it, if it does.
    pub fn new(body: String, metadata: Metadata, path: String, stated_title: Option<&str>) -> Self {
        let url = metadata.url.as_ref().map(|url| url.value.as_str());
        let id = ArticleId::derive(url, metadata.record_id.as_deref(), stated_title, &body);
        Article {
            id,
            body,
            metadata,
            path,
        }
    }

    /// Returns the SHA-256 of the body's bytes, in lower-case hexadecimal.
    pub fn body_sha256(&self) -> String {
        hexadecimal(&Sha256::digest(&self.body))
    }
}

/// Writes bytes as lower-case hexadecimal digits.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads the first eight bytes of a digest or an id as a big-endian number.
pub(crate) fn leading_number(digest: &[u8]) -> u64 {
    let bytes = digest.first_chunk().expect("digests and ids are longer");
    u64::from_be_bytes(*bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_id_reads_back(bytes: [u8; 10]) {
            let id = ArticleId::from_bytes(bytes);
            prop_assert_eq!(id.to_string().parse::<ArticleId>().unwrap(), id);
        }

        #[test]
        fn an_address_reads_back(bytes: [u8; 10], start in 0usize..1_000_000, length in 1usize..10_000) {
            let address = Address { id: ArticleId::from_bytes(bytes), start, end: start + length };
            prop_assert_eq!(address.to_string().parse::<Address>().unwrap(), address);
        }
    }

    #[test]
    fn the_url_decides_where_there_is_one() {
        let with = |body| ArticleId::derive(Some("https://a.example/1"), None, None, body);
        assert_eq!(with("one"), with("two"));
        assert_ne!(
            ArticleId::derive(None, None, None, "one"),
            ArticleId::derive(None, None, None, "two")
        );
    }
}
