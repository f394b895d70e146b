//! Papers of our own making, of kinds that people report of comparable programs: each with the right values in it.

use serde_json::Value;

use crate::support::Desk;

/// A desk of 2021-03-01 with a list on it.
fn desk_of(text: &str) -> (Desk, String) {
    let mut desk = Desk::with_ledger();
    desk.on("2021-03-01");
    let list = desk.file("清单.csv", text);
    (desk, list)
}

fn import(desk: &Desk, noun: &str, file: &str) -> (i32, Value) {
    let (code, value) = desk.json(&[noun, "import", file]);
    (code, value)
}

/// The values of an export under `keys`, a line a row.
fn exported(desk: &Desk, noun: &str, keys: &[&str]) -> Vec<String> {
    let rows = desk.data(&[noun, "export"]);
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let rows = rows.as_array().expect("rows").iter();
    rows.map(|row| keys.iter().map(|key| text(&row[*key])).collect::<Vec<_>>().join(" ")).collect()
}

const LOANS: &str = "借据号,贷款银行,借款人,贷款金额(万元),放款日期,到期日,年利率,还款方式\n";

#[test]
fn rates_are_percents_or_fractions_by_the_whole_column_and_that_is_told() {
    for (header, rates, read, told) in [
        ("年利率(%)", ["0.35", "4.35"], ["0.35%", "4.35%"], None),
        ("年利率（％）", ["0.0435", "4.35"], ["0.0435%", "4.35%"], Some("按百分数读取")),
        ("年利率", ["0.0435", "0.0475"], ["4.35%", "4.75%"], Some("按小数读取")),
        ("年利率", ["0.0435", "4.75%"], ["4.35%", "4.75%"], Some("按小数读取")),
        ("执行利率", ["0.0435", "4.75"], ["0.0435%", "4.75%"], Some("按百分数读取")),
        ("利率", ["4.35", "0.35"], ["4.35%", "0.35%"], None),
    ] {
        let row = |n: usize, rate: &str| {
            format!("A{n},示例银行,某甲公司,100,2020-03-01,2021-03-01,{rate},利随本清\n")
        };
        let head = LOANS.replace("年利率", header);
        let (desk, list) = desk_of(&[head, row(1, rates[0]), row(2, rates[1])].concat());
        let (code, value) = import(&desk, "loan", &list);
        assert_eq!(code, 0, "{header} {rates:?}: {value}");
        assert_eq!(exported(&desk, "loan", &["rate_percent"]), read, "{header} {rates:?}");
        let warnings = value["warnings"].to_string();
        for words in ["按百分数读取", "按小数读取"] {
            assert_eq!(warnings.contains(words), told == Some(words), "{header}: {warnings}");
        }
    }
    // A rate of a thousand, by the month as a rule, is no rate of a hundred by the year.
    for header in ["利率(‰)", "年利率（‰）", "月利率（‰）"] {
        let head = LOANS.replace("年利率", header);
        let row = "A1,示例银行,某甲公司,100,2020-03-01,2021-03-01,3.625,利随本清\n";
        let (desk, list) = desk_of(&[&head, row].concat());
        let (code, value) = import(&desk, "loan", &list);
        assert_eq!(
            (code, &value["code"]),
            (3, &"header-field-missing".into()),
            "{header}: {value}"
        );
    }
    // Beside a caption that states percents the column holds percents.
    let row = "A1,示例银行,某甲公司,100,2020-03-01,2021-03-01,0.15,利随本清\n";
    let (desk, list) = desk_of(&format!(",,,,,,,单位：万元、%\n{LOANS}{row}"));
    assert_eq!(import(&desk, "loan", &list).0, 0);
    assert_eq!(exported(&desk, "loan", &["rate_percent"]), ["0.15%"]);
}

#[test]
fn a_list_of_loans_may_give_the_term_for_the_due_day() {
    for (headers, disbursed, term, due) in [
        ("放款日期,贷款期限（月）", "2020-03-01", "12", "2021-03-01"),
        ("放款日期,借款期限(天)", "2020-03-01", "365", "2021-03-01"),
        ("放款日期,贷款期限", "2020-08-31", "6个月", "2021-02-28"),
        ("放款日期,期限", "2020-03-01", "自放款之日起壹年", "2021-03-01"),
        // What a contract says of its own first day is not the day of the money.
        ("放款日期,借款起止日期", "2020-03-05", "2020-03-01至2021-02-28", "2021-02-28"),
        ("放款日期,到期日", "2020-03-01", "12个月", "2021-03-01"),
    ] {
        let (desk, list) = desk_of(&format!(
            "借据号,贷款银行,借款人,贷款金额(万元),{headers},年利率(%),还款方式\n\
             A1,示例银行,某甲公司,100,{disbursed},{term},4.35,利随本清\n"
        ));
        let (code, value) = import(&desk, "loan", &list);
        assert_eq!(code, 0, "{headers} {term}: {value}");
        let read = exported(&desk, "loan", &["disbursed_on", "due_on"]);
        assert_eq!(read, [format!("{disbursed} {due}")], "{headers} {term}");
    }
    // The column of days is asked before the term, and a bare figure needs a unit.
    for (headers, disbursed, term, code) in [
        ("贷款期限（月）,放款日期,到期日", "12,2020-03-01", "2021-06-01", None),
        ("放款日期,贷款期限", "2020-03-01", "12", Some("term-unreadable")),
        ("放款日期,贷款期限", "", "12个月", Some("term-without-start")),
    ] {
        let (desk, list) = desk_of(&format!(
            "借据号,贷款银行,借款人,贷款金额(万元),{headers},年利率(%),还款方式\n\
             A1,示例银行,某甲公司,100,{disbursed},{term},4.35,利随本清\n"
        ));
        let (_, value) = import(&desk, "loan", &list);
        assert_eq!(value["data"]["rejects"][0]["code"].as_str(), code, "{headers}: {value}");
        if code.is_none() {
            assert_eq!(exported(&desk, "loan", &["due_on"]), [term]);
        }
    }
}

/// 按季付息 was read as interest by the month, and the loan was 288 days overdue.
#[test]
fn a_repayment_method_says_how_often_interest_is_paid() {
    for (method, period, read) in [
        ("按季付息，到期还本", "", Ok("quarterly")),
        ("按季付息，到期还本", "按季", Ok("quarterly")),
        ("按月付息", "", Ok("monthly")),
        ("先息后本", "", Ok("monthly")),
        ("利随本清", "", Ok("monthly")),
        ("按季付息，到期还本", "按月", Err("period-disagrees")),
        ("半年付息，到期还本", "", Err("word-unknown")),
    ] {
        let (desk, list) = desk_of(&format!(
            "借据号,贷款银行,借款人,贷款金额(元),放款日期,到期日,年利率(%),还款方式,还款周期\n\
             A1,示例银行,某甲公司,1000000,2020-03-01,2021-03-01,4.35,\"{method}\",{period}\n"
        ));
        let (_, value) = import(&desk, "loan", &list);
        match read {
            Ok(read) => assert_eq!(exported(&desk, "loan", &["period"]), [read], "{method}"),
            Err(code) => assert_eq!(value["data"]["rejects"][0]["code"], code, "{method}"),
        }
    }
}

