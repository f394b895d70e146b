//! What the values of a field look like, so that a column is known by what stands in it.
//!
//! A value that looks like its field's may still be wrong: it is refused where it is read, with a reason. Here only
//! the columns are told apart.

use super::header_key::{is_own_money, narrow};
use super::row::{Cell, is_space};
use crate::domain::numbers::{self, ApplicationNo, RegionCode};
use crate::domain::party::{PartyKind, Role, Size};
use crate::domain::patent::StatedStatus;
use crate::domain::values::{Date, Money, Percent, Unit, date, text};

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Words of any kind.
    Free,
    /// A Chinese application or patent number, or several.
    ApplicationNo,
    /// The number of a published document.
    PublicationNo,
    /// A unified social credit code (统一社会信用代码).
    CreditCode,
    /// A business number (工商注册号), or the credit code in its place.
    BusinessNo,
    /// The number of an international application or publication.
    PctNo,
    /// A number somebody else gave: of a loan note, a contract, a registration.
    Reference,
    Date,
    /// A day of every month: 21.
    DayOfMonth,
    /// The last day or the term of a debt or a loan: a day, two days, or a length.
    Term,
    Amount,
    Percent,
    /// The name of a firm or an institution, or several.
    Firm,
    /// A district, county or city.
    District,
    Address,
    Title,
    Status,
    /// Whether a pledge stands (质押状态).
    PledgeState,
    /// One word of a short list.
    Kind,
    Role,
    Size,
    PatentKind,
}

/// Endings and parts of the names of firms and institutions.
const FIRMS: [&str; 22] = [
    "公司",
    "集团",
    "厂",
    "银行",
    "支行",
    "分行",
    "信用社",
    "研究所",
    "研究院",
    "大学",
    "学院",
    "事务所",
    "合作社",
    "中心",
    "医院",
    "工作室",
    "经营部",
    "商行",
    "co.,ltd",
    "ltd.",
    "inc.",
    "协会",
];

/// Parts of the words for whether a pledge stands; 授权 and 实审 are of a patent.
const PLEDGE_STATES: [&str; 13] = [
    "押", "质权", "注销", "解除", "撤销", "登记", "生效", "有效", "失效", "终止", "正常", "存续",
    "release",
];

/// The longest text that is taken for a name or a word rather than a remark.
const LONGEST_NAME: usize = 60;

impl Shape {
    /// Returns whether a cell looks like a value of this shape. A blank cell looks like nothing.
    pub fn fits(self, cell: Cell<'_>) -> bool {
        let shown = cell.display();
        let text = shown.trim_matches(is_space);
        if text.is_empty() || matches!(cell, Cell::Error(_) | Cell::Uncomputed) {
            return false;
        }
        let is_date_cell = matches!(cell, Cell::Serial(_));
        match self {
            Self::Free | Self::Address | Self::Title => true,
            Self::Date => is_date_cell || Date::read(text).is_ok() || date::is_blank_date(text),
            Self::Term => {
                is_date_cell
                    || text.chars().any(|c| narrow(c).is_ascii_digit())
                    || text.contains(['年', '月'])
            }
            _ if is_date_cell => false,
            Self::ApplicationNo => text.split(is_separator).any(|part| figures(part) >= 8),
            Self::PublicationNo => figures(text) >= 6,
            Self::CreditCode => text.split(is_separator).any(is_like_credit_code),
            Self::BusinessNo => {
                numbers::BusinessNo::read(text).is_some() || is_like_credit_code(text)
            }
            Self::PctNo => {
                let text = text::compact(text).to_uppercase();
                figures(&text) >= 8 && (text.starts_with("PCT") || text.starts_with("WO"))
            }
            Self::Reference => figures(text) > 0,
            Self::Amount => {
                matches!(cell, Cell::Number(_)) || Money::read(text, Some(Unit::Yuan)).is_ok()
            }
            Self::DayOfMonth => {
                text::compact(text).parse().is_ok_and(|day: u32| (1..=31).contains(&day))
            }
            Self::Percent => Percent::read(text).is_ok() || text.to_lowercase().contains("lpr"),
            Self::Firm => is_firm(text),
            Self::District => is_district(text),
            Self::Status => StatedStatus::read(text).is_some(),
            Self::PledgeState => {
                PLEDGE_STATES.iter().any(|word| text.to_lowercase().contains(word))
            }
            Self::Kind => PartyKind::of_words(text).is_some(),
            Self::Role => text.split(is_separator).any(|part| Role::read(part).is_some()),
            Self::Size => Size::read(text).is_some(),
            Self::PatentKind => crate::domain::numbers::PatentKind::read(text).is_ok(),
        }
    }

