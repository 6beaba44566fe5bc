//! From the text of a query to its tree.
//!
//! Text goes in, a [`Query`] or one [`Error`] under the byte at fault comes out; it never panics. Written by
//! hand, without a parser library: what a word means depends on what stands beside it (`title:`, `atleast3(`,
//! a dash before a space), each such place wants an error of its own, and the grammar itself is five functions.
//! What is not here: fields (`field`), the rules of a level as a whole (`level`), and what words become.

use std::ops::Range;

use crate::error::{Error, ErrorKind, Result};
use crate::query::cursor::{Cursor, is_mark};
use crate::query::foreign::{self, has_letter};
use crate::query::level::{Join, Part, query_of};
use crate::query::{Clause, Demand, Field, Query, fault};

/// The longest query, in bytes.
pub const MAX_BYTES: usize = 100_000;

/// How deep parentheses may stand within each other.
pub const MAX_DEPTH: usize = 64;

/// How many words, phrases, prefixes and dates a query may have.
pub const MAX_CLAUSES: usize = 1_024;

const STAR_HINT: &str =
    "write the star after the beginning of a word, with at least one letter: econom*";
const SLOP_HINT: &str = "write how many other words may stand within a phrase: \"tax cuts\"~3";

/// Reads a query; its language is described at the head of [`crate::query`].
///
/// ```
/// let query = pullquote::query::parse("ceasefire AND (Istanbul OR Doha) NOT Moscow")?;
/// assert_eq!(query.to_string(), "ceasefire AND (Istanbul OR Doha) AND NOT Moscow");
/// # Ok::<(), pullquote::error::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::QuerySyntax`], [`ErrorKind::QueryEmpty`], [`ErrorKind::UnknownField`] or
/// [`ErrorKind::BadDate`]; each but that for an empty query and for one too long has its place in the text.
pub fn parse(text: &str) -> Result<Query> {
    check_length(text)?;
    let mut parser = Parser {
        cursor: Cursor::new(text),
        field: None,
        depth: 0,
        clauses: 0,
    };
    let query = parser.level()?;
    match parser.cursor.take_if(')') {
        Some(stray) => Err(
            fault::syntax(text, stray, "this parenthesis was never opened")
                .hint(fault::as_they_stand(text)),
        ),
        None => query.ok_or_else(fault::empty),
    }
}

/// Makes the whole text one exact phrase; nothing in it is an operator.
///
/// # Errors
/// [`ErrorKind::QueryEmpty`] for white space only, [`ErrorKind::QuerySyntax`] where it is too long.
pub fn literal(text: &str) -> Result<Query> {
    check_length(text)?;
    match text.trim().is_empty() {
        true => Err(fault::empty()),
        false => Ok(Query::Phrase {
            text: text.to_owned(),
            slop: 0,
        }),
    }
}

/// Makes each word of a text, parted by white space, a bare word; nothing in it is an operator.
///
/// ```
/// use pullquote::query::{Query, free_text};
///
/// let query = free_text("who said NOT -now OR title:later?")?;
/// assert_eq!(query.bare_words().map(|words| words.len()), Some(6));
/// # Ok::<(), pullquote::error::Error>(())
/// ```
///
/// Such a tree may print as text that parses to another one: there `NOT` is an operator.
///
/// # Errors
/// [`ErrorKind::QueryEmpty`] for white space only, [`ErrorKind::QuerySyntax`] where it is too long.
pub fn free_text(text: &str) -> Result<Query> {
    check_length(text)?;
    let mut words: Vec<_> = text.split_whitespace().map(open_word).collect();
    match words.len() {
        0 => Err(fault::empty()),
        1 => Ok(words.remove(0).query),
        count if count > MAX_CLAUSES => Err(Error::new(
            ErrorKind::QuerySyntax,
            format!("the text has {count} words"),
        )
        .hint(format!("shorten it to {MAX_CLAUSES} words"))),
        _ => Ok(Query::Side(words)),
    }
}

fn open_word(word: &str) -> Clause {
    Clause {
        demand: Demand::Open,
        query: Query::Word(word.to_owned()),
    }
}

// No place is given: to print a text of that length under the message would bury it.
fn check_length(text: &str) -> Result<()> {
    match text.len() > MAX_BYTES {
        true => Err(Error::new(
            ErrorKind::QuerySyntax,
            format!("the query has {} bytes", text.len()),
        )
        .hint(format!(
            "shorten it to {MAX_BYTES} bytes, or look for its parts one by one"
        ))),
        false => Ok(()),
    }
}

