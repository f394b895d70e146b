//! One reconciliation: a statement's lines against all loans of a bank at a cut-off day.

use std::borrow::Cow;
use std::panic::resume_unwind;
use std::thread;

use super::balance_reconciliation::BalanceReconciliation;
use super::book::LoanBook;
use super::compare::{Difference, Ours, Tolerance, compare, lines_together};
use super::error::RunError;
use super::evidence::{Borrower, Loan};
use super::explain::{Explained, Explanation, Replayed, by_themselves, explain};
use super::identity::Whose;
use super::matching::{Decisions, Match, MatchState, in_order, match_lines};
use super::parallel::parallel_map;
use super::places::Places;
use super::spelling::{FirmNames, number_key};
use crate::domain::loan::{Event, LprTable};
use crate::domain::reconciliation::{MatchMethod, MatchStatus, Proposal};
use crate::domain::statement::StatementLine;
use crate::domain::values::{Date, Money};
use crate::ledger::{Ledger, LoanId, Snapshot};

/// What a match is before it is compared.
fn status_of(state: MatchState) -> MatchStatus {
    match state {
        MatchState::Matched => MatchStatus::Agreed,
        MatchState::Suggested => MatchStatus::Suggested,
        MatchState::Ambiguous => MatchStatus::Ambiguous,
        MatchState::OnlyBank | MatchState::Repeated => MatchStatus::OnlyBank,
        MatchState::OnlyLedger => MatchStatus::OnlyLedger,
    }
}

/// Lines and loans that belong together, with what differs and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchItem {
    pub status: MatchStatus,
    /// Places of the lines in the statement.
    pub lines: Places,
    /// Places of the loans in the run.
    pub loans: Places,
    pub method: Option<MatchMethod>,
    pub points: i64,
    pub margin: i64,
    pub runner_up: Option<(usize, i64)>,
    /// The line repeats an earlier one.
    pub repeats: bool,
    pub differences: Vec<Difference>,
    pub explained: Vec<Explained>,
}

impl MatchItem {
    /// What would settle it in our books.
    pub fn proposal(&self) -> Option<&Proposal> {
        self.explained.iter().find_map(|one| one.proposal.as_ref())
    }
}

/// A statement reconciled.
#[derive(Debug, Clone)]
pub struct Run {
    pub cutoff: Date,
    /// What agrees in all that the bank states, in order of line: nearly everything, nearly always.
    pub agreed: Vec<Match>,
    /// All else, in order of line.
    pub items: Vec<MatchItem>,
    pub loans: Vec<Loan>,
    pub borrowers: Vec<Borrower>,
    /// Whether outstanding principal was compared; else the principal lent.
    pub by_balance: bool,
    pub bridge: BalanceReconciliation,
}

