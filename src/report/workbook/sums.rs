//! Totals a spreadsheet works out itself, where it is certain to come to our figure.
//!
//! A total that is no sum of what stands above it (firms counted once, a rate) stays a value, and so does
//! a sum that floating-point addition could miss.

use std::ops::RangeInclusive;

use rust_xlsxwriter::utility::cell_range;

use super::cells::{number, places};
use crate::report::exact::yuan;
use crate::report::table::Cell;

/// Below this, counted in units of the last decimal, no order of additions is off by half a unit: each of
/// them errs by at most 2^-53 of the sum of all magnitudes.
const CERTAIN: i128 = 1 << 51;

/// An exact decimal: so many units of the last of so many decimals.
type Exact = (i128, u32);

/// Returns the formula for a total under the cells of its column in these rows; none where adding up would
/// not give exactly that total, whoever does it.
pub fn formula<'a>(
    total: &Cell,
    cells: impl Iterator<Item = &'a Cell>,
    rows: RangeInclusive<u32>,
    column: u16,
) -> Option<String> {
    number(total)?;
    let stated = exact(total)?;
    let mut terms = Vec::new();
    for cell in cells {
        match cell {
            // A spreadsheet would add these to the others.
            Cell::Ordinal(_) | Cell::Percent(_) | Cell::Date(_) => return None,
            Cell::Count(_) | Cell::Yuan(_) | Cell::Decimal(_) => {
                number(cell)?;
                terms.push(exact(cell)?);
            }
            Cell::Empty
            | Cell::Text(_)
            | Cell::Id(_)
            | Cell::Code { .. }
            | Cell::Bool(_)
            | Cell::Bar(_) => {}
        }
    }
    let decimals = terms.iter().map(|(_, places)| *places).max()?.max(stated.1);
    let units = |(units, places): &Exact| units * 10_i128.pow(decimals - places);
    let sum: i128 = terms.iter().map(units).sum();
    let magnitude: i128 = terms.iter().map(|term| units(term).abs()).sum();
    let is_certain = magnitude.checked_mul(terms.len() as i128 + 1)? < CERTAIN;
    if sum != units(&stated) || !is_certain {
        return None;
    }
    let sum = format!("SUM({})", cell_range(*rows.start(), column, *rows.end(), column));
    // Tenths are no binary fractions: rounding takes off what their addition leaves behind.
    Some(if decimals == 0 { sum } else { format!("ROUND({sum},{decimals})") })
}

fn exact(cell: &Cell) -> Option<Exact> {
    match cell {
        Cell::Count(n) => Some(((*n).into(), 0)),
        Cell::Yuan(fen) => Some(((*fen).into(), 2)),
        Cell::Decimal(decimal) => {
            let digits = decimal.replacen('.', "", 1);
            Some((digits.parse().ok()?, u32::try_from(places(decimal)).ok()?))
        }
        Cell::Empty
        | Cell::Text(_)
        | Cell::Id(_)
        | Cell::Ordinal(_)
        | Cell::Date(_)
        | Cell::Percent(_)
        | Cell::Code { .. }
        | Cell::Bool(_)
        | Cell::Bar(_) => None,
    }
}

/// Returns the result that stands beside the formula of a total until somebody adds up again.
pub fn result(total: &Cell) -> String {
    match total {
        Cell::Yuan(fen) => yuan(*fen),
        Cell::Decimal(decimal) => decimal.clone(),
        Cell::Count(n) => n.to_string(),
        Cell::Empty
        | Cell::Text(_)
        | Cell::Id(_)
        | Cell::Ordinal(_)
        | Cell::Date(_)
        | Cell::Percent(_)
        | Cell::Code { .. }
        | Cell::Bool(_)
        | Cell::Bar(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The formula of a total under cells in D5 and below.
    fn under(cells: &[Cell], total: Cell) -> Option<String> {
        let rows = 4..=3 + cells.len() as u32;
        formula(&total, cells.iter(), rows, 3)
    }

    #[test]
    fn a_total_is_a_formula_where_it_is_the_sum() {
        let counts = [Cell::Count(3), Cell::Empty, Cell::text("—"), Cell::Count(-1)];
        assert_eq!(under(&counts, Cell::Count(2)).as_deref(), Some("SUM(D5:D8)"));
        let amounts = [Cell::Yuan(10), Cell::Yuan(20)];
        assert_eq!(under(&amounts, Cell::Yuan(30)).as_deref(), Some("ROUND(SUM(D5:D6),2)"));
        let mixed = [Cell::Count(1), Cell::Decimal("0.125".into())];
        assert_eq!(
            under(&mixed, Cell::Decimal("1.125".into())).as_deref(),
            Some("ROUND(SUM(D5:D6),3)")
        );
    }

    #[test]
    fn any_other_total_stays_a_value() {
        let distinct = [Cell::Count(3), Cell::Count(4)];
        let years = [Cell::Count(1), Cell::Ordinal(2016)];
        let rates = [Cell::Percent("40.00".into()), Cell::Percent("60.00".into())];
        let words = [Cell::text("甲"), Cell::Empty];
        let long = [Cell::Yuan(i64::MAX), Cell::Yuan(1 - i64::MAX)];
        let wide = vec![Cell::Yuan(99_999_999_999_999); 40];
        assert_eq!(under(&distinct, Cell::Count(5)), None);
        assert_eq!(under(&years, Cell::Count(1)), None);
        assert_eq!(under(&rates, Cell::Percent("100.00".into())), None);
        assert_eq!(under(&words, Cell::Count(0)), None);
        assert_eq!(under(&long, Cell::Yuan(1)), None);
        assert_eq!(under(&wide, Cell::Yuan(99_999_999_999_999 * 40)), None);
        assert_eq!(under(&distinct, Cell::text("7")), None);
    }

    proptest! {
        /// Any order of plain additions, rounded as the formula says, comes to the cached result.
        #[test]
        fn adding_up_comes_to_the_result(fen in prop::collection::vec(-1_000_000_000_i64..1_000_000_000, 1..60)) {
            let cells: Vec<Cell> = fen.iter().map(|fen| Cell::Yuan(*fen)).collect();
            let total = Cell::Yuan(fen.iter().sum());
            prop_assert!(under(&cells, total.clone()).is_some());
            let held = |cell: &Cell| number(cell).map_or(0.0, |(number, _)| number);
            for sum in [cells.iter().map(held).sum::<f64>(), cells.iter().rev().map(held).sum()] {
                prop_assert_eq!(format!("{sum:.2}").parse(), Ok(held(&total)));
            }
        }
    }
}
