//! The plan's targets: as they are recorded, and how far they are.

use rust_decimal::Decimal;

use super::Detail;
use crate::domain::target::{Attainment, FIELDS, Target};
use crate::i18n::codes::label;
use crate::i18n::numbers::grouped_decimal;
use crate::i18n::{Lang, say};
use crate::ledger::{Ledger, Snapshot};
use crate::operations::Refusal;
use crate::report::{Cell, Table};
use crate::stats::targets as reached;

/// The targets by the fields an importer takes.
pub fn targets(lang: Lang, ledger: &Ledger, snapshot: Snapshot) -> Result<Table, Refusal> {
    let mut table = Table::of(lang, &FIELDS);
    for target in ledger.targets(snapshot)? {
        let indicator = label(lang, "indicator", &target.indicator);
        let measure = target.measured.code();
        table.row(vec![
            Cell::opt(target.category, Cell::Text),
            Cell::code(target.indicator, indicator),
            Cell::opt(target.name, Cell::Text),
            Cell::Decimal(target.goal.to_string()),
            Cell::opt(target.unit, Cell::Text),
            Cell::date(target.period.first()),
            Cell::date(target.period.last()),
            Cell::code(measure, label(lang, "measure", measure)),
            Cell::opt(target.note, Cell::Text),
        ]);
    }
    Ok(table)
}

/// The targets as files take them: codes without their words, whatever the form.
pub fn export(lang: Lang, ledger: &Ledger, snapshot: Snapshot) -> Result<Table, Refusal> {
    let mut table = targets(lang, ledger, snapshot)?;
    for cell in table.rows.iter_mut().flatten() {
        if let Cell::Code { code, .. } = cell {
            *cell = Cell::text(std::mem::take(code));
        }
    }
    Ok(table)
}

/// The words for an indicator: ours where we have them, the plan's own else.
pub fn named(lang: Lang, target: &Target) -> String {
    let ours = label(lang, "indicator", &target.indicator);
    match &target.name {
        Some(name) if ours == target.indicator => name.clone(),
        _ => ours,
    }
}

/// A number that may be absent, without needless zeros.
pub fn decimal(value: Option<Decimal>) -> Cell {
    Cell::opt(value, |value| Cell::Decimal(value.normalize().to_string()))
}

/// How many targets there are, are met, are ahead of an even pace, and have no value yet; none without targets.
pub fn in_brief(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
) -> Result<Option<String>, Refusal> {
    let reached = reached(ledger, snapshot)?;
    let count = |fits: &dyn Fn(&Attainment) -> bool| {
        reached.iter().filter(|progress| fits(&progress.attainment)).count()
    };
    let met = count(&|at| at.ratio.is_some_and(|ratio| ratio.points() >= Decimal::ONE_HUNDRED));
    let known = count(&|at| at.actual.is_some());
    let behind = count(&|at| at.actual.zip(at.expected_by_now).is_some_and(|(is, due)| is < due));
    let all = reached.len();
    Ok((all > 0).then(|| say::targets_in_brief(lang, all, met, behind, all - known)))
}

/// Goal, actual, share, where an even pace would be, what is needed a year.
pub fn progress(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    detail: Detail,
) -> Result<Table, Refusal> {
    let mut keys = vec!["indicator"];
    if detail == Detail::Whole {
        keys.extend(["category", "name", "period_from", "period_to", "measure"]);
    }
    keys.extend([
        "unit",
        "goal",
        "actual",
        "ratio",
        "expected_by_now",
        "needed_per_year",
        "progress",
    ]);
    let spare = &["unit", "needed_per_year", "expected_by_now"];
    let mut table = Table::of(lang, &keys).titled(say::targets_title(lang)).sparing(spare);
    for progress in reached(ledger, snapshot)? {
        let (target, at) = (progress.target, progress.attainment);
        let indicator = named(lang, &target);
        if let Some((source, day)) = &progress.reported {
            let value = at.actual.map(|value| grouped_decimal(&value.to_string()));
            let value = value.unwrap_or_default();
            table.note(say::note_reported(lang, &indicator, value, source, day));
        }
        let mut cells = vec![Cell::code(&target.indicator, indicator)];
        if detail == Detail::Whole {
            let measure = target.measured.code();
            cells.extend([
                Cell::opt(target.category, Cell::Text),
                Cell::opt(target.name, Cell::Text),
                Cell::date(target.period.first()),
                Cell::date(target.period.last()),
                Cell::code(measure, label(lang, "measure", measure)),
            ]);
        }
        let permille = at.ratio.and_then(|ratio| i64::try_from(ratio.points() * Decimal::TEN).ok());
        cells.extend([
            Cell::opt(target.unit, Cell::Text),
            decimal(Some(target.goal)),
            decimal(at.actual),
            Cell::opt(at.ratio, |ratio| Cell::Percent(format!("{:.2}", ratio.points()))),
            decimal(at.expected_by_now),
            decimal(at.needed_per_year),
            Cell::opt(permille, Cell::Bar),
        ]);
        table.row(cells);
    }
    Ok(table)
}
