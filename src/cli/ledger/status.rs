//! `status`, and `ipledger` alone: where the ledger is, what it holds, what to do next.

use std::collections::BTreeSet;

use super::super::context::Context;
use super::super::error::{Done, Failure};
use super::super::output::Shown;
use super::super::target::table_of_targets;
use crate::domain::claim::BreakerState;
use crate::i18n::codes::label;
use crate::i18n::publications;
use crate::i18n::say;
use crate::ledger::{Ledger, Snapshot, day_in_china};
use crate::operations::pledge::alerts_of;
use crate::report::json;
use crate::report::terminal::render;
use crate::stats::{FundBalance, funds, oversight};

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
    if let Some(last) = ledger.publications(snapshot)?.pop() {
        let quarter = publications::quarter(lang, last.quarter);
        context.print(publications::last_published(lang, quarter, last.number, last.as_of))?;
    }
    context.print(say::anchor_line(lang, anchor))?;
    let alerts = count_alerts(ledger, snapshot)?;
    if alerts > 0 {
        context.print(say::alerts_line(lang, alerts))?;
    }
    for warning in compensation_warnings(context, ledger, snapshot)? {
        context.print(warning)?;
    }
    if !progress.rows.is_empty() {
        context.print(format!("\n{}", render(&progress, &super::super::output::style(context))))?;
    }
    Ok(Done::Well)
}

/// What nears its end: a fund with little left to promise, a breaker that warns or has stopped new lending.
fn compensation_warnings(
    context: &Context,
    ledger: &Ledger,
    snapshot: Snapshot,
) -> Result<Vec<String>, Failure> {
    if !ledger.holds_compensation()? {
        return Ok(Vec::new());
    }
    let lang = context.lang;
    let compensation = ledger.compensation(snapshot)?;
    let mut warnings: Vec<String> = funds(&compensation, snapshot.as_of)?
        .into_iter()
        .filter(FundBalance::is_low)
        .map(|fund| say::fund_low(lang, &fund.fund, fund.available.grouped()))
        .collect();
    let mut lines = oversight(ledger, &compensation, snapshot)?;
    // The newest year of a bank under a scheme says how it stands now.
    lines.reverse();
    let mut seen = BTreeSet::new();
    for line in lines {
        if seen.insert((line.scheme.clone(), line.bank)) && line.breaker != BreakerState::Clear {
            let state = label(lang, "breaker", line.breaker.code());
            let bank = ledger.party_name(line.bank, snapshot)?;
            warnings.push(say::breaker_line(lang, line.scheme, bank, state));
        }
    }
    Ok(warnings)
}
