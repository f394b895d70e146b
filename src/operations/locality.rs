//! Localities the office adds to those of the tables: a town, a street or a park with the district it lies in.

use super::outcome::EffectKind;
use super::{Refusal, Writing};
use crate::domain::numbers::{RegionCode, Whereabouts};
use crate::domain::patent::Change;
use crate::domain::values::text;
use crate::domain::{Fault, Problem};

/// What can be asked of the office's own localities.
#[derive(Debug, Clone)]
pub enum Request {
    /// Says in which district a locality lies. Addresses read from then on are read by it.
    Add { name: String, district: String },
    /// Takes back the one with this number.
    Forget { number: i64 },
}

impl Request {
    pub fn action(&self) -> &'static str {
        match self {
            Self::Add { .. } => "localities.add",
            Self::Forget { .. } => "localities.forget",
        }
    }

    pub(super) fn carry_out(&self, writing: &mut Writing<'_, '_>) -> Result<(), Refusal> {
        match self {
            Self::Add { name, district } => add(writing, name, district),
            Self::Forget { number } => forget(writing, *number),
        }
    }
}

fn add(writing: &mut Writing<'_, '_>, name: &str, district: &str) -> Result<(), Refusal> {
    let folded = text::compact(name);
    // A name of one character would be found in half of all addresses; one of a division is read as the division.
    if folded.chars().nth(1).is_none() || RegionCode::is_named(&folded) {
        return Err(Refusal::field(Fault::new("name", name, Problem::LocalityName)));
    }
    let added = writing.localities()?;
    let Some(Whereabouts::In(region)) = writing.own()?.district_said(district, &added) else {
        return Err(Refusal::field(Fault::new("district", district, Problem::DistrictUnknown)));
    };
    let before = writing.entry.locality(&folded)?;
    if before.as_ref().is_some_and(|known| known.region == region) {
        return Err(Refusal::already_there("locality", folded));
    }
    writing.entry.bring_locality(&folded, region)?;
    let act = if before.is_some() { EffectKind::Corrected } else { EffectKind::Added };
    let old = before.map(|known| known.region.to_string()).unwrap_or_default();
    let change = Change { field: "district", old, new: region.to_string() };
    writing.did("locality", folded, act, vec![change]);
    Ok(())
}

fn forget(writing: &mut Writing<'_, '_>, number: i64) -> Result<(), Refusal> {
    let known = writing.entry.locality_in(number)?;
    let known = known.ok_or_else(|| Refusal::not_found("locality", number.to_string()))?;
    writing.entry.end_locality(known.line)?;
    let change = Change { field: "district", old: known.region.to_string(), new: String::new() };
    writing.did("locality", known.name, EffectKind::Ended, vec![change]);
    Ok(())
}