/// Codes stay inside: what a correction changes is told in the words of the field.
#[test]
fn a_correction_is_told_in_words() {
    let head = "申请号,专利类型,发明名称,申请日,申请人,法律状态\n201610281886.0,发明,一种装置,2016-04-29,某甲公司,";
    let (desk, list) = desk_of(&format!("{head}实质审查\n"));
    assert_eq!(import(&desk, "patent", &list).0, 0);
    let mended = desk.file("更正.csv", &format!("{head}授权\n"));
    for flags in
        [&["patent", "import", &mended][..], &["patent", "import", &mended, "--accept-corrections"]]
    {
        let output = desk.run(flags);
        let told = String::from_utf8_lossy(&output.stdout);
        assert!(told.contains("授权") && !told.contains("examination"), "{told}");
        assert!(!told.contains("granted"), "{told}");
    }
}

/// The date of the paper stood below the rows, in the column of units: 130 thousand yuan were read as 130.
#[test]
fn a_column_of_units_stays_one_above_the_remarks_at_the_foot() {
    let (desk, list) = desk_of(
        "借据号,贷款银行,借款人,贷款金额,金额单位,放款日期,到期日,年利率(%),还款方式\n\
         A1,示例银行,某甲公司,100,千元,2020-03-01,2021-03-01,4.35,利随本清\n\
         A2,示例银行,某甲公司,100,人民币万元,2020-03-01,2021-03-01,4.35,利随本清\n\
         填表人:甲,,,,填表日期：2021年1月5日,,,,\n",
    );
    assert_eq!(import(&desk, "loan", &list).0, 0);
    let read = exported(&desk, "loan", &["loan_no", "principal"]);
    assert_eq!(read, ["A1 100000.00", "A2 1000000.00"]);
    // A currency beside the unit, in brackets or not, changes nothing.
    for (unit, read) in
        [("万元（CNY）", "10000.00"), ("元（人民币）", "1.00"), ("RMB万元", "10000.00")]
    {
        let (desk, list) = desk_of(&format!(
            "借据号,贷款银行,借款人,贷款金额,金额单位,放款日期,到期日,年利率(%),还款方式\n\
             A1,示例银行,某甲公司,1,{unit},2020-03-01,2021-03-01,4.35,利随本清\n"
        ));
        assert_eq!(import(&desk, "loan", &list).0, 0, "{unit}");
        assert_eq!(exported(&desk, "loan", &["principal"]), [read], "{unit}");
    }
    // A row whose word there is no unit is refused, not taken for yuan.
    let (desk, list) = desk_of(
        "借据号,贷款银行,借款人,贷款金额,金额单位,放款日期,到期日,年利率(%),还款方式\n\
         A1,示例银行,某甲公司,100,千元,2020-03-01,2021-03-01,4.35,利随本清\n\
         A2,示例银行,某甲公司,100,千元,2020-03-01,2021-03-01,4.35,利随本清\n\
         A3,示例银行,某甲公司,100,见备注,2020-03-01,2021-03-01,4.35,利随本清\n",
    );
    let (code, value) = import(&desk, "loan", &list);
    assert_eq!((code, &value["data"]["rejects"][0]["code"]), (3, &"money-unit-unknown".into()));
    assert_eq!(exported(&desk, "loan", &["loan_no"]), ["A1", "A2"]);
}

/// A day nobody knows is one too where the spreadsheet wrote it as a number.
#[test]
fn a_column_of_days_as_numbers_is_not_passed_over() {
    let (desk, list) = desk_of(
        "质押登记号,登记日,出质人,质权人,专利号,质押金额（万元）,债务履行期限起,截至\n\
         Y2016310000011,42472,某甲公司,示例银行,201610281886.0,98,42456,43186\n",
    );
    let (code, value) = import(&desk, "pledge", &list);
    assert_eq!((code, &value["code"]), (3, &"column-unexplained".into()), "{value}");
}

#[test]
fn a_column_of_currencies_beside_one_of_units_hides_no_unit() {
    let (desk, list) = desk_of(
        "借据号,贷款银行,借款人,贷款金额,币种,单位,放款日期,到期日,年利率(%),还款方式\n\
         A1,示例银行,某甲公司,100,人民币,万元,2020-03-01,2021-03-01,4.35,利随本清\n\
         A2,示例银行,某甲公司,1000000,人民币,元,2020-03-01,2021-03-01,4.35,利随本清\n\
         A3,示例银行,某甲公司,100,美元,万元,2020-03-01,2021-03-01,4.35,利随本清\n",
    );
    let (code, value) = import(&desk, "loan", &list);
    assert_eq!((code, &value["data"]["rejects"][0]["code"]), (3, &"currency-not-cny".into()));
    assert_eq!(
        exported(&desk, "loan", &["loan_no", "principal"]),
        ["A1 1000000.00", "A2 1000000.00"]
    );
    // A currency states no unit: the largest amount is told.
    let (desk, list) = desk_of(
        "借据号,贷款银行,借款人,贷款金额,币种,放款日期,到期日,年利率(%),还款方式\n\
         A1,示例银行,某甲公司,100,人民币,2020-03-01,2021-03-01,4.35,利随本清\n",
    );
    let warnings = import(&desk, "loan", &list).1["warnings"].to_string();
    assert!(warnings.contains("按元读取") && warnings.contains("100"), "{warnings}");
}

#[test]
fn a_total_that_stands_above_the_rows_is_of_all_of_them() {
    for (stated, code) in [("300", 0), ("350", 3)] {
        let (desk, list) = desk_of(&format!(
            "{}合计,2笔,,{stated},,,,\n\
             A1,示例银行,某甲公司,100,2020-03-01,2021-03-01,4.35,利随本清\n\
             A2,示例银行,某甲公司,200,2020-03-01,2021-03-01,4.35,利随本清\n",
            LOANS.replace("年利率", "年利率(%)")
        ));
        let (ended, value) = import(&desk, "loan", &list);
        let totals = value["data"]["reading"][0]["totals"].as_array().expect("totals").clone();
        let read: Vec<&str> = totals.iter().filter_map(|total| total["read"].as_str()).collect();
        assert_eq!((ended, read), (code, vec!["3000000.00", "2"]), "{totals:?}");
    }
}

