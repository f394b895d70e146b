//! What a person sees at a terminal of 80 columns and 24 lines: lists that fit, lines that break where a reader expects
//! it, a progress line that is gone.

use unicode_width::UnicodeWidthStr;

use crate::support::{Desk, repository};

const WIDTH: usize = 80;
const HEIGHT: usize = 24;

/// A desk with the samples on record, the fourth quarter of 2018 published, a claim that waits and a bad file.
fn desk(lang: &'static str) -> Desk {
    let mut desk = Desk::with_ledger().speaking(lang);
    for name in ["企业名录.xlsx", "专利清单2014-2016.xls", "质押登记清单.xlsx", "贷款台账.csv"]
    {
        let from = repository(&format!("tests/files/small_district/{name}"));
        std::fs::copy(from, desk.path(name)).unwrap();
    }
    let scheme = repository("samples/schemes/zhongshan.toml").to_string_lossy().into_owned();
    let fund = "中山风险补偿资金";
    for args in [
        &["party", "import", "企业名录.xlsx"][..],
        &["patent", "import", "专利清单2014-2016.xls"],
        &["pledge", "import", "质押登记清单.xlsx"],
        &["loan", "import", "贷款台账.csv"],
        &["stats", "publish", "2018Q4", "-y"],
        &["scheme", "add", &scheme],
        &["fund", "contribute", fund, "500万元", "--funder", "区财政局", "--on", "2018-01-02"],
        &["loan", "enrol", "JD2018071607", "zhongshan", "--on", "2018-07-20"],
        &["claim", "file", "JD2018071607", "--on", "2021-01-15"],
    ] {
        let code = desk.run(args).status.code();
        assert!(matches!(code, Some(0 | 3)), "{args:?}: {code:?}");
    }
    desk.on_screen(WIDTH as u16, HEIGHT as u16);
    desk
}

/// A list that is longer than the screen loses its head; one whose rows are index cards cannot be compared.
#[test]
fn lists_and_what_waits_fit_the_screen() {
    for lang in ["zh", "en"] {
        let desk = desk(lang);
        for args in [
            &["patent", "list"][..],
            &["patent", "list", "--page", "2"],
            &["loan", "list"],
            &["pledge", "list"],
            &["party", "list"],
            &["claim", "list"],
            &["status"],
        ] {
            let (code, screen) = desk.at_terminal(args, &[]);
            assert_eq!(code, Some(0), "{args:?}");
            // The command above and the prompt below.
            let lines = screen.lines().count() + 2;
            assert!(lines <= HEIGHT, "{lang} {args:?} takes {lines} lines:\n{screen}");
            let widest = screen.lines().map(UnicodeWidthStr::width).max();
            assert!(widest <= Some(WIDTH), "{lang} {args:?} is {widest:?} wide:\n{screen}");
        }
    }
}

#[test]
fn sentences_break_where_a_reader_expects_it() {
    for lang in ["zh", "en"] {
        let desk = desk(lang);
        desk.file("坏.csv", "申请号,申请日\n201410586766.1,2014-11-16\n");
        for (args, answers) in [
            (&["stats", "publish", "2019Q1"][..], &["?", "n"][..]),
            (&["patent", "import", "专利清单2014-2016.xls"], &[]),
            (&["patent", "import", "坏.csv"], &[]),
            (&["patents", "list"], &[]),
            (&["pledge", "show"], &[]),
            (&["void", "3"], &[]),
            (&["loan", "repay", "JD2017040502", "98000000", "--on", "2019-03-02", "-n"], &[]),
            (&["verify"], &[]),
        ] {
            let (_, screen) = desk.at_terminal(args, answers);
            for line in screen.lines() {
                assert!(line.width() <= WIDTH, "{lang} {args:?}: {line}");
                let begins = line.chars().next();
                assert!(
                    !begins.is_some_and(|c| "，。；：、）,;:)".contains(c)),
                    "{args:?}: {line}"
                );
            }
        }
    }
}

/// Somebody is asked while a file has been read and nothing is recorded yet.
#[test]
fn a_progress_line_is_gone_before_anything_is_told_and_never_fills_the_last_column() {
    let desk = desk("zh");
    let late = repository("tests/files/readings/late2.csv").to_string_lossy().into_owned();
    let (code, sent) = desk.sent_to_terminal(&["patent", "import", &late], &["y"]);
    assert_eq!(code, Some(0), "{sent}");
    let drawn: Vec<&str> =
        sent.split(['\r', '\n']).filter(|line| line.contains("已读取")).collect();
    assert!(!drawn.is_empty(), "{sent}");
    for line in drawn {
        assert!(line.width() < WIDTH, "{line:?}");
        assert!(!line.contains("发明"), "{line:?}");
    }
    let (_, screen) = desk.at_terminal(&["patent", "import", &late], &[]);
    assert!(!screen.contains("已读取"), "{screen}");
}
