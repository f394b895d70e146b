//! Reconciliations in the ledger: what each found, what people decided, who signed.

use std::ops::Range;

use compact_str::CompactString;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::digest::Hash;
use super::error::LedgerError;
use super::loan::LoanId;
use super::open::Ledger;
use super::party::PartyId;
use super::snapshot::{Snapshot, known};
use super::tables::{
    RECONCILIATION, RECONCILIATION_DECISION, RECONCILIATION_ITEM, RECONCILIATION_SIGNATURE,
    REVISIONS,
};
use super::write::Entry;
use crate::domain::values::{Date, Money};

/// A reconciliation as recorded. Its number is its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconciliation {
    pub number: i64,
    pub bank: PartyId,
    pub cutoff: Date,
    pub lines: u32,
    pub agreed: u32,
    pub bank_total: Money,
    pub ledger_total: Money,
    pub remainder: Money,
    /// The loans the bank lists, in order.
    pub listed: Vec<LoanId>,
    pub fingerprint: Hash,
    pub brought_by: i64,
}

/// A line or loan that did not agree by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReconciliationItem {
    pub line: i64,
    pub reconciliation: i64,
    pub status: String,
    pub rows: String,
    pub loans: String,
    pub identity: String,
    pub method: Option<String>,
    pub points: i64,
    pub margin: i64,
    pub runner_up: Option<String>,
    /// JSON.
    pub differences: String,
    pub proposal: Option<String>,
    /// The reconciliation that found it first, if an earlier one did.
    pub since: Option<i64>,
}

/// What a person said of a bank's line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReconciliationDecision {
    pub bank: PartyId,
    pub identity: String,
    pub loan_no: String,
    pub same: bool,
}

/// How a party is written: its code, and its names, today's first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelling {
    pub party: PartyId,
    pub uscc: Option<CompactString>,
    /// Today's name.
    pub name: Option<CompactString>,
    pub former_names: Vec<CompactString>,
}

/// One side's word that the balance is agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    pub side: String,
    pub signer: String,
    pub balance: Money,
    pub day: Date,
}

fn reconciliation_from(row: &Row<'_>) -> rusqlite::Result<Reconciliation> {
    let damaged = |column| {
        rusqlite::Error::InvalidColumnType(
            column,
            "reconciliation".to_owned(),
            rusqlite::types::Type::Blob,
        )
    };
    let listed: Vec<u8> = row.get(8)?;
    let listed = listed.chunks_exact(8).filter_map(|part| part.try_into().ok());
    let money = |column| row.get::<_, i64>(column).map(Money::from_fen);
    Ok(Reconciliation {
        number: row.get::<_, i64>(0)? / REVISIONS,
        bank: row.get(1)?,
        cutoff: Date::from_days(row.get(2)?).ok_or_else(|| damaged(2))?,
        lines: row.get(3)?,
        agreed: row.get(4)?,
        bank_total: money(5)?,
        ledger_total: money(6)?,
        remainder: money(7)?,
        listed: listed.map(i64::from_be_bytes).collect(),
        fingerprint: row.get(9)?,
        brought_by: row.get(10)?,
    })
}

const COLUMNS: &str =
    "r.line, r.bank, r.cutoff_day, r.statement_lines, r.agreed_lines, r.bank_fen, r.ledger_fen,
    r.remainder_fen, r.listed, r.fingerprint, r.brought_by";

fn run_at(conn: &Connection, number: i64, at: i64) -> Result<Reconciliation, LedgerError> {
    let sql = format!(
        "select {COLUMNS} from reconciliation r where {} and r.line between ?2 and ?3",
        known("r")
    );
    let missing = || LedgerError::NotFound { noun: "reconciliation", id: number.to_string() };
    let first = number.checked_mul(REVISIONS).ok_or_else(missing)?;
    let lines = params![at, first, first + (REVISIONS - 1)];
    let found = conn.query_row(&sql, lines, reconciliation_from).optional()?;
    found.ok_or_else(missing)
}

