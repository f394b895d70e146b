//! Annual fees (年费) of a patent: paid, due, payable with a surcharge, in arrears.
//!
//! The term itself is [`Patent::term_end`](crate::domain::patent::Patent::term_end). Source: domain.md 2.6.

use crate::domain::values::Date;
use crate::domain::working_days::{NoCalendar, add_working_days};

/// Months after the due day within which a fee can be paid with a surcharge (滞纳期). S15.
const GRACE_MONTHS: i32 = 6;
/// No holiday moves the last day for paying further than this; the longest, in a year of two festivals, had ten days.
const MOST_DAYS_MOVED: i32 = 14;

/// How the annual fees of a patent stand on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fees {
    Paid {
        through: Date,
    },
    /// Due, and still in time until `last`: the due day, or the next working day after a holiday.
    Due {
        due: Date,
        last: Date,
    },
    /// Late, and payable with a surcharge up to and including `until`.
    InGrace {
        due: Date,
        until: Date,
    },
    /// Not even paid late.
    InArrears {
        due: Date,
    },
}

impl Fees {
    /// Returns how fees paid up to and including `through` stand on `day`.
    ///
    /// Errors: `NoCalendar` in the two weeks after a due day whose year has no calendar, since a holiday
    /// may have moved the last day for paying. Source: S15 (due day, holidays, six months).
    ///
    /// # Examples
    /// Filed 1997-06-03: paid through 2002-06-02, the sixth year is due on 2002-06-03 and payable late
    /// until 2002-12-03.
    pub fn on(through: Date, day: Date) -> Result<Self, NoCalendar> {
        if day <= through {
            return Ok(Self::Paid { through });
        }
        let due = through.add_days(1).unwrap_or(through);
        if day == due {
            return Ok(Self::Due { due, last: add_working_days(through, 1).unwrap_or(due) });
        }
        match add_working_days(through, 1) {
            Ok(last) if day <= last => return Ok(Self::Due { due, last }),
            Err(missing) if day.days_since(due) <= MOST_DAYS_MOVED => return Err(missing),
            Ok(_) | Err(_) => {}
        }
        Ok(match due.add_months(GRACE_MONTHS) {
            Some(until) if day <= until => Self::InGrace { due, until },
            _ => Self::InArrears { due },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::patent::{APPLICATION_NO, FIELDS, Patent, PatentRecord};
    use crate::domain::{Raw, Record};

    fn day(text: &str) -> Date {
        Date::parse_iso_bytes(text.as_bytes()).unwrap()
    }

    /// A patent of which only the number is known.
    fn numbered(number: &str) -> Patent {
        let mut record = Record::with_columns(&FIELDS, 1 << APPLICATION_NO);
        record.set(APPLICATION_NO, Raw::text(number));
        PatentRecord::read(&record, Date::MAX).unwrap().0.patent
    }

    #[test]
    fn last_days_of_the_term_as_domain_md_2_6_has_them() {
        for (number, filing, end) in [
            ("99117225.6", "1999-09-06", "2019-09-05"),
            ("98231113.3", "1999-09-06", "2009-09-05"),
            ("202030097744.6", "2021-05-31", "2031-05-30"),
            ("202030097744.6", "2021-06-01", "2036-05-31"),
            ("201680019204.7", "2016-02-29", "2036-02-28"),
        ] {
            let patent = Patent { filing: Some(day(filing)), ..numbered(number) };
            assert_eq!(patent.term_end(), Some(day(end)), "{number} filed {filing}");
        }
    }

    #[test]
    fn a_fee_is_late_only_after_its_last_day() {
        let due = day("2016-05-03");
        let until = day("2016-11-03");
        for (through, on, fees) in [
            ("2016-05-02", "2016-05-02", Ok(Fees::Paid { through: day("2016-05-02") })),
            ("2016-05-02", "2016-05-03", Ok(Fees::Due { due, last: due })),
            ("2016-05-02", "2016-05-04", Ok(Fees::InGrace { due, until })),
            ("2016-05-02", "2016-11-03", Ok(Fees::InGrace { due, until })),
            ("2016-05-02", "2016-11-04", Ok(Fees::InArrears { due })),
            // Filed 1997-06-03, the sixth year: the last window ends on 2002-12-03.
            (
                "2002-06-02",
                "2002-12-03",
                Ok(Fees::InGrace { due: day("2002-06-03"), until: day("2002-12-03") }),
            ),
            ("2002-06-02", "2002-12-04", Ok(Fees::InArrears { due: day("2002-06-03") })),
        ] {
            assert_eq!(Fees::on(day(through), day(on)), fees, "{through} on {on}");
        }
    }

    #[test]
    fn a_holiday_moves_the_last_day_and_a_missing_calendar_is_said_so() {
        // National Day 2016: 1 to 7 October off, Saturday the 8th worked.
        let (due, last) = (day("2016-10-02"), day("2016-10-08"));
        assert_eq!(Fees::on(day("2016-10-01"), last), Ok(Fees::Due { due, last }));
        let until = day("2017-04-02");
        assert_eq!(
            Fees::on(day("2016-10-01"), day("2016-10-09")),
            Ok(Fees::InGrace { due, until })
        );
        let (through, due) = (day("2012-10-01"), day("2012-10-02"));
        assert_eq!(Fees::on(through, due), Ok(Fees::Due { due, last: due }));
        assert_eq!(Fees::on(through, day("2012-10-09")), Err(NoCalendar { year: 2012 }));
        let until = day("2013-04-02");
        assert_eq!(Fees::on(through, day("2012-10-17")), Ok(Fees::InGrace { due, until }));
    }
}
