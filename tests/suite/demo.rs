//! The demonstration's ledger, against what the maker of its files planted.

use std::sync::OnceLock;

use serde_json::Value;

use crate::support::{Desk, repository};

/// The demonstration made once for all tests: its ledger, and what was told of it.
fn made() -> &'static (Vec<u8>, String) {
    static MADE: OnceLock<(Vec<u8>, String)> = OnceLock::new();
    MADE.get_or_init(|| {
        let desk = Desk::new();
        let told = desk.run(&["demo"]);
        let said = [&told.stdout[..], &told.stderr].map(String::from_utf8_lossy).concat();
        assert_eq!(told.status.code(), Some(0), "{said}");
        (std::fs::read(desk.ledger()).unwrap(), said)
    })
}

/// A desk with the demonstration's ledger.
pub fn desk(lang: &'static str) -> Desk {
    let desk = Desk::new().speaking(lang);
    std::fs::write(desk.ledger(), &made().0).unwrap();
    desk
}

fn truth() -> Value {
    let text = std::fs::read_to_string(repository("tests/files/truth_samples.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// Every year, every quarter, every file's rows, what was published and what the bank's list says otherwise.
#[test]
fn the_demonstration_is_the_district_its_files_were_made_for() {
    let truth = truth();
    let (desk, said) = (desk("zh"), &made().1);
    for (name, counts) in truth["files"].as_object().unwrap() {
        let at =
            said.find(name.as_str()).unwrap_or_else(|| panic!("{name} is not told of:\n{said}"));
        let line = said[at..].lines().nth(1).unwrap();
        let refused = counts["refused"].as_object().unwrap().len();
        for part in [
            format!("接受 {}，", counts["accepted"]),
            format!("未变 {}，", counts["unchanged"]),
            format!("更正 {}，", counts.get("corrected").unwrap_or(&0.into())),
            format!("拒收 {refused}。"),
        ] {
            assert!(line.contains(&part), "{name}: {line}: {part}");
        }
    }
    let annual = desk.data(&["stats", "annual", "--from", "2016", "--to", "2020"]);
    for row in annual.as_array().unwrap() {
        let year = row["year"].to_string();
        for (what, count) in truth["annual"][&year].as_object().unwrap() {
            assert_eq!(&row[what], count, "{year} {what}");
        }
        let pledged = &truth["pledged"][&year];
        assert_eq!(row["pledge_registrations"], pledged["pledge_registrations"], "{year}");
        assert_eq!(row["pledged_patents"], pledged["pledged_patents"], "{year}");
        assert_eq!(row["secured_amount"], yuan(&pledged["secured"]), "{year}");
        assert_eq!(row["loans_granted"], pledged["loans"], "{year}");
        assert_eq!(row["loan_amount"], yuan(&pledged["lent"]), "{year}");
        for quarter in desk.data(&["stats", "quarterly", "--year", &year]).as_array().unwrap() {
            let counts = &truth["quarterly"][&year][quarter["quarter"].to_string()];
            for (what, count) in counts.as_object().unwrap() {
                assert_eq!(&quarter[what], count, "{year} {} {what}", quarter["quarter"]);
            }
        }
    }
    for what in ["pilot_applied", "demonstration_applied"] {
        let targets = desk.data(&["target", "status"]);
        let row = targets.as_array().unwrap().iter().find(|row| row["indicator"] == what);
        assert_eq!(row.unwrap()["actual"].to_string().trim_matches('"'), truth[what].to_string());
    }
    assert_eq!(desk.data(&["verify"])["ok"], true);
}

fn yuan(wan: &Value) -> String {
    format!("{}.00", wan.as_i64().unwrap() * 10_000)
}

/// Shown again it is as it was; a ledger of another office is left alone.
#[test]
fn the_demonstration_is_made_once_and_only_shown_after() {
    let desk = desk("en");
    let again = desk.run(&["demo"]);
    assert!(String::from_utf8_lossy(&again.stderr).starts_with("The sample ledger is there"));
    assert!(std::fs::read(desk.ledger()).unwrap() == made().0, "shown, it changed");
    let other = Desk::with_ledger();
    assert_eq!(other.json(&["demo"]).1["code"], "ledger-exists");
}

/// What one may try next runs as it is told.
#[test]
fn what_the_demonstration_suggests_runs() {
    for lang in ["zh", "en"] {
        let desk = desk(lang);
        let told = desk.run(&["demo"]);
        let said = String::from_utf8_lossy(&told.stderr).into_owned();
        let commands = said.lines().filter_map(|line| line.trim().strip_prefix("ipledger "));
        let commands: Vec<&str> = commands.collect();
        assert_eq!(commands.len(), 5, "{said}");
        for command in commands {
            let output = desk.run(&command.split(' ').collect::<Vec<_>>());
            let shown = [&output.stdout[..], &output.stderr].map(String::from_utf8_lossy).concat();
            let code = output.status.code().unwrap_or(-1);
            assert!([0, 3, 5].contains(&code), "{command}: {code}\n{shown}");
            assert!(shown.lines().count() > 5 || command.contains(" -o "), "{command}:\n{shown}");
        }
    }
}
