//! A row or a form of a case: what lists of a district and a city state, or one step a row.

use super::case::{CaseEvent, CaseStep};
use crate::domain::patent::{Named, read_named};
use crate::domain::record::{Reader, Reading, Record, Texts};
use crate::domain::refusal::{Problem, Read, Refusal};
use crate::domain::stated_term;
use crate::domain::values::{Date, text};

/// Keys of a case record's fields.
pub const FIELDS: [&str; 20] = [
    "program",
    "batch",
    "organisation",
    "organisation_uscc",
    "district",
    "name_then",
    "case_applied",
    "case_verified",
    "case_recommended",
    "case_recognised",
    "document",
    "term",
    "case_accepted",
    "acceptance",
    "case_step",
    "step_on",
    "step_until",
    "score",
    "step_by",
    "detail",
];

pub const PROGRAM: usize = 0;
pub const BATCH: usize = 1;
pub const ORGANISATION: usize = 2;
pub const ORGANISATION_USCC: usize = 3;
pub const DISTRICT: usize = 4;
pub const NAME_THEN: usize = 5;
pub const APPLIED: usize = 6;
const VERIFIED: usize = 7;
const RECOMMENDED: usize = 8;
const RECOGNISED: usize = 9;
pub const DOCUMENT: usize = 10;
const TERM: usize = 11;
const ACCEPTED: usize = 12;
const ACCEPTANCE: usize = 13;
pub const CASE_STEP: usize = 14;
pub const STEP_ON: usize = 15;
pub const STEP_UNTIL: usize = 16;
pub const SCORE: usize = 17;
pub const STEP_BY: usize = 18;
pub const DETAIL: usize = 19;

/// Fields that are said together.
pub const GROUPS: [&[usize]; 1] = [&[ORGANISATION, ORGANISATION_USCC]];

/// What a record says of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseRecord {
    /// The programme's code or title, as written.
    pub program: String,
    /// None: the year of the application.
    pub batch: Option<i32>,
    pub holder: Vec<Named>,
    pub district: Option<String>,
    pub name_then: Option<String>,
    /// The steps it states, in order of their days.
    pub events: Vec<CaseEvent>,
}

/// Reads the year of a batch: `2019`, `2019年度第一批`.
pub fn read_batch(from: &str) -> Result<Read<i32>, Refusal> {
    let folded = text::fold_width(from.trim()).into_owned();
    let digits: String = folded
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    match digits.parse() {
        Ok(year) if (1985..=2199).contains(&year) => Ok(Read::compared(year, from)),
        _ => Err(Refusal::new(from, Problem::PeriodUnreadable)),
    }
}

/// How the acceptance ended.
fn read_acceptance(from: &str) -> Result<Read<CaseStep>, Refusal> {
    let folded = text::fold_width(from.trim()).to_lowercase();
    let step = match &*folded {
        "通过" | "验收通过" | "合格" | "accept" | "accepted" | "passed" => CaseStep::Accept,
        "不通过" | "未通过" | "验收不通过" | "不合格" | "fail" | "failed" => {
            CaseStep::Fail
        }
        "延期" | "延期验收" | "extend" | "extended" => CaseStep::Extend,
        _ => return Err(Refusal::new(from, Problem::WordUnknown)),
    };
    Ok(Read::clean(step))
}

/// Reads points with up to two decimals, in hundredths.
pub fn read_score(from: &str) -> Result<Read<i32>, Refusal> {
    let folded = text::fold_width(from.trim()).replace('分', "");
    let score = rust_decimal::Decimal::from_str_exact(&folded).ok();
    let hundredths = score.and_then(|score| score.checked_mul(100.into()));
    let hundredths = hundredths.filter(|n| n.is_integer() && !n.is_sign_negative());
    let hundredths = hundredths.and_then(|n| i32::try_from(n).ok());
    hundredths.map(Read::clean).ok_or_else(|| Refusal::new(from, Problem::NumberUnreadable))
}

fn score_text(score: i32) -> String {
    rust_decimal::Decimal::new(score.into(), 2).normalize().to_string()
}

fn step_word(from: &str) -> Result<Read<CaseStep>, Refusal> {
    CaseStep::read(from).map(Read::clean).ok_or_else(|| Refusal::new(from, Problem::WordUnknown))
}

