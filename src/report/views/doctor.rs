//! What wants looking after, and the command that does it; what a backup came to.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::i18n::Lang;
use crate::i18n::codes::label;
use crate::i18n::punctuation::comma_list;
use crate::i18n::{say, upkeep};
use crate::ledger::{Backup, Ledger, Thinned, UnsafePlace, moment_in_china};
use crate::operations::upkeep::{BackupAge, Finding};
use crate::report::{Cell, Table};

/// Bytes of a megabyte.
const MB: u64 = 1_000_000;

/// A row for each finding: what it is about, what was found, the command that mends it.
pub fn findings(lang: Lang, ledger: &Ledger, found: &[Finding]) -> Table {
    let mut table = Table::of(lang, &["checked", "about", "next"]);
    for finding in found {
        let (about, next) = told(lang, ledger, finding);
        let code = finding.code();
        let what = Cell::code(code, label(lang, "checked", code));
        table.row(vec![what, Cell::text(about), Cell::text(next)]);
    }
    if found.is_empty() {
        table.notes.push(upkeep::all_well(lang));
    }
    table
}

/// A proved backup, and what became of the older ones.
pub fn backup_json(backup: &Backup, thinned: Option<&Thinned>) -> Value {
    let paths = |paths: &[PathBuf]| -> Vec<String> {
        paths.iter().map(|path| path.display().to_string()).collect()
    };
    json!({
        "path": backup.path.display().to_string(), "entries": backup.anchor.entries,
        "anchor": backup.anchor.to_string(), "proved": true, "was_there": backup.was_there,
        "kept": thinned.map(|thinned| thinned.kept),
        "removed": thinned.map(|thinned| paths(&thinned.removed)),
        "strangers": thinned.map(|thinned| paths(&thinned.strangers)),
    })
}

fn told(lang: Lang, ledger: &Ledger, finding: &Finding) -> (String, String) {
    let path = ledger.path().display();
    match finding {
        Finding::Older { from, to } => (upkeep::older(lang, from, to), "ipledger upgrade".into()),
        Finding::Place(place) => {
            let about = match place {
                UnsafePlace::Network { kind } => upkeep::place_network(lang, kind),
                UnsafePlace::Synchronised { by } => upkeep::place_synchronised(lang, by),
            };
            (about, "ipledger backup ~/ipledger/ledger.db".into())
        }
        Finding::Rights(mode) => {
            (upkeep::rights(lang, format!("{mode:o}")), format!("chmod 600 {path}"))
        }
        Finding::Clock { entry, recorded_at, now } => {
            let (then, now) = (moment_in_china(*recorded_at), moment_in_china(*now));
            (upkeep::clock(lang, entry, then, now), format!("ipledger log {entry}"))
        }
        Finding::Space { free, needed } => {
            (upkeep::space(lang, free / MB, needed.div_ceil(MB)), format!("df -h {path}"))
        }
        Finding::Backup(age) => {
            let about = match age {
                BackupAge::Never { days } => upkeep::backup_never(lang, days),
                BackupAge::Old { days, entries } => upkeep::backup_old(lang, days, entries),
            };
            (about, format!("ipledger backup --to {} --keep 7d,5w,12m", say::folder_word(lang)))
        }
        Finding::Verification { days, was } => {
            let about = match was {
                true => upkeep::verified_ago(lang, days),
                false => upkeep::never_verified(lang, days),
            };
            (about, "ipledger verify".into())
        }
        Finding::Anchor { days, was } => {
            let about = match was {
                true => upkeep::anchored_ago(lang, days),
                false => upkeep::never_anchored(lang, days),
            };
            (about, format!("ipledger log -o {}.txt", label(lang, "checked", "anchor")))
        }
        Finding::Calendar { last_year } => {
            (upkeep::calendar(lang, last_year), "ipledger --version".into())
        }
        Finding::LoanPrimeRate { last } => (upkeep::lpr(lang, last), "ipledger loan lpr".into()),
        Finding::Assumed { parties } => {
            (upkeep::assumed(lang, parties), "ipledger party list --assumed".into())
        }
        Finding::Refused { entry, file, rows } => {
            (upkeep::refused(lang, file, rows, entry), format!("ipledger log {entry}"))
        }
        Finding::Claims(numbers) => {
            let next = match numbers.as_slice() {
                [number] => format!("ipledger claim show {number}"),
                _ => "ipledger claim list".to_owned(),
            };
            (comma_list(lang, numbers), next)
        }
        Finding::Quarters(quarters) => {
            let names: Vec<String> = quarters.iter().map(ToString::to_string).collect();
            let first = names.first().map_or("", String::as_str);
            (comma_list(lang, &names), format!("ipledger stats publish {first}"))
        }
    }
}
