//! `completions SHELL` and `man [FOLDER]`.

use clap::ArgMatches;
use clap_complete::Shell;

use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::grammar::command;
use crate::cli::output::deliver;

pub fn completions(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let name = matches.get_one::<String>("shell").map_or("", String::as_str);
    let shell: Shell = name
        .parse()
        .map_err(|_| Failure::unknown_word(context.lang, name, &["bash", "zsh", "fish"]))?;
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command(context.lang), "ipledger", &mut script);
    deliver(context, context.output.as_deref(), &script)?;
    Ok(Done::Well)
}

/// Writes one page per command into a folder, or the main page to standard output.
pub fn man(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let command = command(context.lang);
    match matches.get_one::<String>("folder") {
        Some(folder) if context.may_write(folder) => {
            std::fs::create_dir_all(folder)?;
            clap_mangen::generate_to(command, folder)?;
            context.tell_written(folder);
        }
        Some(_) => {}
        None => {
            let mut page = Vec::new();
            clap_mangen::Man::new(command).render(&mut page)?;
            deliver(context, context.output.as_deref(), &page)?;
        }
    }
    Ok(Done::Well)
}
