use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};

use super::*;
use crate::report::table::{BAR, Cell};

fn patents() -> Table {
    let columns = [
        ("application_no", "申请号"),
        ("name", "名称"),
        ("filing_date", "申请日"),
        ("amount", "担保债权额（元）"),
        ("ratio", "完成率"),
        ("goal", "目标值"),
        ("year", "年份"),
        ("kind", "类别"),
        (BAR, "进度"),
        ("note", "备注"),
    ];
    let mut table = Table::new(&columns);
    table.row(vec![
        Cell::id("201510123456"),
        Cell::text("=甲&乙"),
        Cell::date("2016-12-30"),
        Cell::Yuan(123_456_789),
        Cell::Percent("85.30".into()),
        Cell::Decimal("1202.5".into()),
        Cell::Ordinal(2016),
        Cell::code("invention", "发明"),
        Cell::Bar(853),
        Cell::Count(-1234),
    ]);
    table.total(vec![Cell::text("合计"), Cell::Empty, Cell::Empty, Cell::Yuan(i64::MAX)]);
    table.note("口径：受理日。");
    table.titled("专利清单")
}

fn sheet(bytes: Vec<u8>, name: &str) -> Range<Data> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    workbook.worksheet_range(name).expect("a sheet of this name")
}

#[test]
fn a_spreadsheet_finds_numbers_dates_and_texts() {
    let bytes = bytes(&[patents()], "锚点：示例 7 ab12", Lang::Zh).expect("a workbook");
    let sheet = sheet(bytes, "专利清单");
    let row: Vec<&Data> = sheet.rows().nth(3).expect("a row of data").iter().collect();
    let text = |text: &str| Data::String(text.to_owned());
    assert_eq!(*row[0], text("201510123456"));
    assert_eq!(*row[1], text("=甲&乙"));
    let Data::DateTime(day) = row[2] else { panic!("{:?} is no date", row[2]) };
    assert_eq!(day.as_f64(), 42734.0);
    let numbers: Vec<&Data> = row[3..7].to_vec();
    assert_eq!(
        numbers,
        [
            &Data::Float(1_234_567.89),
            &Data::Float(0.853),
            &Data::Float(1202.5),
            &Data::Float(2016.0),
        ]
    );
    assert_eq!((row[7], row[8]), (&text("发明"), &Data::Float(-1234.0)));
    let column: Vec<String> = sheet.rows().map(|row| row[0].to_string()).collect();
    let expected =
        ["专利清单", "锚点：示例 7 ab12", "申请号", "201510123456", "合计", "", "口径：受理日。"];
    assert_eq!(column, expected);
    let total = sheet.rows().nth(4).map(|row| row[3].clone());
    assert_eq!(total, Some(text("92,233,720,368,547,758.07")), "too long for a number");
}

#[test]
fn the_same_tables_give_the_same_bytes() {
    let once = || bytes(&[patents(), patents()], "锚点", Lang::Zh).expect("a workbook");
    assert_eq!(once(), once());
    sheet(once(), "专利清单 (2)");
}

#[test]
fn texts_too_long_for_a_cell_are_cut_and_nothing_is_refused() {
    let mut table = Table::new(&[("note", "备注")]);
    table.row(vec![Cell::text("长".repeat(40_000))]).row(vec![Cell::text("\u{1}\n&<")]);
    let footer = "&".repeat(400);
    let bytes = bytes(&[table, Table::default()], &footer, Lang::En).expect("a workbook");
    let sheet = sheet(bytes, "Table");
    assert_eq!(sheet.rows().nth(2).map(|row| row[0].to_string().chars().count()), Some(32_767));
}
