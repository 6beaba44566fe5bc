//! Writing an index: articles are prepared on any thread, added, removed and committed together.
//!
//! A commit is the only moment at which anything changes for a reader, and it carries the ledger with it, so
//! articles and ledger never disagree, whenever the process is killed.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use sha2::{Digest, Sha256};
use tantivy::indexer::IndexWriterOptions;
use tantivy::{IndexWriter, TantivyDocument, Term};

use super::analysis::analyzers;
use super::lock::WriteLock;
use super::manifest::{Manifest, write_whole};
use super::reader::Index;
use super::schema::{Fields, schema};
use super::{engine_error, stored};
use crate::article::{Article, ArticleId, Confidence, Metadata, NameField, leading_number};
use crate::error::{Error, ErrorKind, Result};
use crate::text::{self, Join, Reading};

/// What an index is written with.
#[derive(Clone, Copy, Debug)]
pub struct WriterOptions {
    /// How many threads build the index; at least 1.
    pub threads: usize,
    /// How many bytes of memory all of them may fill before a segment is written.
    pub memory: usize,
}

/// The part of an article's id by which it is looked up in an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(pub u64);

impl From<ArticleId> for Key {
    fn from(id: ArticleId) -> Self {
        Key(leading_number(id.as_bytes()))
    }
}

/// An article as it will be written.
#[derive(Debug)]
pub struct Prepared {
    /// The article's key.
    pub key: Key,
    /// The day it was fetched, where that is known.
    pub fetched: Option<Date>,
    /// A digest of all that is kept of it: equal for an unchanged article.
    pub digest: u64,
    document: TantivyDocument,
}

/// A segment is rewritten when one in this many of its articles was removed.
const WORTH_REWRITING: u32 = 8;

/// Writes one index.
pub struct Writer {
    lock: WriteLock,
    fields: Fields,
    index: tantivy::Index,
    writer: IndexWriter,
}

impl Writer {
    /// Opens the index of the lock for writing, making it where there is none.
    pub fn open(lock: WriteLock, options: WriterOptions) -> Result<Self> {
        let (index, fields) = open_or_make(lock.folder())?;
        let threads = options.threads.max(1);
        // Tantivy refuses less than 15 MB and more than 4 GB a thread.
        let memory = (options.memory / threads).clamp(16 << 20, (4 << 30) - (16 << 20));
        let options = IndexWriterOptions::builder()
            .num_worker_threads(threads)
            .memory_budget_per_thread(memory)
            .num_merge_threads(1)
            .build();
        let writer = index
            .writer_with_options(options)
            .map_err(|error| engine_error("write to the index", lock.folder(), error))?;
        Ok(Writer {
            lock,
            fields,
            index,
            writer,
        })
    }

    /// Prepares an article from `file`, an absolute path. This is where its passages are cut.
    pub fn prepare(&self, article: Article, file: &str) -> Result<Prepared> {
        let passages: Vec<u32> = text::passages(&article.body)
            .iter()
            .map(|range| range.start as u32)
            .collect();
        let kept = stored::encode(&article, &passages)?;
        let digest = digest(&article)?;
        let key = Key::from(article.id);
        let fetched = article.metadata.fetched.as_ref().map(|day| day.value);
        let mut document = TantivyDocument::default();
        document.add_u64(self.fields.key, key.0);
        document.add_u64(self.fields.digest, digest);
        document.add_text(self.fields.file, file);
        document.add_bytes(self.fields.stored, &kept);
        self.add_metadata(&mut document, &article);
        if has_line_hyphen(&article.body) {
            document.add_text(self.fields.rejoined, &article.body);
        }
        document.add_text(self.fields.body, article.body);
        Ok(Prepared {
            key,
            fetched,
            digest,
            document,
        })
    }

    /// Adds an article. Another of the same key must have been removed before.
    pub fn add(&self, prepared: Prepared) -> Result<()> {
        self.writer
            .add_document(prepared.document)
            .map(|_| ())
            .map_err(|error| engine_error("write to the index", self.lock.folder(), error))
    }

