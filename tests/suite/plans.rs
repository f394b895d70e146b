//! Plans as files: several beside each other, the one in force on the day speaks; offices of any region.

use serde_json::Value;

use crate::support::{Desk, repository};

fn sample(name: &str) -> String {
    repository(&format!("samples/plans/{name}.toml")).to_str().unwrap().to_owned()
}

/// Indicator, goal's days and goal of every row.
fn goals(status: &Value) -> Vec<(String, String, String)> {
    let text = |row: &Value, key: &str| match &row[key] {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let days = |row: &Value| format!("{}..{}", text(row, "period_from"), text(row, "period_to"));
    let rows = status.as_array().expect("rows").iter();
    rows.map(|row| (text(row, "indicator"), days(row), text(row, "goal"))).collect()
}

/// The row of an indicator for a period.
fn row<'v>(status: &'v Value, indicator: &str, from: &str, to: &str) -> &'v Value {
    let is_it = |row: &&Value| {
        row["indicator"] == indicator && row["period_from"] == from && row["period_to"] == to
    };
    status.as_array().unwrap().iter().find(is_it).unwrap_or_else(|| panic!("{indicator} {from}"))
}

#[test]
fn the_plan_in_force_on_the_day_speaks() {
    let mut desk = Desk::with_ledger();
    desk.ok(&["plan", "add", &sample("jingan-135")]);
    desk.ok(&["plan", "add", &sample("sample-145")]);
    desk.on("2023-06-30");
    let plans = desk.data(&["plan", "list"]);
    let codes: Vec<&str> =
        plans.as_array().unwrap().iter().map(|plan| plan["plan"].as_str().unwrap()).collect();
    assert_eq!(codes, ["jingan-135", "sample-145"]);

    let years = |args: &[&str]| {
        let rows = desk.data(&[&["stats", "annual"], args].concat());
        let years = rows.as_array().unwrap().iter().map(|row| row["year"].as_i64().unwrap());
        let years: Vec<i64> = years.collect();
        (years[0], years[years.len() - 1])
    };
    assert_eq!(years(&[]), (2021, 2025));
    assert_eq!(years(&["--as-of", "2018-12-31"]), (2016, 2020));
    assert_eq!(years(&["--as-of", "2021-01-01"]), (2021, 2025));
    assert_eq!(years(&["--from", "2019", "--to", "2022"]), (2019, 2022));
    assert_eq!(years(&["--from", "2024"]), (2024, 2025));

    let of_2023 = goals(&desk.data(&["target", "status"]));
    let of_2018 = goals(&desk.data(&["target", "status", "--as-of", "2018-06-30"]));
    assert!(of_2023.iter().all(|(_, days, _)| days.starts_with("202")), "{of_2023:?}");
    assert!(of_2018.iter().all(|(_, days, _)| days.starts_with("201") || days.starts_with("2020")));
    assert_eq!(goals(&desk.data(&["target", "status", "--plan", "jingan-135"])), of_2018);
    // Of one indicator no two goals are for the same days.
    for goals in [&of_2018, &of_2023] {
        let mut days: Vec<_> = goals.iter().map(|(indicator, days, _)| (indicator, days)).collect();
        days.sort();
        let all = days.len();
        days.dedup();
        assert_eq!(days.len(), all);
    }
    let city_projects = of_2018.iter().filter(|(indicator, ..)| indicator == "city_projects");
    assert_eq!(city_projects.count(), 6, "five years and the whole");
    let screen = desk.ok(&["target", "status"]);
    for said in ["样例区知识产权“十四五”规划（示例）目标完成情况（2021–2025）", "2021–2025", "2023"]
    {
        assert!(screen.contains(said), "{said}\n{screen}");
    }

    // A target of no plan stands beside those of the plan in force.
    desk.ok(&["target", "set", "brand_agencies", "--goal", "3", "--from", "2016", "--to", "2030"]);
    assert_eq!(goals(&desk.data(&["target", "status"])).len(), of_2023.len() + 1);
    // A goal of a plan can be changed alone, and lies within its years.
    let args = ["target", "set", "pct_filings", "--goal", "180", "--plan", "sample-145"];
    desk.ok(&[&args[..], &["--from", "2021", "--to", "2025"]].concat());
    let status = desk.data(&["target", "status"]);
    let pct = row(&status, "pct_filings", "2021-01-01", "2025-12-31");
    assert_eq!((&pct["goal"], &pct["baseline"]), (&180.into(), &96.into()));
    for (args, code) in [
        (&["--from", "2021", "--to", "2026", "--plan", "sample-145"], "outside-the-plan"),
        (&["--from", "2021", "--to", "2025", "--plan", "sample-155"], "unknown-reference"),
    ] {
        let set = ["target", "set", "pct_filings", "--goal", "180"];
        let (exit, refused) = desk.json(&[&set[..], &args[..]].concat());
        assert_eq!((exit, refused["code"].as_str()), (3, Some(code)));
    }

    // Written out as it stands, it makes the same plan elsewhere.
    desk.ok(&["plan", "export", "sample-145", "out.toml"]);
    let other = Desk::with_ledger_on("2023-06-30");
    other.ok(&["plan", "add", desk.path("out.toml").to_str().unwrap()]);
    let named = |desk: &Desk| goals(&desk.data(&["target", "status", "--plan", "sample-145"]));
    assert_eq!(named(&other), named(&desk));
    // And out again in the list of targets, with the plan in a column.
    desk.ok(&["target", "export", "targets.csv"]);
    assert_eq!(
        desk.data(&["target", "import", "targets.csv"])["unchanged"],
        desk.data(&["target", "list"]).as_array().unwrap().len()
    );

    // Taken back, its goals go with it, and the other plan speaks again.
    desk.ok(&["plan", "void", "sample-145", "--reason", "样例"]);
    assert_eq!(years(&[]), (2016, 2020));
    let left = desk.data(&["target", "list"]);
    assert!(left.as_array().unwrap().iter().all(|target| target["plan"] != "sample-145"));
    assert_eq!(desk.json(&["plan", "show", "sample-145"]).0, 4);
    desk.ok(&["verify"]);
}

