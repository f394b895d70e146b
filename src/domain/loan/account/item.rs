//! One instalment that fell due, and what became of it.

use super::days::Rates;
use crate::domain::loan::interest::Accrued;
use crate::domain::loan::problem::LoanProblem;
use crate::domain::loan::schedule::Instalment;
use crate::domain::loan::terms::Bucket;
use crate::domain::values::{Date, Money};

/// An instalment that fell due; amounts in fen.
#[derive(Debug, Clone)]
pub(super) struct DueInstalment {
    pub n: u32,
    pub due: Date,
    /// The last day on which it is not late.
    pub in_time_to: Date,
    pub principal: i64,
    interest: i64,
    pub balance: i64,
    pub principal_left: i64,
    pub interest_left: i64,
    /// Past its grace days: penalty in place of interest from the due day on.
    pub late: bool,
    /// Up to which day penalty is counted, once late.
    pub counted_to: Date,
    /// Interest of days within grace, on principal due.
    grace: Accrued,
    grace_paid: i64,
    pub penalty: Accrued,
    penalty_paid: i64,
    pub compound: Accrued,
    compound_paid: i64,
    /// Stretches within grace, to be charged anew should the item turn late.
    waiting: Vec<Stretch>,
}

/// Days with one base and one rate.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch {
    pub from: Date,
    pub to: Date,
    pub base: i64,
    pub rates: Rates,
}

impl Stretch {
    pub fn days(&self) -> i32 {
        self.to.days_since(self.from)
    }
}

/// Where a part of a payment went; fen.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Parts {
    pub interest: i64,
    pub penalty: i64,
    pub compound: i64,
    pub principal: i64,
}

impl Parts {
    pub fn plus(self, other: Self) -> Self {
        Self {
            interest: self.interest + other.interest,
            penalty: self.penalty + other.penalty,
            compound: self.compound + other.compound,
            principal: self.principal + other.principal,
        }
    }
}

/// Takes from `rest` what is owed, or all of it.
pub(super) fn take(rest: &mut i64, owed: i64) -> i64 {
    let taken = owed.clamp(0, *rest);
    *rest -= taken;
    taken
}

impl DueInstalment {
    /// An instalment of which `accrued_paid` of the interest was paid before it fell due.
    pub fn due(
        n: u32,
        (due, in_time_to): (Date, Date),
        principal: i64,
        interest: i64,
        accrued_paid: i64,
    ) -> Self {
        Self {
            n,
            due,
            in_time_to,
            principal,
            interest,
            balance: 0,
            principal_left: principal,
            interest_left: interest - accrued_paid,
            late: false,
            counted_to: due,
            grace: Accrued::NONE,
            grace_paid: 0,
            penalty: Accrued::NONE,
            penalty_paid: 0,
            compound: Accrued::NONE,
            compound_paid: 0,
            waiting: Vec::new(),
        }
    }

    /// Charges days within grace: ordinary interest on the principal due, for now.
    pub fn wait(&mut self, stretch: Stretch) -> Result<Accrued, LoanProblem> {
        let exact = Accrued::on(stretch.base, stretch.rates.interest, stretch.days())?;
        self.grace = self.grace.plus(exact)?;
        self.waiting.push(stretch);
        Ok(exact)
    }

    /// Past grace: what was paid within it keeps its ordinary interest; the rest bears penalty from the
    /// due day, towards which goes the interest already paid on it. Returns the stretches within grace.
    pub fn turn_late(&mut self, compound: bool) -> Result<Vec<Stretch>, LoanProblem> {
        self.late = true;
        self.grace = Accrued::NONE;
        let waiting = std::mem::take(&mut self.waiting);
        for stretch in &waiting {
            let (rates, days) = (stretch.rates, stretch.days());
            let kept = Accrued::on(stretch.base - self.principal_left, rates.interest, days)?;
            self.grace = self.grace.plus(kept)?;
            let penalty = Accrued::on(self.principal_left, rates.penalty, days)?;
            self.penalty = self.penalty.plus(penalty)?;
            if compound {
                let charged = Accrued::on(self.interest_left, rates.penalty, days)?;
                self.compound = self.compound.plus(charged)?;
            }
        }
        Ok(waiting)
    }

    /// Charges a stretch of days past grace.
    pub fn be_late(&mut self, stretch: &Stretch, compound: bool) -> Result<(), LoanProblem> {
        let (rate, days) = (stretch.rates.penalty, stretch.days());
        self.penalty = self.penalty.plus(Accrued::on(self.principal_left, rate, days)?)?;
        if compound {
            self.compound = self.compound.plus(Accrued::on(self.interest_left, rate, days)?)?;
        }
        self.counted_to = stretch.to;
        Ok(())
    }

    /// Moves interest paid for days that now bear penalty over to it; returns how much.
    pub fn move_grace_paid(&mut self) -> i64 {
        let moved = (self.grace_paid - self.grace.fen()).clamp(0, self.penalty.fen());
        self.grace_paid -= moved;
        self.penalty_paid += moved;
        moved
    }

    /// Applies a payment in the contract's order of buckets.
    pub fn pay(&mut self, rest: &mut i64, order: [Bucket; 4]) -> Parts {
        let mut parts = Parts::default();
        for bucket in order {
            match bucket {
                Bucket::Interest => {
                    let plain = take(rest, self.interest_left);
                    self.interest_left -= plain;
                    let grace = take(rest, self.grace.fen() - self.grace_paid);
                    self.grace_paid += grace;
                    parts.interest = plain + grace;
                }
                Bucket::Penalty => {
                    parts.penalty = take(rest, self.penalty_owed());
                    self.penalty_paid += parts.penalty;
                }
                Bucket::Compound => {
                    parts.compound = take(rest, self.compound_owed());
                    self.compound_paid += parts.compound;
                }
                Bucket::Principal => {
                    parts.principal = take(rest, self.principal_left);
                    self.principal_left -= parts.principal;
                }
            }
        }
        parts
    }

    pub fn interest_owed(&self) -> i64 {
        self.interest_left + (self.grace.fen() - self.grace_paid).max(0)
    }

    pub fn penalty_owed(&self) -> i64 {
        self.penalty.fen() - self.penalty_paid
    }

    pub fn compound_owed(&self) -> i64 {
        self.compound.fen() - self.compound_paid
    }

    /// Whether anything that was due on its day is unpaid.
    pub fn is_unpaid(&self) -> bool {
        self.principal_left > 0 || self.interest_left > 0
    }

    /// Whether anything is owed, penalty and compound interest with it.
    pub fn is_open(&self) -> bool {
        self.is_unpaid()
            || self.interest_owed() > 0
            || self.penalty_owed() > 0
            || self.compound_owed() > 0
    }

    pub fn instalment(&self) -> Instalment {
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