    /// Removes the article of that key, if it was added before.
    pub fn remove(&self, key: Key) {
        self.writer
            .delete_term(Term::from_field_u64(self.fields.key, key.0));
    }

    /// Removes every article that came from a file, an absolute path, and was added before.
    pub fn remove_file(&self, file: &str) {
        self.writer
            .delete_term(Term::from_field_text(self.fields.file, file));
    }

    /// Makes all that was added and removed visible to readers, together with the ledger.
    pub fn commit(mut self, ledger: &[u8]) -> Result<()> {
        let folder = self.lock.folder().to_owned();
        let failed = |error| engine_error("commit the index", &folder, error);
        let name = write_ledger(&folder, ledger)?;
        let mut commit = self.writer.prepare_commit().map_err(failed)?;
        commit.set_payload(&name);
        commit.commit().map_err(failed)?;
        // What follows only saves space: the commit stands, and a reader leaves removed articles out anyway.
        let _ = self.expunge();
        let _ = self.writer.wait_merging_threads();
        remove_other_ledgers(&folder, &name);
        Ok(())
    }

    /// Rewrites the segments in which so many articles were removed that it is worth it.
    fn expunge(&mut self) -> tantivy::Result<()> {
        for segment in self.index.searchable_segment_metas()? {
            if segment.num_deleted_docs() * WORTH_REWRITING > segment.max_doc() {
                self.writer.merge(&[segment.id()]).wait()?;
            }
        }
        self.writer.garbage_collect_files().wait()?;
        Ok(())
    }

    /// Removes every article; visible, like everything, with the commit.
    pub fn clear(&self) -> Result<()> {
        self.writer
            .delete_all_documents()
            .map(|_| ())
            .map_err(|error| engine_error("write to the index", self.lock.folder(), error))
    }

    fn add_titles(&self, document: &mut TantivyDocument, metadata: &Metadata) {
        let mut count = 0;
        for title in metadata.title.iter().chain(&metadata.other_titles) {
            let words = text::words(&title.value);
            count += words
                .iter()
                .filter(|word| !text::is_stop_word(word))
                .count();
            document.add_text(self.fields.title, &title.value);
        }
        document.add_u64(self.fields.title_words, count as u64);
    }

    fn add_metadata(&self, document: &mut TantivyDocument, article: &Article) {
        self.add_titles(document, &article.metadata);
        for rule in rules(&article.metadata) {
            document.add_text(self.fields.rules, rule.join("\t"));
        }
        if let Some(days) = &article.metadata.inferred_date {
            for (field, day) in self
                .fields
                .inferred
                .into_iter()
                .zip([days.value.from, days.value.to])
            {
                document.add_i64(field, stored::day_number(day));
            }
        }
        if let Some(day) = &article.metadata.fetched {
            document.add_i64(self.fields.fetched, stored::day_number(day.value));
        }
        if let Some(date) = &article.metadata.date {
            document.add_i64(self.fields.date, stored::day_number(date.value));
        }
        for field in NameField::ALL {
            for name in article.metadata.names(field) {
                document.add_text(self.fields.name(field), name);
            }
        }
    }
}

/// Removes what cannot be written on, an index of another format or a damaged one; the lock stays.
pub fn make_anew(lock: &WriteLock) -> Result<()> {
    let segments = segments(lock.folder());
    match fs::remove_dir_all(&segments) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(Error::io("remove", &segments, error));
        }
        _ => {}
    }
    remove_other_ledgers(lock.folder(), "");
    Manifest::current().write(lock.folder())
}

/// Returns the ledger that the last commit carries; `None` where nothing was committed yet.
pub fn ledger(folder: &Path) -> Result<Option<Vec<u8>>> {
    if Manifest::read(folder)?.is_none() {
        return Ok(None);
    }
    let index = match Index::open(folder) {
        Err(error) if error.kind() == ErrorKind::NoIndex => return Ok(None),
        index => index?,
    };
    let Some(name) = index.payload()? else {
        return Ok(None);
    };
    let path = folder.join(name);
    fs::read(&path)
        .map(Some)
        .map_err(|error| Error::io("read", &path, error))
}

