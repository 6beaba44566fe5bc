//! One pass over a JSON object that keeps the fields with a meaning and builds no tree of a long text.
//!
//! JSON in; the fields that are in the table or mapped by the user out, as they stand. What is not here: what
//! their values say (`json.rs`, `values.rs`).

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::fields::{self, Meaning};
use super::{MappedField, SourceOptions};

/// One field that is in the table or that the user mapped, or something within it.
pub(crate) struct Kept {
    /// Its name, as written.
    pub(crate) name: String,
    /// What the table says of the name.
    pub(crate) meanings: &'static [Meaning],
    /// Its value; never null.
    pub(crate) value: Content,
}

/// A value that was kept.
pub(crate) enum Content {
    /// A text by itself.
    Text(String),
    /// Any other value.
    Tree(Value),
}

/// Whether the user says where a field of ours is read from.
pub(crate) fn is_mapped(options: &SourceOptions, ours: MappedField) -> bool {
    options.map.iter().any(|(field, _)| *field == ours)
}

/// Returns the path within a field that a mapping leads to, if it leads into that field at all: `None` within
/// for the field itself.
pub(crate) fn inner_path<'p>(path: &'p str, name: &str) -> Option<Option<&'p str>> {
    if path == name {
        return Some(None);
    }
    path.strip_prefix(name)?.strip_prefix('.').map(Some)
}

/// Reads an object, field by field, and keeps those that are wanted.
pub(crate) struct RecordVisitor<'o> {
    pub(crate) options: &'o SourceOptions,
}

impl<'de> Visitor<'de> for RecordVisitor<'_> {
    type Value = Vec<Kept>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<Kept>, A::Error> {
        let mut kept = Vec::new();
        while let Some(wanted) = map.next_key_seed(NameVisitor {
            options: self.options,
        })? {
            let Some(Wanted {
                name,
                meanings,
                only_text,
            }) = wanted
            else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let value = if only_text {
                map.next_value_seed(TextVisitor)?
            } else {
                Content::Tree(map.next_value()?)
            };
            if !matches!(value, Content::Tree(Value::Null)) {
                kept.push(Kept {
                    name,
                    meanings,
                    value,
                });
            }
        }
        Ok(kept)
    }
}

/// A field that is to be kept.
struct Wanted {
    name: String,
    meanings: &'static [Meaning],
    /// Whether it matters only if it is a text, as of an article's text itself, which is long.
    only_text: bool,
}

/// Reads a field's name and tells whether the field is wanted.
struct NameVisitor<'o> {
    options: &'o SourceOptions,
}

impl<'de> DeserializeSeed<'de> for NameVisitor<'_> {
    type Value = Option<Wanted>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for NameVisitor<'_> {
    type Value = Option<Wanted>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field's name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        let mapped = || {
            self.options
                .map
                .iter()
                .filter(|(_, path)| inner_path(path, name).is_some())
        };
        let meanings = fields::meanings(name);
        if meanings.is_empty() && mapped().next().is_none() {
            return Ok(None);
        }
        let is_text = meanings
            .first()
            .is_some_and(|meaning| meaning.ours == MappedField::Body)
            && name != "bodies";
        let only_text = match mapped().next() {
            None => is_text,
            Some(_) => mapped().all(|(ours, path)| *ours == MappedField::Body && path == name),
        };
        Ok(Some(Wanted {
            name: name.to_owned(),
            meanings,
            only_text,
        }))
    }
}

/// Reads a value as a text; whatever else it is counts as null.
struct TextVisitor;

impl<'de> DeserializeSeed<'de> for TextVisitor {
    type Value = Content;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Content, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Content;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Content, E> {
        Ok(Content::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Content, E> {
        Ok(Content::Text(text))
    }

    fn visit_unit<E>(self) -> Result<Content, E> {
        Ok(Content::Tree(Value::Null))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Content, E> {
        Ok(Content::Tree(Value::Null))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Content, E> {
        Ok(Content::Tree(Value::Null))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Content, E> {
        Ok(Content::Tree(Value::Null))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Content, E> {
        Ok(Content::Tree(Value::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Content, A::Error> {
        while values.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Content::Tree(Value::Null))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Content, A::Error> {
        while fields.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Content::Tree(Value::Null))
    }
}
