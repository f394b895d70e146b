//! Reconciliations in the ledger: what each found, what people decided, who signed.

use std::collections::BTreeMap;
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
    RECONCILIATION, RECONCILIATION_DECISION, RECONCILIATION_DIFFERENCE, RECONCILIATION_IDENTITY,
    RECONCILIATION_ITEM, RECONCILIATION_ITEM_LOAN, RECONCILIATION_LINE, RECONCILIATION_LISTED,
    RECONCILIATION_SIGNATURE, RECONCILIATION_UNREAD, REVISIONS,
};
use super::write::Entry;
use crate::domain::loan::Class;
use crate::domain::reconciliation::{CauseKind, MatchMethod, MatchStatus, Proposal};
use crate::domain::statement::{FIELDS, StatementLine, UNREAD_ROW, Unread};
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
    /// How far amounts and days may lie apart and still agree.
    pub balance_tolerance: Money,
    pub interest_tolerance: Money,
    pub days_tolerance: i32,
    pub fingerprint: Hash,
    pub brought_by: i64,
}

/// A line of a statement, and the row it stands in: `12`, or `2/12` on the second sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedLine {
    pub row: CompactString,
    pub line: StatementLine,
}

/// A line or loan that did not agree by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReconciliationItem {
    pub status: MatchStatus,
    /// The row of the statement: `12`, or `2/12` on its second sheet; none for a loan the bank does not list.
    pub row: Option<String>,
    /// Several when the bank lists them as one.
    pub loans: Vec<NumberedLoan>,
    /// What tells the line, or the loan, month after month.
    pub identity: String,
    pub method: Option<MatchMethod>,
    pub points: i64,
    pub margin: i64,
    pub runner_up: Option<NumberedLoan>,
    pub differences: Vec<RecordedDifference>,
    pub proposal: Option<Proposal>,
    /// The reconciliation that found it first, if an earlier one did.
    pub since: Option<i64>,
}

impl ReconciliationItem {
    /// The numbers of its loans, joined by `;`.
    pub fn loan_nos(&self) -> String {
        let numbers: Vec<&str> = self.loans.iter().map(|loan| &*loan.loan_no).collect();
        numbers.join(";")
    }
}

/// A loan with the number people know it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberedLoan {
    pub id: LoanId,
    pub loan_no: String,
}

/// A field in which an item differs, as each side states it: amounts in yuan, days in ISO form, codes in English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedDifference {
    pub field: String,
    /// Empty: the bank states nothing.
    pub bank: String,
    pub ledger: String,
    pub cause: CauseKind,
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

/// A stored value that no constructor of this program would have written.
fn damaged(column: usize) -> rusqlite::Error {
    let kind = rusqlite::types::Type::Text;
    rusqlite::Error::InvalidColumnType(column, "reconciliation".to_owned(), kind)
}

fn reconciliation_from(row: &Row<'_>) -> rusqlite::Result<Reconciliation> {
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
        balance_tolerance: money(8)?,
        interest_tolerance: money(9)?,
        days_tolerance: row.get(10)?,
        fingerprint: row.get(11)?,
        brought_by: row.get(12)?,
    })
}

const COLUMNS: &str =
    "r.line, r.bank, r.cutoff_day, r.statement_lines, r.agreed_lines, r.bank_fen, r.ledger_fen,
    r.remainder_fen, r.balance_tolerance_fen, r.interest_tolerance_fen, r.days_tolerance, r.fingerprint, r.brought_by";

/// The number a loan was last known by at `?1`.
fn loan_no_of(loan: &str) -> String {
    format!(
        "(select n.loan_no from loan n where n.line between {loan} * {REVISIONS} and {loan} * {REVISIONS} + {REVISIONS} - 1
          and n.brought_by <= ?1 order by n.line desc limit 1)"
    )
}

