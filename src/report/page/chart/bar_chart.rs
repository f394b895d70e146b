//! Lying bars: the form for long names.

use rust_decimal::Decimal;

use super::axis::{Scale, ticks};
use super::canvas::{Anchor, Canvas, Size};
use super::figures::{ChartData, ChartSeries};
use super::fill;
use crate::i18n::Lang;
use crate::report::document::Style;
use crate::report::width::shortened;

/// Breadth of a bar, and the room between two places.
const BAR: f64 = 16.0;
const BETWEEN: f64 = 13.0;
/// The share of the drawing that names may take; where it is narrow they stand above their bars.
const NAMES: f64 = 0.34;
const NARROW: f64 = 480.0;

pub fn draw(figures: &ChartData, size: Size, lang: Lang) -> Canvas {
    let above = size.width < NARROW;
    let areas: Vec<&ChartSeries> =
        figures.lines.iter().filter(|line| line.style != Style::Path).collect();
    let longest = figures.categories.iter().map(|name| size.length(name)).fold(0.0, f64::max);
    let names = if above { 0.0 } else { longest.min(size.width * NAMES) + 12.0 };
    let (low, high) = figures.range();
    let values = figures.lines.iter().flat_map(|line| &line.values).flatten();
    let value =
        values.map(|value| size.length(&figures.written(*value))).fold(0.0, f64::max) + 10.0;
    let before = if low < Decimal::ZERO { value } else { 2.0 };
    let ticks = ticks(low, high, figures.whole);
    let scale = Scale::new(&ticks, names + before, size.width - value);
    let name_line = if above { size.font * 1.35 } else { 0.0 };
    let pitch = name_line + areas.len().max(1) as f64 * BAR + BETWEEN;
    let bottom = 4.0 + figures.categories.len() as f64 * pitch;
    let mut canvas = Canvas::new(size, bottom + size.font + 12.0);
    axis(&mut canvas, figures, &ticks, &scale, bottom);
    for row in 0..figures.categories.len() {
        let top = 4.0 + row as f64 * pitch;
        let first = top + name_line + BETWEEN / 2.0;
        name(&mut canvas, figures, row, (top, first, names), areas.len());
        for (at, line) in areas.iter().enumerate() {
            let y = first + at as f64 * BAR;
            bar(&mut canvas, figures, line, row, y, &scale, lang);
        }
        let reach = (first - 3.0, first + areas.len().max(1) as f64 * BAR + 3.0);
        for line in figures.lines.iter().filter(|line| line.style == Style::Path) {
            let Some(value) = line.values[row] else { continue };
            let x = scale.at(value);
            canvas.line(&super::stroke(line), (x, reach.0), (x, reach.1));
        }
    }
    canvas.line("zero", (scale.zero(), 4.0), (scale.zero(), bottom));
    canvas
}

fn axis(canvas: &mut Canvas, figures: &ChartData, ticks: &[Decimal], scale: &Scale, bottom: f64) {
    let font = canvas.size.font;
    let mut free_from = f64::MIN;
    for tick in ticks {
        let x = scale.at(*tick);
        canvas.line("grid", (x, 4.0), (x, bottom));
        let text = figures.written(*tick);
        let half = canvas.size.length(&text) / 2.0;
        // Long figures of a narrow drawing would run into each other.
        if x - half >= free_from && x + half <= canvas.size.width {
            canvas.text("tick", (x, bottom + font + 4.0), Anchor::Middle, &text);
            free_from = x + half + 6.0;
        }
    }
}

fn name(
    canvas: &mut Canvas,
    figures: &ChartData,
    row: usize,
    (top, first, names): (f64, f64, f64),
    bars: usize,
) {
    let size = canvas.size;
    let (name, middle) = (&figures.categories[row], first + bars.max(1) as f64 * BAR / 2.0);
    let room = if names > 0.0 { names - 12.0 } else { size.width };
    let columns = (room / (size.font * 0.52)) as usize;
    let name = if size.length(name) <= room { name.into() } else { shortened(name, columns) };
    if names > 0.0 {
        canvas.text("name", (names - 10.0, middle + size.font * 0.35), Anchor::End, &name);
    } else {
        canvas.text("name", (2.0, top + size.font * 1.25), Anchor::Start, &name);
    }
}

fn bar(
    canvas: &mut Canvas,
    figures: &ChartData,
    line: &ChartSeries,
    row: usize,
    y: f64,
    scale: &Scale,
    lang: Lang,
) {
    let Some(value) = line.values[row] else { return };
    let (zero, end) = (scale.zero(), scale.at(value));
    let height = BAR - 2.0;
    let said = figures.said(line, row, lang);
    canvas.area(&fill(line), (zero.min(end), y + 1.0), ((end - zero).abs(), height), &said);
    let below = value < Decimal::ZERO;
    let (x, anchor) = if below { (end - 6.0, Anchor::End) } else { (end + 6.0, Anchor::Start) };
    canvas.text(
        "value",
        (x, y + BAR / 2.0 + canvas.size.font * 0.35),
        anchor,
        &figures.written(value),
    );
}
