//! Certificates of an IP management system (知识产权管理体系认证证书): GB/T 29490 (贯标) and its relatives.
//!
//! ```text
//! issued -> in force (surveilled, reissued) <-> suspended -> withdrawn        after its last day: expired
//! ```

use super::patent::{Named, read_named};
use super::record::{Note, Reader, Reading, Record, Texts};
use super::refusal::{Problem, Read, Refusal};
use super::stated_term;
use super::steps::{Course, StepProblem};
use super::values::{Date, text};

/// Keys of a certificate record's fields.
pub const FIELDS: [&str; 16] = [
    "certificate_no",
    "standard",
    "organisation",
    "organisation_uscc",
    "certified_by",
    "certified_scope",
    "certified_district",
    "first_issued_on",
    "issued_on",
    "expires_on",
    "surveilled_on",
    "certificate_status",
    "status_since",
    "certificate_step",
    "step_on",
    "document",
];

pub const CERTIFICATE_NO: usize = 0;
pub const STANDARD: usize = 1;
pub const ORGANISATION: usize = 2;
pub const ORGANISATION_USCC: usize = 3;
const CERTIFIED_BY: usize = 4;
const CERTIFIED_SCOPE: usize = 5;
pub const CERTIFIED_DISTRICT: usize = 6;
pub const FIRST_ISSUED_ON: usize = 7;
pub const ISSUED_ON: usize = 8;
pub const EXPIRES_ON: usize = 9;
const SURVEILLED_ON: usize = 10;
const CERTIFICATE_STATUS: usize = 11;
const STATUS_SINCE: usize = 12;
pub const CERTIFICATE_STEP: usize = 13;
pub const STEP_ON: usize = 14;
pub const DOCUMENT: usize = 15;

/// Fields that are said together.
pub const GROUPS: [&[usize]; 1] = [&[ORGANISATION, ORGANISATION_USCC]];

/// The fields of the certificate itself; the rest say what became of it.
pub const OF_ITSELF: usize = 10;

/// Standards of IP management with their editions, and the last day of the transition from each.
const STANDARDS: &str = include_str!("certificate_standards.csv");

/// An edition of a standard.
struct Edition {
    /// As the standard is cited, without the year.
    standard: &'static str,
    year: &'static str,
    /// The last day of the transition to the next.
    ends: Option<Date>,
}

fn editions() -> impl Iterator<Item = Edition> {
    STANDARDS.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut cells = line.split(',');
        let (standard, year) = (cells.next()?, cells.next()?);
        Some(Edition { standard, year, ends: cells.next().and_then(|day| day.parse().ok()) })
    })
}

fn has_edition(standard: &str, year: &str) -> bool {
    editions().any(|edition| (edition.standard, edition.year) == (standard, year))
}

/// The standard of enterprises (企业知识产权合规管理体系, 贯标).
pub const GB29490: &str = "GB/T 29490";

/// Since when the edition of 2023 may be certified (D23): what was issued before is of 2013.
const EDITION_2023_SINCE: (i32, u32, u32) = (2024, 1, 1);

/// The standard a certificate is to: `GB/T 29490-2013`; without its year where the edition is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standard(String);

impl Standard {
    /// Reads a standard as lists write it: `GB/T29490—2013`, `GB/T 29490`, or the edition alone, `2013版`.
    ///
    /// Errors: `StandardUnknown` for a standard of something else, or an edition there is none of.
    pub fn read(from: &str) -> Result<Read<Self>, Refusal> {
        let folded = text::fold_width(from.trim()).to_uppercase();
        let digits: Vec<&str> =
            folded.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
        let unknown = || Refusal::new(from, Problem::StandardUnknown);
        let (standard, edition) = match digits[..] {
            [year] if has_edition(GB29490, year) => (GB29490, Some(year)),
            [number, ref rest @ ..] => {
                let of_number =
                    |edition: &Edition| edition.standard.rsplit(' ').next() == Some(number);
                let known = editions().find(of_number).ok_or_else(unknown)?;
                (known.standard, rest.first().copied())
            }
            [] => return Err(unknown()),
        };
        if edition.is_some_and(|edition| !has_edition(standard, edition)) {
            return Err(unknown());
        }
        let with_year = |edition| format!("{standard}-{edition}");
        let name = edition.map_or_else(|| standard.to_owned(), with_year);
        Ok(Read::compared(Self(name), from))
    }

