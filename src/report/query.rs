//! The rows of a table that are wanted, sorted, counted by a column, summed.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::shown::shown;
use super::table::{Cell, Table};
use crate::domain::values::text::name_key;
use crate::i18n::Lang;

/// Sorts rows by a column: numbers by size, days and words by their text. What is equal stays in its order.
pub fn sort(rows: &mut [Vec<Cell>], column: usize, turned: bool) {
    rows.sort_by(|a, b| {
        let order = compare(&a[column], &b[column]);
        if turned { order.reverse() } else { order }
    });
}

/// The places of the rows that hold each of these values (a column and what a person reads there), sorted by a column.
pub fn order(
    table: &Table,
    lang: Lang,
    values: &[(usize, &str)],
    sorted: Option<(usize, bool)>,
) -> Vec<usize> {
    let holds = |row: &Vec<Cell>| {
        values
            .iter()
            .all(|(at, value)| row.get(*at).is_some_and(|cell| shown(cell, lang) == *value))
    };
    let mut places: Vec<usize> =
        (0..table.rows.len()).filter(|at| values.is_empty() || holds(&table.rows[*at])).collect();
    if let Some((column, turned)) = sorted {
        places.sort_by(|a, b| {
            let order = compare(&table.rows[*a][column], &table.rows[*b][column]);
            if turned { order.reverse() } else { order }
        });
    }
    places
}

/// Keeps the rows in whose cells each word of a text stands.
pub fn search(table: &mut Table, lang: Lang, text: &str) {
    let words: Vec<String> = text.split_whitespace().map(name_key).collect();
    let holds = |row: &Vec<Cell>| {
        let shown: Vec<String> = row.iter().map(|cell| name_key(&shown(cell, lang))).collect();
        words.iter().all(|word| shown.iter().any(|text| text.contains(word.as_str())))
    };
    if !words.is_empty() {
        table.rows.retain(holds);
    }
}

/// How many cells read alike, the most frequent first.
pub fn counted<'c>(cells: impl IntoIterator<Item = &'c Cell>, lang: Lang) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for cell in cells {
        *counts.entry(shown(cell, lang)).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

/// The sum of each column of amounts over some rows; none where nothing can be added or the sum is beyond any amount.
pub fn sums<'r>(columns: usize, rows: impl IntoIterator<Item = &'r Vec<Cell>>) -> Vec<Option<i64>> {
    let mut sums = vec![None; columns];
    let mut broken = vec![false; columns];
    for row in rows {
        for (at, cell) in row.iter().enumerate().take(columns) {
            let Cell::Yuan(fen) = cell else { continue };
            match sums[at].unwrap_or(0_i64).checked_add(*fen) {
                Some(sum) if !broken[at] => sums[at] = Some(sum),
                _ => (sums[at], broken[at]) = (None, true),
            }
        }
    }
    sums
}

fn compare(a: &Cell, b: &Cell) -> Ordering {
    match (a, b) {
        (
            Cell::Count(a) | Cell::Ordinal(a) | Cell::Yuan(a),
            Cell::Count(b) | Cell::Ordinal(b) | Cell::Yuan(b),
        ) => a.cmp(b),
        (a, b) => words(a).cmp(words(b)),
    }
}

fn words(cell: &Cell) -> &str {
    match cell {
        Cell::Text(text)
        | Cell::Id(text)
        | Cell::Date(text)
        | Cell::Percent(text)
        | Cell::Decimal(text) => text,
        Cell::Code { label, .. } => label,
        Cell::Empty
        | Cell::Count(_)
        | Cell::Ordinal(_)
        | Cell::Yuan(_)
        | Cell::Bool(_)
        | Cell::Bar(_) => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three loans: number, bank, what is owed in fen.
    fn loans() -> Table {
        let mut table = Table::new(&[("loan_no", "n"), ("bank", "b"), ("outstanding", "o")]);
        for (number, bank, owed) in
            [("JD1", "甲行", 300), ("JD2", "乙行", 20), ("JD3", "甲行", 1000)]
        {
            table.row(vec![Cell::id(number), Cell::text(bank), Cell::Yuan(owed)]);
        }
        table
    }

    fn numbers(table: &Table) -> Vec<String> {
        table.column(0).map(|cell| shown(cell, Lang::Zh)).collect()
    }

    #[test]
    fn amounts_are_sorted_by_size() {
        let mut table = loans();
        sort(&mut table.rows, 2, false);
        assert_eq!(numbers(&table), ["JD2", "JD1", "JD3"]);
        sort(&mut table.rows, 2, true);
        assert_eq!(numbers(&table), ["JD3", "JD1", "JD2"]);
    }

    #[test]
    fn a_value_narrows_counts_and_adds_up() {
        let mut table = loans();
        assert_eq!(
            counted(table.column(1), Lang::Zh),
            [("甲行".to_owned(), 2), ("乙行".to_owned(), 1)]
        );
        assert_eq!(sums(3, &table.rows), [None, None, Some(1320)]);
        let of_one = order(&table, Lang::Zh, &[(1, "甲行")], Some((2, true)));
        assert_eq!(of_one, [2, 0]);
        let rows = of_one.iter().map(|at| &table.rows[*at]);
        assert_eq!(sums(3, rows), [None, None, Some(1300)]);
        search(&mut table, Lang::Zh, "jd3 甲");
        assert_eq!(numbers(&table), ["JD3"]);
    }

    #[test]
    fn a_sum_beyond_any_amount_is_none() {
        let rows = [i64::MAX, 1, 1].map(|fen| vec![Cell::Yuan(fen)]);
        assert_eq!(sums(1, &rows), [None]);
    }
}
