//! `pct show NUMBER`: a PCT filing, its deadlines, and what became of it in China.

use clap::ArgMatches;

use super::number;
use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output::{Shown, date, text, written};
use crate::i18n::titles::title;
use crate::report::{Cell, Record, Table};

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let number = number(matches)?;
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let card = ledger.pct(number, snapshot)?;
    let (lang, pct) = (context.lang, &card.pct);
    let applicant = card.applicant.map(|party| ledger.party(party, snapshot)).transpose()?;
    let deadlines = pct.national_phase_deadlines();
    let mut record = Record::new(pct.number.to_string());
    record
        .field(lang, "pct_no", Cell::id(pct.number))
        .field(lang, "title", text(pct.title.clone()))
        .field(lang, "applicant", text(applicant.and_then(|card| card.party.name)))
        .field(lang, "filing_date", date(pct.filing))
        .field(lang, "priority_no", text(pct.priority_no.clone()))
        .field(lang, "priority_date", date(pct.priority))
        .field(lang, "wo_no", written(pct.publication_no))
        .field(lang, "national_deadline", date(deadlines.map(|(plain, _)| plain)))
        .field(lang, "national_deadline_late", date(deadlines.map(|(_, late)| late)))
        .field(lang, "brought_by", Cell::Ordinal(card.brought_by));
    let mut entries =
        Table::of(lang, &["application_no", "entry_date"]).titled(title(lang, "national_phase"));
    ledger.each_patent(snapshot, |patent| {
        if patent.patent.pct == Some(number) {
            entries.row(vec![Cell::id(patent.patent.number), date(patent.patent.entry)]);
        }
        Ok::<_, Failure>(())
    })?;
    record.table("national_phase", entries);
    let anchor = ledger.anchor()?;
    Shown { schema: "pct.show", snapshot, anchor: &anchor, warnings: Vec::new() }
        .record(context, &record)?;
    Ok(Done::Well)
}
