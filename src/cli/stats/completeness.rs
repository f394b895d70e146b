//! `stats completeness [--kind utility]`: how much of each quarter's filings was known how soon.

use clap::ArgMatches;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::ledger::unknown_word;
use crate::cli::output::Shown;
use crate::domain::numbers::PatentKind;
use crate::i18n::codes::label;
use crate::i18n::forecasts as say;
use crate::i18n::numbers::grouped;
use crate::report::{Cell, Table};
use crate::stats::{AGES, Lateness};

const COLUMNS: [&str; 11] = [
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

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let lang = context.lang;
    let kind = match matches.get_one::<String>("kind") {
        None => PatentKind::Invention,
        Some(word) => PatentKind::from_code(word)
            .ok_or_else(|| unknown_word(lang, word, &PatentKind::ALL.map(PatentKind::code)))?,
    };
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let lateness = Lateness::of_filings(ledger, snapshot, kind)?;
    let mut table = Table::of(lang, &COLUMNS);
    let mut young = Vec::new();
    for (quarter, known) in lateness.quarters() {
        let usual = lateness.usual(quarter);
        let mut cells = vec![
            Cell::Ordinal(i64::from(quarter.year())),
            Cell::Ordinal(i64::from(quarter.number())),
            Cell::Count(known),
        ];
        cells.extend(AGES.map(|age| match lateness.recorded_by(quarter, age) {
            Some((recorded, all)) => share((recorded * 1000 + all / 2) / all),
            None => Cell::Empty,
        }));
        cells.push(Cell::opt(usual, |usual| share(i64::from(usual.share_permille))));
        cells.push(Cell::opt(usual.and_then(|usual| usual.estimate(known)), Cell::Count));
        table.row(cells);
        if let Some(usual) = usual.filter(|_| lateness.is_young(quarter)) {
            let whole = (usual.share_permille + 5) / 10;
            young.push(say::so_far(lang, quarter, grouped(known), whole, usual.quarters));
        }
    }
    let mut total = vec![Cell::text(say::usual_line(lang)), Cell::Empty, Cell::Empty];
    let pooled = AGES.map(|age| lateness.usual_at(age, None));
    total.extend(
        pooled.map(|usual| Cell::opt(usual, |usual| share(i64::from(usual.share_permille)))),
    );
    table.total(total);
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
    let district = ledger.office(snapshot)?.district;
    let kind = label(lang, "kind", kind.code());
    let warnings = table.notes.clone();
    let table = table.titled(say::completeness_title(lang, district, kind));
    let anchor = ledger.anchor()?;
    Shown { schema: "stats.completeness", snapshot, anchor: &anchor, warnings }
        .tables(context, &[table])?;
    Ok(Done::Well)
}

/// A share in thousandths as percent.
fn share(permille: i64) -> Cell {
    Cell::Percent(format!("{}.{}", permille / 10, permille % 10))
}
