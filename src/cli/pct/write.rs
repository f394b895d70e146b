//! `pct add`, `pct correct` and `pct void`.

use clap::ArgMatches;

use super::number;
use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::fields;
use crate::cli::ledger::recorded;
use crate::domain::party::region_said;
use crate::domain::pct::{FIELDS, PCT_NO, PctRecord};
use crate::exchange::import::{Outcome, Parties};
use crate::ledger::{Entry, LedgerError, PartyId, Verdict};

fn read(context: &Context, matches: &ArgMatches) -> Result<PctRecord, Failure> {
    let number = number(matches)?.to_string();
    let record = fields::record(matches, &FIELDS, &[(PCT_NO, &number)]);
    let (read, _) = PctRecord::read(&record, context.today()).map_err(Failure::Record)?;
    Ok(read)
}

fn applicant(entry: &Entry<'_>, read: &PctRecord) -> Result<Option<PartyId>, Failure> {
    let said = region_said(read.district.as_deref(), read.address.as_deref());
    let parties = Parties::new(entry)?
        .accept_all(&read.applicants, said, &mut Outcome::default())?
        .map_err(|fault| Failure::Record(vec![fault]))?;
    Ok(parties.first().copied())
}

pub fn add(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let read = read(context, matches)?;
    let ledger = context.open()?;
    let ((), receipt) = ledger.write(context.act("pct.add"), |entry| {
        if entry.pct_in_force(read.pct.number)?.is_some() {
            let id = read.pct.number.to_string();
            return Err(Failure::from(LedgerError::AlreadyThere { noun: "pct", id }));
        }
        entry.bring_pct(&read.pct, applicant(entry, &read)?, None)?;
        Ok(Verdict::when(!context.dry_run, (), "{}"))
    })?;
    recorded(context, "pct.add", ledger, receipt)
}

pub fn correct(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let read = read(context, matches)?;
    let ledger = context.open()?;
    let ((), receipt) = ledger.write(context.act("pct.correct"), |entry| {
        let Some(card) = entry.pct_in_force(read.pct.number)? else {
            let id = read.pct.number.to_string();
            return Err(Failure::from(LedgerError::NotFound { noun: "pct", id }));
        };
        let (updated, changes) = card.pct.updated(&read.pct);
        let party = applicant(entry, &read)?.or(card.applicant);
        if changes.is_empty() && party == card.applicant {
            return Err(Failure::from(LedgerError::NoChange));
        }
        entry.bring_pct(&updated, party, None)?;
        Ok(Verdict::when(!context.dry_run, (), "{}"))
    })?;
    recorded(context, "pct.correct", ledger, receipt)
}

pub fn void(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let number = number(matches)?;
    let ledger = context.open()?;
    let ((), receipt) = ledger.write(context.act("pct.void"), |entry| {
        entry.void_pct(number)?;
        Ok::<_, LedgerError>(Verdict::when(!context.dry_run, (), "{}"))
    })?;
    recorded(context, "pct.void", ledger, receipt)
}
