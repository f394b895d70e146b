//! A seeded monkey: keys, pastes, sizes, late answers. Nothing panics, nothing is written unseen, the ledger stands.
//! `IPLEDGER_DESK_KEYS=200000` has it press more.

use super::super::message::{Key, Message};
use super::{Bench, STATEMENT};
use crate::i18n::Lang;

const KEYS: usize = 1500;

/// Numbers that look like chance and are the same every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % n as u64).unwrap()
    }
}

fn message(chance: &mut Chance) -> Message {
    const OFTEN: [Key; 24] = [
        Key::Enter,
        Key::Enter,
        Key::Enter,
        Key::Down,
        Key::Down,
        Key::Up,
        Key::Left,
        Key::Right,
        Key::Tab,
        Key::BackTab,
        Key::Esc,
        Key::PageDown,
        Key::PageUp,
        Key::Home,
        Key::End,
        Key::Backspace,
        Key::Delete,
        Key::F(1),
        Key::F(2),
        Key::F(2),
        Key::F(3),
        Key::F(5),
        Key::F(8),
        Key::Esc,
    ];
    const TYPED: [char; 18] = [
        '1', '0', '2', '万', '听', 't', 'l', '-', '.', ' ', '=', '/', '？', '；', '\u{301}', '👩',
        '\u{200d}', '𠮷',
    ];
    const HELD: [char; 13] = ['a', 'x', 'p', 's', 't', 'd', 'k', 'z', 'u', 'l', 'n', 'f', 'e'];
    match chance.below(100) {
        0..50 => Message::Key(OFTEN[chance.below(OFTEN.len())]),
        50..80 => Message::Key(Key::Char(TYPED[chance.below(TYPED.len())])),
        80..92 => Message::Key(Key::Ctrl(HELD[chance.below(HELD.len())])),
        92..95 => Message::Paste("201610281886.0\r\n2021-02-28\t30万\n\u{1b}[2J".to_owned()),
        95..98 => {
            let sizes = [(80, 24), (60, 20), (120, 40), (200, 60), (59, 20), (10, 3), (0, 0)];
            let (columns, lines) = sizes[chance.below(sizes.len())];
            Message::Resize(columns, lines)
        }
        _ => Message::Foreign,
    }
}

/// Ways to screens that keys at random seldom find.
const WAYS: [&str; 8] = [
    "F1 reconcile Space list Enter Enter",
    "F1 claim Space list Enter Enter",
    "F1 loan Space list Enter Enter Tab",
    "F1 pledge Space check Enter",
    "F6 patent Enter refused.csv Tab F2",
    "F6 reconcile Enter statement.csv Tab 示例银行静安支行 Tab F2",
    "F1 stats Space publish Enter",
    "F1 pledge Space list Enter Enter F2",
];

/// A list with rows that are refused, each for a reason of its own.
const REFUSED: &str = "申请号,发明名称,申请日,申请人
201610281886.1,一种数据血缘追踪方法,2016-04-29,上海示例听澜智能科技有限公司
201810337120.5,一种“𠮷”型\u{202e}夹具👩\u{200d}🔬,2018-02-30,上海示例听澜智能科技有限公司
201910418820.X,,2019-05-20,示例无名有限公司
";

#[test]
fn whatever_is_pressed_the_desk_and_the_ledger_stand() {
    let keys =
        std::env::var("IPLEDGER_DESK_KEYS").ok().and_then(|n| n.parse().ok()).unwrap_or(KEYS);
    let mut chance = Chance(0x1234_5678_9abc_def1);
    let ledgers = [Bench::stocked, Bench::reconciled, Bench::claimed];
    for (at, ledger) in ledgers.into_iter().enumerate() {
        let lang = if at == 1 { Lang::En } else { Lang::Zh };
        let mut desk = ledger(lang, (80, 24)).begin();
        std::fs::write(desk.folder.path().join("refused.csv"), REFUSED).unwrap();
        std::fs::write(desk.folder.path().join("statement.csv"), STATEMENT).unwrap();
        press_at_random(&mut desk, &mut chance, keys / ledgers.len());
        assert!(desk.ledger().verify(&[]).unwrap().findings.is_empty());
    }
}

fn press_at_random(desk: &mut Bench, chance: &mut Chance, keys: usize) {
    for n in 0..keys {
        if chance.below(150) == 0 {
            desk.press(WAYS[chance.below(WAYS.len())]);
        }
        let message = message(chance);
        desk.take(message);
        // Answers come late, in their order, some after the next key.
        if chance.below(3) > 0 {
            desk.answer_next();
        }
        if chance.below(8) == 0 {
            desk.pause();
        }
        let (screen, caret) = desk.screen();
        let (columns, lines) = desk.model.base.size;
        let is_inside = caret.is_none_or(|at| at.x < columns && at.y < lines);
        assert!(is_inside, "after {n} keys the cursor is outside:\n{screen}");
        desk.model.is_left = false;
    }
    desk.answer_all();
}
