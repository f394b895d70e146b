//! What is still to come: where each target will be, how far past forecasts were off, how soon filings are known.

use rust_decimal::prelude::ToPrimitive;
use serde_json::{Value, json};

use super::Detail;
use crate::domain::numbers::PatentKind;
use crate::domain::target::Target;
use crate::i18n::Lang;
use crate::i18n::codes::label;
use crate::i18n::forecasts as say;
use crate::i18n::numbers::grouped;
use crate::i18n::say::note_grants_undated;
use crate::ledger::{Ledger, Office, Snapshot};
use crate::operations::Refusal;
use crate::report::{Cell, Table, json as report_json};
use crate::stats::forecast::{
    Ahead, Backtest, ENOUGH_GRANTS, ENOUGH_QUARTERS, Forecast, LEVEL_PERCENT, Projection, Score,
    Shortage, backtest as measure, forecast as foretell,
};
use crate::stats::{AGES, Lateness};

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

/// How many known quarters a screen shows before those to come.
const SHOWN_BEFORE: usize = 4;

/// Where each target will be, with the way there.
#[derive(Debug)]
pub struct ForecastView {
    told: Vec<Forecast>,
    /// A row for each target.
    pub table: Table,
}

/// Foretells every target that the ledger can count.
pub fn outlook(lang: Lang, ledger: &Ledger, snapshot: Snapshot) -> Result<ForecastView, Refusal> {
    let told = foretell(ledger, snapshot)?;
    let district = ledger.office(snapshot)?.district;
    let mut table = forecast(lang, &told).titled(say::forecast_title(lang, district));
    if told.is_empty() {
        table.note(say::no_countable_target(lang));
    }
    Ok(ForecastView { told, table })
}

impl ForecastView {
    /// The row of each target, then the way to the end of each, quarter by quarter.
    pub fn tables(self, lang: Lang, detail: Detail) -> Vec<Table> {
        let mut tables = vec![self.table];
        for forecast in &self.told {
            let Ok(outcome) = &forecast.outcome else { continue };
            let known = outcome.path.iter().filter(|step| step.is_known()).count();
            let from = match detail {
                Detail::Screen => known.saturating_sub(SHOWN_BEFORE),
                Detail::Whole => 0,
            };
            if detail == Detail::Whole || known < outcome.path.len() {
                let indicator = named(lang, &forecast.target);
                tables.push(path(lang, outcome, from).titled(say::path_title(lang, indicator)));
            }
        }
        tables
    }

    /// The rows, each with its path.
    pub fn json(&self, lang: Lang) -> Value {
        let mut data = report_json::rows(&self.table);
        for (row, forecast) in data.as_array_mut().into_iter().flatten().zip(&self.told) {
            let path = forecast.outcome.as_ref().ok().map(|outcome| path(lang, outcome, 0));
            row["path"] = path.map_or(json!([]), |path| report_json::rows(&path));
        }
        data
    }
}

