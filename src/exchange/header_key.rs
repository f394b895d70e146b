//! Headers compared: folded to what matters in them, the unit of money set apart.

use super::row::is_space;
use crate::domain::values::Unit;
use crate::domain::values::text::compact;

/// Returns a header without what offices vary in it: width and case of letters, blanks and line breaks,
/// brackets with all in them, a unit's `/万元`, marks of duty (`*`), colons and stops at either end, `_`, `-`.
pub fn fold_header(header: &str) -> String {
    Folded::new(header).bare
}

/// Returns the unit that a word names: 万元, 人民币万元, million yuan.
pub(super) fn unit_named(word: &str) -> Option<Unit> {
    let bare = without_currency(word);
    let is_money = bare.len() < word.len();
    match bare.as_str() {
        "元" | "圆" => Some(Unit::Yuan),
        "千元" => Some(Unit::ThousandYuan),
        "万元" | "万" => Some(Unit::WanYuan),
        "百万元" => Some(Unit::MillionYuan),
        "亿元" | "亿" => Some(Unit::YiYuan),
        "" if word.ends_with("yuan") => Some(Unit::Yuan),
        "thousand" | "1000" if is_money => Some(Unit::ThousandYuan),
        "10k" | "10000" | "10thousand" | "tenthousand" if is_money => Some(Unit::WanYuan),
        "million" if is_money => Some(Unit::MillionYuan),
        _ => None,
    }
}

/// Returns the unit a cell states by itself, brackets or not: 万元（人民币）; a currency alone states none.
pub(super) fn unit_of_cell(text: &str) -> Option<Unit> {
    unit_named(&without_brackets(text))
}

/// Whether a cell names our own money, with its unit or without.
pub(super) fn is_own_money(text: &str) -> bool {
    let word = without_brackets(text);
    unit_named(&word).is_some() || matches!(&*word, "人民币" | "cny" | "rmb" | "¥" | "￥")
}

fn without_brackets(text: &str) -> String {
    compact(text).to_lowercase().replace(['(', ')'], "")
}

/// Returns what the words in a header's brackets say of the unit: 含利息,万元.
fn said_in(words: &str) -> HeaderUnit {
    let mut units = words.split(SEPARATORS).filter_map(unit_named);
    if let Some(unit) = units.next() {
        // 元、万元 says neither.
        let is_one = units.all(|other| other == unit);
        return if is_one { HeaderUnit::Unit(unit) } else { HeaderUnit::Strange };
    }
    let left = without_currency(words);
    let counted = left.len() < words.len() && left.contains(|c: char| c.is_ascii_digit());
    match counted || OTHER_MONEY.iter().any(|money| left.contains(money)) {
        true => HeaderUnit::Strange,
        false => HeaderUnit::Nothing,
    }
}

/// What a header says of its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeaderUnit {
    Nothing,
    Unit(Unit),
    /// Money that is none of our units: 万美元, 十万元.
    Strange,
}

impl HeaderUnit {
    fn or(self, other: HeaderUnit) -> HeaderUnit {
        if self == HeaderUnit::Nothing { other } else { self }
    }

    pub fn unit(self) -> Option<Unit> {
        match self {
            HeaderUnit::Unit(unit) => Some(unit),
            HeaderUnit::Nothing | HeaderUnit::Strange => None,
        }
    }
}

const SEPARATORS: [char; 10] = [',', '、', ';', '/', ':', '|', '(', ')', '[', ']'];
/// What shows that words speak of money, once the names of ours are dropped.
const OTHER_MONEY: [&str; 8] = ["元", "币", "usd", "eur", "hkd", "jpy", "$", "€"];

/// Drops the currency, and the word for unit, from a word.
fn without_currency(word: &str) -> String {
    let words = ["人民币", "单位", "rmb", "cny", "yuan", "¥", "￥"];
    words.iter().fold(word.to_owned(), |word, drop| word.replace(drop, ""))
}

/// A header in the forms it is compared in.
pub(super) struct Folded {
    /// Brackets dropped, what is in them kept: 公开（公告）号 is 公开公告号.
    pub full: String,
    /// Brackets and what is in them dropped: 贷款金额（万元） is 贷款金额.
    pub bare: String,
    /// The bare form without the unit at its end: 贷款金额/万元 is 贷款金额.
    pub amount: Option<String>,
    /// The unit of money in brackets or at the end.
    pub unit: HeaderUnit,
    /// What brackets say of a rate: that it is of a month or a day, or no percent.
    pub other_rate: bool,
}

