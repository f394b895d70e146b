//! The house keeps its order: arrows run downwards, SQL in one room, sentences in one room.

use std::collections::{BTreeMap, BTreeSet};
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
        for used in rooms_used(&code) {
            seen += 1;
            let fine = allowed.contains(&used.as_str()) || used == "texts";
            assert!(fine, "{}: {room} uses {used}", path.display());
        }
    }
    assert!(seen > 200);
}

/// The rooms that code names: `crate::room`, alone or one of a group in braces.
fn rooms_used(code: &str) -> Vec<String> {
    let trees = code.split("crate::").skip(1).map(|rest| {
        let depth_after = |depth: i32, c: char| depth + i32::from(c == '{') - i32::from(c == '}');
        let mut depth = 0;
        let ends = rest.find(|c: char| {
            depth = depth_after(depth, c);
            depth < 0 || (depth == 0 && !c.is_alphanumeric() && !"_:{},\n ".contains(c))
        });
        let tree = &rest[..ends.unwrap_or(rest.len())];
        // Outside braces a blank or a comma ends the path.
        if tree.starts_with('{') { tree } else { tree.split([' ', ',', '\n']).next().unwrap_or("") }
    });
    let first = |path: String| path.split("::").next().unwrap_or("").trim().to_owned();
    trees.flat_map(expanded).map(first).filter(|room| !room.is_empty() && room != "self").collect()
}

/// The paths of a `use` tree: `a::{b, c::{d, e}}` is `a::b`, `a::c::d`, `a::c::e`.
fn expanded(tree: &str) -> Vec<String> {
    let tree = tree.trim();
    let Some((before, inside)) = tree.split_once('{') else {
        return vec![tree.split(" as ").next().unwrap_or("").trim().to_owned()];
    };
    let inside = inside.rsplit_once('}').map_or(inside, |(inside, _)| inside);
    let (mut parts, mut part, mut depth) = (Vec::new(), String::new(), 0);
    for c in inside.chars() {
        depth += i32::from(c == '{') - i32::from(c == '}');
        if c == ',' && depth == 0 {
            parts.push(std::mem::take(&mut part));
        } else {
            part.push(c);
        }
    }
    parts.push(part);
    let parts = parts.iter().filter(|part| !part.trim().is_empty());
    parts.flat_map(|part| expanded(&format!("{before}{}", part.trim()))).collect()
}

#[test]
fn a_use_tree_is_read_whole() {
    assert_eq!(expanded("a::{b, c::{d, e as f}}"), ["a::b", "a::c::d", "a::c::e"]);
    let code = "use crate::{cli, domain::{loan, pledge}};\nfn f() -> crate::stats::Totals {}";
    assert_eq!(rooms_used(code), ["cli", "domain", "domain", "stats"]);
}

/// A module's path, such as `["cli", "loan", "list"]`.
type Module = Vec<String>;

/// Files by their modules, and what each hands on from others by `pub use`.
struct Map {
    files: BTreeMap<Module, (PathBuf, String)>,
    handed_on: BTreeMap<(Module, String), Module>,
}

impl Map {
    fn drawn() -> Self {
        let root = repository("src");
        let files: BTreeMap<Module, (PathBuf, String)> = rooms()
            .into_iter()
            .map(|(_, path, code)| {
                let inside = path.strip_prefix(&root).unwrap().with_extension("");
                let mut module: Module =
                    inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
                if ["mod", "lib"].contains(&module.last().unwrap().as_str()) {
                    module.pop();
                }
                let is_said = |line: &&str| !line.trim_start().starts_with("//");
                let code: Vec<&str> = code.lines().filter(is_said).collect();
                (module, (path, code.join("\n")))
            })
            .collect();
        let mut map = Self { files, handed_on: BTreeMap::new() };
        for (module, (_, code)) in &map.files {
            for (path, is_handed_on) in uses(code) {
                let Some(target) = map.absolute(module, &path).filter(|_| is_handed_on) else {
                    continue;
                };
                let name = target.last().cloned().unwrap_or_default();
                map.handed_on.insert((module.clone(), name), target);
            }
        }
        map
    }

