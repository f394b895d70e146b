//! Headers compared: folded to what matters in them, the unit of money set apart.

use super::row::is_space;

/// Returns a header without what offices vary in it: width and case of letters, blanks and line breaks,
/// brackets with all in them, a unit's `/万元`, marks of duty (`*`), colons and stops at either end, `_`, `-`.
pub fn fold_header(header: &str) -> String {
    Folded::new(header).bare
}

/// The unit of money (金额单位) that a header states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// 元
    Yuan,
    /// 千元
    ThousandYuan,
    /// 万元
    WanYuan,
    /// 百万元
    MillionYuan,
    /// 亿元
    YiYuan,
}

impl Unit {
    /// Returns how many yuan one of these is.
    pub fn yuan(self) -> u32 {
        match self {
            Unit::Yuan => 1,
            Unit::ThousandYuan => 1_000,
            Unit::WanYuan => 10_000,
            Unit::MillionYuan => 1_000_000,
            Unit::YiYuan => 100_000_000,
        }
    }

    /// Returns the unit that folded text names.
    fn named(folded: &str) -> Option<Unit> {
        let folded = folded.strip_prefix("单位").unwrap_or(folded).trim_start_matches(':');
        match folded.strip_prefix("人民币").unwrap_or(folded) {
            "元" | "圆" | "rmb" | "cny" | "yuan" => Some(Unit::Yuan),
            "千元" => Some(Unit::ThousandYuan),
            "万元" | "万" => Some(Unit::WanYuan),
            "百万元" => Some(Unit::MillionYuan),
            "亿元" | "亿" => Some(Unit::YiYuan),
            _ => None,
        }
    }
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
    pub unit: Option<Unit>,
}

impl Folded {
    pub fn new(header: &str) -> Self {
        let (mut full, mut bare, mut inside) = (String::new(), String::new(), String::new());
        let (mut depth, mut unit) = (0_u32, None);
        for c in plain(header).chars().chain([')']) {
            match c {
                '(' | '[' => depth += 1,
                ')' | ']' => {
                    depth = depth.saturating_sub(1);
                    unit = unit.or(Unit::named(&inside));
                    inside.clear();
                }
                _ => {
                    full.push(c);
                    if depth == 0 { bare.push(c) } else { inside.push(c) }
                }
            }
        }
        let (full, bare) = (without_ends(&full), without_ends(&bare));
        let at_end = unit_at_end(&bare);
        let (amount, said) =
            at_end.map_or((None, None), |(amount, said)| (Some(amount), Some(said)));
        Self { full, bare, amount, unit: unit.or(said) }
    }
}

/// Returns the unit that a line above the table states for all of it: 单位：万元.
pub(super) fn unit_for_all(title: &str) -> Option<Unit> {
    let title = plain(title);
    let title = title.trim_matches(['(', ')', '[', ']']);
    let (_, said) = title.rsplit_once("单位:")?;
    said.split(['、', ',', ';', '/']).find_map(Unit::named)
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
        let name = without_ends(bare.strip_suffix(said)?.trim_end_matches(['/', ':', ',']));
        (!name.is_empty()).then_some((name, Unit::named(said)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(header: &str, bare: &str, amount: Option<&str>, unit: Option<Unit>) {
        let folded = Folded::new(header);
        assert_eq!(
            (folded.bare.as_str(), folded.amount.as_deref(), folded.unit),
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

    #[test]
    fn a_title_may_state_the_unit_for_all() {
        assert_eq!(unit_for_all("单位：万元"), Some(Unit::WanYuan));
        assert_eq!(unit_for_all("2016年度  （单位：千元、%）"), Some(Unit::ThousandYuan));
        assert_eq!(unit_for_all("填报单位：静安区知识产权局"), None);
    }
}
