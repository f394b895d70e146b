//! Files that are safe: who may read them, what is never written over, where a ledger may stand, backups that are proved.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::{Desk, PATENTS};

fn said(output: &std::process::Output) -> String {
    [&output.stdout[..], &output.stderr].map(String::from_utf8_lossy).concat()
}

/// Runs and expects a refusal by its code.
fn refused(desk: &Desk, args: &[&str], code: &str, exit: i32) -> String {
    let output = desk.run(args);
    let said = said(&output);
    assert_eq!(output.status.code(), Some(exit), "{args:?}\n{said}");
    assert!(said.contains(&format!("[{code}]")), "{args:?}\n{said}");
    said
}

#[cfg(unix)]
fn rights(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[cfg(unix)]
#[test]
fn ledger_copies_bundles_and_keys_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt;

    let desk = Desk::new();
    let deep = desk.path("新的/账本/ledger.db").display().to_string();
    let init = ["init", "--office", "静安区知识产权局", "--region", "310106", "--db", &deep];
    desk.ok(&init);
    desk.ok(&["--db", &deep, "party", "add", "示例银行静安支行", "--role", "bank"]);
    desk.ok(&["--db", &deep, "backup", "copy.db"]);
    desk.ok(&["--db", &deep, "backup", "--to", "备份"]);
    let bundle = ["export", "bank", "示例银行静安支行", "bank.bundle", "--key", "office.key"];
    desk.ok(&[&["--db", &deep][..], &bundle].concat());
    desk.ok(&["--db", &deep, "export", "lines", "明细"]);
    desk.ok(&["--db", &deep, "party", "list", "-o", "名单.csv"]);
    let backup = fs::read_dir(desk.path("备份")).unwrap().next().unwrap().unwrap().path();
    for (path, expected) in [
        (desk.path("新的"), 0o700),
        (desk.path("新的/账本"), 0o700),
        (PathBuf::from(&deep), 0o600),
        (desk.path("copy.db"), 0o600),
        (desk.path("备份"), 0o700),
        (backup, 0o600),
        (desk.path("bank.bundle"), 0o600),
        (desk.path("office.key"), 0o600),
        (desk.path("明细"), 0o700),
        (desk.path("明细/party_line.csv"), 0o600),
    ] {
        assert_eq!(rights(&path), expected, "{}", path.display());
    }
    // A list is made to be shown: it has the rights of any new file.
    let any = desk.path("any");
    fs::write(&any, "").unwrap();
    assert_eq!(rights(&desk.path("名单.csv")), rights(&any));
    // Looser rights are told once, and again when they change; a restored ledger keeps what was decided.
    fs::set_permissions(&deep, fs::Permissions::from_mode(0o640)).unwrap();
    let told = |args: &[&str]| said(&desk.run(&[&["--db", &deep][..], args].concat()));
    assert!(told(&["party", "list"]).contains("chmod 600"));
    assert!(!told(&["party", "list"]).contains("chmod 600"));
    told(&["restore", "copy.db"]);
    assert_eq!(rights(Path::new(&deep)), 0o640);
    fs::set_permissions(&deep, fs::Permissions::from_mode(0o644)).unwrap();
    assert!(told(&["party", "list"]).contains("644"));
}

#[test]
fn what_stands_where_a_result_goes_is_not_written_over() {
    let desk = Desk::with_ledger();
    desk.ok(&["patent", "import", &desk.file("专利.csv", PATENTS), "-y"]);
    let mine = desk.path("年报.xlsx");
    fs::write(&mine, "my own workbook").unwrap();
    let cases: [&[&str]; 6] = [
        &["stats", "annual", "-o", "年报.xlsx"],
        &["patent", "export", "年报.xlsx"],
        &["template", "patent", "年报.xlsx"],
        &["export", "journal", "年报.xlsx"],
        &["report", "year", "2016", "-o", "年报.xlsx", "-y"],
        &["party", "list", "-o", "年报.xlsx", "--no-input"],
    ];
    for args in cases {
        let told = refused(&desk, args, "output-exists", 1);
        assert!(told.contains("--force"), "{told}");
        assert_eq!(fs::read_to_string(&mine).unwrap(), "my own workbook", "{args:?}");
    }
    // A rehearsal says that it would be in the way.
    assert!(said(&desk.run(&["party", "list", "-o", "年报.xlsx", "-n"])).contains("--force"));
    assert_eq!(fs::read_to_string(&mine).unwrap(), "my own workbook");
    desk.ok(&["party", "list", "-o", "年报.xlsx", "--force"]);
    assert_ne!(fs::read(&mine).unwrap(), b"my own workbook");
    // An empty file, such as a script makes beforehand, has nothing to lose.
    fs::write(desk.path("empty.csv"), "").unwrap();
    desk.ok(&["party", "list", "-o", "empty.csv"]);
    // The ledger itself is never written over.
    let before = fs::read(desk.ledger()).unwrap();
    refused(&desk, &["export", "journal", "ledger.db", "--force"], "output-exists", 1);
    assert_eq!(fs::read(desk.ledger()).unwrap(), before);
}

