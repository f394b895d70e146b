//! A loan replayed: what happened, day by day, and what is owed.
//!
//! Days are counted first in, last out: interest of the days `from <= d < to`. A payment of a day is in
//! that day's balance; interest of that day is not. Amounts accrue exactly and are rounded where they
//! fall due, so that a balance asked for on any day, or a stretch of days cut in two, never drifts.
//!
//! Principal due and within grace still bears ordinary interest; once grace has passed it bears penalty
//! from the due day on, and no interest beside it. Penalty and compound interest count actual days.
//!
//! ```text
//! item     one instalment that fell due, and what became of it
//! days     what accrues from one day to the next, falls due, turns late
//! balance  what it all comes to on the day the replay ends
//! ```

mod balance;
mod days;
mod item;

use super::calendar::DueDayGrid;
use super::class::Class;
use super::interest::{Accrued, Segment};
use super::lpr::LprTable;
use super::problem::LoanProblem;
use super::rate::Rate;
use super::terms::Terms;
use crate::domain::values::{Date, Money};

pub use balance::Balance;
use days::Rates;
use item::{DueInstalment, Parts, take};

/// Something that happened to a loan on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub day: Date,
    pub happening: LoanEventKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoanEventKind {
    /// 放款
    Disburse(Money),
    /// 还款
    Repay(Money),
    /// 展期: a later last day; a new rate holds from the former one.
    Extend { new_due: Date, rate: Option<Rate> },
    /// The class the bank states (五级分类).
    Classify(Class),
    /// 核销: principal taken off the books; the claim stays.
    WriteOff(Money),
    /// What was paid too much, given back.
    Refund(Money),
}

/// Where one payment went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Applied {
    pub day: Date,
    pub amount: Money,
    pub interest: Money,
    pub penalty: Money,
    pub compound: Money,
    pub principal: Money,
    /// Of the principal, what was not yet due (提前还款).
    pub early: Money,
    /// Of the principal, what had been written off.
    pub recovered: Money,
    /// More than was owed: kept, and refundable.
    pub over: Money,
}

/// A loan as its events have made it.
#[derive(Debug, Clone)]
pub struct Account<'a> {
    terms: &'a Terms,
    lpr: &'a LprTable,
    grid: Option<DueDayGrid>,
    /// All days before this one are counted.
    day: Date,
    due: Date,
    /// Rates of extensions, each from a day on; the contract's holds before.
    agreed: Vec<(Date, Rate)>,
    rates: Option<Rates>,
    /// Principal not yet due.
    current: i64,
    items: Vec<DueInstalment>,
    first_open: usize,
    period_from: Date,
    accrued: Accrued,
    accrued_paid: i64,
    /// The equal instalment, or equal principal; none until worked out anew.
    level: Option<i64>,
    /// Interest of the running period from before principal was spread anew.
    before_spread: i64,
    disbursed: i64,
    repaid: i64,
    written_off: i64,
    /// The oldest day written-off principal, or what was overdue with it, fell due or was to.
    written_since: Option<Date>,
    overpaid: i64,
    /// Interest, penalty and compound interest paid.
    paid: Parts,
    class: Option<(Class, Date)>,
    applied: Vec<Applied>,
    over_extended: bool,
    /// Days after this one are only foreseen: a rate not published yet is the one in force.
    foreseen_after: Option<Date>,
    /// The first day after maturity for which no LPR is known: the last rate holds on.
    rate_kept: Option<Date>,
    trace: Option<Vec<Segment>>,
}

fn fen(amount: Money) -> Result<i64, LoanProblem> {
    if amount.is_zero() || amount.is_negative() {
        Err(LoanProblem::AmountNotPositive)
    } else {
        Ok(amount.fen())
    }
}

