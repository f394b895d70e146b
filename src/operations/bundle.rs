//! What a bank may have: its loans, their payments, the pledges it holds, its claims. Nothing that counts others:
//! no entry numbers, no anchor, no totals, no number the office gives out in turn.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::Refusal;
use crate::domain::loan::{Account, Balance, LoanEventKind};
use crate::domain::values::Money;
use crate::ledger::{Ledger, LoanId, PartyId, Snapshot};

/// Gathers it, in the order of the bank's own numbers.
pub fn of_bank(ledger: &Ledger, bank: PartyId, snapshot: Snapshot) -> Result<Value, Refusal> {
    let lpr = ledger.loan_prime_rates(snapshot)?;
    let mut loans: Vec<(String, Value)> = Vec::new();
    let mut mine: HashSet<LoanId> = HashSet::new();
    ledger.each_loan(snapshot, |card| {
        if card.bank != bank {
            return Ok::<_, Refusal>(());
        }
        let begun = card.events.first().is_none_or(|first| first.event.day <= snapshot.as_of);
        if !begun {
            return Ok(());
        }
        // A loan that cannot be worked out is the bank's all the same: its figures are missing, and why.
        let (account, problem) = match card.replay(&lpr, snapshot.as_of) {
            Ok(account) => (Some(account), None),
            Err(problem) => (None, Some(problem.code())),
        };
        let balance = account.as_ref().map(Account::balance);
        let amount = |of: fn(&Balance) -> Money| balance.as_ref().map(|b| of(b).to_string());
        let borrower = match card.borrower {
            Some(party) => Some(ledger.party(party, snapshot)?.party),
            None => None,
        };
        let happened: Vec<Value> = card
            .events
            .iter()
            .filter(|recorded| recorded.event.day <= snapshot.as_of)
            .map(|recorded| {
                let day = recorded.event.day.to_string();
                let (what, detail) = match &recorded.event.happening {
                    LoanEventKind::Disburse(amount) => ("disburse", amount.to_string()),
                    LoanEventKind::Repay(amount) => ("repay", amount.to_string()),
                    LoanEventKind::Extend { new_due, .. } => ("extend", new_due.to_string()),
                    LoanEventKind::Classify(class) => ("classify", class.code().to_owned()),
                    LoanEventKind::WriteOff(amount) => ("writeoff", amount.to_string()),
                    LoanEventKind::Refund(amount) => ("refund", amount.to_string()),
                };
                json!({"day": day, "event": what, "detail": detail, "reference": recorded.reference})
            })
            .collect();
        let mut loan = json!({
            "loan_no": card.loan_no, "contract_no": card.contract_no,
            "borrower": borrower.as_ref().and_then(|party| party.name.clone()),
            "borrower_uscc": borrower.and_then(|party| party.code).map(|code| code.to_string()),
            "principal": Money::from_fen(card.terms.limit_fen).to_string(),
            "disbursed_on": account.and_then(|account| account.start()).map(|day| day.to_string()),
            "due_on": balance.as_ref().map_or(card.terms.due, |b| b.due).to_string(), "rate": card.terms.rate.to_string(),
            "method": card.terms.method.code(), "day_count": card.terms.day_count.code(),
            "balance": amount(|b| b.principal), "interest": amount(|b| b.interest),
            "penalty": amount(|b| b.penalty), "compound": amount(|b| b.compound),
            "days_overdue": balance.as_ref().map(|b| b.days_overdue), "events": happened,
        });
        if let Some(problem) = problem {
            loan["problem"] = json!(problem);
        }
        loans.push((card.loan_no.clone(), loan));
        mine.insert(card.id);
        Ok(())
    })?;
    let mut pledges: Vec<(String, Value)> = Vec::new();
    for card in ledger.pledges(snapshot)? {
        // Who holds it on the day, not who held it once: what became of it since is another's.
        let state = card.state(snapshot.as_of);
        if state.pledgee != bank || card.pledge.registered > snapshot.as_of {
            continue;
        }
        let pledge = &card.pledge;
        let pledgors: Result<Vec<String>, _> =
            card.pledgors.iter().map(|party| ledger.party_name(*party, snapshot)).collect();
        let number = pledge.number.to_string();
        let shown = json!({
            "registration_no": number, "registered_on": pledge.registered.to_string(),
            "pledgors": pledgors?, "contract_no": pledge.contract_no,
            "in_force": state.in_force,
            "secured_amount": state.secured.map(|amount| amount.to_string()),
            "debt_from": pledge.debt_from.map(|day| day.to_string()),
            "debt_to": state.debt_to.map(|day| day.to_string()),
            "patents": state.patents.iter().map(ToString::to_string).collect::<Vec<_>>(),
        });
        pledges.push((number, shown));
    }
    let compensation = ledger.compensation(snapshot)?;
    let mut claims: Vec<(String, Value)> = Vec::new();
    for card in compensation.claims.iter().filter(|card| mine.contains(&card.loan)) {
        if card.claim.filed > snapshot.as_of {
            continue;
        }
        let standing = compensation.standing(card)?;
        let total = |of: fn(&crate::domain::claim::Position) -> Money| {
            let public = standing.positions.iter().filter(|position| position.is_public);
            Money::checked_sum(public.map(of)).map(|sum| sum.to_string())
        };
        // The claim's own number counts everybody's claims: the loan names it well enough.
        let shown = json!({
            "loan_no": card.loan_no, "filed_on": card.claim.filed.to_string(),
            "state": standing.state.code(), "public_share": total(|position| position.share),
            "paid": total(|position| position.paid), "returned": total(|position| position.returned),
        });
        claims.push((format!("{} {}", card.loan_no, card.claim.filed), shown));
    }
    let in_order = |mut all: Vec<(String, Value)>| {
        all.sort_by(|a, b| a.0.cmp(&b.0));
        Value::Array(all.into_iter().map(|(_, value)| value).collect())
    };
    let party = ledger.party(bank, snapshot)?.party;
    Ok(json!({
        "schema": "ipledger/bundle/v1",
        "office": ledger.office(snapshot)?.name,
        "bank": party.name, "bank_uscc": party.code.map(|code| code.to_string()),
        "as_of": snapshot.as_of.to_string(),
        "loans": in_order(loans), "pledges": in_order(pledges), "claims": in_order(claims),
    }))
}
