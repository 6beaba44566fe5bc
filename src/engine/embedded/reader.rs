//! Reading an index: one commit of it, which stays as it is while it is read.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use tantivy::query::{EnableScoring, Query, TermQuery};
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{
    DocAddress, DocId, DocSet, ReloadPolicy, Searcher, TERMINATED, TantivyDocument, Term,
};

use super::analysis::analyzers;
use super::commit::Mark;
use super::lower::{lower, view_term};
use super::manifest::Manifest;
use super::numbers::Numbers;
use super::postings::Alternatives;
use super::schema::{DIGEST, FETCHED, FILE, Fields, KEY, RULES, schema};
use super::writer::{Key, segments};
use super::{closest, engine_error, facets, postings, score, shell_quoted, stored, terms};
use crate::article::{Article, ArticleId};
use crate::error::{Error, ErrorKind, Result};
use crate::search::engine::{
    Condition, Effort, Engine, Expansion, Found, Lookup, Ranked, Stored, View, Visit,
};
use crate::search::{FacetField, Weights};

/// The last commit of an index, opened for reading.
pub struct Index {
    pub(super) folder: PathBuf,
    pub(super) manifest: Manifest,
    pub(super) mark: Mark,
    pub(super) fields: Fields,
    index: tantivy::Index,
    pub(super) searcher: Searcher,
    pub(super) numbers: Numbers,
}

/// What an index holds, in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status {
    /// How many articles.
    pub articles: u64,
    /// How many segments they lie in.
    pub segments: usize,
    /// How many bytes the folder has on disk.
    pub bytes: u64,
}

/// Where an article of an index came from, and what it is known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The absolute path of its file.
    pub file: String,
    /// The day it was fetched, where that is known.
    pub fetched: Option<Date>,
    /// The digest of all that is kept of it.
    pub digest: u64,
}

/// The documents that match, in order, for each segment.
pub(super) type Matched = Vec<Vec<DocId>>;

impl Index {
    /// Opens the last commit of the index in `folder`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NoIndex`] where there is none, [`ErrorKind::IndexVersion`] where it is of another format.
    pub fn open(folder: &Path) -> Result<Self> {
        // Where a commit comes between, it is opened again, so that the mark is of what is open.
        let mut mark = Mark::of(folder);
        loop {
            let index = Self::open_at(folder, mark)?;
            let now = Mark::of(folder);
            if now == mark {
                return Ok(index);
            }
            mark = now;
        }
    }

    fn open_at(folder: &Path, mark: Mark) -> Result<Self> {
        let manifest = Manifest::read(folder)?.ok_or_else(|| no_index(folder))?;
        let failed = |error| engine_error("open the index", folder, error);
        if !segments(folder).is_dir() {
            return Err(no_index(folder));
        }
        let directory = tantivy::directory::MmapDirectory::open(segments(folder));
        let directory = directory.map_err(|error| failed(error.into()))?;
        if !tantivy::Index::exists(&directory).map_err(|error| failed(error.into()))? {
            return Err(no_index(folder));
        }
        let mut index = tantivy::Index::open(directory).map_err(failed)?;
        index.set_tokenizers(analyzers());
        let (expected, fields) = schema();
        if index.schema() != expected {
            return Err(engine_error("open the index", folder, other_schema()));
        }
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(failed)?;
        Ok(Index {
            folder: folder.to_owned(),
            manifest,
            mark,
            fields,
            index,
            searcher: reader.searcher(),
            numbers: Numbers::default(),
        })
    }

    /// Ranks by other weights than those that the index was made with: for experiments.
    pub fn with_weights(mut self, weights: Weights) -> Self {
        self.manifest.weights = weights;
        self
    }

    /// Returns the weights of the ranking.
    pub fn weights(&self) -> Weights {
        self.manifest.weights
    }

