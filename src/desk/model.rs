//! What the desk knows and shows: the screens one above the other, and what they have in common.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::effect::{Answer, Effect, Question, Ticket, Times};
use super::glyphs::Glyphs;
use super::message::Key;
use super::pen::Pen;
use super::screens::card::CardScreen;
use super::screens::reconcile::ReconcileScreen;
use super::verbs::Verb;
use crate::domain::values::Date;
use crate::i18n::Lang;

/// The fewest columns and lines the desk is drawn on.
pub const SMALLEST: (u16, u16) = (60, 20);

/// What every screen sees and none changes.
#[derive(Debug, Clone)]
pub struct Base {
    pub lang: Lang,
    pub glyphs: Glyphs,
    pub has_color: bool,
    pub size: (u16, u16),
    /// Who records.
    pub by: String,
    pub today: Date,
    /// Milliseconds since the desk began.
    pub now: u64,
    pub times: Times,
    /// The newest entry seen.
    pub head: i64,
    pub verbs: Arc<Vec<Verb>>,
    /// What was typed and not recorded, by form and thing.
    pub drafts: BTreeMap<String, String>,
}

impl Base {
    pub fn width(&self) -> usize {
        usize::from(self.size.0)
    }

    /// Lines of the body: all but head, foot, their rules and the line of what is said.
    pub fn height(&self) -> usize {
        usize::from(self.size.1).saturating_sub(5)
    }

    /// What of a command says for which day, and as known when.
    pub fn times_words(&self) -> Vec<String> {
        let day = self.times.as_of.map(|day| format!("--as-of={day}"));
        let entry = self.times.known_at.map(|entry| format!("--known-at={entry}"));
        [day, entry].into_iter().flatten().collect()
    }

    pub fn verb(&self, path: &str) -> Option<&Verb> {
        self.verbs.iter().find(|verb| verb.path == path)
    }
}

/// Where a screen leads.
pub enum Go {
    Open(Box<dyn Screen>),
    /// To the screen below.
    Back,
    /// Something was recorded by the screen above a form, and is told: both are done.
    Recorded(String),
}

/// What comes of a message beside a changed model.
#[derive(Default)]
pub struct Out {
    pub effects: Vec<Effect>,
    pub go: Option<Go>,
    /// A line for the person.
    pub said: Option<String>,
    pub next: u64,
}

impl Out {
    /// Asks; what was asked in the same place before is not wanted any more.
    pub fn ask(&mut self, place: &mut Option<Ticket>, question: Question) {
        if let Some(before) = place.take() {
            self.effects.push(Effect::Cancel(before));
        }
        self.next += 1;
        let ticket = Ticket(self.next);
        *place = Some(ticket);
        self.effects.push(Effect::Ask(ticket, question));
    }

    pub fn open(&mut self, screen: impl Screen + 'static) {
        self.go = Some(Go::Open(Box::new(screen)));
    }

    /// Opens what shows the same as a command: `loan show JD1`.
    pub fn open_card(&mut self, words: Vec<String>) {
        match words.as_slice() {
            [noun, verb, number] if noun == "reconcile" && verb == "show" => {
                self.open(ReconcileScreen::new(number));
            }
            _ => self.open(CardScreen::of(words)),
        }
    }
}

/// A screen: what it takes, what it shows.
pub trait Screen {
    /// It is seen now: asks for what it shows, or anew what has grown old.
    fn show(&mut self, base: &Base, out: &mut Out);

    /// What it shows has grown old.
    fn outdate(&mut self);

    /// Takes a key; whether it had a use for it.
    fn key(&mut self, key: Key, base: &Base, out: &mut Out) -> bool;

    /// Takes a paste. One that nobody types into does nothing.
    fn paste(&mut self, _text: &str, _base: &Base, _out: &mut Out) {}

    /// Time has passed.
    fn tick(&mut self, _base: &Base, _out: &mut Out) {}

    /// Keeps what is typed and not recorded.
    fn keep(&mut self, _out: &mut Out) {}

    /// Whether the answer to a question is for it.
    fn waits_for(&self, ticket: Ticket) -> bool;

    fn answer(&mut self, answer: Answer, base: &Base, out: &mut Out);

    /// Stops waiting; whether a person had asked for it by a key of its own, and so stays here. A screen that is merely
    /// read, anew or for the first time, holds nobody.
    fn stop_waiting(&mut self, out: &mut Out) -> bool;

    /// Where one stands.
    fn title(&self, base: &Base) -> String;

    /// The command that shows or does the same.
    fn command(&self, base: &Base) -> Option<Vec<String>>;

    /// The keys it takes, for the foot.
    fn keys(&self, base: &Base) -> Vec<(&'static str, String)>;

    /// Verbs that act on what is shown, and what they act on.
    fn acts_on(&self, _base: &Base) -> Option<(String, Option<String>)> {
        None
    }

    /// Whether it goes when something is chosen in it.
    fn makes_way(&self) -> bool {
        false
    }

    /// Whether it is done once what it asked is recorded.
    fn ends_when_recorded(&self) -> bool {
        false
    }

    /// Whether it is a step on the way from the screen below, which is done with it.
    fn is_a_step(&self) -> bool {
        false
    }

    /// Under which key what is typed in it is kept.
    fn draft(&self) -> Option<String> {
        None
    }

    /// Whether letters are typed into it.
    fn types(&self) -> bool {
        false
    }

    fn draw(&self, base: &Base, pen: &mut Pen<'_>);
}

/// The whole of what is shown.
pub struct Model {
    pub base: Base,
    pub screens: Vec<Box<dyn Screen>>,
    /// The line for the person, above the foot.
    pub said: Option<String>,
    /// A line being typed in place of it.
    pub prompt: Option<Prompt>,
    /// The newest ticket given.
    pub next: u64,
    pub is_left: bool,
}

/// A question answered in the line above the foot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    pub asks: Asks,
    pub field: super::field::Field,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// The day things are shown for.
    Day,
    /// The entry after which they were known so.
    Entry,
}
