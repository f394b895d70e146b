//! Published figures as tables: the overview people read, the long list programs take.

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

use crate::domain::indicator::{Counter, Indicator};
use crate::domain::publication::{Figure, FigureKey, Flags};
use crate::domain::values::{Date, Percent, Period, Quarter};
use crate::i18n::Lang;
use crate::i18n::codes::label;
use crate::i18n::punctuation::labelled;
use crate::i18n::{publications as say, say as common};
use crate::report::{Cell, Table};

/// Figures looked up by what they are of.
pub struct FigureLookup<'f> {
    figures: std::collections::BTreeMap<&'f FigureKey, &'f Figure>,
}

impl<'f> FigureLookup<'f> {
    pub fn new(figures: &'f [Figure]) -> Self {
        Self { figures: figures.iter().map(|figure| (&figure.key, figure)).collect() }
    }

    /// Returns the figure of the whole for a period; of a level, at the period's end.
    pub fn of(&self, indicator: Indicator, period: Period) -> Option<&'f Figure> {
        let period = if indicator.is_level() { Period::alone(period.last()) } else { period };
        let key = FigureKey { indicator: indicator.code().to_owned(), period, group: None };
        self.figures.get(&key).copied()
    }

    /// Whether any figure of an indicator is more than nothing.
    pub fn counts(&self, indicator: Indicator) -> bool {
        let code = indicator.code();
        self.figures.values().any(|figure| figure.key.indicator == code && !figure.value.is_zero())
    }

    /// Returns the groups of an indicator in a period, by name.
    pub fn groups(
        &self,
        indicator: Indicator,
        period: Period,
        grouping: crate::domain::indicator::Grouping,
    ) -> Vec<(&'f str, Decimal)> {
        let period = if indicator.is_level() { Period::alone(period.last()) } else { period };
        let mine = self.figures.values().filter(|figure| {
            figure.key.indicator == indicator.code() && figure.key.period == period
        });
        mine.filter_map(|figure| match &figure.key.group {
            Some((by, member)) if *by == grouping => Some((member.as_str(), figure.value)),
            _ => None,
        })
        .collect()
    }

    /// Returns the plan to date: the longest period that ends with the quarter.
    pub fn plan_to_date(&self, quarter: Quarter) -> Option<Period> {
        let end = quarter.period().last();
        let periods = self.figures.keys().map(|key| key.period);
        periods
            .filter(|period| {
                period.last() == end && period.first() < quarter.year_to_date().first()
            })
            .max_by_key(|period| period.days())
    }
}

/// A figure's value as a cell: a count or an amount.
pub fn value_cell(indicator: &str, value: Decimal) -> Cell {
    let whole = value.to_i64().filter(|whole| Decimal::from(*whole) == value);
    match (Indicator::from_code(indicator).map(Indicator::counter), whole) {
        (Some(Counter::Fen), Some(fen)) => Cell::Yuan(fen),
        (Some(_), Some(n)) => Cell::Count(n),
        _ => Cell::Decimal(value.normalize().to_string()),
    }
}

/// The unit of an indicator's figures; empty for those other offices report.
pub fn unit(lang: Lang, indicator: &str) -> String {
    let counter = match Indicator::from_code(indicator).map(Indicator::counter) {
        Some(Counter::Patents) => "patents",
        Some(Counter::Registrations) => "registrations",
        Some(Counter::Loans) => "loans",
        Some(Counter::Firms) => "firms",
        Some(Counter::Fen) => "fen",
        None => return String::new(),
    };
    label(lang, "counter", counter)
}

pub fn indicator_cell(lang: Lang, indicator: &str) -> Cell {
    Cell::code(indicator, label(lang, "indicator", indicator))
}

/// The change in percent against an earlier value, one decimal; empty when there is nothing to compare with.
pub fn change_cell(now: Decimal, before: Option<Decimal>) -> Cell {
    match before {
        Some(before) if !before.is_zero() => match Percent::ratio(now - before, before) {
            Some(change) => {
                let tenth = RoundingStrategy::MidpointAwayFromZero;
                Cell::Percent(format!("{:.1}", change.points().round_dp_with_strategy(1, tenth)))
            }
            None => Cell::Empty,
        },
        _ => Cell::Empty,
    }
}

/// The overview of a quarter: each indicator in the quarter, a year before, the year so far and the plan so far.
pub fn overview(lang: Lang, quarter: Quarter, figures: &[Figure]) -> Table {
    let book = FigureLookup::new(figures);
    let mut further = vec![("year_to_date", quarter.year_to_date())];
    further.extend(book.plan_to_date(quarter).map(|plan| ("plan_to_date", plan)));
    let before = Some(quarter.plus(-4).period());
    let last = Some(quarter.plus(-1).period());
    compared(lang, &book, ("this_quarter", quarter.period()), [before, last], &further)
}

/// The overview of a year, or of as much of it as is over: the year, the one before and the plan so far.
pub fn overview_of_year(lang: Lang, quarter: Quarter, figures: &[Figure]) -> Table {
    let book = FigureLookup::new(figures);
    let further: Vec<_> =
        book.plan_to_date(quarter).map(|plan| ("plan_to_date", plan)).into_iter().collect();
    // Part of a year is not to be held against a whole one.
    let before = Period::year(quarter.year() - 1).filter(|_| quarter.number() == 4);
    compared(lang, &book, ("this_year", quarter.year_to_date()), [before, None], &further)
}

