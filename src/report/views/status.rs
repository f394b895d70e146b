//! How the ledger stands: what waits to be done, what it holds, how far the targets are.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Detail, target};
use crate::domain::claim::{BreakerState, ClaimState};
use crate::domain::loan::Balance;
use crate::domain::values::{Date, Money};
use crate::i18n::codes::label;
use crate::i18n::numbers::grouped;
use crate::i18n::punctuation::comma_list;
use crate::i18n::{Lang, publications, say};
use crate::ledger::{Anchor, Compensation, Ledger, Office, Snapshot, digest, moment_in_china};
use crate::operations::Refusal;
use crate::operations::claim::quoted;
use crate::operations::pledge::count_alerts;
use crate::operations::upkeep::unpublished;
use crate::report::terminal::{TerminalStyle, render};
use crate::report::{Cell, Table, json as report_json};
use crate::stats::plans::PlanChoice;
use crate::stats::{FundBalance, funds, oversight};

/// What is asked of the ledger as a whole.
#[derive(Debug, Clone)]
pub struct StatusQuery {
    /// Where the ledger is, as a person named it.
    pub path: String,
    pub detail: Detail,
}

/// How a ledger stands.
#[derive(Debug)]
pub struct LedgerStatus {
    path: String,
    office: Office,
    anchor: Anchor,
    /// Parties, patents, filings abroad, targets.
    counts: [i64; 4],
    /// What waits to be done: what, how many, how much, which, the command that shows it.
    pub todo: Table,
    /// The targets of the plan with how far they are.
    pub targets: Table,
    /// The same in a line; none without targets.
    pub targets_in_brief: Option<String>,
    newest: Option<String>,
    published: Option<String>,
}

/// Reads how the ledger stands.
pub fn status(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    query: &StatusQuery,
) -> Result<LedgerStatus, Refusal> {
    let newest = ledger.log(snapshot, 1)?.pop().map(|entry| {
        let moment = moment_in_china(entry.recorded_at);
        let action = label(lang, "action", &entry.action);
        say::last_entry(lang, entry.entry, action, entry.recorded_by, moment)
    });
    let published = ledger.publications(snapshot)?.pop().map(|last| {
        let quarter = publications::quarter(lang, last.quarter);
        publications::last_published(lang, quarter, last.number, last.as_of)
    });
    Ok(LedgerStatus {
        path: query.path.clone(),
        office: ledger.office(snapshot)?,
        anchor: ledger.anchor()?,
        counts: ledger.counts(snapshot)?,
        todo: todo(lang, ledger, snapshot)?,
        targets: target::progress(lang, ledger, snapshot, query.detail, PlanChoice::OfTheDay)?,
        targets_in_brief: target::in_brief(lang, ledger, snapshot)?,
        newest,
        published,
    })
}

impl LedgerStatus {
    /// Whose ledger this is and where.
    pub fn head(&self, lang: Lang) -> [String; 2] {
        let office = format!("{} · {}", self.office.name, self.office.district);
        [office, say::ledger_at(lang, &self.path)]
    }

    /// What the ledger holds, the newest entry, the last publication.
    pub fn foot(&self, lang: Lang) -> Vec<String> {
        let [parties, patents, pcts, targets] = self.counts;
        let mut lines = vec![say::counts_line(lang, parties, patents, pcts, targets)];
        lines.extend(self.newest.clone());
        lines.extend(self.published.clone());
        lines
    }

    /// What waits, drawn; without the names of what waits where it takes more than `lines` with them.
    pub fn todo_drawn(&self, style: &TerminalStyle, lines: Option<usize>) -> String {
        let drawn = render(&self.todo, style);
        if lines.is_none_or(|lines| drawn.lines().count() <= lines) {
            return drawn;
        }
        let columns = &self.todo.columns;
        let kept: Vec<usize> =
            (0..columns.len()).filter(|at| columns[*at].key != "about").collect();
        render(&self.todo.with_columns(&kept), style)
    }

    pub fn anchor(&self) -> &Anchor {
        &self.anchor
    }

    pub fn json(&self) -> Value {
        let [parties, patents, pcts, _] = self.counts;
        json!({
            "path": self.path, "office": self.office.name,
            "region": self.office.region.to_string(), "district": self.office.district,
            "entries": self.anchor.entries, "head": digest::hex(&self.anchor.head),
            "anchor": self.anchor.to_string(), "parties": parties, "patents": patents, "pct": pcts,
            "todo": report_json::rows(&self.todo), "targets": report_json::rows(&self.targets),
        })
    }
}

