//! Labels: how a quotation was made, what must be said of it, and how many of each there are.
//!
//! What is not here: the making ([`cases`](super::cases)).

use super::Options;

/// How a quotation was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Label {
    /// Cut, and nothing else.
    Exact,
    /// Set in another typography.
    Typographic,
    /// With another case at its start, or another mark at its end.
    CaseEndpunct,
    /// With a word in brackets.
    Bracket,
    /// With words left out, and marks that say so.
    Ellipsis,
    /// With one word altered.
    AlteredOneWord(Alteration),
    /// With one word altered, in another typography.
    AlteredAndTypography,
    /// With 12 to 22 in a hundred words altered.
    Altered12To22,
    /// With 35 to 45 in a hundred words altered.
    Heavy35To45,
    /// Ended with a full stop where the source goes on.
    Truncated,
    /// Two stretches of one article, run together.
    SplicedSame,
    /// Two stretches of two articles, run together.
    SplicedCross,
    /// Both parts of an utterance, without the attribution between them.
    Joined,
    /// Cut from an article that is not indexed.
    HeldOut,
    /// Made up of words of the archive.
    Fabricated,
}

/// What was done to one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Alteration {
    /// Another word of about the same frequency stands for it.
    Substitute,
    /// It is left out.
    Delete,
    /// A word is put in behind it.
    Insert,
    /// It is negated, or a negation left out.
    Negation,
    /// A number became another.
    Number,
    /// A name became another.
    Name,
}

use Alteration::{Delete, Insert, Name, Negation, Number, Substitute};
use Label::{
    Altered12To22, AlteredAndTypography, AlteredOneWord, Bracket, CaseEndpunct, Ellipsis, Exact,
    Fabricated, Heavy35To45, HeldOut, Joined, SplicedCross, SplicedSame, Truncated, Typographic,
};

/// The verdicts that call a quotation faithful.
pub(crate) const FAITHFUL: [&str; 3] = ["exact", "typographic", "editorial"];

/// All labels, with their shares in sixths, long quotations before short ones.
///
/// Of three to seven words there is no room for cuts, splices and many edits, and no way to make up what nobody said.
const LABELS: [(Label, usize, usize); 20] = [
    (Exact, 18, 18),
    (Typographic, 6, 12),
    (CaseEndpunct, 6, 6),
    (Bracket, 6, 0),
    (Ellipsis, 6, 0),
    (AlteredOneWord(Substitute), 2, 4),
    (AlteredOneWord(Delete), 2, 4),
    (AlteredOneWord(Insert), 2, 4),
    (AlteredOneWord(Negation), 2, 4),
    (AlteredOneWord(Number), 2, 4),
    (AlteredOneWord(Name), 2, 4),
    (AlteredAndTypography, 6, 0),
    (Altered12To22, 6, 0),
    (Heavy35To45, 6, 0),
    (Truncated, 6, 6),
    (SplicedSame, 6, 0),
    (SplicedCross, 6, 0),
    (Joined, 6, 0),
    (HeldOut, 6, 6),
    (Fabricated, 6, 0),
];

/// The fewest words of a quotation that may get every label.
const LONG: usize = 8;

/// Tells how many cases of each label make up what is asked for; what is left over is exact.
pub(crate) fn shares(options: &Options) -> Vec<(Label, usize)> {
    let short = *options.words.end() < LONG;
    let share = |(_, long, few): &(Label, usize, usize)| if short { *few } else { *long };
    let all: usize = LABELS.iter().map(share).sum();
    let mut shares: Vec<(Label, usize)> = LABELS
        .iter()
        .filter(|label| share(label) > 0)
        .map(|label| (label.0, options.count * share(label) / all))
        .collect();
    let given: usize = shares.iter().map(|(_, count)| count).sum();
    shares[0].1 += options.count - given;
    shares
}

impl Label {
    /// Returns the name of the label; the six ways of altering one word have one name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Exact => "exact",
            Typographic => "typographic",
            CaseEndpunct => "case_endpunct",
            Bracket => "bracket",
            Ellipsis => "ellipsis",
            AlteredOneWord(_) => "altered_one_word",
            AlteredAndTypography => "altered_and_typography",
            Altered12To22 => "altered_12_22",
            Heavy35To45 => "heavy_35_45",
            Truncated => "truncated",
            SplicedSame => "spliced_same",
            SplicedCross => "spliced_cross",
            Joined => "joined",
            HeldOut => "held_out",
            Fabricated => "fabricated",
        }
    }

    /// Returns the name of the row of a table: that of the label, and of the way one word was altered.
    pub(crate) fn row(self) -> String {
        let AlteredOneWord(alteration) = self else {
            return self.name().to_owned();
        };
        let way = match alteration {
            Substitute => "substitute",
            Delete => "delete",
            Insert => "insert",
            Negation => "negation",
            Number => "number",
            Name => "name",
        };
        format!("{} {way}", self.name())
    }

    /// Tells whether a quotation of the label says what its source says.
    pub(crate) fn is_faithful(self) -> bool {
        matches!(
            self,
            Exact | Typographic | CaseEndpunct | Bracket | Ellipsis
        )
    }

    /// Tells whether a quotation of the label has a source in the index.
    pub(crate) fn has_source(self) -> bool {
        !matches!(self, HeldOut | Fabricated)
    }

    /// Tells whether the words of a quotation of the label stand in its source as they are.
    pub(crate) fn is_verbatim(self) -> bool {
        matches!(self, Exact | Typographic | CaseEndpunct | Truncated)
    }

    /// Returns the verdicts that are right where nothing else is known.
    pub(crate) fn expected(self) -> &'static [&'static str] {
        match self {
            Exact => &["exact"],
            Typographic => &["typographic"],
            CaseEndpunct | Bracket | Ellipsis => &["editorial"],
            AlteredOneWord(_) | AlteredAndTypography | Altered12To22 => &["altered"],
            Heavy35To45 => &["near"],
            Truncated => &["truncated"],
            SplicedSame | SplicedCross => &["spliced"],
            Joined => &["joined"],
            HeldOut | Fabricated => &["not_found", "near"],
        }
    }
}
