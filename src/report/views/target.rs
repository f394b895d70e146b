//! The plan's targets: as they are recorded, and how far they are.

use rust_decimal::{Decimal, RoundingStrategy};

use std::collections::{BTreeMap, BTreeSet};

use super::Detail;
use crate::domain::plan::Plan;
use crate::domain::target::{Attainment, FIELDS, Target};
use crate::domain::values::Date;
use crate::i18n::codes::label;
use crate::i18n::plans::plan_name;
use crate::i18n::punctuation::{clauses, comma_list};
use crate::i18n::{Lang, plans as words, say};
use crate::ledger::{Ledger, PartyId, Snapshot};
use crate::operations::Refusal;
use crate::report::{Cell, Table};
use crate::stats::plans::{self, PlanChoice};
use crate::stats::{NotCounted, targets as reached};

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
            Cell::opt(target.plan, Cell::id),
            decimal(target.baseline.map(|baseline| baseline.value)),
            Cell::opt(target.baseline, |baseline| Cell::Ordinal(i64::from(baseline.year))),
            Cell::opt(target.reported_by, Cell::Text),
            Cell::opt(target.paragraph, Cell::Text),
        ]);
    }
    Ok(table)
}

/// Indicator, period and measure of a goal.
pub fn goal_rows(lang: Lang, target: &Target) -> [Cell; 3] {
    let measure = target.measured.code();
    [
        Cell::code(&target.indicator, named(lang, target)),
        goal_period(target),
        Cell::code(measure, label(lang, "measure", measure)),
    ]
}

