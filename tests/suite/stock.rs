//! The stock of patents, from outside: high-value inventions by their classes, people, restatement, groups, targets.

use serde_json::Value;

use crate::support::Desk;

/// Industries whose symbols are H04L and those of main group G06F 17.
const SEI: &str = "id = \"sei-2021\"\nsource = \"国知办函规字〔2021〕121号\"\n\n[[industry]]\nname = \"新一代信息技术产业\"\nipc = [\"H04L\", \"G06F 17\"]\n";

const P1: &str = "200910048001.2";
const P2: &str = "201010612002.8";
const P3: &str = "201010612001.3";
const P4: &str = "201510222001.5";
const P5: &str = "201610401001.6";
const P6: &str = "201710551001.9";

/// The six inventions of section-nine.md 4, case 1, of two firms in two parks; nothing said of their value yet.
fn six() -> Desk {
    let mut desk = Desk::with_ledger();
    desk.on("2021-01-20");
    let firms = desk.file(
        "企业.csv",
        "名称,所在区,园区,产业,规模\n上海示例甲有限公司,静安区,市北,软件,小型\n\
         上海示例乙有限公司,静安区,苏河湾,电子,微型\n上海示例丙有限公司,浦东新区,,,\n",
    );
    desk.ok(&["party", "import", &firms]);
    let list = desk.file(
        "专利.csv",
        &format!(
            "申请号,申请日,授权公告日,分类号,申请人\n\
             {P1},2009-03-10,2011-05-04,H04L 12/24,上海示例甲有限公司\n\
             {P2},2010-12-31,2013-05-08,A61B 5/00,上海示例甲有限公司\n\
             {P3},2010-12-30,2013-05-15,A61B 5/00,上海示例乙有限公司\n\
             {P4},2015-05-05,2017-08-22,A61B 5/00,上海示例乙有限公司\n\
             {P5},2016-06-06,2018-08-21,G06F 17/30,上海示例甲有限公司\n\
             {P6},2017-07-07,2019-09-03,A61B 5/00,上海示例甲有限公司\n"
        ),
    );
    desk.ok(&["patent", "import", &list]);
    desk
}

/// All that is known of them in the end: the table of industries, a patent abroad, an award, a pledge of 8 million with
/// 5 million the least, and that the fifth lapsed.
fn six_judged() -> Desk {
    let desk = six();
    evidence(&desk);
    desk.ok(&["patent", "event", P5, "lapse", "--on", "2020-06-06"]);
    desk
}

fn evidence(desk: &Desk) {
    desk.ok(&["stats", "map", &desk.file("战新.toml", SEI)]);
    desk.ok(&["stats", "rule", "--pledge-least", "500万", "--source", "区知识产权局口径"]);
    desk.ok(&[
        "patent",
        "family",
        P4,
        "--country",
        "US",
        "--number",
        "US10123456B2",
        "--granted-on",
        "2019-02-01",
    ]);
    desk.ok(&["patent", "award", P6, "--name", "中国专利优秀奖", "--year", "2020"]);
    desk.ok(&["party", "add", "示例银行静安支行", "--district", "静安区"]);
    desk.ok(&["party", "role", "示例银行静安支行", "bank"]);
    let pledges = desk.file(
        "质押.csv",
        &format!(
            "登记号,登记日,出质人,质权人,专利号,担保金额（元）,债务起始日,债务到期日\n\
             2020310000001,2020-03-02,上海示例甲有限公司,示例银行静安支行,{P6},8000000,2020-03-01,2023-03-01\n"
        ),
    );
    desk.ok(&["pledge", "import", &pledges]);
}

fn rows(desk: &Desk, more: &[&str]) -> Vec<Value> {
    let args = [&["stats", "stock"], more].concat();
    desk.data(&args).as_array().expect("rows").clone()
}

/// A figure's row on a day.
fn row(desk: &Desk, indicator: &str, day: &str) -> Value {
    let all = rows(desk, &["--on", day]);
    let found = all.iter().find(|row| row["indicator"] == indicator);
    found.unwrap_or_else(|| panic!("{indicator}: {all:?}")).clone()
}

