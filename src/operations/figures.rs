//! Figures published, and what an indicator counts from a day on.

use super::outcome::EffectKind;
use super::{Header, Office, Recorded, Refusal, Writing};
use crate::domain::Fault;
use crate::domain::Problem;
use crate::domain::counting::Basis;
use crate::domain::indicator::Indicator;
use crate::domain::patent::Change;
use crate::domain::stock::{IndustryMap, StockRule};
use crate::domain::values::Date;
use crate::exchange::read_text;
use crate::ledger::{Definition, LedgerError};
use crate::stats::publication::{Edition, PublicationError};

/// What can be asked of figures, beside publishing them.
#[derive(Debug, Clone)]
pub enum Request {
    /// From the first day of a month on, up to the last of one or until further notice.
    Define(Definition),
    /// What the head of official tables carries from now on: field and text.
    Heading(Vec<(&'static str, String)>),
    /// What the stock of patents is judged and divided by.
    Rule(StockRule),
    /// A table of IPC symbols as its file has it, read and checked. One of the same code gives way.
    Map { map: Box<IndustryMap>, text: String },
}

impl Request {
    /// What the file of a table of IPC symbols asks for, read and checked.
    ///
    /// Errors: the file cannot be read; `MapFile` with everything that is wrong with it.
    pub fn of_map_file(file: &str) -> Result<Self, Refusal> {
        let faults = |faults| Refusal::MapFile { file: file.to_owned(), faults };
        let text = read_text(file)?;
        Ok(Self::Map { map: Box::new(IndustryMap::read(&text).map_err(faults)?), text })
    }

    pub fn action(&self) -> &'static str {
        match self {
            Self::Define(_) => "stats.define",
            Self::Heading(_) => "report.heading",
            Self::Rule(_) => "stats.rule",
            Self::Map { .. } => "stats.map",
        }
    }

    pub(super) fn carry_out(&self, writing: &mut Writing<'_, '_>) -> Result<(), Refusal> {
        let definition = match self {
            Self::Define(definition) => definition,
            Self::Heading(fields) => return set_heading(writing, fields),
            Self::Rule(rule) => return set_rule(writing, rule),
            Self::Map { map, text } => return set_map(writing, map, text),
        };
        fits(definition)?;
        if writing.entry.definitions()?.contains(definition) {
            return Err(LedgerError::NoChange.into());
        }
        writing.entry.define_indicator(definition)?;
        writing.did("definition", &definition.indicator, EffectKind::Added, Vec::new());
        Ok(())
    }
}

fn set_heading(
    writing: &mut Writing<'_, '_>,
    fields: &[(&'static str, String)],
) -> Result<(), Refusal> {
    let mut changes = Vec::with_capacity(fields.len());
    for (field, text) in fields {
        writing.entry.set_heading(field, text)?;
        changes.push(Change { field, old: String::new(), new: text.clone() });
    }
    writing.did("heading", String::new(), EffectKind::Corrected, changes);
    Ok(())
}

fn set_rule(writing: &mut Writing<'_, '_>, rule: &StockRule) -> Result<(), Refusal> {
    if let Some((from, to)) = rule.from.zip(rule.to).filter(|(from, to)| to < from) {
        let problem = Problem::DateBefore { earlier: "from", than: from };
        return Err(Refusal::field(Fault::new("to", to.to_string(), problem)));
    }
    // Recorded again behind another it would hold again; as the last it says nothing new.
    if writing.entry.stock_rules()?.last() == Some(rule) {
        return Err(LedgerError::NoChange.into());
    }
    writing.entry.bring_stock_rule(rule)?;
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    let said = [
        ("valid_from", day(rule.from)),
        ("valid_to", day(rule.to)),
        ("over_years", rule.over_years.map(|years| years.to_string())),
        ("pledge_least", rule.pledge_least.map(|least| least.to_string())),
        ("population_rule", rule.population.map(|rule| rule.code().to_owned())),
        ("decimals", rule.decimals.map(|decimals| decimals.to_string())),
        ("source", Some(rule.source.clone())),
    ];
    let said = said.into_iter().filter_map(|(field, new)| Some((field, new?)));
    let changes = said.map(|(field, new)| Change { field, old: String::new(), new }).collect();
    writing.did("stock_rule", String::new(), EffectKind::Added, changes);
    Ok(())
}

fn set_map(writing: &mut Writing<'_, '_>, map: &IndustryMap, text: &str) -> Result<(), Refusal> {
    let known = writing.entry.industry_map(&map.code)?;
    if known.as_ref().is_some_and(|known| known.text == text) {
        return Err(LedgerError::NoChange.into());
    }
    writing.entry.bring_industry_map(map, text)?;
    let symbols: usize = map.industries.iter().map(|industry| industry.ipc.len()).sum();
    let said = [
        ("industries", map.industries.len().to_string()),
        ("symbols", symbols.to_string()),
        ("source", map.source.clone()),
    ];
    let changes = said.map(|(field, new)| Change { field, old: String::new(), new }).into();
    let act = if known.is_some() { EffectKind::Corrected } else { EffectKind::Added };
    writing.did("ipc_map", &map.code, act, changes);
    Ok(())
}

/// A filing indicator on a basis of filings, for whole months.
fn fits(definition: &Definition) -> Result<(), Refusal> {
    let refused =
        |field, value: String, problem| Err(Refusal::field(Fault::new(field, value, problem)));
    let indicator = Indicator::from_code(&definition.indicator);
    if indicator.is_none_or(|indicator| !Indicator::FILINGS.contains(&indicator)) {
        return refused("indicator", definition.indicator.clone(), Problem::WordUnknown);
    }
    if !matches!(definition.basis, Basis::Received | Basis::FeePaid) {
        return refused("basis", definition.basis.code().to_owned(), Problem::WordUnknown);
    }
    let begins = |day: Date| day.day() == 1;
    let day = |day: Option<Date>| day.map_or_else(String::new, |day| day.to_string());
    match (definition.from, definition.to) {
        (Some(from), Some(to)) if to < from => {
            let problem = Problem::DateBefore { earlier: "from", than: from };
            refused("to", day(Some(to)), problem)
        }
        (_, Some(to)) if !to.add_days(1).is_some_and(begins) => {
            refused("to", day(Some(to)), Problem::NotWholeMonths)
        }
        (Some(from), _) if begins(from) => Ok(()),
        (from, _) => refused("from", day(from), Problem::NotWholeMonths),
    }
}

impl Office<'_> {
    /// Seals an edition of a quarter's figures; returns its number.
    ///
    /// Errors: `LedgerMoved` when the ledger was written to since the edition was prepared.
    pub fn publish(&mut self, edition: &Edition) -> Result<(i64, Recorded), Refusal> {
        self.entry(Header::of("stats.publish"), |writing| {
            if writing.entry.id() != edition.sealed.known_at + 1 {
                return Err(PublicationError::LedgerMoved.into());
            }
            let number = writing.entry.publish(&edition.sealed, &edition.figures)?;
            Ok((number, Some(format!("{{\"publication\":{number}}}"))))
        })
    }
}
