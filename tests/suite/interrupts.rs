//! Ctrl-C at any moment: a command either did all it was asked or nothing, and one file is left.
#![cfg(unix)]

use std::collections::BTreeSet;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::support::Desk;

/// Rows of a list that takes a while to import.
const ROWS: usize = 10_000;

fn patents(rows: usize) -> String {
    let mut text = String::from("申请号,类型,名称,申请日,申请人,地址\n");
    for row in 0..rows {
        // The check digit: the sum of the digits by their weights, modulo 11.
        let digits = format!("2016{}{:07}", if row % 2 == 0 { 1 } else { 2 }, row / 2 + 1);
        let weights = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5];
        let sum: u32 =
            digits.bytes().zip(weights).map(|(digit, by)| u32::from(digit - b'0') * by).sum();
        let check = "0123456789X".as_bytes()[(sum % 11) as usize] as char;
        let kind = if row % 2 == 0 { "发明" } else { "实用新型" };
        let (month, day, firm) = (row % 12 + 1, row % 28 + 1, row % 900);
        text += &format!(
            "{digits}.{check},{kind},名称{row},2016-{month:02}-{day:02},上海示例{firm}有限公司,上海市静安区\n"
        );
    }
    text
}

/// Starts a command whose output is kept.
fn start(mut command: Command) -> Child {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().expect("the program starts")
}

fn signal(child: &Child, signal: &str) {
    let sent = Command::new("kill").args([signal, &child.id().to_string()]).status();
    assert!(sent.is_ok_and(|status| status.success()));
}

