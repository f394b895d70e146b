//! How far each goal of a plan is.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use rust_decimal::Decimal;

use super::Totals;
use super::bases::Bases;
use super::compensation::funds;
use super::contributions::{self, CountedIn, Honours, NotCounted, PartyRegister, StockDays};
use super::high_value::HighValue;
use super::plans::{self, PlanChoice};
use super::stock::{PER_10K, People};
use crate::domain::counting::Counted;
use crate::domain::indicator::Indicator;
use crate::domain::target::{Attainment, Measured, Target};
use crate::domain::values::{Date, Period};
use crate::ledger::{Ledger, LedgerError, PartyId, Snapshot};

/// A target with how far it is at the snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    pub target: Target,
    pub attainment: Attainment,
    /// Who reported the actual value and for which day; none when the ledger counted it.
    pub reported: Option<(String, Date)>,
    /// Who is on record and not counted, and why.
    pub not_counted: Vec<(PartyId, NotCounted)>,
}

/// What a figure of firms asks for.
enum Asked {
    /// A step of a case: an application, a recognition, an acceptance.
    Step(Indicator),
    /// Of a flow those recognised.
    InTerm { in_term: Indicator, recognised: Indicator },
    /// Of a flow those newly certified, of a stock those whose certificate counts.
    Certificates,
}

/// Returns the targets a question is about with their actual values: counted where the ledger can, else the latest value
/// another office reported, else none.
pub fn targets(
    ledger: &Ledger,
    snapshot: Snapshot,
    choice: PlanChoice<'_>,
) -> Result<Vec<Progress>, LedgerError> {
    let all = plans::targets_of(ledger, snapshot, choice)?;
    let mut counter = Counter::new(ledger, snapshot, &all)?;
    let steps: Vec<bool> = all.iter().map(|target| target.is_step_of_a_flow(&all)).collect();
    let mut progress = Vec::new();
    for (target, is_step) in all.into_iter().zip(steps) {
        counter.not_counted.clear();
        let counted = counter.counted(&target)?;
        let not_counted = std::mem::take(&mut counter.not_counted);
        let reported = match counted {
            Some(_) => None,
            // What others report of a flow is all that came in the plan's years: it says nothing of one of them.
            None if is_step => None,
            None => {
                let day = snapshot.as_of.min(target.period.last());
                ledger.latest_reported(&target.indicator, Snapshot { as_of: day, ..snapshot })?
            }
        };
        let actual = counted.or(reported.as_ref().map(|reported| reported.value));
        let attainment = target.attainment(actual, snapshot.as_of);
        let reported = reported.map(|reported| (reported.source, reported.day));
        progress.push(Progress { target, attainment, reported, not_counted });
    }
    Ok(progress)
}

/// The first year of the patent law: nothing was filed before.
const FIRST_YEAR: i32 = 1985;

/// Counts what targets ask for; what takes long to read is read when a target first asks for it.
struct Counter<'l> {
    ledger: &'l Ledger,
    snapshot: Snapshot,
    totals: Totals,
    register: Option<PartyRegister>,
    honours: Option<Honours>,
    /// Of the target last counted.
    not_counted: Vec<(PartyId, NotCounted)>,
}

impl<'l> Counter<'l> {
    fn new(
        ledger: &'l Ledger,
        snapshot: Snapshot,
        targets: &[Target],
    ) -> Result<Self, LedgerError> {
        let stock = targets.iter().any(|target| target.measured == Measured::Stock);
        let first = targets.iter().map(|target| target.period.first().year()).min();
        let first = if stock { Some(FIRST_YEAR) } else { first };
        let last = targets.iter().map(|target| target.period.last().year()).max();
        let years = first.unwrap_or(0)..=last.unwrap_or(0);
        let totals = Totals::count(ledger, snapshot, None, years)?;
        Ok(Self {
            ledger,
            snapshot,
            totals,
            register: None,
            honours: None,
            not_counted: Vec::new(),
        })
    }

