//! Names of sheets, as spreadsheets allow them.

use std::collections::HashSet;

use crate::i18n::Lang;
use crate::i18n::documents::sheet_without_title;

/// The longest name, in UTF-16 units.
const LONGEST: usize = 31;

/// The names given so far; two that differ in case only are the same to a spreadsheet.
#[derive(Default)]
pub struct Names {
    given: HashSet<String>,
}

impl Names {
    /// Returns a name made of the title that no sheet has yet.
    pub fn next(&mut self, title: Option<&str>, lang: Lang) -> String {
        let wanted = allowed(title.unwrap_or_default());
        let wanted = if wanted.is_empty() { sheet_without_title(lang) } else { wanted };
        let mut name = cut(&wanted, LONGEST);
        let mut n = 2;
        while !self.given.insert(name.to_lowercase()) {
            let number = format!(" ({n})");
            name = cut(&wanted, LONGEST - number.len()) + &number;
            n += 1;
        }
        name
    }
}

/// Leaves out what a name may not contain: `[ ] : * ? / \`, control characters, outer apostrophes.
fn allowed(title: &str) -> String {
    let kept = |c: &char| !c.is_control() && !"[]:*?/\\".contains(*c);
    let name: String = title.chars().filter(kept).collect();
    let name = cut(&name, LONGEST);
    let name = name.trim_matches(['\'', ' ']);
    // The one name spreadsheets keep for themselves.
    if name.eq_ignore_ascii_case("history") { format!("{name}_") } else { name.to_owned() }
}

/// Returns the longest beginning of at most `units` UTF-16 units, without a blank or apostrophe last.
pub fn cut(text: &str, units: usize) -> String {
    if text.len() <= units {
        return text.to_owned();
    }
    let mut used = 0;
    let fits = |c: &char| {
        used += c.len_utf16();
        used <= units
    };
    text.chars().take_while(fits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_allowed_and_differ() {
        let mut names = Names::default();
        let mut next = |title| names.next(title, Lang::Zh);
        assert_eq!(next(Some("发明专利：2016/2020[年]")), "发明专利：20162020年");
        assert_eq!(next(Some("Annual")), "Annual");
        assert_eq!(next(Some("ANNUAL")), "ANNUAL (2)");
        assert_eq!(next(Some("annual")), "annual (3)");
        assert_eq!(next(None), "表");
        assert_eq!(next(Some("***")), "表 (2)");
        assert_eq!(next(Some("History")), "History_");
    }

    proptest! {
        #[test]
        fn any_titles_make_names_a_workbook_takes(titles in prop::collection::vec(".{0,40}", 1..5)) {
            let mut workbook = rust_xlsxwriter::Workbook::new();
            let mut names = Names::default();
            for title in &titles {
                let name = names.next(Some(title), Lang::En);
                prop_assert!(name.encode_utf16().count() <= LONGEST);
                prop_assert!(workbook.add_worksheet().set_name(&name).is_ok(), "{name:?}");
            }
            prop_assert!(workbook.save_to_buffer().is_ok());
        }
    }
}
