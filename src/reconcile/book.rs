//! A bank's loans as they stood at the close of a day: read in one pass, each replayed as it comes by.

use std::collections::HashMap;

use super::compare::Ours;
use super::evidence::{Borrower, Loan};
use super::run::RunError;
use crate::domain::values::Money;
use crate::ledger::{Ledger, LoanId, LoanInBrief, PartyId, Snapshot};

/// A bank's loans with their standings, and who borrowed.
#[derive(Debug)]
pub struct Book {
    pub(super) bank: PartyId,
    pub(super) snapshot: Snapshot,
    pub(super) loans: Vec<Loan>,
    /// In the order of the loans.
    pub(super) standings: Vec<Standing>,
    pub(super) borrowers: Vec<Borrower>,
}

/// A loan of the bank at the cut-off.
#[derive(Debug, Clone)]
pub struct Standing {
    pub id: LoanId,
    pub ours: Ours,
}

impl Standing {
    /// Disbursed and not settled: the bank should list it.
    pub fn is_expected(&self) -> bool {
        self.ours.disbursed.is_some() && !self.ours.settled
    }
}

/// Reads every loan of the bank, replayed to the close of the snapshot's day.
pub fn book_of(ledger: &Ledger, bank: PartyId, snapshot: Snapshot) -> Result<Book, RunError> {
    let lpr = ledger.loan_prime_rates(snapshot)?;
    let mut pledged = ledger.registrations_of_loans(snapshot)?;
    let mut place_of: HashMap<PartyId, u32> = HashMap::new();
    let (mut loans, mut standings) = (Vec::new(), Vec::new());
    ledger.each_loan_in_brief(snapshot, Some(bank), |loan: LoanInBrief<'_>| {
        let account = loan
            .replay(&lpr, snapshot.as_of)
            .map_err(|problem| RunError::Loan { loan_no: loan.loan_no.to_owned(), problem })?;
        let ours = Ours::of(&account, Money::from_fen(loan.terms.limit_fen));
        let next = place_of.len() as u32;
        loans.push(Loan {
            loan_no: loan.loan_no.to_owned(),
            contract_no: loan.contract_no.map(str::to_owned),
            borrower: loan.borrower.map(|party| *place_of.entry(party).or_insert(next)),
            registrations: pledged.remove(&loan.id).unwrap_or_default(),
            principal: ours.principal,
            balance: Some(ours.balance),
            disbursed: ours.disbursed,
            due: ours.due,
        });
        standings.push(Standing { id: loan.id, ours });
        Ok::<(), RunError>(())
    })?;
    let borrowers = borrowers(ledger, snapshot, &place_of)?;
    Ok(Book { bank, snapshot, loans, standings, borrowers })
}

/// Who borrowed, each at its place.
fn borrowers(
    ledger: &Ledger,
    snapshot: Snapshot,
    place_of: &HashMap<PartyId, u32>,
) -> Result<Vec<Borrower>, RunError> {
    let mut parties: Vec<PartyId> = place_of.keys().copied().collect();
    parties.sort_unstable();
    let mut borrowers = vec![Borrower::default(); parties.len()];
    for one in ledger.spellings(&parties, snapshot)? {
        borrowers[place_of[&one.party] as usize] = Borrower { uscc: one.uscc, names: one.names };
    }
    Ok(borrowers)
}
