//! The rate of a loan (利率), and when it is set anew.

use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy};

use super::lpr::{LprTable, Tenor};
use super::problem::LoanProblem;
use crate::domain::values::{Date, Percent, text};

/// When a floating rate takes the newest LPR.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reprice {
    /// The LPR of the day of the first disbursement holds to the end.
    Never,
    /// Each 1 January.
    Yearly,
    /// Each anniversary of the first disbursement.
    Anniversary,
}

/// What a contract says about its rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rate {
    Fixed(Percent),
    /// A benchmark rate times a factor: 4.35 % x 1.1.
    Benchmark {
        base: Percent,
        factor: Decimal,
    },
    /// LPR plus basis points (hundredths of a percent point).
    Lpr {
        tenor: Tenor,
        basis_points: i32,
        reprice: Reprice,
    },
}

impl Reprice {
    pub fn code(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Yearly => "yearly",
            Self::Anniversary => "anniversary",
        }
    }

    fn read(word: &str) -> Option<Self> {
        [Self::Never, Self::Yearly, Self::Anniversary].into_iter().find(|r| r.code() == word)
    }

    /// The day whose LPR holds on `day`, for a loan first disbursed on `start`.
    pub fn pricing_day(self, start: Date, day: Date) -> Date {
        match self {
            _ if day <= start => start,
            Self::Never => start,
            Self::Yearly => {
                Date::from_ymd(day.year(), 1, 1).map_or(start, |first| first.max(start))
            }
            Self::Anniversary => {
                let years = day.year() - start.year();
                let this_year = start.add_years(years).unwrap_or(start);
                if this_year <= day {
                    this_year
                } else {
                    start.add_years(years - 1).unwrap_or(start)
                }
            }
        }
    }

    /// The next day after `day` on which the rate is set anew.
    pub fn next_after(self, start: Date, day: Date) -> Option<Date> {
        match self {
            Self::Never => None,
            Self::Yearly => Date::from_ymd(day.year() + 1, 1, 1),
            Self::Anniversary => (0..=1).find_map(|more| {
                start.add_years(day.year() - start.year() + more).filter(|next| *next > day)
            }),
        }
    }
}

impl Rate {
    /// The yearly rate that holds on `day`, for a loan first disbursed on `start`.
    ///
    /// Errors: `LprMissing`, `TooLarge`.
    pub fn on(self, day: Date, start: Date, lpr: &LprTable) -> Result<Percent, LoanProblem> {
        let points = match self {
            Self::Fixed(percent) => return Ok(percent),
            Self::Benchmark { base, factor } => {
                base.points().checked_mul(factor).ok_or(LoanProblem::TooLarge)?
            }
            Self::Lpr { tenor, basis_points, reprice } => {
                let lpr = lpr.on(tenor, reprice.pricing_day(start, day))?;
                lpr.points() + Decimal::new(i64::from(basis_points), 2)
            }
        };
        let half_away = RoundingStrategy::MidpointAwayFromZero;
        let points = points.round_dp_with_strategy(8, half_away);
        Percent::from_points(points).ok_or(LoanProblem::TooLarge)
    }

    /// The next day after `day` on which the rate may change.
    pub fn changes_after(self, day: Date, start: Date) -> Option<Date> {
        match self {
            Self::Lpr { reprice, .. } => reprice.next_after(start, day),
            Self::Fixed(_) | Self::Benchmark { .. } => None,
        }
    }

    /// Reads `4.35%`, `4.35`, `4.35% x 1.1`, `LPR1Y+50bp`, `LPR 5Y - 10 bp yearly`,
    /// `LPR1Y+50bp reprice=yearly`.
    pub fn read(text: &str) -> Option<Self> {
        let folded = text::fold_width(text.trim()).to_uppercase().replace(['×', '*'], "X");
        if let Some(rest) = folded.strip_prefix("LPR") {
            return Self::read_lpr(rest.trim());
        }
        let percent = |text: &str| {
            let read = Percent::read(text.trim()).ok()?.value;
            (read >= Percent::ZERO && read <= Percent::HUNDRED).then_some(read)
        };
        match folded.split_once('X') {
            None => percent(&folded).map(Self::Fixed),
            Some((base, factor)) => {
                let factor = Decimal::from_str_exact(factor.trim()).ok()?;
                let fits = factor > Decimal::ZERO && factor <= Decimal::TEN && factor.scale() <= 6;
                fits.then_some(Self::Benchmark { base: percent(base)?, factor: factor.normalize() })
            }
        }
    }

    /// What stands behind `LPR`, in capitals: tenor, basis points, and when it is set anew.
    fn read_lpr(rest: &str) -> Option<Self> {
        let rest: String = rest.chars().filter(|c| !c.is_whitespace()).collect();
        let tenors = [Tenor::OneYear, Tenor::FiveYear];
        let tenor = tenors.into_iter().find(|tenor| rest.starts_with(tenor.code()))?;
        let rest = &rest[tenor.code().len()..];
        let (points, reprice) = match rest.split_once("BP") {
            Some((figures, reprice)) if figures.starts_with(['+', '-']) => {
                (figures.parse().ok()?, reprice)
            }
            Some(_) => return None,
            None => (0, rest),
        };
        let reprice = match reprice.strip_prefix("REPRICE=").unwrap_or(reprice) {
            "" => Reprice::Never,
            word => Reprice::read(&word.to_lowercase())?,
        };
        let fits = (-10_000..=10_000).contains(&points);
        fits.then_some(Self::Lpr { tenor, basis_points: points, reprice })
    }
}

/// The text [`Rate::read`] reads.
impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed(percent) => percent.fmt(f),
            Self::Benchmark { base, factor } => write!(f, "{base} x {factor}"),
            Self::Lpr { tenor, basis_points, reprice } => {
                write!(f, "LPR{}{basis_points:+}bp {}", tenor.code(), reprice.code())
            }
        }
    }
}
