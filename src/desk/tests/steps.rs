//! What a key does: from a screen, by a key, to the next.

use super::super::effect::{Answer, Found, Outcome, Ticket};
use super::super::message::{Key, Message};
use super::Bench;
use crate::i18n::Lang;

fn desk() -> Bench {
    Bench::stocked(Lang::Zh, (80, 24)).begin()
}

#[test]
fn a_thing_is_found_in_a_few_keys_by_name_former_name_number_and_sound() {
    for typed in ["听澜", "旧雨", "tlzn", "tinglan", "201610281886", "血缘 听澜"] {
        let mut desk = desk();
        desk.press("F1 patent Space list Enter /");
        typed.split(' ').enumerate().for_each(|(n, word)| {
            desk.press(if n > 0 { "Space" } else { "" });
            desk.press(word);
        });
        assert!(desk.shows("201610281886.0"), "{typed}:\n{}", desk.screen().0);
        assert!(!desk.shows("201810337120.9"), "{typed}");
    }
}

#[test]
fn a_repayment_is_recorded_only_from_its_summary() {
    let mut desk = desk();
    desk.press(
        "F1 loan Space list Enter Enter F2 repay Enter 30万 Enter 2021-02-28 Enter Enter Enter",
    );
    assert_eq!(desk.written, 0, "Enter never records");
    desk.press("F2");
    assert_eq!(desk.written, 0, "the first F2 sums up");
    assert!(desk.shows("300,000.00"), "{}", desk.screen().0);
    desk.press("F2");
    assert_eq!(desk.written, 1);
    assert!(desk.shows("已登记为条目"), "{}", desk.screen().0);
    let anchor = desk.ledger().anchor().unwrap();
    assert_eq!(desk.model.base.head, anchor.entries);
}

#[test]
fn the_command_of_a_form_does_the_same() {
    let mut desk = desk();
    desk.press("F1 loan Space list Enter Enter F2 repay Enter 30万 Enter 2021-02-28 F3");
    assert_eq!(desk.copied.last().unwrap(), "ipledger loan repay JD1 30万 --on=2021-02-28");
    desk.record(&["loan", "repay", "JD1", "30万", "--on=2021-02-28"]);
    // Recorded by the command, the form has nothing new to record.
    desk.press("F2");
    assert!(desk.shows("已在账上"), "{}", desk.screen().0);
}

#[test]
fn what_is_typed_is_checked_by_the_operation_and_told_under_its_line() {
    let mut desk = desk();
    desk.press("F5 patent Space add Enter 201610281886.1 Tab");
    assert!(desk.shows("校验位"), "{}", desk.screen().0);
}

#[test]
fn an_edit_of_what_changed_meanwhile_is_refused_and_shows_both() {
    let mut desk = desk();
    desk.press("F1 patent Space list Enter Enter F2 correct Enter");
    desk.record(&["patent", "correct", "201610281886.0", "--title=别人改的名称"]);
    // The title is the line that holds it.
    let (before, _) = desk.screen();
    assert!(before.contains("一种数据血缘追踪方法"), "{before}");
    while !desk.model.screens.last().is_some_and(|screen| {
        screen
            .command(&desk.model.base)
            .is_some_and(|words| words.iter().any(|w| w.starts_with("--title=")))
    }) {
        desk.press("Tab X");
        if desk
            .model
            .screens
            .last()
            .unwrap()
            .command(&desk.model.base)
            .unwrap()
            .iter()
            .any(|w| w.starts_with("--title="))
        {
            break;
        }
        desk.press("Back");
    }
    desk.press("F2");
    assert_eq!(desk.written, 0);
    // When opened, now, mine: side by side.
    let (screen, _) = desk.screen();
    let heads = ["栏目", "打开时", "账上现在", "我填的"];
    let texts = ["一种数据血缘追踪方法", "别人改的名称", "一种数据血缘追踪方法X"];
    for together in [&heads[..], &texts] {
        let is_beside = |line: &str| together.iter().all(|text| line.contains(text));
        assert!(screen.lines().any(is_beside), "{together:?} stand in no line:\n{screen}");
    }
    assert_eq!(desk.ledger().anchor().unwrap().entries, 10, "nothing is written over");
    desk.press("F5 F2");
    assert!(
        desk.shows("别人改的名称"),
        "what changed is what the edit starts from:\n{}",
        desk.screen().0
    );
    desk.press("F2");
    assert_eq!(desk.written, 1, "{}", desk.screen().0);
}