#[test]
fn a_business_number_beside_a_name_is_kept_as_such() {
    let older = "310106000123456";
    let (desk, list) = desk_of(&format!(
        "申请号,名称,申请日,申请人,统一社会信用代码\n\
         201610281886.0,甲,2016-04-29,上海甲有限公司,{older}\n\
         201610281801.9,乙,2016-05-03,上海乙有限公司；上海丙有限公司,{older}；91310106082833558G\n"
    ));
    let (code, value) = import(&desk, "patent", &list);
    assert_eq!(code, 0, "{value}");
    assert!(value["warnings"].to_string().contains("工商注册号"), "{}", value["warnings"]);
    let mut parties = exported(&desk, "party", &["name", "uscc", "business_no"]);
    parties.sort();
    assert_eq!(
        parties,
        [
            "上海丙有限公司 91310106082833558G -",
            "上海乙有限公司 - 310106000123456",
            "上海甲有限公司 - 310106000123456",
        ]
    );
    for (noun, text) in [
        ("party", format!("企业名称,统一社会信用代码\n上海甲有限公司,{older}\n")),
        (
            "loan",
            format!(
                "借据号,贷款银行,借款人,统一社会信用代码,本金(元),放款日期,到期日,年利率(%),还款方式\n\
                 A1,示例银行,上海甲有限公司,{older},100,2020-03-01,2021-03-01,4.35,利随本清\n"
            ),
        ),
    ] {
        let (desk, list) = desk_of(&text);
        assert_eq!(import(&desk, noun, &list).0, 0, "{text}");
        let kept = format!("上海甲有限公司 - {older}");
        assert!(exported(&desk, "party", &["name", "uscc", "business_no"]).contains(&kept));
        // It names the firm, in lists and alone, and what is exported says it again.
        assert_eq!(desk.data(&["party", "show", older])["business_no"], older);
        let found = desk.data(&["party", "list", "--text", "0001234"]);
        assert_eq!((found.as_array().unwrap().len(), &found[0]["business_no"]), (1, &older.into()));
        let copy = desk.path("导出.csv").to_string_lossy().into_owned();
        desk.ok(&["party", "export", "-o", &copy]);
        let (code, value) = import(&desk, "party", &copy);
        assert_eq!(
            (code, &value["data"]["rejected"], &value["data"]["corrected"]),
            (0, &0.into(), &0.into())
        );
        assert_eq!(desk.json(&["verify"]).0, 0);
    }
    // The code that is known stays; the number completes it once.
    let (desk, list) = desk_of("企业名称,统一社会信用代码\n上海甲有限公司,91310106082833558G\n");
    assert_eq!(import(&desk, "party", &list).0, 0);
    let again =
        desk.file("又.csv", &format!("企业名称,统一社会信用代码\n上海甲有限公司,{older}\n"));
    for (corrected, unchanged) in [(1, 0), (0, 1)] {
        let (code, value) = import(&desk, "party", &again);
        let data = &value["data"];
        assert_eq!(
            (code, &data["corrected"], &data["unchanged"]),
            (0, &corrected.into(), &unchanged.into()),
            "{value}"
        );
    }
    assert_eq!(
        exported(&desk, "party", &["uscc", "business_no"]),
        [format!("91310106082833558G {older}")]
    );
    // Another number contradicts; a column of its own says the same, and may hold the code of a firm that has one.
    let other = desk.file("另.csv", "企业名称,工商注册号\n上海甲有限公司,310106000999999\n");
    let (code, value) = import(&desk, "party", &other);
    assert_eq!(
        (code, &value["data"]["rejects"][0]["code"]),
        (3, &"known-otherwise".into()),
        "{value}"
    );
    let column = format!(
        "企业名称,工商注册号\n上海丁有限公司,{older}（1-1）\n上海戊有限公司,91310106082833558G\n"
    );
    let (desk, list) = desk_of(&column);
    assert_eq!(import(&desk, "party", &list).0, 0);
    assert_eq!(
        exported(&desk, "party", &["name", "uscc", "business_no"]),
        [format!("上海丁有限公司 - {older}"), "上海戊有限公司 91310106082833558G -".to_owned()]
    );
    // Of a firm that is on record without it, a list of patents tells the number.
    let (desk, list) = desk_of("企业名称\n上海甲有限公司\n");
    assert_eq!(import(&desk, "party", &list).0, 0);
    let patents = desk.file(
        "专利.csv",
        &format!("申请号,名称,申请日,申请人,统一社会信用代码\n201610281886.0,甲,2016-04-29,上海甲有限公司,{older}\n"),
    );
    let warnings = import(&desk, "patent", &patents).1["warnings"].to_string();
    assert!(warnings.contains("账上没有代码") && warnings.contains(older), "{warnings}");
    // Alone it names nobody.
    let (desk, list) = desk_of(&format!("企业名称,统一社会信用代码\n,{older}\n"));
    let (code, value) = import(&desk, "party", &list);
    assert_eq!((code, &value["data"]["rejects"][0]["code"]), (3, &"credit-code-length".into()));
}

#[test]
fn where_a_firm_sits_is_read_from_its_name_and_from_what_the_office_says_of_places() {
    let firms = "企业名称,注册地,园区\n\
                 苏州甲股份有限公司,,\n\
                 昆山乙电子有限公司,,\n\
                 丙有限公司,徐汇,\n\
                 丁有限公司,上海市徐汇区漕溪路1号,\n\
                 戊有限公司,苏河湾万象天地,\n\
                 己有限公司,,苏河湾\n\
                 庚有限公司,,\n";
    let districts = |desk: &Desk| exported(desk, "party", &["name", "district"]);
    let (desk, list) = desk_of(firms);
    assert_eq!(import(&desk, "party", &list).0, 0);
    let before = [
        "苏州甲股份有限公司 320500",
        "昆山乙电子有限公司 320583",
        "丙有限公司 310104",
        "丁有限公司 310104",
    ];
    let assumed =
        |desk: &Desk| desk.data(&["party", "list", "--assumed"]).as_array().unwrap().len();
    let todo = |desk: &Desk| -> Vec<(String, i64)> {
        let status = desk.data(&["status"]);
        let rows = status["todo"].as_array().expect("a list").iter();
        rows.map(|row| (row["todo"].to_string(), row["count"].as_i64().unwrap_or(0))).collect()
    };
    assert_eq!(districts(&desk)[..4], before);
    // What is only assumed is counted.
    assert_eq!(assumed(&desk), 3);
    assert!(todo(&desk).iter().any(|(what, n)| what.contains("assumed") && *n == 3));
    // The office says where the place lies: addresses are read by it from then on.
    let (desk, list) = desk_of(firms);
    desk.ok(&["localities", "--add", "苏河湾", "--district", "静安区"]);
    assert_eq!(import(&desk, "party", &list).0, 0);
    assert_eq!(assumed(&desk), 1);
    let known = desk.data(&["localities"]);
    assert_eq!((&known[0]["name"], &known[0]["district"]), (&"苏河湾".into(), &"310106".into()));
    // Said again, said otherwise, taken back.
    let add =
        |district: &str| desk.json(&["localities", "--add", "苏河湾", "--district", district]);
    assert_eq!(add("静安区").1["code"], "already-there");
    assert_eq!(add("火星区").1["code"], "district-unknown");
    assert_eq!(add("普陀区").0, 0);
    let known = desk.data(&["localities"]);
    assert_eq!((known.as_array().unwrap().len(), &known[0]["district"]), (1, &"310107".into()));
    desk.ok(&["localities", "--forget", &known[0]["line"].to_string()]);
    assert_eq!(desk.data(&["localities"]), serde_json::json!([]));
    assert_eq!(desk.json(&["verify"]).0, 0);
}

#[test]
fn a_right_that_ended_on_a_day_nobody_knows_ended_by_the_day_it_was_heard_of() {
    let (desk, list) = desk_of(
        "申请号,名称,申请日,授权公告日,申请人,法律状态\n\
         201610281886.0,甲,2016-04-29,2018-08-21,上海甲有限公司,终止\n\
         201610281801.9,乙,2016-05-03,,上海甲有限公司,授权\n",
    );
    assert_eq!(import(&desk, "patent", &list).0, 0);
    let check = |on: &str| {
        let args = ["pledge", "check", "201610281886.0", "--pledgor", "上海甲有限公司", "--on", on];
        let (_, value) = desk.json(&args);
        let data = if value["data"].is_null() { value } else { value["data"].clone() };
        let findings = data["findings"].as_array().expect("findings").clone();
        let found = findings.into_iter().find(|finding| finding["rule"] == "R2").expect("R2");
        found["outcome"].as_str().expect("an outcome").to_owned()
    };
    assert_eq!((check("2020-05-20").as_str(), check("2021-03-01").as_str()), ("unknown", "refuse"));
    // A grant without its day is in no year, and that is said.
    let annual = desk.ok(&["stats", "annual", "--from", "2016", "--to", "2020"]);
    assert!(annual.contains("另有 1 件按来源所述已授权而授权日不详"), "{annual}");
}

