//! Roles: what a mark may do by its form and by what is open.
//!
//! A mark and the mark of its class that was opened last go in; whether it opens or closes comes out. What is not
//! here: the stack of open marks, and straight and doubled marks, which ask more of the paragraph (`pairing`).

use super::marks::{Beside, Glyph, Mark};

/// The classes of marks that are paired among themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Double,
    Guillemet(bool),
    Corner(bool),
    Single,
}

/// What a mark does where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Opens,
    Closes,
    /// It is two single marks.
    Halves,
    /// It is no quotation mark at all: inches, or an arrow.
    Nothing,
}

/// Returns the class a mark is paired in.
pub(super) fn class(mark: &Mark) -> Class {
    match mark.sign {
        '«' | '»' => Class::Guillemet(false),
        '‹' | '›' => Class::Guillemet(true),
        '「' | '」' => Class::Corner(false),
        '『' | '』' => Class::Corner(true),
        _ if mark.is_single() => Class::Single,
        _ => Class::Double,
    }
}

/// Tells whether a paragraph that begins with `mark` goes on with what `carried` opened.
pub(super) fn reopens(carried: &Mark, mark: &Mark) -> bool {
    let guillemet = matches!(carried.glyph, Glyph::GuillemetLeft | Glyph::GuillemetRight);
    match mark.glyph {
        Glyph::GuillemetLeft | Glyph::GuillemetRight => guillemet,
        glyph => glyph == carried.glyph && (mark.opens() || glyph != Glyph::Straight),
    }
}

/// `“` opens, but for German, which closes `„` with it, and for a slip of the keyboard.
pub(super) fn left_role(mark: &Mark, top: Option<Glyph>) -> Role {
    match top {
        Some(Glyph::Low) if !mark.opens() => Role::Closes,
        Some(_) if mark.closes() || mark.after == Beside::Space => Role::Closes,
        _ => Role::Opens,
    }
}

/// `« French »` or `»German«` or `»Finnish»`: the first one decides.
pub(super) fn guillemet_role(mark: &Mark, top: Option<Glyph>) -> Role {
    let left = mark.glyph == Glyph::GuillemetLeft;
    match top {
        Some(Glyph::GuillemetLeft) if !left => Role::Closes,
        Some(Glyph::GuillemetRight) if left || !mark.opens() => Role::Closes,
        Some(_) => Role::Opens,
        None if left || mark.opens() => Role::Opens,
        // Alone after white space it is an arrow.
        None if mark.before == Beside::Space => Role::Nothing,
        None => Role::Closes,
    }
}
