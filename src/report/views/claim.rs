//! A quote of a claim: every step, and what each payer bears.

use serde_json::{Value, json};

use crate::domain::scheme::{Loss, Quote};
use crate::domain::values::Money;
use crate::i18n::claims::step_in_words;
use crate::i18n::codes::label;
use crate::i18n::{Lang, say, titles::title};
use crate::report::{Cell, Table};

/// The shape outsiders rely on (design.md 5).
pub fn quote_json(lang: Lang, quote: &Quote) -> Value {
    let steps: Vec<Value> = quote
        .steps
        .iter()
        .map(|step| {
            let rule = step.rule.code();
            let capped_by = step.capped_by.map(|of| of.code());
            json!({
                "payer": step.payer, "rule": rule, "rule_label": label(lang, "claim_step", rule),
                "amount": step.amount.to_string(), "capped_by": capped_by,
                "of": step.of.map(|of| of.to_string()),
                "percent": step.percent.map(|percent| percent.points().to_string()),
                "limit": step.limit.map(|(limit, _)| limit.to_string()),
                "used": step.limit.map(|(_, used)| used.to_string()),
            })
        })
        .collect();
    let shares: serde_json::Map<String, Value> = quote
        .shares
        .iter()
        .map(|(payer, amount)| (payer.clone(), Value::String(amount.to_string())))
        .collect();
    json!({
        "loss": quote.loss.to_string(), "base": quote.base.to_string(),
        "steps": steps, "shares": shares,
    })
}

/// Every step on a line, and below what each payer bears.
pub fn quote_steps(lang: Lang, quote: &Quote) -> Table {
    let mut table = Table::of(lang, &["payer", "claim_step", "amount", "because"]);
    for step in &quote.steps {
        let rule = step.rule.code();
        let mut words = label(lang, "claim_step", rule);
        if let Some(of) = step.capped_by {
            words += &format!("{}{}", lang.pick("：", ": "), label(lang, "cap", of.code()));
        }
        let payer = step.payer.as_deref().map(|payer| payer_name(lang, payer));
        table.row(vec![
            Cell::text(payer.unwrap_or_else(|| title(lang, "claim_base").to_owned())),
            Cell::code(rule, words),
            Cell::Yuan(step.amount.fen()),
            Cell::text(step_in_words(lang, step)),
        ]);
    }
    for (payer, amount) in &quote.shares {
        table.note(say::bears(lang, payer_name(lang, payer), amount.grouped()));
    }
    table.note(say::loss_in_all(lang, quote.loss.grouped(), quote.base.grouped()));
    table
}

/// What a loss of an example comes to under a scheme.
pub fn example_steps(lang: Lang, loss: Loss, quote: &Quote) -> Table {
    let [principal, interest, costs] =
        [loss.principal, loss.interest, loss.costs].map(Money::grouped);
    quote_steps(lang, quote).titled(say::scheme_example(lang, principal, interest, costs))
}

/// A payer named by its role alone is told in the reader's language.
pub fn payer_name(lang: Lang, payer: &str) -> String {
    label(lang, "role", payer)
}