/// A ledger with two loans of 示例银行.
fn lent(desk: &Desk) {
    let loans = desk.file(
        "台账.csv",
        "借据号,合同编号,贷款银行,借款人,贷款金额(元),放款日期,到期日期,年利率(%),还款方式\n\
         JD1,HT1,示例银行,某甲公司,1000000,2020-03-01,2021-03-01,4.35,利随本清\n\
         JD2,HT2,示例银行,某乙公司,2000000,2020-04-01,2021-04-01,4.35,利随本清\n",
    );
    desk.ok(&["loan", "import", &loans]);
}

/// Refused rows with their codes.
fn refused(value: &Value) -> Vec<String> {
    let rejects = value["data"]["rejects"].as_array().expect("rejects").iter();
    rejects.map(|r| format!("{} {}", r["row"], r["code"].as_str().unwrap_or_default())).collect()
}

#[test]
fn lines_of_an_account_that_are_no_repayments_are_never_booked_as_such() {
    for (kind, text, expected, paid) in [
        (
            "words and sides of a loan account",
            "借据号,交易日期,摘要,借贷标志,交易金额(元),余额\n\
             JD1,2020-03-01,放款,借,1000000,1000000\n\
             JD1,2020-06-01,还本,贷,50000,950000\n\
             JD1,2020-07-01,冲正,借,50000,1000000\n",
            vec!["2 not-a-repayment", "4 not-a-repayment"],
            "950000.00",
        ),
        (
            "sides alone",
            "借据号,交易日期,借贷标志,交易金额(元)\n\
             JD1,2020-03-01,借,1000000\nJD1,2020-06-01,贷,50000\n",
            vec!["2 not-a-repayment"],
            "950000.00",
        ),
        (
            "a firm's own account is debited with what it pays back",
            "借据号,交易日期,交易摘要,借贷方向,金额(元)\nJD1,2020-06-01,归还贷款本金,借,50000\n",
            vec![],
            "950000.00",
        ),
        (
            "instalments that are still to come",
            "借据号,还款日期,还款金额(元),状态\n\
             JD1,2020-06-01,50000,已还\nJD1,2021-01-01,50000,未还\nJD1,2021-02-01,50000,扣款失败\n",
            vec!["3 not-a-repayment", "4 not-a-repayment"],
            "950000.00",
        ),
        (
            "what was due stands beside what was paid",
            "借据号,应还日期,应还金额(元),实还日期,实还金额(元)\n\
             JD1,2020-06-01,60000,2020-06-03,50000\n",
            vec![],
            "950000.00",
        ),
    ] {
        let (desk, list) = desk_of(text);
        lent(&desk);
        let (code, value) = desk.json(&["loan", "repay", "--file", &list]);
        assert_eq!(refused(&value), expected, "{kind}: {value}");
        assert_eq!(code, if expected.is_empty() { 0 } else { 3 }, "{kind}");
        let balance = desk.data(&["loan", "balance", "JD1", "--as-of", "2021-02-28"]);
        let principal: f64 = balance["principal"].as_str().unwrap().parse().unwrap();
        // Interest is paid first: no more than a year of it.
        let paid: f64 = paid.parse().unwrap();
        assert!((paid..paid + 44_000.0).contains(&principal), "{kind}: {balance}");
    }
}

#[test]
fn rates_of_a_month_or_in_per_mille_are_not_taken_for_percents_of_a_year() {
    for (header, code) in [
        ("年利率（‰）", "header-field-missing"),
        ("利率（月）", "header-field-missing"),
        ("贷款利率（月息，‰）", "header-field-missing"),
        ("月利率", "header-field-missing"),
        ("利率（年）", ""),
        ("执行利率（年化%）", ""),
    ] {
        let head = LOANS.replace("年利率", header);
        let (desk, list) = desk_of(&format!(
            "{head}A1,示例银行,某甲公司,100,2020-03-01,2021-03-01,3.625,利随本清\n"
        ));
        let (_, value) = import(&desk, "loan", &list);
        assert_eq!(value["code"].as_str().unwrap_or_default(), code, "{header}: {value}");
    }
}

#[test]
fn a_percent_cell_is_the_percent_it_shows() {
    for (name, title) in [("甲.xlsx", "年利率(%)"), ("乙.xlsx", "年利率")] {
        let mut desk = Desk::with_ledger();
        desk.on("2021-03-01");
        let path = desk.path(name);
        let mut book = rust_xlsxwriter::Workbook::new();
        let percent = rust_xlsxwriter::Format::new().set_num_format("0.00%");
        let sheet = book.add_worksheet();
        let head = LOANS.trim().replace("年利率", title);
        for (at, header) in head.split(',').enumerate() {
            sheet.write(0, at as u16, header).expect("a header");
        }
        let rows = [("A1", 0.0435, true), ("A2", 4.75, false), ("A3", 0.000_001, true)];
        for (row, (number, rate, is_percent)) in rows.into_iter().enumerate() {
            let row = row as u32 + 1;
            for (at, text) in [
                (0, number),
                (1, "示例银行"),
                (2, "某甲公司"),
                (4, "2020-03-01"),
                (5, "2021-03-01"),
            ] {
                sheet.write(row, at, text).expect("a cell");
            }
            sheet.write(row, 3, 100).expect("an amount");
            match is_percent {
                true => sheet.write_with_format(row, 6, rate, &percent).expect("a rate"),
                false => sheet.write(row, 6, rate).expect("a rate"),
            };
            sheet.write(row, 7, "利随本清").expect("a method");
        }
        book.save(&path).expect("a workbook");
        assert_eq!(import(&desk, "loan", &path.to_string_lossy()).0, 0);
        assert_eq!(exported(&desk, "loan", &["rate_percent"]), ["4.35%", "4.75%", "0.0001%"]);
    }
}

#[test]
fn the_term_of_a_loan_in_one_column_is_its_days() {
    let list = |term: &str, header: &str, start: &str| {
        desk_of(&format!(
            "借据号,贷款银行,借款人,贷款金额(万元),放款日期,{header},年利率(%),还款方式\n\
             A1,示例银行,某甲公司,100,{start},\"{term}\",4.35,利随本清\n"
        ))
    };
    for (header, start, term, days) in [
        ("贷款期限", "", "2020-03-01至2021-03-01", "2020-03-01 2021-03-01"),
        ("贷款期限", "", "2020年3月1日\n2021年3月1日", "2020-03-01 2021-03-01"),
        ("借款期限", "2020-03-01", "12个月", "2020-03-01 2021-03-01"),
        ("贷款期限（月）", "2020-03-01", "12", "2020-03-01 2021-03-01"),
        ("期限（年）", "2020-03-01", "1", "2020-03-01 2021-03-01"),
        ("起止日期", "", "自2020年3月1日起，至2021年3月1日止", "2020-03-01 2021-03-01"),
    ] {
        let (desk, file) = list(term, header, start);
        let (code, value) = import(&desk, "loan", &file);
        assert_eq!(code, 0, "{header} {term}: {value}");
        assert_eq!(exported(&desk, "loan", &["disbursed_on", "due_on"]), [days], "{header} {term}");
    }
    let (desk, file) = list("12个月", "贷款期限", "");
    assert_eq!(refused(&import(&desk, "loan", &file).1), ["2 term-without-start"]);
    let (desk, file) = list("2022-03-01至2023-03-01", "贷款期限", "");
    assert_eq!(refused(&import(&desk, "loan", &file).1), ["2 date-in-future"]);
}

