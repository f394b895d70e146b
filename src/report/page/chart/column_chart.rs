//! Columns, stacked columns and lines over named places.

use rust_decimal::Decimal;

use super::axis::{Scale, ticks};
use super::canvas::{Anchor, Canvas, Size};
use super::figures::{ChartData, ChartSeries, range};
use super::{fill, marker, stroke};
use crate::i18n::Lang;
use crate::report::document::{Form, Style};
use crate::report::width::{balanced, shortened};

/// Room above the highest tick: a value may be written over it.
const HEAD: f64 = 20.0;
/// The share of its place that a group of columns takes, and how broad one column becomes.
const FILLED: f64 = 0.68;
const BROADEST: f64 = 54.0;
/// Markers are left out when lines have more places than this.
const MARKED: usize = 24;
/// Up to how many places a line has a figure at each of them.
const WRITTEN: usize = 12;
/// Columns of a terminal to which a slanted name is shortened, and how far it rises.
const LONGEST_SLANTED: usize = 18;
const SLANT: f64 = 40.0;
/// Lines into which a name may break.
const NAME_LINES: usize = 3;

/// Where everything lies.
struct Frame {
    left: f64,
    right: f64,
    band: f64,
    scale: Scale,
    names: LabelStyle,
    /// A line alone has a figure at each of its places; else lines have one at their ends.
    each_written: bool,
}

/// How the names of the places are written.
enum LabelStyle {
    /// Every n-th, on one line.
    Flat(usize),
    Broken(Vec<Vec<String>>),
    Slanted(usize),
}

pub fn draw(figures: &ChartData, form: Form, size: Size, lang: Lang) -> Canvas {
    let (low, high) = if form == Form::Stacked { stacked_range(figures) } else { figures.range() };
    let ticks = ticks(low, high, figures.whole);
    let frame = frame(figures, form, size, &ticks);
    let bottom = HEAD + size.plot;
    let mut canvas = Canvas::new(size, bottom + names_height(&frame.names, figures, size));
    for tick in &ticks {
        let y = frame.scale.at(*tick);
        canvas.line("grid", (frame.left, y), (frame.right, y));
        let at = (frame.left - 8.0, y + size.font * 0.35);
        canvas.text("tick", at, Anchor::End, &figures.written(*tick));
    }
    let drawing = Drawing { figures, frame: &frame, size, lang };
    match form {
        Form::Columns | Form::Bars => drawing.columns(&mut canvas),
        Form::Stacked => drawing.stacked(&mut canvas),
        Form::Lines => {}
    }
    canvas.line("zero", (frame.left, frame.scale.zero()), (frame.right, frame.scale.zero()));
    for line in &figures.lines {
        if form == Form::Lines || line.style == Style::Path {
            drawing.line(&mut canvas, line);
        }
    }
    drawing.figures(&mut canvas, form);
    drawing.names(&mut canvas, bottom);
    canvas
}

fn stacked_range(figures: &ChartData) -> (Decimal, Decimal) {
    let sums = (0..figures.categories.len()).flat_map(|row| {
        let parts = || areas(figures).filter_map(move |line| line.values[row]);
        [
            parts().filter(|v| v.is_sign_positive()).sum(),
            parts().filter(|v| v.is_sign_negative()).sum(),
        ]
    });
    let paths = figures.lines.iter().filter(|line| line.style == Style::Path);
    range(sums.chain(paths.flat_map(|line| &line.values).flatten().copied()))
}

/// The series that are drawn as areas.
fn areas(figures: &ChartData) -> impl Iterator<Item = &ChartSeries> {
    figures.lines.iter().filter(|line| line.style != Style::Path)
}

fn frame(figures: &ChartData, form: Form, size: Size, ticks: &[Decimal]) -> Frame {
    let widest = |texts: &mut dyn Iterator<Item = String>| {
        texts.map(|text| size.length(&text)).fold(0.0, f64::max)
    };
    let left = widest(&mut ticks.iter().map(|tick| figures.written(*tick))) + 12.0;
    let last = |line: &ChartSeries| line.values.iter().rev().flatten().next().copied();
    let count = figures.categories.len().max(1);
    let each_written = each_has_room(figures, (size.width - left) / count as f64, size);
    let after = match form {
        Form::Lines if !each_written => {
            widest(&mut figures.lines.iter().filter_map(last).map(|v| figures.written(v))) + 12.0
        }
        Form::Lines | Form::Columns | Form::Stacked | Form::Bars => 4.0,
    };
    let right = size.width - after;
    let band = (right - left) / count as f64;
    Frame {
        left,
        right,
        band,
        scale: Scale::new(ticks, HEAD + size.plot, HEAD),
        names: names(figures, band, size),
        each_written,
    }
}

