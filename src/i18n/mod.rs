//! What people read: every sentence, title, label, date and number, in Chinese and in English together.
//!
//! Nothing here decides anything or reads a file, the environment or a clock: it turns codes and data
//! into words. A text without both languages does not compile; a text whose two languages name
//! different values fails a test that [`texts!`] writes beside it.
//!
//! ```text
//! Lang ── texts!   sentences with values in them, one module per room that speaks
//!      ├─ titles   the words over a column or beside a field, by its stable key
//!      ├─ codes    the words for a stable code: kinds, statuses, roles, events, actions
//!      ├─ dates    a day in words
//!      ├─ desk     what the full-screen desk says
//!      ├─ numbers  grouped digits, bars
//!      ├─ page     what stands around the figures of a page
//!      ├─ punctuation  lists, labels, brackets
//!      └─ typography  where a line may not break
//! ```

/// Both languages stand side by side, so that neither can be forgotten.
macro_rules! words {
    ($lang:expr, $zh:literal / $zh_hint:literal, $en:literal / $en_hint:literal) => {
        match $lang {
            $crate::i18n::Lang::Zh => {
                $crate::i18n::words::Words { message: format!($zh), hint: format!($zh_hint) }
            }
            $crate::i18n::Lang::En => {
                $crate::i18n::words::Words { message: format!($en), hint: format!($en_hint) }
            }
        }
    };
}

pub mod claims;
pub mod codes;
pub mod desk;
pub mod documents;
pub mod findings;
pub mod forecasts;
pub mod help;
pub mod loans;
pub mod numbers;
pub mod operations;
pub mod page;
pub mod plans;
pub mod programs;
pub mod publications;
pub mod punctuation;
pub mod quarterly;
pub mod reconciliation;
pub mod reports;
pub mod say;
pub mod stock;
pub mod titles;
pub mod typography;
pub mod upkeep;
pub mod words;

use std::fmt;
use std::str::FromStr;

/// The language a person reads (语言). An office in Shanghai starts in Chinese.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    #[default]
    Zh,
    En,
}

impl Lang {
    /// Returns the language to speak: the first of the choices that names one, otherwise Chinese.
    ///
    /// The order is that of POSIX, after the program's own flag and variable. `C`, `POSIX`, an empty
    /// value and a language that is not spoken here are no choice, so that a script which sets
    /// `LC_ALL=C` to sort bytes does not change the language of a report.
    pub fn choose(
        explicit: Option<&str>,
        ipledger_lang: Option<&str>,
        lc_all: Option<&str>,
        lc_messages: Option<&str>,
        lang: Option<&str>,
    ) -> Self {
        [explicit, ipledger_lang, lc_all, lc_messages, lang]
            .into_iter()
            .flatten()
            .find_map(|choice| choice.parse().ok())
            .unwrap_or_default()
    }

    /// Returns the code that `--lang` takes.
    pub fn code(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    /// Returns the one of two texts that is in this language. Only this room chooses: whoever speaks asks for a sentence.
    fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }

    /// Returns the one in this language of two texts that a sample brings along.
    pub fn of_sample<'a>(self, (zh, en): (&'a str, &'a str)) -> &'a str {
        self.pick(zh, en)
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Lang {
    type Err = UnknownLang;

    /// Reads `zh`, `en` or a locale such as `zh_CN.UTF-8`, `en-US`, `en_GB@euro`; case does not matter.
    fn from_str(text: &str) -> Result<Self, UnknownLang> {
        let language = text.trim().split(['_', '-', '.', '@']).next().unwrap_or_default();
        match language.to_ascii_lowercase().as_str() {
            "zh" => Ok(Self::Zh),
            "en" => Ok(Self::En),
            _ => Err(UnknownLang),
        }
    }
}

/// A text in Chinese and in English, for books that people of either language read.
pub fn in_both_languages(text: impl Fn(Lang) -> String) -> String {
    format!("{} {}", text(Lang::Zh), text(Lang::En))
}

/// Who records when nobody says: what the ledger keeps is the same whoever reads it.
pub const UNNAMED: &str = "未具名";

/// A text that names neither of the two languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownLang;

impl fmt::Display for UnknownLang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("zh | en")
    }
}

impl std::error::Error for UnknownLang {}

