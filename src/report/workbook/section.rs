//! A section of a document as a sheet: title, lead, table, totals, notes, and its charts below, each whole
//! on a page.

use std::ops::Range;

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::cells::Formats;
use super::charts::{Source, drawn};
use super::grid::TableBlock;
use super::page::{small_format, title_format};
use super::print::{self, Margins};
use super::sheet::{LINE, Sheet};
use crate::i18n::Lang;
use crate::report::document::Section;

/// Rows a chart takes with those free above it, their pixels each, and the points they take together.
const CHART_ROWS: u32 = 16;
const ROWS_BETWEEN: u32 = 1;
const ROW_PIXELS: u32 = 20;
const CHART_HEIGHT: f64 = CHART_ROWS as f64 * LINE;

/// Pixels between charts abreast, and of the widest chart.
const GAP: u32 = 8;
const WIDEST_CHART: u32 = 760;

/// Points a page of A4 leaves between its margins, upright and on its side, with some to spare.
const UPRIGHT: (f64, f64) = (520.0, 735.0);
const ON_ITS_SIDE: (f64, f64) = (760.0, 470.0);
const POINTS_A_PIXEL: f64 = 0.75;

/// Writes some rows of a section's table as a sheet of this name; the last of them bring all that stands
/// below.
pub fn write(
    sheet: &mut Worksheet,
    name: &str,
    (section, rows): (&Section, Range<usize>),
    margins: Margins,
    formats: &mut Formats,
    lang: Lang,
) -> Result<(), XlsxError> {
    let header = 1 + u32::from(section.lead.is_some());
    let grid = TableBlock::new(&section.table, rows, header, lang);
    let mut page = Sheet::new(sheet, &grid.widths)?;
    page.sized_line(&section.title, &title_format(), 24.0)?;
    if let Some(lead) = &section.lead {
        page.line(lead, &rust_xlsxwriter::Format::new())?;
    }
    grid.write(page.sheet, formats, lang)?;
    page.skip(grid.end() + 1 - grid.header, grid.height());
    if grid.is_last() {
        for note in &section.table.notes {
            page.line(note, &small_format().set_font_size(9).set_font_color("404040"))?;
        }
        let source = Source { sheet: name, grid: &grid };
        write_charts(&mut page, section, &source)?;
    }
    let (width, last_row, last_column) = (page.width(), page.row, page.last_column());
    print::keep_header(sheet, header)?;
    sheet.set_print_area(0, 0, last_row, last_column)?;
    print::set_up(sheet, width, margins, lang);
    Ok(())
}

/// Draws the charts below the table: two abreast where the page lies on its side, and none across the end
/// of a page.
fn write_charts(page: &mut Sheet, section: &Section, source: &Source) -> Result<(), XlsxError> {
    let charts: Vec<_> = section.charts.iter().filter_map(|chart| drawn(chart, source)).collect();
    let is_upright = print::is_upright(page.width());
    let abreast = if is_upright { 1 } else { charts.len().clamp(1, 2) };
    let (page_width, page_height) = if is_upright { UPRIGHT } else { ON_ITS_SIDE };
    let height = page_height * (f64::from(page.pixels()) * POINTS_A_PIXEL / page_width).max(1.0);
    let mut left = (height - page.height).max(0.0);
    let mut breaks = Vec::new();
    for row in charts.chunks(abreast) {
        if left < CHART_HEIGHT {
            breaks.push(page.row);
            left = height;
        }
        left -= CHART_HEIGHT;
        let width = page.pixels().min(WIDEST_CHART * abreast as u32) / abreast as u32;
        for (at, chart) in (0..).zip(row) {
            let mut chart = chart.clone();
            chart.set_height((CHART_ROWS - ROWS_BETWEEN) * ROW_PIXELS).set_width(width - GAP);
            let top = page.row + ROWS_BETWEEN;
            page.sheet.insert_chart_with_offset(top, 0, &chart, at * width, 0)?;
        }
        page.skip(CHART_ROWS, CHART_HEIGHT);
    }
    page.sheet.set_page_breaks(&breaks)?;
    Ok(())
}
