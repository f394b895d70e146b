use super::*;
use chrono::{Datelike, NaiveDate};
use proptest::prelude::*;

fn date(text: &str) -> Date {
    Date::parse_iso_bytes(text.as_bytes()).expect("a test's own date")
}

#[test]
fn the_whole_calendar_agrees_with_chrono() {
    let mut day = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap();
    for days in Date::MIN.days()..=Date::MAX.days() {
        let ours = Date::from_days(days).unwrap();
        assert_eq!(ours.ymd(), (day.year(), day.month(), day.day()));
        assert_eq!(Date::from_ymd(day.year(), day.month(), day.day()), Some(ours));
        day = day.succ_opt().unwrap();
    }
    assert_eq!(day, NaiveDate::from_ymd_opt(2200, 1, 1).unwrap());
    assert_eq!(Date::from_ymd(1970, 1, 1).map(Date::days), Some(0));
    for (year, month, day) in
        [(1899, 12, 31), (2200, 1, 1), (2015, 2, 29), (2016, 13, 1), (2016, 0, 1)]
    {
        assert_eq!(Date::from_ymd(year, month, day), None);
    }
}

#[test]
fn dates_as_people_write_them() {
    let iso = Ok("2016-01-05");
    for (text, expected, repair) in [
        ("2016-01-05", iso, None),
        ("2016-1-5", iso, Some(Repair::Respelled)),
        ("2016/1/5", iso, Some(Repair::Respelled)),
        ("2016/01/05", iso, Some(Repair::Respelled)),
        ("2016.01.05", iso, Some(Repair::Respelled)),
        ("2016.1.5", iso, Some(Repair::Respelled)),
        ("20160105", iso, Some(Repair::Respelled)),
        ("20160105.0", iso, Some(Repair::Respelled)),
        ("2016年1月5日", iso, Some(Repair::Respelled)),
        ("2016年01月05日", iso, Some(Repair::Respelled)),
        ("2016 年 1 月 5 日", iso, Some(Repair::Respelled)),
        ("2016年1月5号", iso, Some(Repair::Respelled)),
        ("二〇一六年一月五日", iso, Some(Repair::Respelled)),
        ("二○一六年十二月三十一日", Ok("2016-12-31"), Some(Repair::Respelled)),
        ("二零一六年十月二十日", Ok("2016-10-20"), Some(Repair::Respelled)),
        ("２０１６－０１－０５", iso, Some(Repair::Respelled)),
        ("２０１６年１月５日", iso, Some(Repair::Respelled)),
        (" 2016-01-05\t", iso, Some(Repair::Respelled)),
        ("'2016-01-05", iso, Some(Repair::Respelled)),
        ("2016-01-05 00:00:00", iso, Some(Repair::Respelled)),
        ("2016-01-05 14:30:00", iso, Some(Repair::TimeDropped)),
        ("2016-01-05T14:30:00.000Z", iso, Some(Repair::TimeDropped)),
        ("2016/1/5 2:30 PM", iso, Some(Repair::TimeDropped)),
        ("2016年1月5日 14时30分", iso, Some(Repair::TimeDropped)),
        ("20160105143000", iso, Some(Repair::TimeDropped)),
        ("42374", iso, Some(Repair::FromSerial)),
        ("42374.0", iso, Some(Repair::FromSerial)),
        ("42374.604", iso, Some(Repair::TimeDropped)),
        ("31047", Err("date-unreadable"), None),
        ("31048", Ok("1985-01-01"), Some(Repair::FromSerial)),
        ("73415", Ok("2100-12-31"), Some(Repair::FromSerial)),
        ("73416", Err("date-unreadable"), None),
        ("2016-02-29", Ok("2016-02-29"), None),
        ("2015-02-29", Err("date-impossible"), None),
        ("2016/2/30", Err("date-impossible"), None),
        ("20161301", Err("date-impossible"), None),
        ("2016-00-05", Err("date-impossible"), None),
        ("1899-12-31", Err("date-out-of-range"), None),
        ("2200/1/1", Err("date-out-of-range"), None),
        ("16-01-05", Err("date-two-digit-year"), None),
        ("16/1/5", Err("date-two-digit-year"), None),
        ("16年1月5日", Err("date-two-digit-year"), None),
        ("160105", Err("date-two-digit-year"), None),
        ("5/1/2016", Err("date-order-ambiguous"), None),
        ("01-05-2016", Err("date-order-ambiguous"), None),
        ("25.12.2016", Err("date-order-ambiguous"), None),
        ("2016", Err("date-incomplete"), None),
        ("2016年", Err("date-incomplete"), None),
        ("2016-01", Err("date-incomplete"), None),
        ("2016年1月", Err("date-incomplete"), None),
        ("201601", Err("date-incomplete"), None),
        ("5-Jan-16", iso, Some(Repair::Respelled)),
        ("05-JAN-2016", iso, Some(Repair::Respelled)),
        ("5 January 2016", iso, Some(Repair::Respelled)),
        ("Jan 5, 2016", iso, Some(Repair::Respelled)),
        ("2016-Jan-05", iso, Some(Repair::Respelled)),
        ("05-1月 -16", iso, Some(Repair::Respelled)),
        ("28-十月-16", Ok("2016-10-28"), Some(Repair::Respelled)),
        ("28-Oct-16 00:00:00", Ok("2016-10-28"), Some(Repair::Respelled)),
        ("1-Apr-85", Ok("1985-04-01"), Some(Repair::Respelled)),
        ("31-Apr-16", Err("date-impossible"), None),
        ("28-Okt-16", Err("date-unreadable"), None),
        ("Oct-16", Err("date-unreadable"), None),
        ("2016-01/05", Err("date-unreadable"), None),
        ("2016-01-05-01", Err("date-unreadable"), None),
        ("201-01-05", Err("date-unreadable"), None),
        ("2016-001-05", Err("date-unreadable"), None),
        ("2016-01-05 后补", Err("date-unreadable"), None),
        ("约2016-01-05", Err("date-unreadable"), None),
        ("待定", Err("date-unreadable"), None),
        ("-5", Err("date-unreadable"), None),
        ("", Err("date-unreadable"), None),
        ("日", Err("date-unreadable"), None),
    ] {
        let read = Date::read(text);
        let told = read.as_ref().map(|r| r.value.to_string()).map_err(|r| r.problem.code());
        assert_eq!(told.as_deref(), expected.as_deref(), "{text:?}");
        assert_eq!(read.ok().and_then(|r| r.repair), repair, "{text:?}");
    }
}

