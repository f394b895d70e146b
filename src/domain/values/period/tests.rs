use super::*;
use proptest::prelude::*;

#[test]
fn periods_as_people_write_them() {
    for (text, days, shown) in [
        ("2016", "2016-01-01 2016-12-31", "2016"),
        ("2016年", "2016-01-01 2016-12-31", "2016"),
        ("2016年度", "2016-01-01 2016-12-31", "2016"),
        ("2016Q4", "2016-10-01 2016-12-31", "2016Q4"),
        ("2016q4", "2016-10-01 2016-12-31", "2016Q4"),
        ("２０１６Ｑ４", "2016-10-01 2016-12-31", "2016Q4"),
        ("2016年四季度", "2016-10-01 2016-12-31", "2016Q4"),
        ("2016年第4季度", "2016-10-01 2016-12-31", "2016Q4"),
        ("2016年第一季度", "2016-01-01 2016-03-31", "2016Q1"),
        ("2016年上半年", "2016-01-01 2016-06-30", "2016-01-01..2016-06-30"),
        ("2016-11", "2016-11-01 2016-11-30", "2016-11"),
        ("2016年2月", "2016-02-01 2016-02-29", "2016-02"),
        ("2016-11-07", "2016-11-07 2016-11-07", "2016-11-07..2016-11-07"),
        ("2016-01-01..2020-12-31", "2016-01-01 2020-12-31", "2016..2020"),
        ("2016..2020", "2016-01-01 2020-12-31", "2016..2020"),
        ("2016 至 2020", "2016-01-01 2020-12-31", "2016..2020"),
        ("2016Q1..2016Q2", "2016-01-01 2016-06-30", "2016-01-01..2016-06-30"),
        ("2016年1月5日至2016年1月6日", "2016-01-05 2016-01-06", "2016-01-05..2016-01-06"),
        ("2020..2016", "period-reversed", ""),
        ("2016Q5", "period-unreadable", ""),
        ("2016-13", "period-unreadable", ""),
        ("2016-02-30", "period-unreadable", ""),
        ("16Q1", "period-unreadable", ""),
        ("1899", "period-unreadable", ""),
        ("2016..", "period-unreadable", ""),
        ("二〇一六", "period-unreadable", ""),
        ("", "period-unreadable", ""),
    ] {
        match Period::read(text) {
            Ok(period) => {
                assert_eq!(format!("{} {}", period.first, period.last), days, "{text}");
                assert_eq!(period.to_string(), shown, "{text}");
            }
            Err(refusal) => assert_eq!(refusal.problem.code(), days, "{text}"),
        }
    }
}

#[test]
fn both_ends_belong() {
    let period = Period::quarter(2016, 1).expect("a quarter");
    assert_eq!(period.days(), 91);
    assert!(period.contains(period.first()) && period.contains(period.last()));
    assert!(!period.contains(period.last().add_days(1).expect("April")));
    assert_eq!(Period::quarter(2016, 5), None);
    assert_eq!(Period::year(2199).map(|year| year.days()), Some(365));
}

proptest! {
    #[test]
    fn what_is_shown_is_read_back(a in -25_567..84_005i32, b in -25_567..84_005i32) {
        let day = |days| Date::from_days(days).unwrap();
        let period = Period::between(day(a.min(b)), day(a.max(b))).unwrap();
        prop_assert_eq!(period.to_string().parse::<Period>().unwrap(), period);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[0-9年月日季度第Qq.至-]{0,12}") {
        let _ = Period::read(&text);
    }
}
