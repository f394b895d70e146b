//! Older files against a made-up next version: one more column, one more table.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::ledger::digest::{HASH_VERSION, hex};
use crate::ledger::error::LedgerError;
use crate::ledger::format::{Format, Migration, SCHEMA, TODAY};
use crate::ledger::office::{Office, standard_definitions};
use crate::ledger::open::Ledger;
use crate::ledger::shape::{differences, shape};
use crate::ledger::tables::{Key, LineTable, OFFICE, TABLES};
use crate::ledger::verify::What;
use crate::ledger::write::{Entry, EntryHeader, Receipt, Verdict};

/// The table of telephone numbers, which the next version has.
const PHONE: usize = TABLES.len();

const TO_NEXT: Migration = Migration {
    to: TODAY.version + 1,
    sql: "alter table office add column street text;
          create table phone (
            line integer primary key,
            number text not null check (number <> ''),
            brought_by integer not null references entry (entry),
            ended_by integer references entry (entry),
            source_row integer
          ) strict;",
};

/// The next version as its `schema.sql` would say it, with comments and an order of its own.
static NEXT: LazyLock<Format> = LazyLock::new(|| {
    let version = format!("pragma user_version = {};", TODAY.version);
    let office = "  name        text    not null check (name <> ''),\n  region";
    let fund = "-- One row: how a header";
    let triggers = "create trigger entry_is_kept";
    assert!([&version, office, fund, triggers].iter().all(|part| SCHEMA.contains(part)));
    let schema = SCHEMA
        .replacen(&version, &format!("pragma user_version = {};", TODAY.version + 1), 1)
        .replacen(
            office,
            "  street text, -- where it sits\n  name text not null check (name <> ''),\n  region",
            1,
        )
        .replacen(
            fund,
            "create table phone (
               line integer primary key,
               source_row integer, -- as everywhere
               number text not null check (number <> ''),
               brought_by integer not null references entry (entry),
               ended_by integer references entry (entry)
             ) strict;
             -- One row: how a header",
            1,
        )
        .replacen(
            triggers,
            "create trigger phone_is_kept before delete on phone begin delete from past; end;
             create trigger entry_is_kept",
            1,
        );
    let mut tables = TABLES.to_vec();
    tables[OFFICE].later = &[("street", HASH_VERSION + 1)];
    tables.push(LineTable {
        name: "phone",
        key_column: "line",
        key: Key::Counted,
        since: HASH_VERSION + 1,
        columns: &["number", "source_row"],
        later: &[],
    });
    Format {
        version: TODAY.version + 1,
        hash_version: HASH_VERSION + 1,
        schema: schema.leak(),
        tables: tables.leak(),
        migrations: TODAY.migrations.iter().copied().chain([TO_NEXT]).collect::<Vec<_>>().leak(),
    }
});

impl Ledger {
    /// Records one entry.
    fn record(
        &mut self,
        header: EntryHeader,
        work: impl FnOnce(&Entry<'_>) -> Result<(), LedgerError>,
    ) -> Result<((), (), Option<Receipt>), LedgerError> {
        let kept = |entry: &Entry<'_>| Ok(Verdict::Commit(work(entry)?, "{}".to_owned()));
        self.write(header, kept, |_, _, ()| Ok(()))
    }
}

fn act(action: &'static str) -> EntryHeader {
    EntryHeader {
        recorded_at: 1_600_000_000_000,
        recorded_by: "王明".to_owned(),
        action: action.into(),
        reason: None,
        source: None,
        settings: "{}".to_owned(),
        clock_was_wrong: false,
        any_place: false,
        voids: None,
    }
}

/// A ledger of today's version with some entries of `lines` lines.
fn older(path: &Path, lines: usize) -> Ledger {
    let mut ledger = Ledger::create(path, |_| Ok::<_, LedgerError>(())).unwrap();
    let office = Office {
        name: "静安区知识产权局".to_owned(),
        region: "310106".parse().unwrap(),
        district: "静安区".to_owned(),
    };
    let founding = |entry: &Entry<'_>| {
        entry.found_office(&office)?;
        standard_definitions().iter().try_for_each(|one| entry.define_indicator(one))?;
        Ok(())
    };
    ledger.record(act("init"), founding).unwrap();
    for entry in ["a", "b"] {
        ledger
            .record(act("patent.import"), |open| {
                for n in 0..lines {
                    open.remember_header("patent", &format!("{entry}{n}"), "title")?;
                }
                Ok(())
            })
            .unwrap();
    }
    ledger
}

