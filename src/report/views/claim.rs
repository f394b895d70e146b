//! Claims: lists, a claim's card, and a quote with every step and what each payer bears.

use serde_json::{Value, json};

use super::cells::{coded, date, note_search, text, yuan};
use crate::domain::claim::{ClaimAction, ClaimEventKind, ClaimState, Ground, Position, Standing};
use crate::domain::scheme::{Loss, Quote, Scheme, decided};
use crate::domain::values::{Date, Money};
use crate::domain::working_days::add_working_days;
use crate::i18n::claims::{ground_asked, ground_found, scheme_name, step_in_words};
use crate::i18n::codes::label;
use crate::i18n::loans::loan_problem;
use crate::i18n::operations::refusal;
use crate::i18n::punctuation::remarked;
use crate::i18n::{Lang, say, titles::title};
use crate::ledger::{ClaimCard, Compensation, Ledger, Snapshot};
use crate::operations::Refusal;
use crate::operations::claim::{ClaimBasis, basis, grounds_of, may_decide, quoted};
use crate::operations::search::Search;
use crate::report::{Cell, Details, Table};

/// The shape outsiders rely on (design.md 5).
pub fn quote_json(lang: Lang, quote: &Quote) -> Value {
    let steps: Vec<Value> = quote
        .steps
        .iter()
        .map(|step| {
            let rule = step.rule.code();
            let capped_by = step.capped_by.map(|of| of.code());
            json!({
                "payer": step.payer, "rule": rule, "rule_label": label(lang, "claim_step", rule),
                "amount": step.amount.to_string(), "capped_by": capped_by,
                "of": step.of.map(|of| of.to_string()),
                "percent": step.percent.map(|percent| percent.points().to_string()),
                "limit": step.limit.map(|(limit, _)| limit.to_string()),
                "used": step.limit.map(|(_, used)| used.to_string()),
            })
        })
        .collect();
    let shares: serde_json::Map<String, Value> = quote
        .shares
        .iter()
        .map(|(payer, amount)| (payer.clone(), Value::String(amount.to_string())))
        .collect();
    json!({
        "loss": quote.loss.to_string(), "base": quote.base.to_string(),
        "steps": steps, "shares": shares,
    })
}

/// A scheme by what it is called.
pub fn scheme_cell(lang: Lang, scheme: &Scheme) -> Cell {
    Cell::code(&scheme.terms.id, scheme_name(lang, &scheme.terms))
}

/// Every step on a line, and below what each payer bears.
pub fn quote_steps(lang: Lang, quote: &Quote) -> Table {
    let mut table = Table::of(lang, &["payer", "claim_step", "amount", "because"]);
    for step in &quote.steps {
        let rule = step.rule.code();
        let words = label(lang, "claim_step", rule);
        let words = match step.capped_by {
            Some(of) => remarked(lang, words, label(lang, "cap", of.code())),
            None => words,
        };
        let payer = step.payer.as_deref().map(|payer| payer_name(lang, payer));
        table.row(vec![
            Cell::text(payer.unwrap_or_else(|| title(lang, "claim_base").to_owned())),
            Cell::code(rule, words),
            Cell::Yuan(step.amount.fen()),
            Cell::text(step_in_words(lang, step)),
        ]);
    }
    for (payer, amount) in &quote.shares {
        table.note(say::bears(lang, payer_name(lang, payer), amount.grouped()));
    }
    table.note(say::loss_in_all(lang, quote.loss.grouped(), quote.base.grouped()));
    table
}

/// What a loss of an example comes to under a scheme.
pub fn example_steps(lang: Lang, loss: Loss, quote: &Quote) -> Table {
    let [principal, interest, costs] =
        [loss.principal, loss.interest, loss.costs].map(Money::grouped);
    quote_steps(lang, quote).titled(say::scheme_example(lang, principal, interest, costs))
}

/// A payer named by its role alone is told in the reader's language.
pub fn payer_name(lang: Lang, payer: &str) -> String {
    label(lang, "role", payer)
}

