//! Pledges and loans at the desk: two clerks at once, what is refused, and a payment corrected later.

use std::process::Command;

use serde_json::Value;

use crate::support::Desk;

/// A desk with a granted invention of one firm, and what registers its pledge under a number.
fn desk() -> Desk {
    let desk = Desk::with_ledger();
    desk.ok(&[
        "patent",
        "add",
        "201610281886.0",
        "--filing-date",
        "2016-04-29",
        "--grant-date",
        "2017-11-03",
        "--applicant-name",
        "上海示例甲有限公司",
        "--status",
        "有效",
        "--fee-paid-through",
        "2021-04-28",
    ]);
    desk
}

fn registering<'a>(number: &'a str, pledgee: &'a str) -> Vec<&'a str> {
    let mut args = vec!["pledge", "register", number, "--patent-nos", "201610281886.0"];
    args.extend([
        "--pledgor",
        "上海示例甲有限公司",
        "--pledgee",
        pledgee,
        "--secured-amount",
        "3000000",
    ]);
    args.extend([
        "--debt-to",
        "2021-05-20",
        "--registered-on",
        "2020-05-21",
        "--forfeiture",
        "no",
        "--scope",
        "本金",
    ]);
    args
}

/// Opens loan JD1 of a million to the firm.
fn lend(desk: &Desk, on: &str, due: &str, more: &[&str]) {
    let of = ["loan", "open", "JD1", "--bank", "示例银行", "--borrower", "上海示例甲有限公司"];
    let terms = ["--principal", "100万元", "--rate-percent", "4.35", "--method", "bullet"];
    let days = ["--disbursed-on", on, "--due-on", due];
    desk.ok(&[&of[..], &terms, &days, more].concat());
}

fn code(output: &std::process::Output) -> (i32, String) {
    let said = String::from_utf8_lossy(&output.stderr);
    let last = said.lines().last().unwrap_or_default();
    let error: Value = serde_json::from_str(last).unwrap_or_default();
    (output.status.code().unwrap_or(-1), error["code"].as_str().unwrap_or_default().to_owned())
}

fn refused(desk: &Desk, args: &[&str]) -> (i32, String) {
    let mut args = args.to_vec();
    args.push("--json");
    code(&desk.run(&args))
}

#[test]
fn of_two_clerks_who_pledge_a_patent_at_once_one_wins_and_the_other_is_told_by_whom() {
    let desk = desk();
    let start = |number: &str, pledgee: &str| {
        Command::new(env!("CARGO_BIN_EXE_ipledger"))
            .args(registering(number, pledgee))
            .env_clear()
            .env("IPLEDGER_DB", desk.ledger())
            .env("IPLEDGER_NOW", "2021-01-15T09:00:00+08:00")
            .env("IPLEDGER_LANG", "zh")
            .stderr(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap()
    };
    let both = [start("Y2020310000001", "上海某某银行"), start("Y2020310000002", "上海另一银行")];
    let ends = both.map(|child| child.wait_with_output().unwrap());
    let mut codes = ends.each_ref().map(|end| end.status.code());
    codes.sort_unstable();
    assert_eq!(codes, [Some(0), Some(5)]);
    let lost = ends.iter().position(|end| end.status.code() == Some(5)).unwrap();
    let winner = ["Y2020310000001", "Y2020310000002"][1 - lost];
    let said = String::from_utf8_lossy(&ends[lost].stderr).into_owned();
    assert!(said.contains("R9") && said.contains(winner), "{said}");
}

#[test]
fn a_pledge_registered_between_application_and_registration_of_another_bars_it() {
    let desk = desk();
    let from = |number: &'static str, pledgee: &'static str, applied: &'static str| {
        let mut args = registering(number, pledgee);
        args.extend(["--applied-on", applied]);
        args
    };
    desk.ok(&from("Y2020310000001", "上海某某银行", "2020-05-18"));
    // On the day of this application the first was not registered yet, and now it is.
    let said = refused(&desk, &from("Y2020310000002", "上海另一银行", "2020-05-19"));
    assert_eq!(said, (5, "pledge-refused".to_owned()));
}

