//! What a chart draws, taken from its table: exact decimals, with the words for each of them.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::i18n::Lang;
use crate::i18n::numbers::grouped_decimal;
use crate::i18n::page as say;
use crate::report::document::{Chart, Series, Style};
use crate::report::shown::shown;
use crate::report::table::{Cell, Table};

/// Yuan from which an axis counts in 万元.
const LARGE_YUAN: i64 = 1_000_000;

/// Beyond this no drawing is made: no figure of a district comes near, and sums must not overflow.
const LARGEST: i64 = 1_000_000_000_000_000_000;

/// Digits after the point of a figure written into the drawing; the table has all of them.
const DIGITS: u32 = 2;

/// The figures of a chart.
pub struct ChartData {
    pub categories: Vec<String>,
    /// The categories follow one another as years and quarters do, so some may go unnamed.
    pub in_order: bool,
    pub lines: Vec<ChartSeries>,
    pub unit: String,
    /// The unit of the table's own cells.
    exact_unit: String,
    pub whole: bool,
    suffix: &'static str,
}

/// One series.
pub struct ChartSeries {
    pub name: String,
    pub style: Style,
    /// Which colour and pattern of the page it takes: an estimate that of what it estimates.
    pub hue: usize,
    pub values: Vec<Option<Decimal>>,
    /// The cells as the table shows them.
    pub exact: Vec<String>,
}

impl ChartData {
    /// Reads the chart's columns.
    pub fn of(chart: &Chart, table: &Table, lang: Lang) -> Self {
        let cells = || chart.series.iter().flat_map(|series| table.column(series.column));
        let is_money = cells().any(|cell| matches!(cell, Cell::Yuan(_)));
        let is_share = cells().any(|cell| matches!(cell, Cell::Percent(_)));
        let is_large = cells().any(|cell| matches!(cell, Cell::Yuan(fen) if fen.unsigned_abs() >= LARGE_YUAN.unsigned_abs() * 100));
        let (unit, power) = if is_money {
            say::money_scale(lang, &chart.unit, is_large)
        } else {
            (&*chart.unit, 0)
        };
        let values = |series: &Series| {
            let values = (0..table.rows.len()).map(|row| value(table, row, *series, power));
            values.collect::<Vec<_>>()
        };
        let mut actuals = 0;
        let mut paths = 0;
        let lines: Vec<ChartSeries> = chart
            .series
            .iter()
            .map(|series| {
                let hue = match series.style {
                    Style::Actual => {
                        actuals += 1;
                        actuals - 1
                    }
                    Style::Estimate => usize::saturating_sub(actuals, 1),
                    Style::Path => {
                        paths += 1;
                        paths - 1
                    }
                };
                ChartSeries {
                    name: table
                        .columns
                        .get(series.column)
                        .map_or(String::new(), |c| c.title.clone()),
                    style: series.style,
                    hue,
                    values: values(series),
                    exact: table.column(series.column).map(|cell| shown(cell, lang)).collect(),
                }
            })
            .collect();
        let named = |cell: &Cell| matches!(cell, Cell::Ordinal(_) | Cell::Date(_));
        let whole = lines.iter().flat_map(|line| &line.values).flatten().all(Decimal::is_integer);
        Self {
            categories: table.column(chart.category).map(|cell| shown(cell, lang)).collect(),
            in_order: table.column(chart.category).any(named) || periods(table, chart.category),
            lines,
            unit: unit.to_owned(),
            exact_unit: if is_money { say::yuan(lang) } else { chart.unit.clone() },
            whole: whole && !is_money && !is_share,
            suffix: if is_share { "%" } else { "" },
        }
    }

