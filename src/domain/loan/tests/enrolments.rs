//! How a row says in which schemes a loan is enrolled.

use super::record::*;
use super::*;
use crate::domain::record::{Raw, Record};

fn read(fields: [&str; 3]) -> Result<LoanRecord, Vec<(&'static str, &'static str)>> {
    let mut record = Record::new(&FIELDS);
    let rest = [
        (LOAN_NO, "JD1"),
        (BANK, "上海银行静安支行"),
        (PRINCIPAL, "300万元"),
        (DISBURSED_ON, "2016-07-01"),
        (DUE_ON, "2017-07-01"),
        (RATE, "4.35%"),
    ];
    let said = [SCHEME, ENROLLED_ON, ENROLLED_UNTIL].into_iter().zip(fields);
    for (field, text) in rest.into_iter().chain(said) {
        record.set(field, Raw::text(text));
    }
    let read = LoanRecord::read(&record, day("2021-01-15"));
    let code = |faults: Vec<crate::domain::Fault>| {
        faults.into_iter().map(|one| (one.field, one.refusal.problem.code())).collect()
    };
    read.map(|(loan, _)| loan).map_err(code)
}

#[test]
fn a_row_names_schemes_and_their_days() {
    // What stands in the three cells; scheme, first and last day of each; what an export writes.
    type Case = ([&'static str; 3], &'static [[&'static str; 3]], [&'static str; 3]);
    let table: [Case; 5] = [
        (["", "", ""], &[], ["", "", ""]),
        (
            ["Zhongshan", "2016-07-05", ""],
            &[["zhongshan", "2016-07-05", ""]],
            ["zhongshan", "2016-07-05", ""],
        ),
        (
            ["zhongshan；weihai", "2016/7/5", "2017-07-01"],
            &[["zhongshan", "2016-07-05", "2017-07-01"], ["weihai", "2016-07-05", "2017-07-01"]],
            ["zhongshan;weihai", "2016-07-05", "2017-07-01"],
        ),
        (
            ["zhongshan;weihai", "2016-07-05;", ";2017-07-01"],
            &[["zhongshan", "2016-07-05", ""], ["weihai", "", "2017-07-01"]],
            ["zhongshan;weihai", "2016-07-05;", ";2017-07-01"],
        ),
        (["zhongshan", "", ""], &[["zhongshan", "", ""]], ["zhongshan", "", ""]),
    ];
    for (cells, enrolments, written) in table {
        let loan = read(cells).expect(cells[0]);
        let text = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let found: Vec<[String; 3]> = loan
            .enrolments
            .iter()
            .map(|one| [one.scheme.clone(), text(one.since), text(one.until)])
            .collect();
        assert_eq!(found, enrolments, "{cells:?}");
        let texts = loan.texts();
        let out = [SCHEME, ENROLLED_ON, ENROLLED_UNTIL]
            .map(|field| texts[field].clone().unwrap_or_default());
        assert_eq!(out, written, "{cells:?}");
    }
}

#[test]
fn days_that_cannot_be_are_refused() {
    for (cells, fault) in [
        (["", "2016-07-05", ""], ("scheme", "field-missing")),
        (["zhongshan", "2021-02-01", ""], ("enrolled_on", "date-in-future")),
        (["zhongshan", "2016-07-05", "2016-07-04"], ("enrolled_until", "date-before")),
        (["zhongshan", "2016-07-05;2016-07-06", ""], ("enrolled_on", "more-than-one")),
        (["a;b", "2016-07-05;昨天", ""], ("enrolled_on", "date-unreadable")),
    ] {
        let faults = read(cells).err().unwrap_or_default();
        assert!(faults.contains(&fault), "{cells:?}: {faults:?}");
    }
}
