//! Documents as pages: what leaves the house in one file, and is found again by its anchor.

use std::path::PathBuf;

use ipledger::i18n::Lang;
use ipledger::report::document::{Chart, Document, Form, Goal, Headline, Section, Series, Style};
use ipledger::report::{Cell, Table, page};

use crate::support::Desk;

/// The sample pages go to this folder when it is named: the referee opens them in a browser.
const FOLDER: &str = "IPLEDGER_SAMPLE_PAGES";

/// The one of two texts that is in a language.
fn spoken<T>(lang: Lang, zh: T, en: T) -> T {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

#[test]
fn sample_pages_are_whole_in_one_file() {
    let folder = std::env::var_os(FOLDER).map(PathBuf::from);
    for (name, document, lang) in [
        ("quarter.zh.html", quarter(Lang::Zh), Lang::Zh),
        ("quarter.en.html", quarter(Lang::En), Lang::En),
        ("empty.zh.html", Document { title: "空表".into(), ..Document::default() }, Lang::Zh),
    ] {
        let page = page::write(&document, lang);
        assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"), "{name}");
        if let Some(folder) = &folder {
            std::fs::write(folder.join(name), page).unwrap();
        }
    }
}

#[test]
fn a_page_is_found_by_its_anchor() {
    let desk = Desk::with_ledger();
    let anchor = desk.data(&["verify"])["anchor"].as_str().unwrap().to_owned();
    let printed = |anchor: String| {
        let document = Document { anchor, ..quarter(Lang::Zh) };
        desk.file("page.html", &page::write(&document, Lang::Zh))
    };
    let whole = printed(anchor.clone());
    desk.ok(&["verify", "--against", &whole]);
    let (kept, last) = anchor.split_at(anchor.len() - 1);
    let other = printed(format!("{kept}{}", if last == "0" { "1" } else { "0" }));
    assert_ne!(desk.run(&["verify", "--against", &other]).status.code(), Some(0));
}

fn chart(title: &str, summary: &str, form: Form, series: &[(usize, Style)], unit: &str) -> Chart {
    let series = series.iter().map(|(column, style)| Series { column: *column, style: *style });
    Chart {
        title: title.into(),
        summary: summary.into(),
        form,
        category: 0,
        series: series.collect(),
        unit: unit.into(),
    }
}

/// A quarter's report with everything a document may hold. The figures are invented.
fn quarter(lang: Lang) -> Document {
    let t = |zh: &str, en: &str| spoken(lang, zh, en).to_owned();
    let headline = |label: String, value, unit: String, note: Option<String>, goal| Headline {
        label,
        value,
        unit,
        note,
        goal,
    };
    let goal = |label: String, permille, expected| {
        Some(Goal { label, permille, expected_permille: expected })
    };
    Document {
        schema: "report.quarter",
        title: t("静安区专利与质押融资统计季报", "Patents and pledge financing of Jing'an"),
        subtitle: t("2016年第四季度", "Fourth quarter of 2016"),
        head: vec![
            (t("表号", "Table"), t("静知统 1 表", "JZT 1")),
            (t("制定机关", "Issued by"), t("静安区知识产权局", "Jing'an District IP Office")),
            (
                t("备案机关", "Filed with"),
                t("静安区统计局", "Jing'an District Bureau of Statistics"),
            ),
            (t("批准文号", "Approval"), t("静统制〔2016〕12号", "JTZ [2016] 12")),
            (t("有效期", "Valid until"), "2018-12-31".into()),
        ],
        headlines: vec![
            headline(
                t("发明专利申请", "Invention filings"),
                Cell::Count(1_312),
                t("件", "filings"),
                Some(t("比上年同期增长 8.4%", "8.4% more than a year before")),
                goal(t("目标 6,000", "Goal 6,000"), 218, Some(200)),
            ),
            headline(
                t("发明专利授权", "Invention grants"),
                Cell::Count(298),
                t("件", "grants"),
                Some(t("2016年1月起累计", "since January 2016")),
                goal(t("目标 1,600", "Goal 1,600"), 186, Some(200)),
            ),
            headline(
                t("专利工作试点企业申报", "Pilot enterprises applied for"),
                Cell::Count(27),
                t("家", "firms"),
                None,
                goal(t("目标 25", "Goal 25"), 1080, Some(200)),
            ),
            headline(
                t("质押担保债权额", "Secured amount pledged"),
                Cell::Yuan(18_650_000_000),
                t("元", "yuan"),
                Some(t("登记 41 项，涉及专利 163 件", "41 registrations, 163 patents")),
                None,
            ),
            headline(
                t("补偿资金余额", "Balance of the fund"),
                Cell::Yuan(987_654_321),
                t("元", "yuan"),
                Some(t("年末可承诺余额", "what may still be promised at year end")),
                None,
            ),
            headline(
                t("逾期率", "Overdue"),
                Cell::Percent("1.85".into()),
                String::new(),
                None,
                None,
            ),
        ],
        sections: vec![
            targets(lang),
            filings(lang),
            kinds(lang),
            parks(lang),
            outstanding(lang),
            months(lang),
            fund(lang),
            pledges(lang),
            Section::new("insurance", t("专利保险", "Patent insurance"), empty(lang)).drawn(chart(
                &t("参保专利", "Patents insured"),
                "",
                Form::Columns,
                &[(1, Style::Actual)],
                &t("件", "patents"),
            )),
        ],
        notes: vec![
            t(
                "2016年第三季度申请量由 301 件修订为 304 件：补收 3 件迟到的受理数据。",
                "Filings of the third quarter of 2016 were revised from 301 to 304: three came late.",
            ),
            t(
                "其中 12 件申请的缴费日未知，两种口径下均计入。",
                "12 of the filings have no known fee date and count on either basis.",
            ),
            t("登记的担保债权额不是放款额。", "The secured amount registered is not money lent."),
        ],
        draft: Some(t("草稿", "Draft")),
        signatures: vec![
            (t("填表人", "Prepared by"), t("王芳", "Wang Fang")),
            (t("审核人", "Checked by"), String::new()),
            (t("单位负责人", "Head of office"), String::new()),
            (t("日期", "Date"), String::new()),
        ],
        times: t("截至 2016-12-31，按条目 12 时所知", "As of 2016-12-31, as known after entry 12"),
        anchor: format!("静安区知识产权局 12 {}", "9f86d081884c7d65".repeat(4)),
    }
}

fn targets(lang: Lang) -> Section {
    let mut table = Table::of(lang, &["indicator", "goal", "actual", "ratio", "progress"]);
    let rows = [
        ("发明专利申请量", "Invention filings", 6_000, 1_312, "21.87", 218),
        ("发明专利授权量", "Invention grants", 1_600, 298, "18.63", 186),
        ("试点企业申报", "Pilot enterprises applied for", 25, 27, "108.00", 1080),
        ("示范企业申报", "Demonstration enterprises applied for", 5, 1, "20.00", 200),
    ];
    for (zh, en, goal, actual, share, permille) in rows {
        table.row(vec![
            Cell::code("indicator", spoken(lang, zh, en)),
            Cell::Count(goal),
            Cell::Count(actual),
            Cell::Percent(share.into()),
            Cell::Bar(permille),
        ]);
    }
    table.note(spoken(
        lang,
        "时序进度按五年规划期内已过天数计算。",
        "An even pace is reckoned by the days of the five years that have passed.",
    ));
    Section::new("targets", spoken(lang, "规划目标完成情况", "Targets of the plan"), table)
}

fn filings(lang: Lang) -> Section {
    let titles = spoken(
        lang,
        ["季度", "发明申请", "预计发明申请", "时序进度"],
        ["Quarter", "Invention filings", "Estimated filings", "Even pace"],
    );
    let keys = ["quarter", "filings", "estimate", "pace"];
    let mut table = Table::new(&std::array::from_fn::<_, 4, _>(|at| (keys[at], titles[at])));
    for (at, count) in [301, 322, 304, 385, 290, 318].into_iter().enumerate() {
        let name = format!("{}Q{}", 2016 + at / 4, at % 4 + 1);
        let (counted, estimated) = if at < 4 {
            (Cell::Count(count), Cell::Empty)
        } else {
            (Cell::Empty, Cell::Count(count))
        };
        table.row(vec![Cell::text(name), counted, estimated, Cell::Count(300)]);
    }
    table.total(vec![
        Cell::text(spoken(lang, "合计", "Total")),
        Cell::Count(1_312),
        Cell::Count(608),
        Cell::Count(1_800),
    ]);
    let columns = [(1, Style::Actual), (2, Style::Estimate), (3, Style::Path)];
    Section::new("filings", spoken(lang, "发明专利申请", "Invention filings"), table)
        .led(spoken(lang,
            "第四季度受理发明专利申请 385 件，比上季度多 81 件，全年累计 1,312 件，超前时序进度 1.8 个百分点。下年前两个季度为预计数。",
            "385 inventions were filed in the fourth quarter, 81 more than in the third; 1,312 over the year, 1.8 points ahead of an even pace. The first two quarters of the next year are estimates.",
        ))
        .drawn(chart(
            spoken(lang, "各季度发明专利申请与时序进度", "Invention filings by quarter and an even pace"),
            spoken(lang, "四个季度均高于每季 300 件的时序进度，第四季度最高。", "All four quarters lie above the even pace of 300; the fourth is the highest."),
            Form::Columns,
            &columns,
            spoken(lang, "件", "filings"),
        ))
}

fn kinds(lang: Lang) -> Section {
    let titles = spoken(
        lang,
        ["年份", "发明", "实用新型", "外观设计"],
        ["Year", "Inventions", "Utility models", "Designs"],
    );
    let keys = ["year", "invention", "utility", "design"];
    let mut table = Table::new(&std::array::from_fn::<_, 4, _>(|at| (keys[at], titles[at])));
    for (year, counts) in [
        (2012, [720, 1010, 330]),
        (2013, [801, 1120, 310]),
        (2014, [940, 1260, 342]),
        (2015, [1210, 1388, 401]),
        (2016, [1312, 1502, 377]),
    ] {
        let mut row = vec![Cell::Ordinal(year)];
        row.extend(counts.map(Cell::Count));
        table.row(row);
    }
    let columns = [(1, Style::Actual), (2, Style::Actual), (3, Style::Actual)];
    let summary = spoken(
        lang,
        "三种专利五年逐年上升，2016年共 3,191 件。",
        "All three kinds have risen over five years, to 3,191 in 2016.",
    );
    let unit = spoken(lang, "件", "filings");
    Section::new("kinds", spoken(lang, "按专利类型", "By kind of patent"), table)
        .drawn(chart(
            spoken(lang, "历年三种专利申请", "Filings of three kinds by year"),
            summary,
            Form::Stacked,
            &columns,
            unit,
        ))
        .drawn(chart(
            spoken(lang, "三种专利申请的走势", "Filings of three kinds through the years"),
            summary,
            Form::Lines,
            &columns,
            unit,
        ))
        .drawn(chart(
            spoken(lang, "三种专利申请的比较", "Filings of three kinds side by side"),
            summary,
            Form::Columns,
            &columns,
            unit,
        ))
}

fn parks(lang: Lang) -> Section {
    let titles = spoken(lang, ["园区", "申请量", "上年"], ["Park", "Filings", "The year before"]);
    let keys = ["park", "filings", "before"];
    let mut table = Table::new(&std::array::from_fn::<_, 3, _>(|at| (keys[at], titles[at])));
    for (zh, en, now, before) in [
        ("市北高新技术服务业园区", "Shibei High-Tech Service Park", 512, 470),
        (
            "上海大宁国际商业及文化创意集聚区",
            "Daning International Business and Culture Cluster",
            287,
            301,
        ),
        ("苏河湾", "Suhe Bay", 164, 120),
        ("南京西路街道各楼宇", "Buildings along West Nanjing Road", 121, 133),
        ("曹家渡", "Caojiadu", 0, 4),
    ] {
        table.row(vec![Cell::text(spoken(lang, zh, en)), Cell::Count(now), Cell::Count(before)]);
    }
    Section::new("parks", spoken(lang, "按园区", "By park"), table).drawn(chart(
        spoken(lang, "各园区发明专利申请", "Invention filings by park"),
        spoken(lang, "市北园区占四成以上。", "Shibei has more than four tenths of them."),
        Form::Bars,
        &[(1, Style::Actual), (2, Style::Actual)],
        spoken(lang, "件", "filings"),
    ))
}

fn outstanding(lang: Lang) -> Section {
    let titles = spoken(lang, ["季末", "贷款余额（元）"], ["End of quarter", "Outstanding (yuan)"]);
    let mut table = Table::new(&[("quarter", titles[0]), ("outstanding", titles[1])]);
    for (at, fen) in
        [4_210_000_000_i64, 5_865_000_050, 6_120_000_000, 9_433_125_007].into_iter().enumerate()
    {
        table.row(vec![Cell::text(format!("2016Q{}", at + 1)), Cell::Yuan(fen)]);
    }
    Section::new("outstanding", spoken(lang, "质押贷款余额", "Loans outstanding"), table).drawn(
        chart(
            spoken(lang, "季末质押贷款余额", "Loans outstanding at the end of each quarter"),
            spoken(
                lang,
                "余额一年内增至两倍多。",
                "The balance has more than doubled within the year.",
            ),
            Form::Lines,
            &[(1, Style::Actual)],
            spoken(lang, "元", "yuan"),
        ),
    )
}

fn months(lang: Lang) -> Section {
    let titles = spoken(lang, ["月份", "质押登记"], ["Month", "Pledge registrations"]);
    let mut table = Table::new(&[("month", titles[0]), ("registrations", titles[1])]);
    for at in 0..40_i64 {
        let name = format!("{}-{:02}", 2013 + (at + 8) / 12, (at + 8) % 12 + 1);
        table.row(vec![Cell::text(name), Cell::Count((at * 7919 % 11) + at / 5)]);
    }
    Section::new("months", spoken(lang, "各月质押登记", "Pledge registrations by month"), table)
        .drawn(chart(
            spoken(lang, "各月质押登记项数", "Pledge registrations by month"),
            spoken(lang, "四十个月，缓升。", "Forty months, slowly rising."),
            Form::Columns,
            &[(1, Style::Actual)],
            spoken(lang, "项", "registrations"),
        ))
}

fn fund(lang: Lang) -> Section {
    let titles = spoken(lang, ["季度", "收支净额（元）"], ["Quarter", "Net flow (yuan)"]);
    let mut table = Table::new(&[("quarter", titles[0]), ("net", titles[1])]);
    for (at, fen) in [500_000_000_i64, -12_345_678, -86_000_000, 21_000_000].into_iter().enumerate()
    {
        table.row(vec![Cell::text(format!("2016Q{}", at + 1)), Cell::Yuan(fen)]);
    }
    table.total(vec![Cell::text(spoken(lang, "合计", "Total")), Cell::Yuan(422_654_322)]);
    Section::new("fund", spoken(lang, "补偿资金收支", "The compensation fund"), table).drawn(chart(
        spoken(lang, "补偿资金各季度收支净额", "Net flow of the fund by quarter"),
        spoken(
            lang,
            "第二、第三季度净支出。",
            "The second and third quarters paid out more than came in.",
        ),
        Form::Columns,
        &[(1, Style::Actual)],
        spoken(lang, "万元", "10,000 yuan"),
    ))
}

/// A wide table of more rows than a sheet of paper holds.
fn pledges(lang: Lang) -> Section {
    let keys = [
        "registration_no",
        "registered_on",
        "pledgor",
        "pledgee",
        "patents",
        "secured_amount",
        "due_on",
        "status",
        "loan_no",
        "outstanding",
    ];
    let mut table = Table::of(lang, &keys);
    for at in 0..45_i64 {
        table.row(vec![
            Cell::id(format!("Y20163100{at:05}")),
            Cell::date(format!("2016-{:02}-{:02}", at % 12 + 1, at % 28 + 1)),
            Cell::text(spoken(
                lang,
                "上海示例智能装备股份有限公司",
                "Shanghai Sample Intelligent Equipment Co., Ltd.",
            )),
            Cell::text(spoken(
                lang,
                "示例银行上海静安支行",
                "Sample Bank, Shanghai Jing'an branch",
            )),
            Cell::Count(at % 9 + 1),
            Cell::Yuan((at + 1) * 51_000_000),
            Cell::date("2018-06-30"),
            Cell::code("registered", spoken(lang, "有效", "in force")),
            Cell::id(format!("JK2016{at:06}")),
            Cell::Yuan((at + 1) * 33_333_333),
        ]);
    }
    table.total(vec![
        Cell::text(spoken(lang, "合计", "Total")),
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
        Cell::Count(221),
        Cell::Yuan(52_785_000_000),
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
        Cell::Yuan(34_499_999_655),
    ]);
    Section::new("pledges", spoken(lang, "在押质押清单", "Pledges in force"), table)
}

fn empty(lang: Lang) -> Table {
    Table::new(&[
        ("year", spoken(lang, "年份", "Year")),
        ("patents", spoken(lang, "参保专利", "Patents insured")),
    ])
}
