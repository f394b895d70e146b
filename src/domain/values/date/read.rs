//! Dates as people write them.

use super::{Date, days_in_month};
use crate::domain::values::text::{fold_width, squeeze};
use crate::domain::{Problem, Read, Repair};

/// Day numbers of spreadsheets that we believe when they come as bare text: 1985-01-01 to 2100-12-31.
/// Other five-digit numbers are more likely something else in the wrong column.
const LIKELY_SERIALS: std::ops::RangeInclusive<u32> = 31_048..=73_415;

/// True for what clerks and exports put where there is no date: nothing, `--`, `/`, `无`,
/// `0000-00-00`, and the `1900-01-00` a spreadsheet shows for zero.
pub fn is_blank_date(text: &str) -> bool {
    let text = fold_width(text);
    let text = text.trim();
    if text.chars().all(|c| matches!(c, '-' | '/' | '—' | '–' | '\\' | '.')) {
        return true;
    }
    let day = text.split_once([' ', 'T']).map_or(text, |(day, _)| day);
    matches!(text, "无" | "暂无" | "空")
        || (day.len() >= 5 && day.chars().all(|c| matches!(c, '0' | '-' | '/' | '.')))
        || matches!(day, "1900-01-00" | "1900/1/0" | "1900/01/00" | "1900-1-0")
}

/// [`Date::read`] for everything that is not plain `YYYY-MM-DD`.
pub(super) fn read(text: &str) -> Result<Read<Date>, Problem> {
    let folded = fold_width(text);
    let folded = squeeze(folded.trim_start_matches('\''));
    let (day, time) = split_time(&folded);
    if day.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && let Some(read) = read_digits(day)?
    {
        return Ok(read);
    }
    let date = read_named_month(day).unwrap_or_else(|| read_parts(day))?;
    let repair = if time.is_some_and(|time| !is_midnight(time)) {
        Repair::TimeDropped
    } else {
        Repair::Respelled
    };
    Ok(Read::repaired(date, repair))
}

/// Cuts `2024-01-05 14:30:00`, `2024-01-05T14:30:00.000Z`, `2024/1/5 2:30 PM` and
/// `2024年1月5日 14时30分` into day and time.
fn split_time(text: &str) -> (&str, Option<&str>) {
    for (at, c) in text.char_indices().filter(|(_, c)| matches!(c, ' ' | 'T')) {
        let time = &text[at + c.len_utf8()..];
        let timely = time.starts_with(|c: char| c.is_ascii_digit())
            && time.contains([':', '时'])
            && time.chars().all(|c| c.is_ascii_digit() || ":. TZ+-AaPpMm时分秒".contains(c));
        if timely {
            return (text[..at].trim_end(), Some(time));
        }
    }
    (text, None)
}

fn is_midnight(time: &str) -> bool {
    !time.contains(|c: char| matches!(c, '1'..='9'))
}

/// Numbers without separators: `20240105`, `20240105143000`, and a spreadsheet's day number.
/// None if it is rather a date with dots.
fn read_digits(text: &str) -> Result<Option<Read<Date>>, Problem> {
    let (whole, fraction) = match text.split_once('.') {
        None => (text, ""),
        Some((whole, fraction)) if whole.len() == 5 && !fraction.contains('.') => (whole, fraction),
        Some((whole, "0")) if whole.len() == 8 => (whole, ""),
        Some(_) => return Ok(None),
    };
    let number = |range: std::ops::Range<usize>| whole[range].parse::<u32>().unwrap_or(u32::MAX);
    let read = match whole.len() {
        5 if LIKELY_SERIALS.contains(&number(0..5)) => {
            let date = Date::from_days(number(0..5) as i32 - 25_569);
            let timed = fraction.contains(|c| c != '0');
            let repair = if timed { Repair::TimeDropped } else { Repair::FromSerial };
            Read::repaired(date.ok_or(Problem::DateOutOfRange)?, repair)
        }
        8 => Read::repaired(date_of(number(0..4), number(4..6), number(6..8))?, Repair::Respelled),
        14 => {
            let repair =
                if is_midnight(&whole[8..]) { Repair::Respelled } else { Repair::TimeDropped };
            Read::repaired(date_of(number(0..4), number(4..6), number(6..8))?, repair)
        }
        4 if (1900..=2199).contains(&number(0..4)) => return Err(Problem::DateIncomplete),
        6 if (1900..=2199).contains(&number(0..4)) && (1..=12).contains(&number(4..6)) => {
            return Err(Problem::DateIncomplete);
        }
        6 if (1..=12).contains(&number(2..4)) && (1..=31).contains(&number(4..6)) => {
            return Err(Problem::DateTwoDigitYear);
        }
        _ => return Err(Problem::DateUnreadable),
    };
    Ok(Some(read))
}

