//! `reconcile list` and `reconcile show N`: what was reconciled, as recorded.

use clap::ArgMatches;

use super::number;
use super::statement::field_title;
use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output::Shown;
use crate::i18n::codes::label;
use crate::i18n::say;
use crate::reconcile::Proposal;
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
    let mut table = Table::of(lang, &keys).titled(say::reconcile_title(lang, &bank, one.cutoff));
    for item in ledger.reconciliation_items(number, snapshot)? {
        let found: serde_json::Value = serde_json::from_str(&item.differences).unwrap_or_default();
        let differing: Vec<String> = found
            .as_array()
            .into_iter()
            .flatten()
            .map(|one| {
                let word = |key: &str| one[key].as_str().unwrap_or_default().to_owned();
                let field = word("field");
                let known = crate::i18n::titles::TITLES.iter().find(|(key, ..)| *key == field);
                let name = known.map_or(field.as_str(), |(key, ..)| field_title(lang, key));
                let why = label(lang, "bridge", &word("cause")).to_owned();
                format!("{name} {} ≠ {} ({why})", word("bank"), word("ledger"))
            })
            .collect();
        let what = item.proposal.as_deref().and_then(Proposal::from_text);
        table.row(vec![
            Cell::Id(item.rows.clone()),
            Cell::Id(item.loans.clone()),
            Cell::code(&item.status, label(lang, "reconcile_status", &item.status)),
            Cell::opt(item.method.as_deref(), |method| {
                Cell::code(method, label(lang, "reconcile_method", method))
            }),
            Cell::Ordinal(item.points),
            Cell::opt(item.runner_up.as_ref(), Cell::id),
            Cell::Ordinal(item.margin),
            Cell::text(differing.join(lang.pick("；", "; "))),
            Cell::opt(what, |what| Cell::text(crate::i18n::reconciliation::proposal(lang, &what))),
            Cell::opt(item.since, Cell::Ordinal),
        ]);
    }
    table.note(say::reconcile_totals(
        lang,
        one.lines,
        one.agreed,
        one.bank_total,
        one.ledger_total,
        one.remainder,
    ));
    for signature in ledger.reconciliation_signatures(number, snapshot)? {
        table.note(say::signed(
            lang,
            label(lang, "side", &signature.side),
            signature.signer,
            signature.day,
            signature.balance,
        ));
    }
    let anchor = ledger.anchor()?;
    Shown { schema: "reconcile.show", snapshot, anchor: &anchor, warnings: Vec::new() }
        .tables(context, &[table])?;
    Ok(Done::Well)
}
