//! Texts made to fit: how wide they are, where they may break, how they are shortened.
//!
//! Widths are columns of a terminal: a Chinese character takes two, a combining mark none.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::i18n::typography::{
    NEVER_FIRST, NEVER_FIRST_OF_WORD, NEVER_LAST, WORD_ENDS, WORDS_OF_THREE,
};

const CLOSES: char = '）';

/// Joins characters into one picture; at the end of a text it has nothing to join.
const JOINER: char = '\u{200d}';

/// Returns the text on one line: a line break, a tab or what would steer a terminal becomes a blank.
pub fn one_line(text: &str) -> Cow<'_, str> {
    if text.contains(char::is_control) {
        Cow::Owned(text.replace(char::is_control, " "))
    } else {
        Cow::Borrowed(text)
    }
}

/// Fills `text` up with blanks on the right.
pub fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// Shortens `text` to at most `width` columns, an ellipsis at its end; no character is cut in half.
pub fn shortened(text: &str, width: usize) -> Cow<'_, str> {
    if text.width() <= width {
        return Cow::Borrowed(text);
    }
    let (kept, _) = split_at_width(text, width.saturating_sub(1));
    Cow::Owned(format!("{}…", kept.trim_end()))
}

/// Breaks a text into lines of at most `width` columns: at blanks and beside wide characters, and
/// within a word only when the word alone is too wide.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let text = one_line(text);
    filled(&pieces(&text), width)
}

/// Breaks those lines of a text that are wider than `width`; what follows stands as far in as the line began.
pub fn lines_within(text: &str, width: usize) -> String {
    let within = |line: &str| {
        let body = line.trim_start_matches(' ');
        let inset = line.len() - body.len();
        match line.width() <= width || inset * 2 > width {
            true => line.to_owned(),
            false => {
                let ahead = " ".repeat(inset);
                let lines = wrapped(body, width - inset).into_iter();
                lines.map(|line| format!("{ahead}{line}")).collect::<Vec<_>>().join("\n")
            }
        }
    };
    text.split('\n').map(within).collect::<Vec<_>>().join("\n")
}

/// Fills lines of at most `width` columns with pieces that hold together while they fit on a line.
fn filled(pieces: &[&str], width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    // Pieces are cut where no character joins another: a line is as wide as its pieces together.
    let mut used = 0;
    for mut piece in pieces.iter().copied() {
        while let Some(line) = lines.last_mut() {
            if used + piece.trim_end().width() <= width {
                line.push_str(piece);
                used += piece.width();
                break;
            }
            if used == 0 {
                let (fits, rest) = split_at_width(piece, width);
                // What is wider than a whole line still has to go somewhere.
                let (fits, rest) = if fits.is_empty() { (piece, "") } else { (fits, rest) };
                line.push_str(fits);
                used = fits.width();
                piece = rest;
                if piece.is_empty() {
                    break;
                }
            }
            lines.push(String::new());
            used = 0;
        }
    }
    lines.iter().map(|line| line.trim_end().to_owned()).collect()
}

/// Breaks a title or a cell between its words into as few lines as there can be, all about equally long.
pub fn balanced(text: &str, width: usize) -> Vec<String> {
    let text = one_line(text);
    let words = words(&text);
    let lines = filled(&words, width);
    if lines.len() == 1 {
        return lines;
    }
    // A word wider than the lines would be broken at another place in narrower ones.
    let least = widest(&words).min(width).max(text.width() / lines.len());
    let mut narrower = (least..width).map(|width| filled(&words, width));
    narrower.find(|other| other.len() == lines.len()).unwrap_or(lines)
}

/// Returns the width below which [`balanced`] would break a word.
pub fn widest_word(text: &str) -> usize {
    widest(&words(text))
}

/// Returns the width below which [`wrapped`] would break a word.
pub fn widest_piece(text: &str) -> usize {
    widest(&pieces(text))
}

