//! Papers as offices and banks send them: each kind of trouble read exactly, or stopped with its cause.

use serde_json::Value;

use crate::support::{Desk, repository};

/// A desk with one of the papers on it.
fn desk_with(paper: &str) -> (Desk, String) {
    let mut desk = Desk::with_ledger();
    desk.on("2021-03-01");
    let copy = desk.path(paper);
    std::fs::copy(repository(&format!("tests/files/readings/{paper}")), &copy).expect("the paper");
    (desk, copy.to_string_lossy().into_owned())
}

/// A desk with a list of this text on it.
fn desk_of(text: &str) -> (Desk, String) {
    let mut desk = Desk::with_ledger();
    desk.on("2021-03-01");
    let list = desk.file("清单.csv", text);
    (desk, list)
}

/// The rows of a list, each as its values under `keys` with blanks between.
fn listed(desk: &Desk, noun: &str, keys: &[&str]) -> Vec<String> {
    let data = desk.data(&[noun, "list"]);
    let rows = data.as_array().expect("a list");
    let shown = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Null => "-".to_owned(),
        other => other.to_string(),
    };
    rows.iter()
        .map(|row| keys.iter().map(|key| shown(&row[*key])).collect::<Vec<_>>().join(" "))
        .collect()
}

fn codes(data: &Value) -> Vec<String> {
    let rejects = data["rejects"].as_array().expect("rejects");
    rejects
        .iter()
        .map(|reject| format!("{} {}", reject["row"], reject["code"].as_str().unwrap_or_default()))
        .collect()
}

fn import(desk: &Desk, noun: &str, file: &str, flags: &[&str]) -> (i32, Value) {
    let (code, value) = desk.json(&[&[noun, "import", file], flags].concat());
    let data = if value["data"].is_null() { value } else { value["data"].clone() };
    (code, data)
}

const GRANTS: [&str; 3] = ["application_no", "filing_date", "grant_date"];

#[test]
fn a_document_is_told_by_its_kind_letter() {
    let (desk, list) = desk_with("p1_ups.csv");
    assert_eq!(import(&desk, "patent", &list, &[]).0, 0);
    assert_eq!(
        listed(&desk, "patent", &GRANTS),
        [
            "201610281886.0 2016-04-29 2018-08-21",
            "201620406833.2 2016-05-06 2016-10-05",
            "201621455743.9 2016-12-28 2017-08-08",
            "202030097744.6 2020-03-20 2020-07-24",
        ]
    );
}

#[test]
fn without_a_letter_the_type_or_the_status_tells_the_document() {
    let (desk, list) = desk_of(
        "申请号,名称,申请日,公开（公告）日,专利类型,法律状态\n\
         201620406833.2,甲,2016-05-06,2016-10-05,实用新型,\n\
         201610281886.0,乙,2016-04-29,2018-08-21,发明授权,\n\
         201610281801.9,丙,2016-05-03,2016-11-16,发明,实质审查\n\
         201610281802.3,丁,2016-05-04,2016-11-16,发明,授权\n",
    );
    let (code, _) = import(&desk, "patent", &list, &[]);
    assert_eq!(code, 0);
    let grants = listed(&desk, "patent", &["application_no", "grant_date"]);
    // Of a granted invention the day may be either document's: it is left out with a note.
    assert_eq!(
        grants,
        [
            "201610281801.9 -",
            "201610281802.3 -",
            "201610281886.0 2018-08-21",
            "201620406833.2 2016-10-05"
        ]
    );
}

#[test]
fn a_grant_number_under_the_publication_header_is_a_grant() {
    let (desk, list) = desk_of(
        "申请号,名称,申请日,公开号,公开日\n\
         201610281886.0,甲,2016-04-29,CN106106001B,2018-08-21\n\
         201610281801.9,乙,2016-05-03,CN106106002A,2016-11-16\n",
    );
    assert_eq!(import(&desk, "patent", &list, &[]).0, 0);
    assert_eq!(
        listed(&desk, "patent", &["application_no", "grant_date"]),
        ["201610281801.9 -", "201610281886.0 2018-08-21"]
    );
}

#[test]
fn the_rows_of_publication_and_grant_are_one_patent() {
    let (desk, list) = desk_with("p1_both.csv");
    let (code, data) = import(&desk, "patent", &list, &[]);
    assert_eq!((code, &data["accepted"], &data["unchanged"]), (0, &2.into(), &1.into()));
    assert_eq!(
        listed(&desk, "patent", &GRANTS),
        ["201610281801.9 2016-05-03 2018-08-21", "201610281802.3 2016-05-04 -"]
    );
}

#[test]
fn merged_cells_hold_for_every_row_they_cover() {
    let (desk, list) = desk_with("s11_rowspan.xls");
    assert_eq!(import(&desk, "patent", &list, &[]).0, 0);
    assert_eq!(
        listed(&desk, "patent", &["application_no", "applicant"]),
        ["201610281801.9 某甲公司", "201610281802.3 某甲公司"]
    );
    // No row under a merge is passed over as a remark.
    let (desk, list) = desk_with("g2_pledge_merged.xlsx");
    let (_, data) = import(&desk, "pledge", &list, &[]);
    assert_eq!((&data["rows"], &data["skipped"]), (&4.into(), &0.into()));
    assert_eq!(data["reading"][0]["filled_cells"], 12);
}