/// A claim's card with what is worth warning of: what each payer bears, who did what, and how the last decision came to
/// its figures.
pub fn card(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    number: &str,
) -> Result<(Details, Vec<String>), Refusal> {
    let compensation = ledger.compensation(snapshot)?;
    let card = compensation.claim(number)?;
    let scheme = &compensation.scheme_of(card)?.scheme;
    let standing = compensation.standing(card)?;
    let claim = &card.claim;
    let borrower = card.borrower.map(|party| ledger.party_name(party, snapshot)).transpose()?;
    let tags: Vec<&str> = claim.tags.iter().map(String::as_str).collect();
    let mut record = Details::new(number.to_owned());
    record
        .field(lang, "claim_no", Cell::id(&claim.claim_no))
        .field(lang, "state", coded(lang, "claim_state", standing.state.code()))
        .field(lang, "loan_no", Cell::id(&card.loan_no))
        .field(lang, "bank", Cell::text(ledger.party_name(card.bank, snapshot)?))
        .field(lang, "borrower", text(borrower))
        .field(lang, "scheme", scheme_cell(lang, scheme))
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
        .find(|event| matches!(event.decided.happening, ClaimEventKind::Recover { .. }));
    if let Some((event, days)) = recovered.zip(scheme.terms.recovery.refund_working_days) {
        // A year without a shipped calendar has no deadline to show.
        let by = add_working_days(event.decided.day, days).ok();
        record.field(lang, "refund_by", date(by));
    }
    let keys = ["payer", "share", "paid", "due_amount", "returned"];
    // Before anybody decided, what is proposed is what a second person has to look at.
    let proposed = match standing.state {
        ClaimState::Filed => Some(quoted(&(ledger, snapshot), number, false)?),
        _ => None,
    };
    let heading = if proposed.is_some() { "shares_proposed" } else { "shares" };
    let mut positions = Table::of(lang, &keys).titled(title(lang, heading));
    for position in &standing.positions {
        let share = match &proposed {
            Some(quote) => quote.share_of(&position.payer),
            None => position.share,
        };
        positions.row(vec![
            Cell::text(payer_name(lang, &position.payer)),
            yuan(share),
            yuan(position.paid),
            yuan(position.due()),
            yuan(position.back()),
        ]);
    }
    let judged = claim_grounds(lang, &grounds_of(&(ledger, snapshot), scheme, card)?);
    let mut documents = Table::of(lang, &["document", "sha256"]).titled(title(lang, "documents"));
    for document in &card.documents {
        let hex: String = document.sha256.iter().map(|byte| format!("{byte:02x}")).collect();
        documents.row(vec![Cell::text(&document.name), Cell::Id(hex)]);
    }
    record.table("positions", positions).table("findings", judged);
    record.table("trail", trail(lang, card)).table("documents", documents);
    if let Some(quote) = &proposed {
        let mut steps = quote_steps(lang, quote).titled(say::steps_proposed(lang));
        let fund = compensation.cash(scheme.fund(), snapshot.as_of)?;
        steps.note(say::fund_holds(lang, scheme.fund(), fund.grouped()));
        record.table("steps", steps);
    }
    let mut warnings = Vec::new();
    for event in &card.events {
        let Some(decision) = &event.decision else { continue };
        // Worked out again from what the decision rested on: it must come to what was decided.
        let again = decided(scheme, &decision.case, decision.stage)?;
        let (ClaimEventKind::Approve { shares, .. } | ClaimEventKind::Settle { shares, .. }) =
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
    Ok((record, warnings))
}

/// A claim judged ground by ground: what was found, and what the scheme asks.
pub fn claim_grounds(lang: Lang, grounds: &[Ground]) -> Table {
    let mut judged =
        Table::of(lang, &["rule", "outcome", "found", "asked"]).titled(title(lang, "findings"));
    for ground in grounds {
        judged.row(vec![
            coded(lang, "claim_rule", ground.rule.code()),
            coded(lang, "claim_outcome", ground.outcome.code()),
            Cell::opt(ground.found.as_deref().zip(ground_found(lang, ground)), |(code, found)| {
                Cell::code(code, found)
            }),
            Cell::code(&ground.asked, ground_asked(lang, ground)),
        ]);
    }
    judged
}

/// What a claim rested on when it was filed, beside what it rests on on the day: who decides sees what changed since.
pub fn review(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    number: &str,
) -> Result<Table, Refusal> {
    let compensation = ledger.compensation(snapshot)?;
    let card = compensation.claim(number)?;
    let scheme = &compensation.scheme_of(card)?.scheme;
    let at = Snapshot { as_of: card.claim.filed, known_at: card.brought_by, is_now: false };
    let (then, now) = (basis(ledger, at, number)?, basis(ledger, snapshot, number)?);
    let mut table = Table::of(lang, &["point", "as_filed", "on_the_day", "changed"])
        .titled(say::filed_and_today(lang, then.day, now.day));
    let mut line = |name: String, then: Cell, now: Cell| {
        let changed = (then != now).then(|| coded(lang, "change", "changed"));
        table.row(vec![Cell::text(name), then, now, changed.unwrap_or(Cell::Empty)]);
    };
    let mut fact = |key: &'static str, of: &dyn Fn(&ClaimBasis) -> Cell| {
        line(title(lang, key).to_owned(), of(&then), of(&now));
    };
    fact("principal", &|basis| yuan(basis.loan.principal));
    fact("written_off", &|basis| yuan(basis.loan.written_off));
    fact("days_overdue", &|basis| Cell::Count(i64::from(basis.loan.days_overdue)));
    fact("class", &|basis| coded(lang, "class", basis.loan.class.code()));
    for ground in &now.grounds {
        let of = |basis: &ClaimBasis| {
            let ground = basis.grounds.iter().find(|known| known.rule == ground.rule);
            Cell::opt(ground, |ground| {
                let outcome = label(lang, "claim_outcome", ground.outcome.code());
                Cell::text(match ground_found(lang, ground) {
                    Some(found) => remarked(lang, outcome, found),
                    None => outcome,
                })
            })
        };
        line(label(lang, "claim_rule", ground.rule.code()), of(&then), of(&now));
    }
    for (payer, share) in &now.quote.shares {
        let name = say::share_of(lang, payer_name(lang, payer));
        line(name, yuan(then.quote.share_of(payer)), yuan(*share));
    }
    let fund = say::fund_of(lang, scheme.fund());
    line(fund, yuan(then.fund), yuan(now.fund));
    Ok(table)
}