    /// Returns whether any words may stand in it.
    pub fn is_words(self) -> bool {
        matches!(self, Self::Free | Self::Title | Self::Address)
    }

    /// Returns whether a column whose values never fit cannot be the field's, whatever its header says.
    pub fn decides(self) -> bool {
        matches!(
            self,
            Self::ApplicationNo
                | Self::PublicationNo
                | Self::CreditCode
                | Self::BusinessNo
                | Self::PctNo
                | Self::DayOfMonth
                | Self::PledgeState
                | Self::Kind
                | Self::Size
                | Self::PatentKind
        )
    }

    /// Returns whether values of this shape are recognised wherever they stand.
    pub fn tells(self) -> bool {
        matches!(
            self,
            Self::ApplicationNo
                | Self::PublicationNo
                | Self::CreditCode
                | Self::PctNo
                | Self::Date
                | Self::Term
                | Self::Amount
                | Self::Firm
                | Self::District
        )
    }

    /// Returns whether a lone cell of this shape is a record's: a note may be long, and is never a number.
    pub fn is_of_a_record(self, cell: Cell<'_>) -> bool {
        match self {
            Self::ApplicationNo
            | Self::PublicationNo
            | Self::CreditCode
            | Self::BusinessNo
            | Self::PctNo
            | Self::Date
            | Self::Amount
            | Self::Firm => self.fits(cell) && cell.display().chars().count() <= LONGEST_NAME,
            Self::Reference => {
                let shown = cell.display();
                figures(&shown) > 0 && !shown.contains([':', '：', '，', '。'])
            }
            Self::Free
            | Self::Term
            | Self::DayOfMonth
            | Self::Percent
            | Self::District
            | Self::Address
            | Self::Title
            | Self::Status
            | Self::PledgeState
            | Self::Kind
            | Self::Role
            | Self::Size
            | Self::PatentKind => false,
        }
    }

    /// Returns which of two values that one row has for one field is to be taken: the fuller one where they agree or
    /// complete each other; none where they contradict.
    pub fn joined<'a>(self, a: &'a str, b: &'a str) -> Option<&'a str> {
        let (key_a, key_b) = (text::name_key(a), text::name_key(b));
        if key_a == key_b {
            return Some(a);
        }
        match self {
            Self::ApplicationNo => {
                let numbers = |text: &str| -> Option<Vec<ApplicationNo>> {
                    let parts = text.split(is_separator).filter(|part| !part.trim().is_empty());
                    parts.map(|part| Some(ApplicationNo::read(part).ok()?.value)).collect()
                };
                match (numbers(a), numbers(b)) {
                    (Some(of_a), Some(of_b)) if of_a == of_b => Some(a),
                    // A grant's own number under 专利号 is no application number at all.
                    (Some(_), None) => Some(a),
                    (None, Some(_)) => Some(b),
                    _ => None,
                }
            }
            Self::Date | Self::Term => {
                let day = |text: &str| Date::read(text).ok().map(|read| read.value);
                match (day(a), day(b)) {
                    (None, None) => None,
                    (None, Some(_)) if date::is_blank_date(a) => Some(b),
                    (Some(_), None) if date::is_blank_date(b) => Some(a),
                    (day_a, day_b) => (day_a == day_b).then_some(a),
                }
            }
            Self::Amount => {
                let money = |text| Money::read(text, Some(Unit::Yuan)).ok().map(|read| read.value);
                (money(a).is_some() && money(a) == money(b)).then_some(a)
            }
            Self::Status => {
                let (status_a, status_b) = (StatedStatus::read(a), StatedStatus::read(b));
                match (status_a, status_b) {
                    (Some(_), None) => Some(a),
                    (None, Some(_)) => Some(b),
                    (Some(of_a), Some(of_b)) => {
                        of_a.completed_by(of_b).map(|both| if both == of_a { a } else { b })
                    }
                    (None, None) => None,
                }
            }
            _ if key_a.contains(&key_b) => Some(a),
            _ if key_b.contains(&key_a) => Some(b),
            _ => None,
        }
    }
}

/// Returns how many digits a text holds, all of them where a spreadsheet shows an exponent.
fn figures(text: &str) -> usize {
    let is_rounded = text.to_uppercase().contains("E+");
    let digits = text.chars().filter(|c| narrow(*c).is_ascii_digit()).count();
    if is_rounded { digits.max(12) } else { digits }
}