#[test]
fn what_cannot_be_is_refused_with_its_code_and_nothing_is_written() {
    let desk = desk();
    desk.ok(&registering("Y2020310000001", "上海某某银行"));
    let open = |no: &'static str, more: &[&'static str]| {
        let mut args =
            vec!["loan", "open", no, "--bank", "上海某某银行", "--borrower", "上海示例甲有限公司"];
        args.extend(["--due-on", "2021-05-20"]);
        args.extend(more);
        args
    };
    let usual = ["--principal", "3000000", "--rate-percent", "4.35", "--signed-on", "2020-05-20"];
    desk.ok(&open("JD1", &usual));
    let before = desk.json(&["status"]).1["data"]["entries"].clone();
    let cases: [(Vec<&str>, i32, &str); 14] = [
        (vec!["loan", "disburse", "JD1", "-5", "--on", "2020-05-22"], 3, "amount-not-positive"),
        (vec!["loan", "disburse", "JD1", "0", "--on", "2020-05-22"], 3, "amount-not-positive"),
        (vec!["loan", "disburse", "JD1", "USD100", "--on", "2020-05-22"], 3, "currency-not-cny"),
        (vec!["loan", "disburse", "JD1", "100美元", "--on", "2020-05-22"], 3, "currency-not-cny"),
        (vec!["loan", "repay", "JD1", "100", "--on", "2020-06-22"], 5, "loan-before-disbursement"),
        (vec!["loan", "disburse", "JD1", "100", "--on", "2020-05-19"], 5, "loan-before-contract"),
        (vec!["loan", "disburse", "JD1", "3000001", "--on", "2020-05-22"], 5, "loan-over-limit"),
        (vec!["loan", "disburse", "JD9", "100", "--on", "2020-05-22"], 4, "not-found"),
        (
            open("JD2", &["--principal", "3000000", "--rate-percent", "abc"]),
            3,
            "percent-unreadable",
        ),
        (open("JD2", &["--principal", "-1", "--rate-percent", "4.35"]), 3, "amount-not-positive"),
        (open("JD1", &usual), 5, "already-there"),
        (vec!["pledge", "release", "Y2020310000001", "--ground", "不知道"], 3, "word-unknown"),
        (vec!["pledge", "release", "Y2020310000009", "--ground", "performed"], 4, "not-found"),
        (vec!["patent", "event", "201610281886.0", "transfer", "--on", "2020-08-01"], 5, "R13"),
    ];
    for (args, exit, code) in cases {
        let (ended, said) = refused(&desk, &args);
        assert_eq!((ended, said.as_str()), (exit, code), "{args:?}");
    }
    let file = desk.file(
        "还款.csv",
        "loan_no,paid_on,amount\nJD1,2020-06-22,100\nJD7,2020-06-22,100\nJD1,2020-06-22,-100\n",
    );
    let (ended, said) = desk.json(&["loan", "import", &file]);
    assert_eq!(
        desk.json(&["loan", "repay", &file]).1["data"],
        said["data"],
        "one file, one answer"
    );
    let codes: Vec<&str> = said["data"]["rejects"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["code"].as_str().unwrap())
        .collect();
    assert_eq!(
        (ended, codes),
        (3, vec!["loan-before-disbursement", "unknown-reference", "amount-not-positive"])
    );
    assert_eq!(desk.json(&["status"]).1["data"]["entries"], before, "something was written");
}

#[test]
fn the_pledgees_consent_lets_a_pledged_patent_be_transferred() {
    let desk = desk();
    desk.ok(&registering("Y2020310000001", "上海某某银行"));
    desk.ok(&["pledge", "consent", "Y2020310000001", "transfer", "--on", "2020-07-30"]);
    desk.ok(&["patent", "event", "201610281886.0", "transfer", "--on", "2020-08-01"]);
    desk.ok(&["patent", "event", "201610281886.0", "lapse", "--on", "2020-12-01"]);
    let alerts = desk.data(&["pledge", "list", "--alerts"]);
    let rules: Vec<&str> =
        alerts.as_array().unwrap().iter().map(|a| a["rule"].as_str().unwrap()).collect();
    assert!(rules.contains(&"ended") && !rules.contains(&"R13"), "{rules:?}");
    assert!(desk.ok(&["status"]).contains("质押预警"));
}