#[test]
fn a_lone_number_below_a_blank_is_a_row_that_lacks_the_rest() {
    let (desk, list) = desk_of(
        "登记号,登记日,出质人,质权人,专利号,质押金额(万元)\n\
         Y2020310000012,2020-05-21,某甲公司,示例银行,201610281886.0,300\n\
         ,,,,201610824209.9,\n",
    );
    let (code, data) = import(&desk, "pledge", &list, &[]);
    assert_eq!((code, codes(&data)), (3, vec!["3 field-missing".to_owned()]));
}

#[test]
fn a_header_of_two_lines_is_joined() {
    let (desk, list) = desk_with("s08_twoline.xlsx");
    let (code, data) = import(&desk, "pledge", &list, &[]);
    assert_eq!((code, &data["rows"]), (0, &1.into()));
    assert_eq!(data["reading"][0]["header_rows"], serde_json::json!([1, 2]));
    assert_eq!(listed(&desk, "pledge", &["secured_amount", "debt_to"]), ["3000000.00 2021-05-20"]);
    // The same list as text, grouped by blanks.
    let (desk, list) = desk_of(
        "序号,质押登记号,登记日,出质人,质权人,专利号,担保债权,,\n\
         ,,,,,,金额(万元),起始日,到期日\n\
         1,Y2020310000012,2020-05-21,某甲公司,示例银行,201610281801.9,300,2020-05-20,2021-05-20\n",
    );
    assert_eq!(import(&desk, "pledge", &list, &[]).0, 0);
    assert_eq!(listed(&desk, "pledge", &["secured_amount", "debt_to"]), ["3000000.00 2021-05-20"]);
}

#[test]
fn a_column_is_what_its_values_are() {
    let (desk, list) = desk_with("k2_legal_form.csv");
    let (code, data) = import(&desk, "party", &list, &[]);
    assert_eq!((code, &data["accepted"]), (0, &10.into()));
    let districts = listed(&desk, "party", &["kind", "district"]);
    assert_eq!((districts.len(), districts[0].as_str()), (10, "firm 松江区"));
    // A stock code is no credit code.
    let (desk, list) = desk_of("企业名称,代码,地区\n上海某甲股份有限公司,600000,静安\n");
    let (code, data) = import(&desk, "party", &list, &[]);
    assert_eq!((code, &data["accepted"]), (0, &1.into()));
    assert_eq!(data["reading"][0]["columns"][1]["part"], "unfitting");
}

#[test]
fn an_unknown_column_that_may_be_a_missing_field_stops_the_import() {
    let text = "申请号,名称,申请日,归口单位\n201610281886.0,甲,2016-04-29,上海某甲有限公司\n";
    let (desk, list) = desk_of(text);
    let (code, error) = import(&desk, "patent", &list, &[]);
    assert_eq!((code, error["code"].as_str()), (3, Some("column-unexplained")), "{error}");
    assert_eq!(import(&desk, "patent", &list, &["-n"]).0, 3);
    let (code, _) = import(&desk, "patent", &list, &["--map", "applicant_name=归口单位"]);
    assert_eq!(code, 0);
    assert_eq!(listed(&desk, "patent", &["applicant"]), ["上海某甲有限公司"]);
    // Left out, and left out the next time without a word.
    let (desk, list) = desk_of(text);
    assert_eq!(import(&desk, "patent", &list, &["--ignore", "归口单位"]).0, 0);
    assert_eq!(import(&desk, "patent", &list, &[]).0, 0);
    // What is remembered is listed, and forgotten when asked.
    let known = desk.data(&["headers"]);
    assert_eq!((&known[0]["noun"], &known[0]["header"]), (&"patent".into(), &"归口单位".into()));
    desk.ok(&["headers", "--forget", &known[0]["line"].to_string()]);
    assert_eq!(import(&desk, "patent", &list, &["--accept-corrections"]).0, 3);
}

#[test]
fn two_columns_of_one_field_agree_complete_or_refuse_the_row() {
    let (desk, list) = desk_of(
        "申请号,专利号,名称,申请日,申请人\n\
         201610281886.0,ZL201610281886.0,甲,2016-04-29,甲公司\n\
         ,ZL201610281801.9,乙,2016-05-03,甲公司\n\
         201610281802.3,ZL201610281801.9,丙,2016-05-04,甲公司\n",
    );
    let (code, data) = import(&desk, "patent", &list, &[]);
    assert_eq!((code, &data["accepted"]), (3, &2.into()));
    assert_eq!(codes(&data), ["4 columns-disagree"]);
}

#[test]
fn a_unit_holds_wherever_it_is_stated() {
    let (desk, list) = desk_with("u5_footer_unit.xlsx");
    assert_eq!(import(&desk, "pledge", &list, &[]).0, 0);
    assert_eq!(listed(&desk, "pledge", &["secured_amount"]), ["3000000.00"]);
    let head = "登记号,登记日,出质人,质权人,专利号,质押金额";
    let row = "Y2020310000012,2020-05-21,某甲公司,示例银行,201610281886.0,300";
    for text in [
        format!(",,,,单位：,万元\n{head}\n{row}\n"),
        format!("质押清单（万元）,,,,,\n{head}\n{row}\n"),
        format!("{head}\n,,,,,万元\n{row}\n"),
        format!("{head},金额单位\n{row},万元\n"),
        format!("{head}\n{row}\n以上金额均以万元计。,,,,,\n"),
    ] {
        let (desk, list) = desk_of(&text);
        assert_eq!(import(&desk, "pledge", &list, &[]).0, 0, "{text}");
        assert_eq!(listed(&desk, "pledge", &["secured_amount"]), ["3000000.00"], "{text}");
    }
}

