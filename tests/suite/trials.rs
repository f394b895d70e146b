//! Papers that were read wrongly once, with what each must give; the papers are in `tests/files/readings`. Where a kind of
//! trouble has its test elsewhere, the table says which one.
//!
//! | paper | kind of trouble | test |
//! |---|---|---|
//! | p1_ups.csv | 公开（公告）日 of grants | `grants_under_the_header_of_either_document_are_counted_as_grants` |
//! | p1_both.csv | a row for the publication, a row for the grant | `the_rows_of_two_documents_are_one_patent_with_both_days` |
//! | g2_pledge_merged.xlsx | merged cells over the patents of a registration | `merged_registrations_hold_all_their_patents_and_bar_a_second_pledge` |
//! | g4_rows.csv | a row per patent | `rows_of_one_registration_are_one_pledge` |
//! | g1_pledge_dates.csv | days of the patent, terms in one cell | `the_days_of_a_patent_are_none_of_its_pledge_and_terms_are_read` |
//! | s08_twoline.xlsx | a header of two lines | `a_header_of_two_lines_loses_no_column` |
//! | u5_footer_unit.xlsx | the unit in a note below | `a_unit_below_the_table_holds_for_it` |
//! | l1_loans.csv, l2_pay.csv | equal payments of one file | `equal_payments_of_one_file_are_as_many` |
//! | l1_one.csv, l2c_ref1.csv | a typed payment and the bank's line of it | `a_typed_payment_is_completed_by_the_banks_line` |
//! | l6_total.csv | a total that does not add up | `a_total_that_does_not_add_up_is_found` |
//! | p6_stated.csv | a status without its day | `a_status_without_a_day_is_told_as_the_source_states_it` |
//! | p5_redetermined.csv | a number older than its filing day | `a_filing_day_fixed_anew_is_lawful` |
//! | k1_addr.csv | addresses elsewhere | `nobody_is_the_districts_own_by_a_street` |
//! | k2_legal_form.csv | legal forms as the kind of firm | `legal_forms_say_firm_and_the_place_is_its_own_column` |
//! | n5_kangxi.csv | radicals that look like characters | `one_firm_in_two_spellings_of_its_characters` |
//! | s01b_1904.xlsx | days that count from 1904 | `days_from_1904_are_days_as_bare_numbers_too` |
//! | s06c_error.xlsx | error cells | `a_failed_formula_names_its_cell` |
//! | s11_rowspan.xls | rowspan in a page called .xls | `a_cell_over_two_rows_is_of_both` |
//! | r1_loans.csv, r5_noname.csv | a nameless line of a bank | `a_nameless_line_of_a_bank_stays_in_its_total` |
//! | excess_recovery | an advance that was too large | `an_advance_that_was_too_large_comes_back_whole_whoever_pays_first` in `domain/claim/tests` and `the_fund_has_its_whole_advance_back_when_nothing_was_lost` |
//! | settle_default | settling a loan that was repaid | `an_advance_is_settled_at_what_is_owed_and_the_bank_gives_back_the_rest` in `compensation` |
//! | recon_contract | another firm's contract | `another_firm_or_contract_is_a_difference_though_all_figures_agree` in `reconciliation` |
//! | list_one_row_header.xlsx and its like | 期末余额 under headers of one and two lines | `a_balance_is_read_under_headers_of_one_line_and_of_two` |
//! | subtotals.xlsx | subtotals by department | `subtotals_are_of_their_own_group` |
//! | oversight | loans of no scheme | `oversight_counts_the_loans_that_are_enrolled` in `compensation` |
//! | lpr_blocks | a loan that cannot be worked out | `a_loan_that_cannot_be_worked_out_is_named_and_stops_no_other` in `views` |
//! | doors F1 to F8 | a command, a row and a correction decide alike | `doors`, and `what_is_not_said_stays_and_a_correction_is_judged_whole` |
//! | doors F9 | numbers beyond all bounds | `numbers_beyond_all_bounds_are_a_usage_error` |
//! | allocation.xls | a few wrong bytes | `a_hostile_file_harms_nothing` in `readings` |
//! | make_bomb.py | a megabyte that inflates to a gigabyte | `a_part_that_inflates_beyond_measure_is_too_large` |

