//! Which backups are kept as they grow old: `7d,5w,12m`.

use std::fmt;
use std::str::FromStr;

use super::values::Date;

/// How many days, weeks and months keep a backup each, counted from the newest; a period without one counts for
/// nothing, so that nothing is thinned while nobody works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Keep {
    pub days: usize,
    pub weeks: usize,
    pub months: usize,
}

impl Keep {
    /// Says of each backup, by its day and the newest first, whether it is kept: the newest of its day, its week from
    /// Monday or its month, while there are not yet as many of these.
    pub fn kept(&self, days: &[Date]) -> Vec<bool> {
        let week = |day: Date| i64::from((day.days() + 3).div_euclid(7));
        let month = |day: Date| i64::from(day.year()) * 12 + i64::from(day.month());
        let mut kept = vec![false; days.len()];
        let mut each = |most: usize, period: &dyn Fn(Date) -> i64| {
            let (mut last, mut count) = (None, 0);
            for (kept, day) in kept.iter_mut().zip(days) {
                let of = Some(period(*day));
                if count < most && of != last {
                    *kept = true;
                    (last, count) = (of, count + 1);
                }
            }
        };
        each(self.days, &|day| i64::from(day.days()));
        each(self.weeks, &week);
        each(self.months, &month);
        kept
    }
}

impl FromStr for Keep {
    type Err = ();

    /// Reads `7d,5w,12m`, any of the three; something must be kept.
    fn from_str(text: &str) -> Result<Self, ()> {
        let mut keep = Self::default();
        for part in text.split(',').map(str::trim) {
            let unit = part.chars().next_back().ok_or(())?;
            let of = match unit {
                'd' | 'D' => &mut keep.days,
                'w' | 'W' => &mut keep.weeks,
                'm' | 'M' => &mut keep.months,
                _ => return Err(()),
            };
            let number = part.trim_end_matches(unit).trim().parse().map_err(|_| ())?;
            if std::mem::replace(of, number) != 0 {
                return Err(());
            }
        }
        if keep == Self::default() { Err(()) } else { Ok(keep) }
    }
}

impl fmt::Display for Keep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}d,{}w,{}m", self.days, self.weeks, self.months)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_is_read_in_any_order_and_each_once() {
        let keep = |days, weeks, months| Ok(Keep { days, weeks, months });
        for (text, read) in [
            ("7d,5w,12m", keep(7, 5, 12)),
            ("12m, 7d", keep(7, 0, 12)),
            ("30d", keep(30, 0, 0)),
            ("7d,7d", Err(())),
            ("0d", Err(())),
            ("7", Err(())),
            ("", Err(())),
            ("-1d", Err(())),
        ] {
            assert_eq!(text.parse::<Keep>(), read, "{text}");
        }
    }

    /// 2021-03-01 is a Monday. Each line: the backups' days, what is kept, and which of them stay.
    #[test]
    fn the_newest_of_each_period_stays() {
        for (days, keep, stay) in [
            ("03-03 03-02 03-01 02-28", "2d", "03-03 03-02"),
            ("03-03 03-03 03-02", "2d", "03-03 03-02"),
            // 02-28 is a Sunday, the last day of the week before.
            ("03-03 03-02 03-01 02-28 02-27", "2w", "03-03 02-28"),
            ("03-03 02-28 02-01 01-31", "3m", "03-03 02-28 01-31"),
            // Nobody worked for weeks: what there is stays.
            ("03-03 01-20 01-19", "3d", "03-03 01-20 01-19"),
            ("03-03 03-02 03-01 02-26 02-20 01-15", "2d,2w,2m", "03-03 03-02 02-26"),
        ] {
            let read = |text: &str| -> Vec<Date> {
                text.split(' ').map(|day| format!("2021-{day}").parse().unwrap()).collect()
            };
            let (days, keep): (_, Keep) = (read(days), keep.parse().unwrap());
            let kept = keep.kept(&days);
            let kept = days.iter().zip(kept).filter(|(_, kept)| *kept).map(|(day, _)| *day);
            assert_eq!(kept.collect::<Vec<_>>(), read(stay), "{keep}");
        }
    }
}
