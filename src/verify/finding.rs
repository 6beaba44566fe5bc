//! What a check of a quotation gives back: the verdict, the places, and every edit between source and quotation.
//!
//! All ranges are end-exclusive and count bytes: `quotation` ranges of the quotation as it was given, `source` ranges
//! of the body of the place they belong to. What is not here: how any of this is written down (`render`).

use std::ops::Range;

use crate::article::Article;
use crate::search::Passage;

/// What became of a quotation, in the order in which the verdicts are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// The quotation's bytes are the source's bytes.
    Exact,
    /// Equal but for the form of marks, dashes, spaces, soft hyphens, ligatures and dots.
    Typographic,
    /// The same words but for declared or customary edits.
    Editorial,
    /// The same words, ended as a sentence where the source runs on.
    Truncated,
    /// Stretches of one utterance, joined over an attribution without a mark.
    Joined,
    /// One place of the source, with edits that are not declared.
    Altered,
    /// Stretches from different places, put together.
    Spliced,
    /// Nothing better than a passage that shares at least 55 % of the words.
    Near,
    /// None of these: not in this archive.
    NotFound,
}

impl Verdict {
    /// Every verdict, in order.
    pub const ALL: [Verdict; 9] = [
        Verdict::Exact,
        Verdict::Typographic,
        Verdict::Editorial,
        Verdict::Truncated,
        Verdict::Joined,
        Verdict::Altered,
        Verdict::Spliced,
        Verdict::Near,
        Verdict::NotFound,
    ];

    /// Returns the verdict in a word, in snake case.
    pub const fn name(self) -> &'static str {
        match self {
            Verdict::Exact => "exact",
            Verdict::Typographic => "typographic",
            Verdict::Editorial => "editorial",
            Verdict::Truncated => "truncated",
            Verdict::Joined => "joined",
            Verdict::Altered => "altered",
            Verdict::Spliced => "spliced",
            Verdict::Near => "near",
            Verdict::NotFound => "not_found",
        }
    }

    /// Finds the verdict of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.name() == name)
    }

    /// Tells whether the quotation may stand as it is: `exact`, `typographic` or `editorial`.
    pub const fn is_faithful(self) -> bool {
        matches!(
            self,
            Verdict::Exact | Verdict::Typographic | Verdict::Editorial
        )
    }
}

/// A way in which a quotation differs from its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EditKind {
    /// Declared: words in square brackets, with the words they took the place of.
    Bracket,
    /// Declared: an ellipsis, with the words it stands for.
    Ellipsis,
    /// Declared: `[sic]`.
    Sic,
    /// Customary: the first letter's case.
    Capital,
    /// Customary: the case of letters within.
    Case,
    /// Customary: accents.
    Accents,
    /// Customary: the marks at the end.
    EndPunctuation,
    /// Customary: marks within or at the beginning.
    Punctuation,
    /// The quotation ends as a sentence and the source runs on.
    RunsOn,
    /// Words that stood outside the quotation marks, left out without a mark.
    Attribution,
    /// A number, or a sign that belongs to one.
    Number,
    /// A word that turns the sentence round.
    Negation,
    /// A name.
    Name,
    /// Words that the source does not have.
    Inserted,
    /// Words of the source that are missing.
    Deleted,
    /// Other words.
    Substituted,
    /// Another form of the same word.
    Inflection,
    /// The same word, spelt otherwise.
    Spelling,
}

impl EditKind {
    /// Every kind, in order.
    pub const ALL: [EditKind; 18] = [
        EditKind::Bracket,
        EditKind::Ellipsis,
        EditKind::Sic,
        EditKind::Capital,
        EditKind::Case,
        EditKind::Accents,
        EditKind::EndPunctuation,
        EditKind::Punctuation,
        EditKind::RunsOn,
        EditKind::Attribution,
        EditKind::Number,
        EditKind::Negation,
        EditKind::Name,
        EditKind::Inserted,
        EditKind::Deleted,
        EditKind::Substituted,
        EditKind::Inflection,
        EditKind::Spelling,
    ];

    /// Returns the kind in a word, in snake case.
    pub const fn name(self) -> &'static str {
        match self {
            EditKind::Bracket => "bracket",
            EditKind::Ellipsis => "ellipsis",
            EditKind::Sic => "sic",
            EditKind::Capital => "capital",
            EditKind::Case => "case",
            EditKind::Accents => "accents",
            EditKind::EndPunctuation => "end_punctuation",
            EditKind::Punctuation => "punctuation",
            EditKind::RunsOn => "runs_on",
            EditKind::Attribution => "attribution",
            EditKind::Number => "number",
            EditKind::Negation => "negation",
            EditKind::Name => "name",
            EditKind::Inserted => "inserted",
            EditKind::Deleted => "deleted",
            EditKind::Substituted => "substituted",
            EditKind::Inflection => "inflection",
            EditKind::Spelling => "spelling",
        }
    }
}

/// One difference between a quotation and the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What it is.
    pub kind: EditKind,
    /// The bytes of the quotation; empty where something is missing in it.
    pub quotation: Range<usize>,
    /// The bytes of the body; empty where the source has nothing there.
    pub source: Range<usize>,
}

/// A stretch of words in a comparison of the source's own words with the quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Words that both have.
    Same {
        /// The bytes of the quotation.
        quotation: Range<usize>,
        /// The bytes of the body.
        source: Range<usize>,
    },
    /// Words of the body that the quotation leaves out.
    Missing(Range<usize>),
    /// Words of the quotation that the body does not have there.
    Added(Range<usize>),
}

/// A place of the archive where a quotation, or a stretch of it, stands.
#[derive(Clone, Debug)]
pub struct Place {
    /// The article.
    pub article: Article,
    /// The source's own words, read from the stored body.
    pub passage: Passage,
    /// Whether they stand between quotation marks there.
    pub quoted: bool,
    /// The bytes of the quotation that this place accounts for.
    pub quotation: Range<usize>,
    /// Every difference from the quotation, in its order.
    pub edits: Vec<Edit>,
    /// The comparison word by word; empty where the words are the same.
    pub changes: Vec<Change>,
}

/// What was found out about a quotation.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The quotation as it was given, without blanks at its ends.
    pub quotation: String,
    /// The verdict.
    pub verdict: Verdict,
    /// Whether the words stand in the archive, but nowhere between quotation marks: they are a reporter's.
    pub not_quoted: bool,
    /// The share of the quotation's words that the place has in order, from 0 to 1; 1 where all are there.
    pub share: f64,
    /// The places it was taken from, in the order of the quotation: none where it was not found, several where it was
    /// spliced.
    pub places: Vec<Place>,
    /// Further places that are as faithful or nearly so, one an article: the earliest first, those without a date last.
    pub elsewhere: Vec<Place>,
    /// How many further articles have its words, though not all of them may be among the places.
    pub more: u64,
}
