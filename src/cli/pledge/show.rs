//! `pledge show NO`: the terms, what happened since, and what is worth knowing; like a register extract.

use clap::ArgMatches;

use super::list::{alerts_of, money, names, state_cell};
use super::number;
use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output::{Shown, date, text, written};
use crate::i18n::codes::label;
use crate::i18n::titles::title;
use crate::report::views::pledge_findings;
use crate::report::{Cell, Record, Table};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let number = number(matches)?;
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let card = ledger.pledge(number.as_str(), snapshot)?;
    let (lang, pledge) = (context.lang, &card.pledge);
    let state = card.state(snapshot.as_of);
    let mut record = Record::new(pledge.number.to_string());
    record
        .field(lang, "registration_no", Cell::id(&pledge.number))
        .field(lang, "state", state_cell(context, &state))
        .field(lang, "registered_on", date(Some(pledge.registered)))
        .field(lang, "applied_on", date(pledge.applied))
        .field(lang, "pledgor", Cell::text(names(ledger, &card.pledgors, snapshot)?))
        .field(lang, "pledgee", Cell::text(ledger.party_name(state.pledgee, snapshot)?))
        .field(lang, "contract_no", written(pledge.contract_no.clone()))
        .field(lang, "contract_date", date(pledge.contract_day))
        .field(
            lang,
            "debt_kind",
            Cell::code(pledge.debt_kind.code(), label(lang, "debt_kind", pledge.debt_kind.code())),
        )
        .field(lang, "secured_amount", money(state.secured))
        .field(lang, "debt_from", date(pledge.debt_from))
        .field(lang, "debt_to", date(state.debt_to))
        .field(lang, "scope", text(pledge.scope.clone()))
        .field(lang, "appraiser", text(pledge.appraiser.clone()))
        .field(lang, "appraised_value", money(pledge.appraised))
        .field(lang, "appraisal_method", text(pledge.appraisal_method.clone()))
        .field(lang, "appraisal_date", date(pledge.appraisal_day))
        .field(lang, "brought_by", Cell::Ordinal(card.brought_by));
    let mut patents = Table::of(lang, &["application_no", "title", "status", "term_end"])
        .titled(title(lang, "patents"));
    for patent in &card.patents {
        let facts = ledger.patent_facts(*patent, snapshot.as_of, snapshot)?;
        let name = ledger.patent(*patent, snapshot).ok().and_then(|card| card.patent.title);
        let status = facts
            .status
            .map(|status| Cell::code(status.code(), label(lang, "status", status.code())));
        patents.row(vec![
            Cell::id(patent),
            text(name),
            status.unwrap_or(Cell::Empty),
            date(facts.term_end),
        ]);
    }
    let mut loans = Table::of(lang, &["loan_no", "disbursed_on", "due_on", "outstanding"])
        .titled(title(lang, "loans"));
    let lpr = ledger.loan_prime_rates(snapshot)?;
    for loan in ledger.loans_of_pledge(card.id, snapshot)? {
        let account = crate::cli::loan::account(&loan, &lpr, snapshot.as_of)?;
        let balance = account.balance();
        loans.row(vec![
            Cell::id(&loan.loan_no),
            date(account.start()),
            date(Some(balance.due)),
            Cell::Yuan(balance.principal.fen()),
        ]);
    }
    let mut events = Table::of(
        lang,
        &[
            "on",
            "event",
            "patent",
            "ground",
            "secured_amount",
            "debt_to",
            "party",
            "detail",
            "entry",
        ],
    )
    .titled(title(lang, "timeline"));
    for event in card.events.iter().filter(|event| event.day <= snapshot.as_of) {
        let party = event.party.map(|party| ledger.party_name(party, snapshot)).transpose()?;
        let ground = event.ground.clone().map(|code| {
            let words = [label(lang, "ground", &code), label(lang, "event", &code)];
            let said =
                words.into_iter().find(|words| *words != code).unwrap_or_else(|| code.clone());
            Cell::code(code, said)
        });
        events.row(vec![
            date(Some(event.day)),
            Cell::code(event.kind.code(), label(lang, "pledge_event", event.kind.code())),
            Cell::opt(event.patent, Cell::id),
            ground.unwrap_or(Cell::Empty),
            money(event.secured),
            date(event.debt_to),
            text(party),
            text(event.detail.clone()),
            Cell::Ordinal(event.brought_by),
        ]);
    }
    let alerts = pledge_findings(lang, &alerts_of(ledger, &card, &lpr, snapshot)?)
        .titled(title(lang, "alerts"));
    record
        .table("patents", patents)
        .table("loans", loans)
        .table("timeline", events)
        .table("alerts", alerts);
    let anchor = ledger.anchor()?;
    Shown { schema: "pledge.show", snapshot, anchor: &anchor, warnings: Vec::new() }
        .record(context, &record)?;
    Ok(Done::Well)
}
