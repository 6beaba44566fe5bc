//! Plain tantivy over a collection: its analyzer `en_stem`, its query parser, its BM25.
//!
//! A corpus goes in, an index of title and text in one field or two lies in the folder given. Of a topic, the words
//! alone reach the query parser, in lower case: its signs and capitals would be operators there, and free text means
//! none. What is not here: anything of Pullquote's.

use std::error::Error;
use std::path::Path;

use tantivy::collector::{Count, TopDocs};
use tantivy::indexer::IndexWriterOptions;
use tantivy::query::{Query, QueryParser};
use tantivy::schema::{
    Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::{DocAddress, Index, Score, Searcher, TantivyDocument, TantivyError};

use crate::records::{Record, each};
use crate::unpack::unpack;

/// In which fields title and text are searched.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Layout {
    /// Both in one.
    OneField,
    /// Each in its own, weighed alike.
    TwoFields,
}

/// An index of plain tantivy, open for reading.
pub(crate) struct Peer {
    pub(crate) searcher: Searcher,
    parser: QueryParser,
    fields: Fields,
}

/// Counts what matches exactly, and returns the best of it.
pub(crate) fn best(
    searcher: &Searcher,
    query: &dyn Query,
    limit: usize,
) -> tantivy::Result<(usize, Vec<(Score, DocAddress)>)> {
    let best = TopDocs::with_limit(limit).order_by_score();
    searcher.search(query, &(Count, best))
}

impl Peer {
    /// Indexes a corpus into an empty folder.
    pub(crate) fn index(
        corpus: &Path,
        layout: Layout,
        folder: &Path,
    ) -> Result<Self, Box<dyn Error>> {
        let (schema, fields) = schema();
        let index = Index::create_in_dir(folder, schema)?;
        let options = IndexWriterOptions::builder()
            .num_worker_threads(2)
            .memory_budget_per_thread(400 << 20)
            .build();
        let mut writer = index.writer_with_options(options)?;
        each(unpack(corpus)?, |record| {
            writer.add_document(document(&fields, layout, record))?;
            Ok(())
        })?;
        writer.commit()?;
        writer.wait_merging_threads()?;
        let searched = match layout {
            Layout::OneField => vec![fields.text],
            Layout::TwoFields => vec![fields.title, fields.text],
        };
        Ok(Peer {
            searcher: index.reader()?.searcher(),
            parser: QueryParser::for_index(&index, searched),
            fields,
        })
    }

    /// Reads a topic with the query parser: articles with any of its words.
    pub(crate) fn query(&self, topic: &str) -> Box<dyn Query> {
        let words = topic.split(|letter: char| !letter.is_alphanumeric());
        let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
        self.parser
            .parse_query_lenient(&words.join(" ").to_lowercase())
            .0
    }

    /// Returns the record's own id.
    pub(crate) fn id(&self, address: DocAddress) -> tantivy::Result<String> {
        let document: TantivyDocument = self.searcher.doc(address)?;
        let id = document
            .get_first(self.fields.id)
            .and_then(|id| id.as_str().map(str::to_owned));
        id.ok_or_else(|| TantivyError::InternalError("a document lacks its id".to_owned()))
    }
}

struct Fields {
    id: Field,
    title: Field,
    text: Field,
}

fn schema() -> (Schema, Fields) {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("en_stem")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let stems = TextOptions::default().set_indexing_options(indexing);
    let mut builder = Schema::builder();
    let fields = Fields {
        id: builder.add_text_field("id", STRING | STORED),
        title: builder.add_text_field("title", stems.clone()),
        text: builder.add_text_field("text", stems),
    };
    (builder.build(), fields)
}

fn document(fields: &Fields, layout: Layout, record: &Record) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    document.add_text(fields.id, &record.id);
    match layout {
        Layout::OneField => {
            document.add_text(fields.text, format!("{}\n{}", record.title, record.text));
        }
        Layout::TwoFields => {
            document.add_text(fields.title, &record.title);
            document.add_text(fields.text, &record.text);
        }
    }
    document
}
