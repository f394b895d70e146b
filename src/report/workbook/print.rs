//! How a sheet comes out of a printer: A4, one page wide, the anchor at the foot of every page.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::names::cut;
use crate::i18n::{Lang, documents};

/// A4 in the numbering of printers.
const A4: u8 = 9;

/// The longest text in a margin, in UTF-16 units; a spreadsheet drops one of more than 255 with its codes.
const LONGEST: usize = 200;

/// Sheets wider than this, in characters, lie on their side; what is a little wider than a page upright is made smaller, to
/// three quarters at most.
const WIDEST_UPRIGHT: usize = 140;

/// Repeats the header on every page and keeps it in view.
pub fn keep_header(sheet: &mut Worksheet, header: u32) -> Result<(), XlsxError> {
    sheet.set_freeze_panes(header + 1, 0)?;
    sheet.set_repeat_rows(header, header)?;
    Ok(())
}

/// What stands on every page of a workbook.
#[derive(Clone, Copy)]
pub struct Margins<'a> {
    /// The ledger's anchor, at the foot.
    pub anchor: &'a str,
    /// A word over figures that are not published.
    pub draft: Option<&'a str>,
}

/// Sets up the pages of a sheet so many characters wide.
pub fn set_up(sheet: &mut Worksheet, width: usize, margins: Margins, lang: Lang) {
    sheet.set_paper_size(A4).set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.5, 0.5, 0.6, 0.75, 0.3, 0.3);
    if is_upright(width) {
        sheet.set_portrait();
    } else {
        sheet.set_landscape();
    }
    let pages = documents::page_of(lang, "&P", "&N");
    sheet.set_footer(format!("&L&7{}&R&8{pages}", plain(margins.anchor)));
    if let Some(draft) = margins.draft {
        sheet.set_header(format!("&R&9{}", plain(draft)));
    }
}

/// A sign that begins a code of the margins stands doubled, and a figure would be taken for a size.
fn plain(text: &str) -> String {
    let text = cut(text, LONGEST).replace('&', "&&");
    if text.starts_with(|c: char| c.is_ascii_digit()) { format!(" {text}") } else { text }
}

/// Returns whether a sheet so many characters wide stands upright on its page.
pub fn is_upright(width: usize) -> bool {
    width <= WIDEST_UPRIGHT
}
