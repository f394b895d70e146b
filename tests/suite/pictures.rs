//! The pictures of the README: the desk on the demonstration's ledger, drawn from what stands on a real terminal.
//! `IPLEDGER_WALKS=write` draws them anew, to be looked at before they are committed.

use std::fmt::Write as _;

use crate::demo;
use crate::support::repository;
use crate::terminal::Terminal;

/// A picture: its name, the size of the terminal, and step by step the keys and what is then seen in each language.
type Scene = (&'static str, (u16, u16), &'static [(&'static str, &'static str)]);

const SCENES: [Scene; 3] = [
    ("home", (96, 28), &[]),
    (
        "list",
        (96, 28),
        &[
            ("F1 patent Space list Enter", "2013"),
            ("/ lby", "201311484045.2"),
            ("Enter", "F9"),
            ("Down Down", "▸"),
        ],
    ),
    (
        "form",
        (96, 30),
        &[
            ("F5 pledge Space register Enter", "*"),
            (
                "Y2021310000012 Tab 2021-01-13 Tab 上海示例石榴信息技术有限公司 Tab*2 示例银行静安支行 Tab",
                "石榴",
            ),
            ("201710033728.8 Tab*2 300万 Tab 1.13 Tab 2022-01-12 Tab", "叁佰万"),
            ("BackTab*3", "叁佰万元整"),
            ("", "✓"),
        ],
    ),
];

#[test]
fn the_pictures_of_the_readme_show_the_desk_as_it_is() {
    let writes = std::env::var("IPLEDGER_WALKS").as_deref() == Ok("write");
    for lang in ["zh", "en"] {
        let desk = demo::desk(lang);
        for (name, size, steps) in SCENES {
            let mut command = desk.command(&["desk"]);
            // In colour, as at most desks.
            command.env_remove("NO_COLOR");
            let mut terminal = Terminal::of(command, size);
            terminal.until("2021-01-12");
            for (keys, seen) in steps {
                terminal.press(keys);
                terminal.until(seen);
            }
            let path = repository(&format!("docs/desk/{name}.{lang}.svg"));
            let known = std::fs::read_to_string(&path).unwrap_or_default();
            if writes {
                terminal.settled();
                std::fs::write(&path, picture(&terminal)).unwrap();
            } else {
                let is_so = terminal.becomes(|now| picture(now) == known);
                assert!(is_so, "{} shows otherwise now:\n{}", path.display(), terminal.text());
            }
            terminal.press("F10");
            assert_eq!(terminal.ended().0, 0);
        }
    }
}

/// A cell's width and a line's height, and where its letters stand.
const CELL: f32 = 8.4;
const LINE: f32 = 19.0;
const FOOT: f32 = 14.0;
/// Around the screen, and the bar above it.
const EDGE: f32 = 14.0;
const BAR: f32 = 30.0;

/// How a cell is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Look {
    is_wide: bool,
    is_bold: bool,
    is_reversed: bool,
    color: vt100::Color,
}

/// The screen as SVG: every word at the column where it stands, stretched to its cells whatever the font.
fn picture(terminal: &Terminal) -> String {
    let screen = terminal.screen();
    let (lines, columns) = screen.size();
    let (lines, columns) = (lines.get(), columns.get());
    let (width, height) =
        (f32::from(columns) * CELL + 2.0 * EDGE, f32::from(lines) * LINE + EDGE + BAR);
    let mut svg = String::new();
    let _ = write!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" \
         width=\"{width:.0}\" height=\"{height:.0}\" role=\"img\">\n\
         <style>text{{font:14px ui-monospace,Menlo,Consolas,\"DejaVu Sans Mono\",\"Noto Sans Mono CJK SC\",\
         \"PingFang SC\",\"Microsoft YaHei\",monospace;fill:#d5d9e0;white-space:pre}}\
         .b{{font-weight:600;fill:#fff}}.f{{fill:#8a93a2}}.w{{font-weight:600;fill:#e6c171}}.r{{fill:#1b1f27}}</style>\n\
         <rect width=\"{width:.0}\" height=\"{height:.0}\" rx=\"9\" fill=\"#1b1f27\"/>\n\
         <g fill=\"#4a5261\"><circle cx=\"20\" cy=\"16\" r=\"5\"/><circle cx=\"37\" cy=\"16\" r=\"5\"/>\
         <circle cx=\"54\" cy=\"16\" r=\"5\"/></g>\n"
    );
    for line in 0..lines {
        let is_reversed = |column: u16| {
            let cell = screen.cell(line, column).expect("a cell of the screen");
            // The second half of a wide character is as its first.
            let first = column.saturating_sub(u16::from(cell.is_wide_continuation()));
            screen.cell(line, first).is_some_and(vt100::Cell::inverse)
        };
        let mut column = 0;
        while column < columns {
            let cells = (column..columns).take_while(|column| is_reversed(*column)).count() as u16;
            if cells > 0 {
                let ((x, y), width) = (place(line, column), f32::from(cells) * CELL);
                let _ = writeln!(
                    svg,
                    "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{LINE}\" fill=\"#d5d9e0\"/>"
                );
            }
            column += cells.max(1);
        }
        let mut column = 0;
        while column < columns {
            let run = run(screen, line, column, columns);
            draw(&mut svg, line, column, &run);
            column += run.cells;
        }
    }
    let (column, line) = terminal.cursor();
    if !screen.hide_cursor() {
        let (x, y) = place(line, column);
        let _ = writeln!(
            svg,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"2\" height=\"{LINE}\" fill=\"#6cb6ff\"/>"
        );
    }
    svg.push_str("</svg>\n");
    svg
}

