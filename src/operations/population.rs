//! How many people regions had: what figures for each 10,000 people are divided by.

use super::facts::{Facts, Statement, fact_requests};
use super::outcome::{OnKnown, Stated};
use super::search::Search;
use super::{Refusal, Writing};
use crate::domain::Record;
use crate::domain::population::{FIELDS, GROUPS, Population};
use crate::ledger::{Ledger, PopulationCard, Snapshot, Subject};

/// Counts of people, known by region, day and kind.
#[derive(Debug)]
pub struct Populations;

fact_requests!(Populations, "population");

impl Facts for Populations {
    const NOUN: &'static str = "population";
    type Known = PopulationCard;

    fn find(
        writing: &mut Writing<'_, '_>,
        said: &Record<'_>,
    ) -> Result<(String, Option<PopulationCard>), Refusal> {
        let (key, _) = Population::subject(said, writing.today)?;
        Ok((key.to_string(), writing.entry.population_in_force(key)?))
    }

    fn subject<'a>(_: &'a str, known: &'a PopulationCard) -> Subject<'a> {
        Subject::Population(known.population.key())
    }

    fn state(
        writing: &mut Writing<'_, '_>,
        said: &Record<'_>,
        on_known: OnKnown,
    ) -> Result<Stated, Refusal> {
        let (id, card) = Self::find(writing, said)?;
        let known = card.map(|card| card.population.texts());
        let before = known.clone().unwrap_or_else(|| vec![None; FIELDS.len()]);
        let (read, notes) = Population::read(&said.over(&before, &GROUPS), writing.today)?;
        let (noun, now) = (Self::NOUN, read.texts());
        let stated =
            Statement { noun, id: &id, fields: &FIELDS, known, now }.decide(writing, on_known)?;
        if stated != Stated::Unchanged {
            writing.entry.bring_population(&read, writing.row)?;
        }
        writing.notes(notes);
        Ok(stated)
    }

    fn end(writing: &mut Writing<'_, '_>, known: &PopulationCard) -> Result<(), Refusal> {
        Ok(writing.entry.end_population(known)?)
    }
}

/// Returns the counts in whose region, day or source a text stands, in order of region and day, and how many there are.
pub fn wanted(
    ledger: &Ledger,
    snapshot: Snapshot,
    text: Option<&String>,
) -> Result<(Vec<PopulationCard>, usize), Refusal> {
    let search = text.map(|text| Search::new(ledger, snapshot, text)).transpose()?;
    let mut cards = ledger.populations(snapshot)?;
    let of = cards.len();
    cards.retain(|card| {
        let Population { region, day, source, .. } = &card.population;
        let texts = [region.to_string(), region.full_name(), day.to_string(), source.clone()];
        Search::finds(search.as_ref(), texts.iter().map(String::as_str), None)
    });
    Ok((cards, of))
}