/// A row for each target, with what must be known of how it was foretold.
pub fn forecast(lang: Lang, told: &[Forecast]) -> Table {
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
    let uncertain = |outcome: &Projection| outcome.at_end.low < outcome.at_end.high;
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
        Ok(Projection { at_end, reaches, .. }) => cells.extend([
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
pub fn path(lang: Lang, outcome: &Projection, from: usize) -> Table {
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

const OF_BACKTESTS: [&str; 11] = [
    "indicator",
    "ahead",
    "forecasts",
    "mae_ours",
    "mae_straight_line",
    "mae_last_year",
    "mape_ours",
    "mape_straight_line",
    "mape_last_year",
    "covered",
    "best",
];

/// How far past forecasts would have been off, beside two simple ways. On a screen a table for each indicator.
pub fn backtests(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    detail: Detail,
) -> Result<Vec<Table>, Refusal> {
    let tests = measure(ledger, snapshot)?;
    let mut tables = Vec::new();
    match detail {
        // The indicator stands in the title: a terminal is narrow.
        Detail::Screen => tables.extend(tests.iter().map(|test| {
            let title = say::backtest_title(lang, label(lang, "indicator", test.indicator));
            let mut table = Table::of(lang, &OF_BACKTESTS[1..]).titled(title);
            for score in &test.scores {
                table.row(score_cells(lang, score));
            }
            table
        })),
        Detail::Whole => {
            let mut table = Table::of(lang, &OF_BACKTESTS);
            for test in &tests {
                let indicator = label(lang, "indicator", test.indicator);
                for score in &test.scores {
                    let mut row = vec![Cell::code(test.indicator, &indicator)];
                    row.extend(score_cells(lang, score));
                    table.row(row);
                }
            }
            tables.push(table);
        }
    }
    if let Some(last) = tables.last_mut() {
        last.notes = tests.iter().flat_map(|test| verdicts(lang, test)).collect();
        last.note(say::backtest_note(lang, LEVEL_PERCENT));
    }
    Ok(tables)
}

fn score_cells(lang: Lang, score: &Score) -> Vec<Cell> {
    let ways = [score.ours, score.straight_line, score.last_year];
    let (ahead, best) = (score.ahead.code(), score.best());
    let mut cells =
        vec![Cell::code(ahead, label(lang, "ahead", ahead)), Cell::Count(score.forecasts as i64)];
    cells.extend(ways.map(|way| Cell::Decimal(hundredths(way.mean_hundredths()))));
    cells.extend(ways.map(|way| Cell::permille(way.mean_permille())));
    cells.push(Cell::permille(score.covered_permille));
    cells.push(Cell::code(best, label(lang, "way", best)));
    cells
}

fn verdicts(lang: Lang, test: &Backtest) -> Vec<String> {
    let indicator = label(lang, "indicator", test.indicator);
    let overall = test.scores.iter().find(|score| score.ahead == Ahead::AnyOfFour);
    let Some(score) = overall else { return vec![say::backtest_none(lang, indicator)] };
    let [ours, line, last_year] = [score.ours, score.straight_line, score.last_year]
        .map(|way| hundredths(way.mean_hundredths()));
    let verdict = match score.best() {
        "ours" => say::backtest_best(lang, &indicator, ours, line, last_year),
        other => {
            let other = label(lang, "way", other);
            say::backtest_not_best(lang, &indicator, ours, line, last_year, other)
        }
    };
    vec![verdict, say::backtest_origins(lang, &indicator, test.origins, test.by_events)]
}

fn hundredths(n: i64) -> String {
    format!("{}.{:02}", n / 100, n % 100)
}

const OF_QUARTERS: [&str; 11] = [
    "year",
    "quarter",
    "filings_known",
    "within_0",
    "within_30",
    "within_60",
    "within_90",
    "within_180",
    "within_365",
    "usual_share",
    "estimate",
];

/// How much of each quarter's filings of a kind was known how soon.
pub fn completeness(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    kind: PatentKind,
) -> Result<Table, Refusal> {
    let lateness = Lateness::of_filings(ledger, snapshot, kind)?;
    let mut table = Table::of(lang, &OF_QUARTERS);
    let mut young = Vec::new();
    for (quarter, known) in lateness.quarters() {
        let usual = lateness.usual(quarter);
        let mut cells = vec![
            Cell::Ordinal(i64::from(quarter.year())),
            Cell::Ordinal(i64::from(quarter.number())),
            Cell::Count(known),
        ];
        cells.extend(AGES.map(|age| match lateness.recorded_by(quarter, age) {
            Some((recorded, all)) => Cell::permille((recorded * 1000 + all / 2) / all),
            None => Cell::Empty,
        }));
        cells.push(Cell::opt(usual, |usual| Cell::permille(i64::from(usual.share_permille))));
        cells.push(Cell::opt(usual.and_then(|usual| usual.estimate(known)), Cell::Count));
        table.row(cells);
        if let Some(usual) = usual.filter(|_| lateness.is_young(quarter)) {
            let whole = (usual.share_permille + 5) / 10;
            young.push(say::so_far(lang, quarter, grouped(known), whole, usual.quarters));
        }
    }
    let mut total = vec![Cell::text(say::usual_line(lang)), Cell::Empty, Cell::Empty];
    let pooled = AGES.map(|age| lateness.usual_at(age, None));
    total
        .extend(pooled.map(|usual| {
            Cell::opt(usual, |usual| Cell::permille(i64::from(usual.share_permille)))
        }));
    if pooled[0].is_some() {
        table.total(total);
    }
    young.into_iter().for_each(|note| {
        table.note(note);
    });
    match lateness.since {
        Some(day) => table.note(say::completeness_silent(lang, day)),
        None => table.note(say::completeness_none(lang)),
    };
    if pooled[0].is_none() {
        table.note(say::too_few_speak(lang, lateness.grown_up()));
    }
    table.note(say::completeness_note(lang));
    let Office { district, region, .. } = ledger.office(snapshot)?;
    let undated = ledger.grants_undated(snapshot, region)?;
    if undated > 0 {
        table.note(note_grants_undated(lang, undated));
    }
    let kind = label(lang, "kind", kind.code());
    Ok(table.titled(say::completeness_title(lang, district, kind)))
}
