//! Files in: every row accounted for, refused rows back out, mended and in again.

use serde_json::Value;

use crate::support::{Desk, PATENTS};

#[test]
fn figures_of_a_list_that_can_be_counted_by_hand() {
    let desk = Desk::with_ledger();
    let list = desk.file("专利.csv", PATENTS);
    desk.ok(&["patent", "import", &list]);
    let years = desk.data(&["stats", "annual", "--from", "2016", "--to", "2020"]);
    // 2016: one invention. 2017: one, the divisional by its number, the national phase by its received
    // date. 2018: the Pudong firm's does not count.
    let filings: Vec<i64> = column(&years, "invention_filings");
    assert_eq!(filings, [1, 3, 0, 0, 0]);
    assert_eq!(column(&years, "invention_grants"), [0, 0, 1, 1, 0]);
    assert_eq!(column(&years, "utility_filings"), [1, 0, 0, 0, 0]);
    assert_eq!(column(&years, "utility_grants"), [1, 0, 0, 0, 0]);
    assert_eq!(
        (&years[0]["pledge_registrations"], &years[0]["secured_amount"]),
        (&0.into(), &"0.00".into())
    );
    assert_eq!(years[0]["compensation_paid"], "0.00");
    let quarters = desk.data(&["stats", "quarterly", "--year", "2017"]);
    // The divisional's day is not known: it is in the year and in no quarter.
    assert_eq!(column(&quarters, "invention_filings"), [0, 0, 2, 0]);
    let split = desk.data(&["stats", "annual", "--by", "party"]);
    assert_eq!(column(&split, "invention_filings").iter().sum::<i64>(), 4);
}

fn column(rows: &Value, key: &str) -> Vec<i64> {
    rows.as_array().unwrap().iter().map(|row| row[key].as_i64().unwrap()).collect()
}

#[test]
fn bad_rows_are_named_and_the_others_go_in() {
    let desk = Desk::with_ledger();
    let list = desk.file(
        "坏.csv",
        "专利清单,,\n\n申请号,名称,申请日\n\
         201610281886.0,好的,2016-04-29\n\
         201610281886.1,校验位错,2016-04-29\n\
         201620406833.2,日期错,2016-02-30\n\
         ,缺号,2016-01-01\n\
         201610281886.0,同号不同名,2016-04-29\n\
         201610281886.0,好的,2016-04-29\n\
         合计,5件,\n",
    );
    let (code, value) = desk.json(&["patent", "import", &list]);
    assert_eq!(code, 3);
    let data = &value["data"];
    assert_eq!(data["rows"], 6);
    assert_eq!(data["accepted"], 1);
    assert_eq!(data["unchanged"], 1);
    assert_eq!(data["rejected"], 4);
    assert_eq!(data["skipped"], 1, "the totals row");
    let verdicts: Vec<(i64, &str)> = data["rejects"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| (r["row"].as_i64().unwrap(), r["code"].as_str().unwrap()))
        .collect();
    assert_eq!(
        verdicts,
        [
            (5, "application-no-check"),
            (6, "date-impossible"),
            (7, "field-missing"),
            (8, "twice-in-file")
        ]
    );
    assert_eq!(data["rejects"][0]["column"], "申请号");
    assert_eq!(data["rejects"][0]["value"], "201610281886.1");
    let refused = data["refused_file"].as_str().unwrap();
    // The refused rows alone come back: still refused, for the same reasons, under their new rows.
    let (code, value) = desk.json(&["patent", "import", refused]);
    assert_eq!(code, 3);
    assert_eq!(value["data"]["rejected"], 4);
}

#[test]
fn a_rehearsal_writes_nothing() {
    let desk = Desk::with_ledger();
    let list = desk.file("专利.csv", PATENTS);
    let before = std::fs::read(desk.ledger()).unwrap();
    let data = desk.data(&["patent", "import", &list, "--dry-run"]);
    assert_eq!((data["accepted"].as_i64(), data["entry"].is_null()), (Some(6), true));
    assert_eq!(std::fs::read(desk.ledger()).unwrap(), before);
    let left: Vec<_> = std::fs::read_dir(desk.ledger().parent().unwrap()).unwrap().collect();
    assert_eq!(left.len(), 2, "the ledger and the list, nothing else");
}

