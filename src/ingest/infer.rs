//! Inferring days for the articles of an index that have no date, from their words and their neighbours.
//!
//! It runs over what is committed, because the years come from all dated articles of the index. What is inferred
//! is kept apart from the date of publication.

use std::ops::RangeInclusive;

use super::IngestRequest;
use crate::engine::embedded::{self, Index, WriteLock, Writer};
use crate::error::Result;
use crate::query::DateRange;
use crate::search::engine::{Condition, Engine, Lookup, Ranking};
use crate::search::{FacetField, Granularity, Sort};
use crate::source;

/// Infers days for the articles without a date and returns for how many.
pub(super) fn infer_dates(request: &IngestRequest) -> Result<u64> {
    let lock = WriteLock::acquire(&request.index)?;
    let index = Index::open(&request.index)?;
    let Some(years) = years(&index)? else {
        return Ok(0);
    };
    let mut inferred = 0;
    let mut changed = Vec::new();
    for (file, mut article) in index.each(&Condition::Undated)? {
        let days = source::infer(&article.body, years.clone());
        inferred += u64::from(days.is_some());
        if article.metadata.inferred_date != days {
            article.metadata.inferred_date = days;
            changed.push((file, article));
        }
    }
    let ledger = embedded::ledger(&request.index)?.unwrap_or_default();
    if !changed.is_empty() {
        let writer = Writer::open(lock, request.writer)?;
        for (file, article) in changed {
            let prepared = writer.prepare(article, &file)?;
            writer.remove(prepared.key);
            writer.add(prepared)?;
        }
        writer.commit(&ledger)?;
    }
    Ok(inferred)
}

/// Returns the years from the earliest to the latest date of the index.
fn years(index: &Index) -> Result<Option<RangeInclusive<i16>>> {
    let lookup = Lookup {
        condition: Condition::Everything,
        filters: Vec::new(),
        dates: DateRange::default(),
        inferred: false,
        ranking: Ranking::default(),
        sort: Sort::Score,
        offset: 0,
        limit: 0,
        facets: vec![FacetField::Date(Granularity::Year)],
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