fn values(desk: &Desk, indicators: &[&str], day: &str) -> Vec<String> {
    let all = rows(desk, &["--on", day]);
    let of = |indicator: &&str| {
        let row = all.iter().find(|row| row["indicator"] == *indicator).expect("a row");
        row["value"].as_str().map_or_else(|| row["value"].to_string(), str::to_owned)
    };
    indicators.iter().map(of).collect()
}

const CLASSES: [&str; 5] = [
    "high_value_emerging",
    "high_value_abroad",
    "high_value_maintained",
    "high_value_financed",
    "high_value_awarded",
];

/// section-nine.md 4, case 1.
#[test]
fn four_of_five_are_of_high_value_and_the_classes_overlap() {
    let desk = six_judged();
    let of = |day| values(&desk, &["invention_valid", "high_value_valid", "high_value_share"], day);
    assert_eq!(of("2020-12-31"), ["5", "4", "80.00%"]);
    assert_eq!(values(&desk, &CLASSES, "2020-12-31"), ["1", "1", "2", "1", "1"]);
    let row_of = row(&desk, "high_value_valid", "2020-12-31");
    assert_eq!((&row_of["at_least"], &row_of["unknown"]), (&Value::Bool(false), &Value::from(0)));
    // The day after, the second has been maintained longer than ten years.
    assert_eq!(of("2021-01-01"), ["5", "5", "100.00%"]);
    // Ages at the end of 2020: 4314 + 3653 + 3654 + 2067 + 1273 days = 14961, by five, by 365.2425.
    assert_eq!(values(&desk, &["invention_age"], "2020-12-31"), ["8.19"]);
    let told = desk.ok(&["stats", "stock", "--on", "2020-12-31"]);
    assert!(told.contains("可重复") && !told.contains('≥'), "{told}");
    let cases = desk.data(&["stats", "stock", "--on", "2020-12-31", "--cases"]);
    let numbers: Vec<&str> = cases
        .as_array()
        .expect("cases")
        .iter()
        .map(|case| case["application_no"].as_str().expect("a number"))
        .collect();
    assert_eq!(numbers, [P1, P3, P4, P6]);
    // Each class with what it rests on.
    let shown = desk.data(&["evidence", "show", P6, "--as-of", "2020-12-31"]);
    assert_eq!(shown["high_value"], "yes");
    let answers: Vec<(&str, &str)> = shown["classes"]
        .as_array()
        .expect("classes")
        .iter()
        .map(|row| (row["answer"].as_str().unwrap(), row["judged_by"].as_str().unwrap()))
        .collect();
    let expected = [
        ("no", "not-mapped"),
        ("no", "not-listed"),
        ("no", "since"),
        ("yes", "pledged"),
        ("yes", "recorded"),
    ];
    assert_eq!(answers, expected);
}