use std::io::Write;

use serde_json::Value;

use crate::support::{Desk, repository};

/// A desk of 2021-03-01 with these papers on it.
fn desk_with(papers: &[&str]) -> Desk {
    let mut desk = Desk::with_ledger();
    desk.on("2021-03-01");
    for paper in papers {
        let from = repository(&format!("tests/files/readings/{paper}"));
        std::fs::copy(from, desk.path(paper)).expect("the paper");
    }
    desk
}

fn import(desk: &Desk, noun: &str, paper: &str) -> (i32, Value) {
    desk.json(&[noun, "import", paper])
}

/// The rows of an export under `keys`, blank ones as a dash.
fn exported(desk: &Desk, noun: &str, keys: &[&str]) -> Vec<String> {
    let rows = desk.data(&[noun, "export"]);
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let rows = rows.as_array().expect("rows").iter();
    rows.map(|row| keys.iter().map(|key| text(&row[*key])).collect::<Vec<_>>().join(" ")).collect()
}

fn rejects(value: &Value) -> Vec<String> {
    let rows = value["data"]["rejects"].as_array().expect("rejects").iter();
    rows.map(|row| format!("{} {}", row["row"], row["code"].as_str().unwrap_or_default())).collect()
}

#[test]
fn grants_under_the_header_of_either_document_are_counted_as_grants() {
    let desk = desk_with(&["p1_ups.csv"]);
    assert_eq!(import(&desk, "patent", "p1_ups.csv").0, 0);
    let years = desk.data(&["stats", "annual", "--from", "2016", "--to", "2020"]);
    let of = |key: &str| -> Vec<i64> {
        years.as_array().unwrap().iter().map(|year| year[key].as_i64().unwrap()).collect()
    };
    assert_eq!(of("invention_grants"), [0, 0, 1, 0, 0]);
    assert_eq!(of("utility_grants"), [1, 1, 0, 0, 0]);
    assert_eq!(of("design_grants"), [0, 0, 0, 0, 1]);
}

#[test]
fn the_rows_of_two_documents_are_one_patent_with_both_days() {
    let desk = desk_with(&["p1_both.csv"]);
    assert_eq!(import(&desk, "patent", "p1_both.csv").0, 0);
    assert_eq!(
        exported(&desk, "patent", &["application_no", "publication_date", "grant_date"]),
        ["201610281801.9 2016-11-16 2018-08-21", "201610281802.3 2016-11-16 -"]
    );
}

#[test]
fn merged_registrations_hold_all_their_patents_and_bar_a_second_pledge() {
    let desk = desk_with(&["g2_pledge_merged.xlsx"]);
    assert_eq!(import(&desk, "pledge", "g2_pledge_merged.xlsx").0, 0);
    let pledges = exported(&desk, "pledge", &["patent_nos"]);
    let counts: Vec<usize> = pledges.iter().map(|patents| patents.split(';').count()).collect();
    assert_eq!((counts[0], counts.iter().sum::<usize>()), (3, 4), "{pledges:?}");
    // The second patent of the first registration stood under a merge.
    let second = pledges[0].split(';').nth(1).expect("a second patent");
    let check = ["pledge", "check", second, "--pledgor", "某甲公司", "--on", "2020-06-01"];
    let (_, value) = desk.json(&check);
    let data = if value["data"].is_null() { &value } else { &value["data"] };
    let findings = data["findings"].as_array().expect("findings");
    let barred = findings.iter().find(|finding| finding["rule"] == "R9").expect("R9");
    assert_eq!(barred["outcome"], "refuse", "{barred}");
}

#[test]
fn rows_of_one_registration_are_one_pledge() {
    let desk = desk_with(&["g4_rows.csv"]);
    assert_eq!(import(&desk, "pledge", "g4_rows.csv").0, 0);
    assert_eq!(
        exported(&desk, "pledge", &["registration_no", "patent_nos", "secured_amount"]),
        ["Y2020310000012 201610281886.0;201610824209.9 3000000.00"]
    );
}