fn items_at(
    conn: &Connection,
    number: i64,
    at: i64,
) -> Result<Vec<ReconciliationItem>, LedgerError> {
    let sql = format!(
        "select i.line, i.reconciliation, i.status, i.rows, i.loans, i.identity, i.method, i.points,
                i.margin, i.runner_up, i.differences, i.proposal, i.since
         from reconciliation_item i where {} and i.reconciliation = ?2 order by i.line",
        known("i")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let found = statement.query_map(params![at, number], |row| {
        Ok(ReconciliationItem {
            line: row.get(0)?,
            reconciliation: row.get(1)?,
            status: row.get(2)?,
            rows: row.get(3)?,
            loans: row.get(4)?,
            identity: row.get(5)?,
            method: row.get(6)?,
            points: row.get(7)?,
            margin: row.get(8)?,
            runner_up: row.get(9)?,
            differences: row.get(10)?,
            proposal: row.get(11)?,
            since: row.get(12)?,
        })
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn signatures_at(conn: &Connection, number: i64, at: i64) -> Result<Vec<Signature>, LedgerError> {
    let sql = format!(
        "select s.side, s.signer, s.balance_fen, s.day from reconciliation_signature s
         where {} and s.reconciliation = ?2 order by s.line",
        known("s")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let found = statement.query_map(params![at, number], |row| {
        Ok(Signature {
            side: row.get(0)?,
            signer: row.get(1)?,
            balance: Money::from_fen(row.get(2)?),
            day: Date::from_days(row.get(3)?).unwrap_or(Date::MAX),
        })
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn runs_at(
    conn: &Connection,
    bank: Option<PartyId>,
    at: i64,
) -> Result<Vec<Reconciliation>, LedgerError> {
    let sql = format!(
        "select {COLUMNS} from reconciliation r
         where {} and (?2 is null or r.bank = ?2) order by r.line",
        known("r")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let found = statement.query_map(params![at, bank], reconciliation_from)?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn decisions_at(
    conn: &Connection,
    bank: PartyId,
    at: i64,
) -> Result<Vec<ReconciliationDecision>, LedgerError> {
    let sql = format!(
        "select d.bank, d.identity, d.loan_no, d.same from reconciliation_decision d
         where {} and d.bank = ?2 order by d.line",
        known("d")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let found = statement.query_map(params![at, bank], |row| {
        Ok(ReconciliationDecision {
            bank: row.get(0)?,
            identity: row.get(1)?,
            loan_no: row.get(2)?,
            same: row.get(3)?,
        })
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

impl Entry<'_> {
    /// Returns the reconciliations of a bank, oldest first.
    pub fn reconciliations_of(&self, bank: PartyId) -> Result<Vec<Reconciliation>, LedgerError> {
        runs_at(self.conn, Some(bank), i64::MAX)
    }

    /// Returns what people decided about a bank's lines, oldest first.
    pub fn reconciliation_decisions(
        &self,
        bank: PartyId,
    ) -> Result<Vec<ReconciliationDecision>, LedgerError> {
        decisions_at(self.conn, bank, i64::MAX)
    }

    /// Returns who signed a reconciliation.
    pub fn reconciliation_signatures(&self, number: i64) -> Result<Vec<Signature>, LedgerError> {
        signatures_at(self.conn, number, i64::MAX)
    }

    /// Returns the items of a reconciliation, in order.
    pub fn reconciliation_items(
        &self,
        number: i64,
    ) -> Result<Vec<ReconciliationItem>, LedgerError> {
        items_at(self.conn, number, i64::MAX)
    }

    /// Returns a reconciliation by its number.
    ///
    /// Errors: `NotFound`.
    pub fn reconciliation(&self, number: i64) -> Result<Reconciliation, LedgerError> {
        run_at(self.conn, number, i64::MAX)
    }

    /// Records a reconciliation (its `number` is given here) and its items; returns its number.
    pub fn add_reconciliation(
        &self,
        found: &Reconciliation,
        items: &[ReconciliationItem],
    ) -> Result<i64, LedgerError> {
        let listed: Vec<u8> = found.listed.iter().flat_map(|loan| loan.to_be_bytes()).collect();
        let number = self.new_thing(RECONCILIATION)?;
        self.bring_revision(
            RECONCILIATION,
            number,
            params![
                found.bank,
                found.cutoff.days(),
                found.lines,
                found.agreed,
                found.bank_total.fen(),
                found.ledger_total.fen(),
                found.remainder.fen(),
                listed,
                found.fingerprint,
            ],
            None,
        )?;
        for item in items {
            self.bring(
                RECONCILIATION_ITEM,
                params![
                    number,
                    item.status,
                    item.rows,
                    item.loans,
                    item.identity,
                    item.method,
                    item.points,
                    item.margin,
                    item.runner_up,
                    item.differences,
                    item.proposal,
                    item.since,
                ],
                None,
            )?;
        }
        Ok(number)
    }

    /// Records what a person decided; what was said before of the line, or of the pair, is superseded. `alike`: how
    /// many lines of the statement have the identity decided on.
    pub fn decide_reconciliation(
        &self,
        decision: &ReconciliationDecision,
        alike: usize,
    ) -> Result<bool, LedgerError> {
        let sql = "select line, loan_no, same from reconciliation_decision
                   where bank = ?1 and identity = ?2 and ended_by is null order by line";
        let mut statement = self.conn.prepare_cached(sql)?;
        let before: Vec<(i64, String, bool)> = statement
            .query_map(params![decision.bank, decision.identity], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })?
            .collect::<Result<_, _>>()?;
        let is_known = |(_, loan, same): &(i64, String, bool)| {
            *loan == decision.loan_no && *same == decision.same
        };
        if before.iter().any(is_known) {
            return Ok(false);
        }
        let mut standing = before.iter().filter(|(_, _, same)| *same).count();
        for (line, loan, same) in before {
            // Lines nobody can tell apart mean a loan each; one more than there are lines is another answer.
            let is_too_many = same && decision.same && standing >= alike;
            if loan == decision.loan_no || is_too_many {
                self.end(RECONCILIATION_DECISION, line)?;
                standing -= usize::from(same);
            }
        }
        let values = params![decision.bank, decision.identity, decision.loan_no, decision.same];
        self.bring(RECONCILIATION_DECISION, values, None)?;
        Ok(true)
    }

    pub fn sign_reconciliation(
        &self,
        reconciliation: i64,
        signature: &Signature,
    ) -> Result<(), LedgerError> {
        let values = params![
            reconciliation,
            signature.side,
            signature.signer,
            signature.balance.fen(),
            signature.day.days(),
        ];
        self.bring(RECONCILIATION_SIGNATURE, values, None)?;
        Ok(())
    }
}

impl Ledger {
    /// Returns all reconciliations known at the snapshot, of one bank or of all, oldest first.
    pub fn reconciliations(
        &self,
        bank: Option<PartyId>,
        snapshot: Snapshot,
    ) -> Result<Vec<Reconciliation>, LedgerError> {
        runs_at(&self.conn, bank, snapshot.known_at)
    }

    /// Returns a reconciliation by its number.
    ///
    /// Errors: `NotFound`.
    pub fn reconciliation(
        &self,
        number: i64,
        snapshot: Snapshot,
    ) -> Result<Reconciliation, LedgerError> {
        run_at(&self.conn, number, snapshot.known_at)
    }

    /// Returns the items of a reconciliation, in order.
    pub fn reconciliation_items(
        &self,
        number: i64,
        snapshot: Snapshot,
    ) -> Result<Vec<ReconciliationItem>, LedgerError> {
        items_at(&self.conn, number, snapshot.known_at)
    }

    /// Returns what people decided about a bank's lines, oldest first.
    pub fn reconciliation_decisions(
        &self,
        bank: PartyId,
        snapshot: Snapshot,
    ) -> Result<Vec<ReconciliationDecision>, LedgerError> {
        decisions_at(&self.conn, bank, snapshot.known_at)
    }

    /// Returns who signed a reconciliation.
    pub fn reconciliation_signatures(
        &self,
        number: i64,
        snapshot: Snapshot,
    ) -> Result<Vec<Signature>, LedgerError> {
        signatures_at(&self.conn, number, snapshot.known_at)
    }

    /// Returns the registration numbers of the pledges that secure each loan.
    pub fn registrations_of_loans(
        &self,
        snapshot: Snapshot,
    ) -> Result<std::collections::HashMap<LoanId, Vec<String>>, LedgerError> {
        let mut found: std::collections::HashMap<LoanId, Vec<String>> = Default::default();
        let pledged = self.pledged_loans(snapshot)?;
        if pledged.is_empty() {
            return Ok(found);
        }
        let sql = format!(
            "select p.line / {}, p.registration_no from pledge p where {}",
            REVISIONS,
            known("p")
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let numbers: std::collections::HashMap<i64, Option<String>> = statement
            .query_map([snapshot.known_at], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        for (loan, pledges) in pledged {
            let mine = pledges.iter().filter_map(|pledge| numbers.get(pledge).cloned().flatten());
            found.insert(loan, mine.collect());
        }
        Ok(found)
    }

    /// Calls `each` with the code and the names of every party among `parties` that is wanted, in order.
    pub fn each_spelling(
        &self,
        snapshot: Snapshot,
        parties: Range<PartyId>,
        is_wanted: impl Fn(PartyId) -> bool,
        mut each: impl FnMut(Spelling),
    ) -> Result<(), LedgerError> {
        let sql = format!(
            "select p.line, p.uscc, p.name, p.former_names from party_line p
             where {} and p.line >= ?2 and p.line < ?3 order by p.line",
            known("p")
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let (first, end) = (parties.start * REVISIONS, parties.end * REVISIONS);
        let mut rows = statement.query([snapshot.known_at, first, end])?;
        while let Some(row) = rows.next()? {
            let party = row.get::<_, i64>(0)? / REVISIONS;
            if !is_wanted(party) {
                continue;
            }
            let text = |column: usize| -> rusqlite::Result<Option<&str>> {
                Ok(row.get_ref(column)?.as_str_or_null()?)
            };
            let former = text(3)?.into_iter().flat_map(|names| names.split(';'));
            each(Spelling {
                party,
                uscc: text(1)?.map(Into::into),
                name: text(2)?.map(Into::into),
                former_names: former.map(Into::into).collect(),
            });
        }
        Ok(())
    }
}
