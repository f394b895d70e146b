//! `report party`: what is registered of a party, what it filed, pledged and borrowed.

use std::collections::BTreeMap;

use super::extract::{count, frame, headline, register, sum, table};
use crate::domain::counting::{filing_counts, pct_counts};
use crate::domain::numbers::PatentKind;
use crate::domain::values::Date;
use crate::i18n::Lang;
use crate::i18n::codes::label;
use crate::i18n::reports as words;
use crate::i18n::say;
use crate::i18n::titles::title;
use crate::ledger::{Ledger, PartyId, Snapshot};
use crate::operations::Refusal;
use crate::operations::loan::LoanQuery;
use crate::operations::patent_list::each_of_party;
use crate::operations::pledge::PledgeQuery;
use crate::report::document::{Chart, Document, Form, Section, Series, Style};
use crate::report::views::{loan, party as views, pledge};
use crate::report::{Cell, Table};

/// Columns of the table by year, the year first.
const BY_YEAR: [&str; 8] = [
    "year",
    "invention_filings",
    "invention_grants",
    "utility_filings",
    "utility_grants",
    "design_filings",
    "design_grants",
    "pct_filings",
];
const PCT_FILINGS: usize = 6;

/// Counts by year, in the order of [`BY_YEAR`].
type Years = BTreeMap<i32, [i64; 7]>;

/// What is registered of a party, what it filed, pledged and borrowed.
pub fn document(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    today: Date,
    party: PartyId,
) -> Result<Document, Refusal> {
    let mut record = views::card(lang, ledger, snapshot, &ledger.party(party, snapshot)?)?;
    let [places, marks, cases, certificates] =
        ["places", "marks", "cases", "certificates"].map(|key| table(&mut record, key));
    let (patents, years) = by_year(ledger, snapshot, party)?;
    let query = PledgeQuery { party: Some(vec![party]), ..PledgeQuery::default() };
    let pledges = pledge::list(lang, ledger, snapshot, &query)?;
    let query = LoanQuery { party: Some(vec![party]), ..LoanQuery::default() };
    let loans = loan::list(lang, ledger, snapshot, &query)?;
    let unit = |of: &str| label(lang, "counter", of);
    let in_force = Cell::Count(count(&pledges, "state", "in_force"));
    let outstanding = Cell::Yuan(sum(&loans, "outstanding"));
    let of_loans = Some(words::of_loans(lang, loans.rows.len()));
    Ok(Document {
        schema: "report.party",
        title: words::party_title(lang),
        headlines: vec![
            headline(words::patents(lang), Cell::Count(patents), unit("patents"), None),
            headline(words::pledges_in_force(lang), in_force, unit("registrations"), None),
            headline(words::outstanding(lang), outstanding, unit("fen"), of_loans),
        ],
        sections: vec![
            register(lang, &record),
            Section::new("places", say::places_title(lang), places),
            Section::new("marks", say::marks_title(lang), marks),
            Section::new("cases", say::cases_title(lang), cases),
            Section::new("certificates", say::certificates_title(lang), certificates),
            years_section(lang, years),
            Section::new("pledges", words::pledges(lang), pledges),
            Section::new("loans", words::loans(lang), loans),
        ],
        ..frame(lang, ledger, snapshot, today, record.title.clone().unwrap_or_default())?
    })
}

/// How many patents are a party's, alone or with others, and its filings and grants by year.
fn by_year(ledger: &Ledger, snapshot: Snapshot, party: PartyId) -> Result<(i64, Years), Refusal> {
    let (mut patents, mut years) = (0, Years::new());
    each_of_party(ledger, snapshot, party, |card, events| {
        let patent = &card.patent;
        let filed = filing_counts(patent);
        if !filed.by(snapshot.as_of) {
            return;
        }
        patents += i64::from(card.owners_after(events).contains(&party));
        if !card.owners.contains(&party) {
            return;
        }
        let at = match patent.kind {
            PatentKind::Invention => 0,
            PatentKind::Utility => 2,
            PatentKind::Design => 4,
        };
        years.entry(filed.year()).or_default()[at] += 1;
        if let Some(granted) = patent.grant.filter(|day| *day <= snapshot.as_of) {
            years.entry(granted.year()).or_default()[at + 1] += 1;
        }
    })?;
    for card in ledger.pcts(snapshot)? {
        let filed = pct_counts(&card.pct);
        if card.applicant == Some(party) && filed.by(snapshot.as_of) {
            years.entry(filed.year()).or_default()[PCT_FILINGS] += 1;
        }
    }
    Ok((patents, years))
}

fn years_section(lang: Lang, years: Years) -> Section {
    let mut table = Table::of(lang, &BY_YEAR);
    let mut totals = [0; 7];
    for (year, counts) in years {
        let mut cells = vec![Cell::Ordinal(i64::from(year))];
        cells.extend(counts.map(Cell::Count));
        table.row(cells);
        totals.iter_mut().zip(counts).for_each(|(total, count)| *total += count);
    }
    if table.rows.is_empty() {
        return Section::new("years", words::by_year(lang), table);
    }
    let mut cells = vec![Cell::text(title(lang, "total"))];
    cells.extend(totals.map(Cell::Count));
    table.total(cells).note(words::by_year_note(lang));
    let [filings, grants, ..] = totals;
    let series = [1, 2].map(|column| Series { column, style: Style::Actual });
    Section::new("years", words::by_year(lang), table).drawn(Chart {
        title: words::by_year_chart(lang),
        summary: words::by_year_summary(lang, filings, grants),
        form: Form::Columns,
        category: 0,
        series: series.to_vec(),
        unit: label(lang, "counter", "patents"),
    })
}
