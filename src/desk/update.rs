//! What becomes of the desk when something happens. Pure: it reads no clock, no file and no terminal, and what is to be
//! done outside comes back as effects.

use super::effect::{Effect, Found, Times};
use super::field::Field;
use super::keys::acting;
use super::message::{Key, Message};
use super::model::{Asks, Base, Go, Model, Out, Prompt};
use super::screens::home::Home;
use super::screens::list::ListScreen;
use super::screens::palette::Palette;
use super::screens::summary::Summary;
use super::verbs::typed;
use crate::domain::values::{Date, Quarter};
use crate::i18n::desk as say;
use crate::i18n::say::recorded;

/// Takes a message. The same model and message give the same model and effects.
pub fn update(model: &mut Model, message: Message, today: Date) -> Vec<Effect> {
    let mut out = Out { next: model.next, ..Out::default() };
    model.base.today = today;
    match message {
        Message::Key(key) => press(model, key, &mut out),
        Message::Paste(text) => paste(model, &text, &mut out),
        Message::Resize(columns, lines) => model.base.size = (columns, lines),
        Message::Tick(now) => {
            model.base.now = now;
            if let Some(screen) = model.screens.last_mut() {
                screen.tick(&model.base, &mut out);
            }
        }
        Message::Answer(ticket, answer) => {
            let before = model.base.head;
            model.base.head = before.max(answer.head);
            let written = match &answer.result {
                Ok(Found::Written(outcome)) => Some(outcome.entry),
                _ => None,
            };
            match model.screens.iter_mut().find(|screen| screen.waits_for(ticket)) {
                Some(screen) => screen.answer(*answer, &model.base, &mut out),
                // Stopped too late: it stands in the ledger, and is told.
                None => out.said = written.flatten().map(|entry| recorded(model.base.lang, entry)),
            }
            if written.is_none() && before > 0 && model.base.head > before {
                out.said = Some(say::written_elsewhere(model.base.lang, model.base.head));
            }
            if written.is_some() {
                // What the others hold of the ledger is older now.
                model.screens.iter_mut().for_each(|screen| screen.outdate());
            }
        }
        Message::Foreign => {
            model.screens.iter_mut().for_each(|screen| screen.outdate());
            show(model, &mut out);
        }
        Message::Signal => leave(model, &mut out),
    }
    go(model, &mut out);
    model.next = out.next;
    if let Some(said) = out.said {
        model.said = Some(said);
    }
    keep_drafts(model, &out.effects);
    out.effects
}

fn press(model: &mut Model, key: Key, out: &mut Out) {
    // A line said stays until the next key.
    model.said = None;
    if let Key::Ctrl('c') = key {
        return leave(model, out);
    }
    if model.prompt.is_some() {
        return answer_prompt(model, key, out);
    }
    let is_first = model.screens.len() == 1;
    let Some(screen) = model.screens.last_mut() else { return };
    let key = match key {
        Key::Char(c) if !screen.types() => Key::Char(acting(c)),
        key => key,
    };
    if screen.key(key, &model.base, out) {
        return;
    }
    let command = screen.command(&model.base);
    match key {
        Key::Esc if screen.stop_waiting(out) => out.said = Some(say::stopped(model.base.lang)),
        Key::Esc if !is_first => out.go = Some(Go::Back),
        Key::F(1) | Key::Char('?') => {
            let about = screen.acts_on(&model.base);
            out.open(Palette::new(&model.base, about, screen.title(&model.base)));
        }
        Key::F(3) => {
            if let Some(words) = command {
                let line = typed(&words);
                out.effects.push(Effect::Copy(line.clone()));
                out.said = Some(say::command_is(model.base.lang, line));
            }
        }
        Key::F(5) | Key::Ctrl('n') => begin(model, out),
        Key::F(2) => {
            let thing = screen.acts_on(&model.base);
            let palette = thing.and_then(|(noun, id)| Palette::of_thing(&model.base, &noun, &id?));
            match palette {
                Some(palette) => out.open(palette),
                None => out.said = Some(say::nothing_to_do_here(model.base.lang)),
            }
        }
        Key::F(6) | Key::Ctrl('o') => match model.base.times.is_now() {
            true => out.open(Palette::to_import(&model.base)),
            false => out.said = Some(say::not_now(model.base.lang)),
        },
        Key::F(7) => match model.base.times.is_now() {
            true => {
                // The quarter that ended last.
                let quarter = Quarter::of(model.base.today).plus(-1).to_string();
                let title = say::publish_title(model.base.lang, &quarter);
                out.open(Summary::new(
                    title,
                    ["stats", "publish", &quarter].map(str::to_owned).to_vec(),
                ));
            }
            false => out.said = Some(say::not_now(model.base.lang)),
        },
        Key::F(8) => out.open(ListScreen::new("log")),
        Key::F(10) | Key::Ctrl('q') => leave(model, out),
        Key::Ctrl('l') => out.effects.push(Effect::Redraw),
        Key::Ctrl('z') => match model.base.times.is_now() {
            true => {
                out.open(Summary::new(say::undo_title(model.base.lang), vec!["undo".to_owned()]))
            }
            false => out.said = Some(say::not_now(model.base.lang)),
        },
        Key::Ctrl('y') => match model.base.times.is_now() {
            true => {
                out.open(Summary::new(say::redo_title(model.base.lang), vec!["redo".to_owned()]))
            }
            false => out.said = Some(say::not_now(model.base.lang)),
        },
        Key::Ctrl('d') => {
            model.prompt = Some(Prompt { asks: Asks::Day, field: Field::default() });
        }
        Key::Ctrl('k') => {
            model.prompt = Some(Prompt { asks: Asks::Entry, field: Field::default() });
        }
        _ => {}
    }
}

