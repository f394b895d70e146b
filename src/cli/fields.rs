//! A noun's fields as flags: `--filing-date 2024-01-05` goes through the same constructor as a row of a file.

use clap::{Arg, Command};

use crate::i18n::Lang;
use crate::i18n::help;
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

/// A flag with a value.
pub fn valued(lang: Lang, arg: Arg) -> Arg {
    let name = help::value(lang);
    // A negative amount is refused as an amount, with its place, not taken for a flag.
    let arg = arg.value_name(name).allow_negative_numbers(true).num_args(1);
    arg.help_heading(help::heading(lang, "options"))
}
