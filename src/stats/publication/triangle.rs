//! The revision triangle (修订三角): each period as first published, and as published later.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::domain::values::Quarter;
use crate::ledger::{Ledger, LedgerError, Publication, Snapshot};

/// One indicator, quarter by quarter, publication by publication.
#[derive(Debug, Clone)]
pub struct Triangle {
    /// The columns, oldest first.
    pub publications: Vec<Publication>,
    /// By quarter: the value and series in each publication; none where it did not speak of the quarter.
    pub rows: BTreeMap<Quarter, Vec<Option<(Decimal, i64)>>>,
}

/// Returns the triangle of an indicator from the sealed figures of all publications.
pub fn triangle(
    ledger: &Ledger,
    snapshot: Snapshot,
    indicator: &str,
) -> Result<Triangle, LedgerError> {
    let publications = ledger.publications(snapshot)?;
    let mut rows: BTreeMap<Quarter, Vec<Option<(Decimal, i64)>>> = BTreeMap::new();
    for (at, publication) in publications.iter().enumerate() {
        for figure in ledger.published_figures(publication.number, snapshot)? {
            let key = &figure.key;
            let quarter = Quarter::of(key.period.first());
            let is_level = key.period.first() == key.period.last();
            let is_its = quarter.period() == key.period || is_level;
            if key.indicator == indicator && key.group.is_none() && is_its {
                let row = rows.entry(quarter).or_insert_with(|| vec![None; publications.len()]);
                row[at] = Some((figure.value, figure.series));
            }
        }
    }
    Ok(Triangle { publications, rows })
}
