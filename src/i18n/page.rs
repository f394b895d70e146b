//! What a page says around the figures: labels of its parts, and of a chart for who cannot see it.

use super::Lang;

crate::texts! {
    /// The figures a reader sees first.
    headlines { zh: "主要数据", en: "Key figures" }
    yuan { zh: "元", en: "yuan" }
    contents { zh: "目录", en: "Contents" }
    notes { zh: "说明", en: "Notes" }
    seal { zh: "出具与核验", en: "Issue and verification" }
    times { zh: "时点", en: "Dates" }
    anchor { zh: "锚点", en: "Anchor" }
    verification { zh: "核验", en: "Verification" }
    verify_page { zh: "ipledger verify --against 本文件：账本自出具以来只增未改，则核对无误。", en: "ipledger verify --against THIS-FILE succeeds if the ledger has only been added to since." }
    figure_no(n) { zh: "图 {n}", en: "Figure {n}" }
    table_no(n) { zh: "表 {n}", en: "Table {n}" }
    unit_of(unit) { zh: "单位：{unit}", en: "Unit: {unit}" }
    no_rows { zh: "没有记录。", en: "Nothing is recorded." }
    nothing_drawn { zh: "没有可以绘制的数据。", en: "There are no figures to draw." }
    done(share) { zh: "完成 {share}", en: "{share} achieved" }
    pace(share) { zh: "时序进度 {share}", en: "{share} on schedule" }
    pace_ahead(points) { zh: "超前 {points} 个百分点", en: "{points} {point_word} ahead", point_word: points "point" | "points" }
    pace_behind(points) { zh: "落后 {points} 个百分点", en: "{points} {point_word} behind", point_word: points "point" | "points" }
    pace_kept { zh: "与时序进度持平", en: "on schedule" }
    /// A mark of a chart under the pointer.
    mark(category, series, value, unit) { zh: "{category}，{series}：{value} {unit}", en: "{category}, {series}: {value} {unit}" }
}

/// The language as documents name it.
pub fn html_lang(lang: Lang) -> &'static str {
    lang.pick("zh-CN", "en")
}

/// The unit of an axis of money, and by which power of ten yuan are divided for it: large amounts are
/// drawn in 万元, in English in millions, unless the chart asks for 万元 itself.
pub fn money_scale(lang: Lang, asked: &str, is_large: bool) -> (&str, u32) {
    match asked {
        "万元" | "10,000 yuan" => (asked, 4),
        "亿元" => (asked, 8),
        "million yuan" => (asked, 6),
        _ if is_large => lang.pick(("万元", 4), ("million yuan", 6)),
        _ => (asked, 0),
    }
}
