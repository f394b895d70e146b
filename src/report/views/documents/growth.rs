//! Groups of the year so far against the same months of the year before, and their ranks.

use std::collections::BTreeMap;

use crate::domain::values::Quarter;
use crate::i18n::Lang;
use crate::ledger::{Ledger, LedgerError, Snapshot};
use crate::report::views::counts::change;
use crate::report::{Cell, Table};
use crate::stats::{FigureRow, Figures, SplitBy, Totals};

/// The year so far and the same months of the year before, by group; groups without anything in either are left out.
pub fn to_date(
    ledger: &Ledger,
    (snapshot, quarter): (Snapshot, Quarter),
    split: SplitBy,
) -> Result<Vec<(String, [Figures; 2])>, LedgerError> {
    let (year, last) = (quarter.year(), quarter.number());
    let totals = Totals::count(ledger, snapshot, Some(split), year - 1..=year)?;
    let rows = |year: i32| -> Vec<FigureRow> {
        // Of a whole year what is known by the year alone counts too.
        let mut rows = if last == 4 { totals.annual(year, year) } else { totals.quarterly(year) };
        rows.retain(|row| row.quarter.is_none_or(|quarter| quarter <= last));
        rows
    };
    let mut groups: BTreeMap<String, [Figures; 2]> = BTreeMap::new();
    for (at, year) in [year, year - 1].into_iter().enumerate() {
        for row in rows(year) {
            groups.entry(row.group.unwrap_or_default()).or_default()[at].add(&row.figures);
        }
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    // Those that state nothing come last; else the most filings first, of two alike the more grants.
    groups.sort_by(|(a, [x, _]), (b, [y, _])| {
        let order = |name: &str, now: &Figures| {
            (name.is_empty(), -now.invention_filings(), -now.invention_grants(), name.to_owned())
        };
        order(a, x).cmp(&order(b, y))
    });
    Ok(groups)
}

/// Puts the change on the same months of the year before beside the invention filings and grants of each group.
pub fn with_growth(mut table: Table, groups: &[(String, [Figures; 2])], lang: Lang) -> Table {
    let of: BTreeMap<&str, &[Figures; 2]> =
        groups.iter().map(|(group, figures)| (group.as_str(), figures)).collect();
    let mut all: [Figures; 2] = Default::default();
    for (_, figures) in groups {
        all.iter_mut().zip(figures).for_each(|(all, figures)| all.add(figures));
    }
    type Count = fn(&Figures) -> i64;
    let growths: [(&str, &'static str, Count); 2] = [
        ("invention_filings", "filings_growth_to_date", Figures::invention_filings),
        ("invention_grants", "grants_growth_to_date", Figures::invention_grants),
    ];
    for (beside, key, n) in growths {
        let growth = |[now, before]: &[Figures; 2]| change(n(now), n(before));
        let of_row = |row: &Vec<Cell>| match row.first() {
            Some(Cell::Code { code, .. }) => {
                of.get(code.as_str()).map_or(Cell::Empty, |figures| growth(figures))
            }
            _ => Cell::Empty,
        };
        let cells: Vec<Cell> = table.rows.iter().map(of_row).collect();
        let at = table.columns.iter().position(|column| column.key == beside);
        let at = at.map_or(table.columns.len(), |at| at + 1);
        table.insert(at, lang, key, cells, growth(&all));
    }
    table
}

/// Puts the place of each row by its figures in a column before it; what states nothing has none, two alike share one.
pub fn with_rank(mut table: Table, by: &str, lang: Lang) -> Table {
    let by = table.columns.iter().position(|column| column.key == by).unwrap_or_default();
    let (mut rank, mut last) = (0, None);
    let mut ranks = Vec::with_capacity(table.rows.len());
    for (at, row) in table.rows.iter().enumerate() {
        if last != row.get(by) {
            (rank, last) = (at as i64 + 1, row.get(by));
        }
        let is_named = !matches!(row.first(), Some(Cell::Code { code, .. }) if code.is_empty());
        ranks.push(if is_named { Cell::Ordinal(rank) } else { Cell::Empty });
    }
    table.insert(0, lang, "rank", ranks, Cell::Empty);
    table
}
