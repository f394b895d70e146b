//! Where a claim stands: a small machine whose every state says what may be done next.

use crate::domain::scheme::{Borne, Return, ReturnRule, Scheme, Stage};
use crate::domain::values::{Date, Money};

/// What can be done with a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    Approve,
    Reject,
    Pay,
    Settle,
    Recover,
    Void,
}

impl Act {
    pub fn code(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Reject => "reject",
            Self::Pay => "pay",
            Self::Settle => "settle",
            Self::Recover => "recover",
            Self::Void => "void",
        }
    }
}

/// Where a claim stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Waits for a second person.
    Filed,
    Rejected,
    /// Decided, nothing paid yet.
    Approved,
    PartlyPaid,
    /// Paid ahead of the final loss; settlement is to follow.
    Advanced,
    Paid,
    /// More was paid ahead than the settled shares.
    RefundDue,
}

impl State {
    pub const ALL: [Self; 7] = [
        Self::Filed,
        Self::Rejected,
        Self::Approved,
        Self::PartlyPaid,
        Self::Advanced,
        Self::Paid,
        Self::RefundDue,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Filed => "filed",
            Self::Rejected => "rejected",
            Self::Approved => "approved",
            Self::PartlyPaid => "partly_paid",
            Self::Advanced => "advanced",
            Self::Paid => "paid",
            Self::RefundDue => "refund_due",
        }
    }

    /// What may be done next.
    pub fn allows(self) -> &'static [Act] {
        match self {
            Self::Filed => &[Act::Approve, Act::Reject, Act::Void],
            Self::Rejected => &[Act::Void],
            Self::Approved => &[Act::Pay, Act::Void],
            Self::PartlyPaid => &[Act::Pay],
            Self::Advanced => &[Act::Settle],
            // Others than the public payers may still owe their shares.
            Self::Paid => &[Act::Pay, Act::Recover],
            Self::RefundDue => &[Act::Recover],
        }
    }
}

/// What happened to a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happening {
    Approve {
        stage: Stage,
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
    Recover {
        amount: Money,
        costs: Money,
        returns: Vec<Return>,
    },
}

impl Happening {
    pub fn act(&self) -> Act {
        match self {
            Self::Approve { .. } => Act::Approve,
            Self::Reject => Act::Reject,
            Self::Pay { .. } => Act::Pay,
            Self::Settle { .. } => Act::Settle,
            Self::Recover { .. } => Act::Recover,
        }
    }
}

/// Something that happened, when, and on whose word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    pub day: Date,
    pub by: String,
    pub happening: Happening,
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
    pub returned: Money,
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

    /// Paid, without what came back of an advance.
    fn kept(&self) -> Money {
        Money::from_fen(self.paid.fen() - self.excess_returned.fen())
    }
}

/// Where a claim stands after all that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub state: State,
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
            })
            .collect();
        let mut decided = None;
        let mut base = Money::ZERO;
        let mut rejected = false;
        for event in happened {
            match &event.happening {
                Happening::Approve { stage, base: shared, shares } => {
                    (decided, base) = (Some(*stage), *shared);
                    lay(&mut positions, shares);
                }
                Happening::Settle { base: shared, shares } => {
                    (decided, base) = (Some(Stage::Final), *shared);
                    lay(&mut positions, shares);
                }
                Happening::Reject => rejected = true,
                Happening::Pay { payer, amount } => {
                    with(&mut positions, payer, |position| add(&mut position.paid, *amount));
                }
                Happening::Recover { returns, .. } => {
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
        let state = match decided {
            _ if rejected => State::Rejected,
            None => State::Filed,
            Some(_) if due && paid => State::PartlyPaid,
            Some(_) if due => State::Approved,
            Some(Stage::Advance) => State::Advanced,
            Some(Stage::Final) if excess => State::RefundDue,
            Some(Stage::Final) => State::Paid,
        };
        Self { state, base, positions }
    }

    /// Whether everything that happened was allowed by what had happened before it.
    pub fn in_sequence(scheme: &Scheme, happened: &[&Decided]) -> bool {
        (0..happened.len()).all(|n| {
            let before = Self::of(scheme, happened[..n].iter().copied());
            before.allows(happened[n].happening.act())
        })
    }

    pub fn allows(&self, act: Act) -> bool {
        self.state.allows().contains(&act)
    }

    /// What a recovery finds each payer to have borne of the base. The bank's loss outside the scheme (interest,
    /// costs) does not compete with the others' shares: it is made good by what comes back beyond them.
    pub fn borne(&self) -> Vec<Borne> {
        let others = self.positions.iter().filter(|position| !position.is_bank);
        let others: i64 = others.map(|position| position.share.fen()).sum();
        let banks = Money::from_fen((self.base.fen() - others).max(0));
        let borne = |position: &Position| Borne {
            payer: position.payer.clone(),
            amount: if position.is_bank { banks } else { position.kept() },
            returned: position.returned,
            excess: position.excess(),
        };
        self.positions.iter().map(borne).collect()
    }
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
