//! Today against a publication: each figure, each line that moved it, the entry, who, why.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry::Vacant;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::figures::{KEY, key_cells, name, value_cell};
use crate::domain::numbers::ApplicationNo;
use crate::domain::values::Period;
use crate::i18n::Lang;
use crate::i18n::codes::label;
use crate::i18n::publications as say;
use crate::ledger::{EntryRecord, Ledger, LedgerError, Snapshot, day_in_china};
use crate::operations::Refusal;
use crate::report::{Cell, Table, json as report_json};
use crate::stats::CountedItem;
use crate::stats::is_per_10k;
use crate::stats::publication::{Difference, EntryEffect, MovedFigure, MovedLine};

/// Lines a screen shows before the rest is counted.
const SHOWN: usize = 30;

/// What tells of a line: the figure's change by it, the entry, what was done, by whom, when, why.
const OF_CAUSES: [&str; 7] =
    ["change", "entry", "action", "recorded_by", "day", "reason", "source"];

/// A difference read for people: what its lines are called, and who is behind them.
#[derive(Debug)]
pub struct DifferenceView<'l> {
    lang: Lang,
    ledger: &'l Ledger,
    snapshot: Snapshot,
    found: Difference,
    entries: BTreeMap<i64, EntryRecord>,
}

impl<'l> DifferenceView<'l> {
    pub fn new(
        lang: Lang,
        ledger: &'l Ledger,
        snapshot: Snapshot,
        found: Difference,
    ) -> Result<Self, Refusal> {
        let mut entries: BTreeMap<i64, EntryRecord> = BTreeMap::new();
        let lines = found.moved.iter().flat_map(|moved| &moved.lines);
        for entry in lines.flat_map(|line| &line.causes).filter_map(|cause| cause.entry) {
            if let Vacant(place) = entries.entry(entry) {
                place.insert(ledger.entry(entry)?);
            }
        }
        Ok(Self { lang, ledger, snapshot, found, entries })
    }

    /// Whether any figure is another today.
    pub fn is_empty(&self) -> bool {
        self.found.moved.is_empty()
    }

    /// That nothing moved, or what no line explains.
    pub fn verdict(&self) -> String {
        if self.is_empty() {
            return say::diff_none(self.lang, self.found.figures);
        }
        let remainder: Decimal = self.found.moved.iter().map(|moved| moved.remainder().abs()).sum();
        say::diff_remainder(self.lang, remainder.normalize())
    }

    fn title(&self) -> String {
        let publication = &self.found.publication;
        let quarter = say::quarter(self.lang, publication.quarter);
        say::diff_title(self.lang, quarter, publication.number)
    }

    fn of_the_whole(&self) -> Vec<&MovedFigure> {
        self.found.moved.iter().filter(|moved| moved.key.group.is_none()).collect()
    }

    /// The kind of a thing and the number people know it by.
    fn item(&self, item: &CountedItem) -> Result<(&'static str, String), LedgerError> {
        let then = self.found.publication.snapshot();
        // A thing that was voided is known by what it was.
        let either = |read: &dyn Fn(Snapshot) -> Result<Option<String>, LedgerError>| {
            Ok::<_, LedgerError>(match read(self.snapshot)? {
                Some(name) => name,
                None => read(then)?.unwrap_or_default(),
            })
        };
        Ok(match item {
            CountedItem::Patent(key) => {
                let number = ApplicationNo::from_key(*key);
                ("patent", number.map_or_else(|| key.to_string(), |number| number.to_string()))
            }
            CountedItem::Pct(number) => ("pct", number.to_string()),
            CountedItem::Pledge(id) => {
                let read = |at| match self.ledger.pledge_by_id(*id, at) {
                    Ok(card) => Ok(Some(card.pledge.number.to_string())),
                    Err(LedgerError::NotFound { .. }) => Ok(None),
                    Err(error) => Err(error),
                };
                ("pledge", either(&read)?)
            }
            CountedItem::Loan(id) => ("loan", either(&|at| self.ledger.loan_no(*id, at))?),
            CountedItem::Claim(id) => {
                let read = |at| {
                    let claims = self.ledger.compensation(at)?.claims;
                    let card = claims.into_iter().find(|card| card.id == *id);
                    Ok(card.map(|card| card.claim.claim_no))
                };
                ("claim", either(&read)?)
            }
            CountedItem::Fund(fund) => ("fund", fund.clone()),
            CountedItem::Firm(party) => {
                let read = |at| match self.ledger.party_name(*party, at) {
                    Ok(name) => Ok(Some(name)),
                    Err(LedgerError::NotFound { .. }) => Ok(None),
                    Err(error) => Err(error),
                };
                ("firm", either(&read)?)
            }
            CountedItem::Reported(indicator) if is_per_10k(indicator) => {
                ("divided", label(self.lang, "indicator", indicator))
            }
            CountedItem::Reported(indicator) => ("reported", indicator.clone()),
        })
    }

