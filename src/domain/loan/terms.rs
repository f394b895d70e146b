//! What a loan contract (借款合同) fixes.

use super::rate::Rate;
use crate::domain::refusal::Problem;
use crate::domain::values::{Date, Percent, text};
use crate::domain::working_days::working_day_from;

/// How principal and interest are repaid (还款方式).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RepaymentMethod {
    /// 等额本息: equal instalments.
    Annuity,
    /// 等额本金: equal principal, interest on what is left.
    EqualPrincipal,
    /// 按期付息到期还本: interest each period, principal at the end.
    InterestFirst,
    /// 利随本清: all at the end.
    Bullet,
}

/// How often an instalment falls due (还款周期).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Period {
    Monthly,
    Quarterly,
}

/// How days become interest (计息方式).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DayCount {
    /// 积数计息: actual days at annual/360.
    Act360,
    /// 逐笔计息: whole months at annual/12, odd days at annual/360.
    Month,
}

/// What becomes of a due day that is no working day (到期日遇非工作日).
///
/// Unless the contract says otherwise the last day of a term that is a holiday gives way to the day after it: Civil
/// Code (民法典) art. 203, in force since 2021-01-01; before it General Provisions of the Civil Law (民法总则) art. 203
/// since 2017-10-01, General Principles (民法通则) art. 154 since 1987-01-01. The rule is the same in all three.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DueDays {
    /// What is paid by the next working day is not late.
    NextWorkingDay,
    /// The day stands whatever day it is.
    Actual,
}

/// What a payment can go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bucket {
    Interest,
    /// 罚息: on overdue principal, in place of interest.
    Penalty,
    /// 复利: on overdue interest.
    Compound,
    Principal,
}

/// The words a code, and people, use for a variant.
struct Vocabulary<T> {
    value: T,
    code: &'static str,
    spoken: &'static [&'static str],
}

/// Reads a code or people's words. Where the words of one variant contain those of another (不顺延, 顺延), the longer
/// ones, given as `first`, are looked for before the rest.
fn read_word<T: Copy>(words: &[Vocabulary<T>], first: &[Vocabulary<T>], text: &str) -> Option<T> {
    let folded = text::fold_width(text.trim()).to_lowercase().replace(['-', ' '], "_");
    let is_said = |word: &&Vocabulary<T>| word.spoken.iter().any(|spoken| folded.contains(spoken));
    let exact = words.iter().find(|word| word.code == folded);
    let found = exact.or_else(|| first.iter().chain(words).find(is_said));
    found.map(|word| word.value)
}

impl RepaymentMethod {
    const WORDS: [Vocabulary<Self>; 4] = [
        Vocabulary {
            value: Self::Annuity,
            code: "annuity",
            spoken: &["等额本息", "等额还款", "本息等额"],
        },
        Vocabulary {
            value: Self::EqualPrincipal,
            code: "equal_principal",
            spoken: &["等额本金", "等本金"],
        },
        Vocabulary {
            value: Self::InterestFirst,
            code: "interest_first",
            spoken: &[
                "到期还本",
                "先息后本",
                "按月付息",
                "按季付息",
                "按期付息",
                "分期付息",
                "按月结息",
                "按季结息",
            ],
        },
        Vocabulary {
            value: Self::Bullet,
            code: "bullet",
            spoken: &[
                "利随本清",
                "一次还本付息",
                "一次性还本付息",
                "到期一次还本付息",
                "到期一次性还本付息",
                "到期还本付息",
                "到期本息一次",
            ],
        },
    ];

    pub fn number(self) -> i64 {
        self as i64
    }

    pub fn from_number(number: i64) -> Option<Self> {
        Self::WORDS.get(usize::try_from(number).ok()?).map(|word| word.value)
    }

    pub fn code(self) -> &'static str {
        Self::WORDS[self as usize].code
    }

    /// Reads a code or a bank's words; none for principal in parts that nobody could work out from the words.
    pub fn read(text: &str) -> Option<Self> {
        const IN_PARTS: [&str; 6] =
            ["分期还本", "分次还本", "按季还本", "按月还本", "按年还本", "分期归还本金"];
        let said = text::compact(text).replace("还本付息", "");
        if !said.contains("等额") && IN_PARTS.iter().any(|words| said.contains(words)) {
            return None;
        }
        // 到期一次性还本付息，按月计息: the end decides.
        read_word(&Self::WORDS, &Self::WORDS[Self::Bullet as usize..], text)
    }
}

