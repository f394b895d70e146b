//! The money behind a scheme, where no claim moves it.

use super::outcome::{EffectKind, Notice};
use super::{Refusal, Writing};
use crate::domain::claim::{FundEvent, FundMove};
use crate::domain::patent::Change;
use crate::domain::{Fault, Problem};
use crate::ledger::FundLine;

/// What can be asked of a fund.
#[derive(Debug, Clone)]
pub enum Request {
    Move(FundEvent),
}

impl Request {
    pub fn action(&self) -> &'static str {
        let Self::Move(event) = self;
        match event.kind {
            FundMove::Contribute => "fund.contribute",
            FundMove::Interest => "fund.interest",
            FundMove::Fee => "fund.fee",
            FundMove::Withdraw => "fund.withdraw",
        }
    }

    pub(super) fn carry_out(&self, writing: &mut Writing<'_, '_>) -> Result<(), Refusal> {
        let Self::Move(event) = self;
        if event.day > writing.today {
            let problem = Problem::DateInFuture { today: writing.today };
            return Err(Refusal::field(Fault::new("on", event.day.to_string(), problem)));
        }
        let compensation = writing.entry.compensation()?;
        // A numbered slip is booked once.
        let again = |line: &FundLine| line.event == *event && line.event.reference.is_some();
        if compensation.fund.iter().any(again) {
            let id = event.reference.clone().unwrap_or_default();
            return Err(Refusal::already_there("fund", id));
        }
        // A name that neither a scheme nor an earlier slip knows may be another one misspelled.
        let known = compensation.schemes.iter().any(|card| card.scheme.fund() == event.fund)
            || compensation.fund.iter().any(|line| line.event.fund == event.fund);
        let before = compensation.cash(&event.fund, event.day)?;
        writing.entry.add_fund_event(event)?;
        if !known {
            writing.notice(Notice::FundNew { fund: event.fund.clone() });
        }
        let after = writing.entry.compensation()?.cash(&event.fund, event.day)?;
        let balance = Change::of("fund_balance", Some(before.to_string()), Some(after.to_string()));
        writing.did("fund", &event.fund, EffectKind::Corrected, balance.into_iter().collect());
        Ok(())
    }
}
