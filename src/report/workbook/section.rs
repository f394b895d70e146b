//! The sections of a document as sheets: title, lead, table, totals, notes, and its charts below, each whole
//! on a page; short sections share one.

use std::ops::Range;

use rust_xlsxwriter::{Format, FormatBorder, Worksheet, XlsxError};

use super::cells::{Formats, RED};
use super::charts::{Source, drawn};
use super::grid::{self, TableBlock};
use super::page::{small_format, title_format};
use super::print::{self, Margins};
use super::sheet::{self, LINE, Sheet};
use crate::i18n::Lang;
use crate::report::document::Section;

/// Rows a chart takes with those free above it, their pixels each, and the points they take together.
const CHART_ROWS: u32 = 16;
const ROWS_BETWEEN: u32 = 1;
const ROW_PIXELS: u32 = 20;
const CHART_HEIGHT: f64 = CHART_ROWS as f64 * LINE;

/// Points of a section's title.
const TITLE: f64 = 24.0;

/// Pixels between charts abreast, and of the widest chart.
const GAP: u32 = 8;
const WIDEST_CHART: u32 = 760;

/// Points a page of A4 leaves between its margins, upright and on its side, with some to spare.
const UPRIGHT: (f64, f64) = (520.0, 735.0);
const ON_ITS_SIDE: (f64, f64) = (760.0, 470.0);
const POINTS_A_PIXEL: f64 = 0.75;

/// Some rows of a section's table.
pub type Part<'a> = (&'a Section, Range<usize>);

/// Points between sections on one sheet.
const BETWEEN_SECTIONS: f64 = 18.0;

/// Returns which parts follow each other on one sheet: as many as fit on a page of paper together. Tables that do not
/// stand well below each other, and whatever takes more than a page, have sheets of their own.
pub fn shared(parts: Vec<Part<'_>>, lang: Lang) -> Vec<Vec<Part<'_>>> {
    let mut sheets: Vec<Vec<Part<'_>>> = Vec::new();
    for part in parts {
        match sheets.last_mut().filter(|sheet| fit_together(sheet, &part, lang)) {
            Some(sheet) => sheet.push(part),
            None => sheets.push(vec![part]),
        }
    }
    sheets
}

fn fit_together(before: &[Part<'_>], next: &Part<'_>, lang: Lang) -> bool {
    let all = || before.iter().chain([next]);
    if all().any(|(section, rows)| grid::is_long(rows) || rows.len() < section.table.rows.len()) {
        return false;
    }
    let own = all().map(|(section, rows)| TableBlock::new(&section.table, rows.clone(), 0, lang));
    let own: Vec<Vec<usize>> = own.map(|grid| grid.widths).collect();
    let widths = sheet::filled(&widest(&own));
    let total: usize = widths.iter().sum();
    let is_upright = print::is_upright(total);
    // Nothing is turned on its side, or made smaller, for what stands beside it.
    let stays = |own: &Vec<usize>| {
        let alone = sheet::filled(own).iter().sum::<usize>();
        print::is_upright(alone) == is_upright && (is_upright || total <= alone + alone / 8)
    };
    let left = page_height(&widths) - all().map(|part| height(part, &widths, lang)).sum::<f64>();
    own.iter().all(stays) && left >= 0.0
}

/// The widest of each column.
fn widest(all: &[Vec<usize>]) -> Vec<usize> {
    let mut widths = Vec::new();
    for own in all {
        widths.resize(own.len().max(widths.len()), 0);
        widths.iter_mut().zip(own).for_each(|(widest, own)| *widest = (*own).max(*widest));
    }
    widths
}

/// Points a page holds of a sheet with columns so wide.
fn page_height(widths: &[usize]) -> f64 {
    let (width, height) = page_of(widths.iter().sum());
    height * (f64::from(sheet::pixels(widths)) * POINTS_A_PIXEL / width).max(1.0)
}

fn page_of(width: usize) -> (f64, f64) {
    if print::is_upright(width) { UPRIGHT } else { ON_ITS_SIDE }
}

/// Points a section takes on a sheet with columns so wide.
fn height((section, rows): &Part<'_>, widths: &[usize], lang: Lang) -> f64 {
    let grid = TableBlock::new(&section.table, rows.clone(), 0, lang).within(widths);
    let width = widths.iter().sum();
    let lines = section.lead.iter().chain(&section.table.notes);
    let lines: f64 = lines.map(|line| sheet::height_of_line(line, width, LINE)).sum();
    let charts = section.charts.len().div_ceil(abreast(section.charts.len(), width));
    TITLE + lines + grid.height() + charts as f64 * CHART_HEIGHT + BETWEEN_SECTIONS
}

fn abreast(charts: usize, width: usize) -> usize {
    if print::is_upright(width) { 1 } else { charts.clamp(1, 2) }
}

/// Writes sections below each other on a sheet of this name; the last rows of a section's table bring along all that
/// stands below.
pub fn write(
    sheet: &mut Worksheet,
    name: &str,
    parts: &[Part<'_>],
    margins: Margins,
    formats: &mut Formats,
    lang: Lang,
) -> Result<(), XlsxError> {
    let own = parts
        .iter()
        .map(|(section, rows)| TableBlock::new(&section.table, rows.clone(), 0, lang).widths);
    let widths = widest(&own.collect::<Vec<_>>());
    let mut page = Sheet::new(sheet, &widths)?;
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            page.next(BETWEEN_SECTIONS)?;
        }
        let header = write_section(&mut page, name, (part, &widths), formats, lang)?;
        if parts.len() == 1 {
            print::keep_header(page.sheet, header)?;
        }
    }
    let (width, last_row, last_column) = (page.width(), page.row, page.last_column());
    sheet.set_print_area(0, 0, last_row, last_column)?;
    print::set_up(sheet, width, margins, lang);
    Ok(())
}

/// Writes a section, and returns the row of its table's header.
fn write_section(
    page: &mut Sheet,
    name: &str,
    ((section, rows), widths): (&Part<'_>, &[usize]),
    formats: &mut Formats,
    lang: Lang,
) -> Result<u32, XlsxError> {
    page.sized_line(&section.title, &section_title(), TITLE)?;
    if let Some(lead) = &section.lead {
        page.line(lead, &Format::new())?;
    }
    let header = page.row;
    let grid = TableBlock::new(&section.table, rows.clone(), header, lang).within(widths);
    grid.write(page.sheet, formats, lang)?;
    page.skip(grid.end() + 1 - grid.header, grid.height());
    if grid.is_last() {
        for note in &section.table.notes {
            page.line(note, &small_format().set_font_size(9).set_font_color("404040"))?;
        }
        write_charts(page, section, &Source { sheet: name, grid: &grid })?;
    }
    Ok(header)
}

/// A title with the office's red before it.
fn section_title() -> Format {
    title_format().set_border_left(FormatBorder::Thick).set_border_left_color(RED).set_indent(1)
}

/// Draws the charts below the table: two abreast where the page lies on its side, and none across the end
/// of a page.
fn write_charts(page: &mut Sheet, section: &Section, source: &Source) -> Result<(), XlsxError> {
    let charts: Vec<_> = section.charts.iter().filter_map(|chart| drawn(chart, source)).collect();
    let abreast = abreast(charts.len(), page.width());
    let height = page_height(page.widths());
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
    if !breaks.is_empty() {
        page.sheet.set_page_breaks(&breaks)?;
    }
    Ok(())
}
