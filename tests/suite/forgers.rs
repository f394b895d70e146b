//! Attacks by someone who has the program, its source and the right to write the file; each with what finds it, or that
//! nothing does. `docs/trust.md` says the same in words: every attack here is named there, and the other way round.

use std::collections::BTreeSet;
use std::fs;

use rusqlite::Connection;

use crate::errors::groundwork;
use crate::support::{Desk, repository};

/// What finds an attack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Finds {
    /// `verify` alone, by the file.
    Verify,
    /// `verify --against` an anchor that left the house before.
    Anchor,
    /// `bundle verify`, at the bank.
    Bundle,
    /// `bundle verify --public-key`, at a bank that knows the office's key.
    BundleKey,
    /// Nothing of what stands today.
    Nothing,
}

/// Changes the file with the triggers that keep the past out of the way, and puts these back.
fn change(desk: &Desk, sql: &str) {
    let conn = Connection::open(desk.ledger()).unwrap();
    conn.execute_batch("pragma foreign_keys = off; begin").unwrap();
    let read = |column: &str| -> Vec<String> {
        let sql = format!("select {column} from sqlite_schema where type = 'trigger'");
        let mut statement = conn.prepare(&sql).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let (names, triggers) = (read("name"), read("sql"));
    names.iter().for_each(|name| conn.execute_batch(&format!("drop trigger {name}")).unwrap());
    conn.execute_batch(sql).unwrap();
    triggers.iter().for_each(|trigger| conn.execute_batch(trigger).unwrap());
    conn.execute_batch("commit").unwrap();
}

/// The ledger as it is; the attack; what finds it.
type Attack = (&'static str, fn(&Desk), Finds);

const ATTACKS: &[Attack] = &[
    (
        "a value of an entry is changed",
        |desk| change(desk, "update loan set limit_fen = limit_fen - 100"),
        Finds::Verify,
    ),
    (
        "who recorded an entry is changed",
        |desk| change(desk, "update entry set recorded_by = '李明' where entry = 3"),
        Finds::Verify,
    ),
    (
        "a line is slipped into a sealed entry",
        |desk| {
            change(
                desk,
                "insert into party_role (line, party, role, brought_by) values (99, 1, 'bank', 2)",
            );
        },
        Finds::Verify,
    ),
    (
        "an entry in the middle is taken out",
        |desk| {
            change(desk, "delete from seal where entry = 4; delete from entry where entry = 4");
        },
        Finds::Verify,
    ),
    (
        "a total is changed",
        |desk| change(desk, "update monthly_total set invention_received = invention_received + 1"),
        Finds::Verify,
    ),
    (
        "what a loan owes is changed where lists read it",
        |desk| change(desk, "update loan_standing set unpaid_from = null"),
        Finds::Verify,
    ),
    (
        "the definition of an indicator is changed",
        |desk| change(desk, "update indicator_definition set source = source || ' '"),
        Finds::Verify,
    ),
    (
        "a figure of a published quarter is changed",
        |desk| change(desk, "update published_figure set value = '99' where line = 1"),
        Finds::Verify,
    ),
    (
        "a trigger that keeps the past is dropped",
        |desk| {
            let conn = Connection::open(desk.ledger()).unwrap();
            conn.execute_batch("drop trigger office_is_kept").unwrap();
        },
        Finds::Verify,
    ),
    (
        "a view is added that hides lines",
        |desk| {
            let conn = Connection::open(desk.ledger()).unwrap();
            conn.execute_batch("create view paid as select 1 as one").unwrap();
        },
        Finds::Verify,
    ),
    (
        "an older copy is put back",
        |desk| {
            fs::copy(desk.path("older.db"), desk.ledger()).unwrap();
        },
        Finds::Anchor,
    ),
    (
        "the newest entry is cut off with all its lines",
        |desk| {
            change(
                desk,
                "update party_names set names = substr(names, 1,
                   instr(names, char(10) || (select max(party) from party) || ' '))
                 where first = (select max(first) from party_names);
                 delete from party_role where brought_by = (select max(entry) from entry);
                 delete from party_place where brought_by = (select max(entry) from entry);
                 delete from party_line where brought_by = (select max(entry) from entry);
                 delete from party where brought_by = (select max(entry) from entry);
                 delete from seal where entry = (select max(entry) from entry);
                 delete from entry where entry = (select max(entry) from entry)",
            );
        },
        Finds::Anchor,
    ),
    (
        "the past is changed and every entry after it chained and sealed again",
        // With the program itself: the same entries, one amount otherwise.
        |desk| {
            let forged = told("1100000");
            fs::copy(forged.ledger(), desk.ledger()).unwrap();
        },
        Finds::Anchor,
    ),
    (
        "an amount in a bundle is changed",
        |desk| {
            let bundle = fs::read_to_string(desk.path("bank.bundle")).unwrap();
            let changed = bundle.replace("1200000.00", "1100000.00");
            assert_ne!(changed, bundle);
            fs::write(desk.path("bank.bundle"), changed).unwrap();
        },
        Finds::Bundle,
    ),
    (
        "a bundle is signed with another key",
        |desk| {
            fs::remove_file(desk.path("bank.bundle")).unwrap();
            let bundle = ["export", "bank", "示例银行静安支行", "bank.bundle"];
            desk.ok(&[&bundle[..], &["--key", "forger.key"]].concat());
        },
        Finds::BundleKey,
    ),
    (
        "a figure in a report that was given out is changed",
        |desk| {
            let report = fs::read_to_string(desk.path("年报.html")).unwrap();
            fs::write(desk.path("年报.html"), report.replace("3,000,000", "9,000,000")).unwrap();
        },
        Finds::Nothing,
    ),
    (
        "somebody records in another's name",
        |desk| drop(desk.ok(&["party", "add", "上海示例己有限公司", "--by", "李明"])),
        Finds::Nothing,
    ),
    (
        "the computer's clock is set forward before something is recorded",
        |desk| {
            let args = ["party", "add", "上海示例己有限公司"];
            let late =
                desk.command(&args).env("IPLEDGER_NOW", "2022-01-01T09:00:00+08:00").output();
            assert_eq!(late.unwrap().status.code(), Some(0));
        },
        Finds::Nothing,
    ),
];

/// A ledger in which a loan of a million was corrected to an amount, a published quarter, and what left the house.
fn told(principal: &str) -> Desk {
    let desk = groundwork();
    desk.ok(&["loan", "correct", "JD002", "--principal", principal, "-q"]);
    desk.ok(&["stats", "publish", "2018Q4", "-y"]);
    desk.ok(&["backup", "older.db"]);
    desk.ok(&["party", "add", "上海示例戊有限公司", "--district", "静安区"]);
    desk.ok(&["report", "year", "2018", "-o", "年报.html"]);
    let bundle = ["export", "bank", "示例银行静安支行", "bank.bundle", "--key", "office.key"];
    desk.ok(&bundle);
    desk
}

fn exit(desk: &Desk, args: &[&str]) -> i32 {
    desk.run(args).status.code().unwrap_or(-1)
}

#[test]
fn every_attack_is_found_by_what_finds_it() {
    let honest = told("1200000");
    let anchor = honest.data(&["status"])["anchor"].as_str().unwrap().to_owned();
    let key = honest.run(&["bundle", "verify", "bank.bundle"]);
    let said = String::from_utf8_lossy(&key.stdout).into_owned();
    let key = said.split(['：', ' ', '\n']).find(|word| word.len() == 64).unwrap().to_owned();
    let report = honest.path("年报.html").display().to_string();
    let mut wrong = Vec::new();
    for (attack, forge, finds) in ATTACKS {
        let desk = Desk::new();
        for entry in fs::read_dir(honest.path("")).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                fs::copy(&path, desk.path("").join(path.file_name().unwrap())).unwrap();
            }
        }
        forge(&desk);
        let found = [
            (Finds::Verify, exit(&desk, &["verify"]) != 0),
            (Finds::Anchor, exit(&desk, &["verify", "--against", &anchor]) == 7),
            (Finds::Anchor, exit(&desk, &["verify", "--against", &report]) == 7),
            (Finds::Bundle, exit(&desk, &["bundle", "verify", "bank.bundle"]) == 7),
            (
                Finds::BundleKey,
                exit(&desk, &["bundle", "verify", "bank.bundle", "--public-key", &key]) == 7,
            ),
        ];
        // What finds it is the first that does: all that is stronger finds it too.
        let first = found.iter().find(|(_, found)| *found).map_or(Finds::Nothing, |(by, _)| *by);
        if first != *finds {
            wrong.push(format!("{attack}: {first:?}, not {finds:?} ({found:?})"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_attack_stands_in_the_paper_and_the_other_way_round() {
    let paper = fs::read_to_string(repository("docs/trust.md")).unwrap();
    let rows = paper.lines().filter_map(|line| line.strip_prefix("| "));
    let by = |finds: &Finds| match finds {
        Finds::Verify => "`verify`",
        Finds::Anchor => "`verify --against` an anchor",
        Finds::Bundle => "`bundle verify`",
        Finds::BundleKey => "`bundle verify --public-key`",
        Finds::Nothing => "nothing",
    };
    let said: BTreeSet<(String, String)> = rows
        .filter_map(|row| {
            let mut cells = row.split(" | ");
            Some((cells.next()?.to_owned(), cells.next()?.trim_end_matches(" |").to_owned()))
        })
        .filter(|(attack, _)| !attack.starts_with("attack") && !attack.starts_with("---"))
        .collect();
    let tried: BTreeSet<(String, String)> = ATTACKS
        .iter()
        .map(|(attack, _, finds)| ((*attack).to_owned(), by(finds).to_owned()))
        .collect();
    assert_eq!(said, tried);
}
