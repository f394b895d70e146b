//! A document in the form asked for: on the terminal, or as page, workbook, CSV or JSON, by the file's extension.

use std::path::Path;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output;
use crate::i18n::punctuation::remarked;
use crate::ledger::Snapshot;
use crate::report::document::Document;
use crate::report::{Cell, Column, Details, Section, csv, json, page, shown, terminal, workbook};

/// Shows a document; `snapshot` is what its figures were counted at.
pub fn deliver(
    context: &Context,
    document: &Document,
    snapshot: Snapshot,
) -> Result<Done, Failure> {
    let lang = context.lang;
    let path = context.output.as_deref();
    let bytes = match (context.json, context.csv, output::extension(context).as_deref()) {
        (true, ..) | (_, _, Some("json")) => {
            let (schema, as_of) = (document.schema, snapshot.as_of.to_string());
            let data = json::document(document);
            let envelope = json::envelope(schema, &as_of, snapshot.known_at, data, &document.notes);
            format!("{envelope:#}\n").into_bytes()
        }
        (_, true, _) | (_, _, Some("csv")) => {
            let mut bytes = Vec::new();
            csv::write_document(document, lang, &mut bytes, path.is_some())?;
            bytes
        }
        (_, _, Some("xlsx")) => workbook::document_bytes(document, lang)
            .map_err(|error| Failure::Workbook(error.to_string()))?,
        (_, _, Some("html" | "htm")) => page::write(document, lang).into_bytes(),
        (_, _, None | Some("txt" | "md")) => on_terminal(context, document).into_bytes(),
        (_, _, Some(other)) => {
            return Err(output::form_unknown(context, other, ".html .xlsx .csv .json .txt"));
        }
    };
    output::deliver(context, path, &bytes)?;
    if let Some(path) = path.filter(|path| *path != Path::new("-")) {
        context.note_anchor_left();
        context.tell_written(path.display());
    }
    Ok(Done::Well)
}

/// Head and headlines as named values, sections one below the other, notes, times and anchor.
fn on_terminal(context: &Context, document: &Document) -> String {
    let lang = context.lang;
    let style = output::style(context);
    let named = |title: &str| Column { key: "", title: title.to_owned() };
    let head = document.head.iter().map(|(label, value)| (named(label), Cell::text(value)));
    let headlines = document.headlines.iter().map(|headline| {
        let figure = [shown(&headline.value, lang), headline.unit.clone()].join(" ");
        let figure = match &headline.note {
            Some(note) => remarked(lang, figure.trim(), note),
            None => figure.trim().to_owned(),
        };
        (named(&headline.label), Cell::text(figure))
    });
    let title = format!("{}  {}", document.title, document.subtitle);
    let fields = Section { title: None, fields: head.chain(headlines).collect() };
    let mut record = Details { title: Some(title), sections: vec![fields], ..Details::default() };
    for section in &document.sections {
        let table = section.table.clone().titled(&section.title);
        record.tables.push((section.key, table));
    }
    record.notes = document.draft.iter().chain(&document.notes).cloned().collect();
    let anchor = context.anchor_said(&document.anchor);
    let foot = [&document.times, &anchor].map(|line| format!("{line}\n")).concat();
    format!("{}\n{foot}", terminal::render_record(&record, &style))
}
