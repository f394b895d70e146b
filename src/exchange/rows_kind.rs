//! Which rows below the header are no data: blank ones, repeated headers, totals, notes.

use super::header::{FieldSpec, numbers_columns};
use super::header_key::{narrow, states_unit};
use super::reading::SheetReading;
use super::row::{Cell, Row, is_space};
use super::shape::is_firm;
use super::totals::{chinese_number, stated_count};
use crate::domain::values::Date;

/// What a row below the header is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    Data,
    Blank,
    /// The header once more, as at the top of every printed page, or the numbers of its columns (栏次).
    RepeatedHeader,
    /// 合计, 总计, 小计
    Totals,
    /// 注, 说明, 制表人
    Note,
}

impl RowKind {
    /// Returns the stable code, such as `repeated-header`.
    pub fn code(self) -> &'static str {
        match self {
            RowKind::Data => "data",
            RowKind::Blank => "blank",
            RowKind::RepeatedHeader => "repeated-header",
            RowKind::Totals => "totals",
            RowKind::Note => "note",
        }
    }
}

const TOTALS: [&str; 18] = [
    "合计",
    "加总",
    "总金额",
    "总计",
    "小计",
    "共计",
    "累计",
    "汇总",
    "总额",
    "总数",
    "总和",
    "合共",
    "本页合计",
    "本页小计",
    "total",
    "subtotal",
    "grandtotal",
    "sum",
];
/// What may follow right upon a totals word; any other letter makes it some other word.
const TOTALS_OF: [&str; 9] = ["金额", "数", "件", "笔", "家", "项", "户", "共", "行"];
/// What registrations, patents, firms and loans are counted in.
const COUNTERS: [char; 7] = ['件', '项', '笔', '家', '户', '个', '条'];
const NOTES: [&str; 14] = [
    "注",
    "说明",
    "备注",
    "附注",
    "制表",
    "填表",
    "填报",
    "审核",
    "复核",
    "单位",
    "统计",
    "数据来源",
    "金额单位",
    "note",
];

/// Returns whether a cell says that what stands above it holds for it too.
#[inline]
pub(super) fn is_ditto(text: &str) -> bool {
    const MARKS: [&str; 9] = ["同上", "同前", "同上行", "〃", "″", "\"", "”", "“", "ditto"];
    const LONGEST: usize = "同上行".len() + 4;
    text.len() <= LONGEST && MARKS.contains(&text.trim_matches(is_space))
}

/// Tells what a row below the header is. `key_columns` are the file's columns that identify what the row is
/// about, such as the application number's.
///
/// In doubt a row is data, to be refused with a reason rather than passed over: whatever has a digit in a key
/// column is data, unless it is a count or the words that make a total or a note stand in that very cell (合计12件,
/// 注：截至2024年12月31日). So is a lone cell that looks like a value of its column.
pub fn classify(
    row: &Row,
    reading: &SheetReading,
    specs: &[FieldSpec],
    key_columns: &[usize],
) -> RowKind {
    let blank = |column: &usize| row.own(*column).is_blank();
    let Some(first) = (0..row.len()).find(|column| !blank(column)) else {
        return RowKind::Blank;
    };
    let text = row.own(first).text();
    // 栏次 stands right below the header.
    let numbers_its_columns = || row.number < reading.last_header_row() + 4 && numbers_columns(row);
    // Nearly every row of a long file ends here: it begins with its number, as the header does not.
    if key_columns.contains(&first)
        && text.is_some_and(|text| begins_with_digit(text) && text.is_ascii())
        && !reading.columns[first].lines.iter().any(|line| begins_with_digit(line))
        && !numbers_its_columns()
    {
        return RowKind::Data;
    }
    if reading.repeated_by(row) || numbers_its_columns() {
        return RowKind::RepeatedHeader;
    }
    if key_columns.iter().any(|column| *column != first && identifies(&row.own(*column))) {
        return RowKind::Data;
    }
    // Where the columns stand in another order, the word stands behind figures.
    let is_labelled = || {
        let is_label = |column: &usize| row.own(*column).text().is_some_and(is_totals_label);
        let says_nothing =
            |key: &usize| blank(key) || is_label(key) || row.own(*key).text().is_some_and(is_count);
        key_columns.iter().all(says_nothing) && (first + 1..row.len()).any(|at| is_label(&at))
    };
    if !key_columns.contains(&first) && is_labelled() {
        return RowKind::Totals;
    }
    let Some(text) = text else { return RowKind::Data };
    let lone = (first + 1..row.len()).all(|column| blank(&column));
    let is_value = || {
        let field = reading.columns.get(first).and_then(|column| column.field());
        field.is_some_and(|field| specs[field].shape.is_of_a_record(row.own(first)))
    };
    if is_totals_label(text) {
        RowKind::Totals
    } else if begins_note(text)
        || lone && !key_columns.contains(&first) && !is_value()
        || lone && is_remark(text)
    {
        RowKind::Note
    } else {
        RowKind::Data
    }
}

