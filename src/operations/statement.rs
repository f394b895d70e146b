//! A bank's list held against the ledger: read, matched, compared, explained. Nothing is recorded of it here.

use super::Refusal;
use super::bank_list::{BankList, ListAsked};
use crate::exchange::import::Overrules;
use crate::exchange::import::statement::Statement;
use crate::exchange::source::{ReadOptions, Source};
use crate::ledger::{Ledger, PartyId, Snapshot};
use crate::reconcile::{Run, Tolerance, run};

/// A bank's list, how it is to be read, and how far amounts and days may lie apart.
#[derive(Debug, Clone)]
pub struct StatementRequest {
    pub file: String,
    pub read: ReadOptions,
    pub overrules: Overrules,
    pub tolerance: Tolerance,
    /// Whether somebody said for which day.
    pub day_is_asked: bool,
}

/// A list beside the ledger.
pub struct HeldStatement {
    pub source: Source,
    pub statement: Statement,
    pub run: Run,
    /// For the day the list is of.
    pub snapshot: Snapshot,
}

impl HeldStatement {
    /// Holds a bank's list against the ledger.
    ///
    /// Errors: what keeps the file from being read, loans that cannot be worked out.
    pub fn of(
        ledger: &Ledger,
        bank: PartyId,
        snapshot: Snapshot,
        request: &StatementRequest,
    ) -> Result<Self, Refusal> {
        let asked = ListAsked {
            file: &request.file,
            options: request.read.clone(),
            overrules: request.overrules.clone(),
            its_own_day: !request.day_is_asked,
        };
        let BankList { source, statement, book, beside, snapshot } =
            BankList::read(ledger, bank, snapshot, &asked)?;
        let run = run(ledger, beside, book, &statement.lines, &request.tolerance)?;
        Ok(Self { source, statement, run, snapshot })
    }
}
