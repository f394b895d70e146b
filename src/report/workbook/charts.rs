//! Native charts: a document's drawings as a spreadsheet draws them, from the cells of the table beside them.
//!
//! Series are told apart without colour: by how dark they are, by a border, by their markers.

use rust_xlsxwriter as xlsx;
use xlsx::{
    ChartAxis, ChartAxisCrossing, ChartFont, ChartFormat, ChartLegendPosition, ChartLine,
    ChartLineDashType, ChartMarker, ChartMarkerType, ChartPatternFill, ChartPatternFillType,
    ChartRange, ChartSeries, ChartSolidFill, ChartType,
};

use super::grid::TableBlock;
use crate::report::document::{Chart, Form, Series, Style};
use crate::report::table::Cell;

/// Fills in the order of series: neighbours differ in lightness, and in hue to all kinds of eyes.
const FILLS: [&str; 6] = ["1F4E79", "E69F00", "8C4A7B", "9CCBEB", "3F7F6B", "D9D9D9"];
const BORDER: &str = "404040";
const PATH: &str = "262626";
const GRID: &str = "D9D9D9";

const MARKERS: [ChartMarkerType; 4] = [
    ChartMarkerType::Circle,
    ChartMarkerType::Square,
    ChartMarkerType::Triangle,
    ChartMarkerType::Diamond,
];

/// Where the cells stand that a chart is drawn from.
pub struct Source<'a> {
    pub sheet: &'a str,
    pub grid: &'a TableBlock<'a>,
}

/// Returns a chart as the spreadsheet draws it; none where there is nothing to draw.
pub fn drawn(chart: &Chart, source: &Source) -> Option<xlsx::Chart> {
    let (paths, bodies): (Vec<_>, Vec<_>) = (0..)
        .zip(&chart.series)
        .partition(|(_, series)| series.style == Style::Path && chart.form != Form::Bars);
    let mut lines = xlsx::Chart::new(ChartType::Line);
    let mut body = xlsx::Chart::new(match chart.form {
        Form::Columns => ChartType::Column,
        Form::Stacked => ChartType::ColumnStacked,
        Form::Bars => ChartType::Bar,
        Form::Lines => ChartType::Line,
    });
    for (at, series) in bodies {
        // Pushed, a line would lose its markers.
        *body.add_series() = source.series(chart, *series, at)?;
    }
    for (at, series) in &paths {
        // An even pace drawn among lines is one of them.
        let into = if chart.form == Form::Lines { &mut body } else { &mut lines };
        *into.add_series() = source.series(chart, **series, *at)?;
    }
    let has_lines = !paths.is_empty() && chart.form != Form::Lines;
    if has_lines && paths.len() == chart.series.len() {
        body = lines;
    } else if has_lines {
        body.combine(&lines);
    }
    dress(&mut body, chart, source);
    (!chart.series.is_empty()).then_some(body)
}

impl Source<'_> {
    fn series(&self, chart: &Chart, series: Series, at: usize) -> Option<ChartSeries> {
        let rows = self.grid.whole_data()?;
        let column = self.grid.place_of(series.column)?;
        let range = |column| {
            ChartRange::new_from_range(self.sheet, *rows.start(), column, *rows.end(), column)
        };
        let mut drawn = ChartSeries::new();
        drawn
            .set_name((self.sheet, self.grid.header, column))
            .set_categories(&range(self.grid.place_of(chart.category)?))
            .set_values(&range(column));
        let is_line = chart.form == Form::Lines || series.style == Style::Path;
        if is_line && chart.form != Form::Bars {
            drawn.set_format(&mut line(series.style, at)).set_marker(&marker(series.style, at));
        } else {
            drawn.set_format(&mut fill(series.style, at)).set_gap(60);
        }
        if chart.form == Form::Stacked && series.style != Style::Path {
            drawn.set_overlap(100);
        }
        Some(drawn)
    }

    fn has_shares(&self, chart: &Chart) -> bool {
        let mut cells =
            chart.series.iter().flat_map(|series| self.grid.table.column(series.column));
        cells.any(|cell| matches!(cell, Cell::Percent(_)))
    }

    /// How the places along the axis are written when they are numbers to a spreadsheet.
    fn category_pattern(&self, chart: &Chart) -> Option<&'static str> {
        match self.grid.table.column(chart.category).next()? {
            Cell::Date(_) => Some("yyyy-mm-dd"),
            Cell::Ordinal(_) => Some("0"),
            _ => None,
        }
    }

    fn goes_below_zero(&self, chart: &Chart) -> bool {
        let mut cells =
            chart.series.iter().flat_map(|series| self.grid.table.column(series.column));
        cells.any(|cell| super::cells::number(cell).is_some_and(|(number, _)| number < 0.0))
    }
}