    /// Counts an indicator: what came in the target's period, or, of a stock, all there is on the day; none for
    /// indicators other offices report.
    fn counted(&mut self, target: &Target) -> Result<Option<Decimal>, LedgerError> {
        let Some(indicator) = Indicator::from_code(&target.indicator) else {
            return self.per_10k(target);
        };
        let day = self.snapshot.as_of.min(target.period.last());
        let period = match target.measured {
            Measured::Cumulative => Some(target.period),
            Measured::Stock => {
                let last = Date::from_ymd(day.year(), 12, 31);
                Date::from_ymd(FIRST_YEAR, 1, 1).zip(last).and_then(|(a, b)| Period::between(a, b))
            }
        };
        let figures = || period.map(|period| self.totals.of_period(period)).unwrap_or_default();
        let n = match indicator {
            Indicator::InventionFilings => figures().filings[0],
            Indicator::InventionGrants => figures().grants[0],
            Indicator::UtilityFilings => figures().filings[1],
            Indicator::UtilityGrants => figures().grants[1],
            Indicator::DesignFilings => figures().filings[2],
            Indicator::DesignGrants => figures().grants[2],
            Indicator::PctFilings => figures().pct,
            Indicator::PilotApplied
            | Indicator::DemonstrationApplied
            | Indicator::PilotRecognised
            | Indicator::DemonstrationRecognised
            | Indicator::PilotAccepted
            | Indicator::DemonstrationAccepted => {
                self.firms(Asked::Step(indicator), target, day)?
            }
            Indicator::PilotInTerm => {
                let recognised = Indicator::PilotRecognised;
                self.firms(Asked::InTerm { in_term: indicator, recognised }, target, day)?
            }
            Indicator::DemonstrationInTerm => {
                let recognised = Indicator::DemonstrationRecognised;
                self.firms(Asked::InTerm { in_term: indicator, recognised }, target, day)?
            }
            Indicator::Gb29490Certified | Indicator::Gb29490New | Indicator::Gb29490Valid => {
                self.firms(Asked::Certificates, target, day)?
            }
            Indicator::InventionInForce
            | Indicator::UtilityInForce
            | Indicator::DesignInForce
            | Indicator::HighValueValid
            | Indicator::HighValueEmerging
            | Indicator::HighValueAbroad
            | Indicator::HighValueMaintained
            | Indicator::HighValueFinanced
            | Indicator::HighValueAwarded
            | Indicator::HighValueUnknown => self.in_force(indicator, day)?,
            Indicator::PledgeRegistrations
            | Indicator::PledgedPatents
            | Indicator::SecuredAmount
            | Indicator::LoansGranted
            | Indicator::LoanAmount
            | Indicator::CompensationPaid
            | Indicator::CompensationRecovered
            | Indicator::LoansOutstanding
            | Indicator::Outstanding
            | Indicator::OverdueLoans
            | Indicator::OverduePrincipal => {
                // A ledger that keeps no pledges and loans cannot say that there are none.
                if !self.ledger.holds_finance()? {
                    return Ok(None);
                }
                self.finance(indicator, target, day)?
            }
            Indicator::FundBalance => {
                if !self.ledger.holds_compensation()? {
                    return Ok(None);
                }
                let at = Snapshot { as_of: day, ..self.snapshot };
                let held = funds(&self.ledger.compensation(at)?, day)?;
                held.iter().map(|fund| fund.balance.fen()).sum()
            }
        };
        Ok(target.in_unit(indicator, Decimal::from(n)))
    }

    /// Firms, each once, and who is on record and not counted. The target's measure decides: of a flow those of whom it
    /// came in the period while they sat in the district, of a stock those of whom it stands on the day and who sit here
    /// then.
    fn firms(&mut self, asked: Asked, target: &Target, day: Date) -> Result<i64, LedgerError> {
        let snapshot = Snapshot { as_of: day, ..self.snapshot };
        if self.honours.is_none() {
            self.honours = Some(Honours::read(self.ledger, self.snapshot)?);
        }
        self.register()?;
        let (Some(register), Some(honours)) = (&self.register, &self.honours) else { return Ok(0) };
        let (mut firms, mut left) = (BTreeSet::new(), BTreeMap::new());
        let (counted, levels) = match (asked, target.measured) {
            (Asked::Certificates, Measured::Cumulative) => (Indicator::Gb29490New, vec![]),
            (Asked::Certificates, Measured::Stock) => (Indicator::Gb29490Valid, vec![day]),
            (Asked::InTerm { recognised, .. }, Measured::Cumulative) => (recognised, vec![]),
            (Asked::InTerm { in_term, .. }, Measured::Stock) => (in_term, vec![day]),
            (Asked::Step(indicator), Measured::Cumulative) => (indicator, vec![]),
            (Asked::Step(indicator), Measured::Stock) => {
                let standing = contributions::standing_on(register, honours, indicator, day);
                for (party, why) in standing {
                    match why {
                        None => firms.insert(party),
                        Some(why) => left.insert(party, why).is_none(),
                    };
                }
                return Ok(self.counted_firms(firms, left));
            }
        };
        let is_asked = |on: Date| !levels.is_empty() || target.period.contains(on);
        contributions::of_honours(
            snapshot,
            register,
            honours,
            &levels,
            |contribution| {
                let on = contribution.when.day_of_membership();
                if contribution.part == CountedIn::Of(counted) && on.is_some_and(is_asked) {
                    firms.extend(contribution.firm);
                }
            },
            |indicator, on, party, why| {
                if indicator == counted && is_asked(on) {
                    left.insert(party, why);
                }
            },
        );
        Ok(self.counted_firms(firms, left))
    }

