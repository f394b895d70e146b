//! Charts as drawings inside the page (inline SVG).
//!
//! Each is drawn twice, for a desk and for a telephone, and the style shows the one that fits: text that
//! shrinks with its drawing can't be read. Colours and patterns come from the page's style, so that dark
//! screens and printers without colour get their own.
//!
//! ```text
//! figure ── figures  exact decimals of the table's columns, and their words
//!        ├─ axis     round ticks, and where a value lies
//!        ├─ upright  columns, stacked columns, lines
//!        ├─ lying    bars for long names
//!        └─ canvas   shapes and text of one drawing
//! ```

mod axis;
mod bar_chart;
mod canvas;
mod column_chart;
mod figures;

use std::fmt::Write;

use super::around;
use super::html::Plain;
use crate::i18n::Lang;
use crate::i18n::page as say;
use crate::report::document::{Chart, Form, Style};
use crate::report::table::Table;
use canvas::{Canvas, Size};
use figures::{ChartData, ChartSeries};

/// Colours with a pattern each; further series begin again.
const HUES: usize = 6;

/// For a desk and for paper; for a telephone.
const SIZES: [(&str, Size); 2] = [
    ("wide", Size { width: 800.0, plot: 248.0, font: 13.0 }),
    ("narrow", Size { width: 352.0, plot: 200.0, font: 12.0 }),
];

/// Returns a chart with its number, title, unit and legend; in words when there is nothing to draw.
pub fn figure(chart: &Chart, table: &Table, number: usize, lang: Lang) -> String {
    let figures = ChartData::of(chart, table, lang);
    let (unit, body) = if figures.is_empty() {
        (String::new(), format!("<p class=\"none\">{}</p>\n", say::nothing_drawn(lang)))
    } else {
        let unit = Plain(&say::unit_of(lang, &figures.unit)).to_string();
        let drawings = SIZES.map(|(class, size)| {
            let id = format!("figure-{number}-{class}");
            svg(chart, &draw(&figures, chart.form, size, lang), class, &id, lang)
        });
        (
            format!("<span class=\"unit\">{unit}</span>"),
            legend(&figures, chart.form) + &drawings.concat(),
        )
    };
    format!(
        "<figure>\n<figcaption><span>{}</span> {}{unit}</figcaption>\n{body}</figure>\n",
        say::figure_no(lang, number),
        Plain(&chart.title),
    )
}

fn draw(figures: &ChartData, form: Form, size: Size, lang: Lang) -> Canvas {
    match form {
        Form::Columns | Form::Stacked | Form::Lines => {
            column_chart::draw(figures, form, size, lang)
        }
        Form::Bars => bar_chart::draw(figures, size, lang),
    }
}

fn svg(chart: &Chart, canvas: &Canvas, class: &str, id: &str, lang: Lang) -> String {
    let summary =
        around(&format!("<desc id=\"{id}-what\">"), &Plain(&chart.summary).to_string(), "</desc>");
    let described = if summary.is_empty() { String::new() } else { format!(" {id}-what") };
    format!(
        "<svg class=\"{class}\" viewBox=\"0 0 {:.0} {:.0}\" role=\"img\" aria-labelledby=\"{id}-name{described}\" lang=\"{}\">\
         <title id=\"{id}-name\">{}</title>{summary}\n{}</svg>\n",
        canvas.size.width,
        canvas.height,
        say::html_lang(lang),
        Plain(&chart.title),
        canvas.body,
    )
}

/// Returns which pattern or line is which series; one alone is named by the title.
fn legend(figures: &ChartData, form: Form) -> String {
    if figures.lines.len() < 2 {
        return String::new();
    }
    let items = figures.lines.iter().map(|line| {
        let sample = match (line.style, form) {
            (Style::Path, _) | (_, Form::Lines) => {
                let (stroke, marker) = (stroke(line), marker(line, 14.0, 7.0));
                format!("<path class=\"{stroke}\" d=\"M1 7H27\"/>{marker}")
            }
            (Style::Actual | Style::Estimate, Form::Columns | Form::Stacked | Form::Bars) => {
                format!("<rect class=\"{}\" x=\"5\" y=\"1\" width=\"18\" height=\"12\"/>", fill(line))
            }
        };
        format!(
            "<li><svg viewBox=\"0 0 28 14\" width=\"28\" height=\"14\" aria-hidden=\"true\">{sample}</svg>{}</li>",
            Plain(&line.name)
        )
    });
    format!("<ul class=\"legend\">{}</ul>\n", items.collect::<String>())
}

/// The class of a series' areas.
fn fill(line: &ChartSeries) -> String {
    let kind = match line.style {
        Style::Actual => 'b',
        Style::Estimate | Style::Path => 'e',
    };
    format!("{kind}{}", line.hue % HUES)
}

/// The classes of a series' line.
fn stroke(line: &ChartSeries) -> String {
    let hue = line.hue % HUES;
    match line.style {
        Style::Actual => format!("line l{hue}"),
        Style::Estimate => format!("line l{hue} estimate"),
        Style::Path => format!("line path p{hue}"),
    }
}

/// Draws the mark of a value on a line; each series has a shape of its own.
fn marker(line: &ChartSeries, x: f64, y: f64) -> String {
    if line.style == Style::Path {
        return String::new();
    }
    let d = match line.hue % HUES {
        0 => "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z",
        1 => "m-3.6 -3.6h7.2v7.2h-7.2z",
        2 => "m0 -5l4.6 8h-9.2z",
        3 => "m0 -5l5 5l-5 5l-5 -5z",
        4 => "m0 5l4.6 -8h-9.2z",
        _ => "m-4.4 -1.5h2.9v-2.9h3v2.9h2.9v3h-2.9v2.9h-3v-2.9h-2.9z",
    };
    let open = if line.style == Style::Estimate { " open" } else { "" };
    format!("<path class=\"marker m{}{open}\" d=\"M{x:.1} {y:.1}{d}\"/>", line.hue % HUES)
}

/// Returns the patterns that tell series apart without colour, once for the page: an estimate is hatched
/// on an empty ground, what was counted is solid or lightly textured.
pub fn patterns() -> String {
    /// What lies on the ground of each hue; the first is plain.
    const TEXTURES: [&str; HUES] = [
        "",
        "<path d=\"M-2 2l4 -4M0 8l8 -8M6 10l4 -4\"/>",
        "<path d=\"M2 2h.01M6 6h.01\" class=\"dots\"/>",
        "<path d=\"M0 2h8M0 6h8\"/>",
        "<path d=\"M2 0v8M6 0v8\"/>",
        "<path d=\"M0 4h8M4 0v8\"/>",
    ];
    let mut patterns = String::new();
    for (hue, texture) in TEXTURES.iter().enumerate() {
        let open = |id| {
            format!(
                "<pattern id=\"{id}{hue}\" class=\"h{hue}\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">"
            )
        };
        // Writing into a string can't fail.
        let _ = writeln!(
            patterns,
            "{}<rect class=\"ground\" width=\"8\" height=\"8\"/>{texture}</pattern>",
            open('b')
        );
        let _ = writeln!(
            patterns,
            "{}<rect class=\"empty\" width=\"8\" height=\"8\"/><path class=\"hatch\" d=\"M-2 6l4 4M0 0l8 8M6 -2l4 4\"/></pattern>",
            open('e')
        );
    }
    format!(
        "<svg class=\"patterns\" width=\"0\" height=\"0\" aria-hidden=\"true\" focusable=\"false\"><defs>\n{patterns}</defs></svg>\n"
    )
}
