//! What an operation did, or would do.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::documents::heading_name;
use super::figures::{name, value_cell};
use super::{example_steps, pledge_check, pledge_findings, quote_json, quote_steps};
use crate::domain::loan::Balance;
use crate::domain::values::Money;
use crate::i18n::codes::label;
use crate::i18n::numbers::grouped_decimal;
use crate::i18n::punctuation::comma_list;
use crate::i18n::titles::title;
use crate::i18n::{Lang, publications, say};
use crate::ledger::VoidEffect;
use crate::operations::{Effect, EffectKind, FigureChange};
use crate::report::json::rows as json_rows;
use crate::report::{Cell, Table, shown};

/// What was done to each thing. `whole`: of a new thing every field too, as a rehearsal shows it.
pub fn effects(lang: Lang, effects: &[Effect], whole: bool) -> Vec<Table> {
    effects.iter().filter_map(|effect| table(lang, effect, whole)).collect()
}

/// What ended without more to say of it, a line each.
pub fn ended(lang: Lang, effects: &[Effect]) -> Vec<String> {
    let of = |effect: &Effect| match effect {
        Effect::Thing { noun, id, act: act @ EffectKind::Ended, changes } => {
            changes.is_empty().then(|| heading(lang, noun, id, *act))
        }
        _ => None,
    };
    effects.iter().filter_map(of).collect()
}

fn table(lang: Lang, effect: &Effect, whole: bool) -> Option<Table> {
    match effect {
        Effect::Thing { act: EffectKind::Added, .. } if !whole => None,
        Effect::Thing { changes, .. } if changes.is_empty() => None,
        Effect::Thing { noun, id, act, changes } => {
            let heading = heading(lang, noun, id, *act);
            let is_new = *act == EffectKind::Added;
            let field = ("field", title(lang, "field"));
            let mut table = match is_new {
                true => Table::new(&[field, ("new", title(lang, "value"))]),
                false => Table::new(&[
                    field,
                    ("old", title(lang, "was")),
                    ("new", title(lang, "is_now")),
                ]),
            }
            .titled(heading);
            for change in changes {
                let mut cells =
                    vec![Cell::code(change.field, field_name(lang, noun, change.field))];
                let said = [&change.old, &change.new];
                let said = said.into_iter().skip(usize::from(is_new));
                cells.extend(
                    said.map(|text| Cell::text(field_text(lang, noun, change.field, text))),
                );
                table.row(cells);
            }
            Some(table)
        }
        Effect::Balance { loan_no, day, before, after } => {
            let table = balance(lang, before.as_deref(), after);
            (!table.rows.is_empty()).then(|| table.titled(say::balance_on(lang, loan_no, day)))
        }
        Effect::Checked(found) => {
            let mut table = pledge_findings(lang, &found.findings);
            for note in pledge_check(lang, found).notes {
                table.note(note);
            }
            Some(table.titled(say::checked_under(
                lang,
                crate::i18n::findings::regime(lang, found.regime),
            )))
        }
        Effect::TakenBack { entry, taken } => {
            let keys = [
                ("noun", title(lang, "what")),
                ("ended", title(lang, "taken_back")),
                ("returned", title(lang, "stands_again")),
            ];
            let mut table = Table::new(&keys).titled(say::taken_back(lang, entry));
            for (noun, ended, returned) in counts(taken) {
                let (ended, returned) = (Cell::Count(ended), Cell::Count(returned));
                table.row(vec![Cell::code(noun, label(lang, "noun", noun)), ended, returned]);
            }
            if taken.parties_kept > 0 {
                table.note(say::parties_kept(lang, taken.parties_kept));
            }
            (!table.rows.is_empty()).then_some(table)
        }
        Effect::Example { loss, quote } => Some(example_steps(lang, *loss, quote)),
        Effect::Grounds(grounds) => Some(super::claim_grounds(lang, grounds)),
        Effect::Claim { claim_no, state, quote, public, fund, balance } => {
            let state = label(lang, "claim_state", state.code());
            let mut table = match quote {
                Some(quote) => quote_steps(lang, quote),
                None => Table::of(lang, &["fund", "fund_balance"]),
            };
            if quote.is_none() {
                table.row(vec![Cell::text(fund), Cell::Yuan(balance.fen())]);
            } else {
                table.note(say::fund_holds(lang, fund, balance.grouped()));
            }
            if let Some(public) = public {
                table.note(say::public_bears(lang, public.grouped()));
            }
            Some(table.titled(say::claim_now(lang, claim_no, state)))
        }
    }
}

