//! Lists that come quarter by quarter, a fifth of each a quarter late: what is usual by now, and what will be.

use serde_json::Value;

use crate::support::Desk;

/// An application number with its check character (ZC 0006-2003).
fn number(year: i32, serial: i32) -> String {
    let digits = format!("{year}1{serial:07}");
    let weights = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5];
    let sum: u32 =
        digits.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    match sum % 11 {
        10 => format!("{digits}.X"),
        check => format!("{digits}.{check}"),
    }
}

/// Rows of a quarter's ten filings: the first eight, or the last two.
fn rows_of(year: i32, quarter: i32, late: bool) -> String {
    let of = if late { 8..10 } else { 0..8 };
    of.map(|n| {
        let (month, serial) = (quarter * 3 - 2 + n % 3, quarter * 100 + n);
        format!("{},发明,一种装置{serial},{year}-{month:02}-{:02},上海示例甲有限公司,上海市静安区江场路1号\n", number(year, serial), 5 + n)
    })
    .collect()
}

/// The office keeps its ledger from 2016-04-20 on; every quarter's list comes 20 days after its end.
fn kept_until(year: i32, quarter: i32) -> Desk {
    let mut desk = Desk::new();
    desk.on("2016-04-20");
    desk.ok(&["init", "--office", "静安区知识产权局", "--region", "310106"]);
    desk.ok(&[
        "target",
        "set",
        "invention_filings",
        "--goal",
        "205",
        "--from",
        "2016",
        "--to",
        "2020",
    ]);
    desk.ok(&[
        "target",
        "set",
        "invention_grants",
        "--goal",
        "100",
        "--from",
        "2016",
        "--to",
        "2020",
    ]);
    let mut before: Option<(i32, i32)> = None;
    for (y, q) in (2016..=year).flat_map(|y| (1..=4).map(move |q| (y, q))) {
        if (y, q) > (year, quarter) {
            break;
        }
        let (day_year, month) = if q == 4 { (y + 1, 1) } else { (y, q * 3 + 1) };
        desk.on(&format!("{day_year}-{month:02}-20"));
        let late = before.map_or(String::new(), |(y, q)| rows_of(y, q, true));
        let list = format!("申请号,类型,名称,申请日,申请人,地址\n{}{late}", rows_of(y, q, false));
        let file = desk.file(&format!("{y}Q{q}.csv"), &list);
        desk.ok(&["patent", "import", &file]);
        before = Some((y, q));
        // Five days later somebody asks.
        desk.on(&format!("{day_year}-{month:02}-25"));
    }
    desk
}

fn row<'a>(data: &'a Value, indicator: &str) -> &'a Value {
    data.as_array().unwrap().iter().find(|row| row["indicator"] == indicator).unwrap()
}

#[test]
fn what_is_usual_by_now_is_learnt_from_the_ledgers_own_entries() {
    let desk = kept_until(2019, 2);
    let (_, said) = desk.json(&["stats", "completeness"]);
    let rows = said["data"].as_array().unwrap();
    // 2016Q1 had ended before the first list came; thirteen quarters speak.
    assert_eq!(
        (rows.len(), rows[0]["year"].as_i64(), rows[0]["quarter"].as_i64()),
        (13, Some(2016), Some(2))
    );
    assert_eq!(
        (&rows[0]["within_0"], &rows[0]["within_30"]),
        (&Value::from("0.0%"), &Value::from("80.0%"))
    );
    assert_eq!(rows[0]["within_180"], "100.0%");
    let last = &rows[12];
    assert_eq!((last["filings_known"].as_i64(), last["estimate"].as_i64()), (Some(8), Some(10)));
    assert_eq!((&last["usual_share"], &last["within_30"]), (&Value::from("80.0%"), &Value::Null));
    let english = desk.ok(&["stats", "completeness", "--lang", "en"]);
    assert!(
        english.contains("2019Q2: 8 so far; usually 80% is recorded by now (based on 9 quarters)"),
        "{english}"
    );
    let chinese = desk.ok(&["stats", "completeness"]);
    assert!(chinese.contains("2019Q2：目前8件，按9个季度的经验，此时通常已登记80%"), "{chinese}");
    // A filing corrected later was heard of when it first came in.
    let corrected = rows_of(2017, 1, false).replace("一种装置", "改进的装置");
    let list = format!("申请号,类型,名称,申请日,申请人,地址\n{corrected}");
    let file = desk.file("更正.csv", &list);
    desk.ok(&["patent", "import", &file, "--accept-corrections"]);
    assert_eq!(desk.data(&["stats", "completeness"]), said["data"]);
    // Of other kinds there are none.
    let (_, designs) = desk.json(&["stats", "completeness", "--kind", "design"]);
    assert_eq!(designs["data"].as_array().map(Vec::len), Some(0));
    assert_eq!(desk.json(&["stats", "completeness", "--kind", "trademark"]).0, 2);
}

