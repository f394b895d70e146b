//! One thing once: whatever comes twice, in pieces, or from another hand is the one thing it is.

use serde_json::Value;

use crate::support::Desk;

/// A desk on which the patents of the pledges are recorded: two granted ones of 某甲公司, one pending.
fn desk() -> Desk {
    let mut desk = Desk::with_ledger();
    desk.on("2021-03-01");
    let patents = desk.file(
        "专利.csv",
        "申请号,申请日,授权公告日,申请人,法律状态\n\
         201610281886.0,2016-04-29,2018-08-21,某甲公司,有效\n\
         201610824209.9,2016-09-14,2019-03-01,某甲公司,有效\n\
         201710601862.3,2017-07-21,,某甲公司,实质审查\n",
    );
    desk.ok(&["patent", "import", &patents]);
    desk
}

const HEAD: &str = "质押登记号,登记日,出质人,质权人,专利号,质押金额(万元),债务到期日\n";

fn import(desk: &Desk, noun: &str, text: &str, flags: &[&str]) -> (i32, Value) {
    let file = desk.file("清单.csv", text);
    let (code, value) = desk.json(&[&[noun, "import", &file], flags].concat());
    let data = if value["data"].is_null() { value } else { value["data"].clone() };
    (code, data)
}

/// Accepted, unchanged, corrected, refused.
fn counts(data: &Value) -> [i64; 4] {
    ["accepted", "unchanged", "corrected", "rejected"]
        .map(|key| data[key].as_i64().expect("a count"))
}

/// Each refused row with its code, column and sentence.
fn refusals(data: &Value) -> Vec<(i64, String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let rejects = data["rejects"].as_array().expect("rejects");
    rejects
        .iter()
        .map(|reject| {
            let row = reject["row"].as_i64().expect("a row");
            (row, text(&reject["code"]), text(&reject["column"]), text(&reject["message"]))
        })
        .collect()
}

/// The patents of each pledge, by registration number.
fn pledged(desk: &Desk) -> Vec<String> {
    let exported = desk.data(&["pledge", "export"]);
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let rows = exported.as_array().expect("pledges").iter();
    rows.map(|row| format!("{} {}", text(&row["registration_no"]), text(&row["patent_nos"])))
        .collect()
}

const BOTH: &str = "Y2020310000012 201610281886.0;201610824209.9";

#[test]
fn a_list_with_a_row_per_patent_is_one_pledge() {
    let row = |patent: &str, rest: &str| {
        format!("Y2020310000012,2020-05-21,某甲公司,示例银行,{patent},{rest}\n")
    };
    let (a, b) = ("201610281886.0", "201610824209.9");
    let other = "Y2020310000013,2020-06-01,某乙公司,示例银行,201810294721.6,100,2021-06-01\n";
    let list = |rows: &[&str]| [HEAD, &rows.concat()].concat();
    let same = "300,2021-05-20";
    for (kind, text, rows) in [
        ("one below the other", list(&[&row(a, same), &row(b, same)]), 2),
        ("not adjacent", list(&[&row(a, same), other, &row(b, same)]), 3),
        ("written otherwise", list(&[&row(a, same), &row(b, "300.00,2021年5月20日")]), 2),
        ("said once", list(&[&row(a, same), &format!("Y2020310000012,,,,{b},,\n")]), 2),
        ("said in pieces", list(&[&row(a, ","), &row(b, same)]), 2),
        ("two in a cell", list(&[&row("201610281886.0、201610824209.9", same)]), 1),
    ] {
        let desk = desk();
        let (code, data) = import(&desk, "pledge", &text, &[]);
        assert_eq!((code, counts(&data)), (0, [rows, 0, 0, 0]), "{kind}: {data}");
        assert_eq!(pledged(&desk)[0], BOTH, "{kind}");
        let shown = desk.data(&["pledge", "show", "Y2020310000012"]);
        assert_eq!(shown["secured_amount"], "3000000.00", "{kind}");
        // The same list again, and what the program exports itself.
        let (_, again) = import(&desk, "pledge", &text, &[]);
        assert_eq!(counts(&again), [0, rows, 0, 0], "{kind}");
        let export = desk.path("导出.xlsx").to_string_lossy().into_owned();
        desk.ok(&["pledge", "export", "-o", &export]);
        let exported = desk.data(&["pledge", "import", &export]);
        assert_eq!(counts(&exported)[1], pledged(&desk).len() as i64, "{kind}");
        assert_eq!(desk.json(&["verify"]).0, 0);
    }
}

