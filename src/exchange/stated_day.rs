//! The day a list says it stands as of: 截至2024年12月31日, 数据日期：2024-12-31, 2024年12月末贷款余额表.

use crate::domain::values::Date;
use crate::domain::values::text::compact;

/// Words before the day, longer ones first.
const LABELS: [&str; 15] = [
    "对账基准日",
    "数据截止日",
    "截止日期",
    "截至日期",
    "数据日期",
    "报表日期",
    "统计日期",
    "对账日期",
    "余额日期",
    "数据时点",
    "基准日",
    "截至",
    "截止",
    "as of",
    "as at",
];

/// What such a list is called in its title.
const LISTS: [&str; 8] = ["余额", "明细", "清单", "台账", "对账", "报表", "情况表", "统计表"];

/// Words of a title whose day is that of the paper, not of what stands on it.
const OF_THE_PAPER: [&str; 8] = ["制表", "填报", "打印", "报送", "编制", "导出", "生成", "下载"];

/// Characters of the longest day: 2024年12月31日.
const LONGEST: usize = 11;

/// Returns the day that the rows above a header state for the list: behind a word for it, else in the list's title.
pub(super) fn stated_day(title_rows: &[Vec<String>]) -> Option<Date> {
    let texts: Vec<String> =
        title_rows.iter().map(|row| compact(&row.join("|")).to_lowercase()).collect();
    let labelled = |text: &String| {
        LABELS.iter().find_map(|label| {
            let label = compact(label);
            text.match_indices(&label).find_map(|(at, label)| {
                let rest = &text[at + label.len()..];
                leading_day(rest.trim_start_matches(['|', ':', '到', '至', '于', '日', '期', '为']))
            })
        })
    };
    let titled = |text: &String| {
        let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
        let starts = text.split(['(', '|', ')']).filter(|part| !part.is_empty());
        (has(&LISTS) && !has(&OF_THE_PAPER)).then(|| starts.filter_map(leading_day).next())?
    };
    texts.iter().find_map(labelled).or_else(|| texts.iter().find_map(titled))
}

/// Reads the day a text begins with; 2024年12月末 and 2024年末 are the last days of month and year.
fn leading_day(text: &str) -> Option<Date> {
    let ends: Vec<usize> =
        text.char_indices().map(|(at, c)| at + c.len_utf8()).take(LONGEST).collect();
    let day = |text: &str| Date::read(text).ok().map(|read| read.value);
    if let Some(day) = ends.iter().rev().find_map(|end| day(&text[..*end])) {
        return Some(day);
    }
    let whole = ends.iter().find(|end| text[..**end].ends_with(['末', '底']))?;
    let (year, month) = text[..*whole].split_once('年')?;
    let month = month.trim_end_matches(['末', '底']).trim_end_matches(['月', '份']);
    let month = if month.is_empty() { 12 } else { month.parse().ok()? };
    Date::from_ymd(year.parse().ok()?, month, 1)?.add_months(1)?.add_days(-1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_of_a_list_is_read_from_what_stands_above_its_header() {
        for (rows, day) in [
            (&["贷款明细表", "截止日期：2020年12月31日|单位：万元"][..], Some("2020-12-31")),
            (&["截至 2020-12-31"], Some("2020-12-31")),
            (&["截至日期||2020/12/31"], Some("2020-12-31")),
            (&["数据日期：20201231"], Some("2020-12-31")),
            (&["知识产权质押贷款余额表（2020年12月31日）"], Some("2020-12-31")),
            (&["2020年12月31日贷款余额明细"], Some("2020-12-31")),
            (&["2020年11月末贷款清单"], Some("2020-11-30")),
            (&["2019年末贷款台账"], Some("2019-12-31")),
            (&["Loans as of 2020-12-31"], Some("2020-12-31")),
            // The word tells more than the title.
            (&["2021年1月5日贷款清单", "截至2020年12月31日"], Some("2020-12-31")),
            (&["贷款清单", "制表日期：2021-01-05"], None),
            (&["2021年1月5日打印的贷款清单"], None),
            (&["2020年贷款台账"], None),
            (&["截止日期"], None),
        ] {
            let cells = |row: &&str| row.split('|').map(str::to_owned).collect();
            let rows: Vec<Vec<String>> = rows.iter().map(cells).collect();
            let read = stated_day(&rows).map(|day| day.to_string());
            assert_eq!(read.as_deref(), day, "{rows:?}");
        }
    }
}
