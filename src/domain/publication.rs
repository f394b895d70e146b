//! Publications (发布): the figures of a quarter as they leave the house, each with what a reader must know of it.

use rust_decimal::Decimal;

use super::indicator::Grouping;
use super::values::{Date, Period};

/// Names a figure: what, when, of whom. A level is of one day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FigureKey {
    /// Of a figure other offices report, their own code.
    pub indicator: String,
    pub period: Period,
    pub group: Option<(Grouping, String)>,
}

/// A figure as published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    pub key: FigureKey,
    /// A count, fen, or what another office reported in the target's unit.
    pub value: Decimal,
    /// Which series it belongs to: a changed definition begins the next.
    pub series: i64,
    pub flags: Flags,
}

/// What must be known of a figure (SDMX observation status).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Flags {
    /// P: late filings and fees may still come in.
    pub provisional: bool,
    /// R: published otherwise in the edition it is held against.
    pub revised: bool,
    /// B: the definition changed within the period or just before it, or is another than a year before.
    pub broken: bool,
    /// E: some of it rests on an assumption.
    pub estimated: bool,
}

impl Flags {
    /// The flags as letters, in the order P R B E.
    pub fn letters(self) -> String {
        let flags = [
            (self.provisional, 'P'),
            (self.revised, 'R'),
            (self.broken, 'B'),
            (self.estimated, 'E'),
        ];
        flags.into_iter().filter(|(set, _)| *set).map(|(_, letter)| letter).collect()
    }

    /// Returns what must be known of either of two figures.
    pub fn or(self, other: Self) -> Self {
        Self {
            provisional: self.provisional | other.provisional,
            revised: self.revised | other.revised,
            broken: self.broken | other.broken,
            estimated: self.estimated | other.estimated,
        }
    }

    /// Reads [`Flags::letters`].
    pub fn read(letters: &str) -> Self {
        Self {
            provisional: letters.contains('P'),
            revised: letters.contains('R'),
            broken: letters.contains('B'),
            estimated: letters.contains('E'),
        }
    }
}

/// Days after its end in which a period stays provisional. The filing fee falls due two months after the filing
/// date, or 15 days after the notice of acceptance (专利法实施细则, 2010, art. 95); a month more for the papers.
const CLOSING_DAYS: i32 = 90;

/// Whether filings of a period may still come in, or their fees, at the close of `as_of`.
pub fn is_provisional(period: Period, as_of: Date) -> bool {
    as_of.days_since(period.last()) < CLOSING_DAYS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_is_provisional_for_ninety_days() {
        let quarter: Period = "2016Q4".parse().unwrap();
        for (day, provisional) in
            [("2016-12-31", true), ("2017-03-30", true), ("2017-03-31", false)]
        {
            assert_eq!(is_provisional(quarter, day.parse().unwrap()), provisional, "{day}");
        }
    }

    #[test]
    fn flags_are_letters() {
        for letters in ["", "P", "RB", "PRBE", "E"] {
            assert_eq!(Flags::read(letters).letters(), letters);
        }
    }
}
