//! The fields of a document in tantivy, one document an article.
//!
//! Words are looked up in `body`, `rejoined` and `title`, names in a field each, whole values in columns. The
//! body itself, the rest of the metadata and the passage boundaries are stored. Lengths are kept with the words, to the
//! byte that tantivy gives them; how many words of a title are no stop words is a column, for the ranking asks which
//! share of them a query names. There is no field of stems:
//! the forms of a stem are looked up in the dictionary of `body` when a query is analysed, which halves the
//! time of indexing and takes a quarter off the size.

use tantivy::schema::{
    BytesOptions, Field, IndexRecordOption, NumericOptions, STRING, Schema, SchemaBuilder,
    TextFieldIndexing, TextOptions,
};

use super::analysis::{NAME_ANALYZER, REJOINED_ANALYZER, TEXT_ANALYZER, TITLE_ANALYZER};
use crate::article::NameField;

/// The fields, by what they hold.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    /// The first eight bytes of the article's id: looked up to replace it, read to break ties.
    pub(super) key: Field,
    /// The absolute path of the file it came from.
    pub(super) file: Field,
    /// A digest of everything that is kept, to tell whether the article changed.
    pub(super) digest: Field,
    /// The body: stored, its words with positions, and the joined forms of hyphenated words.
    pub(super) body: Field,
    /// The body again where it has words hyphenated at a line's end, read as whole words.
    pub(super) rejoined: Field,
    /// The title's words with positions.
    pub(super) title: Field,
    /// How many of the title's words are no stop words.
    pub(super) title_words: Field,
    /// The names, each field's at its place in [`NameField::ALL`].
    names: [Field; NameField::ALL.len()],
    /// The day of publication, in days since 1970-01-01.
    pub(super) date: Field,
    /// The first and the last of the days inferred for it, in days since 1970-01-01.
    pub(super) inferred: [Field; 2],
    /// The day it was fetched, in days since 1970-01-01.
    pub(super) fetched: Field,
    /// For each known value the field and the rule that found it, and how sure the date is.
    pub(super) rules: Field,
    /// What else is kept of the article, as bytes.
    pub(super) stored: Field,
}

impl Fields {
    /// Returns the field of names of that kind.
    pub(super) fn name(&self, field: NameField) -> Field {
        self.names[field as usize]
    }
}

/// The name of the column that counts the title's words.
pub(super) const TITLE_WORDS: &str = "title_words";
/// The name of the column that holds the day of publication.
pub(super) const DATE: &str = "date";
/// The names of the columns that hold the first and the last of the days inferred for an article.
pub(super) const INFERRED: [&str; 2] = ["inferred_from", "inferred_to"];
/// The name of the column that holds the day an article was fetched.
pub(super) const FETCHED: &str = "fetched";
/// The name of the column that holds the rules by which an article's values were found.
pub(super) const RULES: &str = "rules";
/// The name of the column that holds the articles' keys.
pub(super) const KEY: &str = "key";
/// The name of the column that holds the articles' digests.
pub(super) const DIGEST: &str = "digest";
/// The name of the column that holds the articles' files.
pub(super) const FILE: &str = "file";

/// Builds the schema and the handles of its fields.
pub(super) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let fields = Fields {
        key: builder.add_u64_field(KEY, NumericOptions::default().set_indexed().set_fast()),
        file: builder.add_text_field(FILE, STRING.set_fast("raw")),
        digest: builder.add_u64_field(DIGEST, NumericOptions::default().set_fast()),
        body: builder.add_text_field("body", words(TEXT_ANALYZER).set_stored()),
        rejoined: builder.add_text_field("rejoined", words(REJOINED_ANALYZER)),
        title: builder.add_text_field("title", words(TITLE_ANALYZER)),
        title_words: builder.add_u64_field(TITLE_WORDS, NumericOptions::default().set_fast()),
        names: NameField::ALL.map(|field| add_names(&mut builder, field)),
        date: builder.add_i64_field(DATE, NumericOptions::default().set_fast()),
        inferred: INFERRED
            .map(|name| builder.add_i64_field(name, NumericOptions::default().set_fast())),
        fetched: builder.add_i64_field(FETCHED, NumericOptions::default().set_fast()),
        rules: builder.add_text_field(RULES, TextOptions::default().set_fast("raw")),
        stored: builder.add_bytes_field("stored", BytesOptions::default().set_stored()),
    };
    (builder.build(), fields)
}

fn words(analyzer: &str) -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(analyzer)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions),
    )
}

fn add_names(builder: &mut SchemaBuilder, field: NameField) -> Field {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(NAME_ANALYZER)
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let options = TextOptions::default()
        .set_indexing_options(indexing)
        .set_fast("raw");
    builder.add_text_field(field.name(), options)
}