fn item_from(row: &Row<'_>) -> rusqlite::Result<ReconciliationItem> {
    let coded = |column| row.get::<_, Option<String>>(column);
    let status = coded(1)?.and_then(|code| MatchStatus::from_code(&code));
    let method = coded(4)?.map(|code| MatchMethod::from_code(&code).ok_or_else(|| damaged(4)));
    let runner_up: Option<LoanId> = row.get(7)?;
    let runner_up =
        runner_up.map(|id| Ok::<_, rusqlite::Error>(NumberedLoan { id, loan_no: row.get(8)? }));
    Ok(ReconciliationItem {
        status: status.ok_or_else(|| damaged(1))?,
        row: row.get(2)?,
        loans: Vec::new(),
        identity: row.get(3)?,
        method: method.transpose()?,
        points: row.get(5)?,
        margin: row.get(6)?,
        runner_up: runner_up.transpose()?,
        differences: Vec::new(),
        proposal: proposal_from(row, 9)?,
        since: row.get(15)?,
    })
}

/// Reads the six columns of a proposal from `first` on.
fn proposal_from(row: &Row<'_>, first: usize) -> rusqlite::Result<Option<Proposal>> {
    let Some(kind) = row.get::<_, Option<String>>(first)? else { return Ok(None) };
    let date = |column| Date::from_days(row.get(column)?).ok_or_else(|| damaged(column));
    let amount = || row.get::<_, i64>(first + 2).map(Money::from_fen);
    let day = date(first + 1)?;
    Ok(Some(match kind.as_str() {
        "repay" => Proposal::Repay { day, amount: amount()? },
        "extend" => Proposal::Extend { day, to: date(first + 3)? },
        "classify" => {
            let class = Class::from_number(row.get(first + 4)?);
            Proposal::Classify { day, class: class.ok_or_else(|| damaged(first + 4))? }
        }
        "move" => Proposal::Move { day, amount: amount()?, line: row.get(first + 5)? },
        _ => return Err(damaged(first)),
    }))
}

/// Numbers in ascending order as ranges of numbers that follow each other.
fn ranges(loans: &[LoanId]) -> Vec<(LoanId, LoanId)> {
    let runs = loans.chunk_by(|one, next| one + 1 == *next);
    runs.filter_map(|run| Some((*run.first()?, *run.last()?))).collect()
}

