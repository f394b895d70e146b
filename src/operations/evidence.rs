//! What speaks for inventions being of high value: industries, patents abroad, financing, awards.

use super::facts::{Facts, Statement, fact_requests};
use super::outcome::{OnKnown, Stated};
use super::search::Search;
use super::{Refusal, Writing};
use crate::domain::evidence::{APPLICATION_NO, Evidence, FIELDS, GROUPS, SINCE};
use crate::domain::numbers::ApplicationNo;
use crate::domain::stock::ValueClass;
use crate::domain::{Fault, Problem, Record};
use crate::ledger::{EvidenceCard, Ledger, Snapshot, Subject};

/// Evidence, known by its patent, class, name and number.
#[derive(Debug)]
pub struct Evidences;

fact_requests!(Evidences, "evidence");

impl Facts for Evidences {
    const NOUN: &'static str = "evidence";
    type Known = EvidenceCard;

    /// A form that does not say all means the only evidence of the patent that it does not contradict.
    fn find(
        writing: &mut Writing<'_, '_>,
        said: &Record<'_>,
    ) -> Result<(String, Option<EvidenceCard>), Refusal> {
        let patent = super::facts::key(said, APPLICATION_NO, ApplicationNo::read)?;
        let (named, _) = Evidence::subject(said, patent)?;
        let mut found = writing.entry.evidence_in_force(&named)?;
        if found.is_none() {
            let mut like = writing.entry.evidence_of(patent)?;
            like.retain(|card| named.fits(&card.evidence));
            if like.len() == 1 {
                found = like.pop();
            }
        }
        let id = found.as_ref().map_or_else(|| named.called(), |card| card.evidence.called());
        Ok((id, found))
    }

    fn subject<'a>(_: &'a str, known: &'a EvidenceCard) -> Subject<'a> {
        Subject::Evidence(&known.evidence)
    }

    fn state(
        writing: &mut Writing<'_, '_>,
        said: &Record<'_>,
        on_known: OnKnown,
    ) -> Result<Stated, Refusal> {
        let (mut id, card) = Self::find(writing, said)?;
        let known = card.as_ref().map(|card| card.evidence.texts());
        let before = known.clone().unwrap_or_else(|| vec![None; FIELDS.len()]);
        let (read, notes) = Evidence::read(&said.over(&before, &GROUPS), writing.today)?;
        fits(writing, &read)?;
        if card.is_none() {
            id = read.called();
        }
        let stated =
            Statement { noun: Self::NOUN, id: &id, fields: &FIELDS, known, now: read.texts() }
                .decide(writing, on_known)?;
        if stated != Stated::Unchanged {
            // What is corrected may be the very name it is known by.
            if let Some(card) = card {
                writing.entry.end_evidence(&card)?;
            }
            writing.entry.bring_evidence(&read, writing.row)?;
        }
        writing.notes(notes);
        Ok(stated)
    }

    fn end(writing: &mut Writing<'_, '_>, known: &EvidenceCard) -> Result<(), Refusal> {
        Ok(writing.entry.end_evidence(known)?)
    }
}

/// Refuses evidence of a patent nobody recorded, and a grant abroad before the patent was filed.
fn fits(writing: &Writing<'_, '_>, evidence: &Evidence) -> Result<(), Refusal> {
    let Some(filing) = writing.entry.filing_of(evidence.patent)? else {
        let problem = Problem::UnknownReference { noun: "patent" };
        let number = evidence.patent.to_string();
        return Err(Refusal::field(Fault::new(FIELDS[APPLICATION_NO], number, problem)));
    };
    let abroad = evidence.since.filter(|_| evidence.class == ValueClass::Abroad);
    match filing.zip(abroad).filter(|(filing, since)| since < filing) {
        Some((filing, since)) => {
            let problem = Problem::DateBefore { earlier: "filing_date", than: filing };
            Err(Refusal::field(Fault::new(FIELDS[SINCE], since.to_string(), problem)))
        }
        None => Ok(()),
    }
}

/// Which evidence is wanted.
#[derive(Debug, Clone, Default)]
pub struct EvidenceQuery {
    pub class: Option<ValueClass>,
    /// In numbers, names and documents.
    pub text: Option<String>,
}

/// Returns the evidence that is wanted, by patent, and how much there is.
pub fn wanted(
    ledger: &Ledger,
    snapshot: Snapshot,
    query: &EvidenceQuery,
) -> Result<(Vec<EvidenceCard>, usize), Refusal> {
    let search = query.text.as_ref().map(|text| Search::new(ledger, snapshot, text)).transpose()?;
    let mut cards = ledger.evidence(snapshot)?;
    let of = cards.len();
    cards.retain(|card| {
        let evidence = &card.evidence;
        let number = evidence.patent.to_string();
        let texts = [&number, &evidence.name, &evidence.number];
        let texts = texts.into_iter().chain(&evidence.document).map(String::as_str);
        query.class.is_none_or(|class| class == evidence.class)
            && Search::finds(search.as_ref(), texts, None)
    });
    Ok((cards, of))
}
