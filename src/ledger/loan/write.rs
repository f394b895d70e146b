//! Loans written: contracts, what happened to them, and the standing kept with each.

use rusqlite::params;

use super::row::day;
use super::row::{REPAY, amount_of, event_number};
use super::{LoanCard, LoanId, by_id, by_number, lpr_table};
use crate::domain::loan::{
    Account, Bucket, Enrolment, Event, LoanEventKind, LoanProblem, LprTable, Terms,
};
use crate::domain::values::{Date, Money, Percent};
use crate::ledger::digest::CanonicalRow;
use crate::ledger::error::LedgerError;
use crate::ledger::pledge::PledgeId;
use crate::ledger::tables::{
    COPIES, EVENTS, LOAN, LOAN_ENROLMENT, LOAN_EVENT, LOAN_IDENTITY, LOAN_PLEDGE, LPR, REVISIONS,
};
use crate::ledger::write::{Entry, insert_sql, next_event};

/// The first day something stays unpaid if nothing more happens than what is recorded, and what was
/// paid too much.
///
/// Errors: why what is recorded cannot be calculated.
pub fn standing<'e>(
    terms: &Terms,
    events: impl IntoIterator<Item = &'e Event, IntoIter: Clone + DoubleEndedIterator>,
    lpr: &LprTable,
) -> Result<(Option<Date>, Money), LoanProblem> {
    let events = events.into_iter();
    let Some(last) = events.clone().next_back().map(|event| event.day) else {
        return Ok((None, Money::ZERO));
    };
    let account = Account::replay(terms, lpr, events, last)?;
    Ok((account.unpaid_from(), account.overpaid()))
}

/// Writes many payments in ascending order of loan: one prepared statement, one running digest.
#[derive(Debug)]
pub struct PaymentWriter<'e, 'c> {
    entry: &'e Entry<'c>,
    insert: rusqlite::Statement<'c>,
    canon: CanonicalRow,
}

impl<'e, 'c> PaymentWriter<'e, 'c> {
    pub fn new(entry: &'e Entry<'c>) -> Result<Self, LedgerError> {
        let insert = entry.conn.prepare(insert_sql(LOAN_EVENT))?;
        Ok(Self { entry, insert, canon: CanonicalRow::default() })
    }

    /// Brings in the payments of one loan; loans must come in ascending order.
    pub fn bring<'p>(
        &mut self,
        loan: LoanId,
        payments: impl Iterator<Item = (Date, Money, Option<&'p str>, u32)>,
    ) -> Result<(), LedgerError> {
        let first = next_event(self.entry.conn, LOAN_EVENT, loan)?;
        let lines = (0..).map(|n| first + n * COPIES);
        for (line, (day, amount, reference, row)) in lines.zip(payments) {
            if line / EVENTS != loan {
                return Err(LedgerError::TooManyRevisions { id: loan.to_string() });
            }
            let (day, fen, row) = (i64::from(day.days()), amount.fen(), i64::from(row));
            self.canon.clear();
            self.canon.opt_int(Some(line));
            self.canon.opt_int(Some(REPAY));
            self.canon.opt_int(Some(day));
            self.canon.opt_int(Some(fen));
            self.canon.opt_int(None);
            self.canon.opt_text(None);
            self.canon.opt_int(None);
            self.canon.opt_text(reference);
            self.canon.opt_int(Some(row));
            // Columns that stay null are not bound.
            self.insert.raw_bind_parameter(1, line)?;
            self.insert.raw_bind_parameter(2, REPAY)?;
            self.insert.raw_bind_parameter(3, day)?;
            self.insert.raw_bind_parameter(4, fen)?;
            self.insert.raw_bind_parameter(8, reference)?;
            self.insert.raw_bind_parameter(9, row)?;
            self.insert.raw_bind_parameter(10, self.entry.id)?;
            self.insert.raw_execute()?;
            self.entry.hash_brought(LOAN_EVENT, line, &self.canon);
        }
        Ok(())
    }
}