#[test]
fn units_that_contradict_stop_the_file_and_none_is_told_with_the_largest_amount() {
    let head = "登记号,登记日,出质人,质权人,专利号,质押金额";
    let row = "Y2020310000012,2020-05-21,某甲公司,示例银行,201610281886.0,300";
    let (desk, list) = desk_of(&format!("单位：万元,,,,,\n{head}\n{row}\n注：金额单位为元,,,,,\n"));
    let (code, error) = import(&desk, "pledge", &list, &[]);
    assert_eq!((code, error["code"].as_str()), (3, Some("unit-contradiction")), "{error}");
    assert_eq!(import(&desk, "pledge", &list, &["--unit", "万元"]).0, 0);
    // What was said of this header is remembered.
    let (desk, list) = desk_of(&format!("{head}\n{row}\n"));
    let (code, value) = desk.json(&["pledge", "import", &list, "-n"]);
    assert_eq!(code, 0);
    let warnings = value["warnings"].to_string();
    assert!(warnings.contains("按元读取") && warnings.contains("300"), "{warnings}");
}

#[test]
fn control_totals_are_held_against_what_was_read() {
    let (desk, list) = desk_with("l6_total.csv");
    let (code, data) = import(&desk, "loan", &list, &[]);
    assert_eq!((code, &data["accepted"]), (3, &2.into()));
    let total = &data["reading"][0]["totals"][0];
    assert_eq!(
        (&total["stated"], &total["read"], &total["agrees"], &total["row"]),
        (&"3500000.00".into(), &"3000000.00".into(), &false.into(), &4.into())
    );
    let text = |first: &str, second: &str, all: &str| {
        format!(
            "借据号,贷款银行,借款人,本金(万元),放款日期,到期日期,年利率(%),还款方式\n\
             A1,示例银行,某甲公司,100,2020-03-01,2021-03-01,4.35,利随本清\n\
             科技一部小计,,,{first},,,,\n\
             A2,示例银行,某甲公司,200,2020-03-01,2021-03-01,4.35,利随本清\n\
             科技二部小计,,,{second},,,,\n\
             合 计,2笔,,{all},,,,\n"
        )
    };
    let (desk, list) = desk_of(&text("100", "200", "300"));
    assert_eq!(import(&desk, "loan", &list, &[]).0, 0);
    let (desk, list) = desk_of(&text("100", "300", "400"));
    let (code, data) = import(&desk, "loan", &list, &[]);
    let off: Vec<&Value> = data["reading"][0]["totals"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|total| total["agrees"] == false)
        .collect();
    assert_eq!((code, off.len()), (3, 2));
    assert_eq!((&off[0]["label"], &off[0]["read"]), (&"科技二部小计".into(), &"2000000.00".into()));
}

#[test]
fn a_count_that_a_title_states_is_held_against_the_rows() {
    let head = "申请号,名称,申请日,申请人\n";
    let row = "201610281886.0,甲,2016-04-29,甲公司\n";
    let (desk, list) = desk_of(&format!("专利清单（共 1 件）,,,\n{head}{row}"));
    assert_eq!(import(&desk, "patent", &list, &[]).0, 0);
    let (desk, list) = desk_of(&format!("专利清单（共 12 件）,,,\n{head}{row}"));
    let (code, data) = import(&desk, "patent", &list, &[]);
    assert_eq!((code, &data["reading"][0]["totals"][0]["stated"]), (3, &"12".into()));
}

#[test]
fn spreadsheets_traps_are_known() {
    let (desk, list) = desk_with("s01b_1904.xlsx");
    assert_eq!(import(&desk, "patent", &list, &[]).0, 0);
    assert_eq!(listed(&desk, "patent", &["filing_date"]), ["2016-05-03", "2016-05-03"]);
    let (desk, list) = desk_with("s06c_error.xlsx");
    let (code, data) = import(&desk, "patent", &list, &[]);
    assert_eq!(
        (code, codes(&data)),
        (3, vec!["2 cell-error".to_owned(), "3 cell-error".to_owned()])
    );
    assert_eq!(data["rejects"][1]["cell"], "E3");
    // Digits that are all there, an apostrophe, a control character, a name without end.
    let long = "长".repeat(201);
    let (desk, list) = desk_of(&format!(
        "申请号,名称,申请日,申请人\n\
         2.016102818019E+12,甲,2016-05-03,甲公司\n\
         '201610281802.3,乙,2016-05-04,甲公司\n\
         201610281886.0,丙\u{7},2016-04-29,甲公司\n\
         2.01610E+12,丁,2016-04-29,甲公司\n\
         201610824209.9,戊,2016-09-14,{long}\n"
    ));
    let (code, data) = import(&desk, "patent", &list, &[]);
    assert_eq!((code, &data["accepted"]), (3, &2.into()), "{data}");
    assert_eq!(
        codes(&data),
        ["4 control-character", "5 application-no-digits-lost", "6 text-too-long"]
    );
}

#[test]
fn radicals_that_look_like_characters_are_these() {
    let (desk, list) = desk_with("n5_kangxi.csv");
    let (code, data) = import(&desk, "patent", &list, &[]);
    assert_eq!((code, &data["new_parties"]), (0, &1.into()));
}

