//! The house keeps its order: arrows run downwards, SQL in one room, sentences in one room.

use std::path::{Path, PathBuf};

use crate::support::repository;

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(path);
        }
    }
}

/// Files of `src` with the room they stand in, tests left out.
fn rooms() -> Vec<(String, PathBuf, String)> {
    let root = repository("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    files
        .into_iter()
        .filter(|path| !path.file_name().unwrap().to_string_lossy().ends_with("tests.rs"))
        .map(|path| {
            let inside = path.strip_prefix(&root).unwrap();
            let room = inside.iter().next().unwrap().to_string_lossy().replace(".rs", "");
            let text = std::fs::read_to_string(&path).unwrap();
            let code =
                text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned();
            (room, path, code)
        })
        .collect()
}

#[test]
fn arrows_run_downwards() {
    let may_use: [(&str, &[&str]); 9] = [
        ("domain", &["domain"]),
        ("ledger", &["ledger", "domain"]),
        ("exchange", &["exchange", "ledger", "domain"]),
        ("reconcile", &["reconcile", "ledger", "domain"]),
        ("stats", &["stats", "ledger", "domain"]),
        ("operations", &["operations", "stats", "reconcile", "exchange", "ledger", "domain"]),
        ("i18n", &["i18n", "operations", "stats", "reconcile", "exchange", "ledger", "domain"]),
        (
            "report",
            &["report", "i18n", "operations", "stats", "reconcile", "exchange", "ledger", "domain"],
        ),
        (
            "cli",
            &[
                "cli",
                "report",
                "i18n",
                "operations",
                "stats",
                "reconcile",
                "exchange",
                "ledger",
                "domain",
            ],
        ),
    ];
    let mut seen = 0;
    for (room, path, code) in rooms() {
        let Some((_, allowed)) = may_use.iter().find(|(name, _)| *name == room) else { continue };
        for used in code.split("crate::").skip(1) {
            let used: String =
                used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            seen += 1;
            let fine = allowed.contains(&used.as_str()) || used == "texts" || used.is_empty();
            assert!(fine, "{}: {room} uses {used}", path.display());
        }
    }
    assert!(seen > 200);
}

/// Nothing but operations opens an entry of the ledger.
#[test]
fn entries_are_opened_by_operations_alone() {
    let mut doors = 0;
    for (room, path, code) in rooms() {
        let opens = code.contains("ledger.write(") || code.contains("Ledger::write(");
        doors += usize::from(opens && room == "operations");
        assert!(!opens || room == "operations", "{} opens an entry", path.display());
    }
    assert_eq!(doors, 1, "one door");
}

#[test]
fn sql_stands_in_the_ledger_alone() {
    for (room, path, code) in rooms() {
        let has_sql =
            ["select ", "insert into", "update ", "delete from", "rusqlite"].iter().any(|word| {
                code.contains(&format!("\"{word}"))
                    || (*word == "rusqlite" && code.contains("rusqlite::"))
            });
        assert!(!has_sql || room == "ledger", "{} holds SQL", path.display());
    }
}

#[test]
fn sentences_stand_in_i18n_alone() {
    // Domain and exchange know the words people write; they never say a sentence.
    let ends_a_sentence =
        |line: &str| line.contains('。') && line.contains('"') && !line.trim().starts_with("//");
    for (room, path, code) in rooms() {
        if room == "i18n" {
            continue;
        }
        let said: Vec<&str> = code.lines().filter(|line| ends_a_sentence(line)).collect();
        assert!(said.is_empty(), "{}: {said:?}", path.display());
    }
}

#[test]
fn every_test_file_is_run() {
    let main = std::fs::read_to_string(repository("tests/suite/main.rs")).unwrap();
    for entry in std::fs::read_dir(repository("tests/suite")).unwrap() {
        let name = entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned();
        assert!(name == "main" || main.contains(&format!("mod {name};")), "{name} is forgotten");
    }
}
