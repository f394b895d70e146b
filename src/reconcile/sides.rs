//! A line of the bank's beside loans of ours, field by field, and which loans a line could mean.

use super::compare::{Difference, Ours, Tolerance, Value, compare};
use super::evidence::{Loan, MatchEvidence};
use super::run::Run;
use super::spelling::FirmNames;
use crate::domain::numbers::RegionCode;
use crate::domain::statement::{FIELDS, StatementLine};

/// What either side says of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldSides {
    pub field: &'static str,
    pub bank: Value,
    pub ledger: Value,
    /// None where one side says nothing, or names are written otherwise and may mean the same.
    pub agrees: Option<bool>,
}

/// What a line states of a field.
fn stated(line: &StatementLine, field: &str) -> Value {
    let text = |text: Option<&str>| text.map_or(Value::Nothing, |text| Value::Text(text.into()));
    if let Some(unread) = line.unread.iter().find(|cell| cell.field == field) {
        return Value::Text(unread.value.clone());
    }
    match field {
        "loan_no" => text(line.loan_no.as_deref()),
        "contract_no" => text(line.contract_no.as_deref()),
        "borrower" => text(line.borrower.as_deref()),
        "borrower_uscc" => text(line.uscc.as_deref()),
        "principal" => line.principal.map_or(Value::Nothing, Value::Money),
        "balance" => line.owed().map_or(Value::Nothing, Value::Money),
        "interest" => line.interest.map_or(Value::Nothing, Value::Money),
        "disbursed_on" => line.disbursed.map_or(Value::Nothing, Value::Date),
        "due_on" => line.due.map_or(Value::Nothing, Value::Date),
        "rate_percent" => line.rate.map_or(Value::Nothing, Value::Percent),
        "class" => line.class.map_or(Value::Nothing, Value::Class),
        "days_overdue" => line.days_overdue.map_or(Value::Nothing, Value::Days),
        "status" => line.settled.map_or(Value::Nothing, Value::Settled),
        "registration_no" => joined(&line.registrations),
        _ => Value::Nothing,
    }
}

fn joined(numbers: &[String]) -> Value {
    if numbers.is_empty() { Value::Nothing } else { Value::Text(numbers.join(";")) }
}

impl Run {
    /// What the ledger says of a field of some loans taken together.
    fn ours(&self, loans: &[&Loan], together: Option<&Ours>, field: &str) -> Value {
        let text = |of: &dyn Fn(&Loan) -> Option<String>| {
            joined(&loans.iter().filter_map(|loan| of(loan)).collect::<Vec<_>>())
        };
        let borrower = |loan: &Loan| self.borrowers.get(loan.borrower? as usize);
        match field {
            "loan_no" => text(&|loan| Some(loan.loan_no.to_string())),
            "contract_no" => text(&|loan| loan.contract_no.as_ref().map(ToString::to_string)),
            "borrower" => text(&|loan| borrower(loan)?.name.as_ref().map(ToString::to_string)),
            "borrower_uscc" => text(&|loan| borrower(loan)?.uscc.as_ref().map(ToString::to_string)),
            "registration_no" => text(&|loan| match loan.registrations.is_empty() {
                true => None,
                false => Some(loan.registrations.join(";")),
            }),
            field => together.map_or(Value::Nothing, |ours| ours.value_of(field)),
        }
    }

    /// Both sides of every field that either states: of a line, or none, and of some loans; `known` are the differences
    /// where they were found already.
    pub fn sides(
        &self,
        line: Option<&StatementLine>,
        loans: &[usize],
        known: Option<&[Difference]>,
        tolerance: &Tolerance,
    ) -> Vec<FieldSides> {
        let loans: Vec<&Loan> = loans.iter().map(|loan| &self.loans[*loan]).collect();
        let together = Ours::together(loans.iter().map(|loan| loan.ours));
        let found = match (known, line, &together) {
            (Some(known), ..) => known.to_vec(),
            (None, Some(line), Some(ours)) => {
                let numbers = loans.iter().flat_map(|loan| loan.registrations.clone());
                compare(line, ours, &numbers.collect::<Vec<_>>(), tolerance)
            }
            (None, ..) => Vec::new(),
        };
        let of_field = |field: &&'static str| {
            let bank = line.map_or(Value::Nothing, |line| stated(line, field));
            let ledger = self.ours(&loans, together.as_ref(), field);
            let agrees = match (&bank, &ledger) {
                _ if found.iter().any(|one| one.field == *field) => Some(false),
                (Value::Nothing, _) | (_, Value::Nothing) => None,
                (Value::Text(bank), Value::Text(ledger)) => (bank == ledger).then_some(true),
                _ => Some(true),
            };
            let says = bank != Value::Nothing || ledger != Value::Nothing;
            says.then_some(FieldSides { field, bank, ledger, agrees })
        };
        FIELDS.iter().filter_map(of_field).collect()
    }

    /// Loans that more speaks for than against a line's meaning them, the likeliest first.
    pub fn candidates(&self, line: &StatementLine, region: RegionCode) -> Vec<usize> {
        let spelled = FirmNames::of(region);
        let points =
            |loan: &Loan| MatchEvidence::between(line, loan, &self.borrowers, &spelled).points();
        let all = self.loans.iter().enumerate().map(|(at, loan)| (points(loan), at));
        let mut found: Vec<(i64, usize)> = all.filter(|(points, _)| *points > 0).collect();
        found.sort_by_key(|(points, at)| (-points, *at));
        found.into_iter().map(|(_, at)| at).collect()
    }
}
