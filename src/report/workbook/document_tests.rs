use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use super::*;
use crate::report::document::{Chart, Form, Goal, Headline, Section, Series, Style};
use crate::report::table::{BAR, Cell};

const ANCHOR: &str =
    "静安区知识产权局 128 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

/// A report with every kind of chart, a total of every kind, and texts long enough to break.
pub fn sample(lang: Lang) -> Document {
    let pick = |zh: &str, en: &str| String::from(if lang == Lang::Zh { zh } else { en });
    let pair = |zh: &str, en: &str, value: &str| (pick(zh, en), value.to_owned());
    Document {
        schema: "report.quarter",
        title: pick("静安区专利统计季报", "Quarterly patent statistics of Jing'an"),
        subtitle: pick("2016年第四季度", "Fourth quarter of 2016"),
        head: vec![
            pair("表号", "Form", "静知统1表"),
            pair("制定机关", "Issued by", "静安区知识产权局"),
            pair("批准文号", "Approval", "沪统制〔2016〕12号"),
            pair("有效期至", "Valid until", "2017-12-31"),
        ],
        headlines: headlines(lang),
        sections: vec![by_year(lang), by_park(lang), by_quarter(lang), definitions(lang)],
        notes: vec![
            pick(
                "2015年第三季度授权量较已发布数据减少1件：一件专利的授权公告日更正为2015-10-08。",
                "Grants of the third quarter of 2015 are one fewer than published: the day of one grant was corrected to 2015-10-08.",
            ),
            pick(
                "3件申请缴费日未知，按两种口径均计入。",
                "Three filings whose fee date is unknown count under both bases.",
            ),
        ],
        draft: Some(pick("草稿", "DRAFT")),
        signatures: vec![
            pair("制表人", "Prepared by", ""),
            pair("审核人", "Checked by", "王五"),
            pair("日期", "Date", ""),
        ],
        times: pick(
            "截至2016-12-31，所知截至条目128。",
            "As of 2016-12-31, as known at entry 128.",
        ),
        anchor: ANCHOR.to_owned(),
    }
}

fn headlines(lang: Lang) -> Vec<Headline> {
    let pick = |zh: &str, en: &str| String::from(if lang == Lang::Zh { zh } else { en });
    let goal =
        |label: String, permille, expected_permille| Goal { label, permille, expected_permille };
    vec![
        Headline {
            label: pick("发明专利申请量", "Invention filings"),
            value: Cell::Count(1_204),
            unit: pick("件", "filings"),
            note: Some(pick(
                "比上年同期增长12.4%，第四季度占全年的三成。",
                "12.4% more than a year before; three tenths of the year fell into the last quarter.",
            )),
            goal: Some(goal(pick("目标 6,000", "goal 6,000"), 200, Some(200))),
        },
        Headline {
            label: pick("质押担保债权额", "Amount secured by pledges"),
            value: Cell::Yuan(12_345_678_900),
            unit: pick("元", "yuan"),
            note: None,
            goal: Some(goal(pick("目标 10亿元", "goal 1,000,000,000"), 1_234, None)),
        },
        Headline {
            label: pick("每万人口有效发明专利", "Inventions in force per 10,000 residents"),
            value: Cell::Decimal("41.5".into()),
            unit: pick("件", "patents"),
            note: None,
            goal: None,
        },
    ]
}

fn series(column: usize, style: Style) -> Series {
    Series { column, style }
}

