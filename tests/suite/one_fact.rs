//! One fact, however it came: what can be said as a column, as an event, by a file or by a correction is one fact, and
//! every list, figure, check and extract answers alike whichever way it was recorded.

use ipledger::domain::patent::{EVENTS, read_event};
use ipledger::i18n::Lang;
use ipledger::i18n::codes::label;
use serde_json::Value;

use crate::support::Desk;

/// A way a fact is recorded: commands in order; `FILE` stands for a file with the text given.
type Way = (&'static [&'static str], &'static str);

/// A fact with all the ways it comes.
struct Fact {
    name: &'static str,
    ways: &'static [Way],
}

const ADDED: &str =
    "patent add 201710123456.0 --filing-date 2017-03-03 --applicant-name 上海示例乙有限公司";

const FACTS: [Fact; 9] = [
    Fact {
        name: "a grant",
        ways: &[
            (
                &[
                    "patent add 201710123456.0 --filing-date 2017-03-03 --applicant-name 上海示例乙有限公司 --grant-date 2019-05-07 --grant-no CN106000001B",
                ],
                "",
            ),
            (
                &["patent import FILE"],
                "申请号,申请日,申请人,授权公告日,授权公告号\n201710123456.0,2017-03-03,上海示例乙有限公司,2019-05-07,CN106000001B\n",
            ),
            (
                &["patent import FILE"],
                "申请号,申请日,申请人,公开（公告）日,公开（公告）号\n201710123456.0,2017-03-03,上海示例乙有限公司,2019-05-07,CN106000001B\n",
            ),
            (
                &[
                    ADDED,
                    "patent event 201710123456.0 grant --on 2019-05-07 --document CN106000001B",
                ],
                "",
            ),
            (
                &[
                    ADDED,
                    "patent correct 201710123456.0 --grant-date 2019-05-07 --grant-no CN106000001B",
                ],
                "",
            ),
            (
                &[
                    ADDED,
                    "patent event 201710123456.0 授权 --on 2019-05-07 --document CN106000001B",
                ],
                "",
            ),
        ],
    },
    Fact {
        name: "a publication",
        ways: &[
            (
                &[
                    "patent add 201710123456.0 --filing-date 2017-03-03 --applicant-name 上海示例乙有限公司 --publication-date 2018-05-08 --publication-no CN106000001A",
                ],
                "",
            ),
            (
                &["patent import FILE"],
                "申请号,申请日,申请人,公开日,公开号\n201710123456.0,2017-03-03,上海示例乙有限公司,2018-05-08,CN106000001A\n",
            ),
            (
                &["patent import FILE"],
                "申请号,申请日,申请人,公开（公告）日,公开（公告）号\n201710123456.0,2017-03-03,上海示例乙有限公司,2018-05-08,CN106000001A\n",
            ),
            (
                &[
                    ADDED,
                    "patent event 201710123456.0 publication --on 2018-05-08 --document CN106000001A",
                ],
                "",
            ),
            (
                &[
                    ADDED,
                    "patent correct 201710123456.0 --publication-date 2018-05-08 --publication-no CN106000001A",
                ],
                "",
            ),
        ],
    },
    Fact {
        name: "an annual fee",
        ways: &[
            (
                &[
                    "patent add 201710123456.0 --filing-date 2017-03-03 --applicant-name 上海示例乙有限公司 --fee-paid-through 2022-03-03",
                ],
                "",
            ),
            (
                &["patent import FILE"],
                "申请号,申请日,申请人,年费缴至\n201710123456.0,2017-03-03,上海示例乙有限公司,2022-03-03\n",
            ),
            (&[ADDED, "patent correct 201710123456.0 --fee-paid-through 2022-03-03"], ""),
        ],
    },
    Fact {
        name: "a filing fee",
        ways: &[
            (
                &[
                    "patent add 201710123456.0 --filing-date 2017-03-03 --applicant-name 上海示例乙有限公司 --filing-fee-paid 2017-03-20",
                ],
                "",
            ),
            (
                &["patent import FILE"],
                "申请号,申请日,申请人,申请费缴纳日\n201710123456.0,2017-03-03,上海示例乙有限公司,2017-03-20\n",
            ),
            (&[ADDED, "patent correct 201710123456.0 --filing-fee-paid 2017-03-20"], ""),
        ],
    },
    Fact {
        name: "an event in both languages",
        ways: &[
            (
                &[
                    ADDED,
                    "patent event 201710123456.0 transfer --on 2019-08-06 --to 上海示例甲有限公司",
                ],
                "",
            ),
            (
                &[
                    ADDED,
                    "patent event 201710123456.0 转移 --on 2019-08-06 --to 上海示例甲有限公司",
                ],
                "",
            ),
        ],
    },
    Fact {
        name: "a mark of a firm",
        ways: &[
            (&["party add 上海示例丙有限公司 --district 静安区 --high-tech 2018-06-01"], ""),
            (
                &["party import FILE"],
                "名称,区,高新技术企业\n上海示例丙有限公司,静安区,2018-06-01\n",
            ),
            (
                &[
                    "party add 上海示例丙有限公司 --district 静安区",
                    "party certify 上海示例丙有限公司 high_tech --state recognised --on 2018-06-01",
                ],
                "",
            ),
            (
                &[
                    "party add 上海示例丙有限公司 --district 静安区",
                    "party correct 上海示例丙有限公司 --high-tech 2018-06-01",
                ],
                "",
            ),
        ],
    },
    Fact {
        name: "a bank's role",
        ways: &[
            (&["party add 上海示例丙银行 --district 静安区 --role 银行"], ""),
            (&["party import FILE"], "名称,区,角色\n上海示例丙银行,静安区,银行\n"),
            (&["party add 上海示例丙银行 --district 静安区", "party role 上海示例丙银行 bank"], ""),
        ],
    },
    Fact {
        name: "the release of a pledge",
        ways: &[
            (&["pledge release 2018310000001 --on 2020-09-02 --ground 债务清偿"], ""),
            (
                &[
                    "pledge correct 2018310000001 --released-on 2020-09-02 --release-ground 债务清偿",
                ],
                "",
            ),
            (
                &["pledge import FILE --accept-corrections"],
                "登记号,登记日,出质人,质权人,专利号,注销日,注销事由\n2018310000001,2018-09-03,上海示例甲有限公司,示例银行静安支行,201610281886.0,2020-09-02,债务清偿\n",
            ),
        ],
    },
    Fact {
        name: "a payment",
        ways: &[
            (&["loan repay JD002 100000 --on 2019-03-01 --reference A1"], ""),
            (
                &["loan repay --file FILE"],
                "借据号,还款日,还款金额（元）,流水号\nJD002,2019-03-01,100000,A1\n",
            ),
        ],
    },
];