#[test]
fn a_payment_corrected_three_months_later_changes_all_that_followed_and_says_so() {
    let desk = desk();
    let mut open =
        vec!["loan", "open", "JD1", "--bank", "上海某某银行", "--borrower", "上海示例甲有限公司"];
    open.extend([
        "--principal",
        "1200000",
        "--disbursed-on",
        "2020-01-10",
        "--due-on",
        "2021-01-10",
    ]);
    open.extend(["--rate-percent", "3.6", "--method", "interest_first", "--day-count", "month"]);
    desk.ok(&open);
    for (amount, on) in [("3600", "2020-02-10"), ("3600", "2020-03-10"), ("3600", "2020-04-10")] {
        desk.ok(&["loan", "repay", "JD1", amount, "--on", on]);
    }
    let balance = |as_of: &str| desk.data(&["loan", "balance", "JD1", "--as-of", as_of]);
    assert_eq!(balance("2020-05-09")["penalty"], "0.00");
    let known = desk.json(&["status"]).1["data"]["entries"].clone();
    // The payment of February had been 360 yuan, not 3,600.
    let said =
        desk.ok(&["loan", "unpay", "JD1", "3600", "--on", "2020-02-10", "--amount-now", "360"]);
    assert!(said.contains("复利") && said.contains("利息"), "{said}");
    let now = balance("2020-05-09");
    // Each later payment first made up for the one before: 3,240 stayed unpaid, at 5.4 % from each due day.
    assert_eq!((&now["days_overdue"], &now["principal"]), (&29.into(), &"1200000.00".into()));
    assert_ne!(now["compound"], "0.00");
    let then = desk.data(&[
        "loan",
        "balance",
        "JD1",
        "--as-of",
        "2020-05-09",
        "--known-at",
        &known.to_string(),
    ]);
    assert_eq!(then["compound"], "0.00");
    assert_eq!(desk.data(&["verify"])["ok"], true);
}

#[test]
fn what_is_exported_imports_again_and_changes_nothing() {
    let desk = Desk::with_ledger();
    let sample = |name: &str| {
        let path = format!("tests/files/small_district/{name}");
        crate::support::repository(&path).to_string_lossy().into_owned()
    };
    for (noun, name) in [
        ("pledge", "质押登记清单.xlsx"),
        ("loan", "贷款台账.csv"),
        ("loan", "还款流水.csv"),
        ("target", "规划目标.csv"),
    ] {
        desk.run(&[noun, "import", &sample(name), "--rejects", "refused.xlsx"]);
    }
    assert_eq!(desk.data(&["loan", "list"]).as_array().map(Vec::len), Some(8));
    for (noun, n) in [("pledge", 8), ("loan", 8), ("target", 26)] {
        for form in ["csv", "xlsx"] {
            let file = format!("{noun}.{form}");
            desk.ok(&[noun, "export", &file]);
            let again = desk.data(&[noun, "import", &file]);
            let counts = [&again["rows"], &again["unchanged"], &again["entry"]];
            assert_eq!(counts, [&n.into(), &n.into(), &Value::Null], "{file}: {again}");
        }
        desk.ok(&["template", noun, &format!("{noun}-template.xlsx")]);
    }
    assert_eq!(desk.data(&["verify"])["ok"], true);
}

/// R5: 被保全 outlives the end of a 中止 of the same patent, and the other way round.
#[test]
fn what_still_holds_a_patent_bars_its_pledge() {
    for (ended, still) in [("suspension", "preservation"), ("preservation", "suspension")] {
        let desk = desk();
        let event = |event: &str, day: &str| {
            desk.ok(&["patent", "event", "201610281886.0", event, "--on", day]);
        };
        event(still, "2020-02-01");
        event(ended, "2020-03-01");
        event(&format!("{ended}_end"), "2020-04-01");
        assert_eq!(refused(&desk, &registering("Y2020990000001", "示例银行")).1, "pledge-refused");
        event(&format!("{still}_end"), "2020-05-01");
        desk.ok(&registering("Y2020990000001", "示例银行"));
    }
}

