//! The clerk's desk: a full-screen program on the same operations and views as the command line.
//!
//! A model, messages, a pure `update` that returns effects, and a view that is a function of the model. Threads beside the
//! screen read and write the ledger, a question at a time, and hold nothing of it in between. What is recorded is said in
//! the words of the command that does the same, and read by the shell that starts the desk, so that no form decides or
//! means anything of its own. No rule, no SQL, no grammar and no arithmetic of the domain stand here.
//!
//! ```text
//! model    what is shown          message  what happens          update   what becomes of it
//! effect   what is done outside   worker   threads that do it    view     the model on the screen
//! lists    each list and card, by its command                    verbs    each verb that records, by its arguments
//! screens  home list card form summary palette reconcile import
//! pen table field cells glyphs    drawing, to the cell            plain    as lines that are read aloud
//! keys backend guard              the terminal: its keys, its doubtful widths, given back as it was
//! drafts   what was typed and not recorded
//! ```

mod backend;
mod cells;
mod drafts;
mod effect;
mod field;
mod glyphs;
mod guard;
mod keys;
mod lists;
mod message;
mod model;
mod pen;
mod plain;
mod screens;
mod table;
mod update;
mod verbs;
mod view;
mod worker;

#[cfg(test)]
mod tests;

use std::io::{self, IsTerminal, Write, stdout};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use data_encoding::BASE64;
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};

use crate::domain::values::Date;
use crate::i18n::Lang;
use crate::i18n::desk as say;
use crate::ledger::{FileStamp, day_in_china, interrupt};
use backend::Steady;
use drafts::Drafts;
use effect::{Effect, Times};
use guard::Guard;
use message::Message;
use model::{Base, Model};
use plain::Printed;
use screens::home::Home;
use worker::{Desk, Workers};

pub use effect::{Asked, Reader, Unread};
pub use glyphs::Glyphs;
pub use verbs::{Shape, Slot, Verb};

/// How often the desk looks for a signal and lets time pass, and how often for what others write.
const TICK: Duration = Duration::from_millis(100);
const LOOK: Duration = Duration::from_secs(1);

/// What the desk is told by the shell that starts it.
pub struct Settings {
    pub db: PathBuf,
    pub lang: Lang,
    pub by: String,
    /// Milliseconds since 1970-01-01 UTC.
    pub clock: Arc<dyn Fn() -> i64 + Send + Sync>,
    pub glyphs: Glyphs,
    pub has_color: bool,
    /// The ledger is written even where a database ought not to stand.
    pub any_place: bool,
    /// As numbered lines, each change below the last, instead of a full screen.
    pub is_plain: bool,
    /// Where drafts and reports of crashes go.
    pub state: Option<PathBuf>,
    /// The folder the desk was started in.
    pub folder: PathBuf,
    pub verbs: Vec<Verb>,
    pub read: Arc<Reader>,
}

/// How the desk ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    Left,
    /// A signal, or Ctrl-C, asked for it.
    Stopped,
}

/// Runs the desk until the person leaves it or a signal ends it; the terminal is given back as it was.
pub fn run(settings: Settings) -> io::Result<Ended> {
    // A signal ends the desk by its own way out, not where it stands.
    let _hold = interrupt::hold();
    let drafts = Drafts(settings.state.clone());
    let (messages, happening) = channel();
    let lang = settings.lang;
    let desk = Desk {
        db: settings.db.clone(),
        lang,
        clock: settings.clock.clone(),
        any_place: settings.any_place,
        read: settings.read.clone(),
        folder: settings.folder.clone(),
    };
    let guard = Guard::take(!settings.is_plain, settings.state.clone(), move |report| {
        say::crashed(lang, report)
    })?;
    let workers = Workers::start(&desk, &messages)?;
    listen(&messages)?;
    let mut running = Running {
        terminal: Terminal::new(Steady(CrosstermBackend::new(stdout())))?,
        model: model(&settings, &drafts),
        workers,
        drafts,
        printed: settings.is_plain.then(Printed::default),
        settings,
        began: Instant::now(),
        is_changed: true,
    };
    let ended = running.until_left(&happening);
    let Running { model, workers, drafts, .. } = running;
    workers.end();
    drop(guard);
    if let Some(folder) = drafts.0.as_ref().filter(|_| !model.base.drafts.is_empty()) {
        // A terminal that is gone is told nothing.
        let _ = writeln!(stdout(), "{}", say::drafts_lie_in(lang, folder.display()));
    }
    ended
}

fn model(settings: &Settings, drafts: &Drafts) -> Model {
    let base = Base {
        lang: settings.lang,
        glyphs: settings.glyphs,
        has_color: settings.has_color,
        size: (80, 24),
        by: settings.by.clone(),
        today: today(settings),
        now: 0,
        times: Times::default(),
        head: 0,
        verbs: Arc::new(settings.verbs.clone()),
        drafts: drafts.read(),
    };
    let screens: Vec<Box<dyn model::Screen>> = vec![Box::new(Home::default())];
    Model { base, screens, said: None, prompt: None, next: 0, is_left: false }
}

fn today(settings: &Settings) -> Date {
    day_in_china((settings.clock)()).unwrap_or(Date::MAX)
}