/// Begins something new of what is shown.
fn begin(model: &mut Model, out: &mut Out) {
    let Some(screen) = model.screens.last() else { return };
    if !model.base.times.is_now() {
        out.said = Some(say::not_now(model.base.lang));
        return;
    }
    let noun = screen.acts_on(&model.base).map(|(noun, _)| noun);
    out.open(Palette::to_begin(&model.base, noun.as_deref()));
}

fn paste(model: &mut Model, text: &str, out: &mut Out) {
    match (&mut model.prompt, model.screens.last_mut()) {
        (Some(prompt), _) => drop(prompt.field.paste(text)),
        (None, Some(screen)) => screen.paste(text, &model.base, out),
        (None, None) => {}
    }
}

/// The day or the entry for which things are shown from now on; nothing typed: today, as known now.
fn answer_prompt(model: &mut Model, key: Key, out: &mut Out) {
    let Some(prompt) = &mut model.prompt else { return };
    let lang = model.base.lang;
    if let Some((times, text)) = slid(prompt.asks, key, &model.base) {
        prompt.field.set(text);
        model.base.times = times;
        model.screens.iter_mut().for_each(|screen| screen.outdate());
        return show(model, out);
    }
    match key {
        Key::Esc => model.prompt = None,
        Key::Enter => {
            let text = prompt.field.text().trim().to_owned();
            let times = match prompt.asks {
                _ if text.is_empty() => Some(Times::default()),
                Asks::Day => Date::read_typed(&text, model.base.today, None)
                    .ok()
                    .map(|day| Times { as_of: Some(day), ..model.base.times }),
                Asks::Entry => {
                    let entry = text.trim_start_matches('#').parse().ok();
                    let entry = entry.filter(|entry| (1..=model.base.head).contains(entry));
                    entry.map(|entry| Times { known_at: Some(entry), ..model.base.times })
                }
            };
            match times {
                Some(times) => {
                    model.prompt = None;
                    model.base.times = times;
                    model.screens.iter_mut().for_each(|screen| screen.outdate());
                    show(model, out);
                }
                None => out.said = Some(say::time_unread(lang, text)),
            }
        }
        key => drop(prompt.field.key(key)),
    }
}

/// The day, or the entry, before or after the one that things are shown for: as a slider goes.
fn slid(asks: Asks, key: Key, base: &Base) -> Option<(Times, String)> {
    let step = match key {
        Key::Up | Key::PageUp => 1,
        Key::Down | Key::PageDown => -1,
        _ => return None,
    };
    let is_far = matches!(key, Key::PageUp | Key::PageDown);
    Some(match asks {
        Asks::Day => {
            let day = base.times.as_of.unwrap_or(base.today);
            let day = if is_far { day.add_months(step) } else { day.add_days(step) }?;
            (Times { as_of: Some(day), ..base.times }, day.to_string())
        }
        Asks::Entry => {
            let entry = base.times.known_at.unwrap_or(base.head);
            let step = i64::from(step) * if is_far { 10 } else { 1 };
            let entry = (entry + step).clamp(1, base.head.max(1));
            (Times { known_at: Some(entry), ..base.times }, entry.to_string())
        }
    })
}

/// Shows the screen on top.
fn show(model: &mut Model, out: &mut Out) {
    if let Some(screen) = model.screens.last_mut() {
        screen.show(&model.base, out);
    }
}

/// Goes where a screen leads, and on as long as what is shown there leads further.
fn go(model: &mut Model, out: &mut Out) {
    while let Some(go) = out.go.take() {
        match go {
            Go::Open(screen) => {
                // A palette makes way for what is chosen in it.
                if model.screens.last().is_some_and(|screen| screen.makes_way()) {
                    close(model, out);
                }
                model.screens.push(screen);
            }
            Go::Back => close(model, out),
            Go::Recorded(said) => {
                close(model, out);
                while model.screens.last().is_some_and(|screen| screen.ends_when_recorded()) {
                    let is_a_step = model.screens.last().is_some_and(|screen| screen.is_a_step());
                    let draft = model.screens.last().and_then(|screen| screen.draft());
                    close(model, out);
                    out.effects.extend(draft.map(|key| Effect::DropDraft { key }));
                    if !is_a_step {
                        break;
                    }
                }
                out.said = Some(said);
            }
        }
        if model.screens.is_empty() {
            model.screens.push(Box::new(Home::default()));
        }
        show(model, out);
    }
}

fn close(model: &mut Model, out: &mut Out) {
    if let Some(mut screen) = model.screens.pop() {
        screen.stop_waiting(out);
        screen.keep(out);
    }
}

fn leave(model: &mut Model, out: &mut Out) {
    model.is_left = true;
    model.screens.iter_mut().for_each(|screen| screen.keep(out));
    out.effects.push(Effect::Leave);
}

/// The model knows its drafts as the disk will.
fn keep_drafts(model: &mut Model, effects: &[Effect]) {
    for effect in effects {
        match effect {
            Effect::SaveDraft { key, text } => {
                model.base.drafts.insert(key.clone(), text.clone());
            }
            Effect::DropDraft { key } => drop(model.base.drafts.remove(key)),
            Effect::Ask(..)
            | Effect::Cancel(_)
            | Effect::Copy(_)
            | Effect::Redraw
            | Effect::Leave => {}
        }
    }
}
