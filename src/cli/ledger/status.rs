//! `status`, and `ipledger` alone: where the ledger is, what it holds, what to do next.

use super::super::context::Context;
use super::super::error::{Done, Failure};
use super::super::output::Shown;
use super::super::target::table_of_targets;
use crate::cli::pledge::alerts_of;
use crate::i18n::codes::label;
use crate::i18n::say;
use crate::ledger::{Ledger, Snapshot, day_in_china};
use crate::report::json;
use crate::report::terminal::render;

/// `ipledger` alone.
pub fn welcome(context: &Context) -> Result<Done, Failure> {
    let lang = context.lang;
    if context.db().exists() {
        run(context)?;
        context.tell(say::welcome_next(lang));
    } else {
        context.print(say::welcome_none(lang, context.db().display()))?;
        context.print(say::welcome_next_none(lang))?;
    }
    Ok(Done::Well)
}

/// How much of the pledges the pledgees ought to hear of.
fn count_alerts(ledger: &Ledger, snapshot: Snapshot) -> Result<usize, Failure> {
    let lpr = ledger.loan_prime_rates(snapshot)?;
    let mut count = 0;
    for card in ledger.pledges(snapshot)? {
        count += alerts_of(ledger, &card, &lpr, snapshot)?.len();
    }
    Ok(count)
}

pub fn run(context: &Context) -> Result<Done, Failure> {
    let lang = context.lang;
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let office = ledger.office(snapshot)?;
    let [parties, patents, pcts, targets] = ledger.counts()?;
    let anchor = ledger.anchor()?;
    let newest = ledger.log(snapshot, 1)?.pop();
    let progress = table_of_targets(context, ledger, snapshot)?;
    if context.json {
        let data = serde_json::json!({
            "path": context.db().display().to_string(), "office": office.name,
            "region": office.region.to_string(), "district": office.district,
            "entries": anchor.entries, "head": crate::ledger::digest::hex(&anchor.head),
            "anchor": anchor.to_string(), "parties": parties, "patents": patents, "pct": pcts,
            "targets": json::rows(&progress),
        });
        Shown { schema: "status", snapshot, anchor: &anchor, warnings: Vec::new() }
            .data(context, data)?;
        return Ok(Done::Well);
    }
    context.print(format!("{} · {}", office.name, office.district))?;
    context.print(say::ledger_at(lang, context.db().display()))?;
    context.print(say::counts_line(lang, parties, patents, pcts, targets))?;
    if let Some(entry) = newest {
        let day = day_in_china(entry.recorded_at).map(|day| day.to_string()).unwrap_or_default();
        context.print(say::last_entry(
            lang,
            entry.entry,
            label(lang, "action", &entry.action),
            entry.recorded_by,
            day,
        ))?;
    }
    context.print(say::anchor_line(lang, anchor))?;
    let alerts = count_alerts(ledger, snapshot)?;
    if alerts > 0 {
        context.print(say::alerts_line(lang, alerts))?;
    }
    if !progress.rows.is_empty() {
        context.print(format!("\n{}", render(&progress, &super::super::output::style(context))))?;
    }
    Ok(Done::Well)
}
