//! What was recorded stays, and `verify` sees when it did not.

use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite::types::Value as Sql;

use ipledger::ledger::Ledger;

use crate::support::{Desk, PATENTS, repository};

/// A ledger with something in every table, corrections and a void among it.
pub fn full() -> Desk {
    let desk = Desk::with_ledger();
    let list = desk.file("专利.csv", PATENTS);
    desk.ok(&["patent", "import", &list, "--map", "title=名称"]);
    desk.ok(&["party", "role", "上海示例甲有限公司", "custodian"]);
    desk.ok(&["localities", "--add", "苏河湾", "--district", "静安区"]);
    desk.ok(&["party", "certify", "上海示例甲有限公司", "high_tech", "--on", "2018-03-01"]);
    desk.ok(&[
        "patent",
        "event",
        "201610281886.0",
        "lapse",
        "--on",
        "2020-04-29",
        "--detail",
        "未缴年费",
    ]);
    desk.ok(&[
        "pct",
        "add",
        "PCT/CN2017/012345",
        "--filing-date",
        "2017-05-02",
        "--applicant",
        "上海示例甲有限公司",
    ]);
    desk.ok(&[
        "target",
        "set",
        "invention_filings",
        "--goal",
        "6000",
        "--from",
        "2016",
        "--to",
        "2020",
    ]);
    let plan = repository("samples/plans/sample-145.toml");
    desk.ok(&["plan", "add", &plan.to_string_lossy()]);
    let reported =
        desk.file("报送.csv", "indicator,value,day,source\nrd_investment,12.5,2018-12-31,区科委\n");
    desk.ok(&["target", "report", &reported]);
    desk.ok(&[
        "patent",
        "correct",
        "201610281886.0",
        "--title",
        "一种新装置",
        "--reason",
        "名称有误",
    ]);
    recognise_and_certify(&desk);
    judge_the_stock(&desk);
    pledge_and_lend(&desk);
    compensate(&desk);
    reconcile(&desk);
    desk.ok(&["report", "heading", "--table-no", "沪知统1表"]);
    desk.ok(&["stats", "publish", "2020Q4", "--yes"]);
    let business_no = ["--business-no", "310106000123456"];
    desk.ok(&[&["party", "add", "上海示例丁有限公司", "--district", "静安区"][..], &business_no]
        .concat());
    desk.ok(&["undo"]);
    desk
}

/// Evidence of value, people, a rule and a table of industries, in which every column says something.
fn judge_the_stock(desk: &Desk) {
    let patent = "201610281886.0";
    desk.ok(&[
        "patent",
        "family",
        patent,
        "--country",
        "US",
        "--number",
        "US10123456B2",
        "--granted-on",
        "2019-02-01",
        "--document",
        "登记簿副本",
    ]);
    let award = ["--name", "中国专利优秀奖", "--year", "2020"];
    desk.ok(&[&["patent", "award", patent][..], &award].concat());
    let people = ["--persons", "97.57万", "--source", "统计公报"];
    desk.ok(&[&["population", "add", "310106", "2019-12-31"][..], &people].concat());
    desk.ok(&[
        "stats",
        "rule",
        "--from",
        "2016-01-01",
        "--to",
        "2029-12-31",
        "--over-years",
        "10",
        "--pledge-least",
        "5000000",
        "--population-rule",
        "year_before",
        "--decimals",
        "1",
        "--source",
        "示例口径",
    ]);
    let map = desk.file(
        "战新.toml",
        "id = \"sei\"\nsource = \"示例\"\nvalid_from = 2016-01-01\nvalid_to = 2029-12-31\n\n[[industry]]\nname = \"新材料\"\nipc = [\"C08\"]\n",
    );
    desk.ok(&["stats", "map", &map]);
}