/// A quick hand types before the known texts are there.
#[test]
fn what_is_typed_before_the_form_is_filled_is_not_lost() {
    let mut desk = desk();
    desk.press("F1 patent Space list Enter Down Down Enter F2");
    for c in "correct".chars() {
        desk.take(Message::Key(Key::Char(c)));
    }
    let keys = [Key::Enter, Key::Down, Key::Home, Key::Char('新'), Key::F(2)];
    keys.into_iter().for_each(|key| desk.take(Message::Key(key)));
    desk.pause();
    desk.pause();
    assert!(desk.shows("新“𠮷”型…"), "{}", desk.screen().0);
    assert!(desk.shows("F2 登记"), "it is summed up:\n{}", desk.screen().0);
}

#[test]
fn undo_shows_its_effect_first_and_takes_back_what_was_shown() {
    let mut desk = desk();
    desk.press("Ctrl-Z");
    assert!(desk.shows("撤销最近一条"), "{}", desk.screen().0);
    // A colleague records meanwhile: what is taken back is what was shown.
    desk.record(&["party", "add", "上海示例后来有限公司"]);
    desk.press("F2");
    assert_eq!(desk.written, 1, "{}", desk.screen().0);
    let ledger = desk.ledger();
    let last = ledger.anchor().unwrap().entries;
    assert_eq!(ledger.entry(last).unwrap().voids, Some(last - 2));
}

#[test]
fn the_past_is_said_to_be_the_past_and_nothing_is_recorded_in_it() {
    let mut desk = desk();
    desk.press("F1 loan Space list Enter Enter Ctrl-D 2019-01-01 Enter");
    assert!(desk.shows("截至 2019-01-01"), "{}", desk.screen().0);
    desk.press("F5");
    assert!(desk.shows("看的是过去"), "{}", desk.screen().0);
    desk.press("Ctrl-D Enter");
    assert!(desk.shows("经办 王芳"), "{}", desk.screen().0);
}

#[test]
fn what_was_typed_is_kept_and_comes_back() {
    let mut desk = desk();
    desk.press("F1 loan Space list Enter Enter F2 repay Enter 30万 Esc");
    assert!(desk.model.base.drafts.contains_key("loan repay JD1"), "{:?}", desk.model.base.drafts);
    desk.press("F2 repay Enter");
    assert!(desk.shows("30万"), "{}", desk.screen().0);
    desk.press("Tab 2021-02-28 F2 F2");
    assert_eq!(desk.written, 1, "{}", desk.screen().0);
    assert!(desk.model.base.drafts.is_empty(), "gone once recorded");
}

#[test]
fn a_condition_narrows_and_is_dropped() {
    let mut desk = desk();
    desk.press("F1 patent Space list Enter Right Right =");
    let (screen, _) = desk.screen();
    assert!(screen.contains('×') && screen.contains("2 条 / 共 3 条"), "{screen}");
    desk.press("Del");
    assert!(desk.shows("共 3 条"), "{}", desk.screen().0);
}

#[test]
fn what_is_seen_is_exported() {
    let mut desk = desk();
    desk.press("F1 loan Space list Enter F9");
    let file = desk.folder.path().join("loan-list-2021-03-01.xlsx");
    assert!(file.is_file(), "{}", desk.screen().0);
}

#[test]
fn a_paste_never_acts() {
    let mut desk = desk();
    desk.press("F1 loan Space list Enter Enter F2 repay Enter");
    desk.take(Message::Paste("30万\n\n2021-02-28\n".to_owned()));
    desk.pause();
    assert!(desk.shows("30万 2021-02-28"), "{}", desk.screen().0);
    assert_eq!(desk.written, 0);
}