#[test]
fn a_refused_output_leaves_nothing_recorded() {
    let desk = Desk::with_ledger();
    desk.ok(&["party", "add", "示例银行静安支行", "--role", "bank"]);
    let statement = desk.file("清单.csv", "贷款编号,余额（元）\nJD001,100\n");
    desk.file("答复.xlsx", "mine");
    let before = desk.data(&["verify"])["entries"].clone();
    let args = ["reconcile", &statement, "--bank", "示例银行静安支行", "-o", "答复.xlsx"];
    refused(&desk, &args, "output-exists", 1);
    assert_eq!(desk.data(&["verify"])["entries"], before, "no entry is left behind");
}

#[cfg(unix)]
#[test]
fn at_a_terminal_one_is_asked_before_a_file_is_written_over() {
    let desk = Desk::with_ledger();
    for (answer, code, kept) in [("n", 1, true), ("", 1, true), ("y", 0, false)] {
        fs::write(desk.path("名单.csv"), "mine").unwrap();
        let (exit, seen) = desk.at_terminal(&["party", "list", "-o", "名单.csv"], &[answer]);
        assert_eq!(exit, Some(code), "{seen}");
        let now = fs::read_to_string(desk.path("名单.csv")).unwrap();
        assert_eq!(now == "mine", kept, "{answer}: {now}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn devices_and_pipes_are_written_to_and_links_followed() {
    use std::os::unix::fs::{FileTypeExt, symlink};

    let desk = Desk::with_ledger();
    desk.ok(&["patent", "import", &desk.file("专利.csv", PATENTS), "-y"]);
    let shown = desk.ok(&["patent", "list", "--csv", "-o", "-"]);
    assert!(shown.contains("201610281886"), "{shown}");
    assert_eq!(desk.ok(&["patent", "list", "--csv", "-o", "/dev/stdout"]), shown);
    desk.ok(&["patent", "list", "--csv", "-o", "/dev/null"]);
    assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
    // A pipe, read by somebody else.
    let pipe = desk.path("pipe.csv");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::read_to_string(pipe).unwrap()
    });
    desk.ok(&["patent", "list", "-o", "pipe.csv"]);
    assert!(reader.join().unwrap().contains("201610281886"));
    assert!(fs::metadata(&pipe).unwrap().file_type().is_fifo());
    // A link leads to the file that is there, which is not written over either.
    desk.file("真.csv", "mine");
    symlink("真.csv", desk.path("link.csv")).unwrap();
    refused(&desk, &["patent", "list", "-o", "link.csv"], "output-exists", 1);
    desk.ok(&["patent", "list", "-o", "link.csv", "--force"]);
    assert!(fs::symlink_metadata(desk.path("link.csv")).unwrap().is_symlink());
    assert!(fs::read_to_string(desk.path("真.csv")).unwrap().contains("201610281886"));
    // Refused rows too.
    let bad = desk.file("坏.csv", "申请号,申请日\n1,2\n");
    let output = desk.run(&["patent", "import", &bad, "--rejects", "/dev/full"]);
    assert_ne!(output.status.code(), Some(0));
    assert!(fs::metadata("/dev/full").unwrap().file_type().is_char_device());
}

