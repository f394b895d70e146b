//! Recognition programmes and certificates, from outside: the figures of the plan, acceptance, doors and refusals.

use serde_json::Value;

use crate::support::{Desk, repository};

const PILOT: &str = "code = \"pilot\"\ntitle = \"专利工作试点企业\"\nlevel = \"city\"\nterm_months = 24\nexcludes = [\"demonstration\"]\nvalid_from = 2012-01-01\n";

/// A desk with a programme.
fn desk_with(program: &str) -> Desk {
    let mut desk = Desk::with_ledger();
    desk.on("2023-02-01");
    let file = desk.file("p.toml", program);
    desk.ok(&["program", "add", &file]);
    desk
}

fn firm(desk: &Desk, name: &str, district: &str) {
    desk.ok(&["party", "add", name, "--district", district]);
}

/// `words` separated by blanks, as another person where it decides.
fn run(desk: &Desk, words: &str) -> (i32, Value) {
    let mut args: Vec<&str> = words.split_whitespace().collect();
    let decides = ["recommend"].iter().any(|verb| args.get(1) == Some(verb));
    args.extend(if decides { ["--by", "李明"] } else { ["--by", "王芳"] });
    desk.json(&args)
}

fn done(desk: &Desk, words: &str) {
    let (code, value) = run(desk, words);
    assert_eq!(code, 0, "{words}: {value}");
}

/// A target's row in `target status`.
fn status(desk: &Desk, indicator: &str, as_of: &str) -> Value {
    let all = desk.data(&["target", "status", "--as-of", as_of]);
    let row = all.as_array().expect("rows").iter().find(|row| row["indicator"] == indicator);
    row.unwrap_or_else(|| panic!("{indicator}: {all}")).clone()
}

fn actual(desk: &Desk, indicator: &str, as_of: &str) -> String {
    let row = status(desk, indicator, as_of);
    row["actual"].as_str().map_or_else(|| row["actual"].to_string(), str::to_owned)
}

fn target(desk: &Desk, indicator: &str, from: &str, to: &str, measure: &str) {
    desk.ok(&[
        "target",
        "set",
        indicator,
        "--goal",
        "10",
        "--from",
        from,
        "--to",
        to,
        "--measure",
        measure,
    ]);
}

/// section-nine.md 1, case 1: the small district's directory of firms, and who applies besides.
#[test]
fn applications_count_firms_of_the_district_once() {
    let desk = desk_with(PILOT);
    let files = repository("tests/files/small_district");
    desk.ok(&["party", "import", &files.join("企业名录.xlsx").to_string_lossy()]);
    desk.ok(&["target", "import", &files.join("规划目标.csv").to_string_lossy()]);
    let at = |day: &str| actual(&desk, "pilot_applied", day);
    assert_eq!(at("2020-12-31"), "8");
    // Of Pudong, and one that left on 2018-06-30.
    done(&desk, "program apply pilot 47 --on 2019-05-01");
    done(&desk, "program apply pilot 12 --on 2019-06-01");
    assert_eq!(at("2020-12-31"), "8");
    let left = status(&desk, "pilot_applied", "2020-12-31")["not_counted"].clone();
    let why: Vec<(i64, &str)> = left
        .as_array()
        .expect("who is not counted")
        .iter()
        .map(|one| (one["party"].as_i64().unwrap(), one["why"].as_str().unwrap()))
        .collect();
    assert_eq!(why, [(12, "outside"), (47, "outside")]);
    let told = desk.ok(&["target", "status", "--as-of", "2020-12-31"]);
    assert!(told.contains("不计入2家（2家不在本区）"), "{told}");
    // One firm in two batches.
    done(&desk, "program apply pilot 2 --on 2019-04-01");
    done(&desk, "program apply pilot 2 --on 2020-04-01");
    assert_eq!(at("2020-12-31"), "9");
    assert_eq!(at("2018-12-31"), "6");
    assert_eq!(at("2019-12-31"), "9");
    // What was known before is known so still.
    let before = desk.data(&["target", "status", "--known-at", "4", "--as-of", "2020-12-31"]);
    let row = before.as_array().unwrap().iter().find(|row| row["indicator"] == "pilot_applied");
    assert_eq!(row.unwrap()["actual"].to_string().trim_matches('"'), "8");
}