    /// Returns what the index says of itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Returns what the index holds, in numbers.
    pub fn status(&self) -> Result<Status> {
        Ok(Status {
            articles: self.searcher.num_docs(),
            segments: self.searcher.segment_readers().len(),
            bytes: folder_size(&self.folder)
                .map_err(|error| Error::io("measure", &self.folder, error))?,
        })
    }

    /// Returns what the last commit carries.
    pub(super) fn payload(&self) -> Result<Option<String>> {
        self.index
            .load_metas()
            .map(|metas| metas.payload)
            .map_err(|error| self.failed(error))
    }

    /// Returns the key and digest of every article that came from a file, an absolute path.
    pub fn articles_of(&self, file: &str) -> Result<Vec<(Key, u64)>> {
        let mut articles = Vec::new();
        let term = Term::from_field_text(self.fields.file, file);
        for address in self.addresses(&term)? {
            let columns = self
                .searcher
                .segment_reader(address.segment_ord)
                .fast_fields();
            let read = |name| -> tantivy::Result<u64> {
                Ok(columns.u64(name)?.first(address.doc_id).unwrap_or(0))
            };
            let key = read(KEY).map_err(|error| self.failed(error))?;
            let digest = read(DIGEST).map_err(|error| self.failed(error))?;
            articles.push((Key(key), digest));
        }
        Ok(articles)
    }

    /// Returns where the article of that key came from, if the index has it.
    pub fn origin_of(&self, key: Key) -> Result<Option<Origin>> {
        let term = Term::from_field_u64(self.fields.key, key.0);
        let address = self.addresses(&term)?.pop();
        let origin = address.map(|address| self.origin_at(address)).transpose();
        origin
            .map(Option::flatten)
            .map_err(|error| self.failed(error))
    }

    fn origin_at(&self, address: DocAddress) -> tantivy::Result<Option<Origin>> {
        let segment = self.searcher.segment_reader(address.segment_ord);
        let columns = segment.fast_fields();
        let Some(files) = columns.str(FILE)? else {
            return Ok(None);
        };
        let Some(ordinal) = files.term_ords(address.doc_id).next() else {
            return Ok(None);
        };
        let mut file = String::new();
        files.ord_to_str(ordinal, &mut file)?;
        let fetched = columns.i64(FETCHED)?.first(address.doc_id);
        let digest = columns.u64(DIGEST)?.first(address.doc_id);
        Ok(Some(Origin {
            file,
            fetched: fetched.and_then(stored::day_of),
            digest: digest.unwrap_or(0),
        }))
    }

    /// Counts the articles by the rules that found their values: the field, the rule and, for outlets, the value.
    pub fn rules(&self) -> Result<Vec<(Vec<String>, u64)>> {
        let count = || -> tantivy::Result<Vec<(Vec<String>, u64)>> {
            let counts = facets::count_column(self, RULES, &self.matched(&Condition::Everything)?)?;
            let parts = |rule: String| rule.split('\t').map(str::to_owned).collect();
            Ok(counts
                .into_iter()
                .map(|(rule, count)| (parts(rule), count))
                .collect())
        };
        count().map_err(|error| self.failed(error))
    }

    /// Goes through the articles that pass a condition, each with the file it came from, an absolute path. One is
    /// read at a time, so that they need not fit into memory.
    pub fn each(
        &self,
        condition: &Condition,
    ) -> Result<impl Iterator<Item = Result<(String, Article)>>> {
        let matched = self
            .matched(condition)
            .map_err(|error| self.failed(error))?;
        let addresses = (0..).zip(matched).flat_map(|(ordinal, docs)| {
            docs.into_iter()
                .map(move |doc| DocAddress::new(ordinal, doc))
        });
        Ok(addresses.filter_map(|address| self.with_file(address).transpose()))
    }

    fn with_file(&self, address: DocAddress) -> Result<Option<(String, Article)>> {
        let origin = self
            .origin_at(address)
            .map_err(|error| self.failed(error))?;
        let Some(Origin { file, .. }) = origin else {
            return Ok(None);
        };
        Ok(Some((file, self.stored(address)?.article)))
    }

