//! Schemes: the published versions, and one with its shares, its caps and a loss worked out under it.

use super::cells::{coded, date, money, text};
use super::{example_steps, payer_name};
use crate::domain::scheme::Bounds;
use crate::domain::values::Money;
use crate::i18n::claims::scheme_name;
use crate::i18n::{Lang, say, titles::title};
use crate::ledger::{Ledger, SchemeCard, Snapshot};
use crate::operations::Refusal;
use crate::operations::scheme::example;
use crate::report::{Cell, Details, Table};

/// Every version, by scheme and first day.
pub fn list(lang: Lang, ledger: &Ledger, snapshot: Snapshot) -> Result<Table, Refusal> {
    let mut table =
        Table::of(lang, &["scheme", "scheme_title", "valid_from", "valid_to", "shares", "fund"]);
    for card in ledger.schemes(snapshot)? {
        let terms = &card.scheme.terms;
        let shares = card.scheme.layers.iter().map(|layer| {
            let shares = layer
                .shares
                .iter()
                .map(|share| format!("{} {}", payer_name(lang, &share.payer), share.percent));
            shares.collect::<Vec<_>>().join(" ")
        });
        table.row(vec![
            Cell::id(&terms.id),
            Cell::text(scheme_name(lang, terms)),
            date(Some(terms.valid_from)),
            date(terms.valid_to),
            Cell::text(shares.collect::<Vec<_>>().join(" | ")),
            Cell::text(card.scheme.fund()),
        ]);
    }
    Ok(table)
}

/// A version's card.
pub fn card(lang: Lang, card: &SchemeCard) -> Result<Details, Refusal> {
    let scheme = &card.scheme;
    let terms = &scheme.terms;
    let mut record = Details::new(scheme_name(lang, terms));
    record
        .field(lang, "scheme", Cell::id(&terms.id))
        .field(lang, "valid_from", date(Some(terms.valid_from)))
        .field(lang, "valid_to", date(terms.valid_to))
        .field(lang, "source", text(terms.source.clone()))
        .field(lang, "fund", Cell::text(scheme.fund()))
        .field(lang, "brought_by", Cell::Ordinal(card.brought_by));
    let mut shares = Table::of(lang, &["layer", "payer", "role", "share_percent"]);
    let bounds = |bounds: Bounds| match bounds {
        Bounds::Whole => Cell::text(say::whole_base(lang)),
        Bounds::Portfolio { from, to } => {
            let to = to.map(|to| to.to_string()).unwrap_or_default();
            Cell::text(say::of_portfolio(lang, from, to))
        }
        Bounds::Case { from, to } => Cell::text(say::of_case(
            lang,
            from.grouped(),
            to.map(Money::grouped).unwrap_or_default(),
        )),
    };
    for layer in &scheme.layers {
        for share in &layer.shares {
            shares.row(vec![
                bounds(layer.bounds),
                Cell::text(payer_name(lang, &share.payer)),
                coded(lang, "role", share.role.code()),
                Cell::Percent(share.percent.points().to_string()),
            ]);
        }
    }
    let mut caps =
        Table::of(lang, &["cap", "payer", "limit", "percent", "tag"]).titled(title(lang, "caps"));
    for cap in &terms.caps {
        let payer = payer_name(lang, cap.payer.as_deref().unwrap_or("public"));
        caps.row(vec![
            coded(lang, "cap", cap.of.code()),
            Cell::text(payer),
            money(cap.amount),
            Cell::opt(cap.percent, |percent| Cell::Percent(percent.points().to_string())),
            text(cap.tag.clone()),
        ]);
    }
    let (loss, quote) = example(scheme)?;
    let steps = example_steps(lang, loss, &quote);
    record.table("shares", shares).table("caps", caps).table("example", steps);
    Ok(record)
}
