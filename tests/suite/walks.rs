//! Walks: an afternoon at the desk as Markdown, run and compared, in both languages.
//!
//! A line `$ ipledger ...` in a fenced block is run; what follows it is what the program must say
//! (standard output, then standard error; `[3]` is an exit code that is not 0). A line
//! `<!-- 2021-04-20 -->` moves the clock to that day, one `<!-- 80x24 -->` sets the terminal's columns and lines. Below
//! `<!-- answers: y -->` the next command runs at a terminal, and its questions are answered so. With
//! `IPLEDGER_WALKS=write` the outputs are written anew, to be read before they are committed.

use crate::support::{Desk, repository};

#[test]
fn a_clerks_first_ten_minutes_in_chinese() {
    walk("zh", "first_ten_minutes");
}

#[test]
fn a_clerks_first_ten_minutes_in_english() {
    walk("en", "first_ten_minutes");
}

#[test]
fn a_clerks_afternoon_with_a_pledge_in_chinese() {
    walk("zh", "pledge_afternoon");
}

#[test]
fn a_clerks_afternoon_with_a_pledge_in_english() {
    walk("en", "pledge_afternoon");
}

#[test]
fn a_claim_from_quote_to_recovery_in_chinese() {
    walk("zh", "claim");
}

#[test]
fn a_claim_from_quote_to_recovery_in_english() {
    walk("en", "claim");
}

#[test]
fn a_months_end_with_a_bank_in_chinese() {
    walk("zh", "month_end");
}

#[test]
fn a_months_end_with_a_bank_in_english() {
    walk("en", "month_end");
}

#[test]
fn a_statisticians_quarter_end_in_chinese() {
    walk("zh", "quarter_end");
}

#[test]
fn a_statisticians_quarter_end_in_english() {
    walk("en", "quarter_end");
}

#[test]
fn a_statisticians_look_ahead_in_chinese() {
    walk("zh", "forecast");
}

#[test]
fn a_statisticians_look_ahead_in_english() {
    walk("en", "forecast");
}

#[test]
fn a_statisticians_stock_in_chinese() {
    walk("zh", "stock");
}

#[test]
fn a_statisticians_stock_in_english() {
    walk("en", "stock");
}

#[test]
fn how_a_register_is_read_in_chinese() {
    walk("zh", "reading_a_register");
}

#[test]
fn how_a_register_is_read_in_english() {
    walk("en", "reading_a_register");
}

#[test]
fn extracts_from_the_register_in_chinese() {
    walk("zh", "extracts");
}

#[test]
fn extracts_from_the_register_in_english() {
    walk("en", "extracts");
}

/// Questions are asked at a terminal, which Windows has otherwise.
#[cfg(unix)]
#[test]
fn a_ledger_is_kept_safe_in_chinese() {
    walk("zh", "safekeeping");
}

#[cfg(unix)]
#[test]
fn a_ledger_is_kept_safe_in_english() {
    walk("en", "safekeeping");
}

/// Questions are asked at a terminal, which Windows has otherwise.
#[cfg(unix)]
#[test]
fn what_the_typed_line_does_for_a_clerk_in_chinese() {
    walk("zh", "typed_line");
}

#[cfg(unix)]
#[test]
fn what_the_typed_line_does_for_a_clerk_in_english() {
    walk("en", "typed_line");
}

#[test]
fn a_statisticians_year_with_another_plan_in_chinese() {
    walk("zh", "plan_year");
}

#[test]
fn a_statisticians_year_with_another_plan_in_english() {
    walk("en", "plan_year");
}

#[test]
fn a_spring_round_of_applications_in_chinese() {
    walk("zh", "spring_round");
}

#[test]
fn a_spring_round_of_applications_in_english() {
    walk("en", "spring_round");
}

