//! Due days of a loan, and the 360ths of a year between two days.

use super::terms::{DayCount, Method, Terms};
use crate::domain::values::Date;

/// The days a loan falls due on: a grid of days of the month, closed by the last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Grid {
    /// First disbursement.
    pub start: Date,
    /// Day of the month; in shorter months their last.
    day: u32,
    months: i32,
    /// With a pay day quarters end in March, June, September, December (the banks' habit, M).
    calendar_quarters: bool,
    bullet: bool,
}

impl Grid {
    pub fn of(terms: &Terms, start: Date) -> Self {
        Self {
            start,
            day: terms.pay_day.map_or(start.day(), u32::from),
            months: terms.period.months(),
            calendar_quarters: terms.pay_day.is_some() && terms.period.months() == 3,
            bullet: terms.method == Method::Bullet,
        }
    }

    /// The grid's day in the month `months` after that of `from`.
    fn day_of(&self, from: Date, months: i32) -> Option<Date> {
        day_in_month(from, months, self.day)
    }

    /// The first due day after `day`, `last` at the latest; none when `day` has reached it.
    pub fn next_after(&self, day: Date, last: Date) -> Option<Date> {
        if day >= last {
            return None;
        }
        if self.bullet {
            return Some(last);
        }
        let elapsed =
            (day.year() - self.start.year()) * 12 + day.month() as i32 - self.start.month() as i32;
        let first = if self.calendar_quarters {
            // Months from the start's to the next March, June, September or December.
            (3 - self.start.month() as i32 % 3) % 3
        } else {
            0
        };
        let steps = (elapsed - first).div_euclid(self.months).max(0);
        let next = (steps..steps + 3)
            .filter_map(|step| self.day_of(self.start, first + step * self.months))
            .find(|next| *next > day && *next > self.start);
        Some(next.map_or(last, |next| next.min(last)))
    }

    /// How many due days lie after `day`, the last day among them.
    pub fn left_after(&self, day: Date, last: Date) -> u32 {
        let mut count = 0;
        let mut at = day;
        while let Some(next) = self.next_after(at, last) {
            count += 1;
            at = next;
        }
        count
    }

    /// 360ths of a year from the start of a period to `to`.
    ///
    /// 积数: the days between. 逐笔: thirty for each whole month, and the odd days; a month runs from a
    /// due day to the next though one be the 28th and the other the 31st.
    pub fn days(&self, count: DayCount, from: Date, to: Date) -> i32 {
        let actual = to.days_since(from);
        match count {
            DayCount::Act360 => actual,
            DayCount::Month => {
                let on_grid = day_in_month(from, 0, self.day) == Some(from);
                let day = if on_grid { self.day } else { from.day() };
                let rough =
                    (to.year() - from.year()) * 12 + to.month() as i32 - from.month() as i32;
                let whole = (0..=rough.max(0)).rev().find_map(|months| {
                    day_in_month(from, months, day)
                        .filter(|end| *end <= to)
                        .map(|end| (months, end))
                });
                whole.map_or(actual, |(months, end)| months * 30 + to.days_since(end))
            }
        }
    }
}

/// `day` of the month so many months after that of `from`, or that month's last day.
fn day_in_month(from: Date, months: i32, day: u32) -> Option<Date> {
    let first = Date::from_ymd(from.year(), from.month(), 1)?.add_months(months)?;
    let last = first.add_months(1)?.add_days(-1)?;
    Date::from_ymd(first.year(), first.month(), day.min(last.day()))
}