#[test]
fn a_term_fills_both_ends_or_says_what_is_missing() {
    let (desk, list) = desk_with("g1_pledge_dates.csv");
    let (code, data) = import(&desk, "pledge", &list, &[]);
    assert_eq!((code, &data["accepted"]), (3, &3.into()));
    assert_eq!(codes(&data), ["4 term-without-start"]);
    let pledge = desk.data(&["pledge", "show", "Y2020310000012"]);
    let shown = pledge.to_string();
    assert!(shown.contains("2020-05-20") && shown.contains("2021-05-20"), "{shown}");
    // The filing day of the patent is no day of the pledge.
    assert!(!shown.contains("2016-04-29"), "{shown}");
}

#[test]
fn a_balance_is_found_under_the_words_of_banks() {
    let mut desk = Desk::with_ledger();
    desk.on("2021-03-01");
    let parties =
        desk.file("主体.csv", "name,role\n上海银行静安支行,bank\n上海甲光电科技有限公司,\n");
    desk.ok(&["party", "import", &parties]);
    desk.ok(&[
        "loan",
        "open",
        "X1",
        "--bank",
        "上海银行静安支行",
        "--borrower",
        "上海甲光电科技有限公司",
        "--principal",
        "1000000",
        "--disbursed-on",
        "2020-03-10",
        "--due-on",
        "2021-03-10",
        "--rate-percent",
        "4.35",
        "--method",
        "bullet",
        "--day-count",
        "act360",
    ]);
    let list = repository("tests/files/readings/list_grouped_header.xlsx");
    let list = list.to_string_lossy();
    let (code, value) = desk.json(&[
        "reconcile",
        &list,
        "--bank",
        "上海银行静安支行",
        "--as-of",
        "2020-12-31",
        "-n",
    ]);
    assert_eq!((code, &value["data"]["differing"]), (3, &1.into()));
}

#[test]
fn what_many_systems_call_xls_is_read() {
    let book = r#"<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="清单"><Table><Row><Cell><Data ss:Type="String">申请号</Data></Cell><Cell><Data ss:Type="String">名称</Data></Cell><Cell><Data ss:Type="String">申请日</Data></Cell><Cell><Data ss:Type="String">申请人</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">201610281886.0</Data></Cell><Cell><Data ss:Type="String">甲</Data></Cell><Cell><Data ss:Type="DateTime">2016-04-29T00:00:00.000</Data></Cell><Cell ss:MergeDown="1"><Data ss:Type="String">某甲公司</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">201610281801.9</Data></Cell><Cell><Data ss:Type="String">乙</Data></Cell><Cell><Data ss:Type="DateTime">2016-05-03T00:00:00.000</Data></Cell></Row></Table></Worksheet></Workbook>"#;
    let archive = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"=_x\"\r\n\r\n--=_x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<table><tr><td>申请号<td>名称<td>申请日<td>申请人<tr><td>201610281886.0<td>甲<td>2016-04-29<td rowspan=2>某甲公司<tr><td>201610281801.9<td>乙<td>2016-05-03</table>\r\n--=_x--\r\n";
    for text in [book, archive] {
        let mut desk = Desk::with_ledger();
        desk.on("2021-03-01");
        let list = desk.file("清单.xls", text);
        assert_eq!(import(&desk, "patent", &list, &[]).0, 0, "{text}");
        assert_eq!(
            listed(&desk, "patent", &["application_no", "filing_date", "applicant"]),
            ["201610281801.9 2016-05-03 某甲公司", "201610281886.0 2016-04-29 某甲公司"]
        );
    }
}

#[test]
fn a_hostile_file_harms_nothing() {
    let (desk, list) = desk_with("allocation.xls");
    let (code, error) = import(&desk, "patent", &list, &[]);
    assert_eq!((code, error["code"].as_str()), (3, Some("file-damaged")), "{error}");
}

// Further papers of each kind of trouble, of our own making. Books are made by tests/files/readings/make.py.

/// The list `清单` of a noun after one of the papers went in without a word.
fn read_exactly(noun: &str, (desk, list): &(Desk, String)) {
    let (code, data) = import(desk, noun, list, &[]);
    assert_eq!(code, 0, "{data}");
}

const PLEDGE: [&str; 3] = ["registration_no", "secured_amount", "debt_to"];
const LOANS: [&str; 3] = ["loan_no", "borrower", "outstanding"];
const LOAN_HEAD: &str = "借据号,贷款银行,借款人,贷款金额,放款日期,到期日,年利率(%),还款方式\n";

fn page(rows: &[&str]) -> (Desk, String) {
    let rows: String = rows.iter().map(|row| format!("<tr>{row}</tr>")).collect();
    let mut desk = Desk::with_ledger();
    desk.on("2021-03-01");
    let list = desk.file("清单.xls", &format!("<html><table>{rows}</table></html>"));
    (desk, list)
}

#[test]
fn two_line_header_of_a_printed_register() {
    let paper = desk_with("register_february.xlsx");
    // Two columns of money contradict: which one is meant is the office's to say.
    let (code, data) = import(&paper.0, "pledge", &paper.1, &["-n"]);
    assert_eq!((code, codes(&data)), (3, vec!["5 columns-disagree".to_owned()]));
    let (code, data) = import(&paper.0, "pledge", &paper.1, &["--ignore", "质押金额"]);
    assert_eq!((code, &data["reading"][0]["header_rows"]), (0, &serde_json::json!([3, 4])));
    assert_eq!(listed(&paper.0, "pledge", &PLEDGE), ["2018310000021 1500000.00 2019-02-02"]);
}

