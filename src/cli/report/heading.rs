//! `report heading --table-no ... --approval-no ...`: the head official tables carry, from now on.

use clap::ArgMatches;

use super::parts::heading_name;
use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::i18n::quarterly as say;
use crate::i18n::words::Words;
use crate::ledger::{LedgerError, Verdict};

/// The flags, and the field each sets.
pub const FIELDS: [(&str, &str); 7] = [
    ("table-no", "table_no"),
    ("issuer", "issuer"),
    ("filed-with", "filed_with"),
    ("approval-no", "approval_no"),
    ("valid-until", "valid_until"),
    ("prepared-by", "prepared_by"),
    ("reviewed-by", "reviewed_by"),
];

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let lang = context.lang;
    let given: Vec<(&str, &String)> = FIELDS
        .into_iter()
        .filter_map(|(flag, field)| Some((field, matches.get_one::<String>(flag)?)))
        .collect();
    if given.is_empty() {
        let message = say::heading_none(lang);
        return Err(Failure::Usage(Words { message, hint: String::new() }));
    }
    let ledger = context.open()?;
    let ((), receipt) = ledger.write(context.act("report.heading"), |entry| {
        for (field, value) in &given {
            entry.set_heading(field, value.trim())?;
        }
        Ok::<_, LedgerError>(Verdict::when(!context.dry_run, (), "{}"))
    })?;
    if !context.json {
        for (field, value) in given {
            context.print(say::heading_set(lang, heading_name(lang, field), value.trim()))?;
        }
    }
    crate::cli::ledger::recorded(context, "report.heading", ledger, receipt)
}