fn by_year(lang: Lang) -> Section {
    let pick = |zh: &str, en: &str| String::from(if lang == Lang::Zh { zh } else { en });
    let mut table = Table::new(&[
        ("year", pick("年份", "Year")),
        ("filings", pick("发明专利申请量（件）", "Invention filings")),
        ("path", pick("时序目标（件）", "Even pace")),
        (BAR, String::new()),
        ("firms", pick("申请企业（家）", "Firms")),
        ("amount", pick("担保债权额（元）", "Amount secured (yuan)")),
        ("rate", pick("完成率", "Share done")),
    ]);
    for (n, year) in (2016..=2020).enumerate() {
        let n = n as i64;
        table.row(vec![
            Cell::Ordinal(year),
            Cell::Count(1_204 + 31 * n * n),
            Cell::Count(1_200),
            Cell::Bar(500),
            Cell::Count(310 + n),
            Cell::Yuan(10_000_000_010 + 123_456_789 * n),
            Cell::Percent(format!("{}.3{n}", 20 * (n + 1))),
        ]);
    }
    table.total(vec![
        Cell::text(pick("合计", "Total")),
        Cell::Count(6_950),
        Cell::Count(6_000),
        Cell::Bar(1_000),
        Cell::Count(402),
        Cell::Yuan(51_234_567_940),
        Cell::Percent("115.83".into()),
    ]);
    table.note(pick(
        "申请企业不重复计数，合计不等于各年之和。",
        "A firm counts once, so the total is not the sum of the years.",
    ));
    let columns = Chart {
        title: pick("发明专利申请量与时序目标", "Invention filings against an even pace"),
        summary: pick(
            "各年申请量逐年上升，均在时序目标之上。",
            "Filings rise every year and stay above the even pace.",
        ),
        form: Form::Columns,
        category: 0,
        series: vec![series(1, Style::Actual), series(4, Style::Estimate), series(2, Style::Path)],
        unit: pick("件", "filings"),
    };
    let shares = Chart {
        title: pick("目标完成率", "Share of the goal done"),
        summary: pick("五年逐年接近目标。", "Every year comes nearer to the goal."),
        form: Form::Lines,
        category: 0,
        series: vec![series(6, Style::Actual)],
        unit: "%".into(),
    };
    Section::new("annual", pick("年度申请与质押", "By year"), table)
        .led(pick("各年发明专利申请量、申请企业数与质押担保债权额。申请以受理日计，质押以登记日计；担保债权额不是放款额。", "Filings count by the day they were received, pledges by the day they were registered; the amount secured is not money lent."))
        .drawn(columns)
        .drawn(shares)
}

fn by_park(lang: Lang) -> Section {
    let pick = |zh: &str, en: &str| String::from(if lang == Lang::Zh { zh } else { en });
    let mut table = Table::new(&[
        ("park", pick("园区", "Park")),
        ("filings", pick("申请量（件）", "Filings")),
        ("grants", pick("授权量（件）", "Grants")),
    ]);
    let parks = [
        ("市北高新技术服务业园区", "Shibei High-Tech Park", 812, 401),
        ("静安国际设计创意园", "Jing'an International Design Park", 96, 55),
        ("大宁中心广场", "Daning Central Plaza", 240, 133),
        ("其他", "Elsewhere", 56, 20),
    ];
    for (zh, en, filings, grants) in parks {
        table.row(vec![Cell::text(pick(zh, en)), Cell::Count(filings), Cell::Count(grants)]);
    }
    table.total(vec![Cell::text(pick("合计", "Total")), Cell::Count(1_204), Cell::Count(609)]);
    let bars = Chart {
        title: pick("各园区申请与授权", "Filings and grants by park"),
        summary: pick("市北高新申请最多。", "Shibei has most."),
        form: Form::Bars,
        category: 0,
        series: vec![series(1, Style::Actual), series(2, Style::Actual)],
        unit: pick("件", "patents"),
    };
    Section::new("parks", pick("园区：申请/授权", "By park of Jing'an"), table).drawn(bars)
}

