//! All of compensation at once: schemes, funds and claims, the books they make, and what must not be taken from
//! under them.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};

use super::claim::{ClaimCard, claims};
use super::error::LedgerError;
use super::fund::{Approver, FundLine, SchemeCard, approvers, fund_lines, schemes};
use super::loan::LoanId;
use super::open::Ledger;
use super::snapshot::Snapshot;
use super::tables::{EVENTS, REVISIONS};
use super::write::Entry;
use crate::domain::claim::{
    BookAccount, ClaimEventKind, Decided, DecidedClaim, JournalEntry, Standing, balance, journal,
};
use crate::domain::values::{Date, Money};

/// Everything of compensation: there are few of each, and every claim counts under another's ceilings.
#[derive(Debug, Clone)]
pub struct Compensation {
    pub schemes: Vec<SchemeCard>,
    pub fund: Vec<FundLine>,
    pub approvers: Vec<Approver>,
    pub claims: Vec<ClaimCard>,
}

impl Compensation {
    fn read(conn: &Connection, at: i64) -> Result<Self, LedgerError> {
        Ok(Self {
            schemes: schemes(conn, at)?,
            fund: fund_lines(conn, at)?,
            approvers: approvers(conn, at)?,
            claims: claims(conn, at)?,
        })
    }

    pub fn scheme_of(&self, card: &ClaimCard) -> Result<&SchemeCard, LedgerError> {
        self.schemes
            .iter()
            .find(|scheme| scheme.line == card.scheme)
            .ok_or_else(|| LedgerError::NotFound { noun: "scheme", id: card.scheme.to_string() })
    }

    pub fn claim(&self, number: &str) -> Result<&ClaimCard, LedgerError> {
        self.claims
            .iter()
            .find(|card| card.claim.claim_no == number)
            .ok_or_else(|| LedgerError::NotFound { noun: "claim", id: number.to_owned() })
    }

    /// Where a claim stands.
    pub fn standing(&self, card: &ClaimCard) -> Result<Standing, LedgerError> {
        let scheme = &self.scheme_of(card)?.scheme;
        Ok(Standing::of(scheme, card.events.iter().map(|event| &event.decided)))
    }

    /// The claims that were decided, as others' ceilings count them.
    pub fn taken(&self) -> Result<Vec<DecidedClaim>, LedgerError> {
        let mut taken = Vec::new();
        for card in &self.claims {
            let last = card.events.iter().rev().find_map(|event| event.decision.as_ref());
            let first = card.events.iter().find(|event| event.decision.is_some());
            let Some((last, first)) = last.zip(first) else { continue };
            let scheme = &self.scheme_of(card)?.scheme;
            taken.push(DecidedClaim {
                claim_no: card.claim.claim_no.clone(),
                loan: card.loan,
                scheme: scheme.terms.id.clone(),
                fund: scheme.fund().to_owned(),
                bank: card.bank,
                borrower: card.borrower,
                day: first.decided.day,
                base: last.base,
                standing: self.standing(card)?,
            });
        }
        Ok(taken)
    }

    /// The journal of every fund: money that came and went, claim by claim, in order of day.
    pub fn journal(&self) -> Result<Vec<JournalEntry>, LedgerError> {
        let mut entries: Vec<JournalEntry> =
            self.fund.iter().map(|line| journal(&line.event, line.brought_by)).collect();
        for card in &self.claims {
            let scheme = &self.scheme_of(card)?.scheme;
            let about = &card.claim.claim_no;
            let fund = || scheme.fund().to_owned();
            let cash = || BookAccount::Cash { fund: fund() };
            let (bank, public) = (card.bank.to_string(), |payer: &str| scheme.is_public(payer));
            for event in &card.events {
                let when = (event.decided.day, event.brought_by);
                match &event.decided.happening {
                    ClaimEventKind::Pay { payer, amount } if public(payer) => {
                        let (payer, bank) = (payer.clone(), bank.clone());
                        let to = BookAccount::Compensation { fund: fund(), payer, bank };
                        entries.push(JournalEntry::between(
                            when,
                            "pay",
                            about,
                            *amount,
                            to,
                            cash(),
                        ));
                    }
                    happening @ (ClaimEventKind::Recover { returns, .. }
                    | ClaimEventKind::Refund { returns, .. }) => {
                        for part in returns.iter().filter(|part| public(&part.payer)) {
                            let (payer, bank) = (part.payer.clone(), bank.clone());
                            let from = BookAccount::Recovery { fund: fund(), payer, bank };
                            let (kind, amount) = (happening.act().code(), part.amount);
                            entries.push(JournalEntry::between(
                                when,
                                kind,
                                about,
                                amount,
                                cash(),
                                from,
                            ));
                        }
                    }
                    ClaimEventKind::Pay { .. }
                    | ClaimEventKind::Approve { .. }
                    | ClaimEventKind::Settle { .. }
                    | ClaimEventKind::Reject => {}
                }
            }
        }
        entries.sort_by_key(|entry| (entry.day, entry.entry));
        Ok(entries)
    }

