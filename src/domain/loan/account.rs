//! A loan replayed: what happened, day by day, and what is owed.
//!
//! Days are counted first in, last out: interest of the days `from <= d < to`. A payment of a day is in
//! that day's balance; interest of that day is not. Amounts accrue exactly and are rounded where they
//! fall due, so that a balance asked for on any day, or a stretch of days cut in two, never drifts.

use super::calendar::Grid;
use super::class::Class;
use super::interest::{Accrued, Charge, Segment, YearlyRate};
use super::lpr::LprTable;
use super::problem::LoanProblem;
use super::rate::Rate;
use super::schedule::{Instalment, level_payment, level_principal};
use super::terms::{Bucket, Method, Terms};
use crate::domain::values::{Date, Money, Percent};

/// Something that happened to a loan on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub day: Date,
    pub happening: Happening,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happening {
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

/// What is owed at the close of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Balance {
    pub as_of: Date,
    /// Outstanding principal, due or not; without what was written off.
    pub principal: Money,
    /// Unpaid interest, with what accrued since the last due day.
    pub interest: Money,
    pub penalty: Money,
    pub compound: Money,
    pub total: Money,
    pub overdue_principal: Money,
    pub overdue_interest: Money,
    pub days_overdue: i32,
    pub overpaid: Money,
    pub written_off: Money,
    pub disbursed: Money,
    pub repaid: Money,
    pub interest_paid: Money,
    pub penalty_paid: Money,
    pub compound_paid: Money,
    /// The last day in force.
    pub due: Date,
    pub next_due: Option<Date>,
    /// The class last stated, and its day.
    pub class_stated: Option<(Class, Date)>,
    /// The least class the rules allow.
    pub class_least: Class,
}

/// An instalment that fell due.
#[derive(Debug, Clone)]
struct Item {
    n: u32,
    due: Date,
    principal: i64,
    interest: i64,
    balance: i64,
    principal_left: i64,
    interest_left: i64,
    /// Past its grace days: penalty in place of interest from the due day on.
    late: bool,
    /// Interest of days within grace, on principal due.
    grace: Accrued,
    grace_paid: i64,
    penalty: Accrued,
    penalty_paid: i64,
    compound: Accrued,
    compound_paid: i64,
    /// Stretches within grace, to be charged anew should the item turn late.
    waiting: Vec<(Date, Date)>,
}

/// The rates of a stretch of days.
#[derive(Debug, Clone, Copy)]
struct Rates {
    contract: Percent,
    interest: YearlyRate,
    penalty: YearlyRate,
}

/// A loan as its events have made it.
#[derive(Debug, Clone)]
pub struct Account<'a> {
    terms: &'a Terms,
    lpr: &'a LprTable,
    grid: Option<Grid>,
    /// All days before this one are counted.
    day: Date,
    due: Date,
    /// From a day on, the rate of the contract or of an extension.
    agreed: Vec<(Date, Rate)>,
    rates: Option<Rates>,
    /// Principal not yet due.
    current: i64,
    items: Vec<Item>,
    first_open: usize,
    period_from: Date,
    accrued: Accrued,
    accrued_paid: i64,
    /// The equal instalment, or equal principal; none until worked out anew.
    level: Option<i64>,
    disbursed: i64,
    repaid: i64,
    written_off: i64,
    overpaid: i64,
    paid: [i64; 3],
    class: Option<(Class, Date)>,
    applied: Vec<Applied>,
    over_extended: bool,
    /// Days after this one are only foreseen: a rate not published yet is the one in force.
    foreseen_after: Option<Date>,
    trace: Option<Vec<Segment>>,
}

fn fen(amount: Money) -> Result<i64, LoanProblem> {
    if amount.is_zero() || amount.is_negative() {
        Err(LoanProblem::AmountNotPositive)
    } else {
        Ok(amount.fen())
    }
}

fn take(rest: &mut i64, owed: i64) -> i64 {
    let taken = owed.clamp(0, *rest);
    *rest -= taken;
    taken
}

