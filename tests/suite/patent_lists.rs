//! Lists of patents: any part of one, in any order and narrowed in any way, is what reading the whole of it gives.

use std::fmt::Write as _;

use ipledger::domain::numbers::PatentKind;
use ipledger::domain::patent::{StatedStatus, StatusAsked};
use ipledger::domain::values::Date;
use ipledger::i18n::Lang;
use ipledger::ledger::{KnownAt, Ledger, Snapshot};
use ipledger::operations::patent::PatentQuery;
use ipledger::report::query;
use ipledger::report::views::patent::{head, list, part, tally};

use crate::support::Desk;

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len() as u64) as usize]
    }
}

const TITLES: [&str; 6] =
    ["一种锂离子电池", "电池管理系统", "手机壳", "一种散热装置", "传动轴", "离子交换膜"];
const FIRMS: [&str; 6] = ["甲示例公司", "乙示例公司", "丙示例大学", "丁示例所", "戊示例公司", ""];
/// Of titles, names and their sounds, numbers whole and in part, and what nothing holds.
const WORDS: [&str; 14] = [
    "电池",
    "离子",
    "甲示例",
    "锂 电池",
    "sldx",
    "00371",
    "2005",
    "一种",
    "丙示例 电池",
    "示例 2005",
    "x",
    ".",
    "没有",
    "９９",
];
const STATUSES: [&str; 5] = ["授权", "终止", "", "实质审查", "期限届满"];

fn day_after(year: i32, days: u64) -> Date {
    Date::from_ymd(year, 1, 1).unwrap().add_days(days as i32).unwrap()
}

/// A file of patents of the old and the new numbers, filed from 1986 to 2020; `step`: every how many-th number.
fn file(dice: &mut Dice, step: usize, title: &str) -> String {
    let mut csv = "申请号,专利类型,名称,申请日,公布日,授权公告日,申请人,法律状态\n".to_owned();
    for n in (0..4600).step_by(step) {
        let year = 1986 + n * 35 / 4600;
        let kind = 1 + dice.below(3);
        let number = match year {
            ..2003 => format!("{:02}{kind}{:05}", year % 100, n + 1),
            _ => format!("{year}{kind}{:07}", n * 37 + 1),
        };
        let filed = day_after(year, dice.below(360));
        let published = filed.add_days(90 + dice.below(400) as i32).unwrap();
        let granted = published.add_days(dice.below(700) as i32).unwrap();
        let last = Date::from_ymd(2021, 1, 15).unwrap();
        let text = |day: Date, is_there: bool| match is_there && day <= last {
            true => day.to_string(),
            false => String::new(),
        };
        let (is_published, is_granted) = (dice.below(4) > 0, dice.below(3) > 0);
        let status = *dice.pick(&STATUSES);
        let kind = ["发明", "实用新型", "外观设计"][kind as usize - 1];
        let (published, granted) = (text(published, is_published), text(granted, is_granted));
        writeln!(
            csv,
            "{number},{kind},{}{title},{filed},{published},{granted},{},{status}",
            dice.pick(&TITLES),
            dice.pick(&FIRMS)
        )
        .unwrap();
    }
    csv
}

/// Holds parts of lists against the whole of them.
fn compare(desk: &Desk, dice: &mut Dice, rounds: usize) {
    assert_eq!(desk.data(&["verify"])["ok"], true);
    let ledger = Ledger::open(&desk.ledger()).unwrap();
    let today = Date::from_ymd(2021, 1, 15).unwrap();
    let now = ledger.snapshot(None, None, today).unwrap();
    for round in 0..rounds {
        let snapshot = match round % 8 {
            5 => ledger.snapshot(Some(day_after(1990, dice.below(11_000))), None, today).unwrap(),
            6 => {
                let entry = 2 + dice.below(now.known_at as u64 - 1) as i64;
                ledger.snapshot(None, Some(KnownAt::Entry(entry)), today).unwrap()
            }
            7 => ledger.snapshot(Some(Date::from_ymd(2035, 3, 1).unwrap()), None, today).unwrap(),
            _ => now,
        };
        let wanted = wanted(&ledger, snapshot, dice);
        let lang = *dice.pick(&[Lang::Zh, Lang::En]);
        let keys = head(lang).columns.iter().map(|column| column.key).collect::<Vec<_>>();
        let sort = (dice.below(4) > 0).then(|| (*dice.pick(&keys), dice.below(2) == 0));
        let mut whole = list(lang, &ledger, snapshot, &wanted).unwrap();
        let told = format!("{wanted:?} {sort:?} {snapshot:?}");
        if let Some((key, turned)) = sort {
            let at = keys.iter().position(|known| *known == key).unwrap();
            query::sort(&mut whole.rows, at, turned);
        }
        let all = whole.rows.len();
        for _ in 0..3 {
            let first = dice.below(all as u64 + 2) as usize;
            let count = 1 + dice.below(60) as usize;
            let (found, fitting, of) =
                part(lang, &ledger, snapshot, &wanted, sort, first..first + count).unwrap();
            let expected: Vec<_> = whole.rows.iter().skip(first).take(count).cloned().collect();
            assert_eq!((fitting, &found.rows), (all, &expected), "{first} {told}");
            assert!(fitting <= of, "{told}");
        }
        let key = *dice.pick(&keys);
        let at = keys.iter().position(|known| *known == key).unwrap();
        if let Some(mut counts) = tally(lang, &ledger, snapshot, &wanted, key).unwrap() {
            let mut expected = query::counted(whole.column(at), lang);
            counts.sort();
            expected.sort();
            assert_eq!(counts, expected, "{key} {told}");
        }
    }
}

