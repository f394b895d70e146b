//! `stats forecast [--backtest]`: where each target will be at the plan's end, with an interval.

use clap::ArgMatches;
use rust_decimal::prelude::ToPrimitive;
use serde_json::json;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output::Shown;
use crate::domain::target::Target;
use crate::i18n::Lang;
use crate::i18n::codes::label;
use crate::i18n::forecasts as say;
use crate::report::{Cell, Table, json as report_json};
use crate::stats::forecast::{
    ENOUGH_GRANTS, ENOUGH_QUARTERS, Forecast, LEVEL_PERCENT, Outcome, Shortage, forecast,
};

const COLUMNS: [&str; 10] = [
    "indicator",
    "goal",
    "period_to",
    "actual",
    "expected",
    "low",
    "high",
    "level_percent",
    "reaches",
    "note",
];

/// How many known quarters a terminal shows before those to come.
const SHOWN_BEFORE: usize = 4;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    if matches.get_flag("backtest") {
        return super::backtest::run(context);
    }
    let lang = context.lang;
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let district = ledger.office(snapshot)?.district;
    let told = forecast(ledger, snapshot)?;
    let mut table = table(lang, &told).titled(say::forecast_title(lang, district));
    if told.is_empty() {
        table.note(say::no_countable_target(lang));
    }
    let anchor = ledger.anchor()?;
    let warnings = table.notes.clone();
    let shown = Shown { schema: "stats.forecast", snapshot, anchor: &anchor, warnings };
    let for_people = !context.csv && context.output.is_none();
    if context.json {
        let mut data = report_json::rows(&table);
        for (row, forecast) in data.as_array_mut().into_iter().flatten().zip(&told) {
            let path = forecast.outcome.as_ref().ok().map(|outcome| path(lang, outcome, 0));
            row["path"] = path.map_or(json!([]), |path| report_json::rows(&path));
        }
        shown.data(context, data)?;
    } else {
        let mut tables = vec![table];
        for (forecast, outcome) in
            told.iter().filter_map(|told| told.outcome.as_ref().ok().map(|outcome| (told, outcome)))
        {
            let known = outcome.path.iter().filter(|step| step.is_known()).count();
            let from = if for_people { known.saturating_sub(SHOWN_BEFORE) } else { 0 };
            if !for_people || known < outcome.path.len() {
                let indicator = named(lang, &forecast.target);
                tables.push(path(lang, outcome, from).titled(say::path_title(lang, indicator)));
            }
        }
        shown.tables(context, &tables)?;
    }
    Ok(Done::Well)
}

/// A row for each target, with what must be known of how it was foretold.
pub fn table(lang: Lang, told: &[Forecast]) -> Table {
    let mut table = Table::of(lang, &COLUMNS);
    for forecast in told {
        table.row(cells(lang, forecast));
        notes(lang, forecast).into_iter().for_each(|note| {
            table.note(note);
        });
    }
    if let Some(quarter) = told.iter().find_map(|forecast| forecast.data_end) {
        table.note(say::data_end_note(lang, quarter));
    }
    let uncertain = |outcome: &Outcome| outcome.at_end.low < outcome.at_end.high;
    if told.iter().any(|forecast| forecast.outcome.as_ref().is_ok_and(uncertain)) {
        table.note(say::interval_note(lang, LEVEL_PERCENT));
    }
    table
}

fn named(lang: Lang, target: &Target) -> String {
    label(lang, "indicator", &target.indicator)
}

fn cells(lang: Lang, forecast: &Forecast) -> Vec<Cell> {
    let target = &forecast.target;
    let goal = match target.goal.to_i64().filter(|_| target.goal.is_integer()) {
        Some(goal) => Cell::Count(goal),
        None => Cell::Decimal(target.goal.normalize().to_string()),
    };
    let mut cells = vec![
        Cell::code(&target.indicator, named(lang, target)),
        goal,
        Cell::date(target.period.last()),
        Cell::Count(forecast.actual),
    ];
    match &forecast.outcome {
        Ok(Outcome { at_end, reaches, .. }) => cells.extend([
            Cell::Count(at_end.expected),
            Cell::Count(at_end.low),
            Cell::Count(at_end.high),
            Cell::Ordinal(LEVEL_PERCENT as i64),
            Cell::code(reaches.code(), label(lang, "reaches", reaches.code())),
            Cell::Empty,
        ]),
        Err(shortage) => {
            cells.resize(COLUMNS.len() - 1, Cell::Empty);
            cells.push(Cell::code(shortage.code(), label(lang, "shortage", shortage.code())));
        }
    }
    cells
}

fn notes(lang: Lang, forecast: &Forecast) -> Vec<String> {
    let indicator = named(lang, &forecast.target);
    let outcome = match &forecast.outcome {
        Ok(outcome) => outcome,
        Err(Shortage::TooFewQuarters(found)) => {
            return vec![say::too_few_quarters(lang, indicator, found, ENOUGH_QUARTERS)];
        }
        Err(Shortage::TooFewGrants(found)) => {
            return vec![say::too_few_grants(lang, indicator, found, ENOUGH_GRANTS)];
        }
        Err(Shortage::TooFarAhead) => return vec![say::too_far_ahead(lang, indicator)],
    };
    let mut notes = Vec::new();
    if let Some(lag) = outcome.lag {
        let share = (lag.granted_permille + 5) / 10;
        let (observed, months, median) = (lag.observed, lag.months, lag.median_months);
        notes.push(say::lag_note(lang, &indicator, observed, months, share, median));
    }
    if outcome.is_scaled_up {
        notes.push(say::incomplete_note(lang, &indicator));
    }
    notes
}

/// The way to the plan's end, from the step `from` on.
pub fn path(lang: Lang, outcome: &Outcome, from: usize) -> Table {
    let mut table = Table::of(lang, &["year", "quarter", "so_far", "expected", "low", "high"]);
    for step in outcome.path.iter().skip(from) {
        table.row(vec![
            Cell::Ordinal(i64::from(step.quarter.year())),
            Cell::Ordinal(i64::from(step.quarter.number())),
            Cell::opt(step.actual, Cell::Count),
            Cell::Count(step.estimate.expected),
            Cell::Count(step.estimate.low),
            Cell::Count(step.estimate.high),
        ]);
    }
    table
}