/// Whether a claim waits to be decided.
pub fn is_to_decide(ledger: &Ledger, snapshot: Snapshot, number: &str) -> Result<bool, Refusal> {
    let compensation = ledger.compensation(snapshot)?;
    Ok(compensation.standing(compensation.claim(number)?)?.allows(ClaimAction::Approve))
}

/// Whether a claim waits to be decided, and why `by` may not; none when it does not wait.
pub fn decider(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    number: &str,
    by: &str,
) -> Result<Option<Result<(), String>>, Refusal> {
    if !is_to_decide(ledger, snapshot, number)? {
        return Ok(None);
    }
    let may = may_decide(ledger, snapshot, number, by);
    Ok(Some(may.map_err(|refused| refusal(lang, &refused).message)))
}

/// Who did what: a line for each payer of a decision.
fn trail(lang: Lang, card: &ClaimCard) -> Table {
    let mut table = Table::of(lang, &["on", "event", "recorded_by", "payer", "amount", "entry"])
        .titled(title(lang, "trail"));
    let mut line = |day: Date, act: &str, by: &str, entry: i64, part: Option<(String, Money)>| {
        let (payer, amount) = part.unzip();
        table.row(vec![
            date(Some(day)),
            coded(lang, "verb", act),
            Cell::text(by),
            text(payer),
            Cell::opt(amount, yuan),
            Cell::Ordinal(entry),
        ]);
    };
    line(card.claim.filed, "file", &card.claim.filed_by, card.brought_by, None);
    for event in &card.events {
        let happened = &event.decided;
        let parts: Vec<Option<(String, Money)>> = match &happened.happening {
            ClaimEventKind::Approve { shares, .. } | ClaimEventKind::Settle { shares, .. } => {
                let bears = shares.iter();
                bears.map(|(payer, amount)| Some((payer_name(lang, payer), *amount))).collect()
            }
            ClaimEventKind::Reject => vec![None],
            ClaimEventKind::Pay { payer, amount } => vec![Some((payer_name(lang, payer), *amount))],
            ClaimEventKind::Recover { returns, .. } | ClaimEventKind::Refund { returns, .. } => {
                let back = returns.iter().map(|part| {
                    let why = label(lang, "return", part.rule.code());
                    Some((format!("{} {why}", payer_name(lang, &part.payer)), part.amount))
                });
                back.collect()
            }
        };
        let act = happened.happening.act().code();
        parts.into_iter().for_each(|part| {
            line(happened.day, act, &happened.by, event.brought_by, part);
        });
    }
    table
}

