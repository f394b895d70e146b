//! Where a claim stands: a small machine whose every state says what may be done next.

use crate::domain::scheme::{Borne, LossStage, Return, ReturnRule, Scheme, spread};
use crate::domain::values::{Date, Money};

/// What can be done with a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClaimAction {
    Approve,
    Reject,
    Pay,
    Settle,
    Recover,
    /// The bank gives back what was paid ahead too much.
    Refund,
    Void,
}

impl ClaimAction {
    pub const ALL: [Self; 7] = [
        Self::Approve,
        Self::Reject,
        Self::Pay,
        Self::Settle,
        Self::Recover,
        Self::Refund,
        Self::Void,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Reject => "reject",
            Self::Pay => "pay",
            Self::Settle => "settle",
            Self::Recover => "recover",
            Self::Refund => "refund",
            Self::Void => "void",
        }
    }
}

/// Where a claim stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClaimState {
    /// Waits for a second person.
    Filed,
    Rejected,
    /// Decided, nothing paid yet.
    Approved,
    PartlyPaid,
    /// Paid ahead of the final loss; settlement is to follow.
    Advanced,
    /// All public money is paid; others still owe their shares.
    PublicPaid,
    Paid,
    /// More was paid ahead than the settled shares.
    RefundDue,
    /// In the end nothing was lost, and nothing is with anybody.
    Closed,
}

impl ClaimState {
    pub const ALL: [Self; 9] = [
        Self::Filed,
        Self::Rejected,
        Self::Approved,
        Self::PartlyPaid,
        Self::Advanced,
        Self::PublicPaid,
        Self::Paid,
        Self::RefundDue,
        Self::Closed,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Filed => "filed",
            Self::Rejected => "rejected",
            Self::Approved => "approved",
            Self::PartlyPaid => "partly_paid",
            Self::Advanced => "advanced",
            Self::PublicPaid => "public_paid",
            Self::Paid => "paid",
            Self::RefundDue => "refund_due",
            Self::Closed => "closed",
        }
    }

    /// What may be done next.
    pub fn allows(self) -> &'static [ClaimAction] {
        match self {
            Self::Filed => &[ClaimAction::Approve, ClaimAction::Reject, ClaimAction::Void],
            Self::Rejected => &[ClaimAction::Void],
            Self::Approved => &[ClaimAction::Pay, ClaimAction::Void],
            Self::PartlyPaid | Self::PublicPaid => &[ClaimAction::Pay, ClaimAction::Recover],
            Self::Advanced => &[ClaimAction::Settle],
            Self::Paid => &[ClaimAction::Recover],
            Self::RefundDue => &[ClaimAction::Refund, ClaimAction::Recover],
            Self::Closed => &[],
        }
    }
}

/// What happened to a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClaimEventKind {
    Approve {
        stage: LossStage,
        base: Money,
        shares: Vec<(String, Money)>,
    },
    Reject,
    Pay {
        payer: String,
        amount: Money,
    },
    /// The final loss is known; its shares take the place of the advance.
    Settle {
        base: Money,
        shares: Vec<(String, Money)>,
    },
    /// The debtor paid.
    Recover {
        amount: Money,
        costs: Money,
        returns: Vec<Return>,
    },
    /// The bank gave back what was paid ahead too much: to whom, how much.
    Refund {
        amount: Money,
        returns: Vec<Return>,
    },
}

impl ClaimEventKind {
    pub fn act(&self) -> ClaimAction {
        match self {
            Self::Approve { .. } => ClaimAction::Approve,
            Self::Reject => ClaimAction::Reject,
            Self::Pay { .. } => ClaimAction::Pay,
            Self::Settle { .. } => ClaimAction::Settle,
            Self::Recover { .. } => ClaimAction::Recover,
            Self::Refund { .. } => ClaimAction::Refund,
        }
    }
}

/// Something that happened, when, and on whose word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    pub day: Date,
    pub by: String,
    pub happening: ClaimEventKind,
}

/// What a payer is to bear, has paid, and has had back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    pub payer: String,
    pub is_bank: bool,
    /// Paid from the fund.
    pub is_public: bool,
    pub share: Money,
    pub paid: Money,
    /// Had back of an advance that was too large.
    pub excess_returned: Money,
    /// Of what the debtor paid, what was this payer's.
    pub returned: Money,
    /// Of the bank: what it gave back of an advance.
    pub handed_on: Money,
}

impl Position {
    /// Still to be paid. The bank bears its share without paying anybody.
    pub fn due(&self) -> Money {
        let due = self.share.fen() - self.kept().fen();
        Money::from_fen(if self.is_bank { 0 } else { due.max(0) })
    }

    /// Paid above the share.
    pub fn excess(&self) -> Money {
        let over = self.kept().fen() - self.share.fen();
        Money::from_fen(if self.is_bank { 0 } else { over.max(0) })
    }

    /// All that came back to the payer; of the bank, less what it gave back of an advance.
    pub fn back(&self) -> Money {
        let came = self.excess_returned.fen() + self.returned.fen();
        Money::from_fen(came - self.handed_on.fen())
    }

    /// Paid, without what came back of an advance.
    fn kept(&self) -> Money {
        Money::from_fen(self.paid.fen() - self.excess_returned.fen())
    }
}

/// Where a claim stands after all that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub state: ClaimState,
    /// What of the loss the scheme shares, by the last decision.
    pub base: Money,
    pub positions: Vec<Position>,
}

