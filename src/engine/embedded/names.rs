//! Names as they are indexed: folded words between two marks, so that a whole name is a phrase with its marks.

use crate::text;

/// Stands before the first word of a name.
pub(super) const NAME_START: &str = "\u{2}";
/// Stands after the last word of a name.
pub(super) const NAME_END: &str = "\u{3}";

/// Returns the tokens of a name, marks included.
pub(super) fn name_tokens(name: &str) -> Vec<String> {
    let mut tokens = vec![NAME_START.to_owned()];
    tokens.extend(text::words(name));
    tokens.push(NAME_END.to_owned());
    tokens
}