fn sound(ledger: &Ledger) {
    assert_eq!(ledger.verify(&[]).unwrap().findings, []);
}

fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    (folder, path)
}

#[test]
fn an_upgraded_ledger_keeps_its_past_and_covers_what_is_new() {
    let (_folder, path) = folder();
    let before = older(&path, 3).anchor().unwrap();
    let upgraded = Ledger::upgrade_to(&NEXT, &path, "王明").unwrap().unwrap();
    assert_eq!((upgraded.from, upgraded.to), (TODAY.version, NEXT.version));
    assert_eq!(upgraded.copy, path.with_extension(format!("v{}.db", TODAY.version)));
    sound(&Ledger::open(&upgraded.copy).unwrap());
    assert!(Ledger::upgrade_to(&NEXT, &path, "王明").unwrap().is_none());

    let mut ledger = Ledger::open_as(&NEXT, &path).unwrap();
    assert_eq!(ledger.older(), None);
    assert_eq!(ledger.anchor().unwrap(), before);
    assert_eq!(ledger.verify(std::slice::from_ref(&before)).unwrap().findings, []);
    let schema = shape(&ledger.conn).unwrap();
    assert_eq!(differences(&schema, &shape(&NEXT.fresh().unwrap()).unwrap()).len(), 0);

    // A new entry covers the new column and the new table.
    ledger
        .record(act("office.move"), |entry| {
            let values = rusqlite::params![entry.id()];
            for (table, line, sql) in [
                (
                    OFFICE,
                    9,
                    "insert into office (line, name, region, district, street, brought_by)
                             values (9, '局', '310106', '静安区', '常德路', ?1)",
                ),
                (
                    PHONE,
                    1,
                    "insert into phone (line, number, brought_by) values (1, '62470000', ?1)",
                ),
            ] {
                entry.conn.execute(sql, values)?;
                entry.note_written(table, line);
            }
            Ok(())
        })
        .unwrap();
    sound(&ledger);
    let last = ledger.anchor().unwrap().entries;
    for (change, back) in [
        (
            "update office set street = '延平路' where line = 9",
            "update office set street = '常德路' where line = 9",
        ),
        ("update phone set number = '1'", "update phone set number = '62470000'"),
    ] {
        let tamper = |sql: &str| {
            let raw = Connection::open(&path).unwrap();
            let triggers = "select sql from sqlite_schema where type = 'trigger' and name in ('office_is_fixed')";
            let trigger: String = raw.query_row(triggers, [], |row| row.get(0)).unwrap();
            raw.execute_batch(&format!("drop trigger office_is_fixed; {sql}; {trigger}")).unwrap();
        };
        ledger.let_go().unwrap();
        tamper(change);
        let found = ledger.verify(&[]).unwrap().findings;
        assert_eq!(found.len(), 1, "{change}: {found:?}");
        assert_eq!((found[0].entry, &found[0].what), (Some(last), &What::LinesChanged));
        ledger.let_go().unwrap();
        tamper(back);
        sound(&ledger);
    }
    // A past line is what it was: the new column is no part of it, in whatever it is set.
    assert_eq!(hex(&ledger.anchor_at(before.entries).unwrap().head), hex(&before.head));
}