#[test]
fn rows_of_one_registration_on_two_sheets_are_one_pledge() {
    let desk = desk();
    let path = desk.path("两页.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, patent, amount) in [
        ("一", "201610281886.0", "300"),
        ("二", "201610824209.9", "300"),
        ("三", "201710601862.3", ""),
    ] {
        let sheet = book.add_worksheet().set_name(name).expect("a sheet");
        let row =
            ["Y2020310000012", "2020-05-21", "某甲公司", "示例银行", patent, amount, "2021-05-20"];
        for (at, (header, cell)) in HEAD.trim().split(',').zip(row).enumerate() {
            sheet.write(0, at as u16, header).expect("a header");
            sheet.write(1, at as u16, cell).expect("a cell");
        }
    }
    book.save(&path).expect("a workbook");
    let data = desk.data(&["pledge", "import", &path.to_string_lossy()]);
    assert_eq!(counts(&data), [3, 0, 0, 0], "{data}");
    assert_eq!(pledged(&desk), [format!("{BOTH};201710601862.3")]);
}

#[test]
fn rows_of_one_registration_that_differ_are_refused_naming_both() {
    let row = |patent: &str, amount: &str, due: &str| {
        format!("Y2020310000012,2020-05-21,某甲公司,示例银行,{patent},{amount},{due}\n")
    };
    let (a, b) = ("201610281886.0", "201610824209.9");
    for (text, expected) in [
        (
            [row(a, "300", "2021-05-20"), row(b, "200", "2021-05-20")].concat(),
            [
                (2, "twice-in-file", "质押金额(万元)", "第3行", "2000000.00 → 3000000.00"),
                (3, "twice-in-file", "质押金额(万元)", "第2行", "3000000.00 → 2000000.00"),
            ],
        ),
        (
            [row(a, "300", "2021-05-20"), row(b, "300", "2021-05-21")].concat(),
            [
                (2, "twice-in-file", "债务到期日", "第3行", "2021-05-21 → 2021-05-20"),
                (3, "twice-in-file", "债务到期日", "第2行", "2021-05-20 → 2021-05-21"),
            ],
        ),
        // A row that cannot be read takes the others along: a pledge without one of its patents would be wrong.
        (
            [row("201610281886.1", "300", "2021-05-20"), row(b, "300", "2021-05-20")].concat(),
            [
                (2, "application-no-check", "专利号", "", ""),
                (3, "refused-with-row", "质押登记号", "第2行", ""),
            ],
        ),
    ] {
        let desk = desk();
        let (code, data) = import(&desk, "pledge", &[HEAD, &text].concat(), &[]);
        assert_eq!((code, counts(&data)), (3, [0, 0, 0, 2]), "{data}");
        let told = refusals(&data);
        for ((row, code, column, message), (at, kind, of, other, change)) in
            told.iter().zip(expected)
        {
            assert_eq!((*row, code.as_str(), column.as_str()), (at, kind, of), "{message}");
            assert!(message.contains(other) && message.contains(change), "{message}");
        }
        assert_eq!(pledged(&desk), [""; 0]);
        // The workbook of refused rows, mended, is the whole registration.
        let refused = data["refused_file"].as_str().expect("a workbook").to_owned();
        assert!(desk.path(&refused).exists());
    }
}

