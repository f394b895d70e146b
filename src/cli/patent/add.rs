//! `patent add NUMBER --filing-date ..`: one patent, through the rules every import goes through.

use clap::ArgMatches;

use super::number;
use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::fields;
use crate::cli::ledger::recorded;
use crate::domain::party::region_said;
use crate::domain::patent::{APPLICATION_NO, FIELDS, PatentRecord};
use crate::exchange::import::{Outcome, Parties};
use crate::ledger::{LedgerError, PatentWriter, Verdict};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let number = number(matches)?.to_string();
    let record = fields::record(matches, &FIELDS, &[(APPLICATION_NO, &number)]);
    let (read, _) = PatentRecord::read(&record, context.today()).map_err(Failure::Record)?;
    let ledger = context.open()?;
    let ((), receipt) = ledger.write(context.act("patent.add"), |entry| {
        let mut writer = PatentWriter::new(entry)?;
        if writer.in_force(read.patent.number)?.is_some() {
            let id = read.patent.number.to_string();
            return Err(Failure::from(LedgerError::AlreadyThere { noun: "patent", id }));
        }
        let said = region_said(read.district.as_deref(), read.address.as_deref());
        let owners = Parties::new(entry)?
            .accept_all(&read.applicants, said, &mut Outcome::default())?
            .map_err(|fault| Failure::Record(vec![fault]))?;
        writer.bring(&read.patent, &owners, None)?;
        Ok(Verdict::when(!context.dry_run, (), "{}"))
    })?;
    recorded(context, "patent.add", ledger, receipt)
}
