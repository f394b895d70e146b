//! Due days of a loan, and the 360ths of a year between two days.

use super::terms::{DayCount, RepaymentMethod, Terms};
use crate::domain::values::Date;
use crate::domain::values::date::days_in_month;

/// The days a loan falls due on: a grid of days of the month, closed by the last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DueDayGrid {
    /// First disbursement.
    pub start: Date,
    /// Its month, counted from year 0.
    month: i32,
    /// Months from it to the first month with a due day.
    first: i32,
    /// Day of the month; in shorter months their last.
    day: u32,
    months: i32,
    bullet: bool,
}

/// Months since year 0.
fn month_of(day: Date) -> i32 {
    let (year, month, _) = day.ymd();
    year * 12 + month as i32 - 1
}

/// `day` of a month counted from year 0, or the month's last day.
fn day_in_month(month: i32, day: u32) -> Option<Date> {
    let (year, month) = (month.div_euclid(12), month.rem_euclid(12) as u32 + 1);
    Date::from_ymd(year, month, day.min(days_in_month(year, month)))
}

impl DueDayGrid {
    pub fn of(terms: &Terms, start: Date) -> Self {
        let months = terms.period.months();
        // With a pay day quarters end in March, June, September, December (the banks' habit, M).
        let calendar_quarters = terms.pay_day.is_some() && months == 3;
        let month = month_of(start);
        Self {
            start,
            month,
            first: if calendar_quarters { (2 - month).rem_euclid(3) } else { 0 },
            day: terms.pay_day.map_or(start.day(), u32::from),
            months,
            bullet: terms.method == RepaymentMethod::Bullet,
        }
    }

    /// The due day so many steps along, whether or not the loan has begun by then.
    fn at(&self, step: i32) -> Option<Date> {
        day_in_month(self.month + self.first + step * self.months, self.day)
    }

    /// The last step whose day is not after `day`; -1 or less before the first.
    fn step_by(&self, day: Date) -> i32 {
        let step = (month_of(day) - self.month - self.first).div_euclid(self.months);
        if self.at(step).is_some_and(|at| at <= day) { step } else { step - 1 }
    }

    /// The first step after `day` and after the start.
    fn step_after(&self, day: Date) -> i32 {
        self.step_by(day.max(self.start)) + 1
    }

    /// The first due day after `day`, `last` at the latest; none when `day` has reached it.
    pub fn next_after(&self, day: Date, last: Date) -> Option<Date> {
        if day >= last {
            return None;
        }
        if self.bullet {
            return Some(last);
        }
        Some(self.at(self.step_after(day)).map_or(last, |next| next.min(last)))
    }

    /// How many due days lie after `day`, the last day among them.
    pub fn left_after(&self, day: Date, last: Date) -> u32 {
        if day >= last {
            return 0;
        }
        if self.bullet {
            return 1;
        }
        let before_last = self.step_by(last.add_days(-1).unwrap_or(last));
        u32::try_from(before_last - self.step_after(day) + 1).unwrap_or(0) + 1
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
                let month = month_of(from);
                let on_grid = day_in_month(month, self.day) == Some(from);
                let day = if on_grid { self.day } else { from.day() };
                let rough = (month_of(to) - month).max(0);
                let whole = [rough, (rough - 1).max(0)].into_iter().find_map(|months| {
                    let end = day_in_month(month + months, day).filter(|end| *end <= to)?;
                    Some(months * 30 + to.days_since(end))
                });
                whole.unwrap_or(actual)
            }
        }
    }
}