impl Run {
    /// Everything in order of line, what agrees as well.
    pub fn all(&self) -> impl Iterator<Item = Cow<'_, MatchItem>> {
        let (mut agreed, mut others) =
            (self.agreed.iter().peekable(), self.items.iter().peekable());
        std::iter::from_fn(move || {
            let other = others.next_if(|item| {
                agreed.peek().is_none_or(|found| {
                    in_order(&item.lines, &item.loans) < in_order(&found.lines, &found.loans)
                })
            });
            other.map(Cow::Borrowed).or_else(|| Some(Cow::Owned(item(agreed.next()?.clone()))))
        })
    }

    /// Loans the bank lists, by any line, in order.
    pub fn listed(&self) -> Vec<LoanId> {
        let agreed = self.agreed.iter().map(|found| &found.loans);
        let others = self.items.iter().filter(|item| !item.lines.is_empty());
        let listed = agreed.chain(others.map(|item| &item.loans));
        let mut loans: Vec<LoanId> = listed.flatten().map(|loan| self.loans[*loan].id).collect();
        // Most banks list them in the order in which they were recorded.
        loans.sort();
        loans.dedup();
        loans
    }

    /// How many lines have a status.
    pub fn lines(&self, status: MatchStatus) -> usize {
        let agreed = self.agreed.iter().filter(|_| status == MatchStatus::Agreed);
        let others = self.items.iter().filter(|item| item.status == status);
        let lines = agreed.map(|found| &found.lines).chain(others.map(|item| &item.lines));
        lines.map(|lines| lines.len()).sum()
    }

    /// The item a line stands in, what agrees as well.
    pub fn item_of(&self, line: usize) -> Option<Cow<'_, MatchItem>> {
        let other = self.items.iter().find(|item| item.lines.contains(&line));
        other.map(Cow::Borrowed).or_else(|| {
            let agreed = self.agreed.iter().find(|found| found.lines.contains(&line));
            agreed.map(|found| Cow::Owned(item(found.clone())))
        })
    }

    /// The lines that were taken to mean a loan, without a person's being asked.
    pub fn lines_of(&self, loan: LoanId) -> &[usize] {
        let is_it = |loans: &Places| loans.iter().any(|at| self.loans[*at].id == loan);
        let agreed = self.agreed.iter().map(|found| (&found.lines, &found.loans));
        let taken = self.items.iter().filter(|item| item.status == MatchStatus::Differs);
        let mut all = agreed.chain(taken.map(|item| (&item.lines, &item.loans)));
        all.find(|(_, loans)| is_it(loans)).map_or(&[], |(lines, _)| lines)
    }

    /// The loan whose own number a line carries, as it stands or written otherwise.
    pub fn loan_numbered_by(&self, line: &StatementLine) -> Option<&Loan> {
        let number = line.loan_no.as_deref()?;
        let key = number_key(number);
        let as_it_stands = self.loans.iter().find(|loan| loan.loan_no == number);
        as_it_stands.or_else(|| self.loans.iter().find(|loan| number_key(&loan.loan_no) == key))
    }

    /// How many loans the bank should list and does not.
    pub fn only_ledger(&self) -> usize {
        self.items.iter().filter(|item| item.status == MatchStatus::OnlyLedger).count()
    }
}

/// Reconciles the lines with the loans of a bank; `beside` is a second handle on the ledger, for a second thread.
pub fn run(
    ledger: &Ledger,
    beside: Option<Ledger>,
    book: LoanBook,
    lines: &[StatementLine],
    tolerance: &Tolerance,
) -> Result<Run, RunError> {
    let LoanBook { bank, snapshot, loans, borrowers } = book;
    let decisions = ledger.reconciliation_decisions(bank, snapshot)?;
    let mut said = Decisions::default();
    for decision in decisions {
        match decision.same {
            true => drop(said.same.insert(decision.identity, decision.loan_no)),
            false => drop(said.other.insert((decision.identity, decision.loan_no))),
        }
    }
    let spelled = FirmNames::of(ledger.office(snapshot)?.region);
    let matches = match_lines(lines, &loans, &borrowers, &said, &spelled);
    let by_balance = lines.iter().any(|line| line.balance.is_some());
    let whose = Whose::new(&loans, &borrowers, &spelled);
    let sides = Sides { lines, loans: &loans, whose: &whose, tolerance, by_balance };
    let agreeing = parallel_map(&matches, |found| sides.agrees(found));
    let lpr = ledger.loan_prime_rates(snapshot)?;
    let judge = Judge { sides: &sides, snapshot, lpr: &lpr };
    let open =
        || matches.iter().zip(&agreeing).filter(|(found, agrees)| !*agrees && found.is_pair());
    let open: Vec<&Match> = open().map(|(found, _)| found).collect();
    let mut compared = judge.compare_all(ledger, beside, &open)?.into_iter();
    let (mut items, mut bridge) = (Vec::new(), BalanceReconciliation::default());
    // Matches that agree are moved, not copied.
    let judged = matches.into_iter().zip(agreeing).filter_map(|(found, agrees)| {
        let compared = match !agrees && found.is_pair() {
            true => compared.next().unwrap_or_default(),
            false => Compared::default(),
        };
        judge.judge(found, compared, &mut items, &mut bridge).transpose()
    });
    let agreed = judged.collect::<Result<Vec<Match>, RunError>>()?;
    Ok(Run { cutoff: snapshot.as_of, agreed, items, loans, borrowers, by_balance, bridge })
}

/// Both sides, by which a match is judged.
struct Sides<'a> {
    lines: &'a [StatementLine],
    loans: &'a [Loan],
    whose: &'a Whose<'a>,
    tolerance: &'a Tolerance,
    by_balance: bool,
}

/// What differs of a match, and why.
type Compared = (Vec<Difference>, Vec<Explained>);

/// Says what became of each match.
struct Judge<'a> {
    sides: &'a Sides<'a>,
    snapshot: Snapshot,
    lpr: &'a LprTable,
}

