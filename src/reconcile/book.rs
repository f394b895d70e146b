//! A bank's loans as they stood at the close of a day: read in one pass, each replayed as it comes by.

use std::collections::HashMap;
use std::ops::Range;
use std::panic::resume_unwind;
use std::thread;

use super::compare::Ours;
use super::evidence::{Borrower, Loan};
use super::run::RunError;
use crate::domain::loan::LprTable;
use crate::domain::values::Money;
use crate::ledger::{Ledger, LoanId, PartyId, Snapshot};

/// A bank's loans, and who borrowed.
#[derive(Debug)]
pub struct Book {
    pub(super) bank: PartyId,
    pub(super) snapshot: Snapshot,
    pub(super) loans: Vec<Loan>,
    /// By a party's number.
    pub(super) borrowers: Vec<Borrower>,
}

/// Reads every loan of the bank, replayed to the close of the snapshot's day: half of them on a thread of its own.
pub fn book_of(ledger: &Ledger, bank: PartyId, snapshot: Snapshot) -> Result<Book, RunError> {
    let lpr = ledger.loan_prime_rates(snapshot)?;
    let pledged = ledger.registrations_of_loans(snapshot)?;
    let reading = Reading { bank, snapshot, lpr: &lpr, pledged: &pledged };
    let loans = match ledger.beside()? {
        None => reading.loans(ledger, 0..LoanId::MAX)?,
        Some(beside) => {
            let halves = ledger.loan_numbers(2)?;
            let (first, second) = (halves[0].clone(), halves[1].clone());
            thread::scope(|scope| {
                let rest = scope.spawn(move || reading.loans(&beside, second));
                let loans = reading.loans(ledger, first);
                let rest = rest.join().unwrap_or_else(|panic| resume_unwind(panic));
                loans.and_then(|mut loans| {
                    loans.append(&mut rest?);
                    Ok(loans)
                })
            })?
        }
    };
    let borrowers = borrowers_of(ledger, snapshot, &loans)?;
    Ok(Book { bank, snapshot, loans, borrowers })
}

/// What a loan is read with.
#[derive(Clone, Copy)]
struct Reading<'a> {
    bank: PartyId,
    snapshot: Snapshot,
    lpr: &'a LprTable,
    pledged: &'a HashMap<LoanId, Vec<String>>,
}

impl Reading<'_> {
    fn loans(&self, ledger: &Ledger, numbers: Range<LoanId>) -> Result<Vec<Loan>, RunError> {
        let mut loans = Vec::new();
        ledger.each_loan_in_brief(self.snapshot, Some(self.bank), numbers, |loan| {
            let account = loan
                .replay(self.lpr, self.snapshot.as_of)
                .map_err(|problem| RunError::Loan { loan_no: loan.loan_no.to_owned(), problem })?;
            loans.push(Loan {
                id: loan.id,
                loan_no: loan.loan_no.into(),
                contract_no: loan.contract_no.map(Box::from),
                borrower: loan.borrower.and_then(|party| u32::try_from(party).ok()),
                registrations: self.pledged.get(&loan.id).cloned().unwrap_or_default(),
                ours: Ours::of(&account, Money::from_fen(loan.terms.limit_fen)),
            });
            Ok::<(), RunError>(())
        })?;
        Ok(loans)
    }
}

/// How those who borrowed are written, each at the place of its number: parties count up from 1.
fn borrowers_of(
    ledger: &Ledger,
    snapshot: Snapshot,
    loans: &[Loan],
) -> Result<Vec<Borrower>, RunError> {
    let places = || loans.iter().filter_map(|loan| loan.borrower).map(|place| place as usize);
    let Some(last) = places().max() else { return Ok(Vec::new()) };
    let mut borrowed = vec![false; last + 1];
    places().for_each(|place| borrowed[place] = true);
    let mut borrowers = vec![Borrower::default(); last + 1];
    let place = |party: PartyId| usize::try_from(party).ok().filter(|place| *place <= last);
    let wanted = |party| place(party).is_some_and(|place| borrowed[place]);
    for one in ledger.spellings(snapshot, wanted)? {
        if let Some(place) = place(one.party) {
            borrowers[place] = Borrower { uscc: one.uscc, names: one.names };
        }
    }
    Ok(borrowers)
}
