//! Claims in the ledger: what was filed, decided, paid and recovered, with all that a decision rested on.

use std::collections::HashMap;
use std::path::Path;

use rusqlite::{Connection, Row, params};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::error::LedgerError;
use super::fund::damaged;
use super::loan::LoanId;
use super::party::PartyId;
use super::snapshot::known;
use super::tables::{
    CLAIM, CLAIM_DOCUMENT, CLAIM_EVENT, CLAIM_IDENTITY, CLAIM_SHARE, COPIES, EVENTS, REVISIONS,
};
use super::write::{Entry, next_event};
use crate::domain::claim::{Claim, ClaimEventKind, Decided};
use crate::domain::scheme::{CapOf, Loss, LossCase, LossStage, Return, ReturnRule, Used};
use crate::domain::values::{Date, Money};

/// A claim as the ledger holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimCard {
    pub id: i64,
    pub claim: Claim,
    pub loan: LoanId,
    pub loan_no: String,
    pub bank: PartyId,
    pub borrower: Option<PartyId>,
    /// The line of the scheme's version that holds for it.
    pub scheme: i64,
    pub documents: Vec<ClaimDocument>,
    pub events: Vec<ClaimEvent>,
    pub brought_by: i64,
}

/// A document handed in with a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimDocument {
    pub name: String,
    pub sha256: [u8; 32],
    pub bytes: i64,
}

impl ClaimDocument {
    /// A file's name and SHA-256; the file itself stays where it is.
    ///
    /// Errors: `Io`.
    pub fn of_file(file: &str) -> Result<Self, LedgerError> {
        let path = Path::new(file);
        let read = std::fs::read(path);
        let bytes = read.map_err(|error| LedgerError::Io { path: path.to_owned(), error })?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        Ok(Self {
            name: name.unwrap_or_else(|| file.to_owned()),
            sha256: Sha256::digest(&bytes).into(),
            bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        })
    }
}

/// Something that happened to a claim, with its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimEvent {
    pub line: i64,
    pub decided: Decided,
    /// What a decision rested on: its quote can be worked out again from it.
    pub decision: Option<Decision>,
    pub brought_by: i64,
}

/// What a decision rested on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    pub stage: LossStage,
    pub case: LossCase,
    pub base: Money,
}

/// The version of [`Facts`].
const FACTS_VERSION: i64 = 1;

/// A decision's facts as the ledger keeps them, in fen.
#[derive(Serialize, Deserialize)]
struct Facts {
    v: i64,
    stage: String,
    principal: i64,
    interest: i64,
    costs: i64,
    recovered: i64,
    base: i64,
    ip_part: Option<(i64, i64)>,
    under: Vec<(String, String, i64)>,
    pool: Option<i64>,
    portfolio: Option<i64>,
    bad_before: i64,
    tags: Vec<String>,
    /// Not written before a scheme's limit of days was kept with the decision.
    #[serde(default)]
    interest_most: Option<i64>,
}

impl Decision {
    fn write(&self) -> String {
        let fen = |amount: Option<Money>| amount.map(Money::fen);
        let LossCase { loss, interest_most, ip_part, tags, used } = &self.case;
        let facts = Facts {
            v: FACTS_VERSION,
            stage: self.stage.code().to_owned(),
            principal: loss.principal.fen(),
            interest: loss.interest.fen(),
            costs: loss.costs.fen(),
            recovered: loss.recovered.fen(),
            base: self.base.fen(),
            ip_part: ip_part.map(|(part, whole)| (part.fen(), whole.fen())),
            under: used
                .under
                .iter()
                .map(|(of, payer, amount)| (of.code().to_owned(), payer.clone(), amount.fen()))
                .collect(),
            pool: fen(used.pool),
            portfolio: fen(used.portfolio),
            bad_before: used.bad_before.fen(),
            tags: tags.iter().cloned().collect(),
            interest_most: fen(*interest_most),
        };
        // Numbers and strings alone always serialize.
        serde_json::to_string(&facts).unwrap_or_default()
    }

