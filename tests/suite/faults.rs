//! Faults by the hundred: every call of the system that a writing command makes fails once, the power is cut between any
//! two writes, the program is killed at any moment. What was told as recorded is recorded, what was not is whole or not
//! there, the ledger verifies, and the next command works.
//!
//! A shim in C (`tests/faults/shim.c`) is loaded before the program. The program proper has the C library inside, where
//! nothing can be loaded before it; so this test binary, which is linked as usual, is the program when it is told to be.
//! What is made by a system call without the C library (moving a new file to a free name) is not seen by the shim.
//!
//! | variable | does |
//! |---|---|
//! | `IPLEDGER_FAULTS=500` | injects so many faults, cuts the power so often, kills so many |
//! | `IPLEDGER_SEED=7` | the same choice again; without it the clock chooses, and a failure prints the seed |
#![cfg(target_os = "linux")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use ipledger::ledger::Ledger;

use crate::errors::groundwork;
use crate::support::{Desk, repository};

/// Set where this binary is to be the program.
const AS_PROGRAM: &str = "IPLEDGER_AS_PROGRAM";

/// Runs before the tests do.
#[used]
#[unsafe(link_section = ".init_array")]
static BEFORE_ALL: extern "C" fn() = be_the_program;

extern "C" fn be_the_program() {
    if std::env::var_os(AS_PROGRAM).is_some() {
        // An exit code tells its number in no other way.
        let code = format!("{:?}", ipledger::cli::main());
        let digits: String = code.chars().filter(char::is_ascii_digit).collect();
        std::process::exit(digits.parse().unwrap_or(1));
    }
}

static SHIM: LazyLock<PathBuf> = LazyLock::new(|| {
    let shim = Path::new(env!("CARGO_TARGET_TMPDIR")).join("faults.so");
    let source = repository("tests/faults/shim.c");
    let mut make = Command::new("cc");
    make.args(["-shared", "-fPIC", "-O1", "-o"]).arg(&shim).arg(source).arg("-ldl");
    let made = make.status();
    assert!(made.is_ok_and(|status| status.success()), "the shim is not built: is there a cc?");
    shim
});

/// Choices that a seed gives again.
struct Choices(u64);

