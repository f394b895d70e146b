//! The gallery of errors: one file per code in `tests/errors`, with what provokes it and what is then said in both
//! languages.
//!
//! A block headed by a file's name is that file; in the blocks `zh` and `en` the lines `$ ipledger ...` are run on a
//! copy of the same small ledger, and what follows the last one is what the program must then say.
//! `IPLEDGER_WALKS=write` writes the answers anew, to be read before they are committed.

use std::collections::BTreeSet;
use std::fmt::Write;

use ipledger::domain::Problem;

use crate::support::{Desk, repository};

/// What stands in the ledger before each error: two firms and a bank, a grant and an application, a pledge with its
/// loan, an unsecured loan, a scheme with money.
const GROUNDWORK: [(&str, &str, &str); 4] = [
    (
        "party",
        "企业.csv",
        "名称,统一社会信用代码,区,角色\n\
         上海示例甲有限公司,91310106082833558G,静安区,\n\
         上海示例乙有限公司,,静安区,\n\
         示例银行静安支行,,静安区,银行\n",
    ),
    (
        "patent",
        "专利.csv",
        "申请号,申请日,授权公告日,申请人\n\
         201610281886.0,2016-04-28,2018-08-21,上海示例甲有限公司\n\
         201710123456.0,2017-03-03,,上海示例乙有限公司\n",
    ),
    (
        "pledge",
        "质押.csv",
        "登记号,登记日,出质人,质权人,专利号,担保金额（元）,债务起始日,债务到期日\n\
         2018310000001,2018-09-03,上海示例甲有限公司,示例银行静安支行,201610281886.0,3000000,2018-08-30,2019-08-30\n",
    ),
    (
        "loan",
        "贷款.csv",
        "贷款编号,银行,借款人,本金（元）,放款日,到期日,年利率,还款方式,质押登记号\n\
         JD001,示例银行静安支行,上海示例甲有限公司,3000000,2018-09-05,2019-08-30,4.35%,到期还本付息,2018310000001\n\
         JD002,示例银行静安支行,上海示例乙有限公司,1000000,2018-05-10,2019-05-10,5.2%,到期还本付息,\n",
    ),
];

/// Codes the gallery has no file for, and why.
const NOT_SHOWN: [(&str, &str); 39] = [
    (
        "R3",
        "a ground against a pledge: stands in the refusal of pledge-refused and in the walk pledge_afternoon",
    ),
    ("claim-grounds", "each ground has its case in suite compensation"),
    ("claim-owes-less", "a loan repaid since filing: suite compensation"),
    ("claim-over-excess", "an advance settled too large: suite compensation"),
    (
        "claim-loan-claimed",
        "the command says already-there; a second claim of the same loan under another number needs a file",
    ),
    ("clock-behind", "the clock of the computer runs back; suite chain"),
    ("commit-unsure", "the disk fails; suite faults"),
    ("copy-damaged", "a backup that does not verify; suite safekeeping"),
    ("database", "SQLite itself fails: nothing typed does that"),
    ("date-not-expected", "a date in a cell of a workbook; suite readings"),
    ("file-damaged", "bytes that are no text; suite readings and the mutants of .ci/run"),
    ("file-system", "the disk fails"),
    ("file-too-large", "bytes that are no text; suite readings"),
    ("file-unreadable", "depends on who runs the tests"),
    ("file-unwritable", "depends on who runs the tests"),
    ("formula-uncomputed", "a formula in a workbook; suite readings"),
    ("interrupted", "Ctrl-C; suite interrupts"),
    ("ipc-shape", "a note: the field is left out, the row goes in"),
    ("ledger-busy", "a second process holds the ledger; suite interrupts"),
    ("ledger-moved", "a second process writes while a quarter is counted"),
    ("ledger-older", "a file of an older version; migrate_tests"),
    ("ledger-too-new", "a file of a newer version; migrate_tests"),
    ("log-left", "a place where nothing can be written; depends on who runs the tests"),
    ("loan-amount-not-positive", "amounts are refused before, as amount-not-positive"),
    ("loan-due-not-after-start", "refused before, as date-before or loan-disbursed-after-due"),
    ("loan-too-large", "amounts beyond 90 trillion are refused before"),
    ("money-unit-unknown", "a word in a column of units that is none; suite papers"),
    ("more-than-one", "names with separators in a column that takes one; suite imports"),
    ("not-taken", "decisions on a reconciliation; suite reconciliation"),
    ("output", "standard output is closed or full"),
    ("period-reversed", "said as date-before of the field"),
    ("publication-no-is-application-no", "a note: the field is left out, the row goes in"),
    ("row-endless", "a line of megabytes; suite readings"),
    ("term-disagrees", "two columns of one term are refused before, as columns-disagree"),
    ("text-undecodable", "bytes that are no text; suite readings"),
    ("too-many-revisions", "a thousand revisions of one thing"),
    ("upgrade-differs", "an older file changed by other means; migrate_tests"),
    ("workbook", "a workbook cannot be written"),
    ("workbook-encrypted", "bytes that are no text; suite readings"),
];

