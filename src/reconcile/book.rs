//! A bank's loans as they stood at the close of a day: read in one pass, each replayed as it comes by.

use super::compare::Ours;
use super::evidence::{Borrower, Loan};
use super::run::RunError;
use crate::domain::values::Money;
use crate::ledger::{Ledger, PartyId, Snapshot};

/// A bank's loans, and who borrowed.
#[derive(Debug)]
pub struct Book {
    pub(super) bank: PartyId,
    pub(super) snapshot: Snapshot,
    pub(super) loans: Vec<Loan>,
    pub(super) borrowers: Vec<Borrower>,
}

/// Reads every loan of the bank, replayed to the close of the snapshot's day.
pub fn book_of(ledger: &Ledger, bank: PartyId, snapshot: Snapshot) -> Result<Book, RunError> {
    let lpr = ledger.loan_prime_rates(snapshot)?;
    let mut pledged = ledger.registrations_of_loans(snapshot)?;
    let mut places = Places::default();
    let mut loans = Vec::new();
    ledger.each_loan_in_brief(snapshot, Some(bank), |loan| {
        let account = loan
            .replay(&lpr, snapshot.as_of)
            .map_err(|problem| RunError::Loan { loan_no: loan.loan_no.to_owned(), problem })?;
        loans.push(Loan {
            id: loan.id,
            loan_no: loan.loan_no.into(),
            contract_no: loan.contract_no.map(Box::from),
            borrower: loan.borrower.map(|party| places.of(party)),
            registrations: pledged.remove(&loan.id).unwrap_or_default(),
            ours: Ours::of(&account, Money::from_fen(loan.terms.limit_fen)),
        });
        Ok::<(), RunError>(())
    })?;
    let mut borrowers = vec![Borrower::default(); places.parties.len()];
    let mut parties = places.parties.clone();
    parties.sort_unstable();
    for one in ledger.spellings(&parties, snapshot)? {
        borrowers[places.of(one.party) as usize] = Borrower { uscc: one.uscc, names: one.names };
    }
    Ok(Book { bank, snapshot, loans, borrowers })
}

/// Borrowers in the order in which they came by.
#[derive(Default)]
struct Places {
    parties: Vec<PartyId>,
    /// By a party's number: they count up from 1.
    of_party: Vec<Option<u32>>,
}

impl Places {
    fn of(&mut self, party: PartyId) -> u32 {
        let number = usize::try_from(party).unwrap_or_default();
        if number >= self.of_party.len() {
            self.of_party.resize(number + 1, None);
        }
        *self.of_party[number].get_or_insert_with(|| {
            self.parties.push(party);
            self.parties.len() as u32 - 1
        })
    }
}
