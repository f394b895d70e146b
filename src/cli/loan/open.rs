//! `loan open`, `loan correct`, `loan void`, and `loan lpr` for a rate published since.

use clap::ArgMatches;

use super::number;
use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::fields;
use crate::cli::ledger::{day, recorded};
use crate::domain::loan::record::{FIELDS, LOAN_NO, LoanRecord};
use crate::domain::loan::{Account, Bucket};
use crate::domain::values::{Money, Percent};
use crate::domain::{Fault, Problem};
use crate::exchange::import::{Outcome, Parties, loan_differences, prepare_loan, record_loan};
use crate::ledger::{LedgerError, LoanCard, Verdict};

fn read(
    context: &Context,
    matches: &ArgMatches,
    given: &[(usize, &str)],
) -> Result<LoanRecord, Failure> {
    let mut record = fields::record(matches, &FIELDS, given);
    if let Some(unit) = context.unit {
        FIELDS.iter().enumerate().for_each(|(field, _)| record.set_unit(field, unit));
    }
    let (read, _) = LoanRecord::read(&record, context.today()).map_err(Failure::Record)?;
    Ok(read)
}

/// `loan open NO ...`: the contract. With `--disbursed-on` all of it counts as disbursed that day.
pub fn open(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let number = number(matches)?;
    let read = read(context, matches, &[(LOAN_NO, &number)])?;
    let ledger = context.open()?;
    let ((), receipt) = ledger.write(context.act("loan.open"), |entry| {
        if entry.loan_by_no(&number)?.is_some() {
            let id = number.clone();
            return Err(Failure::from(LedgerError::AlreadyThere { noun: "loan", id }));
        }
        let lpr = entry.lpr_table()?;
        let mut parties = Parties::new(entry)?;
        let (card, pledges) =
            prepare_loan(entry, &read, &mut parties, &lpr, &mut Outcome::default())?
                .map_err(|fault| Failure::Record(vec![fault]))?;
        record_loan(entry, card, &pledges, &lpr, None)?;
        Ok(Verdict::when(!context.dry_run, (), "{}"))
    })?;
    recorded(context, "loan.open", ledger, receipt)
}

/// `loan correct NO ...`: what is not said stays.
pub fn correct(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let number = number(matches)?;
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let known = ledger.loan(&number, snapshot)?;
    let terms = &known.terms;
    let bank = ledger.party_name(known.bank, snapshot)?;
    let borrower = known.borrower.map(|party| ledger.party_name(party, snapshot)).transpose()?;
    let texts = [
        (0, Some(number.clone())),
        (1, known.contract_no.clone()),
        (2, Some(bank)),
        (3, borrower),
        (5, Some(Money::from_fen(terms.limit_fen).to_string())),
        (7, Some(terms.due.to_string())),
        (8, Some(terms.rate.to_string())),
        (9, Some(terms.method.code().to_owned())),
        (10, Some(terms.period.code().to_owned())),
        (11, Some(terms.day_count.code().to_owned())),
        (13, known.ip_part.map(|part| part.to_string())),
        (14, terms.pay_day.map(|day| day.to_string())),
        (15, Some(terms.grace_days.to_string())),
        (16, Some(terms.penalty_markup.to_string())),
        (17, Some(Bucket::order_text(terms.order))),
        (18, terms.signed.map(|day| day.to_string())),
    ];
    let typed = |field: usize| matches!(matches.try_get_one::<String>(FIELDS[field]), Ok(Some(_)));
    let given: Vec<(usize, &str)> = texts
        .iter()
        .filter(|(field, _)| *field == LOAN_NO || !typed(*field))
        .filter_map(|(field, text)| Some((*field, text.as_deref()?)))
        .collect();
    let read = read(context, matches, &given)?;
    let ((), receipt) = ledger.write(context.act("loan.correct"), |entry| {
        let lpr = entry.lpr_table()?;
        let mut parties = Parties::new(entry)?;
        let (card, _) = prepare_loan(entry, &read, &mut parties, &lpr, &mut Outcome::default())?
            .map_err(|fault| Failure::Record(vec![fault]))?;
        let card = LoanCard { id: known.id, events: known.events.clone(), ..card };
        if loan_differences(&known, &card, entry)?.is_empty() {
            return Err(Failure::from(LedgerError::NoChange));
        }
        // What happened must still be possible under the corrected contract.
        Account::replay(&card.terms, &lpr, &card.happenings(), context.today())
            .map_err(Failure::Loan)?;
        entry.correct_loan(&card, None)?;
        Ok(Verdict::when(!context.dry_run, (), "{}"))
    })?;
    recorded(context, "loan.correct", ledger, receipt)
}

pub fn void(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let number = number(matches)?;
    let ledger = context.open()?;
    let ((), receipt) = ledger.write(context.act("loan.void"), |entry| {
        let Some(card) = entry.loan_by_no(&number)? else {
            return Err(LedgerError::NotFound { noun: "loan", id: number.clone() });
        };
        entry.void_loan(&card)?;
        Ok(Verdict::when(!context.dry_run, (), "{}"))
    })?;
    recorded(context, "loan.void", ledger, receipt)
}

/// `loan lpr DAY ONE-YEAR FIVE-YEAR`: a publication later than those shipped.
pub fn lpr(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let Some(published) = day(matches, "published-on")? else {
        return Err(Failure::Record(vec![Fault::new("published-on", "", Problem::FieldMissing)]));
    };
    let rate = |name: &'static str| -> Result<Percent, Failure> {
        let text = matches.get_one::<String>(name).map_or("", String::as_str);
        let read = Percent::read(text)
            .map_err(|refusal| Failure::Record(vec![Fault { field: name, refusal }]))?;
        Ok(read.value)
    };
    let (one, five) = (rate("one-year")?, rate("five-year")?);
    let source = context.reason.clone().unwrap_or_default();
    let ledger = context.open()?;
    let ((), receipt) = ledger.write(context.act("loan.lpr"), |entry| {
        entry.add_lpr(published, one, five, &source)?;
        Ok::<_, Failure>(Verdict::when(!context.dry_run, (), "{}"))
    })?;
    recorded(context, "loan.lpr", ledger, receipt)
}