#[test]
fn the_days_of_a_patent_are_none_of_its_pledge_and_terms_are_read() {
    let desk = desk_with(&["g1_pledge_dates.csv"]);
    let (code, value) = import(&desk, "pledge", "g1_pledge_dates.csv");
    assert_eq!((code, rejects(&value)), (3, vec!["4 term-without-start".to_owned()]));
    assert_eq!(
        exported(&desk, "pledge", &["registration_no", "applied_on", "debt_from", "debt_to"]),
        [
            "Y2020310000012 - 2020-05-20 2021-05-20",
            "Y2020310000013 - 2020-05-20 2021-05-20",
            "Y2020310000015 - - 2021-05-20",
        ]
    );
}

#[test]
fn a_header_of_two_lines_loses_no_column() {
    let desk = desk_with(&["s08_twoline.xlsx"]);
    let (code, value) = import(&desk, "pledge", "s08_twoline.xlsx");
    assert_eq!((code, &value["data"]["rows"]), (0, &1.into()));
    assert_eq!(
        exported(&desk, "pledge", &["secured_amount", "debt_from", "debt_to"]),
        ["3000000.00 2020-05-20 2021-05-20"]
    );
}

#[test]
fn a_unit_below_the_table_holds_for_it() {
    let desk = desk_with(&["u5_footer_unit.xlsx"]);
    assert_eq!(import(&desk, "pledge", "u5_footer_unit.xlsx").0, 0);
    assert_eq!(exported(&desk, "pledge", &["secured_amount"]), ["3000000.00"]);
}

/// The payments of LB: how many, what they come to in yuan, and their references.
fn payments(desk: &Desk) -> (usize, f64, Vec<String>) {
    let shown = desk.data(&["loan", "show", "LB"]);
    let events = shown["timeline"].as_array().or(shown["events"].as_array()).expect("events");
    let paid: Vec<&Value> =
        events.iter().filter(|e| e["event"] == "repay" || e["verb"] == "repay").collect();
    let sum = paid.iter().map(|e| e["amount"].as_str().unwrap().parse::<f64>().unwrap()).sum();
    let references = paid.iter().filter_map(|e| e["detail"].as_str().map(str::to_owned)).collect();
    (paid.len(), sum, references)
}

#[test]
fn equal_payments_of_one_file_are_as_many() {
    let desk = desk_with(&["l1_loans.csv", "l2_pay.csv"]);
    assert_eq!(import(&desk, "loan", "l1_loans.csv").0, 0);
    for accepted in [3, 0] {
        let read = desk.data(&["loan", "repay", "--file", "l2_pay.csv"]);
        assert_eq!(read["accepted"], accepted, "{read}");
        let (many, sum, _) = payments(&desk);
        assert_eq!((many, sum), (3, 150_000.0));
    }
}

#[test]
fn a_typed_payment_is_completed_by_the_banks_line() {
    let desk = desk_with(&["l1_one.csv", "l2c_ref1.csv"]);
    assert_eq!(import(&desk, "loan", "l1_one.csv").0, 0);
    desk.ok(&["loan", "repay", "LB", "50000", "--on", "2020-06-01"]);
    let read = desk.data(&["loan", "repay", "--file", "l2c_ref1.csv"]);
    assert_eq!((&read["accepted"], &read["unchanged"]), (&0.into(), &1.into()), "{read}");
    assert_eq!(payments(&desk), (1, 50_000.0, vec!["A1".to_owned()]));
}

#[test]
fn a_total_that_does_not_add_up_is_found() {
    let desk = desk_with(&["l6_total.csv"]);
    let (code, value) = import(&desk, "loan", "l6_total.csv");
    let total = &value["data"]["reading"][0]["totals"][0];
    assert_eq!(
        (code, &total["stated"], &total["read"]),
        (3, &"3500000.00".into(), &"3000000.00".into())
    );
    assert_eq!(
        exported(&desk, "loan", &["loan_no", "principal"]),
        ["A1 1000000.00", "A2 2000000.00"]
    );
}

