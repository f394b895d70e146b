//! Whether somebody may apply: each ground that speaks against it, with its evidence. Source: section-nine.md 1, P1 to P3.

use super::terms::Program;
use crate::domain::counting::Belongs;
use crate::domain::numbers::RegionCode;
use crate::domain::party::{PartyKind, Place, belongs};
use crate::domain::pledge::GroundOutcome;
use crate::domain::values::Date;

/// A rule an application is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseRule {
    InForce,
    /// An own legal personality (P1).
    LegalPerson,
    /// Years registered in the city (P1).
    Age,
    /// Recognised before as something that excludes it (P2).
    Excluded,
    /// Marked for abnormal filings (非正常申请) on the day (P3).
    Abnormal,
}

impl CaseRule {
    pub const ALL: [Self; 5] =
        [Self::InForce, Self::LegalPerson, Self::Age, Self::Excluded, Self::Abnormal];

    pub fn code(self) -> &'static str {
        match self {
            Self::InForce => "program-not-in-force",
            Self::LegalPerson => "program-no-legal-person",
            Self::Age => "program-age",
            Self::Excluded => "program-excluded",
            Self::Abnormal => "program-abnormal",
        }
    }
}

/// What a ground rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseEvidence {
    Valid {
        from: Date,
        to: Option<Date>,
    },
    Kind(PartyKind),
    /// In the city since a day; none: nobody said.
    InCity {
        since: Option<Date>,
        years_least: i32,
    },
    Recognised {
        program: String,
        on: Date,
    },
    Abnormal {
        since: Date,
    },
}

/// A ground that speaks against an application, or that nobody can judge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseGround {
    pub rule: CaseRule,
    pub outcome: GroundOutcome,
    pub evidence: CaseEvidence,
}

/// A recognition somebody holds on the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub program: String,
    pub recognised: Date,
}

/// What is known of who applies.
#[derive(Debug, Clone)]
pub struct Applicant<'a> {
    pub kind: PartyKind,
    pub places: &'a [Place],
    /// The office's own district, whose city is meant.
    pub own: RegionCode,
    /// Recognitions that stand on the day.
    pub held: Vec<Held>,
    /// Since when it is marked for abnormal filings, on the day.
    pub abnormal: Option<Date>,
}

/// Returns every ground that speaks against an application on `day`, and those nobody can judge.
pub fn grounds(program: &Program, applicant: &Applicant<'_>, day: Date) -> Vec<CaseGround> {
    let mut found = Vec::new();
    let mut ground = |rule, outcome, evidence| found.push(CaseGround { rule, outcome, evidence });
    if !program.in_force(day) {
        let evidence = CaseEvidence::Valid { from: program.valid_from, to: program.valid_to };
        ground(CaseRule::InForce, GroundOutcome::Refuse, evidence);
    }
    if applicant.kind == PartyKind::Person {
        ground(CaseRule::LegalPerson, GroundOutcome::Refuse, CaseEvidence::Kind(applicant.kind));
    }
    if let Some(years_least) = program.age_years_least {
        let since = in_city_since(applicant.places, applicant.own, day);
        let old_enough = since.and_then(|since| since.add_years(years_least));
        let evidence = CaseEvidence::InCity { since, years_least };
        match old_enough {
            Some(old_enough) if old_enough <= day => {}
            Some(_) => ground(CaseRule::Age, GroundOutcome::Refuse, evidence),
            None => ground(CaseRule::Age, GroundOutcome::Unknown, evidence),
        }
    }
    for exclusion in &program.excludes {
        let excluding = applicant.held.iter().find(|held| {
            held.program == exclusion.program
                && exclusion.recognised_before.is_none_or(|before| held.recognised < before)
        });
        if let Some(Held { program, recognised }) = excluding {
            let evidence = CaseEvidence::Recognised { program: program.clone(), on: *recognised };
            ground(CaseRule::Excluded, GroundOutcome::Refuse, evidence);
        }
    }
    if let Some(since) = applicant.abnormal {
        ground(CaseRule::Abnormal, GroundOutcome::Refuse, CaseEvidence::Abnormal { since });
    }
    found
}

/// The city a district lies in: a municipality (北京, 天津, 上海, 重庆) by its first two digits, else by four.
fn city_of(own: RegionCode) -> Option<RegionCode> {
    let code = own.to_string();
    let is_municipality = ["11", "12", "31", "50"].iter().any(|city| code.starts_with(city));
    let city = if is_municipality { code.get(..2) } else { code.get(..4) };
    format!("{:0<6}", city?).parse().ok()
}