impl Folded {
    pub fn new(header: &str) -> Self {
        let (mut full, mut bare, mut inside) = (String::new(), String::new(), String::new());
        let (mut depth, mut unit, mut other_rate) = (0_u32, HeaderUnit::Nothing, false);
        for c in plain(header).chars().chain([')']) {
            match c {
                '(' | '[' => depth += 1,
                ')' | ']' => {
                    depth = depth.saturating_sub(1);
                    unit = unit.or(said_in(&inside));
                    other_rate |= is_other_rate(&inside);
                    inside.clear();
                }
                _ => {
                    full.push(c);
                    if depth == 0 { bare.push(c) } else { inside.push(c) }
                }
            }
        }
        let (full, bare) = (without_ends(&full), without_ends(&bare));
        let (amount, said) = match unit_at_end(&bare) {
            Some((amount, said)) => (Some(amount), HeaderUnit::Unit(said)),
            None => (None, HeaderUnit::Nothing),
        };
        Self { full, bare, amount, unit: unit.or(said), other_rate }
    }
}

/// Returns whether words in a header's brackets say that a rate is none of a year in percent: ‰, 月, 日息, BP.
fn is_other_rate(words: &str) -> bool {
    const PERIODS: [&str; 12] = [
        "月",
        "月利率",
        "月息",
        "月化",
        "月%",
        "日",
        "日利率",
        "日息",
        "季",
        "季利率",
        "季%",
        "日%",
    ];
    words.contains(['‰', '‱'])
        || words.contains("万分")
        || words.contains("千分")
        || words.contains("bp")
        || words.split(SEPARATORS).any(|word| PERIODS.contains(&word))
}

/// Returns the units that a line above or below the table states for all of it, each once: 单位：万元, a title's （万元）,
/// 金额以万元计. Two of them (单位：元/万元) leave open which is meant.
pub(super) fn units_for_all(title: &str) -> Vec<Unit> {
    let spaced: String = title.chars().map(|c| if is_space(c) { ' ' } else { narrow(c) }).collect();
    let squeezed = plain(title);
    let mut units = Vec::new();
    // 单位：万　元 is one word to who drops the blanks, 单位：万元　2024年 to who keeps them.
    for unit in after_word(&squeezed, usize::MAX)
        .into_iter()
        .chain(after_word(&spaced, 1))
        .chain(standing_alone(&squeezed))
        .chain(standing_alone(&spaced.to_lowercase()))
        .chain(in_english(&spaced.to_lowercase()))
    {
        if !units.contains(&unit) {
            units.push(unit);
        }
    }
    units
}

/// The units that follow the word for them: 单位：万元、件.
fn after_word(text: &str, pieces: usize) -> Vec<Unit> {
    let ends = |c: char| matches!(c, ' ' | '\u{3002}') || SEPARATORS.contains(&c);
    let of = |rest: &str| {
        let rest = rest.trim_start_matches([':', ' ', '均', '都', '统', '一', '为', '是', '系']);
        rest.split(ends).take(pieces).filter_map(unit_named).collect::<Vec<_>>()
    };
    text.split("单位").skip(1).flat_map(of).collect()
}

/// Units that stand as words of their own where a table says in what it counts, behind a bracket, a colon or a word
/// (质押清单（2024年，万元）, 金额：万元, 以万元计): no figure before them, nothing but an end behind.
fn standing_alone(text: &str) -> Vec<Unit> {
    const UNITS: [&str; 5] = ["百万元", "千元", "万元", "亿元", "元"];
    const BEFORE: [char; 7] = ['(', ',', '、', ':', '为', '以', '按'];
    const BEHIND: [&str; 15] = [
        " ",
        ")",
        "]",
        ",",
        "、",
        ";",
        ".",
        "/",
        "\u{3002}",
        "为单位",
        "计",
        "列示",
        "填报",
        "填列",
        "填写",
    ];
    // 百万元 holds 万元 holds 元.
    let longest =
        |at: &usize| !["万", "千", "亿", "百"].iter().any(|more| text[..*at].ends_with(more));
    let mut all: Vec<(usize, &str)> = UNITS
        .into_iter()
        .flat_map(|unit| text.match_indices(unit))
        .filter(|(at, _)| longest(at))
        .collect();
    all.sort_unstable();
    let mut found: Vec<(usize, Unit)> = Vec::new();
    for (at, unit) in all {
        let end = at + unit.len();
        let before = text[..at].trim_end_matches("人民币").trim_end_matches("rmb");
        let behind = text[end..].strip_prefix("人民币").unwrap_or(&text[end..]);
        // In a list of units the first one opens it: 元/万元.
        let goes_on = found.last().is_some_and(|(last, _)| last + 1 == at);
        let opens = before.ends_with(BEFORE) || before.ends_with('/') && goes_on;
        let closes = behind.is_empty() || BEHIND.iter().any(|close| behind.starts_with(close));
        if opens
            && closes
            && let Some(named) = unit_named(unit)
        {
            found.push((end, named));
        }
    }
    found.into_iter().map(|(_, unit)| unit).collect()
}