#[test]
fn refused_rows_are_never_written_over_those_being_mended() {
    let desk = Desk::with_ledger();
    let bad = desk.file("坏.csv", "申请号,申请日,申请人\n1,2016-01-01,甲\n");
    let import = ["patent", "import", &bad, "-y"];
    assert_eq!(desk.run(&import).status.code(), Some(3));
    fs::write(desk.path("坏.拒收.xlsx"), "half mended").unwrap();
    assert_eq!(desk.run(&import).status.code(), Some(3));
    assert_eq!(fs::read_to_string(desk.path("坏.拒收.xlsx")).unwrap(), "half mended");
    assert!(desk.path("坏.拒收-2.xlsx").exists());
    let asked = ["patent", "import", &bad, "-y", "--rejects", "坏.拒收.xlsx"];
    assert_eq!(desk.run(&asked).status.code(), Some(3));
    assert_eq!(fs::read_to_string(desk.path("坏.拒收.xlsx")).unwrap(), "half mended");
    assert!(!desk.path("坏.拒收-3.xlsx").exists(), "the very same rows are there already");
    assert_eq!(desk.run(&[&asked[..], &["--force"]].concat()).status.code(), Some(3));
    assert_ne!(fs::read(desk.path("坏.拒收.xlsx")).unwrap(), b"half mended");
}