#[test]
fn a_list_tells_what_became_of_a_patent_and_whose_it_is() {
    let desk = desk();
    let listed = |args: &[&str]| {
        let found = desk.data(&[&["patent", "list"], args].concat());
        found.as_array().unwrap().iter().map(|one| one["status"].to_string()).collect::<Vec<_>>()
    };
    desk.ok(&["party", "add", "上海示例乙有限公司", "--district", "静安区"]);
    assert_eq!(listed(&["--status", "in_force"]), ["\"in_force\""]);
    desk.ok(&["patent", "event", "201610281886.0", "lapse", "--on", "2020-04-29"]);
    assert_eq!(listed(&["--status", "lapsed"]), ["\"lapsed\""]);
    assert_eq!(listed(&["--status", "in_force"]), [""; 0]);
    assert_eq!(listed(&["--status", "in_force", "--as-of", "2020-04-28"]).len(), 1);
    let (old, new) = ("上海示例甲有限公司", "上海示例乙有限公司");
    assert_eq!(listed(&["--party", new]).len(), 0);
    desk.ok(&["patent", "event", "201610281886.0", "transfer", "--on", "2020-05-06", "--to", new]);
    // Whoever applied is asked for as well as whoever has it now.
    assert_eq!((listed(&["--party", new]).len(), listed(&["--party", old]).len()), (1, 1));
    let owned = |firm: &str| desk.data(&["report", "party", firm])["headlines"][0]["value"].clone();
    assert_eq!((owned(new), owned(old)), (1.into(), 0.into()));
}

#[test]
fn a_transfer_to_nobody_leaves_the_owner_and_events_are_understood_in_either_language() {
    let desk = desk();
    let event = |more: &[&str]| {
        let out = desk.run(&[&["patent", "event", "201610281886.0"], more].concat());
        (out.status.code().unwrap_or(-1), String::from_utf8_lossy(&out.stderr).into_owned())
    };
    desk.ok(&["party", "add", "上海示例乙有限公司", "--district", "静安区"]);
    assert_eq!(event(&["转移", "--on", "2020-01-01", "--to", "上海示例乙有限公司"]).0, 0);
    let (code, said) = event(&["transfer", "--on", "2020-02-01"]);
    assert!(code == 0 && said.contains("--to"), "{said}");
    assert_eq!(event(&["终止", "--on", "2020-04-29"]).0, 0);
    // Nothing happens to a patent before it is filed.
    assert_eq!(event(&["restoration", "--on", "2016-04-28"]).0, 3);
    let patent = desk.data(&["patent", "show", "201610281886.0"]);
    assert_eq!(
        (&patent["status"], &patent["owners"]),
        (&"lapsed".into(), &"上海示例乙有限公司".into())
    );
}

/// A loan stays readable when the pledge it names is taken back.
#[test]
fn a_loan_outlives_a_pledge_that_was_void_from_the_start() {
    let desk = desk();
    desk.ok(&registering("Y2020990000001", "示例银行"));
    lend(&desk, "2020-05-22", "2021-05-20", &["--registration-no", "Y2020990000001"]);
    assert_eq!(desk.data(&["loan", "show", "JD1"])["pledges"].as_array().unwrap().len(), 1);
    // While a loan names it, the pledge is not voided alone.
    let void = ["pledge", "void", "Y2020990000001"];
    assert_eq!(refused(&desk, &void), (5, "void-stood-on".to_owned()));
    desk.ok(&["loan", "correct", "JD1", "--registration-no", ""]);
    desk.ok(&void);
    assert_eq!(desk.data(&["loan", "show", "JD1"])["pledges"], serde_json::json!([]));
    // An extension stands beside the contract's own day, from when it was granted.
    desk.ok(&["loan", "extend", "JD1", "2022-05-20", "--on", "2020-12-01"]);
    let due = |day: &str| {
        let loan = desk.data(&["loan", "show", "JD1", "--as-of", day]);
        [&loan["due_on"], &loan["extended_to"]].map(|day| day.as_str().map(str::to_owned))
    };
    let contract = Some("2021-05-20".to_owned());
    assert_eq!(due("2020-11-30"), [contract.clone(), None]);
    assert_eq!(due("2020-12-01"), [contract, Some("2022-05-20".to_owned())]);
}

