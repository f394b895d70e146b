//! What the program remembers for a person between runs, outside the ledger: when a backup was proved, what was told.
//!
//! A folder per ledger, known by its founding wherever it lies, and in it a file per matter: the moment in
//! milliseconds since 1970-01-01 UTC, and a text. Nothing depends on it but what a person is reminded of.

use std::path::PathBuf;

use super::upkeep::Memory;
use crate::ledger::{Ledger, LedgerError, create_private_folder, digest};

/// Where a person's programs keep what is theirs.
pub fn folder() -> Option<PathBuf> {
    let var = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = || var("HOME").map(|home| home.join(".local").join("state"));
    let folder = var("XDG_STATE_HOME").or_else(|| var("LOCALAPPDATA")).or_else(home)?;
    Some(folder.join("ipledger"))
}

/// By what a ledger is known wherever it lies: the start of its founding's hash.
pub fn founding(ledger: &Ledger) -> Result<String, LedgerError> {
    let hash = digest::hex(&ledger.anchor_at(1)?.head);
    Ok(hash.chars().take(16).collect())
}

/// Remembers a matter. What cannot be kept is told or asked again: no reason to fail.
pub fn note(ledger: &Ledger, matter: &str, moment: i64, text: &str) {
    if let Ok(founding) = founding(ledger) {
        note_of(&founding, matter, moment, text);
    }
}

/// Remembers a matter of the ledger of a founding.
pub fn note_of(founding: &str, matter: &str, moment: i64, text: &str) {
    let keep = || -> Option<()> {
        let path = folder()?.join(founding).join(matter);
        create_private_folder(path.parent()?).ok()?;
        std::fs::write(path, format!("{moment} {text}\n")).ok()
    };
    let _ = keep();
}

/// Returns what was last noted of a matter.
pub fn noted(ledger: &Ledger, matter: &str) -> Option<(i64, String)> {
    let path = folder()?.join(founding(ledger).ok()?).join(matter);
    let text = std::fs::read_to_string(path).ok()?;
    let (moment, text) = text.trim_end_matches('\n').split_once(' ')?;
    Some((moment.parse().ok()?, text.to_owned()))
}

/// What is remembered of a ledger's upkeep.
pub fn memory(ledger: &Ledger) -> Memory {
    let moment = |matter| noted(ledger, matter).map(|(moment, _)| moment);
    let entries = |text: String| text.split(' ').next()?.parse().ok();
    let backup = noted(ledger, "backup").and_then(|(at, text)| Some((at, entries(text)?)));
    Memory { backup, verified: moment("verify"), anchored: moment("anchor") }
}
