//! Lists and cards: what is looked for is found, what cannot be worked out stops nothing, and codes are said in words.

use serde_json::{Value, json};

use crate::support::Desk;

/// A desk with a firm that was called otherwise, its granted invention, and two loans: one priced anew every year.
fn desk() -> Desk {
    let desk = Desk::with_ledger();
    let firm = "上海示例听澜智能科技有限公司";
    desk.ok(&["party", "add", firm, "--former-names", "上海旧雨软件有限公司"]);
    let patent = ["patent", "add", "201610281886.0", "--filing-date", "2016-04-29"];
    let granted = ["--grant-date", "2017-11-03", "--grant-no", "CN108155160B"];
    desk.ok(&[&patent[..], &granted, &["--applicant-name", firm]].concat());
    for (number, rate) in [("JD1", "4.35"), ("JD2", "LPR1Y+50bp yearly")] {
        let of = ["loan", "open", number, "--bank", "示例银行", "--borrower", firm];
        let terms = ["--principal", "100万元", "--rate-percent", rate, "--method", "bullet"];
        let days = ["--disbursed-on", "2020-03-05", "--due-on", "2030-03-05"];
        desk.ok(&[&of[..], &terms, &days, &["--by", "王芳", "--reason", "补录"]].concat());
    }
    desk
}

#[test]
fn a_part_of_anybodys_name_finds_the_thing_and_an_empty_answer_says_what_was_searched() {
    let desk = desk();
    for words in ["听澜", "旧雨", "jd1", "示例银行"] {
        assert_ne!(desk.data(&["loan", "list", "--text", words]), json!([]), "{words}");
    }
    for words in ["听澜", "旧雨", "CN108155160B", "2016102818860"] {
        let found = desk.data(&["patent", "list", "--text", words]);
        assert_eq!(found[0]["application_no"], "201610281886.0", "{words}");
    }
    let said = desk.ok(&["loan", "list", "--text", "没有的"]);
    assert!(said.contains("贷款共2条，没有一条含有“没有的”"), "{said}");
    assert!(!said.contains("0.00"), "{said}");
    let (_, answer) = desk.json(&["party", "list", "--text", "没有的"]);
    assert!(answer["warnings"][0].as_str().unwrap().contains("没有的"), "{answer}");
}

#[test]
fn a_loan_that_cannot_be_worked_out_is_named_and_stops_no_other() {
    let desk = desk();
    let day = ["--as-of", "2028-05-05"];
    let rows = desk.data(&[&["loan", "list"][..], &day].concat());
    let state: Vec<[&Value; 2]> =
        rows.as_array().unwrap().iter().map(|row| [&row["loan_no"], &row["class"]]).collect();
    assert_eq!(json!(state), json!([["JD1", "normal"], ["JD2", "not_worked_out"]]));
    let said = desk.ok(&[&["loan", "list"][..], &day].concat());
    assert!(said.contains("贷款JD2无法计算，未计入合计"), "{said}");
    let card = desk.data(&[&["loan", "show", "JD2"][..], &day].concat());
    assert_eq!(card["class"], "not_worked_out");
    assert_eq!(card["timeline"][0]["amount"], "1000000.00");
    assert_eq!(desk.json(&[&["loan", "balance", "JD2"][..], &day].concat()).0, 5);
}

/// A source says granted of a patent that is maintained; who asks for those in force means it too.
#[test]
fn in_force_is_all_that_is_maintained() {
    let desk = desk();
    let firm = "上海示例听澜智能科技有限公司";
    for (number, filed, status) in [
        ("201610281801.9", "2016-04-29", "有效"),
        ("201610281802.3", "2016-04-29", "终止"),
        ("201710123456.0", "2017-03-03", "申请中"),
    ] {
        let of = ["patent", "add", number, "--filing-date", filed, "--status", status];
        let granted: &[&str] =
            if status == "申请中" { &[] } else { &["--grant-date", "2018-08-21"] };
        desk.ok(&[&of[..], granted, &["--applicant-name", firm]].concat());
    }
    for (asked, found) in [
        ("in_force", &["201610281801.9", "201610281886.0"][..]),
        ("有效", &["201610281801.9", "201610281886.0"]),
        ("granted", &["201610281886.0"]),
        ("lapsed", &["201610281802.3"]),
        ("pending", &["201710123456.0"]),
    ] {
        let rows = desk.data(&["patent", "list", "--status", asked]);
        let numbers = rows.as_array().unwrap().iter().map(|row| row["application_no"].clone());
        assert_eq!(json!(numbers.collect::<Vec<_>>()), json!(found), "{asked}");
    }
}

