//! Articles and passages written down for the programs of those who cite: reference managers, LaTeX, language
//! models and web pages.
//!
//! Articles with their passages come in, the references or quotations of all of them go out in one of five forms,
//! each a file of its own here. References give what is known of an article and the addresses of its passages; a value
//! is written on one line, without control characters. Quotations give the words, character for character. What is not
//! known is left out, and so is what was inferred. `docs/citations.md` explains the forms to those who read them, and
//! its examples are checked here. What is not here: styles of citation, which the programs have themselves.

mod anthropic;
mod bibtex;
mod csl;
mod facts;
mod quotation;
mod ris;
#[cfg(test)]
mod tests;

use std::io::{self, Write};
use std::slice;

use serde::Serialize;

use crate::article::Article;
use crate::search::{Hit, Passage, Shown};

/// A form in which articles are cited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CitationFormat {
    /// CSL-JSON, which most reference managers read.
    Csl,
    /// BibTeX, for LaTeX.
    Bibtex,
    /// RIS, which reference managers have read for longest.
    Ris,
    /// The blocks of search results that Anthropic's models cite from.
    Anthropic,
    /// JSON-LD in the words of schema.org, for web pages.
    JsonLd,
}

impl CitationFormat {
    /// Every form, in the order they are shown.
    pub const ALL: [CitationFormat; 5] = [
        CitationFormat::Csl,
        CitationFormat::Bibtex,
        CitationFormat::Ris,
        CitationFormat::Anthropic,
        CitationFormat::JsonLd,
    ];

    /// Returns the form's name, as it is written in options.
    pub const fn name(self) -> &'static str {
        match self {
            CitationFormat::Csl => "csl",
            CitationFormat::Bibtex => "bibtex",
            CitationFormat::Ris => "ris",
            CitationFormat::Anthropic => "anthropic",
            CitationFormat::JsonLd => "jsonld",
        }
    }

    /// Finds the form of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// Returns the media type of what is written.
    pub const fn media_type(self) -> &'static str {
        match self {
            CitationFormat::Csl => "application/vnd.citationstyles.csl+json",
            CitationFormat::Bibtex => "application/x-bibtex",
            CitationFormat::Ris => "application/x-research-info-systems",
            CitationFormat::Anthropic => "application/vnd.pullquote.search-result+json",
            CitationFormat::JsonLd => "application/ld+json",
        }
    }
}

/// An article to be cited, for the sake of some of its passages or as a whole.
#[derive(Clone, Copy, Debug)]
pub struct Cited<'a> {
    /// The article.
    pub article: &'a Article,
    /// The passages, in the order they are written; none where the article is cited as a whole.
    pub passages: &'a [Passage],
}

impl<'a> From<&'a Hit> for Cited<'a> {
    fn from(hit: &'a Hit) -> Self {
        Cited {
            article: &hit.article,
            passages: &hit.passages,
        }
    }
}

impl<'a> From<&'a Shown> for Cited<'a> {
    fn from(shown: &'a Shown) -> Self {
        Cited {
            article: &shown.article,
            passages: slice::from_ref(&shown.passage),
        }
    }
}

impl<'a> From<&'a Article> for Cited<'a> {
    fn from(article: &'a Article) -> Self {
        Cited {
            article,
            passages: &[],
        }
    }
}

/// Writes the citations of some articles, in their order, as one file of that form.
///
/// # Errors
///
/// Those of the writer.
pub fn write_citations(
    out: &mut dyn Write,
    format: CitationFormat,
    cited: &[Cited<'_>],
) -> io::Result<()> {
    match format {
        CitationFormat::Csl => csl::write(out, cited),
        CitationFormat::Bibtex => bibtex::write(out, cited),
        CitationFormat::Ris => ris::write(out, cited),
        CitationFormat::Anthropic => anthropic::write(out, cited),
        CitationFormat::JsonLd => quotation::write(out, cited),
    }
}

/// Writes JSON as it stands in files: indented, ended by a line feed.
fn write_json(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    out.write_all(b"\n")
}
