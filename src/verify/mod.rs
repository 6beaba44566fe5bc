//! The check of quotations: is this in the archive, word for word?
//!
//! A quotation and an engine go in, a [`Finding`] comes out: a verdict by rule, never by a threshold of likeness, with
//! the place, the source's own words and every edit between. Candidates are whole articles, so no quotation falls into
//! a crack. What is not here: how quotations are found in a draft (`quotation`), who said them, and how a finding is
//! written down (`render`).
//!
#![doc = include_str!("../docs/verdicts.md")]

mod align;
mod body;
mod chain;
mod compare;
mod edits;
mod finding;
mod marks;
mod pattern;
mod question;
mod run;
mod runs_on;
mod splice;
mod stretches;
mod words;

pub use finding::{Change, Edit, EditKind, Finding, Place, Verdict};
pub use question::LONGEST;
pub use run::{VerifyOptions, verify};