/// The text of every field of one step; [`event_of`] takes it back.
pub fn event_texts(event: &CaseEvent) -> Texts {
    let mut texts = vec![None; FIELDS.len()];
    texts[CASE_STEP] = Some(event.step.code().to_owned());
    texts[STEP_ON] = Some(event.day.to_string());
    texts[STEP_UNTIL] = event.until.map(|day| day.to_string());
    texts[DOCUMENT] = event.document.clone();
    texts[SCORE] = event.score.map(score_text);
    texts[STEP_BY] = event.decided_by.clone();
    texts[DETAIL] = event.detail.clone();
    texts
}

/// Reads the one step a record states; none where it states none.
///
/// Errors: a fault for each field that cannot be taken.
pub fn event_of(record: &Record<'_>, today: Date) -> Reading<Option<CaseEvent>> {
    let mut reader = Reader::new(record);
    let event = read_step(&mut reader, today);
    reader.finish(Some(event))
}

fn read_step(reader: &mut Reader<'_, '_>, today: Date) -> Option<CaseEvent> {
    let step = reader.value(CASE_STEP, step_word);
    let day = reader.past_date(STEP_ON, today);
    let until = reader.date(STEP_UNTIL);
    let score = reader.value(SCORE, read_score);
    let (document, decided_by) = (reader.words(DOCUMENT), reader.name_of(STEP_BY));
    let detail = reader.words(DETAIL);
    match (step, day) {
        (Some(step), Some(day)) => {
            if let Some(until) = until.filter(|until| *until < day) {
                let problem = Problem::DateBefore { earlier: "step_on", than: day };
                reader.fault(STEP_UNTIL, until.to_string(), problem);
            }
            if matches!(step, CaseStep::Extend) && until.is_none() {
                reader.require(STEP_UNTIL);
            }
            Some(CaseEvent { step, day, until, document, score, decided_by, detail })
        }
        (Some(_), None) => {
            reader.require(STEP_ON);
            None
        }
        (None, Some(_)) => {
            reader.require(CASE_STEP);
            None
        }
        (None, None) => None,
    }
}

