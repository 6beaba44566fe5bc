//! Numbers of a whole commit that every ranking needs, taken once and kept: a commit stays as it is.

use std::sync::OnceLock;

use tantivy::columnar::Column;
use tantivy::schema::Field;

use super::reader::Index;
use super::schema::{DATE, KEY, TITLE_WORDS};
use crate::search::signals::Statistics;

/// The numbers of a commit, each taken when it is first needed.
#[derive(Default)]
pub(super) struct Numbers {
    statistics: OnceLock<Statistics>,
    columns: OnceLock<Vec<Columns>>,
}

/// The columns of one segment that every ranking reads.
pub(super) struct Columns {
    pub(super) date: Column<i64>,
    pub(super) key: Column<u64>,
    pub(super) title_words: Column<u64>,
}

impl Index {
    /// Returns the numbers of the whole index that the ranking needs.
    pub(super) fn statistics(&self) -> tantivy::Result<Statistics> {
        if let Some(known) = self.numbers.statistics.get() {
            return Ok(*known);
        }
        let statistics = Statistics {
            articles: self.searcher.num_docs() as f64,
            body_length: self.average_length(self.fields.body)?,
            title_length: self.average_length(self.fields.title)?,
        };
        Ok(*self.numbers.statistics.get_or_init(|| statistics))
    }

    /// Returns the columns of every segment.
    pub(super) fn columns(&self) -> tantivy::Result<&[Columns]> {
        if let Some(known) = self.numbers.columns.get() {
            return Ok(known);
        }
        let segments = self.searcher.segment_readers().iter().map(|segment| {
            let columns = segment.fast_fields();
            Ok(Columns {
                date: columns.i64(DATE)?,
                key: columns.u64(KEY)?,
                title_words: columns.u64(TITLE_WORDS)?,
            })
        });
        let columns = segments.collect::<tantivy::Result<_>>()?;
        Ok(self.numbers.columns.get_or_init(|| columns))
    }

    /// Returns the mean length of a field in words, at least 1.
    fn average_length(&self, field: Field) -> tantivy::Result<f64> {
        let mut sum = 0u64;
        for segment in self.searcher.segment_readers() {
            let lengths = segment.get_fieldnorms_reader(field)?;
            let lengths = segment.doc_ids_alive().map(|doc| lengths.fieldnorm(doc));
            sum += lengths.map(u64::from).sum::<u64>();
        }
        Ok((sum as f64 / self.searcher.num_docs().max(1) as f64).max(1.0))
    }
}
