//! `stats forecast --backtest`: how far past forecasts would have been off, beside two simple ones.

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output::Shown;
use crate::i18n::Lang;
use crate::i18n::codes::label;
use crate::i18n::forecasts as say;
use crate::report::{Cell, Table};
use crate::stats::forecast::{Ahead, Backtest, LEVEL_PERCENT, Score, backtest};

const COLUMNS: [&str; 11] = [
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

pub fn run(context: &Context) -> Result<Done, Failure> {
    let lang = context.lang;
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let tests = backtest(ledger, snapshot)?;
    let notes: Vec<String> = tests.iter().flat_map(|test| notes(lang, test)).collect();
    let for_people = !context.json && !context.csv && context.output.is_none();
    let mut tables = Vec::new();
    if for_people {
        // The indicator stands in the title: a terminal is narrow.
        for test in &tests {
            let title = say::backtest_title(lang, label(lang, "indicator", test.indicator));
            let mut table = Table::of(lang, &COLUMNS[1..]).titled(title);
            for score in &test.scores {
                table.row(cells(lang, score));
            }
            tables.push(table);
        }
    } else {
        let mut table = Table::of(lang, &COLUMNS);
        for (test, score) in
            tests.iter().flat_map(|test| test.scores.iter().map(move |score| (test, score)))
        {
            let mut row =
                vec![Cell::code(test.indicator, label(lang, "indicator", test.indicator))];
            row.extend(cells(lang, score));
            table.row(row);
        }
        tables.push(table);
    }
    if let Some(last) = tables.last_mut() {
        last.notes = notes.clone();
        last.note(say::backtest_note(lang, LEVEL_PERCENT));
    }
    let anchor = ledger.anchor()?;
    Shown { schema: "stats.backtest", snapshot, anchor: &anchor, warnings: notes }
        .tables(context, &tables)?;
    Ok(Done::Well)
}

fn cells(lang: Lang, score: &Score) -> Vec<Cell> {
    let ways = [score.ours, score.straight_line, score.last_year];
    let (ahead, best) = (score.ahead.code(), score.best());
    let mut cells =
        vec![Cell::code(ahead, label(lang, "ahead", ahead)), Cell::Count(score.forecasts as i64)];
    cells.extend(ways.map(|way| Cell::Decimal(hundredths(way.mean_hundredths()))));
    cells.extend(ways.map(|way| percent(way.mean_permille())));
    cells.push(percent(score.covered_permille));
    cells.push(Cell::code(best, label(lang, "way", best)));
    cells
}

fn notes(lang: Lang, test: &Backtest) -> Vec<String> {
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

fn percent(permille: i64) -> Cell {
    Cell::Percent(format!("{}.{}", permille / 10, permille % 10))
}