#[test]
fn a_status_without_a_day_is_told_as_the_source_states_it() {
    let desk = desk_with(&["p6_stated.csv"]);
    assert_eq!(import(&desk, "patent", "p6_stated.csv").0, 0);
    for (number, status) in [
        ("201610281886.0", "驳回"),
        ("201610824209.9", "终止"),
        ("201610757401.0", "授权"),
        ("201710028415.3", "无效"),
    ] {
        for args in [&["patent", "show", number][..], &["patent", "list", "--text", number]] {
            let said = desk.ok(args);
            assert!(said.contains("按来源所述，日期不详"), "{args:?}: {said}");
            assert!(said.contains(status) && !said.contains("申请中"), "{args:?}: {said}");
        }
    }
}

#[test]
fn a_filing_day_fixed_anew_is_lawful() {
    let desk = desk_with(&["p5_redetermined.csv"]);
    let (code, value) = import(&desk, "patent", "p5_redetermined.csv");
    assert_eq!((code, &value["data"]["accepted"]), (0, &2.into()), "{value}");
    assert!(value["warnings"].to_string().contains("重新确定"), "{}", value["warnings"]);
    assert_eq!(exported(&desk, "patent", &["filing_date"]), ["2013-01-30", "2013-05-09"]);
}

#[test]
fn nobody_is_the_districts_own_by_a_street() {
    let desk = desk_with(&["k1_addr.csv"]);
    assert_eq!(import(&desk, "party", "k1_addr.csv").0, 0);
    let mut districts = exported(&desk, "party", &["name", "district"]);
    districts.sort();
    // A street alone (真南路) decides nothing: not known, and never 310106.
    assert_eq!(
        districts,
        [
            "京某公司 110108",
            "山某厂 370784",
            "德某公司 310115",
            "某厂 370784",
            "浦某公司 310115",
            "海淀公司 110108",
            "真某公司 -",
        ]
    );
    let years = desk.data(&["party", "list", "--assumed"]);
    assert_eq!(years.as_array().unwrap().len(), 1);
}

#[test]
fn legal_forms_say_firm_and_the_place_is_its_own_column() {
    let desk = desk_with(&["k2_legal_form.csv"]);
    let (code, value) = import(&desk, "party", "k2_legal_form.csv");
    assert_eq!((code, &value["data"]["accepted"]), (0, &10.into()), "{value}");
    let found = exported(&desk, "party", &["kind", "district"]);
    let codes = ["117", "114", "151", "117", "116", "120", "101", "105", "115", "107"];
    assert_eq!(found, codes.map(|code| format!("firm 310{code}")));
}

#[test]
fn one_firm_in_two_spellings_of_its_characters() {
    let desk = desk_with(&["n5_kangxi.csv"]);
    assert_eq!(import(&desk, "patent", "n5_kangxi.csv").0, 0);
    assert_eq!(desk.data(&["party", "list"]).as_array().unwrap().len(), 1);
    let of_firm = desk.data(&["patent", "list", "--party", "上海一方科技有限公司"]);
    assert_eq!(of_firm.as_array().unwrap().len(), 2);
}

#[test]
fn days_from_1904_are_days_as_bare_numbers_too() {
    let desk = desk_with(&["s01b_1904.xlsx"]);
    assert_eq!(import(&desk, "patent", "s01b_1904.xlsx").0, 0);
    assert_eq!(exported(&desk, "patent", &["filing_date"]), ["2016-05-03", "2016-05-03"]);
}

#[test]
fn a_failed_formula_names_its_cell() {
    let desk = desk_with(&["s06c_error.xlsx"]);
    let (code, value) = import(&desk, "patent", "s06c_error.xlsx");
    assert_eq!(
        (code, rejects(&value)),
        (3, vec!["2 cell-error".into(), "3 cell-error".to_owned()])
    );
    assert_eq!(value["data"]["rejects"][1]["cell"], "E3");
    assert!(exported(&desk, "party", &["name"]).iter().all(|name| !name.contains('#')));
}