    /// A path as written in a module, from the root.
    fn absolute(&self, module: &Module, path: &str) -> Option<Module> {
        let mut parts: Vec<String> = path.split("::").map(|part| part.trim().to_owned()).collect();
        let mut at = module.clone();
        match parts.first()?.as_str() {
            "crate" => {
                parts.remove(0);
                at.clear();
            }
            "self" => drop(parts.remove(0)),
            "super" => {
                while parts.first().is_some_and(|part| part == "super") {
                    parts.remove(0);
                    at.pop();
                }
            }
            first => {
                at.push(first.to_owned());
                let is_ours = self.files.contains_key(&at);
                at.pop();
                is_ours.then_some(())?;
            }
        }
        at.extend(parts);
        Some(at)
    }

    /// The module in which a path from the root is at home, whoever hands it on.
    fn home(&self, path: &Module, hops: usize) -> Option<Module> {
        let (module, rest) = (0..=path.len())
            .rev()
            .map(|at| path.split_at(at))
            .find(|(module, _)| self.files.contains_key(*module))?;
        let next = rest.first().and_then(|name| {
            self.handed_on.get(&(module.to_vec(), name.clone())).filter(|_| hops < 6)
        });
        match next {
            Some(target) => {
                let target: Module = target.iter().chain(&rest[1..]).cloned().collect();
                if target == *path { Some(module.to_vec()) } else { self.home(&target, hops + 1) }
            }
            None => Some(module.to_vec()),
        }
    }

    /// Which modules each module needs.
    fn arrows(&self) -> BTreeMap<&Module, BTreeSet<Module>> {
        let needed = |module: &Module, code: &str| {
            let paths = uses(code).into_iter().filter(|(_, is_handed_on)| !is_handed_on);
            let homes = paths.filter_map(|(path, _)| self.home(&self.absolute(module, &path)?, 0));
            homes.filter(|home| home != module && !home.is_empty()).collect()
        };
        self.files.iter().map(|(module, (_, code))| (module, needed(module, code))).collect()
    }
}

/// The paths of all `use` statements, and whether each hands the name on.
fn uses(code: &str) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("use ") {
        let before = code[..at].rsplit('\n').next().unwrap_or("").trim();
        let is_statement = before.is_empty() || before == "pub" || before.starts_with("pub(");
        if let Some((tree, _)) = code[at + 4..].split_once(';').filter(|_| is_statement) {
            found.extend(expanded(tree).into_iter().map(|path| (path, !before.is_empty())));
        }
    }
    found
}

/// Below the shells a room has its own parts, which may know one another: the core of the ledger, the reading of a
/// sheet, the values with their refusals, the words. Verbs, operations, views and figures stand in order.
#[test]
fn no_verb_stands_in_a_circle() {
    let map = Map::drawn();
    let arrows = map.arrows();
    assert!(arrows.values().map(BTreeSet::len).sum::<usize>() > 1000, "arrows are seen");
    let reached = |from: &Module| {
        let (mut seen, mut waiting) = (BTreeSet::new(), vec![from.clone()]);
        while let Some(module) = waiting.pop() {
            for next in arrows.get(&module).into_iter().flatten() {
                if seen.insert(next.clone()) {
                    waiting.push(next.clone());
                }
            }
        }
        seen
    };
    let stands_in_order = |module: &Module| {
        ["cli", "operations", "report", "stats", "reconcile"].contains(&module[0].as_str())
    };
    let modules = arrows.keys().filter(|module| !module.is_empty() && stands_in_order(module));
    let circular: Vec<String> = modules
        .filter(|module| reached(module).contains(**module))
        .map(|module| module.join("/"))
        .collect();
    assert!(circular.is_empty(), "in a circle: {circular:?}");
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
