//! PCT filings.

use super::facts::{Facts, fact_requests, key, known_otherwise};
use super::outcome::{EffectKind, OnKnown, Stated};
use super::search::{Search, wants};
use super::{Refusal, Writing};
use crate::domain::counting::pct_counts;
use crate::domain::numbers::PctNo;
use crate::domain::patent::Named;
use crate::domain::pct::{APPLICANT, APPLICANT_USCC, FIELDS, GROUPS, PCT_NO, PctRecord};
use crate::domain::record::changes;
use crate::domain::{Fault, Record};
use crate::ledger::{Ledger, PartyId, PctCard, Snapshot, Subject};

/// PCT filings, known by their numbers.
#[derive(Debug)]
pub struct Pcts;

fact_requests!(Pcts, "pct");

impl Facts for Pcts {
    const NOUN: &'static str = "pct";
    type Known = PctCard;

    fn find(
        writing: &mut Writing<'_, '_>,
        said: &Record<'_>,
    ) -> Result<(String, Option<PctCard>), Refusal> {
        let number = key(said, PCT_NO, PctNo::read)?;
        Ok((number.to_string(), writing.entry.pct_in_force(number)?))
    }

    fn subject<'a>(id: &'a str, _: &'a PctCard) -> Subject<'a> {
        Subject::Pct(id)
    }

    fn state(
        writing: &mut Writing<'_, '_>,
        said: &Record<'_>,
        on_known: OnKnown,
    ) -> Result<Stated, Refusal> {
        match Self::find(writing, said)?.1 {
            Some(known) => restate(writing, known, said, on_known),
            None => add(writing, said),
        }
    }

    fn end(writing: &mut Writing<'_, '_>, known: &PctCard) -> Result<(), Refusal> {
        Ok(writing.entry.void_pct(known.pct.number)?)
    }
}

fn add(writing: &mut Writing<'_, '_>, said: &Record<'_>) -> Result<Stated, Refusal> {
    let (read, notes) = PctRecord::read(said, writing.today)?;
    let sits = writing.place_said(read.district.as_deref(), read.address.as_deref())?;
    let applicants = read.applicants.get(..1).unwrap_or_default();
    let slots = writing.slots(applicants, sits, FIELDS[APPLICANT])?;
    let applicant = writing.parties.accept_all(&slots)?.first().copied();
    writing.entry.bring_pct(&read.pct, applicant, writing.row)?;
    writing.notes(notes);
    let changes = changes(&FIELDS, &vec![None; FIELDS.len()], &read.texts());
    writing.did("pct", read.pct.number.to_string(), EffectKind::Added, changes);
    Ok(Stated::Added)
}

/// Lays what is said over what is known of a filing, and checks the whole.
fn restate(
    writing: &mut Writing<'_, '_>,
    known: PctCard,
    said: &Record<'_>,
    on_known: OnKnown,
) -> Result<Stated, Refusal> {
    let applicants: Vec<Named> =
        known.applicant.map(|id| writing.named(id)).transpose()?.into_iter().collect();
    let pct = known.pct.clone();
    let before = PctRecord { pct, applicants, address: None, district: None }.texts();
    let whole = said.over(&before, &GROUPS);
    let (mut read, notes) = PctRecord::read(&whole, writing.today)?;
    let sits = writing.place_said(read.district.as_deref(), read.address.as_deref())?;
    // Where an applicant sits is a fact of the party, not of the filing.
    (read.address, read.district) = (None, None);
    let speaks_of_applicant = said.speaks_of(APPLICANT) || said.speaks_of(APPLICANT_USCC);
    let slots = match (speaks_of_applicant, known.applicant) {
        (false, Some(id)) => vec![writing.parties.slot_of(id)?],
        (false, None) => Vec::new(),
        (true, _) => {
            let first = read.applicants.get(..1).unwrap_or_default().to_vec();
            writing.slots(&first, sits, FIELDS[APPLICANT])?
        }
    };
    read.applicants = slots.iter().map(|slot| writing.parties.named(*slot)).collect();
    let differences = changes(&FIELDS, &before, &read.texts());
    if differences.is_empty() {
        return Ok(Stated::Unchanged);
    }
    let id = known.pct.number.to_string();
    if on_known == OnKnown::Refuse {
        return Err(known_otherwise(differences, &id));
    }
    let applicant = writing.parties.accept_all(&slots)?.first().copied();
    writing.entry.bring_pct(&read.pct, applicant, writing.row)?;
    writing.notes(notes);
    writing.did("pct", id, EffectKind::Corrected, differences.clone());
    Ok(Stated::Corrected(differences))
}

/// Reads the number a filing is asked for by.
pub fn number(text: &str) -> Result<PctNo, Refusal> {
    let unread = |refusal| Refusal::field(Fault { field: FIELDS[PCT_NO], refusal });
    Ok(PctNo::read(text).map_err(unread)?.value)
}

/// Which PCT filings are wanted.
#[derive(Debug, Clone, Default)]
pub struct PctQuery {
    /// Who applied.
    pub party: Option<Vec<PartyId>>,
    /// The year it counts in.
    pub year: Option<i32>,
    /// In its numbers and title and in the applicant's names.
    pub text: Option<String>,
}

/// Returns the filings by the snapshot's day that are wanted, in order of number, and how many there are.
pub fn wanted(
    ledger: &Ledger,
    snapshot: Snapshot,
    query: &PctQuery,
) -> Result<(Vec<PctCard>, usize), Refusal> {
    let search = query.text.as_ref().map(|text| Search::new(ledger, snapshot, text)).transpose()?;
    let (mut found, mut of) = (Vec::new(), 0);
    for card in ledger.pcts(snapshot)? {
        let (pct, counted) = (&card.pct, pct_counts(&card.pct));
        if !counted.by(snapshot.as_of) {
            continue;
        }
        of += 1;
        let number = pct.number.to_string();
        let published = pct.publication_no.map(|no| no.to_string());
        let texts =
            [Some(&number), published.as_ref(), pct.title.as_ref(), pct.priority_no.as_ref()];
        let fits = wants(query.party.as_ref(), card.applicant)
            && query.year.is_none_or(|year| counted.year() == year)
            && Search::finds(
                search.as_ref(),
                texts.into_iter().flatten().map(String::as_str),
                card.applicant,
            );
        if fits {
            found.push(card);
        }
    }
    Ok((found, of))
}
