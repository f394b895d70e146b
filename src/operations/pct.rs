//! PCT filings: which of them are wanted. What is recorded of one, [`fact_noun`](super::fact_noun) decides.

use super::Refusal;
use super::search::{Search, wants};
use crate::domain::Fault;
use crate::domain::counting::pct_counts;
use crate::domain::numbers::PctNo;
use crate::domain::pct::{FIELDS, PCT_NO};
use crate::ledger::{Ledger, PartyId, PctCard, Snapshot};

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