    /// Finds the documents that pass a condition, segment by segment.
    pub(super) fn matched(&self, condition: &Condition) -> tantivy::Result<Matched> {
        let alternatives = Alternatives::of(&self.fields, condition);
        if alternatives.terms.is_empty() {
            return self.passing(condition);
        }
        // Long lists of words are read straight from their postings: several times as fast as a union of scorers.
        let mut found: Matched = vec![Vec::new(); self.searcher.segment_readers().len()];
        for other in alternatives.others {
            for (found, more) in found.iter_mut().zip(self.passing(other)?) {
                found.extend(more);
            }
        }
        postings::add_any(self, &alternatives.terms, found)
    }

    fn passing(&self, condition: &Condition) -> tantivy::Result<Matched> {
        let query = lower(&self.fields, condition);
        let weight = query.weight(EnableScoring::disabled_from_searcher(&self.searcher))?;
        let segments = self.searcher.segment_readers();
        segments
            .iter()
            .map(|segment| {
                let mut scorer = weight.scorer(segment, 1.0)?;
                let mut docs = Vec::new();
                let mut doc = scorer.doc();
                while doc != TERMINATED {
                    if !segment.is_deleted(doc) {
                        docs.push(doc);
                    }
                    doc = scorer.advance();
                }
                Ok(docs)
            })
            .collect()
    }

    pub(super) fn failed(&self, error: tantivy::TantivyError) -> Error {
        engine_error("read the index", &self.folder, error)
    }

    fn addresses(&self, term: &Term) -> Result<Vec<DocAddress>> {
        let query = TermQuery::new(term.clone(), IndexRecordOption::Basic);
        let collect = || -> tantivy::Result<Vec<DocAddress>> {
            let weight = query.weight(EnableScoring::disabled_from_searcher(&self.searcher))?;
            let mut addresses = Vec::new();
            for (ordinal, segment) in self.searcher.segment_readers().iter().enumerate() {
                let mut scorer = weight.scorer(segment, 1.0)?;
                while scorer.doc() != TERMINATED {
                    if !segment.is_deleted(scorer.doc()) {
                        addresses.push(DocAddress::new(ordinal as u32, scorer.doc()));
                    }
                    scorer.advance();
                }
            }
            Ok(addresses)
        };
        collect().map_err(|error| self.failed(error))
    }

    /// Returns the body of a document.
    pub(super) fn body(&self, address: DocAddress) -> tantivy::Result<String> {
        let document: TantivyDocument = self.searcher.doc(address)?;
        let body = document.get_first(self.fields.body);
        let body = body.as_ref().and_then(|value| value.as_str());
        Ok(body.unwrap_or_default().to_owned())
    }

    fn stored(&self, address: DocAddress) -> Result<Stored> {
        let document: TantivyDocument = self
            .searcher
            .doc(address)
            .map_err(|error| self.failed(error))?;
        let body = document
            .get_first(self.fields.body)
            .and_then(|value| value.as_str())
            .unwrap_or("");
        let kept = document
            .get_first(self.fields.stored)
            .and_then(|value| value.as_bytes())
            .unwrap_or(b"");
        stored::decode(kept, body.to_owned())
    }

    fn facet_condition(&self, lookup: &Lookup, facet: Option<FacetField>) -> Condition {
        let mut parts = vec![lookup.condition.clone()];
        let own = match facet {
            Some(FacetField::Name(field)) => Some(field),
            _ => None,
        };
        let filters = lookup
            .filters
            .iter()
            .filter(|(field, _)| field.is_none() || *field != own);
        parts.extend(filters.map(|(_, condition)| condition.clone()));
        if !matches!(facet, Some(FacetField::Date(_))) {
            parts.push(lookup.dated());
        }
        Condition::All(
            parts
                .into_iter()
                .filter(|part| !is_everything(part))
                .collect(),
        )
    }