/// Passes on what the terminal tells, on a thread of its own that ends with the program.
fn listen(messages: &Sender<Message>) -> io::Result<()> {
    let messages = messages.clone();
    let listen = move || {
        while let Ok(event) = crossterm::event::read() {
            if let Some(message) = keys::message(event)
                && messages.send(message).is_err()
            {
                return;
            }
        }
        // A terminal that is gone asks to end.
        let _ = messages.send(Message::Signal);
    };
    thread::Builder::new().spawn(listen).map(drop)
}

/// The desk while it runs.
struct Running {
    terminal: Terminal<Steady<CrosstermBackend<io::Stdout>>>,
    model: Model,
    workers: Workers,
    drafts: Drafts,
    /// What was printed, where nothing is drawn.
    printed: Option<Printed>,
    settings: Settings,
    began: Instant,
    /// Whether something happened since the screen was drawn.
    is_changed: bool,
}

impl Running {
    fn until_left(&mut self, happening: &Receiver<Message>) -> io::Result<Ended> {
        let size = self.terminal.size()?;
        self.take(Message::Resize(size.width, size.height))?;
        self.take(Message::Foreign)?;
        let mut stamp = FileStamp::of(&self.settings.db);
        let mut looked = Instant::now();
        loop {
            if std::mem::take(&mut self.is_changed) {
                self.draw()?;
            }
            let message = match happening.recv_timeout(TICK) {
                Ok(message) => message,
                Err(RecvTimeoutError::Timeout) => self.tick(),
                Err(RecvTimeoutError::Disconnected) => Message::Signal,
            };
            let mut is_signal =
                matches!(message, Message::Signal | Message::Key(message::Key::Ctrl('c')));
            self.take(message)?;
            // What came meanwhile is taken before anything is drawn.
            while let Ok(message) = happening.try_recv() {
                is_signal |=
                    matches!(message, Message::Signal | Message::Key(message::Key::Ctrl('c')));
                self.take(message)?;
            }
            self.take(self.tick())?;
            if interrupt::is_signalled() && !self.model.is_left {
                is_signal = true;
                self.take(Message::Signal)?;
            }
            if self.model.is_left {
                return Ok(if is_signal { Ended::Stopped } else { Ended::Left });
            }
            if looked.elapsed() >= LOOK {
                looked = Instant::now();
                // What the terminal would have told, had it not told it while its keys were read, or gone without a word.
                if !io::stdout().is_terminal() {
                    self.take(Message::Signal)?;
                    return Ok(Ended::Stopped);
                }
                let Size { width, height } = self.terminal.size()?;
                if (width, height) != self.model.base.size {
                    self.take(Message::Resize(width, height))?;
                }
                let now = FileStamp::of(&self.settings.db);
                if now != stamp {
                    stamp = now;
                    self.take(Message::Foreign)?;
                }
            }
        }
    }

    fn tick(&self) -> Message {
        Message::Tick(u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX))
    }

    fn draw(&mut self) -> io::Result<()> {
        let model = &self.model;
        if let Some(printed) = &mut self.printed {
            let (columns, lines) = model.base.size;
            let area = Rect::new(0, 0, columns, lines);
            let mut buffer = Buffer::empty(area);
            let caret = view::draw(model, &mut buffer, area);
            let mut out = stdout();
            for line in printed.next(&buffer, caret, &model.base.glyphs) {
                write!(out, "{line}\r\n")?;
            }
            return out.flush();
        }
        self.terminal.draw(|frame| {
            let area = frame.area();
            if let Some(caret) = view::draw(model, frame.buffer_mut(), area) {
                frame.set_cursor_position(caret);
            }
        })?;
        Ok(())
    }

    fn take(&mut self, message: Message) -> io::Result<()> {
        if let Message::Answer(ticket, _) = &message {
            self.workers.answered(*ticket);
        }
        let is_time = matches!(message, Message::Tick(_));
        let effects = update::update(&mut self.model, message, today(&self.settings));
        // Time alone changes nothing that is seen.
        self.is_changed |= !is_time || !effects.is_empty();
        for effect in effects {
            match effect {
                Effect::Ask(ticket, question) => {
                    self.workers.ask(ticket, question, &self.model.base.by)
                }
                Effect::Cancel(ticket) => self.workers.cancel(ticket),
                Effect::SaveDraft { key, text } => self.told(|drafts| drafts.save(&key, &text)),
                Effect::DropDraft { key } => self.told(|drafts| drafts.drop(&key)),
                Effect::Copy(text) => copy(&text)?,
                Effect::Redraw => match &mut self.printed {
                    Some(printed) => *printed = Printed::default(),
                    None => self.terminal.clear()?,
                },
                Effect::Leave => {}
            }
        }
        Ok(())
    }

    /// Keeps or drops a draft; that it failed is said, and nothing else stops for it.
    fn told(&mut self, work: impl FnOnce(&Drafts) -> io::Result<()>) {
        if let Err(error) = work(&self.drafts) {
            let why = crate::i18n::words::io_error(self.settings.lang, error.kind());
            self.model.said = Some(crate::i18n::say::output_failed(self.settings.lang, why));
        }
    }
}

/// Asks the terminal to copy a text (OSC 52); one that does not know how ignores it.
fn copy(text: &str) -> io::Result<()> {
    let mut out = stdout();
    write!(out, "\u{1b}]52;c;{}\u{7}", BASE64.encode(text.as_bytes()))?;
    out.flush()
}