/// A query that is being read.
pub(super) struct Parser<'q> {
    /// Where the reading is.
    pub(super) cursor: Cursor<'q>,
    /// The field whose value is being read.
    pub(super) field: Option<Field>,
    depth: usize,
    clauses: usize,
}

impl Parser<'_> {
    /// Reads parts up to a closing parenthesis or the end; `None` where there are none.
    fn level(&mut self) -> Result<Option<Query>> {
        let mut parts = Vec::new();
        loop {
            self.cursor.skip_blank();
            match self.cursor.peek() {
                None | Some(')') if parts.is_empty() => return Ok(None),
                None | Some(')') => return query_of(self.cursor.text(), parts).map(Some),
                _ => parts.push(self.part(parts.is_empty())?),
            }
        }
    }

    /// Reads what joins a part to the one before, its sign, and itself.
    fn part(&mut self, is_first: bool) -> Result<Part> {
        let (join, join_span) = self.join(is_first)?;
        let start = self.cursor.at();
        let sign = self.sign()?;
        let before = if start < self.cursor.at() {
            start..start + sign.trim().len()
        } else {
            join_span.clone()
        };
        let operand = self.cursor.at();
        let query = self.operand(before)?;
        let end = self.cursor.at();
        Ok(Part {
            join,
            join_span,
            sign,
            query,
            span: start..end,
            operand: operand..end,
        })
    }

    fn join(&mut self, is_first: bool) -> Result<(Join, Range<usize>)> {
        let (join, word) = match self.cursor.word() {
            "AND" => (Join::And, "AND"),
            "OR" => (Join::Or, "OR"),
            _ => (Join::Side, ""),
        };
        let span = self.cursor.take(word.len());
        if is_first && join != Join::Side {
            return Err(self.lone_operator(span, "before"));
        }
        self.cursor.skip_blank();
        Ok((join, span))
    }

    fn sign(&mut self) -> Result<&'static str> {
        let start = self.cursor.at();
        let sign = match (self.cursor.word(), self.cursor.peek()) {
            ("NOT", _) => "NOT ",
            (_, Some('-')) => "-",
            (_, Some('+')) => "+",
            _ => return Ok(""),
        };
        self.cursor.take(sign.trim().len());
        if sign == "NOT " {
            self.cursor.skip_blank();
        }
        match self.cursor.signs() > 0 || self.cursor.word() == "NOT" {
            true => Err(self.two_signs(start)),
            false => Ok(sign),
        }
    }

    fn two_signs(&self, start: usize) -> Error {
        let second = self
            .cursor
            .signs()
            .max(if self.cursor.word() == "NOT" { 3 } else { 0 });
        let span = start..self.cursor.at() + second;
        let written = &self.cursor.text()[start..self.cursor.at() + self.cursor.word().len()];
        let hint = match written.starts_with("NOT") {
            true => "leave the others out".to_owned(),
            false => format!("leave the others out; {}", fault::as_it_stands(written)),
        };
        fault::syntax(
            self.cursor.text(),
            span,
            "only one of `NOT`, `-` and `+` can stand before a part",
        )
        .hint(hint)
    }

    /// Reads a group, a phrase, a field or a word; `before` is the operator or sign that calls for it.
    fn operand(&mut self, before: Range<usize>) -> Result<Query> {
        match self.cursor.peek() {
            None | Some(')') => Err(self.lone_operator(before, "after")),
            _ if is_operator(self.cursor.word()) => Err(self.lone_operator(before, "after")),
            _ => self.value(),
        }
    }

    fn lone_operator(&self, span: Range<usize>, side: &str) -> Error {
        let operator = &self.cursor.text()[span.clone()];
        let word = match is_operator(operator) {
            true => format!(
                "to search for the word, write it in lower case or quote it: \"{operator}\""
            ),
            false => format!("write a word there, or leave `{operator}` out"),
        };
        fault::syntax(
            self.cursor.text(),
            span,
            format!("nothing to look for stands {side} this `{operator}`"),
        )
        .hint(word)
    }

    pub(super) fn value(&mut self) -> Result<Query> {
        match self.cursor.peek() {
            Some('(') => self.group(),
            Some(mark) if is_mark(mark) => self.phrase(mark),
            _ => self.field_or_word(),
        }
    }

    fn group(&mut self) -> Result<Query> {
        let opening = self.cursor.take(1);
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(fault::syntax(
                self.cursor.text(),
                opening,
                "this parenthesis stands too deep",
            )
            .hint(format!(
                "parentheses can stand within each other {MAX_DEPTH} deep"
            )));
        }
        let query = self.level()?;
        self.depth -= 1;
        if self.cursor.take_if(')').is_none() {
            return Err(fault::syntax(
                self.cursor.text(),
                opening,
                "this parenthesis is never closed",
            )
            .hint(fault::as_they_stand(self.cursor.text())));
        }
        self.refuse_suffix()?;
        query.ok_or_else(|| self.nothing_between(opening.start, "parentheses"))
    }

    fn nothing_between(&self, start: usize, what: &str) -> Error {
        let label = format!("nothing to look for stands between these {what}");
        fault::of_kind(
            ErrorKind::QueryEmpty,
            self.cursor.text(),
            start..self.cursor.at(),
            label,
        )
        .hint(format!(
            "write a word between the {what}, or leave them out"
        ))
    }

    fn phrase(&mut self, mark: char) -> Result<Query> {
        let start = self.cursor.at();
        let text = self.cursor.phrase(mark)?;
        if text.trim().is_empty() {
            return Err(self.nothing_between(start, "quotation marks"));
        }
        let slop = self.slop()?;
        self.refuse_suffix()?;
        self.counted(start, Query::Phrase { text, slop })
    }

    /// Reads `~3` after a phrase, 0 where there is none.
    fn slop(&mut self) -> Result<u32> {
        let span = self.cursor.at()..self.cursor.at() + self.cursor.word().len();
        if self.cursor.take_if('~').is_none() {
            return Ok(0);
        }
        let digits = self.cursor.digits();
        let ends = self.cursor.word() == digits;
        self.cursor.take(digits.len());
        digits.parse().ok().filter(|_| ends).ok_or_else(|| {
            fault::syntax(
                self.cursor.text(),
                span,
                "`~` after a phrase takes a whole number",
            )
            .hint(SLOP_HINT)
        })
    }

    /// Refuses a star, `~` or `^` right after a phrase, a group or a range.
    pub(super) fn refuse_suffix(&self) -> Result<()> {
        let span = self.cursor.at()..self.cursor.at() + self.cursor.word().len();
        let (label, hint) = match self.cursor.peek() {
            Some('*') => ("a star can only stand at the end of a word", STAR_HINT),
            Some('~') => ("`~` can only stand after a phrase", SLOP_HINT),
            Some('^') => (
                "the boost operator `^` is not supported yet",
                "leave it out: `+` makes a part necessary",
            ),
            _ => return Ok(()),
        };
        Err(fault::syntax(self.cursor.text(), span, label).hint(hint))
    }

    pub(super) fn word(&mut self) -> Result<Query> {
        if let Some((foreign, span)) = foreign::find(&self.cursor) {
            return Err(foreign.error(self.cursor.text(), span));
        }
        let word = self.cursor.word();
        let span = self.cursor.take(word.len());
        let beginning = word.strip_suffix('*').unwrap_or(word);
        match beginning.len() < word.len() {
            _ if beginning.contains('*') => Err(self.misplaced_star(span)),
            true if !has_letter(beginning) => Err(self.misplaced_star(span)),
            true => self.counted(span.start, Query::Prefix(beginning.to_owned())),
            false => self.counted(span.start, Query::Word(word.to_owned())),
        }
    }

    fn misplaced_star(&self, span: Range<usize>) -> Error {
        let written = &self.cursor.text()[span.clone()];
        let hint = match has_letter(written) {
            true => format!("{STAR_HINT}; {}", fault::as_it_stands(written)),
            false => STAR_HINT.to_owned(),
        };
        fault::syntax(
            self.cursor.text(),
            span,
            "a star can only stand at the end of a word",
        )
        .hint(hint)
    }

    pub(super) fn counted(&mut self, start: usize, query: Query) -> Result<Query> {
        self.clauses += 1;
        match self.clauses > MAX_CLAUSES {
            true => Err(fault::syntax(
                self.cursor.text(),
                start..self.cursor.at(),
                "this part is one too many",
            )
            .hint(format!(
                "a query can have {MAX_CLAUSES} words, phrases and dates"
            ))),
            false => Ok(query),
        }
    }
}

pub(super) fn is_operator(word: &str) -> bool {
    matches!(word, "AND" | "OR" | "NOT")
}