/// Returns where tantivy's own files lie.
pub(super) fn segments(folder: &Path) -> PathBuf {
    folder.join("segments")
}

fn open_or_make(folder: &Path) -> Result<(tantivy::Index, Fields)> {
    let segments = segments(folder);
    if Manifest::read(folder)?.is_none() {
        Manifest::current().write(folder)?;
    }
    fs::create_dir_all(&segments)
        .map_err(|error| Error::io("make the folder", &segments, error))?;
    let (schema, fields) = schema();
    let failed = |error| engine_error("open the index", folder, error);
    let directory =
        tantivy::directory::MmapDirectory::open(&segments).map_err(|error| failed(error.into()))?;
    let mut index = tantivy::Index::open_or_create(directory, schema).map_err(failed)?;
    index.set_tokenizers(analyzers());
    Ok((index, fields))
}

/// Lists the field and the rule of every known value, with the value where it is an outlet's, and how sure the
/// date is.
fn rules(metadata: &Metadata) -> Vec<Vec<&str>> {
    let mut rules = Vec::new();
    let names = [
        ("title", &metadata.title),
        ("section", &metadata.section),
        ("language", &metadata.language),
        ("place", &metadata.place),
        ("agency", &metadata.agency),
        ("domain", &metadata.domain),
        ("url", &metadata.url),
    ];
    for (field, value) in names {
        rules.extend(value.as_ref().map(|value| vec![field, &value.rule]));
    }
    rules.extend(
        metadata
            .outlet
            .as_ref()
            .map(|outlet| vec!["outlet", &outlet.rule, &outlet.value]),
    );
    rules.extend(
        metadata
            .authors
            .first()
            .map(|author| vec!["author", &author.rule]),
    );
    rules.extend(metadata.date.as_ref().map(|date| vec!["date", &date.rule]));
    let sure = metadata.date_confidence.map_or("none", Confidence::name);
    let inferred = metadata.date.is_none() && metadata.inferred_date.is_some();
    rules.push(vec!["certainty", if inferred { "inferred" } else { sure }]);
    rules
}

/// Tells whether a word of the text is hyphenated at a line's end, so that it has a second reading.
fn has_line_hyphen(body: &str) -> bool {
    let ends_in_hyphen = |line: &str| line.trim_end().ends_with(['-', '\u{2010}', '\u{2011}']);
    // Few lines end so: only then are the tokens looked at.
    body.lines().any(ends_in_hyphen)
        && text::tokens(body, Reading::Split)
            .iter()
            .any(|token| token.join == Join::LineHyphen)
}

/// Digests all that is kept of an article but what was inferred for it, which hangs on its neighbours.
fn digest(article: &Article) -> Result<u64> {
    let metadata = Metadata {
        inferred_date: None,
        ..article.metadata.clone()
    };
    let stated = Article {
        metadata,
        body: String::new(),
        path: article.path.clone(),
        id: article.id,
    };
    let mut hash = Sha256::new();
    hash.update(stored::encode(&stated, &[])?);
    hash.update(&article.body);
    Ok(leading_number(&hash.finalize()))
}

/// Writes the ledger under a name that no earlier commit carries and returns the name.
fn write_ledger(folder: &Path, ledger: &[u8]) -> Result<String> {
    let last = ledgers(folder)
        .into_iter()
        .filter_map(|name| number(&name))
        .max()
        .unwrap_or(0);
    let name = format!("ledger-{}.zst", last + 1);
    write_whole(&folder.join(&name), ledger)?;
    Ok(name)
}

fn remove_other_ledgers(folder: &Path, kept: &str) {
    for name in ledgers(folder).into_iter().filter(|name| name != kept) {
        // A ledger that stays behind costs some bytes and is tried again after the next commit.
        let _ = fs::remove_file(folder.join(name));
    }
}

fn ledgers(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = names.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| number(name).is_some()).collect()
}

fn number(name: &str) -> Option<u64> {
    name.strip_prefix("ledger-")?
        .strip_suffix(".zst")?
        .parse()
        .ok()
}