/// What is not there is looked for in a list that there is.
#[test]
fn a_thing_that_is_not_there_is_answered_with_the_list_of_its_kind() {
    let desk = desk();
    for (noun, id) in [
        ("party", "无此"),
        ("patent", "201410041637.5"),
        ("pct", "PCT/CN2017/012345"),
        ("pledge", "无此"),
        ("loan", "无此"),
        ("scheme", "无此"),
        ("claim", "无此"),
        ("plan", "无此"),
        ("program", "无此"),
        ("certificate", "无此"),
        ("population", "无此"),
    ] {
        let (code, refused) = desk.json(&[noun, "show", id]);
        assert_eq!((code, &refused["code"]), (4, &json!("not-found")), "{noun}");
        let list = format!("ipledger {noun} list");
        assert!(refused["hint"].as_str().unwrap().contains(&list), "{refused}");
        desk.ok(&[noun, "list"]);
    }
}

/// The words a switch takes are told in the reader's language, where they can be typed so.
#[test]
fn words_that_may_be_typed_are_told_in_the_readers_language() {
    let desk = desk();
    for (args, told) in [
        (&["patent", "list", "--status", "好"][..], "申请中 公开 实质审查 授权 有效 终止"),
        (&["patent", "event", "201610281886.0", "好", "--on", "2018-01-01"], "终止"),
        (&["pledge", "release", "Y1"], "债务已履行"),
        (&["patent", "list", "--sort", "好"], "申请号 专利类型 发明名称"),
    ] {
        let (code, refused) = desk.json(args);
        assert_eq!(code, 2, "{refused}");
        assert!(refused["hint"].as_str().unwrap().contains(told), "{refused}");
    }
    for word in ["授权", "有效"] {
        desk.ok(&["patent", "list", "--status", word, "--sort", "申请日"]);
    }
}

#[test]
fn a_patent_answers_to_its_grant_number_and_a_card_says_words_and_who_recorded_it() {
    let desk = desk();
    let card = desk.data(&["patent", "show", "CN108155160B"]);
    assert_eq!(card["application_no"], "201610281886.0");
    let said = desk.ok(&["loan", "show", "JD2"]);
    for words in ["利息、罚息、复利、本金", "LPR1Y+50bp，每年1月1日重新定价", "王芳", "补录"]
    {
        assert!(said.contains(words), "{words}: {said}");
    }
    let entries = &desk.data(&["loan", "show", "JD2"])["entries"];
    assert_eq!([&entries[0]["recorded_by"], &entries[0]["reason"]], ["王芳", "补录"]);
}

/// Of every noun whose list takes words: a part of a name or number that finds one, and what an empty answer says was
/// searched.
const SEARCHED: [(&str, &[&str], &str); 8] = [
    ("party", &["示例甲", "91310106082833558G", "静安支行"], "主体共3条"),
    ("patent", &["201610281886", "示例甲"], "专利共2条"),
    ("pct", &["CN2017", "示例甲"], "PCT申请共1条"),
    ("pledge", &["2018310000001", "201610281886", "示例甲", "静安支行"], "质押共1条"),
    ("loan", &["JD002", "示例乙", "静安支行"], "贷款共2条"),
    ("claim", &["JD002", "示例乙"], "补偿申请共1条"),
    ("program", &["示例甲"], "申报案共1条"),
    ("certificate", &["IP0001", "示例乙"], "认证证书共1条"),
];

#[test]
fn words_are_searched_in_every_noun_and_an_empty_answer_says_where() {
    let desk = crate::errors::groundwork();
    let program = desk.file(
        "试点.toml",
        "code = \"pilot\"\ntitle = \"试点企业\"\nlevel = \"city\"\nvalid_from = 2012-01-01\n",
    );
    for args in [
        &[
            "pct",
            "add",
            "PCT/CN2017/012345",
            "--filing-date",
            "2017-05-02",
            "--applicant",
            "上海示例甲有限公司",
        ][..],
        &["program", "add", &program],
        &["program", "apply", "pilot", "上海示例甲有限公司", "--on", "2018-03-01"],
        &[
            "certificate",
            "add",
            "IP0001",
            "--standard",
            "2013",
            "--organisation",
            "上海示例乙有限公司",
        ],
        &["claim", "file", "JD002", "--scheme", "zhongshan", "--on", "2020-10-01", "--by", "甲"],
    ] {
        let dated: &[&str] = match args[0] {
            "certificate" => &["--issued-on", "2017-03-01", "--expires-on", "2020-02-28"],
            _ => &[],
        };
        desk.ok(&[args, dated].concat());
    }
    for (noun, parts, counted) in SEARCHED {
        for part in parts {
            let (code, found) = desk.json(&[noun, "list", "--text", part]);
            let some = found["data"].as_array().is_some_and(|rows| !rows.is_empty());
            assert!(code == 0 && some, "{noun} {part}: {found}");
        }
        let (code, answer) = desk.json(&[noun, "list", "--text", "没有的"]);
        let said = answer["warnings"].to_string();
        assert_eq!((code, &answer["data"]), (0, &json!([])), "{noun}");
        assert!(
            said.contains(counted) && said.contains("没有一条含有“没有的”（已查"),
            "{noun}: {said}"
        );
    }
}
