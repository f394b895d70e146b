//! `stats diff 2016Q4`: today against published: each figure, each line that moved it, the entry, who, why.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry::Vacant;

use clap::ArgMatches;
use rust_decimal::Decimal;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output::Shown;
use crate::domain::numbers::ApplicationNo;
use crate::domain::values::Period;
use crate::i18n::codes::label;
use crate::i18n::publications as say;
use crate::ledger::{EntryRecord, Ledger, LedgerError, Snapshot, day_in_china};
use crate::report::views::figures::{KEY, key_cells, name, value_cell};
use crate::report::{Cell, Table, json};
use crate::stats::Item;
use crate::stats::publication::{Cause, Difference, Moved, MovedLine, difference, published};

/// Lines a terminal shows before it counts the rest.
const SHOWN: usize = 30;

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let quarter = super::quarter(matches)?;
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let publication = published(ledger, snapshot, quarter)?;
    let found = difference(ledger, snapshot, publication)?;
    let mut entries: BTreeMap<i64, EntryRecord> = BTreeMap::new();
    let lines = found.moved.iter().flat_map(|moved| &moved.lines);
    for entry in lines.flat_map(|line| &line.causes).filter_map(|cause| cause.entry) {
        if let Vacant(place) = entries.entry(entry) {
            place.insert(ledger.entry(entry)?);
        }
    }
    let reader = Reader { ledger, snapshot, entries };
    let anchor = ledger.anchor()?;
    let shown = Shown { schema: "stats.diff", snapshot, anchor: &anchor, warnings: Vec::new() };
    if context.json {
        shown.data(context, data(context, &reader, &found)?)?;
    } else if context.csv || context.output.is_some() {
        shown.tables(context, &[every_line(context, &reader, &found)?])?;
    } else {
        people(context, &shown, &reader, &found)?;
    }
    Ok(if found.moved.is_empty() { Done::Well } else { Done::WithDifferences })
}

/// What the lines of a difference are called, and who is behind them.
struct Reader<'l> {
    ledger: &'l Ledger,
    snapshot: Snapshot,
    entries: BTreeMap<i64, EntryRecord>,
}

impl Reader<'_> {
    /// The kind of a thing and the number people know it by.
    fn item(&self, item: &Item, then: Snapshot) -> Result<(&'static str, String), LedgerError> {
        // A thing that was voided is known by what it was.
        let either = |read: &dyn Fn(Snapshot) -> Result<Option<String>, LedgerError>| {
            Ok::<_, LedgerError>(match read(self.snapshot)? {
                Some(name) => name,
                None => read(then)?.unwrap_or_default(),
            })
        };
        Ok(match item {
            Item::Patent(key) => {
                let number = ApplicationNo::from_key(*key);
                ("patent", number.map_or_else(|| key.to_string(), |number| number.to_string()))
            }
            Item::Pct(number) => ("pct", number.to_string()),
            Item::Pledge(id) => {
                let read = |at| match self.ledger.pledge_by_id(*id, at) {
                    Ok(card) => Ok(Some(card.pledge.number.to_string())),
                    Err(LedgerError::NotFound { .. }) => Ok(None),
                    Err(error) => Err(error),
                };
                ("pledge", either(&read)?)
            }
            Item::Loan(id) => ("loan", either(&|at| self.ledger.loan_no(*id, at))?),
            Item::Claim(id) => {
                let read = |at| {
                    let claims = self.ledger.compensation(at)?.claims;
                    let card = claims.into_iter().find(|card| card.id == *id);
                    Ok(card.map(|card| card.claim.claim_no))
                };
                ("claim", either(&read)?)
            }
            Item::Fund(fund) => ("fund", fund.clone()),
            Item::Firm(party) => {
                let read = |at| match self.ledger.party_name(*party, at) {
                    Ok(name) => Ok(Some(name)),
                    Err(LedgerError::NotFound { .. }) => Ok(None),
                    Err(error) => Err(error),
                };
                ("firm", either(&read)?)
            }
            Item::Reported(indicator) => ("reported", indicator.clone()),
        })
    }

    fn record(&self, cause: &Cause) -> Option<&EntryRecord> {
        cause.entry.and_then(|entry| self.entries.get(&entry))
    }
}

/// Action, who, when, and from which file or why.
fn entry_cells(context: &Context, record: &EntryRecord) -> [Cell; 5] {
    let text = |text: &Option<String>| crate::cli::output::text(text.clone());
    [
        Cell::code(&record.action, label(context.lang, "action", &record.action)),
        Cell::text(&record.recorded_by),
        crate::cli::output::date(day_in_china(record.recorded_at)),
        text(&record.reason),
        text(&record.source_name),
    ]
}

fn people(
    context: &Context,
    shown: &Shown<'_>,
    reader: &Reader<'_>,
    found: &Difference,
) -> Result<(), Failure> {
    let lang = context.lang;
    let publication = &found.publication;
    let quarter = say::quarter(lang, publication.quarter);
    let title = say::diff_title(lang, quarter, publication.number);
    let whole: Vec<&Moved> = found.moved.iter().filter(|moved| moved.key.group.is_none()).collect();
    let mut figures =
        Table::of(lang, &["figure_of", "published", "now", "change", "moved_lines"]).titled(title);
    for moved in &whole {
        let value = |value| value_cell(&moved.key.indicator, value);
        figures.row(vec![
            Cell::text(name(lang, &moved.key)),
            value(moved.published),
            value(moved.now),
            value(moved.now - moved.published),
            Cell::Count(moved.lines.len() as i64),
        ]);
    }
    if found.moved.is_empty() {
        return context.print(say::diff_none(lang, found.figures));
    }
    if found.moved.len() > whole.len() {
        figures.note(say::diff_groups(lang, found.moved.len() - whole.len()));
    }
    let lines = lines_for_people(context, reader, found, &whole)?;
    shown.tables(context, &[figures, lines])?;
    let remainder: Decimal = found.moved.iter().map(|moved| moved.remainder().abs()).sum();
    context.print(say::diff_remainder(lang, remainder.normalize()))
}