/// section-nine.md 1, case 2.
#[test]
fn the_measure_of_a_target_decides_whether_certificates_are_a_stock() {
    let mut desk = Desk::with_ledger();
    desk.on("2021-01-15");
    for name in ["甲", "乙", "丙", "丁", "戊"] {
        firm(&desk, &format!("上海示例{name}有限公司"), "静安区");
    }
    for (no, name, issued, expires) in [
        ("A", "甲", "2016-11-08", "2019-11-07"),
        ("B", "乙", "2017-11-09", "2020-11-08"),
        ("C", "丙", "2018-11-10", "2021-11-09"),
        ("D", "丁", "2019-11-11", "2022-11-10"),
        ("E", "戊", "2015-03-01", "2018-02-28"),
    ] {
        done(
            &desk,
            &format!(
                "certificate add {no} --standard GB/T29490-2013 --organisation 上海示例{name}有限公司 --first-issued-on {issued} --issued-on {issued} --expires-on {expires}"
            ),
        );
    }
    done(&desk, "certificate withdraw B --on 2019-06-30");
    done(&desk, "certificate suspend C --on 2020-03-01");
    done(&desk, "certificate resume C --on 2020-09-01");
    done(&desk, "certificate reissue E --on 2018-03-01 --expires-on 2021-02-28");
    target(&desk, "gb29490_valid", "2016", "2020", "stock");
    target(&desk, "gb29490_new", "2016", "2020", "cumulative");
    for (day, valid, new) in [
        ("2016-12-31", "2", "1"),
        ("2017-12-31", "3", "2"),
        ("2018-12-31", "4", "3"),
        ("2019-12-31", "3", "4"),
        ("2020-06-30", "2", "4"),
        ("2020-12-31", "3", "4"),
        // A stock is that of the period's end once that is over.
        ("2021-01-15", "3", "4"),
    ] {
        assert_eq!(actual(&desk, "gb29490_valid", day), valid, "valid on {day}");
        assert_eq!(actual(&desk, "gb29490_new", day), new, "new by {day}");
    }
    desk.ok(&["target", "void", "gb29490_new"]);
    target(&desk, "gb29490_new", "2020", "2020", "cumulative");
    assert_eq!(actual(&desk, "gb29490_new", "2020-12-31"), "0");
    // The same target as a stock asks for those that count on the day.
    desk.ok(&["target", "void", "gb29490_new"]);
    target(&desk, "gb29490_new", "2016", "2020", "stock");
    assert_eq!(actual(&desk, "gb29490_new", "2020-12-31"), "3");
}

/// section-nine.md 1, case 3: ten pilots, recognised on 2020-07-01 for 24 months.
#[test]
fn acceptance_by_latest_result_and_by_attempt() {
    let desk = desk_with(PILOT);
    for n in 1..=10 {
        let name = format!("上海示例{n}号有限公司");
        firm(&desk, &name, "静安区");
        done(&desk, &format!("program apply pilot {name} --on 2020-03-15"));
        done(&desk, &format!("program recommend pilot-2020-{n} --on 2020-04-01"));
        done(&desk, &format!("program recognise pilot-2020-{n} --on 2020-07-01"));
    }
    for n in 1..=6 {
        done(&desk, &format!("program accept pilot-2020-{n} --on 2022-06-15"));
    }
    done(&desk, "program fail pilot-2020-7 --on 2022-06-15");
    done(&desk, "program extend pilot-2020-8 --on 2022-06-15 --until 2022-12-31");
    done(&desk, "program revoke pilot-2020-9 --on 2021-10-08");
    let figures = |day: &str| {
        let rows = desk.data(&["stats", "programs", "--as-of", day]);
        let row = &rows.as_array().expect("programmes")[0];
        let n = |key: &str| row[key].as_i64().unwrap_or(-1);
        let rate = |key: &str| row[key].as_str().unwrap_or("-").to_owned();
        (
            [n("accepted"), n("failed"), n("in_term"), n("overdue"), n("revoked")],
            rate("acceptance_rate"),
            rate("attempts_rate"),
        )
    };
    let (counts, rate, _) = figures("2022-07-01");
    assert_eq!((counts, rate.as_str()), ([6, 1, 1, 1, 1], "85.71%"));
    done(&desk, "program accept pilot-2020-7 --on 2022-11-30");
    done(&desk, "program accept pilot-2020-8 --on 2022-12-20");
    done(&desk, "program accept pilot-2020-10 --on 2023-01-16");
    let (counts, rate, attempts) = figures("2023-01-31");
    assert_eq!(counts, [9, 0, 0, 0, 1]);
    assert_eq!((rate.as_str(), attempts.as_str()), ("100.00%", "90.00%"));
    target(&desk, "pilot_accepted", "2022", "2023", "cumulative");
    target(&desk, "pilot_in_term", "2020", "2023", "stock");
    assert_eq!(actual(&desk, "pilot_accepted", "2022-12-31"), "8");
    assert_eq!(actual(&desk, "pilot_accepted", "2023-01-31"), "9");
    assert_eq!(actual(&desk, "pilot_in_term", "2020-12-31"), "10");
    assert_eq!(actual(&desk, "pilot_in_term", "2022-07-01"), "1");
    let (code, refused) = run(&desk, "program accept pilot-2020-9 --on 2023-01-16");
    assert_eq!((code, refused["code"].as_str()), (5, Some("not-in-this-state")));
}