fn colour(at: usize) -> &'static str {
    FILLS[at % FILLS.len()]
}

fn line(style: Style, at: usize) -> ChartFormat {
    let mut line = ChartLine::new();
    match style {
        Style::Actual => line.set_color(colour(at)).set_width(2.25),
        Style::Path => line.set_color(PATH).set_width(1.75).set_dash_type(ChartLineDashType::Dash),
        Style::Estimate => {
            line.set_color(colour(at)).set_width(1.5).set_dash_type(ChartLineDashType::RoundDot)
        }
    };
    let mut format = ChartFormat::new();
    format.set_line(&line);
    format
}

fn marker(style: Style, at: usize) -> ChartMarker {
    let mut marker = ChartMarker::new();
    let mut format = ChartFormat::new();
    let paper = ChartSolidFill::new().set_color("FFFFFF").clone();
    let ink = ChartSolidFill::new().set_color(colour(at)).clone();
    format.set_border(ChartLine::new().set_color(colour(at)));
    match style {
        Style::Path => return marker.set_none().clone(),
        Style::Actual => format.set_solid_fill(&ink),
        Style::Estimate => format.set_solid_fill(&paper),
    };
    marker.set_type(MARKERS[at % MARKERS.len()]).set_size(6).set_format(&mut format);
    marker
}

fn fill(style: Style, at: usize) -> ChartFormat {
    let mut format = ChartFormat::new();
    let mut border = ChartLine::new();
    border.set_color(BORDER).set_width(0.5);
    match style {
        Style::Actual => format.set_solid_fill(ChartSolidFill::new().set_color(colour(at))),
        Style::Path => {
            border.set_dash_type(ChartLineDashType::Dash).set_width(1.25);
            format.set_solid_fill(ChartSolidFill::new().set_color("FFFFFF"))
        }
        Style::Estimate => format.set_pattern_fill(
            ChartPatternFill::new()
                .set_pattern(ChartPatternFillType::DiagonalStripesWideUpwards)
                .set_foreground_color(colour(at))
                .set_background_color("FFFFFF"),
        ),
    };
    format.set_border(&border);
    format
}

/// Titles, axes and legend. Fonts are those of the theme, which names one for Chinese.
fn dress(drawn: &mut xlsx::Chart, chart: &Chart, source: &Source) {
    let small = ChartFont::new().set_size(9).clone();
    // A unit of one or two characters reads best upright, also beside its scale.
    let upright = small.clone().set_rotation(0).clone();
    drawn.title().set_name(&chart.title).set_font(ChartFont::new().set_size(12).set_bold());
    drawn.set_alt_text(&chart.summary);
    let category = &source.grid.table.columns[chart.category].title;
    let axis = category_axis(drawn, chart.form);
    axis.set_name(category).set_name_font(&upright).set_font(&small);
    // Places in the order of the rows, also where they are days.
    axis.set_text_axis(true);
    if let Some(pattern) = source.category_pattern(chart) {
        axis.set_num_format(pattern);
    }
    if chart.form == Form::Bars {
        // The first row on top, the scale at the bottom all the same.
        axis.set_reverse().set_crossing(ChartAxisCrossing::Max);
    }
    let axis = value_axis(drawn, chart.form);
    axis.set_num_format(if source.has_shares(chart) { "0%" } else { "#,##0" }).set_font(&small);
    axis.set_major_gridlines_line(ChartLine::new().set_color(GRID).set_width(0.75));
    if !chart.unit.is_empty() {
        axis.set_name(&chart.unit).set_name_font(&upright);
    }
    // The length of a column is its figure only from zero on.
    if chart.form != Form::Lines && !source.goes_below_zero(chart) {
        axis.set_min(0);
    }
    if chart.series.len() > 1 {
        drawn.legend().set_position(ChartLegendPosition::Bottom).set_font(&small);
    } else {
        drawn.legend().set_hidden();
    }
}

/// The library names axes by where they stand, and those of lying bars stand the other way round.
fn category_axis(drawn: &mut xlsx::Chart, form: Form) -> &mut ChartAxis {
    if form == Form::Bars { drawn.y_axis() } else { drawn.x_axis() }
}

fn value_axis(drawn: &mut xlsx::Chart, form: Form) -> &mut ChartAxis {
    if form == Form::Bars { drawn.x_axis() } else { drawn.y_axis() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_series_differ_in_lightness() {
        let lightness = |fill: &str| {
            let part = |at| f64::from(u8::from_str_radix(&fill[at..at + 2], 16).unwrap());
            (0.299 * part(0) + 0.587 * part(2) + 0.114 * part(4)) / 255.0
        };
        for pair in FILLS.windows(2) {
            let apart = (lightness(pair[0]) - lightness(pair[1])).abs();
            assert!(apart > 0.2, "{pair:?} are {apart:.2} apart");
        }
    }
}
