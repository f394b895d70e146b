//! The days of a loan: what accrues from one to the next, what falls due, what turns late.

use super::Account;
use super::item::{DueInstalment, Stretch};
use crate::domain::loan::interest::{Accrued, Charge, Segment, YearlyRate};
use crate::domain::loan::problem::LoanProblem;
use crate::domain::loan::rate::Rate;
use crate::domain::loan::schedule::{level_payment, level_principal};
use crate::domain::loan::terms::RepaymentMethod;
use crate::domain::values::{Date, Money, Percent};

/// The rates of a stretch of days.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rates {
    pub contract: Percent,
    pub interest: YearlyRate,
    pub penalty: YearlyRate,
}

impl Account<'_> {
    /// Sets the rates that hold from `self.day` on.
    pub(super) fn set_rates(&mut self) -> Result<(), LoanProblem> {
        let Some(grid) = self.grid else { return Ok(()) };
        let contract = match (self.agreed_rate().on(self.day, grid.start, self.lpr), self.rates) {
            (Err(LoanProblem::LprMissing { .. }), Some(rates))
                if self.foreseen_after.is_some_and(|last| self.day > last) =>
            {
                rates.contract
            }
            // Nothing more is agreed once the loan should have been repaid: the rate in force then stays.
            (Err(LoanProblem::LprMissing { .. }), Some(rates)) if self.day >= self.due => {
                self.rate_kept = self.rate_kept.or(Some(self.day));
                rates.contract
            }
            (contract, _) => contract?,
        };
        if self.rates.is_some_and(|rates| rates.contract == contract) {
            return Ok(());
        }
        let interest = YearlyRate::of(contract);
        let penalty = YearlyRate::marked_up(contract, self.terms.penalty_markup);
        self.rates = Some(Rates { contract, interest, penalty });
        self.level = None;
        Ok(())
    }

    /// What the contract, or the last extension in force, says about the rate.
    fn agreed_rate(&self) -> Rate {
        let extended = self.agreed.iter().rev().find(|(from, _)| *from <= self.day);
        extended.map_or(self.terms.rate, |(_, rate)| *rate)
    }

    /// The next day after `self.day` on which the rate may change.
    fn next_rate_day(&self) -> Option<Date> {
        let grid = self.grid?;
        let agreed = self.agreed.iter().map(|(from, _)| *from).find(|from| *from > self.day);
        let repriced = self.agreed_rate().changes_after(self.day, grid.start);
        [agreed, repriced].into_iter().flatten().min()
    }

    pub(super) fn next_due(&self) -> Option<Date> {
        let waiting = self.current > 0 || self.accrued.fen() > self.accrued_paid;
        self.grid.filter(|_| waiting)?.next_after(self.period_from, self.due)
    }

    /// The first day on which an instalment still within grace turns late.
    fn next_late(&self) -> Option<Date> {
        let waiting = self.items[self.first_open..].iter().find(|item| !item.late)?;
        waiting.in_time_to.add_days(1)
    }

    /// Counts all days before `to`.
    pub(in crate::domain::loan) fn advance(&mut self, to: Date) -> Result<(), LoanProblem> {
        while self.grid.is_some() && self.day < to {
            let due = self.next_due();
            if due.is_none() && self.first_open == self.items.len() {
                // Nothing is owed: no day until something happens counts.
                self.day = to;
                self.period_from = to;
                return self.set_rates();
            }
            let rate_day = self.next_rate_day();
            let next = [due, rate_day, self.next_late()].into_iter().flatten().fold(to, Date::min);
            self.accrue(next)?;
            self.day = next;
            self.turn_late()?;
            // An instalment due on the day of a new rate is the last one of the old.
            if due == Some(next) {
                self.fall_due(next)?;
            }
            if rate_day == Some(next) {
                self.catch_up()?;
                self.set_rates()?;
            }
        }
        self.catch_up()
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
            let (charge, base, rate) =
                (Charge::Interest, Money::from_fen(self.current), rates.interest);
            keep(&mut self.trace, Segment { charge, n, from, to, days, base, rate, exact }, None)?;
        }
        let compound = self.terms.compound;
        for item in &mut self.items[self.first_open..] {
            let stretch = Stretch { from, to, base: item.principal_left, rates };
            if item.late {
                // Without an explanation to write, late days are counted once something changes.
                if self.trace.is_some() {
                    item.be_late(&stretch, compound)?;
                    note_late(&mut self.trace, item, &stretch, compound)?;
                }
            } else {
                item.wait(stretch)?;
                note_interest(&mut self.trace, item, &stretch, stretch.base)?;
            }
        }
        Ok(())
    }

    /// Counts the late days that [`Account::accrue`] passed over: base and rate were the same on all of them.
    fn catch_up(&mut self) -> Result<(), LoanProblem> {
        let (Some(rates), to) = (self.rates, self.day) else { return Ok(()) };
        for item in &mut self.items[self.first_open..] {
            if item.late && item.counted_to < to {
                let stretch =
                    Stretch { from: item.counted_to, to, base: item.principal_left, rates };
                item.be_late(&stretch, self.terms.compound)?;
            }
        }
        Ok(())
    }

    /// What is still unpaid when its time is over bears penalty from the due day on, and no interest.
    fn turn_late(&mut self) -> Result<(), LoanProblem> {
        let compound = self.terms.compound;
        for item in &mut self.items[self.first_open..] {
            if item.late || self.day <= item.in_time_to {
                continue;
            }
            let stretches = item.turn_late(compound)?;
            item.counted_to = self.day;
            let moved = item.move_grace_paid();
            self.paid.interest -= moved;
            self.paid.penalty += moved;
            if let Some(trace) = &mut self.trace {
                let (n, due) = (item.n, item.due);
                trace.retain(|s| s.n != n || s.charge != Charge::Interest || s.from < due);
            }
            for stretch in &stretches {
                let kept = stretch.base - item.principal_left;
                note_interest(&mut self.trace, item, stretch, kept)?;
                note_late(&mut self.trace, item, stretch, compound)?;
            }
        }
        self.close_paid();
        Ok(())
    }

    /// The instalment of `day` falls due: interest is rounded, principal leaves `current`.
    fn fall_due(&mut self, day: Date) -> Result<(), LoanProblem> {
        let interest = self.accrued.fen();
        let principal = if day == self.due { self.current } else { self.principal_due(interest)? };
        self.current -= principal;
        let n = self.items.len() as u32 + 1;
        let time = (day, self.terms.in_time_to(day));
        let mut item = DueInstalment::due(n, time, principal, interest, self.accrued_paid);
        item.balance = self.current;
        self.items.push(item);
        (self.accrued, self.accrued_paid, self.period_from) = (Accrued::NONE, 0, day);
        self.before_spread = 0;
        self.close_paid();
        Ok(())
    }

    /// Principal of an instalment that is not the last.
    fn principal_due(&mut self, interest: i64) -> Result<i64, LoanProblem> {
        let (Some(grid), Some(rates)) = (self.grid, self.rates) else { return Ok(0) };
        let level = match (self.level, self.terms.method) {
            (_, RepaymentMethod::InterestFirst | RepaymentMethod::Bullet) => return Ok(0),
            (Some(level), _) => level,
            (None, method) => {
                let left = grid.left_after(self.period_from, self.due);
                if method == RepaymentMethod::Annuity {
                    let months = self.terms.period.months();
                    level_payment(self.current, rates.contract, months, left)?
                } else {
                    level_principal(self.current, left)?
                }
            }
        };
        self.level = Some(level);
        let principal = match self.terms.method {
            RepaymentMethod::Annuity => level - (interest - self.before_spread),
            _ => level,
        };
        Ok(principal.clamp(0, self.current))
    }

    /// Principal changed: what is left is spread anew over the instalments to come. Interest the
    /// running period has borne so far comes on top of the first of them.
    pub(super) fn spread_anew(&mut self) {
        self.level = None;
        self.before_spread = self.accrued.fen();
    }

    pub(super) fn close_paid(&mut self) {
        while self.items.get(self.first_open).is_some_and(|item| !item.is_open()) {
            self.first_open += 1;
        }
    }
}