fn begins_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// Returns whether a key's cell may name what the row is about: it has a digit, and is no count such as 共12件.
fn identifies(cell: &Cell<'_>) -> bool {
    match cell {
        Cell::Number(_) | Cell::Serial(_) => true,
        Cell::Text(text) => {
            let has_digit = text.chars().any(|c| narrow(c).is_ascii_digit());
            has_digit && !is_count(text) && !is_labelled(text)
        }
        Cell::Empty | Cell::Bool(_) | Cell::Error(_) | Cell::Uncomputed => false,
    }
}

/// Returns whether a text is a count and nothing else: 12件, 共 1,234 项, 发明3件, 叁笔.
fn is_count(text: &str) -> bool {
    const LONGEST_NAME: usize = 4;
    let folded: String = text.chars().filter(|c| !is_space(*c) && *c != ',').map(narrow).collect();
    let Some(said) = folded.strip_suffix(COUNTERS) else { return false };
    let bare = said.trim_start_matches('共');
    let figures = bare.trim_start_matches(|c: char| !c.is_ascii_digit());
    let name = &bare[..bare.len() - figures.len()];
    let is_figure = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    (is_figure(figures) && !figures.is_empty() && name.chars().count() <= LONGEST_NAME && {
        name.chars().all(|c| !c.is_ascii() && c != '第')
    }) || bare.is_empty()
        || chinese_number(bare).is_some()
}

/// Returns whether the text is a totals word, alone or with figures, a colon or what is counted behind it:
/// 合 计, 合计：, 合计12件, 合计（万元）, but not 小计量仪器厂.
pub(super) fn begins_totals(text: &str) -> bool {
    begins_with(text, &TOTALS, |rest| {
        rest.chars().next().is_none_or(|c| !c.is_alphabetic())
            || TOTALS_OF.iter().any(|of| rest.starts_with(of))
    })
}

/// Returns whether a cell labels its row as a total, of everything or of a part.
pub(super) fn is_totals_label(text: &str) -> bool {
    begins_totals(text) || ends_totals(text)
}

/// Returns whether the text names the part that is totalled: 科技二部小计, 2024年合计（12笔）, 一、某某支行小计：.
fn ends_totals(text: &str) -> bool {
    const LONGEST: usize = 20;
    // 汇总 is what spreadsheets write at the end of a group.
    const WORDS: [&str; 7] = ["合计", "小计", "总计", "共计", "累计", "合计数", "汇总"];
    let folded: String = text.chars().filter(|c| !is_space(*c)).map(narrow).collect();
    let folded = without_end(&folded);
    folded.chars().count() <= LONGEST && WORDS.iter().any(|word| folded.ends_with(word))
}

/// Drops a colon, and what stands in brackets at the end: 2024年小计(12笔):.
pub(super) fn without_end(folded: &str) -> &str {
    let bare = folded.trim_end_matches(':');
    match bare.strip_suffix(')') {
        Some(inside) => inside.rsplit_once('(').map_or(inside, |(before, _)| before),
        None => bare,
    }
}

