//! `loan list` with filters, `loan list --overdue`, and `loan export` of what a file can bring in again.

use std::collections::HashMap;
use std::panic::resume_unwind;
use std::sync::mpsc::sync_channel;
use std::thread;

use clap::ArgMatches;

use super::account;
use crate::cli::context::Context;
use crate::cli::error::{Done, Failure};
use crate::cli::ledger::export_to;
use crate::cli::output::{Shown, date, written};
use crate::cli::pages;
use crate::domain::loan::record::FIELDS;
use crate::domain::loan::{Balance, Bucket, Class, Happening, LprTable};
use crate::domain::values::Date;
use crate::i18n::codes::label;
use crate::i18n::say;
use crate::i18n::titles::title;
use crate::ledger::{Ledger, LoanCard, PartyId, Snapshot};
use crate::report::{Cell, Table};

const COLUMNS: [&str; 9] = [
    "loan_no",
    "bank",
    "borrower",
    "disbursed_on",
    "due_on",
    "outstanding",
    "interest",
    "days_overdue",
    "class",
];

/// Loans handed to the other thread together, and how many such batches may wait.
const BATCH: usize = 256;
const WAITING: usize = 8;

/// What the list shows of a loan.
#[derive(Debug, Clone)]
pub struct Standing {
    loan_no: String,
    pub bank: PartyId,
    borrower: Option<PartyId>,
    start: Option<Date>,
    pub balance: Balance,
}

impl Standing {
    /// As the bank says, else the least the rules allow.
    pub fn class(&self) -> Class {
        self.balance.class_stated.map_or(self.balance.class_least, |(class, _)| class)
    }
}

/// What is wanted of the loans.
struct Wanted<'a> {
    bank: Option<PartyId>,
    party: Option<PartyId>,
    text: Option<&'a str>,
    overdue: bool,
    open: bool,
    lpr: LprTable,
    as_of: Date,
}

impl Wanted<'_> {
    fn fits(&self, card: &LoanCard) -> bool {
        let says = |words: &str| {
            card.loan_no.contains(words)
                || card.contract_no.as_deref().is_some_and(|no| no.contains(words))
        };
        self.bank.is_none_or(|bank| card.bank == bank)
            && self.party.is_none_or(|party| card.bank == party || card.borrower == Some(party))
            && self.text.is_none_or(says)
    }

    /// Replays a loan; none when it is not among those wanted.
    fn standing(&self, card: LoanCard) -> Result<Option<Standing>, Failure> {
        let account = account(&card, &self.lpr, self.as_of)?;
        let (start, balance) = (account.start(), account.balance());
        let left_out =
            (self.overdue && balance.days_overdue == 0) || (self.open && balance.total.is_zero());
        let LoanCard { loan_no, bank, borrower, .. } = card;
        Ok((!left_out).then_some(Standing { loan_no, bank, borrower, start, balance }))
    }

    /// All loans wanted: read here, replayed on a thread of its own.
    fn all(&self, ledger: &Ledger, snapshot: Snapshot) -> Result<Vec<Standing>, Failure> {
        thread::scope(|scope| {
            let (sender, batches) = sync_channel::<Vec<LoanCard>>(WAITING);
            let replaying = scope.spawn(move || {
                let mut found = Vec::new();
                for card in batches.into_iter().flatten() {
                    found.extend(self.standing(card)?);
                }
                Ok::<_, Failure>(found)
            });
            let mut batch = Vec::with_capacity(BATCH);
            // When the other end stopped, it has the failure to tell.
            let hand_over = |batch: &mut Vec<LoanCard>| {
                let _ = sender.send(std::mem::replace(batch, Vec::with_capacity(BATCH)));
            };
            let read = ledger.each_loan(snapshot, |card| {
                if self.fits(&card) {
                    batch.push(card);
                }
                if batch.len() == BATCH {
                    hand_over(&mut batch);
                }
                Ok::<_, Failure>(())
            });
            hand_over(&mut batch);
            drop(sender);
            let found = replaying.join().unwrap_or_else(|panic| resume_unwind(panic));
            read.and(found)
        })
    }
}

pub fn run(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let arg = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let find = |name: &str| arg(name).map(|party| ledger.find_party(party, snapshot)).transpose();
    let wanted = Wanted {
        bank: find("bank")?,
        party: find("party")?,
        text: arg("text"),
        overdue: matches.get_flag("overdue"),
        open: matches.get_flag("open"),
        lpr: ledger.loan_prime_rates(snapshot)?,
        as_of: snapshot.as_of,
    };
    // The standing kept with each loan answers for today's first page without replaying all of them.
    let asked_more =
        ["page", "sort", "bank", "party", "text"].iter().any(|name| arg(name).is_some());
    let for_people = !context.json && !context.csv && context.output.is_none();
    let first_page = wanted.overdue && snapshot.is_now && for_people && !asked_more;
    let mut table = Table::of(context.lang, &COLUMNS);
    if first_page {
        let limit = pages::limit(context, matches)?;
        let cards = ledger.loans_unpaid_before(snapshot.as_of, limit.saturating_add(1))?;
        let more = cards.len() > limit;
        let mut standings = Vec::with_capacity(limit);
        for card in cards.into_iter().take(limit) {
            standings.extend(wanted.standing(card)?);
        }
        fill(context, ledger, snapshot, &mut table, standings, !more)?;
        if more {
            table.note(say::longest_first(context.lang, limit));
        }
    } else {
        let standings = wanted.all(ledger, snapshot)?;
        fill(context, ledger, snapshot, &mut table, standings, true)?;
        pages::sort_and_cut(context, matches, &mut table)?;
    }
    let anchor = ledger.anchor()?;
    Shown { schema: "loan.list", snapshot, anchor: &anchor, warnings: Vec::new() }
        .tables(context, &[table])?;
    Ok(Done::Well)
}

