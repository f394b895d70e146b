//! The note a writer leaves beside the file while it writes, so that a second clerk is told who holds it.

use std::fs;
use std::path::{Path, PathBuf};

/// Removes the note when the writer is done, however it ends.
#[derive(Debug)]
pub(super) struct Note(Option<PathBuf>);

impl Note {
    /// Says who is writing. A note that cannot be written is no reason not to write the ledger.
    pub(super) fn leave(ledger: &Path, who: &str) -> Self {
        if ledger.as_os_str() == ":memory:" {
            return Self(None);
        }
        let path = beside(ledger);
        let written = fs::write(&path, format!("{who} (pid {})\n", std::process::id()));
        Self(written.is_ok().then_some(path))
    }
}

impl Drop for Note {
    fn drop(&mut self) {
        if let Some(path) = &self.0 {
            // A note left behind is overwritten by the next writer.
            let _ = fs::remove_file(path);
        }
    }
}

/// Returns what the note beside `ledger` says, if there is one.
pub(super) fn read(ledger: &Path) -> Option<String> {
    let note = fs::read_to_string(beside(ledger)).ok()?.trim().to_owned();
    // One's own note tells nothing of who is in the way.
    Some(note).filter(|note| !note.ends_with(&format!("(pid {})", std::process::id())))
}

fn beside(ledger: &Path) -> PathBuf {
    let mut name = ledger.as_os_str().to_owned();
    name.push("-writer");
    PathBuf::from(name)
}
