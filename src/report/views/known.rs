//! A known fact as a form states it: the text of every field, from which a correction starts.

use crate::domain::loan::record::read_no;
use crate::domain::patent::PatentRecord;
use crate::domain::record::Texts;
use crate::domain::{Fault, certificate, loan, party, patent, pledge, program};
use crate::ledger::{Ledger, PartyCard, PartyId, Snapshot};
use crate::operations::fact_noun::FactNoun;
use crate::operations::party::named;
use crate::operations::{self, Refusal};

/// The keys of a noun's fields with their texts.
pub type KnownFields = Vec<(&'static str, String)>;

/// Returns what is known of a thing, as its `correct` takes it; none of a noun that is not corrected by a form.
///
/// Errors: `NotFound`.
pub fn fields(
    ledger: &Ledger,
    snapshot: Snapshot,
    noun: &str,
    id: &str,
) -> Result<Option<KnownFields>, Refusal> {
    let who = |party: PartyId| Ok::<_, Refusal>(named(Some(&ledger.party(party, snapshot)?)));
    let all = |parties: &[PartyId]| {
        parties.iter().map(|party| who(*party)).collect::<Result<Vec<_>, _>>()
    };
    Ok(Some(match noun {
        "party" => {
            let card = ledger.party(ledger.find_party(id, snapshot)?, snapshot)?;
            let stays = operations::party::as_stated(&card);
            paired(&party::FIELDS, stays.last().map(|stay| stay.texts()))
        }
        "patent" => {
            let number = operations::patent::named(ledger, snapshot, id)?;
            let card = ledger.patent(number, snapshot)?;
            let first = card.owners.first().map(|owner| ledger.party(*owner, snapshot));
            let district = first.transpose()?.as_ref().and_then(PartyCard::stated_district);
            let (applicants, patent) = (all(&card.owners)?, card.patent);
            let record = PatentRecord { patent, applicants, address: None, district };
            paired(&patent::FIELDS, Some(record.texts()))
        }
        "pledge" => {
            let card = ledger.pledge(id, snapshot)?;
            let (pledgors, pledgee) = (all(&card.pledgors)?, who(card.pledgee)?);
            let record = operations::pledge::as_stated(&card, pledgors, pledgee, snapshot.as_of);
            paired(&pledge::record::FIELDS, Some(record.texts()))
        }
        "loan" => {
            let read = read_no(id);
            let field = loan::record::FIELDS[loan::record::LOAN_NO];
            let card = ledger.loan(&read.map_err(|r| unread(field, r))?.value, snapshot)?;
            let borrower = card.borrower.map(who).transpose()?;
            let pledges = ledger.pledges_of_loan(card.id, snapshot)?.into_iter();
            let number =
                |id| Ok::<_, Refusal>(ledger.pledge_by_id(id, snapshot)?.pledge.number.to_string());
            let pledges = pledges.map(number).collect::<Result<_, _>>()?;
            let enrolments = ledger.enrolments(snapshot)?.remove(&card.id).unwrap_or_default();
            let bank = who(card.bank)?;
            let record = operations::loan::as_stated(&card, bank, borrower, pledges, enrolments);
            paired(&loan::record::FIELDS, Some(record.texts()))
        }
        "certificate" => {
            let card = ledger.certificate(id, snapshot)?;
            let rows = operations::certificate::as_stated(&card, who(card.party)?);
            paired(&certificate::FIELDS, rows.into_iter().next())
        }
        "program" => {
            let row = operations::program::find(ledger, snapshot, id)?;
            let rows = operations::program::as_stated(&row.card, &who(row.card.party)?);
            paired(&program::FIELDS, rows.into_iter().next_back())
        }
        noun => match FactNoun::named(noun) {
            Some(fact) => {
                let card = fact.called(ledger, snapshot, id)?;
                paired(fact.fields, Some(card.texts))
            }
            None => return Ok(None),
        },
    }))
}

fn unread(field: &'static str, refusal: crate::domain::Refusal) -> Refusal {
    Refusal::field(Fault { field, refusal })
}

fn paired(fields: &[&'static str], texts: Option<Texts>) -> KnownFields {
    let texts = texts.into_iter().flatten().map(Option::unwrap_or_default);
    fields.iter().copied().zip(texts).collect()
}
