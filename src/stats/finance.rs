//! Pledges and loans by period: registrations, patents pledged, amounts, what is owed, how long it took.
//!
//! Source: domain.md 0 and 3. A registration counts in the period of its day, a change is no new one, a
//! revoked one none; a patent pledged twice in a period counts once; the secured amount is not money
//! lent. A loan counts where it was first drawn. A case belongs to the district where the first pledgor,
//! or the borrower, sat on that day.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{SplitBy, group_of};
use crate::domain::claim::Happening as Claimed;
use crate::domain::counting::Belongs;
use crate::domain::loan::{Happening, LoanProblem};
use crate::domain::numbers::{ApplicationNo, RegionCode};
use crate::domain::party::belongs;
use crate::domain::pledge::EventKind;
use crate::domain::values::{Date, Period};
use crate::ledger::{Ledger, LedgerError, LoanCard, PartyCard, PartyId, Snapshot};

/// What is counted of pledges and loans in one period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Finance {
    /// 质押登记（项）
    pub registrations: i64,
    /// 质押专利（件）, each once
    pub patents: HashSet<ApplicationNo>,
    pub secured_fen: i64,
    /// 贷款（笔）, by first disbursement
    pub loans: i64,
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
}

impl Finance {
    pub fn is_zero(&self) -> bool {
        *self == Self::default()
    }

    /// Adds another group's or period's figures; levels at a period's end are added too.
    pub fn add(&mut self, other: &Self) {
        self.registrations += other.registrations;
        self.patents.extend(&other.patents);
        self.secured_fen += other.secured_fen;
        self.loans += other.loans;
        self.lent_fen += other.lent_fen;
        self.outstanding_fen += other.outstanding_fen;
        self.overdue_fen += other.overdue_fen;
        self.examined = (self.examined.0 + other.examined.0, self.examined.1 + other.examined.1);
        self.drawn = (self.drawn.0 + other.drawn.0, self.drawn.1 + other.drawn.1);
        self.compensated_fen += other.compensated_fen;
        self.recovered_fen += other.recovered_fen;
    }
}

/// Why figures of loans cannot be given.
#[derive(Debug)]
pub enum FinanceError {
    Ledger(LedgerError),
    Loan(LoanProblem),
}

impl From<LedgerError> for FinanceError {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}

/// What stands beside a case while it is counted.
struct Counting {
    region: RegionCode,
    cards: HashMap<PartyId, PartyCard>,
    split: Option<SplitBy>,
    periods: Vec<Period>,
    found: BTreeMap<(String, usize), Finance>,
}

impl Counting {
    /// The period a day falls in.
    fn period_of(&self, day: Date) -> Option<usize> {
        self.periods.iter().position(|period| period.contains(day))
    }

    /// The group of a case; none when it is not of the district.
    fn group(&self, firm: Option<PartyId>, bank: PartyId, day: Date) -> Option<String> {
        let card = firm.and_then(|firm| self.cards.get(&firm));
        let here = card.is_none_or(|card| belongs(&card.places, self.region, day) != Belongs::No);
        let group = || match self.split {
            None | Some(SplitBy::Kind) => String::new(),
            Some(SplitBy::Bank) => {
                self.cards.get(&bank).and_then(|card| card.party.name.clone()).unwrap_or_default()
            }
            Some(split) => group_of(card, split, day),
        };
        here.then(group)
    }
}

/// Counts pledges and loans of the district in each period, by group; levels only `with_levels`.
pub fn finance(
    ledger: &Ledger,
    snapshot: Snapshot,
    periods: Vec<Period>,
    split: Option<SplitBy>,
    with_levels: bool,
) -> Result<BTreeMap<(String, usize), Finance>, FinanceError> {
    if !ledger.holds_finance()? {
        return Ok(BTreeMap::new());
    }
    let cards = ledger.parties(snapshot)?.into_iter().map(|card| (card.id, card)).collect();
    let region = ledger.office(snapshot)?.region;
    let mut counting = Counting { region, cards, split, periods, found: BTreeMap::new() };
    let registered = count_pledges(ledger, snapshot, &mut counting)?;
    count_loans(ledger, snapshot, &registered, with_levels, &mut counting)?;
    if ledger.holds_compensation()? {
        count_compensation(ledger, snapshot, &mut counting)?;
    }
    counting.found.retain(|_, finance| !finance.is_zero());
    Ok(counting.found)
}