#[test]
fn a_cell_over_two_rows_is_of_both() {
    let desk = desk_with(&["s11_rowspan.xls"]);
    assert_eq!(import(&desk, "patent", "s11_rowspan.xls").0, 0);
    assert_eq!(exported(&desk, "patent", &["applicant_name"]), ["某甲公司", "某甲公司"]);
}

#[test]
fn a_nameless_line_of_a_bank_stays_in_its_total() {
    let desk = desk_with(&["r1_loans.csv", "r5_noname.csv"]);
    assert_eq!(import(&desk, "loan", "r1_loans.csv").0, 0);
    let flags = ["--bank", "示例银行", "--as-of", "2020-12-31"];
    let (code, value) = desk.json(&[&["reconcile", "r5_noname.csv"], &flags[..]].concat());
    let data = &value["data"];
    assert_eq!((code, &data["bank_total"]), (3, &"5000000.00".into()), "{value}");
    // The nameless line is one of two loans alike of 某甲公司, the named one the other: neither is lost.
    let nameless = data["items"].as_array().unwrap().iter().find(|item| item["bank_row"] == 3);
    assert!(nameless.is_some_and(|item| item["status"] != "agreed" || !item["loan"].is_null()));
}

#[test]
fn a_balance_is_read_under_headers_of_one_line_and_of_two() {
    let papers =
        ["list_one_row_header.xlsx", "list_two_row_header.xlsx", "list_grouped_header.xlsx"];
    let desk = desk_with(&papers);
    let terms = "--bank 上海银行静安支行 --borrower 上海甲光电科技有限公司 --principal 1000000 --disbursed-on \
                 2020-03-10 --due-on 2021-03-10 --rate-percent 4.35 --method bullet --day-count act360";
    let terms: Vec<&str> = terms.split_whitespace().collect();
    desk.ok(&[&["loan", "open", "X1"][..], &terms].concat());
    for paper in papers {
        let flags = ["--bank", "上海银行静安支行", "--as-of", "2020-12-31", "-n"];
        let (code, value) = desk.json(&[&["reconcile", paper], &flags[..]].concat());
        let item = &value["data"]["items"][0];
        assert_eq!((code, &item["status"]), (3, &"differs".into()), "{paper}: {value}");
        let balance =
            item["differences"].as_array().unwrap().iter().find(|d| d["field"] == "balance");
        let balance = balance.expect("a difference of the balance");
        assert_eq!(
            (&balance["bank"], &balance["ledger"]),
            (&"70000.00".into(), &"1000000.00".into()),
            "{paper}"
        );
    }
}

#[test]
fn subtotals_are_of_their_own_group() {
    let desk = desk_with(&["r1_loans.csv"]);
    assert_eq!(import(&desk, "loan", "r1_loans.csv").0, 0);
    for (first, second) in [("小计", "小计"), ("科技一部小计", "科技二部小计")] {
        let list = desk.file(
            "清单.csv",
            &format!(
                "借据号,借款人,贷款余额(元)\nA1,上海甲有限公司,100\nA2,上海甲有限公司,200\n{first},,300\n\
                 A3,上海甲有限公司,400\nA4,上海甲有限公司,500\n{second},,900\n合计,,1200\n"
            ),
        );
        let flags = ["--bank", "示例银行", "--as-of", "2020-12-31", "-n"];
        let (_, value) = desk.json(&[&["reconcile", &list], &flags[..]].concat());
        let data = &value["data"];
        assert_eq!(
            (&data["lines"], &data["bank_total"]),
            (&4.into(), &"1200.00".into()),
            "{value}"
        );
        let totals = data["reading"][0]["totals"].as_array().unwrap();
        assert_eq!(totals.len(), 3);
        assert!(totals.iter().all(|total| total["agrees"] == true), "{totals:?}");
    }
}

