//! PCT filings: lists, and one with its deadlines and what became of it in China.

use super::cells::{cards, date, note_search, text, written};
use crate::domain::numbers::PctNo;
use crate::i18n::Lang;
use crate::i18n::titles::title;
use crate::ledger::{Ledger, Snapshot};
use crate::operations::Refusal;
use crate::operations::pct::{PctQuery, wanted};
use crate::report::{Cell, Details, Table};

/// The filings that are wanted, in order of number.
pub fn list(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    query: &PctQuery,
) -> Result<Table, Refusal> {
    let parties = cards(ledger, snapshot)?;
    let (found, of) = wanted(ledger, snapshot, query)?;
    let keys = ["pct_no", "filing_date", "title", "applicant", "priority_no"];
    let mut table = Table::of(lang, &keys).sparing(&["priority_no", "filing_date"]);
    for card in found {
        let applicant = card.applicant.and_then(|party| parties.get(&party));
        table.row(vec![
            Cell::id(card.pct.number),
            date(card.pct.filing),
            text(card.pct.title),
            text(applicant.and_then(|card| card.party.name.clone())),
            text(card.pct.priority_no),
        ]);
    }
    let searched = ["pct_no", "wo_no", "priority_no", "title", "applicant"];
    note_search(lang, &mut table, query.text.as_ref(), "pct", of, &searched);
    Ok(table)
}

/// A filing's card.
pub fn card(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    number: PctNo,
) -> Result<Details, Refusal> {
    let card = ledger.pct(number, snapshot)?;
    let pct = &card.pct;
    let applicant = card.applicant.map(|party| ledger.party(party, snapshot)).transpose()?;
    let deadlines = pct.national_phase_deadlines();
    let mut record = Details::new(pct.number.to_string());
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
        Ok::<_, Refusal>(())
    })?;
    record.table("national_phase", entries);
    Ok(record)
}