/// Unit: 10,000 yuan; unit: RMB million.
fn in_english(text: &str) -> Option<Unit> {
    let (_, rest) = text.split_once("unit:").or_else(|| text.split_once("units:"))?;
    let rest = rest.split([';', '(', ')', '.']).next()?;
    unit_named(&rest.chars().filter(|c| !is_space(*c) && *c != ',').collect::<String>())
}

/// Returns whether a line states a unit for all of the table.
pub(super) fn states_unit(title: &str) -> bool {
    !units_for_all(title).is_empty()
}

/// Returns whether a text is a unit and nothing else, as under a header: （万元）, 单位：元.
pub(super) fn is_unit(text: &str) -> bool {
    let folded = Folded::new(text);
    let alone = folded.bare.is_empty() && folded.unit.unit().is_some();
    alone
        || text.contains('元')
            && folded.full.split(SEPARATORS).all(|word| unit_named(word).is_some())
}

/// Returns the name of a group of columns without what only says that it is one: 申请人信息 over 名称 and 地址 is 申请人.
pub(super) fn without_group_word(group: &str) -> &str {
    const WORDS: [&str; 6] = ["基本信息", "基本情况", "信息", "情况", "资料", "概况"];
    let group = group.trim_matches(is_space);
    WORDS.iter().find_map(|word| group.strip_suffix(word)).unwrap_or(group)
}

/// Drops blanks, `_` and `-`; makes letters narrow and small.
fn plain(text: &str) -> String {
    let kept = text.chars().filter(|c| !is_space(*c)).map(narrow);
    kept.filter(|c| !matches!(c, '_' | '-')).flat_map(char::to_lowercase).collect()
}

