//! The term of a debt or a loan as contracts and lists write it in one cell.

use super::record::Reader;
use super::refusal::Problem;
use super::values::Date;
use super::values::date::is_blank_date;
use super::values::text::{compact, fold_width};

/// A term as stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    Days {
        from: Option<Date>,
        to: Date,
    },
    /// A length of time from a day stated elsewhere.
    Length {
        months: i32,
        days: i32,
    },
}

/// What stands between the first day and the last.
const BETWEEN: [&str; 9] = ["至", "到", "~", "——", "—", "–", "--", "-", "/"];

impl Term {
    /// Reads `2024-05-20至2025-05-20`, `2024年5月20日-2025年5月20日`, `至2021-05-20`, `12个月`, `自放款之日起一年`,
    /// `自2024-05-20起12个月`, two days in two lines, `起：2024-05-20 止：2025-05-20`.
    ///
    /// Errors: `TermUnreadable`, `PeriodReversed`.
    pub fn read(text: &str) -> Result<Self, Problem> {
        if let Some(stated) = in_pieces(text) {
            return stated;
        }
        let folded = compact(text).replace(['～', '〜', '∼'], "~");
        // A length with its days in brackets behind it: the days tell more than the length.
        if let Some((length_said, inside)) = in_brackets(&folded) {
            return match (Self::read(length_said), Self::read(inside)) {
                (Ok(Self::Length { .. }), Ok(days @ Self::Days { from: Some(_), .. }))
                | (Ok(days @ Self::Days { from: Some(_), .. }), Ok(Self::Length { .. })) => {
                    Ok(days)
                }
                (Ok(Self::Length { .. }), Err(Problem::TermUnreadable)) => {
                    let from =
                        inside.trim_start_matches(['自', '从']).trim_end_matches(['起', '算']);
                    day(from).ok_or(Problem::TermUnreadable)?;
                    Self::read(&format!("{from}起{length_said}"))
                }
                _ => Err(Problem::TermUnreadable),
            };
        }
        let ended = folded.trim_end_matches(['止', '。']);
        let plain = ended.trim_end_matches("期间").trim_start_matches(['自', '从']);
        if let Some((from, to)) = two_days(plain) {
            return match from <= to {
                true => Ok(Self::Days { from: Some(from), to }),
                false => Err(Problem::PeriodReversed),
            };
        }
        let to = plain.trim_start_matches(|c: char| BETWEEN.iter().any(|word| word.contains(c)));
        if let Some(to) = day(to) {
            return Ok(Self::Days { from: None, to });
        }
        // 自2024-05-20起12个月
        let starts = ["起算", "起", ",", ":"];
        let split = starts.iter().find_map(|word| {
            let (first, rest) = plain.split_once(word)?;
            Some((day(first.trim_end_matches("之日"))?, length(rest)?))
        });
        if let Some((from, (months, days))) = split {
            let end = from.add_months(months).and_then(|day| day.add_days(days));
            let to = end.ok_or(Problem::DateOutOfRange)?;
            return Ok(Self::Days { from: Some(from), to });
        }
        let (months, days) = length(plain).ok_or(Problem::TermUnreadable)?;
        Ok(Self::Length { months, days })
    }
}

/// Returns whether a term stands in `field`, and no day; what stands for no day at all is no term either.
pub fn stands_in(reader: &Reader<'_, '_>, field: usize) -> bool {
    reader.raw(field).is_some_and(|text| Date::read(text).is_err() && !is_blank_date(text))
}

/// Reads the term that stands in `field`, as its first day, if it names one, and its last; a length runs from `start`.
///
/// Faults: `TermUnreadable`, `PeriodReversed`, `TermWithoutStart`; those of a day, such as 2024-02-30.
pub fn read_ends(
    reader: &mut Reader<'_, '_>,
    field: usize,
    start: Option<Date>,
) -> Option<(Option<Date>, Date)> {
    let text = reader.raw(field)?;
    let ends = match Term::read(text) {
        Ok(Term::Days { from, to }) => Ok((from, to)),
        Ok(Term::Length { months, days }) => start
            .and_then(|start| Some((Some(start), start.add_months(months)?.add_days(days)?)))
            .ok_or(Problem::TermWithoutStart),
        Err(problem) => {
            // A day that is none, 2024-02-30, is told as a day.
            let of_day = Date::read(text).err().map(|refusal| refusal.problem);
            Err(of_day.filter(|told| *told != Problem::DateUnreadable).unwrap_or(problem))
        }
    };
    ends.map_err(|problem| reader.fault(field, text, problem)).ok()
}

