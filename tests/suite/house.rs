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
        .filter(|path| !path.iter().any(|folder| folder == "tests"))
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
    let may_use: [(&str, &[&str]); 10] = [
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
            "desk",
            &["desk", "report", "i18n", "operations", "stats", "exchange", "ledger", "domain"],
        ),
        (
            "cli",
            &[
                "cli",
                "desk",
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

/// The desk shows and asks: of the domain it names values alone, and it knows no grammar.
#[test]
fn the_desk_names_no_rule() {
    let mut seen = 0;
    for (_, path, code) in rooms().iter().filter(|(room, ..)| room == "desk") {
        seen += 1;
        let names_a_rule = code
            .match_indices("crate::domain::")
            .any(|(at, found)| !code[at + found.len()..].starts_with("values"));
        assert!(!names_a_rule, "{} names more of the domain than values", path.display());
        assert!(!code.contains("clap::"), "{} knows the grammar", path.display());
    }
    assert!(seen > 15, "{seen} files of the desk");
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

/// The literals of code with the lines they begin on: texts, raw texts and single characters; comments are no code.
fn literals(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let (mut at, mut line) = (0, 1);
    while let Some(c) = code[at..].chars().next() {
        let rest = &code[at..];
        let (taken, literal) = if rest.starts_with("//") {
            (rest.find('\n').unwrap_or(rest.len()), None)
        } else if let Some(comment) = rest.strip_prefix("/*") {
            (comment.find("*/").map_or(rest.len(), |end| end + 4), None)
        } else if let Some(fences) = raw_text(code, at) {
            let (opening, closing) = (fences + 2, format!("\"{}", "#".repeat(fences)));
            let end = rest[opening..].find(&closing).map_or(rest.len(), |end| opening + end);
            (end + closing.len(), Some(&rest[opening..end]))
        } else if c == '"' {
            let mut escaped = false;
            let ends = |c: char| {
                let ends = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            };
            let end = rest[1..].find(ends).map_or(rest.len(), |end| end + 1);
            (end + 1, Some(&rest[1..end]))
        } else if let Some(one) = character(rest) {
            (one.len() + 2, Some(one))
        } else {
            (c.len_utf8(), None)
        };
        found.extend(literal.map(|text| (line, text.to_owned())));
        let taken = taken.min(rest.len());
        line += rest[..taken].matches('\n').count();
        at += taken;
    }
    found
}

/// How many `#` a raw text that begins here stands between.
fn raw_text(code: &str, at: usize) -> Option<usize> {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let begins = code[at..].starts_with('r') && !code[..at].ends_with(is_name);
    let behind = code[at..].strip_prefix('r').filter(|_| begins)?;
    let opened = behind.trim_start_matches('#');
    opened.starts_with('"').then_some(behind.len() - opened.len())
}

/// The character between single quotation marks; a lifetime has none behind it.
fn character(code: &str) -> Option<&str> {
    let inside = code.strip_prefix('\'')?;
    let end = match inside.strip_prefix('\\') {
        Some(escaped) => escaped.find('\'').map(|end| end + 1 + usize::from(end == 0))?,
        None => inside.chars().next()?.len_utf8(),
    };
    inside[end..].starts_with('\'').then_some(&inside[..end])
}

fn is_chinese(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Whether a text is Chinese as people say it: what is data, a word of a register or of a header, has no clauses.
fn is_chinese_sentence(text: &str) -> bool {
    let ends_a_clause = |c: char| "，。；！？".contains(c);
    let mut clauses = text.split(ends_a_clause);
    let first = clauses.next().unwrap_or_default();
    let speaks = |clause: &str| clause.chars().filter(|c| is_chinese(*c)).count() > 2;
    (speaks(first) && text.len() > first.len()) || (speaks(first) && first.contains('{'))
}

/// Whether a text is English as people say it: four words in a row, or three that end like a sentence. What SQL says
/// is not said to people.
fn is_english_sentence(text: &str) -> bool {
    const OF_SQL: [&str; 12] = [
        "select", "insert", "update", "delete", "from", "where", "order", "null", "between",
        "pragma", "create", "drop",
    ];
    if text.split(|c: char| !c.is_alphabetic()).any(|word| OF_SQL.contains(&word)) {
        return false;
    }
    let is_word = |word: &str| {
        let word = word.trim_end_matches([',', '.', ':', ';', '!', '?']);
        !word.is_empty() && word.chars().all(|c| c.is_ascii_alphabetic() || c == '\'')
    };
    let (mut in_a_row, mut most) = (0, 0);
    for word in text.split(' ') {
        in_a_row = if is_word(word) { in_a_row + 1 } else { 0 };
        most = most.max(in_a_row);
    }
    most > 3 || (most > 2 && text.trim_end().ends_with(['.', '!', '?']))
}

/// Code outside `i18n` that holds Chinese, and why: words that people write and a computer reads, never what it says.
const CHINESE_WORDS: &[(&str, &str)] = &[
    ("cli/context.rs", "what may be typed: units, yes and no"),
    ("domain/loan/class.rs", "the five classes as banks write them"),
    ("domain/loan/record.rs", "words for yes and no in a contract's list"),
    ("domain/loan/terms.rs", "methods and day counts as contracts call them"),
    ("domain/numbers/kind.rs", "kinds of patent as registers call them"),
    ("domain/numbers/region/address.rs", "parts of addresses"),
    ("domain/numbers/region/divisions.rs", "GB/T 2260"),
    ("domain/certificate.rs", "states and steps as lists of certificates call them"),
    ("domain/evidence.rs", "countries as lists of families abroad write them"),
    ("domain/population.rs", "units and kinds as tables of population write them"),
    ("domain/stock.rs", "classes of high value as offices call them"),
    ("domain/program/case.rs", "steps as lists of cases call them"),
    ("domain/program/record.rs", "results and terms as lists of cases write them"),
    ("domain/party.rs", "roles, sizes, certifications and legal forms as registers call them"),
    ("domain/patent.rs", "statuses and events as registers call them"),
    ("domain/patent/case_status.rs", "states of cases as the patent office calls them"),
    ("domain/pledge/record.rs", "kinds of debt and answers as lists give them"),
    ("domain/stated_term.rs", "how terms are written"),
    ("domain/refusal.rs", "separators of names"),
    ("domain/statement.rs", "words of a bank's list"),
    ("domain/target.rs", "measures as plans call them"),
    ("domain/values/date/read.rs", "how dates are written"),
    ("domain/values/money.rs", "units of money"),
    ("domain/values/money/capitals.rs", "capital numerals (大写), the same in every language"),
    ("domain/values/money/numerals.rs", "Chinese numerals"),
    ("domain/values/money/read.rs", "units of money"),
    ("domain/values/period.rs", "how periods are written"),
    ("domain/values/text.rs", "what stands for nothing; separators"),
    ("exchange/age_format.rs", "test vectors"),
    ("exchange/header_key.rs", "units in headers"),
    ("exchange/header.rs", "parts of headers"),
    ("exchange/import/fields/", "headers as offices write them"),
    ("exchange/import/scan.rs", "headers of our own workbook of refused rows"),
    ("exchange/lengths.rs", "units of time in headers"),
    ("exchange/mapping.rs", "separators in --map"),
    ("exchange/number_format.rs", "the name of the plain format"),
    ("exchange/reading.rs", "signs in headers"),
    ("exchange/rows_kind.rs", "words by which totals and notes are known"),
    ("exchange/shape.rs", "units and forms of values"),
    ("exchange/stated_day.rs", "words of titles"),
    ("exchange/totals.rs", "words by which totals are known"),
    (
        "operations/upkeep.rs",
        "the mark in a file's name by which a workbook of refused rows is known again",
    ),
    ("reconcile/spelling.rs", "legal forms that spellings of a name differ in"),
];

/// Code outside `i18n` that holds English that reads like a sentence, and why.
const ENGLISH_WORDS: &[(&str, &str)] = &[
    ("domain/record.rs", "an assertion of the program about itself"),
    ("exchange/age_format.rs", "proofs beside expect"),
    ("exchange/import/fields/", "headers as offices write them"),
    ("ledger/described.rs", "columns, as SQLite tells a unique index"),
    ("ledger/migrate.rs", "a proof beside expect"),
    ("operations/fact_noun.rs", "a proof beside expect"),
    ("report/table.rs", "an assertion of the program about itself"),
];

/// What is said to people outside `i18n`, and the files of `allowed` that need no leave.
fn said(
    rooms: &[(String, PathBuf, String)],
    allowed: &[(&'static str, &str)],
    speaks: fn(&str) -> bool,
) -> (Vec<String>, Vec<&'static str>) {
    let root = repository("src");
    let (mut found, mut used) = (Vec::new(), BTreeSet::new());
    for (_, path, code) in rooms.iter().filter(|(room, ..)| room != "i18n") {
        let inside = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let leave = allowed.iter().find(|(file, _)| inside.starts_with(file));
        for (line, text) in literals(code).into_iter().filter(|(_, text)| speaks(text)) {
            match leave {
                Some((file, _)) => drop(used.insert(*file)),
                None => found.push(format!("{inside}:{line}: {text}")),
            }
        }
    }
    let unused = allowed.iter().map(|(file, _)| *file).filter(|file| !used.contains(file));
    (found, unused.collect())
}

#[test]
fn sentences_stand_in_i18n_alone() {
    let rooms = rooms();
    let any_chinese = |text: &str| text.chars().any(is_chinese);
    for (allowed, speaks) in [
        (CHINESE_WORDS, any_chinese as fn(&str) -> bool),
        (ENGLISH_WORDS, is_english_sentence),
        // Not even among the words that people write.
        (&[], is_chinese_sentence),
    ] {
        let (found, unused) = said(&rooms, allowed, speaks);
        assert!(found.is_empty(), "said outside i18n:\n{}", found.join("\n"));
        assert!(unused.is_empty(), "need no leave: {unused:?}");
    }
}

/// Which of two languages is spoken is decided in `i18n`: whoever speaks asks for a sentence.
#[test]
fn languages_are_told_apart_in_i18n_alone() {
    for (room, path, code) in rooms() {
        let tells = code.contains("Lang::Zh") || code.contains("Lang::En");
        assert!(!tells || room == "i18n", "{} chooses a language", path.display());
    }
}

#[test]
fn a_sentence_in_code_is_found() {
    let code = r##"
        // 没有这笔贷款。
        /* there is no such loan here */
        let lifetime: &'static str = r#"raw "text""#;
        say("没有这笔贷款");
        say("the loan was \" not found");
        let c = '元';
    "##;
    let found = literals(code);
    let texts: Vec<&str> = found.iter().map(|(_, text)| &**text).collect();
    assert_eq!(texts, ["raw \"text\"", "没有这笔贷款", "the loan was \\\" not found", "元"]);
    assert_eq!(found[1].0, 5);
    for (text, is_sentence) in [
        ("the loan was not found", true),
        ("Nothing was written.", true),
        ("no such loan", false),
        ("loan.import", false),
        ("select line from loan where ended_by is null", false),
        ("p.line, p.name, p.uscc, p.kind", false),
    ] {
        assert_eq!(is_english_sentence(text), is_sentence, "{text}");
    }
    for (text, is_sentence) in [
        ("没有这笔贷款，请核对", true),
        ("账本未变。", true),
        ("利随本清", false),
        ("，", false),
        ("质押登记号", false),
    ] {
        assert_eq!(is_chinese_sentence(text), is_sentence, "{text}");
    }
    // Planted in a room, it is found, unless the file has leave.
    let planted = |file: &str| {
        let code = "fn f() { println!(\"没有这笔贷款\") }".to_owned();
        vec![("cli".to_owned(), repository("src").join(file), code)]
    };
    let any_chinese = |text: &str| text.chars().any(is_chinese);
    assert_eq!(said(&planted("cli/loan.rs"), CHINESE_WORDS, any_chinese).0.len(), 1);
    let (found, unused) = said(&planted("cli/context.rs"), CHINESE_WORDS, any_chinese);
    assert!(found.is_empty() && unused.len() == CHINESE_WORDS.len() - 1);
}

/// A number meets its noun through `plural`: no English text of `i18n` has the plural of a noun behind a number's place.
#[test]
fn nouns_agree_with_their_numbers() {
    let mut texts = Vec::new();
    for (room, path, code) in rooms() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        texts.extend(
            literals(&code)
                .into_iter()
                .filter(|_| room == "i18n")
                .map(|(line, text)| (format!("{name}:{line}"), text)),
        );
    }
    assert!(texts.len() > 3000, "{} texts seen", texts.len());
    let disagree: Vec<String> = texts
        .iter()
        .filter_map(|(at, text)| bare_plural(text).map(|noun| format!("{at}: {noun} in {text}")))
        .collect();
    assert!(disagree.is_empty(), "say `1 rows`:\n{}", disagree.join("\n"));
}

/// Words that end in `s` and stand behind a value without being a plural.
const NO_PLURALS: [&str; 31] = [
    "is",
    "was",
    "has",
    "as",
    "this",
    "its",
    "less",
    "across",
    "yes",
    "bears",
    "holds",
    "says",
    "covers",
    "decides",
    "lists",
    "needs",
    "takes",
    "contains",
    "appears",
    "differs",
    "states",
    "matches",
    "exceeds",
    "ends",
    "already",
    "previous",
    "begins",
    "does",
    "identifies",
    "refers",
    "depends",
];

/// The noun that stands in the plural behind the place of a value, whatever the number is.
fn bare_plural(text: &str) -> Option<&str> {
    if text.chars().any(is_chinese) {
        return None;
    }
    text.split('}').skip(1).find_map(|behind| {
        let behind = behind.strip_prefix(' ')?;
        let word =
            &behind[..behind.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(behind.len())];
        let is_plural = word.len() > 2 && word.ends_with('s') && !word.ends_with("ss");
        (is_plural && !NO_PLURALS.contains(&word)).then_some(word)
    })
}

#[test]
fn a_plural_without_its_number_is_found() {
    assert_eq!(bare_plural("{n} rows were read"), Some("rows"));
    assert_eq!(bare_plural("{n} {rows} were read"), None);
    assert_eq!(bare_plural("{payer} bears {amount} yuan"), None);
    assert_eq!(bare_plural("{n}行"), None);
}

#[test]
fn every_test_file_is_run() {
    let main = std::fs::read_to_string(repository("tests/suite/main.rs")).unwrap();
    for entry in std::fs::read_dir(repository("tests/suite")).unwrap() {
        let name = entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned();
        assert!(name == "main" || main.contains(&format!("mod {name};")), "{name} is forgotten");
    }
}

/// Words that belong to one office and one plan: they are data, in files that are no code, or stand in tests.
const OF_ONE_OFFICE: [&str; 6] = ["静安", "Jing'an", "Jing’an", "310106", "2016", "2020"];

#[test]
fn the_code_knows_no_office_and_no_plan() {
    let mut found = Vec::new();
    for (_, path, code) in rooms() {
        let is_test = path.components().any(|part| part.as_os_str() == "tests");
        for (at, line) in code.lines().enumerate().filter(|_| !is_test) {
            if OF_ONE_OFFICE.iter().any(|word| line.contains(word)) {
                found.push(format!("{}:{}: {}", path.display(), at + 1, line.trim()));
            }
        }
    }
    assert!(found.is_empty(), "an office or a plan in the code:\n{}", found.join("\n"));
}
