//! A bank's month end: what its list says, what the ledger says, and what becomes of the differences.

use ipledger::exchange::source::{ReadOptions, Source};
use ipledger::exchange::{Cell, Row};
use serde_json::Value;

use crate::support::Desk;

const BANK: &str = "示例银行静安支行";

/// Six loans of one bank and one of another; JD1 and JD2 have paid once.
fn desk() -> Desk {
    let desk = Desk::with_ledger_on("2016-12-31");
    let loans = desk.file(
        "贷款.csv",
        "loan_no,contract_no,bank,borrower,borrower_uscc,principal,disbursed_on,due_on,rate_percent,method\n\
         JD20160001,HT1,示例银行静安支行,上海云峰科技有限公司,,1000000,2016-03-01,2017-03-01,4.35,interest_first\n\
         JD20160002,HT2,示例银行静安支行,上海海川软件有限公司,,2000000,2016-04-01,2017-04-01,4.35,interest_first\n\
         JD20160003,HT3,示例银行静安支行,上海星河机械有限公司,,3000000,2016-05-03,2017-05-03,4.35,bullet\n\
         JD20160004,HT4,示例银行静安支行,上海双子科技有限公司,,500000,2016-06-01,2017-06-01,4.35,bullet\n\
         JD20160005,HT5,示例银行静安支行,上海双子科技有限公司,,500000,2016-06-01,2017-06-01,4.35,bullet\n\
         JD20160006,HT6,示例银行静安支行,上海未列科技有限公司,,600000,2016-07-01,2017-07-01,4.35,bullet\n\
         JD20160001X,HT7,另一家银行,上海云峰科技有限公司,,1000000,2016-03-01,2017-03-01,4.35,bullet\n",
    );
    desk.ok(&["loan", "import", &loans]);
    desk.ok(&["loan", "repay", "JD20160001", "100000", "--on", "2016-09-01"]);
    desk
}