/// What is asked: every place that shows or uses such a fact.
const QUESTIONS: [&[&str]; 24] = [
    &["stats", "annual", "--from", "2016", "--to", "2020"],
    &["stats", "quarterly", "--year", "2019"],
    &["stats", "finance", "--from", "2016", "--to", "2020"],
    &["target", "status"],
    &["status"],
    &["patent", "list"],
    &["patent", "list", "--status", "granted"],
    &["patent", "show", "201710123456.0"],
    &["report", "patent", "201710123456.0"],
    &["pledge", "check", "201710123456.0", "--pledgor", "上海示例乙有限公司", "--on", "2020-06-01"],
    &["party", "list"],
    &["party", "list", "--role", "bank"],
    &["party", "show", "上海示例乙有限公司"],
    &["party", "show", "上海示例丙有限公司"],
    &["party", "show", "上海示例丙银行"],
    &["pledge", "list"],
    &["pledge", "list", "--alerts"],
    &["pledge", "show", "2018310000001"],
    &["report", "patent", "201610281886.0"],
    &["report", "party", "上海示例乙有限公司"],
    &["loan", "list"],
    &["loan", "show", "JD002"],
    &["loan", "balance", "JD002"],
    &["report", "bank", "示例银行静安支行"],
];

/// The answer without what tells the ways apart: which entry, which file and row, the chain's head.
fn alike(value: &mut Value) {
    match value {
        Value::Object(members) => {
            let own = ["brought_by", "entries", "known_at", "anchor", "head", "entry"];
            members.retain(|key, _| !own.contains(&key.as_str()));
            if members.values().any(|value| value == "来自条目") {
                members.clear();
            }
            members.values_mut().for_each(alike);
        }
        Value::Array(items) => items.iter_mut().for_each(alike),
        Value::String(text) if text.contains("条目") => text.retain(|c| !c.is_ascii_digit()),
        _ => {}
    }
}