#[test]
fn a_case_shows_its_steps_and_what_may_be_done() {
    let desk = desk_with(PILOT);
    firm(&desk, "上海示例甲有限公司", "静安区");
    done(&desk, "program apply pilot 上海示例甲有限公司 --on 2020-03-15");
    let shown = desk.data(&["program", "show", "pilot-2020-1"]);
    assert_eq!(shown["state"], "applied");
    assert_eq!(shown["events"][0]["event"], "apply");
    assert_eq!(shown["events"][0]["day"], "2020-03-15");
    assert_eq!(
        shown["may_do"],
        serde_json::json!(["verify", "recommend", "return", "reject", "withdraw"])
    );
    for (words, code, said) in [
        ("program recognise pilot-2020-1 --on 2020-07-01", 5, "not-in-this-state"),
        ("program verify pilot-2020-1 --on 2020-03-14", 5, "before-the-last-step"),
        ("program apply pilot 上海示例甲有限公司 --on 2020-05-15", 3, "known-otherwise"),
        ("program apply pilot 上海示例甲有限公司 --on 2020-03-15", 5, "already-there"),
        ("program apply pilots 上海示例甲有限公司 --on 2021-03-15", 2, "program-unknown"),
        ("program apply pilot 上海示例甲有限公司 --on 2011-03-15", 5, "program-not-in-force"),
        ("program apply pilot 上海示例甲有限公司 --on 2030-03-15", 3, "date-in-future"),
        ("program verify pilot-2020-9", 4, "not-found"),
        ("party certify 上海示例甲有限公司 pilot --on 2020-03-15", 2, "recorded-elsewhere"),
        ("party certify 上海示例甲有限公司 gb29490 --on 2020-03-15", 2, "recorded-elsewhere"),
    ] {
        let (exit, refused) = run(&desk, words);
        assert_eq!((exit, refused["code"].as_str()), (code, Some(said)), "{words}: {refused}");
    }
    // Who took the application in does not recommend it.
    let (code, refused) =
        desk.json(&["program", "recommend", "pilot-2020-1", "--on", "2020-04-01"]);
    assert_eq!((code, refused["code"].as_str()), (5, Some("same-person")));
    // A wrong day is mended alone.
    desk.ok(&["program", "correct", "pilot-2020-1", "--step", "1", "--step-on", "2020-03-16"]);
    desk.ok(&["program", "correct", "pilot-2020-1", "--case-applied", "2020-03-17"]);
    let shown = desk.data(&["program", "show", "pilot-2020-1"]);
    assert_eq!(shown["events"].as_array().map(Vec::len), Some(1), "{shown}");
    assert_eq!(shown["events"][0]["day"], "2020-03-17");
    target(&desk, "pilot_applied", "2020", "2020", "cumulative");
    assert_eq!(actual(&desk, "pilot_applied", "2020-12-31"), "1");
    // The firm's card leads to its cases and certificates.
    let issued = ["certificate", "add", "18116IP0101R0S", "--standard", "GB/T 29490-2013"];
    let days = ["--issued-on", "2016-11-08", "--expires-on", "2019-11-07"];
    desk.ok(&[&issued[..], &["--organisation", "上海示例甲有限公司"], &days].concat());
    let card = desk.data(&["party", "show", "上海示例甲有限公司"]);
    assert_eq!(card["cases"][0]["case_no"], "pilot-2020-1", "{card}");
    assert_eq!(card["cases"][0]["case_state"], "applied");
    assert_eq!(card["certificates"][0]["certificate_no"], "18116IP0101R0S", "{card}");
    assert!(card["certificates"][0].get("organisation").is_none(), "{card}");
    let extract = desk.ok(&["report", "party", "上海示例甲有限公司"]);
    assert!(extract.contains("认定申报案") && extract.contains("18116IP0101R0S"), "{extract}");
}

