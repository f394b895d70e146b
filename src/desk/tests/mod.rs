//! The desk without a terminal: keys in, screens out, the worker's answers in between.

#[cfg(unix)]
mod caret;
#[cfg(unix)]
mod ends;
mod golden;
mod monkey;
mod steps;
#[cfg(unix)]
#[path = "../../../tests/suite/terminal.rs"]
#[allow(dead_code)]
mod terminal;

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, OnceLock};

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Color;
use unicode_width::UnicodeWidthStr;

use super::effect::Asked;
use super::effect::{Act, Answer, Effect, Found, Question, Ticket, Times};
use super::glyphs::{FINE, Glyphs};
use super::message::{Key, Message};
use super::model::{Base, Model, Screen};
use super::screens::home::Home;
use super::worker::{Desk, Worker};
use super::{update, view};
use crate::cli::desk::{reader, verbs};
use crate::domain::values::Date;
use crate::i18n::Lang;
use crate::ledger::{Ledger, Office as OfficeCard};
use crate::operations::{Author, Mode, Office, book};

/// Texts as they come: both widths, rare characters, pictures of several, marks that join, what would steer.
pub const ANY_TEXT: &str = "([a-z0-9 ]|[静安区知识产权（），。“”…·𠮷]|e\u{301}|👩\u{200d}🔬|✈\u{fe0f}|\t|\u{1b}|\u{202e}|\u{200b}){0,30}";

/// 2021-03-01, nine o'clock in China.
const NOW: i64 = 1_614_560_400_000;

/// A desk on a small ledger.
pub struct Bench {
    pub model: Model,
    worker: Worker,
    folder: tempfile::TempDir,
    /// Asked and not answered yet.
    pub asked: VecDeque<(Ticket, Question)>,
    /// What was rehearsed and passed.
    rehearsed: BTreeSet<Vec<String>>,
    pub written: usize,
    pub copied: Vec<String>,
}

impl Bench {
    pub fn new(lang: Lang, size: (u16, u16)) -> Self {
        Self::with_glyphs(lang, size, FINE)
    }

