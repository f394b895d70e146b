//! Which published figures a rehearsed entry (`--dry-run`) would move, and by how much.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::context::Context;
use super::error::Failure;
use super::stats::figures::value_cell;
use crate::domain::publication::FigureKey;
use crate::i18n::codes::label;
use crate::i18n::publications as say;
use crate::ledger::{Ledger, Snapshot};
use crate::report::shown;
use crate::stats::publication::{PublicationError, standing};

/// Figures told before the rest is counted.
const TOLD: usize = 12;

/// Counts what is published as it stands, and has the same counted once an entry was rehearsed.
pub fn watch(context: &Context, ledger: &mut Ledger) -> Result<(), Failure> {
    if !ledger.holds_publications()? {
        return Ok(());
    }
    let now = ledger.snapshot(None, None, context.today())?;
    let before = standing(ledger, now)?;
    let context = context.clone();
    ledger.when_rehearsed(Box::new(move |ledger, entry| {
        let then = Snapshot { known_at: entry, is_now: false, ..now };
        match standing(ledger, then) {
            Ok(after) => tell(&context, &before, &after),
            Err(error) => context.warn(failed(&context, error)),
        }
    }));
    Ok(())
}

fn failed(context: &Context, error: PublicationError) -> String {
    Failure::from(error).said(context.lang)
}

fn tell(
    context: &Context,
    before: &BTreeMap<FigureKey, Decimal>,
    after: &BTreeMap<FigureKey, Decimal>,
) {
    let lang = context.lang;
    let moved: Vec<String> = before
        .iter()
        .filter_map(|(key, before)| {
            let after = after.get(key).copied().unwrap_or_default();
            (after != *before).then(|| {
                let value = |value| shown(&value_cell(&key.indicator, value), lang);
                let indicator = label(lang, "indicator", &key.indicator);
                let period = say::period(lang, key.period);
                say::moves_line(lang, period, indicator, value(*before), value(after))
            })
        })
        .collect();
    moved.iter().for_each(|line| context.note_aside(line.clone()));
    if moved.is_empty() {
        context.tell(say::moves_none(lang));
        return;
    }
    context.tell(say::moves_title(lang));
    moved.iter().take(TOLD).for_each(|line| context.tell(format!("  {line}")));
    if moved.len() > TOLD {
        context.tell(format!("  {}", say::moves_more(lang, moved.len() - TOLD)));
    }
}
