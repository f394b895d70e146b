//! However the desk ends, the terminal is as it was: a program of its own at a terminal, in which it can be made to fail.

use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use super::super::{Settings, run};
use super::terminal::Terminal;
use super::{Bench, NOW};
use crate::cli::desk::verbs;
use crate::desk::glyphs::FINE;
use crate::i18n::Lang;

/// Says in which folder the desk works, and so that it is to work.
const FOLDER: &str = "IPLEDGER_TEST_DESK";

/// Not a test by itself: the desk that the tests below run, each in a process of its own. What it is told to record fails
/// as no program should, and once a file `fail` is there, so does the thread that draws.
#[test]
fn the_desk_that_fails() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let (drawing, fail) = (std::thread::current().id(), folder.join("fail"));
    let clock = move || {
        assert!(std::thread::current().id() != drawing || !fail.exists(), "for the test");
        NOW
    };
    let settings = Settings {
        any_place: false,
        db: folder.join("ledger.db"),
        lang: Lang::Zh,
        by: "王芳".to_owned(),
        clock: Arc::new(clock),
        glyphs: FINE,
        has_color: false,
        is_plain: false,
        state: Some(folder.join("state")),
        folder,
        verbs: verbs(Lang::Zh),
        read: Arc::new(|_, _| panic!("for the test")),
    };
    run(settings).unwrap();
}

fn at_a_terminal(bench: &Bench) -> Terminal {
    let mut command = Command::new(std::env::current_exe().unwrap());
    let name = "desk::tests::ends::the_desk_that_fails";
    command.args(["--exact", name, "--nocapture", "--test-threads=1"]);
    command.env(FOLDER, bench.folder.path()).env("RUST_BACKTRACE", "0");
    // High enough for what the test's own runner says of a panic.
    let mut terminal = Terminal::of(command, (100, 60));
    terminal.until("最近登记");
    terminal
}

#[test]
fn a_panic_of_the_thread_that_draws_gives_the_screen_back_and_says_where_the_report_lies() {
    let bench = Bench::stocked(Lang::Zh, (80, 24));
    let terminal = at_a_terminal(&bench);
    std::fs::write(bench.folder.path().join("fail"), "").unwrap();
    let (code, said) = terminal.ended();
    assert_ne!(code, 0);
    assert!(said.contains("crash.txt") && said.contains("stty sane"), "{said}");
    let report = std::fs::read_to_string(bench.folder.path().join("state/crash.txt")).unwrap();
    assert!(
        report.contains("ends.rs") && !report.contains("听澜"),
        "where, and nothing of what was seen: {report}"
    );
}

#[test]
fn a_panic_of_a_worker_is_told_and_the_desk_goes_on() {
    let bench = Bench::stocked(Lang::Zh, (80, 24));
    let mut terminal = at_a_terminal(&bench);
    terminal.press("F1 loan Space list Enter");
    terminal.until("JD1");
    terminal.press("Enter");
    // Which only the card has, not the list it is opened from.
    terminal.until("累计放款（元）");
    terminal.press("F2 repay Enter");
    terminal.until("流水号");
    terminal.press("30万 Tab 2021-02-28 Tab");
    terminal.until("程序内部出错");
    terminal.press("F1");
    terminal.until("做什么");
    terminal.press("F10");
    assert_eq!(terminal.ended().0, 0);
}
