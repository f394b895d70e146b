//! The ledger held against itself.

use serde_json::{Value, json};

use crate::i18n::Lang;
use crate::i18n::punctuation::labelled;
use crate::i18n::say;
use crate::i18n::titles::title;
use crate::i18n::words::finding;
use crate::ledger::{Verification, digest};

/// What was found, a line each: that all is as recorded, or each thing that is not.
pub fn lines(lang: Lang, found: &Verification) -> Vec<String> {
    let head = &found.anchor;
    if found.findings.is_empty() {
        return vec![say::verified(lang, head.entries, found.lines)];
    }
    let mut lines = vec![say::verify_failed(lang, found.findings.len())];
    for fault in &found.findings {
        let entry = fault.entry.map(|entry| format!("{} {entry}", title(lang, "entry")));
        let said = labelled(lang, entry.unwrap_or_default(), finding(lang, &fault.what));
        lines.push(format!("  {said} [{}]", fault.what.code()));
    }
    lines
}

/// What was found, for programs.
pub fn data(lang: Lang, found: &Verification) -> Value {
    let head = &found.anchor;
    let problem = |fault: &crate::ledger::Discrepancy| {
        json!({
            "entry": fault.entry, "what": fault.what.code(), "message": finding(lang, &fault.what),
        })
    };
    json!({
        "entries": head.entries, "lines": found.lines, "head": digest::hex(&head.head),
        "anchor": head.to_string(), "ok": found.findings.is_empty(),
        "problems": found.findings.iter().map(problem).collect::<Vec<_>>(),
    })
}