/// Reads how long something holds (有效期) where its last day belongs: the last of two days, or a length from `start`, which
/// ends on the day before.
pub fn read_last_day(
    reader: &mut Reader<'_, '_>,
    field: usize,
    start: Option<Date>,
) -> Option<Date> {
    let (_, last) = read_ends(reader, field, start)?;
    let is_length =
        reader.raw(field).is_some_and(|text| matches!(Term::read(text), Ok(Term::Length { .. })));
    if is_length { last.add_days(-1) } else { Some(last) }
}

/// Reads a term whose days stand apart, by blanks, lines or commas, each with or without a word that says which it is;
/// none for what is written in one piece.
fn in_pieces(text: &str) -> Option<Result<Term, Problem>> {
    const AROUND: [char; 14] =
        ['自', '从', '至', '到', '起', '止', '始', '讫', ':', '[', ']', '(', ')', '。'];
    const MIDNIGHT: [&str; 4] = [" 00:00:00", "T00:00:00", " 0:00:00", " 00:00"];
    let folded = fold_width(text);
    let days = MIDNIGHT.iter().fold(folded.into_owned(), |text, time| text.replace(time, ""));
    let between = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '、');
    let pieces: Vec<&str> = days
        .split(between)
        .map(|piece| piece.trim_matches(AROUND))
        .filter(|piece| !piece.is_empty() && !["from", "to", "-", "~", "—"].contains(piece))
        .collect();
    match pieces[..] {
        // 2024-05-20 00:00:00至2025-05-20 00:00:00
        [_] if days.len() < text.len() && days != text => Some(Term::read(&days)),
        [first, last] => {
            if let Some((from, to)) = day(first).zip(day(last)) {
                let in_order = from <= to;
                return Some(if in_order {
                    Ok(Term::Days { from: Some(from), to })
                } else {
                    Err(Problem::PeriodReversed)
                });
            }
            // 2024年5月20日至2025年5月20日，共12个月
            length(last)?;
            two_days(first).map(|_| Term::read(first))
        }
        _ => None,
    }
}

/// Splits off what stands in brackets at the end.
fn in_brackets(text: &str) -> Option<(&str, &str)> {
    let (before, inside) = text.strip_suffix(')')?.split_once('(')?;
    (!before.is_empty() && !inside.contains(['(', ')'])).then_some((before, inside))
}

/// Splits at each place where a first day may end, until both sides are days.
fn two_days(text: &str) -> Option<(Date, Date)> {
    BETWEEN.iter().find_map(|word| {
        text.match_indices(word).find_map(|(at, word)| {
            let (first, last) = (&text[..at], &text[at + word.len()..]);
            Some((day(first.trim_end_matches(['起', '始']))?, day(last)?))
        })
    })
}

fn day(text: &str) -> Option<Date> {
    Date::read(text).ok().map(|read| read.value)
}

/// Reads a length of time, as months and days: 12个月, 一年, 1年6个月, 365天; words such as 自放款之日起 before it and
/// 期限 are passed over.
fn length(text: &str) -> Option<(i32, i32)> {
    let text = text.rsplit(['起', ':']).next().unwrap_or(text);
    let text = text.trim_start_matches("期限").trim_start_matches(['为', '共', '计', '算']);
    let text: String = text.trim_end_matches('整').chars().map(plain_numeral).collect();
    if text == "半年" {
        return Some((6, 0));
    }
    let (mut months, mut days, mut rest) = (0, 0, text.as_str());
    while !rest.is_empty() {
        let end = rest.find(|c: char| !is_figure(c))?;
        let count = figure(&rest[..end])?;
        let after = &rest[end..];
        let units = [
            ("个月", 1, 0),
            ("月", 1, 0),
            ("周年", 12, 0),
            ("年", 12, 0),
            ("天", 0, 1),
            ("日", 0, 1),
        ];
        let (word, of_months, of_days) =
            units.into_iter().find(|(word, ..)| after.starts_with(word))?;
        months += count * of_months;
        days += count * of_days;
        rest = after[word.len()..].trim_start_matches(['零', '又', '期']);
    }
    (months + days > 0).then_some((months, days))
}

/// The everyday form of a capital numeral: 壹 is 一.
fn plain_numeral(c: char) -> char {
    const CAPITALS: &str = "壹贰叁肆伍陆柒捌玖拾";
    let at = CAPITALS.chars().position(|capital| capital == c);
    at.and_then(|at| "一二三四五六七八九十".chars().nth(at)).unwrap_or(c)
}

