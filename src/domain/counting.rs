//! Which month a filing or a grant counts in, on which basis, and for whom.
//!
//! Source: domain.md 0 and 3. A filing counts on the day the office received it, where known; a
//! national-phase entry on the day it entered China; else on the filing date. A divisional without a
//! received date counts in its number's year and in no quarter. All applications received count, or only
//! those whose filing fee is paid, by the definition in force that month (`ledger/definitions.csv`). A filing whose fee is unknown
//! counts under both, and the figure says how many such it holds. Grants count on the grant
//! announcement date. A case belongs to the district where its first applicant sat on that day.

use super::numbers::PatentKind;
use super::patent::{FilingFee, Patent};
use super::pct::Pct;
use super::values::Date;

/// When something counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    On(Date),
    /// The year is known from the number, the day is not.
    InYear(i32),
}

impl Counted {
    pub fn year(self) -> i32 {
        match self {
            Self::On(day) => day.year(),
            Self::InYear(year) => year,
        }
    }

    /// The month 1 to 12; 0 when only the year is known.
    pub fn month(self) -> u32 {
        match self {
            Self::On(day) => day.month(),
            Self::InYear(_) => 0,
        }
    }

    /// The day a membership is looked up for: of a year alone, its last.
    pub fn day_of_membership(self) -> Option<Date> {
        match self {
            Self::On(day) => Some(day),
            Self::InYear(year) => Date::from_ymd(year, 12, 31),
        }
    }

    /// Whether it had happened at the close of `day`.
    pub fn by(self, day: Date) -> bool {
        match self {
            Self::On(on) => on <= day,
            Self::InYear(year) => year <= day.year(),
        }
    }
}

impl std::fmt::Display for Counted {
    /// The day, or the year alone.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::On(day) => day.fmt(f),
            Self::InYear(year) => year.fmt(f),
        }
    }
}

/// What a monthly total counts: a column of the table `monthly_total` each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// All applications received.
    Received(PatentKind),
    /// Applications whose filing fee is paid, or not known to be unpaid.
    FeePaid(PatentKind),
    /// Of those, the ones whose fee-paid date nobody stated.
    FeeUnknown(PatentKind),
    /// Grants announced.
    Granted(PatentKind),
    /// Filings whose first applicant is only assumed to sit in the district.
    DistrictAssumed(PatentKind),
    /// National-phase entries counted by filing date for want of an entry date.
    EntryDayUnknown(PatentKind),
    /// PCT filings at the receiving office.
    Pct,
}

/// The columns of monthly totals, in the order of [`Measure::column`].
pub const MEASURES: [&str; 19] = [
    "invention_received",
    "utility_received",
    "design_received",
    "invention_fee_paid",
    "utility_fee_paid",
    "design_fee_paid",
    "invention_fee_unknown",
    "utility_fee_unknown",
    "design_fee_unknown",
    "invention_granted",
    "utility_granted",
    "design_granted",
    "invention_district_assumed",
    "utility_district_assumed",
    "design_district_assumed",
    "invention_entry_day_unknown",
    "utility_entry_day_unknown",
    "design_entry_day_unknown",
    "pct",
];

impl Measure {
    /// Where in [`MEASURES`] it stands.
    pub fn column(self) -> usize {
        let (block, kind) = match self {
            Self::Received(kind) => (0, kind),
            Self::FeePaid(kind) => (1, kind),
            Self::FeeUnknown(kind) => (2, kind),
            Self::Granted(kind) => (3, kind),
            Self::DistrictAssumed(kind) => (4, kind),
            Self::EntryDayUnknown(kind) => (5, kind),
            Self::Pct => return MEASURES.len() - 1,
        };
        block * PatentKind::ALL.len() + kind.index()
    }
}

/// Whether a party belongs to the office's district on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Belongs {
    No,
    Yes,
    /// No address said so.
    Assumed,
}

/// Returns when the filing of `patent` counts.
pub fn filing_counts(patent: &Patent) -> Counted {
    let by_number = Counted::InYear(patent.number.year());
    if let Some(received) = patent.received {
        Counted::On(received)
    } else if patent.number.is_national_phase() {
        patent.entry.or(patent.filing).map_or(by_number, Counted::On)
    } else if patent.divisional {
        by_number
    } else {
        patent.filing.map_or(by_number, Counted::On)
    }
}

/// Calls `count` for each monthly total that `patent` is part of at the close of `as_of`.
/// `belongs` says whether its first applicant belongs to the district on a day.
pub fn contributions(
    patent: &Patent,
    as_of: Date,
    belongs: impl Fn(Date) -> Belongs,
    mut count: impl FnMut(Counted, Measure),
) {
    let kind = patent.kind;
    let filed = filing_counts(patent);
    let membership = filed.day_of_membership().map_or(Belongs::No, &belongs);
    if filed.by(as_of) && membership != Belongs::No {
        count(filed, Measure::Received(kind));
        match patent.filing_fee {
            FilingFee::Paid(day) if day <= as_of => count(filed, Measure::FeePaid(kind)),
            FilingFee::Paid(_) | FilingFee::Unpaid => {}
            FilingFee::Unknown => {
                count(filed, Measure::FeePaid(kind));
                count(filed, Measure::FeeUnknown(kind));
            }
        }
        if membership == Belongs::Assumed {
            count(filed, Measure::DistrictAssumed(kind));
        }
        let by_filing_date = patent.received.is_none() && patent.entry.is_none();
        if patent.number.is_national_phase() && by_filing_date {
            count(filed, Measure::EntryDayUnknown(kind));
        }
    }
    if let Some(grant) = patent.grant.filter(|day| *day <= as_of)
        && belongs(grant) != Belongs::No
    {
        count(Counted::On(grant), Measure::Granted(kind));
    }
}

/// Returns when a PCT filing counts: on its international filing date, or in its number's year.
pub fn pct_counts(pct: &Pct) -> Counted {
    pct.filing.map_or(Counted::InYear(pct.number.year()), Counted::On)
}

/// Calls `count` when a PCT filing is part of a monthly total at the close of `as_of`.
pub fn pct_contribution(
    pct: &Pct,
    as_of: Date,
    belongs: impl Fn(Date) -> Belongs,
    mut count: impl FnMut(Counted, Measure),
) {
    let filed = pct_counts(pct);
    let member = filed.day_of_membership().is_some_and(|day| belongs(day) != Belongs::No);
    if filed.by(as_of) && member {
        count(filed, Measure::Pct);
    }
}

/// The counting basis (统计口径) an indicator's definition names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    Received,
    FeePaid,
    GrantDay,
    FilingDay,
    Applied,
    Reported,
}

impl Basis {
    pub const ALL: [Self; 6] = [
        Self::Received,
        Self::FeePaid,
        Self::GrantDay,
        Self::FilingDay,
        Self::Applied,
        Self::Reported,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::FeePaid => "fee_paid",
            Self::GrantDay => "grant_day",
            Self::FilingDay => "filing_day",
            Self::Applied => "applied",
            Self::Reported => "reported",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|basis| basis.code() == code)
    }
}