/// A wide table of many rows.
fn by_quarter(lang: Lang) -> Section {
    let pick = |zh: &str, en: &str| String::from(if lang == Lang::Zh { zh } else { en });
    let mut table = Table::new(&[
        ("quarter_end", pick("季末", "Quarter end")),
        ("invention", pick("发明", "Inventions")),
        ("utility", pick("实用新型", "Utility models")),
        ("design", pick("外观设计", "Designs")),
        ("expected", pick("预计", "Expected")),
        ("kind", pick("类别", "Kind")),
        ("bank", pick("质权人", "Pledgee")),
        ("amount", pick("担保债权额（元）", "Amount secured (yuan)")),
        ("application_no", pick("申请号", "Application number")),
        ("note", pick("备注", "Note")),
    ]);
    for n in 0..24_i64 {
        let day =
            format!("{}-{}", 2015 + n / 4, ["03-31", "06-30", "09-30", "12-31"][n as usize % 4]);
        table.row(vec![
            Cell::date(day),
            Cell::Count(200 + 7 * n),
            Cell::Count(150 + 3 * n),
            Cell::Count(60),
            if n > 20 { Cell::Count(420 + 5 * n) } else { Cell::Empty },
            Cell::code("invention", pick("发明", "invention")),
            Cell::text(pick("示例银行股份有限公司上海静安支行", "Example Bank, Jing'an branch")),
            Cell::Yuan(1_000_000_001 + n),
            Cell::id("201510123456.X"),
            Cell::text(if n == 3 {
                pick("含一件缴费日未知的申请", "one filing without a fee date")
            } else {
                String::new()
            }),
        ]);
    }
    table.total(vec![Cell::text(pick("合计", "Total")), Cell::Count(6_732)]);
    let chart = |form, title: String, styles: [(usize, Style); 4]| Chart {
        title,
        summary: pick("各季申请量。", "Filings by quarter."),
        form,
        category: 0,
        series: styles.map(|(column, style)| series(column, style)).to_vec(),
        unit: pick("件", "filings"),
    };
    let kinds = |last| [(1, Style::Actual), (2, Style::Actual), (3, Style::Actual), (4, last)];
    Section::new("quarters", pick("分季度", "By quarter"), table)
        .drawn(chart(Form::Stacked, pick("各季申请量构成", "Filings by kind"), kinds(Style::Path)))
        .drawn(chart(
            Form::Lines,
            pick("各季申请量走势", "Filings through time"),
            kinds(Style::Estimate),
        ))
}

fn definitions(lang: Lang) -> Section {
    let pick = |zh: &str, en: &str| String::from(if lang == Lang::Zh { zh } else { en });
    let mut table = Table::new(&[
        ("indicator", pick("指标", "Indicator")),
        ("definition", pick("定义", "Definition")),
    ]);
    table.row(vec![
        Cell::text(pick("发明专利申请量", "Invention filings")),
        Cell::text(pick(
            "报告期内由国务院专利行政部门受理的、第一申请人地址在本区的发明专利申请件数，以受理日计。",
            "Inventions filed in the period whose first applicant lives in the district, by the day they were received.",
        )),
    ]);
    Section::new("definitions", pick("指标解释", "Definitions"), table)
}

fn written(lang: Lang) -> Vec<u8> {
    document_bytes(&sample(lang), lang).expect("a workbook")
}

fn part(bytes: &[u8], name: &str) -> String {
    // A workbook is a zip file; calamine reads no charts, so their parts are read by hand.
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip file");
    let mut part = archive.by_name(name).expect("a part of this name");
    std::io::read_to_string(&mut part).expect("XML is text")
}

#[test]
fn the_cover_holds_head_headlines_and_anchor() {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(written(Lang::Zh))).expect("a workbook");
    let names = ["概览", "年度申请与质押", "园区：申请授权", "分季度", "指标解释"];
    assert_eq!(workbook.sheet_names(), names);
    let cover = workbook.worksheet_range("概览").expect("a cover");
    let cells: Vec<&Data> = cover.rows().flatten().filter(|cell| **cell != Data::Empty).collect();
    for text in ["草稿", "表号：", "静知统1表", "目标 6,000", "审核人：", "王五"] {
        assert!(cells.contains(&&Data::String(text.to_owned())), "{text}");
    }
    for number in [1204.0, 0.2, 1.234, 41.5, 123_456_789.0] {
        assert!(cells.contains(&&Data::Float(number)), "{number}");
    }
    assert!(cells.contains(&&Data::String(format!("锚点：{ANCHOR}"))));
}

