//! Shapes and text of one drawing.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use crate::report::page::html::Plain;

/// How large a drawing is.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    pub width: f64,
    /// Height between the first and the last tick of an upright chart.
    pub plot: f64,
    pub font: f64,
}

/// A drawing as it grows.
pub struct Canvas {
    pub size: Size,
    pub height: f64,
    pub body: String,
}

/// Which end of a text lies at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

impl Canvas {
    pub fn new(size: Size, height: f64) -> Self {
        Self { size, height, body: String::new() }
    }

    /// Draws a line between two places.
    pub fn line(&mut self, class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
        self.add(format_args!(
            "<path class=\"{class}\" d=\"M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}\"/>\n"
        ));
    }

    /// Draws an area that says something under the pointer.
    pub fn area(
        &mut self,
        class: &str,
        (x, y): (f64, f64),
        (width, height): (f64, f64),
        said: &str,
    ) {
        self.add(format_args!(
            "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\"><title>{}</title></rect>\n",
            Plain(said)
        ));
    }

    /// Draws a line through places; where there is none it is broken.
    pub fn through(&mut self, class: &str, places: &[Option<(f64, f64)>]) {
        let mut d = String::new();
        let mut pen = 'M';
        for place in places {
            if let Some((x, y)) = place {
                // Writing into a string can't fail.
                let _ = write!(d, "{pen}{x:.1} {y:.1}");
            }
            pen = if place.is_some() { 'L' } else { 'M' };
        }
        if d.contains('L') {
            self.add(format_args!("<path class=\"{class}\" d=\"{d}\"/>\n"));
        }
    }

    /// Adds a marker that says something under the pointer.
    pub fn marker(&mut self, marker: &str, said: &str) {
        if !marker.is_empty() {
            self.add(format_args!("<g>{marker}<title>{}</title></g>\n", Plain(said)));
        }
    }

    pub fn text(&mut self, class: &str, (x, y): (f64, f64), anchor: Anchor, text: &str) {
        let anchor = anchored(anchor);
        self.add(format_args!(
            "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\"{anchor}>{}</text>\n",
            Plain(text)
        ));
    }

    /// Writes a text that rises to the right and ends at its place.
    pub fn slanted(&mut self, class: &str, (x, y): (f64, f64), degrees: f64, text: &str) {
        self.add(format_args!(
            "<text class=\"{class}\" transform=\"translate({x:.1} {y:.1}) rotate(-{degrees:.0})\" text-anchor=\"end\">{}</text>\n",
            Plain(text)
        ));
    }

    fn add(&mut self, shape: std::fmt::Arguments<'_>) {
        // Writing into a string can't fail.
        let _ = self.body.write_fmt(shape);
    }
}

impl Size {
    /// About how long a text becomes; fonts differ, so it is on the safe side.
    pub fn length(&self, text: &str) -> f64 {
        // A wide character is as wide as high, a digit or letter a little more than half.
        let wide = text.width().saturating_sub(text.chars().count()) as f64;
        let narrow = text.chars().count() as f64 - wide;
        self.font * (wide + 0.58 * narrow)
    }
}

fn anchored(anchor: Anchor) -> &'static str {
    match anchor {
        Anchor::Start => "",
        Anchor::Middle => " text-anchor=\"middle\"",
        Anchor::End => " text-anchor=\"end\"",
    }
}
