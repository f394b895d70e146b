//! Golden screens: each scene in both languages and three sizes, a file each in `tests/desk`. `IPLEDGER_WALKS=write`
//! writes them anew, to be read before they are committed.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::super::glyphs::{ASCII, FINE};
use super::Bench;
use crate::i18n::Lang;

/// A scene's name and the keys that lead to it from the first screen.
const SCENES: [(&str, &str); 16] = [
    ("home", ""),
    ("patents", "F1 patent Space list Enter Down Down"),
    ("found_by_sound", "F1 patent Space list Enter / tlzn"),
    ("nothing_found", "F1 patent Space list Enter / 没有的 Enter"),
    ("marked_loans", "F1 loan Space list Enter Space Space"),
    ("counted", "F1 patent Space list Enter Right Right Right Ctrl-T"),
    ("patent", "F1 patent Space list Enter Down Down Enter"),
    ("loan", "F1 loan Space list Enter Enter"),
    ("loan_balance", "F1 loan Space list Enter Enter Tab"),
    ("loan_balance_then", "F1 loan Space list Enter Enter Tab PgUp PgUp Left"),
    ("month", "F1 loan Space list Enter Enter F2 repay Enter 30万 Enter 2020-02-27 Ctrl-P Right"),
    ("act_on_loan", "F1 loan Space list Enter Enter F2"),
    ("repay", "F1 loan Space list Enter Enter F2 repay Enter =30万-5000 Enter 2.28 Tab"),
    ("repay_summary", "F1 loan Space list Enter Enter F2 repay Enter 300000 Enter 2021-02-28 F2"),
    ("refused", "F5 patent Space add Enter 201610281886.1 Tab"),
    ("history", "F8 Down"),
];

fn play(bench: &mut Bench, keys: &str) {
    bench.press(keys);
}

fn scene(name: &str, lang: Lang, played: impl Fn((u16, u16)) -> Bench) {
    let mut text = String::new();
    for size in [(80, 24), (120, 40), (60, 20)] {
        let bench = played(size);
        let (screen, caret) = bench.screen();
        let at = caret.map_or_else(|| "-".to_owned(), |at| format!("{},{}", at.x, at.y));
        writeln!(text, "=== {}x{} cursor {at}\n{screen}", size.0, size.1).unwrap();
    }
    let path: PathBuf =
        [env!("CARGO_MANIFEST_DIR"), "tests", "desk", lang.code(), &format!("{name}.txt")]
            .iter()
            .collect();
    if std::env::var("IPLEDGER_WALKS").as_deref() == Ok("write") {
        std::fs::write(&path, &text).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(text == golden, "the scene {name} ({}) looks otherwise now:\n{text}", lang.code());
}

fn scenes(lang: Lang) {
    for (name, keys) in SCENES {
        scene(name, lang, |size| {
            let mut bench = Bench::stocked(lang, size).begin();
            play(&mut bench, keys);
            bench
        });
    }
}

/// Scenes of a reconciliation.
const RECONCILED: [(&str, &str); 5] = [
    ("reconcile", "F1 reconcile Space list Enter Enter Down Down"),
    ("reconcile_unit", "F1 reconcile Space list Enter Enter Down Enter"),
    ("reconcile_decided", "F1 reconcile Space list Enter Enter Down Down Space Down"),
    ("reconcile_taken", "F1 reconcile Space list Enter Enter Down Down Space Down Tab Space"),
    ("reconcile_summary", "F1 reconcile Space list Enter Enter Down Down Space F2"),
];

#[test]
fn screens_in_chinese() {
    scenes(Lang::Zh);
}

#[test]
fn screens_in_english() {
    scenes(Lang::En);
}

/// Scenes of a claim that another filed.
const CLAIMED: [(&str, &str); 3] = [
    ("claim", "F1 claim Space list Enter Enter"),
    ("claim_review", "F1 claim Space list Enter Enter End PgUp"),
    ("claim_approve", "F1 claim Space list Enter Enter F2"),
];

#[test]
fn a_claim_to_be_decided() {
    for lang in [Lang::Zh, Lang::En] {
        for (name, keys) in CLAIMED {
            scene(name, lang, |size| {
                let mut bench = Bench::claimed(lang, size).begin();
                play(&mut bench, keys);
                bench
            });
        }
        // Whoever filed it does not decide it.
        scene("claim_of_ones_own", lang, |size| {
            let mut bench = Bench::claimed(lang, size);
            bench.model.base.by = "李明".to_owned();
            let mut bench = bench.begin();
            play(&mut bench, "F1 claim Space list Enter Enter");
            bench
        });
    }
}

#[test]
fn a_reconciliation_line_by_line() {
    for lang in [Lang::Zh, Lang::En] {
        for (name, keys) in RECONCILED {
            scene(name, lang, |size| {
                let mut bench = Bench::reconciled(lang, size).begin();
                play(&mut bench, keys);
                bench
            });
        }
    }
}

#[test]
fn an_empty_ledger_has_a_first_screen() {
    for lang in [Lang::Zh, Lang::En] {
        scene("empty", lang, |size| Bench::new(lang, size).begin());
    }
}

/// The desk's own signs are plain ones wherever they are asked for; `text_of` sees that none is cut and none coloured.
#[test]
fn every_screen_is_drawn_with_plain_signs_too() {
    for size in [(80, 24), (60, 20), (61, 21), (120, 40)] {
        for (name, keys) in SCENES {
            let mut bench = Bench::with_glyphs(Lang::Zh, size, ASCII);
            bench.stock();
            let mut bench = bench.begin();
            play(&mut bench, keys);
            let (screen, caret) = bench.screen();
            let own = [
                FINE.rule,
                FINE.between,
                FINE.into,
                FINE.cursor,
                FINE.mark,
                FINE.up,
                FINE.down,
                FINE.full,
                FINE.empty,
                FINE.good,
                FINE.bad,
                "←",
            ];
            let fine: Vec<&str> = own.into_iter().filter(|sign| screen.contains(sign)).collect();
            assert!(fine.is_empty(), "{name} {size:?} draws {fine:?}:\n{screen}");
            assert!(caret.is_some(), "{name} {size:?} has no cursor:\n{screen}");
            let foot = screen.lines().last().unwrap_or_default();
            assert!(foot.contains("Esc") || foot.contains("F10"), "{name} {size:?}: {foot}");
        }
    }
}

#[test]
fn an_old_terminal_gets_plain_signs() {
    let lang = Lang::En;
    scene("plain_signs", lang, |size| {
        let mut bench = Bench::with_glyphs(lang, size, ASCII);
        bench.stock();
        let mut bench = bench.begin();
        play(&mut bench, "F1 loan Space list Enter Space");
        bench
    });
}