#[test]
fn who_may_not_apply_is_told_why() {
    let desk = desk_with(&format!("{PILOT}age_years_least = 3\n"));
    let other =
        PILOT.replace("\"pilot\"", "\"demonstration\"").replace("[\"demonstration\"]", "[]");
    let file = desk.file("d.toml", &other.replace("试点", "示范"));
    desk.ok(&["program", "add", &file]);
    desk.ok(&[
        "party",
        "add",
        "上海示例甲有限公司",
        "--district",
        "静安区",
        "--since",
        "2018-01-01",
    ]);
    desk.ok(&[
        "party",
        "add",
        "上海示例乙有限公司",
        "--district",
        "静安区",
        "--since",
        "2010-01-01",
    ]);
    desk.ok(&[
        "party",
        "add",
        "上海示例丙有限公司",
        "--district",
        "静安区",
        "--since",
        "2010-01-01",
    ]);
    desk.ok(&[
        "party",
        "certify",
        "3",
        "abnormal_filing",
        "--state",
        "recognised",
        "--on",
        "2019-01-01",
    ]);
    done(&desk, "program apply demonstration 2 --on 2018-03-15");
    done(&desk, "program recommend demonstration-2018-2 --on 2018-04-01");
    done(&desk, "program recognise demonstration-2018-2 --on 2018-07-01");
    for (words, said) in [
        ("program apply pilot 1 --on 2020-12-31", "program-age"),
        ("program apply pilot 1 --on 2021-01-01", ""),
        ("program apply pilot 2 --on 2019-03-15", "program-excluded"),
        ("program apply pilot 3 --on 2019-03-15", "program-abnormal"),
        ("program apply pilot 3 --on 2018-12-31", ""),
    ] {
        let (exit, answer) = run(&desk, words);
        let expected = if said.is_empty() { 0 } else { 5 };
        assert_eq!(exit, expected, "{words}: {answer}");
        assert_eq!(answer["code"].as_str().unwrap_or_default(), said, "{words}");
    }
}

#[test]
fn a_list_of_cases_comes_in_with_its_faults_told_row_by_row() {
    let mut desk = desk_with(PILOT);
    desk.on("2023-02-01");
    firm(&desk, "上海示例甲有限公司", "静安区");
    let head = "批次,单位名称,信用代码,类别,申报日期,区推荐日期,认定日期,文号,建设期起止,验收日期,验收结果\n";
    let list = desk.file(
        "清单.csv",
        &format!(
            "{head}\
             2020,上海示例甲有限公司,,专利工作试点企业,2020-03-15,2020-04-01,2020-07-01,沪知局〔2020〕9号,2020-07-01至2022-06-30,2022-06-15,不通过\n\
             2020,上海示例甲有限公司,,专利工作试点企业,2020-03-15,2020-04-01,2020-07-01,沪知局〔2020〕9号,2020-07-01至2022-06-30,2022-11-30,通过\n\
             2020,上海示例乙有限公司,,试点,2020-03-15,,,,,,\n\
             2020,上海示例丙有限公司,,专利工作试点企业,2020-03-15,,2020-07-01,,,,\n\
             2020,上海示例丁有限公司,,专利工作试点企业,2020-03-15,2020-03-01,,,,,\n\
             2020,上海示例戊有限公司,,专利工作试点企业,2020-03-15,2020-04-01,2020-07-01,,\"2,3年\",,\n"
        ),
    );
    let (code, value) = desk.json(&["program", "import", &list]);
    assert_eq!(code, 3, "{value}");
    let data = &value["data"];
    assert_eq!(
        (data["accepted"].as_i64(), data["rejected"].as_i64()),
        (Some(2), Some(4)),
        "{data}"
    );
    let told: Vec<String> = data["rejects"]
        .as_array()
        .unwrap()
        .iter()
        .map(|reject| format!("{} {}", reject["row"], reject["code"].as_str().unwrap()))
        .collect();
    assert_eq!(
        told,
        ["4 unknown-reference", "5 not-in-this-state", "6 not-in-this-state", "7 term-unreadable"]
    );
    let shown = desk.data(&["program", "show", "pilot-2020-1"]);
    assert_eq!(shown["state"], "accepted");
    let steps: Vec<&str> =
        shown["events"].as_array().unwrap().iter().map(|e| e["event"].as_str().unwrap()).collect();
    assert_eq!(steps, ["apply", "recommend", "recognise", "fail", "accept"]);
    assert_eq!(shown["events"][2]["until"], "2022-06-30");
    // The same list again says nothing new.
    let (_, value) = desk.json(&["program", "import", &list]);
    assert_eq!(
        (value["data"]["accepted"].as_i64(), value["data"]["unchanged"].as_i64()),
        (Some(0), Some(2))
    );
}

