//! The first sheet of a document: what it is, its headlines, notes, room to sign, times and anchor.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

use super::cells::{Formats, RED};
use super::grid::TableBlock;
use super::page::small_format;
use super::print::{self, Margins};
use super::sheet::Sheet;
use crate::i18n::{Lang, documents};
use crate::report::document::{Document, Headline};
use crate::report::table::{Cell, Table};

/// A note breaks into lines rather than lay the cover on its side.
const WIDEST_NOTE: usize = 26;

/// Room for a name and a seal.
const SIGNATURE: f64 = 26.0;

/// Characters of a line to sign on.
const LINE_TO_SIGN: u16 = 2;

pub fn write(
    sheet: &mut Worksheet,
    document: &Document,
    margins: Margins,
    formats: &mut Formats,
    lang: Lang,
) -> Result<(), XlsxError> {
    let headlines = headlines(&document.headlines, lang);
    let titles = 2 + usize::from(document.draft.is_some());
    let header = titles + document.head.len() + 1;
    let grid = TableBlock::new(&headlines, 0..headlines.rows.len(), header as u32, lang)
        .last_within(WIDEST_NOTE);
    let mut page = Sheet::new(sheet, &grid.widths)?;
    write_titles(&mut page, document)?;
    write_head(&mut page, &document.head, lang)?;
    page.next(0.0)?;
    if !headlines.rows.is_empty() {
        grid.write(page.sheet, formats, lang)?;
        page.skip(grid.end() + 1 - grid.header, grid.height());
    }
    write_notes(&mut page, &document.notes, lang)?;
    write_signatures(&mut page, &document.signatures, lang)?;
    page.next(0.0)?;
    page.line(&document.times, &small_format())?;
    // Whole in one cell, so that `verify --against` finds it again.
    page.line(margins.anchor, &small_format())?;
    let (width, last_row, last_column) = (page.width(), page.row - 1, page.last_column());
    sheet.set_print_area(0, 0, last_row, last_column)?;
    sheet.set_print_center_horizontally(true);
    print::set_up(sheet, width, Margins { draft: None, ..margins }, lang);
    Ok(())
}

fn write_titles(page: &mut Sheet, document: &Document) -> Result<(), XlsxError> {
    let centred = Format::new().set_align(FormatAlign::Center);
    if let Some(draft) = &document.draft {
        let format = centred.clone().set_bold().set_font_size(14).set_font_color(RED);
        page.sized_line(draft, &format, 22.0)?;
    }
    page.sized_line(&document.title, &centred.clone().set_bold().set_font_size(18), 32.0)?;
    let ruled = centred.set_border_bottom(FormatBorder::Medium).set_border_bottom_color(RED);
    page.sized_line(&document.subtitle, &ruled.set_font_size(12), 22.0)
}

/// The official head, at the right above the table.
fn write_head(page: &mut Sheet, head: &[(String, String)], lang: Lang) -> Result<(), XlsxError> {
    let widest = |texts: &mut dyn Iterator<Item = &String>| texts.map(|t| t.width()).max();
    let values = widest(&mut head.iter().map(|(_, value)| value)).unwrap_or(0) + 2;
    let from = page.rightmost(values.clamp(12, 40)).max(1);
    for (label, value) in head {
        // A text that stands to the right runs over to the left where nothing stands.
        let format =
            Format::new().set_align(FormatAlign::Right).set_align(FormatAlign::VerticalCenter);
        let label = documents::labelled(lang, label, "");
        page.sheet.write_string_with_format(page.row, from - 1, label.trim_end(), &format)?;
        page.across(from, page.last_column(), value, &Format::new().set_align(FormatAlign::Left))?;
        page.next(0.0)?;
    }
    Ok(())
}

/// The headlines as a table; a column nobody fills is left out.
fn headlines(headlines: &[Headline], lang: Lang) -> Table {
    let has_goals = headlines.iter().any(|line| line.goal.is_some());
    let has_paces = headlines
        .iter()
        .any(|line| line.goal.as_ref().is_some_and(|g| g.expected_permille.is_some()));
    let has_notes = headlines.iter().any(|line| line.note.is_some());
    let columns = [
        ("indicator", true),
        ("value", true),
        ("unit", true),
        ("goal", has_goals),
        ("ratio", has_goals),
        ("expected_by_now", has_paces),
        ("note", has_notes),
    ];
    let keys: Vec<&'static str> =
        columns.iter().filter(|(_, is_used)| *is_used).map(|(key, _)| *key).collect();
    let mut table = Table::of(lang, &keys);
    for line in headlines {
        let cells = keys.iter().map(|key| headline_cell(line, key)).collect();
        table.row(cells);
    }
    table
}

fn headline_cell(line: &Headline, key: &str) -> Cell {
    let goal = line.goal.as_ref();
    match key {
        "indicator" => Cell::text(&line.label),
        "value" => line.value.clone(),
        "unit" => Cell::text(&line.unit),
        "goal" => Cell::opt(goal, |goal| Cell::text(&goal.label)),
        "ratio" => Cell::opt(goal, |goal| Cell::permille(goal.permille)),
        "expected_by_now" => {
            Cell::opt(goal.and_then(|goal| goal.expected_permille), Cell::permille)
        }
        _ => Cell::opt(line.note.as_ref(), Cell::text),
    }
}

fn write_notes(page: &mut Sheet, notes: &[String], lang: Lang) -> Result<(), XlsxError> {
    if notes.is_empty() {
        return Ok(());
    }
    page.next(0.0)?;
    page.line(&documents::notes(lang), &Format::new().set_bold())?;
    for note in notes {
        page.line(note, &Format::new())?;
    }
    Ok(())
}

/// A line to sign on beside each label.
fn write_signatures(
    page: &mut Sheet,
    signatures: &[(String, String)],
    lang: Lang,
) -> Result<(), XlsxError> {
    let label_format = Format::new().set_align(FormatAlign::Right).set_align(FormatAlign::Bottom);
    let line = Format::new().set_border_bottom(FormatBorder::Thin).set_align(FormatAlign::Bottom);
    for (label, value) in signatures {
        let label = documents::labelled(lang, label, "");
        page.sheet.write_string_with_format(page.row, 0, label.trim_end(), &label_format)?;
        page.across(1, page.last_column().min(LINE_TO_SIGN), value, &line)?;
        page.next(SIGNATURE)?;
    }
    Ok(())
}