impl Period {
    const WORDS: [Vocabulary<Self>; 2] = [
        Vocabulary { value: Self::Monthly, code: "monthly", spoken: &["月"] },
        Vocabulary { value: Self::Quarterly, code: "quarterly", spoken: &["季"] },
    ];

    pub fn months(self) -> i32 {
        match self {
            Self::Monthly => 1,
            Self::Quarterly => 3,
        }
    }

    pub fn number(self) -> i64 {
        self as i64
    }

    pub fn from_number(number: i64) -> Option<Self> {
        Self::WORDS.get(usize::try_from(number).ok()?).map(|word| word.value)
    }

    pub fn code(self) -> &'static str {
        Self::WORDS[self as usize].code
    }

    pub fn read(text: &str) -> Option<Self> {
        read_word(&Self::WORDS, &[], text)
    }

    /// The period a repayment method names: 按季付息，到期还本. How often interest is worked out (按月计息) is none.
    ///
    /// Errors: `WordUnknown`, a period that no schedule here has (按年付息), or two of them.
    pub fn named_in(method: &str) -> Result<Option<Self>, Problem> {
        let text = text::compact(method).replace(['三', '3'], "3").replace("3个月", "季");
        let mut named = None;
        for (at, unit) in text.match_indices(['月', '季', '年']) {
            let (before, after) = (&text[..at], &text[at + unit.len()..]);
            let months = before.rsplit_once('每').map_or("", |(_, count)| count);
            let counted = months.ends_with('个') && months.chars().count() <= 3;
            let is_said = counted || before.ends_with(['按', '每', '逐', '分', '半']);
            if !is_said || after.trim_start_matches('度').starts_with(['计', '利', '化']) {
                continue;
            }
            let period = match unit {
                "月" if !counted => Self::Monthly,
                "季" => Self::Quarterly,
                _ => return Err(Problem::WordUnknown),
            };
            if named.replace(period).is_some_and(|other| other != period) {
                return Err(Problem::WordUnknown);
            }
        }
        Ok(named)
    }
}

impl DayCount {
    const WORDS: [Vocabulary<Self>; 2] = [
        Vocabulary {
            value: Self::Act360,
            code: "act360",
            spoken: &["积数", "act/360", "实际天数", "按日"],
        },
        Vocabulary { value: Self::Month, code: "month", spoken: &["逐笔", "按月"] },
    ];

    pub fn number(self) -> i64 {
        self as i64
    }

    pub fn from_number(number: i64) -> Option<Self> {
        Self::WORDS.get(usize::try_from(number).ok()?).map(|word| word.value)
    }

    pub fn code(self) -> &'static str {
        Self::WORDS[self as usize].code
    }

    pub fn read(text: &str) -> Option<Self> {
        read_word(&Self::WORDS, &[], text)
    }
}

impl DueDays {
    const WORDS: [Vocabulary<Self>; 2] = [
        Vocabulary {
            value: Self::NextWorkingDay,
            code: "next_working_day",
            spoken: &["顺延", "下一工作日", "下一个工作日"],
        },
        Vocabulary {
            value: Self::Actual, code: "actual", spoken: &["不顺延", "不变", "当日"]
        },
    ];

    pub fn number(self) -> i64 {
        self as i64
    }

    pub fn from_number(number: i64) -> Option<Self> {
        Self::WORDS.get(usize::try_from(number).ok()?).map(|word| word.value)
    }

    pub fn code(self) -> &'static str {
        Self::WORDS[self as usize].code
    }

    /// Reads a code or a contract's words.
    pub fn read(text: &str) -> Option<Self> {
        read_word(&Self::WORDS, &Self::WORDS[Self::Actual as usize..], text)
    }
}

impl Bucket {
    pub const ALL: [Self; 4] = [Self::Interest, Self::Penalty, Self::Compound, Self::Principal];