#[test]
fn principal_in_parts_is_no_method_and_all_at_the_end_is_one() {
    for (words, method) in [
        ("到期还本付息", "bullet"),
        ("按季付息，到期还本", "interest_first"),
        ("按季付息，分期还本", ""),
        ("等额本金，按月还本付息", "equal_principal"),
        ("等本等息", ""),
    ] {
        let head = LOANS.replace("年利率", "年利率(%)");
        let (desk, list) = desk_of(&format!(
            "{head}A1,示例银行,某甲公司,100,2020-03-01,2021-03-01,4.35,{words}\n"
        ));
        let (_, value) = import(&desk, "loan", &list);
        match method {
            "" => assert_eq!(refused(&value), ["2 word-unknown"], "{words}"),
            _ => assert_eq!(exported(&desk, "loan", &["method"]), [method], "{words}"),
        }
    }
}

const PLEDGES: &str = "登记号,登记日,出质人,质权人,专利号,质押金额";
const PLEDGED: &str = "Y2020310000012,2020-05-21,某甲公司,示例银行,201610281886.0,300";

#[test]
fn two_units_in_one_place_say_neither_and_a_sentence_may_say_one() {
    for (kind, text, code, amount) in [
        ("caption", format!("单位：元/万元\n{PLEDGES}\n{PLEDGED}\n"), "unit-contradiction", ""),
        ("header", format!("{PLEDGES}（元、万元）\n{PLEDGED}\n"), "column-unexplained", ""),
        ("strange", format!("{PLEDGES}（10,000元）\n{PLEDGED}\n"), "column-unexplained", ""),
        ("bracket", format!("质押清单（2020年，万元）\n{PLEDGES}\n{PLEDGED}\n"), "", "3000000.00"),
        ("note", format!("{PLEDGES}\n{PLEDGED}\n注：1.质押金额为万元。\n"), "", "3000000.00"),
        ("colon", format!("{PLEDGES}\n{PLEDGED}\n*金额：万元\n"), "", "3000000.00"),
        ("English", format!("Unit: 10,000 yuan\n{PLEDGES}\n{PLEDGED}\n"), "", "3000000.00"),
    ] {
        let text =
            text.replace("（10,000元）", "\"（10,000元）\"").replace("质押金额\"", "\"质押金额");
        let (desk, list) = desk_of(&text);
        let (_, value) = import(&desk, "pledge", &list);
        assert_eq!(value["code"].as_str().unwrap_or_default(), code, "{kind}: {value}");
        if code.is_empty() {
            assert_eq!(exported(&desk, "pledge", &["secured_amount"]), [amount], "{kind}");
        }
    }
}

#[test]
fn a_days_column_nobody_knows_stops_a_list_that_lacks_that_day() {
    for (noun, text, stops) in [
        ("pledge", format!("{PLEDGES}(万元),质押到期\n{PLEDGED},2021-05-20\n"), true),
        ("pledge", format!("{PLEDGES}(万元),往来期间\n{PLEDGED},2020-05-20至2021-05-20\n"), true),
        ("pledge", format!("{PLEDGES}(万元),交件\n{PLEDGED},2021-02-01\n"), true),
        ("pledge", format!("{PLEDGES}(万元),解押日期\n{PLEDGED},2021-02-01\n"), false),
        (
            "patent",
            "申请号,名称,申请日,专利权人,下证日期\n201610281886.0,甲,2016-04-29,甲公司,2018-08-21\n"
                .to_owned(),
            true,
        ),
        (
            "patent",
            "申请号,名称,申请日,专利权人,公开（公告）日,公开（公告）号,下证日期\n\
             201610281886.0,甲,2016-04-29,甲公司,2018-08-21,CN106106001B,2018-08-21\n"
                .to_owned(),
            false,
        ),
    ] {
        let (desk, list) = desk_of(&text);
        let (code, value) = import(&desk, noun, &list);
        let stopped = value["code"] == "column-unexplained";
        assert_eq!((stopped, code == 0), (stops, !stops), "{text}: {value}");
    }
}

#[test]
fn a_pledge_that_is_over_is_not_held_for_one_in_force() {
    let list = |state: &str, more: &str, day: &str| {
        desk_of(&format!("{PLEDGES}(万元),质押状态{more}\n{PLEDGED},{state}{day}\n"))
    };
    for (state, more, day, expected) in [
        ("已注销", "", "", vec!["2 end-without-day"]),
        ("解除质押", "", "", vec!["2 end-without-day"]),
        ("已注销", ",注销日期", ",2021-02-01", vec![]),
        ("有效", "", "", vec![]),
        ("未注销", "", "", vec![]),
        ("质押中", "", "", vec![]),
    ] {
        let (desk, file) = list(state, more, day);
        let (_, value) = import(&desk, "pledge", &file);
        assert_eq!(refused(&value), expected, "{state}: {value}");
    }
}

#[test]
fn numbers_of_patents_in_one_cell_are_told_apart() {
    let both = "201610281886.0;201610824209.9";
    for (cell, expected) in [
        ("201610281886.0 201610824209.9", both),
        ("201610281886.0/201610824209.9", both),
        ("201610281886.0和201610824209.9", both),
        ("201610281886.0（甲法）；201610824209.9（乙法）", both),
        ("ZL 2016 1 0281886.0", "201610281886.0"),
        ("201610281886.0等2件", ""),
    ] {
        let (desk, list) = desk_of(&format!(
            "登记号,登记日,出质人,质权人,涉及专利,质押金额(万元)\n\
             Y2020310000012,2020-05-21,某甲公司,示例银行,\"{cell}\",300\n"
        ));
        let (_, value) = import(&desk, "pledge", &list);
        match expected {
            "" => assert_eq!(refused(&value), ["2 application-no-shape"], "{cell}"),
            _ => assert_eq!(exported(&desk, "pledge", &["patent_nos"]), [expected], "{cell}"),
        }
    }
}