impl Choices {
    fn new(of: &str) -> Self {
        let clock = || {
            let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
            since.map_or(1, |since| since.as_nanos() as u64 % 1_000_000)
        };
        let said = std::env::var("IPLEDGER_SEED").ok().and_then(|seed| seed.parse().ok());
        let seed = said.unwrap_or_else(clock);
        println!("{of}: IPLEDGER_SEED={seed}");
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut of = self.0;
        of = (of ^ (of >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        of = (of ^ (of >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        of ^ (of >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
}

/// How many of each are tried.
fn budget(usual: usize) -> usize {
    std::env::var("IPLEDGER_FAULTS").ok().and_then(|n| n.parse().ok()).unwrap_or(usual)
}

/// The commands that write, each with whether it records an entry.
const COMMANDS: &[(&[&str], bool)] = &[
    (&["party", "add", "上海示例丁有限公司"], true),
    (&["patent", "import", "更多专利.csv", "-y"], true),
    (&["loan", "repay", "JD002", "1000", "--on", "2019-01-10"], true),
    (&["party", "correct", "上海示例乙有限公司", "--district", "浦东新区"], true),
    (&["pledge", "release", "2018310000001", "--on", "2019-09-01", "--ground", "performed"], true),
    (&["undo", "-y"], true),
    (&["stats", "publish", "2020Q3", "-y"], true),
    (&["reconcile", "清单.csv", "--bank", "示例银行静安支行", "-o", "答复.xlsx"], true),
    (&["upgrade", "--db", "old.db"], false),
    (&["init", "--office", "静安", "--region", "310106", "--db", "new.db"], false),
    (&["backup", "copy.db"], false),
    (&["backup", "--to", "备份", "--keep", "7d"], false),
    (&["restore", "before.db", "--force"], false),
    (&["patent", "export", "专利清单.xlsx"], false),
    (&["export", "bank", "示例银行静安支行", "bank.bundle", "--key", "office.key"], false),
];

/// A desk with all that the commands need; copied for each.
fn prepared() -> Desk {
    let desk = groundwork();
    desk.ok(&["backup", "before.db"]);
    fs::copy(repository("tests/files/ledgers/v1.db"), desk.path("old.db")).unwrap();
    desk.file(
        "更多专利.csv",
        "申请号,申请日,申请人\n201810294721.6,2018-03-30,上海示例丙有限公司\n1,2018-01-01,上海示例丙有限公司\n",
    );
    desk.file("清单.csv", "贷款编号,余额（元）\nJD002,1000000\nJD009,5\n");
    desk
}

fn copy_of(from: &Path, lang: &'static str) -> Desk {
    let desk = Desk::new().speaking(lang);
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::copy(&path, desk.path("").join(path.file_name().unwrap())).unwrap();
        }
    }
    desk
}

/// The program as it is linked here, with the shim before it.
fn shimmed(desk: &Desk, args: &[&str], faults: &[(&str, String)]) -> Output {
    let mut command = desk.command_of(&std::env::current_exe().unwrap(), args);
    command.env(AS_PROGRAM, "1").env("LD_PRELOAD", SHIM.as_path());
    command.env("IPLEDGER_FAULT_UNDER", desk.path("").as_os_str());
    for (name, value) in faults {
        command.env(format!("IPLEDGER_FAULT_{name}"), value);
    }
    command.output().expect("the program runs")
}

/// The number of entries of a ledger that opens and verifies.
fn entries(path: &Path) -> Result<i64, String> {
    let ledger = Ledger::open(path).map_err(|error| error.to_string())?;
    let verification = ledger.verify(&[]).map_err(|error| error.to_string())?;
    match verification.findings.is_empty() {
        true => Ok(verification.anchor.entries),
        false => Err(format!("{:?}", verification.findings)),
    }
}

/// How often each kind of call is made.
fn counts(desk: &Desk, args: &[&str]) -> BTreeMap<String, usize> {
    let file = desk.path("counts.txt").display().to_string();
    let outside = tempfile::NamedTempFile::new().unwrap();
    let output = shimmed(desk, args, &[("COUNT", outside.path().display().to_string())]);
    assert!(matches!(output.status.code(), Some(0 | 3)), "{args:?}: {file} {}", said(&output));
    let text = fs::read_to_string(outside.path()).unwrap();
    let counted = text.lines().filter_map(|line| line.split_once(' '));
    counted.map(|(kind, n)| (kind.to_owned(), n.parse().unwrap())).collect()
}

fn said(output: &Output) -> String {
    [&output.stdout[..], &output.stderr].map(String::from_utf8_lossy).concat()
}

/// What the system may answer: the number and the name of an error, by the kind of call.
fn errors_of(kind: &str) -> &'static [(i32, &'static str)] {
    const EIO: (i32, &str) = (5, "EIO");
    const EINTR: (i32, &str) = (4, "EINTR");
    const ENOSPC: (i32, &str) = (28, "ENOSPC");
    const EROFS: (i32, &str) = (30, "EROFS");
    const EDQUOT: (i32, &str) = (122, "EDQUOT");
    match kind {
        "open" => &[EIO, ENOSPC, EROFS, EINTR, EDQUOT],
        "write" | "print" => &[EIO, ENOSPC, EDQUOT, EINTR],
        "sync" => &[EIO, ENOSPC, EDQUOT],
        "rename" => &[EIO, ENOSPC, EROFS, EDQUOT],
        "unlink" => &[EIO, EROFS],
        "lock" => &[EIO, EINTR],
        _ => &[EIO],
    }
}

/// Words of the database and the system that no person should read.
const FOREIGN: [&str; 8] = [
    "disk I/O",
    "database or disk",
    "uncategorized",
    "unable to open",
    "readonly database",
    "os error",
    "panicked",
    "malformed",
];

/// A fault to inject into a command.
#[derive(Debug, Clone)]
struct Fault {
    command: usize,
    kind: String,
    at: usize,
    error: (i32, &'static str),
    always: bool,
    lang: &'static str,
}

#[test]
fn every_fault_of_the_system_leaves_all_or_nothing_and_is_told() {
    let mut choices = Choices::new("faults");
    let desk = prepared();
    let base = desk.path("");
    let before = entries(&desk.ledger()).unwrap();
    let mut faults = Vec::new();
    for (command, (args, records)) in COMMANDS.iter().enumerate() {
        let desk = copy_of(&base, "zh");
        for (kind, n) in counts(&desk, args) {
            let points =
                (1..=n).flat_map(|at| errors_of(&kind).iter().map(move |error| (at, *error)));
            // A call that is interrupted for ever is tried for ever, as it should be.
            let points = points.flat_map(|point| [(point, false), (point, true)]);
            for ((at, error), always) in
                points.filter(|((_, error), always)| !always || error.1 != "EINTR")
            {
                let lang = if choices.below(2) == 0 { "zh" } else { "en" };
                faults.push(Fault { command, kind: kind.clone(), at, error, always, lang });
            }
        }
        if *records {
            assert_eq!(entries(&desk.ledger()).unwrap(), before + 1, "{args:?}");
        }
    }
    let all = faults.len();
    let mut tried = 0;
    let mut bad = Vec::new();
    while tried < budget(24) && !faults.is_empty() {
        let fault = faults.swap_remove(choices.below(faults.len()));
        tried += 1;
        if let Err(why) = injected(&base, before, &fault) {
            bad.push(format!("{:?} {fault:?}:\n{why}", COMMANDS[fault.command].0));
        }
    }
    println!("{tried} of {all} faults injected");
    assert!(bad.is_empty(), "{} of {tried} faults:\n{}", bad.len(), bad.join("\n"));
}

/// Injects one fault and looks at what is left.
fn injected(base: &Path, before: i64, fault: &Fault) -> Result<(), String> {
    let (args, records) = COMMANDS[fault.command];
    let desk = copy_of(base, fault.lang);
    let mut set = vec![
        ("KIND", fault.kind.clone()),
        ("AT", fault.at.to_string()),
        ("ERROR", fault.error.0.to_string()),
    ];
    if fault.always {
        set.push(("ALWAYS", "1".to_owned()));
    }
    let output = shimmed(&desk, args, &set);
    let told = said(&output);
    let Some(code) = output.status.code() else { return Err(format!("killed\n{told}")) };
    let check = |holds: bool, what: &str| match holds {
        true => Ok(()),
        false => Err(format!("{what}: exit {code}\n{told}")),
    };
    check(matches!(code, 0 | 1 | 3 | 4 | 6 | 7), "an exit code of ours")?;
    if let Some(word) = FOREIGN.iter().find(|word| told.contains(*word)) {
        return Err(format!("speaks of {word:?}\n{told}"));
    }
    if !matches!(code, 0 | 3) {
        check(told.contains('[') && told.contains(']'), "no code is told")?;
        let chinese = told.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        check(fault.lang == "en" || chinese, "not in the language asked for")?;
    }
    let after = entries(&desk.ledger()).map_err(|why| format!("the ledger: {why}\n{told}"))?;
    if records {
        check(after == before || after == before + 1, "half an entry")?;
        check(!matches!(code, 0 | 3) || after == before + 1, "told as done, and not recorded")?;
        if !matches!(code, 0 | 3) && after > before {
            let is_said =
                ["已登记", "已写入", "is recorded", "[commit-unsure]", "[file-unwritable]"];
            check(is_said.iter().any(|words| told.contains(words)), "recorded, and not said")?;
        }
        let denied = ["什么也没有写入", "nothing was written", "nothing was recorded"];
        if denied.iter().any(|words| told.contains(words)) {
            check(after == before, "told as not written, and recorded")?;
        }
    } else {
        check(after == before, "the ledger has changed")?;
    }
    // The next command works, and so does the same again unless it is done.
    let next = desk.run(&["party", "add", "上海示例戊有限公司"]);
    check(next.status.code() == Some(0), &format!("the next command fails: {}", said(&next)))?;
    let next = desk.run(&[args, &["--force"]].concat());
    let done =
        matches!(next.status.code(), Some(0 | 3 | 5)) || (!records && !said(&next).is_empty());
    check(done, &format!("the same again fails: {}", said(&next)))?;
    for name in ["ledger.db", "new.db", "old.db", "copy.db"].map(|name| desk.path(name)) {
        if name.exists() {
            entries(&name).map_err(|why| format!("{}: {why}", name.display()))?;
        }
    }
    Ok(())
}

/// A change to a file, as the shim wrote it down.
#[derive(Debug, Clone)]
enum Change {
    Made(String),
    Written { path: String, offset: usize, bytes: Vec<u8> },
    Cut { path: String, length: usize },
    Synced(String),
    Moved { path: String, to: String },
    Removed(String),
}

fn read_trace(bytes: &[u8]) -> Vec<Change> {
    let mut at = 0;
    let mut take = |n: usize| {
        at += n;
        bytes.get(at - n..at)
    };
    let number = |bytes: &[u8]| {
        let mut whole = [0; 8];
        whole[..bytes.len()].copy_from_slice(bytes);
        u64::from_le_bytes(whole) as usize
    };
    let mut changes = Vec::new();
    while let Some(kind) = take(1).map(|kind| kind[0]) {
        let length = number(take(4).unwrap());
        let path = String::from_utf8(take(length).unwrap().to_vec()).unwrap();
        let offset = number(take(8).unwrap());
        let length = number(take(8).unwrap());
        changes.push(match kind {
            b'c' => Change::Made(path),
            b't' => Change::Cut { path, length: offset },
            b's' => Change::Synced(path),
            b'u' => Change::Removed(path),
            b'r' => {
                let to = String::from_utf8(take(length).unwrap().to_vec()).unwrap();
                Change::Moved { path, to }
            }
            _ => Change::Written { path, offset, bytes: take(length).unwrap().to_vec() },
        });
    }
    changes
}

/// What a disk holds: the files by their path.
type Disk = BTreeMap<String, Vec<u8>>;

fn apply(disk: &mut Disk, change: &Change) {
    match change {
        Change::Made(path) => drop(disk.insert(path.clone(), Vec::new())),
        Change::Written { path, offset, bytes } => {
            let file = disk.entry(path.clone()).or_default();
            if file.len() < offset + bytes.len() {
                file.resize(offset + bytes.len(), 0);
            }
            file[*offset..offset + bytes.len()].copy_from_slice(bytes);
        }
        Change::Cut { path, length } => disk.entry(path.clone()).or_default().resize(*length, 0),
        Change::Synced(_) => {}
        Change::Moved { path, to } => {
            if let Some(file) = disk.remove(path) {
                disk.insert(to.clone(), file);
            }
        }
        Change::Removed(path) => drop(disk.remove(path)),
    }
}

fn path_of(change: &Change) -> &str {
    match change {
        Change::Made(path) | Change::Synced(path) | Change::Removed(path) => path,
        Change::Written { path, .. } | Change::Cut { path, .. } | Change::Moved { path, .. } => {
            path
        }
    }
}

/// What is done with a change that no sync has brought to the disk for certain.
#[derive(Debug, Clone, Copy)]
enum Unsynced {
    Kept,
    Dropped,
    /// Each kept or not by chance, a write cut short by chance: files are written back in no order.
    Chance,
}

/// A state the disk may be in when the power goes after the first `until` changes. A file that is made, moved or removed
/// is so in order, as journalling file systems do; writes between two syncs of a file come in any order, or not.
fn after_power_cut(
    before: &Disk,
    changes: &[Change],
    until: usize,
    how: Unsynced,
    choices: &mut Choices,
) -> Disk {
    let mut disk = before.clone();
    for (at, change) in changes[..until].iter().enumerate() {
        let is_content = matches!(change, Change::Written { .. } | Change::Cut { .. });
        let is_synced = changes[at..until]
            .iter()
            .any(|later| matches!(later, Change::Synced(path) if path == path_of(change)));
        match (is_content && !is_synced, how) {
            (false, _) | (true, Unsynced::Kept) => apply(&mut disk, change),
            (true, Unsynced::Dropped) => {}
            (true, Unsynced::Chance) => match (choices.below(3), change) {
                (0, _) => {}
                (1, Change::Written { path, offset, bytes }) => {
                    // Disks write sectors of 512 bytes whole.
                    let sectors = choices.below(bytes.len() / 512 + 1);
                    let bytes = bytes[..(sectors * 512).min(bytes.len())].to_vec();
                    apply(
                        &mut disk,
                        &Change::Written { path: path.clone(), offset: *offset, bytes },
                    );
                }
                _ => apply(&mut disk, change),
            },
        }
    }
    // The index of the log lies in memory that a power cut takes.
    disk.retain(|path, _| !path.ends_with("-shm"));
    disk
}

fn disk_of(folder: &Path) -> Disk {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.is_file());
    files.map(|path| (path.display().to_string(), fs::read(&path).unwrap())).collect()
}

#[test]
fn the_power_may_be_cut_between_any_two_writes() {
    let mut choices = Choices::new("power cuts");
    let prepared = prepared();
    let before = entries(&prepared.ledger()).unwrap();
    let mut states = BTreeSet::new();
    let recording = COMMANDS.iter().filter(|(_, records)| *records);
    for (args, _) in recording.chain([&(&["upgrade", "--db", "old.db"][..], false)]) {
        let desk = copy_of(&prepared.path(""), "zh");
        let start = disk_of(&desk.path(""));
        let trace = tempfile::NamedTempFile::new().unwrap();
        let output = shimmed(&desk, args, &[("TRACE", trace.path().display().to_string())]);
        assert!(matches!(output.status.code(), Some(0 | 3)), "{args:?} {}", said(&output));
        let changes = read_trace(&fs::read(trace.path()).unwrap());
        assert!(changes.len() > 5, "{args:?}: {} changes", changes.len());
        let ledger = if args[0] == "upgrade" { desk.path("old.db") } else { desk.ledger() };
        let was = if args[0] == "upgrade" {
            entries(&repository("tests/files/ledgers/v1.db")).unwrap()
        } else {
            before
        };
        let mut seen = BTreeSet::new();
        // The end is always among them.
        let step = (changes.len() / budget(6).max(1)).max(1);
        for until in (0..=changes.len()).rev().step_by(step) {
            let mut hows = vec![Unsynced::Kept, Unsynced::Dropped];
            hows.extend(vec![Unsynced::Chance; budget(6).div_ceil(60)]);
            for how in hows {
                let disk = after_power_cut(&start, &changes, until, how, &mut choices);
                if !seen.insert(disk.values().cloned().collect::<Vec<_>>()) {
                    continue;
                }
                let there = tempfile::tempdir().unwrap();
                for (path, bytes) in &disk {
                    let name = Path::new(path).file_name().unwrap();
                    fs::write(there.path().join(name), bytes).unwrap();
                }
                let place = there.path().join(ledger.file_name().unwrap());
                let found = entries(&place);
                let is_done = until == changes.len();
                let last = if args[0] == "upgrade" { was } else { was + 1 };
                let fits = |n: i64| if is_done { n == last } else { n == was || n == last };
                assert!(
                    found.as_ref().is_ok_and(|n| fits(*n)),
                    "{args:?} cut after {until} of {} changes, {how:?}: {found:?}",
                    changes.len()
                );
            }
        }
        states.insert((args.join(" "), changes.len(), seen.len()));
    }
    for (args, changes, states) in &states {
        println!("{states} states after {changes} changes: {args}");
    }
}

#[test]
fn a_program_killed_at_any_moment_loses_nothing_it_told() {
    let mut choices = Choices::new("kills");
    let prepared = prepared();
    let base = prepared.path("");
    let before = entries(&prepared.ledger()).unwrap();
    let mut finished = 0;
    let kills = budget(24);
    for _ in 0..kills {
        let (args, records) = COMMANDS[choices.below(COMMANDS.len())];
        let desk = copy_of(&base, "zh");
        let mut command = desk.command(args);
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
        let mut child = command.spawn().unwrap();
        let wait = Duration::from_micros(choices.next() % 120_000);
        let began = Instant::now();
        while began.elapsed() < wait && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_micros(50));
        }
        // Already over is fine too.
        let _ = child.kill();
        let output = child.wait_with_output().unwrap();
        finished += usize::from(output.status.code().is_some());
        let after = entries(&desk.ledger()).unwrap_or_else(|why| panic!("{args:?}: {why}"));
        match records {
            true => assert!(after == before || after == before + 1, "{args:?}: {after}"),
            false => assert_eq!(after, before, "{args:?}"),
        }
        let told = String::from_utf8_lossy(&output.stdout).contains("已登记为条目");
        assert!(!records || !told || after == before + 1, "{args:?}: told, and lost");
        for name in ["new.db", "old.db", "copy.db"].map(|name| desk.path(name)) {
            if name.exists() {
                // A ledger without its founding entry is none yet.
                entries(&name).unwrap_or_else(|why| panic!("{args:?}: {}: {why}", name.display()));
            }
        }
        desk.ok(&["party", "add", "上海示例戊有限公司"]);
    }
    println!("{kills} killed, {finished} of them over before");
}
