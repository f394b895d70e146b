use super::*;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// Reads a record from fields and their texts; the source has columns for these alone.
fn record(fields: &[(usize, &'static str)]) -> Reading<PatentRecord> {
    let columns = fields.iter().fold(0, |bits, (field, _)| bits | 1 << field);
    let mut record = Record::with_columns(&FILE_FIELDS, columns);
    for (field, text) in fields {
        record.set(*field, super::super::Raw::text(text));
    }
    PatentRecord::read(&record, day("2021-03-01"))
}

#[test]
fn a_status_without_a_day_is_told_as_its_source_states_it() {
    use StatedStatus::*;
    const FILED: (usize, &str) = (FILING_DATE, "2016-04-29");
    const PUBLISHED: (usize, &str) = (PUBLICATION_DATE, "2016-11-16");
    const GRANTED: (usize, &str) = (GRANT_DATE, "2018-08-21");
    type Case<'a> = (&'a str, &'a [(usize, &'a str)], &'a str, StatedStatus, bool);
    let cases: [Case<'_>; 29] = [
        // what the source states; the days it has; on the day; the status, and whether its day is unknown
        ("驳回", &[], "2021-03-01", Rejected, true),
        ("专利权终止", &[], "2021-03-01", Lapsed, true),
        ("未缴年费终止失效", &[], "2021-03-01", Lapsed, true),
        ("授权", &[], "2021-03-01", Granted, true),
        ("有效专利", &[], "2021-03-01", InForce, true),
        ("专利权全部无效", &[], "2021-03-01", Invalidated, true),
        ("部分无效", &[], "2021-03-01", PartlyInvalidated, true),
        ("届满", &[], "2021-03-01", Expired, true),
        ("视为撤回", &[PUBLISHED], "2021-03-01", DeemedWithdrawn, true),
        ("主动放弃", &[], "2021-03-01", Abandoned, true),
        ("公开", &[], "2021-03-01", Published, true),
        ("实质审查的生效", &[PUBLISHED], "2021-03-01", Examination, true),
        // 失效 says that it is over and not how: of an application that was never granted too.
        ("失效", &[], "2021-03-01", Ended, true),
        ("无权", &[PUBLISHED], "2021-03-01", Ended, true),
        ("失效", &[PUBLISHED, GRANTED], "2021-03-01", Ended, true),
        ("失效", &[PUBLISHED, GRANTED], "2018-08-20", Published, false),
        ("放弃失效", &[], "2021-03-01", Abandoned, true),
        // The days of the record date it.
        ("公开", &[PUBLISHED], "2021-03-01", Published, false),
        ("授权", &[GRANTED], "2021-03-01", Granted, false),
        ("有效", &[GRANTED], "2021-03-01", InForce, false),
        ("申请中", &[], "2021-03-01", Pending, false),
        ("", &[PUBLISHED], "2021-03-01", Published, false),
        // An end comes after the grant, on a day nobody stated.
        ("终止", &[GRANTED], "2021-03-01", Lapsed, true),
        ("全部无效", &[PUBLISHED, GRANTED], "2018-08-21", Invalidated, true),
        // Before its day the patent was what the other days say.
        ("授权", &[PUBLISHED, GRANTED], "2018-08-20", Published, false),
        ("终止", &[PUBLISHED, GRANTED], "2016-11-15", Pending, false),
        ("公开", &[PUBLISHED], "2016-11-15", Pending, false),
        // A later stage than the one stated is known by its day.
        ("公开", &[PUBLISHED, GRANTED], "2021-03-01", Granted, false),
        // The end of the term needs no other day than the filing's.
        ("届满", &[GRANTED], "2036-04-29", Expired, false),
    ];
    for (stated, days, on, status, undated) in cases {
        let mut fields = vec![(APPLICATION_NO, "201610281886.0"), FILED, (STATUS, stated)];
        fields.extend(days);
        let (read, _) = record(&fields).unwrap();
        let found = read.patent.status_on(day(on), std::iter::empty());
        assert_eq!(found, Some(LegalStatus { status, undated }), "{stated} {days:?} {on}");
    }
}

#[test]
fn an_event_dates_what_was_stated_without_a_day() {
    let fields =
        [(APPLICATION_NO, "201610281886.0"), (FILING_DATE, "2016-04-29"), (STATUS, "终止")];
    let (read, _) = record(&fields).unwrap();
    for (on, undated) in [("2019-10-28", true), ("2019-10-29", false)] {
        let events = [("lapse", day("2019-10-29"))];
        let found = read.patent.status_on(day(on), events.into_iter());
        assert_eq!(found, Some(LegalStatus { status: StatedStatus::Lapsed, undated }), "{on}");
    }
}

#[test]
fn a_filing_date_fixed_anew_may_lie_in_a_later_year_than_the_number() {
    let cases = [
        // number, filing date, what is noted
        ("201220511802.5", "2013-01-30", vec![Note::FilingDateFixedAnew]),
        ("CN201220701371.9", "2013-05-09", vec![Note::FilingDateFixedAnew]),
        ("201220511802.5", "2012-10-08", vec![]),
        ("201610281886.0", "2017-01-03", vec![Note::FilingDateFixedAnew]),
        ("03150996.7", "2004-02-11", vec![Note::FilingDateFixedAnew]),
        // Later than the filing is a divisional's.
        ("201610281886.0", "2014-04-29", vec![Note::PresumedDivisional]),
    ];
    for (number, filed, noted) in cases {
        let fields = [(APPLICATION_NO, number), (FILING_DATE, filed), (APPLICANT_NAME, "某公司")];
        let (read, mut notes) = record(&fields).unwrap();
        notes.retain(|note| !matches!(note, Note::Repaired(..)));
        assert_eq!((read.patent.filing, notes), (Some(day(filed)), noted), "{number} {filed}");
    }
}