fn is_like_credit_code(text: &str) -> bool {
    let code = text::compact(text);
    let code = code.trim_start_matches('\'');
    let plain = code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    // 15 digits are the registration number of before 2015, 9 or 10 an organisation's code.
    plain && (13..=20).contains(&code.len()) && figures(code) >= 6 || code.contains("E+")
}

/// Returns whether a text looks like the name of a firm or an institution.
pub(super) fn is_firm(text: &str) -> bool {
    if text.chars().count() > LONGEST_NAME || text.contains(['，', '。', '：']) {
        return false;
    }
    let folded = text::compact(text).to_lowercase();
    FIRMS.iter().any(|word| folded.len() > word.len() + 2 && folded.contains(word))
}

fn is_district(text: &str) -> bool {
    if text.chars().count() > 12 {
        return false;
    }
    RegionCode::is_named(text)
}

/// Returns whether a text is a unit of money or a currency and nothing else.
pub(super) fn is_unit_or_currency(text: &str) -> bool {
    is_own_money(text) || is_foreign(&text::compact(text))
}

/// Returns whether a text names money that is not ours.
pub(super) fn is_foreign(text: &str) -> bool {
    const FOREIGN: [&str; 9] = ["usd", "eur", "hkd", "jpy", "gbp", "美元", "欧元", "港", "日元"];
    let folded = text.to_lowercase();
    FOREIGN.iter().any(|money| folded.contains(money))
}

/// What stands between several values in one cell.
pub(super) fn is_separator(c: char) -> bool {
    matches!(c, ';' | '；' | '、' | ',' | '，' | '|' | '\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(shape: Shape, fitting: &[&str], others: &[&str]) {
        for text in fitting {
            assert!(shape.fits(Cell::Text(text)), "{shape:?} {text}");
        }
        for text in others {
            assert!(!shape.fits(Cell::Text(text)), "{shape:?} {text}");
        }
    }

    #[test]
    fn values_are_told_apart() {
        check(
            Shape::ApplicationNo,
            &[
                "201610281886.0",
                "CN201610281886",
                "2.01610281886E+11",
                "ZL201610281886.0；201610281887.5",
            ],
            &["600000", "甲", "1", ""],
        );
        check(
            Shape::CreditCode,
            &["91310106082833558H", "9131010608283355", "310106000123456", "9.1310106E+17"],
            &["600000", "000001", "上海甲有限公司", "2016-05-20"],
        );
        check(
            Shape::Firm,
            &["上海示例甲有限公司", "示例银行静安支行", "山某厂"],
            &["公司", "张三", "2016"],
        );
        check(
            Shape::District,
            &["静安区", "静安", "310106", "江苏省"],
            &["一种装置", "2016-05-20"],
        );
        check(Shape::Date, &["2016-05-20", "2016年5月20日", "20160520"], &["甲", "600"]);
        check(Shape::Amount, &["300", "1,200.50", "300万元"], &["甲公司", "2016-05-20"]);
    }

    #[test]
    fn two_values_of_one_field_agree_complete_or_contradict() {
        let both = |shape: Shape, a, b| shape.joined(a, b);
        assert_eq!(
            both(Shape::ApplicationNo, "201610281886.0", "ZL2016102818860"),
            Some("201610281886.0")
        );
        assert_eq!(both(Shape::ApplicationNo, "201610281886.0", "201610281887.5"), None);
        assert_eq!(both(Shape::Date, "2016-05-20", "2016年5月20日"), Some("2016-05-20"));
        assert_eq!(both(Shape::Date, "2016-05-20", "2016-05-21"), None);
        assert_eq!(both(Shape::Firm, "甲公司", "甲公司;乙公司"), Some("甲公司;乙公司"));
        assert_eq!(both(Shape::Firm, "甲公司", "乙公司"), None);
        assert_eq!(both(Shape::Status, "有效", "授权"), Some("有效"));
        assert_eq!(both(Shape::Status, "驳回", "授权"), None);
        assert_eq!(both(Shape::Status, "失效", "未缴年费"), Some("未缴年费"));
        assert_eq!(both(Shape::Status, "授权", "失效"), Some("失效"));
        assert_eq!(both(Shape::Status, "撤回", "失效"), Some("撤回"));
        assert_eq!(both(Shape::Amount, "300", "300.00"), Some("300"));
    }
}