#[test]
fn what_is_exported_comes_in_again_unchanged() {
    let desk = Desk::with_ledger();
    let list = desk.file("专利.csv", PATENTS);
    desk.ok(&["patent", "import", &list]);
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
    let program = desk.file(
        "试点.toml",
        "code = \"pilot\"\ntitle = \"试点企业\"\nlevel = \"city\"\nvalid_from = 2012-01-01\n",
    );
    let firm = "上海示例甲有限公司";
    desk.ok(&["program", "add", &program]);
    desk.ok(&["program", "apply", "pilot", firm, "--on", "2018-03-01"]);
    let case = "pilot-2018-1";
    desk.ok(&["program", "recommend", case, "--on", "2018-04-01", "--by", "李明"]);
    desk.ok(&["program", "publicise", case, "--on", "2018-05-01", "--until", "2018-05-10"]);
    let held = ["--organisation", firm, "--issued-on", "2017-03-01", "--expires-on", "2020-02-28"];
    desk.ok(&[&["certificate", "add", "IP0001", "--standard", "2013"], &held[..]].concat());
    desk.ok(&["certificate", "surveil", "IP0001", "--on", "2018-02-01", "--document", "监1"]);
    desk.ok(&[
        "certificate",
        "reissue",
        "IP0001",
        "--on",
        "2020-03-01",
        "--expires-on",
        "2023-02-28",
    ]);
    desk.ok(&["certificate", "suspend", "IP0001", "--on", "2020-06-01"]);
    let patent = "201610281886.0";
    let family = ["--country", "US", "--number", "US10123456B2", "--granted-on", "2019-02-01"];
    desk.ok(&[&["patent", "family", patent][..], &family].concat());
    let award = ["--name", "中国专利优秀奖", "--year", "2020"];
    desk.ok(&[&["patent", "award", patent][..], &award].concat());
    let flag = ["emerging", "--since", "2018-08-21", "--evidence", "沪发改〔2019〕2号"];
    desk.ok(&[&["patent", "flag", patent][..], &flag].concat());
    let people = ["--persons", "97.57万", "--source", "统计公报"];
    desk.ok(&[&["population", "add", "310106", "2019-12-31"][..], &people].concat());
    // Under the keys of the fields, and in workbooks under their titles.
    let nouns =
        ["party", "patent", "pct", "target", "program", "certificate", "evidence", "population"];
    for (noun, form, lang) in nouns
        .into_iter()
        .flat_map(|noun| [(noun, "csv", "zh"), (noun, "xlsx", "zh"), (noun, "xlsx", "en")])
    {
        let file = format!("{noun}.{form}");
        desk.ok(&[noun, "export", &file, "--lang", lang, "--force"]);
        let (code, value) = desk.json(&[noun, "import", &file]);
        let data = &value["data"];
        assert_eq!(code, 0, "{noun} {form} {lang}: {value}");
        assert_eq!(data["rows"], data["unchanged"], "{noun} {form} {lang}");
        assert!(data["entry"].is_null());
    }
    // Into an empty ledger it gives the same figures.
    let other = Desk::with_ledger();
    other.ok(&["program", "add", &program]);
    for noun in ["party", "patent", "pct", "program", "certificate"] {
        let file = desk.path(&format!("{noun}.csv"));
        other.ok(&[noun, "import", file.to_str().unwrap()]);
    }
    assert_eq!(other.data(&["stats", "annual"]), desk.data(&["stats", "annual"]));
    for (noun, of) in [("program", case), ("certificate", "IP0001")] {
        let without_entries = |desk: &Desk| {
            let mut shown = desk.data(&[noun, "show", of]);
            shown["brought_by"].take();
            shown["events"].as_array_mut().unwrap().iter_mut().for_each(|event| {
                event["brought_by"].take();
            });
            shown
        };
        assert_eq!(without_entries(&other), without_entries(&desk), "{noun}");
    }
}

