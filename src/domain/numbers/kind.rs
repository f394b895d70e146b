//! The three kinds of patent.

use std::fmt;
use std::str::FromStr;

use super::spelling::squeezed;
use crate::domain::refusal::{Problem, Refusal};

/// The kind of a patent (专利类型), with the number the Patent Office gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PatentKind {
    /// 发明, the kind the plan's targets count.
    Invention = 1,
    /// 实用新型.
    Utility = 2,
    /// 外观设计.
    Design = 3,
}

impl PatentKind {
    pub const ALL: [Self; 3] = [Self::Invention, Self::Utility, Self::Design];

    /// The stable code: `invention`, `utility`, `design`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Invention => "invention",
            Self::Utility => "utility",
            Self::Design => "design",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The Patent Office's number of the kind, as the type digit of an application number gives it.
    pub fn number(self) -> i64 {
        self as i64
    }

    /// Where in [`Self::ALL`] it stands.
    pub fn index(self) -> usize {
        self as usize - 1
    }

    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }

    /// Reads a kind as people and search services write it, in Chinese or English.
    ///
    /// The stage that exports put after the kind (发明公布, 发明授权, 实用新型专利) is left aside.
    ///
    /// # Errors
    /// [`Problem::KindUnknown`].
    pub fn read(text: &str) -> Result<Self, Refusal> {
        if let Some(kind) = Self::ALL.into_iter().find(|kind| kind.code() == text) {
            return Ok(kind);
        }
        let squeezed = squeezed(text);
        match without_stage(&squeezed) {
            "发明" | "INVENTION" | "1" => Ok(Self::Invention),
            "实用新型" | "新型" | "UTILITYMODEL" | "UTILITY" | "2" => Ok(Self::Utility),
            "外观设计" | "外观" | "DESIGN" | "3" => Ok(Self::Design),
            _ => Err(Refusal::new(text, Problem::KindUnknown)),
        }
    }
}

/// Cuts the words of stage and document off: 发明专利申请公布 becomes 发明.
fn without_stage(text: &str) -> &str {
    const STAGES: [&str; 7] = ["专利", "申请", "公布", "公开", "授权", "公告", "PATENT"];
    let mut kind = text;
    while let Some(shorter) = STAGES.iter().find_map(|stage| kind.strip_suffix(stage)) {
        kind = shorter;
    }
    kind
}

impl fmt::Display for PatentKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl FromStr for PatentKind {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        Self::read(text)
    }
}

#[cfg(test)]
mod tests;
