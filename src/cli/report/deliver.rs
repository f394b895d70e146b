//! A document in the form asked for: on the terminal, or as page, workbook, CSV or JSON, by the file's extension.

use std::path::Path;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output;
use crate::ledger::Snapshot;
use crate::report::document::Document;
use crate::report::{csv, json, page, terminal, workbook};

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
        (_, _, None | Some("txt" | "md")) => {
            let anchor = context.anchor_said(&document.anchor);
            terminal::render_document(document, &output::style(context), &anchor).into_bytes()
        }
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