/// Of each noun how many end and how many stand again.
fn counts(taken: &VoidEffect) -> Vec<(&'static str, i64, i64)> {
    let n = |of: &[(&'static str, usize)], noun: &str| {
        let n = of.iter().find(|(known, _)| *known == noun).map_or(0, |(_, n)| *n);
        i64::try_from(n).unwrap_or(i64::MAX)
    };
    let nouns: BTreeSet<&'static str> =
        taken.ended.iter().chain(&taken.returned).map(|(noun, _)| *noun).collect();
    nouns.into_iter().map(|noun| (noun, n(&taken.ended, noun), n(&taken.returned, noun))).collect()
}

fn heading(lang: Lang, noun: &str, id: &str, act: EffectKind) -> String {
    let thing = format!("{} {id}", label(lang, "noun", noun));
    say::thing_done(lang, thing.trim_end(), label(lang, "act", act.code()))
}

/// What a field of a thing is called.
pub(super) fn field_name(lang: Lang, noun: &str, field: &str) -> String {
    match noun {
        "heading" => heading_name(lang, field),
        "loan" if field == "compound" => title(lang, "charges_compound").to_owned(),
        _ => title(lang, field).to_owned(),
    }
}

/// A field's text as people read it: codes by their words, amounts grouped.
pub(super) fn field_text(lang: Lang, noun: &str, field: &str, text: &str) -> String {
    let group = match (noun, field) {
        ("pledge", "event") => "pledge_event",
        ("loan" | "claim" | "fund", "event") => "verb",
        (_, "forfeiture" | "divisional" | "assumed") | ("loan", "compound") => "flag",
        ("reconciliation_row", "same") => "flag",
        ("reconciliation_row", "matched_by") => "reconcile_method",
        ("signature", "side") => "side",
        ("definition", "basis") => "basis",
        ("party", "mark_state") => "state",
        ("certificate", "certificate_status") => "certificate_state",
        ("certificate", "certificate_step") => "certificate_step",
        ("program_case", "case_step") => "case_step",
        (_, "value_class" | "population_kind" | "population_rule") => field,
        (
            _,
            "method" | "day_count" | "due_days" | "debt_kind" | "status" | "size" | "role"
            | "event",
        ) => field,
        (_, "verb" | "class" | "measure" | "mark") => field,
        (_, "filing_fee_paid") => "filing_fee",
        (_, "period") => "pay_period",
        (_, "kind") => "party_kind",
        (_, "type") => "kind",
        ("header", "field") => return title(lang, text).to_owned(),
        (_, "release_ground") => "ground",
        (_, "order") => "bucket",
        (_, "payer") => "role",
        (_, "step") => "claim_step",
        _ if is_amount(text) => return grouped_decimal(text),
        _ => return text.to_owned(),
    };
    // A step stands with its day.
    let word = |part: &str| match part.split_once(' ') {
        Some((code, day)) => format!("{} {day}", label(lang, group, code)),
        None => label(lang, group, part),
    };
    let parts = text.split([',', ';']).map(word);
    comma_list(lang, parts)
}

/// Whether a text is an amount in yuan, as the ledger spells it.
fn is_amount(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts = text.trim_start_matches('-').split_once('.');
    parts.is_some_and(|(yuan, fen)| digits(yuan) && digits(fen) && fen.len() == 2)
}

/// The figures of a balance that differ; of a loan not owed before, all that are something.
fn balance(lang: Lang, before: Option<&Balance>, after: &Balance) -> Table {
    let mut table = Table::of(lang, &["figure", "before", "after", "difference"]);
    let of = |balance: &Balance| {
        [
            ("principal", balance.principal),
            ("interest", balance.interest),
            ("penalty", balance.penalty),
            ("compound", balance.compound),
            ("total", balance.total),
            ("overpaid", balance.overpaid),
            ("interest_paid", balance.interest_paid),
        ]
    };
    let old = before.map_or([Money::ZERO; 7], |balance| of(balance).map(|(_, amount)| amount));
    for ((key, new), old) in of(after).into_iter().zip(old).filter(|((_, new), old)| new != old) {
        let cells = [old.fen(), new.fen(), new.fen() - old.fen()].map(Cell::Yuan);
        table.row([Cell::code(key, title(lang, key))].into_iter().chain(cells).collect());
    }
    table
}

/// What was done, for programs.
pub fn effects_json(lang: Lang, effects: &[Effect]) -> Value {
    let amounts = |balance: &Balance| {
        json!({
            "principal": balance.principal.to_string(), "interest": balance.interest.to_string(),
            "penalty": balance.penalty.to_string(), "compound": balance.compound.to_string(),
            "total": balance.total.to_string(), "overpaid": balance.overpaid.to_string(),
        })
    };
    let one = |effect: &Effect| match effect {
        Effect::Thing { noun, id, act, changes } => {
            let changes: Vec<Value> = changes
                .iter()
                .map(|change| json!({"field": change.field, "old": change.old, "new": change.new}))
                .collect();
            json!({"noun": noun, "id": id, "act": act.code(), "changes": changes})
        }
        Effect::Balance { loan_no, day, before, after } => json!({
            "noun": "balance", "id": loan_no, "on": day.to_string(),
            "before": before.as_deref().map(amounts), "after": amounts(after),
        }),
        Effect::Checked(found) => json!({
            "noun": "check", "eligible": found.eligible(),
            "findings": json_rows(&pledge_findings(lang, &found.findings)),
        }),
        Effect::TakenBack { entry, taken } => {
            let counts: Vec<Value> = counts(taken)
                .into_iter()
                .map(|(noun, ended, returned)| {
                    json!({"noun": noun, "ended": ended, "returned": returned})
                })
                .collect();
            json!({
                "noun": "entry", "id": entry, "act": "taken_back", "counts": counts,
                "parties_kept": taken.parties_kept,
            })
        }
        Effect::Example { quote, .. } => {
            json!({"noun": "example", "quote": quote_json(lang, quote)})
        }
        Effect::Grounds(grounds) => json!({
            "noun": "grounds", "findings": json_rows(&super::claim_grounds(lang, grounds)),
        }),
        Effect::Claim { claim_no, state, quote, public, fund, balance } => json!({
            "noun": "claim", "id": claim_no, "state": state.code(),
            "quote": quote.as_ref().map(|quote| quote_json(lang, quote)),
            "public": public.map(|amount| amount.to_string()),
            "fund": fund, "fund_balance": balance.to_string(),
        }),
    };
    effects.iter().map(one).collect()
}

/// Published figures that have another value, a sentence each.
pub fn moved(lang: Lang, moved: &[FigureChange]) -> Vec<String> {
    let said = |change: &FigureChange| {
        let value = |value| shown(&value_cell(&change.key.indicator, value), lang);
        let name = name(lang, &change.key);
        publications::moves_line(lang, name, value(change.before), value(change.after))
    };
    moved.iter().map(said).collect()
}

/// Published figures that have another value, for programs.
pub fn moved_json(moved: &[FigureChange]) -> Value {
    let one = |change: &FigureChange| {
        json!({
            "indicator": change.key.indicator, "period": change.key.period.to_string(),
            "group": change.key.group.as_ref().map(|(by, member)| json!([by.code(), member])),
            "before": exact(&change.key.indicator, change.before),
            "after": exact(&change.key.indicator, change.after),
        })
    };
    moved.iter().map(one).collect()
}

/// A figure's value as programs read it: amounts in yuan.
fn exact(indicator: &str, value: Decimal) -> String {
    match value_cell(indicator, value) {
        Cell::Yuan(fen) => Money::from_fen(fen).to_string(),
        _ => value.normalize().to_string(),
    }
}
