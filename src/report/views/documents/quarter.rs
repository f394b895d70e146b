//! A quarter's or a year's report: what was published, or a draft of what would be.

use rust_decimal::Decimal;

use super::sections::{self, Facts};
use super::tables;
use crate::domain::indicator::{Grouping, Indicator};
use crate::domain::values::{Date, Period, Quarter};
use crate::i18n::codes::label;
use crate::i18n::loans::loan_problem;
use crate::i18n::punctuation::beside;
use crate::i18n::say::loan_left_out;
use crate::i18n::{Lang, publications, quarterly as say};
use crate::ledger::{Ledger, Snapshot, day_in_china};
use crate::operations::Refusal;
use crate::report::document::{Document, Headline, Section};
use crate::report::views::figures::{change_cell, overview, overview_of_year, unit, value_cell};
use crate::report::{Cell, shown};
use crate::stats::SplitBy;
use crate::stats::publication::{PublicationError, left_out_of, prepare, published};

/// Which of the two is asked for; they differ in what stands first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Span {
    Quarter,
    Year,
}

/// The document of a quarter, as published, else a draft, and what it was counted at.
pub fn quarter(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    quarter: Quarter,
    today: Date,
) -> Result<(Document, Snapshot), Refusal> {
    document(facts(lang, ledger, snapshot, quarter, today)?, ledger, snapshot, Span::Quarter)
}

/// The document of the year that begins with `first`, by its last quarter that is over, and what it was counted at.
pub fn year(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    first: Quarter,
    today: Date,
) -> Result<(Document, Snapshot), Refusal> {
    let as_of = snapshot.as_of.min(today);
    let over = |quarter: &Quarter| quarter.period().last() <= as_of;
    let quarter = (0..4).rev().map(|n| first.plus(n)).find(over).unwrap_or(first);
    document(facts(lang, ledger, snapshot, quarter, today)?, ledger, snapshot, Span::Year)
}

fn document(
    facts: Facts,
    ledger: &Ledger,
    now: Snapshot,
    span: Span,
) -> Result<(Document, Snapshot), Refusal> {
    let (lang, quarter) = (facts.lang, facts.quarter);
    let district = ledger.office(facts.snapshot)?.district;
    let figures = &facts.figures;
    let (schema, title, subtitle, overview) = match span {
        Span::Quarter => (
            "report.quarter",
            say::quarter_title(lang, district),
            publications::quarter(lang, quarter),
            overview(lang, quarter, figures),
        ),
        Span::Year => (
            "report.year",
            say::year_title(lang, district),
            publications::period(lang, quarter.year_to_date()),
            overview_of_year(lang, quarter, figures),
        ),
    };
    let mut document = Document {
        schema,
        title,
        subtitle: match &facts.published {
            Some(said) => beside(lang, subtitle, said),
            None => subtitle,
        },
        draft: facts.published.is_none().then(|| say::draft(lang)),
        headlines: headlines(ledger, &facts, span)?,
        ..sections::frame(ledger, now, &facts)?
    };
    let parts = &mut document.sections;
    parts.push(Section::new("overview", say::overview(lang), overview));
    parts.extend(sections::targets(ledger, &facts)?);
    parts.push(sections::years(ledger, &facts)?);
    parts.extend(sections::stock(ledger, &facts)?);
    parts.extend(sections::progress(ledger, &facts)?);
    parts.extend(sections::forecast(ledger, &facts)?);
    parts.extend(sections::finance(ledger, &facts)?);
    parts.extend(sections::funds(ledger, &facts)?);
    parts.extend(tables::amount_bands(ledger, &facts)?);
    for grouping in [Grouping::Park, Grouping::Size, Grouping::Industry] {
        parts.extend(sections::groups(ledger, &facts, grouping)?);
    }
    for split in [SplitBy::District, SplitBy::ApplicantKind, SplitBy::Ipc] {
        parts.extend(tables::stock_by(ledger, &facts, split)?);
    }
    for split in [SplitBy::District, SplitBy::Street, SplitBy::ApplicantKind, SplitBy::Ipc] {
        parts.extend(tables::ranked(ledger, &facts, split)?);
    }
    parts.extend(tables::first_applicants(ledger, &facts)?);
    parts.extend(tables::first_patentees(ledger, &facts)?);
    parts.extend(sections::programs(ledger, &facts)?);
    parts.extend(sections::restatements(ledger, &facts)?);
    parts.push(sections::definitions(ledger, &facts)?);
    document.notes.extend(sections::completeness(ledger, &facts)?);
    document.notes.extend(facts.left_out.iter().map(|(loan, problem)| {
        let why = loan_problem(lang, problem).message;
        loan_left_out(lang, loan, why)
    }));
    Ok((document, facts.snapshot))
}

