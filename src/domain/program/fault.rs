//! What is wrong with a programme's file. The words are in `i18n`.

/// What is wrong with a programme's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgramFault {
    /// The key, or the line of what is no TOML.
    pub at: String,
    pub problem: ProgramProblem,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProgramProblem {
    /// Not TOML, or a key or value the format does not have; the reader's own words.
    Unreadable(String),
    Blank,
    /// Not lower-case Latin letters, digits, `_` and `-`.
    CodeShape,
    EndsFirst,
    NotPositive,
}

impl ProgramProblem {
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "program-unreadable",
            Self::Blank => "program-blank",
            Self::CodeShape => "program-code-shape",
            Self::EndsFirst => "program-ends-first",
            Self::NotPositive => "program-not-positive",
        }
    }
}