    /// Every edition there is, as it is cited.
    pub fn known() -> Vec<String> {
        editions().map(|edition| format!("{}-{}", edition.standard, edition.year)).collect()
    }

    /// As the ledger holds it.
    pub fn stored(text: String) -> Self {
        Self(text)
    }

    /// GB/T 29490, whatever its edition.
    pub fn gb29490() -> Self {
        Self(GB29490.to_owned())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn is_gb29490(&self) -> bool {
        self.0.starts_with(GB29490)
    }

    pub fn has_edition(&self) -> bool {
        self.0.contains('-')
    }

    /// The last day of its edition, for one issued on `issued`; none: there is none, or the edition is not known.
    fn edition_ends(&self, issued: Date) -> Option<Date> {
        let standard = editions().find(|edition| self.0.starts_with(edition.standard))?.standard;
        let stated = self.0.strip_prefix(standard)?.strip_prefix('-');
        let (year, month, day) = EDITION_2023_SINCE;
        let before = Date::from_ymd(year, month, day).is_some_and(|since| issued < since);
        let year = stated.or_else(|| (self.is_gb29490() && before).then_some("2013"))?;
        editions().find(|edition| (edition.standard, edition.year) == (standard, year))?.ends
    }
}

impl std::fmt::Display for Standard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A certificate as it was first recorded; what became of it are its [`CertificateEvent`]s.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// None: a list named the day of certification alone.
    pub number: Option<String>,
    pub standard: Standard,
    /// The body that certified it (认证机构).
    pub certified_by: Option<String>,
    pub scope: Option<String>,
    /// Where the certified address lies, as written.
    pub district: Option<String>,
    /// None: not stated; then it counts from its day of issue where its holder had none before.
    pub first_issued: Option<Date>,
    pub issued: Date,
    /// Its last day; none: not known.
    pub expires: Option<Date>,
}

/// What becomes of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CertificateStep {
    Reissue,
    SurveilPass,
    SurveilFail,
    Suspend,
    Resume,
    Withdraw,
}

impl CertificateStep {
    pub const ALL: [Self; 6] = [
        Self::Reissue,
        Self::SurveilPass,
        Self::SurveilFail,
        Self::Suspend,
        Self::Resume,
        Self::Withdraw,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Reissue => "reissue",
            Self::SurveilPass => "surveil_pass",
            Self::SurveilFail => "surveil_fail",
            Self::Suspend => "suspend",
            Self::Resume => "resume",
            Self::Withdraw => "withdraw",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.code() == code)
    }

    pub fn read(from: &str) -> Option<Self> {
        let folded = text::fold_width(from.trim()).to_lowercase();
        Self::from_code(&folded).or_else(|| match &*folded {
            "再认证" | "换证" | "换发" => Some(Self::Reissue),
            "监督审核通过" | "监督合格" => Some(Self::SurveilPass),
            "监督审核不通过" | "监督不合格" => Some(Self::SurveilFail),
            "暂停" => Some(Self::Suspend),
            "恢复" => Some(Self::Resume),
            "撤销" | "注销" => Some(Self::Withdraw),
            _ => None,
        })
    }
}

/// A step with its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateEvent {
    pub step: CertificateStep,
    pub day: Date,
    /// Of a reissue: the new last day, and the standard it is to now.
    pub expires: Option<Date>,
    pub standard: Option<Standard>,
    pub document: Option<String>,
}

/// Where a certificate stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertificateState {
    NotIssued,
    InForce,
    Suspended,
    Expired,
    Withdrawn,
}

impl CertificateState {
    pub const ALL: [Self; 5] =
        [Self::NotIssued, Self::InForce, Self::Suspended, Self::Expired, Self::Withdrawn];