    /// Keeps who is left out, but for those that are counted by another case or certificate.
    fn counted_firms(
        &mut self,
        firms: BTreeSet<PartyId>,
        left: BTreeMap<PartyId, NotCounted>,
    ) -> i64 {
        let left = left.into_iter().filter(|(party, _)| !firms.contains(party));
        self.not_counted = left.collect();
        firms.len() as i64
    }

    /// Pledges, loans and compensation: what came in the target's period, or what there is at the close of the day. A
    /// patent that is pledged twice in a period counts once.
    fn finance(
        &mut self,
        indicator: Indicator,
        target: &Target,
        day: Date,
    ) -> Result<i64, LedgerError> {
        let (ledger, snapshot) = (self.ledger, Snapshot { as_of: day, ..self.snapshot });
        let register = self.register()?;
        let levels = if indicator.is_level() { &[day][..] } else { &[] };
        let counts = |when: Counted| match when {
            Counted::On(on) if indicator.is_level() => on == day,
            Counted::On(on) => target.period.contains(on),
            Counted::InYear(_) => false,
        };
        let (mut n, mut once) = (0, HashSet::new());
        contributions::of_finance(ledger, snapshot, register, levels, |contribution| {
            if contribution.part != CountedIn::Of(indicator) || !counts(contribution.when) {
                return;
            }
            if !indicator.counts_once() || once.insert(contribution.item.clone()) {
                n += contribution.n;
            }
        })?;
        Ok(n)
    }

    /// What there is for each 10,000 people at the close of the target's last day; none for other indicators, and where
    /// nobody counted the people.
    fn per_10k(&mut self, target: &Target) -> Result<Option<Decimal>, LedgerError> {
        let Some((of, _)) = PER_10K.into_iter().find(|(_, code)| *code == target.indicator) else {
            return Ok(None);
        };
        let day = self.snapshot.as_of.min(target.period.last());
        let people = People::read(self.ledger, self.snapshot)?;
        if people.per_10k(0, day).is_none() {
            return Ok(None);
        }
        let n = self.in_force(of, day)?;
        Ok(people.per_10k(n, day).map(|each| each.normalize()))
    }

    /// Patents in force at the close of a day, and inventions of high value among them.
    fn in_force(&mut self, indicator: Indicator, day: Date) -> Result<i64, LedgerError> {
        let (ledger, snapshot) = (self.ledger, Snapshot { as_of: day, ..self.snapshot });
        let bases = Bases::new(ledger.definitions(snapshot)?);
        let high_value = HighValue::read(ledger, snapshot)?;
        let register = self.register()?;
        let mut n = 0;
        contributions::of_patents(
            ledger,
            snapshot,
            register,
            &bases,
            0..i64::MAX,
            StockDays { days: &[day], high_value: &high_value },
            |contribution| {
                if contribution.part == CountedIn::Of(indicator) {
                    n += contribution.n;
                }
            },
        )?;
        Ok(n)
    }

    fn register(&mut self) -> Result<&PartyRegister, LedgerError> {
        match &mut self.register {
            Some(register) => Ok(register),
            none => Ok(none.insert(PartyRegister::read(self.ledger, self.snapshot)?)),
        }
    }
}
