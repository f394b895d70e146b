//! Pledges and loans by period: registrations, patents pledged, amounts, what is owed, how long it took.
//! What counts when is said in `contributions`; a patent pledged twice in a period counts once.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::contributions::{self, Contribution, CountedIn, CountedItem, PartyRegister};
use super::{SplitBy, group_of};
use crate::domain::counting::Counted;
use crate::domain::indicator::Indicator;
use crate::domain::loan::{Event, LoanEventKind, LoanProblem};
use crate::domain::values::{Date, Period};
use crate::ledger::{Ledger, LedgerError, LoanId, PartyId, PledgeId, Snapshot};

/// What is counted of pledges and loans in one period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Finance {
    /// 质押登记（项）
    pub registrations: i64,
    /// 质押专利（件）, each once
    pub patents: HashSet<u64>,
    pub secured_fen: i64,
    /// 贷款（笔）, by first disbursement
    pub loans: i64,
    /// Of these the first loan of its borrower from any bank (首贷); counted only with levels.
    pub first_loans: i64,
    /// Disbursed in the period.
    pub lent_fen: i64,
    /// Principal owed at the period's end.
    pub outstanding_fen: i64,
    /// Of it, of loans overdue then.
    pub overdue_fen: i64,
    /// Days from application to registration, and how many pledges they are of.
    pub examined: (i64, i64),
    /// Days from registration to the first disbursement, and how many loans they are of.
    pub drawn: (i64, i64),
    /// Public money paid on claims.
    pub compensated_fen: i64,
    /// Public money that came back of it.
    pub recovered_fen: i64,
    /// Loans that cannot be worked out at the period's end: no part of what is owed.
    pub left_out: BTreeSet<LoanId>,
}

impl Finance {
    pub fn is_zero(&self) -> bool {
        *self == Self::default()
    }

    fn take(&mut self, contribution: &Contribution<'_>) {
        let n = contribution.n;
        match contribution.part {
            CountedIn::Of(Indicator::PledgeRegistrations) => self.registrations += n,
            CountedIn::Of(Indicator::PledgedPatents) => {
                if let CountedItem::Patent(number) = contribution.item {
                    self.patents.insert(number);
                }
            }
            CountedIn::Of(Indicator::SecuredAmount) => self.secured_fen += n,
            CountedIn::Of(Indicator::LoansGranted) => self.loans += n,
            CountedIn::Of(Indicator::LoanAmount) => self.lent_fen += n,
            CountedIn::Of(Indicator::Outstanding) => self.outstanding_fen += n,
            CountedIn::Of(Indicator::OverduePrincipal) => self.overdue_fen += n,
            CountedIn::Of(Indicator::CompensationPaid) => self.compensated_fen += n,
            CountedIn::Of(Indicator::CompensationRecovered) => self.recovered_fen += n,
            CountedIn::ApplicationDays => {
                self.examined = (self.examined.0 + n, self.examined.1 + 1)
            }
            CountedIn::DisbursementDays => self.drawn = (self.drawn.0 + n, self.drawn.1 + 1),
            CountedIn::NotWorkedOut => {
                if let CountedItem::Loan(loan) = contribution.item {
                    self.left_out.insert(loan);
                }
            }
            // Of patents, firms and funds.
            CountedIn::Of(_) => {}
        }
    }

    /// Adds another group's or period's figures; levels at a period's end are added too.
    pub fn add(&mut self, other: &Self) {
        self.registrations += other.registrations;
        self.patents.extend(&other.patents);
        self.secured_fen += other.secured_fen;
        self.loans += other.loans;
        self.first_loans += other.first_loans;
        self.lent_fen += other.lent_fen;
        self.outstanding_fen += other.outstanding_fen;
        self.overdue_fen += other.overdue_fen;
        self.examined = (self.examined.0 + other.examined.0, self.examined.1 + other.examined.1);
        self.drawn = (self.drawn.0 + other.drawn.0, self.drawn.1 + other.drawn.1);
        self.compensated_fen += other.compensated_fen;
        self.recovered_fen += other.recovered_fen;
        self.left_out.extend(&other.left_out);
    }
}

/// Upper ends of the bands pledges are told by, in yuan: 500万元 and, for 普惠 loans of small firms, 1,000万元; above is the
/// third band. Source: the reporting of 知识产权质押融资 by amount.
pub const AMOUNT_BANDS: [i64; 2] = [5_000_000, 10_000_000];

/// Counts the pledges registered in a period by what they secure: registrations, fen, and the days from acceptance to
/// registration of those that state it. The last place holds those that state no amount.
pub fn amount_bands(
    ledger: &Ledger,
    snapshot: Snapshot,
    period: Period,
) -> Result<[Finance; 4], LedgerError> {
    let mut bands: [Finance; 4] = Default::default();
    let register = PartyRegister::read(ledger, snapshot)?;
    // What is said of a pledge comes in several parts; the amount tells the band of all of them.
    let mut parts: HashMap<PledgeId, Finance> = HashMap::new();
    contributions::of_pledges(ledger, snapshot, &register, |contribution| {
        let Counted::On(day) = contribution.when else { return };
        let Some(pledge) = contribution.pledge.filter(|_| period.contains(day)) else { return };
        parts.entry(pledge).or_default().take(contribution);
    })?;
    for part in parts.values() {
        let over = |yuan: &&i64| part.secured_fen > **yuan * 100;
        let band = match part.secured_fen {
            0 => AMOUNT_BANDS.len() + 1,
            _ => AMOUNT_BANDS.iter().filter(over).count(),
        };
        bands[band].add(part);
    }
    Ok(bands)
}