/// A programme with a case, and a certificate, each with steps in which every column says something.
fn recognise_and_certify(desk: &Desk) {
    let firm = "上海示例甲有限公司";
    let program = desk.file(
        "试点.toml",
        "code = \"pilot\"\ntitle = \"试点企业\"\nlevel = \"city\"\nvalid_from = 2012-01-01\nvalid_to = 2029-12-31\n",
    );
    desk.ok(&["program", "add", &program]);
    desk.ok(&["program", "apply", "pilot", firm, "--on", "2018-03-01", "--name-then", "示例甲"]);
    let step = |words: &[&str]| {
        let first = ["program", words[0], "pilot-2018-1", "--by", "李明"];
        desk.ok(&[&first[..], &words[1..]].concat());
    };
    step(&["recommend", "--on", "2018-04-01"]);
    step(&["review", "--on", "2018-05-01", "--score", "88.5", "--detail", "专家评审"]);
    step(&["publicise", "--on", "2018-06-01", "--until", "2018-06-10", "--document", "公示1号"]);
    desk.ok(&[
        "certificate",
        "add",
        "IP0001",
        "--standard",
        "2013",
        "--organisation",
        firm,
        "--certified-by",
        "示例认证中心",
        "--certified-scope",
        "研发",
        "--certified-district",
        "静安区",
        "--first-issued-on",
        "2015-03-01",
        "--issued-on",
        "2015-03-01",
        "--expires-on",
        "2018-02-28",
    ]);
    desk.ok(&[
        "certificate",
        "reissue",
        "IP0001",
        "--on",
        "2018-03-01",
        "--expires-on",
        "2021-02-28",
        "--standard",
        "2013",
        "--document",
        "换证1号",
    ]);
}

/// A pledge, the loan it secures, and something of every kind that can happen to them.
fn pledge_and_lend(desk: &Desk) {
    let pledges = desk.file(
        "质押.csv",
        "registration_no,registered_on,pledgor,pledgee,patent_nos,secured_amount,debt_from,debt_to\n\
         2017310000012,2017-12-01,上海示例甲有限公司,上海某某银行,201610281886.0,3000000,2017-12-01,2019-12-01\n",
    );
    desk.ok(&["pledge", "import", &pledges]);
    desk.ok(&[
        "pledge",
        "change",
        "2017310000012",
        "--on",
        "2018-02-01",
        "--secured-amount",
        "2000000",
    ]);
    let loans = desk.file(
        "贷款.csv",
        "loan_no,bank,borrower,principal,disbursed_on,due_on,rate_percent,method,registration_no\n\
         JD1,上海某某银行,上海示例甲有限公司,3000000,2017-12-04,2018-12-04,4.35,annuity,2017310000012\n",
    );
    desk.ok(&["loan", "import", &loans]);
    let payments =
        desk.file("还款.csv", "loan_no,paid_on,amount,reference\nJD1,2018-01-04,255929.70,T1\n");
    desk.ok(&["loan", "repay", "--file", &payments]);
    desk.ok(&["loan", "extend", "JD1", "2019-03-04", "--on", "2018-11-01"]);
    desk.ok(&["loan", "lpr", "2030-01-21", "3.00%", "3.50%", "--reason", "样例"]);
}

/// A scheme, its fund, and a claim decided by a second person and paid in part.
fn compensate(desk: &Desk) {
    let scheme = desk.file(
        "办法.toml",
        "id = 'zhuhai'\ntitle = '珠海'\nvalid_from = 2016-01-01\n\
         [[share]]\npayer = 'fund'\nrole = 'fund'\npercent = 40\n\
         [[share]]\npayer = 'bank'\nrole = 'bank'\npercent = 60\n",
    );
    desk.ok(&["scheme", "add", &scheme]);
    desk.ok(&[
        "fund",
        "contribute",
        "zhuhai",
        "3000000",
        "--funder",
        "区财政局",
        "--on",
        "2018-01-02",
    ]);
    desk.ok(&["loan", "enrol", "JD1", "zhuhai", "--on", "2018-01-03", "--until", "2030-12-31"]);
    desk.ok(&["claim", "authorise", "李审批", "--limit-amount", "2000000"]);
    desk.ok(&["claim", "file", "JD1", "--document", &scheme, "--tag", "first_loan"]);
    desk.ok(&["claim", "approve", "JD1", "--by", "李审批"]);
    desk.ok(&["claim", "pay", "JD1", "1000"]);
}

