//! Schemes, funds and claims through the program: two people, one fund, every decision explained.

use serde_json::Value;

use crate::support::{Desk, repository};

/// A loan of a million that went bad, Zhuhai's scheme (fund 40, bank 60), half a million in its fund.
fn desk() -> Desk {
    let desk = Desk::with_ledger();
    scheme(&desk, "zhuhai");
    desk.ok(&["fund", "contribute", FUND, "50万元", "--funder", "区财政局", "--on", "2018-01-02"]);
    for number in ["JD1", "JD2"] {
        lend(&desk, number, "上海某某银行", "1000000");
    }
    desk
}

const FUND: &str = "珠海风险补偿资金";

fn scheme(desk: &Desk, id: &str) {
    let file = repository(&format!("samples/schemes/{id}.toml"));
    desk.ok(&["scheme", "add", file.to_str().unwrap()]);
}

fn lend(desk: &Desk, number: &str, bank: &str, principal: &str) {
    let borrower = format!("上海样例{number}有限公司");
    let terms = ["--disbursed-on", "2018-05-04", "--due-on", "2019-05-04"];
    let mut args = vec!["loan", "open", number, "--bank", bank, "--borrower", &borrower];
    args.extend(["--principal", principal, "--rate-percent", "4.35", "--method", "bullet"]);
    args.extend(terms);
    desk.ok(&args);
}

/// Runs as `by`; returns exit code and error code.
fn by(desk: &Desk, who: &str, args: &[&str]) -> (i32, String) {
    let mut args = args.to_vec();
    args.extend(["--by", who]);
    let (code, value) = desk.json(&args);
    (code, value["code"].as_str().unwrap_or_default().to_owned())
}

fn refused(code: &str) -> (i32, String) {
    (5, code.to_owned())
}

fn state(desk: &Desk, claim: &str) -> String {
    desk.data(&["claim", "show", claim])["state"].as_str().unwrap().to_owned()
}

