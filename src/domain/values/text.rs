//! Spelling: what is the same text to a person, written with other keys.

use std::borrow::Cow;

/// Returns `text` with full-width letters, digits and punctuation as half-width ones, ideographic
/// blanks as blanks, and invisible characters dropped. Chinese text is left as it is.
pub fn fold_width(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| b.is_ascii() && b != b'\t') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|c| !is_invisible(*c)).map(fold_char).collect())
}

fn fold_char(c: char) -> char {
    match c {
        '\u{3000}' | '\u{a0}' | '\t' => ' ',
        // The full-width forms stand in the order of ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '〔' | '【' => '[',
        '〕' | '】' => ']',
        '。' | '．' => '.',
        '、' => ',',
        '－' | '–' | '—' | '−' => '-',
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        other => other,
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
}

/// Returns `text` without blanks at its ends (tabs, ideographic blanks, byte order marks too).
pub fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
}

/// Returns `text` trimmed, line breaks and runs of blanks inside it as one blank.
pub fn squeeze(text: &str) -> Cow<'_, str> {
    let text = trim(text);
    let plain = |c: char| !is_invisible(c) && (c == ' ' || !c.is_whitespace());
    if text.chars().all(plain) && !text.contains("  ") {
        return Cow::Borrowed(text);
    }
    let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    Cow::Owned(visible.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Returns what two spellings of one firm's name have in common: widths, brackets, blanks and the
/// case of Latin letters apart. Never empty for a name that is not blank.
pub fn name_key(name: &str) -> String {
    let folded = fold_width(name);
    let key: String = folded
        .chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_uppercase)
        .map(|c| match c {
            '[' | '{' => '(',
            ']' | '}' => ')',
            '·' | '•' | '・' => '·',
            other => other,
        })
        .collect();
    if key.is_empty() { name.to_owned() } else { key }
}

/// Says whether a cell's text means "nothing here".
pub fn is_blank(text: &str) -> bool {
    matches!(trim(text), "" | "-" | "--" | "---" | "—" | "——" | "/" | "\\" | "无" | "空" | "N/A" | "n/a" | "NULL" | "null")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_share_a_key() {
        let cases = [
            ("上海示例（静安）科技有限公司", "上海示例(静安)科技有限公司", true),
            ("上海示例　科技有限公司", "上海示例科技有限公司", true),
            ("ＡＢＣ Technology", "abc technology", true),
            ("示例甲有限公司", "示例乙有限公司", false),
        ];
        for (a, b, same) in cases {
            assert_eq!(name_key(a) == name_key(b), same, "{a} / {b}");
        }
        assert_eq!(name_key("　"), "　");
    }

    #[test]
    fn folding_keeps_chinese_and_drops_what_no_one_sees() {
        assert_eq!(fold_width("２０１６年１月\u{feff}"), "2016年1月");
        assert_eq!(squeeze(" a\n b\t"), "a b");
        assert_eq!(squeeze("一种 装置"), "一种 装置");
    }
}
