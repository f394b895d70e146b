//! How loans stand on a day. A loan that cannot be worked out is named with the reason and stops no other.

use std::panic::resume_unwind;
use std::sync::mpsc::sync_channel;
use std::thread;

use crate::domain::loan::{Account, Balance, Class, LoanEventKind, LoanProblem, LprTable};
use crate::domain::pledge::alerts::SecuredLoan;
use crate::domain::values::{Date, Percent};
use crate::ledger::{Ledger, LoanCard, PartyId, PledgeId, Snapshot};
use crate::operations::Refusal;
use crate::operations::search::{Search, wants};

/// Loans handed to the other thread together, and how many such batches may wait.
const BATCH: usize = 256;
const WAITING: usize = 8;

/// Which loans are wanted.
#[derive(Debug, Clone, Default)]
pub struct LoanQuery {
    pub bank: Option<Vec<PartyId>>,
    /// As bank or as borrower.
    pub party: Option<Vec<PartyId>>,
    /// In its numbers and in the names of bank and borrower.
    pub text: Option<String>,
    pub overdue: bool,
    /// With something owed.
    pub open: bool,
}

/// How a loan stands.
#[derive(Debug, Clone)]
pub struct Standing {
    pub loan_no: String,
    pub bank: PartyId,
    pub borrower: Option<PartyId>,
    /// The day it was first drawn.
    pub start: Option<Date>,
    pub balance: Balance,
    /// Past maturity the LPR of a day is not known: the last rate is kept from then on.
    pub rate_kept: Option<(Date, Percent)>,
}

impl Standing {
    /// As the bank says, else the least the rules allow.
    pub fn class(&self) -> Class {
        self.balance.class_stated.map_or(self.balance.class_least, |(class, _)| class)
    }
}

/// A loan that cannot be worked out on the day, and why.
#[derive(Debug, Clone)]
pub struct Unworked {
    pub loan_no: String,
    pub bank: PartyId,
    pub borrower: Option<PartyId>,
    pub due: Date,
    pub problem: LoanProblem,
}

/// Loans by how they stand, in order of recording.
#[derive(Debug, Clone, Default)]
pub struct Standings {
    pub worked: Vec<Standing>,
    /// Wanted as far as can be told without a balance.
    pub unworked: Vec<Unworked>,
    /// How many loans there are, wanted or not.
    pub of: usize,
}

impl Standings {
    /// Replays a loan; it is left out when its balance is not what is wanted.
    fn take(&mut self, card: LoanCard, query: &LoanQuery, lpr: &LprTable, as_of: Date) {
        let replayed = card.replay(lpr, as_of).map(|account| {
            (account.start(), account.balance(), account.rate_kept().zip(account.rate()))
        });
        let LoanCard { loan_no, bank, borrower, .. } = card;
        match replayed {
            Ok((start, balance, rate_kept)) => {
                let left_out = (query.overdue && balance.days_overdue == 0)
                    || (query.open && balance.total.is_zero());
                if !left_out {
                    self.worked.push(Standing {
                        loan_no,
                        bank,
                        borrower,
                        start,
                        balance,
                        rate_kept,
                    });
                }
            }
            Err(problem) => {
                let due = card.terms.due;
                self.unworked.push(Unworked { loan_no, bank, borrower, due, problem });
            }
        }
    }
}