    pub fn code(self) -> &'static str {
        match self {
            Self::NotIssued => "not_issued",
            Self::InForce => "in_force",
            Self::Suspended => "suspended",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads the state a list gives a certificate (状态).
    pub fn read(from: &str) -> Option<Self> {
        let folded = text::fold_width(from.trim()).to_lowercase();
        match &*folded {
            "in_force" | "有效" | "正常" | "valid" => Some(Self::InForce),
            "suspended" | "暂停" => Some(Self::Suspended),
            "expired" | "过期" | "到期" | "失效" => Some(Self::Expired),
            "withdrawn" | "撤销" | "注销" => Some(Self::Withdrawn),
            _ => None,
        }
    }

    /// What may be done with it.
    pub fn allows(self) -> &'static [CertificateStep] {
        match self {
            Self::NotIssued | Self::Withdrawn => &[],
            Self::InForce => &[
                CertificateStep::Reissue,
                CertificateStep::SurveilPass,
                CertificateStep::SurveilFail,
                CertificateStep::Suspend,
                CertificateStep::Withdraw,
            ],
            Self::Suspended => &[
                CertificateStep::SurveilPass,
                CertificateStep::SurveilFail,
                CertificateStep::Resume,
                CertificateStep::Withdraw,
            ],
            Self::Expired => &[CertificateStep::Reissue],
        }
    }
}

/// What should be looked at. None of it refuses: terms and yearly surveillance are the bodies' rules (P7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CertificateFlag {
    /// The transition from its edition is over (P6).
    EditionEnded,
    /// It runs longer than three years.
    TermTooLong,
    /// Twelve months passed without a surveillance audit.
    SurveillanceMissing,
    /// Nobody said when it ends: it counts until somebody does.
    ExpiryUnknown,
}

impl CertificateFlag {
    pub const ALL: [Self; 4] =
        [Self::EditionEnded, Self::TermTooLong, Self::SurveillanceMissing, Self::ExpiryUnknown];

    pub fn code(self) -> &'static str {
        match self {
            Self::EditionEnded => "edition-ended",
            Self::TermTooLong => "term-too-long",
            Self::SurveillanceMissing => "surveillance-missing",
            Self::ExpiryUnknown => "expiry-unknown",
        }
    }
}

/// What falls due next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FallsDue {
    Expiry,
    Surveillance,
}

impl FallsDue {
    pub const ALL: [Self; 2] = [Self::Expiry, Self::Surveillance];

    pub fn code(self) -> &'static str {
        match self {
            Self::Expiry => "expiry",
            Self::Surveillance => "surveillance",
        }
    }
}

/// Years a certificate runs, months between audits, and audits in a term (M: the bodies' usual rules, flags only).
const TERM_YEARS: i32 = 3;
const SURVEILLANCE_MONTHS: i32 = 12;
const AUDITS_IN_A_TERM: usize = 2;

/// One issue of a certificate, the first or a later one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateIssue {
    pub day: Date,
    pub expires: Option<Date>,
    pub standard: Standard,
    /// The place of its reissue among the events; none: the first.
    pub event: Option<usize>,
}

impl Certificate {
    /// The issues by the close of a day, in order.
    pub fn issues(&self, events: &[CertificateEvent], day: Date) -> Vec<CertificateIssue> {
        let first = CertificateIssue {
            day: self.issued,
            expires: self.expires,
            standard: self.standard.clone(),
            event: None,
        };
        let mut issues = vec![first];
        for (at, event) in events.iter().enumerate() {
            if event.step == CertificateStep::Reissue && event.day <= day {
                issues.push(CertificateIssue {
                    day: event.day,
                    expires: event.expires,
                    standard: event.standard.clone().unwrap_or_else(|| self.standard.clone()),
                    event: Some(at),
                });
            }
        }
        issues.retain(|issue| issue.day <= day);
        issues
    }

    /// Where it stands at the close of a day (P6). Days of issue, expiry, suspension and withdrawal count as what they
    /// say: it is in force on its last day, and not on the day it is suspended.
    pub fn state(&self, events: &[CertificateEvent], day: Date) -> CertificateState {
        let issues = self.issues(events, day);
        if issues.is_empty() {
            return CertificateState::NotIssued;
        }
        let mut suspended = false;
        for event in events.iter().filter(|event| event.day <= day) {
            match event.step {
                CertificateStep::Withdraw => return CertificateState::Withdrawn,
                CertificateStep::Suspend => suspended = true,
                CertificateStep::Resume => suspended = false,
                CertificateStep::Reissue
                | CertificateStep::SurveilPass
                | CertificateStep::SurveilFail => {}
            }
        }
        let runs = issues.iter().any(|issue| issue.expires.is_none_or(|last| day <= last));
        match (suspended, runs) {
            (true, _) => CertificateState::Suspended,
            (false, true) => CertificateState::InForce,
            (false, false) => CertificateState::Expired,
        }
    }

