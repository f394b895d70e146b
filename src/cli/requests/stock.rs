//! `stats rule`, `stats map FILE`

use super::Typed;
use crate::cli::error::Failure;
use crate::domain::stock::{IndustryMap, MOST_DECIMALS, PopulationRule, StockRule};
use crate::domain::{Fault, Problem};
use crate::exchange::read_text;
use crate::i18n::stock as say;
use crate::i18n::words::Words;
use crate::operations::{Refusal, figures};

/// The most years anybody asks a patent to be maintained for: no right lasts longer.
const MOST_YEARS: u32 = 20;

/// `stats rule --pledge-least 5000000 --source ...`: what the stock is judged and divided by from a day on.
pub fn rule(typed: &Typed<'_>) -> Result<figures::Request, Failure> {
    let number = |name: &'static str, least: u32, most: u32| {
        let Some(text) = typed.text(name) else { return Ok(None) };
        let read = text.trim().parse().ok().filter(|n| (least..=most).contains(n));
        let (first, last) = (least.to_string(), most.to_string());
        let unknown =
            || crate::cli::ledger::unknown_word(typed.lang(), text, &[&first, "…", &last]);
        read.map(Some).ok_or_else(unknown)
    };
    let over_years = number("over-years", 1, MOST_YEARS)?;
    let least = match typed.text("pledge-least") {
        Some(_) => Some(typed.amount("pledge-least", "pledge_least")?),
        None => None,
    };
    let rules = PopulationRule::ALL.map(PopulationRule::code);
    let rule = StockRule {
        from: typed.day("from")?,
        to: typed.day("to")?,
        over_years: over_years.and_then(|years| i32::try_from(years).ok()),
        pledge_least: least,
        population: typed.choice_if("population-rule", &rules, PopulationRule::from_code)?,
        decimals: number("decimals", 0, MOST_DECIMALS)?,
        source: typed.word("source").split_whitespace().collect::<Vec<_>>().join(" "),
    };
    let StockRule { over_years, pledge_least, population, decimals, .. } = &rule;
    if over_years.is_none() && pledge_least.is_none() && population.is_none() && decimals.is_none()
    {
        let (message, hint) = (say::rule_empty(typed.lang()), say::rule_empty_hint(typed.lang()));
        return Err(Failure::Usage(Words { message, hint }));
    }
    if let Some((from, to)) = rule.from.zip(rule.to).filter(|(from, to)| to < from) {
        let problem = Problem::DateBefore { earlier: "from", than: from };
        return Err(Failure::field(Fault::new("to", to.to_string(), problem)));
    }
    Ok(figures::Request::Rule(rule))
}

/// `stats map FILE`: a table of the IPC symbols that make an invention one of a strategic emerging industry. Without a
/// file those that are recorded are listed.
pub fn map(typed: &Typed<'_>) -> Result<Option<figures::Request>, Failure> {
    let Some(file) = typed.text("map-file") else { return Ok(None) };
    let text = read_text(file)?;
    match IndustryMap::read(&text) {
        Ok(map) => Ok(Some(figures::Request::Map { map: Box::new(map), text })),
        Err(faults) => Err(Refusal::MapFile { file: file.to_owned(), faults }.into()),
    }
}