/// Since when somebody has sat in the city without a gap by `day`; none: nobody said, or it does not sit there.
fn in_city_since(places: &[Place], own: RegionCode, day: Date) -> Option<Date> {
    let city = city_of(own)?;
    if belongs(places, city, day) != Belongs::Yes {
        return None;
    }
    let mut since = places.iter().rev().find(|place| place.covers(day))?.since?;
    // Back through the stays before, as long as one ends where the next begins.
    loop {
        let before = since.add_days(-1)?;
        if belongs(places, city, before) != Belongs::Yes {
            return Some(since);
        }
        since = places.iter().rev().find(|place| place.covers(before))?.since?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn stay(region: &str, since: Option<&str>, until: Option<&str>) -> Place {
        Place {
            region: Some(region.parse().unwrap()),
            street: None,
            park: None,
            since: since.map(day),
            until: until.map(day),
            assumed: false,
        }
    }

    fn program(more: &str) -> Program {
        let head = "code = \"pilot\"\ntitle = \"试点\"\nlevel = \"city\"\nvalid_from = 2016-01-01\nvalid_to = 2022-12-31\n";
        Program::read(&format!("{head}{more}")).unwrap()
    }

    #[test]
    fn three_years_in_the_city() {
        let (here, there) = ("310106", "310115");
        let moved = [
            stay(there, Some("2015-05-01"), Some("2018-04-30")),
            stay(here, Some("2018-05-01"), None),
        ];
        let gap = [
            stay(there, Some("2015-05-01"), Some("2018-04-29")),
            stay(here, Some("2018-05-01"), None),
        ];
        let cases: [(&[Place], &str, Option<GroundOutcome>); 7] = [
            (&[stay(here, Some("2016-05-01"), None)], "2019-05-01", None),
            (&[stay(here, Some("2016-05-02"), None)], "2019-05-01", Some(GroundOutcome::Refuse)),
            (&[stay(here, None, None)], "2019-05-01", Some(GroundOutcome::Unknown)),
            (
                &[stay("330106", Some("2010-01-01"), None)],
                "2019-05-01",
                Some(GroundOutcome::Unknown),
            ),
            (&[], "2019-05-01", Some(GroundOutcome::Unknown)),
            (&moved, "2019-05-01", None),
            (&gap, "2019-05-01", Some(GroundOutcome::Refuse)),
        ];
        for (places, on, expected) in cases {
            let own = here.parse().unwrap();
            let applicant =
                Applicant { kind: PartyKind::Firm, places, own, held: Vec::new(), abnormal: None };
            let found = grounds(&program("age_years_least = 3\n"), &applicant, day(on));
            assert_eq!(found.first().map(|ground| ground.outcome), expected, "{places:?}");
        }
    }

    #[test]
    fn what_keeps_from_applying() {
        let held =
            |program: &str, on: &str| vec![Held { program: program.into(), recognised: day(on) }];
        let excludes = "excludes = [\"demonstration\", { program = \"pilot\", recognised_before = 2012-01-01 }]\n";
        for (kind, held, abnormal, on, expected) in [
            (PartyKind::Firm, vec![], None, "2019-05-01", ""),
            (PartyKind::University, vec![], None, "2019-05-01", ""),
            (PartyKind::Person, vec![], None, "2019-05-01", "program-no-legal-person"),
            (PartyKind::Firm, vec![], None, "2015-12-31", "program-not-in-force"),
            (PartyKind::Firm, vec![], None, "2023-01-01", "program-not-in-force"),
            (
                PartyKind::Firm,
                held("demonstration", "2018-01-01"),
                None,
                "2019-05-01",
                "program-excluded",
            ),
            (PartyKind::Firm, held("pilot", "2011-12-31"), None, "2019-05-01", "program-excluded"),
            (PartyKind::Firm, held("pilot", "2012-01-01"), None, "2019-05-01", ""),
            (PartyKind::Firm, vec![], Some(day("2019-01-01")), "2019-05-01", "program-abnormal"),
        ] {
            let own = "310106".parse().unwrap();
            let applicant = Applicant { kind, places: &[], own, held, abnormal };
            let found = grounds(&program(excludes), &applicant, day(on));
            let codes: Vec<&str> = found.iter().map(|ground| ground.rule.code()).collect();
            assert_eq!(codes.join(" "), expected, "{kind:?} {on}");
        }
    }
}