    /// Whether there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        self.lines.iter().all(|line| line.values.iter().all(Option::is_none))
    }

    /// The lowest and the highest of all values.
    pub fn range(&self) -> (Decimal, Decimal) {
        range(self.lines.iter().flat_map(|line| &line.values).flatten().copied())
    }

    /// A value as it is written into the drawing: rounded from the exact decimal, grouped.
    pub fn written(&self, value: Decimal) -> String {
        let rounded = value.round_dp_with_strategy(DIGITS, RoundingStrategy::MidpointAwayFromZero);
        format!("{}{}", grouped_decimal(&rounded.normalize().to_string()), self.suffix)
    }

    /// What a mark of the drawing says under the pointer.
    pub fn said(&self, line: &ChartSeries, row: usize, lang: Lang) -> String {
        let category = self.categories.get(row).map_or("", String::as_str);
        let value = line.exact.get(row).map_or("", String::as_str);
        let unit = if value.ends_with('%') { "" } else { &self.exact_unit };
        say::mark(lang, category, &line.name, value, unit).trim_end().to_owned()
    }
}

/// The lowest and the highest of some values; zero is always between them.
pub fn range(values: impl Iterator<Item = Decimal>) -> (Decimal, Decimal) {
    values.fold((Decimal::ZERO, Decimal::ZERO), |(low, high), value| {
        (low.min(value), high.max(value))
    })
}

fn value(table: &Table, row: usize, series: Series, power: u32) -> Option<Decimal> {
    let mut value: Decimal = Chart::value(table, row, series)?.parse().ok()?;
    if value.abs() > Decimal::from(LARGEST) {
        return None;
    }
    if matches!(table.rows[row][series.column], Cell::Yuan(_)) {
        value.set_scale(value.scale() + power).ok()?;
    }
    Some(value)
}

/// Whether a column names years, quarters or months: 2024Q4, 2024年第四季度, 2024-12.
fn periods(table: &Table, at: usize) -> bool {
    let year = |cell: &Cell| match cell {
        Cell::Text(text) | Cell::Id(text) | Cell::Code { label: text, .. } => {
            let digits = text.bytes().take_while(u8::is_ascii_digit).count();
            digits == 4 && (text.starts_with("19") || text.starts_with("20"))
        }
        _ => false,
    };
    table.column(at).all(year)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::document::Form;

    fn chart(unit: &str) -> Chart {
        let series = [1, 2].map(|column| Series { column, style: Style::Actual });
        Chart {
            title: String::new(),
            summary: String::new(),
            form: Form::Columns,
            category: 0,
            series: series.to_vec(),
            unit: unit.into(),
        }
    }

    fn money(fen: [i64; 2], unit: &str, lang: Lang) -> (String, String) {
        let mut table = Table::new(&[("a", "年份"), ("b", "放款"), ("c", "收回")]);
        table.row(vec![Cell::Ordinal(2016), Cell::Yuan(fen[0]), Cell::Yuan(fen[1])]);
        let figures = ChartData::of(&chart(unit), &table, lang);
        let value = figures.lines[0].values[0].unwrap();
        (figures.written(value), figures.unit)
    }

    #[test]
    fn large_amounts_are_drawn_in_ten_thousands() {
        let of = |text: &str, unit: &str| (text.to_owned(), unit.to_owned());
        assert_eq!(money([12_345, 0], "元", Lang::Zh), of("123.45", "元"));
        assert_eq!(money([300_000_000, 5], "元", Lang::Zh), of("300", "万元"));
        assert_eq!(money([123_456_789, 300_000_000], "元", Lang::Zh), of("123.46", "万元"));
        assert_eq!(money([-50_000, 0], "万元", Lang::Zh), of("-0.05", "万元"));
        assert_eq!(money([123_456_789, 0], "yuan", Lang::En), of("1.23", "million yuan"));
    }

    #[test]
    fn an_estimate_takes_the_colour_of_what_it_estimates() {
        let mut chart = chart("件");
        chart.series = [Style::Actual, Style::Actual, Style::Estimate, Style::Path]
            .map(|style| Series { column: 1, style })
            .to_vec();
        let mut table = Table::new(&[("a", "年份"), ("b", "申请")]);
        table.row(vec![Cell::Ordinal(2016), Cell::Count(5)]);
        let figures = ChartData::of(&chart, &table, Lang::Zh);
        let hues: Vec<usize> = figures.lines.iter().map(|line| line.hue).collect();
        assert_eq!(hues, [0, 1, 1, 0]);
        assert!(figures.in_order && figures.whole && !figures.is_empty());
    }
}