impl Judge<'_> {
    /// Returns a match that agrees; turns any other into an item. Both are added to the reconciling items.
    fn judge(
        &self,
        found: Match,
        (differences, explained): Compared,
        items: &mut Vec<MatchItem>,
        bridge: &mut BalanceReconciliation,
    ) -> Result<Option<Match>, RunError> {
        let sides = self.sides;
        if found.state == MatchState::OnlyLedger && !sides.loans[found.loans[0]].is_expected() {
            return Ok(None);
        }
        let (bank, ledger) = sides.totals(&found).ok_or(RunError::TooLarge)?;
        let name = || sides.name(&found, &explained);
        bridge.add(name, bank, ledger).ok_or(RunError::TooLarge)?;
        if found.state == MatchState::Matched && differences.is_empty() {
            return Ok(Some(found));
        }
        let mut item = item(found);
        if item.status == MatchStatus::Agreed {
            item.status = MatchStatus::Differs;
        }
        items.push(MatchItem { differences, explained, ..item });
        Ok(None)
    }

    /// Compares all matches, half of them on a second thread.
    fn compare_all(
        &self,
        ledger: &Ledger,
        beside: Option<Ledger>,
        found: &[&Match],
    ) -> Result<Vec<Compared>, RunError> {
        let compare = |ledger: &Ledger, some: &[&Match]| {
            some.iter().map(|found| self.compare(ledger, found)).collect::<Result<Vec<_>, _>>()
        };
        let Some(beside) = beside else { return compare(ledger, found) };
        let (first, second) = found.split_at(found.len() / 2);
        thread::scope(|scope| {
            let rest = scope.spawn(move || compare(&beside, second));
            let mut all = compare(ledger, first)?;
            all.append(&mut rest.join().unwrap_or_else(|panic| resume_unwind(panic))?);
            Ok(all)
        })
    }

    /// Finds what differs of a match, and why: whose it is first, then how much.
    fn compare(&self, ledger: &Ledger, found: &Match) -> Result<Compared, RunError> {
        let (mut differences, mut explained) = (Vec::new(), Vec::new());
        for (difference, why) in self.sides.contradictions(found) {
            differences.push(difference);
            match explained.iter_mut().find(|one: &&mut Explained| one.cause == why.cause) {
                Some(known) => known.fields.extend(why.fields),
                None => explained.push(why),
            }
        }
        let (figures, why) = self.compare_figures(ledger, found)?;
        differences.extend(figures);
        explained.extend(why);
        Ok((differences, explained))
    }

    fn compare_figures(&self, ledger: &Ledger, found: &Match) -> Result<Compared, RunError> {
        let Sides { lines, loans, tolerance, .. } = *self.sides;
        let together: StatementLine;
        let line = match found.lines[..] {
            [line] => &lines[line],
            _ => {
                let mine: Vec<&StatementLine> =
                    found.lines.iter().map(|line| &lines[*line]).collect();
                together = lines_together(&mine).ok_or(RunError::TooLarge)?;
                &together
            }
        };
        if let [loan] = found.loans[..] {
            let loan = &loans[loan];
            let differences = compare(line, &loan.ours, &loan.registrations, tolerance);
            let explained = match by_themselves(&differences) {
                Some(explained) => explained,
                None => self.explain(ledger, line, loan, &differences)?,
            };
            return Ok((differences, explained));
        }
        let loans = found.loans.iter().map(|loan| &loans[*loan]);
        let ours = Ours::together(loans.clone().map(|loan| loan.ours)).ok_or(RunError::TooLarge)?;
        let registrations: Vec<String> =
            loans.flat_map(|loan| &loan.registrations).cloned().collect();
        let differences = compare(line, &ours, &registrations, tolerance);
        let explained = by_themselves(&differences).unwrap_or_else(|| {
            let fields = differences.iter().map(|one| one.field).collect();
            vec![Explained { cause: Explanation::Unknown, fields, proposal: None }]
        });
        Ok((differences, explained))
    }

    fn explain(
        &self,
        ledger: &Ledger,
        line: &StatementLine,
        loan: &Loan,
        differences: &[Difference],
    ) -> Result<Vec<Explained>, RunError> {
        let card = ledger.loan(&loan.loan_no, self.snapshot)?;
        let events: Vec<Event> = card.happenings();
        let their_lines: Vec<i64> = card.events.iter().map(|event| event.line).collect();
        let replayed = Replayed {
            terms: &card.terms,
            events: &events,
            lines: &their_lines,
            lpr: self.lpr,
            registrations: &loan.registrations,
            as_of: self.snapshot.as_of,
        };
        Ok(explain(line, differences, &replayed, self.sides.tolerance))
    }
}

