//! Pledges as lists have them, and their numbers.

use super::day;
use crate::domain::pledge::{PledgeRecord, RegistrationNo, record};

/// What a record of these fields gives: its faults, or nothing.
fn faults(fields: &[(usize, &'static str)]) -> Vec<(&'static str, &'static str)> {
    use crate::domain::{Raw, Record};
    let whole = [
        (record::REGISTRATION_NO, "2016310000012"),
        (record::REGISTERED_ON, "2016-03-01"),
        (record::PLEDGOR, "甲公司"),
        (record::PLEDGEE, "某某银行"),
        (record::PATENT_NOS, "201610281886.0；201610590632.7"),
    ];
    let mut raw = Record::new(&record::FIELDS);
    for (field, text) in whole.iter().chain(fields) {
        raw.set(*field, Raw::text(text));
    }
    match PledgeRecord::read(&raw, day("2026-11-24")) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.iter().map(|f| (f.field, f.refusal.problem.code())).collect(),
    }
}

#[test]
fn nothing_a_pledge_list_says_is_lost_without_a_word() {
    use record::{PATENT_NOS, PLEDGEE, RELEASE_GROUND, RELEASED_ON};
    assert_eq!(faults(&[]), []);
    assert_eq!(faults(&[(PATENT_NOS, "；、;")]), [("patent_nos", "field-missing")]);
    assert_eq!(faults(&[(PATENT_NOS, "201610281886.0;无")]), []);
    assert_eq!(
        faults(&[(PATENT_NOS, "201610281886.0;201610590632.8")]),
        [("patent_nos", "application-no-check")]
    );
    assert_eq!(faults(&[(PLEDGEE, "某某银行、另一银行")]), [("pledgee", "more-than-one")]);
    assert_eq!(faults(&[(RELEASE_GROUND, "债务已履行")]), [("released_on", "field-missing")]);
    let released = [(RELEASE_GROUND, "债务已履行"), (RELEASED_ON, "2017-03-01")];
    assert_eq!(faults(&released), []);
}

#[test]
fn a_registration_number_as_people_write_it() {
    let read = |text: &str| RegistrationNo::read(text).map(|read| read.value.to_string());
    assert_eq!(read(" ｙ2020 310000012 ").unwrap(), "Y2020310000012");
    assert_eq!(RegistrationNo::read("2016310000012").unwrap().value.year(), Some(2016));
    assert_eq!(RegistrationNo::read("201631000001").unwrap().value.year(), None);
    assert!(read("2.01631E+12").is_err() && read(" ").is_err());
}
