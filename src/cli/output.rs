//! Tables and records in the form asked for: terminal, JSON, CSV, workbook.

use std::path::Path;

use serde_json::Value;

use super::context::Context;
use super::error::{Done, Failure};
use super::streams::to_stdout;
use crate::exchange::{ExchangeError, write_private, write_whole};
use crate::i18n::say;
use crate::i18n::words::Words;
use crate::ledger::{Anchor, Ledger, Snapshot};
use crate::report::terminal::{TerminalStyle, render, render_record};
use crate::report::{Details, Table, csv, json, workbook};

/// What a command shows, and under which name its JSON is known.
#[derive(Debug)]
pub struct Shown<'a> {
    /// `noun.verb`
    pub schema: &'a str,
    pub snapshot: Snapshot,
    pub anchor: Anchor,
    pub warnings: Vec<String>,
}

impl<'a> Shown<'a> {
    /// What is known now, or at the times that the flags say, without a warning.
    pub fn of(context: &Context, ledger: &Ledger, schema: &'a str) -> Result<Self, Failure> {
        let (snapshot, anchor) = (context.snapshot(ledger)?, ledger.anchor()?);
        Ok(Self { schema, snapshot, anchor, warnings: Vec::new() })
    }

    /// The same with what is to be warned of.
    pub fn warned(self, warnings: Vec<String>) -> Self {
        Self { warnings, ..self }
    }

    /// Shows tables; the first is the data of JSON and CSV.
    pub fn tables(&self, context: &Context, tables: &[Table]) -> Result<(), Failure> {
        let Some(first) = tables.first() else { return Ok(()) };
        match form(context)? {
            // Without rows, why there are none is all there is to say.
            Form::Json if first.rows.is_empty() => {
                first.notes.iter().for_each(|note| context.note_aside(note.clone()));
                self.data(context, json::rows(first))
            }
            Form::Json => self.data(context, json::rows(first)),
            Form::Csv => to_csv(context, first),
            Form::Workbook(path) => self.workbook(context, path, tables),
            Form::Terminal => {
                let style = style(context);
                let mut text: String =
                    tables.iter().map(|table| render(table, &style)).collect::<Vec<_>>().join("\n");
                text += &format!("\n{}\n", self.foot(context));
                deliver(context, context.output.as_deref(), text.as_bytes())?;
                if context.output.is_some() {
                    context.note_anchor_left();
                }
                Ok(())
            }
        }
    }

    /// Shows a record.
    pub fn record(&self, context: &Context, record: &Details) -> Result<(), Failure> {
        match form(context)? {
            Form::Json => self.data(context, json::record(record)),
            Form::Csv => to_csv(context, &record.as_values(context.lang)),
            Form::Workbook(path) => self.workbook(context, path, &record.as_tables(context.lang)),
            Form::Terminal => {
                let text = render_record(record, &style(context));
                deliver(context, context.output.as_deref(), text.as_bytes())
            }
        }
    }

    fn workbook(&self, context: &Context, path: &Path, tables: &[Table]) -> Result<(), Failure> {
        let footer = say::anchor_line(context.lang, &self.anchor);
        let bytes = workbook::bytes(tables, &footer, context.lang)
            .map_err(|error| Failure::Workbook(error.to_string()))?;
        deliver(context, Some(path), &bytes)?;
        context.note_anchor_left();
        context.tell_written(path.display());
        Ok(())
    }

    /// Prints data in the JSON envelope.
    pub fn data(&self, context: &Context, data: Value) -> Result<(), Failure> {
        let as_of = self.snapshot.as_of.to_string();
        let warnings = [&self.warnings[..], &context.asides()].concat();
        let envelope = json::envelope(self.schema, &as_of, self.snapshot.known_at, data, &warnings);
        deliver(context, context.output.as_deref(), format!("{envelope:#}\n").as_bytes())
    }