/// The days a goal is for, as short as they can be said.
pub fn goal_period(target: &Target) -> Cell {
    Cell::text(target.period.to_string().replace("..", "–"))
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

/// A number that may be absent, without needless zeros: amounts in 亿元 to four places, which is 万元.
pub fn decimal(value: Option<Decimal>) -> Cell {
    let four = |n: Decimal| n.round_dp_with_strategy(4, RoundingStrategy::MidpointAwayFromZero);
    Cell::opt(value, |value| Cell::Decimal(four(value).normalize().to_string()))
}

/// How many targets there are, are met, are ahead of an even pace, and have no value yet; none without targets.
pub fn in_brief(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
) -> Result<Option<String>, Refusal> {
    let mut reached = reached(ledger, snapshot, PlanChoice::OfTheDay)?;
    // What is asked of single years counts in its own year.
    reached.retain(|progress| {
        let target = &progress.target;
        target.plan.is_none()
            || (target.period.first() <= snapshot.as_of && !target.is_step_over(snapshot.as_of))
    });
    let count = |fits: &dyn Fn(&Attainment) -> bool| {
        reached.iter().filter(|progress| fits(&progress.attainment)).count()
    };
    let met = count(&|at| at.ratio.is_some_and(|ratio| ratio.points() >= Decimal::ONE_HUNDRED));
    let known = count(&|at| at.actual.is_some());
    let behind = count(&|at| at.actual.zip(at.expected_by_now).is_some_and(|(is, due)| is < due));
    let all = reached.len();
    Ok((all > 0).then(|| say::targets_in_brief(lang, all, met, behind, all - known)))
}

/// The head of the goals of a day's plans or of one, and what is to be said of a plan that does not hold the day.
fn whose(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    choice: PlanChoice<'_>,
) -> Result<(String, Vec<String>), Refusal> {
    let plans: Vec<Plan> = match choice {
        PlanChoice::OfTheDay => plans::of_day(ledger, snapshot)?,
        PlanChoice::Named(code) => {
            let all = ledger.plans(snapshot)?.into_iter().map(|card| card.plan);
            all.filter(|plan| plan.code == code).collect()
        }
    };
    let mut notes = Vec::new();
    for plan in &plans {
        let title = plan_name(lang, plan);
        if plan.period().last() < snapshot.as_of && choice == PlanChoice::OfTheDay {
            notes.push(words::plan_over(lang, title, plan.to));
        } else if plan.period().first() > snapshot.as_of {
            notes.push(words::plan_ahead(lang, title, plan.from));
        }
    }
    let title = match &plans[..] {
        [] => say::targets_title(lang),
        plans => {
            let titles: Vec<&str> = plans.iter().map(|plan| plan_name(lang, plan)).collect();
            let from = plans.iter().map(|plan| plan.from).min().unwrap_or_default();
            let to = plans.iter().map(|plan| plan.to).max().unwrap_or_default();
            words::goals_of(lang, comma_list(lang, titles), format!("{from}–{to}"))
        }
    };
    Ok((title, notes))
}

/// How many are on record and not counted, by why.
fn not_counted(lang: Lang, indicator: &str, left: &[(PartyId, NotCounted)]) -> String {
    let why = [NotCounted::Outside, NotCounted::OtherKind].into_iter().filter_map(|why| {
        let n = left.iter().filter(|(_, of)| *of == why).count();
        let words = label(lang, "not_counted", why.code());
        (n > 0).then(|| say::not_counted_because(lang, n, words))
    });
    say::not_counted(lang, indicator, left.len(), clauses(lang, why))
}

/// Goal, actual, share, where an even pace would be, what is needed a year.
pub fn progress(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    detail: Detail,
    choice: PlanChoice<'_>,
) -> Result<Table, Refusal> {
    let reached = reached(ledger, snapshot, choice)?;
    // Of one indicator the goals of single years and of the whole plan are told apart by their days.
    let periods = reached.iter().map(|progress| progress.target.period);
    let by_period = periods.collect::<BTreeSet<_>>().len() > 1;
    let mut keys = vec!["indicator"];
    if detail == Detail::Whole {
        keys.extend([
            "plan",
            "category",
            "name",
            "period_from",
            "period_to",
            "measure",
            "baseline",
            "source",
            "source_as_of",
        ]);
    } else if by_period {
        keys.push("goal_period");
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
    let (title, notes) = whose(lang, ledger, snapshot, choice)?;
    let mut table = Table::of(lang, &keys).titled(title).sparing(spare);
    notes.into_iter().for_each(|note| {
        table.note(note);
    });
    let mut reported: BTreeMap<Date, BTreeMap<String, usize>> = BTreeMap::new();
    for progress in reached {
        let (target, at) = (progress.target, progress.attainment);
        let indicator = named(lang, &target);
        let (source, source_as_of) = progress.reported.clone().unzip();
        if let Some((source, day)) = &progress.reported {
            *reported.entry(*day).or_default().entry(source.clone()).or_default() += 1;
        }
        let mut left = Table::of(lang, &["party", "name", "why"]);
        for (party, why) in &progress.not_counted {
            let why = Cell::code(why.code(), label(lang, "not_counted", why.code()));
            let name = Cell::text(ledger.party_name(*party, snapshot)?);
            left.row(vec![Cell::Ordinal(*party), name, why]);
        }
        if !left.rows.is_empty() {
            table.note(not_counted(lang, &indicator, &progress.not_counted));
        }
        table.beside("not_counted", left);
        let mut cells = vec![Cell::code(&target.indicator, indicator)];
        if detail == Detail::Whole {
            let measure = target.measured.code();
            cells.extend([
                Cell::opt(target.plan, Cell::id),
                Cell::opt(target.category, Cell::Text),
                Cell::opt(target.name, Cell::Text),
                Cell::date(target.period.first()),
                Cell::date(target.period.last()),
                Cell::code(measure, label(lang, "measure", measure)),
                decimal(target.baseline.map(|baseline| baseline.value)),
                Cell::opt(source, Cell::Text),
                Cell::opt(source_as_of, Cell::date),
            ]);
        } else if by_period {
            cells.push(goal_period(&target));
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
    for (day, offices) in reported {
        let said = offices.into_iter().map(|(office, n)| say::values_of(lang, office, n));
        table.note(say::values_reported(lang, day, comma_list(lang, said)));
    }
    Ok(table)
}