    /// Whether it counts on a day.
    pub fn is_valid(&self, events: &[CertificateEvent], day: Date) -> bool {
        self.state(events, day) == CertificateState::InForce
    }

    /// Checks that every event is lawful after those before it.
    ///
    /// Errors: the place of the first that is not, and why.
    pub fn check(&self, events: &[CertificateEvent]) -> Result<(), (usize, StepProblem)> {
        let mut last = self.issued;
        for (at, event) in events.iter().enumerate() {
            let (day, step) = (event.day, event.step);
            if day < last {
                return Err((
                    at,
                    StepProblem::BeforeTheLast {
                        of: Course::Certificate,
                        step: step.code(),
                        day,
                        last,
                    },
                ));
            }
            let state = self.state(&events[..at], day);
            if !state.allows().contains(&step) {
                let may_do = state.allows().iter().map(|step| step.code()).collect();
                let problem = StepProblem::NotInThisState {
                    of: Course::Certificate,
                    step: step.code(),
                    day,
                    state: state.code(),
                    may_do,
                };
                return Err((at, problem));
            }
            last = day;
        }
        Ok(())
    }

    /// What should be looked at on a day; of one that does not count any more nothing.
    pub fn flags(&self, events: &[CertificateEvent], day: Date) -> Vec<CertificateFlag> {
        if !self.is_valid(events, day) {
            return Vec::new();
        }
        let mut flags = Vec::new();
        let issues = self.issues(events, day);
        let Some(issue) = issues.last() else { return flags };
        if issue.standard.edition_ends(issue.day).is_some_and(|last| last < day) {
            flags.push(CertificateFlag::EditionEnded);
        }
        let longest = issue.day.add_years(TERM_YEARS);
        if longest.zip(issue.expires).is_some_and(|(longest, last)| longest <= last) {
            flags.push(CertificateFlag::TermTooLong);
        }
        if self.surveillance_due(events, issue, day).is_some_and(|due| due < day) {
            flags.push(CertificateFlag::SurveillanceMissing);
        }
        if issue.expires.is_none() {
            flags.push(CertificateFlag::ExpiryUnknown);
        }
        flags
    }

    /// By when the next surveillance audit is due; none after the last of the term, and where the term is not known.
    fn surveillance_due(
        &self,
        events: &[CertificateEvent],
        issue: &CertificateIssue,
        day: Date,
    ) -> Option<Date> {
        let expires = issue.expires?;
        let since = |event: &&CertificateEvent| {
            event.step == CertificateStep::SurveilPass && issue.day <= event.day && event.day <= day
        };
        let passed: Vec<Date> = events.iter().filter(since).map(|event| event.day).collect();
        if passed.len() >= AUDITS_IN_A_TERM {
            return None;
        }
        let last = passed.last().copied().unwrap_or(issue.day);
        last.add_months(SURVEILLANCE_MONTHS).filter(|due| *due < expires)
    }

    /// What falls due next, and when, of a certificate that is in force or suspended on a day.
    pub fn due(&self, events: &[CertificateEvent], day: Date) -> Option<(FallsDue, Date)> {
        match self.state(events, day) {
            CertificateState::InForce | CertificateState::Suspended => {}
            CertificateState::NotIssued
            | CertificateState::Expired
            | CertificateState::Withdrawn => return None,
        }
        let issues = self.issues(events, day);
        let issue = issues.last()?;
        let surveillance = self.surveillance_due(events, issue, day);
        let expiry = issue.expires.map(|last| (FallsDue::Expiry, last));
        surveillance.map(|due| (FallsDue::Surveillance, due)).or(expiry)
    }
}

/// What a record says of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateRecord {
    pub certificate: Certificate,
    pub holder: Vec<Named>,
}