#[test]
fn a_synchronised_folder_is_no_place_to_write_a_ledger() {
    let desk = Desk::new();
    fs::create_dir(desk.path("我的坚果云")).unwrap();
    let db = desk.path("我的坚果云/ledger.db").display().to_string();
    let with = |args: &[&str]| -> Vec<String> {
        ["--db", &db].iter().chain(args).map(|word| (*word).to_owned()).collect()
    };
    let run = |args: &[&str]| {
        let args = with(args);
        desk.run(&args.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let init = ["init", "--office", "静安区知识产权局", "--region", "310106"];
    let told = said(&run(&init));
    assert!(told.contains("[place-unsafe]") && told.contains("坚果云"), "{told}");
    assert!(!Path::new(&db).exists());
    assert_eq!(run(&[&init[..], &["--any-place"]].concat()).status.code(), Some(0));
    // It can be read; every writing command is refused, and leaves it as it was.
    let before = fs::read(&db).unwrap();
    for args in [
        &["party", "add", "甲"][..],
        &["void", "1"],
        &["restore", &db],
        &["stats", "publish", "2020Q4", "-y"],
    ] {
        let output = run(args);
        assert_eq!(output.status.code(), Some(1), "{args:?}: {}", said(&output));
        assert!(said(&output).contains("[place-unsafe]"), "{args:?}: {}", said(&output));
    }
    assert_eq!(fs::read(&db).unwrap(), before);
    assert_eq!(run(&["party", "list"]).status.code(), Some(0));
    assert_eq!(run(&["verify"]).status.code(), Some(0));
    assert_eq!(run(&["party", "add", "甲", "--any-place"]).status.code(), Some(0));
    let args = with(&["party", "add", "乙"]);
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let output = desk.command(&args).env("IPLEDGER_ANY_PLACE", "1").output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    // Backups may go there: they are whole before they have their name.
    desk.ok(&["init", "--office", "静安区知识产权局", "--region", "310106"]);
    desk.ok(&["backup", "--to", "我的坚果云"]);
}

/// Where nothing can be written a log with entries cannot be taken in: it is said, and never left out in silence.
#[cfg(target_os = "linux")]
#[test]
fn a_log_left_by_a_crash_is_recovered_or_explained() {
    let desk = Desk::with_ledger();
    desk.ok(&["party", "add", "甲"]);
    // What a killed program leaves: the file, and the log that holds the newest entry.
    let mut held = rusqlite::Connection::open(desk.ledger()).unwrap();
    held.execute_batch("begin; select count(*) from entry").unwrap();
    desk.ok(&["party", "add", "乙"]);
    let crashed = desk.path("crashed.db");
    fs::copy(desk.ledger(), &crashed).unwrap();
    fs::copy(desk.path("ledger.db-wal"), desk.path("crashed.db-wal")).unwrap();
    held.execute_batch("commit").unwrap();
    drop(held);
    held = rusqlite::Connection::open_in_memory().unwrap();
    drop(held);
    let crashed = crashed.display().to_string();
    assert_eq!(desk.data(&["--db", &crashed, "verify"])["entries"], 3, "taken in");
    assert!(!desk.path("crashed.db-wal").exists());
}

fn backups(desk: &Desk) -> Vec<String> {
    let folder = fs::read_dir(desk.path("备份")).unwrap();
    let mut names: Vec<String> =
        folder.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_backup_is_proved_before_it_counts_and_old_ones_go_after() {
    let mut desk = Desk::with_ledger_on("2020-11-01");
    let backup = ["backup", "--to", "备份", "--keep", "2d,2w,3m"];
    // A backup on each of these days, with something new recorded on each. 2020-12-28 is a Monday.
    for day in ["2020-11-02", "2020-12-07", "2020-12-20", "2020-12-28", "2020-12-29", "2020-12-30"]
    {
        desk.on(day);
        desk.ok(&["party", "add", &format!("公司{day}")]);
        let data = desk.data(&backup);
        assert_eq!(data["proved"], true);
        let path = desk.path(data["path"].as_str().unwrap());
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let head = desk.data(&["verify"])["head"].as_str().unwrap()[..12].to_owned();
        assert_eq!(name, format!("ledger-{day}-{head}.db"));
    }
    let days: Vec<String> = backups(&desk).iter().map(|name| name[7..17].to_owned()).collect();
    // Two days, the newest of two weeks, the newest of each month.
    assert_eq!(days, ["2020-11-02", "2020-12-20", "2020-12-29", "2020-12-30"]);
    // Nothing new: the backup is proved again, no second one is made.
    let again = desk.data(&backup);
    assert_eq!((again["was_there"].as_bool(), backups(&desk).len()), (Some(true), 4));
    // Another office's file by a like name is left, and told of.
    fs::copy(repository_ledger(), desk.path("备份/ledger-2020-12-28-0123456789ab.db")).unwrap();
    let told = desk.data(&backup);
    assert_eq!(told["strangers"].as_array().unwrap().len(), 1, "{told}");
    assert_eq!(backups(&desk).len(), 5);
    // A damaged backup of this very state does not count as one.
    let newest = desk.path("备份").join(backups(&desk).pop().unwrap());
    let mut bytes = fs::read(&newest).unwrap();
    let at = bytes.len() / 2;
    bytes[at..at + 4096].fill(0x5A);
    fs::write(&newest, bytes).unwrap();
    refused(&desk, &backup, "copy-damaged", 7);
    refused(&desk, &["restore", &newest.display().to_string()], "copy-damaged", 7);
    assert_eq!(backups(&desk).len(), 5, "nothing was thinned");
}

fn repository_ledger() -> PathBuf {
    crate::support::repository("tests/files/ledgers/v3.db")
}

#[test]
fn restoring_refuses_to_lose_entries() {
    let desk = Desk::with_ledger();
    desk.ok(&["party", "add", "甲"]);
    desk.ok(&["backup", "copy.db"]);
    desk.ok(&["restore", "copy.db"]);
    desk.ok(&["party", "add", "乙", "--reason", "新设"]);
    let told = refused(&desk, &["restore", "copy.db"], "restore-loses-entries", 5);
    assert!(told.contains("条目3") && told.contains("王芳"), "{told}");
    assert_eq!(desk.data(&["verify"])["entries"], 3);
    // A ledger that went another way from entry 3 on loses that entry too.
    desk.ok(&["backup", "newer.db"]);
    desk.ok(&["restore", "copy.db", "--force"]);
    assert_eq!(desk.data(&["verify"])["entries"], 2);
    assert_eq!(desk.data(&["--db", "ledger.before-restore-2.db", "verify"])["entries"], 3);
    desk.ok(&["party", "add", "丙"]);
    desk.ok(&["party", "add", "丁"]);
    let told = refused(&desk, &["restore", "newer.db"], "restore-loses-entries", 5);
    assert!(told.contains("2个条目"), "{told}");
    // What cannot be read any more is what a backup is for.
    fs::write(desk.ledger(), "no ledger at all").unwrap();
    desk.ok(&["restore", "newer.db"]);
    assert_eq!(desk.data(&["verify"])["entries"], 3);
}

#[cfg(unix)]
#[test]
fn at_a_terminal_one_is_asked_before_entries_are_lost() {
    let desk = Desk::with_ledger();
    desk.ok(&["backup", "copy.db"]);
    desk.ok(&["party", "add", "甲"]);
    let (exit, seen) = desk.at_terminal(&["restore", "copy.db"], &["n"]);
    assert_eq!((exit, desk.data(&["verify"])["entries"].as_i64()), (Some(0), Some(2)), "{seen}");
    let (exit, seen) = desk.at_terminal(&["restore", "copy.db"], &["y"]);
    assert_eq!((exit, desk.data(&["verify"])["entries"].as_i64()), (Some(0), Some(1)), "{seen}");
    assert!(seen.contains("条目2"), "{seen}");
}

#[test]
fn an_old_backup_is_told_by_status_and_by_every_entry() {
    let mut desk = Desk::with_ledger_on("2021-01-04");
    let ask = |desk: &Desk, args: &[&str], days: &str| {
        said(&desk.command(args).env("IPLEDGER_BACKUP_DAYS", days).output().unwrap())
    };
    desk.ok(&["party", "add", "甲"]);
    assert!(!ask(&desk, &["status"], "7").contains("backup --to"));
    desk.on("2021-01-11");
    assert!(ask(&desk, &["status"], "7").contains("已建7天"));
    assert!(ask(&desk, &["party", "add", "乙"], "7").contains("已建7天"));
    assert!(!ask(&desk, &["party", "list"], "7").contains("备份"));
    assert!(!ask(&desk, &["status"], "0").contains("backup --to"));
    desk.ok(&["backup", "--to", "备份"]);
    assert!(!ask(&desk, &["status"], "7").contains("backup --to"));
    desk.on("2021-01-20");
    assert!(!ask(&desk, &["status"], "7").contains("backup --to"), "nothing new since");
    assert!(ask(&desk, &["party", "add", "丙"], "7").contains("9天前的，之后又登记了1个"));
    assert!(ask(&desk, &["status"], "10").contains("账本"), "not yet");
    assert!(!ask(&desk, &["status"], "10").contains("backup --to"));
}

/// Undo and redo walk back and forth; something new ends the way forward.
#[test]
fn what_was_undone_can_be_redone_until_something_new_is_recorded() {
    let desk = Desk::with_ledger();
    for name in ["甲", "乙", "丙"] {
        desk.ok(&["party", "add", name]);
    }
    let there = || {
        let list = desk.data(&["party", "list"]);
        let names = list.as_array().unwrap().iter().map(|row| row["name"].to_string());
        names.collect::<String>()
    };
    let has = |name: &str| there().contains(name);
    refused(&desk, &["redo"], "usage", 2);
    desk.ok(&["undo", "-y"]);
    desk.ok(&["undo", "-y"]);
    assert_eq!(["甲", "乙", "丙"].map(has), [true, false, false], "{}", there());
    desk.ok(&["redo", "-y"]);
    assert_eq!(["甲", "乙", "丙"].map(has), [true, true, false], "{}", there());
    desk.ok(&["redo", "-y"]);
    assert_eq!(["甲", "乙", "丙"].map(has), [true, true, true], "{}", there());
    refused(&desk, &["redo"], "usage", 2);
    // What was redone can be undone again, and redone again.
    desk.ok(&["undo", "-y"]);
    assert_eq!(["甲", "乙", "丙"].map(has), [true, true, false], "{}", there());
    desk.ok(&["redo", "-y"]);
    assert_eq!(["甲", "乙", "丙"].map(has), [true, true, true], "{}", there());
    desk.ok(&["undo", "-y"]);
    desk.ok(&["party", "add", "丁"]);
    refused(&desk, &["redo"], "usage", 2);
    assert_eq!(desk.data(&["verify"])["ok"], true);
}

/// The codes `doctor` finds.
fn found(desk: &Desk, args: &[&str]) -> Vec<String> {
    let mut command = desk.command(&[&["doctor", "--json"][..], args].concat());
    let output = command.env("IPLEDGER_BACKUP_DAYS", "7").output().unwrap();
    let value: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| {
        panic!("{}", said(&output));
    });
    let rows = value["data"].as_array().unwrap();
    let exit = if rows.is_empty() { 0 } else { 3 };
    assert_eq!(output.status.code(), Some(exit), "{}", said(&output));
    let code = |row: &Value| {
        assert!(!row["next"].as_str().unwrap().is_empty(), "{row}");
        row["checked"].as_str().unwrap().to_owned()
    };
    rows.iter().map(code).collect()
}

#[test]
fn doctor_finds_what_wants_looking_after_and_nothing_when_all_is_well() {
    let mut desk = Desk::with_ledger_on("2021-01-04");
    let bank = ["party", "add", "示例银行静安支行", "--role", "bank", "--district", "静安区"];
    desk.ok(&bank);
    assert_eq!(found(&desk, &[]), Vec::<String>::new());
    // A backup is due after a week.
    desk.on("2021-01-11");
    assert_eq!(found(&desk, &[]), ["backup"]);
    desk.ok(&["backup", "--to", "备份"]);
    assert_eq!(found(&desk, &[]), Vec::<String>::new());
    // Nothing verified for a month; no anchor left the house for a quarter.
    desk.on("2021-02-10");
    assert_eq!(found(&desk, &[]), ["verification"]);
    desk.ok(&["verify"]);
    desk.on("2021-04-20");
    desk.ok(&["verify"]);
    assert_eq!(found(&desk, &[]), ["anchor"]);
    desk.ok(&["log", "-o", "锚点.txt"]);
    assert_eq!(found(&desk, &[]), Vec::<String>::new());
    // Refused rows, and parties whose district is assumed. Then the rows come in mended.
    let rows = "申请号,申请日,申请人\n201610281886.0,2016-04-28,甲公司\n1,2016-01-01,乙公司\n";
    assert_eq!(
        desk.run(&["patent", "import", &desk.file("专利.csv", rows), "-y"]).status.code(),
        Some(3)
    );
    assert_eq!(found(&desk, &[]), ["backup", "assumed", "refused", "quarters"]);
    desk.ok(&["backup", "--to", "备份"]);
    let rows = "申请号,申请日,申请人\n201710123456.0,2017-03-03,乙公司\n";
    desk.ok(&["patent", "import", &desk.file("专利.拒收.csv", rows), "-y"]);
    assert_eq!(found(&desk, &[]), ["assumed", "quarters"]);
    desk.ok(&["stats", "publish", "2021Q1", "-y"]);
    assert_eq!(found(&desk, &[]), ["assumed"]);
    // The clock runs back.
    desk.on("2021-04-19");
    assert_eq!(found(&desk, &[]), ["clock", "assumed"]);
    // Years later: what the program knows by year has ended.
    desk.on("2031-01-01");
    let codes = found(&desk, &[]);
    assert!(codes.contains(&"calendar".to_owned()), "{codes:?}");
}

#[cfg(unix)]
#[test]
fn doctor_finds_where_a_ledger_stands_and_who_may_read_it() {
    use std::os::unix::fs::PermissionsExt;

    let mut desk = Desk::with_ledger();
    assert_eq!(found(&desk, &[]), Vec::<String>::new());
    fs::set_permissions(desk.ledger(), fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(found(&desk, &[]), ["rights"]);
    fs::create_dir(desk.path("OneDrive - 静安区")).unwrap();
    fs::copy(desk.ledger(), desk.path("OneDrive - 静安区/a.db")).unwrap();
    assert_eq!(found(&desk, &["--db", "OneDrive - 静安区/a.db"]), ["place", "rights"]);
    // A ledger of an older format.
    let older = desk.path("old.db");
    fs::copy(crate::support::repository("tests/files/ledgers/v1.db"), &older).unwrap();
    desk.on("2026-01-15");
    let codes = found(&desk, &["--db", "old.db"]);
    assert_eq!(codes[0], "older", "{codes:?}");
}

#[test]
fn doctor_finds_claims_that_wait_and_a_loan_prime_rate_that_is_late() {
    let mut desk = crate::errors::groundwork();
    let codes = found(&desk, &[]);
    assert!(!codes.contains(&"claims".to_owned()), "{codes:?}");
    desk.ok(&["loan", "enrol", "JD001", "zhongshan", "--on", "2018-09-05"]);
    desk.ok(&["loan", "classify", "JD001", "loss", "--on", "2020-01-10"]);
    let file = ["claim", "file", "JD001", "--on", "2020-03-02", "--claim-no", "BC-1"];
    desk.ok(&[&file[..], &["--document", &desk.file("申请.txt", "甲")]].concat());
    let codes = found(&desk, &[]);
    assert!(codes.contains(&"claims".to_owned()), "{codes:?}");
    desk.on("2031-01-15");
    let codes = found(&desk, &[]);
    assert!(codes.contains(&"lpr".to_owned()), "{codes:?}");
}