/// section-nine.md 4, case 2: Shanghai 2018, on a small scale: 47.5 and 47.4 stand in `domain::stock`; here which
/// population is taken, that the output names it, and that without one there is no figure.
#[test]
fn the_population_of_the_year_before_divides_unless_a_rule_says_otherwise() {
    let desk = six_judged();
    let of = |day: &str| {
        let row = row(&desk, "invention_valid", day);
        let text = |key: &str| row[key].as_str().map(str::to_owned);
        let each = row["per_10k"].as_f64().map(|each| format!("{each}"));
        (each, text("population_day"), text("population_rule"))
    };
    assert_eq!(of("2018-12-31"), (None, None, None));
    let said = |persons: &str| ["--persons".to_owned(), persons.to_owned()];
    let add = |day: &str, persons: &str| {
        let [flag, persons] = said(persons);
        desk.ok(&["population", "add", "310106", day, &flag, &persons, "--source", "统计公报"]);
    };
    add("2017-12-31", "1.0663万");
    add("2018-12-31", "12500");
    // Five inventions stood at the end of 2018 (the sixth was granted in 2019): 50,000 / 10,663 = 4.69.
    let some = |each: &str, day: &str, rule: &str| {
        (Some(each.to_owned()), Some(day.to_owned()), Some(rule.to_owned()))
    };
    assert_eq!(of("2018-12-31"), some("4.7", "2017-12-31", "year_before"));
    desk.ok(&["stats", "rule", "--population-rule", "same_year", "--source", "测试"]);
    assert_eq!(of("2018-12-31"), some("4", "2018-12-31", "same_year"));
    desk.ok(&["stats", "rule", "--decimals", "2", "--from", "2018-01-01", "--source", "测试"]);
    assert_eq!(of("2018-12-31"), some("4", "2018-12-31", "same_year"));
    assert_eq!(of("2017-12-31"), some("3.8", "2017-12-31", "same_year"));
    // As it was known before.
    let known = desk.data(&["stats", "stock", "--on", "2018-12-31", "--known-at", "3"]);
    assert!(known[0]["per_10k"].is_null(), "{known}");
    // A count is corrected, not doubled; people lost with their unit are refused.
    desk.ok(&["population", "correct", "310106", "2018-12-31", "--persons", "10000"]);
    assert_eq!(of("2018-12-31").0.as_deref(), Some("5"));
    for persons in ["106.28", "999", "很多"] {
        let args = ["population", "add", "310106", "2019-12-31", "--persons", persons];
        let (code, refused) = desk.json(&[&args[..], &["--source", "统计公报"]].concat());
        assert_eq!((code, refused["code"].as_str()), (3, Some("persons-unreadable")), "{persons}");
    }
    let again = ["population", "add", "310106", "2018-12-31", "--persons", "10000"];
    let (code, refused) = desk.json(&[&again[..], &["--source", "统计公报"]].concat());
    assert_eq!((code, refused["code"].as_str()), (5, Some("already-there")));
    desk.ok(&["population", "void", "310106", "2018-12-31"]);
    assert_eq!(of("2018-12-31"), (None, None, None));
}

/// Class 4 asks for the secured or the lent amount of each patent.
#[test]
fn what_was_lent_on_a_pledge_counts_as_what_it_secures_does() {
    let mut desk = six();
    desk.ok(&["stats", "rule", "--pledge-least", "500万", "--source", "区知识产权局口径"]);
    for (name, role) in [("示例银行静安支行", "bank"), ("示例银行市北支行", "bank")]
    {
        desk.ok(&["party", "add", name, "--district", "静安区"]);
        desk.ok(&["party", "role", name, role]);
    }
    // One pledge of two patents states no amount, the other of one patent states four million.
    let pledges = desk.file(
        "质押.csv",
        &format!(
            "登记号,登记日,出质人,质权人,专利号,担保金额（元）,债务起始日,债务到期日\n\
             2020310000001,2020-03-02,上海示例乙有限公司,示例银行静安支行,{P3};{P4},,2020-03-01,2023-03-01\n\
             2020310000002,2020-03-03,上海示例甲有限公司,示例银行静安支行,{P6},4000000,2020-03-01,2023-03-01\n"
        ),
    );
    desk.ok(&["pledge", "import", &pledges]);
    let loan = |number: &str, borrower: &str, registration: &str, principal: &str| {
        let of = ["loan", "open", number, "--bank", "示例银行静安支行", "--borrower", borrower];
        let terms = ["--due-on", "2023-03-01", "--rate-percent", "4.35", "--method", "bullet"];
        let on = ["--registration-no", registration, "--principal", principal];
        desk.ok(&[&of[..], &terms, &on].concat());
    };
    loan("JD1", "上海示例乙有限公司", "2020310000001", "1200万");
    loan("JD2", "上海示例甲有限公司", "2020310000002", "900万");
    let financed = |day: &str| {
        let row = row(&desk, "high_value_financed", day);
        [&row["value"], &row["unknown"]].map(|n| n.as_i64().expect("a number"))
    };
    // Nothing is drawn yet: of the two nobody can tell, the third has less than five million.
    assert_eq!(financed("2020-04-30"), [0, 2]);
    // 999 of 1,200 万 for two patents are 499.5 万 each; all of it is 600 万 each.
    desk.ok(&["loan", "disburse", "JD1", "999万", "--on", "2020-05-01"]);
    desk.ok(&["loan", "disburse", "JD1", "201万", "--on", "2020-06-01"]);
    assert_eq!(financed("2020-05-31"), [0, 2]);
    assert_eq!(financed("2020-06-01"), [2, 0]);
    // 900 万 on a pledge that secures 400 万.
    desk.ok(&["loan", "disburse", "JD2", "900万", "--on", "2020-07-01"]);
    assert_eq!(financed("2020-07-01"), [3, 0]);
    let shown = desk.data(&["evidence", "show", P6, "--as-of", "2020-12-31"]);
    assert_eq!(shown["classes"][3]["judged_by"], "lent", "{shown}");
    let said = desk.ok(&["evidence", "show", P6, "--as-of", "2020-12-31"]);
    assert!(said.contains("登记号2020310000002项下放款，每件9,000,000.00元"), "{said}");
    // Published; then it is heard that only 300 万 of the loan rest on the patent.
    desk.ok(&["stats", "publish", "2020Q4", "--yes"]);
    desk.on("2021-02-10");
    desk.ok(&["loan", "correct", "JD2", "--ip-part", "300万"]);
    let entry = desk.data(&["log", "--limit", "1"])[0]["entry"].clone();
    let row_of = row(&desk, "high_value_financed", "2020-12-31");
    assert_eq!(row_of["value"], 2);
    let (code, found) = desk.json(&["stats", "diff", "2020Q4"]);
    assert_eq!(code, 3, "{found}");
    let moved = found["data"].as_array().expect("figures").iter().find(|moved| {
        moved["indicator"] == "high_value_financed"
            && moved["grouping"].is_null()
            && moved["period_to"] == "2020-12-31"
    });
    let moved = moved.unwrap_or_else(|| panic!("{found}"));
    assert_eq!((&moved["remainder"], &moved["lines"][0]["change"]), (&0.into(), &(-1).into()));
    assert_eq!(moved["lines"][0]["causes"][0]["entry"], entry, "{moved}");
    assert_eq!(desk.data(&["stats", "show", "2020Q4"])["equal"], true);
}