/// Returns whether the text is a note's word, alone or with a colon to come, since it might be a name, as
/// 统计软件公司 is: 注1：, 统计日期：2024-12-31.
fn begins_note(text: &str) -> bool {
    begins_with(text, &NOTES, |rest| rest.is_empty() || rest.contains(':'))
}

/// Returns whether a text alone in its row is a remark rather than a number or a name, also in a column of keys:
/// 以上金额均以万元计。, 单位负责人：王五, 一、发明专利, 第1页 共3页, 共 12 笔, 2021年1月5日, （以下空白）.
fn is_remark(text: &str) -> bool {
    let folded: String = text.chars().filter(|c| !is_space(*c)).map(narrow).collect();
    let is_day = folded.contains('年') && Date::read(&folded).is_ok();
    folded.ends_with('\u{3002}')
        || states_unit(text)
        || is_day
        || is_labelled(text)
        || is_heading(&folded)
        || folded.starts_with(|c: char| matches!(c, '①'..='⑳'))
        || counts_pages(&folded)
        || is_count(&folded)
        || stated_count(&folded, true).is_some()
        || ["以下空白", "以下无正文", "以下无数据"].iter().any(|words| folded.contains(words))
}

/// Returns whether a text names what follows its colon: 制表人：张三. A number is never written so.
fn is_labelled(text: &str) -> bool {
    let label = text.split([':', '：']).next().filter(|label| label.len() < text.len());
    label.is_some_and(|label| !label.is_ascii() && !is_firm(label))
}

/// Returns whether a folded text is the heading of a group: 一、发明专利, (二)市北支行, 1、高新技术企业.
fn is_heading(folded: &str) -> bool {
    let numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let inner = folded.trim_start_matches('(').trim_start_matches(numeral);
    let counted = inner.len() < folded.trim_start_matches('(').len();
    let rest = inner.strip_prefix(['、', ')']).map(|rest| rest.trim_start_matches('、'));
    let is_words = |rest: &str| {
        rest.chars().next().is_some_and(|c| !c.is_ascii())
            && rest.chars().filter(char::is_ascii_digit).count() < 5
    };
    // A numbered name may be a record's: 1、上海某某有限公司.
    let is_name = folded.starts_with(|c: char| c.is_ascii_digit()) && rest.is_some_and(is_firm);
    counted && rest.is_some_and(is_words) && !is_name
}

/// Returns whether a folded text numbers a page: 第1页共3页.
fn counts_pages(folded: &str) -> bool {
    folded
        .split(['第', '共', ',', '/'])
        .filter(|part| !part.is_empty())
        .all(|part| part.strip_suffix('页').is_some_and(|number| number.parse::<u32>().is_ok()))
        && folded.contains('页')
}

