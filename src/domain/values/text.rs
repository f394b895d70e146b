//! Text as people type it: half and full width, stray blanks, brackets of two scripts.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// With one of these a text would be worked out by a spreadsheet program; the apostrophe keeps it from that, and stands
/// for itself behind another one.
pub const FORMULA_SIGNS: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\''];

/// Folds full-width ASCII (`２０１６，（Ａ）`), ideographic blanks and brackets to half width, and strips
/// what cannot be seen: zero-width characters, byte order marks, tabs and line ends at the end.
///
/// Chinese text and its own punctuation (`、。《》`) stay as they are.
pub fn fold_width(text: &str) -> Cow<'_, str> {
    // What is folded or left out beyond ASCII begins with one of five bytes: U+0085 to U+00AD, U+2000 to U+3015, and
    // the full width (U+FEFF to U+FFE5).
    if text.bytes().all(|b| b > b' ' && !matches!(b, 0x7f | 0xc2 | 0xe1..=0xe3 | 0xef)) {
        return Cow::Borrowed(text);
    }
    let text = text.trim_end_matches(['\t', '\r', '\n']);
    if text.chars().all(|c| folded(c) == Some(c)) {
        return Cow::Borrowed(text);
    }
    let visible: String = text.chars().filter_map(folded).collect();
    // An invisible character may have hidden a tab from the first look.
    Cow::Owned(visible.trim_end_matches(['\t', '\r', '\n']).to_owned())
}

/// The half-width form of `c`; none if it has no width at all.
fn folded(c: char) -> Option<char> {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0),
        '\u{3000}' | '\u{A0}' | '\u{2002}'..='\u{200A}' | '\u{202F}' => Some(' '),
        '\u{FFE5}' => Some('¥'),
        '〔' | '【' => Some('['),
        '〕' | '】' => Some(']'),
        '\u{AD}' | '\u{FEFF}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' => None,
        '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' => None,
        _ => Some(c),
    }
}

/// Trims, and makes one blank of every run of blanks, tabs and line ends.
pub fn squeeze(text: &str) -> Cow<'_, str> {
    // White space beyond ASCII begins with one of four bytes (U+0085, U+00A0, U+1680, U+2000 to U+205F, U+3000).
    if text.bytes().all(|b| b > b' ' && !matches!(b, 0x7f | 0xc2 | 0xe1..=0xe3)) {
        return Cow::Borrowed(text);
    }
    let text = text.trim();
    let mut before = 'x';
    let single = text.chars().all(|c| {
        let fine = !c.is_whitespace() || (c == ' ' && before != ' ');
        before = c;
        fine
    });
    if single {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Digits, or digits, a dot and digits, as a whole number and how many of its digits are decimals; none
/// for anything else, and for more digits than always fit.
pub(crate) fn plain_figures(text: &str) -> Option<(i64, usize)> {
    if text.len() > 18 {
        return None;
    }
    let (mut number, mut dot) = (0, None);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'0'..=b'9' => number = number * 10 + i64::from(byte - b'0'),
            b'.' if dot.is_none() => dot = Some(at),
            _ => return None,
        }
    }
    match dot {
        None => (!text.is_empty()).then_some((number, 0)),
        Some(at) => (at > 0 && at + 1 < text.len()).then(|| (number, text.len() - at - 1)),
    }
}

/// The text folded and without any blank: how numbers are read.
pub(crate) fn compact(text: &str) -> String {
    fold_width(text).chars().filter(|c| !c.is_whitespace()).collect()
}

/// The key under which two spellings of one firm's name meet: width folded, brackets of every sort
/// made round, blanks dropped, Latin letters in capitals. Legal forms stay: 上海甲有限公司 and
/// 上海甲股份有限公司 are two firms.
///
/// Radicals and compatibility forms that look like a character (⼀⽅, Kangxi radicals out of a PDF) are that character.
///
/// Never empty unless the name is blank: a name of invisible characters alone is its own key.
pub fn name_key(name: &str) -> String {
    let key: String = compact(name)
        .chars()
        .map(|c| match c {
            '[' | '{' | '「' | '〈' | '﹙' => '(',
            ']' | '}' | '」' | '〉' | '﹚' => ')',
            _ if is_look_alike(c) => look_alike_of(c),
            _ => c.to_ascii_uppercase(),
        })
        .collect();
    if key.is_empty() { name.trim().to_owned() } else { key }
}