    fn record(&self, cause: &EntryEffect) -> Option<&EntryRecord> {
        cause.entry.and_then(|entry| self.entries.get(&entry))
    }

    /// Entry, action, who, when, why, from which file.
    fn entry_cells(&self, record: &EntryRecord) -> [Cell; 6] {
        [
            Cell::Ordinal(record.entry),
            Cell::code(&record.action, label(self.lang, "action", &record.action)),
            Cell::text(&record.recorded_by),
            Cell::opt(day_in_china(record.recorded_at), Cell::date),
            Cell::opt(record.reason.clone(), Cell::Text),
            Cell::opt(record.source_name.clone(), Cell::Text),
        ]
    }

    /// The figures of the whole that moved, and the lines that moved them, as a screen holds them.
    pub fn overview(&self) -> Result<[Table; 2], Refusal> {
        let lang = self.lang;
        let whole = self.of_the_whole();
        let keys = ["figure_of", "published", "now", "change", "moved_lines"];
        let mut figures = Table::of(lang, &keys).titled(self.title());
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
        let groups = self.found.moved.len() - whole.len();
        if groups > 0 {
            figures.note(say::diff_groups(lang, groups));
        }
        Ok([figures, self.lines_in_brief(&whole)?])
    }

    /// Each thing once, with the shortest periods it moved: a quarter's figure carries the year's and the plan's.
    fn lines_in_brief(&self, whole: &[&MovedFigure]) -> Result<Table, Refusal> {
        let lang = self.lang;
        let keys = [&["moved", "figure_of"][..], &OF_CAUSES].concat();
        let mut table = Table::of(lang, &keys).titled(say::diff_lines_title(lang));
        let key = |moved: &MovedFigure, line: &MovedLine| {
            (line.item.clone(), moved.key.indicator.clone(), moved.key.group.clone())
        };
        let mut periods: BTreeMap<_, Vec<Period>> = BTreeMap::new();
        for moved in whole {
            for line in &moved.lines {
                periods.entry(key(moved, line)).or_default().push(moved.key.period);
            }
        }
        // A year's figure is carried by its quarter's.
        let is_carried = |moved: &MovedFigure, line: &MovedLine| {
            let whole = moved.key.period;
            let within = |part: &Period| {
                *part != whole && whole.contains(part.first()) && whole.contains(part.last())
            };
            periods.get(&key(moved, line)).is_some_and(|periods| periods.iter().any(within))
        };
        let mut rows = 0;
        for moved in whole {
            for line in moved.lines.iter().filter(|line| !is_carried(moved, line)) {
                let (kind, number) = self.item(&line.item)?;
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
                    match self.record(cause) {
                        Some(record) => cells.extend(self.entry_cells(record)),
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
    pub fn lines(&self) -> Result<Table, Refusal> {
        let lang = self.lang;
        let keys = [&KEY[..], &["published", "now", "item_kind", "item"], &OF_CAUSES[..]].concat();
        let mut table = Table::of(lang, &keys).titled(self.title());
        for moved in &self.found.moved {
            let value = |value| value_cell(&moved.key.indicator, value);
            for line in &moved.lines {
                let (kind, number) = self.item(&line.item)?;
                let mut front = key_cells(lang, &moved.key);
                front.extend([value(moved.published), value(moved.now)]);
                front.extend([Cell::code(kind, label(lang, "item", kind)), Cell::id(number)]);
                for cause in &line.causes {
                    let mut cells = front.clone();
                    cells.extend(self.cause_cells(moved, cause));
                    table.row(cells);
                }
            }
        }
        Ok(table)
    }

    /// The cells of [`OF_CAUSES`]; without an entry only the change.
    fn cause_cells(&self, moved: &MovedFigure, cause: &EntryEffect) -> Vec<Cell> {
        let mut cells = vec![value_cell(&moved.key.indicator, cause.by)];
        cells.extend(self.record(cause).into_iter().flat_map(|record| self.entry_cells(record)));
        cells
    }

    /// Figures with their lines, and these with their causes, for programs.
    pub fn json(&self) -> Result<Value, Refusal> {
        let lang = self.lang;
        let keys = [&KEY[..], &["published", "now", "change", "remainder"]].concat();
        let mut rows = Vec::new();
        for moved in &self.found.moved {
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
                let (kind, number) = self.item(&line.item)?;
                let mut causes = Table::of(lang, &OF_CAUSES);
                for cause in &line.causes {
                    causes.row(self.cause_cells(moved, cause));
                }
                let mut change = Table::of(lang, &["change"]);
                change.row(vec![value(line.by)]);
                lines.push(json!({
                    "item_kind": kind, "item": number,
                    "change": report_json::rows(&change)[0]["change"],
                    "causes": report_json::rows(&causes),
                }));
            }
            let mut row = report_json::rows(&figure)[0].clone();
            row["lines"] = lines.into();
            rows.push(row);
        }
        Ok(rows.into())
    }
}