/// Declares texts, each in both languages, as functions that return the sentence.
///
/// ```
/// # use ipledger::{i18n::Lang, texts};
/// texts! {
///     /// After an import that changed something.
///     import_done(accepted, file) {
///         zh: "已从{file}记入{accepted}行。",
///         en: "Recorded {accepted} {rows} from {file}.",
///         rows: accepted "row" | "rows",
///     }
///     /// When there is nothing to do.
///     nothing_to_do { zh: "没有需要处理的内容。", en: "Nothing to do." }
/// }
/// assert_eq!(import_done(Lang::En, 3, "a.csv"), "Recorded 3 rows from a.csv.");
/// assert_eq!(import_done(Lang::En, 1, "a.csv"), "Recorded 1 row from a.csv.");
/// ```
///
/// An English word that follows a number is named after the text with both its forms: `rows: accepted "row" | "rows"`
/// is `row` where `accepted` is 1. Use the macro once per module: it declares a test too, that both languages name the
/// same values.
#[macro_export]
macro_rules! texts {
    ($(
        $(#[$meta:meta])*
        $name:ident $(($($value:ident),+ $(,)?))? {
            zh: $zh:literal, en: $en:literal
            $(, $word:ident : $n:ident $one:literal | $many:literal)* $(,)?
        }
    )+) => {
        $(
            $(#[$meta])*
            pub fn $name(lang: $crate::i18n::Lang $($(, $value: impl ::std::fmt::Display)+)?) -> String {
                match lang {
                    $crate::i18n::Lang::Zh => format!($zh),
                    $crate::i18n::Lang::En => {
                        $(let $word = $crate::i18n::plural(&$n, $one, $many);)*
                        format!($en)
                    }
                }
            }
        )+

        #[cfg(test)]
        #[test]
        fn both_languages_say_the_same() {
            $crate::i18n::check_texts(&[
                $((stringify!($name), $zh, $en, &[$(stringify!($word)),*] as &[&str])),+
            ]);
        }
    };
}

/// Returns the English word for `n` things: `plural(&1, "row", "rows")`. Chinese has no need of it.
pub fn plural<'a>(n: &impl fmt::Display, one: &'a str, many: &'a str) -> &'a str {
    if n.to_string() == "1" { one } else { many }
}

/// Returns whether `c` is a Chinese character or belongs to Chinese typography.
#[cfg(test)]
pub(crate) fn is_cjk(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}'
        | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Asserts of every text: Chinese in the Chinese one, none in the English one, the same values in both.
#[cfg(test)]
pub(crate) fn check_texts(texts: &[(&str, &str, &str, &[&str])]) {
    for (name, zh, en, words) in texts {
        assert!(zh.chars().any(is_cjk), "{name}: the Chinese text has no Chinese in it: {zh}");
        assert!(!en.chars().any(is_cjk), "{name}: the English text has Chinese in it: {en}");
        let mut values = placeholders(en);
        for word in *words {
            assert!(values.remove(*word), "{name}: {word} is not said");
        }
        assert_eq!(placeholders(zh), values, "{name}: the languages name other values");
    }
}

/// Returns the names between single braces, each once, in alphabetical order.
#[cfg(test)]
fn placeholders(template: &str) -> std::collections::BTreeSet<String> {
    let unescaped = template.replace("{{", "").replace("}}", "");
    unescaped
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split(['}', ':']).next())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::texts! {
        greeting(name, count) {
            zh: "{name}，共{count}件。",
            en: "{name}: {count} {patents} in all.",
            patents: count "patent" | "patents",
        }
        braces { zh: "集合{{}}", en: "a set {{}}" }
    }

    #[test]
    fn a_text_carries_its_values_in_both_languages() {
        assert_eq!(greeting(Lang::Zh, "甲公司", 3), "甲公司，共3件。");
        assert_eq!(greeting(Lang::En, "A", 3), "A: 3 patents in all.");
        assert_eq!(greeting(Lang::En, "A", 1), "A: 1 patent in all.");
        assert_eq!(braces(Lang::En), "a set {}");
    }

    #[test]
    #[should_panic(expected = "other values")]
    fn a_text_that_forgets_a_value_is_found() {
        check_texts(&[("wrong", "共{count}件", "{total} in all", &[])]);
    }

    #[test]
    fn the_first_choice_that_names_a_language_wins() {
        let choose = Lang::choose;
        assert_eq!(choose(None, None, None, None, None), Lang::Zh);
        assert_eq!(choose(None, None, None, None, Some("en_US.UTF-8")), Lang::En);
        assert_eq!(choose(None, None, Some("C"), None, Some("en_GB")), Lang::En);
        assert_eq!(choose(None, None, Some("POSIX"), Some(""), Some("C.UTF-8")), Lang::Zh);
        assert_eq!(choose(None, None, Some("en_US"), None, Some("zh_CN.GB18030")), Lang::En);
        assert_eq!(choose(None, Some("zh"), Some("en_US"), None, None), Lang::Zh);
        assert_eq!(choose(Some("EN"), Some("zh"), None, None, None), Lang::En);
        assert_eq!(choose(None, None, None, None, Some("fr_FR.UTF-8")), Lang::Zh);
        assert_eq!("english".parse::<Lang>(), Err(UnknownLang));
    }
}