/// section-nine.md 4, case 3: a lapse heard of late, and no table of industries.
#[test]
fn a_late_lapse_changes_the_stock_that_was_published() {
    let desk = six();
    evidence(&desk);
    desk.ok(&["stats", "publish", "2020Q4", "--yes"]);
    let publication = desk.data(&["log"]).as_array().expect("entries").len().to_string();
    let of = |more: &[&str]| {
        let all = rows(&desk, &[&["--on", "2020-12-31"], more].concat());
        [&all[0]["value"], &all[1]["value"]].map(|value| value.as_i64().expect("a number"))
    };
    assert_eq!(of(&[]), [6, 5]);
    let mut later = desk;
    later.on("2021-02-10");
    later.ok(&["patent", "event", P5, "lapse", "--on", "2020-06-06"]);
    let of = |more: &[&str]| {
        let all = rows(&later, &[&["--on", "2020-12-31"], more].concat());
        [&all[0]["value"], &all[1]["value"]].map(|value| value.as_i64().expect("a number"))
    };
    assert_eq!(of(&[]), [5, 4]);
    assert_eq!(of(&["--known-at", &publication]), [6, 5]);
    let shown = later.data(&["stats", "show", "2020Q4"]);
    assert_eq!(shown["equal"], true, "{shown}");
    let (code, found) = later.json(&["stats", "diff", "2020Q4"]);
    assert_eq!(code, 3);
    let moved: Vec<(&str, i64, usize)> = found["data"]
        .as_array()
        .unwrap_or_else(|| panic!("{found}"))
        .iter()
        .filter(|moved| moved["grouping"].is_null() && moved["period_to"] == "2020-12-31")
        .map(|moved| {
            assert_eq!(moved["remainder"], 0, "{moved}");
            let lines = moved["lines"].as_array().expect("lines");
            let by = lines[0]["change"].as_i64().expect("a number");
            (moved["indicator"].as_str().unwrap(), by, lines.len())
        })
        .collect();
    let expected =
        ["high_value_emerging", "high_value_valid", "invention_in_force"].map(|code| (code, -1, 1));
    assert_eq!(moved, expected, "{found}");
}

