//! Counts of articles by the values of a field, over all the documents that matched.

use std::collections::{BTreeMap, HashMap};

use tantivy::columnar::StrColumn;
use tantivy::{DocId, SegmentReader};

use super::reader::{Index, Matched};
use super::schema::DATE;
use super::stored::day_of;
use crate::article::NameField;
use crate::search::{Facet, FacetField, FacetValue, Granularity};
use crate::text;

/// Counts the documents by the values of a field; those without a value count as unknown.
pub(super) fn count(index: &Index, field: FacetField, matched: &Matched) -> tantivy::Result<Facet> {
    let values = match field {
        FacetField::Name(name) => names(index, name, matched)?,
        FacetField::Date(granularity) => dates(index, granularity, matched)?,
    };
    Ok(Facet { field, values })
}

/// Counts the documents by the values of a column of strings, each as it stands.
pub(super) fn count_column(
    index: &Index,
    column: &str,
    matched: &Matched,
) -> tantivy::Result<BTreeMap<String, u64>> {
    let mut counts = BTreeMap::new();
    for (segment, docs) in index.searcher.segment_readers().iter().zip(matched) {
        let Some(column) = segment.fast_fields().str(column)? else {
            continue;
        };
        let mut by_ordinal = vec![0u64; column.num_terms()];
        for ordinal in docs.iter().flat_map(|doc| column.term_ords(*doc)) {
            by_ordinal[ordinal as usize] += 1;
        }
        for (ordinal, count) in by_ordinal
            .into_iter()
            .enumerate()
            .filter(|(_, count)| *count > 0)
        {
            let mut value = String::new();
            column.ord_to_str(ordinal as u64, &mut value)?;
            *counts.entry(value).or_default() += count;
        }
    }
    Ok(counts)
}

/// The spellings of one name that differ only in what folding takes away, and how many articles have each.
#[derive(Default)]
struct Spellings {
    articles: u64,
    counts: BTreeMap<String, u64>,
}

impl Spellings {
    /// The commonest spelling; of several, the first in order.
    fn shown(self) -> (String, u64) {
        let best = self
            .counts
            .into_iter()
            .max_by(|(one, n), (other, m)| n.cmp(m).then_with(|| other.cmp(one)));
        (
            best.map(|(name, _)| name).unwrap_or_default(),
            self.articles,
        )
    }
}

fn names(index: &Index, field: NameField, matched: &Matched) -> tantivy::Result<Vec<FacetValue>> {
    let mut names: HashMap<String, Spellings> = HashMap::new();
    let mut unknown = 0;
    for (segment, docs) in index.searcher.segment_readers().iter().zip(matched) {
        unknown += count_names(segment, field, docs, &mut names)?;
    }
    let mut shown: Vec<(String, u64)> = names.into_values().map(Spellings::shown).collect();
    shown.sort_by(|(one, n), (other, m)| m.cmp(n).then_with(|| one.cmp(other)));
    Ok(values(shown, unknown))
}

/// Adds one segment's names and returns how many of its documents have none.
fn count_names(
    segment: &SegmentReader,
    field: NameField,
    docs: &[DocId],
    names: &mut HashMap<String, Spellings>,
) -> tantivy::Result<u64> {
    let Some(column) = segment.fast_fields().str(field.name())? else {
        return Ok(docs.len() as u64);
    };
    let folded = Folded::read(&column)?;
    let mut unknown = 0;
    // The last document that was counted for each folded name, so that two spellings in one count once.
    let mut last = vec![DocId::MAX; folded.count];
    let mut articles = vec![0u64; folded.count];
    let mut spellings = vec![0u64; folded.names.len()];
    for &doc in docs {
        let mut known = false;
        for ordinal in column.term_ords(doc) {
            known = true;
            let (_, group) = &folded.names[ordinal as usize];
            spellings[ordinal as usize] += 1;
            if last[*group] != doc {
                last[*group] = doc;
                articles[*group] += 1;
            }
        }
        unknown += u64::from(!known);
    }
    for (key, group) in folded.groups {
        if articles[group] > 0 {
            names.entry(key).or_default().articles += articles[group];
        }
    }
    for ((name, _), count) in folded
        .names
        .into_iter()
        .zip(spellings)
        .filter(|(_, count)| *count > 0)
    {
        let entry = names.entry(text::fold_name(&name)).or_default();
        *entry.counts.entry(name).or_default() += count;
    }
    Ok(unknown)
}

/// The names of a column, each with the number of the group of names that fold alike.
struct Folded {
    names: Vec<(String, usize)>,
    groups: HashMap<String, usize>,
    count: usize,
}

impl Folded {
    fn read(column: &StrColumn) -> tantivy::Result<Self> {
        let mut groups = HashMap::new();
        let mut names = Vec::with_capacity(column.num_terms());
        for ordinal in 0..column.num_terms() as u64 {
            let mut name = String::new();
            column.ord_to_str(ordinal, &mut name)?;
            let next = groups.len();
            let group = *groups.entry(text::fold_name(&name)).or_insert(next);
            names.push((name, group));
        }
        let count = groups.len();
        Ok(Folded {
            names,
            groups,
            count,
        })
    }
}

fn dates(
    index: &Index,
    granularity: Granularity,
    matched: &Matched,
) -> tantivy::Result<Vec<FacetValue>> {
    let mut days: BTreeMap<i64, u64> = BTreeMap::new();
    let mut unknown = 0;
    for (segment, docs) in index.searcher.segment_readers().iter().zip(matched) {
        let column = segment.fast_fields().i64(DATE)?;
        for &doc in docs {
            match column.first(doc) {
                Some(day) => *days.entry(day).or_default() += 1,
                None => unknown += 1,
            }
        }
    }
    let mut bars: BTreeMap<i64, (String, u64)> = BTreeMap::new();
    for (day, count) in days {
        let Some(date) = day_of(day) else { continue };
        let (place, label) = bar(date, granularity);
        bars.entry(place).or_insert_with(|| (label, 0)).1 += count;
    }
    Ok(values(bars.into_values().collect(), unknown))
}

/// Returns a bar's place in time and its label.
fn bar(date: jiff::civil::Date, granularity: Granularity) -> (i64, String) {
    let (year, month, day) = (
        i64::from(date.year()),
        i64::from(date.month()),
        i64::from(date.day()),
    );
    match granularity {
        Granularity::Year => (year, format!("{year:04}")),
        Granularity::Month => (year * 12 + month, format!("{year:04}-{month:02}")),
        Granularity::Day => ((year * 12 + month) * 31 + day, date.to_string()),
    }
}

fn values(known: Vec<(String, u64)>, unknown: u64) -> Vec<FacetValue> {
    let known = known.into_iter().map(|(value, count)| FacetValue {
        value: Some(value),
        count,
        chosen: false,
    });
    let unknown = (unknown > 0).then_some(FacetValue {
        value: None,
        count: unknown,
        chosen: false,
    });
    known.chain(unknown).collect()
}