/// A statement that differs, what a person says of its line, and a signature.
fn reconcile(desk: &Desk) {
    let list = desk.file(
        "清单.csv",
        "loan_no,borrower,principal,balance,interest,class\n\
         JD-1,上海示例甲有限公司,3000000,2755307.80,约一百,关注\n",
    );
    let args = ["reconcile", &list, "--bank", "上海某某银行", "--as-of", "2018-12-31"];
    assert_eq!(desk.json(&args).0, 3);
    desk.ok(&["reconcile", "decide", "1", "2", "JD1"]);
    desk.ok(&["reconcile", "sign", "1", "--side", "bank", "--signer", "周敏"]);
}

fn verify(desk: &Desk) -> (i32, bool) {
    let (code, value) = desk.json(&["verify"]);
    (code, value["data"]["ok"] == true)
}

/// Whether the ledger opens and `verify` has nothing to say, without a process of its own.
fn is_in_order(desk: &Desk) -> bool {
    let verified = Ledger::open(&desk.ledger()).and_then(|ledger| ledger.verify(&[]));
    verified.is_ok_and(|verified| verified.findings.is_empty())
}

#[test]
fn every_column_of_every_table_is_watched() {
    let desk = full();
    assert!(is_in_order(&desk));
    let clean = std::fs::read(desk.ledger()).unwrap();
    let conn = Connection::open(desk.ledger()).unwrap();
    let tables: Vec<String> =
        query(&conn, "select name from sqlite_schema where type = 'table' order by name");
    let mut flips = Vec::new();
    for table in &tables {
        let columns: Vec<String> =
            query(&conn, &format!("select name from pragma_table_info('{table}')"));
        let rows: i64 =
            conn.query_row(&format!("select count(*) from {table}"), [], |r| r.get(0)).unwrap();
        assert!(rows > 0, "{table} is empty: the test would not see it");
        flips.extend(columns.into_iter().map(|column| (table.clone(), column)));
    }
    drop(conn);
    assert!(flips.len() > 100, "only {} columns found", flips.len());
    // On as many desks as there are hands: each flip is a whole ledger and a whole run.
    let hands = std::thread::available_parallelism().map_or(1, |hands| hands.get());
    std::thread::scope(|scope| {
        for some in flips.chunks(flips.len().div_ceil(hands)) {
            let clean = &clean;
            scope.spawn(move || {
                let desk = Desk::new();
                for (table, column) in some {
                    std::fs::write(desk.ledger(), clean).unwrap();
                    if flip(&desk, table, column) {
                        assert!(!is_in_order(&desk), "{table}.{column} was changed unseen");
                    }
                }
            });
        }
    });
}

fn query(conn: &Connection, sql: &str) -> Vec<String> {
    let mut statement = conn.prepare(sql).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// Changes one value the way someone with a database browser would who first has the triggers silent.
fn flip(desk: &Desk, table: &str, column: &str) -> bool {
    let conn = Connection::open(desk.ledger()).unwrap();
    conn.execute_batch(
        "pragma foreign_keys = off; pragma ignore_check_constraints = on; pragma synchronous = off; begin",
    )
    .unwrap();
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false).unwrap();
    let without_rowid = table == "code";
    let pick = if without_rowid { "1 = 1" } else { "rowid = (select max(rowid) from _t)" }
        .replace("_t", table);
    let old: Sql = conn
        .query_row(&format!("select {column} from {table} where {pick} limit 1"), [], |row| {
            row.get(0)
        })
        .unwrap();
    let new = match old {
        Sql::Null => Sql::Integer(1),
        Sql::Integer(n) => Sql::Integer(n + 1),
        Sql::Text(text) => Sql::Text(format!("{text}x")),
        Sql::Blob(mut bytes) => {
            bytes[0] ^= 1;
            Sql::Blob(bytes)
        }
        Sql::Real(_) => unreachable!("the ledger holds no floating numbers"),
    };
    let narrowed = if without_rowid {
        format!("(col, n) = (select col, n from {table} limit 1)")
    } else {
        pick
    };
    let set = |value: &Sql| {
        conn.execute(&format!("update {table} set {column} = ?1 where {narrowed}"), [value])
    };
    // A strict column that takes no number takes a word.
    let changed = set(&new).or_else(|_| set(&Sql::Text("x".into())));
    conn.execute_batch("commit").unwrap();
    changed.unwrap_or(0) > 0
}

