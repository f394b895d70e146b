//! How parts stand together in a sentence: lists, labels, brackets.

use std::fmt::Display;

use super::Lang;

/// The members of a list: 甲、乙; `A, B`.
pub fn comma_list<T: AsRef<str>>(lang: Lang, parts: impl IntoIterator<Item = T>) -> String {
    joined(parts, lang.pick("、", ", "))
}

/// Clauses of one sentence: 甲，乙; `a, b`.
pub fn clauses<T: AsRef<str>>(lang: Lang, parts: impl IntoIterator<Item = T>) -> String {
    joined(parts, lang.pick("，", ", "))
}

/// Statements that stand on their own: 甲；乙; `a; b`.
pub fn statements<T: AsRef<str>>(lang: Lang, parts: impl IntoIterator<Item = T>) -> String {
    joined(parts, lang.pick("；", "; "))
}

/// A choice: 甲 或 乙; `A or B`.
pub fn either(lang: Lang, one: impl Display, other: impl Display) -> String {
    lang.pick(format!("{one} 或 {other}"), format!("{one} or {other}"))
}

/// A label before what it labels: 甲：乙; `A: b`.
pub fn labelled(lang: Lang, label: impl Display, said: impl Display) -> String {
    lang.pick(format!("{label}：{said}"), format!("{label}: {said}"))
}

/// A remark after what it belongs to: 甲（乙）; `A (b)`.
pub fn remarked(lang: Lang, said: impl Display, remark: impl Display) -> String {
    lang.pick(format!("{said}（{remark}）"), format!("{said} ({remark})"))
}

/// A title with what stands beside it: 甲　乙; `A · b`.
pub fn beside(lang: Lang, title: impl Display, said: impl Display) -> String {
    lang.pick(format!("{title}\u{3000}{said}"), format!("{title} \u{b7} {said}"))
}

fn joined<T: AsRef<str>>(parts: impl IntoIterator<Item = T>, between: &str) -> String {
    let mut text = String::new();
    for (at, part) in parts.into_iter().enumerate() {
        text += if at == 0 { "" } else { between };
        text += part.as_ref();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stand_together_as_each_language_writes_them() {
        let parts = ["甲", "乙"];
        assert_eq!(
            [comma_list(Lang::Zh, parts), comma_list(Lang::En, parts)],
            ["甲、乙", "甲, 乙"]
        );
        assert_eq!(statements(Lang::Zh, parts), "甲；乙");
        assert_eq!(clauses(Lang::Zh, parts), "甲，乙");
        assert_eq!(comma_list(Lang::En, [""; 0]), "");
        assert_eq!(labelled(Lang::En, "Bank", 3), "Bank: 3");
        assert_eq!(remarked(Lang::Zh, "甲", 3), "甲（3）");
    }
}