pub fn groundwork() -> Desk {
    let desk = Desk::with_ledger();
    for (noun, name, text) in GROUNDWORK {
        desk.ok(&[noun, "import", &desk.file(name, text), "-y"]);
    }
    let scheme = repository("samples/schemes/zhongshan.toml");
    desk.ok(&["scheme", "add", &scheme.to_string_lossy(), "-y"]);
    let fund = ["fund", "contribute", "中山风险补偿资金", "150万元", "--funder", "区财政局"];
    desk.ok(&[&fund[..], &["--on", "2018-01-02", "--reference", "CZ-1"]].concat());
    desk
}

/// Plays the commands of one language's block on a copy of the groundwork.
fn played(text: &str, lang: &'static str, ledger: &std::path::Path) -> String {
    let desk = Desk::new().speaking(lang);
    std::fs::copy(ledger, desk.ledger()).unwrap();
    let (mut answer, mut name, mut content) = (String::new(), None, String::new());
    for line in text.lines() {
        match (&name, line.strip_prefix("```")) {
            (None, Some(heading)) => name = Some(heading.to_owned()),
            (Some(file), Some(_)) => {
                if !["zh", "en"].contains(&file.as_str()) {
                    std::fs::write(desk.path(file), &content).unwrap();
                }
                (name, content) = (None, String::new());
            }
            (Some(block), None) if block == lang => {
                let Some(command) = line.strip_prefix("$ ipledger ") else { continue };
                let output = desk.run(&command.split(' ').collect::<Vec<_>>());
                // Of several commands the last one is refused; those before it lead there.
                answer = answer
                    .lines()
                    .filter(|line| line.starts_with("$ "))
                    .fold(String::new(), |commands, line| commands + line + "\n");
                let _ = writeln!(answer, "{line}");
                for stream in [&output.stdout, &output.stderr] {
                    for line in String::from_utf8_lossy(stream).lines() {
                        let _ = writeln!(answer, "{}", line.trim_end());
                    }
                }
                if let Some(code @ 1..) = output.status.code() {
                    let _ = writeln!(answer, "[{code}]");
                }
            }
            (Some(_), None) => {
                let _ = writeln!(content, "{line}");
            }
            (None, None) => {}
        }
    }
    answer
}

/// The text with the block of a language replaced.
fn with_block(text: &str, lang: &str, answer: &str) -> String {
    let opening = format!("```{lang}\n");
    let (before, rest) = text.split_once(&opening).unwrap_or_else(|| panic!("no block {lang}"));
    let (_, after) = rest.split_once("```\n").unwrap_or_else(|| panic!("{lang} has no end"));
    format!("{before}{opening}{answer}```\n{after}")
}

#[test]
fn every_error_says_what_it_said() {
    let desk = groundwork();
    let mut differ = Vec::new();
    for entry in std::fs::read_dir(repository("tests/errors")).unwrap() {
        let path = entry.unwrap().path();
        let code = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let mut now = text.clone();
        for lang in ["zh", "en"] {
            let answer = played(&text, lang, &desk.ledger());
            assert!(answer.contains(&format!("[{code}]")), "{code} is not provoked:\n{answer}");
            now = with_block(&now, lang, &answer);
        }
        if std::env::var("IPLEDGER_WALKS").as_deref() == Ok("write") {
            std::fs::write(&path, &now).unwrap();
        }
        if now != text {
            differ.push(now);
        }
    }
    assert!(differ.is_empty(), "say otherwise now:\n{}", differ.join("\n"));
}

/// The codes of the program: those of values, and those its error types name.
fn codes() -> BTreeSet<String> {
    let of_values = Problem::samples().iter().map(|it| it.code().to_owned()).collect::<Vec<_>>();
    let files = [
        "exchange/error.rs",
        "ledger/error.rs",
        "domain/claim/refusal.rs",
        "domain/plan.rs",
        "domain/loan/problem.rs",
        "domain/reconciliation.rs",
        "domain/steps.rs",
        "domain/program/fault.rs",
        "domain/program/grounds.rs",
        "operations/refusal.rs",
        "stats/publication/mod.rs",
        "cli/error.rs",
    ];
    let mut codes: BTreeSet<String> = of_values.into_iter().collect();
    for file in files {
        let text = std::fs::read_to_string(repository("src").join(file)).unwrap();
        // Other words of a reconciliation have codes too; its problems stand last.
        let text = text.split("impl ReconciliationProblem").last().unwrap_or_default();
        // Of a plan's file, what is wrong with it; its measures have codes too.
        let text = match text.split_once("impl PlanProblem") {
            Some((_, problems)) => {
                problems.split("/// The file as TOML").next().unwrap_or_default()
            }
            None => text,
        };
        let found = text.split("=> \"").skip(1).filter_map(|rest| rest.split_once("\","));
        let found: Vec<_> = found.map(|(code, _)| code.to_owned()).collect();
        assert!(!found.is_empty(), "{file} names no code");
        codes.extend(found);
    }
    codes
}

#[test]
fn every_code_has_its_file_or_a_reason_why_not() {
    let shown = |code: &str| repository(&format!("tests/errors/{code}.md")).is_file();
    let excused = |code: &str| NOT_SHOWN.iter().any(|(known, _)| *known == code);
    let codes = codes();
    assert!(codes.len() > 120);
    let missing: Vec<_> = codes.iter().filter(|code| !shown(code) && !excused(code)).collect();
    assert!(missing.is_empty(), "no file in tests/errors: {missing:?}");
    for (code, _) in NOT_SHOWN {
        assert!(codes.contains(code) && !shown(code), "{code} needs no excuse");
    }
}
