//! The five classes of loans (五级分类), S39.

use crate::domain::values::{Date, text};

/// The class a bank puts a loan in; the last three are non-performing (不良).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// 正常
    Normal,
    /// 关注
    SpecialMention,
    /// 次级
    Substandard,
    /// 可疑
    Doubtful,
    /// 损失
    Loss,
}

/// From this day the 2023 rules hold for loans granted from it on (商业银行金融资产风险分类办法).
const RULES_2023: (i32, u32, u32) = (2023, 7, 1);
/// By the end of 2025 older loans were to be classed by them as well.
const ALL_BY_2023_RULES: (i32, u32, u32) = (2026, 1, 1);

impl Class {
    pub const ALL: [Self; 5] =
        [Self::Normal, Self::SpecialMention, Self::Substandard, Self::Doubtful, Self::Loss];

    pub fn number(self) -> i64 {
        self as i64
    }

    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL.get(usize::try_from(number).ok()?).copied()
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::SpecialMention => "special_mention",
            Self::Substandard => "substandard",
            Self::Doubtful => "doubtful",
            Self::Loss => "loss",
        }
    }

    pub fn read(text: &str) -> Option<Self> {
        let folded = text::fold_width(text.trim()).to_lowercase().replace(['-', ' '], "_");
        Self::ALL.into_iter().find(|class| {
            class.code() == folded
                || folded.trim_end_matches('类')
                    == match class {
                        Self::Normal => "正常",
                        Self::SpecialMention => "关注",
                        Self::Substandard => "次级",
                        Self::Doubtful => "可疑",
                        Self::Loss => "损失",
                    }
        })
    }

    pub fn is_non_performing(self) -> bool {
        self >= Self::Substandard
    }

    /// The least class the rules allow, by days overdue, for a loan first disbursed on `granted`.
    ///
    /// Overdue at all is 关注: art. 10(4) of the 2007 guide (贷款风险分类指引), and the 2023 rules. By
    /// these over 90 days is 次级, over 270 可疑, over 360 损失 (V, S39). The guide had no day limits; over
    /// 90 days, when interest leaves the books (art. 11), counts as 次级 here, as banks held it (M).
    pub fn least(days_overdue: i32, granted: Date, on: Date) -> Self {
        let day = |(y, m, d)| Date::from_ymd(y, m, d).unwrap_or(Date::MAX);
        let by_2023 = granted >= day(RULES_2023) || on >= day(ALL_BY_2023_RULES);
        match days_overdue {
            ..=0 => Self::Normal,
            361.. if by_2023 => Self::Loss,
            271.. if by_2023 => Self::Doubtful,
            91.. => Self::Substandard,
            _ => Self::SpecialMention,
        }
    }
}