/// What another office reports of a flow is all of it since the plan began: it says nothing of the goal of one year.
#[test]
fn a_reported_total_is_no_years_figure() {
    let desk = Desk::with_ledger();
    desk.ok(&["plan", "add", &sample("jingan-135")]);
    let reported = desk.file(
        "报送.csv",
        "indicator,value,day,source\ncity_projects,468,2018-12-31,区科委\ncity_projects,622,2019-12-31,区科委\n",
    );
    desk.ok(&["target", "report", &reported]);
    let actuals = |day: &str| {
        let status = desk.data(&["target", "status", "--as-of", day]);
        let rows = status.as_array().unwrap().iter();
        rows.filter(|row| row["indicator"] == "city_projects")
            .map(|row| (row["period_from"].to_string(), row["actual"].to_string()))
            .filter(|(_, actual)| actual != "null")
            .map(|(from, actual)| format!("{from} {actual}").replace('"', ""))
            .collect::<Vec<_>>()
    };
    assert_eq!(actuals("2020-12-31"), ["2016-01-01 622"]);
    assert_eq!(actuals("2019-06-30"), ["2016-01-01 468"]);
    assert_eq!(actuals("2018-06-30"), [""; 0]);
}

#[test]
fn what_stands_in_a_plan_cannot_go_with_an_entry_of_somebody_else() {
    let desk = Desk::with_ledger_on("2023-06-30");
    desk.ok(&["plan", "add", &sample("sample-145")]);
    let args = ["target", "set", "pct_filings", "--goal", "180", "--plan", "sample-145"];
    desk.ok(&[&args[..], &["--from", "2022", "--to", "2022"]].concat());
    let (exit, refused) = desk.json(&["void", "2", "--yes"]);
    assert_eq!((exit, refused["code"].as_str()), (5, Some("void-stood-on")), "{refused}");
}

