//! What inventions are judged by: evidence, tables of symbols, pledges and rules, as known at a snapshot.

use std::collections::HashMap;

use crate::domain::evidence::Evidence;
use crate::domain::numbers::ApplicationNo;
use crate::domain::patent::Patent;
use crate::domain::pledge::EventKind;
use crate::domain::stock::{
    Financing, Finding, Grounds, IndustryMap, StockRule, Terms, ValueClass,
};
use crate::domain::values::{Date, Money};
use crate::ledger::{Ledger, LedgerError, PledgeCard, Snapshot, evidence_by_patent};

/// All that inventions are judged by, as known at a snapshot.
#[derive(Debug, Default)]
pub struct HighValue {
    pub rules: Vec<StockRule>,
    maps: Vec<IndustryMap>,
    evidence: HashMap<u64, Vec<Evidence>>,
    listed: [bool; ValueClass::ALL.len()],
    financing: HashMap<u64, Vec<Financing>>,
}

impl HighValue {
    pub fn read(ledger: &Ledger, snapshot: Snapshot) -> Result<Self, LedgerError> {
        let evidence = evidence_by_patent(ledger.evidence(snapshot)?);
        Self::of(ledger, snapshot, evidence, &ledger.pledges(snapshot)?)
    }

    /// The same for one patent alone.
    pub fn of_patent(
        ledger: &Ledger,
        snapshot: Snapshot,
        number: ApplicationNo,
    ) -> Result<Self, LedgerError> {
        let evidence = HashMap::from([(number.key(), ledger.evidence_of(number, snapshot)?)]);
        Self::of(ledger, snapshot, evidence, &ledger.pledges_of_patent(number, snapshot)?)
    }

    fn of(
        ledger: &Ledger,
        snapshot: Snapshot,
        evidence: HashMap<u64, Vec<Evidence>>,
        pledges: &[PledgeCard],
    ) -> Result<Self, LedgerError> {
        let mut listed = [false; ValueClass::ALL.len()];
        for class in ledger.classes_listed(snapshot)? {
            listed[class as usize] = true;
        }
        let mut financing: HashMap<u64, Vec<Financing>> = HashMap::new();
        for (patent, one) in pledges.iter().flat_map(financing_by) {
            financing.entry(patent).or_default().push(one);
        }
        Ok(Self {
            rules: ledger.stock_rules(snapshot)?,
            maps: ledger.industry_maps(snapshot)?.into_iter().map(|card| card.map).collect(),
            evidence,
            listed,
            financing,
        })
    }

    /// What holds on a day.
    pub fn on(&self, day: Date) -> OnDay<'_> {
        let maps = self.maps.iter().filter(|map| map.in_force(day)).collect();
        OnDay { of: self, day, terms: Terms::on(&self.rules, day), maps }
    }
}

/// What a pledge secures for each of its patents: from its registration, and from each change of the amount on.
fn financing_by(card: &PledgeCard) -> Vec<(u64, Financing)> {
    let revoked = card.events.iter().filter(|event| event.kind == EventKind::Revoke);
    let revoked: Vec<_> = revoked.map(|event| event.patent).collect();
    if revoked.contains(&None) {
        return Vec::new();
    }
    let many = i64::try_from(card.patents.len()).unwrap_or(i64::MAX).max(1);
    let each = |amount: Money| Money::from_fen(amount.fen() / many);
    let changes = card.events.iter().filter(|event| event.kind == EventKind::Change);
    let changed = changes.filter_map(|event| Some((event.day, Some(event.secured?))));
    let amounts = std::iter::once((card.pledge.registered, card.pledge.secured)).chain(changed);
    let amounts: Vec<_> = amounts
        .map(|(registered, amount)| Financing {
            pledge: card.id,
            registered,
            each: amount.map(each),
        })
        .collect();
    let patents = card.patents.iter().filter(|patent| !revoked.contains(&Some(**patent)));
    patents.flat_map(|patent| amounts.iter().map(|amount| (patent.key(), *amount))).collect()
}

/// What inventions are judged by at the close of one day.
#[derive(Debug)]
pub struct OnDay<'a> {
    of: &'a HighValue,
    pub day: Date,
    pub terms: Terms,
    maps: Vec<&'a IndustryMap>,
}

impl OnDay<'_> {
    /// Judges an invention, class by class.
    pub fn findings(&self, patent: &Patent) -> [Finding<'_>; ValueClass::ALL.len()] {
        let number = patent.number.key();
        let grounds = Grounds {
            terms: self.terms,
            maps: &self.maps,
            evidence: self.of.evidence.get(&number).map_or(&[], Vec::as_slice),
            listed: self.of.listed,
            financing: self.of.financing.get(&number).map_or(&[], Vec::as_slice),
        };
        grounds.judge(patent, self.day)
    }
}
