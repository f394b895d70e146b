//! Import of loans: a bank's ledger, row by row. A loan with a day of disbursement counts as disbursed
//! in full on it (design.md 5).

use std::collections::HashMap;

use crate::domain::loan::record::{self, FIELDS, LoanRecord};
use crate::domain::loan::{Account, Bucket, Event, Happening, LprTable};
use crate::domain::party::Said;
use crate::domain::patent::{Change, Named};
use crate::domain::values::{Date, Money};
use crate::domain::{Fault, Problem};
use crate::exchange::source::Source;
use crate::ledger::{Entry, LoanCard, LoanEvent, PartyId, PledgeId};

use super::outcome::{Correction, Outcome};
use super::parties::Parties;
use super::patent::known_otherwise;
use super::scan::{At, scan};
use super::{ImportError, Rules, fields};

const WANTED_KEYS: [usize; 1] = [record::LOAN_NO];

pub(super) fn import(
    entry: &Entry<'_>,
    source: &mut Source,
    rules: &Rules<'_>,
    outcome: &mut Outcome,
) -> Result<(), ImportError> {
    let mut parties = Parties::new(entry)?;
    let lpr = entry.lpr_table()?;
    let mut rows_of: HashMap<String, (u32, LoanRecord)> = HashMap::new();
    let wanted = rules.wanted(&FIELDS, &fields::LOAN, &WANTED_KEYS);
    scan(source, &wanted, outcome, |at, record, outcome| {
        rules.progress.read(outcome.rows);
        match LoanRecord::read(record, rules.today) {
            Ok((read, notes)) => {
                outcome.note_all(&notes, at.row);
                match rows_of.get(&read.loan_no) {
                    Some((_, first)) if *first == read => outcome.unchanged += 1,
                    Some((first_row, _)) => {
                        let problem = Problem::TwiceInFile { first_row: *first_row };
                        let fault = Fault::new("loan_no", read.loan_no, problem);
                        outcome.rejects.push(at.reject(vec![fault]));
                    }
                    None => {
                        take(entry, at, &read, rules, &mut parties, &lpr, outcome)?;
                        rows_of.insert(read.loan_no.clone(), (at.row, read));
                    }
                }
            }
            Err(faults) => outcome.rejects.push(at.refuse(record, faults)),
        }
        Ok(())
    })
}

#[allow(clippy::too_many_arguments)]
fn take(
    entry: &Entry<'_>,
    at: &At<'_>,
    read: &LoanRecord,
    rules: &Rules<'_>,
    parties: &mut Parties<'_, '_>,
    lpr: &LprTable,
    outcome: &mut Outcome,
) -> Result<(), ImportError> {
    let (card, pledges) = match prepare(entry, read, parties, lpr, outcome)? {
        Ok(prepared) => prepared,
        Err(fault) => {
            outcome.rejects.push(at.reject(vec![fault]));
            return Ok(());
        }
    };
    let Some(known) = entry.loan_by_no(&read.loan_no)? else {
        record_new(entry, card, &pledges, lpr, Some(at.row))?;
        outcome.accepted += 1;
        return Ok(());
    };
    let changes = differences(&known, &card, entry)?;
    if changes.is_empty() {
        outcome.unchanged += 1;
    } else if rules.accept_corrections
        && changes.iter().all(|change| change.field != "disbursed_on")
    {
        let updated = LoanCard { id: known.id, ..card };
        entry.correct_loan(&updated, Some(at.row))?;
        outcome.corrected += 1;
        outcome.corrections.push(Correction { row: at.row, id: read.loan_no.clone(), changes });
    } else {
        outcome.rejects.push(at.reject(vec![known_otherwise(changes, read.loan_no.clone())]));
    }
    Ok(())
}