/// A row for each indicator that counted anything: now, a year before, the change, the change on the period just before
/// where that is asked for, and longer periods.
fn compared(
    lang: Lang,
    book: &FigureLookup<'_>,
    (key, now): (&'static str, Period),
    [before, just_before]: [Option<Period>; 2],
    further: &[(&'static str, Period)],
) -> Table {
    let mut keys = vec!["indicator", "unit", key, "year_before", "change"];
    keys.extend(just_before.map(|_| "quarter_change"));
    keys.extend(further.iter().map(|(key, _)| *key));
    keys.extend(["since_year_end", "flags"]);
    let mut table = Table::of(lang, &keys).sparing(&[
        "quarter_change",
        "since_year_end",
        "change",
        "year_before",
    ]);
    let year_end = Period::year(now.first().year() - 1);
    let mut any_flags = false;
    for indicator in Indicator::ALL {
        let Some(figure) = book.of(indicator, now) else { continue };
        let value = |period| book.of(indicator, period).map(|figure| figure.value);
        let before = before.and_then(value);
        let cell = |value: Option<Decimal>| {
            value.map_or(Cell::Empty, |value| value_cell(indicator.code(), value))
        };
        // A level is of the period's end alone.
        let longer = further.iter().map(|(_, period)| *period);
        let longer: Vec<Period> = longer.filter(|_| !indicator.is_level()).collect();
        let shown = || std::iter::once(now).chain(longer.iter().copied());
        // What was ever counted keeps its row, quarter after quarter.
        if !book.counts(indicator) || indicator.is_part_of_high_value() {
            continue;
        }
        let flags = shown()
            .filter_map(|period| book.of(indicator, period))
            .fold(Flags::default(), |flags, figure| flags.or(figure.flags));
        any_flags |= flags != Flags::default();
        let mut cells = vec![
            indicator_cell(lang, indicator.code()),
            Cell::text(unit(lang, indicator.code())),
            cell(Some(figure.value)),
            cell(before),
            change_cell(figure.value, before),
        ];
        cells.extend(just_before.map(|period| change_cell(figure.value, value(period))));
        cells.extend(longer.iter().map(|period| cell(value(*period))));
        cells.resize(keys.len() - 2, Cell::Empty);
        // What came in a period is added up; what there is has grown or shrunk since the year began.
        let at_year_end = year_end.filter(|_| indicator.is_level()).and_then(value);
        cells.push(cell(at_year_end.map(|before| figure.value - before)));
        cells.push(Cell::text(flags.letters()));
        table.row(cells);
    }
    if any_flags {
        table.note(say::flags_note(lang));
    }
    table
}

/// Every figure, one a row.
pub fn long(lang: Lang, figures: &[Figure]) -> Table {
    let keys = [&KEY[..], &["value", "unit", "series", "flags"]].concat();
    let mut table = Table::of(lang, &keys);
    for Figure { key, value, series, flags } in figures {
        let mut cells = key_cells(lang, key);
        cells.extend([
            value_cell(&key.indicator, *value),
            Cell::text(unit(lang, &key.indicator)),
            Cell::Ordinal(*series),
            Cell::text(flags.letters()),
        ]);
        table.row(cells);
    }
    table
}

/// The columns that say what a figure is of, as [`key_cells`] fills them.
pub const KEY: [&str; 5] = ["indicator", "period_from", "period_to", "grouping", "member"];

/// What a figure is of: indicator, first and last day, grouping, member.
pub fn key_cells(lang: Lang, key: &FigureKey) -> Vec<Cell> {
    let day = |day: Date| Cell::date(day);
    let group = match &key.group {
        None => [Cell::Empty, Cell::Empty],
        Some((grouping, member)) => [
            Cell::code(grouping.code(), label(lang, "grouping", grouping.code())),
            Cell::code(member, member_name(lang, *grouping, member)),
        ],
    };
    let mut cells =
        vec![indicator_cell(lang, &key.indicator), day(key.period.first()), day(key.period.last())];
    cells.extend(group);
    cells
}

/// The name of a group as people read it.
pub fn member_name(
    lang: Lang,
    grouping: crate::domain::indicator::Grouping,
    member: &str,
) -> String {
    use crate::domain::indicator::Grouping;
    match grouping {
        _ if member.is_empty() => common::not_stated(lang),
        Grouping::Size | Grouping::PartyKind | Grouping::IpcSection => {
            label(lang, grouping.code(), member)
        }
        Grouping::Park | Grouping::Industry | Grouping::Bank | Grouping::Fund => member.to_owned(),
    }
}

/// A figure's name for people: period, indicator, group.
pub fn name(lang: Lang, key: &FigureKey) -> String {
    let (period, indicator) =
        (say::period(lang, key.period), label(lang, "indicator", &key.indicator));
    match &key.group {
        None => format!("{period} {indicator}"),
        Some((grouping, member)) => {
            let by = label(lang, "grouping", grouping.code());
            let of = labelled(lang, by, member_name(lang, *grouping, member));
            format!("{period} {indicator} [{of}]")
        }
    }
}
