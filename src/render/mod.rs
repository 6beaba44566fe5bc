//! Writing down what was found: hits, counts, facets, articles, verdicts, evaluations and errors, as
//! text, JSON, Markdown and citations.
//!
//! Domain types come in, together with options that say how wide the page is and whether it may be styled;
//! text goes out, into a writer or a string. JSON ([`json`]) is for programs and gives every character as it
//! is stored; [`citations`] are for the programs of those who cite. Text and Markdown are for reading: they give the
//! words as printed, but reflow white space and take the power from characters that a terminal would obey. What is
//! not here: any question about terminals, environments or clocks, and which stream the text goes to. That is the
//! binary's business.

pub mod answers;
pub mod article;
pub mod citations;
mod convert;
mod differences;
pub mod dropins;
pub mod evaluation;
mod explanation;
mod facets;
pub mod failure;
mod flow;
mod fragment;
pub mod json;
mod link;
pub mod markdown;
#[cfg(test)]
mod sample;
mod summary;
#[cfg(test)]
mod tests;
pub mod text;
pub mod tools;
pub mod verdicts;

pub use convert::SummaryContext;
pub use flow::{headline, one_line};
pub use link::web_address;
pub use summary::{grouped, plural};
pub use text::TextOptions;