#[test]
fn a_list_of_certificates_is_read_year_after_year() {
    let mut desk = Desk::with_ledger();
    desk.on("2021-01-15");
    for name in ["甲", "乙"] {
        firm(&desk, &format!("上海示例{name}有限公司"), "静安区");
    }
    let head = "单位名称,信用代码,证书编号,标准版本,认证机构,首次发证日,发证日,有效期至,监督审核日,状态,状态日期\n";
    let first = desk.file(
        "2016.csv",
        &format!("{head}上海示例甲有限公司,,18116IP0001R0S,2013版,示例认证中心,2016-03-01,2016-03-01,2019-02-28,,有效,\n"),
    );
    assert_eq!(desk.data(&["certificate", "import", &first])["accepted"], 1);
    assert_eq!(desk.data(&["certificate", "import", &first])["unchanged"], 1);
    // The next lists: an audit, a new issue under the same number, a suspension.
    let later = desk.file(
        "2020.csv",
        &format!(
            "{head}\
             上海示例甲有限公司,,18116IP0001R0S,2013版,示例认证中心,2016-03-01,2016-03-01,2019-02-28,2017-02-20,有效,\n\
             上海示例甲有限公司,,18116IP0001R0S,2013版,示例认证中心,2016-03-01,2019-03-01,2022-02-28,,有效,\n\
             上海示例甲有限公司,,18116IP0001R0S,2013版,示例认证中心,2016-03-01,2019-03-01,2022-02-28,,暂停,2020-05-01\n\
             上海示例乙有限公司,,18116IP0001R0S,2013版,示例认证中心,2016-03-01,2019-03-01,2022-02-28,,,\n\
             上海示例乙有限公司,,18120IP0002R0S,GB/T 19001-2016,示例认证中心,2020-03-01,2020-03-01,2023-02-28,,,\n\
             上海示例乙有限公司,,18120IP0003R0S,2013版,示例认证中心,2020-03-01,2020-03-01,2020-02-28,,,\n\
             上海示例乙有限公司,,18120IP0004R0S,2013版,示例认证中心,2020-03-01,2020-03-01,\"2,3年\",,,\n\
             上海示例乙有限公司,,18120IP0005R0S,2013版,示例认证中心,2020-03-01,2020-03-01,2023-02-28,,暂停,\n"
        ),
    );
    let (code, value) = desk.json(&["certificate", "import", &later]);
    let data = &value["data"];
    assert_eq!((code, data["accepted"].as_i64()), (3, Some(3)), "{data}");
    let told: Vec<String> = data["rejects"]
        .as_array()
        .unwrap()
        .iter()
        .map(|reject| format!("{} {}", reject["row"], reject["code"].as_str().unwrap()))
        .collect();
    assert_eq!(
        told,
        [
            "5 held-by-another",
            "6 standard-unknown",
            "7 date-before",
            "8 term-unreadable",
            "9 state-without-day"
        ]
    );
    assert!(data["rejects"][0]["message"].as_str().unwrap().contains("上海示例甲有限公司"));
    let shown = desk.data(&["certificate", "show", "18116IP0001R0S"]);
    assert_eq!(
        (shown["state"].as_str(), shown["expires_on"].as_str()),
        (Some("suspended"), Some("2022-02-28"))
    );
    let due = desk.data(&["certificate", "list", "--due", "90", "--as-of", "2018-12-15"]);
    assert_eq!(due[0]["falls_due_on"], "2018-02-20", "{due}");
    // One step is mended alone, another is taken out.
    desk.ok(&[
        "certificate",
        "correct",
        "18116IP0001R0S",
        "--step",
        "3",
        "--step-on",
        "2020-05-02",
    ]);
    desk.ok(&["certificate", "void", "18116IP0001R0S", "--step", "3"]);
    assert_eq!(desk.data(&["certificate", "show", "18116IP0001R0S"])["state"], "in_force");
    let (code, refused) = desk.json(&["certificate", "resume", "18116IP0001R0S"]);
    assert_eq!((code, refused["code"].as_str()), (5, Some("not-in-this-state")));
}