/// The rows of every table that a file has, as text, without what a later version added.
fn facts(path: &Path, columns_of: &Path) -> Vec<(String, Vec<String>)> {
    let (conn, of) = (Connection::open(path).unwrap(), Connection::open(columns_of).unwrap());
    let texts = |conn: &Connection, sql: &str| -> Vec<String> {
        let mut statement = conn.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    };
    let tables = texts(&of, "select name from sqlite_schema where type = 'table' order by name");
    let of_facts = tables.into_iter().filter(|table| TODAY.holds_facts(table));
    of_facts
        .map(|table| {
            let named = format!("select 'quote(' || name || ')' from pragma_table_info('{table}')");
            let columns = texts(&of, &named).join(" || ',' || ");
            let rows = texts(&conn, &format!("select {columns} from {table} order by 1"));
            (table, rows)
        })
        .collect()
}

#[test]
fn frozen_ledgers_keep_all_they_hold_under_a_later_version() {
    let frozen = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/ledgers");
    let names = std::fs::read_dir(frozen).unwrap().map(|entry| entry.unwrap().path());
    let mut seen = 0;
    for file in names.filter(|path| path.extension().is_some_and(|extension| extension == "db")) {
        let (_folder, path) = folder();
        std::fs::copy(&file, &path).unwrap();
        let anchors_of = |ledger: &Ledger| {
            let entries = 1..=ledger.anchor().unwrap().entries;
            entries.map(|entry| ledger.anchor_at(entry).unwrap()).collect::<Vec<_>>()
        };
        let before = anchors_of(&Ledger::open(&path).unwrap());
        let upgraded = Ledger::upgrade_to(&NEXT, &path, "王明").unwrap().unwrap();
        let ledger = Ledger::open_as(&NEXT, &path).unwrap();
        assert_eq!(anchors_of(&ledger), before);
        assert_eq!(ledger.verify(&before).unwrap().findings, []);
        drop(ledger);
        let [then, now] = [&upgraded.copy, &path].map(|of| facts(of, &upgraded.copy));
        assert_eq!(then, now, "{}", file.display());
        let published = then.iter().find(|(table, _)| table == "published_figure").unwrap();
        assert!(published.1.len() > 100, "no quarter was published in {}", file.display());
        seen += 1;
    }
    assert!(seen > 0);
}

#[test]
fn an_older_file_is_read_and_not_written() {
    let (_folder, path) = folder();
    let before = older(&path, 3).anchor().unwrap();
    let bytes = std::fs::read(&path).unwrap();
    let mut ledger = Ledger::open_as(&NEXT, &path).unwrap();
    assert_eq!(ledger.older(), Some(TODAY.version));
    assert_eq!(ledger.anchor().unwrap(), before);
    sound(&ledger);
    let phones: i64 =
        ledger.conn.query_row("select count(*) from phone", [], |row| row.get(0)).unwrap();
    assert_eq!(phones, 0);
    let refused = ledger.record(act("init"), |_| Ok(())).unwrap_err();
    assert_eq!(refused.code(), "ledger-older");
    let backup = path.with_extension("backup.db");
    ledger.copy_to(&backup).unwrap();
    assert_eq!(Ledger::open(&backup).unwrap().version().unwrap(), TODAY.version);
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
}

#[test]
fn a_newer_file_is_refused_and_a_newer_seal_is_named() {
    let (_folder, path) = folder();
    drop(older(&path, 1));
    Ledger::upgrade_to(&NEXT, &path, "王明").unwrap();
    assert_eq!(Ledger::open(&path).unwrap_err().code(), "ledger-too-new");
    assert_eq!(Ledger::upgrade(&path, "王明", false).unwrap_err().code(), "ledger-too-new");
    let mut ledger = Ledger::open_as(&NEXT, &path).unwrap();
    ledger
        .record(act("init"), |entry| {
            entry.remember_header("patent", "c", "title")?;
            Ok(())
        })
        .unwrap();
    drop(ledger);
    let raw = Connection::open(&path).unwrap();
    raw.pragma_update(None, "user_version", TODAY.version).unwrap();
    let found = Ledger::open(&path).unwrap().verify(&[]).unwrap().findings;
    let unknown: Vec<_> = found.iter().filter(|one| one.what == What::HashVersionUnknown).collect();
    assert_eq!(unknown.len(), 1, "{found:?}");
    assert!(!found.iter().any(|one| one.what == What::LinesChanged), "{found:?}");
}

