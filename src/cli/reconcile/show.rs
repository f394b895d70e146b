//! `reconcile list` and `reconcile show N`: what was reconciled, as recorded.

use clap::ArgMatches;

use super::findings::{Finding, tell};
use super::number;
use super::statement::field_title;
use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output::Shown;
use crate::i18n::codes::label;
use crate::i18n::say;
use crate::report::{Cell, Table};

pub fn list(context: &Context, _matches: &ArgMatches) -> Result<Done, Failure> {
    let lang = context.lang;
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let keys = [
        "reconciliation",
        "bank",
        "cutoff",
        "statement_lines",
        "agreed_lines",
        "bank_total",
        "ledger_total",
        "remainder",
        "signed_by",
        "entry",
    ];
    let mut table = Table::of(lang, &keys);
    for one in ledger.reconciliations(None, snapshot)? {
        let signed: Vec<String> = ledger
            .reconciliation_signatures(one.number, snapshot)?
            .into_iter()
            .map(|signature| {
                format!("{} {}", label(lang, "side", &signature.side), signature.signer)
            })
            .collect();
        table.row(vec![
            Cell::Ordinal(one.number),
            Cell::text(ledger.party_name(one.bank, snapshot)?),
            Cell::date(one.cutoff),
            Cell::Count(i64::from(one.lines)),
            Cell::Count(i64::from(one.agreed)),
            Cell::Yuan(one.bank_total.fen()),
            Cell::Yuan(one.ledger_total.fen()),
            Cell::Yuan(one.remainder.fen()),
            Cell::text(signed.join(lang.pick("、", ", "))),
            Cell::Ordinal(one.brought_by),
        ]);
    }
    let anchor = ledger.anchor()?;
    Shown { schema: "reconcile.list", snapshot, anchor: &anchor, warnings: Vec::new() }
        .tables(context, &[table])?;
    Ok(Done::Well)
}

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let lang = context.lang;
    let number = number(context, matches)?;
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let one = ledger.reconciliation(number, snapshot)?;
    let bank = ledger.party_name(one.bank, snapshot)?;
    let for_people = !context.json && !context.csv && context.output.is_none();
    let keys = [
        "bank_row",
        "loan_no",
        "result",
        "matched_by",
        "points",
        "runner_up",
        "margin",
        "differences",
        "proposal",
        "since_reconciliation",
    ];
    let mut table = Table::of(lang, &keys);
    if for_people {
        context.print(say::reconcile_title(lang, &bank, one.cutoff))?;
    }
    for item in ledger.reconciliation_items(number, snapshot)? {
        let mut causes = Vec::new();
        let mut differing = Vec::new();
        for one in &item.differences {
            let known = crate::i18n::titles::TITLES.iter().find(|(key, ..)| *key == one.field);
            let name = known.map_or(one.field.as_str(), |(key, ..)| field_title(lang, key));
            differing.push((name.to_owned(), one.bank.clone(), one.ledger.clone()));
            let why = label(lang, "bridge", one.cause.code()).to_owned();
            if !causes.contains(&why) {
                causes.push(why);
            }
        }
        let what = item.proposal.map(|what| crate::i18n::reconciliation::proposal(lang, &what));
        let reasons = causes.join(lang.pick("；", "; "));
        if for_people {
            let finding = Finding {
                loans: item.loan_nos(),
                rows: item.row.unwrap_or_default(),
                status: item.status,
                method: item.method,
                runner_up: item.runner_up.map(|loan| loan.loan_no),
                differences: differing,
                reasons,
                proposal: what,
                alone: None,
            };
            tell(context, Some(number), &finding)?;
            continue;
        }
        let said: Vec<String> = differing
            .iter()
            .map(|(field, bank, ledger)| format!("{field} {bank} ≠ {ledger}"))
            .chain((!reasons.is_empty()).then_some(reasons))
            .collect();
        table.row(vec![
            Cell::Id(item.row.clone().unwrap_or_default()),
            Cell::Id(item.loan_nos()),
            Cell::code(item.status.code(), label(lang, "reconcile_status", item.status.code())),
            Cell::opt(item.method, |method| {
                Cell::code(method.code(), label(lang, "reconcile_method", method.code()))
            }),
            Cell::Ordinal(item.points),
            Cell::opt(item.runner_up.map(|loan| loan.loan_no), Cell::id),
            Cell::Ordinal(item.margin),
            Cell::text(said.join(lang.pick("；", "; "))),
            Cell::opt(what, Cell::text),
            Cell::opt(item.since, Cell::Ordinal),
        ]);
    }
    let mut notes = Vec::new();
    notes.push(say::reconcile_totals(
        lang,
        one.lines,
        one.agreed,
        one.bank_total,
        one.ledger_total,
        one.remainder,
    ));
    for signature in ledger.reconciliation_signatures(number, snapshot)? {
        notes.push(say::signed(
            lang,
            label(lang, "side", &signature.side),
            signature.signer,
            signature.day,
            signature.balance,
        ));
    }
    if for_people {
        return notes.iter().try_for_each(|note| context.print(note)).map(|()| Done::Well);
    }
    for note in notes {
        table.note(note);
    }
    let anchor = ledger.anchor()?;
    Shown { schema: "reconcile.show", snapshot, anchor: &anchor, warnings: Vec::new() }
        .tables(context, &[table])?;
    Ok(Done::Well)
}