#[test]
fn a_mapping_is_said_once() {
    let desk = Desk::with_ledger();
    let first = desk.file("一.csv", "编码X,标记Y,2016\n201610281886.0,甲,1\n");
    let (code, error) = desk.json(&["patent", "import", &first]);
    assert_eq!((code, error["code"].as_str()), (3, Some("header-not-found")));
    desk.ok(&["patent", "import", &first, "--map", "application_no=编码X,title=标记Y"]);
    let second = desk.file("二.csv", "编码X,标记Y\n201620406833.2,乙\n");
    assert_eq!(desk.data(&["patent", "import", &second])["accepted"], 1);
}

#[test]
fn two_spellings_and_two_codes_are_reported() {
    let desk = Desk::with_ledger();
    let list = desk.file(
        "码.csv",
        "申请号,申请日,申请人,统一社会信用代码\n\
         201610281886.0,2016-04-29,上海示例甲有限公司,91310106798925642J\n\
         201620406833.2,2016-05-06,上海示例甲公司,91310106798925642J\n\
         201710601862.3,2017-07-21,上海示例甲有限公司,91310106575855456U\n",
    );
    let (code, value) = desk.json(&["patent", "import", &list]);
    assert_eq!(code, 0);
    assert_eq!(value["data"]["new_parties"], 2);
    let warnings = value["warnings"].to_string();
    assert!(warnings.contains("未改名") && warnings.contains("另一主体"), "{warnings}");
}

#[test]
fn messy_files_give_the_verdicts_planted_in_them() {
    let truth = crate::support::repository("tests/files/messy/truth.json");
    let truth: Value = serde_json::from_str(&std::fs::read_to_string(truth).unwrap()).unwrap();
    let files = truth["files"].as_object().unwrap_or_else(|| truth.as_object().unwrap());
    assert!(files.len() >= 7, "{} files", files.len());
    for (name, expected) in files {
        let mut desk = Desk::with_ledger();
        desk.on("2022-06-01");
        let copy = desk.path(name);
        std::fs::copy(crate::support::repository("tests/files/messy").join(name), &copy).unwrap();
        let (_, value) = desk.json(&["patent", "import", copy.to_str().unwrap()]);
        let data = &value["data"];
        let found: Vec<(String, String)> = data["rejects"]
            .as_array()
            .unwrap_or_else(|| panic!("{name}: {value}"))
            .iter()
            .map(|r| (r["row"].to_string(), r["code"].as_str().unwrap().to_owned()))
            .collect();
        let mut planted: Vec<(String, String)> = expected["refused"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(row, code)| (row.clone(), code.as_str().unwrap().to_owned()))
            .collect();
        planted.sort_by_key(|(row, _)| row.parse::<u32>().unwrap());
        assert_eq!(found, planted, "{name}");
        assert_eq!(data["accepted"], expected["accepted"], "{name}");
        assert_eq!(data["unchanged"], expected["unchanged"], "{name}");
    }
}

#[test]
fn a_firm_that_moves_has_a_stay_for_each_row_of_its_list() {
    let desk = Desk::with_ledger();
    let head = "企业名称,所在区,迁入日期,迁出日期\n";
    let there_and_back = "上海往返科技有限公司,静安区,,2015-12-31\n\
                          上海往返科技有限公司,徐汇区,2016-01-01,2018-06-30\n\
                          上海往返科技有限公司,静安区,2018-07-01,\n";
    // The first stay is not said to end: it ends where the next begins.
    let away = "上海迁出科技有限公司,静安区,,\n上海迁出科技有限公司,黄浦区,2019-01-01,\n";
    let file = desk.file("企业.csv", &[head, there_and_back, away].concat());
    let read = desk.data(&["party", "import", &file]);
    assert_eq!(
        (read["accepted"].as_i64(), read["rejected"].as_i64()),
        (Some(5), Some(0)),
        "{read}"
    );
    let stays = |name: &str| {
        let places = desk.data(&["party", "show", name])["places"].clone();
        places.as_array().map(Vec::len)
    };
    assert_eq!(stays("上海往返科技有限公司"), Some(3));
    assert_eq!(stays("上海迁出科技有限公司"), Some(2));
    let again = desk.file("再来.csv", &[head, there_and_back].concat());
    assert_eq!(desk.data(&["party", "import", &again])["unchanged"], 3);
}