/// Changes the schema as someone would who knows SQLite, and returns what `verify` calls changed.
fn schema_changed(clean: &[u8], sql: &str) -> Vec<String> {
    let desk = Desk::new();
    std::fs::write(desk.ledger(), clean).unwrap();
    let conn = Connection::open(desk.ledger()).unwrap();
    conn.execute_batch(sql).unwrap();
    drop(conn);
    let (_, value) = desk.json(&["verify"]);
    let problems = value["data"]["problems"].as_array().unwrap().clone();
    assert!(problems.iter().all(|one| one["what"] == "schema-changed"), "{sql}: {problems:?}");
    problems.iter().map(|one| one["message"].to_string()).collect()
}

#[test]
fn the_schema_is_judged_by_what_it_means() {
    let clean = std::fs::read(full().ledger()).unwrap();
    let written_otherwise = |name: &str, from: &str, to: &str| {
        format!(
            "pragma writable_schema = on;
             update sqlite_schema set sql = replace(sql, '{from}', '{to}') where name = '{name}';
             pragma writable_schema = off;"
        )
    };
    for (name, from, to) in [
        ("office", "-- 静安区", "-- such as 静安区"),
        ("office", "  name        text    not null", "name text NOT NULL /* as the seal has it */"),
        ("patents", "-- ", "--  "),
        ("patent_by_applicant", "create index", "CREATE INDEX"),
        ("office_is_kept", "before delete on office", "before  delete\n on \"office\""),
    ] {
        let sql = written_otherwise(name, from, to);
        assert_eq!(schema_changed(&clean, &sql), [""; 0], "{sql}");
    }
    for (object, sql) in [
        ("trigger office_is_kept", "drop trigger office_is_kept".to_owned()),
        ("index loan_in_force", "drop index loan_in_force".to_owned()),
        ("view mine", "create view mine as select 1 as one".to_owned()),
        ("table mine", "create table mine (a)".to_owned()),
        ("index mine", "create index mine on office (name)".to_owned()),
        ("trigger mine", "create trigger mine after insert on lpr begin select 1; end".to_owned()),
        ("table office", "alter table office add column mine text".to_owned()),
        (
            "table loan",
            written_otherwise("loan", "check (limit_fen > 0)", "check (limit_fen > -1)"),
        ),
        ("table pledge", written_otherwise("pledge", " references party (party)", "")),
        ("trigger past_is_fixed", written_otherwise("past_is_fixed", "is not null", "is null")),
        ("index loan_in_force", written_otherwise("loan_in_force", "is null", "is not null")),
    ] {
        let found = schema_changed(&clean, &sql);
        assert_eq!(found.len(), 1, "{sql}: {found:?}");
        assert!(found[0].contains(object), "{sql}: {found:?}");
    }
}

