use proptest::prelude::*;

use super::fit::{Squeeze, fit};
use super::*;
use crate::report::table::BAR;

const ZH: TerminalStyle =
    TerminalStyle { width: 80, color: false, lang: Lang::Zh, all_columns: false };

fn annual() -> Table {
    let mut table = Table::new(&[("year", "年份"), ("applicant", "第一申请人"), ("count", "件数")]);
    table.row(vec![Cell::Ordinal(2016), Cell::text("示例（静安）科技有限公司"), Cell::Count(1234)]);
    table.row(vec![Cell::Ordinal(2017), Cell::text("ABC"), Cell::Count(-5)]);
    table.total(vec![Cell::text("合计"), Cell::Empty, Cell::Count(1229)]);
    table.titled("发明专利申请")
}

#[test]
fn a_table_as_it_prints() {
    let mut table = annual();
    table.note("口径：受理日。");
    let expected = "\
发明专利申请
年份  第一申请人                 件数
─────────────────────────────────────
2016  示例（静安）科技有限公司  1,234
2017  ABC                          -5
─────────────────────────────────────
合计                            1,229
口径：受理日。
";
    assert_eq!(render(&table, &ZH), expected);
}

#[test]
fn a_narrow_terminal_breaks_titles_first_then_words_and_never_numbers() {
    let text = render(&annual(), &TerminalStyle { width: 30, ..ZH });
    let expected = "\
发明专利申请
年份  第一申请人     件数
─────────────────────────
2016  示例（静安）  1,234
      科技有限公司
2017  ABC              -5
─────────────────────────
合计                1,229
";
    assert_eq!(text, expected);
    let mut figures = Table::new(&[("a", "发明专利申请"), ("b", "Utility model grants")]);
    figures.row(vec![Cell::Count(12), Cell::Count(7)]);
    let expected = "          Utility
发明专利    model
    申请   grants
─────────────────
      12        7
";
    assert_eq!(render(&figures, &TerminalStyle { width: 22, ..ZH }), expected);
}

#[test]
fn what_fits_nowhere_side_by_side_stands_in_blocks() {
    let mut table =
        Table::new(&[("application_no", "申请号"), ("grant_no", "授权公告号"), ("n", "件数")]);
    table.row(vec![Cell::id("201510123456.X"), Cell::id("CN105123456B"), Cell::Count(1)]);
    let expected = "\
────────────────────────
  申请号      201510123456.X
  授权公告号  CN105123456B
  件数        1
";
    assert_eq!(render(&table, &TerminalStyle { width: 24, ..ZH }), expected);
}

/// A list as a clerk reads it: the columns that fit, in rows that can be compared; what is left out is named.
#[test]
fn a_narrow_terminal_leaves_out_what_can_be_spared_and_says_so() {
    let titles = [("loan_no", "贷款编号"), ("bank", "银行"), ("due_on", "到期日"), ("sum", "余额")];
    let mut table = Table::new(&titles).sparing(&["bank", "due_on"]);
    for n in ["JD20160001", "JD20160002"] {
        table.row(vec![
            Cell::id(n),
            Cell::text("示例银行静安支行"),
            Cell::date("2018-06-01"),
            Cell::Yuan(300_000_000),
        ]);
    }
    let expected = "\
贷款编号    到期日              余额
────────────────────────────────────
JD20160001  2018-06-01  3,000,000.00
JD20160002  2018-06-01  3,000,000.00
";
    let narrow = TerminalStyle { width: 40, ..ZH };
    let text = render(&table, &narrow);
    assert!(text.starts_with(expected), "{text}");
    assert!(text.contains("未列") && text.contains("银行"), "{text}");
    let wide = render(&table, &ZH);
    assert!(wide.contains("示例银行静安支行") && !wide.contains("未列"), "{wide}");
    // All of them when asked for: the parts stand below each other, and every row keeps its number.
    let whole = render(&table, &TerminalStyle { all_columns: true, ..narrow });
    assert_eq!(whole.matches("JD20160002").count(), 2, "{whole}");
    assert!(whole.contains("2018-06-01") && whole.contains("示例银行静安支行"), "{whole}");
    assert!(whole.lines().all(|line| line.width() <= 40), "{whole}");
}