impl Entry<'_> {
    pub fn loan_by_no(&self, number: &str) -> Result<Option<LoanCard>, LedgerError> {
        by_number(self.conn, number, i64::MAX)
    }

    pub fn lpr_table(&self) -> Result<LprTable, LedgerError> {
        lpr_table(self.conn, i64::MAX)
    }

    /// Records a new loan by its contract.
    pub fn add_loan(
        &self,
        card: &LoanCard,
        pledges: &[PledgeId],
        source_row: Option<u32>,
    ) -> Result<LoanId, LedgerError> {
        let id = self.new_thing(LOAN_IDENTITY)?;
        self.bring_loan(id, card, source_row)?;
        self.secure_loan(id, pledges, source_row)?;
        Ok(id)
    }

    /// Supersedes the contract of a loan; what happened to it stays; [`Entry::stand`] is to follow.
    pub fn correct_loan(
        &self,
        card: &LoanCard,
        source_row: Option<u32>,
    ) -> Result<(), LedgerError> {
        self.end_loan_line(card.id)?;
        self.bring_loan(card.id, card, source_row)
    }

    fn bring_loan(
        &self,
        id: LoanId,
        card: &LoanCard,
        source_row: Option<u32>,
    ) -> Result<(), LedgerError> {
        let terms = &card.terms;
        let values = params![
            card.loan_no,
            card.contract_no,
            card.bank,
            card.borrower,
            terms.limit_fen,
            card.ip_part.map(Money::fen),
            terms.signed.map(Date::days),
            terms.due.days(),
            terms.rate.to_string(),
            terms.method.number(),
            terms.period.number(),
            terms.day_count.number(),
            terms.pay_day,
            terms.due_days.number(),
            terms.grace_days,
            terms.penalty_markup.to_string(),
            terms.compound,
            Bucket::order_text(terms.order),
        ];
        self.bring_revision(LOAN, id, values, source_row)?;
        Ok(())
    }

    fn end_loan_line(&self, id: LoanId) -> Result<(), LedgerError> {
        let sql = "select line from loan where line between ?1 and ?2 and ended_by is null";
        let first = id * REVISIONS;
        let line: i64 = self
            .conn
            .prepare_cached(sql)?
            .query_row([first, first + REVISIONS - 1], |row| row.get(0))?;
        self.end(LOAN, line)
    }

    /// Returns the pledges that secure a loan, in order of recording.
    pub fn pledges_securing(&self, loan: LoanId) -> Result<Vec<PledgeId>, LedgerError> {
        Ok(self.loan_pledge_lines(loan)?.into_iter().map(|(_, pledge)| pledge).collect())
    }

    /// Records that these pledges, and no others, secure a loan.
    pub fn secure_loan(
        &self,
        loan: LoanId,
        pledges: &[PledgeId],
        source_row: Option<u32>,
    ) -> Result<(), LedgerError> {
        let known = self.loan_pledge_lines(loan)?;
        for (line, _) in known.iter().filter(|(_, pledge)| !pledges.contains(pledge)) {
            self.end(LOAN_PLEDGE, *line)?;
        }
        for pledge in pledges.iter().filter(|new| known.iter().all(|(_, old)| old != *new)) {
            self.bring(LOAN_PLEDGE, params![loan, pledge], source_row)?;
        }
        Ok(())
    }

    fn loan_pledge_lines(&self, loan: LoanId) -> Result<Vec<(i64, PledgeId)>, LedgerError> {
        let sql = "select line, pledge from loan_pledge where loan = ?1 and ended_by is null order by line";
        let mut statement = self.conn.prepare_cached(sql)?;
        let lines = statement.query_map([loan], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(lines.collect::<Result<_, _>>()?)
    }

    /// Returns the schemes a loan is enrolled in, in order of recording.
    pub fn enrolments_of(&self, loan: LoanId) -> Result<Vec<Enrolment>, LedgerError> {
        Ok(self.enrolment_lines(loan)?.into_iter().map(|(_, enrolment)| enrolment).collect())
    }

    /// Returns the numbers of the loans enrolled in a scheme.
    pub fn loans_enrolled_in(&self, scheme: &str) -> Result<Vec<String>, LedgerError> {
        let sql = format!(
            "select n.loan_no from loan_enrolment e join loan n on n.ended_by is null
               and n.line between e.loan * {REVISIONS} and e.loan * {REVISIONS} + {REVISIONS} - 1
             where e.scheme = ?1 and e.ended_by is null order by 1"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let loans = statement.query_map([scheme], |row| row.get(0))?;
        Ok(loans.collect::<Result<_, _>>()?)
    }

    /// Whether any loan is enrolled in a scheme.
    pub fn enrols_in(&self, scheme: &str) -> Result<bool, LedgerError> {
        let sql =
            "select exists (select 1 from loan_enrolment where scheme = ?1 and ended_by is null)";
        Ok(self.conn.prepare_cached(sql)?.query_row([scheme], |row| row.get(0))?)
    }

    /// Records the enrolments of a loan, replacing those known before.
    pub fn enrol_loan(
        &self,
        loan: LoanId,
        enrolments: &[Enrolment],
        source_row: Option<u32>,
    ) -> Result<(), LedgerError> {
        let known = self.enrolment_lines(loan)?;
        for (line, _) in known.iter().filter(|(_, known)| !enrolments.contains(known)) {
            self.end(LOAN_ENROLMENT, *line)?;
        }
        for new in enrolments.iter().filter(|new| known.iter().all(|(_, old)| old != *new)) {
            let day = |day: Option<Date>| day.map(Date::days);
            let values = params![loan, new.scheme, day(new.since), day(new.until)];
            self.bring(LOAN_ENROLMENT, values, source_row)?;
        }
        Ok(())
    }

    fn enrolment_lines(&self, loan: LoanId) -> Result<Vec<(i64, Enrolment)>, LedgerError> {
        let sql = "select line, scheme, enrolled_day, until_day from loan_enrolment
                   where loan = ?1 and ended_by is null order by line";
        let mut statement = self.conn.prepare_cached(sql)?;
        let lines = statement.query_map([loan], |row| {
            let (scheme, since, until) = (row.get(1)?, day(row, 2)?, day(row, 3)?);
            Ok((row.get(0)?, Enrolment { scheme, since, until }))
        })?;
        Ok(lines.collect::<Result<_, _>>()?)
    }

    /// Records something that happened to a loan; [`Entry::stand`] is to follow.
    pub fn bring_loan_event(
        &self,
        loan: LoanId,
        event: &Event,
        reference: Option<&str>,
        source_row: Option<u32>,
    ) -> Result<(), LedgerError> {
        let (new_due, rate, class) = match &event.happening {
            LoanEventKind::Extend { new_due, rate } => {
                (Some(new_due.days()), rate.map(|rate| rate.to_string()), None)
            }
            LoanEventKind::Classify(class) => (None, None, Some(class.number())),
            _ => (None, None, None),
        };
        let values = params![
            event_number(&event.happening),
            event.day.days(),
            amount_of(&event.happening).map(Money::fen),
            new_due,
            rate,
            class,
            reference,
        ];
        self.bring_event(LOAN_EVENT, loan, values, source_row)?;
        Ok(())
    }

    /// Ends one thing that happened to a loan: it was recorded wrongly; [`Entry::stand`] is to follow.
    pub fn void_loan_event(&self, line: i64) -> Result<(), LedgerError> {
        self.end(LOAN_EVENT, line)
    }

    /// Ends a loan and all that happened to it.
    pub fn void_loan(&self, card: &LoanCard) -> Result<(), LedgerError> {
        for recorded in &card.events {
            self.end(LOAN_EVENT, recorded.line)?;
        }
        self.secure_loan(card.id, &[], None)?;
        self.enrol_loan(card.id, &[], None)?;
        self.end_loan_line(card.id)?;
        self.restand(card.id)?;
        self.keep_compensation_whole()
    }

    /// Recalculates the day since which something of a loan is unpaid.
    pub fn restand(&self, loan: LoanId) -> Result<(), LedgerError> {
        let lpr = self.lpr_table()?;
        self.restand_by(loan, &lpr)
    }

    /// As [`Entry::restand`], for many loans.
    pub fn restand_by(&self, loan: LoanId, lpr: &LprTable) -> Result<(), LedgerError> {
        match by_id(self.conn, loan, i64::MAX)? {
            Some(card) => self.stand(&card, lpr).map(|_| ()),
            None => {
                self.conn
                    .prepare_cached("delete from loan_standing where loan = ?1")?
                    .execute([loan])?;
                Ok(())
            }
        }
    }

    /// Keeps the standing of a loan whose events are at hand; returns what was paid too much.
    ///
    /// Errors: `LoanBroken` when what is recorded cannot be calculated; the entry must not be kept then.
    pub fn stand(&self, card: &LoanCard, lpr: &LprTable) -> Result<Money, LedgerError> {
        let sql = "insert into loan_standing (loan, unpaid_from) values (?1, ?2)
                   on conflict (loan) do update set unpaid_from = excluded.unpaid_from";
        let (day, over) =
            standing(&card.terms, card.events.iter().map(|one| &one.event), lpr).map_err(
                |problem| LedgerError::LoanBroken { loan_no: card.loan_no.clone(), problem },
            )?;
        self.conn.prepare_cached(sql)?.execute(params![card.id, day.map(Date::days)])?;
        Ok(over)
    }

    /// Recalculates every loan an entry has a line of, and every loan if it added an LPR.
    pub(in crate::ledger) fn restand_loans_of(&self, entry: i64) -> Result<(), LedgerError> {
        let sql = "select distinct line / 1000 from loan where brought_by = ?1 or ended_by = ?1
                   union select distinct line / 100000 from loan_event where brought_by = ?1 or ended_by = ?1
                   union select distinct n.line / 1000 from loan n, lpr l
                         where n.rate like 'LPR%' and (l.brought_by = ?1 or l.ended_by = ?1)";
        let loans: Vec<i64> = self
            .conn
            .prepare(sql)?
            .query_map([entry], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        let lpr = self.lpr_table()?;
        loans.into_iter().try_for_each(|loan| self.restand_by(loan, &lpr))
    }

    /// Adds a publication of the loan prime rate.
    pub fn add_lpr(
        &self,
        day: Date,
        one_year: Percent,
        five_year: Percent,
        source: &str,
    ) -> Result<(), LedgerError> {
        let values = params![day.days(), one_year.to_string(), five_year.to_string(), source];
        self.bring(LPR, values, None)?;
        self.restand_loans_of(self.id)
    }
}