fn place(line: u16, column: u16) -> (f32, f32) {
    (EDGE + f32::from(column) * CELL, BAR + f32::from(line) * LINE)
}

/// Cells side by side that look alike.
struct Run {
    text: String,
    cells: u16,
    look: Look,
}

fn look(cell: &vt100::Cell) -> Look {
    Look {
        is_wide: cell.is_wide(),
        is_bold: cell.bold(),
        is_reversed: cell.inverse(),
        color: cell.fgcolor(),
    }
}

/// The run that begins at a cell: a word, blanks, a rule, or a bar.
fn run(screen: &vt100::Screen, line: u16, first: u16, columns: u16) -> Run {
    let at = |column| screen.cell(line, column).expect("a cell of the screen");
    let shown = |column| match at(column).contents() {
        "" => " ".to_owned(),
        text => text.to_owned(),
    };
    let kind = |text: &str| match text {
        " " => 0,
        "─" => 1,
        "█" => 2,
        "░" => 3,
        text if text.chars().all(|c| ('▉'..='▏').contains(&c)) => 4,
        _ => 5,
    };
    let look = look(at(first));
    let mut run = Run { text: String::new(), cells: 0, look };
    let of = kind(&shown(first));
    let mut column = first;
    while column < columns && self::look(at(column)) == look && kind(&shown(column)) == of {
        let cells = if look.is_wide { 2 } else { 1 };
        run.text += &shown(column);
        run.cells += cells;
        column += cells;
        if of == 4 {
            break;
        }
    }
    run
}

fn draw(svg: &mut String, line: u16, column: u16, run: &Run) {
    let (x, y) = place(line, column);
    let width = f32::from(run.cells) * CELL;
    let block = |top: f32, height: f32, share: f32, color: &str| {
        let (y, width) = (y + top, width * share);
        format!(
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height}\" fill=\"{color}\"/>\n"
        )
    };
    match run.text.chars().next() {
        Some(' ') | None => {}
        Some('─') => svg.push_str(&block(9.0, 1.0, 1.0, "#4a5261")),
        Some('█') => svg.push_str(&block(3.0, 13.0, 1.0, "#6cb6ff")),
        Some('░') => svg.push_str(&block(3.0, 13.0, 1.0, "#353c49")),
        Some(part @ '▉'..='▏') => {
            let eighths = '▐' as u32 - part as u32;
            svg.push_str(&block(3.0, 13.0, 1.0, "#353c49"));
            svg.push_str(&block(3.0, 13.0, eighths as f32 / 8.0, "#6cb6ff"));
        }
        Some(_) => {
            let class = match (run.look.is_reversed, run.look.color) {
                (true, _) => " class=\"r\"",
                (false, vt100::Color::Idx(3)) => " class=\"w\"",
                (false, vt100::Color::Idx(8)) => " class=\"f\"",
                _ if run.look.is_bold => " class=\"b\"",
                _ => "",
            };
            let text = run.text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            let y = y + FOOT;
            let _ = writeln!(
                svg,
                "<text x=\"{x:.1}\" y=\"{y:.1}\" textLength=\"{width:.1}\" \
                 lengthAdjust=\"spacingAndGlyphs\"{class}>{text}</text>"
            );
        }
    }
}
