//! A noun's fields as flags: `--filing-date 2016-01-05` goes through the same constructor as a row of a file.

use clap::{Arg, ArgMatches, Command};

use super::grammar::valued;
use crate::domain::{Raw, Record};
use crate::i18n::Lang;
use crate::i18n::titles::title;

/// Adds a flag for each field but those in `but`, which have a place of their own.
pub fn with_fields(
    command: Command,
    lang: Lang,
    fields: &'static [&'static str],
    but: &[&str],
) -> Command {
    let args = fields.iter().filter(|field| !but.contains(field)).map(|field| {
        let long = field.replace('_', "-");
        valued(lang, Arg::new(*field).long(long).help(title(lang, field)))
    });
    command.args(args)
}

/// Returns the record typed, with `given` for the fields that have a place of their own.
pub fn record<'a>(
    matches: &'a ArgMatches,
    fields: &'static [&'static str],
    given: &[(usize, &'a str)],
) -> Record<'a> {
    let mut record = Record::new(fields);
    for (at, field) in fields.iter().enumerate() {
        if let Ok(Some(text)) = matches.try_get_one::<String>(field) {
            record.set(at, Raw::text(text));
        }
    }
    for (at, text) in given {
        record.set(*at, Raw::text(text));
    }
    record
}

/// Whether any of the fields was typed.
pub fn any(matches: &ArgMatches, fields: &[&'static str]) -> bool {
    fields.iter().any(|field| matches!(matches.try_get_one::<String>(field), Ok(Some(_))))
}
