//! `report quarter 2016Q4` and `report year 2016`: the document of what was published, or a draft of what would be.

use clap::ArgMatches;
use rust_decimal::Decimal;

use super::parts::{self, Facts};
use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::ledger::unknown_word;
use crate::domain::indicator::{Grouping, Indicator};
use crate::domain::values::Period;
use crate::domain::values::Quarter;
use crate::i18n::codes::label;
use crate::i18n::{publications, quarterly as say};
use crate::ledger::{Ledger, Snapshot, day_in_china};
use crate::report::Cell;
use crate::report::document::{Document, Headline, Section};
use crate::report::views::figures::{change_cell, overview, overview_of_year, unit, value_cell};
use crate::stats::publication::{PublicationError, prepare, published};

/// Which of the two is asked for; they differ in what stands first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Span {
    Quarter,
    Year,
}

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let quarter = crate::cli::stats::quarter(matches)?;
    let ledger = context.open()?;
    let (document, snapshot) = document(context, ledger, quarter, Span::Quarter)?;
    super::deliver(context, &document, snapshot)
}

/// The year by its last quarter that is over.
pub fn run_year(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let text = matches.get_one::<String>("year").map_or("", String::as_str);
    let whole = |period: &Period| Period::year(period.first().year()) == Some(*period);
    let year = text.parse::<Period>().ok().filter(whole).map(|period| period.first().year());
    let year = year.ok_or_else(|| unknown_word(context.lang, text, &["2016"]))?;
    let ledger = context.open()?;
    let as_of = context.snapshot(ledger)?.as_of.min(context.today());
    let quarters = (1..=4).rev().filter_map(|number| Quarter::new(year, number));
    let over = |quarter: &Quarter| quarter.period().last() <= as_of;
    let first = Quarter::new(year, 1).ok_or_else(|| unknown_word(context.lang, text, &["2016"]))?;
    let quarter = quarters.into_iter().find(over).unwrap_or(first);
    let (document, snapshot) = document(context, ledger, quarter, Span::Year)?;
    super::deliver(context, &document, snapshot)
}

/// Returns the document of a quarter or year, as published, else a draft, and what it was counted at.
fn document(
    context: &Context,
    ledger: &Ledger,
    quarter: Quarter,
    span: Span,
) -> Result<(Document, Snapshot), Failure> {
    let facts = facts(context, ledger, quarter)?;
    let lang = context.lang;
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
            Some(said) => format!("{subtitle}{}{said}", lang.pick("　", " \u{b7} ")),
            None => subtitle,
        },
        draft: facts.published.is_none().then(|| say::draft(lang)),
        headlines: headlines(ledger, &facts, span)?,
        ..parts::frame(context, ledger, &facts)?
    };
    let sections = &mut document.sections;
    sections.push(Section::new("overview", say::overview(lang), overview));
    sections.extend(parts::targets(ledger, &facts)?);
    sections.push(parts::years(ledger, &facts)?);
    sections.extend(parts::progress(ledger, &facts)?);
    sections.extend(parts::forecast(ledger, &facts)?);
    sections.extend(parts::finance(&facts));
    sections.extend(parts::funds(ledger, &facts)?);
    for grouping in [Grouping::Park, Grouping::Size, Grouping::Industry] {
        sections.extend(parts::groups(&facts, grouping));
    }
    sections.extend(parts::restatements(ledger, &facts)?);
    sections.push(parts::definitions(ledger, &facts)?);
    document.notes.extend(parts::completeness(ledger, &facts)?);
    Ok((document, facts.snapshot))
}

/// The figures of the last publication of a quarter, else those one would seal now.
fn facts(context: &Context, ledger: &Ledger, quarter: Quarter) -> Result<Facts, Failure> {
    let snapshot = context.snapshot(ledger)?;
    let lang = context.lang;
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
            })
        }
        Err(PublicationError::NotPublished { .. }) => Ok(Facts {
            lang,
            quarter,
            snapshot,
            anchor_at: snapshot.known_at,
            figures: prepare(ledger, snapshot, quarter, context.today())?.figures,
            published: None,
        }),
        Err(error) => Err(error.into()),
    }
}

/// The figures a reader sees first: the plan's two, then filings abroad and money.
fn headlines(ledger: &Ledger, facts: &Facts, span: Span) -> Result<Vec<Headline>, Failure> {
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
    let said = |indicator: Indicator, period: Period| {
        crate::report::shown(&facts.cell(indicator, period), lang)
    };
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
    if parts::funds_of(ledger, facts)?.is_empty() {
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
        let said = |period| crate::report::shown(&self.cell(indicator, period), lang);
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
