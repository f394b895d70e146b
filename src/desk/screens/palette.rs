//! Everything that can be done from where one stands, by name; typed letters choose.

use super::form::FormScreen;
use super::list::ListScreen;
use super::summary::Summary;
use crate::desk::cells::{fitted, width};
use crate::desk::effect::{Answer, Ticket};
use crate::desk::field::Field;
use crate::desk::lists::LISTS;
use crate::desk::message::Key;
use crate::desk::model::{Base, Out, Screen};
use crate::desk::pen::{Pen, Tone, piece, plain, scrolled};
use crate::desk::verbs::Verb;
use crate::domain::values::text::name_key;
use crate::i18n::desk as say;
use crate::operations::pinyin::{may_be_sounds, sounds_like};

/// What can be done, to choose from.
pub struct Palette {
    title: String,
    actions: Vec<Action>,
    search: Field,
    cursor: usize,
}

/// Something that can be done.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Action {
    name: String,
    command: String,
    leads: Leads,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Leads {
    List(&'static str),
    Card(Vec<String>),
    Form {
        verb: String,
        id: Option<String>,
    },
    Void(Vec<String>),
    /// A key that does it where one stands.
    Key,
}

impl Palette {
    /// All there is: first what acts on what is shown.
    pub fn new(base: &Base, about: Option<(String, Option<String>)>, title: String) -> Self {
        let mut actions = Vec::new();
        if let Some((noun, Some(id))) = &about {
            actions.extend(of_thing(base, noun, id));
        }
        actions.extend(LISTS.iter().map(|list| Action {
            name: say::list_title(base.lang, list.command),
            command: list.command.to_owned(),
            leads: Leads::List(list.command),
        }));
        actions.extend(openers(base, None));
        actions.extend(say::keys_everywhere(base.lang).into_iter().map(|(key, does)| Action {
            name: does,
            command: key.to_owned(),
            leads: Leads::Key,
        }));
        Self {
            title: say::help_title(base.lang, title),
            actions,
            search: Field::default(),
            cursor: 0,
        }
    }

    /// What can be done with one thing.
    pub fn of_thing(base: &Base, noun: &str, id: &str) -> Option<Self> {
        let actions = of_thing(base, noun, id);
        let title = say::do_title(base.lang, id);
        let is_some = !actions.is_empty();
        is_some.then(|| Self { title, actions, search: Field::default(), cursor: 0 })
    }

    /// What can be begun; of a noun, where one is named and has something.
    pub fn to_begin(base: &Base, noun: Option<&str>) -> Self {
        let of_noun = openers(base, noun);
        let actions = if of_noun.is_empty() { openers(base, None) } else { of_noun };
        Self { title: say::begin_title(base.lang), actions, search: Field::default(), cursor: 0 }
    }

    /// What comes in files.
    pub fn to_import(base: &Base) -> Self {
        let actions = base.verbs.iter().filter(|verb| verb.imports()).map(|verb| form(verb, None));
        let (actions, title) = (actions.collect(), say::import_title(base.lang));
        Self { title, actions, search: Field::default(), cursor: 0 }
    }

    /// The actions in whose names each typed word stands, or as which it sounds.
    fn fitting(&self) -> Vec<&Action> {
        let fits = |action: &&Action, word: &str| {
            let (key, sound) = (name_key(word), word.to_lowercase());
            let named = [&action.name, &action.command].into_iter();
            let mut stands = named.map(|text| name_key(text).contains(&key));
            stands.any(|stands| stands)
                || (may_be_sounds(&sound) && sounds_like(&action.name, &sound))
        };
        let words: Vec<&str> = self.search.text().split_whitespace().collect();
        self.actions.iter().filter(|action| words.iter().all(|word| fits(action, word))).collect()
    }
}

fn openers(base: &Base, noun: Option<&str>) -> Vec<Action> {
    if !base.times.is_now() {
        return Vec::new();
    }
    let wanted = |verb: &&Verb| verb.opens() && noun.is_none_or(|noun| verb.noun() == noun);
    base.verbs.iter().filter(wanted).map(|verb| form(verb, None)).collect()
}

fn form(verb: &Verb, id: Option<&str>) -> Action {
    Action {
        name: verb.about.clone(),
        command: verb.path.clone(),
        leads: Leads::Form { verb: verb.path.clone(), id: id.map(str::to_owned) },
    }
}

fn of_thing(base: &Base, noun: &str, id: &str) -> Vec<Action> {
    let mut actions = Vec::new();
    if noun == "loan" {
        let cards = [
            ("loan balance", say::loan_balance(base.lang)),
            ("loan schedule", say::loan_schedule(base.lang)),
        ];
        actions.extend(cards.map(|(command, name)| Action {
            name,
            command: command.to_owned(),
            leads: Leads::Card(
                command.split(' ').map(str::to_owned).chain([id.to_owned()]).collect(),
            ),
        }));
    }
    // What is looked at for a day gone by is not acted on.
    if !base.times.is_now() {
        return actions;
    }
    if noun == "log" {
        for words in [
            vec!["void".to_owned(), id.to_owned()],
            vec!["void".to_owned(), id.to_owned(), "--with-dependents".to_owned()],
        ] {
            let name = say::void_entry(base.lang, id, words.len() > 2);
            actions.push(Action { name, command: words.join(" "), leads: Leads::Void(words) });
        }
        return actions;
    }
    let acts = |verb: &&Verb| verb.noun() == noun && !verb.opens();
    actions.extend(base.verbs.iter().filter(acts).map(|verb| form(verb, Some(id))));
    // A claim is filed for a loan.
    if noun == "loan" {
        actions.extend(base.verb("claim file").map(|verb| form(verb, Some(id))));
    }
    actions
}

impl Screen for Palette {
    fn show(&mut self, _base: &Base, _out: &mut Out) {}

    fn outdate(&mut self) {}

    fn key(&mut self, key: Key, base: &Base, out: &mut Out) -> bool {
        let last = self.fitting().len().saturating_sub(1);
        let page = base.height().saturating_sub(2);
        match key {
            Key::Up => self.cursor = self.cursor.saturating_sub(1),
            Key::Down => self.cursor = (self.cursor + 1).min(last),
            Key::PageUp => self.cursor = self.cursor.saturating_sub(page),
            Key::PageDown => self.cursor = (self.cursor + page).min(last),
            Key::Enter => {
                match self.fitting().get(self.cursor).map(|action| action.leads.clone()) {
                    Some(Leads::List(command)) => out.open(ListScreen::new(command)),
                    Some(Leads::Card(words)) => out.open_card(words),
                    Some(Leads::Form { verb, id }) => {
                        if let Some(verb) = base.verb(&verb) {
                            FormScreen::begin(base, verb, id.as_deref(), out);
                        }
                    }
                    Some(Leads::Void(words)) => {
                        let title = say::void_entry(base.lang, &words[1], words.len() > 2);
                        out.open(Summary::new(title, words));
                    }
                    Some(Leads::Key) | None => {}
                }
            }
            Key::Esc | Key::F(_) | Key::Tab | Key::BackTab => return false,
            key => {
                if self.search.key(key) {
                    self.cursor = 0;
                }
                // Keys that no field takes are for everywhere.
                return !matches!(key, Key::Ctrl(_)) || matches!(key, Key::Ctrl('u' | 'k'));
            }
        }
        true
    }

    fn paste(&mut self, text: &str, _base: &Base, _out: &mut Out) {
        if self.search.paste(text) {
            self.cursor = 0;
        }
    }

    fn waits_for(&self, _ticket: Ticket) -> bool {
        false
    }

    fn answer(&mut self, _answer: Answer, _base: &Base, _out: &mut Out) {}

    fn stop_waiting(&mut self, _out: &mut Out) -> bool {
        false
    }

    fn title(&self, _base: &Base) -> String {
        self.title.clone()
    }

    fn command(&self, _base: &Base) -> Option<Vec<String>> {
        self.fitting()
            .get(self.cursor)
            .filter(|action| action.leads != Leads::Key)
            .map(|action| action.command.split(' ').map(str::to_owned).collect())
    }

    fn keys(&self, base: &Base) -> Vec<(&'static str, String)> {
        let lang = base.lang;
        vec![
            ("Enter", say::key_do(lang)),
            ("F3", say::key_command(lang)),
            ("Esc", say::key_back(lang)),
        ]
    }

    fn makes_way(&self) -> bool {
        true
    }

    fn types(&self) -> bool {
        true
    }

    fn draw(&self, base: &Base, pen: &mut Pen<'_>) {
        let label = format!(" {} ", say::find_action(base.lang));
        let seen = self.search.visible(pen.width().saturating_sub(width(&label)));
        let caret = width(&label) + seen.caret;
        pen.line(0, &[piece(label, Tone::Faint), piece(seen.text, Tone::Strong), plain("")]);
        pen.caret_at(caret, 0);
        let actions = self.fitting();
        let height = pen.height().saturating_sub(1);
        let top = scrolled(0, self.cursor, actions.len(), height);
        let commands = actions.iter().map(|action| width(&action.command)).max().unwrap_or(0);
        let commands = commands.min(pen.width() / 2);
        let room = pen.width().saturating_sub(commands + 6);
        for y in 0..height {
            let Some(action) = actions.get(top + y) else {
                let text = if actions.is_empty() && y == 0 {
                    say::none_fits(base.lang)
                } else {
                    String::new()
                };
                pen.line(y + 1, &[plain(format!("   {text}"))]);
                continue;
            };
            let is_picked = top + y == self.cursor;
            let (tone, cursor) = match is_picked {
                true => (Tone::Picked, base.glyphs.cursor),
                false => (Tone::Plain, " "),
            };
            let name = fitted(&action.name, room, base.glyphs.cut);
            let command = fitted(&action.command, commands, base.glyphs.cut);
            pen.line(y + 1, &[piece(format!(" {cursor} {name}  {command}"), tone)]);
        }
    }
}