#[test]
fn a_file_changed_by_other_means_is_left_as_it_is() {
    let (_folder, path) = folder();
    drop(older(&path, 1));
    let raw = Connection::open(&path).unwrap();
    raw.execute_batch("alter table office add column mine text").unwrap();
    drop(raw);
    let bytes = std::fs::read(&path).unwrap();
    let refused = Ledger::upgrade_to(&NEXT, &path, "王明").unwrap_err();
    assert!(matches!(&refused, LedgerError::UpgradeDiffers { object } if object == "table office"));
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
    let found = Ledger::open(&path).unwrap().verify(&[]).unwrap().findings;
    assert_eq!(found[0].what, What::SchemaChanged { object: "table office".to_owned() });
}

/// What the child of the test below upgrades.
const VICTIM: &str = "IPLEDGER_TEST_UPGRADE";

/// Run as a child process of its own by the test below; alone it does nothing.
#[test]
fn upgrade_the_victim() {
    let Some(path) = std::env::var_os(VICTIM) else { return };
    println!("ready");
    Ledger::upgrade_to(&NEXT, Path::new(&path), "王明").unwrap();
}

/// Killed at any moment, an upgrade leaves the old file or the new one. `IPLEDGER_KILLS` sets how often it is tried.
#[test]
fn a_killed_upgrade_leaves_the_old_file_or_the_new_one() {
    let kills = std::env::var("IPLEDGER_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(24);
    let (folder, path) = folder();
    let before = older(&path, 500).anchor().unwrap();
    let original = std::fs::read(&path).unwrap();
    let copy = path.with_extension(format!("v{}.db", TODAY.version));
    let upgrade = |after: Option<Duration>| {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "ledger::migrate::tests::upgrade_the_victim", "--nocapture"])
            .env(VICTIM, &path)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(lines.any(|line| line.unwrap().contains("ready")), "the child did not start");
        let started = Instant::now();
        if let Some(after) = after {
            std::thread::sleep(after);
            child.kill().unwrap();
        } else {
            assert!(lines.all(|line| line.is_ok()));
        }
        child.wait().unwrap();
        started.elapsed()
    };
    let [old_shape, new_shape] =
        [&TODAY, &*NEXT].map(|format| shape(&format.fresh().unwrap()).unwrap());
    let whole = upgrade(None);
    assert_eq!(Ledger::open_as(&NEXT, &path).unwrap().older(), None);
    let (mut old, mut new) = (0, 0);
    for n in 0..kills {
        // The copy of an upgrade that was broken off stays; every other time there is none yet.
        if n % 2 == 0 && copy.exists() {
            std::fs::remove_file(&copy).unwrap();
        }
        std::fs::write(&path, &original).unwrap();
        upgrade(Some(whole.mul_f64(f64::from(n) / f64::from(kills))));
        // The next opening rolls back what the killed process left.
        let ledger = Ledger::open_as(&NEXT, &path).unwrap();
        let (times, fresh) = match ledger.older() {
            Some(_) => (&mut old, &old_shape),
            None => (&mut new, &new_shape),
        };
        *times += 1;
        assert_eq!(ledger.anchor().unwrap(), before);
        sound(&ledger);
        drop(ledger);
        let raw = Connection::open(&path).unwrap();
        assert_eq!(differences(&shape(&raw).unwrap(), fresh).len(), 0, "neither old nor new");
        let health: String = raw.query_row("pragma integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(health, "ok");
        // What is copied is whole, or not there.
        if copy.exists() {
            assert_eq!(Ledger::open(&copy).unwrap().anchor().unwrap(), before);
        }
    }
    println!("{kills} kills: {old} times the old file, {new} times the new one");
    assert!(old > 0, "no kill came in time");
    drop(folder);
}