/// What a directory of firms says of the day of certification becomes a certificate, and takes its number later.
#[test]
fn a_mark_of_a_list_becomes_a_case_or_a_certificate() {
    let mut desk = desk_with(PILOT);
    desk.on("2023-02-01");
    let list = desk.file(
        "名录.csv",
        "企业名称,所在区,试点申报日期,贯标认证日期\n上海示例甲有限公司,静安区,2018-03-01,2018-11-05\n",
    );
    desk.ok(&["party", "import", &list]);
    target(&desk, "gb29490_certified", "2016", "2020", "stock");
    target(&desk, "pilot_applied", "2016", "2020", "cumulative");
    let figures =
        || ["gb29490_certified", "pilot_applied"].map(|of| actual(&desk, of, "2020-12-31"));
    assert_eq!(figures(), ["1", "1"]);
    assert_eq!(desk.data(&["program", "list"])[0]["case_no"], "pilot-2018-1");
    assert_eq!(desk.data(&["certificate", "list"])[0]["certificate_no"], "1-2018-11-05");
    // The next step makes it a case of its own; nothing counts twice.
    done(&desk, "program recommend pilot-2018-1 --on 2018-04-01");
    let numbered = desk.file(
        "贯标.csv",
        "单位名称,证书编号,标准版本,首次发证日,发证日,有效期至\n上海示例甲有限公司,18118IP0001R0S,2013,2018-11-05,2018-11-05,2021-11-04\n",
    );
    desk.ok(&["certificate", "import", &numbered]);
    assert_eq!(figures(), ["1", "1"]);
    assert_eq!(desk.data(&["certificate", "list"]).as_array().map(Vec::len), Some(1));
    // The directory again says nothing new; with another day it is told where that is mended.
    assert_eq!(desk.data(&["party", "import", &list])["unchanged"], 1);
    let other = desk.file(
        "名录2.csv",
        "企业名称,所在区,试点申报日期,贯标认证日期\n上海示例甲有限公司,静安区,2018-03-02,2018-11-05\n",
    );
    let (code, value) = desk.json(&["party", "import", &other, "--accept-corrections"]);
    assert_eq!((code, value["data"]["rejects"][0]["code"].as_str()), (3, Some("known-otherwise")));
    desk.ok(&["undo"]);
    desk.ok(&["undo"]);
    assert_eq!(figures(), ["1", "1"]);
}

/// A published figure of cases and certificates is sealed, and each later change has its entry.
#[test]
fn what_moves_a_published_figure_has_its_entry() {
    let mut desk = Desk::with_ledger();
    desk.on("2021-01-15");
    let file = desk.file("p.toml", PILOT);
    desk.ok(&["program", "add", &file]);
    firm(&desk, "上海示例甲有限公司", "静安区");
    done(&desk, "program apply pilot 上海示例甲有限公司 --on 2020-10-15");
    done(
        &desk,
        "certificate add IP1 --organisation 上海示例甲有限公司 --first-issued-on 2020-11-01 --issued-on 2020-11-01 --expires-on 2023-10-31",
    );
    desk.ok(&["stats", "publish", "2020Q4", "-y"]);
    assert_eq!(desk.data(&["stats", "diff", "2020Q4"]), serde_json::json!([]));
    desk.on("2021-02-15");
    desk.ok(&["program", "correct", "pilot-2020-1", "--case-applied", "2020-09-15"]);
    desk.ok(&["certificate", "suspend", "IP1", "--on", "2020-12-01"]);
    let (code, diff) = desk.json(&["stats", "diff", "2020Q4"]);
    assert_eq!(code, 3);
    let rows = diff["data"].as_array().expect("figures");
    let moved = |indicator: &str, from: &str| {
        let row = rows.iter().find(|row| {
            row["indicator"] == indicator
                && row["grouping"].is_null()
                && row["period_from"] == from
                && (row["period_to"] == "2020-12-31")
        });
        let row = row.unwrap_or_else(|| panic!("{indicator} {from}: {diff}"));
        assert_eq!(row["remainder"], 0, "{row}");
        let entry = &row["lines"][0]["causes"][0]["action"];
        (row["published"].as_i64(), row["now"].as_i64(), entry.as_str().unwrap().to_owned())
    };
    assert_eq!(
        moved("pilot_applied", "2020-10-01"),
        (Some(1), Some(0), "program.correct".to_owned())
    );
    assert_eq!(
        moved("gb29490_valid", "2020-12-31"),
        (Some(1), Some(0), "certificate.suspend".to_owned())
    );
    assert!(rows.iter().all(|row| row["remainder"] == 0), "{diff}");
}
