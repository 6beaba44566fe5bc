//! Inferring days for the articles of an index that have no date, from their words and their neighbours.
//!
//! It runs over what is committed, because the years come from all dated articles of the index. What is inferred
//! is kept apart from the date of publication.

use std::ops::RangeInclusive;

use super::{IngestRequest, Watch};
use crate::article::Article;
use crate::engine::embedded::{self, Index, WriteLock, Writer};
use crate::error::Result;
use crate::search::engine::{Condition, Engine, Lookup};
use crate::search::{FacetField, Granularity};
use crate::source;

/// Infers days for the articles without a date and returns for how many. The watcher is told of each.
pub(super) fn infer_dates(request: &IngestRequest, watch: &dyn Watch) -> Result<u64> {
    let mut changes = Changes {
        request,
        lock: Some(WriteLock::acquire(&request.index)?),
        writer: None,
    };
    let index = Index::open(&request.index)?;
    let Some(years) = years(&index)? else {
        return Ok(0);
    };
    let mut inferred = 0;
    for article in index.each(&Condition::Undated)? {
        let (file, mut article) = article?;
        let days = source::infer(&article.body, years.clone());
        let changed = article.metadata.inferred_date != days;
        inferred += u64::from(days.is_some());
        article.metadata.inferred_date = days;
        if article.metadata.inferred_date.is_some() {
            watch.inferred(&article);
        }
        if changed {
            changes.put(article, &file)?;
        }
    }
    changes.commit()?;
    Ok(inferred)
}

/// Articles written in the place of those that the index has; it is opened for writing with the first of them.
struct Changes<'r> {
    request: &'r IngestRequest,
    lock: Option<WriteLock>,
    writer: Option<Writer>,
}

impl Changes<'_> {
    fn put(&mut self, article: Article, file: &str) -> Result<()> {
        if let Some(lock) = self.lock.take() {
            self.writer = Some(Writer::open(lock, self.request.writer)?);
        }
        let Some(writer) = &self.writer else {
            return Ok(());
        };
        let prepared = writer.prepare(article, file)?;
        writer.remove(prepared.key);
        writer.add(prepared)
    }

    fn commit(self) -> Result<()> {
        let Some(writer) = self.writer else {
            return Ok(());
        };
        let ledger = embedded::ledger(&self.request.index)?.unwrap_or_default();
        writer.commit(&ledger)
    }
}

/// Returns the years from the earliest to the latest date of the index.
fn years(index: &Index) -> Result<Option<RangeInclusive<i16>>> {
    let lookup = Lookup {
        facets: vec![FacetField::Date(Granularity::Year)],
        ..Lookup::new(Condition::Everything)
    };
    let found = index.find(&lookup)?;
    let years = found
        .facets
        .iter()
        .flat_map(|facet| &facet.values)
        .filter_map(|bar| bar.value.as_deref());
    let mut years: Vec<i16> = years.filter_map(|year| year.parse().ok()).collect();
    years.sort_unstable();
    Ok(years
        .first()
        .zip(years.last())
        .map(|(first, last)| *first..=*last))
}