    pub fn with_glyphs(lang: Lang, size: (u16, u16), glyphs: Glyphs) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.db");
        let region = "310106".parse().unwrap();
        let office =
            OfficeCard {
                name: "静安区知识产权局".into(), region, district: "静安区".into()
            };
        drop(book::found(&path, &office, author(), today()).unwrap());
        let desk = Desk {
            db: path,
            lang,
            clock: Arc::new(|| NOW),
            any_place: false,
            read: reader(lang),
            folder: folder.path().to_owned(),
        };
        let base = Base {
            lang,
            glyphs,
            has_color: false,
            size,
            by: "王芳".to_owned(),
            today: today(),
            now: 0,
            times: Times::default(),
            head: 0,
            verbs: Arc::new(verbs(lang)),
            drafts: Default::default(),
        };
        let screens: Vec<Box<dyn Screen>> = vec![Box::new(Home::default())];
        let model = Model { base, screens, said: None, prompt: None, next: 0, is_left: false };
        Self {
            model,
            worker: Worker::new(desk),
            folder,
            asked: VecDeque::new(),
            rehearsed: BTreeSet::new(),
            written: 0,
            copied: Vec::new(),
        }
    }

    /// A desk on a ledger with firms, patents of long and strange titles, a pledge, and two loans of which one is late.
    pub fn stocked(lang: Lang, size: (u16, u16)) -> Self {
        let mut bench = Self::new(lang, size);
        bench.stock();
        bench
    }

    /// Fills the ledger; the same for every desk, so recorded once.
    pub fn stock(&mut self) {
        static STOCKED: OnceLock<Vec<u8>> = OnceLock::new();
        let file = STOCKED.get_or_init(|| {
            for line in STOCK.trim().lines() {
                self.record(&line.split('|').map(str::trim).collect::<Vec<_>>());
            }
            std::fs::read(self.path()).unwrap()
        });
        std::fs::write(self.path(), file).unwrap();
    }

    fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("ledger.db")
    }

    pub fn ledger(&self) -> Ledger {
        Ledger::open(&self.path()).unwrap()
    }

    /// Records beside the desk, as a colleague would.
    pub fn record(&self, words: &[&str]) {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let asked = reader(Lang::Zh)(&words, "李明").unwrap_or_else(|e| panic!("{words:?}: {e:?}"));
        let Asked::Request(request) = asked else { panic!("{words:?} is a file's") };
        let mut ledger = self.ledger();
        Office::new(&mut ledger, author(), today(), Mode::Record)
            .perform(request)
            .unwrap_or_else(|e| panic!("{words:?}: {e:?}"));
    }

    /// A desk on a ledger with a bank's list held against it: a row that agrees, one in another unit, two that could be
    /// either of two loans, one that no loan is like; a loan that is not listed.
    pub fn reconciled(lang: Lang, size: (u16, u16)) -> Self {
        let mut bench = Self::new(lang, size);
        for line in LENT.trim().lines() {
            bench.record(&line.split('|').map(str::trim).collect::<Vec<_>>());
        }
        std::fs::write(bench.folder.path().join("示例银行.csv"), STATEMENT).unwrap();
        let words = ["reconcile", "示例银行.csv", "--bank=示例银行静安支行", "--as-of=2016-12-31"];
        let act = Act { words: words.map(str::to_owned).to_vec(), reason: None };
        let answer = bench.worker.answered(&Question::Write(act), "李明");
        let found = answer.result.unwrap_or_else(|told| panic!("{told:?}"));
        assert!(matches!(found, Found::Written(outcome) if outcome.entry.is_some()));
        bench
    }

    /// A desk on a ledger with a claim that 李明 filed a year ago; the loan was repaid something since.
    pub fn claimed(lang: Lang, size: (u16, u16)) -> Self {
        let bench = Self::new(lang, size);
        let scheme = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/schemes/zhongshan.toml");
        bench.record(&["scheme", "add", scheme]);
        let document = format!("--document={scheme}");
        for line in CLAIMED.trim().lines() {
            let words: Vec<&str> = line.split('|').map(str::trim).collect();
            let words = words.into_iter();
            let words = words.map(|word| if word == "DOCUMENT" { &*document } else { word });
            bench.record(&words.collect::<Vec<_>>());
        }
        bench
    }

    /// Shows the first screen, with its answer.
    pub fn begin(mut self) -> Self {
        self.take(Message::Foreign);
        self.answer_all();
        self
    }

    /// Presses keys, each answered in full: names of keys, and words to be typed.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        for word in keys.split_whitespace() {
            match named(word) {
                Some(key) => self.take(Message::Key(key)),
                None => word.chars().for_each(|c| self.take(Message::Key(Key::Char(c)))),
            }
            self.pause();
        }
        self
    }

    /// Time passes, and all is answered.
    pub fn pause(&mut self) {
        self.answer_all();
        let now = self.model.base.now + 2000;
        self.take(Message::Tick(now));
        self.answer_all();
    }

    pub fn take(&mut self, message: Message) {
        for effect in update::update(&mut self.model, message, today()) {
            match effect {
                Effect::Ask(ticket, question) => {
                    if let Question::Write(act) = &question {
                        assert!(self.rehearsed.contains(&act.words), "written unseen: {act:?}");
                    }
                    self.asked.push_back((ticket, question));
                }
                Effect::Cancel(ticket) => self.asked.retain(|(asked, _)| *asked != ticket),
                Effect::Copy(text) => self.copied.push(text),
                Effect::SaveDraft { .. }
                | Effect::DropDraft { .. }
                | Effect::Redraw
                | Effect::Leave => {}
            }
        }
    }

    pub fn answer_all(&mut self) {
        while self.answer_next() {}
    }

    /// Answers what was asked first; whether anything was.
    pub fn answer_next(&mut self) -> bool {
        let Some((ticket, question)) = self.asked.pop_front() else { return false };
        let answer: Answer = self.worker.answered(&question, &self.model.base.by);
        match (&question, &answer.result) {
            (Question::Rehearse(act), Ok(Found::Rehearsed(outcome))) => {
                self.rehearsed.insert(outcome.words.clone().unwrap_or_else(|| act.words.clone()));
            }
            (Question::Write(_), Ok(Found::Written(_))) => self.written += 1,
            _ => {}
        }
        self.take(Message::Answer(ticket, Box::new(answer)));
        true
    }

    /// From here on whatever is to be recorded fails as no program should.
    pub fn fail_inside(&mut self) {
        self.worker.desk_mut().read = Arc::new(|_, _| panic!("for the test"));
    }

    /// The screen as text, and the cell of the cursor.
    pub fn screen(&self) -> (String, Option<Position>) {
        let (columns, lines) = self.model.base.size;
        let area = Rect::new(0, 0, columns, lines);
        let mut buffer = Buffer::empty(area);
        let caret = view::draw(&self.model, &mut buffer, area);
        (text_of(&buffer), caret)
    }

    pub fn shows(&self, text: &str) -> bool {
        self.screen().0.contains(text)
    }
}