/// Returns how the loans wanted stand: read here, replayed on a thread of its own.
pub fn standings(
    ledger: &Ledger,
    snapshot: Snapshot,
    query: &LoanQuery,
) -> Result<Standings, Refusal> {
    let lpr = ledger.loan_prime_rates(snapshot)?;
    let search = query.text.as_ref().map(|text| Search::new(ledger, snapshot, text)).transpose()?;
    let fits = |card: &LoanCard| {
        let numbers = [Some(&card.loan_no), card.contract_no.as_ref()];
        wants(query.bank.as_ref(), [card.bank])
            && wants(query.party.as_ref(), card.borrower.into_iter().chain([card.bank]))
            && Search::finds(
                search.as_ref(),
                numbers.into_iter().flatten().map(String::as_str),
                card.borrower.into_iter().chain([card.bank]),
            )
    };
    thread::scope(|scope| {
        let (sender, batches) = sync_channel::<Vec<LoanCard>>(WAITING);
        let replaying = scope.spawn(move || {
            let mut found = Standings::default();
            for card in batches.into_iter().flatten() {
                found.take(card, query, &lpr, snapshot.as_of);
            }
            found
        });
        let mut of = 0;
        let mut batch = Vec::with_capacity(BATCH);
        // The other end stops only when it panics, which joining tells.
        let send_batch = |batch: &mut Vec<LoanCard>| {
            let _ = sender.send(std::mem::replace(batch, Vec::with_capacity(BATCH)));
        };
        let read = ledger.each_loan(snapshot, |card| {
            of += 1;
            if fits(&card) {
                batch.push(card);
            }
            if batch.len() == BATCH {
                send_batch(&mut batch);
            }
            Ok::<_, Refusal>(())
        });
        send_batch(&mut batch);
        drop(sender);
        let found = replaying.join().unwrap_or_else(|panic| resume_unwind(panic));
        read.map(|()| Standings { of, ..found })
    })
}

/// Returns the loans longest overdue as now known, at most `limit`, and whether there are more: the standing kept with
/// each loan answers without replaying all of them.
pub fn longest_overdue(
    ledger: &Ledger,
    snapshot: Snapshot,
    limit: usize,
) -> Result<(Standings, bool), Refusal> {
    let lpr = ledger.loan_prime_rates(snapshot)?;
    let cards = ledger.loans_unpaid_before(snapshot.as_of, limit.saturating_add(1))?;
    let more = cards.len() > limit;
    let query = LoanQuery { overdue: true, ..LoanQuery::default() };
    let mut found = Standings { of: cards.len(), ..Standings::default() };
    for card in cards.into_iter().take(limit) {
        found.take(card, &query, &lpr, snapshot.as_of);
    }
    Ok((found, more))
}

/// Replays a loan up to a day.
///
/// Errors: what cannot be worked out.
pub fn account<'a>(
    card: &'a LoanCard,
    lpr: &'a LprTable,
    as_of: Date,
) -> Result<Account<'a>, Refusal> {
    card.replay(lpr, as_of).map_err(|problem| of_loan(card, problem))
}

/// As [`account`], keeping every stretch of days charged.
pub fn explained<'a>(
    card: &'a LoanCard,
    lpr: &'a LprTable,
    as_of: Date,
) -> Result<Account<'a>, Refusal> {
    Account::explained(&card.terms, lpr, &card.happenings(), as_of)
        .map_err(|problem| of_loan(card, problem))
}

/// Why a loan cannot be worked out.
pub fn of_loan(card: &LoanCard, problem: LoanProblem) -> Refusal {
    Refusal::Loan { loan_no: card.loan_no.clone(), problem }
}

/// Returns the loans a pledge secures, with the day they were first drawn and the day nothing was owed any more. One
/// that cannot be worked out is not known to be settled.
pub fn secured_loans(
    ledger: &Ledger,
    pledge: PledgeId,
    lpr: &LprTable,
    snapshot: Snapshot,
) -> Result<Vec<SecuredLoan>, Refusal> {
    let mut loans = Vec::new();
    for card in ledger.loans_of_pledge(pledge, snapshot)? {
        let days = || card.events.iter().filter(|e| e.event.day <= snapshot.as_of);
        let (drawn, settled) = match card.replay(lpr, snapshot.as_of) {
            Ok(account) => {
                let balance = account.balance();
                let nothing_owed = balance.total.is_zero()
                    && balance.written_off.is_zero()
                    && !balance.disbursed.is_zero();
                let last = days().map(|recorded| recorded.event.day).max();
                (account.start(), last.filter(|_| nothing_owed))
            }
            Err(_) => {
                let mut disbursed =
                    days().filter(|e| matches!(e.event.happening, LoanEventKind::Disburse(_)));
                (disbursed.next().map(|recorded| recorded.event.day), None)
            }
        };
        loans.push(SecuredLoan { loan_no: card.loan_no, drawn, settled });
    }
    Ok(loans)
}