fn wanted(ledger: &Ledger, snapshot: Snapshot, dice: &mut Dice) -> PatentQuery {
    let party = |dice: &mut Dice| {
        let cards = ledger.parties(snapshot).unwrap();
        vec![dice.pick(&cards).id]
    };
    let day = |dice: &mut Dice| match dice.below(3) {
        0 => None,
        _ => Some(day_after(2004, dice.below(3000))),
    };
    PatentQuery {
        party: (dice.below(4) == 0).then(|| party(dice)),
        kind: (dice.below(3) == 0).then(|| *dice.pick(&PatentKind::ALL)),
        status: (dice.below(3) == 0).then(|| StatusAsked::by_word(*dice.pick(&StatedStatus::ALL))),
        year: (dice.below(5) == 0).then(|| 1986 + dice.below(36) as i32),
        text: (dice.below(3) == 0).then(|| (*dice.pick(&WORDS)).to_owned()),
        first_applicant: (dice.below(6) == 0).then(|| (*dice.pick(&FIRMS)).to_owned()),
        filed: (dice.below(8) == 0).then(|| day(dice)),
        granted: (dice.below(8) == 0).then(|| day(dice)),
        undated: (dice.below(6) == 0).then(|| dice.below(2) == 0),
    }
}

#[test]
fn any_part_of_a_list_is_what_the_whole_list_has_there() {
    let desk = Desk::with_ledger();
    let mut dice = Dice(18);
    let import = |csv: String, more: &[&str]| {
        let csv = desk.file("patents.csv", &csv);
        let done = desk.run(&[&["patent", "import", &csv][..], more].concat());
        // Of random corrections some cannot be: their rows are refused.
        assert!([Some(0), Some(3)].contains(&done.status.code()), "{done:?}");
    };
    import(file(&mut dice, 2, ""), &[]);
    compare(&desk, &mut dice, 20);
    // Others in between and behind, and corrections of every third: blocks are divided and written anew.
    import(file(&mut dice, 1, ""), &["--accept-corrections"]);
    compare(&desk, &mut dice, 20);
    for (number, event, more) in [
        ("200510000001", "grant", &["--on", "2010-05-04"][..]),
        ("201510000001", "lapse", &["--on", "2018-05-04"]),
        ("201520000001", "transfer", &["--on", "2019-05-04", "--to", "乙示例公司"]),
    ] {
        // Which of these numbers there are is a matter of the dice.
        desk.run(&[&["patent", "event", number, event][..], more].concat());
    }
    let numbers = desk.data(&["patent", "list", "--limit", "400", "--page", "3"]);
    for (at, event) in [(7, "lapse"), (90, "transfer"), (91, "abandonment"), (200, "transfer")] {
        let number = numbers[at]["application_no"].as_str().unwrap();
        let to = if event == "transfer" { &["--to", "丁示例所"][..] } else { &[] };
        desk.ok(&[&["patent", "event", number, event, "--on", "2020-06-01"][..], to].concat());
    }
    desk.ok(&["party", "correct", "丙示例大学", "--name", "啊示例大学"]);
    let void = numbers[300]["application_no"].as_str().unwrap();
    desk.ok(&["patent", "void", void, "--reason", "重复"]);
    compare(&desk, &mut dice, 20);
    // Entry by entry it is taken back, the second file last: what it corrected comes back.
    for rounds in [4, 5, 3] {
        for _ in 0..rounds {
            desk.run(&["undo", "--reason", "错", "--with-dependents"]);
        }
        compare(&desk, &mut dice, 8);
    }
    assert_eq!(desk.data(&["patent", "list", "--limit", "9"]), serde_json::json!([]));
}

/// A title of few different characters, so that many come again, one behind another as well.
fn title(dice: &mut Dice) -> String {
    const PIECES: [&str; 12] =
        ["电", "池", "电池", "温", "控制", "制", "Ｌ", "ed", "（", "𠮷", " ", "装置"];
    let pieces = dice.below(9);
    (0..pieces).map(|_| *dice.pick(&PIECES)).collect()
}

