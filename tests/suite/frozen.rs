//! Ledgers of past versions answer today as they did when they were frozen.
//!
//! Beside each `tests/files/ledgers/NAME.db` a folder `NAME` holds what was asked of it then: `*.txt`, a command in
//! the first line and its JSON below; `lines/*.csv`, every line of it; files the commands read. What was answered
//! must be answered still; a newer program may say more. Frozen files are never made again.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::chain;
use crate::support::{Desk, repository};

/// What is asked of a ledger when it is frozen.
const QUESTIONS: [(&str, &[&str]); 14] = [
    ("verify", &["verify"]),
    ("log", &["log"]),
    ("annual", &["stats", "annual", "--from", "2014", "--to", "2020"]),
    ("annual-as-known", &["stats", "annual", "--from", "2014", "--to", "2020", "--known-at", "4"]),
    ("quarterly", &["stats", "quarterly", "--year", "2018"]),
    ("published", &["stats", "show", "2020Q4"]),
    ("targets", &["target", "status"]),
    ("parties", &["party", "list"]),
    ("patents", &["patent", "list"]),
    ("pledges", &["pledge", "list"]),
    ("loan", &["loan", "balance", "JD1", "--as-of", "2018-12-31"]),
    ("claim", &["claim", "show", "JD1"]),
    ("reconciliation", &["reconcile", "show", "1"]),
    ("bundle", &["bundle", "verify", "bank.ipb"]),
];

fn ledgers() -> PathBuf {
    repository("tests/files/ledgers")
}

/// A desk on the day ledgers are frozen and asked.
fn desk_with(ledger: &Path, beside: &Path) -> Desk {
    let desk = Desk::new();
    fs::copy(ledger, desk.ledger()).unwrap();
    // A clone may be read by everybody, which would be told.
    #[cfg(unix)]
    fs::set_permissions(desk.ledger(), std::os::unix::fs::PermissionsExt::from_mode(0o600))
        .unwrap();
    for file in files(beside) {
        if file.extension().is_none_or(|extension| extension != "txt") {
            fs::copy(&file, desk.path(&file.file_name().unwrap().to_string_lossy())).unwrap();
        }
    }
    desk
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let files = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    let mut files: Vec<PathBuf> = files.collect();
    files.sort();
    files
}

/// Whether everything `then` says is said by `now`: objects may have gained members, nothing else may differ.
fn still_says(then: &Value, now: &Value) -> bool {
    match (then, now) {
        (Value::Object(then), Value::Object(now)) => {
            then.iter().all(|(key, then)| {
                // The code is the promise; its label is a word for people, which may be mended.
                let is_label = key.ends_with("_label");
                now.get(key).is_some_and(|now| is_label || still_says(then, now))
            })
        }
        (Value::Array(then), Value::Array(now)) => {
            then.len() == now.len() && then.iter().zip(now).all(|(then, now)| still_says(then, now))
        }
        _ => then == now,
    }
}

/// The cells of a CSV by column.
fn columns(text: &str) -> BTreeMap<String, Vec<String>> {
    let mut rows = csv_rows(text).into_iter();
    let header = rows.next().unwrap_or_default();
    let mut columns: BTreeMap<String, Vec<String>> =
        header.iter().map(|name| (name.clone(), Vec::new())).collect();
    for row in rows {
        for (name, cell) in header.iter().zip(row) {
            columns.entry(name.clone()).or_default().push(cell);
        }
    }
    columns
}

fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut is_quoted) =
        (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if is_quoted && chars.peek() == Some(&'"') => cell.extend(chars.next()),
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !is_quoted => {}
            '\n' if !is_quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    rows
}

fn answers_as_then(desk: &Desk, beside: &Path, when: &str) {
    for file in files(beside) {
        if file.extension().is_some_and(|extension| extension == "txt") {
            let text = fs::read_to_string(&file).unwrap();
            let (command, then) = text.split_once('\n').unwrap();
            let args: Vec<&str> = command.trim_start_matches("$ ipledger ").split(' ').collect();
            let then: Value = serde_json::from_str(then).unwrap();
            let now = desk.json(&args).1;
            assert!(still_says(&then, &now), "{when}: {command}\nthen {then:#}\nnow {now:#}");
        }
    }
    let lines = desk.path(when);
    desk.ok(&["export", "lines", &lines.to_string_lossy()]);
    for file in files(&beside.join("lines")) {
        let name = file.file_name().unwrap();
        let now = columns(&fs::read_to_string(lines.join(name)).unwrap());
        for (column, then) in columns(&fs::read_to_string(&file).unwrap()) {
            assert_eq!(now.get(&column), Some(&then), "{when}: {} {column}", file.display());
        }
    }
}

#[test]
fn frozen_ledgers_answer_as_they_did() {
    for ledger in files(&ledgers()) {
        let beside = ledger.with_extension("");
        assert!(!files(&beside).is_empty(), "{} stands alone", ledger.display());
        let desk = desk_with(&ledger, &beside);
        answers_as_then(&desk, &beside, "as it is");
        desk.ok(&["upgrade"]);
        answers_as_then(&desk, &beside, "upgraded");
    }
}

/// `IPLEDGER_FREEZE=v1 cargo test --test suite freeze`, once for each released version.
#[test]
fn freeze() {
    let Ok(name) = std::env::var("IPLEDGER_FREEZE") else { return };
    let (ledger, beside) = (ledgers().join(format!("{name}.db")), ledgers().join(&name));
    assert!(!ledger.exists() && !beside.exists(), "{name} is frozen already");
    let desk = chain::full();
    desk.ok(&["export", "bank", "上海某某银行", "bank.ipb", "--key", "office.key"]);
    fs::create_dir_all(&beside).unwrap();
    fs::copy(desk.ledger(), &ledger).unwrap();
    fs::copy(desk.path("bank.ipb"), beside.join("bank.ipb")).unwrap();
    desk.ok(&["export", "lines", &beside.join("lines").to_string_lossy()]);
    for (name, args) in QUESTIONS {
        let (code, answer) = desk.json(args);
        assert_eq!(code, 0, "{args:?}: {answer}");
        let text = format!("$ ipledger {}\n{answer:#}\n", args.join(" "));
        fs::write(beside.join(format!("{name}.txt")), text).unwrap();
    }
}