#[test]
fn the_fund_has_its_whole_advance_back_when_nothing_was_lost() {
    for order in ["bank_first", "pro_rata"] {
        let mut desk = Desk::with_ledger();
        desk.on("2025-07-01");
        let scheme = repository("samples/schemes/shanghai-advance.toml");
        let scheme = std::fs::read_to_string(scheme).unwrap().replace("bank_first", order);
        desk.ok(&["scheme", "add", &desk.file("办法.toml", &scheme), "-y"]);
        let terms = "--bank 工商银行静安支行 --borrower 上海样例甲科技有限公司 --principal 9000000 --disbursed-on \
                     2023-06-01 --due-on 2024-06-01 --rate-percent 4.35 --method bullet --day-count act360";
        let terms: Vec<&str> = terms.split_whitespace().collect();
        desk.ok(&[&["loan", "open", "A1"][..], &terms].concat());
        let fund = "fund contribute 上海前补偿资金 7000000 --on 2023-01-10 --funder 区财政局";
        desk.ok(&fund.split_whitespace().collect::<Vec<_>>());
        for line in [
            "claim file A1 --claim-no C1 --on 2024-10-01 --interest 0 --by 甲",
            "claim approve C1 --on 2024-10-10 --by 乙",
            "claim pay C1 --on 2024-10-20",
            "claim settle C1 --principal 4000000 --interest 0 --on 2025-03-01 --by 乙",
            "claim recover C1 1000000 --on 2025-05-01",
            "claim recover C1 3000000 --on 2025-06-01",
        ] {
            desk.ok(&line.split_whitespace().collect::<Vec<_>>());
        }
        desk.json(&["claim", "refund", "C1", "--on", "2025-06-02"]);
        let fund = desk.data(&["fund", "balance", "上海前补偿资金"]);
        assert_eq!(fund[0]["compensation_recovered"], "2700000.00", "{order}: {fund}");
        assert_eq!(fund[0]["fund_balance"], "7000000.00", "{order}");
    }
}

#[test]
fn what_is_not_said_stays_and_a_correction_is_judged_whole() {
    let desk = desk_with(&[]);
    let loan = |rows: &str| {
        desk.file(
            "台账.csv",
            &format!("loan_no,contract_no,bank,borrower,principal,disbursed_on,due_on,rate_percent,method\n{rows}"),
        )
    };
    desk.ok(&[
        "loan",
        "import",
        &loan("JD1,HT-1,示例银行,某甲公司,1500000,2017-04-05,2018-04-05,4.35,bullet\n"),
    ]);
    // F1: a payment of a day before the write-off, typed and by file.
    desk.ok(&["loan", "writeoff", "JD1", "1500000", "--on", "2019-01-10"]);
    let typed = desk.json(&["loan", "repay", "JD1", "200000", "--on", "2018-12-01"]);
    let file = desk.file("还款.csv", "loan_no,paid_on,amount\nJD1,2018-12-01,200000\n");
    let (code, by_file) = desk.json(&["loan", "repay", "--file", &file]);
    assert_eq!((typed.0, code), (5, 3));
    assert_eq!(typed.1["code"], by_file["data"]["rejects"][0]["code"]);
    for args in [&["loan", "list"][..], &["status"], &["stats", "finance"], &["verify"]] {
        assert_eq!(desk.json(args).0, 0, "{args:?}");
    }
    // F2: less principal than was disbursed, typed and by file.
    let less = loan("JD1,HT-1,示例银行,某甲公司,1000,2017-04-05,2018-04-05,4.35,bullet\n");
    assert_eq!(desk.json(&["loan", "correct", "JD1", "--principal", "1000"]).0, 5);
    assert_eq!(desk.json(&["loan", "import", &less, "--accept-corrections"]).0, 3);
    // F3: a column that is not there erases nothing. F5: a unit belongs to the amounts that are said.
    desk.ok(&["loan", "correct", "JD1", "--ip-part", "200000", "--signed-on", "2017-04-01"]);
    let bare = desk.file(
        "无列.csv",
        "loan_no,bank,borrower,principal,disbursed_on,due_on,rate_percent,method\n\
         JD1,示例银行,某甲公司,1500000,2017-04-05,2018-05-05,4.35,bullet\n",
    );
    desk.ok(&["loan", "import", &bare, "--accept-corrections"]);
    desk.ok(&["loan", "correct", "JD1", "--contract-no", "HT-X", "--unit", "万元"]);
    let keys = ["contract_no", "ip_part", "signed_on", "principal"];
    assert_eq!(exported(&desk, "loan", &keys), ["HT-X 200000.00 2017-04-01 1500000.00"]);
    // F4: nothing is recorded on an older state. F6 to F8: every field is corrected, the whole is judged, kinds stay.
    let pledge = desk.file(
        "质押.csv",
        "registration_no,registered_on,pledgor,pledgee,patent_nos,secured_amount,debt_from,debt_to,debt_kind\n\
         2017310000002,2017-04-10,某甲公司,示例银行,201410411007.2,1500000,2017-04-05,2018-04-05,最高额\n",
    );
    desk.ok(&["pledge", "import", &pledge]);
    let correct =
        |args: &[&str]| desk.json(&[&["pledge", "correct", "2017310000002"], args].concat()).0;
    assert_eq!(correct(&["--scope", "全部", "--known-at", "2"]), 2);
    for field in
        [["--appraisal-date", "2017-01-15"], ["--patents-stated", "1"], ["--forfeiture", "no"]]
    {
        assert_eq!(correct(&field), 0, "{field:?}");
    }
    assert_eq!(correct(&["--debt-to", "2016-01-01"]), 3);
    let bare = desk.file(
        "无种类.csv",
        "registration_no,registered_on,pledgor,pledgee,patent_nos,secured_amount\n\
         2017310000002,2017-04-10,某甲公司,示例银行,201410411007.2,1600000\n",
    );
    desk.ok(&["pledge", "import", &bare, "--accept-corrections"]);
    let keys = ["secured_amount", "debt_kind", "debt_to", "forfeiture"];
    assert_eq!(exported(&desk, "pledge", &keys), ["1600000.00 maximum 2018-04-05 no"]);
}