/// The [`name_key`] of a text, borrowed where it is its own.
pub fn search_key(text: &str) -> Cow<'_, str> {
    // Characters from U+5000 to U+9FFF, digits and capitals are left as they are.
    let is_kept = |byte| matches!(byte, b'0'..=b'9' | b'A'..=b'Z' | 0x80..=0xBF | 0xE5..=0xE9);
    // U+4E00 to U+4FFF begin with E4 too, as characters before them do.
    let is_plain = !text.is_empty()
        && text.bytes().all(|byte| is_kept(byte) || byte == 0xE4)
        && text.as_bytes().windows(2).all(|two| two[0] != 0xE4 || two[1] >= 0xB8);
    if is_plain { Cow::Borrowed(text) } else { Cow::Owned(name_key(text)) }
}

/// Radicals (U+2E80 to U+2FDF) and compatibility ideographs.
fn is_look_alike(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{2FDF}' | '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}')
}

/// The character that a radical or a compatibility form stands for (NFKC); of the simplified radicals, which Unicode
/// leaves apart, those that are characters too.
fn look_alike_of(c: char) -> char {
    const SIMPLIFIED: [(char, char); 26] = [
        ('⺠', '民'),
        ('⻁', '虎'),
        ('⻄', '西'),
        ('⻅', '见'),
        ('⻆', '角'),
        ('⻉', '贝'),
        ('⻋', '车'),
        ('⻓', '长'),
        ('⻔', '门'),
        ('⻘', '青'),
        ('⻙', '韦'),
        ('⻚', '页'),
        ('⻛', '风'),
        ('⻜', '飞'),
        ('⻝', '食'),
        ('⻢', '马'),
        ('⻣', '骨'),
        ('⻤', '鬼'),
        ('⻥', '鱼'),
        ('⻦', '鸟'),
        ('⻨', '麦'),
        ('⻩', '黄'),
        ('⻬', '齐'),
        ('⻮', '齿'),
        ('⻰', '龙'),
        ('⻳', '龟'),
    ];
    let simplified = SIMPLIFIED.iter().find(|(radical, _)| *radical == c).map(|(_, own)| *own);
    simplified.or_else(|| std::iter::once(c).nfkc().next()).unwrap_or(c)
}

/// Returns the whole number that a spreadsheet shows with an exponent, if all its digits are there:
/// `2.016102818011E+12` has 13, `2.01610E+12` has lost seven.
pub(crate) fn without_exponent(text: &str) -> Option<String> {
    let (mantissa, exponent) = text.split_once(['E', 'e'])?;
    let exponent: usize = exponent.strip_prefix('+').unwrap_or(exponent).parse().ok()?;
    let (whole, decimals) = mantissa.split_once('.')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let complete =
        whole.len() == 1 && is_number(whole) && is_number(decimals) && decimals.len() == exponent;
    complete.then(|| format!("{whole}{decimals}"))
}

/// Says whether a cell's text means "nothing here".
pub fn is_blank(text: &str) -> bool {
    // Most cells start with what no blank starts with.
    match text.chars().next() {
        Some('无' | '空') => {}
        Some(
            '0'..='9' | 'A'..='M' | 'O'..='Z' | 'a'..='m' | 'o'..='z' | '\u{4e00}'..='\u{9fff}',
        ) => {
            return false;
        }
        _ => {}
    }
    matches!(
        text.trim_matches(|c: char| folded(c).is_none_or(char::is_whitespace)),
        "" | "-"
            | "--"
            | "---"
            | "—"
            | "——"
            | "/"
            | "\\"
            | "无"
            | "空"
            | "N/A"
            | "n/a"
            | "NULL"
            | "null"
    )
}

#[cfg(test)]
mod tests;
