//! `claim show NO` and `claim list`.

use clap::ArgMatches;

use super::text;
use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::output::{Shown, date};
use crate::domain::claim::{Happening, Standing, State};
use crate::domain::scheme::{Scheme, quote};
use crate::domain::values::Money;
use crate::domain::working_days::add_working_days;
use crate::i18n::codes::label;
use crate::i18n::{Lang, say, titles::title};
use crate::ledger::{ClaimCard, Compensation, Ledger, Snapshot};
use crate::operations::claim::{grounds_of, quoted};
use crate::report::views::{payer_name, quote_steps};
use crate::report::{Cell, Record, Table};

fn state_cell(lang: Lang, state: State) -> Cell {
    Cell::code(state.code(), label(lang, "claim_state", state.code()))
}

/// The claim, what each payer bears, who did what, and how the last decision came to its figures.
pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let number = text(matches, "claim_no").unwrap_or_default();
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let compensation = ledger.compensation(snapshot)?;
    let card = compensation.claim(number)?;
    let scheme = &compensation.scheme_of(card)?.scheme;
    let standing = compensation.standing(card)?;
    let (lang, claim) = (context.lang, &card.claim);
    let borrower = card.borrower.map(|party| ledger.party_name(party, snapshot)).transpose()?;
    let yuan = |amount: Money| Cell::Yuan(amount.fen());
    let tags: Vec<&str> = claim.tags.iter().map(String::as_str).collect();
    let mut record = Record::new(number.to_owned());
    record
        .field(lang, "claim_no", Cell::id(&claim.claim_no))
        .field(lang, "state", state_cell(lang, standing.state))
        .field(lang, "loan_no", Cell::id(&card.loan_no))
        .field(lang, "bank", Cell::text(ledger.party_name(card.bank, snapshot)?))
        .field(lang, "borrower", Cell::opt(borrower, Cell::text))
        .field(lang, "scheme", Cell::id(&scheme.terms.id))
        .field(lang, "valid_from", date(Some(scheme.terms.valid_from)))
        .field(lang, "filed_on", date(Some(claim.filed)))
        .field(lang, "filed_by", Cell::text(&claim.filed_by))
        .field(lang, "bad_since", date(Some(claim.bad)))
        .field(lang, "principal", yuan(claim.loss.principal))
        .field(lang, "interest", yuan(claim.loss.interest))
        .field(lang, "costs", yuan(claim.loss.costs))
        .field(lang, "recovered", yuan(claim.loss.recovered))
        .field(lang, "tags", Cell::text(tags.join(" ")));
    let recovered = card
        .events
        .iter()
        .rev()
        .find(|event| matches!(event.decided.happening, Happening::Recover { .. }));
    if let Some((event, days)) = recovered.zip(scheme.terms.recovery.refund_working_days) {
        // A year without a shipped calendar has no deadline to show.
        let by = add_working_days(event.decided.day, days).ok();
        record.field(lang, "refund_by", date(by));
    }
    let keys = ["payer", "share", "paid", "due_amount", "returned"];
    // Before anybody decided, what is proposed is what a second person has to look at.
    let proposed = match standing.state {
        State::Filed => Some(quoted(&(&*ledger, snapshot), number, false)?),
        _ => None,
    };
    let heading = if proposed.is_some() { "shares_proposed" } else { "shares" };
    let mut positions = Table::of(lang, &keys).titled(title(lang, heading));
    for position in &standing.positions {
        let back = position.excess_returned.fen() + position.returned.fen();
        let share = match &proposed {
            Some(quote) => quote.share_of(&position.payer),
            None => position.share,
        };
        positions.row(vec![
            Cell::text(payer_name(lang, &position.payer)),
            yuan(share),
            yuan(position.paid),
            yuan(position.due()),
            Cell::Yuan(back),
        ]);
    }
    let mut trail = Table::of(lang, &["on", "event", "recorded_by", "payer", "amount", "entry"])
        .titled(title(lang, "trail"));
    let mut line = |day, act: &'static str, by: &str, payer: Cell, amount: Cell, entry: i64| {
        let act = Cell::code(act, label(lang, "verb", act));
        trail.row(vec![date(Some(day)), act, Cell::text(by), payer, amount, Cell::Ordinal(entry)]);
    };
    line(claim.filed, "file", &claim.filed_by, Cell::Empty, Cell::Empty, card.brought_by);
    for event in &card.events {
        let decided = &event.decided;
        let code = decided.happening.act().code();
        let entry = event.brought_by;
        match &decided.happening {
            Happening::Approve { shares, .. } | Happening::Settle { shares, .. } => {
                for (payer, amount) in shares {
                    line(
                        decided.day,
                        code,
                        &decided.by,
                        Cell::text(payer_name(lang, payer)),
                        yuan(*amount),
                        entry,
                    );
                }
            }
            Happening::Reject => {
                line(decided.day, code, &decided.by, Cell::Empty, Cell::Empty, entry);
            }
            Happening::Pay { payer, amount } => {
                line(
                    decided.day,
                    code,
                    &decided.by,
                    Cell::text(payer_name(lang, payer)),
                    yuan(*amount),
                    entry,
                );
            }
            Happening::Recover { returns, .. } => {
                for part in returns {
                    let why = label(lang, "return", part.rule.code());
                    let payer = Cell::text(format!("{} {why}", payer_name(lang, &part.payer)));
                    line(decided.day, code, &decided.by, payer, yuan(part.amount), entry);
                }
            }
        }
    }
    let mut judged =
        Table::of(lang, &["rule", "outcome", "found", "asked"]).titled(title(lang, "findings"));
    for ground in grounds_of(&(&*ledger, snapshot), scheme, card)? {
        let (rule, outcome) = (ground.rule.code(), ground.outcome.code());
        judged.row(vec![
            Cell::code(rule, label(lang, "claim_rule", rule)),
            Cell::code(outcome, label(lang, "claim_outcome", outcome)),
            Cell::opt(ground.found, Cell::text),
            Cell::text(ground.asked),
        ]);
    }
    let mut documents = Table::of(lang, &["document", "sha256"]).titled(title(lang, "documents"));
    for document in &card.documents {
        let hex: String = document.sha256.iter().map(|byte| format!("{byte:02x}")).collect();
        documents.row(vec![Cell::text(&document.name), Cell::Id(hex)]);
    }
    record.table("positions", positions).table("findings", judged);
    record.table("trail", trail).table("documents", documents);
    if let Some(quote) = &proposed {
        let mut steps = quote_steps(lang, quote).titled(title(lang, "shares_proposed"));
        let fund = compensation.cash(scheme.fund(), snapshot.as_of)?;
        steps.note(say::fund_holds(lang, scheme.fund(), fund.grouped()));
        record.table("steps", steps);
    }
    let mut warnings = Vec::new();
    for event in &card.events {
        let Some(decision) = &event.decision else { continue };
        // Worked out again from what the decision rested on: it must come to what was decided.
        let again = quote(scheme, &decision.case, decision.stage)?;
        let (Happening::Approve { shares, .. } | Happening::Settle { shares, .. }) =
            &event.decided.happening
        else {
            continue;
        };
        if again.shares != *shares {
            warnings.push(say::replay_differs(lang, event.brought_by));
        }
        let heading = say::decided_on(lang, event.decided.day, &event.decided.by);
        record.table("steps", quote_steps(lang, &again).titled(heading));
    }
    warnings.iter().for_each(|warning| context.warn(warning));
    let anchor = ledger.anchor()?;
    Shown { schema: "claim.show", snapshot, anchor: &anchor, warnings }.record(context, &record)?;
    Ok(Done::Well)
}

