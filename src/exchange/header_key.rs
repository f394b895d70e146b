//! Headers compared: folded to what matters in them, the unit of money set apart.

use super::row::is_space;
use crate::domain::values::Unit;

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

/// Returns what the words in a header's brackets say of the unit: 含利息,万元.
fn said_in(words: &str) -> HeaderUnit {
    if let Some(unit) = words.split(SEPARATORS).find_map(unit_named) {
        return HeaderUnit::Unit(unit);
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
}

impl Folded {
    pub fn new(header: &str) -> Self {
        let (mut full, mut bare, mut inside) = (String::new(), String::new(), String::new());
        let (mut depth, mut unit) = (0_u32, HeaderUnit::Nothing);
        for c in plain(header).chars().chain([')']) {
            match c {
                '(' | '[' => depth += 1,
                ')' | ']' => {
                    depth = depth.saturating_sub(1);
                    unit = unit.or(said_in(&inside));
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
        Self { full, bare, amount, unit: unit.or(said) }
    }
}

/// Returns the unit that a line above the table states for all of it: 单位：万元, or a title's （万元）.
pub(super) fn unit_for_all(title: &str) -> Option<Unit> {
    let spaced: String = title.chars().map(|c| if is_space(c) { ' ' } else { narrow(c) }).collect();
    let squeezed = plain(title);
    let after_word = |text: &str, pieces: usize| {
        text.split("单位").skip(1).find_map(|rest| {
            let rest =
                rest.trim_start_matches([':', ' ', '均', '都', '统', '一', '为', '是', '系']);
            let ends = |c: char| matches!(c, ' ' | '\u{3002}') || SEPARATORS.contains(&c);
            rest.split(ends).take(pieces).find_map(unit_named)
        })
    };
    let bracketed = || {
        let mut brackets = squeezed.split('(').skip(1).filter_map(|rest| rest.split_once(')'));
        brackets.find_map(|(inside, _)| unit_named(inside).filter(|_| inside.ends_with('元')))
    };
    // 金额以万元计, 以万元为单位, 金额均为万元
    let in_a_sentence = || {
        let mut after = ["以", "均为", "皆为"].into_iter().flat_map(|word| {
            squeezed.match_indices(word).map(|(at, word)| &squeezed[at + word.len()..])
        });
        after.find_map(|rest| {
            let units = ["百万元", "千元", "万元", "亿元", "元"];
            let said = units.into_iter().find(|unit| rest.starts_with(unit))?;
            let tail = &rest[said.len()..];
            let ends = ["", "为单位", "计", "列示", "填报", "填列", "\u{3002}", ",", ";", "."];
            let fits =
                |end: &&str| if end.is_empty() { tail.is_empty() } else { tail.starts_with(*end) };
            ends.iter().any(fits).then(|| unit_named(said))?
        })
    };
    // 单位：万　元 is one word to who drops the blanks, 单位：万元　2024年 to who keeps them.
    after_word(&squeezed, usize::MAX)
        .or_else(|| after_word(&spaced, 1))
        .or_else(bracketed)
        .or_else(in_a_sentence)
}

/// Returns whether a text is a unit and nothing else, as under a header: （万元）, 单位：元.
pub(super) fn is_unit(text: &str) -> bool {
    let folded = Folded::new(text);
    let alone = folded.bare.is_empty() && folded.unit.unit().is_some();
    alone
        || text.contains('元')
            && folded.full.split(SEPARATORS).all(|word| unit_named(word).is_some())
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
    text.trim_matches(['*', ':', '.', '★', '※']).to_owned()
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
        check_unit("Amount (USD)", HeaderUnit::Strange);
        check_unit("Amount (RMB'000)", HeaderUnit::Strange);
    }

    #[test]
    fn a_title_may_state_the_unit_for_all() {
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
    }
}