/// Counts registrations; returns the day of each pledge's.
fn count_pledges(
    ledger: &Ledger,
    snapshot: Snapshot,
    counting: &mut Counting,
) -> Result<HashMap<i64, Date>, FinanceError> {
    let mut registered = HashMap::new();
    for card in ledger.pledges(snapshot)? {
        let day = card.pledge.registered;
        let revoked = card.events.iter().any(|event| event.kind == EventKind::Revoke);
        if day > snapshot.as_of || revoked {
            continue;
        }
        registered.insert(card.id, day);
        let group = counting.group(card.pledgors.first().copied(), card.pledgee, day);
        let Some((group, at)) = group.zip(counting.period_of(day)) else { continue };
        let finance = counting.found.entry((group, at)).or_default();
        finance.registrations += 1;
        finance.patents.extend(&card.patents);
        finance.secured_fen += card.pledge.secured.map_or(0, |amount| amount.fen());
        if let Some(applied) = card.pledge.applied {
            finance.examined.0 += i64::from(day.days_since(applied));
            finance.examined.1 += 1;
        }
    }
    Ok(registered)
}

/// Counts public money paid on claims and had back, on the day it moved.
fn count_compensation(
    ledger: &Ledger,
    snapshot: Snapshot,
    counting: &mut Counting,
) -> Result<(), FinanceError> {
    let compensation = ledger.compensation(snapshot)?;
    for card in &compensation.claims {
        let scheme = &compensation.scheme_of(card)?.scheme;
        for decided in card.events.iter().map(|event| &event.decided) {
            let (paid, back) = match &decided.happening {
                Claimed::Pay { payer, amount } if scheme.is_public(payer) => (amount.fen(), 0),
                Claimed::Recover { returns, .. } => {
                    let public = returns.iter().filter(|part| scheme.is_public(&part.payer));
                    (0, public.map(|part| part.amount.fen()).sum())
                }
                _ => continue,
            };
            if decided.day > snapshot.as_of {
                continue;
            }
            let group = counting.group(card.borrower, card.bank, decided.day);
            let Some((group, at)) = group.zip(counting.period_of(decided.day)) else { continue };
            let finance = counting.found.entry((group, at)).or_default();
            finance.compensated_fen += paid;
            finance.recovered_fen += back;
        }
    }
    Ok(())
}

fn count_loans(
    ledger: &Ledger,
    snapshot: Snapshot,
    registered: &HashMap<i64, Date>,
    with_levels: bool,
    counting: &mut Counting,
) -> Result<(), FinanceError> {
    let lpr = ledger.loan_prime_rates(snapshot)?;
    let pledges = ledger.pledged_loans(snapshot)?;
    ledger.each_loan(snapshot, |card| {
        let mut first = true;
        for (day, fen) in disbursements(&card).filter(|(day, _)| *day <= snapshot.as_of) {
            let group = counting.group(card.borrower, card.bank, day);
            let Some((group, at)) = group.zip(counting.period_of(day)) else {
                first = false;
                continue;
            };
            let finance = counting.found.entry((group, at)).or_default();
            finance.lent_fen += fen;
            if std::mem::take(&mut first) {
                finance.loans += 1;
                let secured = pledges.get(&card.id).into_iter().flatten();
                if let Some(day_of_pledge) = secured.filter_map(|id| registered.get(id)).max() {
                    finance.drawn.0 += i64::from(day.days_since(*day_of_pledge));
                    finance.drawn.1 += 1;
                }
            }
        }
        if !with_levels {
            return Ok(());
        }
        for at in 0..counting.periods.len() {
            let end = counting.periods[at].last().min(snapshot.as_of);
            if counting.periods[at].first() > snapshot.as_of {
                continue;
            }
            let Some(group) = counting.group(card.borrower, card.bank, end) else { continue };
            let balance = card.replay(&lpr, end).map_err(FinanceError::Loan)?.balance();
            let finance = counting.found.entry((group, at)).or_default();
            finance.outstanding_fen += balance.principal.fen();
            if balance.days_overdue > 0 {
                finance.overdue_fen += balance.principal.fen();
            }
        }
        Ok(())
    })
}

fn disbursements(card: &LoanCard) -> impl Iterator<Item = (Date, i64)> + '_ {
    card.events.iter().filter_map(|recorded| match recorded.event.happening {
        Happening::Disburse(amount) => Some((recorded.event.day, amount.fen())),
        _ => None,
    })
}