    fn facets(
        &self,
        lookup: &Lookup,
        matched: &Matched,
    ) -> tantivy::Result<Vec<crate::search::Facet>> {
        let narrowed_by_all = self.facet_condition(lookup, None);
        lookup
            .facets
            .iter()
            .map(|facet| {
                let condition = self.facet_condition(lookup, Some(*facet));
                if condition == narrowed_by_all {
                    return facets::count(self, *facet, matched);
                }
                facets::count(self, *facet, &self.matched(&condition)?)
            })
            .collect()
    }
}

impl Engine for Index {
    fn find(&self, lookup: &Lookup) -> Result<Found> {
        let matched = self
            .matched(&self.facet_condition(lookup, None))
            .map_err(|error| self.failed(error))?;
        let facets = self
            .facets(lookup, &matched)
            .map_err(|error| self.failed(error))?;
        let order = score::order(self, lookup, &matched).map_err(|error| self.failed(error))?;
        let articles = order
            .into_iter()
            .map(|scored| {
                Ok(Ranked {
                    score: scored.score,
                    parts: scored.parts,
                    stored: self.stored(scored.address)?,
                })
            })
            .collect::<Result<_>>()?;
        Ok(Found {
            total: total(&matched),
            articles,
            facets,
        })
    }

    fn count(&self, condition: &Condition) -> Result<u64> {
        let query = lower(&self.fields, condition);
        let count = query
            .count(&self.searcher)
            .map_err(|error| self.failed(error))?;
        Ok(count as u64)
    }

    fn article(&self, id: ArticleId) -> Result<Option<Stored>> {
        let term = Term::from_field_u64(self.fields.key, Key::from(id).0);
        let address = self.addresses(&term)?.pop();
        let stored = address.map(|address| self.stored(address)).transpose()?;
        Ok(stored.filter(|stored| stored.article.id == id))
    }

    fn terms(
        &self,
        view: View,
        prefix: &str,
        keep: &dyn Fn(&str) -> bool,
        limit: usize,
    ) -> Result<Expansion> {
        terms::expand(self, view, prefix, keep, limit).map_err(|error| self.failed(error))
    }

    fn closest(
        &self,
        words: &[String],
        effort: Effort,
        limit: usize,
        visit: &mut Visit<'_>,
    ) -> Result<()> {
        let found =
            closest::closest(self, words, effort, limit).map_err(|error| self.failed(error))?;
        for (score, address) in found {
            let ranked = Ranked {
                score,
                parts: Vec::new(),
                stored: self.stored(address)?,
            };
            if visit(ranked)?.is_break() {
                break;
            }
        }
        Ok(())
    }

    fn frequency(&self, view: View, term: &str) -> Result<u64> {
        let term = view_term(&self.fields, view, term);
        postings::document_frequency(self, &term).map_err(|error| self.failed(error))
    }

    fn size(&self) -> u64 {
        self.searcher.num_docs()
    }
}

fn total(matched: &Matched) -> u64 {
    matched.iter().map(|docs| docs.len() as u64).sum()
}

fn is_everything(condition: &Condition) -> bool {
    matches!(condition, Condition::Everything)
        || matches!(condition, Condition::Dated(range) if range.from.is_none() && range.to.is_none())
}

fn no_index(folder: &Path) -> Error {
    Error::new(
        ErrorKind::NoIndex,
        format!("there is no index in `{}`", folder.display()),
    )
    .hint(format!(
        "make one: pullquote index PATH --index {}",
        shell_quoted(folder)
    ))
}

fn other_schema() -> tantivy::TantivyError {
    tantivy::TantivyError::SchemaError("its fields are not those of this version".to_owned())
}

fn folder_size(folder: &Path) -> std::io::Result<u64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let metadata = match entry.metadata() {
            Ok(metadata) => metadata,
            // A writer removes what is no longer needed at any time.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        bytes += if metadata.is_dir() {
            folder_size(&entry.path())?
        } else {
            metadata.len()
        };
    }
    Ok(bytes)
}
