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
fn a_registration_number_beside_a_name_leaves_the_name() {
    let older = "310106000123456";
    let (desk, list) = desk_of(&format!(
        "申请号,名称,申请日,申请人,统一社会信用代码\n\
         201610281886.0,甲,2016-04-29,上海甲有限公司,{older}\n\
         201610281801.9,乙,2016-05-03,上海乙有限公司；上海丙有限公司,{older}；91310106082833558G\n"
    ));
    let (code, value) = import(&desk, "patent", &list);
    assert_eq!(code, 0, "{value}");
    assert!(value["warnings"].to_string().contains("工商注册号"), "{}", value["warnings"]);
    let mut parties = exported(&desk, "party", &["name", "uscc"]);
    parties.sort();
    assert_eq!(
        parties,
        ["上海丙有限公司 91310106082833558G", "上海乙有限公司 -", "上海甲有限公司 -"]
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
        assert!(exported(&desk, "party", &["name", "uscc"]).contains(&"上海甲有限公司 -".into()));
    }
    // The code that is known stays.
    let (desk, list) = desk_of("企业名称,统一社会信用代码\n上海甲有限公司,91310106082833558G\n");
    assert_eq!(import(&desk, "party", &list).0, 0);
    let again =
        desk.file("又.csv", &format!("企业名称,统一社会信用代码\n上海甲有限公司,{older}\n"));
    let (code, value) = import(&desk, "party", &again);
    assert_eq!((code, &value["data"]["unchanged"]), (0, &1.into()), "{value}");
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