fn widest(pieces: &[&str]) -> usize {
    pieces.iter().map(|piece| piece.trim_end().width()).max().unwrap_or(0)
}

/// Cuts a title at every place where a line may break without breaking a word. Chinese does not mark its words:
/// a run of characters is taken as words of two and, where one of [`WORD_ENDS`] says so or the run is odd, of three.
fn words(text: &str) -> Vec<&str> {
    let pieces = pieces(text);
    // A bracket that closes stands with the last character of a word.
    let is_character = |piece: &&str| {
        let mut characters = piece.trim_end_matches(CLOSES).chars();
        let first = characters.next();
        first.is_some_and(|c| c.is_alphabetic() && c.width() == Some(2))
            && characters.next().is_none()
    };
    let mut words = Vec::new();
    let mut start = 0;
    let is_one_run =
        |a: &&str, b: &&str| is_character(a) && !a.ends_with(CLOSES) && is_character(b);
    for run in pieces.chunk_by(is_one_run) {
        if !is_character(&run[0]) {
            words.push(&text[start..start + run[0].len()]);
            start += run[0].len();
            continue;
        }
        let mut left = run;
        for length in lengths(run) {
            let (word, after) = left.split_at(length);
            let bytes: usize = word.iter().map(|piece| piece.len()).sum();
            words.push(&text[start..start + bytes]);
            (start, left) = (start + bytes, after);
        }
    }
    words
}

/// How many characters of a run each word has: the way with the fewest words that begin as none does, or have three
/// characters without one of [`WORD_ENDS`] last.
fn lengths(run: &[&str]) -> Vec<usize> {
    // The best way to part what follows each place, and its cost.
    let mut best: Vec<(i32, Vec<usize>)> = vec![(0, Vec::new())];
    for start in (0..run.len()).rev() {
        let left = run.len() - start;
        let ways = [2, 3, 1].into_iter().filter(|length| *length <= left).map(|length| {
            let (rest, lengths) = &best[left - length];
            let own = match length {
                1 => 3,
                3 if WORDS_OF_THREE.contains(&&*run[start..start + 3].concat()) => -4,
                3 if !WORD_ENDS.contains(run[start + 2].trim_end_matches(CLOSES)) => 1,
                _ => 0,
            };
            let begins = if start > 0 && NEVER_FIRST_OF_WORD.contains(run[start]) { 2 } else { 0 };
            (rest + own + begins, [&[length], &lengths[..]].concat())
        });
        let way = ways.min_by_key(|(cost, _)| *cost).unwrap_or_default();
        best.push(way);
    }
    best.pop().unwrap_or_default().1
}

/// Splits after the longest beginning that is at most `width` columns wide; marks and joined pictures
/// stay with the character they belong to.
fn split_at_width(text: &str, width: usize) -> (&str, &str) {
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
    let whole = |end: &usize| {
        let next = text[*end..].chars().next();
        !text[..*end].ends_with(JOINER) && next.is_none_or(|c| c.width() != Some(0))
    };
    let fitting = ends.take_while(|end| text[..*end].width() <= width).filter(whole).last();
    text.split_at(fitting.unwrap_or(0))
}

/// Cuts a text at every place where a line may break; blanks stay with what stands before them.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for ((_, before), (at, after)) in text.char_indices().zip(text.char_indices().skip(1)) {
        if may_break(before, after) {
            pieces.push(&text[start..at]);
            start = at;
        }
    }
    pieces.push(&text[start..]);
    pieces
}