#[test]
fn a_plan_is_told_what_is_wrong_where() {
    let desk = Desk::with_ledger_on("2023-06-30");
    let head = "id = 'p'\ntitle = '规划'\nfrom = 2021\nto = 2025\n";
    let refused = |text: &str| {
        let file = desk.file("p.toml", &format!("{head}{text}"));
        let (code, error) = desk.json(&["plan", "add", &file]);
        assert_eq!(code, 3, "{text}");
        let place = match &error["row"] {
            Value::Null => error["column"].as_str().unwrap_or_default().to_owned(),
            row => row.to_string(),
        };
        (place, error["code"].as_str().unwrap().to_owned())
    };
    for (text, place, code) in [
        ("[[indicator]]\ncode = 'a'\n", "indicator[1]", "plan-no-goal"),
        ("[[indicator]]\ncode = 'a'\ngoal = 1.5\n", "7", "plan-unreadable"),
        ("[[indicator]]\ncode = 'a'\ngoal = 'x'\n", "indicator[1].goal", "number-unreadable"),
        (
            "[[indicator]]\ncode = 'secured_amount'\nunit = '件'\ngoal = 3\n",
            "indicator[1].unit",
            "target-unit",
        ),
        (
            "[[indicator]]\ncode = 'a'\nsteps = { 2020 = 3 }\n",
            "indicator[1].steps.2020",
            "plan-step-outside",
        ),
    ] {
        assert_eq!(refused(text), (place.to_owned(), code.to_owned()));
    }
    assert!(desk.data(&["plan", "list"]).as_array().unwrap().is_empty(), "nothing was recorded");
    let file = desk.file("p.toml", head);
    desk.ok(&["plan", "add", &file]);
    let (exit, error) = desk.json(&["plan", "add", &file]);
    assert_eq!((exit, error["code"].as_str()), (5, Some("already-there")));
}

/// Two pledges of 2023, of 500 and 1,200 万元, a loan of 500 万元, and one pledge of 2022.
fn lending(desk: &Desk) {
    let patents = desk.file(
        "patents.csv",
        "application_no,filing_date,grant_date,applicant_name,district\n\
         201610281886.0,2016-04-29,2018-06-01,甲示例有限公司,本区\n\
         201610824209.9,2016-10-11,2019-02-01,乙示例有限公司,本区\n",
    );
    desk.ok(&["patent", "import", &patents]);
    let pledges = desk.file(
        "pledges.csv",
        "registration_no,registered_on,pledgor,pledgee,patent_nos,secured_amount\n\
         Y2022980000001,2022-03-01,甲示例有限公司,示例银行,201610281886.0,3000000\n\
         Y2023980000001,2023-03-01,甲示例有限公司,示例银行,201610281886.0,5000000\n\
         Y2023980000002,2023-05-04,乙示例有限公司,示例银行,201610824209.9,12000000\n",
    );
    desk.ok(&["pledge", "import", &pledges]);
    let loans = desk.file(
        "loans.csv",
        "loan_no,bank,borrower,principal,disbursed_on,due_on,rate_percent,method,period\n\
         JD1,示例银行,甲示例有限公司,5000000,2023-03-10,2024-03-09,4,bullet,monthly\n",
    );
    desk.ok(&["loan", "import", &loans]);
}

#[test]
fn goals_in_money_are_held_against_the_ledger_itself() {
    let desk = Desk::with_ledger_on("2023-06-30");
    desk.ok(&["plan", "add", &sample("sample-145")]);
    // Without a pledge in the ledger it cannot say that there are none.
    let status = desk.data(&["target", "status"]);
    assert_eq!(row(&status, "loan_amount", "2021-01-01", "2025-12-31")["actual"], Value::Null);
    lending(&desk);
    let status = desk.data(&["target", "status"]);
    let secured = |year: i32| {
        let (from, to) = (format!("{year}-01-01"), format!("{year}-12-31"));
        let row = row(&status, "secured_amount", &from, &to);
        (row["actual"].to_string(), row["ratio"].to_string())
    };
    let is = |actual: &str, ratio: &str| (actual.to_owned(), format!("\"{ratio}%\""));
    // 300 万 of 1.2 亿; 1,700 万 of 1.8 亿; nothing yet of the 3.2 亿 of 2025.
    assert_eq!(secured(2022), is("0.03", "2.50"));
    assert_eq!(secured(2023), is("0.17", "9.44"));
    assert_eq!(secured(2025), is("0", "0.00"));
    let lent = row(&status, "loan_amount", "2021-01-01", "2025-12-31");
    assert_eq!((lent["actual"].to_string(), &lent["ratio"]), ("0.05".to_owned(), &"0.63%".into()));
    let owed = row(&status, "outstanding", "2021-01-01", "2025-12-31");
    assert_eq!((&owed["actual"], &owed["unit"]), (&500.into(), &"万元".into()));
    let pledges = row(&status, "pledge_registrations", "2025-01-01", "2025-12-31");
    assert_eq!(pledges["actual"], 0, "of 2025");
}

/// The applicants of ten patents: name, district as the clerk writes it.
type Firms = [(&'static str, &'static str); 7];