#[test]
fn figures_are_of_whole_years_and_leave_nothing_out_unasked() {
    let mut desk = desk();
    desk.on("2023-06-30");
    for part in [
        &["--from", "2018-03-01"][..],
        &["--to", "2018-06-30"],
        &["--from", "2020", "--to", "2016"],
    ] {
        assert_eq!(refused(&desk, &[&["stats", "annual"], part].concat()), (2, "usage".to_owned()));
    }
    let whole = desk.data(&["stats", "annual", "--from", "2018-01-01", "--to", "2018-12-31"]);
    assert_eq!(whole, desk.data(&["stats", "annual", "--from", "2018", "--to", "2018"]));
    let years = || {
        let rows = desk.data(&["stats", "finance"]);
        rows.as_array().unwrap().iter().filter_map(|row| row["year"].as_i64()).collect::<Vec<_>>()
    };
    assert_eq!(years(), [2016, 2017, 2018, 2019, 2020]);
    lend(&desk, "2022-05-22", "2023-05-20", &[]);
    assert_eq!(years(), [2016, 2017, 2018, 2019, 2020, 2021, 2022]);
    // Loans are of no kind of patent.
    let kinds = desk.data(&["stats", "annual", "--by", "kind", "--from", "2016", "--to", "2022"]);
    assert!(kinds.as_array().unwrap().iter().all(|row| row["kind"] != ""), "{kinds}");
}

/// The Measures in force on the day of registration, whichever word gives it.
#[test]
fn a_check_goes_by_the_day_of_registration() {
    let desk = desk();
    let regime = |day: &[&str]| {
        let case = ["pledge", "check", "201610281886.0", "--pledgor", "上海示例甲有限公司"];
        let terms =
            ["--pledgee", "示例银行", "--secured-amount", "300万元", "--debt-to", "2021-05-20"];
        desk.json(&[&case[..], &terms, day].concat()).1["data"]["regime"].clone()
    };
    assert_eq!(regime(&["--registered-on", "2018-06-02"]), regime(&["--on", "2018-06-02"]));
    assert_ne!(regime(&["--on", "2018-06-02"]), regime(&["--on", "2022-06-02"]));
}

#[test]
fn what_others_stand_on_is_taken_back_with_them_or_not_at_all() {
    let desk = desk();
    desk.ok(&registering("2020310000001", "示例银行"));
    lend(&desk, "2020-05-22", "2021-05-22", &["--registration-no", "2020310000001"]);
    desk.ok(&["loan", "repay", "JD1", "255000", "--on", "2020-12-01"]);
    let entries = |desk: &Desk| desk.data(&["status"])["entries"].clone();
    let nouns = |data: &Value| -> Vec<(String, i64)> {
        let counts = data["effects"][0]["counts"].as_array().expect("what ends");
        let ended = counts.iter().filter(|one| one["noun"] != "party");
        ended
            .map(|one| {
                (
                    one["noun"].as_str().expect("a noun").to_owned(),
                    one["ended"].as_i64().expect("a count"),
                )
            })
            .collect()
    };
    // Entries: 1 the office, 2 the patent, 3 the pledge, 4 the loan, 5 the payment.
    for (entry, ended) in [
        ("2", vec![("patent".to_owned(), 1), ("pledge".to_owned(), 1)]),
        ("3", vec![("pledge".to_owned(), 1)]),
        // The disbursement and the payment.
        ("4", vec![("loan".to_owned(), 1), ("loan_event".to_owned(), 2)]),
    ] {
        let before = entries(&desk);
        let (code, refused) = desk.json(&["void", entry]);
        assert_eq!((code, &refused["code"]), (5, &"void-stood-on".into()), "entry {entry}");
        assert_eq!(entries(&desk), before);
        let rehearsed = desk.data(&["void", entry, "--with-dependents", "-n"]);
        assert_eq!(nouns(&rehearsed), ended, "entry {entry}");
        assert_eq!(entries(&desk), before);
    }
    desk.ok(&["void", "4", "--with-dependents"]);
    assert_eq!(desk.json(&["loan", "show", "JD1"]).0, 4);
    assert_eq!(desk.data(&["pledge", "show", "2020310000001"])["state"], "in_force");
    assert_eq!(desk.json(&["verify"]).0, 0);
}