/// Whether a line is alone and its figures have room at its places.
fn each_has_room(figures: &ChartData, band: f64, size: Size) -> bool {
    let fits = |value: &Decimal| size.length(&figures.written(*value)) <= band;
    figures.lines.len() == 1
        && figures.categories.len() <= WRITTEN
        && figures.lines.iter().flat_map(|line| &line.values).flatten().all(fits)
}

fn names(figures: &ChartData, band: f64, size: Size) -> LabelStyle {
    let longest = figures.categories.iter().map(|name| size.length(name)).fold(0.0, f64::max);
    let room = band - size.font * 0.5;
    if longest <= room {
        return LabelStyle::Flat(1);
    }
    let columns = (room / (size.font * 0.55)).max(0.0) as usize;
    if columns >= 4 {
        let broken: Vec<_> =
            figures.categories.iter().map(|name| balanced(name, columns)).collect();
        let fits = |lines: &Vec<String>| {
            lines.len() <= NAME_LINES && lines.iter().all(|line| size.length(line) <= band)
        };
        if broken.iter().all(fits) && !figures.in_order {
            return LabelStyle::Broken(broken);
        }
    }
    let every = |least: f64| ((least / band).ceil() as usize).max(1);
    if figures.in_order {
        LabelStyle::Flat(every(longest + size.font))
    } else {
        LabelStyle::Slanted(every(size.font * 1.2))
    }
}

fn names_height(names: &LabelStyle, figures: &ChartData, size: Size) -> f64 {
    let under = match names {
        LabelStyle::Flat(_) => 1.0 * size.font,
        LabelStyle::Broken(broken) => {
            size.font * 1.25 * broken.iter().map(Vec::len).max().unwrap_or(1) as f64
        }
        LabelStyle::Slanted(_) => {
            let lengths = figures
                .categories
                .iter()
                .map(|name| size.length(&shortened(name, LONGEST_SLANTED)));
            lengths.fold(0.0, f64::max) * SLANT.to_radians().sin() + size.font
        }
    };
    under + 14.0
}

/// One drawing of figures in its frame.
struct Drawing<'a> {
    figures: &'a ChartData,
    frame: &'a Frame,
    size: Size,
    lang: Lang,
}

/// A column of a group: how far from the middle of its place, how broad.
struct Slot {
    from: f64,
    breadth: f64,
}