/// A row for each kind of thing that waits; none where nothing waits.
fn todo(lang: Lang, ledger: &Ledger, snapshot: Snapshot) -> Result<Table, Refusal> {
    let mut table = Table::of(lang, &["todo", "count", "amount", "about", "next"]);
    let mut add = |code: &'static str, count: usize, amount: Cell, about: String, next: String| {
        if count > 0 {
            let what = Cell::code(code, label(lang, "todo", code));
            let about = if about.is_empty() { Cell::Empty } else { Cell::text(about) };
            table.row(vec![what, Cell::Count(count as i64), amount, about, Cell::text(next)]);
        }
    };
    let compensation =
        if ledger.holds_compensation()? { Some(ledger.compensation(snapshot)?) } else { None };
    if let Some(compensation) = &compensation {
        let (claims, amount) = waiting(ledger, snapshot, compensation)?;
        let next = match claims.as_slice() {
            [claim] => format!("claim show {}", claim.number),
            _ => "claim list".to_owned(),
        };
        let named = claims.iter().map(|claim| {
            let days = grouped(i64::from(snapshot.as_of.days_since(claim.filed)));
            say::claim_named(lang, &claim.number, days)
        });
        let about = in_brief(lang, &named.collect::<Vec<_>>());
        add("claims", claims.len(), Cell::Yuan(amount), about, next);
    }
    let Overdue { mut late, unworked } = overdue(ledger, snapshot)?;
    if !late.is_empty() {
        // The longest overdue first.
        late.sort_by_key(|(_, balance)| std::cmp::Reverse(balance.days_overdue));
        // Interest alone may be overdue.
        let owed = |balance: &Balance| {
            Money::from_fen(balance.overdue_principal.fen() + balance.overdue_interest.fen())
        };
        let amount = late.iter().map(|(_, balance)| owed(balance).fen()).sum();
        let named: Vec<String> = late.iter().map(|(loan, _)| loan.clone()).collect();
        let longest = late.first().map_or(0, |(_, balance)| i64::from(balance.days_overdue));
        let about = say::overdue_longest(lang, in_brief(lang, &named), grouped(longest));
        add("overdue", late.len(), Cell::Yuan(amount), about, "loan list --overdue".to_owned());
    }
    let about = in_brief(lang, &unworked);
    add("unworked", unworked.len(), Cell::Empty, about, "loan list".to_owned());
    let alerts = count_alerts(ledger, snapshot)?;
    add("alerts", alerts, Cell::Empty, String::new(), "pledge list --alerts".to_owned());
    let assumed = ledger.parties_assumed(snapshot)?;
    add(
        "assumed",
        usize::try_from(assumed).unwrap_or_default(),
        Cell::Empty,
        String::new(),
        "party list --assumed".to_owned(),
    );
    let quarters = unpublished(ledger, snapshot)?;
    if let Some(first) = quarters.first() {
        let next = format!("stats publish {first}");
        let names: Vec<String> = quarters.iter().map(ToString::to_string).collect();
        add("quarters", quarters.len(), Cell::Empty, in_brief(lang, &names), next);
    }
    if let Some(compensation) = &compensation {
        let low: Vec<FundBalance> =
            funds(compensation, snapshot.as_of)?.into_iter().filter(FundBalance::is_low).collect();
        let left = low.iter().map(|fund| fund.available.fen()).sum();
        let names: Vec<String> = low.into_iter().map(|fund| fund.fund).collect();
        let next = "fund balance".to_owned();
        add("funds", names.len(), Cell::Yuan(left), in_brief(lang, &names), next);
        let breakers = breakers(lang, ledger, snapshot, compensation)?;
        let next = "fund oversight".to_owned();
        add("breakers", breakers.len(), Cell::Empty, in_brief(lang, &breakers), next);
    }
    Ok(table)
}

/// The first names, and how many more there are.
fn in_brief(lang: Lang, names: &[String]) -> String {
    const NAMED: usize = 3;
    let first = comma_list(lang, names.iter().take(NAMED));
    if names.len() > NAMED { say::and_others(lang, first, names.len()) } else { first }
}

/// A claim that waits for a second person.
struct PendingClaim {
    number: String,
    filed: Date,
}

/// The claims that wait, and what public payers would bear of all of them, in fen.
fn waiting(
    ledger: &Ledger,
    snapshot: Snapshot,
    compensation: &Compensation,
) -> Result<(Vec<PendingClaim>, i64), Refusal> {
    let (mut claims, mut public) = (Vec::new(), Money::ZERO);
    for card in &compensation.claims {
        let number = &card.claim.claim_no;
        if card.claim.filed <= snapshot.as_of
            && compensation.standing(card)?.state == ClaimState::Filed
        {
            let scheme = &compensation.scheme_of(card)?.scheme;
            let quote = quoted(&(ledger, snapshot), number, false)?;
            let own = quote.public(scheme);
            public = Money::from_fen(public.fen() + own.fen());
            claims.push(PendingClaim { number: number.clone(), filed: card.claim.filed });
        }
    }
    Ok((claims, public.fen()))
}

/// The loans overdue at the snapshot, with what is owed of them, and those that cannot be worked out.
#[derive(Default)]
struct Overdue {
    late: Vec<(String, Balance)>,
    unworked: Vec<String>,
}

fn overdue(ledger: &Ledger, snapshot: Snapshot) -> Result<Overdue, Refusal> {
    let lpr = ledger.loan_prime_rates(snapshot)?;
    let mut found = Overdue::default();
    let mut replay = |card: crate::ledger::LoanCard| {
        match card.replay(&lpr, snapshot.as_of).map(|account| account.balance()) {
            Ok(balance) if balance.days_overdue > 0 => found.late.push((card.loan_no, balance)),
            Ok(_) => {}
            Err(_) => found.unworked.push(card.loan_no),
        }
        Ok::<_, Refusal>(())
    };
    if snapshot.is_now {
        // What is kept with each loan tells which are late, without replaying the others.
        ledger.loans_unpaid_before(snapshot.as_of, usize::MAX)?.into_iter().try_for_each(replay)?;
    } else {
        ledger.each_loan(snapshot, &mut replay)?;
    }
    Ok(found)
}

/// Each bank under each scheme whose breaker warns or has stopped new lending; the newest year says how it stands.
fn breakers(
    lang: Lang,
    ledger: &Ledger,
    snapshot: Snapshot,
    compensation: &Compensation,
) -> Result<Vec<String>, Refusal> {
    let (mut lines, _) = oversight(ledger, compensation, snapshot)?;
    lines.reverse();
    let (mut seen, mut said) = (BTreeSet::new(), Vec::new());
    for line in lines {
        if seen.insert((line.scheme.clone(), line.bank)) && line.breaker != BreakerState::Clear {
            let state = label(lang, "breaker", line.breaker.code());
            let bank = ledger.party_name(line.bank, snapshot)?;
            said.push(say::breaker_line(lang, line.scheme, bank, state));
        }
    }
    Ok(said)
}