#[test]
fn a_ledger_of_today_has_nothing_to_upgrade() {
    let desk = Desk::with_ledger();
    let bytes = std::fs::read(desk.ledger()).unwrap();
    assert!(desk.ok(&["upgrade"]).contains("无需升级"));
    let conn = Connection::open(desk.ledger()).unwrap();
    let version: i64 = conn.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    let said = desk.data(&["upgrade"]);
    let expected = (&version.into(), &version.into(), &().into());
    assert_eq!((&said["from"], &said["to"], &said["copy"]), expected);
    assert_eq!(std::fs::read(desk.ledger()).unwrap(), bytes);
    // A newer file is refused, whatever is asked.
    conn.pragma_update(None, "user_version", version + 1).unwrap();
    drop(conn);
    for args in [&["status"][..], &["upgrade"], &["party", "add", "上海示例甲有限公司"]] {
        let (code, refused) = desk.json(args);
        assert_eq!((code, refused["code"].as_str()), (1, Some("ledger-too-new")));
        assert!(refused["hint"].as_str().is_some_and(|hint| hint.contains("ipledger")));
    }
}

#[test]
fn the_file_itself_refuses_to_rewrite_the_past() {
    let desk = full();
    let conn = Connection::open(desk.ledger()).unwrap();
    for sql in [
        "delete from patent",
        "delete from entry where entry = 1",
        "update entry set recorded_by = 'x'",
        "update seal set outcome = 'x'",
        "update patent set title = 'x'",
        "update patent set ended_by = null where ended_by is not null",
        "update patent set ended_by = 1 where ended_by is null",
        "update party_line set name = 'x'",
        "delete from party_place",
        "insert into patent (line, kind, brought_by) values (1, 9, 2)",
    ] {
        assert!(conn.execute_batch(sql).is_err(), "{sql} went through");
    }
    // A line slipped into a sealed entry goes in, and is found.
    let sql = "insert into party_role (line, party, role, brought_by) values (99, 1, 'bank', 2)";
    conn.execute_batch(sql).unwrap();
    assert!(!verify(&desk).1);
}

#[test]
fn the_log_tells_each_thing_an_entry_changed() {
    let desk = full();
    for entry in desk.data(&["log"]).as_array().unwrap() {
        let number = entry["entry"].to_string();
        assert!(!desk.data(&["log", &number])["changes"].as_array().unwrap().is_empty(), "{entry}");
    }
    let of = |action: &str| {
        let log = desk.data(&["log"]);
        let entry = log.as_array().unwrap().iter().find(|entry| entry["action"] == action);
        desk.data(&["log", &entry.unwrap()["entry"].to_string()])["changes"].clone()
    };
    let payment = of("loan.repay");
    let paid = payment.as_array().unwrap().iter().find(|row| row["field"] == "amount").unwrap();
    assert_eq!(paid["thing_label"], "贷款 JD1");
    assert_eq!(paid["was"], serde_json::Value::Null);
    assert_eq!(paid["is_now"], "255,929.70");
    assert_eq!(paid["source_row"], 2);
    let undone = of("entry.void");
    let named = undone.as_array().unwrap().iter().find(|row| row["field"] == "name").unwrap();
    assert_eq!(named["act"], "ended");
    assert_eq!(named["was"], "上海示例丁有限公司");
}

#[test]
fn a_cut_tail_and_an_older_copy_are_seen_against_an_anchor() {
    let desk = full();
    let older = std::fs::read(desk.ledger()).unwrap();
    desk.ok(&["party", "add", "上海示例戊有限公司", "--district", "静安区"]);
    let anchor = desk.data(&["status"])["anchor"].as_str().unwrap().to_owned();
    let report = desk.path("年报.xlsx");
    let report = report.to_str().unwrap();
    desk.ok(&["stats", "annual", "-o", report]);
    for against in [anchor.as_str(), report] {
        assert_eq!(desk.run(&["verify", "--against", against]).status.code(), Some(0), "{against}");
    }
    std::fs::write(desk.ledger(), &older).unwrap();
    assert_eq!(verify(&desk), (0, true), "alone, an older copy looks sound");
    for against in [anchor.as_str(), report] {
        let (code, value) = desk.json(&["verify", "--against", against]);
        assert_eq!(code, 7);
        assert_eq!(value["data"]["problems"][0]["what"], "tail-missing");
    }
}