/// Returns how the loans stand that a party gave or took.
pub fn of_party(
    ledger: &Ledger,
    snapshot: Snapshot,
    party: PartyId,
) -> Result<Vec<Standing>, Failure> {
    let wanted = Wanted {
        bank: None,
        party: Some(party),
        text: None,
        overdue: false,
        open: false,
        lpr: ledger.loan_prime_rates(snapshot)?,
        as_of: snapshot.as_of,
    };
    wanted.all(ledger, snapshot)
}

/// Lists loans with their sums.
pub fn listed(
    context: &Context,
    ledger: &Ledger,
    snapshot: Snapshot,
    standings: Vec<Standing>,
) -> Result<Table, Failure> {
    let mut table = Table::of(context.lang, &COLUMNS);
    fill(context, ledger, snapshot, &mut table, standings, true)?;
    Ok(table)
}

/// Writes the rows; the sums only under all of them.
fn fill(
    context: &Context,
    ledger: &Ledger,
    snapshot: Snapshot,
    table: &mut Table,
    standings: Vec<Standing>,
    whole: bool,
) -> Result<(), Failure> {
    let lang = context.lang;
    let mut names: HashMap<PartyId, String> = HashMap::new();
    let mut name = |party: PartyId| -> Result<Cell, Failure> {
        if let Some(name) = names.get(&party) {
            return Ok(Cell::text(name.clone()));
        }
        let name = ledger.party_name(party, snapshot)?;
        names.insert(party, name.clone());
        Ok(Cell::text(name))
    };
    let (mut principal, mut interest) = (0, 0);
    for standing in standings {
        let class = standing.class();
        let Standing { loan_no, bank, borrower, start, balance } = standing;
        principal += balance.principal.fen();
        interest += balance.interest.fen();
        table.row(vec![
            Cell::Id(loan_no),
            name(bank)?,
            borrower.map_or(Ok(Cell::Empty), &mut name)?,
            date(start),
            date(Some(balance.due)),
            Cell::Yuan(balance.principal.fen()),
            Cell::Yuan(balance.interest.fen()),
            Cell::Count(i64::from(balance.days_overdue)),
            Cell::code(class.code(), label(lang, "class", class.code())),
        ]);
    }
    if whole {
        let mut total = vec![Cell::text(title(lang, "total"))];
        total.resize(5, Cell::Empty);
        total.extend([Cell::Yuan(principal), Cell::Yuan(interest), Cell::Empty, Cell::Empty]);
        table.total(total);
    }
    Ok(())
}

/// `loan export [FILE]`: the fields an importer takes; payments are not among them.
pub fn export(context: &Context, matches: &ArgMatches) -> Result<Done, Failure> {
    let ledger = context.open()?;
    let snapshot = context.snapshot(ledger)?;
    let pledges = ledger.pledged_loans(snapshot)?;
    let mut numbers: HashMap<i64, String> = HashMap::new();
    for card in ledger.pledges(snapshot)? {
        numbers.insert(card.id, card.pledge.number.to_string());
    }
    let mut table = Table::of(context.lang, &FIELDS);
    ledger.each_loan(snapshot, |card| {
        let terms = &card.terms;
        let disbursed =
            card.events.iter().find(|e| matches!(e.event.happening, Happening::Disburse(_)));
        let borrower = card.borrower.map(|party| ledger.party(party, snapshot)).transpose()?;
        let secured = pledges.get(&card.id).into_iter().flatten();
        let secured: Vec<&str> =
            secured.filter_map(|id| numbers.get(id)).map(String::as_str).collect();
        table.row(vec![
            Cell::id(&card.loan_no),
            Cell::opt(card.contract_no.clone(), Cell::Id),
            Cell::text(ledger.party_name(card.bank, snapshot)?),
            Cell::opt(borrower.as_ref().and_then(|card| card.party.name.clone()), Cell::text),
            written(borrower.as_ref().and_then(|card| card.party.code)),
            Cell::Yuan(terms.limit_fen),
            date(disbursed.map(|e| e.event.day)),
            date(Some(terms.due)),
            Cell::text(terms.rate.to_string()),
            Cell::text(terms.method.code()),
            Cell::text(terms.period.code()),
            Cell::text(terms.day_count.code()),
            Cell::Id(secured.join(";")),
            Cell::opt(card.ip_part, |part| Cell::Yuan(part.fen())),
            Cell::opt(terms.pay_day, |day| Cell::Ordinal(i64::from(day))),
            Cell::Ordinal(i64::from(terms.grace_days)),
            Cell::text(terms.penalty_markup.to_string()),
            Cell::text(Bucket::order_text(terms.order)),
            date(terms.signed),
        ]);
        Ok::<_, Failure>(())
    })?;
    export_to(context, matches, "loan.export", ledger, snapshot, table)
}
