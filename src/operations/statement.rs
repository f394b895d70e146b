//! A bank's list held against the ledger: read, matched, compared, explained. Nothing is recorded of it here.

use std::panic::resume_unwind;
use std::thread;

use super::Refusal;
use crate::exchange::ExchangeError;
use crate::exchange::import::Overrules;
use crate::exchange::import::statement::{Statement, noun_of_bank, read_statement};
use crate::exchange::source::{ReadOptions, Source};
use crate::ledger::{Ledger, PartyId, Snapshot};
use crate::reconcile::{LoanBook, LoanReader, Run, Tolerance, run};

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
    /// Holds a bank's list against the ledger. Where it states one day that is over and nobody asked for another, against
    /// the loans of that day; two days of two sheets are none.
    ///
    /// Errors: what keeps the file from being read, loans that cannot be worked out.
    pub fn of(
        ledger: &Ledger,
        bank: PartyId,
        snapshot: Snapshot,
        request: &StatementRequest,
    ) -> Result<Self, Refusal> {
        let read = Beside::read(ledger, bank, snapshot, request)?;
        let (read, snapshot) = match read.statement.as_of[..] {
            [day] if day < snapshot.as_of && !request.day_is_asked => {
                let snapshot = Snapshot { as_of: day, ..snapshot };
                (Beside::read(ledger, bank, snapshot, request)?, snapshot)
            }
            _ => (read, snapshot),
        };
        let Beside { source, statement, book, second } = read;
        let run = run(ledger, second, book, &statement.lines, &request.tolerance)?;
        Ok(Self { source, statement, run, snapshot })
    }
}

/// A list and the loans of its bank.
struct Beside {
    source: Source,
    statement: Statement,
    book: LoanBook,
    /// A second handle on the ledger in the same state, for a thread that helps.
    second: Option<Ledger>,
}

impl Beside {
    /// Reads the file beside the loans; whoever has read it helps with what is left of them.
    fn read(
        ledger: &Ledger,
        bank: PartyId,
        snapshot: Snapshot,
        request: &StatementRequest,
    ) -> Result<Self, Refusal> {
        let remembered = ledger.remembered_headers(&noun_of_bank(bank))?;
        let loans = LoanReader::of(ledger, bank, snapshot)?;
        let second = ledger.beside()?;
        let (front, (read, back, mut second)) = thread::scope(|scope| {
            let other = scope.spawn(|| {
                let read = || {
                    let mut source = Source::open(&request.file, &request.read)?;
                    let read = read_statement(&mut source, &request.overrules, &remembered)?;
                    Ok::<_, ExchangeError>((source, read))
                };
                let read = read();
                let back = second.as_ref().map(|second| loans.from_back(second));
                (read, back.unwrap_or_else(|| Ok(Vec::new())), second)
            });
            let front = loans.from_front(ledger);
            (front, other.join().unwrap_or_else(|panic| resume_unwind(panic)))
        });
        let (source, statement) = read?;
        let book = loans.bind(ledger, second.as_mut(), (front?, back?))?;
        Ok(Self { source, statement, book, second })
    }
}