#[test]
fn figures_come_back_as_they_were_known() {
    let mut desk = Desk::with_ledger();
    desk.on("2021-02-01");
    let list = desk.file("专利.csv", PATENTS);
    desk.ok(&["patent", "import", &list]);
    let before = desk.data(&["stats", "annual", "--from", "2014", "--to", "2020"]);
    desk.on("2021-03-01");
    desk.ok(&["patent", "void", "201610281886.0", "--reason", "误录"]);
    desk.ok(&[
        "party",
        "correct",
        "上海示例乙有限公司",
        "--district",
        "浦东新区",
        "--since",
        "2017-01-01",
    ]);
    let after = desk.data(&["stats", "annual", "--from", "2014", "--to", "2020"]);
    assert_ne!(before, after);
    for known_at in ["2", "2021-02-15"] {
        let then = desk.data(&[
            "stats",
            "annual",
            "--from",
            "2014",
            "--to",
            "2020",
            "--known-at",
            known_at,
        ]);
        assert_eq!(then, before, "--known-at {known_at}");
    }
    assert_eq!(verify(&desk), (0, true), "the rollup follows a move and a void");
    // As of a day in the past, later grants have not happened.
    let early = desk.data(&[
        "stats",
        "annual",
        "--from",
        "2014",
        "--to",
        "2020",
        "--as-of",
        "2017-12-31",
        "--known-at",
        "2",
    ]);
    assert_eq!(early[2]["invention_filings"], 1);
    assert_eq!(early[3]["invention_filings"], 3);
    assert_eq!(
        early
            .as_array()
            .unwrap()
            .iter()
            .map(|y| y["invention_grants"].as_i64().unwrap())
            .sum::<i64>(),
        0
    );
}

#[test]
fn what_was_known_on_a_day_never_holds_what_was_stamped_later() {
    let mut desk = Desk::with_ledger();
    let known = |desk: &Desk, day: &str| -> Vec<String> {
        let found = desk.data(&["party", "list", "--known-at", day]);
        let names = found.as_array().expect("a list").iter();
        names.map(|row| row["name"].as_str().expect("a name").to_owned()).collect()
    };
    // Entries: 1 of 2021-01-15, 2 of 02-01, 3 of 03-10 by a clock that is weeks ahead.
    desk.on("2021-02-01");
    assert_eq!(desk.json(&["party", "add", "甲", "--district", "静安区"]).0, 0);
    desk.on("2021-03-10");
    assert_eq!(desk.json(&["party", "add", "乙", "--district", "静安区"]).0, 0);
    desk.on("2021-02-15");
    for refused in
        [&["party", "add", "丙"][..], &["party", "add", "丙", "-n"], &["undo"], &["void", "2"]]
    {
        let (code, value) = desk.json(refused);
        assert_eq!((code, &value["code"]), (5, &"clock-behind".into()), "{refused:?}");
        let said = value["message"].as_str().expect("a message");
        assert!(said.contains("2021-02-15 09:00") && said.contains("2021-03-10 09:00"), "{said}");
        assert!(value["hint"].as_str().expect("a hint").contains("--clock-was-wrong"));
    }
    assert_eq!(known(&desk, "2021-02-15"), ["甲"]);
    let args = ["party", "add", "丙", "--district", "静安区", "--clock-was-wrong"];
    assert_eq!(desk.json(&args).0, 0);
    assert_eq!(desk.data(&["log", "4"])["settings"], "{\"v\":1,\"clock_was_wrong\":true}");
    // The stamp of 乙 was wrong: it was there on 02-15. From here on the clock is right and nothing need be said.
    assert_eq!(known(&desk, "2021-02-14"), ["甲"]);
    assert_eq!(known(&desk, "2021-02-15"), ["甲", "乙", "丙"]);
    desk.on("2021-02-20");
    assert_eq!(
        desk.json(&["party", "add", "丁", "--district", "静安区", "--clock-was-wrong"]).0,
        0
    );
    assert_eq!(desk.data(&["log", "5"])["settings"], "{\"v\":1}", "nothing was wrong");
    assert_eq!(known(&desk, "2021-02-19"), ["甲", "乙", "丙"]);
    assert_eq!(verify(&desk), (0, true));
}