impl Sides<'_> {
    /// Whether one line and one loan agree in all that the line states: the usual case.
    fn agrees(&self, found: &Match) -> bool {
        let (MatchState::Matched, [line], [loan]) =
            (found.state, &found.lines[..], &found.loans[..])
        else {
            return false;
        };
        let loan = &self.loans[*loan];
        compare(&self.lines[*line], &loan.ours, &loan.registrations, self.tolerance).is_empty()
            && self.contradictions(found).is_empty()
    }

    /// Fields of the lines that contradict the identity of the loans, each field once. Where a person decided what a
    /// line means, none.
    fn contradictions(&self, found: &Match) -> Vec<(Difference, Explained)> {
        if found.method == Some(MatchMethod::Decided) {
            return Vec::new();
        }
        let loans: Vec<&Loan> = found.loans.iter().map(|loan| &self.loans[*loan]).collect();
        let mut all: Vec<(Difference, Explained)> = Vec::new();
        for line in &found.lines {
            for one in self.whose.contradictions(&self.lines[*line], &loans) {
                if all.iter().all(|(known, _)| known.field != one.0.field) {
                    all.push(one);
                }
            }
        }
        all
    }

    /// What a match adds to both totals.
    fn totals(&self, found: &Match) -> Option<(Money, Money)> {
        let ours = |loan: &usize| match self.by_balance {
            true => self.loans[*loan].ours.balance,
            false => self.loans[*loan].ours.principal,
        };
        let bank = Money::checked_sum(found.lines.iter().filter_map(|line| self.stated(*line)))?;
        Some((bank, Money::checked_sum(found.loans.iter().map(ours))?))
    }

    fn stated(&self, line: usize) -> Option<Money> {
        match self.by_balance {
            true => self.lines[line].owed(),
            false => self.lines[line].principal,
        }
    }

    /// The reconciling item a match is counted under.
    fn name(&self, found: &Match, explained: &[Explained]) -> &'static str {
        let field = if self.by_balance { "balance" } else { "principal" };
        match found.state {
            MatchState::Matched => {
                let cause = explained.iter().find(|one| one.fields.contains(&field));
                let not_stated = || found.lines.iter().any(|line| self.stated(*line).is_none());
                match cause {
                    Some(one) => one.cause.code(),
                    None if not_stated() => "not_stated",
                    None => "tolerance",
                }
            }
            MatchState::Repeated => "repeated",
            MatchState::OnlyBank if self.lines[found.lines[0]].names_nobody() => "unread",
            state => status_of(state).code(),
        }
    }
}

