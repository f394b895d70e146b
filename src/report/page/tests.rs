use proptest::prelude::*;

use super::*;
use crate::report::Cell;
use crate::report::document::{Chart, Form, Goal, Headline, Series, Style};

fn series(columns: &[(usize, Style)]) -> Vec<Series> {
    columns.iter().map(|(column, style)| Series { column: *column, style: *style }).collect()
}

fn chart(form: Form, columns: &[(usize, Style)]) -> Chart {
    Chart {
        title: "历年申请".into(),
        summary: "逐年上升。".into(),
        form,
        category: 0,
        series: series(columns),
        unit: "件".into(),
    }
}

fn table(values: &[Option<i64>]) -> Table {
    let mut table = Table::new(&[("year", "年份"), ("filings", "申请量")]);
    for (row, value) in values.iter().enumerate() {
        table.row(vec![Cell::Ordinal(2016 + row as i64), Cell::opt(*value, Cell::Count)]);
    }
    table
}

fn drawn(form: Form, style: Style, values: &[Option<i64>]) -> String {
    let section = Section::new("filings", "申请", table(values)).drawn(chart(form, &[(1, style)]));
    write(&Document { sections: vec![section], ..Document::default() }, Lang::Zh)
}

const FORMS: [Form; 4] = [Form::Columns, Form::Stacked, Form::Bars, Form::Lines];
const STYLES: [Style; 3] = [Style::Actual, Style::Path, Style::Estimate];

#[test]
fn nothing_to_draw_is_said_in_words() {
    for form in FORMS {
        for values in [&[][..], &[None, None]] {
            let page = drawn(form, Style::Actual, values);
            assert!(page.contains("没有可以绘制的数据。"), "{form:?}");
            assert!(!page.contains("role=\"img\""), "{form:?}");
        }
    }
    assert!(drawn(Form::Lines, Style::Actual, &[]).contains("没有记录。"));
}

#[test]
fn one_place_all_zero_and_below_zero_are_drawn() {
    for form in FORMS {
        for style in STYLES {
            for values in [&[Some(7)][..], &[Some(0), Some(0)], &[Some(-3), None, Some(5)]] {
                let page = drawn(form, style, values);
                assert!(page.contains("role=\"img\""), "{form:?} {style:?} {values:?}");
                for broken in ["NaN", "inf", "height=\"-"] {
                    assert!(!page.contains(broken), "{form:?} {style:?} {values:?}: {broken}");
                }
            }
        }
    }
}

