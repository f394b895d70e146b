//! The terms of a programme, as its file (TOML) states them.

use serde::Deserialize;
use serde::de::{Deserializer, Error};

use super::fault::{ProgramFault, ProgramProblem};
use crate::domain::party::PartyKind;
use crate::domain::scheme::read;
use crate::domain::values::Date;

/// Who recognises (层级).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    District,
    City,
    State,
}

impl Level {
    pub const ALL: [Self; 3] = [Self::District, Self::City, Self::State];

    pub fn code(self) -> &'static str {
        match self {
            Self::District => "district",
            Self::City => "city",
            Self::State => "state",
        }
    }
}

/// Which of the plan's figures its cases count in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    Pilot,
    Demonstration,
}

/// Whether an applicant counts once, or each of its cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountBy {
    #[default]
    Party,
    Case,
}

/// A recognition that keeps from applying; with a day only one given before that day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exclusion {
    pub program: String,
    pub recognised_before: Option<Date>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum WrittenExclusion {
    Code(String),
    Dated(DatedExclusion),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DatedExclusion {
    program: String,
    #[serde(default, deserialize_with = "read::some_date")]
    recognised_before: Option<Date>,
}

fn exclusions<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Exclusion>, D::Error> {
    let written = Vec::<WrittenExclusion>::deserialize(from)?;
    Ok(written
        .into_iter()
        .map(|one| match one {
            WrittenExclusion::Code(program) => Exclusion { program, recognised_before: None },
            WrittenExclusion::Dated(DatedExclusion { program, recognised_before }) => {
                Exclusion { program, recognised_before }
            }
        })
        .collect())
}

fn kinds<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<PartyKind>, D::Error> {
    let words = Vec::<String>::deserialize(from)?;
    let read = |word: &String| {
        PartyKind::of_words(word).ok_or_else(|| Error::custom(format!("kinds: \"{word}\"")))
    };
    words.iter().map(read).collect()
}

fn firms() -> Vec<PartyKind> {
    vec![PartyKind::Firm]
}

fn yes() -> bool {
    true
}

/// A version of a programme.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Program {
    /// Stable name, the same in all versions: `pilot`.
    #[serde(alias = "program", alias = "id")]
    pub code: String,
    pub title: String,
    pub title_en: Option<String>,
    pub level: Level,
    /// Which kinds of party count as 家; others may apply and are shown beside (P9).
    #[serde(default = "firms", deserialize_with = "kinds")]
    pub kinds: Vec<PartyKind>,
    /// None: by its code, where that is a figure's.
    pub figure: Option<Figure>,
    /// Years an applicant must have been registered in the city (P1).
    pub age_years_least: Option<i32>,
    /// Months from recognition to acceptance; none: there is no acceptance.
    pub term_months: Option<i32>,
    /// Whether the district must recommend before anybody is recognised (P4).
    #[serde(default = "yes")]
    pub recommend: bool,
    #[serde(default)]
    pub count: CountBy,
    /// What keeps from applying (P2).
    #[serde(default, deserialize_with = "exclusions")]
    pub excludes: Vec<Exclusion>,
    pub source: Option<String>,
    #[serde(deserialize_with = "read::date")]
    pub valid_from: Date,
    /// Last day; none: open.
    #[serde(default, deserialize_with = "read::some_date")]
    pub valid_to: Option<Date>,
}

impl Program {
    /// Reads a programme's file (TOML).
    ///
    /// Errors: everything that is wrong with it, each with its place.
    pub fn read(text: &str) -> Result<Self, Vec<ProgramFault>> {
        let mut program: Self = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
            let problem = ProgramProblem::Unreadable(error.message().to_owned());
            vec![ProgramFault { at: line.to_string(), problem }]
        })?;
        let mut faults = Vec::new();
        let mut fault = |at: &str, problem| {
            faults.push(ProgramFault { at: at.to_owned(), problem });
        };
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c);
        if program.code.is_empty() || !program.code.chars().all(is_plain) {
            fault("code", ProgramProblem::CodeShape);
        }
        if program.title.trim().is_empty() {
            fault("title", ProgramProblem::Blank);
        }
        if program.kinds.is_empty() {
            fault("kinds", ProgramProblem::Blank);
        }
        if program.valid_to.is_some_and(|to| to < program.valid_from) {
            fault("valid_to", ProgramProblem::EndsFirst);
        }
        for (at, n) in
            [("age_years_least", program.age_years_least), ("term_months", program.term_months)]
        {
            if n.is_some_and(|n| !(1..=1200).contains(&n)) {
                fault(at, ProgramProblem::NotPositive);
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        program.figure = program.figure.or(Figure::of_code(&program.code));
        Ok(program)
    }

    /// The programme behind a mark of a ledger that has no file of it: nothing is known but whose it is.
    pub fn of_mark(code: &str) -> Self {
        Self {
            code: code.to_owned(),
            title: code.to_owned(),
            title_en: None,
            level: Level::City,
            kinds: firms(),
            figure: Figure::of_code(code),
            age_years_least: None,
            term_months: None,
            recommend: true,
            count: CountBy::Party,
            excludes: Vec::new(),
            source: None,
            valid_from: Date::MIN,
            valid_to: None,
        }
    }

    pub fn in_force(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|to| day <= to)
    }
}

impl Figure {
    fn of_code(code: &str) -> Option<Self> {
        match code {
            "pilot" => Some(Self::Pilot),
            "demonstration" => Some(Self::Demonstration),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PILOT: &str = "code = \"pilot\"\ntitle = \"专利工作试点企业\"\nlevel = \"city\"\nvalid_from = 2016-01-01\n";

    #[test]
    fn what_a_file_does_not_say_is_usual() {
        let program = Program::read(PILOT).unwrap();
        assert!(program.recommend);
        assert_eq!(program.kinds, [PartyKind::Firm]);
        assert_eq!(program.figure, Some(Figure::Pilot));
        assert_eq!((program.term_months, program.count), (None, CountBy::Party));
    }

    #[test]
    fn everything_wrong_with_a_file_is_told_with_its_place() {
        for (more, at) in [
            ("term_months = 0\nage_years_least = -3\n", "age_years_least term_months"),
            ("valid_to = \"2015-12-31\"\n", "valid_to"),
            ("kinds = []\n", "kinds"),
            ("kinds = [\"火星企业\"]\n", "5"),
            ("levels = 3\n", "5"),
        ] {
            let faults = Program::read(&format!("{PILOT}{more}")).unwrap_err();
            let places: Vec<&str> = faults.iter().map(|fault| fault.at.as_str()).collect();
            assert_eq!(places.join(" "), at, "{more}");
        }
    }
}