impl Standing {
    /// Replays what happened, in order of recording.
    pub fn of<'d>(scheme: &Scheme, happened: impl IntoIterator<Item = &'d Decided>) -> Self {
        let bank = scheme.bank();
        let mut positions: Vec<Position> = scheme
            .payers
            .iter()
            .enumerate()
            .map(|(at, (payer, role))| Position {
                payer: payer.clone(),
                is_bank: at == bank,
                is_public: role.is_public(),
                share: Money::ZERO,
                paid: Money::ZERO,
                excess_returned: Money::ZERO,
                returned: Money::ZERO,
                handed_on: Money::ZERO,
            })
            .collect();
        let mut decided = None;
        let mut base = Money::ZERO;
        let mut rejected = false;
        for event in happened {
            match &event.happening {
                ClaimEventKind::Approve { stage, base: shared, shares } => {
                    (decided, base) = (Some(*stage), *shared);
                    lay(&mut positions, shares);
                }
                ClaimEventKind::Settle { base: shared, shares } => {
                    (decided, base) = (Some(LossStage::Final), *shared);
                    lay(&mut positions, shares);
                }
                ClaimEventKind::Reject => rejected = true,
                ClaimEventKind::Pay { payer, amount } => {
                    with(&mut positions, payer, |position| add(&mut position.paid, *amount));
                }
                ClaimEventKind::Recover { returns, .. }
                | ClaimEventKind::Refund { returns, .. } => {
                    // What the bank hands on of the debtor's money was its own before.
                    let excess = returns.iter().filter(|part| part.rule == ReturnRule::Excess);
                    let handed_on = Money::from_fen(excess.map(|part| part.amount.fen()).sum());
                    let open = banks_part(&positions, base).fen() - positions[bank].returned.fen();
                    let own = returns.iter().filter(|part| {
                        part.rule == ReturnRule::Borne && part.payer == scheme.payers[bank].0
                    });
                    let own: i64 = own.map(|part| part.amount.fen()).sum();
                    add(&mut positions[bank].handed_on, handed_on);
                    if matches!(event.happening, ClaimEventKind::Recover { .. }) {
                        let handed_on = handed_on.fen().min((open - own).max(0));
                        add(&mut positions[bank].returned, Money::from_fen(handed_on));
                    }
                    for part in returns {
                        with(&mut positions, &part.payer, |position| match part.rule {
                            ReturnRule::Excess => add(&mut position.excess_returned, part.amount),
                            ReturnRule::Borne => add(&mut position.returned, part.amount),
                            ReturnRule::Costs | ReturnRule::Surplus => {}
                        });
                    }
                }
            }
        }
        // The fund's part moves the claim on; of a scheme without public money, everybody's.
        let is_public = positions.iter().any(|position| position.is_public);
        let counts = |position: &&Position| position.is_public == is_public && !position.is_bank;
        let due = positions.iter().filter(counts).any(|position| !position.due().is_zero());
        let paid = positions.iter().filter(counts).any(|position| !position.paid.is_zero());
        let excess = positions.iter().any(|position| !position.excess().is_zero());
        let others = positions.iter().any(|position| !position.due().is_zero());
        let state = match decided {
            _ if rejected => ClaimState::Rejected,
            None => ClaimState::Filed,
            Some(_) if due && paid => ClaimState::PartlyPaid,
            Some(_) if due => ClaimState::Approved,
            Some(LossStage::Advance) => ClaimState::Advanced,
            Some(LossStage::Final) if excess => ClaimState::RefundDue,
            Some(LossStage::Final) if others => ClaimState::PublicPaid,
            Some(LossStage::Final) if base.is_zero() => ClaimState::Closed,
            Some(LossStage::Final) => ClaimState::Paid,
        };
        Self { state, base, positions }
    }

    /// Whether everything that happened was allowed by what had happened before it.
    pub fn in_sequence(scheme: &Scheme, happened: &[&Decided]) -> bool {
        (0..happened.len()).all(|n| {
            let before = Self::of(scheme, happened[..n].iter().copied());
            let shared_so = match &happened[n].happening {
                // What came back was shared by what each had borne by then.
                ClaimEventKind::Recover { amount, costs, returns } => {
                    *returns == spread(scheme, *amount, *costs, &before.borne())
                }
                ClaimEventKind::Approve { .. }
                | ClaimEventKind::Reject
                | ClaimEventKind::Pay { .. }
                | ClaimEventKind::Settle { .. }
                | ClaimEventKind::Refund { .. } => true,
            };
            shared_so && before.allows(happened[n].happening.act())
        })
    }

    pub fn allows(&self, act: ClaimAction) -> bool {
        self.state.allows().contains(&act)
    }

    /// What a recovery finds each payer to have borne of the base. The bank's loss outside the scheme (interest,
    /// costs) does not compete with the others' shares: it is made good by what comes back beyond them.
    pub fn borne(&self) -> Vec<Borne> {
        let banks = banks_part(&self.positions, self.base);
        let borne = |position: &Position| Borne {
            payer: position.payer.clone(),
            amount: if position.is_bank { banks } else { position.kept() },
            returned: position.returned,
            excess: position.excess(),
        };
        self.positions.iter().map(borne).collect()
    }
}

/// What of the base is the bank's to bear.
fn banks_part(positions: &[Position], base: Money) -> Money {
    let others = positions.iter().filter(|position| !position.is_bank);
    let others: i64 = others.map(|position| position.share.fen()).sum();
    Money::from_fen((base.fen() - others).max(0))
}

fn lay(positions: &mut [Position], shares: &[(String, Money)]) {
    for (payer, amount) in shares {
        with(positions, payer, |position| position.share = *amount);
    }
}

fn with(positions: &mut [Position], payer: &str, change: impl FnOnce(&mut Position)) {
    if let Some(position) = positions.iter_mut().find(|position| position.payer == payer) {
        change(position);
    }
}

/// Amounts that were recorded once fit together again.
fn add(sum: &mut Money, amount: Money) {
    *sum = Money::from_fen(sum.fen() + amount.fen());
}