/// What a record says became of a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StepsSaid {
    pub events: Vec<CertificateEvent>,
    /// The state it says, and since when.
    pub state: Option<CertificateState>,
    pub since: Option<Date>,
}

/// Reads the number of a certificate.
pub fn read_no(from: &str) -> Result<Read<String>, Refusal> {
    let value: String =
        text::fold_width(from.trim()).chars().filter(|c| !c.is_whitespace()).collect();
    if value.is_empty() {
        return Err(Refusal::new(from, Problem::FieldMissing));
    }
    Ok(Read::clean(value.to_uppercase()))
}

/// Reads what a record says became of a certificate.
///
/// Errors: a fault for each field that cannot be taken.
pub fn steps_said(record: &Record<'_>, today: Date) -> Reading<StepsSaid> {
    let mut reader = Reader::new(record);
    let document = reader.words(DOCUMENT);
    let event =
        |step, day| CertificateEvent { step, day, expires: None, standard: None, document: None };
    let mut said = StepsSaid::default();
    if let Some(day) = reader.past_date(SURVEILLED_ON, today) {
        said.events.push(event(CertificateStep::SurveilPass, day));
    }
    said.state = reader.value(CERTIFICATE_STATUS, |from| word(from, CertificateState::read));
    said.since = reader.past_date(STATUS_SINCE, today);
    let step = reader.value(CERTIFICATE_STEP, |from| word(from, of_row));
    let day = reader.past_date(STEP_ON, today);
    match (step, day) {
        (Some(step), Some(day)) => {
            said.events.push(CertificateEvent { document, ..event(step, day) });
        }
        (Some(_), None) => reader.require(STEP_ON),
        (None, Some(_)) => reader.require(CERTIFICATE_STEP),
        (None, None) => {}
    }
    said.events.sort_by_key(|event| (event.day, event.step));
    reader.finish(Some(said))
}

/// The step a row names; a reissue is said by its day of issue and its last day.
fn of_row(from: &str) -> Option<CertificateStep> {
    CertificateStep::read(from).filter(|step| *step != CertificateStep::Reissue)
}

fn word<T>(from: &str, read: fn(&str) -> Option<T>) -> Result<Read<T>, Refusal> {
    read(from).map(Read::clean).ok_or_else(|| Refusal::new(from, Problem::WordUnknown))
}

impl CertificateRecord {
    /// The text of every field of the certificate itself; [`CertificateRecord::read`] takes it back.
    pub fn texts(&self) -> Texts {
        fn text<T: ToString>(value: Option<T>) -> Option<String> {
            value.map(|value| value.to_string())
        }
        let (of, holder) = (&self.certificate, self.holder.first());
        let mut texts = vec![
            of.number.clone(),
            Some(of.standard.to_string()),
            holder.and_then(|holder| holder.name.clone()),
            text(holder.and_then(|holder| holder.code)),
            of.certified_by.clone(),
            of.scope.clone(),
            of.district.clone(),
            text(of.first_issued),
            Some(of.issued.to_string()),
            text(of.expires),
        ];
        texts.resize(FIELDS.len(), None);
        texts
    }