#[test]
fn a_registration_that_comes_again_keeps_its_patents_and_takes_further_ones() {
    let row = |patents: &str, due: &str| {
        format!("Y2020310000012,2020-05-21,某甲公司,示例银行,{patents},300,{due}\n")
    };
    let (a, b, c) = ("201610281886.0", "201610824209.9", "201810294721.6");
    let due = "2021-05-20";
    let known = "known-otherwise".to_owned();
    for (kind, rows, flags, expected, code, patents) in [
        (
            "one more",
            vec![row(a, due), row(b, due), row(c, due)],
            vec![],
            [1, 2, 0, 0],
            None,
            format!("{a};{b};{c}"),
        ),
        (
            "one more in a cell",
            vec![row(&format!("{a};{b};{c}"), due)],
            vec![],
            [1, 0, 0, 0],
            None,
            format!("{a};{b};{c}"),
        ),
        (
            "in another order",
            vec![row(b, due), row(a, due)],
            vec![],
            [0, 2, 0, 0],
            None,
            format!("{a};{b}"),
        ),
        ("some of them", vec![row(b, due)], vec![], [0, 1, 0, 0], None, format!("{a};{b}")),
        ("another one", vec![row(c, due)], vec![], [0, 0, 0, 1], Some(&known), format!("{a};{b}")),
        (
            "another day",
            vec![row(a, "2022-05-20"), row(b, "2022-05-20")],
            vec![],
            [0, 0, 0, 2],
            Some(&known),
            format!("{a};{b}"),
        ),
        (
            "another day, mended",
            vec![row(a, "2022-05-20"), row(b, "2022-05-20")],
            vec!["--accept-corrections"],
            [0, 0, 2, 0],
            None,
            format!("{a};{b}"),
        ),
        (
            "another one, mended",
            vec![row(a, due), row(c, due)],
            vec!["--accept-corrections"],
            [0, 0, 2, 0],
            None,
            format!("{a};{c}"),
        ),
    ] {
        let desk = desk();
        import(&desk, "pledge", &[HEAD, &row(a, due), &row(b, due)].concat(), &[]);
        let (_, data) = import(&desk, "pledge", &[HEAD, &rows.concat()].concat(), &flags);
        assert_eq!(counts(&data), expected, "{kind}: {data}");
        if let Some(code) = code {
            assert!(refusals(&data).iter().all(|(_, said, ..)| said == code), "{kind}: {data}");
        }
        assert_eq!(pledged(&desk), [format!("Y2020310000012 {patents}")], "{kind}");
        assert_eq!(desk.json(&["verify"]).0, 0, "{kind}");
    }
}

/// Rules that speak against a pledge, each with its patent and evidence.
fn spoken(rows: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let rows = rows.as_array().expect("findings").iter();
    let mut all: Vec<String> = rows
        .filter(|row| ["refuse", "waivable"].contains(&row["outcome"].as_str().unwrap_or_default()))
        .map(|row| {
            format!("{} {} {}", text(&row["rule"]), text(&row["patent"]), text(&row["evidence"]))
        })
        .collect();
    all.sort();
    all
}

#[test]
fn what_register_would_refuse_is_told_of_an_imported_registration_and_stands_among_the_alerts() {
    let row = |number: &str, on: &str, pledgor: &str, patent: &str, due: &str| {
        format!("{number},{on},{pledgor},示例银行,{patent},300,{due}\n")
    };
    let a = "201610281886.0";
    for (kind, rows, expected) in [
        ("nothing", row("Y2020310000012", "2020-05-21", "某甲公司", a, "2021-05-20"), vec![]),
        (
            "another's patent",
            row("Y2020310000012", "2020-05-21", "某乙公司", a, "2021-05-20"),
            vec!["R1 201610281886.0 "],
        ),
        (
            "not granted",
            row("Y2020310000012", "2020-05-21", "某甲公司", "201710601862.3", "2021-05-20"),
            vec!["R3 201710601862.3 "],
        ),
        (
            "granted later",
            row("Y2018310000012", "2018-05-21", "某甲公司", a, "2021-05-20"),
            vec!["R3 201610281886.0 2018-08-21"],
        ),
        (
            "unknown",
            row("Y2020310000012", "2020-05-21", "某甲公司", "201810294721.6", "2021-05-20"),
            vec!["R3 201810294721.6 账上没有这件专利"],
        ),
        (
            "pledged before",
            [
                row("Y2020310000011", "2020-04-01", "某甲公司", a, "2021-04-01"),
                row("Y2020310000012", "2020-05-21", "某甲公司", a, "2021-05-20"),
            ]
            .concat(),
            vec!["R9 201610281886.0 "],
        ),
        (
            "pledged before, in whatever order",
            [
                row("Y2020310000012", "2020-05-21", "某甲公司", a, "2021-05-20"),
                row("Y2020310000011", "2020-04-01", "某甲公司", a, "2021-04-01"),
            ]
            .concat(),
            vec!["R9 201610281886.0 "],
        ),
        (
            "term over",
            row("Y2020310000012", "2020-05-21", "某甲公司", a, "2036-05-20"),
            vec!["R6 201610281886.0 "],
        ),
    ] {
        let desk = desk();
        let (code, data) = import(&desk, "pledge", &[HEAD, &rows].concat(), &[]);
        assert_eq!((code, data["rejected"].as_i64()), (0, Some(0)), "{kind}: {data}");
        let fits = |found: &[String]| {
            found.len() == expected.len()
                && found.iter().zip(&expected).all(|(found, begins)| found.starts_with(begins))
        };
        let told = spoken(&data["against"]);
        assert!(fits(&told), "{kind}: {told:?}");
        let alerts = spoken(&desk.data(&["pledge", "list", "--alerts"]));
        assert!(fits(&alerts), "{kind}: {alerts:?}");
    }
}

