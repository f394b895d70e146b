//! Rates (利率) without a sign: whether the bare figures of a column are percents or fractions.
//!
//! A column that says % holds percents, 0.35 too. One that does not holds fractions, as a spreadsheet's percent cells
//! do, when every bare figure in it lies below a limit that no rate in percent is below.

use rust_decimal::Decimal;

use super::row::Row;
use crate::domain::values::Percent;

/// Bare figures below this may be fractions: 0.2 would be 20 %.
const LIMIT: Decimal = Decimal::from_parts(2, 0, 0, false, 1);

/// A column of rates and what its bare figures are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateColumn {
    pub column: usize,
    says_percent: bool,
    /// The first bare figure below the limit, and its row.
    small: Option<(String, u32)>,
    has_large: bool,
}

/// How a small bare figure was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmallRate {
    pub column: usize,
    pub figure: String,
    pub row: u32,
    pub as_fraction: bool,
    /// What it was taken for.
    pub rate: Percent,
}

impl RateColumn {
    /// `texts` are its header's lines and what else states units for it.
    pub(super) fn new<'t>(column: usize, mut texts: impl Iterator<Item = &'t str>) -> Self {
        let says_percent =
            texts.any(|text| text.contains(['%', '％']) || text.to_lowercase().contains("percent"));
        Self { column, says_percent, small: None, has_large: false }
    }

    /// Looks at a row of data.
    pub(super) fn take(&mut self, row: &Row) {
        if self.has_large {
            return;
        }
        let shown = row.cell(self.column).display();
        let Some(points) = bare(&shown) else { return };
        if points >= LIMIT {
            self.has_large = true;
        } else if points > Decimal::ZERO && self.small.is_none() {
            self.small = Some((shown.into_owned(), row.number));
        }
    }

    /// Returns whether its bare figures are fractions.
    pub fn holds_fractions(&self) -> bool {
        self.small.is_some() && !self.has_large && !self.says_percent
    }

    /// Returns how the first small figure was read, if there is one.
    pub fn small(&self) -> Option<SmallRate> {
        let (figure, row) = self.small.clone()?;
        let as_fraction = self.holds_fractions();
        let points = bare(&figure)?;
        let rate = if as_fraction { of_fraction(points)? } else { Percent::from_points(points)? };
        Some(SmallRate { column: self.column, figure, row, as_fraction, rate })
    }
}

/// Returns the figure of a rate that bears no sign of its own.
fn bare(text: &str) -> Option<Decimal> {
    let is_bare = !text.contains(['%', '％']);
    is_bare.then(|| Percent::read(text).ok().map(|read| read.value.points()))?
}

fn of_fraction(points: Decimal) -> Option<Percent> {
    Percent::from_points(points.checked_mul(Decimal::ONE_HUNDRED)?)
}

/// Returns a fraction as the percent it is, in writing; none for what is no bare figure.
pub(super) fn as_percent(text: &str) -> Option<String> {
    Some(of_fraction(bare(text)?)?.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::row::Cell;

    /// Header, values, then how the first small figure was read: figure=rate, f: as a fraction.
    #[test]
    fn a_sign_or_the_size_of_all_tells_percents_from_fractions() {
        for (header, values, expected) in [
            ("年利率", &["0.0435", "0.0475", ""][..], Some("0.0435=4.35%f")),
            ("年利率", &["0", "0.1999"], Some("0.1999=19.99%f")),
            ("年利率", &["0.0435", "4.75%"], Some("0.0435=4.35%f")),
            ("年利率", &["0.0435", "LPR+50bp"], Some("0.0435=4.35%f")),
            // One figure that can be no fraction: all are percents.
            ("年利率", &["0.0435", "4.75"], Some("0.0435=0.0435%")),
            ("年利率", &["0.19", "0.2"], Some("0.19=0.19%")),
            ("年利率", &["4.35", "0.35"], None),
            ("年利率(%)", &["0.0435"], Some("0.0435=0.0435%")),
            ("年利率（％）", &["0.0435"], Some("0.0435=0.0435%")),
            ("rate_percent", &["0.0435"], Some("0.0435=0.0435%")),
            ("年利率", &["4.35%"], None),
            ("年利率", &["0"], None),
        ] {
            let mut column = RateColumn::new(0, [header].into_iter());
            for (at, value) in values.iter().enumerate() {
                let mut row = Row::default();
                row.begin(at as u32 + 2);
                row.set(0, Cell::Text(value));
                column.take(&row);
            }
            let read = column.small().map(|small| {
                let mark = if small.as_fraction { "f" } else { "" };
                format!("{}={}{mark}", small.figure, small.rate)
            });
            assert_eq!(read.as_deref(), expected, "{header} {values:?}");
        }
    }
}