impl CaseRecord {
    /// Reads a whole record: the columns of a list, a step of its own, or both.
    ///
    /// Errors: a fault for each field that cannot be taken.
    pub fn read(record: &Record<'_>, today: Date) -> Reading<Self> {
        let mut reader = Reader::new(record);
        reader.require(PROGRAM);
        let program = reader.words(PROGRAM);
        let batch = reader.value(BATCH, read_batch);
        let holder = read_named(&mut reader, ORGANISATION, ORGANISATION_USCC);
        if !record.has(ORGANISATION) && !record.has(ORGANISATION_USCC) {
            reader.fault(ORGANISATION, "", Problem::FieldMissing);
        }
        if holder.len() > 1 {
            let name = record.text(ORGANISATION).unwrap_or_default();
            reader.fault(ORGANISATION, name, Problem::MoreThanOne { found: holder.len() });
        }
        let district = reader.district(DISTRICT);
        let name_then = reader.name_of(NAME_THEN);
        let mut events: Vec<CaseEvent> = Vec::new();
        for (field, step) in [
            (APPLIED, CaseStep::Apply),
            (VERIFIED, CaseStep::Verify),
            (RECOMMENDED, CaseStep::Recommend),
        ] {
            events.extend(reader.past_date(field, today).map(|day| CaseEvent::new(step, day)));
        }
        let own_step = read_step(&mut reader, today);
        let recognised = reader.past_date(RECOGNISED, today);
        let term = stated_term::read_last_day(&mut reader, TERM, recognised);
        if let Some(day) = recognised {
            let document = reader.words(DOCUMENT).filter(|_| own_step.is_none());
            if let Some(last) = term.filter(|last| *last < day) {
                let problem = Problem::DateBefore { earlier: "case_recognised", than: day };
                reader.fault(TERM, last.to_string(), problem);
            }
            events.push(CaseEvent {
                until: term,
                document,
                ..CaseEvent::new(CaseStep::Recognise, day)
            });
        }
        let acceptance = reader.value(ACCEPTANCE, read_acceptance);
        match (reader.past_date(ACCEPTED, today), acceptance) {
            (Some(_), None) => reader.require(ACCEPTANCE),
            (None, Some(_)) => reader.require(ACCEPTED),
            (Some(day), Some(CaseStep::Extend)) => {
                let until = reader.date(STEP_UNTIL);
                reader.require(STEP_UNTIL);
                events.push(CaseEvent { until, ..CaseEvent::new(CaseStep::Extend, day) });
            }
            (Some(day), Some(step)) => events.push(CaseEvent::new(step, day)),
            (None, None) => {}
        }
        events.extend(own_step);
        events.sort_by_key(|event| (event.day, event.step));
        let record =
            program.map(|program| Self { program, batch, holder, district, name_then, events });
        reader.finish(record)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Raw;

    fn read(fields: &[(usize, &str)]) -> Result<String, String> {
        let mut record = Record::new(&FIELDS);
        for (field, text) in [(PROGRAM, "pilot"), (ORGANISATION, "甲")].iter().chain(fields) {
            record.set(*field, Raw::Text(text));
        }
        match CaseRecord::read(&record, Date::from_ymd(2026, 1, 1).unwrap()) {
            Ok((read, _)) => {
                let one = |event: &CaseEvent| {
                    let until = event.until.map(|day| format!(" {day}")).unwrap_or_default();
                    format!("{} {}{until}", event.step.code(), event.day)
                };
                Ok(read.events.iter().map(one).collect::<Vec<_>>().join(", "))
            }
            Err(faults) => {
                let one = |fault: &crate::domain::Fault| {
                    format!("{} {}", fault.field, fault.refusal.problem.code())
                };
                Err(faults.iter().map(one).collect::<Vec<_>>().join(", "))
            }
        }
    }

    #[test]
    fn the_columns_of_a_list_are_steps() {
        let ok = |text: &str| Ok(text.to_owned());
        let refused = |text: &str| Err(text.to_owned());
        for (fields, expected) in [
            (&[(APPLIED, "2020-03-15")][..], ok("apply 2020-03-15")),
            (
                &[
                    (APPLIED, "2020/3/15"),
                    (RECOMMENDED, "2020年4月1日"),
                    (RECOGNISED, "2020-07-01"),
                    (TERM, "2020-07-01至2022-06-30"),
                ],
                ok("apply 2020-03-15, recommend 2020-04-01, recognise 2020-07-01 2022-06-30"),
            ),
            (&[(ACCEPTED, "2022-06-15"), (ACCEPTANCE, "不通过")], ok("fail 2022-06-15")),
            (
                &[(ACCEPTED, "2022-06-15"), (ACCEPTANCE, "延期"), (STEP_UNTIL, "2022-12-31")],
                ok("extend 2022-06-15 2022-12-31"),
            ),
            (&[(ACCEPTED, "2022-06-15")], refused("acceptance field-missing")),
            (
                &[(ACCEPTED, "2022-06-15"), (ACCEPTANCE, "差不多")],
                refused("acceptance word-unknown"),
            ),
            (
                &[(CASE_STEP, "公示"), (STEP_ON, "2020-06-01"), (STEP_UNTIL, "2020-06-10")],
                ok("publicise 2020-06-01 2020-06-10"),
            ),
            (
                &[(CASE_STEP, "公示"), (STEP_ON, "2020-06-01"), (STEP_UNTIL, "2020-05-10")],
                refused("step_until date-before"),
            ),
            (&[(CASE_STEP, "延期"), (STEP_ON, "2020-06-01")], refused("step_until field-missing")),
            (&[(RECOGNISED, "2020-07-01"), (TERM, "2,3年")], refused("term term-unreadable")),
            (&[(APPLIED, "2020-07-01"), (SCORE, "很高")], refused("score number-unreadable")),
        ] {
            assert_eq!(read(fields), expected, "{fields:?}");
        }
    }

    #[test]
    fn a_batch_is_a_year() {
        for (written, year) in
            [("2019", Some(2019)), ("2019年度第一批", Some(2019)), ("第3批", None), ("", None)]
        {
            assert_eq!(read_batch(written).ok().map(|read| read.value), year, "{written}");
        }
    }
}
