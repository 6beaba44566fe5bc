//! Text analysis: what a body is made of, for every engine and for the quoting of passages alike.
//!
//! Text goes in as `&str`; folded text, tokens, stems, and the byte ranges of paragraphs, sentences and passages
//! come out. Every function is pure, and every range is end-exclusive, counts bytes of the text given and stands
//! on character boundaries. What is not here: articles, queries, offsets in code points, and any language but
//! English for stems, stop words and abbreviations.

mod abbreviations;
mod characters;
pub mod fold;
mod hyphens;
pub mod joined;
mod measure;
pub mod paragraphs;
pub mod passages;
mod runs;
pub mod sentences;
pub mod stems;
pub mod tokens;

pub use fold::{Folded, fold};
pub use joined::{JoinedForm, JoinedForms};
pub use passages::passages;
pub use sentences::{paragraphs, sentences};
pub use stems::{Stemmer, is_stop_word, stem_prefix};
pub use tokens::{Join, Reading, Token, Tokenizer, fold_name, tokens, words};
