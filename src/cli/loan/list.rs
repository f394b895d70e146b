//! `loan list` with filters, `loan list --overdue`, and `loan export` of what a file can bring in again.

use std::collections::HashMap;

use clap::ArgMatches;

use super::account;
use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::ledger::export_to;
use crate::cli::output::{Shown, date, written};
use crate::cli::pages;
use crate::domain::loan::record::FIELDS;
use crate::domain::loan::{Bucket, Happening};
use crate::i18n::codes::label;
use crate::ledger::{LoanCard, PartyId};
use crate::report::{Cell, Table};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let arg = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let ledger = context.open()?;
    let snapshot = context.snapshot(&ledger)?;
    let find = |name: &str| arg(name).map(|party| ledger.find_party(party, snapshot)).transpose();
    let (bank, party) = (find("bank")?, find("party")?);
    let (overdue, open) = (matches.get_flag("overdue"), matches.get_flag("open"));
    let lpr = ledger.loan_prime_rates(snapshot)?;
    let lang = context.lang;
    let mut table = Table::of(
        lang,
        &[
            "loan_no",
            "bank",
            "borrower",
            "disbursed_on",
            "due_on",
            "outstanding",
            "interest",
            "days_overdue",
            "class",
        ],
    );
    let mut names: HashMap<PartyId, String> = HashMap::new();
    let mut name = |party: PartyId| -> Result<String, Failure> {
        if let Some(name) = names.get(&party) {
            return Ok(name.clone());
        }
        let name = ledger.party_name(party, snapshot)?;
        names.insert(party, name.clone());
        Ok(name)
    };
    let mut sum = [0_i64; 2];
    let mut each = |card: LoanCard| -> Result<(), Failure> {
        let says = |words: &str| {
            card.loan_no.contains(words)
                || card.contract_no.as_deref().is_some_and(|no| no.contains(words))
        };
        let fits = bank.is_none_or(|bank| card.bank == bank)
            && party.is_none_or(|party| card.bank == party || card.borrower == Some(party))
            && arg("text").is_none_or(says);
        if !fits {
            return Ok(());
        }
        let account = account(&card, &lpr, snapshot.as_of)?;
        let balance = account.balance();
        if (overdue && balance.days_overdue == 0) || (open && balance.total.is_zero()) {
            return Ok(());
        }
        let class = balance.class_stated.map_or(balance.class_least, |(class, _)| class);
        sum[0] += balance.principal.fen();
        sum[1] += balance.interest.fen();
        table.row(vec![
            Cell::id(&card.loan_no),
            Cell::text(name(card.bank)?),
            Cell::opt(card.borrower.map(&mut name).transpose()?, Cell::text),
            date(account.start()),
            date(Some(balance.due)),
            Cell::Yuan(balance.principal.fen()),
            Cell::Yuan(balance.interest.fen()),
            Cell::Count(i64::from(balance.days_overdue)),
            Cell::code(class.code(), label(lang, "class", class.code())),
        ]);
        Ok(())
    };
    // The standing kept with each loan answers for today without replaying all of them.
    let paged = arg("page").is_none()
        && arg("sort").is_none()
        && bank.is_none()
        && party.is_none()
        && arg("text").is_none();
    if overdue
        && snapshot.is_now
        && paged
        && !context.json
        && !context.csv
        && context.output.is_none()
    {
        let limit = pages::limit(context, matches)?;
        for card in ledger.loans_unpaid_before(snapshot.as_of, limit)? {
            each(card)?;
        }
    } else {
        ledger.each_loan(snapshot, each)?;
    }
    let totals = [
        Cell::text(crate::i18n::titles::title(lang, "total")),
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
        Cell::Yuan(sum[0]),
        Cell::Yuan(sum[1]),
        Cell::Empty,
        Cell::Empty,
    ];
    table.total(totals.to_vec());
    pages::sort_and_cut(context, matches, &mut table)?;
    let anchor = ledger.anchor()?;
    Shown { schema: "loan.list", snapshot, anchor: &anchor, warnings: Vec::new() }
        .tables(context, &[table])?;
    Ok(Done::Well)
}

/// `loan export [FILE]`: the fields an importer takes; payments are not among them.
pub fn export(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let ledger = context.open()?;
    let snapshot = context.snapshot(&ledger)?;
    let pledges = ledger.pledged_loans(snapshot)?;
    let mut numbers: HashMap<i64, String> = HashMap::new();
    for card in ledger.pledges(snapshot)? {
        numbers.insert(card.id, card.pledge.number.to_string());
    }
    let mut table = Table::of(context.lang, &FIELDS);
    ledger.each_loan(snapshot, |card| {
        let terms = &card.terms;
        let disbursed =
            card.events.iter().find(|e| matches!(e.event.happening, Happening::Disburse(_)));
        let borrower = card.borrower.map(|party| ledger.party(party, snapshot)).transpose()?;
        let secured = pledges.get(&card.id).into_iter().flatten();
        let secured: Vec<&str> =
            secured.filter_map(|id| numbers.get(id)).map(String::as_str).collect();
        table.row(vec![
            Cell::id(&card.loan_no),
            Cell::opt(card.contract_no.clone(), Cell::Id),
            Cell::text(ledger.party_name(card.bank, snapshot)?),
            Cell::opt(borrower.as_ref().and_then(|card| card.party.name.clone()), Cell::text),
            written(borrower.as_ref().and_then(|card| card.party.code)),
            Cell::Yuan(terms.limit_fen),
            date(disbursed.map(|e| e.event.day)),
            date(Some(terms.due)),
            Cell::text(terms.rate.to_string()),
            Cell::text(terms.method.code()),
            Cell::text(terms.period.code()),
            Cell::text(terms.day_count.code()),
            Cell::Id(secured.join(";")),
            Cell::opt(card.ip_part, |part| Cell::Yuan(part.fen())),
            Cell::opt(terms.pay_day, |day| Cell::Ordinal(i64::from(day))),
            Cell::Ordinal(i64::from(terms.grace_days)),
            Cell::text(terms.penalty_markup.to_string()),
            Cell::text(Bucket::order_text(terms.order)),
            date(terms.signed),
        ]);
        Ok::<_, Failure>(())
    })?;
    export_to(context, matches, "loan.export", &ledger, snapshot, table)
}