#[test]
fn an_import_taken_back_goes_in_again_as_if_new() {
    let desk = Desk::with_ledger();
    let list = desk.file("专利.csv", PATENTS);
    let first = desk.data(&["patent", "import", &list]);
    assert_eq!((first["entry"].as_i64(), first["accepted"].as_i64()), (Some(2), Some(6)));
    let again = desk.data(&["patent", "import", &list]);
    assert!(again["entry"].is_null());
    assert_eq!(again["unchanged"], 6);
    let figures = desk.data(&["stats", "annual"]);
    desk.ok(&["void", "2", "--reason", "导错文件"]);
    assert_eq!(desk.data(&["patent", "list"]), serde_json::json!([]));
    assert_eq!(verify(&desk), (0, true));
    let third = desk.data(&["patent", "import", &list]);
    assert_eq!(third["accepted"], 6);
    assert_eq!(desk.data(&["stats", "annual"]), figures);
    assert_eq!(verify(&desk), (0, true));
}

#[test]
fn voiding_a_correction_brings_back_what_stood_before() {
    let desk = Desk::with_ledger();
    let list = desk.file("专利.csv", PATENTS);
    desk.ok(&["patent", "import", &list]);
    let figures = desk.data(&["stats", "annual"]);
    let newer = desk.file("新.csv", &PATENTS.replace("2018-06-01", "2019-06-04"));
    let (code, refused) = desk.json(&["patent", "import", &newer]);
    assert_eq!(
        (code, refused["data"]["rejects"][0]["code"].as_str()),
        (3, Some("known-otherwise"))
    );
    let taken = desk.data(&["patent", "import", &newer, "--accept-corrections"]);
    assert_eq!((taken["corrected"].as_i64(), taken["unchanged"].as_i64()), (Some(1), Some(5)));
    assert_ne!(desk.data(&["stats", "annual"]), figures);
    // What stands on an entry protects it.
    let (code, error) = desk.json(&["void", "2"]);
    assert_eq!((code, error["code"].as_str()), (5, Some("void-superseded")));
    desk.ok(&["void", "3"]);
    assert_eq!(desk.data(&["stats", "annual"]), figures);
    assert_eq!(verify(&desk), (0, true));
}

#[test]
fn a_void_taken_back_leaves_all_as_if_it_had_never_been() {
    let desk = Desk::with_ledger();
    let list = desk.file("专利.csv", PATENTS);
    desk.ok(&["patent", "import", &list]);
    let number = "201610281886.0";
    for firm in ["上海示例戊有限公司", "上海示例己有限公司"] {
        desk.ok(&["party", "add", firm, "--district", "静安区"]);
    }
    let transfer = |to: &str| {
        desk.data(&["patent", "event", number, "transfer", "--on", "2019-05-01", "--to", to])
    };
    let define = |basis: &str| {
        desk.ok(&[
            "stats",
            "define",
            "invention_filings",
            "--basis",
            basis,
            "--from",
            "2016-01-01",
            "--source",
            "通知",
        ])
    };
    let stands = || {
        let patent = desk.data(&["patent", "show", number]);
        let figures = desk.data(&["stats", "annual", "--from", "2016", "--to", "2016"]);
        (patent["owners"].clone(), patent["events"].clone(), figures)
    };
    // What came first is taken back before the second is recorded, and that again afterwards.
    let first = transfer("上海示例戊有限公司")["entry"].to_string();
    define("fee_paid");
    desk.ok(&["undo"]);
    desk.ok(&["undo"]);
    transfer("上海示例己有限公司");
    define("received");
    let second = stands();
    assert_eq!(second.0, "上海示例己有限公司");
    let undone = |n: i64| (first.parse::<i64>().unwrap() + n).to_string();
    let mut last = desk.data(&["void", &undone(2)])["entry"].to_string();
    desk.ok(&["void", &undone(3)]);
    let both = stands();
    assert_eq!((&both.0, &both.2), (&second.0, &second.2), "the later still holds");
    let firms: Vec<&str> =
        both.1.as_array().unwrap().iter().filter_map(|event| event["party"].as_str()).collect();
    assert_eq!(firms, ["上海示例戊有限公司", "上海示例己有限公司"]);
    assert_eq!(verify(&desk), (0, true));
    // Again and again: there is room for some, and then it says so.
    let more = std::iter::repeat_with(|| {
        let (code, voided) = desk.json(&["void", &last]);
        last = voided["data"]["entry"].to_string();
        (code, voided["code"].clone())
    });
    let told = more.take(40).find(|(code, _)| *code != 0);
    assert_eq!(told.unwrap().1, "too-many-revisions");
    assert_eq!(verify(&desk), (0, true));
}