/// The statistician's whole walk in an office of another region; `own` says which firms are the office's own.
fn walk(region: &str, firms: &Firms, own: &[&str]) -> Desk {
    let mut desk = Desk::new();
    desk.on("2023-01-20");
    desk.ok(&["init", "--office", "样例知识产权局", "--region", region]);
    let mut parties = "name,district\n".to_owned();
    let mut patents = "application_no,filing_date,grant_date,applicant_name,ipc\n".to_owned();
    // A filing each, in the four quarters of 2022 and the last of 2021.
    let cases = [
        ("202110000001.4", "2021-10-11"),
        ("202210000002.2", "2022-01-11"),
        ("202210000003.7", "2022-04-11"),
        ("202210000004.1", "2022-07-11"),
        ("202210000005.6", "2022-10-11"),
        ("202210000006.0", "2022-10-12"),
        ("202210000007.5", "2022-10-13"),
    ];
    for ((name, district), (number, day)) in firms.iter().zip(cases) {
        parties += &format!("{name},{district}\n");
        patents += &format!("{},{day},2022-12-20,{name},H04L 12/24\n", with_check(number));
    }
    for (noun, text) in [("party", parties), ("patent", patents)] {
        let file = desk.file(&format!("{noun}.csv"), &text);
        assert_eq!(desk.data(&[noun, "import", &file])["rejected"], 0);
    }
    desk.ok(&["plan", "add", &sample("sample-145")]);

    // What the ledger holds of whom.
    let here = desk.data(&["stats", "annual", "--by", "party"]);
    let mut counted: Vec<&str> =
        here.as_array().unwrap().iter().map(|row| row["party"].as_str().unwrap()).collect();
    counted.sort_unstable();
    counted.dedup();
    let mut expected = own.to_vec();
    expected.sort_unstable();
    assert_eq!(counted, expected, "{region}");

    let of = |wanted: &dyn Fn(&str) -> bool| {
        let both = firms.iter().zip(cases).filter(|((name, _), _)| own.contains(name));
        both.filter(|(_, (_, day))| wanted(day)).count() as u64
    };
    let annual = desk.data(&["stats", "annual"]);
    let years = annual.as_array().unwrap();
    assert_eq!((years.len(), &years[0]["year"]), (5, &2021.into()));
    assert_eq!(years[1]["invention_filings"], of(&|day| day.starts_with("2022")));
    let quarters = desk.data(&["stats", "quarterly", "--year", "2022"]);
    assert_eq!(quarters[3]["invention_filings"], of(&|day| day > "2022-10-01"));
    judged(&desk, region);
    // So many for 20,000 people, each of an emerging industry.
    let stock = desk.data(&["stats", "stock", "--on", "2022-12-31"]);
    for row in &stock.as_array().unwrap()[..2] {
        let each = own.len() as f64 / 2.0;
        assert_eq!((&row["value"], row["per_10k"].as_f64()), (&own.len().into(), Some(each)));
    }
    let sealed = desk.data(&["stats", "publish", "2022Q4", "--yes"]);
    let figure = sealed["figures"].as_array().unwrap().iter().find(|figure| {
        figure["indicator"] == "invention_filings"
            && figure["period_from"] == "2022-10-01"
            && figure["grouping"].is_null()
    });
    assert_eq!(figure.unwrap()["value"], of(&|day| day > "2022-10-01"));
    assert_eq!(goals(&desk.data(&["target", "status"])).len(), 22);
    restated(&mut desk, &with_check(cases[1].0), own.len());
    // Nothing of another office's region stands in what leaves the house, in either language.
    for lang in ["zh", "en"] {
        for args in [
            &["report", "quarter", "2022Q4"][..],
            &["report", "year", "2022"],
            &["stats", "annual"],
            &["stats", "trend"],
            &["target", "status"],
            &["status"],
            &["stats", "stock", "--on", "2022-12-31"],
            &["stats", "programs"],
            &["stats", "show", "2022Q4"],
        ] {
            let said = desk.ok(&[args, &["--lang", lang]].concat());
            for word in ["静安", "Jing'an", "310106"] {
                assert!(!said.contains(word), "{region} {args:?}: {said}");
            }
        }
    }
    desk.ok(&["verify"]);
    desk
}

/// What makes inventions ones of high value, and the people they are divided by.
fn judged(desk: &Desk, region: &str) {
    let map =
        "id = 'sei'\nsource = '样例'\n[[industry]]\nname = '新一代信息技术'\nipc = ['H04L']\n";
    desk.ok(&["stats", "map", &desk.file("sei.toml", map)]);
    desk.ok(&["stats", "rule", "--pledge-least", "500万", "--source", "样例口径"]);
    let people = ["--persons", "2万", "--source", "样例统计公报"];
    desk.ok(&[&["population", "add", region, "2021-12-31"][..], &people].concat());
}

