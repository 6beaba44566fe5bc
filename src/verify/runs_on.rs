//! Whether a sentence goes on behind a place of a source.

/// The quotation marks that may close an utterance.
const MARKS: [char; 9] = ['"', '\'', '”', '’', '»', '›', '“', '‘', '«'];

/// Tells whether a sentence goes on: nothing ends it, no utterance and no paragraph closes before the next word.
pub(super) fn runs_on(after: &str) -> bool {
    let mut rest = after;
    // `fight,” he said` and `fight”, he said` both end what was said.
    if rest.starts_with([',', '.', '!', '?', '…']) {
        let inside = rest.trim_start_matches([',', '.', '!', '?', '…']);
        if closes(inside) || !rest.starts_with(',') {
            return false;
        }
        rest = inside;
    }
    !closes(rest) && goes_on(rest)
}

fn closes(rest: &str) -> bool {
    let mut characters = rest.chars();
    characters.next().is_some_and(|mark| MARKS.contains(&mark))
        && characters.next().is_none_or(|next| !next.is_alphanumeric())
}

/// A line's end parts sentences where the next line does not begin in lower case; an empty line always does.
fn goes_on(rest: &str) -> bool {
    let blank = &rest[..rest.len() - rest.trim_start().len()];
    let lines = blank.matches('\n').count();
    let next = rest
        .trim_start()
        .chars()
        .find(|character| character.is_alphanumeric());
    match (next, lines) {
        (None, _) => false,
        (Some(_), 0) => true,
        (Some(next), 1) => !next.is_uppercase(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_a_sentence_goes_on() {
        let check = |after: &str, expected: bool| assert_eq!(runs_on(after), expected, "{after}");
        check(" if they attack", true);
        check(", if they attack", true);
        check(" – whatever they do", true);
        check("\nif they attack", true);
        check("\nHe went", false);
        check("\n\nif", false);
        check(". He went", false);
        check("! ", false);
        check("", false);
        check("”, he said", false);
        check(",” he said", false);
        check("\" he said", false);
        check("'s army", true);
    }
}