    /// What a fund holds at the end of `day`.
    pub fn cash(&self, fund: &str, day: Date) -> Result<Money, LedgerError> {
        let journal = self.journal()?;
        let held = balance(journal.iter().filter(|entry| entry.day <= day));
        let cash = held.get(&BookAccount::Cash { fund: fund.to_owned() });
        Ok(cash.copied().unwrap_or_default())
    }

    /// Refuses books in which a fund holds less than nothing at the end of a day.
    fn refuse_if_short(&self) -> Result<(), LedgerError> {
        let mut held: HashMap<String, i64> = HashMap::new();
        let journal = self.journal()?;
        for day in journal.chunk_by(|one, other| one.day == other.day) {
            for posting in day.iter().flat_map(|entry| &entry.postings) {
                if let BookAccount::Cash { fund } = &posting.account {
                    *held.entry(fund.clone()).or_default() += posting.amount.fen();
                }
            }
            if let Some((fund, fen)) = held.iter().find(|(_, fen)| **fen < 0) {
                return Err(LedgerError::FundShort {
                    fund: fund.clone(),
                    day: day[0].day,
                    short: Money::from_fen(-fen),
                });
            }
        }
        Ok(())
    }
}

impl Entry<'_> {
    pub fn compensation(&self) -> Result<Compensation, LedgerError> {
        Compensation::read(self.conn, i64::MAX)
    }

    /// Whether a claim stands on a loan.
    pub fn is_claimed(&self, loan: LoanId) -> Result<bool, LedgerError> {
        let sql = "select exists (select 1 from claim where loan = ?1 and ended_by is null)";
        Ok(self.conn.prepare_cached(sql)?.query_row([loan], |row| row.get(0))?)
    }

    /// Refuses what would leave compensation broken: a claim without its loan or scheme, something that happened
    /// to a claim without the claim or without what it followed (a payment without its approval), a fund with
    /// less than nothing.
    pub fn keep_compensation_whole(&self) -> Result<(), LedgerError> {
        let sql = format!(
            "select claim_no from claim c where c.ended_by is null and (
               not exists (select 1 from scheme s where s.line = c.scheme and s.ended_by is null)
               or not exists (select 1 from loan n where n.ended_by is null
                 and n.line between c.loan * {REVISIONS} and c.loan * {REVISIONS} + {REVISIONS} - 1))
             union all
             select c.claim_no from claim_event e
               join claim c on c.line / {REVISIONS} = e.line / {EVENTS}
               where e.ended_by is null and not exists (
                 select 1 from claim f where f.ended_by is null
                   and f.line / {REVISIONS} = e.line / {EVENTS})
             limit 1"
        );
        let found: Option<String> = self.conn.query_row(&sql, [], |row| row.get(0)).optional()?;
        if let Some(claim) = found {
            return Err(LedgerError::ClaimStandsOnIt { claim });
        }
        let compensation = self.compensation()?;
        for card in &compensation.claims {
            let scheme = &compensation.scheme_of(card)?.scheme;
            let happened: Vec<&Decided> = card.events.iter().map(|event| &event.decided).collect();
            if !Standing::in_sequence(scheme, &happened) {
                let claim = card.claim.claim_no.clone();
                return Err(LedgerError::ClaimStandsOnIt { claim });
            }
        }
        compensation.refuse_if_short()
    }
}

impl Ledger {
    /// Returns all of compensation known at the snapshot that had happened by its day.
    pub fn compensation(&self, snapshot: Snapshot) -> Result<Compensation, LedgerError> {
        let mut known = Compensation::read(&self.conn, snapshot.known_at)?;
        let by_then = |day: Date| day <= snapshot.as_of;
        known.fund.retain(|line| by_then(line.event.day));
        known.claims.retain(|card| by_then(card.claim.filed));
        for card in &mut known.claims {
            card.events.retain(|event| by_then(event.decided.day));
        }
        Ok(known)
    }

    /// Whether there is anything of compensation at all: most ledgers hold none.
    pub fn holds_compensation(&self) -> Result<bool, LedgerError> {
        let sql = "select exists (select 1 from scheme) or exists (select 1 from fund_event)";
        Ok(self.conn.query_row(sql, [], |row| row.get(0))?)
    }
}