#[test]
fn a_forecast_knows_what_is_late_and_what_is_not_known() {
    let desk = kept_until(2019, 2);
    let data = desk.data(&["stats", "forecast"]);
    let filings = row(&data, "invention_filings");
    // Ten a quarter: 138 are recorded, 2 are late, 60 are to come.
    assert_eq!((filings["goal"].as_i64(), filings["actual"].as_i64()), (Some(205), Some(138)));
    let at = |key: &str| filings[key].as_i64().unwrap();
    assert!((197..=203).contains(&at("expected")), "{filings}");
    assert!(at("low") < 200 && 205 <= at("high") && filings["reaches"] == "open", "{filings}");
    assert_eq!((&filings["period_to"], at("level_percent")), (&Value::from("2020-12-31"), 80));
    let path = filings["path"].as_array().unwrap();
    assert_eq!(path.len(), 20);
    assert_eq!((path[13]["so_far"].as_i64(), path[13]["expected"].as_i64()), (Some(8), Some(10)));
    assert_eq!((path[12]["so_far"].as_i64(), path[12]["high"].as_i64()), (Some(10), Some(10)));
    assert!(path[19]["so_far"].is_null() && path[19]["low"].as_i64() >= Some(0));
    // Nothing was granted yet: no lag, no number.
    let grants = row(&data, "invention_grants");
    assert_eq!(
        (&grants["note"], &grants["expected"]),
        (&Value::from("too_few_grants"), &Value::Null)
    );
    // Two years earlier six quarters were over.
    let early =
        desk.data(&["stats", "forecast", "--as-of", "2017-07-20", "--known-at", "2017-07-20"]);
    assert_eq!(row(&early, "invention_filings")["note"], "too_few_quarters");
    assert_eq!(row(&early, "invention_filings")["actual"], 58);
}

#[test]
fn what_came_later_changes_no_forecast_of_then() {
    let then = ["stats", "forecast", "--as-of", "2018-10-20", "--known-at", "2018-10-20"];
    let told = kept_until(2018, 3).data(&then);
    assert_eq!(kept_until(2019, 2).data(&then), told);
    assert!(row(&told, "invention_filings")["expected"].as_i64() > Some(190), "{told}");
}

#[test]
fn quarters_of_which_nothing_came_are_not_taken_for_nothing() {
    let mut desk = kept_until(2018, 4);
    desk.on("2019-12-01");
    let (_, said) = desk.json(&["stats", "forecast"]);
    let filings = row(&said["data"], "invention_filings");
    assert!(filings["expected"].as_i64() > Some(190), "{filings}");
    assert!(said["warnings"].to_string().contains("2018Q4"), "{said}");
}

#[test]
fn past_forecasts_know_only_what_was_recorded_then() {
    let desk = kept_until(2019, 2);
    let (_, said) = desk.json(&["stats", "forecast", "--backtest"]);
    let rows = said["data"].as_array().unwrap();
    let near = rows.iter().find(|row| row["ahead"] == "1-4").unwrap();
    assert_eq!(near["indicator"], "invention_filings");
    // Ten a quarter are told nearly right; a straight line through late quarters is no better.
    let off = |key: &str| near[key].as_f64().unwrap();
    assert!(off("mae_ours") <= off("mae_straight_line"), "{near}");
    assert!(said["warnings"].to_string().contains("0次在建账之前"), "{said}");
    let text = desk.ok(&["stats", "forecast", "--backtest", "--lang", "en"]);
    assert!(text.contains("too little earlier data to test"), "{text}");
    assert_eq!(text, desk.ok(&["stats", "forecast", "--backtest", "--lang", "en"]));
}
