//! Names by the sound of their characters: initials, whole syllables, or both mixed (`tinglzn` for 听澜智能).

use pinyin::ToPinyinMulti;

/// Whether a run of characters of `name` sounds as `letters` say: each character by the first letter of one of its
/// readings or by the whole of one; a Latin letter or a digit stands for itself. `letters` are lower case.
pub fn sounds_like(name: &str, letters: &str) -> bool {
    let characters: Vec<char> = name.chars().collect();
    !letters.is_empty() && (0..characters.len()).any(|at| begins(&characters[at..], letters))
}

/// Whether a text can be meant as sounds: Latin letters, at least two.
pub fn may_be_sounds(text: &str) -> bool {
    text.len() > 1 && text.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn begins(characters: &[char], letters: &str) -> bool {
    let Some((first, rest)) = characters.split_first() else { return letters.is_empty() };
    if letters.is_empty() {
        return true;
    }
    let after = |sound: &str| letters.strip_prefix(sound).is_some_and(|left| begins(rest, left));
    match first.to_pinyin_multi() {
        Some(readings) => readings
            .into_iter()
            .any(|reading| after(reading.first_letter()) || after(&plain(reading.plain()))),
        None => after(&first.to_lowercase().to_string()),
    }
}

/// A syllable as it is typed: `lv` for lü.
fn plain(syllable: &str) -> String {
    syllable.replace('ü', "v")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_by_how_it_sounds() {
        for (name, letters, is_found) in [
            ("上海示例听澜智能科技有限公司", "tlzn", true),
            ("上海示例听澜智能科技有限公司", "tinglan", true),
            ("上海示例听澜智能科技有限公司", "tinglzn", true),
            ("上海示例听澜智能科技有限公司", "tlx", false),
            // 重 is read zhong and chong, 行 xing and hang.
            ("重庆银行", "cqyh", true),
            ("重庆银行", "zqyx", true),
            ("AI绿能", "ailvneng", true),
            ("示例银行", "", false),
        ] {
            assert_eq!(sounds_like(name, letters), is_found, "{name} {letters}");
        }
        assert!(may_be_sounds("tlzn") && !may_be_sounds("t") && !may_be_sounds("HT2017"));
    }
}