impl<'a> Account<'a> {
    /// Replays what happened up to and including `as_of`; `events` in order of day.
    ///
    /// Errors: the first event that breaks a rule of the loan, `LprMissing`, `TooLarge`.
    pub fn replay(
        terms: &'a Terms,
        lpr: &'a LprTable,
        events: &[Event],
        as_of: Date,
    ) -> Result<Self, LoanProblem> {
        Self::run(terms, lpr, events, as_of, None)
    }

    /// As [`Account::replay`], keeping every stretch of days that was charged.
    pub fn explained(
        terms: &'a Terms,
        lpr: &'a LprTable,
        events: &[Event],
        as_of: Date,
    ) -> Result<Self, LoanProblem> {
        Self::run(terms, lpr, events, as_of, Some(Vec::new()))
    }

    fn run(
        terms: &'a Terms,
        lpr: &'a LprTable,
        events: &[Event],
        as_of: Date,
        trace: Option<Vec<Segment>>,
    ) -> Result<Self, LoanProblem> {
        let mut account = Self {
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
            disbursed: 0,
            repaid: 0,
            written_off: 0,
            overpaid: 0,
            paid: [0; 3],
            class: None,
            applied: Vec::new(),
            over_extended: false,
            foreseen_after: None,
            trace,
        };
        for event in events.iter().take_while(|event| event.day <= as_of) {
            account.take(event)?;
        }
        account.advance(as_of)?;
        Ok(account)
    }