#[test]
fn totals_are_formulas_where_they_are_sums() {
    let bytes = written(Lang::En);
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(&bytes)).expect("a workbook");
    let formulas = workbook.worksheet_formula("By year").expect("a sheet");
    let found: Vec<String> = formulas
        .used_cells()
        .map(|(_, _, formula)| formula.clone())
        .filter(|f| !f.is_empty())
        .collect();
    assert_eq!(found, ["SUM(B4:B8)", "SUM(C4:C8)", "ROUND(SUM(E4:E8),2)"]);
    let sheet = workbook.worksheet_range("By year").expect("a sheet");
    let total: Vec<&Data> = sheet.rows().nth(8).expect("the totals").iter().take(6).collect();
    let values = [6_950.0, 6_000.0, 402.0, 512_345_679.4, 1.1583].map(Data::Float);
    assert_eq!(total[1..], values.iter().collect::<Vec<_>>());
}

#[test]
fn charts_are_drawn_from_the_cells_of_the_table() {
    let bytes = written(Lang::En);
    let columns = part(&bytes, "xl/charts/chart1.xml");
    for range in
        ["'By year'!$A$4:$A$8", "'By year'!$B$4:$B$8", "'By year'!$D$4:$D$8", "'By year'!$C$3"]
    {
        assert!(columns.contains(&format!("<c:f>{range}</c:f>")), "{range}: {columns}");
    }
    assert!(columns.contains("<c:lineChart>") && columns.contains(r#"<a:prstDash val="dash"/>"#));
    assert!(columns.contains("<a:pattFill"));
    assert!(part(&bytes, "xl/charts/chart2.xml").contains(r#"formatCode="0%""#));
    let drawing = part(&bytes, "xl/drawings/drawing1.xml");
    assert!(drawing.contains("Filings rise every year and stay above the even pace."));
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    assert_eq!(written(Lang::Zh), written(Lang::Zh));
}

#[test]
fn an_empty_document_and_empty_sections_are_drawn() {
    let mut document = Document::default();
    document_bytes(&document, Lang::Zh).expect("a workbook");
    let mut section = by_park(Lang::Zh);
    section.table.rows.clear();
    document.sections = vec![section, Section::new("none", "", Table::default())];
    document_bytes(&document, Lang::En).expect("a workbook without charts");
}

#[test]
fn a_long_section_is_drawn_like_any_other() {
    let mut table = Table::new(&[("day", "日期"), ("n", "件数"), ("note", "备注")]);
    for n in 0..6_000 {
        let note = if n % 2 == 0 { Cell::Empty } else { Cell::text("奇数") };
        table.row(vec![Cell::date("2016-12-30"), Cell::Count(n), note]);
    }
    table.total(vec![Cell::text("合计"), Cell::Count(17_997_000)]).note("按日");
    let mut section = Section::new("days", "明细", table);
    section.charts = by_park(Lang::Zh).charts;
    section.charts[0].series.truncate(1);
    let document = Document { sections: vec![section], ..Document::default() };
    let bytes = document_bytes(&document, Lang::Zh).expect("a workbook");
    assert_eq!(bytes, document_bytes(&document, Lang::Zh).expect("a workbook"));
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(&bytes)).expect("a workbook");
    let formulas = workbook.worksheet_formula("明细").expect("a sheet");
    let found: Vec<&String> =
        formulas.used_cells().map(|(_, _, formula)| formula).filter(|f| !f.is_empty()).collect();
    assert_eq!(found, ["SUM(B3:B6002)"]);
    let sheet = workbook.worksheet_range("明细").expect("a sheet");
    let row: Vec<&Data> = sheet.rows().nth(3).expect("a row").iter().take(3).collect();
    assert!(matches!(row[0], Data::DateTime(day) if day.as_f64() == 42734.0), "{row:?}");
    assert_eq!(row[1..], [&Data::Float(1.0), &Data::String("奇数".into())]);
    assert!(part(&bytes, "xl/charts/chart1.xml").contains("$B$3:$B$6002"));
}

/// For eyes and referees: IPLEDGER_SAMPLES=FOLDER keeps the sample as zh.xlsx and en.xlsx.
#[test]
fn samples_are_kept_where_asked() {
    let Some(folder) = std::env::var_os("IPLEDGER_SAMPLES") else { return };
    for lang in [Lang::Zh, Lang::En] {
        let path = std::path::Path::new(&folder).join(format!("{lang}.xlsx"));
        std::fs::write(path, written(lang)).expect("a folder to write to");
    }
}
