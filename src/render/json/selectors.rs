//! Where a passage stands, in the words of the W3C's Web Annotation model, which annotation programs read.
//!
//! The types are written down as they stand, like those of the folder above, by which they go out. What is not here:
//! how they are made of passages (`convert`), and selectors of any other kind.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One way to find a passage in its article's body; see <https://www.w3.org/TR/annotation-model/#selectors>.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type")]
pub enum Selector {
    /// By its words and those about it: it is found again though the text before it has changed.
    #[serde(rename = "TextQuoteSelector")]
    TextQuote {
        /// The passage.
        exact: String,
        /// Up to 32 code points of the body before it.
        prefix: String,
        /// Up to 32 code points of the body after it.
        suffix: String,
    },
    /// By its place, in code points, end-exclusive: it is found at once, in the body as it is stored.
    #[serde(rename = "TextPositionSelector")]
    TextPosition {
        /// Its first code point in the body.
        start: u64,
        /// The code point of the body after its last.
        end: u64,
    },
}
