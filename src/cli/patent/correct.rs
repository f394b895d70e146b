//! `patent correct NUMBER --title ..`: supersedes what is recorded; the past keeps both.

use clap::ArgMatches;

use super::number;
use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::fields;
use crate::cli::ledger::recorded;
use crate::domain::party::Said;
use crate::domain::patent::{APPLICATION_NO, FIELDS, FILING_DATE, PatentRecord};
use crate::exchange::import::{Outcome, Parties};
use crate::ledger::{LedgerError, PatentWriter, Verdict};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let number = number(matches)?;
    let text = number.to_string();
    let ledger = context.open()?;
    let ((), receipt) = ledger.write(context.act("patent.correct"), |entry| {
        let mut writer = PatentWriter::new(entry)?;
        let Some(card) = writer.in_force(number)? else {
            return Err(Failure::from(LedgerError::NotFound { noun: "patent", id: text.clone() }));
        };
        // What is not typed stays; the rules see the record as it will be.
        let filing = card.patent.filing.map(|day| day.to_string()).unwrap_or_default();
        let mut given = vec![(APPLICATION_NO, text.as_str())];
        if !fields::any(matches, &[FIELDS[FILING_DATE]]) {
            given.push((FILING_DATE, filing.as_str()));
        }
        let record = fields::record(matches, &FIELDS, &given);
        let (read, _) = PatentRecord::read(&record, context.today()).map_err(Failure::Record)?;
        let (updated, changes) = card.patent.updated(&read.patent);
        let owners = match read.applicants[..] {
            [] => card.owners.clone(),
            _ => Parties::new(entry)?
                .accept_all(&read.applicants, Said::Nothing, &mut Outcome::default())?
                .map_err(|fault| Failure::Record(vec![fault]))?,
        };
        if changes.is_empty() && owners == card.owners {
            return Err(Failure::from(LedgerError::NoChange));
        }
        writer.correct(&updated, &owners, None)?;
        Ok(Verdict::when(!context.dry_run, (), "{}"))
    })?;
    recorded(context, "patent.correct", ledger, receipt)
}