    pub(super) fn take(&mut self, event: &Event) -> Result<(), LoanProblem> {
        let day = event.day;
        if let Some(signed) = self.terms.signed.filter(|signed| day < *signed) {
            return Err(LoanProblem::BeforeContract { day, signed });
        }
        match &event.happening {
            Happening::Disburse(amount) => return self.disburse(day, fen(*amount)?),
            _ if self.grid.is_none() => return Err(LoanProblem::BeforeDisbursement { day }),
            _ => self.advance(day)?,
        }
        match &event.happening {
            Happening::Disburse(_) => Ok(()),
            Happening::Repay(amount) => self.repay(day, *amount),
            Happening::Extend { new_due, rate } => self.extend(day, *new_due, *rate),
            Happening::Classify(class) => {
                self.class = Some((*class, day));
                Ok(())
            }
            Happening::WriteOff(amount) => self.write_off(fen(*amount)?),
            Happening::Refund(amount) => {
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
            self.grid = Some(Grid::of(self.terms, day));
            (self.day, self.period_from) = (day, day);
            self.agreed.push((day, self.terms.rate));
            self.set_rates()?;
        } else {
            self.advance(day)?;
        }
        self.disbursed = disbursed;
        self.current += amount;
        self.level = None;
        Ok(())
    }

    /// Sets the rates that hold from `self.day` on.
    fn set_rates(&mut self) -> Result<(), LoanProblem> {
        let Some(grid) = self.grid else { return Ok(()) };
        let Some((_, rate)) = self.agreed.iter().rev().find(|(from, _)| *from <= self.day) else {
            return Ok(());
        };
        let contract = match (rate.on(self.day, grid.start, self.lpr), self.rates) {
            (Err(LoanProblem::LprMissing { .. }), Some(rates))
                if self.foreseen_after.is_some_and(|last| self.day > last) =>
            {
                rates.contract
            }
            (contract, _) => contract?,
        };
        if self.rates.is_some_and(|rates| rates.contract == contract) {
            return Ok(());
        }
        let rates = YearlyRate::of(contract)
            .zip(YearlyRate::marked_up(contract, self.terms.penalty_markup))
            .map(|(interest, penalty)| Rates { contract, interest, penalty });
        self.rates = Some(rates.ok_or(LoanProblem::TooLarge)?);
        self.level = None;
        Ok(())
    }

    /// The next day after `self.day` on which the rate may change.
    fn next_rate_day(&self) -> Option<Date> {
        let grid = self.grid?;
        let agreed = self.agreed.iter().map(|(from, _)| *from).find(|from| *from > self.day);
        let in_force = self.agreed.iter().rev().find(|(from, _)| *from <= self.day);
        let repriced = in_force.and_then(|(_, rate)| rate.changes_after(self.day, grid.start));
        [agreed, repriced].into_iter().flatten().min()
    }

    fn next_due(&self) -> Option<Date> {
        let waiting = self.current > 0 || self.accrued.fen() > self.accrued_paid;
        self.grid.filter(|_| waiting)?.next_after(self.period_from, self.due)
    }

    /// Counts all days before `to`.
    pub(super) fn advance(&mut self, to: Date) -> Result<(), LoanProblem> {
        while self.grid.is_some() && self.day < to {
            let due = self.next_due();
            let rate_day = self.next_rate_day();
            let late =
                self.items[self.first_open..].iter().filter(|item| !item.late && item.is_open());
            let late = late
                .filter_map(|item| item.due.add_days(i32::from(self.terms.grace_days) + 1))
                .min();
            if due.is_none() && self.first_open == self.items.len() {
                // Nothing is owed: no day until something happens counts.
                self.day = to;
                self.period_from = to;
                return self.set_rates();
            }
            let next = [due, rate_day, late].into_iter().flatten().fold(to, Date::min);
            self.accrue(next)?;
            self.day = next;
            if rate_day == Some(next) {
                self.set_rates()?;
            }
            self.turn_late()?;
            if due == Some(next) {
                self.fall_due(next)?;
            }
        }
        Ok(())
    }

    /// Charges the days from `self.day` to `to`, within which nothing changes.
    fn accrue(&mut self, to: Date) -> Result<(), LoanProblem> {
        let (Some(grid), Some(rates), from) = (self.grid, self.rates, self.day) else {
            return Ok(());
        };
        if self.current > 0 {
            let count = self.terms.day_count;
            let days =
                grid.days(count, self.period_from, to) - grid.days(count, self.period_from, from);
            let exact = Accrued::on(self.current, rates.interest, days)?;
            self.accrued = self.accrued.plus(exact)?;
            let n = self.items.len() as u32 + 1;
            let base = self.current;
            self.note(Charge::Interest, n, (from, to), days, base, rates.interest, exact);
        }
        let days = to.days_since(from);
        for at in self.first_open..self.items.len() {
            let item = &mut self.items[at];
            let (n, principal, interest) = (item.n, item.principal_left, item.interest_left);
            if item.late {
                let penalty = Accrued::on(principal, rates.penalty, days)?;
                let compound = if self.terms.compound {
                    Accrued::on(interest, rates.penalty, days)?
                } else {
                    Accrued::NONE
                };
                item.penalty = item.penalty.plus(penalty)?;
                item.compound = item.compound.plus(compound)?;
                self.note(Charge::Penalty, n, (from, to), days, principal, rates.penalty, penalty);
                if self.terms.compound {
                    self.note(
                        Charge::Compound,
                        n,
                        (from, to),
                        days,
                        interest,
                        rates.penalty,
                        compound,
                    );
                }
            } else {
                let exact = Accrued::on(principal, rates.interest, days)?;
                item.grace = item.grace.plus(exact)?;
                item.waiting.push((from, to));
                self.note(Charge::Interest, n, (from, to), days, principal, rates.interest, exact);
            }
        }
        Ok(())
    }

    #[allow(clippy::too_many_arguments)]
    fn note(
        &mut self,
        charge: Charge,
        n: u32,
        (from, to): (Date, Date),
        days: i32,
        base: i64,
        rate: YearlyRate,
        exact: Accrued,
    ) {
        // Days after the due day may yet be charged anew: they stand on their own.
        let falls_due = self.items.get(n as usize - 1).is_some_and(|item| item.due == from);
        let Some(trace) = self.trace.as_mut().filter(|_| base > 0) else { return };
        let base = Money::from_fen(base);
        let before = trace.iter_mut().rev().find(|s| s.charge == charge && s.n == n);
        match before.filter(|s| !falls_due && s.to == from && s.base == base && s.rate == rate) {
            // The same stretch goes on.
            Some(before) => {
                before.to = to;
                before.days += days;
                before.exact = before.exact.plus(exact).unwrap_or(before.exact);
            }
            None => trace.push(Segment { charge, n, from, to, days, base, rate, exact }),
        }
    }

    /// What is still unpaid after its grace days bears penalty from the due day on, and no interest.
    fn turn_late(&mut self) -> Result<(), LoanProblem> {
        let grace = i32::from(self.terms.grace_days);
        for at in self.first_open..self.items.len() {
            let item = &mut self.items[at];
            if item.late || self.day.days_since(item.due) <= grace {
                continue;
            }
            item.late = true;
            let (n, due) = (item.n, item.due);
            let (principal, interest) = (item.principal_left, item.interest_left);
            let waiting = std::mem::take(&mut item.waiting);
            if let Some(trace) = &mut self.trace {
                trace.retain(|s| s.n != n || s.charge != Charge::Interest || s.from < due);
            }
            for (from, to) in waiting {
                self.charge_anew(at, from, to, principal, interest)?;
            }
        }
        Ok(())
    }

    /// Takes back the grace interest of some days and charges penalty and compound interest for them.
    fn charge_anew(
        &mut self,
        at: usize,
        from: Date,
        to: Date,
        principal: i64,
        interest: i64,
    ) -> Result<(), LoanProblem> {
        let day = std::mem::replace(&mut self.day, from);
        let now = self.rates;
        let level = self.level;
        self.set_rates()?;
        let then = self.rates;
        (self.day, self.rates, self.level) = (day, now, level);
        let Some(rates) = then else { return Ok(()) };
        let days = to.days_since(from);
        let item = &mut self.items[at];
        let n = item.n;
        item.grace = item.grace.minus(Accrued::on(principal, rates.interest, days)?)?;
        let penalty = Accrued::on(principal, rates.penalty, days)?;
        item.penalty = item.penalty.plus(penalty)?;
        let compound = if self.terms.compound {
            Accrued::on(interest, rates.penalty, days)?
        } else {
            Accrued::NONE
        };
        item.compound = item.compound.plus(compound)?;
        self.note(Charge::Penalty, n, (from, to), days, principal, rates.penalty, penalty);
        if self.terms.compound {
            self.note(Charge::Compound, n, (from, to), days, interest, rates.penalty, compound);
        }
        Ok(())
    }

    /// The instalment of `day` falls due: interest is rounded, principal leaves `current`.
    fn fall_due(&mut self, day: Date) -> Result<(), LoanProblem> {
        let whole_interest = self.accrued.fen();
        let principal =
            if day == self.due { self.current } else { self.principal_due(whole_interest)? };
        self.current -= principal;
        let interest_left = whole_interest - self.accrued_paid;
        self.items.push(Item {
            n: self.items.len() as u32 + 1,
            due: day,
            principal,
            interest: whole_interest,
            balance: self.current,
            principal_left: principal,
            interest_left,
            late: false,
            grace: Accrued::NONE,
            grace_paid: 0,
            penalty: Accrued::NONE,
            penalty_paid: 0,
            compound: Accrued::NONE,
            compound_paid: 0,
            waiting: Vec::new(),
        });
        (self.accrued, self.accrued_paid, self.period_from) = (Accrued::NONE, 0, day);
        self.close_paid();
        Ok(())
    }

    /// Principal of an instalment that is not the last.
    fn principal_due(&mut self, interest: i64) -> Result<i64, LoanProblem> {
        let (Some(grid), Some(rates)) = (self.grid, self.rates) else { return Ok(0) };
        let left = || grid.left_after(self.period_from, self.due);
        let principal = match self.terms.method {
            Method::InterestFirst | Method::Bullet => 0,
            Method::Annuity => {
                let months = self.terms.period.months();
                let level = match self.level {
                    Some(level) => level,
                    None => level_payment(self.current, rates.contract, months, left())?,
                };
                self.level = Some(level);
                level - interest
            }
            Method::EqualPrincipal => {
                let level = match self.level {
                    Some(level) => level,
                    None => level_principal(self.current, left())?,
                };
                *self.level.insert(level)
            }
        };
        Ok(principal.clamp(0, self.current))
    }

    fn close_paid(&mut self) {
        while self.items.get(self.first_open).is_some_and(|item| !item.is_open()) {
            self.first_open += 1;
        }
    }

    /// Applies a payment: what is due, oldest instalment first and in the contract's order; then
    /// interest accrued since; then principal not yet due, what was written off, and the rest is over.
    fn repay(&mut self, day: Date, amount: Money) -> Result<(), LoanProblem> {
        let mut rest = fen(amount)?;
        let [mut interest, mut penalty, mut compound, mut principal] = [0_i64; 4];
        for item in &mut self.items[self.first_open..] {
            for bucket in self.terms.order {
                match bucket {
                    Bucket::Interest => {
                        let plain = take(&mut rest, item.interest_left);
                        item.interest_left -= plain;
                        let grace = take(&mut rest, item.grace.fen() - item.grace_paid);
                        item.grace_paid += grace;
                        interest += plain + grace;
                    }
                    Bucket::Penalty => {
                        let paid = take(&mut rest, item.penalty.fen() - item.penalty_paid);
                        item.penalty_paid += paid;
                        penalty += paid;
                    }
                    Bucket::Compound => {
                        let paid = take(&mut rest, item.compound.fen() - item.compound_paid);
                        item.compound_paid += paid;
                        compound += paid;
                    }
                    Bucket::Principal => {
                        let paid = take(&mut rest, item.principal_left);
                        item.principal_left -= paid;
                        principal += paid;
                    }
                }
            }
        }
        self.close_paid();
        let running = take(&mut rest, self.accrued.fen() - self.accrued_paid);
        self.accrued_paid += running;
        interest += running;
        let early = take(&mut rest, self.current);
        self.current -= early;
        if early > 0 {
            self.level = None;
        }
        let recovered = take(&mut rest, self.written_off);
        self.written_off -= recovered;
        self.overpaid += rest;
        principal += early + recovered;
        self.repaid += principal;
        self.paid = [self.paid[0] + interest, self.paid[1] + penalty, self.paid[2] + compound];
        let [interest, penalty, compound, principal, early, recovered, over] =
            [interest, penalty, compound, principal, early, recovered, rest].map(Money::from_fen);
        self.applied.push(Applied {
            day,
            amount,
            interest,
            penalty,
            compound,
            principal,
            early,
            recovered,
            over,
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
        let limit = if original <= years(1) {
            original.days_since(start)
        } else if original <= years(5) {
            original.days_since(start) / 2
        } else {
            original.add_years(3).map_or(i32::MAX, |last| last.days_since(original))
        };
        new_due.days_since(original) > limit
    }

    fn write_off(&mut self, amount: i64) -> Result<(), LoanProblem> {
        let due: i64 = self.items[self.first_open..].iter().map(|item| item.principal_left).sum();
        if amount > due + self.current {
            let outstanding = Money::from_fen(due + self.current);
            return Err(LoanProblem::WriteOffOverOutstanding { outstanding });
        }
        let mut rest = amount;
        for item in &mut self.items[self.first_open..] {
            item.principal_left -= take(&mut rest, item.principal_left);
        }
        self.current -= rest;
        self.written_off += amount;
        self.level = None;
        self.close_paid();
        Ok(())
    }

    /// What is owed on the day the replay ended.
    pub fn balance(&self) -> Balance {
        let open = &self.items[self.first_open..];
        let sum = |of: fn(&Item) -> i64| open.iter().map(of).sum::<i64>();
        let late = || open.iter().filter(|item| item.late);
        let overdue_principal: i64 = late().map(|item| item.principal_left).sum();
        let overdue_interest: i64 = late().map(Item::interest_owed).sum();
        let principal = self.current + sum(|item| item.principal_left);
        let interest = sum(Item::interest_owed) + self.accrued.fen() - self.accrued_paid;
        let penalty = sum(|item| item.penalty.fen() - item.penalty_paid);
        let compound = sum(|item| item.compound.fen() - item.compound_paid);
        let oldest = late().find(|item| item.principal_left > 0 || item.interest_left > 0);
        let days_overdue = oldest.map_or(0, |item| self.day.days_since(item.due));
        let granted = self.grid.map_or(self.day, |grid| grid.start);
        let money = Money::from_fen;
        Balance {
            as_of: self.day,
            principal: money(principal),
            interest: money(interest),
            penalty: money(penalty),
            compound: money(compound),
            total: money(principal + interest + penalty + compound),
            overdue_principal: money(overdue_principal),
            overdue_interest: money(overdue_interest),
            days_overdue,
            overpaid: money(self.overpaid),
            written_off: money(self.written_off),
            disbursed: money(self.disbursed),
            repaid: money(self.repaid),
            interest_paid: money(self.paid[0]),
            penalty_paid: money(self.paid[1]),
            compound_paid: money(self.paid[2]),
            due: self.due,
            next_due: self.next_due(),
            class_stated: self.class,
            class_least: Class::least(days_overdue, granted, self.day),
        }
    }

    /// Where each payment went, in order.
    pub fn applied(&self) -> &[Applied] {
        &self.applied
    }

    /// Every stretch of days charged; empty unless the account is [`explained`](Self::explained).
    pub fn segments(&self) -> &[Segment] {
        self.trace.as_deref().unwrap_or_default()
    }

    /// What was paid more than was owed.
    pub fn overpaid(&self) -> Money {
        Money::from_fen(self.overpaid)
    }

    /// The first disbursement; none: nothing was disbursed yet.
    pub fn start(&self) -> Option<Date> {
        self.grid.map(|grid| grid.start)
    }

    /// Whether an extension is longer than the General Rules allow.
    pub fn over_extended(&self) -> bool {
        self.over_extended
    }

    /// The first day on which something stays unpaid if nothing more is paid: the due day of the
    /// oldest instalment open, else the next one. None when nothing is owed.
    pub fn unpaid_from(&self) -> Option<Date> {
        let open = self.items[self.first_open..].iter();
        let oldest = open
            .filter(|item| item.principal_left > 0 || item.interest_left > 0)
            .map(|item| item.due)
            .next();
        oldest.or_else(|| self.next_due())
    }

    /// The instalments that fell due, and those to come by the contract as it now stands, at the rate
    /// now in force where a later one is not published yet.
    pub fn schedule(&self) -> Result<Vec<Instalment>, LoanProblem> {
        let mut ahead = self.clone();
        ahead.trace = None;
        ahead.foreseen_after = Some(self.day);
        ahead.advance(ahead.due.max(ahead.day))?;
        Ok(ahead.items.iter().map(Item::instalment).collect())
    }
}

impl Item {
    fn interest_owed(&self) -> i64 {
        self.interest_left + self.grace.fen() - self.grace_paid
    }

    fn is_open(&self) -> bool {
        self.principal_left > 0
            || self.interest_owed() > 0
            || self.penalty.fen() > self.penalty_paid
            || self.compound.fen() > self.compound_paid
    }

    fn instalment(&self) -> Instalment {
        let money = Money::from_fen;
        Instalment {
            n: self.n,
            due: self.due,
            principal: money(self.principal),
            interest: money(self.interest),
            payment: money(self.principal + self.interest),
            balance: money(self.balance),
        }
    }
}