#[test]
fn three_line_header_of_merged_cells() {
    let paper = desk_with("three_lines.ods");
    read_exactly("pledge", &paper);
    assert_eq!(listed(&paper.0, "pledge", &PLEDGE), ["2018310000031 805000.00 2019-03-01"]);
    assert_eq!(listed(&paper.0, "pledge", &["pledgor"]), ["上海示例青禾软件有限公司"]);
}

#[test]
fn two_line_header_whose_groups_stand_alone_above() {
    let paper = desk_of(
        ",,,申请人,,授权公告,\n\
         申请号,发明名称,申请日,名称,统一社会信用代码,日期,号码\n\
         201610281886.0,甲法,2016-04-29,某甲公司,,2018-08-21,CN106106001B\n",
    );
    read_exactly("patent", &paper);
    let keys = ["application_no", "title", "applicant", "grant_date"];
    assert_eq!(listed(&paper.0, "patent", &keys), ["201610281886.0 甲法 某甲公司 2018-08-21"]);
}

#[test]
fn footer_unit_in_the_words_of_notes() {
    for (note, amount) in [
        ("注：以上金额单位均为人民币千元。", "300000.00"),
        ("说明：1、本表金额以百万元为单位。", "300000000.00"),
        ("（以上金额单位：亿元）", "30000000000.00"),
    ] {
        let paper = desk_of(&format!(
            "{LOAN_HEAD}A1,示例银行,某甲公司,300,2020-03-01,2021-03-01,4.35,利随本清\n\n{note},,,,,,,\n"
        ));
        read_exactly("loan", &paper);
        assert_eq!(listed(&paper.0, "loan", &["outstanding"]), [amount], "{note}");
    }
}

#[test]
fn footer_unit_holds_for_payments_too() {
    let mut desk = Desk::with_ledger();
    desk.on("2021-03-01");
    let loans = desk.file(
        "台账.csv",
        &format!("{LOAN_HEAD}A1,示例银行,某甲公司,3000000元,2020-03-01,2021-03-01,4.35,利随本清\n"),
    );
    desk.ok(&["loan", "import", &loans]);
    let payments =
        desk.file("流水.csv", "借据号,还款日期,还款金额\nA1,2020-06-01,5\n单位：万元,,\n");
    desk.ok(&["loan", "repay", "--file", &payments]);
    let shown = desk.data(&["loan", "show", "A1"]).to_string();
    assert!(shown.contains("50000.00"), "{shown}");
}

#[test]
fn unit_columns_are_known_below_a_head_that_is_printed_again() {
    let paper = desk_of(
        "借据号,贷款银行,借款人,贷款金额,单位,放款日期,到期日,年利率(%),还款方式\n\
         A1,示例银行,某甲公司,300,千元,2020-03-01,2021-03-01,4.35,利随本清\n\
         借据号,贷款银行,借款人,贷款金额,单位,放款日期,到期日,年利率(%),还款方式\n\
         A2,示例银行,某甲公司,200,万元,2020-03-01,2021-03-01,4.35,利随本清\n",
    );
    read_exactly("loan", &paper);
    assert_eq!(listed(&paper.0, "loan", &["outstanding"]), ["300000.00", "2000000.00"]);
}