/// A desk with loan LB of a million.
fn lending_desk() -> Desk {
    let mut desk = Desk::with_ledger();
    desk.on("2021-03-01");
    let loans = "借据号,合同编号,银行,借款人,本金(元),放款日期,到期日期,年利率(%),还款方式,计息方式\n\
                 LB,HB,示例银行,某甲公司,1000000,2020-03-01,2021-03-01,4.35,利随本清,积数\n";
    assert_eq!(import(&desk, "loan", loans, &[]).0, 0);
    desk
}

/// The payments recorded of LB: day, amount, reference.
fn payments(desk: &Desk) -> Vec<String> {
    let shown = desk.data(&["loan", "show", "LB"]);
    let events = shown["timeline"].as_array().or(shown["events"].as_array()).expect("events");
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let repaid =
        events.iter().filter(|event| event["event"] == "repay" || event["verb"] == "repay");
    repaid
        .map(|event| {
            format!("{} {} {}", text(&event["on"]), text(&event["amount"]), text(&event["detail"]))
        })
        .collect()
}

#[test]
fn a_payment_is_booked_once_whoever_says_it_and_in_whatever_order() {
    enum Step {
        /// Rows of a file, then accepted, unchanged, corrected, refused.
        File(&'static str, [i64; 4]),
        /// Amount, day, reference, then the exit code.
        Typed(&'static str, &'static str, &'static str, i32),
    }
    use Step::{File, Typed};
    let (june, more) = ("2020-06-01", "2020-06-02");
    for (kind, steps, booked) in [
        (
            "equal lines are as many payments, and the file again adds none",
            vec![
                File(
                    "LB,2020-06-01,50000,\nLB,2020-06-01,50000,\nLB,2020-06-02,50000,\n",
                    [3, 0, 0, 0],
                ),
                File(
                    "LB,2020-06-02,50000,\nLB,2020-06-01,50000,\nLB,2020-06-01,50000,\n",
                    [0, 3, 0, 0],
                ),
                File(
                    "LB,2020-06-01,50000,\nLB,2020-06-01,50000,\nLB,2020-06-01,50000,\n",
                    [1, 2, 0, 0],
                ),
            ],
            vec![
                "2020-06-01 50000.00 -",
                "2020-06-01 50000.00 -",
                "2020-06-01 50000.00 -",
                "2020-06-02 50000.00 -",
            ],
        ),
        (
            "typed, then the bank's line",
            vec![Typed("50000", june, "", 0), File("LB,2020-06-01,50000,A1\n", [0, 1, 0, 0])],
            vec!["2020-06-01 50000.00 A1"],
        ),
        (
            "the bank's line, then typed",
            vec![File("LB,2020-06-01,50000,A1\n", [1, 0, 0, 0]), Typed("50000", june, "", 5)],
            vec!["2020-06-01 50000.00 A1"],
        ),
        (
            "a line without a number, then typed with one, then the bank's line",
            vec![
                File("LB,2020-06-01,50000,\n", [1, 0, 0, 0]),
                Typed("50000", june, "A1", 0),
                Typed("50000", june, "A1", 5),
                File("LB,2020-06-01,50000,A1\n", [0, 1, 0, 0]),
            ],
            vec!["2020-06-01 50000.00 A1"],
        ),
        (
            "one typed, two of the bank's",
            vec![
                Typed("50000", june, "", 0),
                File("LB,2020-06-01,50000,A1\nLB,2020-06-01,50000,A2\n", [1, 1, 0, 0]),
                File("LB,2020-06-01,50000,A1\nLB,2020-06-01,50000,A2\n", [0, 2, 0, 0]),
            ],
            vec!["2020-06-01 50000.00 A1", "2020-06-01 50000.00 A2"],
        ),
        (
            "a transaction that stands twice in a file",
            vec![File("LB,2020-06-01,50000,A1\nLB,2020-06-01,50000,A1\n", [1, 1, 0, 0])],
            vec!["2020-06-01 50000.00 A1"],
        ),
        (
            "another day or amount is another payment",
            vec![
                Typed("50000", june, "", 0),
                Typed("50000", more, "", 0),
                File("LB,2020-06-01,50000.01,A1\n", [1, 0, 0, 0]),
            ],
            vec!["2020-06-01 50000.00 -", "2020-06-01 50000.01 A1", "2020-06-02 50000.00 -"],
        ),
    ] {
        let desk = lending_desk();
        for step in steps {
            match step {
                File(rows, expected) => {
                    let text = format!("借据号,还款日期,还款金额,流水号\n{rows}");
                    let file = desk.file("流水.csv", &text);
                    let data = desk.data(&["loan", "repay", "--file", &file]);
                    assert_eq!(counts(&data), expected, "{kind}: {data}");
                }
                Typed(amount, day, reference, expected) => {
                    let mut args = vec!["loan", "repay", "LB", amount, "--on", day];
                    if !reference.is_empty() {
                        args.extend(["--reference", reference]);
                    }
                    assert_eq!(desk.json(&args).0, expected, "{kind}");
                }
            }
        }
        let mut found = payments(&desk);
        found.sort();
        assert_eq!(found, booked, "{kind}");
        let repaid: f64 =
            booked.iter().filter_map(|p| p.split(' ').nth(1)?.parse::<f64>().ok()).sum();
        let balance = desk.data(&["loan", "balance", "LB", "--as-of", "2020-06-30"]);
        let principal: f64 = balance["principal"].as_str().expect("money").parse().expect("money");
        assert!((1_000_000.0 - repaid - principal).abs() < 12_000.0, "{kind}: {balance}");
    }
}

#[test]
fn another_reference_is_asked_about_whoever_states_it() {
    let stated = |rows: &str| format!("借据号,还款日期,还款金额,流水号\n{rows}");
    let paid = |desk: &Desk, rows: &str, flags: &[&str]| {
        let file = desk.file("流水.csv", &stated(rows));
        let (code, value) = desk.json(&[&["loan", "repay", "--file", &file], flags].concat());
        (code, counts(&value["data"]), refusals(&value["data"]))
    };
    let typed = |desk: &Desk, reference: &str, flags: &[&str]| {
        let args = ["loan", "repay", "LB", "50000", "--on", "2020-06-01", "--reference", reference];
        let (code, value) = desk.json(&[&args[..], flags].concat());
        (code, value["code"].as_str().unwrap_or_default().to_owned())
    };
    let (a1, a2) = ("LB,2020-06-01,50000,A1\n", "LB,2020-06-01,50000,A2\n");
    let other = "loan-payment-other-reference";
    // The office's receipt, then the bank's line: 50,000 once, unless somebody says they are two.
    let desk = lending_desk();
    assert_eq!(typed(&desk, "收据7", &[]).0, 0);
    let (code, counted, told) = paid(&desk, a1, &[]);
    assert_eq!((code, counted), (3, [0, 0, 0, 1]));
    assert_eq!((told[0].1.as_str(), told[0].2.as_str()), (other, "流水号"), "{told:?}");
    assert!(told[0].3.contains("收据7") && told[0].3.contains("50,000.00"), "{told:?}");
    assert_eq!(payments(&desk), ["2020-06-01 50000.00 收据7"]);
    // Of two lines of the bank one may be the receipt's: the other is none of it.
    assert_eq!(paid(&desk, &[a1, a2].concat(), &["-n"]).1, [1, 0, 0, 1]);
    assert_eq!(paid(&desk, a1, &["--again"]).1, [1, 0, 0, 0]);
    assert_eq!(payments(&desk), ["2020-06-01 50000.00 收据7", "2020-06-01 50000.00 A1"]);
    // The other way round.
    let desk = lending_desk();
    assert_eq!(paid(&desk, a1, &[]).1, [1, 0, 0, 0]);
    assert_eq!(typed(&desk, "收据7", &[]), (5, other.to_owned()));
    assert_eq!(typed(&desk, "收据7", &["--again"]).0, 0);
    // A file that has both knows which is which.
    assert_eq!(paid(&desk, &[a2, a1].concat(), &[]).1, [0, 1, 0, 1]);
}

#[test]
fn a_line_that_repeats_a_refused_one_is_refused_with_it() {
    let desk = lending_desk();
    // Nothing was lent by that day.
    let line = "LB,2020-02-01,50000,A1\n";
    let file = desk.file("流水.csv", &["借据号,还款日期,还款金额,流水号\n", line, line].concat());
    let (code, value) = desk.json(&["loan", "repay", "--file", &file]);
    let told = refusals(&value["data"]);
    assert_eq!((code, counts(&value["data"])), (3, [0, 0, 0, 2]), "{value}");
    assert!(told.iter().all(|(_, code, ..)| code == "loan-before-disbursement"), "{told:?}");
}

#[test]
fn a_mark_is_added_freely_and_a_wrong_day_is_corrected_alone() {
    let mut desk = Desk::with_ledger();
    desk.on("2021-03-01");
    let head = "企业名称,所在区,试点申报日期,试点认定日期,示范申报日期\n";
    let row = |marks: &str| format!("{head}上海示例甲有限公司,静安区,{marks}\n");
    let marks = |desk: &Desk| -> Vec<String> {
        let shown = desk.data(&["party", "show", "上海示例甲有限公司"]);
        let all = shown["marks"].as_array().expect("marks").iter();
        all.map(|mark| {
            let text = |key: &str| mark[key].as_str().unwrap_or("-").to_owned();
            format!("{} {} {}", text("mark"), text("state"), text("day"))
        })
        .collect()
    };
    assert_eq!(import(&desk, "party", &row("2018-03-01,,"), &[]).0, 0);
    // A further mark contradicts nothing.
    let (code, data) = import(&desk, "party", &row("2018-03-01,2018-11-05,"), &[]);
    assert_eq!((code, data["rejected"].as_i64()), (0, Some(0)), "{data}");
    assert_eq!(marks(&desk), ["pilot applied 2018-03-01", "pilot recognised 2018-11-05"]);
    assert_eq!(import(&desk, "party", &row("2018-03-01,2018-11-05,"), &[]).1["unchanged"], 1);
    // Another day is refused under the header that the file has, and mended alone when that is wanted.
    let (code, data) = import(&desk, "party", &row("2019-03-01,,2020-05-06"), &[]);
    assert_eq!(code, 3);
    let told = refusals(&data);
    assert_eq!(
        (told[0].1.as_str(), told[0].2.as_str()),
        ("known-otherwise", "试点申报日期"),
        "{told:?}"
    );
    assert_eq!(marks(&desk).len(), 2);
    let lines = |desk: &Desk| {
        let log = desk.data(&["log"]);
        [log[0]["lines_brought"].as_i64(), log[0]["lines_ended"].as_i64()]
    };
    let (_, data) = import(&desk, "party", &row("2019-03-01,,"), &["--accept-corrections"]);
    assert_eq!(counts(&data), [0, 0, 1, 0]);
    assert_eq!(lines(&desk), [Some(1), Some(1)]);
    assert_eq!(marks(&desk), ["pilot recognised 2018-11-05", "pilot applied 2019-03-01"]);
    let applied = |desk: &Desk| {
        desk.ok(&[
            "target",
            "set",
            "pilot_applied",
            "--goal",
            "10",
            "--from",
            "2018",
            "--to",
            "2018",
        ]);
        let status = desk.data(&["target", "status"]);
        let actual = status[0]["actual"].clone();
        desk.ok(&["undo"]);
        actual.as_str().map(str::to_owned).unwrap_or_else(|| actual.to_string())
    };
    assert_eq!(applied(&desk), "0", "the wrong day no longer counts");
    desk.ok(&["party", "correct", "上海示例甲有限公司", "--pilot-applied", "2018-03-01"]);
    assert_eq!(lines(&desk), [Some(1), Some(1)]);
    assert_eq!(applied(&desk), "1");
    assert_eq!(marks(&desk), ["pilot applied 2018-03-01", "pilot recognised 2018-11-05"]);
}

#[test]
fn a_refusal_names_a_column_that_is_in_the_file() {
    let mut desk = Desk::with_ledger();
    desk.on("2021-03-01");
    for (noun, first, then, column) in [
        (
            "party",
            "name,district\n甲公司,静安区\n",
            "企业名称,注册地址\n甲公司,上海市黄浦区南京东路1号\n",
            "注册地址",
        ),
        ("party", "name,park\n乙公司,甲园\n", "企业名称,所在园区\n乙公司,丁园\n", "所在园区"),
        (
            "patent",
            "application_no,filing_date,applicant_name\n201610281886.0,2016-04-29,甲公司\n",
            "申请号,专利权人\n201610281886.0,乙公司\n",
            "专利权人",
        ),
    ] {
        assert_eq!(import(&desk, noun, first, &[]).0, 0, "{first}");
        let (code, data) = import(&desk, noun, then, &[]);
        let told = refusals(&data);
        assert_eq!(code, 3, "{then}: {data}");
        assert_eq!(
            (told[0].1.as_str(), told[0].2.as_str()),
            ("known-otherwise", column),
            "{then}: {data}"
        );
    }
    // Twice in one file: both rows, and what differs.
    let (_, data) =
        import(&desk, "party", "信用代码,企业名称,所属行业\n,丁公司,软件\n,丁公司,材料\n", &[]);
    let told = refusals(&data);
    assert_eq!(
        (told[0].0, told[0].1.as_str(), told[0].2.as_str()),
        (3, "twice-in-file", "所属行业"),
        "{data}"
    );
    assert!(told[0].3.contains("第2行") && told[0].3.contains("软件 → 材料"), "{told:?}");
}

#[test]
fn a_party_that_a_file_brings_is_one_party_throughout_the_file() {
    let desk = desk();
    // The borrower is new in the first row; the second loan is the first one again, the third names the borrower anew.
    let row = |number: &str, due: &str| {
        format!("{number},示例银行,某新公司,1000000,2020-03-01,{due},4.35,利随本清\n")
    };
    let head = "借据号,贷款银行,借款人,本金(元),放款日期,到期日期,年利率(%),还款方式\n";
    let list = [head, &row("A1", "2021-03-01"), &row("A1", "2021-03-01"), &row("A2", "2021-03-01")]
        .concat();
    let (code, data) = import(&desk, "loan", &list, &[]);
    assert_eq!((code, counts(&data)), (0, [2, 1, 0, 0]), "{data}");
    // So with pledges, where a known one comes between.
    let pledge = |number: &str, patent: &str| {
        format!("{number},2020-05-21,某又公司,示例银行,{patent},300,2021-05-20\n")
    };
    let rows =
        [pledge("Y2020310000012", "201610281886.0"), pledge("Y2020310000013", "201610824209.9")];
    let (code, data) = import(&desk, "pledge", &[HEAD, &rows.concat()].concat(), &[]);
    assert_eq!((code, counts(&data)), (0, [2, 0, 0, 0]), "{data}");
    let (code, data) = import(&desk, "pledge", &[HEAD, &rows.concat()].concat(), &[]);
    assert_eq!((code, counts(&data)), (0, [0, 2, 0, 0]), "{data}");
}

#[test]
fn a_firm_whose_first_stay_is_open_comes_again_unchanged() {
    let mut desk = Desk::with_ledger();
    desk.on("2021-03-01");
    let list = "企业名称,所在区,迁入日期,迁出日期\n\
                上海迁出科技有限公司,静安区,,\n\
                上海迁出科技有限公司,黄浦区,2019-01-01,\n\
                上海往返科技有限公司,静安区,,2015-12-31\n\
                上海往返科技有限公司,徐汇区,2016-01-01,\n";
    assert_eq!(counts(&import(&desk, "party", list, &[]).1), [4, 0, 0, 0]);
    let (_, data) = import(&desk, "party", list, &[]);
    assert_eq!(counts(&data), [0, 4, 0, 0], "{data}");
    let export = desk.path("导出.xlsx").to_string_lossy().into_owned();
    desk.ok(&["party", "export", "-o", &export]);
    assert_eq!(counts(&desk.data(&["party", "import", &export])), [0, 4, 0, 0]);
    // A list without days says where the firm is today.
    let (code, data) =
        import(&desk, "party", "企业名称,所在区\n上海迁出科技有限公司,静安区\n", &[]);
    assert_eq!((code, refusals(&data)[0].1.as_str()), (3, "known-otherwise"), "{data}");
}

/// A row per patent names its patent: a row under a merge that has none is refused, and the registration with it.
#[test]
fn a_row_of_a_registration_without_its_patent_is_refused() {
    let desk = desk();
    let rows = "Y2020310000012,2020-05-21,某甲公司,示例银行,201610281886.0,300,2021-05-20\n\
                Y2020310000012,2020-05-21,某甲公司,示例银行,,300,2021-05-20\n";
    let (code, data) = import(&desk, "pledge", &[HEAD, rows].concat(), &[]);
    assert_eq!((code, counts(&data)), (3, [0, 0, 0, 2]), "{data}");
    let codes: Vec<String> = refusals(&data).into_iter().map(|(_, code, ..)| code).collect();
    assert_eq!(codes, ["refused-with-row", "field-missing"]);
    assert_eq!(pledged(&desk), [""; 0]);
}

/// What is voided alone, in order, and what stands on it then.
const VOIDED: [(&[&str], &[&str]); 6] = [
    (&["party", "某甲公司"], &["某甲公司", "201610281886.0", "Y2020310000012", "JD1"]),
    (&["party", "某某银行"], &["Y2020310000012", "JD1"]),
    (&["patent", "201610281886.0"], &["Y2020310000012"]),
    (&["pledge", "Y2020310000012"], &["JD1"]),
    (&["loan", "JD1"], &[]),
    (&["pledge", "Y2020310000012"], &[]),
];

#[test]
fn what_others_stand_on_is_not_voided_alone() {
    let desk = desk();
    let pledge = format!(
        "{HEAD}Y2020310000012,2020-05-21,某甲公司,某某银行,201610281886.0,300,2021-05-20\n"
    );
    assert_eq!(import(&desk, "pledge", &pledge, &[]).0, 0);
    let loan = "借据号,银行,借款人,贷款金额(元),发放日,到期日,年利率(%),质押登记号\n\
                JD1,某某银行,某甲公司,3000000,2020-05-25,2021-05-20,4.35,Y2020310000012\n";
    assert_eq!(import(&desk, "loan", loan, &[]).0, 0);
    for (void, on_it) in VOIDED {
        let (code, said) = desk.json(&[void[0], "void", void[1]]);
        if on_it.is_empty() {
            assert_eq!(code, 0, "{void:?}: {said}");
            continue;
        }
        assert_eq!((code, said["code"].as_str()), (5, Some("void-stood-on")), "{void:?}: {said}");
        let message = said["message"].as_str().unwrap();
        for id in on_it.iter().filter(|id| **id != void[1]) {
            assert!(message.contains(id), "{void:?}: {message} names not {id}");
        }
    }
    // Nothing stands on the patent any more; what ends is said.
    let said = desk.ok(&["patent", "void", "201610281886.0"]);
    assert!(said.starts_with("专利 201610281886.0：作废"), "{said}");
    assert_eq!(pledged(&desk), Vec::<String>::new());
}
