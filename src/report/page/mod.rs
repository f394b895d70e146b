//! A document as one page (.html): for the screen, the telephone and A4.
//!
//! The page is whole in one file: no script, no picture, no font, no address of another host, and a policy
//! in its head that forbids the browser to fetch any. Its look stands in `style.css`; here stands only
//! what it is made of. Nothing is computed but where things lie: figures come written out.
//!
//! ```text
//! write ── head      title, official head lines, draft banner
//!       ├─ headlines figures read first, with progress towards their goals
//!       ├─ sections  heading, lead, charts (chart), table (listing), notes
//!       └─ foot      notes, signatures, times and anchor
//! html   text that never becomes a tag
//! ```

mod chart;
mod headline;
mod html;
mod listing;

use super::document::{Document, Section};
use super::table::Table;
use crate::i18n::Lang;
use crate::i18n::page as say;
use html::Plain;

const STYLE: &str = include_str!("style.css");

/// Sections from which on a table of contents helps.
const MANY_SECTIONS: usize = 4;

/// The longest word that stands across every printed page of a draft.
const LONGEST_WATERMARK: usize = 8;

/// Returns the page. The same document gives the same bytes.
pub fn write(document: &Document, lang: Lang) -> String {
    let title = [document.title.as_str(), document.subtitle.as_str()];
    let title = title.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let mut numbers = Numbers::default();
    let sections: String =
        document.sections.iter().map(|section| drawn(section, &mut numbers, lang)).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"format-detection\" content=\"telephone=no\">\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n{}{}\
         <main>\n{}{}{sections}{}</main>\n{}</body>\n</html>\n",
        say::html_lang(lang),
        Plain(&title),
        chart::patterns(),
        head(document),
        headline::cards(&document.headlines, lang),
        contents(&document.sections, lang),
        notes(&document.notes, lang),
        foot(document, lang),
    )
}

/// Tables and figures are numbered through the document, as its text refers to them.
#[derive(Default)]
struct Numbers {
    tables: usize,
    figures: usize,
}

fn head(document: &Document) -> String {
    let lines = document.head.iter().map(|(label, value)| {
        format!("<div><dt>{}</dt><dd>{}</dd></div>", Plain(label), Plain(value))
    });
    let lines = around("<dl class=\"official\">", &lines.collect::<String>(), "</dl>\n");
    let draft = document.draft.as_deref().map(|word| {
        let mark = if word.chars().count() <= LONGEST_WATERMARK { word } else { "" };
        format!("<p class=\"draft\" data-mark=\"{}\">{}</p>\n", Plain(mark), Plain(word))
    });
    let subtitle =
        around("<p class=\"subtitle\">", &Plain(&document.subtitle).to_string(), "</p>\n");
    format!(
        "<header>\n{}{lines}<h1>{}</h1>\n{subtitle}</header>\n",
        draft.unwrap_or_default(),
        Plain(&document.title),
    )
}

fn contents(sections: &[Section], lang: Lang) -> String {
    if sections.len() < MANY_SECTIONS {
        return String::new();
    }
    let links = sections.iter().map(|section| {
        format!("<li><a href=\"#{}\">{}</a></li>", Plain(section.key), Plain(&section.title))
    });
    let links: String = links.collect();
    format!("<nav aria-label=\"{}\"><ol>{links}</ol></nav>\n", say::contents(lang))
}

fn drawn(section: &Section, numbers: &mut Numbers, lang: Lang) -> String {
    let key = Plain(section.key);
    let lead = section.lead.as_deref().unwrap_or_default();
    let lead = around("<p class=\"lead\">", &Plain(lead).to_string(), "</p>\n");
    let mut charts = String::new();
    for chart in &section.charts {
        numbers.figures += 1;
        charts += &chart::figure(chart, &section.table, numbers.figures, lang);
    }
    let across =
        if listing::lies_across(&section.table, lang) { " class=\"lies-across\"" } else { "" };
    format!(
        "<section id=\"{key}\"{across} aria-labelledby=\"{key}-title\">\n<h2 id=\"{key}-title\">{}</h2>\n{lead}{charts}{}</section>\n",
        Plain(&section.title),
        table(section, &section.table, numbers, lang),
    )
}

fn table(section: &Section, table: &Table, numbers: &mut Numbers, lang: Lang) -> String {
    if table.columns.is_empty() {
        return listing::notes(table);
    }
    numbers.tables += 1;
    let title = table.title.as_deref().unwrap_or(&section.title);
    listing::table(table, &say::table_no(lang, numbers.tables), title, section.key, lang)
}

fn notes(notes: &[String], lang: Lang) -> String {
    let items: String = notes.iter().map(|note| format!("<li>{}</li>", Plain(note))).collect();
    let open = format!(
        "<section class=\"notes\" aria-labelledby=\"notes-title\">\n<h2 id=\"notes-title\">{}</h2>\n<ol>",
        say::notes(lang)
    );
    around(&open, &items, "</ol>\n</section>\n")
}

/// Signatures, times and anchor. The anchor stands alone in the cell of a table, because cells are what
/// `verify --against` reads of a page.
fn foot(document: &Document, lang: Lang) -> String {
    let signatures = document.signatures.iter().map(|(label, value)| {
        format!("<div><dt>{}</dt><dd>{}</dd></div>", Plain(label), Plain(value))
    });
    let signatures =
        around("<dl class=\"signatures\">", &signatures.collect::<String>(), "</dl>\n");
    let mut rows = vec![(say::times(lang), document.times.as_str())];
    let how = say::verify_page(lang);
    if !document.anchor.is_empty() {
        rows.push((say::anchor(lang), &document.anchor));
        rows.push((say::verification(lang), &how));
    }
    let rows = rows.iter().filter(|(_, value)| !value.is_empty()).map(|(label, value)| {
        format!("<tr><th scope=\"row\">{}</th><td>{}</td></tr>", Plain(label), Plain(value))
    });
    let open = format!("<table class=\"seal\"><caption>{}</caption><tbody>", say::seal(lang));
    let seal = around(&open, &rows.collect::<String>(), "</tbody></table>\n");
    around("<footer>\n", &(signatures + &seal), "</footer>\n")
}

/// The content between two tags; nothing when there is none.
fn around(open: &str, content: &str, close: &str) -> String {
    if content.is_empty() { String::new() } else { format!("{open}{content}{close}") }
}

#[cfg(test)]
mod tests;