fn note_interest(
    trace: &mut Option<Vec<Segment>>,
    item: &DueInstalment,
    stretch: &Stretch,
    base: i64,
) -> Result<(), LoanProblem> {
    note(trace, Charge::Interest, item, stretch, base)
}

fn note_late(
    trace: &mut Option<Vec<Segment>>,
    item: &DueInstalment,
    stretch: &Stretch,
    compound: bool,
) -> Result<(), LoanProblem> {
    note(trace, Charge::Penalty, item, stretch, item.principal_left)?;
    let base = if compound { item.interest_left } else { 0 };
    note(trace, Charge::Compound, item, stretch, base)
}

/// Keeps what an instalment was charged for a stretch of days.
fn note(
    trace: &mut Option<Vec<Segment>>,
    charge: Charge,
    item: &DueInstalment,
    stretch: &Stretch,
    base: i64,
) -> Result<(), LoanProblem> {
    if trace.is_none() || base <= 0 {
        return Ok(());
    }
    let rate = match charge {
        Charge::Interest => stretch.rates.interest,
        Charge::Penalty | Charge::Compound => stretch.rates.penalty,
    };
    let (n, from, to, days) = (item.n, stretch.from, stretch.to, stretch.days());
    let exact = Accrued::on(base, rate, days)?;
    let base = Money::from_fen(base);
    keep(trace, Segment { charge, n, from, to, days, base, rate, exact }, Some(item.due))
}

/// Keeps a stretch of days for `--explain`, if that was asked for; what only goes on is made longer.
/// Days from `due` on are not those before it: they may yet be charged anew.
fn keep(
    trace: &mut Option<Vec<Segment>>,
    segment: Segment,
    due: Option<Date>,
) -> Result<(), LoanProblem> {
    let Some(trace) = trace else { return Ok(()) };
    let alike = |s: &&mut Segment| s.charge == segment.charge && s.n == segment.n;
    let before = trace.iter_mut().rev().find(alike).filter(|s| {
        due != Some(segment.from)
            && s.to == segment.from
            && s.base == segment.base
            && s.rate == segment.rate
    });
    match before {
        Some(before) => {
            before.to = segment.to;
            before.days += segment.days;
            before.exact = before.exact.plus(segment.exact)?;
        }
        None => trace.push(segment),
    }
    Ok(())
}
