//! What inventions are judged by: evidence, tables of symbols, pledges and rules, as known at a snapshot.

use std::collections::HashMap;

use crate::domain::evidence::Evidence;
use crate::domain::numbers::ApplicationNo;
use crate::domain::patent::Patent;
use crate::domain::pledge::EventKind;
use crate::domain::stock::{
    FinancedBy, Financing, Finding, Grounds, IndustryMap, StockRule, Terms, ValueClass,
};
use crate::domain::values::{Date, Money};
use crate::ledger::{Ledger, LedgerError, PledgeCard, PledgeId, Snapshot, evidence_by_patent};

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
        // What was lent on a pledge may have been lent on others too.
        let pledges = match ledger.pledges_of_patent(number, snapshot)?.is_empty() {
            true => Vec::new(),
            false => ledger.pledges(snapshot)?,
        };
        Self::of(ledger, snapshot, evidence, &pledges)
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
        let lent = if pledges.is_empty() { Lent::new() } else { lent(ledger, snapshot, pledges)? };
        for (patent, one) in pledges.iter().flat_map(|card| financing_by(card, &lent)) {
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

/// What was lent for each patent of a pledge: the day of a drawing, and how much came with it.
type Lent = HashMap<PledgeId, Vec<(Date, Money)>>;

/// What was lent on each pledge: of every loan what was drawn, over all patents that secure it.
fn lent(ledger: &Ledger, snapshot: Snapshot, cards: &[PledgeCard]) -> Result<Lent, LedgerError> {
    let patents: HashMap<PledgeId, i64> = cards
        .iter()
        .filter(|card| !is_void(card))
        .map(|card| (card.id, patents_of(card)))
        .collect();
    let secured = ledger.pledged_loans(snapshot)?;
    let mut lent = Lent::new();
    let (mut before, mut drawn) = (None, Money::ZERO);
    for (loan, day, amount, ip_part) in ledger.drawn_on_pledges(snapshot)? {
        if before.replace(loan) != Some(loan) {
            drawn = Money::ZERO;
        }
        let pledges = secured.get(&loan).into_iter().flatten();
        let pledges: Vec<PledgeId> =
            pledges.copied().filter(|id| patents.contains_key(id)).collect();
        let many: i64 = pledges.iter().filter_map(|id| patents.get(id)).sum();
        let each = |drawn: Money| {
            let of = ip_part.map_or(drawn, |part| part.min(drawn));
            of.fen().checked_div(many).unwrap_or_default()
        };
        let after = Money::from_fen(drawn.fen().saturating_add(amount.fen()));
        let more = Money::from_fen(each(after) - each(drawn));
        drawn = after;
        for pledge in pledges {
            lent.entry(pledge).or_default().push((day, more));
        }
    }
    lent.values_mut().for_each(|drawings| drawings.sort_by_key(|(day, _)| *day));
    Ok(lent)
}

/// Whether a pledge was revoked as a whole: then nothing was ever secured by it.
fn is_void(card: &PledgeCard) -> bool {
    card.events.iter().any(|event| event.kind == EventKind::Revoke && event.patent.is_none())
}

fn patents_of(card: &PledgeCard) -> i64 {
    i64::try_from(card.patents.len()).unwrap_or(i64::MAX).max(1)
}

/// What a pledge finances for each of its patents: secures from its registration and from each change of the amount on,
/// and lends from each drawing on.
fn financing_by(card: &PledgeCard, lent: &Lent) -> Vec<(u64, Financing)> {
    if is_void(card) {
        return Vec::new();
    }
    let revoked = card.events.iter().filter(|event| event.kind == EventKind::Revoke);
    let revoked: Vec<_> = revoked.map(|event| event.patent).collect();
    let many = patents_of(card);
    let changes = card.events.iter().filter(|event| event.kind == EventKind::Change);
    let changed = changes.filter_map(|event| Some((event.day, Some(event.secured?))));
    let secured = std::iter::once((card.pledge.registered, card.pledge.secured)).chain(changed);
    let secured = secured.map(|(since, amount)| {
        let each = amount.map(|amount| Money::from_fen(amount.fen() / many));
        Financing { pledge: card.id, by: FinancedBy::Secured, since, each }
    });
    let mut so_far = 0_i64;
    let drawings = lent.get(&card.id).into_iter().flatten();
    let lent = drawings.map(|(since, more)| {
        so_far = so_far.saturating_add(more.fen());
        let each = Some(Money::from_fen(so_far));
        Financing { pledge: card.id, by: FinancedBy::Lent, since: *since, each }
    });
    let amounts: Vec<_> = secured.chain(lent).collect();
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