pub fn list(context: &Context) -> Result<Done, Failure> {
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let compensation = ledger.compensation(snapshot)?;
    let table = listed(context.lang, ledger, snapshot, &compensation, |_, _| true)?;
    let anchor = ledger.anchor()?;
    Shown { schema: "claim.list", snapshot, anchor: &anchor, warnings: Vec::new() }
        .tables(context, &[table])?;
    Ok(Done::Well)
}

fn public_share(standing: &Standing) -> i64 {
    let public = standing.positions.iter().filter(|position| position.is_public);
    public.map(|position| position.share.fen()).sum()
}

/// Lists the claims filed by the snapshot's day that fit.
pub fn listed(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    compensation: &Compensation,
    fits: impl Fn(&ClaimCard, &Scheme) -> bool,
) -> Result<Table, Failure> {
    let keys = [
        "claim_no",
        "loan_no",
        "bank",
        "scheme",
        "filed_on",
        "state",
        "public_share",
        "paid",
        "returned",
    ];
    let mut table = Table::of(lang, &keys);
    for card in &compensation.claims {
        let scheme = &compensation.scheme_of(card)?.scheme;
        if card.claim.filed > snapshot.as_of || !fits(card, scheme) {
            continue;
        }
        let standing = compensation.standing(card)?;
        let share = match standing.state {
            State::Filed => {
                let number = &card.claim.claim_no;
                Cell::Yuan(quoted(&(ledger, snapshot), number, false)?.public(scheme).fen())
            }
            _ => Cell::Yuan(public_share(&standing)),
        };
        let sum = |of: fn(&crate::domain::claim::Position) -> i64| {
            let public = standing.positions.iter().filter(|position| position.is_public);
            Cell::Yuan(public.map(of).sum())
        };
        table.row(vec![
            Cell::id(&card.claim.claim_no),
            Cell::id(&card.loan_no),
            Cell::text(ledger.party_name(card.bank, snapshot)?),
            Cell::id(&scheme.terms.id),
            date(Some(card.claim.filed)),
            state_cell(lang, standing.state),
            share,
            sum(|position| position.paid.fen()),
            sum(|position| position.excess_returned.fen() + position.returned.fen()),
        ]);
    }
    Ok(table)
}
