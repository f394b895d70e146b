//! Which Measures govern a pledge: the text in force on the day.

use crate::domain::values::Date;

/// A text of the Measures for the registration of patent pledges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Regime {
    /// 专利权质押合同登记管理暂行办法 (1996, 局令第8号), S6. Its grounds were not read in full: M.
    Measures1996,
    /// 专利权质押登记办法 (局令第56号), from 2010-10-01, S3 and S4.
    Measures2010,
    /// 专利权质押登记办法 (公告第461号), from 2021-11-15, S2 and S5.
    Measures2021,
}

impl Regime {
    pub fn on(day: Date) -> Self {
        let since =
            |year, month, first| Date::from_ymd(year, month, first).is_some_and(|from| day >= from);
        if since(2021, 11, 15) {
            Self::Measures2021
        } else if since(2010, 10, 1) {
            Self::Measures2010
        } else {
            Self::Measures1996
        }
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::Measures1996 => "1996",
            Self::Measures2010 => "2010",
            Self::Measures2021 => "2021",
        }
    }

    /// Working days the office has to examine an application (S4; S2). None: not read.
    pub fn examination_days(self) -> Option<u32> {
        match self {
            Self::Measures1996 => None,
            Self::Measures2010 => Some(7),
            Self::Measures2021 => Some(5),
        }
    }

    /// Days within which a change is to be registered (2010, M).
    pub fn change_days(self) -> Option<i32> {
        match self {
            Self::Measures2010 => Some(30),
            Self::Measures1996 | Self::Measures2021 => None,
        }
    }
}