/// What people read groups its amounts, in tables and in sentences; what programs read does not.
#[test]
fn amounts_are_grouped_in_every_transcript() {
    let mut seen = 0;
    for lang in ["zh", "en"] {
        for file in std::fs::read_dir(repository(&format!("tests/walks/{lang}"))).unwrap() {
            let path = file.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            for line in text.lines().filter(|line| !line.starts_with("$ ")) {
                for (at, _) in line.match_indices('.') {
                    let fen = line[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
                    let is_part = |c: char| c.is_ascii_digit() || c == ',';
                    let ahead = line[..at].trim_end_matches(is_part);
                    let yuan = line[ahead.len()..at].trim_start_matches(',');
                    // A value of CSV or JSON, or what a cell says, stands behind a mark.
                    let is_told =
                        !ahead.ends_with(['"', '“']) && !line[ahead.len()..].starts_with(',');
                    let is_day = line[at + 1 + fen..].starts_with('.');
                    if fen == 2 && !yuan.is_empty() && is_told && !is_day {
                        seen += 1;
                        let is_grouped = yuan.contains(',') || yuan.len() < 4;
                        assert!(is_grouped, "{}: {line}", path.display());
                    }
                }
            }
        }
    }
    assert!(seen > 500, "{seen} amounts seen");
}

/// A desk with the files that come to an office, and no ledger yet.
pub fn desk_with_files(lang: &'static str) -> Desk {
    let desk = Desk::new().speaking(lang);
    // What others sent, as it came.
    let sent = ("tests/files/readings", "来件");
    let lists = ("tests/files/programs", "清单");
    let programs = ("samples/programs", "programs");
    for (from, folder) in [
        ("tests/files/small_district", ""),
        ("samples/schemes", "schemes"),
        ("samples/plans", "plans"),
        ("tests/files/county", "plans"),
        ("tests/files/small_district/对账", "对账"),
        sent,
        lists,
        programs,
        ("samples/maps", "maps"),
        ("tests/files/stock", "stock"),
    ] {
        std::fs::create_dir_all(desk.path(folder)).unwrap();
        for entry in std::fs::read_dir(repository(from)).unwrap() {
            let from = entry.unwrap().path();
            if from.is_file() {
                std::fs::copy(&from, desk.path(folder).join(from.file_name().unwrap())).unwrap();
            }
        }
    }
    desk
}

/// What stands in a line `<!-- ... -->`.
pub fn remark(line: &str) -> Option<&str> {
    line.strip_prefix("<!-- ").and_then(|line| line.strip_suffix(" -->"))
}

/// A size as a walk writes it: `80x24`.
pub fn size(text: &str) -> Option<(u16, u16)> {
    let (columns, lines) = text.split_once('x')?;
    Some((columns.parse().ok()?, lines.parse().ok()?))
}

/// Types every command of a walk, whatever is said of it.
pub fn type_all_of(desk: &mut Desk, lang: &str, name: &str) {
    let path = repository(&format!("tests/walks/{lang}/{name}.md"));
    for line in std::fs::read_to_string(&path).unwrap().lines() {
        match remark(line) {
            Some(day) if day.starts_with("20") => desk.on(day),
            _ => {}
        }
        if let Some(command) = line.strip_prefix("$ ipledger") {
            desk.run(&command.split_whitespace().collect::<Vec<_>>());
        }
    }
}

/// What a command says, line by line, its exit code last where it is not 0.
pub fn played(desk: &Desk, args: &[&str]) -> String {
    let output = desk.run(args);
    let said = [&output.stdout, &output.stderr].map(|said| String::from_utf8_lossy(said).into());
    told(&said, output.status.code())
}

fn told(said: &[String], code: Option<i32>) -> String {
    let lines = said.iter().flat_map(|said| said.lines());
    let mut told: String = lines.map(|line| line.trim_end().to_owned() + "\n").collect();
    match code {
        Some(0) => {}
        code => told += &format!("[{}]\n", code.unwrap_or(-1)),
    }
    told
}

fn walk(lang: &'static str, name: &str) {
    let path = repository(&format!("tests/walks/{lang}/{name}.md"));
    let text = std::fs::read_to_string(&path).unwrap();
    let mut desk = desk_with_files(lang);
    let (mut transcript, mut answers) = (String::new(), None::<Vec<&str>>);
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        transcript += line;
        transcript.push('\n');
        if let Some(day) = remark(line) {
            if let Some(typed) = day.strip_prefix("answers: ") {
                answers = Some(typed.split(' ').collect());
                continue;
            }
            match size(day) {
                Some((columns, lines)) => desk.on_screen(columns, lines),
                None => desk.on(day),
            }
        }
        let Some(command) = line.strip_prefix("$ ipledger") else { continue };
        let is_said = |next: &&str| {
            !next.starts_with("$ ") && !next.starts_with("<!-- answers: ") && *next != "```"
        };
        while lines.next_if(is_said).is_some() {}
        let args: Vec<&str> = command.split_whitespace().collect();
        transcript += &match answers.take() {
            #[cfg(unix)]
            Some(answers) => {
                let (code, said) = desk.at_terminal(&args, &answers);
                told(&[said], code)
            }
            _ => played(&desk, &args),
        };
    }
    if std::env::var("IPLEDGER_WALKS").as_deref() == Ok("write") {
        std::fs::write(&path, &transcript).unwrap();
    }
    assert!(transcript.matches("$ ipledger").count() >= 10);
    assert!(transcript == text, "the walk {lang}/{name} says otherwise now:\n{transcript}");
}
