use super::*;
use crate::domain::patent::{self, PatentRecord};
use crate::domain::population::PopulationKind;
use crate::domain::record::Form;

const SEI: &str = "id = 'sei-2021'\nsource = '国知办函规字〔2021〕121号'\n\
    [[industry]]\nname = '新一代信息技术'\nipc = ['H04L', 'G06F 17', 'G06N3/08']\n\
    [[industry]]\nname = '新材料'\nipc = ['C08']\n";

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// An invention filed on a day, with a symbol where one is given.
fn invention(filed: &str, symbol: Option<&str>) -> Patent {
    let mut form = Form::new(&patent::FIELDS, None).with(patent::APPLICATION_NO, "201610281886.0");
    symbol.iter().for_each(|symbol| form.say(patent::IPC, symbol));
    let patent = PatentRecord::read(&form.record(), day("2022-01-01")).unwrap().0.patent;
    Patent { filing: Some(day(filed)), ..patent }
}

fn evidence(class: ValueClass, since: Option<&str>, year: Option<i32>) -> Evidence {
    let patent = invention("2009-03-10", None).number;
    let (name, number, since) = ("x".to_owned(), String::new(), since.map(day));
    Evidence { patent, class, name, number, since, year, document: None }
}

fn financing(registered: &str, yuan: Option<i64>) -> Financing {
    let each = yuan.map(|yuan| Money::from_fen(yuan * 100));
    Financing { pledge: 7, by: FinancedBy::Secured, since: day(registered), each }
}