#[test]
fn sums_and_counts_in_words_are_held_against_the_rows() {
    let rows = "A1,示例银行,某甲公司,100,2020-03-01,2021-03-01,4.35,利随本清\n\
                A2,示例银行,某甲公司,200,2020-03-01,2021-03-01,4.35,利随本清\n";
    for (line, off) in [
        ("合计：2笔，300万元", vec![]),
        ("合计：2笔，350万元", vec!["3500000.00 3000000.00"]),
        ("以上共计2笔，金额合计350万元。", vec!["3500000.00 3000000.00"]),
        ("合计（大写）：叁佰伍拾万元整", vec!["3500000.00 3000000.00"]),
        ("合计,共叁笔,,300,,,,", vec!["3 2"]),
        ("合计,3,,300,,,,", vec!["3 2"]),
        ("汇总,,,350,,,,", vec!["3500000.00 3000000.00"]),
        ("总额,,,300,,,,", vec![]),
        ("科技一部小计,,,300,,,,", vec![]),
    ] {
        let head = LOANS.replace("年利率", "年利率(%)");
        let (desk, list) = desk_of(&format!("{head}{rows}{line}\n"));
        let (code, value) = import(&desk, "loan", &list);
        let totals = value["data"]["reading"][0]["totals"].as_array().expect("totals").iter();
        let told: Vec<String> = totals
            .filter(|total| total["agrees"] == false)
            .map(|total| {
                let text = |key: &str| total[key].as_str().unwrap_or_default().to_owned();
                format!("{} {}", text("stated"), text("read"))
            })
            .collect();
        assert_eq!(
            (told, code),
            (off.iter().map(|t| (*t).to_owned()).collect(), if off.is_empty() { 0 } else { 3 }),
            "{line}"
        );
        assert_eq!(value["data"]["accepted"], 2, "{line}");
    }
}

#[test]
fn utility_models_and_designs_are_published_with_their_grant_alone() {
    let (desk, list) = desk_of(
        "申请号,名称,申请日,申请人,公开号,公开日,法律状态\n\
         201620406833.2,甲,2016-05-06,甲公司,CN205622001,2016-10-05,\n\
         202030097744.6,乙,2020-03-20,甲公司,,2020-07-24,有效\n\
         201621455743.9,丙,2016-12-28,甲公司,,2017-08-08,驳回\n\
         201610281801.9,丁,2016-05-03,甲公司,CN106106002,2016-11-16,\n",
    );
    assert_eq!(import(&desk, "patent", &list).0, 0);
    assert_eq!(
        exported(&desk, "patent", &["application_no", "publication_date", "grant_date"]),
        [
            "201610281801.9 2016-11-16 -",
            "201620406833.2 - 2016-10-05",
            "201621455743.9 2017-08-08 -",
            "202030097744.6 - 2020-07-24",
        ]
    );
}

#[test]
fn kinds_of_firms_are_what_the_registers_call_them() {
    for (words, kind) in [
        ("国有独资", "firm"),
        ("集体企业", "firm"),
        ("台港澳法人独资", "firm"),
        ("农民专业合作社", "firm"),
        ("外国(地区)企业常驻代表机构", "firm"),
        ("工矿企业", "firm"),
        ("事业单位", "institution"),
        ("大专院校", "university"),
        ("机关团体", "other"),
        ("民办非企业单位", "other"),
        ("个人", "person"),
    ] {
        let (desk, list) = desk_of(&format!(
            "企业名称,单位类型,地区\n某某,{words},静安\n某公司,有限责任公司,静安\n"
        ));
        let (code, value) = import(&desk, "party", &list);
        assert_eq!(code, 0, "{words}: {value}");
        let kinds = exported(&desk, "party", &["name", "kind"]);
        assert!(kinds.contains(&format!("某某 {kind}")), "{words}: {kinds:?}");
    }
}

#[test]
fn strangers_are_told_by_their_names() {
    for (name, district) in [
        ("上海浦东某某有限公司", "310115"),
        ("上海市徐汇区某某中心", "310104"),
        ("松下电器产业株式会社", "外"),
        ("Example Widgets Inc.", "外"),
        ("上海静安某某有限公司", "-"),
        ("上海某某有限公司", "-"),
    ] {
        let (desk, list) = desk_of(&format!("企业名称\n{name}\n"));
        assert_eq!(import(&desk, "party", &list).0, 0, "{name}");
        let found = exported(&desk, "party", &["district"]);
        assert_eq!(found, [district], "{name}");
    }
}

#[test]
fn what_a_bank_worked_out_to_many_places_is_read_to_the_fen() {
    let (desk, list) = desk_of(
        "借据号,借款人,贷款金额（万元）,本期余额（万元）\n\
         JD1,某甲公司,100,99.123456789\nJD2,某乙公司,200,200\n",
    );
    lent(&desk);
    let flags = ["--bank", "示例银行", "--as-of", "2020-12-31", "-n"];
    let (code, value) = desk.json(&[&["reconcile", &list], &flags[..]].concat());
    // 991,234.56789 and 2,000,000.
    assert_eq!((code, &value["data"]["bank_total"]), (3, &"2991234.57".into()), "{value}");
}

/// A borrower of 普陀 counted as the district's own, for loans and pledges had no column of places.
#[test]
fn loans_and_pledges_say_where_their_firms_sit() {
    let loans = "借据号,贷款银行,借款人,贷款金额(万元),放款日期,到期日,年利率(%),还款方式";
    let loan = "A1,示例银行,某甲公司,100,2020-03-01,2021-03-01,4.35,利随本清";
    for (noun, header, row) in
        [("loan", loans, loan), ("pledge", &format!("{PLEDGES}(万元)"), PLEDGED)]
    {
        for (column, place, district) in [
            ("所属区", "普陀区", "310107"),
            ("地区", "浙江省杭州市余杭区", "330110"),
            ("注册地址", "上海市松江区泗泾镇1号", "310117"),
            ("企业地址", "南京西路1266号", "-"),
            ("所在区", "静安", "310106"),
        ] {
            let (desk, list) = desk_of(&format!("{header},{column}\n{row},{place}\n"));
            assert_eq!(import(&desk, noun, &list).0, 0, "{noun} {column} {place}");
            let firms = exported(&desk, "party", &["name", "district"]);
            assert!(
                firms.contains(&format!("某甲公司 {district}")),
                "{noun} {column} {place}: {firms:?}"
            );
        }
        // A district nobody knows refuses the row.
        let (desk, list) = desk_of(&format!("{header},所属区\n{row},火星区\n"));
        assert_eq!(refused(&import(&desk, noun, &list).1), ["2 district-unknown"], "{noun}");
        // A column of districts nobody knows stops the list: it may say where its firms sit.
        let (desk, list) = desk_of(&format!("{header},归属\n{row},普陀区\n"));
        assert_eq!(import(&desk, noun, &list).1["code"], "column-unexplained", "{noun}");
    }
}

#[test]
fn a_total_without_its_unit_is_in_that_of_the_column_it_is_of() {
    let rows = "A1,示例银行,某甲公司,100,2020-03-01,2021-03-01,4.35,利随本清\n\
                A2,示例银行,某甲公司,200,2020-03-01,2021-03-01,4.35,利随本清\n";
    for (line, told) in [
        ("合计：350", Some("3500000.00 3000000.00")),
        ("合计：300", None),
        // A figure that is the number of the rows counts them.
        ("合计：2", None),
        ("本年累计,,,350,,,,", Some("3500000.00 3000000.00")),
    ] {
        let head = LOANS.replace("年利率", "年利率(%)");
        let (desk, list) = desk_of(&format!("{head}{rows}{line}\n"));
        let (code, value) = import(&desk, "loan", &list);
        let totals = value["data"]["reading"][0]["totals"].as_array().expect("totals");
        assert_eq!(
            (totals.len(), code),
            (1, if told.is_some() { 3 } else { 0 }),
            "{line}: {totals:?}"
        );
        let text = |key: &str| totals[0][key].as_str().unwrap_or_default().to_owned();
        let off =
            (totals[0]["agrees"] == false).then(|| format!("{} {}", text("stated"), text("read")));
        assert_eq!(off.as_deref(), told, "{line}");
    }
}