/// Each thing once, with the shortest periods it moved: a quarter's figure carries the year's and the plan's.
fn lines_for_people(
    context: &Context,
    reader: &Reader<'_>,
    found: &Difference,
    whole: &[&Moved],
) -> Result<Table, Failure> {
    let lang = context.lang;
    let keys = [
        "moved",
        "figure_of",
        "change",
        "entry",
        "action",
        "recorded_by",
        "day",
        "reason",
        "source",
    ];
    let mut table = Table::of(lang, &keys).titled(say::diff_lines_title(lang));
    let then = found.publication.snapshot();
    let key = |moved: &Moved, line: &MovedLine| {
        (line.item.clone(), moved.key.indicator.clone(), moved.key.group.clone())
    };
    let mut periods: BTreeMap<_, Vec<Period>> = BTreeMap::new();
    for moved in whole {
        for line in &moved.lines {
            periods.entry(key(moved, line)).or_default().push(moved.key.period);
        }
    }
    // A year's figure is carried by its quarter's.
    let is_carried = |moved: &Moved, line: &MovedLine| {
        let whole = moved.key.period;
        let within = |part: &Period| {
            *part != whole && whole.contains(part.first()) && whole.contains(part.last())
        };
        periods.get(&key(moved, line)).is_some_and(|periods| periods.iter().any(within))
    };
    let mut rows = 0;
    for moved in whole {
        for line in moved.lines.iter().filter(|line| !is_carried(moved, line)) {
            let (kind, number) = reader.item(&line.item, then)?;
            for cause in &line.causes {
                rows += 1;
                if rows > SHOWN {
                    continue;
                }
                let mut cells = vec![
                    Cell::id(format!("{} {number}", label(lang, "item", kind))),
                    Cell::text(name(lang, &moved.key)),
                    value_cell(&moved.key.indicator, cause.by),
                ];
                match reader.record(cause) {
                    Some(record) => {
                        cells.push(Cell::Ordinal(record.entry));
                        cells.extend(entry_cells(context, record));
                    }
                    None => cells.extend([Cell::Empty, Cell::text(say::time_passed(lang))]),
                }
                table.row(cells);
            }
        }
    }
    if rows > SHOWN {
        table.note(say::diff_more(lang, rows - SHOWN));
    }
    Ok(table)
}

/// A row for each cause of each line of each figure, so that the changes add up.
fn every_line(
    context: &Context,
    reader: &Reader<'_>,
    found: &Difference,
) -> Result<Table, Failure> {
    let lang = context.lang;
    let keys = [
        &KEY[..],
        &[
            "published",
            "now",
            "item_kind",
            "item",
            "change",
            "entry",
            "action",
            "recorded_by",
            "day",
            "reason",
            "source",
        ],
    ]
    .concat();
    let quarter = say::quarter(lang, found.publication.quarter);
    let mut table =
        Table::of(lang, &keys).titled(say::diff_title(lang, quarter, found.publication.number));
    let then = found.publication.snapshot();
    for moved in &found.moved {
        for line in &moved.lines {
            let (kind, number) = reader.item(&line.item, then)?;
            let value = |value| value_cell(&moved.key.indicator, value);
            let mut cells = key_cells(lang, &moved.key);
            cells.extend([value(moved.published), value(moved.now)]);
            cells.extend([Cell::code(kind, label(lang, "item", kind)), Cell::id(number)]);
            for cause in &line.causes {
                let mut cells = cells.clone();
                cells.push(value(cause.by));
                if let Some(record) = reader.record(cause) {
                    cells.push(Cell::Ordinal(record.entry));
                    cells.extend(entry_cells(context, record));
                }
                table.row(cells);
            }
        }
    }
    Ok(table)
}

fn data(
    context: &Context,
    reader: &Reader<'_>,
    found: &Difference,
) -> Result<serde_json::Value, Failure> {
    let lang = context.lang;
    let then = found.publication.snapshot();
    let keys = [&KEY[..], &["published", "now", "change", "remainder"]].concat();
    let mut rows = Vec::new();
    for moved in &found.moved {
        let value = |value| value_cell(&moved.key.indicator, value);
        let mut figure = Table::of(lang, &keys);
        let mut cells = key_cells(lang, &moved.key);
        cells.extend([
            value(moved.published),
            value(moved.now),
            value(moved.now - moved.published),
            value(moved.remainder()),
        ]);
        figure.row(cells);
        let mut lines = Vec::new();
        for line in &moved.lines {
            let (kind, number) = reader.item(&line.item, then)?;
            let keys = ["change", "entry", "action", "recorded_by", "day", "reason", "source"];
            let mut causes = Table::of(lang, &keys);
            for cause in &line.causes {
                let mut cells = vec![value(cause.by)];
                if let Some(record) = reader.record(cause) {
                    cells.push(Cell::Ordinal(record.entry));
                    cells.extend(entry_cells(context, record));
                }
                causes.row(cells);
            }
            let mut change = Table::of(lang, &["change"]);
            change.row(vec![value(line.by)]);
            lines.push(serde_json::json!({
                "item_kind": kind, "item": number, "change": json::rows(&change)[0]["change"],
                "causes": json::rows(&causes),
            }));
        }
        let mut row = json::rows(&figure)[0].clone();
        row["lines"] = lines.into();
        rows.push(row);
    }
    Ok(rows.into())
}