#[test]
fn total_of_payments_and_of_pages() {
    let paper = desk_of(&format!(
        "附件1：贷款台账,,,,,,,\n{LOAN_HEAD}\
         A1,示例银行,某甲公司,300,2020-03-01,2021-03-01,4.35,利随本清\n\
         本页合计,,,300,,,,\n\
         附件1：贷款台账,,,,,,,\n{LOAN_HEAD}\
         A2,示例银行,某甲公司,200,2020-03-01,2021-03-01,4.35,利随本清\n\
         本页合计,,,210,,,,\n总计,,,500,,,,\n"
    ));
    let (code, data) = import(&paper.0, "loan", &paper.1, &[]);
    let totals = data["reading"][0]["totals"].as_array().unwrap();
    let off: Vec<String> = (totals.iter().filter(|total| total["agrees"] == false))
        .map(|total| format!("{} {} {}", total["row"], total["stated"], total["read"]))
        .collect();
    assert_eq!((code, totals.len()), (3, 3));
    assert_eq!(off, [r#"8 "210.00" "200.00""#]);
    assert_eq!(&data["accepted"], &2);
}

#[test]
fn total_that_a_merged_label_stands_before() {
    let head = "<td>借据号<td>贷款银行<td>借款人<td>贷款金额（万元）<td>放款日期<td>到期日<td>年利率(%)<td>还款方式";
    let row =
        "<td>A1<td>示例银行<td>某甲公司<td>100<td>2020-03-01<td>2021-03-01<td>4.35<td>利随本清";
    for (stated, code) in [("100", 0), ("1000", 3)] {
        let total = format!("<td colspan=3>2020年小计（1笔）<td>{stated}<td colspan=4>");
        let paper = page(&[head, row, &total]);
        let (ended, data) = import(&paper.0, "loan", &paper.1, &[]);
        assert_eq!((ended, &data["accepted"]), (code, &1.into()), "{data}");
    }
}

#[test]
fn count_of_registrations_is_no_count_of_patents() {
    let list = |count: &str| {
        desk_of(&format!(
            "质押清单（{count}）,,,,,\n登记号,登记日,出质人,质权人,专利号,质押金额(万元)\n\
             Y2020310000012,2020-05-21,某甲公司,示例银行,201610281886.0；201610824209.9,300\n"
        ))
    };
    for (count, code) in [("共1项", 0), ("共 2 件", 0), ("共2项", 3)] {
        let (desk, file) = list(count);
        assert_eq!(import(&desk, "pledge", &file, &[]).0, code, "{count}");
    }
}

#[test]
fn term_of_a_debt_in_many_writings() {
    for (term, from, to) in [
        ("2020-05-20——2021-05-20", "2020-05-20", "2021-05-20"),
        ("自2020年5月20日起至2021年5月20日止", "2020-05-20", "2021-05-20"),
        ("20200520-20210520", "2020-05-20", "2021-05-20"),
    ] {
        let paper = desk_of(&format!(
            "登记号,登记日,出质人,质权人,专利号,质押金额(万元),债务履行期限\n\
             Y2020310000012,2020-05-21,某甲公司,示例银行,201610281886.0,300,{term}\n"
        ));
        read_exactly("pledge", &paper);
        let shown = listed(&paper.0, "pledge", &["debt_to"]);
        assert_eq!(shown, [to], "{term}");
        let export = paper.0.ok(&["pledge", "export", "-"]);
        assert!(export.contains(&format!("{from},{to}")), "{term}: {export}");
    }
}

#[test]
fn term_as_a_length_needs_its_first_day() {
    let paper = desk_of(
        "登记号,登记日,出质人,质权人,专利号,质押金额(万元),债务起始日,期限\n\
         Y2020310000012,2020-05-21,某甲公司,示例银行,201610281886.0,300,2020-05-20,一年\n\
         Y2020310000013,2020-05-21,某甲公司,示例银行,201610824209.9,300,,自放款之日起一年\n",
    );
    let (code, data) = import(&paper.0, "pledge", &paper.1, &[]);
    assert_eq!((code, codes(&data)), (3, vec!["3 term-without-start".to_owned()]));
    assert_eq!(listed(&paper.0, "pledge", &["debt_to"]), ["2021-05-20"]);
}

#[test]
fn days_that_count_from_1904_in_older_books_and_of_loans() {
    let paper = desk_with("days_1904.xls");
    read_exactly("patent", &paper);
    assert_eq!(listed(&paper.0, "patent", &["filing_date"]), ["2016-05-03", "2016-05-04"]);
    let paper = desk_with("days_1904_loans.xlsx");
    read_exactly("loan", &paper);
    assert_eq!(listed(&paper.0, "loan", &["due_on"]), ["2019-03-01"]);
    assert!(paper.0.ok(&["loan", "export", "-"]).contains(",2018-03-01,2019-03-01,"));
}

#[test]
fn failed_formulas_refuse_their_rows_and_no_others() {
    let (desk, list) = desk_with("failed_formulas.ods");
    let (code, data) = import(&desk, "pledge", &list, &[]);
    assert_eq!((code, codes(&data)), (3, vec!["3 cell-error".to_owned()]));
    assert_eq!((&data["rejects"][0]["cell"], &data["accepted"]), (&"C3".into(), &1.into()));
    let (desk, list) = desk_with("failed_formulas.xls");
    let (code, data) = import(&desk, "loan", &list, &[]);
    assert_eq!((code, codes(&data)), (3, vec!["3 cell-error".to_owned()]));
    assert_eq!(listed(&desk, "loan", &LOANS), ["JD1 上海示例青禾软件有限公司 1000000.00"]);
}

#[test]
fn rowspan_over_days_banks_and_firms() {
    let paper = desk_with("merged_bank.ods");
    read_exactly("loan", &paper);
    let export = paper.0.ok(&["loan", "export", "-"]);
    assert_eq!(export.matches("示例银行静安支行").count(), 3, "{export}");
    assert_eq!(export.matches(",2018-03-01,2019-03-01,").count(), 2, "{export}");
    let paper = page(&[
        "<td>企业名称<td>所属区县",
        "<td>上海甲有限公司<td rowspan=3>松江区",
        "<td>上海乙有限公司",
        "<td>上海丙有限公司",
        "<td>上海丁有限公司<td>嘉定区",
    ]);
    read_exactly("party", &paper);
    assert_eq!(
        listed(&paper.0, "party", &["name", "district"]),
        [
            "上海甲有限公司 松江区",
            "上海乙有限公司 松江区",
            "上海丙有限公司 松江区",
            "上海丁有限公司 嘉定区"
        ]
    );
}

#[test]
fn a_row_under_a_merge_that_lacks_its_number_is_refused() {
    let paper = page(&[
        "<td>申请号<td>名称<td>申请日<td>申请人",
        "<td>201610281886.0<td>甲<td>2016-04-29<td rowspan=2>某甲公司",
        "<td><td>乙<td>2016-05-03",
    ]);
    let (code, data) = import(&paper.0, "patent", &paper.1, &[]);
    assert_eq!((code, codes(&data)), (3, vec!["3 field-missing".to_owned()]));
}

#[test]
fn kangxi_radicals_in_borrowers_and_lists_of_firms() {
    let paper = desk_of(&format!(
        "{LOAN_HEAD}A1,示例银行,上海方正⼯业有限公司,300元,2020-03-01,2021-03-01,4.35,利随本清\n\
         A2,示例银行,上海⽅正工业有限公司,300元,2020-03-01,2021-03-01,4.35,利随本清\n"
    ));
    let (code, data) = import(&paper.0, "loan", &paper.1, &[]);
    // The bank and one firm.
    assert_eq!((code, &data["new_parties"]), (0, &2.into()));
    let paper = desk_of(
        "申请号,名称,申请日,申请人\n201610281886.0,甲,2016-04-29,上海⻋联\u{200b}科技有限公司\n201610281801.9,乙,2016-05-03,上海车联科技有限公司\n",
    );
    let (code, data) = import(&paper.0, "patent", &paper.1, &[]);
    assert_eq!((code, &data["new_parties"]), (0, &1.into()));
}

#[test]
fn legal_forms_and_stock_codes_are_no_kinds_and_no_credit_codes() {
    let paper = desk_of(
        "名称,类型,代码,所在区\n上海甲股份有限公司,股份有限公司(上市、自然人投资或控股),688981,浦东新区\n\
         上海乙有限公司,有限责任公司（外商投资企业与内资合资）,300750,闵行区\n",
    );
    read_exactly("party", &paper);
    assert_eq!(
        listed(&paper.0, "party", &["name", "kind", "district"]),
        ["上海甲股份有限公司 firm 浦东新区", "上海乙有限公司 firm 闵行区"]
    );
    let paper =
        desk_of("企业名称,市场主体类型,地区\n上海甲有限公司分公司,有限责任公司分公司,静安\n");
    read_exactly("party", &paper);
    assert_eq!(listed(&paper.0, "party", &["kind", "district"]), ["firm 静安区"]);
}

#[test]
fn publication_and_grant_rows_in_any_order_and_with_other_words() {
    let paper = page(&[
        "<td>申请号<td>名称<td>申请日<td>授权公告号/申请公布号<td>授权公告日/申请公布日<td>申请人",
        "<td>201610281801.9<td>甲<td>2016-05-03<td>CN106106002B<td>2018-08-21<td>某甲公司",
        "<td>201610281801.9<td>甲<td>2016-05-03<td>CN106106002A<td>2016-11-16<td>某甲公司",
    ]);
    read_exactly("patent", &paper);
    let export = paper.0.ok(&["patent", "export", "-"]);
    assert!(export.contains("2016-11-16,CN106106002A,2018-08-21,CN106106002B"), "{export}");
    // Two titles of one application: nobody can tell which is right.
    let paper = desk_of(
        "申请号,名称,申请日,公开（公告）号,公开（公告）日,申请人\n\
         201610281801.9,甲,2016-05-03,CN106106002A,2016-11-16,某甲公司\n\
         201610281801.9,乙,2016-05-03,CN106106002B,2018-08-21,某甲公司\n",
    );
    let (code, data) = import(&paper.0, "patent", &paper.1, &[]);
    assert_eq!((code, codes(&data)), (3, vec!["3 twice-in-file".to_owned()]));
}

#[test]
fn subtotals_by_year_branch_and_department() {
    let list = |second: &str| {
        desk_of(&format!(
            "{LOAN_HEAD}一、静安支行,,,,,,,\n\
             A1,示例银行,某甲公司,100,2019-03-01,2020-03-01,4.35,利随本清\n\
             2019年小计,,,100,,,,\n\
             二、市北支行,,,,,,,\n\
             A2,示例银行,某甲公司,200,2020-03-01,2021-03-01,4.35,利随本清\n\
             2020年小计,,,{second},,,,\n\
             合计,,,300,,,,\n"
        ))
    };
    let (desk, file) = list("200");
    let (code, data) = import(&desk, "loan", &file, &[]);
    assert_eq!((code, &data["accepted"], &data["skipped"]), (0, &2.into(), &5.into()));
    let (desk, file) = list("20");
    let (code, data) = import(&desk, "loan", &file, &[]);
    let totals = data["reading"][0]["totals"].as_array().unwrap();
    let off = totals.iter().filter(|total| total["agrees"] == false).count();
    assert_eq!((code, totals.len(), off), (3, 3, 1));
}

#[test]
fn recon_header_words_and_totals_of_a_statement() {
    let mut desk = Desk::with_ledger();
    desk.on("2021-03-01");
    let loans = desk.file(
        "台账.csv",
        &format!(
            "{LOAN_HEAD}A1,示例银行,某甲公司,1000000元,2020-03-01,2021-03-01,4.35,利随本清\n\
             A2,示例银行,某甲公司,2000000元,2020-03-01,2021-03-01,4.35,利随本清\n"
        ),
    );
    desk.ok(&["loan", "import", &loans]);
    for word in ["期末贷款余额", "账面余额", "月末余额", "贷款本金余额"] {
        let text = |total: &str| {
            format!(
                "单位：万元,,,\n借据号,借款企业,合同金额,{word}\nA1,某甲公司,100,100\nA2,某甲公司,200,200\n合计,,300,{total}\n"
            )
        };
        let list = desk.file("对账单.csv", &text("300"));
        let flags = ["--bank", "示例银行", "--as-of", "2020-12-31", "-n"];
        let (code, value) = desk.json(&[&["reconcile", &list], &flags[..]].concat());
        assert_eq!((code, &value["data"]["agreed"]), (0, &2.into()), "{word}");
        assert_eq!(value["data"]["bank_total"], "3000000.00", "{word}");
        // What the bank adds up wrongly is told, and never signed for.
        let list = desk.file("对账单.csv", &text("350"));
        let (code, value) = desk.json(&[&["reconcile", &list], &flags[..]].concat());
        let total = &value["data"]["reading"][0]["totals"][1];
        assert_eq!(
            (code, &total["stated"], &total["agrees"]),
            (3, &"3500000.00".into(), &false.into())
        );
    }
}

#[test]
fn notes_at_the_foot_are_no_records() {
    let foot = "2021年1月5日\n第1页 共3页\n单位负责人：王五    填表人：赵六\n（以下空白）\n一式两份。\n共 1 件\n";
    let paper =
        desk_of(&format!("申请号,名称,申请日,申请人\n201610281886.0,甲,2016-04-29,甲公司\n{foot}"));
    let (code, data) = import(&paper.0, "patent", &paper.1, &[]);
    assert_eq!((code, &data["accepted"], &data["skipped"]), (0, &1.into(), &6.into()), "{data}");
    // What may be a record's number or name is no note.
    let paper = desk_of(
        "企业名称,地区\n上海甲有限公司,静安\n1、上海乙有限公司,\n一、高新技术企业,\n张三,\n",
    );
    let (_, data) = import(&paper.0, "party", &paper.1, &[]);
    assert_eq!((&data["rows"], &data["skipped"]), (&3.into(), &1.into()), "{data}");
}

#[test]
fn what_is_said_of_a_header_holds_also_when_no_row_was_taken() {
    let text = |number: &str| format!("编码,名称,申请日,申请人\n{number},甲,2016-04-29,甲公司\n");
    let (desk, list) = desk_of(&text("201610281886.1"));
    let (code, data) = import(&desk, "patent", &list, &["--map", "application_no=编码"]);
    assert_eq!((code, &data["accepted"], &data["remembered"]), (3, &0.into(), &1.into()));
    // The mended file goes in as it is, and nothing new is recorded of the header.
    let list = desk.file("清单.csv", &text("201610281886.0"));
    let (code, data) = import(&desk, "patent", &list, &[]);
    assert_eq!((code, &data["accepted"], &data["remembered"]), (0, &1.into(), &0.into()));
}

#[test]
fn a_unit_that_was_once_said_is_told_each_time() {
    let list = "登记号,登记日,出质人,质权人,专利号,质押金额\n";
    let row = |n: u32, no: &str| format!("Y20203100000{n},2020-05-21,某甲公司,示例银行,{no},300\n");
    let (desk, first) = desk_of(&format!("{list}{}", row(12, "201610281886.0")));
    desk.ok(&["pledge", "import", &first, "--unit", "万元"]);
    let second = desk.file("二.csv", &format!("{list}{}", row(13, "201610824209.9")));
    let (code, value) = desk.json(&["pledge", "import", &second]);
    let warnings = value["warnings"].to_string();
    assert!(code == 0 && warnings.contains("按以前对这种表头的指定以万元读取"), "{warnings}");
    assert_eq!(value["data"]["reading"][0]["units"][0]["where"], "remembered");
    assert_eq!(listed(&desk, "pledge", &["secured_amount"]), ["3000000.00", "3000000.00"]);
}

#[test]
fn a_second_table_with_its_columns_in_another_order_stops_the_file() {
    let (desk, list) = desk_of(
        "登记号,登记日,出质人,质权人,专利号,质押金额(万元)\n\
         Y2020310000012,2020-05-21,某甲公司,示例银行,201610281886.0,300\n\
         登记号,登记日,质权人,出质人,专利号,质押金额(万元)\n\
         Y2020310000013,2020-05-22,示例银行,某甲公司,201610824209.9,300\n",
    );
    let (code, error) = import(&desk, "pledge", &list, &[]);
    assert_eq!((code, error["code"].as_str()), (3, Some("header-again-otherwise")), "{error}");
    assert_eq!(error["row"], 4 - 1);
}

#[test]
fn a_lone_group_makes_no_field_of_columns_that_are_none() {
    let paper = desk_of(
        ",,,借款人,,,,,,\n\
         借据号,借款合同编号,贷款银行,名称,贷款金额（万元）,金额单位,放款日期,到期日,年利率(%),还款方式\n\
         A1,HT1,示例银行,上海甲有限公司,602,元,2018-09-11,2020-09-11,4.35,利随本清\n\
         A2,HT2,示例银行,上海甲有限公司,609,万元,2018-09-11,2020-09-11,4.35,利随本清\n",
    );
    let (code, data) = import(&paper.0, "loan", &paper.1, &[]);
    assert_eq!((code, codes(&data)), (3, vec!["3 units-disagree".to_owned()]));
    assert_eq!(listed(&paper.0, "loan", &LOANS), ["A2 上海甲有限公司 6090000.00"]);
}

#[test]
fn one_amount_in_two_units_is_one_amount() {
    let paper = desk_of(
        "借据号,贷款银行,借款人,贷款金额（元）,贷款金额（万元）,放款日期,到期日,年利率(%),还款方式\n\
         A1,示例银行,某甲公司,3000000,300,2020-03-01,2021-03-01,4.35,利随本清\n\
         A2,示例银行,某甲公司,,200,2020-03-01,2021-03-01,4.35,利随本清\n\
         A3,示例银行,某甲公司,3000000,30,2020-03-01,2021-03-01,4.35,利随本清\n",
    );
    let (code, data) = import(&paper.0, "loan", &paper.1, &[]);
    assert_eq!((code, codes(&data)), (3, vec!["4 columns-disagree".to_owned()]));
    assert_eq!(
        listed(&paper.0, "loan", &LOANS),
        ["A1 某甲公司 3000000.00", "A2 某甲公司 2000000.00"]
    );
}