#[test]
fn without_evidence_a_figure_is_at_least_so_much() {
    let desk = six();
    // Of no class anybody brought a list: only how long they are maintained is known.
    let found = row(&desk, "high_value_valid", "2020-12-31");
    let of = |row: &Value| [row["value"].as_i64(), row["unknown"].as_i64()].map(Option::unwrap);
    assert_eq!((of(&found), &found["at_least"]), ([2, 4], &Value::Bool(true)));
    let told = desk.ok(&["stats", "stock", "--on", "2020-12-31"]);
    assert!(told.contains("≥ 2") && told.contains("4件缺少判断依据"), "{told}");
    evidence(&desk);
    let found = row(&desk, "high_value_valid", "2020-12-31");
    assert_eq!((of(&found), &found["at_least"]), ([5, 0], &Value::Bool(false)));
    // The table alone is taken back: the first still counts by its years, the fifth cannot be judged.
    let entries = desk.data(&["log"]);
    let map = entries.as_array().expect("entries").iter().find(|one| one["action"] == "stats.map");
    let map = map.expect("the table's entry")["entry"].to_string();
    desk.ok(&["void", &map, "--yes"]);
    let found = row(&desk, "high_value_valid", "2020-12-31");
    assert_eq!((of(&found), &found["at_least"]), ([4, 2], &Value::Bool(true)));
    // What is stated with its document counts without a table.
    let flag = ["patent", "flag", P5, "emerging", "--since", "2019-01-01"];
    assert_eq!(desk.run(&flag).status.code(), Some(2), "a flag without evidence");
    desk.ok(&[&flag[..], &["--evidence", "沪发改高技〔2019〕1号"]].concat());
    assert_eq!(of(&row(&desk, "high_value_valid", "2020-12-31")), [5, 1]);
    // Sealed, such a figure is an estimate.
    let sealed = desk.data(&["stats", "publish", "2020Q4", "--yes"]);
    let figure = sealed["figures"].as_array().expect("figures").iter().find(|figure| {
        figure["indicator"] == "high_value_valid"
            && figure["grouping"].is_null()
            && figure["period_to"] == "2020-12-31"
    });
    assert_eq!(figure.expect("the figure")["flags"], "E");
}

#[test]
fn a_stock_moves_with_its_owner() {
    let desk = six_judged();
    let by = |split: &str| {
        let all = rows(&desk, &["--on", "2020-12-31", "--by", split]);
        let of = all.iter().filter(|row| row["indicator"] == "high_value_valid");
        let key = if split == "kind" { "applicant_kind" } else { split };
        let pair =
            |row: &Value| (row[key].as_str().unwrap().to_owned(), row["value"].as_i64().unwrap());
        of.map(pair).collect::<Vec<_>>()
    };
    let pairs =
        |of: &[(&str, i64)]| of.iter().map(|(a, n)| ((*a).to_owned(), *n)).collect::<Vec<_>>();
    assert_eq!(by("park"), pairs(&[("市北", 2), ("苏河湾", 2)]));
    assert_eq!(by("industry"), pairs(&[("电子", 2), ("软件", 2)]));
    assert_eq!(by("size"), pairs(&[("micro", 2), ("small", 2)]));
    assert_eq!(by("ipc_section"), pairs(&[("A", 3), ("G", 0), ("H", 1)]));
    assert_eq!(by("kind"), pairs(&[("firm", 4)]));
    // To the other firm, then out of the district: the stock follows, on and after the day.
    desk.ok(&[
        "patent",
        "event",
        P1,
        "transfer",
        "--on",
        "2020-05-01",
        "--to",
        "上海示例乙有限公司",
    ]);
    assert_eq!(by("park"), pairs(&[("市北", 1), ("苏河湾", 3)]));
    desk.ok(&[
        "patent",
        "event",
        P3,
        "transfer",
        "--on",
        "2020-12-31",
        "--to",
        "上海示例丙有限公司",
    ]);
    assert_eq!(by("park"), pairs(&[("市北", 1), ("苏河湾", 2)]));
    let of = |day| values(&desk, &["invention_valid", "high_value_valid"], day);
    // Until then the third had been maintained ten years and no longer.
    assert_eq!([of("2020-12-30"), of("2020-12-31")], [["5", "3"], ["4", "3"]]);
    let found = row(&desk, "invention_valid", "2020-12-31");
    // At the end of 2019 there were six; a year earlier is the same day.
    assert_eq!(
        (&found["year_before"], &found["since_year_end"]),
        (&Value::from(6), &Value::from(-2))
    );
}

