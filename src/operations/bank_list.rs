//! A bank's list, read beside the loans it is held against.

use std::panic::resume_unwind;
use std::thread;

use super::Refusal;
use crate::exchange::ExchangeError;
use crate::exchange::import::Overrules;
use crate::exchange::import::statement::{Statement, noun_of_bank, read_statement};
use crate::exchange::source::{ReadOptions, Source};
use crate::ledger::{Ledger, PartyId, Snapshot};
use crate::reconcile::{LoanBook, LoanReader};

/// What is asked of a list.
#[derive(Debug)]
pub struct ListAsked<'a> {
    pub file: &'a str,
    pub options: ReadOptions,
    pub overrules: Overrules,
    /// Nobody said a day: that which the list states holds.
    pub its_own_day: bool,
}

/// A list and the loans of its bank.
pub struct BankList {
    pub source: Source,
    pub statement: Statement,
    pub book: LoanBook,
    /// A second handle on the ledger in the same state, for a thread that helps.
    pub beside: Option<Ledger>,
    /// The day the list is held against.
    pub snapshot: Snapshot,
}

impl BankList {
    /// Reads a list. Where it states one day that is over, the loans are those of that day; two days of two sheets are none.
    ///
    /// Errors: what keeps the file from being read, loans that cannot be worked out.
    pub fn read(
        ledger: &Ledger,
        bank: PartyId,
        snapshot: Snapshot,
        asked: &ListAsked<'_>,
    ) -> Result<Self, Refusal> {
        let read = Self::as_of(ledger, bank, snapshot, asked)?;
        match read.statement.as_of[..] {
            [day] if day < snapshot.as_of && asked.its_own_day => {
                Self::as_of(ledger, bank, Snapshot { as_of: day, ..snapshot }, asked)
            }
            _ => Ok(read),
        }
    }

    /// Reads the file beside the loans; whoever has read it helps with what is left of them.
    fn as_of(
        ledger: &Ledger,
        bank: PartyId,
        snapshot: Snapshot,
        asked: &ListAsked<'_>,
    ) -> Result<Self, Refusal> {
        let remembered = ledger.remembered_headers(&noun_of_bank(bank))?;
        let loans = LoanReader::of(ledger, bank, snapshot)?;
        let beside = ledger.beside()?;
        let (front, (read, back, mut beside)) = thread::scope(|scope| {
            let other = scope.spawn(|| {
                let read = || {
                    let mut source = Source::open(asked.file, &asked.options)?;
                    let read = read_statement(&mut source, &asked.overrules, &remembered)?;
                    Ok::<_, ExchangeError>((source, read))
                };
                let read = read();
                let back = beside.as_ref().map(|beside| loans.from_back(beside));
                (read, back.unwrap_or_else(|| Ok(Vec::new())), beside)
            });
            let front = loans.from_front(ledger);
            (front, other.join().unwrap_or_else(|panic| resume_unwind(panic)))
        });
        let (source, statement) = read?;
        let book = loans.bind(ledger, beside.as_mut(), (front?, back?))?;
        Ok(Self { source, statement, book, beside, snapshot })
    }
}
