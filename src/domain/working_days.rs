//! Working days (工作日) of China: weekends, holidays, and weekends worked in exchange (调休).
//!
//! Source: the State Council's yearly notices on holidays, 2014 to 2026. A year without its notice has
//! no calendar here, and nothing is guessed for it.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::values::Date;

/// Days that differ from "Monday to Friday": `day,off` and `day,work`.
const EXCEPTIONS: &str = include_str!("working_days.csv");
pub const FIRST_YEAR: i32 = 2014;
pub const LAST_YEAR: i32 = 2026;

/// The year whose notice is not shipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoCalendar {
    pub year: i32,
}

static WORKED: LazyLock<HashMap<Date, bool>> = LazyLock::new(|| {
    let line = |line: &str| {
        let (day, kind) = line.split_once(',')?;
        Some((Date::parse_iso_bytes(day.as_bytes())?, kind == "work"))
    };
    EXCEPTIONS.lines().filter_map(line).collect()
});

/// Whether offices work on `day`. Errors: `NoCalendar` for a year without data.
pub fn is_working_day(day: Date) -> Result<bool, NoCalendar> {
    if !(FIRST_YEAR..=LAST_YEAR).contains(&day.year()) {
        return Err(NoCalendar { year: day.year() });
    }
    // 1970-01-01 was a Thursday.
    let weekend = matches!((day.days() + 3).rem_euclid(7), 5 | 6);
    Ok(WORKED.get(&day).copied().unwrap_or(!weekend))
}

/// `day` when offices work on it, else the next day on which they do.
pub fn working_day_from(mut day: Date) -> Result<Date, NoCalendar> {
    while !is_working_day(day)? {
        day = day.add_days(1).ok_or(NoCalendar { year: day.year() + 1 })?;
    }
    Ok(day)
}

/// The last day of a period of `n` working days that begins the day after `from`.
pub fn add_working_days(from: Date, n: u32) -> Result<Date, NoCalendar> {
    let mut day = from;
    let mut left = n;
    while left > 0 {
        day = day.add_days(1).ok_or(NoCalendar { year: day.year() + 1 })?;
        left -= u32::from(is_working_day(day)?);
    }
    Ok(day)
}

/// Working days after `from` up to and including `to`.
pub fn working_days_between(from: Date, to: Date) -> Result<u32, NoCalendar> {
    let mut count = 0;
    for days in from.days() + 1..=to.days() {
        let day = Date::from_days(days).ok_or(NoCalendar { year: to.year() })?;
        count += u32::from(is_working_day(day)?);
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::parse_iso_bytes(text.as_bytes()).unwrap()
    }

    #[test]
    fn the_holidays_of_2016_and_2026_as_the_notices_have_them() {
        for (text, worked) in [
            ("2016-01-01", false),
            ("2016-02-06", true), // Saturday, worked for Spring Festival
            ("2016-02-08", false),
            ("2016-02-14", true),
            ("2016-10-08", true),
            ("2016-10-10", true),
            ("2026-02-14", true),
            ("2026-02-23", false),
            ("2026-10-10", true),
        ] {
            assert_eq!(is_working_day(day(text)), Ok(worked), "{text}");
        }
    }

    #[test]
    fn seven_working_days_over_the_spring_festival_of_2016() {
        // 6 February worked, 7 to 13 off, 14 February worked.
        assert_eq!(add_working_days(day("2016-02-03"), 7), Ok(day("2016-02-17")));
        assert_eq!(working_days_between(day("2016-02-03"), day("2016-02-17")), Ok(7));
    }

    #[test]
    fn a_year_without_its_notice_is_said_so() {
        assert_eq!(is_working_day(day("2027-01-04")), Err(NoCalendar { year: 2027 }));
        assert_eq!(add_working_days(day("2026-12-30"), 7), Err(NoCalendar { year: 2027 }));
        assert_eq!(is_working_day(day("2013-12-31")), Err(NoCalendar { year: 2013 }));
    }
}