fn may_break(before: char, after: char) -> bool {
    let wide = |c: char| c.width() == Some(2);
    let joined = after == ' ' || after.width() == Some(0) || before == JOINER;
    let forbidden = NEVER_FIRST.contains(after) || NEVER_LAST.contains(before);
    !joined && !forbidden && (before == ' ' || wide(before) || wide(after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_break_where_a_reader_expects() {
        let cases: [(&str, usize, &[&str]); 6] = [
            ("发明专利申请", 6, &["发明专", "利申请"]),
            ("共一千件，其中发明", 8, &["共一千", "件，其中", "发明"]),
            ("见下（附注）", 6, &["见下", "（附", "注）"]),
            ("Utility model filings", 9, &["Utility", "model", "filings"]),
            ("PCT申请 2016", 7, &["PCT申请", "2016"]),
            ("abcdefgh ij", 5, &["abcde", "fgh", "ij"]),
        ];
        for (text, width, lines) in cases {
            assert_eq!(wrapped(text, width), lines, "{text}");
        }
        assert_eq!(wrapped("", 10), [""]);
        assert_eq!(widest_piece("PCT filings"), 7);
        assert_eq!(balanced("发明专利申请", 10), ["发明专利", "申请"]);
        assert_eq!(balanced("发明专利申请", 7), ["发明", "专利", "申请"]);
        assert_eq!(balanced("Utility model grants", 16), ["Utility", "model grants"]);
    }

    #[test]
    fn titles_break_between_words() {
        let cases = [
            ("补偿申请号", "补偿 申请号"),
            ("风险补偿支出（元）", "风险 补偿 支出 （元）"),
            ("第一申请人", "第一 申请人"),
            ("出质人代码", "出质人 代码"),
            ("共有人同意", "共有人 同意"),
            ("展期后到期日", "展期后 到期日"),
            ("申请费缴纳日", "申请费 缴纳日"),
            ("科技小巨人认定日期", "科技 小巨人 认定 日期"),
            ("统一社会信用代码", "统一 社会 信用 代码"),
            ("PCT申请", "PCT 申请"),
            ("未结清贷款", "未结清 贷款"),
            ("已承诺未付（元）", "已承诺 未付 （元）"),
            ("现权利人", "现 权利人"),
            ("优先权号", "优先 权号"),
            ("到期日遇非工作日", "到期日 遇非 工作日"),
            ("战略性新兴产业", "战略性 新兴 产业"),
            ("拟由财政承担（元，待审批）", "拟由 财政 承担 （元， 待审批）"),
            ("企业（集团）名称", "企业 （集 团） 名称"),
            ("减：上限（资金可用余额）", "减： 上限 （资 金可 用余额）"),
            ("Utility model filings", "Utility model filings"),
        ];
        for (title, parted) in cases {
            let words: Vec<&str> = words(title).iter().map(|word| word.trim_end()).collect();
            assert_eq!(words.join(" "), parted);
        }
    }

    #[test]
    fn what_would_steer_a_terminal_is_a_blank() {
        assert_eq!(one_line("甲\n乙\u{1b}[31m\t丙"), "甲 乙 [31m 丙");
    }

    /// Texts as they come: both widths, blanks, combining marks, pictures made of several characters.
    const ANY_TEXT: &str =
        "([a-z0-9 ]|[静安区知识产权（），。“”]|e\u{301}|👩\u{200d}🔬|✈\u{fe0f}|\t){0,40}";

    proptest! {
        #[test]
        fn shortening_keeps_whole_characters_within_the_width(text in ANY_TEXT, width in 1_usize..40) {
            let short = shortened(&text, width);
            prop_assert!(short.width() <= width, "{short:?} is {} wide", short.width());
            if let Cow::Owned(short) = &short {
                let kept = short.trim_end_matches('…');
                prop_assert!(text.starts_with(kept));
                let next = text[kept.len()..].chars().next();
                prop_assert!(next.is_none_or(|c| c.width() != Some(0)), "{short:?}");
            }
        }

        #[test]
        fn wrapping_keeps_every_character_and_the_width(text in ANY_TEXT, width in 2_usize..40) {
            let lines = wrapped(&text, width);
            let bare = |s: &str| s.replace([' ', '\t'], "");
            prop_assert_eq!(bare(&lines.concat()), bare(&text));
            prop_assert!(lines.iter().all(|line| line.width() <= width), "{:?}", lines);
            prop_assert_eq!(bare(&balanced(&text, width).concat()), bare(&text));
        }
    }
}