/// Loans that are no part of a sum, by number: they cannot be worked out, and why.
pub type LeftOut = Vec<(String, LoanProblem)>;

/// Of these loans those that cannot be worked out on the snapshot's day, by number, and why.
pub fn not_worked_out(
    ledger: &Ledger,
    snapshot: Snapshot,
    loans: impl IntoIterator<Item = LoanId>,
) -> Result<LeftOut, LedgerError> {
    let lpr = ledger.loan_prime_rates(snapshot)?;
    let mut found = Vec::new();
    for loan in loans {
        let Some(number) = ledger.loan_no(loan, snapshot)? else { continue };
        if let Err(problem) = ledger.loan(&number, snapshot)?.replay(&lpr, snapshot.as_of) {
            found.push((number, problem));
        }
    }
    Ok(found)
}

/// Counts pledges and loans of the district in each period, by group; levels only `with_levels`.
pub fn finance(
    ledger: &Ledger,
    snapshot: Snapshot,
    periods: Vec<Period>,
    split: Option<SplitBy>,
    with_levels: bool,
) -> Result<BTreeMap<(String, usize), Finance>, LedgerError> {
    if !ledger.holds_finance()? {
        return Ok(BTreeMap::new());
    }
    let register = PartyRegister::read(ledger, snapshot)?;
    let begun = periods.iter().filter(|period| with_levels && period.first() <= snapshot.as_of);
    let levels: Vec<Date> = begun.map(|period| period.last().min(snapshot.as_of)).collect();
    let firsts = if with_levels { first_loans(ledger, snapshot)? } else { HashSet::new() };
    let mut found: BTreeMap<(String, usize), Finance> = BTreeMap::new();
    contributions::of_finance(ledger, snapshot, &register, &levels, |contribution| {
        let Counted::On(day) = contribution.when else { return };
        let Some(at) = periods.iter().position(|period| period.contains(day)) else { return };
        let group = match split {
            None | Some(SplitBy::Kind) => String::new(),
            Some(SplitBy::Bank) => register
                .card(contribution.bank)
                .and_then(|card| card.party.name.clone())
                .unwrap_or_default(),
            Some(split) => {
                group_of(register.card(contribution.firm), split, register.region(), day)
            }
        };
        let finance = found.entry((group, at)).or_default();
        finance.take(contribution);
        if let (CountedIn::Of(Indicator::LoansGranted), CountedItem::Loan(loan)) =
            (contribution.part, &contribution.item)
        {
            finance.first_loans += i64::from(firsts.contains(loan));
        }
    })?;
    found.retain(|_, finance| !finance.is_zero());
    Ok(found)
}

/// How many loans of a period are the first of a firm of the district from any bank (首贷), by bank.
pub fn first_loans_by_bank(
    ledger: &Ledger,
    snapshot: Snapshot,
    period: Period,
) -> Result<BTreeMap<String, i64>, LedgerError> {
    let register = PartyRegister::read(ledger, snapshot)?;
    let firsts = first_loans(ledger, snapshot)?;
    let mut found = BTreeMap::new();
    contributions::of_loans(
        ledger,
        snapshot,
        &register,
        0..LoanId::MAX,
        None,
        &[],
        |contribution| {
            let granted = contribution.part == CountedIn::Of(Indicator::LoansGranted);
            if let (true, CountedItem::Loan(loan), Counted::On(day)) =
                (granted, &contribution.item, contribution.when)
                && period.contains(day)
                && firsts.contains(loan)
            {
                let bank = register.card(contribution.bank);
                let bank = bank.and_then(|card| card.party.name.clone()).unwrap_or_default();
                *found.entry(bank).or_default() += 1;
            }
        },
    )?;
    Ok(found)
}

/// The first loan of each borrower from any bank (首贷): the one drawn earliest, of two on a day the one recorded first.
fn first_loans(ledger: &Ledger, snapshot: Snapshot) -> Result<HashSet<LoanId>, LedgerError> {
    let mut firsts: HashMap<PartyId, (Date, LoanId)> = HashMap::new();
    ledger.each_loan_in_brief(snapshot, None, 0..LoanId::MAX, |card| {
        let is_drawn = |event: &&Event| matches!(event.happening, LoanEventKind::Disburse(_));
        let drawn = card.events.iter().filter(is_drawn).map(|event| event.day).min();
        if let Some((borrower, day)) = card.borrower.zip(drawn) {
            let first = firsts.entry(borrower).or_insert((day, card.id));
            *first = (*first).min((day, card.id));
        }
        Ok::<_, LedgerError>(())
    })?;
    Ok(firsts.into_values().map(|(_, loan)| loan).collect())
}