/// The letters of the classes that are met, small where nobody can tell: e a m f w, or nothing.
fn letters(findings: &[Finding<'_>]) -> String {
    let letters =
        findings.iter().zip("EAMFW".chars()).filter_map(|(finding, letter)| match finding.answer {
            Answer::Yes => Some(letter),
            Answer::Unknown => Some(letter.to_ascii_lowercase()),
            Answer::No => None,
        });
    letters.collect()
}

/// What is known of an invention and of others, the day, and the classes: met, or unknown in small letters.
#[test]
fn five_classes_each_with_yes_no_or_unknown() {
    use ValueClass::{Abroad, Awarded, Emerging, Financed};
    let sei = IndustryMap::read(SEI).unwrap();
    let maps = [&sei];
    let usual = Terms::on(&[], day("2020-12-31"));
    let five_million = Terms { pledge_least: Some(Money::from_fen(500_000_000)), ..usual };
    let all = [true; 5];
    let grounds = |terms, maps, evidence, listed, financing| Grounds {
        terms,
        maps,
        evidence,
        listed,
        financing,
    };
    let judge =
        |grounds: Grounds<'_>, patent: &Patent, on: &str| letters(&grounds.judge(patent, day(on)));
    let plain = invention("2015-05-05", Some("A61B 5/00"));
    let full = |evidence, financing| grounds(five_million, &maps[..], evidence, all, financing);
    let nothing = grounds(usual, &[], &[], [false; 5], &[]);

    // Nobody brought anything: only the days of the patent itself tell.
    assert_eq!(judge(nothing, &plain, "2020-12-31"), "eaw");
    assert_eq!(judge(nothing, &invention("2009-03-10", None), "2020-12-31"), "eaMw");
    // All lists are there and none names it.
    assert_eq!(judge(full(&[], &[]), &plain, "2020-12-31"), "");
    // Emerging: by its symbol, by what is stated from a day on; without a symbol nobody can tell.
    for (symbol, met) in [
        ("H04L 12/24", "E"),
        ("H04W 4/00", ""),
        ("G06F 17/30", "E"),
        ("G06F 17/60", "E"),
        ("G06F 170/00", ""),
        ("G06N 3/08", "E"),
        ("G06N 3/02", ""),
        ("C08L 1/02", "E"),
    ] {
        let patent = invention("2015-05-05", Some(symbol));
        assert_eq!(judge(full(&[], &[]), &patent, "2020-12-31"), met, "{symbol}");
    }
    assert_eq!(judge(full(&[], &[]), &invention("2015-05-05", None), "2020-12-31"), "e");
    let stated = [evidence(Emerging, Some("2020-12-31"), None)];
    assert_eq!(judge(full(&stated, &[]), &plain, "2020-12-30"), "");
    assert_eq!(judge(full(&stated, &[]), &plain, "2020-12-31"), "E");
    // Abroad: a grant, from its day on; a filing is none.
    let granted = [evidence(Abroad, Some("2019-02-01"), None)];
    assert_eq!(judge(full(&granted, &[]), &plain, "2019-01-31"), "");
    assert_eq!(judge(full(&granted, &[]), &plain, "2019-02-01"), "A");
    let filed = [evidence(Abroad, None, None)];
    assert_eq!(judge(full(&filed, &[]), &plain, "2020-12-31"), "");
    // Maintained: more than ten years, so not on the very day.
    for (filed, met) in [("2010-12-30", "M"), ("2010-12-31", ""), ("2009-03-10", "M")] {
        let patent = invention(filed, Some("A61B 5/00"));
        assert_eq!(judge(full(&[], &[]), &patent, "2020-12-31"), met, "{filed}");
    }
    // Financed: what is secured for each patent, once it is registered.
    let pledged = [financing("2020-06-30", Some(8_000_000))];
    assert_eq!(judge(full(&[], &pledged), &plain, "2020-06-29"), "");
    assert_eq!(judge(full(&[], &pledged), &plain, "2020-06-30"), "F");
    let amounts = [Some(5_000_000), Some(4_999_999), None];
    let pledges = amounts.map(|yuan| [financing("2020-06-30", yuan)]);
    for (pledge, met) in pledges.iter().zip(["F", "", "f"]) {
        assert_eq!(judge(full(&[], pledge), &plain, "2020-12-31"), met, "{pledge:?}");
    }
    let no_least = grounds(usual, &maps, &[], all, &pledged);
    assert_eq!(judge(no_least, &plain, "2020-12-31"), "f");
    // Lent for each patent is as good as secured for each: neither alone has to be much.
    let lent =
        |since: &str, yuan: i64| Financing { by: FinancedBy::Lent, ..financing(since, Some(yuan)) };
    let both = [financing("2020-06-30", Some(4_999_999)), lent("2020-08-01", 5_000_000)];
    assert_eq!(judge(full(&[], &both), &plain, "2020-07-31"), "");
    assert_eq!(judge(full(&[], &both), &plain, "2020-08-01"), "F");
    let unstated = [financing("2020-06-30", None), lent("2020-08-01", 4_999_999)];
    assert_eq!(judge(full(&[], &unstated), &plain, "2020-08-01"), "f");
    let unstated = [financing("2020-06-30", None), lent("2020-08-01", 5_000_000)];
    assert_eq!(judge(full(&[], &unstated), &plain, "2020-08-01"), "F");
    let elsewhere = [evidence(Financed, Some("2020-01-01"), None)];
    assert_eq!(judge(full(&elsewhere, &[]), &plain, "2020-12-31"), "F");
    // Awarded: of an award only the year is known, which is over on its last day.
    let award = [evidence(Awarded, None, Some(2020))];
    assert_eq!(judge(full(&award, &[]), &plain, "2020-12-30"), "");
    assert_eq!(judge(full(&award, &[]), &plain, "2020-12-31"), "W");
    // Several classes at once.
    let both = [award[0].clone(), granted[0].clone()];
    assert_eq!(judge(full(&both, &pledged), &plain, "2020-12-31"), "AFW");
}

#[test]
fn one_class_is_enough_and_one_unknown_leaves_it_open() {
    let of = |answers: [Answer; 3]| {
        let findings = answers.map(|answer| Finding {
            class: ValueClass::Emerging,
            answer,
            because: Because::NoMap,
        });
        is_high_value(&findings)
    };
    use Answer::{No, Unknown, Yes};
    assert_eq!(of([No, Unknown, Yes]), Yes);
    assert_eq!(of([No, Unknown, No]), Unknown);
    assert_eq!(of([No, No, No]), No);
}

/// Shanghai 2018: 114,966 inventions; 24,183,300 people at the end of 2017, 24,237,800 at the end of 2018. 47.5 was
/// published.
#[test]
fn the_rule_names_the_year_of_the_people() {
    let count = |on: &str, persons, kind| Population {
        region: "310000".parse().unwrap(),
        day: day(on),
        kind,
        persons,
        source: "统计年鉴".into(),
    };
    let (resident, registered) = (PopulationKind::Resident, PopulationKind::Registered);
    let counts = [
        count("2017-12-31", 24_183_300, resident),
        count("2017-12-31", 14_551_300, registered),
        count("2018-12-31", 24_237_800, resident),
    ];
    let rule = |population, decimals| StockRule {
        from: None,
        to: None,
        over_years: None,
        pledge_least: None,
        population,
        decimals,
        source: "x".into(),
    };
    let region: RegionCode = "310100".parse().unwrap();
    let asked = |rules: &[StockRule], on: &str| {
        let terms = Terms::on(rules, day(on));
        let people = terms.divisor(region, day(on), &counts)?;
        Some((people.day.to_string(), terms.per_10k(114_966, people.persons)?.to_string()))
    };
    let of = |on: &str, each: &str| Some((on.to_owned(), each.to_owned()));
    assert_eq!(asked(&[], "2018-12-31"), of("2017-12-31", "47.5"));
    let same = rule(Some(PopulationRule::SameYear), None);
    assert_eq!(asked(std::slice::from_ref(&same), "2018-12-31"), of("2018-12-31", "47.4"));
    let two = [same, rule(None, Some(2))];
    assert_eq!(asked(&two, "2018-12-31"), of("2018-12-31", "47.43"));
    assert_eq!(asked(&[rule(None, Some(2))], "2018-12-31"), of("2017-12-31", "47.54"));
    // Nobody counted the people of 2019: no figure, never one divided by another year's.
    assert_eq!(asked(&[], "2020-06-30"), None);
}

#[test]
fn everything_wrong_with_a_table_is_told_with_its_place() {
    let head = "id = 'x'\nsource = 'y'\n";
    for (text, at) in [
        (
            format!("{head}[[industry]]\nname = 'a'\nipc = ['I04', 'H0', '10-02']\n"),
            "industry[1].ipc industry[1].ipc industry[1].ipc",
        ),
        (format!("{head}[[industry]]\nname = ' '\nipc = []\n"), "industry[1].name industry[1].ipc"),
        (format!("{head}industry = []\n"), "industry"),
        (
            format!(
                "{head}valid_from = 2021-01-01\nvalid_to = 2020-12-31\n[[industry]]\nname = 'a'\nipc = ['H']\n"
            ),
            "valid_to",
        ),
        (format!("{head}klasse = 3\n"), "3"),
        (
            "id = ''\nsource = ' '\n[[industry]]\nname = 'a'\nipc = ['H']\n".to_owned(),
            "code source",
        ),
    ] {
        let faults = IndustryMap::read(&text).unwrap_err();
        let places: Vec<&str> = faults.iter().map(|fault| fault.at.as_str()).collect();
        assert_eq!(places.join(" "), at, "{text}");
    }
}