/// Finds parties and pledges of a loan record, and tries its first replay; the inner error refuses it.
pub fn prepare(
    entry: &Entry<'_>,
    read: &LoanRecord,
    parties: &mut Parties<'_, '_>,
    lpr: &LprTable,
    outcome: &mut Outcome,
) -> Result<Result<(LoanCard, Vec<PledgeId>), Fault>, ImportError> {
    let mut pledges = Vec::with_capacity(read.pledges.len());
    for number in &read.pledges {
        match entry.pledge_by_no(number)? {
            Some(pledge) => pledges.push(pledge.id),
            None => {
                let problem = Problem::UnknownReference { noun: "pledge" };
                return Ok(Err(Fault::new("registration_no", number.clone(), problem)));
            }
        }
    }
    let mut events = Vec::new();
    if let Some(day) = read.disbursed {
        let happening = Happening::Disburse(Money::from_fen(read.terms.limit_fen));
        events.push(Event { day, happening });
        if let Err(problem) = Account::replay(&read.terms, lpr, &events, day) {
            let fault =
                Fault::new("rate_percent", read.terms.rate.to_string(), Problem::Loan(problem));
            return Ok(Err(fault));
        }
    }
    let named: Vec<Named> = [&read.bank].into_iter().chain(&read.borrower).cloned().collect();
    let ids: Vec<PartyId> = match parties.accept_all(&named, Said::Nothing, outcome)? {
        Ok(ids) => ids,
        Err(fault) => return Ok(Err(Fault { field: "borrower", ..fault })),
    };
    let card = LoanCard {
        id: 0,
        loan_no: read.loan_no.clone(),
        contract_no: read.contract_no.clone(),
        bank: ids[0],
        borrower: ids.get(1).copied(),
        terms: read.terms.clone(),
        ip_part: read.ip_part,
        events: events
            .into_iter()
            .map(|event| LoanEvent {
                line: 0,
                event,
                reference: None,
                brought_by: 0,
                source_row: None,
            })
            .collect(),
        brought_by: 0,
        source_row: None,
    };
    Ok(Ok((card, pledges)))
}

/// Records a new loan with what its record says happened.
pub fn record_new(
    entry: &Entry<'_>,
    mut card: LoanCard,
    pledges: &[PledgeId],
    lpr: &LprTable,
    row: Option<u32>,
) -> Result<(), ImportError> {
    card.id = entry.add_loan(&card, pledges, row)?;
    for recorded in &card.events {
        entry.bring_loan_event(card.id, &recorded.event, None, row)?;
    }
    entry.stand(&card, lpr)?;
    Ok(())
}

fn disbursed_on(card: &LoanCard) -> Option<Date> {
    card.events
        .iter()
        .find(|e| matches!(e.event.happening, Happening::Disburse(_)))
        .map(|e| e.event.day)
}

/// The fields a record would change.
pub fn differences(
    known: &LoanCard,
    news: &LoanCard,
    entry: &Entry<'_>,
) -> Result<Vec<Change>, ImportError> {
    let text = |value: &dyn ToString| Some(value.to_string());
    let (old, new) = (&known.terms, &news.terms);
    let mut changes: Vec<Change> = [
        Change::of(
            "principal",
            text(&Money::from_fen(old.limit_fen)),
            text(&Money::from_fen(new.limit_fen)),
        ),
        Change::of("due_on", text(&old.due), text(&new.due)),
        Change::of("rate_percent", text(&old.rate), text(&new.rate)),
        Change::of("method", text(&old.method.code()), text(&new.method.code())),
        Change::of("period", text(&old.period.code()), text(&new.period.code())),
        Change::of("day_count", text(&old.day_count.code()), text(&new.day_count.code())),
        Change::of(
            "pay_day",
            old.pay_day.map(|d| d.to_string()),
            new.pay_day.map(|d| d.to_string()),
        ),
        Change::of("grace_days", text(&old.grace_days), text(&new.grace_days)),
        Change::of("penalty_percent", text(&old.penalty_markup), text(&new.penalty_markup)),
        Change::of(
            "order",
            text(&Bucket::order_text(old.order)),
            text(&Bucket::order_text(new.order)),
        ),
        Change::of("contract_no", known.contract_no.clone(), news.contract_no.clone()),
        Change::of(
            "ip_part",
            known.ip_part.map(|m| m.to_string()),
            news.ip_part.map(|m| m.to_string()),
        ),
        Change::of(
            "signed_on",
            old.signed.map(|d| d.to_string()),
            new.signed.map(|d| d.to_string()),
        ),
        Change::of(
            "disbursed_on",
            disbursed_on(known).map(|d| d.to_string()),
            disbursed_on(news).map(|d| d.to_string()),
        ),
    ]
    .into_iter()
    .flatten()
    .collect();
    for (field, old, new) in
        [("bank", Some(known.bank), Some(news.bank)), ("borrower", known.borrower, news.borrower)]
    {
        if let Some((old, new)) = old.zip(new).filter(|(old, new)| old != new) {
            changes.push(Change {
                field,
                old: entry.party_name(old)?,
                new: entry.party_name(new)?,
            });
        }
    }
    Ok(changes)
}
