//! What a replayed loan comes to: the balance of its day, the schedule, where payments went.

use super::item::DueInstalment;
use super::{Account, Applied};
use crate::domain::loan::class::Class;
use crate::domain::loan::interest::Segment;
use crate::domain::loan::problem::LoanProblem;
use crate::domain::loan::schedule::Instalment;
use crate::domain::values::{Date, Money, Percent};

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
    /// From the oldest due day with something unpaid, written off or not; 0 within its time.
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

impl Account<'_> {
    /// What is owed on the day the replay ended.
    pub fn balance(&self) -> Balance {
        let open = &self.items[self.first_open..];
        let sum = |of: fn(&DueInstalment) -> i64| open.iter().map(of).sum::<i64>();
        let late = || open.iter().filter(|item| item.late);
        let principal = self.current + sum(|item| item.principal_left);
        let interest = sum(DueInstalment::interest_owed) + self.accrued.fen() - self.accrued_paid;
        let (penalty, compound) =
            (sum(DueInstalment::penalty_owed), sum(DueInstalment::compound_owed));
        let days_overdue = self.overdue_since().map_or(0, |due| self.day.days_since(due));
        let granted = self.grid.map_or(self.day, |grid| grid.start);
        let money = Money::from_fen;
        Balance {
            as_of: self.day,
            principal: money(principal),
            interest: money(interest),
            penalty: money(penalty),
            compound: money(compound),
            total: money(principal + interest + penalty + compound),
            overdue_principal: money(late().map(|item| item.principal_left).sum()),
            overdue_interest: money(late().map(DueInstalment::interest_owed).sum()),
            days_overdue,
            overpaid: money(self.overpaid),
            written_off: money(self.written_off),
            disbursed: money(self.disbursed),
            repaid: money(self.repaid),
            interest_paid: money(self.paid.interest),
            penalty_paid: money(self.paid.penalty),
            compound_paid: money(self.paid.compound),
            due: self.due,
            next_due: self.next_due(),
            class_stated: self.class,
            class_least: Class::least(days_overdue, granted, self.day),
        }
    }

    /// All that is owed together must fit what the ledger can hold.
    pub(super) fn fits(&self) -> Result<(), LoanProblem> {
        let owed = |item: &DueInstalment| {
            [item.principal_left, item.interest_owed(), item.penalty_owed(), item.compound_owed()]
        };
        let items = self.items[self.first_open..].iter().flat_map(owed);
        let all = items.chain([self.current, self.accrued.fen(), self.overpaid]);
        let all: i128 = all.map(i128::from).sum();
        if all < i128::from(i64::MAX) { Ok(()) } else { Err(LoanProblem::TooLarge) }
    }

    /// The yearly rate in force on the day the replay ended; none before disbursement.
    pub fn rate(&self) -> Option<Percent> {
        self.rates.as_ref().map(|rates| rates.contract)
    }

    /// From which day on the last rate before it is kept: after maturity, where no LPR is known.
    pub fn rate_kept(&self) -> Option<Date> {
        self.rate_kept
    }

    /// The due day from which days overdue count; none within grace.
    fn overdue_since(&self) -> Option<Date> {
        self.unpaid_since().filter(|due| self.day > self.terms.in_time_to(*due))
    }

    /// The oldest due day with something unpaid; what was written off is unpaid still.
    pub(super) fn unpaid_since(&self) -> Option<Date> {
        let open = self.items[self.first_open..].iter().find(|item| item.is_unpaid());
        let written = self.written_since.filter(|_| self.written_off > 0);
        [open.map(|item| item.due), written].into_iter().flatten().min()
    }

    /// The first day on which something stays unpaid if nothing more is paid: the due day of the
    /// oldest instalment open, else the next one. None when nothing is owed.
    pub fn unpaid_from(&self) -> Option<Date> {
        self.unpaid_since().or_else(|| self.next_due())
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

    /// The instalments that fell due, and those to come by the contract as it now stands, at the rate
    /// now in force where a later one is not published yet.
    pub fn schedule(&self) -> Result<Vec<Instalment>, LoanProblem> {
        let mut ahead = self.clone();
        ahead.trace = None;
        ahead.foreseen_after = Some(self.day);
        ahead.advance(ahead.due.max(ahead.day))?;
        Ok(ahead.items.iter().map(DueInstalment::instalment).collect())
    }
}