    fn read(text: &str) -> Option<Self> {
        let facts: Facts = serde_json::from_str(text).ok()?;
        if facts.v != FACTS_VERSION {
            return None;
        }
        let money = Money::from_fen;
        let under = facts
            .under
            .into_iter()
            .map(|(of, payer, fen)| CapOf::from_code(&of).map(|of| (of, payer, money(fen))));
        Some(Self {
            stage: match facts.stage.as_str() {
                "advance" => LossStage::Advance,
                "final" => LossStage::Final,
                _ => return None,
            },
            case: LossCase {
                loss: Loss {
                    principal: money(facts.principal),
                    interest: money(facts.interest),
                    costs: money(facts.costs),
                    recovered: money(facts.recovered),
                },
                interest_most: facts.interest_most.map(money),
                ip_part: facts.ip_part.map(|(part, whole)| (money(part), money(whole))),
                tags: facts.tags.into_iter().collect(),
                used: Used {
                    under: under.collect::<Option<_>>()?,
                    pool: facts.pool.map(money),
                    portfolio: facts.portfolio.map(money),
                    bad_before: money(facts.bad_before),
                },
            },
            base: money(facts.base),
        })
    }
}

fn claim_from(row: &Row<'_>) -> rusqlite::Result<ClaimCard> {
    let day = |column: usize| -> rusqlite::Result<Option<Date>> {
        Ok(row.get::<_, Option<i32>>(column)?.and_then(Date::from_days))
    };
    let money = |column: usize| row.get::<_, i64>(column).map(Money::from_fen);
    let tags: String = row.get(14)?;
    Ok(ClaimCard {
        id: row.get::<_, i64>(0)? / REVISIONS,
        claim: Claim {
            claim_no: row.get(1)?,
            filed: day(4)?.ok_or_else(|| damaged(4))?,
            bad: day(5)?.ok_or_else(|| damaged(5))?,
            loss: Loss {
                principal: money(6)?,
                interest: money(7)?,
                costs: money(8)?,
                recovered: money(9)?,
            },
            portfolio: row.get::<_, Option<i64>>(19)?.map(Money::from_fen),
            enrolled: day(10)?,
            suit: day(11)?,
            judgment: day(12)?,
            decision: day(13)?,
            tags: tags.split(';').filter(|tag| !tag.is_empty()).map(str::to_owned).collect(),
            filed_by: row.get(15)?,
        },
        loan: row.get(2)?,
        scheme: row.get(3)?,
        loan_no: row.get(16)?,
        bank: row.get(17)?,
        borrower: row.get(18)?,
        documents: Vec::new(),
        events: Vec::new(),
        brought_by: row.get(20)?,
    })
}

