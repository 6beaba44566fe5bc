//! Indexes a JSON Lines collection with tantivy alone, as the script `indexing` asks, for its table.
//!
//! In go records with `_id`, `title` and `text`; out comes an index with tantivy's own analyzers, either of the
//! words alone or of the words and their stems as two fields, the text stored once. What is not here is all
//! that Pullquote adds: folding, passages, metadata, digests, the ledger. The difference is what they cost.

mod records;

use std::error::Error;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use records::Record;
use tantivy::collector::Count;
use tantivy::indexer::IndexWriterOptions;
use tantivy::query::PhraseQuery;
use tantivy::schema::{
    Field, IndexRecordOption, STORED, STRING, Schema, TEXT, TextFieldIndexing, TextOptions,
};
use tantivy::{Index, IndexWriter, TantivyDocument, Term};

const USAGE: &str = "usage: bare words|stems COLLECTION FOLDER THREADS MEGABYTES
       bare count FOLDER PHRASE";

fn main() -> ExitCode {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let given: Vec<&str> = given.iter().map(String::as_str).collect();
    let done = match given[..] {
        ["words", collection, folder, threads, memory] => {
            build(Views::Words, collection, folder, threads, memory)
        }
        ["stems", collection, folder, threads, memory] => {
            build(Views::WordsAndStems, collection, folder, threads, memory)
        }
        ["count", folder, phrase] => count(folder, phrase),
        _ => Ok(USAGE.to_owned()),
    };
    match done {
        Ok(line) => say(&mut std::io::stdout(), &line, ExitCode::SUCCESS),
        Err(error) => say(
            &mut std::io::stderr(),
            &format!("error: {error}"),
            ExitCode::FAILURE,
        ),
    }
}

fn say(out: &mut dyn Write, line: &str, code: ExitCode) -> ExitCode {
    writeln!(out, "{line}").map_or(ExitCode::FAILURE, |()| code)
}

/// In how many ways the text can be searched.
#[derive(Clone, Copy, PartialEq)]
enum Views {
    Words,
    WordsAndStems,
}

struct Fields {
    id: Field,
    title: Field,
    text: Field,
    stems: Option<Field>,
}

fn schema(views: Views) -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let fields = Fields {
        id: builder.add_text_field("id", STRING | STORED),
        title: builder.add_text_field("title", TEXT | STORED),
        text: builder.add_text_field("text", TEXT | STORED),
        stems: (views == Views::WordsAndStems).then(|| builder.add_text_field("stems", stems())),
    };
    (builder.build(), fields)
}

fn stems() -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer("en_stem")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions),
    )
}

fn build(
    views: Views,
    collection: &str,
    folder: &str,
    threads: &str,
    memory: &str,
) -> Result<String, Box<dyn Error>> {
    let (schema, fields) = schema(views);
    std::fs::create_dir_all(folder)?;
    let index = Index::create_in_dir(folder, schema)?;
    let mut writer = writer(&index, threads.parse()?, memory.parse()?)?;
    let articles = add_all(&mut writer, &fields, Path::new(collection))?;
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(articles.to_string())
}

fn writer(index: &Index, threads: usize, megabytes: usize) -> tantivy::Result<IndexWriter> {
    let options = IndexWriterOptions::builder()
        .num_worker_threads(threads)
        .memory_budget_per_thread((megabytes << 20) / threads)
        .num_merge_threads(1)
        .build();
    index.writer_with_options(options)
}

fn add_all(
    writer: &mut IndexWriter,
    fields: &Fields,
    collection: &Path,
) -> Result<u64, Box<dyn Error>> {
    records::each(File::open(collection)?, |record| {
        writer.add_document(document(fields, record))?;
        Ok(())
    })
}

fn document(fields: &Fields, record: &Record) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    document.add_text(fields.id, &record.id);
    document.add_text(fields.title, &record.title);
    document.add_text(fields.text, &record.text);
    if let Some(stems) = fields.stems {
        document.add_text(stems, &record.text);
    }
    document
}

/// Counts the articles whose text has the phrase: two words or more, in lower case, parted by spaces.
fn count(folder: &str, phrase: &str) -> Result<String, Box<dyn Error>> {
    let index = Index::open_in_dir(folder)?;
    let text = index.schema().get_field("text")?;
    let terms = phrase
        .split(' ')
        .map(|word| Term::from_field_text(text, word));
    let searcher = index.reader()?.searcher();
    let found = searcher.search(&PhraseQuery::new(terms.collect()), &Count)?;
    Ok(found.to_string())
}