/// Returns the narrow form of a full-width character, and round or square brackets for the ornate ones.
pub(super) fn narrow(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '【' | '〔' | '［' => '[',
        '】' | '〕' | '］' => ']',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

fn without_ends(text: &str) -> String {
    let is_mark = |c: char| matches!(c, '*' | ':' | '.' | '★' | '※' | '%' | '①'..='⑳');
    text.trim_matches(is_mark).to_owned()
}

/// Splits 金额万元, 金额/万元 or 金额:万元 into the amount's name and its unit.
fn unit_at_end(bare: &str) -> Option<(String, Unit)> {
    ["百万元", "千元", "万元", "亿元", "元"].into_iter().find_map(|said| {
        let name = bare.strip_suffix(said)?.trim_end_matches("人民币");
        let name = without_ends(name.trim_end_matches(['/', ':', ',']));
        (!name.is_empty()).then_some((name, unit_named(said)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(header: &str, bare: &str, amount: Option<&str>, unit: Option<Unit>) {
        let folded = Folded::new(header);
        assert_eq!(
            (folded.bare.as_str(), folded.amount.as_deref(), folded.unit.unit()),
            (bare, amount, unit),
            "{header}"
        );
    }

    #[test]
    fn headers_are_folded_to_what_matters() {
        check(" 申 请\n号 ", "申请号", None, None);
        check("*申请号：", "申请号", None, None);
        check("Ａｐｐｌｉｃａｔｉｏｎ No.", "applicationno", None, None);
        check("application_no", "applicationno", None, None);
        check("贷款金额（万元）", "贷款金额", None, Some(Unit::WanYuan));
        check("贷款金额(单位：元)", "贷款金额", None, Some(Unit::Yuan));
        check("金额（人民币亿元", "金额", None, Some(Unit::YiYuan));
        check("担保金额/百万元", "担保金额/百万元", Some("担保金额"), Some(Unit::MillionYuan));
        check("利率（%）", "利率", None, None);
        check("利率％", "利率", None, None);
        check("专利号①", "专利号", None, None);
        check("", "", None, None);
        assert_eq!(Folded::new("公开（公告）号").full, "公开公告号");
    }

    fn check_unit(header: &str, said: HeaderUnit) {
        assert_eq!(Folded::new(header).unit, said, "{header}");
    }

    #[test]
    fn a_unit_is_found_among_other_words() {
        check_unit("贷款金额（人民币，万元）", HeaderUnit::Unit(Unit::WanYuan));
        check_unit("贷款金额（万元人民币）", HeaderUnit::Unit(Unit::WanYuan));
        check_unit("贷款金额（含展期、单位：元）", HeaderUnit::Unit(Unit::Yuan));
        check_unit("贷款金额（人民币）（万元）", HeaderUnit::Unit(Unit::WanYuan));
        check_unit("贷款金额人民币万元", HeaderUnit::Unit(Unit::WanYuan));
        check_unit("Amount (RMB million)", HeaderUnit::Unit(Unit::MillionYuan));
        check_unit("Amount (10k yuan)", HeaderUnit::Unit(Unit::WanYuan));
        check_unit("Amount (yuan)", HeaderUnit::Unit(Unit::Yuan));
        check_unit("贷款金额（本金）", HeaderUnit::Nothing);
        check_unit("贷款金额（万美元）", HeaderUnit::Strange);
        check_unit("贷款金额（十万元）", HeaderUnit::Strange);
        check_unit("贷款金额（元、万元）", HeaderUnit::Strange);
        for (header, other) in [
            ("利率（‰）", true),
            ("贷款利率（月）", true),
            ("利率（月息、‰）", true),
            ("利率（BP）", true),
            ("利率（年）", false),
            ("执行利率（年化%）", false),
            ("利率（%，按月付息）", false),
        ] {
            assert_eq!(Folded::new(header).other_rate, other, "{header}");
        }
        check_unit("Amount (USD)", HeaderUnit::Strange);
        check_unit("Amount (RMB'000)", HeaderUnit::Strange);
    }

    #[test]
    fn a_title_may_state_the_unit_for_all() {
        let unit_for_all = |title: &str| match units_for_all(title)[..] {
            [] => None,
            [unit] => Some(unit),
            _ => panic!("several units: {title}"),
        };
        assert_eq!(unit_for_all("单位：万元"), Some(Unit::WanYuan));
        assert_eq!(unit_for_all("2016年度  （单位：千元、%）"), Some(Unit::ThousandYuan));
        assert_eq!(unit_for_all("填报单位：静安区知识产权局"), None);
        assert_eq!(unit_for_all("填报单位：静安区知识产权局  单位：万元"), Some(Unit::WanYuan));
        assert_eq!(unit_for_all("单位 : 万 元"), Some(Unit::WanYuan));
        assert_eq!(unit_for_all("单位：万元（人民币）"), Some(Unit::WanYuan));
        assert_eq!(unit_for_all("金额单位：人民币万元  截止日期：2016-12-31"), Some(Unit::WanYuan));
        assert_eq!(unit_for_all("单位：件、万元"), Some(Unit::WanYuan));
        assert_eq!(unit_for_all("静安区质押融资明细表（万元）"), Some(Unit::WanYuan));
        assert_eq!(unit_for_all("2016年共贷款 500 万元（300万元为新增）"), None);
        assert_eq!(unit_for_all("填报单位：元件厂"), None);
        assert_eq!(unit_for_all("注：金额单位为万元"), Some(Unit::WanYuan));
        assert_eq!(unit_for_all("说明：以上金额均以万元计。"), Some(Unit::WanYuan));
        assert_eq!(unit_for_all("备注：本表以千元为单位"), Some(Unit::ThousandYuan));
        assert_eq!(unit_for_all("单位： 万元"), Some(Unit::WanYuan));
        assert_eq!(unit_for_all("以元件为主"), None);
        for title in [
            "质押清单（2020年度，万元）",
            "表一 质押清单 金额：万元",
            "注：1.质押金额为万元。",
            "*金额：万元",
            "注：质押金额以人民币万元为单位填写",
            "金额：万元    制表人：张三",
            "Unit: 10,000 yuan",
            "Unit: RMB 10,000",
            "单位：人民币/万元",
        ] {
            assert_eq!(unit_for_all(title), Some(Unit::WanYuan), "{title}");
        }
        for title in ["合计：350万元（2笔）", "注：超过500万元的除外", "其中：元宝科技有限公司"]
        {
            assert_eq!(unit_for_all(title), None, "{title}");
        }
        for title in ["单位：元/万元", "（元、万元）", "金额单位：万元、元"] {
            assert_eq!(units_for_all(title).len(), 2, "{title}");
        }
    }
}