impl<'a> Account<'a> {
    /// Replays what happened up to and including `as_of`; `events` in order of day.
    ///
    /// Errors: the first event that breaks a rule of the loan, `LprMissing`, `TooLarge`.
    pub fn replay<'e>(
        terms: &'a Terms,
        lpr: &'a LprTable,
        events: impl IntoIterator<Item = &'e Event>,
        as_of: Date,
    ) -> Result<Self, LoanProblem> {
        Self::run(terms, lpr, events, as_of, None)
    }

    /// As [`Account::replay`], keeping every stretch of days that was charged.
    pub fn explained<'e>(
        terms: &'a Terms,
        lpr: &'a LprTable,
        events: impl IntoIterator<Item = &'e Event>,
        as_of: Date,
    ) -> Result<Self, LoanProblem> {
        Self::run(terms, lpr, events, as_of, Some(Vec::new()))
    }

    fn run<'e>(
        terms: &'a Terms,
        lpr: &'a LprTable,
        events: impl IntoIterator<Item = &'e Event>,
        as_of: Date,
        trace: Option<Vec<Segment>>,
    ) -> Result<Self, LoanProblem> {
        let mut account = Self::new(terms, lpr, as_of, trace);
        for event in events.into_iter().take_while(|event| event.day <= as_of) {
            account.take(event)?;
        }
        account.advance(as_of)?;
        account.fits()?;
        Ok(account)
    }

    fn new(terms: &'a Terms, lpr: &'a LprTable, as_of: Date, trace: Option<Vec<Segment>>) -> Self {
        Self {
            terms,
            lpr,
            grid: None,
            day: as_of,
            due: terms.due,
            agreed: Vec::new(),
            rates: None,
            current: 0,
            items: Vec::new(),
            first_open: 0,
            period_from: as_of,
            accrued: Accrued::NONE,
            accrued_paid: 0,
            level: None,
            before_spread: 0,
            disbursed: 0,
            repaid: 0,
            written_off: 0,
            written_since: None,
            overpaid: 0,
            paid: Parts::default(),
            class: None,
            applied: Vec::new(),
            over_extended: false,
            foreseen_after: None,
            rate_kept: None,
            trace,
        }
    }

    pub(super) fn take(&mut self, event: &Event) -> Result<(), LoanProblem> {
        let day = event.day;
        if let Some(signed) = self.terms.signed.filter(|signed| day < *signed) {
            return Err(LoanProblem::BeforeContract { day, signed });
        }
        match &event.happening {
            LoanEventKind::Disburse(amount) => return self.disburse(day, fen(*amount)?),
            _ if self.grid.is_none() => return Err(LoanProblem::BeforeDisbursement { day }),
            _ => self.advance(day)?,
        }
        match &event.happening {
            LoanEventKind::Disburse(_) => Ok(()),
            LoanEventKind::Repay(amount) => self.repay(day, *amount),
            LoanEventKind::Extend { new_due, rate } => self.extend(day, *new_due, *rate),
            LoanEventKind::Classify(class) => {
                self.class = Some((*class, day));
                Ok(())
            }
            LoanEventKind::WriteOff(amount) => self.write_off(fen(*amount)?),
            LoanEventKind::Refund(amount) => {
                let amount = fen(*amount)?;
                if amount > self.overpaid {
                    let overpaid = Money::from_fen(self.overpaid);
                    return Err(LoanProblem::RefundOverOverpaid { overpaid });
                }
                self.overpaid -= amount;
                Ok(())
            }
        }
    }

    fn disburse(&mut self, day: Date, amount: i64) -> Result<(), LoanProblem> {
        if day >= self.due {
            return Err(LoanProblem::DisbursedAfterDue { day, due: self.due });
        }
        let disbursed = self.disbursed.checked_add(amount).ok_or(LoanProblem::TooLarge)?;
        if disbursed > self.terms.limit_fen {
            return Err(LoanProblem::OverLimit {
                limit: Money::from_fen(self.terms.limit_fen),
                disbursed: Money::from_fen(disbursed),
            });
        }
        if self.grid.is_none() {
            self.grid = Some(DueDayGrid::of(self.terms, day));
            (self.day, self.period_from) = (day, day);
            self.set_rates()?;
        } else {
            self.advance(day)?;
        }
        self.disbursed = disbursed;
        self.current += amount;
        self.spread_anew();
        Ok(())
    }

    /// Applies a payment: what is due, oldest instalment first and in the contract's order; then
    /// interest accrued since; then principal not yet due, what was written off, and the rest is over.
    fn repay(&mut self, day: Date, amount: Money) -> Result<(), LoanProblem> {
        let mut rest = fen(amount)?;
        let mut parts = Parts::default();
        for item in &mut self.items[self.first_open..] {
            parts = parts.plus(item.pay(&mut rest, self.terms.order));
        }
        self.close_paid();
        let running = take(&mut rest, self.accrued.fen() - self.accrued_paid);
        self.accrued_paid += running;
        parts.interest += running;
        let early = take(&mut rest, self.current);
        self.current -= early;
        if early > 0 {
            self.spread_anew();
        }
        let recovered = take(&mut rest, self.written_off);
        self.written_off -= recovered;
        parts.principal += early + recovered;
        self.overpaid = self.overpaid.checked_add(rest).ok_or(LoanProblem::TooLarge)?;
        self.repaid += parts.principal;
        self.paid = self.paid.plus(parts);
        let money = Money::from_fen;
        self.applied.push(Applied {
            day,
            amount,
            interest: money(parts.interest),
            penalty: money(parts.penalty),
            compound: money(parts.compound),
            principal: money(parts.principal),
            early: money(early),
            recovered: money(recovered),
            over: money(rest),
        });
        Ok(())
    }

    fn extend(&mut self, day: Date, new_due: Date, rate: Option<Rate>) -> Result<(), LoanProblem> {
        let due = self.due;
        if day > due {
            return Err(LoanProblem::ExtensionAfterDue { due, day });
        }
        if new_due <= due {
            return Err(LoanProblem::ExtensionNotLater { due, new_due });
        }
        if let Some(last) = self.items.last_mut().filter(|last| day == due && last.due == due) {
            // Agreed on the last day itself: what fell due today is not due after all.
            let back = std::mem::take(&mut last.principal_left);
            last.principal -= back;
            last.balance += back;
            self.current += back;
            self.close_paid();
        }
        if let Some(rate) = rate {
            self.agreed.push((due, rate));
        }
        self.due = new_due;
        self.level = None;
        self.over_extended |= self.beyond_limits(new_due);
        if day == due { self.set_rates() } else { Ok(()) }
    }

    /// 贷款通则 art. 12: in all at most the original term up to one year, half of it up to five years,
    /// else three years.
    fn beyond_limits(&self, new_due: Date) -> bool {
        let Some(start) = self.grid.map(|grid| grid.start) else { return false };
        let original = self.terms.due;
        let years = |n| start.add_years(n).unwrap_or(Date::MAX);
        let latest = if original <= years(1) {
            later_by(original, start, 1)
        } else if original <= years(5) {
            later_by(original, start, 2)
        } else {
            original.add_years(3)
        };
        latest.is_some_and(|latest| new_due > latest)
    }

    fn write_off(&mut self, amount: i64) -> Result<(), LoanProblem> {
        let due: i64 = self.items[self.first_open..].iter().map(|item| item.principal_left).sum();
        if amount > due + self.current {
            let outstanding = Money::from_fen(due + self.current);
            return Err(LoanProblem::WriteOffOverOutstanding { outstanding });
        }
        let since = self.unpaid_since().unwrap_or(self.due);
        self.written_since = Some(since);
        let mut rest = amount;
        for item in &mut self.items[self.first_open..] {
            item.principal_left -= take(&mut rest, item.principal_left);
        }
        self.current -= rest;
        self.written_off += amount;
        self.spread_anew();
        self.close_paid();
        Ok(())
    }
}

/// The day after `due` by the time from `start` to it, or by half of that: whole months and odd days,
/// or plain days where they reach further.
fn later_by(due: Date, start: Date, part: i32) -> Option<Date> {
    let rough = (due.year() - start.year()) * 12 + due.month() as i32 - start.month() as i32;
    let whole = if start.add_months(rough)? > due { rough - 1 } else { rough };
    let odd = due.days_since(start.add_months(whole)?);
    let days = due.add_days(due.days_since(start) / part)?;
    let half_month = if whole % part == 0 { 0 } else { 15 };
    let months = due.add_months(whole / part)?.add_days(odd / part + half_month)?;
    Some(days.max(months))
}