fn runs_at(
    conn: &Connection,
    bank: Option<PartyId>,
    known_at: i64,
) -> Result<Vec<Reconciliation>, LedgerError> {
    let sql = format!(
        "select {COLUMNS} from reconciliation r
         where {} and (?2 is null or r.bank = ?2) order by r.line",
        known("r")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let found = statement.query_map(params![known_at, bank], reconciliation_from)?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn run_at(conn: &Connection, number: i64, known_at: i64) -> Result<Reconciliation, LedgerError> {
    let sql = format!(
        "select {COLUMNS} from reconciliation r where {} and r.line between ?2 and ?3",
        known("r")
    );
    let missing = || LedgerError::NotFound { noun: "reconciliation", id: number.to_string() };
    let first = number.checked_mul(REVISIONS).ok_or_else(missing)?;
    let lines = params![known_at, first, first + (REVISIONS - 1)];
    let found = conn.query_row(&sql, lines, reconciliation_from).optional()?;
    found.ok_or_else(missing)
}

fn stated_line_from(row: &Row<'_>) -> rusqlite::Result<StatedLine> {
    let text = |column| -> rusqlite::Result<Option<CompactString>> {
        Ok(row.get_ref(column)?.as_str_or_null()?.map(Into::into))
    };
    let money = |column| -> rusqlite::Result<Option<Money>> {
        Ok(row.get::<_, Option<i64>>(column)?.map(Money::from_fen))
    };
    let date = |column| -> rusqlite::Result<Option<Date>> {
        let days: Option<i32> = row.get(column)?;
        days.map(|days| Date::from_days(days).ok_or_else(|| damaged(column))).transpose()
    };
    let rate = text(10)?.map(|rate| rate.parse().map_err(|_| damaged(10)));
    let class: Option<i64> = row.get(11)?;
    let class = class.map(|class| Class::from_number(class).ok_or_else(|| damaged(11)));
    let registrations = text(14)?;
    Ok(StatedLine {
        row: text(0)?.unwrap_or_default(),
        line: StatementLine {
            loan_no: text(1)?,
            contract_no: text(2)?,
            borrower: text(3)?,
            uscc: text(4)?,
            principal: money(5)?,
            balance: money(6)?,
            interest: money(7)?,
            disbursed: date(8)?,
            due: date(9)?,
            rate: rate.transpose()?,
            class: class.transpose()?,
            days_overdue: row.get(12)?,
            settled: row.get(13)?,
            registrations: registrations
                .iter()
                .flat_map(|numbers| numbers.split(';'))
                .map(str::to_owned)
                .collect(),
            unread: Vec::new(),
        },
    })
}

fn lines_at(conn: &Connection, number: i64, known_at: i64) -> Result<Vec<StatedLine>, LedgerError> {
    let sql = format!(
        "select l.statement_row, l.loan_no, l.contract_no, l.borrower, l.uscc, l.principal_fen, l.balance_fen,
                l.interest_fen, l.disbursed_day, l.due_day, l.rate, l.class, l.days_overdue, l.settled,
                l.registration_nos
         from reconciliation_line l where {} and l.reconciliation = ?2 order by l.line",
        known("l")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let found = statement.query_map(params![known_at, number], stated_line_from)?;
    let mut lines: Vec<StatedLine> = found.collect::<Result<_, _>>()?;
    let sql = format!(
        "select u.statement_row, u.field, u.value from reconciliation_unread u
         where {} and u.reconciliation = ?2 order by u.line",
        known("u")
    );
    let mut unread: BTreeMap<String, Vec<Unread>> = BTreeMap::new();
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query(params![known_at, number])?;
    while let Some(row) = rows.next()? {
        let field = row.get_ref(1)?.as_str().map_err(|_| damaged(1))?;
        let known = FIELDS.iter().copied().chain([UNREAD_ROW]).find(|known| *known == field);
        let field = known.ok_or_else(|| damaged(1))?;
        unread.entry(row.get(0)?).or_default().push(Unread { field, value: row.get(2)? });
    }
    if !unread.is_empty() {
        for stated in &mut lines {
            stated.line.unread = unread.remove(stated.row.as_str()).unwrap_or_default();
        }
    }
    Ok(lines)
}

fn listed_at(conn: &Connection, number: i64, known_at: i64) -> Result<Vec<LoanId>, LedgerError> {
    let sql = format!(
        "select l.first_loan, l.last_loan from reconciliation_listed l
         where {} and l.reconciliation = ?2 order by l.first_loan",
        known("l")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query(params![known_at, number])?;
    let mut listed = Vec::new();
    while let Some(row) = rows.next()? {
        listed.extend(row.get::<_, LoanId>(0)?..=row.get(1)?);
    }
    Ok(listed)
}

fn items_at(
    conn: &Connection,
    number: i64,
    known_at: i64,
) -> Result<Vec<ReconciliationItem>, LedgerError> {
    let at = params![known_at, number];
    let sql = format!(
        "select i.item, i.status, i.statement_row, i.identity, i.method, i.points, i.margin, i.runner_up, {},
                i.proposal, i.proposal_day, i.proposal_fen, i.proposal_due_day, i.proposal_class,
                i.proposal_line, i.since
         from reconciliation_item i where {} and i.reconciliation = ?2 order by i.item",
        loan_no_of("i.runner_up"),
        known("i")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let found = statement.query_map(at, |row| Ok((row.get(0)?, item_from(row)?)))?;
    let mut items: BTreeMap<i64, ReconciliationItem> = found.collect::<Result<_, _>>()?;
    let sql = format!(
        "select l.item, l.loan, {} from reconciliation_item_loan l
         where {} and l.reconciliation = ?2 order by l.item, l.position",
        loan_no_of("l.loan"),
        known("l")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query(at)?;
    while let Some(row) = rows.next()? {
        if let Some(item) = items.get_mut(&row.get(0)?) {
            item.loans.push(NumberedLoan { id: row.get(1)?, loan_no: row.get(2)? });
        }
    }
    let sql = format!(
        "select d.item, d.field, d.bank, d.ledger, d.cause from reconciliation_difference d
         where {} and d.reconciliation = ?2 order by d.line",
        known("d")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query(at)?;
    while let Some(row) = rows.next()? {
        if let Some(item) = items.get_mut(&row.get(0)?) {
            let cause = CauseKind::from_code(row.get_ref(4)?.as_str().map_err(|_| damaged(4))?);
            item.differences.push(RecordedDifference {
                field: row.get(1)?,
                bank: row.get(2)?,
                ledger: row.get(3)?,
                cause: cause.ok_or_else(|| damaged(4))?,
            });
        }
    }
    Ok(items.into_values().collect())
}

fn decisions_at(
    conn: &Connection,
    bank: PartyId,
    known_at: i64,
) -> Result<Vec<ReconciliationDecision>, LedgerError> {
    let sql = format!(
        "select d.bank, d.identity, d.loan_no, d.same from reconciliation_decision d
         where {} and d.bank = ?2 order by d.line",
        known("d")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let found = statement.query_map(params![known_at, bank], |row| {
        Ok(ReconciliationDecision {
            bank: row.get(0)?,
            identity: row.get(1)?,
            loan_no: row.get(2)?,
            same: row.get(3)?,
        })
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn signatures_at(
    conn: &Connection,
    number: i64,
    known_at: i64,
) -> Result<Vec<Signature>, LedgerError> {
    let sql = format!(
        "select s.side, s.signer, s.balance_fen, s.day from reconciliation_signature s
         where {} and s.reconciliation = ?2 order by s.line",
        known("s")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let found = statement.query_map(params![known_at, number], |row| {
        Ok(Signature {
            side: row.get(0)?,
            signer: row.get(1)?,
            balance: Money::from_fen(row.get(2)?),
            day: Date::from_days(row.get(3)?).unwrap_or(Date::MAX),
        })
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

impl Entry<'_> {
    /// Returns the reconciliations of a bank, oldest first.
    pub fn reconciliations_of(&self, bank: PartyId) -> Result<Vec<Reconciliation>, LedgerError> {
        runs_at(self.conn, Some(bank), i64::MAX)
    }

    /// Returns a reconciliation by its number.
    ///
    /// Errors: `NotFound`.
    pub fn reconciliation(&self, number: i64) -> Result<Reconciliation, LedgerError> {
        run_at(self.conn, number, i64::MAX)
    }

    /// Returns the loans the bank lists in a reconciliation, in order.
    pub fn reconciliation_listed(&self, number: i64) -> Result<Vec<LoanId>, LedgerError> {
        listed_at(self.conn, number, i64::MAX)
    }

    /// Returns the items of a reconciliation, in order.
    pub fn reconciliation_items(
        &self,
        number: i64,
    ) -> Result<Vec<ReconciliationItem>, LedgerError> {
        items_at(self.conn, number, i64::MAX)
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

    /// Returns the lines of the statement, in order.
    pub fn reconciliation_lines(&self, number: i64) -> Result<Vec<StatedLine>, LedgerError> {
        lines_at(self.conn, number, i64::MAX)
    }

    /// Records a reconciliation (its `number` is given here), the bank's lines, the loans it lists, in ascending order,
    /// and the items that did not agree; returns its number.
    pub fn add_reconciliation<'l>(
        &self,
        found: &Reconciliation,
        lines: impl Iterator<Item = (CompactString, &'l StatementLine)>,
        listed: &[LoanId],
        items: &[ReconciliationItem],
    ) -> Result<i64, LedgerError> {
        let number = self.new_thing(RECONCILIATION_IDENTITY)?;
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
                found.balance_tolerance.fen(),
                found.interest_tolerance.fen(),
                found.days_tolerance,
                found.fingerprint,
            ],
            None,
        )?;
        for (row, line) in lines {
            self.bring_stated_line(number, &row, line)?;
        }
        for (first, last) in ranges(listed) {
            self.bring(RECONCILIATION_LISTED, params![number, first, last], None)?;
        }
        for (at, item) in (1_i64..).zip(items) {
            self.bring_item(number, at, item)?;
        }
        Ok(number)
    }

    fn bring_stated_line(
        &self,
        number: i64,
        row: &str,
        line: &StatementLine,
    ) -> Result<(), LedgerError> {
        let fen = |money: Option<Money>| money.map(Money::fen);
        let registrations = Some(line.registrations.join(";")).filter(|all| !all.is_empty());
        let values = params![
            number,
            row,
            line.loan_no.as_deref(),
            line.contract_no.as_deref(),
            line.borrower.as_deref(),
            line.uscc.as_deref(),
            fen(line.principal),
            fen(line.balance),
            fen(line.interest),
            line.disbursed.map(Date::days),
            line.due.map(Date::days),
            line.rate.map(|rate| rate.to_string()),
            line.class.map(Class::number),
            line.days_overdue,
            line.settled,
            registrations,
        ];
        self.bring(RECONCILIATION_LINE, values, None)?;
        for Unread { field, value } in &line.unread {
            self.bring(RECONCILIATION_UNREAD, params![number, row, field, value], None)?;
        }
        Ok(())
    }

    fn bring_item(
        &self,
        number: i64,
        at: i64,
        item: &ReconciliationItem,
    ) -> Result<(), LedgerError> {
        let (mut fen, mut due, mut class, mut line) = (None, None, None, None);
        match item.proposal {
            None => {}
            Some(Proposal::Repay { amount, .. }) => fen = Some(amount.fen()),
            Some(Proposal::Extend { to, .. }) => due = Some(to.days()),
            Some(Proposal::Classify { class: to, .. }) => class = Some(to.number()),
            Some(Proposal::Move { line: of, amount, .. }) => {
                (fen, line) = (Some(amount.fen()), Some(of));
            }
        }
        let values = params![
            number,
            at,
            item.status.code(),
            item.row,
            item.identity,
            item.method.map(MatchMethod::code),
            item.points,
            item.margin,
            item.runner_up.as_ref().map(|loan| loan.id),
            item.proposal.as_ref().map(Proposal::code),
            item.proposal.as_ref().map(|proposal| proposal.day().days()),
            fen,
            due,
            class,
            line,
            item.since,
        ];
        self.bring(RECONCILIATION_ITEM, values, None)?;
        for (position, loan) in (1_i64..).zip(&item.loans) {
            let values = params![number, at, position, loan.id];
            self.bring(RECONCILIATION_ITEM_LOAN, values, None)?;
        }
        for one in &item.differences {
            let values = params![number, at, one.field, one.bank, one.ledger, one.cause.code()];
            self.bring(RECONCILIATION_DIFFERENCE, values, None)?;
        }
        Ok(())
    }

    /// Records what a person decided; what was said before of the line, or of the pair, is superseded. A line means one
    /// loan.
    pub fn decide_reconciliation(
        &self,
        decision: &ReconciliationDecision,
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
        for (line, loan, same) in before {
            if loan == decision.loan_no || same && decision.same {
                self.end(RECONCILIATION_DECISION, line)?;
            }
        }
        let values = params![decision.bank, decision.identity, decision.loan_no, decision.same];
        self.bring(RECONCILIATION_DECISION, values, None)?;
        Ok(true)
    }

    /// Takes back that a line which is no longer listed means a loan.
    pub fn drop_decision(
        &self,
        bank: PartyId,
        identity: &str,
        loan_no: &str,
    ) -> Result<(), LedgerError> {
        let sql = "select line from reconciliation_decision
                   where bank = ?1 and identity = ?2 and loan_no = ?3 and same = 1 and ended_by is null";
        let mut statement = self.conn.prepare_cached(sql)?;
        let lines = statement.query_map(params![bank, identity, loan_no], |row| row.get(0))?;
        let lines: Vec<i64> = lines.collect::<Result<_, _>>()?;
        lines.into_iter().try_for_each(|line| self.end(RECONCILIATION_DECISION, line))
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

    /// Returns the lines of the statement, in order.
    pub fn reconciliation_lines(
        &self,
        number: i64,
        snapshot: Snapshot,
    ) -> Result<Vec<StatedLine>, LedgerError> {
        lines_at(&self.conn, number, snapshot.known_at)
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
