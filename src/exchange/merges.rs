//! Merged cells (合并单元格): the value of the first cell holds for every cell the merge covers.

use super::error::ExchangeError;
use super::limits::{MOST_COLUMNS, MOST_ROWS};
use super::row::{Given, OwnedCell, Row};
use super::source::RowReader;

/// A merge that covers more columns than this is a title's; it says nothing about single columns.
const WIDEST: usize = 64;
/// Merges open at one time. A sheet has at most one per column.
const MOST_OPEN: usize = 16_384;

/// A merged region; rows from 1, columns from 0, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Merge {
    pub top: u32,
    pub bottom: u32,
    pub left: usize,
    pub right: usize,
}

impl Merge {
    /// Returns whether the region is one a sheet can have.
    pub fn is_sound(&self) -> bool {
        (1..=MOST_ROWS).contains(&self.top)
            && self.top <= self.bottom
            && self.left <= self.right
            && self.right < MOST_COLUMNS as usize
    }
}

/// Gives the rows of a sheet with the values of merged cells filled in.
///
/// A row in which nothing stands of its own stays blank: it is the lower half of the record above.
pub(super) struct WithMerges<R> {
    rows: R,
    /// By their first row, the last one first.
    merges: Vec<Merge>,
    open: Vec<(Merge, OwnedCell)>,
}

impl<R: RowReader> WithMerges<R> {
    pub fn new(rows: R, mut merges: Vec<Merge>) -> Self {
        merges.retain(|merge| merge.right - merge.left < WIDEST);
        merges.sort_by_key(|merge| (std::cmp::Reverse(merge.top), merge.left));
        Self { rows, merges, open: Vec::new() }
    }

    fn fill(&mut self, row: &mut Row) {
        self.open.retain(|(merge, _)| merge.bottom >= row.number);
        while let Some(merge) = self.merges.pop_if(|merge| merge.top <= row.number) {
            let value = row.cell(merge.left);
            if merge.top == row.number && !value.is_blank() && self.open.len() < MOST_OPEN {
                self.open.push((merge, value.into()));
            }
        }
        if row.is_blank() {
            return;
        }
        for (merge, value) in &self.open {
            for column in merge.left..=merge.right {
                let given = if merge.top < row.number {
                    Given::Above
                } else if column > merge.left {
                    Given::Left
                } else {
                    continue;
                };
                if row.cell(column).is_blank() {
                    row.give(column, value.as_cell(), given);
                }
            }
        }
    }
}

impl<R: RowReader> RowReader for WithMerges<R> {
    fn next(&mut self, row: &mut Row) -> Result<bool, ExchangeError> {
        let more = self.rows.next(row)?;
        if more && !(self.merges.is_empty() && self.open.is_empty()) {
            self.fill(row);
        }
        Ok(more)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::row::Cell;

    struct Lines(Vec<&'static str>, u32);

    impl RowReader for Lines {
        fn next(&mut self, row: &mut Row) -> Result<bool, ExchangeError> {
            let Some(line) = self.0.get(self.1 as usize) else { return Ok(false) };
            self.1 += 1;
            row.begin(self.1);
            line.split('|').enumerate().for_each(|(i, text)| row.set(i, Cell::Text(text)));
            Ok(true)
        }
    }

    /// Rows from 1 and columns from 0: top, bottom, left, right.
    type Region = (u32, u32, usize, usize);

    fn check(lines: &[&'static str], merges: &[Region], filled: &[&str]) {
        let merge = |&(top, bottom, left, right): &Region| Merge { top, bottom, left, right };
        let merges = merges.iter().map(merge).collect();
        let mut rows = WithMerges::new(Lines(lines.to_vec(), 0), merges);
        let (mut row, mut shown) = (Row::default(), Vec::new());
        while rows.next(&mut row).unwrap() {
            let cells: Vec<String> = row.cells().map(|cell| cell.display().into_owned()).collect();
            shown.push(cells.join("|"));
        }
        assert_eq!(shown, filled, "{lines:?}");
    }

    #[test]
    fn every_covered_cell_has_the_value() {
        check(&["甲|1", "|2", "|3"], &[(1, 3, 0, 0)], &["甲|1", "甲|2", "甲|3"]);
        check(
            &["担保债权||x", "金额|日期|"],
            &[(1, 1, 0, 1), (1, 2, 2, 2)],
            &["担保债权|担保债权|x", "金额|日期|x"],
        );
        check(&["甲||1", "||2"], &[(1, 2, 0, 1)], &["甲|甲|1", "甲|甲|2"]);
        // Beyond its last row a merge gives nothing, and what stands in a covered cell stays.
        check(&["甲|1", "乙|2", "|3"], &[(1, 2, 0, 0)], &["甲|1", "乙|2", "|3"]);
        // Two lines of one record.
        check(&["甲|1", "|"], &[(1, 2, 0, 0), (1, 2, 1, 1)], &["甲|1", "|"]);
        assert!(!Merge { top: 0, bottom: 1, left: 0, right: 0 }.is_sound());
        assert!(!Merge { top: 2, bottom: 1, left: 0, right: 0 }.is_sound());
    }
}