#[test]
fn a_bar_gives_way_before_words_do() {
    let mut table = Table::new(&[("indicator", "指标"), ("ratio", "完成率"), (BAR, "进度")]);
    table.row(vec![
        Cell::code("invention_filings", "发明专利申请量"),
        Cell::Percent("50.00".into()),
        Cell::Bar(500),
    ]);
    let text = render(&table, &TerminalStyle { width: 34, ..ZH });
    assert!(text.contains("发明专利申请量  50.00%  █████░░░░░"), "{text}");
}

#[test]
fn a_column_that_holds_nothing_is_left_out() {
    let mut table = Table::new(&[("entry", "条目"), ("voids", "作废条目"), ("reason", "事由")]);
    assert!(render(&table, &ZH).starts_with("条目  作废条目  事由\n"), "no rows: all columns");
    table.row(vec![Cell::Ordinal(1), Cell::Empty, Cell::text("年度数据更新")]);
    let expected = "条目  事由\n──────────────────\n   1  年度数据更新\n";
    assert_eq!(render(&table, &ZH), expected);
}

#[test]
fn a_record_breaks_long_values_under_their_first_line() {
    let mut record = Details::new("示例科技有限公司");
    record.named("uscc", "统一社会信用代码", Cell::id("91310106MA1FY00000"));
    record.named("street", "街道", Cell::Empty);
    record.section("所在地");
    record.named("address", "地址", Cell::text("上海市静安区示例路一百二十三号四楼"));
    record.table("patents", annual()).table("none", Table::new(&[("year", "年份")]));
    record.note("以上为条目 7 时所知。");
    let expected = "\
示例科技有限公司
  统一社会信用代码  91310106MA1FY00000

所在地
  地址              上海市静安区示例路
                    一百二十三号四楼

发明专利申请
年份  第一申请人                 件数
─────────────────────────────────────
2016  示例（静安）科技有限公司  1,234
2017  ABC                          -5
─────────────────────────────────────
合计                            1,229

以上为条目 7 时所知。
";
    assert_eq!(render_record(&record, &TerminalStyle { width: 38, ..ZH }), expected);
}

#[test]
fn colour_changes_no_width() {
    let style = TerminalStyle { color: true, ..ZH };
    let colored = render(&annual(), &style);
    assert!(colored.contains("\u{1b}[31m"), "{colored}");
    let bare = colored.split('\u{1b}').map(|part| match part.split_once('m') {
        Some((code, rest)) if code.starts_with('[') => rest,
        _ => part,
    });
    let trimmed = |text: &str| text.lines().map(|l| l.trim_end().to_owned()).collect::<Vec<_>>();
    assert_eq!(trimmed(&bare.collect::<String>()), trimmed(&render(&annual(), &ZH)));
}

fn any_cell() -> impl Strategy<Value = Cell> {
    prop_oneof![
        Just(Cell::Empty),
        "([a-z0-9 ]|[静安区（），]|e\u{301}|👩\u{200d}🔬|✈\u{fe0f}|\n){0,40}".prop_map(Cell::Text),
        "[0-9]{8,12}\\.[0-9X]".prop_map(Cell::Id),
        any::<i64>().prop_map(Cell::Yuan),
        (-99_999_i64..99_999).prop_map(Cell::Count),
        Just(Cell::date("2016-12-30")),
        Just(Cell::code("invention", "发明")),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn every_line_is_equally_wide_and_no_number_is_cut(
        rows in prop::collection::vec(prop::collection::vec(any_cell(), 4), 1..6),
        width in 20_usize..160,
    ) {
        let mut table = Table::new(&[("a", "申请号"), ("b", "Title of it"), ("c", "金额（元）"), ("d", "")]);
        for row in rows {
            table.row(row);
        }
        let style = TerminalStyle { width, ..ZH };
        let text = render(&table, &style);
        for cell in table.rows.iter().flatten().filter(|cell| !cell.is_prose()) {
            prop_assert!(text.contains(&shown(cell, Lang::Zh)), "{cell:?} in\n{text}");
        }
        if let Some(widths) = fit(&table, Lang::Zh, 2, width, Squeeze::Hard) {
            let drawn = grid::drawn(&table, &widths, &style);
            let lines: Vec<usize> = drawn.lines().map(UnicodeWidthStr::width).collect();
            prop_assert!(lines.iter().all(|line| *line == lines[0] && *line <= width), "{lines:?}\n{drawn}");
        }
    }
}