#[test]
fn nobody_decides_on_his_own_claim_whatever_he_tries() {
    let desk = desk();
    desk.ok(&["claim", "file", "JD1", "--by", "Wang Fang"]);
    let same = refused("claim-same-person");
    for name in ["Wang Fang", "wangfang", " WANG  FANG ", "ＷａｎｇＦａｎｇ"] {
        assert_eq!(by(&desk, name, &["claim", "approve", "JD1"]), same, "{name}");
        assert_eq!(by(&desk, name, &["claim", "reject", "JD1"]), same, "{name}");
    }
    // Taken back and restored by somebody else, it is still hers.
    desk.ok(&["claim", "void", "JD1", "--by", "李敏"]);
    desk.ok(&["undo", "--by", "李敏"]);
    assert_eq!(by(&desk, "Wang Fang", &["claim", "approve", "JD1"]), same);
    // Filed twice, by another, to decide on the other one: the loan is claimed already.
    let twice = ["claim", "file", "JD1", "--claim-no", "B2"];
    assert_eq!(by(&desk, "李敏", &twice), refused("claim-loan-claimed"));
    // Approved by another, the approval taken back: she still cannot.
    desk.ok(&["claim", "approve", "JD1", "--by", "李敏"]);
    desk.ok(&["undo", "--by", "Wang Fang"]);
    assert_eq!(state(&desk, "JD1"), "filed");
    assert_eq!(by(&desk, "Wang Fang", &["claim", "approve", "JD1"]), same);
    // Naming people: not oneself, and the others then only up to their limit.
    let name_self = ["claim", "authorise", "Wang Fang"];
    assert_eq!(by(&desk, "wang fang", &name_self), refused("claim-names-himself"));
    desk.ok(&["claim", "authorise", "Wang Fang", "--by", "李敏"]);
    assert_eq!(by(&desk, "Wang Fang", &["claim", "approve", "JD1"]), same);
    assert_eq!(by(&desk, "李敏", &["claim", "approve", "JD1"]), refused("claim-not-approver"));
    desk.ok(&["claim", "authorise", "赵科长", "--limit-amount", "399999.99", "--by", "李敏"]);
    assert_eq!(by(&desk, "赵科长", &["claim", "approve", "JD1"]), refused("claim-over-limit"));
    desk.ok(&["claim", "authorise", "赵科长", "--limit-amount", "400000", "--by", "李敏"]);
    assert_eq!(by(&desk, "赵科长", &["claim", "approve", "JD1"]), (0, String::new()));
    let trail = &desk.data(&["claim", "show", "JD1"])["trail"];
    let names: Vec<&str> = trail
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["recorded_by"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Wang Fang", "赵科长", "赵科长"]);
    assert_eq!(desk.json(&["verify"]).0, 0);
}

/// What is proposed, each step, the grounds and the fund's balance are on the page that is signed, before and after.
#[test]
fn who_decides_has_shares_steps_grounds_and_the_fund_in_view() {
    let desk = desk();
    desk.ok(&["claim", "file", "JD1", "--by", "王芳"]);
    for (args, quoted) in [
        (&["claim", "reject", "JD1", "--by", "李敏", "-n"][..], false),
        (&["claim", "approve", "JD1", "--by", "李敏", "-n"], true),
        (&["claim", "approve", "JD1", "--by", "李敏"], true),
    ] {
        let effects = desk.data(args)["effects"].clone();
        let of = |noun: &str| {
            let all = effects.as_array().unwrap().iter();
            all.clone().find(|effect| effect["noun"] == noun).cloned().unwrap_or_default()
        };
        assert_eq!(of("claim")["fund_balance"], "500000.00", "{effects}");
        assert_eq!(of("claim")["public"].as_str(), quoted.then_some("400000.00"));
        let steps = of("claim")["quote"]["steps"].as_array().map_or(0, Vec::len);
        assert_eq!(steps > 0, quoted, "{effects}");
        let grounds = of("grounds")["findings"].clone();
        let rules: Vec<&str> =
            grounds.as_array().unwrap().iter().filter_map(|row| row["rule"].as_str()).collect();
        assert!(rules.contains(&"principal_owed"), "{effects}");
    }
}

#[test]
fn settling_an_advance_takes_a_second_person_too_and_trues_up_both_ways() {
    let desk = Desk::with_ledger();
    scheme(&desk, "shanghai-advance");
    desk.ok(&[
        "fund",
        "contribute",
        "上海前补偿资金",
        "200万元",
        "--funder",
        "市财政局",
        "--on",
        "2018-01-02",
    ]);
    for number in ["JD1", "JD2"] {
        lend(&desk, number, "上海某某银行", "1000000");
        // The scheme is of 2023; it is picked by the drawdown, so none is in force for this loan.
        assert_eq!(by(&desk, "甲", &["claim", "file", number]), refused("claim-no-scheme"));
    }
    let file = desk.file(
        "办法.toml",
        &std::fs::read_to_string(repository("samples/schemes/shanghai-advance.toml"))
            .unwrap()
            .replace("2023-01-01", "2016-01-01")
            .replace("\"shanghai-advance\"", "\"ahead\""),
    );
    desk.ok(&["scheme", "add", &file]);
    for (number, recovered, then) in [("JD1", "0", "partly_paid"), ("JD2", "900000", "refund_due")]
    {
        desk.ok(&["claim", "file", number, "--by", "甲"]);
        desk.ok(&["claim", "approve", number, "--by", "乙"]);
        desk.ok(&["claim", "pay", number]);
        assert_eq!(state(&desk, number), "advanced");
        assert_eq!(
            by(&desk, "甲", &["claim", "recover", number, "5"]),
            refused("claim-not-allowed")
        );
        let settle = ["claim", "settle", number, "--recovered", recovered];
        assert_eq!(by(&desk, "甲", &settle), refused("claim-same-person"));
        assert_eq!(by(&desk, "乙", &settle).0, 0);
        assert_eq!(state(&desk, number), then);
    }
    // 60 % of a million, half of it ahead: 300,000 more. Of 100,000 left of the other, 60,000: 240,000 back.
    desk.ok(&["claim", "pay", "JD1", "300000"]);
    assert_eq!(state(&desk, "JD1"), "paid");
    assert_eq!(
        by(&desk, "甲", &["claim", "refund", "JD2", "240000.01"]),
        refused("claim-over-excess")
    );
    desk.ok(&["claim", "refund", "JD2"]);
    assert_eq!(state(&desk, "JD2"), "paid");
    let funds = desk.data(&["fund", "balance", "上海前补偿资金"]);
    assert_eq!(funds[0]["fund_balance"], "1340000.00");
    assert_eq!(funds[0]["available"], "1340000.00");
}

#[test]
fn the_first_approved_is_the_first_served_and_unrelated_claims_do_not_meet() {
    let public = |desk: &Desk, claim: &str| -> Value {
        desk.data(&["claim", "show", claim])["positions"][0]["share"].clone()
    };
    for (fund, first, second) in
        [("50万元", "400000.00", "100000.00"), ("90万元", "400000.00", "400000.00")]
    {
        for order in [["JD1", "JD2"], ["JD2", "JD1"]] {
            let desk = Desk::with_ledger();
            scheme(&desk, "zhuhai");
            let text = std::fs::read_to_string(repository("samples/schemes/zhuhai.toml")).unwrap();
            let file = desk.file(
                "办法.toml",
                &format!(
                    "{}\n[pool]\nup_to_balance = true\n",
                    text.replace("\"zhuhai\"", "\"pool\"")
                ),
            );
            desk.ok(&["scheme", "add", &file]);
            desk.ok(&[
                "fund",
                "contribute",
                FUND,
                fund,
                "--funder",
                "区财政局",
                "--on",
                "2018-01-02",
            ]);
            for number in ["JD1", "JD2"] {
                lend(&desk, number, "上海某某银行", "1000000");
                desk.ok(&["claim", "file", number, "--scheme", "pool", "--by", "甲"]);
            }
            for number in order {
                desk.ok(&["claim", "approve", number, "--by", "乙"]);
            }
            let shares = (public(&desk, order[0]), public(&desk, order[1]));
            assert_eq!(shares, (first.into(), second.into()), "{fund} {order:?}");
        }
    }
}

#[test]
fn figures_and_books_are_as_of_and_as_known() {
    let mut desk = desk();
    desk.ok(&["claim", "file", "JD1", "--on", "2020-03-02", "--by", "甲"]);
    desk.ok(&["claim", "approve", "JD1", "--on", "2020-03-05", "--by", "乙"]);
    desk.ok(&["claim", "pay", "JD1", "--on", "2020-03-10"]);
    desk.ok(&["claim", "recover", "JD1", "100000", "--on", "2020-06-01"]);
    let held = |args: &[&str]| {
        let mut all = vec!["fund", "balance", FUND];
        all.extend(args);
        let row = desk.data(&all)[0].clone();
        [&row["fund_balance"], &row["committed"]].map(|cell| cell.as_str().unwrap().to_owned())
    };
    assert_eq!(held(&[]), ["140000.00", "0.00"]);
    assert_eq!(held(&["--as-of", "2020-05-31"]), ["100000.00", "0.00"]);
    assert_eq!(held(&["--as-of", "2020-03-09"]), ["500000.00", "400000.00"]);
    assert_eq!(held(&["--as-of", "2020-03-04"]), ["500000.00", "0.00"]);
    assert_eq!(held(&["--known-at", "5"]), ["500000.00", "0.00"]);
    // The claim itself, and an extract that lists it, as they stood on the day.
    let stood = |day: &str| {
        let claims = desk.data(&["claim", "list", "--as-of", day]);
        let states: Vec<_> =
            claims.as_array().unwrap().iter().map(|one| one["state"].clone()).collect();
        let bank = desk.data(&["report", "bank", "上海某某银行", "--as-of", day]).to_string();
        (states, bank.contains("400000.00"), bank.contains("40000.00"))
    };
    assert_eq!(desk.json(&["claim", "show", "JD1", "--as-of", "2020-03-01"]).0, 4);
    assert_eq!(stood("2020-03-01"), (vec![], false, false));
    assert_eq!(stood("2020-03-04"), (vec!["filed".into()], false, false));
    assert_eq!(stood("2020-03-09"), (vec!["approved".into()], true, false)); // as approved
    assert_eq!(stood("2020-03-10"), (vec!["paid".into()], true, false));
    assert_eq!(stood("2020-06-01"), (vec!["paid".into()], true, true));
    let year = &desk.data(&["stats", "annual", "--from", "2020", "--to", "2020"])[0];
    assert_eq!(year["compensation_paid"], "400000.00");
    assert_eq!(year["compensation_recovered"], "40000.00");
    // The contribution carries what was paid: it cannot be taken back, nor the loan, nor the scheme.
    for (args, code) in [
        (&["void", "3"][..], "fund-short"),
        (&["loan", "void", "JD1"][..], "claim-stands-on-it"),
        (&["scheme", "void", "zhuhai"][..], "claim-stands-on-it"),
        (&["fund", "withdraw", FUND, "140000.01", "--funder", "区财政局"][..], "fund-short"),
        (&["fund", "fee", FUND, "500000", "--on", "2020-05-01"][..], "fund-short"),
    ] {
        let entries = desk.data(&["status"])["entries"].clone();
        assert_eq!(by(&desk, "甲", args), refused(code), "{args:?}");
        assert_eq!(desk.data(&["status"])["entries"], entries, "{args:?} wrote something");
    }
    desk.on("2021-02-01");
    desk.ok(&["fund", "withdraw", FUND, "140000", "--funder", "区财政局"]);
    assert_eq!(desk.json(&["verify"]).0, 0);
}

#[test]
fn a_loan_keeps_the_version_in_force_when_it_was_drawn() {
    let desk = desk();
    let text = std::fs::read_to_string(repository("samples/schemes/zhuhai.toml")).unwrap();
    let later = |from: &str| {
        let text = text.replace("2016-01-01", from).replace("\"40\"", "\"30\"");
        desk.file("新版.toml", &text.replace("\"60\"", "\"70\""))
    };
    desk.ok(&["scheme", "add", &later("2018-05-05")]);
    assert_eq!(desk.data(&["claim", "quote", "JD1"])["shares"]["fund"], "400000.00");
    desk.ok(&["scheme", "add", &later("2018-05-04")]);
    assert_eq!(desk.data(&["claim", "quote", "JD1"])["shares"]["fund"], "300000.00");
    let again = ["scheme", "add", &later("2018-05-04")];
    assert_eq!(by(&desk, "甲", &again), (5, "already-there".to_owned()));
}

#[test]
fn a_loan_written_off_is_claimed_whole_and_what_comes_back_later_is_shared() {
    let desk = desk();
    desk.ok(&["loan", "writeoff", "JD1", "1000000", "--on", "2020-01-02"]);
    desk.ok(&["claim", "file", "JD1", "--on", "2020-03-02", "--by", "甲"]);
    desk.ok(&["claim", "approve", "JD1", "--on", "2020-03-05", "--by", "乙"]);
    desk.ok(&["claim", "pay", "JD1", "--on", "2020-03-10"]);
    desk.ok(&["claim", "recover", "JD1", "250000", "--costs", "50000", "--on", "2020-09-01"]);
    let (_, shown) = desk.json(&["claim", "show", "JD1"]);
    assert_eq!(shown["warnings"], Value::Array(Vec::new()), "the decision works out again");
    let positions = &shown["data"]["positions"];
    assert_eq!(
        (&positions[0]["share"], &positions[0]["returned"]),
        (&"400000.00".into(), &"80000.00".into())
    );
    assert_eq!(positions[1]["returned"], "120000.00");
}

#[test]
fn a_pool_is_simulated_the_same_way_twice_and_a_scenario_changes_it() {
    let desk = desk();
    let simulate = |rest: &[&str]| -> Value {
        let mut args = vec!["fund", "simulate", FUND, "--as-of", "2018-12-31", "--paths", "2000"];
        args.extend(rest);
        desk.data(&args)
    };
    let plain = simulate(&["--default-rate", "20", "--seed", "5"]);
    assert_eq!(plain, simulate(&["--default-rate", "20", "--seed", "5"]));
    assert_ne!(plain, simulate(&["--default-rate", "20", "--seed", "6"]));
    // Two loans of a million, 40 % of each, a fifth of a chance: 500,000 - 160,000 to be expected.
    assert_eq!(plain[0]["pool_expected"], "340000.00");
    assert_eq!(plain.as_array().unwrap().len(), 5);
    let nothing = simulate(&["--default-rate", "0", "--yearly-contribution", "10万元"]);
    assert_eq!(nothing[4]["p5"], "1000000.00");
    let all = simulate(&["--default-rate", "100"]);
    assert_eq!(
        (&all[0]["p95"], &all[0]["payout_mean"]),
        (&"-300000.00".into(), &"800000.00".into())
    );
    let scenario = desk.file(
        "情景.toml",
        "[[year]]\ndefault_rate = '0'\n[[year]]\ncontribution = '5万元'\nrecovery_rate = '50'\n",
    );
    let told = simulate(&["--default-rate", "100", "--scenario", &scenario]);
    assert_eq!((&told[0]["p50"], &told[1]["p50"]), (&"500000.00".into(), &"550000.00".into()));
    let wrong = desk.file("错.toml", "[[year]]\ncolour = 1\n");
    let args = ["fund", "simulate", FUND, "--scenario", &wrong];
    assert_eq!(by(&desk, "甲", &args), (3, "scheme-unreadable".to_owned()));
    assert_eq!(by(&desk, "甲", &["fund", "simulate", "没有"]).0, 4);
    let many = desk.file("过多.toml", "[[year]]\nnew_loans = 200000\n");
    for (args, expected) in [
        (&["--new-loans", "5"][..], (2, "usage")),
        (&["--scenario", &many, "--new-amount", "1"], (3, "number-unreadable")),
    ] {
        let args = [&["fund", "simulate", FUND][..], args].concat();
        assert_eq!(by(&desk, "甲", &args), (expected.0, expected.1.to_owned()), "{args:?}");
    }
    // What was claimed is in the books already: one loan is left, and what was promised is gone.
    desk.ok(&["claim", "file", "JD1", "--on", "2020-03-02", "--by", "甲"]);
    desk.ok(&["claim", "approve", "JD1", "--on", "2020-03-05", "--by", "乙"]);
    let args = ["fund", "simulate", FUND, "--as-of", "2020-03-05", "--default-rate", "100"];
    let left = desk.data(&args);
    assert_eq!(left[0]["p50"], "-300000.00");
    assert_eq!(left[0]["payout_mean"], "400000.00");
}

#[test]
fn the_journal_has_every_movement_and_closes_every_quarter() {
    let desk = desk();
    desk.ok(&["claim", "file", "JD1", "--on", "2020-03-02", "--by", "甲"]);
    desk.ok(&["claim", "approve", "JD1", "--on", "2020-03-05", "--by", "乙"]);
    desk.ok(&["claim", "pay", "JD1", "--on", "2020-03-10"]);
    let journal = desk.ok(&["export", "journal", "--as-of", "2020-03-31"]);
    for line in [
        "account Assets:Fund:F-珠海风险补偿资金",
        "2018-01-02 * (3) 出资 contributed ",
        "    Assets:Fund:F-珠海风险补偿资金  500000.00 CNY",
        "    Equity:Contribution:F-珠海风险补偿资金:G-区财政局  -500000.00 CNY",
        "    Expenses:Compensation:F-珠海风险补偿资金:P-fund:Bank-1  400000.00 CNY",
        "    Assets:Memorandum:Loans:Bank-1  1000000.00 CNY",
        "    Assets:Fund:F-珠海风险补偿资金  0.00 CNY = 100000.00 CNY",
        "    Assets:Memorandum:Loans:Bank-1  0.00 CNY = 2000000.00 CNY",
    ] {
        assert!(journal.lines().any(|found| found == line), "{line}\n{journal}");
    }
    let beancount =
        desk.ok(&["export", "journal", "--format", "beancount", "--as-of", "2020-03-31"]);
    let closed = "2020-04-01 balance Assets:Fund:F-珠海风险补偿资金  100000.00 ~ 0 CNY";
    assert!(beancount.lines().any(|found| found == closed), "{beancount}");
}

#[test]
fn what_was_paid_stays_in_the_books_whatever_is_taken_back() {
    let desk = desk();
    for (args, who) in [
        (&["claim", "file", "JD1"][..], "甲"),           // 6
        (&["claim", "approve", "JD1"][..], "乙"),        // 7
        (&["claim", "pay", "JD1", "1000"][..], "甲"),    // 8
        (&["claim", "pay", "JD1"][..], "甲"),            // 9
        (&["claim", "recover", "JD1", "500"][..], "甲"), // 10
    ] {
        assert_eq!(by(&desk, who, args), (0, String::new()), "{args:?}");
    }
    let held = || desk.data(&["fund", "balance", FUND])[0]["fund_balance"].clone();
    assert_eq!(held(), "100200.00");
    // The claim, its approval and its payments carry what came after them.
    for entry in ["6", "7", "8", "9"] {
        assert_eq!(by(&desk, "丙", &["void", entry]), refused("claim-stands-on-it"), "{entry}");
    }
    assert_eq!((held(), state(&desk, "JD1")), ("100200.00".into(), "paid".to_owned()));
    // From the last back to the first it can be taken back, and put in again.
    for (entry, then) in [("10", "paid"), ("8", "partly_paid")] {
        desk.ok(&["void", entry]);
        assert_eq!(state(&desk, "JD1"), then);
    }
    assert_eq!(held(), "101000.00");
    desk.ok(&["undo"]); // the other payment
    assert_eq!((held(), state(&desk, "JD1")), ("500000.00".into(), "approved".to_owned()));
    assert_eq!(desk.json(&["verify"]).0, 0);
}

#[test]
fn what_does_not_fit_is_refused_by_its_code_and_nothing_is_written() {
    let desk = desk();
    desk.ok(&["claim", "file", "JD1", "--by", "甲"]);
    let broken = desk.file("坏.toml", "id = 'x'\ntitle = 'x'\nvalid_from = 2016-01-01\n[[share]]\npayer='b'\nrole='bank'\npercent=99\n");
    let twice = repository("samples/schemes/zhuhai.toml");
    let entries = desk.data(&["status"])["entries"].clone();
    let table: &[(&[&str], i32, &str)] = &[
        (&["scheme", "add", &broken], 3, "scheme-shares-gap"),
        (&["scheme", "add", twice.to_str().unwrap()], 5, "already-there"),
        (&["scheme", "show", "nowhere"], 4, "not-found"),
        (&["fund", "contribute", FUND, "-5", "--funder", "x"], 3, "amount-not-positive"),
        (
            &["fund", "contribute", FUND, "5", "--funder", "x", "--on", "2031-01-01"],
            3,
            "date-in-future",
        ),
        (&["fund", "balance", "没有"], 4, "not-found"),
        (&["fund", "statement", "没有"], 4, "not-found"),
        (&["claim", "quote", "JD9"], 4, "not-found"),
        (&["claim", "file", "JD2", "--scheme", "nowhere"], 4, "not-found"),
        (&["claim", "file", "JD2", "--principal", "1000000.01"], 5, "claim-grounds"),
        (&["claim", "file", "JD2", "--recovered", "9999999"], 5, "claim-nothing-lost"),
        (&["claim", "file", "JD2", "--document", "nowhere.pdf"], 1, "file-system"),
        (&["claim", "pay", "JD1"], 5, "claim-not-allowed"),
        (&["claim", "settle", "JD1"], 5, "claim-not-allowed"),
        (&["claim", "approve", "JD1", "--on", "2020-01-01"], 5, "claim-before-filing"),
        (&["claim", "show", "B9"], 4, "not-found"),
    ];
    for (args, exit, code) in table {
        assert_eq!(by(&desk, "乙", args), (*exit, (*code).to_owned()), "{args:?}");
    }
    assert_eq!(desk.data(&["status"])["entries"], entries);
    desk.ok(&["claim", "approve", "JD1", "--by", "乙"]);
    for (args, exit, code) in [
        (&["claim", "pay", "JD1", "400000.01"][..], 5, "claim-over-due"),
        (&["claim", "pay", "JD1", "--payer", "insurer"][..], 3, "word-unknown"),
        (&["claim", "approve", "JD1"][..], 5, "claim-not-allowed"),
    ] {
        assert_eq!(by(&desk, "乙", args), (exit, code.to_owned()), "{args:?}");
    }
    desk.ok(&["claim", "pay", "JD1"]);
    for (args, exit, code) in [
        (&["claim", "void", "JD1"][..], 5, "claim-not-allowed"),
        (&["claim", "recover", "JD1", "5", "--costs", "6"][..], 5, "claim-costs-over-amount"),
        (&["claim", "recover", "JD1", "0"][..], 3, "amount-not-positive"),
    ] {
        assert_eq!(by(&desk, "乙", args), (exit, code.to_owned()), "{args:?}");
    }
}

/// A million lent for a year under Shanghai's deposit (80 % of the loss ahead, 55 % in the end), five million in its
/// fund; claimed, approved and the advance of 800,000 paid.
fn advanced() -> Desk {
    let mut desk = Desk::with_ledger();
    desk.on("2025-03-01");
    scheme(&desk, "shanghai-deposit");
    let funder = ["--funder", "区财政局", "--on", "2023-01-10"];
    desk.ok(&[&["fund", "contribute", "上海保证金", "5000000"][..], &funder].concat());
    let terms = "--bank 上海某某银行 --borrower 上海样例甲有限公司 --principal 1000000 --disbursed-on 2023-06-01 \
                 --due-on 2024-06-01 --rate-percent 4.35 --method bullet --day-count act360";
    let terms: Vec<&str> = terms.split_whitespace().collect();
    desk.ok(&[&["loan", "open", "D1"][..], &terms].concat());
    desk.ok(&["claim", "file", "D1", "--on", "2024-10-01", "--by", "甲"]);
    desk
}

#[test]
fn a_loan_repaid_since_filing_stops_the_approval_and_the_payment() {
    let desk = advanced();
    desk.ok(&["claim", "approve", "D1", "--on", "2024-10-10", "--by", "乙"]);
    // 200,000 of principal and all the interest and penalty are paid: of the million claimed less is owed.
    desk.ok(&["loan", "repay", "D1", "300000", "--on", "2024-10-15"]);
    assert_eq!(
        by(&desk, "甲", &["claim", "pay", "D1", "--on", "2024-10-20"]),
        refused("claim-owes-less")
    );
    // As of a day before it was repaid, the payment is as it was.
    desk.ok(&["claim", "pay", "D1", "--on", "2024-10-12", "-n"]);
    let desk = advanced();
    desk.ok(&["loan", "repay", "D1", "1100000", "--on", "2024-10-05"]);
    let approve = ["claim", "approve", "D1", "--on", "2024-10-10", "--by", "乙"];
    let (code, said) = desk.json(&approve);
    assert_eq!((code, said["code"].as_str()), (5, Some("claim-owes-less")));
    let message = said["message"].as_str().unwrap();
    assert!(message.contains("1,000,000.00") && message.contains("0.00"), "{message}");
}

#[test]
fn an_advance_is_settled_at_what_is_owed_and_the_bank_gives_back_the_rest() {
    let desk = advanced();
    desk.ok(&["claim", "approve", "D1", "--on", "2024-10-10", "--by", "乙"]);
    desk.ok(&["claim", "pay", "D1", "--on", "2024-10-20"]);
    let (code, said) = desk.json(&["loan", "repay", "D1", "1100000", "--on", "2025-01-15"]);
    assert_eq!(code, 0);
    // The clerk is told that the claim is to be settled.
    assert!(said["warnings"].to_string().contains("D1"), "{said}");
    let more = ["claim", "settle", "D1", "--principal", "1000000", "--on", "2025-03-01"];
    assert_eq!(by(&desk, "乙", &more), refused("claim-owes-less"));
    desk.ok(&["claim", "settle", "D1", "--on", "2025-03-01", "--by", "乙"]);
    assert_eq!(state(&desk, "D1"), "refund_due");
    desk.ok(&["claim", "refund", "D1", "300000", "--on", "2025-03-01"]);
    assert_eq!(state(&desk, "D1"), "refund_due");
    desk.ok(&["claim", "refund", "D1", "--on", "2025-03-01"]);
    assert_eq!(state(&desk, "D1"), "closed");
    let fund = desk.data(&["fund", "balance", "上海保证金"]);
    assert_eq!(fund[0]["fund_balance"], "5000000.00");
    assert_eq!(fund[0]["compensation_recovered"], "800000.00");
    let (_, shown) = desk.json(&["claim", "show", "D1"]);
    assert_eq!(shown["warnings"], serde_json::json!([]));
    assert_eq!(desk.json(&["verify"]).0, 0);
}

#[test]
fn a_payment_on_a_loan_whose_claim_was_paid_says_what_is_due_back() {
    let desk = desk();
    desk.ok(&["claim", "file", "JD1", "--on", "2020-03-02", "--by", "甲"]);
    desk.ok(&["claim", "approve", "JD1", "--on", "2020-03-05", "--by", "乙"]);
    desk.ok(&["claim", "pay", "JD1", "--on", "2020-03-10"]);
    // The fund bore 40 %: of 100,000 that come back 40,000 are its own.
    let (_, typed) = desk.json(&["loan", "repay", "JD1", "100000", "--on", "2020-06-01"]);
    assert!(typed["warnings"].to_string().contains("40,000.00"), "{typed}");
    let file = desk.file("还款.csv", "loan_no,paid_on,amount\nJD1,2020-06-02,50000\n");
    let (_, read) = desk.json(&["loan", "repay", "--file", &file]);
    assert!(read["warnings"].to_string().contains("20,000.00"), "{read}");
}

#[test]
fn a_claim_is_found_by_its_number_and_by_part_of_a_name() {
    let desk = advanced();
    for (text, many) in [("样例甲", 1), ("某某银行", 1), ("d1", 1), ("听澜", 0)] {
        let found = desk.data(&["claim", "list", "--text", text]);
        assert_eq!(found.as_array().map(Vec::len), Some(many), "{text}: {found}");
    }
    // An empty answer says what was searched, and of how many.
    let none = desk.run(&["claim", "list", "--text", "听澜"]);
    let said = [none.stdout, none.stderr].concat();
    assert!(String::from_utf8_lossy(&said).contains('1'), "{}", String::from_utf8_lossy(&said));
}

#[test]
fn interest_counts_for_the_schemes_days_however_it_is_stated() {
    let mut desk = Desk::with_ledger();
    desk.on("2025-03-01");
    scheme(&desk, "wuhan");
    let terms = "--bank 上海某某银行 --borrower 上海样例乙有限公司 --principal 5000000 --ip-part 5000000 \
                 --disbursed-on 2024-01-02 --due-on 2025-01-02 --rate-percent 4.35 --method bullet --day-count act360";
    let terms: Vec<&str> = terms.split_whitespace().collect();
    desk.ok(&[&["loan", "open", "W1"][..], &terms].concat());
    // 5,000,000 x 4.35 % x 90 / 360 = 54,375.00; a year's unpaid interest is 221,125.00.
    for stated in [&[][..], &["--interest", "217500"], &["--interest", "54375"]] {
        let quote = desk.data(&[&["claim", "quote", "W1"][..], stated].concat());
        assert_eq!(quote["base"], "5054375.00", "{stated:?}");
    }
    let less = desk.data(&["claim", "quote", "W1", "--interest", "40000"]);
    assert_eq!(less["base"], "5040000.00");
}

#[test]
fn oversight_counts_the_loans_that_are_enrolled() {
    let mut desk = Desk::with_ledger();
    desk.on("2025-12-01");
    for id in ["zhongshan", "shenzhen"] {
        scheme(&desk, id);
    }
    let funder = ["--funder", "财政局", "--on", "2016-01-05"];
    desk.ok(&[&["fund", "contribute", "中山风险补偿资金", "30000000"][..], &funder].concat());
    for (number, principal) in [("IN1", "9000000"), ("IN2", "1000000"), ("OUT1", "100000000")] {
        let borrower = format!("上海样例{number}有限公司");
        let mut args =
            vec!["loan", "open", number, "--bank", "上海某某银行", "--borrower", &borrower];
        args.extend([
            "--principal",
            principal,
            "--disbursed-on",
            "2024-06-01",
            "--due-on",
            "2025-06-01",
        ]);
        args.extend(["--rate-percent", "4.35", "--method", "bullet"]);
        desk.ok(&args);
    }
    let unknown = by(&desk, "甲", &["loan", "enrol", "IN1", "nobody"]);
    assert_eq!(unknown, (3, "unknown-reference".to_owned()));
    for number in ["IN1", "IN2"] {
        desk.ok(&["loan", "enrol", number, "zhongshan", "--on", "2024-06-10"]);
    }
    let filed = ["--scheme", "zhongshan", "--on", "2025-10-01"];
    // The loan outside is refused with the ground by its code.
    let out = by(&desk, "甲", &[&["claim", "file", "OUT1"][..], &filed].concat());
    assert_eq!(out, refused("claim-grounds"));
    desk.ok(&[&["claim", "file", "IN2", "--by", "甲"][..], &filed].concat());
    desk.ok(&["claim", "approve", "IN2", "--on", "2025-10-02", "--by", "乙"]);
    let lines = desk.data(&["fund", "oversight"]);
    let of = |year: i64| {
        let found = lines.as_array().unwrap().iter();
        found.clone().find(|line| line["year"] == year).unwrap().clone()
    };
    // 10,000,000 of the 110 million lent are enrolled, and 1,000,000 of them bad: 10 %.
    assert_eq!(of(2024)["granted"], "10000000.00");
    assert_eq!(of(2025)["bad"], "1000000.00");
    assert!(["10", "10%", "10.00"].contains(&of(2025)["bad_ratio"].as_str().unwrap()));
    assert_eq!(of(2025)["breaker"], "stopped");
    // Approved is not paid.
    assert_eq!(of(2025)["compensated"], "0.00");
    assert!(lines.as_array().unwrap().iter().all(|line| line["scheme"] == "zhongshan"));
    desk.ok(&["claim", "pay", "IN2", "--on", "2025-10-20"]);
    let paid = desk.data(&["fund", "oversight"]);
    assert_eq!(paid.as_array().unwrap().last().unwrap()["compensated"], "540000.00");
    // What is enrolled goes out and comes in again; the scheme cannot go from under it.
    let file = desk.path("贷款.csv").display().to_string();
    desk.ok(&["loan", "export", &file]);
    let (code, again) = desk.json(&["loan", "import", &file]);
    assert_eq!((code, &again["data"]["unchanged"]), (0, &serde_json::json!(3)));
    desk.ok(&["loan", "enrol", "IN1", "zhongshan", "--until", "2025-11-30"]);
    let shown = desk.data(&["loan", "show", "IN1"]);
    assert_eq!(shown["enrolments"][0]["enrolled_until"], "2025-11-30");
    assert_eq!(desk.json(&["verify"]).0, 0);
}
