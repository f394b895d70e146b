//! Days as people type them in a hurry: `t`, `+30`, `-1m`, `q4`, `5.20`.

use super::Date;
use crate::domain::refusal::Refusal;

impl Date {
    /// Reads a day as it is typed: in any spelling of a list, or `t` for today, `+30` and `-7` days from today, `+1m`
    /// and `-1y` months and years, `q4` the last day of a quarter of this year, `5.20` or `5-20` a day of the year of
    /// `beside`, of this year where nothing stands beside it.
    ///
    /// Errors: as [`Date::read`].
    pub fn read_typed(text: &str, today: Self, beside: Option<Self>) -> Result<Self, Refusal> {
        let said = text.trim();
        let year = beside.unwrap_or(today).year();
        match short(said, today, year) {
            Some(day) => Ok(day),
            None => Self::read(said).map(|read| read.value),
        }
    }
}

fn short(said: &str, today: Date, year: i32) -> Option<Date> {
    let lower = said.to_ascii_lowercase();
    if lower == "t" {
        return Some(today);
    }
    if let Some(quarter) = lower.strip_prefix('q') {
        let quarter: u32 = quarter.parse().ok().filter(|quarter| (1..=4).contains(quarter))?;
        return Date::from_ymd(today.year(), quarter * 3, 1)?.add_months(1)?.add_days(-1);
    }
    if let Some(ahead) = lower.strip_prefix(['+', '-']) {
        let sign = if lower.starts_with('-') { -1 } else { 1 };
        let (number, unit) = match ahead.strip_suffix(['d', 'm', 'y']) {
            Some(number) => (number, &ahead[number.len()..]),
            None => (ahead, "d"),
        };
        let n = number.parse::<u16>().ok().map(i32::from)? * sign;
        return match unit {
            "m" => today.add_months(n),
            "y" => today.add_years(n),
            _ => today.add_days(n),
        };
    }
    let (month, day) = lower.split_once(['.', '-', '/'])?;
    let short = |part: &str| part.len() <= 2 && !part.is_empty();
    let (month, day) = (Some(month).filter(|p| short(p))?, Some(day).filter(|p| short(p))?);
    Date::from_ymd(year, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_typed_in_a_hurry_is_a_day() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let (today, beside) = (day("2021-03-31"), day("2020-05-01"));
        for (typed, means) in [
            ("t", "2021-03-31"),
            ("T", "2021-03-31"),
            ("+30", "2021-04-30"),
            ("-1m", "2021-02-28"),
            ("+1y", "2022-03-31"),
            ("q4", "2021-12-31"),
            ("q2", "2021-06-30"),
            ("5.20", "2020-05-20"),
            ("12-31", "2020-12-31"),
            ("2020-05-20", "2020-05-20"),
            ("2020年5月20日", "2020-05-20"),
            ("20200520", "2020-05-20"),
        ] {
            let read = Date::read_typed(typed, today, Some(beside));
            assert_eq!(read.unwrap(), day(means), "{typed}");
        }
        for typed in ["", "q5", "2.30", "+", "13.1", "甲"] {
            assert!(Date::read_typed(typed, today, Some(beside)).is_err(), "{typed}");
        }
        assert_eq!(Date::read_typed("5.20", today, None).unwrap(), day("2021-05-20"));
    }
}