/// The figures of the last publication of a quarter, else those one would seal now.
fn facts(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    quarter: Quarter,
    today: Date,
) -> Result<Facts, Refusal> {
    match published(ledger, snapshot, quarter) {
        Ok(publication) => {
            let entry = ledger.entry(publication.brought_by)?;
            let day = day_in_china(entry.recorded_at).map_or_else(String::new, |d| d.to_string());
            Ok(Facts {
                lang,
                quarter,
                snapshot: publication.snapshot(),
                anchor_at: publication.brought_by,
                figures: ledger.published_figures(publication.number, snapshot)?,
                published: Some(say::published_on(
                    lang,
                    publication.number,
                    day,
                    entry.recorded_by,
                )),
                left_out: left_out_of(ledger, &publication)?,
            })
        }
        Err(PublicationError::NotPublished { .. }) => {
            let edition = prepare(ledger, snapshot, quarter, today)?;
            Ok(Facts {
                lang,
                quarter,
                snapshot,
                anchor_at: snapshot.known_at,
                figures: edition.figures,
                published: None,
                left_out: edition.left_out,
            })
        }
        Err(error) => Err(error.into()),
    }
}

/// The figures a reader sees first: the plan's two, then filings abroad and money.
fn headlines(ledger: &Ledger, facts: &Facts, span: Span) -> Result<Vec<Headline>, Refusal> {
    let to_date = facts.quarter.year_to_date();
    let mut headlines = Vec::new();
    for indicator in [Indicator::InventionFilings, Indicator::InventionGrants] {
        let name = facts.name(indicator);
        headlines.push(match facts.plan_to_date(ledger, indicator)? {
            Some(plan) => Headline {
                goal: facts.goal(ledger, indicator)?,
                ..facts.headline(indicator, plan, say::so_far(facts.lang, name), span)
            },
            None => facts.headline(indicator, to_date, say::in_year(facts.lang, name), span),
        });
    }
    let in_year = |indicator: Indicator| {
        let name = say::in_year(facts.lang, facts.name(indicator));
        facts.headline(indicator, to_date, name, span)
    };
    headlines.push(in_year(Indicator::PctFilings));
    let lang = facts.lang;
    let said = |indicator: Indicator, period: Period| shown(&facts.cell(indicator, period), lang);
    let mut pledges = in_year(Indicator::PledgeRegistrations);
    pledges.note = Some(say::headline_secured(lang, said(Indicator::SecuredAmount, to_date)));
    headlines.push(pledges);
    let overdue = say::headline_overdue(
        lang,
        said(Indicator::OverduePrincipal, to_date),
        said(Indicator::OverdueLoans, to_date),
    );
    let outstanding = Headline {
        note: Some(overdue),
        ..facts.headline(Indicator::Outstanding, to_date, facts.name(Indicator::Outstanding), span)
    };
    headlines.push(outstanding);
    if sections::funds_of(ledger, facts)?.is_empty() {
        return Ok(headlines);
    }
    let paid = say::headline_paid(lang, said(Indicator::CompensationPaid, to_date));
    headlines.push(Headline {
        note: Some(paid),
        ..facts.headline(Indicator::FundBalance, to_date, facts.name(Indicator::FundBalance), span)
    });
    Ok(headlines)
}

impl Facts {
    pub fn name(&self, indicator: Indicator) -> String {
        label(self.lang, "indicator", indicator.code())
    }

    /// A figure with how it was a year before.
    fn headline(&self, indicator: Indicator, period: Period, name: String, span: Span) -> Headline {
        let lang = self.lang;
        let (now, before) = match span {
            Span::Quarter => (self.quarter.period(), Some(self.quarter.plus(-4).period())),
            Span::Year => {
                let before = Period::year(self.quarter.year() - 1);
                (self.quarter.year_to_date(), before.filter(|_| self.quarter.number() == 4))
            }
        };
        let value = |period| self.book().of(indicator, period).map(|figure| figure.value);
        let said = |period| shown(&self.cell(indicator, period), lang);
        let change = before
            .filter(|before| value(*before).is_some_and(|value| !value.is_zero()))
            .map(|before| (before, change(value(now), value(before))));
        let note = match change {
            Some((before, change)) => match span {
                Span::Quarter => say::headline_change(lang, said(now), said(before), change),
                Span::Year => say::headline_year_change(lang, said(now), said(before), change),
            },
            None => match span {
                Span::Quarter => say::headline_quarter(lang, said(now)),
                Span::Year => say::headline_year(lang, said(now)),
            },
        };
        Headline {
            label: name,
            value: self.cell(indicator, period),
            unit: unit(lang, indicator.code()),
            note: Some(note),
            goal: None,
        }
    }

    /// The figure of a period as a cell; empty when it was not counted.
    pub fn cell(&self, indicator: Indicator, period: Period) -> Cell {
        self.book()
            .of(indicator, period)
            .map_or(Cell::Empty, |figure| value_cell(indicator.code(), figure.value))
    }
}

fn change(now: Option<Decimal>, before: Option<Decimal>) -> String {
    let now = now.unwrap_or_default();
    match change_cell(now, before) {
        Cell::Percent(percent) if !percent.starts_with('-') => format!("+{percent}%"),
        Cell::Percent(percent) => format!("{percent}%"),
        _ => String::new(),
    }
}