    /// The two times and the anchor, at the foot of every report.
    fn foot(&self, context: &Context) -> String {
        let times = say::as_of_line(context.lang, self.snapshot.as_of, self.snapshot.known_at);
        format!("{times}\n{}", context.anchor_said(&self.anchor))
    }
}

/// Shows one table of what is known, its notes among the warnings of JSON.
pub fn show_table(
    context: &Context,
    schema: &str,
    view: impl FnOnce(&Ledger, Snapshot) -> Result<Table, Failure>,
) -> Result<Done, Failure> {
    show_tables(context, schema, |ledger, snapshot| Ok(vec![view(ledger, snapshot)?]))
}

/// Shows tables of what is known, their notes among the warnings of JSON.
pub fn show_tables(
    context: &Context,
    schema: &str,
    view: impl FnOnce(&Ledger, Snapshot) -> Result<Vec<Table>, Failure>,
) -> Result<Done, Failure> {
    let ledger = &mut context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let tables = view(ledger, snapshot)?;
    let warnings = tables.iter().flat_map(|table| table.notes.clone()).collect();
    Shown::of(context, ledger, schema)?.warned(warnings).tables(context, &tables)?;
    Ok(Done::Well)
}

fn to_csv(context: &Context, table: &Table) -> Result<(), Failure> {
    let path = context.output.as_deref();
    let mut bytes = Vec::new();
    csv::write(table, &mut bytes, path.is_some())?;
    deliver(context, path, &bytes)
}

enum Form<'a> {
    Terminal,
    Json,
    Csv,
    Workbook(&'a Path),
}

/// The form of a table or record.
///
/// Errors: `usage` for a file that says it is something else.
fn form(context: &Context) -> Result<Form<'_>, Failure> {
    let path = context.output.as_deref();
    Ok(match (context.json, context.csv, extension(context).as_deref(), path) {
        (true, ..) | (_, _, Some("json"), _) => Form::Json,
        (_, true, ..) | (_, _, Some("csv"), _) => Form::Csv,
        (_, _, Some("xlsx"), Some(path)) => Form::Workbook(path),
        (_, _, None | Some("txt" | "md"), _) => Form::Terminal,
        (_, _, Some(other), _) => {
            return Err(form_unknown(context, other, ".xlsx .csv .json .txt"));
        }
    })
}

/// The extension of the file asked for, in lower case.
pub fn extension(context: &Context) -> Option<String> {
    let extension = context.output.as_deref()?.extension()?;
    Some(extension.to_string_lossy().to_lowercase())
}

/// A form that is not written, and those that are.
pub fn form_unknown(context: &Context, form: &str, known: &str) -> Failure {
    let message = say::form_unknown(context.lang, form);
    Failure::Usage(Words { message, hint: known.to_owned() })
}

pub fn style(context: &Context) -> TerminalStyle {
    TerminalStyle {
        width: context.width(),
        color: context.color,
        lang: context.lang,
        all_columns: context.verbose,
    }
}

/// Writes to the file asked for, whole or not at all and not in a rehearsal, else to standard output.
pub fn deliver(context: &Context, path: Option<&Path>, bytes: &[u8]) -> Result<(), Failure> {
    delivered(context, path, bytes, |path| write_whole(path, |out| out.write_all(bytes)))
}

/// Delivers what is for one reader's eyes only.
pub fn deliver_private(
    context: &Context,
    path: Option<&Path>,
    bytes: &[u8],
) -> Result<(), Failure> {
    delivered(context, path, bytes, |path| write_private(path, |out| out.write_all(bytes)))
}

fn delivered(
    context: &Context,
    path: Option<&Path>,
    bytes: &[u8],
    write: impl FnOnce(&str) -> Result<(), ExchangeError>,
) -> Result<(), Failure> {
    match path.filter(|path| *path != Path::new("-")) {
        Some(path) if context.may_write(path.display()) => {
            context.clear(path)?;
            Ok(write(&path.to_string_lossy())?)
        }
        Some(_) => Ok(()),
        None => Ok(to_stdout(bytes)?),
    }
}
