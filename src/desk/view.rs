//! The screen as a function of the model: where one stands, the screen's own part, what is said, the keys.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::cells::{clean, shortened, width};
use super::glyphs::Glyphs;
use super::model::{Asks, Base, Model, Prompt, SMALLEST};
use super::pen::{Line, Pen, Tone, piece, plain};
use crate::i18n::desk as say;

/// Draws the model; returns where the terminal's cursor belongs.
pub fn draw(model: &Model, buffer: &mut Buffer, area: Rect) -> Option<Position> {
    let base = &model.base;
    let mut pen = Pen::new(buffer, area, base.glyphs, base.has_color);
    let (columns, lines) = SMALLEST;
    if area.width < columns || area.height < lines {
        pen.line(0, &[plain(say::too_small(base.lang, columns, lines))]);
        return None;
    }
    let screen = model.screens.last()?;
    let height = pen.height();
    let (times, tone) = times(base);
    pen.ends(
        0,
        piece(format!(" {}", screen.title(base)), Tone::Strong),
        piece(format!("{times} "), tone),
    );
    pen.rule(1);
    let mut body = pen.part(2, height - 5);
    screen.draw(base, &mut body);
    if body.caret.is_none() {
        // Where there is nothing to stand on, the cursor stands where the screen begins.
        body.caret_at(1, 0);
    }
    let caret = body.caret;
    let said = height - 3;
    pen.rule(height - 2);
    let foot = foot(&screen.keys(base), pen.width(), &base.glyphs);
    pen.line(height - 1, &foot);
    match &model.prompt {
        Some(prompt) => {
            let at = draw_prompt(base, prompt, &mut pen, said);
            pen.caret_at(at, said);
            pen.caret
        }
        None => {
            let text = base.glyphs.own(model.said.as_deref().unwrap_or_default());
            pen.line(said, &[piece(format!(" {text}"), Tone::Strong)]);
            caret
        }
    }
}

fn draw_prompt(base: &Base, prompt: &Prompt, pen: &mut Pen<'_>, y: usize) -> usize {
    let label = match prompt.asks {
        Asks::Day => say::ask_day(base.lang),
        Asks::Entry => say::ask_entry(base.lang),
    };
    let label = base.glyphs.own(&format!(" {label} "));
    let seen = prompt.field.visible(pen.width().saturating_sub(width(&label)));
    pen.line(y, &[piece(label.clone(), Tone::Strong), plain(seen.text)]);
    width(&label) + seen.caret
}

/// Who records in which ledger; or, of the past, for when and as known when.
fn times(base: &Base) -> (String, Tone) {
    let lang = base.lang;
    match (base.times.as_of, base.times.known_at) {
        (None, None) => (say::recorder(lang, clean(&base.by), base.head), Tone::Plain),
        (Some(day), None) => (say::as_of(lang, day), Tone::Picked),
        (None, Some(entry)) => (say::known_at(lang, entry), Tone::Picked),
        (Some(day), Some(entry)) => (say::as_of_known_at(lang, day, entry), Tone::Picked),
    }
}

/// As many keys as fit, the last ones first to go but the way back and one thing to be done.
fn foot(keys: &[(&'static str, String)], room: usize, glyphs: &Glyphs) -> Line {
    let is_way_back = |key: &str| matches!(key, "Esc" | "F10");
    let mut shown: Vec<(String, &str, bool)> =
        keys.iter().map(|(key, does)| (glyphs.own(key), &**does, is_way_back(key))).collect();
    let cells = |(key, does, _): &(String, &str, bool)| width(key) + width(does) + 3;
    while shown.iter().map(cells).sum::<usize>() + 1 > room
        && shown.iter().filter(|(_, _, is_way_back)| !is_way_back).count() > 1
        && let Some(last) = shown.iter().rposition(|(_, _, is_way_back)| !is_way_back)
    {
        shown.remove(last);
    }
    // Of the only thing to be done, as much as fits is said.
    let over = (shown.iter().map(cells).sum::<usize>() + 1).saturating_sub(room);
    let mut line = vec![plain(" ")];
    for (key, does, is_way_back) in shown {
        let does = match is_way_back {
            true => does.to_owned(),
            false => shortened(does, width(does).saturating_sub(over), glyphs.cut),
        };
        line.extend([piece(key, Tone::Strong), plain(format!(" {does}  "))]);
    }
    line
}