    /// Interest before principal (Civil Code art. 561; domain.md 5, M).
    pub const USUAL_ORDER: [Self; 4] = Self::ALL;

    pub fn code(self) -> &'static str {
        match self {
            Self::Interest => "interest",
            Self::Penalty => "penalty",
            Self::Compound => "compound",
            Self::Principal => "principal",
        }
    }

    /// Reads an order such as `principal,interest,penalty,compound`: each bucket once.
    pub fn read_order(text: &str) -> Option<[Self; 4]> {
        let mut order = Vec::with_capacity(4);
        for word in text.split([',', '，', ';', '；', '、', '>']).map(str::trim) {
            let bucket = Self::ALL.into_iter().find(|bucket| match bucket {
                Self::Interest => matches!(word, "interest" | "利息"),
                Self::Penalty => matches!(word, "penalty" | "罚息"),
                Self::Compound => matches!(word, "compound" | "复利"),
                Self::Principal => matches!(word, "principal" | "本金"),
            })?;
            if order.contains(&bucket) {
                return None;
            }
            order.push(bucket);
        }
        order.try_into().ok()
    }

    /// The text [`Bucket::read_order`] reads.
    pub fn order_text(order: [Self; 4]) -> String {
        order.map(Self::code).join(",")
    }
}

/// A loan contract. Days are calendar days of China.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// The day the contract was signed; none: not known.
    pub signed: Option<Date>,
    /// The most that may be disbursed; fen.
    pub limit_fen: i64,
    /// The last day (到期日), before any extension.
    pub due: Date,
    pub rate: Rate,
    pub method: RepaymentMethod,
    pub period: Period,
    pub day_count: DayCount,
    /// The day of the month instalments fall due on; none: the day of the first disbursement.
    pub pay_day: Option<u8>,
    pub due_days: DueDays,
    /// Days after a due day within which a payment is not late (宽限期).
    pub grace_days: u16,
    /// What the penalty rate adds to the contract's: 30-50 % by 银发〔2003〕251号, S37.
    pub penalty_markup: Percent,
    /// Whether overdue interest bears compound interest.
    pub compound: bool,
    /// In which order a payment is applied to what is due.
    pub order: [Bucket; 4],
}

impl Terms {
    /// The last day on which what fell due on `due` is not late: after the days of grace, and the working day after
    /// that where the contract lets holidays give way. A year whose holidays are not known moves nothing.
    pub(super) fn in_time_to(&self, due: Date) -> Date {
        let last = due.add_days(i32::from(self.grace_days)).unwrap_or(Date::MAX);
        match self.due_days {
            DueDays::NextWorkingDay => working_day_from(last).unwrap_or(last),
            DueDays::Actual => last,
        }
    }
}

/// The markup taken where the contract's is not known: 50 %, the upper end of S37.
pub fn usual_penalty_markup() -> Percent {
    Percent::from_points(rust_decimal::Decimal::from(50)).unwrap_or(Percent::HUNDRED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_names_its_period() {
        for (method, period) in [
            ("按季付息，到期还本", Ok(Some(Period::Quarterly))),
            ("到期还本按季结息", Ok(Some(Period::Quarterly))),
            ("每季度末付息，到期一次还本", Ok(Some(Period::Quarterly))),
            ("每三个月付息一次", Ok(Some(Period::Quarterly))),
            ("按月计息按季付息", Ok(Some(Period::Quarterly))),
            ("按月等额本息", Ok(Some(Period::Monthly))),
            ("每月付息到期还本", Ok(Some(Period::Monthly))),
            ("先息后本", Ok(None)),
            ("按年利率4.35%计息，先息后本", Ok(None)),
            ("先息后本（期限12个月）", Ok(None)),
            ("interest_first", Ok(None)),
            ("半年付息，到期还本", Err(Problem::WordUnknown)),
            ("按年付息到期还本", Err(Problem::WordUnknown)),
            ("每6个月付息", Err(Problem::WordUnknown)),
            ("按月付息、按季还本", Err(Problem::WordUnknown)),
        ] {
            assert_eq!(Period::named_in(method), period, "{method}");
        }
    }
}