/// A month by its name: `28-Oct-24`, `28 October 2024`, `October 28, 2024`, `2024-Oct-28`, `28-10月-24`. Databases and
/// spreadsheets write a year of two figures behind the month's name; such a year lies between 1970 and 2069.
fn read_named_month(text: &str) -> Option<Result<Date, Problem>> {
    let between = |c: char| matches!(c, ' ' | '-' | '/' | ',' | '.');
    let parts: Vec<&str> = text.split(between).filter(|part| !part.is_empty()).collect();
    let [first, second, third] = parts[..] else { return None };
    let figures = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let full_year = |part: &str| match part.len() == 4 && figures(part) {
        true => part.parse::<u32>().ok(),
        false => None,
    };
    let (year, month, day) = match (month_named(first), month_named(second)) {
        (Some(month), None) => (full_year(third)?, month, second),
        (None, Some(month)) => match full_year(first) {
            Some(year) => (year, month, third),
            None => (year_behind_month(third)?, month, first),
        },
        (Some(_), Some(_)) | (None, None) => return None,
    };
    let day = small(day).filter(|_| figures(day))?;
    Some(date_of(year, month, day))
}

fn year_behind_month(text: &str) -> Option<u32> {
    let year: u32 = text.parse().ok()?;
    match text.len() {
        4 => Some(year),
        2 => Some(if year < 70 { 2000 + year } else { 1900 + year }),
        _ => None,
    }
}

/// The number of a month called by its English name, three letters of it or more, or 10月, 十月.
fn month_named(text: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    if let Some(number) = text.strip_suffix('月') {
        return small(number);
    }
    let name = text.to_ascii_lowercase();
    let is_of = |month: &&str| name.len() >= 3 && month.starts_with(&name);
    MONTHS.iter().position(is_of).map(|at| at as u32 + 1)
}

/// Year, month and day with something between them, each in figures or in Chinese numerals.
fn read_parts(text: &str) -> Result<Date, Problem> {
    let (parts, marked) = split_parts(text).ok_or(Problem::DateUnreadable)?;
    let [year, month, day] = parts[..] else {
        let dated = year_of(parts[0]).is_some_and(|year| year >= 1900);
        let incomplete = dated && parts.len() < 3 && parts[1..].iter().all(|p| small(p).is_some());
        return Err(if incomplete { Problem::DateIncomplete } else { Problem::DateUnreadable });
    };
    let width = |part: &str| part.chars().count();
    if width(year) <= 2 && !marked && width(day) == 4 && year_of(day).is_some() {
        return Err(Problem::DateOrderAmbiguous);
    }
    let (month, day) = (small(month), small(day));
    let (Some(month), Some(day), Some(of_year)) = (month, day, year_of(year)) else {
        return Err(Problem::DateUnreadable);
    };
    match width(year) {
        4 => date_of(of_year, month, day),
        1 | 2 => Err(Problem::DateTwoDigitYear),
        _ => Err(Problem::DateUnreadable),
    }
}

/// The parts between `-`, `/`, `.` (one of them throughout) or before 年, 月, 日; and whether it was
/// the latter, which leaves no doubt about the order.
fn split_parts(text: &str) -> Option<(Vec<&str>, bool)> {
    if let Some((year, rest)) = text.split_once('年') {
        let mut parts = vec![year.trim()];
        if let Some((month, rest)) = rest.split_once('月') {
            parts.push(month.trim());
            let day = rest.trim();
            let day = day.strip_suffix(['日', '号']).unwrap_or(day);
            parts.extend((!day.is_empty()).then_some(day.trim_end()));
        } else if !rest.trim().is_empty() {
            return None;
        }
        return Some((parts, true));
    }
    let separator = text.chars().find(|c| matches!(c, '-' | '/' | '.' | '–' | '—' | '−'))?;
    Some((text.split(separator).map(str::trim).collect(), false))
}

/// A year in figures or digit by digit in Chinese numerals (二〇一六).
fn year_of(text: &str) -> Option<u32> {
    (!text.is_empty() && text.chars().count() <= 4).then_some(())?;
    text.chars().try_fold(0, |year, c| Some(year * 10 + digit(c)?))
}

/// A month or day: `1`, `01`, `一`, `十`, `十二`, `二十`, `三十一`, `廿五`.
fn small(text: &str) -> Option<u32> {
    let figures: Vec<char> = text.chars().collect();
    match figures[..] {
        ['十'] => Some(10),
        ['十', ones] => Some(10 + digit(ones)?),
        ['廿'] => Some(20),
        ['廿', ones] => Some(20 + digit(ones)?),
        [tens, '十'] => Some(digit(tens)? * 10),
        [tens, '十', ones] => Some(digit(tens)? * 10 + digit(ones)?),
        [ones] => digit(ones),
        [tens, ones] if tens.is_ascii_digit() && ones.is_ascii_digit() => {
            Some(digit(tens)? * 10 + digit(ones)?)
        }
        _ => None,
    }
}

fn digit(c: char) -> Option<u32> {
    match c {
        '〇' | '○' | '零' => Some(0),
        '一' | '元' => Some(1),
        '二' => Some(2),
        '三' => Some(3),
        '四' => Some(4),
        '五' => Some(5),
        '六' => Some(6),
        '七' => Some(7),
        '八' => Some(8),
        '九' => Some(9),
        _ => c.to_digit(10),
    }
}

/// Tells a day that never was from one outside the program's calendar.
fn date_of(year: u32, month: u32, day: u32) -> Result<Date, Problem> {
    let of_year = year as i32;
    if !(1..=12).contains(&month) || !(1..=days_in_month(of_year, month)).contains(&day) {
        return Err(Problem::DateImpossible);
    }
    Date::from_ymd(of_year, month, day).ok_or(Problem::DateOutOfRange)
}