#[test]
fn targets_take_the_stock_of_the_day() {
    let desk = six_judged();
    desk.ok(&[
        "population",
        "add",
        "310106",
        "2019-12-31",
        "--persons",
        "10000",
        "--source",
        "统计公报",
    ]);
    let set = |indicator: &str, goal: &str| {
        let period = ["--from", "2016", "--to", "2020", "--measure", "stock"];
        desk.ok(&[&["target", "set", indicator, "--goal", goal][..], &period].concat());
    };
    set("high_value_valid", "8");
    set("invention_valid", "10");
    set("high_value_per_10k", "12");
    set("invention_per_10k", "10");
    let actual = |day: &str| {
        let all = desk.data(&["target", "status", "--as-of", day]);
        let of = |row: &Value| {
            let actual = &row["actual"];
            let actual = actual.as_str().map_or_else(|| actual.to_string(), str::to_owned);
            (row["indicator"].as_str().unwrap().to_owned(), actual)
        };
        all.as_array().expect("rows").iter().map(of).collect::<std::collections::BTreeMap<_, _>>()
    };
    let then = actual("2020-12-31");
    assert_eq!(then["high_value_valid"], "4");
    assert_eq!(then["invention_valid"], "5");
    assert_eq!(then["high_value_per_10k"], "4");
    assert_eq!(then["invention_per_10k"], "5");
    // Of the year before nobody counted the people: no figure.
    assert_eq!(actual("2019-12-31")["invention_per_10k"], "null");
}

#[test]
fn lists_of_families_awards_and_people_come_in_and_go_out() {
    let desk = six();
    let families = desk.file(
        "同族.csv",
        &format!(
            "序号,专利号,专利名称,国家/地区,同族专利号,授权日\n1,{P4},甲,美国,US10123456B2,2019-02-01\n\
             2,{P4},甲,欧洲,EP3123456B1,\n3,{P1},乙,日本,JP6543210B2,2008-01-01\n4,201010612009.X,丙,美国,US1,2019-02-01\n"
        ),
    );
    let (code, value) = desk.json(&["evidence", "import", &families]);
    assert_eq!(code, 3);
    let rejects: Vec<(i64, &str)> = value["data"]["rejects"]
        .as_array()
        .expect("rejects")
        .iter()
        .map(|reject| (reject["row"].as_i64().unwrap(), reject["code"].as_str().unwrap()))
        .collect();
    assert_eq!(rejects, [(4, "date-before"), (5, "unknown-reference")], "{value}");
    assert_eq!(value["data"]["accepted"], 2);
    let awards = desk.file(
        "获奖.csv",
        &format!("申请号,奖项,获奖年度,文号\n{P6},中国专利优秀奖,2020,国知发运函字〔2020〕1号\n"),
    );
    assert_eq!(desk.data(&["evidence", "import", &awards])["accepted"], 1);
    // The day of the grant came later: the same member, completed.
    desk.ok(&[
        "evidence",
        "correct",
        P4,
        "--value-class",
        "abroad",
        "--country",
        "EP",
        "--holds-since",
        "2020-01-08",
    ]);
    let all = desk.data(&["evidence", "list"]);
    assert_eq!(all.as_array().expect("rows").len(), 3);
    let people = desk.file("人口.csv", "地区,统计日,人口（万人）,来源\n静安区,2019-12-31,106.28,统计年鉴\n静安区,2020-12-31,97.57,统计年鉴\n");
    assert_eq!(desk.data(&["population", "import", &people])["accepted"], 2);
    let listed = desk.data(&["population", "list"]);
    assert_eq!(listed[0]["persons"], 1_062_800);
    // A patent that evidence stands on is not voided alone.
    let (code, refused) = desk.json(&["patent", "void", P4]);
    assert_eq!((code, refused["code"].as_str()), (5, Some("void-stood-on")), "{refused}");
    desk.ok(&["evidence", "void", P4, "--country", "EP"]);
    assert_eq!(desk.data(&["evidence", "list"]).as_array().expect("rows").len(), 2);
}