/// A lapse heard of after the quarter was published: today's figures, those of then, the difference and the new edition; what
/// the targets, the document and its charts say of it.
fn restated(desk: &mut Desk, lapsed: &str, before: usize) {
    let set = ["target", "set", "high_value_per_10k", "--goal", "5", "--measure", "stock"];
    desk.ok(&[&set[..], &["--from", "2021", "--to", "2025", "--plan", "sample-145"]].concat());
    desk.on("2023-02-10");
    desk.ok(&["patent", "event", lapsed, "lapse", "--on", "2022-12-25"]);
    let (code, found) = desk.json(&["stats", "diff", "2022Q4"]);
    assert_eq!(code, 3, "{found}");
    let moved = found["data"].as_array().unwrap().iter();
    let moved =
        moved.filter(|moved| moved["grouping"].is_null() && moved["period_to"] == "2022-12-31");
    let moved: Vec<(&str, String)> = moved
        .map(|moved| {
            assert_eq!(moved["remainder"].as_f64(), Some(0.0), "{moved}");
            (moved["indicator"].as_str().unwrap(), moved["now"].to_string())
        })
        .collect();
    let each = |n: usize| format!("{:?}", n as f64 / 2.0).trim_end_matches(".0").to_owned();
    let now = |code: &str| {
        let of = moved.iter().find(|(known, _)| *known == code);
        of.unwrap_or_else(|| panic!("{code}: {moved:?}")).1.clone()
    };
    for (code, expected) in [
        ("invention_in_force", (before - 1).to_string()),
        ("high_value_valid", (before - 1).to_string()),
        ("invention_per_10k", each(before - 1)),
        ("high_value_per_10k", each(before - 1)),
    ] {
        assert_eq!(now(code).trim_end_matches(".0"), expected, "{code}");
    }
    assert_eq!(desk.data(&["stats", "show", "2022Q4"])["equal"], true);
    let again = desk.data(&["stats", "publish", "2022Q4", "--yes"]);
    assert!(!again["restated"].as_array().unwrap().is_empty(), "{again}");
    assert_eq!(desk.data(&["stats", "show", "2022Q4"])["equal"], true);
    let status = desk.data(&["target", "status", "--as-of", "2022-12-31"]);
    let row = row(&status, "high_value_per_10k", "2021-01-01", "2025-12-31");
    assert_eq!(row["actual"].as_f64(), Some((before - 1) as f64 / 2.0), "{row}");
    for file in ["q.html", "q.xlsx"] {
        desk.ok(&["report", "quarter", "2022Q4", "-o", file]);
    }
    let page = std::fs::read_to_string(desk.path("q.html")).unwrap();
    assert!(page.contains("<svg") && page.contains("高价值发明专利"), "no chart");
}

/// A number with its right check character, whatever stood there.
fn with_check(number: &str) -> String {
    let digits = number.split('.').next().unwrap();
    let weights = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5];
    let sum: u32 = digits.chars().zip(weights).map(|(c, w)| c.to_digit(10).unwrap() * w).sum();
    format!(
        "{digits}.{}",
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'X'][(sum % 11) as usize]
    )
}