fn item(found: Match) -> MatchItem {
    let Match { state, lines, loans, method, points, runner_up, margin } = found;
    MatchItem {
        status: status_of(state),
        lines,
        loans,
        method,
        points,
        margin,
        runner_up,
        repeats: state == MatchState::Repeated,
        differences: Vec::new(),
        explained: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::loan::Class;

    fn loan(id: LoanId, yuan: i64) -> Loan {
        let amount = Money::from_fen(yuan * 100);
        Loan {
            id,
            loan_no: format!("JD{id}").into(),
            contract_no: None,
            borrower: None,
            registrations: Vec::new(),
            ours: Ours {
                principal: amount,
                balance: amount,
                interest: Money::ZERO,
                disbursed: Date::from_ymd(2016, 3, 1),
                due: Date::from_ymd(2017, 3, 1).unwrap(),
                rate: None,
                class: Class::Normal,
                days_overdue: 0,
                settled: false,
            },
        }
    }

    fn found(state: MatchState, lines: &[usize], loans: &[usize]) -> Match {
        Match {
            state,
            lines: lines.iter().copied().collect(),
            loans: loans.iter().copied().collect(),
            method: None,
            points: 0,
            runner_up: None,
            margin: 0,
        }
    }

    /// Lines 0 to 4 and loans 11 to 15: 1 and 3 agree, 0 differs, 2 is the bank's alone, loan 15 is the ledger's alone,
    /// line 4 repeats line 3.
    fn run() -> Run {
        let differs = MatchItem {
            status: MatchStatus::Differs,
            ..item(found(MatchState::Matched, &[0], &[2]))
        };
        let others = [
            found(MatchState::OnlyBank, &[2], &[]),
            found(MatchState::Repeated, &[4], &[]),
            found(MatchState::OnlyLedger, &[], &[4]),
        ];
        Run {
            cutoff: Date::from_ymd(2016, 12, 31).unwrap(),
            agreed: vec![
                found(MatchState::Matched, &[1], &[1]),
                found(MatchState::Matched, &[3], &[0, 3]),
            ],
            items: [differs].into_iter().chain(others.map(item)).collect(),
            loans: (11..=15).map(|id| loan(id, 100)).collect(),
            borrowers: Vec::new(),
            by_balance: true,
            bridge: BalanceReconciliation::default(),
        }
    }

    #[test]
    fn what_agrees_and_what_does_not_come_in_order_of_the_lines() {
        let run = run();
        let lines: Vec<Vec<usize>> = run.all().map(|item| item.lines.to_vec()).collect();
        assert_eq!(lines, [vec![0], vec![1], vec![2], vec![3], vec![4], vec![]]);
        assert_eq!(run.item_of(3).map(|item| item.status), Some(MatchStatus::Agreed));
        assert_eq!(run.item_of(0).map(|item| item.status), Some(MatchStatus::Differs));
        assert!(run.item_of(9).is_none());
        assert!(run.item_of(4).is_some_and(|item| item.repeats));
    }

    #[test]
    fn lines_and_loans_are_counted_once() {
        let run = run();
        for (status, lines) in [
            (MatchStatus::Agreed, 2),
            (MatchStatus::Differs, 1),
            (MatchStatus::OnlyBank, 2),
            (MatchStatus::OnlyLedger, 0),
            (MatchStatus::Ambiguous, 0),
        ] {
            assert_eq!(run.lines(status), lines, "{status:?}");
        }
        assert_eq!(run.only_ledger(), 1);
        // Loan 15 is on no line.
        assert_eq!(run.listed(), [11, 12, 13, 14]);
        assert_eq!(run.lines_of(14), [3]);
        assert_eq!(run.lines_of(13), [0]);
        assert!(run.lines_of(15).is_empty());
    }

    /// Each match adds its lines to the bank's total and its loans to ours; what is between them has a name.
    #[test]
    fn a_match_enters_both_totals_under_the_name_of_its_cause() {
        let loans = [loan(11, 100), loan(12, 300)];
        let line = |balance: Option<i64>| StatementLine {
            loan_no: Some("JD11".into()),
            balance: balance.map(|yuan| Money::from_fen(yuan * 100)),
            ..StatementLine::default()
        };
        let lines = [line(Some(90)), line(None), StatementLine::default()];
        let (borrowers, tolerance) = ([], Tolerance::default());
        let spelled = FirmNames::of("310106".parse().unwrap());
        let whose = Whose::new(&loans, &borrowers, &spelled);
        let sides = Sides {
            lines: &lines,
            loans: &loans,
            whose: &whose,
            tolerance: &tolerance,
            by_balance: true,
        };
        let yuan = |yuan: i64| Money::from_fen(yuan * 100);
        let pair = found(MatchState::Matched, &[0], &[0, 1]);
        assert_eq!(sides.totals(&pair), Some((yuan(90), yuan(400))));
        let rounded =
            Explained { cause: Explanation::Unit, fields: vec!["balance"], proposal: None };
        assert_eq!(sides.name(&pair, &[rounded]), "unit");
        assert_eq!(sides.name(&pair, &[]), "tolerance");
        assert_eq!(sides.name(&found(MatchState::Matched, &[1], &[0]), &[]), "not_stated");
        assert_eq!(sides.name(&found(MatchState::Repeated, &[0], &[]), &[]), "repeated");
        assert_eq!(sides.name(&found(MatchState::OnlyBank, &[0], &[]), &[]), "only_bank");
        assert_eq!(sides.name(&found(MatchState::OnlyBank, &[2], &[]), &[]), "unread");
        assert_eq!(sides.name(&found(MatchState::OnlyLedger, &[], &[0]), &[]), "only_ledger");
    }
}