#[test]
fn a_bank_that_lends_stays_a_bank_when_the_list_that_brought_it_is_taken_back() {
    let mut desk = Desk::with_ledger();
    desk.on("2021-03-01");
    let firms = desk.file(
        "主体.csv",
        "名称,角色,高新技术企业认定日期\n示例银行,银行,\n某甲公司,,2018-11-05\n某乙公司,,2018-11-05\n",
    );
    desk.ok(&["party", "import", &firms]);
    let loans = desk.file(
        "台账.csv",
        "借据号,贷款银行,借款人,本金(元),放款日期,到期日期,年利率(%),还款方式\n\
         JD1,示例银行,某甲公司,1000000,2020-03-01,2021-03-01,4.35,利随本清\n",
    );
    desk.ok(&["loan", "import", &loans]);
    let said = desk.ok(&["void", "2", "-y"]);
    assert!(said.contains("2个主体被其他登记引用"), "{said}");
    let shown = |name: &str| desk.data(&["party", "show", name]);
    assert_eq!(shown("示例银行")["role"], "银行");
    assert_eq!(shown("某甲公司")["marks"], serde_json::json!([]));
    assert_eq!(desk.json(&["party", "show", "某乙公司"]).0, 4);
    assert_eq!(desk.json(&["verify"]).0, 0);
    // A firm that lends nothing has no extract of a bank's and no bundle.
    for args in [
        &["report", "bank", "某甲公司"][..],
        &["export", "bank", "某甲公司", "甲.bundle", "--key", "局.key"],
    ] {
        let (code, error) = desk.json(args);
        assert_eq!((code, &error["code"]), (4, &"not-found".into()), "{args:?}: {error}");
    }
    assert!(!desk.path("甲.bundle").exists());
    desk.ok(&["report", "bank", "示例银行", "-o", "摘录.html"]);
}

#[test]
fn enrolments_go_with_their_entry_and_stand_in_the_way_of_a_loans() {
    let mut desk = Desk::with_ledger();
    desk.on("2021-03-01");
    let loans = desk.file(
        "台账.csv",
        "借据号,贷款银行,借款人,本金(元),放款日期,到期日期,年利率(%),还款方式\n\
         JD1,示例银行,某甲公司,1000000,2020-03-01,2021-03-01,4.35,利随本清\n",
    );
    desk.ok(&["loan", "import", &loans]);
    let scheme = crate::support::repository("samples/schemes/zhongshan.toml");
    desk.ok(&["scheme", "add", &scheme.to_string_lossy(), "-y"]);
    let enrolled = |desk: &Desk| -> Vec<String> {
        let shown = desk.data(&["loan", "show", "JD1"]);
        let all = shown["enrolments"].as_array().expect("enrolments").iter();
        all.map(|one| one["scheme"].as_str().expect("a scheme").to_owned()).collect()
    };
    // Entries: 1 the office, 2 the loan, 3 the scheme, 4 the enrolment.
    desk.ok(&["loan", "enrol", "JD1", "zhongshan", "--on", "2020-03-10"]);
    for (entry, flags, code) in [("2", vec![], 5), ("3", vec![], 5), ("4", vec!["-n"], 0)] {
        let (ended, said) = desk.json(&[&["void", entry, "-y"], &flags[..]].concat());
        assert_eq!(ended, code, "entry {entry}: {said}");
        assert_eq!(enrolled(&desk), ["zhongshan"]);
    }
    desk.ok(&["void", "4", "-y"]);
    assert_eq!(enrolled(&desk), [""; 0]);
    // Taking the voiding back brings it again; with its loan it goes for good.
    desk.ok(&["void", "5", "-y"]);
    assert_eq!(enrolled(&desk), ["zhongshan"]);
    desk.ok(&["void", "2", "--with-dependents", "-y"]);
    assert_eq!(desk.json(&["loan", "show", "JD1"]).0, 4);
    assert_eq!(desk.json(&["verify"]).0, 0);
}

#[test]
fn a_correction_made_from_an_older_state_or_in_the_past_is_refused() {
    let desk = desk();
    let seen = desk.data(&["status"])["entries"].to_string();
    desk.ok(&["patent", "correct", "201610281886.0", "--title", "一种方法", "--seen", &seen]);
    let late = ["patent", "correct", "201610281886.0", "--title", "另一种方法", "--seen", &seen];
    let (code, refused) = desk.json(&late);
    assert_eq!((code, &refused["code"]), (5, &"changed-since".into()));
    let (code, refused) = desk.json(&[&late[..5], &["--known-at", &seen]].concat());
    assert_eq!((code, &refused["code"]), (2, &"usage".into()));
    assert_eq!(desk.data(&["patent", "show", "201610281886.0"])["title"], "一种方法");
}