#[test]
fn a_drawing_names_itself_and_tells_what_it_shows() {
    let page = drawn(Form::Columns, Style::Actual, &[Some(1234), Some(1500)]);
    for part in [
        "aria-labelledby=\"figure-1-wide-name figure-1-wide-what\"",
        "<title id=\"figure-1-wide-name\">历年申请</title>",
        "<desc id=\"figure-1-wide-what\">逐年上升。</desc>",
        "<title>2016，申请量：1,234 件</title>",
        ">1,234</text>",
    ] {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn a_page_fetches_nothing_and_runs_nothing() {
    let page = full("示例", 3);
    for word in ["http:", "https:", "//", "<script", "<img", "<link", "@import", "src=", "<iframe"]
    {
        let place = page.find(word).map(|at| &page[at.saturating_sub(20)..at + 20]);
        assert_eq!(place, None, "{word}");
    }
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn the_same_document_is_the_same_page() {
    assert_eq!(full("示例", 5), full("示例", 5));
}

#[test]
fn tables_say_what_is_a_name_and_what_a_number() {
    let mut table = Table::new(&[("park", "园区"), ("n", "件数"), ("share", "占比")]);
    table.row(vec![Cell::text("市北"), Cell::Count(-1200), Cell::Percent("40.00".into())]);
    table.total(vec![Cell::text("合计"), Cell::Count(-1200), Cell::Empty]);
    let section = Section::new("parks", "分园区", table);
    let page = write(&Document { sections: vec![section], ..Document::default() }, Lang::En);
    for part in [
        "<html lang=\"en\">",
        "<caption id=\"parks-table\"><span>Table 1</span> 分园区</caption>",
        "<th scope=\"col\" class=\"brief\">园区</th><th scope=\"col\" class=\"number brief\">件数</th>",
        "<th scope=\"row\" class=\"brief\">市北</th><td class=\"number below\">-1,200</td><td class=\"number\">40.00%</td>",
        "<tfoot>\n<tr><th scope=\"row\" class=\"brief\">合计</th>",
    ] {
        assert!(page.contains(part), "{part} in\n{page}");
    }
}

/// A document that has everything, every text of it holding `text`.
fn full(text: &str, rows: i64) -> String {
    let of = |word: &str| format!("{word}{text}");
    let mut table = Table::new(&[("name", of("名称")), ("n", of("件数")), ("m", of("预计"))]);
    for row in 0..rows {
        table.row(vec![
            Cell::text(of(&row.to_string())),
            Cell::Count(row * 37 - 20),
            Cell::Count(row),
        ]);
    }
    table.total(vec![Cell::text(of("合计")), Cell::Count(1), Cell::Empty]).note(of("注"));
    let chart = |form| Chart {
        title: of("图"),
        summary: of("说明"),
        form,
        category: 0,
        series: series(&[(1, Style::Actual), (2, Style::Estimate), (2, Style::Path)]),
        unit: of("件"),
    };
    let section = Section::new("part", of("一节"), table).led(of("导语"));
    let section = FORMS.iter().fold(section, |section, form| section.drawn(chart(*form)));
    let goal = Goal { label: of("目标"), permille: 152, expected_permille: Some(200) };
    let document = Document {
        schema: "report.sample",
        title: of("题"),
        subtitle: of("副题"),
        head: vec![(of("表号"), of("静知统"))],
        headlines: vec![Headline {
            label: of("申请"),
            value: Cell::text(of("值")),
            unit: of("件"),
            note: Some(of("注")),
            goal: Some(goal),
        }],
        sections: vec![section],
        notes: vec![of("注")],
        draft: Some(of("草稿")),
        signatures: vec![(of("制表人"), of("王芳"))],
        times: of("截至"),
        anchor: of("静安 12 ab"),
    };
    write(&document, Lang::Zh)
}

/// The tags of a page in order, with their attributes cut off.
fn tags(page: &str) -> Vec<&str> {
    let page = page.split_once("</style>").map_or(page, |(_, page)| page);
    page.split('<').skip(1).map(|tag| tag.split([' ', '>']).next().unwrap_or_default()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_text_of_a_document_becomes_a_tag(
        text in "(<script>|</title>|<!--|-->|]]>|\"|'|&|onload=|<|>|.){1,12}",
    ) {
        // A long word can't be a watermark, and one of a width may break elsewhere; the tags stay.
        let (hostile, tame) = (full(&text, 2), full(&"x".repeat(text.chars().count()), 2));
        let known = tags(&tame);
        for tag in tags(&hostile) {
            prop_assert!(known.contains(&tag), "{tag}");
        }
        let count = |page: &str, tag| tags(page).iter().filter(|found| **found == tag).count();
        for tag in ["table", "tr", "td", "section", "svg", "title", "figure", "li", "p"] {
            prop_assert_eq!(count(&hostile, tag), count(&tame, tag), "{}", tag);
        }
    }

    #[test]
    fn any_figures_can_be_drawn(
        values in prop::collection::vec(prop::option::of(any::<i64>()), 0..42),
        form in 0_usize..4,
        style in 0_usize..3,
    ) {
        let page = drawn(FORMS[form], STYLES[style], &values);
        for broken in ["NaN", "inf", "height=\"-"] {
            prop_assert!(!page.contains(broken), "{}", broken);
        }
    }
}