pub(super) fn claims(conn: &Connection, at: i64) -> Result<Vec<ClaimCard>, LedgerError> {
    let sql = format!(
        "select c.line, c.claim_no, c.loan, c.scheme, c.filed_day, c.bad_day, c.principal_fen, c.interest_fen,
                c.costs_fen, c.recovered_fen, c.enrolled_day, c.suit_day, c.judgment_day, c.decision_day, c.tags,
                c.filed_by, n.loan_no, n.bank, n.borrower, c.portfolio_fen, c.brought_by
         from claim c
         join loan n on {} and n.line between c.loan * {REVISIONS} and c.loan * {REVISIONS} + {REVISIONS} - 1
         where {} order by c.line",
        known("n"),
        known("c")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let cards = statement.query_map([at], claim_from)?;
    let mut cards: Vec<ClaimCard> = cards.collect::<Result<_, _>>()?;
    let places: HashMap<i64, usize> =
        cards.iter().enumerate().map(|(place, card)| (card.id, place)).collect();
    let sql = format!(
        "select d.claim, d.name, d.sha256, d.bytes from claim_document d where {} order by d.line",
        known("d")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query([at])?;
    while let Some(row) = rows.next()? {
        if let Some(place) = places.get(&row.get(0)?) {
            let (name, sha256, bytes) = (row.get(1)?, row.get(2)?, row.get(3)?);
            cards[*place].documents.push(ClaimDocument { name, sha256, bytes });
        }
    }
    let mut shares = shares(conn, at)?;
    let sql = format!(
        "select e.line, e.event, e.day, e.payer, e.amount_fen, e.costs_fen, e.facts, e.decided_by, e.brought_by, e.n
         from claim_event e where {} order by e.line / {EVENTS}, e.n",
        known("e")
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query([at])?;
    while let Some(row) = rows.next()? {
        let line: i64 = row.get(0)?;
        if let Some(place) = places.get(&(line / EVENTS)) {
            let mine = (line / EVENTS, row.get(9)?);
            let event = event_from(row, shares.remove(&mine).unwrap_or_default())?;
            cards[*place].events.push(event);
        }
    }
    Ok(cards)
}

type Shares = Vec<(String, String, Money)>;

/// Payer, rule and amount of every share, by claim and number of its event.
fn shares(conn: &Connection, at: i64) -> Result<HashMap<(i64, i64), Shares>, LedgerError> {
    let sql = format!(
        "select s.line, s.n, s.payer, s.rule, s.amount_fen from claim_share s where {} order by s.line",
        known("s")
    );
    let mut shares: HashMap<(i64, i64), Shares> = HashMap::new();
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query([at])?;
    while let Some(row) = rows.next()? {
        let share = (row.get(2)?, row.get(3)?, Money::from_fen(row.get(4)?));
        let claim = row.get::<_, i64>(0)? / EVENTS;
        shares.entry((claim, row.get(1)?)).or_default().push(share);
    }
    Ok(shares)
}

fn event_from(row: &Row<'_>, shares: Shares) -> rusqlite::Result<ClaimEvent> {
    let facts: Option<String> = row.get(6)?;
    let decision = facts.as_deref().map(|text| Decision::read(text).ok_or_else(|| damaged(6)));
    let decision = decision.transpose()?;
    let amount = || row.get::<_, i64>(4).map(Money::from_fen);
    let returns = |shares: Shares| {
        let part = |(payer, rule, amount): (String, String, Money)| {
            let rule = ReturnRule::ALL.into_iter().find(|known| known.code() == rule)?;
            Some(Return { payer, rule, amount })
        };
        let returns: Option<Vec<Return>> = shares.into_iter().map(part).collect();
        returns.ok_or_else(|| damaged(1))
    };
    let laid = |shares: Shares| -> Vec<(String, Money)> {
        shares.into_iter().map(|(payer, _, amount)| (payer, amount)).collect()
    };
    let happening = match row.get::<_, String>(1)?.as_str() {
        "approve" => {
            let Decision { stage, base, .. } = decision.as_ref().ok_or_else(|| damaged(6))?;
            ClaimEventKind::Approve { stage: *stage, base: *base, shares: laid(shares) }
        }
        "settle" => {
            let base = decision.as_ref().ok_or_else(|| damaged(6))?.base;
            ClaimEventKind::Settle { base, shares: laid(shares) }
        }
        "reject" => ClaimEventKind::Reject,
        "pay" => ClaimEventKind::Pay { payer: row.get(3)?, amount: amount()? },
        "recover" => ClaimEventKind::Recover {
            amount: amount()?,
            costs: Money::from_fen(row.get::<_, Option<i64>>(5)?.unwrap_or_default()),
            returns: returns(shares)?,
        },
        "refund" => ClaimEventKind::Refund { amount: amount()?, returns: returns(shares)? },
        _ => return Err(damaged(1)),
    };
    let day = Date::from_days(row.get(2)?).ok_or_else(|| damaged(2))?;
    Ok(ClaimEvent {
        line: row.get(0)?,
        decided: Decided { day, by: row.get(7)?, happening },
        decision,
        brought_by: row.get(8)?,
    })
}

impl Entry<'_> {
    /// Records a claim with its documents.
    pub fn file_claim(
        &self,
        claim: &Claim,
        loan: LoanId,
        scheme: i64,
        documents: &[ClaimDocument],
    ) -> Result<(), LedgerError> {
        let id = self.new_thing(CLAIM_IDENTITY)?;
        let day = |day: Option<Date>| day.map(Date::days);
        let tags: Vec<&str> = claim.tags.iter().map(String::as_str).collect();
        let values = params![
            claim.claim_no,
            loan,
            scheme,
            claim.filed.days(),
            claim.bad.days(),
            claim.loss.principal.fen(),
            claim.loss.interest.fen(),
            claim.loss.costs.fen(),
            claim.loss.recovered.fen(),
            claim.portfolio.map(Money::fen),
            day(claim.enrolled),
            day(claim.suit),
            day(claim.judgment),
            day(claim.decision),
            tags.join(";"),
            claim.filed_by,
        ];
        self.bring_revision(CLAIM, id, values, None)?;
        for document in documents {
            let values = params![id, document.name, document.sha256, document.bytes];
            self.bring(CLAIM_DOCUMENT, values, None)?;
        }
        Ok(())
    }

    /// Records what happened to a claim.
    pub fn bring_claim_event(
        &self,
        card: &ClaimCard,
        decided: &Decided,
        decision: Option<&Decision>,
    ) -> Result<(), LedgerError> {
        let (payer, amount, costs) = match &decided.happening {
            ClaimEventKind::Pay { payer, amount } => {
                (Some(payer.as_str()), Some(amount.fen()), None)
            }
            ClaimEventKind::Recover { amount, costs, .. } => {
                (None, Some(amount.fen()), Some(costs.fen()))
            }
            ClaimEventKind::Refund { amount, .. } => (None, Some(amount.fen()), None),
            ClaimEventKind::Approve { .. }
            | ClaimEventKind::Settle { .. }
            | ClaimEventKind::Reject => (None, None, None),
        };
        let n = next_event(self.conn, CLAIM_EVENT, card.id)? % EVENTS / COPIES + 1;
        let values = params![
            n,
            decided.happening.act().code(),
            decided.day.days(),
            payer,
            amount,
            costs,
            decision.map(Decision::write),
            decided.by,
        ];
        self.bring_event(CLAIM_EVENT, card.id, values, None)?;
        let share = |payer: &str, rule: &str, amount: Money| {
            let values = params![n, payer, rule, amount.fen()];
            self.bring_event(CLAIM_SHARE, card.id, values, None).map(|_| ())
        };
        match &decided.happening {
            ClaimEventKind::Approve { shares, .. } | ClaimEventKind::Settle { shares, .. } => {
                shares.iter().try_for_each(|(payer, amount)| share(payer, "share", *amount))
            }
            ClaimEventKind::Recover { returns, .. } | ClaimEventKind::Refund { returns, .. } => {
                returns
                    .iter()
                    .try_for_each(|part| share(&part.payer, part.rule.code(), part.amount))
            }
            ClaimEventKind::Reject | ClaimEventKind::Pay { .. } => Ok(()),
        }
    }

    /// Ends a claim and all that was decided of it.
    pub fn void_claim(&self, card: &ClaimCard) -> Result<(), LedgerError> {
        let (claim, event) = (card.id * REVISIONS, card.id * EVENTS);
        for (table, sql, first, last) in [
            (CLAIM, "claim where line between ?1 and ?2", claim, claim + REVISIONS - 1),
            (CLAIM_DOCUMENT, "claim_document where claim between ?1 and ?2", card.id, card.id),
            (CLAIM_EVENT, "claim_event where line between ?1 and ?2", event, event + EVENTS - 1),
            (CLAIM_SHARE, "claim_share where line between ?1 and ?2", event, event + EVENTS - 1),
        ] {
            let sql = format!("select line from {sql} and ended_by is null");
            let mut statement = self.conn.prepare_cached(&sql)?;
            let lines = statement.query_map([first, last], |row| row.get(0))?;
            for line in lines.collect::<Result<Vec<i64>, _>>()? {
                self.end(table, line)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    prop_compose! {
        fn decisions()(
            fen in prop::collection::vec(0i64..9_000_000_000_000_000, 8),
            under in prop::collection::vec((0usize..6, "[a-z_]{1,12}", 0i64..1_000_000_000), 0..4),
            tags in prop::collection::btree_set("[a-z]{1,8}", 0..3),
            known in prop::collection::vec(any::<bool>(), 3),
            ahead in any::<bool>(),
        ) -> Decision {
            let money = |at: usize| Money::from_fen(fen[at]);
            let under = under.into_iter().map(|(of, payer, fen)| (CapOf::ALL[of], payer, Money::from_fen(fen)));
            Decision {
                stage: if ahead { LossStage::Advance } else { LossStage::Final },
                case: LossCase {
                    loss: Loss {
                        principal: money(0),
                        interest: money(1),
                        costs: money(2),
                        recovered: money(3),
                    },
                    interest_most: known[1].then(|| money(7)),
                    ip_part: known[0].then(|| (money(4), money(5))),
                    tags,
                    used: Used {
                        under: under.collect(),
                        pool: known[1].then(|| money(6)),
                        portfolio: known[2].then(|| money(7)),
                        bad_before: money(0),
                    },
                },
                base: money(1),
            }
        }
    }

    proptest! {
        /// What a decision rested on is read back as it was: its quote works out again the same.
        #[test]
        fn a_decisions_facts_survive_being_written_down(decision in decisions()) {
            prop_assert_eq!(Decision::read(&decision.write()), Some(decision));
        }
    }
}