#[test]
fn a_pledge_is_registered_with_its_grounds_in_view() {
    let mut desk = desk();
    desk.press("F5 pledge Space register Enter");
    assert!(desk.shows("登记号"), "{}", desk.screen().0);
    let form = [
        ("registration_no", "Y2021310000001"),
        ("registered_on", "2021-02-26"),
        ("pledgor", "上海示例听澜智能科技有限公司"),
        ("pledgee", "示例银行静安支行"),
        ("patent_nos", "201610281886.0"),
        ("secured_amount", "300万"),
        ("debt_from", "2021-02-26"),
        ("debt_to", "2022-02-26"),
    ];
    let names: Vec<String> = desk
        .model
        .base
        .verb("pledge register")
        .unwrap()
        .slots
        .iter()
        .map(|slot| slot.name.clone())
        .collect();
    for name in names {
        if let Some((_, text)) = form.iter().find(|(known, _)| *known == name) {
            desk.press(text);
        }
        desk.press("Tab");
    }
    desk.press("F2");
    let mut seen = desk.screen().0;
    for _ in 0..4 {
        desk.press("PgDn");
        seen += &desk.screen().0;
    }
    for ground in ["R1", "R9", "R12", "未知"] {
        assert!(seen.contains(ground), "{ground} is not seen:\n{seen}");
    }
    desk.press("F2");
    assert_eq!(desk.written, 1, "{}", desk.screen().0);
}

#[test]
fn every_verb_that_records_is_offered() {
    let desk = desk();
    let offered: Vec<&str> = desk.model.base.verbs.iter().map(|verb| verb.path.as_str()).collect();
    for path in [
        "party add",
        "party correct",
        "patent add",
        "patent event",
        "pct add",
        "pledge register",
        "pledge change",
        "pledge release",
        "loan open",
        "loan repay",
        "loan extend",
        "loan classify",
        "claim file",
        "claim approve",
        "claim pay",
        "program apply",
        "program recognise",
        "certificate add",
        "certificate surveil",
        "target set",
        "fund contribute",
    ] {
        assert!(offered.contains(&path), "{path} is not offered");
    }
}

#[test]
fn a_file_is_imported_after_its_reading_was_seen() {
    let mut desk = desk();
    let list = "名称,统一社会信用代码,区\n上海示例新来有限公司,,静安区\n上海示例听澜智能科技有限公司,,静安区\n";
    std::fs::write(desk.folder.path().join("企业.csv"), list).unwrap();
    desk.press("F6 party Enter Ctrl-P");
    assert!(desk.shows("企业.csv"), "the folder's files are offered:\n{}", desk.screen().0);
    desk.press("Enter Tab");
    assert!(desk.shows("共 2 条：接受 1"), "{}", desk.screen().0);
    assert_eq!(desk.written, 0);
    desk.press("F2 F2");
    assert_eq!(desk.written, 1, "{}", desk.screen().0);
    desk.press("F1 party Space list Enter / 新来");
    assert!(desk.shows("上海示例新来有限公司"), "{}", desk.screen().0);
}

#[test]
fn a_worker_that_fails_inside_answers_so() {
    let mut desk = desk();
    desk.fail_inside();
    desk.press("F1 loan Space list Enter Enter F2 repay Enter 30万 Enter 2021-02-28 Tab");
    assert!(desk.shows("程序内部出错"), "{}", desk.screen().0);
    desk.press("Esc Esc Esc");
    assert!(
        desk.shows("今天要办") || desk.shows("今天没有待办"),
        "the desk goes on:\n{}",
        desk.screen().0
    );
}

#[test]
fn a_quarter_is_sealed_after_its_figures_were_seen() {
    let mut desk = desk();
    desk.press("Down Enter");
    assert!(desk.shows("2020Q4") && desk.shows("有效发明专利"), "{}", desk.screen().0);
    assert_eq!(desk.written, 0);
    desk.press("F2");
    assert_eq!(desk.written, 1, "{}", desk.screen().0);
    assert!(!desk.shows("尚未发布"), "{}", desk.screen().0);
}

#[test]
fn what_others_record_is_said_and_seen() {
    let mut desk = desk();
    desk.press("F1 party Space list Enter");
    assert!(!desk.shows("上海示例后来有限公司"));
    desk.record(&["party", "add", "上海示例后来有限公司"]);
    desk.take(Message::Foreign);
    desk.answer_all();
    assert!(desk.shows("上海示例后来有限公司") && desk.shows("#10"), "{}", desk.screen().0);
}

#[test]
fn what_was_recorded_before_it_could_be_stopped_is_told() {
    let mut desk = desk();
    let outcome = Outcome { entry: Some(10), ..Outcome::default() };
    let answer = Answer { head: 10, result: Ok(Found::Written(outcome)) };
    desk.take(Message::Answer(Ticket(u64::MAX), Box::new(answer)));
    assert!(desk.shows("已登记为条目 10"), "{}", desk.screen().0);
}