fn public_share(standing: &Standing) -> i64 {
    let public = standing.positions.iter().filter(|position| position.is_public);
    public.map(|position| position.share.fen()).sum()
}

/// Which shares a list of claims shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shares {
    /// What was decided; what leaves the house says nothing else.
    Decided,
    /// And of claims not decided yet what is proposed, in a column of its own.
    Proposed,
}

/// The claims filed by the snapshot's day, all or those a text is found in.
pub fn searched(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    text: Option<&String>,
) -> Result<Table, Refusal> {
    let compensation = ledger.compensation(snapshot)?;
    let search = text.map(|text| Search::new(ledger, snapshot, text)).transpose()?;
    let fits = |card: &ClaimCard, scheme: &Scheme| {
        let terms = &scheme.terms;
        let texts = [&*card.claim.claim_no, &*card.loan_no, &*terms.id, &*terms.title];
        Search::finds(search.as_ref(), texts, card.borrower.into_iter().chain([card.bank]))
    };
    let mut table = list(lang, ledger, snapshot, &compensation, Shares::Proposed, fits)?;
    let filed = compensation.claims.iter().filter(|card| card.claim.filed <= snapshot.as_of);
    let searched = ["claim_no", "loan_no", "scheme", "borrower", "bank"];
    note_search(lang, &mut table, text, "claim", filed.count(), &searched);
    Ok(table)
}

/// The claims filed by the snapshot's day that fit.
pub fn list(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    compensation: &Compensation,
    shares: Shares,
    fits: impl Fn(&ClaimCard, &Scheme) -> bool,
) -> Result<Table, Refusal> {
    let mut keys = vec!["claim_no", "loan_no", "bank", "scheme", "filed_on", "state"];
    keys.extend((shares == Shares::Proposed).then_some("public_share_proposed"));
    keys.extend(["public_share", "paid", "returned"]);
    let spare = &["returned", "scheme", "bank", "filed_on", "paid", "public_share"];
    let mut table = Table::of(lang, &keys).sparing(spare);
    for card in &compensation.claims {
        let scheme = &compensation.scheme_of(card)?.scheme;
        if card.claim.filed > snapshot.as_of || !fits(card, scheme) {
            continue;
        }
        let standing = compensation.standing(card)?;
        let proposed = match standing.state {
            ClaimState::Filed if shares == Shares::Proposed => {
                match quoted(&(ledger, snapshot), &card.claim.claim_no, false) {
                    Ok(quote) => yuan(quote.public(scheme)),
                    Err(Refusal::Loan { loan_no, problem }) => {
                        let why = loan_problem(lang, &problem).message;
                        table.note(say::loan_left_out(lang, loan_no, why));
                        Cell::Empty
                    }
                    Err(refusal) => return Err(refusal),
                }
            }
            _ => Cell::Empty,
        };
        let sum = |of: fn(&Position) -> i64| {
            let public = standing.positions.iter().filter(|position| position.is_public);
            Cell::Yuan(public.map(of).sum())
        };
        let mut row = vec![
            Cell::id(&card.claim.claim_no),
            Cell::id(&card.loan_no),
            Cell::text(ledger.party_name(card.bank, snapshot)?),
            scheme_cell(lang, scheme),
            date(Some(card.claim.filed)),
            coded(lang, "claim_state", standing.state.code()),
        ];
        row.extend((shares == Shares::Proposed).then_some(proposed));
        row.extend([
            Cell::Yuan(public_share(&standing)),
            sum(|position| position.paid.fen()),
            sum(|position| position.back().fen()),
        ]);
        table.row(row);
    }
    Ok(table)
}
