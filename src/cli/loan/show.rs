//! `loan show NO`: the contract, what secures it, what happened and where each payment went.

use clap::ArgMatches;

use super::figures::balance_record;
use super::{account, number};
use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output::{Shown, date, text, written};
use crate::domain::loan::{Bucket, Happening};
use crate::i18n::codes::label;
use crate::i18n::titles::title;
use crate::report::{Cell, Record, Table};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let number = number(context, matches)?;
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let card = ledger.loan(&number, snapshot)?;
    let lpr = ledger.loan_prime_rates(snapshot)?;
    let (lang, terms) = (context.lang, &card.terms);
    let borrower = card.borrower.map(|party| ledger.party_name(party, snapshot)).transpose()?;
    let coded = |group: &str, code: &'static str| Cell::code(code, label(lang, group, code));
    let account = account(&card, &lpr, snapshot.as_of)?;
    let extended = Some(account.balance().due).filter(|due| *due != terms.due);
    let mut record = Record::new(number.clone());
    record
        .field(lang, "loan_no", Cell::id(&number))
        .field(lang, "contract_no", written(card.contract_no.clone()))
        .field(lang, "bank", Cell::text(ledger.party_name(card.bank, snapshot)?))
        .field(lang, "borrower", text(borrower))
        .field(lang, "contract_amount", Cell::Yuan(terms.limit_fen))
        .field(lang, "ip_part", Cell::opt(card.ip_part, |part| Cell::Yuan(part.fen())))
        .field(lang, "signed_on", date(terms.signed))
        .field(lang, "due_on", date(Some(terms.due)))
        .field(lang, "extended_to", date(extended))
        .field(lang, "rate_percent", Cell::text(terms.rate.to_string()))
        .field(lang, "method", coded("method", terms.method.code()))
        .field(lang, "period", coded("pay_period", terms.period.code()))
        .field(lang, "day_count", coded("day_count", terms.day_count.code()))
        .field(lang, "pay_day", Cell::opt(terms.pay_day, |day| Cell::Ordinal(i64::from(day))))
        .field(lang, "grace_days", Cell::Ordinal(i64::from(terms.grace_days)))
        .field(lang, "penalty_percent", Cell::text(terms.penalty_markup.to_string()))
        .field(lang, "order", Cell::text(Bucket::order_text(terms.order)))
        .field(lang, "brought_by", Cell::Ordinal(card.brought_by));
    let (owed, warnings) = balance_record(lang, &number, &account, false);
    let mut pledges = Table::of(lang, &["registration_no", "registered_on", "secured_amount"])
        .titled(title(lang, "pledges"));
    for pledge in ledger.pledges_of_loan(card.id, snapshot)? {
        let pledge = ledger.pledge_by_id(pledge, snapshot)?;
        let state = pledge.state(snapshot.as_of);
        pledges.row(vec![
            Cell::id(&pledge.pledge.number),
            date(Some(pledge.pledge.registered)),
            Cell::opt(state.secured, |amount| Cell::Yuan(amount.fen())),
        ]);
    }
    let keys = [
        "on",
        "event",
        "amount",
        "interest",
        "penalty",
        "compound",
        "principal",
        "detail",
        "entry",
    ];
    let mut timeline = Table::of(lang, &keys).titled(title(lang, "timeline"));
    let mut applied = account.applied().iter();
    for recorded in card.events.iter().filter(|recorded| recorded.event.day <= snapshot.as_of) {
        let (code, amount, detail) = match &recorded.event.happening {
            Happening::Disburse(amount) => ("disburse", Some(*amount), None),
            Happening::Repay(amount) => ("repay", Some(*amount), recorded.reference.clone()),
            Happening::WriteOff(amount) => ("writeoff", Some(*amount), None),
            Happening::Refund(amount) => ("refund", Some(*amount), None),
            Happening::Extend { new_due, rate } => {
                let rate = rate.map(|rate| format!(" {rate}")).unwrap_or_default();
                ("extend", None, Some(format!("{new_due}{rate}")))
            }
            Happening::Classify(class) => {
                ("classify", None, Some(label(lang, "class", class.code())))
            }
        };
        let went = (code == "repay").then(|| applied.next()).flatten();
        let part = |of: fn(&crate::domain::loan::Applied) -> crate::domain::values::Money| {
            Cell::opt(went, |went| Cell::Yuan(of(went).fen()))
        };
        timeline.row(vec![
            date(Some(recorded.event.day)),
            Cell::code(code, label(lang, "verb", code)),
            Cell::opt(amount, |amount| Cell::Yuan(amount.fen())),
            part(|went| went.interest),
            part(|went| went.penalty),
            part(|went| went.compound),
            part(|went| went.principal),
            text(detail),
            Cell::Ordinal(recorded.brought_by),
        ]);
    }
    record.section(title(lang, "balance"));
    for (column, cell) in owed.sections.iter().flat_map(|section| &section.fields) {
        if column.key != "due_on" {
            record.named(column.key, column.title.clone(), cell.clone());
        }
    }
    record.table("pledges", pledges).table("timeline", timeline);
    let anchor = ledger.anchor()?;
    Shown { schema: "loan.show", snapshot, anchor: &anchor, warnings }.record(context, &record)?;
    Ok(Done::Well)
}
