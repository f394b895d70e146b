//! Amounts in capital numerals (大写): 叁佰万元整, 壹万零伍拾元叁角整; the plain ones (三百万元) too.
//!
//! 正确填写票据和结算凭证的基本规定 of the People's Bank sets the form; we take what it sets, and refuse
//! numerals out of order rather than add them up.

use rust_decimal::Decimal;

use crate::domain::Problem;

/// The amount in yuan. None if the text does not begin like numerals, so it may be figures.
pub(super) fn read(text: &str) -> Option<Result<Decimal, Problem>> {
    let bare = text.strip_prefix('负').unwrap_or(text);
    let first = bare.chars().next()?;
    let sign = if bare == text { Decimal::ONE } else { Decimal::NEGATIVE_ONE };
    (digit(first).is_some() || first == '拾' || first == '十')
        .then(|| parse(bare).map(|yuan| yuan * sign).ok_or(Problem::MoneyUnreadable))
}

fn parse(text: &str) -> Option<Decimal> {
    let text = text.strip_suffix(['整', '正']).unwrap_or(text);
    let (yuan, rest) = match text.split_once(['元', '圆']) {
        Some((yuan, rest)) => (whole(yuan)?, rest),
        None if text.ends_with(['角', '分']) => (0, text),
        // Without 元 only a unit shows that an amount is meant: 叁佰万.
        None if text.ends_with(['万', '萬', '亿', '億']) => (whole(text)?, ""),
        None => return None,
    };
    let rest = rest.strip_prefix('零').unwrap_or(rest);
    let (jiao, rest) = match rest.split_once('角') {
        Some((jiao, rest)) => (single(jiao)?, rest),
        None => (0, rest),
    };
    let fen = match rest.strip_suffix('分') {
        Some(fen) => single(fen)?,
        None if rest.is_empty() => 0,
        None => return None,
    };
    let fen = yuan.checked_mul(100)?.checked_add(jiao * 10 + fen)?;
    Some(Decimal::new(fen, 2))
}

/// Numbers with 亿 and 万, each part below ten thousand.
fn whole(text: &str) -> Option<i64> {
    let (hundred_millions, rest) = match text.rsplit_once(['亿', '億']) {
        Some((high, rest)) => (ten_thousands(high)?, rest),
        None => (0, text),
    };
    let low = if rest.is_empty() { 0 } else { ten_thousands(rest)? };
    hundred_millions.checked_mul(100_000_000)?.checked_add(low)
}

fn ten_thousands(text: &str) -> Option<i64> {
    match text.split_once(['万', '萬']) {
        Some((high, "")) => Some(thousands(high)? * 10_000),
        Some((high, rest)) => Some(thousands(high)? * 10_000 + thousands(rest)?),
        None => thousands(text),
    }
}

/// A number below ten thousand, its units falling: 伍仟零叁拾贰.
fn thousands(text: &str) -> Option<i64> {
    let mut sum = 0;
    let mut pending = None;
    let mut floor = 10_000;
    for c in text.chars() {
        if let Some(unit) = unit(c) {
            // 拾 at the head of a number means 壹拾.
            let leading_ten = (unit == 10 && sum == 0).then_some(1);
            let count = pending.take().filter(|count| *count > 0).or(leading_ten)?;
            if unit >= floor {
                return None;
            }
            floor = unit;
            sum += count * unit;
        } else {
            match (digit(c)?, pending) {
                (0, None | Some(0)) => pending = Some(0),
                (digit, None | Some(0)) => pending = Some(digit),
                (_, Some(_)) => return None,
            }
        }
    }
    match pending {
        Some(ones) if floor > 1 => Some(sum + ones),
        Some(_) => None,
        None => (floor < 10_000).then_some(sum),
    }
}

fn single(text: &str) -> Option<i64> {
    let mut chars = text.chars();
    let digit = chars.next().and_then(digit)?;
    chars.next().is_none().then_some(digit)
}

fn digit(c: char) -> Option<i64> {
    "零壹贰叁肆伍陆柒捌玖"
        .chars()
        .position(|numeral| numeral == c)
        .or_else(|| "〇一二三四五六七八九".chars().position(|numeral| numeral == c))
        .or_else(|| "零壹貳叄肆伍陸柒捌玖".chars().position(|numeral| numeral == c))
        .or_else(|| (c == '两').then_some(2))
        .map(|value| value as i64)
}

fn unit(c: char) -> Option<i64> {
    match c {
        '拾' | '十' => Some(10),
        '佰' | '百' => Some(100),
        '仟' | '千' => Some(1_000),
        _ => None,
    }
}
