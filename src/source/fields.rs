//! The names under which the usual tools write what we look for.
//!
//! A field's name in, its meanings out: which of our fields it fills, and how far down the list of names for
//! that field it stands. What is not here: the values (`json.rs`). Left out on purpose are fields that say when
//! a page was changed, seen or fetched, and domains, which are not outlets.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::MappedField;

/// One of our fields that a name fills, and the name's place among those for it; the lowest wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Meaning {
    pub(crate) ours: MappedField,
    pub(crate) rank: usize,
}

/// The names for each field, the preferred first, as [`bare`] makes them.
///
/// `source` stands twice: it is an address in one tool and an outlet in others, and its value tells which.
const TABLE: &[(MappedField, &[&str])] = &[
    (
        MappedField::Body,
        &[
            "text",
            "maintext",
            "plaintext",
            "articlebody",
            "bodytext",
            "body",
            "content",
            "contenttext",
            "fulltext",
            "articletext",
            "article",
            "bodies",
            "rawbody",
            "rawcontent",
        ],
    ),
    (
        MappedField::Title,
        &[
            "title",
            "headline",
            "headlines",
            "webtitle",
            "articletitle",
            "head",
            "ogtitle",
        ],
    ),
    (
        MappedField::Outlet,
        &[
            "outlet",
            "publisher",
            "publishername",
            "sitename",
            "metasitename",
            "ogsitename",
            "sourcehostname",
            "sourcename",
            "medianame",
            "newspaper",
            "publication",
            "publicationname",
            "infosources",
            "source",
        ],
    ),
    (
        MappedField::Date,
        &[
            "datepublished",
            "datepublish",
            "datepublication",
            "publisheddate",
            "publishdate",
            "publishedat",
            "publishedon",
            "publishingdate",
            "publicationdate",
            "published",
            "pubdate",
            "webpublicationdate",
            "articlepublishedtime",
            "date",
            "dateissued",
            "issued",
            "contentcreated",
            "firstcreated",
        ],
    ),
    (
        MappedField::Author,
        &[
            "authors", "author", "byline", "creator", "by", "writer", "writers",
        ],
    ),
    (
        MappedField::Section,
        &["section", "articlesection", "sectionname", "category"],
    ),
    (
        MappedField::Language,
        &["language", "lang", "inlanguage", "languagecode", "metalang"],
    ),
    (MappedField::Place, &["place", "dateline", "located"]),
    (
        MappedField::Url,
        &[
            "url",
            "canonicallink",
            "canonicalurl",
            "link",
            "weburl",
            "articleurl",
            "pageurl",
            "permalink",
            "mainentityofpage",
            "requestedurl",
            "uri",
            "source",
        ],
    ),
    (
        MappedField::Id,
        &[
            "id",
            "uri",
            "guid",
            "docid",
            "docno",
            "articleid",
            "newid",
            "filename",
        ],
    ),
];

static MEANINGS: LazyLock<HashMap<&'static str, Vec<Meaning>>> = LazyLock::new(|| {
    let mut meanings: HashMap<_, Vec<Meaning>> = HashMap::new();
    for (ours, names) in TABLE {
        for (rank, name) in names.iter().enumerate() {
            meanings
                .entry(*name)
                .or_default()
                .push(Meaning { ours: *ours, rank });
        }
    }
    meanings
});

/// Returns what a field of that name fills; nothing for most names.
pub(crate) fn meanings(name: &str) -> &'static [Meaning] {
    const LONGEST: usize = 32;
    if name.len() > LONGEST {
        return &[];
    }
    let mut letters = [0; LONGEST];
    let length = bare(name, &mut letters);
    let bare = std::str::from_utf8(&letters[..length]).unwrap_or_default();
    MEANINGS.get(bare).map_or(&[], Vec::as_slice)
}

/// Returns the names a text is looked for under, as people would write the first of them.
pub(crate) const BODY_NAMES: &str = "text, maintext, plaintext, articleBody, body, content";

/// Writes a name without what tools vary in it: `Date-Publish`, `date_publish` and `datePublish` are one.
fn bare(name: &str, letters: &mut [u8]) -> usize {
    let kept = name
        .bytes()
        .filter(|byte| !matches!(byte, b'_' | b'-' | b' ' | b':' | b'.' | b'@'));
    let mut length = 0;
    for (letter, byte) in letters.iter_mut().zip(kept) {
        *letter = byte.to_ascii_lowercase();
        length += 1;
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expected: &[MappedField]) {
        let ours: Vec<_> = meanings(name).iter().map(|meaning| meaning.ours).collect();
        assert_eq!(ours, expected, "{name}");
    }

    #[test]
    fn names_are_known_however_they_are_spelt() {
        for name in [
            "date_publish",
            "datePublish",
            "Date-Publish",
            "DATE PUBLISH",
        ] {
            check(name, &[MappedField::Date]);
        }
        check("_id", &[MappedField::Id]);
        check("og:site_name", &[MappedField::Outlet]);
        check("source-hostname", &[MappedField::Outlet]);
        check("source", &[MappedField::Outlet, MappedField::Url]);
    }

    #[test]
    fn times_that_are_no_publication_and_domains_are_not_known() {
        for name in [
            "date_modify",
            "dateModified",
            "date_download",
            "seendate",
            "indexed_date",
            "crawl_date",
            "filedate",
            "versionCreated",
            "updated",
            "modified",
            "hostname",
            "source_domain",
            "domain",
            "media_url",
            "created_at",
            "",
            "é",
            "a_name_that_is_longer_than_every_name_in_the_table",
        ] {
            check(name, &[]);
        }
    }

    #[test]
    fn the_table_is_written_in_bare_names() {
        for (_, names) in TABLE {
            for name in *names {
                assert!(!meanings(name).is_empty(), "{name}");
            }
        }
    }
}
