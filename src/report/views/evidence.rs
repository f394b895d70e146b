//! What speaks for inventions being of high value: lists, and an invention class by class.

use super::cells::{coded, date, exported, note_search, text};
use crate::domain::evidence::{Evidence, FIELDS};
use crate::domain::numbers::{ApplicationNo, PatentKind};
use crate::domain::stock::{Because, Finding, ValueClass, is_high_value};
use crate::i18n::Lang;
use crate::i18n::stock as say;
use crate::i18n::titles::title;
use crate::ledger::{Ledger, Snapshot};
use crate::operations::Refusal;
use crate::operations::evidence::{EvidenceQuery, wanted};
use crate::report::{Cell, Details, Table};
use crate::stats::HighValue;

/// The evidence that is wanted, by patent.
pub fn list(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    query: &EvidenceQuery,
) -> Result<Table, Refusal> {
    let (found, of) = wanted(ledger, snapshot, query)?;
    let keys = [
        "application_no",
        "value_class",
        "evidence_of",
        "foreign_no",
        "award_year",
        "holds_since",
        "evidence_document",
    ];
    let mut table =
        Table::of(lang, &keys).sparing(&["evidence_document", "award_year", "foreign_no"]);
    for card in found {
        let evidence = card.evidence;
        let said = |said: String| Some(said).filter(|said| !said.is_empty());
        table.row(vec![
            Cell::id(evidence.patent),
            coded(lang, "value_class", evidence.class.code()),
            text(said(evidence.name)),
            text(said(evidence.number)),
            evidence.year.map_or(Cell::Empty, |year| Cell::Ordinal(year.into())),
            date(evidence.since),
            text(evidence.document),
        ]);
    }
    let searched = ["application_no", "evidence_of", "foreign_no", "evidence_document"];
    note_search(lang, &mut table, query.text.as_ref(), "evidence", of, &searched);
    Ok(table)
}

/// An invention class by class, with what each answer rests on.
pub fn card(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    number: ApplicationNo,
) -> Result<Details, Refusal> {
    let card = ledger.patent(number, snapshot)?;
    let mut record = Details::new(number.to_string());
    record
        .field(lang, "application_no", Cell::id(number))
        .field(lang, "title", text(card.patent.title.clone()))
        .field(lang, "filing_date", date(card.patent.filing))
        .field(lang, "grant_date", date(card.patent.grant));
    if card.patent.kind != PatentKind::Invention {
        record.note(say::inventions_only(lang));
        return Ok(record);
    }
    let high_value = HighValue::of_patent(ledger, snapshot, number)?;
    let judged = high_value.on(snapshot.as_of);
    let findings = judged.findings(&card.patent);
    record.field(lang, "high_value", coded(lang, "answer", is_high_value(&findings).code()));
    record.table("classes", classes(lang, ledger, snapshot, &findings)?);
    Ok(record)
}

/// The five classes of an invention: the answer and what it rests on.
pub fn classes(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    findings: &[Finding<'_>],
) -> Result<Table, Refusal> {
    let mut table = Table::of(lang, &["value_class", "answer", "judged_by"])
        .titled(title(lang, "high_value_classes"));
    for finding in findings {
        table.row(vec![
            coded(lang, "value_class", finding.class.code()),
            coded(lang, "answer", finding.answer.code()),
            Cell::code(finding.because.code(), because(lang, ledger, snapshot, finding)?),
        ]);
    }
    Ok(table)
}

fn because(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    finding: &Finding<'_>,
) -> Result<String, Refusal> {
    let registered = |pledge: i64| -> Result<String, Refusal> {
        let cards = ledger.pledges(snapshot)?;
        let found = cards.into_iter().find(|card| card.id == pledge);
        Ok(found.map_or_else(String::new, |card| card.pledge.number.to_string()))
    };
    Ok(match &finding.because {
        Because::Recorded(evidence) => told(evidence),
        Because::NotYet(evidence)
            if evidence.class == ValueClass::Abroad && evidence.since.is_none() =>
        {
            say::not_granted(lang, told(evidence))
        }
        Because::NotYet(evidence) => say::not_yet(lang, told(evidence)),
        Because::Mapped { map, industry } => say::mapped(lang, map, industry),
        Because::NotMapped { map } => say::not_mapped(lang, map),
        Because::Since { years, first } => say::maintained_since(lang, years, first),
        Because::Pledged { pledge, each, .. } => {
            say::pledged(lang, registered(*pledge)?, each.grouped())
        }
        Because::Lent { pledge, each, .. } => say::lent(lang, registered(*pledge)?, each.grouped()),
        Because::NotPledged => say::not_pledged(lang),
        Because::NotListed => say::not_listed(lang),
        Because::NoMap => say::no_map(lang),
        Because::NoSymbol => say::no_symbol(lang),
        Because::NoList => say::no_list(lang),
        Because::NoFilingDay => say::no_filing_day(lang),
        Because::NoLeast => say::no_least(lang),
        Because::NoAmount { pledge } => say::no_amount(lang, registered(*pledge)?),
    })
}

/// What is recorded: name, number, year, day and document, as far as they are stated.
fn told(evidence: &Evidence) -> String {
    let Evidence { name, number, year, since, document, .. } = evidence;
    let parts = [
        Some(name.clone()),
        Some(number.clone()),
        year.map(|year| year.to_string()),
        since.map(|since| since.to_string()),
        document.clone(),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

/// All evidence as a file can bring it in again.
pub fn export(lang: Lang, ledger: &Ledger, snapshot: Snapshot) -> Result<Table, Refusal> {
    let rows = ledger.evidence(snapshot)?.into_iter().map(|card| card.evidence.texts());
    Ok(exported(lang, &FIELDS, rows))
}