/// What was recorded again since stands in the way of what would come back, whatever it is called by.
#[test]
fn nothing_comes_back_beside_what_was_recorded_again() {
    let desk = Desk::with_ledger();
    let list = desk.file("专利.csv", PATENTS);
    desk.ok(&["patent", "import", &list]);
    let filings = desk.file(
        "国际.csv",
        "pct_no,filing_date,applicant_name\nPCT/CN2017/012345,2017-05-02,上海示例甲有限公司\n",
    );
    desk.ok(&["pct", "import", &filings]);
    let figures = desk.data(&["stats", "annual"]);
    for (n, noun, file) in [("2", "patent", &list), ("3", "pct", &filings)] {
        let void = desk.data(&["void", n])["entry"].to_string();
        let again = desk.data(&[noun, "import", file])["entry"].to_string();
        let (code, refused) = desk.json(&["void", &void]);
        assert_eq!((code, refused["code"].as_str()), (5, Some("void-superseded")), "{noun}");
        assert!(refused["message"].to_string().contains(&again), "{refused}");
        assert_eq!(desk.data(&["stats", "annual"]), figures);
    }
    assert_eq!(verify(&desk), (0, true));
}

/// An entry can be taken back as often as it stands, and only then.
#[test]
fn what_stands_can_be_taken_back_by_its_own_number() {
    let desk = Desk::with_ledger();
    let list = desk.file("专利.csv", PATENTS);
    desk.ok(&["patent", "import", &list]);
    let number = "201610281886.0";
    let void = |entry: &str| {
        let (code, said) = desk.json(&["void", entry]);
        (code, said["code"].as_str().unwrap_or_default().to_owned())
    };
    let well = (0, String::new());
    // A correction taken back frees what it had corrected.
    desk.ok(&["patent", "correct", number, "--title", "一种新装置"]);
    desk.ok(&["undo"]);
    assert_eq!(void("2"), well);
    assert_eq!(desk.data(&["patent", "list"]), serde_json::json!([]));
    assert_eq!(void("2"), (5, "void-nothing".to_owned()));
    // 5 took 2 back; taken back itself, 2 stands again, with its first title, and undo finds it.
    assert_eq!(void("5"), well);
    assert_eq!(desk.data(&["patent", "show", number])["title"], "一种装置");
    let undone = desk.ok(&["undo"]);
    assert!(undone.contains("专利导入"), "{undone}");
    assert_eq!(desk.data(&["patent", "list"]), serde_json::json!([]));
    // Back once, not twice.
    assert_eq!(void("7"), well);
    assert_eq!(desk.data(&["patent", "list"]).as_array().unwrap().len(), 6);
    assert_eq!(void("5").0, 5);
    assert_eq!(desk.data(&["patent", "list"]).as_array().unwrap().len(), 6);
    assert_eq!(verify(&desk), (0, true));
}