#[test]
fn numbers_beyond_all_bounds_are_a_usage_error() {
    let desk = desk_with(&[]);
    for line in [
        "loan list --page 9223372036854775807 --limit 4",
        "loan list --overdue --limit 18446744073709551615",
        "stats quarterly --year 2147483647",
        "stats quarterly --year -2147483648",
    ] {
        let output = desk.run(&line.split_whitespace().collect::<Vec<_>>());
        assert_eq!(output.status.code(), Some(2), "{line}");
    }
}

/// A workbook of a few kilobytes with a sheet of 80 MB in it.
#[test]
fn a_part_that_inflates_beyond_measure_is_too_large() {
    let desk = desk_with(&[]);
    let path = desk.path("名单.xlsx");
    let mut book = zip::ZipWriter::new(std::fs::File::create(&path).expect("a file"));
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated)
        .compression_level(Some(9));
    let schemas = "http://schemas.openxmlformats.org";
    for (name, text) in [
        ("[Content_Types].xml", format!("<Types xmlns=\"{schemas}/package/2006/content-types\"/>")),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{schemas}/package/2006/relationships\"><Relationship Id=\"rId1\" \
                 Type=\"{schemas}/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/>\
                 </Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{schemas}/spreadsheetml/2006/main\" \
                 xmlns:r=\"{schemas}/officeDocument/2006/relationships\"><sheets>\
                 <sheet name=\"a\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{schemas}/package/2006/relationships\"><Relationship Id=\"rId1\" \
                 Type=\"{schemas}/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
                 </Relationships>"
            ),
        ),
    ] {
        book.start_file(name, options).expect("a part");
        book.write_all(text.as_bytes()).expect("a part");
    }
    book.start_file("xl/worksheets/sheet1.xml", options).expect("the sheet");
    book.write_all(b"<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>")
        .expect("text");
    let letters = vec![b'A'; 1 << 20];
    for _ in 0..80 {
        book.write_all(&letters).expect("letters");
    }
    book.finish().expect("the workbook");
    assert!(std::fs::metadata(&path).expect("a file").len() < 1 << 20);
    let (code, error) = import(&desk, "party", "名单.xlsx");
    assert_eq!((code, &error["code"]), (3, &"file-too-large".into()), "{error}");
}