impl Drawing<'_> {
    fn middle(&self, row: usize) -> f64 {
        self.frame.left + (row as f64 + 0.5) * self.frame.band
    }

    fn rows(&self) -> std::ops::Range<usize> {
        0..self.figures.categories.len()
    }

    fn columns(&self, canvas: &mut Canvas) {
        for (line, slot) in areas(self.figures).zip(self.slots()) {
            for row in self.rows() {
                let Some(value) = line.values[row] else { continue };
                let (top, height) = self.between(Decimal::ZERO, value);
                let at = (self.middle(row) + slot.from, top);
                canvas.area(
                    &fill(line),
                    at,
                    (slot.breadth, height),
                    &self.figures.said(line, row, self.lang),
                );
            }
        }
    }

    /// Where the columns of a group stand. An estimate stands where its own series would, when
    /// nothing was counted there.
    fn slots(&self) -> Vec<Slot> {
        let lines: Vec<&ChartSeries> = areas(self.figures).collect();
        let mut places = Vec::new();
        let mut count = 0;
        for (at, line) in lines.iter().enumerate() {
            let apart = |before: &ChartSeries| {
                line.values.iter().zip(&before.values).all(|(a, b)| a.is_none() || b.is_none())
            };
            match at.checked_sub(1) {
                Some(before) if line.style == Style::Estimate && apart(lines[before]) => {
                    places.push(places[before])
                }
                _ => {
                    places.push(count);
                    count += 1;
                }
            }
        }
        let pitch = (self.frame.band * FILLED / count.max(1) as f64).min(BROADEST);
        let breadth = if count > 1 && pitch > 8.0 { pitch - 2.0 } else { pitch };
        let first = -pitch * count as f64 / 2.0;
        places
            .iter()
            .map(|place| Slot {
                from: first + *place as f64 * pitch + (pitch - breadth) / 2.0,
                breadth,
            })
            .collect()
    }

    fn stacked(&self, canvas: &mut Canvas) {
        let breadth = (self.frame.band * FILLED).min(BROADEST);
        for row in self.rows() {
            let (mut up, mut down) = (Decimal::ZERO, Decimal::ZERO);
            for line in areas(self.figures) {
                let Some(value) = line.values[row] else { continue };
                let from = if value.is_sign_negative() { &mut down } else { &mut up };
                let (top, height) = self.between(*from, *from + value);
                *from += value;
                let at = (self.middle(row) - breadth / 2.0, top);
                canvas.area(
                    &fill(line),
                    at,
                    (breadth, height),
                    &self.figures.said(line, row, self.lang),
                );
            }
        }
    }

    /// The upper edge and the height of an area between two values.
    fn between(&self, one: Decimal, other: Decimal) -> (f64, f64) {
        let (one, other) = (self.frame.scale.at(one), self.frame.scale.at(other));
        (one.min(other), (one - other).abs())
    }

    fn line(&self, canvas: &mut Canvas, line: &ChartSeries) {
        let mut places: Vec<_> = self.rows().map(|row| self.place(line, row)).collect();
        if let ([Some((x, y))], Style::Path) = (&places[..], line.style) {
            places =
                vec![Some((x - self.frame.band * 0.4, *y)), Some((x + self.frame.band * 0.4, *y))];
        }
        self.begin_where_counting_ends(line, &mut places);
        canvas.through(&stroke(line), &places);
        if self.rows().len() > MARKED {
            return;
        }
        for row in self.rows() {
            if let Some((x, y)) = self.place(line, row) {
                canvas.marker(&marker(line, x, y), &self.figures.said(line, row, self.lang));
            }
        }
    }

    fn place(&self, line: &ChartSeries, row: usize) -> Option<(f64, f64)> {
        line.values[row].map(|value| (self.middle(row), self.frame.scale.at(value)))
    }

    /// An estimate that takes over where its series ends is drawn from there.
    fn begin_where_counting_ends(&self, line: &ChartSeries, places: &mut [Option<(f64, f64)>]) {
        let first = places.iter().position(Option::is_some);
        let Some(before) = first.and_then(|first| first.checked_sub(1)) else { return };
        let counted = |other: &&ChartSeries| other.style == Style::Actual && other.hue == line.hue;
        let counted = self.figures.lines.iter().find(counted);
        if let (Style::Estimate, Some(counted)) = (line.style, counted) {
            places[before] = self.place(counted, before);
        }
    }

    /// Writes figures beside what they measure, as far as they have room.
    fn figures(&self, canvas: &mut Canvas, form: Form) {
        match form {
            Form::Columns | Form::Bars => self.figures_of_columns(canvas),
            Form::Stacked => self.figures_of_stacks(canvas),
            Form::Lines => self.figures_of_lines(canvas),
        }
    }

    fn figures_of_columns(&self, canvas: &mut Canvas) {
        let slots = self.slots();
        let alone = slots.iter().all(|slot| slot.from == slots[0].from);
        let Some(room) =
            slots.first().map(|slot| if alone { self.frame.band } else { slot.breadth + 4.0 })
        else {
            return;
        };
        let written = areas(self.figures).flat_map(|line| &line.values).flatten();
        if written
            .map(|value| self.size.length(&self.figures.written(*value)))
            .any(|length| length > room)
        {
            return;
        }
        for (line, slot) in areas(self.figures).zip(&slots) {
            for row in self.rows() {
                let Some(value) = line.values[row] else { continue };
                let x = self.middle(row) + slot.from + slot.breadth / 2.0;
                self.figure_at_end(canvas, x, value);
            }
        }
    }

    /// Above what rises from the axis, below what hangs from it.
    fn figure_at_end(&self, canvas: &mut Canvas, x: f64, value: Decimal) {
        let end = self.frame.scale.at(value);
        let y = if value.is_sign_negative() && !value.is_zero() {
            end + self.size.font
        } else {
            end - 5.0
        };
        canvas.text("value", (x, y), Anchor::Middle, &self.figures.written(value));
    }

    fn figures_of_stacks(&self, canvas: &mut Canvas) {
        let totals = self.rows().map(|row| {
            let parts = areas(self.figures).filter_map(|line| line.values[row]);
            let (up, down): (Vec<_>, Vec<_>) = parts.partition(|value| value.is_sign_positive());
            (up.iter().sum::<Decimal>(), down.iter().sum::<Decimal>())
        });
        let totals: Vec<_> = totals.collect();
        let fits = |(up, down): &(Decimal, Decimal)| {
            [up, down]
                .iter()
                .all(|sum| self.size.length(&self.figures.written(**sum)) <= self.frame.band)
        };
        if !totals.iter().all(fits) {
            return;
        }
        for (row, (up, down)) in totals.iter().enumerate() {
            self.figure_at_end(canvas, self.middle(row), *up);
            if !down.is_zero() {
                self.figure_at_end(canvas, self.middle(row), *down);
            }
        }
    }

    /// At every place of a line alone; of several lines at their ends.
    fn figures_of_lines(&self, canvas: &mut Canvas) {
        if self.frame.each_written {
            for line in &self.figures.lines {
                for row in self.rows() {
                    let Some(value) = line.values[row] else { continue };
                    let y = self.frame.scale.at(value);
                    let beside = if self.is_low(line, row) { self.size.font + 7.0 } else { -9.0 };
                    let at = (self.middle(row), y + beside);
                    canvas.text("value", at, Anchor::Middle, &self.figures.written(value));
                }
            }
            return;
        }
        let end = |line: &ChartSeries| {
            let row = line.values.iter().rposition(Option::is_some)?;
            Some((self.place(line, row)?, self.figures.written(line.values[row]?)))
        };
        let mut ends: Vec<_> = self.figures.lines.iter().filter_map(end).collect();
        ends.sort_by(|((_, a), _), ((_, b), _)| a.total_cmp(b));
        let mut lowest = f64::MIN;
        for ((x, y), text) in ends {
            let y = y.max(lowest + self.size.font * 1.1);
            lowest = y;
            canvas.text("value", (x + 9.0, y + self.size.font * 0.35), Anchor::Start, &text);
        }
    }

    /// Whether a line comes down to a place and doesn't go on down: then there is room below it, if the
    /// axis is far enough.
    fn is_low(&self, line: &ChartSeries, row: usize) -> bool {
        let value = |row: Option<usize>| line.values.get(row?).copied().flatten();
        let (before, here, after) =
            (value(row.checked_sub(1)), value(Some(row)), value(Some(row + 1)));
        let room = here.map_or(0.0, |here| self.frame.scale.zero() - self.frame.scale.at(here));
        before > here
            && after.is_none_or(|after| Some(after) >= here)
            && room > 2.0 * self.size.font
    }

    fn names(&self, canvas: &mut Canvas, bottom: f64) {
        let y = bottom + self.size.font + 6.0;
        for (row, name) in self.figures.categories.iter().enumerate() {
            let x = self.middle(row);
            match &self.frame.names {
                LabelStyle::Flat(every) if row % every == 0 => {
                    canvas.text("name", (x, y), Anchor::Middle, name)
                }
                LabelStyle::Broken(broken) => {
                    for (at, line) in broken[row].iter().enumerate() {
                        let y = y + at as f64 * self.size.font * 1.25;
                        canvas.text("name", (x, y), Anchor::Middle, line);
                    }
                }
                LabelStyle::Slanted(every) if row % every == 0 => {
                    let name = shortened(name, LONGEST_SLANTED);
                    canvas.slanted("name", (x + 4.0, y - 4.0), SLANT, &name);
                }
                LabelStyle::Flat(_) | LabelStyle::Slanted(_) => {}
            }
        }
    }
}
