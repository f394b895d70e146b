//! The workbook of refused rows.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::exchange::import::{ImportOutcome, Reject};
use crate::exchange::source::Source;
use crate::exchange::{ExchangeError, add_annotated, write_annotated};
use crate::i18n::{Lang, say};
use crate::operations::upkeep::original;
use crate::report::views::import::refused_sheet;

/// Writes the refused rows into the folder the program was started in, or where `--rejects` says; a rehearsal only
/// there. The input may lie in a folder that is somebody else's, or cannot be written.
pub fn write(
    lang: Lang,
    asked: Option<&Path>,
    overwrites: bool,
    file: &str,
    source: &mut Source,
    outcome: &ImportOutcome,
) -> Result<Option<PathBuf>, ExchangeError> {
    let mut written = None;
    for (sheet, read) in outcome.sheets.iter().enumerate() {
        let rejects: HashMap<u32, &Reject> = outcome
            .rejects
            .iter()
            .filter(|reject| reject.sheet == sheet)
            .map(|reject| (reject.row, reject))
            .collect();
        if rejects.is_empty() {
            continue;
        }
        // Several sheets with refused rows make several workbooks: each imports as its sheet did.
        let refused = refused_sheet(lang, source, sheet, read, &rejects)?;
        let path = match (asked, &written) {
            (Some(path), None) if overwrites || holds_nothing(path) => {
                write_annotated(path, std::slice::from_ref(&refused))?;
                path.to_owned()
            }
            // What stands there may be being mended.
            (Some(path), _) => add_annotated(path, &refused)?,
            (None, _) => add_annotated(&here(file, lang), &refused)?,
        };
        written.get_or_insert(path);
    }
    Ok(written)
}

/// Whether nothing would be lost where a path leads: no file, an empty one, a device.
fn holds_nothing(path: &Path) -> bool {
    std::fs::metadata(path).map_or(true, |there| !there.is_file() || there.len() == 0)
}

/// `../报送/专利.xlsx` -> `专利.拒收.xlsx`; mended and imported, what is refused of that goes by the same name.
fn here(file: &str, lang: Lang) -> PathBuf {
    let stem = if file == "-" { "stdin" } else { original(file) };
    PathBuf::from(format!("{stem}.{}.xlsx", say::refused_name(lang)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refused_rows_go_into_this_folder_under_one_name() {
        let cases = [
            ("专利.xlsx", "专利.拒收.xlsx"),
            ("/报送/别人的/专利.csv", "专利.拒收.xlsx"),
            ("专利.拒收.xlsx", "专利.拒收.xlsx"),
            ("专利.拒收-2.xlsx", "专利.拒收.xlsx"),
            ("patents.refused-12.xlsx", "patents.拒收.xlsx"),
            ("清单2014-2016.xls", "清单2014-2016.拒收.xlsx"),
            ("-", "stdin.拒收.xlsx"),
        ];
        for (file, refused) in cases {
            assert_eq!(here(file, Lang::Zh), Path::new(refused), "{file}");
        }
    }
}