/// Part of a text, as a person might type it: in other width or case, or two parts.
fn needle(dice: &mut Dice, text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut part = || {
        let from = dice.below(characters.len().max(1) as u64) as usize;
        let until = characters.len().min(from + 1 + dice.below(6) as usize);
        characters[from.min(until)..until].iter().collect::<String>()
    };
    let (first, second) = (part(), part());
    match dice.below(5) {
        0 => format!("{first} {second}"),
        1 => first.to_lowercase(),
        2 => first
            .chars()
            .map(|c| match c {
                '!'..='~' => char::from_u32(u32::from(c) + 0xFEE0).unwrap(),
                c => c,
            })
            .collect(),
        _ => first,
    }
}

/// Searches for parts of what stands in the ledger: what is found is what reading every patent finds.
fn search(desk: &Desk, dice: &mut Dice, rounds: usize) {
    assert_eq!(desk.data(&["verify"])["ok"], true);
    let ledger = Ledger::open(&desk.ledger()).unwrap();
    let now = ledger.snapshot(None, None, Date::from_ymd(2021, 1, 15).unwrap()).unwrap();
    let mut texts = Vec::new();
    ledger
        .each_patent_whole(now, |card, _| {
            let patent = &card.patent;
            texts.push(patent.title.clone().unwrap_or_default());
            texts.push(patent.number.to_string());
            texts.extend(
                [patent.publication_no, patent.grant_no].iter().flatten().map(|no| no.to_string()),
            );
            Ok::<_, ipledger::ledger::LedgerError>(())
        })
        .unwrap();
    texts.extend(FIRMS.map(str::to_owned));
    texts.extend(["jsl", "jiashili", "yisldx", "SLGS", "电池电池", "控制控制"].map(str::to_owned));
    let mut found = 0;
    for _ in 0..rounds {
        let text = dice.pick(&texts).clone();
        let text = needle(dice, &text);
        let wanted = PatentQuery { text: Some(text.clone()), ..PatentQuery::default() };
        let whole = list(Lang::Zh, &ledger, now, &wanted).unwrap();
        let (part, fitting, _) =
            part(Lang::Zh, &ledger, now, &wanted, None, 0..whole.rows.len()).unwrap();
        assert_eq!((fitting, &part.rows), (whole.rows.len(), &whole.rows), "{text:?}");
        found += usize::from(fitting > 0);
    }
    // Most are parts of what is there.
    assert!(found * 2 > rounds, "{found} of {rounds}");
}

/// More patents than a block holds, every second one and then all of them.
fn titled(dice: &mut Dice, step: usize) -> String {
    let mut csv = "申请号,专利类型,名称,申请日,公开号,授权公告号,申请人\n".to_owned();
    for n in (0..2600).step_by(step) {
        let kind = 1 + dice.below(3);
        let (serial, published) = (n * 37 + 1, 100_000_000 * kind + dice.below(99_999_999));
        let granted = match kind {
            _ if dice.below(3) == 0 => String::new(),
            1 => format!("CN{published}B"),
            2 => format!("CN{published}U"),
            _ => format!("CN{published}S"),
        };
        let published = if kind == 1 { format!("CN{published}A") } else { String::new() };
        writeln!(
            csv,
            "2015{kind}{serial:07},{},{},2015-06-01,{published},{granted},{}",
            ["发明", "实用新型", "外观设计"][kind as usize - 1],
            title(dice),
            dice.pick(&FIRMS)
        )
        .unwrap();
    }
    csv
}

#[test]
fn a_search_finds_what_reading_every_patent_finds() {
    let desk = Desk::with_ledger();
    let mut dice = Dice(4);
    for step in [2, 1] {
        let csv = desk.file("patents.csv", &titled(&mut dice, step));
        let done = desk.run(&["patent", "import", &csv, "--accept-corrections"]);
        assert!([Some(0), Some(3)].contains(&done.status.code()), "{done:?}");
        search(&desk, &mut dice, 60);
    }
    let numbers = desk.data(&["patent", "list", "--limit", "2500"]);
    for at in [0, 1200, 1999, 2000, 2400] {
        let number = numbers[at]["application_no"].as_str().unwrap();
        let title = format!("{}新", title(&mut dice));
        desk.ok(&["patent", "correct", number, "--title", &title, "--reason", "名称有误"]);
    }
    for at in [1, 700, 2001] {
        let number = numbers[at]["application_no"].as_str().unwrap();
        desk.ok(&["patent", "void", number, "--reason", "重复"]);
    }
    desk.ok(&["party", "correct", "丙示例大学", "--name", "电池示例大学"]);
    search(&desk, &mut dice, 40);
    for _ in 0..9 {
        desk.ok(&["undo", "--reason", "错"]);
    }
    search(&desk, &mut dice, 30);
    // All but the first file is taken back, what it corrected with it.
    desk.ok(&["undo", "--reason", "错", "--with-dependents"]);
    search(&desk, &mut dice, 30);
}