fn is_figure(c: char) -> bool {
    c.is_ascii_digit() || "一二两三四五六七八九十半壹贰叁肆伍陆柒捌玖拾".contains(c)
}

/// A whole number up to three digits, or up to 99 in Chinese numerals.
fn figure(text: &str) -> Option<i32> {
    if text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok();
    }
    let digit = |c: char| {
        let found = |digits: &str| digits.chars().position(|d| d == c);
        found("零一二三四五六七八九")
            .or_else(|| found("零壹贰叁肆伍陆柒捌玖"))
            .or((c == '两').then_some(2))
    };
    let number = |text: &str| -> Option<usize> {
        let mut chars = text.chars();
        let value = digit(chars.next()?)?;
        chars.next().is_none().then_some(value)
    };
    let value = match text.split_once(['十', '拾']) {
        None => number(text)?,
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { number(tens)? };
            tens * 10 + if ones.is_empty() { 0 } else { number(ones)? }
        }
    };
    i32::try_from(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, term: Result<(Option<&str>, &str), &str>) {
        let day = |text: &str| Date::read(text).unwrap().value;
        let read = Term::read(text).map_err(|problem| problem.code().to_owned());
        let term = term.map_err(str::to_owned);
        assert_eq!(
            read,
            term.map(|(from, to)| Term::Days { from: from.map(day), to: day(to) }),
            "{text}"
        );
    }

    #[test]
    fn two_days_are_both_ends() {
        let both = Ok((Some("2020-05-20"), "2021-05-20"));
        for text in [
            "2020-05-20至2021-05-20",
            "2020年5月20日-2021年5月20日",
            "2020年5月20日起至2021年5月20日止",
            "自2020/5/20到2021/5/20",
            "2020.05.20-2021.05.20",
            "2020-05-20~2021-05-20",
            "2020-05-20 - 2021-05-20",
            "20200520—20210520",
            "自2020-05-20起12个月",
            "自2020年5月20日起一年",
            "一年（2020年5月20日至2021年5月20日）",
            "12个月（自2020-05-20起）",
            "2020-05-20/2021-05-20",
            "2020-05-20 2021-05-20",
            "2020-05-20\n2021-05-20",
            "2020-05-20、2021-05-20",
            "自2020年5月20日起，至2021年5月20日止",
            "起：2020-05-20 止：2021-05-20",
            "from 2020-05-20 to 2021-05-20",
            "2020-05-20 00:00:00至2021-05-20 00:00:00",
            "2020年5月20日至2021年5月20日，共12个月",
            "2020年5月20日至2021年5月20日（1年）",
            "2020.5.20至2021.5.20期间",
        ] {
            check(text, both);
        }
        check("至2021-05-20", Ok((None, "2021-05-20")));
        check("2021-05-20止", Ok((None, "2021-05-20")));
        check("2021-05-20 2020-05-20", Err("period-reversed"));
        check("2020-05至2021-05", Err("term-unreadable"));
        check("2021-05-20止", Ok((None, "2021-05-20")));
        check("2021-05-20至2020-05-20", Err("period-reversed"));
        check("2020-05-20至2021-05-20（展期至2021-11-20）", Err("term-unreadable"));
        check("长期", Err("term-unreadable"));
        check("2020-05-20至还清之日", Err("term-unreadable"));
    }

    #[test]
    fn a_length_runs_from_a_day_stated_elsewhere() {
        let length = |text: &str| Term::read(text);
        assert_eq!(length("12个月"), Ok(Term::Length { months: 12, days: 0 }));
        assert_eq!(length("自放款之日起一年"), Ok(Term::Length { months: 12, days: 0 }));
        assert_eq!(length("壹年"), Ok(Term::Length { months: 12, days: 0 }));
        assert_eq!(length("拾捌个月"), Ok(Term::Length { months: 18, days: 0 }));
        assert_eq!(length("半年"), Ok(Term::Length { months: 6, days: 0 }));
        assert_eq!(length("1年6个月"), Ok(Term::Length { months: 18, days: 0 }));
        assert_eq!(length("期限：十二个月"), Ok(Term::Length { months: 12, days: 0 }));
        assert_eq!(length("365天"), Ok(Term::Length { months: 0, days: 365 }));
        assert_eq!(length("壹拾贰个月整"), Ok(Term::Length { months: 12, days: 0 }));
        assert_eq!(length("壹年"), Ok(Term::Length { months: 12, days: 0 }));
    }
}