/// The names on a desk.
fn names(desk: &Desk) -> BTreeSet<String> {
    let names = std::fs::read_dir(desk.path("")).unwrap();
    names.map(|name| name.unwrap().file_name().to_string_lossy().into_owned()).collect()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn an_import_stopped_at_any_moment_did_all_or_nothing() {
    let desk = Desk::with_ledger();
    let file = desk.file("专利.csv", &patents(ROWS));
    let founded = std::fs::read(desk.ledger()).unwrap();
    let before = names(&desk);
    let import = || desk.command(&["patent", "import", &file]);
    let started = Instant::now();
    assert_eq!(start(import()).wait_with_output().unwrap().status.code(), Some(0));
    let whole = started.elapsed();
    let (mut stopped, mut done) = (0, 0);
    for step in 0..24 {
        std::fs::write(desk.ledger(), &founded).unwrap();
        let child = start(import());
        std::thread::sleep(whole * step / 24);
        // A name there besides the ledger's tells that an entry is being written: from then on it must be undone.
        let is_writing = names(&desk) != before;
        signal(&child, ["-INT", "-TERM", "-HUP"][step as usize % 3]);
        let output = child.wait_with_output().unwrap();
        let code = output.status.code();
        assert_eq!(names(&desk), before, "at {step}");
        let log = desk.data(&["log"]);
        let entries = log.as_array().map_or(0, Vec::len);
        match code {
            Some(0) => {
                assert_eq!(entries, 2, "at {step}");
                done += 1;
            }
            Some(130 | 143 | 129) => {
                assert_eq!(entries, 1, "at {step}");
                assert!(said(&output).contains("已中断"), "at {step}: {}", said(&output));
                stopped += 1;
            }
            // Before the entry began there was nothing to undo.
            None => assert!(entries == 1 && !is_writing, "at {step}: {output:?}"),
            code => panic!("at {step}: {code:?} {}", said(&output)),
        }
        desk.ok(&["verify"]);
    }
    assert!(stopped > 10, "{stopped} stopped, {done} done");
}

#[test]
fn who_waits_for_the_ledger_can_be_stopped() {
    let desk = Desk::with_ledger().speaking("en");
    let file = desk.file("patents.csv", &patents(ROWS));
    let mut holder = start(desk.command(&["patent", "import", &file]));
    let until = Instant::now() + Duration::from_secs(60);
    while !names(&desk).contains("ledger.db-writer") {
        assert!(Instant::now() < until);
        std::thread::sleep(Duration::from_millis(1));
    }
    signal(&holder, "-STOP");
    let waiting = start(desk.command(&["party", "add", "上海示例某有限公司"]));
    std::thread::sleep(Duration::from_millis(500));
    let asked = Instant::now();
    signal(&waiting, "-INT");
    let output = waiting.wait_with_output().unwrap();
    assert!(asked.elapsed() < Duration::from_secs(4));
    assert_eq!(output.status.code(), Some(130), "{}", said(&output));
    assert!(said(&output).contains("interrupted"), "{}", said(&output));
    signal(&holder, "-CONT");
    assert_eq!(holder.wait().unwrap().code(), Some(0));
    desk.ok(&["verify"]);
}

#[test]
fn an_ignored_signal_stays_ignored() {
    let desk = Desk::with_ledger();
    let file = desk.file("专利.csv", &patents(ROWS));
    let mut script = Command::new("sh");
    // As `nohup` starts a program, and the closing of its terminal.
    script.arg("-c").arg("trap '' HUP; exec \"$@\"").arg("sh");
    let import = desk.command(&["patent", "import", &file]);
    script.arg(import.get_program()).args(import.get_args()).current_dir(desk.path(""));
    script.env_clear().envs(import.get_envs().filter_map(|(name, value)| Some((name, value?))));
    script.env("PATH", "/usr/bin:/bin");
    let child = start(script);
    while !names(&desk).contains("ledger.db-writer") {
        std::thread::sleep(Duration::from_millis(1));
    }
    signal(&child, "-HUP");
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
}

#[test]
fn a_backup_and_an_export_leave_no_half_file() {
    let desk = Desk::with_ledger();
    let file = desk.file("专利.csv", &patents(ROWS));
    desk.ok(&["patent", "import", &file]);
    let before = names(&desk);
    for (command, made) in [("backup copy.db", "copy.db"), ("patent export list.csv", "list.csv")] {
        let args: Vec<&str> = command.split(' ').collect();
        let mut whole = None;
        for step in 0..10 {
            let child = start(desk.command(&args));
            std::thread::sleep(Duration::from_millis(3 * step));
            signal(&child, "-INT");
            let output = child.wait_with_output().unwrap();
            let mut after = names(&desk);
            let is_there = after.remove(made);
            assert_eq!(after, before, "{command} at {step}");
            match output.status.code() {
                Some(0) => assert!(is_there, "{command} at {step}"),
                Some(130) | None => {}
                code => panic!("{command}: {code:?} {}", said(&output)),
            }
            if is_there {
                // Whoever is stopped while it is told that the file is there has the whole of it.
                let length = std::fs::metadata(desk.path(made)).unwrap().len();
                assert_eq!(*whole.get_or_insert(length), length, "{command} at {step}");
                std::fs::remove_file(desk.path(made)).unwrap();
            }
        }
    }
}

/// A desk with a long question, or a database browser left open over lunch.
#[test]
fn who_reads_keeps_nobody_from_writing() {
    let desk = Desk::with_ledger();
    let before = names(&desk);
    let reader = rusqlite::Connection::open(desk.ledger()).unwrap();
    let entries =
        || reader.query_row("select count(*) from entry", [], |row| row.get::<_, i64>(0)).unwrap();
    reader.execute_batch("begin").unwrap();
    assert_eq!(entries(), 1);
    let started = Instant::now();
    desk.ok(&["party", "add", "上海示例甲有限公司"]);
    desk.ok(&["party", "add", "上海示例乙有限公司"]);
    // It used to wait for eight seconds and fail.
    assert!(started.elapsed() < Duration::from_secs(4), "{:?}", started.elapsed());
    assert_eq!(entries(), 1, "what is being read does not change");
    assert_eq!(desk.data(&["log"]).as_array().map(Vec::len), Some(3));
    reader.execute_batch("commit").unwrap();
    assert_eq!(entries(), 3);
    // An entry is in the file itself as soon as nobody reads an older state: who copies the file has it.
    desk.ok(&["party", "add", "上海示例丙有限公司"]);
    std::fs::copy(desk.ledger(), desk.path("copy.db")).unwrap();
    drop(reader);
    desk.ok(&["verify"]);
    let copied = desk.data(&["log", "--db", "copy.db"]);
    assert_eq!(copied.as_array().map(Vec::len), Some(4));
    std::fs::remove_file(desk.path("copy.db")).unwrap();
    assert_eq!(names(&desk), before, "one file is left");
}

#[test]
fn a_reader_that_is_stopped_leaves_one_file() {
    let desk = Desk::with_ledger();
    let file = desk.file("专利.csv", &patents(ROWS));
    desk.ok(&["patent", "import", &file]);
    let before = names(&desk);
    for step in 0..12 {
        let child = start(desk.command(&["patent", "list", "--json"]));
        std::thread::sleep(Duration::from_millis(4 * step));
        signal(&child, "-INT");
        let output = child.wait_with_output().unwrap();
        assert!(matches!(output.status.code(), Some(0 | 130) | None), "{step}: {output:?}");
        assert_eq!(names(&desk), before, "at {step}");
    }
}

#[test]
fn a_ledger_is_not_restored_over_one_that_is_being_read() {
    let desk = Desk::with_ledger();
    desk.ok(&["backup", "backup.db"]);
    desk.ok(&["party", "add", "上海示例甲有限公司"]);
    let reader = rusqlite::Connection::open(desk.ledger()).unwrap();
    reader.query_row("select count(*) from entry", [], |row| row.get::<_, i64>(0)).unwrap();
    let (code, refused) = desk.json(&["restore", "backup.db", "--force"]);
    assert_eq!((code, &refused["code"]), (6, &serde_json::json!("ledger-busy")));
    drop(reader);
    desk.ok(&["restore", "backup.db", "--force"]);
    assert_eq!(desk.data(&["log"]).as_array().map(Vec::len), Some(1));
}