/// The places at which two answers differ.
fn differences(into: &mut Vec<String>, place: &str, one: &Value, other: &Value) {
    match (one, other) {
        (Value::Object(a), Value::Object(b)) if a.keys().eq(b.keys()) => {
            for ((key, a), b) in a.iter().zip(b.values()) {
                differences(into, &format!("{place}.{key}"), a, b);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (n, (a, b)) in a.iter().zip(b).enumerate() {
                differences(into, &format!("{place}[{n}]"), a, b);
            }
        }
        _ if one == other => {}
        _ => into.push(format!("{place}: {one} / {other}")),
    }
}

fn answers(way: &Way) -> Vec<(i32, Value)> {
    let desk = crate::errors::groundwork();
    // The application stands in the groundwork without what is told here.
    desk.ok(&["patent", "void", "201710123456.0", "-y"]);
    let file = desk.file("新.csv", way.1);
    for command in way.0 {
        let words: Vec<&str> =
            command.split(' ').map(|word| if word == "FILE" { &*file } else { word }).collect();
        desk.ok(&[&words[..], &["-y"]].concat());
    }
    let asked = QUESTIONS.iter().map(|question| desk.json(question));
    asked
        .map(|(code, mut value)| {
            alike(&mut value);
            (code, value)
        })
        .collect()
}

#[test]
fn a_fact_is_one_whichever_way_it_came() {
    let mut differ = Vec::new();
    for fact in &FACTS {
        let first = answers(&fact.ways[0]);
        for way in &fact.ways[1..] {
            for (question, (one, other)) in QUESTIONS.iter().zip(first.iter().zip(answers(way))) {
                let mut at = Vec::new();
                differences(&mut at, "", &one.1, &other.1);
                if one.0 != other.0 || !at.is_empty() {
                    let told = format!("{}: {:?}\n{question:?}", fact.name, way.0);
                    differ.push(format!("{told} {} {}\n  {}", one.0, other.0, at.join("\n  ")));
                }
            }
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

/// What a list or a card calls an event can be typed.
#[test]
fn an_event_is_understood_by_the_words_it_is_shown_with() {
    for event in EVENTS {
        for lang in [Lang::Zh, Lang::En] {
            let shown = label(lang, "event", event);
            let word = shown.split('（').next().unwrap_or_default();
            assert_eq!(read_event(word), Some(event), "{word}");
        }
    }
    let told = ["授权", "转让", "未缴年费终止", "Grant", "deemed withdrawal"];
    let meant = ["grant", "transfer", "lapse", "grant", "deemed_withdrawal"];
    assert_eq!(told.map(|word| read_event(word).unwrap_or("unknown")), meant);
    assert_eq!(read_event("缴费"), None);
}

/// A value that nobody understands leaves what is known as it was, typed or in a row; alone it is no correction.
#[test]
fn what_is_not_understood_is_said_and_erases_nothing() {
    let desk = Desk::with_ledger();
    let known = "申请号,申请日,主分类号,公开号,法律状态,申请人\n\
                 201610281886.0,2016-04-29,G01N 21/88,CN105123456A,实质审查,某甲公司\n";
    desk.ok(&["patent", "import", &desk.file("专利.csv", known)]);
    let number = "201610281886.0";
    let told = || {
        let card = desk.data(&["patent", "show", number]);
        ["ipc", "publication_no", "status"].map(|key| card[key].as_str().unwrap_or("").to_owned())
    };
    let before = told();
    for (flag, value, code) in [
        ("--ipc", "软件", "ipc-shape"),
        ("--publication-no", number, "publication-no-is-application-no"),
        ("--status", "好得很", "word-unknown"),
    ] {
        let (exit, said) = desk.json(&["patent", "correct", number, flag, value]);
        assert_eq!((exit, said["code"].as_str()), (3, Some(code)), "{flag}: {said}");
        // Beside a correction that is understood it is said.
        let title = format!("装置{flag}");
        let both = ["patent", "correct", number, flag, value, "--title", &title];
        let said = desk.json(&both).1;
        assert_eq!(said["warnings"].as_array().map(Vec::len), Some(1), "{flag}: {said}");
        assert_eq!(told(), before, "{flag}");
    }
    let row = "申请号,申请日,主分类号,公开号,法律状态\n\
               201610281886.0,2016-04-29,软件,201610281886.0,好得很\n";
    let file = desk.file("更正.csv", row);
    let data = desk.data(&["patent", "import", &file, "--accept-corrections"]);
    assert_eq!([&data["unchanged"], &data["corrected"]], [1, 0], "{data}");
    assert_eq!(told(), before);
}