#[test]
fn a_spreadsheet_counts_a_day_that_never_was() {
    for (serial, expected) in [
        (1.0, Ok("1900-01-01")),
        (59.0, Ok("1900-02-28")),
        (60.0, Err("date-impossible")),
        (61.0, Ok("1900-03-01")),
        (42374.0, Ok("2016-01-05")),
        (42374.99, Ok("2016-01-05")),
        (109574.0, Ok("2199-12-31")),
        (109575.0, Err("date-out-of-range")),
        (0.5, Err("date-out-of-range")),
        (-3.0, Err("date-out-of-range")),
        (1e300, Err("date-out-of-range")),
        (f64::NAN, Err("date-unreadable")),
    ] {
        let read = Date::from_excel_serial(serial);
        let told = read.as_ref().map(|r| r.value.to_string()).map_err(|r| r.problem.code());
        assert_eq!(told.as_deref(), expected.as_deref(), "{serial}");
    }
    let repair = |serial| Date::from_excel_serial(serial).ok().and_then(|read| read.repair);
    assert_eq!(repair(42374.0), Some(Repair::FromSerial));
    assert_eq!(repair(42374.5), Some(Repair::TimeDropped));
}

#[test]
fn months_end_where_the_day_is_missing() {
    for (from, months, to) in [
        ("2016-01-31", 30, "2018-07-31"),
        ("2016-01-31", 32, "2018-09-30"),
        ("2015-08-31", 30, "2018-02-28"),
        ("2015-08-31", 32, "2018-04-30"),
        ("2016-02-29", 12, "2017-02-28"),
        ("2016-02-29", 48, "2020-02-29"),
        ("2016-03-31", -1, "2016-02-29"),
        ("2016-01-15", -13, "2014-12-15"),
        ("2016-01-15", 0, "2016-01-15"),
    ] {
        assert_eq!(date(from).add_months(months), Some(date(to)), "{from} {months:+}");
    }
    assert_eq!(
        date("1999-09-06").add_years(10).and_then(|d| d.add_days(-1)),
        Some(date("2009-09-05"))
    );
    assert_eq!(Date::MAX.add_months(1), None);
    assert_eq!(Date::MAX.add_months(i32::MAX), None);
    assert_eq!(Date::MIN.add_days(-1), None);
    assert_eq!(date("2017-06-30").days_since(date("2016-07-01")), 364);
    assert_eq!(date("2016-11-07").quarter(), 4);
}

#[test]
fn no_date_is_not_a_wrong_date() {
    for (text, blank) in [
        ("", true),
        ("  ", true),
        ("-", true),
        ("--", true),
        ("－－", true),
        ("/", true),
        ("——", true),
        ("无", true),
        ("0000-00-00", true),
        ("0000/00/00", true),
        ("00000000", true),
        ("0000-00-00 00:00:00", true),
        ("1900-01-00", true),
        ("1900/1/0", true),
        ("0", false),
        ("2016-01-05", false),
        ("待定", false),
    ] {
        assert_eq!(is_blank_date(text), blank, "{text:?}");
    }
}

proptest! {
    #[test]
    fn what_is_shown_is_read_back(days in Date::MIN.days()..=Date::MAX.days()) {
        let date = Date::from_days(days).unwrap();
        let shown = date.to_string();
        prop_assert_eq!(Date::parse_iso_bytes(shown.as_bytes()), Some(date));
        prop_assert_eq!(shown.parse::<Date>().unwrap(), date);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[0-9年月日./\\-T: 十二〇]{0,14}") {
        let read = Date::read(&text);
        if let Some(date) = Date::parse_iso_bytes(text.as_bytes()) {
            prop_assert_eq!(read, Ok(Read::clean(date)));
        }
    }
}
