//! A cell as a person reads it.

use super::exact::yuan;
use super::table::Cell;
use super::width::one_line;
use crate::i18n::Lang;
use crate::i18n::codes::yes_or_no;
use crate::i18n::numbers::{bar, grouped, grouped_decimal};

/// Columns a bar takes where nothing is narrow.
pub const BAR_WIDTH: usize = 12;

/// Returns the cell on one line, numbers grouped, codes as their labels.
pub fn shown(cell: &Cell, lang: Lang) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) | Cell::Id(text) | Cell::Code { label: text, .. } => {
            one_line(text).into_owned()
        }
        Cell::Count(n) => grouped(*n),
        Cell::Ordinal(n) => n.to_string(),
        Cell::Yuan(fen) => grouped_decimal(&yuan(*fen)),
        Cell::Date(iso) => iso.clone(),
        Cell::Percent(points) => format!("{}%", grouped_decimal(points)),
        Cell::Decimal(decimal) => grouped_decimal(decimal),
        Cell::Bool(is) => yes_or_no(lang, *is).to_owned(),
        Cell::Bar(permille) => bar(*permille, BAR_WIDTH),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_cell_reads_well() {
        let zh = [
            (Cell::Empty, ""),
            (Cell::text("两\n行"), "两 行"),
            (Cell::id("201510123456.X"), "201510123456.X"),
            (Cell::Count(-1234), "-1,234"),
            (Cell::Ordinal(2016), "2016"),
            (Cell::Yuan(-5), "-0.05"),
            (Cell::Yuan(300_000_000), "3,000,000.00"),
            (Cell::date("2016-12-30"), "2016-12-30"),
            (Cell::Percent("1085.30".into()), "1,085.30%"),
            (Cell::Decimal("-0.5".into()), "-0.5"),
            (Cell::code("invention", "发明"), "发明"),
            (Cell::Bool(true), "是"),
            (Cell::Bar(500), "██████░░░░░░"),
        ];
        for (cell, text) in zh {
            assert_eq!(shown(&cell, Lang::Zh), text, "{cell:?}");
        }
        assert_eq!(shown(&Cell::Bool(false), Lang::En), "no");
    }
}