/// The lines of a buffer. No character is cut in half, none stands over the edge, none steers, and no colour is used.
pub fn text_of(buffer: &Buffer) -> String {
    let mut text = String::new();
    for y in 0..buffer.area.height {
        let (mut x, mut line) = (0, String::new());
        while x < buffer.area.width {
            let cell = &buffer[(x, y)];
            let width = u16::try_from(cell.symbol().width().max(1)).unwrap();
            assert!(x + width <= buffer.area.width, "over the edge: {line}{}", cell.symbol());
            assert!(!cell.symbol().contains(char::is_control), "{:?}", cell.symbol());
            assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset), "a colour without leave");
            (1..width).for_each(|n| assert_eq!(buffer[(x + n, y)].symbol(), " ", "half of {line}"));
            line.push_str(cell.symbol());
            x += width;
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn named(word: &str) -> Option<Key> {
    Some(match word {
        "Enter" => Key::Enter,
        "Esc" => Key::Esc,
        "Tab" => Key::Tab,
        "BackTab" => Key::BackTab,
        "Up" => Key::Up,
        "Down" => Key::Down,
        "Left" => Key::Left,
        "Right" => Key::Right,
        "PgDn" => Key::PageDown,
        "PgUp" => Key::PageUp,
        "Home" => Key::Home,
        "End" => Key::End,
        "Del" => Key::Delete,
        "Back" => Key::Backspace,
        "Space" => Key::Char(' '),
        _ => {
            if let Some(letter) = word.strip_prefix("Ctrl-") {
                return letter.chars().next().map(|c| Key::Ctrl(c.to_ascii_lowercase()));
            }
            let number = word.strip_prefix('F')?.parse().ok()?;
            Key::F(number)
        }
    })
}

fn today() -> Date {
    "2021-03-01".parse().unwrap()
}

fn author() -> Author {
    Author {
        name: "李明".to_owned(),
        reason: None,
        moment: NOW,
        clock_was_wrong: false,
        any_place: false,
    }
}

/// A firm that was called otherwise, names with a rare character, a picture and a joined mark; what would steer a
/// terminal; figures a person can check.
const STOCK: &str = "
party|add|上海示例听澜智能科技有限公司|--former-names=上海旧雨软件有限公司|--district=静安区
party|add|示例𠮷祥（上海）“量子·光学”研究院有限公司👩\u{200d}🔬e\u{301}|--district=静安区
party|add|示例银行静安支行|--role=银行|--district=静安区
patent|add|201610281886.0|--title=一种数据血缘追踪方法|--filing-date=2016-04-29|--grant-date=2018-06-01|--applicant-name=上海示例听澜智能科技有限公司
patent|add|201710592826.5|--title=一种基于模型的混凝土裂缝测量方法、装置、电子设备及存储介质|--filing-date=2017-05-16|--grant-date=2020-03-13|--applicant-name=上海示例听澜智能科技有限公司
patent|add|201810337120.9|--title=“𠮷”型…·\u{202e}支架👩\u{200d}🔬|--filing-date=2018-04-16|--applicant-name=示例𠮷祥（上海）“量子·光学”研究院有限公司👩\u{200d}🔬e\u{301}
loan|open|JD1|--bank=示例银行静安支行|--borrower=上海示例听澜智能科技有限公司|--principal=300万元|--rate-percent=4.35|--method=bullet|--disbursed-on=2018-09-05|--due-on=2019-08-30
loan|open|JD2|--bank=示例银行静安支行|--borrower=示例𠮷祥（上海）“量子·光学”研究院有限公司👩\u{200d}🔬e\u{301}|--principal=100万元|--rate-percent=4.35|--method=bullet|--disbursed-on=2020-03-05|--due-on=2030-03-05
";

const CLAIMED: &str = "
loan|open|JD9|--bank=示例银行静安支行|--borrower=上海示例云峰科技有限公司|--principal=300万元|--disbursed-on=2018-05-04|--due-on=2019-05-04|--rate-percent=4.35|--method=bullet
loan|enrol|JD9|zhongshan|--on=2018-05-10
fund|contribute|中山风险补偿资金|150万元|--funder=区财政局|--on=2018-01-02|--reference=CZ-1
claim|file|JD9|--on=2020-03-02|--claim-no=BC-1|DOCUMENT
fund|contribute|中山风险补偿资金|20万元|--funder=区财政局|--on=2020-06-01|--reference=CZ-2
";

const LENT: &str = "
party|add|示例银行静安支行|--role=银行|--district=静安区
party|add|上海示例云峰科技有限公司|--district=静安区
party|add|上海示例星河机械有限公司|--district=静安区
party|add|上海示例双子科技有限公司|--district=静安区
loan|open|JD20160001|--bank=示例银行静安支行|--borrower=上海示例云峰科技有限公司|--principal=100万元|--rate-percent=4.35|--method=bullet|--disbursed-on=2016-06-01|--due-on=2017-06-01
loan|open|JD20160003|--bank=示例银行静安支行|--borrower=上海示例星河机械有限公司|--principal=300万元|--rate-percent=4.35|--method=bullet|--disbursed-on=2016-06-02|--due-on=2017-06-02
loan|open|JD20160004|--bank=示例银行静安支行|--borrower=上海示例双子科技有限公司|--principal=50万元|--rate-percent=4.35|--method=bullet|--disbursed-on=2016-06-03|--due-on=2017-06-03
loan|open|JD20160005|--bank=示例银行静安支行|--borrower=上海示例双子科技有限公司|--principal=50万元|--rate-percent=4.35|--method=bullet|--disbursed-on=2016-06-03|--due-on=2017-06-03
loan|open|JD20160006|--bank=示例银行静安支行|--borrower=上海示例云峰科技有限公司|--principal=80万元|--rate-percent=4.35|--method=bullet|--disbursed-on=2016-07-03|--due-on=2017-07-03
";

const STATEMENT: &str = "借据号,借款人,贷款金额（元）,贷款余额（元）,放款日,到期日
JD20160001,上海示例云峰科技有限公司,1000000,1000000,2016-06-01,2017-06-01
JD20160003,上海示例星河机械有限公司,3000000,300,2016-06-02,2017-06-02
,上海示例双子科技有限公司,500000,500000,2016-06-03,2017-06-03
,上海示例双子科技有限公司,500000,500000,2016-06-03,2017-06-03
JD2019X,无名商行,123456,123456,2016-08-03,2017-08-03
";