/// What a file, a unit, a missing column or a number out of range once decided otherwise than a command.
#[test]
fn a_rule_is_the_same_at_every_door() {
    let desk = desk();
    desk.ok(&registering("Y2020310000001", "示例银行"));
    lend(
        &desk,
        "2019-04-05",
        "2020-04-05",
        &["--contract-no", "HT-1", "--signed-on", "2019-04-01"],
    );
    desk.ok(&["loan", "writeoff", "JD1", "1000000", "--on", "2020-07-10"]);
    let columns = "loan_no,bank,borrower,principal,disbursed_on,due_on,rate_percent,method";
    let row = |principal: &str, due: &str| {
        let firm = "上海示例甲有限公司";
        format!("{columns}\nJD1,示例银行,{firm},{principal},2019-04-05,{due},4.35,bullet\n")
    };
    let rejected = |args: &[&str]| desk.json(args).1["data"]["rejects"][0]["code"].clone();

    // F1: a payment before the write-off leaves more written off than owed, typed or by file.
    let typed = refused(&desk, &["loan", "repay", "JD1", "200000", "--on", "2020-06-01"]);
    let pay = desk.file("还款.csv", "loan_no,paid_on,amount\nJD1,2020-06-01,200000\n");
    assert_eq!(rejected(&["loan", "repay", "--file", &pay]), typed.1.as_str());
    // F2: so does a principal below what was lent.
    let typed = refused(&desk, &["loan", "correct", "JD1", "--principal", "1000"]);
    let small = desk.file("小.csv", &row("1000", "2020-04-05"));
    assert_eq!(rejected(&["loan", "import", &small, "--accept-corrections"]), typed.1.as_str());
    assert_eq!((typed.0, desk.json(&["status"]).0), (5, 0), "every list still answers");
    // F3: what a file has no column for stays. F5: so does an amount, whatever the unit of what is said.
    let later = desk.file("展.csv", &row("1000000", "2020-05-05"));
    desk.ok(&["loan", "import", &later, "--accept-corrections"]);
    desk.ok(&["loan", "correct", "JD1", "--contract-no", "HT-2", "--unit", "万元"]);
    let loan = desk.data(&["loan", "show", "JD1"]);
    let said = ["contract_no", "signed_on", "due_on"].map(|key| loan[key].as_str().unwrap());
    assert_eq!(said, ["HT-2", "2019-04-01", "2020-05-05"]);
    assert_eq!(loan["contract_amount"], "1000000.00");
    // F6, F7, F8: every field can be corrected, the whole is judged, and a missing column says nothing.
    let pledge = ["pledge", "correct", "Y2020310000001"];
    for field in
        [["--appraisal-date", "2020-01-15"], ["--patents-stated", "2"], ["--debt-kind", "最高额"]]
    {
        desk.ok(&[&pledge[..], &field].concat());
    }
    desk.ok(&[&pledge[..], &["--debt-from", "2020-05-20"]].concat());
    assert_eq!(
        refused(&desk, &[&pledge[..], &["--debt-to", "2016-01-01"]].concat()).1,
        "date-before"
    );
    let list = "registration_no,registered_on,pledgor,pledgee,patent_nos,secured_amount\n\
                Y2020310000001,2020-05-21,上海示例甲有限公司,示例银行,201610281886.0,1500000\n";
    let list = desk.file("质押.csv", list);
    desk.ok(&["pledge", "import", &list, "--accept-corrections"]);
    let pledge = desk.data(&["pledge", "show", "Y2020310000001"]);
    assert_eq!(
        (&pledge["secured_amount"], &pledge["debt_kind"]),
        (&"1500000.00".into(), &"maximum".into())
    );
    // F9: a number nobody means is a usage error.
    for args in [
        vec!["loan", "list", "--page", "9223372036854775807", "--limit", "4"],
        vec!["loan", "list", "--overdue", "--limit", "18446744073709551615"],
        vec!["stats", "quarterly", "--year", "2147483647"],
        vec!["stats", "quarterly", "--year=-2147483648"],
    ] {
        assert_eq!(refused(&desk, &args), (2, "usage".to_owned()), "{args:?}");
    }
}