#[test]
fn an_office_of_a_county_counts_its_own_county() {
    let firms = [
        ("桐庐甲科技有限公司", "桐庐县"),
        ("桐庐乙科技有限公司", "浙江省杭州市桐庐县"),
        ("杭州丙科技有限公司", "西湖区"),
        ("杭州丁科技有限公司", "杭州市西湖区"),
        ("上海戊科技有限公司", "静安区"),
        ("杭州己科技有限公司", "富阳市"),
        ("桐庐庚科技有限公司", "330122"),
    ];
    let own = ["桐庐甲科技有限公司", "桐庐乙科技有限公司", "桐庐庚科技有限公司"];
    let desk = walk("330122", &firms, &own);
    let rows =
        desk.data(&["stats", "annual", "--by", "district", "--from", "2021", "--to", "2022"]);
    assert!(rows.as_array().unwrap().iter().all(|row| row["district"] == "桐庐县"), "{rows}");
    // None of the others is lost: each is where its list says.
    let parties = desk.data(&["party", "list"]);
    let district = |name: &str| {
        let party = parties.as_array().unwrap().iter().find(|party| party["name"] == name);
        party.unwrap()["district"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(district("杭州丙科技有限公司"), "西湖区");
    assert_eq!(district("杭州丁科技有限公司"), "西湖区");
    assert_eq!(district("上海戊科技有限公司"), "上海市静安区");
    assert_eq!(district("杭州己科技有限公司"), "富阳区");
}

#[test]
fn an_office_of_a_new_area_counts_its_own_area() {
    let firms = [
        ("上海甲科技有限公司", "浦东新区"),
        ("上海乙科技有限公司", "浦东"),
        ("上海丙科技有限公司", "南汇区"),
        ("上海丁科技有限公司", "张江高科技园区"),
        ("上海戊科技有限公司", "静安区"),
        ("上海己科技有限公司", "闸北区"),
        ("桐庐庚科技有限公司", "桐庐县"),
    ];
    let own =
        ["上海甲科技有限公司", "上海乙科技有限公司", "上海丙科技有限公司", "上海丁科技有限公司"];
    let desk = walk("310115", &firms, &own);
    // The definitions it was founded with cite nobody's document.
    desk.ok(&["export", "lines", "lines"]);
    let definitions = std::fs::read_to_string(desk.path("lines/indicator_definition.csv")).unwrap();
    assert!(definitions.contains("WIPI 2018") && !definitions.contains("静"), "{definitions}");
}

#[test]
fn an_office_of_a_city_counts_the_city_and_tells_its_districts_apart() {
    let firms = [
        ("上海甲科技有限公司", "静安区"),
        ("上海乙科技有限公司", "闸北"),
        ("上海丙科技有限公司", "浦东新区"),
        ("上海丁科技有限公司", "崇明县"),
        ("上海戊科技有限公司", "上海市"),
        ("桐庐己科技有限公司", "桐庐县"),
        ("北京庚科技有限公司", "朝阳区"),
    ];
    let own = [
        "上海甲科技有限公司",
        "上海乙科技有限公司",
        "上海丙科技有限公司",
        "上海丁科技有限公司",
        "上海戊科技有限公司",
    ];
    // A city's own districts are named in its figures: that is what they are.
    let mut desk = Desk::new();
    desk.on("2023-01-20");
    desk.ok(&["init", "--office", "样例知识产权局", "--region", "310100"]);
    let mut list = "application_no,filing_date,applicant_name,district\n".to_owned();
    for (at, (name, district)) in firms.iter().enumerate() {
        let number = with_check(&format!("20221000000{}.0", at + 1));
        list += &format!("{number},2022-0{}-11,{name},{district}\n", at + 1);
    }
    let file = desk.file("patents.csv", &list);
    assert_eq!(desk.data(&["patent", "import", &file])["rejected"], 0);
    let by = |split: &str, key: &str| {
        let rows = desk.data(&["stats", "annual", "--year", "2022", "--by", split]);
        let rows = rows.as_array().unwrap().clone().into_iter();
        let rows = rows.map(|row| {
            let group = row[key].as_str().unwrap_or_default().to_owned();
            (group, row["invention_filings"].as_u64().unwrap())
        });
        let mut rows: Vec<(String, u64)> = rows.collect();
        rows.sort();
        rows
    };
    let counted: Vec<String> = by("party", "party").into_iter().map(|(name, _)| name).collect();
    let mut expected = own.map(str::to_owned);
    expected.sort();
    assert_eq!(counted, expected);
    let districts = [("", 1), ("崇明区", 1), ("浦东新区", 1), ("静安区", 2)];
    let districts = districts.map(|(name, n)| (name.to_owned(), n));
    assert_eq!(by("district", "district"), districts);
    let screen = desk.ok(&["stats", "annual", "--year", "2022"]);
    assert!(screen.contains("上海市年度专利统计"), "{screen}");
    // The stock of each district, for each 10,000 of its own people and of the city's.
    desk.ok(&["plan", "add", &sample("sample-145")]);
    judged(&desk, "310100");
    for (district, persons) in [("310106", "1万"), ("310115", "4万")] {
        let people = ["--persons", persons, "--source", "样例统计公报"];
        desk.ok(&[&["population", "add", district, "2021-12-31"][..], &people].concat());
    }
    let number = |at: usize| with_check(&format!("20221000000{at}.0"));
    for at in 1..=5 {
        desk.ok(&[
            "patent",
            "correct",
            &number(at),
            "--grant-date",
            "2022-12-20",
            "--ipc",
            "H04L 12/24",
        ]);
    }
    let stock = desk.data(&["stats", "stock", "--on", "2022-12-31", "--by", "district"]);
    let of = |district: &str| {
        let row = stock.as_array().unwrap().iter().find(|row| {
            row["indicator"] == "invention_valid"
                && row["district"].as_str().unwrap_or_default() == district
        });
        let row = row.unwrap_or_else(|| panic!("{district}: {stock}"));
        (row["value"].as_u64().unwrap(), row["per_10k"].as_f64())
    };
    // 2 for 10,000 people, 1 for 40,000 (0.25, half up), of 崇明 nobody counted the people.
    assert_eq!(of("静安区"), (2, Some(2.0)));
    assert_eq!(of("浦东新区"), (1, Some(0.3)));
    assert_eq!(of("崇明区"), (1, None));
    assert_eq!(of(""), (1, None));
    let screen = desk.ok(&["stats", "stock", "--on", "2022-12-31", "--by", "district"]);
    assert!(screen.contains("万人") && screen.contains("合计"), "{screen}");
    desk.ok(&["stats", "publish", "2022Q4", "--yes"]);
    let sections = desk.data(&["report", "quarter", "2022Q4"])["sections"].clone();
    let jingan = &sections["stock_by_district"][0];
    assert_eq!(
        (&jingan["district"], &jingan["invention_per_10k"]),
        (&"静安区".into(), &2.0.into())
    );
    restated(&mut desk, &number(1), 5);
    desk.ok(&["verify"]);
}

#[test]
fn a_stock_moves_with_its_owner_and_a_flow_does_not() {
    let desk = Desk::with_ledger_on("2021-01-15");
    let parties =
        desk.file("parties.csv", "name,district\n甲示例有限公司,静安区\n丙示例有限公司,浦东新区\n");
    desk.ok(&["party", "import", &parties]);
    let patents = desk.file(
        "patents.csv",
        "application_no,filing_date,grant_date,applicant_name\n\
         201610281886.0,2016-04-29,2018-06-01,甲示例有限公司\n\
         201610824209.9,2016-10-11,2018-07-01,丙示例有限公司\n",
    );
    desk.ok(&["patent", "import", &patents]);
    for (indicator, measure) in
        [("invention_in_force", "stock"), ("invention_grants", "cumulative")]
    {
        let set = ["target", "set", indicator, "--goal", "10", "--measure", measure];
        desk.ok(&[&set[..], &["--from", "2016", "--to", "2020"]].concat());
    }
    for (number, day, to) in [
        ("201610281886.0", "2019-05-01", "丙示例有限公司"),
        ("201610824209.9", "2020-02-01", "甲示例有限公司"),
    ] {
        desk.ok(&["patent", "event", number, "transfer", "--on", day, "--to", to]);
    }
    for (day, stock) in [("2018-12-31", 1), ("2019-05-01", 0), ("2020-12-31", 1)] {
        let status = desk.data(&["target", "status", "--as-of", day]);
        let actual =
            |indicator| row(&status, indicator, "2016-01-01", "2020-12-31")["actual"].clone();
        assert_eq!(actual("invention_in_force"), stock, "{day}");
        assert_eq!(actual("invention_grants"), 1, "{day}");
    }
}

#[test]
fn a_quarters_document_ranks_streets_and_applicants_and_tells_pledges_by_amount() {
    let desk = Desk::with_ledger_on("2023-01-20");
    let parties = desk.file(
        "parties.csv",
        "name,district,street,park\n甲示例有限公司,静安区,南街道,西园\n\
         乙示例有限公司,静安区,北街道,\n丙示例大学,静安区,北街道,\n",
    );
    desk.ok(&["party", "import", &parties]);
    let mut list = "application_no,filing_date,grant_date,applicant_name,ipc\n".to_owned();
    // Filed by 甲: one in 2021, three in 2022; by 乙: two and two; by 丙: none and two. One more of 2022 in its fourth
    // quarter, by 甲.
    for (n, (day, name, ipc)) in [
        ("2021-02-01", "甲示例有限公司", "G06F17/30"),
        ("2021-03-01", "乙示例有限公司", "G06F17/30"),
        ("2021-04-01", "乙示例有限公司", "H04L29/06"),
        ("2022-02-01", "甲示例有限公司", "G06F17/30"),
        ("2022-03-01", "甲示例有限公司", "G06F17/30"),
        ("2022-04-01", "甲示例有限公司", "H04L29/06"),
        ("2022-05-01", "乙示例有限公司", "G06F17/30"),
        ("2022-06-01", "乙示例有限公司", "A61K31/00"),
        ("2022-07-01", "丙示例大学", "G06F17/30"),
        ("2022-08-01", "丙示例大学", "G06F17/30"),
        ("2022-11-01", "甲示例有限公司", "G06F17/30"),
    ]
    .into_iter()
    .enumerate()
    {
        let number = with_check(&format!("{}1{:07}.0", &day[..4], n + 1));
        let grant = if n < 3 { "2022-01-05" } else { "" };
        list += &format!("{number},{day},{grant},{name},{ipc}\n");
    }
    let list = desk.file("patents.csv", &list);
    assert_eq!(desk.data(&["patent", "import", &list])["rejected"], 0);
    let granted = |n: usize| with_check(&format!("20211{n:07}.0"));
    let pledges = format!(
        "registration_no,registered_on,applied_on,pledgor,pledgee,patent_nos,secured_amount\n\
         Y2022980000001,2022-03-11,2022-03-01,甲示例有限公司,示例银行,{},5000000\n\
         Y2022980000002,2022-05-05,2022-05-01,乙示例有限公司,示例银行,{},5000001\n\
         Y2022980000003,2022-06-01,,乙示例有限公司,示例银行,{},25000000\n",
        granted(1),
        granted(2),
        granted(3)
    );
    let pledges = desk.file("pledges.csv", &pledges);
    desk.ok(&["pledge", "import", &pledges, "-y"]);
    let sections = desk.data(&["report", "quarter", "2022Q3"])["sections"].clone();
    let rows = |section: &str, keys: [&str; 4]| -> Vec<[String; 4]> {
        let rows = sections[section].as_array().unwrap_or_else(|| panic!("{section}: {sections}"));
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        rows.iter().map(|row| keys.map(|key| text(&row[key]))).collect()
    };
    let is = |rows: &[[&str; 4]]| rows.iter().map(|row| row.map(str::to_owned)).collect::<Vec<_>>();
    // January to September: 北 4 against 2 (乙 2 and 丙 2), 南 3 against 1.
    let keys = ["rank", "street", "invention_filings", "filings_growth_to_date"];
    assert_eq!(
        rows("by_street", keys),
        is(&[["1", "北街道", "4", "100.00%"], ["2", "南街道", "3", "200.00%"]])
    );
    // 乙 and 丙 sit nowhere; the parks are ranked among themselves.
    let keys = ["rank", "park", "invention_filings", "filings_growth_to_date"];
    assert_eq!(
        rows("by_park", keys),
        is(&[["1", "西园", "3", "200.00%"], ["null", "", "4", "100.00%"]])
    );
    let keys = ["rank", "applicant_kind", "invention_filings", "filings_growth_to_date"];
    assert_eq!(
        rows("by_applicant_kind", keys),
        is(&[["1", "firm", "5", "66.67%"], ["2", "university", "2", "null"]])
    );
    let keys = ["rank", "ipc_section", "invention_filings", "filings_growth_to_date"];
    assert_eq!(
        rows("by_ipc", keys),
        is(&[["1", "G", "5", "150.00%"], ["2", "H", "1", "0.00%"], ["2", "A", "1", "null"]])
    );
    let keys = ["rank", "party", "invention_filings", "invention_grants"];
    assert_eq!(
        rows("applicants", keys),
        is(&[
            ["1", "甲示例有限公司", "3", "1"],
            ["2", "乙示例有限公司", "2", "2"],
            ["2", "丙示例大学", "2", "0"],
        ])
    );
    let keys = ["amount_band", "pledge_registrations", "secured_amount", "amount_share"];
    assert_eq!(
        rows("bands", keys),
        is(&[
            ["500万元以下（含）", "1", "5000000.00", "14.3%"],
            ["500万元至1000万元（含）", "1", "5000001.00", "14.3%"],
            ["1000万元以上", "1", "25000000.00", "71.4%"],
        ])
    );
    let said = desk.ok(&["report", "quarter", "2022Q3"]);
    assert!(said.contains("2项登记注明了受理日，自受理至登记平均7天"), "{said}");
    assert!(said.contains("1000万元以下（普惠口径）合计2项，10,000,001.00元"), "{said}");
}