/// Returns whether the text begins with one of the words and `suits` agrees to what follows. Blanks, width
/// and case make no difference.
fn begins_with(text: &str, words: &[&str], suits: impl Fn(&str) -> bool) -> bool {
    const ENOUGH: usize = 40;
    let folded = || text.chars().filter(|c| !is_space(*c)).map(narrow).flat_map(char::to_lowercase);
    if !folded().next().is_some_and(|first| words.iter().any(|word| word.starts_with(first))) {
        return false;
    }
    let opening: String = folded().take(ENOUGH).collect();
    words.iter().any(|word| opening.strip_prefix(word).is_some_and(&suits))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::reading::{Column, ColumnUse};
    use crate::exchange::shape::Shape;

    const fn spec(key: &'static str, shape: Shape) -> FieldSpec {
        FieldSpec { key, names: &[], required: false, sought: false, or: &[], shape }
    }

    const SPECS: [FieldSpec; 3] = [
        spec("application_no", Shape::ApplicationNo),
        spec("title", Shape::Title),
        spec("amount", Shape::Amount),
    ];

    fn reading(headers: &[&str]) -> SheetReading {
        let column = |(at, header): (usize, &&str)| Column {
            lines: vec![(*header).to_owned()],
            part: if *header == "序号" { ColumnUse::Unused } else { ColumnUse::Field(at) },
            ..Column::default()
        };
        let columns = headers.iter().enumerate().map(column).collect();
        SheetReading { header_rows: vec![1], columns, ..SheetReading::default() }
    }

    /// A header of 申请号 (the key), 名称, 金额; cells between bars, those of digits after `=` are numbers.
    fn check(line: &str, kind: RowKind) {
        let reading = reading(&["申请号", "名称", "金额"]);
        let mut row = Row::default();
        row.begin(2);
        for (i, text) in line.split('|').enumerate() {
            match text.strip_prefix('=').and_then(|number| number.parse().ok()) {
                Some(number) => row.set(i, Cell::Number(number)),
                None => row.set(i, Cell::Text(text)),
            }
        }
        assert_eq!(classify(&row, &reading, &SPECS, &[0]), kind, "{line}");
    }

    #[test]
    fn a_count_in_the_key_column_names_nothing() {
        let reading = reading(&["序号", "申请号"]);
        let kind = |first: &str, key: &str| {
            let mut row = Row::default();
            row.begin(2);
            row.set(0, Cell::Text(first));
            row.set(1, Cell::Text(key));
            classify(&row, &reading, &SPECS, &[1])
        };
        assert_eq!(kind("合 计", "2件"), RowKind::Totals);
        assert_eq!(kind("合计", "共 1,234 项"), RowKind::Totals);
        assert_eq!(kind("合计", "201610000001.9"), RowKind::Data);
        assert_eq!(kind("2", "2件"), RowKind::Data);
        assert_eq!(kind("小计", "发明2件"), RowKind::Totals);
        assert_eq!(kind("合计", "叁件"), RowKind::Totals);
    }

    #[test]
    fn rows_are_told_apart() {
        check("201610000001.9|甲|=3", RowKind::Data);
        check("=201610000001|合计|=3", RowKind::Data);
        check("|| \u{3000}", RowKind::Blank);
        check("", RowKind::Blank);
        check("申请号| 名称|金额", RowKind::RepeatedHeader);
        check("合计||=12", RowKind::Totals);
        check("合\u{3000}计：|12件|", RowKind::Totals);
        check("|本页小计|=12", RowKind::Totals);
        check("合计12件||", RowKind::Totals);
        check("Ｔｏｔａｌ||=1", RowKind::Totals);
        check("合计金额||=1", RowKind::Totals);
        check("汇总||=1", RowKind::Totals);
        check("总额：||=1", RowKind::Totals);
        check("总数据中心||=1", RowKind::Data);
        check("小计量仪器厂||=1", RowKind::Data);
        check("201610000001.9|合计|=1", RowKind::Data);
        check("=5|合计|=1", RowKind::Data);
        check("注：截至2016年12月31日||", RowKind::Note);
        check("制表人：张三||审核：李四", RowKind::Note);
        check("|以上为全部|", RowKind::Note);
        check("统计软件公司||", RowKind::Data);
        check("统计软件公司||=3", RowKind::Data);
        check("|甲|=3", RowKind::Data);
        check("abc||", RowKind::Data);
        check("||=12", RowKind::Data);
        check("科技二部小计||=12", RowKind::Totals);
        check("一、某某支行小计：||=12", RowKind::Totals);
        check("2016年小计（12笔）||=12", RowKind::Totals);
        check("2016年小计||=12", RowKind::Totals);
        check("上海某某有限公司 汇总||=12", RowKind::Totals);
        check("||300万元", RowKind::Data);
        check("一、发明专利||", RowKind::Note);
        check("（二）市北支行||", RowKind::Note);
        check("2021年1月5日||", RowKind::Note);
        check("第1页 共3页||", RowKind::Note);
        check("共 12 笔||", RowKind::Note);
        check("单位负责人：王五   填表人：赵六||", RowKind::Note);
        check("（以下空白）||", RowKind::Note);
        check("① 多件的以分号隔开||", RowKind::Note);
        check("1、上海某某有限公司||", RowKind::Data);
        check("2016-0001||", RowKind::Data);
        check("=1|=2|=3", RowKind::RepeatedHeader);
    }
}
