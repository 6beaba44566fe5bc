//! `field:value`: telling a field from a word with a colon, and reading what stands after the colon.
//!
//! What is not here: how dates are read (`date`), and what a field holds in an index.

use std::ops::Range;

use crate::error::{Error, ErrorKind, Result};
use crate::query::cursor::{ends_word, is_mark};
use crate::query::parse::{Parser, is_operator};
use crate::query::{Field, Query, date, fault};

impl Parser<'_> {
    /// Reads `field:value`, or a word where no field is named.
    pub(super) fn field_or_word(&mut self) -> Result<Query> {
        match field_name(self.cursor.rest(), self.cursor.word()) {
            Some(name) => self.field(name),
            None => self.word(),
        }
    }

    fn field(&mut self, name: &str) -> Result<Query> {
        let start = self.cursor.at();
        let whole = &self.cursor.word();
        let span = self.cursor.take(name.len());
        let field = Field::named(name);
        if field.is_none() && name != "date" {
            return Err(self.unknown_field(span, whole));
        }
        if let Some(outer) = self.field {
            return Err(self.field_within(span, outer, whole));
        }
        let colon = self.cursor.take(1);
        self.check_value(name, start..colon.end)?;
        match field {
            Some(field) => self.within(field),
            None => self.date(start),
        }
    }

    fn within(&mut self, field: Field) -> Result<Query> {
        self.field = Some(field);
        let query = self.value()?;
        self.field = None;
        Ok(Query::In {
            field,
            query: Box::new(query),
        })
    }

    fn date(&mut self, start: usize) -> Result<Query> {
        let range = date::value(&mut self.cursor)?;
        self.refuse_suffix()?;
        self.counted(start, Query::Date(range))
    }

    /// Refuses what cannot stand right after `name:`.
    fn check_value(&self, name: &str, span: Range<usize>) -> Result<()> {
        let is_date = name == "date";
        match self.cursor.peek() {
            Some(sign @ ('-' | '+')) => Err(self.sign_within(name, sign)),
            Some('[' | '{') if !is_date => Err(self.range_within()),
            Some('(') if !is_date => Ok(()),
            Some(letter) if is_mark(letter) && !is_date => Ok(()),
            None => Err(self.no_value(name, span)),
            Some(letter) if ends_word(letter) => Err(self.no_value(name, span)),
            _ if is_operator(self.cursor.word()) => Err(self.no_value(name, span)),
            _ => Ok(()),
        }
    }

    fn range_within(&self) -> Error {
        let span = self.cursor.at()..self.cursor.at() + 1;
        let hint = "write a word, a phrase or a group after the colon";
        fault::syntax(self.cursor.text(), span, "only dates have ranges").hint(hint)
    }

    fn sign_within(&self, name: &str, sign: char) -> Error {
        let span = self.cursor.at()..self.cursor.at() + 1;
        let value = &self.cursor.word()[1..];
        fault::syntax(self.cursor.text(), span, "a sign cannot stand here").hint(format!(
            "write the sign before the field: {sign}{name}:{value}"
        ))
    }

    fn no_value(&self, name: &str, span: Range<usize>) -> Error {
        let forms = match name {
            "date" => "2025-10-31, date:2025-10, date:>=2025 or date:[2025-10-01 TO 2025-11-01]",
            _ => "word, a \"phrase\" or (one OR two), without a space",
        };
        let hint = format!("write {name}:{forms}");
        fault::syntax(self.cursor.text(), span, "no value stands right after this").hint(hint)
    }

    fn unknown_field(&self, span: Range<usize>, whole: &str) -> Error {
        let name = &self.cursor.text()[span.clone()];
        let fields = "the fields are title, body, outlet, author, section, language, place, agency, domain and date";
        let meant = meant(name)
            .map(|field| format!("did you mean `{field}`? "))
            .unwrap_or_default();
        let label = format!("there is no field `{name}`");
        let words = match whole.ends_with(':') {
            true => "to search for the words, leave the colon out".to_owned(),
            false => fault::as_it_stands(whole),
        };
        fault::of_kind(ErrorKind::UnknownField, self.cursor.text(), span, label)
            .hint(format!("{meant}{fields}; {words}"))
    }

    fn field_within(&self, span: Range<usize>, outer: Field, whole: &str) -> Error {
        let label = format!("a field cannot stand within `{}:`", outer.name());
        fault::syntax(self.cursor.text(), span, label).hint(format!(
            "write the fields beside each other; {}",
            fault::as_it_stands(whole)
        ))
    }
}

/// Returns what stands before the colon of a field; `text` begins with `word`.
///
/// A field is named in plain lower-case letters, so `10:30` and `Reuters:` are words; so are `https://…`,
/// `std::fs` and, unless it names a field, a word with a colon at its end.
fn field_name<'q>(text: &'q str, word: &'q str) -> Option<&'q str> {
    let (name, value) = word.split_once(':')?;
    let is_plain = !name.is_empty() && name.chars().all(char::is_lowercase);
    let is_known = Field::named(name).is_some() || name == "date";
    let next = text[word.len()..].chars().next();
    let has_value = !value.is_empty() || next.is_some_and(|next| next == '(' || is_mark(next));
    let is_word = value.starts_with("//") || value.starts_with(':') || !(has_value || is_known);
    (is_plain && !is_word).then_some(name)
}

/// Returns what somebody probably means by a field of another search engine.
fn meant(name: &str) -> Option<&'static str> {
    Some(match name {
        "headline" | "titles" | "intitle" | "allintitle" => "title:",
        "text" | "content" | "intext" => "body:",
        "outlets" | "source" | "site" | "sitename" | "publisher" | "publication" | "newspaper" => {
            "outlet:"
        }
        "authors" | "byline" | "by" | "writer" => "author:",
        "sections" | "category" => "section:",
        "lang" | "languages" => "language:",
        "places" | "location" | "dateline" => "place:",
        "published" | "dates" | "day" | "month" | "year" => "date:",
        "since" | "after" | "from" => "date:>=",
        "until" | "before" | "to" => "date:<=",
        _ => return None,
    })
}
