//! Plans: the list of them, and one with its goals.

use super::cells::text;
use super::target::{decimal, goal_rows};
use crate::i18n::plans::plan_name;
use crate::i18n::{Lang, plans as say};
use crate::ledger::{Ledger, PlanCard, Snapshot};
use crate::operations::Refusal;
use crate::operations::plan::file;
use crate::report::{Cell, Details, Table};

fn year(year: i32) -> Cell {
    Cell::Ordinal(i64::from(year))
}

/// Every plan, by its years, with how many goals it sets.
pub fn list(lang: Lang, ledger: &Ledger, snapshot: Snapshot) -> Result<Table, Refusal> {
    let mut table =
        Table::of(lang, &["plan", "plan_title", "year_from", "year_to", "goals", "issued_with"])
            .titled(say::plans_title(lang));
    let targets = ledger.targets(snapshot)?;
    for PlanCard { plan, .. } in ledger.plans(snapshot)? {
        let goals = targets.iter().filter(|target| target.plan.as_deref() == Some(&*plan.code));
        table.row(vec![
            Cell::id(&plan.code),
            Cell::text(plan_name(lang, &plan)),
            year(plan.from),
            year(plan.to),
            Cell::Count(goals.count() as i64),
            text(plan.source.clone()),
        ]);
    }
    Ok(table)
}

/// A plan with every goal it sets.
pub fn card(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    card: &PlanCard,
) -> Result<Details, Refusal> {
    let plan = &card.plan;
    let mut record = Details::new(plan_name(lang, plan));
    record
        .field(lang, "plan", Cell::id(&plan.code))
        .field(lang, "year_from", year(plan.from))
        .field(lang, "year_to", year(plan.to))
        .field(lang, "issued_with", text(plan.source.clone()))
        .field(lang, "brought_by", Cell::Ordinal(card.brought_by));
    let file = file(ledger, snapshot, plan.clone())?;
    let mut goals = Table::of(
        lang,
        &[
            "indicator",
            "goal_period",
            "measure",
            "baseline",
            "goal",
            "unit",
            "reported_by",
            "paragraph",
        ],
    )
    .titled(say::goals(lang))
    .sparing(&["paragraph", "reported_by", "measure"]);
    for target in &file.targets {
        let [indicator, period, measure] = goal_rows(lang, target);
        goals.row(vec![
            indicator,
            period,
            measure,
            decimal(target.baseline.map(|baseline| baseline.value)),
            decimal(Some(target.goal)),
            text(target.unit.clone()),
            text(target.reported_by.clone()),
            text(target.paragraph.clone()),
        ]);
    }
    record.table("goals", goals);
    Ok(record)
}
