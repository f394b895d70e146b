//! A bank's loans as they stood at the close of a day.

use std::collections::{HashMap, VecDeque};
use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::compare::Ours;
use super::error::RunError;
use super::evidence::{Borrower, Loan};
use crate::domain::loan::LprTable;
use crate::domain::values::Money;
use crate::ledger::{Ledger, LoanId, PartyId, Snapshot, Spelling};

/// A bank's loans, and who borrowed.
#[derive(Debug)]
pub struct LoanBook {
    pub(super) bank: PartyId,
    pub(super) snapshot: Snapshot,
    pub(super) loans: Vec<Loan>,
    /// By a party's number.
    pub(super) borrowers: Vec<Borrower>,
}

/// Number of ranges the loans are divided into, so that both threads finish at about the same time.
const PIECES: i64 = 16;

/// A bank's loans on the way to a [`LoanBook`]: two may read, one from the front, one from the back, each loan replayed to
/// the close of the snapshot's day as it comes by.
pub struct LoanReader {
    bank: PartyId,
    snapshot: Snapshot,
    lpr: LprTable,
    pledged: HashMap<LoanId, Vec<String>>,
    pieces: Mutex<VecDeque<Range<LoanId>>>,
}

impl LoanReader {
    pub fn of(ledger: &Ledger, bank: PartyId, snapshot: Snapshot) -> Result<Self, RunError> {
        Ok(Self {
            bank,
            snapshot,
            lpr: ledger.loan_prime_rates(snapshot)?,
            pledged: ledger.registrations_of_loans(snapshot)?,
            pieces: Mutex::new(ledger.loan_numbers(PIECES)?.into()),
        })
    }

    /// Reads from the front until nothing is left.
    pub fn from_front(&self, ledger: &Ledger) -> Result<Vec<Loan>, RunError> {
        let mut loans = Vec::new();
        while let Some(numbers) = self.next(VecDeque::pop_front) {
            self.read(ledger, numbers, &mut loans)?;
        }
        Ok(loans)
    }

    /// Reads from the back until nothing is left: the last loans first.
    pub fn from_back(&self, ledger: &Ledger) -> Result<Vec<Vec<Loan>>, RunError> {
        let mut pieces = Vec::new();
        while let Some(numbers) = self.next(VecDeque::pop_back) {
            let mut loans = Vec::new();
            self.read(ledger, numbers, &mut loans)?;
            pieces.push(loans);
        }
        Ok(pieces)
    }

    /// Binds what was read from the front and from the back.
    pub fn bind(
        self,
        ledger: &Ledger,
        beside: Option<&mut Ledger>,
        (front, back): (Vec<Loan>, Vec<Vec<Loan>>),
    ) -> Result<LoanBook, RunError> {
        let Self { bank, snapshot, .. } = self;
        let mut loans = front;
        back.into_iter().rev().for_each(|mut piece| loans.append(&mut piece));
        let borrowers = borrowers_of(ledger, beside, snapshot, &loans)?;
        Ok(LoanBook { bank, snapshot, loans, borrowers })
    }

    fn next(
        &self,
        end: impl Fn(&mut VecDeque<Range<LoanId>>) -> Option<Range<LoanId>>,
    ) -> Option<Range<LoanId>> {
        // Whoever panicked with the pieces in hand left them whole.
        end(&mut self.pieces.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn read(
        &self,
        ledger: &Ledger,
        numbers: Range<LoanId>,
        loans: &mut Vec<Loan>,
    ) -> Result<(), RunError> {
        ledger.each_loan_in_brief(self.snapshot, Some(self.bank), numbers, |loan| {
            let account = loan
                .replay(&self.lpr, self.snapshot.as_of)
                .map_err(|problem| RunError::Loan { loan_no: loan.loan_no.to_owned(), problem })?;
            loans.push(Loan {
                id: loan.id,
                loan_no: loan.loan_no.into(),
                contract_no: loan.contract_no.map(Into::into),
                borrower: loan.borrower.and_then(|party| u32::try_from(party).ok()),
                registrations: self.pledged.get(&loan.id).cloned().unwrap_or_default(),
                ours: Ours::of(&account, Money::from_fen(loan.terms.limit_fen)),
            });
            Ok::<(), RunError>(())
        })
    }
}

/// How those who borrowed are written, each at the place of its number: parties count up from 1.
fn borrowers_of(
    ledger: &Ledger,
    beside: Option<&mut Ledger>,
    snapshot: Snapshot,
    loans: &[Loan],
) -> Result<Vec<Borrower>, RunError> {
    let places = || loans.iter().filter_map(|loan| loan.borrower).map(|place| place as usize);
    let Some(last) = places().max() else { return Ok(Vec::new()) };
    let mut borrowed = vec![false; last + 1];
    places().for_each(|place| borrowed[place] = true);
    let mut borrowers = vec![Borrower::default(); last + 1];
    let (borrowed, half) = (&borrowed, borrowers.len() / 2);
    // Fills the borrowers from number `first` on.
    let fill = |ledger: &Ledger, first: usize, some: &mut [Borrower]| {
        let parties = first as PartyId..(first + some.len()) as PartyId;
        let wanted = |party: PartyId| borrowed[party as usize];
        ledger.each_spelling(snapshot, parties, wanted, |one| {
            let Spelling { party, uscc, name, former_names } = one;
            some[party as usize - first] = Borrower { uscc, name, former_names };
        })
    };
    match beside {
        None => fill(ledger, 0, &mut borrowers)?,
        Some(beside) => {
            let (front, back) = borrowers.split_at_mut(half);
            thread::scope(|scope| {
                let other = scope.spawn(move || fill(beside, half, back));
                fill(ledger, 0, front)?;
                other.join().unwrap_or_else(|panic| resume_unwind(panic))
            })?;
        }
    }
    Ok(borrowers)
}