/// The office's own words for where a case stands (案件状态): 等年登印费 was left out, 待授权 taken for a grant.
#[test]
fn the_words_of_the_office_for_its_cases_are_understood() {
    for (words, status) in [
        ("等年登印费", "pending"),
        ("一通出案待答复", "examination"),
        ("逾期视撤失效", "deemed_withdrawn"),
        ("无效宣告失效", "invalidated"),
        ("待授权", "pending"),
        ("不予授权", "rejected"),
        ("未到期", "-"),
    ] {
        let (desk, list) = desk_of(&format!(
            "申请号,名称,申请日,申请人,案件状态\n201610281886.0,甲,2016-04-29,上海甲有限公司,{words}\n"
        ));
        let (code, value) = import(&desk, "patent", &list);
        assert_eq!(code, 0, "{words}: {value}");
        assert_eq!(exported(&desk, "patent", &["status"]), [status], "{words}");
        let is_told = value["warnings"].to_string().contains("法律状态未能识别");
        assert_eq!(is_told, status == "-", "{words}: {}", value["warnings"]);
    }
}

#[test]
fn every_list_looks_for_a_text_and_says_where_it_looked_in_vain() {
    let (desk, list) = desk_of("企业名称,地区\n上海听澜有限公司,静安\n");
    assert_eq!(import(&desk, "party", &list).0, 0);
    lent(&desk);
    let scheme = crate::support::repository("samples/schemes/shanghai-advance.toml");
    desk.ok(&["scheme", "add", &scheme.to_string_lossy(), "-y"]);
    for (fund, amount) in [("上海前补偿资金", "7000000"), ("静安风险补偿资金", "1000000")]
    {
        desk.ok(&[
            "fund",
            "contribute",
            fund,
            amount,
            "--on",
            "2020-01-10",
            "--funder",
            "区财政局",
        ]);
    }
    let target =
        ["target", "set", "invention_filings", "--goal", "6000", "--from", "2016", "--to", "2020"];
    desk.ok(&target);
    for (noun, there) in [
        ("scheme", "前补偿"),
        ("fund", "静安"),
        ("target", "发明"),
        ("loan", "某甲"),
        ("party", "听澜"),
    ] {
        let found = desk.data(&[noun, "list", "--text", there]);
        assert_eq!(found.as_array().expect("a list").len(), 1, "{noun} {there}: {found}");
    }
    let fund = desk.ok(&["fund", "list", "--text", "静安"]);
    assert!(!fund.contains("8,000,000.00"), "{fund}");
    for noun in [
        "party",
        "patent",
        "pct",
        "pledge",
        "loan",
        "scheme",
        "fund",
        "claim",
        "target",
        "plan",
        "program",
        "certificate",
        "evidence",
        "population",
        "reconcile",
    ] {
        let told = desk.ok(&[noun, "list", "--text", "没有这个"]);
        assert!(told.contains("没有一条含有“没有这个”") && told.contains("已查"), "{noun}: {told}");
    }
}

/// One amount merged over two loans is each one's as it stands, and never without a word; a total below it counts what was read.
#[test]
fn an_amount_merged_over_several_records_is_told_and_totalled_as_it_was_read() {
    let page = |total: &str| {
        format!(
            "<table><tr><td>借据号<td>贷款银行<td>借款人<td>贷款金额（万元）<td>放款日期<td>到期日<td>年利率(%)<td>还款方式\
             <tr><td>A1<td>示例银行<td>某甲公司<td rowspan=2>300<td>2020-03-01<td>2021-03-01<td>4.35<td>利随本清\
             <tr><td>A2<td>示例银行<td>某乙公司<td>2020-03-01<td>2021-03-01<td>4.35<td>利随本清\
             <tr><td colspan=3>合计<td>{total}<td colspan=4></table>"
        )
    };
    for (total, code) in [("600", 0), ("300", 3)] {
        let mut desk = Desk::with_ledger();
        desk.on("2021-03-01");
        let list = desk.file("台账.xls", &page(total));
        let (ended, value) = import(&desk, "loan", &list);
        assert_eq!(ended, code, "{total}: {value}");
        let warnings = value["warnings"].to_string();
        assert!(
            warnings.contains("跨几条不同的记录") && warnings.contains("第 3 行"),
            "{warnings}"
        );
        assert_eq!(exported(&desk, "loan", &["principal"]), ["3000000.00", "3000000.00"]);
    }
}

/// 还款日 of a bank's list may be the day by which all is due: it is none of every month, and the rows go in without it.
#[test]
fn a_column_of_days_is_no_day_of_every_month() {
    let head = LOANS.replace("年利率", "年利率(%)").replace("还款方式", "还款方式,还款日");
    for (day, read) in [("2021-03-01", "-"), ("21", "21")] {
        let row =
            |n| format!("A{n},示例银行,某甲公司,100,2020-03-01,2021-03-01,4.35,按月付息,{day}\n");
        let (desk, list) = desk_of(&[head.clone(), row(1), row(2), row(3)].concat());
        let (code, value) = import(&desk, "loan", &list);
        assert_eq!(code, 0, "{day}: {value}");
        let rows = desk.ok(&["loan", "export", "-"]);
        assert_eq!(rows.matches(",21,").count(), if read == "21" { 3 } else { 0 }, "{rows}");
        assert_eq!(value["warnings"].to_string().contains("还款日"), read == "-", "{value}");
    }
}

#[test]
fn a_cell_that_says_as_above_has_what_stands_above() {
    for mark in ["同上", "〃", "同前", "ditto"] {
        let (desk, list) = desk_of(&format!(
            "企业名称,申请号,发明名称,申请日\n\
             上海某某甲有限公司,201610281801.9,一种装置,2016-05-03\n\
             {mark},201610281802.3,{mark},2016-05-04\n\
             小计,2件,,\n\
             {mark},201610281803.8,另一装置,{mark}\n"
        ));
        let (code, value) = import(&desk, "patent", &list);
        assert_eq!((code, &value["data"]["rejected"]), (0, &0.into()), "{mark}: {value}");
        assert_eq!(
            exported(&desk, "patent", &["applicant_name", "title", "filing_date"]),
            [
                "上海某某甲有限公司 一种装置 2016-05-03",
                "上海某某甲有限公司 一种装置 2016-05-04",
                "上海某某甲有限公司 另一装置 2016-05-04",
            ],
            "{mark}"
        );
        assert!(value["warnings"].to_string().contains("补入 4 格"), "{}", value["warnings"]);
    }
    // Nothing stands above the first record, and an empty cell above is none.
    let (desk, list) =
        desk_of("申请号,发明名称,申请日\n同上,甲,2016-05-03\n201610281801.9,乙,同上\n");
    let (code, value) = import(&desk, "patent", &list);
    let refused = refused(&value);
    assert_eq!((code, refused.len(), &*refused[0]), (3, 1, "2 field-missing"), "{value}");
}