    /// Reads what a record says of the certificate itself.
    ///
    /// Errors: a fault for each field that cannot be taken.
    pub fn read(record: &Record<'_>, today: Date) -> Reading<Self> {
        let mut reader = Reader::new(record);
        let number = reader.value(CERTIFICATE_NO, read_no);
        let standard = reader.value(STANDARD, Standard::read);
        let holder = read_named(&mut reader, ORGANISATION, ORGANISATION_USCC);
        let certified_by = reader.name_of(CERTIFIED_BY);
        let scope = reader.words(CERTIFIED_SCOPE);
        let district = reader.district(CERTIFIED_DISTRICT);
        let first_issued = reader.past_date(FIRST_ISSUED_ON, today);
        reader.require(ISSUED_ON);
        let issued = reader.past_date(ISSUED_ON, today);
        let expires = match stated_term::stands_in(&reader, EXPIRES_ON) {
            true => stated_term::read_last_day(&mut reader, EXPIRES_ON, issued),
            false => reader.date(EXPIRES_ON),
        };
        if holder.is_empty() && !record.has(ORGANISATION) && !record.has(ORGANISATION_USCC) {
            reader.fault(ORGANISATION, "", Problem::FieldMissing);
        }
        if !record.has(STANDARD) {
            reader.note(Note::UsualTaken("standard"));
        }
        if let Some((issued, expires)) = issued.zip(expires)
            && expires < issued
        {
            let problem = Problem::DateBefore { earlier: "issued_on", than: issued };
            reader.fault(EXPIRES_ON, expires.to_string(), problem);
        }
        if let Some((first, issued)) = first_issued.zip(issued)
            && issued < first
        {
            let problem = Problem::DateBefore { earlier: "first_issued_on", than: first };
            reader.fault(ISSUED_ON, issued.to_string(), problem);
        }
        let certificate = issued.map(|issued| Certificate {
            number,
            standard: standard.unwrap_or_else(Standard::gb29490),
            certified_by,
            scope,
            district,
            first_issued,
            issued,
            expires,
        });
        reader.finish(certificate.map(|certificate| Self { certificate, holder }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn certificate(issued: &str, expires: &str) -> Certificate {
        Certificate {
            number: Some("N".into()),
            standard: Standard::stored("GB/T 29490-2013".into()),
            certified_by: None,
            scope: None,
            district: None,
            first_issued: None,
            issued: day(issued),
            expires: Some(day(expires)),
        }
    }

    fn event(step: CertificateStep, on: &str) -> CertificateEvent {
        CertificateEvent { step, day: day(on), expires: None, standard: None, document: None }
    }

    /// section-nine.md 1, case 2: A to E at year ends, and in the middle of 2020.
    #[test]
    fn what_counts_on_a_day() {
        let reissued = |on: &str, until: &str| CertificateEvent {
            expires: Some(day(until)),
            ..event(CertificateStep::Reissue, on)
        };
        let all = [
            ("A", certificate("2016-11-08", "2019-11-07"), vec![]),
            (
                "B",
                certificate("2017-11-09", "2020-11-08"),
                vec![event(CertificateStep::Withdraw, "2019-06-30")],
            ),
            (
                "C",
                certificate("2018-11-10", "2021-11-09"),
                vec![
                    event(CertificateStep::Suspend, "2020-03-01"),
                    event(CertificateStep::Resume, "2020-09-01"),
                ],
            ),
            ("D", certificate("2019-11-11", "2022-11-10"), vec![]),
            (
                "E",
                certificate("2015-03-01", "2018-02-28"),
                vec![reissued("2018-03-01", "2021-02-28")],
            ),
        ];
        for (on, valid) in [
            ("2016-12-31", "AE"),
            ("2017-12-31", "ABE"),
            ("2018-12-31", "ABCE"),
            ("2019-12-31", "CDE"),
            ("2020-06-30", "DE"),
            ("2020-12-31", "CDE"),
        ] {
            let counted = all.iter().filter(|(_, of, events)| of.is_valid(events, day(on)));
            let counted: String = counted.map(|(name, ..)| *name).collect();
            assert_eq!(counted, valid, "{on}");
        }
        for (name, of, events) in &all {
            assert_eq!(of.check(events), Ok(()), "{name}");
        }
    }

    #[test]
    fn a_step_fits_the_state_before_it() {
        let of = certificate("2017-11-09", "2020-11-08");
        // steps so far, step, day -> allowed, or why not and what may be done
        let cases: [(&[CertificateEvent], CertificateStep, &str, &str); 9] = [
            (&[], CertificateStep::Suspend, "2018-03-01", "ok"),
            (&[], CertificateStep::Suspend, "2017-11-08", "before-the-last-step"),
            (
                &[],
                CertificateStep::Resume,
                "2018-03-01",
                "in_force: reissue surveil_pass surveil_fail suspend withdraw",
            ),
            (
                &[event(CertificateStep::Suspend, "2018-03-01")],
                CertificateStep::Suspend,
                "2018-04-01",
                "suspended: surveil_pass surveil_fail resume withdraw",
            ),
            (
                &[event(CertificateStep::Suspend, "2018-03-01")],
                CertificateStep::Resume,
                "2018-02-01",
                "before-the-last-step",
            ),
            (
                &[event(CertificateStep::Suspend, "2018-03-01")],
                CertificateStep::Resume,
                "2018-03-01",
                "ok",
            ),
            (
                &[event(CertificateStep::Withdraw, "2018-03-01")],
                CertificateStep::Resume,
                "2018-04-01",
                "withdrawn: ",
            ),
            (&[], CertificateStep::SurveilPass, "2020-11-09", "expired: reissue"),
            (&[], CertificateStep::Reissue, "2020-11-09", "ok"),
        ];
        for (before, step, on, expected) in cases {
            let mut events = before.to_vec();
            events.push(event(step, on));
            let said = match of.check(&events) {
                Ok(()) => "ok".to_owned(),
                Err((_, StepProblem::NotInThisState { state, may_do, .. })) => {
                    format!("{state}: {}", may_do.join(" "))
                }
                Err((_, problem)) => problem.code().to_owned(),
            };
            assert_eq!(said, expected, "{step:?} on {on}");
        }
    }

    #[test]
    fn what_should_be_looked_at_and_what_falls_due() {
        let passed = |on: &str| event(CertificateStep::SurveilPass, on);
        // issued, last day, passed audits, on -> flags, what is due
        type Case<'a> = (&'a str, &'a str, &'a [CertificateEvent], &'a str, &'a str, &'a str);
        let cases: [Case<'_>; 7] = [
            ("2017-11-09", "2020-11-08", &[], "2018-11-09", "", "surveillance 2018-11-09"),
            (
                "2017-11-09",
                "2020-11-08",
                &[],
                "2018-11-10",
                "surveillance-missing",
                "surveillance 2018-11-09",
            ),
            (
                "2017-11-09",
                "2020-11-08",
                &[passed("2018-10-30")],
                "2018-11-10",
                "",
                "surveillance 2019-10-30",
            ),
            (
                "2017-11-09",
                "2020-11-08",
                &[passed("2018-10-30"), passed("2019-10-20")],
                "2020-10-31",
                "",
                "expiry 2020-11-08",
            ),
            (
                "2017-11-09",
                "2020-11-09",
                &[passed("2018-11-09")],
                "2019-01-01",
                "term-too-long",
                "surveillance 2019-11-09",
            ),
            (
                "2023-12-31",
                "2026-12-30",
                &[passed("2024-12-01"), passed("2025-11-01")],
                "2025-12-31",
                "",
                "expiry 2026-12-30",
            ),
            (
                "2023-12-31",
                "2026-12-30",
                &[passed("2024-12-01"), passed("2025-11-01")],
                "2026-01-01",
                "edition-ended",
                "expiry 2026-12-30",
            ),
        ];
        for (issued, expires, events, on, flags, due) in cases {
            let of = certificate(issued, expires);
            let codes: Vec<&str> =
                of.flags(events, day(on)).into_iter().map(CertificateFlag::code).collect();
            assert_eq!(codes.join(" "), flags, "{issued} on {on}");
            let next = of.due(events, day(on)).map(|(due, day)| format!("{} {day}", due.code()));
            assert_eq!(next.as_deref(), Some(due), "{issued} on {on}");
        }
    }

    #[test]
    fn a_standard_as_lists_write_it() {
        for (written, standard) in [
            ("GB/T 29490-2013", "GB/T 29490-2013"),
            ("GB/T29490—2013", "GB/T 29490-2013"),
            ("GBT 29490：2023", "GB/T 29490-2023"),
            ("2013版", "GB/T 29490-2013"),
            ("2023", "GB/T 29490-2023"),
            ("《企业知识产权管理规范》（GB/T 29490-2013）", "GB/T 29490-2013"),
            ("GB/T 29490", "GB/T 29490"),
            ("GB/T 33251-2016", "GB/T 33251-2016"),
            ("GJB 9158-2017", "GJB 9158-2017"),
            ("GB/T 19001-2016", ""),
            ("ISO 9001:2015", ""),
            ("GB/T 29490-2018", ""),
            ("贯标", ""),
        ] {
            let read = Standard::read(written).map(|read| read.value.to_string());
            assert_eq!(read.unwrap_or_default(), standard, "{written}");
        }
    }
}
