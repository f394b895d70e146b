//! `template NOUN FILE`: an empty form with the headers an import reads.

use clap::ArgMatches;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output::deliver;
use crate::i18n::titles::template_header;
use crate::operations::import::Noun;
use crate::report::{Table, csv, workbook};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let arg = |name: &str| matches.get_one::<String>(name).map_or("", String::as_str);
    let Some(noun) = Noun::all().find(|noun| noun.code() == arg("noun")) else {
        let known: Vec<&str> = Noun::all().map(Noun::code).collect();
        return Err(Failure::unknown_word(context.lang, arg("noun"), &known));
    };
    let headers: Vec<(&'static str, &'static str)> =
        noun.specs().iter().map(|spec| (spec.key, template_header(context.lang, spec))).collect();
    let table = Table::new(&headers);
    let file = std::path::Path::new(arg("file"));
    let is_csv = file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
    let bytes = if is_csv {
        let mut bytes = Vec::new();
        csv::write(&table, &mut bytes, true)?;
        bytes
    } else {
        workbook::bytes(&[table], "", context.lang)
            .map_err(|error| Failure::Workbook(error.to_string()))?
    };
    deliver(context, Some(file), &bytes)?;
    context.tell_written(file.display());
    Ok(Done::Well)
}