#[test]
fn a_column_of_states_says_that_a_pledge_is_over_whatever_it_is_called() {
    for (header, state, over) in [
        ("状态", "已解押", true),
        ("状态", "已注销", true),
        ("办理状态", "已解除质押", true),
        ("状态", "质押中", false),
        ("状态", "有效", false),
        // The patent's status is none of the pledge's.
        ("状态", "授权", false),
        ("法律状态", "专利权终止", false),
    ] {
        let (desk, list) = desk_of(&format!(
            "登记号,登记日,出质人,质权人,专利号,质押金额（万元）,{header}\n\
             Y2020310000012,2020-05-20,某甲公司,示例银行,201610281801.9,300,{state}\n"
        ));
        let (code, value) = import(&desk, "pledge", &list);
        let expected: &[&str] = if over { &["2 end-without-day"] } else { &[] };
        assert_eq!(refused(&value), expected, "{header} {state}: {value}");
        assert_eq!(code, if over { 3 } else { 0 }, "{header} {state}");
    }
}

#[test]
fn a_day_under_the_group_of_days_is_that_day() {
    let (desk, list) = desk_of(
        "申请号,发明名称,申请人,日期,\n,,,申请,授权\n\
         201610281801.9,一种装置,某甲公司,3-May-16,21-8月 -18\n",
    );
    let (code, value) = import(&desk, "patent", &list);
    assert_eq!(code, 0, "{value}");
    assert_eq!(
        exported(&desk, "patent", &["filing_date", "grant_date"]),
        ["2016-05-03 2018-08-21"]
    );
}

#[test]
fn columns_under_the_groups_of_a_printed_form_are_told_apart() {
    let (desk, list) = desk_of(
        "专利信息,,申请人信息,,日期情况,\n申请号,名称,名称,地址,申请,授权\n\
         201610281801.9,一种装置,某甲公司,上海市浦东新区某路1号,2016-05-03,2018-08-21\n",
    );
    let (code, value) = import(&desk, "patent", &list);
    assert_eq!(code, 0, "{value}");
    assert_eq!(
        exported(&desk, "patent", &["title", "applicant_name", "filing_date", "grant_date"]),
        ["一种装置 某甲公司 2016-05-03 2018-08-21"]
    );
}

/// 失效 of an application that was withdrawn was shown as 终止, as if it had been granted.
#[test]
fn what_is_over_in_a_way_nobody_says_is_told_as_that() {
    let (desk, list) = desk_of(
        "申请号,发明名称,申请人,申请日,简单法律状态\n\
         201610281801.9,甲,某甲公司,2016-05-03,失效\n",
    );
    desk.ok(&["patent", "import", &list]);
    for args in [&["patent", "show", "201610281801.9"][..], &["patent", "list"]] {
        let said = desk.ok(args);
        assert!(said.contains("失效") && said.contains("按来源所述，日期不详"), "{said}");
        assert!(!said.contains("终止"), "{said}");
    }
    assert_eq!(desk.data(&["patent", "list", "--status", "ended"]).as_array().unwrap().len(), 1);
    let check = ["pledge", "check", "201610281801.9", "--pledgor", "某甲公司"];
    let checked = desk.data(&[&check[..], &["--on", "2021-02-01"]].concat());
    let refused = checked["findings"].as_array().unwrap().iter();
    let refused: Vec<&str> = refused
        .filter(|finding| finding["outcome"] == "refuse")
        .map(|finding| finding["rule"].as_str().unwrap())
        .collect();
    assert_eq!(
        (&checked["eligible"], &refused[..]),
        (&false.into(), &["R3", "R7"][..]),
        "{checked}"
    );
}

#[test]
fn the_end_of_a_group_as_spreadsheets_write_it_is_a_total() {
    let (desk, list) = desk_of(
        "借据号,贷款银行,借款人,贷款金额(元),放款日,到期日,年利率%\n\
         A1,示例银行,某甲公司,1000000,2020-03-01,2021-03-01,4.35\n\
         A2,示例银行,某甲公司,2000000,2020-03-01,2021-03-01,4.35\n\
         ,,某甲公司 汇总,3000000,,,\n\
         A3,示例银行,某乙公司,500000,2020-03-01,2021-03-01,4.35\n\
         ,,某乙公司 汇总,600000,,,\n\
         ,,总计,3500000,,,\n",
    );
    let (code, value) = import(&desk, "loan", &list);
    assert_eq!((code, refused(&value).len()), (3, 0), "{value}");
    let totals = value["data"]["reading"][0]["totals"].as_array().expect("totals").iter();
    let agree: Vec<bool> = totals.map(|total| total["agrees"] == true).collect();
    assert_eq!(agree, [true, false, true], "a group of 500,000 is not one of 600,000");
}

/// 某甲公司 / 某乙公司 was one firm of that name.
#[test]
fn joint_applicants_are_told_apart_whatever_stands_between_them() {
    const FIRST: &str = "上海某某甲有限公司";
    const SECOND: &str = "上海某某乙有限公司";
    for (mark, joint) in [
        ("；", true),
        ("、", true),
        (" / ", true),
        ("/", true),
        ("，", true),
        (" ", true),
        ("\u{3000}", true),
        ("及", true),
        ("和", true),
        ("-", false),
    ] {
        let (desk, list) = desk_of(&format!(
            "申请号,发明名称,申请人,申请日\n201610281801.9,甲,{FIRST}{mark}{SECOND},2016-05-03\n"
        ));
        assert_eq!(import(&desk, "patent", &list).0, 0, "{mark}");
        let expected =
            if joint { format!("{FIRST};{SECOND}") } else { [FIRST, mark, SECOND].concat() };
        assert_eq!(exported(&desk, "patent", &["applicant_name"]), [expected], "{mark}");
    }
    for (names, read) in [
        ("上海某某甲有限公司 张三", "上海某某甲有限公司;张三"),
        ("张三，李四", "张三;李四"),
        ("上海某某大学，上海某某甲有限公司／王五", "上海某某大学;上海某某甲有限公司;王五"),
        // These are one each.
        ("\"SMITH, JOHN\"", "SMITH, JOHN"),
        ("\"Some Device Co., Ltd.\"", "Some Device Co., Ltd."),
        ("张 三", "张 三"),
        ("上海某某大学和平医院", "上海某某大学和平医院"),
        ("上海某某甲有限公司 静安分公司", "上海某某甲有限公司 静安分公司"),
        ("上海某某微系统与信息技术研究所", "上海某某微系统与信息技术研究所"),
        ("上海和平普及文化有限公司", "上海和平普及文化有限公司"),
    ] {
        let (desk, list) = desk_of(&format!(
            "申请号,发明名称,申请人,申请日\n201610281801.9,甲,{names},2016-05-03\n"
        ));
        assert_eq!(import(&desk, "patent", &list).0, 0, "{names}");
        assert_eq!(exported(&desk, "patent", &["applicant_name"]), [read], "{names}");
    }
}

/// 统一社会信用代码 was recorded as a firm.
#[test]
fn a_card_is_no_list() {
    let (desk, list) = desk_of(
        "企业名称,上海某某甲有限公司\n统一社会信用代码,91310106082833558H\n注册地,静安区\n",
    );
    let (code, value) = import(&desk, "party", &list);
    assert_eq!((code, &value["code"]), (3, &"header-not-found".into()), "{value}");
}