/// The bank's list: one damaged number, a payment we lack, a pair nobody can tell apart, a loan nobody here knows.
fn list(desk: &Desk) -> String {
    let owed = |loan: &str| {
        desk.data(&["loan", "balance", loan, "--as-of", "2016-12-31"])["principal"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let text = format!(
        "示例银行知识产权质押贷款清单,,,,\n\
         借据号,借款人名称,发放金额(万元),放款日期,贷款余额(元)\n\
         JD-2016-0001,上海云峰科技有限公司,100,2016-03-01,{}\n\
         JD20160002,上海海川软件有限公司,200,2016-04-01,1700000.00\n\
         JD20160003,上海星河机械有限责任公司,300,2016-05-03,3000000\n\
         ,上海双子科技有限公司,50,2016-06-01,500000\n\
         ,上海双子科技有限公司,50,2016-06-01,500000\n\
         ZX1,上海新客户有限公司,80,2016-08-01,800000\n\
         合计,,780,,{}\n",
        owed("JD20160001"),
        "7430000.00",
    );
    desk.file("清单.csv", &text)
}

fn reconcile(desk: &Desk, list: &str) -> (i32, Value) {
    let (code, value) = desk.json(&["reconcile", list, "--bank", BANK, "--as-of", "2016-12-31"]);
    (code, value["data"].clone())
}

fn entries(desk: &Desk) -> Value {
    desk.data(&["verify"])["entries"].clone()
}

#[test]
fn a_list_is_answered_line_by_line_and_every_yuan_between_has_a_name() {
    let desk = desk();
    let list = list(&desk);
    let (code, found) = reconcile(&desk, &list);
    assert_eq!(code, 3);
    let counts = ["lines", "agreed", "differing", "ambiguous", "only_bank", "only_ledger"]
        .map(|key| found[key].as_i64().unwrap());
    assert_eq!(counts, [6, 2, 1, 2, 1, 1], "{found:#}");
    let item = |row: i64| {
        let items = found["items"].as_array().unwrap();
        items.iter().find(|item| item["bank_row"] == row).unwrap().clone()
    };
    assert_eq!(
        (&item(3)["method"], &item(3)["loan"]),
        (&"loan_no_key".into(), &"JD20160001".into())
    );
    assert_eq!(item(4)["differences"][0]["cause"], "payment_missing_here");
    assert_eq!(item(4)["differences"][0]["field"], "balance");
    assert_eq!((&item(6)["status"], &item(6)["loan"]), (&"ambiguous".into(), &Value::Null));
    assert_eq!(item(8)["status"], "only_bank");
    assert_eq!(found["remainder"], "0.00");
    let total = |key: &str| found[key].as_str().unwrap().parse::<f64>().unwrap();
    let named: f64 = found["bridge"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| step["amount"].as_str().unwrap().parse::<f64>().unwrap())
        .sum();
    assert_eq!(total("bank_total") - total("ledger_total"), named);
    // The totals row is held against the lines.
    let output = desk.run(&["reconcile", &list, "--bank", BANK, "--as-of", "2016-12-31", "-n"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("第 9 行“合计”的贷款余额(元)写 7,430,000.00"), "{said}");
    assert!(!said.contains("发放金额") && !said.contains("本金"), "that total is right: {said}");
    // Nothing of the other bank comes near.
    assert!(!found.to_string().contains("JD20160001X"));
}

/// A list of the year's end that comes in the middle of January: the payment of January is no difference.
#[test]
fn a_list_is_held_against_the_day_it_says_it_stands_as_of() {
    let mut desk = Desk::with_ledger_on("2016-12-31");
    let loans = desk.file(
        "贷款.csv",
        "loan_no,bank,borrower,principal,disbursed_on,due_on,rate_percent,method\n\
         JD1,示例银行静安支行,上海云峰科技有限公司,1000000,2016-03-01,2017-03-01,4.35,bullet\n",
    );
    desk.ok(&["loan", "import", &loans]);
    desk.on("2017-01-15");
    desk.ok(&["loan", "repay", "JD1", "1000000", "--on", "2017-01-10"]);
    let of = |title: &str| {
        let rows = "借据号,借款人名称,贷款余额(元)\nJD1,上海云峰科技有限公司,1000000\n";
        desk.file("清单.csv", &format!("{title}\n{rows}"))
    };
    for (title, asked, day, code, told) in [
        ("贷款清单（截止日期：2016年12月31日）,,", None, "2016-12-31", 0, "按这一天核对"),
        ("2016年12月末知识产权质押贷款余额表,,", None, "2016-12-31", 0, "按这一天核对"),
        ("贷款清单,,截至2016-12-31", Some("2017-01-12"), "2017-01-12", 3, "这里按2017-01-12核对"),
        ("贷款清单,,制表日期2016-12-31", None, "2017-01-15", 3, ""),
        // No list stands as of a day to come.
        ("贷款清单,,截至2017-12-31", None, "2017-01-15", 3, "这里按2017-01-15核对"),
    ] {
        let list = of(title);
        let mut words = vec!["reconcile", &list, "--bank", BANK];
        words.extend(asked.iter().flat_map(|day| ["--as-of", day]));
        let (found, value) = desk.json(&words);
        assert_eq!((found, value["as_of"].as_str()), (code, Some(day)), "{title}: {value}");
        let warned = value["warnings"].to_string();
        assert_eq!(warned.contains("清单写明"), !told.is_empty(), "{title}: {warned}");
        assert!(warned.contains(told), "{title}: {warned}");
    }
    // Two sheets of two days are of none.
    let sheet = |day: &str, loan: &str| {
        format!(
            "<table><tr><td>贷款清单（截至{day}）</td></tr>\
             <tr><th>借据号</th><th>借款人名称</th><th>贷款余额(元)</th></tr>\
             <tr><td>{loan}</td><td>上海云峰科技有限公司</td><td>1000000</td></tr></table>"
        )
    };
    let two = format!("<html>{}{}</html>", sheet("2016-11-30", "JD1"), sheet("2016-12-31", "JD2"));
    let list = desk.file("两表.xls", &two);
    let (_, value) = desk.json(&["reconcile", &list, "--bank", BANK]);
    assert_eq!(value["as_of"], "2017-01-15");
    let warned = value["warnings"].to_string();
    assert!(warned.contains("截至2016-11-30、2016-12-31，这里按2017-01-15核对"), "{warned}");
}

#[test]
fn the_same_list_again_is_no_new_run_and_a_rehearsal_writes_nothing() {
    let desk = desk();
    let list = list(&desk);
    let before = entries(&desk);
    let args = ["reconcile", list.as_str(), "--bank", BANK, "--as-of", "2016-12-31", "-n"];
    assert_eq!(desk.json(&args).0, 3);
    assert_eq!(entries(&desk), before);
    let (_, first) = reconcile(&desk, &list);
    let after = entries(&desk);
    let (_, second) = reconcile(&desk, &list);
    assert_eq!(entries(&desk), after);
    assert_eq!(
        (&second["known"], &second["reconciliation"]),
        (&true.into(), &first["reconciliation"])
    );
    assert_eq!(second["items"], first["items"]);
}

#[test]
fn what_is_accepted_and_decided_agrees_the_next_time_and_is_not_asked_again() {
    let mut desk = desk();
    let list = list(&desk);
    reconcile(&desk, &list);
    let before = desk.data(&["loan", "balance", "JD20160002", "--as-of", "2016-12-31"]);
    desk.ok(&["reconcile", "accept", "1", "-n"]);
    assert_eq!(desk.data(&["loan", "balance", "JD20160002", "--as-of", "2016-12-31"]), before);
    desk.ok(&["reconcile", "accept", "1", "--row", "4"]);
    let after = desk.data(&["loan", "balance", "JD20160002", "--as-of", "2016-12-31"]);
    assert_eq!(after["principal"], "1700000.00");
    assert_eq!(desk.run(&["reconcile", "accept", "1"]).status.code(), Some(5), "once is enough");
    assert_eq!(desk.data(&["loan", "balance", "JD20160002", "--as-of", "2016-12-31"]), after);

    // One word settles the pair: the other line can mean but the other loan.
    let told = desk.data(&["reconcile", "decide", "1", "6", "JD20160005"]);
    let changes = |field: &str, old: &str, new: &str| serde_json::json!({"field": field, "old": old, "new": new});
    assert_eq!(
        told["effects"][0]["changes"],
        serde_json::json!([
            changes("loan_no", "", "JD20160005"),
            changes("matched_by", "borrower", "decided"),
        ])
    );
    // What is found already is confirmed, and that is what changes.
    let told = desk.data(&["reconcile", "decide", "1", "7", "JD20160004", "-n"]);
    assert_eq!(
        told["effects"][0]["changes"],
        serde_json::json!([
            changes("loan_no", "JD20160004", "JD20160004"),
            changes("matched_by", "borrower", "decided"),
        ])
    );
    let (_, found) = reconcile(&desk, &list);
    let of = |row: i64, found: &Value| {
        let items = found["items"].as_array().unwrap();
        items.iter().find(|item| item["bank_row"] == row).unwrap().clone()
    };
    assert_eq!(
        (&of(6, &found)["method"], &of(6, &found)["loan"]),
        (&"decided".into(), &"JD20160005".into())
    );
    assert_eq!(of(7, &found)["loan"], "JD20160004");
    assert_eq!(found["ambiguous"], 0);
    let said = entries(&desk);
    let again = desk.json(&["reconcile", "decide", "1", "6", "JD20160005"]);
    assert_eq!((again.0, &again.1["code"]), (5, &"no-change".into()), "said once");
    assert_eq!(entries(&desk), said);

    // "Not this one" is kept as well.
    desk.ok(&["reconcile", "decide", "2", "8", "JD20160006", "--not"]);
    assert_eq!(of(8, &reconcile(&desk, &list).1)["status"], "only_bank");

    // The next month the loan the bank drops is told, and what was known is not listed anew.
    desk.on("2017-01-31");
    let text = std::fs::read_to_string(&list)
        .unwrap()
        .replace("JD20160003,上海星河机械有限责任公司,300,2016-05-03,3000000\n", "");
    let next = desk.file("一月.csv", &text);
    let (_, shown) = desk.json(&["reconcile", &next, "--bank", BANK, "--as-of", "2017-01-31"]);
    assert_eq!(shown["data"]["vanished"], serde_json::json!(["JD20160003"]));
    let last = shown["data"]["reconciliation"].to_string();
    let (_, kept) = desk.json(&["reconcile", "show", &last]);
    let known: Vec<&Value> = kept["data"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|item| !item["since_reconciliation"].is_null())
        .collect();
    assert!(known.iter().any(|item| item["bank_row"] == "7"), "{kept:#}");
    assert_eq!(desk.json(&["verify"]).0, 0);
}

#[test]
fn both_sides_sign_once() {
    let desk = desk();
    let list = list(&desk);
    reconcile(&desk, &list);
    desk.ok(&["reconcile", "sign", "1", "--side", "office", "--signer", "王芳"]);
    desk.ok(&["reconcile", "sign", "1", "--side", "bank", "--signer", "周敏"]);
    let again = desk.json(&["reconcile", "sign", "1", "--side", "bank", "--signer", "周敏"]);
    assert_eq!((again.0, &again.1["code"]), (5, &"already-there".into()));
    let listed = desk.data(&["reconcile", "list"]);
    assert_eq!(listed[0]["signed_by"], "主管部门 王芳、银行 周敏");
    assert_eq!(desk.json(&["reconcile", "show", "9"]).0, 4);
    assert_eq!(desk.json(&["reconcile", "decide", "1", "99", "JD20160001"]).0, 4);
    // Another bank's loan is none of this bank's.
    assert_eq!(desk.json(&["reconcile", "decide", "1", "6", "JD20160001X"]).0, 4);
}

#[test]
fn the_answer_is_the_banks_own_list_with_what_was_found_beside_it() {
    let desk = desk();
    let list = list(&desk);
    let answer = desk.path("答复.xlsx");
    let path = answer.to_string_lossy().into_owned();
    let args = ["reconcile", list.as_str(), "--bank", BANK, "--as-of", "2016-12-31", "-o", &path];
    assert_eq!(desk.run(&args).status.code(), Some(3));
    let rows = |file: &str| {
        let mut source = Source::open(file, &ReadOptions::default()).unwrap();
        let mut reader = source.rows(0).unwrap();
        let (mut row, mut all) = (Row::default(), Vec::new());
        while reader.next(&mut row).unwrap() {
            let cells: Vec<String> =
                row.cells().map(|cell: Cell<'_>| cell.display().into_owned()).collect();
            all.push(cells);
        }
        all
    };
    let (theirs, ours) = (rows(&list), rows(&path));
    assert_eq!(theirs.len(), ours.len());
    for (theirs, ours) in theirs.iter().zip(&ours) {
        let ink = theirs.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
        assert_eq!(theirs[..ink], ours[..ink], "the bank's own columns");
    }
    let found: Vec<&str> = ours[2..8].iter().map(|row| row[5].as_str()).collect();
    assert_eq!(found, ["一致", "有差异", "一致", "不能唯一确定", "不能唯一确定", "仅银行有"]);
    assert!(ours[3][8].contains("我方未登记"), "{:?}", ours[3]);
}

/// Two banks with nothing in common, so that a byte of one is known when it is seen.
fn two_banks() -> Desk {
    let desk = Desk::with_ledger();
    let loans = desk.file(
        "贷款.csv",
        "loan_no,contract_no,bank,borrower,borrower_uscc,principal,disbursed_on,due_on,rate_percent,method\n\
         AA0001,HTAA1,甲银行,上海云峰科技有限公司,,1111111,2016-03-01,2017-03-01,4.35,bullet\n\
         BB7772,HTBB2,乙银行,上海海川软件有限公司,,2777333,2016-04-07,2017-04-07,5.91,bullet\n\
         AA0003,HTAA3,甲银行,上海星河机械有限公司,,3333333,2016-05-03,2017-05-03,4.35,bullet\n\
         BB7774,HTBB4,乙银行,上海云峰科技有限公司,,4777999,2016-06-17,2017-06-17,5.91,bullet\n",
    );
    desk.ok(&["loan", "import", &loans]);
    desk.ok(&["loan", "repay", "BB7772", "8765.43", "--on", "2016-09-19", "--reference", "TB99"]);
    desk.ok(&["loan", "repay", "AA0001", "1234.56", "--on", "2016-09-02", "--reference", "TA11"]);
    desk
}

#[test]
fn a_banks_bundle_holds_its_own_and_not_a_byte_of_anothers() {
    let desk = two_banks();
    desk.ok(&[
        "export",
        "bank",
        "甲银行",
        "甲.ipb",
        "--key",
        "office.key",
        "--as-of",
        "2016-12-31",
    ]);
    let bundle = std::fs::read(desk.path("甲.ipb")).unwrap();
    let text = String::from_utf8_lossy(&bundle);
    for own in ["AA0001", "HTAA3", "1111111.00", "上海星河机械有限公司", "1234.56", "TA11"]
    {
        assert!(text.contains(own), "{own}\n{text}");
    }
    let others = [
        "BB777",
        "HTBB",
        "乙银行",
        "上海海川软件有限公司",
        "2777333",
        "4777999",
        "5.91",
        "2016-04-07",
        "2016-06-17",
        "8765.43",
        "TB99",
        "2016-09-19",
    ];
    for other in others {
        assert!(!text.contains(other), "{other}\n{text}");
    }
    // Nothing counts what is left out: the same bundle whether or not the other bank is in the ledger at all.
    let alone = Desk::with_ledger();
    let mine: String = std::fs::read_to_string(desk.path("贷款.csv"))
        .unwrap()
        .lines()
        .filter(|line| !line.contains("乙银行"))
        .map(|line| format!("{line}\n"))
        .collect();
    let loans = alone.file("贷款.csv", &mine);
    alone.ok(&["loan", "import", &loans]);
    alone.ok(&["loan", "repay", "AA0001", "1234.56", "--on", "2016-09-02", "--reference", "TA11"]);
    std::fs::copy(desk.path("office.key"), alone.path("office.key")).unwrap();
    alone.ok(&[
        "export",
        "bank",
        "甲银行",
        "甲.ipb",
        "--key",
        "office.key",
        "--as-of",
        "2016-12-31",
    ]);
    assert!(bundle == std::fs::read(alone.path("甲.ipb")).unwrap());
}

#[test]
fn a_bundle_is_checked_by_its_reader_and_opens_for_him_alone() {
    // Both made by age-keygen.
    const READER: &str = "age1dq223cucye882ps2mxgrvndg6qc9wcxx5xd9d20507ej2mw49d8sk0mgh6";
    const SECRET: &str =
        "AGE-SECRET-KEY-1ERX7ZX5Z05G2QWE8TR2MWEQDZSKYWAYYKXKRT5RD8K37FW9M49HQ308FL4";
    let desk = two_banks();
    let output = desk.run(&["export", "bank", "甲银行", "甲.ipb", "--key", "office.key"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let key = said.lines().find_map(|line| line.strip_prefix("公钥：")).unwrap().to_owned();
    let told = desk.ok(&["bundle", "verify", "甲.ipb", "--public-key", &key]);
    assert!(told.contains("贷款2笔"), "{told}");
    let mut bytes = std::fs::read(desk.path("甲.ipb")).unwrap();
    let last = bytes.len() - 20;
    bytes[last] ^= 1;
    std::fs::write(desk.path("改.ipb"), &bytes).unwrap();
    let refused = |args: &[&str]| {
        let (code, value) = desk.json(args);
        (code, value["code"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(refused(&["bundle", "verify", "改.ipb"]), (7, "bundle-tampered".to_owned()));
    let other = "0".repeat(64);
    let args = ["bundle", "verify", "甲.ipb", "--public-key", &other];
    assert_eq!(refused(&args), (7, "bundle-other-key".to_owned()));

    desk.file("bank.txt", &format!("# key\n{SECRET}\n"));
    let args = ["export", "bank", "甲银行", "密.ipb", "--key", "office.key", "--reader", READER];
    desk.ok(&args);
    assert_eq!(refused(&["bundle", "verify", "密.ipb"]), (3, "bundle-encrypted".to_owned()));
    desk.ok(&["bundle", "verify", "密.ipb", "--identity", "bank.txt", "--public-key", &key]);
    let (_, content) = desk.json(&["bundle", "verify", "密.ipb", "--identity", "bank.txt"]);
    assert_eq!(content["loans"].as_array().unwrap().len(), 2);
}

#[test]
fn a_reconciliation_taken_back_and_again_is_whole() {
    let desk = desk();
    let list = list(&desk);
    let (_, done) = reconcile(&desk, &list);
    let number = done["reconciliation"].to_string();
    desk.ok(&["reconcile", "sign", &number, "--side", "office", "--signer", "王芳"]);
    let log = desk.ok(&["log"]);
    assert!(log.contains("对账确认") && !log.contains("reconcile"), "{log}");
    let stands = || {
        let signed = desk.data(&["reconcile", "list"])[0]["signed_by"].clone();
        (desk.data(&["reconcile", "show", &number]), signed)
    };
    let shown = stands();
    assert!(shown.0.to_string().contains("JD20160002") && shown.1.to_string().contains("王芳"));
    desk.ok(&["undo"]);
    desk.ok(&["undo"]);
    assert_eq!(desk.json(&["reconcile", "show", &number]).0, 4);
    let entries = entries(&desk).as_i64().unwrap();
    desk.ok(&["void", &entries.to_string()]);
    desk.ok(&["void", &(entries - 1).to_string()]);
    assert_eq!(stands(), shown);
    assert_eq!(desk.json(&["verify"]).0, 0);
}

/// Number and borrower as they stand are one loan's, listed in two; another loan of nearly that number, of a firm of
/// nearly that name, lent the amount of one part.
#[test]
fn a_split_loan_is_not_taken_for_two_slips_at_once() {
    let desk = Desk::with_ledger();
    let loans = desk.file(
        "贷款.csv",
        "loan_no,contract_no,bank,borrower,principal,disbursed_on,due_on,rate_percent,method\n\
         JD20230003,H3,示例银行静安支行,上海测试丙科技有限公司,800000,2016-03-10,2018-03-10,4.35,bullet\n\
         JD20230009,H9,示例银行静安支行,上海测试壬科技有限公司,1400000,2016-09-10,2018-09-10,4.35,bullet\n",
    );
    desk.ok(&["loan", "import", &loans]);
    let list = desk.file(
        "清单.csv",
        "借据号,借款人名称,发放金额(万元),放款日期,到期日期,贷款余额(元)\n\
         JD20230009,上海测试壬科技有限公司,80,2016-09-10,2018-09-10,800000\n\
         JD20230009,上海测试壬科技有限公司,60,2016-09-10,2018-09-10,600000\n",
    );
    let (_, found) = reconcile(&desk, &list);
    let of_row = |row: i64| {
        let items = found["items"].as_array().unwrap();
        items.iter().find(|item| item["bank_row"] == row).unwrap().clone()
    };
    for row in [2, 3] {
        assert_eq!(
            (of_row(row)["loan"].as_str(), of_row(row)["method"].as_str()),
            (Some("JD20230009"), Some("split"))
        );
    }
    assert_eq!(
        (found["only_ledger"].as_i64(), found["remainder"].as_str()),
        (Some(1), Some("0.00"))
    );
}

/// Two lines nobody can tell apart are decided one by one: the second word does not take the first one back.
#[test]
fn lines_alike_are_decided_one_by_one() {
    let desk = desk();
    let list = list(&desk);
    let (_, done) = reconcile(&desk, &list);
    let number = done["reconciliation"].to_string();
    let decide = |row: &str, loan: &str| desk.ok(&["reconcile", "decide", &number, row, loan]);
    decide("6", "JD20160004");
    decide("7", "JD20160005");
    let (_, again) = reconcile(&desk, &list);
    let of_row = |row: i64| {
        let items = again["items"].as_array().unwrap();
        let item = items.iter().find(|item| item["bank_row"] == row).unwrap();
        (item["loan"].as_str().unwrap().to_owned(), item["method"].as_str().unwrap().to_owned())
    };
    assert_eq!(of_row(6), ("JD20160004".to_owned(), "decided".to_owned()));
    assert_eq!(of_row(7), ("JD20160005".to_owned(), "decided".to_owned()));
}

/// Two loans of two firms whose names and contracts lie close together, and one of a firm that was renamed.
fn near_firms() -> Desk {
    let desk = Desk::with_ledger_on("2017-01-31");
    let firms = desk.file(
        "主体.csv",
        "name,uscc,former_names,role\n\
         工商银行静安支行,,,bank\n\
         上海样例甲科技有限公司,,,\n\
         上海样例乙科技有限公司,,,\n\
         上海新名智能有限公司,,上海老牌光电有限公司,\n",
    );
    desk.ok(&["party", "import", &firms]);
    let loans = desk.file(
        "贷款.csv",
        "loan_no,contract_no,bank,borrower,principal,disbursed_on,due_on,rate_percent,method\n\
         JJ1,HT-2016-001,工商银行静安支行,上海样例甲科技有限公司,3000000,2016-10-08,2017-10-08,4.35,bullet\n\
         JJ2,HT-2016-002,工商银行静安支行,上海样例乙科技有限公司,500000,2016-11-01,2017-11-01,4.35,bullet\n\
         JJ3,HT-2016-003,工商银行静安支行,上海新名智能有限公司,800000,2016-12-05,2017-12-05,4.35,bullet\n",
    );
    desk.ok(&["loan", "import", &loans]);
    desk
}

fn held_against(desk: &Desk, bank: &str, list: &str, as_of: &str) -> (i32, Value) {
    let file = desk.file("清单.csv", list);
    let (code, value) = desk.json(&["reconcile", &file, "--bank", bank, "--as-of", as_of]);
    (code, value["data"].clone())
}

fn row(found: &Value, row: i64) -> Value {
    let items = found["items"].as_array().unwrap();
    items.iter().find(|item| item["bank_row"] == row).unwrap().clone()
}

fn differing_fields(item: &Value) -> Vec<(String, String)> {
    let differences = item["differences"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    differences.map(|one| (text(&one["field"]), text(&one["cause"]))).collect()
}

#[test]
fn another_firm_or_contract_is_a_difference_though_all_figures_agree() {
    let desk = near_firms();
    let header = "借据号,合同号,借款人,放款金额(元),放款日期,贷款余额(元)\n";
    // Row by row: what the bank wrote, what became of it, and what contradicts.
    let cases: [(&str, &str, &[&str]); 8] = [
        ("JJ1,HT-2016-001,上海样例甲科技有限公司,3000000,2016-10-08,3000000", "agreed", &[]),
        (
            "JJ1,HT-2016-002,上海样例乙科技有限公司,3000000,2016-10-08,3000000",
            "differs",
            &["contract_no", "borrower"],
        ),
        (
            "JJ1,HT-2016-002,上海样例甲科技有限公司,3000000,2016-10-08,3000000",
            "differs",
            &["contract_no"],
        ),
        (
            "JJ2,HT-2016-002,上海样例甲科技有限公司,500000,2016-11-01,500000",
            "differs",
            &["borrower"],
        ),
        (
            "JJ2,HT-2016-002,北京别家贸易有限公司,500000,2016-11-01,500000",
            "suggested",
            &["borrower"],
        ),
        ("JJ3,HT-2016-003,上海老牌光电有限公司,800000,2016-12-05,800000", "agreed", &[]),
        ("JJ3,HT-2016-***,新名智能,800000,2016-12-05,800000", "agreed", &[]),
        ("JJ3,,上海***有限公司,800000,2016-12-05,800000", "agreed", &[]),
    ];
    for (line, status, fields) in cases {
        let (code, found) =
            held_against(&desk, "工商银行静安支行", &format!("{header}{line}\n"), "2016-12-31");
        let item = row(&found, 2);
        let told: Vec<String> =
            differing_fields(&item).into_iter().map(|(field, _)| field).collect();
        assert_eq!(
            (item["status"].as_str(), told),
            (Some(status), fields.iter().map(|f| (*f).to_owned()).collect()),
            "{line}"
        );
        assert_eq!(code, 3, "{line}: the other loans are missing");
    }
    // Without a loan number, the contract of one loan never brings a line to another in silence.
    let others = [
        ("HT-2016-002,上海样例甲科技有限公司,3000000,2016-10-08,3000000", "JJ1"),
        ("HT-2016-003,上海样例乙科技有限公司,500000,2016-11-01,500000", "JJ2"),
        ("HT-2016-001,上海新名智能有限公司,800000,2016-12-05,800000", "JJ3"),
    ];
    for (line, loan) in others {
        let list = format!("合同号,借款人,放款金额(元),放款日期,贷款余额(元)\n{line}\n");
        let (_, found) = held_against(&desk, "工商银行静安支行", &list, "2016-12-31");
        let item = row(&found, 2);
        assert_eq!(
            (item["status"].as_str(), item["loan"].as_str()),
            (Some("suggested"), Some(loan))
        );
        assert_eq!(
            differing_fields(&item),
            [("contract_no".to_owned(), "other_number".to_owned())]
        );
    }
    // What a person said of a line answers whose it is.
    let line = "JJ1,HT-2016-002,上海样例乙科技有限公司,3000000,2016-10-08,3000000\n";
    let (_, found) =
        held_against(&desk, "工商银行静安支行", &format!("{header}{line}"), "2016-12-31");
    let number = found["reconciliation"].to_string();
    desk.ok(&["reconcile", "decide", &number, "2", "JJ1"]);
    let (_, found) =
        held_against(&desk, "工商银行静安支行", &format!("{header}{line}"), "2016-12-31");
    assert_eq!(
        (&row(&found, 2)["status"], &row(&found, 2)["method"]),
        (&"agreed".into(), &"decided".into())
    );
}

#[test]
fn without_a_balance_nothing_agrees_and_nobody_signs() {
    let desk = near_firms();
    let bank = "工商银行静安支行";
    let lists = [
        "借据号,借款人,放款金额(元),放款日期\nJJ1,上海样例甲科技有限公司,3000000,2016-10-08\n",
        "借据号,借款人,放款金额(元),放款日期,贷款余额(元)\nJJ1,上海样例甲科技有限公司,3000000,2016-10-08,\n",
        "借据号,借款人,放款金额(元),放款日期,贷款余额(元)\nJJ1,上海样例甲科技有限公司,3000000,2016-10-08,约三百万\n",
        "借据号,借款人,贷款余额(元)\nJJ1,上海样例甲科技有限公司,3000000\nJJ2,上海样例乙科技有限公司,\nJJ3,上海新名智能有限公司,800000\n",
    ];
    for (at, list) in lists.into_iter().enumerate() {
        let (code, found) = held_against(&desk, bank, list, "2016-12-31");
        let agreed = if at == 3 { 2 } else { 0 };
        assert_eq!((code, found["agreed"].as_i64()), (3, Some(agreed)), "{list}");
        let number = found["reconciliation"].to_string();
        let args = ["reconcile", "sign", &number, "--side", "bank", "--signer", "周敏"];
        let (code, refused) = desk.json(&args);
        assert_eq!((code, &refused["code"]), (5, &"balance-unknown".into()), "{list}");
    }
    let file = desk.file("清单.csv", lists[0]);
    let told = desk.run(&["reconcile", &file, "--bank", bank, "--as-of", "2016-12-31", "-n"]);
    let said = String::from_utf8_lossy(&told.stderr).into_owned();
    assert!(said.contains("清单没有可读的余额"), "{said}");
    // A loan that is settled owes nothing, though its cell is blank.
    desk.ok(&["loan", "repay", "JJ2", "505000", "--on", "2016-12-20"]);
    let list = "借据号,借款人,贷款余额(元),状态\n\
                JJ1,上海样例甲科技有限公司,3000000,正常\n\
                JJ2,上海样例乙科技有限公司,,已结清\n\
                JJ3,上海新名智能有限公司,800000,正常\n";
    let (_, found) = held_against(&desk, bank, list, "2016-12-31");
    assert_eq!(found["agreed"], 3, "{found:#}");
    let number = found["reconciliation"].to_string();
    desk.ok(&["reconcile", "sign", &number, "--side", "bank", "--signer", "周敏"]);
}

#[test]
fn rows_nobody_could_read_stand_between_the_totals_with_their_amount() {
    let desk = Desk::with_ledger();
    let loans = desk.file(
        "台账.csv",
        "借据号,合同编号,银行,借款人,本金(元),放款日期,到期日期,年利率(%),还款方式\n\
         JD1,HT1,示例银行,某甲公司,1000000,2020-03-01,2021-03-01,4.35,利随本清\n\
         JD2,HT2,示例银行,某甲公司,1000000,2020-03-01,2021-03-01,4.35,利随本清\n\
         JD3,HT3,示例银行,某乙公司,3000000,2020-04-01,2021-04-01,4.35,利随本清\n\
         JD5,HT5,示例银行,某丙公司,500000,2020-05-01,2021-05-01,4.35,利随本清\n",
    );
    desk.ok(&["loan", "import", &loans]);
    let header = "借款人名称,发放金额(万元),放款日期,到期日期,贷款余额(万元)\n";
    let rest = "某甲公司,100,2020-03-01,2021-03-01,100\n某乙公司,300,2020-04-01,2021-04-01,300\n";
    // The row without a name, the bank's total, what the row came to, and what stands as unread.
    let cases = [
        (",100,2020-03-01,2021-03-01,100", "5000000.00", "ambiguous", None),
        (",50,2020-05-01,2021-05-01,50", "4500000.00", "agreed", None),
        (",77,2020-05-01,2021-05-01,77", "4770000.00", "only_bank", Some("770000.00")),
        (",,,,100", "5000000.00", "only_bank", Some("1000000.00")),
        ("——,20,,,20", "4200000.00", "only_bank", Some("200000.00")),
    ];
    for (line, total, status, unread) in cases {
        let list = format!("{header}{rest}{line}\n");
        let (code, found) = held_against(&desk, "示例银行", &list, "2020-12-31");
        assert_eq!(code, 3);
        assert_eq!(
            (found["bank_total"].as_str(), row(&found, 4)["status"].as_str()),
            (Some(total), Some(status)),
            "{line}: {found:#}"
        );
        let bridge = found["bridge"].as_array().unwrap();
        let step = bridge.iter().find(|step| step["name"] == "unread");
        assert_eq!(step.and_then(|step| step["amount"].as_str()), unread, "{line}");
        assert_eq!(found["remainder"], "0.00", "{line}");
        assert_eq!(found["unreadable"], i64::from(unread.is_some()), "{line}");
    }
    // A cell that is no text at all loses its field, not its row.
    let list = format!("{header}{rest}某\u{7}乙公司,50,2020-05-01,2021-05-01,50\n");
    let (_, found) = held_against(&desk, "示例银行", &list, "2020-12-31");
    assert_eq!(found["bank_total"], "4500000.00", "{found:#}");
}

#[test]
fn a_loan_another_row_has_is_refused_and_what_gives_way_is_told() {
    let desk = desk();
    let list = list(&desk);
    let (_, done) = reconcile(&desk, &list);
    let number = done["reconciliation"].to_string();
    let decide = |row: &str, loan: &str| desk.json(&["reconcile", "decide", &number, row, loan]);
    let taken_by = |answer: (i32, Value), row: &str| {
        assert_eq!((answer.0, &answer.1["code"]), (5, &"taken-by-row".into()), "{answer:?}");
        let message = answer.1["message"].as_str().unwrap().to_owned();
        assert!(message.contains(&format!("第{row}行")), "{message}");
    };
    // By its own number, by what was decided, by the row that is alike.
    taken_by(decide("6", "JD20160001"), "3");
    assert_eq!(decide("6", "JD20160004").0, 0);
    taken_by(decide("7", "JD20160004"), "6");
    assert_eq!(decide("7", "JD20160005").0, 0);
    taken_by(decide("4", "JD20160005"), "7");
    assert_eq!(decide("6", "JD20160004").1["code"], "no-change");
    // A row that carries a loan's own number means no other one, until somebody says that the number is wrong.
    for _ in 0..2 {
        let (code, refused) = decide("5", "JD20160006");
        assert_eq!((code, &refused["code"]), (5, &"number-of-other-loan".into()));
        let message = refused["message"].as_str().unwrap();
        assert!(message.contains("第5行") && message.contains("JD20160003"), "{message}");
    }
    desk.ok(&["reconcile", "decide", &number, "5", "JD20160003", "--not"]);
    let (code, moved) = decide("5", "JD20160006");
    assert_eq!(
        (code, &moved["data"]["effects"][0]["changes"][0]["new"]),
        (0, &"JD20160006".into())
    );
    // Once it is said that a row does not mean a loan, another row may.
    desk.ok(&["reconcile", "decide", &number, "7", "JD20160005", "--not"]);
    assert_eq!(decide("8", "JD20160005").0, 0);
    let (_, again) = reconcile(&desk, &list);
    assert_eq!(
        (&row(&again, 8)["loan"], &row(&again, 6)["loan"]),
        (&"JD20160005".into(), &"JD20160004".into())
    );
    assert_eq!(desk.json(&["verify"]).0, 0);
}

#[test]
fn a_line_no_longer_listed_gives_its_loan_up_and_that_is_told() {
    let desk = desk();
    let list = list(&desk);
    let (_, done) = reconcile(&desk, &list);
    desk.ok(&["reconcile", "decide", &done["reconciliation"].to_string(), "8", "JD20160006"]);
    // The next list names the same loan otherwise: the line of before is gone.
    let text = std::fs::read_to_string(&list).unwrap();
    let next = desk.file("清单.csv", &text.replace("ZX1,上海新客户", "ZX2,上海新客户"));
    let (_, found) = reconcile(&desk, &next);
    let number = found["reconciliation"].to_string();
    let (code, done) = desk.json(&["reconcile", "decide", &number, "8", "JD20160006"]);
    assert_eq!(code, 0);
    let effects = done["data"]["effects"].as_array().unwrap();
    assert_eq!((effects.len(), &effects[0]["act"]), (2, &"ended".into()), "{effects:#?}");
    assert_eq!(row(&reconcile(&desk, &next).1, 8)["loan"], "JD20160006");
}

#[test]
fn a_reconciliation_shown_again_is_what_its_run_would_tell_now() {
    let desk = desk();
    let list = list(&desk);
    let (_, done) = reconcile(&desk, &list);
    let number = done["reconciliation"].to_string();
    let shown = |further: &[&str]| desk.ok(&[&["reconcile", "show", &number], further].concat());
    let first = shown(&[]);
    assert!(first.contains("差额构成") && first.contains("另有2行一致"), "{first}");
    assert!(first.contains("第6行") && first.contains("请指定"), "{first}");
    let all = shown(&["--all"]);
    assert!(all.contains("第3行 → JD20160001  一致"), "{all}");
    let one = shown(&["--row", "5"]);
    assert!(one.contains("第5行 → JD20160003  一致") && !one.contains("第6行"), "{one}");
    assert_eq!(desk.json(&["reconcile", "show", &number, "--row", "99"]).0, 4);
    desk.ok(&["reconcile", "decide", &number, "6", "JD20160005"]);
    desk.ok(&["reconcile", "accept", &number]);
    let now = shown(&[]);
    assert!(!now.contains("请指定") && !now.contains("建议"), "{now}");
    // It is what a new run of the file finds.
    let (_, again) = reconcile(&desk, &list);
    let data = desk.data(&["reconcile", "show", &number]);
    let statuses = |rows: &Value, key: &str| -> Vec<(String, String)> {
        let one = |row: &Value| {
            (row["bank_row"].to_string().replace('"', ""), row[key].as_str().unwrap().to_owned())
        };
        let of_line = |(row, _): &(String, String)| row != "null" && !row.is_empty();
        rows.as_array().unwrap().iter().map(one).filter(of_line).collect()
    };
    assert_eq!(statuses(&data, "result"), statuses(&again["items"], "status"));
    // What was known before the decision is told as of then.
    let before = (entries(&desk).as_i64().unwrap() - 3).to_string();
    assert!(shown(&["--known-at", &before]).contains("请指定"));
}

#[test]
fn what_was_accepted_is_named_when_it_is_asked_again() {
    let mut desk = desk();
    desk.on("2017-06-30");
    let list = desk.file(
        "清单.csv",
        "借据号,借款人名称,到期日期,贷款余额(元)\n\
         JD20160002,上海海川软件有限公司,2017-10-01,2000000\n",
    );
    let args = ["reconcile", &list, "--bank", BANK, "--as-of", "2016-12-31"];
    assert_eq!(desk.json(&args).0, 3);
    let rehearsed = desk.ok(&["reconcile", "accept", "1", "-n"]);
    assert!(rehearsed.contains("2017-04-01") && rehearsed.contains("2017-10-01"), "{rehearsed}");
    desk.ok(&["reconcile", "accept", "1"]);
    let entry = entries(&desk);
    let (code, again) = desk.json(&["reconcile", "accept", "1"]);
    assert_eq!((code, &again["code"]), (5, &"accepted-before".into()));
    let message = again["message"].as_str().unwrap();
    assert!(message.contains("JD20160002") && message.contains("2017-10-01"), "{message}");
    assert!(message.contains(&format!("条目{entry}")), "{message}");
    let nothing = desk.json(&["reconcile", "accept", "1", "--cause", "unit"]);
    assert_eq!((nothing.0, &nothing.1["code"]), (5, &"no-change".into()));
}

#[test]
fn a_remainder_keeps_both_sides_from_signing() {
    let desk = desk();
    // Too high a balance that nothing explains.
    let list = desk.file(
        "清单.csv",
        "借据号,借款人名称,贷款余额(元)\nJD20160002,上海海川软件有限公司,2345678.90\n",
    );
    assert_eq!(desk.json(&["reconcile", &list, "--bank", BANK, "--as-of", "2016-12-31"]).0, 3);
    let args = ["reconcile", "sign", "1", "--side", "office", "--signer", "王芳"];
    let (code, refused) = desk.json(&args);
    assert_eq!((code, &refused["code"]), (5, &"remainder-unexplained".into()));
    assert!(refused["message"].as_str().unwrap().contains("345,678.90"), "{refused}");
}
