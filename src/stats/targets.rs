//! How far each goal of a plan is.

use rust_decimal::Decimal;

use super::Totals;
use crate::domain::party::{Mark, MarkState};
use crate::domain::target::{Attainment, Target};
use crate::domain::values::Date;
use crate::ledger::{Ledger, LedgerError, Snapshot};

/// A target with how far it is at the snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    pub target: Target,
    pub attainment: Attainment,
    /// Who reported the actual value and for which day; none when the ledger counted it.
    pub reported: Option<(String, Date)>,
}

/// Returns every target known at the snapshot with its actual value: counted where the ledger can,
/// else the latest value another office reported, else none.
pub fn targets(ledger: &Ledger, snapshot: Snapshot) -> Result<Vec<Progress>, LedgerError> {
    let all = ledger.targets(snapshot)?;
    let first = all.iter().map(|target| target.period.first().year()).min();
    let last = all.iter().map(|target| target.period.last().year()).max();
    let years = first.unwrap_or(0)..=last.unwrap_or(0);
    let totals = Totals::count(ledger, snapshot, None, years)?;
    let mut progress = Vec::new();
    for target in all {
        let counted = counted(ledger, &totals, &target, snapshot)?;
        let reported = match counted {
            Some(_) => None,
            None => ledger.latest_reported(&target.indicator, snapshot)?,
        };
        let actual = counted.or(reported.as_ref().map(|reported| reported.value));
        let attainment = target.attainment(actual, snapshot.as_of);
        let reported = reported.map(|reported| (reported.source, reported.day));
        progress.push(Progress { target, attainment, reported });
    }
    Ok(progress)
}

/// Counts an indicator over the target's period; none for those other offices report.
fn counted(
    ledger: &Ledger,
    totals: &Totals,
    target: &Target,
    snapshot: Snapshot,
) -> Result<Option<Decimal>, LedgerError> {
    let figures = || totals.of_period(target.period);
    let firms = |mark, state| {
        ledger.firms_marked(mark, state, target.period.first(), target.period.last(), snapshot)
    };
    let n = match target.indicator.as_str() {
        "invention_filings" => figures().filings[0],
        "invention_grants" => figures().grants[0],
        "utility_filings" => figures().filings[1],
        "utility_grants" => figures().grants[1],
        "design_filings" => figures().filings[2],
        "design_grants" => figures().grants[2],
        "pct_filings" => figures().pct,
        "pilot_applied" => firms(Mark::Pilot, MarkState::Applied)?,
        "demonstration_applied" => firms(Mark::Demonstration, MarkState::Applied)?,
        "gb29490_certified" => firms(Mark::Gb29490, MarkState::Recognised)?,
        _ => return Ok(None),
    };
    Ok(Some(Decimal::from(n)))
}
