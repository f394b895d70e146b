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
fn undo_says_which_entry_it_takes_back_and_that_a_newer_one_was_before() {
    let mut desk = desk();
    let newest = desk.ledger().anchor().unwrap().entries;
    let named = |entry: i64| format!("撤销的是条目 {entry} 2021-03-01 09:00 李明");
    desk.press("Ctrl-Z");
    assert!(desk.shows(&named(newest)) && !desk.shows("已经撤销"), "{}", desk.screen().0);
    desk.press("F2 Ctrl-Z");
    let (screen, _) = desk.screen();
    assert!(screen.contains(&named(newest - 1)), "{screen}");
    assert!(screen.contains(&format!("比它新的条目 {newest} 已经撤销")), "{screen}");
    assert_eq!(desk.written, 1);
}

#[test]
fn what_acts_on_a_row_waits_for_the_rows_that_were_asked_for() {
    let mut desk = desk();
    desk.press("F1 patent Space list Enter");
    let first = desk.screen().0;
    assert!(first.contains("▸  201610281886.0"), "{first}");
    // Typed and opened before the list could answer: what was typed is opened.
    for key in [Key::Char('/'), Key::Char('裂'), Key::Char('缝'), Key::Enter, Key::Enter] {
        desk.take(Message::Key(key));
    }
    desk.answer_all();
    assert!(desk.screen().0.starts_with(" 专利 · 201710592826.5"), "{}", desk.screen().0);
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
    desk.press("F2");
    assert!(desk.shows("没有拒收的行"), "{}", desk.screen().0);
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
    // F7 leads to the same from anywhere; the quarter is typed before it is sealed.
    desk.press("Esc F1 F7");
    assert!(desk.shows("输入 2020Q4 后按 F2 封存"), "{}", desk.screen().0);
    desk.press("F2 2020q3 F2");
    assert_eq!(desk.written, 0);
    desk.press("Back ４ F2");
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
fn a_screen_that_is_read_anew_holds_nobody_and_a_file_that_is_written_is_stopped() {
    let mut desk = desk();
    desk.press("F1 party Space list Enter Enter");
    let is_card = |desk: &Bench| desk.screen().0.starts_with(" 主体 ·");
    assert!(is_card(&desk), "{}", desk.screen().0);
    // A colleague records, and Esc comes before the card is read again.
    desk.take(Message::Foreign);
    assert_eq!(desk.asked.len(), 1);
    desk.take(Message::Key(Key::Esc));
    assert!(!is_card(&desk) && !desk.shows("已停止"), "{}", desk.screen().0);
    desk.press("Enter");
    desk.take(Message::Key(Key::F(9)));
    desk.take(Message::Key(Key::Esc));
    assert!(is_card(&desk) && desk.shows("已停止") && desk.asked.is_empty());
}

#[test]
fn what_was_recorded_before_it_could_be_stopped_is_told() {
    let mut desk = desk();
    let outcome = Outcome { entry: Some(10), ..Outcome::default() };
    let answer = Answer { head: 10, result: Ok(Found::Written(outcome)) };
    desk.take(Message::Answer(Ticket(u64::MAX), Box::new(answer)));
    assert!(desk.shows("已登记为条目 10"), "{}", desk.screen().0);
}

#[test]
fn what_is_decided_shows_at_once_and_is_recorded_together() {
    let mut desk = Bench::reconciled(Lang::Zh, (80, 24)).begin();
    desk.press("F1 reconcile Space list Enter Enter Down Down");
    assert!(desk.shows("▸JD20160004"), "{}", desk.screen().0);
    desk.press("Tab Space");
    // One of the two is decided: the other follows.
    assert!(desk.shows("第 4 行 → JD20160005"), "{}", desk.screen().0);
    desk.press("Down");
    let (screen, _) = desk.screen();
    assert!(screen.contains("▸JD20160004") && screen.contains("JD20160005（第4行）"), "{screen}");
    assert_eq!(desk.written, 0);
    desk.press("F3");
    let command = "ipledger reconcile decide 1 4 JD20160005";
    assert_eq!(desk.copied.last().unwrap(), command);
    desk.press("F2 F2");
    assert_eq!(desk.written, 1, "{}", desk.screen().0);
    // Recorded, it is chosen no more.
    assert!(!desk.shows("已选"), "{}", desk.screen().0);
    desk.press("F3");
    assert_eq!(desk.copied.last().unwrap(), "ipledger reconcile show 1");
}

#[test]
fn a_loan_of_another_row_is_taken_only_after_asking() {
    let mut desk = Bench::reconciled(Lang::Zh, (80, 24)).begin();
    desk.press("F1 reconcile Space list Enter Enter Down Down Space F2 F2");
    assert_eq!(desk.written, 1, "{}", desk.screen().0);
    desk.press("Down");
    while !desk.shows("▸JD20160004") {
        desk.press("Tab");
    }
    desk.press("Space");
    assert!(desk.shows("JD20160004 现属第 4 行"), "{}", desk.screen().0);
    desk.press("Esc");
    assert!(!desk.shows("已选"), "{}", desk.screen().0);
    desk.press("Space Enter");
    assert!(desk.shows("第 4 行 ≠ JD20160004"), "{}", desk.screen().0);
    desk.press("Ctrl-Z");
    assert!(!desk.shows("已选"), "{}", desk.screen().0);
    desk.press("Space Enter F2 F2");
    assert_eq!(desk.written, 2, "{}", desk.screen().0);
}

#[test]
fn what_was_chosen_is_not_left_unasked_and_the_answer_is_a_file() {
    let mut desk = Bench::reconciled(Lang::Zh, (80, 24)).begin();
    desk.press("F1 reconcile Space list Enter Enter Down Down Del Esc");
    assert!(desk.shows("所选尚未登记"), "{}", desk.screen().0);
    desk.press("Down F9");
    assert!(desk.folder.path().join("reconcile-show-1-2021-03-01.xlsx").is_file());
    desk.press("Esc Esc");
    assert!(!desk.shows("已选"), "{}", desk.screen().0);
}

#[test]
fn a_banks_list_is_held_against_the_ledger_from_the_desk() {
    let mut desk = Bench::reconciled(Lang::Zh, (80, 24)).begin();
    std::fs::copy(desk.folder.path().join("示例银行.csv"), desk.folder.path().join("二月.csv"))
        .unwrap();
    desk.press("F6 reconcile Enter 二月.csv Tab 示例银行静安支行 Tab");
    assert!(desk.shows("示例银行静安支行对账"), "{}", desk.screen().0);
    assert_eq!(desk.written, 0);
    desk.press("F2 F2");
    assert_eq!(desk.written, 1, "{}", desk.screen().0);
}

#[test]
fn who_decides_a_claim_sees_what_changed_since_it_was_filed() {
    let mut desk = Bench::claimed(Lang::Zh, (120, 40)).begin();
    desk.press("F1 claim Space list Enter Enter");
    let mut seen = desk.screen().0;
    for _ in 0..4 {
        desk.press("PgDn");
        seen += &desk.screen().0;
    }
    // The fund got 200,000 since; the loan is a year longer overdue: 303 days then, 667 now.
    let of = |name: &str| seen.lines().find(|line| line.contains(name)).unwrap_or_default();
    let fund = of("中山风险补偿资金余额");
    assert!(fund.contains("1,500,000.00") && fund.contains("1,700,000.00"), "{seen}");
    assert!(fund.contains("有变动"), "{seen}");
    assert!(!of("本金（元）").contains("有变动"), "{seen}");
    desk.press("F2 F2");
    assert_eq!(desk.written, 1, "{}", desk.screen().0);
    let command = desk.press("F3").copied.last().cloned();
    assert_eq!(command.as_deref(), Some("ipledger claim show BC-1"));
}

#[test]
fn who_filed_a_claim_is_told_why_he_does_not_decide_it() {
    let mut desk = Bench::claimed(Lang::Zh, (80, 24));
    desk.model.base.by = "李明".to_owned();
    let mut desk = desk.begin();
    desk.press("F1 claim Space list Enter Enter");
    let foot = |desk: &Bench| desk.screen().0.lines().last().unwrap_or_default().to_owned();
    assert!(foot(&desk).contains("不能自己审批"), "{}", desk.screen().0);
    desk.press("F2 F2");
    assert_eq!(desk.written, 0, "{}", desk.screen().0);
}

#[test]
fn what_was_undone_is_done_again() {
    let mut desk = desk();
    desk.press("Ctrl-Y");
    assert!(desk.shows("没有可重做的"), "{}", desk.screen().0);
    desk.press("Esc Ctrl-Z F2");
    assert_eq!(desk.written, 1);
    desk.press("F1 loan Space list Enter");
    assert!(!desk.shows("JD2"), "{}", desk.screen().0);
    desk.press("Ctrl-Y");
    assert!(desk.shows("JD2") || desk.shows("贷款"), "{}", desk.screen().0);
    desk.press("F2");
    assert_eq!(desk.written, 2, "{}", desk.screen().0);
    assert!(desk.shows("JD2"), "{}", desk.screen().0);
    // Done again, there is nothing more; and it can be undone again.
    desk.press("Ctrl-Y");
    assert!(desk.shows("没有可重做的"), "{}", desk.screen().0);
    desk.press("Esc Ctrl-Z F2");
    assert_eq!(desk.written, 3, "{}", desk.screen().0);
}

#[test]
fn a_day_is_chosen_from_its_month() {
    let mut desk = desk();
    desk.press("F1 loan Space list Enter Enter F2 repay Enter 30万 Enter 2020-02-27 Ctrl-P");
    assert!(desk.shows("2020年2月") && desk.shows("▸27"), "{}", desk.screen().0);
    desk.press("Down");
    assert!(desk.shows("2020年3月") && desk.shows("▸ 5"), "{}", desk.screen().0);
    desk.press("PgUp End Enter");
    assert!(desk.shows("2020-02-29"), "{}", desk.screen().0);
    assert_eq!(desk.written, 0);
}

#[test]
fn a_balance_is_seen_for_any_day_and_a_payment_tried_on_it() {
    let mut desk = desk();
    desk.press("F1 loan Space list Enter Enter Tab PgUp Left");
    assert!(desk.shows("JD1 2021-01-31"), "{}", desk.screen().0);
    desk.press("F3");
    let command = "ipledger loan balance JD1 --as-of=2021-01-31";
    assert_eq!(desk.copied.last().unwrap(), command);
    // The one instalment fell due on 2019-08-30.
    desk.press("Home");
    assert!(desk.shows("JD1 2019-08-30"), "{}", desk.screen().0);
    desk.press("F2 30万 Tab Tab");
    let (screen, _) = desk.screen();
    assert!(screen.contains("2019-08-30") && screen.contains("演练通过"), "{screen}");
    assert_eq!(desk.written, 0);
}

#[test]
fn days_and_entries_are_gone_through_as_by_a_slider() {
    let mut desk = desk();
    desk.press("F1 loan Space list Enter Enter Ctrl-D Down");
    assert!(desk.shows("截至 2021-02-28"), "{}", desk.screen().0);
    desk.press("PgDn Up Enter");
    assert!(desk.shows("截至 2021-01-29"), "{}", desk.screen().0);
    desk.press("Ctrl-K Down");
    assert!(desk.shows("按条目 #8 时所知"), "{}", desk.screen().0);
    desk.press("Esc Ctrl-D Enter");
    assert!(desk.shows("经办 王芳"), "{}", desk.screen().0);
}

/// A list with a number whose check digit is wrong, a day that is none, and a patent known under another title.
const PATENTS: &str = "申请号,名称,申请日,申请人
201610281886.1,一种甲方法,2016-04-29,上海示例听澜智能科技有限公司
201810000012.2,一种乙方法,2018-02-30,上海示例听澜智能科技有限公司
201710592826.5,一种改了名的方法,2017-05-16,上海示例听澜智能科技有限公司
";

fn import(desk: &mut Bench) {
    std::fs::write(desk.folder.path().join("专利.csv"), PATENTS).unwrap();
    desk.press("F6 patent Enter 专利.csv Tab F2");
}

#[test]
fn refused_rows_are_mended_in_place_and_go_in_as_one_entry() {
    let mut desk = desk();
    import(&mut desk);
    assert!(desk.shows("拒收待改 3"), "{}", desk.screen().0);
    assert!(desk.shows("校验位") && desk.shows("日历"), "{}", desk.screen().0);
    // The first number's check digit, then the day.
    desk.press("Enter Ctrl-U 201610281887.5 Enter");
    let wrong = desk.screen().0;
    assert!(wrong.contains("201610281886.1 → 201610281887.5"), "{wrong}");
    desk.press("Enter Ctrl-U 2018-02-28 Enter");
    assert!(desk.shows("2018-02-30 → 2018-02-28"), "{}", desk.screen().0);
    assert_eq!(desk.written, 0);
    // What the ledger knows otherwise is taken by the row.
    desk.press("End Space");
    assert!(desk.shows("采纳更正 1"), "{}", desk.screen().0);
    desk.press("F3");
    let command = desk.copied.last().unwrap().clone();
    assert!(command.contains("--mend=3:C=2018-02-28"), "{command}");
    assert!(command.ends_with("--accept-row=4"), "{command}");
    desk.press("F2 F2");
    assert_eq!(desk.written, 1, "{}", desk.screen().0);
    let ledger = desk.ledger();
    let entry = ledger.entry(ledger.anchor().unwrap().entries).unwrap();
    assert!(entry.settings.contains("2018-02-30"), "{}", entry.settings);
}

#[test]
fn pasted_cells_fill_the_refused_ones_by_line_and_tab() {
    let mut desk = desk();
    import(&mut desk);
    desk.press("Down");
    desk.take(Message::Paste("2018-02-27\t上海示例听澜智能科技有限公司\n".to_owned()));
    desk.pause();
    assert!(desk.shows("2018-02-30 → 2018-02-27"), "{}", desk.screen().0);
    assert_eq!(desk.written, 0);
    desk.press("Up Down Del");
    assert!(!desk.shows("→ 2018-02-27"), "{}", desk.screen().0);
}

#[test]
fn the_grounds_of_a_pledge_are_gone_through_and_lead_to_what_is_missing() {
    let mut desk = Bench::stocked(Lang::Zh, (120, 40)).begin();
    desk.press("F5 pledge Space register Enter");
    let names: Vec<String> = desk
        .model
        .base
        .verb("pledge register")
        .unwrap()
        .slots
        .iter()
        .map(|slot| slot.name.clone())
        .collect();
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
    for name in &names {
        if let Some((_, text)) = form.iter().find(|(known, _)| known == name) {
            desk.press(text);
        }
        desk.press("Tab");
    }
    assert!(desk.shows("登记条件"), "{}", desk.screen().0);
    for _ in 0..20 {
        if desk.shows("▸ R4") {
            break;
        }
        desk.press("Tab");
    }
    assert!(desk.shows("▸ R4") && desk.shows("补填"), "{}", desk.screen().0);
    // The fee is the patent's: its own form opens at the line.
    desk.press("Enter 2021-04-29 F2 F2");
    assert_eq!(desk.written, 1, "{}", desk.screen().0);
    assert!(desk.shows("登记条件"), "{}", desk.screen().0);
}
